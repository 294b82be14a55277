"""Words of time as periods: years, halves, quarters, months, spans and what is relative to the dateline.

One maker for each sort of expression: from the match of its pattern and the anchor to a period and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from cqtui.ingest.days import MONTHS, made_day, month_end
from cqtui.ingest.financial import FinancialYear, is_financial, part_of_year, whole_year
from cqtui.ingest.guarded import either
from cqtui.ingest.numerals import WORDS
from cqtui.model import Basis, Period


class Anchor(NamedTuple):
    """What relative times count from: the day of publication, the day the figures were given (`now`), and
    the last period mentioned ("the same year")."""

    published: date | None = None
    now: date | None = None
    previous: Period | None = None
    month: Period | None = None
    """The last month or quarter mentioned ("in the month")."""
    recent: tuple[Period, ...] = ()
    """The stretches of time told of so far, the last one last ("the same period", "the half")."""
    topic: Period | None = None
    """The stretch of time that the document reports on ("during the period")."""
    mentioned: Period | None = None
    """The last time mentioned at all, past or to come ("that year")."""
    deadline: Period | None = None
    """The last time to come that was told of ("by then")."""
    financial: FinancialYear | None = None
    """The financial year by which the document reports, if it is not the calendar's."""

    @property
    def present(self) -> date | None:
        return self.now or self.published


Y = r"(?:19|20)\d\d"


_NTH = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4,
    "latter": 2, "opening": 1, "closing": 4,
}  # fmt: skip


COUNT = {
    **{word: number for word, number in WORDS.items() if number <= 30},
    "a": 1,
    "several": 0,
    "few": 0,
    "couple of": 2,
}


N = r"(?:\d{1,2}|" + either(sorted((w for w in COUNT if w not in ("a",)), key=len, reverse=True)) + ")"


YEARWORD = (
    rf"(?:{Y}|(?:this|last|next|the (?:current|previous|same|following|coming|preceding|past)|that|"
    rf"the)\s+year(?!s)|the year before)"
)


OF = (
    rf"(?:\s*,?\s*(?:of\s+|in\s+)?(?:the\s+)?(?P<year>(?:(?:fiscal|financial|"
    rf"calendar|business)\s+(?:year\s+)?)?{YEARWORD})(?:'s|’s)?)?"
)


HEADY = rf"(?:(?P<head>(?:fiscal |financial )?{YEARWORD})(?:'s|’s)?\s+)?"


DASH = r"\s*(?:-to-|-|–|—|~|to|through|till|until|and)\s*"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern in whatever case; made once, when it is first asked for."""
    return re.compile(pattern, re.IGNORECASE)


def year_period(year: int) -> Period:
    return Period(start=date(year, 1, 1), end=date(year, 12, 31), basis="year")


def months_period(year: int, first: int, last: int, basis: Basis) -> Period:
    """From the `first` month of a year to the `last`; those after 12 are of the next: a quarter may end in January."""
    opening, closing = year * 12 + first - 1, year * 12 + last - 1
    start = date(opening // 12, opening % 12 + 1, 1)
    return Period(start=start, end=month_end(closing // 12, closing % 12 + 1), basis=basis)


@lru_cache(maxsize=256)
def unstated(period: Period) -> Period:
    """The same period as one that is not written; kept, as most figures take theirs from the same few."""
    return replace(period, stated=False)


def shifted(period: Period, years: int) -> Period:
    """`period` so many years later or, below zero, earlier."""
    return replace(period, start=moved(period.start, years), end=moved(period.end, years))


def moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    return made_day(day.year + years, day.month, day.day) or made_day(day.year + years, day.month, 28)


def year_of(word: str | None, anchor: Anchor, *, default: bool = True) -> int | None:
    """The calendar year that a year or a relative year stands for."""
    here = anchor.published.year if anchor.published else None
    told = anchor.previous.end or anchor.previous.start if anchor.previous else None
    if not word:
        return here if default else None
    number = re.search(Y, word)
    if number:
        return int(number.group())
    lowered = re.sub(r"\s+", " ", word.lower())
    if (lowered.startswith("the year as a whole") or lowered == "the year") and told:
        return told.year
    if "same" in lowered or lowered.startswith("that"):
        told = anchor.mentioned.end if anchor.mentioned and anchor.mentioned.end else told
        return told.year if told else here
    if here is None:
        return (
            told.year
            if told and lowered in ("the year", "the full year", "the whole year", "the entire year")
            else None
        )
    if lowered.startswith(("last", "the previous", "the preceding", "the past")) or lowered == "the year before":
        return here - 1
    if lowered.startswith(("next", "the following", "the coming")):
        return here + 1
    return here


def latest_year(year: int | None, month: int, written: bool, anchor: Anchor) -> int | None:
    """The year of a month or a quarter that names none: the last time it had ended by publication."""
    if year is None or written or anchor.published is None:
        return year
    told = anchor.previous
    if told and told.end and told.start and told.start.year == told.end.year == year and told.basis != "as-of":
        return told.end.year
    return year - 1 if (year, month) > (anchor.published.year, anchor.published.month) else year


Made = tuple[Period, str] | None


Maker = Callable[[re.Match[str], Anchor], Made]


def make_span_years(match: re.Match[str], anchor: Anchor) -> Made:
    groups = match.groupdict()
    first, last = int(match["y1"]), groups.get("y2") or groups.get("y3") or "0"
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if not first < end <= first + 60:
        return None
    in_short = f"/{last}" if anchor.financial is None else (f"/{last}", f"-{last}", f"–{last}")
    if end == first + 1 and len(last) == 2 and match.group().rstrip().endswith(in_short):
        begins = anchor.financial.first if anchor.financial else 4
        last_month = month_end(end, begins - 1)
        return Period(start=date(first, begins, 1), end=last_month, basis="year"), "a financial year"
    return Period(start=date(first, 1, 1), end=date(end, 12, 31), basis="span"), "from one year to another"


def make_five_year_plan(match: re.Match[str], _anchor: Anchor) -> Made:
    words = {"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "tenth": 10}
    number = words.get(match["nth"].lower()) or int(re.sub(r"\D", "", match["nth"]) or 0)
    if not 1 <= number <= 30:
        return None
    first = 1951 + 5 * number
    return Period(start=date(first, 1, 1), end=date(first + 4, 12, 31), basis="span"), "a five-year plan's period"


def _written_year(groups: dict[str, Any]) -> str | None:
    """The year that goes with a part of a year; "the year" is none."""
    written = groups.get("year") or groups.get("head")
    return None if written and written.lower().strip() == "the year" else written


def make_half(match: re.Match[str], anchor: Anchor) -> Made:
    groups = match.groupdict()
    nth = _NTH.get((groups.get("nth") or "").lower()) or int(groups.get("digit") or 0)
    written = _written_year(groups)
    label = _short_year(groups.get("short"))
    if nth in (1, 2) and (found := _financial(match, anchor, label, written, nth * 6 - 6, 6)):
        return found, "a half of a financial year"
    year = label or latest_year(year_of(written, anchor), nth * 6, bool(written), anchor)
    if year is None or nth not in (1, 2):
        return None
    return months_period(year, nth * 6 - 5, nth * 6, "half"), "a half of a year"


def make_quarter(match: re.Match[str], anchor: Anchor) -> Made:
    groups = match.groupdict()
    nth = _NTH.get((groups.get("nth") or "").lower()) or int(groups.get("digit") or 0)
    written = _written_year(groups)
    if not written and (groups.get("nth") or "").lower() == "last" and not groups.get("year"):
        return None  # last quarter is the one before this
    label = _short_year(groups.get("short"))
    if 1 <= nth <= 4 and (found := _financial(match, anchor, label, written, nth * 3 - 3, 3)):
        return found, "a quarter of a financial year"
    year = label or latest_year(year_of(written, anchor), nth * 3, bool(written), anchor)
    if year is None or not 1 <= nth <= 4:
        return None
    return months_period(year, nth * 3 - 2, nth * 3, "quarter"), "a quarter of a year"


def _financial(
    match: re.Match[str], anchor: Anchor, label: int | None, written: str | None, skipped: int, months: int
) -> Period | None:
    """The part of a financial year that is meant, if one is; `label` or `written` tell of which."""
    year = anchor.financial
    if year is None or not is_financial(match, year, bare=label is None and written is None):
        return None
    number = re.search(Y, written) if written else None
    if written and not number:
        return None  # of this or of last year
    label = label or (int(number.group()) if number else None)
    return part_of_year(match, year, label, skipped, months, anchor.published)


def _short_year(short: str | None) -> int | None:
    return None if not short else int(short) if len(short) == 4 else 2000 + int(short)


def make_first_parts(match: re.Match[str], anchor: Anchor) -> Made:
    count = COUNT.get(match["n"].lower(), 0) or (int(match["n"]) if match["n"].isdigit() else 0)
    last = count * (3 if match["part"].lower().startswith("quarter") else 1)
    groups = match.groupdict()
    written = _written_year(groups)
    if 1 <= last <= 12 and (found := _financial(match, anchor, None, written, 0, last)):
        return found, "the first months of a financial year"
    year = latest_year(year_of(written, anchor), last, bool(written), anchor)
    if year is None or not 1 <= last <= 12:
        return None
    if anchor.published and anchor.published.month == 1 and anchor.published.year == year and last > 3:
        year -= 1  # a report of the turn of the year: none of its own months are over
    basis: Basis = {3: "quarter", 6: "half", 12: "year"}.get(last, "year-to-date")  # type: ignore[assignment]
    if last == 1:
        basis = "month"
    return months_period(year, 1, last, basis), "the first months of a year"


def make_last_parts(match: re.Match[str], anchor: Anchor) -> Made:
    count = COUNT.get(match["n"].lower(), 0) or (int(match["n"]) if match["n"].isdigit() else 0)
    quarters = match["part"].lower().startswith("quarter")
    year = year_of(match["year"], anchor)
    first = 13 - count * (3 if quarters else 1)
    if year is None or not 1 <= first <= 12:
        return None
    return months_period(year, first, 12, "span"), "the last months of a year"


def make_month_span(match: re.Match[str], anchor: Anchor) -> Made:
    first, last = MONTHS[match["m1"].lower()], MONTHS[match["m2"].lower()]
    written = _written_year(match.groupdict())
    year = latest_year(year_of(written, anchor), last, bool(written), anchor)
    start_year = int(match["y1"]) if match["y1"] else year if first <= last else (year - 1 if year else None)
    if year is None or start_year is None or (start_year, first) > (year, last):
        return None
    if start_year == year and first == 1:
        basis: Basis = {3: "quarter", 6: "half", 12: "year"}.get(last, "year-to-date")  # type: ignore[assignment]
    elif start_year == year and last - first == 2 and first in (4, 7, 10):
        basis = "quarter"
    elif start_year == year and (first, last) == (7, 12):
        basis = "half"
    else:
        basis = "span"
    return Period(start=date(start_year, first, 1), end=month_end(year, last), basis=basis), "from month to month"


def make_month(match: re.Match[str], anchor: Anchor) -> Made:
    month = MONTHS[match["m"].lower()]
    written = _written_year(match.groupdict())
    year = latest_year(year_of(written, anchor), month, bool(written), anchor)
    if year is None:
        return None
    here = anchor.published
    if here and match.string[: match.start()].lower().endswith(("next ", "this coming ", "coming ")):
        year = here.year + (month <= here.month)
    elif here and match.string[: match.start()].lower().endswith("last ") and not written:
        year = here.year - (month >= here.month)
    return months_period(year, month, month, "month"), "a month"


def make_relative_month(match: re.Match[str], anchor: Anchor) -> Made:
    if anchor.published is None:
        return None
    step = {"last": -1, "this": 0, "next": 1, "the previous": -1, "the same": 0}[
        re.sub(r"\s+", " ", match["rel"].lower())
    ]
    if "same" in match["rel"].lower() and anchor.previous and anchor.previous.basis == "month":
        return anchor.previous, "the same month"
    index = anchor.published.year * 12 + anchor.published.month - 1 + step
    return months_period(index // 12, index % 12 + 1, index % 12 + 1, "month"), "a month, from the dateline"


def make_relative_quarter(match: re.Match[str], anchor: Anchor) -> Made:
    if anchor.published is None:
        return None
    step = {"this": 0, "next": 1, "current": 0}.get((match["rel"] or "this").lower(), -1)
    index = anchor.published.year * 4 + (anchor.published.month - 1) // 3 + step
    return months_period(index // 4, index % 4 * 3 + 1, index % 4 * 3 + 3, "quarter"), "a quarter, from the dateline"


_WHOLE = compiled(
    r"(?:in |for |during |over |throughout )?the (?:whole|full|entire)[ -]year|(?:for )?the year(?: "
    r"as a whole)?|full[- ]year"
)
_EXPECTING = compiled(
    r"\b(?:will|sees?|expect\w*|forecast\w*|target\w*|aim\w*|plan\w*|hop(?:es?|ing)|should|likely|outlook|would|guid\w+)\b"
)


def _whole_year(match: re.Match[str], anchor: Anchor) -> int | None:
    """ "The whole year" in a report of the following spring is the year before, unless it is looked forward to."""
    here = anchor.published
    if here is None or not _WHOLE.fullmatch(match.group()):
        return None
    if _EXPECTING.search(match.string):
        return here.year
    told = [one.end.year for one in (anchor.previous, anchor.topic) if one and one.end and one.end <= here]
    if told:
        return max(told)  # "18.6% in 2023" only looks back in a report on 2024
    return here.year - 1 if here.month <= 4 else None


_STEPS = {"last": -1, "previous": -1, "preceding": -1, "next": 1, "following": 1, "coming": 1}


def _financial_year(match: re.Match[str], anchor: Anchor) -> Period | None:
    """FY23, fiscal 2017, the next fiscal year; the full year in a report by financial years."""
    year, published, groups = anchor.financial, anchor.published, match.groupdict()
    if year is None:
        return None
    told, words = anchor.previous, match.group().lower()
    step = next((_STEPS[word] for word in words.split() if word in _STEPS), 0)
    its_year = told is not None and told.basis == "year" and told.start is not None and told.start.month == year.first
    if told is not None and its_year and words in _LEANS:
        return shifted(told, step)
    if not is_financial(match, year, bare=bool(_WHOLE.fullmatch(match.group()))):
        return None
    number = groups.get("short") or groups.get("year")
    label = _short_year(number if number and number.isdigit() else None)
    if label is not None:
        return part_of_year(match, year, label, 0, 12, published)
    if published is None:
        return None
    if _WHOLE.fullmatch(words):
        early = (published.month - year.first) % 12 < _REPORTING and not _EXPECTING.search(match.string)
        return whole_year(year, published, -1 if early else 0)
    return whole_year(year, published, step)


_REPORTING = 4
"""For how many months of a year "the full year" is still the one before."""
_LEANS = ("the previous year", "the preceding year", "that year", "the following year", "the same year")


def make_plain_year(match: re.Match[str], anchor: Anchor) -> Made:
    groups = match.groupdict()
    if found := _financial_year(match, anchor):
        return found, "a financial year"
    year = (
        _short_year(groups.get("short"))
        or _whole_year(match, anchor)
        or year_of(groups.get("year") or match.group(), anchor)
    )
    return (
        None
        if year is None
        else (year_period(year), "a year" if re.search(r"\d", match.group()) else "a year, from the dateline")
    )


def make_ranging(match: re.Match[str], anchor: Anchor) -> Made:
    """The past five years; the next three years; the past six months."""
    ahead = match["dir"].lower() in ("next", "coming", "following", "forthcoming")
    word = match["n"].lower() if match["n"] else "a" if match["part"].lower().startswith("decade") else ""
    unit = match["part"].lower()
    count = int(word) if word.isdigit() else COUNT.get(word, 1)
    if unit.startswith("decade"):
        count, unit = count * 10, "years"
    if anchor.published is None:
        return Period(basis="span"), "a span, without a dateline"
    if count == 0:
        return (
            Period(start=anchor.published, basis="span") if ahead else Period(end=anchor.published, basis="span")
        ), "a span of some years"
    day = anchor.published
    if unit.startswith("year"):
        other = moved(day, count if ahead else -count)
    elif unit.startswith(("month", "quarter")):
        index = day.year * 12 + day.month - 1 + (1 if ahead else -1) * count * (3 if unit[0] == "q" else 1)
        other = made_day(index // 12, index % 12 + 1, day.day) or month_end(index // 12, index % 12 + 1)
    else:
        other = day + timedelta(days=(1 if ahead else -1) * count * (7 if unit.startswith("week") else 1))
    assert other is not None
    start, end = (day, other) if ahead else (other, day)
    return Period(start=start, end=end, basis="span"), "a span counted from the dateline"


def make_within_years(match: re.Match[str], anchor: Anchor) -> Made:
    """Within three years: due so long after publication."""
    count = int(match["n"]) if match["n"].isdigit() else COUNT.get(match["n"].lower(), 0)
    day = anchor.published
    if day is None or not count:
        return Period(), "within some years"
    if match["part"].lower() == "years":
        return Period(end=moved(day, count), basis="by"), "within some years"
    index = day.year * 12 + day.month - 1 + count
    return Period(
        end=made_day(index // 12, index % 12 + 1, day.day) or month_end(index // 12, index % 12 + 1), basis="by"
    ), "within some months"


def make_to_date(_match: re.Match[str], anchor: Anchor) -> Made:
    return Period(end=anchor.present, basis="cumulative", stated=True), "up to now"


def make_now(_match: re.Match[str], anchor: Anchor) -> Made:
    return Period(end=anchor.present, basis="as-of", stated=True), "now"


def make_year_to_date(_match: re.Match[str], anchor: Anchor) -> Made:
    day = anchor.present
    return (
        (Period(start=date(day.year, 1, 1), end=day, basis="year-to-date"), "this year, up to now")
        if day
        else (Period(), "this year, without a dateline")
    )


def make_years_away(match: re.Match[str], anchor: Anchor) -> Made:
    """Two years ago: that day, so many years before publication."""
    word = (match["n"] or "ten").lower()
    count = int(word) if word.isdigit() else COUNT.get(word, 0)
    day = moved(anchor.published, -count) if count else None
    return (Period(end=day, basis="as-of"), "some years ago") if day else (Period(), "some years ago")


def make_year_to_month(match: re.Match[str], anchor: Anchor) -> Made:
    """The year to March 2023; the two years to March: whole years up to the month's end."""
    count = COUNT.get((match["n"] or "one").lower(), 0) or int(match["n"] or 1)
    month = MONTHS[match["m"].lower()]
    written = _written_year(match.groupdict())
    year = latest_year(year_of(written, anchor), month, bool(written), anchor)
    if year is None:
        return None
    if match["rel"] == "next" and anchor.published and month_end(year, month) <= anchor.published:
        year += 1
    end = month_end(year, month)
    start = date(end.year - count, month + 1, 1) if month < 12 else date(end.year - count + 1, 1, 1)
    return Period(start=start, end=end, basis="year" if month == 12 and count == 1 else "span"), "years up to a month"


def make_months_ended(match: re.Match[str], anchor: Anchor) -> Made:
    """The three months ended June 30, 2022."""
    word = match["n"].lower()
    count = int(word) if word.isdigit() else {"quarter": 3, "month": 1}.get(word) or COUNT[word]
    last = MONTHS[(match["m"] or match["m2"]).lower()]
    written = _written_year(match.groupdict())
    year = latest_year(year_of(written, anchor), last, bool(written), anchor)
    if year is None:
        return None
    end = month_end(year, last)
    index = end.year * 12 + last - count
    start = date(index // 12, index % 12 + 1, 1)
    if start.year == end.year and start.month == 1:
        basis: Basis = {3: "quarter", 6: "half", 12: "year"}.get(count, "year-to-date")  # type: ignore[assignment]
    else:
        basis = "quarter" if count == 3 and last % 3 == 0 else "span"
    return Period(start=start, end=end, basis=basis), "months up to a day"


def make_calendar_day(match: re.Match[str], anchor: Anchor) -> Made:
    groups = match.groupdict()
    if groups.get("iso"):
        year, month, day = (int(part) for part in re.split(r"[-/.]", groups["iso"]))
    else:
        month = MONTHS[(groups.get("m1") or groups.get("m2") or "").lower()]
        day = int(groups.get("d1") or groups.get("d2") or 0)
        written = groups.get("y1") or groups.get("y2")
        found = (
            int(written)
            if written
            else latest_year(
                anchor.published.year if anchor.published else None, month, False, anchor._replace(previous=None)
            )
        )
        if found is None:
            return Period(), "a day"
        year = found
    made = made_day(year, month, day)
    return (Period(start=made, end=made), "a day") if made else (Period(), "a day")
