"""Every way in which the program writes a file, and how to let one fail or die at any system call.

A write is done in a child of the test's process, which has loaded everything already, so that the calls
are those of the write. They fail or kill in one of two ways: `strace` is laid on the child, which meets
every call of its main thread, those of SQLite too; or, where it is missing, the functions of `os` do it.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from conftest import LAPTOPS, PHONES, STAFF, TEXT

from cqtui import bookmarks, cli, config, durable, store
from cqtui.bookmarks import Bookmark
from cqtui.config import Chosen, Settings
from cqtui.model import Fact, fact_id, identified
from cqtui.rows import json_text, row

PHONES_ID, STAFF_ID = fact_id(PHONES), fact_id(STAFF)
PLACE = Bookmark("OPPO", "/a.json", "entity=oppo")
PAIR = Bookmark("aim", "/a.json", "compare=yes&compared=x&compared=y")


@dataclass(frozen=True, slots=True)
class Write:
    """Something that writes: how its folder is prepared, what does it, and the files it changes.

    `do` gives the exit code. Files are told by their paths in the folder, in the order in which they are written.
    """

    do: Callable[[Path], int]
    files: tuple[str, ...] = ("store.json",)
    prepare: Callable[[Path], object] = lambda _: None
    is_kept: bool = True
    """Whether it replaces the store, so that the content before is kept."""


def asked(*words: str) -> Callable[[Path], int]:
    """A command line; FOLDER stands for the folder."""

    def do(folder: Path) -> int:
        given = [word.replace("FOLDER", str(folder)) for word in words]
        return cli._commanded(["--store", str(folder / "store.json"), *given])

    return do


def called(step: Callable[[Path], object]) -> Callable[[Path], int]:
    """What the explorer calls; a failure becomes an exit code as that of a command does."""

    def do(folder: Path) -> int:
        def told() -> int:
            step(folder)
            sys.stdout.write("done\n")
            return 0

        return cli.guarded(told) or cli.guarded(cli._flushed) or 0

    return do


def _new_fact(folder: Path) -> None:
    fact = Fact(**{**{name: getattr(LAPTOPS, name) for name in LAPTOPS.__dataclass_fields__}, "note": "new"})
    lines = [json_text(row(one)) for one in identified([fact, *(_numbered(number) for number in range(3))])]
    (folder / "new.jsonl").write_text("".join(f"{line}\n" for line in lines))


def _numbered(number: int) -> Fact:
    values = {name: getattr(STAFF, name) for name in STAFF.__dataclass_fields__}
    return Fact(**{**values, "id": "", "note": f"number {number}", "value": STAFF.value + number + 1})


def _extracted(folder: Path) -> None:
    """An article with a figure that passes the check and one that does not, as LangExtract gives it."""
    (folder / "store.json").with_name("store.set-aside.jsonl").unlink(missing_ok=True)

    def extraction(words: str, **attributes: str) -> dict[str, Any]:
        at = TEXT.index(words)
        place = {"start_pos": at, "end_pos": at + len(words)}
        return {
            "extraction_class": "figure", "extraction_text": words, "alignment_status": "match_exact",
            "char_interval": place, "attributes": {"unit": "unit", **attributes},
        }  # fmt: skip

    phones = extraction("18.9 million phones", metric="shipments", item="phones", entity="OPPO")
    nobody = extraction("20 million laptops", metric="shipments", item="laptops", entity="Nobody At All Ltd")
    document = {"document_id": "article", "text": TEXT, "extractions": [phones, nobody]}
    (folder / "article.jsonl").write_text(json.dumps(document) + "\n")


def _reviewed(folder: Path) -> None:
    store.review(folder / "store.json", PHONES_ID, review="accepted", note="seen")


def _broken(folder: Path) -> None:
    _reviewed(folder)
    (folder / "store.json").write_bytes(b"{")


def older(path: Path) -> None:
    """Make the store at `path` one of schema 0, in which facts said `company` where they say `entity`."""
    path.write_text(path.read_text().replace('"entity": ', '"company": ').replace('"schema": 1', '"schema": 0'))


def renamed(tables: dict[str, Any]) -> dict[str, Any]:
    """From schema 0 to 1."""
    facts = {
        key: {"entity" if name == "company" else name: value for name, value in fact.items()}
        for key, fact in tables["facts"].items()
    }
    return {**tables, "facts": facts}


def _without_store(folder: Path) -> None:
    _new_fact(folder)
    _extracted(folder)
    for path in folder.glob("*store.json*"):
        path.unlink()


def _session(folder: Path) -> Any:
    from cqtui.ui.session import Session

    return Session(Chosen(folder / "store.json"), Settings())


_SESSIONS: dict[Path, Any] = {}


def _rejected(folder: Path) -> None:
    """In a session of the explorer, which is kept."""
    session = _SESSIONS[folder] = _session(folder)
    session.review(session.index.fact(PHONES_ID), "rejected")


def _undone(folder: Path) -> None:
    session = copy(_SESSIONS[folder])
    session._done = [*session._done]
    session.undo()


def _exported(folder: Path) -> None:
    session = _session(folder)
    session.export(folder / "out.csv", session.index.some((PHONES_ID, STAFF_ID)))


def _bookmarks(folder: Path) -> Path:
    return folder / "bookmarks.json"


WRITES: dict[str, Write] = {
    "review": Write(asked("review", PHONES_ID, "--accept")),
    "review, many": Write(asked("review", PHONES_ID, STAFF_ID, "--reject", "--note", "both")),
    "correct": Write(asked("review", PHONES_ID, "--set", "period=2018", "--set", "place=+Town")),
    "note": Write(asked("review", PHONES_ID, "--note", "seen")),
    "take a review back": Write(asked("review", PHONES_ID, "--undo"), prepare=_reviewed),
    "undo in the explorer": Write(called(_undone), prepare=_rejected),
    "import": Write(asked("import", "FOLDER/new.jsonl"), prepare=_new_fact),
    "import into a new store": Write(asked("import", "FOLDER/new.jsonl"), prepare=_without_store),
    "ingest": Write(
        asked("ingest", "FOLDER/article.jsonl", "--extractor", "langextract", "--date", "2020-05-22"),
        files=("store.set-aside.jsonl", "store.json"), prepare=_extracted,
    ),
    "ingest into a new store": Write(
        asked("ingest", "FOLDER/article.jsonl", "--extractor", "langextract", "--date", "2020-05-22"),
        files=("store.set-aside.jsonl", "store.json"), prepare=_without_store,
    ),
    "migrate": Write(
        asked("import", "FOLDER/new.jsonl"),
        files=("store.json.schema-0.json", "store.json"),
        prepare=lambda folder: (_new_fact(folder), older(folder / "store.json")),
    ),
    "restore": Write(asked("restore"), prepare=_reviewed),
    "restore a broken store": Write(asked("restore"), prepare=_broken),
    "bookmark": Write(
        called(lambda folder: bookmarks.toggle(_bookmarks(folder), PLACE)), ("bookmarks.json",),
        lambda folder: bookmarks.keep(_bookmarks(folder), PAIR), is_kept=False,
    ),
    "keep a comparison": Write(
        called(lambda folder: bookmarks.keep(_bookmarks(folder), PAIR)), ("bookmarks.json",),
        lambda folder: bookmarks.keep(_bookmarks(folder), PLACE), is_kept=False,
    ),
    "let a comparison go": Write(
        called(lambda folder: bookmarks.drop(_bookmarks(folder), PAIR.store, PAIR.place)), ("bookmarks.json",),
        lambda folder: bookmarks.keep(_bookmarks(folder), PAIR), is_kept=False,
    ),
    "export": Write(asked("export", "-o", "FOLDER/out.jsonl"), ("out.jsonl",), is_kept=False),
    "export over a file": Write(
        asked("export", "-o", "FOLDER/out.jsonl", "--force"), ("out.jsonl",),
        lambda folder: (folder / "out.jsonl").write_text("before\n"), is_kept=False,
    ),
    "export in the explorer": Write(called(_exported), ("out.csv",), is_kept=False),
    "draw": Write(asked("timeline", "--svg", "FOLDER/out.svg"), ("out.svg",), is_kept=False),
    "index": Write(asked("find", "oppo"), (), is_kept=False),
}  # fmt: skip
"""All of them. `test_write_paths` holds the list against what commands open for writing."""


# Letting one fail


class Fault(NamedTuple):
    """What happens at a call: an error of this number, or, without one, the process is killed."""

    number: int | None = None

    def __str__(self) -> str:
        return errno.errorcode[self.number] if self.number else "killed"


KILLED, FULL, FAILS = Fault(), Fault(errno.ENOSPC), Fault(errno.EIO)

CALLS = (
    "open,openat,read,pread64,readv,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,"
    "unlink,unlinkat,symlink,symlinkat,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat,chown,fchown,fchownat,truncate,"
    "ftruncate,fallocate,flock,fcntl,stat,lstat,newfstatat,fstat,statx,access,faccessat,faccessat2,readlink,"
    "readlinkat,getdents64,lseek,close,copy_file_range,sendfile,utimensat"
)
"""The system calls that have to do with files, by their names in Linux."""
FUNCTIONS = (
    "open", "write", "fsync", "link", "replace", "rename", "unlink", "close", "fchmod", "fchown", "fstat", "access",
    "mkdir", "truncate", "scandir", "stat", "lstat",
)  # fmt: skip
"""The functions of `os` that make them."""


class Call(NamedTuple):
    """A call: its name, and which of those of that name it is, from 1."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a write ended: the exit code (negative: the signal that ended it), and what it printed."""

    code: int
    out: str
    err: str
    calls: tuple[Call, ...]
    """The calls that it made, in their order, up to its end."""
    hit: str
    """The one that failed, as strace writes it or by its name; "" if none did."""


def has_strace() -> bool:
    """Whether strace is there and may be laid on a process."""
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "-e", "inject=getppid:retval=1", "true"], check=False, capture_output=True
    )
    return done.returncode == 0


def killed(do: Callable[[Path], int], folder: Path, after: float) -> Attempt:
    """Do a write in a child, which is killed after so many seconds."""
    out, err = _said(folder)
    child = os.fork()
    if child == 0:
        _end_with(lambda: _child(do, folder, (out, err)))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return Attempt(os.waitstatus_to_exitcode(status), out.read_text(), err.read_text(), (), "")


def _said(folder: Path) -> tuple[Path, Path]:
    """Files for what a child prints."""
    scratch = folder.with_name(f"{folder.name}-said")
    scratch.mkdir(exist_ok=True)
    out, err = scratch / "out", scratch / "err"
    out.write_text("")
    err.write_text("")
    sys.stdout.flush()
    return out, err


def attempt(
    do: Callable[[Path], int],
    folder: Path,
    at: Call | None = None,
    fault: Fault = KILLED,
    *,
    by_strace: bool = False,
) -> Attempt:
    """Do a write in a child, with a fault at one of its calls."""
    out, err = _said(folder)
    log = out.with_name("log")
    log.write_text("")
    child = os.fork()
    if child == 0:
        before = _stopped if by_strace else partial(_inject, log, at, fault)
        _end_with(lambda: _child(do, folder, (out, err), before))
    tracer = _traced(child, log, at, fault) if by_strace else None
    _, status = os.waitpid(child, 0)
    if tracer is not None:
        tracer.wait(20)
    lines = [line for line in log.read_text(errors="replace").splitlines() if re.match(r"\w+\(", line)]
    counts: Counter[str] = Counter()
    calls = []
    for line in lines:
        name = line.partition("(")[0]
        counts[name] += 1
        calls.append(Call(name, counts[name]))
    code = os.waitstatus_to_exitcode(status)
    injected = [line for line in lines if "(INJECTED)" in line]
    hit = next(iter(lines[-1:] if code == -signal.SIGKILL else injected), "")
    return Attempt(code, out.read_text(), err.read_text(), tuple(calls), hit)


def _end_with(work: Callable[[], int]) -> None:
    code = 99
    try:
        code = work()
    finally:
        os._exit(code)


def _child(
    do: Callable[[Path], int],
    folder: Path,
    said: tuple[Path, Path],
    before: Callable[[], None] = lambda: None,
) -> int:
    for stream, path in zip((1, 2), said, strict=True):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, stream)
        os.close(descriptor)
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(number, "w"), "utf-8") for number in (1, 2))
    sys.stderr.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    before()
    code = do(folder)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 74
    return code


def _stopped() -> None:
    """Until strace is there."""
    os.kill(os.getpid(), signal.SIGSTOP)


def _traced(child: int, log: Path, at: Call | None, fault: Fault) -> subprocess.Popen[bytes]:
    os.waitpid(child, os.WUNTRACED)
    what = f"error={fault}" if fault.number else "signal=SIGKILL"
    inject = ["-e", f"inject={at.name}:{what}:when={at.number}"] if at else []
    tracer = subprocess.Popen(
        ["strace", "-qq", "-y", "-o", str(log), "-e", f"trace={CALLS}", *inject, "-p", str(child)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    status = Path(f"/proc/{child}/status")
    deadline = time.monotonic() + 20
    while "TracerPid:\t0\n" in status.read_text() and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(child, signal.SIGCONT)
    return tracer


def _inject(log: Path, at: Call | None, fault: Fault) -> None:
    """The functions of `os` note their names in `log`, and one of the calls fails or kills."""
    counts: Counter[str] = Counter()
    noted = os.open(log, os.O_WRONLY | os.O_APPEND)
    write = os.write

    def met(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **options: Any) -> Any:
            counts[name] += 1
            is_it = Call(name, counts[name]) == at
            write(noted, f"{name}(){' (INJECTED)' if is_it else ''}\n".encode())
            if is_it and fault.number is None:
                os.kill(os.getpid(), signal.SIGKILL)
            if is_it and fault.number is not None:
                raise OSError(fault.number, os.strerror(fault.number))
            return call(*given, **options)

        return counted

    for name in FUNCTIONS:
        setattr(os, name, met(name, getattr(os, name)))


def prepare_everything(folder: Path) -> None:
    """What any command of the list may ask for."""
    _new_fact(folder)
    _extracted(folder)
    (folder / "article.txt").write_text(f"Phones\n\nMay 1, 2020\n\n{TEXT}\n")


def left_over(folder: Path) -> list[str]:
    """Temporary files anywhere in the folder."""
    return sorted(
        path.name for path in folder.rglob("*")
        if re.search(r"\.tmp$|\.aside$|-journal$|-wal$|^\..*\.sqlite$", path.name)
    )  # fmt: skip


def contents(folder: Path, files: Iterable[str]) -> dict[str, bytes | None]:
    return {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in files}


def kept(folder: Path) -> Path:
    return durable.previous(folder / "store.json")


def cache() -> Path:
    return config.cache_folder()
