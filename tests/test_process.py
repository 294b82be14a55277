"""The program as a process: stopped, resized and flooded, in odd environments, and what it does to the machine."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from terminal import EXPLORER, NARROW, WIDE, Start, Terminal
from test_terminal import quit_of, snapshot

KEYS = int(os.environ.get("CQTUI_KEYS", "20000"))
"""Bytes of random keys that are sent in all."""
SESSIONS = 4


# Stopped and resized


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_stopped_it_gives_the_terminal_back_and_goes_on_where_it_was(start: Start) -> None:
    script = '"$0" -m cqtui; echo "stopped $?"; read line; fg'
    terminal = start(command=("bash", "--norc", "-m", "-c", script, sys.executable))
    terminal.press("3", "down", "down")
    terminal.settle()
    (child,) = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text().split()
    os.kill(int(child), signal.SIGTSTP)
    terminal.wait_for("stopped 14")
    assert terminal.left_on == []
    terminal.press("enter")
    terminal.wait_gone("stopped 14")  # It paints all of its screen again.
    terminal.wait_for("1 Companies", "2 Metrics", "3 Timeline", "4 Evidence")
    terminal.send("\x11")
    assert terminal.wait_exit() == 0
    assert terminal.left_on == []


def test_a_storm_of_sizes_ends_in_the_last_one(start: Start) -> None:
    terminal = start()
    source = random.Random(7)
    for _ in range(300):
        terminal.resize(source.randrange(1, 200), source.randrange(1, 60))
        if source.random() < 0.2:
            terminal.send(source.choice("jkt\t4"))
    terminal.resize(*WIDE)
    terminal.press("1")
    terminal.wait_for("1 Companies", "2 Metrics", "3 Timeline", "4 Evidence")
    assert quit_of(terminal) == 0


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 40)], ids=str)
def test_it_begins_on_any_screen(start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size, ready="")
    terminal.wait_until(lambda: terminal.modes.get(1049, False), "the alternate screen")
    for key in ("3", "down", "4", "?", "escape", "/", "x", "escape", "1"):
        terminal.press(key)
        terminal.settle(0.6 if key == "escape" else 0.15)  # What comes with it is alt and a key.
    terminal.resize(*NARROW)
    terminal.wait_for("1 Companies")
    assert quit_of(terminal) == 0


@pytest.mark.parametrize("term", ["nonsense-9000", "../../etc/passwd", "x" * 3000, "unknown", "\x1b]0;x\x07"])
def test_a_terminal_that_nobody_knows_is_a_plain_one(start: Start, term: str) -> None:
    terminal = start(env={"TERM": term})
    terminal.press("enter", "enter", "enter")
    terminal.wait_for("[18.9 million")
    assert b"\x1b]0;" not in terminal.raw
    assert quit_of(terminal) == 0


# Keys that nobody would press


def hostile_keys(count: int, seed: int) -> bytes:
    """So many bytes of keys, sequences that mean something or begin to, pastes, replies and noise; none that quits."""
    source = random.Random(seed)
    noise = bytes(set(range(256)) - set(b"qQ\x03\x11\x1a"))
    usual = b"jkhlgG1234500rtsnNmMpXcUuv!T?:/ +-<>[]{}yYLbew\r\r\t\x1b\x7f"

    def some(least: int, most: int) -> bytes:
        return bytes(source.choice(noise) for _ in range(source.randrange(least, most)))

    def number() -> int:
        return source.choice((0, 1, 2, 5, 9, 27, 57, 97, 255, 1_114_112, 55_296, 10**9, -1))

    makers: list[tuple[int, Callable[[], bytes]]] = [
        (50, lambda: bytes([source.choice(usual)])),
        (10, lambda: some(1, 4)),
        (8, lambda: b"\x1b" + some(0, 3)),
        (8, lambda: b"\x1b[%d%c" % (source.randrange(30), source.choice(b"~ABCDEFHPQRSZuIO"))),
        (5, lambda: b"\x1b[%d;%d%c" % (number(), number(), source.choice(b"~ABCDHFu"))),
        (3, lambda: b"\x1b[%d:%d;%d:%d;%du" % (number(), number(), number(), number(), number())),
        (6, lambda: b"\x1b[<%d;%d;%d%c" % (source.randrange(130), source.randrange(90), source.randrange(30),
                                          source.choice(b"Mm"))),
        (2, lambda: b"\x1b[<%d;%d;%dM" % (number(), number(), number())),
        (2, lambda: b"\x1b[M" + some(0, 4)),
        (3, lambda: b"\x1b[200~" + some(0, 60) + source.choice((b"\x1b[201~", b"\x1b[201", b"\x1b[201~"))),
        (2, lambda: source.choice((b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^")) + some(0, 20)
            + source.choice((b"\x1b\\", b"\x07", b""))),
        (1, lambda: b"\x1b[48;%d;%d;%d;%dt" % (number(), number(), number(), number())),
        (1, lambda: b"\x1b[?%d;%d$y" % (number(), number())),
        (1, lambda: b"\x1b[%d;%dR" % (number(), number())),
    ]  # fmt: skip
    weights, made = [weight for weight, _ in makers], bytearray()
    while len(made) < count:
        (maker,) = source.choices([maker for _, maker in makers], weights)
        made += maker()
    return bytes(made[:count])


def children_of(terminal: Terminal) -> str:
    path = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize("session", range(SESSIONS))
def test_no_key_there_is_does_harm(
    start: Start, environment: Path, tmp_path: Path, two_briefs: Path, session: int
) -> None:
    """Read-only it writes and starts nothing; with a store of one's own, the store stays sound."""
    is_read_only = session % 2 == 0
    path = tmp_path / "own.json"
    shutil.copy(two_briefs, path)
    words = ["--store", path, *(["--read-only"] if is_read_only else [])]
    environ = {"PYTHONDONTWRITEBYTECODE": "1"}
    terminal = start(*words, size=NARROW, env=environ)
    before = snapshot(tmp_path) | snapshot(environment)
    keys = hostile_keys(KEYS // SESSIONS, seed=session)
    for at in range(0, len(keys), 500):
        terminal.send(keys[at : at + 500])
        terminal.read(0)
        assert not is_read_only or children_of(terminal) == ""
        if not terminal.alive:  # A command of the palette may end it, as it should.
            assert terminal.wait_exit() == 0, terminal.text
            assert terminal.left_on == []
            terminal = start(*words, size=NARROW, env=environ)
    terminal.send(b"\x1b[201~\x1b\\\x07\x11")
    assert terminal.wait_exit(timeout=60 + KEYS / 500) == 0  # All that was typed before takes its time.
    assert terminal.left_on == []
    assert not list(environment.rglob("crash-*"))
    if is_read_only:
        assert snapshot(tmp_path) | snapshot(environment) == before
    told = subprocess.run([*EXPLORER, "check", str(path)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "no problems in 42 facts\n"), told.stderr


# What it asks of the system

WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
STARTING = re.compile(r"^(?:\d+ +)?(?:execve|execveat|fork|vfork)\(|^(?:\d+ +)?clone3?\((?!.*CLONE_THREAD)")
CHANGING = re.compile(
    r"^(?:\d+ +)?(?:unlink|unlinkat|rename\w*|mkdir\w*|rmdir|link\w*|symlink\w*|chmod|fchmod\w*|chown|truncate"
    r"|ftruncate|connect|bind|utime\w*|mknod\w*)\("
)
HARMLESS = re.compile(r'"/dev/(?:tty|null|pts/\d+|ptmx)"|= -1 E')


def calls(log: Path) -> Iterator[str]:
    """What was asked of the system but for the program's own start, and what failed."""
    lines = log.read_text("utf-8", "replace").splitlines()
    for line in lines[1:]:
        if not HARMLESS.search(line) and "<unfinished" not in line:
            yield line


def is_change(line: str) -> bool:
    return bool(STARTING.search(line) or CHANGING.search(line) or ("open" in line and WRITING.search(line)))


@pytest.fixture
def large(tmp_path: Path, two_briefs: Path) -> Path:
    """A store so large that its index would be built in another process: that of the two briefs with long sentences."""
    store = json.loads(two_briefs.read_text("utf-8"))
    for fact in store["facts"].values():
        fact["note"] = "note " * 30_000
    path = tmp_path / "large.json"
    path.write_text(json.dumps(store), "utf-8")
    return path


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("kind", ["small", "large"])
def test_read_only_it_asks_the_system_for_nothing_that_changes_it(
    start: Start, tmp_path: Path, two_briefs: Path, large: Path, kind: str
) -> None:
    """Not even where an index would be built: every call is watched."""
    log, store = tmp_path / "calls", tmp_path / "own.json"
    shutil.copy(two_briefs, store)
    terminal = start(
        "--read-only", "--store", large if kind == "large" else store,
        command=("strace", "-f", "-qq", "-o", str(log), "-e", "trace=file,process,network,ftruncate,fchmod", *EXPLORER),
        env={"PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": str(tmp_path / "cache"), "BROWSER": "touch began"},
    )  # fmt: skip
    terminal.press("3", "enter", "y", "o", "b", "e", "a", "w", "C", "U", "!", "escape", "T", "escape", ":")
    terminal.send("oppo\r")
    terminal.settle(0.4)
    terminal.send("\x11")
    assert terminal.wait_exit() == 0
    asked = list(calls(log))
    assert len(asked) > 300
    assert list(filter(is_change, asked)) == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_what_changes_the_system_is_seen_where_it_may(start: Start, tmp_path: Path, two_briefs: Path) -> None:
    """That the test above could fail: without --read-only an index is kept."""
    log, store = tmp_path / "calls", tmp_path / "own.json"
    shutil.copy(two_briefs, store)
    terminal = start(
        "--store", store,
        command=("strace", "-f", "-qq", "-o", str(log), "-e", "trace=file,process,network,ftruncate,fchmod", *EXPLORER),
        env={"PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )  # fmt: skip
    terminal.press("3", "b")
    terminal.settle(0.4)
    assert quit_of(terminal) == 0
    assert any("O_CREAT" in line for line in filter(is_change, calls(log)))


# What its surroundings say


def test_no_variable_starts_a_program_or_writes_a_file(start: Start, tmp_path: Path, two_briefs: Path) -> None:
    began = tmp_path / "began"
    path = tmp_path / "own.json"
    shutil.copy(two_briefs, path)
    names = (
        "PAGER",
        "EDITOR",
        "VISUAL",
        "LESSOPEN",
        "LESSCLOSE",
        "MANPAGER",
        "SHELL",
        "PYTHONSTARTUP",
        "PROMPT_COMMAND",
    )
    names += ("BASH_ENV", "ENV", "GIT_PAGER", "PYTHONBREAKPOINT", "BROWSER", "LESS", "TMUX", "SSH_ASKPASS", "COLORTERM")
    terminal = start("--store", path, env=dict.fromkeys(names, f"touch {began}"))
    terminal.press("3", "enter", "down", "?", "escape", ":", "escape", "t", "t", "c", "escape")
    terminal.settle()
    assert quit_of(terminal) == 0
    for words in (["--help"], ["find", "--help"], ["find", "oppo"], ["show", "nosuch"], ["timeline"], ["check"]):
        terminal = start("--store", path, *words, env=dict.fromkeys(names, f"touch {began}"), ready="")
        terminal.wait_exit()
    assert not began.exists()
