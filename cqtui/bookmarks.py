"""Places a user keeps: a name and a view of a store, in one small file of the user's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cqtui import config
from cqtui.errors import BadData, UsageError, unreadable
from cqtui.sanitize import clean_line
from cqtui.view import View


class Bookmark(NamedTuple):
    """A kept place: what it is called, the store it is in, and the view as a query string."""

    name: str
    store: str
    place: str

    @property
    def is_comparison(self) -> bool:
        """Whether it is a comparison that was kept under a name."""
        try:
            return View.parse(self.place).comparing
        except UsageError:  # Kept by another version.
            return False


def bookmarks_file() -> Path:
    return config.state_folder() / "bookmarks.json"


def load(path: Path) -> list[Bookmark]:
    """The bookmarks kept at `path`; none where there is no such file.

    Raises:
        NoInput, CqtuiError: the file cannot be read.
        BadData: the file is there but holds no bookmarks; it is never written over then.
    """
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [Bookmark(*(clean_line(row[field]) for field in Bookmark._fields)) for row in rows]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(str(path), error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadData(f"{path}: not a file of bookmarks: move it away to start anew") from None


def toggle(path: Path, bookmark: Bookmark) -> bool:
    """Keep a place, or let it go where it is kept already. Whether it is kept now."""

    def toggled(kept: list[Bookmark]) -> list[Bookmark]:
        others = _elsewhere(kept, bookmark.store, bookmark.place)
        return [*others, bookmark] if len(others) == len(kept) else others

    return bookmark in _change(path, toggled)


def keep(path: Path, bookmark: Bookmark) -> None:
    """Keep a place under a name, instead of what had the name, and of the name the place had."""

    def kept_with(kept: list[Bookmark]) -> list[Bookmark]:
        others = _elsewhere(kept, bookmark.store, bookmark.place)
        return [*(one for one in others if (one.store, one.name) != (bookmark.store, bookmark.name)), bookmark]

    _change(path, kept_with)


def drop(path: Path, store: str, place: str) -> bool:
    """Let a place go. Whether it was kept."""
    if name_of(path, store, place) is None:
        return False
    _change(path, lambda kept: _elsewhere(kept, store, place))
    return True


def name_of(path: Path, store: str, place: str) -> str | None:
    """The name under which a place is kept."""
    return next((one.name for one in load(path) if (one.store, one.place) == (store, place)), None)


def _elsewhere(kept: Sequence[Bookmark], store: str, place: str) -> list[Bookmark]:
    return [one for one in kept if (one.store, one.place) != (store, place)]


def _change(path: Path, change: Callable[[list[Bookmark]], list[Bookmark]]) -> list[Bookmark]:
    """Change what is kept, while nobody else can; what is kept then."""
    from cqtui import durable

    with suppress(OSError):  # Writing will say what is wrong.
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with durable.held(path):
        kept = change(load(path))
        _write(path, kept)
    return kept


def _write(path: Path, bookmarks: Sequence[Bookmark]) -> None:
    from cqtui import durable

    rows = [bookmark._asdict() for bookmark in bookmarks]
    durable.replace(path, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
