"""A store confined to what its facts use: no word ships that nothing says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from cqtui.model import Fact
from cqtui.store import Contents
from cqtui.vocabulary import Vocabulary

T = TypeVar("T")


def to_its_facts(contents: Contents) -> Contents:
    """`contents` with the entities, metrics, items and units of its facts, their other readings for whom and
    where included, and what comparing needs of these: wholes, wider items, units that they are counted in."""
    words = Vocabulary(
        entities={one.id: one for one in contents.entities},
        metrics={one.id: one for one in contents.metrics},
        items={one.id: one for one in contents.items},
        units={one.id: one for one in contents.units},
    )
    facts = contents.facts
    return replace(
        contents,
        entities=_used(words.entities, _with_wholes((id for fact in facts for id in _named(fact)), words)),
        metrics=_used(words.metrics, (fact.metric for fact in facts)),
        items=_used(words.items, _with_wider((fact.item for fact in facts), words)),
        units=_used(words.units, _with_bases((id for fact in facts for id in (fact.unit, fact.per)), words)),
    )


def _named(fact: Fact) -> Iterator[str]:
    """Whom a fact is, or may be, about, and where."""
    yield fact.entity
    yield from (fact.place,) if fact.place else ()
    yield from (str(other.value) for other in fact.alternatives if other.field in ("entity", "place"))


def _with_wholes(ids: Iterable[str], words: Vocabulary) -> Iterator[str]:
    for id in ids:
        yield id
        yield from (whole.id for whole in words.wholes(id))


def _with_wider(ids: Iterable[str | None], words: Vocabulary) -> Iterator[str]:
    for id in ids:
        yield from (wider for wider in words.items if id and (wider == id or words.is_item_part(id, wider)))


def _with_bases(ids: Iterable[str | None], words: Vocabulary) -> Iterator[str]:
    for id in ids:
        yield from (one for one in (id, id and words.unit(id).base) if one)


def _used(table: Mapping[str, T], ids: Iterable[str]) -> tuple[T, ...]:
    """The rows of `table` that `ids` name, in the table's order: the order of display."""
    wanted = set(ids)
    return tuple(row for id, row in table.items() if id in wanted)
