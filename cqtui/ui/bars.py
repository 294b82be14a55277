"""The line above the panes and the line below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from cqtui.tabular import in_ascii
from cqtui.ui.lines import Piece, ascii_cells, fit, joined, on_one_line, rendered
from cqtui.ui.looks import look

_NAMES = {"strong": "name"}
"""Sorts that look otherwise in a bar."""


def alongside(screen: Screen[Any]) -> list[Widget]:
    """What a screen has beside its own, where somebody presents."""
    stage = getattr(screen.app, "stage", None)
    return stage.strips() if stage else []


class Bar(Widget, can_focus=False):
    """One line of text: pieces from the left, others flush right; what does not fit is left out."""

    ascii_only = False
    dimmed = lit = False
    """Whether the spotlight is on something else, or on this line."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._left: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def show(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        return rendered(self, crop)

    def render_line(self, y: int) -> Strip:
        del y
        width = self.size.width
        flush = self._spelled(self._right)
        right = self._cut(flush, min(sum(cell_len(text) for text, _ in flush), width))
        used = sum(cell_len(text) for text, _ in right)
        left = self._cut(self._spelled(self._left), width - used)
        gap = width - used - sum(cell_len(text) for text, _ in left)
        segments = [self._segment(*piece) for piece in (*left, (" " * gap, "text"), *right)]
        return Strip(joined(segments), width)

    def _spelled(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        cleaned = [(on_one_line(text), style) for text, style in pieces]
        return [(in_ascii(text), style) for text, style in cleaned] if self.ascii_only else cleaned

    @staticmethod
    def _cut(pieces: Sequence[Piece], room: int) -> list[Piece]:
        kept: list[Piece] = []
        for text, style in pieces:
            cells = cell_len(text)
            if cells > room:
                if room > 1:
                    kept.append((fit(text, room), style))
                break
            kept.append((text, style))
            room -= cells
        return kept

    def _segment(self, text: str, name: str) -> Segment:
        if self.ascii_only and not text.isascii():
            text = ascii_cells(text)
        name = _NAMES.get(name, name)
        return Segment(text, look(name, self.app.theme_variables, ground="panel", dimmed=self.dimmed))

    def repaint(self) -> None:
        """Paint again, after something other than the text has changed."""
        self.refresh()
