"""The commands that compare: two to eight figures, the conflicts of a whole store, its targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cqtui import compare as comparing
from cqtui import notation
from cqtui.bearing import conflicts_in, knowledge, store_wide
from cqtui.commands.asking import Asked, NothingFound
from cqtui.commands.counting import counted
from cqtui.compare.conflicts import Conflict
from cqtui.compare.targets import Attainment, attainments
from cqtui.compare.telling import derived_row, reason_row
from cqtui.errors import FOUND, UsageError, complain
from cqtui.model import Fact
from cqtui.rows import json_text
from cqtui.sanitize import clean_line
from cqtui.view import View

_FIRST = 50
"""Conflicts or targets that a table shows."""


def compare(asked: Asked) -> int:
    facts = asked.facts(_kept(asked, asked.option("ids")))
    if not 2 <= len(facts) <= comparing.MOST:
        todo = "'cqtui find WORDS' shows ids"
        raise UsageError(f"compare: give the ids of 2 to {comparing.MOST} different facts; {todo}")
    output, known = asked.output, knowledge(asked.index, facts, asked.settings.rates)
    comparison = comparing.compare(facts, known)
    if output.format == "json":
        output.line(json_text(comparing.comparison_row(comparison), indent=1))
    elif output.format == "md":
        output.line(comparing.as_markdown(facts, comparison, known))
    else:
        output.line(comparing.as_text(facts, comparison, known))
    return FOUND


def _kept(asked: Asked, words: Sequence[str]) -> Sequence[str]:
    """The ids that are asked for: those given, or of the comparison that was kept under the one name given."""
    if len(words) != 1:
        return words
    from cqtui import bookmarks  # Loads json, which ids do without.

    store, name = str(asked.chosen.path), clean_line(words[0])
    for one in bookmarks.load(bookmarks.bookmarks_file()):
        if one.store == store and one.is_comparison and one.name == name:
            return View.parse(one.place).side_by_side
    return words


# The whole store


def conflicting(asked: Asked) -> int:
    view, output, index = asked.view(), asked.output, asked.index
    found = conflicts_in(index, view, asked.settings.rates)
    if not found:
        raise NothingFound("no two figures contradict each other" + ("" if not view.is_filtered else " there"))
    if output.is_machine:
        output.rows(conflict_row(one) for one in found)
        return FOUND
    shown = found[: asked.option("limit", _FIRST) or None]
    output.table(("what", "who", "when", "one says", "another", "why"), [_conflict_cells(asked, one) for one in shown])
    _more(len(found) - len(shown), "conflict")
    return FOUND


def conflict_row(one: Conflict) -> dict[str, Any]:
    """A conflict for programs. `gap` is in percent of the larger; `sentences` and `sources` are those of `facts`."""
    gap = None if one.gap is None else round(float(one.gap) * 100, 2)
    return {
        "a": one.a.id, "b": one.b.id, "facts": [fact.id for fact in one.facts], "gap": gap, "text": one.text,
        "reasons": list(map(reason_row, one.reasons)),
        "sentences": [fact.evidence.sentence for fact in one.facts],
        "sources": [fact.evidence.source for fact in one.facts],
    }  # fmt: skip


def _conflict_cells(asked: Asked, one: Conflict) -> tuple[str, ...]:
    words = asked.index.vocabulary
    said = [f"{notation.amount(fact, words)} ({_printed(asked, fact)}) {fact.id}" for fact in (one.a, one.b)]
    who = words.entity(one.a.entity)
    return words.measure(one.a), who.short or who.name, notation.period(one.a.period), *said, one.text


def _printed(asked: Asked, fact: Fact) -> str:
    source = asked.index.source(fact.evidence.source)
    return (source.publisher or source.title if source else None) or fact.evidence.source


def targets(asked: Asked) -> int:
    view, output, index = asked.view(), asked.output, asked.index
    found = attainments(index.goals(view), store_wide(index, asked.settings.rates))
    if not found:
        raise NothingFound("no targets, plans or forecasts" + ("" if not view.is_filtered else " there"))
    if output.is_machine:
        output.rows(map(target_row, found))
        return FOUND
    shown = found[: asked.option("limit", _FIRST) or None]
    output.table(
        ("who", "what", "goal", "when", "reached", "when", "outcome", "why"), list(_target_cells(asked, shown))
    )
    _more(len(found) - len(shown), "goal")
    return FOUND


def target_row(one: Attainment) -> dict[str, Any]:
    """A goal for programs: what it is, what answers it, and how far it was reached."""
    return {
        "goal": one.goal.id, "status": one.goal.status, "actual": one.actual and one.actual.id,
        "outcome": one.outcome, "why": one.why or None,
        "attained": one.derived and derived_row(one.derived),
    }  # fmt: skip


def _target_cells(asked: Asked, found: list[Attainment]) -> Iterator[tuple[str, ...]]:
    words = asked.index.vocabulary
    for one in found:
        who, actual, derived = words.entity(one.goal.entity), one.actual, one.derived
        reached = notation.amount(actual, words) if actual else ""
        if derived is not None:
            reached += f", {notation.BOUND_SIGNS[derived.bound]}{notation.number(derived.value)} %"
        yield (
            who.short or who.name, words.measure(one.goal), f"{notation.amount(one.goal, words)} {one.goal.status}",
            notation.period(one.goal.period), reached, notation.period(actual.period) if actual else "",
            one.outcome, one.why,
        )  # fmt: skip


def _more(left: int, thing: str) -> None:
    if left > 0:
        complain(f"{counted(left, f'more {thing}')}; --limit 0 shows all")
