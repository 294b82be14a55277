"""The line at the bottom that one types into: a search, a file's name, a note.

Its keys act in the order in which they are typed, however fast: each waits for what came before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

Purpose = Literal["find", "export", "note", "save"]


class Prompt(Horizontal):
    """A label and an input of one line. Enter submits, escape leaves."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("enter", "submit", priority=True, show=False),
        Binding("escape", "leave", priority=True, show=False),
        Binding("down", "move('down')", priority=True, show=False),
        Binding("up", "move('up')", priority=True, show=False),
        Binding("pagedown", "move('page-down')", priority=True, show=False),
        Binding("pageup", "move('page-up')", priority=True, show=False),
    ]

    class Changed(Message):
        def __init__(self, purpose: Purpose, text: str) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    class Closed(Message):
        """The prompt is done: `text` is None where it was left."""

        def __init__(self, purpose: Purpose, text: str | None) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    class Moved(Message):
        """A key that moves the cursor of the list: the action it stands for."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, purpose: Purpose, label: str, text: str = "") -> None:
        super().__init__(id="prompt")
        self.purpose, self._label, self._text = purpose, label, text
        self.status: Callable[[str], None] = lambda _: None

    def compose(self) -> ComposeResult:
        yield Static(f" {self._label}", markup=False, id="prompt-label")
        # A search or a name typed anew replaces the one before; a note is written on.
        self._input = Input(self._text, compact=True, select_on_focus=self.purpose in ("find", "save"))
        yield self._input
        status = Static("", markup=False, id="prompt-status")
        self.status = status.update
        yield status

    def on_mount(self) -> None:
        self.screen.set_focus(self._input)  # Now, not soon: the next key is typed into it.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.purpose, event.value))

    async def action_submit(self) -> None:
        await self._caught_up()
        self.post_message(self.Closed(self.purpose, self._input.value))
        await self._caught_up()

    async def action_leave(self) -> None:
        self.post_message(self.Closed(self.purpose, None))
        await self._caught_up()

    async def action_move(self, action: str) -> None:
        await self._caught_up()
        self.post_message(self.Moved(action))
        await self._caught_up()

    async def _caught_up(self) -> None:
        """Wait until what was typed has reached the input, and its changes the screen."""
        for one in (self._input, self, self.screen):
            reached = asyncio.Event()
            if one.call_later(reached.set):
                await reached.wait()
