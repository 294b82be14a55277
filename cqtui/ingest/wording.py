"""The words of a sentence, and those beside a figure, as features of what may be meant.

A word alone says little, but many together tell a sentence on the world's market from one on a plant, and
one on what will be from one on what is: what weighs how much is learned (`choice`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from cqtui.ingest.choice import Passing
from cqtui.ingest.discourse import Sense
from cqtui.ingest.units import Amount

SAYS = " says "
"""Stands between what may be meant and a word of the sentence."""
_WORD = re.compile(r"[a-z][a-z-]+")
_BEFORE, _BEHIND = 4, 3
"""How many words on either side of a figure are features."""
_REACH = 60
"""Characters in which they are sought."""


def saying(sense: Sense, meant: str) -> Passing:
    """What may be `meant` with each word of the sentence; the same for all figures in it."""
    found = sense.saying.get(meant)
    if found is None:
        prefix = meant + SAYS
        found = sense.saying[meant] = Passing(map(prefix.__add__, _vocabulary(sense.sentence.flat)))
    return found


@lru_cache(maxsize=8)
def _vocabulary(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_WORD.findall(text.lower())))


def beside(text: str, amount: Amount) -> tuple[str, ...]:
    """The words around a figure, those before it in any order."""
    start = max(0, amount.lead - _REACH)
    return _around(text[start : amount.lead], text[amount.end : amount.end + _REACH])


@lru_cache(maxsize=64)
def _around(lead: str, rest: str) -> tuple[str, ...]:
    """Kept, as several choices ask for those of each figure."""
    before = _WORD.findall(lead.lower())[-_BEFORE:]
    behind = _WORD.findall(rest.lower())[:_BEHIND]
    return (
        *(f"before {word!r}" for word in dict.fromkeys(before)),
        *(f"right before {word!r}" for word in before[-1:]),
        *(f"behind {word!r}" for word in dict.fromkeys(behind)),
    )
