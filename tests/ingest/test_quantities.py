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
        ("added up to", "exact"),
        ("turned over", "exact"),
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
        ("Margins are to lie between 20% and 22%.", D(20), D(22)),
        ("Between 20 percent and 22 percent of it is exported.", D(20), D(22)),
        ("Its margin should be in a range of 20% to 22%.", D(20), D(22)),
        ("Sales should fall 4% to 6% QoQ.", D(4), D(6)),
        ("Its costs will be in a range from $240 million to $245 million.", D(240000000), D(245000000)),
    ],
)
def test_a_range_has_two_ends(text: str, low: Decimal, high: Decimal) -> None:
    (found,) = read(text)
    assert (found.value, found.upper) == (low, high)


def test_a_movement_to_a_level_is_no_range() -> None:
    assert [one.value for one in read("Its share rose 2% to 15%.")] == [2, 15]


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


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It rose by half a percentage point.", D("0.5"), "percentage point"),
        ("It was 0.8 of a percentage point lower.", D("0.8"), "percentage point"),
        ("It is up three-quarters of a point.", D("0.75"), "percentage point"),
        ("It gained a full point.", D(1), "percentage point"),
        ("The margin widened 40bp.", D("0.4"), "percentage point"),
        ("An order once took a fortnight.", D(14), "day"),
        ("Now it takes half an hour.", D("0.5"), "hour"),
        ("It makes up about 1/5 of the total.", D(20), "percent"),
        ("Apple held a third a year ago.", D("33.3"), "percent"),
        ("Of every five people hired in spring, two have gone.", D(40), "percent"),
        ("Out of every hundred laptops, it ships 49.", D(49), "percent"),
        ("Output is to double.", D(2), "times"),
    ],
)
def test_parts_of_points_times_and_wholes(text: str, value: Decimal, unit: str) -> None:
    (found,) = read(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They made 3.9, 1.7 and 0.8 million.", [3900000, 1700000, 800000]),
        ("It drew 3, 4 and 5 million visitors.", [3000000, 4000000, 5000000]),
        ("Shares were 31, 22 and 17 percent.", [31, 22, 17]),
        ("It took NT$3bn, NT$2bn and 1bn.", [3000000000, 2000000000, 1000000000]),
        ("It took NT$3bn, 2bn and 1bn.", [3000000000, 2000000000, 1000000000]),
    ],
)
def test_a_list_shares_scale_and_unit(text: str, values: list[int]) -> None:
    found = read(text)
    assert [one.value for one in found] == values
    assert len({(one.kind, one.unit) for one in found}) == 1


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("They could process 90,000, 45,000 and 120,000 wafers a month.", "month"),
        ("It makes 1.2 million watches and 3 million pairs of earphones a month.", "month"),
        ("It recycles 60,000 tonnes of spent cells a year.", "year"),
        ("It runs at 40,000 wpm.", "month"),
        ("It pays 100 million yuan per project.", "project"),
        ("An EPS of NT$2.90 is likely.", "share"),
        ("Every minute 79 laptops leave the line.", "minute"),
        ("On a busy weekday a quarter of a million computers leave.", "day"),
    ],
)
def test_a_rate_said_once_holds_for_its_list(text: str, per: str) -> None:
    assert {one.per for one in read(text)} == {per}


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("It never fell below 56 million.", "at least"),
        ("Nothing under 95 percent will do.", "at least"),
        ("It has not topped 56 million.", "up to"),
        ("It is to pass 56 million.", "over"),
        ("It would top 56 million.", "over"),
        ("There were getting on for 60,000.", "nearly"),
        ("There were perhaps 200.", "about"),
    ],
)
def test_denials_and_rarer_words_bound_a_number(words: str, bound: str) -> None:
    (found,) = read(words)
    assert found.bound == bound


@pytest.mark.parametrize(
    "text",
    [
        "A plan of 46 pages is out.",
        "The filing is three lines long.",
        "It is the first of two buildings.",
        "It ran twice as a trial.",
        "Panel lines of generation 8.5 or above count.",
        "Her favourite recruit this year is 52.",
        "Enterprises with revenue of 20 million yuan and more a year are counted.",
        "The law holds for firms with more than 50 employees.",
        "It is for projects worth at least 100 million yuan.",
        "The ratio is 3:1.",
        "Team 5 came last.",
    ],
)
def test_definitions_ages_and_parts_of_things_are_left_aside(text: str) -> None:
    assert [text[one.start : one.end] for one in read(text) if one.noun or one.unit or not one.spelled] == []
