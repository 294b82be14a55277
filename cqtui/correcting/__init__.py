"""What it is to correct a fact: which fields it may change, and what stays of the reading before.

A correction is laid over the fact. Its id stays, and with it marks, links, bookmarks and a place in the
list; the fields say what a person says, the review is "accepted", and for each field that was changed
the reading that was there is kept among the `alternatives` ("as it was read by rules"). The other way,
the reading rejected and a second fact beside it, was weighed and left: one figure would be two rows in
every list and count, a text that shifts would part the two, and taking it back would be a removal.

From what is kept, `as_read` gives the fact as it was before anybody corrected it. So the same article
read again finds the fact it read before, neither adds the wrong reading anew nor loses the right one
(see `absorbing`), and a correction can be taken back at any time, in another session too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from cqtui import rows
from cqtui.correcting.fields import FIELDS, Completions, completions, given, line, shown, taken, values
from cqtui.errors import UsageError
from cqtui.model import READ_BY, Alternative, Entity, Fact
from cqtui.vocabulary import Vocabulary

__all__ = [
    "FIELDS", "Completions", "Correction", "as_read", "completions", "corrected", "given", "is_corrected", "line",
    "moved", "shown", "values", "with_fields",
]  # fmt: skip


class Correction(NamedTuple):
    """A fact as it was corrected, and the entities it names that no list has yet."""

    fact: Fact
    new: tuple[Entity, ...] = ()


def corrected(fact: Fact, said: Mapping[str, str], words: Vocabulary) -> Correction:
    """`fact` with what was `said` (field → text, as a person types it) laid over it, and accepted.

    Raises:
        UsageError: a text is no such value, or the fact is not valid with it; says which and what to do.
    """
    changed, new = with_fields(fact, said, words)
    return Correction(replace(changed, review="accepted", alternatives=_kept(fact, changed)), new)


def with_fields(fact: Fact, said: Mapping[str, str], words: Vocabulary | None) -> Correction:
    """`fact` with what was `said` in it and nothing else changed, validated by the same door as all that comes in.

    Raises:
        UsageError: as `corrected`.
    """
    from cqtui import validate  # Only what is corrected pays for pydantic, not what is merely read back.

    row: dict[str, Any] = {}
    for name, text in said.items():
        row |= taken(name, text, fact, words)
    new = {name: value for name, value in row.items() if isinstance(value, Entity)}
    place = {name: row.pop(name) for name in ("start", "end") if name in row}
    row |= {name: entity.id for name, entity in new.items()}
    changed = replace(fact, **row, evidence=replace(fact.evidence, **place))
    if words is not None:
        _refuse_misfit(changed, said, words)
    try:
        valid = validate.value(Fact, rows.row(changed))
    except validate.BadRow as error:
        raise UsageError(str(error)) from None
    return Correction(valid, tuple({entity.id: entity for entity in new.values()}.values()))


def _refuse_misfit(fact: Fact, said: Mapping[str, str], words: Vocabulary) -> None:
    """A unit that does not measure what is measured: half a correction."""
    if fact.unit is None or not said.keys() & {"metric", "unit"}:
        return
    unit, metric = words.unit(fact.unit).dimension, words.metric(fact.metric).dimension
    if unit != metric and "unknown" not in (unit, metric):
        raise UsageError(f"unit: {fact.unit!r} is of {unit}, and {fact.metric} of {metric}; give metric and unit")


def is_corrected(fact: Fact) -> bool:
    """Whether a person corrected what an extractor read."""
    return any(one.is_replaced for one in fact.alternatives)


def as_read(fact: Fact) -> Fact:
    """The fact as it was read, before anybody corrected it; one that nobody corrected is itself."""
    if not is_corrected(fact):
        return fact
    kept = {one.field: str(one.value or "") for one in fact.alternatives if one.is_replaced}
    try:
        read = with_fields(fact, {name: text for name, text in kept.items() if name in FIELDS}, None).fact
    except UsageError:  # Somebody edited it in the file. It stands for what it says.
        return fact
    return replace(read, alternatives=tuple(one for one in fact.alternatives if not one.is_replaced))


def moved(fact: Fact, now: Fact) -> Fact:
    """A corrected fact at the place that its reading has `now`, words corrected in it as far as they stand there."""
    read = as_read(fact)
    there = replace(fact, as_written=now.as_written, evidence=now.evidence)
    if read.as_written == fact.as_written:
        return there
    kept = tuple(
        replace(one, value=now.as_written) if one.is_replaced and one.field == "as_written" else one
        for one in fact.alternatives
    )
    try:
        return replace(with_fields(there, {"as_written": fact.as_written}, None).fact, alternatives=kept)
    except UsageError:
        return replace(there, alternatives=tuple(one for one in kept if one.field != "as_written"))


def _kept(before: Fact, now: Fact) -> tuple[Alternative, ...]:
    """The alternatives of `before`, with what was read of each field that says something else now."""
    kept = {one.field: one for one in before.alternatives if one.is_replaced}
    for name in FIELDS:
        was = shown(before, name)
        if was != shown(now, name) and name not in kept:
            kept[name] = Alternative(field=name, value=was or None, why=f"{READ_BY}{before.extractor}")
    stays = [one for one in kept.values() if str(one.value or "") != shown(now, one.field)]
    return (*(one for one in before.alternatives if not one.is_replaced), *stays)
