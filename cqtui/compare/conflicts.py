"""Which figures of a whole store contradict each other, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from cqtui.compare import chains
from cqtui.compare.chains import Chain
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import DECIDING, Reason
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
    links: tuple[Fact, ...] = ()
    """The changes that lead from `a` to `b`, of a chain."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that cannot hold together."""
        return self.a, *self.links, self.b

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
        return next((told[kind] for kind in DECIDING if kind in told), None)


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


def broken_chains(groups: Iterable[tuple[Fact, ...]], known: Knowledge) -> list[Conflict]:
    """The changes that do not lead from one stated level to the other, of groups about one entity and measure,
    in the order given."""
    found: list[Conflict] = []
    for group in groups:
        for facts in chains.questions(group, known.vocabulary):
            made = chains.chains(facts, known.vocabulary)
            found += (_broken(one, why, known) for one, why in chains.reasons(chains.broken(made), made, known))
    return found


def _broken(one: Chain, why: Reason, known: Knowledge) -> Conflict:
    if one.is_step:
        _, about = judge(one.late, one.early, known)
        kept = [reason for reason in about if reason.kind != "implied base"]
        return Conflict(one.late, one.early, (*kept, why), None)
    return Conflict(one.early, one.late, (why,), None, one.facts[1:-1])
