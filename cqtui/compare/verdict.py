"""The verdict on two to eight facts, with its reasons and what may be derived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Literal

from cqtui import notation
from cqtui.compare import chains, derive, interval, money, periods, reasons, relations
from cqtui.compare.aspects import LETTERS, letters_of
from cqtui.compare.figures import Derived
from cqtui.compare.implied import bases, implied_by_both
from cqtui.compare.interval import Interval
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import DECIDING, KINDS, Reason, ReasonKind, key
from cqtui.compare.relations import RESTATED
from cqtui.model import Fact
from cqtui.rates import Rate
from cqtui.vocabulary import Vocabulary

Verdict = Literal["agree", "conflict", "comparable", "not comparable"]
MOST = len(LETTERS)
"""Facts that one comparison takes."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer about the facts with the ids `facts`, which A, B … stand for in its texts."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    derived: tuple[Derived, ...]
    facts: tuple[str, ...] = ()


def compare(facts: Sequence[Fact], known: Knowledge) -> Comparison:
    """Two to eight facts compared, each with each; the gravest verdict of all pairs is the answer.

    Raises:
        ValueError: fewer than two facts, or more than eight.
    """
    if not 2 <= len(facts) <= MOST:
        raise ValueError(f"a comparison takes 2 to {MOST} facts, not {len(facts)}")
    known = replace(known, others=[*facts, *known.others])
    letters = letters_of(facts)
    found: list[Reason] = []
    derived: list[Derived] = []
    verdicts: set[Verdict] = set()
    for a, b in combinations(facts, 2):
        verdict, about = judge(a, b, known)
        verdicts.add(verdict)
        found += about
        if verdict != "agree":
            derived += derive.from_pair(a, b, about, known, (letters[key(a)], letters[key(b)]))
        derived += implied_by_both(a, b, known)
    for fact in dict.fromkeys(facts):
        derived += bases(fact, known.vocabulary)
    verdict, found = _linked(facts, next(one for one in GRAVITY if one in verdicts), found, known)
    return Comparison(
        verdict,
        tuple(_merged(found, verdict)),
        tuple(derived),
        tuple(map(key, facts)),
    )


_LINKED: frozenset[ReasonKind] = frozenset({"no value", "basis"})
"""What sets a change apart from a level, and so does not stand against a chain of both."""


def _linked(
    facts: Sequence[Fact], verdict: Verdict, found: list[Reason], known: Knowledge
) -> tuple[Verdict, list[Reason]]:
    """The verdict in the light of the chains that link the facts. One that is made of them all decides, also
    where levels stand beside changes; one of some of them does where nothing else prevents it."""
    told = chains.between(facts, known)
    given = set(map(key, facts))
    of_all = [one for one, _ in told if given <= set(map(key, one.facts))]
    blocking = {reason.kind for reason in found if reason.blocks}
    if verdict == "not comparable" and of_all and blocking <= _LINKED:
        fits = all(one.fits for one, _ in told)
        verdict = "agree" if fits else "conflict"
        found = [replace(reason, severity="note" if fits else "caution") for reason in found]
    elif verdict in ("comparable", "agree") and any(not one.fits for one, _ in told):
        verdict = "conflict"
    return verdict, found + [reason for _, reason in told]


GRAVITY: tuple[Verdict, ...] = ("not comparable", "conflict", "comparable", "agree")


def judge(a: Fact, b: Fact, known: Knowledge) -> tuple[Verdict, list[Reason]]:
    """The verdict on two facts and the reasons about them, in telling order."""
    found = reasons.between(a, b, known)
    told = list(relations.between(a, b, known))
    derivations = [relation for relation in told if relation.reason.kind == "derivation"]
    if any(relation.fits for relation in derivations):
        verdict: Verdict = "agree"
        found = [replace(reason, severity="note") for reason in found]
    elif any(reason.blocks for reason in found):
        verdict = "not comparable"
        if derivations and not {reason.kind for reason in found if reason.blocks} - _OF_A_SHARE:
            verdict, found = "conflict", [replace(reason, severity="caution") for reason in found]
    else:
        verdict, found = _of_one_measure(a, b, found, known)
        if verdict == "comparable" and any(not relation.fits for relation in told):
            verdict = "conflict"
    found += [relation.reason for relation in told]
    return verdict, sorted(found, key=lambda reason: KINDS.index(reason.kind))


_OF_A_SHARE: frozenset[ReasonKind] = frozenset(
    {"different measure", "different unit", "nested scope", "nested item", "different item"}
)
"""What sets a share apart from its part and its whole, and so does not stand against checking it."""


def _of_one_measure(a: Fact, b: Fact, found: list[Reason], known: Knowledge) -> tuple[Verdict, list[Reason]]:
    """The verdict on two facts that nothing prevents from being like for like."""
    both = tuple(dict.fromkeys((key(a), key(b))))
    bounded = [fact for fact in (a, b) if fact.bound != "exact" and fact.value is not None]
    verdict = _by_value(a, b, found, known)
    if any(reason.severity == "caution" and reason.kind != "currency" for reason in found):
        verdict = "comparable"
    elif verdict == "comparable":
        said = " and ".join(notation.full_amount(fact, known.vocabulary) for fact in bounded)
        found.append(Reason("bound", f"{said} can hold, but not as such words are used", both, "caution"))
    elif verdict == "agree" and _changes_differ(a, b, known.vocabulary):
        verdict = "conflict"
        text = f"the levels agree, the changes do not: {_changes(a, b)}"
        found.append(Reason("different change", text, both, "caution"))
    elif verdict == "conflict" and a.value is not None and b.value is not None:
        found += _gap(a, b, known, both)
    elif verdict == "conflict":
        found.append(Reason("different change", f"the changes cannot be one: {_changes(a, b)}", both, "caution"))
    if bounded and not any(reason.kind == "bound" for reason in found):
        said = " and ".join(dict.fromkeys(f"“{fact.bound}”" for fact in bounded))
        found.append(Reason("bound", f"a value given as {said}", both, "note"))
    return verdict, found


def _gap(a: Fact, b: Fact, known: Knowledge, both: tuple[str, ...]) -> list[Reason]:
    """How far two contradicting figures are apart, in percent of the larger."""
    apart = gap_of(a, b, known)
    if apart is None:
        return []
    percent = notation.number(interval.written(apart * 100, 2, "ROUND_HALF_EVEN"))
    hint = ": perhaps restated or converted rather than wrong" if apart <= RESTATED else ""
    return [Reason("gap", f"{percent} % apart{hint}", both, "note")]


def gap_of(a: Fact, b: Fact, known: Knowledge) -> Fraction | None:
    """How far the values of two facts are apart, as a share of the larger; None where it cannot be told."""
    if a.value is None or b.value is None:
        return None
    if (a.unit, a.per) == (b.unit, b.per):
        values = [Fraction(a.value), Fraction(b.value)]
    else:
        values = [interval.nominal(fact, known.vocabulary) for fact in (a, b)]
    if interval.measured_in(a, known.vocabulary) != interval.measured_in(b, known.vocabulary):
        rate = money.rate_of(a, b, known)
        if rate is None:
            return None
        values[1] *= rate.value
    largest = max(map(abs, values))
    return abs(values[0] - values[1]) / largest if largest else None


def _by_value(a: Fact, b: Fact, found: Sequence[Reason], known: Knowledge) -> Verdict:
    """What two answers to one question make: agreement, conflict, or (comparable) neither."""
    if a.value is None or b.value is None:
        return "agree" if _changes_agree(a, b) else "conflict"
    if any(reason.kind == "conversion" for reason in found):
        return "agree"
    words = known.vocabulary
    x, y = interval.possible(a, words), interval.possible(b, words)
    rate = None
    if interval.measured_in(a, words) != interval.measured_in(b, words):
        rate = money.rate_of(a, b, known)
        if rate is None:
            return "conflict"
    if not _meet(x, y, rate):
        return "conflict"
    return "agree" if _meet(interval.as_used(a, x, words), interval.as_used(b, y, words), rate) else "comparable"


def _meet(x: Interval | None, y: Interval | None, rate: Rate | None) -> bool:
    """Whether one value fits both, with the second told at `rate` where there is one."""
    y = money.at_rate(y, rate) if rate else y
    return x is not None and y is not None and x.meets(y)


def _changes(a: Fact, b: Fact) -> str:
    return " against ".join(notation.change(fact.change) for fact in (a, b) if fact.change)


def _changes_differ(a: Fact, b: Fact, vocabulary: Vocabulary) -> bool:
    """Whether two levels state changes on one base that cannot be one. Amounts in two currencies change by the rate
    as well, and so never quite alike."""
    if a.change is None or b.change is None or a.change.value is None or b.change.value is None:
        return False
    if interval.measured_in(a, vocabulary) != interval.measured_in(b, vocabulary):
        return False
    bases = [periods.measured_from(change.against, of.period) for change, of in ((a.change, a), (b.change, b))]
    return a.change.kind == b.change.kind and bases[0] == bases[1] and not _changes_agree(a, b)


def _changes_agree(a: Fact, b: Fact) -> bool:
    """Whether two changes can be one: the same way and, where both say how much, as much."""
    if a.change is None or b.change is None or a.change.direction != b.change.direction:
        return False
    if a.change.value is None or b.change.value is None:
        return True
    return interval.rounded_from(a.change.value).meets(interval.rounded_from(b.change.value))


def _merged(found: Iterable[Reason], verdict: Verdict) -> list[Reason]:
    """The reasons, the same one of several pairs once with all its facts, in telling order; of a conflict what
    makes it comes first."""
    merged: dict[tuple[str, str, str], Reason] = {}
    for reason in found:
        said = (reason.kind, reason.text, reason.severity)
        known = merged.get(said)
        both = (*(known.facts if known else ()), *reason.facts)
        merged[said] = replace(reason, facts=tuple(dict.fromkeys(both)))
    first = DECIDING if verdict == "conflict" else ()
    return sorted(merged.values(), key=lambda reason: (reason.kind not in first, KINDS.index(reason.kind)))
