"""The commands that look facts up: find, facts, show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cqtui import formats, notation
from cqtui.commands.asking import Asked
from cqtui.commands.output import Piece
from cqtui.errors import FOUND, complain
from cqtui.lookup.answers import FACT_HEADERS, FIRST_FOUND
from cqtui.model import Fact, Source
from cqtui.passage import passage
from cqtui.rows import json_text, row
from cqtui.view import View


def find(asked: Asked) -> int:
    view = asked.view()
    limit = asked.option("limit", 0 if asked.output.is_machine else FIRST_FOUND)
    facts = asked.index.search(view, limit or -1)
    print_facts(asked, facts)
    if not facts:
        raise asked.nothing(view)
    if limit and len(facts) == limit and (there_are := asked.index.count(view)) > limit:
        complain(f"{there_are - limit} more match; --limit 0 shows all {there_are}")
    return FOUND


def facts(asked: Asked) -> int:
    view = asked.view()
    found = limited(asked.index.facts(view), asked.option("limit", 0))
    return listed(asked, view, found)


def listed(asked: Asked, view: View, found: Iterator[Fact]) -> int:
    """Prints the facts found under `view`, or says why there are none."""
    count = asked.index.count(view)
    print_facts(asked, found)
    if not count:
        raise asked.nothing(view)
    return FOUND


def limited(facts: Iterator[Fact], limit: int) -> Iterator[Fact]:
    from itertools import islice

    return islice(facts, limit) if limit else facts


def print_facts(asked: Asked, facts: Iterable[Fact]) -> None:
    """A table of facts, or their rows in the format asked for. No table where there are none."""
    output, index = asked.output, asked.index
    if output.format != "table":
        output.lines(formats.facts(facts, output.format, index.vocabulary, index.source))
        return
    words = index.vocabulary
    rows = [
        (
            words.entity(fact.entity).name,
            words.measure(fact),
            notation.amount(fact, words),
            notation.change(fact.change) if fact.change and fact.value is not None else "",
            notation.period(fact.period),
            fact.status,
            fact.id,
        )
        for fact in facts
    ]
    if rows:
        output.table(FACT_HEADERS, rows, right=(2,))


# One fact


def show(asked: Asked) -> int:
    facts, output, index = asked.facts(asked.option("ids")), asked.output, asked.index
    if output.format in ("json", "jsonl"):
        rows = [_shown_row(fact, index.source(fact.evidence.source)) for fact in facts]
        if output.format == "json" and len(asked.option("ids")) == 1:
            output.line(json_text(rows[0], indent=1))
        else:
            output.rows(rows)
        return FOUND
    if output.format != "table":
        print_facts(asked, facts)
        return FOUND
    for number, fact in enumerate(facts):
        if number:
            output.line()
        _show(asked, fact)
    return FOUND


def _shown_row(fact: Fact, source: Source | None) -> dict[str, Any]:
    """A fact's row with what it cites: the source, without its text, and the citation in words."""
    source = source or Source(id=fact.evidence.source)
    cited = {name: value for name, value in row(source).items() if name != "text"}
    return {**row(fact), "citation": notation.citation(source), "source": cited}


def _show(asked: Asked, fact: Fact) -> None:
    output, words = asked.output, asked.index.vocabulary
    source = asked.index.source(fact.evidence.source)
    output.heading(f"{words.entity(fact.entity).name}: {words.measure(fact)}")
    output.line()
    output.pairs([*notation.reading(fact, words, source), ("id", fact.id)])
    output.line()
    sentence, context = evidence(fact, source)
    output.paragraph(sentence)
    if context:
        output.line()
        output.paragraph(context)


def evidence(fact: Fact, source: Source | None) -> tuple[list[Piece], list[Piece]]:
    """The sentence behind a fact and the paragraph around it, the figure set off in both.

    The paragraph is empty where the source's text is not kept, or says no more than the sentence.
    """
    found = passage(fact, source)
    sentence = [Piece(found.opening), Piece(found.figure, True), Piece(found.closing)]
    if not (found.lead or found.tail).strip():
        return sentence, []
    paragraph = fact.evidence.paragraph
    before = "In context: " if paragraph is None else f"In ¶ {paragraph}: "
    return sentence, [Piece(before + found.lead), *sentence, Piece(found.tail)]
