"""Reasons of scope: whom and where two figures cover, and whether one lies in the other."""

from __future__ import annotations

from collections.abc import Iterator

from cqtui.compare import interval
from cqtui.compare.reason import Reason, Severity, reason
from cqtui.model import Entity, Fact
from cqtui.vocabulary import Vocabulary


def differences(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    """What differs in whom and where the two cover."""
    place_a, place_b = place(a, vocabulary), place(b, vocabulary)
    if a.entity == b.entity and place_a == place_b:
        return
    for part, whole in ((a, b), (b, a)):
        if is_part(part, whole, vocabulary):
            yield reason("nested scope", _nested_text(part, whole, vocabulary), part, whole)
            return
    if a.entity == b.entity:
        yield from _same_entity_elsewhere(a, b, vocabulary)
        return
    entities = vocabulary.entity(a.entity), vocabulary.entity(b.entity)
    joint = [{name.casefold() for name in vocabulary.joined(fact.entity)} for fact in (a, b)]
    if joint[0] & joint[1]:
        yield reason("overlapping scope", f"they share a part: {_names(a, b, vocabulary)}", a, b)
        return
    kinds = _sort_of(entities[0]), _sort_of(entities[1])
    if kinds[0] != kinds[1] and "" not in kinds:
        yield reason("different scope", f"{kinds[0]} against {kinds[1]}: {_names(a, b, vocabulary)}", a, b)
        return
    if place_a and place_b and place_a != place_b:
        for inner, outer in ((place_a, place_b), (place_b, place_a)):
            if vocabulary.is_part(inner, outer):
                text = f"only {_name(inner, vocabulary)} against all of {_name(outer, vocabulary)}"
                yield reason("different scope", f"{text}: {_names(a, b, vocabulary)}", a, b)
                return
    yield reason("different entity", _names(a, b, vocabulary), a, b, "caution")
    if (place_a is None) != (place_b is None) and "a place" not in kinds:
        said = _name(place_a or place_b or "", vocabulary)
        yield reason("different scope", f"only one of them is said to be in {said}", a, b, "caution")


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
    if inner and outer is None and (inner == whole.entity or vocabulary.is_part(inner, whole.entity)):
        return True
    return (inner == outer or outer is None) and vocabulary.is_member(part.entity, whole.entity)


def _nested_text(part: Fact, whole: Fact, vocabulary: Vocabulary) -> str:
    small, large = _name(part.entity, vocabulary), _name(whole.entity, vocabulary)
    inner, outer = place(part, vocabulary), place(whole, vocabulary)
    if part.entity == whole.entity:
        said = f"{small} in {_name(inner or '', vocabulary)} against in {_name(outer or '', vocabulary)}"
    elif vocabulary.is_part(part.entity, whole.entity):
        said = f"{small} is part of {large}"
    elif vocabulary.is_member(part.entity, whole.entity):
        said = f"{small} alone against {large}"
    else:
        said = f"{small}'s, in {_name(inner or '', vocabulary)}, against the whole of {large}"
    return f"a part against the whole: {said}"


def _same_entity_elsewhere(a: Fact, b: Fact, vocabulary: Vocabulary) -> Iterator[Reason]:
    place_a, place_b = place(a, vocabulary), place(b, vocabulary)
    if place_a and place_b:
        names = f"{_name(place_a, vocabulary)} against {_name(place_b, vocabulary)}"
        yield reason("different scope", f"different places: {names}", a, b, "caution")
    else:
        said = _name(place_a or place_b or "", vocabulary)
        # Of equal figures one may leave out where; of others, one may be the whole of what the other is a part of.
        severity: Severity = "caution" if interval.may_be_equal(a, b, vocabulary) else "blocking"
        yield reason("different scope", f"only one of them is said to be in {said}", a, b, severity)


def _sort_of(entity: Entity) -> str:
    return {
        "place": "a place", "company": "a company", "industry": "an industry", "agency": "an agency",
    }.get(entity.kind, "")  # fmt: skip


def _names(a: Fact, b: Fact, vocabulary: Vocabulary) -> str:
    return f"{_name(a.entity, vocabulary)} against {_name(b.entity, vocabulary)}"


def _name(id: str, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(id)
    return entity.short or entity.name
