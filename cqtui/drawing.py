"""What a stream of terminal output may do: draw, and nothing else.

Text, colours, movements of the cursor and erasing pass. What would ask the terminal something, change its title or
its clipboard, switch the mouse or the keyboard, print, beep or reset does not, and neither does what nobody knows.
"""

from __future__ import annotations

import re

from cqtui.sanitize import clean

_LONGEST = 4096
"""Characters of a sequence of which the end is still to come; what is longer is none."""
_SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<-?]*)(?P<given>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<string>[\]PX^_])"
    r"|\x1b(?P<middle>[ -/]*)(?P<end>[0-~])"
    r"|(?P<control>[\x00-\x1f\x7f])"
)
_CUT_OFF = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[ -/]*)\Z")
_STRING_END = re.compile(r"\x07|\x1b\\|[\x18\x1a]")
_C1 = {code: f"\x1b{chr(code - 0x40)}" for code in range(0x80, 0xA0)}
"""Eight-bit controls as the seven-bit sequences that they stand for."""
_MOVES = frozenset("ABCDEFGHfdJKLMPX@STmrsu")
"""Ends of sequences that move the cursor, erase, insert, scroll and set colours."""
_LINES = frozenset("78DEM")
"""Escapes that keep the cursor's place, bring it back, and go by lines."""
_SETS = frozenset({("(", "B"), ("(", "0"), (")", "B"), (")", "0")})
"""Character sets: ASCII, and lines of boxes."""
_ANEW = "\x1b[0m\x1b[r\x1b[2J\x1b[H"
"""An empty screen, from the top left."""


class Drawing:
    """One stream, piece by piece. `owns_screen` says whether it may go to the alternate screen and back itself,
    or what it does there is shown on the screen as it is, emptied."""

    def __init__(self, *, owns_screen: bool) -> None:
        self._modes = {"25", "7", "2026"} | ({"1049"} if owns_screen else set())
        self._rest = ""
        self._in_string = False

    def drawn(self, text: str) -> str:
        """What may pass of `text`. A sequence that is cut off waits for its rest."""
        text = self._rest + text.translate(_C1)
        self._rest = ""
        made: list[str] = []
        at = 0
        while at < len(text):
            if self._in_string:
                at = self._after_string(text, at)
                continue
            found = _SEQUENCE.search(text, at)
            cut = _CUT_OFF.search(text, at) if found is None or found["final"] is None else None
            until = min(one.start() for one in (found, cut) if one) if found or cut else len(text)
            made.append(clean(text[at:until]))
            if cut is not None and cut.start() == until:
                self._keep(text[until:])
                break
            if found is None:
                break
            made.append(self._passed(found))
            at = found.end()
        return "".join(made)

    def _keep(self, rest: str) -> None:
        self._rest = rest if len(rest) < _LONGEST else ""

    def _after_string(self, text: str, at: int) -> int:
        """Where what follows a title, a clipboard or the like begins; it ends where it is said to, or never."""
        end = _STRING_END.search(text, at)
        if end is not None:
            self._in_string = False
            return end.end()
        if text.endswith("\x1b"):  # Perhaps the first half of its end.
            self._keep("\x1b")
        return len(text)

    def _passed(self, found: re.Match[str]) -> str:
        if found["string"]:
            self._in_string = True
            return ""
        if found["control"]:
            return found["control"] if found["control"] in "\r\n\t\b" else ""
        if found["final"]:
            return self._controlled(found)
        if found["end"] == "c" and not found["middle"]:
            return _ANEW
        is_known = (not found["middle"] and found["end"] in _LINES) or (found["middle"], found["end"]) in _SETS
        return found.group() if is_known else ""

    def _controlled(self, found: re.Match[str]) -> str:
        private, given, final = found["private"], found["given"], found["final"]
        if found["between"] or len(given) > _LONGEST:
            return ""
        if not private:
            return found.group() if final in _MOVES and (final not in "su" or not given) else ""
        if private != "?" or final not in "hl":
            return ""
        modes = given.split(";")
        if {"47", "1047", "1049"} & set(modes) - self._modes:
            return _ANEW
        return found.group() if set(modes) <= self._modes else ""


END = "\x1b[0m\x1b[r\x1b[?7h\x1b[?25h\x1b[?2026l\x1b(B"
"""Takes back what a drawing may have set."""
