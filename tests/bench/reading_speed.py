#!/usr/bin/env python3
"""How fast the rules read, beside two floors measured in the same run: cutting into sentences, and looking up words.

    python tests/bench/reading_speed.py                    the practice articles, 5 rounds
    python tests/bench/reading_speed.py --rounds 20

Processor time of one core; of each article the best round counts, so that a busy machine matters little.
Only the ratios tell of the program: sentences a second tell of the machine as well.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY), str(Path(__file__).parent)]

import score_ingest as score  # noqa: E402

from cqtui.commands.articles import Given, known_words, read_document  # noqa: E402
from cqtui.ingest.document import Document  # noqa: E402
from cqtui.ingest.lexicon import Lexicon, tokens  # noqa: E402
from cqtui.ingest.measures import Measures  # noqa: E402
from cqtui.ingest.names import Gazetteer  # noqa: E402
from cqtui.ingest.rules import Rules  # noqa: E402
from cqtui.ingest.sentences import sentences  # noqa: E402

Way = Callable[[Document], object]


def documents() -> list[Document]:
    """The practice articles, read and cut into blocks."""
    found = []
    for case in score.cases("tuning"):
        published = date.fromisoformat(case.given["date"]) if "date" in case.given else None
        found.append(read_document(str(case.path), Given(published=published, title=case.given.get("title")))[0])
    return found


def ways() -> dict[str, Way]:
    """What is measured, the rules first."""
    words, rules = known_words(()), Rules()
    lexicon = Lexicon([*Gazetteer(words).wordings, *Measures(words).entries])
    return {
        "rules": lambda document: list(rules.extract(document, words)),
        "cut into sentences": lambda document: list(sentences(document)),
        "look up words": lambda document: lexicon.find(tokens(document.text)),
    }


def seconds(way: Way, document: Document) -> float:
    """The processor time that one reading takes."""
    begun = time.process_time_ns()
    way(document)
    return (time.process_time_ns() - begun) / 1e9


def table(measured: dict[str, float], count: int) -> Iterator[str]:
    rules = measured["rules"]
    yield f"{'':<20}{'sentences/s':>12}{'rules take':>12}"
    for name, taken in measured.items():
        yield f"{name:<20}{count / taken:>12,.0f}{rules / taken:>11.1f}×"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each article is read (default: 5)")
    rounds = parser.parse_args().rounds
    given, measured_ways = documents(), ways()
    best = {name: [float("inf")] * len(given) for name in measured_ways}
    for _ in range(rounds + 1):  # the first loads what is loaded once, and is never the best
        for name, way in measured_ways.items():
            for at, document in enumerate(given):
                best[name][at] = min(best[name][at], seconds(way, document))
    measured = {name: sum(times) for name, times in best.items()}
    count = sum(len(list(sentences(document))) for document in given)
    print(*table(measured, count), "", f"{len(given)} articles, {count} sentences, {rounds} rounds", sep="\n")


if __name__ == "__main__":
    main()
