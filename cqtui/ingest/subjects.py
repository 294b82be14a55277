"""Whom a figure is about, and where it holds."""

from __future__ import annotations

import re
from typing import NamedTuple

from cqtui.ingest import owning, whose
from cqtui.ingest.anaphora import Meant
from cqtui.ingest.clauses import Clauses
from cqtui.ingest.discourse import Discourse, Sense
from cqtui.ingest.guarded import guarded
from cqtui.ingest.memory import Memory, city_of
from cqtui.ingest.names import Gazetteer, Name
from cqtui.ingest.units import Amount

_WHOLE_FIRM = frozenset(
    {
        "revenue",
        "profit",
        "gross margin",
        "operating margin",
        "profit margin",
        "market capitalisation",
        "price",
        "R&D spending",
        "fixed-asset investment",
        "market share",
        "shipments",
    }
)


WORLDWIDE = guarded(
    r"\b(?:worldwide|globally|global|around the world)\b",
    "worldwide|globally|global|around the world",
    re.NOFLAG,
)


class Who(NamedTuple):
    """An entity that a figure is about, and how likely, 0 to 100."""

    entity: str
    score: float
    why: str


def who(sense: Sense, amount: Amount, metric: str, discourse: Discourse, gazetteer: Gazetteer) -> Who:
    """The entity that a figure is most probably about."""
    sure = owning.certain(sense, amount, discourse, gazetteer)
    if sure is not None and discourse.watch is None:
        return Who(sure[0], 97.0, sure[1])
    best = discourse.choose("who", sense, amount, whose.candidates(sense, amount, metric, discourse, gazetteer))
    if sure is not None:
        return Who(sure[0], 97.0, sure[1])
    named = next((name for name in sense.names if sense.meant[name][0] == best.key), None)
    why = f"{sense.sentence.flat[named.start : named.end]!r}: {best.because}" if named else best.because
    return Who(best.key, 100 * best.probability, why)


def place_of(
    text: str,
    amount: Amount,
    names: list[Name],
    entity: str,
    memory: Memory,
    gazetteer: Gazetteer,
    clauses: Clauses,
    block: int,
    metric: str,
    meant: Meant,
) -> tuple[str | None, str]:
    """Where a figure holds: the place named in its clause, the entity's own, or the one talked of."""
    kind = memory.kind(entity, gazetteer)
    if kind == "industry" and gazetteer.wholes(entity):
        return gazetteer.wholes(entity)[0], "the entity's own place"
    if kind == "place":
        return city_of(entity, gazetteer), "the entity is a place"
    best: tuple[float, str] | None = None
    for name in names:
        found, _why = meant[name]
        if found is None or memory.kind(found, gazetteer) != "place":
            continue
        gap = name.start - amount.end if name.start >= amount.end else amount.start - name.end
        score = (
            (60 if name.role == "location" else 36)
            - gap * 0.05
            - clauses.strong(*sorted((name.start, amount.start))) * 14
        )
        if found in ("china", "world") and name.role == "possessive":
            score -= 20
        if best is None or score > best[0]:
            best = (score, found)
    if best and best[0] > 10:
        return city_of(best[1], gazetteer), "the place named beside it"
    wholes = gazetteer.wholes(entity)
    if wholes:
        return wholes[0], "the entity's own place"
    if WORLDWIDE.search(text):
        return "world", "worldwide"
    if memory.topic == "world":
        return "world", "the document's topic"
    if kind == "company" and metric in _WHOLE_FIRM:
        return None, "of the whole company"
    place = memory.place if memory.place_block == block and memory.place else memory.topic_place
    return (city_of(place, gazetteer), "the place talked of") if place else (None, "no place")
