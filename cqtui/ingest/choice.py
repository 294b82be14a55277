"""Choosing among candidates by weights learned from the practice articles: a log-linear choice.

A candidate is a set of features, words that say how it stands to the figure ("before, subject,
company"). Each feature has a weight; the sum of its features' weights is a candidate's score, and
the odds of two candidates are e to the difference of their scores (McFadden's conditional logit).
`weights.json` is made by `tests/bench/fit_ingest.py`; a feature that it does not list weighs nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate with its probability, 0 to 1, and the feature that speaks most for it."""

    key: str
    probability: float
    because: str


@cache
def weights(choice: str) -> Weights:
    """The weights of the features in one of the choices, such as "who"."""
    learned: dict[str, Weights] = json.loads(files("cqtui.ingest").joinpath("weights.json").read_text("utf-8"))
    return learned[choice]


def ranked(candidates: Mapping[str, Collection[str]], weights: Weights) -> list[Chosen]:
    """The candidates, the most probable first; of equals the one given first."""
    if not candidates:
        return []
    scores = {key: sum(weights.get(one, 0.0) for one in features) for key, features in candidates.items()}
    highest = max(scores.values())
    odds = {key: math.exp(score - highest) for key, score in scores.items()}
    total = sum(odds.values())
    order = sorted(candidates, key=lambda key: -scores[key])
    return [Chosen(key, odds[key] / total, _because(candidates[key], weights)) for key in order]


def _because(features: Collection[str], weights: Weights) -> str:
    return max(sorted(features), key=lambda one: weights.get(one, 0.0), default="")
