"""Where sentences end, and where an abbreviation only seems to end one."""

from __future__ import annotations

import pytest

from cqtui.ingest.blocks import document
from cqtui.ingest.sentences import sentences, spans


@pytest.mark.parametrize(
    "text",
    [
        "Six enterprises including Xinjin Electronic Co., Ltd., FALEDA, etc. successfully settled in the area.",
        "The U.S. market grew by 5 percent.",
        "It ranked No. 1 in China.",
        "On Jan. 6 it shipped 3.5 million units.",
        "Trade came to 376.6 billion yuan (about 58 billion U.S. Dollars) in total.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(text: str) -> None:
    assert [text[start:end] for start, end in spans(text)] == [text]


def test_two_sentences_are_two() -> None:
    text = "OPPO shipped 18.9 million phones. Its output value came to 15.2 billion yuan."
    assert len(list(spans(text))) == 2


def test_a_missing_space_does_not_join_two_sentences() -> None:
    assert len(list(spans("It made 5 million laptops.The city has 300 firms."))) == 2


def test_a_sentence_is_verbatim_and_knows_its_block() -> None:
    made = document("A heading of four words\n\nIt made 5 million\nlaptops in 2019. It grew.")
    found = [one for one in sentences(made) if one.block.kind == "paragraph"]
    assert [made.text[one.start : one.end] for one in found] == [one.text for one in found]
    assert found[0].text == "It made 5 million\nlaptops in 2019."
    assert found[0].flat == "It made 5 million laptops in 2019."
