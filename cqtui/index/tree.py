"""The companies pane as rows: entities nested by what they are part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cqtui.model import Entity, EntityKind
from cqtui.vocabulary import Vocabulary


class EntityCount(NamedTuple):
    """A row of the companies pane: an entity, how deep it is nested, and its facts.

    Of thousands of rows a few are in sight, so the entity itself is looked up when it is asked for.
    """

    id: str
    kind: EntityKind
    depth: int
    facts: int
    has_parts: bool
    vocabulary: Vocabulary

    @property
    def entity(self) -> Entity:
        return self.vocabulary.entity(self.id)

    @property
    def is_company(self) -> bool:
        return is_company(self.kind)


def tree(weights: Mapping[str, tuple[int, str]], vocabulary: Vocabulary) -> Iterator[EntityCount]:
    """Entities, with their facts and newest day, as rows of a tree; companies after all else.

    A whole without facts of its own is listed where it joins two branches or more. Siblings with
    the most facts below them come first, then those with the newest.
    """
    wholes = {id: _wholes(id, vocabulary) for id in weights}
    branches: dict[str, set[str]] = {}
    below = {id: facts for id, (facts, _) in weights.items()}
    for id, chain in wholes.items():
        for part, whole in zip((id, *chain), chain, strict=False):
            branches.setdefault(whole, set()).add(part)
            below[whole] = below.get(whole, 0) + weights[id][0]
    listed = {*weights, *(id for id, parts in branches.items() if len(parts) > 1)}
    parts: dict[str | None, list[Entity]] = {}
    for id in listed:
        chain = wholes[id] if id in wholes else _wholes(id, vocabulary)
        parts.setdefault(next((one for one in chain if one in listed), None), []).append(vocabulary.entity(id))

    def last_first(id: str | None) -> list[Entity]:
        """What is nested in an entity, the last first. What one sort has alike, the sort before it decides."""
        siblings = parts.get(id, [])
        if len(siblings) > 1:
            siblings.sort(key=lambda one: (one.name.casefold(), one.id), reverse=True)
            siblings.sort(key=lambda one: weights.get(one.id, (0, ""))[1])
            siblings.sort(key=lambda one: (not is_company(one.kind), below[one.id]))
        return siblings

    stack = [(entity, 0) for entity in last_first(None)]
    while stack:
        entity, depth = stack.pop()
        nested = last_first(entity.id)
        yield EntityCount(entity.id, entity.kind, depth, weights.get(entity.id, (0, ""))[0], bool(nested), vocabulary)
        stack += [(part, depth + 1) for part in nested]


def _wholes(id: str, vocabulary: Vocabulary) -> list[str]:
    """What an entity is nested in, nearest first: wholes of its own section. None in a circle."""
    entity = vocabulary.entity(id)
    if entity.part_of is None:
        return []
    section = is_company(entity.kind)
    chain = list(vocabulary.wholes(id))
    if chain and chain[-1].part_of in (id, *(whole.id for whole in chain)):
        return []
    return [whole.id for whole in chain if is_company(whole.kind) == section]


def is_company(kind: EntityKind) -> bool:
    """Whether entities of a kind are listed with the companies."""
    return kind in ("company", "unknown")
