"""A list over the whole store, of entries of several lines each, and the screen it fills.

Entries are laid out as they come in sight, whole ones from the top: a list of thousands costs no more
than one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from cqtui.model import Fact
from cqtui.ui import keys
from cqtui.ui.clipboard import copy
from cqtui.ui.explorer import Explorer, go_to
from cqtui.ui.lines import Line, LinePane
from cqtui.ui.over import Over
from cqtui.view import Listing, View

Entry = TypeVar("Entry")


class ListingPane(LinePane, Generic[Entry]):
    """Entries with a cursor; subclasses lay one out."""

    def __init__(self, id: str, title: str, explorer: Explorer) -> None:
        super().__init__(id, title)
        self.active = True
        self.explorer = explorer
        self.entries: Sequence[Entry] = ()
        self.reason = ""
        """What is said where there is no entry."""
        self.cursor = self.top = 0
        self._laid_out: dict[int, list[Line]] = {}
        self._width = 0

    def lines_of(self, entry: Entry, number: int, width: int) -> list[Line]:
        """The lines of the `number`th entry, from 1."""
        raise NotImplementedError

    def take(self, entries: Sequence[Entry], reason: str) -> None:
        self.entries, self.reason = entries, reason
        self._laid_out.clear()
        self.go(self.cursor)

    @property
    def at_cursor(self) -> Entry | None:
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def go(self, number: int) -> None:
        """Put the cursor on an entry, in sight as a whole if it fits."""
        self.cursor = max(0, min(len(self.entries) - 1, number))
        self.top = min(self.top, self.cursor)
        while (
            self.top < self.cursor and self._height(self.top, self.cursor) > self.inner_height + 1
        ):  # The last line is blank.
            self.top += 1
        self.repaint()

    def page(self, direction: int) -> None:
        """By as many entries as fit, cursor and all."""
        fitting = 1
        while self.top + fitting < len(self.entries) and self._height(self.top, self.top + fitting) <= (
            self.inner_height
        ):
            fitting += 1
        step = max(1, fitting - 1)
        if direction > 0:
            self.top = min(self.top + step, max(0, len(self.entries) - 1))
            self.go(max(self.top, self.cursor + step))
        else:
            self.top = max(0, self.top - step)
            self.go(self.cursor - step)

    def _height(self, first: int, last: int) -> int:
        return sum(len(self._lines(at)) for at in range(first, last + 1))

    def _lines(self, number: int) -> list[Line]:
        if self._width != self.inner_width:
            self._width = self.inner_width
            self._laid_out.clear()
        if number not in self._laid_out:
            if len(self._laid_out) > 500:
                self._laid_out.clear()
            made = self.lines_of(self.entries[number], number + 1, max(20, self._width - 2))
            self._laid_out[number] = [*made, ()]
        return self._laid_out[number]

    def _at(self, y: int) -> tuple[int, int] | None:
        """The entry on line `y` and which of its lines that is."""
        for number in range(self.top, len(self.entries)):
            lines = len(self._lines(number))
            if y < lines:
                return number, y
            y -= lines
        return None

    def line(self, y: int, width: int) -> Line:
        del width
        if not self.entries:
            return [(f" {self.spelled(self.reason)}", "dim")] if y == 0 else ()
        found = self._at(y)
        if found is None:
            return ()
        number, at = found
        mark = "▶" if number == self.cursor and at == 0 else " "
        return [(mark, "chosen"), *self._lines(number)[at]]

    def line_style(self, y: int) -> str:
        found = self._at(y) if self.entries else None
        return "cursor" if found is not None and found == (self.cursor, 0) else ""

    def on_resize(self) -> None:
        super().on_resize()
        if self.entries:
            self.go(self.cursor)


class ListingScreen(Over, Generic[Entry]):
    """Conflicts or targets. Each entry is about one figure or two."""

    pane: ListingPane[Entry]
    LISTING: ClassVar[Listing]
    NOTHING: ClassVar[str]
    """What is said where there is none: without its end."""

    def __init__(self, explorer: Explorer, pane: ListingPane[Entry]) -> None:
        super().__init__(explorer, pane)
        self.pane = pane
        self._in_view = False

    def on_mount(self) -> None:
        self.explorer.cover(listing=self.LISTING)
        self.pane.reason = "Looking through the store …"
        self._in_view = self.explorer.overview.in_view = self.explorer.overview.in_view or self.explorer.view.in_view
        self._to_find = self.explorer.view.entry
        """The figures of the entry to begin at."""
        self.pane.cursor = self.explorer.overview.at.get(self.PLACE, 0)
        self.seek()

    # What subclasses say

    def seek(self) -> None:
        """Ask for the entries; `show_entries` when they are there."""
        raise NotImplementedError

    def found(self) -> tuple[Sequence[Entry], str]:
        """All entries, or why there are none."""
        raise NotImplementedError

    def only_in(self, view: View, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Those about a figure that matches the view."""
        raise NotImplementedError

    def figures(self, entry: Entry) -> Sequence[Fact]:
        """The figures that an entry is about."""
        raise NotImplementedError

    def summary(self, entries: Sequence[Entry]) -> str:
        """What the frame says of them all."""
        raise NotImplementedError

    # The entries

    def show_entries(self) -> None:
        entries, error = self.found()
        if not self.is_attached:
            return
        view = self.explorer.view
        if self._in_view and view.is_filtered:
            entries = self.only_in(view, entries)
            self.pane.info = f"{self.summary(entries)}   in view"
        else:
            self.pane.info = self.summary(entries)
        self._stand_at(entries)
        self.pane.take(entries, error or f"{self.NOTHING}{' in view.' if self._in_view else '.'}")
        self.pane.repaint()
        self.show_bars()

    def _stand_at(self, entries: Sequence[Entry]) -> None:
        """Put the cursor where the link or the step back that led here stood."""
        wanted, self._to_find = set(self._to_find), ()
        found = (at for at, one in enumerate(entries) if {fact.id for fact in self.figures(one)} == wanted)
        if wanted and (at := next(found, None)) is not None:
            self.pane.cursor = at

    def show_bars(self) -> None:
        self.explorer.overview.at[self.PLACE] = self.pane.cursor
        entry = self.pane.at_cursor
        if entry is not None and not self._to_find:
            ids = tuple(fact.id for fact in self.figures(entry))
            self.explorer.cover(entry=ids, in_view=self._in_view)
        super().show_bars()

    def title_line(self) -> str:
        return self.PLACE

    def close(self) -> None:
        self.explorer.cover(listing="", entry=(), in_view=False)
        super().close()

    @property
    def deeds(self) -> dict[str, Callable[[], object]]:
        pane = self.pane
        return {
            "down": lambda: self._go(pane.cursor + 1),
            "up": lambda: self._go(pane.cursor - 1),
            "first": lambda: self._go(0),
            "last": lambda: self._go(len(pane.entries) - 1),
            "page-down": lambda: self._page(1),
            "page-up": lambda: self._page(-1),
            "first-evidence": lambda: self._evidence(0),
            "second-evidence": lambda: self._evidence(1),
            "in-view": self._toggle_view,
            "copy-markdown": self._copy,
        }

    def label(self, action: keys.Action) -> str:
        entry = self.pane.at_cursor
        if action.id == "in-view":
            return ("whole store" if self._in_view else "in view") if self.explorer.view.is_filtered else ""
        if action.id == "back":
            return action.label
        if action.section == "Program":
            return action.label
        if entry is None:
            return ""
        needs_two = action.id in ("second-evidence", "compare-goal", "copy-markdown")
        return "" if needs_two and len(self.figures(entry)) < 2 else action.label

    def _go(self, number: int) -> None:
        self.pane.go(number)
        self.show_bars()

    def _page(self, direction: int) -> None:
        self.pane.page(direction)
        self.show_bars()

    def scroll_by(self, by: int) -> None:
        self._go(self.pane.cursor + (1 if by > 0 else -1))

    def on_line_pane_clicked(self, event: LinePane.Clicked) -> None:
        found = self.pane._at(event.line) if self.pane.entries else None
        if found is not None:
            self._go(found[0])
            if event.again:
                self.compare()

    def _toggle_view(self) -> None:
        if not self.explorer.view.is_filtered:
            self.say("Nothing is filtered: the panes list the whole store.")
            return
        self._in_view = self.explorer.overview.in_view = not self._in_view
        self.pane.cursor = self.pane.top = 0
        self.show_entries()

    def _evidence(self, which: int) -> None:
        entry = self.pane.at_cursor
        figures = self.figures(entry) if entry is not None else ()
        if which < len(figures):
            self.explorer.uncover()
            go_to(self.explorer, "fact", figures[which].id)

    def compare(self) -> None:
        """The figures of the entry side by side, over this list."""
        from cqtui.ui.deeds import side_by_side

        entry = self.pane.at_cursor
        figures = self.figures(entry) if entry is not None else ()
        if len(figures) > 1:
            side_by_side(self.explorer, figures)
        elif figures:
            self.say("There is nothing to compare it with.")

    def _copy(self) -> None:
        from cqtui.bearing import knowledge
        from cqtui.compare import MOST, as_markdown, compare

        entry = self.pane.at_cursor
        facts = self.figures(entry)[:MOST] if entry is not None else ()
        if len(facts) > 1:
            session = self.explorer.session
            known = knowledge(session.index, facts, session.settings.rates)
            copy(self.app, as_markdown(facts, compare(facts, known), known), may_start=not session.read_only)
            self.say("Copied the figures, compared, as Markdown.")


def shown_alone(explorer: Explorer, facts: Sequence[Fact]) -> None:
    """These facts alone in the timeline, the cursor on the first."""
    explorer.uncover()
    clear = explorer.view.uncovered.cleared()
    explorer.go(replace(clear, only=tuple(fact.id for fact in facts), fact=facts[0].id, pane="timeline"))
