"""The README's tour, on the store that ships: what one is told to press leads to what one is told to read."""

from __future__ import annotations

from pathlib import Path

from ui.conftest import Open
from ui.test_whole_store import listed


async def test_three_keys_lead_to_the_sentence_behind_a_figure(sit: Open, shipped: Path) -> None:
    async with sit(shipped) as seat:
        await seat.press("enter", "enter", "enter")
        assert "Each year they turn out [20 million laptops] and 15 million" in seat.text()
        assert seat.view.entities == ("hp",)
        await seat.press("escape", "escape", "escape")
        assert not seat.view.is_filtered


async def test_what_is_typed_finds_a_figure_and_what_follows_from_it(sit: Open, shipped: Path) -> None:
    async with sit(shipped) as seat:
        await seat.press("slash")
        await seat.type("oppo ph")
        await seat.press("enter")
        assert "[18.9 million mobile phones]" in seat.text()
        told = " ".join(seat.text().split())
        assert "11.96" in told and "804" in told


async def test_a_list_holds_what_contradicts_what(sit: Open, shipped: Path) -> None:
    async with sit(shipped) as seat:
        await seat.press("exclamation_mark")
        await listed(seat)
        assert "1 of 5" in seat.text()
        assert "[one-third]" in seat.text() and "Close to [half]" in seat.text()


async def test_a_list_says_which_goals_were_met(sit: Open, shipped: Path) -> None:
    async with sit(shipped) as seat:
        await seat.press("T")
        await listed(seat)
        assert "1 met · 1 missed · 7 so far" in seat.text()
