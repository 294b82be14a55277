"""The lists of the explorer, whose rows are read as they come in sight: a list costs what is looked at of it.

Of a whole store, the tables `outline` and `heading` have them row by row; those of some of its facts are
counted when they are asked for, and stand in memory.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Generic, Literal, NamedTuple, TypeVar

from cqtui.view import Group

T = TypeVar("T")

BLOCK = 64
"""Rows that are read at a time."""
_MOST_KEPT = 8
"""Blocks that are kept: more than is ever in sight."""


class Window(Generic[T]):
    """Things numbered from 0 on, read block by block as they are looked at; those looked at last are kept."""

    def __init__(self, read: Callable[[int, int], Sequence[T]]) -> None:
        """`read` gives as many things as it is told, from a number on."""
        self._read = read
        self.kept: dict[int, Sequence[T]] = {}

    def block(self, number: int) -> Sequence[T]:
        """The things among which that of this number is, the first at a multiple of `BLOCK`."""
        at = number // BLOCK
        if at not in self.kept:
            if len(self.kept) == _MOST_KEPT:
                del self.kept[next(iter(self.kept))]
            self.kept[at] = self._read(at * BLOCK, BLOCK)
        return self.kept[at]

    def __getitem__(self, number: int) -> T:
        return self.block(number)[number % BLOCK]


# A pane as an outline

Pane = Literal["companies", "metrics"]


class OutlineRow(NamedTuple):
    """A row of an outline: what it stands for (None for a heading that stands for nothing), how deep it is
    nested, its facts, and the place behind the last row that is nested in it."""

    key: str | None
    depth: int
    facts: int
    end: int


class Outline(ABC):
    """The rows of a pane, nested, at places from 0 on. `told` is how many of them the pane says there are."""

    count: int
    told: int

    @abstractmethod
    def __getitem__(self, place: int) -> OutlineRow: ...

    @abstractmethod
    def place(self, key: str | None) -> int | None:
        """Where what is asked for stands; None where it is not listed."""

    @abstractmethod
    def beside(self, place: int, direction: int) -> int | None:
        """The nearest place after this one, or before it, of a row that is nested in none."""


class KeptOutline(Outline):
    """The outline of a whole store, as the index has it."""

    def __init__(self, connection: sqlite3.Connection, pane: Pane) -> None:
        self._connection, self._pane = connection, pane
        self.count = self._one("SELECT ifnull(max(place) + 1, 0) FROM outline WHERE pane = ?") or 0
        self.told = int(self._one("SELECT value FROM meta WHERE key = ?") or 0)
        self._rows = Window(self._read)

    def __getitem__(self, place: int) -> OutlineRow:
        return self._rows[place]

    def place(self, key: str | None) -> int | None:
        return self._one("SELECT place FROM outline WHERE pane = ? AND key IS ?", key)

    def beside(self, place: int, direction: int) -> int | None:
        side, way = (">", "ASC") if direction > 0 else ("<", "DESC")
        return self._one(
            f"SELECT place FROM outline WHERE pane = ? AND place {side} ? AND depth = 0 ORDER BY place {way} LIMIT 1",
            place,
        )

    def _one(self, question: str, *values: object) -> int | None:
        row: tuple[int | None] | None = self._connection.execute(question, (self._pane, *values)).fetchone()
        return row[0] if row else None

    def _read(self, first: int, number: int) -> list[OutlineRow]:
        rows = self._connection.execute(
            "SELECT key, depth, facts, end FROM outline WHERE pane = ? AND place >= ? ORDER BY place LIMIT ?",
            (self._pane, first, number),
        )
        return list(map(OutlineRow._make, rows))


class ListedOutline(Outline):
    """An outline in memory."""

    def __init__(self, rows: Sequence[OutlineRow], told: int) -> None:
        self._rows, self.count, self.told = rows, len(rows), told

    def __getitem__(self, place: int) -> OutlineRow:
        return self._rows[place]

    def place(self, key: str | None) -> int | None:
        return next((place for place, row in enumerate(self._rows) if row.key == key), None)

    def beside(self, place: int, direction: int) -> int | None:
        onward = range(place + 1, self.count) if direction > 0 else range(place - 1, -1, -1)
        return next((at for at in onward if not self._rows[at].depth), None)


def nested(rows: Iterable[tuple[str | None, int, int]]) -> list[OutlineRow]:
    """The rows of an outline, of each of which key, depth and facts are given."""
    given = list(rows)
    made: list[OutlineRow] = []
    after: list[int] = []
    """Places of the rows below, each less deep than the one before."""
    for place in range(len(given) - 1, -1, -1):
        key, depth, facts = given[place]
        while after and given[after[-1]][1] > depth:
            after.pop()
        made.append(OutlineRow(key, depth, facts, after[-1] if after else len(given)))
        after.append(place)
    return made[::-1]


# The timeline's groups


class GroupCount(NamedTuple):
    """A group of the timeline: `key` to ask its facts with, its heading, its facts."""

    key: int
    label: str
    facts: int


class Groups(ABC):
    """The groups of the timeline in order, numbered from 0. In the list, each is a heading's row and its facts'."""

    rows: int
    """How many rows they are, headings and facts."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, number: int) -> GroupCount: ...

    def __iter__(self) -> Iterator[GroupCount]:
        return (self[number] for number in range(len(self)))

    @abstractmethod
    def at(self, row: int) -> tuple[int, int]:
        """The number of the group that a row is in, and the offset of its fact there; -1 for a heading."""

    @abstractmethod
    def row(self, number: int, offset: int) -> int:
        """The row of a fact of a group, by its number."""

    @abstractmethod
    def row_of(self, key: int, offset: int) -> int:
        """The row of a fact of a group, by its key; 0 where there is no such group."""


class ListedGroups(Groups):
    """Groups in memory."""

    def __init__(self, groups: Sequence[GroupCount] = ()) -> None:
        self._groups = groups
        self._starts = [0, *accumulate(group.facts + 1 for group in groups)]
        """The row of each group's heading, then the number of rows."""
        self.rows = self._starts[-1]

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, number: int) -> GroupCount:
        return self._groups[number]

    def at(self, row: int) -> tuple[int, int]:
        number = bisect_right(self._starts, row) - 1
        return number, row - self._starts[number] - 1

    def row(self, number: int, offset: int) -> int:
        return self._starts[number] + 1 + offset

    def row_of(self, key: int, offset: int) -> int:
        number = next((number for number, group in enumerate(self._groups) if group.key == key), None)
        return 0 if number is None else self.row(number, offset)


class _Heading(NamedTuple):
    row: int
    group: GroupCount


class KeptGroups(Groups):
    """The groups of a whole store, as the index has them."""

    def __init__(self, connection: sqlite3.Connection, by: Group) -> None:
        self._connection, self._by = connection, by
        self._headings = Window(self._read)
        last = self._one("ORDER BY number DESC")
        self._count, self.rows = (0, 0) if last is None else (last[0] + 1, last[1] + last[2] + 1)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> GroupCount:
        return self._headings[number].group

    def at(self, row: int) -> tuple[int, int]:
        if row >= self.rows:
            return self._count, row - self.rows - 1
        for block, headings in self._headings.kept.items():
            last = headings[-1]
            if headings[0].row <= row <= last.row + last.group.facts:
                number = block * BLOCK + bisect_right(headings, row, key=lambda heading: heading.row) - 1
                break
        else:
            number = (self._one("AND row <= ? ORDER BY row DESC", row) or (0,))[0]
        return number, row - self._headings[number].row - 1

    def row(self, number: int, offset: int) -> int:
        return self._headings[number].row + 1 + offset

    def row_of(self, key: int, offset: int) -> int:
        found = self._one("AND code = ?", key)
        return 0 if found is None else int(found[1]) + 1 + offset

    def _one(self, which: str, *values: object) -> tuple[int, int, int] | None:
        """The number, row and facts of the first heading asked for."""
        question = f"SELECT number, row, facts FROM heading WHERE list = ? {which} LIMIT 1"
        found: tuple[int, int, int] | None = self._connection.execute(question, (self._by, *values)).fetchone()
        return found

    def _read(self, first: int, number: int) -> list[_Heading]:
        rows = self._connection.execute(
            "SELECT row, code, label, facts FROM heading WHERE list = ? AND number >= ? ORDER BY number LIMIT ?",
            (self._by, first, number),
        )
        return [_Heading(row, GroupCount(*group)) for row, *group in rows]
