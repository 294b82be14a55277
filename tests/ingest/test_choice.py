"""Choices by learned weights: how candidates are ranked, what they are, and how weights are learned."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading import choices

from cqtui.ingest import about, choice

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import fit_ingest as fit


def test_the_most_probable_candidate_is_taken_with_its_odds_and_what_speaks_for_it() -> None:
    found = choice.first({"a": ["x", "y"], "b": ["x"], "c": []}, choice.Weights({"x": 1.0, "y": -3.0}))
    assert found.key == "b"
    assert found.probability == pytest.approx(math.e / (1 + math.e + math.exp(-2)))
    assert found.because == "x"


def test_of_equals_the_one_given_first_is_taken_and_unknown_features_weigh_nothing() -> None:
    assert choice.first({"b": ["new"], "a": []}, choice.Weights({"x": 5.0})).key == "b"


def test_weights_add_up_to_the_same_in_any_order() -> None:
    weights = choice.Weights({"x": 0.1, "y": 0.2, "z": 0.3})
    assert sum([0.1, 0.2, 0.3]) > sum([0.3, 0.2, 0.1])
    found = {"a": ["z", "y", "x"], "b": ["x", "y", "z"]}
    assert choice.first(found, weights).key == "a"


@choice.template
def _of(side: str, role: str) -> Iterator[str]:
    yield side
    yield f"{side} {role}"
    yield f"{side} {role or 'before'}"


def test_a_template_makes_of_the_same_words_the_same_group_with_each_feature_once() -> None:
    assert _of("before", "open") is _of("before", "open")
    assert _of("before", "open").features == ("before", "before open")
    assert _of("before", "open") != choice.Group(_of("before", "open").features)


def test_a_group_weighs_as_much_as_its_features_and_gives_the_heaviest_as_the_reason() -> None:
    groups: list[choice.Feature] = [_of("before", "open"), _of("behind", "by"), "near"]
    of_features = {"before": 0.25, "before open": -1.5, "behind": 1.75, "behind by": 1.75, "near": 0.5}
    alone = list(choice.flat(groups))
    assert alone == ["before", "before open", "behind", "behind by", "near"]
    found = choice.first({"alone": alone, "together": groups}, choice.Weights(of_features))
    assert found.scores["together"] == found.scores["alone"] == sum(of_features.values())
    assert choice.first({"together": groups}, choice.Weights(of_features)).because == "behind"
    assert choice.first({"together": groups}, choice.Weights({"before": -1.0})).scores["together"] == -1.0


def test_what_passes_with_its_sentence_weighs_as_its_features_and_is_neither_kept_nor_a_reason() -> None:
    weights = choice.Weights({"place says trade": 2.0, "place says port": 0.5, "near": -0.25})
    passing = choice.Passing(["place says trade", "place says port"])
    found = choice.first({"chongqing": ["near", passing], "hp": []}, weights)
    assert found.scores == {"chongqing": 2.25, "hp": 0.0}
    assert found.because == "near"
    assert passing not in weights


def test_groups_that_share_a_feature_are_told_apart_into_features_given_once() -> None:
    assert choice.each_once([_of("before", "open"), "near", _of("before", "by"), "near"]) == [
        "before",
        "before open",
        "near",
        "before by",
    ]


def test_sums_are_forgotten_with_the_weights_they_are_of() -> None:
    group = choice.Group(["before open company"])
    before = choice.weights("who")
    assert before[group] == before["before open company"]
    choice.learned.cache_clear()
    assert group not in choice.weights("who")


def test_a_candidate_has_each_of_its_features_once() -> None:
    text = (
        "Quanta said Quanta made 3 million laptops and 4 million servers in 2021, and that it would make 5 million "
        "laptops by 2023. As of 2023, its laptops had a share of 20 percent in laptops in 2023, up from 12 percent "
        "in 2019. Revenue from laptops, it said, was forecast to reach 9 billion yuan, with laptop exports in 2023 of "
        "40 percent. It shipped 10 percent more in 2023 or the whole of 2023. Production capacity utilisation rose "
        "10 percent in 2021 with output and production value. Sales would, or they would soon, come to 7 million."
    )
    found = choices(text)
    assert {name for name, _ in found} == {*fit.FIELDS, fit.UNIT, fit.KEPT, about.CHOICE}
    for name, candidates in found:
        for features in candidates.values():
            assert len(features) == len(set(features)), name


@pytest.mark.parametrize("name", [*fit.FIELDS, fit.UNIT, fit.KEPT])
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
