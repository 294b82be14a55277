"""Financial years that are not calendar years: when one begins, and which months its quarters and halves are.

A document shows it by a quarter or a year whose last month it names ("Second quarter ended September 30"), or by
the currency or the company whose years are known. Only what the text calls financial is then counted from that
month, or every part of a year without its number where the document reports by financial years from its start.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from cqtui.ingest.cues import gazetteer
from cqtui.ingest.days import MONTH, MONTHS, month_end
from cqtui.ingest.guarded import holds
from cqtui.model import Basis, Period


class FinancialYear(NamedTuple):
    """A year that begins in `first` (2 February … 12 December) and is called after the calendar year in which it
    ends or, where not `by_end`, begins. `throughout` says that a bare "second quarter" of the document is its."""

    first: int
    by_end: bool
    throughout: bool


_DAY = r"(?:on |in |at )?(?:the end of )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4, "full": 4}
_LONG = {"quarter": 3, "half": 6, "months": 3}
_PART = r"[ -](?:fiscal |financial )?"
_QUARTER_ENDS = re.compile(
    rf"\b(?=[fst])(?P<nth>first|second|third|fourth){_PART}(?P<part>quarter|half)(?:"
    rf"(?: of (?:the |its |our )?(?:fiscal|financial)(?: year)?)?(?: \d{{4}})?,? (?:that |which |was |period )*"
    rf"(?:ended|ending|to) {_DAY}(?P<end>{MONTH})|"
    rf",? ?\((?:from )?(?:{MONTH})\.?(?: ?[-–] ?| to )(?P<end2>{MONTH}))\b",
    re.IGNORECASE,
)
_YEAR_ENDS = re.compile(
    rf"\b(?:fiscal|financial|business) year,? \(?(?:\d{{4}},? )?(?:that |which |to |it )?(?:ended|ending|ends|end|"
    rf"closed|closes|close|to|through) (?:last |next |this )?{_DAY}(?P<end>{MONTH})\b|"
    rf"\byear (?:to|ended|ending|through) (?:last |next |this )?{_DAY}(?P<end2>{MONTH})\b",
    re.IGNORECASE,
)
_YEAR_BEGINS = re.compile(
    rf"\b(?:fiscal|financial|business) year,? (?:that |which )?(?:begins|began|beginning|starts|started|starting|runs)"
    rf" (?:in|on|from) (?:\d{{1,2}} )?(?P<m>{MONTH})\b",
    re.IGNORECASE,
)
_YEARS = r"20(?<!\w20)\d\d[/–-]\d\d(?!\d|-)"
_MARK = re.compile(
    r"\bFY ?['’]?(?:\d\d|20\d\d)|\b(?:[1-4]Q|[12]H|Q[1-4]|H[12]) ?FY|\b[Ff](?:iscal|inancial) (?:year|20\d\d|quarter|"
    rf"first|second|third|fourth)|\b(?:next|last|this|current) fiscal\b|{_YEARS}"
)
_MARK_IN_DIGITS = re.compile(_YEARS)
"""What only reports by financial years write."""
_RUPEES = re.compile(r"\b(?:crores?|lakhs?|Rs\.?|INR)\b|₹")
_YEN = re.compile(r"\byen\b|\bJPY\b")
_EXPLICIT = re.compile(r"FY|fiscal|financial", re.IGNORECASE)
_SECOND_YEAR = re.compile(r"(?<=\d)[/–-](?:20)?\d\d\b(?!-)")
_OPENING = 700


def financial_year(text: str) -> FinancialYear | None:
    """The financial year by which `text` reports, or None where it is the calendar's or nothing shows it."""
    pattern = _MARK if holds(text, ("fy", "fiscal", "financial")) else _MARK_IN_DIGITS
    marks = [mark for mark in pattern.finditer(text) if _is_mark(mark)]
    shown = _QUARTER_ENDS.search(text)
    first = _first_of_quarter(shown) if shown else None
    if first is None and marks:
        first = _first_written(text) or (4 if _RUPEES.search(text) or _YEN.search(text) else _first_of_firm(text))
    if first is None or first == 1:
        return None
    early = bool(marks) and marks[0].start() < _OPENING
    throughout = bool(shown) or (early and (len(marks) > 1 or len(text) < _SHORT)) or len(marks) >= _MANY
    return FinancialYear(first, not (_YEN.search(text) and not _RUPEES.search(text)), throughout)


_MANY, _SHORT = 3, 1500
"""Marks of financial years by which a whole report goes; characters of a report for which one at its head is enough."""


def _is_mark(mark: re.Match[str]) -> bool:
    """Of two years only those that follow one another are one: not "2012-15"."""
    years = mark.group()
    return not years[0].isdigit() or not years[:4].isdigit() or (int(years[:4]) + 1) % 100 == int(years[-2:])


def _first_of_quarter(shown: re.Match[str]) -> int:
    groups = shown.groupdict()
    months = _LONG[groups["part"].lower()] * _NTH[groups["nth"].lower()]
    return (MONTHS[(groups["end"] or groups["end2"]).lower()] - months) % 12 + 1


def _first_written(text: str) -> int | None:
    begins = _YEAR_BEGINS.search(text)
    if begins:
        return MONTHS[begins["m"].lower()]
    ends = _YEAR_ENDS.search(text)
    return MONTHS[(ends["end"] or ends["end2"]).lower()] % 12 + 1 if ends else None


def _first_of_firm(text: str) -> int | None:
    """The first month of the year of the first company named whose years are known."""
    named = _firms().search(text, 0, _OPENING)
    return MONTHS[_first_months()[named.group()].lower()] if named else None


@cache
def _first_months() -> dict[str, str]:
    return {firm: month for month, firms in gazetteer()["financial_years"].items() for firm in firms}


@cache
def _firms() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, _first_months())) + r")\b")


def is_financial(match: re.Match[str], year: FinancialYear | None, *, bare: bool) -> bool:
    """Whether a time is of a financial year: it says so, or is `bare` of a year in a report by financial years."""
    return year is not None and bool((bare and year.throughout) or _says_so(match))


def _says_so(match: re.Match[str]) -> bool:
    return bool(_EXPLICIT.search(match.group()) or _is_double(match))


def _is_double(match: re.Match[str]) -> bool:
    """Whether the year is written as two ("FY2018/19"), which is called after the first of them."""
    return bool(match.groupdict().get("pair") or _SECOND_YEAR.match(match.string, match.end()))


def part_of_year(
    match: re.Match[str], year: FinancialYear, label: int | None, skipped: int, months: int, published: date | None
) -> Period | None:
    """`months` months of a financial year after the first `skipped`: of the year called `label`, else of the last
    one in which they were over by publication."""
    if label is not None:
        begins = label - (1 if year.by_end and not _is_double(match) else 0)
        return _stretch(begins, year.first, skipped, months)
    if published is None:
        return None
    return next(
        one
        for begins in range(published.year, published.year - 3, -1)
        if (one := _stretch(begins, year.first, skipped, months)).end and one.end <= published
    )


def whole_year(year: FinancialYear, published: date, step: int) -> Period:
    """The financial year that publication falls in, or the one `step` years from it."""
    begins = published.year - (published.month < year.first) + step
    return _stretch(begins, year.first, 0, 12)


def _stretch(begins: int, first: int, skipped: int, months: int) -> Period:
    index = begins * 12 + first - 1 + skipped
    last = index + months - 1
    basis: Basis = {3: "quarter", 6: "half", 12: "year"}.get(months, "year-to-date")  # type: ignore[assignment]
    return Period(start=date(index // 12, index % 12 + 1, 1), end=month_end(last // 12, last % 12 + 1), basis=basis)
