"""How an index is filled from a validated store."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import TypeVar

from cqtui.index.schema import (
    INDEXES,
    LAYOUT,
    NEVER,
    TABLES,
    alternatives_text,
    covered,
    digits,
    iso,
    join,
)  # fmt: skip
from cqtui.index.words import searchable
from cqtui.model import Fact, Period, Source, canonical
from cqtui.view import Measure
from cqtui.vocabulary import Vocabulary, folded

Id = TypeVar("Id")


def build(
    connection: sqlite3.Connection,
    *,
    title: str,
    fingerprint: str,
    facts: Sequence[Fact],
    sources: Sequence[Source],
    vocabulary: Vocabulary,
) -> None:
    """Fill an empty database with the index of a store.

    `vocabulary` is the package's words overlaid with the store's. Ids that it does not list are
    given rows of their own, so that a fact is never lost to a missing name.
    """
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {TABLES}")
    writer = _Writer(connection, vocabulary, facts, sources)
    writer.write()
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [
            ("title", title), ("fingerprint", fingerprint), ("layout", str(LAYOUT)),
            ("facts", str(len(facts))), ("sources", str(len(sources))),
        ],
    )  # fmt: skip
    connection.commit()
    connection.executescript(INDEXES)


class _Writer:
    """Writes a store's rows into the tables, with the codes that stand for ids there."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        vocabulary: Vocabulary,
        facts: Sequence[Fact],
        sources: Sequence[Source],
    ) -> None:
        self.connection, self.vocabulary, self.facts = connection, vocabulary, facts
        used = dict.fromkeys(name for fact in facts for name in (fact.entity, fact.place) if name)
        self.entities = {
            id: vocabulary.entity(id)
            for id in dict.fromkeys((*vocabulary.entities, *used, *(w.id for e in used for w in vocabulary.wholes(e))))
        }
        self.sources = {source.id: source for source in sources}
        for fact in facts:
            self.sources.setdefault(fact.evidence.source, Source(id=fact.evidence.source))
        self.entity_code = _codes(self.entities)
        self.source_code = _codes(self.sources)
        self.measure_code = _codes(self._measures())

    def _measures(self) -> list[Measure]:
        """The measures in use: metrics in the vocabulary's order, in each the items by their facts."""
        used = Counter(Measure(fact.metric, fact.item or "") for fact in self.facts)
        rank = _codes(self.vocabulary.metrics)
        last = len(rank) + 1

        def order(one: Measure) -> tuple[object, ...]:
            return rank.get(one.metric, last), one.metric, -used[one], (one.item or "").casefold()

        return sorted(used, key=order)

    def write(self) -> None:
        insert = self._insert
        vocabulary = self.vocabulary
        insert("source", (
            (code, s.id, s.title, s.publisher, iso(s.published), s.url, s.language, s.sha256, s.brief, s.text)
            for code, s in zip(self.source_code.values(), self.sources.values(), strict=True)
        ))  # fmt: skip
        insert("entity", (
            (self.entity_code[e.id], e.id, e.name, e.short, e.kind, e.part_of, join(e.aliases))
            for e in self.entities.values()
        ))  # fmt: skip
        insert("part", {
            (self.entity_code[id], self.entity_code[whole])
            for id in self.entities
            for whole in (id, *(entity.id for entity in vocabulary.wholes(id)))
            if whole in self.entity_code
        })  # fmt: skip
        insert("metric", (
            (code, m.id, m.label, m.dimension, m.nature, join(m.synonyms))
            for code, m in enumerate(vocabulary.metrics.values())
        ))  # fmt: skip
        insert("item", (
            (code, i.id, i.label, i.part_of, join(i.aliases)) for code, i in enumerate(vocabulary.items.values())
        ))  # fmt: skip
        insert("unit", (
            (code, u.id, u.label, u.plural, u.symbol, u.dimension, u.base, str(u.factor), join(u.aliases))
            for code, u in enumerate(vocabulary.units.values())
        ))  # fmt: skip
        insert("measure", (
            (code, one.metric, one.item, vocabulary.measure_label(one.metric, one.item))
            for one, code in self.measure_code.items()
        ))  # fmt: skip
        insert("word", set(self._words()))
        insert("fact", (self._fact_row(code, fact) for code, fact in enumerate(self.facts)))
        columns = "INSERT INTO found (rowid, who, what, figure, circumstance, evidence) VALUES (?, ?, ?, ?, ?, ?)"
        self.connection.executemany(columns, (self._found_row(code, fact) for code, fact in enumerate(self.facts)))

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        width = len(self.connection.execute(f"SELECT * FROM {table} LIMIT 0").description)
        self.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)

    def _words(self) -> Iterator[tuple[str, str, str]]:
        vocabulary = self.vocabulary
        for entity in self.entities.values():
            for text in (entity.id, entity.name, entity.short, *entity.aliases):
                yield folded(text or entity.id), "entity", entity.id
        metrics = dict.fromkeys((*vocabulary.metrics, *(one.metric for one in self.measure_code)))
        for metric in map(vocabulary.metric, metrics):
            for text in (metric.id, metric.label, *metric.synonyms):
                yield folded(text), "metric", metric.id
        items = dict.fromkeys((*vocabulary.items, *(one.item for one in self.measure_code if one.item)))
        for item in map(vocabulary.item, items):
            for text in (item.id, item.label, *item.aliases):
                yield folded(text), "item", item.id

    def _fact_row(self, code: int, fact: Fact) -> tuple[object, ...]:
        period, change, evidence = fact.period, fact.change, fact.evidence
        start, end = iso(period.start), iso(period.end)
        lo, hi = covered(period)
        factor = self.vocabulary.unit(fact.unit).factor if fact.unit else Decimal(1)
        return (
            code, fact.id, self.entity_code[fact.entity],
            self.measure_code[Measure(fact.metric, fact.item or "")],
            self.entity_code[fact.place] if fact.place else None, self.source_code[evidence.source],
            digits(fact.value), digits(fact.upper), fact.unit, fact.per, fact.bound, fact.as_written,
            start, end, period.basis, period.stated, fact.status,
            change and change.kind, change and digits(change.value),
            change and change.direction, change and change.against,
            evidence.paragraph, evidence.start, evidence.end, evidence.sentence,
            fact.confidence, fact.extractor, fact.review, fact.note, alternatives_text(fact.alternatives),
            start or end or NEVER, end or start or NEVER, lo, hi,
            None if fact.value is None else float(fact.value * factor),
        )  # fmt: skip

    def _found_row(self, code: int, fact: Fact) -> tuple[object, ...]:
        vocabulary = self.vocabulary
        place = self.entities[fact.place] if fact.place else None
        unit = vocabulary.unit(fact.unit) if fact.unit else None
        source = self.sources[fact.evidence.source]
        texts: tuple[tuple[str | None, ...], ...] = (
            (
                fact.as_written,
                *_figures(fact),
                unit.label if unit else None,
                unit.symbol if unit else None,
                fact.unit,
            ),
            (place.name if place else None, *_period_words(fact.period), fact.status, fact.bound, fact.id),
            (fact.evidence.sentence, source.title, source.publisher, fact.note),
        )
        return (code, self._who(fact.entity), self._what(fact.metric, fact.item), *map(_column, texts))

    # Many facts share these two.

    @cache  # noqa: B019 - a writer lives as long as its building
    def _who(self, id: str) -> str:
        entity = self.entities[id]
        return _column((entity.name, entity.short, *entity.aliases))

    @cache  # noqa: B019
    def _what(self, metric_id: str, item_id: str | None) -> str:
        metric = self.vocabulary.metric(metric_id)
        item = self.vocabulary.item(item_id) if item_id else None
        return _column((metric.label, *metric.synonyms, *((item.label, *item.aliases) if item else ())))


def _column(texts: Iterable[str | None]) -> str:
    return searchable(" ".join(filter(None, texts)))


def _figures(fact: Fact) -> Iterator[str]:
    """The numbers of a fact as one may type them, beside the words of the source."""
    for number in (fact.value, fact.upper, fact.change.value if fact.change else None):
        if number is not None:
            yield canonical(number)
            yield f"{number:,f}"


def _period_words(period: Period) -> Iterator[str]:
    yield period.basis
    years = [day.year for day in (period.start, period.end) if day]
    if years and years[-1] - years[0] <= 20:
        yield from map(str, range(years[0], years[-1] + 1))
    if period.start and period.basis == "half":
        yield "h1 first half" if period.start.month <= 6 else "h2 second half"
    if period.start and period.basis == "quarter":
        yield f"q{(period.start.month + 2) // 3}"
    if period.start and period.basis == "month":
        yield period.start.strftime("%B")


def _codes(ids: Iterable[Id]) -> dict[Id, int]:
    return {id: code for code, id in enumerate(ids)}
