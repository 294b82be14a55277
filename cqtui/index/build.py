"""How an index is filled from a validated store."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby, islice
from typing import Any, cast

from cqtui import notation
from cqtui.index.outlines import of_companies, of_metrics
from cqtui.index.schema import (
    INDEXES,
    TABLES,
    alternatives_text,
    covered,
    digits,
    iso,
    join,
)  # fmt: skip
from cqtui.index.sql import LAYOUT, NEVER, headings
from cqtui.index.tree import tree
from cqtui.index.windows import OutlineRow, Pane
from cqtui.index.words import searchable
from cqtui.model import Entity, Fact, Item, Metric, Period, Source, Unit, canonical
from cqtui.naming import folded
from cqtui.view import GROUPS, Measure
from cqtui.vocabulary import Vocabulary

Row = Source | Entity | Metric | Item | Unit | Fact
Seen = tuple[Row, int | None]
"""A row with what tells it, as it stands in the file, from another; None where that is not known."""
_BATCH = 500
"""Facts that are written at a time."""
UNGUARDED = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
"""For a file that nobody else has, and that is thrown away if anything fails."""


def build(
    connection: sqlite3.Connection, *, title: str, fingerprint: str, rows: Iterable[Seen], words: Vocabulary
) -> None:
    """Fill an empty database with the index of a store.

    `rows` are the store's, facts last; each is let go once it is written. They lie over `words`, the
    package's own. Ids that neither lists are given rows of their own, so that a fact is never lost to
    a missing name. Raises sqlite3.IntegrityError where two rows have one id.
    """
    connection.executescript(f"{UNGUARDED} PRAGMA cache_size = -65536; BEGIN; {TABLES}")
    writer = Writer(connection, words)
    writer.write(rows)
    writer.note(title, fingerprint)
    connection.commit()
    connection.executescript(INDEXES)


class Writer:
    """Writes a store's rows into the tables, with the codes that stand for ids there."""

    def __init__(self, connection: sqlite3.Connection, words: Vocabulary) -> None:
        self.connection = connection
        self.words: dict[type, dict[str, Any]] = {
            Entity: {**words.entities}, Metric: {**words.metrics}, Item: {**words.items}, Unit: {**words.units},
        }  # fmt: skip
        self.vocabulary = Vocabulary(*self.words.values())
        self.sources: dict[str, tuple[int, str | None, str | None]] = {}
        """Code, title and publisher."""
        self.entity_code: dict[str, int] = {}
        self.measure_code: dict[Measure, int] = {}
        self.measures_made = 0
        """The next one's code: those that are left by their last fact keep theirs."""
        self.facts = 0
        self.listed: Counter[tuple[type, str]] = Counter()
        """Kinds and ids of the rows, but for facts."""
        self.units: set[str | None] = set()
        """What facts are measured in, and by what."""
        self.used: Counter[int] = Counter()
        """Facts of each entity, by its code."""
        self.newest: dict[int, str] = {}
        self.measured: Counter[Measure] = Counter()
        self.days: tuple[str, str] | None = None
        """The first and the last day that any fact names."""

    def write(self, rows: Iterable[Seen]) -> None:
        for is_fact, some in groupby(rows, lambda seen: type(seen[0]) is Fact):
            if is_fact:
                self.write_facts(cast("Iterable[tuple[Fact, int | None]]", some))
            else:
                for row, digest in some:
                    self.take(row, digest)
        self.write_words()

    def take(self, row: Row, digest: int | None) -> None:
        """Take a row that is no fact, before the facts that name it."""
        kind = type(row)
        self.listed[kind, row.id] += 1
        if self.listed[kind, row.id] > 1:
            raise sqlite3.IntegrityError(f"{row.id!r} is listed twice")
        if isinstance(row, Source):
            self._insert("source", [self._source_row(row)])
        else:
            self.words[kind][row.id] = row
        if digest is not None:
            self.connection.execute("INSERT INTO listed (kind, digest) VALUES (?, ?)", (kind.__name__, digest))

    def note(self, title: str, fingerprint: str) -> None:
        """Note what is true of the whole store."""
        noted = {
            "title": title, "fingerprint": fingerprint, "layout": str(LAYOUT),
            "facts": str(self.facts), "sources": str(len(self.sources)),
        }  # fmt: skip
        if self._names_unlisted():
            noted["unlisted"] = "yes"
        if self.days:
            noted |= {"first": self.days[0], "last": self.days[1]}
        for pane, table in ("companies", "entity"), ("metrics", "measure"):
            ((noted[pane],),) = self.connection.execute(f"SELECT count(*) FROM {table} WHERE facts")
        self.connection.execute("DELETE FROM meta")
        self.connection.executemany("INSERT INTO meta VALUES (?, ?)", noted.items())

    def write_facts(self, facts: Iterable[tuple[Fact, int | None]]) -> None:
        """Write facts behind those that are there."""
        for id in self.vocabulary.entities:
            self._entity(id)
        left = iter(facts)
        while batch := list(islice(left, _BATCH)):
            self.write_coded([(code, *seen) for code, seen in enumerate(batch, self.facts)])
            self.write_found([self.found_row(code, fact) for code, (fact, _) in enumerate(batch, self.facts)])
            self.facts += len(batch)

    def write_coded(self, facts: Sequence[tuple[int, Fact, int | None]]) -> None:
        """Write facts with their codes; how they are found is apart from that."""
        self._insert("fact", [self._fact_row(code, fact) for code, fact, _ in facts])
        self._insert("seen", [(code, digest) for code, _, digest in facts if digest is not None])

    def write_found(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Write what `found_row` gives."""
        columns = "INSERT INTO found (rowid, who, what, figure, circumstance, evidence) VALUES (?, ?, ?, ?, ?, ?)"
        self.connection.executemany(columns, rows)

    def write_words(self) -> None:
        """Write what is counted, named and nested, once all facts are known."""
        insert = self._insert
        vocabulary = self.vocabulary
        for id in [*vocabulary.entities, *self.entity_code]:
            for one in (id, *(whole.id for whole in vocabulary.wholes(id))):
                self._entity(one)
        insert("entity", (
            (code, e.id, e.name, e.short, e.kind, e.part_of, join(e.aliases),
             self.used[code], self.newest.get(code, ""))
            for e, code in self._entities()
        ))  # fmt: skip
        weights = {
            e.id: (self.used[code], self.newest.get(code, "")) for e, code in self._entities() if self.used[code]
        }
        self._outline("companies", of_companies(tree(weights, vocabulary)))
        insert("part", {
            (code, self.entity_code[whole])
            for e, code in self._entities()
            for whole in (e.id, *(entity.id for entity in vocabulary.wholes(e.id)))
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
        measures = self._measures()
        insert("measure", (
            (self.measure_code[one], one.metric, one.item, vocabulary.measure_label(one.metric, one.item),
             self.measured[one], rank)
            for rank, one in enumerate(measures)
        ))  # fmt: skip
        self._outline("metrics", of_metrics((one, self.measured[one]) for one in measures))
        for group in GROUPS:
            self.connection.execute(headings(group))
        insert("word", set(self._words()))

    def _outline(self, pane: Pane, rows: Iterable[OutlineRow]) -> None:
        self._insert("outline", ((pane, place, *row) for place, row in enumerate(rows)))

    def _measures(self) -> list[Measure]:
        """The measures in use: metrics in the vocabulary's order, in each the items by their facts."""
        place = {id: at for at, id in enumerate(self.vocabulary.metrics)}
        last = len(place) + 1

        def order(one: Measure) -> tuple[object, ...]:
            return place.get(one.metric, last), one.metric, -self.measured[one], (one.item or "").casefold()

        return sorted(self.measured, key=order)

    def _entities(self) -> Iterator[tuple[Entity, int]]:
        return ((self.vocabulary.entity(id), code) for id, code in self.entity_code.items())

    def _entity(self, id: str) -> int:
        return self.entity_code.setdefault(id, len(self.entity_code))

    def _source(self, id: str) -> tuple[int, str | None, str | None]:
        """Code, title and publisher of a source; one that no table lists is listed here."""
        if id not in self.sources:
            self._insert("source", [self._source_row(Source(id=id))])
        return self.sources[id]

    def _source_row(self, s: Source) -> tuple[object, ...]:
        code = len(self.sources)
        self.sources[s.id] = code, s.title, s.publisher
        return (
            code,
            s.id,
            s.title,
            s.publisher,
            iso(s.published),
            s.url,
            s.language,
            s.sha256,
            s.brief,
            s.text,
            notation.citation(s),
        )

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        width = len(self.connection.execute(f"SELECT * FROM {table} LIMIT 0").description)
        self.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)

    def _words(self) -> Iterator[tuple[str, str, str]]:
        vocabulary = self.vocabulary
        for entity, _ in self._entities():
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
        first, last = start or end or NEVER, end or start or NEVER
        lo, hi = covered(period)
        entity, measure = self._entity(fact.entity), Measure(fact.metric, fact.item or "")
        self._tally(fact, entity, measure, first, last)
        factor = self.vocabulary.unit(fact.unit).factor if fact.unit else Decimal(1)
        return (
            code, fact.id, entity, self.measure_code[measure],
            self._entity(fact.place) if fact.place else None, self._source(evidence.source)[0],
            digits(fact.value), digits(fact.upper), fact.unit, fact.per, fact.bound, fact.as_written,
            start, end, period.basis, period.stated, fact.status,
            change and change.kind, change and digits(change.value),
            change and change.direction, change and change.against,
            evidence.paragraph, evidence.start, evidence.end, evidence.sentence,
            fact.confidence, fact.extractor, fact.review, fact.note, alternatives_text(fact.alternatives),
            first, last, lo, hi,
            None if fact.value is None else float(fact.value * factor),
            notation.amount(fact, self.vocabulary),
            notation.change(change) if change and fact.value is not None else "",
            notation.period(period),
        )  # fmt: skip

    def _tally(self, fact: Fact, entity: int, measure: Measure, first: str, last: str) -> None:
        self.used[entity] += 1
        self.measured[measure] += 1
        if measure not in self.measure_code:
            self.measure_code[measure] = self.measures_made
            self.measures_made += 1
        self.units |= {fact.unit, fact.per}
        if first != NEVER:
            self.newest[entity] = max(self.newest.get(entity, ""), last)
            before = self.days or (first, last)
            self.days = min(before[0], first), max(before[1], last)

    def knows(self, row: Row) -> bool:
        """Whether a row that is no fact has the id of one that was taken, or that a fact names."""
        known = self.sources if isinstance(row, Source) else self.words[type(row)]
        return row.id in known or row.id in self.entity_code

    def _names_unlisted(self) -> bool:
        """Whether facts name what no table lists."""
        words, measures = self.vocabulary, self.measure_code
        return not (
            self.entity_code.keys() <= words.entities.keys()
            and {one.metric for one in measures} <= words.metrics.keys()
            and {one.item for one in measures} <= {"", *words.items}
            and self.units <= {None, *words.units}
            and len(self.sources) == sum(kind is Source for kind, _ in self.listed)
        )

    def found_row(self, code: int, fact: Fact) -> tuple[object, ...]:
        """The words by which a fact is found, behind its code."""
        vocabulary = self.vocabulary
        place = vocabulary.entity(fact.place) if fact.place else None
        unit = vocabulary.unit(fact.unit) if fact.unit else None
        _, title, publisher = self._source(fact.evidence.source)
        texts: tuple[tuple[str | None, ...], ...] = (
            (
                fact.as_written,
                *_figures(fact),
                unit.label if unit else None,
                unit.symbol if unit else None,
                fact.unit,
            ),
            (place.name if place else None, *_period_words(fact.period), fact.status, fact.bound, fact.id),
            (fact.evidence.sentence, title, publisher, fact.note),
        )
        return (code, self._who(fact.entity), self._what(fact.metric, fact.item), *map(_column, texts))

    # Many facts share these two.

    @cache  # noqa: B019 - a writer lives as long as its building
    def _who(self, id: str) -> str:
        entity = self.vocabulary.entity(id)
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
