"""Laws of comparison that hold for any figures: order, units and sampled truths change nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from facts import VOCABULARY, as_of, fact, half, period, year
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cqtui import notation
from cqtui.compare import Knowledge, as_markdown, as_text, aspects, compare, comparison_row, headline, implied, interval
from cqtui.compare.figures import Derived
from cqtui.compare.interval import Interval
from cqtui.model import Change, Fact, Period, identified

KNOWN = Knowledge(VOCABULARY)
PERIODS = [
    year(2018),
    year(2019),
    half(2019, 1),
    half(2019, 2),
    as_of("2019-12-31"),
    as_of("2020-05-21"),
    period(None, "2019-12-31", "by"),
    period(None, "2020-05-21", "cumulative"),
    period("2014-01-01", "2020-05-21", "since"),
    period("2014-01-01", None, "since"),
    period("2019-04-01", "2020-03-31"),
    Period(basis="before"),
    Period(),
]
BOUNDS = ["exact", "over", "at least", "nearly", "about", "up to", "under"]
CHANGES = [
    None,
    Change(kind="percent", value=Decimal(58), against="previous year"),
    Change(kind="percent", value=Decimal(100), direction="down"),
    Change(kind="times", value=Decimal("17.2")),
    Change(kind="times", value=Decimal(3), direction="down"),
    Change(kind="points", value=Decimal(3)),
    Change(kind="unstated", direction="down"),
]


@st.composite
def facts(draw: st.DrawFn, *, valued: bool = False, **fixed: Any) -> Fact:
    """Any fact that a report could give about the test's small world."""
    number = draw(st.integers(0, 9999)) * Decimal(10) ** draw(st.integers(-2, 9))
    value = draw(st.sampled_from([number] * 3 + [None] * (not valued)))
    wide = draw(st.integers(0, 20))
    made = {
        "entity": draw(st.sampled_from(["oppo", "asus", "chongqing", "liangjiang", "bonded-port", "unheard-of"])),
        "place": draw(st.sampled_from([None, "chongqing", "chengdu", "china"])),
        "metric": draw(st.sampled_from(["shipments", "output volume", "output value", "employees", "world share",
                                        "changeover", "rank"])),
        "item": draw(st.sampled_from([None, "laptop", "computer", "mobile phone"])),
        "unit": draw(st.sampled_from([None, "unit", "CNY", "USD", "percent", "minute", "day", "rank", "GWh"])),
        "per": draw(st.sampled_from([None, None, None, "hour"])),
        "bound": draw(st.sampled_from(BOUNDS)),
        "period": draw(st.sampled_from(PERIODS)),
        "status": draw(st.sampled_from(["actual", "actual", "estimate", "forecast", "target", "plan"])),
        "change": draw(st.sampled_from(CHANGES[1:] if value is None else CHANGES)),
        "source": draw(st.sampled_from(["press", "agency"])),
        "upper": number + wide if wide == 20 and value is not None else None,
    }  # fmt: skip
    written = draw(st.sampled_from([str(number), notation.number(number), "ten million", "one third", "一千万"]))
    return fact(written, value, **(made | fixed))


_SHARED = ("entity", "place", "metric", "item", "unit", "per", "period", "status", "change")


@st.composite
def pairs(draw: st.DrawFn, **fixed: Any) -> tuple[Fact, Fact]:
    """Two facts that mostly differ in one or two aspects, as those that people compare do."""
    one, other = draw(facts(**fixed)), draw(facts(**fixed))
    differing = draw(st.sets(st.sampled_from(_SHARED), max_size=2))
    same = {name: getattr(one, name) for name in _SHARED if name not in differing}
    if other.value is None and same.get("change", other.change) is None:
        same["change"] = CHANGES[1]
    return one, identified([replace(other, id="", **same)])[0]


@given(pairs())
def test_order_changes_neither_the_verdict_nor_the_kinds_of_reason(pair: tuple[Fact, Fact]) -> None:
    a, b = pair
    one, other = compare([a, b], KNOWN), compare([b, a], KNOWN)
    assert one.verdict == other.verdict
    assert [reason.kind for reason in one.reasons] == [reason.kind for reason in other.reasons]
    assert [reason.severity for reason in one.reasons] == [reason.severity for reason in other.reasons]
    assert sorted(map(_numbers, one.derived)) == sorted(map(_numbers, other.derived))


def _numbers(one: Derived) -> tuple[str, str, str]:
    return one.name, one.bound, str(one.value)


@given(facts())
def test_a_fact_agrees_with_itself(one: Fact) -> None:
    comparison = compare([one, one], KNOWN)
    assert comparison.verdict == "agree"
    assert not any(reason.blocks for reason in comparison.reasons)


def _rewritten(one: Fact, unit: str) -> Fact:
    """The same fact in another unit of the same base; what was written stays as it is written."""
    assert one.unit is not None and one.value is not None
    factor = VOCABULARY.unit(one.unit).factor / VOCABULARY.unit(unit).factor
    upper = None if one.upper is None else one.upper * factor
    return replace(one, value=one.value * factor, upper=upper, unit=unit)


@given(pairs(valued=True, metric="changeover", unit="minute", per=None))
def test_a_unit_of_the_same_base_changes_no_verdict(pair: tuple[Fact, Fact]) -> None:
    a, b = pair
    before, after = compare([a, b], KNOWN), compare([_rewritten(a, "second"), b], KNOWN)
    assert before.verdict == after.verdict
    assert [reason.kind for reason in before.reasons] == [reason.kind for reason in after.reasons]
    assert {one.name for one in before.derived} == {one.name for one in after.derived}


def _sample(one: Fact, where: Fraction) -> Fraction:
    """A true value that the fact's wording allows: `where` from 0 to 1 along its range."""
    stated = interval.stated(one, VOCABULARY)
    assert stated is not None
    low = stated.low if stated.low is not None else (stated.high or Fraction(0)) - 1000
    high = stated.high if stated.high is not None else low * 3 + 1000
    value = low + (high - low) * where
    assert value in stated or where in (0, 1)
    return value


def _holds(one: Derived, truth: Fraction) -> bool:
    """Whether a derived figure, as it is told, allows a true value."""
    ends = [Fraction(one.value), Fraction(one.upper if one.upper is not None else one.value)]
    match one.bound:
        case "over":
            return truth > ends[0]
        case "at least":
            return truth >= ends[0]
        case "under":
            return truth < ends[1]
        case "up to":
            return truth <= ends[1]
        case _ if one.upper is not None:
            return ends[0] <= truth <= ends[1]
        case _:
            return one.within is not None and truth in one.within


INSIDE = st.fractions(Fraction(1, 100), Fraction(99, 100))


@given(pairs(valued=True, metric="shipments", unit="unit", per=None), INSIDE, INSIDE)
@example(
    (
        fact("over 174 million", 174_000_000, bound="over", item="laptop"),
        fact("18.9 million", 18_900_000, item="laptop", period=year(2018)),
    ),
    Fraction(1, 100),
    Fraction(1, 2),
)
def test_derived_bounds_are_sound(pair: tuple[Fact, Fact], where_a: Fraction, where_b: Fraction) -> None:
    a, b = pair
    assume(a.id != b.id)
    truths = {a.id: _sample(a, where_a), b.id: _sample(b, where_b)}
    for one in (one for one in compare([a, b], KNOWN).derived if one.name != "base"):
        top, bottom = (truths[id] for id in one.inputs)
        if one.name == "difference":
            assert _holds(one, top - bottom)
        elif bottom:
            ratio = top / bottom
            if one.name == "growth":
                assert _holds(one, (ratio - 1) * 100)
            elif one.name in ("share", "so far", "attainment"):
                assert _holds(one, ratio * 100)
            elif one.name == "ratio":
                assert _holds(one, ratio)


@given(facts(valued=True, change=CHANGES[1]), INSIDE)
def test_implied_bases_are_sound(one: Fact, where: Fraction) -> None:
    for base in implied(one, [], VOCABULARY):
        assert one.change is not None and one.change.value is not None
        way = 1 if one.change.direction == "up" else -1
        truth = _sample(one, where) / (1 + way * Fraction(one.change.value) / 100)
        assert _holds(base, truth / interval.factor(one, VOCABULARY))


@given(st.lists(facts(), min_size=2, max_size=8))
def test_any_facts_can_be_compared_and_told(many: list[Fact]) -> None:
    comparison = compare(many, KNOWN)
    assert headline(comparison)
    assert comparison_row(comparison)["verdict"] == comparison.verdict
    assert all(len(row.cells) == len(many) for row in aspects(many, KNOWN))
    assert as_text(many, comparison, KNOWN)
    assert as_markdown(many, comparison, KNOWN)
    assert (comparison.verdict == "not comparable") == any(reason.blocks for reason in comparison.reasons)
    for one in many:
        implied(one, many, VOCABULARY)


@given(pairs())
def test_difference_ratio_and_growth_are_for_like_with_like_only(pair: tuple[Fact, Fact]) -> None:
    comparison = compare(pair, KNOWN)
    of_both = [one for one in comparison.derived if len(one.inputs) == 2]
    names = {one.name for one in of_both}
    if comparison.verdict == "not comparable":
        assert names <= {"share", "so far", "attainment", "per unit", "per employee"}
        assert all(one.caution for one in of_both if one.name in ("share", "so far", "attainment"))
    else:
        assert names <= {"difference", "ratio", "growth", "growth a year"}


RANGES = st.builds(
    lambda ends, opens: Interval(min(ends), max(ends), *opens),
    st.tuples(st.fractions(0, 100), st.fractions(0, 100)),
    st.just((False, False)),
)


@given(RANGES, RANGES, INSIDE, INSIDE)
def test_interval_arithmetic_loses_no_value(x: Interval, y: Interval, s: Fraction, t: Fraction) -> None:
    assert x.low is not None and x.high is not None and y.low is not None and y.high is not None
    one, other = x.low + (x.high - x.low) * s, y.low + (y.high - y.low) * t
    assert one - other in x.minus(y)
    quotient = x.over(y)
    if other and quotient is not None:
        assert one / other in quotient
    assert x.meets(y) == y.meets(x) == (max(x.low, y.low) <= min(x.high, y.high))


@pytest.mark.parametrize(
    ("written", "value", "digits"),
    [
        ("18.9 million mobile phones", 18_900_000, "18.9"),
        ("4,376", 4376, "4376"),
        ("600,000 5G base stations", 600_000, "600000"),
        ("5G base stations: 600,000", 600_000, "600000"),
        ("thirty-five percent", 35, "35"),
        ("超1700萬部", 17_000_000, "1700"),
        ("one in every three laptops", "33.3", None),
        ("from 58 to 85", 70, None),
    ],
)
def test_the_digits_of_a_value_are_found_in_its_words(written: str, value: Any, digits: str | None) -> None:
    assert interval.numeral(fact(written, value)) == digits


def test_facts_have_ids_of_their_own() -> None:
    assert identified([fact()])[0].id == fact().id != fact(source="agency").id
