"""What others say of a figure, in plain words, as a candidate: names become ids, words of a sentence
become a place in the text.

Nothing is put right here that is wrong: what cannot be read stays as it was said, and the checker
refuses it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from cqtui.ingest.amounts import numbers
from cqtui.ingest.document import Candidate, Document
from cqtui.ingest.sentences import spans
from cqtui.model import Change, Entity, Evidence, Fact, Period
from cqtui.vocabulary import Vocabulary

FIELDS = (
    "as_written", "sentence", "entity", "entity_kind", "place", "metric", "item", "value", "upper", "unit", "per",
    "bound", "status", "period_start", "period_end", "period_basis", "change_kind", "change_value",
    "change_direction", "change_against", "note",
)  # fmt: skip
"""What may be said of a figure, each as text, a number or nothing."""

Said = Mapping[str, Any]


class Names:
    """Finds the ids that names stand for in a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._entities = _by_name((one.id, (one.id, one.name, *one.aliases)) for one in vocabulary.entities.values())
        self._metrics = _by_name((one.id, (one.id, one.label, *one.synonyms)) for one in vocabulary.metrics.values())
        self._items = _by_name((one.id, (one.id, one.label, *one.aliases)) for one in vocabulary.items.values())
        self._units = _by_name(
            (one.id, (one.id, one.label, one.plural or "", one.symbol or "", *one.aliases))
            for one in vocabulary.units.values()
        )

    def entity(self, name: str) -> str | None:
        return self._entities.get(_key(name))

    def metric(self, name: str) -> str:
        """The metric's id; a name that no metric has stands for itself."""
        return self._metrics.get(_key(name)) or _words(name)

    def item(self, name: str) -> str:
        return self._items.get(_key(name)) or _words(name)

    def unit(self, name: str) -> str:
        return self._units.get(_key(name)) or self._units.get(name.casefold().strip()) or name.strip()


def candidate(said: Said, document: Document, names: Names, *, confidence: float = 0.7) -> Candidate:
    """What is said of one figure, as a candidate. Its place is sought where `start` is not given."""
    written, sentence = _text(said, "as_written"), _text(said, "sentence")
    start = said.get("start")
    if not isinstance(start, int):
        start = _place(document.text, sentence, written)
    end = start + len(written) if start is not None else None
    if not sentence and start is not None and end is not None:
        sentence = sentence_around(document, start, end)
    proposed: dict[str, Entity] = {}
    entity = _entity(_text(said, "entity"), _text(said, "entity_kind"), names, proposed)
    place = _entity(_text(said, "place"), "place", names, proposed)
    value, change = _number(said.get("value")), _change(said)
    if value is None and change is None:
        value = next((one.value for one in numbers(written)), None)
    unit, per, item = (_text(said, name) for name in ("unit", "per", "item"))
    fact = Fact(
        entity=entity or "",
        metric=names.metric(_text(said, "metric")),
        item=names.item(item) if item else None,
        place=place,
        value=value,
        upper=_number(said.get("upper")),
        unit=names.unit(unit) if unit else None,
        per=names.unit(per) if per else None,
        bound=cast("Any", _text(said, "bound") or "exact"),
        as_written=written,
        period=Period(
            start=_day(said.get("period_start")),
            end=_day(said.get("period_end")),
            basis=cast("Any", _text(said, "period_basis") or "unstated"),
        ),
        status=cast("Any", _text(said, "status") or "actual"),
        change=change,
        evidence=Evidence(
            source=document.source.id, paragraph=_paragraph(document, start), start=start, end=end, sentence=sentence
        ),
        confidence=confidence,
        note=_text(said, "note") or None,
    )
    why = {name: "as the extractor says" for name in FIELDS if said.get(name) not in (None, "")}
    return Candidate(fact, why, tuple(proposed.values()))


def sentence_around(document: Document, start: int, end: int) -> str:
    """The sentence that the span is in; its block where that has none, its line where there is no block."""
    text = document.text
    block = next((one for one in document.blocks if one.start <= start and end <= one.end), None)
    if block is None:
        began = text.rfind("\n", 0, start) + 1
        ended = text.find("\n", end)
        return text[began : ended if ended >= 0 else len(text)].strip()
    inside = text[block.start : block.end]
    for at, until in spans(inside):
        if block.start + at <= start and end <= block.start + until:
            return inside[at:until]
    return inside.strip()


def _place(text: str, sentence: str, written: str) -> int | None:
    """Where the words stand in the sentence; None where they do not, or the sentence is not in the text."""
    at = text.find(sentence) if sentence else -1
    inside = sentence.find(written) if written else -1
    return at + inside if at >= 0 and inside >= 0 else None


def _paragraph(document: Document, start: int | None) -> int | None:
    if start is None:
        return None
    return next((one.paragraph for one in document.blocks if one.start <= start < one.end), None)


def _entity(name: str, kind: str, names: Names, proposed: dict[str, Entity]) -> str | None:
    if not name:
        return None
    known = names.entity(name)
    if known:
        return known
    made = Entity(id=slug(name), name=name, kind=cast("Any", kind or "unknown"))
    proposed[made.id] = made
    return made.id


def slug(name: str) -> str:
    """An id for a name: "Hon Hai Precision" is hon-hai-precision."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "-".join(re.findall(r"[^\W_]+", plain))[:60] or "unnamed"


def _change(said: Said) -> Change | None:
    kind, value = _text(said, "change_kind"), _number(said.get("change_value"))
    if not kind and value is None:
        return None
    return Change(
        kind=cast("Any", kind or "percent"),
        value=value,
        direction=cast("Any", _text(said, "change_direction") or "up"),
        against=_text(said, "change_against") or None,
    )


def _number(given: Any) -> Decimal | None:
    if given is None or given == "" or isinstance(given, bool):
        return None
    with suppress(InvalidOperation, ValueError):
        return Decimal(str(given).replace(",", "").strip())
    return cast("Decimal", str(given))  # the checker says what is wrong with it


def _day(given: Any) -> date | None:
    if given is None or given == "":
        return None
    with suppress(ValueError):
        return date.fromisoformat(str(given).strip())
    return cast("date", str(given))


def _text(said: Said, name: str) -> str:
    given = said.get(name)
    return given.strip() if isinstance(given, str) else "" if given is None else str(given)


def _by_name(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for id, names in rows:
        for name in names:
            if name:
                found.setdefault(_key(name), id)
                found.setdefault(name.casefold().strip(), id)  # signs: %, US$
    return found


def _key(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _words(name: str) -> str:
    return " ".join(name.replace("_", " ").split())
