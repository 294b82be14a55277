"""The store behind an explorer: its index, what may be written, and the user's bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple

from cqtui import config, opening
from cqtui.config import Chosen, Settings
from cqtui.errors import CannotCreate, UsageError
from cqtui.index.questions import Index
from cqtui.indexing import Building
from cqtui.model import Entity, Fact, Review
from cqtui.sanitize import clean_line
from cqtui.ui import keys
from cqtui.ui.wholestore import Pace


class _Step(NamedTuple):
    """Something that was recorded: the fact before, and as it was then."""

    before: Fact
    now: Fact


class Session:
    """One opening of a store. Writing goes through here, and only here."""

    def __init__(self, chosen: Chosen, settings: Settings, indexing: Building | None = None) -> None:
        self.path, self.demo, self.settings = chosen.path, chosen.demo, settings
        self.page: Mapping[keys.Need, bool] = {}
        """What may be asked of the page in a browser that this is shown on, where it is."""
        self._seen = self._stamp()
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        glimpse = indexing.glimpse() if indexing else None
        self.indexing: Building | None = indexing if glimpse else None
        """The index of the whole store being built, while `index` is a glimpse of its first figures."""
        self.index = glimpse or self.opened()
        self._writable: bool | None = None
        self.slow = settings.slow_link
        """Whether every byte to the terminal counts."""
        self.big = settings.big
        """Whether text is big, for a room."""
        self.pace = Pace()
        """What works beside the interface goes by it."""

    @property
    def read_only(self) -> bool:
        """Whether nothing at all may be written and nothing started."""
        return self.settings.read_only

    @property
    def writable(self) -> bool:
        """Whether this store may be written."""
        if self._writable is None:
            self._writable = not self.read_only and not self.demo and _may_write(self.path)
        return self._writable

    def allows(self, action: keys.Action) -> bool:
        """Whether an action may be offered at all."""
        return keys.allowed(action, read_only=self.read_only, writable=self.writable, page=self.page)

    @property
    def is_large(self) -> bool:
        """Whether writing the store takes longer than anybody should look at a still screen."""
        stamp = self._stamp()
        return stamp is not None and stamp[1] >= opening.LARGE

    def take(self, index: Index) -> None:
        """Ask this index from now on."""
        self.index.close()
        self.index = index

    def opened(self) -> Index:
        """An index of the store as it is now. May take long, and may be called from any thread."""
        self._seen = self._stamp()
        if self.indexing is not None and (built := self.indexing.take()) is not None:
            return built
        return opening.open_index(self.path, cache=config.cache_folder(), keep=not self.read_only)

    @property
    def has_changed(self) -> bool:
        """Whether the store's file is another than when it was last opened."""
        return self._stamp() != self._seen

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            stat = self.path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    # What is recorded is in the store then; `opened` gives the index that has it. From any thread, one at a time.

    def review(self, fact: Fact, review: Review) -> Fact:
        """Record what people make of a fact; the same again takes it back."""
        return self._do(fact.id, lambda now: replace(now, review="unreviewed" if fact.review == review else review))

    def note(self, fact: Fact, note: str) -> Fact:
        """Record a note to a fact; an empty one takes it away."""
        return self._do(fact.id, lambda now: replace(now, note=note.strip() or None))

    def correct(self, fact: Fact, line: str) -> Callable[[], Fact]:
        """What records what a fact should say, as `field=value`. What is not given stays as it is.

        Raises:
            UsageError: the line gives what no fact can have; says what to do.
        """
        from cqtui.correcting import corrected, given, shown

        said = {name: text for name, text in given(line).items() if text != clean_line(shown(fact, name)).strip()}
        words = self.index.listed()
        new = corrected(fact, said, words).new
        return lambda: self._do(fact.id, lambda now: corrected(now, said, words).fact, new)

    def undo(self) -> Fact | None:
        """Take back the last thing that was recorded in this session; the fact it was about."""
        return self._again(self._done, self._undone, lambda step: (step.now, step.before))

    def redo(self) -> Fact | None:
        """Record again what was taken back last; the fact it is about."""
        return self._again(self._undone, self._done, lambda step: (step.before, step.now))

    def _do(self, id: str, revision: Callable[[Fact], Fact], entities: Iterable[Entity] = ()) -> Fact:
        from cqtui import store

        before: list[Fact] = []

        def revised(fact: Fact) -> Fact:
            before.append(fact)
            return revision(fact)

        now = store.revise(self._own(), {id: revised}, entities=entities)[id]
        if now != before[0]:
            self._done.append(_Step(before[0], now))
            self._undone.clear()
        return now

    def _again(
        self, steps: list[_Step], others: list[_Step], ends: Callable[[_Step], tuple[Fact, Fact]]
    ) -> Fact | None:
        """Take the last of `steps` from one of its ends to the other; what has changed since then stays."""
        from cqtui import store

        if not steps:
            return None
        left, reached = ends(steps[-1])
        names = [one.name for one in fields(Fact) if getattr(left, one.name) != getattr(reached, one.name)]
        values = {name: getattr(reached, name) for name in names}
        fact = store.revise(self._own(), {reached.id: lambda now: replace(now, **values)})[reached.id]
        others.append(steps.pop())
        return fact

    def export(self, path: Path, facts: Iterable[Fact], *, replace: bool = False) -> None:
        """Write facts to a new file, in the format that its name ends with."""
        from cqtui import durable, formats

        if self.read_only:
            raise UsageError("this explorer is read-only: nothing is exported")
        format = path.suffix.lstrip(".").lower()
        if format not in formats.FORMATS:
            raise UsageError(f"{path.name}: the name must end with .{', .'.join(formats.FORMATS)}")
        if not replace and durable.is_there(path):
            raise CannotCreate(f"{path}: exists already: give another name")
        lines = formats.facts(facts, format, self.index.vocabulary, self.index.source)
        durable.replace(path, "".join(f"{line}\n" for line in lines).encode())

    def _own(self) -> Path:
        if self.indexing:
            raise UsageError("the store is still being read: try again when all its figures are there")
        if not self.writable:
            raise UsageError("this store is read-only here: export, or import into a store of your own")
        return self.path


def _may_write(path: Path) -> bool:
    from cqtui import durable

    return durable.may_write(path)
