"""Whoever parses other people's files does so within limits, and what goes wrong there stays there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import papers
import pytest

from cqtui.errors import BadData, UsageError
from cqtui.ingest import confined
from cqtui.ingest.confined import Child, Limits, Missing
from cqtui.ingest.extracted import Unreadable
from cqtui.ingest.read import read

READERS = {
    "deed": "import os\ndef extract(data):\n    exec(data.decode())\n",
    "lacking": "import no_such_library\n",
}


@pytest.fixture
def deeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose reader does what the file says: the worst there can be. Another wants a library."""
    for name, code in READERS.items():
        (tmp_path / f"read_{name}.py").write_text(code)
    further = f"import cqtui.ingest; cqtui.ingest.__path__.append({str(tmp_path)!r}); from cqtui"
    monkeypatch.setattr(confined, "_BOOT", confined._BOOT.replace("from cqtui", further))


def done(code: str, child: Child) -> str:
    """What a file that does `code` while it is read is refused with."""
    with pytest.raises(Unreadable) as caught:
        child.extract("deed", code.encode())  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.usefixtures("deeds")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise KeyError('a\\nb')", "the DEED reader broke off (KeyError)"),
        ("os._exit(0)", "the DEED reader broke off;"),
        ("os.abort()", "the DEED reader broke off;"),
        ("os.kill(os.getpid(), 9)", "the DEED reader broke off;"),
        ("import ctypes; ctypes.string_at(8)", "the DEED reader broke off;"),
        ("raise SystemExit(3)", "the DEED reader broke off;"),
        ("f = lambda g: g(g)\nf(f)", "nested too deep"),
        ("b'x' * (600 << 20)", "needs more than 512 MB of memory"),
        ("a = []\nwhile True: a.append(bytes(1 << 20))", "needs more than 512 MB of memory"),
        ("os.write(3, b'9' * 10)", "the DEED reader broke off"),
        ("return_ = 1", "the DEED reader broke off (AttributeError)"),
    ],
    ids=lambda value: value[:20],
)
def test_what_goes_wrong_in_a_child_is_a_line(code: str, said: str) -> None:
    with Child() as child:
        assert said in done(code, child)
        assert "broke off (KeyError)" in done("raise KeyError", child)  # and the next file is read


@pytest.mark.usefixtures("deeds")
def test_the_clock_is_kept() -> None:
    with Child(Limits(clock=0.5)) as child:
        began = time.monotonic()
        for deed in (
            "import time; time.sleep(60)",
            "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)",
        ):
            assert done(deed, child).startswith("took longer than 0.5 seconds to read")
            assert child.pid is None
        assert time.monotonic() - began < 5


@pytest.mark.usefixtures("deeds")
def test_computing_is_limited_for_each_file_anew() -> None:
    with Child(Limits(cpu=1, clock=30)) as child:
        for _ in range(3):  # More than a second together is no matter.
            done(
                "import time\nt = time.process_time()\nwhile time.process_time() < t + 0.5: pass\nraise KeyError", child
            )
        assert "took more than 1 seconds of computing" in done("while True: pass", child)


@pytest.mark.usefixtures("deeds")
def test_an_answer_is_limited_and_checked() -> None:
    with Child(Limits(answer=1000, clock=2)) as child:
        for answer in (
            "2000\n" + '{"refused": "'.ljust(1998, "x") + '"}',
            "-5\n",
            "nonsense\n",
            "8\n[1, 2]]]",
            "4\nnull",
            "2\n[]",
            "9" * 100,
            "2\n{}",
        ):
            code = f"for n in range(3, 9):\n try: os.write(n, {answer!r}.encode())\n except OSError: pass\nos._exit(0)"
            assert "the DEED reader broke off" in done(code, child)


@pytest.mark.usefixtures("deeds")
def test_a_child_writes_no_file_sees_no_secret_and_is_heard_by_no_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hunter2")
    path = tmp_path / "written"
    with Child() as child:
        assert "(OSError)" in done(f"open({str(path)!r}, 'w').write('x' * 100000)", child)
        assert "(KeyError)" in done("os.environ['OPENAI_API_KEY']", child)
        assert "(KeyError)" in done(
            "print('heard', flush=True); os.system('echo heard; echo heard >&2'); raise KeyError", child
        )
    assert not path.exists() or path.stat().st_size == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("deeds")
def test_a_library_that_is_missing_is_named() -> None:
    with Child() as child, pytest.raises(Missing, match="no_such_library"):
        child.extract("lacking", b"")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "library"),
    [
        (b"<html><p>64", "selectolax"),
        (papers.page(b""), "pypdf"),
        (papers.docx(papers.paragraph("64")), "docx"),
    ],
    ids=["html", "pdf", "docx"],
)
def test_a_missing_extra_is_named(data: bytes, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    boot = f"import sys; sys.modules[{library!r}] = None; "
    monkeypatch.setattr(confined, "_BOOT", boot + confined._BOOT)
    with pytest.raises(
        UsageError, match=rf"cannot be read without the library {library}: pip install 'cqtui\[ingest\]'"
    ):
        read(None, data=data)


def test_one_child_serves_many_files_and_is_replaced_in_time() -> None:
    pytest.importorskip("selectolax", reason="cqtui[ingest] is not installed")
    pids = []
    with Child() as child:
        for number in range(450):
            assert read(None, data=b"<html><p>%d million" % number, child=child).text == f"{number} million"
            pids.append(child.pid)
    assert len({pid for pid in pids if pid}) == 3
    assert child.pid is None


@pytest.mark.usefixtures("deeds")
def test_no_child_outlives_its_owner() -> None:
    with Child() as child:
        done("raise KeyError", child)
        read_on = child._running().pid
    with pytest.raises(ProcessLookupError):
        os.kill(read_on, 0)
    code = (
        "import os, time\nfrom cqtui.ingest.confined import Child\nc = Child()\nprint(c._running().pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL
    for _ in range(100):
        if not _is_alive(int(run.stdout)):
            break
        time.sleep(0.05)
    assert not _is_alive(int(run.stdout))


def _is_alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text() if Path("/proc").exists() else os.kill(pid, 0) is None
    except OSError:
        return False


@pytest.mark.usefixtures("deeds")
def test_an_interrupt_ends_the_child() -> None:
    child = Child()
    timer = threading.Timer(0.7, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT))
    # A shell has what it starts in the background ignore interrupts, and these tests may be started so.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            child.extract("deed", b"import time; time.sleep(60)")  # type: ignore[arg-type]
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert child.pid is None


@pytest.mark.usefixtures("deeds")
def test_a_child_that_died_between_files_is_replaced() -> None:
    with Child() as child:
        process = child._running()
        process.kill()
        process.wait()
        assert "(KeyError)" in done("raise KeyError", child)


def test_memory_is_watched_where_the_system_does_not() -> None:
    code = (
        "import threading\nfrom cqtui.ingest import confined\n"
        "threading.Thread(target=confined._watch, args=(confined._peak() + (64 << 20),), daemon=True).start()\n"
        "held = []\nwhile True: held.append(bytearray(b'x') * (1 << 20))"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=20, check=False)
    assert done.returncode == confined._OUT_OF_MEMORY


def test_a_batch_goes_on_after_a_bad_file() -> None:
    pytest.importorskip("pypdf", reason="cqtui[ingest] is not installed")
    pytest.importorskip("selectolax", reason="cqtui[ingest] is not installed")
    files = [
        papers.page(papers.lines("64 million")), b"%PDF-1.4\n", b"", b"<html>" + b"<div>" * 3000, b"\x7fELF",
        b"<html><p>64 million", b"64 million",
    ]  # fmt: skip
    texts: list[str] = []
    with Child() as child:
        for data in files:
            try:
                texts.append(read(None, data=data, child=child).text)
            except BadData as error:
                texts.append(str(error.exit_code))
    assert texts == ["64 million", "65", "65", "65", "65", "64 million", "64 million"]
