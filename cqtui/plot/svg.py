"""A plot as SVG for a report: whole in one file, without a script, its sources cited below it.

The picture is that of `picture`, drawn with lines and shapes. Every text is cleaned and escaped here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from html import escape
from textwrap import wrap
from typing import NamedTuple

from cqtui import axis as axes
from cqtui import notation, tabular
from cqtui.axis import Axis
from cqtui.model import Fact, Source
from cqtui.plot.legend import COLOURS, Sign, signs
from cqtui.plot.levels import Lane, Placed, Readings, joined, middle, readings, spelled
from cqtui.plot.scale import ValueAxis, value_axis
from cqtui.sanitize import clean_line
from cqtui.view import Scale
from cqtui.vocabulary import Vocabulary

WIDTH = 960
_LEFT, _RIGHT, _UNDATED = 100, 30, 34
_TALL, _FLAT, _HEAD = 190, 44, 44
"""Heights of a lane of several values, of one, and of its heading."""
_CHARACTER = 6.4
"""About how wide a character of a small text is."""
_FEW = 14
"""Levels up to which each has its value written beside it."""
_INK = ("#0072b2", "#d55e00", "#009e73", "#8a6d00", "#a3507f", "#333333")
"""Okabe and Ito's colours, the light ones darkened, which the colour-blind tell apart on white."""
_SHAPES = {
    "●": "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z",
    "■": "M-4.5,-4.5H4.5V4.5H-4.5Z",
    "◆": "M0,-6L6,0L0,6L-6,0Z",
    "▲": "M0,-6L5.5,4.5H-5.5Z",
    "▼": "M0,6L5.5,-4.5H-5.5Z",
    "★": "M0,-6.5L1.9,-2L6.5,-2L2.9,1.2L4.2,6L0,3.2L-4.2,6L-2.9,1.2L-6.5,-2L-1.9,-2Z",
}
_ARROWS = {"up": "M0,-8V-19M-3.5,-15L0,-19L3.5,-15", "down": "M0,8V19M-3.5,15L0,19L3.5,15"}


class _Plane(NamedTuple):
    """Where days and values fall in a lane's rectangle, in pixels."""

    top: float
    height: float
    left: float
    right: float
    axis: Axis
    values: ValueAxis | None

    def x(self, day: date) -> float:
        share = self.axis.cell(day) / self.axis.width
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def y(self, value: Fraction) -> float:
        share = 0.5 if self.values is None else self.values.share(value)
        return self.top + 24 + (1 - share) * (self.height - 48)


def svg(
    lanes: Sequence[Lane],
    vocabulary: Vocabulary,
    sources: Iterable[Source],
    *,
    title: str,
    span: tuple[date, date] | None,
    scale: Scale = "linear",
    contested: Container[str] = (),
) -> str:
    """`lanes` as one SVG document, with `title` above and `sources` below."""
    known = signs((entity for lane in lanes for entity in lane.entities), vocabulary)
    cited = list(sources)
    axis = axes.fitted(span, 100)
    undated = any(middle(fact.period) is None for lane in lanes for fact in lane.facts)
    left = _LEFT + (_UNDATED if undated else 0)
    body: list[str] = [_text(20, 30, title, "t")]
    top = 44.0
    for lane in lanes:
        read = readings(lane, scale)
        values = [end for one in read.placed for end in (one.low, one.high)]
        tall = len(set(values)) > 1
        made = value_axis(values, 5, log=read.scale == "log", rank=lane.is_rank) if values else None
        plane = _Plane(top + _HEAD, _TALL if tall else _FLAT, left, WIDTH - _RIGHT, axis, made)
        body += _heading(lane, read, known, top)
        body += _grid(lane, read, plane, vocabulary)
        body += _lane(lane, read, plane, known, vocabulary, contested) if lane.levels else _changes(lane, plane)
        top = plane.top + plane.height
    body += _dates(axis, left, top)
    top += 40
    for line in _notes(lanes, contested, undated, cited):
        body.append(_text(20, top, line, "s"))
        top += 15
    return _document(body, round(top + 8), title, sum(len(lane.facts) for lane in lanes))


def _document(body: Iterable[str], height: int, title: str, facts: int) -> str:
    about = f"{facts} figure{'' if facts == 1 else 's'} from press articles at their times, drawn by cqtui"
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="cqtui-title cqtui-desc">',
            f'<title id="cqtui-title">{_safe(title)}</title>',
            f'<desc id="cqtui-desc">{_safe(about)}</desc>',
            "<style>text{font-family:'Helvetica Neue',Arial,sans-serif;fill:#222}"
            ".t{font-size:18px;font-weight:bold}.h{font-size:13px;font-weight:bold}.s{font-size:11px;fill:#444}"
            ".v{font-size:10px}.m{text-anchor:middle}.e{text-anchor:end}.w{font-weight:bold;fill:#b00020}"
            ".g{stroke:#ddd}.a{stroke:#999}</style>",
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *body,
            "</svg>\n",
        )
    )


# Text


def _safe(text: str) -> str:
    """Text for XML: no control, nothing that is markup, nothing that XML has no word for."""
    return escape(clean_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))


def _text(x: float, y: float, text: str, kind: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}"{style}>{_safe(text)}</text>'


def _told(fact: Fact, vocabulary: Vocabulary) -> str:
    paragraph = f", ¶ {fact.evidence.paragraph}" if fact.evidence.paragraph else ""
    return (
        f"{vocabulary.entity(fact.entity).name}, {vocabulary.measure(fact)}, {notation.period(fact.period)}:"
        f" {notation.full_amount(fact, vocabulary)} ({fact.status}). {fact.evidence.source}{paragraph}"
    )


def _heading(lane: Lane, read: Readings, known: dict[str, Sign], top: float) -> Iterator[str]:
    notes = [{"log": "log scale", "index": "first exact level = 100", "linear": ""}[read.scale], *read.notes]
    notes += ["1 at the top"] if lane.is_rank else []
    said = lane.label + "".join(f"  ({note})" for note in notes if note)
    yield _text(20, top + 18, tabular.cut(said, 130), "h")
    x = 26.0
    for entity in lane.entities:
        sign = known[entity]
        name = tabular.cut(sign.name, 40)
        width = 22 + _CHARACTER * tabular.cell_width(name)
        if x + width > WIDTH - 60:
            yield _text(x, top + 36, "…", "s")
            return
        yield _mark(x, top + 32, sign, hollow=False)
        yield _text(x + 10, top + 36, name, "s")
        x += width


def _notes(lanes: Sequence[Lane], contested: Container[str], undated: bool, cited: Sequence[Source]) -> Iterator[str]:
    """What the signs mean, of those that occur, and the sources."""
    levels = [level for lane in lanes for level in lane.levels]
    said = []
    if any(level.is_hollow for level in levels):
        said.append("Filled: actual. Hollow: target, plan or forecast.")
    if any(level.arrow for level in levels):
        said.append("Arrow: more, or less, than the value.")
    if any(level.fact.id in contested for level in levels):
        said.append("!: in conflict with another figure.")
    if undated:
        said.append("?: no date is stated.")
    if said:
        yield " ".join(said)
    if cited:
        yield "Sources"
    for number, source in enumerate(cited, 1):
        lines = wrap(clean_line(f"{number}. {notation.citation(source)}"), 145)
        yield from (f"{'' if at == 0 else '    '}{line}" for at, line in enumerate(lines))


# Shapes


def _grid(lane: Lane, read: Readings, plane: _Plane, vocabulary: Vocabulary) -> Iterator[str]:
    for mark, _ in plane.axis.marks():
        x = plane.left + mark / plane.axis.width * (plane.right - plane.left)
        yield f'<path class="g" d="M{x:.1f},{plane.top:.1f}v{plane.height:.1f}"/>'
    yield f'<path class="a" d="M{plane.left:.1f},{plane.top:.1f}v{plane.height:.1f}"/>'
    seen: set[str] = set()
    for tick in plane.values.ticks if plane.values else ():
        text = spelled(tick, lane, read.scale, vocabulary)
        if text not in seen and plane.values and plane.values.low != plane.values.high:
            seen.add(text)
            y = plane.y(Fraction(tick))
            yield f'<path class="g" d="M{plane.left:.1f},{y:.1f}H{plane.right:.1f}"/>'
            yield _text(_LEFT - 8, y + 4, tabular.cut(text, 15), "s e")


def _dates(axis: Axis, left: float, top: float) -> Iterator[str]:
    right = WIDTH - _RIGHT
    yield f'<path class="a" d="M{left:.1f},{top:.1f}H{right:.1f}"/>'
    for mark, text in axis.marks():
        x = left + mark / axis.width * (right - left)
        yield f'<path class="a" d="M{x:.1f},{top:.1f}v4"/>'
        yield _text(x, top + 16, text, "s")


def _lane(
    lane: Lane, read: Readings, plane: _Plane, known: dict[str, Sign], vocabulary: Vocabulary, contested: Container[str]
) -> Iterator[str]:
    for run in joined(read.placed):
        points = " ".join(f"{_x(one, plane):.1f},{_y(one, plane):.1f}" for one in run)
        ink = _ink(known[run[0].level.fact.entity], run[0])
        yield f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-opacity="0.45"/>'
    for one in read.placed:
        fact, sign = one.level.fact, known[one.level.fact.entity]
        ink, x, y = _ink(sign, one), _x(one, plane), _y(one, plane)
        yield f"<g><title>{_safe(_told(fact, vocabulary))}</title>"
        yield from _stroke(one, plane, ink)
        if one.level.arrow:
            at = f'transform="translate({x:.1f},{y:.1f})"'
            yield f'<path {at} d="{_ARROWS[one.level.arrow]}" fill="none" stroke="{ink}" stroke-width="1.5"/>'
        yield _mark(x, y, sign, hollow=one.level.is_hollow, ink=ink)
        if fact.id in contested:
            yield _text(x + 9, y - 6, "!", "h w")
        if middle(fact.period) is None:
            yield _text(x - 16, y + 4, "?", "s")
        yield "</g>"
        if len(read.placed) <= _FEW:
            below = one.level.arrow == "up"
            yield _text(x, y + 18 if below else y - 9, _value(one, lane, read, vocabulary), "v m")


def _value(one: Placed, lane: Lane, read: Readings, vocabulary: Vocabulary) -> str:
    if read.scale == "index":
        return spelled(one.low, lane, read.scale, vocabulary)
    return tabular.cut(notation.amount(one.level.fact, vocabulary), 20)


def _stroke(one: Placed, plane: _Plane, ink: str) -> Iterator[str]:
    """The period as a stroke: solid, dashed where it is meant to be, dotted where it has no end."""
    period, y = one.level.fact.period, _y(one, plane)
    runs_back = period.start is None and period.basis in ("cumulative", "before")
    runs_on = period.end is None and period.basis == "since"
    if middle(period) is not None and (period.days or runs_back or runs_on):
        left = plane.left if runs_back else plane.x(period.start or plane.axis.start)
        right = plane.right if runs_on else plane.x(_next(period.end or plane.axis.end))
        dashes = ' stroke-dasharray="2 5"' if runs_back or runs_on else ""
        dashes = ' stroke-dasharray="5 3"' if one.level.is_hollow and not dashes else dashes
        yield f'<path d="M{left:.1f},{y:.1f}H{right:.1f}" stroke="{ink}" stroke-width="2.5"{dashes}/>'
    if one.low != one.high:
        x = _x(one, plane)
        yield f'<path d="M{x:.1f},{plane.y(one.low):.1f}V{plane.y(one.high):.1f}" stroke="{ink}" stroke-width="1.5"/>'


def _changes(lane: Lane, plane: _Plane) -> Iterator[str]:
    """Changes without a level, in words at their times; those at one time below one another."""
    rows: dict[float, int] = {}
    for fact in lane.facts:
        day = middle(fact.period)
        x = plane.x(day) if day else plane.left - _UNDATED + 6
        row = rows[x] = rows.get(x, -1) + 1
        if row < 3:
            text = (notation.change(fact.change) if fact.change else "") + ("" if day else " ?")
            yield _text(min(x, plane.right - 60), plane.top + 14 + 13 * row, tabular.cut(text, 20), "s")


def _mark(x: float, y: float, sign: Sign, *, hollow: bool, ink: str = "") -> str:
    ink = ink or _INK[sign.colour % COLOURS]
    fill = "#fff" if hollow else ink
    at = f'transform="translate({x:.1f},{y:.1f})"'
    if sign.solid in _SHAPES:
        return f'<path {at} d="{_SHAPES[sign.solid]}" fill="{fill}" stroke="{ink}" stroke-width="1.5"/>'
    letter = sign.hollow if hollow else sign.solid
    return f'<text {at} y="4" class="h m" style="fill:{ink}">{_safe(letter)}</text>'


def _ink(sign: Sign, one: Placed) -> str:
    return "#aaaaaa" if one.level.is_faded else _INK[sign.colour % COLOURS]


def _x(one: Placed, plane: _Plane) -> float:
    day = middle(one.level.fact.period)
    return plane.left - _UNDATED / 2 if day is None else plane.x(day)


def _y(one: Placed, plane: _Plane) -> float:
    return (plane.y(one.low) + plane.y(one.high)) / 2


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
