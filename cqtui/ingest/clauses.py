"""Where the clauses of a sentence part: a word governs what stands in its clause before what stands elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from cqtui.ingest.asides import asides
from cqtui.ingest.lexicon import Hit

_CONTRASTING = "(?:while|whereas|but|although|though|whilst|yet)"
_STRONG = re.compile(
    rf";|\s[–—]\s|\s--\s|—|:(?<!\d:)(?!\d)|,\s{_CONTRASTING}\s|\s{_CONTRASTING}\s|,\s(?:which|whose|"
    r"where|of which|and it|and its|and the|and will|and is|and was|and has|and in|as)\s|\.\s(?=[A-Z])"
)
_WEAK = re.compile(
    r",\s(?:and|with|including|representing|accounting|making|bringing|taking|up|down|an? (?:increase|decrease|"
    r"rise|drop|growth|gain)|or|followed|compared|against|after|from|ahead of|in)\s|\sand(?=\s)|\swith\s|,\s"
)


_RELATIVE = re.compile(r", (?:which|who|that|once|home to|itself)\b")


class Clauses:
    """The clauses of one sentence. `strong(a, b)` and `weak(a, b)` count the borders between two offsets.

    What borders there are is found out when it is first asked: of a sentence without a figure mostly never.
    """

    def __init__(self, text: str, hits: list[Hit], taken: list[tuple[int, int]]) -> None:
        self._text = text
        self._hits = hits
        self._taken = taken

    @cached_property
    def _strong(self) -> list[int]:
        return [match.start() for match in _STRONG.finditer(self._text)]

    @cached_property
    def _weak(self) -> list[int]:
        verbs = {hit.start for hit in self._hits if hit.term.sort in ("verb", "doing", "status", "change")}
        weak: list[int] = []
        for match in _WEAK.finditer(self._text):
            at, end = match.start(), match.end() - 1
            if match.group() == " and" and not _opens_clause(self._text, match.end(), verbs):
                continue
            if not any(start < end and at + 1 < until for start, until in self._taken):
                weak.append(at)
        return weak

    @cached_property
    def _asides(self) -> list[tuple[int, int]]:
        return asides(self._text)

    def apart(self, at: int, main: int) -> bool:
        """Whether what stands at `at` belongs to an aside that `main` stands outside of."""
        for start, end in self._asides:  # noqa: SIM110 - mostly there is none, and any() would make its generator all the same
            if start <= at < end and not start <= main < end:
                return True
        return False

    def without_asides(self, start: int, end: int) -> str:
        """The words from `start` to `end` that stand in no aside."""
        kept: list[str] = []
        at = start
        for first, last in sorted(self._asides):
            if at <= first and last <= end:
                kept.append(self._text[at:first])
                at = last
        return " ".join([*kept, self._text[at:end]])

    def relative(self, at: int) -> int | None:
        """Where the relative clause that holds `at` starts, right behind what it is about; None outside of one."""
        inside = (start for start, end in self._asides if start <= at < end and _RELATIVE.match(self._text, start))
        return next(inside, None)

    def strong(self, first: int, second: int) -> int:
        return _between(self._strong, first, second)

    def weak(self, first: int, second: int) -> int:
        return _between(self._weak, first, second)

    def span(self, at: int) -> tuple[int, int]:
        """From where to where the clause at `at` goes, parted by strong borders only."""
        number = bisect_right(self._strong, at)
        opening = self._strong[number - 1] if number else 0
        return opening, self._strong[number] if number < len(self._strong) else 1 << 30

    def clause(self, at: int) -> int:
        """The number of the clause at `at`, parted by strong borders only."""
        return bisect_right(self._strong, at)


def _between(borders: list[int], first: int, second: int) -> int:
    """How many borders stand between two offsets, whichever of them is first."""
    if not borders:
        return 0
    low, high = (first, second) if first < second else (second, first)
    return bisect_right(borders, high) - bisect_left(borders, low)


def _opens_clause(text: str, at: int, verbs: set[int]) -> bool:
    """Whether what follows an "and" is a clause: a verb, or a subject of its own."""
    return (at + 1) in verbs or _SUBJECT.match(text, at + 1, at + 28) is not None


_SUBJECT = re.compile(
    r"(?:it|they|the|its|their|is|are|was|were|will|has|have|had|in|by|aims?|plans?|expects?|realiz|a net|"
    r"an? \w+ of)\b"
)
