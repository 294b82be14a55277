"""What figures say of one another: a stated change against an earlier level, a stated share against part and whole.

Each relation is tried with the store's other facts as the third figure. One that fits is as good as
an agreement of two reports; one that does not says which statement cannot hold beside the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from cqtui import notation
from cqtui.compare import interval, periods, scope
from cqtui.compare.interval import Interval, nominal
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, key, lowered
from cqtui.model import ACHIEVED, Bound, Change, Fact, Metric, Period
from cqtui.vocabulary import Vocabulary

RESTATED = Fraction(2, 100)
"""What figures may be apart and look restated or converted rather than wrong."""


class Relation(NamedTuple):
    """A relation between two facts, perhaps over a third, and whether the figures fit it."""

    reason: Reason
    fits: bool


def between(a: Fact, b: Fact, known: Knowledge) -> Iterator[Relation]:
    """The relations that bind two facts: the change of one to the level of the other, shares, differences."""
    if a.value is None or b.value is None or key(a) == key(b):
        return
    for one, other in ((a, b), (b, a)):
        yield from _base(one, other, known.vocabulary)
        yield from _share(one, other, known)
        yield from _difference(one, other, known)


# A level, its change, and the level before


def _base(late: Fact, early: Fact, vocabulary: Vocabulary) -> Iterator[Relation]:
    change = late.change
    if change is None or change.value is None or not _same_question(late, early, vocabulary):
        return
    if late.period == early.period or not is_base_period(late, early.period):
        return
    now, before = interval.allowed(late, vocabulary), interval.allowed(early, vocabulary)
    if now is None or before is None:
        return
    implied = [made for made in _bases(late, now) if made is not None]
    if not implied:
        return
    fits = any(made.meets(before) for made in implied)
    now_said = f"{notation.full_amount(late, vocabulary)}, {moved(change)}"
    said = " or ".join(dict.fromkeys(_middle(made, late, early, vocabulary) for made in implied))
    before_said = f"{said} in {notation.period(early.period)}, stated is {notation.full_amount(early, vocabulary)}"
    told = f"the change {'fits' if fits else 'does not fit'}: {now_said}, implies {before_said}"
    if not fits and (off := min(made.distance(before) for made in implied)) <= RESTATED:
        percent = notation.number(interval.written(off * 100, 2, "ROUND_HALF_EVEN"))
        told += f", {percent} % off, as restated levels are"
    yield Relation(Reason("implied base", told, (key(late), key(early)), "note" if fits else "caution"), fits)


def moved(change: Change) -> str:
    """A change as words: "up 12.1 %", "down 3 points", "up 17.2 times"."""
    unit = {"percent": "%", "points": "points", "times": "times"}.get(change.kind, "")
    return f"{change.direction} {notation.number(change.value or Decimal())} {unit}".rstrip()


def _same_question(a: Fact, b: Fact, vocabulary: Vocabulary) -> bool:
    """Whether two facts differ in nothing but time, and what was seen or counted is on both sides."""
    return (
        (a.entity, a.metric, a.item) == (b.entity, b.metric, b.item)
        and scope.place(a, vocabulary) == scope.place(b, vocabulary)
        and interval.measured_in(a, vocabulary) == interval.measured_in(b, vocabulary)
        and {a.status, b.status} <= ACHIEVED
    )


_BEFORE = re.compile(r"(?:the )?(?:previous|last|prior|preceding) (month|quarter|half|period)")
_LENGTHS = {"month": "a month", "quarter": "a quarter", "half": "a half year"}


def is_base_period(late: Fact, early: Period) -> bool:
    """Whether `early` is the period that the change of `late` is measured from, as far as it says."""
    now, against = late.period, (late.change.against if late.change else None)
    if not (now.end and early.end) or early.end >= now.end:
        return False
    if against and re.fullmatch(r"(?:19|20)\d\d", against):
        return early.end.year == int(against) and periods.same_length(now, early)
    if against and (before := _BEFORE.fullmatch(against)):
        follows = now.start and early.start and early.end == now.start - timedelta(days=1)
        length = periods.length(now) if follows else ""
        return bool(follows and periods.same_length(now, early)) and length == _LENGTHS.get(before[1], length)
    if against and periods.measured_from(against, now) != periods.YEAR_BEFORE:
        return False
    return early.end == _year_earlier(now.end) and early.start == (_year_earlier(now.start) if now.start else None)


def _year_earlier(day: date) -> date:
    """The day a year earlier; the last of February is that of either year."""
    if (day.month, day.day) in ((2, 28), (2, 29)) and (day + timedelta(days=1)).day == 1:
        return date(day.year - 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def _bases(late: Fact, now: Interval) -> Iterator[Interval | None]:
    """The levels that a change leaves possible before it: one for each reading, as wide as its rounding."""
    change = late.change
    assert change is not None and change.value is not None
    around = interval.rounded_from(change.value)
    if around.low is None or around.high is None:
        return
    if change.kind == "points":
        sign = -1 if change.direction == "up" else 1
        ends = sorted((around.low * sign, around.high * sign))
        low = None if now.low is None else now.low + ends[0]
        high = None if now.high is None else now.high + ends[1]
        yield Interval(low, high)
        return
    for low, high in factors(change.kind, change.direction, around.low, around.high):
        if low > 0:
            yield now.over(Interval(low, high))


def factors(kind: str, direction: str, low: Fraction, high: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """New level ÷ old level, lowest and highest, for each reading of a change by `low` to `high`."""
    if kind == "percent":
        sign = 1 if direction == "up" else -1
        yield min(1 + sign * low / 100, 1 + sign * high / 100), max(1 + sign * low / 100, 1 + sign * high / 100)
    elif kind == "times" and direction == "up":
        yield low, high
        yield low + 1, high + 1
    elif kind == "times" and low > 0:
        yield 1 / high, 1 / low


def _middle(found: Interval, late: Fact, early: Fact, vocabulary: Vocabulary) -> str:
    """A range of base values in words, in the unit of the earlier fact."""
    low, high = found.low or Fraction(0), found.high
    value = low if high is None else (low + high) / 2
    return told_level(
        value, "over" if high is None else "exact", replace(early, unit=early.unit or late.unit), vocabulary
    )


def told_level(value: Fraction, bound: Bound, like: Fact, vocabulary: Vocabulary) -> str:
    """A level in base units in words, to three digits, as `like` tells its own."""
    said = interval.written(value / interval.factor(like, vocabulary), 3, "ROUND_HALF_EVEN")
    return notation.full_amount(replace(like, value=said, upper=None, bound=bound), vocabulary)


# Part, whole and share

_SMALL_WORDS = frozenset(
    {
        *("share", "of", "the", "a", "an", "own", "its", "in", "total", "proportion", "percentage"),
        *("global", "world", "worldwide", "national", "domestic", "market"),
        *("city", "city's", "country", "country's", "value", "volume"),
    }
)


def _share(share: Fact, level: Fact, known: Knowledge) -> Iterator[Relation]:
    """A stated share with one of the levels it is made of; the other level is looked for."""
    vocabulary = known.vocabulary
    if interval.dimension(share, vocabulary) != "ratio" or (share.change is not None and share.value is None):
        return
    of = vocabulary.metric(share.metric), vocabulary.metric(level.metric)
    if not is_share_of(*of) or not _at_one_time(share, level):
        return
    for third in known.others:
        if key(third) in (key(share), key(level)) or third.value is None or not _at_one_time(level, third):
            continue
        if third.metric != level.metric or third.status != level.status:
            continue
        if interval.measured_in(third, vocabulary) != interval.measured_in(level, vocabulary):
            continue
        for part, whole in ((level, third), (third, level)):
            if _is_of(share, part, whole, vocabulary):
                made = _checked_share(share, part, whole, vocabulary)
                if made is not None:
                    yield made
                    return


def is_share_of(share: Metric, level: Metric) -> bool:
    """Whether a metric, by its words, is a share of what another measures: of "foreign trade", of "output"."""
    words = _words(share)
    told = words - _SMALL_WORDS
    return bool(words & {"share", "proportion"} and told) and told <= _words(level) and level.dimension != "ratio"


@cache
def _words(metric: Metric) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+(?:'s)?", metric.label.casefold()))


def _at_one_time(a: Fact, b: Fact) -> bool:
    p, q = a.period, b.period
    if not (p.end or p.start) or not (q.end or q.start):
        return False
    return (p.start, p.end) == (q.start, q.end) or periods.moment_within(p, q)


def _is_of(share: Fact, part: Fact, whole: Fact, vocabulary: Vocabulary) -> bool:
    """Whether `share` can be what `part` is of `whole`."""
    nested = scope.is_part(part, whole, vocabulary) and part.item == whole.item
    narrower = part.entity == whole.entity and part.item and whole.item != part.item
    of_item = narrower and (whole.item is None or vocabulary.is_item_part(part.item or "", whole.item))
    return bool(nested or of_item) and share.entity == part.entity and share.item in (part.item, None, whole.item)


def _checked_share(share: Fact, part: Fact, whole: Fact, vocabulary: Vocabulary) -> Relation | None:
    x, y, said = (interval.allowed(fact, vocabulary) for fact in (part, whole, share))
    quotient = x.over(y) if x and y else None
    if quotient is None or said is None:
        return None
    fits = quotient.scaled(Fraction(100) / interval.factor(share, vocabulary)).meets(
        said.scaled(1 / interval.factor(share, vocabulary))
    )
    amounts = f"{notation.full_amount(part, vocabulary)} of {notation.full_amount(whole, vocabulary)}"
    ratio = nominal(part, vocabulary) / (nominal(whole, vocabulary) or interval.factor(whole, vocabulary))
    percent = notation.number(interval.written(ratio * 100, 3, "ROUND_HALF_EVEN"))
    stated = notation.full_amount(share, vocabulary)
    text = f"the share {'fits' if fits else 'does not fit'}: {amounts} is {percent} %, stated is {stated}"
    facts = (key(share), key(part), key(whole))
    return Relation(Reason("derivation", text, facts, "note" if fits else "caution"), fits)


# A stated difference

_DIFFERENCE_WORDS = frozenset(
    {"saved", "saving", "savings", "difference", "gap", "lead", "less", "more", "reduction", "surplus", "cut"}
)


def _difference(gap: Fact, level: Fact, known: Knowledge) -> Iterator[Relation]:
    """A stated difference ("transit time saved") with one of the two levels; the other is looked for.

    Only a fit is told: a difference that does not fit may be between other things.
    """
    if gap.metric == level.metric:
        return
    vocabulary = known.vocabulary
    words, of = (_words(vocabulary.metric(fact.metric)) for fact in (gap, level))
    extra = words - of
    if not extra or not extra <= _DIFFERENCE_WORDS or not of <= words:
        return
    if gap.entity != level.entity:
        return
    said, one = interval.allowed(gap, vocabulary), interval.allowed(level, vocabulary)
    for third in known.others:
        if key(third) in (key(gap), key(level)) or third.value is None:
            continue
        same = (third.entity, third.metric) == (level.entity, level.metric) and third.item != level.item
        other = interval.allowed(third, vocabulary) if same else None
        if said is None or one is None or other is None:
            continue
        large, small = sorted((level, third), key=lambda fact: nominal(fact, vocabulary), reverse=True)
        apart = nominal(large, vocabulary) - nominal(small, vocabulary)
        exactly = nominal(gap, vocabulary) == apart
        if apart > 0 and (exactly or (one.minus(other).meets(said) and other.minus(one).meets(said))):
            amounts = " less ".join(notation.full_amount(fact, vocabulary) for fact in (large, small))
            what = lowered(vocabulary.metric(gap.metric).label)
            text = f"the difference fits: {amounts} is the {what}, {notation.full_amount(gap, vocabulary)}"
            yield Relation(Reason("derivation", text, (key(gap), key(large), key(small)), "note"), True)
            return
