"""Choosing among candidates by weights learned from the practice articles: a log-linear choice.

A candidate has features, words that say how it stands to the figure ("before, subject, company"). Each
feature has a weight; the sum of its features' weights is a candidate's score, and the odds of two
candidates are e to the difference of their scores (McFadden's conditional logit). `weights.json` is made
by `tests/bench/fit_ingest.py`; a feature that it does not list weighs nothing.

Many features come in groups: a `template` makes those that the same few words make up, such as "before
subject" and "before subject company". A candidate has all of a group or none of it, so that a group is
spelled out once and weighed once. What a candidate has, alone or in a group, it has once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, ParamSpec

Words = ParamSpec("Words")


class Group:
    """Features that go together. It is the same as no other group, so that it is found by its identity alone."""

    __slots__ = ("features",)

    def __init__(self, features: Iterable[str]) -> None:
        self.features = tuple(dict.fromkeys(features))


class Passing(Group):
    """Features that one sentence has, such as its words: they are weighed once for all its figures, and then gone."""

    __slots__ = ("weight",)

    def __init__(self, features: Iterable[str]) -> None:
        super().__init__(features)
        self.weight: float | None = None


Feature = str | Group
"""A feature alone, or a group of them."""


def template(features: Callable[Words, Iterable[str]]) -> Callable[Words, Group]:
    """Makes groups of features, of the same words the same group: only for words of which there are few."""

    def group(*words: Words.args, **named: Words.kwargs) -> Group:
        return Group(features(*words, **named))

    return cache(group)  # type: ignore[return-value]  # `cache` forgets what the words are


def flat(features: Iterable[Feature]) -> Iterator[str]:
    """The features, those of groups too, one by one."""
    for one in features:
        if isinstance(one, str):
            yield one
        else:
            yield from one.features


def each_once(features: Iterable[Feature]) -> list[Feature]:
    """The features, one by one and each once, of groups that may share some."""
    return list(dict.fromkeys(flat(features)))


_UNIT = 1_000_000
"""Into how many parts a weight of 1 is divided, so that weights are whole and their sum is the same in any order."""


class Weights(dict[Feature, float]):
    """What features weigh, in millionths, and what groups of them do; this is summed up when a group is first weighed,
    and kept."""

    def __init__(self, learned: Mapping[str, float]) -> None:
        super().__init__((feature, float(round(weight * _UNIT))) for feature, weight in learned.items())
        self._strongest: dict[Group, tuple[float, str]] = {}

    def __missing__(self, one: Feature) -> float:
        if isinstance(one, str):
            return 0.0
        if isinstance(one, Passing):
            if one.weight is None:
                one.weight = sum(map(self.__getitem__, one.features))
            return one.weight
        weight = self[one] = sum(map(self.__getitem__, one.features))
        return weight

    def strongest(self, one: Feature) -> tuple[float, str]:
        """The feature, or the heaviest of a group, as what is sorted first: by its weight, then by its name."""
        if isinstance(one, str):
            return -self[one], one
        found = self._strongest.get(one)
        if found is None:
            found = self._strongest[one] = min((-self[name], name) for name in one.features)
        return found


class Chosen(NamedTuple):
    """The most probable candidate with its features, the weights that chose, and every candidate's score."""

    key: str
    features: Collection[Feature]
    weights: Weights
    scores: Mapping[str, float]

    @property
    def probability(self) -> float:
        """How probable it is, 0 to 1."""
        highest = self.scores[self.key]
        return 1 / sum(math.exp(score - highest) for score in self.scores.values())

    @property
    def because(self) -> str:
        """The feature that speaks most for it; no single word of a sentence does."""
        lasting = (one for one in self.features if not isinstance(one, Passing))
        return min(map(self.weights.strongest, lasting), default=(0.0, ""))[1]


def weights(choice: str) -> Weights:
    """The weights of the features in one of the choices, such as "who"; none in one that was not learned yet."""
    return learned().get(choice) or Weights({})


@cache
def learned() -> Mapping[str, Weights]:
    """The weights of every choice, by its name; read once."""
    found = json.loads(files("cqtui.ingest").joinpath("weights.json").read_text("utf-8"))
    return {choice: Weights(of_features) for choice, of_features in found.items()}


def first(candidates: Mapping[str, Collection[Feature]], weights: Weights) -> Chosen:
    """The most probable of the candidates, of which there is at least one; of equals the one given first."""
    weight = weights.__getitem__
    scores = {key: sum(map(weight, features)) / _UNIT for key, features in candidates.items()}
    best = max(scores, key=scores.__getitem__)
    return Chosen(best, candidates[best], weights, scores)
