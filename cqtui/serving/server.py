"""The web server: a page with a terminal for whoever has the token, and a session behind each page."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web

from cqtui.errors import FOUND, CqtuiError, complain
from cqtui.serving import guard, speech
from cqtui.serving.visit import GRACE, Visit, environment

_OURS = Path(__file__).with_name("page")
_THEIRS = Path(textual_serve.__file__).with_name("static")
_FILES = {
    "": (_OURS / "index.html", "text/html; charset=utf-8"),
    "page.css": (_OURS / "page.css", "text/css; charset=utf-8"),
    "page.js": (_OURS / "page.js", "text/javascript; charset=utf-8"),
    "textual.js": (_THEIRS / "js" / "textual.js", "text/javascript; charset=utf-8"),
    "xterm.css": (_THEIRS / "css" / "xterm.css", "text/css; charset=utf-8"),
    "mono.ttf": (_THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "mono-italic.ttf": (_THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
"""All that a page loads, by name."""
_HEARTBEAT = 20.0
"""Seconds between looks at whether a page is still there."""
_NOTE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>cqtui</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">{head}
<body style="background:#14181d;color:#d9dee4;font:1rem monospace;padding:2rem"><p>{text}</p></html>
"""
_MISSING = "This page opens with the address that <b>cqtui serve</b> has printed, with its token."
_FULL = "All seats are taken. This page tries again every ten seconds."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Offer(NamedTuple):
    """What is served, and where. `words` are those of `cqtui.browsing` for each session."""

    words: Sequence[str]
    host: str
    port: int
    public: SplitResult | None
    seats: int
    clipboard: bool
    links: bool


class _Site:
    """Answers requests. `seated` are the sessions that are open."""

    def __init__(self, offer: Offer, guarding: guard.Guard, cookie: str) -> None:
        self._offer, self._guard, self._cookie = offer, guarding, cookie
        self._headers = guard.headers(clipboard=offer.clipboard, links=offer.links)
        self._taken = 0
        self._open: set[web.WebSocketResponse] = set()

    def application(self) -> web.Application:
        made = web.Application(middlewares=[self._checked])
        made.add_routes([web.get("/session", self._session), web.get("/{name:[a-z.-]*}", self._file)])
        made.on_response_prepare.append(self._with_headers)
        made.on_shutdown.append(self._close)
        return made

    async def _with_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        del request
        response.headers.update(self._headers)

    @web.middleware
    async def _checked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The answer to a request, if it may have one."""
        guarding, host = self._guard, request.headers.get("Host", "")
        if not guarding.knows_host(host):
            return _note(403, "This server is not known under that name.")
        is_session = request.path == "/session"
        if not guarding.knows_origin(request.headers.get("Origin"), host, needed=is_session):
            return _note(403, "Another site's page has no business here.")
        if request.path == "/" and guarding.knows_token(request.query.get("token")):
            return self._entered()
        if not guarding.knows_token(request.cookies.get(self._cookie)):
            return _note(403, _MISSING)
        return await handler(request)

    def _entered(self) -> web.Response:
        """The token becomes a cookie. A page leads on, not a redirection: to a link that was followed from
        another site, a browser would send no strict cookie."""
        response = _note(200, "Opening …", '<meta http-equiv="refresh" content="0; url=./">')
        public = self._offer.public
        response.set_cookie(
            self._cookie, self._guard.token, httponly=True, samesite="Strict",
            secure=public is not None and public.scheme == "https",
        )  # fmt: skip
        return response

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in _FILES:
            return _note(404, "There is no such page.")
        if not name and self._is_full:
            return _note(503, _FULL, '<meta http-equiv="refresh" content="10">')
        path, kind = _FILES[name]
        return web.FileResponse(path, headers={"Content-Type": kind})

    @property
    def _is_full(self) -> bool:
        return self._taken >= self._offer.seats

    async def _session(self, request: web.Request) -> web.WebSocketResponse:
        """A page's own explorer, until either is closed."""
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=speech.LONGEST)
        await socket.prepare(request)
        if self._is_full:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"all seats are taken")
            return socket
        self._taken += 1
        self._open.add(socket)
        try:
            columns, rows = speech.size(request.query.get("width", "80"), request.query.get("height", "24"))
            visit = await Visit.begun(self._offer.words, environment(os.environ, columns, rows))
        except speech.Nonsense as nonsense:
            await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=str(nonsense).encode())
        except OSError as error:
            complain(f"serve: no session can be started: {error.strerror}")
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"no session can be started")
        else:
            await self._visited(socket, visit)
        finally:
            self._open.discard(socket)
            self._taken -= 1
        return socket

    async def _visited(self, socket: web.WebSocketResponse, visit: Visit) -> None:
        """Pass on what page and explorer say, until one of them ends."""
        ways = [asyncio.create_task(_heard(socket, visit)), asyncio.create_task(self._shown(socket, visit))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await visit.end()
            await socket.close()
        for outcome in await asyncio.gather(*ways, return_exceptions=True):
            if isinstance(outcome, Exception) and not isinstance(outcome, ConnectionError):
                raise outcome  # Which is told in one line.

    async def _shown(self, socket: web.WebSocketResponse, visit: Visit) -> None:
        if not await visit.is_ready():
            return
        async for kind, content in visit.packets():
            if kind == speech.DATA:
                await socket.send_bytes(speech.shown(content, clipboard=self._offer.clipboard))
            elif kind == speech.META and (said := speech.told(content, links=self._offer.links)):
                await socket.send_str(said)

    async def _close(self, _: web.Application) -> None:
        closing = [one.close(code=WSCloseCode.GOING_AWAY, message=b"the server ends") for one in self._open]
        await asyncio.gather(*closing, return_exceptions=True)


async def _heard(socket: web.WebSocketResponse, visit: Visit) -> None:
    pace, now = speech.Pace(), asyncio.get_running_loop().time
    with suppress(ConnectionError):
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            await asyncio.sleep(pace.wait(len(message.data), now()))
            try:
                said = speech.understood(message.data)
            except speech.Nonsense as nonsense:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=str(nonsense).encode())
                return
            if said.packet:
                await visit.tell(said.packet)
            if said.answer:
                await socket.send_str(said.answer)


def _note(status: int, text: str, head: str = "") -> web.Response:
    return web.Response(status=status, text=_NOTE.format(text=text, head=head), content_type="text/html")


class _OneLine(logging.Handler):
    """What goes wrong while answering, in one line."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        complain(f"serve: {record.getMessage()}" + (f": {type(error).__name__}: {error}" if error else ""))


def _logger() -> logging.Logger:
    made = logging.getLogger("cqtui.serving")
    made.propagate = False
    made.handlers = [_OneLine()]
    return made


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        CqtuiError: it cannot; says why.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise CqtuiError(
            f"serve: cannot listen at {host}, port {port}: {why}; --port 0 takes any that is free"
        ) from None


async def _rehearsed(words: Sequence[str]) -> int:
    """The exit code of a session that does not come to show anything, having complained of why; else 0."""
    visit = await Visit.begun(words, environment(os.environ, 80, 24))
    is_ready = False
    try:
        is_ready = await visit.is_ready()
    finally:
        code = await visit.end()
    return FOUND if is_ready else code


async def serve(offer: Offer, token: str, ready: Callable[[str], None]) -> int:
    """Serve until SIGINT, SIGTERM or SIGHUP; all sessions have ended then. `ready` is told the address.

    Gives the exit code: where no session comes to show anything, as one is tried before, that of the session.

    Raises:
        CqtuiError: the server cannot listen there.
    """
    with listening(offer.host, offer.port) as socket_:
        if code := await _rehearsed(offer.words):
            return code
        host, port = socket_.getsockname()[:2]
        machine = socket.gethostname()
        site = _Site(offer, guard.guard(offer.host, token, machine=machine, public=offer.public), f"cqtui-{port}")
        runner = web.AppRunner(
            site.application(), access_log=None, logger=_logger(), shutdown_timeout=2 * GRACE, handle_signals=False
        )
        await runner.setup()
        try:
            await web.SockSite(runner, socket_).start()
            stop = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
            shown = machine if guard.is_everywhere(host) else f"[{host}]" if ":" in host else host
            local = f"http://{shown}:{port}/"
            ready(f"{offer.public.geturl().rstrip('/') + '/' if offer.public else local}?token={token}")
            await stop.wait()
        finally:
            await runner.cleanup()
    return FOUND
