"""LangExtract's files: documents with extractions, one JSON object a line, read and written.

https://github.com/google/langextract: an extraction has a class, the words, their interval in the text
and attributes, which each project names itself. Ours are the fields of `proposals.FIELDS` under the
class "figure", and come back as they went. Of other projects' files, figures are extractions with an
attribute that names a metric; who they are about is the attribute that says so, or else the company or
place that was extracted last before them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cqtui import rows
from cqtui.errors import BadData
from cqtui.ingest.amounts import numbers
from cqtui.ingest.document import Candidate, Document
from cqtui.ingest.proposals import FIELDS, Names, candidate, sentence_around
from cqtui.model import Fact
from cqtui.sanitize import clean, clean_line
from cqtui.vocabulary import Vocabulary

FIGURE = "figure"
_METRIC = ("metric", "metric_type", "metric_name", "measure", "indicator")
_ENTITY = ("entity", "company", "organization", "organisation", "subject", "entity_name")
_NAMING = ("company", "organization", "organisation", "entity", "place", "location", "agency")
"""Classes of extractions that name whom figures are about."""
_UNIT = ("unit", "currency")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One document of a file: its id, its text, and what was extracted from it."""

    id: str
    text: str
    extractions: tuple[Row, ...]


def read(data: str, name: str) -> Iterator[Extracted]:
    """The documents in a file's text. Offsets are code points of each document's text.

    Raises:
        BadData: a line is no document of LangExtract; says which and why.
    """
    for number, line in enumerate(data.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{clean_line(name)}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise BadData(f"{where}: is not JSON; give the JSON lines that LangExtract saved") from None
        text = row.get("text") if isinstance(row, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise BadData(f"{where}: has no text; save the documents with their text")
        given = row.get("extractions") or []
        if not isinstance(given, list):
            raise BadData(f"{where}: its extractions are no list")
        id = row.get("document_id")
        yield Extracted(
            id=clean_line(id) if isinstance(id, str) and id.strip() else f"document-{number}",
            text=clean(text),
            extractions=tuple(one for one in given if isinstance(one, dict)),
        )


class LangExtract:
    """Reads facts out of what LangExtract, with whatever model, extracted from a document before."""

    name = "langextract"

    def __init__(self, extractions: Sequence[Row]) -> None:
        self._extractions = extractions

    def extract(self, document: Document, vocabulary: Vocabulary) -> Iterator[Candidate]:
        names = Names(vocabulary)
        about = ""
        for one in sorted(self._extractions, key=_start):
            words = clean(_text(one.get("extraction_text")))
            kind = _text(one.get("extraction_class")).casefold()
            given = one.get("attributes")
            said = {str(name): value for name, value in given.items()} if isinstance(given, dict) else {}
            if kind in _NAMING and not _first(said, _METRIC):
                about = _name(words)
            elif kind == FIGURE or (_first(said, _METRIC) and numbers(words)):
                yield _figure(one, words, said, about, document, names)


def _figure(one: Row, words: str, said: dict[str, Any], about: str, document: Document, names: Names) -> Candidate:
    start = _aligned(one, words, document.text)
    told = {name: said[name] for name in FIELDS if name in said}
    told |= {
        "as_written": words,
        "metric": _first(said, _METRIC),
        "entity": _first(said, _ENTITY) or about,
        "unit": _first(said, _UNIT) or ("percent" if words.rstrip().endswith(("%", "％")) else ""),
    }
    if start is not None:
        told["start"] = start
        told.setdefault("sentence", sentence_around(document, start, start + len(words)))
    made = candidate(told, document, names)
    why = {**made.why, "evidence": _text(one.get("alignment_status")) or "as the extractor says"}
    if not _first(said, _ENTITY) and about:
        why["entity"] = "the name extracted last before it"
    return Candidate(made.fact, why, made.proposed)


def _aligned(one: Row, words: str, text: str) -> int | None:
    """Where the words stand: where the interval begins, else at their only place in the text."""
    start = _start(one)
    if start >= 0 and text.startswith(words, start):
        return start
    at = text.find(words)
    return at if words and at >= 0 and text.find(words, at + 1) < 0 else None


def _start(one: Row) -> int:
    interval = one.get("char_interval")
    start = interval.get("start_pos") if isinstance(interval, dict) else None
    return start if isinstance(start, int) and not isinstance(start, bool) else -1


def _first(said: Mapping[str, Any], names: Iterable[str]) -> str:
    return next((_text(said[name]) for name in names if _text(said.get(name))), "")


def _name(words: str) -> str:
    """A company's name without a stock exchange's sign behind it."""
    return words.partition(" (")[0].strip()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


# Out


def written(document: Document, facts: Iterable[Fact]) -> str:
    """The document and its facts as a line of LangExtract's."""
    made = [
        {
            "extraction_class": FIGURE,
            "extraction_text": fact.as_written,
            "char_interval": {"start_pos": fact.evidence.start, "end_pos": fact.evidence.end},
            "alignment_status": "match_exact",
            "extraction_index": number,
            "group_index": number - 1,
            "description": None,
            "attributes": _attributes(fact),
        }
        for number, fact in enumerate(facts, start=1)
    ]
    return rows.json_text({"extractions": made, "text": document.text, "document_id": document.source.id})


def _attributes(fact: Fact) -> dict[str, str]:
    """What the fact says, as text: LangExtract's attributes know nothing else."""
    change = fact.change
    told = {
        "sentence": fact.evidence.sentence, "entity": fact.entity, "place": fact.place, "metric": fact.metric,
        "item": fact.item, "value": fact.value, "upper": fact.upper, "unit": fact.unit, "per": fact.per,
        "bound": fact.bound, "status": fact.status, "period_start": fact.period.start,
        "period_end": fact.period.end, "period_basis": fact.period.basis, "note": fact.note,
    }  # fmt: skip
    if change is not None:
        told |= {
            "change_kind": change.kind, "change_value": change.value,
            "change_direction": change.direction, "change_against": change.against,
        }  # fmt: skip
    return {
        name: format(value, "f") if name in _NUMBERS else str(value)
        for name, value in told.items()
        if value is not None
    }


_NUMBERS = ("value", "upper", "change_value")
