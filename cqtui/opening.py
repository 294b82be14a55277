"""From a store's path to its index: the cached one where it still fits, else one built anew.

A cache file is only ever replaced as a whole and may be deleted at any moment.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cqtui import __version__
from cqtui.errors import NoInput
from cqtui.index import LAYOUT, Index, build

if TYPE_CHECKING:
    from cqtui.store import Contents

_BLOCK = 65536
_WORDS = Path(__file__).parent / "words"


def open_index(path: Path, *, cache: Path | None = None, keep: bool = True) -> Index:
    """An index of the store at `path`.

    `cache` is the folder that keeps index files. Where there is none, where it cannot be written,
    or where `keep` is false and it holds no index that fits, the index is built in memory. Reading
    never creates or changes a store.

    Raises:
        NoInput: there is no such file, or it cannot be read.
        BadData: the file is not a store that this version reads.
    """
    seen = fingerprint(path)
    kept = None
    if cache is not None and seen is not None:
        kept = cache / f"{_digest(os.fsencode(os.path.realpath(path)))}.sqlite"
        index = _cached(kept, seen)
        if index is not None:
            return index
    from cqtui import store  # Only a store that has changed pays for reading and validating it.

    contents = store.read(path)
    while (now := fingerprint(path)) != seen:  # Replaced while it was read.
        seen, contents = now, store.read(path)
    return _built(contents, seen or "", kept if keep else None)


def fingerprint(path: Path) -> str | None:
    """What tells one content of a store file from another, at the cost of three small reads.

    None where the file cannot be read; reading it will say why.
    """
    try:
        if not path.is_file():  # Opening a pipe would wait for who writes to it.
            return None
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            blocks = []
            for offset in sorted({0, max(0, stat.st_size // 2 - _BLOCK // 2), max(0, stat.st_size - _BLOCK)}):
                file.seek(offset)
                blocks.append(file.read(_BLOCK))
    except (OSError, ValueError):
        return None
    words = sum(entry.stat().st_mtime_ns for entry in os.scandir(_WORDS))
    return f"{__version__}:{LAYOUT}:{words}:{stat.st_size}:{stat.st_mtime_ns}:{_digest(*blocks)}"


def _digest(*blocks: bytes) -> str:
    try:
        from _blake2 import blake2b  # What hashlib gives, but hashlib loads OpenSSL first.
    except ImportError:
        from hashlib import blake2b
    digest = blake2b(digest_size=16)
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _cached(kept: Path, seen: str) -> Index | None:
    try:
        index = Index.from_file(kept)
        if index.meta("fingerprint") == seen:
            return index
        index.close()
    except (OSError, sqlite3.Error):  # None, torn, foreign, of an older layout: never worth an error.
        pass
    return None


def _built(contents: Contents, seen: str, kept: Path | None) -> Index:
    if kept is not None:
        with suppress(OSError, sqlite3.Error):
            return _built_file(contents, seen, kept)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(connection, contents, seen)
    return Index(connection)


def _built_file(contents: Contents, seen: str, kept: Path) -> Index:
    """Build beside the cache file, then put it in place at once: readers see all of it or none."""
    import tempfile

    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix=".", suffix=".sqlite")
    os.close(handle)
    temporary = Path(name)
    try:
        connection = sqlite3.connect(temporary)
        try:
            _fill(connection, contents, seen)
        finally:
            connection.close()
        temporary.replace(kept)
    finally:
        temporary.unlink(missing_ok=True)
    return Index.from_file(kept)


def _fill(connection: sqlite3.Connection, contents: Contents, seen: str) -> None:
    from cqtui import wordfiles
    from cqtui.vocabulary import Vocabulary

    words = wordfiles.load()
    build(
        connection,
        title=contents.title,
        fingerprint=seen,
        facts=contents.facts,
        sources=contents.sources,
        vocabulary=Vocabulary(
            entities={entity.id: entity for entity in contents.entities},
            metrics={**words.metrics, **{metric.id: metric for metric in contents.metrics}},
            items={**words.items, **{item.id: item for item in contents.items}},
            units={**words.units, **{unit.id: unit for unit in contents.units}},
        ),
    )


def demo_store() -> Path:
    """The store that ships with the program: in the wheel, or in the checkout it runs from.

    Raises:
        NoInput: the installation has lost it.
    """
    here = Path(__file__).parent
    for path in (here / "demo" / "facts.json", here.parent / "store" / "facts.json"):
        if path.is_file():
            return path
    raise NoInput("this installation has no demo store: name a store with --store FILE, or install again")
