"""From a store's path to its index: the cached one where it still fits, else one built anew.

A cache file is only ever replaced as a whole and may be deleted at any moment.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cqtui import folders
from cqtui.errors import NoInput
from cqtui.index import keeping
from cqtui.index.keeping import fingerprint
from cqtui.index.questions import Index

if TYPE_CHECKING:
    from cqtui.index.build import Seen

LARGE = 4 << 20
"""Bytes of a store from which on building its index takes longer than anybody should look at nothing."""
_ABANDONED = 3600.0
"""Seconds since anything was written to it after which nobody is building an index any more."""
_MOST_TIMES = 3
"""How often a store that keeps changing is read, before the index is one of what it was."""


Told = Callable[[float], None]
"""Is told, now and then, which share of a store has been read."""


def open_index(path: Path, *, cache: Path | None = None, keep: bool = True, told: Told = lambda _: None) -> Index:
    """An index of the store at `path`. `told` follows its building.

    `cache` is the folder that keeps index files. Where there is none, where it cannot be written,
    or where `keep` is false and it holds no index that fits, the index is built in memory. Reading
    never creates or changes a store.

    Raises:
        NoInput: there is no such file, or it cannot be read.
        BadData: the file is not a store that this version reads.
    """
    index = kept_index(path, cache)
    if index is not None:
        return index
    for again in range(_MOST_TIMES):
        seen = fingerprint(path)
        index = _built(path, seen or "", _kept(path, cache) if keep and cache and seen else None, told)
        if fingerprint(path) == seen or again == _MOST_TIMES - 1:
            break
        index.close()  # The store was replaced while it was read.
    assert index is not None
    return index


def kept_index(path: Path, cache: Path | None) -> Index | None:
    """The index that is kept for the store at `path` as it is now, if there is one."""
    seen = fingerprint(path)
    return _cached(_kept(path, cache), seen) if cache is not None and seen is not None else None


def _kept(path: Path, cache: Path) -> Path:
    return Path(keeping.place(path, cache))


def _cached(kept: Path, seen: str) -> Index | None:
    try:
        index = Index.from_file(kept)
        if index.meta("fingerprint") == seen:
            return index
        index.close()
    except (OSError, sqlite3.Error):  # None, torn, foreign, of an older layout: never worth an error.
        pass
    return None


@contextmanager
def alone(path: Path, cache: Path) -> Iterator[None]:
    """The right to build the index of a store, one process after the other; where there are no locks, at once."""
    from filelock import FileLock

    lock = FileLock(_kept(path, cache).with_suffix(".lock"))
    with suppress(OSError, NotImplementedError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def write_glimpse(path: Path, cache: Path, most: int) -> Path:
    """A small index of the first `most` facts of a store, in a file of its own.

    Raises:
        rowwise.NotLaidOut, OSError, sqlite3.Error: there is none to be had.
    """
    temporary = _temporary(_kept(path, cache))
    _glimpsed(path, most, sqlite3.connect(temporary)).close()
    return temporary


def glimpse(path: Path, most: int) -> Index:
    """The same in memory."""
    return Index(_glimpsed(path, most, _in_memory()))


def _glimpsed(path: Path, most: int, connection: sqlite3.Connection) -> sqlite3.Connection:
    from cqtui import rowwise

    with path.open("rb") as file:
        seen = rowwise.glimpse(file, most)
        return _fill(connection, "", seen.title, ((row, None) for row in seen.rows))


def _in_memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)


def _temporary(kept: Path) -> Path:
    """An empty file beside the one that is to be kept. Those that a killed process left are removed."""
    import tempfile
    import time

    folder, prefix = kept.parent, f".{kept.stem}-"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob(f"{prefix}*.sqlite"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _ABANDONED:
                left.unlink()
    handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=".sqlite")
    with suppress(OSError):  # It is empty.
        os.close(handle)
    return Path(name)


def _built(path: Path, seen: str, kept: Path | None, told: Told) -> Index:
    if kept is not None:
        with suppress(OSError, sqlite3.Error):
            return _built_file(path, seen, kept, told)
    return Index(_filled(path, seen, _in_memory, told))


def _built_file(path: Path, seen: str, kept: Path, told: Told) -> Index:
    """Build beside the cache file, then put it in place at once: readers see all of it or none."""
    temporary = _temporary(kept)

    def emptied() -> sqlite3.Connection:
        os.truncate(temporary, 0)
        return sqlite3.connect(temporary)

    try:
        if not _renewed(path, seen, kept, temporary):
            _filled(path, seen, emptied, told).close()
        temporary.replace(kept)
    finally:
        temporary.unlink(missing_ok=True)
    return Index.from_file(kept)


def _renewed(path: Path, seen: str, kept: Path, temporary: Path) -> bool:
    """Whether `temporary` holds a copy of the index that was kept, brought up to date with the store."""
    from cqtui import rowwise
    from cqtui.index.renewing import TooDifferent, renew

    try:
        with closing(keeping.opened(str(kept))) as before:
            ((noted,),) = before.execute("SELECT value FROM meta WHERE key = 'fingerprint'")
        if not keeping.is_of_same_make(noted, seen):
            return False
        shutil.copyfile(kept, temporary)
        with path.open("rb") as file, closing(sqlite3.connect(temporary)) as connection:
            renew(connection, seen, rowwise.row_by_row(file))
    except (OSError, ValueError, sqlite3.Error, rowwise.NotLaidOut, TooDifferent):
        return False  # Whatever is wrong with either, a new one is built or says so.
    return True


def _filled(path: Path, seen: str, database: Callable[[], sqlite3.Connection], told: Told) -> sqlite3.Connection:
    """An empty database, filled with the store's index: row by row, or, where a store is not laid out for
    that or something is wrong with it, from the whole of it in memory."""
    from cqtui import rowwise, storefile

    with storefile.readable(path):
        file = path.open("rb")
    with file:
        try:
            laid_out = rowwise.row_by_row(file)
            read = ((laid_out.read(line), line.digest) for line in laid_out.lines)
            return _fill(database(), seen, laid_out.title, _followed(read, file, told))
        except (rowwise.NotLaidOut, sqlite3.IntegrityError):
            pass
    from cqtui import store  # Which loads TinyDB.
    from cqtui.validate import TABLES

    contents = store.read(path)
    rows = chain.from_iterable(getattr(contents, table) for table in TABLES)
    return _fill(database(), seen, contents.title, ((row, None) for row in rows))


def _followed(rows: Iterable[Seen], file: BinaryIO, told: Told) -> Iterator[Seen]:
    """The same rows; `told` is told where in the file they are."""
    size = os.fstat(file.fileno()).st_size
    for number, row in enumerate(rows):
        if number % 1000 == 0:
            told(file.tell() / size)
        yield row


def _fill(connection: sqlite3.Connection, seen: str, title: str, rows: Iterable[Seen]) -> sqlite3.Connection:
    from cqtui import wordfiles
    from cqtui.index.build import build

    try:
        build(connection, title=title, fingerprint=seen, rows=rows, words=wordfiles.load())
    except BaseException:
        connection.close()
        raise
    return connection


def demo_store() -> Path:
    """The store that ships with the program: in the wheel, or in the checkout it runs from.

    Raises:
        NoInput: the installation has lost it.
    """
    path = folders.demo_store()
    if path is None:
        raise NoInput("this installation has no demo store: name a store with --store FILE, or install again")
    return Path(path)
