"""What a store looks like as a file: which bytes are one, what is wrong with those that are not, and
the layout in which one is written: one object a table, one row a line, numbers with their digits.
"""

from __future__ import annotations

import json
import re
import shlex
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

import simplejson

from cqtui import durable, model, validate
from cqtui.errors import BadData, CannotCreate, NoInput, unreadable
from cqtui.model import Entity, Fact, Item, Metric, Source, Unit, identified
from cqtui.sanitize import clean, clean_line

Row = Source | Entity | Metric | Item | Unit | Fact
Tables = dict[str, Any]
"""The file as JSON reads it: table → row key → row. Not yet known to be anything of the sort."""

MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {}
"""From schema n, the tables of a store of schema n + 1. `meta` is seen to by whoever applies them."""


class Problem(NamedTuple):
    """Something wrong in a store. `row` is the key of the row ("" where it is the table itself),
    `field` is dotted ("period.end")."""

    table: str
    row: str
    field: str | None
    text: str

    def __str__(self) -> str:
        where = f"{self.table}, row {self.row}" if self.row else self.table
        return clean_line(f"{self.field}: {self.text} ({where})" if self.field else f"{self.text} ({where})")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFile:
    """A file that is a store of a schema this program reads, its rows not yet looked at."""

    tables: Tables
    title: str
    schema: int
    """As in the file; `tables` are migrated already."""
    suspicious: bool
    """Whether JSON's own traps (NaN, repeated keys …) may be in the rows."""


HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escape of a surrogate, whole pairs included."""


def load(path: Path) -> StoreFile:
    """The store at `path` as far as it can be told without looking at its rows.

    Raises:
        NoInput: there is no such file, it may not be read, or it is not a regular file.
        BadData: it is not a store, or one of a schema that this program does not read.
    """
    data = _bytes(path)
    traps: list[Trap] = []
    tables = _json(path, data, traps)
    # Escapes of lone surrogates parse without complaint, and pairs look the same to this search.
    suspicious = bool(traps) or HALF_CHARACTER.search(data) is not None
    if isinstance(tables, Trap):
        raise bad(path, f"{tables.reason} (at the top)", "take one of them out")
    if not isinstance(tables, dict):
        raise bad(path, f"is {_sort(tables)}, not a cqtui store", "name another file")
    meta = tables.get("meta")
    about = meta.get("1") if isinstance(meta, dict) else None
    if not isinstance(meta, dict) or not isinstance(about, dict) or "schema" not in about:
        raise bad(path, 'is JSON but not a cqtui store (no table "meta" that gives a schema)', "name another file")
    schema, title = about["schema"], about.get("title", "")
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise bad(path, "the schema must be a whole number (meta, row 1)", _older_copy(path))
    if schema > model.SCHEMA:
        raise bad(
            path,
            f"made by a newer cqtui (schema {schema}; this one reads up to {model.SCHEMA})",
            "upgrade cqtui",
        )
    if len(meta) > 1 or about.keys() - {"schema", "title"} or not isinstance(title, str):
        raise bad(path, "meta may hold a schema and a title, a text, in row 1 (meta)", _older_copy(path))
    tables = _migrated(path, tables, schema)
    return StoreFile(tables=tables, title=clean_line(title), schema=schema, suspicious=suspicious)


def _bytes(path: Path) -> bytes:
    with readable(path):
        return path.read_bytes()


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Refuses what is no regular file; what the system refuses in the block becomes one line."""
    try:
        # Asked before opening: a pipe nobody writes to would hold the program for ever.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
            raise NoInput(f"{shown(path)}: is {kind}; name a store file")
        yield
    except FileNotFoundError:
        todo = _brings_back(path) or "check the name or create a store there"
        raise NoInput(f"{shown(path)}: no such file; {todo}") from None
    except OSError as error:
        raise unreadable(str(path), error) from None
    except ValueError as error:  # a NUL in the name
        raise NoInput(f"{shown(path)}: cannot be read: {error}; check the name") from None


_TOO_LONG = f"a number has more than {validate.MOST_DIGITS} digits"


class Trap:
    """Stands in the parsed file for what JSON lets pass and a store must not."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Hooks(TypedDict):
    """How `json` is told to read numbers, constants and objects."""

    parse_float: Callable[[str], Any]
    parse_int: Callable[[str], Any]
    parse_constant: Callable[[str], Any]
    object_pairs_hook: Callable[[list[tuple[str, Any]]], Any]


def hooks(traps: list[Trap]) -> Hooks:
    """Numbers become exact; what a store must not hold becomes a `Trap`, which is put in `traps`."""

    def trap(reason: str) -> Trap:
        traps.append(Trap(reason))
        return traps[-1]

    def number(text: str) -> Any:
        try:
            number = Decimal(text)
        except InvalidOperation:  # an exponent that no Decimal has
            return trap(_TOO_LONG)
        _, digits, exponent = number.as_tuple()
        assert isinstance(exponent, int)
        if max(len(digits) + max(exponent, 0), -exponent) > validate.MOST_DIGITS:
            return trap(_TOO_LONG)
        return Decimal(format(number, "f"))

    def whole(text: str) -> Any:
        # -0 is not the integer 0: its sign would be lost when the row is written again.
        return int(text) if len(text) <= validate.MOST_DIGITS and text != "-0" else number(text)

    def mapping(pairs: list[tuple[str, Any]]) -> Any:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        return trap(f"the key {_short(twice)!r} stands twice")

    def constant(text: str) -> Any:
        return trap(f"{text} is not a number")

    return Hooks(parse_float=number, parse_int=whole, parse_constant=constant, object_pairs_hook=mapping)


def _json(path: Path, data: bytes, traps: list[Trap]) -> Any:
    """`data` parsed, numbers exact; what a store must not hold is a `Trap`, and listed in `traps`."""

    try:
        text = data.decode()
        if not text.strip("\x00 \t\r\n"):
            raise bad(path, "is empty", _older_copy(path))
        if text.startswith("\ufeff"):
            raise bad(path, "begins with a byte order mark", "save it as UTF-8 without one")
        return json.loads(text, **hooks(traps))
    except UnicodeDecodeError as error:
        raise bad(path, f"is not UTF-8 text (byte {error.start})", "name a store file") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated"):
            raise bad(path, f"ends too soon ({where})", _older_copy(path)) from None
        raise bad(path, f"is not JSON: {error.msg.lower()} ({where})", _older_copy(path)) from None
    except RecursionError:
        raise bad(path, "is nested too deeply to be a cqtui store", "name another file") from None


def _migrated(path: Path, tables: Tables, schema: int) -> Tables:
    meta = {"1": {**tables["meta"]["1"], "schema": model.SCHEMA}}
    for version in range(schema, model.SCHEMA):
        if version not in MIGRATIONS:
            oldest = min((known for known in MIGRATIONS if known > version), default=model.SCHEMA)
            made = f"made by an older cqtui (schema {schema}; this one reads {oldest} to {model.SCHEMA})"
            raise bad(path, made, "bring it up to date with a cqtui that reads both")
        try:
            tables = MIGRATIONS[version](tables)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            what = f"cannot be brought from schema {version} to {version + 1} ({error!r})"
            raise bad(path, what, "check it with the cqtui that made it") from None
    return {**tables, "meta": meta}


def examined(file: StoreFile, only: Container[str] | None = None) -> Iterator[tuple[str, str, Row | Problem]]:
    """Each row as its value or what is wrong with it: (table, row key, value or problem).

    Facts without an id get the one they should have. An id that a table has twice is a problem.
    With `only`, a set of ids, just facts that may be among them are validated and given; that all
    tables and rows can be written again as they stand is made sure of in any case.
    """
    for problem in _table_problems(file.tables):
        yield problem.table, problem.row, problem
    for table, kind in validate.TABLES.items():
        rows = file.tables.get(table)
        owners: dict[str, str] = {}
        for key, row in rows.items() if isinstance(rows, dict) else ():
            problems = list(_row_problems(table, key, row, file.suspicious))
            if problems:
                yield from ((table, key, problem) for problem in problems)
                continue
            if only is not None and (kind is not Fact or not _may_be(row, only)):
                continue
            value = valued(table, key, row)
            if not isinstance(value, Problem):
                owner = owners.setdefault(value.id, key)
                if owner != key:
                    value = Problem(table, key, "id", f"{value.id!r} is also the id of row {owner}")
            yield table, key, value


def valued(table: str, key: str, row: object) -> Row | Problem:
    """A row of a table as its value, or what is wrong with it."""
    try:
        value: Row = validate.value(validate.TABLES[table], row)
    except validate.BadRow as error:
        field, _, reason = str(error).partition(": ")
        return Problem(table, key, field, reason) if reason else Problem(table, key, None, field)
    except RecursionError:
        return Problem(table, key, None, "is nested too deeply")
    return identified([value])[0] if isinstance(value, Fact) else value


def _table_problems(tables: Tables) -> Iterator[Problem]:
    known = ("meta", *validate.TABLES)
    for table, rows in tables.items():
        name = _short(table)
        if table not in known:
            yield Problem(name, "", None, f"unknown table; a store has {', '.join(known)}")
        elif isinstance(rows, Trap):
            yield Problem(name, "", None, rows.reason)
        elif not isinstance(rows, dict):
            yield Problem(name, "", None, f"the table is {_sort(rows)}, not an object")


def _may_be(row: object, ids: Container[str]) -> bool:
    id = row.get("id") if isinstance(row, dict) else None
    return not id or not isinstance(id, str) or clean(id) in ids


def _row_problems(table: str, key: str, row: object, suspicious: bool) -> Iterator[Problem]:
    """What keeps the row from being validated, or from being written again."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", key):
        yield Problem(table, _short(key) or "''", None, "the row's key is not a number")
    if suspicious:
        try:
            for field, reason in _traps(row, ""):
                yield Problem(table, _short(key), field or None, reason)
        except RecursionError:
            yield Problem(table, _short(key), None, "is nested too deeply")


def _traps(value: object, where: str) -> Iterator[tuple[str, str]]:
    """(dotted field, reason) for each trap in `value`."""
    if isinstance(value, Trap):
        yield where, value.reason
    elif isinstance(value, str) and any("\ud800" <= character < "\ue000" for character in value):
        yield where, "the text has half a character (a lone surrogate)"
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _traps(key, where)
            yield from _traps(part, f"{where}.{clean_line(key)}".removeprefix("."))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _traps(part, f"{where}.{number}".removeprefix("."))


def _short(name: str) -> str:
    """The beginning of a key that may be anything, as a message may show it."""
    return clean_line(name)[:40]


def _sort(value: object) -> str:
    """What a value is that should have been an object."""
    names = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def bad(path: Path, what: str, todo: str) -> BadData:
    """The failure that says in one line what is wrong with the file at `path`, and what to do."""
    return BadData(f"{shown(path)}: {clean_line(what)}; {todo}")


def _older_copy(path: Path) -> str:
    """What to do about a file that holds no store any more."""
    return _brings_back(path) or "restore an older copy"


def _brings_back(path: Path) -> str | None:
    """What brings back the content before, if it is kept."""
    try:
        is_kept = durable.previous(path).exists()
    except (CannotCreate, OSError):  # a name that no file can have
        return None
    return f"{_command('restore', path)} brings back the content before" if is_kept else None


def _command(name: str, path: Path) -> str:
    return f'"cqtui {name} {clean_line(shlex.quote(str(path)))}"'


def shown(path: Path) -> str:
    """`path` as a message may show it."""
    return clean_line(str(path))


def sound(path: Path, rows: Iterable[tuple[str, str, Row | Problem]]) -> Iterator[tuple[str, str, Row]]:
    """`rows`, up to the first problem."""
    for table, key, value in rows:
        if isinstance(value, Problem):
            raise bad(path, str(value), f"run {_command('check', path)} to see every problem")
        yield table, key, value


_ENCODER = simplejson.JSONEncoder(use_decimal=True, ensure_ascii=False, allow_nan=False)


_PIECE = 2000
"""Rows that are put into bytes at a time: a large store is never in memory as one text."""


def laid_out(tables: Mapping[str, Mapping[str, object]]) -> Iterator[bytes]:
    """The bytes of the store that holds `tables`, in pieces: meta first, then as in `validate.TABLES`."""
    yield b"{\n"
    names = ("meta", *validate.TABLES)
    for name in names:
        rows = tables.get(name)
        end = "" if name == names[-1] else ","
        if not rows:
            yield f' "{name}": {{}}{end}\n'.encode()
            continue
        yield f' "{name}": {{\n'.encode()
        lines = (f'  "{key}": {_line(row)}' for key, row in rows.items())
        first = True
        while piece := list(islice(lines, _PIECE)):
            yield (("" if first else ",\n") + ",\n".join(piece)).encode()
            first = False
        yield f"\n }}{end}\n".encode()
    yield b"}\n"


def _line(row: object) -> str:
    """`row` as JSON that `cat` may show: what a terminal would obey stays an escape."""
    line: str = _ENCODER.encode(row)
    if line.isprintable() or clean(line) == line:
        return line
    return "".join(one if clean(one) == one else json.dumps(one)[1:-1] for one in line)
