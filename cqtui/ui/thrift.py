"""Output with fewer bytes: a style is sent as what it changes of the one before.

Textual resets every stretch of text and sets all of its style anew, background included, which makes
half of what goes over the wire. It also leaves the terminal to know how wide each character is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from cqtui.sanitize import are_within, edges

_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_MOVE = re.compile(r"(?:\x1b\[[0-9;]*[A-HfG])*")
"""Movements of the cursor, which no style matters to."""
_BLANK = re.compile(r"(?:\x1b\[[0-9;]*[A-HfG]| )*")
"""Blanks, which show their paper alone."""
_SEEN_ON_BLANKS = frozenset("479")
"""Underlined, reversed, struck out."""
_ELSEWHERE = re.compile(r"\x1b(?:\[\?10(?:47|48|49)[hl]|\[!p|\[u|[8c])")
"""What brings back another style, behind our back: the alternate screen, a cursor that was saved, a reset."""
_ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
"""Bold, dim, italic, underlined and so on: the number that sets each, and the one that ends it."""


class Style(NamedTuple):
    """What a terminal writes with: colours as the numbers that set them ("38;5;73"; "" the terminal's own)."""

    ink: str = ""
    paper: str = ""
    attributes: frozenset[str] = frozenset()


class Thrift:
    """Rewrites what is sent to one terminal, piece by piece, so that it looks the same."""

    def __init__(self) -> None:
        self._wanted: Style | None = None
        self._sent: Style | None = None
        """What is to be written with, and what the terminal would write with; None where that is not known."""
        self._set: dict[tuple[Style, str], Style | None] = {}
        self._changes: dict[tuple[Style | None, Style], str] = {}

    def rewritten(self, text: str) -> str:
        """What to send instead of `text`. The style that it ends in may be sent only with what comes next."""
        return "".join(self._rewritten(text))

    def _rewritten(self, text: str) -> Iterator[str]:
        pieces = _STYLE.split(text)
        for at, piece in enumerate(pieces):
            if at % 2:
                yield from self._take(piece)
            elif piece:
                if self._matters(piece):
                    assert self._wanted is not None
                    yield self._change(self._wanted)
                    self._sent = self._wanted
                yield piece
                if _ELSEWHERE.search(piece):
                    self._wanted = self._sent = None

    def _matters(self, text: str) -> bool:
        """Whether it can be seen on `text` that the terminal would write with another style than is wanted."""
        wanted, sent = self._wanted, self._sent
        if wanted is None or wanted == sent or _MOVE.fullmatch(text):
            return False
        if sent is None or wanted.paper != sent.paper or (wanted.attributes | sent.attributes) & _SEEN_ON_BLANKS:
            return True
        return not _BLANK.fullmatch(text)

    def _take(self, numbers: str) -> Iterator[str]:
        """Note a style that is wanted; one that is not understood is sent as it is."""
        before = Style() if numbers.partition(";")[0] in ("", "0") else self._wanted
        wanted = None
        if before is not None:
            known = (before, numbers)
            if known not in self._set:
                self._set[known] = _with(before, numbers)
            wanted = self._set[known]
        if wanted is None:
            if self._wanted is not None and self._wanted != self._sent:
                yield self._change(self._wanted)
            yield f"\x1b[{numbers}m"
            self._sent = None
        self._wanted = wanted

    def _change(self, wanted: Style) -> str:
        """The shortest that makes the terminal write with this style."""
        change = self._changes.get((self._sent, wanted))
        if change is None:
            change = self._changes[self._sent, wanted] = _change(self._sent, wanted)
        return change


def _with(style: Style, numbers: str) -> Style | None:
    """`style` after these numbers have been sent; None where one of them is not understood."""
    ink, paper, attributes = style
    left = iter(numbers.split(";"))
    for number in left:
        if number in ("", "0"):
            ink, paper, attributes = Style()
        elif number in _ENDS:
            attributes |= {number}
        elif number in ("38", "48"):
            kind = next(left, "")
            rest = [next(left, "") for _ in range({"5": 1, "2": 3}.get(kind, 0))]
            if not rest or "" in rest:
                return None
            colour = ";".join((number, kind, *rest))
            ink, paper = (colour, paper) if number == "38" else (ink, colour)
        elif number == "39":
            ink = ""
        elif number == "49":
            paper = ""
        elif number.isdigit() and (30 <= int(number) <= 37 or 90 <= int(number) <= 97):
            ink = number
        elif number.isdigit() and (40 <= int(number) <= 47 or 100 <= int(number) <= 107):
            paper = number
        else:
            return None
    return Style(ink, paper, attributes)


def _change(sent: Style | None, wanted: Style) -> str:
    anew = ["0", *sorted(wanted.attributes), *filter(None, (wanted.ink, wanted.paper))]
    if sent is None:
        return f"\x1b[{';'.join(anew)}m"
    # One number ends both bold and dim, so what is to stay of the two is set again.
    changed = sorted({_ENDS[one] for one in sent.attributes - wanted.attributes})
    kept = sent.attributes - ({"1", "2"} if "22" in changed else set())
    changed += sorted(wanted.attributes - kept)
    if sent.ink != wanted.ink:
        changed.append(wanted.ink or "39")
    if sent.paper != wanted.paper:
        changed.append(wanted.paper or "49")
    return f"\x1b[{min(';'.join(changed), ';'.join(anew), key=len)}m"


_UNDISPUTED = (
    "\x20-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2319"
    "\u2400-\u2426\u2500-\u25fc\u2800-\u28ff\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff9d\ufffd-\ufffd"
)
"""From which to which character stand those of scripts and signs that terminals all give the same width."""


_EDGES = edges(_UNDISPUTED)


@cache
def _disputed() -> re.Pattern[str]:
    """Characters whose width is disputed, with the one they stand on. Takes long to make, and few screens need it."""
    return re.compile(f".?[^{_UNDISPUTED}]+")


def written(strip: Strip, x: int, y: int, console: Console) -> str:
    """What writes `strip` where the cursor is, column `x` of line `y` from 0, each of it where it belongs.

    Behind what a terminal may take to be wider or narrower (flags, skin tones, marks, Jamo) it is told where to
    go on; what a narrower one leaves uncovered has been blanked before.
    """
    if are_within(_EDGES, strip.text):
        return strip.render(console)
    made: list[str] = []
    for text, style, control in strip:
        end = 0
        for found in _disputed().finditer(text):
            before, disputed = text[end : found.start()], found[0]
            end, width = found.end(), cell_len(disputed)
            x += cell_len(before)
            made += (
                Strip([Segment(before, style), Segment(" " * width, style)]).render(console),
                _to(x, y),
                Strip([Segment(disputed, style)]).render(console),
            )
            x += width
            made.append(_to(x, y))
        made.append(Strip([Segment(text[end:], style, control)]).render(console))
        x += cell_len(text[end:])
    return "".join(made)


def _to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


class Spans(ChopsUpdate):
    """What has changed on a screen, and no more: Textual writes each stretch from its widget's left edge on."""

    def render_segments(self, console: Console) -> str:
        made: list[str] = []
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                first, last = max(x, left), min(end, right)
                if strip is not None and first < last:
                    made += _to(first, y), written(strip.crop(first - x, last - x), first, y, console)
        return "".join(made)


class Rows(LayoutUpdate):
    """A whole screen, of which some rows may be on the terminal already and are not written."""

    def __init__(self, update: LayoutUpdate, there: Sequence[str]) -> None:
        super().__init__(update.strips, update.region)
        self._there = there
        self.rows: list[str] = []
        """Each row as it is written, once this has been rendered."""

    def render_segments(self, console: Console) -> str:
        self.rows = [written(Strip.join(strips), 0, y, console) for y, strips in enumerate(self.strips)]
        there = self._there if len(self._there) == len(self.rows) else [""] * len(self.rows)
        return placed((y, row) for y, row in enumerate(self.rows) if row != there[y])


def placed(rows: Iterable[tuple[int, str]]) -> str:
    """What writes whole rows of the screen, each given by its number from 0."""
    return "".join(_to(0, y) + row for y, row in rows)


class Whole(LayoutUpdate):
    """A whole screen."""

    def render_segments(self, console: Console) -> str:
        x = self.region.x
        return "".join(
            _to(x, y) + written(Strip.join(line), x, y, console) for y, line in enumerate(self.strips, self.region.y)
        )
