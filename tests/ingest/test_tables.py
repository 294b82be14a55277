"""Tables in text: scale, unit, year and metric from what stands over, beside and before a cell."""

from __future__ import annotations

from tests.ingest.reading import facts


def cells(text: str) -> dict[str, tuple[str, int, str | None]]:
    return {one.as_written: (one.metric, int(one.value or 0), one.unit) for one in facts(text)}


def test_a_caption_gives_scale_and_currency_and_rules_are_no_rows() -> None:
    found = cells(
        "Chongqing's trade in 2019\n\nTable 2. Foreign trade of Chongqing, 2019 (100 million yuan)\n\n"
        "Item              2019      Change, %\n"
        "-------------------------------------\n"
        "Exports        1,234.5          +12.1\n"
        "Imports          456.7           -3.4\n"
        "-------------------------------------\n"
    )
    assert found == {
        "1,234.5": ("export value", 123450000000, "CNY"),
        "456.7": ("import value", 45670000000, "CNY"),
    }


def test_a_caption_gives_the_year_of_quarters() -> None:
    found = facts(
        "Notebook shipments by maker\n\nNotebook shipments, 2018 ('000 units)\n"
        "Maker      Q1      Q2\nCompal     9,200   9,900\nWistron    3,900   n/a\n"
    )
    assert [(one.value, one.period.start and one.period.start.year) for one in found] == [
        (9200000, 2018),
        (9900000, 2018),
        (3900000, 2018),
    ]


def test_a_column_may_give_the_units() -> None:
    found = cells(
        "Chongqing electronics in 2019\n\n"
        "Indicator              Unit              2019      Growth (%)\n"
        "Laptop output          10,000 units      6,422.8   12.1\n"
        "Employees              people            301,000   -1.2\n"
    )
    assert found == {"6,422.8": ("output volume", 64228000, "unit"), "301,000": ("employees", 301000, "person")}


def test_the_scale_over_a_table_is_no_figure() -> None:
    assert facts("Output of laptops in Chongqing, 2019 (unit: 10,000 units)") == []
