#!/usr/bin/env python3
"""Learns the weights by which the ingest chooses among candidates, from the articles kept for tuning.

    python tests/bench/fit_ingest.py            writes cqtui/ingest/weights.json
    python tests/bench/fit_ingest.py --cross    only says how well articles are read that were left out of learning;
                                                with --errors, what was read wrongly

A choice among candidates is an example where the hand-made facts say which is right. Weights are those of
a conditional logit with a penalty on their squares, found by L-BFGS; the same articles give the same
weights. What was chosen before is a feature too, and what was learned from an article makes it read too
well. So the articles are parted, and each is read with weights learned from the other parts: learning then
sees what was chosen before as wrong as it is in an article that nobody has seen. What the project began with
must stay right, and is learned by heart: it is in no part, and read with weights learned from all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import score_ingest as score  # noqa: E402

from cqtui.ingest import about, choice, goods, keeping, naming  # noqa: E402
from cqtui.ingest.rules import Rules  # noqa: E402
from cqtui.ingest.wording import SAYS  # noqa: E402

TARGET = score.REPOSITORY / "cqtui" / "ingest" / "weights.json"
FOUNDING = {"seeds": 24, "briefs": 24}
"""What must stay right, and how often each of its examples counts."""
FIELDS = {"metric": "metric", "status": "status", "who": "entity", "when": "period", "what": "item"}
"""The choices that are learned, and the field of a fact that each decides."""
UNIT = "unit"
"""The choice of what a bare number is of."""
KEPT = "kept"
"""The choice whether a number is a figure at all."""
CHOICES = (*FIELDS, UNIT, KEPT, about.CHOICE, goods.CHOICE, naming.CHOICE)
MUCH, NEARLY = 0.4, 0.8
"""The share of its figures that whom an article is about has at least, and that of another as good, of these."""
OF_RULES = "the rules"
"""How features begin that tell what the rules read."""
PARTS = 4
"""Into how many parts the articles go, each read with weights learned from the others."""
PENALTY = (1.0, 0.02)
"""How strongly weights are held near 0, and how much more with each example that has the feature, as `--cross` has it
best: a feature that is everywhere is more easily trusted too much than one that is seldom met."""
PENALTIES = {"who": (3.0, 0.02)}
STEPS = 120
"""Of the search for the best weights, at most: after these they change little."""
LEAST = 0.02
"""Weights nearer to 0 are left out."""
SELDOM = {"metric": 2, "when": 2, "goods": 2, "name": 2}
"""In how many choices a feature must be found for its weight to be kept: words met once tell little, and are many."""
SELDOM_SAID = 6
"""The same, of what a choice has with every word of the sentence."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the features of each candidate, which of them are right, and how often it counts."""

    article: str
    candidates: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    times: int = 1

    @property
    def teaches(self) -> bool:
        return any(self.right) and not all(self.right)


Examples = dict[str, list[Example]]
"""The choices of which the right answer is known, by the choice's name."""


# What is learned from


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles, how often each counts, and the weights to read them with, by choice."""

    articles: Sequence[tuple[score.Case, int]]
    weights: Mapping[str, Weights]


def parted() -> Iterator[list[tuple[score.Case, int]]]:
    """What the project began with, then the practice articles in parts."""
    yield [(case, times) for name, times in FOUNDING.items() for case in score.cases(name)]
    practice = [(case, 1) for case in score.cases("tuning")]
    for number in range(PARTS):
        yield practice[number::PARTS]


def read(part: Part) -> tuple[Examples, score.Tally]:
    """The examples in the articles of a part, and how well they were read."""
    found: Examples = {name: [] for name in CHOICES}
    tally = score.Tally()
    seen: dict[tuple[str, int], dict[str, tuple[str, ...]]] = {}

    def watch(which: str, at: int, candidates: Mapping[str, Collection[str]]) -> None:
        seen[which, at] = {key: tuple(sorted(features)) for key, features in candidates.items()}

    weights = {name: choice.Weights(of_features) for name, of_features in part.weights.items()}
    with patch.object(choice, "learned", lambda: weights):
        rules = Rules(watch)
        for case, times in part.articles:
            seen.clear()
            answer = score.ingested(case, rules)
            for name, one in _examples(case, answer, seen):
                found[name].append(Example(case.name, one.candidates, one.right, times))
            tally.add(case, answer)
    return found, tally


Seen = Mapping[tuple[str, int], Mapping[str, tuple[str, ...]]]
"""The features of the candidates, by the choice and where in the text it was made."""


def _examples(case: score.Case, answer: score.Answer, seen: Seen) -> Iterator[tuple[str, Example]]:
    words = score.Words(case.names, answer.names, score.item_names())
    for row, column in score.matched(case.gold, answer.figures, words):
        gold, figure = case.gold[row], answer.figures[column]
        if not gold.core:
            continue
        for name, kind in FIELDS.items():
            told = seen.get((name, figure.start))
            if told is not None:
                wanted = [gold.row[kind], *gold.accept.get(kind, ())]
                same: Callable[..., bool] = score.FIELDS[kind]
                right = tuple(any(same(one, _value(name, key), words) for one in wanted) for key in told)
                yield name, Example(case.name, tuple(told.values()), right)
        told = seen.get((UNIT, figure.start))
        if told is not None:
            units = {gold.row["unit"], *gold.accept.get("unit", ())}.intersection(told)
            right = tuple(key in units if key else not units for key in told)
            yield UNIT, Example(case.name, tuple(told.values()), right)
    for one in _kept(case, seen):
        yield KEPT, one
    for one in _topic(case, seen, words):
        yield about.CHOICE, one
    for one in _goods(case, seen, words):
        yield goods.CHOICE, one
    for one in _names(case, seen):
        yield naming.CHOICE, one


def _kept(case: score.Case, seen: Seen) -> Iterator[Example]:
    """Which numbers of an article are figures; those of peripheral facts may be kept or not."""
    for (name, at), told in seen.items():
        if name == KEPT:
            there = [gold.core for gold in case.gold if gold.start <= at < gold.end]
            if not there or any(there):
                wanted = keeping.FIGURE if there else keeping.NOTHING
                yield Example(case.name, tuple(told.values()), tuple(key == wanted for key in told))


def _topic(case: score.Case, seen: Seen, words: score.Words) -> Iterator[Example]:
    """Whom an article is about: who has most of its figures, where that is many of them."""
    told = seen.get((about.CHOICE, 0), {})
    figures = Counter(gold.row["entity"] for gold in case.gold if gold.core)
    most = max(figures.values(), default=0)
    if told and most >= MUCH * figures.total():
        wanted = [entity for entity, count in figures.items() if count >= NEARLY * most]
        right = tuple(any(words.same_entity(one, key) for one in wanted) for key in told)
        yield Example(case.name, tuple(told.values()), right)


def _goods(case: score.Case, seen: Seen, words: score.Words) -> Iterator[Example]:
    """Which nouns of an article that no list knows are what its figures are of; none of those that might be."""
    wanted = {gold.row["item"] for gold in case.gold if gold.core and gold.row["item"]}
    heads = {_head(one) for one in wanted}
    for told in _of_document(goods.CHOICE, seen):
        right = [any(words.same_item(one, key) for one in wanted) for key in told]
        if any(right) or not any(_head(key) in heads for key in told if key):
            yield Example(case.name, tuple(told.values()), (not any(right), *right[1:]))


def _names(case: score.Case, seen: Seen) -> Iterator[Example]:
    """Which runs of capitals are names of those whose figures an article tells; none that is but a part of one."""
    names = {name for of_entity in case.names.values() for name in of_entity}
    for told in _of_document(naming.CHOICE, seen):
        run = score.folded(next(key for key in told if key))
        if run in names or not any(f" {run} " in f" {one} " or f" {one} " in f" {run} " for one in names):
            yield Example(case.name, tuple(told.values()), (run not in names, run in names))


def _of_document(choice_name: str, seen: Seen) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """The candidates of a choice that is made of a document's words, no figure's; the first stands for none."""
    return (told for (name, _), told in seen.items() if name == choice_name)


def _head(item: str) -> str:
    return score.singular(item.split()[-1])


def _value(choice_name: str, key: str) -> Any:
    """What a candidate's key stands for, as the field of a fact."""
    if choice_name != "when":
        return key or None
    start, _, end = key.partition("..")
    return {"start": start or None, "end": end or None, "basis": "as-of" if end and not start else "span"}


# Learning


def fitted(given: Iterable[Example], penalty: tuple[float, float] = PENALTY) -> dict[str, float]:
    """The weights under which the right candidates of the examples are most probable, less the penalty."""
    shown = [each for one in given if one.teaches for each in _shown(one)]
    if not shown:
        return {}
    columns: dict[str, int] = {}
    told = [[columns.setdefault(name, len(columns)) for name in names] for one in shown for names in one.candidates]
    ends = np.cumsum([0, *map(len, told)])
    features = csr_array(
        (np.ones(ends[-1]), np.concatenate([np.array(each, int) for each in told]), ends),
        shape=(len(told), len(columns)),
    )
    sizes = [len(one.candidates) for one in shown]
    starts, times = np.cumsum([0, *sizes[:-1]]), np.repeat([float(one.times) for one in shown], sizes)
    right = np.array([is_right for one in shown for is_right in one.right])
    of_weights = features.T.tocsr()
    often = Counter[int]()
    for one, start in zip(shown, starts, strict=True):
        for column in {column for each in told[start : start + len(one.candidates)] for column in each}:
            often[column] += 1
    held = penalty[0] + penalty[1] * np.array([often[column] for column in range(len(columns))])

    def improbable(weights: Any) -> tuple[float, Any]:
        """How improbable what is right is, and its slope along every weight."""
        scores = features @ weights
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        # What is right may be so improbable that its odds are 0 in floating point.
        total, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts) + 1e-300
        slopes = times * odds * (1 / np.repeat(total, sizes) - right / np.repeat(good, sizes))
        loss = times[starts] @ (np.log(total) - np.log(good))
        return loss + held @ weights**2 / 2, of_weights @ slopes + held * weights

    found = minimize(improbable, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return {
        name: round(float(found[columns[name]]), 2) for name in sorted(columns) if abs(found[columns[name]]) >= LEAST
    }


def _shown(one: Example) -> Iterator[Example]:
    """An example, and where rules take part in it once more without them: as they were made on these articles, they
    are right here more often than elsewhere, and who only learns to trust them learns little of the words."""
    yield one
    without = tuple(tuple(name for name in names if not name.startswith(OF_RULES)) for names in one.candidates)
    if without != one.candidates:
        yield Example(one.article, without, one.right, one.times)


def _often(given: Iterable[Example], weights: Weights, least: int) -> Weights:
    """The weights of the features that at least so many different choices have, of words that a sentence says more."""
    found = Counter(name for one in dict.fromkeys(given) for name in {name for each in one.candidates for name in each})
    return {
        name: weight
        for name, weight in weights.items()
        if found[name] >= (max(least, SELDOM_SAID) if SAYS in name else least)
    }


def learned(told: tuple[str, Sequence[Example]]) -> tuple[str, Weights, str]:
    """The weights of a choice, and how well it is made with them."""
    name, given = told
    weights = _often(given, fitted(given, PENALTIES.get(name, PENALTY)), SELDOM.get(name, 1))
    right = 100 * rightly_chosen(given, weights)
    return name, weights, f"{name}: {len(given)} choices, {len(weights)} weights, {right:.1f} % right"


def rightly_chosen(given: Sequence[Example], weights: Weights) -> float:
    """The share of examples in which the most probable candidate is right."""
    good = 0
    for one in given:
        scores = [sum(weights.get(name, 0.0) for name in names) for names in one.candidates]
        good += one.right[max(range(len(scores)), key=scores.__getitem__)] if scores else 0
    return good / len(given) if given else 0.0


def _joined(parts: Iterable[Examples]) -> Examples:
    together: Examples = {name: [] for name in CHOICES}
    for part in parts:
        for name, examples in part.items():
            together[name] += examples
    return together


def _others(parts: Sequence[Examples], part: int) -> Examples:
    """The examples to learn from for reading a part: all for what the project began with, else all but its own."""
    return _joined(one for number, one in enumerate(parts) if number != part or part == 0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Learn the weights of the ingest's choices.")
    parser.add_argument("--cross", action="store_true", help="only measure, in articles left out of learning")
    parser.add_argument("--errors", action="store_true", help="print every error in articles left out of learning")
    options = parser.parse_args()
    articles = list(parted())
    with ProcessPoolExecutor() as pool:
        ready = json.loads(TARGET.read_text("utf-8"))
        examples = [found for found, _ in pool.map(read, [Part(some, ready) for some in articles])]
        weights = [
            {name: of_features for name, of_features, _ in pool.map(learned, _others(examples, part).items())}
            for part in range(len(articles))
        ]
        found = list(pool.map(read, map(Part, articles, weights)))
        tally = score.Tally()
        for _, of_part in found[1:]:
            tally.join(of_part)
        for name in CHOICES:
            right = [rightly_chosen(one[name], weights[part][name]) for part, (one, _) in enumerate(found) if part]
            print(f"left out, {name}: {', '.join(f'{100 * share:.1f}' for share in right)} % right, part by part")
        print("\n".join(score.report({"left out": tally})), flush=True)
        print("\n".join(score.error_lines(tally)) if options.errors else "", flush=True)
        if options.cross:
            return 0
        final = {}
        for name, of_features, line in pool.map(learned, _joined(one for one, _ in found).items()):
            final[name] = of_features
            print(line, flush=True)
    TARGET.write_text(json.dumps(final, indent=0, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
