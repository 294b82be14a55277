"""Where sentences end: nupunkt's judgement within a block, with guards for what the press abbreviates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cqtui.ingest.document import Block, Document

_KEEPS_ON = re.compile(
    r"(?:\b(?:Co|Ltd|Inc|Corp|No|Nos|Mr|Mrs|Ms|Dr|St|vs|approx|est|Fig|Vol|e\.g|i\.e|U\.S|U\.K|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sept|Sep|Oct|Nov|Dec)\.)\s*$"
)
_OPENS = re.compile(r"[\"“'‘(\[]*(?:[A-Z0-9¥$€£]|[^\x00-\x7f])")
_OPENED = re.compile(r"\([^()]{0,60}\.\s*$")
_CLOSES = re.compile(r"[^().!?]{1,40}\)")
"""A parenthesis that is still open at a full stop and closes soon: "(about 58 billion U.S. Dollars)"."""
_LATE_STOP = re.compile(
    r"[.!?。；;！？](?:(?<=[a-z)%\"”’][.!?。；;])(?=[A-Z\"“][a-z])|(?<=[。！？])|(?<=per cent\.)(?=\s[A-Z\"“]))"
)
"""A full stop with no space after it ("in 2019.The city") as machine-made texts have it."""


_LONGEST = 3000
"""Characters beyond which no sentence goes, but what machines have run together does."""
_SPACES = {ord(sign): " " for sign in "\n\r\t\f\v\u00a0\u2009\u202f\u3000"}


_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]\s+(?=[^\W\d])")
"""What counts the members of a list, and is no figure: "3. Exports rose"."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span in the document, and the block it stands in."""

    text: str
    start: int
    end: int
    block: Block
    flat: str = ""
    """The text with each line break, tab and hard space as one space: same length, so offsets hold."""


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of what a reader reads: paragraphs, bullets, headings; tables and boilerplate are not cut."""
    text = document.text
    for block in document.blocks:
        if block.kind in ("paragraph", "bullet", "heading", "title"):
            numbered = _NUMBERED.match(text, block.start, block.end) if block.kind == "bullet" else None
            first = numbered.end() if numbered else block.start
            whole = text[first : block.end]
            for start, end in (piece for span in spans(whole) for piece in _pieces(whole, *span)):
                own = text[first + start : first + end]
                yield Sentence(own, first + start, first + end, block, own.translate(_SPACES))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span, or what it is cut into where it is longer than any sentence: all in one is held against all."""
    while end - start > _LONGEST:
        at = text.rfind(" ", start + 1, start + _LONGEST)
        middle = at if at > 0 else start + _LONGEST
        yield from _stripped(text, start, middle)
        start = middle
    yield from _stripped(text, start, end)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences in `text`, without the space around them."""
    held: int | None = None
    for start, end in _cut(text):
        begin = start if held is None else held
        piece = text[begin:end]
        rest = text[end:].lstrip()[:8]
        if rest and _KEEPS_ON.search(piece[-12:]) and not (_is_end(piece) and _OPENS.match(rest)):
            held = begin
            continue
        if _OPENED.search(piece) and _CLOSES.match(text, end):
            held = begin
            continue
        if rest and rest[0].islower() and not piece.rstrip().endswith(("!", "?", "\n")):
            held = begin
            continue
        held = None
        yield from _stripped(text, begin, end)
    if held is not None:
        yield from _stripped(text, held, len(text))


def _is_end(piece: str) -> bool:
    """Whether an abbreviation that may end a sentence (Ltd., U.S.) does so here."""
    return bool(re.search(r"\b(?:Ltd|Inc|Corp|U\.S|U\.K)\.\s*$", piece[-12:])) and len(piece) > 60


def _cut(text: str) -> Iterator[tuple[int, int]]:
    from nupunkt import sent_spans  # loads its model: only when a text is cut

    for start, end in sent_spans(text):
        at = start
        for match in _LATE_STOP.finditer(text, start, end):
            if match.end() < end:
                yield at, match.end()
                at = match.end()
        if at < end:
            yield at, end


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
