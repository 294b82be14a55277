"""What follows from two figures: difference, ratio, growth, share, and how far a target is met.

Difference, ratio and growth are given only for figures that are like for like. A share of a whole
and the way to a target are also given where the reasons against are just those that make them a
share or a target, and then carry these reasons as their caution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from cqtui.compare import interval, money, periods
from cqtui.compare.figures import Derived, Name, figure, own_unit, quotient, ranges, said
from cqtui.compare.interval import Interval
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, ReasonKind, key
from cqtui.model import ACHIEVED, INTENDED, Fact, Period
from cqtui.vocabulary import Vocabulary


class _Pair(NamedTuple):
    """Two facts, the reasons about them, and the letters that stand for them in words."""

    a: Fact
    b: Fact
    found: Sequence[Reason]
    vocabulary: Vocabulary
    letters: dict[str, str]

    def letter(self, fact: Fact) -> str:
        return self.letters[key(fact)]

    def kinds(self, severity: str | None = None) -> set[ReasonKind]:
        return {reason.kind for reason in self.found if severity in (None, reason.severity)}

    def caution(self, kinds: Iterable[ReasonKind] | None = None) -> str:
        """The texts of what blocks or cautions, or of those of some kinds, each once."""
        told = [
            reason.text
            for reason in self.found
            if reason.severity != "note" and (kinds is None or reason.kind in kinds)
        ]
        return "; ".join(dict.fromkeys(told))


def from_pair(
    a: Fact, b: Fact, found: Sequence[Reason], known: Knowledge, letters: tuple[str, str] = ("A", "B")
) -> list[Derived]:
    """What follows from two facts, given the reasons about them (`reasons.between`)."""
    vocabulary = known.vocabulary
    if a.value is None or b.value is None or a.unit is None or key(a) == key(b):
        return []
    if interval.dimension(a, vocabulary) == "rank":
        return []
    if interval.measured_in(a, vocabulary) != interval.measured_in(b, vocabulary):
        rate = money.rate_of(a, b, known)
        if rate is None or interval.dimension(b, vocabulary) != "money" or a.per != b.per:
            return []
        b = money.converted(b, rate, vocabulary)
    pair = _Pair(a, b, found, vocabulary, {key(a): letters[0], key(b): letters[1]})
    if pair.kinds("blocking"):
        made = [_towards_goal(pair), _share(pair)] if _adds_up(pair) and not (a.per or b.per) else []
    else:
        made = [*_apart(pair), *_growth(pair)]
    return [one for one in made if one]


def _adds_up(pair: _Pair) -> bool:
    """Whether such figures are amounts, of which there can be parts, and not shares or times."""
    return interval.dimension(pair.a, pair.vocabulary) in ("count", "money", "unknown")


# Like for like

_TELLING: frozenset[ReasonKind] = frozenset({"different scope", "status", "basis", "period open", "bound", "currency"})
"""What a reader must weigh in a difference; another entity or time is what it is asked of."""


def _apart(pair: _Pair) -> list[Derived | None]:
    """How far two figures are apart: difference and ratio, the larger first."""
    vocabulary = pair.vocabulary
    large, small = sorted((pair.a, pair.b), key=lambda fact: interval.nominal(fact, vocabulary), reverse=True)
    gap = interval.nominal(large, vocabulary) - interval.nominal(small, vocabulary)
    if not gap:
        return []
    one, other = pair.letter(large), pair.letter(small)
    x, y = ranges(large, small, vocabulary)
    unit, factor = own_unit((large, small), vocabulary)
    in_percent = interval.dimension(large, vocabulary) == "ratio"
    difference = figure(
        "difference",
        (large, small),
        x.minus(y).scaled(factor),
        gap * factor,
        vocabulary,
        unit="points" if in_percent and unit and vocabulary.unit(unit).symbol in ("%", None) else unit,
        formula=f"{said(large, small, vocabulary)} − {said(small, large, vocabulary)}",
        caution=pair.caution(_TELLING),
        text=f"{one} is {{}} more than {other}",
    )
    if in_percent:
        return [difference]
    ratio = quotient(
        "ratio",
        large,
        small,
        vocabulary,
        unit="times",
        caution=pair.caution(_TELLING),
        text=f"{one} is {{}} {other}",
    )
    return [difference, ratio]


def _growth(pair: _Pair) -> list[Derived | None]:
    """Growth from the earlier to the later, and growth a year over whole years."""
    kinds, vocabulary = pair.kinds(), pair.vocabulary
    days = _last_day(pair.a.period), _last_day(pair.b.period)
    if "period offset" not in kinds or "different entity" in kinds or not (days[0] and days[1]):
        return []
    early, late = (pair.a, pair.b) if days[0] < days[1] else (pair.b, pair.a)
    x, y = ranges(late, early, vocabulary)
    ratio, base = x.over(y), interval.nominal(early, vocabulary)
    if not _adds_up(pair) or ratio is None or not base:
        return []
    times = interval.nominal(late, vocabulary) / base
    working = f"{said(late, early, vocabulary)} ÷ {said(early, late, vocabulary)}"
    growth = figure(
        "growth",
        (late, early),
        _in_percent(ratio),
        (times - 1) * 100,
        vocabulary,
        unit="percent",
        formula=f"{working} − 1",
        caution=pair.caution(_TELLING),
        text=f"{pair.letter(late)} on {pair.letter(early)}: {{}}",
    )
    years = _years(min(days[0], days[1]), max(days[0], days[1]))
    if years < 2 or ratio.low is None:
        return [growth]
    high = None if ratio.high is None else _root(ratio.high, years)
    a_year = figure(
        "growth a year",
        (late, early),
        _in_percent(Interval(_root(ratio.low, years), high, ratio.low_open, ratio.high_open)),
        (_root(times, years) - 1) * 100,
        vocabulary,
        unit="percent",
        formula=f"({working}) ^ (1 ÷ {years}) − 1",
        caution=pair.caution(_TELLING),
        text=f"from {pair.letter(early)} to {pair.letter(late)}: {{}} a year",
    )
    return [growth, a_year]


def _in_percent(ratio: Interval) -> Interval:
    return ratio.plus(Fraction(-1)).scaled(Fraction(100))


def _last_day(period: Period) -> date | None:
    return period.end or period.start


def _years(early: date, late: date) -> int:
    """Whole years between two days; 0 where they are not whole years apart."""
    months = (late.year - early.year) * 12 + late.month - early.month
    return months // 12 if months % 12 == 0 and abs(late.day - early.day) <= 3 else 0


def _root(ratio: Fraction, years: int) -> Fraction:
    """The factor that makes `ratio` when applied once a year, to 40 digits."""
    if ratio <= 0:
        return Fraction(0)
    guarded = Context(prec=60)
    quotient = guarded.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    power = guarded.power(quotient, guarded.divide(Decimal(1), Decimal(years)))
    return Fraction(Context(prec=40).plus(power))


# Not like for like, and still worth telling

_ELSEWHERE: frozenset[ReasonKind] = frozenset({"period offset", "different entity", "different scope"})


def _towards_goal(pair: _Pair) -> Derived | None:
    """What was achieved as a part of what was intended: of all its time, or so far."""
    kinds = pair.kinds("blocking")
    if "status" not in kinds or pair.kinds() & _ELSEWHERE:
        return None
    for done, meant in ((pair.a, pair.b), (pair.b, pair.a)):
        if done.status not in ACHIEVED or meant.status not in INTENDED:
            continue
        if kinds == {"status"}:
            return _percentage("attainment", done, meant, pair)
        if kinds <= {"status", "period length", "nested scope"} and periods.within(done.period, meant.period):
            return _percentage("so far", done, meant, pair)
        if kinds <= {"status", "basis", "nested scope"} and _comes_before(done.period, meant.period):
            return _percentage("so far", done, meant, pair)
        if kinds <= {"status", "period unstated", "nested scope"} and _is_open(done.period, meant.period):
            return _percentage("so far", done, meant, pair)
    return None


def _is_open(done: Period, due: Period) -> bool:
    """Whether a state stands against what is due at no stated time, and so may still come."""
    return periods.sort_of_time(due) == "unstated" and periods.sort_of_time(done) == "moment"


def _comes_before(done: Period, due: Period) -> bool:
    """Whether what was done ended by the day on which something is due."""
    return bool(periods.sort_of_time(due) == "due" and done.end and due.end and done.end <= due.end)


def _share(pair: _Pair) -> Derived | None:
    """A part of its whole: of a place, of a wider item, or of a longer period."""
    kinds = pair.kinds("blocking")
    if pair.kinds() & _ELSEWHERE:
        return None
    if kinds == {"period length"}:
        for part, whole in ((pair.a, pair.b), (pair.b, pair.a)):
            if periods.within(part.period, whole.period):
                return _percentage("share", part, whole, pair)
        return None
    parts = {reason.facts[0] for reason in pair.found if reason.kind in ("nested scope", "nested item")}
    if len(parts) != 1 or not kinds <= {"nested scope", "nested item", "different measure"}:
        return None
    if "different measure" in kinds and (pair.a.item is None or pair.a.item != pair.b.item):
        return None
    part, whole = (pair.a, pair.b) if key(pair.a) in parts else (pair.b, pair.a)
    return _percentage("share", part, whole, pair)


def _percentage(name: Name, part: Fact, whole: Fact, pair: _Pair) -> Derived | None:
    return quotient(
        name,
        part,
        whole,
        pair.vocabulary,
        unit="percent",
        scale=Fraction(100),
        caution=pair.caution(),
        text=f"{pair.letter(part)} is {{}} of {pair.letter(whole)}",
    )
