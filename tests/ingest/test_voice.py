"""Who says "we" all through a speech, a call or an interview."""

from __future__ import annotations

import pytest

from cqtui.ingest.voice import speech
from tests.ingest.reading import facts

CALL = """Lenovo (LNVGY) Q1 2021 Earnings Call Transcript

Anna Berg -- Chief Financial Officer

Good morning. Our revenue was $14 billion. The plant in Hefei now employs 9,000 people.

In Chengdu, a city we like, the weather was fine. We shipped 20 million notebooks."""

SPEECH = """Remarks at the Chip Forum
(November 6, 2014, Chongqing)

By Wu Gan, Vice Mayor of Chongqing

Distinguished guests,

Quanta and Foxconn are our friends. Foxconn came first. Last year we turned out 55.9 million laptops."""

INTERVIEW = """Four questions for the head of OPPO's plant in Chongqing

We met Shen Wei in Building B4.

Q: How big is it?

A: We can make 8 million phones a month.

Q: What does Foxconn do differently?

A: Ask Foxconn.

Q: And people?

A: We have 9,600 workers."""

REPORT = """Quanta opens plant

Quanta opened a plant in Chongqing. "We will hire 3,000 people," said Ann Lee, a manager at Foxconn."""


@pytest.mark.parametrize(
    ("text", "kind"), [(CALL, "call"), (SPEECH, "speech"), (INTERVIEW, "interview"), (REPORT, None)]
)
def test_what_kind_of_words_a_document_is(text: str, kind: str | None) -> None:
    assert speech(text) == kind


@pytest.mark.parametrize(
    ("text", "value", "entity"),
    [
        (CALL, 14_000_000_000, "lenovo"),
        (CALL, 20_000_000, "lenovo"),
        (SPEECH, 55_900_000, "chongqing"),
        (INTERVIEW, 8_000_000, "oppo"),
        (INTERVIEW, 9_600, "oppo"),
        (REPORT, 3_000, "foxconn"),
    ],
)
def test_whom_we_stands_for(text: str, value: int, entity: str) -> None:
    assert [fact.entity for fact in facts(text) if fact.value == value] == [entity]
