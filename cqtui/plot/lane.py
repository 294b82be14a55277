"""One lane in dots: strokes for periods, signs for levels, arrows for bounds, and the crosshair."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from cqtui import notation, tabular
from cqtui.axis import Axis
from cqtui.model import INTENDED, Fact
from cqtui.plot.dots import ACROSS, DOWN, Dots
from cqtui.plot.legend import Sign
from cqtui.plot.levels import Lane, Placed, Readings, joined, middle, spelled
from cqtui.plot.scale import ValueAxis, value_axis
from cqtui.sanitize import clean_line
from cqtui.vocabulary import Vocabulary

_LINK, _TRAIL, _GOAL = 3, 4, 2
"""One dot in so many: of a line between levels, of a period without an end, of a target's period."""
_ARROWS = {"up": "↑", "down": "↓"}


@dataclass(slots=True)
class Drawn:
    """A painted lane: its dots, the label of each row that has one, the cell of each fact's sign, which
    sorts of sign occur, and the row whose label is that of the fact read out."""

    dots: Dots
    labels: dict[int, str]
    spots: dict[str, tuple[int, int]] = field(default_factory=dict)
    occurring: set[str] = field(default_factory=set)
    read_at: int | None = None


class _Rows:
    """Which row, and which dot, a value falls on; a row is kept free where an arrow points out."""

    def __init__(self, read: Readings, height: int, rank: bool) -> None:
        arrows = {one.level.arrow for one in read.placed}
        roomy = height >= DOWN
        above, below = int(roomy and "up" in arrows), int(roomy and "down" in arrows)
        self._first = above * DOWN
        self._dots = max(1, (height - above - below) * DOWN)
        ends = [end for one in read.placed for end in (one.low, one.high)]
        most = max(2, (height - above - below + 1) // 2)
        self.axis: ValueAxis | None = value_axis(ends, most, log=read.scale == "log", rank=rank) if ends else None
        self.is_flat = len(set(ends)) < 2

    def dot(self, share: float) -> int:
        return self._first + round((1 - share) * (self._dots - 1))


def labels(lane: Lane, read: Readings, height: int, vocabulary: Vocabulary, *, ascii: bool = False) -> dict[int, str]:
    """What stands beside the rows of a lane: round values, or the only one there is."""
    rows = _Rows(read, height, lane.is_rank)
    return _labels(lane, read, rows, vocabulary, ascii)


def _labels(lane: Lane, read: Readings, rows: _Rows, vocabulary: Vocabulary, ascii: bool) -> dict[int, str]:
    made: dict[int, str] = {}
    if rows.axis is None:
        return made
    if rows.is_flat:
        return {rows.dot(0.5) // DOWN: reading(read.placed[0], lane, read, vocabulary, ascii=ascii)}
    for tick in rows.axis.ticks:
        text = _written(spelled(tick, lane, read.scale, vocabulary), ascii)
        if text not in made.values():
            made.setdefault(rows.dot(rows.axis.share(Fraction(tick))) // DOWN, text)
    return made


def reading(one: Placed, lane: Lane, read: Readings, vocabulary: Vocabulary, *, ascii: bool = False) -> str:
    """What the axis says of one level."""
    if read.scale == "index":
        return _written(spelled(one.low, lane, read.scale, vocabulary), ascii)
    return _written(notation.amount(one.level.fact, vocabulary), ascii)


def _written(text: str, ascii: bool) -> str:
    text = clean_line(text)
    return tabular.in_ascii(text) if ascii else text


class _Spot(NamedTuple):
    """Where a level stands: the dots of its period, the cell of its sign, the dot row of its value."""

    left: int
    right: int
    every: int
    x: int
    y: int
    sort: str = ""
    """"undated", "before" or "after" the axis; "" on it."""


def drawn(
    lane: Lane,
    read: Readings,
    axis: Axis,
    height: int,
    known: Mapping[str, Sign],
    vocabulary: Vocabulary,
    *,
    margin: int = 0,
    at: str | None = None,
    contested: Container[str] = (),
    ascii: bool = False,
) -> Drawn:
    """`lane` painted on `height` rows below a time axis that begins `margin` cells in.

    What is beyond the axis is an arrow at that edge, what has no date a question mark at the left one.
    """
    rows = _Rows(read, height, lane.is_rank)
    dots = Dots(axis.width + margin, height, ascii=ascii)
    made = Drawn(dots, _labels(lane, read, rows, vocabulary, ascii))
    painter = _Painter(made, axis, rows, known, margin, ascii)
    if not lane.levels:
        painter.changes(lane, at)
        return made
    painter.strokes(read)
    painter.crosshair(at, lane, read, vocabulary)
    painter.signs(read, at, contested)
    return made


class _Painter:
    def __init__(
        self, made: Drawn, axis: Axis, rows: _Rows, known: Mapping[str, Sign], margin: int, ascii: bool
    ) -> None:
        self._made, self._dots, self._axis, self._rows = made, made.dots, axis, rows
        self._known, self._margin, self._ascii = known, margin, ascii

    # Where

    def _across(self, day: date) -> float:
        """Where a day begins, in dots from the left edge of the lane."""
        return ACROSS * (self._margin + self._axis.cell(day))

    def _spot(self, one: Placed) -> _Spot:
        fact, scale = one.level.fact, self._rows.axis
        assert scale is not None
        y = self._rows.dot((scale.share(one.low) + scale.share(one.high)) / 2)
        return self._when(fact, y)

    def _when(self, fact: Fact, y: int) -> _Spot:
        period, day = fact.period, middle(fact.period)
        first, last = ACROSS * self._margin, ACROSS * self._dots.width - 1
        if day is None:
            return _Spot(0, -1, 1, min(1, self._dots.width - 1), y, "undated")
        left, right = self._ends(fact, first, last)
        if right < first or (period.end or day) < self._axis.start:
            return _Spot(0, -1, 1, self._margin, y, "before")
        if left > last or (period.start or day) > self._axis.end:
            return _Spot(0, -1, 1, self._dots.width - 1, y, "after")
        left, right = max(first, left), max(first, min(last, right))
        x = min(max(floor(self._across(day)) // ACROSS, left // ACROSS), right // ACROSS)
        is_open = period.start is None or period.end is None
        every = _TRAIL if is_open else _GOAL if fact.status in INTENDED else 1
        return _Spot(min(left, right), right, every, x, y)

    def _ends(self, fact: Fact, first: int, last: int) -> tuple[int, int]:
        """The first and the last dot of a period; one without an end runs on to the edge."""
        start, end = fact.period.start, fact.period.end
        runs_back = start is None and fact.period.basis in ("cumulative", "before")
        runs_on = end is None and fact.period.basis == "since"
        day = end or start
        assert day is not None
        left = first if runs_back else floor(self._across(start or day))
        right = last if runs_on else ceil(self._across(_next(end or day))) - 1
        if (start is None or end is None) and not runs_back and not runs_on:
            right = left
        return left, max(left, right) if not runs_back else right

    # What

    def strokes(self, read: Readings) -> None:
        """Periods as strokes at their level, ranges as upright ones, runs of levels joined."""
        scale = self._rows.axis
        if scale is None:
            return
        for run in joined(read.placed):
            spots = [self._spot(one) for one in run]
            style = self._style(run[0])
            for before, after in pairwise(spots):
                if not before.sort and not after.sort:
                    ends = [(spot.x * ACROSS, spot.y) for spot in (before, after)]
                    self._dots.between(ends[0], ends[1], "link", style, _LINK)
        for one in read.placed:
            spot, style = self._spot(one), self._style(one)
            line = "goal" if one.level.is_hollow else "level"
            self._dots.across(spot.left, spot.right, spot.y, line, style, spot.every)  # type: ignore[arg-type]
            if one.low != one.high:
                low, high = (self._rows.dot(scale.share(end)) for end in (one.low, one.high))
                for y in range(min(low, high), max(low, high) + 1):
                    self._dots.dot(spot.x * ACROSS, y, "range", style)

    def signs(self, read: Readings, at: str | None, contested: Container[str]) -> None:
        """A sign for each level, arrows for bounds, marks for conflicts."""
        cells: dict[tuple[int, int], list[tuple[Placed, _Spot]]] = {}
        for one in read.placed:
            spot = self._spot(one)
            cell = spot.x, spot.y // DOWN
            self._made.spots[one.level.fact.id] = cell
            cells.setdefault(cell, []).append((one, spot))
        for (x, y), here in cells.items():
            text, style = self._sign(here, at)
            self._dots.sign(x, y, text, style)
        for (x, y), here in cells.items():
            self._beside(x, y, here, contested)

    def _sign(self, here: list[tuple[Placed, _Spot]], at: str | None) -> tuple[str, str]:
        chosen = next((one for one in here if one[0].level.fact.id == at), None)
        one, spot = chosen or here[0]
        looks = {self._look(each) for each, _ in here}
        if one.level.is_hollow:
            self._made.occurring.add("hollow")
        style = "cursor" if chosen else self._style(one)
        if spot.sort in ("before", "after"):
            self._made.occurring.add("beyond")
            return _written("‹" if spot.sort == "before" else "›", self._ascii), style
        if len(looks) > 1 and not chosen:
            self._made.occurring.add("several")
            return "+", "strong"
        return self._look(one), style

    def _beside(self, x: int, y: int, here: list[tuple[Placed, _Spot]], contested: Container[str]) -> None:
        """Around a sign: arrows above or below it, then marks to its right or left where that is free."""
        for arrow in dict.fromkeys(one.level.arrow for one, _ in here):
            if arrow:
                self._made.occurring.add(arrow)
                above = y - 1 if arrow == "up" else y + 1
                places = ((x, above), (x + 1, y), (x - 1, y))
                self._put(places, _written(_ARROWS[arrow], self._ascii), self._style(here[0][0]))
        if any(spot.sort == "undated" for _, spot in here):
            self._made.occurring.add("undated")
            self._put(((0, y),), "?", "dim")
        if any(one.level.fact.id in contested for one, _ in here):
            self._made.occurring.add("dispute")
            self._put(((x + 1, y), (x - 1, y), (x, y - 1), (x, y + 1)), "!", "bad")

    def _put(self, places: tuple[tuple[int, int], ...], text: str, style: str) -> None:
        free = next((place for place in places if self._dots.is_free(*place)), None)
        if free is not None:
            self._dots.sign(*free, text, style)

    def crosshair(self, at: str | None, lane: Lane, read: Readings, vocabulary: Vocabulary) -> None:
        """Lines through the fact that is read out, in cells where nothing else is; its value at the side."""
        one = next((one for one in read.placed if one.level.fact.id == at), None)
        if one is None:
            fact = next((fact for fact in lane.facts if fact.id == at and fact.value is None), None)
            if fact is not None:
                self._upright(self._when(fact, 0).x)
            return
        spot = self._spot(one)
        self._upright(spot.x)
        y = spot.y // DOWN
        for x in range(spot.x):
            if not self._dots.has_dots(x, y):
                self._dots.sign(x, y, _written("─", self._ascii), "cross")
        self._made.labels[y] = reading(one, lane, read, vocabulary, ascii=self._ascii)
        self._made.read_at = y

    def _upright(self, x: int) -> None:
        for y in range(self._dots.height):
            if not self._dots.has_dots(x, y):
                self._dots.sign(x, y, _written("│", self._ascii), "cross")

    def changes(self, lane: Lane, at: str | None) -> None:
        """A lane without levels: the changes that are stated, in words at their times, as many as fit."""
        free = 0
        for fact in lane.facts:
            text = _written(notation.change(fact.change) if fact.change else "?", self._ascii)
            cells = tabular.cell_width(text)
            spot = self._when(fact, 0)
            x = spot.x
            self._made.spots[fact.id] = min(x, self._dots.width - 1), 0
            if spot.sort == "undated":
                self._made.occurring.add("undated")
                self._dots.sign(0, 0, "?", "dim")
                free = max(free, 1)
            x = max(free, min(x, self._dots.width - cells))
            if x + cells > self._dots.width and fact.id != at:
                continue
            x = max(0, min(x, self._dots.width - cells))
            for offset, character in enumerate(text):
                self._dots.sign(x + offset, 0, character, "cursor" if fact.id == at else "change")
            free = x + cells + 1

    # How

    def _look(self, one: Placed) -> str:
        sign = self._known[one.level.fact.entity]
        return sign.hollow if one.level.is_hollow else sign.solid

    def _style(self, one: Placed) -> str:
        return "dim" if one.level.is_faded else self._known[one.level.fact.entity].style


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
