"""Who may speak to the server: by the name it was reached under, the page that asks, and the token."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names under which only this machine reaches itself."""
_HOST = re.compile(r"(?:\[(?P<number>[0-9A-Fa-f:.]+)\]|(?P<name>[\w.-]+))(?::\d{1,5})?", re.ASCII)


class Guard(NamedTuple):
    """What a request has to show. `public` is the address that a reverse proxy in front is reached at."""

    token: str
    names: frozenset[str] = LOOPBACK
    """The names by which the server may be reached, in small letters."""
    any_address: bool = False
    """Whether it may be reached by any number, too. A page elsewhere can lend its name to this machine (DNS
    rebinding), but not a number."""
    public: SplitResult | None = None

    def knows_host(self, host: str) -> bool:
        """Whether the server may be reached as `host`, a request's header of that name."""
        if self.public is not None and host.lower() == self.public.netloc.lower():
            return True
        found = _HOST.fullmatch(host)
        name = (found["number"] or found["name"]).lower() if found else ""
        return name in self.names or (self.any_address and _is_number(name))

    def knows_origin(self, origin: str | None, host: str, *, needed: bool) -> bool:
        """Whether a page of `origin` may ask; browsers say it of all that is more than following a link."""
        if origin is None:
            return not needed
        own = {f"http://{host}".lower()}
        if self.public is not None:
            own.add(f"{self.public.scheme}://{self.public.netloc}".lower())
        return origin.lower() in own

    def knows_token(self, token: str | None) -> bool:
        return hmac.compare_digest(self.token.encode(), (token or "").encode("utf-8", "replace"))


def guard(host: str, token: str, *, machine: str, public: SplitResult | None = None) -> Guard:
    """The guard of a server that listens at `host`, on a machine of the name `machine`."""
    if is_loopback(host):
        return Guard(token, LOOPBACK | {host.lower()}, public=public)
    everywhere = is_everywhere(host)
    names = LOOPBACK | {machine.lower() if everywhere else host.lower()}
    return Guard(token, names, any_address=everywhere, public=public)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens at `host`."""
    return host.lower() == "localhost" or (_is_number(host) and ip_address(host).is_loopback)


def is_everywhere(host: str) -> bool:
    """Whether `host` stands for all addresses of the machine."""
    return _is_number(host) and ip_address(host).is_unspecified


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def headers(*, clipboard: bool, links: bool) -> Mapping[str, str]:
    """What every answer says of what its page may do, which the browser sees to.

    The page runs this server's scripts and nobody else's, asks nobody else for anything, and stands in no
    other page's frame. Without `links` it opens no window; without `clipboard` it does not touch that.
    """
    sandbox = "allow-scripts allow-same-origin" + (" allow-popups allow-popups-to-escape-sandbox" if links else "")
    policy = (
        "default-src 'none'", "script-src 'self'", "connect-src 'self'", "font-src 'self'", "img-src data:",
        "style-src 'self' 'unsafe-inline'",  # The terminal writes style sheets for its own letters.
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", f"sandbox {sandbox}",
    )  # fmt: skip
    unused = ("camera", "microphone", "geolocation", "usb", "serial", "clipboard-read")
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Permissions-Policy": ", ".join(f"{one}=()" for one in unused + (() if clipboard else ("clipboard-write",))),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Server": "cqtui",
    }
