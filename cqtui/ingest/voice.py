"""Who says "we" all through a document: the company of an earnings call, whoever's head gives a speech or an interview.

A report quotes many, and whom each speaks for is told beside the quotation; here the opening of the document tells
it once for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from cqtui.ingest.guarded import guarded
from cqtui.ingest.memory import Memory
from cqtui.ingest.names import Name

Speech = Literal["call", "speech", "interview", "report"]

_CALL = guarded(
    r"\b(?:earnings|results|investors?|analysts?|conference)(?: conference)? call\b(?!s?\b.{0,20}\bdigest)|"
    r"\bprepared remarks\b",
    " call|prepared remarks",
)
_SPOKEN = re.compile(
    r"\btranscript\b|\bprepared remarks\b|\bthank you\b|\bgood (?:morning|afternoon|evening|day)\b", re.IGNORECASE
)
_SPEECH = re.compile(
    r"\b(?:[Ss]peech|SPEECH|[Rr]emarks|REMARKS|[Aa]ddress|[Kk]eynote|[Ss]tatement|[Gg]reetings?|[Mm]essage)\b"
)
_GREETS = re.compile(
    r"\b(?:ladies and gentlemen|distinguished (?:guests|delegates|friends|colleagues)|dear (?:friends|guests|"
    r"colleagues|"
    r"members|shareholders)|your excellenc\w+|good (?:morning|afternoon|evening)\b[^.]{0,20}(?:everyone|ladies|all))",
    re.IGNORECASE,
)
_WORK_REPORT = re.compile(r"\bgovernment work report\b|\breport on the work of the\b", re.IGNORECASE)
"""What a government says of its own year: "we" is its city."""
_ASKED = re.compile(
    r"^[ \t]*(?:Q|Question|Q\d+)[ \t]*[:.]|^[^.:\n]{2,30}: [^\n]{0,400}\?[ \t]*$|^[^\n]{8,240}\?[ \t]*$", re.MULTILINE
)
_INTERVIEW = re.compile(
    r"\binterview\w*\b|\b(?:talked|talks|spoke|speaks|sat down|met|asked|questions)\b[^.]{0,40}\b(?:to|with|"
    r"for|about|him|her)\b|"
    r"\bedited excerpts\b|\bQ ?& ?A\b",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:vice[- ]|deputy |executive |senior |assistant |founding |general |managing |acting |plant |party |site |"
    r"country |regional )*"
    r"(?:president|chairman|chairwoman|chair|chief executive(?: officer)?|chief|CEO|CFO|COO|CTO|director(?:-general)?|"
    r"head|manager|minister|mayor|governor|secretary|commissioner|founder|boss|spokes\w+|leader)"
)
_HOLDS = re.compile(
    rf"\b{_ROLE}(?: and {_ROLE})?(?:,? (?:of|at|for|with)(?: [\w&’'-]+){{0,5}})?,? (?:the )?$|"
    r"\b(?:has run|runs|heads|leads|chairs)(?: [\w&’'-]+){0,4} $",
    re.IGNORECASE,
)
_HELD_BY = re.compile(rf"['’]s (?:[\w-]+ ){{0,3}}{_ROLE}\b|['’]s [A-Z][\w-]+ [A-Z][\w-]+\b(?! [A-Z])| {_ROLE}\b")
_OFFICIAL = re.compile(r"\b(?:[Mm]inister|[Mm]ayor|[Gg]overnor|[Pp]arty [Ss]ecretary|[Ss]ecretary (?:of|for) the)\b")
_BY = re.compile(r"\b[Bb]y\b|\bBY\b|\b[Ff]rom the\b")
_QUESTIONS = 3
HEAD = 1400
"""How much of a text introduces who speaks."""


def speech(text: str) -> Speech | None:
    """What kind of words of one person a document is, if it is that."""
    head = text[:HEAD]
    if _WORK_REPORT.search(head, 0, HEAD // 3):
        return "report"
    if _CALL.search(head) and _SPOKEN.search(head):
        return "call"
    if _SPEECH.search(head, 0, HEAD // 3) and _GREETS.search(head):
        return "speech"
    if len(_ASKED.findall(text)) >= _QUESTIONS and _INTERVIEW.search(head):
        return "interview"
    return None


def voice(text: str, read: Callable[[str], list[Name]], memory: Memory) -> str | None:
    """The entity that "we" stands for all through `text`; `read` finds the names of a line."""
    kind = speech(text)
    if kind is None:
        return None
    if kind == "report":
        return memory.topic_place
    lines = [line.strip() for line in text[:HEAD].splitlines() if line.strip()]
    if kind == "call":
        titled = [name for line in lines[:3] for name in read(line) if name.kind == "company" and name.entity]
        return titled[0].entity if titled else memory.topic_company
    firms: list[str] = []
    for line in lines:
        if kind == "interview" and _ASKED.match(line):
            break
        if kind == "speech" and not (_BY.search(line) or _SPEECH.search(line)):
            continue
        names = read(line)
        name = _holder(line, names)
        if name is not None:
            return name.entity
        if kind == "speech" and _OFFICIAL.search(line):
            return memory.topic_place
        firms += [one.entity for one in names if one.kind == "company" and one.entity]
    return firms[0] if kind == "interview" and len(set(firms)) == 1 else None


def _holder(line: str, names: list[Name]) -> Name | None:
    """The body whose head or member a line says somebody is: "Li Hong, President of Acer, at the Forum"."""
    for name in names:
        if name.entity and not name.standing and (_HOLDS.search(line[: name.start]) or _HELD_BY.match(line, name.end)):
            return name
    return None
