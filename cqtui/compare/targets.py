"""How far what was intended has been reached: each target, plan or forecast beside the figures that answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from cqtui import notation
from cqtui.compare import derive, interval, periods
from cqtui.compare.figures import Derived, figure
from cqtui.compare.interval import Interval
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, ReasonKind, key, lowered, reason
from cqtui.compare.reasons import between
from cqtui.model import ACHIEVED, Bound, Change, Fact, Period

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
    """What became of a goal, by the best of `candidates`: figures of the same measure or of one that shows it at
    least (`vocabulary.FLOORS`), about the same entity or its parts and wholes."""
    best: tuple[tuple[float, ...], Attainment] | None = None
    for actual in candidates:
        if actual.status not in ACHIEVED or actual.id == goal.id or not _is_of_its_form(actual, goal):
            continue
        made = _beside(goal, actual, known)
        blocks = len([one for one in made.reasons if one.blocks])
        rank = (_RANKS[made.outcome], blocks, -_covered(goal, actual), -_lateness(goal, actual))
        if best is None or rank < best[0]:
            best = rank, made
    return best[1] if best else Attainment(goal, None, None, "not told", "no figure of the kind in the store")


_RANKS: dict[Outcome, int] = {"met": 0, "missed": 0, "so far": 1, "not told": 2}


def _is_of_its_form(actual: Fact, goal: Fact) -> bool:
    """Whether a figure says what a goal does: a level, or of a goal without one a growth."""
    if goal.value is not None:
        return actual.value is not None
    return actual.change is not None and actual.change.value is not None


def _covered(goal: Fact, actual: Fact) -> int:
    """How many days of the goal's time a figure tells of, where it is of a part of it."""
    return (actual.period.days or 0) if periods.within(actual.period, goal.period) else 0


def _lateness(goal: Fact, actual: Fact) -> float:
    """Between 0 and 1, the more the nearer the figure is to the goal's time."""
    ends = goal.period.end, actual.period.end
    return 1 / (1 + abs((ends[0] - ends[1]).days)) if ends[0] and ends[1] else 0.0


def _beside(goal: Fact, actual: Fact, known: Knowledge) -> Attainment:
    if actual.metric != goal.metric:
        return _shown_at_least(goal, actual, known)
    found = between(actual, goal, known)
    made = derive.from_pair(actual, goal, found, known, ("A", "B"))
    towards = next((one for one in made if one.name in ("attainment", "so far")), None)
    if towards is not None:
        towards = _in_the_goals_scope(towards, actual, goal, found, known)
    if towards is not None:
        outcome = "so far" if towards.name == "so far" else _outcome(goal, towards.within, towards.value, towards.bound)
        return Attainment(goal, actual, towards, outcome, towards.caution or "", tuple(found))
    state = _of_growth(goal, actual, found) if goal.value is None else _of_a_state(goal, actual, found, known)
    if state in ("met", "missed"):
        found = [_dated(one, actual, goal) for one in found]
    return Attainment(goal, actual, None, state or "not told", _against(found), tuple(found))


def _against(found: Iterable[Reason]) -> str:
    """What to know of an answer; that a goal is no actual goes without saying."""
    texts = [reason.text for reason in found if reason.severity != "note" and reason.kind != "status"]
    return "; ".join(dict.fromkeys(texts))


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


def _outcome(goal: Fact, within: Interval | None, percent: object, bound: Bound) -> Outcome:
    """Whether so many percent of a goal meet it. "At least" and "over" are met from the number up, "up to" and
    "under" below it."""
    if within is None:
        return "so far"
    low, high, value = within.low, within.high, Fraction(str(percent))
    if goal.bound in ("up to", "under"):
        return "met" if high is not None and high <= 100 else "missed" if low is not None and low > 100 else "not told"
    if (low is not None and low >= 100) or (value >= 100 and bound != "under"):
        return "met"
    return "missed" if (high is not None and high < 100) or value < 100 else "not told"


# Growth


def _of_growth(goal: Fact, actual: Fact, found: Sequence[Reason]) -> Outcome | None:
    """What a growth says of the growth that was meant: of all its time, or so far."""
    if _elsewhere(found) or goal.change is None or actual.change is None:
        return None
    blocking = {reason.kind for reason in found if reason.blocks}
    if blocking <= {"status", "period length"} and periods.within(actual.period, goal.period):
        return "so far"
    if blocking != {"status"} or any(one.kind == "period offset" for one in found):
        return None
    done, meant = _signed(actual.change), _signed(goal.change)
    is_met = done <= meant if (goal.bound in ("up to", "under")) != (meant < 0) else done >= meant
    return "met" if is_met else "missed"


def _signed(change: Change) -> Fraction:
    value = Fraction(change.value or 0)
    return value if change.direction == "up" else -value


# States: shares, capacities, numbers of companies


_ELSEWHERE: frozenset[ReasonKind] = frozenset({"different entity", "different scope", "overlapping scope"})


def _elsewhere(found: Iterable[Reason]) -> bool:
    return any(reason.kind in _ELSEWHERE for reason in found)


def _of_a_state(goal: Fact, actual: Fact, found: Sequence[Reason], known: Knowledge) -> Outcome | None:
    """What a state says of one that was to be reached: of its day, or of a later one, from which it is told that it
    had been reached by then, or was not there."""
    words = known.vocabulary
    kinds = {reason.kind for reason in found if reason.blocks}
    told_apart = kinds & {"basis"} or any(reason.kind == "period offset" for reason in found)
    if words.metric(goal.metric).nature != "stock" or not kinds <= {"status", "basis"} or _elsewhere(found):
        return None
    if told_apart and not _is_later(actual.period, goal.period):
        return None
    return _compared(goal, actual, known)


def _dated(one: Reason, actual: Fact, goal: Fact) -> Reason:
    """A reason of time, as what to know of an answer that came after a goal was due."""
    if one.kind not in ("basis", "period offset") or not _is_later(actual.period, goal.period):
        return one
    return replace(one, text=f"seen after it was due, {notation.period(actual.period)}")


def _is_later(done: Period, due: Period) -> bool:
    """Whether a figure is of a time that ends after a goal was due."""
    return bool(periods.sort_of_time(due) in ("due", "moment") and done.end and due.end and done.end > due.end)


def _compared(goal: Fact, actual: Fact, known: Knowledge) -> Outcome | None:
    """A goal's value and a figure's, set against each other."""
    words = known.vocabulary
    within, aim = interval.possible(actual, words), interval.nominal(goal, words)
    if interval.measured_in(goal, words) != interval.measured_in(actual, words) or within is None or aim <= 0:
        return None
    share = interval.nominal(actual, words) / aim * 100
    return _outcome(goal, within.scaled(100 / aim), share, actual.bound)


# What another measure shows: what was made could be made


def _shown_at_least(goal: Fact, actual: Fact, known: Knowledge) -> Attainment:
    """What a figure of another measure says that shows the goal's at least."""
    per = actual.per or ("year" if periods.length_is_year(actual.period) else None)
    shows = replace(actual, metric=goal.metric, per=per, bound="at least", period=_state_at(actual.period))
    found = between(shows, goal, known)
    kinds = {one.kind for one in found if one.blocks}
    nested = next((one for one in found if one.kind == "nested scope"), None)
    is_floor = actual.bound in ("exact", "at least", "over") and (nested is None or nested.facts[0] == key(actual))
    labels = [lowered(known.vocabulary.metric(fact.metric).label) for fact in (actual, goal)]
    found.append(reason("different measure", f"{labels[0]} shows {labels[1]} at least", actual, goal, "caution"))
    meets = is_floor and kinds <= {"status", "basis", "nested scope"} and not _elsewhere(found)
    outcome = _compared(goal, shows, known) if meets else None
    found = [_dated(one, shows, goal) for one in found]
    return Attainment(goal, actual, None, "met" if outcome == "met" else "not told", _against(found), tuple(found))


def _state_at(period: Period) -> Period:
    """The end of a period, as a moment."""
    return Period(end=period.end, basis="as-of", stated=period.stated) if period.end else period


def attainments(goals: Iterable[tuple[Fact, Sequence[Fact]]], known: Knowledge) -> list[Attainment]:
    """Each goal with what became of it, in the order given."""
    return [attainment(goal, candidates, known) for goal, candidates in goals]
