"""A terminal for tests: a program on a pty, with pyte drawing what it writes and answering what it asks.

Nothing reads in the background. Whatever waits (`wait_for`, `settle`, `wait_exit` …) reads and answers
meanwhile, each chunk with the time of its arrival, and draws only when the screen is looked at, so that
drawing does not slow down what is measured.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Self

import pyte
from wcwidth import wcwidth

EXPLORER = (sys.executable, "-m", "cqtui")
WIDE, NARROW = (120, 40), (80, 24)
Start = Callable[..., "Terminal"]
"""What starts the program with these words and waits for its screen."""

PATIENCE = 30.0
"""Seconds until a wait is given up; a busy machine may need many."""

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "delete": "\x1b[3~", "f1": "\x1bOP",
}  # fmt: skip

MOUSE_MODES = (1000, 1002, 1003, 1006, 1015, 1016)
_LEFT_ON = {
    **dict.fromkeys(MOUSE_MODES, "mouse"), 1004: "focus reports", 1049: "alternate screen",
    2004: "bracketed paste", 2026: "synchronized output", 2048: "in-band resize",
}  # fmt: skip
"""Modes that a program turns off again before it ends."""

_CONTROL = re.compile(
    rb"\x1b\[(?P<private>[<=>?]?)(?P<given>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|\x1b[PX^_][^\x1b]*(?:\x1b[^\\][^\x1b]*)*\x1b\\"
)
_CUT_OFF = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_].*)?\Z", re.DOTALL)
"""A control sequence of which the rest is still to come."""


class Gone(AssertionError):
    """What was waited for did not come. Shows the screen as it was."""


class Terminal:
    """`command` running on a terminal of `size` (columns, rows). A context manager: it ends what it started.

    `env` is the whole environment (default: this process's). `typed` is sent before the program has begun.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        typed: str = "",
        answers: bool = True,
    ) -> None:
        self._drawn = pyte.Screen(*size)
        self._stream = pyte.Stream(self._drawn)
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self.answers = answers
        self.chunks: list[tuple[float, bytes]] = []
        """All that was written: when it arrived (`time.perf_counter`), and what."""
        self.modes: dict[int, bool] = {}
        self._kitty = 0
        self._at = 0  # the first chunk that is not drawn yet
        self._to_scan = self._to_draw = b""
        self._closed = False
        self._fd, theirs = os.openpty()
        self._set_size(*size)
        self._before = termios.tcgetattr(self._fd)
        if typed:
            self.send(typed)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            list(command), stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, close_fds=True,
            env=None if env is None else dict(env), start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # Its terminal, or no SIGHUP and SIGWINCH.
        )  # fmt: skip
        os.close(theirs)
        os.set_blocking(self._fd, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.hang_up()

    # What goes in

    def send(self, keys: str | bytes) -> None:
        """Send text as it would be typed, or bytes as they are."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                self.read(0.01)

    def press(self, *names: str) -> None:
        """Press keys by name ("enter", "down"), or by the character they give."""
        self.send("".join(KEYS.get(name, name) for name in names))

    def resize(self, columns: int, rows: int) -> None:
        """Change the size; the kernel sends SIGWINCH."""
        self._draw()
        self._drawn.resize(rows, columns)
        self._set_size(columns, rows)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a window that is closed or a connection that is lost."""
        if not self._closed:
            self._closed = True
            os.close(self._fd)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # What comes out

    def read(self, timeout: float = 0.0) -> bool:
        """Take what has arrived, waiting at most `timeout` seconds for it. Whether anything came."""
        if self._closed:
            time.sleep(timeout)
            return False
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return False
        try:
            chunk = os.read(self._fd, 1 << 16)
        except OSError:  # The program has closed its side.
            chunk = b""
        if not chunk:
            time.sleep(min(timeout, 0.005))
            return False
        self.chunks.append((time.perf_counter(), chunk))
        self._answer(chunk)
        return True

    @property
    def raw(self) -> bytes:
        """Every byte the program has written."""
        return b"".join(chunk for _, chunk in self.chunks)

    @property
    def screen(self) -> list[str]:
        """The lines that are on the screen, without blanks at their ends."""
        self._draw()
        return [line.rstrip() for line in self._drawn.display]

    @property
    def text(self) -> str:
        return "\n".join(self.screen)

    @property
    def cells(self) -> list[list[Any]]:
        """The cells of every line (pyte's `Char`: `data`, `fg`, `bg`, `bold` …)."""
        self._draw()
        columns, rows = self._drawn.columns, self._drawn.lines
        return [[self._drawn.buffer[row][column] for column in range(columns)] for row in range(rows)]

    def styles(self, text: str) -> list[Any]:
        """The cells (pyte's `Char`) of the first place on the screen where `text` stands."""
        for row, line in enumerate(self.screen):
            at = line.find(text)
            if at >= 0:
                return [self._drawn.buffer[row][at + more] for more in range(len(text))]
        raise Gone(f"{text!r} is not on the screen:\n{self.text}")

    def first_shown(self, text: str) -> float | None:
        """When the chunk arrived with which `text` was first on the screen, of those not drawn yet."""
        while self._at < len(self.chunks):
            moment = self.chunks[self._at][0]
            self._draw(self._at + 1)
            if text in "\n".join(self._drawn.display):
                return moment
        return None

    def _draw(self, until: int | None = None) -> None:
        chunks = self.chunks[self._at : until]
        self._at += len(chunks)
        data = self._to_draw + b"".join(chunk for _, chunk in chunks)
        cut = _CUT_OFF.search(data)
        self._to_draw = data[cut.start() :] if cut else b""
        text = self._decoder.decode(_CONTROL.sub(_for_pyte, data[: cut.start()] if cut else data))
        self._stream.feed(text if text.isascii() else "".join(filter(is_drawn, text)))

    def _answer(self, chunk: bytes) -> None:
        """Note the modes that were set, and answer what was asked as a terminal would."""
        data = self._to_scan + chunk
        cut = _CUT_OFF.search(data)
        self._to_scan = data[cut.start() :] if cut else b""
        reply = b"".join(map(self._answer_to, _CONTROL.finditer(data, 0, cut.start() if cut else len(data))))
        if reply and self.answers:
            with suppress(OSError):
                os.write(self._fd, reply)

    def _answer_to(self, found: re.Match[bytes]) -> bytes:
        private, given, between, final = found.group("private", "given", "between", "final")
        if found["osc"] in (b"10;?", b"11;?"):
            return b"\x1b]%b;rgb:2020/2020/2020\x1b\\" % found["osc"][:2]
        if final is None:
            return b""
        if private == b"?" and final in b"hl":
            self.modes |= {int(mode): final == b"h" for mode in given.split(b";") if mode.isdigit()}
        elif final == b"u" and private in (b">", b"<"):
            self._kitty += 1 if private == b">" else -1
        elif between == b"$" and final == b"p":
            return b"\x1b[?%b;%d$y" % (given, 2 if given == b"2026" else 0)
        elif final == b"c" and not private:
            return b"\x1b[?62;22c"
        elif final == b"n" and given == b"5":
            return b"\x1b[0n"
        elif final == b"n" and given == b"6":
            self._draw()
            return b"\x1b[%d;%dR" % (self._drawn.cursor.y + 1, self._drawn.cursor.x + 1)
        return b""

    @property
    def left_on(self) -> list[str]:
        """What a program that has ended has not put back: modes, cursor, keyboard and line settings."""
        left = {name for mode, name in _LEFT_ON.items() if self.modes.get(mode)}
        if self.modes.get(25) is False:
            left.add("hidden cursor")
        if self.modes.get(7) is False:
            left.add("no line wrap")
        if self._kitty > 0:
            left.add("kitty keyboard")
        if not self._closed and termios.tcgetattr(self._fd) != self._before:
            left.add("line settings")
        return sorted(left)

    # Waiting

    def wait_until(self, holds: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        """Read until a condition holds.

        Raises:
            Gone: it does not, in time, or not before the program has ended.
        """
        limit = time.monotonic() + timeout
        while not holds():
            ended = self.process.poll() is not None
            if not self.read(0.02) and (ended or time.monotonic() > limit):
                why = f"ended with {self.process.returncode}" if ended else f"not in {timeout} s"
                raise Gone(f"{what}: {why}. The screen:\n{self.text}")

    def wait_for(self, *texts: str, timeout: float = PATIENCE) -> None:
        """Read until all `texts` are on the screen at once."""
        self.wait_until(lambda: all(map(self.text.__contains__, texts)), f"waiting for {texts}", timeout)

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Read until `text` is no longer on the screen."""
        self.wait_until(lambda: text not in self.text, f"waiting for {text!r} to go", timeout)

    def settle(self, quiet: float = 0.15, timeout: float = PATIENCE) -> None:
        """Read until nothing has come for `quiet` seconds."""
        limit = time.monotonic() + timeout
        while self.read(quiet):
            if time.monotonic() > limit:
                raise Gone(f"the program writes without end. The screen:\n{self.text}")

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """Read until the program has ended; its exit code, negative for a signal."""
        limit = time.monotonic() + timeout
        while self.process.poll() is None:
            if not self.read(0.002) and time.monotonic() > limit:
                raise Gone(f"still runs after {timeout} s. The screen:\n{self.text}")
        while self.read(0):
            pass
        return self.process.returncode

    @property
    def alive(self) -> bool:
        return self.process.poll() is None


@cache
def is_drawn(character: str) -> bool:
    """Whether pyte draws a character. Of what takes no cell and does not combine, such as a variation selector,
    it would drop all that follows."""
    return character < " " or wcwidth(character) > 0 or unicodedata.combining(character) > 0


def _for_pyte(found: re.Match[bytes]) -> bytes:
    """A control sequence if pyte knows its like; it would draw the rest of others."""
    if found["final"] is None or found["private"] in (b"<", b"=", b">") or found["between"]:
        return b""
    return found.group()
