"""The screen of conflicts: figures of the store that contradict each other, the gravest first, both sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding

from cqtui import notation
from cqtui.compare.aspects import LETTERS
from cqtui.compare.conflicts import Conflict
from cqtui.model import Fact
from cqtui.passage import passage
from cqtui.ui import keys, wording
from cqtui.ui.evidence import wrap
from cqtui.ui.explorer import Explorer
from cqtui.ui.lines import Line, Piece, fit
from cqtui.ui.listing import ListingPane, ListingScreen
from cqtui.ui.over import bindings
from cqtui.view import View

_MARGIN = 3
_CONTEXT = 300
"""Characters of a sentence that are shown on either side of its figure."""


class ConflictsPane(ListingPane[Conflict]):
    """A conflict: what it is about, and what each of the two says, in its own sentence."""

    def __init__(self, explorer: Explorer) -> None:
        super().__init__("conflicts", "Conflicts", explorer)

    def lines_of(self, entry: Conflict, number: int, width: int) -> list[Line]:
        lines = [*self._heading(entry, number, width)]
        for letter, fact in zip(LETTERS, entry.facts, strict=False):
            lines += self._figure(letter, fact, width)
        notes = [one.text for one in entry.reasons if one.kind in ("same source", "currency", "conversion")]
        notes += [] if entry.gap is not None else [entry.text]
        for note in dict.fromkeys(notes):
            lines += self._indented([("· ", "dim"), (note, "dim")], width)
        return lines

    def _heading(self, entry: Conflict, number: int, width: int) -> list[Line]:
        words = self.explorer.session.index.vocabulary
        how = self.spelled(entry.clause)
        count = f"{number:,}  "
        room = max(10, width - len(count) - cell_len(how) - 2)
        about = self.spelled(wording.about(entry.a, words, room, _when(entry)))
        return [((count, "dim"), (fit(about, room), "strong"), ("  ", ""), (how, "bad"))]

    def _figure(self, letter: str, fact: Fact, width: int) -> list[Line]:
        index = self.explorer.session.index
        source = index.source(fact.evidence.source)
        cited = wording.printed(fact, source)
        change = f" {notation.change(fact.change)}" if fact.change and fact.value is not None else ""
        status = "" if fact.status == "actual" else f", {fact.status}"
        head: list[Piece] = [
            (f"{letter}  ", "chosen"),
            (notation.full_amount(fact, index.vocabulary) + change, "strong"),
            (f"  {notation.period(fact.period)}{status}  ", ""),
            (cited, "dim"),
        ]
        found = passage(fact, source)
        before, after = found.opening, found.closing
        opening = f"… {before[-_CONTEXT:]}" if len(before) > _CONTEXT else before
        closing = f"{after[:_CONTEXT]} …" if len(after) > _CONTEXT else after
        said: list[Piece] = [
            (opening, ""), (f"[{found.figure}]" if found.figure else "", "figure"), (closing, ""),
        ]  # fmt: skip
        return [*self._indented(head, width), *self._indented(said, width, by=2 * _MARGIN)]

    def _indented(self, pieces: Sequence[Piece], width: int, by: int = _MARGIN) -> list[Line]:
        wrapped = wrap([(self.spelled(text), style) for text, style in pieces], max(10, width - by))
        return [((" " * by, ""), *line) for line in wrapped]


def _when(entry: Conflict) -> str:
    times = dict.fromkeys((notation.period(entry.a.period), notation.period(entry.b.period)))
    return " / ".join(times)


class ConflictsScreen(ListingScreen[Conflict]):
    """Every two figures that contradict each other."""

    PLACE: ClassVar[keys.Place] = "conflicts"
    LISTING = "conflicts"
    BINDINGS: ClassVar[list[Binding]] = bindings("conflicts")  # type: ignore[assignment]
    NOTHING = "No two figures contradict each other"

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer, ConflictsPane(explorer))

    def seek(self) -> None:
        self.explorer.overview.seek_conflicts(self.show_entries)

    def found(self) -> tuple[Sequence[Conflict], str]:
        whole = self.explorer.overview.conflicts
        return (whole.value.all if whole.value else ()), whole.error

    def only_in(self, view: View, entries: Sequence[Conflict]) -> Sequence[Conflict]:
        listed = self.explorer.session.index.contested_ids(view)
        return [one for one in entries if any(fact.id in listed for fact in one.facts)]

    def figures(self, entry: Conflict) -> Sequence[Fact]:
        return entry.facts

    def summary(self, entries: Sequence[Conflict]) -> str:
        return f"{self.pane.cursor + 1 if entries else 0} of {len(entries):,}"

    def show_bars(self) -> None:
        super().show_bars()
        if self.pane.entries:
            mode = "   in view" if self._in_view and self.explorer.view.is_filtered else ""
            self.pane.info = f"{self.pane.cursor + 1:,} of {len(self.pane.entries):,}{mode}"
            self.pane.repaint()

    @property
    def deeds(self) -> dict[str, Callable[[], object]]:
        return {**super().deeds, "compare-conflict": self.compare}
