"""`cqtui replay`: a recorded session on the terminal, at a pace, to be paused, stepped and gone through by markers."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Literal

from cqtui import cast
from cqtui.cast import Event, Header
from cqtui.commands.asking import Asked, named_file
from cqtui.drawing import END, Drawing
from cqtui.errors import FOUND, INTERRUPTED, NoTerminal
from cqtui.tour.playing import PACES

Command = Literal["pause", "step", "next", "restart", "slower", "faster", "leave"]
KEYS: dict[str, Command] = {
    " ": "pause", "P": "pause", "\x1b[15~": "pause",
    ".": "step", "\x1b[C": "step", "\x1bOC": "step", "\x1b[17~": "step",
    ";": "next", "n": "next", "\x1b[18~": "next",
    "^": "restart", "\x1b[H": "restart", "\x1b[19~": "restart",
    "(": "slower", "-": "slower", "\x1bOQ": "slower", "\x1b[12~": "slower",
    ")": "faster", "+": "faster", "\x1bOR": "faster", "\x1b[13~": "faster",
    "q": "leave", "\x03": "leave", "\x11": "leave", "\x04": "leave", "": "leave",
}  # fmt: skip
"""What a key does, by what a terminal sends for it: the keys of a tour, and those of other players."""
_NOTHING = 1e-6
"""Seconds that nobody waits for."""
_AT_ONCE = 0.02
"""Seconds within which what is drawn counts as one picture."""
_SCREEN, _BACK = "\x1b[?1049h\x1b[2J\x1b[H", "\x1b[?1049l"

Goal = Literal["", "next picture", "next marker"]
"""What is gone to without a wait."""
Key = Callable[[float | None], str | None]
"""The next key, waited for so many seconds at most (None: for ever): what was sent, "" at the end of the input,
None where there was none."""


def replay(asked: Asked) -> int:
    """Plays a recording on the terminal; the exit code."""
    path: Path = named_file(asked.option("file"), "replay")
    with cast.opened(path) as (header, events):
        asked.need_terminal("a replay", f"'head -1 {path}' shows what was recorded")
        _check_size(path, header)
        limit = asked.option("idle_limit", header.idle_limit)
        with _terminal() as (key, write):
            player = Player(key, write, pace=asked.option("pace", 1.0), limit=limit)
            while player.play(events()):
                pass
    return FOUND


class Player:
    """Writes what was recorded, when it is due."""

    def __init__(
        self, key: Key, write: Callable[[str], None], *, pace: float = 1.0, limit: float | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        self._key, self._write, self._clock = key, write, clock
        self.pace, self._limit = pace, limit
        self.is_paused = False
        self._to: Goal = ""

    def play(self, events: Iterator[Event]) -> bool:
        """Play these from the beginning, and stand still at the end. Whether to play them again."""
        drawing = Drawing(owns_screen=False)
        self._write(f"{END}\x1b[2J\x1b[H")
        self._to = ""
        for event in events:
            done = self._wait(event)
            if done is not None:
                return done == "restart"
            if event.code == cast.OUTPUT:
                self._write(drawing.drawn(event.data))
            elif event.code == cast.MARKER:
                self._reached("next marker")
        while (done := self._pressed(None)) not in ("leave", "restart"):
            pass
        return done == "restart"

    def _wait(self, event: Event) -> Command | None:
        """Wait until an event is due; what ends the playing before, if anything does."""
        left = event.interval if self._limit is None else min(event.interval, self._limit)
        if left > _AT_ONCE:
            self._reached("next picture")
        while not self._to and (left > _NOTHING or self.is_paused):
            before = self._clock()
            command = self._pressed(None if self.is_paused else left / self.pace)
            left -= 0.0 if self.is_paused else (self._clock() - before) * self.pace
            if command in ("leave", "restart"):
                return command
            self._obey(command)
        return None

    def _reached(self, goal: Goal) -> None:
        if self._to == goal:
            self._to = ""

    def _obey(self, command: Command | None) -> None:
        if command == "pause":
            self.is_paused = not self.is_paused
        elif command == "step":
            self.is_paused, self._to = True, "next picture"
        elif command == "next":
            self._to = "next marker"
        elif command == "faster":
            self.pace = next((one for one in PACES if one > self.pace), self.pace)
        elif command == "slower":
            self.pace = next((one for one in reversed(PACES) if one < self.pace), self.pace)

    def _pressed(self, seconds: float | None) -> Command | None:
        key = self._key(seconds)
        return None if key is None else KEYS.get(key)


def _check_size(path: Path, header: Header) -> None:
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    if columns < header.columns or rows < header.rows:
        raise NoTerminal(
            f"{path} was recorded at {header.columns}x{header.rows}, and this terminal is {columns}x{rows}: enlarge it"
        )


@contextmanager
def _terminal() -> Iterator[tuple[Key, Callable[[str], None]]]:
    """The terminal, for keys to be read one by one and a screen of one's own; as it was, afterwards."""
    import termios
    import tty

    keys, screen = sys.stdin.fileno(), sys.stdout.fileno()

    def write(text: str) -> None:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(screen, data) :]

    def key(seconds: float | None) -> str | None:
        ready, _, _ = select.select([keys], [], [], seconds)
        return os.read(keys, 64).decode("utf-8", "replace") if ready else None

    def leave(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = termios.tcgetattr(keys)
    handled = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        tty.setraw(keys)
        write(_SCREEN)
        yield key, write
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    finally:
        try:
            write(f"{END}{_BACK}")
        finally:
            termios.tcsetattr(keys, termios.TCSADRAIN, before)
            for number, was in handled.items():
                signal.signal(number, was)
