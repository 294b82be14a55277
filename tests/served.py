"""`cqtui serve` for tests: the server as a process, and pages that speak to it without a browser."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import aiohttp
import pyte
from yarl import URL

PATIENCE = 120.0
"""Seconds that a busy machine may take."""


async def wait_until(holds: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit, what
        await asyncio.sleep(0.05)


class Page:
    """What a page's script does: it holds a socket, sends keys, and draws what it is sent."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, size: tuple[int, int]) -> None:
        self.socket = socket
        self.raw = b""
        """All that was written to the page's terminal."""
        self.told: list[Any] = []
        """What was said beside that."""
        self._screen = pyte.Screen(*(min(one, 500) for one in size))
        self._stream = pyte.ByteStream(self._screen)

    async def say(self, *message: object) -> None:
        await self.socket.send_json(message)

    async def type(self, keys: str) -> None:
        await self.say("stdin", keys)

    @property
    def text(self) -> str:

        return "\n".join(line.rstrip() for line in self._screen.display)

    async def read(self, timeout: float) -> bool:
        """Take one message. Whether there was one."""
        try:
            message = await self.socket.receive(timeout)
        except TimeoutError:
            return False
        if message.type == aiohttp.WSMsgType.BINARY:
            self.raw += message.data
            self._stream.feed(message.data.replace(b"\x1b[?2026$p", b""))
        elif message.type == aiohttp.WSMsgType.TEXT:
            self.told.append(json.loads(message.data))
        else:
            return False
        return True

    async def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not holds():
            assert not self.socket.closed, f"{what}: closed with {self.socket.close_code}. The screen:\n{self.text}"
            assert time.monotonic() < limit, f"{what}. The screen:\n{self.text}"
            await self.read(0.1)

    async def wait_for(self, *texts: str) -> None:
        await self.wait_until(lambda: all(map(self.text.__contains__, texts)), f"waiting for {texts}")

    async def wait_closed(self) -> int | None:
        """The code with which the server closes the socket."""
        limit = time.monotonic() + PATIENCE
        while not self.socket.closed:
            assert time.monotonic() < limit, f"still open. The screen:\n{self.text}"
            await self.read(1)
        return self.socket.close_code


class Service:
    """A running `cqtui serve`. A context manager: it ends what it started."""

    def __init__(self, *words: object, port: int = 0, env: Mapping[str, str] | None = None) -> None:
        self._words = ("serve", "--port", str(port), *map(str, words))
        self._env = {**os.environ, **(env or {})}
        self._known: list[int] = []

    async def __aenter__(self) -> Self:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cqtui", *self._words, env=self._env, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        if not line:
            _, said = await self.process.communicate()
            raise AssertionError(f"ended with {self.process.returncode}: {said.decode()}")
        self.entry = URL(line.decode().strip())
        """The address with its token."""
        self.client = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        _ = self.sessions
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await wait_until(lambda: not any(map(is_alive, self.sessions)), "the sessions to end")

    @property
    def address(self) -> URL:
        return self.entry.with_query(None)

    @property
    def origin(self) -> str:
        return str(self.entry.origin())

    @property
    def sessions(self) -> list[int]:
        """The processes of open sessions; those that were known, once the server is gone."""
        if self.process.returncode is None:
            with suppress(OSError):
                threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
                self._known = [int(number) for thread in threads for number in thread.read_text().split()]
        return self._known

    async def enter(self) -> None:
        """Exchange the token for the cookie."""
        async with self.client.get(self.entry) as answer:
            assert answer.status == 200

    async def page(self, width: int = 120, height: int = 40, **given: Any) -> Page:
        """A page that is open, whatever it shows yet."""
        if not self.client.cookie_jar.filter_cookies(self.address):
            await self.enter()
        asked = (self.address / "session").with_query(width=width, height=height)
        socket = await self.client.ws_connect(asked, **{"origin": self.origin, "max_msg_size": 0, **given})
        return Page(socket, (width, height))

    async def shown(self, width: int = 120, height: int = 40) -> Page:
        """A page that shows the explorer."""
        page = await self.page(width, height)
        await page.wait_for("Companies", "/ find")
        return page

    async def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """The exit code, and what was complained of, after a signal."""
        _ = self.sessions
        self.process.send_signal(number)
        assert self.process.stderr
        said = (await asyncio.wait_for(self.process.stderr.read(), PATIENCE)).decode()
        code = await asyncio.wait_for(self.process.wait(), PATIENCE)
        return code, said


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
