"""The rows of an outline that are left where some are folded: numbered one below the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from itertools import accumulate

from cqtui.index.windows import Outline, OutlineRow


class Unfolded:
    """The rows that are nested in no folded one, numbered from 0."""

    def __init__(self, outline: Outline, folded: Collection[str]) -> None:
        self._outline = outline
        self._gaps: list[tuple[int, int]] = []
        """From which place to which rows are folded away, none inside another."""
        places = (place for key in folded if (place := outline.place(key)) is not None)
        for place in sorted(places):
            first, end = place + 1, outline[place].end
            if first < end and (not self._gaps or first >= self._gaps[-1][1]):
                self._gaps.append((first, end))
        self._gone = [0, *accumulate(end - first for first, end in self._gaps)]
        """How many rows are folded away up to each gap, then in all."""
        self._resumed = [first - gone for (first, _), gone in zip(self._gaps, self._gone, strict=False)]
        """The numbers of the rows behind the gaps."""
        self.count = outline.count - self._gone[-1]

    def __getitem__(self, number: int) -> OutlineRow:
        return self._outline[self._place(number)]

    def has_parts(self, number: int) -> bool:
        """Whether rows are nested in this one, folded away or not."""
        place = self._place(number)
        return self._outline[place].end > place + 1

    def row_of(self, key: str | None) -> int | None:
        """The number of the row that stands for `key`; None where there is none, or it is folded away."""
        place = self._outline.place(key)
        return None if place is None else self._number(place)

    def beside(self, number: int, direction: int) -> int:
        """The nearest row after this one, or before it, that is nested in none; this one where there is none."""
        place = self._outline.beside(self._place(number), direction) if number < self.count else None
        found = None if place is None else self._number(place)
        return number if found is None else found

    def _place(self, number: int) -> int:
        return number + self._gone[bisect_right(self._resumed, number)]

    def _number(self, place: int) -> int | None:
        gap = bisect_right(self._gaps, (place, self._outline.count)) - 1
        if gap >= 0 and place < self._gaps[gap][1]:
            return None
        return place - self._gone[gap + 1]
