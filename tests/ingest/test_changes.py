"""Changes: which level a movement belongs to, and what stands on its own."""

from __future__ import annotations

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
