"""Sessions on a terminal as asciinema keeps them: asciicast, version 3 written, versions 2 and 3 read.

https://docs.asciinema.org/manual/asciicast/v3/: a header, then an event a line, each with the seconds since
the one before.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeGuard

from cqtui.drawing import Drawing
from cqtui.errors import BadData, CannotCreate, NoInput
from cqtui.sanitize import clean_line

OUTPUT, INPUT, MARKER, RESIZE, EXIT = "o", "i", "m", "r", "x"
_LONGEST_LINE = 16 << 20
"""Bytes of an event; a screen of any size has fewer."""
_MOST_CELLS = 1000
"""Columns or rows of a terminal."""
_LONGEST_INTERVAL = 1e9


class Header(NamedTuple):
    """What a recording says of itself. `idle_limit` is the longest that a player should wait, in seconds."""

    version: int
    columns: int
    rows: int
    title: str = ""
    idle_limit: float | None = None


class Event(NamedTuple):
    """Something that happened, `interval` seconds after what came before it."""

    interval: float
    code: str
    data: str


# Writing


class Recorder:
    """A recording being made: a new file, of which every line is on its way to the disk as soon as it is made.

    What is recorded draws and does nothing else: no title, no clipboard, no question to the terminal. Where a
    line cannot be written the recording ends with the line before; `error` says why.
    """

    def __init__(
        self, path: Path, columns: int, rows: int, *, title: str = "", with_input: bool = False,
        clock: Callable[[], float] = time.monotonic, now: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        """Raises `CannotCreate` where the file is there already, or cannot be made."""
        self._path, self._with_input, self._clock = path, with_input, clock
        self._size = columns, rows
        self._drawing = Drawing(owns_screen=True)
        self.error = ""
        self._length = 0
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            raise CannotCreate(f"{_shown(path)}: exists already: give another name") from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise CannotCreate(f"{_shown(path)}: cannot be recorded to: {why}") from None
        self._is_open = True
        self._began, self._told = clock(), 0.0
        terminal = {"cols": columns, "rows": rows, "type": clean_line(os.environ.get("TERM", ""))}
        self._line({"version": 3, "term": terminal, "timestamp": int(now()), "title": clean_line(title)})

    def output(self, text: str) -> None:
        """What is written to the terminal."""
        drawn = self._drawing.drawn(text)
        if drawn:
            self._event(OUTPUT, drawn)

    def typed(self, text: str) -> None:
        """What is typed; kept only where that was asked for."""
        if self._with_input:
            self._event(INPUT, text)

    def resized(self, columns: int, rows: int) -> None:
        if (columns, rows) != self._size:
            self._size = columns, rows
            self._event(RESIZE, f"{columns}x{rows}")

    def marked(self, label: str) -> None:
        """Something that a player can go to begins."""
        self._event(MARKER, clean_line(label))

    def end(self, code: int) -> None:
        """The session has ended, with this exit code."""
        self._event(EXIT, str(code))
        if self._is_open:
            self._is_open = False
            with suppress(OSError):
                os.fsync(self._file)
            os.close(self._file)

    def _event(self, code: str, data: str) -> None:
        # Rounded from the beginning on, or the error of a thousandth would add up.
        now = round(self._clock() - self._began, 3)
        interval, self._told = max(0.0, round(now - self._told, 3)), max(now, self._told)
        self._line([interval, code, data])

    def _line(self, row: object) -> None:
        if not self._is_open:
            return
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            if os.write(self._file, line) != len(line):
                raise OSError(0, "not all of it could be written")
        except OSError as error:
            self._is_open = False
            self.error = f"{_shown(self._path)}: the recording has ended early: {error.strerror}"
            with suppress(OSError):
                os.ftruncate(self._file, self._length)
            os.close(self._file)
        else:
            self._length += len(line)


# Reading


@contextmanager
def opened(path: Path) -> Iterator[tuple[Header, Callable[[], Iterator[Event]]]]:
    """A recording's header, and its events from the beginning, as often as they are asked for.

    A last line that is cut off, as a session leaves it that was killed, is passed over.

    Raises:
        NoInput: it cannot be read.
        BadData: it is no asciicast, or an event is none; says in which line.
    """
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise NoInput(f"{_shown(path)}: cannot read the recording: {why}") from None
    with file:
        try:
            header = _header(file, path)
            start = file.tell() if file.seekable() else None
        except OSError as error:
            raise NoInput(f"{_shown(path)}: cannot read the recording: {error.strerror}") from None

        def events() -> Iterator[Event]:
            if start is not None:
                file.seek(start)
            return _events(file, path, header.version)

        yield header, events


def _header(file: IO[bytes], path: Path) -> Header:
    row = _row(file.readline(_LONGEST_LINE), f"{_shown(path)}: not an asciicast")
    if not isinstance(row, dict) or row.get("version") not in (2, 3):
        raise BadData(f"{_shown(path)}: not an asciicast of version 2 or 3")
    version = int(row["version"])
    terminal = row.get("term") if version == 3 else {"cols": row.get("width"), "rows": row.get("height")}
    columns, rows = (terminal.get("cols"), terminal.get("rows")) if isinstance(terminal, dict) else (None, None)
    if not (_is_size(columns) and _is_size(rows)):
        raise BadData(f"{_shown(path)}: line 1: no terminal of 1 to {_MOST_CELLS} columns and rows")
    title, limit = row.get("title"), row.get("idle_time_limit")
    return Header(
        version,
        columns,
        rows,
        clean_line(title) if isinstance(title, str) else "",
        float(limit) if _is_number(limit) and 0 < limit <= _LONGEST_INTERVAL else None,
    )


def _events(file: IO[bytes], path: Path, version: int) -> Iterator[Event]:
    before, number = 0.0, 1
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if not line.endswith(b"\n") and len(line) < _LONGEST_LINE:
            return  # The session was killed while it was being written.
        if version == 3 and line.startswith(b"#"):
            continue
        where = f"{_shown(path)}: line {number}"
        row = _row(line, where)
        if not (
            isinstance(row, list) and len(row) == 3 and _is_number(row[0])
            and abs(row[0]) <= _LONGEST_INTERVAL and isinstance(row[1], str)
        ):  # fmt: skip
            raise BadData(f"{where}: not an event: [seconds, code, data]")
        if row[1] in (OUTPUT, INPUT, MARKER, RESIZE) and not isinstance(row[2], str):
            raise BadData(f"{where}: the data of an event is text")
        interval = row[0] if version == 3 else row[0] - before
        before = row[0]
        yield Event(max(0.0, float(interval)), row[1], row[2] if isinstance(row[2], str) else "")


def _row(line: bytes, where: str) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadData(f"{where}: not JSON in UTF-8") from None


def _is_size(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST_CELLS


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _shown(path: Path) -> str:
    return clean_line(str(path))
