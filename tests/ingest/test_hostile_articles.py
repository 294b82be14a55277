"""Articles written to keep their reader busy: each is read, or gives nothing, in its time."""

from __future__ import annotations

import time

import pytest
from ingest.reading import candidates

from cqtui.ingest import blocks, changes, tables, which

MOST = 10.0
"""Seconds of computing that a file of a few thousand characters may take."""
BLANKS = (" ", "\u00a0", "\n", "\t")


def in_time(text: str) -> None:
    began = time.process_time()
    candidates(text)
    assert time.process_time() - began < MOST


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_blanks_without_end_are_read_in_time(blank: str) -> None:
    gap = blank * 1500
    in_time(f"In 2019, Chongqing produced 64 million{gap}laptops,{gap}and{gap}65 million phones,{gap}up{gap}5%.{gap}x")


@pytest.mark.parametrize(
    "text",
    [
        "aa | " * 40 + " 64 million laptops!\n\nIn 2019, Chongqing produced 64 million laptops.",
        "Home > " * 60 + "64 million laptops x!",
        "In 2019, Chongqing produced 64 million laptops" + " and" * 1500 + ", " * 1500 + " 65 million phones.",
        "In 2019, Chongqing produced 64 million" + ", " * 1500 + "and 65 million phones.",
        "Chongqing 64 million " + "was that is with " * 400 + " 2019 laptops.",
        "64 million laptops " + "a an also now itself " * 400 + "!",
    ],
    ids=["menu", "trail", "ands", "commas", "verbs", "articles"],
)  # fmt: skip
def test_words_without_end_are_read_in_time(text: str) -> None:
    in_time(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (blocks._MENU, "aa | {}!"), (blocks._MENU, "aa |{}!"), (changes._SAME, " ,{}\0"), (changes._SAME, " , by{}\0"),
        (changes._REST, "{}\0"), (which._COMPOUND, " industry's{}\0"), (tables._UNIT_LINE, " ({}\0"),
    ],
    ids=lambda value: str(getattr(value, "pattern", value))[:24],
)  # fmt: skip
@pytest.mark.parametrize("filling", [*BLANKS, "aa | ", " and ", ","], ids=ascii)
def test_no_pattern_tries_the_same_twice(pattern: object, text: str, filling: str) -> None:
    """Where each part may be taken in two ways, eight hundred of them would take for ever."""
    began = time.process_time()
    pattern.match(text.format(filling * 800))  # type: ignore[attr-defined]
    assert time.process_time() - began < 1
