"""The sign and the colour of each series: told apart by shape first, so that they can be read without colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cqtui import tabular
from cqtui.sanitize import clean_line
from cqtui.vocabulary import Vocabulary

COLOURS = 6
_SHAPES = tuple(zip("●■◆▲▼★", "○□◇△▽☆", strict=True))
_LETTERS = tuple((letter, letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_OTHER = ("*", "~")
"""Series beyond all signs share one."""


class Sign(NamedTuple):
    """A series: its sign where solid and where hollow, its colour's number, its name."""

    solid: str
    hollow: str
    colour: int
    name: str

    @property
    def style(self) -> str:
        return f"series-{self.colour}"


def signs(entities: Iterable[str], vocabulary: Vocabulary, *, ascii: bool = False) -> dict[str, Sign]:
    """A sign for each entity, in order of appearance: shapes, then letters; in ASCII letters alone."""
    pool = _LETTERS if ascii else _SHAPES + _LETTERS
    made: dict[str, Sign] = {}
    for entity in entities:
        if entity not in made:
            at = len(made)
            solid, hollow = pool[at] if at < len(pool) else _OTHER
            known = vocabulary.entity(entity)
            name = clean_line(known.short or known.name)
            made[entity] = Sign(solid, hollow, at % COLOURS, tabular.in_ascii(name) if ascii else name)
    return made
