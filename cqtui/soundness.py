"""What is wrong with a store whose every row is valid: rows that refer to nothing, or contradict one
another, their source's text, or the calendar.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from functools import cache
from typing import Any

from cqtui import validate, wordfiles
from cqtui.model import Fact
from cqtui.storefile import Problem, StoreFile, examined

NOUNS = {
    "sources": "source",
    "entities": "entity",
    "metrics": "metric",
    "items": "item",
    "units": "unit",
}
"""What one row of a table is called, for tables that a fact can refer to."""


def problems(file: StoreFile) -> Iterator[Problem]:
    """Everything wrong in `file`: rows that are not valid, and what is wrong between those that are."""
    rows: dict[str, list[tuple[str, Any]]] = {table: [] for table in validate.TABLES}
    for table, key, value in examined(file):
        if isinstance(value, Problem):
            yield value
        else:
            rows[table].append((key, value))
    listed = {table: {row.id for _, row in rows[table]} | own for table, own in own_words().items()}
    for key, source in rows["sources"]:
        if source.text is not None and source.sha256 is not None:
            digest = hashlib.sha256(source.text.encode()).hexdigest()
            if source.sha256.lower() != digest:
                yield Problem("sources", key, "sha256", f"is not that of the source's text, {digest}")
    for key, unit in rows["units"]:
        if unit.base and unit.base not in listed["units"]:
            yield Problem("units", key, "base", f"no unit {unit.base!r} is listed")
    for table in ("entities", "items"):
        yield from _part_problems(table, rows[table], listed[table])
    texts = {source.id: source.text for _, source in rows["sources"]}
    for key, fact in rows["facts"]:
        if not file.tables["facts"][key].get("id"):
            yield Problem("facts", key, "id", f"is missing; it should be {fact.id!r}")
        for name, table, id in references(fact):
            if id not in listed[table]:
                yield Problem("facts", key, name, f"no {NOUNS[table]} {id!r} is listed")
        yield from _evidence_problems(key, fact, texts.get(fact.evidence.source))
        if not fact.period.fits_basis:
            text = f"the basis {fact.period.basis} does not fit {fact.period.start} to {fact.period.end}"
            yield Problem("facts", key, "period.basis", text)


def _part_problems(table: str, rows: list[tuple[str, Any]], listed: Container[str]) -> Iterator[Problem]:
    whole = {row.id: row.part_of for _, row in rows if row.part_of}
    settled: set[str] = set()
    for key, row in rows:
        if row.part_of and row.part_of not in listed:
            yield Problem(table, key, "part_of", f"no {NOUNS[table]} {row.part_of!r} is listed")
        walk: list[str] = []
        id = row.id
        while id in whole and id not in settled and id not in walk:
            walk.append(id)
            id = whole[id]
        if id in walk:  # said once a circle, at its first row that is met
            circle = [*walk[walk.index(id) :], id]
            yield Problem(table, key, "part_of", f"runs in a circle: {' → '.join(circle)}")
        settled.update(walk)


def _evidence_problems(key: str, fact: Fact, text: str | None) -> Iterator[Problem]:
    if text is None:
        return
    at = fact.evidence
    if at.start is not None and text[at.start : at.end] != fact.as_written:
        reason = f"the source has {text[at.start : at.end][:60]!r} there, not {fact.as_written[:60]!r}"
        yield Problem("facts", key, "evidence.start", reason)
    if at.sentence not in text:
        yield Problem("facts", key, "evidence.sentence", "does not stand in the source's text")


@cache
def own_words() -> dict[str, frozenset[str]]:
    """Ids that the package's own words list, by table. Entities and sources are always a store's."""
    own = wordfiles.load()
    return {
        "sources": frozenset(), "entities": frozenset(),
        "metrics": frozenset(own.metrics), "items": frozenset(own.items), "units": frozenset(own.units),
    }  # fmt: skip


def references(fact: Fact) -> Iterator[tuple[str, str, str]]:
    """What `fact` refers to: (field, table, id)."""
    for name, table, id in (
        ("evidence.source", "sources", fact.evidence.source),
        ("entity", "entities", fact.entity),
        ("place", "entities", fact.place),
        ("metric", "metrics", fact.metric),
        ("item", "items", fact.item),
        ("unit", "units", fact.unit),
        ("per", "units", fact.per),
    ):
        if id:
            yield name, table, id
