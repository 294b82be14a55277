"""Every way of writing a file, killed and failing at every system call: all of it is written, or nothing.

The calls are tried by strace where it is there, and by the functions of `os` everywhere: some of them, with
a kill, a full disk and a failing one in turns; with CQTUI_EVERY_CALL=1 every call with each.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import writes
from writes import FAILS, FULL, KILLED, WRITES, Attempt, Call, Fault, attempt, contents, left_over

from cqtui import durable, errors, store
from cqtui.commands import grammar
from cqtui.errors import CqtuiError

EVERY = bool(os.environ.get("CQTUI_EVERY_CALL"))
KILLS = int(os.environ.get("CQTUI_KILLS", "40")) // 10
"""At random moments, of each write."""
COUNTED = os.environ.get("CQTUI_COUNTED")
"""A file to which the number of faults of each write is added."""
needs_strace = pytest.mark.skipif(not writes.has_strace(), reason="strace is missing, or may not trace")

FAULTS = (KILLED, FULL, FAILS)


class Bench:
    """A folder with a store, as one write finds it, again and again."""

    def __init__(self, name: str, folder: Path, store_path: Path) -> None:
        self.name, self.write, self.folder = name, WRITES[name], folder
        self._original = folder.with_name("original")
        folder.mkdir()
        for path in store_path.parent.glob("small.json*"):
            shutil.copy(path, folder / path.name.replace("small", "store"))
        self.write.prepare(folder)
        shutil.copytree(folder, self._original)
        self.old = contents(folder, self.write.files)
        self.write_once()
        assert left_over(folder) == []
        self.new = contents(folder, self.write.files)
        assert self.new != self.old or not self.write.files, "this write does nothing"

    def write_once(self) -> None:
        """In this process, so that what it loads is loaded in its children."""
        assert self.write.do(self.folder) == 0

    def renew(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._original, self.folder)
        if self.name == "index":
            shutil.rmtree(writes.cache(), ignore_errors=True)

    def calls(self, *, by_strace: bool) -> Sequence[Call]:
        self.renew()
        done = attempt(self.write.do, self.folder, by_strace=by_strace)
        assert done.code == 0 and len(done.calls) > 3, done
        return done.calls

    def suffer(self, at: Call, fault: Fault, *, by_strace: bool) -> Attempt:
        """Do the write with a fault at one of its calls."""
        self.renew()
        done = attempt(self.write.do, self.folder, at, fault, by_strace=by_strace)
        self.check(done, fault, f"{fault} at {at}: {done.hit}")
        return done

    def suffer_kill(self, after: float) -> Attempt:
        """Do the write and kill it after so many seconds."""
        self.renew()
        done = writes.killed(self.write.do, self.folder, after)
        self.check(done, KILLED, f"after {after} s")
        return done

    def check(self, done: Attempt, fault: Fault, how: str) -> None:
        """Nothing is lost, torn or left."""
        told = f"{self.name}: {how}, {done.code}, {done.out!r}, {done.err!r}"
        now = contents(self.folder, self.write.files)
        for name, content in now.items():
            assert content in (self.old[name], self.new[name]), f"{name} is neither as before nor as after; {told}"
        done_with = [now[name] == self.new[name] for name in self.write.files]
        assert done_with == sorted(done_with, reverse=True), f"files are written in their order; {told}"
        if fault == KILLED:
            assert done.code in (0, -9), told
            assert not done.out or now == self.new, told
            self.recover(told)
        elif done.code == 0:
            assert now == self.new, f"said to be written, and is not; {told}"
        else:
            self.is_told(done, now, told)
        if fault != KILLED:
            assert left_over(self.folder) == [] and left_over(writes.cache()) == [], told
            self.store_opens(told)

    def is_told(self, done: Attempt, now: dict[str, bytes | None], told: str) -> None:
        """A failure is one line with the code that says so, and has changed nothing unless it says that."""
        assert done.err.endswith("\n") and "Traceback" not in done.err, told
        *others, line = done.err.splitlines()
        assert line.startswith("cqtui: ") and line.isprintable(), told
        assert all("known by id alone" in other for other in others), told
        # Whether a file may be written is a yes or a no: an error of the disk counts as a no.
        codes = (errors.IO_ERROR, errors.CANNOT_CREATE) if "access" in done.hit else (errors.IO_ERROR,)
        assert done.code in codes, told
        is_answer = "cannot write the output" in done.err
        if not is_answer and durable.WRITTEN_BUT not in done.err and len(self.write.files) == 1:
            assert now == self.old, f"said to have failed, and is written; {told}"

    def store_opens(self, told: str) -> None:
        path = self.folder / "store.json"
        if path.exists() and path.read_bytes() != self.old.get("store.json", b""):
            assert store.read(path).facts, told
        if self.write.is_kept and writes.kept(self.folder).exists() and "restore" not in self.name:
            store.read(writes.kept(self.folder))

    def recover(self, told: str) -> None:
        """After a kill: the store opens, the same write can be done, and clears up after the killed one."""
        self.store_opens(told)
        for name in left_over(self.folder):
            path = self.folder / name
            os.utime(path, (0, 0))  # Where no lock says that its writer is gone, an hour does.
        for path in writes.cache().glob(".*"):
            os.utime(path, (0, 0))
        if "restore" in self.name:
            # A second one would bring back what the first one put away: any other write will do.
            store.review(self.folder / "store.json", writes.STAFF_ID, review="rejected") if self.opens() else None
        else:
            again = attempt(self.write.do, self.folder)
            assert again.code == 0 or "exists already" in again.err, (told, again)
        if self.opens():
            with durable.held(self.folder / "store.json"):
                pass
        assert left_over(self.folder) == [] and left_over(writes.cache()) == [], told

    def opens(self) -> bool:
        try:
            store.read(self.folder / "store.json")
        except CqtuiError:
            return False
        return True


@pytest.fixture(params=list(WRITES))
def bench(request: pytest.FixtureRequest, tmp_path: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setitem(store.MIGRATIONS, 0, writes.renamed)
    monkeypatch.setenv("LC_ALL", "C")  # No catalogues of translations are looked for.
    monkeypatch.delenv("LANGUAGE", raising=False)
    return Bench(request.param, tmp_path / "bench", store_path)


CHANGING = {
    "write", "pwrite64", "fsync", "rename", "renameat", "link", "linkat", "unlink", "unlinkat", "replace", "mkdir",
    "fchmod", "ftruncate", "truncate", "copy_file_range",
}  # fmt: skip
"""Calls after which something is another than before, or between which it must be."""


def chosen(calls: Sequence[Call]) -> list[tuple[Call, Fault]]:
    """Which faults are tried at which calls."""
    if EVERY:
        return [(call, fault) for call in calls for fault in FAULTS]
    changing = [call for call in calls if call.name in CHANGING]
    others = [call for call in calls if call.name not in CHANGING]
    some = changing[:: len(changing) // 9 + 1] + others[:: len(others) // 3 + 1]
    return [(call, FAULTS[number % 3]) for number, call in enumerate(some)]


def suffered(bench: Bench, *, by_strace: bool) -> None:
    tried = chosen(bench.calls(by_strace=by_strace))
    met = [fault for at, fault in tried if bench.suffer(at, fault, by_strace=by_strace).hit]
    # How often a database looks whether it is alone depends on the time.
    assert len(met) >= 0.9 * len(tried), "faults were met"
    if COUNTED:
        with Path(COUNTED).open("a") as file:
            for fault in FAULTS:
                file.write(f"{bench.name}\t{'strace' if by_strace else 'os'}\t{fault}\t{met.count(fault)}\n")


@needs_strace
def test_a_write_that_fails_or_dies_at_any_call_is_done_or_not_done(bench: Bench) -> None:
    suffered(bench, by_strace=True)


def test_so_it_is_where_there_is_no_strace(bench: Bench) -> None:
    suffered(bench, by_strace=False)


def test_a_write_that_is_killed_at_any_moment_is_done_or_not_done(bench: Bench) -> None:
    bench.renew()
    began = time.monotonic()
    attempt(bench.write.do, bench.folder)
    lasts = time.monotonic() - began
    chance = random.Random(bench.name)
    ends = [bench.suffer_kill(chance.uniform(0, lasts)).code for _ in range(KILLS)]
    if COUNTED:
        with Path(COUNTED).open("a") as file:
            file.write(f"{bench.name}\tat any moment\tkilled\t{ends.count(-9)}\n")


# --- Nothing else is written --------------------------------------------------------------------

COMMANDS: dict[str, tuple[str, ...]] = {
    "find": ("find", "oppo"),
    "show": ("show", writes.PHONES_ID),
    "compare": ("compare", writes.PHONES_ID, writes.STAFF_ID),
    "conflicts": ("conflicts",),
    "targets": ("targets",),
    "facts": ("facts",),
    "companies": ("companies",),
    "metrics": ("metrics",),
    "sources": ("sources",),
    "timeline": ("timeline", "--svg", "FOLDER/out.svg"),
    "check": ("check",),
    "restore": ("restore",),
    "import": ("import", "FOLDER/new.jsonl"),
    "ingest": ("ingest", "FOLDER/article.txt"),
    "set-aside": ("set-aside",),
    "review": ("review", writes.PHONES_ID, "--accept"),
    "export": ("export", "-o", "FOLDER/out.csv"),
    "kiosk": ("kiosk",),
    "completion": ("completion", "bash"),
}
TEMPORARY = r"\.{}\.[0-9a-f]{{12}}\.tmp"
MAY_WRITE = {
    "store": r"folder/(\.store\.json\.lock|store\.json\.previous|" + TEMPORARY.format(r"store\.json") + ")",
    "set-aside": r"folder/(\.store\.set-aside\.jsonl\.lock|" + TEMPORARY.format(r"store\.set-aside\.jsonl") + ")",
    "output": "folder/" + TEMPORARY.format(r"out\.(svg|csv)"),
    "index": r"home/cache/cqtui/index/[^/]*\.sqlite(-journal)?",
}
"""What is opened for writing: a file under its own name nowhere but in the cache."""
WRITERS = {
    "restore": {"store"}, "import": {"store"}, "ingest": {"store", "set-aside"}, "review": {"store", "index"},
    "timeline": {"output", "index"}, "export": {"output", "index"}, "completion": set(), "check": set(),
    "set-aside": set(), "kiosk": set(),
}  # fmt: skip
"""Which of these a command opens; others, that only ask, the index."""


def opened_for_writing(words: tuple[str, ...], folder: Path, home: Path) -> set[str]:
    """The files that a command and its children open for writing, told from the folder and the home."""
    log = folder.with_name("opened")
    command = [
        "strace", "-f", "-qq", "-y", "-o", str(log), "-e", "trace=open,openat,creat,truncate,rename,renameat,renameat2",
        sys.executable, "-B", "-m", "cqtui", "--store", str(folder / "store.json"), *words,
    ]  # fmt: skip
    done = subprocess.run(command, check=False, capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), done
    found = set()
    for line in log.read_text(errors="replace").splitlines():
        is_written = re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|creat\(|truncate\(", line) and " = -1 " not in line
        name = re.search(r'"([^"]*)"', line)
        if is_written and name and not name[1].startswith(("/dev/", "/proc/")):
            path = os.path.join(re.search(r"AT_FDCWD<([^>]*)>", line)[1] if "AT_FDCWD<" in line else "", name[1])  # type: ignore[index]  # noqa: PTH118
            found.add(path.replace(str(folder), "folder").replace(str(home), "home"))
    return found


@needs_strace
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_opens_for_writing_what_it_should_and_nothing_else(
    command: str, tmp_path: Path, store_path: Path, environment: Path
) -> None:
    folder = tmp_path / "bench"
    folder.mkdir()
    for path in store_path.parent.glob("small.json*"):
        shutil.copy(path, folder / path.name.replace("small", "store"))
    writes.prepare_everything(folder)
    words = tuple(word.replace("FOLDER", str(folder)) for word in COMMANDS[command])
    opened = opened_for_writing(words, folder, environment)
    may = [MAY_WRITE[what] for what in WRITERS.get(command, {"index"})]
    assert [path for path in opened if not any(re.fullmatch(one, path) for one in may)] == []
    assert bool(opened) == bool(may)


def test_every_command_is_looked_at() -> None:
    on_a_terminal = {"demo", "replay", "serve"}  # Which go on until somebody ends them, and have tests of their own.
    assert COMMANDS.keys() | on_a_terminal == grammar.BY_NAME.keys() | on_a_terminal
