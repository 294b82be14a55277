"""The command palette, however it is left."""

from __future__ import annotations

from cqtui.ui.palette import Palette
from ui.conftest import Open


async def test_a_palette_that_has_gone_searches_no_more(sit: Open) -> None:
    async with sit() as seat:
        await seat.press(":")
        palette = seat.app.screen
        assert isinstance(palette, Palette)
        palette._gather_commands("oppo")
        palette.dismiss()
        await seat.settle()
        palette._gather_commands("theme")
        await seat.rest()
        assert seat.app.screen is seat.explorer
