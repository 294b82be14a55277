"""What an explorer knows of its whole store: the conflicts, which its panes show by a sign, and the targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cqtui.errors import CqtuiError
from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.ui.wholestore import Conflicts, WholeStore, find_conflicts, find_contested, find_targets
from cqtui.view import View

if TYPE_CHECKING:
    from cqtui.compare.conflicts import Conflict
    from cqtui.compare.targets import Attainment
    from cqtui.ui.explorer import Explorer

_SETTLED = 0.5
"""Seconds after the first paint when the search for conflicts begins."""
_MOST_UNASKED = 300_000
"""Figures up to which conflicts are searched without being asked for."""


class Overview:
    """The conflicts and targets of the store that `explorer` shows, each found when it is wanted."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        pace, rates = explorer.session.pace, explorer.session.settings.rates
        find_ids = partial(find_contested, explorer.session)
        self._search: WholeStore[Collection[str]] = WholeStore(explorer, find_ids, pace, rates)
        self.contested: Collection[str] | None = None
        """The figures in conflict, as far as they are known."""
        self._of_fact: tuple[Index, Fact, Sequence[Conflict]] | None = None
        """The conflicts that were asked for last: in which index, and of which figure."""
        self.conflicts: WholeStore[Conflicts] = WholeStore(explorer, find_conflicts, pace, rates)
        self.targets: WholeStore[list[Attainment]] = WholeStore(explorer, find_targets, pace, rates)
        self._told: Index | None = None
        """The index that knows which figures are in conflict."""
        self.at: dict[str, int] = {}
        """The entry one stood on last, of each list over the whole store."""
        self.in_view = False
        """Whether the lists leave only what the panes list."""

    def begin_again(self) -> None:
        """Stand nowhere yet, in no list."""
        self.at.clear()
        self.in_view = False

    def begin(self) -> None:
        """Once the first screen stands: find what is in conflict, unless that would take long."""
        if self._index.count() <= _MOST_UNASKED and not self._explorer.session.indexing:
            self._explorer.set_timer(_SETTLED, self._seek_ids)

    def _seek_ids(self) -> None:
        self._search.seek(self._index, lambda: self._found(self._search.value))

    def seek_conflicts(self, then: Callable[[], None]) -> None:
        """Call `then` when the conflicts are known, and the panes show them."""
        import cqtui.bearing  # noqa: F401  # Here, not in the thread, while this one may load it, too.

        def found() -> None:
            self._found(self.conflicts.value and self.conflicts.value.by_fact)
            then()

        self.conflicts.seek(self._index, found)

    def seek_targets(self, then: Callable[[], None]) -> None:
        """Call `then` when the targets are known."""
        import cqtui.bearing  # noqa: F401  # As above.

        self.targets.seek(self._index, then)

    def conflicts_of(self, fact: Fact) -> Sequence[Conflict]:
        """The conflicts that a figure is in, as far as they are known."""
        index = self._index
        if fact.id not in (self.contested or ()):
            return ()
        if self._of_fact is None or self._of_fact[:2] != (index, fact):
            self._of_fact = index, fact, self._asked(index, fact)
        return self._of_fact[2]

    def _asked(self, index: Index, fact: Fact) -> Sequence[Conflict]:
        from cqtui.bearing import conflicts_in

        with suppress(CqtuiError):  # It has been told where they were searched for.
            found = conflicts_in(index, View(only=(fact.id,)), self._explorer.session.settings.rates)
            return [one for one in found if fact in one.facts]
        return ()

    def tell_panes(self, view: View) -> None:
        """Tell the panes which figures are in conflict. After a change of the store those found before
        serve until they have been searched for again."""
        ids, index = self.contested, self._index
        if ids is None:
            return
        if index is not self._told:
            self._tell_index(index)
            self._seek_ids()
        explorer, rows = self._explorer, index.contested(view)
        explorer.timeline.contested = ids
        explorer.companies.contested, explorer.metrics.contested = rows.entities, rows.measures

    def _found(self, ids: Collection[str] | None) -> None:
        self.contested = self.contested if ids is None else ids
        self._tell_index(self._index)
        self.tell_panes(self._explorer.view)
        self._explorer.refollow()

    def _tell_index(self, index: Index) -> None:
        self._told = index
        index.contest(self.contested or ())

    @property
    def _index(self) -> Index:
        return self._explorer.session.index
