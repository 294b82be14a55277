"""Stretches of time off the calendar's grid: seasons, halves of a month, decades; makers as in `timewords`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cqtui.ingest.days import MONTHS, month_end
from cqtui.ingest.timewords import (
    COUNT,
    Anchor,
    Made,
    latest_year,
    months_period,
    moved,
    year_of,
    year_period,
)
from cqtui.model import Basis, Period


def make_between_years(match: re.Match[str], anchor: Anchor) -> Made:
    """Within five to seven years; over three to five years: a span as long as the longer."""
    count = int(match["n2"]) if match["n2"].isdigit() else COUNT.get(match["n2"].lower(), 0)
    day = anchor.published
    return (Period(start=day, end=moved(day, count), basis="span") if day and count else Period()), "within some years"


def make_now_until(match: re.Match[str], anchor: Anchor) -> Made:
    """Between now and 2025."""
    end = date(int(match["year"]), 12, 31)
    day = anchor.published
    return Period(start=day, end=end, basis="span") if day and day < end else Period(), "from now until then"


def make_decade(match: re.Match[str], anchor: Anchor) -> Made:
    """The middle, the end of the decade."""
    if anchor.published is None:
        return None
    first = anchor.published.year // 10 * 10
    year = first + (5 if match["part"].lower().startswith("mid") else 10)
    return year_period(year), "a part of the decade"


_PAST = re.compile(r"\b(?:was|were|had|did|\w{3,}ed)\b")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def make_season(match: re.Match[str], anchor: Anchor) -> Made:
    """Last autumn; this summer; the spring of 2013."""
    first = _SEASONS[match["season"].lower()]
    here = anchor.published
    rel = (match["rel"] or "").lower()
    if match["year"]:
        found = year_of(match["year"], anchor)
        if found is None:
            return None
        year = found
    elif here is None:
        return None
    elif rel == "last":
        year = here.year - 1 if here.month <= first + 2 else here.year
    elif rel == "next":
        year = here.year + 1 if here.month >= first else here.year
    else:
        year = here.year
        to_come = date(year, first, 1) > here
        if to_come and not rel and _PAST.search(match.string[max(0, match.start() - 60) : match.start()]):
            year -= 1  # "the yield was 93 percent in winter", told of in September
    last = first + 2
    end = month_end(year + last // 13, (last - 1) % 12 + 1)
    return Period(start=date(year, first, 1), end=end, basis="span"), "a season"


def make_half_month(match: re.Match[str], anchor: Anchor) -> Made:
    """The first half of May: its first fifteen days."""
    month = MONTHS[match["m"].lower()]
    year = latest_year(year_of(match["year"], anchor), month, bool(match["year"]), anchor)
    if year is None:
        return None
    first = match["nth"].lower() in ("first", "1st")
    end = date(year, month, 15) if first else month_end(year, month)
    return Period(start=date(year, month, 1 if first else 16), end=end, basis="span"), "half of a month"


def make_first_days(match: re.Match[str], anchor: Anchor) -> Made:
    """The first 20 days of November, as customs offices report."""
    month = MONTHS[match["m"].lower()]
    year = latest_year(year_of(match["year"], anchor), month, bool(match["year"]), anchor)
    words = match["days"].lower()
    last = {"ten": 10, "twenty": 20}.get(words) or int(words)
    if year is None or not 1 < last <= month_end(year, month).day:
        return None
    return Period(start=date(year, month, 1), end=date(year, month, last), basis="span"), "the first days of a month"


def make_this_year(_match: re.Match[str], anchor: Anchor) -> Made:
    here = anchor.published
    return (year_period(here.year), "the rest of this year") if here else None


def make_year_close(match: re.Match[str], anchor: Anchor) -> Made:
    """By Christmas; by year's end."""
    here = anchor.published
    if here is None:
        return None
    day = date(here.year, 12, 25 if "christmas" in match.group().lower() else 31)
    return Period(end=day, basis="by" if day > here else "as-of"), "the close of the year"


def make_two_years(match: re.Match[str], _anchor: Anchor) -> Made:
    """In 2010 and 2011: the two together, where nothing deals them out."""
    first, last = int(match["y1"]), int(match["y2"])
    if last != first + 1:
        return None
    return Period(start=date(first, 1, 1), end=date(last, 12, 31), basis="span"), "two years"


def make_month_quarter(match: re.Match[str], anchor: Anchor) -> Made:
    """The December quarter: the three months that end with it."""
    last = MONTHS[match["m"].lower()]
    year = latest_year(year_of(match["year"], anchor), last, bool(match["year"]), anchor)
    if year is None or last % 3:
        return None
    start = date(year, last - 2, 1)
    return Period(start=start, end=month_end(year, last), basis="quarter"), "a quarter, by its last month"


def make_weekday(match: re.Match[str], anchor: Anchor) -> Made:
    """As of Wednesday: the last one before publication, or that very day."""
    here = anchor.published
    if here is None:
        return None
    wanted = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun").index(match["weekday"].lower())
    return Period(end=here - timedelta(days=(here.weekday() - wanted) % 7), basis="as-of"), "as of a day of the week"


def make_quarters(match: re.Match[str], anchor: Anchor) -> Made:
    """Q1-Q3 2020; Q2-3: from quarter to quarter."""
    first, last = int(match["q1"]), int(match["q2"])
    year = _year_in_short(match["short"]) or latest_year(year_of(None, anchor), last * 3, False, anchor)
    if year is None or first >= last:
        return None
    basis: Basis = "span" if first > 1 else "half" if last == 2 else "year" if last == 4 else "year-to-date"
    return months_period(year, first * 3 - 2, last * 3, basis), "from quarter to quarter"


def make_months_short(match: re.Match[str], _anchor: Anchor) -> Made:
    """9M20, 6M 2021: the first months of a year."""
    count, year = int(match["n"]), _year_in_short(match["short"] or match["year"])
    if year is None:
        return None
    basis: Basis = "quarter" if count == 3 else "half" if count == 6 else "year-to-date"
    return months_period(year, 1, count, basis), "the first months of a year"


def _year_in_short(written: str | None) -> int | None:
    return None if not written else int(written) if len(written) == 4 else 2000 + int(written)
