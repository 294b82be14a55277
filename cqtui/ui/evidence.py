"""What stands behind a figure: the words it came from, what was understood, what follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

from cqtui import notation
from cqtui.model import Fact, Source
from cqtui.passage import passage
from cqtui.sanitize import are_outside, are_within, edges
from cqtui.ui.lines import CONFLICT, Line, LinePane, Piece
from cqtui.vocabulary import Vocabulary


class Shown(NamedTuple):
    """All that the evidence of one figure is painted from."""

    fact: Fact
    source: Source | None
    vocabulary: Vocabulary
    derived: Sequence[str]
    """What follows from the figure, one in a text."""
    neighbours: Sequence[Fact]
    contradictions: Sequence[str] = ()
    """What it contradicts, each in a line."""


class Evidence(LinePane):
    """The evidence of the figure under the timeline's cursor."""

    def __init__(self) -> None:
        super().__init__("evidence", "4 Evidence")
        self.top = 0
        self._shown_fact: Shown | None = None
        self._lines: list[Line] = []
        self._width = 0

    def show(self, shown: Shown | None) -> None:
        self._shown_fact = shown
        self._width = 0
        self.info = ""
        if shown is not None:
            entity = shown.vocabulary.entity(shown.fact.entity)
            self.info = f"{entity.short or entity.name} · {shown.vocabulary.measure(shown.fact)}"

    def scroll_by(self, by: int) -> bool:
        """Move by lines; whether anything moved."""
        before = self.top
        self.top = max(0, min(len(self._laid_out(self.inner_width)) - self.inner_height, self.top + by))
        return self.top != before

    def line(self, y: int, width: int) -> Line:
        lines = self._laid_out(width)
        at = min(self.top, max(0, len(lines) - self.inner_height)) + y  # A link may point beyond the end.
        return lines[at] if at < len(lines) else ()

    def _laid_out(self, width: int) -> list[Line]:
        if width != self._width:
            self._width = width
            inner = lay_out(self._shown_fact, width - 2, self.spelled) if self._shown_fact else []
            self._lines = [((" ", ""), *line) for line in inner]
        return self._lines


def lay_out(shown: Shown, width: int, spelled: Callable[[str], str] = str) -> list[Line]:
    """The lines of the evidence, each at most `width` cells; `spelled` writes signs as the session does."""
    fact, source, vocabulary = shown.fact, shown.source, shown.vocabulary

    def wrapped(pieces: Sequence[Piece]) -> list[Line]:
        return wrap([(spelled(text), style) for text, style in pieces], width)

    def in_paragraphs(text: str) -> str:
        return "\n".join(map(spelled, text.split("\n")))

    lines: list[Line] = wrapped(_headline(fact, vocabulary))
    for said in shown.contradictions:
        lines += wrapped([(f"{CONFLICT} ", "bad"), (said, "bad")])
    lines.append(())
    lines += wrap([(in_paragraphs(text), style) for text, style in _passage(fact, source)], width)
    lines.append(())
    lines += wrapped([(notation.citation(source) if source else fact.evidence.source, "dim")])
    if source and source.url:
        lines += wrapped([(source.url, "dim")])
    understood = _understood(fact, vocabulary)
    if understood:
        lines += wrapped([("Read as: ", "dim"), (" · ".join(understood), "")])
    for text in _alternatives(fact):
        lines += wrapped([("Or: ", "dim"), (text, "")])
    if replaced := _replaced(fact):
        lines += wrapped([("Corrected: ", "dim"), (replaced, "")])
    if shown.derived:
        lines += wrapped([("Derived: ", "dim"), (" · ".join(shown.derived), "")])
    if shown.neighbours:
        others = " · ".join(_neighbour(other, vocabulary) for other in shown.neighbours)
        lines += wrapped([("Others like this: ", "dim"), (others, "")])
    if fact.note:
        lines += wrapped([("Note: ", "dim"), (fact.note, "")])
    review_style = {"accepted": "good", "rejected": "bad"}.get(fact.review, "dim")
    lines += wrapped([(fact.review, review_style), (f"   id {fact.id}   {fact.extractor}", "dim")])
    return lines


def _headline(fact: Fact, vocabulary: Vocabulary) -> list[Piece]:
    parts: list[Piece] = [
        (notation.full_amount(fact, vocabulary), "strong"),
        (f"   {notation.period(fact.period)}", ""),
        (", stated" if fact.period.stated else ", inferred", "dim"),
        (f"   {fact.status}", "" if fact.status == "actual" else "hollow"),
    ]
    if fact.change is not None and fact.value is not None:
        parts.append((f"   {notation.change_in_words(fact.change)}", "change"))
    return parts


def _passage(fact: Fact, source: Source | None) -> list[Piece]:
    """The sentence in its paragraph, the figure set off in brackets and by style."""
    found = passage(fact, source)
    cite = f"  ¶ {fact.evidence.paragraph}" if fact.evidence.paragraph else ""
    above: list[Piece] = [(found.heading, "section"), (f"{cite}\n", "dim")] if found.heading else []
    return [
        *above,
        (found.lead, "dim"),
        (found.opening, ""),
        # Brackets as well as colour: the figure must stand out on any terminal.
        (f"[{found.figure}]" if found.figure else "", "figure"),
        (found.closing, ""),
        (found.tail, "dim"),
        ("" if above else cite, "dim"),
    ]


def _understood(fact: Fact, vocabulary: Vocabulary) -> list[str]:
    """What was made of the words beyond the headline, where it is not plain from them."""
    made = []
    if fact.place and fact.place != fact.entity:
        made.append(f"in {vocabulary.entity(fact.place).name}")
    if fact.bound != "exact":
        made.append(fact.bound)
    if fact.period.basis not in ("year", "unstated"):
        made.append(fact.period.basis)
    if fact.confidence < 1:
        made.append(f"{fact.confidence:.0%} sure")
    return made


def _alternatives(fact: Fact) -> list[str]:
    return [
        f"{one.field} {'none' if one.value is None else one.value}: {one.why}"
        for one in fact.alternatives
        if not one.is_replaced
    ]


def _replaced(fact: Fact) -> str:
    """What was read before somebody corrected it, and what read it."""
    why = next((one.why for one in fact.alternatives if one.is_replaced), "")
    return f"{' · '.join(notation.replaced(fact))}, {why}" if why else ""


def _neighbour(fact: Fact, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(fact.entity)
    status = "" if fact.status == "actual" else f" {fact.status}"
    return f"{notation.amount(fact, vocabulary)} {entity.short or entity.name} {notation.period(fact.period)}{status}"


def wrap(pieces: Sequence[Piece], width: int) -> list[Line]:
    """Styled text as lines of at most `width` cells, broken between words, or between characters
    where a word is wider than the line or the script has no blanks."""
    lines: list[list[Piece]] = [[]]
    left = width

    def put(text: str, style: str) -> None:
        nonlocal left
        line = lines[-1]
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        else:
            line.append((text, style))
        left -= cell_len(text)

    def new_line() -> None:
        nonlocal left
        lines.append([])
        left = width

    glued = False  # whether the last piece ended in the middle of a word
    for text, style in pieces:
        for token in _tokens(text):
            if token == "\n":
                new_line()
                glued = False
                continue
            if token.isspace():
                if left < width and left >= len(token):
                    put(token, style)
                glued = False
                continue
            cells = cell_len(token)
            if cells > left and left < width and not (glued and cells > width):
                carried = _carry(lines[-1]) if glued else []
                new_line()
                for part, part_style in carried:
                    put(part, part_style)
            while cell_len(token) > left:
                cut = _cut(token, left)
                if not cut:
                    if left == width:
                        break
                    new_line()
                    continue
                put(token[:cut], style)
                token = token[cut:]
                new_line()
            if token:
                put(token, style)
            glued = not _is_wide(token[-1:])
    return [tuple(line) for line in lines]


_WORDS = re.compile(r"\n|[^\S\n]+|\S+")
_WITHOUT_BLANKS = edges("⺀-鿿가-힣豈-﫿＀-￯")
"""The edges of the blocks of scripts that have no blanks between words."""


def _tokens(text: str) -> Iterator[str]:
    """Words, blanks, line breaks, and the characters of scripts without blanks."""
    for word in _WORDS.findall(text):
        if word.isascii() or word.isspace() or are_outside(_WITHOUT_BLANKS, word):
            yield word
        else:
            for alone, characters in groupby(word, partial(are_within, _WITHOUT_BLANKS)):
                run = "".join(characters)
                yield from run if alone else [run]


def _is_wide(character: str) -> bool:
    return bool(character) and cell_len(character) == 2


def _carry(line: list[Piece]) -> list[Piece]:
    """Take the unfinished word off the end of a line, so that it can begin the next one."""
    carried: list[Piece] = []
    while line:
        text, style = line.pop()
        head, _, word = text.rpartition(" ")
        carried.insert(0, (word, style))
        if len(word) < len(text):
            line.append((head, style))
            return carried
    line.extend(carried)  # One word fills the line: it stays, and the next piece is broken off it.
    return []


def _cut(token: str, cells: int) -> int:
    """How many characters of `token` fit in `cells`."""
    used = 0
    for at, character in enumerate(token):
        used += cell_len(character)
        if used > cells:
            return at
    return len(token)
