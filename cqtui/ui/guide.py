"""Leads through a tour: presses its keys as anyone would, says what it has to say, and lets go when somebody
sits down.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, cast

from textual import events
from textual._styles_cache import StylesCache
from textual.keys import _character_to_key

from cqtui.errors import CqtuiError
from cqtui.tour import playing as tours
from cqtui.tour.playing import Beat, Missing, Playing
from cqtui.tour.script import Script
from cqtui.ui import keys
from cqtui.ui.card import Card
from cqtui.ui.evidence import wrap
from cqtui.ui.explorer import Explorer
from cqtui.ui.lines import Piece
from cqtui.ui.settling import settled
from cqtui.view import View

if TYPE_CHECKING:
    from cqtui.ui.stage import Spot, Stage

_TICK = 0.05
"""Seconds between looks at a screen on which something is waited for."""
_REST = 4.0
"""Seconds between two rounds."""
_MOST_LINES = 3
"""Lines of a caption."""

Answer = Callable[[Explorer, str], tuple[str, Sequence[str]]]
"""A step's command line with its ids put in, and what it prints in a pipe, line by line. Raises a `CqtuiError`
where it fails."""

_COMMANDS: Mapping[str, Callable[[Playing], Playing]] = {
    "tour-pause": tours.toggled,
    "tour-step": tours.stepped,
    "tour-next": tours.skipped,
    "tour-restart": tours.restarted,
    "tour-slower": partial(tours.paced, by=-1),
    "tour-faster": partial(tours.paced, by=1),
}


class Guide:
    """One tour on one stage, for as long as the app runs.

    With `loop` it begins again at its end, and `idle` seconds after somebody has taken over or paused.
    """

    def __init__(
        self, stage: Stage, script: Script, answer: Answer, *, pace: float | None = None, loop: bool = False,
        idle: float = 60.0, at_end: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self._stage, self._app, self._answer = stage, stage.app, answer
        self.script, self._loop, self._idle, self._at_end = script, loop, idle, at_end
        self.playing = Playing(tours.beats(script), script.pace if pace is None else pace)
        self.missing: list[Missing] = []
        """All that was waited for in vain, in this round."""
        self.rounds = 0
        self._said = ""
        self._own: events.Key | None = None
        """The key that the tour itself is pressing."""
        self._began_at: dict[int, View] = {}
        """Where each scene of this round began."""
        self._again = False
        """Whether a scene is to begin where it began before."""
        self._touched = monotonic()
        self._looks = (self._app.theme, stage.shows_keys)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    # What is said

    @property
    def caption(self) -> str:
        if self.playing.mode == "yours":
            back = f"; it goes on by itself after {self._idle:g} s" if self._loop else ""
            return f"The explorer is yours. {self._key('tour-pause')} goes on with the tour{back}."
        if self.playing.mode == "over" and not self._loop:
            again, leave = self._key("tour-pause"), keys.first_key(self._explorer.keys_of("quit-now"))
            return f"That was the tour; the explorer is yours. {again} plays it again, {leave} quits."
        return self._said

    def height(self, width: int) -> int:
        """Lines that the longest caption takes."""
        said = [step.caption or "" for scene in self.script.scenes for step in scene.steps]
        said += [step.otherwise for scene in self.script.scenes for step in scene.steps]
        lines = (len(wrap([(one, "")], max(10, width - 2))) for one in said)
        return max(1, min(_MOST_LINES, max(lines, default=1)))

    def status(self, width: int) -> list[Piece]:
        """Where the tour is, and its keys, as far as there is room."""
        now = self.playing
        mode = {"paused": "paused", "yours": "stopped", "over": "at its end"}.get(now.mode, "")
        title = self.script.scenes[now.scene].title
        said: list[Piece] = [(f" {now.scene + 1}/{now.scenes} {title} ", "path")]
        said += [(f" {mode} ", "message")] if mode else []
        if now.pace != 1:
            said.append((f" ×{now.pace:g} ", "dim"))
        shown = [one for one in keys.on("tour") if one.footer]
        hints: list[Piece] = []
        room = width // 2 - sum(len(text) for text, _ in said)
        for action in sorted(shown, key=lambda one: one.footer):
            label = "go on" if action.id == "tour-pause" and not now.moves else action.label
            key = self._key(action.id)
            if (room := room - len(key) - len(label) - 3) < 0:
                break
            hints += [("  ", ""), (key, "key"), (f" {label}", "dim")]
        return [*said, *hints, (" ", "")]

    def _key(self, action: str) -> str:
        return keys.first_key(self._explorer.keys_of(action))

    # What comes in

    def takes(self, event: events.Key) -> bool:
        """Whether a key is for the tour alone. Any other takes over."""
        if event is self._own:
            return False
        self._touched = monotonic()
        action = self._action(event)
        if action:
            self._command(_COMMANDS[action], again=self.playing.mode == "yours")
            return True
        was_mine = self.playing.mode not in ("yours", "over")
        self.touched()
        if was_mine and event.key == "escape":
            return True
        return self._loop and self._would_end(event)

    def touched(self) -> None:
        """Somebody does something: the app is theirs."""
        self._touched = monotonic()
        if self.playing.mode not in ("yours", "over"):
            self._command(tours.taken_over)

    def _action(self, event: events.Key) -> str:
        """The action of the tour that a key stands for. While something is typed, signs are text."""
        if event.is_printable and self._app.focused is not None and not self.playing.moves:
            return ""
        for action in keys.on("tour"):
            bound = self._explorer.keys_of(action.id).split(",")
            if event.key in bound or (event.character or "") in bound:
                return action.id
        return ""

    def _would_end(self, event: events.Key) -> bool:
        """Whether a key would leave the program, which nobody who passes by should: `quit-now` does."""
        explorer = self._explorer
        leaves = event.key in explorer.keys_of("quit").split(",") and self._app.screen is explorer
        return leaves and not explorer.can_go_back and self._app.focused is None

    def _command(self, change: Callable[[Playing], Playing], *, again: bool = False) -> None:
        before = self.playing
        self.playing = change(before)
        self._again = self._again or (again and self.playing.moves)
        if not self.playing.moves:
            self._stage.point("")
        self._wake.set()
        self._stage.refresh()

    # The tour

    def begin(self) -> None:
        """Start; the app must be running."""
        self._task = asyncio.create_task(self._led())
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._app._handle_exception(error)  # type: ignore[arg-type]

    async def _led(self) -> None:
        while self._app.session.indexing is not None and not self._app._exit:
            self._said = "The store is being read; the tour begins when all of it is here."
            self._stage.refresh()
            await asyncio.sleep(_TICK)
        before = monotonic()
        while not self._app._exit:
            now = monotonic()
            self.playing, beat = tours.advanced(self.playing, now - before, self._seen)
            before = now
            if beat is not None:
                await self._do(beat)
            elif self.playing.mode == "over":
                await self._rest()
                before = monotonic()
            else:
                await self._pause()
                if not self.playing.moves:
                    before = monotonic()

    async def _pause(self) -> None:
        """Until something may be due, a key has changed that, or nobody is there any more."""
        now = self.playing
        if now.moves:
            seconds: float | None = max(_TICK, now.left) if now.left else _TICK
        else:
            seconds = max(0.0, self._touched + self._idle - monotonic()) if self._loop else None
        self._stage.refresh()
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            if not self.playing.moves:
                self._command(tours.restarted)

    async def _rest(self) -> None:
        """At the end of a round."""
        self.rounds += 1
        self._stage.point("")
        self._stage.refresh()
        if self._at_end is not None:
            self._at_end()
        self._wake.clear()
        if self._loop:
            try:
                await asyncio.wait_for(self._wake.wait(), _REST / self.playing.pace)
            except TimeoutError:
                self.playing = tours.restarted(self.playing)
        else:
            await self._wake.wait()

    async def _do(self, beat: Beat) -> None:
        self._note_missing(beat)
        if beat.kind in ("scene", "do", "press", "type", "run") and isinstance(self._app.screen, Card):
            self._app.pop_screen()
            await settled(self._app)
        if beat.kind == "scene":
            await self._begin_scene(beat)
        elif beat.kind == "say":
            self._said = beat.text or ""
        elif beat.kind == "point":
            self._stage.point(cast("Spot", "" if beat.text == "all" else beat.text))
        elif beat.kind == "do":
            await self._press(self._explorer.keys_of(beat.text or "").split(",")[0])
        elif beat.kind in ("press", "type"):
            await self._press(beat.text or "")
        elif beat.kind == "run":
            self._show_answer(beat.text or "")
            await settled(self._app)
        self._stage.refresh()

    def _note_missing(self, beat: Beat) -> None:
        missing = self.playing.missing
        if missing is not None and beat.kind == "say":
            self.missing.append(missing)

    async def _begin_scene(self, beat: Beat) -> None:
        if beat.scene == 0 and not self._again:
            self._begin_round()
        place = self._began_at.get(beat.scene) if self._again else None
        self._again = False
        if place is None and beat.text is not None:
            place = View.parse(beat.text)
        self._stage.point("")
        if place is not None:
            self._explorer.begin_at(place)
            await settled(self._app)
        self._began_at[beat.scene] = self._explorer.view
        if self._app.recorder is not None:
            self._app.recorder.marked(self.script.scenes[beat.scene].title)

    def _begin_round(self) -> None:
        """As if the program had just been started."""
        self.missing.clear()
        self._began_at.clear()
        theme, shows_keys = self._looks
        if self._app.theme != theme:
            self._app.theme = theme
        if self._stage.shows_keys != shows_keys:
            self._stage.show_keys(shows_keys)
        StylesCache.get_inner_outer.cache_clear()  # Which keeps the last thousand widgets, gone as they are.
        self._said = self.script.title
        self._explorer.begin_at(View())

    async def _press(self, key: str) -> None:
        character = " " if key in ("space", " ") else key if len(key) == 1 else None
        name = "space" if character == " " else _character_to_key(key) if len(key) == 1 else key
        self._own = events.Key(name, character)
        self._app.post_message(self._own)
        await settled(self._app)
        self._own = None

    def _show_answer(self, line: str) -> None:
        try:
            shown, answer = self._answer(self._explorer, line)
        except CqtuiError as error:
            shown, answer = line, [f"cqtui: {error}"]
        self._app.push_screen(Card(shown, answer, ascii_only=self._app.session.settings.ascii))

    def _seen(self, texts: Sequence[str]) -> bool:
        """Whether one of the texts is on the screen, however its blanks fall. What the tour says does not count."""
        lines = self._app.screen._compositor.render_strips()
        height = max(0, len(lines) - self._stage.height(self._app.size.width))
        shown = "\n".join(_blanks("".join(part.text for part in line)) for line in lines[:height])
        return any(_blanks(text) in shown for text in texts)

    @property
    def _explorer(self) -> Explorer:
        return next(screen for screen in self._app.screen_stack if isinstance(screen, Explorer))


def _blanks(text: str) -> str:
    """`text` with every run of blanks as one."""
    return re.sub(r"\s+", " ", text)
