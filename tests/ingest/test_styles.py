"""What styles of press writing ask of the rules: bulletins, tables, saved pages, freight, plants, before and after."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cqtui.ingest.blocks import document
from tests.ingest.reading import facts

DAY = date(2017, 3, 11)


def test_a_change_column_belongs_to_the_latest_period() -> None:
    text = (
        "PC makers: shipments by quarter\n\nPC shipments (thousand units)\n\nCompany        4Q19     4Q18     Change\n"
        "Lenovo        17,832   16,640     7.2%\nHP            16,127   15,210     6.0%\n"
    )
    found = {one.as_written: one for one in facts(text, published=date(2020, 1, 15))}
    assert found["17,832"].change is not None and found["17,832"].value == 17832000
    assert found["16,640"].change is None


def test_a_share_column_is_a_level_and_unknown_names_among_known_ones_are_of_their_sort() -> None:
    text = (
        "Shipments by vendor, 2Q21 (million units)\n\nVendor      Shipments   Share    YoY\n"
        "Pantum          3.1     12.4%    8.0%\nHP              9.8     39.2%   -1.1%\nOthers          2.0      8.0%"
        "    0.3%\n"
    )
    found = facts(text, published=date(2021, 7, 15))
    assert [(one.entity, one.metric) for one in found] == [
        ("pantum", "shipments"),
        ("pantum", "market share"),
        ("hp", "shipments"),
        ("hp", "market share"),
    ]


def test_links_to_other_stories_are_no_part_of_the_article() -> None:
    text = (
        "3 min read · 1,204 views\n\nNew display fab opens in Hefei\n\nBOE said its plant in Hefei shipped 2.3 million "
        "panels in May, more than in any month before.\n\nRelated stories\nTCL to spend 42 billion yuan on second fab\n"
    )
    read = document(text, published=date(2018, 6, 12))
    assert read.source.title == "New display fab opens in Hefei"
    assert [one.value for one in facts(text, published=date(2018, 6, 12))] == [2300000]


def test_lists_share_the_noun_that_only_the_last_writes() -> None:
    found = facts("In 2013 and 2014, Foxconn employed 1.1 million and 1.3 million people respectively.", published=DAY)
    assert [(one.metric, one.unit) for one in found] == [("employees", "person")] * 2


def test_changes_before_their_levels_are_paired() -> None:
    found = facts("Quanta's revenue and net profit rose 4% and 9% to NT$920 billion and NT$18 billion respectively.")
    assert [(one.metric, one.change and one.change.value) for one in found] == [
        ("revenue", Decimal(4)),
        ("profit", Decimal(9)),
    ]


def test_former_and_latter() -> None:
    found = facts("Acer and Lenovo merged their lines. The former has 5,000 employees, the latter 45,000.")
    assert [one.entity for one in found] == ["acer", "lenovo"]


def test_a_weight_of_goods_and_a_hyphened_sum() -> None:
    found = facts("In 2017 Zhengzhou airport handled 502,700 tonnes of cargo.", published=DAY)
    assert (found[0].metric, found[0].unit) == ("shipments", "tonne")
    found = facts("BOE opened its 46-billion-yuan plant in Hefei.", published=DAY)
    assert (found[0].metric, found[0].value, found[0].unit) == ("investment", 46 * 10**9, "CNY")


def test_what_time_is_needed_for() -> None:
    found = facts("In 2016 it took Foxconn 18 days to deliver an order; today it takes 6.", published=DAY)
    assert [(one.metric, one.value, one.unit) for one in found] == [("lead time", 18, "day"), ("lead time", 6, "day")]


def test_growth_compared_with_growth_is_no_figure_of_its_own() -> None:
    found = facts(
        "In 2017, the output value of Hubei grew 14.2 percent, 1.6 percentage points more than in 2016.", published=DAY
    )
    assert len(found) == 1


def test_a_stake_is_no_share_of_output() -> None:
    assert not facts("Sharp owns 30 percent of the venture.", published=DAY)


def test_other_countries_are_subjects_of_their_own_exports() -> None:
    found = facts("Vietnam's exports of handsets reached 38.6 billion ringgit in 2016.", published=DAY)
    assert (found[0].entity, found[0].unit) == ("vietnam", "MYR")


def test_the_end_of_the_year_is_that_of_the_year_talked_of() -> None:
    text = "In 2016 Hubei made 48 million phones. At the end of the year there were 1,126 enterprises in the sector."
    assert facts(text, published=DAY)[-1].period.end == date(2016, 12, 31)
