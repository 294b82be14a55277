"""Conflicts and targets over a whole store, through the index and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer
from facts import as_of, fact, half, laptops, money, period, written, year

from cqtui import store
from cqtui.bearing import conflicts_in, contest, store_wide
from cqtui.compare.conflicts import Conflict
from cqtui.compare.targets import Attainment, attainments
from cqtui.model import Change, Entity, Fact, Period, identified
from cqtui.opening import open_index
from cqtui.view import Measure, View

CITY = laptops("64 million laptops", 64_000_000, bound="over")
RIVAL = laptops("70 million laptops", 70_000_000, source="agency")
UP = Change(kind="percent", value=Decimal("12.1"), against="previous year")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def found(path: Path, view: View | None = None) -> list[Conflict]:
    return conflicts_in(open_index(path), view or View())


def goals(path: Path) -> list[Attainment]:
    index = open_index(path)
    return attainments(index.goals(View()), store_wide(index))


def test_figures_of_one_question_that_cannot_both_hold_are_found(path: Path) -> None:
    agreeing = laptops("64.22 million", 64_220_000, source="agency")
    elsewhere = laptops("20 million", 20_000_000, entity="chengdu", source="agency")
    (one,) = found(written(path, CITY, RIVAL, elsewhere, agreeing), View(statuses=("actual",)))[:1]
    assert {one.a.id, one.b.id} == {RIVAL.id, agreeing.id}
    assert one.gap is not None and round(float(one.gap), 3) == 0.083
    assert one.text == "8.3 % apart"


def test_the_widest_gap_comes_first_and_what_was_rejected_counts_for_nothing(path: Path) -> None:
    wide = laptops("90 million laptops", 90_000_000, source="agency")
    rejected = replace(laptops("200 million laptops", 200_000_000, source="agency"), review="rejected")
    gaps = [one.gap for one in found(written(path, laptops("64 million", 64_000_000), RIVAL, wide, rejected))]
    assert gaps == sorted(gaps, reverse=True)  # type: ignore[type-var]
    assert len(gaps) == 3


def test_growth_in_one_currency_is_none_in_another(path: Path) -> None:
    """Amounts in two currencies change by the rate as well; a change of one leads to no level of the other."""

    def trade(amount: str, unit: str, when: Period, grown: str | None = None) -> Fact:
        change = grown and Change(kind="percent", value=Decimal(grown), against="previous year")
        said = money(f"{amount} billion", Decimal(amount) * 10**9, metric="foreign trade", unit=unit, period=when)
        return identified([replace(said, change=change or None, id="")])[0]

    yuan, dollars = trade("147.9", "CNY", half(2014, 1), "83.7"), trade("24.0", "USD", half(2014, 1), "87.6")
    assert found(written(path, yuan, dollars, trade("12.8", "USD", half(2013, 1)))) == []


def test_a_chain_to_another_level_than_the_change_states_is_told_by_the_two_levels(path: Path) -> None:
    late = identified([replace(laptops("64.22 million", 64_220_000), change=UP, id="")])[0]
    early = laptops("40 million", 40_000_000, period=year(2018), source="agency")
    pairs = {frozenset(fact.id for fact in one.facts) for one in found(written(path, late, RIVAL, early))}
    assert pairs == {frozenset({late.id, RIVAL.id}), frozenset({late.id, early.id})}


@pytest.mark.parametrize(("before", "count"), [("57.3", 0), ("61", 1)])
def test_a_change_that_does_not_fit_the_level_before_is_a_conflict(path: Path, before: str, count: int) -> None:
    early = laptops(f"{before} million", Decimal(before) * 10**6, period=year(2018), source="agency")
    assert len(found(written(path, replace(laptops("64.22 million", 64_220_000), change=UP, id=""), early))) == count


def test_a_share_that_does_not_fit_its_part_and_whole_is_a_conflict(path: Path) -> None:
    part = fact("18.9 million", 18_900_000, entity="liangjiang", place=None, metric="output volume")
    whole = fact("174 million", 174_000_000, entity="chongqing", place=None, metric="output volume")
    share = fact("25 %", 25, entity="liangjiang", place=None, metric="share of own output", unit="percent")
    (one,) = found(written(path, part, whole, share))
    assert one.text.startswith(
        "the share does not fit: 18,900,000 mobile phones of 174,000,000 mobile phones is 10.9 %"
    )


def test_only_conflicts_in_which_a_figure_matches_are_asked_for(path: Path) -> None:
    written(path, laptops("64 million", 64_000_000), RIVAL)
    assert len(found(path, View(entities=("chongqing",)))) == 1
    assert found(path, View(entities=("oppo",))) == []


@pytest.mark.parametrize(
    ("goal", "actual", "outcome", "attained"),
    [
        (laptops("80 million", 80_000_000, status="target"), CITY, "missed", "80"),
        (laptops("60 million", 60_000_000, status="target"), CITY, "met", "106"),
        (laptops("60 million", 60_000_000, status="target"), laptops("30 million", 30_000_000, period=half(2019, 1)),
         "so far", "50"),
        (laptops("80 million", 80_000_000, status="target", period=period(None, "2025-12-31", "by")), CITY, "so far",
         "80"),
        (laptops("80 million", 80_000_000, status="target"), laptops("9 million", 9_000_000, period=year(2011)),
         "not told", None),
    ],
)  # fmt: skip
def test_a_goal_stands_beside_what_became_of_it(
    path: Path, goal: Fact, actual: Fact, outcome: str, attained: str | None
) -> None:
    (one,) = goals(written(path, goal, actual))
    assert (one.outcome, one.actual and one.actual.id) == (outcome, actual.id)
    assert (one.derived and str(one.derived.value)) == attained


@pytest.mark.parametrize(
    ("goal", "actual", "attained"),
    [
        ("bonded-port", laptops("4.1433 million", 4_143_300, period=half(2019, 1)), "up to 20.8"),
        ("bonded-port", laptops("over 4.1433 million", 4_143_300, period=half(2019, 1), bound="over"), None),
        ("china", laptops("4.1433 million", 4_143_300, period=half(2019, 1)), "at least 20.7"),
        ("china", laptops("nearly 4 million", 4_000_000, period=half(2019, 1), bound="up to"), None),
    ],
)
def test_a_figure_of_the_whole_or_of_a_part_only_bounds_what_is_attained(
    path: Path, goal: str, actual: Fact, attained: str | None
) -> None:
    target = laptops("20 million", 20_000_000, entity=goal, place=goal, status="target")
    (one,) = goals(written(path, target, actual))
    assert one.actual is not None and one.actual.id == actual.id
    assert (one.derived and f"{one.derived.bound} {one.derived.value}") == attained
    assert one.outcome == ("so far" if attained else "not told")


def test_the_figure_of_the_goals_own_time_answers_it_best(path: Path) -> None:
    goal = laptops("80 million", 80_000_000, status="target")
    others = [
        laptops("30 million", 30_000_000, period=half(2019, 1)),
        CITY,
        laptops("9 million", 9_000_000, period=year(2018)),
    ]
    (one,) = goals(written(path, goal, *others))
    assert one.actual is not None and one.actual.id == CITY.id


def test_of_figures_on_a_part_of_its_time_the_one_on_the_most_of_it_answers(path: Path) -> None:
    goal = laptops("80 million", 80_000_000, status="forecast")
    last = laptops("6 million", 6_000_000, period=period("2019-11-01", "2019-11-30", "month"))
    all_but_one = laptops("70 million", 70_000_000, period=period("2019-01-01", "2019-11-30", "year-to-date"))
    (one,) = goals(written(path, goal, last, all_but_one))
    assert one.actual is not None and one.actual.id == all_but_one.id


def world_share(percent: str, when: Period, **said: Any) -> Fact:
    return fact(f"{percent} %", percent, **{"metric": "world share", "unit": "percent", "period": when, **said})


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [
        (world_share("31", as_of("2015-12-31")), "met"),
        (world_share("31", as_of("2016-06-30")), "met"),
        (world_share("28", as_of("2016-06-30")), "missed"),
        (world_share("28", year(2017)), "missed"),
        (world_share("28", as_of("2014-06-30")), "not told"),
        (world_share("31", as_of("2014-06-30")), "not told"),
        (world_share("28", as_of("2016-06-30"), entity="asus"), "not told"),
    ],
)
def test_a_share_is_told_on_the_day_it_was_due_or_later(path: Path, actual: Fact, outcome: str) -> None:
    goal = world_share("30", period(None, "2015-12-31", "by"), status="target", bound="at least", entity="chongqing")
    (one,) = goals(written(path, goal, replace(actual, entity=actual.entity.replace("oppo", "chongqing"), id="")))
    assert one.outcome == outcome, one.why
    assert ("seen after it was due" in one.why) == (outcome in ("met", "missed") and "2015" not in str(actual.period))


def growth(percent: str, when: Period, **said: Any) -> Fact:
    direction: Any = "down" if percent.startswith("-") else "up"
    change = Change(kind="percent", value=Decimal(percent.lstrip("-")), direction=direction, against="previous year")
    return identified([replace(laptops(f"{percent} %", None, unit=None, period=when, **said), change=change, id="")])[0]


@pytest.mark.parametrize(
    ("goal", "actual", "outcome"),
    [
        (growth("8", year(2020), status="target"), growth("8.4", year(2020)), "met"),
        (growth("8", year(2020), status="target"), growth("7", year(2020)), "missed"),
        (growth("8", year(2020), status="target", bound="under"), growth("7", year(2020)), "met"),
        (growth("-5", year(2020), status="target"), growth("-6", year(2020)), "met"),
        (growth("-5", year(2020), status="target"), growth("1", year(2020)), "missed"),
        (growth("8", year(2020), status="target"), growth("7", half(2020, 1)), "so far"),
        (growth("8", year(2020), status="target"), growth("9", year(2019)), "not told"),
        (growth("8", year(2020), status="target"), growth("9", year(2020), entity="bonded-port"), "not told"),
    ],
)
def test_a_growth_that_was_meant_is_answered_by_a_growth(path: Path, goal: Fact, actual: Fact, outcome: str) -> None:
    level = laptops("64 million", 64_000_000, period=year(2020))
    (one,) = goals(written(path, goal, level, actual))
    assert (one.outcome, one.actual and one.actual.id) == (outcome, actual.id), one.why


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [
        (laptops("20 million", 20_000_000, per="year", period=as_of("2013-07-21")), "met"),
        (laptops("21 million", 21_000_000, period=year(2012)), "met"),
        (laptops("15 million", 15_000_000, per="year", period=as_of("2013-07-21")), "not told"),
        (laptops("21 million", 21_000_000, period=half(2012, 1)), "not told"),
        (laptops("30 million", 30_000_000, period=year(2012), entity="china", place="china"), "not told"),
        (laptops("20 million", 20_000_000, period=year(2012), entity="oppo", place="chongqing"), "met"),
        (laptops("up to 20 million", 20_000_000, period=year(2012), bound="up to"), "not told"),
        (laptops("20 million", 20_000_000, period=year(2012), item="mobile phone"), None),
    ],
)
def test_what_was_made_shows_a_capacity_at_least(path: Path, actual: Fact, outcome: str | None) -> None:
    due = period(None, "2012-12-31", "by")
    is_joint = actual.entity == "oppo"
    goal = laptops("20 million", 20_000_000, metric="capacity", per="year", status="plan", period=due,
                   entity="oppo-and-asus" if is_joint else "chongqing")  # fmt: skip
    written(path, goal, actual)
    store.append(path, entities=[Entity(id="oppo-and-asus", name="OPPO and ASUS", kind="company")])
    (one,) = goals(path)
    assert one.outcome == (outcome or "not told"), one.why
    assert (one.actual and one.actual.id) == (actual.id if outcome else None)
    assert not outcome or "output volume shows capacity at least" in one.why


def test_a_size_that_is_wanted_at_no_stated_time_is_on_its_way(path: Path) -> None:
    goal = laptops("80 million", 80_000_000, status="target", period=Period())
    (one,) = goals(written(path, goal, laptops("40 million", 40_000_000, period=as_of("2019-12-31"))))
    assert (one.outcome, one.derived and str(one.derived.value)) == ("so far", "50")


def test_a_goal_that_nothing_answers_says_so(path: Path) -> None:
    (one,) = goals(written(path, laptops("80 million", 80_000_000, status="plan"), as_of_employees()))
    assert (one.outcome, one.why) == ("not told", "no figure of the kind in the store")


def as_of_employees() -> Fact:
    return fact("4,376 people", 4376, metric="employees", unit="person", item=None, period=as_of("2019-12-31"))


def test_the_commands_print_them_for_people_and_programs(path: Path, ask: Callable[..., Answer]) -> None:
    target = laptops("80 million", 80_000_000, status="target")
    exact = laptops("64 million", 64_000_000)
    written(path, exact, RIVAL, target)
    assert "8.6 % apart" in ask("conflicts", "--store", path).out
    (row,) = json.loads(ask("conflicts", "--store", path, "--json").out)
    assert row["gap"] == 8.57 and {row["a"], row["b"]} == {RIVAL.id, exact.id}
    told = json.loads(ask("targets", "--store", path, "--format", "jsonl").out)
    assert (told["goal"], told["outcome"], told["attained"]["name"]) == (target.id, "missed", "attainment")
    nothing = ask("conflicts", "--store", path, "--company", "OPPO")
    assert nothing.code == 1 and "no two figures contradict each other there" in nothing.err


def test_the_index_counts_what_it_is_told_to_be_in_conflict(path: Path) -> None:
    elsewhere = laptops("20 million", 20_000_000, entity="chengdu", source="agency")
    index = open_index(written(path, CITY, RIVAL, elsewhere))
    index.contest([CITY.id, RIVAL.id, "nobody"])
    rows = index.contested(View())
    assert (rows.entities, rows.measures) == ({"chongqing": 2}, {Measure("output volume", "laptop"): 2})
    assert index.contested(View(entities=("chengdu",))) == ({"chongqing": 2}, {}), "a pane's own choice aside"
    assert index.contested_ids(View(sources=("agency",))) == {RIVAL.id}
    assert index.matching(View(sources=("agency",))) == {RIVAL.id, elsewhere.id}
    index.contest([])
    assert index.contested(View()) == ({}, {})


def test_what_a_plot_marks_is_what_the_whole_store_knows(path: Path, ask: Callable[..., Answer]) -> None:
    """Also where the other figure is of another time, or not in the plot."""
    late = replace(laptops("64.22 million", 64_220_000), change=UP, id="")
    early = laptops("61 million", 61_000_000, period=year(2018), source="agency")
    index = open_index(written(path, late, early))
    assert contest(index, View()) == {fact.id for one in found(path) for fact in (one.a, one.b)}
    assert contest(index, View(sources=("agency",))) == {early.id}
    plot = ask("timeline", "--plot", "--store", path, "--source", "agency").out
    assert "! in conflict" in plot


@pytest.mark.parametrize("kept", [True, False])
def test_an_index_opened_once_more_says_the_same_and_outlives_the_first(path: Path, tmp_path: Path, kept: bool) -> None:
    index = open_index(written(path, CITY, RIVAL), cache=tmp_path / "cache" if kept else None)
    another = index.another()
    index.close()
    assert another.count() == 2 and another.fact(CITY.id) == CITY
    another.close()
