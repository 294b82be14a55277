#!/usr/bin/env python3
"""Learns the weights by which the ingest chooses among candidates, from the articles kept for tuning.

    python tests/bench/fit_ingest.py            writes cqtui/ingest/weights.json
    python tests/bench/fit_ingest.py --cross    only says how well it chooses in articles left out of learning

A choice among candidates is an example where the hand-made facts say which is right. Weights are those of
a conditional logit, found by adaptive gradient descent with a penalty on their squares, and averaged over
its last epochs; the order of examples is fixed, so that the same articles give the same weights. As what
was chosen before is a feature too, articles are read again with the weights of the round before.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import score_ingest as score  # noqa: E402

from cqtui.ingest import about, choice, keeping  # noqa: E402
from cqtui.ingest.rules import Rules  # noqa: E402
from cqtui.ingest.wording import SAYS  # noqa: E402

TARGET = score.REPOSITORY / "cqtui" / "ingest" / "weights.json"
SETS = {"seeds": 24, "briefs": 12, "tuning": 1}
"""Where examples come from, and how often each is shown: what the project began with must stay right."""
FIELDS = {"metric": "metric", "status": "status", "who": "entity", "when": "period", "what": "item"}
"""The choices that are learned, and the field of a fact that each decides."""
UNIT = "unit"
"""The choice of what a bare number is of."""
KEPT = "kept"
"""The choice whether a number is a figure at all."""
MUCH, NEARLY = 0.4, 0.8
"""The share of its figures that whom an article is about has at least, and that of another as good, of these."""
OF_RULES = "the rules"
"""How features begin that tell what the rules read."""
ROUNDS, EPOCHS, STEP = 2, 12, 0.1
SETTLING = 4
"""Epochs after which the weights are averaged, so that the order of the last examples matters little (Polyak,
Ruppert)."""
PENALTIES = {"who": 0.1, "unit": 0.01}
PENALTY = 0.03
"""How strongly weights are held near 0, as `--cross` over the practice articles has it best."""
LEAST = 0.02
"""Weights nearer to 0 are left out."""
SELDOM = {"metric": 2, "when": 2}
"""In how many choices a feature must be found for its weight to be kept: words met once tell little, and are many."""
SELDOM_SAID = 6
"""The same, of what a choice has with every word of the sentence."""

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the features of each candidate, and which of them are right."""

    article: str
    candidates: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]

    @property
    def teaches(self) -> bool:
        return any(self.right) and not all(self.right)


def examples(sets: Mapping[str, int] = SETS) -> dict[str, list[Example]]:
    """The choices in the articles of `sets` of which the right answer is known, by the choice's name."""
    found: dict[str, list[Example]] = {name: [] for name in (*FIELDS, UNIT, KEPT, about.CHOICE)}
    seen: dict[tuple[str, int], dict[str, tuple[str, ...]]] = {}

    def watch(which: str, at: int, candidates: Mapping[str, Collection[str]]) -> None:
        seen[which, at] = {key: tuple(sorted(features)) for key, features in candidates.items()}

    rules = Rules(watch)
    for case, times in ((case, times) for one, times in sets.items() for case in score.cases(one)):
        seen.clear()
        answer = score.ingested(case, rules)
        words = score.Words(case.names, answer.names, score.item_names())
        for row, column in score.matched(case.gold, answer.figures, words):
            gold, figure = case.gold[row], answer.figures[column]
            for name, kind in FIELDS.items():
                told = seen.get((name, figure.start))
                if told is None or not gold.core:
                    continue
                wanted = [gold.row[kind], *gold.accept.get(kind, ())]
                same: Callable[..., bool] = score.FIELDS[kind]
                right = tuple(any(same(one, _value(name, key), words) for one in wanted) for key in told)
                found[name] += [Example(case.name, tuple(told.values()), right)] * times
            told = seen.get((UNIT, figure.start))
            if told is not None and gold.core:
                units = {gold.row["unit"], *gold.accept.get("unit", ())}.intersection(told)
                right = tuple(key in units if key else not units for key in told)
                found[UNIT] += [Example(case.name, tuple(told.values()), right)] * times
        found[KEPT] += [one for one in _kept(case, seen) for _ in range(times)]
        found[about.CHOICE] += [one for one in _topic(case, seen, words) for _ in range(times)]
    return found


def _kept(case: score.Case, seen: Mapping[tuple[str, int], Mapping[str, tuple[str, ...]]]) -> Iterator[Example]:
    """Which numbers of an article are figures; those of peripheral facts may be kept or not."""
    for (name, at), told in seen.items():
        if name == KEPT:
            there = [gold.core for gold in case.gold if gold.start <= at < gold.end]
            if not there or any(there):
                wanted = keeping.FIGURE if there else keeping.NOTHING
                yield Example(case.name, tuple(told.values()), tuple(key == wanted for key in told))


def _topic(
    case: score.Case, seen: Mapping[tuple[str, int], Mapping[str, tuple[str, ...]]], words: score.Words
) -> Iterator[Example]:
    """Whom an article is about: who has most of its figures, where that is many of them."""
    told = seen.get((about.CHOICE, 0), {})
    figures = Counter(gold.row["entity"] for gold in case.gold if gold.core)
    most = max(figures.values(), default=0)
    if told and most >= MUCH * figures.total():
        wanted = [entity for entity, count in figures.items() if count >= NEARLY * most]
        right = tuple(any(words.same_entity(one, key) for one in wanted) for key in told)
        yield Example(case.name, tuple(told.values()), right)


def _value(choice_name: str, key: str) -> Any:
    """What a candidate's key stands for, as the field of a fact."""
    if choice_name != "when":
        return key or None
    start, _, end = key.partition("..")
    return {"start": start or None, "end": end or None, "basis": "as-of" if end and not start else "span"}


def fitted(given: Sequence[Example], penalty: float = PENALTY) -> Weights:
    """The weights under which the right candidates of the examples are most probable."""
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-3)
    left, order = [shown for one in given if one.teaches for shown in _shown(one)], random.Random(0)
    mean: defaultdict[str, float] = defaultdict(float)
    for epoch in range(EPOCHS):
        order.shuffle(left)
        for one in left:
            for feature, slope in _slopes(one, weights).items():
                slope += penalty * weights[feature]
                squares[feature] += slope * slope
                weights[feature] -= STEP * slope / math.sqrt(squares[feature])
        if epoch >= SETTLING:
            for feature, weight in weights.items():
                mean[feature] += weight / (EPOCHS - SETTLING)
    return {feature: round(weight, 2) for feature, weight in sorted(mean.items()) if abs(weight) >= LEAST}


def _often(given: Sequence[Example], weights: Weights, least: int) -> Weights:
    """The weights of the features that at least so many different choices have, of words that a sentence says more."""
    found = Counter(name for one in dict.fromkeys(given) for name in {name for each in one.candidates for name in each})
    return {
        name: weight
        for name, weight in weights.items()
        if found[name] >= (max(least, SELDOM_SAID) if SAYS in name else least)
    }


def _shown(one: Example) -> Iterator[Example]:
    """An example, and where rules take part in it once more without them: as they were made on these articles, they
    are right here more often than elsewhere, and who only learns to trust them learns little of the words."""
    yield one
    without = tuple(tuple(name for name in features if not name.startswith(OF_RULES)) for features in one.candidates)
    if without != one.candidates:
        yield replace(one, candidates=without)


def _slopes(one: Example, weights: Mapping[str, float]) -> Mapping[str, float]:
    """How the improbability of the right candidates changes with each weight."""
    scores = [sum(weights.get(feature, 0.0) for feature in features) for features in one.candidates]
    highest = max(scores)
    odds = [math.exp(value - highest) for value in scores]
    total, good = sum(odds), sum(value for value, right in zip(odds, one.right, strict=True) if right)
    slopes: defaultdict[str, float] = defaultdict(float)
    for features, value, right in zip(one.candidates, odds, one.right, strict=True):
        slope = value / total - (value / good if right else 0.0)
        if abs(slope) > 1e-4:
            for feature in features:
                slopes[feature] += slope
    return slopes


def rightly_chosen(given: Sequence[Example], weights: Mapping[str, float]) -> float:
    """The share of examples in which the most probable candidate is right."""
    good = 0
    for one in given:
        scores = [sum(weights.get(feature, 0.0) for feature in features) for features in one.candidates]
        good += one.right[max(range(len(scores)), key=scores.__getitem__)] if scores else 0
    return good / len(given) if given else 0.0


def crossed(given: Sequence[Example], penalty: float, folds: int = 6) -> float:
    """The share rightly chosen in articles that were left out of learning."""
    articles = sorted({one.article for one in given})
    good = 0.0
    for fold in range(folds):
        out = set(articles[fold::folds])
        kept, tried = ([one for one in given if (one.article in out) == inside] for inside in (False, True))
        good += rightly_chosen(tried, fitted(kept, penalty)) * len(tried)
    return good / len(given)


def _tried(told: tuple[str, list[Example]]) -> str:
    """How well a choice is made in articles left out of learning."""
    name, given = told
    right = 100 * crossed(given, PENALTIES.get(name, PENALTY))
    return f"{name}: {len(given)} choices, {right:.1f} % right in articles left out"


def _learned(told: tuple[str, list[Example]]) -> tuple[str, Weights, str]:
    """The weights of a choice, and how well it is made with them."""
    name, given = told
    weights = _often(given, fitted(given, PENALTIES.get(name, PENALTY)), SELDOM.get(name, 1))
    right = 100 * rightly_chosen(given, weights)
    return name, weights, f"{name}: {len(given)} choices, {len(weights)} weights, {right:.1f} % right"


def main() -> int:
    parser = argparse.ArgumentParser(description="Learn the weights of the ingest's choices.")
    parser.add_argument("--cross", action="store_true", help="only measure, by cross-validation over articles")
    with ProcessPoolExecutor() as pool:
        if parser.parse_args().cross:
            for line in pool.map(_tried, examples().items()):
                print(line, flush=True)
            return 0
        for number in range(ROUNDS):
            learned = {}
            for name, weights, line in pool.map(_learned, examples().items()):
                learned[name] = weights
                print(f"round {number + 1}, {line}", flush=True)
            TARGET.write_text(json.dumps(learned, indent=0, ensure_ascii=False) + "\n", "utf-8")
            choice.learned.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main())
