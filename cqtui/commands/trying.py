"""What an ingest would take in, shown without writing anything: `cqtui ingest --dry-run`, `--explain`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

from cqtui import formats, notation
from cqtui.commands.articles import Article, Given, articles, in_store, known_words, named_extractor
from cqtui.commands.asking import Asked
from cqtui.commands.batch import Bad, Interrupt, bar, tell
from cqtui.commands.counting import counted
from cqtui.commands.output import Output, Piece
from cqtui.errors import FOUND, INTERRUPTED, NOTHING_FOUND, CqtuiError
from cqtui.ingest.confined import Child
from cqtui.ingest.document import Candidate
from cqtui.ingest.pipeline import Result, ingest
from cqtui.model import Entity, Fact, Source
from cqtui.passage import passage
from cqtui.sanitize import clean_line
from cqtui.vocabulary import Vocabulary

_CONTEXT = 70
"""Characters shown on each side of a figure in a table."""


class Trial:
    """Reads files and prints what it finds. Writes nothing."""

    def __init__(self, asked: Asked, given: Given, extractor: str, format: str) -> None:
        self._asked, self._given, self._format = asked, given, format
        self._extractor = named_extractor(extractor)
        self._known, entities = _stored(asked)
        self._words = known_words(entities)
        self._bad = Bad()

    def run(self, names: list[str]) -> int:
        found: list[tuple[Article, Result]] = []
        taken: set[str] = set()
        with Child() as child, bar(len(names)) as step, Interrupt() as interrupt:
            for name in names:
                try:
                    for article in articles(name, self._given, self._extractor, child):
                        article = article._replace(document=in_store(article.document, self._known, taken))
                        taken.add(article.document.source.id)
                        tell(name, article)
                        found.append((article, ingest(article.document, article.extractor, self._words)))
                except CqtuiError as error:
                    self._bad.take(name, error)
                step()
                if interrupt.asked:
                    break
        self._print(found)
        if interrupt.asked:
            return INTERRUPTED
        return self._bad.code or (FOUND if any(result.candidates for _, result in found) else NOTHING_FOUND)

    def _print(self, found: list[tuple[Article, Result]]) -> None:
        output = Output(format=self._format, ascii=self._asked.settings.ascii, color=not self._asked.option("no_color"))
        if self._format == "langextract":
            from cqtui.ingest import langextract

            output.lines(langextract.written(article.document, result.facts) for article, result in found)
            return
        proposed = {one.id: one for _, result in found for one in result.proposed}
        words = replace(self._words, entities={**proposed, **self._words.entities})
        facts = [fact for _, result in found for fact in result.facts]
        if self._format != "table":
            sources = {article.document.source.id: article.document.source for article, _ in found}
            output.lines(formats.facts(facts, self._format, words, sources.get))
            return
        if self._asked.option("explain"):
            for article, result in found:
                _explain(output, article, result, words)
        elif facts:
            output.table(
                ("who", "what", "value", "period", "status", "in the sentence"),
                [_cells(fact, article.document.source, words) for article, result in found for fact in result.facts],
            )
        aside = sum(len(result.set_aside) for _, result in found)
        about = f", {counted(aside, 'candidate')} set aside" if aside else ""
        output.line(f"{counted(len(facts), 'fact')} in {counted(len(found), 'document')}{about}; nothing written")
        for article, result in found:
            if not result.candidates:
                output.line(f"nothing found in {article.document.source.id}")


def _cells(fact: Fact, source: Source, words: Vocabulary) -> tuple[str, ...]:
    before, figure, after = _in_sentence(fact, source)
    return (
        words.entity(fact.entity).name, words.measure(fact), notation.full_amount(fact, words),
        notation.period(fact.period), fact.status, f"{before}«{figure}»{after}",
    )  # fmt: skip


def _in_sentence(fact: Fact, source: Source) -> tuple[str, str, str]:
    """What stands before the figure in its sentence, the figure, and what stands after it, in short."""
    found = passage(fact, source)
    before, after = found.opening, found.closing
    before = before if len(before) <= _CONTEXT else "…" + before[-_CONTEXT:]
    after = after if len(after) <= _CONTEXT else after[:_CONTEXT] + "…"
    return before, found.figure, after


_EXPLAINED = ("entity", "place", "metric", "item", "value", "unit", "bound", "period", "status", "change")


def _explain(output: Output, article: Article, result: Result, words: Vocabulary) -> None:
    """Every figure in its sentence, and the rule that decided each field."""
    output.heading(article.document.source.title or article.document.source.id)
    for one in result.candidates:
        before, figure, after = _in_sentence(one.fact, article.document.source)
        output.line()
        output.paragraph([Piece(before), Piece(figure, True), Piece(after)])
        output.pairs(_reasons(one, words))
    for aside in result.set_aside:
        output.line()
        output.line(f"set aside: {aside.reason}")
        output.line(f"  {clean_line(aside.candidate.fact.as_written)[:80]}")


def _reasons(one: Candidate, words: Vocabulary) -> Iterator[tuple[str, str]]:
    fact = one.fact
    place = words.entity(fact.place).name if fact.place else "–"
    values = {
        "entity": words.entity(fact.entity).name, "place": place, "metric": words.metric(fact.metric).label,
        "item": words.item(fact.item).label if fact.item else "–", "value": notation.full_amount(fact, words),
        "unit": fact.unit or "–", "bound": fact.bound, "period": notation.period_in_words(fact.period),
        "status": fact.status, "change": notation.change_in_words(fact.change) if fact.change else "–",
    }  # fmt: skip
    for name in (*_EXPLAINED, *(name for name in one.why if name not in _EXPLAINED)):
        rule = one.why.get(name)
        if rule or values.get(name, "–") != "–":
            yield name, f"{values.get(name, '')}  ({rule})" if rule else values[name]


def _stored(asked: Asked) -> tuple[dict[str, Source], tuple[Entity, ...]]:
    """The sources and entities of the store that is asked about, if there is one."""
    from cqtui import store

    path = asked.chosen.path
    if not os.path.lexists(path):
        return {}, ()
    contents = store.read(path)
    return {one.id: one for one in contents.sources}, contents.entities
