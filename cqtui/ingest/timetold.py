"""Times that lean on another told of before: the same period, that half, a year later, has since.

Makers as in `timewords`; they are asked last, when the times that stand by themselves are known.
"""

from __future__ import annotations

import re
from datetime import date

from cqtui.ingest.days import month_end
from cqtui.ingest.timewords import (
    COUNT,
    Anchor,
    Made,
    Y,
    make_year_to_date,
    months_period,
    shifted,
    year_period,
)
from cqtui.model import Period


def make_told_months(match: re.Match[str], anchor: Anchor) -> Made:
    """In the ten months: the months told of before."""
    word = match["n"].lower()
    count = int(word) if word.isdigit() else COUNT.get(word, 0)
    for told in _told(anchor):
        if told.start is None or told.end is None:
            continue
        if told.start.month == 1 and told.end.month == count:
            return told, "the months told of before"
        if told.basis == "month" and told.end.month == count:
            return months_period(told.end.year, 1, count, "year-to-date"), "the months told of before"
    if anchor.published and 1 <= count <= 12:
        last = anchor.published.month - 1 or 12
        if last == count:
            return months_period(
                anchor.published.year - (1 if anchor.published.month == 1 else 0), 1, count, "year-to-date"
            ), "the months so far"
    return None


def make_told_half(_match: re.Match[str], anchor: Anchor) -> Made:
    """The half-year output: of the half told of before, or else the last one that is over."""
    found = next((one for one in _told(anchor) if one.basis == "half"), None)
    if found is None and anchor.published is not None:
        year, month = anchor.published.year, anchor.published.month
        found = months_period(year, 1, 6, "half") if month > 6 else months_period(year - 1, 7, 12, "half")
    return (found, "the half told of before") if found else None


def make_year_so_far(_match: re.Match[str], anchor: Anchor) -> Made:
    told = anchor.previous
    if (
        told
        and told.start
        and told.end
        and told.basis in ("month", "year-to-date", "quarter")
        and (anchor.published is None or told.end <= anchor.published)
    ):
        return Period(
            start=date(told.end.year, 1, 1), end=told.end, basis="year-to-date"
        ), "the year up to the month told of"
    return make_year_to_date(_match, anchor)


def make_told_month(match: re.Match[str], anchor: Anchor) -> Made:
    """In the month; for the quarter: the last one told of."""
    words = match.group().lower()
    if "end of" in words:
        told = next(iter(_told(anchor)), None)
        return (Period(end=told.end, basis="as-of"), "the end of the period told of") if told else None
    if "period" in words:
        last = next(iter(_told(anchor)), None)
        topic = last if last is not None and last.basis == "year-to-date" else anchor.topic or last
        return (topic, "the period reported on") if topic else None
    if words.startswith("that month") and anchor.month is not None:
        return anchor.month, "the month told of before"
    sort = "month" if "month" in words else "quarter"
    found = next(
        (
            one
            for one in (*_told(anchor)[:1], *((anchor.month,) if anchor.month else ()), *_told(anchor))
            if one.basis == sort
        ),
        None,
    )
    return (found or _last_ended(anchor, sort), "the period told of before") if found or anchor.published else None


def _last_ended(anchor: Anchor, sort: str) -> Period:
    """The last month or quarter that was over when it was published."""
    here = anchor.published
    assert here is not None
    if sort == "month":
        index = here.year * 12 + here.month - 2
        return months_period(index // 12, index % 12 + 1, index % 12 + 1, "month")
    index = here.year * 4 + (here.month - 1) // 3 - 1
    return months_period(index // 4, index % 4 * 3 + 1, index % 4 * 3 + 3, "quarter")


def make_same_period(match: re.Match[str], anchor: Anchor) -> Made:
    """The same period: the last stretch of time told of."""
    told = next(iter(_told(anchor)), None)
    if told is None:
        return Period(), "the same period"
    words = match.group().lower()
    year = re.search(Y, words)
    if year and told.end:
        told = shifted(told, int(year.group()) - told.end.year)
    elif "last" in words or "previous" in words:
        told = shifted(told, -1)
    return told, "the same period, from the sentence before"


def make_later(match: re.Match[str], anchor: Anchor) -> Made:
    """A year later; a decade later; two months later: so long after what was told of."""
    told = next((one for one in _told(anchor) if one.basis in ("year", "month", "quarter", "half")), None)
    if told is None or told.end is None or told.start is None:
        return Period(), "some time later"
    word = (match["n"] or "a").lower()
    count = int(word) if word.isdigit() else COUNT.get(word, 1)
    unit = match["part"].lower()
    if unit.startswith("month"):
        if told.basis != "month":
            return Period(), "some time later"
        index = told.start.year * 12 + told.start.month - 1 + count
        return months_period(index // 12, index % 12 + 1, index % 12 + 1, "month"), "some months later"
    return year_period(told.end.year + count * (10 if unit.startswith("decade") else 1)), "some years later"


def make_year_before(_match: re.Match[str], anchor: Anchor) -> Made:
    """The year before the one told of; two years before it."""
    told = next((one for one in _told(anchor) if one.end is not None), None)
    return (year_period(told.end.year - 1), "the year before") if told and told.end else None


def make_since_told(_match: re.Match[str], anchor: Anchor) -> Made:
    """Has since made: since what was told of before."""
    told = next(
        (one for one in (*anchor.recent[::-1], *((anchor.previous,) if anchor.previous else ())) if one.start), None
    )
    if told is None:
        return Period(end=anchor.present, basis="cumulative"), "since then, up to publication"
    return Period(start=told.start, end=anchor.present, basis="since"), "since what was told of before"


def make_nth(match: re.Match[str], anchor: Anchor) -> Made:
    """From the first, of the second: quarters or halves of the year, where the one told of is one."""
    told = next(iter(_told(anchor)), None)
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4}[match["nth"].lower()]
    if (
        told is None
        or told.start is None
        or told.basis not in ("quarter", "half")
        or (told.basis == "half" and nth > 2)
    ):
        return None
    months = 3 if told.basis == "quarter" else 6
    found = months_period(told.start.year, nth * months - months + 1, nth * months, told.basis)
    return (found, "another of the year's parts") if found != told else None


def make_own_first(match: re.Match[str], anchor: Anchor) -> Made:
    """In its first half-year, its first nine months: counted from the start that its sentence tells of."""
    told = next((one for one in _told(anchor) if one.basis == "month" and one.start), None)
    if "full" in match["part"].lower() or "whole" in match["part"].lower():
        opened = anchor.mentioned or told
        if opened is None or opened.end is None:
            return Period(), "its own first year"
        return year_period(opened.end.year + 1), "the first whole year after it began"
    months = {"half-year": 6, "half year": 6, "six months": 6, "year": 12, "quarter": 3, "three months": 3, "month": 1}
    count = months.get(re.sub(r"\s+", " ", match["part"].lower()), 0)
    if told is None or told.start is None or not count:
        return Period(), "its own first months"
    index = told.start.year * 12 + told.start.month - 2 + count
    return Period(start=told.start, end=month_end(index // 12, index % 12 + 1), basis="span"), "its own first months"


def _told(anchor: Anchor) -> tuple[Period, ...]:
    """The stretches of time told of, the last one first."""
    last = anchor.previous
    stretch = last is not None and last.start is not None and last.end is not None and last.basis != "since"
    first = (last,) if last is not None and stretch else ()
    return (*first, *reversed(anchor.recent))
