"""From a document to checked facts, whichever extractor reads it.

An extractor only proposes. Here its candidates are checked, given their ids, and put together where
they are one: what is left is what a store may take in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cqtui.ingest.check import as_unreviewed, checked
from cqtui.ingest.document import Candidate, Document, Extractor, SetAside
from cqtui.model import Entity, Fact, fact_id
from cqtui.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Result:
    """What a document gave, each in the order of the text. `proposed` are the new entities that the
    candidates are about; `merged` counts candidates that said what another had said."""

    candidates: tuple[Candidate, ...] = ()
    proposed: tuple[Entity, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    merged: int = 0

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(one.fact for one in self.candidates)


def ingest(document: Document, extractor: Extractor, vocabulary: Vocabulary) -> Result:
    """The facts that `extractor` reads out of `document` and that pass the check.

    The same text, source id, extractor and vocabulary give the same result, ids included.
    """
    given = [
        as_unreviewed(one, extractor=extractor.name, source=document.source.id)
        for one in extractor.extract(document, vocabulary)
    ]
    found = checked(given, document, vocabulary)
    candidates = merged(found.kept)
    return Result(
        candidates=candidates,
        proposed=_needed(candidates, vocabulary),
        set_aside=found.set_aside,
        merged=len(found.kept) - len(candidates),
    )


def merged(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates in the order of the text, with their ids, each statement once.

    Two are one where their ids agree (a sentence that stands twice), or where they state one amount
    in one place of one measure of one entity and period: the surer of the two stays, the first of equals.
    """
    ordered = sorted(candidates, key=lambda one: (one.fact.evidence.start or 0, one.fact.evidence.end or 0))
    by_id: dict[str, Candidate] = {}
    by_place: dict[tuple[object, ...], str] = {}
    for one in ordered:
        fact = replace(one.fact, id=fact_id(one.fact))
        one = replace(one, fact=fact)
        known = fact.id if fact.id in by_id else by_place.get(_place(fact))
        if known is None:
            by_id[fact.id] = one
            by_place[_place(fact)] = fact.id
        elif fact.confidence > by_id[known].fact.confidence and known != fact.id:
            # In the place of the other, so that the order stays that of the text.
            by_id = {fact.id if id == known else id: one if id == known else other for id, other in by_id.items()}
            by_place[_place(fact)] = fact.id
    return tuple(by_id.values())


def _place(fact: Fact) -> tuple[object, ...]:
    at = fact.evidence
    return (
        at.start, at.end, fact.value, fact.upper, fact.change and fact.change.value,
        fact.entity, fact.metric, fact.item, fact.period.start, fact.period.end,
    )  # fmt: skip


def _needed(candidates: Iterable[Candidate], vocabulary: Vocabulary) -> tuple[Entity, ...]:
    """The proposed entities that facts are about, and what those are part of; each once, as first proposed."""
    proposed: dict[str, Entity] = {}
    wanted: dict[str, None] = {}
    for one in candidates:
        for entity in one.proposed:
            proposed.setdefault(entity.id, entity)
        wanted |= dict.fromkeys(id for id in (one.fact.entity, one.fact.place) if id)
    needed: dict[str, Entity] = {}
    for id in wanted:
        at: str | None = id
        while at is not None and at in proposed and at not in needed and at not in vocabulary.entities:
            needed[at] = proposed[at]
            at = proposed[at].part_of
    known = {*needed, *vocabulary.entities}
    return tuple(
        entity if entity.part_of is None or entity.part_of in known else replace(entity, part_of=None)
        for entity in needed.values()
    )
