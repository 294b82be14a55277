"""The table of time expressions: pattern, maker, role, and what a sentence must hold for the pattern to be tried.

The order matters: of expressions that overlap, the first in the table wins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from cqtui.ingest.days import MONTH, MONTHS
from cqtui.ingest.timespans import (
    make_between_years,
    make_decade,
    make_first_days,
    make_half_month,
    make_month_quarter,
    make_months_short,
    make_now_until,
    make_quarters,
    make_season,
    make_this_year,
    make_two_years,
    make_weekday,
    make_year_close,
)
from cqtui.ingest.timetold import (
    make_later,
    make_nth,
    make_own_first,
    make_same_period,
    make_since_told,
    make_told_half,
    make_told_month,
    make_told_months,
    make_year_before,
    make_year_so_far,
)
from cqtui.ingest.timewords import (
    COUNT,
    DASH,
    HEADY,
    OF,
    YEARWORD,
    Anchor,
    Made,
    Maker,
    N,
    Y,
    make_calendar_day,
    make_first_parts,
    make_five_year_plan,
    make_half,
    make_last_parts,
    make_month,
    make_month_span,
    make_months_ended,
    make_now,
    make_plain_year,
    make_quarter,
    make_ranging,
    make_relative_month,
    make_relative_quarter,
    make_span_years,
    make_to_date,
    make_within_years,
    make_year_to_date,
    make_year_to_month,
    make_years_away,
)
from cqtui.model import Period


def _against(what: str) -> Maker:
    """A maker for words that say what a change is measured from."""
    return lambda _match, _anchor: (Period(), what)


def _years_before(match: re.Match[str], _anchor: Anchor) -> Made:
    return Period(), f"previous {match['n']} years"


def _months_before(match: re.Match[str], _anchor: Anchor) -> Made:
    word = match["n"].lower()
    count = int(word) if word.isdigit() else COUNT.get(word, 0)
    months = count * (3 if match["part"].lower().startswith("q") else 1)
    return Period(), "previous year" if months == 12 else f"previous {months} months"


def _month_before(match: re.Match[str], _anchor: Anchor) -> Made:
    return Period(), "previous month" if "month" in match.group().lower() else "previous quarter"


def _each(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[str, ...]:
    """Each of the first words with each of those behind it."""
    return tuple(f"{one} {other}" for one in first for other in then)


_ENDING = ("ended", "ending", "to", "through")
_KEYS: dict[str, tuple[str, ...]] = {
    "_years_before": ("years",),
    "_months_before": ("months", "quarters"),
    "_month_before": (
        *_each(("month", "quarter"), ("earlier", "ago", "before")),
        *_each(("previous", "prior", "preceding"), ("month", "quarter")),
    ),
    "make_within_years": ("within", "time", "from now"),
    "make_months_ended": _each(("month", "months", "quarter", "period", "that", "which", "up"), _ENDING),
    "make_later": ("later", "after that", " on,"),
    "make_year_before": ("year before",),
    "make_month_quarter": ("quarter",),
    "make_weekday": ("day",),
    "make_two_years": (" and 19", " and 20"),
    "make_first_days": ("first",),
    "make_half_month": ("half",),
    "make_this_year": ("within", "course of", "later", "end of", "rest of"),
    "make_year_close": ("christmas", "year's", "year’s", "end year"),
    "make_since_told": ("since",),
    "make_nth": _each(("the",), ("first", "second", "third", "fourth")),
    "make_own_first": ("first",),
    "make_between_years": ("years",),
    "make_now_until": ("now",),
    "make_decade": ("decade",),
    "make_season": ("spring", "summer", "autumn", "fall", "winter"),
    "make_same_period": ("same", "corresponding", "comparable", "year earlier", "equivalent"),
    "make_five_year_plan": ("five year", "5 year"),
    "make_span_years": ("19", "20"),
    "make_half": ("half",),
    "make_last_parts": ("months of", "quarters of"),
    "make_quarter": _each(
        ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th", "final", "last", "opening", "closing"),
        ("quarter", "fiscal quarter"),
    ),
    "make_month_span": tuple(name for name in MONTHS if len(name) == 3),
    "make_calendar_day": tuple(name for name in MONTHS if len(name) == 3),
    "make_month": tuple(name for name in MONTHS if len(name) == 3),
    "make_relative_month": _each(("last", "this", "next", "previous", "same"), ("month",)),
    "make_relative_quarter": (
        *_each(("last", "this", "next", "current", "previous", "latest", "recent", "ended", "finished"), ("quarter",)),
        *_each(("fiscal", "financial", "reporting", "reported"), ("quarter",)),
        *_each(("quarter",), ("we", "now", "under", "in progress")),
    ),
    "make_year_to_date": ("so far", "to date", "beginning of", "start of", "already this", "ytd"),
    "make_quarters": ("q1", "q2", "q3"),
    "make_months_short": ("m0", "m1", "m2", "m 19", "m 20", "m'", "m’", "m '", "m ’"),
    "make_ranging": ("past", "last", "next", "coming", "following", "previous", "recent"),
    "make_to_date": ("to date", "so far", "now", "thus"),
    "make_now": ("present", "moment", "current", "now", "today"),
    "make_years_away": ("ago",),
    "make_year_to_month": _each(("year", "years", "up", "that", "which"), _ENDING),
    "make_told_months": ("month",),
    "make_told_half": ("half",),
    "make_year_so_far": ("so far",),
    "make_told_month": _each(("the", "that"), ("month", "quarter", "period", "reporting")),
}
"""What a sentence must hold, in lower case and with blanks for its hyphens, for a rule to be tried at all."""


def _over_the(unit: str) -> tuple[str, ...]:
    """The ways to write "y-o-y"."""
    return tuple(f"{unit}{one}o{two}{unit}" for one in ("", "/", " ") for two in ("", "/", " "))


def _keys(maker: Maker, pattern: str) -> tuple[str, ...]:
    name = getattr(maker, "__name__", "")
    if name == "make_plain_year":
        if "?P<head>fiscal" in pattern:
            return ("fiscal", "financial")
        if "full[" in pattern:
            return ("full year",)
        if "?P<short>" in pattern:
            return ("fy", "fiscal", "financial", "cy")
        return ("19", "20") if "?P<year>" in pattern else ("year", "fiscal")
    if name == "<lambda>":  # what a change is measured from
        word = next(word for word in ("year", "quarter", "month") if word in pattern)
        if "earlier" in pattern:
            return (*_each((word,), ("earlier", "ago", "before", "previously")), f"prior {word}")
        return (*_each(("on", "on the", "over", "over the"), (word,)), "annuali", "sequentially", *_over_the(word[0]))
    if name == "make_first_parts":
        if "initial" in pattern:
            return "first", "opening", "initial"
        return ("months of",) if "months) of" in pattern else ("month",)
    if name == "make_calendar_day" and "?P<iso>" in pattern:
        return ("19", "20")
    if name == "make_span_years" and "between (" in pattern:
        return (" and 19", " and 20")
    if name == "make_quarter" and "quarter" not in pattern:
        return ("q1", "q2", "q3", "q4", "1q", "2q", "3q", "4q", "fq")
    if name == "make_half" and "half" not in pattern:
        return ("h1", "h2", "1h", "2h")
    return _KEYS[name]


_MONTHS = rf"\b(?=[adfjmnos])(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_A_MONTH = re.compile(rf"{_MONTHS}\b")
_MAY_OR_MARCH = re.compile(r"\b(?:may|march)\b")
_FROM_MONTH = re.compile(rf"{_MONTHS}\.?(?: {Y})?{DASH}")
_DAY_BEHIND = re.compile(rf"{_MONTHS}\.? ?\d")
_DAY_BEFORE = re.compile(rf"\d(?:st|nd|rd|th)?(?: of)? {_MONTHS}")
_A_YEAR = re.compile(Y)
_YEARS = re.compile(rf"{Y}(?:\s*(?:-|–|—|~|to|through|till|until)|/)")
_A_DAY = re.compile(rf"{Y}[-/.]\d")
_AN_ESTIMATE = re.compile(rf"{Y}[ef]\b")
_TIMES = re.compile("years|decade|months|quarters|weeks|days")
_PARTS = re.compile("months|quarters")
_FROM_ONE = re.compile(r"1(?:st)? ?(?:-|–|to)")


def _shape(maker: Maker, pattern: str) -> re.Pattern[str] | None:
    """What else a sentence must hold, in lower case, for a rule to be tried; its key may be part of another word."""
    if "?P<iso>" in pattern:
        return _A_DAY
    if "[EF]" in pattern:
        return _AN_ESTIMATE
    if maker is make_span_years and "between (" not in pattern:
        return _YEARS
    if maker is make_plain_year and _keys(maker, pattern) == ("19", "20"):
        return _A_YEAR
    if maker is make_ranging:
        return _TIMES
    if maker is make_first_parts:
        return _FROM_ONE if "1(?:st)?" in pattern else _PARTS
    if maker is make_calendar_day:
        return _DAY_BEHIND if "?P<m1>" in pattern else _DAY_BEFORE
    if maker is make_month:
        return _MAY_OR_MARCH if "May|March" in pattern else _A_MONTH
    return _FROM_MONTH if maker is make_month_span else None


class Rule(NamedTuple):
    """A pattern, what makes a period of its match, and the role of such a time."""

    pattern: str
    maker: Maker
    role: str


RULES: tuple[Rule, ...] = tuple(
    Rule(pattern, maker, role)
    for pattern, maker, role in (
        (
            r"\b(?:year[- ]on[- ]year|y[-/ ]?o[-/ ]?y|over[- ]the[- ]year|year[- ]over[- ]year|on[- ]year|annualised|"
            r"annualized)\b",
            _against("previous year"),
            "against",
        ),
        (r"\bon (?:the )?month\b", _against("previous month"), "against"),
        (r"\bon (?:the )?quarter\b", _against("previous quarter"), "against"),
        (r"\bon (?:the )?year\b", _against("previous year"), "against"),
        (r"\b(?:month[- ]on[- ]month|month[- ]over[- ]month|m[-/ ]?o[-/ ]?m)\b", _against("previous month"), "against"),
        (
            r"\b(?:quarter[- ]on[- ]quarter|quarter[- ]over[- ]quarter|q[-/ ]?o[-/ ]?q|sequentially)\b",
            _against("previous quarter"),
            "against",
        ),
        (
            rf"\b(?:(?:the|in the|over the|during the) )?(?:same|corresponding|comparable|year-earlier|equivalent) "
            rf"(?:period|time|months?|quarter|half)(?: (?:a|one|of the|of|in|the|from) ?)?(?: ?(?:last year|previous "
            rf"year|year before|year earlier|year ago|{Y}))?",
            make_same_period,
            "same",
        ),
        (
            r"\b(?:a|one) year (?:earlier|ago|before|previously)|\b(?:the )?(?:year[- ]earlier|"
            r"year[- ]ago|prior[- ]year)(?: "
            r"(?:period|quarter|month|level|figure))?|\bthe year (?:before|earlier)\b(?! last)(?!,? when)",
            _against("previous year"),
            "earlier",
        ),
        (rf"\b(?P<n>{N}) years (?:earlier|before|previously)\b", _years_before, "earlier"),
        (rf"\b(?:(?P<n>{N}) years|a decade) ago\b", make_years_away, "at"),
        (rf"\b(?P<n>{N}) (?P<part>months|quarters) (?:earlier|before|previously|ago)\b", _months_before, "earlier"),
        (
            rf"(?<!\d \()\b(?:(?P<n>{N}) )?(?:fiscal |financial )?years? (?:that |which )?(?:up )?(?:to|ended|"
            rf"ending|through)"
            rf"(?: (?:in|on|(?P<rel>next|last)))?(?: the end "
            rf"of)?(?: end[- ])?(?: \d{{1,2}})? (?P<m>{MONTH})\b\.?(?: \d{{1,2}}\b,?)?(?: (?P<year>{Y}))?",
            make_year_to_month,
            "at",
        ),
        (
            rf"\b(?:the|its|our) (?P<head>fiscal|financial) year (?:that |which )?(?:began|begins|started|starts|"
            rf"beginning|starting) (?:in|on) (?:\d{{1,2}} )?(?:{MONTH})\b",
            make_plain_year,
            "at",
        ),
        (
            rf"\b(?P<n>quarter|month) (?:that |which )?(?:ended|ending|to|through)(?: on| in)? (?:(?:the end "
            rf"of |end[- ])?"
            rf"(?P<m>{MONTH})\b\.?(?: \d{{1,2}}\b)?|\d{{1,2}} (?P<m2>{MONTH})\b)\.?(?:,? (?P<year>{Y}))?",
            make_months_ended,
            "at",
        ),
        (
            rf"\b(?P<n>{N})[ -]months? (?:period )?(?:that |which )?(?:up )?(?:ended|ending|to|"
            rf"through)(?: on| in)? (?:(?:the end of "
            rf"|end[- ])?(?P<m>{MONTH})\b\.?(?: \d{{1,2}}\b)?|\d{{1,2}} (?P<m2>{MONTH})\b)\.?(?:,? (?P<year>{Y}))?",
            make_months_ended,
            "at",
        ),
        (
            rf"\b(?:in|over|for|during) (?:the|those|these) (?P<n>{N}) months\b"
            rf"(?! (?:to(?! (?:US|NT|HK)?[$€£¥\d]| RMB| CNY)|of|ended|ending|since|from|that|which))",
            make_told_months,
            "at",
        ),
        (
            rf"\b(?:in|over|for|during) (?:the|this|that) (?P<n>{N})-month(?: period)?\b(?! (?:to|of|ended|ending))",
            make_told_months,
            "at",
        ),
        (r"\bhalf[- ]year(?:ly)?\b(?! later| ago| plan)", make_told_half, "at"),
        (
            r"\b(?:(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2}) "
            r"(?P<part>years?|decades?|months?)) "
            r"(?:later|on(?=,)|after that)\b",
            make_later,
            "at",
        ),
        (r"\bthe year before(?=,? when\b)", make_year_before, "at"),
        (r"\b(?:has|have|had) since\b(?! (?:then|(?:19|20)\d\d|the |its |last |it |they ))", make_since_told, "at"),
        (
            r"\b(?:(?<=from the )|(?<=of the )|(?<=in the )|(?<=than the )|(?<=than in the )|(?<=with "
            r"the )|(?<=over the ))"
            r"(?P<nth>first|second|third|fourth)(?=[.,;)]|$| to \d| and )",
            make_nth,
            "at",
        ),
        (
            r"\b(?:in|during|over) (?:its|their|the plant's|our) (?:very )?first "
            r"(?P<part>half[- ]year|year|quarter|month|six months|"
            r"three months)\b",
            make_own_first,
            "at",
        ),
        (
            rf"\b(?:within|over|in|during) (?:the next |the coming )?(?P<n1>{N})(?: to | or |-|–)(?P<n2>{N}) years\b",
            make_between_years,
            "at",
        ),
        (rf"\b(?:between|from) now (?:and|to|until|through)(?: the end of)? (?P<year>{Y})\b", make_now_until, "at"),
        (r"\b(?P<part>mid(?:dle of the)?[- ]|end of the |close of the )(?:this )?decade\b", make_decade, "at"),
        (
            rf"\b(?:(?P<rel>last|this|next) |the |in |by )(?P<season>spring|summer|autumn|winter|"
            rf"(?<=last )fall|(?<=this )fall|"
            rf"(?<=next )fall)\b(?! (?:festival|season|break))(?:(?: of|,)? (?P<year>{Y}|last year|"
            rf"this year|next year))?",
            make_season,
            "at",
        ),
        (
            r"\b(?:as of|by|through|up to|until) (?:last )?(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day\b",
            make_weekday,
            "at",
        ),
        (r"\b(?:for )?the year so far\b", make_year_so_far, "at"),
        (
            r"\b(?:(?:in|during|for|over|(?:at|by|since) the end of) the|that) (?:month|quarter|"
            r"(?:reporting )?period(?: under review)?)\b"
            r"(?! (?:of|before|earlier|from|between|ended|ending|we are in|under way|now|in progress)\b)",
            make_told_month,
            "at",
        ),
        (
            r"\b(?:a|one) (?:month|quarter) (?:earlier|ago|before)|\b(?:the )?(?:previous|prior|preceding) (?:month|"
            r"quarter)\b|\bthe (?:month|quarter) (?:before|earlier)\b",
            _month_before,
            "earlier",
        ),
        (r"(?P<iso>\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-3]?\d)\b)", make_calendar_day, "day"),
        (
            rf"\b(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth) (?:Five[- "
            rf"]Year|5[- ]Year)(?: (?:Plan|Program))?(?P<period> period)?(?:\s*\(\s*{Y}\s*[-–—to]+\s*(?:{Y}|"
            rf"\d\d)\s*\))?",
            make_five_year_plan,
            "plan",
        ),
        (
            rf"(?<!quarter of )(?<!quarters of )(?<!half of )(?<!months of )"
            rf"(?<!quarter of the )(?<!quarters of the )(?<!half of the )(?<!months of the )(?<!fiscal year )"
            rf"(?<!financial year )"
            rf"\b(?:from |between |in |during |over )?(?:the )?(?:fiscal |years )?(?P<y1>{Y})(?:\s*(?:-|–|—|~|to|"
            rf"through|till|until)\s*(?:the year )?(?P<y2>{Y})|[-–/](?P<y3>\d\d)\b(?![,.]\d))",
            make_span_years,
            "at",
        ),
        (rf"\bbetween (?P<y1>{Y}) and (?P<y2>{Y})", make_span_years, "at"),
        (rf"\b(?:in|during|over|across) (?P<y1>{Y}) and (?P<y2>{Y})\b(?!.*\brespectively)", make_two_years, "at"),
        (
            rf"\b(?:the )?(?P<nth>first|second|1st|2nd|latter) half of (?P<m>{MONTH})\b(?:,? (?P<year>{Y}))?",
            make_half_month,
            "at",
        ),
        (r"\b(?:the )?(?:full|whole|entire) (?P<head>fiscal|financial) year\b", make_plain_year, "at"),
        (r"(?<!first )\bfull[- ]year\b(?! (?:of )?(?:19|20)\d\d)", make_plain_year, "at"),
        (
            r"\b(?:within|in the course of|later|before the end of|over the rest of|in the rest of) "
            r"(?:this|the) year\b",
            make_this_year,
            "at",
        ),
        (r"\bby (?:the )?(?:Christmas|year(?:'s|’s)[ -]end|the year(?:'s|’s) end|end-year)\b", make_year_close, "at"),
        (
            rf"{HEADY}\b(?:the )?(?P<nth>first|second|1st|2nd|last|latter|opening)[ -]half(?:[ -]year)?"
            rf"(?! of (?!the (?:\w+ )?year|the {Y}|this|last|next|that|fiscal|FY|its|{Y})){OF}",
            make_half,
            "at",
        ),
        (
            rf"\bQ(?P<q1>[1-3]) ?(?:-|–|to) ?Q?(?P<q2>[1-4])\b(?:(?:,| of)? ?(?:FY)?'?(?P<short>{Y}|\d\d\b))?",
            make_quarters,
            "at",
        ),
        (rf"\b(?P<n>[2-9]|1[01])(?-i:M)(?: ?['’]?(?P<short>{Y})|['’]?(?P<year>[012]\d))\b", make_months_short, "at"),
        (
            rf"\bH(?P<digit>[12])(?: ?(?:of )?(?:FY)?'?(?P<short>{Y}|\d\d\b)(?:[/–-](?P<pair>\d\d\b))?)?|"
            rf"\b(?P<head>{Y}) ?H(?=[12])",
            make_half,
            "at",
        ),
        (
            rf"\b(?P<digit>[12])(?-i:H)(?:[ '’]?(?:FY|CY)?['’]?(?P<short>{Y}|\d\d)(?:[/–-](?P<pair>\d\d))?)?\b",
            make_half,
            "at",
        ),
        (
            rf"{HEADY}\b(?:the )?(?:first|opening|initial) (?P<n>{N}) ?(?P<part>months|quarters){OF}",
            make_first_parts,
            "at",
        ),
        (
            rf"\b(?:the )?first (?P<days>\d\d?|ten|twenty) days of (?P<m>{MONTH})\b(?:,? (?P<year>{Y}))?",
            make_first_days,
            "at",
        ),
        (rf"\bthe (?P<n>{N}) (?P<part>months) of (?P<year>{YEARWORD})", make_first_parts, "at"),
        (
            rf"\b(?:(?P<head>{YEARWORD}) )?(?:from )?1(?:st)? ?(?:-|–|to) ?(?P<n>\d{{1,2}})(?:th)? "
            r"(?P<part>months?)\b(?! old)",
            make_first_parts,
            "at",
        ),
        (
            rf"\b(?:the )?(?:last|final|closing) (?P<n>{N}) (?P<part>months|quarters) of (?P<year>{YEARWORD})",
            make_last_parts,
            "at",
        ),
        (
            rf"{HEADY}\b(?:the )?(?:fiscal |financial )?(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|final|last|"
            rf"opening|closing)[ -](?:fiscal[ -])?quarter(?!ly| of (?:a|"
            rf"the (?!year|fiscal|financial|business|{Y}))){OF}",
            make_quarter,
            "at",
        ),
        (
            rf"\b(?:(?P<year>{Y}) ?|FY|CY|C)?Q(?P<digit>[1-4])(?:(?: |/|, )?(?:of )?(?:FY)?'?(?P<short>{Y}|\d\d\b)"
            r"(?:[/–-](?P<pair>\d\d\b))?)?",
            make_quarter,
            "at",
        ),
        (rf"\bFY['’]?(?P<short>{Y}|\d\d)(?:[/–-](?P<pair>\d\d))? ?Q(?P<digit>[1-4])\b", make_quarter, "at"),
        (
            rf"\b(?:FY|CY|C)?(?P<digit>[1-4])(?:Q|FQ)(?:[ '’]?(?:FY|CY)?['’]?(?P<short>{Y}|\d\d)"
            r"(?:[/–-](?P<pair>\d\d))?)?\b",
            make_quarter,
            "at",
        ),
        (
            rf"\b(?:from |between )?(?P<m1>{MONTH})\.?(?: (?P<y1>{Y}))?{DASH}(?P<m2>{MONTH})\b\.?"
            rf"(?: (?:quarter|period)\b)?{OF}",
            make_month_span,
            "at",
        ),
        (
            rf"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?P<m1>{MONTH})\b\.? "
            rf"?(?P<d1>\d{{1,2}})(?:st|nd|rd|"
            rf"th)?\b(?!\.\d|,\d| (?:million|billion|percent))(?:\s*,?\s*(?P<y1>{Y}))?",
            make_calendar_day,
            "day",
        ),
        (
            rf"\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m2>{MONTH})\b\.?(?:,? (?P<y2>{Y}))?",
            make_calendar_day,
            "day",
        ),
        (rf"\b(?:the )?(?P<m>{MONTH}) quarter\b(?: of (?P<year>{Y}))?", make_month_quarter, "at"),
        (
            rf"\b(?:the month of )?(?P<m>{MONTH})\b\.?(?<!\bmay)(?<!\bmar)(?<!\bmarch)(?:,? (?:of "
            rf")?(?P<year>{YEARWORD}))?",
            make_month,
            "at",
        ),
        (rf"\b(?P<m>May|March)\b(?:,? (?:of )?(?P<year>{YEARWORD}))?", make_month, "at"),
        (r"\b(?P<rel>last|this|next|the previous|the same) month\b", make_relative_month, "at"),
        (
            r"\b(?:the )?(?P<rel>last|this|next|current|previous|latest|most recent|just-ended|just-finished) "
            r"(?:fiscal |financial |reporting |reported )?quarter\b|\bthe quarter (?:we are in|"
            r"(?:now )?under way|in progress)",
            make_relative_quarter,
            "at",
        ),
        (
            r"\b(?:so far this year|this year(?:,)? (?:so far|to date)|(?:since|from) the (?:beginning|start) of "
            r"(?:this|the) year|year[- ]to[- ]date|already this year|YTD)\b",
            make_year_to_date,
            "at",
        ),
        (
            rf"\b(?:(?:over|in|within|during|for|throughout) )?(?:the |its |his |their )?(?P<dir>past|last|next|"
            rf"coming|following|previous|recent|forthcoming) (?:(?P<n>{N}) )?(?:or \w+ )?(?P<part>years|decades?|"
            rf"months|quarters|weeks|days)\b(?: or so)?",
            make_ranging,
            "span",
        ),
        (
            rf"\b(?:in )?(?:about |some )?(?P<n>{N}) (?P<part>years|months)(?:(?<=years)['’] time| from now)\b",
            make_within_years,
            "at",
        ),
        (rf"\bwithin (?:the )?(?P<n>{N}) (?P<part>years|months)\b(?! (?:of|after|to))", make_within_years, "at"),
        (r"\b(?:to date|so far|by now|up to now|until now|thus far|till now|up till now)\b", make_to_date, "now"),
        (
            r"\b(?:at present|at the moment|currently|right now|presently|at the present time|"
            r"nowadays|as of today|as "
            r"of now)\b",
            make_now,
            "now",
        ),
        (r"(?<!\bby )\b(?:now|today)\b(?!')", make_now, "now"),
        (rf"\b(?:FY)?(?P<year>{Y})[EF]\b", make_plain_year, "at"),
        (
            rf"\b(?:FY|CY|(?:fiscal|financial) (?:year )?)['’ ]?(?P<short>{Y}|\d\d\b)(?:[/–-](?P<pair>(?:20)?\d\d\b))?"
            r"(?!['’]?Q)",
            make_plain_year,
            "at",
        ),
        (
            rf"\b(?:the )?(?:full |whole |entire |calendar )?(?:year )?(?P<year>{Y})\b(?!\.\d)(?:'s|’s)?"
            rf"(?! ?(?:yuan|RMB|units|people|employees|percent|%|companies|enterprises|square|km|metres|meters|sets|"
            rf"vehicles|tons|workers))",
            make_plain_year,
            "year",
        ),
        (
            r"\b(?=[tln])(?:the year as a whole\b|(?:(?<=for )|(?<=\bin )|(?<=during ))the year\b(?! (?:to|ended|"
            r"ending|so far|before|earlier|through|up|after|when|that|of|ahead))|"
            r"(?:this|last|next|the (?:current|previous)) (?:fiscal|financial) year\b|"
            r"(?:this|last|next|the (?:current|previous)) fiscal\b(?! (?:first|second|third|fourth|half|quarter|\d))|"
            r"(?:this|last|next|that|the (?:current|previous|preceding|same|following|coming|whole|entire|full))"
            r"[ -]year\b(?:'s|’s)?|the year before(?: last)?\b)",
            make_plain_year,
            "year",
        ),
    )
)


LEANING = frozenset(
    (
        make_later,
        make_nth,
        make_own_first,
        make_same_period,
        make_since_told,
        make_told_half,
        make_told_month,
        make_told_months,
        make_year_before,
        make_year_so_far,
    )
)
"""The makers that need to know what times their sentence has told of before."""


_STEMS = (
    "fiscal quarter", "quarter", "month", "year", "half", "period", "1", "2", "3", "4", "up ", "that ", "which ", "oy",
    "o/y", "o y", "om", "o/m", "o m", "oq", "o/q", "o q",
)  # fmt: skip
"""What many keys hold: none of them is sought where this is missing."""
_KEYED: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
"""The numbers of the rules by what a sentence must hold for them to be tried: the stem, and the whole key."""
for _number, _rule in enumerate(RULES):
    for _key in _keys(_rule.maker, _rule.pattern):
        _KEYED[next((stem for stem in _STEMS if stem in _key), "")][_key].append(_number)
_SHAPES = [_shape(rule.maker, rule.pattern) for rule in RULES]


def rules_for(text: str) -> list[Rule]:
    """The rules that may find something in `text`, in the order of the table."""
    lowered = text.lower()
    plain = lowered.replace("-", " ")
    numbers = {
        number
        for stem, keyed in _KEYED.items()
        if stem in plain
        for key, numbered in keyed.items()
        if key in plain
        for number in numbered
    }
    unfit = {shape for shape in {_SHAPES[number] for number in numbers} if shape and not shape.search(lowered)}
    return [RULES[number] for number in sorted(numbers) if _SHAPES[number] not in unfit]
