"""Chains: growth rates of consecutive periods link levels years apart, and tell which statement does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from facts import SOURCES, VOCABULARY, as_of, fact, half, laptops, period, written, year
from hypothesis import given
from hypothesis import strategies as st

from cqtui.bearing import conflicts_in, contest
from cqtui.compare import Comparison, Knowledge, compare
from cqtui.compare.chains import broken, chains, questions
from cqtui.model import Change, Fact, Period, identified
from cqtui.opening import open_index
from cqtui.view import View

KNOWN = Knowledge(VOCABULARY, sources=SOURCES)
SAID = {"place": None, "entity": "chongqing"}


def made(millions: str, when: Period | int, **said: Any) -> Fact:
    """Laptops made, in millions."""
    when = year(when) if isinstance(when, int) else when
    change = said.pop("change", None)
    one = laptops(f"{millions} million", Decimal(millions) * 10**6, period=when, **(SAID | said))
    return identified([replace(one, change=change, id="")])[0]


def grew(
    by: str, when: Period | int, kind: Any = "percent", against: str | None = "previous year", **said: Any
) -> Fact:
    """A growth that is told without its level."""
    when = year(when) if isinstance(when, int) else when
    direction: Any = "down" if by.startswith("-") else "up"
    change = Change(kind=kind, value=Decimal(by.lstrip("-")), direction=direction, against=against)
    return laptops(f"{by} %", None, unit=None, period=when, change=change, **(SAID | said))


def up(by: str) -> Change:
    return Change(kind="percent", value=Decimal(by), against="previous year")


def judged(*facts: Fact, others: tuple[Fact, ...] = ()) -> Comparison:
    forth = compare(facts, replace(KNOWN, others=others))
    back = compare(facts[::-1], replace(KNOWN, others=others))
    assert forth.verdict == back.verdict
    assert [reason.kind for reason in forth.reasons] == [reason.kind for reason in back.reasons]
    return forth


def told(comparison: Comparison) -> list[str]:
    return [reason.text for reason in comparison.reasons if reason.kind == "chain"]


def failing(*facts: Fact) -> int:
    return sum(len(broken(chains(about, VOCABULARY))) for about in questions(facts, VOCABULARY))


BASE = made("40", 2010)
LINKS = (grew("20", 2011), grew("25", 2012, source="agency"))


# Two levels and what lies between them


@pytest.mark.parametrize(("late", "verdict"), [("60", "agree"), ("70", "conflict")])
def test_a_chain_decides_on_the_facts_that_make_it(late: str, verdict: str) -> None:
    comparison = judged(BASE, *LINKS, made(late, 2012, source="agency"))
    assert comparison.verdict == verdict
    assert len(told(comparison)) == 1
    assert not any(reason.blocks for reason in comparison.reasons)


def test_it_says_in_one_line_what_does_not_fit_and_of_which_years() -> None:
    (text,) = told(judged(BASE, *LINKS, made("70", 2012, source="agency")))
    assert text == (
        "the chain does not fit: 40,000,000 laptops in 2010, up 20 % in 2011, up 25 % in 2012, implies "
        "60,000,000 laptops, stated is 70,000,000 laptops in 2012, 12 % off; which of these is wrong cannot be told"
    )


def test_the_changes_may_be_told_elsewhere_in_the_store() -> None:
    late = made("70", 2012, source="agency")
    comparison = judged(BASE, late, others=LINKS)
    assert comparison.verdict == "conflict"
    (chain,) = [reason for reason in comparison.reasons if reason.kind == "chain"]
    assert set(chain.facts) == {fact.id for fact in (BASE, *LINKS, late)}
    assert judged(BASE, late).verdict == "comparable"
    assert judged(BASE, made("60", 2012), others=LINKS).verdict == "comparable"


def test_one_change_told_apart_from_both_levels_is_a_chain() -> None:
    assert judged(BASE, LINKS[0], made("48", 2011)).verdict == "agree"
    assert judged(BASE, LINKS[0], made("55", 2011)).verdict == "conflict"


@pytest.mark.parametrize("late", ["120", "160"])
def test_times_are_read_both_ways(late: str) -> None:
    assert judged(BASE, grew("3", 2011, "times"), made(late, 2011)).verdict == "agree"


def test_both_readings_are_told_where_neither_fits() -> None:
    (text,) = told(judged(BASE, grew("3", 2011, "times"), made("300", 2011)))
    assert "implies 120,000,000 laptops or 160,000,000 laptops, stated is 300,000,000" in text


def test_points_add_up() -> None:
    def share(percent: str, when: int) -> Fact:
        return fact(f"{percent} %", percent, metric="world share", unit="percent", period=year(when))

    rise = replace(
        grew("3", 2011, "points"), metric="world share", item="mobile phone", entity="oppo", place="chongqing"
    )
    (rise,) = identified([replace(rise, id="")])
    assert judged(share("30", 2010), rise, share("33", 2011)).verdict == "agree"
    assert judged(share("30", 2010), rise, share("40", 2011)).verdict == "conflict"


def test_tolerance_grows_with_every_link() -> None:
    """ "Up 20 %" is anything from 19.5 to 20.5 %: 1.5 % off is too much for one link, not for three."""
    assert judged(made("40.00", 2010), grew("20", 2011), made("48.72", 2011)).verdict == "conflict"
    three = [grew("20", when) for when in (2011, 2012, 2013)]
    assert judged(made("40.00", 2010), *three, made("70.15", 2013)).verdict == "agree"


def test_levels_restated_in_between_are_no_contradiction() -> None:
    comparison = judged(BASE, *LINKS, made("61.8", 2012))
    assert comparison.verdict == "agree"
    assert told(comparison)[0].endswith("% off, as restated levels are")


# Which statement it is


@pytest.mark.parametrize(
    ("facts", "blamed"),
    [
        (
            (BASE, *LINKS, made("60", 2012), made("70", 2012, source="agency")),
            "what does not fit is 70,000,000 laptops in 2012 (Xinhua)",
        ),
        (
            (BASE, made("48", 2011, change=up("20")), made("70", 2012, change=up("25"), source="agency")),
            "what does not fit is 70,000,000 laptops, up 25 % in 2012 (Xinhua)",
        ),
        (
            (BASE, made("30", 2011, change=up("20"), source="agency"), made("60", 2012, change=up("25"))),
            "what does not fit is 30,000,000 laptops in 2011 (Xinhua)",
        ),
        (
            (BASE, *LINKS, grew("40", 2012, source="agency"), made("60", 2012)),
            "what does not fit is up 40 % in 2012 (Xinhua)",
        ),
        (
            (made("30", 2010, source="agency"), BASE, *LINKS, made("60", 2012)),
            "what does not fit is 30,000,000 laptops in 2010 (Xinhua)",
        ),
        (
            (
                BASE,
                grew("50", 2011),
                made("48", 2011),
                made("48", 2011, source="agency"),
                grew("50", 2012),
                made("60", 2012),
            ),
            "which of these is wrong cannot be told",
        ),
        ((BASE, *LINKS, made("70", 2012)), "which of these is wrong cannot be told"),
        (
            (BASE, grew("20", 2011), made("48", 2011), grew("25", 2012), made("70", 2012, source="agency")),
            "what does not fit is up 25 % in 2012 (iChongqing) or 70,000,000 laptops in 2012 (Xinhua)",
        ),
    ],
    ids=[
        "late level",
        "a year's own figures",
        "level between",
        "change",
        "early level",
        "no one wrong alone",
        "cannot be told",
        "two left",
    ],
)
def test_what_others_confirm_is_not_what_does_not_fit(facts: tuple[Fact, ...], blamed: str, path: Path) -> None:
    written(path, *facts)
    lines = [one.text for one in conflicts_in(open_index(path), View()) if "chain" in one.text]
    assert lines and all(line.endswith(f"; {blamed}") for line in lines)


# What makes no chain


@pytest.mark.parametrize(
    "link",
    [
        {"entity": "liangjiang"},
        {"item": "computer"},
        {"metric": "shipments"},
        {"place": "chengdu"},
        {"status": "forecast"},
        {"status": "target"},
        {"when": half(2011, 1)},
        {"when": period("2010-01-01", "2011-12-31")},
        {"when": period(None, "2011-12-31", "cumulative")},
        {"against": "per year"},
        {"against": "previous quarter"},
        {"when": as_of("2011-12-31")},
    ],
    ids=str,
)
def test_only_changes_of_the_same_question_link(link: dict[str, Any]) -> None:
    link = dict(link)
    step = grew("20", link.pop("when", 2011), against=link.pop("against", "previous year"), **link)
    assert failing(BASE, step, made("90", 2011)) == 0
    assert failing(BASE, grew("20", 2011), made("90", 2011)) == 1


def test_a_rejected_fact_is_no_link() -> None:
    assert failing(BASE, replace(grew("20", 2011), review="rejected"), made("90", 2011)) == 0


def test_a_change_of_a_month_that_does_not_say_since_when_links_nothing() -> None:
    months = [period(f"{number}-03-01", f"{number}-03-31", "month") for number in (2018, 2019)]
    february = period("2019-02-01", "2019-02-28", "month")
    late = made("9", months[1])
    assert failing(made("4", months[0]), grew("20", months[1], against=None), late) == 0
    assert failing(made("4", months[0]), grew("20", months[1]), late) == 1
    assert failing(made("4", february), grew("20", months[1]), late) == 0
    assert failing(made("4", february), grew("20", months[1], against="previous month"), late) == 1


def test_only_the_shortest_part_that_does_not_fit_is_told() -> None:
    assert failing(BASE, made("90", 2011, change=up("20")), grew("25", 2012), made("112.5", 2012)) == 1


@given(
    st.integers(1_000, 900_000),
    st.lists(st.integers(-400, 900), min_size=1, max_size=5),
    st.integers(2, 5),
    st.integers(0, 1),
)
def test_true_figures_rounded_anyhow_make_no_alarm(first: int, rises: list[int], digits: int, decimals: int) -> None:
    """Levels and growths of one true series, each rounded by itself, always fit."""
    true = [Decimal(first * 1000)]
    for rise in rises:
        true.append(true[-1] * (1000 + rise) / 1000)
    facts = []
    for number, level in enumerate(true):
        rounded = level.scaleb(-6).quantize(
            Decimal(1).scaleb(level.scaleb(-6).adjusted() - digits + 1), ROUND_HALF_EVEN
        )
        change = None
        if number:
            percent = ((level / true[number - 1] - 1) * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
            way: Any = "down" if percent < 0 else "up"
            change = Change(kind="percent", value=abs(percent), direction=way, against="previous year")
        facts.append(made(f"{rounded:f}", 2010 + number, change=change))
    assert failing(*facts) == 0


# The whole store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def test_the_whole_store_is_searched_for_chains(path: Path, ask: Callable[..., Answer]) -> None:
    late = made("70", 2012, source="agency")
    chain = (BASE, *LINKS, late)
    written(path, *chain, made("20", 2012, entity="chengdu"))
    index = open_index(path)
    (one,) = conflicts_in(index, View())
    assert [fact.id for fact in one.facts] == [fact.id for fact in chain]
    assert contest(index, View()) == {fact.id for fact in chain}, "each of them may be the wrong one"
    assert len(conflicts_in(index, View(sources=("agency",)))) == 1
    assert conflicts_in(index, View(entities=("chengdu",))) == []
    assert "the chain does not fit" in ask("conflicts", "--store", path).out
    (row,) = json.loads(ask("conflicts", "--store", path, "--json").out)
    assert row["facts"] == [fact.id for fact in chain]
    assert [reason["kind"] for reason in row["reasons"]] == ["chain"]
    assert len(row["sentences"]) == len(row["sources"]) == 4
    out = json.loads(ask("compare", *(fact.id for fact in chain), "--store", path, "--json").out)
    assert out["verdict"] == "conflict"


def test_a_change_since_a_year_that_is_named_links_levels_years_apart(path: Path) -> None:
    written(path, BASE, grew("50", 2013, against="2010"), made("90", 2013))
    (one,) = conflicts_in(open_index(path), View())
    assert "up 50 % in 2013, implies 60,000,000 laptops" in one.text
