"""The screen of a comparison: columns to go through, to take out, to swap for figures that fit; copied, kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding
from textual.widget import AwaitMount

from cqtui import bookmarks
from cqtui.compare import as_markdown, as_text
from cqtui.errors import CqtuiError
from cqtui.model import Fact
from cqtui.ui import keys, wording
from cqtui.ui.clipboard import copy
from cqtui.ui.explorer import Explorer, go_to
from cqtui.ui.lines import LinePane
from cqtui.ui.over import Over, bindings
from cqtui.ui.prompt import Prompt
from cqtui.ui.sidebyside import ComparisonPane
from cqtui.view import View


class ComparisonScreen(Over):
    """Two to eight figures, compared: those that are marked, or those that something led to."""

    PLACE: ClassVar[keys.Place] = "comparison"
    BINDINGS: ClassVar[list[Binding]] = bindings("comparison")  # type: ignore[assignment]
    pane: ComparisonPane

    def __init__(self, explorer: Explorer, facts: Sequence[Fact], *, marked: bool) -> None:
        super().__init__(explorer, ComparisonPane(explorer, facts))
        self._marked = marked
        self._before: list[list[Fact]] = []
        """What was compared before each swap and drop."""
        self._kept: str | None = None
        """The name under which the comparison is kept."""

    def on_mount(self) -> None:
        if self.explorer.view.column in self._ids:
            self.pane.go(self._ids.index(self.explorer.view.column))
        self._note()

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(fact.id for fact in self.pane.facts)

    def _note(self) -> None:
        """Record in the explorer's view what stands side by side now."""
        if self._marked:
            self.explorer.mark_alone(self._ids)
        self.explorer.cover(comparing=True, compared=() if self._marked else self._ids)
        self._note_column()
        self._kept = self._kept_as()

    def _note_column(self) -> None:
        self.explorer.cover(column=self._ids[self.pane.column] if self.pane.was_chosen else "")

    def title_line(self) -> str:
        count = f"compare {len(self.pane.facts)} {'marked' if self._marked else 'figures'}"
        return f"{count} › {self._kept}" if self._kept else count

    @property
    def moving(self) -> list[tuple[str, str]]:
        return [(f"{self._key('left')} {self._key('right')}", "column")]

    @property
    def deeds(self) -> dict[str, Callable[[], object]]:
        return {
            "right": lambda: self._go(1),
            "left": lambda: self._go(-1),
            "next-pane": lambda: self._go(1),
            "previous-pane": lambda: self._go(-1),
            "down": lambda: self.pane.scroll_by(1),
            "up": lambda: self.pane.scroll_by(-1),
            "page-down": lambda: self.pane.scroll_by(self.pane.inner_height - 1),
            "page-up": lambda: self.pane.scroll_by(1 - self.pane.inner_height),
            "first": lambda: self.pane.scroll_by(-100_000),
            "last": lambda: self.pane.scroll_by(100_000),
            "figure-evidence": self._evidence,
            "swap": self._swap,
            "drop": self._drop,
            "take-back": self._take_back,
            "copy-markdown": self._copy_markdown,
            "copy-text": self._copy_text,
            "save": self._ask_name,
            "forget": self._forget,
        }

    def label(self, action: keys.Action) -> str:
        said = {
            "swap": action.label if self.pane.fixits else "",
            "take-back": action.label if self._before else "",
            "save": "rename" if self._kept else "save",
            "forget": action.label if self._kept else "",
        }
        return said.get(action.id, action.label)

    def close(self) -> None:
        self.explorer.cover(comparing=False, compared=(), column="")
        super().close()

    def scroll_by(self, by: int) -> None:
        self.pane.scroll_by(by)

    def on_line_pane_clicked(self, event: LinePane.Clicked) -> None:
        del event

    # Columns

    def _go(self, by: int) -> None:
        self.pane.go(self.pane.column + by)
        self._note_column()
        self._shown()

    def _shown(self) -> None:
        self.pane.refreshed()
        self.show_bars()

    def _evidence(self) -> None:
        """Open the evidence of this column; back leads here again."""
        fact = self.pane.facts[self.pane.column]
        self.explorer.uncover()
        go_to(self.explorer, "fact", fact.id)

    def _drop(self) -> None:
        """Take this column out; one alone is no comparison."""
        rest = [fact for at, fact in enumerate(self.pane.facts) if at != self.pane.column]
        if len(rest) < 2:
            if self._marked:
                self.explorer.mark_alone(tuple(fact.id for fact in rest))
            self.close()
        else:
            self._change(rest)

    def _swap(self) -> None:
        """Take what would make the figures like for like in place of what does not."""
        fixit = next(iter(self.pane.fixits), None)
        if fixit is None:
            self.say("No figure of the store would make them like for like.")
            return
        facts = list(self.pane.facts)
        facts[fixit.at] = fixit.instead
        self._change(facts)
        self.say(f"{fixit.letter} is another figure now. {self._key('take-back')} takes that back.")

    def _take_back(self) -> None:
        if self._before:
            self._change(self._before.pop(), remember=False)

    def _change(self, facts: list[Fact], *, remember: bool = True) -> None:
        if remember:
            self._before.append(list(self.pane.facts))
        self.pane.set_facts(facts)
        self._note()
        self._shown()

    # Copying and keeping

    def _copy_markdown(self) -> None:
        pane = self.pane
        self._copy(as_markdown(pane.facts, pane.comparison, pane.known))
        self.say("Copied the comparison as Markdown.")

    def _copy_text(self) -> None:
        pane = self.pane
        self._copy(as_text(pane.facts, pane.comparison, pane.known))
        self.say("Copied the comparison as text.")

    def _copy(self, text: str) -> None:
        copy(self.app, text, may_start=not self.explorer.session.read_only)

    def _key(self, action: str) -> str:
        return keys.first_key(self.explorer.keys_of(action))

    @property
    def _place(self) -> str:
        return View(compared=self._ids, comparing=True).query()

    @property
    def _store(self) -> str:
        return str(self.explorer.session.path)

    def _kept_as(self) -> str | None:
        try:
            return bookmarks.name_of(bookmarks.bookmarks_file(), self._store, self._place)
        except CqtuiError:
            return None

    def _ask_name(self) -> AwaitMount | None:
        words = self.explorer.session.index.vocabulary
        return self.ask(Prompt("save", "Keep this comparison as: ", self._kept or wording.pair(self.pane.facts, words)))

    def prompted(self, purpose: str, text: str) -> None:
        if purpose != "save" or not text.strip():
            return
        try:
            kept = bookmarks.Bookmark(text.strip(), self._store, self._place)
            bookmarks.keep(bookmarks.bookmarks_file(), kept)
        except CqtuiError as error:
            self.say(str(error))
            return
        self._kept = self._kept_as()
        self.say(f"Kept as “{self._kept}”; {self._key('palette')} leads to it.")

    def _forget(self) -> None:
        try:
            gone = self._kept and bookmarks.drop(bookmarks.bookmarks_file(), self._store, self._place)
        except CqtuiError as error:
            self.say(str(error))
            return
        said = f"“{self._kept}” is no longer kept." if gone else "This comparison is not kept."
        self._kept = None
        self.say(said)
