"""Laws of the rules extractor: verbatim evidence, order, determinism, and no text that makes it fail."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from cqtui.ingest.blocks import document
from cqtui.ingest.document import Extractor
from cqtui.ingest.rules import Rules
from tests.ingest.reading import PUBLISHED, ROOT, RULES, candidates, words

PIECES = st.sampled_from(
    [
        "In 2019, ",
        "OPPO ",
        "shipped ",
        "12 million ",
        "laptops",
        "up 5%",
        ", ",
        ". ",
        "\n\n",
        "(",
        ")",
        "respectively",
        "from ",
        "to ",
        "one in three ",
        "a third of ",
        "by the end of ",
        "this year",
        "$",
        "¥",
        "RMB ",
        "3-30 minutes",
        "| ",
        "\t",
        "  ",
        "first ",
        "?",
        "“",
        "the company ",
        "its ",
        "world",
        "\x00",
        "\u202e",
        "e\u0301",
        "№",
        "９９",
        "1,2,3",
        "0.5",
        "-",
        "of ",
        "and ",
        "more than ",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_fail_and_evidence_is_verbatim(text: str) -> None:
    for one in RULES.extract(document(text, published=PUBLISHED), words()):
        evidence = one.fact.evidence
        assert evidence.start is not None and evidence.end is not None
        assert text[evidence.start : evidence.end] == one.fact.as_written
        assert evidence.sentence in text
        assert one.fact.value is not None or one.fact.change is not None
        assert 0 < one.fact.confidence <= 1


def test_the_same_text_gives_the_same_candidates_in_the_order_of_the_text() -> None:
    text = (ROOT / "store" / "sources" / "ichongqing-2020-05-22.txt").read_text("utf-8")
    first, second = candidates(text), list(Rules().extract(document(text, published=PUBLISHED), words()))
    assert [(one.fact, dict(one.why)) for one in first] == [(one.fact, dict(one.why)) for one in second]
    starts = [one.fact.evidence.start or 0 for one in first]
    assert starts == sorted(starts)


def test_it_is_an_extractor() -> None:
    extractor: Extractor = Rules()
    assert extractor.name == "rules"
    assert list(extractor.extract(document(""), words())) == []


def test_figures_in_boilerplate_and_headers_are_left_aside() -> None:
    text = "OPPO shipped 5 million phones in 2019.\n\nSubscriptions: 400-820-5511. © 2020. We use 3 cookies.\n"
    assert len(candidates(text)) == 1


def test_a_long_text_takes_time_in_proportion() -> None:
    text = "In 2019, OPPO sent 18.9 million mobile phones out of Chongqing, up 58% from 2018. " * 400
    started = time.process_time()
    assert len(candidates(text)) == 400
    assert time.process_time() - started < 8
