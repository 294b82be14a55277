"""The day of publication, in the forms in which saved articles have it."""

from __future__ import annotations

from datetime import date

import pytest

from cqtui.ingest.blocks import document
from cqtui.ingest.publication import publication

TITLE = "Laptop output climbs to a new record"
BODY = (
    "\n\nThe plant made 5 million laptops in the first quarter of 2012, officials said, and shipped most of them by"
    " rail to Europe.\n\nIt employs 300 people, more than ever before, and it plans to hire further ones by 2015.\n"
)
THIRD_OF_JULY = date(2012, 7, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 2012-07-03 07:43   Source: Valley Online   Font size: A A",
        "Published on July 3, 2012",
        "(Xinhua) 08:12, July 03, 2012",
        "[Tuesday 3 July 2012]",
        "Tue Jul 3 2012",
        "Tue Jul 3 10:30:11 CST 2012",
        "2012-07-03T09:41:00+08:00",
        "By Tan Wei | River Daily | Updated: 2012-07-03 07:43",
        "Posted: Tue, 03-Jul-2012 10:30",
        "Last updated 16:20 (Beijing time), July 3, 2012",
        "3 Jul 2012 | 3 min read",
        "July 3, 2012 — 6:02 PM HKT",
        "http://news.example.cn/english/china/2012-07/03/c_131690.htm",
        "Release time: 2012.07.03 Views: 120",
        "20120703",
        "Date of issue: 3rd of July 2012",
        "Published: 3 July 2012 Updated: 5 July 2012",
    ],
)
def test_a_line_above_or_below_the_text_dates_it(line: str) -> None:
    assert publication(f"{TITLE}\n{line}{BODY}").day == THIRD_OF_JULY
    assert publication(f"{TITLE}{BODY}\n{line}").day == THIRD_OF_JULY


@pytest.mark.parametrize(("line", "month"), [("07/13/2012", 7), ("13/07/2012", 7)])
def test_slashes_are_read_where_only_one_order_is_possible(line: str, month: int) -> None:
    found = publication(f"{TITLE}\n{line}{BODY}")
    assert (found.day, found.doubt) == (date(2012, month, 13), None)


def test_slashes_that_leave_the_order_open_are_a_doubt() -> None:
    assert publication(f"{TITLE}\n07/03/2012{BODY}").doubt == "day and month may be swapped"
    assert publication(f"{TITLE}\n07/03/2012\n\nCHONGQING, July 3 (Xinhua) -- It grew.{BODY}").doubt is None


@pytest.mark.parametrize(
    "opening",
    [
        "CHONGQING, July 3 (Xinhua) -- ",
        "CHONGQING/TAIPEI, July 3 (AEB) - ",
        "Xinhua News Agency, Chongqing, July 3 - ",
        "Chongqing (July 3) - ",
    ],
)
def test_a_dateline_takes_its_year_from_elsewhere_and_that_is_a_doubt(opening: str) -> None:
    found = publication(f"{TITLE}\n\n{opening}The city made 5 million laptops.{BODY}\n\nCopyright 2009-2012 Valley")
    assert (found.day, found.doubt) == (THIRD_OF_JULY, "the year of the dateline is taken from the copyright line")
    found = publication(f"{TITLE}\n\n{opening}The city made 5 million laptops.{BODY}")
    assert (found.day, found.doubt) == (THIRD_OF_JULY, "the year of the dateline is taken from the text")


def test_a_base_of_comparison_is_the_year_before() -> None:
    text = f"{TITLE}\n\nCHONGQING, April 18 (Xinhua) -- Output grew 12 percent from the same period of 2012."
    assert publication(text).day == date(2013, 4, 18)


def test_nothing_written_is_nothing_known() -> None:
    assert publication(f"{TITLE}{BODY}").day is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        # a report of a whole year comes after it
        ("SEOUL, Jan. 24 (Yonhap) -- The maker lost money in the fourth quarter of 2018, down from last year.", 2019),
        # the day of the week on which it was said
        ("SEOUL, Jan. 24 (Yonhap) -- It said Thursday that for 2018 it earned more than last year.", 2019),
        ("SEOUL, Jan. 24 (Yonhap) -- It said Wednesday that in January 2018 it earned more than last year.", 2018),
        # a year looked forward to is none that is over
        ("OSAKA, Oct. 27 (Jiji) -- In 2016 it lost money. It is seeking to sell 10 million sets in fiscal 2018.", 2016),
    ],
)
def test_a_missing_year_is_told_by_what_is_reported_and_when(text: str, year: int) -> None:
    found = publication(text).day
    assert found is not None
    assert found.year == year


def test_the_last_day_of_a_quarter_is_not_that_of_its_report() -> None:
    text = "Second quarter ended September 30, 2018\n\nHong Kong, November 8, 2018 | HKSE: 992\n\nRevenue rose."
    assert publication(text).day == date(2018, 11, 8)


def test_a_day_at_the_end_of_the_calendar_is_none_of_publication() -> None:
    for given in (date(1, 1, 1), date(9999, 12, 31)):
        assert document("Acer made 5 million laptops last year.", published=given).published is None
