"""Choosing among candidates by weights learned from the practice articles: a log-linear choice.

A candidate is a set of features, words that say how it stands to the figure ("before, subject,
company"). Each feature has a weight; the sum of its features' weights is a candidate's score, and
the odds of two candidates are e to the difference of their scores (McFadden's conditional logit).
`weights.json` is made by `tests/bench/fit_ingest.py`; a feature that it does not list weighs nothing.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Weights = Mapping[str, float]


class Chosen(NamedTuple):
    """The most probable candidate with its features, the weights that chose, and every candidate's score."""

    key: str
    features: Collection[str]
    weights: Weights
    scores: Mapping[str, float]

    @property
    def probability(self) -> float:
        """How probable it is, 0 to 1."""
        highest = self.scores[self.key]
        return 1 / sum(math.exp(score - highest) for score in self.scores.values())

    @property
    def because(self) -> str:
        """The feature that speaks most for it."""
        weighed = {one: self.weights.get(one, 0.0) for one in self.features}
        most = max(weighed.values(), default=0.0)
        return min((one for one, weight in weighed.items() if weight == most), default="")


def weights(choice: str) -> Weights:
    """The weights of the features in one of the choices, such as "who"."""
    return learned()[choice]


@cache
def learned() -> Mapping[str, Weights]:
    """The weights of every choice, by its name; read once."""
    found: dict[str, Weights] = json.loads(files("cqtui.ingest").joinpath("weights.json").read_text("utf-8"))
    return found


def first(candidates: Mapping[str, Collection[str]], weights: Weights) -> Chosen:
    """The most probable of the candidates, of which there is at least one; of equals the one given first.

    A score is the sum of the weights, rounded so that it is the same in whatever order a set gives them.
    """
    nothing = itertools.repeat(0.0)
    scores = {key: round(sum(map(weights.get, features, nothing)), 6) for key, features in candidates.items()}
    best = max(scores, key=scores.__getitem__)
    return Chosen(best, candidates[best], weights, scores)
