"""What the ids in a fact stand for: entities, metrics, items and units, looked up by id.

The tables are any mappings, so that an index can hand out rows as they are asked for. An id that
no table lists is not an error here: it stands for itself, with unknown kind and dimension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cqtui.model import Entity, Fact, Item, Metric, Unit


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a store uses. Each table maps an id to its value."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)

    def entity(self, id: str) -> Entity:
        return self.entities.get(id) or Entity(id=id, name=spelled(id))

    def metric(self, id: str) -> Metric:
        return self.metrics.get(id) or Metric(id=id, label=spelled(id))

    def item(self, id: str) -> Item:
        return self.items.get(id) or Item(id=id, label=id)

    def unit(self, id: str) -> Unit:
        return self.units.get(id) or Unit(id=id, label=id)

    def measure(self, fact: Fact) -> str:
        """What a fact measures, in words: "Shipments · mobile phone"."""
        return self.measure_label(fact.metric, fact.item)

    def measure_label(self, metric: str, item: str | None) -> str:
        label = self.metric(metric).label
        return f"{label} · {self.item(item).label}" if item else label

    def wholes(self, id: str) -> Iterator[Entity]:
        """The entities that `id` is part of, nearest first. A circle in the data ends the walk."""
        seen = {id}
        entity = self.entity(id)
        while entity.part_of and entity.part_of not in seen:
            entity = self.entity(entity.part_of)
            seen.add(entity.id)
            yield entity

    def is_part(self, part: str, whole: str) -> bool:
        """Whether `part` lies, at any depth, in `whole`. Nothing is part of itself."""
        return any(entity.id == whole for entity in self.wholes(part))

    def is_item_part(self, part: str, whole: str) -> bool:
        """Whether item `part` is a narrower kind of item `whole`, at any depth."""
        seen = {part}
        wider = self.item(part).part_of
        while wider and wider not in seen:
            if wider == whole:
                return True
            seen.add(wider)
            wider = self.item(wider).part_of
        return False

    def joined(self, id: str) -> tuple[str, ...]:
        """The names that an entity's joint name is made of ("HP and Foxconn"); none for the name of one."""
        names = tuple(part for part in _AND.split(self.entity(id).name) if part)
        return names if len(names) > 1 else ()

    def is_member(self, id: str, joint: str) -> bool:
        """Whether the entity `joint` is named after the entity `id` and others."""
        one, members = self.entity(id), {name.casefold() for name in self.joined(joint)}
        return any(name.casefold() in members for name in (one.name, one.short or "", *one.aliases))


_AND = re.compile(r"\s*(?:,|;|&|\+|/|\band\b|\bwith\b|、|和|与|與)\s*", re.IGNORECASE)

FLOORS: Mapping[str, str] = {"capacity": "output volume"}
"""Metrics with one that shows them at least: what was made in a year could be made in a year."""


def spelled(id: str) -> str:
    """An id as words, for an id that no table explains: "share_of-x" is "Share of x"."""
    words = id.replace("_", " ").replace("-", " ").strip() or id
    return words[:1].upper() + words[1:]
