"""What a sentence leaves behind of its time: the stretch it told of, and what is still to come."""

from __future__ import annotations

import itertools
import re
from datetime import date

from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.periods import Time
from cqtui.ingest.tense import asides
from cqtui.ingest.units import Amount
from cqtui.model import ACHIEVED, Period

_ALONE = re.compile(r",?\s*(?:alone|by itself|on its own|a single month)\b")
GLANCE_BACK = re.compile(r"a year before$|^a year ago|years ago$|^the year before")
"""Reasons of times that are only looked back to, and are not what the text goes on to tell of."""
OPENING = 5
"""How many sentences from the first may tell what time the article is about."""
STRETCHES = ("year", "half", "quarter", "month", "year-to-date")


def keep_period(told: Discourse, sense: Sense, made: list[Linked], block: int, published: date | None) -> None:
    """Keeps what the next sentence may lean on. A time to come is kept apart: what was never carries it over."""
    text = sense.sentence.flat
    _keep_times(told, sense, block, published)
    _keep_ends(told, made)
    told_here = [linked for linked in made if not linked.base]
    stated = [
        linked
        for linked in told_here
        if _is_told(linked, text)
        and not _is_ahead(linked.period, published, linked.candidate.fact.status == "actual")
        and not _looks_back(linked, told.period, text)
    ]
    aside = [linked for linked in stated if linked.when.time is not None and _ALONE.match(text, linked.when.time.end)]
    if aside and told.period is not None:
        stated = [linked for linked in stated if linked not in aside]
    wanted = [one for one in told_here if one.candidate.fact.status in ("forecast", "target") and _is_told(one, text)]
    if wanted:
        told.expected, told.expected_sentence = wanted[-1].period, told.count
    found = _chosen(stated) or (None if aside else _written(sense, made, published))
    if found is not None:
        told.period, told.period_block, told.period_sentence = found, block, told.count
        if told.lead_period is None and told.count <= OPENING and found.basis in STRETCHES:
            told.lead_period = found
    elif told.period is not None and any(
        (linked.period.start, linked.period.end) == (told.period.start, told.period.end) for linked in told_here
    ):
        told.period_block, told.period_sentence = block, told.count
    elif made and told.period_block == block:
        told.period_sentence = told.count


_SAME_OF = re.compile(r"(?:in |for |during )?the (?:same|corresponding) \w+(?: of| in| last)", re.IGNORECASE)
_HAD_BEEN = re.compile(r"\bhad (?:[a-z]+ly )?(?:been|[a-z]+(?:ed|en|wn|ld|de|nt|pt|ught))\b[^,;.]{0,24}$")


def _looks_back(linked: Linked, main: Period | None, text: str) -> bool:
    """Whether a figure of an earlier time is only looked back at: "In the same quarter of 2012 they had shipped 20"."""
    time, end = linked.when.time, linked.period.end
    if main is None or main.end is None or time is None or end is None or end >= main.end:
        return False
    said = _SAME_OF.match(text[time.start : time.end])
    return bool(said or _HAD_BEEN.search(text, 0, linked.amount.lead))


def goes_on(text: str, linked: Linked, levels: list[Amount]) -> bool:
    """Whether the figures behind one may share its time: not if it stands in an aside that ends before them."""
    after = next((one for one in levels if one.start > linked.amount.start), None)
    return after is None or not any(low <= linked.amount.start < high <= after.start for low, high in asides(text))


def _keep_ends(told: Discourse, made: list[Linked]) -> None:
    """The times of "from 5 million in 2010 to 9 million in 2015", for "over the same period"."""
    for one, other in itertools.pairwise(made):
        first, last = one.period, other.period
        if one.base and other.amount.pair == "to" and first.end and last.end and first.end < last.end:
            told.ends = (first, last)


def _keep_times(told: Discourse, sense: Sense, block: int, published: date | None) -> None:
    text = sense.sentence.flat
    for time in sense.times:
        period = time.period
        if time.role != "at" or time.loose or GLANCE_BACK.search(time.why) or _labels_a_bracket(text, time):
            continue
        if period.end is not None:
            told.mentioned = period
        if period.basis == "month":
            told.month = period
        if _is_ahead(period, published, begun_is_told=False):
            if told.lead_deadline is None and told.count <= OPENING:
                told.lead_deadline = period
            told.deadline, told.deadline_block, told.deadline_sentence = period, block, told.count
        if (
            not _is_ahead(period, published)
            and period.start is not None
            and period.end is not None
            and period.basis != "since"
        ):
            told.recent, told.recent_sentence = [*told.recent[-5:], period], told.count


def _labels_a_bracket(text: str, time: Time) -> bool:
    """Whether a time only says of when the figure in brackets is that another is compared with: "(2015: 36,900)"."""
    return text[: time.start].endswith("(") and text.startswith(":", time.end)


def _is_told(linked: Linked, text: str) -> bool:
    """Whether a figure's time is one that goes on to hold: written, and no glance back."""
    time = linked.when.time
    return (
        time is not None
        and not linked.when.loose
        and linked.period.end is not None
        and linked.period.basis not in ("before", "since", "by", "cumulative")
        and not any(low <= linked.amount.start < high and text[low] == "(" for low, high in asides(text))
        and not GLANCE_BACK.search(time.why)
        and not text[: time.end].endswith(" ago")
    )


def _chosen(stated: list[Linked]) -> Period | None:
    """The last time that a figure of the sentence was given; a stretch before a moment."""
    stretches = [linked.period for linked in stated if linked.period.start is not None]
    return _latest(stretches) if stretches else stated[-1].period if stated else None


def _latest(stretches: list[Period]) -> Period:
    """The last of the stretches told of, but of several of one length the latest: others are looked back at."""
    last = stretches[-1]
    return max((one for one in stretches if one.basis == last.basis), key=lambda one: one.end or date.min)


def _written(sense: Sense, made: list[Linked], published: date | None) -> Period | None:
    """The last stretch of time written in a sentence whose figures do not take it."""
    text = sense.sentence.flat
    written = [
        time.period
        for time in sense.times
        if time.role == "at"
        and not time.loose
        and not GLANCE_BACK.search(time.why)
        and not any(
            linked.when.time is time and (linked.base or linked.candidate.fact.status not in ACHIEVED)
            for linked in made
        )
        and time.period.end is not None
        and time.period.start is not None
        and time.period.basis in STRETCHES
        and not _is_ahead(time.period, published)
        and not any(low <= time.start < high for low, high in asides(text))
    ]
    return _latest(written) if written else None


def _is_ahead(period: Period, published: date | None, begun_is_told: bool = True) -> bool:
    """Whether a time is still to come; of one that has begun and goes on, whoever asks decides."""
    if published is None or period.end is None or period.end <= published:
        return False
    return period.start is None or period.start >= published or not begun_is_told
