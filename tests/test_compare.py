"""Like for like: every verdict and every kind of reason, each with a pair that press reports give."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from facts import SOURCES, VOCABULARY, as_of, fact, half, laptops, money, period, year

from cqtui import compare as comparing
from cqtui import notation
from cqtui.compare import Comparison, Knowledge, aspects, compare, comparison_row, headline, implied
from cqtui.model import Change, Fact, Period, Source
from cqtui.rates import Rates

KNOWN = Knowledge(VOCABULARY, sources=SOURCES)
SAID_BY_AGENCY = fact(source="agency").evidence
OPPO = fact(change=Change(kind="percent", value=Decimal(58), against="previous year"))
CITY_PHONES = fact("174 million mobile phones", 174_000_000, entity="chongqing", metric="output volume", bound="over")
LIANGJIANG = laptops("4.1433 million laptops", 4_143_300, entity="liangjiang", period=half(2012, 1))
BONDED_PORT = laptops("20 million laptops", 20_000_000, entity="bonded-port", period=year(2012), status="target")
CITY = laptops("64 million laptops", 64_000_000, bound="over")


def judged(*facts: Fact) -> Comparison:
    return compare(facts, KNOWN)


def kinds(comparison: Comparison, *, blocking: bool | None = None) -> set[str]:
    return {reason.kind for reason in comparison.reasons if blocking in (None, reason.blocks)}


def derived(comparison: Comparison) -> dict[str, str]:
    """What follows from the facts together: the base of each one's change goes without saying."""
    return {one.name: one.text for one in comparison.derived if one.name != "base"}


# The two that started it


def test_a_makers_shipments_are_no_part_of_the_citys_output_without_saying_so() -> None:
    comparison = judged(OPPO, CITY_PHONES)
    assert comparison.verdict == "not comparable"
    assert kinds(comparison) == {"different measure", "nested scope"}
    assert headline(comparison) == ("Not like for like: shipments against output volume · a part against the whole")
    share, base = comparison.derived
    assert (base.name, base.text) == ("base", "11.96 M in 2018")
    assert (share.name, share.value, share.unit, share.bound) == ("share", Decimal("10.9"), "percent", "under")
    assert share.formula == "18,900,000 ÷ over 174,000,000"
    assert share.inputs == (OPPO.id, CITY_PHONES.id)
    assert share.caution == (
        "shipments against output volume; "
        "a part against the whole: OPPO's, in Chongqing, against the whole of Chongqing"
    )


def test_half_a_year_of_the_whole_against_a_years_target_of_its_part() -> None:
    comparison = judged(LIANGJIANG, BONDED_PORT)
    assert comparison.verdict == "not comparable"
    assert [reason.kind for reason in comparison.reasons] == ["period length", "nested scope", "status"]
    assert all(reason.blocks for reason in comparison.reasons)
    assert headline(comparison) == (
        "Not like for like: a half year against a year · a part against the whole · an actual against a target"
    )
    assert derived(comparison) == {"so far": "A is 20.7 % of B"}
    assert comparison.derived[0].formula == "4,143,300 ÷ 20,000,000"


# Agree and conflict


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (CITY, laptops("64.22 million", 64_220_000)),
        (laptops("6.64 million", 6_640_000), laptops("6.65 million", 6_650_000)),
        (laptops("64 million", 64_000_000), laptops("64,220,000", 64_220_000)),
        (laptops("about 60 million", 60_000_000, bound="about"), laptops("64 million", 64_000_000)),
        (laptops("nearly 65 million", 65_000_000, bound="nearly"), laptops("64.2 million", 64_200_000)),
        (laptops("at least 30 million", 30_000_000, bound="at least"), CITY),
        (laptops("up to 80 million", 80_000_000, bound="up to"), CITY),
        (laptops("60 to 70 million", 60_000_000, upper=70_000_000), laptops("64.2 million", 64_200_000)),
        (laptops("2 billion", 2_000_000_000, bound="over"), laptops("2.9 billion", 2_900_000_000)),
        (
            fact("one third", "33.3", metric="world share", unit="percent", bound="about"),
            fact("32 %", 32, metric="world share", unit="percent"),
        ),
        (
            fact("thirty-five percent", 35, metric="world share", unit="percent"),
            fact("35.2 %", "35.2", metric="world share", unit="percent"),
        ),
        (
            fact("13 minutes", 13, metric="changeover", unit="minute"),
            fact("780 seconds", 780, metric="changeover", unit="second"),
        ),
    ],
)
def test_words_and_rounding_may_allow_two_numbers_to_be_one(a: Fact, b: Fact) -> None:
    comparison = judged(a, replace(b, evidence=replace(b.evidence, source="agency")))
    assert comparison.verdict == "agree"
    assert headline(comparison) == "They agree"
    assert comparison.derived == ()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (laptops("6.64 million", 6_640_000), laptops("6.66 million", 6_660_000)),
        (CITY, laptops("63 million", 63_000_000)),
        (laptops("nearly 64 million", 64_000_000, bound="nearly"), laptops("64.6 million", 64_600_000)),
        (laptops("about 50 million", 50_000_000, bound="about"), laptops("64 million", 64_000_000)),
        (laptops("up to 60 million", 60_000_000, bound="up to"), CITY),
        (laptops("3 million", 3_000_000), laptops("4 million", 4_000_000)),
        (
            fact("three", 3, metric="companies", item=None, unit="company"),
            fact("four", 4, metric="companies", item=None, unit="company"),
        ),
        (fact("4th", 4, metric="rank", unit="rank"), fact("7th", 7, metric="rank", unit="rank")),
        (
            fact("one-third", "33.3", metric="world share", unit="percent", bound="about"),
            fact("接近一半", 50, metric="world share", unit="percent", bound="nearly"),
        ),
        (
            fact("five weeks", 35, metric="changeover", unit="day"),
            fact("25 days", 25, metric="changeover", unit="day", bound="about"),
        ),
    ],
)
def test_one_question_with_two_answers_is_a_conflict(a: Fact, b: Fact) -> None:
    comparison = judged(a, b)
    assert comparison.verdict == "conflict"
    assert headline(comparison) == "They contradict each other"


def test_a_conflict_says_how_far_the_answers_are_apart() -> None:
    comparison = judged(laptops("60 million", 60_000_000), laptops("64.2 million", 64_200_000))
    assert derived(comparison) == {"difference": "B is 4.2 M more than A", "ratio": "B is 1.07 times A"}


def test_over_decides_nothing_about_a_number_far_above() -> None:
    comparison = judged(CITY, laptops("90 million", 90_000_000))
    assert comparison.verdict == "comparable"
    assert kinds(comparison) == {"bound", "same source"}


def test_agreement_within_one_source_is_one_witness() -> None:
    restated = laptops("64.22 million", 64_220_000)
    assert {"same source", "bound"} == kinds(judged(CITY, restated))
    elsewhere = laptops("64.22 million", 64_220_000, source="agency")
    assert kinds(judged(CITY, elsewhere)) == {"bound"}


@pytest.mark.parametrize(
    ("publisher", "day", "told"),
    [
        ("China Daily (Xinhua)", 23, True),
        ("Xinhua", 22, True),
        ("Xinhua", 29, False),  # a week on, another report
        ("China Daily", 23, False),
        (None, 23, False),
    ],
)
def test_two_editions_of_one_agency_report_are_one_witness(publisher: str | None, day: int, told: bool) -> None:
    first = Source(id="press", publisher="Xinhua, on China Daily's site", published=date(2012, 3, 22))
    second = Source(id="agency", publisher=publisher, published=date(2012, 3, day))
    known = replace(KNOWN, sources={"press": first, "agency": second})
    made = compare([laptops("5 million", 5_000_000), laptops("5 million", 5_000_000, source="agency")], known)
    assert made.verdict == "agree"
    assert ("same source" in kinds(made)) == told


def test_changes_without_levels_agree_or_not() -> None:
    def rise(written: str, percent: str, source: str = "press") -> Fact:
        return fact(written, None, change=Change(kind="percent", value=Decimal(percent)), source=source)

    assert judged(rise("58 %", "58"), rise("58.4 %", "58.4", "agency")).verdict == "agree"
    assert judged(rise("58 %", "58"), rise("36.3 %", "36.3", "agency")).verdict == "conflict"


# Comparable


def test_makers_with_one_measure_and_one_year_are_comparable() -> None:
    asus = fact("12 million", 12_000_000, entity="asus")
    comparison = judged(OPPO, asus)
    assert comparison.verdict == "comparable"
    assert headline(comparison) == "Like for like"
    assert kinds(comparison) == {"different entity", "same source"}
    assert derived(comparison) == {"difference": "A is 6.9 M more than B", "ratio": "A is 1.58 times B"}


def test_sibling_places_are_comparable() -> None:
    chengdu = laptops("20 million", 20_000_000, entity="chengdu", place=None)
    assert judged(CITY, chengdu).verdict == "comparable"


def test_successive_years_give_growth() -> None:
    comparison = judged(laptops("60 million", 60_000_000, period=year(2018)), laptops("66 million", 66_000_000))
    assert comparison.verdict == "comparable"
    assert kinds(comparison, blocking=False) == {"period offset", "same source"}
    assert derived(comparison)["growth"] == "B on A: up 10 %"
    assert "growth a year" not in derived(comparison)


def test_years_apart_give_growth_a_year() -> None:
    comparison = judged(laptops("121 million", 121_000_000), laptops("100 million", 100_000_000, period=year(2017)))
    found = {one.name: one for one in comparison.derived}
    assert found["growth"].text == "A on B: up 21 %"
    assert found["growth a year"].text == "from B to A: up 10 % a year"
    assert found["growth a year"].formula == "(121,000,000 ÷ 100,000,000) ^ (1 ÷ 2) − 1"


def test_growth_to_a_bounded_figure_is_bounded() -> None:
    comparison = judged(laptops("60 million", 60_000_000, period=year(2018)), CITY)
    (growth,) = [one for one in comparison.derived if one.name == "growth"]
    assert (growth.value, growth.bound) == (Decimal("6.6"), "over")


def test_what_two_bounds_leave_open_is_not_derived() -> None:
    comparison = judged(laptops("over 60 million", 60_000_000, bound="over", period=year(2018)), CITY)
    assert comparison.derived == ()


def test_shares_differ_by_points() -> None:
    def share(written: str, percent: str, number: int) -> Fact:
        return fact(written, percent, metric="world share", unit="percent", period=year(number))

    comparison = judged(share("33 %", "33", 2019), share("14 %", "14", 2012))
    assert derived(comparison) == {"difference": "A is 19 percentage points more than B"}
    assert comparison.derived[0].unit == "points"


def test_units_of_one_base_are_converted_exactly() -> None:
    old = fact("2 days", 2, metric="changeover", unit="day", entity="wistron")
    new = fact("30 minutes", 30, metric="changeover", unit="minute", entity="asus")
    comparison = judged(old, new)
    assert comparison.verdict == "comparable"
    assert derived(comparison)["ratio"] == "A is 96 times B"
    assert comparison.derived[1].formula == "2 days ÷ 30 minutes"


def test_before_and_after_in_one_sentence_are_comparable_with_care() -> None:
    said = {"metric": "changeover", "sentence": "2-3 days once, 3-30 minutes today"}
    before = fact("2-3 days", 2, upper=3, unit="day", period=Period(basis="before"), **said)
    after = fact("3-30 minutes", 3, upper=30, unit="minute", period=as_of("2020-05-21"), **said)
    comparison = judged(before, after)
    assert comparison.verdict == "comparable"
    assert derived(comparison)["ratio"] == "A is 96 to 1,440 times B"
    assert comparison.derived[1].caution == "before against after, in one sentence"


def test_states_of_neighbouring_days_may_be_one_state() -> None:
    march = fact("639", 639, metric="companies", item=None, unit="company", period=as_of("2020-03-22"))
    day_after = replace(march, period=as_of("2020-03-23"), id="")
    assert judged(march, day_after).verdict == "agree"
    assert judged(march, replace(day_after, value=Decimal(650), as_written="650")).verdict == "comparable"


def test_a_share_reported_within_a_year_is_that_years() -> None:
    def share(written: str, percent: str, when: Period) -> Fact:
        return fact(written, percent, metric="world share", unit="percent", period=when)

    september, all_year = share("33 %", "33", as_of("2019-09-18")), share("50 %", "50", year(2019))
    assert judged(september, all_year).verdict == "conflict"
    assert judged(september, share("33.3 %", "33.3", year(2019))).verdict == "agree"
    assert judged(september, replace(all_year, period=year(2018))).verdict == "not comparable"


# Why not: every kind of reason that blocks

EMPLOYEES = {"metric": "employees", "item": None, "unit": "person"}


@pytest.mark.parametrize(
    ("a", "b", "kind", "clause"),
    [
        (
            fact("430 %", None, change=Change(kind="percent", value=Decimal(430))),
            fact(),
            "no value",
            "a level against a change",
        ),
        (
            fact("58 %", None, change=Change(kind="percent", value=Decimal(58))),
            fact("17.2 times", None, change=Change(kind="times", value=Decimal("17.2"))),
            "no value",
            "a change in percent against one in times",
        ),
        (OPPO, fact(metric="output volume"), "different measure", "shipments against output volume"),
        (
            money("15.2 billion", 15_200_000_000),
            money("5 billion", 5_000_000_000, metric="R&D spending"),
            "different measure",
            "output value against R&D spending",
        ),
        (
            CITY,
            laptops("174 million", 174_000_000, item="mobile phone"),
            "different item",
            "laptops against mobile phones",
        ),
        (
            money("50 billion", 50_000_000_000, item="laptop"),
            money("60 billion", 60_000_000_000),
            "different item",
            "laptops against a figure that names no item",
        ),
        (CITY, laptops("70 million", 70_000_000, item="computer"), "nested item", "computers include laptops"),
        (
            money("236.1 billion yuan", 236_100_000_000),
            money("$32.46 billion", 32_460_000_000, unit="USD"),
            "currency",
            "CNY against USD",
        ),
        (
            money("50 billion", 50_000_000_000, unit=None),
            money("50 billion yuan", 50_000_000_000),
            "currency",
            "a currency that is not stated",
        ),
        (fact("18.9 million", 18_900_000), fact("11 %", 11, unit="percent"), "different unit", "units against percent"),
        (
            fact("60 an hour", 60, per="hour"),
            fact("500", 500),
            "basis",
            "a rate per hour against a total",
        ),
        (
            fact("210 million", 210_000_000, period=period(None, "2019-12-31", "cumulative"), bound="over"),
            fact(),
            "basis",
            "a total to date against a year",
        ),
        (fact(period=Period()), fact(), "period unstated", "a period not stated against 2019"),
        (
            fact(period=Period()),
            fact("20 million", 20_000_000, period=Period(), source="undated"),
            "period unstated",
            "no period stated, in different sources",
        ),
        (
            fact(period=period("2019-01-01", None, "since")),
            fact(),
            "period open",
            "since 2019 against 2019",
        ),
        (
            fact(period=Period(basis="before")),
            fact(source="agency"),
            "period open",
            "a time before that is not stated",
        ),
        (
            laptops("17 million", 17_000_000, period=period("2019-11-01", "2019-11-30", "month")),
            CITY,
            "period length",
            "a month against a year",
        ),
        (
            laptops("11 million", 11_000_000, period=period("2019-01-01", "2019-03-31", "quarter")),
            laptops("30 million", 30_000_000, period=half(2019, 1)),
            "period length",
            "a quarter against a half year",
        ),
        (laptops("20 million", 20_000_000, entity="bonded-port"), CITY, "nested scope", "a part against the whole"),
        (
            fact("5 million", 5_000_000, metric="output volume"),
            fact("90 million", 90_000_000, entity="china", place=None, metric="output volume"),
            "nested scope",
            "a part against the whole",
        ),
        (
            fact("40 million", 40_000_000, place="china"),
            OPPO,
            "nested scope",
            "a part against the whole",
        ),
        (
            fact("40 million", 40_000_000, place=None, metric="output volume"),
            laptops("70 million", 70_000_000, item="mobile phone"),
            "different scope",
            "a company against a place",
        ),
        (
            OPPO,
            fact("40 million", 40_000_000, entity="asus", place="china"),
            "different scope",
            "only Chongqing against all of China",
        ),
        (CITY, laptops("70 million", 70_000_000, status="forecast"), "status", "an actual against a forecast"),
    ],
)  # fmt: skip
def test_what_stands_against_like_for_like(a: Fact, b: Fact, kind: str, clause: str) -> None:
    comparison = judged(a, b)
    assert comparison.verdict == "not comparable"
    assert kinds(comparison, blocking=True) == {kind}
    (reason,) = [reason for reason in comparison.reasons if reason.blocks]
    assert reason.clause == clause
    assert set(reason.facts) == {a.id, b.id}
    assert headline(comparison) == f"Not like for like: {clause}"


def test_every_kind_of_reason_is_documented() -> None:
    assert set(comparing.MEANINGS) == set(comparing.KINDS)


def test_a_part_is_named_before_its_whole_whatever_the_order() -> None:
    for pair in ((CITY, BONDED_PORT), (BONDED_PORT, CITY)):
        (nested,) = [reason for reason in judged(*pair).reasons if reason.kind == "nested scope"]
        assert nested.text == "a part against the whole: Bonded Port Area is part of Chongqing"
        assert nested.facts == (BONDED_PORT.id, CITY.id)


def test_two_currencies_in_one_sentence_are_likely_one_amount() -> None:
    said = "25.54 billion yuan ($4.06 billion)"
    yuan = money("25.54 billion yuan", 25_540_000_000, sentence=said)
    dollars = money("$4.06 billion", 4_060_000_000, unit="USD", sentence=said)
    assert kinds(judged(yuan, dollars)) == {"conversion", "same source"}
    assert judged(yuan, dollars).verdict == "agree"
    assert derived(judged(yuan, dollars)) == {}


def test_unstated_times_are_one_where_the_reports_are_of_the_same_days() -> None:
    comparison = judged(fact(period=Period()), fact("20 million", 20_000_000, period=Period(), source="agency"))
    assert comparison.verdict == "conflict"
    assert {"period unstated", "gap"} <= kinds(comparison, blocking=False)


RATES = Rates({("CNY", 2019): Fraction(7)}, {("CNY", 2019): "a bank"})


def with_rates(*facts: Fact) -> Comparison:
    return compare(facts, Knowledge(VOCABULARY, RATES, SOURCES))


@pytest.mark.parametrize(
    ("dollars", "verdict"), [(3_640_000_000, "agree"), (3_700_000_000, "agree"), (2_500_000_000, "conflict")]
)
def test_a_rate_sets_two_currencies_side_by_side(dollars: int, verdict: str) -> None:
    yuan = money("25.5 billion yuan", 25_500_000_000)
    told = money(f"${dollars / 10**9} billion", dollars, unit="USD", source="agency")
    comparison = with_rates(yuan, told)
    assert comparison.verdict == verdict
    (currency,) = [reason for reason in comparison.reasons if reason.kind == "currency"]
    assert currency.text == "CNY against USD: set side by side at 7 CNY for a USD, the average of 2019 (a bank)"
    assert judged(yuan, told).verdict == "not comparable"
    assert with_rates(yuan, replace(told, period=year(2018))).verdict == "not comparable"
    if verdict == "conflict":
        assert derived(comparison)["ratio"] == "A is about 1.46 times B"
        assert "7 CNY for a USD" in (comparison.derived[0].caution or "")


def test_an_amount_in_two_currencies_must_be_one_by_some_rate_of_the_time() -> None:
    yuan = money("25.5 billion yuan", 25_500_000_000)
    near = money("$3.6 billion", 3_600_000_000, unit="USD", sentence=yuan.evidence.sentence)
    far = money("$4.6 billion", 4_600_000_000, unit="USD", sentence=yuan.evidence.sentence)
    assert kinds(with_rates(yuan, near)) == {"conversion", "same source"}
    assert with_rates(yuan, far).verdict == "conflict"


GROWN = laptops("64.22 million", 64_220_000, change=Change(kind="percent", value=Decimal("12.1"), against="2018"))


@pytest.mark.parametrize(
    ("before", "verdict", "told"),
    [
        ("57.3", "comparable", "the change fits"),
        ("61", "conflict", "the change does not fit"),
    ],
)
def test_a_change_is_held_against_the_level_before(before: str, verdict: str, told: str) -> None:
    early = laptops(f"{before} million", Decimal(before) * 10**6, period=year(2018))
    comparison = judged(GROWN, early)
    assert comparison.verdict == verdict
    (base,) = [reason for reason in comparison.reasons if reason.kind == "implied base"]
    stated = notation.number(Decimal(before) * 10**6)
    implied_base = "64,220,000 laptops, up 12.1 %, implies 57,300,000 laptops in 2018"
    assert base.text == f"{told}: {implied_base}, stated is {stated} laptops"
    later = replace(early, period=year(2017))
    assert "implied base" not in kinds(judged(GROWN, later))


def test_both_readings_of_times_are_tried_on_the_level_before() -> None:
    grown = laptops("36 million", 36_000_000, change=Change(kind="times", value=Decimal(2), against="previous year"))
    for before in (18, 12):
        early = laptops(f"{before} million", before * 10**6, period=year(2018))
        assert judged(grown, early).verdict == "comparable"
    assert judged(grown, laptops("30 million", 30_000_000, period=year(2018))).verdict == "conflict"


def test_levels_that_agree_with_changes_that_do_not_are_in_conflict() -> None:
    other = replace(GROWN, change=replace(GROWN.change, value=Decimal(9)), evidence=SAID_BY_AGENCY)
    comparison = judged(GROWN, other)
    assert comparison.verdict == "conflict"
    assert "different change" in kinds(comparison)


@pytest.mark.parametrize(("percent", "verdict"), [("10.9", "agree"), ("25", "conflict")])
def test_a_share_is_held_against_part_and_whole(percent: str, verdict: str) -> None:
    part = fact("18.9 million", 18_900_000, entity="liangjiang", place=None, metric="output volume")
    whole = fact("174 million", 174_000_000, entity="chongqing", place=None, metric="output volume")
    share = fact(f"{percent} %", percent, entity="liangjiang", place=None, metric="share of output", unit="percent")
    known = Knowledge(VOCABULARY, others=[whole])
    for pair in ((part, share), (share, part)):
        comparison = compare(pair, known)
        assert comparison.verdict == verdict
        (relation,) = [reason for reason in comparison.reasons if reason.kind == "derivation"]
        assert relation.facts == (share.id, part.id, whole.id)
    assert compare([part, share], KNOWN).verdict == "not comparable"
    assert compare([whole, share], Knowledge(VOCABULARY, others=[part])).verdict == verdict


def test_a_joint_name_covers_those_it_is_made_of() -> None:
    joint = fact("40 million", 40_000_000, entity="oppo-and-asus")
    assert kinds(judged(OPPO, joint), blocking=True) == {"nested scope"}
    other = fact("40 million", 40_000_000, entity="asus-and-vivo")
    assert kinds(judged(joint, other), blocking=True) == {"overlapping scope"}


def test_where_one_does_not_say_where_it_may_be_the_whole() -> None:
    comparison = judged(OPPO, fact("22 million", 22_000_000, place=None))
    assert comparison.verdict == "not comparable"
    assert headline(comparison) == "Not like for like: only one of them is said to be in Chongqing"
    assert derived(comparison) == {}


def test_a_fiscal_year_overlaps_a_year() -> None:
    fiscal = period("2019-04-01", "2020-03-31", "year")
    comparison = judged(fact(), fact("20 million", 20_000_000, period=fiscal))
    assert comparison.verdict == "comparable"
    assert any(reason.text.endswith("they overlap") for reason in comparison.reasons)


# What may be told all the same


def test_a_target_of_the_same_year_is_attained_in_part() -> None:
    target = laptops("80 million", 80_000_000, status="target")
    comparison = judged(laptops("64.2 million", 64_200_000), target)
    assert derived(comparison) == {"attainment": "A is 80.2 % of B"}
    assert comparison.derived[0].caution == "an actual against a target"


def test_a_target_of_someone_else_is_not_attained() -> None:
    target = fact("80 million", 80_000_000, entity="asus", status="target")
    assert derived(judged(OPPO, target)) == {}


def test_a_half_year_is_a_share_of_its_own_year_only() -> None:
    whole = laptops("64 million", 64_000_000)
    assert derived(judged(laptops("30 million", 30_000_000, period=half(2019, 1)), whole)) == {
        "share": "A is 46.9 % of B"
    }
    assert derived(judged(laptops("30 million", 30_000_000, period=half(2018, 1)), whole)) == {}


def test_a_narrower_item_is_a_share_of_the_wider() -> None:
    computers = laptops("70 million", 70_000_000, item="computer")
    comparison = judged(laptops("64.4 million", 64_400_000), computers)
    assert derived(comparison) == {"share": "A is 92 % of B"}


def test_a_part_of_another_year_is_no_share() -> None:
    assert derived(judged(replace(OPPO, period=year(2018)), CITY_PHONES)) == {}


def test_ranks_and_shares_have_no_parts() -> None:
    small = fact("5 %", 5, metric="world share", unit="percent", entity="liangjiang")
    large = fact("33 %", 33, metric="world share", unit="percent", entity="chongqing")
    assert derived(judged(small, large)) == {}


# One fact


def test_a_change_implies_its_base() -> None:
    (base,) = implied(OPPO, [], VOCABULARY)
    assert (base.name, base.value, base.unit, base.bound) == ("base", Decimal(11_960_000), "unit", "exact")
    assert base.text == "11.96 M in 2018"
    assert base.formula == "18,900,000 ÷ 1.58"


def test_times_imply_two_bases_each_said_to_be_a_reading() -> None:
    grown = money("11.183 billion", 11_183_000_000, change=Change(kind="times", value=Decimal("17.2")))
    low, high = sorted(implied(grown, [], VOCABULARY), key=lambda one: one.value)
    assert (low.value, high.value) == (Decimal(614_000_000), Decimal(650_200_000))
    assert high.caution == "if “▲ 17.2 times” means ×17.2"


def test_a_base_keeps_its_bound_and_points_are_subtracted() -> None:
    over = replace(OPPO, bound="over")
    assert implied(over, [], VOCABULARY)[0].text == "over 11.9 M in 2018"
    share = fact("28 %", 28, metric="world share", unit="percent",
                 change=Change(kind="points", value=Decimal("1.3")))  # fmt: skip
    assert implied(share, [], VOCABULARY)[0].text == "26.7 % before"


def test_value_per_phone_and_phones_per_employee() -> None:
    worth = money("15.2 billion yuan", 15_200_000_000)
    staff = fact("4,376 employees", 4376, period=as_of("2019-12-31"), **EMPLOYEES)
    plain = replace(OPPO, change=None)
    texts = {one.name: one for one in implied(plain, [worth, staff, plain, CITY], VOCABULARY)}
    assert texts["per unit"].text == "CNY 804 a mobile phone"
    assert texts["per unit"].unit == "CNY per unit"
    assert texts["per unit"].inputs == (worth.id, plain.id)
    assert texts["per employee"].text == "4,319 mobile phones an employee"
    assert texts["per employee"].caution == ("those employed on 31 Dec 2019 against the output of a year")
    assert [one.text for one in implied(staff, [worth], VOCABULARY)] == ["CNY 3.47 M an employee"]


@pytest.mark.parametrize(
    "other",
    [
        money("15.2 billion", 15_200_000_000, period=year(2018)),
        money("15.2 billion", 15_200_000_000, entity="asus"),
        money("15.2 billion", 15_200_000_000, place="china"),
        money("15.2 billion", 15_200_000_000, status="target"),
        money("15.2 billion", 15_200_000_000, metric="investment"),
        money("15.2 billion", 15_200_000_000, metric="export value"),
        fact("4,376", 4376, period=as_of("2020-12-31"), **EMPLOYEES),
    ],
)  # fmt: skip
def test_only_facts_of_one_subject_are_divided(other: Fact) -> None:
    assert implied(fact(), [other], VOCABULARY) == []


def test_a_value_of_several_products_is_not_divided_by_one_of_them() -> None:
    worth, also = money("15.2 billion", 15_200_000_000), fact("2 million", 2_000_000, item="laptop")
    assert implied(fact(), [worth, also], VOCABULARY) == []


# Three and more


def test_the_gravest_pair_decides_and_reasons_are_told_once() -> None:
    comparison = judged(OPPO, fact("12 million", 12_000_000, entity="asus"), CITY_PHONES)
    assert comparison.verdict == "not comparable"
    (measure,) = [reason for reason in comparison.reasons if reason.kind == "different measure"]
    assert len(measure.facts) == 3
    assert headline(comparison).count("a part against the whole") == 1
    assert {one.text for one in comparison.derived if one.name == "share"} == {
        "A is under 10.9 % of C",
        "B is under 6.9 % of C",
    }


@pytest.mark.parametrize("number", [0, 1, 9])
def test_two_to_eight_facts_make_a_comparison(number: int) -> None:
    with pytest.raises(ValueError, match="2 to 8"):
        judged(*[OPPO] * number)
    assert judged(*[fact(source=f"s{one}") for one in range(8)]).verdict == "agree"


def test_facts_without_a_vocabulary_are_compared_by_their_ids() -> None:
    comparison = compare([OPPO, CITY_PHONES], Knowledge(type(VOCABULARY)()))
    assert comparison.verdict == "not comparable"
    assert "shipments against output volume" in headline(comparison).lower()


# How it is told


def test_the_row_for_programs() -> None:
    row = comparison_row(judged(LIANGJIANG, BONDED_PORT))
    assert list(row) == ["verdict", "reasons", "derived"]
    assert row["reasons"][0] == {
        "kind": "period length",
        "text": "a half year against a year",
        "facts": [LIANGJIANG.id, BONDED_PORT.id],
    }
    assert {"name", "value", "unit", "bound", "formula", "inputs", "caution"} <= set(row["derived"][0])
    json.dumps(row, default=str)


def test_the_aspects_line_up() -> None:
    rows = {one.label: one for one in aspects([LIANGJIANG, BONDED_PORT], KNOWN)}
    assert list(rows) == ["value", "as written", "measure", "scope", "period", "status", "bound", "source"]
    assert rows["value"].cells == ("4,143,300 laptops", "20,000,000 laptops")
    assert rows["measure"].same
    assert rows["period"].remark == "a half year against a year"
    assert rows["scope"].cells[1] == "Bonded Port Area ⊂ Liangjiang New Area"
    assert rows["scope"].remark == "B is part of A"
    assert rows["status"].remark == "an actual against a target"
    assert rows["source"].remark == "one witness"
    assert rows["source"].cells[0] == "iChongqing, 22 May 2020, ¶ 1"
    assert "place" in {one.label for one in aspects([OPPO, CITY_PHONES], KNOWN)}


def test_one_amount_in_two_units_is_the_same_value() -> None:
    minutes = fact("13 minutes", 13, metric="changeover", unit="minute")
    seconds = fact("780 seconds", 780, metric="changeover", unit="second")
    value = aspects([minutes, seconds], KNOWN)[0]
    assert (value.same, value.remark) == (True, "the same amount")


def test_as_text_gives_verdict_rows_and_working() -> None:
    facts = [LIANGJIANG, BONDED_PORT]
    text = comparing.as_text(facts, judged(*facts), KNOWN)
    lines = text.splitlines()
    assert lines[0].startswith("Not like for like: a half year against a year")
    assert lines[2].split() == ["A", "Liangjiang", "New", "Area", "B", "Bonded", "Port", "Area"]
    assert lines[-4:-2] == ["Derived, with those three cautions", "  so far  A is 20.7 % of B  4,143,300 ÷ 20,000,000"]


def test_as_markdown_cannot_be_broken_by_a_sentence() -> None:
    hostile = fact(sentence="a | b <script> [x](http://y)", source="agency")
    markdown = comparing.as_markdown([OPPO, hostile], judged(OPPO, hostile), KNOWN)
    assert markdown.startswith("**They agree**")
    assert "a \\| b \\<script> \\[x](http\\://y)" in markdown
    assert f"> A ({OPPO.id}): " in markdown


def test_periods_at_the_end_of_time_do_no_harm() -> None:
    last = period("9999-01-01", "9999-12-31", "year")
    assert judged(fact(period=last), fact(period=last, source="agency")).verdict == "agree"
    first = period("0001-01-01", "0001-12-31", "year")
    grown = fact(period=first, change=Change(kind="percent", value=Decimal(5), against="previous year"))
    assert implied(grown, [], VOCABULARY)
