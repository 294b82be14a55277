"""One session: an explorer in a process of its own, as long as its page is open and no longer."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields

from cqtui import folders
from cqtui.config import Settings

GRACE = 5.0
"""Seconds that an explorer has to leave, before it is ended."""
_READY = b"__GANGLION__\n"
"""What Textual's web driver writes before its packets."""
_LONGEST = 16 << 20
"""Bytes in a packet; a screen of 500 × 200 cells takes one or two million."""
_KEPT = frozenset(
    {"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "NO_COLOR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
     "XDG_STATE_HOME", "CQTUI_CONFIG", *(str(one.metadata["variable"]) for one in fields(Settings))}
)  # fmt: skip
"""What an explorer is given of the server's environment, with what begins with LC_: where things are kept, how they
are written, and the settings."""


def environment(environ: Mapping[str, str], columns: int, rows: int) -> dict[str, str]:
    """The whole environment of an explorer on a page of this size."""
    kept = {name: value for name, value in environ.items() if name in _KEPT or name.startswith("LC_")}
    return kept | {
        "PYTHONPATH": folders.module_path(environ), "PYTHONUTF8": "1",
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(columns), "ROWS": str(rows),
    }  # fmt: skip


class Visit:
    """A running explorer. What it has to complain of goes where the server complains."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin and process.stdout
        self._process, self._in, self._out = process, process.stdin, process.stdout

    @classmethod
    async def begun(cls, words: Sequence[str], environ: Mapping[str, str]) -> Visit:
        """A new explorer; `words` are those of `cqtui.browsing`.

        Raises:
            OSError: the machine starts no more processes.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "cqtui.browsing", *words, env=environ,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # A ctrl+c is for the server, which ends it in order.
        )  # fmt: skip
        return cls(process)

    async def tell(self, packet: bytes) -> None:
        """Pass a packet on; waits while the explorer has not read what came before.

        Raises:
            ConnectionError: it has ended.
        """
        self._in.write(packet)
        await self._in.drain()

    async def is_ready(self) -> bool:
        """Whether it shows itself, once it does; False where it ends before. To be asked first, and once."""
        return await self._out.readline() == _READY

    async def packets(self) -> AsyncIterator[tuple[bytes, bytes]]:
        """The kind and content of each packet that it writes, until it ends."""
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await self._out.readexactly(5)
                length = int.from_bytes(head[1:], "big")
                if length > _LONGEST:
                    return
                yield head[:1], await self._out.readexactly(length)

    async def end(self) -> int:
        """Have it leave, and see that it is gone; its exit code, negative for a signal."""
        rest = asyncio.create_task(self._unread())  # Whoever writes to a full pipe hears nothing.
        try:
            self._in.close()
            self._signal(signal.SIGTERM)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), GRACE)
        finally:
            self._signal(signal.SIGKILL)
            code = await self._process.wait()
            rest.cancel()
        return code

    async def _unread(self) -> None:
        while await self._out.read(1 << 16):
            pass

    def _signal(self, number: int) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
