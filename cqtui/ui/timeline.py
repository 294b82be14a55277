"""The timeline: the list of figures, one row each, with its period drawn on a shared axis.

Rows are fetched from the index in blocks as they come in sight. Where a bar stands in one layout,
columns stand in another and nothing else moves; in the third the rows make room for a plot.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from cqtui import axis as axes
from cqtui import notation
from cqtui.axis import Axis
from cqtui.index.windows import BLOCK, Groups, ListedGroups
from cqtui.model import INTENDED, Fact
from cqtui.ui.lines import CONFLICT, Line, ListPane, Piece, fit, fit_right
from cqtui.ui.plotting import Plotting
from cqtui.view import Group, View
from cqtui.vocabulary import Vocabulary

Fetch = Callable[[int, int, int], Sequence[Fact]]
"""Facts of a group: its key, from which offset, how many."""


class _Columns(NamedTuple):
    """Widths in cells of a row's columns: who, what it notes, its value, and the rest."""

    who: int
    note: int
    value: int
    chart: int

    @classmethod
    def of(cls, width: int, group: Group) -> _Columns:
        value = 12 if width >= 84 else 11 if width >= 70 else 9
        share = 55 if group == "measure" else 35  # Other groups name the measure in every row.
        # Of what a value of ten cells would leave: a wider one takes from the names.
        chart = max(10, (width - 14) * share // 100) if width >= 50 else max(0, width - 38)
        rest = width - chart - value - 4  # the mark, and blanks between the columns
        note = min(14, max(0, rest * 2 // 5)) if rest >= 26 else 0
        return cls(max(0, rest - note), note, value, chart)


class Timeline(ListPane):
    """Groups of facts. A row of the list is a group's heading or a fact."""

    def __init__(self) -> None:
        super().__init__("timeline", "3 Timeline")
        self.view = View()
        self.contested: Container[str] = ()
        """Ids of figures that contradict others."""
        self.vocabulary = Vocabulary()
        self.reasons: Sequence[str] = ()
        """What to say where no figure is listed."""
        self._groups: Groups = ListedGroups()
        self._fetch: Fetch = lambda *_: ()
        self._blocks: dict[tuple[int, int], Sequence[Fact]] = {}
        self._span: tuple[date, date] | None = None
        self._plot: Plotting | None = None

    def show(
        self,
        groups: Groups,
        fetch: Fetch,
        span: tuple[date, date] | None,
    ) -> None:
        """List these groups. `span` is the days that a fitted axis shows."""
        self._groups = groups
        self._fetch = fetch
        self.top = min(self.top, max(0, self.count - 1))
        self._blocks.clear()
        self._span = span
        self._plot = None

    # Rows

    @property
    def count(self) -> int:
        return self._groups.rows

    @property
    def facts(self) -> int:
        """How many facts are listed."""
        return self.count - len(self._groups)

    @property
    def head(self) -> int:
        return 1

    def is_row(self, number: int) -> bool:
        return self._groups.at(number)[1] >= 0

    def empty(self, y: int) -> str:
        return self.reasons[y] if y < len(self.reasons) else ""

    def next_group(self, direction: int) -> bool:
        """Move to the first figure of the next group, or of the one before."""
        if not self.facts:
            return False
        group, offset = self._groups.at(self.cursor)
        wanted = group + direction if direction > 0 or offset == 0 else group
        return self.go(self._groups.row(max(0, min(len(self._groups) - 1, wanted)), 0))

    def row_of(self, key: int, offset: int) -> int:
        """The row of a group's fact."""
        return self._groups.row_of(key, offset)

    def ordinal(self) -> int:
        """Which fact of all the cursor is on, from 1; 0 where none is listed."""
        return self.cursor - self._groups.at(self.cursor)[0] if self.facts else 0

    @property
    def fact(self) -> Fact | None:
        """The fact under the cursor."""
        return self.fact_at(self.cursor) if self.facts else None

    def fact_at(self, number: int) -> Fact | None:
        """The fact on a row; None for a heading."""
        group, offset = self._groups.at(number)
        if offset < 0 or group >= len(self._groups):
            return None
        block = self._block(group, offset // BLOCK)
        return block[offset % BLOCK] if offset % BLOCK < len(block) else None

    def _block(self, group: int, number: int) -> Sequence[Fact]:
        key = self._groups[group].key, number
        if key not in self._blocks:
            self._blocks[key] = self._fetch(key[0], number * BLOCK, BLOCK)
        return self._blocks[key]

    # As a plot

    @property
    def is_plot(self) -> bool:
        return self.view.layout == "plot" and self.facts > 0

    @property
    def plot(self) -> Plotting:
        """The plot of what is listed, standing where the cursor stands."""
        if self._plot is None:
            self._plot = Plotting(self._groups, self._fetch, self._span, self.vocabulary)
        self._plot.stand(self.view, *self._groups.at(self.cursor), self.contested, ascii=self.ascii_only)
        return self._plot

    def _go_to_point(self, place: tuple[int, int] | None) -> bool:
        """Put the cursor on a group's fact, if there is one to go to."""
        return place is not None and self.go(self._groups.row(*place))

    def sideways(self, direction: int) -> bool:
        """In a plot, go to the next level in time, or to the one before; whether there was one."""
        return self.is_plot and self._go_to_point(self.plot.along(direction))

    def move(self, by: int) -> bool:
        """Down by rows; in a plot to what is drawn lower, or to the lane below."""
        return self._go_to_point(self.plot.below(by)) if self.is_plot else super().move(by)

    def next_fact(self, direction: int) -> bool:
        """Move to the next fact of the list, in any layout."""
        return super().move(direction)

    def page(self, direction: int) -> bool:
        if not self.is_plot:
            return super().page(direction)
        return self._go_to_point(self.plot.paged(direction, self.inner_width, self.inner_height))

    def scroll_by(self, by: int) -> None:
        if self.is_plot:
            self._go_to_point(self.plot.next_lane(1 if by > 0 else -1))
        else:
            super().scroll_by(by)

    def row_at(self, line: int, column: int) -> int | None:
        if not self.is_plot:
            return super().row_at(line, column)
        place = self.plot.near(line, column, self.inner_width, self.inner_height)
        return None if place is None else self._groups.row(*place)

    def zoom_to_fact(self) -> tuple[date, date] | None:
        """The zoom of a plot, moved so far that the level at the cursor is in sight."""
        if not self.is_plot or self.view.zoom is None or (day := self.plot.day) is None:
            return self.view.zoom
        start, end = self.view.zoom
        return self.view.zoom if start <= day <= end else axes.around(start, end, day)

    # Painting

    def line(self, y: int, width: int) -> Line:
        if not self.is_plot:
            return super().line(y, width)
        lines = self.plot.picture(width, self.inner_height).lines
        return lines[y] if y < len(lines) else ()

    def line_style(self, y: int) -> str:
        return "" if self.is_plot else super().line_style(y)

    @property
    def axis(self) -> Axis:
        """The time axis as it is drawn now."""
        if self.is_plot and self.inner_width:
            return self.plot.picture(self.inner_width, self.inner_height).axis
        width = _Columns.of(self.inner_width, self.view.group).chart
        if self.view.zoom:
            return Axis(*self.view.zoom, max(1, width))
        return axes.fitted(self._span, width)

    def heading(self, y: int, width: int) -> Line:
        del y
        columns = _Columns.of(width, self.view.group)
        left = self._group_above(width - columns.chart)
        if not self.facts:
            return ()
        if self.view.layout == "columns":
            return [left, (_column_texts(columns.chart, _COLUMN_HEADS), "dim")]
        return [left, (self.axis.labels()[: columns.chart], "dim")]

    def _group_above(self, width: int) -> Piece:
        """The heading of the first group in sight, where it has scrolled off the top."""
        if not self.count or not self.is_row(self.top):
            return (" " * width, "")
        group, _ = self._groups.at(self.top)
        return (fit(f" {self.spelled(self._groups[group].label)}", width - 1) + " ", "section")

    def row(self, number: int, width: int) -> Line:
        group, offset = self._groups.at(number)
        if offset < 0:
            label = self.spelled(self._groups[group].label)
            return [(f" {fit(label, min(width - 2, cell_len(label)))}", "section")]
        fact = self.fact_at(number)
        return [] if fact is None else self._fact_line(fact, width)

    def _fact_line(self, fact: Fact, width: int) -> Line:
        columns = _Columns.of(width, self.view.group)
        rejected = fact.review == "rejected"
        marked = fact.id in self.view.marks
        who, note = self.spelled(self._who(fact)), self.spelled(self._note(fact))
        value = self.spelled(notation.amount(fact, self.vocabulary))
        note_style = "dim" if rejected else "hollow" if fact.status != "actual" else "change"
        if not columns.note and note:  # One column for both: the note follows the name.
            note = fit(note, min(cell_len(note), max(0, columns.who // 2)))
            name_room = columns.who - cell_len(note) - 2
            pieces: list[Piece] = [
                (fit(who, min(cell_len(who), name_room)) + " ", "dim" if rejected else ""),
                (note, note_style),
            ]
            used = sum(cell_len(text) for text, _ in pieces)
            pieces.append((" " * (columns.who - used), ""))
        else:
            noted = columns.note if note else 0
            pieces = [
                (fit(who, columns.who + columns.note - noted - 1) + " ", "dim" if rejected else ""),
                (fit(note, noted), note_style),
            ]
        return [
            *self._gutter(fact, marked),
            *pieces,
            (fit_right(value, columns.value), "dim" if rejected else "strong"),
            ("  ", ""),
            *self._chart(fact, columns.chart),
        ]

    def _gutter(self, fact: Fact, marked: bool) -> list[Piece]:
        """Whether a figure is marked, and whether it contradicts another."""
        if fact.id not in self.contested:
            return [("● " if marked else "  ", "mark")]
        return [("●" if marked else " ", "mark"), (CONFLICT, "bad")]

    def _who(self, fact: Fact) -> str:
        if self.view.group == "entity":
            return self.vocabulary.measure(fact)
        entity = self.vocabulary.entity(fact.entity)
        name = entity.short or entity.name
        return f"{name} · {self.vocabulary.measure(fact)}" if self.view.group == "source" else name

    @staticmethod
    def _note(fact: Fact) -> str:
        if fact.review == "rejected":
            return "rejected"
        if fact.status != "actual":
            return fact.status
        if fact.change is not None and fact.value is not None:
            return notation.change(fact.change)
        if fact.period.basis == "cumulative":
            return "to date"
        if fact.period.basis in ("since", "before"):
            return notation.period(fact.period)
        return ""

    def _chart(self, fact: Fact, width: int) -> list[Piece]:
        if not width:
            return []
        hollow = fact.status in INTENDED
        style = "dim" if fact.review == "rejected" else "hollow" if hollow else "actual"
        if self.view.layout == "columns":
            return [(_column_texts(width, self._column_cells(fact)), "text")]
        signs = axes.ASCII if self.ascii_only else axes.UNICODE
        return [(self.axis.bar(fact.period, fact.status, signs).ljust(width), style)]

    def _column_cells(self, fact: Fact) -> tuple[str, ...]:
        return (
            self.spelled(notation.period(fact.period)),
            fact.status,
            fact.bound,
            fact.evidence.source,
            f"{fact.confidence:.0%}",
        )


_COLUMN_HEADS = ("period", "status", "bound", "source", "sure")
_COLUMN_SHARES = (26, 20, 17, 25, 12)


def _column_texts(width: int, texts: Sequence[str]) -> str:
    """Texts in columns over `width` cells, by their shares of it, a blank between."""
    made = ""
    for at, text in enumerate(texts):
        end = width * sum(_COLUMN_SHARES[: at + 1]) // 100
        made += fit(text, end - cell_len(made) - 1) + " "
    return fit(made, width)
