"""Reasons of time: whether two figures hold at one time, or over times of one length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cqtui import notation
from cqtui.compare import interval, periods
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, reason
from cqtui.model import INTENDED, Fact
from cqtui.vocabulary import Vocabulary

SAME_STATE = timedelta(days=31)
"""States taken this close together may be one state: an as-of day is often the day of printing."""


STANDING = timedelta(days=731)
"""How long a duration (a journey's, a process step's) is taken to stand where the reports do not date it."""


def differences(a: Fact, b: Fact, known: Knowledge) -> Iterator[Reason]:
    """What differs in when the two hold."""
    vocabulary = known.vocabulary
    p, q = a.period, b.period
    sorts = periods.sort_of_time(p), periods.sort_of_time(q)
    one_source = a.evidence.source == b.evidence.source
    if "before" in sorts and sorts[0] != sorts[1]:
        one_sentence = one_source and a.evidence.sentence == b.evidence.sentence
        text = "before against after, in one sentence" if one_sentence else "a time before that is not stated"
        yield reason("period open", text, a, b, "caution" if one_sentence else "blocking")
    elif "unstated" in sorts and sorts[0] != sorts[1]:
        dated = p if sorts[1] == "unstated" else q
        yield reason("period unstated", f"a period not stated against {notation.period(dated)}", a, b)
    elif not (p.start or p.end or q.start or q.end):
        if one_source:
            yield reason("period unstated", "no period stated, in one source", a, b, "note")
        elif _printed_together(a, b, known):
            yield reason("period unstated", "no period stated, in reports of the same days", a, b, "note")
        else:
            yield reason("period unstated", "no period stated, in different sources", a, b)
    elif (p.start, p.end, sorts[0]) == (q.start, q.end, sorts[1]):
        return
    elif sorts[0] != sorts[1]:
        yield from _mixed_times(a, b, sorts, vocabulary)
    elif sorts[0] == "span":
        yield from _spans(a, b)
    elif sorts[0] == "open":
        yield reason("period open", f"{notation.period(p)} against {notation.period(q)}", a, b)
    else:
        yield from _moments(a, b, known)


def _mixed_times(
    a: Fact, b: Fact, sorts: tuple[periods.Time, periods.Time], vocabulary: Vocabulary
) -> Iterator[Reason]:
    if "open" in sorts:
        yield reason("period open", f"{notation.period(a.period)} against {notation.period(b.period)}", a, b)
        return
    text = f"{periods.in_kind(a.period)} against {periods.in_kind(b.period)}"
    ends = [fact.period.end or fact.period.start for fact in (a, b)]
    at_its_end = ends[0] == ends[1] and ends[0] is not None and "total" not in sorts
    stock = all(vocabulary.metric(fact.metric).nature == "stock" for fact in (a, b))
    if stock and set(sorts) == {"moment", "span"} and periods.moment_within(a.period, b.period):
        # A share that is reported within a year is that year's; a headcount may have changed since.
        one_state = interval.dimension(a, vocabulary) == "ratio" or interval.may_be_equal(a, b, vocabulary)
        yield reason("basis", f"{text}: within it", a, b, "note" if one_state else "caution")
        return
    if at_its_end and "due" in sorts and {a.status, b.status} <= INTENDED and _a_year(a, b):
        yield reason("basis", f"{text}: due in it", a, b, "note")
        return
    mild = at_its_end and (stock or "due" in sorts)
    yield reason("basis", text, a, b, "caution" if mild else "blocking")


def _a_year(a: Fact, b: Fact) -> bool:
    """Whether one of the two is of a whole year, so that "by 2025" may mean "in 2025"."""
    return any(periods.length_is_year(fact.period) for fact in (a, b))


def _spans(a: Fact, b: Fact) -> Iterator[Reason]:
    lengths = periods.length(a.period), periods.length(b.period)
    if not periods.same_length(a.period, b.period):
        if lengths[0] == lengths[1]:
            lengths = f"{a.period.days} days", f"{b.period.days} days"
        yield reason("period length", f"{lengths[0]} against {lengths[1]}", a, b)
    else:
        overlap = ": they overlap" if periods.overlapping(a.period, b.period) else ""
        text = f"{notation.period(a.period)} against {notation.period(b.period)}{overlap}"
        yield reason("period offset", text, a, b, "caution")


def _printed_together(a: Fact, b: Fact, known: Knowledge) -> bool:
    one, other = known.published(a), known.published(b)
    return bool(one and other and abs(one - other) <= SAME_STATE)


def _is_dated(fact: Fact, known: Knowledge) -> bool:
    """Whether the text itself says when, so that the day is not just that of printing."""
    return fact.period.stated and fact.period.end != known.published(fact)


def _moments(a: Fact, b: Fact, known: Knowledge) -> Iterator[Reason]:
    vocabulary = known.vocabulary
    ends = [fact.period.end or fact.period.start for fact in (a, b)]
    text = f"{notation.period(a.period)} against {notation.period(b.period)}"
    close = bool(ends[0] and ends[1] and abs(ends[0] - ends[1]) <= SAME_STATE)
    if close and periods.sort_of_time(a.period) == "moment" and interval.may_be_equal(a, b, vocabulary):
        yield reason("period offset", f"{text}: close enough to be one state", a, b, "note")
        return
    stands = all(interval.dimension(fact, vocabulary) == "duration" for fact in (a, b))
    near = bool(ends[0] and ends[1] and abs(ends[0] - ends[1]) <= STANDING)
    if stands and near and not any(_is_dated(fact, known) for fact in (a, b)):
        yield reason("period offset", f"{text}: the days of printing, of what stands", a, b, "note")
        return
    yield reason("period offset", text, a, b, "caution")
