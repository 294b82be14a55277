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
    r"time|submitted|written|issue date|release (?:date|time))|on)|(?P<again>(?:last )?(?:updat\w+|modif\w+|revised|"
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
_BYLINE = re.compile(r"\s*(?:by\s+[A-Z]|source\s*:|from\s+[A-Z]|author\s*:|editor\s*:)", re.IGNORECASE)
_PROSE_END = re.compile(r"[.!?。][\"”’')\]]*\s*$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[^\n]{0,40}?((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?", re.IGNORECASE
)
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?([0-2]\d|3[01])(?=[/_.-])")
_YEAR = re.compile(r"(?<![\d.,$€£¥-])\b((?:19|20)\d\d)\b(?![.,]\d|\s*(?:yuan|units|people|workers))")
_AHEAD = re.compile(
    r"\b(?:by|until|till|before|through|to|towards?|from|vision|plan\w*|target\w*|expect\w*|forecast\w*|will|end of|"
    r"end|aims?|hopes?|onwards?|than)\W+(?:\w+\W+){0,3}$|\d\s*[-–—/]\s*$",
    re.IGNORECASE,
)
_BASE = re.compile(r"\b(?:than|over|compared|from the same|same (?:period|time|month|quarter)|against)\b[^.\n]{0,40}$")
"""Before a year that what is told of is compared with: the report is of the next."""
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
        place = -number * 0.5 if top else -14 - (size - number) * 0.1
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
    stands_alone = not re.search(r"[a-z]\s$", before) or len(before) < 12
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
            weekday=["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(weekday[:3].lower()) if weekday else None,
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
    fits = [
        year
        for year in range(1990, 2050)
        if written.weekday is not None
        and (day := made_day(year, written.month, written.day)) is not None
        and day.weekday() == written.weekday
    ]
    for one in others:
        if one.year is not None and {written.month, written.day} == {one.month, one.day}:
            return one.year, None
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


def _latest_year(text: str, month: int) -> int | None:
    """The latest year that the text speaks of as past; the year after it for a report of January or February
    that tells of no month of that year."""
    past: set[int] = set()
    ahead: set[int] = set()
    for match in _YEAR.finditer(text, 0, 6000):
        future = _AHEAD.search(text[max(0, match.start() - 40) : match.start()])
        base = _BASE.search(text[max(0, match.start() - 60) : match.start()])
        (ahead if future else past).add(int(match[1]) + (1 if base and not future else 0))
    if not past:
        return min(ahead) if ahead else None
    latest = max(past)
    if month <= 2 and not re.search(
        rf"\b(?:Jan|Feb)[a-z]*\.?[^.\n]{{0,12}}{latest}|\b(?:last year|in {latest - 1})\b", text
    ):
        return latest + 1
    return latest
