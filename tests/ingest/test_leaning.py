"""Bare numbers: what they are counted in, by their list, their clause or the sentence before."""

from __future__ import annotations

import pytest

from tests.ingest.reading import facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Exports of Chongqing came to 6.4 billion dollars in 2019 and imports to 4.5 billion.",
            [("6.4 billion dollars", "USD"), ("4.5 billion", "USD")],
        ),
        (
            "HP buys 70 percent of its parts in Chongqing and Acer 85.",
            [("70 percent", "percent"), ("85", "percent")],
        ),
        (
            "Chongqing handled 411,000 tonnes of cargo in 2019 (2018: 382,000).",
            [("411,000 tonnes", "tonne"), ("382,000", "tonne")],
        ),
        (
            "Foxconn wants 4,000 more workers in Chongqing. It now has some 11,000.",
            [("4,000 more workers", "person"), ("11,000", "person")],
        ),
        (
            "A line change at Inventec in Chongqing took three hours in 2015. Now it takes 40 minutes, or 35 at best.",
            [("three hours", "hour"), ("40 minutes", "minute"), ("35", "minute")],
        ),
        (
            "A train from Chongqing to Duisburg takes 13 days. Two years ago, it was 16.",
            [("13 days", "day"), ("16", "day")],
        ),
        (
            "The workforces of Foxconn and Inventec in Chongqing went from 30,000 to 26,500 and from 9,800 to 10,400, "
            "respectively.",
            [("30,000", "person"), ("26,500", "person"), ("9,800", "person"), ("10,400", "person")],
        ),
    ],
)
def test_a_bare_number_is_counted_in_what_was_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.as_written, one.unit) for one in facts(text)] == expected


def test_from_and_to_of_two_firms_are_shared_out_in_pairs() -> None:
    found = facts(
        "The workforces of Foxconn and Inventec went from 30,000 to 26,500 and from 9,800 to 10,400, respectively."
    )
    assert [one.entity for one in found] == ["foxconn", "foxconn", "inventec", "inventec"]


def test_what_is_compared_with_a_list_is_shared_out_as_well() -> None:
    found = facts(
        "Compal and Wistron shipped 3.4 million and 1.6 million notebooks respectively in July, compared with 3.9 and "
        "1.7 million the month before."
    )
    assert [(one.entity, one.value) for one in found] == [
        ("compal", 3400000),
        ("wistron", 1600000),
        ("compal", 3900000),
        ("wistron", 1700000),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Suppose every family in Chongqing bought 2 phones.",
        "If every family in Chongqing bought 2 phones, 24 million would be needed.",
        "Reports that Foxconn would sack 5,000 workers in Chongqing were wrong.",
        "Foxconn denied having invested 3 billion yuan in Chongqing.",
        "Chongqing is a city of 31 million people.",
        "Correction: an earlier version said that Chongqing exported 11.4 million laptops.",
        "On average 3.2 people live in each household in Chongqing.",
    ],
)
def test_what_is_supposed_denied_or_counts_inhabitants_is_left_aside(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Making them in Chongqing costs HP 3,000 yuan per laptop.", "unit"),
        ("Freight costs HP 3 dollars for every machine it ships from Chongqing.", "unit"),
        ("Chongqing paid $1,500 per container in 2015.", "container"),
        ("The park in Chongqing recycles 60,000 tons of spent cells a year.", "year"),
    ],
)
def test_money_and_goods_are_per_something(text: str, per: str) -> None:
    assert [one.per for one in facts(text)] == [per]
