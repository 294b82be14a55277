"""Which figure of the store would make two like for like."""

from __future__ import annotations

from dataclasses import replace

import pytest
from facts import SOURCES, VOCABULARY, half, laptops, period, year

from cqtui.compare import as_markdown, as_text, compare
from cqtui.compare.fixits import fixits, wanting
from cqtui.compare.knowledge import Knowledge
from cqtui.model import Fact

HALF = laptops("4.1433 million", 4_143_300, entity="liangjiang", period=half(2012, 1))
PORT_TARGET = laptops("20 million", 20_000_000, entity="bonded-port", period=year(2012), status="target")
PORT_HALF = laptops("3 million", 3_000_000, entity="bonded-port", period=half(2012, 1))
AREA_TARGET = laptops("24 million", 24_000_000, entity="liangjiang", period=year(2012), status="target")
CITY = laptops("64 million", 64_000_000)
CHENGDU = laptops("20 million", 20_000_000, place=None, entity="chengdu")
AIM = laptops("80 million", 80_000_000, place=None, entity="chengdu", status="target")
AREA_BEFORE = laptops("2 million", 2_000_000, entity="liangjiang", period=half(2011, 1))


def known(*others: Fact) -> Knowledge:
    return Knowledge(VOCABULARY, sources=SOURCES, others=others)


def offered(facts: tuple[Fact, ...], *others: Fact) -> list[tuple[str, str]]:
    return [(one.letter, one.instead.id) for one in fixits(facts, known(*others))]


def test_the_same_part_with_what_was_made_in_that_time_is_still_a_part_of_the_whole() -> None:
    assert offered((HALF, PORT_TARGET), PORT_HALF, AREA_TARGET) == []
    beside = laptops("5 million", 5_000_000, entity="oppo", place=None, period=half(2012, 1))
    assert offered((HALF, laptops("9 million", 9_000_000, entity="oppo", place=None)), beside) == []  # A company.


@pytest.mark.parametrize(
    ("pair", "other", "letter"),
    [
        # Half a year against a year: the year of the one.
        ((HALF, laptops("20 million", 20_000_000, place=None, entity="chengdu", period=year(2012))),
         laptops("9 million", 9_000_000, entity="liangjiang", period=year(2012)), "A"),
        # Half a year against a year: the half of the other.
        ((HALF, laptops("20 million", 20_000_000, place=None, entity="chengdu", period=year(2012))),
         laptops("9 million", 9_000_000, place=None, entity="chengdu", period=half(2012, 1)), "B"),
        # A target against what was made.
        ((CITY, AIM),
         CHENGDU, "B"),
        # Another measure.
        ((CITY, laptops("8 million", 8_000_000, place=None, entity="chengdu", metric="shipments")),
         CHENGDU, "B"),
        # A part against the whole, at another time: the whole's own past.
        ((CITY, laptops("4 million", 4_000_000, entity="liangjiang", period=year(2018))),
         laptops("60 million", 60_000_000, period=year(2018)), "B"),
    ],
    ids=["its year", "its half", "what was reached", "its measure", "its scope"],
)  # fmt: skip
def test_what_stands_against_it_can_be_mended(pair: tuple[Fact, Fact], other: Fact, letter: str) -> None:
    assert (letter, other.id) in offered(pair, other)
    mended = list(pair)
    mended["AB".index(letter)] = other
    assert compare(mended, known()).verdict != "not comparable"


def test_what_is_nearest_to_the_figure_it_replaces_comes_first() -> None:
    far = laptops("9 million", 9_000_000, place=None, entity="chengdu", period=year(2011))
    assert [id for letter, id in offered((CITY, AIM), far, CHENGDU) if letter == "B"] == [CHENGDU.id, far.id]


def test_nothing_is_offered_that_is_rejected_or_asks_the_same_or_where_all_is_well() -> None:
    rejected = replace(CHENGDU, review="rejected")
    same = laptops("81 million", 81_000_000, place=None, entity="chengdu", status="target", source="agency")
    assert offered((CITY, AIM), rejected, same, CITY, AIM) == []
    assert offered((CITY, CHENGDU), AREA_BEFORE) == []


def test_of_several_figures_one_is_offered_only_where_it_fits_all() -> None:
    cities = CITY, CHENGDU
    odd = laptops("5 million", 5_000_000, entity="liangjiang", period=half(2019, 1), place=None)
    fits_one = laptops("9 million", 9_000_000, entity="liangjiang")  # Part of the first.
    fits_all = laptops("600 million", 600_000_000, entity="asus", period=half(2019, 1))
    assert offered((*cities, odd), fits_one, fits_all) == []


def test_what_is_wanting_is_said_in_words() -> None:
    assert wanting((HALF, PORT_TARGET), known()) == "Bonded Port Area, output volume · laptop, H1 2012"
    unstated = laptops("4 million", 4_000_000, period=period(basis="unstated"))
    assert wanting((unstated, PORT_TARGET), known()) == "Chongqing, output volume · laptop, 2012, target"


def test_text_and_markdown_say_what_would_be_like_for_like() -> None:
    pair = (
        CITY,
        AIM,
    )
    other = CHENGDU
    for tell in (as_text, as_markdown):
        told = tell(pair, compare(pair, known(other)), known(other))
        assert "Would be like for like:" in told
        assert f"20 M, Chengdu, output volume · laptop, 2019 ({other.id}), instead of B" in told
        alone = tell(pair, compare(pair, known()), known())
        assert "Would be like for like: Chengdu, output volume · laptop, 2019 (not in the store)" in alone
        well = (pair[0], other)
        assert "like for like:" not in tell(well, compare(well, known()), known())
