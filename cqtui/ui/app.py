"""The application around the explorer: themes, keys as configured, signals, a crash in one line."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events, on
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.driver import Driver
from textual.screen import Screen
from textual.theme import ThemeProvider

from cqtui.config import Chosen, Settings
from cqtui.errors import BadData, CqtuiError
from cqtui.indexing import Building
from cqtui.launching import Launch
from cqtui.ui import keys
from cqtui.ui.deeds import DEEDS
from cqtui.ui.explorer import Explorer
from cqtui.ui.filters import Harmless, WithoutColor
from cqtui.ui.session import Session
from cqtui.ui.theme import DARK, FALLBACKS, OWN, TERMINAL
from cqtui.ui.thrift import Rows, Spans, Thrift, Whole, placed
from cqtui.view import View

if TYPE_CHECKING:
    from cqtui.cast import Recorder
    from cqtui.ui.stage import Stage

_EXIT_ON = ("SIGTERM", "SIGHUP", "SIGINT")
_HUNG_UP = 129
_SLOW = 0.3
"""Seconds until the terminal answers from which on its line counts as slow."""


def _action_provider() -> type[Provider]:
    from cqtui.ui.palette import Actions

    return Actions


def _place_provider() -> type[Provider]:
    from cqtui.ui.palette import Places

    return Places


class ExplorerApp(App[None]):
    """cqtui's interface."""

    TITLE = "cqtui"
    CSS_PATH = "style.tcss"
    COMMANDS: ClassVar[Any] = {_place_provider, _action_provider, App.COMMANDS and next(iter(App.COMMANDS))}
    COMMAND_PALETTE_BINDING = "ctrl+underscore"  # The palette is an action of ours, with our keys.

    def __init__(self, session: Session, view: View, launch: Launch | None = None) -> None:
        super().__init__()
        self.session = session
        self._view = view
        self.launch = launch
        self._first: Rows | None = None
        """The first screen, once it has been painted."""
        self._is_first = False
        """Whether it is of the whole store, not of a glimpse, and as it is before any key."""
        settings = session.settings
        for theme in OWN:
            self.register_theme(theme)
        if settings.theme not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            raise BadData(f"there is no theme {settings.theme!r}; there are {known}")
        few_colours = settings.theme == DARK.name and (settings.slow_link or self.console.color_system == "standard")
        # Of 16 colours, the terminal's own are told apart best; they take few bytes.
        self.theme = TERMINAL.name if few_colours else settings.theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._is_styled = False
        self.set_keymap(checked_keys(settings))
        if self.no_color:
            self._filters = [WithoutColor()]
        self._filters.append(Harmless())
        self.recorder: Recorder | None = None
        """What records the session."""
        self.stage: Stage | None = None
        """What helps to present; not even loaded until it is asked for."""
        if session.big:
            from cqtui.ui.stage import Stage

            self.stage = Stage(self)
        self.crash: BaseException | None = None
        self._main: asyncio.Task[Any] | None = None

    def get_driver_class(self) -> type[Driver]:
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from cqtui.ui.driver import Driver as OurDriver

        return OurDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACKS

    def refresh_css(self, animate: bool = True) -> None:
        """Not for the theme that it begins with, which the styles are read for in the first place."""
        if self._is_styled:
            super().refresh_css(animate)

    def on_load(self) -> None:
        """Before the terminal is touched: a signal from here on puts it back."""
        self._main = asyncio.current_task()
        self.exit_on_signals()

    async def on_event(self, event: events.Event) -> None:
        if self.stage is not None and self.stage.takes(event):
            return
        if isinstance(event, events.Key):
            self.session.pace.key()
        elif isinstance(event, events.Resize) and self.recorder is not None:
            self.recorder.resized(event.size.width, event.size.height)
        await super().on_event(event)
        if isinstance(event, events.Key):
            # A queue that is never empty is never waited for: without this, nothing is painted and no
            # signal heard until the last of many keys has acted.
            await asyncio.sleep(0)

    def get_default_screen(self) -> Explorer:
        return Explorer(self.session, self._view, DEEDS)

    async def on_mount(self) -> None:
        self._is_styled = True
        await self.screen._mounted_event.wait()  # Keys typed meanwhile are for what it shows then.
        self.call_after_refresh(_start_collecting)
        if self.stage is not None and self.stage.guide is not None:
            self.stage.guide.begin()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Of Textual's own commands only the choice of theme: the rest are actions of ours, or leave
        the program."""
        del screen
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)

    def action_suspend_process(self) -> None:
        """Not where the program is all that a user may run."""
        if not self.session.read_only:
            super().action_suspend_process()

    def action_command_palette(self) -> None:
        from cqtui.ui.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        from cqtui.ui.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def exit_on_signals(self) -> None:
        """asyncio's own handlers lose a signal when many keys have filled the pipe that both come by."""
        loop = asyncio.get_running_loop()

        def leave(number: int, _: object) -> None:
            with suppress(RuntimeError):  # The loop has ended already.
                loop.call_soon_threadsafe(self._leave, 128 + number)

        for name in _EXIT_ON:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), leave)

    def _leave(self, code: int) -> None:
        """End now, not after the keys and messages that wait."""
        self.exit(return_code=code)
        if self._main is not None:
            self._main.cancel()

    def link_took(self, seconds: float) -> None:
        """The terminal has answered its first question after so long: over a slow line, panes wait for each other."""
        if seconds > _SLOW and "SSH_CONNECTION" in os.environ:
            self.session.slow = True

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, ChopsUpdate):
            renderable = Spans(renderable.chops, renderable.spans, renderable.chop_ends)
        elif isinstance(renderable, LayoutUpdate) and self.launch and self._first is None:
            self._first = renderable = Rows(renderable, self.launch.lines)
            self._is_first = self.session.indexing is None and not self.session.pace.any_key
        elif isinstance(renderable, LayoutUpdate):
            renderable = Whole(renderable.strips, renderable.region)
        super()._display(screen, renderable)

    def keep_first(self) -> None:
        """Keep the first screen for the next start, unless it looks as it did at this one."""
        launch, first = self.launch, self._first
        if launch and first and first.rows != launch.lines and self._is_first and not self.session.read_only:
            launch.keep(Thrift().rewritten(placed(enumerate(first.rows))), first.rows)

    @on(Driver.SignalResume)
    def _paint_again(self) -> None:
        """After it was stopped and goes on: the terminal has an empty screen, of the same size as before."""
        self._display(self.screen, self.screen._compositor.render_update(full=True))

    def hang_up(self) -> None:
        """The terminal is gone."""
        self._leave(_HUNG_UP)

    def _handle_exception(self, error: Exception) -> None:
        """Keep the error for the one line that the command prints; never locals on a screen."""
        if self._exit:  # Of what is being taken down some parts miss others, and nobody misses them.
            return
        if self.crash is None:
            self.crash = error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


def checked_keys(settings: Settings) -> dict[str, str]:
    """The keys that the configuration gives to actions.

    Raises:
        BadData: it names an action that does not exist.
    """
    for id in settings.keys:
        if id not in keys.BY_ID:
            known = ", ".join(sorted(keys.BY_ID))
            raise BadData(f"keys: there is no action {id!r}; there are {known}")
    return dict(settings.keys)


def fitted(settings: Settings) -> Settings:
    """The settings, with ASCII signs where the terminal is not written to in Unicode."""
    terminal = sys.__stderr__  # What Textual writes to.
    if terminal is None or terminal.encoding.lower().startswith(("utf", "gb")):
        return settings
    if isinstance(terminal, io.TextIOWrapper):
        terminal.reconfigure(errors="replace")
    return replace(settings, ascii=True)


def _start_collecting() -> None:
    """Start-up makes much that stays: collect it never, or some early key would pay for it."""
    gc.freeze()
    gc.enable()


def run(
    chosen: Chosen,
    settings: Settings,
    view: View,
    indexing: Building | None = None,
    launch: Launch | None = None,
    recorder: Recorder | None = None,
    prepare: Callable[[ExplorerApp], None] = lambda _: None,
) -> int:
    """Open the explorer, on a glimpse of the store where its index is still being built; the exit code.

    `launch` is the first screen as it is on the terminal already; `recorder` records the session; `prepare` may
    do something to the app before it runs.

    Raises what opening the store raises, and a crash as it is.
    """
    gc.disable()
    session = Session(chosen, fitted(settings), indexing)
    app = ExplorerApp(session, view, launch)
    app.recorder = recorder
    prepare(app)
    with suppress(asyncio.CancelledError):
        app.run(mouse=settings.mouse and not settings.slow_link)
    app.keep_first()
    if recorder is not None:
        recorder.end(app.return_code or 0)
        if recorder.error and app.crash is None:
            raise CqtuiError(recorder.error)
    if app.crash is not None:
        raise app.crash
    return 1 if app.return_code is None else app.return_code
