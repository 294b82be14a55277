"""The panes one chooses in: companies as a tree, metrics with their items, each with its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len

from cqtui.index.questions import MeasureCount
from cqtui.index.tree import EntityCount
from cqtui.index.trends import LEAST, MOST, Trend
from cqtui.ui.lines import CONFLICT, Line, ListPane, fit
from cqtui.view import Measure, View
from cqtui.vocabulary import Vocabulary

_KIND_SIGNS = {"place": "·", "agency": "§", "industry": "≈", "company": " ", "unknown": " "}
_WIDEST_TREND = 8
_FOLDED, _UNFOLDED, _CHOSEN = "▸", "▾", "▶"


class FacetPane(ListPane):
    """Rows that can be chosen, nested and folded. A row is a heading where `key_at` says None."""

    def __init__(self, id: str, title: str) -> None:
        super().__init__(id, title)
        self.reason = ""
        """What to say where there is nothing to choose."""
        self.trends: dict[str, Trend | None] = {}
        """How the levels of rows move, as far as was asked, by the rows' keys."""
        self._given: tuple[Sequence[object], object] = ((), None)

    def is_news(self, rows: Sequence[object], how: object) -> bool:
        """Whether the rows are to be made anew: of others than the last time, or in another way."""
        before, self._given = self._given, (rows, how)
        return before[0] is not rows or before[1] != how

    def key_at(self, number: int) -> str | None:
        """What row `number` stands for; None for a heading."""
        raise NotImplementedError

    def is_row(self, number: int) -> bool:
        return self.key_at(number) is not None

    def empty(self, y: int) -> str:
        return self.reason if y == 0 else ""

    @property
    def key(self) -> str | None:
        """What the cursor stands on."""
        return self.key_at(self.cursor) if self.cursor < self.count else None

    def untold(self) -> list[str]:
        """Keys of rows in sight whose trends are not known yet."""
        rows = range(self.top, min(self.count, self.top + self.room))
        keys = (self.key_at(row) for row in rows if LEAST <= self.facts_at(row) <= MOST)
        return [key for key in keys if key is not None and key not in self.trends]

    def facts_at(self, number: int) -> int:
        """How many figures row `number` stands for."""
        raise NotImplementedError

    def drawn_trend(self, key: str) -> Callable[[int], str]:
        """What makes a row's sparkline for a number of cells."""
        trend = self.trends.get(key)
        if trend is None:
            return lambda _: ""
        from cqtui.plot.spark import spark

        return lambda width: spark(trend.levels, width, ascii=self.ascii_only, rank=trend.is_rank)

    def seek(self, key: str | None, default: int = 0) -> None:
        """Put the cursor on the row of `key`, or on the first row from `default` on."""
        found = next((at for at in range(self.count) if key is not None and self.key_at(at) == key), default)
        self.go(found)

    def contested_sign(self, count: int) -> str:
        """How a row says that so many of its figures contradict others."""
        return self.spelled(f"{CONFLICT}{count:,}") if count else ""

    def section_starts(self) -> list[int]:
        """The first row of each section."""
        raise NotImplementedError

    def next_group(self, direction: int) -> bool:
        """Move to the first row of the next section, or of the one before."""
        return self.go(_next_start(self.section_starts(), self.cursor, direction))


def _next_start(starts: Sequence[int], cursor: int, direction: int) -> int:
    ahead = [at for at in starts if (at > cursor if direction > 0 else at < cursor)]
    return cursor if not ahead else ahead[0] if direction > 0 else ahead[-1]


def facet_line(
    name: str,
    count: int,
    width: int,
    *,
    lead: str,
    style: str,
    chosen: bool,
    contested: str = "",
    trend: Callable[[int], str] = lambda _: "",
) -> Line:
    """A row: `lead` (indentation and sign), the name cut to fit, and flush right how many of its figures
    are `contested`, and how many there are; between them, where the name leaves room, the `trend` that
    is made for a number of cells."""
    sign = _CHOSEN if chosen else " "
    number = f" {count:,}" if count else "  "
    contested = f" {contested}" if contested else ""
    room = width - cell_len(sign) - cell_len(lead) - len(contested) - len(number) - 1
    drawn = trend(min(_WIDEST_TREND, room - cell_len(name) - 1))
    return [
        (sign, "chosen"),
        (lead, "dim"),
        (fit(name, room - len(drawn)), "chosen" if chosen else style if count else "dim"),
        (drawn, "actual"),
        (contested, "bad"),
        (number + " ", "chosen" if chosen else "dim"),
    ]


class Companies(FacetPane):
    """Places, industries and companies, nested by what they are part of."""

    def __init__(self) -> None:
        super().__init__("companies", "1 Companies")
        self._rows: list[EntityCount | str] = []
        self.contested: Mapping[str, int] = {}
        """Figures in conflict, by entity."""
        self._chosen: frozenset[str] = frozenset()
        self._folded: frozenset[str] = frozenset()

    def show(self, rows: Sequence[EntityCount], view: View) -> None:
        self._chosen, self._folded = frozenset(view.entities), frozenset(view.folded)
        if not self.is_news(rows, self._folded):
            return
        self._rows = []
        hidden_below: int | None = None
        company_section = False
        for row in rows:
            if hidden_below is not None and row.depth > hidden_below:
                continue
            hidden_below = row.depth if row.id in self._folded else None
            in_companies = row.is_company
            if in_companies and not company_section and row.depth == 0:
                company_section = True
                self._rows.append("companies")
            self._rows.append(row)
        self.info = f"{sum(row.facts > 0 for row in rows):,}"

    @property
    def count(self) -> int:
        return len(self._rows)

    def key_at(self, number: int) -> str | None:
        row = self._rows[number]
        return None if isinstance(row, str) else row.id

    def facts_at(self, number: int) -> int:
        row = self._rows[number]
        return 0 if isinstance(row, str) else row.facts

    @property
    def first_company(self) -> int:
        """The row where the companies begin; 0 where there are none."""
        return next((at + 1 for at, row in enumerate(self._rows) if isinstance(row, str)), 0)

    def section_starts(self) -> list[int]:
        return sorted({0, self.first_company})

    @property
    def at_cursor(self) -> EntityCount | None:
        row = self._rows[self.cursor] if self.cursor < self.count else None
        return None if isinstance(row, str) else row

    def row(self, number: int, width: int) -> Line:
        row = self._rows[number]
        if isinstance(row, str):
            return [(f" ─ {row} ".ljust(width - 1, "─"), "section")]
        entity = row.entity
        sign = _KIND_SIGNS[entity.kind]
        if row.has_parts:
            sign = _FOLDED if entity.id in self._folded else _UNFOLDED
        room = width - 2 * row.depth - 8
        name = self.spelled(entity.name if cell_len(entity.name) <= room else entity.short or entity.name)
        return facet_line(
            name,
            row.facts,
            width,
            lead="  " * row.depth + sign + " ",
            style=entity.kind,
            chosen=entity.id in self._chosen,
            contested=self.contested_sign(self.contested.get(entity.id, 0)),
            trend=self.drawn_trend(entity.id),
        )


class Metrics(FacetPane):
    """Metrics, each with the items it is measured of."""

    def __init__(self) -> None:
        super().__init__("metrics", "2 Metrics")
        self._rows: list[tuple[Measure, Measure, int, int]] = []
        """What a row chooses, what it is named after, its depth, its figures."""
        self._vocabulary = Vocabulary()
        self.contested: Mapping[Measure, int] = {}
        """Figures in conflict, by metric and item."""
        self._chosen: frozenset[Measure] = frozenset()
        self._folded: frozenset[str] = frozenset()

    def show(self, rows: Sequence[MeasureCount], view: View, vocabulary: Vocabulary) -> None:
        self._chosen, self._folded = frozenset(view.measures), frozenset(view.folded)
        self._vocabulary = vocabulary
        if not self.is_news(rows, (self._chosen, self._folded)):
            return
        self._rows = []
        by_metric: dict[str, list[MeasureCount]] = {}
        for row in rows:
            by_metric.setdefault(row.measure.metric, []).append(row)
        for metric, parts in by_metric.items():
            whole = Measure(metric)
            if len(parts) == 1:
                one = parts[0]
                self._rows.append((whole if whole in self._chosen else one.measure, one.measure, 0, one.facts))
                continue
            self._rows.append((whole, whole, 0, sum(part.facts for part in parts)))
            if str(whole) not in self._folded:
                self._rows += [(part.measure, part.measure, 1, part.facts) for part in parts]
        self.info = f"{len(rows):,}"

    def _words(self, measure: Measure, depth: int) -> str:
        if depth == 0:
            return self._vocabulary.measure_label(measure.metric, measure.item)
        return self._vocabulary.item(measure.item).label if measure.item else "(no item)"

    @property
    def count(self) -> int:
        return len(self._rows)

    def key_at(self, number: int) -> str | None:
        return str(self._rows[number][0])

    def facts_at(self, number: int) -> int:
        measure, _, _, facts = self._rows[number]
        return facts if measure.item is not None else 0  # A metric of any item is no one series.

    @property
    def at_cursor(self) -> Measure | None:
        return self._rows[self.cursor][0] if self.cursor < self.count else None

    @property
    def figures_at_cursor(self) -> int:
        """How many figures the row under the cursor has."""
        return self._rows[self.cursor][3] if self.cursor < self.count else 0

    @property
    def has_parts(self) -> bool:
        """Whether the cursor stands on a metric with items below it."""
        measure = self.at_cursor
        return measure is not None and measure.item is None

    def _contested_of(self, measure: Measure) -> int:
        if measure.item is not None:
            return self.contested.get(measure, 0)
        return sum(count for one, count in self.contested.items() if one.metric == measure.metric)

    def section_starts(self) -> list[int]:
        return [at for at, (_, _, depth, _) in enumerate(self._rows) if depth == 0]

    def row(self, number: int, width: int) -> Line:
        measure, named, depth, count = self._rows[number]
        parts = depth == 0 and measure.item is None and number + 1 < self.count and self._rows[number + 1][2]
        folded = measure.item is None and str(measure) in self._folded
        sign = _FOLDED if folded else _UNFOLDED if parts else " "
        return facet_line(
            self.spelled(self._words(named, depth)),
            count,
            width,
            lead="  " * depth + sign + " ",
            style="text" if depth == 0 else "dim" if not count else "text",
            chosen=measure in self._chosen,
            contested=self.contested_sign(self._contested_of(measure)),
            trend=self.drawn_trend(str(measure)),
        )
