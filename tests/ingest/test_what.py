"""What figures measure: times by what is done in them, exports, capacity, prices, parts; and which items they have."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ingest.reading import facts

DAY = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("At Quanta it used to take two days to prepare a line for another model.", "changeover time"),
        ("At Quanta, switching the line to a new model now takes 40 minutes.", "changeover time"),
        ("At Quanta an urgent order is out of the gate in four days.", "lead time"),
        ("Quanta's customs paperwork is done within 90 minutes.", "lead time"),
        ("By sea, Quanta's laptops still need 40 days to Hamburg.", "transit time"),
        ("Foundations were laid in May and Quanta's plant went up in 11 months.", "construction time"),
        ("At Quanta, parts used to sit in stock for 21 days.", "inventory"),
        ("Quanta's robots need 12 seconds for a screw.", "cycle time"),
    ],
)
def test_a_time_is_told_by_what_is_done_in_it(text: str, metric: str) -> None:
    assert [one.metric for one in facts(text, published=DAY)] == [metric]


@pytest.mark.parametrize(
    "text",
    ["Quanta signed a three-year plan.", "Quanta opened two years ago.", "Quanta's workers are on 12-hour shifts."],
)
def test_a_time_that_nothing_takes_is_no_figure(text: str) -> None:
    assert facts(text, published=DAY) == []


def test_a_time_without_a_word_for_it_is_the_one_told_of() -> None:
    text = "At Quanta, switching a line to a new model once took two days. It now takes 30 minutes."
    assert [one.metric for one in facts(text, published=DAY)] == ["changeover time"] * 2


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Chongqing sent 3.8 million notebooks abroad in May.", "export volume"),
        ("Chongqing shipped 3.8 million notebooks overseas in May.", "export volume"),
        ("Laptops worth $9.8 billion left Chongqing for foreign markets in 2021.", "export value"),
        ("Quanta's plant can turn out 3 million notebooks a month.", "capacity"),
        ("Quanta's plant is designed to make 3 million notebooks a month.", "capacity"),
        ("Quanta is able to produce 3 million notebooks a month.", "capacity"),
        ("Quanta asks €210 per square metre.", "price"),
        ("Quanta is building a 300-million-yuan complex.", "investment"),
        ("Electronics manufacturing in Chongqing earned 300 million yuan in revenue in 2021.", "revenue"),
        ("Total imports and exports of Chongqing stood at 413 billion yuan in 2021.", "foreign trade value"),
        ("Quanta's research budget is to equal 3.5 percent of revenue in 2023.", "R&D spending"),
        ("Staff turnover at Quanta reached 11 percent in May.", "employees"),
    ],
)
def test_what_is_done_with_goods_and_money_tells_the_metric(text: str, metric: str) -> None:
    assert facts(text, published=DAY)[-1].metric == metric


def test_a_part_of_the_amount_before_is_of_its_kind() -> None:
    text = "Goods exported from Chongqing in 2021 were worth $5.7 billion, and computers made up 44 percent of that."
    assert facts(text, published=DAY)[-1].metric == "share of exports"


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Quanta makes laptops in Chongqing. Its revenue rose to 9 billion yuan in 2021.", None),
        ("Quanta made 3 million laptops in 2021. Revenue from servers came to 9 billion yuan.", "server"),
        (
            "Chongqing bets on the electronics industry. Laptops came first. By 2025 the sector is meant to top 1 "
            "trillion yuan in output value.",
            "electronics",
        ),
        ("Laptops were the engine of Chongqing's growth: 24 million were made in 2021.", "laptop"),
        ("Chongqing made 9 million laptops in 2021, while printers reached 5 million.", "printer"),
        ("Nobody in Chongqing expects laptops to grow. Planners forecast 55 million for 2023.", "laptop"),
        ("Quanta, which also runs an LCD line, posted an output value of 3 billion yuan in 2021.", None),
    ],
)
def test_an_item_is_what_the_figure_is_of(text: str, item: str | None) -> None:
    assert facts(text, published=DAY)[-1].item == item
