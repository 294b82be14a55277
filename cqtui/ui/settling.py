"""Waiting until a key has done all that it does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from textual.app import App
from textual.message_pump import MessagePump

_PATIENCE = 2.0
_LOOK = 0.02
"""Seconds until something that was waited for is given up, and between looks at whether it has gone."""


async def settled(app: App[Any]) -> None:
    """Wait until no message is on its way and the screen is painted.

    (`Pilot.pause` waits for the processor to idle, twenty times as long.)
    """
    for _ in range(2):
        if app._exit:
            return
        screen = app.screen
        inner = screen.focused
        for pump in (app, *((inner, inner.parent) if inner and inner.parent else ()), screen):
            await _done(pump, pump.call_later)
    await _done(app.screen, app.screen.call_after_refresh)


async def _done(pump: MessagePump, ask: Callable[[Callable[[], None]], bool]) -> None:
    """Wait until what is asked of `pump` is called; one that has gone never will."""
    done = asyncio.Event()
    if not ask(done.set):
        return
    limit = monotonic() + _PATIENCE
    while pump.is_running and monotonic() < limit:
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _LOOK)
            return
