"""A store read row by row: the whole of a large one without holding it, or a glimpse of its beginning.

Only files laid out as `storefile.laid_out` writes them, and sound, are read so. Whatever else there is
is left to `storefile.load`, which also says what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from os import SEEK_END
from typing import Any, BinaryIO, NamedTuple

from cqtui import model, validate
from cqtui.model import Entity, Fact, Item
from cqtui.sanitize import clean_line
from cqtui.storefile import HALF_CHARACTER, Problem, Row, Trap, hooks, valued


class NotLaidOut(Exception):
    """A file is not, byte for byte, as `laid_out` writes a sound store: to be read whole."""


_TABLE_BEGINS = re.compile(rb' "(\w+)": \{(\},?)?\n')
_ROW = re.compile(rb'  "([0-9]{1,18})": (\{.*\})(,?)\n', re.DOTALL)
_ID = re.compile(rb'"id": "([^"\\]*)"')
_TABLES = tuple(validate.TABLES)
_SIGNS = {
    "facts": b'"evidence": {', "sources": b'"sha256": ', "units": b'"factor": ', "metrics": b'"nature": ',
    "entities": b'"kind": ',
}  # fmt: skip
"""Which table a row is of: the first of these fields that it has; of items if none."""
_END = b"\n }\n}\n"
"""How a store with facts ends."""
_SOURCES_READ = 1 << 20
"""Bytes of sources that a glimpse looks through."""


class Line(NamedTuple):
    """A row as it stands in the file: its table and its JSON."""

    table: str
    data: bytes

    @property
    def digest(self) -> int:
        """What tells the row from another: eight bytes of BLAKE2b, signed."""
        return int.from_bytes(blake2b(self.data, digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class RowByRow:
    """A store in the layout of `laid_out`, read a row at a time, so that it is never in memory whole.

    Lines and rows come in the file's order. `NotLaidOut` is raised where it turns out not to be as it should.
    """

    title: str
    lines: Iterator[Line]
    read: Callable[[Line], Row]
    """The row of a line, validated."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The first facts of a store, with what they are about."""

    title: str
    rows: Iterator[Row]


def row_by_row(file: BinaryIO) -> RowByRow:
    """The store in `file`. Whether rows share an id is left to who reads them.

    Raises:
        NotLaidOut: also where anything is wrong: `load` and `examined` will say what.
    """
    parsed = _row_parser()

    def read(line: Line) -> Row:
        return _sound(line.table, parsed(line.data))

    return RowByRow(_title(file, parsed), _lines(file), read)


def glimpse(file: BinaryIO, most: int) -> Glimpse:
    """The store in `file` as far as its first `most` facts go, found without reading the rest.

    Words and sources are those that these facts name; of sources, where they stand near the beginning.

    Raises:
        NotLaidOut: as `row_by_row`, of the rows that are looked at.
    """
    parsed = _row_parser()
    title = _title(file, parsed)
    begin = file.tell()
    end = file.seek(0, SEEK_END)
    file.seek(max(begin, end - len(_END)))
    if file.read() != _END:
        raise NotLaidOut
    words, facts = (_first(file, begin, end, table) for table in ("entities", "facts"))
    file.seek(facts)
    found = list(islice(_glimpsed(file, end, parsed, lambda _: True), most))
    ids = {id for fact in found if isinstance(fact, Fact) for id in _named(fact)}
    of_words: dict[str, Row] = {}
    while missing := ids - of_words.keys():  # Wholes of what was found, and wholes of these.
        file.seek(words)
        more = {row.id: row for row in _glimpsed(file, facts, parsed, missing.__contains__)}
        of_words |= more
        ids = {row.part_of for row in more.values() if isinstance(row, Entity | Item) and row.part_of}
    file.seek(begin)
    until = min(words, begin + _SOURCES_READ)
    sources = _glimpsed(
        file, until, parsed, {one.evidence.source for one in found if isinstance(one, Fact)}.__contains__
    )
    return Glimpse(title, iter([*sources, *of_words.values(), *found]))


def _named(fact: Fact) -> Iterator[str]:
    """The ids of words that a fact names."""
    return filter(None, (fact.entity, fact.place, fact.metric, fact.item, fact.unit, fact.per))


def _first(file: BinaryIO, begin: int, end: int, table: str) -> int:
    """Where the first row of a table begins, or of one after it, found by halving."""
    wanted = _TABLES.index(table)
    while begin < end:
        middle = (begin + end) // 2
        _to_line(file, middle)
        begin, end = (begin, middle) if _table_at(file) >= wanted else (middle + 1, end)
    return _to_line(file, begin)


def _to_line(file: BinaryIO, offset: int) -> int:
    """Go to the first line that begins at `offset` or later; where that is."""
    file.seek(offset - 1)
    file.readline()
    return file.tell()


def _table_at(file: BinaryIO) -> int:
    """Which table's row comes next in `file`, by its number; past the last where none comes."""
    for line in iter(file.readline, b""):
        if _ROW.fullmatch(line):
            return _table_of(line)
    return len(_TABLES)


def _table_of(line: bytes) -> int:
    return _TABLES.index(next((table for table, sign in _SIGNS.items() if sign in line), "items"))


def _glimpsed(file: BinaryIO, end: int, parsed: Callable[[bytes], Any], wanted: Callable[[str], bool]) -> Iterator[Row]:
    """The rows from here to `end` with ids that are wanted."""
    while file.tell() < end:
        line = file.readline()
        row, id = _ROW.fullmatch(line), _ID.search(line)
        if row and id and wanted(id[1].decode(errors="replace")):
            yield _sound(_TABLES[_table_of(line)], parsed(row[2]))


def _sound(table: str, row: object) -> Row:
    """A row of a table as its value."""
    value = valued(table, "", row)
    if isinstance(value, Problem):
        raise NotLaidOut
    return value


def _title(file: BinaryIO, parsed: Callable[[bytes], Any]) -> str:
    """The title that a store's first lines give."""
    lines = [file.readline() for _ in range(4)]
    row = _ROW.fullmatch(lines[2])
    if not row or (lines[0], lines[1], row[1], row[3], lines[3]) != (b"{\n", b' "meta": {\n', b"1", b"", b" },\n"):
        raise NotLaidOut
    about = parsed(row[2])
    title = about.get("title")
    is_ours = repr(about.get("schema")) == str(model.SCHEMA)  # 1.0 and true are no schemas.
    if not is_ours or about.keys() - {"schema", "title"} or not isinstance(title, str):
        raise NotLaidOut
    return clean_line(title)


def _lines(file: BinaryIO) -> Iterator[Line]:
    for table in _TABLES:
        begins = _TABLE_BEGINS.fullmatch(file.readline())
        if not begins or begins[1] != table.encode():
            raise NotLaidOut
        if begins[2] is None:
            yield from _table_lines(file, table)
        end = begins[2] if begins[2] is not None else file.readline().strip()
        if end != (b"}" if table == _TABLES[-1] else b"},"):
            raise NotLaidOut
    if file.read() != b"}\n":
        raise NotLaidOut


def _table_lines(file: BinaryIO, table: str) -> Iterator[Line]:
    before = -1
    while True:
        row = _ROW.fullmatch(file.readline())
        if not row or int(row[1]) <= before or str(int(row[1])).encode() != row[1]:
            raise NotLaidOut
        yield Line(table, row[2])
        if not row[3]:
            return
        before = int(row[1])


def _row_parser() -> Callable[[bytes], Any]:
    """What parses rows in which nothing is suspicious, and refuses others."""
    traps: list[Trap] = []
    decoder = json.JSONDecoder(**hooks(traps))

    def parsed(data: bytes) -> Any:
        try:
            row = decoder.decode(data.decode())
        except (ValueError, RecursionError):
            raise NotLaidOut from None
        if traps or HALF_CHARACTER.search(data):
            raise NotLaidOut
        return row

    return parsed
