"""The tense in which a figure is told of, and the asides whose times are their own."""

from __future__ import annotations

import pytest

from cqtui.ingest.tense import asides, tense_at


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("Opened in 2010, the zone covers [8.8] square kilometers.", "present"),
        ("A link put into operation in 2011 has cut transit time to [16] days.", "perfect"),
        ("The line completed last year now makes [40] units.", "present"),
        ("Over [28,000] people work there.", "present"),
        ("Headcount stands at [21,400].", "present"),
        ("The company will invest [3] billion yuan.", "future"),
        ("The firm said the plant turns out [300] phones a day.", "present"),
        ("Quanta expects to ship [5] million units.", "future"),
        ("The group aims for [50] percent.", "future"),
        ("The city exported [41.05] million laptops.", "past"),
        ("Sales of [5] million were recorded.", "past"),
        ("The plant, which opened in 2011, employs [300] people.", "present"),
        ("It is expected to make [5] million.", "future"),
        ("Analysts put the share at [60] percent.", "present"),
        ("We shipped [410,000], and a customer has placed an order.", "past"),
    ],
)
def test_the_verb_of_its_clause_gives_a_figure_its_tense(sentence: str, tense: str) -> None:
    start = sentence.index("[")
    end = sentence.index("]") - 1
    text = sentence.replace("[", "").replace("]", "")
    assert tense_at(text, start, end, 0, len(text)) == tense


@pytest.mark.parametrize(
    ("sentence", "aside"),
    [
        ("Opened in 2010, the zone covers 8 square kilometers.", "Opened in 2010"),
        ("The plant, which opened in 2011, employs 300 people.", "which opened in 2011"),
        ("Its line, put into operation in 2011, has 300 people.", "put into operation in 2011"),
        ("The works completed last year has 300 people.", "completed last year "),
        ("The works (built in 2011) has 300 people.", "(built in 2011)"),
        ("A line that needed 100 people in 2011 makes do with 48.", "that needed 100 people in 2011 "),
    ],
)
def test_relative_clauses_participles_and_brackets_are_asides(sentence: str, aside: str) -> None:
    assert aside in [sentence[start:end] for start, end in asides(sentence)]


def test_what_its_subject_went_on_to_do_is_no_aside() -> None:
    assert asides("The company opened a plant in 2011, hired 300 people and made 5 million phones.") == ()
