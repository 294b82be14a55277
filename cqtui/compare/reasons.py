"""Why two figures are, or are not, like for like: each reason as a value with a plain clause.

A reason about two facts is found by one of the functions below, each of which looks at one aspect.
Nothing here looks at how large the figures are, except to see whether two states taken some days
apart can be the same state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from cqtui import notation
from cqtui.compare import interval, periods
from cqtui.model import Entity, Fact, fact_id
from cqtui.vocabulary import Vocabulary

ReasonKind = Literal[
    "no value",
    "different measure",
    "different item",
    "nested item",
    "currency",
    "conversion",
    "different unit",
    "basis",
    "period unstated",
    "period open",
    "period length",
    "period offset",
    "nested scope",
    "different scope",
    "different entity",
    "status",
    "bound",
    "same source",
]
KINDS: tuple[ReasonKind, ...] = get_args(ReasonKind)
"""Every kind, in the order in which reasons are told."""

MEANINGS: dict[ReasonKind, str] = {
    "no value": "one states only a change, or both state changes that are not of one sort",
    "different measure": "what is measured differs (shipments against output volume)",
    "different item": "what is counted or valued differs (laptops against mobile phones)",
    "nested item": "what one counts includes what the other counts (computers include laptops)",
    "currency": "the amounts are in different currencies, or one currency is not stated",
    "conversion": "one sentence gives an amount in two currencies: likely one fact, not two",
    "different unit": "the units do not convert into each other (percent against people)",
    "basis": "a moment, a total to date, a rate or a due date against a period",
    "period unstated": "a period is not stated, so nothing says that the periods are equal",
    "period open": "a period has no beginning or no end",
    "period length": "the periods differ in length (a half year against a year)",
    "period offset": "periods of equal length, or moments, at different times",
    "nested scope": "one covers a part of what the other covers",
    "different scope": "they cover things of different sorts, or one does not say what it covers",
    "different entity": "the same question, asked of different companies or places",
    "status": "the statuses differ (an actual against a target)",
    "bound": "a value is bounded, rounded or vague, so less follows from it",
    "same source": "both come from one source: one witness, not two",
}
"""What each kind says: the closed list that programs may rely on."""

Severity = Literal["blocking", "caution", "note"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, about the facts with these ids. For a nested one the part comes first.

    "blocking" prevents like for like; "caution" leaves the figures comparable but not the same
    question; "note" changes nothing and should be known. `clause` is `text` up to its colon.
    """

    kind: ReasonKind
    text: str
    facts: tuple[str, ...]
    severity: Severity = "blocking"

    @property
    def blocks(self) -> bool:
        """Whether the reason prevents like for like."""
        return self.severity == "blocking"

    @property
    def clause(self) -> str:
        """The short form for a headline: "a part against the whole"."""
        return self.text.partition(": ")[0]


def between(a: Fact, b: Fact, vocabulary: Vocabulary) -> list[Reason]:
    """Every reason about `a` and `b` that comes before looking at their values, in telling order."""
    found = [*_value(a, b), *_status(a, b), *_source(a, b)]
    for aspect in (_measure, _item, _unit, _time, _scope):
        found += aspect(a, b, vocabulary)
    if any(reason.blocks for reason in found):
        # One witness matters only where figures could confirm each other.
        found = [reason for reason in found if reason.kind != "same source"]
    return sorted(found, key=lambda reason: KINDS.index(reason.kind))


def key(fact: Fact) -> str:
    """The fact's id, also for a fact that has none yet."""
    return fact.id or fact_id(fact)


def _reason(kind: ReasonKind, text: str, a: Fact, b: Fact, severity: Severity = "blocking") -> Reason:
    return Reason(kind, text, tuple(dict.fromkeys((key(a), key(b)))), severity)


def lowered(label: str) -> str:
    """A label inside a sentence: "Output volume" is "output volume", "R&D spending" stays."""
    return label[:1].lower() + label[1:] if re.match(r"[A-Z][a-z]", label) else label


# What is measured


def _value(a: Fact, b: Fact) -> Iterator[Reason]:
    if a.value is not None and b.value is not None:
        return
    if (a.value is None) != (b.value is None):
        yield _reason("no value", "a level against a change", a, b)
        return
    if a.change is None or b.change is None:
        yield _reason("no value", "no value", a, b)
        return
    kinds = {a.change.kind, b.change.kind}
    if len(kinds) > 1 and "unstated" not in kinds:
        words = {"percent": "percent", "points": "percentage points", "times": "times", "unstated": ""}
        yield _reason("no value", f"a change in {words[a.change.kind]} against one in {words[b.change.kind]}", a, b)
    if a.change.against != b.change.against:
        if a.change.against and b.change.against:
            yield _reason("basis", f"a change on {a.change.against} against one on {b.change.against}", a, b)
        else:
            yield _reason("basis", "changes on a base that only one of them states", a, b, "caution")


def _measure(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.metric != b.metric:
        labels = [lowered(vocabulary.metric(fact.metric).label) for fact in (a, b)]
        yield _reason("different measure", " against ".join(labels), a, b)


def _item(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.item == b.item:
        return
    if a.item is None or b.item is None:
        one = _items(a.item or b.item or "", vocabulary)
        yield _reason("different item", f"{one} against a figure that names no item", a, b)
        return
    for part, whole in ((a, b), (b, a)):
        assert part.item is not None and whole.item is not None
        if vocabulary.is_item_part(part.item, whole.item):
            text = f"{_items(whole.item, vocabulary)} include {_items(part.item, vocabulary)}"
            yield _reason("nested item", text, part, whole)
            return
    yield _reason("different item", f"{_items(a.item, vocabulary)} against {_items(b.item, vocabulary)}", a, b)


def _items(id: str, vocabulary: Vocabulary) -> str:
    return notation.plural(lowered(vocabulary.item(id).label))


def _unit(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.value is None or b.value is None:
        return
    (unit_a, per_a), (unit_b, per_b) = (interval.measured_in(fact, vocabulary) for fact in (a, b))
    if per_a != per_b:
        yield from _rates(a, b, vocabulary)
    if unit_a == unit_b:
        return
    money = [interval.dimension(fact, vocabulary) == "money" for fact in (a, b)]
    names = [_unit_name(fact, vocabulary) for fact in (a, b)]
    if all(money):
        if a.unit is None or b.unit is None:
            yield _reason("currency", "a currency that is not stated", a, b)
            return
        yield _reason("currency", f"{names[0]} against {names[1]}", a, b)
        if a.evidence.source == b.evidence.source and a.evidence.sentence == b.evidence.sentence:
            yield _reason("conversion", "likely one amount, given in two currencies", a, b, "note")
    elif a.metric == b.metric:  # under different measures, different units go without saying
        yield _reason("different unit", f"{names[0]} against {names[1]}", a, b)


def _rates(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    if a.per and b.per:
        labels = [vocabulary.unit(fact.per or "").label for fact in (a, b)]
        yield _reason("different unit", f"per {labels[0]} against per {labels[1]}", a, b)
        return
    rate, other = (a, b) if a.per else (b, a)
    yield _reason("basis", f"a rate per {vocabulary.unit(rate.per or '').label} against a total", rate, other)


def _unit_name(fact: Fact, vocabulary: Vocabulary) -> str:
    if fact.unit is None:
        return "an unstated unit"
    unit = vocabulary.unit(fact.unit)
    return notation.code(unit.id) if unit.dimension == "money" else notation.units(unit)


# When


SAME_STATE = timedelta(days=31)
"""States taken this close together may be one state: an as-of day is often the day of printing."""


def _time(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    p, q = a.period, b.period
    sorts = periods.sort_of_time(p), periods.sort_of_time(q)
    one_source = a.evidence.source == b.evidence.source
    if "before" in sorts and sorts[0] != sorts[1]:
        one_sentence = one_source and a.evidence.sentence == b.evidence.sentence
        text = "before against after, in one sentence" if one_sentence else "a time before that is not stated"
        yield _reason("period open", text, a, b, "caution" if one_sentence else "blocking")
    elif "unstated" in sorts and sorts[0] != sorts[1]:
        dated = p if sorts[1] == "unstated" else q
        yield _reason("period unstated", f"a period not stated against {notation.period(dated)}", a, b)
    elif not (p.start or p.end or q.start or q.end):
        if one_source:
            yield _reason("period unstated", "no period stated, in one source", a, b, "note")
        else:
            yield _reason("period unstated", "no period stated, in different sources", a, b)
    elif (p.start, p.end, sorts[0]) == (q.start, q.end, sorts[1]):
        return
    elif sorts[0] != sorts[1]:
        yield from _mixed_times(a, b, sorts, vocabulary)
    elif sorts[0] == "span":
        yield from _spans(a, b)
    elif sorts[0] == "open":
        yield _reason("period open", f"{notation.period(p)} against {notation.period(q)}", a, b)
    else:
        yield from _moments(a, b, vocabulary)


def _mixed_times(
    a: Fact, b: Fact, sorts: tuple[periods.Time, periods.Time], vocabulary: Vocabulary
) -> Iterator[Reason]:
    if "open" in sorts:
        yield _reason("period open", f"{notation.period(a.period)} against {notation.period(b.period)}", a, b)
        return
    text = f"{periods.in_kind(a.period)} against {periods.in_kind(b.period)}"
    ends = [fact.period.end or fact.period.start for fact in (a, b)]
    at_its_end = ends[0] == ends[1] and ends[0] is not None and "total" not in sorts
    stock = all(vocabulary.metric(fact.metric).nature == "stock" for fact in (a, b))
    if stock and set(sorts) == {"moment", "span"} and periods.moment_within(a.period, b.period):
        # A share that is reported within a year is that year's; a headcount may have changed since.
        one_state = interval.dimension(a, vocabulary) == "ratio" or _may_be_equal(a, b, vocabulary)
        yield _reason("basis", f"{text}: within it", a, b, "note" if one_state else "caution")
        return
    mild = at_its_end and (stock or "due" in sorts)
    yield _reason("basis", text, a, b, "caution" if mild else "blocking")


def _spans(a: Fact, b: Fact) -> Iterator[Reason]:
    lengths = periods.length(a.period), periods.length(b.period)
    if not periods.same_length(a.period, b.period):
        if lengths[0] == lengths[1]:
            lengths = f"{a.period.days} days", f"{b.period.days} days"
        yield _reason("period length", f"{lengths[0]} against {lengths[1]}", a, b)
    else:
        overlap = ": they overlap" if periods.overlapping(a.period, b.period) else ""
        text = f"{notation.period(a.period)} against {notation.period(b.period)}{overlap}"
        yield _reason("period offset", text, a, b, "caution")


def _moments(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    ends = [fact.period.end or fact.period.start for fact in (a, b)]
    text = f"{notation.period(a.period)} against {notation.period(b.period)}"
    close = bool(ends[0] and ends[1] and abs(ends[0] - ends[1]) <= SAME_STATE)
    if close and periods.sort_of_time(a.period) == "moment" and _may_be_equal(a, b, vocabulary):
        yield _reason("period offset", f"{text}: close enough to be one state", a, b, "note")
        return
    yield _reason("period offset", text, a, b, "caution")


def _may_be_equal(a: Fact, b: Fact, vocabulary: Vocabulary) -> bool:
    x, y = interval.allowed(a, vocabulary), interval.allowed(b, vocabulary)
    return bool(x and y and x.meets(y))


# Who and where


def _scope(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    place_a, place_b = place(a, vocabulary), place(b, vocabulary)
    if a.entity == b.entity and place_a == place_b:
        return
    for part, whole in ((a, b), (b, a)):
        if is_part(part, whole, vocabulary):
            yield _reason("nested scope", _nested_text(part, whole, vocabulary), part, whole)
            return
    if a.entity == b.entity:
        yield from _same_entity_elsewhere(a, b, vocabulary)
        return
    entities = vocabulary.entity(a.entity), vocabulary.entity(b.entity)
    kinds = _sort_of(entities[0]), _sort_of(entities[1])
    if kinds[0] != kinds[1] and "" not in kinds:
        yield _reason("different scope", f"{kinds[0]} against {kinds[1]}: {_names(a, b, vocabulary)}", a, b)
        return
    if place_a and place_b and place_a != place_b:
        for inner, outer in ((place_a, place_b), (place_b, place_a)):
            if vocabulary.is_part(inner, outer):
                text = f"only {_name(inner, vocabulary)} against all of {_name(outer, vocabulary)}"
                yield _reason("different scope", f"{text}: {_names(a, b, vocabulary)}", a, b)
                return
    yield _reason("different entity", _names(a, b, vocabulary), a, b, "caution")
    if (place_a is None) != (place_b is None) and "a place" not in kinds:
        said = _name(place_a or place_b or "", vocabulary)
        yield _reason("different scope", f"only one of them is said to be in {said}", a, b, "caution")


def place(fact: Fact, vocabulary: Vocabulary) -> str | None:
    """The place that narrows a fact's entity; None where it adds nothing to the entity itself."""
    if fact.place is None or fact.place == fact.entity or vocabulary.is_part(fact.entity, fact.place):
        return None
    return fact.place


def is_part(part: Fact, whole: Fact, vocabulary: Vocabulary) -> bool:
    """Whether what `part` is about lies in what `whole` is about: OPPO's in Chongqing, in Chongqing."""
    inner, outer = place(part, vocabulary), place(whole, vocabulary)
    if part.entity == whole.entity:
        return bool(inner and outer and vocabulary.is_part(inner, outer))
    if vocabulary.is_part(part.entity, whole.entity):
        return outer is None or inner == outer or bool(inner and vocabulary.is_part(inner, outer))
    if inner and outer is None:
        return inner == whole.entity or vocabulary.is_part(inner, whole.entity)
    return False


def _nested_text(part: Fact, whole: Fact, vocabulary: Vocabulary) -> str:
    small, large = _name(part.entity, vocabulary), _name(whole.entity, vocabulary)
    inner, outer = place(part, vocabulary), place(whole, vocabulary)
    if part.entity == whole.entity:
        said = f"{small} in {_name(inner or '', vocabulary)} against in {_name(outer or '', vocabulary)}"
    elif vocabulary.is_part(part.entity, whole.entity):
        said = f"{small} is part of {large}"
    else:
        said = f"{small}'s, in {_name(inner or '', vocabulary)}, against the whole of {large}"
    return f"a part against the whole: {said}"


def _same_entity_elsewhere(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    place_a, place_b = place(a, vocabulary), place(b, vocabulary)
    if place_a and place_b:
        names = f"{_name(place_a, vocabulary)} against {_name(place_b, vocabulary)}"
        yield _reason("different scope", f"different places: {names}", a, b, "caution")
    else:
        said = _name(place_a or place_b or "", vocabulary)
        yield _reason("different scope", f"only one of them is said to be in {said}", a, b, "caution")


def _sort_of(entity: Entity) -> str:
    return {
        "place": "a place", "company": "a company", "industry": "an industry", "agency": "an agency",
    }.get(entity.kind, "")  # fmt: skip


def _names(a: Fact, b: Fact, vocabulary: Vocabulary) -> str:
    return f"{_name(a.entity, vocabulary)} against {_name(b.entity, vocabulary)}"


def _name(id: str, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(id)
    return entity.short or entity.name


# How it is said


def _status(a: Fact, b: Fact) -> Iterator[Reason]:
    if a.status == b.status:
        return
    both_past = {a.status, b.status} == {"actual", "estimate"}
    words = [f"{'an' if fact.status[0] in 'aeiou' else 'a'} {fact.status}" for fact in (a, b)]
    yield _reason("status", " against ".join(words), a, b, "caution" if both_past else "blocking")


def _source(a: Fact, b: Fact) -> Iterator[Reason]:
    if a.evidence.source == b.evidence.source and key(a) != key(b):
        yield _reason("same source", "both from one source: one witness", a, b, "note")
