"""Tables whose cells are parted by single blanks, as a web page's are once it is text: rows of figures behind a label.

What falls into cells by itself (tabs, bars, columns set flush) needs none of this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Span = tuple[int, int]

_FIGURE = r"[-−–+(]?(?:US\$|NT\$|[$¥€])?\d[\d,]*(?:\.\d+)?%?\)?(?:\*|†)?"
_ROW = re.compile(
    rf"(?P<label>(?:\d{{1,2}}[.)]? )?(?![-–−]|\d)\S[^\n]{{0,44}}?)"
    rf"(?P<cells>(?: (?:{_FIGURE}|N/?A|n/a|--?|"
    rf"[–—])){{2,}})$"
)
_WORD = re.compile(r"\S+")
_TELLING = re.compile(r"[%.,]\d|%")
"""What figures of a table have and years or the numbers of models have not."""
_TIME = re.compile(
    r"(?:[1-4]Q|[12]H|Q[1-4]|H[12]|FY|CY)['’]?\d{0,4}[EF]?|(?:19|20)\d\d[EF]?|"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August|September|October|"
    r"November|December)\.?(?:[-'’ ]?\d\d)?(?:[-–][A-Z][a-z]+\.?)?"
)
_CHANGE = frozenset(
    (
        "growth",
        "change",
        "yoy",
        "y/y",
        "y-o-y",
        "qoq",
        "q/q",
        "mom",
        "m/m",
        "chg",
        "increase",
        "year-over-year",
        "year-on-year",
        "+/-",
        "annual",
        "sequential",
    )
)
_MEASURE = frozenset(
    (
        "shipments",
        "shipment",
        "units",
        "volume",
        "sales",
        "revenue",
        "revenues",
        "value",
        "output",
        "market",
        "share",
        "exports",
        "imports",
        "profit",
        "production",
        "capacity",
        "installed",
        "installation",
        "rank",
        "ranking",
        "price",
        "total",
    )
)
_QUALIFIED = frozenset(
    (
        "market",
        "unit",
        "sales",
        "shipment",
        "revenue",
        "installed",
        "production",
        "operating",
        "net",
        "gross",
        "export",
        "import",
        "output",
        "annual",
        "sequential",
        "total",
        "yoy",
        "y/y",
        "qoq",
        "year-over-year",
        "year-on-year",
    )
)


class Row(NamedTuple):
    """Where a row's label and each of its figures stand in the line."""

    label: Span
    figures: tuple[Span, ...]


def row(line: str) -> Row | None:
    """A line as a label and two or more figures, or None where it is anything else."""
    found = _ROW.fullmatch(line.rstrip())
    if found is None:
        return None
    return Row(found.span("label"), tuple(one.span() for one in _WORD.finditer(line, found.start("cells"))))


def stretches(lines: Sequence[str]) -> list[Span]:
    """The runs of rows among `lines`, each with the line of heads above it, as half-open ranges."""
    rows = [row(line) for line in lines]
    found: list[Span] = []
    at = 0
    while at < len(lines):
        until, first = at, rows[at]
        while first is not None and until < len(lines) and _alike(rows[until], first):
            until += 1
        if first is not None and _is_table(lines[at:until], len(first.figures)):
            opens = at - 1 if at and _is_head(lines[at - 1]) else at
            found.append((opens, until))
        at = max(until, at + 1)
    return found


def heads(line: str, count: int) -> list[Span] | None:
    """The `count` heads of a line of heads, one over each figure of the rows; None where they cannot be told apart."""
    words = [match.span() for match in _WORD.finditer(line)]
    told = [line[low:high].strip("(),").lower() for low, high in words]
    times = [at for at, (low, high) in enumerate(words) if _is_time(line[low:high])]
    changes = [at for at, word in enumerate(told) if word in _CHANGE and not _goes_on(told, at)]
    measures = [at for at, word in enumerate(told) if word in _MEASURE and not _goes_on(told, at)]
    behind_times = [at for at in changes if at - 1 not in times]
    for starts in (
        times,
        sorted({*times, *behind_times}),
        sorted({*changes, *measures}),
        sorted({*times, *changes, *measures}),
    ):
        if len(starts) == count:
            ends = [*(words[at - 1][1] for at in starts[1:]), words[-1][1]]
            return [(words[at][0], end) for at, end in zip(starts, ends, strict=True)]
    return None


def _is_time(word: str) -> bool:
    """Whether a word is a time, or two times that are compared ("3Q18/3Q17")."""
    return all(_TIME.fullmatch(part) for part in word.strip("(),").split("/"))


def _goes_on(told: Sequence[str], at: int) -> bool:
    """Whether a word of a head is the second of its phrase ("Market | Share", "YoY | Growth")."""
    return at > 0 and told[at - 1] in _QUALIFIED


def _alike(one: Row | None, other: Row) -> bool:
    return one is not None and len(one.figures) == len(other.figures)


def _is_table(lines: Sequence[str], cells: int) -> bool:
    """Whether like rows are those of a table: three of them, or two with figures that no year or model has."""
    telling = sum(1 for line in lines if _TELLING.search(line))
    return len(lines) >= (2 if cells > 2 else 3) and telling * 2 >= len(lines)


def _is_head(line: str) -> bool:
    words = line.split()
    known = sum(1 for word in words if word.strip("(),").lower() in _MEASURE | _CHANGE or _is_time(word))
    return len(line) < 240 and not line.rstrip().endswith((".", ":", ";")) and known >= 2 and known * 4 >= len(words)


def parts(lines: Sequence[str]) -> list[tuple[int, int, bool]]:
    """`lines` in order as ranges, each with whether it is a table; [] where there is no table."""
    tables = stretches(lines)
    if not tables:
        return []
    edges = [0, *(edge for table in tables for edge in table), len(lines)]
    return [(low, high, (low, high) in tables) for low, high in pairwise(edges) if low < high]
