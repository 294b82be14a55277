"""A surface of braille dots, two across and four down in each cell, with signs laid over them.

In ASCII a cell says what sort of line runs through it, not where in the cell it runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

ACROSS, DOWN = 2, 4
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
Line = Literal["link", "range", "goal", "level"]
"""What a dot belongs to; where several share a cell, the later in this order names it."""
_RANK = {"link": 0, "range": 1, "goal": 2, "level": 3}
_IN_ASCII: Mapping[Line, str] = {"link": ".", "range": "|", "goal": "-", "level": "="}


class Cell(NamedTuple):
    text: str
    style: str


class Dots:
    """`width` × `height` cells. Dots and signs outside are passed over."""

    def __init__(self, width: int, height: int, *, ascii: bool = False) -> None:
        self.width, self.height, self._ascii = width, height, ascii
        self._bits: dict[tuple[int, int], int] = {}
        self._lines: dict[tuple[int, int], tuple[Line, str]] = {}
        self._signs: dict[tuple[int, int], Cell] = {}

    def dot(self, x: int, y: int, line: Line, style: str) -> None:
        """Set a dot, counted from the top left."""
        cell = x // ACROSS, y // DOWN
        if 0 <= cell[0] < self.width and 0 <= cell[1] < self.height:
            self._bits[cell] = self._bits.get(cell, 0) | _BITS[x % ACROSS][y % DOWN]
            if cell not in self._lines or _RANK[line] >= _RANK[self._lines[cell][0]]:
                self._lines[cell] = line, style

    def across(self, left: int, right: int, y: int, line: Line, style: str, every: int = 1) -> None:
        """Dots from `left` to `right`, both ends set, one in `every` between."""
        for x in range(left, right + 1):
            if (x - left) % every == 0 or x == right:
                self.dot(x, y, line, style)

    def between(self, start: tuple[int, int], end: tuple[int, int], line: Line, style: str, every: int) -> None:
        """Dots on the straight way from `start` to `end`, one in `every`."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
        for step in range(0, steps, every):
            share = step / steps
            self.dot(
                round(start[0] + share * (end[0] - start[0])),
                round(start[1] + share * (end[1] - start[1])),
                line,
                style,
            )

    def sign(self, x: int, y: int, text: str, style: str) -> bool:
        """Lay a sign of one cell over cell `x`, `y`; whether it is inside."""
        inside = 0 <= x < self.width and 0 <= y < self.height
        if inside:
            self._signs[x, y] = Cell(text, style)
        return inside

    def is_free(self, x: int, y: int) -> bool:
        """Whether a cell is inside and has no sign."""
        return 0 <= x < self.width and 0 <= y < self.height and (x, y) not in self._signs

    def has_dots(self, x: int, y: int) -> bool:
        return (x, y) in self._bits

    def row(self, y: int) -> list[Cell]:
        """The cells of row `y`; blank ones are blanks."""
        return [self._cell((x, y)) for x in range(self.width)]

    def _cell(self, at: tuple[int, int]) -> Cell:
        if at in self._signs:
            return self._signs[at]
        if at not in self._bits:
            return Cell(" ", "")
        line, style = self._lines[at]
        return Cell(_IN_ASCII[line] if self._ascii else chr(0x2800 + self._bits[at]), style)
