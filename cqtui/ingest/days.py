"""Calendar days as the press writes them: "May 22,2020", "22 May 2020", "2012-08-03", "March 6"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cqtui.ingest.guarded import either

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = either(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    r"(?P<plain>(?<![\d.,])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.,]))|(?P<han>(?:19|"
    r"20)\d\d年\d{1,2}月\d{1,2}日)|"
    rf"(?P<iso>\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-3]?\d)(?!\d))|"
    rf"\b(?P<m1>{MONTH})\b\.?\s*(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y1>(?:19|20)\d\d)\b|"
    r"\b(?P<d3>[0-3]?\d)(?P<gap>[-/.])(?P<m3>[0-3]?\d|[A-Za-z]{3})(?P=gap)(?P<y3>(?:19|20)\d\d)\b|"
    rf"\b(?P<m4>{MONTH})\b\.?\s*(?P<d4>\d{{1,2}})(?:,?\s+\d{{1,2}}:\d\d(?::\d\d)?"
    rf"(?: [A-Z]{{2,5}}\b(?:[+-]\d+:?\d*)?)?)?\s+(?P<y4>(?:19|20)\d\d)\b|"
    rf"\b(?P<m5>{MONTH}),? (?P<d5>\d{{1,2}})/(?P<y5>(?:19|20)\d\d)\b|"
    rf"\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<m2>{MONTH})\b\.?,?[\s-]*(?P<y2>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A day as it is written. `year` is None where none is; `unsure` where 03/07 may be either order."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    unsure: bool = False
    weekday: int | None = None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def days_in(text: str) -> Iterator[Written]:
    """The whole calendar days written in `text`, in order."""
    for match in _DAY.finditer(text):
        unsure = False
        if match["plain"]:
            digits = match["plain"]
            year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
        elif match["han"]:
            year, month, day = (int(part) for part in re.findall(r"\d+", match["han"]))
        elif match["iso"]:
            year, month, day = (int(part) for part in re.split(r"[-/.]", match["iso"]))
        elif match["m3"]:
            year, day = int(match["y3"]), int(match["d3"])
            month = MONTHS.get(match["m3"].lower(), 0) if match["m3"].isalpha() else int(match["m3"])
            if month > 12 >= day:
                month, day = day, month
            elif match["gap"] == "/" and match["m3"].isdigit():
                unsure = month <= 12 and day <= 12 and month != day
        elif match["m1"]:
            year, month, day = int(match["y1"]), MONTHS[match["m1"].lower()], int(match["d1"])
        elif match["m5"]:
            year, month, day = int(match["y5"]), MONTHS[match["m5"].lower()], int(match["d5"])
        elif match["m4"]:
            year, month, day = int(match["y4"]), MONTHS[match["m4"].lower()], int(match["d4"])
        else:
            year, month, day = int(match["y2"]), MONTHS[match["m2"].lower()], int(match["d2"])
        if made_day(year, month, day):
            yield Written(*match.span(), year, month, day, unsure)


def day_in(text: str) -> date | None:
    """The first whole calendar day written in `text`, or None."""
    found = next(days_in(text), None)
    return made_day(found.year, found.month, found.day) if found and found.year else None


def made_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
