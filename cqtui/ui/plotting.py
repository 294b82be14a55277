"""The timeline as a plot: which lanes are in sight, and where the keys lead from the level at the cursor.

Lanes are made when they come in sight. The plot painter is loaded with the first plot, not with the
explorer.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cqtui.index.windows import Groups
from cqtui.model import Fact
from cqtui.view import View
from cqtui.vocabulary import Vocabulary

if TYPE_CHECKING:
    from cqtui.plot.levels import Lane
    from cqtui.plot.picture import Picture

Place = tuple[int, int]
"""A group's number, and which of its facts, or which of its lanes."""


class _Group(NamedTuple):
    """A group's lanes, and where in the group each fact stands."""

    lanes: list[Lane]
    offsets: dict[str, int]


class Plotting:
    """Lanes of groups of facts around the one at the cursor."""

    def __init__(
        self,
        groups: Groups,
        fetch: Callable[[int, int, int], Sequence[Fact]],
        span: tuple[date, date] | None,
        vocabulary: Vocabulary,
    ) -> None:
        self._groups, self._fetch, self._span = groups, fetch, span
        self._vocabulary = vocabulary
        self._contested: Container[str] = ()
        self._loaded: dict[Place, _Group] = {}
        self._view = View()
        self._ascii = False
        self._first: Place = (0, 0)
        self._lane: Place = (0, 0)
        self._fact: Fact | None = None
        self._painted: tuple[object, Picture] | None = None

    def stand(self, view: View, group: int, offset: int, contested: Container[str], *, ascii: bool) -> None:
        """Stand on a group's fact. `contested` are the ids of the store's facts in conflict."""
        from cqtui.plot.levels import MOST

        if contested is not self._contested:
            self._contested, self._painted = contested, None
        self._view, self._ascii = view, ascii
        block = max(0, offset) // MOST
        if (group, block) not in self._loaded:
            for key in [key for key in self._loaded if key[0] == group]:
                del self._loaded[key]
            self._loaded[group, block] = self._load(group, block)
        found = self._loaded[group, block]
        for number, lane in enumerate(found.lanes):
            for fact in lane.facts:
                if found.offsets[fact.id] == offset:
                    self._lane, self._fact = (group, number), fact
                    return

    def _load(self, group: int, block: int) -> _Group:
        from cqtui.plot.levels import MOST, lanes

        counted = self._groups[group]
        facts = self._fetch(counted.key, block * MOST, MOST)
        first = block * MOST + 1
        cut = f"{first:,}–{first + len(facts) - 1:,} of {counted.facts:,}" if counted.facts > MOST else ""
        made = lanes([(counted.label, facts)], self._vocabulary, self._view.group, cut)
        offsets = {fact.id: first - 1 + at for at, fact in enumerate(facts)}
        return _Group(made, offsets)

    def _group(self, number: int) -> _Group:
        found = next((one for (group, _), one in self._loaded.items() if group == number), None)
        if found is None:
            found = self._loaded[number, 0] = self._load(number, 0)
        return found

    def _lane_at(self, place: Place) -> Lane:
        return self._group(place[0]).lanes[place[1]]

    def _from(self, place: Place, direction: int) -> Iterator[Place]:
        """Lanes from one on, that one first."""
        group, number = place
        while 0 <= group < len(self._groups):
            count = len(self._group(group).lanes)
            number = count - 1 if number is None else number
            while 0 <= number < count:
                yield group, number
                number += direction
            group += direction
            number = 0 if direction > 0 else None  # type: ignore[assignment]

    @property
    def day(self) -> date | None:
        """Where on the axis of time the level at the cursor stands."""
        from cqtui.plot.levels import middle

        return middle(self._fact.period) if self._fact else None

    # Painting

    def picture(self, width: int, height: int) -> Picture:
        """The lanes in sight at a size, scrolled so that the cursor's is among them."""
        view = self._view
        key = width, height, view.zoom, view.scale, view.marks, self._ascii, self._lane, self._fact and self._fact.id
        if self._painted is None or self._painted[0] != key:
            self._painted = key, self._paint(width, height)
        return self._painted[1]

    def _paint(self, width: int, height: int) -> Picture:
        from cqtui.plot.picture import Frame, picture

        shown = self._in_sight(height)
        if self._lane not in shown:
            self._first = self._lane if not shown or self._lane > shown[-1] else self._last_page_to(self._lane, height)
            shown = self._in_sight(height)
        frame = Frame(
            width=width, height=height, span=self._span, zoom=self._view.zoom, scale=self._view.scale,
            at=self._fact.id if self._fact else "", contested=self._contested, marks=self._view.marks,
            ascii=self._ascii,
        )  # fmt: skip
        return picture([self._lane_at(place) for place in shown], frame, self._vocabulary)

    def _in_sight(self, height: int) -> list[Place]:
        return list(self._fitting(self._from(self._first, 1), height))

    def _last_page_to(self, place: Place, height: int) -> Place:
        """The first lane of a page that ends with `place`."""
        return list(self._fitting(self._from(place, -1), height))[-1]

    def _fitting(self, places: Iterator[Place], height: int) -> Iterator[Place]:
        from cqtui.plot.picture import Frame, least_height

        room = Frame(width=0, height=height, at="").room
        for at, place in enumerate(places):
            room -= least_height(self._lane_at(place), self._view.scale)
            if at and room < 0:
                return
            yield place

    # Moving: each gives the place in the list of the fact to go to

    def along(self, direction: int) -> Place | None:
        """The next fact in time in this lane, or the one before."""
        facts = self._lane_at(self._lane).facts
        at = next((at for at, fact in enumerate(facts) if fact is self._fact), None)
        wanted = None if at is None else at + direction
        return self._place(self._lane, facts[wanted]) if wanted is not None and 0 <= wanted < len(facts) else None

    def below(self, by: int) -> Place | None:
        """What is drawn lower in this lane (higher where `by` is negative), else what is nearest in time in
        the lane below, or above."""
        from cqtui.plot.levels import readings

        lane = self._lane_at(self._lane)
        placed = sorted(
            readings(lane, self._view.scale).placed, key=lambda one: (one.low + one.high, one.level.fact.id)
        )
        drawn = [one.level.fact for one in (placed if lane.is_rank else placed[::-1])]
        at = next((at for at, fact in enumerate(drawn) if fact is self._fact), None)
        if at is not None and 0 <= at + by < len(drawn):
            return self._place(self._lane, drawn[at + by])
        return self.next_lane(1 if by > 0 else -1)

    def next_lane(self, direction: int) -> Place | None:
        """What is nearest in time in the lane below, or above."""
        onward = list(zip(range(2), self._from(self._lane, direction), strict=False))
        return self._nearest(onward[1][1]) if len(onward) > 1 else None

    def paged(self, direction: int, width: int, height: int) -> Place | None:
        """What is nearest in time in the lane after those in sight, or before them."""
        self.picture(width, height)
        shown = self._in_sight(height)
        edge = shown[-1] if direction > 0 else shown[0]
        onward = list(zip(range(2), self._from(edge, direction), strict=False))[-1][1]
        return self._nearest(onward) if onward != self._lane else None

    def _nearest(self, place: Place) -> Place | None:
        from cqtui.plot.levels import middle

        day = self.day or date.min
        facts = self._lane_at(place).facts
        return self._place(place, min(facts, key=lambda fact: abs((middle(fact.period) or date.min) - day)))

    def near(self, line: int, column: int, width: int, height: int) -> Place | None:
        """The fact whose sign is nearest to a cell, no further than a few."""
        spots = self.picture(width, height).spots
        found = min(spots, key=lambda one: abs(spots[one][0] - column) + 3 * abs(spots[one][1] - line), default=None)
        if found is None or abs(spots[found][1] - line) > 1 or abs(spots[found][0] - column) > 4:
            return None
        group = next(group for group, number in self._in_sight(height) if found in self._group(group).offsets)
        return group, self._group(group).offsets[found]

    def _place(self, lane: Place, fact: Fact) -> Place:
        return lane[0], self._group(lane[0]).offsets[fact.id]
