"""Text made to do harm to whoever shows it, stores that have it in every field, and what must not come out.

A payload stands between two signs of its own wherever it is put (`marked`), so that it can be found again
on a screen or in a file, and be seen to be whole.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAYLOADS: dict[str, str] = {
    # What a terminal obeys, in seven bits
    "colour": "\x1b[31mred\x1b[0m",
    "screen cleared": "\x1b[2J\x1b[H\x1b[3J",
    "alternate screen left": "\x1b[?1049l\x1b[?25l",
    "scroll region": "\x1b[5;6r\x1b[?6h",
    "mouse on": "\x1b[?1003h\x1b[?1006h\x1b[?2004h",
    "reset": "\x1bc\x1b[!p",
    "answer asked for": "\x1b[6n\x1b[c\x1b[>q\x1bZ\x05",
    "window told": "\x1b[21t\x1b[8;1;1t\x1b[18t",
    "line repeated": "x\x1b[999b",
    "title (OSC 0)": "\x1b]0;title\x07",
    "title (OSC 2)": "\x1b]2;title\x1b\\",
    "link (OSC 8)": "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "clipboard (OSC 52)": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "clipboard read": "\x1b]52;c;?\x1b\\",
    "notice (OSC 9, 777, 99)": "\x1b]9;hi\x07\x1b]777;notify;a;b\x07\x1b]99;;hi\x1b\\",
    "file (OSC 1337)": "\x1b]1337;File=inline=1:AAAA\x07",
    "palette (OSC 4, 11)": "\x1b]4;1;?\x07\x1b]11;?\x07",
    "DCS": "\x1bP+q544e\x1b\\\x1bP$q\"p\x1b\\",
    "DCS through tmux": "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\",
    "sixel": "\x1bPq#0;2;0;0;0~~\x1b\\",
    "APC and kitty graphics": "\x1b_Gf=100;AAAA\x1b\\\x1b_x\x1b\\",
    "PM and SOS": "\x1b^x\x1b\\\x1bXx\x1b\\",
    "character set": "\x1b(0\x1b)0\x0elqk\x0f\x1b%@",
    "unfinished sequence": "\x1b[",
    "unfinished string": "\x1b]52;c;",
    # … as C1 controls of one character, which UTF-8 writes in two bytes
    "CSI (C1)": "\x9b31mred\x9b0m",
    "OSC and ST (C1)": "\x9d52;c;eA==\x9c",
    "DCS, APC, PM, SOS (C1)": "\x90q\x9c\x9fx\x9c\x9ex\x9c\x98x\x9c",
    "NEL, IND, RI, SS3 (C1)": "a\x85b\x84c\x8dd\x8fP",
    "eight bits as surrogates": "\udc9b31m\udc9d0;x\udc07",
    # Controls
    "NUL": "a\x00b",
    "bell": "a\x07b",
    "backspaces": "good\x08\x08\x08\x08bad",
    "carriage return": "good\rbad",
    "vertical tab and form feed": "a\x0bb\x0cc",
    "tabs": "a\tb\t\tc",
    "newlines": "a\nb\n\nc",
    "delete": "a\x7fb",
    "flow control": "a\x11b\x13c\x1ad\x04e\x03f",
    "line and paragraph separators": "a\u2028b\u2029c",
    # What misleads a reader
    "override": "abc\u202egnp.exe\u202c",
    "embeddings": "\u202ax\u202by\u202dz\u202c",
    "isolates": "\u2066x\u2067y\u2068z\u2069",
    "direction marks": "a\u200eb\u200fc\u061cd",
    "zero width": "pay\u200bpal\u200c\u200d\u2060",
    "BOM": "\ufeffa\ufeff",
    "soft hyphen": "co\u00adop",
    "variation selectors": "a" + "\ufe0f" * 6 + "b" + "\U000e0100" * 6,
    "tags": "a\U000e0001\U000e0041\U000e007f",
    "fillers": "a\u115f\u1160b\u3164c\uffa0d",
    "joiner of graphemes": "pay\u034fpal",
    "lone surrogates": "a\ud800b\udfffc",
    "interlinear": "\ufff9a\ufffab\ufffb",
    "heap of marks": "e" + "\u0301" * 40 + "x",
    "enclosing heap": "o" + "\u20dd" * 12,
    # Width that programs and terminals do not agree on
    "joined emoji": "👩\u200d👩\u200d👧 👍🏽 🇨🇳 ❤\ufe0f 1\ufe0f\u20e3",
    "wide": "重庆市笔记本电脑产量",
    "half-width and Jamo": "ﾊﾟｿｺﾝ \u1100\u1161\u11a8",
    "right to left": "שלום עולם 18.9 مليون",
    "private and unassigned": "a\ue000b\U000f0000c\u0378d\uffffe",
    # What is read as markup
    "action": "[@click=app.exit()]press[/]",
    "link in markup": "[link=http://evil.example]x[/link]",
    "closing tag": "[/]",
    "unknown tag": "[TODO]",
    "style": "[bold red on blink]x[/bold red on blink]",
    "open bracket": "[",
    "escaped bracket": "\\[b]x\\",
    "emoji code": ":smile:",
    "template": "$x {0} {x!r} %s %(x)s",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>&copy;&#60;",
    "CDATA": "]]><svg onload=alert(1)>\"'",
    "Markdown": "|a|`b`|[x](http://evil.example)|![x](http://evil.example/x)",
    "Markdown again": "**b** __b__ _i_ ~~s~~ # h\n- l\n\n> q <http://evil.example>",
    "formula": "=HYPERLINK(\"http://evil.example\")",
    "formula of a command": "+cmd|' /C calc'!A0",
    "formula in the middle": "x;=1+1;\t@SUM(1)\n-2+3",
    "shell": "$(touch pwned) `touch pwned` ; touch pwned & '\"",
    "path": "../../../../tmp/pwned",
}  # fmt: skip
"""Each of what a text may hold to do harm, by what it is."""

STORABLE = {name: text for name, text in PAYLOADS.items() if not re.search("[\ud800-\udfff]", text)}
"""Those that a store may hold: one with half a character is refused as a whole."""

TOGETHER = {
    f"{first} and on": "x".join(list(STORABLE.values())[at : at + 8]) for at, first in list(enumerate(STORABLE))[::8]
}
"""All of them, eight in a text: for what takes its time over each row."""

HUGE = {
    "a megabyte of one word": "x" * 1_000_000,
    "a megabyte of Chinese": "重" * 333_333,
    "100,000 newlines": "a" + "\n" * 100_000 + "b",
    "100,000 escapes": "\x1b[31m" * 100_000,
    "100,000 marks": "e" + "\u0301" * 100_000,
}

HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)
"""What no output has but for the program's own control sequences, newlines and tabs."""
_HEAP = re.compile(r"[\u0300-\u036f\u20d0-\u20f0\ufe00-\ufe0f\U000e0100-\U000e01ef]{5}")

_OURS = re.compile(
    r"\x1b\[[0-9;]*m"  # styles
    r"|\x1b\[[0-9;]*[HGABCDKJ]"  # where to write, and what to blank
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[[<>](?:25|1)?u|\x1b\]22;[a-z]*\x07|\x1b\[\?1016\$p|\x1b\[c"
)
"""The control sequences that the program itself may write."""


_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]{24,})\x07")
"""What the program puts on the clipboard: a figure or a command line, longer than what any payload puts there."""


def _copied(found: re.Match[str]) -> str:
    return base64.b64decode(found[1]).decode()


def marked(number: int, payload: str) -> str:
    """A payload between the signs by which it is found again."""
    return f"p{number:02}{payload}q{number:02}"


def harm_in(text: str) -> str | None:
    """What in a text that was printed a terminal would obey or a reader not see; None where there is nothing."""
    found = HARMFUL.search(text) or _HEAP.search(text)
    if found is None:
        return None
    return ascii(text[max(0, found.start() - 60) : found.end() + 40])


def harm_on_the_wire(raw: bytes) -> str | None:
    """`harm_in` what was written to a terminal, but for the control sequences that the program itself writes."""
    text = _COPIED.sub(_copied, raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n"))
    return harm_in(_OURS.sub("", text))


# Stores


def rows(payloads: Mapping[str, str] = STORABLE) -> dict[str, list[dict[str, Any]]]:
    """A store's tables in which every text of every row is a payload, each payload in every field once.

    The first two facts of each payload contradict each other; the third is a target.
    """
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("sources", "entities", "metrics", "items", "units", "facts")
    }
    for number, payload in enumerate(payloads.values()):
        text = marked(number, payload)
        sentence = f"{text} made 5{text} of it."
        at = len(f"Before.\n\n{text} made ")
        tables["sources"].append(
            {
                "id": f"s{text}", "title": text, "publisher": text, "url": f"https://{text}", "language": text,
                "published": "2020-05-22", "text": f"Before.\n\n{sentence}\n\nAfter.",
            }
        )  # fmt: skip
        kind = ("company", "place", "agency", "industry")[number % 4]
        tables["entities"].append(
            {"id": f"e{text}", "name": text, "short": f"n{text}", "kind": kind, "aliases": [f"a{text}"]}
        )
        tables["metrics"].append({"id": f"m{text}", "label": text, "dimension": "count", "synonyms": [f"y{text}"]})
        tables["items"].append({"id": f"i{text}", "label": text, "aliases": [f"b{text}"]})
        tables["units"].append(
            {"id": f"u{text}", "label": text, "plural": text, "symbol": text, "dimension": "count", "aliases": [text]}
        )
        for step, (value, status) in enumerate(((5, "actual"), (7, "actual"), (9, "target"))):
            tables["facts"].append(
                {
                    "id": f"f{number:02}{step}", "entity": f"e{text}", "metric": f"m{text}", "item": f"i{text}",
                    "place": f"e{text}", "value": value, "unit": f"u{text}", "per": f"u{text}",
                    "as_written": f"5{text}", "status": status,
                    "period": {"start": f"{1950 + number}-01-01", "end": f"{1950 + number}-12-31", "basis": "year"},
                    "change": {"kind": "percent", "value": 58, "direction": "up", "against": text},
                    "evidence": {"source": f"s{text}", "paragraph": 1, "start": at, "end": at + len(f"5{text}"),
                                 "sentence": sentence},
                    "extractor": text, "note": text,
                    "alternatives": [{"field": "unit", "value": text, "why": text}],
                }
            )  # fmt: skip
    return tables


def store(path: Path, payloads: Mapping[str, str] = STORABLE, title: str | None = None) -> Path:
    """A store of `rows` at `path`, written past all doors, as a stranger would."""
    title = "".join(payloads.values()) if title is None else title
    tables: dict[str, Any] = {"meta": {"1": {"schema": 1, "title": title}}}
    for name, listed in rows(payloads).items():
        tables[name] = {str(at): row for at, row in enumerate(listed, 1)}
    path.write_text(json.dumps(tables), "utf-8")
    return path


def fact_ids(payloads: Mapping[str, str] = STORABLE) -> Iterator[str]:
    return (f"f{number:02}{step}" for number in range(len(payloads)) for step in range(3))
