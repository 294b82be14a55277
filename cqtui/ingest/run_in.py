"""Run-in headings: whose an item of a list or a paragraph is, told in its first words ("3. Konka. Revenue of …").

A run-in heading stands on the line of the text that it heads, set off by a full stop, a colon or a dash. What
it names is told of to the end of its block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cqtui.ingest.blocks import ITEM_MARK
from cqtui.ingest.document import BlockKind, Document
from cqtui.ingest.lexicon import Lexicon, tokens
from cqtui.ingest.names import Gazetteer

_HEAD = re.compile(
    rf"\s*(?P<mark>(?:{ITEM_MARK}|\(?[a-hA-H][.)])[ \t\u00a0]+)?"
    r"[*_]{0,2}"
    r"(?P<name>(?:[A-Z]|[a-z](?=[A-Z]))[\w&'’/-]*(?: (?:[\w&'’/-]+|\([^()]{1,50}\)|(?:Co|Corp|Inc|Ltd)\.,?)){0,8}?)"
    r"(?P<aside>, (?:[a-z][\w'’-]*(?: [\w'’-]+){0,5}))?[*_]{0,2}(?P<end>\.|:| [–—-]) ?[*_]{0,2}(?=[ \n]?\S)"
)
_NO_NAME = re.compile(
    r"\d{3}| (?:is|are|was|were|has|have|had|will|would|can|said|says|plans?|made|makes|rose|fell|grew|reached|shipped|"
    r"produced|exported|invested|opened|built)\b"
)


def run_in_headings(document: Document) -> dict[int, str]:
    """The names that head blocks of a document, by where their blocks start."""
    names = ((block.start, _name(document.text[block.start : block.end], block.kind)) for block in document.blocks)
    return {start: name for start, name in names if name is not None}


def listed_companies(names: Iterable[str], known: Lexicon, gazetteer: Gazetteer) -> list[str]:
    """Those of the names heading the items of a list that nobody knows, if at least two others are companies'."""
    unknown: list[str] = []
    companies = 0
    for name in names:
        hits = [hit for hit in known.find(tokens(name)) if hit.first == 0]
        companies += any(hit.term.sort == "entity" and gazetteer.kind(hit.term.id) == "company" for hit in hits)
        if not hits and _CAPITALS.fullmatch(name):
            unknown.append(name)
    return unknown if companies >= _COMPANIES else []


def _name(text: str, kind: BlockKind) -> str | None:
    """The words that head a block, whatever they name."""
    head = _HEAD.match(text) if kind in ("bullet", "paragraph") else None
    if head is None or (head["mark"] is None and head["end"] != ":"):
        return None
    told = len(text) - head.end() >= _SHORTEST
    return head["name"] if told and not _NO_NAME.search(head["name"]) else None


_SHORTEST = 12
"""Characters at least of the text that a run-in heading heads."""
_COMPANIES = 2
_CAPITALS = re.compile(r"[A-Z][\w&'’-]+(?: [A-Z][\w&'’-]+){0,3}")
