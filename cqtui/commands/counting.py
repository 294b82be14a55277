"""The commands that say what there is: companies, metrics and sources with their facts, the overview."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cqtui import notation
from cqtui.commands.asking import Asked
from cqtui.errors import FOUND, NOTHING_FOUND
from cqtui.index.questions import MeasureCount
from cqtui.index.tree import EntityCount
from cqtui.rows import json_text, row
from cqtui.view import View


def chosen_entities(asked: Asked, view: View) -> list[EntityCount]:
    """The companies pane under `view`, without what its own choice in that pane leaves out."""
    words = asked.index.vocabulary

    def is_chosen(id: str) -> bool:
        inside = view.parts and any(words.is_part(id, whole) for whole in view.entities)
        return inside or id in view.entities

    return [one for one in asked.index.entities(view) if not view.entities or is_chosen(one.entity.id)]


def chosen_measures(asked: Asked, view: View) -> list[MeasureCount]:
    """The metrics pane under `view`, without what its own choice in that pane leaves out."""
    chosen = {tuple(one) for one in view.measures}
    return [
        one
        for one in asked.index.measures(view)
        if not chosen or tuple(one.measure) in chosen or (one.measure.metric, None) in chosen
    ]


def companies(asked: Asked) -> int:
    view, output = asked.view(), asked.output
    rows = chosen_entities(asked, view)
    top = min((one.depth for one in rows), default=0)
    if output.is_machine:
        output.rows(
            {
                "id": one.entity.id, "name": one.entity.name, "kind": one.entity.kind,
                "part_of": one.entity.part_of, "facts": one.facts,
            }
            for one in rows
        )  # fmt: skip
    elif rows:
        cells = [
            ("  " * (one.depth - top) + one.entity.name, one.entity.kind, str(one.facts), one.entity.id) for one in rows
        ]
        output.table(("name", "kind", "facts", "id"), cells, right=(2,))
    return _any(asked, view, rows)


def metrics(asked: Asked) -> int:
    view, output, words = asked.view(), asked.output, asked.index.vocabulary
    rows = chosen_measures(asked, view)
    if output.is_machine:
        output.rows(
            {
                "metric": one.measure.metric, "label": words.metric(one.measure.metric).label,
                "item": one.measure.item or None, "facts": one.facts,
            }
            for one in rows
        )  # fmt: skip
    elif rows:
        cells = []
        for metric in dict.fromkeys(one.measure.metric for one in rows):
            own = [one for one in rows if one.measure.metric == metric]
            cells.append((words.metric(metric).label, str(sum(one.facts for one in own)), metric))
            cells += [
                (f"  {words.item(one.measure.item).label}", str(one.facts), str(one.measure))
                for one in own
                if one.measure.item
            ]
        output.table(("metric", "facts", "id"), cells, right=(1,))
    return _any(asked, view, rows)


def sources(asked: Asked) -> int:
    view, output = asked.view(), asked.output
    rows = asked.index.sources(view)
    if output.is_machine:
        output.rows(
            {
                **{name: value for name, value in row(one.source).items() if name != "text"},
                "citation": notation.citation(one.source),
                "facts": one.facts,
            }
            for one in rows
        )
    elif rows:
        cells = [(notation.citation(one.source), str(one.facts), one.source.id) for one in rows]
        output.table(("source", "facts", "id"), cells, right=(1,))
    return _any(asked, view, rows)


def _any(asked: Asked, view: View, rows: Iterable[Any]) -> int:
    if not any(one.facts for one in rows):
        raise asked.nothing(view)
    return FOUND


def overview(asked: Asked, view: View) -> int:
    """What the store holds, in short: printed in place of the explorer where there is no terminal."""
    index, output = asked.index, asked.output
    count, span, sources = index.count(view), index.span(view), index.sources(view)
    entities = [one for one in chosen_entities(asked, view) if one.facts]
    measures = chosen_measures(asked, view)
    if output.format == "json":
        made = {
            "title": index.title,
            "store": str(asked.chosen.path),
            "facts": count,
            "from": span and span[0].isoformat(),
            "to": span and span[1].isoformat(),
            "sources": [
                {"id": one.source.id, "citation": notation.citation(one.source), "facts": one.facts} for one in sources
            ],
            "companies": [{"id": one.entity.id, "name": one.entity.name, "facts": one.facts} for one in entities],
            "metrics": [
                {"metric": one.measure.metric, "item": one.measure.item or None, "facts": one.facts} for one in measures
            ],
        }
        output.line(json_text(made, indent=1))
        return FOUND if count else NOTHING_FOUND
    years = f", {span[0].year} to {span[1].year}" if span else ""
    output.heading(index.title or str(asked.chosen.path))
    output.line(f"{counted(count, 'fact')} from {counted(len(sources), 'source')}{years}")
    if not count:
        raise asked.nothing(view)
    words = index.vocabulary
    tables = {
        "sources": [(notation.citation(one.source), one.facts) for one in sources],
        "companies": [(one.entity.name, one.facts) for one in entities],
        "metrics": [(words.measure_label(*one.measure), one.facts) for one in measures],
    }
    for label, counts in tables.items():
        output.line()
        output.table((label, "facts"), [(name, str(facts)) for name, facts in counts], right=(1,))
    return FOUND


def counted(number: int, thing: str) -> str:
    """A number of things in words: "1 fact", "42 facts"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
