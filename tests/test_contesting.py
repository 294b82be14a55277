"""The figures in conflict, found by another process and kept: the same that a search here finds, and never stale."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from facts import fact, laptops, written

from cqtui import config, contesting, opening, store
from cqtui.index.questions import Index

CITY = laptops("64 million laptops", 64_000_000, sentence="The city's plants made 64 million laptops in 2019.")
RIVAL = laptops("70 million", 70_000_000, source="agency", paragraph=4, sentence="In 2019 it was 70 million.")
IDS = {CITY.id, RIVAL.id}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "laptops.json", CITY, RIVAL, fact())


@pytest.fixture
def index(path: Path) -> Iterator[Index]:
    index = opening.open_index(path, cache=config.cache_folder())
    yield index
    index.close()


def test_another_process_finds_what_a_search_here_finds(index: Index, path: Path) -> None:
    cache = config.cache_folder()
    assert contesting.kept(index, path, cache, None) is None
    assert contesting.found(index, path, cache, None) == contesting.ids(index, None) == IDS
    assert contesting.kept(index, path, cache, None) == IDS


def test_none_is_an_answer_that_is_kept_too(tmp_path: Path) -> None:
    path = written(tmp_path / "one.json", fact())
    with_none = opening.open_index(path, cache=config.cache_folder())
    assert contesting.found(with_none, path, config.cache_folder(), None) == frozenset()


def test_a_changed_store_has_none_kept(index: Index, path: Path) -> None:
    cache = config.cache_folder()
    contesting.found(index, path, cache, None)
    store.review(path, RIVAL.id, review="rejected")
    assert contesting.kept(opening.open_index(path, cache=cache), path, cache, None) is None
    assert contesting.kept(index, path, cache, None) == IDS  # Which is of the store as it was.


def test_other_rates_or_other_rules_have_none_kept(index: Index, path: Path, tmp_path: Path) -> None:
    cache, rates = config.cache_folder(), tmp_path / "rates.toml"
    contesting.found(index, path, cache, None)
    rates.write_text("")
    assert contesting.kept(index, path, cache, rates) is None
    assert contesting.found(index, path, cache, rates) == IDS
    os.utime(rates, (1, 1))
    assert contesting.kept(index, path, cache, rates) is None


def test_where_the_process_fails_nothing_is_known(index: Index, path: Path, tmp_path: Path) -> None:
    (bad := tmp_path / "rates.toml").write_text("= nothing")
    assert contesting.found(index, path, config.cache_folder(), bad) is None
    assert contesting.found(index, path, config.cache_folder(), tmp_path / "missing.toml") is None
    opening.kept_index(path, config.cache_folder()).close()  # type: ignore[union-attr]
    for file in config.cache_folder().glob("*.sqlite"):
        file.unlink()
    assert contesting.found(index, path, config.cache_folder(), None) is None


def test_what_is_torn_is_not_taken(index: Index, path: Path) -> None:
    cache = config.cache_folder()
    contesting.found(index, path, cache, None)
    (kept,) = cache.glob("*.contested")
    for broken in (b"", b"\xff", b"another key\n" + CITY.id.encode()):
        kept.write_bytes(broken)
        assert contesting.kept(index, path, cache, None) is None


def test_nothing_is_left_of_one_who_was_killed(index: Index, path: Path) -> None:
    cache = config.cache_folder()
    contesting.found(index, path, cache, None)
    (kept,) = cache.glob("*.contested")
    kept.with_name(f"{kept.name}.1.new").write_bytes(b"half")
    kept.unlink()
    contesting.found(index, path, cache, None)
    assert [one.name for one in cache.glob("*.contested*")] == [kept.name]


@pytest.mark.parametrize("name", ["run", "Popen"])
def test_nothing_is_started_to_look_up_what_is_kept(
    index: Index, path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contesting.found(index, path, config.cache_folder(), None)
    monkeypatch.setattr(subprocess, name, None)
    assert contesting.kept(index, path, config.cache_folder(), None) == IDS
