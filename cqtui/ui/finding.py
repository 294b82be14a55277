"""Finding as one types: the panes show what matches so far, and the way back leads through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cqtui.index.windows import GroupCount, ListedGroups
from cqtui.model import Fact
from cqtui.ui import steps
from cqtui.ui.prompt import Prompt
from cqtui.ui.seeking import Seeking, Sought
from cqtui.view import View

if TYPE_CHECKING:
    from cqtui.ui.explorer import Explorer, Step

_MANY = 20_000
"""Figures from which on a search would hold up who types."""


class Finding:
    """What `screen` is being searched for, from the first key in the prompt to the last."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._seeking = Seeking(screen, self._show_first, lambda _: self.show())
        self._prompt: Prompt | None = None
        self._before: Step | None = None
        self._typed: str | None = None
        """What was typed and is not shown yet."""

    def begin(self) -> None:
        screen = self._screen
        self._before = screen.here()
        self._prompt = Prompt("find", "/", screen.view.text)
        screen.open_prompt(self._prompt)

    def type(self, text: str) -> None:
        """Show what matches `text`: the first of it at once, where finding all takes long."""
        screen, self._typed = self._screen, text
        index = screen.session.index
        if self._prompt and text.strip() and index.count() > _MANY:
            self._prompt.status("searching … ")
            self._seeking.seek(Sought(steps.searched(screen.view, text), index, screen.size.height))
        else:
            self.show()

    def show(self) -> None:
        """Show all that is found for what was typed, and stand at the best of it."""
        text, self._typed = self._typed, None
        self._seeking.give_up()
        if text is None or self._prompt is None:
            return
        screen = self._screen
        view = steps.searched(screen.view, text)
        best = next(iter(screen.session.index.search(view, 1)), None) if text.strip() else None
        screen.put(replace(view, fact=best.id if best else None))
        count = screen.timeline.facts
        self._prompt.status(f"{count:,} match{'' if count == 1 else 'es'} " if text else "")

    def end(self, text: str | None) -> None:
        """Stay at what was found for `text`; where that is None, return to where the search began."""
        if text is None:
            self._typed = None
        self.show()
        before, screen = self._before, self._screen
        self.give_up()
        assert before is not None
        if text is None or not text.strip():
            screen.put(before.view if text is None else replace(before.view, text=""), before.tops)
        elif screen.figure is None:
            screen.put(screen.view, after=[before])
        else:  # Two steps: back leads from the figure to what was found, then to where the search began.
            screen.put(replace(screen.view, pane="evidence", scroll=0), after=[before, screen.here()])

    def give_up(self) -> None:
        """Search no more; what is shown stays."""
        self._before = self._prompt = self._typed = None
        self._seeking.give_up()

    def _show_first(self, sought: Sought, facts: Sequence[Fact]) -> None:
        """Show the first matches of what was typed; the rest of the screen follows when they are counted."""
        if not facts or self._prompt is None:
            return
        self._prompt.status("counting … ")
        timeline = self._screen.timeline
        timeline.view = replace(self._screen.view, text=sought.view.text, group="source")  # Whose rows say all.
        groups = ListedGroups([GroupCount(0, "First matches", len(facts))])
        timeline.show(groups, lambda _, offset, limit: facts[offset : offset + limit], sought.within.span(View()))
        timeline.info = "counting …"
        timeline.go(1)
        timeline.repaint()
