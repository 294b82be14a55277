"""The index of a large store, built beside the explorer while that shows a glimpse of the store: in a process of
its own, which keeps it, or, for who may start and write nothing, in a thread and in memory.

`python -m cqtui.indexing STORE CACHE` is that process. It writes lines: the path of a small index of the
first figures ("" where there is none), then how much is done, in percent, as it goes on, and "done".
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from cqtui import folders, opening
from cqtui.index.keeping import fingerprint
from cqtui.index.questions import Index

_FIRST = 300
"""Facts in a glimpse: several screens full."""


class Building(Protocol):
    """An index being built. Ask from one thread."""

    percent: int
    """How much is done."""

    def glimpse(self) -> Index | None:
        """An index of the store's first figures; None where there is none to be had. Waits for it."""

    def goes_on(self) -> bool:
        """Whether it is still being built; `percent` says how far."""

    def take(self) -> Index | None:
        """The index, once it is built; None where it is kept, or is to be had by nobody."""


class Reading:
    """An index being built by a thread, in memory, once somebody asks whether it goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread: threading.Thread | None = None
        self._index: Index | None = None
        self.percent = 0

    def glimpse(self) -> Index | None:
        with suppress(Exception):  # Whatever is wrong will be told by who reads the whole store.
            return opening.glimpse(self._path, _FIRST)
        return None

    def goes_on(self) -> bool:
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, daemon=True)
            self._thread.start()
        return self._thread.is_alive()

    def take(self) -> Index | None:
        index, self._index = self._index, None
        return index if index is not None and index.meta("fingerprint") == fingerprint(str(self._path)) else None

    def _read(self) -> None:
        with suppress(Exception):  # As above.
            self._index = opening.open_index(self._path, told=self._note)

    def _note(self, share: float) -> None:
        self.percent = int(share * 100)


class Indexing:
    """An index being built by another process."""

    def __init__(self, path: Path, cache: Path) -> None:
        import subprocess

        command = [sys.executable, "-m", "cqtui.indexing", str(path.absolute()), str(cache.absolute())]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": folders.module_path(os.environ)},
            start_new_session=True,  # It is of use to the next explorer even if this one is left.
        )  # fmt: skip
        self._said = b""
        self.percent = 0

    def glimpse(self) -> Index | None:
        assert self._process.stdout is not None
        name = self._process.stdout.readline().decode().rstrip("\n")
        os.set_blocking(self._process.stdout.fileno(), False)
        if not name:
            return None
        with suppress(Exception):
            return Index.from_file(Path(name))
        return None

    def goes_on(self) -> bool:
        assert self._process.stdout is not None
        while part := self._process.stdout.read(4096):
            self._said += part
        *lines, self._said = self._said.split(b"\n")
        self.percent = max([self.percent, *(int(line) for line in lines if line.isdigit())])
        return self._process.poll() is None

    def take(self) -> None:
        return None

    def wait(self) -> None:
        """Until it is built, or has failed."""
        self._process.wait()  # What it says fits into the pipe.


def begun(path: Path, cache: Path, *, may_start: bool = True) -> Building | None:
    """The index of the store at `path` being built, if it is large and has none: by another process, if one
    `may_start`."""
    with suppress(OSError, ValueError):
        if path.stat().st_size >= opening.LARGE:
            kept = opening.kept_index(path, cache)
            if kept is None:
                is_kept = may_start and os.access(_existing(cache), os.W_OK)
                return Indexing(path, cache) if is_kept else Reading(path)
            kept.close()
    return None


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(one for one in (folder, *folder.parents) if one.exists())


# The other process


def main(path: Path, cache: Path) -> int:
    """Write a glimpse, then build the index, alone among all that want it."""
    with _glimpsed(path, cache) as name:
        _say(name)
        with suppress(OSError):
            os.nice(5)
        with opening.alone(path, cache):
            index = opening.kept_index(path, cache) or opening.open_index(path, cache=cache, told=_say_share)
            index.close()
        _say("done")
    return 0


@contextmanager
def _glimpsed(path: Path, cache: Path) -> Iterator[str]:
    """The name of a small index, which is taken away at the end; "" where none can be made."""
    made: Path | None = None
    try:
        with suppress(Exception):  # Whatever is wrong will be told by who reads the whole store.
            made = opening.write_glimpse(path, cache, _FIRST)
        yield str(made or "")
    finally:
        if made:
            made.unlink(missing_ok=True)


def _say_share(share: float) -> None:
    _say(str(int(share * 100)))


def _say(line: str) -> None:
    with suppress(OSError):  # Whoever asked may be gone.
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
