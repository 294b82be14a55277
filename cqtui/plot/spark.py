"""A few levels as a line of as many cells: the shape of a series beside its name."""

from __future__ import annotations

from collections.abc import Sequence

_HEIGHTS, _ASCII = "▁▂▃▄▅▆▇█", "_.-=^"
LEAST = 3
"""Levels below which there is no shape to show."""


def spark(values: Sequence[float], width: int, *, ascii: bool = False, rank: bool = False) -> str:
    """`values` in order of time as a sparkline of at most `width` cells, the last ones where there are
    more; "" for fewer than three, or where there is no room for three. The first place in a rank is high."""
    values = [-value for value in values] if rank else list(values)
    shown = values[-width:] if width >= LEAST else []
    if len(values) < LEAST or not shown:
        return ""
    heights = _ASCII if ascii else _HEIGHTS
    low, high = min(shown), max(shown)
    if low == high:
        return heights[len(heights) // 2] * len(shown)
    return "".join(heights[round((value - low) / (high - low) * (len(heights) - 1))] for value in shown)
