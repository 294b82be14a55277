"""Whether a figure is so, guessed, expected, wanted or decided."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ingest.reading import facts

DAY = date(2014, 5, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The zone has approved 47 projects since 2010.", ["actual"]),
        ("Quanta trimmed its full-year target to 12 million laptops from 13 million.", ["target", "target"]),
        ("We lift our profit estimate to $1.9 billion from $1.8 billion.", ["forecast", "forecast"]),
        ("Gross margin to come to between 26% and 28%.", ["forecast"]),
        ("Revenue should reach NT$1 trillion this year.", ["forecast"]),
        ("As much as 80 percent of its sales could be phones by 2025.", ["forecast"]),
        ("Shipments of laptops may not exceed 13 million in 2014.", ["forecast"]),
        ("Exports could rise to 13 billion dollars this year.", ["forecast"]),
        ("The output value is to climb to 500 billion yuan by 2020.", ["target"]),
        ("The city strives to export 30 million laptops this year.", ["target"]),
        ("About 12,000 engineers are to be hired over the next three years.", ["plan"]),
        ("Annual capacity will be expanded to 80 million phones by the end of 2015.", ["plan"]),
        ("Revenue of NT$138 billion came in ahead of the consensus of NT$134 billion.", ["actual", "forecast"]),
        ("It will make 100 million phones in 2015, up from the 33 million it expects for this year.",
         ["plan", "forecast"]),
        ("By June 10, 47 trains had made the trip.", ["actual"]),
        ("Under the 12th Five-Year Plan the zone attracted 36 companies.", ["actual"]),
        ("The research firm puts 2014 laptop shipments at 163 million units.", ["forecast"]),
    ],
)  # fmt: skip
def test_the_words_and_the_tense_of_a_clause_say_what_a_figure_is(text: str, expected: list[str]) -> None:
    assert [one.status for one in facts(text, published=DAY, title="Electronics in Chongqing")] == expected


def test_what_was_is_not_to_come_even_where_a_time_to_come_stands_beside_it() -> None:
    text = "Inventec turns out 10,000 servers a month at present, and by the end of next year it will be 40,000."
    first = facts(text, published=DAY)[0]
    assert (first.status, first.period.end) == ("actual", DAY)
