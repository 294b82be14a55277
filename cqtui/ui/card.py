"""A command and its answer, laid over the screen as a terminal would show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from cqtui.ui.bars import alongside
from cqtui.ui.lines import Line, LinePane


class CardPane(LinePane):
    """The command line, and below it the lines that it prints; what is too long is cut."""

    def __init__(self, command: str, answer: Sequence[str]) -> None:
        super().__init__("card", "In a pipe")
        self.active = True
        self.info = "esc closes"
        self._lines: list[Line] = [(), ((" $ ", "dim"), (command, "strong")), ()]
        self._lines += [((" ", ""), (line, "")) for line in answer]

    def line(self, y: int, width: int) -> Line:
        del width
        return self._lines[y] if y < len(self._lines) else ()


class Card(ModalScreen[None]):
    """Shows what a command answers."""

    BINDINGS: ClassVar[list[Binding]] = [Binding("escape,q,enter", "dismiss", show=False)]  # type: ignore[assignment]

    def __init__(self, command: str, answer: Sequence[str], *, ascii_only: bool) -> None:
        super().__init__()
        self._pane = CardPane(command, answer)
        self._pane.ascii_only = ascii_only
        self._height = len(answer) + 6

    def compose(self) -> ComposeResult:
        yield self._pane
        yield from alongside(self)

    def on_mount(self) -> None:
        self._pane.styles.height = self._height
        self._pane.styles.max_height = "100%"
