"""Periods as they are drawn: each bar stands here as the string that it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from facts import as_of, half, period, year
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import days, periods

from cqtui import axis
from cqtui.axis import ASCII, Axis
from cqtui.model import Basis, Period, Status

FIVE_YEARS = Axis(date(2015, 1, 1), date(2019, 12, 31), 20)  # four cells a year
STATUSES: tuple[Status, ...] = ("actual", "estimate", "forecast", "target", "plan")


def bar(drawn: Period, status: Status = "actual", on: Axis = FIVE_YEARS) -> str:
    return f"|{on.bar(drawn, status)}|"


@st.composite
def axes(draw: st.DrawFn) -> Axis:
    first, last = sorted((draw(days), draw(days)))
    return Axis(first, last, draw(st.integers(1, 300)))


def one_day(day: str) -> Period:
    return period(day, day)


# Drawn


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (year(2015), "|████                |"),
        (year(2017), "|        ████        |"),
        (year(2019), "|                ████|"),
        (half(2017, 1), "|        ██          |"),
        (half(2017, 2), "|          ██        |"),
        (period("2017-01-01", "2017-03-31", "quarter"), "|        █           |"),
        (period("2017-01-01", "2017-02-15"), "|        ▌           |"),
        (period("2017-02-15", "2017-03-31"), "|        ▐           |"),
        (period("2017-02-15", "2018-02-15"), "|        ▐███▌       |"),
        (period("2015-01-01", "2019-12-31"), "|████████████████████|"),
        (period("2017-05-01", "2017-05-31", "month"), "|         ▐          |"),
    ],
)
def test_a_bar_is_as_long_as_its_period(drawn: Period, expected: str) -> None:
    assert bar(drawn) == expected


def test_half_a_year_is_half_as_wide_as_a_year_even_in_one_cell() -> None:
    two_years = Axis(date(2018, 1, 1), date(2019, 12, 31), 2)
    assert two_years.bar(year(2018)) == "█ "
    assert two_years.bar(half(2018, 1)) == "▌ "
    assert two_years.bar(half(2018, 2)) == "▐ "
    assert two_years.bar(half(2019, 2)) == " ▐"


@pytest.mark.parametrize("status", ["target", "forecast", "plan"])
def test_what_is_not_yet_so_is_hollow(status: Status) -> None:
    assert bar(year(2017), status) == "|        ░░░░        |"
    assert bar(half(2017, 1), status) == "|        ░░          |"
    assert bar(as_of("2017-12-31"), status) == "|           ┊        |"


@pytest.mark.parametrize("status", ["actual", "estimate"])
def test_what_is_or_is_thought_to_be_so_is_full(status: Status) -> None:
    assert bar(year(2017), status) == "|        ████        |"


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (as_of("2015-01-01"), "|│                   |"),
        (as_of("2017-12-31"), "|           │        |"),
        (as_of("2019-12-31"), "|                   │|"),
        (one_day("2017-01-01"), "|        │           |"),
        (period(None, "2017-12-31", "by"), "|           │        |"),
        (period("2017-01-01", "2017-12-31", "by"), "|           │        |"),
        (period("2017-07-01", None, "as-of"), "|         │          |"),
        (period(None, "2017-12-31", "year"), "|           │        |"),
    ],
)
def test_a_moment_is_a_tick(drawn: Period, expected: str) -> None:
    assert bar(drawn) == expected


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (period("2017-01-01", None, "since"), "|        ▐┄┄┄┄┄┄┄┄┄┄┄|"),
        (period(None, "2017-12-31", "cumulative"), "|┄┄┄┄┄┄┄┄┄┄┄▌        |"),
        (period(None, "2017-12-31", "before"), "|┄┄┄┄┄┄┄┄┄┄┄▌        |"),
        (period("2010-01-01", None, "since"), "|┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄|"),
        (period(None, "2025-01-01", "cumulative"), "|┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄|"),
        (period(None, "2015-01-02", "cumulative"), "|▌                   |"),
        (period("2019-12-31", None, "since"), "|                   ▐|"),
        (period("2016-01-01", "2017-12-31", "cumulative"), "|    ████████        |"),
    ],
)
def test_what_has_no_stated_end_or_beginning_runs_on(drawn: Period, expected: str) -> None:
    assert bar(drawn) == expected


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (year(2014), "|‹                   |"),
        (year(2020), "|                   ›|"),
        (as_of("2014-12-31"), "|‹                   |"),
        (as_of("2020-01-01"), "|                   ›|"),
        (period(None, "2014-12-31", "cumulative"), "|‹                   |"),
        (period("2020-01-01", None, "since"), "|                   ›|"),
        (period("2014-01-01", "2015-12-31"), "|‹███                |"),
        (period("2019-01-01", "2020-12-31"), "|                ███›|"),
        (period("2010-01-01", "2030-12-31"), "|‹██████████████████›|"),
        (Period(), "|?                   |"),
    ],
)
def test_what_lies_outside_is_an_arrow_and_what_is_unstated_a_question(drawn: Period, expected: str) -> None:
    assert bar(drawn) == expected


def test_in_ascii_the_same_is_drawn_with_keyboard_characters() -> None:
    drawn = [
        FIVE_YEARS.bar(year(2017), signs=ASCII), FIVE_YEARS.bar(half(2017, 1), "target", ASCII),
        FIVE_YEARS.bar(as_of("2017-12-31"), signs=ASCII), FIVE_YEARS.bar(year(2014), signs=ASCII),
        FIVE_YEARS.bar(period("2017-01-01", None, "since"), signs=ASCII),
    ]  # fmt: skip
    assert drawn == [
        "        ####        ",
        "        ::          ",
        "           |        ",
        "<                   ",
        "        #-----------",
    ]


@given(axes(), periods(), st.sampled_from(STATUSES), st.sampled_from([axis.UNICODE, ASCII]))
def test_a_bar_fills_its_axis_exactly_and_shows_something(
    on: Axis, drawn: Period, status: Status, signs: axis.Signs
) -> None:
    text = on.bar(drawn, status, signs)
    assert len(text) == on.width
    assert text.strip()
    assert set(text) <= {" ", *signs}


@given(days, days, st.integers(2, 300), days, days)
def test_an_arrow_stands_for_what_is_outside_and_only_for_that(
    first: date, last: date, width: int, one: date, other: date
) -> None:
    on = Axis(min(first, last), max(first, last), width)
    start, end = min(one, other), max(one, other)
    text = on.bar(Period(start=start, end=end, basis="span"))
    if end < on.start or start > on.end:
        assert text.split() == (["‹"] if end < on.start else ["›"])
    else:
        assert ("‹" in text) == (start < on.start and start != end)
        assert ("›" in text) == (end > on.end and start != end)


@given(st.integers(1990, 2030), st.integers(1, 40), st.integers(1, 8))
def test_every_year_of_a_fitted_axis_is_equally_wide(first: int, years: int, cells: int) -> None:
    on = axis.fitted((date(first, 3, 5), date(first + years - 1, 6, 7)), years * cells)
    widths = {len(on.bar(year(number)).strip()) for number in range(first, first + years)}
    assert widths == {cells}


# Labels


@pytest.mark.parametrize(
    ("first", "last", "width", "expected"),
    [
        ("2015-01-01", "2019-12-31", 30, "2015  2016  2017  2018  2019  "),
        ("2015-01-01", "2019-12-31", 20, "15  16  17  18  19  "),
        ("2015-01-01", "2019-12-31", 10, "  16  18  "),
        ("2000-01-01", "2019-12-31", 20, "00   05   10   15   "),
        ("2019-01-01", "2019-12-31", 24, "2019  Apr   Jul   Oct   "),
        ("2019-01-01", "2019-06-30", 36, "2019  Feb  Mar    Apr   May   Jun   "),
        ("1900-01-01", "2019-12-31", 12, "1900 1950   "),
        ("1901-01-01", "2019-12-31", 4, "    "),
    ],
)
def test_labels_are_as_fine_as_there_is_room(first: str, last: str, width: int, expected: str) -> None:
    assert Axis(date.fromisoformat(first), date.fromisoformat(last), width).labels() == expected


@given(axes())
@example(Axis(date.min, date.max, 1))
@example(Axis(date.min, date.max, 300))
@example(Axis(date(9999, 12, 31), date(9999, 12, 31), 300))
@example(Axis(date(2012, 1, 1), date(2024, 12, 31), 2))
def test_labels_never_touch_or_overflow(on: Axis) -> None:
    text = on.labels()
    assert len(text) == on.width
    labels = text.split()
    known = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
    for label in labels:
        # Two labels that touch would make one that is no label.
        assert label in known or (label.isdigit() and len(label) <= 4), label
    for at, label in enumerate(labels[1:], 1):
        if label.isdigit() and labels[at - 1].isdigit():
            assert len(label) >= len(labels[at - 1]) or int(label) == 0


@given(axes())
def test_a_label_stands_above_the_beginning_of_its_year(on: Axis) -> None:
    text = on.labels()
    for number in range(on.start.year + 1, min(on.end.year, on.start.year + 40) + 1):
        at = text.find(str(number)) if number > 999 else -1
        if at >= 0:
            assert abs(on.cell(date(number, 1, 1)) - at) < 1


# Fitted, zoomed, panned


def test_a_fitted_axis_shows_whole_years() -> None:
    assert axis.fitted((date(2012, 6, 1), date(2019, 2, 3)), 32) == Axis(date(2012, 1, 1), date(2019, 12, 31), 32)
    assert axis.fitted((date(2012, 6, 1), date(2019, 2, 3)), 35).width == 32  # eight half cells a year
    assert axis.fitted(None, 40) == Axis(date(2000, 1, 1), date(2009, 12, 31), 40)


@given(days, days, st.integers(0, 300))
def test_a_fitted_axis_fits(one: date, other: date, width: int) -> None:
    first, last = sorted((one, other))
    on = axis.fitted((first, last), width)
    assert on.start <= first <= last <= on.end
    assert 1 <= on.width <= max(1, width)
    assert on.width > width * 0.5 - 1


@given(days, days, st.sampled_from([0.5, 2, 0.25, 4]), st.none() | days)
def test_zooming_stays_in_the_calendar_and_around_its_day(
    one: date, other: date, factor: float, around: date | None
) -> None:
    first, last = sorted((one, other))
    start, end = axis.zoomed(first, last, factor, around)
    assert start <= end
    wanted = max(31, round(((last - first).days + 1) * factor))
    assert (end - start).days + 1 == min(wanted, (date.max - date.min).days + 1)
    if around and first <= around <= last:
        assert start <= around <= end


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(64, 30_000), st.floats(0, 1))
def test_zooming_in_and_out_again_returns_near(start: date, length: int, share: float) -> None:
    end = start + timedelta(days=length)
    around = start + timedelta(days=round(length * share))
    back = axis.zoomed(*axis.zoomed(start, end, 0.5, around), 2, around)
    assert abs((back[0] - start).days) <= 3
    assert abs((back[1] - end).days) <= 3


@given(days, days, st.sampled_from([-1, -0.25, 0.25, 1]))
def test_panning_keeps_the_length_and_stays_in_the_calendar(one: date, other: date, share: float) -> None:
    first, last = sorted((one, other))
    start, end = axis.panned(first, last, share)
    assert end - start == last - first
    assert (start - first).days * share >= 0


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(40, 30_000))
def test_panning_there_and_back_returns(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert axis.panned(*axis.panned(start, end, 0.25), -0.25) == (start, end)


@pytest.mark.parametrize("basis", ["year", "half", "quarter", "month", "span", "year-to-date", "since"])
def test_every_basis_with_two_ends_is_a_bar(basis: Basis) -> None:
    assert bar(period("2017-01-01", "2017-12-31", basis)) == "|        ████        |"
