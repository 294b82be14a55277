"""A derived figure, and the arithmetic behind it: precision, bounds, working, words.

**Precision.** A derived value keeps as many significant digits as the least precise input is
written with, but at least three; where the last digit kept would be a zero one more is kept
(11.96 M, not a 12 M that could be anything from 11.5), and below 10,000 whole digits stay (4,319).
Growth keeps at most one decimal. Upper bounds round up and lower bounds down, so that a rounded
bound still holds.

**Bounds.** What the inputs' bounds leave possible is carried through (`interval.stated`): over ÷
exact is over, exact ÷ over is under. Where nothing follows, there is no derived figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal

from cqtui import notation
from cqtui.compare import interval
from cqtui.compare.interval import Interval
from cqtui.compare.reason import key
from cqtui.model import Bound, Fact
from cqtui.vocabulary import Vocabulary

Name = Literal[
    "difference",
    "ratio",
    "growth",
    "growth a year",
    "share",
    "so far",
    "attainment",
    "base",
    "per unit",
    "per employee",
]


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived figure.

    `unit` is a unit's id, "percent", "points" (percentage points), "times", or two ids joined by
    " per "; `value` to `upper` is a range where an input is one. `inputs` are the ids
    of the facts in `formula`. `text` says the whole in words, `caution` what a reader must know
    before using it. `within` is what the bounds of the inputs leave possible, in the same unit.
    """

    name: Name
    value: Decimal
    unit: str | None
    bound: Bound
    formula: str
    inputs: tuple[str, ...]
    caution: str | None
    text: str
    upper: Decimal | None = None
    within: Interval | None = None


def ranges(a: Fact, b: Fact, vocabulary: Vocabulary) -> tuple[Interval, Interval]:
    """What two facts with values state, in base units."""
    x, y = interval.stated(a, vocabulary), interval.stated(b, vocabulary)
    assert x is not None and y is not None
    return x, y


def quotient(
    name: Name,
    top: Fact,
    bottom: Fact,
    vocabulary: Vocabulary,
    *,
    unit: str,
    text: str,
    caution: str = "",
    formula: str = "",
    scale: Fraction = Fraction(1),
) -> Derived | None:
    """`top` ÷ `bottom`, times `scale`, as a derived figure."""
    x, y = ranges(top, bottom, vocabulary)
    within = x.over(y)
    below = interval.nominal(bottom, vocabulary)
    if within is None or not below:
        return None
    return figure(
        name,
        (top, bottom),
        within.scaled(scale),
        interval.nominal(top, vocabulary) / below * scale,
        vocabulary,
        unit=unit,
        formula=formula or f"{said(top, bottom, vocabulary)} ÷ {said(bottom, top, vocabulary)}",
        caution=caution,
        text=text,
    )


def figure(
    name: Name,
    facts: tuple[Fact, ...],
    within: Interval,
    nominal: Fraction,
    vocabulary: Vocabulary,
    *,
    unit: str | None,
    formula: str,
    text: str,
    caution: str = "",
    digits: int | None = None,
) -> Derived | None:
    """The derived figure for what `within` leaves possible; None where that is anything at all.

    `nominal` is the result with the bounds set aside. `text` has {} where the value stands. `digits`
    are those of an input that is not the value of a fact.
    """
    digits = min([interval.digits_of(fact) for fact in facts] + ([digits] if digits else []))
    ranged = any(fact.upper is not None for fact in facts)
    known = _known(within, nominal, digits, ranged, growth=name in _GROWTHS)
    if known is None:
        return None
    value, upper, bound = known
    spelled = _spelled(name, known, unit, facts[0], vocabulary)
    return Derived(
        name=name, value=value, upper=upper, unit=unit, bound=bound, formula=formula,
        inputs=tuple(key(fact) for fact in facts), caution=caution or None,
        text=text.replace("{}", spelled, 1), within=within,
    )  # fmt: skip


_GROWTHS = ("growth", "growth a year")
_Known = tuple[Decimal, Decimal | None, Bound]


def _known(within: Interval, nominal: Fraction, digits: int, ranged: bool, *, growth: bool) -> _Known | None:
    """The value, upper end and bound by which a range is told, rounded outwards."""
    floor = -100 if growth else 0  # below which nothing can fall anyway

    def rounded(value: Fraction, rounding: str) -> Decimal:
        made = interval.written(value, digits, rounding)
        exponent = made.as_tuple().exponent
        if growth and abs(made) >= 1 and isinstance(exponent, int) and exponent < -1:
            made = interval.to_decimal(value, rounding, Decimal("0.1"))
        return made

    low, high = within.low, within.high
    if within.is_point:
        return rounded(nominal, ROUND_HALF_EVEN), None, "exact"
    if high is None:
        if low is None or low == floor:
            return None
        return rounded(low, ROUND_FLOOR), None, "over" if within.low_open else "at least"
    if low is None or (not ranged and low <= floor) or (low <= 0 and nominal == high):
        return rounded(high, ROUND_CEILING), None, "under" if within.high_open else "up to"
    if ranged:
        return rounded(low, ROUND_FLOOR), rounded(high, ROUND_CEILING), "exact"
    return rounded(nominal, ROUND_HALF_EVEN), None, "about"


def own_unit(facts: tuple[Fact, ...], vocabulary: Vocabulary) -> tuple[str | None, Fraction]:
    """The unit to tell a result of these facts in, and what turns base units into it.

    That of the first: the others are in units which convert into it.
    """
    return facts[0].unit, 1 / interval.factor(facts[0], vocabulary)


def said(fact: Fact, beside: Fact, vocabulary: Vocabulary) -> str:
    """The fact's number in a formula, with its unit where the one beside it has another."""
    if fact.unit != beside.unit or fact.per != beside.per:
        return notation.full_amount(fact, vocabulary)
    assert fact.value is not None
    digits = " to ".join(notation.number(end) for end in (fact.value, fact.upper) if end is not None)
    return digits if fact.bound == "exact" else f"{fact.bound} {digits}"


def _spelled(name: Name, known: _Known, unit: str | None, of: Fact, vocabulary: Vocabulary) -> str:
    """A derived amount in words: "under 10.9 %", "over 15.4 times", "11.96 M", "CNY 804"."""
    value, upper, bound = known
    if name in _GROWTHS and bound == "exact" and upper is None:
        return f"{'up' if value >= 0 else 'down'} {notation.compact(abs(value), _MOST)} %"
    ends = " to ".join(notation.compact(end, _MOST) for end in (value, upper) if end is not None)
    if unit in _RATIOS:
        said = f"{'+' if name in _GROWTHS and value > 0 else ''}{ends} {_RATIOS[unit]}"
    else:
        base = unit.partition(" per ")[0] if unit else None
        item = of.item if name == "per employee" else None
        plain = base == notation.PLAIN_UNIT and item is None
        one = value == 1 and upper is None
        said = ends if plain else notation.with_unit(ends, base, vocabulary, item=item, one=one)
    return said if bound == "exact" else f"{bound} {said}"


_MOST = 12
"""More digits than a derived value keeps, so that writing it out does not round it again."""
_RATIOS = {"percent": "%", "times": "times", "points": "percentage points"}
