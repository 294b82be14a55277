"""Whether what is written like a name is a company's: the features by which a run of capitals is taken as one, or not.

Where neither its form nor the words beside it make plain what a name is of (`discovering`), the words around all its
mentions, its own words and the rules' reading of what it does tell together. What counts for how much is learned
(`choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cqtui.ingest.choice import Feature, first, flat, weights
from cqtui.ingest.discourse import Watch
from cqtui.ingest.lexicon import Hit

CHOICE = "name"
NONE = ""
"""The candidate that stands for no company."""
_WORD = re.compile(r"[\w’'&-]+|[^\w\s]")
_DOUBT = 0.4
"""How much less probable than not a name may be (as a logarithm): a company that is not known is missed with all its
figures, one too many mostly with none."""
_REACH = 40
"""Characters beside a mention in which its neighbouring words are sought."""


class Mention(NamedTuple):
    """Where a run of capitals stands, without what shows its owner: in which sentence, from where to where."""

    text: str
    offset: int
    """Of the sentence in the document."""
    start: int
    end: int


class Run(NamedTuple):
    """A run of capitals, and what is known of it."""

    name: str
    mentions: Sequence[Mention]
    hits: Sequence[Hit]
    """The terms known in it."""
    small: frozenset[str]
    """The words that the document has in small letters."""
    ruled: bool
    """Whether the rules take it as a name."""


def is_name(run: Run, watch: Watch | None) -> bool:
    """Whether a run of capitals is a company's name; shown to whoever learns."""
    told = candidates(run)
    if watch is not None:
        at = run.mentions[0].offset + run.mentions[0].start
        watch(CHOICE, at, {key: list(flat(features)) for key, features in told.items()})
    scores = first(told, weights(CHOICE)).scores
    return scores[run.name] > scores[NONE] - _DOUBT


def candidates(run: Run) -> dict[str, list[Feature]]:
    """No name, and the name, with its features."""
    often, words = min(len(run.mentions), 3), min(len(run.name.split()), 3)
    signs: list[Feature] = ["any", f"{often} times", f"{often} times · {words} words"]
    signs += _of_name(run.name, run.hits, run.small)
    if run.ruled:
        signs += ["the rules", f"the rules · {often} times"]
    signs += dict.fromkeys(one for mention in run.mentions for one in _of_mention(mention))
    return {NONE: [], run.name: signs}


def _of_name(name: str, hits: Sequence[Hit], small: frozenset[str]) -> Iterator[str]:
    words = name.split()
    count = min(len(words), 3)
    yield f"{count} words"
    shape = "capitals" if name.isupper() else "mixed" if not all(word[1:].islower() for word in words) else "plain"
    yield f"{shape} · {count} words"
    for word in words:
        yield f"word {word}"
    yield f"last {words[-1]}"
    yield f"ends {words[-1][-2:]}"
    yield f"ends {words[-1][-3:]}"
    for sort in sorted({hit.term.sort for hit in hits}):
        yield f"has {sort}"
        yield f"has {sort} · {count} words"
    if all(word.lower() in small for word in words):
        yield "all words are small elsewhere"
    elif any(word.lower() in small for word in words):
        yield "a word is small elsewhere"


def _of_mention(mention: Mention) -> Iterator[str]:
    text, start, end = mention.text, mention.start, mention.end
    before = ["^", "^", *_plain(text[max(0, start - _REACH) : start])]
    behind = [*_plain(text[end : end + _REACH]), "$", "$"]
    yield f"behind {before[-1]}"
    yield f"behind {before[-2]} {before[-1]}"
    yield f"before {behind[0]}"
    yield f"before {behind[0]} {behind[1]}"
    yield f"between {before[-1]} and {behind[0]}"
    if any(map(str.isdigit, text)):
        yield "with figures"


def _plain(text: str) -> list[str]:
    """The words of a text, every number and every other name as one."""
    return ["#" if word[0].isdigit() else "Name" if word[0].isupper() else word for word in _WORD.findall(text)]
