"""The cache of the index: used again while it fits, never trusted, never worth an error, and the
store never touched by reading."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import facts as make
import pytest
from bench.generate import generate

from cqtui import indexing, opening, rowwise, store
from cqtui.errors import BadData, NoInput
from cqtui.index import keeping
from cqtui.index.questions import Index
from cqtui.index.sql import LAYOUT
from cqtui.model import Entity, Fact, Source
from cqtui.view import View


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The store files that were read and validated, which is what a cache saves."""
    seen: list[Path] = []
    filled = opening._filled

    def counted(path: Path, *others: Any) -> sqlite3.Connection:
        seen.append(path)
        return filled(path, *others)

    monkeypatch.setattr(opening, "_filled", counted)
    return seen


def ids(index: Index) -> list[str]:
    return [fact.id for fact in index.facts(View())]


def kept(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_the_second_opening_reads_no_json(store_path: Path, cache: Path, reads: list[Path]) -> None:
    first = opening.open_index(store_path, cache=cache)
    second = opening.open_index(store_path, cache=cache)
    assert reads == [store_path]
    assert ids(first) == ids(second) != []
    assert second.title == "A small store"
    assert [file.name for file in cache.iterdir()] == [kept(cache).name]  # no temporary file is left
    assert stat.S_IMODE(kept(cache).stat().st_mode) & 0o077 == 0


def test_a_changed_store_is_looked_at_again(store_path: Path, cache: Path, reads: list[Path]) -> None:
    index = opening.open_index(store_path, cache=cache)
    assert index.meta("fingerprint") == keeping.fingerprint(store_path)
    id = ids(index)[0]
    store.review(store_path, id, review="rejected")
    assert index.meta("fingerprint") != keeping.fingerprint(store_path)
    again = opening.open_index(store_path, cache=cache)
    assert reads == [store_path]  # The second time it was brought up to date (test_renewing).
    fact = again.fact(id)
    assert fact is not None
    assert fact.review == "rejected"
    assert len(list(cache.iterdir())) == 1


def test_a_store_of_the_same_length_and_time_but_other_words_is_read_again(store_path: Path, cache: Path) -> None:
    opening.open_index(store_path, cache=cache)
    before = store_path.stat()
    store_path.write_bytes(store_path.read_bytes().replace(b"A small store", b"A SMALL STORE"))
    os.utime(store_path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert opening.open_index(store_path, cache=cache).title == "A SMALL STORE"


def test_two_stores_have_two_caches_and_links_to_one_share_one(
    store_path: Path, cache: Path, tmp_path: Path, reads: list[Path]
) -> None:
    other = tmp_path / "other.json"
    shutil.copy(store_path, other)
    link = tmp_path / "link.json"
    link.symlink_to(store_path)
    for path in (store_path, other, link):
        opening.open_index(path, cache=cache)
    assert reads == [store_path, other]
    assert len(list(cache.iterdir())) == 2


FOREIGN = {
    "empty": b"",
    "not a database": b"hello, world\n" * 400,
    "a bare database": None,
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=list(FOREIGN))
def test_a_foreign_file_in_the_caches_place_is_replaced(
    store_path: Path, cache: Path, reads: list[Path], content: bytes | None
) -> None:
    expected = ids(opening.open_index(store_path, cache=cache))
    file = kept(cache)
    if content is None:
        file.unlink()
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE other (x)")
        connection.close()
    else:
        file.write_bytes(content)
    reads.clear()
    assert ids(opening.open_index(store_path, cache=cache)) == expected
    assert ids(opening.open_index(store_path, cache=cache)) == expected
    assert reads == [store_path]


@pytest.mark.parametrize("part", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_torn_cache_is_thrown_away(store_path: Path, cache: Path, reads: list[Path], part: float) -> None:
    expected = ids(opening.open_index(store_path, cache=cache))
    file = kept(cache)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])
    reads.clear()
    index = opening.open_index(store_path, cache=cache)
    assert ids(index) == expected
    assert index.search(View(text="oppo"))
    assert reads == [store_path]


def test_a_cache_of_another_layout_or_version_is_built_anew(
    store_path: Path, cache: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opening.open_index(store_path, cache=cache)
    monkeypatch.setattr(keeping, "LAYOUT", LAYOUT + 1)
    opening.open_index(store_path, cache=cache)
    monkeypatch.setattr(keeping, "__version__", "99")
    opening.open_index(store_path, cache=cache)
    assert len(reads) == 3


def test_the_cache_may_be_deleted_at_any_moment(store_path: Path, cache: Path) -> None:
    index = opening.open_index(store_path, cache=cache)
    shutil.rmtree(cache)
    assert index.search(View(text="oppo"))
    assert opening.open_index(store_path, cache=cache).count() == 4
    kept(cache).unlink()
    assert opening.open_index(store_path, cache=cache).count() == 4


def test_a_cache_deleted_between_its_writing_and_its_opening_is_no_loss(
    store_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file = Index.from_file

    def gone(path: Path) -> Index:
        path.unlink()
        return from_file(path)

    monkeypatch.setattr(Index, "from_file", gone)
    assert opening.open_index(store_path, cache=cache).count() == 4
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("obstacle", ["a file", "a file above", "a broken link"])
def test_where_no_cache_can_be_written_the_index_is_in_memory(store_path: Path, tmp_path: Path, obstacle: str) -> None:
    place = tmp_path / "cache"
    if obstacle == "a broken link":
        place.symlink_to(tmp_path / "missing" / "\x7f")
        place = place / "index"
    else:
        place.write_text("in the way")
        place = place / "index" if obstacle == "a file above" else place
    before = sorted(tmp_path.rglob("*"))
    index = opening.open_index(store_path, cache=place)
    assert index.count() == 4
    if obstacle != "a broken link":
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_passed_over(store_path: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    assert opening.open_index(store_path, cache=cache).count() == 4
    assert list(cache.iterdir()) == []


def test_a_full_disk_is_passed_over(store_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert opening.open_index(store_path, cache=cache).count() == 4
    assert list(cache.iterdir()) == []


def test_a_read_only_session_uses_a_cache_but_writes_none(store_path: Path, cache: Path, reads: list[Path]) -> None:
    opening.open_index(store_path, cache=cache, keep=False)
    assert not cache.exists()
    opening.open_index(store_path, cache=cache)
    reads.clear()
    opening.open_index(store_path, cache=cache, keep=False)
    assert reads == []
    opening.open_index(store_path)
    assert reads == [store_path]


def test_reading_writes_nothing_beside_the_store(store_path: Path, cache: Path) -> None:
    folder = store_path.parent
    before = {path: path.stat() for path in folder.iterdir()}
    content = store_path.read_bytes()
    index = opening.open_index(store_path, cache=cache)
    index.search(View(text="oppo"))
    index.close()
    after = {path for path in folder.iterdir() if path != cache.parent}
    assert after == set(before)
    assert store_path.read_bytes() == content
    assert store_path.stat().st_mtime_ns == before[store_path].st_mtime_ns


def test_a_store_replaced_while_it_is_read_is_read_again(
    store_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled, times = opening._filled, []
    monkeypatch.setattr(opening, "_renewed", lambda *_: False)

    def replaced(path: Path, *others: Any) -> sqlite3.Connection:
        connection = filled(path, *others)
        times.append(path)
        if len(times) == 1:
            store.review(path, store.read(path).facts[0].id, note="meanwhile")
        return connection

    monkeypatch.setattr(opening, "_filled", replaced)
    index = opening.open_index(store_path, cache=cache)
    assert index.meta("fingerprint") == keeping.fingerprint(store_path)
    assert [fact.note for fact in index.facts(View())].count("meanwhile") == 1
    assert len(times) == 2


def test_what_is_no_store_is_refused_and_leaves_no_cache(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(NoInput):
        opening.open_index(tmp_path / "missing.json", cache=cache)
    with pytest.raises((NoInput, BadData)):
        opening.open_index(tmp_path, cache=cache)
    torn = tmp_path / "torn.json"
    torn.write_text('{"meta": {"1": {"sch')
    with pytest.raises(BadData):
        opening.open_index(torn, cache=cache)
    assert torn.read_text() == '{"meta": {"1": {"sch'
    assert not cache.exists() or list(cache.iterdir()) == []
    assert keeping.fingerprint(tmp_path / "missing.json") is None


def test_a_store_that_is_gone_is_not_opened_from_its_cache(store_path: Path, cache: Path) -> None:
    opening.open_index(store_path, cache=cache)
    store_path.unlink()
    with pytest.raises(NoInput):
        opening.open_index(store_path, cache=cache)


def test_the_demo_store_is_found() -> None:
    assert opening.open_index(opening.demo_store()).count() == len(store.read(opening.demo_store()).facts) > 0


def test_what_a_killed_process_left_is_removed_in_time(store_path: Path, cache: Path) -> None:
    opening.open_index(store_path, cache=cache)
    fresh, old = (cache / f".{kept(cache).stem}-{name}.sqlite" for name in ("fresh", "old"))
    for file in (fresh, old):
        file.write_bytes(b"")
    os.utime(old, (0, 0))
    kept_file = next(cache.glob("[0-9a-f]*.sqlite"))
    kept_file.unlink()
    opening.open_index(store_path, cache=cache)
    assert fresh.exists()
    assert not old.exists()


# A store is read row by row where its file is laid out as this program writes it, else as a whole

LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "as written": lambda data: data,
    "TinyDB's own": lambda data: json.dumps(json.loads(data)).encode(),
    "indented": lambda data: json.dumps(json.loads(data), indent=1).encode(),
    "another order": lambda data: json.dumps(dict(reversed(json.loads(data).items()))).encode(),
    "a row moved": lambda data: data.replace(b'  "1": {"id": "oppo"', b'  "91": {"id": "oppo"'),
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "a comma set apart": lambda data: data.replace(b' },\n "facts"', b' } ,\n "facts"'),
    "a blank line at the end": lambda data: data + b"\n",
    "an escaped letter": lambda data: data.replace(b"OPPO", b"\\u004fPPO"),
    "a pair of surrogates": lambda data: data.replace(b"A small store", b"A small store \\ud83d\\ude00"),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_layout_of_a_store_is_read_alike(store_path: Path, layout: Callable[[bytes], bytes]) -> None:
    facts = list(opening.open_index(store_path).facts(View()))
    store_path.write_bytes(layout(store_path.read_bytes()))
    assert list(opening.open_index(store_path).facts(View())) == facts != []


def test_a_store_as_it_is_written_is_never_in_memory_whole(
    store_path: Path, two_briefs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(tmp_path / "new.json", title="Nothing yet")
    monkeypatch.setattr(store, "read", lambda _: pytest.fail("read as a whole"))
    assert opening.open_index(store_path).count() == 4
    assert opening.open_index(two_briefs).count() == 42
    assert opening.open_index(tmp_path / "new.json").count() == 0


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "torn": lambda data: data[:-40],
    "a fact twice": lambda data: _twice(data, b'"facts"'),
    "an entity twice": lambda data: _twice(data, b'"entities"'),
    "not a number": lambda data: data.replace(b'"value": 18900000', b'"value": NaN'),
    "a key twice": lambda data: data.replace(b'"value": 18900000', b'"value": 1, "value": 18900000'),
    "a row's key twice": lambda data: data.replace(b'  "2": ', b'  "1": ', 1),
    "a row's key with a zero before it": lambda data: data.replace(b'  "2": ', b'  "02": ', 1),
    "half a character": lambda data: data.replace(b"OPPO", b"OPP\\ud83d"),
    "an unknown field": lambda data: data.replace(b'"value": 18900000', b'"valve": 18900000'),
    "an unknown table": lambda data: data.replace(b' "units"', b' "unites"'),
    "a newer schema": lambda data: data.replace(b'"schema": 1', b'"schema": 99'),
    "a schema that is no whole number": lambda data: data.replace(b'"schema": 1', b'"schema": true'),
    "more in meta": lambda data: data.replace(b'"schema": 1', b'"schema": 1, "mood": 1'),
    "a title that is no text": lambda data: data.replace(b'"A small store"', b"5"),
    "a foreign byte": lambda data: data.replace(b"OPPO", b"\xff"),
}


def _twice(data: bytes, table: bytes) -> bytes:
    """`data` with the first row of a table once more, under another key."""
    at = data.index(b"\n", data.index(table)) + 1
    row = data[at : data.index(b"\n", at)].rstrip(b",")
    key, content = row.split(b":", 1)
    return data[:at] + key + b":" + content + b",\n" + data[at:].replace(key, b'  "99"', 1)


@pytest.mark.parametrize("harm", BROKEN.values(), ids=list(BROKEN))
def test_what_is_wrong_in_a_store_is_told_as_reading_it_whole_tells(
    store_path: Path, cache: Path, harm: Callable[[bytes], bytes]
) -> None:
    harmed = harm(store_path.read_bytes())
    assert harmed != store_path.read_bytes()
    store_path.write_bytes(harmed)
    with pytest.raises(BadData) as expected:
        store.read(store_path)
    with pytest.raises(BadData) as told:
        opening.open_index(store_path, cache=cache)
    assert str(told.value) == str(expected.value)
    assert list(cache.iterdir()) == []


# A glimpse: the first figures of a large store, before there is an index


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.json"
    generate(path, 400)
    return path


def glimpsed(path: Path, most: int) -> rowwise.Glimpse:
    with path.open("rb") as file:
        return rowwise.glimpse(file, most)


def test_a_glimpse_is_the_first_facts_with_what_they_are_about(large: Path) -> None:
    contents = store.read(large)
    glimpse = glimpsed(large, 30)
    rows = list(glimpse.rows)
    facts = tuple(row for row in rows if isinstance(row, Fact))
    assert glimpse.title == contents.title
    assert facts == contents.facts[:30]
    named = {id for fact in facts for id in (fact.entity, fact.place) if id}
    wholes = {one.id: one.part_of for one in contents.entities}
    for id in list(named):
        while whole := wholes[id]:
            named.add(id := whole)
    assert {row.id for row in rows if isinstance(row, Entity)} == named
    assert {row.id for row in rows if isinstance(row, Source)} == {fact.evidence.source for fact in facts}


def test_a_glimpse_reads_a_part_of_the_file(large: Path) -> None:
    read = 0

    class Counting(io.FileIO):
        def readinto(self, buffer: Any) -> int | None:
            nonlocal read
            taken = super().readinto(buffer)
            read += taken or 0
            return taken

    generate(large, 4000)
    with io.BufferedReader(Counting(large), 4096) as file:
        assert len([row for row in rowwise.glimpse(file, 30).rows if isinstance(row, Fact)]) == 30
    assert read < large.stat().st_size / 2


def test_a_glimpse_goes_up_through_every_whole(tmp_path: Path) -> None:
    path = tmp_path / "nested.json"
    wholes = ["street", "district", "city", "province", "country", None]
    entities = [Entity(id=str(id), name=str(id), part_of=whole) for id, whole in itertools.pairwise(wholes)]
    store.create(path, title="Nested")
    store.append(path, entities=entities, facts=[make.fact("one", 1, entity="street", place=None)])
    found = {row.id for row in glimpsed(path, 1).rows if isinstance(row, Entity)}
    assert found == {"street", "district", "city", "province", "country"}


def test_a_glimpse_of_one_long_fact_is_the_fact(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    store.create(path, title="Long")
    store.append(path, facts=[make.fact("one", 1, note="All that is known of it. " * 100)])
    assert store.read(path).facts == tuple(row for row in glimpsed(path, 9).rows if isinstance(row, Fact))


def test_a_glimpse_passes_over_what_it_is_not_about_wrong_as_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "foreign.json"
    store.create(path, title="Foreign")
    store.append(path, entities=[Entity(id="zte", name="ZTE")], facts=[make.fact("one", 1, entity="oppo", place=None)])
    path.write_bytes(path.read_bytes().replace(b'"id": "zte"', b'"id": "\xff"'))
    assert [row.id for row in glimpsed(path, 1).rows if isinstance(row, Entity)] == ["oppo"]


def test_the_first_row_of_a_table_is_found_by_halving(large: Path) -> None:
    data = large.read_bytes()
    begin = data.index(b' "sources": {')
    with large.open("rb") as file:
        for table in ("entities", "facts"):
            row = data.index(b'\n  "', data.index(f'\n "{table}": {{'.encode())) + 1
            end = data.rindex(b"}\n ", 0, row - 1) + 2  # Of the last row before it: from there on it is the next.
            for start in (begin, begin + 1, end - 2, end - 1, end):
                assert rowwise._first(file, start, len(data), table) == end
        for offset in range(1, 2000):
            assert rowwise._to_line(file, offset) == data.index(b"\n", offset - 1) + 1
            assert file.tell() == rowwise._to_line(file, offset)


@pytest.mark.parametrize("most", [1, 42, 1000])
def test_a_glimpse_of_a_small_store_is_the_store(most: int, two_briefs: Path) -> None:
    contents = store.read(two_briefs)
    rows = list(glimpsed(two_briefs, most).rows)
    assert tuple(row for row in rows if isinstance(row, Fact)) == contents.facts[:most]
    if most >= 42:
        expected = {*contents.sources, *contents.entities, *contents.metrics, *contents.items, *contents.units}
        assert set(rows) - set(contents.facts) <= expected
        assert {row for row in rows if isinstance(row, Source)} == set(contents.sources)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda data: b"\n" + data,
        lambda _: b"{}",
        lambda data: data[:-1],
        lambda data: data.replace(b'"status": "actual"', b'"status": "real"'),
    ],
)
def test_of_what_is_not_laid_out_there_is_no_glimpse(large: Path, change: Callable[[bytes], bytes]) -> None:
    large.write_bytes(change(large.read_bytes()))
    with pytest.raises(rowwise.NotLaidOut):
        glimpsed(large, 30)


# The index of a large store is built by another process


def test_another_process_gives_a_glimpse_and_then_keeps_the_index(large: Path, cache: Path) -> None:
    building = indexing.Indexing(large, cache)
    glimpse = building.glimpse()
    assert glimpse is not None
    assert ids(glimpse) == ids(opening.open_index(large))[:300] or glimpse.count() == 300
    building.wait()
    assert not building.goes_on()
    kept = opening.kept_index(large, cache)
    assert kept is not None
    assert kept.count() == 400
    assert [file.suffix for file in sorted(cache.iterdir())] == [".lock", ".sqlite"]  # The glimpse is gone.
    assert glimpse.count() == 300


def test_of_a_store_that_cannot_be_read_there_is_no_glimpse(large: Path, cache: Path) -> None:
    large.write_bytes(large.read_bytes()[:1000])
    building = indexing.Indexing(large, cache)
    assert building.glimpse() is None
    building.wait()
    assert opening.kept_index(large, cache) is None


def test_only_a_large_store_without_an_index_is_given_to_another_process(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert indexing.begun(large, cache) is None
    monkeypatch.setattr(opening, "LARGE", 1000)
    building = indexing.begun(large, cache)
    assert building is not None
    building.wait()
    assert indexing.begun(large, cache) is None
    assert indexing.begun(large.with_name("missing.json"), cache) is None


def test_two_processes_build_one_index(large: Path, cache: Path) -> None:
    both = [indexing.Indexing(large, cache) for _ in range(2)]
    for one in both:
        one.wait()
    assert len(list(cache.glob("*.sqlite"))) == 1
    index = opening.kept_index(large, cache)
    assert index is not None
    assert index.count() == 400
