"""Goods that no list knows: the features by which a noun of a document is taken as an item of its own, or not.

The press names more goods than any vocabulary ("cold plates", "quick disconnects"), often once in full and then by
the last word alone. A noun is asked about where the text has it in the plural, or says that it is made, sold or
supplied; it is taken as it stands, or with the one or two words before it that belong to its name. What counts for
how much is learned (`choice`) from what the figures of other articles are of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cqtui.ingest.choice import Feature, first, flat, weights
from cqtui.ingest.lexicon import Term
from cqtui.ingest.linking import Linker
from cqtui.ingest.sentences import Sentence
from cqtui.ingest.stating import singular
from cqtui.ingest.units import STOPS

CHOICE = "goods"
NONE = ""
"""The candidate that stands for a noun that is no item."""

_NOUN = r"(?:[a-z][a-z-]+|[A-Z][A-Za-z]?[A-Z][A-Z0-9]*)"
"""A word without capitals, or a short form in them (MOSFET)."""
_ASKED = {
    "plural": re.compile(r"(?<![\w-])(?P<noun>(?:[a-z][a-z-]+[a-rtv-z]|[A-Z][A-Za-z]?[A-Z][A-Z0-9]*)s)(?![\w’'-])"),
    "made": re.compile(
        rf"(?<![\w-])(?P<noun>{_NOUN}) (?:makers?|manufacturers?|producers?|suppliers?|vendors?|plants?|factory|"
        r"factories|lines?|output|production|shipments|sales|capacity|prices?|deliveries|exports|orders|business|"
        r"workshops?)\b"
    ),
    "made of": re.compile(
        r"\b(?:makers?|manufacturers?|producers?|suppliers?|output|production|supply|shipments|sales|prices?|exports|"
        r"tonnes|tons|sets|pieces|pairs|kilogram(?:me)?s|reels|rolls|batches) of "
        rf"(?:{_NOUN} ){{0,2}}(?P<noun>{_NOUN})\b"
    ),
}
"""Which nouns are asked about, by how they stand in the text."""
_BEFORE = re.compile(r"[\w’'-]+|[^\w\s]")
_COUNTS = re.compile(r"pair|piece|set|unit|pc|dozen|hal(?:f|ve|ves)|third|quarter|\w+th")
"""Counts goods and names none, or is a part of something."""
_ADJOINING = re.compile(rf"{_NOUN}$")
_REACH = 48
"""Characters before a noun in which the words of its name are sought."""
_LONGEST = 2
"""Words before a noun that may belong to its name."""
_DOUBT = 2.5
"""How much less probable than none an item may be (as a logarithm): what is measured is chosen among the items later,
but not from what was left out here."""
_SHARES = (0.2, 0.4, 0.6, 0.99)
_LEAST = 4
"""Letters of a noun, at least."""


@dataclass(slots=True)
class _Noun:
    """A noun of a document: where it stands first, the words before and behind each mention of it."""

    start: int
    before: list[tuple[str, ...]] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)
    figures: set[int] = field(default_factory=set)
    titled: bool = False
    how: set[str] = field(default_factory=set)


def goods(linker: Linker, found: Iterable[Sentence]) -> Iterator[tuple[str, Term]]:
    """The wordings by which a document names goods of its own, and the item that each stands for."""
    learned, watch = weights(CHOICE), linker.discourse.watch
    for noun, one in _nouns(linker, found).items():
        told = candidates(noun, one)
        if watch is not None:
            watch(CHOICE, one.start, {item: list(flat(features)) for item, features in told.items()})
        scores = first(told, learned).scores
        item = max((one for one in scores if one), key=scores.__getitem__)
        if scores[item] > scores[NONE] - _DOUBT:
            for wording in dict.fromkeys((item, _plural(item), noun, _plural(noun))):
                yield wording, Term("item", item)


def candidates(noun: str, one: _Noun) -> dict[str, list[Feature]]:
    """No item, and the noun with no, one or two of the words before it, each with its features."""
    own = list(_of_noun(noun, one))
    found: dict[str, list[Feature]] = {NONE: []}
    for words, count in _variants(one):
        found[" ".join((*words, noun))] = [*own, *_of_variant(words, count, one)]
    return found


def _variants(one: _Noun) -> Iterator[tuple[tuple[str, ...], int]]:
    """The words that may belong to a noun's name, and how many of its mentions have them; none of them first."""
    yield (), len(one.before)
    for length in range(1, _LONGEST + 1):
        counted: Counter[tuple[str, ...]] = Counter()
        for before in one.before:
            words = before[len(before) - length :]
            if len(before) >= length and all(map(_belongs, words)):
                counted[words] += 1
        yield from counted.most_common(2)


def _of_noun(noun: str, one: _Noun) -> Iterator[Feature]:
    yield "any"
    yield f"noun {noun}"
    yield f"ends {noun[-3:]}"
    yield f"ends {noun[-2:]}"
    often, figures = min(len(one.before), 4), min(len(one.figures), 3)
    yield f"{often} times"
    yield f"{figures} with figures"
    yield f"{often} times · {figures} with figures"
    for how in sorted(one.how):
        yield how
        yield f"{how} · {often} times"
    if one.titled:
        yield "in title"
    for word in dict.fromkeys(one.behind):
        yield f"behind {word}"


def _of_variant(words: tuple[str, ...], count: int, one: _Noun) -> Iterator[Feature]:
    length = len(words)
    share = bisect_right(_SHARES, count / len(one.before))
    yield f"{length} words"
    yield f"{length} words · share {share}"
    yield f"{length} words · {min(count, 3)} times"
    yield f"{length} words · share {share} · {min(count, 3)} times"
    for place, word in enumerate(reversed(words)):
        yield f"word {word}"
        yield f"word {place} ends {word[-3:]}"
        yield f"word {place} ends {word[-2:]}"
    seen: dict[str, None] = {}
    for before in one.before:
        if length == 0 or before[len(before) - length :] == words:
            rest = before[: len(before) - length]
            last, former = (rest[-1] if rest else "^"), (rest[-2] if len(rest) > 1 else "^")
            seen[f"after {last}"] = seen[f"after {last} · {length} words"] = seen[f"after {former} {last}"] = None
            counted = "#" in rest[-2:]
            if counted:
                seen["counted"] = seen[f"counted · {length} words"] = None
    yield from seen


def _belongs(word: str) -> bool:
    """Whether a word may be part of the name of goods."""
    return _ADJOINING.match(word) is not None and word not in STOPS


def _nouns(linker: Linker, found: Iterable[Sentence]) -> dict[str, _Noun]:
    """The nouns asked about, in the singular: none that is listed, and no measure."""
    nouns: dict[str, _Noun] = {}
    for number, sentence in enumerate(found):
        text = sentence.flat
        told: dict[tuple[int, int], list[str]] = {}
        for how, pattern in _ASKED.items():
            for match in pattern.finditer(text):
                told.setdefault(match.span("noun"), []).append(how)
        if not told:
            continue
        known = [(hit.start, hit.end) for hit in linker.heard(text)[1]]
        has_figure = any(map(str.isdigit, text))
        for (start, end), hows in told.items():
            if end - start < _LEAST or any(low < end and start < high for low, high in known):
                continue
            noun = singular(text[start:end])
            if text[start:end] in STOPS or _COUNTS.fullmatch(noun) or linker.units.is_measure(noun):
                continue
            one = nouns.setdefault(noun, _Noun(sentence.start + start))
            one.how.update(hows)
            one.before.append(tuple(map(_plain, _BEFORE.findall(text[max(0, start - _REACH) : start])[-4:])))
            after = _BEFORE.match(text, end + (text[end : end + 1] == " "))
            one.behind.append(_plain(after[0]) if after else "$")
            one.sentences.add(number)
            if has_figure:
                one.figures.add(number)
            one.titled |= sentence.block.kind in ("title", "heading")
    return nouns


def _plain(word: str) -> str:
    """A word as features have it: every number is one."""
    return "#" if word[0].isdigit() else word if word.isupper() or not word[0].isupper() else word.lower()


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
