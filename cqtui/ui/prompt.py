"""The line at the bottom that one types into: a search, a file's name, a note, a correction.

Its keys act in the order in which they are typed, however fast: each waits for what came before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from cqtui.model import Fact
from cqtui.ui.lines import ascii_cells, fit

if TYPE_CHECKING:
    from cqtui.correcting import Completions

Purpose = Literal["find", "export", "note", "correct", "save"]
Complete = Callable[[str, int], "Completions"]
"""What can stand where the cursor is: of the text, and the cursor's place in it."""
_MOST_TOLD = 40
"""Offers that are laid out; a line has room for fewer."""
_HOW = "  tab completes  ↓ ↑ other field "


class Prompt(Horizontal):
    """A label and an input of one line. Enter submits, escape leaves.

    With `complete`, a line above tells what can stand at the cursor; tab puts it there, again the
    next, and up and down go from value to value. `about` is the figure that is being typed about.
    """

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("enter", "submit", priority=True, show=False),
        Binding("escape", "leave", priority=True, show=False),
        Binding("down", "move('down')", priority=True, show=False),
        Binding("up", "move('up')", priority=True, show=False),
        Binding("pagedown", "move('page-down')", priority=True, show=False),
        Binding("pageup", "move('page-up')", priority=True, show=False),
        Binding("tab", "complete(1)", priority=True, show=False),
        Binding("shift+tab", "complete(-1)", priority=True, show=False),
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

    def __init__(
        self,
        purpose: Purpose,
        label: str,
        text: str = "",
        *,
        about: Fact | None = None,
        complete: Complete | None = None,
    ) -> None:
        super().__init__(id="tall-prompt" if complete else "prompt")
        self.purpose, self.about = purpose, about
        self._label, self._text, self._complete = label, text, complete
        self._offered: Completions | None = None
        """What tab goes round in, as long as nothing else is typed."""
        self._completed = ""
        self.ascii_only = False
        self.status: Callable[[str], None] = lambda _: None

    def compose(self) -> ComposeResult:
        self._hint = Static("", markup=False, id="prompt-hint")
        if self._complete is not None:
            yield self._hint
        yield Static(f" {self._label}", markup=False, id="prompt-label")
        # A search or a name typed anew replaces the one before; a note is written on.
        self._input = Input(self._text, compact=True, select_on_focus=self.purpose in ("find", "save"))
        self._input.cursor_blink = False  # Which would send bytes for as long as it stands open.
        yield self._input
        status = Static("", markup=False, id="prompt-status")
        self.status = status.update
        yield status

    def on_mount(self) -> None:
        self.screen.set_focus(self._input)  # Now, not soon: the next key is typed into it.
        if self._complete is not None:
            self._input.cursor_position = 0
            self._to_value(0)

    def on_unmount(self) -> None:
        # Textual 8.2.8 keeps whatever subscribed to a selection for as long as the screen stands.
        self.screen.text_selection_started_signal.unsubscribe(self._input)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell_offers()
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
        if self._complete is not None:
            self._to_value({"down": 1, "up": -1}.get(action, 0))
        elif self.purpose == "find":
            self.post_message(self.Moved(action))
        await self._caught_up()

    async def action_complete(self, step: int) -> None:
        """Put the next of what may stand at the cursor there."""
        await self._caught_up()
        if self._complete is None:
            return
        text = self._input.value
        if self._offered is None or text != self._completed:
            self._offered = self._complete(text, self._input.cursor_position)
        start, end, offers = self._offered.start, self._offered.end, self._offered.offers
        if not offers:
            return
        now = text[start:end]
        at = offers.index(now) + step if now in offers else 0
        offer = offers[at % len(offers)]
        self._completed = self._input.value = text[:start] + offer + text[end:]
        self._offered = self._offered._replace(end=start + len(offer))
        self._input.selection = Selection.cursor(start + len(offer))
        await self._caught_up()

    def on_resize(self) -> None:
        self._tell_offers()

    def complain(self, text: str) -> None:
        """Say why what was typed cannot be taken, and keep it; the value that it is about can be typed over."""
        from cqtui.correcting import values

        named = text.partition(":")[0]
        at = f" {self._input.value}".find(f" {named}=")
        if at >= 0:
            self._select(next(one for one in values(self._input.value) if one[0] > at))
        self._tell(f" {text}", refused=True)

    def _to_value(self, by: int) -> None:
        """Select the value under the cursor, or one before or after it, to type over it."""
        from cqtui.correcting import values

        found = values(self._input.value)
        if found:
            at = max((at for at, one in enumerate(found) if one[0] <= self._input.cursor_position), default=0)
            self._select(found[max(0, min(len(found) - 1, at + by))])
        self._tell_offers()

    def _select(self, value: tuple[int, int]) -> None:
        start, end = value
        self._offered = None
        self._input.selection = Selection(start, end)
        # The input shows the cursor, which is at the value's end; its beginning and its name belong to it.
        name = self._input.value.rfind(" ", 0, start) + 1
        room = max(1, self._input.size.width - 1)
        self._input.scroll_to(x=max(0, min(name, end - room // 2)), animate=False, force=True)

    def _tell_offers(self) -> None:
        if self._complete is None:
            return
        going_round = self._offered is not None and self._input.value == self._completed
        offered = self._offered if going_round else self._complete(self._input.value, self._input.cursor_position)
        assert offered is not None
        named = f" {offered.field}: " if offered.field else " "
        told = " · ".join(offered.offers[:_MOST_TOLD]) or offered.form
        room = max(0, self.size.width - cell_len(_HOW))
        self._tell(f"{fit(named + told, room)}{_HOW}")

    def _tell(self, text: str, *, refused: bool = False) -> None:
        self._hint.set_class(refused, "refused")
        self._hint.update(ascii_cells(text) if self.ascii_only else text)

    async def _caught_up(self) -> None:
        """Wait until what was typed has reached the input, and its changes the screen."""
        for one in (self._input, self, self.screen):
            reached = asyncio.Event()
            if one.call_later(reached.set):
                await reached.wait()
