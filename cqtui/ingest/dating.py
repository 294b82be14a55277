"""When a figure holds: the time that governs it in its sentence, what carries over, or the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cqtui.ingest.changes import Figure
from cqtui.ingest.conventions import Told, conventional
from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.document import Document
from cqtui.ingest.governing import When, earlier, governing
from cqtui.ingest.measures import Measures
from cqtui.ingest.metrics import Metrics
from cqtui.ingest.pairing import Paired
from cqtui.ingest.ranks import FIRST_TO
from cqtui.ingest.tense import tense_at
from cqtui.ingest.timewords import Anchor, year_period
from cqtui.ingest.units import Amount
from cqtui.model import Period

_PRESENT = re.compile(r"\b(?:now|today|currently|at present|presently|right now|nowadays)\b", re.IGNORECASE)
_PERFECT = re.compile(
    r"\b(?:has|have|had) (?:also |already |now |been |so far |since |successfully |all )*(?:\w+ed|won|built|sold|"
    r"made|brought|sent|put|taken|drawn|sunk|spent|become|set|risen|grown)\b|\b(?:has|have) been\b"
)
_HABIT = re.compile(r"\b(?:annual|yearly|monthly|daily|each year|every year)\b", re.IGNORECASE)
_PRESENT_TENSE = re.compile(
    r"\b(?:is|are|has|have|accounts?|makes|holds|employs|stands|runs|operates|comes|contributes|now|today)\b|"
    r"\b(?:they|we|who|which|that) (?:also |still |together )?(?:employ|make|run|hold|account|work|stand|operate)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:total|planned|with an?) investment\b", re.IGNORECASE)
_OLD_DAYS = re.compile(
    r"\b(?:once (?=[a-z]+(?:ed|t)\b|had|was|were|took|ran|made)|in the past,|before (?:the|this|its) (?:\w+ )?(?:"
    r"upgrade|change|move|robots?|automation|transformation|renovation|line|overhaul|revamp|switch|project|retrofit|conversion|"
    r"workshop|system|machines?)\b)[^;.]*$",
    re.IGNORECASE,
)
_USED_TO = re.compile(r"\b(?:used to|formerly|previously|originally)\b(?!.*\bnow\b)", re.IGNORECASE)


_OF_THE_YEAR = re.compile(r"\b(?:end of the (?:year|period)|year[- ]?end|the end of it)\b", re.IGNORECASE)
_WAS = re.compile(
    r"\b(?:was|were|had|stood|reached|totall?ed|came to|amounted|numbered|employed)\b(?! (?:expected|to)\b)"
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
        if used and (found is None or found.loose):
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
        if found.period is None:
            anchor = Anchor(self.document.published, self.discourse.now, self.discourse.period)
            reference = main or self.discourse.period
            return replace(found, period=earlier(reference, found.time, anchor), base=True)
        del last
        return found

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
        return replace(when, period=Period(end=talked.end, basis="as-of"), why=when.why + ", of the year talked of")

    def period(
        self,
        sense: Sense,
        amount: Amount,
        when: When,
        metric: str,
        status: str,
        main: Period | None,
        base: bool,
        figure: Figure,
    ) -> tuple[Period, str, bool]:
        """The period of a figure: the time that governs it, what carries over, or none."""
        stock = self.measures.nature.get(metric, "flow") in ("stock", "cumulative") and not figure.moving
        ratio = (
            metric == "rank"
            or metric.startswith("share of")
            or metric
            in (
                "market share",
                "yield",
                "capacity utilisation",
                "contribution to growth",
                "local supply rate",
                "profit",
            )
        )
        cumulative = self.measures.nature.get(metric) == "cumulative"
        text = sense.sentence.flat
        present = self.discourse.now or self.document.published
        when = self._past(text, when)
        if metric == "rank" and FIRST_TO.match(text, amount.end) and when.time is None:
            return Period(), "first in time, not in size", False
        if when.period is not None and when.period.basis == "before":
            return when.period, when.why, True
        if when.period is not None and (when.time is None or when.period.basis != "unstated" or when.period.end):
            period = when.period
            if (
                when.loose
                and not stock
                and period.basis == "as-of"
                and (_PERFECT.search(text) or metric in ("sales volume", "shipments", "investment", "output volume"))
                and amount.per is None
                and "times" not in metric
            ):
                period = replace(period, basis="cumulative")
            if stock and period.basis == "cumulative" and not cumulative and metric in ("employees", "capacity"):
                period = replace(period, basis="as-of")
            if when.why.endswith("some years ago") and not stock and period.end:
                return year_period(period.end.year), when.why, True
            if metric == "patents" and re.search(r"\b(?:granted|obtained|received|registered|authori[sz]ed)\b", text):
                return period, when.why, True
            if (
                stock
                and metric
                in (
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
                and period.basis in ("year", "half", "quarter", "month", "year-to-date")
            ):
                period = (
                    replace(period, start=None, basis="as-of")
                    if metric != "companies" or not self.metrics.doing(sense, amount)
                    else period
                )
            return period, when.why, True
        if base:
            if when.period is not None:
                return when.period, when.why, True
            return Period(basis="before"), "what the new figure is compared with", True
        found = conventional(
            self.discourse,
            Told(
                tense=tense_at(text, amount.start, amount.end, *sense.clauses.span(amount.start)),
                metric=metric,
                stock=stock,
                ratio=ratio,
                cumulative=cumulative,
                rate=(amount.per is not None and amount.per not in ("person", "unit", "square metre"))
                or (
                    bool(_HABIT.search(text[max(0, amount.lead - 50) : amount.lead]))
                    and not figure.moving
                    and main is None
                ),
                moving=figure.moving,
                status=status,
                block=sense.sentence.block.paragraph,
                now=bool(_PRESENT.search(text)),
                total=metric == "investment" and bool(_TOTAL.search(text)),
                new_value=amount.pair == "to",
            ),
            main,
            present,
            self.document.published,
        )
        return found.period or Period(), found.why, False
