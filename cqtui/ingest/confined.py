"""How a parser of other people's files is kept in bounds: it runs in a child process that has limits
on memory, computing time, the clock and the size of its answer, and that cannot write files.

A child serves one file after another, because starting it takes longer than most files do; it is
replaced whenever it breaks off. Limits hold on Linux; on macOS the system enforces all but memory,
which a thread of the child watches instead.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self

from cqtui.ingest.extracted import Extracted, Unreadable

Format = Literal["html", "pdf", "docx"]

_MIB = 1 << 20
_FILES_A_CHILD = 200
_OUT_OF_MEMORY = 77
"""Exit status of a child that ended itself for want of memory."""
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]);"
    " from cqtui.ingest.confined import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost: bytes of address space, seconds of computing, seconds by the clock, and
    bytes of the answer."""

    memory: int = 512 * _MIB
    cpu: int = 10
    clock: float = 9.5
    answer: int = 64 * _MIB


class Missing(Exception):
    """A library that a format needs is not installed. `str(error)` is its name."""


class Child:
    """A process that reads files. A context manager; not to be shared between threads.

    `pid` is that of the running process, None where there is none.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process, if there is one. The next `extract` starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes

    def extract(self, form: Format, data: bytes) -> Extracted:
        """What the reader of `form` finds in `data`.

        Raises:
            Unreadable: the reader refuses it, breaks off over it, or goes beyond a limit.
            Missing: the library that reads this format is not installed.
        """
        answer = self._ask(form, data)
        last = answer.pop("last", True)
        if last:
            self.close()
        if "refused" in answer:
            raise Unreadable(str(answer["refused"])[:500])
        if "missing" in answer:
            raise Missing(str(answer["missing"])[:100])
        try:
            return Extracted.from_json(answer)
        except ValueError:
            self.close()
            raise Unreadable(_broke_off(form)) from None

    def _ask(self, form: Format, data: bytes) -> dict[str, Any]:
        late = threading.Event()
        process = self._running()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.limits.clock, stop)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(process, form, data)
        except BaseException:  # an interrupt, too: the answer that is still to come belongs to no one
            self.close()
            raise
        finally:
            timer.cancel()
        if answer is not None and not late.is_set():
            return answer
        self.close()
        if late.is_set():
            raise Unreadable(f"took longer than {self.limits.clock:g} seconds to read; split it or give its text")
        raise Unreadable(self._why(form, process.returncode))

    def _exchange(self, process: subprocess.Popen[bytes], form: Format, data: bytes) -> dict[str, Any] | None:
        """The answer; None where the process ended or did not keep to what was agreed."""
        assert process.stdin and process.stdout
        try:
            process.stdin.write(f"{form} {len(data)}\n".encode())
            process.stdin.write(data)
            process.stdin.flush()
        except OSError:  # it has ended
            process.wait()
            return None
        answer = _answer(process.stdout, self.limits.answer)
        if answer is None:
            with suppress(subprocess.TimeoutExpired):  # One that answers wrongly need not end by itself.
                process.wait(1)
        return answer

    def _why(self, form: Format, status: int) -> str:
        if status == _OUT_OF_MEMORY:
            return _no_memory(self.limits.memory)
        if status == -signal.SIGXCPU:
            return f"took more than {self.limits.cpu} seconds of computing to read; split it or give its text"
        return _broke_off(form)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            here = str(Path(__file__).resolve().parents[2])
            paths = [os.path.abspath(path) for path in sys.path if path]  # noqa: PTH100 – may be zip files
            command = [
                sys.executable, "-I", "-c", _BOOT,
                json.dumps(paths if here in paths else [*paths, here]),
                str(self.limits.memory), str(self.limits.cpu),
            ]  # fmt: skip
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},  # no keys or tokens
                start_new_session=True,  # Ctrl+C is the parent's to answer.
            )
        return self._process


def _answer(pipe: IO[bytes], limit: int) -> dict[str, Any] | None:
    head = pipe.readline(20)
    if not head.endswith(b"\n") or not head[:-1].isdigit() or int(head) > limit:
        return None
    body = pipe.read(int(head))
    if len(body) != int(head):
        return None
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _no_memory(limit: int) -> str:
    return f"needs more than {limit // _MIB} MB of memory to read; split it or give its text"


def _broke_off(form: str, over: str = "") -> str:
    over = f" ({over})" if over else ""
    return f"damaged, or made to do harm: the {form.upper()} reader broke off{over}; save it anew or give its text"


# In the child.


def serve(memory: int, cpu: int) -> None:
    """Read files from standard input, answer on standard output, until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)  # A library that prints must not answer.
    _confine(memory)
    for count in range(1, _FILES_A_CHILD + 1):
        head = sys.stdin.buffer.readline().split()
        if not head:
            return
        _allow(cpu)
        answer = _read(head[0].decode(), int(head[1]), memory)
        last = count == _FILES_A_CHILD or "text" not in answer or _peak() > memory // 4
        body = json.dumps({**answer, "last": last}).encode()
        answers.write(b"%d\n%b" % (len(body), body))
        answers.flush()
        if last:
            return


def _read(form: str, size: int, memory: int) -> dict[str, Any]:
    try:
        data = sys.stdin.buffer.read(size)
        module = importlib.import_module(f"cqtui.ingest.read_{form}")
        extracted: Extracted = module.extract(data)
        return extracted.as_json()
    except Unreadable as error:
        return {"refused": str(error)}
    except ModuleNotFoundError as error:
        return {"missing": (error.name or "").partition(".")[0]}
    except MemoryError:
        return {"refused": _no_memory(memory)}
    except RecursionError:
        return {"refused": "nested too deep, or in a circle; open and save it anew, or give its text"}
    except Exception as error:  # Parsers meet broken files with errors of every type.
        return {"refused": _broke_off(form, type(error).__name__)}


def _confine(memory: int) -> None:
    import resource

    def limit(what: int, most: int) -> None:
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # one that this system does not have
            resource.setrlimit(what, (most, most))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, 64)
    limit(resource.RLIMIT_AS, memory)
    if sys.platform == "darwin":
        threading.Thread(target=_watch, args=(memory,), daemon=True).start()


def _watch(memory: int) -> None:
    while _peak() <= memory:
        time.sleep(0.02)
    os._exit(_OUT_OF_MEMORY)


def _peak() -> int:
    """The most memory that this process has held, in bytes."""
    with suppress(OSError, ValueError), open("/proc/self/status", "rb") as status:  # noqa: PTH123
        # The system's own count is no use on Linux: it goes on from that of the parent.
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(b"VmHWM:"))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _allow(cpu: int) -> None:
    """Let this process compute for `cpu` seconds from now."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = math.ceil(time.process_time()) + cpu
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
