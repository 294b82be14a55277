"""How each time that may be meant stands to a figure: the features by which one of them is chosen as its period.

Candidates are the times in the sentence, what convention takes for granted (`conventions`), the stretches
that earlier sentences, the heading and the title tell of, the day of publication, and no time at all. What
counts for how much is learned (`choice`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cqtui.ingest.choice import Feature, Passing, each_once, template
from cqtui.ingest.conventions import Told
from cqtui.ingest.discourse import DEADLINES, Discourse, Sense, period_key
from cqtui.ingest.governing import OPENS_CLAUSE, POSSESSIVE, TIGHT, When, is_base, last_words, other_verb, said_then
from cqtui.ingest.periods import Time
from cqtui.ingest.standing import stretch
from cqtui.ingest.tense import asides, verbs
from cqtui.ingest.units import Amount
from cqtui.ingest.wording import beside, saying
from cqtui.model import ACHIEVED, Period

_LOOKED_AT = 60
"""Figures before, of which it counts when they were."""


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


@dataclass(slots=True)
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
    nature: str = field(init=False)
    aim: str = field(init=False)
    latest: date | None = field(init=False)
    """When the latest stretch of time ends that was told of and is over."""
    bases: frozenset[str] = field(init=False)
    """What the sentence compares with: the periods by their keys, and those told of by their lengths alone."""
    dated: _Dated | None = field(init=False)
    """The figures linked last."""
    beside: dict[str, Passing] = field(default_factory=dict)
    """The words beside the figure, with each sort of time that may be meant."""

    def __post_init__(self) -> None:
        told = self.told
        self.nature = (
            "building time" if told.metric == "construction time"
            else "ratio" if told.ratio
            else "total" if told.cumulative
            else "state" if told.stock
            else "flow"
        )  # fmt: skip
        self.aim = "done" if told.status in ACHIEVED else told.status
        self.latest = _latest(self.discourse, self.published)
        against = [time for time in self.sense.times if time.role == "against"]
        self.bases = frozenset(period_key(time.period) if time.period.end else time.why for time in against)
        self.dated = _Dated.of(self.discourse, told) if self.discourse.dated else None


def _latest(told: Discourse, published: date | None) -> date | None:
    ends = [
        one.end
        for one in (told.lead_period, told.title_period, told.period, *told.recent)
        if one is not None
        and one.start is not None
        and one.end is not None
        and (published is None or one.end <= published)
    ]
    return max(ends, default=None)


class _Dated(NamedTuple):
    """The periods, by their keys, of the figures linked last: how many had each and in which sentence the last did;
    which the last figure of the metric had, and the first of the paragraph, if there were such."""

    figures: int
    with_it: Mapping[str, int]
    since: Mapping[str, int]
    of_metric: str | None
    of_paragraph: str | None

    @classmethod
    def of(cls, discourse: Discourse, told: Told) -> _Dated:
        dated = discourse.dated[-_LOOKED_AT:]
        return cls(
            len(dated),
            Counter(key for _, _, key, _ in dated),
            {key: at for at, _, key, _ in dated},
            next((key for _, metric, key, _ in reversed(dated) if metric == told.metric), None),
            next((key for _, _, key, block in dated if block == told.block), None),
        )


def features(asked: Asked, found: Sequence[Meant]) -> dict[str, list[Feature]]:
    """The candidates, each with its features, by their keys; those that mean one period are one candidate."""
    together: dict[str, list[Meant]] = {}
    for one in found:
        together.setdefault(one.key, []).append(one)
    times = [one.when.time for one in found if one.source == "time"]
    written = [time for time in times if time is not None]
    many = "no time" if not times else "a time" if len(times) == 1 else "times"
    timing = "timed" if times else "no time"
    made: dict[str, list[Feature]] = {}
    for key, meant in together.items():
        goes = dict.fromkeys(_of_period(asked, key, meant[0].period, timing))
        for one in meant:
            goes.update(dict.fromkeys(_of_source(asked, one, many)))
        own = [one.when.time for one in meant if one.source == "time" and one.when.time is not None]
        stands = [feature for time in own for feature in _of_time(asked, time, written)]
        made[key] = [*goes, *_of_figures(asked, key, timing), *(stands if len(own) < 2 else each_once(stands))]
    return made


def _of_source(asked: Asked, one: Meant, many: str) -> Iterator[Feature]:
    """Where a period comes from, and how that goes with what the figure is."""
    told, discourse = asked.told, asked.discourse
    source = "rule without a time" if one.source == "rule" and one.when.time is None else one.source
    yield _aims(source, asked.nature, asked.aim, asked.base)
    yield _taken(source, asked.nature, told.tense, many)
    yield _whether(source, told.tense, told.moving, told.rate, told.aside)
    if one.source in ("title", "lead", "carried"):
        yield f"{one.source} · {_title_and_lead(discourse)} · {many}"
    if discourse.section_period is not None:
        yield f"{source} · under a heading of its own time"
    if one.source == "carried":
        here = "here" if discourse.period_block == told.block else "another paragraph"
        age = min(discourse.count - discourse.period_sentence, 4)
        yield f"carried · {here} {age}"
        yield f"carried · {here} · {_beside(one.period, discourse.title_period or discourse.lead_period)}"
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


def _of_time(asked: Asked, time: Time, times: Sequence[Time]) -> Iterator[Feature]:
    """How a time in the sentence stands to the figure."""
    text, amount, told = asked.sense.sentence.flat, asked.amount, asked.told
    behind = time.start >= amount.end
    _, _, gap, strong, weak, figures = stretch(asked.sense, amount, time.start, time.end, asked.levels, behind=behind)
    side, between = "behind" if behind else "before", min(figures, 3)
    others = [one for one in asked.levels if one is not amount]
    length = 0 if len(gap) < 12 else 1 if len(gap) < 30 else 2 if len(gap) < 70 else 3
    role = f"{time.role}{' loose' if time.loose else ''}"
    nearer = sum(1 for one in times if _nearer(one, time, amount))
    base = "base" if asked.base else "no base"
    yield _stands(side, role, asked.nature, told.tense, base, time.period.basis)
    yield _parted(side, role, between, nearer, length)
    yield _bordered(side, strong, weak, "comma" if "," in gap else "no comma")
    if behind and between == 0 and "," not in gap.strip() and TIGHT.fullmatch(last_words(gap)):
        yield _right_behind(role)
    if not behind and POSSESSIVE.fullmatch(gap):
        yield "right before"
    if time.start < 14:
        yield _opens(between, told.tense)
    held = [
        one
        for one in others
        if one.end <= time.start < one.end + 22 and not re.search(r"[,;:]", text[one.end : time.start])
    ]
    if held:
        yield f"behind another figure · {side}"
        if any(is_base(text, one) for one in held):
            yield f"behind a base · {base}"
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


def _nearer(one: Time, other: Time, amount: Amount) -> bool:
    return one is not other and _distance(one, amount) < _distance(other, amount)


def _distance(time: Time, amount: Amount) -> int:
    return time.start - amount.end if time.start >= amount.end else amount.start - time.end


def _of_period(asked: Asked, key: str, period: Period, timing: str) -> Iterator[Feature]:
    """How a period goes with what the figure is, and with the day of publication."""
    told, nature, published = asked.told, asked.nature, asked.published
    base = "base" if asked.base else "no base"
    basis = period.basis if period.basis not in DEADLINES else "moment"
    yield _aims(basis, nature, asked.aim, asked.base)
    yield _holds(basis, nature, told.tense, timing, told.moving)
    yield saying(asked.sense, f"in {basis}")
    yield _beside_it(asked, basis)
    if published is not None and period.end is not None:
        if period.start is not None and period.start >= published:
            ahead = "to come"
        else:
            ahead = "over" if period.end < published else "now" if period.end == published else "under way"
        yield _lies(ahead, nature, asked.aim, told.tense)
    if asked.latest is not None and period.end is not None and period.start is not None:
        old = (
            "before the latest"
            if period.end < asked.latest
            else "the latest"
            if period.end == asked.latest
            else "later"
        )
        yield _follows(old, nature, told.tense, timing, base)
        for one in asked.bases:
            if one in ("previous quarter", "previous month"):
                yield f"{old} · beside the {one}"
    if key in asked.bases:
        yield f"what something is compared with · {base}"
    if asked.main is not None:
        same = (asked.main.start, asked.main.end) == (period.start, period.end)
        yield f"{'as' if same else 'other than'} the figure before · {nature}"


def _beside_it(asked: Asked, basis: str) -> Passing:
    """How a time of its sort goes with the words beside the figure."""
    found = asked.beside.get(basis)
    if found is None:
        words = beside(asked.sense.sentence.flat, asked.amount)
        found = asked.beside[basis] = Passing(f"{basis} · {word}" for word in words)
    return found


def _of_figures(asked: Asked, key: str, timing: str) -> Iterator[Feature]:
    """How many of the figures before had a period, how long ago, and whether figures of the metric had it."""
    dated = asked.dated
    if dated is None:
        return
    with_it = dated.with_it.get(key, 0)
    ago = asked.discourse.count - dated.since[key] if with_it else 99
    since = (
        "here" if ago == 0 else "1 ago" if ago == 1 else "2 or 3 ago" if ago < 4 else "long ago" if with_it else "never"
    )
    yield _figured(4 * with_it // dated.figures, since, asked.nature, asked.aim, asked.told.tense, timing)
    last = None if dated.of_metric is None else "last so" if dated.of_metric == key else "last not so"
    first = None if dated.of_paragraph is None else "first so" if dated.of_paragraph == key else "first not so"
    yield _alike(last, first, timing)


# The features that few words make up


@template
def _aims(source: str, nature: str, aim: str, base: bool) -> tuple[str, ...]:
    """Of a source or of a basis: both may be "unstated"."""
    return f"{source} · {nature} {aim}", f"{source} · {'base' if base else 'no base'}"


@template
def _taken(source: str, nature: str, tense: str, many: str) -> tuple[str, ...]:
    return (
        source,
        f"{source} · {tense} {nature}",
        f"{source} · {tense} {nature} · {many}",
        f"{source} · {many}",
    )


@template
def _whether(source: str, tense: str, moving: bool, rate: bool, aside: bool) -> Iterator[str]:
    yield f"{source} · {'moving' if moving else 'a level'} · {tense}"
    if rate:
        yield f"{source} · a rate"
    if aside:
        yield f"{source} · in an aside · {tense}"


@template
def _stands(side: str, role: str, nature: str, tense: str, base: str, basis: str) -> tuple[str, ...]:
    return (
        f"{side} · {role}",
        f"{side} · {role} · {nature}",
        f"{side} · {role} · {tense}",
        f"{base} · {role} · {side}",
        f"{basis} · {nature} · {side}",
    )


@template
def _parted(side: str, role: str, between: int, nearer: int, length: int) -> tuple[str, ...]:
    return (
        f"{side} · {between} figures between",
        f"{side} · distance {length}",
        f"{side} · {between} figures between · distance {length}",
        f"{side} · {nearer} times nearer",
        f"{side} · {role} · {nearer} times nearer · {between} figures between",
    )


@template
def _bordered(side: str, strong: int, weak: int, comma: str) -> tuple[str, ...]:
    return f"{side} · {strong} borders", f"{side} · {weak} weak borders · {comma}"


@template
def _holds(basis: str, nature: str, tense: str, timing: str, moving: bool) -> tuple[str, ...]:
    return (
        f"{basis} · {nature} {tense}",
        f"{basis} · {timing} · {nature}",
        f"{basis} · {'moving' if moving else 'a level'}",
    )


@template
def _right_behind(role: str) -> tuple[str, ...]:
    return "right behind", f"right behind · {role}"


@template
def _opens(between: int, tense: str) -> tuple[str, ...]:
    return f"opens the sentence · {between} figures between", f"opens the sentence · {tense}"


@template
def _lies(ahead: str, nature: str, aim: str, tense: str) -> tuple[str, ...]:
    return f"{ahead} · {tense} · {aim}", f"{ahead} · {nature} · {tense}"


@template
def _follows(old: str, nature: str, tense: str, timing: str, base: str) -> tuple[str, ...]:
    return f"{old} · {nature} · {timing}", f"{old} · {tense} · {base}"


@template
def _figured(share: int, since: str, nature: str, aim: str, tense: str, timing: str) -> tuple[str, ...]:
    return (
        f"figures with it · share {share} · {timing}",
        f"figures with it · share {share} · {since} · {timing}",
        f"figures with it · {since} · {nature} {aim} · {timing}",
        f"figures with it · {since} · {tense} · {timing}",
    )


@template
def _alike(last: str | None, first: str | None, timing: str) -> Iterator[str]:
    if last:
        yield f"figures of the metric · {last} · {timing}"
    if first:
        yield f"figures of the paragraph · {first} · {timing}"
