"""Where the index of a store is kept, and whether the one that is kept still fits."""

from __future__ import annotations

import os

from cqtui import __version__
from cqtui.index.sql import LAYOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

_BLOCK = 65536
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def place(store: str | os.PathLike[str], folder: str | os.PathLike[str]) -> str:
    """The file in `folder` that the index of a store is kept in."""
    return os.path.join(folder, f"{digest(os.fsencode(os.path.realpath(store)))}.sqlite")


def fingerprint(store: str | os.PathLike[str]) -> str | None:
    """What tells one content of a store file from another, at the cost of three small reads.

    None where the file cannot be read; reading it will say why.
    """
    try:
        if not os.path.isfile(store):  # Opening a pipe would wait for who writes to it.
            return None
        with open(store, "rb") as file:
            about = os.fstat(file.fileno())
            blocks = []
            for offset in sorted({0, max(0, about.st_size // 2 - _BLOCK // 2), max(0, about.st_size - _BLOCK)}):
                file.seek(offset)
                blocks.append(file.read(_BLOCK))
        words = _words()
    except (OSError, ValueError):
        return None
    return f"{__version__}:{LAYOUT}:{words}:{about.st_size}:{about.st_mtime_ns}:{digest(*blocks)}"


def put(file: str | os.PathLike[str], data: bytes) -> None:
    """Make `data` the content of a file beside the index, all of it or none. Raises OSError where that cannot be."""
    folder, name = os.path.split(file)
    for other in os.listdir(folder):
        if other.startswith(f"{name}.") and other.endswith(".new"):  # Of one who was killed, or does the same.
            os.unlink(os.path.join(folder, other))
    fresh = f"{os.fspath(file)}.{os.getpid()}.new"
    with open(fresh, "wb", opener=_private) as temporary:
        temporary.write(data)
    os.replace(fresh, file)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def is_of_same_make(one: str, other: str) -> bool:
    """Whether two fingerprints differ at most by the store: version, layout and words are the same."""
    return one.split(":")[:3] == other.split(":")[:3]


def opened(file: str) -> Connection:
    """The index kept in `file`, for reading only and from any thread.

    Raises sqlite3.Error where it is none, or torn.
    """
    try:
        from _sqlite3 import DatabaseError, connect  # What sqlite3 is made of, without its types for dates.
    except ImportError:
        from sqlite3 import DatabaseError, connect

    name = os.path.abspath(file).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = connect(f"file:{name}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        (size,) = connection.execute(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ).fetchone()
        if size != os.stat(file).st_size:  # SQLite takes what is missing of the last page for zeros.
            raise DatabaseError("the file is torn")
    except BaseException:
        connection.close()
        raise
    return connection


def _words() -> int:
    """Changes when what the package adds to every store does: its words, and how it spells figures."""
    with os.scandir(os.path.join(_PACKAGE, "words")) as entries:
        changed = sum(entry.stat().st_mtime_ns for entry in entries)
    return changed + os.stat(os.path.join(_PACKAGE, "notation.py")).st_mtime_ns


def digest(*blocks: bytes) -> str:
    """A short name for these bytes."""
    try:
        from _blake2 import blake2b  # What hashlib gives, but hashlib loads OpenSSL first.
    except ImportError:
        from hashlib import blake2b
    digest = blake2b(digest_size=16)
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
