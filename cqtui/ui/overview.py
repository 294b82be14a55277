"""What an explorer knows of its whole store: the conflicts, which its panes show by a sign, and the targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.ui.wholestore import Conflicts, WholeStore, find_conflicts, find_targets
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
        self.conflicts: WholeStore[Conflicts] = WholeStore(explorer, find_conflicts, pace, rates)
        self.targets: WholeStore[list[Attainment]] = WholeStore(explorer, find_targets, pace, rates)
        self._told: Index | None = None
        """The index that knows which figures are in conflict."""
        self.at: dict[str, int] = {}
        """The entry one stood on last, of each list over the whole store."""
        self.in_view = False
        """Whether the lists leave only what the panes list."""

    def begin(self) -> None:
        """Once the first screen stands: search for conflicts, unless that would take long."""
        if self._index.count() <= _MOST_UNASKED and not self._explorer.session.indexing:
            self._explorer.set_timer(_SETTLED, lambda: self.seek_conflicts(lambda: None))

    def seek_conflicts(self, then: Callable[[], None]) -> None:
        """Call `then` when the conflicts are known, and the panes show them."""
        self.conflicts.seek(self._index, self._found)
        self.conflicts.seek(self._index, then)

    def seek_targets(self, then: Callable[[], None]) -> None:
        """Call `then` when the targets are known."""
        self.targets.seek(self._index, then)

    def conflicts_of(self, fact: Fact) -> Sequence[Conflict]:
        """The conflicts that a figure is in, as far as they are known."""
        found = self.conflicts.value
        return found.by_fact.get(fact.id, ()) if found else ()

    def tell_panes(self, view: View) -> None:
        """Tell the panes which figures are in conflict. After a change of the store those found before
        serve until they have been searched for again."""
        found, index = self.conflicts.value, self._index
        if found is None:
            return
        if index is not self._told:
            self._tell_index(index)
            self.conflicts.seek(index, self._found)
        explorer, rows = self._explorer, index.contested(view)
        explorer.timeline.contested = found.by_fact
        explorer.companies.contested, explorer.metrics.contested = rows.entities, rows.measures

    def _found(self) -> None:
        self._tell_index(self._index)
        self.tell_panes(self._explorer.view)
        self._explorer.refollow()

    def _tell_index(self, index: Index) -> None:
        self._told = index
        index.contest(self.conflicts.value.by_fact if self.conflicts.value else ())

    @property
    def _index(self) -> Index:
        return self._explorer.session.index
