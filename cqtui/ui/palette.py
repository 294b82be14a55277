"""The command palette: every action by name, and companies, metrics, figures and bookmarks to go to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from cqtui import bookmarks, notation
from cqtui.errors import CqtuiError
from cqtui.sanitize import clean_line
from cqtui.ui import keys
from cqtui.ui.explorer import Explorer, go_to
from cqtui.view import View


class _ExplorerProvider(Provider):
    @property
    def explorer(self) -> Explorer | None:
        return self.screen if isinstance(self.screen, Explorer) else None


class Actions(_ExplorerProvider):
    """Everything a key does, by its words."""

    def _offered(self) -> list[keys.Action]:
        explorer = self.explorer
        if explorer is None:
            return []
        return [
            action
            for action in keys.ACTIONS
            if action.section != "Moving" and explorer.check_action("perform", (action.id,))
        ]

    async def discover(self) -> Hits:
        for action in self._offered():
            yield DiscoveryHit(action.help, partial(self._perform, action.id), help=self._keys(action))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._offered():
            score = matcher.match(f"{action.label} {action.help}")
            if score > 0:
                yield Hit(score, Content(action.help), partial(self._perform, action.id), help=self._keys(action))

    def _keys(self, action: keys.Action) -> str:
        return keys.spelled(self.app.keys_of(action.id))  # type: ignore[attr-defined]

    def _perform(self, id: str) -> None:
        if self.explorer is not None:
            self.explorer.action_perform(id)


class Places(_ExplorerProvider):
    """Companies, measures and figures by name, and the bookmarks."""

    async def discover(self) -> Hits:
        async for name, kind, id in self._bookmarks():
            yield DiscoveryHit(name, partial(self._go, kind, id), help="bookmark")

    async def search(self, query: str) -> Hits:
        explorer = self.explorer
        if explorer is None:
            return
        index = explorer.session.index
        matcher = self.matcher(query)
        async for name, kind, id in self._bookmarks():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, Content(name), partial(self._go, kind, id), help="bookmark")
        for found in index.names(query, 12):
            label = clean_line(found.label)
            help = "company, place or industry" if found.kind == "entity" else "metric"
            yield Hit(0.9, Content(label), partial(self._go, found.kind, found.id), help=help)
        for fact in index.search(View(text=query), 12):
            entity = index.vocabulary.entity(fact.entity)
            label = clean_line(
                f"{entity.name} · {index.vocabulary.measure(fact)} · {notation.amount(fact, index.vocabulary)}"
                f" · {notation.period(fact.period)}"
            )
            yield Hit(0.5, Content(label), partial(self._go, "fact", fact.id), help=f"figure {fact.id}")

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
                yield one.name, "view", one.place

    def _go(self, kind: str, id: str) -> None:
        if self.explorer is not None:
            try:
                go_to(self.explorer, kind, id)
            except CqtuiError as error:
                self.explorer.say(str(error))
