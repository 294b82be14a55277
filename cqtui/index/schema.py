"""The tables of the index, and a fact as a row of them, both ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cqtui.index.sql import ROW_SEPARATOR, SEPARATOR
from cqtui.model import (
    Alternative,
    Change,
    Entity,
    Evidence,
    Fact,
    Period,
)  # fmt: skip

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE source (code INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, publisher TEXT,
    published TEXT, url TEXT, language TEXT, sha256 TEXT, brief INTEGER, text TEXT, citation TEXT);
CREATE TABLE entity (code INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, short TEXT, kind TEXT,
    part_of TEXT, aliases TEXT, facts INTEGER, newest TEXT);
CREATE TABLE outline (pane TEXT, place INTEGER, key TEXT, depth INTEGER, facts INTEGER, end INTEGER,
    PRIMARY KEY (pane, place)) WITHOUT ROWID;
CREATE TABLE heading (list TEXT, number INTEGER, row INTEGER, code INTEGER, label TEXT, facts INTEGER,
    PRIMARY KEY (list, number)) WITHOUT ROWID;
CREATE TABLE part (part INTEGER, whole INTEGER, PRIMARY KEY (whole, part)) WITHOUT ROWID;
CREATE TABLE metric (code INTEGER PRIMARY KEY, id TEXT UNIQUE, label TEXT, dimension TEXT,
    nature TEXT, synonyms TEXT);
CREATE TABLE item (code INTEGER PRIMARY KEY, id TEXT UNIQUE, label TEXT, part_of TEXT, aliases TEXT);
CREATE TABLE unit (code INTEGER PRIMARY KEY, id TEXT UNIQUE, label TEXT, plural TEXT, symbol TEXT,
    dimension TEXT, base TEXT, factor TEXT, aliases TEXT);
CREATE TABLE measure (code INTEGER PRIMARY KEY, metric TEXT, item TEXT, label TEXT,
    facts INTEGER, rank INTEGER, UNIQUE (metric, item));
CREATE TABLE word (folded TEXT, kind TEXT, id TEXT, PRIMARY KEY (folded, kind, id)) WITHOUT ROWID;
CREATE TABLE fact (code INTEGER PRIMARY KEY, id TEXT,
    entity INTEGER, measure INTEGER, place INTEGER, source INTEGER,
    value TEXT, upper TEXT, unit TEXT, per TEXT, bound TEXT, as_written TEXT,
    start TEXT, end TEXT, basis TEXT, stated INTEGER, status TEXT,
    change_kind TEXT, change_value TEXT, change_direction TEXT, change_against TEXT,
    paragraph INTEGER, at INTEGER, until INTEGER, sentence TEXT,
    confidence REAL, extractor TEXT, review TEXT, note TEXT, alternatives TEXT,
    first TEXT, last TEXT, lo TEXT, hi TEXT, magnitude REAL,
    amount TEXT, change TEXT, period TEXT);
CREATE TABLE seen (code INTEGER PRIMARY KEY, digest INTEGER);
CREATE TABLE listed (number INTEGER PRIMARY KEY, kind TEXT, digest INTEGER);
CREATE VIRTUAL TABLE found USING fts5(who, what, figure, circumstance, evidence,
    content='', tokenize="porter unicode61 remove_diacritics 2", prefix='1 2 3');
INSERT INTO found (found, rank) VALUES ('hashsize', 33554432);
"""
INDEXES = """
CREATE UNIQUE INDEX fact_id ON fact (id);
CREATE INDEX fact_measure ON fact (measure, first, last, code);
CREATE INDEX fact_entity ON fact (entity, measure, first, last, code);
CREATE INDEX outline_key ON outline (pane, key);
CREATE INDEX heading_row ON heading (list, row);
CREATE INDEX heading_code ON heading (list, code);
CREATE INDEX part_of ON part (part, whole);
CREATE INDEX fact_facets ON fact (measure, entity, status, review, lo, hi, source, place, first, last);
CREATE INDEX fact_source ON fact (source, first, last, code);
CREATE INDEX fact_place ON fact (place) WHERE place IS NOT NULL;
ANALYZE;
"""
# seen and listed: what tells a row of the store from another, of facts by their codes, of all else in the file's
# order; empty where the store is not laid out row by row.
# facts and newest of an entity, facts of a measure: tallies, so that a whole store is never counted to open it.
# outline, heading: the panes and the timeline's groups of a whole store, row by row (`windows`).
# fact_facets: what filters and counts look at, without the sentences, which are most of a fact.
# rank: where a measure stands among all, in the metrics' order.
# first and last: the days a fact sorts by; NEVER where its period has none.
# amount, change, period; citation: as `notation` writes them, for look-ups, which do not load it.
# lo and hi: the days it covers when a span is asked for, open ends included; NULL where unstated.
OPEN_START, OPEN_END = "0000-00-00", "9999-99-99"


def covered(period: Period) -> tuple[str | None, str | None]:
    """The days a period covers, for asking what falls in a span; a moment covers its day."""
    start, end = iso(period.start), iso(period.end)
    if start is None and end is None:
        return None, None
    if start is None:
        return (OPEN_START if period.basis in ("cumulative", "before") else end), end
    return start, end or (OPEN_END if period.basis == "since" else start)


def fact_of(*row: Any) -> Fact:
    """The fact that a row of `FACT_COLUMNS` holds; it was validated before it went in."""
    (
        id, entity, metric, item, place, value, upper, unit, per, bound, as_written,
        start, end, basis, stated, status,
        change_kind, change_value, change_direction, change_against,
        source, paragraph, at, until, sentence, confidence, extractor, review, note, alternatives,
    ) = row  # fmt: skip
    return Fact(
        id=id, entity=entity, metric=metric, item=item or None, place=place,
        value=decimal(value), upper=decimal(upper), unit=unit, per=per, bound=bound, as_written=as_written,
        period=Period(start=day(start), end=day(end), basis=basis, stated=bool(stated)),
        status=status,
        change=change_kind and Change(
            kind=change_kind, value=decimal(change_value), direction=change_direction, against=change_against,
        ),
        evidence=Evidence(source=source, paragraph=paragraph, start=at, end=until, sentence=sentence),
        confidence=confidence, extractor=extractor, review=review, note=note,
        alternatives=alternatives_of(alternatives),
    )  # fmt: skip


def entity_of(id: str, name: str, short: str | None, kind: Any, part_of: str | None, aliases: str) -> Entity:
    return Entity(id=id, name=name, short=short, kind=kind, part_of=part_of, aliases=split(aliases))


def alternatives_text(alternatives: Sequence[Alternative]) -> str:
    rows = (
        (one.field, type(one.value).__name__, "" if one.value is None else str(one.value), one.why)
        for one in alternatives
    )
    return ROW_SEPARATOR.join(map(SEPARATOR.join, rows))


def alternatives_of(text: str) -> tuple[Alternative, ...]:
    made = []
    for row in text.split(ROW_SEPARATOR) if text else ():
        field, kind, value, why = row.split(SEPARATOR)
        read: str | Decimal | None = {"Decimal": decimal, "NoneType": lambda _: None}.get(kind, str)(value)
        made.append(Alternative(field=field, value=read, why=why))
    return tuple(made)


def join(texts: Sequence[str]) -> str:
    return SEPARATOR.join(texts)


def split(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(SEPARATOR)) if text else ()


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def digits(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
