"""Facts from outside: files of JSON lines, JSON arrays and whole stores, read row by row.

What is wrong with a row is kept beside the rows that are right, with the place where it stands.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cqtui import plainfiles, store, validate
from cqtui.errors import BadData, NoInput, unreadable
from cqtui.model import Fact, identified
from cqtui.sanitize import clean_line

STANDARD_INPUT = "-"
_MOST = 2 << 30
"""Bytes of a file, or of the standard input, which may have no end."""
_WORTH_A_BAR = 4_000_000
"""Bytes from which on reading takes long enough for its progress to be shown."""


class Given(NamedTuple):
    """A fact and where it stands: "figures.jsonl:12"."""

    where: str
    fact: Fact


class Bad(NamedTuple):
    """A row that is no fact: where it stands, and why not."""

    where: str
    reason: str

    def __str__(self) -> str:
        return clean_line(f"{self.where}: {self.reason}")


@dataclass(slots=True)
class Read:
    """What the files gave. Facts that say different things under one id are bad after the first."""

    facts: list[Given] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    stores: list[store.Contents] = field(default_factory=list)
    rows: int = 0
    """Rows that were looked at, good or bad, those of whole stores left aside."""

    def take(self, where: str, row: object) -> None:
        self.rows += 1
        try:
            fact = identified([validate.value(Fact, row)])[0]
        except validate.BadRow as error:
            self.bad.append(Bad(where, str(error)))
        except RecursionError:
            self.bad.append(Bad(where, "is nested too deeply"))
        else:
            self.facts.append(Given(where, fact))

    def refuse(self, where: str, reason: str) -> None:
        self.rows += 1
        self.bad.append(Bad(where, reason))


def read(names: Iterable[str]) -> Read:
    """Everything in the files `names`; "-" is the standard input.

    Raises:
        NoInput: a file cannot be read.
        BadData: a whole store is not sound, or a file is not text at all.
    """
    result = Read()
    for name in names:
        data = _bytes(name)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BadData(f"{clean_line(name)}: is UTF-16; save it as UTF-8")
        _read(result, name, data.removeprefix(b"\xef\xbb\xbf"))
    first: dict[str, Given] = {}
    for given in result.facts:
        other = first.setdefault(given.fact.id, given)
        if other.fact != given.fact:
            reason = f"has the id {given.fact.id!r} of {other.where} and says something else"
            result.bad.append(Bad(given.where, reason))
    if result.bad:
        refused = {bad.where for bad in result.bad}
        result.facts = [given for given in result.facts if given.where not in refused]
    return result


def _bytes(name: str) -> bytes:
    try:
        if name == STANDARD_INPUT:
            if sys.stdin is None:
                raise NoInput("the standard input is closed; name a file")
            data = sys.stdin.buffer.read(_MOST + 1)
            if len(data) > _MOST:
                raise BadData(f"-: more than {_MOST >> 30} GB; import it in parts")
            return data
        return plainfiles.read(name, _MOST)
    except OSError as error:
        raise unreadable(name, error, "check the name and its permissions") from None
    except ValueError as error:  # a NUL in the name
        raise NoInput(f"{clean_line(name)}: cannot be read: {error}") from None


def _read(result: Read, name: str, data: bytes) -> None:
    lines = data.split(b"\n")
    first = next((line.strip() for line in lines if line.strip()), b"")
    if first in (b"{", b"[") or first.startswith(b"[") or _is_store(first):
        _read_document(result, name, data)
        return
    for number, line in enumerate(_watched(lines, len(data)), start=1):
        if line.strip():
            where = f"{name}:{number}"
            try:
                row = _parsed(line)
            except ValueError as error:
                result.refuse(where, str(error))
            else:
                result.take(where, row)


def _is_store(line: bytes) -> bool:
    """Whether a line is all of a store, as other programs write JSON."""
    try:
        row = json.loads(line) if b'"meta"' in line else None
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "meta" in row


def _read_document(result: Read, name: str, data: bytes) -> None:
    """A file that is one JSON value: an array of rows, a row spread over lines, or a whole store."""
    try:
        document = _parsed(data)
    except ValueError as error:
        raise BadData(f"{clean_line(name)}: {clean_line(str(error))}") from None
    if isinstance(document, dict) and "meta" in document:
        if name == STANDARD_INPUT:
            raise BadData("-: is a whole store; name its file instead")
        result.stores.append(store.read(Path(name)))
        return
    rows = document if isinstance(document, list) else [document]
    for number, row in enumerate(_watched(rows, len(data)), start=1):
        result.take(f"{name}, row {number}", row)


def _watched(rows: list[Any], size: int) -> Iterable[Any]:
    """`rows`, with a bar on the standard error where a person waits for them."""
    if size < _WORTH_A_BAR or sys.stderr is None or not sys.stderr.isatty():
        return rows
    from rich.console import Console
    from rich.progress import track

    return track(rows, "reading", console=Console(stderr=True), transient=True)


def _parsed(data: bytes) -> Any:
    """JSON with every number exact. ValueError, in one line, where it is none or hides something."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 (byte {error.start + 1})") from None
    try:
        value = json.loads(text, **_EXACTLY)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ValueError(f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]} ({where})") from None
    except ArithmeticError:  # an exponent that no Decimal has
        raise ValueError(_TOO_LONG) from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if re.search(r"\\u[dD][89a-fA-F]", text) and _has_half_characters(value):
        raise ValueError("has half a character (a lone surrogate)")
    return value


_TOO_LONG = f"a number has more than {validate.MOST_DIGITS} digits"


def _whole(text: str) -> Any:
    if len(text.lstrip("-")) > validate.MOST_DIGITS:
        raise ValueError(_TOO_LONG)
    # -0 is not the integer 0: its sign would be lost.
    return validate.decimal(text) if text == "-0" else int(text)


def _refused(text: str) -> Any:
    raise ValueError(f"{text} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {clean_line(twice)[:40]!r} stands twice")
    return made


_EXACTLY: dict[str, Any] = {
    "parse_float": validate.decimal,
    "parse_int": _whole,
    "parse_constant": _refused,
    "object_pairs_hook": _object,
}


def _has_half_characters(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return True
    return False
