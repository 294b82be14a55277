"""Text in large letters, for the last row of a room: five dots high, each dot a block.

A terminal has one size of letter, so large ones are drawn: two cells wide and a line high to a dot where there is
room, else a cell and half a line. What has no glyph here is written as it is.
"""

from __future__ import annotations

_GLYPHS: dict[str, str] = {
    "0": "### #.# #.# #.# ###", "1": ".#. ##. .#. .#. ###", "2": "### ..# ### #.. ###", "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#", "5": "### #.. ### ..# ###", "6": "### #.. ### #.# ###", "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###", "9": "### #.# ### ..# ###",
    "A": ".#. #.# ### #.# #.#", "B": "##. #.# ##. #.# ##.", "C": ".## #.. #.. #.. .##", "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###", "F": "### #.. ##. #.. #..", "G": ".## #.. #.# #.# .##", "H": "#.# #.# ### #.# #.#",
    "I": "### .#. .#. .#. ###", "J": "..# ..# ..# #.# .#.", "K": "#.# #.# ##. #.# #.#", "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#", "N": "#..# ##.# #.## #..# #..#", "O": ".#. #.# #.# #.# .#.",
    "P": "##. #.# ##. #.. #..", "Q": ".#. #.# #.# ### .##", "R": "##. #.# ##. #.# #.#", "S": ".## #.. .#. ..# ##.",
    "T": "### .#. .#. .#. .#.", "U": "#.# #.# #.# #.# ###", "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#", "X": "#.# #.# .#. #.# #.#", "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
    " ": ". . . . .", ".": ". . . . #", ",": ".. .. .. .# #.", "-": "... ... ### ... ...", "–": "... ... ### ... ...",
    "+": "... .#. ### .#. ...", "%": "#..# ...# ..#. .#.. #..#", "/": "..# ..# .#. #.. #..", ":": ". # . # .",
    ">": "#.. .#. ..# .#. #..", "<": "..# .#. #.. .#. ..#", "~": "..... .#..# #.#.# #..#. .....",
    "≥": "##. ..# ##. ... ###", "≤": ".## #.. .## ... ###", "≲": ".## #.. .## ... #.#",
    "≠": "..# ### .#. ### #..", "=": "... ### ... ### ...", "?": "### ..# .## ... .#.",
    "¥": "#.# #.# ### .#. ###", "$": ".## ##. .#. .## ##.", "€": ".## #.. ##. #.. .##", "£": ".## #.. ##. #.. ###",
    "▲": "..... ..#.. .###. ##### .....", "▼": "..... ##### .###. ..#.. .....",
    "·": ". . # . .", "'": "# # . . .", "(": ".# #. #. #. .#", ")": "#. .# .# .# #.", "&": ".#.. #.#. .#.. #.## .##.",
    "→": "..... ...#. ##### ...#. .....", "×": "... #.# .#. #.# ...",
}  # fmt: skip
HEIGHT = 5
"""Dots."""
_HALF = 3
"""Lines of letters of half the size."""
_HALVES = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}


def large(text: str, width: int, most: int = HEIGHT, *, ascii_only: bool = False) -> list[str]:
    """`text` in letters as large as fit into `width` cells and `most` lines: five lines, three, or one as it is."""
    rows = _dots(text)
    if rows is not None and 2 * len(rows[0]) <= width and most >= HEIGHT:
        block = "##" if ascii_only else "██"
        return ["".join(block if dot == "#" else "  " for dot in row) for row in rows]
    if rows is not None and len(rows[0]) <= width and most >= _HALF and not ascii_only:
        rows = [*rows, "." * len(rows[0])]
        pairs = zip(rows[::2], rows[1::2], strict=True)
        return ["".join(_HALVES[dots] for dots in zip(upper, lower, strict=True)) for upper, lower in pairs]
    return [text]


def _dots(text: str) -> list[str] | None:
    """Rows of dots, a blank between letters; None where one has no glyph."""
    glyphs = [_GLYPHS.get(character.upper(), "") for character in text]
    if not text or not all(glyphs):
        return None
    parts = [glyph.split(" ") for glyph in glyphs]
    return [".".join(part[row] for part in parts) for row in range(HEIGHT)]
