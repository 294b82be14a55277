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
    """A candidate with its probability, 0 to 1, its features and the weights that chose."""

    key: str
    probability: float
    features: Collection[str]
    weights: Weights

    @property
    def because(self) -> str:
        """The feature that speaks most for it."""
        most = max((self.weights.get(one, 0.0) for one in self.features), default=0.0)
        return min((one for one in self.features if self.weights.get(one, 0.0) == most), default="")


def weights(choice: str) -> Weights:
    """The weights of the features in one of the choices, such as "who"."""
    return learned()[choice]


@cache
def learned() -> Mapping[str, Weights]:
    """The weights of every choice, by its name; read once."""
    found: dict[str, Weights] = json.loads(files("cqtui.ingest").joinpath("weights.json").read_text("utf-8"))
    return found


def ranked(candidates: Mapping[str, Collection[str]], weights: Weights) -> list[Chosen]:
    """The candidates, the most probable first; of equals the one given first."""
    if not candidates:
        return []
    scores = _scores(candidates, weights)
    highest = max(scores.values())
    odds = {key: math.exp(score - highest) for key, score in scores.items()}
    total = sum(odds.values())
    order = sorted(candidates, key=lambda key: -scores[key])
    return [Chosen(key, odds[key] / total, candidates[key], weights) for key in order]


def first(candidates: Mapping[str, Collection[str]], weights: Weights) -> str:
    """The key of the most probable candidate; of equals the one given first."""
    scores = _scores(candidates, weights)
    return max(scores, key=scores.__getitem__)


def _scores(candidates: Mapping[str, Collection[str]], weights: Weights) -> dict[str, float]:
    """The sum of each candidate's weights, rounded so that it is the same in whatever order a set gives them."""
    nothing = itertools.repeat(0.0)
    return {key: round(sum(map(weights.get, features, nothing)), 6) for key, features in candidates.items()}
