"""The headline above a screen in big text: what one stands on, in large letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cqtui import notation
from cqtui.compare import headline
from cqtui.model import Fact
from cqtui.sanitize import clean_line
from cqtui.tabular import in_ascii
from cqtui.ui.comparison import ComparisonScreen
from cqtui.ui.explorer import Explorer
from cqtui.ui.large import HEIGHT, large
from cqtui.ui.lines import Piece, fit, rendered
from cqtui.ui.listing import ListingScreen
from cqtui.ui.looks import look

if TYPE_CHECKING:
    from cqtui.vocabulary import Vocabulary

_MARGIN = 2
_TALL = 34
"""Rows of a screen from which on a headline has large letters for the name as well."""


def lines_for(rows: int) -> tuple[int, int]:
    """The lines that a figure and a name take in a headline, on a screen of so many rows."""
    return (HEIGHT, 3) if rows >= _TALL else (HEIGHT, 1)


def height_for(columns: int, rows: int) -> int:
    """The lines of a headline: letters, a name and what it is about, and a blank line below each of the first two;
    none where it would leave too little of the screen."""
    height = sum(lines_for(rows)) + 2 + (rows >= _TALL)
    return height if rows >= height + 8 and columns >= 30 else 0


class Told(NamedTuple):
    """What a headline says: in large letters, and in two lines below them."""

    large: str
    lines: tuple[str, str] = ("", "")


class Headline(Widget, can_focus=False):
    """The lines above a screen."""

    def __init__(self, *, ascii_only: bool) -> None:
        super().__init__()
        self._ascii_only = ascii_only
        self._told = Told("")
        self._lines: list[Piece] = []

    def on_mount(self) -> None:
        self.fit_lines()
        self.call_after_refresh(self.tell)

    def fit_lines(self) -> None:
        """Take lines of the screen, where it has enough."""
        height = height_for(*self.app.size)
        self.styles.height = height
        self.display = height > 0

    def on_resize(self) -> None:
        self._lines = []

    def tell(self) -> None:
        """Say what the screen stands on now."""
        told = self._spelled(told_of(self.screen))
        if told != self._told:
            self._told, self._lines = told, []
            self.refresh()

    def _spelled(self, told: Told) -> Told:
        if not self._ascii_only:
            return told
        first, second = map(in_ascii, told.lines)
        return Told(in_ascii(told.large), (first, second))

    def render_lines(self, crop: Region) -> list[Strip]:
        return rendered(self, crop)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self._lines:
            self._lines = self._laid_out(width - 2 * _MARGIN)
        text, name = self._lines[y] if y < len(self._lines) else ("", "")
        style = look(name, self.app.theme_variables)
        return Strip([Segment(clean_line(fit(f"{' ' * _MARGIN}{text}", width)), style)], width)

    def _laid_out(self, width: int) -> list[Piece]:
        told, rows = self._told, self.app.size.height
        figure, name = lines_for(rows)
        between = [("", "")] * (rows >= _TALL)
        return [
            *self._letters(told.large, width, figure, "headline"),
            ("", ""),
            *self._letters(told.lines[0], width, name, "strong"),
            *between,
            (fit(told.lines[1], width), "caption"),
        ]

    def _letters(self, text: str, width: int, lines: int, name: str) -> list[Piece]:
        """Text in letters as large as fit, in the middle of so many lines."""
        made = large(text, width, lines, ascii_only=self._ascii_only) if text else []
        above = (lines - len(made)) // 2
        return [(row, name) for row in (*[""] * above, *made, *[""] * (lines - len(made) - above))]


def told_of(screen: object) -> Told:
    """What is to be said of what a screen stands on."""
    if isinstance(screen, ComparisonScreen):
        words = screen.explorer.session.index.vocabulary
        verdict, _, why = headline(screen.pane.comparison).partition(": ")
        return Told(_amounts(screen.pane.facts, words, "/"), (verdict, why))
    if isinstance(screen, ListingScreen):
        listing = cast("ListingScreen[object]", screen)
        entry = listing.pane.at_cursor
        words = screen.explorer.session.index.vocabulary
        sign = "≠" if screen.LISTING == "conflicts" else "→"
        if entry is None:
            return Told("")
        facts = listing.figures(entry)
        return Told(_amounts(facts, words, sign), (_who(facts[0], words), _what(facts[0], words)))
    return _of_explorer(screen) if isinstance(screen, Explorer) else Told("")


def _of_explorer(explorer: Explorer) -> Told:
    words, fact = explorer.session.index.vocabulary, explorer.figure
    if explorer.view.pane == "companies":
        entity = explorer.companies.at_cursor
        count = explorer.companies.figures_at_cursor
        return Told("") if entity is None else Told(f"{count:,}", (entity.name, "figures"))
    if explorer.view.pane == "metrics":
        measure, pane = explorer.metrics.at_cursor, explorer.metrics
        return Told("") if measure is None else Told(
            f"{pane.figures_at_cursor:,}", (words.measure_label(measure.metric, measure.item or None), "figures")
        )  # fmt: skip
    return Told("") if fact is None else Told(_amount(fact, words), (_who(fact, words), _what(fact, words)))


def _amounts(facts: Sequence[Fact], words: Vocabulary, sign: str) -> str:
    """The first two figures, or what there is, beside each other."""
    return f" {sign} ".join(_amount(fact, words) for fact in facts[:2])


def _amount(fact: Fact, words: Vocabulary) -> str:
    return notation.amount(fact, words)


def _who(fact: Fact, words: Vocabulary) -> str:
    return words.entity(fact.entity).name


def _what(fact: Fact, words: Vocabulary) -> str:
    status = "" if fact.status == "actual" else f" · {fact.status}"
    return f"{words.measure(fact)} · {notation.period(fact.period)}{status}"
