"""How periods relate: which sort of time each is, how long it is, and whether two are alike."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from cqtui.model import Period

Time = Literal["unstated", "moment", "due", "total", "before", "open", "span"]


def sort_of_time(period: Period) -> Time:
    """Which sort of time a period is: a moment, a due date, a total to date, a span …"""
    if period.start is None and period.end is None:
        return "before" if period.basis == "before" else "total" if period.basis == "cumulative" else "unstated"
    match period.basis:
        case "as-of":
            return "moment"
        case "cumulative":
            return "total"
        case "before":
            return "before"
        case "by" if period.start is None:
            return "due"
    return "span" if period.start and period.end else "open"


def in_kind(period: Period) -> str:
    """A period by its sort: "a year", "a moment", "a due date", "a total to date"."""
    sort = sort_of_time(period)
    if sort == "span":
        return length(period)
    return {"moment": "a moment", "due": "a due date", "total": "a total to date"}.get(sort, sort)


YEAR_BEFORE = "previous year"
_YEAR_BEFORE = re.compile(
    r"(?:the )?(?:previous|last|prior|preceding) year|(?:a |the |one )?year (?:before|earlier|ago)|year[- ]on[- ]year"
    r"|(?:the )?same (?:period|month|quarter|half|time) (?:of |in )?(?:the )?(?:previous|last|prior) year",
    re.IGNORECASE,
)


def measured_from(against: str | None, period: Period) -> str | None:
    """What a change of a period is measured from, by one name for each: `YEAR_BEFORE`, else as it is told; None
    where it is not told. The change of a whole year that is not said to be on anything is on the year before."""
    if against is None:
        return YEAR_BEFORE if length_is_year(period) else None
    named = period.end is not None and against == str(period.end.year - 1) and length_is_year(period)
    return YEAR_BEFORE if named or _YEAR_BEFORE.fullmatch(against) else against.removeprefix("the ")


def overlapping(p: Period, q: Period) -> bool:
    """Whether two periods with both ends share a day."""
    return bool(p.start and p.end and q.start and q.end and p.start <= q.end and q.start <= p.end)


def within(part: Period, whole: Period) -> bool:
    """Whether `part` lies in `whole` and is shorter. Both need both ends."""
    if not (part.start and part.end and whole.start and whole.end) or part.days == whole.days:
        return False
    return whole.start <= part.start and part.end <= whole.end


def moment_within(p: Period, q: Period) -> bool:
    """Whether one of the two is a moment that lies in the other, which has both ends."""
    for moment, span in ((p, q), (q, p)):
        at = moment.end or moment.start
        if sort_of_time(moment) == "moment" and at and span.start and span.end:
            return span.start <= at <= span.end
    return False


def same_length(p: Period, q: Period) -> bool:
    """Whether two spans are of one length: as many calendar months, or as many days."""
    months = _months(p), _months(q)
    if months[0] and months[1]:
        return months[0] == months[1]
    return p.days == q.days


def length_is_year(period: Period) -> bool:
    """Whether a period is twelve calendar months."""
    return _months(period) == 12


def _months(period: Period) -> int | None:
    """Whole calendar months, also from the 5th of one to the 4th of another; else None."""
    start, end = period.start, period.end
    if start is None or end is None or end >= date.max:
        return None
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months if after.day == start.day and months > 0 else None


def length(period: Period) -> str:
    """A span's length in words: "a year", "a half year", "a month", "5 months", "3 years"."""
    months, days = _months(period), period.days
    if months is None:
        return {1: "a day", 7: "a week"}.get(days or 0, f"{days} days")
    if months % 12 == 0:
        return "a year" if months == 12 else f"{months // 12} years"
    return {1: "a month", 3: "a quarter", 6: "a half year"}.get(months, f"{months} months")
