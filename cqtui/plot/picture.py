"""A plot in character cells: lanes over one axis of time, each with its own axis of values.

Everything comes out as lines of pieces, a text and the name of its look, each line exactly as wide as
asked for; nothing here knows a terminal or Textual.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cqtui import axis as axes
from cqtui import notation, tabular
from cqtui.axis import Axis
from cqtui.model import ACHIEVED, Fact
from cqtui.plot.lane import Drawn, drawn, labels, reading
from cqtui.plot.legend import Sign, signs
from cqtui.plot.levels import Lane, Readings, readings, spelled
from cqtui.sanitize import clean_line
from cqtui.view import Scale
from cqtui.vocabulary import Vocabulary

Piece = tuple[str, str]
_COMPACT, _TALL, _TALLEST = 2, 6, 22
"""Lines of a lane with its heading: of one value, of several at least, and at most."""
_WITH_KEY = 14
"""Lines from which on one tells what the signs mean."""
_SHORTEST_NAME = 8
"""Cells that a series' name keeps where it must be cut for more of them to be named."""
_COUNT_OF_MORE = len("  +99 more")
_UNDATED = 3
"""Cells before the axis for what has no date, where there is such a thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What to draw on, and how. `span` is what a fitted time axis shows, `at` the fact that is read out,
    `contested` the facts in conflict, `marks` those that are marked."""

    width: int
    height: int
    span: tuple[date, date] | None = None
    zoom: tuple[date, date] | None = None
    scale: Scale = "linear"
    at: str | None = None
    contested: Container[str] = field(default_factory=frozenset)
    marks: Collection[str] = ()
    ascii: bool = False
    with_key: bool = False
    """Whether a line tells what the signs mean even where lines are few."""

    @property
    def has_key(self) -> bool:
        return self.with_key or self.height >= _WITH_KEY

    @property
    def room(self) -> int:
        """Lines left for lanes."""
        return max(_COMPACT, self.height - 1 - (self.at is not None) - self.has_key)


class Picture(NamedTuple):
    """Painted lines. `spots` tells the column and line of each fact's sign, `shown` how many lanes of
    those given are there, `axis` the axis of time."""

    lines: list[list[Piece]]
    spots: dict[str, tuple[int, int]]
    shown: int
    axis: Axis


def least_height(lane: Lane, scale: Scale) -> int:
    """Lines that a lane takes at least, with its heading."""
    return _least(readings(lane, scale))


def picture(lanes: Sequence[Lane], frame: Frame, vocabulary: Vocabulary) -> Picture:
    """The first of `lanes` that fit, painted."""
    read = [readings(lane, frame.scale) for lane in lanes]
    heights = _heights([_least(one) for one in read], frame.room)
    lanes, read = lanes[: len(heights)], read[: len(heights)]
    known = signs((entity for lane in lanes for entity in lane.entities), vocabulary, ascii=frame.ascii)
    undated = any(fact.period.start is None and fact.period.end is None for lane in lanes for fact in lane.facts)
    margin = _UNDATED if undated else 0
    gutter = _gutter(lanes, read, heights, vocabulary, frame)
    axis = _axis(frame, frame.width - gutter - 2 - margin)
    brush = _Brush(frame, vocabulary, known, gutter, margin, axis)
    lines: list[list[Piece]] = [brush.fitted([(" " * (gutter + 2 + margin) + axis.labels(), "dim")])]
    spots: dict[str, tuple[int, int]] = {}
    occurring: set[str] = set()
    for lane, one, height in zip(lanes, read, heights, strict=True):
        made = drawn(lane, one, axis, height - 1, known, vocabulary, margin=margin, at=frame.at,
                     contested=frame.contested, ascii=frame.ascii)  # fmt: skip
        lines.append(brush.heading(lane, one))
        for id, (x, y) in made.spots.items():
            spots[id] = gutter + 2 + x, len(lines) + y
        lines += brush.rows(made)
        occurring |= made.occurring
    lines += [brush.fitted([])] * (frame.height - len(lines) - (frame.at is not None) - frame.has_key)
    if frame.has_key:
        lines.append(brush.key(occurring))
    if frame.at is not None:
        lines.append(brush.readout(lanes, read))
    return Picture(
        lines[: frame.height], {id: at for id, at in spots.items() if at[1] < frame.height}, len(lanes), axis
    )


def _least(read: Readings) -> int:
    return _TALL if len({end for one in read.placed for end in (one.low, one.high)}) > 1 else _COMPACT


def _heights(least: Sequence[int], room: int) -> list[int]:
    """Lines for each of the lanes that fit, at least one; what is left over goes to those with a scale."""
    fitting: list[int] = []
    for lines in least:
        if fitting and sum(fitting) + lines > room:
            break
        fitting.append(min(lines, room))
    left = room - sum(fitting)
    while left > 0 and (growing := [at for at, one in enumerate(fitting) if _TALL <= one < _TALLEST]):
        for at in growing[:left]:
            fitting[at] += 1
            left -= 1
    return fitting


def _gutter(
    lanes: Sequence[Lane], read: Sequence[Readings], heights: Sequence[int], vocabulary: Vocabulary, frame: Frame
) -> int:
    """Cells for the widest label of a value: of the axes, and of any level that may be read out."""
    texts = [
        text
        for lane, one, height in zip(lanes, read, heights, strict=True)
        for text in (
            *labels(lane, one, height - 1, vocabulary, ascii=frame.ascii).values(),
            *(reading(placed, lane, one, vocabulary, ascii=frame.ascii) for placed in one.placed),
        )
    ]
    return min(max(4, min(14, frame.width // 5)), max(map(tabular.cell_width, texts), default=4))


def _axis(frame: Frame, width: int) -> Axis:
    width = max(1, width)
    return Axis(*frame.zoom, width) if frame.zoom else axes.fitted(frame.span, width)


class _Brush:
    """Writes what stands around the dots: headings, labels, the key of signs, what is read out."""

    def __init__(
        self, frame: Frame, vocabulary: Vocabulary, known: dict[str, Sign], gutter: int, margin: int, axis: Axis
    ) -> None:
        self._frame, self._vocabulary, self._known = frame, vocabulary, known
        self._gutter, self._margin, self._axis = gutter, margin, axis
        self._more = "~" if frame.ascii else "…"

    def _spelled(self, text: str) -> str:
        text = clean_line(text)
        return tabular.in_ascii(text) if self._frame.ascii else text

    def fitted(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Pieces as one line of exactly the frame's width."""
        made, room = [], self._frame.width
        for text, style in pieces:
            text = tabular.cut(self._spelled(text), room, self._more)
            if text:
                made.append((text, style))
                room -= tabular.cell_width(text)
        return [*made, (" " * room, "")] if room else made

    def heading(self, lane: Lane, read: Readings) -> list[Piece]:
        """The lane's name, its series with their signs, and what is to be known of it."""
        width = self._frame.width - 1
        label = self._spelled(lane.label)
        scale = {"log": "log scale", "index": "first exact = 100", "linear": ""}[read.scale] if read.placed else ""
        scale = "1 at the top" if lane.is_rank and read.placed else scale
        notes = "".join(f"  ({note})" for note in (scale, *read.notes) if note)
        kept = min(tabular.cell_width(notes), width // 4)
        label = tabular.cut(label, max(width // 2, width - kept - 16 * len(lane.entities)), self._more)
        series = self._series(lane, width - kept - tabular.cell_width(label))
        return self.fitted([(f" {label}", "section"), *series, (notes, "dim")])

    def _series(self, lane: Lane, room: int) -> list[Piece]:
        """The signs of a lane's series with their names: all, cut if need be, or as many as there is room for."""
        names = {entity: self._known[entity].name for entity in lane.entities}
        if sum(tabular.cell_width(name) + 4 for name in names.values()) > room:
            most = max(_SHORTEST_NAME, room // len(names) - 4)
            names = {entity: tabular.cut(name, most, self._more) for entity, name in names.items()}
        pieces: list[Piece] = []
        for at, (entity, name) in enumerate(names.items()):
            left = len(names) - at
            text = f"  {self._known[entity].solid} {name}"
            room -= tabular.cell_width(text)
            if room < (0 if left == 1 else _COUNT_OF_MORE):
                return [*pieces, (f"  +{left} more", "dim")]
            pieces.append((text, self._known[entity].style))
        return pieces

    def rows(self, made: Drawn) -> list[list[Piece]]:
        lines = []
        for y in range(made.dots.height):
            label = tabular.cut(made.labels.get(y, ""), self._gutter, self._more)
            label = " " * (self._gutter - tabular.cell_width(label)) + label
            tick = "┤" if y in made.labels else "│"
            pieces: list[Piece] = [(label, "strong" if y == made.read_at else "dim"), (f" {tick}", "dim")]
            for text, style in made.dots.row(y):
                if pieces and pieces[-1][1] == style:
                    pieces[-1] = (pieces[-1][0] + text, style)
                else:
                    pieces.append((text, style))
            lines.append(self.fitted(pieces))
        return lines

    def key(self, occurring: Collection[str]) -> list[Piece]:
        """What the signs mean, of those that occur."""
        solid, hollow = ("A", "a") if self._frame.ascii else ("●", "○")
        meanings = {
            "hollow": f"{solid} actual  {hollow} target, plan, forecast",
            "up": "↑ more",
            "down": "↓ less",
            "dispute": "! in conflict",
            "undated": "? no date",
            "several": "+ several",
            "beyond": "‹ › beyond",
        }
        said = "   ".join(text for name, text in meanings.items() if name in occurring)
        return self.fitted([(f" {said}", "dim")] if said else [])

    def readout(self, lanes: Sequence[Lane], read: Sequence[Readings]) -> list[Piece]:
        """The fact under the crosshair in one line."""
        for lane, one in zip(lanes, read, strict=True):
            for fact in lane.facts:
                if fact.id == self._frame.at:
                    return self.fitted(self._told(fact, lane, one))
        return self.fitted([])

    def _told(self, fact: Fact, lane: Lane, read: Readings) -> Iterable[Piece]:
        sign = self._known[fact.entity]
        amount = notation.amount(fact, self._vocabulary)
        yield f" {sign.solid if fact.status in ACHIEVED else sign.hollow} {sign.name}  ", "strong"
        yield amount, "strong"
        at = next((one for one in read.placed if one.level.fact is fact), None)
        parts = [notation.period(fact.period)]
        if read.scale == "index" and at is not None:
            parts.insert(0, f"index {spelled(at.low, lane, read.scale, self._vocabulary)}")
        parts += [fact.status] if fact.status != "actual" else []
        parts += [notation.change(fact.change)] if fact.change and fact.value is not None else []
        parts += ["in conflict"] if fact.id in self._frame.contested else []
        parts += ["marked"] if fact.id in self._frame.marks else []
        parts += ["rejected"] if fact.review == "rejected" else []
        parts += ["states no level"] if fact.value is None else ["not on this scale"] if at is None else []
        yield "".join(f"  {part}" for part in parts), ""
