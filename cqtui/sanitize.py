"""What may reach a terminal: the one function that takes the teeth out of text.

Every replacement is one code point for one, so that offsets into a text survive cleaning.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

_INVISIBLE = (
    *(0xAD, 0x61C, 0x180E, 0xFEFF),  # soft hyphen, Arabic letter mark, Mongolian separator, BOM
    *range(0x200B, 0x2010),  # zero-width characters, direction marks
    *range(0x2028, 0x202F),  # line and paragraph separators, bidi embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0x1BCA0, 0x1BCA4),  # shorthand controls
    *range(0x1D173, 0x1D17B),  # musical controls
    *range(0xE0000, 0xE0080),  # tags
)
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
"""Joiners, fillers and selectors that nobody sees either, though Python has them for printable."""
_TABLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), "�"),
    **dict.fromkeys((*_INVISIBLE, *map(ord, _UNSEEN)), "�"),
    **dict.fromkeys(range(0xD800, 0xE000), "�"),
    **dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85), " "),  # Other line breaks are blanks.
}
_MOST_MARKS = 4
"""Combining marks kept on one character: enough for Vietnamese and vocalised scripts."""
_MARKED = (
    "\u0300-\u1fff\u20d0-\u20ff\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\ua000-\uabff\ufb1e-\ufb1e\ufe00-\ufe2f"
    "\U00010000-\U000effff"
)
"""From which to which character stand blocks with marks: of five in a row, Latin, Chinese or Japanese text has none."""


def edges(blocks: str) -> list[str]:
    """The edges of blocks that are written as in a pattern's set, "a-z0-9" in order: the first character of each,
    and the one behind its last."""
    ends = zip(blocks[::3], blocks[2::3], strict=True)
    return [edge for first, last in ends for edge in (first, chr(ord(last) + 1))]


def are_within(edges: list[str], text: str) -> bool:
    """Whether all characters stand in the blocks. To make a pattern of large blocks takes a hundred times as long."""
    return all(bisect_right(edges, one) % 2 for one in set(text))


def are_outside(edges: list[str], text: str) -> bool:
    """Whether no character stands in the blocks."""
    return not any(bisect_right(edges, one) % 2 for one in set(text))


_EDGES = edges(_MARKED)


def clean(text: str) -> str:
    """`text` without anything that a terminal would obey or that hides what it says.

    Controls become their visible pictures (ESC is ␛), direction overrides, invisible characters
    and lone surrogates become U+FFFD, carriage returns and form feeds become spaces; newline and
    tab stay. Marks piled on one character beyond four become U+FFFD. The result has the length of
    `text`, and cleaning it again changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    # Nothing else that is replaced is printable, and to look takes a tenth of translating.
    if not text.replace("\n", "").replace("\t", "").isprintable() or any(map(text.__contains__, _UNSEEN)):
        text = text.translate(_TABLE)
    if len(text) - len(text.encode("ascii", "ignore")) < 5 or are_outside(_EDGES, text):
        return text
    import re  # Which takes a look-up in figures of plain letters a quarter of its time to load, and long for these.

    return _thin_marks(text) if re.search(f"[{_MARKED}]{{5}}", text) else text


def clean_line(text: str) -> str:
    """`clean(text)` on one line: newlines and tabs become spaces."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def _thin_marks(text: str) -> str:
    run = 0
    out: list[str] | None = None
    for at, character in enumerate(text):
        if unicodedata.category(character) not in ("Mn", "Me"):
            run = 0
            continue
        run += 1
        if run > _MOST_MARKS:
            out = list(text) if out is None else out
            out[at] = "�"
    return text if out is None else "".join(out)
