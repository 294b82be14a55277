"""The store behind an explorer: its index, what may be written, and the user's bookmarks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cqtui import config, opening
from cqtui.config import Chosen, Settings
from cqtui.errors import CannotCreate, UsageError
from cqtui.index import Index
from cqtui.model import Fact
from cqtui.ui.wholestore import Pace


class Session:
    """One opening of a store. Writing goes through here, and only here."""

    def __init__(self, chosen: Chosen, settings: Settings) -> None:
        self.path, self.demo, self.settings = chosen.path, chosen.demo, settings
        self._seen = self._stamp()
        self._reviewed: list[Fact] = []
        """What was reviewed here, as it was before, in order."""
        self.index = self.opened()
        self._writable: bool | None = None
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

    def reload(self) -> None:
        """Open the store again; on an error the index one has stays."""
        self.take(self.opened())

    def take(self, index: Index) -> None:
        """Ask this index from now on."""
        self.index.close()
        self.index = index

    def opened(self) -> Index:
        """An index of the store as it is now. May take long, and may be called from any thread."""
        self._seen = self._stamp()
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

    def review(self, fact: Fact, review: str) -> None:
        """Record what people make of a fact; the same again takes it back."""
        from cqtui import store

        store.review(self._own(), fact.id, review="unreviewed" if fact.review == review else review)
        self._reviewed.append(fact)
        self.reload()

    def undo(self) -> Fact | None:
        """Take back the last review of this session; the fact it was about."""
        from cqtui import store

        if not self._reviewed:
            return None
        fact = store.review(self._own(), self._reviewed[-1].id, review=self._reviewed[-1].review)
        self._reviewed.pop()
        self.reload()
        return fact

    def note(self, fact: Fact, note: str) -> None:
        """Record a note to a fact; an empty one takes it away."""
        from cqtui import store

        store.review(self._own(), fact.id, note=note.strip() or None)
        self.reload()

    def export(self, path: Path, facts: Iterable[Fact], *, replace: bool = False) -> None:
        """Write facts to a new file, in the format that its name ends with."""
        from cqtui import durable, formats

        if self.read_only:
            raise UsageError("this explorer is read-only: nothing is exported")
        format = path.suffix.lstrip(".").lower()
        if format not in formats.FORMATS:
            raise UsageError(f"{path.name}: the name must end with .{', .'.join(formats.FORMATS)}")
        if path.exists() and not replace:
            raise CannotCreate(f"{path}: exists already: give another name")
        lines = formats.facts(facts, format, self.index.vocabulary, self.index.source)
        durable.replace(path, "".join(f"{line}\n" for line in lines).encode())

    def _own(self) -> Path:
        if not self.writable:
            raise UsageError("this store is read-only here: export, or import into a store of your own")
        return self.path


def _may_write(path: Path) -> bool:
    from cqtui import durable

    return durable.may_write(path)
