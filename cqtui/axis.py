"""A time axis in character cells: where a day falls, how a period is drawn, where labels fit.

Pure: the explorer's timeline and `cqtui timeline` draw with it. A cell is halved, so that half a
year at two cells a year is half as wide as a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cqtui.model import INTENDED, Period, Status

_SHORTEST = 31
"""Days that the closest zoom shows."""
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Signs(NamedTuple):
    """The characters that periods are drawn with."""

    full: str  # an actual, over its period
    hollow: str  # a target, forecast or plan: not (yet) so
    left_half: str
    right_half: str
    moment: str
    hollow_moment: str
    open: str  # runs on without a stated end or beginning
    unstated: str
    before: str  # lies outside the axis, to the left
    after: str


UNICODE = Signs("█", "░", "▌", "▐", "│", "┊", "┄", "?", "‹", "›")
ASCII = Signs("#", ":", "#", "#", "|", "!", "-", "?", "<", ">")


class Axis(NamedTuple):
    """`width` cells from the first moment of `start` to the last of `end`."""

    start: date
    end: date
    width: int

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def cell(self, day: date) -> float:
        """Where `day` begins, in cells from the left edge; beyond 0 and `width` where outside."""
        return (day - self.start).days * self.width / self.days

    def labels(self) -> str:
        """The scale above the rows, `width` cells: as many dates as fit without touching."""
        line = [" "] * self.width
        for at, text in self.marks():
            line[at : at + len(text)] = text
        return "".join(line)

    def marks(self) -> Iterator[tuple[int, str]]:
        """The dates of `labels`, each with the cell that it begins in."""
        free = 0
        for day, text in self._ticks():
            at = int(self.cell(day) + 0.25)  # Leap days move a year's first cell by a hair.
            if at >= free and at + len(text) <= self.width:
                yield at, text
                free = at + len(text) + 1

    def bar(self, period: Period, status: Status = "actual", signs: Signs = UNICODE) -> str:
        """`period` drawn in `width` cells: a bar, a tick for a moment, dashes where it runs on.

        Targets, forecasts and plans are hollow. What lies outside is an arrow at that edge; what has
        no dates is a question mark at the left one.
        """
        start, end = period.start, period.end
        if start is None and end is None:
            return signs.unstated.ljust(self.width)
        hollow = status in INTENDED
        if start is None and period.basis in ("cumulative", "before"):
            assert end is not None
            return self._open(None, end, signs)
        if end is None and start is not None and period.basis == "since":
            return self._open(start, None, signs)
        if start is None or end is None or start == end or period.basis in ("as-of", "by"):
            moment = end or start
            assert moment is not None
            return self._mark(moment, signs.hollow_moment if hollow else signs.moment, signs)
        return self._filled(start, end, hollow, signs)

    def _mark(self, day: date, sign: str, signs: Signs) -> str:
        if day < self.start:
            return signs.before.ljust(self.width)
        if day > self.end:
            return signs.after.rjust(self.width)
        at = min(int(self.cell(day)), self.width - 1)
        return (" " * at + sign).ljust(self.width)

    def _open(self, start: date | None, end: date | None, signs: Signs) -> str:
        if end is not None and end < self.start:
            return signs.before.ljust(self.width)
        if start is not None and start > self.end:
            return signs.after.rjust(self.width)
        first = 0 if start is None else max(0, int(self.cell(start)))
        last = self.width if end is None else min(self.width, int(self.cell(_next(end))) or 1)
        cells = [signs.open] * max(1, last - first)
        if start is not None and start >= self.start:
            cells[0] = signs.right_half
        if end is not None and end <= self.end:
            cells[-1] = signs.left_half
        return (" " * first + "".join(cells)).ljust(self.width)

    def _filled(self, start: date, end: date, hollow: bool, signs: Signs) -> str:
        if end < self.start:
            return signs.before.ljust(self.width)
        if start > self.end:
            return signs.after.rjust(self.width)
        left = max(0, round(2 * self.cell(start)))
        right = min(2 * self.width, max(left + 1, round(2 * self.cell(_next(end)))))
        left = min(left, right - 1)
        if hollow:  # There are no half hollow cells: a cell half covered is drawn whole.
            cells = signs.hollow * max(1, (right + 1) // 2 - left // 2)
            return (" " * (left // 2) + cells).ljust(self.width)[: self.width]
        first, last = left // 2, (right - 1) // 2
        cells = signs.full * (last - first + 1)
        if left % 2:
            cells = signs.right_half + cells[1:]
        if right % 2:
            cells = cells[:-1] + signs.left_half
        if start < self.start:
            cells = signs.before + cells[1:]
        if end > self.end:
            cells = cells[:-1] + signs.after
        return (" " * first + cells).ljust(self.width)

    def _ticks(self) -> Iterator[tuple[date, str]]:
        """Days to label with their texts, at the finest step whose labels fit."""
        per_year = self.width * 365.2425 / self.days
        if per_year >= 12 * 5:
            yield from self._months(1)
        elif per_year >= 4 * 5:
            yield from self._months(3)
        else:
            text = 4 if per_year >= 6 else 2
            steps = (n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * per_year >= text + 1)
            step = next(steps, 10_000)  # No year is labelled where not even one in 500 would fit.
            if step > 1 and step * per_year >= 5:
                text = 4
            for year in range(self.start.year, self.end.year + 1):
                if year % step == 0:
                    yield max(date(year, 1, 1), self.start), str(year)[-text:]

    def _months(self, step: int) -> Iterator[tuple[date, str]]:
        day = self.start.replace(day=1)
        while day <= self.end:
            if (day.month - 1) % step == 0 and day >= self.start:
                yield day, str(day.year) if day.month == 1 else _MONTHS[day.month - 1]
            if day.year == 9999 and day.month == 12:
                return
            day = (day + timedelta(days=32)).replace(day=1)


def fitted(span: tuple[date, date] | None, width: int) -> Axis:
    """The axis of whole years that shows all of `span`; this century's first years without one.

    It is at most `width` cells wide and as wide as gives every year the same number of half cells.
    """
    first, last = span or (date(2000, 1, 1), date(2009, 12, 31))
    years = last.year - first.year + 1
    cells = (2 * width // years) * years // 2 or width
    return Axis(first.replace(month=1, day=1), last.replace(month=12, day=31), max(1, cells))


def zoomed(start: date, end: date, factor: float, around: date | None = None) -> tuple[date, date]:
    """The days at the ends after zooming: `factor` 0.5 shows half as much, 2 twice as much.

    `around` stays where it is; the middle where it is None or outside. Never closer than a month,
    never beyond the calendar.
    """
    days = (end - start).days + 1
    wanted = min(max(_SHORTEST, round(days * factor)), (_LAST - _FIRST).days + 1)
    if around is None or not start <= around <= end:
        around = start + timedelta(days=days // 2)
    share = ((around - start).days + 0.5) / days
    first = min(_shifted(around, -int(wanted * share)), _shifted(_LAST, 1 - wanted))
    return first, _shifted(first, wanted - 1)


def panned(start: date, end: date, share: float) -> tuple[date, date]:
    """The days at the ends after moving by `share` of what is shown, to the right where positive;
    as far as the calendar goes."""
    days = round(((end - start).days + 1) * share)
    days = min((_LAST - end).days, max((_FIRST - start).days, days))
    return _shifted(start, days), _shifted(end, days)


def around(start: date, end: date, day: date) -> tuple[date, date]:
    """The days at the ends after moving so that `day` is in the middle, as far as the calendar goes."""
    days = (day - start).days - (end - start).days // 2
    days = min((_LAST - end).days, max((_FIRST - start).days, days))
    return _shifted(start, days), _shifted(end, days)


def _next(day: date) -> date:
    return _shifted(day, 1)


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(min(_LAST.toordinal(), max(_FIRST.toordinal(), day.toordinal() + days)))
