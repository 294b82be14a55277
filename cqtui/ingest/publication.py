"""The day an article was published: the best of the days that its first and last lines write.

A line is judged by what it is: one that labels its day ("Updated: 2014-05-12 07:43"), a dateline ("CHONGQING,
July 3 (Xinhua) --"), a byline, a short line about the page, or prose. Where only a month and a day are written,
the year is sought elsewhere, and that is a doubt to be recorded. Today's date is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cqtui.ingest.days import MONTH, MONTHS, Written, days_in, made_day

HEAD_LINES = 16
TAIL_LINES = 14
"""How many lines from either end may hold the day."""
HEAD_OF_PROSE = 110
"""How much of a sentence may be searched for its dateline or, as the last resort, for any day."""

_LABEL = re.compile(
    r"\b(?:(?P<first>(?:first )?(?:publish\w*|pub(?: ?date)?|posted|released?|issued|filed|created|uploaded|dated?|"
    r"time|submitted|written|issue date|release (?:date|time))|on)|(?P<again>(?:last )?(?:updat\w+|modif\w+|"
    r"edited)))\b(?: (?:at|on|by|in|time|date)\b| [A-Z][\w.]*){0,4}\W*(?:(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day\W*|"
    r"\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,5})?\W*)*$",
    re.IGNORECASE,
)
_DATELINE_END = re.compile(r"--|[—–]|\s-\s|-\s(?=[A-Z])|[)\]/]\s|:\s(?=[A-Z])")
_LOWER = re.compile(r"\b[a-z]{3,}\b")
_MONTH_DAY = re.compile(
    rf"(?:\b(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?,? ?)?\b(?:(?P<m1>{MONTH})\b\.?\s*(?P<d1>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?\b(?![.:,]?\d)|(?P<d2>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?\s+(?P<m2>{MONTH})\b)(?!\.?,?\s*(?:19|20)\d\d)",
    re.IGNORECASE,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OPENING = 1500
"""How much of a text tells on which day what it reports was said."""
_HOUSE = re.compile(r"\b(?:cookies?|privacy|(?:our|site) policy|terms of (?:use|service)|licen[cs]e)\b", re.IGNORECASE)
"""A line on the rules of the site, whose days are none of the article's."""
_WEEKDAY = re.compile(r"\b(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?[.,]*\s+$", re.IGNORECASE)
_BYLINE = re.compile(r"\s*(?:by\s+[A-Z]|source\s*:|from\s+[A-Z]|author\s*:|editor\s*:)", re.IGNORECASE)
_PROSE_END = re.compile(r"[.!?。][\"”’')\]]*\s*$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[^\n]{0,40}?((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?", re.IGNORECASE
)
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?([0-2]\d|3[01])(?=[/_.-])")
_YEAR = re.compile(r"(?<![\d.,$€£¥-])\b((?:19|20)\d\d)\b(?![.,]\d|\s*(?:yuan|units|people|workers))")
_AHEAD = re.compile(
    r"\b(?:by|until|till|before|through|to|towards?|from|vision|plan\w*|target\w*|expect\w*|forecast\w*|will|end of|"
    r"end|aims?|hopes?|onwards?|than)\W+(?:\w+\W+){0,3}$|\d\s*[-–—/]\s*$|"
    r"\b(?:will|plans?|aims?|hopes?|seeks?|seeking|targets?|expects?) [^.,;]{0,60} (?:in|for) (?:fiscal )?$",
    re.IGNORECASE,
)
_BASE = re.compile(r"\b(?:than|over|compared|from the same|same (?:period|time|month|quarter)|against)\b[^.\n]{0,40}$")
"""Before a year that what is told of is compared with: the report is of the next."""
_SAID_ON = re.compile(
    r"\b(?:said|told|announced|reported|showed|released|filed|filing|data|report|statement|on)\b(?: \w+){0,3}? "
    r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! (?:week|next|last))"
)
"""The day of the week on which what is reported was said: that of the report, or the day before."""
_OF_A_STRETCH = re.compile(
    r"\b(?:end(?:ed|ing|s)|as (?:of|at)|since|until|till|through) (?:on )?(?:\w+day,? )?$", re.IGNORECASE
)
"""Before a day that bounds what is told of: "Second quarter ended September 30, 2018"."""
_LAST_MONTH = re.compile(rf"\b({MONTH})\.? $", re.IGNORECASE)
_BRITISH = re.compile(r"\b(?:per cent|centre|labour|programme|metres|kilometres|organis\w+|colour|favour)\b")


@dataclass(frozen=True, slots=True)
class Publication:
    """The day, and what is in doubt about it (in words), or None."""

    day: date | None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    written: Written


def publication(text: str) -> Publication:
    """The day of publication that `text` writes."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = sorted(_candidates(lines), key=lambda one: -one.score)
    if not found:
        return Publication(None)
    for one in found:
        made = _completed(one.written, text, [other.written for other in found])
        if made.day is not None:
            return made
    return Publication(None)


def _candidates(lines: list[str]) -> Iterator[_Found]:
    """The days near either end, each with how likely it is that of publication."""
    size = len(lines)
    for number, line in enumerate(lines):
        top = number < HEAD_LINES
        if not top and number < size - TAIL_LINES:
            continue
        words = line.split(None, 40)
        prose = len(words) > 14 and (bool(_PROSE_END.search(line)) or len(words) > 30)
        if _HOUSE.search(line):
            continue
        place = -number * 0.5 if top else -20 - (size - number) * 0.1
        address = _ADDRESS_DAY.search(line)
        if address:
            year, month, day = (int(part) for part in address.groups())
            yield _Found(80 + place, Written(0, 0, year, month, day))
        stretch = line[:HEAD_OF_PROSE] if prose else line[:300]
        opening = _dateline(stretch) if top or number >= size - 3 else 0
        for written in (*days_in(stretch), *_partly(stretch)):
            score = _score(stretch, written, prose, opening, len(words))
            if score is not None:
                yield _Found(score + place, written)


def _score(line: str, written: Written, prose: bool, opening: int, words: int) -> float | None:
    before = line[: written.start]
    if _OF_A_STRETCH.search(before):
        return None
    label = _LABEL.search(before) if not prose else None
    whole = written.year is not None
    if written.start < opening:
        return 92.0 if whole else 88.0
    if label and label["first"] and label["first"].lower() == "on":
        label = None if words > 9 else label
    if label:
        return (100.0 if label["first"] else 96.0) - (0 if whole else 30)
    if prose:
        return 30.0 if whole else None
    if _BYLINE.match(line):
        return 86.0 if whole else 60.0
    plain = _WEEKDAY.sub("", before)
    stands_alone = not re.search(r"[a-z]\s$", plain) or len(plain) < 12
    if words > 9 and not stands_alone:
        return 40.0 if whole else None
    return 84.0 - max(words - 12, 0) if whole else 55.0


def _dateline(line: str) -> int:
    """Where the dateline that opens `line` ends, or 0: names, a day, an agency, then a dash or a bracket."""
    for match in _DATELINE_END.finditer(line):
        opening = line[: match.start() + 1]
        small = [word for word in _LOWER.findall(opening) if word not in MONTHS]
        if len(small) > 1:
            return 0
        if _MONTH_DAY.search(opening) or any(days_in(opening)):
            return match.end()
    return 0


def _partly(line: str) -> Iterator[Written]:
    """Days of which only month and day are written."""
    for match in _MONTH_DAY.finditer(line):
        month = MONTHS[(match["m1"] or match["m2"]).lower()]
        weekday = match["weekday"]
        yield Written(
            match.start(),
            match.end(),
            None,
            month,
            int(match["d1"] or match["d2"]),
            weekday=_WEEKDAYS.index(weekday[:3].lower()) if weekday else None,
        )


def _completed(written: Written, text: str, others: list[Written]) -> Publication:
    """A written day as a calendar day: order of day and month decided, a missing year sought."""
    if written.year is not None and written.unsure:
        swapped = (written.day, written.month)
        agreed = any(other.year is None and (other.month, other.day) == swapped for other in others)
        kept = any(other.year is None and (other.month, other.day) == (written.month, written.day) for other in others)
        month, day = written.month, written.day
        if agreed or (not kept and not _BRITISH.search(text)):
            month, day = swapped
        return Publication(
            made_day(written.year, month, day), None if agreed or kept else "day and month may be swapped"
        )
    if written.year is not None:
        return Publication(made_day(written.year, written.month, written.day))
    year, doubt = _year(written, text, others)
    return Publication(made_day(year, written.month, written.day) if year else None, doubt)


def _year(written: Written, text: str, others: list[Written]) -> tuple[int | None, str | None]:
    """The year for a month and a day: from a whole date of the page, its copyright line, or the text."""
    for one in others:
        if one.year is not None and {written.month, written.day} == {one.month, one.day}:
            return one.year, None
    fits = _years_of_weekday(written, text)
    told: list[tuple[int, str]] = []
    told += [(one.year, "another date of the page") for one in others if one.year is not None]
    told += [(int(one[2] or one[1]), "the copyright line") for one in _COPYRIGHT.finditer(text)]
    latest = _latest_year(text, written.month)
    if latest is not None:
        told.append((latest, "the text"))
        told += [(latest + step, "the text and the weekday") for step in (1, -1) if latest + step in fits]
    for year, where in told:
        if not fits or year in fits:
            return year, f"the year of the dateline is taken from {where}"
    return (told[0][0], f"the year of the dateline is taken from {told[0][1]}") if told else (None, None)


def _years_of_weekday(written: Written, text: str) -> frozenset[int]:
    """The years in which the day falls on the weekday written with it or, as reporters name the day of what they
    report, on one of the day or two after that; none where no weekday is told."""
    weekday, late = written.weekday, 0
    said = _SAID_ON.search(text, 0, _OPENING)
    if weekday is None and said:
        weekday, late = _WEEKDAYS.index(said["weekday"][:3].lower()), 1
    if weekday is None:
        return frozenset()
    days = {year: made_day(year, written.month, written.day) for year in range(1990, 2050)}
    return frozenset(year for year, day in days.items() if day is not None and (day.weekday() - weekday) % 7 <= late)


def _latest_year(text: str, month: int) -> int | None:
    """The latest year that the text speaks of as past; the year after it for a report of January or February
    that tells of no month of that year."""
    past: set[int] = set()
    ahead: set[int] = set()
    for match in _YEAR.finditer(text, 0, 6000):
        before = text[max(0, match.start() - 90) : match.start()]
        if _AHEAD.search(before):
            named = _LAST_MONTH.search(before)
            over = named is not None and MONTHS[named[1].lower()] <= month
            ahead.add(int(match[1]) - over)  # "through March 2018", told of in October: of 2017
        else:
            past.add(int(match[1]) + bool(_BASE.search(before[-60:])))
    if not past:
        return min(ahead) if ahead else None
    latest = max(past)
    if month <= 3 and re.search(
        rf"\b(?:(?:fourth|final|last) quarter|whole|entire|(?:full|whole)[- ]year|end|close|December)"
        rf"(?:,? of|,? in|,)? (?:the year )?{latest}\b",
        text,
    ):
        return latest + 1  # a year is told of as a whole once it is over
    if month <= 2 and not re.search(
        rf"\b(?:Jan|Feb)[a-z]*\.?[^.\n]{{0,12}}{latest}|\b(?:last year|in {latest - 1})\b", text
    ):
        return latest + 1
    return latest
