"""Textual's driver for Unix terminals, made to outlive what a terminal can send and to let go at once.

Each class here stands against one way in which Textual 8.2.8 dies, hangs or dawdles; the tests in
`tests/test_terminal.py` show each.
"""

from __future__ import annotations

import os
import re
import select
from codecs import getincrementaldecoder
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from cqtui.launching import Launch
from cqtui.ui.thrift import Thrift

if TYPE_CHECKING:
    from cqtui.cast import Recorder

MOST_COLUMNS, MOST_LINES = 1000, 500
"""What is painted of a screen that says it is larger, as one of 65,535 by 65,535 may: nobody could read it."""
_TICK = 0.1
"""Seconds between looks at whether an escape character was the escape key."""
_ALTERNATE_SCREEN = "\x1b[?1049h"
_SEQUENCES = re.compile("(?=\x1b)")
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after text that is pasted."""


class Pastes:
    """Finds what is pasted in what a terminal sends, and takes the escapes from it.

    To Textual's parser an escape character ends a paste, and all that follows it would be keys that are pressed.
    """

    def __init__(self) -> None:
        self._inside = False
        self._kept = ""
        """Inside a paste, the end of what was sent, where the paste's end may begin; outside, a copy of it."""

    def disarmed(self, text: str) -> str:
        """`text` as it is to be parsed. Of a paste, an end that has come in part is kept for the next call."""
        made = []
        before, text = 0 if self._inside else len(self._kept), self._kept + text
        while (at := text.find(_PASTED if self._inside else _PASTE)) >= 0:
            made.append(self._passed(text[:at], before) + text[at : at + len(_PASTE)][max(0, before - at) :])
            before, text, self._inside = 0, text[at + len(_PASTE) :], not self._inside
        self._kept = _begun(text, _PASTED if self._inside else _PASTE)
        if self._inside:
            text = text[: len(text) - len(self._kept)]
        return "".join(made) + self._passed(text, before)

    def _passed(self, text: str, before: int) -> str:
        return text.replace("\x1b", "␛") if self._inside else text[before:]


def _begun(text: str, mark: str) -> str:
    """The longest end of `text` with which `mark` begins."""
    return next((mark[:size] for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), "")


class Input:
    """What was typed, read from bytes that need not be UTF-8 and sequences that need not make sense.

    Textual's own parser stops for good at a key code beyond Unicode (`ESC [ 1114112 u`), and its reader
    at the first byte that is not UTF-8.
    """

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._parser = XTermParser()
        self._pastes = Pastes()

    def feed(self, data: bytes) -> Iterator[Message]:
        # Enter that is typed before the program has taken the terminal over comes as a line feed.
        typed = self._pastes.disarmed(self._decoder.decode(data).replace("\n", "\r"))
        for piece in _SEQUENCES.split(typed):
            if piece:
                yield from self._parsed(piece)

    def tick(self) -> Iterator[Message]:
        """What time alone decides: a lone escape character was the key."""
        yield from self._kept(self._parser.tick())

    def _parsed(self, piece: str) -> Iterator[Message]:
        yield from self._kept(self._parser.feed(piece))

    def _kept(self, messages: Any) -> Iterator[Message]:
        parser = self._parser
        try:
            for message in messages:
                if isinstance(message, events.Resize):
                    yield _bounded(message)
                elif not (isinstance(message, events.Key) and _is_surrogate(message.character)):
                    yield message
        except (ValueError, ArithmeticError, StopIteration, RuntimeError):
            # A generator that has raised is spent; the next sequence needs a new one.
            if self._parser is parser:
                self._parser = XTermParser()


def _bounded(resize: events.Resize) -> events.Resize:
    """A terminal's own word on its size, of which only the kernel's is true by itself."""
    columns, lines = (
        max(1, min(given, most)) for given, most in zip(resize.size, (MOST_COLUMNS, MOST_LINES), strict=True)
    )
    if (columns, lines) == resize.size:
        return resize
    return events.Resize.from_dimensions((columns, lines), resize.pixel_size)


def _is_surrogate(character: str | None) -> bool:
    return character is not None and any("\ud800" <= one <= "\udfff" for one in character)


class _Output:
    """The terminal to write to, which may be gone: Textual's writer would die of that, and its queue fill up."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError:
            self._let_go()

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            self._let_go()

    def fileno(self) -> int:
        return int(self._file.fileno())

    def _let_go(self) -> None:
        """Send what is still to come nowhere, or Python fails on it at its end."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


class Driver(LinuxDriver):
    """Reads with `Input`, tells the app when the terminal is gone, and quits without a wait."""

    def __init__(self, app: Any, **settings: Any) -> None:
        super().__init__(app, **settings)
        self._file = _Output(self._file)  # type: ignore[assignment]
        self._thrift = Thrift()
        self._recorder: Recorder | None = app.recorder
        self._wake: tuple[int, int] | None = None
        self._launch: Launch | None = app.launch
        self._asked: float | None = None
        """When the terminal was asked what it can do; None once it has answered."""

    def _get_terminal_size(self) -> tuple[int, int]:
        columns, lines = super()._get_terminal_size()
        return min(columns, MOST_COLUMNS), min(lines, MOST_LINES)

    def start_application_mode(self) -> None:
        self._wake = os.pipe()
        self._asked = monotonic()
        before = self._launch.attributes if self._launch else None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._launch and before:
            self.attrs_before = before
            self._launch.taken()
        self._launch = None

    def write(self, data: str) -> None:
        if data == _ALTERNATE_SCREEN and self._launch and self._launch.is_shown:
            return  # There it is already, and some terminals would wipe it.
        sent = self._thrift.rewritten(data)
        if self._recorder is not None:
            self._recorder.output(sent)
        super().write(sent)

    def disable_input(self) -> None:
        """Textual's reader looks every 0.1 s whether it is to end; ours is woken."""
        if self._wake is not None:
            os.write(self._wake[1], b"!")
        super().disable_input()
        if self._wake is not None:
            for end in self._wake:
                os.close(end)
            self._wake = None

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        assert self._wake is not None
        read, wake = Input(), self._wake[0]
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, wake], [], [], _TICK)
            if wake in ready:
                return
            if ready:
                try:
                    data = os.read(self.fileno, 4096)
                except OSError:
                    data = b""
                if not data:  # Hung up: there is nobody left to show anything to.
                    self._loop.call_soon_threadsafe(self._app.hang_up)  # type: ignore[attr-defined]
                    return
                if self._recorder is not None:
                    self._loop.call_soon_threadsafe(self._recorder.typed, data.decode("utf-8", "replace"))
                self._process(read.feed(data))
            self._process(read.tick())

    def _process(self, messages: Iterator[Message]) -> None:
        for message in messages:
            if self._asked is not None and isinstance(message, TerminalSupportsSynchronizedOutput):
                took, self._asked = monotonic() - self._asked, None
                self._loop.call_soon_threadsafe(self._app.link_took, took)  # type: ignore[attr-defined]
            self.process_message(message)
