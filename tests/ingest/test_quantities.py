"""Quantities: exact values, units, bounds and ranges, and the numbers that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ingest.reading import read

D = Decimal


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("It made 4.1433 million laptops.", "4.1433 million laptops", D(4143300), None),
        ("Employees number 4,376 now.", "4,376", D(4376), None),
        ("It reached 11.183 billion yuan.", "11.183 billion yuan", D(11183000000), "CNY"),
        ("It cost RMB 46.5 billion.", "RMB 46.5 billion", D(46500000000), "CNY"),
        ("It is worth US$1.2bn today.", "US$1.2bn", D(1200000000), "USD"),
        ("It took NT$138.2bn.", "NT$138.2bn", D(138200000000), "TWD"),
        ("It took 74.2 trillion won.", "74.2 trillion won", D(74200000000000), "KRW"),
        ("Half a million people live here.", "Half a million people", D(500000), "person"),
        (
            "It put three-quarters of a billion dollars into it.",
            "three-quarters of a billion dollars",
            D(750000000),
            "USD",
        ),
        ("It signed a dozen projects.", "a dozen projects", D(12), "project"),
        ("Four thousand five hundred people work there.", "Four thousand five hundred people", D(4500), "person"),
        ("It needs two and a half seconds.", "two and a half seconds", D("2.5"), "second"),
        ("The rate was ninety-eight and a half per cent.", "ninety-eight and a half per cent", D("98.5"), "percent"),
        ("It covers 1.5 million square metres.", "1.5 million square metres", D(1500000), "square metre"),
        ("It sold 14.5 GWh of batteries.", "14.5 GWh", D("14.5"), "GWh"),
        ("It rose 30 basis points.", "30 basis points", D("0.3"), "percentage point"),
        ("It shipped 5.1m units.", "5.1m units", D(5100000), "unit"),
    ],
)
def test_a_quantity_is_read_exactly(text: str, surface: str, value: Decimal, unit: str | None) -> None:
    (found,) = read(text)
    assert (text[found.start : found.end], found.value, found.unit) == (surface, value, unit)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("over", "over"),
        ("more than", "over"),
        ("exceeded", "over"),
        ("at least", "at least"),
        ("no less than", "at least"),
        ("nearly", "nearly"),
        ("just under", "nearly"),
        ("about", "about"),
        ("some", "about"),
        ("fewer than", "under"),
        ("can hold up to", "up to"),
        ("production was up to", "exact"),
        ("made", "exact"),
    ],
)
def test_the_words_before_a_number_bound_it(words: str, bound: str) -> None:
    (found,) = read(f"Last year it {words} 300 laptops.")
    assert found.bound == bound


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("It takes 3-30 minutes.", D(3), D(30)),
        ("It will be 60 to 70 percent.", D(60), D(70)),
        ("He forecasts between 62 and 64 million laptops.", D(62000000), D(64000000)),
        ("It looks for 4.8m-5.0m notebooks.", D(4800000), D(5000000)),
        ("It asks for four to five months.", D(4), D(5)),
        ("Some 5 to 6 million sets were made.", D(5000000), D(6000000)),
    ],
)
def test_a_range_has_two_ends(text: str, low: Decimal, high: Decimal) -> None:
    (found,) = read(text)
    assert (found.value, found.upper) == (low, high)


def test_from_and_to_are_two_quantities_and_no_range() -> None:
    before, after = read("The change of a line went from 2-3 days down to 3-30 minutes.")
    assert (before.pair, before.value, before.upper) == ("from", D(2), D(3))
    assert (after.pair, after.unit) == ("to", "minute")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("One in three laptops is made here.", D("33.3")),
        ("Eight out of ten steps need no hand.", D(80)),
        ("Two-thirds of them went abroad.", D("66.7")),
        ("More than half of the laptops came by rail.", D(50)),
        ("A third of sales was online.", D("33.3")),
    ],
)
def test_fractions_are_percentages(text: str, value: Decimal) -> None:
    found = read(text)[0]
    assert (found.kind, found.value) == ("percent", value)


def test_for_every_three_and_ten_there_is_one_each() -> None:
    text = "For every three tablets and eight mobile phones sold, one is made in the city."
    first, second = read(text)
    assert (first.value, first.items, second.value, second.items) == (
        D("33.3"),
        ("tablet",),
        D("12.5"),
        ("mobile phone",),
    )


def test_numbers_in_a_list_share_their_scale() -> None:
    first, second = read("They made 50 and 30 million units, respectively.")
    assert (first.value, second.value) == (D(50000000), D(30000000))


def test_a_conversion_is_known_as_one() -> None:
    _yuan, dollars = read("It reached 25.54 billion yuan ($4.06 billion).")
    assert (dollars.unit, dollars.converted) == ("USD", True)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("It makes 20 million laptops a year.", "year"),
        ("It has a capacity of 48,000 wafers per month.", "month"),
        ("In a good month we ship about 3 million phones.", "month"),
        ("It shipped 20 million laptops in 2019.", None),
    ],
)
def test_a_rate_is_per_something(text: str, per: str | None) -> None:
    (found,) = read(text)
    assert found.per == per


@pytest.mark.parametrize(
    "text",
    [
        "As of 2019, it was there.",
        "It was founded on May 22, 2020.",
        "In spite of COVID-19 and 5G, it works.",
        "Call +86-23-67230470 or 400-820-5511.",
        "BOE Technology (Shenzhen: 000725) said so.",
        "A Fortune 500 name, and a Boeing 737 too.",
        "The 14th Five-Year Plan (2021-2025) says so.",
        "The 'Action Plan 2019-2022' has been published.",
        "The sixth-generation line and the 8.5-generation line run.",
        "It uses 12-inch wafers at 28nm.",
        "For the 10th consecutive year, it led.",
        "The fourth industrial revolution has begun.",
        "The exchange opened at 10:22 on Section 3.",
        "It rests on four chains.",
        "He stood in Hall 4.",
        "Rates: $1 = 6.61 yuan.",
    ],
)
def test_what_is_no_quantity_is_left_aside(text: str) -> None:
    assert [
        text[one.start : one.end] for one in read(text) if one.noun or one.unit or one.scaled or not one.spelled
    ] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The city has many firms, ranking seventh nationwide.", D(7)),
        ("It is the world's second-largest maker.", D(2)),
        ("The zone ranks fourth among its peers.", D(4)),
        ("The group ranked 11th worldwide.", D(11)),
    ],
)
def test_a_rank_is_a_quantity(text: str, value: Decimal) -> None:
    (found,) = read(text)
    assert (found.kind, found.value) == ("rank", value)


def test_no_text_makes_a_pattern_run_away() -> None:
    for piece in ("1,", "a third of ", "from ", "over over ", "one in ", "1 ", "for every two x ", "$", "9-"):
        read(piece * 2000)
