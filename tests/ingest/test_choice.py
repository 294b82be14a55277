"""Choices by learned weights: how candidates are ranked, what they are, and how weights are learned."""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from reading import PUBLISHED, document, words

from cqtui.ingest import choice
from cqtui.ingest.rules import Rules

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import fit_ingest as fit

Seen = list[tuple[str, Mapping[str, Collection[str]]]]


def choices(text: str) -> Seen:
    """Every choice that is made in reading a text."""
    seen: Seen = []
    rules = Rules(lambda name, _at, candidates: seen.append((name, candidates)))
    list(rules.extract(document(text, published=PUBLISHED, title=None), words()))
    return seen


def test_the_most_probable_candidate_is_taken_with_its_odds_and_what_speaks_for_it() -> None:
    found = choice.first({"a": {"x", "y"}, "b": {"x"}, "c": set()}, {"x": 1.0, "y": -3.0})
    assert found.key == "b"
    assert found.probability == pytest.approx(math.e / (1 + math.e + math.exp(-2)))
    assert found.because == "x"


def test_of_equals_the_one_given_first_is_taken_and_unknown_features_weigh_nothing() -> None:
    assert choice.first({"b": {"new"}, "a": set()}, {"x": 5.0}).key == "b"


def test_weights_add_up_to_the_same_in_any_order() -> None:
    weights = {"x": 0.1, "y": 0.2, "z": 0.3}
    assert sum([0.1, 0.2, 0.3]) > sum([0.3, 0.2, 0.1])
    found = {"a": ["z", "y", "x"], "b": ["x", "y", "z"]}
    assert choice.first(found, weights).key == "a"


@pytest.mark.parametrize("name", fit.FIELDS)
def test_there_are_weights_for_every_choice(name: str) -> None:
    assert len(choice.weights(name)) > 100
    assert all(isinstance(one, float) for one in choice.weights(name).values())


def test_whose_figure_it_is_is_asked_of_all_that_was_talked_of() -> None:
    found = dict(choices("Quanta grew fast. In 2019 OPPO sent 18.9 million mobile phones out of Chongqing."))["who"]
    assert {"oppo", "chongqing", "quanta-computer", "world"} <= set(found)
    assert "before open company" in found["oppo"] and "here" in found["oppo"]
    assert "not here" in found["quanta-computer"]


def test_periods_that_are_one_are_one_candidate() -> None:
    found = dict(choices("In 2019 OPPO sent 18.9 million mobile phones out of Chongqing."))["when"]
    assert "2019-01-01..2019-12-31" in found and ".." in found
    assert len(found) == len(set(found))


def example(*candidates: tuple[set[str], bool]) -> fit.Example:
    return fit.Example(
        "one", tuple(tuple(sorted(one)) for one, _ in candidates), tuple(right for _, right in candidates)
    )


def test_weights_are_learned_from_what_is_right() -> None:
    given = [example(({"subject"}, True), ({"place"}, False)), example(({"place"}, False), ({"subject", "near"}, True))]
    weights = fit.fitted(given * 20)
    assert weights["subject"] > 0 > weights["place"]
    assert fit.rightly_chosen(given, weights) == 1
    assert fit.fitted(given * 20) == weights


def test_an_example_in_which_all_or_none_is_right_teaches_nothing() -> None:
    assert fit.fitted([example(({"a"}, True), ({"b"}, True)), example(({"a"}, False))]) == {}


def test_what_was_mentioned_a_hundred_sentences_ago_is_still_a_candidate() -> None:
    opening = "Quanta made 3 million laptops in 2019. Quanta employed 4,000 people in 2019."
    filler = "\n\n".join(["The weather was fine."] * 120)
    found = choices(f"{opening}\n\n{filler}\n\nShipments of tablets came to 5 million in 2018.")
    who = [candidates for name, candidates in found if name == "who"][-1]
    assert "not here · long before" in who["quanta-computer"]
    assert "not here · never" in who["world"]
