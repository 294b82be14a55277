"""Which panes are on the screen, and where they lie.

A layout of its own rather than nested containers: those cost a third of the first paint, as each
paints its own ground below the panes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from cqtui.ui.keys import FACETS
from cqtui.view import PANES, Pane

Mode = Literal["all", "two", "one"]
"""How many panes share the screen."""
_LEFT, _RIGHT = ("companies", "metrics"), ("timeline", "evidence")
_SHARES = {"companies": 1, "metrics": 1, "timeline": 3, "evidence": 2}
"""Of the height of a column, where several panes share it."""
_BESIDE_ALL, _BESIDE_ONE = 34, 38
"""Columns on the left where all panes are in sight, or one on either side."""


def mode_for(width: int, height: int) -> Mode:
    """All panes from 116 × 30 on, two from 100 columns on, else one at a time."""
    if width >= 116 and height >= 30:
        return "all"
    return "two" if width >= 100 and height >= 20 else "one"


def in_sight(mode: Mode, pane: Pane) -> tuple[Pane, ...]:
    """The panes on the screen when `pane` is the active one."""
    if mode == "all":
        return PANES
    if mode == "one":
        return (pane,)
    return (pane, "timeline") if pane in FACETS else ("timeline", "evidence")


def places(size: Size, shown: Collection[str]) -> dict[str, Region]:
    """The regions of the header, of the panes in `shown`, and of what else is shown, on the last line."""
    width, height = size
    made = {name: Region(0, height - 1, width, 1) for name in shown}
    made["tall-prompt"] = Region(0, max(0, height - 2), width, 2)  # over the lower edge of the panes
    made["header"] = Region(0, 0, width, min(1, height))
    left, right = ([name for name in column if name in shown] for column in (_LEFT, _RIGHT))
    beside = (_BESIDE_ALL if len(left) + len(right) == 4 else _BESIDE_ONE) if right else width
    edge = min(beside, width) if left else 0
    made |= _column(left, Region(0, 1, edge, max(0, height - 2)))
    made |= _column(right, Region(edge, 1, width - edge, max(0, height - 2)))
    return made


def _column(names: Collection[str], region: Region) -> dict[str, Region]:
    total = sum(_SHARES[name] for name in names)
    made, share = {}, 0
    for name in names:
        top = region.height * share // total
        share += _SHARES[name]
        bottom = region.height * share // total
        made[name] = Region(region.x, region.y + top, region.width, bottom - top)
    return made


class Places(Layout):
    """Lays widgets out by their ids, as `places` says."""

    name = "places"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        del parent, greedy
        made = places(size, [child.id or "" for child in children])
        return [WidgetPlacement(made[child.id or ""], NULL_OFFSET, NULL_SPACING, child) for child in children]
