"""How each metric that a figure may state stands to it: the features by which one of them is chosen.

Candidates are the metrics that the nouns and verbs of the sentence mean in the figure's dimension, the
metric of what is counted, those told of just before, and the one that the rules read. Which feature counts
for how much is learned (`choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cqtui.ingest.changes import Figure
from cqtui.ingest.choice import Feature, each_once, template
from cqtui.ingest.counts import doing
from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.measures import COUNTED_METRICS, PART_OF, Measures, Reading
from cqtui.ingest.pairing import Paired
from cqtui.ingest.shares import scopes
from cqtui.ingest.standing import VERBISH, stretch
from cqtui.ingest.units import Amount
from cqtui.ingest.wording import beside, saying

_OF = re.compile(
    r"\s*(?:of|for|in|from|on|worth of)\s+(?:the |its |their |all |such |our |these |total )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_SAID_TO_BE = re.compile(
    r"\s*(?:[\w-]+ ){0,2}?(?:was|were|is|are|of|at|to|reach(?:ed|es|ing)?|hit|total\w*|stood at|came to|amount\w* to|"
    r"exceed\w*|topp?ed|by|:|will be)\s+(?:about |around |nearly |over |more than |some |only |a record )?$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|be|being)\s+(?:\w+ly\s+)?$")
_FAR = ((2, "beside"), (5, "near"), (10, "some way"), (18, "far"))
_VERY_FAR = "very far"
"""How many words off a cue may stand, and what that is called."""
_MUCH = 1000
"""How much a bare number is at least that may be money."""


class About(NamedTuple):
    """A figure whose metric is asked for: its sentence, the levels in it, the unit it counts, the figure before,
    whether another is compared with it, and what it is paired with."""

    sense: Sense
    figure: Figure
    levels: list[Amount]
    unit: str | None
    last: Linked | None
    base: bool
    pair: Paired | None


@dataclass(slots=True)
class Measured:
    """A figure whose metric is asked for, and what is known of it."""

    about: About
    rule: Reading
    measures: Measures
    discourse: Discourse
    amount: Amount = field(init=False)
    text: str = field(init=False)
    dimension: str = field(init=False)
    """The dimension of the metrics it may be of; a movement's may be of any."""
    sort: str = field(init=False)
    """What sort of figure it is: a movement, a rate of money, a count of people …"""
    may_be_money: bool = field(init=False)
    """Whether it is a bare number that leaves out the currency told before: "It was 390 billion"."""

    def __post_init__(self) -> None:
        self.amount, self.text = self.about.figure.amount, self.about.sense.sentence.flat
        moving = self.about.figure.moving
        self.dimension = "movement" if moving else self.measures.of(self.amount, self.about.unit)
        self.sort = "movement" if moving else _sort(self.amount, self.about.unit)
        bare = self.sort in ("count of so many million", "count of something") and self.amount.value >= _MUCH
        self.may_be_money = bare and self.discourse.currency is not None


def _sort(amount: Amount, unit: str | None) -> str:
    if amount.kind == "money":
        return "rate of money" if amount.per else "money"
    if amount.kind == "measure":
        return f"measure {unit or amount.unit}"
    if amount.kind == "count":
        return f"count of {_counts(amount, unit)}"
    return "fraction" if amount.fraction else amount.kind


def _counts(amount: Amount, unit: str | None) -> str:
    if unit and unit != "unit":
        return unit
    if amount.items or unit:
        return "goods"
    return "a noun" if amount.noun else "so many million" if amount.scaled else "something"


def candidates(asked: Measured) -> dict[str, list[Feature]]:
    """The metrics that it may be of, each with its features."""
    found: dict[str, list[Feature]] = {}
    for metric, cues in _named(asked).items():
        found[metric] = cues[0] if len(cues) < 2 else each_once(one for cue in cues for one in cue)
    unnamed = not found
    for metric, feature in (*_counted(asked), *_told_before(asked), *_told_earlier(asked)):
        found.setdefault(metric, []).append(feature)
    found.setdefault(asked.rule.metric, [])
    for metric in _COMMON.get(asked.dimension, ()) if unnamed else ():
        found.setdefault(metric, ["common"])
    words = beside(asked.text, asked.amount)
    for metric, features in found.items():
        features += _of_metric(asked, metric)
        features += [f"{metric} · {word}" for word in words]
        features.append(saying(asked.about.sense, metric))
    return found


_COMMON = {
    "money": (
        "revenue", "investment", "output value", "export value", "foreign trade value", "profit", "price", "cost",
        "wages", "market size",
    ),
    "count": (
        "output volume", "shipments", "capacity", "export volume", "sales volume", "orders", "companies", "employees",
    ),
    "ratio": (
        "share of own output", "market share", "share of world output", "share of exports", "share of own revenue",
        "staff turnover", "local supply rate", "capacity utilisation",
    ),
}  # fmt: skip
"""By dimension what figures are mostly of, where no word of the sentence names a metric."""


# Named by the sentence


def _named(asked: Measured) -> dict[str, list[list[Feature]]]:
    """What the nouns and verbs of the sentence mean, of several that mean the same the nearest: each metric with the
    features of every cue that means it."""
    hits = _outside_asides(asked, [hit for hit in asked.about.sense.hits if hit.term.sort in ("metric", "verb")])
    hits.sort(key=lambda hit: _farness(asked, hit))
    found: dict[str, list[list[Feature]]] = {}
    seen: set[tuple[str, str]] = set()
    for rank, hit in enumerate(hits):
        own = sorted({one for one in _meanings(asked, hit) if one not in seen and _is_of(asked, one[0])})
        seen.update(own)
        standing = list(_of_cue(asked, hit, rank)) if own else []
        for metric, how in own:
            found.setdefault(metric, []).append([*standing, *_of_meaning(asked, hit, metric, how)])
    return found


def _outside_asides(asked: Measured, hits: list[Hit]) -> list[Hit]:
    """The cues without those of an aside that the figure is not in, where others stand before it."""
    apart, start = asked.about.sense.clauses.apart, asked.amount.start
    outside = [hit for hit in hits if not apart(hit.start, start)]
    return outside if any(hit.end <= start for hit in outside) else hits


def _farness(asked: Measured, hit: Hit) -> float:
    """How far a cue is, in words, with figures and borders between counted as many words."""
    amount, clauses, places = asked.amount, asked.about.sense.clauses, asked.about.sense.places
    before = hit.start < amount.start
    low, high = (hit.end, amount.lead) if before else (amount.end, hit.start)
    between = sum(1 for other in asked.about.levels if low <= other.start < high and other is not amount)
    gap = abs(places.get(hit.start, 0) - places.get(amount.start, 0)) * (1.0 if before else 1.6)
    borders = clauses.strong(low, high) * 18 + clauses.weak(low, high) * (4 if before else 9)
    return gap + borders + between * (7 if before else 26) + (0 if before else 10)


def _meanings(asked: Measured, hit: Hit) -> Iterator[tuple[str, str]]:
    """The metrics that a cue may mean of the figure, and how."""
    families, own = asked.measures.families, asked.measures.dimension
    id, dimension = hit.term.id, asked.dimension
    table = families.tables.get(families.family(id), {})
    if dimension == "movement":
        first = next(iter(table), "")
        for kind in ("count", "money", "ratio", "duration"):
            metric = families.metric(id, kind, own)
            if metric:
                yield metric, "its own" if metric == id or (id.startswith("~") and kind == first) else f"as {kind}"
        return
    metric = families.metric(id, dimension, own)
    if dimension == "ratio":
        if metric:
            yield metric, "a part" if "count" in table or "money" in table else "its own"
        for scope in ("world", "national", "own"):
            if table.get(scope, metric) != metric:
                yield table[scope], f"a part of {scope}"
        for kind in ("count", "money"):
            part = PART_OF.get(families.metric(id, kind, own) or "", metric)
            if part and part != metric:
                yield part, f"a part of {kind}"
        return
    if metric:
        yield metric, "its own"
    if (metric is None and asked.sort == "count of so many million") or asked.may_be_money:
        metric = families.metric(id, "money", own)
        if metric:
            yield metric, "as money"


def _of_cue(asked: Measured, hit: Hit, rank: int) -> Iterator[Feature]:
    """How a cue, the `rank`-nearest one, stands to the figure."""
    text, amount, clauses, places = asked.text, asked.amount, asked.about.sense.clauses, asked.about.sense.places
    behind = hit.start >= amount.end
    inside = not behind and hit.end > amount.start
    _, _, gap, strong, weak, figures = stretch(
        asked.about.sense, amount, hit.start, hit.end, asked.about.levels, behind=behind
    )
    between = min(figures, 2)
    words = abs(places.get(hit.start, 0) - places.get(amount.start, 0))
    far = next((name for most, name in _FAR if words <= most), _VERY_FAR)
    sort = "noun" if hit.term.sort == "metric" else "verb"
    side = "behind" if behind else "inside" if inside else "before"
    place, dimension = f"{side} {sort}", asked.dimension
    yield _stands(place, dimension, asked.sort, min(hit.last - hit.first, 3))
    yield _parted(place, dimension, min(rank, 3), between, strong)
    yield _away(place, dimension, weak, far)
    yield f"{side} · {text[hit.start : hit.end].lower()!r} · {dimension}"
    if behind and _OF.fullmatch(gap):
        yield f"joined · {sort}"
    if behind and sort == "verb" and _PASSIVE.search(text, max(0, hit.start - 24), hit.start):
        yield f"passive · {between} figures between"
    if side == "before" and _SAID_TO_BE.fullmatch(gap):
        yield f"said to be · {dimension}"
    if side == "before" and not gap.strip():
        yield f"adjoining · {sort}"
    if clauses.apart(hit.start, amount.start):
        yield f"in an aside · {side}"
    if hit.start < 4:
        yield f"opens · {sort}"


def _of_meaning(asked: Measured, hit: Hit, metric: str, how: str) -> Iterator[Feature]:
    """In what way a cue means a metric."""
    side = "behind" if hit.start >= asked.amount.end else "before"
    yield _means(how, asked.dimension, metric, side)
    yield f"{asked.text[hit.start : hit.end].lower()!r} · {metric}"
    if how.startswith("a part"):
        for scope in scopes(asked.text, asked.amount):
            yield f"means {how} · {scope}"


# Named by what is counted, and told before


def _counted(asked: Measured) -> Iterator[tuple[str, Feature]]:
    """The metric of the unit counted, alone and with what is done with it."""
    metrics, unit = asked.measures.metric_of_unit, asked.about.unit
    if asked.dimension != "count" or unit not in metrics:
        return
    yield metrics[unit], "of its unit"
    verb = doing(asked.about.sense, asked.amount)
    row = asked.measures.doing[verb[0]] if verb else {}
    if verb and unit in row:
        yield row[unit], _by_what_is_done(int(verb[1] // 15))


def _told_before(asked: Measured) -> Iterator[tuple[str, Feature]]:
    """The metrics of the figure before, and of those that earlier sentences told of, each with features."""
    told, last, sort, clauses = asked.discourse, asked.about.last, asked.sort, asked.about.sense.clauses
    block = asked.about.sense.sentence.block.paragraph
    aside = last is not None and clauses.apart(last.amount.start, asked.amount.start)
    if last is not None and not aside and _fits(asked, last.candidate.fact.metric):
        start, end = last.amount.end, asked.amount.lead
        gap = asked.text[start:end]
        unit = last.candidate.fact.unit
        like = last.amount.kind == asked.amount.kind and unit in (asked.about.unit or unit, asked.amount.unit)
        verb = "verb" if VERBISH.search(gap) else "no verb"
        level = "a base" if asked.about.base else asked.amount.pair or "a level"
        place = f"as the figure before · {'alike' if like else 'unlike'}"
        borders, length = min(clauses.strong(start, end), 2), min(len(gap) // 15, 4)
        yield last.candidate.fact.metric, _as_before(place, sort, borders, verb, level, length)
    same = told.metric_block == block
    first = "first here" if last is None else "not first"
    for name, kept, here in (
        ("last", told.metric, same),
        ("money", told.money, same),
        ("flow", told.flow, same),
        ("time taken", told.duration, told.duration_block == block),
    ):
        if kept and _fits(asked, kept):
            yield kept, _told(name, "in the paragraph" if here else "before", first, sort)


def _told_earlier(asked: Measured) -> Iterator[tuple[str, Feature]]:
    """The metrics of the figures told so far, the last first, each once."""
    told, block = asked.discourse, asked.about.sense.sentence.block.paragraph
    recent = sorted(told.metrics.items(), key=lambda one: one[1][0], reverse=True)[:_REMEMBERED]
    for order, (metric, (sentence, paragraph)) in enumerate(recent, 1):
        if _fits(asked, metric):
            where = "in the paragraph" if paragraph == block else "before"
            yield metric, _earlier(min(order, 4), min(told.count - sentence, 4), where, asked.sort)


_REMEMBERED = 8
"""How many metrics told of before a figure may be of."""


def _fits(asked: Measured, metric: str) -> bool:
    dimension = asked.measures.dimension.get(metric, "")
    fits = asked.dimension in ("movement", dimension) or (dimension == "money" and asked.may_be_money)
    return fits and of_its_unit(asked.amount, metric)


def _is_of(asked: Measured, metric: str) -> bool:
    """Whether a metric is one of what is counted: laptops that go to customers are no number of customers."""
    goods = asked.sort == "count of goods" and metric in COUNTED_METRICS and metric != "base stations installed"
    return not goods and of_its_unit(asked.amount, metric)


def of_its_unit(amount: Amount, metric: str) -> bool:
    """Whether the unit of an amount is one that the metric is told in: years of operation are no days."""
    return not metric.startswith("years ") or amount.unit == "year"


def _of_metric(asked: Measured, metric: str) -> Iterator[Feature]:
    """How a metric goes with the figure, whatever names it."""
    amount, rule = asked.amount, asked.rule
    yield _goes_with(metric, asked.sort, amount.per)
    if amount.noun:
        yield f"{metric} · counts {amount.noun.split()[-1].lower()!r}"
    if metric == rule.metric:
        why = rule.why.split(" ")[0] if rule.at >= 0 else rule.why.partition(":")[0]
        cue, sure = "a cue" if rule.at >= 0 else "no cue", int(min(max(rule.score, 0), 99) // 12)
        yield _by_rules(asked.sort, why, cue, sure)


# The features that few words make up


@template
def _stands(place: str, dimension: str, sort: str, words: int) -> tuple[str, ...]:
    return place, f"{place} · {dimension}", f"{place} · {sort}", f"{place} · {words} words"


@template
def _parted(place: str, dimension: str, rank: int, between: int, strong: int) -> tuple[str, ...]:
    return (
        f"{place} · nearest {rank}",
        f"{place} · nearest {rank} · {strong} borders",
        f"{place} · {between} figures between",
        f"{place} · {between} figures between · {strong} borders",
        f"{place} · {strong} borders · {dimension}",
    )


@template
def _away(place: str, dimension: str, weak: int, far: str) -> tuple[str, ...]:
    return f"{place} · {weak} weak borders", f"{place} · {far}", f"{place} · {far} · {dimension}"


@template
def _means(how: str, dimension: str, metric: str, side: str) -> tuple[str, ...]:
    return f"means {how}", f"means {how} · {dimension}", f"means {how} · {metric}", f"{side} · {metric}"


@template
def _by_what_is_done(sure: int) -> tuple[str, ...]:
    return "by what is done", f"by what is done · {sure}"


@template
def _as_before(place: str, sort: str, borders: int, verb: str, level: str, length: int) -> tuple[str, ...]:
    return (
        place,
        f"{place} · {sort}",
        f"{place} · {borders} borders",
        f"{place} · {verb} between",
        f"{place} · {level}",
        f"{place} · distance {length}",
    )


@template
def _told(name: str, where: str, first: str, sort: str) -> tuple[str, ...]:
    place = f"told {name} · {where}"
    return place, f"{place} · {first}", f"{place} · {sort}"


@template
def _earlier(order: int, near: int, where: str, sort: str) -> tuple[str, ...]:
    place, away = f"told {order} before", f"told {near} sentences ago"
    return place, away, f"{place} · {where}", f"{place} · {sort}", f"{away} · {sort}"


@template
def _goes_with(metric: str, sort: str, per: str | None) -> tuple[str, ...]:
    return f"{metric} · {sort}", f"{metric} · per {per}"


@template
def _by_rules(sort: str, why: str, cue: str, sure: int) -> tuple[str, ...]:
    rules = "the rules"
    return rules, f"{rules} · {sort}", f"{rules} · {why}", f"{rules} · {why} · {sure}", f"{rules} · {cue} · {sure}"
