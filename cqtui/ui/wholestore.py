"""What takes a look at a whole store to know: its conflicts, its targets. Found once for each state of the
store, in a thread that stands back while keys are pressed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from textual.message_pump import MessagePump

from cqtui import config
from cqtui.errors import CqtuiError
from cqtui.index.questions import Index
from cqtui.view import View

if TYPE_CHECKING:
    from cqtui.compare.conflicts import Conflict
    from cqtui.compare.targets import Attainment
    from cqtui.ui.session import Session

T = TypeVar("T")
One = TypeVar("One")

_MANY = 5_000
"""Figures from which on another process is worth its start."""
_CALM = 0.05
"""Seconds without a key after which the thread goes on."""


class Pace:
    """Lets a thread work only while nobody presses keys: both would share one interpreter."""

    def __init__(self) -> None:
        self._last_key = 0.0

    def key(self) -> None:
        """A key is being pressed."""
        self._last_key = monotonic()

    @property
    def rests(self) -> bool:
        """Whether no key is being pressed."""
        return monotonic() - self._last_key > _CALM

    @property
    def any_key(self) -> bool:
        """Whether any key has been pressed."""
        return self._last_key > 0

    def each(self, things: Iterable[One]) -> Iterator[One]:
        """The same things, each when the keys are at rest."""
        for thing in things:
            while (left := self._last_key + _CALM - monotonic()) > 0:
                sleep(left)
            yield thing


Find = Callable[[Index, "Path | None", Pace], T]
"""Looks through a store, in the light of a file of exchange rates, at a pace."""


class WholeStore(Generic[T]):
    """What `find` makes of a store: None until it has been found. Ask from the interface's own thread."""

    def __init__(self, host: MessagePump, find: Find[T], pace: Pace, rates: Path | None) -> None:
        self._host, self._find, self._pace, self._rates = host, find, pace, rates
        self._index: Index | None = None
        """What is looked through, or was."""
        self._is_found = False
        self.value: T | None = None
        self.error = ""
        """Why it cannot be found."""
        self._then: list[Callable[[], None]] = []

    def seek(self, index: Index, then: Callable[[], None]) -> None:
        """Call `then` when all is known of this index; at once where it is."""
        if self._is_found and index is self._index:
            then()
            return
        self._then.append(then)
        if index is not self._index:
            self._index, self._is_found = index, False
            look = partial(copy_context().run, self._look, index, index.another())
            threading.Thread(target=look, daemon=True).start()

    def _look(self, index: Index, own: Index) -> None:
        """In the thread: find, and say so to the host."""
        value, error = None, ""
        try:
            value = self._find(own, self._rates, self._pace)
        except CqtuiError as problem:
            error = str(problem)
        finally:
            own.close()
        with suppress(RuntimeError):  # The program has ended meanwhile.
            self._host.call_later(self._take, index, value, error)

    def _take(self, index: Index, value: T | None, error: str) -> None:
        if index is not self._index:
            return
        self._is_found, self.error = True, error
        self.value = self.value if error else value
        waiting, self._then = self._then, []
        for then in waiting:
            then()


def find_contested(session: Session, index: Index, rates: Path | None, pace: Pace) -> Collection[str]:
    """The ids of the figures that contradict others. What takes long is left to another process, which a
    read-only explorer does not start."""
    from cqtui import contesting

    cache = config.cache_folder()
    known = contesting.kept(index, session.path, cache, rates)
    if known is None and index.count() > _MANY and not session.read_only:
        known = contesting.found(index, session.path, cache, rates)
    return find_conflicts(index, rates, pace).by_fact if known is None else known


class Conflicts(NamedTuple):
    """The conflicts of a store, the gravest first, and those of each figure."""

    all: Sequence[Conflict]
    by_fact: Mapping[str, Sequence[Conflict]]


def find_conflicts(index: Index, rates: Path | None, pace: Pace) -> Conflicts:
    """Every two figures of the store that contradict each other."""
    from cqtui.bearing import conflicts_in

    found = conflicts_in(index, View(), rates, pace.each)
    by_fact: dict[str, list[Conflict]] = {}
    for one in found:
        for fact in one.facts:
            by_fact.setdefault(fact.id, []).append(one)
    return Conflicts(found, by_fact)


def find_targets(index: Index, rates: Path | None, pace: Pace) -> list[Attainment]:
    """Every target, plan and forecast with what became of it: those of which that can be told first."""
    from cqtui.bearing import store_wide
    from cqtui.compare.targets import attainments

    found = attainments(pace.each(index.goals(View())), store_wide(index, rates))
    return sorted(found, key=lambda one: one.outcome == "not told")
