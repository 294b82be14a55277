"""The lists of a whole store, which are read as they come in sight, are those that counting it would give."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_index import CONTENTS, indexed, stores_and_views

from cqtui.index.outlines import of_companies, of_metrics
from cqtui.index.questions import Index
from cqtui.index.windows import BLOCK, GroupCount, Groups, ListedOutline, Outline, Window, nested
from cqtui.store import Contents
from cqtui.ui.folding import Unfolded
from cqtui.view import GROUPS, Measure, View


def test_what_is_read_is_read_once_and_what_was_looked_at_long_ago_is_let_go() -> None:
    read: list[int] = []

    def some(first: int, number: int) -> list[int]:
        read.append(first)
        return list(range(first, first + number))

    window = Window(some)
    assert [window[at] for at in (3, 0, BLOCK - 1)] == [3, 0, BLOCK - 1]
    assert read == [0]
    assert window[BLOCK] == BLOCK
    assert read == [0, BLOCK]
    for block in range(50):
        assert window[block * BLOCK + 5] == block * BLOCK + 5
    assert len(read) == 50
    assert len(window.kept) < 10


def test_a_row_knows_where_what_is_nested_in_it_ends() -> None:
    rows = nested([("a", 0, 1), ("b", 1, 2), ("c", 2, 3), ("d", 1, 4), (None, 0, 0), ("e", 0, 5)])
    assert [(row.key, row.end) for row in rows] == [("a", 4), ("b", 3), ("c", 3), ("d", 4), (None, 5), ("e", 6)]


def same(one: Outline, other: Outline) -> None:
    assert one.count == other.count
    assert one.told == other.told
    rows = [one[place] for place in range(one.count)]
    assert rows == [other[place] for place in range(other.count)]
    for place, row in enumerate(rows):
        assert one.place(row.key) == other.place(row.key) == place
        for direction in (-1, 1):
            assert one.beside(place, direction) == other.beside(place, direction)
    assert one.place("no such") is other.place("no such") is None


def agree(one: Groups, other: Groups) -> None:
    assert list(one) == list(other)
    assert (len(one), one.rows) == (len(other), other.rows)
    for row in [*range(one.rows + 2), *range(one.rows, -1, -1)]:
        assert one.at(row) == other.at(row)
    for number, group in enumerate(one):
        assert one.row(number, 0) == one.row_of(group.key, 0) == other.row(number, 0) == other.row_of(group.key, 0)
    assert one.row_of(10**6, 3) == other.row_of(10**6, 3) == 0


@given(stores_and_views())
@settings(max_examples=60, deadline=None)
def test_the_lists_of_a_whole_store_are_those_that_were_counted(store_and_view: tuple[Contents, View]) -> None:
    contents, view = store_and_view
    index = indexed(contents)
    entities, measures = index.entities(View()), index.measures(View())
    same(index.companies(View()), ListedOutline(of_companies(entities), sum(row.facts > 0 for row in entities)))
    same(index.metrics(View()), ListedOutline(of_metrics(measures), len(measures)))
    for group in GROUPS:
        some = View(group=group)
        facts = list(index.facts(some))
        assert [fact.id for fact in facts] == [
            fact.id for one in index.groups(some) for fact in index.window(some, one.key, 0, 100)
        ]
        agree(index.groups(some), index._groups(some))
    for one in view.entities:  # What is chosen can be gone to, with facts or without.
        assert index.companies(view).place(one) is not None


def plain(outline: Outline, folded: set[str | None]) -> list[str | None]:
    """What is left of an outline, told by depth alone."""
    left: list[str | None] = []
    below: int | None = None
    for place in range(outline.count):
        row = outline[place]
        if below is None or row.depth <= below:
            below = row.depth if row.key in folded else None
            left.append(row.key)
    return left


@given(st.lists(st.integers(0, 3), max_size=14), st.sets(st.integers(0, 13), max_size=5))
def test_folding_leaves_what_is_in_no_folded_row(depths: list[int], folded: set[int]) -> None:
    deep: list[int] = []
    for depth in depths:
        deep.append(min(depth, deep[-1] + 1) if deep else 0)
    outline = ListedOutline(nested((str(at), depth, 1) for at, depth in enumerate(deep)), len(deep))
    keys = {str(at) for at in folded}
    rows = Unfolded(outline, keys)
    expected = plain(outline, {*keys})
    assert [rows[number].key for number in range(rows.count)] == expected
    for at in range(len(deep)):
        key = str(at)
        assert rows.row_of(key) == (expected.index(key) if key in expected else None)
    for number in range(rows.count):
        assert rows.has_parts(number) == (rows[number].end > outline.place(rows[number].key) + 1)  # type: ignore[operator]
        beside = rows.beside(number, 1)
        assert beside == next((at for at in range(number + 1, rows.count) if not rows[at].depth), number)


def test_a_pane_is_counted_only_where_something_else_chooses() -> None:
    index = indexed(CONTENTS)
    laptops, mine = Measure("output volume", "laptop"), ("oppo",)
    whole = index.companies(View()), index.metrics(View()), index.groups(View())
    assert index.companies(View(entities=mine)) is whole[0]
    assert index.metrics(View(measures=(laptops,))) is whole[1]
    assert index.groups(View(entities=mine)) is not whole[2]
    assert index.companies(View(entities=("nobody",))).place("nobody") is not None
    assert index.metrics(View(measures=(Measure("no", "such"),))).place("no/such") is not None
    some = index.companies(View(measures=(laptops,)))
    assert some is not whole[0]
    assert some is index.companies(View(measures=(laptops,))), "it is remembered"
    assert some.told < whole[0].told


def test_lists_are_read_from_the_index_that_is_asked() -> None:
    index = indexed(CONTENTS)
    other = index.another()
    own = other.companies(View()), other.groups(View())
    index.learn(other)
    other.close()
    assert index.companies(View()) is not own[0]
    assert index.groups(View())[0] == GroupCount(*index.groups(View())[0])
    with pytest.raises(sqlite3.ProgrammingError):
        assert own[0][0]


@pytest.mark.parametrize("group", GROUPS)
def test_the_groups_of_an_empty_store_are_none(group: str) -> None:
    index: Index = indexed(Contents(title=""))
    groups = index.groups(View(group=group))  # type: ignore[arg-type]
    assert (len(groups), groups.rows, list(groups), groups.at(0)) == (0, 0, [], (0, -1))
    assert index.companies(View()).count == index.metrics(View()).count == 0
