"""Which item a figure is of: what is certain, which items are candidates, and what is chosen among them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pytest

from cqtui.ingest import which
from cqtui.ingest.blocks import document
from cqtui.ingest.rules import Rules
from tests.ingest.reading import facts, words

DAY = date(2022, 6, 15)


def asked(text: str) -> list[dict[str, Collection[str]]]:
    """The candidates and features of each item that was chosen, in the order of the figures."""
    seen: list[dict[str, Collection[str]]] = []

    def watch(choice: str, _at: int, candidates: Mapping[str, Collection[str]]) -> None:
        if choice == "what":
            seen.append(dict(candidates))

    list(Rules(watch).extract(document(text, published=DAY, title=None), words()))
    return seen


def test_the_noun_a_figure_counts_leaves_no_choice() -> None:
    assert asked("Quanta made 3 million laptops in 2021.") == []


def test_what_the_metric_is_of_leaves_no_choice() -> None:
    assert asked("Revenue from servers came to 9 billion yuan at Quanta in 2021.") == []
    assert len(asked("Revenue from server makers came to 9 billion yuan at Quanta in 2021.")) == 1


def test_candidates_are_named_here_or_before_or_none() -> None:
    text = "Chongqing made 9 million laptops in 2021. Its output value of electronics and robots was 9 billion yuan."
    (found,) = asked(text)
    assert set(found) == {"electronics", "robot", "laptop", which.NONE}
    assert "here goods" in found["robot"]
    assert "not here goods" in found["laptop"]
    assert "none none" in found[which.NONE]


def test_the_head_of_a_narrower_item_is_no_candidate() -> None:
    (found,) = asked("For memory chips, Chongqing's output value was 9 billion yuan in 2021.")
    assert "chip" not in found


@pytest.mark.parametrize(
    ("item", "sort"),
    [
        ("", "none"),
        ("laptop", "goods"),
        ("electronics", "trade"),
        ("industry", "wide"),
        ("supporting company", "companies"),
        ("smart factory", "site"),
    ],
)
def test_items_are_sorted(item: str, sort: str) -> None:
    assert which.sort(item) == sort


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("In printers, Chongqing's output rose to 5 million units in 2021.", "printer"),
        ("Chongqing made 9 million laptops in 2021. Output rose by 8 percent.", "laptop"),
        ("Quanta makes laptops. It employs 9,000 people.", None),
    ],
)
def test_the_most_probable_item_is_chosen(text: str, item: str | None) -> None:
    assert facts(text, published=DAY)[-1].item == item


def test_of_a_list_of_percentages_each_is_of_what_it_names() -> None:
    text = "In 2019, 66% of the tablets, 50% of the laptops and 10% of the phones in the world were made in Chongqing."
    assert [(one.item, one.metric) for one in facts(text)] == [
        ("tablet", "share of world output"),
        ("laptop", "share of world output"),
        ("mobile phone", "share of world output"),
    ]
