"""A browser for tests: headless Chromium, driven over its DevTools protocol.

What the terminal on a page shows is drawn on a canvas, so the words are taken from what the page was sent, drawn
by pyte; the page's own pixels are looked at in a screenshot.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pyte
from yarl import URL

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 120.0
"""Seconds that a busy machine may take."""
KEYS = {"Enter": 13, "Escape": 27, "Backspace": 8, "Tab": 9, "ArrowDown": 40}
_STARTED = "DevTools listening on "


class Tab:
    """One page: what it asked for, what it complained of, what its terminal shows. Sized in pixels."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._last = socket, 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._session = ""
        self.asked: list[str] = []
        """The addresses that were asked for, sockets included."""
        self.complaints: list[str] = []
        """Errors in the console, uncaught ones, and what could not be loaded."""
        self.closed = False
        """Whether the terminal's socket has been closed."""
        self._screen = pyte.Screen(1, 1)
        self._stream = pyte.ByteStream(self._screen)
        self.size = (80, 24)
        """Columns and rows, as the page has told them."""

    async def listen(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            else:
                self._note(said["method"], said["params"])

    def _note(self, event: str, about: dict[str, Any]) -> None:
        match event:
            case "Network.requestWillBeSent":
                self.asked.append(about["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.append(about["url"])
                size = URL(about["url"]).query
                self._screen = pyte.Screen(int(size["width"]), int(size["height"]))
                self._stream = pyte.ByteStream(self._screen)
                self.closed = False
            case "Network.webSocketFrameReceived" if about["response"]["opcode"] == 2:
                self._stream.feed(base64.b64decode(about["response"]["payloadData"]).replace(b"\x1b[?2026$p", b""))
            case "Network.webSocketFrameSent" if about["response"]["payloadData"].startswith('["resize"'):
                size = json.loads(about["response"]["payloadData"])[1]
                self.size = (size["width"], size["height"])
            case "Network.webSocketClosed":
                self.closed = True
            case "Runtime.consoleAPICalled" if about["type"] in ("error", "assert"):
                self.complaints.append(json.dumps(about["args"]))
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(about["exceptionDetails"]))
            case "Log.entryAdded" if about["entry"]["level"] == "error":
                self.complaints.append(f"{about['entry']['text']} {about['entry'].get('url', '')}")

    async def do(self, method: str, **given: Any) -> dict[str, Any]:
        """The result of a method of the DevTools protocol."""
        self._last += 1
        answer = self._answers[self._last] = asyncio.get_running_loop().create_future()
        await self._socket.send_json(
            {
                "id": self._last,
                "method": method,
                "params": given,
                **({"sessionId": self._session} if self._session else {}),
            }
        )
        said = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in said, said
        return said["result"]

    async def attach(self, width: int, height: int, *, phone: bool) -> None:
        target = await self.do("Target.createTarget", url="about:blank")
        attached = await self.do("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for part in ("Page", "Network", "Runtime", "Log"):
            await self.do(f"{part}.enable")
        await self.do(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )

    async def open(self, address: str) -> None:
        await self.do("Page.navigate", url=address)

    async def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        return (await self.do("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True))[
            "result"
        ].get("value")

    async def type(self, text: str) -> None:
        for character in text:
            await self.do("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
            await self.do("Input.dispatchKeyEvent", type="keyUp", key=character)

    async def press(self, *names: str) -> None:
        """Press keys by their names in the web's events ("Enter", "Escape")."""
        for name in names:
            about = {"key": name, "code": name, "windowsVirtualKeyCode": KEYS[name]}
            text = {"text": "\r"} if name == "Enter" else {}
            await self.do("Input.dispatchKeyEvent", type="keyDown", **about, **text)
            await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def screenshot(self) -> bytes:
        """A PNG of the page."""
        return base64.b64decode((await self.do("Page.captureScreenshot", format="png"))["data"])

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    async def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < limit, f"{what}; {self.complaints}. The screen:\n{self.text}"
            await asyncio.sleep(0.1)

    async def wait_shown(self, chosen: str) -> None:
        """Until an element of the page (a CSS selector) is shown."""
        script = f"!!document.querySelector('{chosen}')?.getClientRects().length"
        await self._wait_true(script, f"waiting for {chosen}")

    async def wait_until_focused(self) -> None:
        """Until keys go to the terminal."""
        await self._wait_true("document.activeElement?.className === 'xterm-helper-textarea'", "waiting for the focus")

    async def _wait_true(self, script: str, what: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not await self.evaluate(script):
            assert time.monotonic() < limit, what
            await asyncio.sleep(0.1)

    async def wait_for(self, *texts: str) -> None:
        """Until all `texts` are on the terminal at once."""
        await self.wait_until(lambda: all(map(self.text.__contains__, texts)), f"waiting for {texts}")


@asynccontextmanager
async def opened(folder: Path, width: int = 1200, height: int = 800, *, phone: bool = False) -> AsyncIterator[Tab]:
    """A tab of a browser of its own, whose profile is in `folder`."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, "--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking",
        "--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "HOME": str(folder)}, start_new_session=True,
    )  # fmt: skip
    try:
        address = await asyncio.wait_for(_address(process.stderr), PATIENCE)
        async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
            tab = Tab(socket)
            listening = asyncio.create_task(tab.listen())
            await tab.attach(width, height, phone=phone)
            yield tab
            listening.cancel()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _address(said: asyncio.StreamReader | None) -> str:
    assert said is not None
    while line := (await said.readline()).decode("utf-8", "replace"):
        if line.startswith(_STARTED):
            return line.removeprefix(_STARTED).strip()
    raise AssertionError("Chromium did not start")
