"""What a store knows that bears on figures compared: its words, their sources, other facts, exchange rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cqtui import rates
from cqtui.compare.conflicts import Conflict, broken_chains, conflicts
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.relations import is_share_of
from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.view import View

Paced = Callable[[Iterable[tuple[Fact, ...]]], Iterable[tuple[Fact, ...]]]


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


def conflicts_in(
    index: Index, view: View, rates_file: Path | None = None, paced: Paced = lambda groups: groups
) -> list[Conflict]:
    """The conflicts of a whole store in which a figure of `view` takes part, the gravest first: the one
    answer to what is in conflict. `paced` hands on the groups of figures that are looked at, at its own pace.

    Raises:
        NoInput, BadData: as `knowledge`.
    """
    known = store_wide(index, rates_file)
    found = conflicts(paced(index.rivals(view, shares_in(index))), known)
    linked = broken_chains(paced(index.linked(view)), known)
    if view.is_filtered:
        listed = index.matching(view)
        linked = [one for one in linked if any(fact.id in listed for fact in one.facts)]
    return found + linked


def contest(index: Index, view: View, rates_file: Path | None = None) -> set[str]:
    """Let the index know the figures in conflict with those of `view`; the ids of those that are in it.

    Raises:
        NoInput, BadData: as `knowledge`.
    """
    index.contest(fact.id for one in conflicts_in(index, view, rates_file) for fact in one.facts)
    return index.contested_ids(view)


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
