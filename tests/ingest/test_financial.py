"""Financial years: what shows one, and which months its parts are."""

from __future__ import annotations

from datetime import date

import pytest

from cqtui.ingest.financial import FinancialYear, financial_year
from cqtui.ingest.periods import times
from cqtui.ingest.timewords import Anchor

FROM_APRIL = FinancialYear(4, by_end=True, throughout=True)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Second quarter ended September 30, 2018. Revenue was up.", 4),
        ("Revenue for the second fiscal quarter (July-September) grew.", 4),
        ("In its fiscal first quarter, the first quarter ended November 30, it made less.", 9),
        ("Sales in the third quarter of its fiscal year, which ended on 30 June, rose.", 10),
        ("The fiscal year that began in July went well.", 7),
        ("The 2023 fiscal year (ending 30 September) was a record.", 10),
        ("Mobiles were 29% of sales in FY23, or Rs 4,000 crore.", 4),
        ("Sharp lost 40 billion yen in fiscal 2017.", 4),
        ("Micron made more in fiscal 2019.", 9),
    ],
)
def test_a_document_shows_in_which_month_its_years_begin(text: str, first: int) -> None:
    found = financial_year(text)
    assert found is not None
    assert found.first == first


@pytest.mark.parametrize(
    "text",
    [
        "In the second quarter of 2018 revenue was up.",
        "For the second quarter ended June 30, 2022, revenue was up.",
        "The plan covers 2012-15 and was issued on 2012-03-05.",
        "The fund has been there for years; Sharp and Lenovo came later.",
        "In the fiscal year ended December 31 revenue rose.",
        "",
    ],
)
def test_the_year_of_the_calendar_is_none(text: str) -> None:
    assert financial_year(text) is None


def test_a_year_is_called_after_its_end_but_in_japan_after_its_start() -> None:
    indian = financial_year("In FY23 the company sold phones for Rs 900 crore.")
    japanese = financial_year("In fiscal 2017 the maker earned 69 billion yen.")
    assert indian is not None and indian.by_end
    assert japanese is not None and not japanese.by_end


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("in FY23", (2022, 4, 1), (2023, 3, 31)),
        ("in FY2018-19", (2018, 4, 1), (2019, 3, 31)),
        ("Q2 FY18/19", (2018, 7, 1), (2018, 9, 30)),
        ("1H FY18/19", (2018, 4, 1), (2018, 9, 30)),
        ("the first three quarters of 2018/19", (2018, 4, 1), (2018, 12, 31)),
        ("in the second quarter", (2018, 7, 1), (2018, 9, 30)),
        ("in the first half", (2018, 4, 1), (2018, 9, 30)),
        ("the current fiscal.", (2018, 4, 1), (2019, 3, 31)),
        ("in the next fiscal year", (2019, 4, 1), (2020, 3, 31)),
        ("the fiscal year that began in April", (2018, 4, 1), (2019, 3, 31)),
        ("in the year that ended last March", (2017, 4, 1), (2018, 3, 31)),
        ("for the year ending next March", (2018, 4, 1), (2019, 3, 31)),
        ("in the third quarter of 2018", (2018, 7, 1), (2018, 9, 30)),
    ],
)
def test_parts_of_a_financial_year(words: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    anchor = Anchor(date(2019, 1, 31), financial=FROM_APRIL)
    (found,) = times(words, anchor)
    assert (found.period.start, found.period.end) == (date(*start), date(*end))


def test_a_bare_quarter_is_the_calendars_where_a_document_only_mentions_a_financial_year() -> None:
    anchor = Anchor(date(2019, 1, 31), financial=FROM_APRIL._replace(throughout=False))
    (found,) = times("in the second quarter", anchor)
    assert found.period.start == date(2018, 4, 1)
