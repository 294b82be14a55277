"""When a figure holds: the time that governs it in its sentence, what carries over, or the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from cqtui.ingest.carrying import STRETCHES
from cqtui.ingest.changes import Figure
from cqtui.ingest.conventions import Told, conventional
from cqtui.ingest.days import MONTH
from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.document import Document
from cqtui.ingest.governing import When, earlier, governing, is_of_its_base, other_verb
from cqtui.ingest.guarded import guarded
from cqtui.ingest.measures import Measures
from cqtui.ingest.metrics import Metrics
from cqtui.ingest.pairing import Paired
from cqtui.ingest.periods import Time
from cqtui.ingest.ranks import FIRST_TO
from cqtui.ingest.statuses import is_attribute, is_expected
from cqtui.ingest.tense import Tense, asides, tense_at
from cqtui.ingest.timewords import months_period, shifted, unstated, year_period
from cqtui.ingest.timing import Asked, Meant, features
from cqtui.ingest.units import Amount
from cqtui.model import ACHIEVED, Period

_PRESENT = guarded(r"\b(?:now|today|currently|at present|presently|right now|nowadays)\b", "now|today|current|present")
HABIT = guarded(r"\b(?:annual|yearly|monthly|daily|each year|every year)\b", "annual|year|month|daily")
_TOTAL = re.compile(r"\b(?:total|planned|with an?) investment\b", re.IGNORECASE)
_OLD_DAYS = guarded(
    r"\b(?:once (?!completed|finished|built|operational|ready|fully|approved|installed)(?=[a-z]+(?:ed|"
    r"t)\b|had|was|were|took|ran|made)|in the past,|before (?:the|this|its) (?:\w+ )?(?:"
    r"upgrade|change|move|robots?|automation|transformation|renovation|line|overhaul|revamp|switch|"
    r"project|retrofit|conversion|"
    r"workshop|system|machines?)\b)[^;.]*$",
    "once|past|before",
)
_USED_TO = guarded(
    r"\b(?:used to|formerly|previously|originally(?! planned))\b(?!.*\bnow\b)",
    "used to|formerly|previous|original",
)


_OF_THE_YEAR = re.compile(r"\b(?:end of the (?:year|period)|year[- ]?end|the end of it)\b", re.IGNORECASE)
_WAS = re.compile(
    r"\b(?:was|were|had|stood|reached|totall?ed|came to|amounted|numbered|employed|held|counted|owned|"
    r"recorded)\b(?! (?:expected|to)\b)"
)


_THIS = re.compile(r"\bthis (?:year|quarter|month|half)\b", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\W*(?:combined|together|taken together|all told|in all|in total|altogether|overall)\b", re.IGNORECASE
)
_PROJECT = guarded(
    r"\b(?:phase|plant|fab|line|factory|project|building|workshop|facility|site|base|park|works|campus)\b",
    "phase|plant|fab|line|factory|project|building|workshop|facility|site|base|park|works|campus",
)
_ALSO = re.compile(
    r"\)?,? \(?(?:or|that is|equal to|equivalent to|representing|accounting for)(?: (?:about|some|"
    r"roughly|nearly|a))* ?"
)
_HYPHENED = re.compile(
    r"[\w$€£¥.,]*-(?:[a-z]+-)?(?:yuan|dollar|won|euro|rupee|million|billion|"
    r"RMB)\b[\w -]{0,30}?\b(?:plants?|factor|fabs?|lines?|"
    r"bases?|projects?|complex|facilit|parks?|workshops?|affair|works|site|campus|centre|center)"
)
_SAME = "the same period, from the sentence before"
_LEVELS = frozenset(("yield", "capacity utilisation", "local supply rate"))
_BRINGING = re.compile(r"\b(?:bringing|taking|raising|lifting|pushing|swelling)\b[^;.]{0,70}$")
_OTHER_THING = re.compile(
    r" (?:for|at|of|by) [A-Z]\w+(?=[,.;]| and\b| or\b|$)|(?: \w+)? (?:by (?:sea|air|rail|road|ship|truck|river|"
    r"water|plane|lorry)\b|for (?:the|an?|its|other)\b|"
    r"in (?:[A-Z]|the (?:rest|coastal|east|south|north|west))|at [A-Z]|elsewhere|nationwide|"
    r"nationally|worldwide|globally)"
)
"""Behind what a figure is compared with that is of another thing, not of another time ("40 days by sea")."""
_RATIOS = frozenset(
    (
        "market share",
        "yield",
        "capacity utilisation",
        "contribution to growth",
        "local supply rate",
        "gross margin",
        "operating margin",
        "profit margin",
        "share of own revenue",
    )
)
"""Ratios that may be those of a stretch of time."""
_DONE_UP_TO_NOW = frozenset(("sales volume", "shipments", "investment", "output volume"))
_COUNTED_STATES = frozenset(
    (
        "employees",
        "companies",
        "production lines",
        "capacity",
        "area",
        "inventory",
        "patents",
        "zones",
        "clusters",
        "stores",
        "customers",
    )
)
"""What there is so much of at the end of a stretch of time, not over it."""


_OPENING = 3
_THEN_IT_WAS = re.compile(
    r",? (?:(?:it|this|that|they|the (?:figure|number|total|share|rate|sum|volume|value)|"
    r"(?:its|their|the) (?:[a-z]+ )?[a-z]+)"
    r" (?:was|were|had been|stood at|came to|will be|is to be|should be)|"
    r"(?:it|they|[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2}) (?:had )?"
    r"(?:lost|made|earned|shipped|sold|exported|produced|assembled|employed|posted|reported))"
    r"(?: (?:already|still|just|only|even|about|around|nearly|almost|over|under|more than|less than|some|at|a mere))* ?"
)
"""Between a time that opens a sentence and the figure of that time: "A year earlier it was 43 million"."""
YEARLY_AIM = re.compile(
    r"\b(?:annual|yearly|whole[- ]year|full[- ]year|year['’]s) (?:goals?|targets?|quotas?|tasks?|objectives?|plan)\b"
    r"(?! (?:for|of|by) \d{4})[^.;]{0,60}$|\b[Ee]nsure (?:that )?(?:the |an |its )?annual\b[^.;]{0,80}$"
)
"""Before what is aimed at for the year of the report."""
_NOT_WRITTEN = When(None, "no time in the sentence", stated=False)
_UNSTATED = Meant("unstated", _NOT_WRITTEN, Period(), "no time is told", False)


@lru_cache(maxsize=256)
def _carried(source: str, period: Period) -> tuple[Meant, ...]:
    """A stretch of time that the text talks of, and its end, as what a figure may mean without saying so."""
    if period.start is None and period.end is None:
        return ()
    whole = Meant(source, _NOT_WRITTEN, unstated(period), source, False)
    if period.start is None or period.end is None:
        return (whole,)
    end = Period(end=period.end, basis="as-of", stated=False)
    return whole, Meant(f"end of {source}", _NOT_WRITTEN, end, f"as of the end of {source}", False)


_REPORTED_WITHIN, _A_YEAR = 100, 366
"""Days after its end within which what was expected of a quarter is still told, and after which it comes again."""
_OF_WHICH_YEAR = re.compile(r"\d{4}|\byear|\blast\b|\bpast\b|\bprevious\b|\bended\b", re.IGNORECASE)


def _is_of_another(sense: Sense, amount: Amount, time: Time) -> bool:
    """Whether a time tells of what an aside has beside its own figure: "stocks, which made 11 last year, come to 3"."""
    return any(
        low <= time.start < high
        and not low <= amount.start < high
        and any(low <= other.start < high for other in sense.amounts)
        for low, high in asides(sense.sentence.flat)
    )


@dataclass(slots=True)
class Dating:
    """Chooses periods in the light of what the document has told so far."""

    document: Document
    measures: Measures
    metrics: Metrics
    discourse: Discourse

    def when(
        self,
        sense: Sense,
        amount: Amount,
        levels: list[Amount],
        base: bool,
        main: Period | None,
        last: Linked | None,
        pair: Paired | None,
        figure: Figure,
    ) -> When:
        if pair and pair.time is not None:
            return When(pair.time.period, "paired by 'respectively'", time=pair.time)
        found = governing(
            sense.sentence.flat,
            amount,
            [one for one in levels if one is not amount],
            sense.times,
            sense.clauses,
            [hit.start for hit in sense.hits if hit.term.sort == "status"],
            self.document.published,
        )
        del figure
        used = _USED_TO.search(sense.sentence.flat[max(0, amount.lead - 60) : amount.lead])
        if used and any(amount.lead - 60 + used.end() < other.start < amount.start for other in levels):
            used = None
        if used and (found is None or found.loose or found.time is None or found.time.start > amount.end):
            return When(Period(basis="before"), f"{used.group()!r}")
        old = _OLD_DAYS.search(sense.sentence.flat[: amount.lead])
        if old and (found is None or found.loose) and not _PRESENT.search(sense.sentence.flat[old.end() : amount.lead]):
            return When(Period(basis="before"), f"{old.group()!r}")
        if found is None:
            asked = self.discourse.asked()
            if asked is not None:
                time = next((one for one in asked.times if one.role == "at" and one.period.end), None)
                if time is not None:
                    return When(time.period, "the question's time", time=time)
            return When(None, "no time in the sentence", stated=False, base=base)
        reference = self._reference(found, main, last)
        span = sense.sentence.flat[found.time.start : found.time.end].lower() if found.time else ""
        partly = reference is not None and reference.basis in ("month", "quarter", "half")
        if found.base and span.startswith("last year") and reference is not None and partly:
            return found._replace(period=shifted(reference, -1))  # last year's figure of that month
        if found.period is None:
            return found._replace(period=earlier(reference, found.time), base=True)
        return found

    def chosen(
        self,
        sense: Sense,
        amount: Amount,
        levels: list[Amount],
        when: When,
        by_rule: tuple[Period, str, bool],
        told: Told,
        main: Period | None,
        base: bool,
        figure: Figure,
        last: Linked | None,
    ) -> Meant:
        """The period that is most probably meant, of the one by rule and all others that may be."""
        period, how, stated = by_rule
        if period == self._joined(sense):
            return Meant("rule", when, period, how, stated)
        plain = self._said_plainly(sense, amount, told, last)
        if plain is not None:
            return plain
        found = [Meant("rule", when, period, how, stated)]
        for one in self._whens(sense, amount, main, last, base, told.tense):
            source = "time" if one.time is not None else "convention"
            made = by_rule if one == when else self.period(sense, amount, one, told, main, base, figure, last)
            found.append(Meant(source, one, *made))
        state = told.stock and told.metric in _COUNTED_STATES
        found += [one for one in self._talked_of(main) if not state or one.period.start is None]
        asked = Asked(sense, amount, levels, told, self.discourse, base, self.document.published, main)
        best = self.discourse.choose("when", sense, amount, features(asked, found)).key
        return next(one for one in found if one.key == best)

    def _said_plainly(self, sense: Sense, amount: Amount, told: Told, last: Linked | None) -> Meant | None:
        """The time of which nothing but a verb parts a figure, and the year of what is a year's aim."""
        text = sense.sentence.flat
        first = sense.times[0] if sense.times else None
        if first is not None and first.start < _OPENING and _THEN_IT_WAS.fullmatch(text, first.end, amount.lead):
            opening = When(first.period, f"{text[first.start : first.end]!r}: {first.why}", time=first)
            if first.role == "against" and first.shift:
                reference = self._reference(opening, None, last)
                opening = opening._replace(period=earlier(reference, first) if reference else None)
            if opening.period is not None and opening.period.end is not None and not first.loose:
                return Meant("time", opening, self._written(sense, amount, opening, told), opening.why, True)
        here = self.discourse.now or self.document.published
        if not sense.times and here is not None and YEARLY_AIM.search(text, 0, amount.lead):
            return Meant("rule", _NOT_WRITTEN, year_period(here.year), "the year's aim", False)
        return None

    def _whens(
        self, sense: Sense, amount: Amount, main: Period | None, last: Linked | None, base: bool, tense: Tense
    ) -> Iterator[When]:
        """Each time in the sentence as the one that governs, and none of them."""
        text = sense.sentence.flat
        for time in sense.times:
            if time.role == "mask" or (not base and is_of_its_base(text, amount, time)):
                continue
            if time.role == "at" and not base and _is_of_another(sense, amount, time):
                continue
            here, begins = self.document.published, time.period.start
            to_come = here is not None and begins is not None and begins > here
            if to_come and tense == "past" and other_verb(text, amount.end, time.start, tense):
                continue  # "we approved 165 million, and the line will start next year"
            said = f"{text[time.start : time.end]!r}"
            if time.role != "against":
                yield When(time.period, f"{said}: {time.why}", base=base, loose=time.loose, time=time)
            elif time.period.end is not None and not time.shift:
                yield When(time.period, f"{said} beside it", base=True, time=time)
            else:
                found = When(None, f"{said} beside it", base=True, time=time)
                yield found._replace(period=earlier(self._reference(found, main, last), time))
        yield When(None, "no time in the sentence", stated=False, base=base)

    def _talked_of(self, main: Period | None) -> Iterator[Meant]:
        """The stretches of time that the text talks of, and their ends; the day of publication; no time."""
        told, published = self.discourse, self.discourse.now or self.document.published
        stretches = {
            "the figure before it": main, "carried": told.period, "heading": told.section_period,
            "title": told.title_period, "lead": told.lead_period, "deadline": told.deadline,
        }  # fmt: skip
        for source, period in stretches.items():
            if period is not None:
                yield from _carried(source, period)
        if published is not None:
            yield Meant("publication", _NOT_WRITTEN, Period(end=published, basis="as-of"), "as of publication", False)
        yield _UNSTATED

    def _reference(self, found: When, main: Period | None, last: Linked | None) -> Period | None:
        """What "a year earlier", "the previous quarter" count from: a period of that length, else the one before it."""
        before = last.period if last is not None and last.period.end else None
        wanted = {"previous month": "month", "previous quarter": "quarter"}.get(found.time.why if found.time else "")
        fitting = next(
            (one for one in (before, main, self.discourse.period) if one is not None and one.basis == wanted), None
        )
        return fitting or main or before or self.discourse.period

    def _past(self, text: str, when: When) -> When:
        """ "At the end of the year there were …" in a report on a year gone by: that year's end, not this one's."""
        told, published, period = self.discourse, self.document.published, when.period
        talked = told.period or told.title_period
        if (
            period is None
            or talked is None
            or talked.end is None
            or published is None
            or period.end is None
            or period.end <= published
            or period.start is not None
            or talked.end >= published
            or when.time is None
            or not _OF_THE_YEAR.search(text[when.time.start : when.time.end])
            or not _WAS.search(text)
        ):
            return when
        return when._replace(period=Period(end=talked.end, basis="as-of"), why=when.why + ", of the year talked of")

    def period(
        self,
        sense: Sense,
        amount: Amount,
        when: When,
        told: Told,
        main: Period | None,
        base: bool,
        figure: Figure,
        last: Linked | None = None,
    ) -> tuple[Period, str, bool]:
        """The period of a figure, why, and whether it is written: of the time that governs it, or by convention."""
        text = sense.sentence.flat
        when = self._past(text, when)
        if told.metric == "rank" and FIRST_TO.match(text, amount.end) and when.time is None:
            return Period(), "first in time, not in size", False
        if is_attribute(text, amount):
            return Period(end=self.discourse.now or self.document.published, basis="as-of"), "an attribute", False
        if _is_of_its_own(text, amount, told):
            when = When(None, "of a thing, not of a time", stated=False)
        quoted = _quoted_on(sense, amount, told.metric) if when.time is None and not base else None
        if quoted is not None:
            return quoted, "the day it was so", True
        if when.period is not None and when.period.basis == "before":
            return when.period, when.why, True
        if when.period is not None and (when.time is None or when.period.basis != "unstated" or when.period.end):
            return self._written(sense, amount, when, told), when.why, True
        if last is not None and (amount.converted or _ALSO.fullmatch(text[last.amount.end : amount.lead])):
            return unstated(last.period), "the figure it repeats", False
        if base:
            main = main or self.discourse.period
            if is_expected(text, amount) and main is not None:
                return unstated(main), "what was expected of the same time", False
            if _OTHER_THING.match(text, amount.end) and not told.moving and last is not None:
                return unstated(last.period), "what another thing is at the same time", False
            if self.discourse.ends is not None and any(time.why.endswith(_SAME) for time in sense.times):
                return self.discourse.ends[0], "the beginning of the same period", True
            return when.period or Period(basis="before"), "what the new figure is compared with", True
        month = self._month_compared(sense, figure)
        if month is not None:
            return month, "the month after the one it is compared with", False
        joined = self._joined(sense)
        if joined is not None and told.status == "actual":
            return joined, "the times of the sentence before, together", False
        found = conventional(
            self.discourse, told, main, self.discourse.now or self.document.published, self.document.published
        )
        return found.period or Period(), found.why, False

    def told(self, sense: Sense, amount: Amount, metric: str, status: str, main: Period | None, figure: Figure) -> Told:
        """What is known of a figure that bears on its time."""
        text = sense.sentence.flat
        nature = self.measures.nature.get(metric, "flow")
        habit = bool(HABIT.search(text[max(0, amount.lead - 50) : amount.lead])) and not figure.moving and main is None
        return Told(
            tense=tense_at(text, amount.start, amount.end, *sense.clauses.span(amount.start)),
            metric=metric,
            stock=nature in ("stock", "cumulative") and not figure.moving and not _is_granted(metric, text),
            ratio=metric == "rank" or metric.startswith("share of") or metric in _RATIOS,
            cumulative=nature == "cumulative",
            rate=habit or (amount.per is not None and amount.per not in ("person", "unit", "square metre")),
            moving=figure.moving,
            status=status,
            block=sense.sentence.block.paragraph,
            now=bool(_PRESENT.search(text)),
            total=metric == "investment" and bool(_TOTAL.search(text)),
            project=status == "plan" or bool(_PROJECT.search(text)),
            aside=any(low <= amount.start < high for low, high in asides(text)),
            new_value=amount.pair == "to",
        )

    def _written(self, sense: Sense, amount: Amount, when: When, told: Told) -> Period:
        """A written time as the period of a figure: a state holds at its end, what has been done goes up to now."""
        period, text = when.period or Period(), sense.sentence.flat
        present = self.discourse.now or self.document.published
        planned = told.status not in ACHIEVED and told.tense not in ("past", "perfect")
        if planned and self._is_long_over(text, period, when):
            return shifted(period, 1)
        if (
            when.loose
            and not told.stock
            and period.basis == "as-of"
            and (told.tense == "perfect" or told.metric in _DONE_UP_TO_NOW)
            and amount.per is None
            and "times" not in told.metric
        ):
            return replace(period, basis="cumulative")
        if (
            told.stock
            and told.metric in _COUNTED_STATES
            and period.basis == "span"
            and period.end == self.document.published
        ):
            return Period(end=period.end, basis="as-of")
        if self.discourse.ends is not None and amount.pair == "to" and when.why.endswith(_SAME):
            return self.discourse.ends[1]
        ends = _ends_of(period, amount)
        if ends is not None:
            return ends
        so_far = _up_to_a_month(text, when, present) if not told.stock and not told.ratio else None
        if so_far is not None:
            return so_far
        if told.stock and period.basis == "since" and (told.metric in _LEVELS or _BRINGING.search(text[: amount.lead])):
            return Period(end=present, basis="as-of")
        if told.stock and period.basis == "cumulative" and told.metric in ("employees", "capacity"):
            return replace(period, basis="as-of")
        if when.why.endswith("some years ago") and not told.stock and period.end:
            return year_period(period.end.year)
        if told.status == "actual" and told.tense in ("perfect", "past") and not told.stock:
            period = _so_far(period, when, text, present)
        if not told.stock or told.metric not in _COUNTED_STATES or period.basis not in STRETCHES:
            return period
        if told.metric == "companies" and self.metrics.doing(sense, amount):
            return period
        return replace(period, start=None, basis="as-of")

    def _is_long_over(self, text: str, period: Period, when: When) -> bool:
        """Whether a part of a year that names no year, for which something is wanted or expected, has been over for
        so long that the one to come is meant: "is to reach 110,000 in the fourth quarter", in a report of May."""
        published, time = self.document.published, when.time
        if published is None or period.end is None or time is None or period.basis not in ("month", "quarter", "half"):
            return False
        days = (published - period.end).days
        return _REPORTED_WITHIN < days < _A_YEAR and not _OF_WHICH_YEAR.search(text[time.start : time.end])

    def _month_compared(self, sense: Sense, figure: Figure) -> Period | None:
        """ "Compared with September, it was down": in a report up to October, what October did."""
        told = self.discourse.period or self.discourse.title_period
        if figure.change is None and not figure.moving:
            return None
        base = next((one.period for one in sense.times if one.role == "against" and one.period.basis == "month"), None)
        if base is None or base.end is None or told is None or told.end is None or told.basis != "year-to-date":
            return None
        after = base.end + timedelta(days=1)
        month = months_period(after.year, after.month, after.month, "month")
        return unstated(month) if month.end == told.end else None

    def _joined(self, sense: Sense) -> Period | None:
        """ "Together they were worth …": of the two stretches that the sentence before told of."""
        recent = self.discourse.recent[-2:]
        if (
            len(recent) < 2
            or self.discourse.count - self.discourse.recent_sentence > 1
            or not _TOGETHER.match(sense.sentence.flat)
            or recent[0].basis != recent[1].basis
            or recent[0].basis == "year"
        ):
            return None
        first, last = sorted(recent, key=lambda one: one.start or date.min)
        if first.end is None or last.start is None or last.end is None or first.start is None:
            return None
        if last.start - first.end != timedelta(days=1):
            return None
        if first.start.month == 1 and first.start.year == last.end.year:
            return unstated(months_period(last.end.year, 1, last.end.month, "year-to-date"))
        return Period(start=first.start, end=last.end, basis="span", stated=False)


def _is_granted(metric: str, text: str) -> bool:
    """Whether patents are counted as they are granted or filed, not as they are held."""
    return metric == "patents" and bool(re.search(r"\b(?:granted|obtained|received|registered|filed|applied)\b", text))


def _ends_of(period: Period, amount: Amount) -> Period | None:
    """ "From 2010 to 2015 it grew from 2 to 9 million": the first is of the first year, the second of the last."""
    if period.basis != "span" or period.start is None or period.end is None or amount.pair not in ("from", "to"):
        return None
    whole = period.start.day == period.start.month == 1 and (period.end.month, period.end.day) == (12, 31)
    if not whole or period.start.year == period.end.year:
        return None
    return year_period(period.start.year if amount.pair == "from" else period.end.year)


def _is_of_its_own(text: str, amount: Amount, told: Told) -> bool:
    """Whether no time beside it bears on a figure: how long building took, what "a 7.5-billion-yuan plant" cost."""
    if told.metric == "construction time":
        return told.tense != "none"
    return told.metric == "investment" and bool(_HYPHENED.match(text, amount.start))


def _so_far(period: Period, when: When, text: str, present: date | None) -> Period:
    """What has been done "this year" was done up to now."""
    if when.time is None or present is None or period.start is None or period.end is None:
        return period
    if not _THIS.search(text[when.time.start : when.time.end]) or not period.start <= present < period.end:
        return period
    return Period(start=period.start, end=present, basis="year-to-date" if period.basis == "year" else "span")


_UP_TO = re.compile(r"(?:until|up to|through)\b", re.IGNORECASE)
_NO_DAY = re.compile(rf"\b(?:{MONTH})\b(?! \d)", re.IGNORECASE)


def _up_to_a_month(text: str, when: When, present: date | None) -> Period | None:
    """The year up to the month by whose end so much has flowed: "1,480 trips until the end of July"."""
    time, period = when.time, when.period
    if time is None or period is None or period.end is None or present is None or period.basis != "as-of":
        return None
    span = text[time.start : time.end]
    if period.end.year != present.year or period.end > present or not (_UP_TO.match(span) and _NO_DAY.search(span)):
        return None
    return replace(period, start=date(present.year, 1, 1), basis="year-to-date")


def _quoted_on(sense: Sense, amount: Amount, metric: str) -> Period | None:
    """The day of a price or of a state: "closed on 14 November at NT$44", "employed 116,000 people on 30 September"."""
    days = [one for one in sense.times if one.role == "mask" and one.period.end]
    if metric in _COUNTED_STATES:
        text = sense.sentence.flat
        days = [one for one in days if _ON_A_DAY.search(text, 0, one.start) and _is_beside(text, amount, one)]
    elif metric not in ("price", "market capitalisation"):
        return None
    return Period(end=days[0].period.end, basis="as-of") if days else None


_ON_A_DAY = re.compile(r"\b(?:on|On|as of|As of|as at|As at|at|At) $")


def _is_beside(text: str, amount: Amount, day: Time) -> bool:
    """Whether a day opens the sentence of a figure or stands right behind it."""
    if day.start < amount.start:
        return day.start < _OPENING_DAY
    return day.start - amount.end < _OPENING_DAY and not re.search(r"[,;]", text[amount.end : day.start])


_OPENING_DAY = 24
"""Characters within which a day stands at the beginning of a sentence, or behind a figure."""
