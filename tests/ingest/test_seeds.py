"""The two seed articles and our briefs of them, read and scored against the facts made by hand.

The floors stand a little under what the rules reach; `tests/bench/score_ingest.py --errors` says what is wrong.
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.ingest.reading import ROOT


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_ingest", ROOT / "tests" / "bench" / "score_ingest.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_ingest"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("seeds", {"figure": 0.99, "+ period": 0.97, "+ entity": 0.97, "+ metric": 0.97, "linked": 0.95}),
        ("briefs", {"figure": 0.97, "+ period": 0.95, "+ entity": 0.97, "+ metric": 0.92, "linked": 0.90}),
        ("tuning", {"figure": 0.94, "+ period": 0.80, "+ entity": 0.78, "+ metric": 0.86, "linked": 0.64}),
    ],
)
def test_what_is_read_is_right_as_often_as_it_was(scorer: ModuleType, name: str, floors: dict[str, float]) -> None:
    tally = scorer.Tally()
    for case in scorer.cases(name):
        tally.add(case, scorer.ingested(case))
    if not tally.articles:
        pytest.skip(f"the articles of {name} are not here")
    assert {line: round(tally.f1(line), 3) for line in floors if tally.f1(line) < floors[line]} == {}


def test_no_distractor_of_the_seeds_is_taken_for_a_figure(scorer: ModuleType) -> None:
    tally = scorer.Tally()
    for case in scorer.cases("seeds"):
        tally.add(case, scorer.ingested(case))
    assert tally.hit == 0
