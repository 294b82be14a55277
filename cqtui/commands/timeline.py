"""The command that draws facts on a time axis, as the explorer does: `cqtui timeline`."""

from __future__ import annotations

from typing import NamedTuple

from cqtui import axis, notation, tabular
from cqtui.axis import Axis
from cqtui.commands.asking import Asked
from cqtui.commands.output import Output
from cqtui.commands.reading import limited, listed
from cqtui.errors import FOUND
from cqtui.model import Fact
from cqtui.view import View
from cqtui.vocabulary import Vocabulary

_NARROWEST, _WIDEST = 40, 1000
_WITH_IDS = 100
"""Cells in a line from which on there is room for ids."""
_SHORTEST_AXIS = 8
_LONGEST_MARK = 12


class _Columns(NamedTuple):
    """Cells that each part of a row takes; 0 leaves it out."""

    name: int
    mark: int
    amount: int
    axis: int
    id: int


class _Row(NamedTuple):
    name: str
    mark: str
    amount: str
    fact: Fact


def timeline(asked: Asked) -> int:
    if any(asked.option(name) for name in ("plot", "log", "index", "svg")):
        from cqtui.commands.plotting import plotted

        return plotted(asked)
    view, output, index = asked.view(), asked.output, asked.index
    limit = asked.option("limit", 0)
    if output.format != "table":
        return listed(asked, view, limited(index.facts(view), limit))
    width = max(_NARROWEST, min(asked.option("width") or output.width, _WIDEST))
    left = limit or -1
    columns, drawn = None, None
    for group in index.groups(view):
        if left == 0:
            break
        for offset in range(0, group.facts, 1000):
            facts = index.window(view, group.key, offset, min(1000, left) if left > 0 else 1000)
            left -= len(facts) if left > 0 else 0
            rows = [_row(fact, view, output, index.vocabulary) for fact in facts]
            if columns is None or drawn is None:
                # Measured on what is seen first: later names that are longer are shortened.
                seen = limited(index.facts(view), min(limit, 1000) or 1000)
                columns = _columns([_row(fact, view, output, index.vocabulary) for fact in seen], width)
                drawn = axis.fitted(index.span(view), columns.axis)
                _line(output, "", columns, drawn.labels())
            if offset == 0:
                output.heading(tabular.cut(group.label, width, _more(output)))
            for row in rows:
                _draw(output, row, columns, drawn)
            if left == 0:
                break
    if columns is None:
        raise asked.nothing(view)
    return FOUND


def _row(fact: Fact, view: View, output: Output, words: Vocabulary) -> _Row:
    """What is written before a fact's bar; grouped by company, a row names the measure instead."""
    entity = words.entity(fact.entity)
    name = words.measure(fact) if view.group == "entity" else entity.short or entity.name
    if view.group == "source":
        name = f"{name}: {words.measure(fact)}"
    mark = "" if fact.status == "actual" else str(fact.status)
    if not mark and fact.change and fact.value is not None:
        mark = notation.change(fact.change)
    if not mark and fact.period.basis in ("cumulative", "since"):
        mark = "to date" if fact.period.basis == "cumulative" else "since"
    name, mark, amount = (output.spelled(text) for text in (name, mark, notation.amount(fact, words)))
    return _Row(name, mark, amount, fact)


def _columns(rows: list[_Row], width: int) -> _Columns:
    """How wide each part is: the axis gets what the others leave, and the marks give way to it."""

    def widest(texts: list[str], most: int) -> int:
        return min(most, max(map(tabular.cell_width, texts), default=0))

    amount = widest([row.amount for row in rows], 16)
    name = widest([row.name for row in rows], max(10, width // 3))
    mark = widest([row.mark for row in rows], _LONGEST_MARK)
    id = max(len(row.fact.id) for row in rows) if width >= _WITH_IDS else 0
    for mark_too in (mark, 0):
        axis_ = width - sum(part + 2 for part in (name, amount, mark_too, id) if part) - 2
        if axis_ >= _SHORTEST_AXIS:
            return _Columns(name, mark_too, amount, axis_, id)
    short = max(4, width - amount - _SHORTEST_AXIS - 6)
    return _Columns(min(name, short), 0, amount, _SHORTEST_AXIS, 0)


def _draw(output: Output, row: _Row, columns: _Columns, drawn: Axis) -> None:
    before = "  " + tabular.padded(row.name, columns.name, _more(output))
    if columns.mark:
        before += "  " + tabular.padded(row.mark, columns.mark, _more(output))
    before += "  " + " " * (columns.amount - tabular.cell_width(row.amount)) + row.amount
    signs = axis.ASCII if output.is_ascii else axis.UNICODE
    bar = drawn.bar(row.fact.period, row.fact.status, signs)
    _line(output, before, columns, bar + ("  " + row.fact.id if columns.id else ""))


def _line(output: Output, before: str, columns: _Columns, after: str) -> None:
    margin = 2 + sum(part + 2 for part in (columns.name, columns.mark, columns.amount) if part)
    output.line((before + " " * (margin - tabular.cell_width(before)) + after).rstrip())


def _more(output: Output) -> str:
    return "..." if output.is_ascii else "…"
