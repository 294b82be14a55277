"""An axis of values: where a value falls between bottom and top, and which round values are labelled."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import ceil, floor, log10
from typing import NamedTuple

_EXACT = Context(prec=200)
_STEPS = (1, 2, 5)


class ValueAxis(NamedTuple):
    """From `low` at the bottom to `high` at the top; the other way round for ranks. `ticks` are round
    values to label, inside or at the ends."""

    low: Fraction
    high: Fraction
    ticks: tuple[Decimal, ...]
    log: bool = False
    inverted: bool = False

    def share(self, value: Fraction) -> float:
        """Where `value` falls: 0 at the bottom, 1 at the top, never beyond."""
        if self.low == self.high:
            return 0.5
        if self.log:
            low, high = _log(self.low), _log(self.high)
            share = (_log(value) - low) / (high - low)
        else:
            share = float((value - self.low) / (self.high - self.low))
        share = min(1.0, max(0.0, share))
        return 1 - share if self.inverted else share


def value_axis(values: Sequence[Fraction], most: int, *, log: bool = False, rank: bool = False) -> ValueAxis:
    """An axis that shows all `values` and labels at most `most` of its own, at least two (three around 0).

    A rank's has 1 at the top. Others show zero where it is near enough to cost little room; on a log
    axis all values must be above zero.
    """
    low, high = min(values), max(values)
    most = max(2, most)
    if rank:
        return _rank_axis(min(low, Fraction(1)), max(high, Fraction(2)), most)
    if log:
        return _log_axis(low, high, most)
    if low == high:
        return ValueAxis(low, high, ())
    if 0 < low < high / 2:
        low = Fraction(0)
    elif high < 0 and high > low / 2:
        high = Fraction(0)
    step = _step((high - low) / (most - 1))
    enough = max(most, 3)  # On both sides of zero two will not do.
    while ceil(high / Fraction(step)) - floor(low / Fraction(step)) >= enough:
        step = _following(step)
    first, last = floor(low / Fraction(step)), ceil(high / Fraction(step))
    ticks = tuple(_EXACT.multiply(Decimal(at), step) for at in range(first, last + 1))
    return ValueAxis(Fraction(ticks[0]), Fraction(ticks[-1]), ticks)


def _rank_axis(best: Fraction, worst: Fraction, most: int) -> ValueAxis:
    low, high = Decimal(floor(best)), Decimal(ceil(worst))
    step = _step(Fraction(high - low) / (most - 1))
    step = max(Decimal(1), step)
    between = (_EXACT.multiply(step, Decimal(at)) for at in range(1, int((high - low) / step) + 1))
    ticks = (low, *(tick for tick in between if tick - low > step / 2 and high - tick > step / 2), high)
    return ValueAxis(Fraction(low), Fraction(high), ticks, inverted=True)


def _log_axis(low: Fraction, high: Fraction, most: int) -> ValueAxis:
    bottom, top = _at_or_below(low), _at_or_below(high)
    while Fraction(top) < high:
        top = _following(top)
    if bottom == top:
        bottom, top = _before(bottom), _following(top)
    marks = [bottom]
    while marks[-1] < top:
        marks.append(_following(marks[-1]))
    decades = [mark for mark in marks if _leading(mark) == 1]
    ticks = marks if len(marks) <= most else decades if len(decades) > 1 else [bottom, top]
    while len(ticks) > most:
        ticks = ticks[::2]
    return ValueAxis(Fraction(bottom), Fraction(top), tuple(ticks), log=True)


def _log(value: Fraction) -> float:
    """Of integers of any size, which floats have not."""
    return log10(value.numerator) - log10(value.denominator)


def _power(exponent: int, digit: int = 1) -> Decimal:
    return Decimal((0, (digit,), exponent))


def _step(least: Fraction) -> Decimal:
    """The smallest 1, 2 or 5 times a power of ten that is not below `least`."""
    step = _at_or_below(least)
    return step if Fraction(step) >= least else _following(step)


def _at_or_below(value: Fraction) -> Decimal:
    """The largest 1, 2 or 5 times a power of ten that is not above `value`."""
    exponent = floor(_log(value))
    exponent -= Fraction(_power(exponent)) > value
    exponent += Fraction(_power(exponent + 1)) <= value
    return max(made for digit in _STEPS if Fraction(made := _power(exponent, digit)) <= value)


def _leading(step: Decimal) -> int:
    return step.as_tuple().digits[0]


def _following(step: Decimal) -> Decimal:
    exponent = step.adjusted()
    return {1: _power(exponent, 2), 2: _power(exponent, 5)}.get(_leading(step), _power(exponent + 1))


def _before(step: Decimal) -> Decimal:
    exponent = step.adjusted()
    return {5: _power(exponent, 2), 2: _power(exponent)}.get(_leading(step), _power(exponent - 1, 5))
