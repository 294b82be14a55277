"""What the stages hand on: a document with its blocks, and candidates with the rules behind them.

All offsets are code points into `Document.text`, which is the file's text as it was decoded, end
exclusive; nothing is ever cut out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from cqtui.model import Entity, Fact, Source
from cqtui.vocabulary import Vocabulary

BlockKind = Literal["title", "heading", "paragraph", "bullet", "table", "byline", "dateline", "header", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that is one thing: a paragraph, a heading, a bullet, a table, a footer.

    `paragraph` counts blocks parted by blank lines from 1, whatever their kind; for a brief it is the
    number that the brief's own `[¶ N]` cites. `heading` is the heading the block stands under.
    """

    kind: BlockKind
    start: int
    end: int
    paragraph: int
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known about it. `source` holds the text, its hash and its citation.

    `published` anchors relative periods ("last year"); where it is None they stay open: never today.
    """

    source: Source
    blocks: tuple[Block, ...]
    encoding: str = "utf-8"
    doubt: str | None = None
    """What is unsure about the day of publication, in words ("the year … is taken from the text")."""

    @property
    def text(self) -> str:
        return self.source.text or ""

    @property
    def published(self) -> date | None:
        return self.source.published


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact as an extractor proposes it, with the rule that decided each field ("period": "same
    year, from the sentence before"). `proposed` are entities that the vocabulary does not have."""

    fact: Fact
    why: Mapping[str, str] = field(default_factory=dict)
    proposed: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A candidate that failed the check, and why, in one line: kept and countable, never dropped."""

    candidate: Candidate
    reason: str


class Extractor(Protocol):
    """A plug-in that reads facts out of a document. `name` is what `Fact.extractor` says."""

    name: str

    def extract(self, document: Document, vocabulary: Vocabulary) -> Iterable[Candidate]:
        """Candidates in the order of the text. Must not raise for any text."""
        ...
