"""Whole screens as text. A change of a screen shows as a diff of tests/ui/goldens/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ui.conftest import Open

OPPO_PHONES, CITY_PHONES = "csxhsf0vj7", "hq5pzvmvsa"
PLACES = {
    "start": ("", ()),
    "drilled": ("entity=oppo&measure=shipments/mobile+phone&pane=evidence", ()),
    "columns": ("pane=timeline&layout=columns", ()),
    "plot": ("pane=timeline&layout=plot&group=entity", ()),
    "zoomed": ("pane=timeline&sort=newest&zoom=2018-01-01..2020-12-31", ()),
    "empty": ("entity=oppo&measure=output+volume/laptop&pane=timeline", ()),
    "comparison": (f"mark={OPPO_PHONES}&mark={CITY_PHONES}&pane=timeline", ("c",)),
    "help": ("", ("question_mark",)),
}
SIZES = {"120x40": (120, 40), "80x24": (80, 24)}


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
@pytest.mark.parametrize("place", PLACES)
async def test_screen(sit: Open, golden: Callable[[str, str], None], place: str, size: tuple[int, int]) -> None:
    at, keys = PLACES[place]
    async with sit(at=at, size=size) as seat:
        await seat.press(*keys)
        golden(f"{place}-{size[0]}x{size[1]}", seat.text())


async def test_screen_in_ascii(sit: Open, golden: Callable[[str, str], None]) -> None:
    async with sit(at="pane=timeline", ascii=True) as seat:
        golden("ascii-120x40", seat.text())


def test_every_golden_is_of_a_screen_that_is_tested() -> None:
    names = {f"{place}-{size}" for place in PLACES for size in SIZES} | {"ascii-120x40"}
    names |= {f"{name}-{size}" for name in ("contested", "conflicts", "targets") for size in SIZES}
    names |= {"conflicts-ascii-120x40", "targets-ascii-120x40", "fixit-120x40"}  # all these: test_whole_store.py
    assert {path.stem for path in (Path(__file__).parent / "goldens").glob("*.txt")} == names
