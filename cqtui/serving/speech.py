"""What a page and the explorer behind it say to each other, and how much of it is passed on.

A page sends JSON, `["stdin", TEXT]` and its like; the explorer, which speaks Textual's web protocol, reads
and writes packets: a letter for the kind, the size in four bytes, the content. Pure.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

COLUMNS = (20, 500)
ROWS = (6, 200)
"""The least and the most cells that a page's terminal is taken to have."""
LONGEST = 1 << 16
"""Bytes in a page's message: more than anybody types or pastes at once."""
_ECHO = 32
"""Characters that are sent back of a page's question whether anybody is there; it is a time in milliseconds."""
_CLIPBOARD = re.compile(rb"\x1b\]52;[^\x07\x1b]*(?:\x07|\x1b\\)?")
"""What makes a terminal take something into the clipboard, or tell what is in it."""

DATA, META = b"D", b"M"


class Nonsense(ValueError):
    """A page says what no page of ours says."""


class Said(NamedTuple):
    """What becomes of a page's message: a packet for the explorer, or an answer for the page."""

    packet: bytes = b""
    answer: str = ""


def understood(message: str) -> Said:
    """What a page's message asks for.

    Raises:
        Nonsense: it is none of those that a page sends.
    """
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        raise Nonsense("no JSON") from None
    match said:
        case ["stdin", str(text)]:
            typed = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")  # "?" is a key that acts.
            return Said(packet(DATA, typed.encode()))
        case ["resize", {"width": width, "height": height}]:
            columns, rows = size(width, height)
            return Said(_meta({"type": "resize", "width": columns, "height": rows}))
        case ["focus" | "blur" as kind, *_]:
            return Said(_meta({"type": kind}))
        case ["ping", str(when)] if len(when) <= _ECHO:
            return Said(answer=json.dumps(["pong", when]))
    raise Nonsense("not a message of a page")


def size(width: object, height: object) -> tuple[int, int]:
    """Columns and rows as a page tells them, brought into what a terminal may have."""
    return _within(width, COLUMNS), _within(height, ROWS)


def _within(given: object, limits: tuple[int, int]) -> int:
    if isinstance(given, str):
        given = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
    if type(given) is not int:
        raise Nonsense("no size")
    return min(max(given, limits[0]), limits[1])


def packet(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "big") + content


def _meta(about: dict[str, Any]) -> bytes:
    return packet(META, json.dumps(about).encode())


def shown(content: bytes, *, clipboard: bool) -> bytes:
    """What of the explorer's output goes to the page's terminal."""
    return content if clipboard else _CLIPBOARD.sub(b"", content)


def told(content: bytes, *, links: bool) -> str:
    """What a page is told of what the explorer says beside its output: an address to open, or "" for nothing.

    Files, which Textual can send to a browser, never go this way.
    """
    try:
        about = json.loads(content)
    except ValueError:
        return ""
    match about:
        case {"type": "open_url", "url": str(url)} if links and url.startswith(("https://", "http://")):
            return json.dumps(["open_url", {"url": url, "new_tab": True}])
    return ""


class Pace:
    """How fast a page may speak: `rate` bytes a second, after a start of `burst`. Whoever is faster waits."""

    LEAST = 64
    """Bytes that any message counts for, however short it is."""

    def __init__(self, rate: float = 64 << 10, burst: float = 256 << 10) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, float("-inf")

    def wait(self, length: int, now: float) -> float:
        """Seconds until a message of `length` bytes, come at `now`, may be passed on."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        self._left -= max(length, self.LEAST)
        return max(0.0, -self._left / self._rate)
