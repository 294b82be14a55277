"""Places and comparisons kept in a file of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cqtui import bookmarks
from cqtui.bookmarks import Bookmark
from cqtui.errors import BadData

PLACE = Bookmark("OPPO", "/a.json", "entity=oppo")
PAIR = Bookmark("aim", "/a.json", "compare=yes&compared=x&compared=y")


def test_a_place_is_kept_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "new" / "bookmarks.json"
    assert bookmarks.load(path) == []
    assert bookmarks.toggle(path, PLACE)
    assert bookmarks.load(path) == [PLACE]
    assert not bookmarks.toggle(path, PLACE)
    assert bookmarks.load(path) == []


def test_a_name_stands_for_one_place_and_a_place_has_one_name(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    bookmarks.keep(path, PLACE)
    bookmarks.keep(path, PAIR)
    renamed = PAIR._replace(name="the aim")
    bookmarks.keep(path, renamed)
    assert bookmarks.load(path) == [PLACE, renamed]
    elsewhere = renamed._replace(place="compare=yes&compared=x&compared=z")
    bookmarks.keep(path, elsewhere)
    assert bookmarks.load(path) == [PLACE, elsewhere]
    other_store = elsewhere._replace(store="/b.json")
    bookmarks.keep(path, other_store)
    assert bookmarks.name_of(path, "/b.json", other_store.place) == "the aim"
    assert bookmarks.drop(path, "/b.json", other_store.place)
    assert not bookmarks.drop(path, "/b.json", other_store.place)
    assert bookmarks.load(path) == [PLACE, elsewhere]


def test_what_is_a_comparison_is_told_by_the_place() -> None:
    assert PAIR.is_comparison and not PLACE.is_comparison
    assert not Bookmark("x", "/a.json", "of-a-later-version=1").is_comparison


def test_a_file_that_is_none_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    path.write_text("{")
    with pytest.raises(BadData, match="not a file of bookmarks"):
        bookmarks.keep(path, PAIR)
    with pytest.raises(BadData, match="not a file of bookmarks"):
        bookmarks.drop(path, "/a.json", PAIR.place)
    assert path.read_text() == "{"
