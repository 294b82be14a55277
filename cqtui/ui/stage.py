"""What helps to present: a strip below the explorer with what is said and which keys are pressed, and a spotlight.

Loaded when it is first asked for. The strip takes lines of its own from every screen, and hides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cqtui.sanitize import clean_line
from cqtui.tabular import in_ascii
from cqtui.ui import keys
from cqtui.ui.bars import Bar
from cqtui.ui.evidence import wrap
from cqtui.ui.lines import Line, LinePane, Piece, fit, joined, rendered
from cqtui.ui.looks import look

if TYPE_CHECKING:
    from cqtui.ui.app import ExplorerApp
    from cqtui.ui.explorer import Explorer
    from cqtui.ui.guide import Guide

Spot = Literal["", "active", "companies", "metrics", "timeline", "evidence", "header", "footer"]
"""Where the spotlight stands: nowhere, on the active pane, or on this one."""
_MOST_KEYS = 12
"""Keys that are remembered; a line has room for fewer."""


class Pressed(NamedTuple):
    """A key that was pressed, or text that was typed, and what it does, where that is known."""

    cap: str
    does: str = ""
    is_typed: bool = False


class StageStrip(Widget, can_focus=False):
    """The lines below a screen. What they say is the stage's."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    def fit_lines(self) -> None:
        """Take as many lines as the stage needs at this width."""
        height = self._stage.height(self.app.size.width)
        self.display = height > 0
        self.styles.height = height
        self.refresh()

    def on_mount(self) -> None:
        self.fit_lines()

    def on_resize(self) -> None:
        self.fit_lines()

    def render_lines(self, crop: Region) -> list[Strip]:
        return rendered(self, crop)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._stage.lines(width, self.size.height)
        segments, left = [], width
        for text, name in lines[y] if y < len(lines) else ():
            text = fit(text, min(left, cell_len(text)))
            left -= cell_len(text)
            segments.append(Segment(clean_line(text), look(name, self.app.theme_variables, ground="panel")))
        segments.append(Segment(" " * left, look("text", self.app.theme_variables, ground="panel")))
        return Strip(joined(segments), width)


class Stage:
    """What goes on beside the explorer of one app."""

    def __init__(self, app: ExplorerApp) -> None:
        self.app = app
        self.shows_keys = False
        self.spot: Spot = ""
        self.guide: Guide | None = None
        self._pressed: list[Pressed] = []

    # The strip

    def strips(self) -> list[Widget]:
        """What every screen has below it."""
        if not self.app.session.big:
            return [StageStrip(self)]
        from cqtui.ui.headline import Headline

        return [StageStrip(self), Headline(ascii_only=self.app.session.settings.ascii)]

    def mount(self) -> None:
        """Give the screens that stand already their strips."""
        for screen in self.app.screen_stack:
            if not screen.query(StageStrip):
                screen.mount(*self.strips())

    # Big text

    def set_big(self, big: bool) -> None:
        """Write big, or as usual, on every screen."""
        self.app.session.big = big
        for screen in self.app.screen_stack:
            for widget in (*screen.query(StageStrip), *screen.query("Headline")):
                widget.remove()
            screen.mount(*self.strips())

    def tell(self) -> None:
        """Let the headline of the screen in sight say what one stands on, where there is one."""
        if self.app.session.big:
            from cqtui.ui.headline import Headline

            for headline in self.app.screen.query(Headline):
                headline.tell()

    def height(self, width: int) -> int:
        """Lines that the strip takes; the same for as long as nothing is switched, or all would move."""
        captions = self.guide.height(width) if self.guide else 0
        return captions + (1 if self.shows_keys or self.guide else 0)

    def lines(self, width: int, height: int) -> list[Line]:
        """What the strip says."""
        if not height:
            return []
        said = self.guide.caption if self.guide else ""
        captions = wrap([(self._spelled(said), "caption")], max(10, width - 2))[: height - 1]
        made: list[Line] = [((" ", ""), *line) for line in captions]
        made += [()] * (height - 1 - len(made))
        return [*made, self._last_line(width)]

    def _last_line(self, width: int) -> Line:
        status: Sequence[Piece] = self.guide.status(width) if self.guide else ()
        right = [(self._spelled(text), name) for text, name in status]
        room = width - sum(cell_len(text) for text, _ in right)
        left = self._caps(max(0, room - 1)) if self.shows_keys else []
        gap = room - sum(cell_len(text) for text, _ in left)
        return [*left, (" " * max(0, gap), ""), *right]

    def _caps(self, room: int) -> list[Piece]:
        """The last keys, the newest on the right, as many as fit."""
        made: list[Piece] = []
        for newest, pressed in enumerate(reversed(self._pressed)):
            cap = f" {self._spelled(pressed.cap)} "
            does = f" {self._spelled(pressed.does)}" if pressed.does else ""
            pieces: list[Piece] = [(" ", ""), (cap, "keycap" if newest == 0 else "keycap-before"), (does, "dim")]
            cells = sum(cell_len(text) for text, _ in pieces)
            if cells > room:
                break
            room -= cells
            made = [*pieces, *made]
        return made

    def _spelled(self, text: str) -> str:
        return in_ascii(text) if self.app.session.settings.ascii else text

    def refresh(self) -> None:
        """Paint the strip of the screen in sight."""
        for strip in self.app.screen.query(StageStrip):
            strip.refresh()

    def refit(self) -> None:
        """After something was switched: make room for the strip, or take it back."""
        for screen in self.app.screen_stack:
            for strip in screen.query(StageStrip):
                strip.fit_lines()
        if self.app.session.big:
            from cqtui.ui.headline import Headline

            for headline in self.app.query(Headline):
                headline.fit_lines()

    # The keys

    def show_keys(self, shown: bool) -> None:
        """Show the keys that are pressed, or no longer."""
        self.shows_keys = shown
        self._pressed.clear()
        self.refit()

    def press(self, event: events.Key) -> None:
        """Note a key that is being pressed."""
        typing = self.app.focused is not None
        if typing and event.is_printable and event.character:
            before = self._pressed[-1:]
            if before and before[0].is_typed:
                self._pressed[-1] = before[0]._replace(cap=(before[0].cap + event.character)[-30:])
            else:
                self._pressed.append(Pressed(event.character, is_typed=True))
        else:
            self._pressed.append(Pressed(keys.spelled(event.key), "" if typing else self._does(event.key)))
        del self._pressed[:-_MOST_KEYS]
        if self.shows_keys:
            self.refresh()

    def _does(self, key: str) -> str:
        """What a key does on the screen in sight, in a word."""
        for _, binding, enabled, _ in self.app.screen.active_bindings.values():
            if binding.key == key and enabled:
                return binding.description
        return ""

    # The spotlight

    def point(self, spot: Spot) -> None:
        """Dim all but this, or nothing."""
        self.spot = spot
        self.light()

    def light(self) -> None:
        """Dim what the spotlight is not on, on the screen in sight, and paint what has changed."""
        shown: list[LinePane | Bar] = [*self.app.screen.query(LinePane), *self.app.screen.query(Bar)]
        spots = [one for one in shown if self._is_lit(one)]
        for one in shown:
            dimmed = bool(self.spot and spots) and one not in spots
            lit = bool(self.spot) and one in spots
            if (one.dimmed, one.lit) != (dimmed, lit):
                one.dimmed, one.lit = dimmed, lit
                one.repaint()

    def _is_lit(self, one: LinePane | Bar) -> bool:
        if self.spot == "active":
            return isinstance(one, LinePane) and one.active
        return one.id == self.spot

    # What comes in

    def takes(self, event: events.Event) -> bool:
        """Whether an event from outside is the stage's own and nobody else's."""
        if getattr(event, "is_forwarded", False):
            return False
        if isinstance(event, events.Key):
            taken = self.guide is not None and self.guide.takes(event)
            if not taken:
                self.press(event)
            return taken
        if self.guide is not None and isinstance(event, events.MouseDown | events.MouseScrollDown | events.Paste):
            self.guide.touched()
        return False


def present(explorer: Explorer, action: str) -> str:
    """Switch something that helps to present; what is to be said of it."""
    stage = stage_of(cast("ExplorerApp", explorer.app))
    key = explorer.scene.key(action)
    if action == "show-keys":
        stage.show_keys(not stage.shows_keys)
        return f"Keys are shown below; {key} hides them." if stage.shows_keys else "Keys are no longer shown."
    if action == "big":
        stage.set_big(not stage.app.session.big)
        explorer.refit()
        return f"Big text; {key} brings all panes back." if stage.app.session.big else "Text is as usual."
    stage.point("" if stage.spot else "active")
    return f"The spotlight is on the active pane; {key} puts it out." if stage.spot else "The spotlight is out."


def stage_of(app: ExplorerApp) -> Stage:
    """The app's stage, set up where it has none yet."""
    if app.stage is None:
        app.stage = Stage(app)
        app.stage.mount()
    return app.stage
