"""How each sort of text looks: which of the theme's colours it takes, and what sets it off without them.

No CSS: styles of this many sorts in each of the panes were a tenth of the time to the first screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color

_LOOKS = {
    "": ("foreground", ""),
    "text": ("foreground", ""),
    "dim": ("faint", ""),
    "strong": ("foreground", "bold"),
    "frame": ("line", ""),
    "title": ("faint", ""),
    "active": ("accent", "bold"),
    "chosen": ("accent", "bold"),
    "match": ("accent", "underline"),
    "section": ("primary", "bold"),
    "place": ("secondary", ""),
    "company": ("foreground", ""),
    "industry": ("secondary", "italic"),
    "agency": ("secondary", "italic"),
    "unknown": ("foreground", "italic"),
    "actual": ("primary", ""),
    "hollow": ("hollow", ""),
    "change": ("success", ""),
    "good": ("success", ""),
    "bad": ("error", "bold"),
    "mark": ("accent", "bold"),
    # In the plot
    "cross": ("faint", ""),
    **{f"series-{at}": (f"series-{at}", "") for at in range(6)},
    # On the stage
    "caption": ("foreground", "bold"),
    "headline": ("accent", ""),
    "keycap-before": ("accent", "reverse"),
    # In the bars
    "key": ("primary", "bold"),
    "message": ("warning", "bold"),
    "path": ("primary", "bold"),
    "name": ("accent", "bold"),
}
"""The colour of the text, a variable of the theme, and attributes, by the name of a sort."""
_ON_ACCENT = {"cursor": "", "figure": "bold", "keycap": "bold"}
"""Sorts that are written in the background's colour on the accent's."""


def look(name: str, variables: Mapping[str, str], *, ground: str = "background", dimmed: bool = False) -> Style:
    """The style of a sort of text on a ground, under a theme's variables; `dimmed` outside a spotlight.

    Raises:
        KeyError: there is no such sort.
    """
    if dimmed:
        return _dimmed(look(name, variables, ground=ground), variables["background"])
    if name == "resting":
        return _style(variables["foreground"], variables["panel"], "bold")
    if name in _ON_ACCENT:
        color = variables["background"]
        # The terminal's own colours do not say what its background is; black is read on any accent.
        return _style("ansi_black" if color == "ansi_default" else color, variables["accent"], _ON_ACCENT[name])
    color, attributes = _LOOKS[name]
    return _style(variables[color], variables[ground], attributes)


_DIMMED = 0.6
"""How far the colours of what is dimmed are on their way to the background's."""


@lru_cache(256)
def _dimmed(style: Style, background: str) -> Style:
    """A style with its colours nearly gone; the terminal's own colours can only be made faint."""
    if background == "ansi_default" or style.color is None or style.bgcolor is None:
        return style + Style(dim=True)
    ground = Color.parse(background)
    ink, paper = (Color.from_rich_color(one).blend(ground, _DIMMED).rich_color for one in (style.color, style.bgcolor))
    return style + Style(color=ink, bgcolor=paper, bold=False, dim=True)


@lru_cache(256)
def _style(color: str, ground: str, attributes: str) -> Style:
    drawn = Style(color=Color.parse(color).rich_color, bgcolor=Color.parse(ground).rich_color)
    return drawn + Style.parse(attributes) if attributes else drawn
