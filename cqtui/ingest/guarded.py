"""Patterns that are tried only where a text holds one of the words without which they cannot match.

A pattern of many words is tried at each letter of a text; whether a word is in it at all is told much faster.
A pattern is compiled when it is first tried.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property


def either(words: Iterable[str]) -> str:
    """Words, or patterns that begin with a letter, as alternatives of a pattern that is tried in whatever case.

    They are gathered under their first letters, which are told in both cases, so that one look at the letter rules most
    of them out; those of one letter stay in the order given.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0].lower(), []).append(word[1:])
    return "|".join(f"(?-i:[{first}{first.upper()}])(?:{'|'.join(them)})" for first, them in rests.items())


def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of `words`, in lower case, is in `text`, in whatever case."""
    lowered = text.lower()
    for word in words:  # noqa: SIM110 - the plain loop takes half as long as any(), and this is asked most of all
        if word in lowered:
            return True
    return False


@dataclass(frozen=True)
class _Worded:
    source: str
    words: tuple[str, ...]
    flags: re.RegexFlag

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)


class Guarded(_Worded):
    """A pattern, and `words` in lower case: each of its matches holds one of them, or the text around it does."""

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.pattern.search(text, start, end) if holds(text, self.words) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text, start, end) if holds(text, self.words) else iter(())

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text) if holds(text, self.words) else None

    def sub(self, by: str, text: str) -> str:
        return self.pattern.sub(by, text) if holds(text, self.words) else text


class Ended(_Worded):
    """A pattern that ends with its text, and `words` in lower case: each match ends with one, spaces aside."""

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if text.rstrip().lower().endswith(self.words) else None


def guarded(pattern: str, words: str, flags: re.RegexFlag = re.IGNORECASE) -> Guarded:
    """The pattern with its words, which are parted by "|" as in a pattern."""
    return Guarded(pattern, tuple(words.split("|")), flags)


def ended(pattern: str, words: str, flags: re.RegexFlag = re.IGNORECASE) -> Ended:
    """The pattern with the words it may end with, which are parted by "|" as in a pattern."""
    return Ended(pattern, tuple(words.split("|")), flags)
