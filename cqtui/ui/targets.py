"""The screen of targets: each goal, what was reached, how much of it that is, or why it cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding

from cqtui import notation
from cqtui.compare.figures import Derived
from cqtui.compare.targets import Attainment, Outcome
from cqtui.model import Fact
from cqtui.ui import keys, wording
from cqtui.ui.evidence import wrap
from cqtui.ui.explorer import Explorer
from cqtui.ui.lines import Line, Piece, fit, fit_right
from cqtui.ui.listing import ListingPane, ListingScreen, shown_alone
from cqtui.ui.over import bindings
from cqtui.view import View

_MARGIN = 11
_BAR, _SHORT_BAR = 20, 8
"""Cells of the bar that stands for the whole goal, and where there is little room."""
_PERCENT, _OUTCOME = 9, 14
WORDS: dict[Outcome, str] = {
    "met": "met", "missed": "missed", "so far": "so far", "not told": "cannot be told",
}  # fmt: skip
_STYLES: dict[Outcome, str] = {"met": "good", "missed": "bad", "so far": "hollow", "not told": "dim"}


class TargetsPane(ListingPane[Attainment]):
    """A goal: whose and what, how much of it is reached, and the two figures below."""

    def __init__(self, explorer: Explorer) -> None:
        super().__init__("targets", "Targets", explorer)

    def lines_of(self, entry: Attainment, number: int, width: int) -> list[Line]:
        del number
        lines: list[Line] = [self._heading(entry, width)]
        lines += self._labelled(entry.goal.status, self._said(entry.goal), width)
        if entry.actual is not None:
            lines += self._labelled("reached", self._said(entry.actual, entry.goal), width)
        why = _why(entry)
        if why:
            label = "why" if entry.outcome == "not told" else "but"
            lines += self._labelled(label, [(why, "dim")], width)
        if entry.derived is not None:
            lines += self._labelled("derived", [(entry.derived.formula, "dim")], width)
        return lines

    def _heading(self, entry: Attainment, width: int) -> Line:
        words = self.explorer.session.index.vocabulary
        outcome = self.spelled(WORDS[entry.outcome])
        percent = fit_right(self.spelled(_percent(entry.derived)), _PERCENT)
        bar = attained_bar(entry.derived, _BAR if width >= 90 else _SHORT_BAR)
        tail = cell_len(bar) + _PERCENT + _OUTCOME + 2
        room = max(8, width - tail - 2)
        return [
            (fit(self.spelled(wording.about(entry.goal, words, room)), room) + "  ", "strong"),
            (bar, "actual"),
            (percent, "strong"),
            ("  ", ""),
            (fit_right(outcome, _OUTCOME), _STYLES[entry.outcome]),
        ]

    def _said(self, fact: Fact, goal: Fact | None = None) -> list[Piece]:
        """A figure with its time and source; whose it is, where it is not the goal's."""
        index = self.explorer.session.index
        entity = index.vocabulary.entity(fact.entity)
        source = index.source(fact.evidence.source)
        who = f"  {entity.short or entity.name}" if goal is not None and goal.entity != fact.entity else ""
        return [
            (notation.full_amount(fact, index.vocabulary), ""),
            (f"  {notation.period(fact.period)}{who}", ""),
            (f"  {wording.printed(fact, source)}", "dim"),
        ]

    def _labelled(self, label: str, pieces: Sequence[Piece], width: int) -> list[Line]:
        lines = wrap([(self.spelled(text), style) for text, style in pieces], max(10, width - _MARGIN))
        heads = [f"  {fit(label, _MARGIN - 2)}", *[" " * _MARGIN] * len(lines)]
        return [((head, "dim"), *line) for head, line in zip(heads, lines, strict=False)]


def _why(entry: Attainment) -> str:
    """Why it cannot be told, or what to know; that a goal is no actual goes without saying here."""
    told = [one.text for one in entry.reasons if one.severity != "note" and one.kind != "status"]
    return "; ".join(dict.fromkeys(told)) if entry.actual is not None else entry.why


def _percent(derived: Derived | None) -> str:
    return "" if derived is None else f"{notation.BOUND_SIGNS[derived.bound]}{notation.number(derived.value)} %"


def attained_bar(derived: Derived | None, cells: int) -> str:
    """How much of the goal is reached, as a bar; a goal that is passed fills it."""
    if derived is None:
        return " " * cells
    halves = int(max(Decimal(0), min(Decimal(2 * cells), derived.value * 2 * cells / 100)))
    full = "█" * (halves // 2) + "▌" * (halves % 2)
    return full.ljust(cells, "░")


class TargetsScreen(ListingScreen[Attainment]):
    """Every target, plan and forecast."""

    PLACE: ClassVar[keys.Place] = "targets"
    LISTING = "targets"
    BINDINGS: ClassVar[list[Binding]] = bindings("targets")  # type: ignore[assignment]
    NOTHING = "No targets, plans or forecasts"

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer, TargetsPane(explorer))

    def seek(self) -> None:
        self.explorer.overview.seek_targets(self.show_entries)

    def found(self) -> tuple[Sequence[Attainment], str]:
        whole = self.explorer.overview.targets
        return whole.value or (), whole.error

    def only_in(self, view: View, entries: Sequence[Attainment]) -> Sequence[Attainment]:
        listed = self.explorer.session.index.matching(view)
        return [one for one in entries if one.goal.id in listed or (one.actual and one.actual.id in listed)]

    def figures(self, entry: Attainment) -> Sequence[Fact]:
        return (entry.goal, entry.actual) if entry.actual else (entry.goal,)

    def summary(self, entries: Sequence[Attainment]) -> str:
        counts = Counter(one.outcome for one in entries)
        return " · ".join(f"{counts[outcome]:,} {word}" for outcome, word in WORDS.items() if counts[outcome])

    @property
    def deeds(self) -> dict[str, Callable[[], object]]:
        return {**super().deeds, "goal-figures": self._figures, "compare-goal": self.compare}

    def _figures(self) -> None:
        entry = self.pane.at_cursor
        if entry is not None:
            shown_alone(self.explorer, [entry.goal, *([entry.actual] if entry.actual else [])])
