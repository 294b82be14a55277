"""What each pane says, line by line, without an application around it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import facts as make
import pytest
from rich.cells import cell_len

from cqtui.index import Index, build
from cqtui.model import Alternative, Change, Entity, Evidence, Fact, Period, Source
from cqtui.ui.evidence import Shown, lay_out
from cqtui.ui.facets import Companies, Metrics
from cqtui.ui.lines import Line, LinePane
from cqtui.ui.timeline import Timeline
from cqtui.view import Measure, View
from cqtui.vocabulary import Vocabulary

Set = Callable[[int, int], None]


@pytest.fixture
def at_size(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Gives panes an inside of so many cells and lines."""

    def resize(width: int, height: int) -> None:
        monkeypatch.setattr(LinePane, "inner_width", property(lambda _: width))
        monkeypatch.setattr(LinePane, "inner_height", property(lambda _: height))

    return resize


def index_of(facts: Iterable[Fact], *entities: Entity) -> Index:
    vocabulary = Vocabulary(
        entities={**make.VOCABULARY.entities, **{one.id: one for one in entities}},
        metrics=make.VOCABULARY.metrics,
        items=make.VOCABULARY.items,
        units=make.VOCABULARY.units,
    )
    connection = sqlite3.connect(":memory:")
    build(
        connection, title="", fingerprint="", facts=list(facts), sources=list(make.SOURCES.values()),
        vocabulary=vocabulary,
    )  # fmt: skip
    return Index(connection)


def text(line: Line) -> str:
    return "".join(piece for piece, _ in line).rstrip()


def said(pane: LinePane, width: int) -> list[str]:
    """The lines inside a pane's frame, as many as are not blank."""
    lines = [text(pane.line(y, width)) for y in range(pane.inner_height)]
    while lines and not lines[-1]:
        lines.pop()
    for line in lines:
        assert cell_len(line) <= width, line
    return lines


# The timeline

UP_58 = Change(kind="percent", value=Decimal("58.0"), against="previous year")
FACTS = (
    make.fact("18.9 million", 18_900_000, period=make.year(2018), change=UP_58),
    make.laptops("4.1433 million", "4143300", entity="liangjiang", period=make.half(2017, 1)),
    make.laptops("20 million", 20_000_000, entity="bonded-port", period=make.year(2017), status="target"),
    make.laptops("over 64 million", 64_000_000, period=make.year(2018), bound="over"),
    make.fact("4,376", 4376, metric="employees", item=None, unit="person", period=make.as_of("2018-12-31")),
    make.fact("at least 3", 3, metric="companies", item=None, unit="company", bound="at least", period=Period(),
              review="rejected"),
    make.fact("210 million", 210_000_000, entity="wistron", item="computer",
              period=make.period(None, "2017-12-31", "cumulative")),
    make.money("15.2 billion yuan", 15_200_000_000, period=make.period("2017-01-01", None, "since")),
)  # fmt: skip


def timeline(view: View, facts: Iterable[Fact] = FACTS) -> Timeline:
    index = index_of(facts)
    pane = Timeline()
    pane.view, pane.vocabulary = view, index.vocabulary
    pane.show(
        index.groups(view),
        lambda key, offset, limit: index.window(view, key, offset, limit),
        lambda key: index.largest(view, key),
        index.span(view),
    )
    return pane


def shown(view: View, width: int = 76, facts: Iterable[Fact] = FACTS) -> list[str]:
    return said(timeline(view, facts), width)


def test_the_layouts(at_size: Set) -> None:
    at_size(76, 24)
    for view in (View(), View(layout="columns"), View(layout="plot"), View(group="entity"), View(group="source", sort="largest"), View(zoom=(date(2018,1,1),date(2018,12,31)))):
        print("\n".join(shown(view)))
    at_size(44, 24)
    print("\n".join(shown(View(), 44)))
    at_size(38, 24)
    print("\n".join(shown(View(), 38)))


@pytest.mark.parametrize("width", [*range(1, 130, 4), 200, 300])
def test_no_line_is_wider_than_the_pane(at_size: Set, width: int) -> None:
    at_size(width, 24)
    for view in (View(), View(layout="columns", group="source"), View(layout="plot", group="entity")):
        pane = timeline(view)
        for y in range(20):
            assert cell_len("".join(piece for piece, _ in pane.line(y, width))) <= width
