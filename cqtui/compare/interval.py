"""What the words around a number allow the true value to be, and arithmetic that keeps to it.

Two ranges belong to a figure. What it *states* follows from its bound alone ("over 174 million" is
anything above) and carries derived figures. What it *allows* adds the rounding of the digits as
they are written and how such words are used, and decides whether two figures can be the same.
All arithmetic is in fractions, so that changing units never rounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache

from cqtui.model import Bound, Dimension, Fact, canonical
from cqtui.vocabulary import Vocabulary

ABOUT = Fraction(1, 10)
NEARLY = Fraction(1, 10)
OVER = Fraction(1, 10)
FRACTION_WORDS = Fraction(1, 10)
TWO_ROUNDINGS = Fraction(1, 200)

TOLERANCES: dict[str, str] = {
    "exact": "half a unit of the last digit written, either side; trailing zeros count as rounding while "
    "two digits are left (600,000 is 595,000 to 605,000). Whole numbers written in full have none",
    "two roundings": "figures that differ by one unit of the last digit agree where that is at most 0.5 % of "
    "them (6.64 and 6.65 million): one writer rounds, another cuts off",
    "over": "anything above. To agree, at most 10 % or one unit of the last digit above, the larger: a "
    "writer names the last round number passed",
    "at least": "the number or anything above: a floor promises no more",
    "nearly": "from 10 % below up to the number, without it: further off, a writer would name another number",
    "about": "10 % either side, the widest that readers take for about the same",
    "up to": "the number or anything below, down to zero",
    "under": "anything below, down to zero",
    "one in three": "10 % either side: fractions in words are chosen from very few",
}
"""What each wording allows, and why: the one table of tolerances."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of values; None is no end on that side. An open end is not itself in the range."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction) -> Interval:
        return cls(value, value)

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    def __contains__(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self._starts_before_end_of(other) and other._starts_before_end_of(self)

    def distance(self, other: Interval) -> Fraction:
        """How far two ranges of values from 0 up are apart, as a share of the larger of the ends that face each
        other; 0 where they meet."""
        if self.meets(other):
            return Fraction(0)
        for below, above in ((self, other), (other, self)):
            if below.high is not None and above.low and below.high <= above.low:
                return 1 - below.high / above.low
        return Fraction(0)

    def _starts_before_end_of(self, other: Interval) -> bool:
        if self.low is None or other.high is None or self.low < other.high:
            return True
        return self.low == other.high and not (self.low_open or other.high_open)

    def scaled(self, factor: Fraction) -> Interval:
        """Every value times `factor`, which must be above 0."""
        if factor == 1:
            return self
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.low_open,
            self.high_open,
        )

    def plus(self, amount: Fraction) -> Interval:
        return Interval(
            None if self.low is None else self.low + amount,
            None if self.high is None else self.high + amount,
            self.low_open,
            self.high_open,
        )

    def minus(self, other: Interval) -> Interval:
        """Every difference of a value of this range and one of `other`."""
        return Interval(
            None if self.low is None or other.high is None else self.low - other.high,
            None if self.high is None or other.low is None else self.high - other.low,
            self.low_open or other.high_open,
            self.high_open or other.low_open,
        )

    def over(self, other: Interval) -> Interval | None:
        """Every quotient; None where either may be negative or the divisor can only be 0."""
        if self.low is None or self.low < 0 or other.low is None or other.low < 0 or other.high == 0:
            return None
        if self.low == 0:
            low, low_open = Fraction(0), self.low_open
        elif other.high is None:
            low, low_open = Fraction(0), True
        else:
            low, low_open = self.low / other.high, self.low_open or other.high_open
        if self.high == 0:
            return Interval(low, Fraction(0), low_open, self.high_open)
        if self.high is None or other.low == 0:
            return Interval(low, None, low_open)
        return Interval(low, self.high / other.low, low_open, self.high_open or other.low_open)


# Units


def unit_base(id: str | None, vocabulary: Vocabulary) -> tuple[str | None, Fraction]:
    """The base that a unit is measured in, and how much of it one unit is."""
    if id is None:
        return None, Fraction(1)
    unit = vocabulary.unit(id)
    return unit.base or unit.id, _exactly(unit.factor)


@cache
def _exactly(factor: Decimal) -> Fraction:
    return Fraction(factor)  # Asked of every figure, of the few factors that there are.


def measured_in(fact: Fact, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    """The base units of a fact's amount: of its unit, and of what it is per."""
    return unit_base(fact.unit, vocabulary)[0], unit_base(fact.per, vocabulary)[0]


def factor(fact: Fact, vocabulary: Vocabulary) -> Fraction:
    """What the fact's numbers are multiplied by to be in base units."""
    one = unit_base(fact.unit, vocabulary)[1]
    return one / unit_base(fact.per, vocabulary)[1] if fact.per else one


def nominal(fact: Fact, vocabulary: Vocabulary) -> Fraction:
    """The number that the fact gives, whatever its bound, in base units. It must have a value."""
    assert fact.value is not None
    return Fraction(fact.value) * factor(fact, vocabulary)


def dimension(fact: Fact, vocabulary: Vocabulary) -> Dimension:
    """What sort of number the fact states: its unit's dimension or, unknown, its metric's."""
    of_unit = vocabulary.unit(fact.unit).dimension if fact.unit else "unknown"
    return of_unit if of_unit != "unknown" else vocabulary.metric(fact.metric).dimension


# From a figure to its ranges


def stated(fact: Fact, vocabulary: Vocabulary) -> Interval | None:
    """The values that the fact's bound leaves possible, in base units; None without a value."""
    if fact.value is None:
        return None
    low, high = Fraction(fact.value), Fraction(fact.value if fact.upper is None else fact.upper)
    return _bounded(low, high, fact.bound).scaled(factor(fact, vocabulary))


def _bounded(low: Fraction, high: Fraction, bound: Bound) -> Interval:
    floor = Fraction(0) if low >= 0 else None  # what is counted or paid is not negative unless it says so
    match bound:
        case "over":
            return Interval(low, None, low_open=True)
        case "at least":
            return Interval(low, None)
        case "nearly":
            return Interval(low - abs(low) * NEARLY, high, high_open=high != 0)
        case "about":
            return Interval(low - abs(low) * ABOUT, high + abs(high) * ABOUT)
        case "up to":
            return Interval(floor, high)
        case "under":
            return Interval(floor, high, high_open=high != 0)
        case _:
            return Interval(low, high)


def possible(fact: Fact, vocabulary: Vocabulary) -> Interval | None:
    """What the fact states, widened by the rounding of its digits."""
    return _widened(fact, stated(fact, vocabulary), vocabulary)


def allowed(fact: Fact, vocabulary: Vocabulary) -> Interval | None:
    """The values for which a writer would use these words, in base units (see TOLERANCES)."""
    return as_used(fact, possible(fact, vocabulary), vocabulary)


def may_be_equal(a: Fact, b: Fact, vocabulary: Vocabulary) -> bool:
    """Whether the words of both would be used for some one value."""
    x, y = allowed(a, vocabulary), allowed(b, vocabulary)
    return bool(x and y and x.meets(y))


def as_used(fact: Fact, wide: Interval | None, vocabulary: Vocabulary) -> Interval | None:
    """What is `allowed` of what is `possible`."""
    if wide is None or fact.value is None or fact.bound != "over" or wide.low is None:
        return wide
    top = abs(Fraction(fact.value if fact.upper is None else fact.upper)) * factor(fact, vocabulary)
    reach = max(top * OVER, top * (_relative_step(fact, vocabulary)))
    return replace(wide, high=wide.low + reach) if reach else wide


def _widened(fact: Fact, interval: Interval | None, vocabulary: Vocabulary) -> Interval | None:
    if interval is None or fact.bound not in ("exact", "up to", "at least"):
        return interval
    if dimension(fact, vocabulary) == "rank":
        return interval
    step = _relative_step(fact, vocabulary)
    if not step or not fact.value:
        return interval
    sharp = step > TWO_ROUNDINGS
    low, high = interval.low, interval.high
    reach = 0 if high is None else abs(high) * step / 2
    if low is not None and fact.bound != "up to":
        low -= reach if low == high else abs(low) * step / 2
    if high is not None:
        high += reach
    return Interval(low, high, interval.low_open or sharp, interval.high_open or sharp)


def rounded_from(value: Decimal) -> Interval:
    """What may have been rounded to `value`, for a number that stands alone, as a change does."""
    step = step_of(canonical(value), counted=False)
    sharp = step > abs(Fraction(value)) * TWO_ROUNDINGS
    return Interval(Fraction(value) - step / 2, Fraction(value) + step / 2, sharp, sharp)


# From a figure's digits to their precision

_NUMERAL = re.compile(r"\d+(?:[,  ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
_ONES += "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_ONES.split())}
_WORDS |= {word: 10 * (value + 2) for value, word in enumerate(_TENS.split())}
_FEW = r"(one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_FRACTIONS = re.compile(
    r"\b(hal(f|ves)|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)\b|一半|分之|"
    rf"\b{_FEW}( \w+)? (in|out of) (every )?{_FEW}\b"
)


def numeral(fact: Fact) -> str | None:
    """The digits of the fact's value as they are written ("18.9" of "18.9 million mobile phones").

    None where no one numeral of `as_written` can be told to be the value. The unit plays no part:
    a value converted to minutes still has the digits that were written in days.
    """
    found = [re.sub(r"[^\d.]", "", one.group()) for one in _NUMERAL.finditer(fact.as_written)]
    if not found:
        found = [str(value) for value in _spelled(fact.as_written)]
    found = [digits for digits in found if Decimal(digits)]
    if fact.value is not None:
        said = _significant(format(fact.value, "f"))
        for digits in found:
            if _significant(digits) == said:
                return digits
    in_words = _FRACTIONS.search(fact.as_written.lower())
    return found[0] if len(set(found)) == 1 and not in_words else None


def _spelled(text: str) -> Iterator[int]:
    """Numbers below a hundred that are written as words: "thirty-five" is 35."""
    tens = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        value = _WORDS.get(word)
        if tens:
            yield tens + (value if value is not None and 0 < value < 10 else 0)
            tens = 0
            if value is not None and 0 < value < 10:
                continue
        if value is not None and value >= 20:
            tens = value
        elif value is not None:
            yield value
    if tens:
        yield tens


def _significant(digits: str) -> str:
    """Digits without sign, point and the zeros around them, which a power of ten leaves as they are."""
    return digits.replace("-", "").replace(".", "").strip("0")


def _relative_step(fact: Fact, vocabulary: Vocabulary) -> Fraction:
    """One unit of the last digit written, as a share of the number; 0 for what is not rounded."""
    if fact.value is None or fact.upper is not None:
        return Fraction(0)
    digits = numeral(fact)
    if digits is None and _FRACTIONS.search(fact.as_written.lower()):
        return 2 * FRACTION_WORDS
    if digits is None:
        amount = _amount(fact, vocabulary)
        digits = format(Decimal(amount.numerator) / amount.denominator, "f")
    counted = dimension(fact, vocabulary) == "count" and Fraction(digits) == _amount(fact, vocabulary)
    return step_of(digits, counted=counted) / Fraction(digits) if Decimal(digits) else Fraction(0)


def _amount(fact: Fact, vocabulary: Vocabulary) -> Fraction:
    """The number that the fact gives without its sign, in base units of what is counted."""
    assert fact.value is not None
    return abs(Fraction(fact.value)) * unit_base(fact.unit, vocabulary)[1]


def step_of(digits: str, *, counted: bool) -> Fraction:
    """One unit of the last digit that `digits` means: 0.1 for "18.9", 10,000 for "600000".

    `counted` is for a number written out in full, which without trailing zeros is exact.
    """
    whole, _, decimals = digits.lstrip("-").partition(".")
    if decimals:
        return Fraction(1, 10 ** len(decimals))
    zeros = min(len(whole) - len(whole.rstrip("0")), max(len(whole) - 2, 0))
    return Fraction(0) if counted and not zeros else Fraction(10**zeros)


LEAST_DIGITS = 3


def digits_of(fact: Fact) -> int:
    """Significant digits that the fact's number carries as it is written, at least three."""
    if fact.value is None:
        return LEAST_DIGITS
    if fact.bound in ("about", "nearly"):
        return LEAST_DIGITS
    digits = numeral(fact) or canonical(fact.value)
    digits = digits if "." in digits else digits.rstrip("0")
    return max(LEAST_DIGITS, len(digits.replace(".", "").lstrip("-0")))


def written(value: Fraction, digits: int, rounding: str) -> Decimal:
    """`value` to `digits` significant digits, rounded as `rounding` (a name of `decimal`) says.

    Where the last digit kept of a value, not of a bound, would be a zero one more is kept, so that
    11.96 does not become a 12 which might be anything from 11.5. Below 10,000 whole digits are
    never rounded away (4,319).
    """
    exact = Decimal(value.numerator), Decimal(value.denominator)
    if 1 <= abs(value) < 10_000:
        digits = max(digits, len(str(int(abs(value)))))
    made = Context(prec=digits, rounding=rounding).divide(*exact)
    if (
        rounding == ROUND_HALF_EVEN
        and Fraction(made) != value
        and (len(made.as_tuple().digits) < digits or made.as_tuple().digits[-1] == 0)
    ):
        made = Context(prec=digits + 1, rounding=rounding).divide(*exact)
    return Decimal(canonical(made))


def to_decimal(value: Fraction, rounding: str, step: Decimal) -> Decimal:
    """`value` to a multiple of `step`, rounded as told."""
    quotient = Context(prec=80, rounding=rounding).divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(canonical(quotient.quantize(step, rounding, Context(prec=80))))
