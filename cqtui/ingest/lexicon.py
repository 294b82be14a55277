"""Words as the stages look them up: a text cut into tokens, and one trie that finds all known terms in one pass.

Case counts only where it tells a name from a word: a term that starts with a capital is found only so
written, and one in capitals throughout (LED, IC) only in capitals. Hyphens inside words do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[Ww]on['’]t\b|[^\W\d_]+|[^\w\s]|_")
_JOINING = frozenset("-‐‑")
_QUOTES = {"’": "'", "‘": "'", "`": "'"}


class Token(NamedTuple):
    """A word, a number or a sign. `norm` is how it is compared; offsets are into the text given."""

    norm: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """What a known wording stands for: `sort` says in which table `id` is ("metric", "item", "status" …)."""

    sort: str
    id: str
    strict: bool = False
    """Found only in the very case in which it is written."""


class Hit(NamedTuple):
    """A term found in a text, from token `first` to before token `last`."""

    term: Term
    start: int
    end: int
    first: int
    last: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text`; hyphens between letters fall away, so that "year-on-year" is three words."""
    found: list[Token] = []
    size = len(text)
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start, end = match.span()
        if raw in _JOINING and start > 0 and end < size and text[start - 1].isalnum() and text[end].isalnum():
            continue
        found.append(Token(_QUOTES.get(raw) or raw.lower(), raw, start, end))
    return found


class Lexicon:
    """A trie over tokens. Built once, read many times."""

    def __init__(self, entries: Iterable[tuple[str, Term]]) -> None:
        self._root: dict[str, Any] = {}
        for wording, term in entries:
            self.add(wording, term)

    def add(self, wording: str, term: Term) -> None:
        words = tokens(wording)
        if not words:
            return
        node = self._root
        for word in words:
            node = node.setdefault(word.norm, {})
        payload = node.setdefault("", [])
        shape = tuple(word.raw for word in words)
        if (shape, term) not in payload:
            payload.append((shape, term))

    def find(self, words: list[Token]) -> list[Hit]:
        """Every term in `words`, in order; of one sort only the longest at a place."""
        hits: list[Hit] = []
        root = self._root
        reach: dict[str, int] = {}
        size = len(words)
        for first in range(size):
            node = root.get(words[first].norm)
            at = first
            while node is not None:
                at += 1
                payload = node.get("")
                if payload:
                    for shape, term in payload:
                        if _cased(shape, words, first, term.strict):
                            hits.append(Hit(term, words[first].start, words[at - 1].end, first, at))
                if at >= size:
                    break
                node = node.get(words[at].norm)
        hits.sort(key=lambda hit: (hit.first, -hit.last))
        kept: list[Hit] = []
        for hit in hits:
            sort = hit.term.sort
            if hit.first < reach.get(sort, 0) and not (kept and _same_place(kept, hit)):
                continue
            reach[sort] = max(reach.get(sort, 0), hit.last)
            kept.append(hit)
        return kept


def _same_place(kept: list[Hit], hit: Hit) -> bool:
    return any(one.term.sort == hit.term.sort and one.first == hit.first and one.last == hit.last for one in kept[-4:])


def _cased(shape: tuple[str, ...], words: list[Token], first: int, strict: bool) -> bool:
    """Whether the case of the words found fits the way the term is written."""
    for place, written in enumerate(shape):
        raw = words[first + place].raw
        if raw == written:
            continue
        if strict:
            return False
        if len(written) <= 5 and written[:-1].isupper() and len(written) > 1 and not raw[:-1].isupper():
            return False
        if place == 0 and written[0].isupper() and not raw[0].isupper():
            return False
    return True
