"""How an index is brought up to date with its store, where only some rows are new or other than before."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import cast

from cqtui.index.build import UNGUARDED, Writer
from cqtui.index.questions import Index
from cqtui.index.schema import fact_of
from cqtui.index.sql import FACT_COLUMNS, FACTS, NEVER
from cqtui.model import Fact, Source
from cqtui.rowwise import Line, RowByRow
from cqtui.validate import TABLES
from cqtui.view import Measure

_MOST = 20_000
"""Rows that are looked at again; to build all anew is as fast from some number on."""
_COUNTED = ("entity", "outline", "heading", "part", "metric", "item", "unit", "measure", "word")
"""The tables that `Writer.write_words` writes."""


class TooDifferent(Exception):
    """The index has to be built anew."""


def renew(connection: sqlite3.Connection, fingerprint: str, store: RowByRow) -> None:
    """Make the index in `connection` one of `store`, which has this fingerprint.

    Rows of the store may have been added at the end of their tables, and facts may say something else than
    before. Whoever finds nothing else can be sure that every other row stands as it stood, for each has the
    digest that it had.

    Raises:
        TooDifferent: something else has changed; what is in `connection` is to be thrown away, as on any error.
        rowwise.NotLaidOut, sqlite3.Error: likewise.
    """
    connection.executescript(f"{UNGUARDED} BEGIN;")
    words, changed, fresh = _differences(connection, store.lines)
    writer = _writer(connection)
    for line in words:
        row = store.read(line)
        if writer.knows(row):
            raise TooDifferent  # What it is called now stands in many places.
        writer.take(row, line.digest)
    anew = [_rewritten(writer, code, cast("Fact", store.read(line)), line.digest) for code, line in changed]
    writer.write_facts((cast("Fact", store.read(line)), line.digest) for line in fresh)
    if words or fresh or any(anew):
        _recount(writer)
        for table in _COUNTED:
            connection.execute(f"DELETE FROM {table}")
        writer.write_words()
    writer.note(store.title, fingerprint)
    connection.commit()


def _differences(
    connection: sqlite3.Connection, lines: Iterator[Line]
) -> tuple[list[Line], list[tuple[int, Line]], list[Line]]:
    """The rows that are new and no facts; the facts that have changed, with their codes; the new facts."""
    listed: dict[str, list[int]] = {}
    for kind, digest in connection.execute("SELECT kind, digest FROM listed ORDER BY number DESC"):
        listed.setdefault(kind, []).append(digest)
    ((facts, unlisted),) = connection.execute(
        "SELECT (SELECT value FROM meta WHERE key = 'facts'), (SELECT value FROM meta WHERE key = 'unlisted')"
    )
    seen = connection.execute("SELECT code, digest FROM seen ORDER BY code")
    words: list[Line] = []
    changed: list[tuple[int, Line]] = []
    fresh: list[Line] = []
    known = 0
    for line in lines:
        if line.table != "facts":
            left = listed.get(TABLES[line.table].__name__)
            if not left:
                words.append(line)
            elif left.pop() != line.digest:
                raise TooDifferent
            continue
        code, digest = next(seen, (None, None))
        if code is None:
            fresh.append(line)
        elif code != known:
            raise TooDifferent
        else:
            known += 1
            if digest != line.digest:
                changed.append((code, line))
        if len(changed) + len(fresh) > _MOST:
            raise TooDifferent
    if unlisted or known != int(facts) or next(seen, None) or any(listed.values()):
        raise TooDifferent
    return words, changed, fresh


def _writer(connection: sqlite3.Connection) -> Writer:
    """A writer that goes on where the index ends."""
    index = Index(connection)
    writer = Writer(connection, index.listed())
    writer.entity_code = dict(connection.execute("SELECT id, code FROM entity ORDER BY code"))
    for code, metric, item in connection.execute("SELECT code, metric, item FROM measure ORDER BY code"):
        writer.measure_code[Measure(metric, item)] = code
        writer.measures_made = code + 1
    for code, id, title, publisher in connection.execute("SELECT code, id, title, publisher FROM source ORDER BY code"):
        writer.sources[id] = code, title, publisher
        writer.listed[Source, id] += 1
    writer.facts = index.count()
    first, last = index.meta("first"), index.meta("last")
    writer.days = (first, last) if first and last else None
    return writer


def _rewritten(writer: Writer, code: int, fact: Fact, digest: int) -> bool:
    """Write another fact in the place of one with the same id; whether it counts elsewhere than that one."""
    connection = writer.connection
    (row,) = connection.execute(f"SELECT {FACT_COLUMNS} {FACTS} WHERE fact.code = ?", (code,))
    before = fact_of(*row)
    if before.id != fact.id:
        raise TooDifferent
    for table in ("fact", "seen"):
        connection.execute(f"DELETE FROM {table} WHERE code = ?", (code,))
    writer.write_coded([(code, fact, digest)])
    was, now = writer.found_row(code, before), writer.found_row(code, fact)
    if was != now:
        connection.execute(
            "INSERT INTO found (found, rowid, who, what, figure, circumstance, evidence)"
            " VALUES ('delete', ?, ?, ?, ?, ?, ?)",
            was,
        )
        writer.write_found([now])
    counted = ("entity", "metric", "item", "place", "period", "evidence")
    return any(getattr(before, name) != getattr(fact, name) for name in counted)


def _recount(writer: Writer) -> None:
    """Tally the facts as they are now."""
    ask = writer.connection.execute
    writer.used = Counter(dict(ask("SELECT entity, count(*) FROM fact GROUP BY entity")))
    writer.newest = dict(ask(f"SELECT entity, max(last) FROM fact WHERE first <> '{NEVER}' GROUP BY entity"))
    measures = {code: measure for measure, code in writer.measure_code.items()}
    counted = ask("SELECT measure, count(*) FROM fact GROUP BY measure")
    writer.measured = Counter({measures[code]: count for code, count in counted})
    ((first, last),) = ask(f"SELECT min(first), max(last) FROM fact WHERE first <> '{NEVER}'")
    writer.days = (first, last) if first else None
