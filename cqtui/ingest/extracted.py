"""What the reader of any format gives back: text in blocks and what the file says of itself.

Blocks are parted by blank lines, list items begin with "• ", cells are parted by " | ". It comes
from other people's files, so everything here is bounded and none of it may hide what it says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "item", "table"]

TEXT_LIMIT = 5_000_000
"""Code points of text that one file may hold: several times the longest prospectus."""
FIELD_LIMIT = 500
_CELLS = 200
"""Columns of a table that are kept apart, and rows or columns that one cell may span."""


class Unreadable(Exception):
    """A file that cannot be read. `str(error)` says why and what to do, without the file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text of a file, and the fields that it states itself; `warnings` are one line each."""

    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the pipe."""
        return {
            **{one.name: getattr(self, one.name) for one in fields(self)},
            "published": self.published and self.published.isoformat(),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Extracted:
        """The inverse of `as_json`, which trusts nothing of what it is given.

        Raises:
            ValueError: a field is missing, or not of its type.
        """
        words = {name: given.get(name) for name in ("title", "published", "publisher", "url", "language")}
        text, warnings = given.get("text"), given.get("warnings")
        if not isinstance(text, str) or len(text) > TEXT_LIMIT or not isinstance(warnings, list):
            raise ValueError("text or warnings are not what they should be")
        if not all(word is None or isinstance(word, str) for word in (*words.values(), *warnings)):
            raise ValueError("a field is not text")
        published = words.pop("published")
        return cls(
            text=text,
            published=None if published is None else date.fromisoformat(published),
            warnings=tuple(warnings),
            **words,
        )


def join(blocks: Iterable[tuple[BlockKind, str]]) -> str:
    """The blocks as one text: a blank line between any two but items of a list, which have a line each.

    Raises:
        Unreadable: they hold more than `TEXT_LIMIT` code points, or nothing.
    """
    out: list[str] = []
    size = 0
    last: BlockKind | None = None
    for kind, text in blocks:
        if not text:
            continue
        out.append("" if not out else "\n" if kind == last == "item" else "\n\n")
        out.append(f"• {text}" if kind == "item" else text)
        size += len(out[-1]) + len(out[-2])
        if size > TEXT_LIMIT:
            raise Unreadable(too_long())
        last = kind
    return "".join(out)


def too_long() -> str:
    """Why a text over the limit is refused."""
    return f"holds more than {TEXT_LIMIT:,} characters of text, which no article does; split it"


def rows(cells: Iterable[Sequence[tuple[str, int, int]]]) -> str:
    """A table as lines. `cells` are the rows, each of (text, columns spanned, rows spanned).

    A spanned column or row has an empty cell, so that every column keeps its place.

    Raises:
        Unreadable: they hold more than `TEXT_LIMIT` code points.
    """
    lines: list[str] = []
    size = 0
    taken: dict[int, int] = {}  # column → rows below that a cell still reaches into
    for row in cells:
        line: list[str] = []
        below: dict[int, int] = {}
        waiting = list(reversed(row))
        while len(line) < _CELLS and (waiting or taken.get(len(line))):
            if left := taken.get(len(line), 0):
                below[len(line)] = left - 1
                line.append("")
                continue
            text, across, down = waiting.pop()
            for column in range(max(1, min(across, _CELLS))):
                below[len(line)] = max(0, min(down, _CELLS) - 1)
                line.append("" if column else text)
        line += [text for text, _, _ in reversed(waiting)]
        taken = below
        while line and not line[-1]:
            line.pop()
        if line:
            lines.append(" | ".join(line))
            size += len(lines[-1])
        if size > TEXT_LIMIT:
            raise Unreadable(too_long())
    return "\n".join(lines)


_LIGATURES = {"\uf001": "fi", "\uf002": "fl", "\uf0b7": "•", "\uf0a7": "•", "\xa0": " ", "\u202f": " ", "\u2007": " "}
_DROPPED = (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_SHOWN: dict[int, str] = {
    **dict.fromkeys((*range(0xD800, 0xE000), *range(0x7F, 0xA0)), "\ufffd"),
    **{code: "" for code in range(0x20) if code not in (0x09, 0x0A)},
    **dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85), " "),
    **dict.fromkeys((0x2028, 0x2029), "\n"),
    **dict.fromkeys(_DROPPED, ""),
    **{ord(sign): plain for sign, plain in _LIGATURES.items()},
    **{
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0xFB00, 0xFB07), *range(0x2E80, 0x2FE0))
        if unicodedata.category(chr(code)) != "Cn"
    },
}


def shown(text: str) -> str:
    """`text` as it looks: no controls, invisible or direction marks, ligatures as their letters, plain blanks."""
    return text.translate(_SHOWN)


def one_line(text: str | None) -> str | None:
    """`text` as a field: one line, at most `FIELD_LIMIT` code points; None where nothing is left."""
    return (" ".join(shown(text[: 4 * FIELD_LIMIT]).split())[:FIELD_LIMIT].rstrip() or None) if text else None


_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def raised(text: str) -> str:
    """Digits as superscripts, so that a note's number never joins the figure before it."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """Digits as subscripts."""
    return text.translate(_LOWERED)


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+((?:19|20)\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)")


def a_date(text: str | None) -> date | None:
    """The day that a field of a file names, as it is written there; None where it may be two."""
    text = (text or "")[:100]
    if found := _YEAR_FIRST.search(text):
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    elif (found := _DAY_FIRST.search(text)) and found[2].lower() in _MONTHS:
        year, month, day = found[3], str(_MONTHS[found[2].lower()]), found[1]
    elif (found := _MONTH_FIRST.search(text)) and found[1].lower() in _MONTHS:
        year, month, day = found[3], str(_MONTHS[found[1].lower()]), found[2]
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def a_language(text: str | None) -> str | None:
    """A language tag such as en or zh-CN; None where `text` is none."""
    text = (text or "").strip()
    return text.replace("_", "-") if _TAG.fullmatch(text) else None
