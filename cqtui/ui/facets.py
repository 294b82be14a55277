"""The panes one chooses in: companies as a tree, metrics with their items, each with its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.cells import cell_len

from cqtui.index.trends import LEAST, MOST, Trend
from cqtui.index.windows import ListedOutline, Outline
from cqtui.model import Entity
from cqtui.ui.folding import Unfolded
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
        self._rows = Unfolded(ListedOutline((), 0), ())
        self._vocabulary = Vocabulary()
        self._folded: frozenset[str] = frozenset()

    def show(self, outline: Outline, view: View, vocabulary: Vocabulary) -> None:
        """List this outline, without what is nested in rows that the view folds."""
        self._rows = Unfolded(outline, view.folded)
        self._folded, self._vocabulary = frozenset(view.folded), vocabulary
        self.info = f"{outline.told:,}"

    @property
    def count(self) -> int:
        return self._rows.count

    def key_at(self, number: int) -> str | None:
        """What row `number` stands for; None for a heading."""
        return self._rows[number].key

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
        """How many figures of one series, perhaps, row `number` stands for."""
        return self._rows[number].facts

    @property
    def figures_at_cursor(self) -> int:
        """How many figures the row under the cursor has."""
        return self._rows[self.cursor].facts if self.cursor < self.count else 0

    @property
    def has_parts(self) -> bool:
        """Whether the cursor stands on a row with others nested in it."""
        return self.cursor < self.count and self._rows.has_parts(self.cursor)

    def sign(self, number: int, otherwise: str = " ") -> str:
        """How a row says whether others are nested in it."""
        if not self._rows.has_parts(number):
            return otherwise
        return _FOLDED if self.key_at(number) in self._folded else _UNFOLDED

    def drawn_trend(self, key: str) -> Callable[[int], str]:
        """What makes a row's sparkline for a number of cells."""
        trend = self.trends.get(key)
        if trend is None:
            return lambda _: ""
        from cqtui.plot.spark import spark

        return lambda width: spark(trend.levels, width, ascii=self.ascii_only, rank=trend.is_rank)

    def seek(self, key: str | None, default: int = 0) -> None:
        """Put the cursor on the row of `key`, or on the first row from `default` on."""
        found = None if key is None else self.row_of(key)
        self.go(default if found is None else found)

    def row_of(self, key: str) -> int | None:
        """The number of the row that stands for this; None where there is none, or it is folded away."""
        return self._rows.row_of(key)

    def contested_sign(self, count: int) -> str:
        """How a row says that so many of its figures contradict others."""
        return self.spelled(f"{CONFLICT}{count:,}") if count else ""

    def next_group(self, direction: int) -> bool:
        """Move to the first row of the next section, or of the one before."""
        raise NotImplementedError


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
        self.contested: Mapping[str, int] = {}
        """Figures in conflict, by entity."""
        self._chosen: frozenset[str] = frozenset()

    def show(self, outline: Outline, view: View, vocabulary: Vocabulary) -> None:
        super().show(outline, view, vocabulary)
        self._chosen = frozenset(view.entities)

    @property
    def first_company(self) -> int:
        """The row where the companies begin; 0 where there are none."""
        heading = self._rows.row_of(None)
        return 0 if heading is None else heading + 1

    def next_group(self, direction: int) -> bool:
        starts = 0, self.first_company
        if direction > 0:
            return self.go(min((at for at in starts if at > self.cursor), default=self.cursor))
        return self.go(max((at for at in starts if at < self.cursor), default=self.cursor))

    @property
    def at_cursor(self) -> Entity | None:
        """What the cursor stands on."""
        return None if self.key is None else self._vocabulary.entity(self.key)

    def row(self, number: int, width: int) -> Line:
        key, depth, facts, _ = self._rows[number]
        if key is None:
            return [(" ─ companies ".ljust(width - 1, "─"), "section")]
        entity = self._vocabulary.entity(key)
        room = width - 2 * depth - 8
        name = self.spelled(entity.name if cell_len(entity.name) <= room else entity.short or entity.name)
        return facet_line(
            name,
            facts,
            width,
            lead=f"{'  ' * depth}{self.sign(number, _KIND_SIGNS[entity.kind])} ",
            style=entity.kind,
            chosen=key in self._chosen,
            contested=self.contested_sign(self.contested.get(key, 0)),
            trend=self.drawn_trend(key),
        )


class Metrics(FacetPane):
    """Metrics, each with the items it is measured of."""

    def __init__(self) -> None:
        super().__init__("metrics", "2 Metrics")
        self.contested: Mapping[Measure, int] = {}
        """Figures in conflict, by metric and item."""
        self._chosen: frozenset[Measure] = frozenset()

    def show(self, outline: Outline, view: View, vocabulary: Vocabulary) -> None:
        super().show(outline, view, vocabulary)
        self._chosen = frozenset(view.measures)

    def _named(self, number: int) -> Measure:
        """What a row is named after."""
        return Measure.parse(self._rows[number].key or "")

    def measure(self, number: int) -> Measure:
        """What a row chooses: of a metric of which one measure is left, what is chosen of it already."""
        named = self._named(number)
        whole = Measure(named.metric)
        return whole if whole in self._chosen and not self._rows[number].depth else named

    def key_at(self, number: int) -> str:
        return str(self.measure(number))

    def row_of(self, key: str) -> int | None:
        found = super().row_of(key)
        if found is None and Measure.parse(key) in self._chosen:
            found = next((number for number in range(self.count) if self.key_at(number) == key), None)
        return found

    def facts_at(self, number: int) -> int:
        return 0 if self.measure(number).item is None else super().facts_at(number)  # Any item is no one series.

    @property
    def at_cursor(self) -> Measure | None:
        return self.measure(self.cursor) if self.cursor < self.count else None

    def _words(self, measure: Measure, depth: int) -> str:
        if depth == 0:
            return self._vocabulary.measure_label(measure.metric, measure.item)
        return self._vocabulary.item(measure.item).label if measure.item else "(no item)"

    def _contested_of(self, measure: Measure) -> int:
        if measure.item is not None:
            return self.contested.get(measure, 0)
        return sum(count for one, count in self.contested.items() if one.metric == measure.metric)

    def next_group(self, direction: int) -> bool:
        return self.go(self._rows.beside(self.cursor, direction))

    def row(self, number: int, width: int) -> Line:
        measure, (_, depth, count, _) = self.measure(number), self._rows[number]
        return facet_line(
            self.spelled(self._words(self._named(number), depth)),
            count,
            width,
            lead=f"{'  ' * depth}{self.sign(number)} ",
            style="text" if depth == 0 else "dim" if not count else "text",
            chosen=measure in self._chosen,
            contested=self.contested_sign(self._contested_of(measure)),
            trend=self.drawn_trend(str(measure)),
        )
