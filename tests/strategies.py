"""What any store may hold, for property tests: valid values, as they are once through the doors.

Their texts hold whatever a document may: Chinese, quotes, line breaks, emoji, characters beyond 16
bits. Controls and the like are in none, since the doors clean them away.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cqtui import model, rows, validate
from cqtui.model import (
    Alternative,
    Change,
    Entity,
    Evidence,
    Fact,
    Item,
    Metric,
    Period,
    Source,
    Unit,
    identified,
)
from cqtui.sanitize import clean
from cqtui.store import Contents

ids: SearchStrategy[str] = st.one_of(
    st.sampled_from(("oppo", "chongqing", "mobile phone", "asus", "手机", "r&d", "1", "a/b")),
    st.text("abcxyz0189-_ é", min_size=1, max_size=12).filter(lambda text: bool(text.strip())),
)
texts: SearchStrategy[str] = st.text(max_size=40).map(clean)
"""Any text that is clean."""
words: SearchStrategy[str] = texts.filter(lambda text: bool(text.strip()))
numbers: SearchStrategy[Decimal] = st.one_of(
    st.integers(-(10**24), 10**24).map(Decimal),
    st.decimals(-(10**12), 10**12, places=4),
    st.sampled_from([Decimal(text) for text in ("58.0", "58", "6.640", "2E+7", "0.000000001", "-0", "-0.0", "0")]),
)
days: SearchStrategy[date] = st.dates()


def _one_of(literal: Any) -> SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def _optional(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def sources(draw: st.DrawFn) -> Source:
    text = draw(_optional(texts))
    return Source(
        id=draw(ids),
        title=draw(_optional(texts)),
        publisher=draw(_optional(texts)),
        published=draw(_optional(days)),
        url=draw(_optional(texts)),
        language=draw(_optional(st.sampled_from(("en", "zh")))),
        sha256=None if text is None else hashlib.sha256(text.encode()).hexdigest(),
        brief=draw(st.booleans()),
        text=text,
    )


def entities() -> SearchStrategy[Entity]:
    return st.builds(
        Entity,
        id=ids,
        name=words,
        short=_optional(words),
        kind=_one_of(model.EntityKind),
        aliases=st.lists(words, max_size=3).map(tuple),
        part_of=_optional(ids),
    )


def metrics() -> SearchStrategy[Metric]:
    return st.builds(
        Metric,
        id=ids,
        label=words,
        dimension=_one_of(model.Dimension),
        nature=_one_of(model.Nature),
        synonyms=st.lists(words, max_size=3).map(tuple),
    )


def items() -> SearchStrategy[Item]:
    aliases = st.lists(words, max_size=3).map(tuple)
    return st.builds(Item, id=ids, label=words, aliases=aliases, part_of=_optional(ids))


def units() -> SearchStrategy[Unit]:
    return st.builds(
        Unit,
        id=ids,
        label=words,
        plural=_optional(words),
        symbol=_optional(words),
        dimension=_one_of(model.Dimension),
        base=_optional(ids),
        factor=numbers.filter(lambda factor: factor > 0),
        aliases=st.lists(words, max_size=3).map(tuple),
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(_optional(days)), draw(_optional(days))
    if start and end and end < start:
        start, end = end, start
    basis = draw(_one_of(model.Basis))
    if basis == "since" and start is None:
        start = date.min if end is None else end
    return Period(start=start, end=end, basis=basis, stated=draw(st.booleans()))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    kind = draw(_one_of(model.ChangeKind))
    value = None if kind == "unstated" else abs(draw(numbers))
    return Change(kind=kind, value=value, direction=draw(_one_of(model.Direction)), against=draw(_optional(words)))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    start = draw(_optional(st.integers(0, 10**6)))
    return Evidence(
        source=draw(ids),
        paragraph=draw(_optional(st.integers(1, 500))),
        start=start,
        end=None if start is None else start + draw(st.integers(1, 80)),
        sentence=draw(texts),
    )


def alternatives() -> SearchStrategy[Alternative]:
    field = st.sampled_from(("value", "period.basis", "change.value"))
    return st.builds(Alternative, field=field, value=_optional(numbers), why=texts)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A fact with its id, as a store gives it back."""
    change = draw(_optional(changes()))
    value = draw(numbers if change is None else _optional(numbers))
    upper = None if value is None else draw(_optional(st.integers(0, 10**9).map(lambda more: value + more)))
    fact = Fact(
        entity=draw(ids),
        metric=draw(ids),
        item=draw(_optional(ids)),
        place=draw(_optional(ids)),
        value=value,
        upper=upper,
        unit=draw(_optional(ids)),
        per=draw(_optional(ids)),
        bound=draw(_one_of(model.Bound)),
        as_written=draw(words),
        period=draw(periods()),
        status=draw(_one_of(model.Status)),
        change=change,
        evidence=draw(evidence()),
        confidence=draw(st.integers(0, 1000)) / 1000,
        extractor=draw(st.sampled_from(("curated", "rules"))),
        review=draw(_one_of(model.Review)),
        note=draw(_optional(words)),
        alternatives=draw(st.lists(alternatives(), max_size=2).map(tuple)),
    )
    return identified([validate.value(Fact, rows.row(fact))])[0]


def contents(*, most: int = 4) -> SearchStrategy[Contents]:
    """Whole stores: up to `most` rows a table, ids unique in each."""

    def rows(of: SearchStrategy[Any]) -> SearchStrategy[Any]:
        return st.lists(of, max_size=most, unique_by=lambda row: row.id).map(tuple)

    return st.builds(
        Contents,
        title=texts.map(lambda text: " ".join(text.split())),
        schema=st.just(model.SCHEMA),
        sources=rows(sources()),
        entities=rows(entities()),
        metrics=rows(metrics()),
        items=rows(items()),
        units=rows(units()),
        facts=rows(facts()),
    )
