"""A reason why two figures are, or are not, like for like: a value with a plain clause, of a closed list of kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from cqtui.model import Fact, fact_id

ReasonKind = Literal[
    "no value",
    "different measure",
    "different item",
    "nested item",
    "currency",
    "conversion",
    "different unit",
    "basis",
    "period unstated",
    "period open",
    "period length",
    "period offset",
    "nested scope",
    "overlapping scope",
    "different scope",
    "different entity",
    "status",
    "bound",
    "different change",
    "implied base",
    "chain",
    "derivation",
    "gap",
    "same source",
]
KINDS: tuple[ReasonKind, ...] = get_args(ReasonKind)
"""Every kind, in the order in which reasons are told."""
DECIDING: tuple[ReasonKind, ...] = ("chain", "implied base", "derivation", "different change", "gap")
"""The kinds that make a conflict, the one that tells most first."""

MEANINGS: dict[ReasonKind, str] = {
    "no value": "one states only a change, or both state changes that are not of one sort",
    "different measure": "what is measured differs (shipments against output volume)",
    "different item": "what is counted or valued differs (laptops against mobile phones)",
    "nested item": "what one counts includes what the other counts (computers include laptops)",
    "currency": "the amounts are in different currencies, or one currency is not stated; with a rate for the "
    "year, they are set side by side at it",
    "conversion": "one source gives an amount in two currencies: one fact, not two",
    "different unit": "the units do not convert into each other (percent against people)",
    "basis": "a moment, a total to date, a rate or a due date against a period",
    "period unstated": "a period is not stated, so nothing says that the periods are equal",
    "period open": "a period has no beginning or no end",
    "period length": "the periods differ in length (a half year against a year)",
    "period offset": "periods of equal length, or moments, at different times",
    "nested scope": "one covers a part of what the other covers",
    "overlapping scope": "each covers something that the other does not, and they share a part",
    "different scope": "they cover things of different sorts, or one does not say what it covers",
    "different entity": "the same question, asked of different companies or places",
    "status": "the statuses differ (an actual against a target)",
    "bound": "a value is bounded, rounded or vague, so less follows from it",
    "different change": "the changes cannot be one, of figures that can, or told alone",
    "implied base": "the change that one states implies what the other gives, or something else",
    "chain": "changes of consecutive periods lead from one level to the other, or elsewhere",
    "derivation": "one follows from the other with a third figure (part, whole and share)",
    "gap": "how far two figures of a conflict are apart",
    "same source": "both come from one source, or from one report: one witness, not two",
}
"""What each kind says: the closed list that programs may rely on."""

Severity = Literal["blocking", "caution", "note"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, about the facts with these ids. For a nested one the part comes first.

    "blocking" prevents like for like; "caution" leaves the figures comparable but not the same
    question; "note" changes nothing and should be known. `clause` is `text` up to its colon.
    """

    kind: ReasonKind
    text: str
    facts: tuple[str, ...]
    severity: Severity = "blocking"

    @property
    def blocks(self) -> bool:
        """Whether the reason prevents like for like."""
        return self.severity == "blocking"

    @property
    def clause(self) -> str:
        """The short form for a headline: "a part against the whole"."""
        return self.text.partition(": ")[0]


def key(fact: Fact) -> str:
    """The fact's id, also for a fact that has none yet."""
    return fact.id or fact_id(fact)


def reason(kind: ReasonKind, text: str, a: Fact, b: Fact, severity: Severity = "blocking") -> Reason:
    """A reason about two facts."""
    return Reason(kind, text, tuple(dict.fromkeys((key(a), key(b)))), severity)


def lowered(label: str) -> str:
    """A label inside a sentence: "Output volume" is "output volume", "R&D spending" stays."""
    return label[:1].lower() + label[1:] if re.match(r"[A-Z][a-z]", label) else label
