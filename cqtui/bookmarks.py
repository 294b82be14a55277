"""Places a user keeps: a name and a view of a store, in one small file of the user's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cqtui import config
from cqtui.errors import BadData
from cqtui.sanitize import clean_line


class Bookmark(NamedTuple):
    """A kept place: what it is called, the store it is in, and the view as a query string."""

    name: str
    store: str
    place: str


def bookmarks_file() -> Path:
    return config.state_folder() / "bookmarks.json"


def load(path: Path) -> list[Bookmark]:
    """The bookmarks kept at `path`; none where there is no such file.

    Raises:
        BadData: the file is there but holds no bookmarks; it is never written over then.
    """
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [Bookmark(*(clean_line(row[field]) for field in Bookmark._fields)) for row in rows]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadData(f"{path}: cannot read the bookmarks: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadData(f"{path}: not a file of bookmarks: move it away to start anew") from None


def toggle(path: Path, bookmark: Bookmark) -> bool:
    """Keep a place, or let it go where it is kept already. Whether it is kept now."""
    from cqtui import durable

    with suppress(OSError):  # Writing will say what is wrong.
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with durable.held(path):
        kept = load(path)
        others = [one for one in kept if (one.store, one.place) != (bookmark.store, bookmark.place)]
        added = len(others) == len(kept)
        _write(path, [*others, bookmark] if added else others)
    return added


def _write(path: Path, bookmarks: Sequence[Bookmark]) -> None:
    from cqtui import durable

    rows = [bookmark._asdict() for bookmark in bookmarks]
    durable.replace(path, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
