"""From candidates to facts with ids: stable, each once, and never more than was checked."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cqtui import wordfiles
from cqtui.ingest import blocks
from cqtui.ingest.document import Candidate, Document
from cqtui.ingest.pipeline import ingest, merged
from cqtui.model import Entity, Evidence, Fact, Period, fact_id
from cqtui.vocabulary import Vocabulary

WORDS = wordfiles.load()
SENTENCE = "In 2019 Vivo made 20 million phones and 3 million tablets."
TEXT = f"Vivo grows\n\n{SENTENCE}\n\nMore to come.\n\n{SENTENCE}\n"
VIVO = Entity(id="vivo", name="Vivo", kind="company", part_of="bbk")
BBK = Entity(id="bbk", name="BBK", kind="company")
YEAR = Period(start=date(2019, 1, 1), end=date(2019, 12, 31), basis="year")


def candidate(written: str, value: int, *, at: int = 0, sentence: str = SENTENCE, **said: object) -> Candidate:
    """What the sentence states, where it stands first (`at` 0) or second."""
    start = TEXT.index(sentence)
    for _ in range(at):
        start = TEXT.index(sentence, start + 1)
    start += sentence.index(written)
    fact = Fact(
        entity="vivo", metric="output volume", value=Decimal(value), unit="unit", as_written=written, period=YEAR,
        evidence=Evidence(source="elsewhere", start=start, end=start + len(written), sentence=sentence),
        **said,  # type: ignore[arg-type]
    )  # fmt: skip
    return Candidate(fact, {"entity": "the subject"}, (VIVO,))


PHONES, TABLETS = candidate("20 million phones", 20_000_000), candidate("3 million tablets", 3_000_000)


@dataclass
class Fixed:
    """An extractor that proposes what it is given."""

    candidates: Iterable[Candidate]
    name: str = "fixed"

    def extract(self, _document: Document, _vocabulary: Vocabulary) -> Iterator[Candidate]:
        return iter(self.candidates)


def read(*candidates: Candidate, text: str = TEXT, words: Vocabulary = WORDS):  # type: ignore[no-untyped-def]
    document = blocks.document(text, id="press", published=date(2020, 1, 2))
    return ingest(document, Fixed(candidates), words)


def test_facts_are_the_extractors_word_and_nobody_reviewed_them() -> None:
    result = read(replace(PHONES, fact=replace(PHONES.fact, id="mine", review="accepted", extractor="curated")))
    (fact,) = result.facts
    assert (fact.extractor, fact.review, fact.evidence.source) == ("fixed", "unreviewed", "press")
    assert fact.id == fact_id(fact)
    assert result.candidates[0].why == {"entity": "the subject"}


def test_the_order_in_which_they_are_proposed_does_not_matter() -> None:
    candidates = [PHONES, TABLETS, candidate("20 million phones", 20_000_000, at=1), PHONES]
    first = read(*candidates)
    for seed in range(10):
        random.Random(seed).shuffle(candidates)
        assert read(*candidates).facts == first.facts
    assert [fact.as_written for fact in first.facts] == ["20 million phones", "3 million tablets"]


def test_what_stands_twice_is_one_fact_where_it_stands_first() -> None:
    result = read(candidate("20 million phones", 20_000_000, at=1), PHONES)
    assert [fact.evidence.start for fact in result.facts] == [PHONES.fact.evidence.start]
    assert result.merged == 1


def test_of_two_readings_of_one_figure_the_surer_stays() -> None:
    sure = candidate("20 million phones", 20_000_000, place="vivo")
    doubtful = replace(PHONES, fact=replace(PHONES.fact, confidence=0.4))
    assert [fact.place for fact in read(doubtful, sure).facts] == ["vivo"]
    assert [fact.place for fact in read(sure, doubtful).facts] == ["vivo"]


def test_different_figures_in_one_place_stay_apart() -> None:
    laptops = replace(PHONES, fact=replace(PHONES.fact, item="laptop"))
    assert len(merged([PHONES, laptops])) == 2


def test_what_fails_is_set_aside_and_not_counted() -> None:
    wrong = replace(PHONES, fact=replace(PHONES.fact, value=Decimal(5)))
    result = read(wrong, TABLETS)
    assert [fact.as_written for fact in result.facts] == ["3 million tablets"]
    assert [one.reason.partition(":")[0] for one in result.set_aside] == ["value"]


def test_only_entities_that_facts_need_are_proposed() -> None:
    other = Entity(id="phones", name="phones")
    result = read(replace(PHONES, proposed=(VIVO, other)))
    assert result.proposed == (replace(VIVO, part_of=None),)  # nobody knows its whole
    text = TEXT.replace("More to come.", "Vivo belongs to BBK.")
    result = read(replace(PHONES, proposed=(VIVO, BBK)), text=text)
    assert result.proposed == (VIVO, BBK)


def test_a_known_entity_is_not_proposed() -> None:
    words = replace(WORDS, entities={"vivo": VIVO})
    assert read(PHONES, words=words).proposed == ()


def test_an_entity_that_one_candidate_proposes_is_known_to_the_others() -> None:
    result = read(PHONES, replace(TABLETS, proposed=()))
    assert len(result.facts) == 2


def test_nothing_gives_nothing() -> None:
    result = read()
    assert (result.facts, result.proposed, result.set_aside, result.merged) == ((), (), (), 0)
