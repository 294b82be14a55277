"""Amounts in two currencies: one amount told twice, or two set side by side at the rate of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Context, Decimal
from fractions import Fraction

from cqtui import notation
from cqtui.compare import interval, periods
from cqtui.compare.interval import Interval
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, reason
from cqtui.model import Fact
from cqtui.rates import Rate
from cqtui.vocabulary import Vocabulary

CONVERSION = Fraction(6, 100)
"""How far from a year's average a writer's rate may be: within a year, yuan and dollar moved by less."""
ELSEWHERE = Fraction(2, 100)
"""The same for amounts that do not stand in one sentence, of which fewer are one amount."""
AVERAGE = Fraction(3, 100)
"""What an amount turned into another currency at a year's average may be off, either way."""
_LATER = 3
"""Years after a period whose rates are tried where the day of publication is not known."""


def currencies(a: Fact, b: Fact, known: Knowledge, *, asks_the_same: bool) -> Iterator[Reason]:
    """What follows from the currencies of two amounts of money in different units."""
    if a.unit is None or b.unit is None:
        yield reason("currency", "a currency that is not stated", a, b)
        return
    names = [unit_name(fact, known.vocabulary) for fact in (a, b)]
    if asks_the_same and a.evidence.source == b.evidence.source and (said := _one_amount(a, b, known)):
        yield reason("conversion", f"one amount in two currencies: {said}", a, b, "note")
        return
    rate = rate_of(a, b, known)
    if rate is None:
        yield reason("currency", f"{names[0]} against {names[1]}", a, b)
        return
    at = f"{notation.number(_short(rate.value))} {rate.into} for a {rate.of}"
    said = f"at {at}, the average of {rate.year} ({rate.source})"
    yield reason("currency", f"{names[0]} against {names[1]}: set side by side {said}", a, b, "caution")


def rate_of(a: Fact, b: Fact, known: Knowledge) -> Rate | None:
    """The rate at which `b` is told in the currency of `a`: that of the year in which both hold."""
    year = _year(a)
    units = [interval.measured_in(fact, known.vocabulary)[0] for fact in (a, b)]
    if year is None or year != _year(b) or units[0] is None or units[1] is None:
        return None
    return known.rates.rate(units[1], units[0], year)


def converted(fact: Fact, rate: Rate, vocabulary: Vocabulary) -> Fact:
    """`fact` in the currency that `rate` leads to, as a figure that is no longer exact."""
    factor = interval.factor(fact, vocabulary) * rate.value
    value, upper = (None if end is None else _short(Fraction(end) * factor, 12) for end in (fact.value, fact.upper))
    bound = "about" if fact.bound == "exact" else fact.bound
    return replace(fact, value=value, upper=upper, unit=rate.into, bound=bound)


def at_rate(found: Interval | None, rate: Rate) -> Interval | None:
    """A range of amounts in base units of `rate.of`, in those of `rate.into`, as wide as an average allows."""
    if found is None:
        return None
    low = None if found.low is None else found.low * rate.value * (1 - AVERAGE)
    high = None if found.high is None else found.high * rate.value * (1 + AVERAGE)
    return Interval(low, high, found.low_open, found.high_open)


def unit_name(fact: Fact, vocabulary: Vocabulary) -> str:
    """A fact's unit as a reason names it: "CNY", "people"."""
    if fact.unit is None:
        return "an unstated unit"
    unit = vocabulary.unit(fact.unit)
    return notation.code(unit.id) if unit.dimension == "money" else notation.units(unit)


def _one_amount(a: Fact, b: Fact, known: Knowledge) -> str:
    """What makes one of the other: "7.27 CNY for a USD, near the average of 2024"; "" if nothing does."""
    vocabulary = known.vocabulary
    one, other = (interval.nominal(fact, vocabulary) for fact in (a, b))
    units = [interval.measured_in(fact, vocabulary)[0] or "" for fact in (a, b)]
    if not one or not other:
        return ""
    large, small = ((one, units[0]), (other, units[1])) if one >= other else ((other, units[1]), (one, units[0]))
    implied = large[0] / small[0]
    at = f"{notation.number(_short(implied, 3))} {large[1]} for a {small[1]}"
    together = a.evidence.sentence == b.evidence.sentence
    rates = [rate for year in _years(a, b, known) if (rate := known.rates.rate(small[1], large[1], year))]
    if not rates:
        return at if together else ""
    near = min(rates, key=lambda rate: abs(rate.value - implied))
    if abs(near.value - implied) > near.value * (CONVERSION if together else ELSEWHERE):
        return ""
    return f"{at}, near the average of {near.year}"


def _years(a: Fact, b: Fact, known: Knowledge) -> range:
    """The years whose rates a writer may have used: from that of the figures to that of printing."""
    days = [day for fact in (a, b) for day in (fact.period.start, fact.period.end) if day]
    printed = known.published(a) or known.published(b)
    if not days and printed is None:
        return range(0)
    first = min(days).year if days else (printed.year if printed else 0)
    last = printed.year if printed else max(days).year + _LATER
    return range(first, max(first, last) + 1)


def _year(fact: Fact) -> int | None:
    """The one year in which a figure holds."""
    start, end = fact.period.start, fact.period.end
    if periods.sort_of_time(fact.period) == "moment":
        return (end or start).year if end or start else None  # type: ignore[union-attr]
    return end.year if start and end and start.year == end.year else None


def _short(value: Fraction, digits: int = 4) -> Decimal:
    return Context(prec=digits).divide(Decimal(value.numerator), Decimal(value.denominator))
