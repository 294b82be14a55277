"""Which figure of the store, put in place of one that is compared, would make them like for like.

A figure may stand in where nothing prevents it from being like for like with all the others, and
where it still speaks of what it replaces: of the same company or place, or of the same time and then
of what the others are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from cqtui import notation
from cqtui.compare.aspects import LETTERS
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import key, lowered
from cqtui.compare.reasons import between
from cqtui.model import Fact

_MOST = 3
"""Figures offered for one that is compared."""


@dataclass(frozen=True, slots=True)
class Fixit:
    """Take `instead` for the fact at place `at` of those compared."""

    at: int
    instead: Fact

    @property
    def letter(self) -> str:
        return LETTERS[self.at]


def fixits(facts: Sequence[Fact], known: Knowledge) -> list[Fixit]:
    """What the store's other facts (`known.others`) offer for each of `facts`, the nearest to it first.

    Nothing where the facts can be compared already.
    """
    said = {_question(fact) for fact in facts}
    candidates = [
        one for one in dict.fromkeys(known.others)
        if one.review != "rejected" and one.value is not None and _question(one) not in said
    ]  # fmt: skip
    found: list[Fixit] = []
    for at in _at_odds(facts, known):
        others = [fact for number, fact in enumerate(facts) if number != at]
        likely = sorted(
            (one for one in candidates if _speaks_of(one, facts[at], others)),
            key=lambda one: _distance(one, facts[at]),
        )
        fitting = (one for one in likely if not any(_prevented(one, other, known) for other in others))
        found += [Fixit(at, one) for one in islice(fitting, _MOST)]
    # Of two that are as near, the one that leaves the earlier figure, which the reader took first.
    return sorted(found, key=lambda one: (_distance(one.instead, facts[one.at]), -one.at))


def _at_odds(facts: Sequence[Fact], known: Knowledge) -> list[int]:
    """The places of the facts that something keeps from being like for like with another."""
    odd = {
        at
        for first in range(len(facts))
        for second in range(first + 1, len(facts))
        if _prevented(facts[first], facts[second], known)
        for at in (first, second)
    }
    return sorted(odd)


def _prevented(a: Fact, b: Fact, known: Knowledge) -> bool:
    return any(reason.blocks for reason in between(a, b, known))


def _question(fact: Fact) -> tuple[object, ...]:
    """What a fact answers: another answer to the same question is as much at odds as the first."""
    period = fact.period
    return (
        fact.entity, fact.metric, fact.item, fact.place, fact.unit, fact.status, period.start, period.end, period.basis,
    )  # fmt: skip


def _speaks_of(one: Fact, replaced: Fact, others: Sequence[Fact]) -> bool:
    """Whether a figure may stand for another: still about the same, or of the same stated time and about
    what the others are about."""
    if one.entity == replaced.entity:
        return True
    same_time = one.period.end is not None and _days(one) == _days(replaced)
    return same_time and any(one.entity == other.entity for other in others)


def _days(fact: Fact) -> tuple[object, object]:
    return fact.period.start, fact.period.end


def _distance(one: Fact, replaced: Fact) -> tuple[int, int]:
    """How far a figure is from the one it replaces: in how many respects, then in days."""
    respects = (
        one.entity != replaced.entity,
        (one.metric, one.item) != (replaced.metric, replaced.item),
        one.place != replaced.place,
        one.status != replaced.status,
        _days(one) != _days(replaced),
    )
    ends = one.period.end or one.period.start, replaced.period.end or replaced.period.start
    return sum(respects), abs((ends[0] - ends[1]).days) if ends[0] and ends[1] else 100_000


def in_words(fixit: Fixit, known: Knowledge) -> str:
    """What to take instead of which: "19 M, Bonded Port Area, output volume · laptop, 2012, instead of B"."""
    return f"{_named(fixit.instead, known)} ({key(fixit.instead)}), instead of {fixit.letter}"


def wanting(facts: Sequence[Fact], known: Knowledge) -> str:
    """What would be like for like with one of the first two, were it in the store: the question of one
    whose time is stated, asked of the other's company or place."""
    a, b = facts[:2] if facts[0].period.basis != "unstated" else (facts[1], facts[0])
    return _about(b.entity, a, known)


def _named(fact: Fact, known: Knowledge) -> str:
    return f"{notation.amount(fact, known.vocabulary)}, {_about(fact.entity, fact, known)}"


def _about(entity: str, fact: Fact, known: Knowledge) -> str:
    words = known.vocabulary
    who = words.entity(entity)
    parts = [who.short or who.name, lowered(words.measure(fact)), notation.period(fact.period)]
    return ", ".join([*parts, *([fact.status] if fact.status != "actual" else [])])
