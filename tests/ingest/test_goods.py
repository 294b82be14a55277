"""Goods that no list knows: nouns of a document that its figures are of."""

from __future__ import annotations

from reading import choices, facts

from cqtui.ingest import goods

CARDS = """Probe-card maker UIGreen expands in Chongqing

CHONGQING, May 20 -- UIGreen, a maker of probe cards, will invest 300 million yuan in a plant in Chongqing.

UIGreen sold 12,000 probe cards in 2019. Last year, it shipped 9,000 cards from Chongqing to customers abroad, and
revenue from cards was 410 million yuan.
"""


def asked(text: str) -> list[set[str]]:
    return [set(candidates) for name, candidates in choices(text) if name == goods.CHOICE]


def test_a_noun_is_asked_about_as_it_stands_and_with_the_words_before_it() -> None:
    assert {goods.NONE, "card", "probe card"} <= next(told for told in asked(CARDS) if "card" in told)


def test_neither_what_is_listed_nor_a_measure_nor_what_counts_is_asked_about() -> None:
    text = "Quanta made 3 million laptops and 40 tonnes of frames on 9,000 square metres, two thirds in pairs, in 2019."
    assert {noun for told in asked(text) for noun in told if " " not in noun} == {goods.NONE, "frame"}


def test_features_are_given_once() -> None:
    for name, candidates in choices(CARDS):
        if name == goods.CHOICE:
            assert candidates[goods.NONE] == []
            assert all(len(features) == len(set(features)) for features in candidates.values())


def test_goods_named_once_in_full_are_meant_by_their_last_word() -> None:
    assert {one.item for one in facts(CARDS) if one.metric in ("sales volume", "shipments", "revenue")} == {
        "probe card"
    }
