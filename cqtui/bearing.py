"""What a store knows that bears on figures compared: its words, their sources, other facts, exchange rates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from cqtui import rates
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.relations import is_share_of
from cqtui.compare.verdict import judge
from cqtui.index import Index
from cqtui.model import Fact
from cqtui.view import View

_MOST_RIVALS = 8
"""Facts that answer one question of which each two are compared."""
_MOST_PAIRS = 40


def knowledge(index: Index, facts: Sequence[Fact], rates_file: Path | None = None) -> Knowledge:
    """What to compare `facts` in the light of. Rates are read only where currencies differ.

    Raises:
        NoInput, BadData: the user's file of exchange rates cannot be used.
    """
    cited = dict.fromkeys(fact.evidence.source for fact in facts)
    found = (index.source(id) for id in cited)
    return Knowledge(
        index.vocabulary,
        exchange_rates(rates_file) if len({fact.unit for fact in facts}) > 1 else rates.NONE,
        {source.id: source for source in found if source},
        index.bearing_on(facts),
    )


def store_wide(index: Index, rates_file: Path | None = None) -> Knowledge:
    """What to compare the figures of a whole store in the light of.

    Raises:
        NoInput, BadData: as `knowledge`.
    """
    return Knowledge(index.vocabulary, exchange_rates(rates_file), index.imprints)


def disputed(index: Index, facts: Sequence[Fact]) -> set[str]:
    """The ids of those of `facts` that contradict another of them. Only facts about one entity, measure and
    time are compared, so that it costs little for the facts of a screen."""
    asked: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.review != "rejected" and fact.value is not None:
            period = fact.period
            asked.setdefault((fact.entity, fact.metric, fact.item, period.start, period.end), []).append(fact)
    pairs = [
        (a, b)
        for rivals in asked.values()
        for a, b in combinations(rivals[:_MOST_RIVALS], 2)
        if (a.value, a.upper, a.unit, a.change) != (b.value, b.upper, b.unit, b.change)
    ][:_MOST_PAIRS]
    known = knowledge(index, ()) if pairs else None
    return {fact.id for a, b in pairs if known and judge(a, b, known)[0] == "conflict" for fact in (a, b)}


def shares_in(index: Index) -> list[tuple[str, str]]:
    """The store's metrics that are shares, each with one that it is a share of."""
    metrics = [
        index.vocabulary.metric(id) for id in dict.fromkeys(one.measure.metric for one in index.measures(View()))
    ]
    return [
        (share.id, level.id)
        for share in metrics
        if share.dimension in ("ratio", "unknown")
        for level in metrics
        if is_share_of(share, level)
    ]


def exchange_rates(file: Path | None = None) -> rates.Rates:
    """The package's rates, overlaid by those of the user's file."""
    return rates.load([rates.OWN_FILE, file] if file else [rates.OWN_FILE])
