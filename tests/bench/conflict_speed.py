#!/usr/bin/env python3
"""How long a whole store takes to be searched for conflicts, beside a floor measured in the same run: reading the
figures in question from the index.

    python tests/bench/conflict_speed.py                   100,000 generated facts, 5 rounds
    python tests/bench/conflict_speed.py --facts 20000 --rounds 9
    python tests/bench/conflict_speed.py --store FILE

Processor time of one core; of each step the best round counts, so that a busy machine matters little.
Only the ratios tell of the program: seconds tell of the machine as well.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from generate import generate  # noqa: E402

from cqtui.bearing import conflicts_in, shares_in  # noqa: E402
from cqtui.index.questions import Index  # noqa: E402
from cqtui.opening import open_index  # noqa: E402
from cqtui.view import View  # noqa: E402


def best(rounds: int, deed: Callable[[], object]) -> float:
    """Seconds of processor time that the quickest of some rounds takes."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        deed()
        taken.append(time.process_time() - begun)
    return min(taken)


def measured(index: Index, rounds: int) -> list[tuple[str, int, float]]:
    """What is done, to how many, in how many seconds. The first is the floor."""
    groups = list(index.rivals(View(), shares_in(index)))
    figures = list(dict.fromkeys(fact.id for group in groups for fact in group))
    found = conflicts_in(index, View())
    return [
        ("figures in question, read one by one", len(figures), best(rounds, lambda: index.some(figures))),
        ("groups that may contradict, found and read", len(groups),
         best(rounds, lambda: list(index.rivals(View(), shares_in(index))))),
        ("conflicts, from nothing to the sorted list", len(found), best(rounds, lambda: conflicts_in(index, View()))),
    ]  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--facts", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--store", type=Path)
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "generated.json"
        if not given.store:
            generate(store, given.facts)
        index = open_index(store, cache=Path(folder))
        print(f"{index.count():,} facts\n")
        print(f"{'step':44} {'number':>8} {'seconds':>8} {'floors':>7}")
        floor = 0.0
        for step, number, seconds in measured(index, given.rounds):
            floor = floor or seconds
            print(f"{step:44} {number:8,} {seconds:8.3f} {seconds / floor:7.2f}")
        index.close()


if __name__ == "__main__":
    main()
