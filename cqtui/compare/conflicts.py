"""Which figures of a whole store contradict each other, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, ReasonKind
from cqtui.compare.verdict import gap_of, judge
from cqtui.model import Fact


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two facts that cannot both hold, and why. `gap` is how far apart they are, as a share of the larger,
    where both answer one question; None where one contradicts what the other implies."""

    a: Fact
    b: Fact
    reasons: tuple[Reason, ...]
    gap: Fraction | None

    @property
    def text(self) -> str:
        """What is wrong, in one line: the reason that makes the conflict, else how far they are apart."""
        return self._why.text if self._why else "they cannot both hold"

    @property
    def clause(self) -> str:
        """The same in few words: "8.3 % apart"."""
        return self._why.clause if self._why else "cannot both hold"

    @property
    def _why(self) -> Reason | None:
        told = {reason.kind: reason for reason in self.reasons}
        return next((told[kind] for kind in _DECIDING if kind in told), None)


_DECIDING: tuple[ReasonKind, ...] = ("implied base", "derivation", "different change", "gap")
"""The kinds that make a conflict; a pair has one of them."""


def conflicts(groups: Iterable[tuple[Fact, ...]], known: Knowledge) -> list[Conflict]:
    """The pairs that contradict each other, of groups in which two may ask one question.

    A third fact of a group is one that the two may follow from. What differs most comes first; then
    what is implied, in the order given.
    """
    found: list[Conflict] = []
    for a, b, *others in groups:
        verdict, reasons = judge(a, b, replace(known, others=others) if others else known)
        if verdict != "conflict":
            continue
        one_question = any(reason.kind == "gap" for reason in reasons)
        found.append(Conflict(a, b, tuple(reasons), gap_of(a, b, known) if one_question else None))
    return sorted(found, key=lambda one: one.gap is None or -one.gap)
