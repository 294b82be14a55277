"""The period of a figure that has no time of its own: what a careful reader takes for granted.

what stands (present tense)            as of publication
what has been done (perfect)           up to publication
what was or happened (past)            the stretch talked of: the figure before it, its heading's, its
                                       paragraph's, the one told of last, the title's, that of the lead
a state in the past                    as of the end of that stretch
a line without a verb                  as the past, where a stretch is talked of; else as what stands
what is to come                        the time due that its sentence or its paragraph names, else unstated
states, prices, rates, durations       as of publication where nothing else is told
happenings                             unstated where nothing else is told
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cqtui.ingest.discourse import Discourse
from cqtui.ingest.governing import When
from cqtui.ingest.tense import Tense
from cqtui.ingest.timewords import unstated
from cqtui.model import ACHIEVED, Basis, Period

_STANDING = ("cycle", "changeover", "transit", "years of", "lead", "price", "area", "capacity", "market cap")
"""Metrics that hold until they are changed, whatever stretch of time is talked of."""


class Told(NamedTuple):
    """What is known of a figure when its period is asked for."""

    tense: Tense
    metric: str
    stock: bool
    ratio: bool
    cumulative: bool
    rate: bool
    """Whether it is so much per day, month or year, or the like by habit."""
    moving: bool
    status: str
    block: int
    now: bool
    """Whether its sentence says "now", "at present"."""
    total: bool
    """Whether it is the whole of what is invested in a thing."""
    project: bool
    """Whether it is what a plant, a line or a phase costs."""
    aside: bool
    """Whether it stands in a relative clause or the like."""
    new_value: bool
    """Whether it is the end of a "from … to …"."""


def conventional(
    told: Discourse, figure: Told, main: Period | None, present: date | None, published: date | None
) -> When:
    """The period by convention, and why. `main` is that of the figure before it in the sentence."""
    if figure.metric == "construction time" and figure.tense not in ("present", "none"):
        return When(Period(), "how long building takes, without a time", stated=False)
    if figure.metric == "investment" and figure.project and main is None:
        return _standing(figure, present, "what a project costs, as of publication")
    if figure.status not in ACHIEVED:
        return _to_come(told, figure, main, published)
    if figure.total and main is None:
        return _standing(figure, present, "a total, as of publication")
    if figure.now and figure.tense != "past":
        return _standing(figure, present, "as things stand")
    here = told.period_block == figure.block and told.count - told.period_sentence <= 2
    if figure.tense == "perfect" and not (figure.moving and (here or main is not None)):
        return _up_to(figure, present)
    flow = not figure.stock and not figure.rate
    if (
        figure.tense == "present"
        and (flow or figure.ratio)
        and figure.aside
        and main is not None
        and not _ahead(main, published)
    ):
        return _past(told, figure, main, published) or _nothing_told(figure, present)
    if figure.tense == "present" and (not figure.moving or figure.stock or figure.metric in ("cost", "price")):
        return _standing(figure, present, "the present: as of publication")
    if figure.rate and figure.tense != "past":
        return _standing(figure, present, "a rate, as of publication")
    return _past(told, figure, main, published) or _nothing_told(figure, present)


def _to_come(told: Discourse, figure: Told, main: Period | None, published: date | None) -> When:
    """What is wanted, planned or expected: due when the figure before it is, or when its paragraph says."""
    if main is not None and _ahead(main, published):
        return When(unstated(main), "the figure before it", stated=False)
    due = told.deadline
    reach = 3 if figure.status == "target" else 1
    near = told.deadline_block == figure.block and told.count - told.deadline_sentence <= reach
    expected = told.expected if told.count - told.expected_sentence <= 1 else None
    if (
        expected is not None
        and not near
        and told.deadline_sentence < told.expected_sentence
        and figure.status != "plan"
    ):
        return When(unstated(expected), "the time expected for in the sentence before", stated=False)
    if figure.status != "plan" and not (due is not None and near):
        lead = told.lead_deadline if figure.status == "target" or told.title_due is not None else None
        if lead is not None and not figure.rate:
            return When(unstated(lead), "due when the opening says", stated=False)
    if due is not None and near and figure.status in ("target", "forecast"):
        return When(unstated(due), "due when the sentence before is", stated=False)
    return When(Period(), "to come, without a time", stated=False)


def _past(told: Discourse, figure: Told, main: Period | None, published: date | None) -> When | None:
    """The stretch of time that a figure without one of its own belongs to."""
    same_block = told.period_block == figure.block
    recent = told.count - told.period_sentence <= 2
    if main is not None and not _ahead(main, published):
        return _within(main, figure, "the figure before it")
    if figure.metric == "investment" and figure.tense == "past" and main is None:
        return None  # what a thing cost is not of the time talked of
    standing = figure.cumulative or (
        figure.stock and figure.metric.startswith(_STANDING) and figure.metric != "capacity utilisation"
    )
    if told.section_period is not None and not (same_block and recent) and not standing:
        return _within(told.section_period, figure, "the heading's time")
    if told.title_period is not None and not standing and not same_block and not figure.stock:
        return _within(told.title_period, figure, "the title's time")
    lead = told.lead_period
    if lead is not None and not same_block and not standing and not figure.stock and _inside(told.period, lead):
        return _within(lead, figure, "the lead's time")
    if told.period is not None and not standing and (same_block or not figure.stock or (recent and figure.ratio)):
        stretch = told.recent[-1] if told.recent else None
        found = _within(told.period, figure, "carried over from the sentence before", stretch)
        if found is not None:
            return found
    for period, why in ((told.title_period, "the title's time"), (told.lead_period, "the lead's time")):
        if period is not None and not standing and (not figure.stock or figure.ratio or figure.tense == "past"):
            return _within(period, figure, why)
    return None


def _inside(period: Period | None, whole: Period) -> bool:
    """Whether a stretch is a shorter one inside another, as the one month of a report on nine."""
    if period is None or period == whole or None in (period.start, period.end, whole.start, whole.end):
        return False
    assert period.start and period.end and whole.start and whole.end
    return whole.start <= period.start and period.end <= whole.end


def _within(period: Period, figure: Told, why: str, stretch: Period | None = None) -> When | None:
    """A stretch talked of as the period of a figure: the stretch itself, or for a state its end."""
    if (
        period.start is None
        and stretch is not None
        and stretch.end == period.end
        and (figure.ratio or not figure.stock)
    ):
        period = stretch  # the moment was that stretch's end
    if not figure.stock and period.start is None and not figure.ratio:
        return None  # what happened is not of a moment
    if not figure.stock or (figure.ratio and period.start is not None):
        return When(unstated(period), why, stated=False)
    if period.basis in ("by", "since"):
        return None
    return When(Period(end=period.end, basis="as-of", stated=False), why + ": as of its end", stated=False)


def _standing(figure: Told, present: date | None, why: str) -> When:
    basis: Basis = "cumulative" if figure.cumulative else "as-of"
    return When(Period(end=present, basis=basis, stated=False), why, stated=False)


def _up_to(figure: Told, present: date | None) -> When:
    basis: Basis = "as-of" if figure.stock and not figure.cumulative else "cumulative"
    return When(Period(end=present, basis=basis, stated=False), "perfect tense: up to publication", stated=False)


def _nothing_told(figure: Told, present: date | None) -> When:
    new_state = figure.new_value and figure.tense != "past"
    if figure.stock or figure.rate or figure.metric in ("cost", "price") or new_state:
        return _standing(figure, present, "no time: as of publication")
    return When(Period(), "no time is written", stated=False)


def _ahead(period: Period, published: date | None) -> bool:
    return published is not None and period.end is not None and period.end > published
