"""The keys, as they are bound now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from cqtui.ui import keys
from cqtui.ui.bars import alongside
from cqtui.ui.explorer import Explorer
from cqtui.ui.lines import Line, LinePane, fit

_SIGNS = (
    ("█ ░ ┊", "an actual over its period; a target, forecast or plan over its; one at a moment"),
    ("│ ┄ ?", "a moment; runs on without a stated end; no period stated"),
    ("▲ ▼", "a change the source states"),
    ("≠", "contradicts another figure; in a list, how many do"),
    ("> ≥ ~ ≲ ≤ <", "over, at least, about, nearly, up to, under"),
    ("● ○ ↑ ↓ ! +", "in a plot: is, is meant to be; more, less than that; in conflict; several"),
    ("▶ ●", "chosen as a filter; marked"),
    ("· ≈ §", "place; industry; agency"),
)


class HelpPane(LinePane):
    """Every action with its keys, section by section, in as many columns as fit."""

    def __init__(self, explorer: Explorer, place: keys.Place) -> None:
        super().__init__("help", "Keys")
        self._place = place
        self.top = 0
        self.active = True
        self.info = "esc closes"
        self._explorer = explorer
        self._laid_out: tuple[int, list[Line]] | None = None

    def lines(self, width: int) -> list[Line]:
        """All there is to say, made once for a width."""
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = width, self._lines(width)
        return self._laid_out[1]

    def _lines(self, width: int) -> list[Line]:
        made: list[Line] = []
        session = self._explorer.session
        left_out = () if self._explorer.is_touring else keys.on("tour")
        sections = keys.sections(one for one in keys.ACTIONS if session.allows(one) and one not in left_out)
        # What can be done here and nowhere else comes first.
        for section in sorted(sections, key=lambda one: not any(self._is_own(action) for action in sections[one])):
            actions = sections[section]
            made += [(), ((f" {section}", "section"),)]
            for action in actions:
                bound = self.spelled(keys.spelled(self._explorer.keys_of(action.id)))
                made.append(((f"   {fit(bound, 16)}", "strong"), (action.help, "")))
        made += [(), ((" Signs", "section"),)]
        made += [((f"   {fit(self.spelled(sign), 16)}", "strong"), (words, "")) for sign, words in _SIGNS]
        half = (width - 2) // 2
        if half < 62:
            return made[1:]
        middle = next(at for at, line in enumerate(made) if at >= len(made) // 2 and not line)
        left, right = made[1:middle], made[middle + 1 :]
        return [
            (*self._padded(left[at] if at < len(left) else (), half), *(right[at] if at < len(right) else ()))
            for at in range(max(len(left), len(right)))
        ]

    def _is_own(self, action: keys.Action) -> bool:
        return self._place in action.on and "panes" not in action.on

    @staticmethod
    def _padded(line: Line, width: int) -> Line:
        pieces = []
        left = width
        for text, style in line:
            cut = fit(text, min(left, len(text))) if len(text) > left else text
            pieces.append((cut, style))
            left -= len(cut)
        return [*pieces, (" " * max(0, left), "")]

    def line(self, y: int, width: int) -> Line:
        lines = self.lines(width)
        return lines[self.top + y] if self.top + y < len(lines) else ()

    def on_resize(self) -> None:
        super().on_resize()
        self.scroll_by(0)

    def scroll_by(self, by: int) -> None:
        count, height = len(self.lines(self.inner_width)), self.inner_height
        self.top = max(0, min(count - height, self.top + by))
        more = f"{self.top + 1}–{min(count, self.top + height)} of {count} lines, ↓ ↑   " if count > height else ""
        self.info = f"{more}esc closes"
        self.repaint()


class HelpScreen(ModalScreen[None]):
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("escape,q,question_mark,f1,enter", "dismiss", show=False),
        Binding("down,j", "scroll_lines(1)", show=False),
        Binding("up,k", "scroll_lines(-1)", show=False),
        Binding("pagedown,space", "scroll_lines(20)", show=False),
        Binding("pageup", "scroll_lines(-20)", show=False),
        Binding("ctrl+q,ctrl+c", "quit_now", show=False, priority=True),
    ]

    def __init__(self, explorer: Explorer, place: keys.Place = "panes") -> None:
        super().__init__()
        self._pane = HelpPane(explorer, place)
        self._pane.ascii_only = explorer.session.settings.ascii

    def compose(self) -> ComposeResult:
        yield self._pane
        yield from alongside(self)

    def action_quit_now(self) -> None:
        self.app.exit(return_code=0)

    def action_scroll_lines(self, by: int) -> None:
        self._pane.scroll_by(by)

    def on_line_pane_scrolled(self, event: LinePane.Scrolled) -> None:
        self._pane.scroll_by(event.by)
