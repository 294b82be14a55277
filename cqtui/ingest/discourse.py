"""What is known of a sentence, of a figure once it is linked, and what carries over from sentence to sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cqtui.ingest.anaphora import Meant
from cqtui.ingest.clauses import Clauses
from cqtui.ingest.document import Candidate
from cqtui.ingest.governing import When
from cqtui.ingest.lexicon import Hit, Token
from cqtui.ingest.memory import Memory
from cqtui.ingest.names import Name
from cqtui.ingest.periods import Time
from cqtui.ingest.sentences import Sentence
from cqtui.ingest.timewords import Anchor
from cqtui.ingest.units import Amount
from cqtui.model import Period


@dataclass(slots=True)
class Sense:
    """A sentence with everything the earlier stages found in it."""

    sentence: Sentence
    words: list[Token]
    hits: list[Hit]
    times: list[Time]
    amounts: list[Amount]
    names: list[Name]
    clauses: Clauses
    places: dict[int, int]
    meant: Meant = field(default_factory=dict)
    """Whom each of its names means, once that is settled."""


@dataclass(slots=True)
class Discourse:
    """What carries over from sentence to sentence, beside whom it is about."""

    memory: Memory
    period: Period | None = None
    month: Period | None = None
    money: str | None = None
    recent: list[Period] = field(default_factory=list)
    """The stretches of time told of, the last one last ("the same period", "that half")."""
    deadline: Period | None = None
    """The last time to come that was told of ("by then")."""
    deadline_block: int = -1
    deadline_sentence: int = -9
    lead_period: Period | None = None
    """The first stretch of time that the opening of the article tells of."""
    period_block: int = -1
    period_sentence: int = -9
    metric: str | None = None
    flow: str | None = None
    trade: str | None = None
    """The whole trade named last, for "the sector"."""
    said_item: str | None = None
    """The goods named last, with or without a figure."""
    said_block: int = -1
    duration: str | None = None
    """The metric of the last time taken, for "it now takes 30 minutes"."""
    duration_block: int = -1
    item: str | None = None
    topic_item: str | None = None
    section_period: Period | None = None
    question: Sense | None = None
    question_at: int = -9
    unit: str | None = None
    metric_block: int = -1
    title_period: Period | None = None
    """The time that the title names, where it is past: what has no time of its own holds then."""
    section_item: str | None = None
    now: date | None = None
    count: int = 0
    """How many sentences have been read."""

    def anchor(self, published: date | None) -> Anchor:
        """What relative times count from, as things have been told so far."""
        previous = self.period or self.section_period or self.title_period
        return Anchor(published, self.now, previous, self.month, tuple(self.recent[-4:]), self.deadline)

    def asked(self) -> Sense | None:
        """The question that the sentence answers, if one was asked just before."""
        return self.question if self.question is not None and self.count - self.question_at <= 3 else None


@dataclass(slots=True)
class Linked:
    candidate: Candidate
    period: Period
    when: When
    base: bool
    value: Decimal | None
    amount: Amount
    moving: bool = False
