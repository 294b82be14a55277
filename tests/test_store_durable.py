"""What must never happen to a store: a committed fact lost, half a file, one writer over another.

The kill loop runs for `CQTUI_KILLS` kills (40 unless told).
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import re
import stat
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from cqtui import durable, errors, store
from cqtui.model import Evidence, Fact

PROCESSES = multiprocessing.get_context("fork")  # a child that need not import anything first

KILLS = int(os.environ.get("CQTUI_KILLS", "40"))

DIED = 9
"""Exit code of a child that ended itself in the middle of a write."""


def fact(number: int, writer: str = "w") -> Fact:
    return Fact(
        id=f"{writer}{number}",
        entity="oppo",
        metric="shipments",
        value=Decimal(number),
        as_written=str(number),
        evidence=Evidence(source="press", sentence=f"Oppo shipped {number}. " * 20),
    )


def stored(path: Path) -> list[str]:
    return [fact.id for fact in store.read(path).facts]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    store.create(path, title="Durable")
    store.append(path, facts=[fact(0)])
    return path


def left_over(path: Path) -> list[str]:
    return [file.name for file in path.parent.iterdir() if file.name.endswith(".tmp")]


# --- Kills --------------------------------------------------------------------------------------


def _write_on(path: Path, log: Path, writer: str, first: int, most: int) -> None:
    """Append facts one after the other, and note each in `log` once the store has acknowledged it."""
    with log.open("a") as acknowledged:
        for number in range(first, first + most):
            store.append(path, facts=[fact(number, writer)])
            acknowledged.write(f"{writer}{number}\n")
            acknowledged.flush()


def test_no_acknowledged_fact_is_lost_however_often_the_writer_is_killed(path: Path) -> None:
    log, chance = path.with_name("log"), random.Random(7)
    for round in range(KILLS):
        writer = PROCESSES.Process(target=_write_on, args=(path, log, f"k{round}-", 0, 10_000), daemon=True)
        writer.start()
        before = log.stat().st_size if log.exists() else 0
        deadline = time.monotonic() + 20
        while (log.stat().st_size if log.exists() else 0) == before and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        writer.kill()
        writer.join()
        assert set(log.read_text().split()) <= set(stored(path))
        if round % 10 == 9 and KILLS <= 100:
            assert list(path.with_name("facts.json.previous").read_bytes()), "the generation before is whole"
            store.read(path.with_name("facts.json.previous"))
    store.append(path, facts=[fact(1)])
    assert left_over(path) == [], "the next writer clears up"


STEPS = ("open", "write", "fsync", "link", "replace", "unlink", "close", "fchmod")
"""The system calls of a write, by their names in `os`."""


def _die_at(path: Path, step: int, half: bool) -> None:
    """Append a fact, but die just before system call number `step`, or `half` way through a write."""
    calls = 0

    def dying(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == step:
                if half and name == "write":
                    call(args[0], bytes(args[1])[: len(args[1]) // 2])
                os._exit(DIED)
            return call(*args, **options)

        return counted

    for name in STEPS:
        setattr(os, name, dying(name, getattr(os, name)))
    store.append(path, facts=[fact(1)])
    os._exit(0)


def test_a_death_at_any_system_call_leaves_the_old_store_or_the_new(path: Path) -> None:
    old = path.read_bytes()
    outcomes = []
    for step in range(1, 200):
        path.write_bytes(old)
        dying = PROCESSES.Process(target=_die_at, args=(path, step, step % 2 == 0))
        dying.start()
        dying.join()
        outcomes.append(stored(path))
        assert stored(path) in (["w0"], ["w0", "w1"])
        store.append(path, facts=[fact(2)])
        assert stored(path)[-1] == "w2" and left_over(path) == []
        assert "w0" in stored(path.with_name("facts.json.previous"))
        if dying.exitcode == 0:
            break
        assert dying.exitcode == DIED
    assert step > 8, "the calls were met"
    assert outcomes == sorted(outcomes, key=len), "one call decides: before it the old, after it the new"
    assert outcomes[0] == ["w0"] and outcomes[-1] == ["w0", "w1"]


# --- Many at once -------------------------------------------------------------------------------


def _read_on(path: Path, done: Any, result: Any) -> None:
    reads, most = 0, 0
    while not done.is_set():
        count = len(store.read(path).facts)
        if count < most:
            result.put(f"{count} facts after {most}")
            return
        reads, most = reads + 1, count
    result.put(reads)


def test_four_writers_and_a_reader_never_disturb_one_another(path: Path) -> None:
    done, result = PROCESSES.Event(), PROCESSES.Queue()
    reader = PROCESSES.Process(target=_read_on, args=(path, done, result), daemon=True)
    writers = [
        PROCESSES.Process(
            target=_write_on, args=(path, path.with_name(f"log{writer}"), f"p{writer}-", 0, 20), daemon=True
        )
        for writer in range(4)
    ]
    for process in (reader, *writers):
        process.start()
    for process in writers:
        process.join(60)
    done.set()
    assert [process.exitcode for process in writers] == [0, 0, 0, 0]
    reads = result.get(timeout=20)
    reader.join()
    assert isinstance(reads, int) and reads > 5, reads
    expected = {f"p{writer}-{number}" for writer in range(4) for number in range(20)}
    assert set(stored(path)) == expected | {"w0"}
    assert len(stored(path)) == 81


def test_a_writer_waits_for_another_and_then_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(durable, "PATIENCE", 0.2)
    with FileLock(path.with_name(".facts.json.lock")):
        started = time.monotonic()
        with pytest.raises(errors.Locked, match="another process is writing to it; try again") as refusal:
            store.append(path, facts=[fact(1)])
        assert 0.1 < time.monotonic() - started < 5
        assert refusal.value.exit_code == 75
        assert stored(path) == ["w0"], "reading waits for nobody"
    assert path.read_bytes() == before
    store.append(path, facts=[fact(1)])


# --- Disks that are full, or fail ---------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("step", ["write", "fsync", "replace", "link"])
def test_a_disk_that_fails_costs_the_write_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    before, files = path.read_bytes(), sorted(path.parent.iterdir())

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, step, fail)
        with pytest.raises(errors.CqtuiError) as failure:
            store.append(path, facts=[fact(1)])
    message = str(failure.value)
    todo = "free some space" if number == errno.ENOSPC else "check the disk"
    assert message == f"{path}: not written: {os.strerror(number)}; {todo} and try again"
    assert failure.value.exit_code == 74
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == files
    store.append(path, facts=[fact(1)])
    assert stored(path) == ["w0", "w1"]


def test_a_disk_that_fills_up_half_way_leaves_the_old_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = path.read_bytes(), os.write

    def little(descriptor: int, data: Any) -> int:
        if len(data) < 500:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, bytes(data)[:100])

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", little)
        with pytest.raises(errors.CqtuiError, match="No space left on device; free some space"):
            store.append(path, facts=[fact(1)])
    assert path.read_bytes() == before
    assert left_over(path) == []


def test_a_short_write_is_carried_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:7]))
    store.append(path, facts=[fact(1)])
    assert stored(path) == ["w0", "w1"]


def sync_no_directory(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """Syncing a directory fails with `error` from now on; files are synced as ever."""
    fsync = os.fsync

    def files_alone(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise error
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_alone)


def test_a_directory_that_cannot_be_synced_is_told_apart(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        sync_no_directory(broken, OSError(errno.EIO, "Input/output error"))
        with pytest.raises(errors.CqtuiError, match="written, but the disk may not hold it yet"):
            store.append(path, facts=[fact(1)])
    assert stored(path) == ["w0", "w1"]


def test_every_new_content_is_on_the_disk_before_it_has_the_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def noting(step: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **options: Any) -> Any:
            directory = step == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)
            name = f" {Path(args[1]).name}" if step == "replace" else ""
            calls.append("fsync directory" if directory else step + name)
            return call(*args, **options)

        return noted

    for step in ("write", "fsync", "replace"):
        monkeypatch.setattr(os, step, noting(step, getattr(os, step)))
    store.append(path, facts=[fact(1)])
    assert calls == ["write", "fsync", "replace facts.json.previous", "replace facts.json", "fsync directory"]


# --- The file itself ----------------------------------------------------------------------------


def test_mode_is_kept_and_a_new_file_has_the_usual_one(path: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    for mode in (0o600, 0o664):
        path.chmod(mode)
        store.append(path, facts=[fact(mode)])
        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert stat.S_IMODE(path.with_name("facts.json.previous").stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_roots_writes_leave_the_owner_as_it_was(path: Path) -> None:
    os.chown(path, 12345, 54321)
    store.append(path, facts=[fact(1)])
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 54321)


def test_a_symbolic_link_stays_one_and_its_target_is_written(path: Path) -> None:
    elsewhere = path.parent / "links" / "store.json"
    elsewhere.parent.mkdir()
    elsewhere.symlink_to(Path("..") / path.name)
    store.append(elsewhere, facts=[fact(1)])
    assert elsewhere.is_symlink()
    assert [file.name for file in elsewhere.parent.iterdir()] == ["store.json"]
    assert stored(path) == ["w0", "w1"]
    assert durable.may_write(elsewhere)


def test_the_lock_is_one_for_all_names_of_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "PATIENCE", 0.05)
    link = path.with_name("link.json")
    link.symlink_to(path)
    with FileLock(path.with_name(".facts.json.lock")), pytest.raises(errors.Locked):
        store.append(link, facts=[fact(1)])


def test_the_generation_before_is_kept(path: Path) -> None:
    previous = path.with_name("facts.json.previous")
    before = path.read_bytes()
    store.append(path, facts=[fact(1)])
    assert previous.read_bytes() == before
    assert stored(previous) == ["w0"]
    store.append(path, facts=[fact(2)])
    assert stored(previous) == ["w0", "w1"]


def test_it_is_kept_where_there_are_no_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    before = path.read_bytes()
    monkeypatch.setattr(os, "link", refuse)
    store.append(path, facts=[fact(1)])
    assert path.with_name("facts.json.previous").read_bytes() == before
    assert left_over(path) == []


def test_a_writer_that_died_between_the_two_renames_does_no_harm(path: Path) -> None:
    previous = path.with_name("facts.json.previous")
    previous.unlink()
    previous.hardlink_to(path)
    store.append(path, facts=[fact(1)])
    assert (stored(previous), stored(path)) == (["w0"], ["w0", "w1"])
    assert left_over(path) == []


def test_left_over_files_go_and_those_of_other_stores_stay(path: Path) -> None:
    dead = path.with_name(".facts.json.0123456789ab.tmp")
    others = [path.with_name(name) for name in (".facts.json.bak.0123456789ab.tmp", "mine.tmp", ".facts.json.tmp")]
    for file in (dead, *others):
        file.write_text("{")
    store.append(path, facts=[fact(1)])
    assert not dead.exists()
    assert all(file.exists() for file in others)


def test_a_file_that_is_not_to_be_written_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a chmod would have it; root, who may do anything, is told by `os.access` all the same."""
    before, may = path.read_bytes(), os.access
    monkeypatch.setattr(os, "access", lambda file, mode: Path(file) != path and may(file, mode))
    assert not durable.may_write(path)
    with pytest.raises(errors.CannotCreate, match="not written: Permission denied; check the directory"):
        store.append(path, facts=[fact(1)])
    assert path.read_bytes() == before
    assert left_over(path) == []


def test_a_directory_that_may_not_be_written_is_told_in_one_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def read_only(file: Any, flags: int, *args: Any, **options: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, "Read-only file system")
        return opened(file, flags, *args, **options)

    monkeypatch.setattr(os, "open", read_only)
    for write in (
        lambda: store.append(path, facts=[fact(1)]),
        lambda: store.create(path.with_name("new.json"), title="New"),
    ):
        with pytest.raises(errors.CannotCreate, match="not written: Read-only file system; ") as refusal:
            write()
        assert refusal.value.exit_code == 73


def test_any_file_can_be_written_this_way(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.toml"
    durable.write(path, b"one")
    durable.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert sorted(file.name for file in tmp_path.iterdir()) == [".bookmarks.toml.lock", "bookmarks.toml"]
    durable.replace(tmp_path / "export.csv", b"a,b\n")
    assert not (tmp_path / ".export.csv.lock").exists(), "what nobody else writes needs no lock"
    with pytest.raises(errors.CannotCreate, match="not a regular file"):
        durable.write(Path(os.devnull), b"")


# --- What a name, a mode and an owner have to do with it ----------------------------------------


def test_what_a_killed_export_left_goes_in_an_hour(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    fresh, left = (tmp_path / f".out.csv.{digit * 12}.tmp" for digit in "ab")
    for file in (fresh, left):
        file.write_text("half")
    os.utime(left, (time.time() - 7200,) * 2)
    durable.replace(path, b"all")
    assert fresh.exists(), "another export may be writing it"
    assert not left.exists()


def test_the_file_as_it_was_named_is_told(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(os.devnull)
    for write in (lambda: durable.replace(link, b""), lambda: durable.bring_back(link)):
        with pytest.raises(errors.CannotCreate) as refusal:
            write()
        assert str(refusal.value) == f"{link}: not written: it is not a regular file; choose another name"
    for ask in (durable.previous, durable.bring_back):
        with pytest.raises(errors.CannotCreate, match=r"nul.*: not written: .*; check the directory"):
            ask(tmp_path / "nul\0")


@pytest.mark.parametrize(("step", "outcome"), [("link", "not written"), ("fsync", durable.WRITTEN_BUT)])
def test_restoring_that_fails_tells_what_was_done(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, outcome: str
) -> None:
    store.append(path, facts=[fact(1)])

    def fail(*_: Any) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, step, fail)
        with pytest.raises(errors.CqtuiError) as failure:
            durable.bring_back(path)
    assert str(failure.value) == f"{path}: {outcome}: Input/output error; check the disk and try again"
    assert len(stored(path)) == (2 if outcome == "not written" else 1)
    assert not list(path.parent.glob(".*.aside"))


def test_a_failure_after_the_write_names_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync_no_directory(monkeypatch, OSError(errno.EIO, "Input/output error"))
    with pytest.raises(errors.CqtuiError) as failure:
        durable.write(path, b"new")
    assert str(failure.value).startswith(f"{path}: {durable.WRITTEN_BUT}: ")


def test_a_copy_that_stands_for_a_hard_link_has_the_mode_of_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    path.chmod(0o600)
    monkeypatch.setattr(os, "link", refuse)
    store.append(path, facts=[fact(1)])
    previous = durable.previous(path)
    assert stat.S_IMODE(previous.stat().st_mode) == 0o600
    path.chmod(0o640)
    durable.bring_back(path)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, previous)] == [0o640, 0o640]


def test_a_temporary_file_is_new_has_the_name_that_is_cleared_and_is_never_open_to_others(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int, int]] = []
    call = os.open

    def noted(file: Any, flags: int, mode: int = 0o777, **options: Any) -> int:
        if flags & os.O_WRONLY:
            opened.append((Path(file).name, flags, mode))
        return call(file, flags, mode, **options)

    path.chmod(0o600)
    with durable.held(path):
        monkeypatch.setattr(os, "open", noted)
        durable.replace(path, b"x")
    ((name, flags, mode),) = opened
    assert re.fullmatch(r"\.facts\.json\.[0-9a-f]{12}\.tmp", name)
    assert flags == os.O_WRONLY | os.O_CREAT | os.O_EXCL
    assert mode == 0o600


def test_pieces_are_written_in_large_blocks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    call = os.write

    def noted(descriptor: int, data: Any) -> int:
        sizes.append(len(data))
        return call(descriptor, data)

    half = 1 << 19
    monkeypatch.setattr(os, "write", noted)
    durable.replace(path, iter([b"a" * half, b"b" * half, b"c" * 10]))
    assert sizes == [2 * half, 10]
    assert path.read_bytes() == b"a" * half + b"b" * half + b"c" * 10


def test_one_who_is_not_root_sets_the_group_and_keeps_the_owner(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def refuse(_: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError(errno.EPERM, "Operation not permitted")

    now = os.stat(path)  # noqa: PTH116
    like = os.stat_result((now.st_mode, 0, 0, 1, now.st_uid + 1, now.st_gid + 1, 0, 0, 0, 0))
    monkeypatch.setattr(os, "fchown", refuse)
    for user, owner in ((1000, -1), (0, like.st_uid)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        durable._assume(path, like)
        assert asked[-1] == (owner, like.st_gid)


def test_what_may_be_written_is_a_file_in_a_folder_that_may_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert durable.may_write(path)
    assert not durable.may_write(path.with_name("missing.json"))
    circle = path.with_name("circle.json")
    circle.symlink_to(circle)
    assert not durable.may_write(circle)
    may = os.access
    for right in (os.W_OK, os.X_OK):
        monkeypatch.setattr(
            os, "access", lambda file, mode, right=right: not (Path(file) == path.parent and mode & right)
        )
        assert not durable.may_write(path)
    monkeypatch.setattr(os, "access", may)


def test_what_a_killed_writer_left_and_cannot_be_removed_keeps_nobody_from_writing(path: Path) -> None:
    left = path.with_name(f".facts.json.{'a' * 12}.tmp")
    left.mkdir()
    store.append(path, facts=[fact(1)])
    assert stored(path) == ["w0", "w1"]


def test_a_name_that_no_file_can_have_is_told_with_the_reason(tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    with pytest.raises(errors.CannotCreate, match=r"not written: .*(loop|levels of symbolic links)"):
        durable.write(circle, b"")
    with pytest.raises(errors.CannotCreate, match="not written: embedded null byte; check"):
        durable.write(tmp_path / "a\0b", b"")


def test_a_store_that_the_disk_cannot_find_for_a_moment_is_never_taken_for_missing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look at it fails in turn: nobody writes a new store over it."""
    before, looks = path.read_bytes(), 0

    def failing(call: Callable[..., Any], at: int) -> Callable[..., Any]:
        def counted(*given: Any, **options: Any) -> Any:
            nonlocal looks
            looks += 1
            if looks == at:
                raise OSError(errno.EIO, "Input/output error")
            return call(*given, **options)

        return counted

    for at in range(1, 100):
        looks = 0
        with monkeypatch.context() as broken:
            for name in ("lstat", "stat"):
                broken.setattr(os, name, failing(getattr(os, name), at))
            for write in (
                lambda: store.append(path, facts=[fact(1)], title="New"),
                lambda: store.create(path, title="New"),
            ):
                try:
                    write()
                except errors.CqtuiError as error:
                    assert error.exit_code in (73, 74)
        assert "w0" in stored(path), f"look {at}"
        path.write_bytes(before)
        if looks < at:
            break
    assert 10 < at < 99


def test_where_there_are_no_locks_it_is_told_in_one_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    before = path.read_bytes()
    with pytest.raises(errors.CqtuiError, match="not written: FileSystem does not appear to support flock"):
        store.append(path, facts=[fact(1)])
    assert path.read_bytes() == before


def test_a_system_that_syncs_no_directories_or_knows_no_owners_can_be_written_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_no_directory(monkeypatch, OSError(errno.EINVAL, "Invalid argument"))
    monkeypatch.delattr(os, "fchown")
    store.append(path, facts=[fact(1)])
    assert stored(path) == ["w0", "w1"]


def test_a_folder_that_may_be_written_but_not_read_can_be_written_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def unread(file: Any, flags: int, *args: Any, **options: Any) -> int:
        if Path(file).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(file, flags, *args, **options)

    monkeypatch.setattr(os, "open", unread)
    store.append(path, facts=[fact(1)])
    assert stored(path) == ["w0", "w1"]


def test_whether_a_file_is_there_is_told_or_why_it_cannot_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert durable.is_there(path)
    assert not durable.is_there(path.with_name("a\0b"))

    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "lstat", fail)
    with pytest.raises(errors.CqtuiError, match=re.escape(f"{path}: cannot be read: Input/output error; ")):
        durable.is_there(path)
