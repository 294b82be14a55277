"""How far what was intended has been reached: each target, plan or forecast beside the figures that answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cqtui.compare import derive
from cqtui.compare.figures import Derived, figure
from cqtui.compare.interval import Interval
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, key
from cqtui.compare.reasons import between
from cqtui.model import ACHIEVED, Fact

Outcome = Literal["met", "missed", "so far", "not told"]


@dataclass(frozen=True, slots=True)
class Attainment:
    """A goal and the figure that says most of it. `derived` is what was attained, where that can be told;
    `why` says in words why not, or what to know."""

    goal: Fact
    actual: Fact | None
    derived: Derived | None
    outcome: Outcome
    why: str
    reasons: tuple[Reason, ...] = ()


def attainment(goal: Fact, candidates: Iterable[Fact], known: Knowledge) -> Attainment:
    """What became of a goal, by the best of `candidates`: figures of the same measure, about the same
    entity or its parts and wholes."""
    best: tuple[tuple[int, float], Attainment] | None = None
    for actual in candidates:
        if actual.status not in ACHIEVED or actual.id == goal.id or actual.value is None:
            continue
        made = _beside(goal, actual, known)
        rank = (_RANKS[made.outcome], len([one for one in made.reasons if one.blocks]) - _lateness(goal, actual))
        if best is None or rank < best[0]:
            best = rank, made
    return best[1] if best else Attainment(goal, None, None, "not told", "no figure of the kind in the store")


_RANKS: dict[Outcome, int] = {"met": 0, "missed": 0, "so far": 1, "not told": 2}


def _lateness(goal: Fact, actual: Fact) -> float:
    """Between 0 and 1, the more the nearer the figure is to the goal's time."""
    ends = goal.period.end, actual.period.end
    return 1 / (1 + abs((ends[0] - ends[1]).days)) if ends[0] and ends[1] else 0.0


def _beside(goal: Fact, actual: Fact, known: Knowledge) -> Attainment:
    found = between(actual, goal, known)
    made = derive.from_pair(actual, goal, found, known, ("A", "B"))
    towards = next((one for one in made if one.name in ("attainment", "so far")), None)
    if towards is not None:
        towards = _in_the_goals_scope(towards, actual, goal, found, known)
    if towards is not None:
        return Attainment(goal, actual, towards, _outcome(goal, towards), towards.caution or "", tuple(found))
    against = [reason.text for reason in found if reason.severity != "note" and reason.kind != "status"]
    return Attainment(goal, actual, None, "not told", "; ".join(dict.fromkeys(against)), tuple(found))


def _in_the_goals_scope(
    towards: Derived, actual: Fact, goal: Fact, reasons: Iterable[Reason], known: Knowledge
) -> Derived | None:
    """What is attained where the goal is set, as told by a figure of its whole or of its part.

    A part has at most what its whole has, and a whole at least what its part has. None where the
    bounds of the two figures point the other way, so that nothing follows.
    """
    nested = next((reason for reason in reasons if reason.kind == "nested scope"), None)
    if nested is None or towards.within is None:
        return towards
    within = towards.within
    if nested.facts[0] == key(actual):
        within = Interval(within.low, None, within.low_open)
    else:
        within = Interval(None, within.high, high_open=within.high_open)
    return figure(
        towards.name,
        (actual, goal),
        within,
        Fraction(towards.value),
        known.vocabulary,
        unit=towards.unit,
        formula=towards.formula,
        text=towards.text,
        caution=towards.caution or "",
    )


def _outcome(goal: Fact, towards: Derived) -> Outcome:
    """Whether the goal was met. "At least" and "over" are met from the number up, "up to" and "under" below it."""
    if towards.name == "so far" or towards.within is None:
        return "so far"
    low, high = towards.within.low, towards.within.high
    if goal.bound in ("up to", "under"):
        return "met" if high is not None and high <= 100 else "missed" if low is not None and low > 100 else "not told"
    if (low is not None and low >= 100) or (towards.value >= 100 and towards.bound != "under"):
        return "met"
    return "missed" if (high is not None and high < 100) or towards.value < 100 else "not told"


def attainments(goals: Iterable[tuple[Fact, Sequence[Fact]]], known: Knowledge) -> list[Attainment]:
    """Each goal with what became of it, in the order given."""
    return [attainment(goal, candidates, known) for goal, candidates in goals]
