"""Which facts may share an axis, and what each is on it: its value, its time, its bound.

A lane holds facts of one measure in units that convert into each other. A thread is a run of levels
that may be joined by a line and indexed: one entity, one place, periods of one length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from cqtui import notation
from cqtui.compare import interval
from cqtui.model import INTENDED, Fact, Period
from cqtui.sanitize import clean_line
from cqtui.view import Group, Scale
from cqtui.vocabulary import Vocabulary

Arrow = Literal["", "up", "down"]
MOST = 150
"""Facts of a group that are drawn at once: more would be a blot."""

_ARROWS: dict[str, Arrow] = {
    "over": "up", "at least": "up", "nearly": "down", "up to": "down", "under": "down",
}  # fmt: skip
_MONTH = 30.44


class Thread(NamedTuple):
    """What levels must have in common to be joined: who, where, and how long a period."""

    entity: str
    place: str | None
    pace: str


@dataclass(frozen=True, slots=True)
class Level:
    """A fact on its lane's scale, in the lane's unit; `low` and `high` differ for a range."""

    fact: Fact
    low: Fraction
    high: Fraction
    thread: Thread

    @property
    def arrow(self) -> Arrow:
        """Where the true value lies, as far as the wording says."""
        return _ARROWS.get(self.fact.bound, "")

    @property
    def is_hollow(self) -> bool:
        return self.fact.status in INTENDED

    @property
    def is_faded(self) -> bool:
        return self.fact.review == "rejected"


@dataclass(frozen=True, slots=True)
class Lane:
    """Levels that share an axis. `facts` are all of the lane in order of time, then of value, those without
    a date first; some may have no level (they state a change alone). `sample` is a fact in the lane's unit,
    to spell values after; `notes` are what to know of it."""

    label: str
    levels: tuple[Level, ...]
    facts: tuple[Fact, ...]
    sample: Fact
    is_rank: bool
    notes: tuple[str, ...] = ()

    @property
    def entities(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact.entity for fact in self.facts))


class Placed(NamedTuple):
    """A level with its ends as a scale has them."""

    level: Level
    low: Fraction
    high: Fraction


class Readings(NamedTuple):
    """A lane's levels as its scale has them, and what is to be said of those left out."""

    placed: tuple[Placed, ...]
    scale: Scale
    notes: tuple[str, ...]


def lanes(
    groups: Iterable[tuple[str, Sequence[Fact]]], vocabulary: Vocabulary, group: Group = "measure", cut: str = ""
) -> list[Lane]:
    """The lanes of grouped facts, in the groups' order; `groups` are headings with facts.

    Facts of other measures or units than the rest of their group get lanes of their own.
    """
    made: list[Lane] = []
    for heading, facts in groups:
        by_axis: dict[tuple[object, ...], list[Fact]] = {}
        for fact in facts:
            by_axis.setdefault(_axis_of(fact, vocabulary), []).append(fact)
        _join_changes(by_axis)
        units = Counter(key[:2] for key in by_axis)
        for key, own in by_axis.items():
            label, notes = _label(heading, own[0], group, vocabulary), (cut,) if cut else ()
            if units[key[:2]] > 1 and own[0].value is not None:
                label += f", in {_unit_name(own[0], vocabulary)}"
            made.append(_lane(clean_line(label), own, vocabulary, notes))
    return made


def _axis_of(fact: Fact, vocabulary: Vocabulary) -> tuple[object, ...]:
    measure = (fact.metric, fact.item)
    if fact.value is None:
        return (*measure, None)
    return (*measure, interval.measured_in(fact, vocabulary), notation.is_rank(fact, vocabulary))


def _join_changes(by_axis: dict[tuple[object, ...], list[Fact]]) -> None:
    """Facts that state a change alone join the first lane of their measure, if it has levels."""
    for key in [key for key in by_axis if key[2] is None]:
        home = next((other for other in by_axis if other[:2] == key[:2] and other[2] is not None), None)
        if home is not None:
            by_axis[home] += by_axis.pop(key)


def _label(heading: str, fact: Fact, group: Group, vocabulary: Vocabulary) -> str:
    measure = vocabulary.measure(fact)
    return f"{measure} · {heading}" if group == "source" else measure


def _unit_name(fact: Fact, vocabulary: Vocabulary) -> str:
    if fact.unit is None:
        return "an unstated unit"
    unit = vocabulary.unit(fact.unit)
    name = notation.code(unit.id) if unit.dimension == "money" else notation.units(unit)
    return name + (f" per {vocabulary.unit(fact.per).label}" if fact.per else "")


def _lane(label: str, facts: Sequence[Fact], vocabulary: Vocabulary, notes: tuple[str, ...]) -> Lane:
    stated = [fact for fact in facts if fact.value is not None]
    if not stated:
        return Lane(label, (), _in_time(facts, {}), facts[0], False, notes)
    common = Counter((fact.unit, fact.per) for fact in stated).most_common(1)[0][0]
    sample = next(fact for fact in stated if (fact.unit, fact.per) == common)
    one = interval.factor(sample, vocabulary) or Fraction(1)
    levels = []
    for fact in stated:
        assert fact.value is not None
        factor = interval.factor(fact, vocabulary) / one
        ends = sorted(Fraction(end) * factor for end in (fact.value, fact.upper) if end is not None)
        levels.append(Level(fact, ends[0], ends[-1], thread_of(fact)))
    in_time = _in_time(facts, {level.fact.id: level.low for level in levels})
    return Lane(label, tuple(levels), in_time, sample, notation.is_rank(sample, vocabulary), notes)


def _in_time(facts: Iterable[Fact], lows: Mapping[str, Fraction]) -> tuple[Fact, ...]:
    none = Fraction(0)
    return tuple(sorted(facts, key=lambda fact: (middle(fact.period) or date.min, lows.get(fact.id, none))))


def thread_of(fact: Fact) -> Thread:
    return Thread(fact.entity, fact.place if fact.place != fact.entity else None, _pace(fact.period))


def _pace(period: Period) -> str:
    days = period.days
    if period.basis in ("cumulative", "since", "before", "unstated"):
        return period.basis
    if days is None or days == 1 or period.basis in ("as-of", "by"):
        return "moment"
    months = round(days / _MONTH)
    return f"{months} months" if months else f"{days} days"


def middle(period: Period) -> date | None:
    """The day at which a level's sign stands: the middle of its period, or the one end it has."""
    start, end = period.start, period.end
    if start is None or end is None or period.basis in ("as-of", "by", "cumulative", "before"):
        return end or start
    return start + timedelta(days=(end - start).days // 2)


def readings(lane: Lane, scale: Scale) -> Readings:
    """The lane's levels on a scale: as they are, without those that a log scale lacks, or with the first
    exact level of each thread as 100."""
    without = len(lane.facts) - len(lane.levels)
    notes = [f"{without} without a level"] if without and lane.levels else []
    notes += lane.notes
    if lane.is_rank:
        scale = "linear"  # A place in an order is no amount: nothing grows by a factor in it.
    if scale == "log" and any(level.low <= 0 for level in lane.levels):
        kept = tuple(level for level in lane.levels if level.low > 0)
        notes.insert(0, f"{len(lane.levels) - len(kept)} not above 0: not on a log scale")
    else:
        kept = lane.levels
    if scale != "index":
        return Readings(tuple(Placed(level, level.low, level.high) for level in kept), scale, tuple(notes))
    bases = _bases(kept)
    indexed = tuple(
        Placed(level, level.low * 100 / base.low, level.high * 100 / base.low)
        for level in kept
        if (base := bases.get(level.thread)) is not None
    )
    if len(indexed) < len(kept):
        notes.insert(0, f"{len(kept) - len(indexed)} without a first level: not indexed")
    if any(base.fact.bound != "exact" for base in bases.values()):
        notes.insert(0, "a first level is bounded")
    return Readings(indexed, scale, tuple(notes))


def _bases(levels: Iterable[Level]) -> Mapping[Thread, Level]:
    """The level of each thread that counts as 100: its first actual, an exact one if there is any."""
    found: dict[Thread, Level] = {}
    usable = (one for one in levels if one.low == one.high > 0 and not one.is_hollow and not one.is_faded)
    for level in sorted(usable, key=lambda one: (one.fact.bound != "exact", middle(one.fact.period) or date.max)):
        found.setdefault(level.thread, level)
    return found


def joined(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Runs of levels to join by a line: of one thread, in time, one for each time; nothing intended."""
    runs: dict[Thread, dict[date, Placed]] = {}
    for one in placed:
        at = middle(one.level.fact.period)
        if at is not None and not one.level.is_hollow and not one.level.is_faded:
            runs.setdefault(one.level.thread, {}).setdefault(at, one)
    return [[run[at] for at in sorted(run)] for run in runs.values() if len(run) > 1]


def spelled(value: Fraction | Decimal, lane: Lane, scale: Scale, vocabulary: Vocabulary) -> str:
    """A value on the lane's axis, as short amounts are written: ¥11.2 bn, 36.3 %, 7th; on an index bare."""
    number = value if isinstance(value, Decimal) else interval.written(value, 4, ROUND_HALF_EVEN)
    if scale == "index":
        return notation.compact(number)
    return notation.amount(replace(lane.sample, value=number, upper=None, bound="exact", change=None), vocabulary)
