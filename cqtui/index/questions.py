"""The questions that every screen and every command asks of a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

from cqtui.index import contested, keeping, sql
from cqtui.index.contested import Contested
from cqtui.index.goals import GOALS, answers
from cqtui.index.outlines import of_companies, of_metrics
from cqtui.index.rivals import linked_codes, rival_codes
from cqtui.index.schema import day, entity_of, fact_of, iso, split
from cqtui.index.sql import ANY, FACT_COLUMNS, FACTS, GROUPS, NEVER, condition, counted, marks
from cqtui.index.tree import EntityCount, tree
from cqtui.index.trends import Trend, trends
from cqtui.index.windows import GroupCount, Groups, KeptGroups, KeptOutline, ListedGroups, ListedOutline, Outline, Pane
from cqtui.index.words import match
from cqtui.model import Entity, Fact, Item, Metric, Source, Unit
from cqtui.naming import folded
from cqtui.view import FILTERS, Measure, View
from cqtui.vocabulary import Vocabulary

NoAnswer = sqlite3.Error
"""Why a question has no answer: it was given up, or the index has been closed or cleared away."""
_LOOKED_THROUGH = 1000
"""Matches of words that are looked through for the first facts that meet the other filters, too."""

Row = TypeVar("Row")


class MeasureCount(NamedTuple):
    """A row of the metrics pane: a metric with an item (or none), and its facts."""

    measure: Measure
    facts: int


class SourceCount(NamedTuple):
    source: Source
    facts: int


class Name(NamedTuple):
    """Something that can be gone to by name: `kind` is "entity", "metric", "item" or "measure"."""

    kind: str
    id: str
    label: str


class _Table(dict[str, Row], Generic[Row]):
    """Rows of a vocabulary table by id, each read when it is first asked for."""

    def __init__(self, read: Callable[[str], Row | None]) -> None:
        super().__init__()
        self._read = read

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            row = self._read(key)
            if row is None:
                return default
            self[key] = row
        return self[key]


Ask = TypeVar("Ask", bound=Callable[..., Any])
_REMEMBERED = ("group", "sort", *FILTERS)
"""The fields of a view that matter to an answer."""
_MOST_REMEMBERED = 64
"""Answers that an index remembers: those of a few places to go back to."""
_NOT_KNOWN = object()


def _remembered(ask: Ask) -> Ask:
    """A question whose answers are remembered. Nobody may change what it gives."""

    @wraps(ask)
    def asked(self: Index, view: View, *given: Any) -> Any:
        key = (ask.__name__, *(getattr(view, name) for name in _REMEMBERED), *given)
        answer = self.answers.get(key, _NOT_KNOWN)
        if answer is _NOT_KNOWN:
            answer = ask(self, view, *given)
            self.remember({key: answer})
        return answer

    return cast("Ask", asked)


class Index:
    """Questions to a store. Cheap to open; every answer costs what it shows, not what there is.

    Filters come as a `View`; only its filter fields, `group` and `sort` matter here.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.vocabulary = Vocabulary(
            entities=_Table(self._entity), metrics=_Table(self._metric),
            items=_Table(self._item), units=_Table(self._unit),
        )  # fmt: skip
        self.imprints: Mapping[str, Source] = _Table(self._imprint)
        """Sources by their ids without their texts, which are most of a store; each read when asked for."""
        self._items: dict[str, Item] | None = None
        self._kept: dict[str, Any] = {}
        """The lists of the whole store that were asked for."""
        self.answers: dict[tuple[Any, ...], Any] = {}
        """What was asked last, with its answers."""
        self.title = self.meta("title") or ""
        self._file: Path | None = None

    @classmethod
    def from_file(cls, path: Path) -> Index:
        """The index kept at `path`, opened for reading only. Raises sqlite3.Error if it is none."""
        index = cls(keeping.opened(str(path)))
        index._file = path
        return index

    def another(self) -> Index:
        """The same index opened once more, for a thread that then holds up nobody here, nor is closed under."""
        with suppress(OSError, sqlite3.Error):  # The file may have been cleared away.
            if self._file:
                return Index.from_file(self._file)
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection.backup(copy)
        return Index(copy)

    def close(self) -> None:
        self._connection.close()

    def interrupt(self) -> None:
        """Give up what is being asked in another thread, which gets an sqlite3.OperationalError."""
        self._connection.interrupt()

    def learn(self, other: Index) -> None:
        """Remember what another index of the same store remembers."""
        self.remember(other.answers)

    def remember(self, answers: Mapping[tuple[Any, ...], Any]) -> None:
        """Remember these answers, and forget the oldest."""
        self.answers.update(answers)
        while len(self.answers) > _MOST_REMEMBERED:
            del self.answers[next(iter(self.answers))]

    def meta(self, key: str) -> str | None:
        """What was noted when the index was built: title, fingerprint, layout, facts, sources."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else row[0]

    # How many

    def count(self, view: View | None = None) -> int:
        """How many facts match, or how many there are."""
        if view is None or not view.is_filtered:
            return int(self.meta("facts") or 0)
        where, values = condition(view)
        return int(self._one(f"SELECT count(*) FROM fact WHERE {where}", *values)[0])

    def companies(self, view: View) -> Outline:
        """The companies pane: `entities` as an outline, their ids as keys."""
        chosen = self._as_kept(view, "companies", view.entities, ("entities", "parts"))
        return chosen or self._companies(view)

    def metrics(self, view: View) -> Outline:
        """The metrics pane: `measures` as an outline, their texts as keys."""
        return self._as_kept(view, "metrics", map(str, view.measures), ("measures",)) or self._metrics(view)

    def _as_kept(self, view: View, pane: Pane, chosen: Iterable[str], own: Sequence[str]) -> Outline | None:
        """A pane's outline of the whole store, if nothing but the pane's `own` filters chooses, and what they
        choose is in it."""
        if condition(view, without=own)[0] != ANY:
            return None
        if pane not in self._kept:
            self._kept[pane] = KeptOutline(self._connection, pane)
        outline: Outline = self._kept[pane]
        return outline if all(outline.place(key) is not None for key in chosen) else None

    @_remembered
    def _companies(self, view: View) -> Outline:
        rows = self.entities(view)
        return ListedOutline(of_companies(rows), sum(row.facts > 0 for row in rows))

    @_remembered
    def _metrics(self, view: View) -> Outline:
        rows = self.measures(view)
        return ListedOutline(of_metrics(rows), len(rows))

    def entities(self, view: View) -> list[EntityCount]:
        """Entities with facts under the rest of `view`, as a tree.

        Places, agencies and industries come first, then companies (and what is of unknown kind),
        each nested by `part_of`; siblings with the most facts first, then those with the newest.
        What is chosen stays listed, and so does the whole of whatever is listed.
        """
        where, values = condition(view, without=("entities", "parts"))
        if where == ANY and not self._unused(view.entities):
            rows = self._all(
                "SELECT id, kind, depth, entity.facts, end > place + 1 FROM outline JOIN entity ON entity.id = key"
                " WHERE pane = 'companies' ORDER BY place"
            )
            words = self.vocabulary
            return [EntityCount(id, kind, depth, n, bool(parts), words) for id, kind, depth, n, parts in rows]
        rows = self._all(
            f"SELECT entity.id, n, latest FROM (SELECT entity AS of, count(*) AS n, max(CASE WHEN last"
            f" = '{NEVER}' THEN '' ELSE last END) AS latest FROM fact WHERE {where}"
            # By no index on the entity, which does not cover the rest.
            " GROUP BY +entity) JOIN entity ON entity.code = of",
            *values,
        )
        weights = {id: (count, newest) for id, count, newest in rows}
        self._preload_entities(weights)
        return list(tree({**dict.fromkeys(view.entities, (0, "")), **weights}, self.vocabulary))

    def measures(self, view: View) -> list[MeasureCount]:
        """Metric and item pairs with facts under the rest of `view`, in order."""
        where, values = condition(view, without=("measures",))
        rows = self._all(f"SELECT metric, item, n FROM {counted('measure', where)} ORDER BY rank", *values)
        counts = [MeasureCount(Measure(metric, item), count) for metric, item, count in rows]
        if not view.measures:
            return counts
        listed = {row.measure for row in counts}
        listed |= {Measure(one.metric) for one in listed}
        return counts + [MeasureCount(one, 0) for one in view.measures if one not in listed]

    def sources(self, view: View | None = None) -> list[SourceCount]:
        """The sources with facts that match, most facts first."""
        where, values = condition(view or View())
        rows = self._all(
            f"SELECT source.id, count(*) FROM fact JOIN source ON source.code = fact.source"
            f" WHERE {where} GROUP BY source.code ORDER BY count(*) DESC, source.code",
            *values,
        )
        return [SourceCount(self.source(id) or Source(id=id), count) for id, count in rows]

    def groups(self, view: View) -> Groups:
        """The timeline's groups under `view`, in order, each with at least one fact."""
        if view.is_filtered:
            return self._groups(view)
        if view.group not in self._kept:
            self._kept[view.group] = KeptGroups(self._connection, view.group)
        groups: Groups = self._kept[view.group]
        return groups

    @_remembered
    def _groups(self, view: View) -> Groups:
        question, values = sql.groups(view)
        return ListedGroups(list(map(GroupCount._make, self._all(question, *values))))

    @_remembered
    def span(self, view: View) -> tuple[date, date] | None:
        """The first and last day that any matching fact names, or None if none does."""
        where, values = condition(view)
        first, last = (
            (self.meta("first"), self.meta("last"))
            if where == ANY
            else self._one(f"SELECT min(first), max(last) FROM fact WHERE {where} AND first <> '{NEVER}'", *values)
        )
        return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None

    def entity_trends(self, view: View, ids: Sequence[str]) -> dict[str, Trend]:
        """How the levels of some companies move, under the rest of `view`; of those that have one trend."""
        codes = dict(self._all(f"SELECT code, id FROM entity WHERE id IN ({marks(ids)})", *ids))
        found = trends(self._connection, "entity", list(codes), *condition(view, without=("entities", "parts")))
        return {codes[code]: trend for code, trend in found.items()}

    def measure_trends(self, view: View, measures: Sequence[Measure]) -> dict[Measure, Trend]:
        """How the levels of some measures move, under the rest of `view`; of those that have one trend."""
        pairs = [(one.metric, one.item or "") for one in measures]
        rows = self._all(
            f"SELECT code, metric, item FROM measure WHERE (metric, item) IN"
            f" (VALUES {', '.join(['(?, ?)'] * len(pairs)) or '(NULL, NULL)'})",
            *(text for pair in pairs for text in pair),
        )
        codes = {code: Measure(metric, item) for code, metric, item in rows}
        found = trends(self._connection, "measure", list(codes), *condition(view, without=("measures",)))
        return {codes[code]: trend for code, trend in found.items()}

    # Which

    @_remembered
    def window(self, view: View, group: int, offset: int, limit: int) -> list[Fact]:
        """`limit` facts of a group from its `offset`th on (from 0), in the order of `view.sort`."""
        rest, values = sql.window(view, group, offset, limit)
        return self._facts(rest, *values)

    def facts(self, view: View) -> Iterator[Fact]:
        """Every matching fact, group by group in the timeline's order."""
        for group in self.groups(view):
            for offset in range(0, group.facts, 1000):
                yield from self.window(view, group.key, offset, 1000)

    @_remembered
    def place_of(self, view: View, id: str) -> tuple[int, int] | None:
        """Where a fact stands under `view`: its group's key and its offset there; None if filtered."""
        where, values = condition(view)
        by = GROUPS[view.group]
        keys, tables = sql.sorting(view)
        found = self._one(f"SELECT {by}, {', '.join(keys)} FROM {tables} WHERE fact.id = ? AND {where}", id, *values)
        if found is None:
            return None
        group, *its = found
        earlier, bounds = sql.before(view, its)
        offset = self._one(
            f"SELECT count(*) FROM {tables} WHERE {by} = ? AND {where} AND {earlier}", group, *values, *bounds
        )
        return group, offset[0]

    def fact(self, id: str) -> Fact | None:
        """The fact with this id."""
        return next(iter(self._facts("WHERE fact.id = ?", id)), None)

    def some(self, ids: Iterable[str]) -> list[Fact]:
        """The facts with these ids, in their order; ids that no fact has are passed over."""
        return [fact for fact in map(self.fact, ids) if fact is not None]

    def ids(self, prefix: str, limit: int = 20) -> list[str]:
        """Ids of facts that begin with `prefix`, at most `limit`; where none does, capitals do not matter."""
        begun = self._all(
            "SELECT id FROM fact WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", prefix, prefix + "\U0010ffff", limit
        )
        if begun:
            return [id for (id,) in begun]
        pattern = prefix.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        rows = self._all(r"SELECT id FROM fact WHERE id LIKE ? ESCAPE '\' ORDER BY id LIMIT ?", pattern, limit)
        return [id for (id,) in rows]

    def first(self, view: View, limit: int) -> list[Fact]:
        """Some facts that match `view`, at most `limit`: those that are found soonest, in the store's order."""
        query, _ = match(view.text)
        where, values = condition(view, without=("text",) if query else ())
        if query:
            where = f"fact.code IN (SELECT rowid FROM found WHERE found MATCH ? LIMIT {_LOOKED_THROUGH}) AND {where}"
            values = [query, *values]
        return self._facts(f"WHERE {where} ORDER BY fact.code LIMIT ?", *values, limit)

    @_remembered
    def search(self, view: View, limit: int = -1, offset: int = 0) -> list[Fact]:
        """The facts that match `view`, best first: those with the words as they are typed, before those
        with words that only begin so."""
        rest, values = sql.found(view, self.count(view), limit, offset)
        return self._facts(rest, *values)

    def neighbours(self, fact: Fact, limit: int = 3) -> list[Fact]:
        """Other facts of the same metric and item: of the same entity first, then near in time, by the days that
        they sort by; those without a period come last."""
        near: list[int] = []
        for whose in ("=", "<>"):
            if (room := limit - len(near)) > 0:
                near += [code for (code,) in self._all(sql.nearest(whose), fact.id, room)]
        facts = self._coded(near)
        return [facts[one] for one in near]

    def companions(self, fact: Fact, limit: int = 50) -> list[Fact]:
        """Other facts of the same entity that end on the same day: what ratios are made with."""
        return self._facts(
            "WHERE entity.id = ? AND fact.id <> ? AND end IS ? ORDER BY fact.code LIMIT ?",
            fact.entity, fact.id, iso(fact.period.end), limit,
        )  # fmt: skip

    def bearing_on(self, facts: Sequence[Fact], limit: int = 400) -> list[Fact]:
        """Facts that may bear on `facts`: of the same metrics, about the same entities, their parts and
        wholes on the same days, or about the same entities at any time."""
        entities, metrics, ends = (
            sorted({value for value in found if value})
            for found in (
                [one.entity for one in facts],
                [one.metric for one in facts],
                [iso(one.period.end) for one in facts],
            )
        )
        near = (
            f"SELECT code FROM entity WHERE id IN ({marks(entities)}) UNION SELECT part.part FROM part JOIN entity"
            f" ON entity.code = part.whole WHERE entity.id IN ({marks(entities)}) UNION SELECT part.whole FROM part"
            f" JOIN entity ON entity.code = part.part WHERE entity.id IN ({marks(entities)})"
        )
        return self._facts(
            # Entities and measures by their codes, so that only facts of both are ever read.
            f"WHERE fact.entity IN ({near}) AND fact.measure IN (SELECT code FROM measure WHERE metric IN"
            f" ({marks(metrics)})) AND (fact.end IN ({marks(ends)}) OR entity.id IN ({marks(entities)}))"
            " ORDER BY fact.code LIMIT ?",
            *entities, *entities, *entities, *metrics, *ends, *entities, limit,
        )  # fmt: skip

    def rivals(self, view: View, shares: Sequence[tuple[str, str]] = ()) -> Iterator[tuple[Fact, ...]]:
        """Facts that may contradict each other: two that ask one thing, or a share with its part and whole.

        At least one matches `view`. `shares` are metrics that are shares, each with one it is a share of.
        """
        where, values = condition(view)
        matching = f"SELECT code FROM fact WHERE {where}" if view.is_filtered else ""
        groups = list(dict.fromkeys(rival_codes(self._connection, matching, values, shares)))
        for at in range(0, len(groups), 200):  # So few that a thread which asks holds up others only briefly.
            some = groups[at : at + 200]
            facts = self._coded({code for group in some for code in group})
            yield from (tuple(facts[code] for code in group) for group in some)

    def linked(self, view: View) -> Iterator[tuple[Fact, ...]]:
        """Levels and changes of one entity and measure, where a change follows on a level: what chains are made of.

        At least one fact of that entity and measure matches `view`.
        """
        where, values = condition(view)
        matching = f"SELECT code FROM fact WHERE {where}" if view.is_filtered else ""
        for group in linked_codes(self._connection, matching, values):
            facts = self._coded(group)
            yield tuple(facts[code] for code in group)

    def goals(self, view: View) -> Iterator[tuple[Fact, list[Fact]]]:
        """Targets, plans and forecasts that match `view`, by due date, each with the figures that may answer
        it (`goals.answers`)."""
        where, values = condition(view)
        words = self.vocabulary
        for goal in self._facts(
            f"WHERE {GOALS} AND {where} ORDER BY last, entity.name COLLATE NOCASE, fact.code", *values
        ):
            named = [id for name in words.joined(goal.entity) for id in self.named("entity", name)]
            saying, given = answers(goal, [id for id in named if words.is_member(id, goal.entity)])
            yield goal, self._facts(f"WHERE {saying} ORDER BY entity.id <> ?, fact.code LIMIT 200", *given, goal.entity)

    # In conflict

    def contest(self, ids: Iterable[str]) -> None:
        """Take the facts with these ids for those that contradict others."""
        contested.note(self._connection, ids)

    def contested(self, view: View) -> Contested:
        """How many facts in conflict the rows of the companies and metrics panes hold; none before `contest`."""
        return contested.counts(
            self._connection,
            condition(view, without=("entities", "parts")),
            condition(view, without=("measures",)),
        )

    def contested_ids(self, view: View) -> set[str]:
        """The facts in conflict that match `view`."""
        return contested.ids(self._connection, condition(view))

    def matching(self, view: View) -> set[str]:
        """The ids of all facts that match `view`."""
        where, values = condition(view)
        return {id for (id,) in self._all(f"SELECT fact.id FROM fact WHERE {where}", *values)}

    def source(self, id: str) -> Source | None:
        """A source with its text."""
        row = self._one(
            "SELECT id, title, publisher, published, url, language, sha256, brief, text FROM source WHERE id = ?",
            id,
        )
        if row is None:
            return None
        id, title, publisher, published, url, language, sha256, brief, text = row
        return Source(
            id=id, title=title, publisher=publisher, published=day(published), url=url,
            language=language, sha256=sha256, brief=bool(brief), text=text,
        )  # fmt: skip

    # By name

    def named(self, kind: str, text: str) -> list[str]:
        """Ids of the `kind` ("entity", "metric", "item") that `text` names: id, name or alias.

        Case, accents and hyphens do not matter. Where no name is `text`, those that begin with it
        serve.
        """
        return sql.named(self._connection, kind, folded(text))

    def names(self, text: str, limit: int = 20) -> list[Name]:
        """Entities and measures with facts whose name or alias contains `text`, to go to."""
        name = folded(text)
        entities = self._all(
            "SELECT DISTINCT entity.id, entity.name FROM word JOIN entity ON entity.id = word.id"
            " WHERE word.kind = 'entity' AND instr(folded, ?) AND EXISTS (SELECT 1 FROM fact WHERE"
            " fact.entity = entity.code) ORDER BY entity.name LIMIT ?",
            name, limit,
        )  # fmt: skip
        measures = self._all(
            "SELECT DISTINCT metric, item, label FROM measure JOIN word ON (word.kind = 'metric' AND"
            " word.id = metric) OR (word.kind = 'item' AND word.id = item)"
            " WHERE instr(folded, ?) ORDER BY measure.code LIMIT ?",
            name, limit,
        )  # fmt: skip
        return [Name("entity", id, name) for id, name in entities] + [
            Name("measure", str(Measure(metric, item)), label) for metric, item, label in measures
        ]

    def listed(self) -> Vocabulary:
        """Every word there is, used by a fact or not: what can be chosen from."""
        entities = self._all("SELECT id, name, short, kind, part_of, aliases FROM entity ORDER BY code")
        known = self.vocabulary

        def ids(table: str) -> list[str]:
            return [id for (id,) in self._all(f"SELECT id FROM {table} ORDER BY code")]

        return Vocabulary(
            entities={row[0]: entity_of(*row) for row in entities},
            metrics={id: known.metric(id) for id in ids("metric")},
            items={id: known.item(id) for id in ids("item")},
            units={id: known.unit(id) for id in ids("unit")},
        )

    # Inside

    def _all(self, question: str, *values: object) -> list[Any]:
        return self._connection.execute(question, values).fetchall()

    def _one(self, question: str, *values: object) -> Any:
        return self._connection.execute(question, values).fetchone()

    def _facts(self, rest: str, *values: object) -> list[Fact]:
        return [fact_of(*row) for row in self._all(f"SELECT {FACT_COLUMNS} {FACTS} {rest}", *values)]

    def _coded(self, codes: Iterable[int]) -> dict[int, Fact]:
        """Facts by their codes."""
        wanted = list(codes)
        rows = self._all(f"SELECT fact.code, {FACT_COLUMNS} {FACTS} WHERE fact.code IN ({marks(wanted)})", *wanted)
        return {row[0]: fact_of(*row[1:]) for row in rows}

    def _unused(self, ids: Sequence[str]) -> bool:
        """Whether any of these entities has no facts."""
        used = self._one(f"SELECT count(*) FROM entity WHERE facts AND id IN ({marks(ids)})", *ids)[0]
        return bool(used < len(set(ids)))

    def _preload_entities(self, ids: Iterable[str]) -> None:
        """Read the entities that a pane will list in one question rather than one each."""
        table = self.vocabulary.entities
        assert isinstance(table, _Table)
        if sum(id not in table for id in ids) > 50:
            for row in self._all("SELECT id, name, short, kind, part_of, aliases FROM entity"):
                table.setdefault(row[0], entity_of(*row))

    def _entity(self, id: str) -> Entity | None:
        row = self._one("SELECT id, name, short, kind, part_of, aliases FROM entity WHERE id = ?", id)
        return row and entity_of(*row)

    def _imprint(self, id: str) -> Source | None:
        row = self._one("SELECT title, publisher, published, url, language FROM source WHERE id = ?", id)
        if row is None:
            return None
        title, publisher, published, url, language = row
        return Source(id=id, title=title, publisher=publisher, published=day(published), url=url, language=language)

    def _metric(self, id: str) -> Metric | None:
        row = self._one("SELECT label, dimension, nature, synonyms FROM metric WHERE id = ?", id)
        if row is None:
            return None
        label, dimension, nature, synonyms = row
        return Metric(id=id, label=label, dimension=dimension, nature=nature, synonyms=split(synonyms))

    def _item(self, id: str) -> Item | None:
        """All are read with the first: they are some hundreds, and a pane names most of them."""
        if self._items is None:
            rows = self._all("SELECT id, label, part_of, aliases FROM item")
            self._items = {
                id: Item(id=id, label=label, part_of=part_of, aliases=split(aliases))
                for id, label, part_of, aliases in rows
            }
        return self._items.get(id)

    def _unit(self, id: str) -> Unit | None:
        row = self._one("SELECT label, plural, symbol, dimension, base, factor, aliases FROM unit WHERE id = ?", id)
        if row is None:
            return None
        label, plural, symbol, dimension, base, factor, aliases = row
        return Unit(
            id=id, label=label, plural=plural, symbol=symbol, dimension=dimension, base=base,
            factor=Decimal(factor), aliases=split(aliases),
        )  # fmt: skip
