"""What is known of a sentence, of a figure once it is linked, and what carries over from sentence to sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from cqtui.ingest.anaphora import Meant
from cqtui.ingest.choice import Chosen, Feature, Passing, first, flat, weights
from cqtui.ingest.clauses import Clauses
from cqtui.ingest.document import Candidate
from cqtui.ingest.financial import FinancialYear
from cqtui.ingest.governing import When
from cqtui.ingest.lexicon import Hit, Token
from cqtui.ingest.memory import Memory
from cqtui.ingest.names import Name
from cqtui.ingest.periods import Time
from cqtui.ingest.sentences import Sentence
from cqtui.ingest.timewords import Anchor
from cqtui.ingest.units import Amount
from cqtui.model import Change, Fact, Period

Watch = Callable[[str, int, Mapping[str, Collection[str]]], None]
"""Takes the name of a choice, where its figure begins in the document, and the candidates with their features."""


DEADLINES = ("as-of", "by", "before")
"""The bases of moments and deadlines, of which only the end counts."""


def period_key(period: Period) -> str:
    """The same for periods that are one."""
    return _span(None if period.basis in DEADLINES else period.start, period.end)


@lru_cache(maxsize=1024)
def _span(start: date | None, end: date | None) -> str:
    return f"{start or ''}..{end or ''}"


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
    """Which word of the sentence begins at an offset, where it holds a figure."""
    meant: Meant = field(default_factory=dict)
    """Whom each of its names means, once that is settled."""
    saying: dict[str, Passing] = field(default_factory=dict)
    """Its words with what may be meant, once they were asked for (`wording`)."""


class Level(NamedTuple):
    """Where a level stands: its sentence, its paragraph, and where in the document it begins."""

    sentence: int
    paragraph: int
    start: int


class Valued(NamedTuple):
    """A figure told in a unit: where, of which metric, and how much."""

    unit: str
    sentence: int
    paragraph: int
    metric: str
    value: Decimal
    scaled: bool
    """Whether it was written with a word for its scale: "3 million"."""


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
    financial: FinancialYear | None = None
    """The financial year by which the document reports, if it is not the calendar's."""
    ends: tuple[Period, Period] | None = None
    """From when to when the last growth ran that was told of with both its ends."""
    mentioned: Period | None = None
    """The last time mentioned at all, past or to come ("that year")."""
    recent_sentence: int = -9
    lead_deadline: Period | None = None
    """The first time to come that the opening of the article tells of."""
    expected: Period | None = None
    """The time of the last figure that was wanted, planned or forecast, and in which sentence."""
    expected_sentence: int = -9
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
    currency: str | None = None
    """Of the last sum of money told."""
    currency_block: int = -1
    per: str | None = None
    metric_block: int = -1
    title_period: Period | None = None
    """The time that the title names, where it is past: what has no time of its own holds then."""
    title_due: Period | None = None
    """The time to come that the title names ("outlook for 2016")."""
    section_item: str | None = None
    now: date | None = None
    count: int = 0
    """How many sentences have been read."""
    mentions: dict[str, list[tuple[int, str, int]]] = field(default_factory=dict)
    """Where each entity was mentioned in the sentences read: sentence, role, paragraph."""
    linked: list[tuple[int, str, str, int]] = field(default_factory=list)
    """The figures linked so far: sentence, entity, metric, and where in its sentence the figure ends."""
    items: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Where each item was mentioned in the sentences read: sentence, paragraph."""
    itemed: list[tuple[int, str | None, str, str]] = field(default_factory=list)
    """The figures linked so far: sentence, item, metric, entity."""
    dated: list[tuple[int, str, str, int]] = field(default_factory=list)
    """The figures linked so far: sentence, metric, period by its key, paragraph."""
    metrics: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where the last figure of each metric stands: sentence, paragraph."""
    valued: list[Valued] = field(default_factory=list)
    """The figures linked so far that have a value in a unit."""
    level: Level | None = None
    """The last level told of, which a movement in the next sentence may be of."""
    moved: dict[int, Change] = field(default_factory=dict)
    """Changes that a later sentence told, by where the level stands in the document."""
    figures: Counter[str] = field(default_factory=Counter)
    """How many figures have been linked to each entity."""
    items_of: dict[str, list[str | None]] = field(default_factory=dict)
    """The items of the figures linked so far, by metric."""
    watch: Watch | None = None
    """Told of each choice and its candidates: from these the weights are learned."""

    def currency_in(self, paragraph: int) -> str | None:
        """That of a sum told without one: the last one told in its paragraph; from farther off it would be a guess."""
        return self.currency if self.currency_block == paragraph else None

    @property
    def last_linked(self) -> tuple[int, str, str, int] | None:
        """The figure linked last, as `linked` has it."""
        return self.linked[-1] if self.linked else None

    def show(self, choice: str, sense: Sense, amount: Amount, candidates: Mapping[str, Iterable[Feature]]) -> None:
        """Let whoever learns see the candidates of a choice about a figure."""
        if self.watch is not None:
            flattened = {key: tuple(flat(features)) for key, features in candidates.items()}
            self.watch(choice, sense.sentence.start + amount.start, flattened)

    def choose(
        self, choice: str, sense: Sense, amount: Amount, candidates: Mapping[str, Collection[Feature]]
    ) -> Chosen:
        """The most probable candidate of a choice about a figure, by its learned weights; shown to whoever learns."""
        self.show(choice, sense, amount, candidates)
        return first(candidates, weights(choice))

    def note_mentions(self, sense: Sense) -> None:
        """Keeps whom a sentence mentioned, in which role."""
        for name in sense.names:
            entity = sense.meant.get(name, (None, ""))[0]
            if entity is not None:
                at = self.mentions.setdefault(entity, [])
                at.append((self.count, name.role or "no role", sense.sentence.block.paragraph))

    def note_figure(self, fact: Fact, amount: Amount) -> None:
        """Keeps what a figure was linked to."""
        paragraph = fact.evidence.paragraph or 0
        self.linked.append((self.count, fact.entity, fact.metric, amount.end))
        if fact.unit is not None and fact.value is not None:
            self.valued.append(Valued(fact.unit, self.count, paragraph, fact.metric, fact.value, amount.scaled))
        self.metrics[fact.metric] = (self.count, paragraph)
        self.itemed.append((self.count, fact.item, fact.metric, fact.entity))
        self.dated.append((self.count, fact.metric, period_key(fact.period), paragraph))
        self.figures[fact.entity] += 1
        self.items_of.setdefault(fact.metric, []).append(fact.item)

    def anchor(self, published: date | None) -> Anchor:
        """What relative times count from, as things have been told so far."""
        previous = self.period or self.section_period or self.title_period
        return Anchor(
            published,
            self.now,
            previous,
            self.month,
            recent=tuple(self.recent[-4:]),
            topic=self.title_period or self.lead_period,
            mentioned=self.mentioned,
            deadline=self.deadline,
            financial=self.financial,
        )

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
