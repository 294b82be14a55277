"""Why two figures are, or are not, like for like.

A reason about two facts is found by one of the functions below, each of which looks at one aspect.
Nothing here looks at how large the figures are, except to see whether two states taken some days
apart can be the same state, and whether two amounts of money are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from cqtui import notation
from cqtui.compare import interval, money, periods, scope, timing
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import KINDS, Reason, key, lowered, reason
from cqtui.model import ACHIEVED, Fact
from cqtui.vocabulary import Vocabulary


def between(a: Fact, b: Fact, known: Knowledge) -> list[Reason]:
    """Every reason about `a` and `b` that comes before looking at their values, in telling order."""
    found = [*_value(a, b), *_status(a, b), *_source(a, b, known)]
    for aspect in (_measure, _item, scope.differences):
        found += aspect(a, b, known.vocabulary)
    found += timing.differences(a, b, known)
    found += _unit(a, b, known, asks_the_same=not any(reason.severity != "note" for reason in found))
    if any(reason.blocks for reason in found):
        # One witness matters only where figures could confirm each other.
        found = [reason for reason in found if reason.kind != "same source"]
    return sorted(found, key=lambda reason: KINDS.index(reason.kind))


# What is measured


def _value(a: Fact, b: Fact) -> Iterator[Reason]:
    if a.value is not None and b.value is not None:
        return
    if a.change is None or b.change is None:
        one_level = (a.value is None) != (b.value is None)
        yield reason("no value", "a level against a change" if one_level else "no value", a, b)
        return
    if a.value is not None or b.value is not None:
        yield reason("no value", "one gives a level as well: their changes are compared", a, b, "note")
    kinds = {a.change.kind, b.change.kind}
    if len(kinds) > 1 and "unstated" not in kinds:
        words = {"percent": "percent", "points": "percentage points", "times": "times", "unstated": ""}
        yield reason("no value", f"a change in {words[a.change.kind]} against one in {words[b.change.kind]}", a, b)
    bases = [periods.measured_from(change.against, of.period) for change, of in ((a.change, a), (b.change, b))]
    if bases[0] != bases[1]:
        if bases[0] and bases[1]:
            yield reason("basis", f"a change on {bases[0]} against one on {bases[1]}", a, b)
        else:
            yield reason("basis", "changes on a base that only one of them states", a, b, "caution")


def _measure(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.metric != b.metric:
        labels = [lowered(vocabulary.metric(fact.metric).label) for fact in (a, b)]
        yield reason("different measure", " against ".join(labels), a, b)


def _item(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.item == b.item:
        return
    if a.item is None or b.item is None:
        one = _items(a.item or b.item or "", vocabulary)
        yield reason("different item", f"{one} against a figure that names no item", a, b)
        return
    for part, whole in ((a, b), (b, a)):
        assert part.item is not None and whole.item is not None
        if vocabulary.is_item_part(part.item, whole.item):
            text = f"{_items(whole.item, vocabulary)} include {_items(part.item, vocabulary)}"
            yield reason("nested item", text, part, whole)
            return
    yield reason("different item", f"{_items(a.item, vocabulary)} against {_items(b.item, vocabulary)}", a, b)


def _items(id: str, vocabulary: Vocabulary) -> str:
    return notation.plural(lowered(vocabulary.item(id).label))


def _unit(a: Fact, b: Fact, known: Knowledge, *, asks_the_same: bool) -> Iterator[Reason]:
    if a.value is None or b.value is None:
        return
    vocabulary = known.vocabulary
    (unit_a, per_a), (unit_b, per_b) = (interval.measured_in(fact, vocabulary) for fact in (a, b))
    if per_a != per_b:
        yield from _rates(a, b, vocabulary)
    if unit_a == unit_b:
        return
    if all(interval.dimension(fact, vocabulary) == "money" for fact in (a, b)):
        yield from money.currencies(a, b, known, asks_the_same=asks_the_same and per_a == per_b)
    elif a.metric == b.metric:  # under different measures, different units go without saying
        names = [money.unit_name(fact, vocabulary) for fact in (a, b)]
        yield reason("different unit", f"{names[0]} against {names[1]}", a, b)


def _rates(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.per and b.per:
        labels = [vocabulary.unit(fact.per or "").label for fact in (a, b)]
        yield reason("different unit", f"per {labels[0]} against per {labels[1]}", a, b)
        return
    rate, other = (a, b) if a.per else (b, a)
    yield reason("basis", f"a rate per {vocabulary.unit(rate.per or '').label} against a total", rate, other)


# How it is said


def _status(a: Fact, b: Fact) -> Iterator[Reason]:
    if a.status == b.status:
        return
    both_past = {a.status, b.status} == ACHIEVED
    words = [f"{'an' if fact.status[0] in 'aeiou' else 'a'} {fact.status}" for fact in (a, b)]
    yield reason("status", " against ".join(words), a, b, "caution" if both_past else "blocking")


def _source(a: Fact, b: Fact, known: Knowledge) -> Iterator[Reason]:
    if key(a) == key(b):
        return
    if a.evidence.source == b.evidence.source:
        yield reason("same source", "both from one source: one witness", a, b, "note")
        return
    houses, days = [_houses(fact, known) for fact in (a, b)], [known.published(fact) for fact in (a, b)]
    shared = sorted(houses[0] & houses[1])
    if shared and days[0] and days[1] and abs(days[0] - days[1]) <= ONE_STORY:
        text = f"both from {shared[0]}, within days: perhaps one report, one witness"
        yield reason("same source", text, a, b, "note")


ONE_STORY = timedelta(days=3)
"""How far apart two editions of one report may be printed."""


def _houses(fact: Fact, known: Knowledge) -> set[str]:
    """The names in the imprint of a fact's source: who printed it, and whose report it is."""
    source = known.sources.get(fact.evidence.source)
    return set(re.findall(r"[^\W\d_][^,;()/]*[^\W\s]", source.publisher or "")) if source else set()
