"""Which time each figure gets: the time of its clause, what its section is about, or what convention gives."""

from __future__ import annotations

from datetime import date

import pytest

from cqtui.ingest.governing import earlier
from cqtui.ingest.periods import Time
from cqtui.ingest.timewords import months_period
from cqtui.model import Period
from tests.ingest.reading import facts

DAY = date(2014, 5, 12)
NOW = "..2014-05-12"


def periods(text: str, title: str = "Electronics in Chongqing", day: date = DAY) -> list[str]:
    return [
        f"{one.period.start or ''}..{one.period.end or ''}" if one.period.basis != "before" else "before"
        for one in facts(text, published=day, title=title)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chongqing exported 3.1 million laptops in January and another 2.4 million in February.",
         ["2014-01-01..2014-01-31", "2014-02-01..2014-02-28"]),
        ("The line turns out 320 laptops an hour today, as against 200 before.", [NOW, "before"]),
        ("Quanta shipped 4.6 million notebooks in March, compared with 4.3 million the month before and 4.1 million a"
         " year earlier.", ["2014-03-01..2014-03-31", "2014-02-01..2014-02-28", "2013-03-01..2013-03-31"]),
        ("The share rose from 9.1 percent in 2010 to 12.3 percent in 2013.",
         ["2010-01-01..2010-12-31", "2013-01-01..2013-12-31"]),
        ("Opened in 2010, the zone employs 30,000 people.", [NOW]),
        ("The plant, which opened in 2011, shipped 5 million laptops last year.", ["2013-01-01..2013-12-31"]),
        ("Acer, founded in 1976, has shipped 3 million laptops since it moved to Chongqing in 2010.",
         ["2010-01-01..2014-05-12"]),
        ("Foxconn has hired 3,500 workers since the Spring Festival holiday ended on February 14.",
         ["2014-02-14..2014-05-12"]),
        ("Five years ago the city made 100,000 laptops; today it makes 55 million a year.",
         ["2009-01-01..2009-12-31", NOW]),
        ("Output fell to 2.1 million units in the second quarter of last year from 2.4 million in the first.",
         ["2013-04-01..2013-06-30", "2013-01-01..2013-03-31"]),
        ("Inventec, which has 22 lines, added 4 lines last month.", [NOW, "..2014-04-30"]),
        ("The train takes 16 days, compared with 40 days by sea.", [NOW, NOW]),
        ("Output is forecast to reach 400 billion yuan in 2015, compared with 250 billion yuan last year.",
         ["2015-01-01..2015-12-31", "2013-01-01..2013-12-31"]),
    ],
)  # fmt: skip
def test_each_figure_keeps_the_time_of_its_clause(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports this year have reached 5 billion dollars.", ["2014-01-01..2014-05-12"]),
        ("The city will invest 3 billion yuan between now and 2017.", ["2014-05-12..2017-12-31"]),
        ("The park aims to reach an output value of 100 billion yuan by 2015. By then, it will employ 80,000 people.",
         ["..2015-12-31", "..2015-12-31"]),
        ("In 2012 the city made 41 million laptops. That year exports reached 12 billion dollars. A year later they"
         " were 16 billion dollars.", ["2012-01-01..2012-12-31"] * 2 + ["2013-01-01..2013-12-31"]),
        ("In the two years to March, orders rose by 40 percent.", ["2012-04-01..2014-03-31"]),
        ("Revenue for the quarter ended March 31 was $2.1 billion, against $1.9 billion in the same quarter last year.",
         ["2014-01-01..2014-03-31", "2013-01-01..2013-03-31"]),
        ("For the second quarter the company expects revenue of $2.3 billion.", ["2014-04-01..2014-06-30"]),
        ("Compal plans to ship 3 million units by the end of June.", ["..2014-06-30"]),
        ("In the first half of April the line made 2 million phones.", ["2014-04-01..2014-04-15"]),
        ("In 2010 and 2011 the city spent 3 billion yuan on roads and exported 12 million laptops.",
         ["2010-01-01..2011-12-31"] * 2),
        ("From 2010 to 2013 the number of laptops made in the city rose from 2 million to 55 million.",
         ["2010-01-01..2010-12-31", "2013-01-01..2013-12-31"]),
        ("Sales of phones slumped in the quarter to 4.2 million.", ["2014-01-01..2014-03-31"]),
        ("It shipped 5.8 million notebooks in 1Q, versus 6.6 million in 4Q13.",
         ["2014-01-01..2014-03-31", "2013-10-01..2013-12-31"]),
        ("Last autumn the city made 9 million laptops.", ["2013-09-01..2013-11-30"]),
        ("It made 3 million units last November.", ["2013-11-01..2013-11-30"]),
        ("Its first handset left the line in March, and it has since made 6 million phones.",
         ["2014-03-01..2014-05-12"]),
    ],
)  # fmt: skip
def test_relative_times(text: str, expected: list[str]) -> None:
    assert periods(text)[-len(expected) :] == expected


def test_an_annual_report_is_of_the_year_in_its_title() -> None:
    text = (
        "The value added of industry reached 618 billion yuan in the whole year. Profits came to 158 billion yuan.\n\n"
        "Exports were valued at 267 billion yuan, down 2 percent."
    )
    title = "Statistical communique on the 2013 development of Chongqing"
    assert periods(text, title, date(2014, 3, 20)) == ["2013-01-01..2013-12-31"] * 3


def test_the_whole_year_in_spring_is_the_year_before_unless_it_is_expected() -> None:
    assert periods("Output reached 5 million units for the whole year.", day=date(2014, 2, 1)) == [
        "2013-01-01..2013-12-31"
    ]
    assert periods("It expects output of 5 million units for the whole year.", day=date(2014, 2, 1)) == [
        "2014-01-01..2014-12-31"
    ]


def test_tense_chooses_between_the_stretch_talked_of_and_the_day() -> None:
    text = "In 2013 ASUS made 5 million laptops. Revenue was 9 billion yuan. It employs 3,000 people."
    assert periods(text) == ["2013-01-01..2013-12-31"] * 2 + [NOW]


def test_what_is_to_come_never_takes_a_time_that_is_past() -> None:
    text = "In 2013 ASUS made 5 million laptops. It plans to invest 3 billion yuan in a second plant."
    told, wanted = periods(text)
    assert told == "2013-01-01..2013-12-31"
    assert wanted in (NOW, "..")  # what a plant will cost holds as it is said, or has no time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A school opened in September and has 1,900 workers.", [NOW]),
        ("The vice mayor told reporters in March that the zone has 36 companies.", [NOW]),
        ("Stocks in the city, which made 11 million laptops last year, come to 300,000 units.",
         ["2013-01-01..2013-12-31", NOW]),
        ("The head count has fallen to about 400,000 people from a peak of 470,000 in 2010.", [NOW, "..2010-12-31"]),
        ("Foxconn has hired 1,200 workers since April, bringing its local payroll to 6,800 people.",
         ["2014-04-01..2014-05-12", NOW]),
    ],
)  # fmt: skip
def test_a_time_goes_with_its_own_verb(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The line will cost 7.5 billion yuan, and Foxconn expects to open it in the autumn of 2015.",
        "HP plans to spend 120 million yuan on a workshop, due to open in October.",
        "We approved $165 million for the plant and the first line will start early next year.",
        "Opened in 2010, the zone covers 8.8 square kilometers.",
    ],
)
def test_what_has_no_time_of_its_own_takes_none_of_another_verb(text: str) -> None:
    assert periods(text)[0] in (NOW, "..")  # it holds as it is said, or has no time


def test_a_report_on_half_a_year_in_bullets() -> None:
    text = (
        "Revenue for the period amounted to 9.8 billion yuan (first half of 2013: 8.1 billion yuan).\n\n"
        "- Shipments of phones totalled 58 million units.\n- Profit rose by 4% to 371 million yuan."
    )
    half = "2014-01-01..2014-06-30"
    found = periods(text, "Transsion announces interim results for 2014", date(2014, 8, 30))
    assert found == [half, "2013-01-01..2013-06-30", half, half]


def test_two_stretches_taken_together() -> None:
    text = (
        "The zone exported 3 million laptops in January and 2 million in February. Combined, they were worth 9 bn yuan."
    )
    assert periods(text)[-1] == "2014-01-01..2014-02-28"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quanta shipped 4 million notebooks in March, up by 700,000 units from February's 3.3 million.",
         ["2014-03-01..2014-03-31", "2014-02-01..2014-02-28"]),
        ("Revenue was 9.2 billion yuan in the first quarter, up from the previous quarter's 8.9 billion yuan.",
         ["2014-01-01..2014-03-31", "2013-10-01..2013-12-31"]),
        ("Output is to rise from 55 million laptops in 2013 to 80 million laptops in 2017. Over the same period,"
         " revenue should climb from 400 billion yuan to 900 billion yuan.",
         ["2013-01-01..2013-12-31", "2017-01-01..2017-12-31"] * 2),
        ("As of Friday the line had made 2 million phones.", ["..2014-05-09"]),
        ("Construction of the 7.5-billion-yuan plant started in June 2012.", [NOW]),
        ("In three years' time the plant will employ 5,000 people.", ["..2017-05-12"]),
        ("The city made 20 million laptops from January to April. That compares with 55 million for the whole of"
         " 2013. ASUS contributed 6 million.",
         ["2014-01-01..2014-04-30", "2013-01-01..2013-12-31", "2014-01-01..2014-04-30"]),
    ],
)  # fmt: skip
def test_bases_and_odd_times(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In April 2014 its share was 14.4 percent, compared with 17.2 percent a year ago and 15.8 percent in 2013.",
         ["2014-04-01..2014-04-30", "2013-04-01..2013-04-30", "2013-01-01..2013-12-31"]),
        ("HP shipped 5 million laptops in April 2014, above both the 4 million of April 2013 and the 3 million of"
         " 2010.",
         ["2014-04-01..2014-04-30", "2013-04-01..2013-04-30", "2010-01-01..2010-12-31"]),
        ("HP held 24 percent of the market in 2013, compared with 8.6 percent for Nokia.",
         ["2013-01-01..2013-12-31", "2013-01-01..2013-12-31"]),
    ],
)  # fmt: skip
def test_a_base_has_its_own_time_and_leaves_the_others_theirs(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


def test_a_quarter_may_run_into_the_next_year() -> None:
    time = Time(0, 16, Period(), "against", "previous quarter")
    before = earlier(months_period(2022, 2, 4, "quarter"), time)
    assert (before.start, before.end, before.basis) == (date(2021, 11, 1), date(2022, 1, 31), "quarter")
