"""The command `serve`: the explorer in a browser."""

from __future__ import annotations

import sys
from urllib.parse import SplitResult, urlsplit

from cqtui.commands.asking import Asked
from cqtui.errors import UsageError, complain
from cqtui.view import View

_LIBRARIES = ("aiohttp", "textual_serve")
_HIGHEST = 65_535
AS_ASKED = ("ascii", "no_color", "no_mouse", "slow_link", "big")


def serve(asked: Asked) -> int:
    """Serves until it is told to stop; a store or a place that cannot be shown is told before."""
    try:
        from cqtui.serving import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise UsageError(f"serve: needs the library {error.name}: pip install 'cqtui[serve]'") from None
    import asyncio
    import secrets

    offer = server.Offer(
        words=_words(asked),
        host=_host(asked),
        port=_port(asked),
        public=_public(asked),
        seats=_seats(asked),
        clipboard=asked.option("clipboard", False),
        links=asked.option("links", False),
    )
    return asyncio.run(server.serve(offer, secrets.token_urlsafe(32), _told))


def _told(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    complain("serving until ctrl+c; who has this address sees the store")


def _words(asked: Asked) -> list[str]:
    """What each session is started with: the same store, place and looks, read-only unless asked."""
    settings = asked.settings
    is_writable = asked.option("writable", False)
    if is_writable and settings.read_only:
        raise UsageError("serve: --writable, but the settings say read_only")
    place = asked.view(View.parse(asked.option("at", ""))).query()
    asked.index.close()  # It is built, for all sessions.
    words = [one for one in ("clipboard", "links") if asked.option(one)]
    words = [",".join(words), f"--at={place}", f"--theme={settings.theme}"]
    if (store := asked.option("store")) is not None:
        words.append(f"--store={store}")
    if not is_writable:
        words.append("--read-only")
    return words + [f"--{one.replace('_', '-')}" for one in AS_ASKED if asked.option(one)]


def _host(asked: Asked) -> str:
    from cqtui.serving.guard import is_loopback

    host: str = asked.option("host", "127.0.0.1").strip("[]")
    if is_loopback(host):
        return host
    if not asked.option("expose"):
        raise UsageError(f"serve: other machines reach {host}; add --expose if they are to, or use ssh -L")
    complain(
        f"serve: other machines reach {host}, and nothing is encrypted: who listens on the way reads the token too"
    )
    return host


def _port(asked: Asked) -> int:
    port: int = asked.option("port", 8000)
    if port > _HIGHEST:
        raise UsageError(f"serve: --port goes to {_HIGHEST:,}")
    return port


def _seats(asked: Asked) -> int:
    seats: int = asked.option("sessions", 8)
    if not seats:
        raise UsageError("serve: --sessions 0 would show nothing to anybody")
    return seats


def _public(asked: Asked) -> SplitResult | None:
    given: str | None = asked.option("public_url")
    if given is None:
        return None
    try:
        address = urlsplit(given)
        fits = (
            address.scheme in ("http", "https") and bool(address.hostname) and not (address.query or address.fragment)
        )
        address.port  # noqa: B018 – it may be no number
    except ValueError:
        fits = False
    if not fits or "@" in address.netloc:
        raise UsageError("serve: --public-url is an address such as https://press.example.org/cqtui/")
    return address
