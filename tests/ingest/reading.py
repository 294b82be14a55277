"""What the tests of the rules share: the words that ship, and one short way to read a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import twobriefs

from cqtui.ingest.blocks import document
from cqtui.ingest.document import Candidate
from cqtui.ingest.lexicon import Hit, Lexicon, Token, tokens
from cqtui.ingest.measures import Measures
from cqtui.ingest.names import Gazetteer
from cqtui.ingest.periods import times
from cqtui.ingest.quantities import amounts
from cqtui.ingest.rules import Rules
from cqtui.ingest.timewords import Anchor, year_period
from cqtui.ingest.units import Amount, Units
from cqtui.model import Fact
from cqtui.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = date(2020, 5, 22)
ANCHOR = Anchor(PUBLISHED, date(2020, 5, 21), year_period(2019))
RULES = Rules()


@cache
def words() -> Vocabulary:
    return twobriefs.words()


@cache
def lexicon() -> Lexicon:
    return Lexicon([*Gazetteer(words()).wordings, *Measures(words()).entries])


def heard(text: str) -> tuple[list[Token], list[Hit]]:
    found = tokens(text)
    return found, lexicon().find(found)


def read(text: str) -> list[Amount]:
    """The quantities of a sentence, its times masked."""
    found, hits = heard(text)
    masked = [(time.start, time.end) for time in times(text, ANCHOR)]
    return amounts(text, hits, found, masked, Units(words()))


def candidates(text: str, *, published: date | None = PUBLISHED, title: str | None = None) -> list[Candidate]:
    return list(RULES.extract(document(text, published=published, title=title), words()))


def facts(text: str, *, published: date | None = PUBLISHED, title: str | None = None) -> list[Fact]:
    return [one.fact for one in candidates(text, published=published, title=title)]


def choices(text: str) -> list[tuple[str, Mapping[str, Collection[str]]]]:
    """Every choice that is made in reading a text."""
    seen: list[tuple[str, Mapping[str, Collection[str]]]] = []
    rules = Rules(lambda name, _at, candidates: seen.append((name, candidates)))
    list(rules.extract(document(text, published=PUBLISHED, title=None), words()))
    return seen
