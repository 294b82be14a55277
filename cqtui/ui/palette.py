"""The command palette: every action by name, and companies, metrics, figures and bookmarks to go to.

Textual reads the help of a hit, and a name that is plain text, as markup: names go in as `Content`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from cqtui import bookmarks, notation
from cqtui.errors import CqtuiError
from cqtui.sanitize import clean_line
from cqtui.ui import keys
from cqtui.ui.bars import alongside
from cqtui.ui.explorer import Explorer, go_to
from cqtui.view import View

if TYPE_CHECKING:
    from cqtui.ui.over import Over

_PLACE, _ACTION, _FIGURE = 3.0, 2.0, 1.0
"""Scores: what has the name comes first, then what can be done, then figures that mention it."""


def _has_words(text: str, query: str) -> bool:
    """Whether every word typed stands in `text`."""
    folded = text.casefold()
    return all(word in folded for word in query.casefold().split())


class Palette(CommandPalette):
    """Textual's palette, which leaves once: enter pressed twice in it would take more with it, or fail; so would
    a search that goes on in a palette that has gone."""

    _has_left = False

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield from alongside(self)

    def dismiss(self, result: None = None) -> AwaitComplete:
        if self._has_left:
            return AwaitComplete()
        self._has_left = True
        self.workers.cancel_node(self)
        return super().dismiss(result)

    def _gather_commands(self, search_value: str) -> Any:
        return None if self._has_left else super()._gather_commands(search_value)


class _ExplorerProvider(Provider):
    @property
    def place(self) -> Explorer | Over | None:
        """The screen of ours that the palette was called from."""
        from cqtui.ui.over import Over

        return self.screen if isinstance(self.screen, Explorer | Over) else None

    @property
    def explorer(self) -> Explorer | None:
        place = self.place
        return place if place is None or isinstance(place, Explorer) else place.explorer


class Actions(_ExplorerProvider):
    """Everything a key does, by its words."""

    def _offered(self) -> list[keys.Action]:
        place = self.place
        if place is None:
            return []
        return [
            action
            for action in keys.on(place.PLACE)
            if action.section != "Moving" and place.check_action("perform", (action.id,))
        ]

    async def discover(self) -> Hits:
        for action in self._offered():
            yield DiscoveryHit(Content(action.help), partial(self._perform, action.id), help=self._keys(action))

    async def search(self, query: str) -> Hits:
        for action in self._offered():
            if _has_words(f"{action.label} {action.help}", query):
                yield Hit(_ACTION, Content(action.help), partial(self._perform, action.id), help=self._keys(action))

    def _keys(self, action: keys.Action) -> str:
        return escape(keys.spelled(self.explorer.keys_of(action.id))) if self.explorer else ""

    def _perform(self, id: str) -> None:
        if self.place is not None:
            self.place.action_perform(id)


class Places(_ExplorerProvider):
    """Companies, measures and figures by name, and the bookmarks."""

    async def discover(self) -> Hits:
        async for name, kind, place in self._bookmarks():
            yield DiscoveryHit(Content(name), partial(self._go, "view", place), help=kind)

    async def search(self, query: str) -> Hits:
        explorer = self.explorer
        if explorer is None:
            return
        index = explorer.session.index
        async for name, kind, place in self._bookmarks():
            if _has_words(f"{name} {kind}", query):
                yield Hit(_PLACE, Content(name), partial(self._go, "view", place), help=kind)
        for found in index.names(query, 12):
            label = clean_line(found.label)
            help = "company, place or industry" if found.kind == "entity" else "metric"
            yield Hit(_PLACE, Content(label), partial(self._go, found.kind, found.id), help=help)
        for fact in index.search(View(text=query), 12):
            entity = index.vocabulary.entity(fact.entity)
            label = clean_line(
                f"{entity.name} · {index.vocabulary.measure(fact)} · {notation.amount(fact, index.vocabulary)}"
                f" · {notation.period(fact.period)}"
            )
            yield Hit(_FIGURE, Content(label), partial(self._go, "fact", fact.id), help=escape(f"figure {fact.id}"))

    async def _bookmarks(self) -> AsyncIterator[tuple[str, str, str]]:
        explorer = self.explorer
        if explorer is None:
            return
        try:
            kept = bookmarks.load(bookmarks.bookmarks_file())
        except CqtuiError:
            return
        for one in kept:
            if one.store == str(explorer.session.path):
                yield one.name, "comparison" if one.is_comparison else "bookmark", one.place

    def _go(self, kind: str, id: str) -> None:
        if self.explorer is not None:
            self.explorer.uncover()
            try:
                go_to(self.explorer, kind, id)
            except CqtuiError as error:
                self.explorer.say(str(error))
