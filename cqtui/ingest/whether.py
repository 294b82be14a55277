"""How each status that a figure may have stands to it: the features by which one of them is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from cqtui.ingest.choice import Feature, Group, template
from cqtui.ingest.discourse import Linked, Sense
from cqtui.ingest.guarded import either
from cqtui.ingest.tense import tense_at
from cqtui.ingest.units import Amount
from cqtui.ingest.wording import beside, saying
from cqtui.model import Period, Status

STATUSES: tuple[Status, ...] = ("actual", "estimate", "forecast", "plan", "target")
_MODAL_WORDS = (
    r"will|would|could|can|may|might|should|shall|must|is to|are to|to be|to|if|once|when|likely|going to|due|able|"
    r"expect\w*|hop\w+|aim\w*|plan\w*|forecast\w*|project\w*|target\w*|estimat\w+|believ\w+|think|sees?|seen|looks?|"
    r"promis\w+|pledg\w+|agree\w*|sign\w*|contract\w*|earmark\w*|design\w*|approv\w+|worth|invest\w*|goal|after|upon|still|already|now|has|have|had"
)
_MODAL = re.compile(rf"\b({either(_MODAL_WORDS.split('|'))})\b", re.IGNORECASE)


_DIGIT = re.compile(r"\d")
"""Where the next figure begins: what stands behind that tells of it."""
_UNCLEAR = re.compile(
    r"^'(?:will(?! (?:strive|seek|try|aim)\b)|would|shall|should|could|can|may|might|is to|are to|sees|put at)\b",
    re.IGNORECASE,
)
"""Words by which a figure may be planned, forecast or wanted alike."""


class Said(NamedTuple):
    """A figure whose status is asked for, and what is known of it."""

    sense: Sense
    amount: Amount
    metric: str
    period: Period | None
    published: date | None
    last: Linked | None
    base: bool
    rule: Status
    why: str


def is_certain(said: Said) -> bool:
    """Whether a word of wanting, planning or guessing leaves no choice."""
    return said.why.startswith("'") and _UNCLEAR.search(said.why) is None


def candidates(said: Said) -> dict[str, tuple[Feature, ...]]:
    """Each status with its features."""
    signs = dict.fromkeys((*_signs(said), *beside(said.sense.sentence.flat, said.amount)))
    of_signs = zip(*map(_for_each_status, signs), strict=True)
    return {one: (*features, saying(said.sense, one)) for one, features in zip(STATUSES, of_signs, strict=True)}


def _for_each_status(sign: Feature) -> Sequence[Feature]:
    """What a sign is as a feature of each status."""
    return [f"{one} · {sign}" for one in STATUSES] if isinstance(sign, str) else _all_for_each_status(sign)


@cache
def _all_for_each_status(signs: Group) -> Sequence[Feature]:
    return [Group(f"{one} · {sign}" for sign in signs.features) for one in STATUSES]


def _signs(said: Said) -> Iterator[Feature]:
    """What speaks for one status or another."""
    text, amount, clauses = said.sense.sentence.flat, said.amount, said.sense.clauses
    opening, closing = clauses.span(amount.start)
    when, tense = _when(said), tense_at(text, amount.start, amount.end, opening, closing)
    yield _ruled(said.rule, "a word" if said.why.startswith("'") else said.why)
    yield _then(when, tense)
    yield _of_metric(said.metric, when)
    if said.base:
        yield "a base"
    if amount.per:
        yield f"per {amount.per} · {tense}"
    if said.last is not None:
        border = "border" if clauses.strong(said.last.amount.end, amount.lead) else "no border"
        yield _after(said.last.candidate.fact.status, border, when)
    for match in _MODAL.finditer(text, opening, amount.lead):
        yield f"{match[1].lower()!r} before"
        if amount.lead - match.end() < 30:
            yield f"{match[1].lower()!r} near"
    following = _DIGIT.search(text, amount.end)
    until = following.start() if following else len(text)
    for match in _MODAL.finditer(text, amount.end, min(closing, until)):
        yield f"{match[1].lower()!r} behind"
    for hit in said.sense.hits:
        if hit.term.sort == "status" and hit.start < until:
            side = "behind" if hit.start >= amount.end else "before"
            strong = min(clauses.strong(min(hit.end, amount.end), max(hit.start, amount.start)), 2)
            yield f"{hit.term.id} word {side} · {strong} borders"
            yield f"{text[hit.start : hit.end].lower().split()[0]!r} {side}"


@template
def _ruled(rule: str, why: str) -> tuple[str, ...]:
    return f"the rules say {rule}", f"the rules say {rule}: {why}"


@template
def _then(when: str, tense: str) -> tuple[str, ...]:
    return f"{tense} tense", when, f"{when} · {tense} tense"


@template
def _of_metric(metric: str, when: str) -> tuple[str, ...]:
    return metric, f"{metric} · {when}"


@template
def _after(status: str, border: str, when: str) -> tuple[str, ...]:
    return f"after a {status} figure", f"after a {status} figure · {border} · {when}"


def _when(said: Said) -> str:
    period, published = said.period, said.published
    if period is None or period.end is None or published is None:
        return "no time"
    if period.end <= published:
        return f"over {'by' if period.basis == 'by' else ''}"
    if period.start is not None and period.start > published:
        return "lies ahead"
    return "due" if period.basis == "by" else "goes on"
