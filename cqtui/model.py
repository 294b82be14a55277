"""The words of the domain as frozen values: what a fact is, and what facts are about.

Everything here is a plain dataclass, cheap to import; validation and text cleaning happen at the
doors (`validate`). Field names are those of the store and of the interchange format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

SCHEMA = 1
"""Version of the store's layout that this program writes."""

EntityKind = Literal["place", "agency", "industry", "company", "unknown"]
Dimension = Literal["count", "money", "ratio", "duration", "rank", "unknown"]
Nature = Literal["flow", "stock", "cumulative"]
Bound = Literal["exact", "over", "at least", "nearly", "about", "up to", "under"]
Basis = Literal[
    "year", "half", "quarter", "month", "year-to-date", "span",
    "as-of", "by", "before", "since", "cumulative", "unstated",
]  # fmt: skip
Status = Literal["actual", "estimate", "forecast", "target", "plan"]
ChangeKind = Literal["percent", "points", "times", "unstated"]
Direction = Literal["up", "down"]
Review = Literal["unreviewed", "accepted", "rejected"]

ACHIEVED: frozenset[Status] = frozenset({"actual", "estimate"})
"""What has been seen or counted, exactly or by a guess."""
INTENDED: frozenset[Status] = frozenset({"forecast", "target", "plan"})
"""What is still to come, or was when it was said."""


PRESS_YEARS = range(1600, 2601)
"""When an article may have been published: what it tells of may lie centuries from that, and calendars end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document that facts were taken from.

    `text` is what `Evidence.start` and `Evidence.end` index (code points). For a brief (`brief`
    true) it is this project's own summary, and title, publisher, date, url and the paragraph
    numbers of its evidence are those of the original it cites. `sha256` is the hex digest of
    `text` encoded as UTF-8, or of the original file where no text is kept.
    """

    id: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    sha256: str | None = None
    brief: bool = False
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Who or what a figure is about. `part_of` is the id of the whole it is nested in."""

    id: str
    name: str
    short: str | None = None
    kind: EntityKind = "unknown"
    aliases: tuple[str, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What is measured. `nature` says whether values add up over time (flow) or hold at a moment."""

    id: str
    label: str
    dimension: Dimension = "unknown"
    nature: Nature = "flow"
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is counted or valued. `part_of` names the wider item (laptop, of computer)."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit. One of it is `factor` of its `base` unit; units with one base can be compared."""

    id: str
    label: str
    plural: str | None = None
    symbol: str | None = None
    dimension: Dimension = "unknown"
    base: str | None = None
    factor: Decimal = Decimal(1)
    aliases: tuple[str, ...] = ()


_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When a figure holds. Both ends are inclusive calendar days; either may be open (None).

    `stated` is false where the period was inferred from context rather than written.
    """

    start: date | None = None
    end: date | None = None
    basis: Basis = "unstated"
    stated: bool = True

    @property
    def days(self) -> int | None:
        """Length in days, both ends counted; None where either end is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    @property
    def fits_basis(self) -> bool:
        """Whether the period is as long as its basis says; one with an open end may be anything."""
        months = _MONTHS.get(self.basis)
        if months is None or self.start is None or self.end is None or self.end == date.max:
            return True
        if self.basis == "year":  # A financial year may begin on any day.
            return self.days in (365, 366)
        after = self.end + timedelta(days=1)
        between = (after.year - self.start.year) * 12 + after.month - self.start.month
        return between == months and after.day == self.start.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A movement the source states beside, or instead of, a level.

    `kind` "unstated" means that a direction is given but no amount.
    """

    kind: ChangeKind
    value: Decimal | None = None
    direction: Direction = "up"
    against: str | None = None

    def factors(self) -> tuple[Decimal, ...]:
        """New level ÷ old level, every reading that the wording allows; empty if none follows.

        "Up 17.2 times" may mean 17.2 or 18.2 times the old level, so both are given. Percentage
        points and changes without an amount imply no factor.
        """
        if self.value is None:
            return ()
        if self.kind == "percent":
            share = self.value / 100
            factor = 1 + share if self.direction == "up" else 1 - share
            return (factor,) if factor >= 0 else ()
        if self.kind == "times" and self.value > 0:
            if self.direction == "up":
                return (self.value, self.value + 1)
            return (1 / self.value,)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a figure stands. `start` and `end` are code points into the source's text, end
    exclusive; `paragraph` counts from 1 in the cited document."""

    source: str
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    sentence: str


READ_BY = "as it was read by "
"""How the reason of a reading begins that a correction replaced; the extractor follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another reading: the value that `field` (dotted, as in the row) may have. The words allow it, or it
    is what was read before somebody corrected the fact."""

    field: str
    value: str | Decimal | None
    why: str

    @property
    def is_replaced(self) -> bool:
        """Whether it is what an extractor read and a person corrected, rather than a reading still open."""
        return self.why.startswith(READ_BY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure, with what it is about, when it holds, and the words it came from.

    `value` is None for a fact that states a change without a level ("output grew by 430 %").
    """

    id: str = ""
    entity: str
    metric: str
    item: str | None = None
    place: str | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    bound: Bound = "exact"
    as_written: str
    period: Period = field(default_factory=Period)
    status: Status = "actual"
    change: Change | None = None
    evidence: Evidence
    confidence: float = 1.0
    extractor: str = "curated"
    review: Review = "unreviewed"
    note: str | None = None
    alternatives: tuple[Alternative, ...] = ()


_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
ID_LENGTH = 10


def fact_id(fact: Fact) -> str:
    """The stable id of `fact`: ten base-32 characters, a hash of what it says and where.

    Offsets, confidence, extractor, review, note and alternatives take no part, so an id survives
    a re-ingest, a review and a source whose text has shifted.
    """
    import hashlib  # Loads OpenSSL, which nothing needs that only reads.

    change = fact.change
    said = (
        fact.evidence.source, fact.evidence.sentence, fact.as_written,
        fact.entity, fact.metric, fact.item, fact.place,
        *(None if number is None else canonical(number) for number in (fact.value, fact.upper)),
        fact.unit, fact.per, fact.bound,
        fact.period.start, fact.period.end, fact.period.basis, fact.status,
        change and (change.kind, change.value and canonical(change.value), change.direction),
    )  # fmt: skip
    bits = int.from_bytes(hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).digest()[:8])
    return "".join(_ID_ALPHABET[bits >> 5 * place & 31] for place in range(ID_LENGTH))


def canonical(number: Decimal) -> str:
    """`number` in plain decimal digits, the same text for equal numbers (58 and 58.0)."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def identified(facts: Iterable[Fact]) -> list[Fact]:
    """`facts` with an id for each that has none."""
    return [fact if fact.id else replace(fact, id=fact_id(fact)) for fact in facts]
