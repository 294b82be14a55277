"""Figures side by side: the verdict first, then what each says, then what may be derived."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from cqtui.bearing import knowledge
from cqtui.compare import Comparison, as_markdown, compare, headline
from cqtui.compare.aspects import LETTERS, Aspect, aspects
from cqtui.index import Index
from cqtui.model import Fact
from cqtui.ui import wording
from cqtui.ui.bars import Bar
from cqtui.ui.clipboard import copy
from cqtui.ui.evidence import wrap
from cqtui.ui.explorer import Explorer, go_to
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
        self._explorer = explorer
        self.set_facts(facts)

    @property
    def _index(self) -> Index:
        """Asked for each time: a store that changes gets a new one."""
        return self._explorer.session.index

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Compare these."""
        self.facts = list(facts)
        self.column = min(self.column, len(self.facts) - 1)
        self.info = f"{len(self.facts)} marked"
        self.known = knowledge(self._index, self.facts, self._explorer.session.settings.rates)
        self.comparison: Comparison = compare(self.facts, self.known)
        self._aspects = aspects(self.facts, self.known)
        self._width = 0

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
        parts = [self._table(width), self._reasons(width), self._derived(width)]
        if self.inner_height < _LITTLE:
            parts = [*parts[1:], parts[0]]
        lines = self._verdict(width)
        for part in filter(None, parts):
            lines += [(), *part]
        return lines

    @property
    def _is_good(self) -> bool:
        return self.comparison.verdict in ("agree", "comparable")

    def _verdict(self, width: int) -> list[Line]:
        said, _, why = headline(self.comparison).partition(": ")
        style = "good" if self._is_good else "bad"
        return self._indented([(said.upper(), style), (f"   {why}" if why else "", "strong")], width)

    def _reasons(self, width: int) -> list[Line]:
        """The reasons of which the headline has not said all."""
        lines: list[Line] = []
        comparison = self.comparison
        told = [reason for reason in comparison.reasons if reason.text != reason.clause or not reason.blocks]
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


class ComparisonScreen(Screen[None]):
    """Two to eight marked figures, compared."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("escape,q,c", "close", show=False),
        Binding("left,h,shift+tab", "column(-1)", show=False),
        Binding("right,l,tab", "column(1)", show=False),
        Binding("down,j", "scroll_lines(1)", show=False),
        Binding("up,k", "scroll_lines(-1)", show=False),
        Binding("pagedown", "scroll_lines(15)", show=False),
        Binding("pageup", "scroll_lines(-15)", show=False),
        Binding("enter", "evidence", show=False),
        Binding("x,delete,backspace", "drop", show=False),
        Binding("y", "copy", show=False),
        Binding("Y", "copy_link", show=False),
        Binding("question_mark,f1", "help", show=False),
        Binding("ctrl+q,ctrl+c", "quit", show=False),
    ]

    def __init__(self, explorer: Explorer, facts: Sequence[Fact]) -> None:
        super().__init__()
        self._explorer = explorer
        self._header, self._footer = Bar("header"), Bar("footer")
        self._pane = ComparisonPane(explorer, facts)
        for widget in (self._header, self._footer, self._pane):
            widget.ascii_only = explorer.session.settings.ascii

    def compose(self) -> ComposeResult:
        yield self._header
        yield self._pane
        yield self._footer

    def on_mount(self) -> None:
        self._explorer.comparing = True

    def on_resize(self) -> None:
        self._pane.refreshed()
        self._show_bars()

    def _show_bars(self, message: str = "") -> None:
        title = self._explorer.session.index.title
        count = len(self._pane.facts)
        self._header.show([(" cqtui ", "strong"), (f"  {title}   ", ""), (f"compare {count} marked", "path")])
        if message:
            self._footer.show([(f" {message}", "message")])
            return
        hints = (("← →", "column"), ("↑ ↓", "scroll"), ("enter", "evidence"), ("x", "drop"), ("y", "copy as Markdown"),
                 ("Y", "copy link"), ("?", "keys"), ("esc", "back"))  # fmt: skip
        self._footer.show(wording.fitting(hints, self.size.width))

    def action_close(self) -> None:
        self._explorer.comparing = False
        self.dismiss()

    def action_column(self, by: int) -> None:
        self._pane.column = max(0, min(len(self._pane.facts) - 1, self._pane.column + by))
        self._pane.refreshed()
        self._show_bars()

    def action_scroll_lines(self, by: int) -> None:
        self._pane.scroll_by(by)

    def action_evidence(self) -> None:
        fact = self._pane.facts[self._pane.column]
        self.action_close()
        go_to(self._explorer, "fact", fact.id)

    def action_drop(self) -> None:
        """Unmark the figure of this column; one alone is no comparison."""
        fact = self._pane.facts[self._pane.column]
        self._explorer.unmark(fact.id)
        rest = [one for one in self._pane.facts if one.id != fact.id]
        if len(rest) < 2:
            self.action_close()
            return
        self._pane.set_facts(rest)
        self._pane.refreshed()
        self._show_bars()

    def action_copy(self) -> None:
        pane = self._pane
        text = as_markdown(pane.facts, pane.comparison, pane.known)
        copy(self.app, text, may_start=not self._explorer.session.read_only)
        self._show_bars("Copied the comparison as Markdown.")

    def action_copy_link(self) -> None:
        self._explorer.action_perform("copy-link")
        self._show_bars("Copied a command line for this comparison.")

    def action_help(self) -> None:
        self._explorer.action_perform("help")

    def action_quit(self) -> None:
        self.app.exit(return_code=0)

    def on_line_pane_scrolled(self, event: LinePane.Scrolled) -> None:
        self._pane.scroll_by(event.by)
