"""A screen that lies over the panes: its keys from the table of actions, a line above and one below."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import AwaitMount

from cqtui.ui import keys, wording
from cqtui.ui.bars import Bar, alongside
from cqtui.ui.explorer import Explorer
from cqtui.ui.lines import LinePane
from cqtui.ui.prompt import Prompt


def bindings(place: keys.Place) -> list[Binding]:
    """The keys of everything that can be done on a screen."""
    return [
        Binding(
            action.keys, f"perform('{action.id}')", action.label, show=False, priority=True, id=action.id,
            tooltip=action.help,
        )
        for action in keys.on(place)
    ]  # fmt: skip


class Over(Screen[None]):
    """One pane over the whole screen. Subclasses say what its actions do (`deeds`) and when they do something."""

    AUTO_FOCUS = ""
    PLACE: ClassVar[keys.Place]

    def __init__(self, explorer: Explorer, pane: LinePane) -> None:
        super().__init__()
        self.explorer = explorer
        self.pane = pane
        self.header, self.footer = Bar("header"), Bar("footer")
        self._message = ""
        self._prompt: Prompt | None = None
        for widget in (self.header, self.footer, pane):
            widget.ascii_only = explorer.session.settings.ascii

    # What subclasses say

    @property
    def deeds(self) -> dict[str, Callable[[], object]]:
        """What each action does that is this screen's own."""
        raise NotImplementedError

    @property
    def moving(self) -> list[tuple[str, str]]:
        """Keys that move about, with what they go through, for the footer."""
        return []

    def title_line(self) -> str:
        """What the line above says this is."""
        raise NotImplementedError

    def label(self, action: keys.Action) -> str:
        """An action's word in the footer as things stand; empty where it would do nothing."""
        return action.label

    def close(self) -> None:
        """Back to what lies below."""
        self.dismiss()

    def prompted(self, purpose: str, text: str) -> None:
        """Something was typed into the prompt."""

    # The screen

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.pane
        yield self.footer
        yield from alongside(self)

    def on_resize(self) -> None:
        self.pane.repaint()
        self.show_bars()

    def on_screen_resume(self) -> None:
        self.show_bars()
        if self.explorer.stage is not None:
            self.explorer.stage.light()

    def say(self, message: str) -> None:
        """Show one line in place of the key hints, until the next key."""
        self._message = message
        self.show_bars()

    def show_bars(self) -> None:
        if self.explorer.stage is not None:
            self.explorer.stage.tell()
        title = self.explorer.session.index.title
        self.header.show([(" cqtui ", "strong"), (f"  {title}   ", ""), (self.title_line(), "path")])
        if self._message:
            self.footer.show([(f" {self._message}", "message")])
            return
        own = sorted((one for one in keys.on(self.PLACE) if one.footer and self.offers(one)), key=_rank)
        hints = [(keys.first_key(self.explorer.keys_of(one.id)), self.label(one)) for one in own]
        shown = [*self.moving, *((key, label) for key, label in hints if label)]
        self.footer.show(wording.fitting(shown, self.size.width))

    def offers(self, action: keys.Action) -> bool:
        """Whether an action may be done in this session."""
        return self.PLACE in action.on and self.explorer.session.allows(action)

    # Actions

    @property
    def shared(self) -> dict[str, Callable[[], object]]:
        """What each action does that every such screen has."""
        return {
            "back": self.close,
            "quit": self.close,
            "quit-now": lambda: self.app.exit(return_code=0),
            "palette": self.app.action_command_palette,
            "help": self._help,
            "copy-link": self._copy_link,
            "show-keys": lambda: self._present("show-keys"),
            "big": lambda: self._present("big"),
            "spotlight": lambda: self._present("spotlight"),
        }

    def keys_of(self, action: str) -> str:
        return self.explorer.keys_of(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return keys.may_act(action, parameters, self.offers, typing=self._prompt is not None)

    def action_perform(self, id: str) -> AwaitMount | None:
        """Do what the action with this id does. Gives what the next key has to wait for, if anything."""
        if self._message:
            self.say("")
        done = {**self.shared, **self.deeds}[id]()
        return done if isinstance(done, AwaitMount) else None

    def _help(self) -> None:
        from cqtui.ui.help import HelpScreen

        self.app.push_screen(HelpScreen(self.explorer, self.PLACE))

    def _present(self, action: str) -> None:
        from cqtui.ui.stage import present

        self.say(present(self.explorer, action))

    def _copy_link(self) -> None:
        self.explorer.action_perform("copy-link")
        self.say("Copied a command line for this place.")

    def on_line_pane_scrolled(self, event: LinePane.Scrolled) -> None:
        self.scroll_by(event.by)

    def scroll_by(self, by: int) -> None:
        """The wheel turned by so many lines."""

    # The prompt

    def ask(self, prompt: Prompt) -> AwaitMount | None:
        """Put a prompt in place of the footer."""
        if self._prompt is not None:
            return None
        self._prompt = prompt
        self.footer.display = False
        return self.mount(prompt)

    def on_prompt_closed(self, event: Prompt.Closed) -> None:
        if self._prompt is not None:
            self.set_focus(None)
            self._prompt.remove()
            self._prompt = None
            self.footer.display = True
        if event.text is not None:
            self.prompted(event.purpose, event.text)


def _rank(action: keys.Action) -> int:
    return action.footer
