"""Search as one types, beside the interface: the first matches at once, and all that the panes show of
them once it has been counted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import NamedTuple

from textual.message_pump import MessagePump

from cqtui.index.questions import Index, NoAnswer
from cqtui.index.windows import BLOCK
from cqtui.model import Fact
from cqtui.view import View


class Sought(NamedTuple):
    """What matches `view` is looked for in `within`, as much as stands in so many rows."""

    view: View
    within: Index
    rows: int

    @property
    def is_one_word(self) -> bool:
        """Whether the first matches are found at once, however many there are: no lists have to be joined."""
        return len(self.view.text.split()) == 1


class Seeking:
    """Looks for what was typed last, in one thread; what was typed before that is given up.

    Ask from the interface's own thread, which is the one that is answered: `first` is given the first
    matches of what is sought, and `all` is called when the index remembers the answers to all that the
    panes will ask about it.
    """

    def __init__(
        self, host: MessagePump, first: Callable[[Sought, Sequence[Fact]], None], all: Callable[[Sought], None]
    ) -> None:
        self._host, self._first, self._all = host, first, all
        self._newest: Sought | None = None
        self._lock = threading.Lock()
        self._is_running = False
        self._own: tuple[Index, Index] | None = None
        """An index, and the one that the thread asks in its place."""

    def seek(self, sought: Sought) -> None:
        self._give_up_for(sought)
        if sought.is_one_word:
            self._first(sought, sought.within.first(sought.view, sought.rows))
        self._host.call_after_refresh(self._begin)  # Both would share one interpreter.

    def _begin(self) -> None:
        with self._lock:
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=partial(copy_context().run, self._run), daemon=True).start()

    def give_up(self) -> None:
        self._give_up_for(None)

    def _give_up_for(self, newest: Sought | None) -> None:
        self._newest = newest
        if self._own is not None:
            with suppress(NoAnswer):  # It has been closed just now.
                self._own[1].interrupt()

    def _take(self, index: Index, own: Index, sought: Sought) -> None:
        index.learn(own)
        self._all(sought)

    # In the thread

    def _run(self) -> None:
        done: Sought | None = None
        while True:
            with self._lock:
                sought = self._newest
                if sought is None or sought is done:
                    self._is_running = False
                    return
            with suppress(NoAnswer):  # Given up, for something else is sought; or the store is another.
                self._look(sought)
            done = sought

    def _look(self, sought: Sought) -> None:
        own = self._own_of(sought.within)
        if not sought.is_one_word:
            self._tell(sought, partial(self._first, sought, own.first(sought.view, sought.rows)))
        for _ in answered(own, sought):
            if self._newest is not sought:
                return
        self._tell(sought, partial(self._take, sought.within, own, sought))

    def _own_of(self, index: Index) -> Index:
        if self._own is None or self._own[0] is not index:
            if self._own is not None:
                self._own[1].close()
            own = index.another()
            own.vocabulary = index.vocabulary  # What it gives is looked up there.
            self._own = index, own
        return self._own[1]

    def _tell(self, sought: Sought, what: Callable[[], None]) -> None:
        def tell() -> None:
            if self._newest is sought:
                what()

        with suppress(RuntimeError):  # The program has ended meanwhile.
            self._host.call_later(tell)


def answered(index: Index, sought: Sought) -> Iterator[object]:
    """Ask, one after the other, what the panes will ask when they show a view and stand at its best match."""
    view = sought.view
    best = next(iter(index.search(view, 1)), None)
    yield best
    groups = index.groups(view)
    yield groups
    place = index.place_of(view, best.id) if best else None
    yield place
    yield index.companies(view)
    yield index.metrics(view)
    yield index.span(view)
    if place is not None:
        row = groups.row_of(*place)
        near = map(groups.at, range(max(1, row - sought.rows), min(groups.rows, row + sought.rows)))
        for group, block in dict.fromkeys((group, max(0, offset) // BLOCK) for group, offset in near):
            yield index.window(view, groups[group].key, block * BLOCK, BLOCK)
