"""The command that records what people make of facts: review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cqtui import notation, rows
from cqtui.commands.asking import Asked
from cqtui.commands.counting import counted
from cqtui.commands.writing import target_store
from cqtui.correcting import as_read, corrected, given
from cqtui.errors import FOUND, CannotCreate, UsageError
from cqtui.model import Fact, Review


def review(asked: Asked) -> int:
    revised = _revision(asked)
    path = target_store(asked, "reviewed")
    if asked.chosen.demo:
        raise CannotCreate(f"{asked.chosen.path}: is the demo, which is only read; name another store with --store")
    facts = asked.facts(asked.option("ids"))
    from cqtui import store

    said, words = _said(asked), asked.index.listed()
    entities = {one.id: one for fact in facts for one in (corrected(fact, said, words).new if said else ())}
    done = store.revise(path, dict.fromkeys((fact.id for fact in facts), revised), entities=entities.values())
    output = asked.output
    if output.is_machine:
        output.rows([rows.row(fact) for fact in done.values()])
        return FOUND
    words = asked.index.vocabulary
    cells = [
        (fact.id, words.entity(fact.entity).name, words.measure(fact), notation.amount(fact, words),
         notation.period(fact.period), fact.status, fact.review,
         "; ".join([*notation.replaced(fact), *([fact.note] if fact.note else [])]))
        for fact in done.values()
    ]  # fmt: skip
    output.table(("id", "who", "what", "value", "period", "status", "review", ""), cells)
    changed = sum(done[fact.id] != fact for fact in facts)
    unchanged = f", {len(facts) - changed} as before" if changed < len(facts) else ""
    output.line(f"{counted(changed, 'fact')} changed{unchanged}")
    return FOUND


def _revision(asked: Asked) -> Callable[[Fact], Fact]:
    """What the options make of a fact.

    Raises:
        UsageError: they say nothing, or what cannot be said together.
    """
    accept, reject = asked.option("accept", False), asked.option("reject", False)
    verdict: Review | None = "accepted" if accept else "rejected" if reject else None
    said, note, undo = _said(asked), asked.option("note"), asked.option("undo", False)
    if accept and reject:
        raise UsageError("review: --accept and --reject contradict each other")
    if undo and (verdict or said):
        raise UsageError("review: --undo takes reviews and corrections back, and goes with neither")
    if said and reject:
        raise UsageError("review: --set says what is right, --reject that it is wrong: give one of them")
    if not (verdict or said or undo or note is not None):
        raise UsageError("review: say what to record: --accept, --reject, --set FIELD=VALUE, --note TEXT or --undo")

    def revised(fact: Fact) -> Fact:
        if undo:
            fact = replace(as_read(fact), review="unreviewed")
        if said:
            fact = corrected(fact, said, asked.index.listed()).fact
        if note is not None:
            fact = replace(fact, note=note.strip() or None)
        return replace(fact, review=verdict) if verdict else fact

    return revised


def _said(asked: Asked) -> dict[str, str]:
    """What --set gives, by field."""
    said: dict[str, str] = {}
    for pair in asked.option("set", ()):
        for name, text in given(pair).items():
            if name in said:
                raise UsageError(f"--set {name}: given twice; leave one of them")
            said[name] = text
    return said
