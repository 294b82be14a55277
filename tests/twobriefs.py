"""The store that most tests look at: 42 figures of two briefs, cut out of the store that ships.

What ships may grow; these two stay, so that a test can say what a screen shows and a command prints.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import confined

from cqtui import store, wordfiles
from cqtui.store import Contents
from cqtui.vocabulary import Vocabulary

SHIPPED = Path(__file__).parent.parent / "store" / "facts.json"
SOURCES = ("ichongqing-2020-05-22", "liangjiang-electronics-2012")


def contents() -> Contents:
    """The facts of `SOURCES` as they ship, with the words that they use."""
    whole = store.read(SHIPPED)
    return confined.to_its_facts(
        replace(
            whole,
            sources=tuple(one for one in whole.sources if one.id in SOURCES),
            facts=tuple(one for one in whole.facts if one.evidence.source in SOURCES),
        )
    )


def words() -> Vocabulary:
    """The package's words, with the names of the two briefs: what most articles of the tests are read with."""
    return replace(wordfiles.load(), entities={one.id: one for one in contents().entities})
