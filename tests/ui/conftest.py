"""An explorer without a terminal: opened on a store at a size, driven by keys, read as text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from rich.cells import cell_len
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from cqtui.config import Chosen, Settings
from cqtui.model import Fact
from cqtui.ui.app import ExplorerApp
from cqtui.ui.comparison import ComparisonScreen
from cqtui.ui.explorer import Explorer
from cqtui.ui.session import Session
from cqtui.ui.settling import settled
from cqtui.view import View


class Seat:
    """Someone who sits at an explorer: presses keys, and reads what the screen says."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that the one before led to is done and painted."""
        for key in keys:
            character = " " if key == "space" else key if len(key) == 1 else None
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, character))
            await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if character == " " else character for character in text))

    async def put(self, text: str) -> None:
        """What pasting `text` over what stands in the prompt, and enter, do."""
        self.app.screen.query_one(Input).value = text
        await self.settle()
        await self.press("enter")

    async def settle(self) -> None:
        """Until no message is on its way."""
        if self.app.crash is not None:
            raise self.app.crash
        await settled(self.app)
        if self.app.crash is not None:
            raise self.app.crash

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def rest(self) -> None:
        """Until a held key counts as let go, and what follows it has followed."""
        await self.pilot.pause(0.15)

    @property
    def explorer(self) -> Explorer:
        (found,) = (screen for screen in self.app.screen_stack if isinstance(screen, Explorer))
        return found

    @property
    def view(self) -> View:
        return self.explorer.view

    @property
    def fact(self) -> Fact:
        fact = self.explorer.figure
        assert fact is not None
        return fact

    @property
    def is_comparing(self) -> bool:
        return isinstance(self.app.screen, ComparisonScreen)

    def strips(self) -> list[Strip]:
        return [Strip(line) for line in self.app.screen._compositor.render_strips()]

    def lines(self) -> list[str]:
        """The screen as text, each line exactly as wide as the screen."""
        lines = ["".join(segment.text for segment in strip) for strip in self.strips()]
        assert {cell_len(line) for line in lines} == {self.app.size.width}
        return lines

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines()) + "\n"

    def line(self, containing: str) -> str:
        return next(line for line in self.lines() if containing in line)

    def footer(self) -> str:
        return self.lines()[-1]


class Open(Protocol):
    def __call__(
        self, store: Path | None = ..., *, at: str = ..., size: tuple[int, int] = ..., **settings: Any
    ) -> AbstractAsyncContextManager[Seat]: ...


@pytest.fixture
def sit(two_briefs: Path) -> Open:
    """Opens the explorer: on the store of two briefs (as a demo, only ever read), or on one that may be written."""

    @asynccontextmanager
    async def opened(
        store: Path | None = None, *, at: str = "", size: tuple[int, int] = (120, 40), **settings: Any
    ) -> AsyncIterator[Seat]:
        chosen = Chosen(two_briefs, demo=True) if store is None else Chosen(store)
        app = ExplorerApp(Session(chosen, Settings(**settings)), View.parse(at))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            seat = Seat(app, pilot)
            while app.crash is None and not app._exit and not seat.explorer.is_settled:
                await pilot.pause(0.02)
            await seat.settle()
            yield seat
        if app.crash is not None:
            raise app.crash

    return opened
