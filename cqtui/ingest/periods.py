"""When: the press's expressions of time as periods, anchored to the day of publication and never to today.

A mention has a role: "at" says when a figure holds, "against" what a change is measured from, "mask" is time
that no figure is about (a weekday, the day of a meeting) and only keeps its digits from being read as figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from cqtui.ingest.guarded import Ended, Guarded, ended, guarded, holds
from cqtui.ingest.tense import verbs
from cqtui.ingest.timerules import LEANING, rules_for
from cqtui.ingest.timespans import make_month_quarter
from cqtui.ingest.timewords import (
    COUNT,
    Anchor,
    Maker,
    Y,
    compiled,
    make_first_parts,
    make_half,
    make_month,
    make_month_span,
    make_quarter,
    shifted,
    year_period,
)
from cqtui.model import Period


class Time(NamedTuple):
    """A time expression in a sentence. `against` is how a change's base is named ("previous year")."""

    start: int
    end: int
    period: Period
    role: str
    why: str
    against: str | None = None
    shift: int = 0
    """Years by which "a year earlier" moves the period of the figure it is set beside."""
    loose: bool = False
    """Whether it is a now or a habit, which any written period overrules."""


_MODAL = re.compile(r"may\b|march\b|M(?:ay|arch)\b(?! (?:of )?(?:19|20)\d\d|,|\.|;|$| and| to| alone| was| when| as)")
_IN_MONTH = compiled(
    r"\b(?:in|since|by|of|from|until|last|this|next|during|to|before|after|and|between|for|early|late|mid)[ -]$"
)
_SINCE = guarded(
    r"\bsince(?: (?:the )?(?:beginning|start|end|middle|early|late|its \w+|it \w+|\w+ing|being \w+|its \w+ \w+|"
    r"they \w+))?(?: (?:of|in))?(?: the)?(?: early| late| mid)?[ -]*$",
    "since",
)
_SINCE_CLAUSE = guarded(
    r"\bsince (?:[\w-]+ ){1,7}?(?:\w+ed|began|went|came|took|left|opened|became|fell|rose|was|were|got|start of \w+|"
    r"start|launch|opening|founding|establishment|completion)(?: [\w-]+){0,4}? (?:in|on|at|last|of) *$",
    "since ",
)
_DEADLINE = compiled(r"\b(?:by|before|until|till|end)\b[^;.]{0,24}$")
_INTENT = compiled(
    r"\b(?:will|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|expect(?:s|ed)?|hop(?:es?|ed|ing)|should|"
    r"want(?:s|ed)?|due|target(?:s|ed)?|"
    r"intend(?:s|ed)?|is to|are to|scheduled|set to|ready|would)\b(?![^;.]*\b(?:had|has|have|was|were) \w+(?:ed|n)\b)"
)
_FROM_ON = compiled(r"\bfrom(?: the)?(?: end of| beginning of| start of)? *$")
_ON = compiled(r"\s*(?:on|onwards?|forward|on out)\b")
_BY = ended(
    r"\b(?:by|before|until|till|no later than|not later than)(?: (?:around|about|late|early|mid|as early as|as "
    r"soon as))?(?: the)?(?: (?:end|close|middle|start|beginning|turn|year|second half|first half) (?:of|in))?(?: "
    r"the)?(?: (?:fiscal|financial))?(?: year)?(?: next| this(?: coming)?)?[ -]*$",
    "by|before|until|till|than|around|about|late|early|mid|as|the|of|in|fiscal|financial|year|next|this|coming|-",
)
_END = guarded(
    r"\b(?:(?:as of|as at|at|by|until|till|up to|through|to|before|since)(?: the)? (?:end|close) (?:of|in)(?: "
    r"the)?|(?:as of|as at|up to|through|until|as of the)(?: (?:late|early|mid|year[- ]end))?(?: the)?|(?:the "
    r")?end[- ](?:of[- ])?|year[- ]end|(?:at|by) year[- ]end(?: of)?|at the close of|(?:the )?end of(?: the)?)[ -]*$",
    "end|close|as of|as at|up to|through|until",
)
_LEAVES = compiled(
    r"\b(?:exit(?:s|ed|ing)?|left|leaves|leaving|end(?:s|ed|ing)?|clos(?:e[sd]?|ing)|finish(?:ed|es|ing)?)(?: the)? *$"
)
_WITH = compiled(r" (?:with|at|on)\b")
"""Around a time at whose end something stood so: "we exited March with 421,000 wafers a month"."""
_AGAINST = ended(
    r"\b(?:compared?(?: \w+)?(?: with| to| against)|than|versus|vs\.?|against|relative to|below|above|beyond|"
    r"(?:level|in line|on a par|on par|flat) with|similar to|the same as|unchanged from|equal to|over|on|times|of)"
    r"(?: (?:that|those|the (?:level|levels|figure|figures|amount|number|total|output|same period|record))(?: "
    r"(?:of|in|for|from|during|seen in|set in))?)?(?: in| during| at| for| the)*(?: whole of| full)? *$",
    "with|to|against|than|versus|vs|vs.|below|above|beyond|as|from|over|on|times|of|that|those|level|levels|figure|"
    "figures|amount|number|total|output|period|record|in|for|during|at|the|full",
)
_ONE_BEFORE = compiled(r"(?:the )?(?:previous|preceding|prior) (?P<unit>year|quarter|month)(?:['’]s)?")
"""The time before the one that a figure is of, whenever that is, and not the one before the dateline."""
_IS_BASE = compiled(
    r"\b(?:on|over|from|than|against|versus|vs\.?|compared (?:with|to)|above|below)"
    r"(?: (?:in|that (?:of|in)|those (?:of|in)|the (?:level|figure|total)s? (?:of|in)))?(?: the)? *$"
)
_AS_IN = guarded(
    r"\b(?:(?:many|much|high|large|big|long|again|good|same|more) as|as it (?:was|did))(?: in| during| at)?"
    r"(?: the)? *$",
    " as|as it",
)
_THAN = guarded(r"\b(?:than|compared with|compared to)\b(?! \w+ (?:million|billion))[^,.;:]{0,40}$", "than|compared")
_OF_A_YEAR_BEFORE = compiled(rf"(?:over|from|than|against|versus|compared (?:with|to)) .* {Y}")
"""What a change is measured from, with its preposition: "over the same period of 2021"."""
_CHANGE_FROM = guarded(
    r"(?:\d ?%|percent|per cent|points?|times|fold|up|down|increase|decrease|rise|drop|growth|improvement|gain|"
    r"jump|doubled|tripled|change|grew|rose|fell)[^.;]{0,30}\bfrom(?: the| that (?:of|in)| those (?:of|in))? *$",
    "from",
)
_CHANGE_ON = guarded(
    r"(?:\d ?%|percent|per cent|points?|flat|unchanged|steady|stable|level|up|down|higher|lower|more|less|fewer)"
    r"(?: [a-z]+ly)? on(?: the| that of)? *$",
    " on",
)
"""Before the quarter or the month that another is set beside: "up 4 percent on the second quarter"."""
_SUPERLATIVE = guarded(
    r"\bthe (?:highest|lowest|best|largest|biggest|most|fastest|strongest|weakest)(?: \w+){0,2} *$",
    "highest|lowest|best|largest|biggest|most|fastest|strongest|weakest",
)
_OUTLOOK = compiled(r"(?:'s|’s)? (?:outlook|forecast|estimate|projection|guidance|poll|survey|report|bulletin)\b")
_FOR_A_TIME = compiled(
    r"\b(?:orders?|targets?|guidance|forecasts?|outlook|plans?|budgets?|estimates?|goals?|bookings|"
    r"projections?|due|scheduled|"
    r"slated|planned)(?: to \w+)? (?:for|in|by)(?: the)? *$"
)
_PLAN_FOR = compiled(r"\b(?:plan|program(?:me)?|blueprint|strategy|scheme|outline|guidelines?)s? (?:for|of|\() *$")
_SAVE = ended(
    r"\b(?:exception of|except(?:ing)?(?: for| in)?|excluding|unlike|other than|apart from|save|bar)(?: in)? *$",
    "of|except|excepting|for|in|excluding|unlike|than|from|save|bar",
)
_YEAR_END = guarded(
    r"\b(?:by|at|as of|before|until|towards?)(?: the)? (?:year[- ]end|end of (?:the|this) year)\b",
    "year-end|year end|of the year|of this year",
)
_BY_THEN = guarded(r"\bby (?:then|that time)\b", "by then|by that time")
_YEAR = re.compile(rf"\b({Y})\b(?!,\d| (?:yuan|units|people))")
_HINT = compiled(r"\d\d|\b[1-4][qh]\b|q[1-4]\b|may\b|fall\b")
_HINTS = (
    "on ", "year", "quarter", "month", "day", "now", "first", "half", "to date", "so far", "present", "current",
    "moment", "week", "decade", "period", "then", "later", "since", "after that", "second", "third", "fourth",
    "spring", "summer", "autumn", "winter", "uary", "march", "april", "june", "july", "august", "ember", "october",
    "sequential", "on-",
)  # fmt: skip
"""What a sentence with a time expression holds, the commonest first, if it holds none of the above."""


def times(text: str, anchor: Anchor) -> list[Time]:
    """The time expressions of a sentence, in order, none overlapping another."""
    if not holds(text, _HINTS) and not _HINT.search(text):
        return []
    found: list[Time] = []
    taken: list[tuple[int, int]] = []
    for match in _YEAR_END.finditer(text):
        year = anchor.published.year if anchor.published else None
        future = not match.group().lower().startswith(("at", "as"))
        last_day = date(year, 12, 31) if year else None
        found.append(
            Time(
                match.start(),
                match.end(),
                Period(end=last_day, basis="by" if future else "as-of"),
                "at",
                "the end of this year",
            )
        )
        taken.append(match.span())
    leaning: list[tuple[int, int, re.Match[str], Maker, str]] = []
    for start, end, match, maker, role in _matches(text, taken):
        if maker in LEANING:
            leaning.append((start, end, match, maker, role))
            continue
        made = maker(match, _within(text, start, match, anchor))
        if made is None:
            if role != "year":
                taken.remove((start, end))
                continue
            made = (Period(), "a year")
        if maker in _PARTS and _looks_ahead(text, start, end, made[0], anchor):
            made = (shifted(made[0], 1), made[1] + " to come")
        elif maker in _PARTS and _looks_back(text, start, end, made[0], anchor):
            made = (shifted(made[0], -1), made[1] + " gone by")
        found.append(_placed(text, start, end, made, role, anchor, match))
    for start, end, match, maker, role in sorted(leaning, key=lambda one: one[0]):
        told = _told_before(found, start, anchor)
        made = maker(match, told)
        if made is not None:
            found.append(_placed(text, start, end, made, role, told, match))
    then = _BY_THEN.search(text)
    due = _due_before(found, then.start(), anchor) if then else None
    if then and due and not any(then.start() < until and then.end() > at for at, until in taken):
        found.append(Time(then.start(), then.end(), Period(end=due.end, basis="by"), "at", "by then"))
    found.sort(key=lambda one: one.start)
    return found


_PARTS = frozenset((make_month_quarter, make_half, make_quarter, make_month, make_month_span, make_first_parts))


def _looks_ahead(text: str, start: int, end: int, period: Period, anchor: Anchor) -> bool:
    """Whether a part of a year with no year is the one to come: the verb it goes with says so."""
    here = anchor.published
    if here is None or period.end is None or period.end >= here or period.end.year < here.year - 1:
        return False
    if re.search(Y + r"|year", text[start:end]):
        return False
    if period.basis in ("quarter", "half") and (here - period.end).days < 45 and not re.search("plan", text[:start]):
        return False  # just over, its figures not out yet
    if _FOR_A_TIME.search(text[max(0, start - 40) : start]):
        return True
    before = [one for one in verbs(text) if one.end <= start and not one.saying]
    if before:
        stop = re.search(r"[;]|\b(?:after|than|from|compared)\b", text[before[-1].end : start])
        verb = before[-1]
        return verb.tense == "future" and stop is None and not text[verb.start : verb.end].endswith("ed")
    after = next((one for one in verbs(text) if one.start >= end and not one.saying), None)
    return after is not None and after.tense == "future" and not text[after.start : after.end].endswith("ed")


def _looks_back(text: str, start: int, end: int, period: Period, anchor: Anchor) -> bool:
    """Whether a part of a year with no year, which lies ahead, is the one gone by: the verb it goes with says so."""
    if anchor.published is None or period.start is None or period.start <= anchor.published:
        return False
    if re.search(Y + r"|year", text[start:end]) or _FOR_A_TIME.search(text[max(0, start - 40) : start]):
        return False
    told = [one for one in verbs(text) if not one.saying]
    before = [one for one in told if one.end <= start]
    verb = before[-1] if before else next((one for one in told if one.start >= end), None)
    if verb is None or verb.tense != "past" or "expect" in text[verb.start : verb.end]:
        return False
    return not text.startswith(" to ", verb.end)  # "was to open in the fourth quarter"


def _matches(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, re.Match[str], Maker, str]]:
    """What the table finds in `text`, none overlapping another; `taken` holds the spans that are spoken for."""
    for pattern, maker, role in rules_for(text):
        for match in compiled(pattern).finditer(text):
            start, end = match.span()
            while end > start and text[end - 1] in " ,":
                end -= 1
            if end <= start or any(start < until and end > at for at, until in taken):
                continue
            if (
                maker is make_month
                and _MODAL.match(text, start)
                and not _IN_MONTH.search(text[max(0, start - 12) : start])
            ):
                continue
            taken.append((start, end))
            yield start, end, match, maker, role


def _told_before(found: list[Time], start: int, anchor: Anchor) -> Anchor:
    """The anchor for a time that leans on what was told of: in its own sentence, if it tells of a stretch of time."""
    inside = [
        one
        for one in sorted(found, key=lambda one: one.start)
        if one.start < start and one.role in ("at", "against") and one.period.start and one.period.end
    ]
    return anchor._replace(previous=inside[-1].period, recent=(*anchor.recent, inside[-1].period)) if inside else anchor


def _due_before(found: list[Time], start: int, anchor: Anchor) -> Period | None:
    """What "by then" stands for: the last time to come that was told of."""
    here = anchor.published
    inside = [one.period for one in found if one.start < start and one.period.end and here and one.period.end > here]
    return (inside[-1] if inside else None) or anchor.deadline or anchor.previous


def _within(text: str, start: int, match: re.Match[str], anchor: Anchor) -> Anchor:
    """The anchor for a half, a quarter or a month that names no year, where its sentence named one before it."""
    groups = match.groupdict()
    if groups.get("year") or groups.get("head") or groups.get("short") or groups.get("y1"):
        return anchor
    years = _YEAR.findall(text[:start])
    if not years:
        return anchor
    told = year_period(int(years[-1]))
    return anchor._replace(previous=told, mentioned=told, published=anchor.published or told.end)


def _placed(
    text: str, start: int, end: int, made: tuple[Period, str], role: str, anchor: Anchor, match: re.Match[str]
) -> Time:
    """A time expression with what the words before it make of it: since, by, as of, compared with."""
    period, why = made
    before = text[max(0, start - 70) : start]
    if role == "against":
        return Time(start, end, Period(), "against", why, against=why)
    forecast_of = maker_is_month(match) and _OUTLOOK.match(text, end)
    if role == "at" and period.basis == "span" and _PLAN_FOR.search(before):
        return Time(start, end, period, "mask", why)
    if _SAVE.search(before) or _SUPERLATIVE.search(before) or forecast_of:
        return Time(start, end, period, "mask", why)
    if (
        role == "earlier"
        and start < 3
        and text[end : end + 1] == ","
        and anchor.published
        and "year" in why
        and not match.groupdict().get("n")
    ):
        return Time(start, end, year_period(anchor.published.year - 1), "at", "a year ago")
    if role == "earlier":
        groups = match.groupdict()
        word = (groups.get("n") or "one").lower()
        count = int(word) if word.isdigit() else COUNT.get(word, 1)
        count = 1 if why == "previous year" else count  # "twelve months before"
        return Time(start, end, Period(), "against", why, against=why, shift=-count if "year" in why else 0)
    if role == "same":
        own = match.group().lower()
        if re.search(r"\b(?:a year (?:ago|earlier|before)|last year|the year before)[, ]*$", before, re.IGNORECASE):
            return Time(start, end, shifted(period, -1), "at", "the same period, a year before")
        past = re.search(r"last|previous|before|earlier|ago|year-e", own) or _OF_A_YEAR_BEFORE.match(own)
        if past or _AGAINST.search(before) or _CHANGE_FROM.search(before):
            return Time(
                start,
                end,
                Period(),
                "against",
                "the same period, a year before",
                against="same period of the previous year",
                shift=-1,
            )
        return Time(start, end, replace(period, stated=True), "at", why)
    if role == "plan" and _END.search(before):
        due = period.end is not None and anchor.published is not None and period.end > anchor.published
        return Time(
            _reach(before, start, _END), end, Period(end=period.end, basis="by" if due else "as-of"), "at", "by its end"
        )
    if role == "plan":
        return Time(
            start,
            end,
            period,
            "at" if match["period"] or re.search(r"\b(?:during|in|over|under) (?:the )?[\"'“‘]?$", before) else "mask",
            why,
        )
    if role == "now":
        return Time(start, end, period, "at", why, loose=True)
    if role == "span":
        ahead = match["dir"].lower() in ("next", "coming", "following", "forthcoming")
        return Time(start, end, period, "at", why + (" ahead" if ahead else ""))
    one_before = _ONE_BEFORE.fullmatch(text, start, end)
    if one_before and _IS_BASE.search(before):
        unit = one_before["unit"].lower()
        against = f"previous {unit}"
        return Time(start, end, Period(), "against", against, against=against, shift=-1 if unit == "year" else 0)
    than = _THAN.search(before)
    if than and role in ("at", "year") and not re.search(r"\d[^.;]*$", than.group()):
        return Time(start, end, period, "against", "what it is compared with", against=_named(period, anchor))
    since = _SINCE_CLAUSE.search(before)
    if since and not re.search(r"\d", since.group()):
        opening = _reach(before, start, _SINCE_CLAUSE)
        return Time(opening, end, Period(start=period.start, end=anchor.present, basis="since"), "at", "since then")
    if role == "day" and not period.end:
        return Time(start, end, period, "mask", why)
    if _SINCE.search(before):
        if period.start is not None and anchor.present is not None and period.start > anchor.present:
            period = shifted(period, -1)  # since a December that has been
        return Time(
            _reach(before, start, _SINCE),
            end,
            Period(start=period.start, end=anchor.present, basis="since"),
            "at",
            "since then",
        )
    at_end = _END.search(before) or (_LEAVES.search(before) if _WITH.match(text, end) else None)
    until = _BY.search(before)
    if (at_end or until) and _is_due_again(text, start, end, period, anchor):
        period = shifted(period, 1)
    if at_end:
        opening = start - len(before) + at_end.start()
        aim = re.match(r"\s*(?:by|until|till|before|end|the end|year)", at_end.group(), re.IGNORECASE)
        later = period.end is not None and anchor.published is not None and period.end > anchor.published
        due = (
            bool(re.match(r"\s*(?:by|before)", at_end.group(), re.IGNORECASE)) and (later or anchor.published is None)
        ) or (later and aim is not None)
        return Time(
            opening,
            end,
            Period(end=period.end, basis="by" if due else "as-of"),
            "at",
            "by its end" if due else "as of its end",
        )
    if until:
        if (
            role == "day"
            and period.end
            and anchor.published
            and period.end < anchor.published
            and not re.search(Y, text[start:end])
            and _INTENT.search(text)
        ):
            period = shifted(period, 1)
        later = period.end is None or anchor.published is None or period.end > anchor.published
        if "middle" in until.group().lower() and period.basis == "year" and period.end:
            period = replace(period, end=date(period.end.year, 6, 30))
        return Time(
            _reach(before, start, _BY),
            end,
            Period(end=period.end, basis="by" if later else "as-of"),
            "at",
            "by its end" if later else "as of its end",
        )
    if role == "day" and period.end and before.endswith("(") and text[end : end + 2] == ": ":
        return Time(start, end, Period(end=period.end, basis="as-of"), "at", "the day of the figure in the bracket")
    if role == "day":
        return Time(start, end, period, "mask", why)
    if (
        _CHANGE_FROM.search(before)
        or _AS_IN.search(before)
        or (_AGAINST.search(before) and not _runs_over(before, text[start:end]))
    ) and (
        not re.search(r"\b(?:of|on)(?: the)? *$", before, re.IGNORECASE)
        or re.search(r"\b(?:level|that|those|figure) of(?: the)? *$", before)
    ):
        return Time(start, end, period, "against", "what it is compared with", against=_named(period, anchor))
    if period.basis in ("month", "quarter", "half", "year") and _CHANGE_ON.search(before):
        return Time(start, end, period, "against", "what it is set beside", against=_named(period, anchor))
    if _FROM_ON.search(before) and _ON.match(text, end):
        return Time(
            _reach(before, start, _FROM_ON), end, Period(start=period.start, basis="since"), "at", "from then on"
        )
    return Time(start, end, period, "at", why)


def _runs_over(before: str, words: str) -> bool:
    """Whether "over" says how long it ran ("over the summer"), not what it is set against."""
    before = before.rstrip().lower()
    runs = re.search(r"(?:months|quarters)\b|spring|summer|autumn|winter", words, re.IGNORECASE)
    return before.endswith("over the") or (before.endswith(" over") and runs is not None)


def _is_due_again(text: str, start: int, end: int, period: Period, anchor: Anchor) -> bool:
    """Whether "by the end of June", with no year, is the June to come: something is wanted or planned by it."""
    return (
        period.basis == "month"
        and period.end is not None
        and anchor.published is not None
        and period.end < anchor.published
        and not re.search(Y, text[start:end])
        and bool(_INTENT.search(text[:start]))
        and bool(_DEADLINE.search(text[:start]))
    )


def maker_is_month(match: re.Match[str]) -> bool:
    return bool(match.groupdict().get("m")) and not match.groupdict().get("year")


def _reach(before: str, start: int, pattern: re.Pattern[str] | Guarded | Ended) -> int:
    match = pattern.search(before)
    return start - len(before) + match.start() if match else start


def _named(period: Period, anchor: Anchor) -> str | None:
    """How a base of comparison is called: "previous year" where it is last year, else its year."""
    if period.basis != "year" or period.end is None:
        return None
    if anchor.previous and anchor.previous.end and anchor.previous.end.year - 1 == period.end.year:
        return "previous year"
    return str(period.end.year)
