"""What a figure measures: metric, item, status and change, from the words around it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ingest.reading import facts


def one(text: str) -> object:
    (fact,) = facts(text)
    return fact


@pytest.mark.parametrize(
    ("text", "metric", "item"),
    [
        ("OPPO produced 5 million phones in 2019.", "output volume", "mobile phone"),
        ("OPPO shipped 5 million phones in 2019.", "shipments", "mobile phone"),
        ("OPPO sold 5 million phones in 2019.", "sales volume", "mobile phone"),
        ("OPPO exported 5 million phones in 2019.", "export volume", "mobile phone"),
        ("OPPO's exports came to 5 billion yuan in 2019.", "export value", None),
        ("OPPO's revenue reached 5 billion yuan in 2019.", "revenue", None),
        ("OPPO posted a net profit of 5 billion yuan in 2019.", "profit", None),
        ("OPPO invested 5 billion yuan in 2019.", "investment", None),
        ("OPPO will invest 5 billion yuan in research and development.", "R&D spending", None),
        ("Chongqing's laptop output value was 5 billion yuan in 2019.", "output value", "laptop"),
        ("Chongqing's foreign trade reached 5 billion yuan in 2019.", "foreign trade value", None),
        ("Chongqing's GDP was 5 trillion yuan in 2019.", "gross domestic product", None),
        ("BOE has a capacity of 48,000 wafers per month.", "capacity", "wafer"),
        ("OPPO employs 4,000 people.", "employees", None),
        ("OPPO created 4,000 jobs in 2019.", "jobs created", None),
        ("The Bonded Port Area introduced 57 enterprises in 2019.", "enterprises introduced", None),
        ("The Bonded Port Area is home to 57 enterprises.", "companies", None),
        ("Chongqing has 57 enterprises.", "companies", None),
        ("Chongqing ranked seventh nationwide.", "rank", None),
        ("BOE's first-pass yield hit 99.2% in 2019.", "yield", None),
        ("OPPO accounted for 20 percent of the world's phones sold in 2019.", "share of world sales", "mobile phone"),
        ("Chongqing makes a third of the world's laptops.", "share of world output", "laptop"),
        ("ASUS had 85% of its notebook orders made in Chongqing in 2019.", "share of own orders", "laptop"),
        ("Exports made up 44 percent of the city's foreign trade in 2019.", "share of foreign trade", None),
        ("Chongqing's plants run at 81% of capacity.", "capacity utilisation", None),
        ("The Liangjiang New Area covers 1,200 square kilometres.", "area", None),
        ("ASUS has operated here for almost twelve years.", "years of operation", None),
    ],
)
def test_the_words_around_a_figure_say_what_it_measures(text: str, metric: str, item: str | None) -> None:
    fact = facts("Chongqing is a city. " + text)[0]
    assert (fact.metric, fact.item) == (metric, item)


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("made 5 million laptops in 2019", "actual"),
        ("will strive to make 5 million laptops in 2020", "target"),
        ("aims to make 5 million laptops by 2022", "target"),
        ("plans to make 5 million laptops by 2022", "plan"),
        ("is expected to make 5 million laptops in 2020", "forecast"),
        ("made an estimated 5 million laptops in 2019", "estimate"),
    ],
)
def test_a_figure_is_so_or_wanted_or_expected(verb: str, status: str) -> None:
    (fact,) = facts(f"Chongqing {verb}.")
    assert fact.status == status


@pytest.mark.parametrize(
    ("text", "kind", "value", "direction"),
    [
        ("OPPO shipped 5 million phones in 2019, up 58% year-on-year.", "percent", 58, "up"),
        ("OPPO shipped 5 million phones in 2019, an increase of 58%.", "percent", 58, "up"),
        ("OPPO shipped 5 million phones in 2019, 12 per cent more than in 2018.", "percent", 12, "up"),
        ("OPPO shipped 5 million phones in 2019 (-3.5% yoy).", "percent", Decimal("3.5"), "down"),
        ("OPPO's shipments fell 9.5% to 5 million phones in 2019.", "percent", Decimal("9.5"), "down"),
        ("OPPO's revenue was 5 billion yuan in 2019, up 17.2 times.", "times", Decimal("17.2"), "up"),
        ("OPPO's yield was 99% in 2019, up 0.9 percentage points.", "points", Decimal("0.9"), "up"),
    ],
)
def test_a_change_belongs_to_the_level_beside_it(text: str, kind: str, value: object, direction: str) -> None:
    (fact,) = facts(text)
    assert fact.value is not None and fact.change is not None
    assert (fact.change.kind, fact.change.value, fact.change.direction) == (kind, value, direction)


def test_a_change_without_a_level_is_a_fact_of_its_own() -> None:
    (fact,) = facts("Chongqing's output of integrated circuits grew by 430% in 2019.")
    assert (fact.value, fact.item, fact.metric) == (None, "integrated circuit", "output volume")
    assert fact.change is not None and fact.change.value == 430


def test_up_so_many_times_keeps_both_readings() -> None:
    (fact,) = facts("OPPO's revenue was 5 billion yuan in 2019, up 17.2 times.")
    assert [one.value for one in fact.alternatives if one.field == "change.factor"] == [
        Decimal("17.2"),
        Decimal("18.2"),
    ]
