"""Guards before patterns: none may hide a match."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import cqtui.ingest
from cqtui.ingest.guarded import Ended, Guarded, ended, guarded
from cqtui.ingest.lexicon import tokens
from tests.ingest.reading import ROOT


def test_a_pattern_is_tried_only_beside_its_words() -> None:
    rare = guarded(r"\bfor(?:merly|eign)\b", "formerly|foreign")
    assert rare.search("FORMERLY a village") and not rare.search("for a village")
    assert [match.start() for match in rare.finditer("foreign, formerly")] == [0, 9]
    assert rare.sub("-", "a foreign firm") == "a - firm" and rare.match("Foreign trade")


def test_a_pattern_that_ends_its_text_is_tried_only_behind_its_words() -> None:
    last = ended(r"\bby(?: the)? *$", "by|the")
    assert last.search("made By the ") and not last.search("by far")


def guards() -> Iterator[tuple[str, Guarded | Ended]]:
    for module in pkgutil.iter_modules(cqtui.ingest.__path__):
        for name, value in vars(importlib.import_module(f"cqtui.ingest.{module.name}")).items():
            if isinstance(value, Guarded | Ended):
                yield f"{module.name}.{name}", value


@pytest.mark.parametrize(("name", "guard"), list(guards()))
def test_no_guard_hides_a_match(name: str, guard: Guarded | Ended) -> None:
    del name
    for path in sorted((ROOT / "tests" / "articles" / "tuning").glob("*.txt"))[::8]:
        for line in path.read_text("utf-8").replace(". ", "\n").splitlines():
            ends = [word.start for word in tokens(line)[::6]] if isinstance(guard, Ended) else [len(line)]
            for text in (line[:end] for end in ends):
                assert bool(guard.search(text)) == bool(guard.pattern.search(text)), text
