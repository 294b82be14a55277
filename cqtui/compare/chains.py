"""Chains: growth rates of consecutive periods link levels that lie years apart, and tell which statement does not fit.

A level of 2010, the growth of 2011 and that of 2012 imply a level of 2012. What the wordings and the
rounding allow is carried from link to link, so that a long chain is judged more leniently than a short
one; levels that were restated in between are no contradiction (`RESTATED` for each link).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain as joined
from typing import NamedTuple

from cqtui import notation
from cqtui.compare import interval, periods, scope
from cqtui.compare.interval import Interval
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, key
from cqtui.compare.relations import RESTATED, factors, is_base_period, moved, told_level
from cqtui.model import ACHIEVED, Fact, Period
from cqtui.vocabulary import Vocabulary

_LONGEST = 8
"""Links of a chain: with more, what rounding allows decides nothing."""
_MOST = 200
"""Chains that are looked at among the facts of one question, the shortest first."""
_TELLING = Fraction(11, 10)
"""How wide, highest to lowest, the ends of a chain may be for its fit to confirm what it is made of."""


class Statement(NamedTuple):
    """One of the two things that a fact can state: a level, or how much it changed."""

    is_change: bool
    fact: str


@dataclass(frozen=True)
class Chain:
    """A level, the changes that follow on one another from it, and a level of the time where they lead.

    `off` is how far what they imply is from what is stated, as a share of it; 0 where both can be one.
    """

    early: Fact
    steps: tuple[Fact, ...]
    late: Fact
    implied: tuple[Interval, ...]
    off: Fraction
    tells: bool
    """Whether it is so sharp that its fit confirms what it is made of."""

    @property
    def fits(self) -> bool:
        """Whether it fits; over several links, also if it does so but for what levels are restated by."""
        return self.off <= (RESTATED * len(self.steps) if len(self.steps) > 1 else 0)

    @property
    def is_step(self) -> bool:
        """Whether it is no more than a fact's own change, held against a level before."""
        return self.steps == (self.late,)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Each fact once, in the order of time."""
        return tuple({key(fact): fact for fact in (self.early, *self.steps, self.late)}.values())

    @cached_property
    def statements(self) -> frozenset[Statement]:
        levels = (Statement(False, key(fact)) for fact in (self.early, self.late))
        return frozenset(joined(levels, (Statement(True, key(fact)) for fact in self.steps)))


def reasons(found: Sequence[Chain], among: Sequence[Chain], known: Knowledge) -> Iterator[tuple[Chain, Reason]]:
    """Each of `found` with what it says, in the light of all chains of the same question."""
    for one in found:
        ids = tuple(key(fact) for fact in one.facts)
        yield one, Reason("chain", _text(one, among, known), ids, "note" if one.fits else "caution")


def between(facts: Sequence[Fact], known: Knowledge) -> list[tuple[Chain, Reason]]:
    """The chains from one of `facts` to another, with what they say; the changes may be among `known.others`.

    A fact's own change against a level before is none of them: that is a relation of two. Of several chains
    between two levels the shortest is told, and one made of `facts` alone before others.
    """
    ends, told = set(map(key, facts)), dict[tuple[str, str], tuple[Chain, Reason]]()
    for about in questions([*facts, *known.others], known.vocabulary):
        if len(ends & set(map(key, about))) < 2:
            continue
        made = chains(about, known.vocabulary)
        wanted = [one for one in made if {key(one.early), key(one.late)} <= ends and not one.is_step]
        wanted.sort(key=lambda one: (len(set(map(key, one.steps)) - ends) > 0, len(one.steps)))
        for one, reason in reasons(wanted, made, known):
            told.setdefault((key(one.early), key(one.late)), (one, reason))
    return list(told.values())


def broken(found: Sequence[Chain]) -> list[Chain]:
    """The chains that do not fit, without those of which a part alone does not, and without those that lead to
    another level than the last change states beside itself: the two levels tell of each other."""
    failing = [one for one in found if not one.fits and (one.steps[-1] == one.late or one.steps[-1].value is None)]
    spans = {_steps(one) for one in failing}
    return [one for one in failing if not any(_steps(one)[at:to] in spans for at, to in _parts(len(one.steps)))]


def _steps(one: Chain) -> tuple[str, ...]:
    return tuple(map(key, one.steps))


def _parts(length: int) -> Iterator[tuple[int, int]]:
    """The shorter stretches of so many links."""
    for at in range(length):
        for to in range(at + 1, length + 1):
            if to - at < length:
                yield at, to


# Finding them


def questions(facts: Iterable[Fact], vocabulary: Vocabulary) -> Iterator[list[Fact]]:
    """The facts of each question (entity, metric, item and place) in which a level and a change stand."""
    asked: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.status in ACHIEVED and fact.review != "rejected":
            asked[fact.entity, fact.metric, fact.item, scope.place(fact, vocabulary)].append(fact)
    for about in asked.values():
        if len(about) > 1 and any(map(_is_link, about)):
            yield list({key(fact): fact for fact in about}.values())


def chains(facts: Sequence[Fact], vocabulary: Vocabulary) -> list[Chain]:
    """The chains that facts of one question make, the shortest first."""
    levels: dict[_Time, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.value is not None and interval.dimension(fact, vocabulary) != "rank":
            levels[_time(fact)].append(fact)
    followed = _links(facts)
    paths = [
        _Path(early, (), when, _start(early, vocabulary))
        for when, stated in levels.items()
        if when in followed
        for early in stated
    ]
    made: list[Chain] = []
    for _ in range(_LONGEST):
        paths = [
            _Path(path.early, (*path.steps, link), then, _after(path.reached, link))
            for path in paths
            for link, then in followed.get(path.when, ())
            if _is_of(link, path.early, vocabulary)
        ][:_MOST]
        paths = [path for path in paths if path.reached]
        made += (_chain(path, late, vocabulary) for path in paths for late in _ends(path, levels, vocabulary))
        if not paths or len(made) >= _MOST:
            break
    return made


_Time = tuple[periods.Time, object, object]


class _Path(NamedTuple):
    """The way from a level over changes to a time, and what these make of it there, for each reading."""

    early: Fact
    steps: tuple[Fact, ...]
    when: _Time
    reached: tuple[Interval, ...]


def _ends(path: _Path, levels: Mapping[_Time, Sequence[Fact]], vocabulary: Vocabulary) -> Iterator[Fact]:
    """The levels that a way leads to: in its unit, and of which something is known."""
    unit = interval.measured_in(path.early, vocabulary)
    for late in levels.get(path.when, ()):
        if interval.measured_in(late, vocabulary) == unit and interval.allowed(late, vocabulary) is not None:
            yield late


def _time(fact: Fact) -> _Time:
    return periods.sort_of_time(fact.period), fact.period.start, fact.period.end


def _links(facts: Sequence[Fact]) -> dict[_Time, list[tuple[Fact, _Time]]]:
    """The changes that start from each time, with the times to which they lead."""
    times: dict[_Time, Period] = {_time(fact): fact.period for fact in facts}
    found: dict[_Time, list[tuple[Fact, _Time]]] = defaultdict(list)
    for fact in filter(_is_link, facts):
        then = _time(fact)
        for when, period in times.items():
            if when[0] == then[0] and is_base_period(fact, period):
                found[when].append((fact, then))
    return found


def _is_link(fact: Fact) -> bool:
    """Whether a fact says how much its level has changed since an earlier one. A change that does not say
    since when is taken for one on the year before only where it is that of a year."""
    change = fact.change
    if change is None or change.value is None or change.kind not in ("percent", "times", "points"):
        return False
    sort = periods.sort_of_time(fact.period)
    return sort in ("span", "moment") and (bool(change.against) or periods.length_is_year(fact.period))


def _is_of(link: Fact, early: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a change can be that of a level: of amounts in another currency it is another."""
    return link.value is None or interval.measured_in(link, vocabulary) == interval.measured_in(early, vocabulary)


def _start(early: Fact, vocabulary: Vocabulary) -> tuple[Interval, ...]:
    found = interval.allowed(early, vocabulary)
    return () if found is None or found.low is None or found.low < 0 else (found,)


def _after(before: Sequence[Interval], link: Fact, *, rounded: bool = True) -> tuple[Interval, ...]:
    """What levels become by a change, for each reading of it; `rounded` says that its number may be."""
    change = link.change
    assert change is not None and change.value is not None
    around = interval.rounded_from(change.value) if rounded else Interval.point(Fraction(change.value))
    low, high = around.low or Fraction(0), around.high or Fraction(0)
    if change.kind == "points":
        ends = sorted((low, high)) if change.direction == "up" else sorted((-low, -high))
        return tuple(_between(one, lambda end, by: end + by, *ends) for one in before)
    ways = [way for way in factors(change.kind, change.direction, low, high) if way[0] > 0]
    return tuple(_between(one, lambda end, by: end * by, *way) for one in before for way in ways)


def _between(one: Interval, by: Callable[[Fraction, Fraction], Fraction], low: Fraction, high: Fraction) -> Interval:
    return Interval(
        None if one.low is None else by(one.low, low),
        None if one.high is None else by(one.high, high),
        one.low_open,
        one.high_open,
    )


def _chain(path: _Path, late: Fact, vocabulary: Vocabulary) -> Chain:
    stated = interval.allowed(late, vocabulary)
    assert stated is not None
    off = min(one.distance(stated) for one in path.reached)
    ranges = (*path.reached, stated)
    sharp = all(one.low and one.high and one.high <= one.low * _TELLING for one in ranges)
    return Chain(path.early, path.steps, late, path.reached, off, sharp and len(path.reached) == 1)


# Which statement it is


def suspects(one: Chain, among: Sequence[Chain]) -> frozenset[Statement]:
    """The statements of a chain that does not fit of which one must be wrong, if only one is.

    What is part of another chain that fits, and is sharp, is taken to be right; and where one statement is
    part of all the chains that overlap and do not fit, it is that.
    """
    confirmed = frozenset[Statement]().union(*(other.statements for other in among if other.fits and other.tells))
    left = one.statements - confirmed or one.statements
    failing = (other.statements for other in among if not other.fits and other.statements & one.statements)
    return left.intersection(*failing) or left


def _text(one: Chain, among: Sequence[Chain], known: Knowledge) -> str:
    words = known.vocabulary
    early, late = (f"{notation.full_amount(fact, words)} in {_when(fact)}" for fact in (one.early, one.late))
    changes = ", ".join(f"{moved(step.change)} in {_when(step)}" for step in one.steps if step.change)
    said = " or ".join(dict.fromkeys(told_level(value, "exact", one.late, words) for value in _nominal(one, words)))
    fit = "fits" if one.fits else "does not fit"
    text = f"the chain {fit}: {early}, {changes}, implies {said}, stated is {late}"
    if one.off:
        percent = notation.number(interval.written(one.off * 100, 2, "ROUND_HALF_EVEN"))
        text += f", {percent} % off" + (", as restated levels are" if one.fits or one.off <= RESTATED else "")
    return text if one.fits else f"{text}; {_blame(one, among, known)}"


def _nominal(one: Chain, vocabulary: Vocabulary) -> list[Fraction]:
    """The levels that a chain implies with bounds and rounding set aside, one for each reading."""
    levels = [interval.nominal(one.early, vocabulary)]
    for step in one.steps:
        exactly = (Interval.point(level) for level in levels)
        levels = [made.low for made in _after(tuple(exactly), step, rounded=False) if made.low is not None]
    return levels


def _blame(one: Chain, among: Sequence[Chain], known: Knowledge) -> str:
    """Which statement does not fit, in words, or that this cannot be told."""
    left = suspects(one, among)
    facts = [fact for fact in one.facts if {Statement(False, key(fact)), Statement(True, key(fact))} & left]
    if len(facts) == len(one.facts):
        return "which of these is wrong cannot be told"
    named = [_named(fact, left, known) for fact in facts]
    if len(named) == 1:
        return f"what does not fit is {named[0]}"
    return f"what does not fit is {', '.join(named[:-1])} or {named[-1]}"


def _named(fact: Fact, left: frozenset[Statement], known: Knowledge) -> str:
    """A fact by what it says, when and where: "150 M laptops in 2012 (Xinhua)"."""
    parts = []
    if Statement(False, key(fact)) in left:
        parts.append(notation.full_amount(fact, known.vocabulary))
    if Statement(True, key(fact)) in left and fact.change:
        parts.append(moved(fact.change))
    source = known.sources.get(fact.evidence.source)
    printed = (source.publisher or source.title if source else None) or fact.evidence.source
    return f"{', '.join(parts)} in {_when(fact)} ({printed})"


def _when(fact: Fact) -> str:
    return notation.period(fact.period)
