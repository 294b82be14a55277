"""Tables in text: scale, unit, year and metric from what stands over, beside and before a cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cqtui.ingest import spaced
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


def test_a_part_of_a_row_has_the_rows_metric_and_a_change_without_a_sign_is_left_out() -> None:
    found = facts(
        "Chongqing's trade in 2019\n\nForeign trade of Chongqing, 2019\n\n"
        "Item                      Value (100m yuan)   Change\n"
        "Exports                   3,024               +10\n"
        "  of which laptops        1,268               +13\n"
    )
    assert [(one.metric, one.item, int(one.value or 0), one.change) for one in found] == [
        ("export value", None, 302400000000, None),
        ("export value", "laptop", 126800000000, None),
    ]


def test_cells_may_stand_one_space_apart_under_heads_parted_by_their_times() -> None:
    found = facts(
        "Tablets in the second quarter\n\n"
        "Worldwide Tablet Shipments by Vendor (millions of units)\n"
        "Vendor 2Q15 Shipments 2Q15 Market Share 2Q14 Shipments 2Q14 Market Share 2Q15/2Q14 Growth\n"
        "Acer 6.1 14.9% 5.2 12.0% 17.3%\n"
        "Lenovo 2.5 5.7% 2.4 4.9% -6.8%\n"
        "Total 44.7 100.0% 48.0 100.0% -7.0%\n"
        "Source: a tracker, July 29, 2015\n"
    )
    told = {(one.entity, one.as_written): (one.metric, one.change and one.change.value) for one in found}
    assert told["acer", "6.1"] == ("shipments", Decimal("17.3"))
    assert told["lenovo", "4.9%"] == ("market share", None)
    assert ("world", "44.7") in told and ("world", "100.0%") not in told
    assert {one.value for one in found if one.metric == "shipments"} >= {6100000, 2400000, 48000000}


def test_cells_one_space_apart_are_no_grouped_digits() -> None:
    found = cells(
        "Trade of Chongqing\n\nExports by product (million yuan)\nProduct 2018 2017 Change\n"
        "Laptops 12,300 11,100 10.8%\nPhones 900 850 5.9%\n"
    )
    assert found["900"] == ("export value", 900000000, "CNY")
    assert found["850"] == ("export value", 850000000, "CNY")


def test_lines_of_prose_are_no_table() -> None:
    text = "Acer shipped 20\nlaptops and 30 phones\nto Chengdu in May 2018"
    assert spaced.parts(text.split("\n")) == []


def test_a_line_under_the_table_may_give_the_scale() -> None:
    found = cells(
        "Chips in 2021\n\nMaker\tRevenue 2021\tRevenue 2020\nSamsung\t10,580\t11,680\nSK hynix\t7,426\t7,225\n"
        "Revenue of chip makers (in USD million)\n"
    )
    assert found["7,426"] == ("revenue", 7426000000, "USD")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Following are the shares of the market, in percent, held by the biggest vendors.\n\n"
            "VENDOR      Q3 2016    Q3 2015\nLenovo      21.2       21.0\nHP          20.4       19.3\n",
            ("market share", "percent", [21.2, 21.0, 20.4, 19.3]),
        ),
        (
            "                          2017      2016\nShare of revenue (%)\nChina                     31.4      29.8\n"
            "Vietnam                   26.2      27.5\n",
            ("share of own revenue", "percent", [31.4, 29.8, 26.2, 27.5]),
        ),
        (
            "BOE operates four lines in Chongqing.\n\n                                 2021        2020\n"
            "Output (10,000 square metres)    3,398.9     2,653.9\n",
            ("output volume", "square metre", [33989000, 26539000]),
        ),
    ],
)
def test_a_caption_or_a_label_gives_percent_or_square_metres(text: str, expected: tuple[str, str, list[float]]) -> None:
    found = [one for one in facts(text, published=date(2022, 6, 1)) if one.metric == expected[0]]
    assert {one.unit for one in found} == {expected[1]}
    assert [float(one.value or 0) for one in found] == expected[2]


def test_what_a_caption_calls_worldwide_holds_in_the_world_and_not_where_the_text_is_about() -> None:
    table = "Maker      2012     2013\nLenovo     28.9     30.4\nHP         33.6     28.7\n"
    opening = "Chongqing counts on its makers of laptops. Chongqing's zones house six of them.\n\n"
    worldwide = facts(f"{opening}Worldwide notebook shipments by maker (million units)\n{table}")
    assert [one.place for one in worldwide] == ["world"] * 4
    at_home = facts(f"{opening}Notebook shipments by maker (million units)\n{table}")
    assert "world" not in [one.place for one in at_home]
