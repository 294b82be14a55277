"""A framed pane that paints line by line: its cost depends on what is visible, not on what there is.

`LinePane` draws its own frame and repaints only lines that changed, so that a key costs few bytes.
`ListPane` adds a cursor over rows that are made when they are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cqtui.sanitize import clean_line
from cqtui.tabular import in_ascii
from cqtui.ui.filters import needed_filters
from cqtui.ui.looks import look

Piece = tuple[str, str]
"""Text and the name of its look, or ""."""
Line = Sequence[Piece]
CONFLICT = "≠"
"""Stands before a figure that contradicts another; one cell in ASCII as well."""
_DRAWN = ("actual", "hollow")
"""Styles of what is drawn rather than written."""
_FRAME, _LIT = ("╭╮╰╯", "─", "│"), ("╔╗╚╝", "═", "║")
"""The corners and sides of a frame, and of one in the spotlight."""


def on_one_line(text: str) -> str:
    """`text` cleaned, on one line, and of one width to all: a selector makes what is before it wider to some."""
    return clean_line(text).replace("\ufe0f", "")


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells: cut with an ellipsis, or filled with blanks."""
    if width <= 0:
        return ""
    if text.isascii():
        return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def ascii_cells(text: str) -> str:
    """Aligned text in ASCII, exactly as wide; what has longer look-alikes is respelled before aligning."""
    made = in_ascii(text.replace("…", "~"))
    width = cell_len(text)
    return made if cell_len(made) == width else set_cell_size(made, width)


def fit_right(text: str, width: int) -> str:
    """`text` flush right in exactly `width` cells."""
    return " " * max(0, width - cell_len(text)) + text if cell_len(text) <= width else fit(text, width)


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Segments with blanks joined to what stands before them on the same ground, and like to like.

    A change of style is some 40 bytes on the wire, and of a blank nothing but its ground is seen.
    """
    made: list[Segment] = []
    for segment in segments:
        if made and segment.text:
            before = made[-1]
            if before.style == segment.style or (segment.text.isspace() and _same_ground(before.style, segment.style)):
                made[-1] = Segment(before.text + segment.text, before.style)
                continue
        made.append(segment)
    return made


def _same_ground(one: Style | None, other: Style | None) -> bool:
    return one is not None and other is not None and one.bgcolor == other.bgcolor and not (one.underline or one.reverse)


_GAP = 12
"""Cells that are alike between two that are not, from which on going there is shorter than writing them again."""


def _differing(before: Strip, now: Strip) -> list[tuple[int, int]]:
    """From where to where two lines of one width differ, in cells; nothing where they look alike."""
    cells = [at for at, (one, other) in enumerate(zip(_cells(before), _cells(now), strict=False)) if one != other]
    spans: list[tuple[int, int]] = []
    for cell in cells:
        if spans and cell - spans[-1][1] < _GAP:
            spans[-1] = spans[-1][0], cell + 1
        else:
            spans.append((cell, cell + 1))
    return spans


def _cells(strip: Strip) -> list[tuple[str, object]]:
    """What each cell shows. The second cell of a wide character has that character's name, so that the
    two never part; of a blank only the ground is seen."""
    made: list[tuple[str, object]] = []
    for text, style, _ in strip:
        ground = style and (style.bgcolor, style.reverse, style.underline)
        for character in text:
            if character == " ":
                made.append((character, ground))
            else:
                width = 1 if character.isascii() else cell_len(character)
                made += [(character, style)] if width == 1 else [(character, style), (character + " ", style)][:width]
    return made


def rendered(widget: Widget, crop: Region) -> list[Strip]:
    """The lines of a widget that has no border, padding or opacity for Textual to work out."""
    strips = [widget.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]
    for one in needed_filters(widget.get_line_filters()):
        strips = [strip.apply_filter(one, widget.background_colors[1]) for strip in strips]
    return strips


class LinePane(Widget, can_focus=False):
    """A framed pane with a title; subclasses say what each line inside shows."""

    ascii_only = False

    class Clicked(Message):
        """A click on line `line` inside the frame of `pane`, `column` cells in; `again` where it is a double click."""

        def __init__(self, pane: LinePane, line: int, column: int, again: bool) -> None:
            super().__init__()
            self.pane, self.line, self.column, self.again = pane, line, column, again

    class Scrolled(Message):
        """The wheel turned over `pane` by `by` lines."""

        def __init__(self, pane: LinePane, by: int) -> None:
            super().__init__()
            self.pane, self.by = pane, by

    def __init__(self, id: str, title: str) -> None:
        super().__init__(id=id)
        self.title = title
        self.info = ""
        """What the frame says on the right of the title."""
        self.active = False
        self.dimmed = self.lit = False
        """Whether the spotlight is on another pane, or on this one."""
        self._shown: list[Strip] = []

    # What subclasses say

    def line(self, y: int, width: int) -> Line:
        """The pieces of line `y` inside the frame, at most `width` cells."""
        raise NotImplementedError

    def line_style(self, y: int) -> str:
        """The style that lies under the whole of line `y`, such as the cursor's."""
        del y
        return ""

    # Painting

    @property
    def inner_width(self) -> int:
        return max(0, self.size.width - 2)

    @property
    def inner_height(self) -> int:
        return max(0, self.size.height - 2)

    def _is_painted(self, size: Size) -> bool:
        """Whether the lines last painted are of this size."""
        shown = self._shown
        return bool(shown) and len(shown) == size.height and shown[0].cell_length == size.width

    def repaint(self) -> None:
        """Paint again the lines whose look has changed, and only those."""
        size = self.size
        if not self.display or not size:
            self._shown = []  # What was painted before it went out of sight may be out of date.
            return
        lines = self._strips(size)
        if not self._is_painted(size):
            self._shown = lines
            self.refresh()
            return
        stale = [
            Region(first, y, last - first, 1)
            for y, (before, now) in enumerate(zip(self._shown, lines, strict=True))
            if before != now
            for first, last in _differing(before, now)
        ]
        self._shown = lines
        if stale:
            self.refresh(*stale)

    def render_lines(self, crop: Region) -> list[Strip]:
        return rendered(self, crop)

    def render_line(self, y: int) -> Strip:
        size = self.size
        if not self._is_painted(size):
            self._shown = self._strips(size)
        return self._shown[y] if y < len(self._shown) else Strip.blank(size.width)

    def on_resize(self) -> None:
        """Lines are painted anew where the size has changed; the first of several events will do."""
        if not self._is_painted(self.size):
            self._shown = []

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._shown = []

    def spelled(self, text: str) -> str:
        """`text` on one line, with our signs as this session writes them; before it is aligned, for ≥ may be >=,
        and a line break takes a cell only once it is a blank."""
        text = on_one_line(text)
        return in_ascii(text) if self.ascii_only else text

    def style_of(self, name: str) -> Style:
        return look(name, self.app.theme_variables, dimmed=self.dimmed)

    def _strips(self, size: Size) -> list[Strip]:
        """All lines as they look now."""
        return [self._strip(y, size) for y in range(size.height)]

    def _strip(self, y: int, size: Size) -> Strip:
        width, height = size
        frame = self.style_of("active" if self.active else "frame")
        if y == 0:
            return self._top(width, frame)
        corners, rule, side = _LIT if self.lit else _FRAME
        if y == height - 1:
            return Strip([self._segment(corners[2] + rule * (width - 2) + corners[3], frame)], width)
        under = self.line_style(y - 1)
        base = self.style_of(under)
        segments = [self._segment(side, frame)]
        left = max(0, width - 2)
        for text, name in self.line(y - 1, left):
            text = on_one_line(text)
            cells = cell_len(text)
            if cells > left:
                text, cells = fit(text, left), left
            left -= cells
            style = self._style_over(base, name, under)
            segments.append(self._segment(text, style))
            if left <= 0:
                break
        if left > 0:
            segments.append(Segment(" " * left, base))
        segments.append(self._segment(side, frame))
        return Strip(joined(segments), width)

    def _style_over(self, base: Style, name: str, under: str) -> Style:
        """A piece's style on its line: under the cursor only its weight is kept, so that it reads."""
        if not name:
            return base
        style = self.style_of(name)
        if not under:
            return style
        if name in _DRAWN:  # A bar on the cursor's colour would look like a hole in it.
            return style + Style(bgcolor=self.style_of("resting").bgcolor)
        return base + Style(bold=style.bold, italic=style.italic, underline=style.underline)

    def _top(self, width: int, frame: Style) -> Strip:
        inner = width - 2
        title = on_one_line(self.title)
        title = f" {fit(title, min(cell_len(title), inner - 4))} " if inner > 6 else ""
        room = inner - cell_len(title) - 2
        info = self.spelled(self.info)
        info = f" {fit(info, min(cell_len(info), room - 2))} " if info and room > 5 else ""
        corners, line, _ = _LIT if self.lit else _FRAME
        name = "active" if self.active else "title"
        segments = [
            self._segment(corners[0], frame),
            self._segment(title, self.style_of(name)),
            self._segment(line * max(0, inner - cell_len(title) - cell_len(info) - 1), frame),
            self._segment(info, self.style_of(name)),
            self._segment(line + corners[1], frame),
        ]
        return Strip(joined(segments), width).adjust_cell_length(width, frame)

    def _segment(self, text: str, style: Style) -> Segment:
        if self.ascii_only and not text.isascii():
            text = ascii_cells(text)
        return Segment(text, style)

    # Mouse

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self, event.y - 1, event.x - 1, event.chain > 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.Scrolled(self, 3))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.Scrolled(self, -3))


class ListPane(LinePane):
    """Rows with a cursor. The rows are numbered from 0; only those in sight are ever asked for."""

    def __init__(self, id: str, title: str) -> None:
        super().__init__(id, title)
        self.cursor = 0
        self.top = 0
        """The first row in sight."""
        self.spacing = 1
        """Lines from one row to the next."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def head(self) -> int:
        """Lines above the rows that do not scroll."""
        return 0

    def row(self, number: int, width: int) -> Line:
        raise NotImplementedError

    def empty(self, y: int) -> str:
        """What line `y` says where there are no rows."""
        del y
        return ""

    def heading(self, y: int, width: int) -> Line:
        """The pieces of fixed line `y` above the rows."""
        raise NotImplementedError

    def is_row(self, number: int) -> bool:
        """Whether the cursor may rest on a row; headings are passed over."""
        del number
        return True

    @property
    def room(self) -> int:
        """Rows that fit."""
        return max(1, (self.inner_height - self.head + self.spacing - 1) // self.spacing)

    def line(self, y: int, width: int) -> Line:
        if y < self.head:
            return self.heading(y, width)
        if not self.count:
            return [(f" {self.spelled(self.empty(y - self.head))}", "dim")]
        number = self._row_on(y)
        return self.row(number, width) if number is not None and number < self.count else ()

    def _row_on(self, y: int) -> int | None:
        """The number of the row on line `y` below the head; None between rows."""
        rows, between = divmod(y - self.head, self.spacing)
        return self.top + rows if y >= self.head and not between else None

    def line_style(self, y: int) -> str:
        at_cursor = self.count and self._row_on(y) == self.cursor
        return ("cursor" if self.active else "resting") if at_cursor else ""

    def on_resize(self) -> None:
        super().on_resize()
        if self.count:
            top = self.top
            self._keep_in_sight()
            if top != self.top:
                self.repaint()

    def go(self, number: int, *, towards: int = 1) -> bool:
        """Put the cursor on row `number`, or on the nearest that it may rest on `towards` that side
        (then the other). Whether it moved."""
        number = max(0, min(self.count - 1, number))
        found = next((at for at in self._near(number, towards) if self.is_row(at)), None)
        before = self.cursor, self.top
        if found is None:
            self.cursor = self.top = 0
            return before != (0, 0)
        self.cursor = found
        self._keep_in_sight()
        return (self.cursor, self.top) != before

    def _near(self, number: int, towards: int) -> Sequence[int]:
        """Rows from `number` on, `towards` first; headings come alone, so a few will do."""
        ahead = [number + towards * step for step in range(4)]
        behind = [number - towards * step for step in range(1, 5)]
        return [at for at in (*ahead, *behind) if 0 <= at < self.count]

    def move(self, by: int) -> bool:
        """Move the cursor by rows."""
        return self.go(self.cursor + by, towards=1 if by > 0 else -1)

    def page(self, direction: int) -> bool:
        """Move by a screenful, cursor and all."""
        step = direction * max(1, self.room - 1)
        before = self.top
        self.top = max(0, min(self.count - self.room, self.top + step))
        return self.move(step) or self.top != before

    def row_at(self, line: int, column: int) -> int | None:
        """The row on a line inside the frame, if the cursor may rest on it."""
        del column
        row = self._row_on(line)
        return row if row is not None and row < self.count and self.is_row(row) else None

    def scroll_by(self, by: int) -> None:
        """Move what is in sight, and the cursor no further than it must."""
        self.top = max(0, min(self.count - self.room, self.top + by))
        if not self.top <= self.cursor < self.top + self.room:
            self.go(self.top if self.cursor < self.top else self.top + self.room - 1, towards=-by)

    def _keep_in_sight(self) -> None:
        """Scroll where the cursor has left: it comes to the middle, so that a held key repaints the
        whole pane only once in half a screenful. A heading right above it stays in sight."""
        if not self.inner_height:  # Not laid out, or out of sight: `on_resize` will see to the rest.
            self.top = max(0, min(self.top, self.count - 1))
            return
        if not self.top <= self.cursor < self.top + self.room:
            self.top = self.cursor - self.room // 2
        if 0 < self.cursor == self.top and not self.is_row(self.cursor - 1):
            self.top -= 1
        self.top = max(0, min(self.top, self.count - self.room))
