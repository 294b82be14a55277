"""How the explorer keeps up with its store: while the index is built, when another program has written
it, and when something is recorded here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.timer import Timer

from cqtui.errors import CqtuiError
from cqtui.index.questions import Index

if TYPE_CHECKING:
    from cqtui.ui.explorer import Explorer

T = TypeVar("T")

_PROGRESS = 0.25
"""Seconds between looks at how far an index is."""
_NEWS = 1.0
"""Seconds between looks at whether the store has changed."""


class Following:
    """Opens the store again whenever there is a reason to, beside the interface, one time after the other."""

    def __init__(self, screen: Explorer) -> None:
        self._screen, self._session = screen, screen.session
        self._first_view = screen.view
        self._is_busy = False
        self._progress: Timer | None = None

    def begin(self) -> None:
        self._screen.set_interval(_NEWS, self._look_for_news)
        if self._session.indexing is not None:
            self._progress = self._screen.set_interval(_PROGRESS, self._follow_indexing)

    def record(self, write: Callable[[], T], told: Callable[[T], None]) -> str | None:
        """Record something in the store and show the store with it; `told` says what was recorded.

        A large store is written beside the interface, which shows it as it was until then. Gives what keeps
        it from being recorded, in one line, if that is known by now.
        """
        session = self._session
        if self._is_busy or session.indexing:
            return "the store is still being read or written: nothing was recorded; try again when that is done"
        if session.is_large:
            self._screen.say("Writing …")
            self._beside(lambda: self._recorded(write, told))
            return None
        try:
            show = self._recorded(write, told)
        except CqtuiError as error:
            return str(error)
        show()
        return None

    # Inside

    def _beside(self, work: Callable[[], Callable[[], None]]) -> None:
        """Do `work` in a thread, then, in the interface, what it gives."""
        self._is_busy = True

        def done() -> None:
            try:
                finish = work()
            except CqtuiError as error:
                finish = partial(self._screen.say, f"{error} (shown as it was before)")
            self._screen.app.call_from_thread(self._end, finish)

        self._screen.run_worker(done, thread=True, exit_on_error=False)

    def _end(self, finish: Callable[[], None]) -> None:
        self._is_busy, self._session.indexing = False, None
        finish()

    def _recorded(self, write: Callable[[], T], told: Callable[[T], None]) -> Callable[[], None]:
        now = write()
        index = self._session.opened()

        def show() -> None:
            self._show(index)
            told(now)

        return show

    def _follow_indexing(self) -> None:
        """Say how far the index is; when it is there, show the whole store."""
        indexing = self._session.indexing
        if indexing is not None and indexing.goes_on():
            self._screen.show_bars()
        elif not self._is_busy:
            assert self._progress is not None
            self._progress.stop()
            self._beside(lambda: partial(self._show_all, self._session.opened()))

    def _show(self, index: Index) -> None:
        """Show the store as this index has it, without losing one's place."""
        self._session.take(index)
        self._screen.show(stay=True)

    def _show_all(self, index: Index) -> None:
        screen = self._screen
        if not self._session.pace.any_key:
            screen.view = self._first_view  # Nobody has gone anywhere yet.
        self._show(index)
        screen.overview.begin()
        screen.say(f"All {index.count():,} figures are here.")

    def _look_for_news(self) -> None:
        """Follow a store that something else has written."""
        if self._session.has_changed and not self._is_busy and not self._session.indexing:
            self._beside(lambda: partial(self._show_news, self._session.opened()))

    def _show_news(self, index: Index) -> None:
        self._show(index)
        self._screen.say(f"The store has changed: {index.count():,} figures now.")
