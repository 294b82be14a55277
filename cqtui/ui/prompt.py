"""The line at the bottom that one types into: a search, a file's name, a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

Purpose = Literal["find", "export", "note"]


class Prompt(Horizontal):
    """A label and an input of one line. Enter submits, escape leaves."""

    class Changed(Message):
        def __init__(self, purpose: Purpose, text: str) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    class Closed(Message):
        """The prompt is done: `text` is None where it was left."""

        def __init__(self, purpose: Purpose, text: str | None) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    def __init__(self, purpose: Purpose, label: str, text: str = "") -> None:
        super().__init__(id="prompt")
        self.purpose, self._label, self._text = purpose, label, text
        self.status: Callable[[str], None] = lambda _: None

    def compose(self) -> ComposeResult:
        yield Static(f" {self._label}", markup=False, id="prompt-label")
        yield Input(self._text, compact=True, select_on_focus=False)
        status = Static("", markup=False, id="prompt-status")
        self.status = status.update
        yield status

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.purpose, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Closed(self.purpose, event.value))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Closed(self.purpose, None))
