"""Periods as a person types them, and the short text that reads back as the same period.

    2019 · 2012-H1 · 2019-Q3 · 2019-06 · 2014..2018 · as-of 2019 · by 2020 · before 2012 · since 2014 ·
    cumulative 2020-05-21 · span 2020-05-22..2023-05-22 · unstated; with `inferred` behind it where
    the source does not write it

What `notation.period` shows (H1 2012, Jan–May 2020, end 2019, to date, 21 May 2020) is read as well,
and so are the periods of `alternatives` (2012-01-01..2012-06-30 half).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple, get_args

from cqtui.model import Basis, Period

FORMS = "2019, 2012-H1, 2019-Q3, 2019-06, 2014..2018, as-of 2019, by 2020, since 2014, cumulative 2020-05-21, unstated"
"""What a person who typed something else is shown."""

_MOMENTS: tuple[Basis, ...] = ("as-of", "by", "before", "cumulative")
"""Bases for which one day is the end; for `since` it is the start."""
_LENGTHS: dict[Basis, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""Months in what the calendar has a name for."""
_WORDS: dict[str, Basis] = {
    **{basis: basis for basis in get_args(Basis)},
    "as of": "as-of", "at": "as-of", "year to date": "year-to-date", "ytd": "year-to-date",
    "to date": "cumulative", "in all": "cumulative", "until": "before", "?": "unstated",
}  # fmt: skip
_BASIS = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)


class _Days(NamedTuple):
    """Days that were typed as one thing, both inclusive, and what they are of themselves."""

    first: date
    last: date
    basis: Basis


def written(period: Period) -> str:
    """`period` in the shortest form that `read` takes for the same period."""
    text = _with_basis(period)
    if period.stated == _is_stated(period.basis):
        return text
    return f"{text} {'stated' if period.stated else 'inferred'}"


def read(text: str) -> Period:
    """The period that a person typed.

    Raises:
        ValueError: it is none; the text says what one looks like.
    """
    said = re.sub(r"\s+", " ", re.sub(r"[–—]", "..", text.casefold())).strip(" ,")
    said, stated = _without(said, r"(.*?),? ?\b(stated|inferred)")
    said, leading = _without(said, rf"({_BASIS})(?=[ ,]|$),? ?(.*)", part=2, named=1)
    trailing = None
    if leading is None:
        said, trailing = _without(said, rf"(.*?) ?(?<![\w-])({_BASIS})")
    named = leading or trailing
    try:
        period = _made(_WORDS[named] if named else None, said.strip(" ,"))
    except (ValueError, OverflowError):
        raise ValueError(f"{text.strip()!r} is no period; write {FORMS}") from None
    if not period.fits_basis:
        raise ValueError(f"the basis {period.basis} does not fit {period.start} to {period.end}")
    return Period(
        start=period.start, end=period.end, basis=period.basis,
        stated=stated == "stated" if stated else _is_stated(period.basis),
    )  # fmt: skip


def _is_stated(basis: Basis) -> bool:
    """Whether a period of this basis is taken for stated where nothing is said of that."""
    return basis != "unstated"


def _without(text: str, pattern: str, *, part: int = 1, named: int = 2) -> tuple[str, str | None]:
    found = re.fullmatch(pattern, text)
    return (found[part], found[named]) if found else (text, None)


# Writing


def _with_basis(period: Period) -> str:
    start, end, basis = period.start, period.end, period.basis
    if start and end:
        days = _named_days(start, end)
        return days if _days(days.casefold()).basis == basis else f"{basis} {start}..{end}"
    if start is None and end is None:
        return basis
    if (start is None and basis in _MOMENTS) or (end is None and basis == "since"):
        return f"{basis} {end or start}"
    return f"{basis} {start or ''}..{end or ''}"


def _named_days(start: date, end: date) -> str:
    """A calendar year, half, quarter or month by its name, other days from first to last."""
    names = {
        "year": f"{start.year}", "half": f"{start.year}-H{1 + start.month // 7}",
        "quarter": f"{start.year}-Q{1 + (start.month - 1) // 3}", "month": f"{start.year}-{start.month:02}",
    }  # fmt: skip
    basis = _calendar_basis(start, end)
    return names[basis] if basis else f"{start}..{end}"


def _calendar_basis(start: date, end: date) -> Basis | None:
    """What two days are the first and the last of in the calendar."""
    for basis, months in _LENGTHS.items():
        begins = start.day == 1 and (start.month - 1) % months == 0
        if begins and _months(start.year, start.month, months, basis).last == end:
            return basis
    return None


# Reading


def _made(basis: Basis | None, text: str) -> Period:
    if basis == "unstated" and text in ("", ".."):
        return Period(basis="unstated", stated=False)
    if not text or text == "..":
        if basis not in ("as-of", "by", "before", "cumulative"):
            raise ValueError(text)
        return Period(basis=basis)
    if text.startswith("..") or text.endswith(".."):
        return _open(basis, text)
    days = _days(text)
    if basis is None:
        return Period(start=days.first if days.basis != "as-of" else None, end=days.last, basis=days.basis)
    is_one = ".." not in text
    if basis in _MOMENTS and is_one:
        return Period(end=days.last, basis=basis)
    if basis == "since" and is_one:
        return Period(start=days.first, basis=basis)
    first = date(days.last.year, 1, 1) if basis == "year-to-date" and is_one else days.first
    return Period(start=first, end=days.last, basis=basis)


def _open(basis: Basis | None, text: str) -> Period:
    days = _day_or_span(text.strip(". "))
    if text.startswith(".."):
        if basis is None:  # What is meant by it (by, before, as-of …) is what a basis says.
            raise ValueError(text)
        return Period(end=days.last, basis=basis)
    return Period(start=days.first, basis=basis or "since")


def _days(text: str) -> _Days:
    """One day, one span with a name, or from one to another."""
    first, dots, last = (part.strip() for part in _with_dots(text).partition(".."))
    if not dots:
        return _day_or_span(first)
    until = _day_or_span(last)
    since = _day_or_span(_with_year(first, last))
    if until.last < since.first:
        raise ValueError(text)
    if basis := _calendar_basis(since.first, until.last):
        return _Days(since.first, until.last, basis)
    begins_year = (since.first.month, since.first.day) == (1, 1) and since.first.year == until.last.year
    return _Days(since.first, until.last, "year-to-date" if begins_year else "span")


def _with_dots(text: str) -> str:
    """From one to another with hyphens or words between, as `..` has it."""
    text = re.sub(r"^(\d{4}) ?- ?(\d{4})$", r"\1..\2", text)
    return re.sub(rf"^({_MONTH}) ?- ?({_MONTH} \d{{4}})$", r"\1..\3", text).replace(" to ", "..")


def _with_year(first: str, last: str) -> str:
    """The first of two days or months with the year that stands behind the last alone."""
    return first if re.search(r"\d{4}", first) else f"{first} {last[-4:]}"


def _day_or_span(text: str) -> _Days:
    if found := re.fullmatch(r"(?:end )?(\d{4})", text):
        year = int(found[1])
        whole = _Days(date(year, 1, 1), date(year, 12, 31), "year")
        return whole if text == found[1] else _Days(whole.last, whole.last, "as-of")
    if found := re.fullmatch(r"(\d{4})-?(\d\d)-?(\d\d)", text):
        return _one(date(int(found[1]), int(found[2]), int(found[3])))
    if found := re.fullmatch(r"(\d{4})-(\d\d?)", text):
        return _months(int(found[1]), int(found[2]), 1, "month")
    if found := re.fullmatch(rf"(?:(\d\d?) )?{_MONTH} (\d{{4}})", text):
        month = _MONTHS.index(found[2][:3]) + 1
        if found[1]:
            return _one(date(int(found[3]), month, int(found[1])))
        return _months(int(found[3]), month, 1, "month")
    found = re.fullmatch(r"(\d{4})[- ]?([hq])(\d)", text) or re.fullmatch(r"([hq])(\d)[- ]?(\d{4})", text)
    if not found:
        raise ValueError(text)
    groups = sorted(found.groups(), key=lambda part: (not part.isalpha(), len(part)))
    letter, number, year = groups[0], int(groups[1]), int(groups[2])
    length = 6 if letter == "h" else 3
    return _months(year, (number - 1) * length + 1, length, "half" if letter == "h" else "quarter")


def _one(day: date) -> _Days:
    return _Days(day, day, "as-of")


def _months(year: int, month: int, count: int, basis: Basis) -> _Days:
    last = month + count - 1
    return _Days(date(year, month, 1), date(year, last, monthrange(year, last)[1]), basis)
