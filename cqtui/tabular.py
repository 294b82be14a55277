"""Text in cells and tables: its width on a terminal, look-alikes in ASCII, columns, Markdown.

Nothing here knows what a figure is, and nothing is imported that a look-up would have to wait for.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_ASCII = str.maketrans(
    {
        "▲": "^", "▼": "v", "○": "o", "▶": ">", "▸": ">", "▾": "v", "›": ">", "‹": "<",
        "–": "-", "—": "-", "−": "-", "·": "-", "…": "...", "•": "*",
        "●": "*", "≈": "~", "§": "S", "┊": "!",
        "≠": "!", "≥": ">=", "≤": "<=", "≲": "<~", "×": "x", "÷": "/", "→": "->", "←": "<-",
        "↑": "^", "↓": "v", "⊂": "in", "¶": "par.", "✗": "x", "✓": "+",
        "¥": "Y", "€": "EUR ", "£": "GBP ", "₩": "KRW ", "₹": "INR ", "₫": "VND ", "฿": "THB ", "₱": "PHP ",
        "₽": "RUB ", "₺": "TRY ", "₸": "KZT ", "²": "2", "³": "3", "‰": "o/oo",
        "█": "#", "▌": "|", "▐": "|", "░": ":", "▒": ":", "▓": "#", "┄": ".", "┈": ".",
        "─": "-", "│": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "═": "=", "║": "|", "╔": "+", "╗": "+", "╚": "+", "╝": "+",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
        **{chr(code): "?" for code in range(0x2400, 0x2422)},  # pictures of control characters
    }
)  # fmt: skip


def in_ascii(text: str) -> str:
    """`text` with this program's own signs as ASCII look-alikes; all else is left alone.

    Some signs take more cells afterwards (≥ is >=), so translate before aligning.
    """
    return text if text.isascii() else text.translate(_ASCII)


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def cut(text: str, width: int, more: str = "…") -> str:
    """`text` in at most `width` cells; where it is shortened, `more` at its end says so."""
    if cell_width(text) <= width:
        return text
    room, used = width - cell_width(more), 0
    for at, character in enumerate(text):
        used += cell_width(character)
        if used > room:
            return (text[:at] + more)[: width if room < 0 else None]
    return text


def padded(text: str, width: int, more: str = "…") -> str:
    """`text` in exactly `width` cells: cut, or filled with blanks."""
    made = cut(text, width, more)
    return made + " " * (width - cell_width(made))


def plain_table(rows: Sequence[Sequence[str]], headers: Sequence[str] = (), *, right: Collection[int] = ()) -> str:
    """Rows as aligned text, two blanks between columns; columns numbered in `right` end flush.

    Line breaks and tabs in a cell become blanks. Without headers there is no header line.
    """
    lines = [[_on_one_line(cell) for cell in row] for row in ([headers, *rows] if headers else rows)]
    columns = max(map(len, lines), default=0)
    widths = [max(cell_width(line[column]) for line in lines if column < len(line)) for column in range(columns)]
    out = []
    for line in lines:
        padded = []
        for column, cell in enumerate(line):
            blanks = " " * (widths[column] - cell_width(cell))
            padded.append(blanks + cell if column in right else cell + blanks)
        out.append("  ".join(padded).rstrip())
    return "\n".join(out)


def markdown_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in GitHub's Markdown; text in the cells is escaped (see `markdown`)."""
    lines = [headers, ["---"] * len(headers)]
    out = ["| " + " | ".join(map(markdown, lines[0])) + " |", "| " + " | ".join(lines[1]) + " |"]
    out += ["| " + " | ".join(map(markdown, row)) + " |" for row in rows]
    return "\n".join(out)


_MARKDOWN = (
    r"[\\|`*\[]|<(?=[A-Za-z/!?])|&(?=#?\w)|(?<=\S)~|(?<=\S)_(?![^\W_])"  # cells, code, links, HTML, what ends emphasis
    r"|(?<=\w)@(?=\w)|:(?=//|[\w+-]{1,40}:)|(?<=\bwww)\.|^#|^[-+=](?=[-=\s]|$)"  # addresses, emoji, blocks
)


def markdown(text: str) -> str:
    """`text` on one line, to be read as it stands: nothing in it is a cell, a link, HTML or emphasis to Markdown."""
    import re

    return re.sub(_MARKDOWN, r"\\\g<0>", _on_one_line(text))


def _on_one_line(text: str) -> str:
    if text.isprintable():
        return text
    import re

    return re.sub(r"[\r\n\t]+", " ", text)
