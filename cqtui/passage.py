"""Where a figure stands: its sentence in its paragraph, under its heading, found in the source's text. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from cqtui.model import Fact, Source

_BREAK = re.compile(r"\n[ \t]*\n")
_MARK = re.compile(r"\s*\[¶ ?\d+\]\s*")
_LONGEST_HEADING = 80


class Passage(NamedTuple):
    """A paragraph in five parts, in reading order, each on one line; `figure` is what it is all about.

    `opening`, `figure` and `closing` make the sentence. `lead` and `tail`, the paragraph around it,
    are empty where only the sentence is known. What was cut for length ends, or begins, with "…".
    """

    heading: str
    lead: str
    opening: str
    figure: str
    closing: str
    tail: str


def passage(fact: Fact, source: Source | None, *, context: int = 1200) -> Passage:
    """The passage that `fact` was read from, with at most `context` characters of the paragraph on
    either side of the sentence. Without the source's text it is the sentence alone."""
    evidence = fact.evidence
    text, at, until = (source.text if source else None) or "", evidence.start, evidence.end
    if at is None or until is None or not 0 <= at < until <= len(text):
        before, figure, after = evidence.sentence.partition(fact.as_written)
        return Passage("", "", _flat(before), _flat(figure), _flat(after), "")
    first, last = _paragraph(text, at, until)
    begin, end = _sentence(text, evidence.sentence, at, until) or (first, last)
    begin, end = max(begin, at - context), min(end, until + context)
    lead_from, tail_to = max(first, begin - context), min(last, end + context)
    return Passage(
        heading=_heading(text, first),
        lead=("… " if lead_from > first else "") + _flat(text[lead_from:begin]),
        opening=_flat(text[begin:at]),
        figure=_flat(text[at:until]),
        closing=_flat(text[until:end]),
        tail=_flat(text[end:tail_to]) + (" …" if tail_to < last else ""),
    )


def _sentence(text: str, sentence: str, at: int, until: int) -> tuple[int, int] | None:
    """Where the sentence around a span stands: it may stand twice in a text, or hold the figure twice."""
    begin = text.rfind(sentence, 0, at + len(sentence)) if sentence else -1
    return (begin, begin + len(sentence)) if 0 <= begin <= at and until <= begin + len(sentence) else None


def _paragraph(text: str, at: int, until: int) -> tuple[int, int]:
    """Where the paragraph around a span begins and ends, its mark ([¶ 4]) left out."""
    begin = text.rfind("\n", 0, at)
    while begin > 0 and text[text.rfind("\n", 0, begin) + 1 : begin].strip():
        begin = text.rfind("\n", 0, begin)
    begin = max(0, begin + 1)
    found = _BREAK.search(text, until)
    mark = _MARK.match(text, begin, at)
    return (mark.end() if mark else begin), (found.start() if found else len(text.rstrip()))


def _heading(text: str, first: int) -> str:
    """The short line without an end that stands as a paragraph of its own above, if there is one."""
    above = text[max(0, first - 4 * _LONGEST_HEADING) : first]
    above = _BREAK.split(_MARK.sub("", above).rstrip())[-1].strip()
    is_heading = 0 < len(above) <= _LONGEST_HEADING and "\n" not in above and above[-1] not in ".!?:;,。！？…"
    return above if is_heading else ""


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")
