"""Files that are none, never end or have names that hide: each is one line, and what stands beside it is read."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import hostile
import pytest

MEMORY = 512 << 20
SECONDS = 10
ARTICLE = "In 2019, Chongqing produced over 64 million laptops.\n"


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of what is no file, beside two articles."""
    folder = tmp_path / "odd"
    folder.mkdir()
    monkeypatch.chdir(folder)  # A socket's whole name has to be short.
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.txt")
    Path("circle.txt").symlink_to("circle.txt")
    Path("zero.txt").symlink_to("/dev/zero")
    Path("random.txt").symlink_to("/dev/urandom")
    Path("gone.txt").symlink_to("nowhere")
    Path("stdin.txt").symlink_to("/dev/stdin")
    Path("folder.txt").mkdir()
    Path("empty.txt").touch()
    Path("huge.txt").touch()
    os.truncate("huge.txt", 1 << 40)
    Path("a.txt").write_text(ARTICLE, "utf-8")
    Path("z.txt").write_text(ARTICLE.replace("64", "65"), "utf-8")
    return folder


NO_FILES = (
    "pipe.txt", "socket.txt", "circle.txt", "zero.txt", "random.txt", "gone.txt", "stdin.txt", "folder.txt",
    "empty.txt", "huge.txt",
)  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 3, MEMORY * 3))  # Addresses, of which fewer are ever used.


def ask(*words: object, stdin: Any = subprocess.DEVNULL, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """A command line in a process of its own, within the limits that one bad file may cost."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "cqtui", *map(str, words)], stdin=stdin, stdout=out, stderr=err,
            env={**os.environ, **(env or {})}, preexec_fn=limited,
        )  # fmt: skip
        timer = threading.Timer(4 * SECONDS, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        assert time.monotonic() - began < 4 * SECONDS, words
        assert used.ru_utime + used.ru_stime < SECONDS, words
        assert used.ru_maxrss * 1024 <= MEMORY, f"{words}: {used.ru_maxrss >> 10} MB"
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read().decode(), err.read().decode()


@pytest.mark.usefixtures("odd")
def test_a_batch_goes_on_past_all_that_is_no_file(tmp_path: Path) -> None:
    store = tmp_path / "own.json"
    code, out, err = ask("--store", store, "ingest", *NO_FILES[:5], "a.txt", *NO_FILES[5:], "z.txt")
    lines = err.splitlines()
    assert code in (65, 66)
    assert [line.split(":")[1].strip() for line in lines if line.startswith("cqtui: ")][: len(NO_FILES)]
    for name in NO_FILES:
        assert sum(f"{name}: " in line for line in lines) == 1 or name == "folder.txt", (name, err)
    assert "a.txt: 1 fact" in out and "z.txt: 1 fact" in out
    assert "Traceback" not in err


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("name", [name for name in NO_FILES if name not in ("empty.txt", "stdin.txt", "folder.txt")])
@pytest.mark.parametrize("words", [("import",), ("check",), ("--store",)], ids=lambda words: words[0])
def test_no_command_waits_for_what_is_no_file_or_reads_it_for_ever(words: tuple[str, ...], name: str) -> None:
    if name == "huge.txt" and words != ("import",):
        pytest.skip("a store may be as large as memory allows")
    code, out, err = ask(*words, name, *(("facts",) if words == ("--store",) else ()))
    assert code in (65, 66, 74), err
    assert out == "" or words == ("check",)
    assert err.count("\n") == 1 and err.startswith(f"cqtui: {name}: "), err


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("name", ["pipe.txt", "zero.txt", "circle.txt", "folder.txt", "huge.txt"])
@pytest.mark.parametrize("variable", ["CQTUI_CONFIG", "CQTUI_RATES", "CQTUI_STORE"])
def test_nor_does_any_setting(shipped: Path, variable: str, name: str) -> None:
    if (variable, name) == ("CQTUI_STORE", "huge.txt"):
        pytest.skip("a store may be as large as memory allows")
    words = ("conflicts",) if variable == "CQTUI_RATES" else ("sources",)
    store = () if variable == "CQTUI_STORE" else ("--store", shipped)
    code, out, err = ask(*store, *words, env={variable: name})
    assert (code, out) in ((65, ""), (66, "")), err
    assert err.count("\n") == 1 and name in err


@pytest.mark.parametrize("words", [("ingest", "-"), ("import", "-")], ids=lambda words: words[0])
def test_an_input_without_end_is_refused_in_time(tmp_path: Path, words: tuple[str, ...]) -> None:
    if words[0] == "import":
        pytest.skip("as much as a whole store may have is read, which takes longer than a test should")
    with Path("/dev/zero").open("rb") as zero:
        code, _, err = ask("--store", tmp_path / "own.json", *words, stdin=zero)
    assert code == 65
    assert err.count("\n") == 1 and "standard input: " in err


def test_a_file_that_changes_while_it_is_read_is_read_as_it_was_at_some_moment(tmp_path: Path) -> None:
    """Each time the whole batch is answered; no fact is made of halves of two versions."""
    path, store = tmp_path / "a.txt", tmp_path / "own.json"
    writer = subprocess.Popen(
        [sys.executable, "-c",
         "import sys, itertools\nfor n in itertools.count():\n"
         " with open(sys.argv[1], 'r+' if n else 'w') as f:\n"
         "  f.write('In 2019, Chongqing produced %d million laptops.\\n' % (11 if n % 2 else 2222) * (n % 50 + 1))\n"
         "  f.truncate()\n", str(path)],
    )  # fmt: skip
    try:
        while not path.exists():
            time.sleep(0.01)
        for _ in range(8 if "CQTUI_EVERY_PAYLOAD" in os.environ else 2):
            code, _, err = ask("--store", store, "ingest", path)
            assert code in (0, 1, 65), err
            assert "Traceback" not in err
    finally:
        writer.kill()
        writer.wait()
    if store.exists():
        assert ask("check", store)[0] == 0


def is_a_name(text: str) -> bool:
    """Whether a file may have this name; bytes that are no UTF-8 come as half characters."""
    try:
        return "\0" not in text and "/" not in text and len(os.fsencode(text)) < 200
    except UnicodeEncodeError:
        return False


NAMES = [name for payload in hostile.PAYLOADS.values() if is_a_name(name := f"p{payload}.txt")]


def test_names_of_files_hide_nothing(tmp_path: Path) -> None:
    """Read, refused or missing: what is told of a file is one line, in which its name does no harm."""
    folder, store = tmp_path / "names", tmp_path / "own.json"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        content = ARTICLE.replace("64", str(100 + number)) if number % 2 else ""
        (folder / name).write_text(content, "utf-8")
    assert len(NAMES) > 60
    for words in (("ingest", folder), ("ingest", folder, "--json", "--again"), ("ingest", folder, "--dry-run")):
        code, out, err = ask("--store", store, *words)
        assert code in (0, 65), err
        assert hostile.harm_in(out) is None
        assert hostile.harm_in(err) is None
        assert len(err.splitlines()) >= len(NAMES) // 2
    code, out, err = ask("--store", store, "ingest", *(f"no{name}" for name in NAMES))
    assert code == 66
    assert hostile.harm_in(err) is None
    assert err.count("there is no such file") == len(NAMES)
    for option in (("export", "-o"), ("timeline", "--svg")):
        for name in NAMES[:: 1 if "CQTUI_EVERY_PAYLOAD" in os.environ else 24]:
            code, out, err = ask("--store", store, *option, tmp_path / f"out{name}", "--format", "csv", "--force")
            assert len((out + err).splitlines()) == 1, (out, err)
            assert hostile.harm_in(out + err) is None
