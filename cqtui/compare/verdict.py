"""The verdict on two to eight facts with its reasons, and the whole comparison in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from cqtui import notation
from cqtui.compare import derive, interval, reasons
from cqtui.compare.aspects import LETTERS, aspects, letters_of
from cqtui.compare.figures import Derived
from cqtui.compare.interval import Interval
from cqtui.compare.reasons import KINDS, Reason, ReasonKind, key
from cqtui.model import Fact, Source
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


def compare(facts: Sequence[Fact], vocabulary: Vocabulary, sources: Mapping[str, Source] | None = None) -> Comparison:
    """Two to eight facts compared, each with each; the gravest verdict of all pairs is the answer.

    `sources` is what later tells editions of one report from independent witnesses.

    Raises:
        ValueError: fewer than two facts, or more than eight.
    """
    del sources
    if not 2 <= len(facts) <= MOST:
        raise ValueError(f"a comparison takes 2 to {MOST} facts, not {len(facts)}")
    letters = letters_of(facts)
    found: list[Reason] = []
    derived: list[Derived] = []
    verdicts: set[Verdict] = set()
    for a, b in combinations(facts, 2):
        verdict, about = _judge(a, b, vocabulary)
        verdicts.add(verdict)
        found += about
        if verdict != "agree":
            derived += derive.from_pair(a, b, about, vocabulary, (letters[key(a)], letters[key(b)]))
    order: tuple[Verdict, ...] = ("not comparable", "conflict", "comparable", "agree")
    return Comparison(
        next(verdict for verdict in order if verdict in verdicts),
        tuple(_merged(found)),
        tuple(derived),
        tuple(map(key, facts)),
    )


def _judge(a: Fact, b: Fact, vocabulary: Vocabulary) -> tuple[Verdict, list[Reason]]:
    """The verdict on two facts and the reasons about them."""
    found = reasons.between(a, b, vocabulary)
    if any(reason.blocks for reason in found):
        return "not comparable", found
    verdict = _by_value(a, b, vocabulary)
    bounded = [fact for fact in (a, b) if fact.bound != "exact" and fact.value is not None]
    both = tuple(dict.fromkeys((key(a), key(b))))
    if any(reason.severity == "caution" for reason in found):
        verdict = "comparable"
    elif verdict == "comparable":
        said = " and ".join(notation.full_amount(fact, vocabulary) for fact in bounded)
        found.append(Reason("bound", f"{said} can hold, but not as such words are used", both, "caution"))
    if bounded and not any(reason.kind == "bound" for reason in found):
        said = " and ".join(dict.fromkeys(f"“{fact.bound}”" for fact in bounded))
        found.append(Reason("bound", f"a value given as {said}", both, "note"))
    return verdict, sorted(found, key=lambda reason: KINDS.index(reason.kind))


def _by_value(a: Fact, b: Fact, vocabulary: Vocabulary) -> Verdict:
    """What two answers to one question make: agreement, conflict, or (comparable) neither."""
    if a.value is None or b.value is None:
        return "agree" if _changes_agree(a, b) else "conflict"
    usual = interval.allowed(a, vocabulary), interval.allowed(b, vocabulary)
    if _meet(usual):
        return "agree"
    return "comparable" if _meet((interval.possible(a, vocabulary), interval.possible(b, vocabulary))) else "conflict"


def _meet(pair: tuple[Interval | None, Interval | None]) -> bool:
    return pair[0] is not None and pair[1] is not None and pair[0].meets(pair[1])


def _changes_agree(a: Fact, b: Fact) -> bool:
    """Whether two changes can be one: the same way and, where both say how much, as much."""
    if a.change is None or b.change is None or a.change.direction != b.change.direction:
        return False
    if a.change.value is None or b.change.value is None:
        return True
    return interval.rounded_from(a.change.value).meets(interval.rounded_from(b.change.value))


def _merged(found: Iterable[Reason]) -> list[Reason]:
    """The reasons, the same one of several pairs once with all its facts, in telling order."""
    merged: dict[tuple[str, str, str], Reason] = {}
    for reason in found:
        said = (reason.kind, reason.text, reason.severity)
        known = merged.get(said)
        both = (*(known.facts if known else ()), *reason.facts)
        merged[said] = replace(reason, facts=tuple(dict.fromkeys(both)))
    return sorted(merged.values(), key=lambda reason: KINDS.index(reason.kind))


# Saying it


_VERDICTS: dict[Verdict, str] = {
    "agree": "They agree",
    "conflict": "They contradict each other",
    "comparable": "Like for like",
    "not comparable": "Not like for like",
}
_HEADLINE_ORDER: tuple[ReasonKind, ...] = (
    "no value", "different measure", "different item", "nested item", "different unit", "currency", "basis",
    "period unstated", "period open", "period length", "nested scope", "different scope", "status",
)  # fmt: skip


def headline(comparison: Comparison) -> str:
    """The verdict in words, with every reason that blocks.

    "Not like for like: a half year against a year · a part against the whole".
    """
    said = _VERDICTS[comparison.verdict]
    blocking = [reason for reason in comparison.reasons if reason.blocks]
    blocking.sort(key=lambda reason: _HEADLINE_ORDER.index(reason.kind))
    clauses = " · ".join(dict.fromkeys(reason.clause for reason in blocking))
    return f"{said}: {clauses}" if clauses else said


def comparison_row(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON for programs. Values are `Decimal`, as everywhere in the store's rows."""
    return {
        "verdict": comparison.verdict,
        "reasons": [
            {"kind": reason.kind, "text": reason.text, "facts": list(reason.facts)}
            for reason in comparison.reasons
        ],
        "derived": [
            {
                "name": one.name, "value": one.value, "upper": one.upper, "unit": one.unit,
                "bound": one.bound, "formula": one.formula, "inputs": list(one.inputs),
                "caution": one.caution,
            }
            for one in comparison.derived
        ],
    }  # fmt: skip


def as_text(
    facts: Sequence[Fact],
    comparison: Comparison,
    vocabulary: Vocabulary,
    sources: Mapping[str, Source] | None = None,
) -> str:
    """The whole comparison as plain text: verdict, the facts side by side, what follows."""
    parts = [
        headline(comparison),
        notation.plain_table(_rows(facts, vocabulary, sources), _heads(facts, vocabulary)),
    ]
    if notes := _notes(comparison):
        parts.append("\n".join(notes))
    if comparison.derived:
        rows = [[f"  {one.name}", one.text, one.formula] for one in comparison.derived]
        parts.append(f"Derived{_with_cautions(comparison)}\n{notation.plain_table(rows)}")
    return "\n\n".join(parts) + "\n"


def as_markdown(
    facts: Sequence[Fact],
    comparison: Comparison,
    vocabulary: Vocabulary,
    sources: Mapping[str, Source] | None = None,
) -> str:
    """The whole comparison as Markdown, with each fact's sentence and id below."""
    parts = [
        f"**{notation.markdown(headline(comparison))}**",
        notation.markdown_table(_heads(facts, vocabulary), _rows(facts, vocabulary, sources)),
    ]
    if notes := _notes(comparison):
        parts.append("\n".join(f"- {notation.markdown(note)}" for note in notes))
    if comparison.derived:
        lines = [
            f"- {one.name}: {notation.markdown(one.text)} ({notation.markdown(one.formula)})"
            for one in comparison.derived
        ]
        parts.append("\n".join([f"Derived{_with_cautions(comparison)}:", "", *lines]))
    letters = letters_of(facts)
    quotes = [f"> {letters[key(fact)]} ({key(fact)}): {notation.markdown(fact.evidence.sentence)}" for fact in facts]
    parts.append("\n>\n".join(quotes))
    return "\n\n".join(parts) + "\n"


def _heads(facts: Sequence[Fact], vocabulary: Vocabulary) -> list[str]:
    names = [vocabulary.entity(fact.entity) for fact in facts]
    heads = [f"{letter}  {name.short or name.name}" for letter, name in zip(LETTERS, names, strict=False)]
    return ["", *heads, ""]


def _rows(facts: Sequence[Fact], vocabulary: Vocabulary, sources: Mapping[str, Source] | None) -> list[list[str]]:
    rows = []
    for one in aspects(facts, vocabulary, sources):
        sign = "=" if one.same else "≠" if one.remark and one.label != "source" else ""
        rows.append([one.label, *one.cells, f"{sign} {one.remark}".strip()])
    return rows


def _notes(comparison: Comparison) -> list[str]:
    """What should be known beside the headline: the cautions and notes."""
    return list(dict.fromkeys(reason.text for reason in comparison.reasons if not reason.blocks))


_NUMBERS = {1: "that caution", 2: "those two cautions", 3: "those three cautions"}


def _with_cautions(comparison: Comparison) -> str:
    blocking = len(dict.fromkeys(reason.clause for reason in comparison.reasons if reason.blocks))
    return f", with {_NUMBERS.get(blocking, f'those {blocking} cautions')}" if blocking else ""
