"""Figures side by side: the verdict first, then what each says, then what may be derived."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len

from cqtui.bearing import knowledge
from cqtui.compare import Comparison, compare, headline
from cqtui.compare.aspects import LETTERS, Aspect, aspects
from cqtui.compare.fixits import Fixit, fixits, in_words
from cqtui.compare.telling import way_out
from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.ui import keys
from cqtui.ui.evidence import wrap
from cqtui.ui.explorer import Explorer
from cqtui.ui.lines import Line, LinePane, Piece, fit

_LABEL = 12
_NARROWEST, _WIDEST = 20, 44
"""Cells of a figure's column."""
_LITTLE = 26
"""Lines below which the table comes last: what it leads to must be on the first screen."""
_REMARK = 26
"""Cells that the remarks want on the right; below the row where there is no room."""


class ComparisonPane(LinePane):
    """The comparison as lines; `column` is the figure that enter and drop are about."""

    def __init__(self, explorer: Explorer, facts: Sequence[Fact]) -> None:
        super().__init__("comparison", "Compare")
        self.active = True
        self.top = 0
        self.column = 0
        self.was_chosen = False
        """Whether the reader has gone to a column, or still stands where all begins."""
        self._explorer = explorer
        self.set_facts(facts)

    @property
    def _index(self) -> Index:
        """Asked for each time: a store that changes gets a new one."""
        return self._explorer.session.index

    def go(self, at: int) -> None:
        """To the column `at`, or the last one before it that there is."""
        self.was_chosen = True
        self.column = max(0, min(len(self.facts) - 1, at))

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Compare these."""
        self.facts = list(facts)
        self.column = min(self.column, len(self.facts) - 1)
        self.info = f"{len(self.facts)} figures"
        self.known = knowledge(self._index, self.facts, self._explorer.session.settings.rates)
        self.comparison: Comparison = compare(self.facts, self.known)
        self._aspects = aspects(self.facts, self.known)
        self._fixits = fixits(self.facts, self.known) if self.comparison.verdict == "not comparable" else []
        self._width = 0

    @property
    def fixits(self) -> list[Fixit]:
        """What would make the figures like for like, the nearest first; once a column was chosen, those for it."""
        return sorted(self._fixits, key=lambda one: self.was_chosen and one.at != self.column)

    def line(self, y: int, width: int) -> Line:
        if width != self._width:
            self._width = width
            self._lines = self._laid_out(width)
        at = self.top + y
        return self._lines[at] if at < len(self._lines) else ()

    def refreshed(self) -> None:
        """Paint anew after a change."""
        self._width = 0
        self.repaint()

    def scroll_by(self, by: int) -> None:
        self.top = max(0, min(len(self._lines) - self.inner_height, self.top + by))
        self.repaint()

    def _laid_out(self, width: int) -> list[Line]:
        """The verdict, the table, the reasons, what is derived; the table last where there is little room."""
        parts = [self._table(width), self._reasons(width), self._derived(width), self._ways_out(width)]
        if self.inner_height < _LITTLE:
            parts = [*parts[1:], parts[0]]  # What it leads to must be in sight.
        lines = self._verdict(width)
        for part in filter(None, parts):
            lines += [(), *part]
        return lines

    @property
    def _is_good(self) -> bool:
        return self.comparison.verdict in ("agree", "comparable")

    def _verdict(self, width: int) -> list[Line]:
        said, _, why = headline(self.comparison).partition(": ")
        if self.comparison.verdict == "conflict":
            why = next((one.text for one in self.comparison.reasons if one.kind == "gap"), why)
        style = "good" if self._is_good else "bad"
        return self._indented([(said.upper(), style), (f"   {why}" if why else "", "strong")], width)

    def _reasons(self, width: int) -> list[Line]:
        """The reasons of which the headline has not said all."""
        lines: list[Line] = []
        comparison = self.comparison
        in_headline = ("gap",) if comparison.verdict == "conflict" else ()
        told = [
            reason for reason in comparison.reasons
            if (reason.text != reason.clause or not reason.blocks) and reason.kind not in in_headline
        ]  # fmt: skip
        for reason in told:
            sign, style = ("✗ ", "bad") if reason.blocks else ("· ", "dim")
            lines += self._indented([(sign, style), (reason.text, "" if reason.blocks else "dim")], width)
        return lines

    def _derived(self, width: int) -> list[Line]:
        comparison = self.comparison
        if not comparison.derived:
            return []
        blocked = any(reason.blocks for reason in comparison.reasons)
        lines = self._indented([("Derived, with those cautions" if blocked else "Derived", "section")], width)
        for one in comparison.derived:
            lines += self._indented([(one.text, "strong"), (f"   {one.formula}", "dim")], width, label=one.name)
            if one.caution and not blocked:
                lines += self._indented([(one.caution, "hollow")], width, label=" ")
        return lines

    def _ways_out(self, width: int) -> list[Line]:
        """What would be like for like: one offer with its key, the others below it."""
        if self.comparison.verdict != "not comparable":
            return []
        offered = self.fixits
        head, _, rest = way_out(self.facts, offered, self.known).partition(": ")
        lines = self._indented([(f"{head.rstrip(':')}: ", "section"), (rest, "dim")], width)
        key = self.spelled(keys.first_key(self._explorer.keys_of("swap")))
        for number, one in enumerate(offered):
            label = f"{key}: take" if number == 0 else " "
            style = "strong" if number == 0 else "dim"
            lines += self._indented([(in_words(one, self.known), style)], width, label=label)
        return lines

    def _table(self, width: int) -> list[Line]:
        count = len(self.facts)
        room = width - 2 - _LABEL
        beside = room - _REMARK >= count * _NARROWEST
        each = min(_WIDEST, (room - (_REMARK if beside else 0)) // count)
        each = max(each, min(_NARROWEST, room))
        fitting = max(1, min(count, (room - (_REMARK if beside else 0)) // each))
        first = max(0, min(self.column - fitting // 2, count - fitting))
        columns = range(first, first + fitting)
        vocabulary = self._index.vocabulary
        head: list[Piece] = [(" " * (_LABEL + 1), "")]
        for at in columns:
            entity = vocabulary.entity(self.facts[at].entity)
            name = entity.name if cell_len(entity.name) <= each - 6 else entity.short or entity.name
            name = self.spelled(name)
            chosen = at == self.column
            head.append(
                (
                    fit(f"{'▶' if chosen else ' '} {LETTERS[at]}  {name}", each),
                    "chosen" if chosen else "strong",
                )
            )
        if fitting < count:
            head.append((f" {first + 1}–{first + fitting} of {count}", "dim"))
        lines: list[Line] = [head]
        for aspect in self._aspects:
            lines += self._aspect_lines(aspect, columns, each, width, beside)
        return lines

    def _indented(self, pieces: Sequence[Piece], width: int, *, label: str = "") -> list[Line]:
        return _indented([(self.spelled(text), style) for text, style in pieces], width, label=label)

    def _aspect_lines(self, aspect: Aspect, columns: range, each: int, width: int, beside: bool) -> list[Line]:
        sign, style = _sign(aspect)
        cells = [wrap([(self.spelled(aspect.cells[at]), "")], each - 3) for at in columns]
        used = 1 + _LABEL + each * len(columns)
        remark = wrap([(sign, style), (self.spelled(aspect.remark), style)], max(8, width - used - 1)) if beside else []
        differs = "" if aspect.same else "strong"
        lines: list[Line] = []
        for number, row in enumerate(zip_longest(*cells, remark, fillvalue=())):
            parts = row[: len(cells)]
            line: list[Piece] = [(" " + fit(aspect.label if number == 0 else "", _LABEL), "dim")]
            for part in parts:
                text = "".join(piece for piece, _ in part)
                line.append(("  " + fit(text, each - 2), differs))
            line += row[len(cells)] if beside and len(row) > len(cells) else ()
            lines.append(line)
        if not beside and aspect.remark:
            lines += self._indented([(sign + aspect.remark, style)], width, label=" ")
        return lines


def _sign(aspect: Aspect) -> Piece:
    """The sign before a row's remark, and its style. Two facts of one source differ in nothing."""
    if aspect.same:
        return ("= ", "good")
    if not aspect.remark:
        return ("  ", "")
    return ("· ", "dim") if aspect.label == "source" else ("✗ ", "bad")


def _indented(pieces: Sequence[Piece], width: int, *, label: str = "") -> list[Line]:
    """Wrapped lines with a margin, beside `label` where there is one; else those after the first
    begin two cells further in."""
    if label:
        lines = wrap(pieces, max(10, width - _LABEL - 4))
        heads = [f" {fit(label, _LABEL)}  ", *[" " * (_LABEL + 3)] * len(lines)]
        return [((head, "dim"), *line) for head, line in zip(heads, lines, strict=False)]
    first = wrap(pieces, width - 2)
    if len(first) <= 1:
        return [((" ", ""), *line) for line in first]
    lines = wrap(pieces, max(10, width - 4))
    return [((" " if at == 0 else "   ", ""), *line) for at, line in enumerate(lines)]
