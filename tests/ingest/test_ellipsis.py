"""What a number is of whose unit is left out, and the words of a sentence as features."""

from __future__ import annotations

import pytest
from reading import choices, facts

from cqtui.ingest import ellipsis
from cqtui.ingest.wording import SAYS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foxconn employs 12,000 people in Chongqing. The new plant needs just 1,650.",
            [(12000, "person"), (1650, "person")],
        ),
        (
            "Chongqing exported goods worth 88 billion yuan in 2019 and imported 30.1 billion.",
            [(88 * 10**9, "CNY"), (30_100_000_000, "CNY")],
        ),
        (
            "Output of laptops in Chongqing was worth 88 billion yuan in 2019. Shipments came to 30 million.",
            [(88 * 10**9, "CNY"), (30 * 10**6, "unit")],
        ),
    ],
)
def test_a_bare_number_is_of_a_unit_told_before_or_of_pieces(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(int(one.value or 0), one.unit) for one in facts(text)] == expected


def test_the_units_told_last_are_asked_about_and_pieces_first() -> None:
    text = "Foxconn employs 12,000 people and made goods worth 3 billion yuan in Chongqing. In 2012 it was 1,650."
    (asked,) = [candidates for name, candidates in choices(text) if name == "unit"]
    assert list(asked) == [ellipsis.PIECES, "CNY", "person"]


def test_nothing_is_asked_of_a_number_with_a_noun_or_before_any_unit() -> None:
    text = "In 2012 it was 1,650. Foxconn made 3 million laptops in Chongqing in 2013."
    assert [name for name, _ in choices(text) if name == "unit"] == []


def test_a_candidate_has_each_word_of_its_sentence_once() -> None:
    text = "Chongqing exported laptops and more laptops worth 3 billion yuan in 2019."
    for name, kind in (("who", "place"), ("when", "in year"), ("what", "of laptop")):
        (asked,) = [candidates for other, candidates in choices(text) if other == name]
        said = [one for features in asked.values() for one in features if one.startswith(kind + SAYS)]
        assert f"{kind}{SAYS}exported" in said
        assert f"{kind}{SAYS}more" in said
        assert all(len(set(features)) == len(features) for features in asked.values())
