"""Linking: which time and whom each figure of a sentence belongs to, and what carries over between sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cqtui.model import Fact
from tests.ingest.reading import candidates, facts


def periods(found: list[Fact]) -> list[tuple[str, str]]:
    return [(str(one.period.start), str(one.period.end)) for one in found]


YEAR_2019 = ("2019-01-01", "2019-12-31")


def test_since_does_not_leak_into_a_clause_with_a_time_of_its_own() -> None:
    found = facts(
        "Since 2014, ASUS has produced 85% of its notebook orders here and manufactured 12 million computers in 2018."
    )
    assert periods(found) == [("2014-01-01", "2020-05-22"), ("2018-01-01", "2018-12-31")]


def test_a_time_at_the_end_governs_the_clauses_before_it() -> None:
    found = facts(
        "The output value of Liangjiang reached 11 billion yuan, with the output of laptops up to 4 million in 2019."
    )
    assert periods(found) == [YEAR_2019, YEAR_2019]


def test_each_figure_of_a_series_takes_the_time_beside_it() -> None:
    found = facts(
        "Chongqing's exports earned US$28.4 billion in 2018, US$38.1 billion in 2019 and US$3.9 billion in 2017."
    )
    assert [one[0][:4] for one in periods(found)] == ["2018", "2019", "2017"]


def test_the_year_and_the_subject_carry_over() -> None:
    found = facts(
        "In 2019, OPPO shipped 18.9 million phones. Its output value reached 7.5 billion yuan. Employees number 3,210."
    )
    assert [one.entity for one in found] == ["oppo"] * 3
    assert periods(found) == [YEAR_2019, YEAR_2019, ("None", "2019-12-31")]


def test_a_pair_of_before_and_after() -> None:
    before, after = facts("Wistron cut the changeover time of its lines from 2-3 days to 8-40 minutes.")
    assert (before.period.basis, before.value, before.upper) == ("before", 2, 3)
    assert after.change is not None and (after.change.direction, after.change.against) == ("down", "2-3 days")
    assert before.metric == after.metric == "changeover time"


def test_the_base_of_a_comparison_has_its_own_period() -> None:
    found = facts("OPPO's revenue was 5 billion yuan in 2019, compared with 4 billion yuan a year earlier.")
    assert periods(found) == [YEAR_2019, ("2018-01-01", "2018-12-31")]


def test_respectively_pairs_items_with_changes() -> None:
    found = facts(
        "Output of smartwatches, integrated circuits, and LCD screens in the city grew 75%, 110%, and 12.5%, "
        "respectively.",
        title="Chongqing grows",
    )
    assert [(one.item, one.change and one.change.value) for one in found] == [
        ("smartwatch", 75), ("integrated circuit", 110), ("LCD screen", Decimal("12.5")),
    ]  # fmt: skip


def test_respectively_pairs_entities_with_levels() -> None:
    found = facts(
        "In 2019, Samsung, Huawei and Lenovo shipped 7.0 million, 3.4 million and 3.1 million tablets respectively."
    )
    assert [(one.entity, one.value) for one in found] == [
        ("samsung", 7000000), ("huawei", 3400000), ("lenovo", 3100000),
    ]  # fmt: skip


def test_respectively_pairs_metrics_and_changes_with_levels() -> None:
    found = facts(
        "OPPO's revenue and profit in 2019 were 5 billion yuan and 1 billion yuan, up by 12 percent and down by 13 "
        "percent respectively."
    )
    assert [(one.metric, one.change and (one.change.direction, one.change.value)) for one in found] == [
        ("revenue", ("up", 12)),
        ("profit", ("down", 13)),
    ]


def test_a_gapped_list_takes_the_name_right_before_each_figure() -> None:
    found = facts("Quanta shipped 4.2 million notebooks in September 2019, Compal 3.8 million and Wistron 1.8 million.")
    assert [one.entity for one in found] == ["quanta-computer", "compal", "wistron"]


def test_a_state_is_dated_by_the_day_of_publication() -> None:
    (fact,) = facts("OPPO employs 28,000 people in Chongqing.")
    assert (fact.period.start, fact.period.end, fact.period.basis, fact.period.stated) == (
        None,
        date(2020, 5, 22),
        "as-of",
        False,
    )


def test_without_a_dateline_a_period_stays_open() -> None:
    (fact,) = facts("By now, Liangjiang New Area has introduced 13 projects.", published=None)
    assert (fact.period.start, fact.period.end) == (None, None)


def test_a_conversion_is_a_figure_of_the_same_kind_and_takes_no_change() -> None:
    yuan, dollars = facts("In 2019, Chongqing's exports reached 25 billion yuan ($4 billion), up 6 percent.")
    assert (dollars.metric, dollars.entity, dollars.period) == (yuan.metric, yuan.entity, yuan.period)
    assert yuan.change is not None and dollars.change is None


def test_an_answer_is_read_in_the_light_of_its_question() -> None:
    found = facts("ASUS has run its plant since 2014.\n\nHow many people do you need for that?\n\nRight now 9,300.")
    assert [(one.metric, one.unit, one.value) for one in found] == [("employees", "person", 9300)]


def test_a_table_takes_scale_item_and_period_from_its_heads() -> None:
    text = (
        "Industry in Chongqing\n\nTable 1. Output of major products (10,000 units)\n\n"
        "Product     June 2019   y/y %   Jan-June 2019   y/y %\n"
        "Laptops         612.4    11.2         3,041.2    -1.5\n"
        "Printers         95.1     3.1           560.0     3.0\n"
    )
    found = facts(text)
    assert [(one.item, one.value, one.metric) for one in found] == [
        ("laptop", 6124000, "output volume"), ("laptop", 30412000, "output volume"),
        ("printer", 951000, "output volume"), ("printer", 5600000, "output volume"),
    ]  # fmt: skip
    assert [str(one.period.start) for one in found] == ["2019-06-01", "2019-01-01"] * 2
    assert found[1].change is not None and (found[1].change.direction, found[1].change.value) == (
        "down",
        Decimal("1.5"),
    )


def test_every_choice_has_its_reason() -> None:
    (found,) = candidates("In 2019, OPPO sent 18.9 million mobile phones out of Chongqing.")
    assert {"metric", "period", "entity", "item", "place", "status"} <= set(found.why)
    assert "2019" in found.why["period"] and "OPPO" in found.why["entity"]
