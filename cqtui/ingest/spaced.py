"""Tables whose cells stand one space apart: "Samsung 72.2 20.3% 83.3 22.1% -13.4%" under a line of heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_FIGURE = r"[-+−–(]?(?:US\$|NT\$|RMB|\$|¥|€)?\d[\d,]*(?:\.\d+)?%?\)?|[Nn]/?[Aa]|[-–—]"
_ROW = re.compile(
    r"(?P<label>(?:\d{1,2}[.)]? )?[A-Z][^\s\d]*(?: [^\s\d.;:!?]+(?:\.(?= \d)|[.,](?= \w+ ))?){0,5}(?: \([^)]*\))?)"
    rf"(?P<figures>(?: (?:{_FIGURE})){{2,}})$"
)
_TIME = re.compile(
    r"(?:[1-4][QH]|[QH][1-4]|FY|M)?[’']?(?:(?:19|20)\d\d|\d\d)(?:[EFAef]|[QH][1-4])?(?:[/-][\w’']+)?|[QH][1-4]|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ember|ober)?\.?"
)
_WORD = re.compile(r"\([^)]*\)|\S+")
_CONTINUES = frozenset(
    {
        "share",
        "growth",
        "change",
        "volume",
        "value",
        "rate",
        "size",
        "units",
        "revenue",
        "(units)",
        "shipments",
        "total",
    }
)
"""Words of a head that mostly close one of two words: market share, year-on-year growth."""
_OPENS = frozenset(
    {"market", "sales", "shipment", "year-over-year", "year-on-year", "annual", "unit", "yoy", "y/y", "growth", "net",
     "gross", "operating", "export", "import", "output", "production"}
)  # fmt: skip


def rows(text: str, lines: Sequence[Span]) -> int:
    """How many figures each row of the lines has, where at least two have as many; 0 where they make no table."""
    counts = Counter(len(cells) - 1 for cells in (row(text, *line) for line in lines) if cells)
    most, number = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return most if number >= 2 and number * 2 >= len(lines) - 2 else 0


def row(text: str, start: int, end: int) -> list[Span]:
    """The cells of a row, its label first; none where it is no row."""
    line = text[start:end].rstrip()
    match = _ROW.fullmatch(line)
    if match is None:
        return []
    figures = _WORD.finditer(line, match.end("label"))
    return [
        (start + match.start("label"), start + match.end("label")),
        *((start + one.start(), start + one.end()) for one in figures),
    ]


def heads(text: str, start: int, end: int, columns: int) -> list[Span]:
    """The heads over `columns` columns of figures, parted by their times or their usual words; none if in doubt."""
    words = [(start + one.start(), start + one.end()) for one in _WORD.finditer(text[start:end])]
    timed = [at for at, (first, last) in enumerate(words) if _TIME.fullmatch(text, first, last)]
    if len(timed) == columns:
        closing = timed[-1] == len(words) - 1 and timed[0] > 1
        opens = [1, *(at + 1 for at in timed[:-1])] if closing else timed
    else:
        opens = [at for at in range(len(words)) if at and not _goes_on(text, words[at - 1], words[at])]
        if len(opens) > columns:
            opens = opens[-columns:]
    if len(opens) != columns or not opens[0]:
        return []
    closes = [*(at - 1 for at in opens[1:]), len(words) - 1]
    own = [(words[first][0], words[last][1]) for first, last in zip(opens, closes, strict=True)]
    return [(words[0][0], words[opens[0] - 1][1]), *own]


def _goes_on(text: str, before: Span, word: Span) -> bool:
    """Whether a word belongs to the head that the word before it opens: "market share", "revenue (US$ million)"."""
    own, earlier = text[slice(*word)].lower(), text[slice(*before)].lower()
    return (
        own.startswith("(")
        or (own in _CONTINUES and earlier in _OPENS)
        or own in ("of", "in")
        or earlier in ("of", "in")
    )


def cells(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """The cells of each line of such a table; a line that is neither a row nor heads is one cell."""
    columns = rows(text, lines)
    first = next((at for at, line in enumerate(lines) if row(text, *line)), 0)
    for number, (start, end) in enumerate(lines):
        found = row(text, start, end)
        if not found and number == first - 1:
            found = heads(text, start, end, columns)
        yield found or [(start, end)]
