"""Which numbers are figures to be kept, and what those measure that no rule reads."""

from __future__ import annotations

import pytest
from reading import choices, facts

from cqtui.ingest import keeping


def test_each_number_is_a_figure_or_nothing() -> None:
    text = (
        "Quanta made 3 million laptops in Chongqing in 2021. The two plants opened in 2009. It was 4 million in 2022."
    )
    asked = [candidates for name, candidates in choices(text) if name == "kept"]
    assert len(asked) >= 2
    for candidates in asked:
        assert set(candidates) == {keeping.FIGURE, keeping.NOTHING}
        assert candidates[keeping.NOTHING] == ()
        assert len(candidates[keeping.FIGURE]) == len(set(candidates[keeping.FIGURE]))


@pytest.mark.parametrize(
    "text",
    [
        "The two companies will build the laptop plant in Chongqing together.",
        "Shares of BOE closed down 0.6 percent at CNY6.28 in Shenzhen today.",
    ],
)
def test_what_no_reader_would_look_up_is_left_aside(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Supporting enterprises in Chongqing numbered 862 at the end of 2014. There are 1,286 of them today.",
            [("companies", 862, "company"), ("companies", 1286, "company")],
        ),
        (
            "Software brought Chongqing revenue of 210 billion yuan in 2020. Revenue of hardware was 390 billion.",
            [("revenue", 210 * 10**9, "CNY"), ("revenue", 390 * 10**9, "CNY")],
        ),
        (
            "A train from Chongqing to Duisburg took 14 days in 2013. We are at 12 now.",
            [(None, 14, "day"), (None, 12, "day")],
        ),
    ],
)
def test_a_bare_number_is_of_what_was_told_before(text: str, expected: list[tuple[str | None, int, str]]) -> None:
    found = [(one.metric, int(one.value or 0), one.unit) for one in facts(text)]
    assert [
        (metric if wanted[0] else None, *rest) for (metric, *rest), wanted in zip(found, expected, strict=True)
    ] == expected


def test_a_sum_without_a_currency_takes_it_from_its_own_paragraph_alone() -> None:
    text = "Trade was worth 210 billion yuan in 2020.{}OPPO will invest 50 billion in research over three years."
    assert [one.unit for one in facts(text.format(" "))] == ["CNY", "CNY"]
    assert [one.unit for one in facts(text.format("\n\n"))] == ["CNY", None]
