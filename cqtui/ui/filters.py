"""What every line passes last on its way to the terminal, whichever widget has made it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from cqtui.sanitize import clean_line


class Harmless(LineFilter):
    """The backstop: nothing that a terminal would obey gets out. Our panes have cleaned their text already."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        del background
        return [
            segment if cleaned == segment.text else Segment(cleaned, segment.style, segment.control)
            for segment, cleaned in ((one, clean_line(one.text)) for one in segments)
        ]


class WithoutColor(LineFilter):
    """No colour at all, as NO_COLOR asks (Textual's own filter writes greys). What stands out by its
    background, such as the cursor, is reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        is_dark = background.brightness < 0.5
        return [
            Segment(text, None if style is None else _uncolored(style, is_dark), control)
            for text, style, control in segments
        ]


def needed_filters(filters: Sequence[LineFilter]) -> Sequence[LineFilter]:
    """Of an app's filters, those for widgets of ours that clean their text and know the theme's colours."""
    return [one for one in filters if isinstance(one, WithoutColor)]


@lru_cache(1024)
def _uncolored(style: Style, is_dark: bool) -> Style:
    text, ground = _brightness(style.color), _brightness(style.bgcolor)
    reversed = text is not None and ground is not None and (text < ground) == is_dark
    return style.without_color + Style(reverse=True) if reversed else style.without_color


def _brightness(color: RichColor | None) -> float | None:
    return None if color is None or color.is_default else Color.from_rich_color(color).brightness
