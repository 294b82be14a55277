"""Figures side by side: what each says of value, measure, scope, time and so on, aligned in rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cqtui import notation
from cqtui.compare import interval, reasons, scope
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, ReasonKind, key, lowered
from cqtui.model import Fact, Source
from cqtui.vocabulary import Vocabulary

LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row of a comparison: a cell for each fact, whether they are the same, and what to know."""

    label: str
    cells: tuple[str, ...]
    same: bool
    remark: str = ""


def aspects(facts: Sequence[Fact], known: Knowledge) -> list[Aspect]:
    """The rows that set `facts` side by side, each fact's cell in their order.

    The row "place" is left out where no place narrows anything.
    """
    vocabulary = known.vocabulary
    found = [reason for a, b in combinations(facts, 2) for reason in reasons.between(a, b, known)]
    letters = letters_of(facts)

    def row(label: str, say: Callable[[Fact], str], kinds: Sequence[ReasonKind] = (), remark: str = "") -> Aspect:
        cells = tuple(map(say, facts))
        told = [_remark(reason, letters) for reason in found if reason.kind in kinds]
        same = len(set(cells)) == 1 and not told
        return Aspect(label, cells, same, " · ".join(dict.fromkeys(filter(None, [*told, remark]))))

    value = row(
        "value",
        lambda fact: notation.full_amount(fact, vocabulary),
        ("no value", "currency", "conversion", "different unit"),
    )
    if len({_aligned(fact, vocabulary) for fact in facts}) == 1 and not value.remark:
        remark = "" if value.same else "the same amount"
        value = Aspect(value.label, value.cells, True, remark)
    rows = [
        value,
        row("as written", lambda fact: fact.as_written),
        row("measure", lambda fact: _measure(fact, vocabulary),
            ("different measure", "different item", "nested item")),
        row("scope", lambda fact: _scope(fact, vocabulary),
            ("nested scope", "overlapping scope", "different scope", "different entity")),
        row("place", lambda fact: vocabulary.entity(fact.place).name if fact.place else "not stated"),
        row("period", lambda fact: notation.period_in_words(fact.period),
            ("period unstated", "period open", "period length", "period offset", "basis")),
        row("status", lambda fact: notation.status(fact.status), ("status",)),
        row("bound", lambda fact: notation.bound(fact.bound), ("bound",)),
        row("source", lambda fact: _source(fact, known.sources), remark=_witnesses(facts)),
    ]  # fmt: skip
    narrowing = any(scope.place(fact, vocabulary) for fact in facts)
    return [one for one in rows if one.label != "place" or narrowing]


def letters_of(facts: Sequence[Fact]) -> dict[str, str]:
    """The letter that stands for each fact, by its id."""
    return {key(fact): letter for fact, letter in zip(facts, LETTERS, strict=False)}


def _remark(reason: Reason, letters: Mapping[str, str]) -> str:
    if reason.kind == "nested scope":
        part, whole = reason.facts
        return f"{letters[part]} is part of {letters[whole]}"
    return reason.clause if reason.kind != "different entity" else ""


def _aligned(fact: Fact, vocabulary: Vocabulary) -> object:
    return (
        interval.measured_in(fact, vocabulary),
        interval.stated(fact, vocabulary),
        fact.change if fact.value is None else None,
    )


def _measure(fact: Fact, vocabulary: Vocabulary) -> str:
    return lowered(vocabulary.measure(fact))


def _scope(fact: Fact, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(fact.entity)
    whole = next(iter(vocabulary.wholes(fact.entity)), None)
    name = entity.short or entity.name
    return f"{name} ⊂ {whole.short or whole.name}" if whole else name


def _source(fact: Fact, sources: Mapping[str, Source]) -> str:
    source = sources.get(fact.evidence.source)
    said = fact.evidence.source
    if source:
        printed = notation.day(source.published) if source.published else None
        said = ", ".join(filter(None, (source.publisher or source.title or source.id, printed)))
    return said if fact.evidence.paragraph is None else f"{said}, ¶ {fact.evidence.paragraph}"


def _witnesses(facts: Sequence[Fact]) -> str:
    return "one witness" if len({fact.evidence.source for fact in facts}) == 1 else ""
