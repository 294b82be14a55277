"""The panes one chooses in as outlines: what is a row in them, and what a row of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cqtui.index.tree import EntityCount
from cqtui.index.windows import OutlineRow, nested
from cqtui.view import Measure


def of_companies(rows: Iterable[EntityCount]) -> list[OutlineRow]:
    """Entities by their ids, nested, a heading before the first of the companies."""

    def headed() -> Iterator[tuple[str | None, int, int]]:
        are_companies = False
        for row in rows:
            if row.is_company and not are_companies and row.depth == 0:
                are_companies = True
                yield None, 0, 0
            yield row.id, row.depth, row.facts

    return nested(headed())


def of_metrics(rows: Iterable[tuple[Measure, int]]) -> list[OutlineRow]:
    """Measures with their facts, by their texts: those of one metric below it, where they are several."""
    by_metric: dict[str, list[tuple[Measure, int]]] = {}
    for one, facts in rows:
        by_metric.setdefault(one.metric, []).append((one, facts))

    def parted() -> Iterator[tuple[str | None, int, int]]:
        for metric, parts in by_metric.items():
            if len(parts) > 1:
                yield str(Measure(metric)), 0, sum(facts for _, facts in parts)
            for one, facts in parts:
                yield str(one), int(len(parts) > 1), facts

    return nested(parted())
