"""The explorer's first screen as it was painted last time, shown while the program is still being loaded.

It is kept beside the index, by all that decides how it looks: the store's content, the command line,
the size and kind of the terminal. What the program then paints itself replaces what differs. Until the
program has taken the terminal over, what is typed waits, and whatever ends it puts the terminal back.
"""

from __future__ import annotations

import os
import sys

from cqtui import folders
from cqtui.index import keeping
from cqtui.lookup.line import Declined, store_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_TERMINAL = 2
"""What Textual writes to: the standard error."""
_KEPT = 4
"""Screens that are kept of each store: of several sizes, themes, command lines."""
_DECIDING = (
    "TERM", "TERM_PROGRAM", "LANG", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "PYTHONIOENCODING",
    "PYTHONUTF8",
)  # fmt: skip
_DECIDING_BEGIN = ("CQTUI_", "TEXTUAL", "LC_")
"""What of the environment decides how the screen looks: these variables, and those that begin so."""


class Launch:
    """The place of one first screen among those that are kept, and the lines that are on the terminal from there."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.lines: list[str] = []
        """What is on the terminal already, row by row, as the program writes a whole row; nothing where it is bare."""
        self.attributes: list[Any] | None = None
        """The settings of the terminal's line before it was touched, as `termios` gives them."""

    @property
    def is_shown(self) -> bool:
        """Whether the screen is on the terminal, and nobody but this has touched it."""
        return self.attributes is not None

    def show(self) -> None:
        """Put the kept screen on the terminal, if there is one."""
        try:
            with open(self._file, encoding="utf-8", newline="\n") as file:
                written, *lines = file.read().split("\n")
        except (OSError, ValueError):
            return
        import signal
        import termios

        try:
            before = termios.tcgetattr(0)
            waiting = termios.tcgetattr(0)
            # As Textual sets it: who sees the screen presses keys of the explorer, which wait for it.
            waiting[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
            waiting[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
            termios.tcsetattr(0, termios.TCSANOW, waiting)
        except termios.error:
            return
        self.attributes, self.lines = before, lines
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end_by)
        _write(f"\x1b[?1049h\x1b[?25l{written}")

    def taken(self) -> None:
        """The program has the terminal now, and puts it back itself."""
        self.attributes = None

    def end(self) -> None:
        """Put the terminal back, if nobody has taken it over."""
        if self.attributes is not None:
            import termios

            _write("\x1b[?1049l\x1b[?25h")
            try:
                termios.tcsetattr(0, termios.TCSANOW, self.attributes)
            except termios.error:  # It is gone.
                pass
            self.attributes = None

    def _end_by(self, number: int, _: object) -> None:
        self.end()
        os._exit(128 + number)

    def keep(self, written: str, lines: Sequence[str]) -> None:
        """Keep a screen for the next time: what to write for it, and its `lines`. A folder that cannot be written
        keeps none."""
        folder, name = os.path.split(self._file)
        store, _, _ = name.partition("-")
        try:
            keeping.put(self._file, "\n".join((written, *lines)).encode())
            kept = [one for one in os.scandir(folder) if one.name.startswith(f"{store}-")]
            for old in sorted(kept, key=lambda one: one.stat().st_mtime_ns)[:-_KEPT]:
                os.unlink(old.path)
        except (OSError, ValueError):
            pass


def launch(words: Sequence[str]) -> Launch | None:
    """The first screen of the explorer that the command line `words` opens here, shown if it is kept.

    None where there is no terminal to open it on.
    """
    if "_ARGCOMPLETE" in os.environ or os.environ.get("TERM", "") in ("", "dumb"):
        return None
    if not all(map(os.isatty, (0, 1, _TERMINAL))) or sys.stderr is None or sys.stderr.encoding != "utf-8":
        return None
    try:
        store = store_of(_named_store(words))
        seen = keeping.fingerprint(store)
        size = os.get_terminal_size(1)
        words_given = os.fsencode("\0".join(words))
    except (Declined, OSError, ValueError):
        return None
    if seen is None:
        return None
    about = [f"{name}={value}" for name, value in sorted(os.environ.items()) if _decides(name)]
    about += [seen, str(tuple(size)), _stamp(folders.config_file()), str("SSH_CONNECTION" in os.environ)]
    key = keeping.digest(words_given, os.fsencode("\0".join(about)))
    place = keeping.place(store, folders.index_folder())
    found = Launch(f"{place.removesuffix('.sqlite')}-{key}.screen")
    found.show()
    return found


def _decides(name: str) -> bool:
    return name in _DECIDING or name.startswith(_DECIDING_BEGIN)


def _named_store(words: Sequence[str]) -> str | None:
    """The store that the option `--store` names; None where it is not given."""
    named = None
    for at, word in enumerate(words):
        flag, given, value = word.partition("=")
        if flag == "--store":
            named = value if given else next(iter(words[at + 1 :]), "")
    return named


def _stamp(file: str) -> str:
    """What tells whether a file has changed; "" where there is none."""
    try:
        about = os.stat(file)
    except OSError:
        return ""
    return f"{about.st_mtime_ns}:{about.st_size}"


def _write(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        while data:
            data = data[os.write(_TERMINAL, data) :]
    except OSError:  # It is gone; whoever reads from it next is told so.
        pass
