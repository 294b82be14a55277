"""Whom a document as a whole is about: figures beside which nobody is named are its."""

from __future__ import annotations

import pytest

from tests.ingest.reading import candidates, facts

LETTERHEAD = """CHONGQING ZHENGRUI INDUSTRIAL CO., LTD.

Prospectus for the Initial Public Offering

SUMMARY

We design, package and sell power devices. Our customers include China Resources Microelectronics.

As of the end of 2019 we had 1,874 employees. Operating revenue was RMB 731.9 million in 2019. Zhengrui sold 12 million
diodes in 2019.
"""

MARKET = """Tablet shipments shrink again

Worldwide tablet shipments fell 5 percent to 38 million units in the first quarter, IDC said. Apple shipped 14 million,
followed by Samsung with 8 million and by Lenovo with 3 million.

For the full year, shipments of 150 million units are forecast.
"""

COMMUNIQUE = """Statistical Communiqué of Chongqing on Economic and Social Development in 2019

Statistical Bureau of Chongqing

Industry

The output value of the electronics industry was 501 billion yuan in 2019. Notebook computers: 61 million were made.

The Communiqué holds for the municipality as a whole. Exports reached 300 billion yuan in 2019.
"""


def whose(text: str) -> list[str]:
    return [fact.entity for fact in facts(text)]


def test_whom_a_letterhead_names_in_capitals_says_we_below_it() -> None:
    found = candidates(LETTERHEAD)
    assert {one.fact.entity for one in found} == {"chongqing-zhengrui-industrial-co-ltd"}
    made = found[0].proposed[0]
    assert made.name == "Chongqing Zhengrui Industrial Co., Ltd."
    assert "Chongqing Zhengrui Industrial" in made.aliases


def test_the_report_of_a_market_comes_back_to_all_makers() -> None:
    assert whose(MARKET) == ["world", "apple", "samsung", "lenovo", "world"]


def test_what_reports_is_no_company_of_its_own() -> None:
    assert set(whose(COMMUNIQUE)) == {"chongqing"}


@pytest.mark.parametrize("name", ["Chongqing Zhengrui Computing Co., Ltd.", "Zhengrui Analog, Inc."])
def test_a_company_is_known_without_its_legal_form(name: str) -> None:
    plain = name.split(" Co.")[0].split(", Inc")[0]
    found = candidates(f"In 2019, {name} sold 12 million chips.\n\n{plain} employed 1,200 people at the end of 2019.")
    assert len({one.fact.entity for one in found}) == 1
    assert plain in found[0].proposed[0].aliases


def test_a_text_that_names_nobody_is_about_nobody_it_does_not_name() -> None:
    assert not {"china", "chongqing"} & set(whose("Sales\n\nIn 2019, 12 million phones were sold for 3 billion yuan."))
