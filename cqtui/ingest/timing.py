"""How each time that may be meant stands to a figure: the features by which one of them is chosen as its period.

Candidates are the times in the sentence, what convention takes for granted (`conventions`), the stretches
that earlier sentences, the heading and the title tell of, the day of publication, and no time at all. What
counts for how much is learned (`choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from cqtui.ingest.conventions import Told
from cqtui.ingest.discourse import Discourse, Sense
from cqtui.ingest.governing import OPENS_CLAUSE, POSSESSIVE, TIGHT, When, is_base, last_words, other_verb, said_then
from cqtui.ingest.periods import Time
from cqtui.ingest.standing import stretch
from cqtui.ingest.tense import asides, verbs
from cqtui.ingest.units import Amount
from cqtui.model import ACHIEVED, Period

_DEADLINES = ("as-of", "by", "before")


class Meant(NamedTuple):
    """A period that may be meant: where it comes from, why, and whether it is written."""

    source: str
    when: When
    period: Period
    how: str
    stated: bool

    @property
    def key(self) -> str:
        """The same for periods that are one."""
        return period_key(self.period)


def period_key(period: Period) -> str:
    """The same for periods that are one: of a moment or a deadline only the end counts."""
    return _span(None if period.basis in _DEADLINES else period.start, period.end)


@lru_cache(maxsize=1024)
def _span(start: date | None, end: date | None) -> str:
    return f"{start or ''}..{end or ''}"


class Dated(NamedTuple):
    """A figure linked before: its sentence, metric, period by its key, and paragraph."""

    sentence: int
    metric: str
    key: str
    block: int


@dataclass(frozen=True)
class Asked:
    """A figure whose period is asked for, and what is known of it."""

    sense: Sense
    amount: Amount
    levels: Sequence[Amount]
    told: Told
    discourse: Discourse
    base: bool
    published: date | None
    main: Period | None

    @cached_property
    def nature(self) -> str:
        told = self.told
        if told.metric == "construction time":
            return "building time"
        if told.ratio:
            return "ratio"
        if told.cumulative:
            return "total"
        return "state" if told.stock else "flow"

    @cached_property
    def dated(self) -> Sequence[Dated]:
        """The figures linked last, the latest last."""
        return [
            Dated(at, metric, period_key(period), block) for at, metric, period, block in self.discourse.dated[-60:]
        ]

    @cached_property
    def latest(self) -> date | None:
        """When the latest stretch of time ends that was told of and is over."""
        told = self.discourse
        ends = [
            one.end
            for one in (told.lead_period, told.title_period, told.period, *told.recent)
            if one is not None
            and one.start is not None
            and one.end is not None
            and (self.published is None or one.end <= self.published)
        ]
        return max(ends, default=None)

    @cached_property
    def bases(self) -> frozenset[str]:
        """What the sentence compares with: the periods by their keys, and those told of by their lengths alone."""
        against = [time for time in self.sense.times if time.role == "against"]
        return frozenset(period_key(time.period) if time.period.end else time.why for time in against)

    @cached_property
    def aim(self) -> str:
        return "done" if self.told.status in ACHIEVED else self.told.status


def features(asked: Asked, found: Sequence[Meant]) -> dict[str, set[str]]:
    """The candidates, each with its features, by their keys; those that mean one period are one candidate."""
    made: dict[str, set[str]] = {}
    times = [one.when.time for one in found if one.source == "time"]
    written = [time for time in times if time is not None]
    for one in found:
        key = one.key
        own = made.get(key)
        if own is None:
            own = made[key] = {*_of_period(asked, one.period, bool(times)), *_of_figures(asked, key, bool(times))}
        own.update(_of_source(asked, one, len(times)))
        if one.source == "time" and one.when.time is not None:
            own.update(_of_time(asked, one.when.time, written))
    return made


def _of_source(asked: Asked, one: Meant, times: int) -> Iterator[str]:
    """Where a period comes from, and how that goes with what the figure is."""
    told = asked.told
    source = "rule without a time" if one.source == "rule" and one.when.time is None else one.source
    many = "no time" if not times else "a time" if times == 1 else "times"
    yield from _taken(source, asked.nature, asked.aim, told.tense, many)
    yield from _whether(source, told.tense, told.moving, asked.base, told.rate, told.aside)
    if one.source in ("title", "lead", "carried"):
        yield f"{one.source} · {_title_and_lead(asked.discourse)} · {many}"
    if asked.discourse.section_period is not None:
        yield f"{source} · under a heading of its own time"
    if one.source == "carried":
        here = "here" if asked.discourse.period_block == told.block else "another paragraph"
        age = min(asked.discourse.count - asked.discourse.period_sentence, 4)
        yield f"carried · {here} {age}"
        yield f"carried · {here} · {_beside(one.period, asked.discourse.title_period or asked.discourse.lead_period)}"
        yield f"carried · {here} · {asked.nature} {told.tense}"


def _title_and_lead(told: Discourse) -> str:
    """How the time of the title lies to the one that the opening tells of."""
    title, lead = told.title_period, told.lead_period
    if title is None or lead is None:
        return "no title's time" if title is None else "only the title's time"
    return _beside(title, lead)


def _beside(period: Period, lead: Period | None) -> str:
    """How a stretch of time lies to the one that the article reports on."""
    if lead is None or lead.start is None or lead.end is None or period.end is None:
        return "nothing reported on"
    if period.end < lead.start:
        return "before the one reported on"
    if (period.start, period.end) == (lead.start, lead.end):
        return "the one reported on"
    inside = period.start is not None and lead.start <= period.start and period.end <= lead.end
    return "inside the one reported on" if inside else "beside the one reported on"


def _of_time(asked: Asked, time: Time, times: Sequence[Time]) -> Iterator[str]:
    """How a time in the sentence stands to the figure."""
    text, amount, told = asked.sense.sentence.flat, asked.amount, asked.told
    behind = time.start >= amount.end
    _, _, gap, strong, weak, figures = stretch(asked.sense, amount, time.start, time.end, asked.levels, behind=behind)
    side, between = "behind" if behind else "before", min(figures, 3)
    others = [one for one in asked.levels if one is not amount]
    length = 0 if len(gap) < 12 else 1 if len(gap) < 30 else 2 if len(gap) < 70 else 3
    role = f"{time.role}{' loose' if time.loose else ''}"
    nearer = sum(1 for one in times if _nearer(one, time, amount))
    comma = "comma" if "," in gap else "no comma"
    yield from _stands(side, role, asked.nature, told.tense)
    yield from _parted(side, role, between, nearer, length)
    yield from _bordered(side, strong, weak, comma)
    if behind and between == 0 and "," not in gap.strip() and TIGHT.fullmatch(last_words(gap)):
        yield "right behind"
        yield f"right behind · {role}"
    if not behind and POSSESSIVE.fullmatch(gap):
        yield "right before"
    if time.start < 14:
        yield f"opens the sentence · {between} figures between"
        yield f"opens the sentence · {told.tense}"
    held = [
        one
        for one in others
        if one.end <= time.start < one.end + 22 and not re.search(r"[,;:]", text[one.end : time.start])
    ]
    if held:
        yield f"behind another figure · {side}"
        if any(is_base(text, one) for one in held):
            yield f"behind a base · {'base' if asked.base else 'no base'}"
    if behind and any(re.fullmatch(r" ?:? ?\(?", text[time.end : one.lead]) for one in others if one.lead >= time.end):
        yield "opens another figure"
    apart = asides(text)
    if any(at <= time.start < until and not at <= amount.start < until for at, until in apart):
        yield "in an aside"
    if any(at <= amount.start < until <= time.start for at, until in apart):
        yield "behind the figure's aside"
    if said_then(text, time):
        yield "when it was said"
    if behind and OPENS_CLAUSE.search(gap) and any(one.start >= time.end for one in verbs(text)):
        yield "opens another clause"
    if behind and other_verb(text, amount.end, time.start, told.tense):
        yield "goes with another verb"
    yield f"{'base' if asked.base else 'no base'} · {role} · {side}"
    yield f"{time.period.basis} · {asked.nature} · {side}"


def _nearer(one: Time, other: Time, amount: Amount) -> bool:
    return one is not other and _distance(one, amount) < _distance(other, amount)


def _distance(time: Time, amount: Amount) -> int:
    return time.start - amount.end if time.start >= amount.end else amount.start - time.end


def _of_period(asked: Asked, period: Period, timed: bool) -> Iterator[str]:
    """How a period goes with what the figure is, and with the day of publication."""
    told, nature, published = asked.told, asked.nature, asked.published
    basis = period.basis if period.basis not in _DEADLINES else "moment"
    yield from _holds(basis, nature, asked.aim, told.tense, timed)
    yield f"{basis} · {'moving' if told.moving else 'a level'}"
    yield f"{basis} · {'base' if asked.base else 'no base'}"
    if published is not None and period.end is not None:
        if period.start is not None and period.start >= published:
            ahead = "to come"
        else:
            ahead = "over" if period.end < published else "now" if period.end == published else "under way"
        yield f"{ahead} · {told.tense} · {asked.aim}"
        yield f"{ahead} · {nature} · {told.tense}"
    if asked.latest is not None and period.end is not None and period.start is not None:
        old = (
            "before the latest"
            if period.end < asked.latest
            else "the latest"
            if period.end == asked.latest
            else "later"
        )
        yield f"{old} · {nature} · {'timed' if timed else 'no time'}"
        yield f"{old} · {told.tense} · {'base' if asked.base else 'no base'}"
        for one in asked.bases:
            if one in ("previous quarter", "previous month"):
                yield f"{old} · beside the {one}"
    if period_key(period) in asked.bases:
        yield f"what something is compared with · {'base' if asked.base else 'no base'}"
    if asked.main is not None:
        same = (asked.main.start, asked.main.end) == (period.start, period.end)
        yield f"{'as' if same else 'other than'} the figure before · {nature}"


def _of_figures(asked: Asked, key: str, timed: bool) -> Iterator[str]:
    """How many of the figures before had a period, how long ago, and whether figures of the metric had it."""
    dated, told = asked.dated, asked.told
    if not dated:
        return
    timing = "timed" if timed else "no time"
    with_it = [one for one in dated if one.key == key]
    share = 4 * len(with_it) // len(dated)
    ago = asked.discourse.count - with_it[-1].sentence if with_it else 99
    since = (
        "here" if ago == 0 else "1 ago" if ago == 1 else "2 or 3 ago" if ago < 4 else "long ago" if with_it else "never"
    )
    yield f"figures with it · share {share} · {timing}"
    yield f"figures with it · share {share} · {since} · {timing}"
    yield f"figures with it · {since} · {asked.nature} {asked.aim} · {timing}"
    yield f"figures with it · {since} · {told.tense} · {timing}"
    alike = next((one for one in reversed(dated) if one.metric == told.metric), None)
    if alike is not None:
        yield f"figures of the metric · {'last so' if alike.key == key else 'last not so'} · {timing}"
    here = next((one for one in dated if one.block == told.block), None)
    if here is not None:
        yield f"figures of the paragraph · {'first so' if here.key == key else 'first not so'} · {timing}"


# Features that few words make up: each combination is spelled out once


@cache
def _taken(source: str, nature: str, aim: str, tense: str, many: str) -> tuple[str, ...]:
    return (
        source,
        f"{source} · {nature} {aim}",
        f"{source} · {tense} {nature}",
        f"{source} · {tense} {nature} · {many}",
        f"{source} · {many}",
    )


@cache
def _whether(source: str, tense: str, moving: bool, base: bool, rate: bool, aside: bool) -> tuple[str, ...]:
    made = [f"{source} · {'moving' if moving else 'a level'} · {tense}", f"{source} · {'base' if base else 'no base'}"]
    if rate:
        made.append(f"{source} · a rate")
    if aside:
        made.append(f"{source} · in an aside · {tense}")
    return tuple(made)


@cache
def _stands(side: str, role: str, nature: str, tense: str) -> tuple[str, ...]:
    return f"{side} · {role}", f"{side} · {role} · {nature}", f"{side} · {role} · {tense}"


@cache
def _parted(side: str, role: str, between: int, nearer: int, length: int) -> tuple[str, ...]:
    return (
        f"{side} · {between} figures between",
        f"{side} · distance {length}",
        f"{side} · {between} figures between · distance {length}",
        f"{side} · {nearer} times nearer",
        f"{side} · {role} · {nearer} times nearer · {between} figures between",
    )


@cache
def _bordered(side: str, strong: int, weak: int, comma: str) -> tuple[str, ...]:
    return f"{side} · {strong} borders", f"{side} · {weak} weak borders · {comma}"


@cache
def _holds(basis: str, nature: str, aim: str, tense: str, timed: bool) -> tuple[str, ...]:
    return (
        f"{basis} · {nature} {aim}",
        f"{basis} · {nature} {tense}",
        f"{basis} · {'timed' if timed else 'no time'} · {nature}",
    )
