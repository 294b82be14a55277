"""Changes: which level a movement belongs to, and what stands on its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ingest.reading import facts

Change = tuple[str, str, float | None]


def changes(text: str) -> list[tuple[str, Change | None]]:
    """Each figure as it is written, with its change."""
    return [
        (
            one.as_written,
            (one.change.direction, one.change.kind, float(one.change.value) if one.change.value is not None else None)
            if one.change
            else None,
        )
        for one in facts(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In 2019 Chongqing's exports were valued at 267.8 billion yuan, a fall of 21.6 percent, and imports at "
            "146.1 billion yuan, a rise of 13.5 percent.",
            [("267.8 billion yuan", ("down", "percent", 21.6)), ("146.1 billion yuan", ("up", "percent", 13.5))],
        ),
        (
            "Chongqing made up 19.7 percent of the country's laptop output in 2019, 2.2 percentage points more than "
            "in 2015.",
            [("19.7 percent", ("up", "points", 2.2))],
        ),
        (
            "Quanta shipped 18 million laptops from Chongqing in 2019, a tenth fewer than the year before.",
            [("18 million laptops", ("down", "percent", 10.0))],
        ),
        (
            "Laptops worth $9.8 billion were exported from Chongqing in 2019, a\n2.3-fold increase on 2011.",
            [("$9.8 billion", ("up", "times", 2.3))],
        ),
        (
            "In 2019 output of laptops and monitors in Chongqing rose by 4.4 and 27.5 percent, to 29.1 million and "
            "8.8 million units respectively.",
            [("29.1 million", ("up", "percent", 4.4)), ("8.8 million units", ("up", "percent", 27.5))],
        ),
        (
            "Foxconn employed 41,000 people in Chongqing in 2019, 2,000 more than a year earlier.",
            [("41,000 people", ("up", "unstated", None))],
        ),
        (
            "In 2019 $10.7 billion of goods went through the Xiyong Comprehensive Bonded Zone in Chongqing, 84 percent "
            "more than in 2018.",
            [("$10.7 billion", ("up", "percent", 84.0))],
        ),
        (
            "In 2019 Chongqing exported 3.2 million laptops, with a decline of 18.8%, and 5.6 million phones, "
            "adding 5%.",
            [("3.2 million laptops", ("down", "percent", 18.8)), ("5.6 million phones", ("up", "percent", 5.0))],
        ),
        (
            "In 2019 exports and imports of Chongqing were worth 62.9 billion yuan and 58.7 billion yuan, 24.5% and "
            "33.6% more, respectively.",
            [("62.9 billion yuan", ("up", "percent", 24.5)), ("58.7 billion yuan", ("up", "percent", 33.6))],
        ),
        (
            "Foxconn's gross margin was 35.33% in 2019 (year-on-year +7.86pct).",
            [("35.33%", ("up", "points", 7.86))],
        ),
        ("Foxconn's profit halved to 1.2 billion yuan in 2019.", [("1.2 billion yuan", ("down", "percent", 50.0))]),
    ],
)
def test_a_movement_belongs_to_the_level_it_is_said_of(text: str, expected: list[tuple[str, Change | None]]) -> None:
    assert changes(text) == expected


@pytest.mark.parametrize(
    "words", ["with an average annual growth of 8 percent", "growing 8 percent a year", "a CAGR of 8 percent"]
)
def test_growth_per_year_is_no_change_of_one_level(words: str) -> None:
    found = facts(f"Chongqing's laptop revenue is to reach 2 trillion yuan in 2025, {words}.")
    assert [(one.as_written, one.change.against if one.change else None) for one in found] == [
        ("2 trillion yuan", None),
        ("8 percent", "per year"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Compal shipped 9.4 million laptops in 2019, 200,000 more than planned.",
        "Compal shipped 9.4 million laptops in 2019, which was 300,000 fewer than forecast.",
    ],
)
def test_what_a_level_exceeds_a_plan_by_is_no_level(text: str) -> None:
    assert changes(text) == [("9.4 million laptops", None)]


def test_points_that_are_a_part_of_growth_are_no_movement() -> None:
    found = changes("In 2019 electronics contributed 4.1 percentage points to industrial growth in Chongqing.")
    assert found == [("4.1 percentage points", None)]


@pytest.mark.parametrize(
    "text",
    [
        "BOE's yield in Chongqing stands at 94 percent, 3 points shy of target.",
        "HP accounted for 31 percent of Chongqing's exports, 2 points above the national average.",
    ],
)
def test_points_from_a_target_or_an_average_are_no_change(text: str) -> None:
    (found,) = changes(text)
    assert found[1] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Chengdu's exports reached 40 billion yuan in April 2020. That was up 31 percent from a year ago.",
            [("40 billion yuan", ("up", "percent", 31.0))],
        ),
        (
            "Wistron made 3 million laptops in 2019. The figure was 12 percent lower than in 2018.",
            [("3 million laptops", ("down", "percent", 12.0))],
        ),
        (
            "Vivo's phone shipments were 2% down at 21.5 million in 2019.",
            [("21.5 million", ("down", "percent", 2.0))],
        ),
        (
            "Sales of tablets in China lost 9% in 2019 and totalled 22 million.",
            [("22 million", ("down", "percent", 9.0))],
        ),
        (
            "Operating profit of Acer came to $74 million in 2019, against $75 million in 2018, and was down 1.3%.",
            [("$74 million", ("down", "percent", 1.3)), ("$75 million", None)],
        ),
        (
            "Net profit of Honor of RMB 6 billion doubled (+104% YoY) in 2019.",
            [("RMB 6 billion", ("up", "percent", 104.0))],
        ),
        (
            "Micron sold $5 billion worth (approximately KRW 6 trillion) in 2019, 5% more than the year before.",
            [("$5 billion", ("up", "percent", 5.0)), ("KRW 6 trillion", None)],
        ),
    ],
)
def test_a_movement_finds_the_level_it_is_of(text: str, expected: list[tuple[str, Change | None]]) -> None:
    assert changes(text) == expected


def test_a_movement_with_a_metric_of_its_own_is_not_the_one_before() -> None:
    found = changes("Chengdu's exports reached 40 billion yuan in April 2020. That month imports rose 31 percent.")
    assert found == [("40 billion yuan", None), ("31 percent", ("up", "percent", 31.0))]


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("In 2012 Chongqing made 64 million laptops, up 21 percent from the previous year.", "previous year"),
        ("In 2012 Chongqing's exports rose 12 percent on the previous year to 300 billion yuan.", "previous year"),
        ("In 2012 Chongqing made 64 million laptops, 21 percent more than in the preceding year.", "previous year"),
        ("In May 2012 Acer made 3 million laptops, up 21 percent from the previous month.", "previous month"),
        ("In the third quarter of 2012 Acer made 9 million laptops, down 2 percent from the prior quarter.",
         "previous quarter"),
    ],
)  # fmt: skip
def test_the_time_before_is_that_of_the_figure_not_of_the_dateline(text: str, against: str) -> None:
    (fact,) = facts(text)
    assert fact.change is not None and fact.change.against == against
    assert fact.period.end is not None and fact.period.end.year == 2012


def test_points_behind_a_difference_that_was_taken_out_are_read_to_an_end() -> None:
    found = facts(
        "The district had 34 electronics companies in June 2019, 9 more than a year before; they made 2.9 billion "
        "yuan, up 41.2 percent, a speed higher than that of industry by 23 percentage points."
    )
    assert [(one.as_written, one.change and one.change.value) for one in found][1:] == [
        ("2.9 billion yuan", Decimal("41.2"))
    ]
