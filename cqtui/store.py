"""The store: one file of facts and what they are about, read whole, checked, and written so that
nothing is lost. The only module that knows TinyDB, whose file it is.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from tinydb import TinyDB, where
from tinydb.storages import Storage

from cqtui import absorbing, durable, model, rows, soundness, validate
from cqtui.absorbing import Absorbed, Read
from cqtui.errors import BadData, CannotCreate, UsageError
from cqtui.merging import STUBS, Merge, is_stub
from cqtui.model import Entity, Fact, Item, Metric, Source, Unit, identified
from cqtui.sanitize import clean_line
from cqtui.storefile import (
    MIGRATIONS,
    Problem,
    Row,
    StoreFile,
    Tables,
    examined,
    laid_out,
    load,
    readable,
    shown,
    sound,
    valued,
)

__all__ = [
    "KEEP", "MIGRATIONS", "Absorbed", "Added", "Contents", "DurableJSON", "Problem", "Read", "absorb", "append",
    "create", "problems", "read", "review", "revise", "serialize", "update",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A whole store, validated. `schema` is the one its file has; the rows are of this program's."""

    title: str
    schema: int = model.SCHEMA
    sources: tuple[Source, ...] = ()
    entities: tuple[Entity, ...] = ()
    metrics: tuple[Metric, ...] = ()
    items: tuple[Item, ...] = ()
    units: tuple[Unit, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an append did: rows added to each table, rows `present` already with the same content,
    and rows `kept` as the store has them although the ones given differ.

    `stubs` names what facts refer to and nobody had listed ("entity oppo"); these rows are in the
    store too, and not in the other counts.
    """

    sources: int = 0
    entities: int = 0
    metrics: int = 0
    items: int = 0
    units: int = 0
    facts: int = 0
    present: int = 0
    kept: int = 0
    stubs: tuple[str, ...] = ()


class _Keep(Enum):
    KEEP = "keep"


KEEP: Final = _Keep.KEEP
"""For `review`: leave the note as it is. (None takes it away.)"""


def read(path: Path) -> Contents:
    """Everything in the store at `path`, validated. Takes no lock and creates nothing.

    Raises:
        NoInput: there is no such file, it may not be read, or it is not a regular file.
        BadData: it is not a store, or one with something wrong in it; says what, where, what to do.
    """
    return _contents(path, load(path))


def problems(path: Path) -> Iterator[Problem]:
    """Everything that is wrong in the store at `path`: rows that are not valid, and rows that are
    but contradict one another, their source's text, or the calendar.

    Raises:
        NoInput, BadData: it is not a store at all, as `read`.
    """
    return soundness.problems(load(path))


def _contents(path: Path, file: StoreFile) -> Contents:
    values: dict[str, list[Any]] = {name: [] for name in validate.TABLES}
    for table, _, value in sound(path, examined(file)):
        values[table].append(value)
    return Contents(title=file.title, schema=file.schema, **{name: tuple(rows) for name, rows in values.items()})


def serialize(contents: Contents) -> bytes:
    """The file that holds `contents`: its exact bytes, rows numbered from 1."""
    tables = _empty(contents.title).tables
    for name in validate.TABLES:
        rows = getattr(contents, name)
        tables[name] = {str(number): _row(value) for number, value in enumerate(rows, start=1)}
    return b"".join(laid_out(tables))


def _row(value: Row) -> dict[str, Any]:
    row: dict[str, Any] = _digits(rows.row(value))
    return row


def _digits(part: Any) -> Any:
    """`part` of a row with numbers as the next reader will find them, so that rewriting changes no byte."""
    if isinstance(part, dict):
        return {name: _digits(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [_digits(inner) for inner in part]
    if isinstance(part, float):
        return Decimal(repr(part))
    return Decimal(format(part, "f")) if isinstance(part, Decimal) and "E+" in str(part) else part


class DurableJSON(Storage):
    """TinyDB's storage for a store: a read is the whole file, a write replaces it durably.

    Inside `batch`, everything from the first read to the one write happens under the lock.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: Tables | None = None
        self._changed: bool

    def read(self) -> Tables:
        return load(self._path).tables if self._held is None else self._held

    def write(self, data: Tables) -> None:
        if self._held is None:
            with self.batch():
                self.write(data)
        else:
            self._held, self._changed = data, True

    @contextmanager
    def batch(self, title: str | None = None) -> Iterator[StoreFile]:
        """The lock, the file read under it, and one write at the end if anything was written.

        An exception writes nothing. With a `title`, a file that is not there is made by that write.
        """
        if title is None or durable.is_there(self._path):
            with readable(self._path):
                pass  # asked before a lock file is put beside it
        with durable.held(self._path):
            is_new = title is not None and not durable.is_there(self._path)
            file = _empty(title or "") if is_new else load(self._path)
            self._held, self._changed = file.tables, is_new
            try:
                yield file
                if self._changed:
                    kept = (durable.PREVIOUS, *_kept_schema(self._path, file.schema))
                    durable.replace(self._path, laid_out(self._held), keep=kept)
            finally:
                self._held = None


def _empty(title: str) -> StoreFile:
    title = clean_line(title)
    tables: Tables = {"meta": {"1": {"schema": model.SCHEMA, "title": title}}}
    return StoreFile(tables=tables, title=title, schema=model.SCHEMA, suspicious=False)


def _kept_schema(path: Path, schema: int) -> Iterator[str]:
    """The suffix under which the file of an older schema is kept; one in use is not written over."""
    if schema != model.SCHEMA:
        beside = path.resolve()
        suffixes = (f".schema-{schema}{f'-{again}' if again > 1 else ''}.json" for again in count(1))
        yield next(one for one in suffixes if not durable.is_there(beside.with_name(beside.name + one)))


@contextmanager
def _written(path: Path, title: str | None = None) -> Iterator[tuple[TinyDB, StoreFile]]:
    storage = DurableJSON(path)
    with storage.batch(title) as file:
        yield TinyDB(storage=lambda: storage), file


def create(path: Path, *, title: str) -> None:
    """A new, empty store at `path`.

    Raises:
        CannotCreate: something is there already, or the directory is missing or may not be written.
        Locked, CqtuiError: as `durable.write`.
    """
    _refuse_existing(path)
    with durable.held(path):
        _refuse_existing(path)
        durable.replace(path, serialize(Contents(title=title)))


def _refuse_existing(path: Path) -> None:
    if durable.is_there(path):
        raise CannotCreate(f"{shown(path)}: exists already; choose another name")


def append(
    path: Path,
    *,
    sources: Iterable[Source] = (),
    entities: Iterable[Entity] = (),
    metrics: Iterable[Metric] = (),
    items: Iterable[Item] = (),
    units: Iterable[Unit] = (),
    facts: Iterable[Fact] = (),
    title: str | None = None,
) -> Added:
    """Add rows to the store at `path`, all in one durable write, or none.

    With a `title`, that write makes the store, so titled, where there is none.
    Facts without an id get theirs. A row whose id the store has is left out: the store's own
    stands, in a fact also its review, note and confidence. Whatever facts refer to and neither the
    store nor the package's words list is added as a stub; a stub gives way to the row itself.

    Raises:
        NoInput, BadData: the store cannot be read, as `read`; nothing is written then.
        BadData: a row is not valid, or a fact's id is that of a fact which says something else.
        CannotCreate, Locked, CqtuiError: it cannot be written, as `durable.write`.
    """
    given: dict[str, list[Any]] = {
        "sources": list(sources), "entities": list(entities), "metrics": list(metrics),
        "items": list(items), "units": list(units), "facts": list(facts),
    }  # fmt: skip
    for table, values in given.items():
        given[table] = [_validated(path, value) for value in values]
    given["facts"] = identified(given["facts"])  # once clean, so that an id is that of what is stored
    with _written(path, title) as (db, file):
        contents = _contents(path, file)
        merged = Merge({table: {row.id: row for row in getattr(contents, table)} for table in given})
        for table, values in given.items():
            for value in values:
                merged.add(path, table, value)
        counts = {table: len(values) for table, values in merged.fresh.items()}
        stubs = merged.add_stubs()
        for table, rows in merged.fresh.items():
            if rows:
                db.table(table).insert_multiple(_row(row) for row in rows)
        for table, full in merged.filled.items():
            if full:
                counts[table] += len(full)
                db.table(table).update(_fill(full), where("id").one_of(list(full)))
    return Added(**counts, present=merged.present, kept=merged.kept, stubs=stubs)


def absorb(path: Path, read: Iterable[Read], *, title: str | None = None) -> list[Absorbed]:
    """Take in sources as they were just read, all in one durable write, or none; what it did, one each.

    With a `title`, that write makes the store, so titled, where there is none.
    A source that the store does not have is added with its facts. One that it has is brought up to
    date, and what people said of its facts stays: `absorbing` says how. The same again changes nothing.
    Only rows that have to do with these sources are validated; all others are carried over as they stand.

    Raises:
        NoInput, BadData, CannotCreate, Locked, CqtuiError: as `append`; nothing is written then.
    """
    given = [_validated_read(path, one) for one in read]
    with _written(path, title) as (db, file):
        ids = {table: _ids(file, table) for table in validate.TABLES}
        stored, keys = _concerned(path, file, given)
        absorber = absorbing.Absorber(stored, is_stub=lambda one: is_stub("entities", one))
        done = [absorber.take(one) for one in given]
        for table, fresh in absorber.fresh.items():
            ids[table] |= {row.id: None for row in fresh}
        Merge(ids, fresh=absorber.fresh).add_stubs()
        for table, rows in absorber.fresh.items():
            if rows:
                db.table(table).insert_multiple(_row(row) for row in rows)
        for table, changed in absorber.changed.items():
            if changed:
                at = [keys[table, id] for id in changed]
                db.table(table).update(_each(changed.values()), doc_ids=at)
        if absorber.removed:
            db.table("facts").remove(doc_ids=[keys["facts", id] for id in absorber.removed])
    return done


def _ids(file: StoreFile, table: str) -> dict[str, Any]:
    """The ids in a table, as far as its rows have any."""
    found = (row.get("id") for _, row in _objects(file, table))
    return {id: None for id in found if isinstance(id, str)}


def _objects(file: StoreFile, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a table and their keys, as far as they are objects: nobody has validated them."""
    rows = file.tables.get(table)
    for key, row in rows.items() if isinstance(rows, dict) else ():
        if isinstance(row, dict):
            yield key, row


def _in_evidence(row: Mapping[str, Any], name: str) -> str | None:
    """A text in the evidence of a fact's row, if there is one."""
    evidence = row.get("evidence")
    text = evidence.get(name) if isinstance(evidence, dict) else None
    return text if isinstance(text, str) else None


def _concerned(
    path: Path, file: StoreFile, given: Iterable[Read]
) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], int]]:
    """The rows that taking in `given` may change (table → id → row), and their keys in the file."""
    stored: dict[str, dict[str, Any]] = {table: {} for table in validate.TABLES}
    keys: dict[tuple[str, str], int] = {}
    sources = {read.source.id for read in given}
    entities = {entity.id for read in given for entity in read.entities}
    facts = {fact.id for read in given for fact in read.facts}
    facts |= {str(row.get("id")) for _, row in _objects(file, "facts") if _in_evidence(row, "source") in sources}
    words = (
        (table, key, valued(table, key, row))
        for table, ids in (("sources", sources), ("entities", entities))
        for key, row in _objects(file, table)
        if str(row.get("id")).partition("@")[0] in ids  # also the source as it was before
    )
    for table, key, value in sound(path, chain(examined(file, only=facts), words)):
        stored[table][value.id], keys[table, value.id] = value, int(key)
    return stored, keys


def _validated_read(path: Path, read: Read) -> Read:
    facts = [_validated(path, replace(fact, id="")) for fact in read.facts]
    return replace(
        read,
        source=_validated(path, read.source),
        entities=tuple(_validated(path, entity) for entity in read.entities),
        facts=tuple(identified(facts)),  # once clean, so that an id is that of what is stored
    )


def _each(rows: Iterable[Row]) -> Callable[[Any], None]:
    """Puts `rows` into the stored ones, one after the other: TinyDB goes through them as they are named."""
    left = iter([_row(row) for row in rows])
    return lambda stored: stored.update(next(left))


def _fill(rows: Mapping[str, Row]) -> Callable[[Any], None]:
    return lambda stored: stored.update(_row(rows[stored["id"]]))


R = TypeVar("R", Source, Entity, Metric, Item, Unit, Fact)


def _validated(path: Path, row: R) -> R:
    """`row` as it will be read back: through the same door."""
    try:
        return validate.value(type(row), rows.row(row))
    except validate.BadRow as error:
        table = next(table for table, kind in validate.TABLES.items() if kind is type(row))
        raise BadData(f"{shown(path)}: nothing added: {table}, {clean_line(row.id)!r}: {error}") from None


def review(path: Path, id: str, *, review: str | None = None, note: str | Literal[_Keep.KEEP] | None = KEEP) -> Fact:
    """Change the review state, the note, or both, of the fact `id`, and give it as it is now.

    Raises:
        UsageError: no fact has this id, or there is no such review state.
        NoInput, BadData, CannotCreate, Locked, CqtuiError: as `append`.
    """
    change = {} if review is None else {"review": review}
    return update(path, {id: change if note is KEEP else {**change, "note": note}})[id]


def update(path: Path, changes: Mapping[str, Mapping[str, str | None]]) -> dict[str, Fact]:
    """`review` for many facts in one durable write: fact id → {"review": …, "note": …}, either or both."""
    return revise(path, {id: partial(_reviewed, change=change) for id, change in changes.items()})


def _reviewed(fact: Fact, change: Mapping[str, str | None]) -> Fact:
    if not change.keys() <= {"review", "note"}:
        raise UsageError(f"fact {fact.id}: only its review and its note can be changed")
    if "note" in change:
        change = {**change, "note": (change["note"] or "").strip() or None}
    try:
        return validate.value(Fact, {**rows.row(fact), **change})
    except validate.BadRow as error:
        raise UsageError(f"fact {fact.id}: {error}") from None


def revise(
    path: Path, revisions: Mapping[str, Callable[[Fact], Fact]], *, entities: Iterable[Entity] = ()
) -> dict[str, Fact]:
    """Put what each of `revisions` (by id) makes of a fact in the fact's place, and give them as they are now.

    All in one durable write, or none, with the `entities` that they name and the store does not have.
    A fact keeps its id and its source. Each is revised as it stands in the file, whoever wrote it last.
    Only the facts that change, and others of the same sentence, are validated; all other rows are carried
    over as they stand.

    Raises:
        UsageError: no fact has an id, or one would say what another fact says already.
        NoInput, BadData, CannotCreate, Locked, CqtuiError: as `append`.
    """
    with _written(path) as (db, file):
        keys, stored = _stored_facts(path, file, revisions)
        revised: dict[str, Fact] = {}
        for id, revision in revisions.items():
            if id not in stored:
                raise UsageError(f"{shown(path)}: there is no fact {clean_line(id)!r}; cqtui find shows ids")
            revised[id] = _validated(path, replace(revision(stored[id]), id=id))
        changed = {id: fact for id, fact in revised.items() if fact != stored[id]}
        if changed:
            _refuse_repeated(path, file, {id: fact for id, fact in changed.items() if not _is_same(fact, stored[id])})
            _add_words(path, file, db, changed.values(), entities)
            parts = iter([_differences(stored[id], fact) for id, fact in changed.items()])
            # TinyDB goes through the rows in the order in which they are named.
            db.table("facts").update(lambda row: row.update(next(parts)), doc_ids=[keys[id] for id in changed])
    return revised


def _stored_facts(path: Path, file: StoreFile, only: Container[str]) -> tuple[dict[str, int], dict[str, Fact]]:
    """Facts with ids that are in `only`, by id: their keys in the file, and what they are."""
    keys: dict[str, int] = {}
    facts: dict[str, Fact] = {}
    for _, key, value in sound(path, examined(file, only=only)):
        assert isinstance(value, Fact)
        keys[value.id], facts[value.id] = int(key), value
    return keys, facts


def _is_same(one: Fact, other: Fact) -> bool:
    return model.fact_id(one) == model.fact_id(other)


def _refuse_repeated(path: Path, file: StoreFile, changed: Mapping[str, Fact]) -> None:
    """Two facts that say the same of the same words would be one figure counted twice."""
    sentences = {fact.evidence.sentence for fact in changed.values()}
    beside = {str(row.get("id")) for _, row in _objects(file, "facts") if _in_evidence(row, "sentence") in sentences}
    _, facts = _stored_facts(path, file, beside)
    said = {model.fact_id(fact): fact for id, fact in facts.items() if id not in changed}
    for fact in changed.values():
        other = said.get(model.fact_id(fact))
        if other is not None:
            raise UsageError(f"fact {other.id} says that of these words already; reject this one instead")
        said[model.fact_id(fact)] = fact


def _add_words(path: Path, file: StoreFile, db: TinyDB, facts: Iterable[Fact], entities: Iterable[Entity]) -> None:
    """Rows for what `facts` name: those of `entities` that the store lacks, stubs for the rest."""
    ids = {table: _ids(file, table) for table in validate.TABLES}
    fresh: dict[str, list[Any]] = {table: [] for table in validate.TABLES}
    fresh["entities"] = [_validated(path, one) for one in entities if one.id not in ids["entities"]]
    ids["entities"] |= {one.id: None for one in fresh["entities"]}
    fresh["facts"] = list(facts)
    Merge(ids, fresh=fresh).add_stubs()
    for table in STUBS:
        if fresh[table]:
            db.table(table).insert_multiple(_row(row) for row in fresh[table])


def _differences(before: Fact, now: Fact) -> dict[str, Any]:
    """The fields of the row that change: all others stay as they stand in the file."""
    old, new = _row(before), _row(now)
    return {name: value for name, value in new.items() if value != old[name] or name == "id"}
