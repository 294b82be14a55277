"""A comparison in words: the headline, text, Markdown, and the row that programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cqtui import tabular
from cqtui.compare import fixits
from cqtui.compare.aspects import LETTERS, aspects, letters_of
from cqtui.compare.figures import Derived
from cqtui.compare.fixits import Fixit
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import Reason, ReasonKind, key
from cqtui.compare.verdict import Comparison, Verdict
from cqtui.model import Fact
from cqtui.vocabulary import Vocabulary

_VERDICTS: dict[Verdict, str] = {
    "agree": "They agree",
    "conflict": "They contradict each other",
    "comparable": "Like for like",
    "not comparable": "Not like for like",
}
_HEADLINE_ORDER: tuple[ReasonKind, ...] = (
    "no value", "different measure", "different item", "nested item", "different unit", "currency", "basis",
    "period unstated", "period open", "period length", "nested scope", "overlapping scope", "different scope",
    "status",
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
        "reasons": [reason_row(one) for one in comparison.reasons],
        "derived": [derived_row(one) for one in comparison.derived],
    }


def reason_row(reason: Reason) -> dict[str, Any]:
    """A reason as JSON for programs."""
    return {"kind": reason.kind, "text": reason.text, "facts": list(reason.facts)}


def derived_row(derived: Derived) -> dict[str, Any]:
    """A derived figure as JSON for programs."""
    return {
        "name": derived.name, "value": derived.value, "upper": derived.upper, "unit": derived.unit,
        "bound": derived.bound, "formula": derived.formula, "inputs": list(derived.inputs),
        "caution": derived.caution,
    }  # fmt: skip


def as_text(facts: Sequence[Fact], comparison: Comparison, known: Knowledge) -> str:
    """The whole comparison as plain text: verdict, the facts side by side, what follows."""
    parts = [
        headline(comparison),
        tabular.plain_table(_rows(facts, known), _heads(facts, known.vocabulary)),
    ]
    if notes := _notes(comparison):
        parts.append("\n".join(notes))
    if comparison.derived:
        rows = [[f"  {one.name}", one.text, one.formula] for one in comparison.derived]
        parts.append(f"Derived{_with_cautions(comparison)}\n{tabular.plain_table(rows)}")
    if told := _ways_out(facts, comparison, known):
        parts.append("\n  ".join(told))
    return "\n\n".join(parts) + "\n"


def as_markdown(facts: Sequence[Fact], comparison: Comparison, known: Knowledge) -> str:
    """The whole comparison as Markdown, with each fact's sentence and id below."""
    parts = [
        f"**{tabular.markdown(headline(comparison))}**",
        tabular.markdown_table(_heads(facts, known.vocabulary), _rows(facts, known)),
    ]
    if notes := _notes(comparison):
        parts.append("\n".join(f"- {tabular.markdown(note)}" for note in notes))
    if comparison.derived:
        lines = [
            f"- {one.name}: {tabular.markdown(one.text)} ({tabular.markdown(one.formula)})"
            for one in comparison.derived
        ]
        parts.append("\n".join([f"Derived{_with_cautions(comparison)}:", "", *lines]))
    if told := _ways_out(facts, comparison, known):
        lines = [f"- {tabular.markdown(one)}" for one in told[1:]]
        parts.append("\n".join([tabular.markdown(told[0]), *(["", *lines] if lines else [])]))
    letters = letters_of(facts)
    quotes = [
        f"> {letters[key(fact)]} ({tabular.markdown(key(fact))}): {tabular.markdown(fact.evidence.sentence)}"
        for fact in facts
    ]
    parts.append("\n>\n".join(quotes))
    return "\n\n".join(parts) + "\n"


def _heads(facts: Sequence[Fact], vocabulary: Vocabulary) -> list[str]:
    names = [vocabulary.entity(fact.entity) for fact in facts]
    heads = [f"{letter}  {name.short or name.name}" for letter, name in zip(LETTERS, names, strict=False)]
    return ["", *heads, ""]


def _rows(facts: Sequence[Fact], known: Knowledge) -> list[list[str]]:
    rows = []
    for one in aspects(facts, known):
        sign = "=" if one.same else "≠" if one.remark and one.label != "source" else ""
        rows.append([one.label, *one.cells, f"{sign} {one.remark}".strip()])
    return rows


def _notes(comparison: Comparison) -> list[str]:
    """What should be known beside the headline: the cautions and notes."""
    return list(dict.fromkeys(reason.text for reason in comparison.reasons if not reason.blocks))


def _ways_out(facts: Sequence[Fact], comparison: Comparison, known: Knowledge) -> list[str]:
    """A line on what would be like for like, and one for each figure of the store that is; nothing where
    the figures are so already."""
    if comparison.verdict != "not comparable":
        return []
    found = fixits.fixits(facts, known)
    return [way_out(facts, found, known), *(fixits.in_words(one, known) for one in found)]


def way_out(facts: Sequence[Fact], found: Sequence[Fixit], known: Knowledge) -> str:
    """What is said before the figures that would make a comparison like for like, or where there are none."""
    if found:
        return "Would be like for like:"
    return f"Would be like for like: {fixits.wanting(facts, known)} (not in the store)"


_NUMBERS = {1: "that caution", 2: "those two cautions", 3: "those three cautions"}


def _with_cautions(comparison: Comparison) -> str:
    blocking = len(dict.fromkeys(reason.clause for reason in comparison.reasons if reason.blocks))
    return f", with {_NUMBERS.get(blocking, f'those {blocking} cautions')}" if blocking else ""
