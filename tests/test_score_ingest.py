"""The scorer of ingests: right answers score 1, and each way to be wrong costs what it should."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bench import score_ingest as score
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

YEAR = {"start": "2019-01-01", "end": "2019-12-31", "basis": "year"}
CASES = [case for name in score.SETS for case in score.cases(name)]


def figure(start: int, value: Any, **said: Any) -> score.Figure:
    row: dict[str, Any] = {
        "entity": "oppo", "metric": "shipments", "item": "mobile phone", "place": "chongqing",
        "value": value, "upper": None, "unit": "unit", "per": None, "bound": "exact", "as_written": str(value),
        "period": YEAR, "status": "actual", "change": None, "evidence": {"sentence": "…"},
    }  # fmt: skip
    accept, core, width = said.pop("accept", {}), said.pop("core", True), said.pop("width", 10)
    return score.Figure(start=start, end=start + width, row={**row, **said}, accept=accept, core=core)


def but(one: score.Figure, **said: Any) -> score.Figure:
    return replace(one, row={**one.row, **said}, accept={})


GOLD = (figure(0, 1), figure(20, 2), figure(40, 3), figure(60, 4))


def tallied(*answers: score.Figure, gold: tuple[score.Figure, ...] = GOLD, **case: Any) -> score.Tally:
    tally = score.Tally()
    tally.add(score.Case(name="case", path=Path("case.txt"), gold=gold, **case), score.Answer(answers))
    return tally


def kinds(tally: score.Tally) -> list[str]:
    return [one.kind for one in tally.errors]


class TestTallies:
    def test_a_perfect_answer_scores_1_in_every_line(self) -> None:
        tally = tallied(*GOLD)
        assert {line: tally.f1(line) for line in score.LINES} == dict.fromkeys(score.LINES, 1.0)
        assert not tally.errors

    @hypothesis_settings(deadline=None)
    @given(st.permutations(GOLD))
    def test_the_order_of_answers_does_not_matter(self, answers: list[score.Figure]) -> None:
        assert tallied(*answers).f1("whole fact") == 1

    def test_one_dropped_costs_recall_alone(self) -> None:
        tally = tallied(*GOLD[1:])
        assert (tally.precision("whole fact"), tally.recall("whole fact")) == (1, 0.75)
        assert kinds(tally) == ["missed"]

    def test_one_doubled_costs_precision_alone(self) -> None:
        tally = tallied(*GOLD, GOLD[0])
        assert (tally.precision("figure"), tally.recall("figure")) == (0.8, 1)
        assert kinds(tally) == ["spurious"]

    def test_nothing_answered_scores_0(self) -> None:
        tally = tallied()
        assert tally.f1("figure") == tally.recall("figure") == 0
        assert kinds(tally) == ["missed"] * 4

    def test_nothing_to_find_and_nothing_found_is_right(self) -> None:
        assert tallied(gold=()).f1("figure") == 1

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("entity", "asus"),
            ("metric", "output volume"),
            ("item", "laptop"),
            ("status", "target"),
            ("bound", "over"),
            ("place", "china"),
            ("unit", "person"),
            ("period", {"start": "2018-01-01", "end": "2018-12-31", "basis": "year"}),
            ("change", {"kind": "percent", "value": 3, "direction": "up"}),
        ],
    )
    def test_one_field_wrong_costs_its_line_and_the_whole(self, field: str, wrong: Any) -> None:
        tally = tallied(but(GOLD[0], **{field: wrong}), *GOLD[1:])
        assert tally.f1("figure") == 1
        lost = {line for line in score.LINES if tally.f1(line) < 1}
        with_field = {line for line, fields in score.LINES.items() if field in fields}
        assert lost == with_field
        assert field == "place" or "whole fact" in lost
        assert kinds(tally) == [field]
        assert tally.confusions(field)[0][1] == 1

    def test_a_wrong_amount_costs_the_figure(self) -> None:
        tally = tallied(but(GOLD[0], value=7), *GOLD[1:])
        assert tally.f1("figure") == 0.75
        assert kinds(tally) == ["figure"]

    def test_an_unmatched_answer_on_a_distractor_is_a_hit(self) -> None:
        tally = tallied(*GOLD, figure(82, 2019), distractors=((80, 86), (100, 104)))
        assert (tally.hit, tally.distractors) == (1, 2)
        assert kinds(tally) == ["distractor"]

    def test_peripheral_facts_count_in_the_last_column_alone(self) -> None:
        gold = (*GOLD, figure(80, 8, core=False))
        found, missed = tallied(*GOLD, figure(80, 8), gold=gold), tallied(*GOLD, gold=gold)
        assert found.f1("figure") == missed.f1("figure") == 1
        assert found.every_f1("figure") == 1
        assert missed.every_f1("figure") < 1


class TestReadings:
    @pytest.mark.parametrize(
        ("field", "gold", "answer", "right"),
        [
            ("period", {"start": None, "end": "2019-12-31", "basis": "by"},
             {"start": "2019-01-01", "end": "2019-12-31", "basis": "by"}, True),
            ("period", {"start": None, "end": "2019-12-31", "basis": "as-of"}, YEAR, False),
            ("period", {"start": None, "end": None, "basis": "unstated"},
             {"start": None, "end": None, "basis": "as-of"}, True),
            ("item", "laptop", "notebook computers", True),
            ("item", "quantum printer", "quantum printers", True),
            ("item", "laptop", None, False),
            ("entity", "oppo", "the-oppo", True),
            ("change", None, {"kind": "unstated", "value": None, "direction": "down"}, True),
            ("change", {"kind": "percent", "value": Decimal("58.0"), "direction": "up"},
             {"kind": "percent", "value": 58, "direction": "up", "against": "previous year"}, True),
            ("change", {"kind": "percent", "value": 58, "direction": "up"},
             {"kind": "percent", "value": 58, "direction": "down"}, False),
        ],
    )  # fmt: skip
    def test_what_equals_what(self, field: str, gold: Any, answer: Any, right: bool) -> None:
        one = figure(0, 1, **{field: gold})
        assert (tallied(but(one, **{field: answer}), gold=(one,)).f1(f"+ {field}") == 1) is right

    def test_an_accepted_reading_is_as_right(self) -> None:
        one = figure(0, 1, accept={"metric": ["output volume"], "status": ["estimate"]})
        assert tallied(but(one, metric="output volume", status="estimate"), gold=(one,)).f1("whole fact") == 1

    def test_the_names_of_an_entity_tell_who_is_meant(self) -> None:
        one = figure(0, 1, entity="foxconn")
        names = {"foxconn": frozenset(("foxconn", "hon hai precision"))}
        answer = score.Answer((but(one, entity="x1"),), {"x1": frozenset(("hon hai precision",))})
        tally = score.Tally()
        tally.add(score.Case(name="case", path=Path("case.txt"), gold=(one,), names=names), answer)
        assert tally.f1("+ entity") == 1

    def test_a_change_without_a_level_is_a_figure_however_it_is_put(self) -> None:
        change = {"kind": "percent", "value": 430, "direction": "up"}
        one = figure(0, None, change=change)
        assert tallied(but(one, value=430, unit="percent", change=None), gold=(one,)).f1("+ unit") == 1
        assert tallied(but(one, value=43, unit="percent", change=None), gold=(one,)).f1("figure") == 0

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [("33.3", "33.333333", True), ("33.3", "33.5", False), ("64", "64.0", True), ("1000", "1001", False)],
    )
    def test_a_third_may_be_rounded(self, one: str, other: str, same: bool) -> None:
        assert score.same_amount((Decimal(one), None), (Decimal(other), None)) is same

    def test_both_ends_of_a_range_are_asked_for(self) -> None:
        assert not score.same_amount((Decimal(2), Decimal(3)), (Decimal(2), None))


class TestMatching:
    def test_a_wide_answer_goes_to_the_figure_it_states(self) -> None:
        wide = figure(0, 2, width=30)
        tally = tallied(wide, gold=(figure(0, 1), figure(20, 2)))
        assert tally.right["figure"] == 1

    def test_facts_of_one_span_are_told_apart_by_their_fields(self) -> None:
        laptops, phones = figure(0, 20, item="laptop"), figure(0, 20)
        assert tallied(phones, laptops, gold=(laptops, phones)).f1("whole fact") == 1

    def test_what_does_not_overlap_is_never_matched(self) -> None:
        assert tallied(figure(10, 1), gold=(figure(0, 1),)).right["figure"] == 0

    @hypothesis_settings(deadline=None)
    @given(st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=5)
    ))  # fmt: skip
    def test_an_assignment_is_the_best_there_is(self, weights: list[list[int]]) -> None:
        pairs = score.assignment(weights)
        few, many = sorted((len(weights), len(weights[0])))
        turned = weights if len(weights) == few else [list(column) for column in zip(*weights, strict=True)]
        best = max(
            sum(turned[at][to] for at, to in enumerate(chosen)) for chosen in itertools.permutations(range(many), few)
        )
        assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs) == few
        assert sum(weights[row][column] for row, column in pairs) == best


def test_of_every_article_the_facts_by_hand_score_1() -> None:
    for case in CASES:
        answers = list(case.gold)
        random.Random(case.name).shuffle(answers)
        tally = score.Tally()
        tally.add(case, score.Answer(tuple(answers), case.names))
        assert {line: tally.f1(line) for line in score.LINES} == dict.fromkeys(score.LINES, 1.0), case.name
        assert tally.hit == 0, case.name


def test_in_every_article_figures_stand_in_the_text_and_distractors_are_none() -> None:
    for case in CASES:
        text = case.path.read_bytes().decode()
        for one in case.gold:
            assert text[one.start : one.end] == one.row["as_written"], case.name
            assert one.row["evidence"]["sentence"] in text, case.name
        assert not {(one.start, one.end) for one in case.gold} & set(case.distractors), case.name


def test_every_name_in_the_seeds_has_one_of_ours() -> None:
    words, entities = score.wordfiles.load(), {one["id"] for one in score.known_entities()}
    for case in score.cases("seeds"):
        for one in case.gold:
            row: Mapping[str, Any] = one.row
            assert row["entity"] in entities
            assert row["metric"] in words.metrics
            assert row["item"] is None or row["item"] in words.items
            assert row["place"] is None or row["place"] in entities


def test_a_dump_is_read_as_it_is_printed(tmp_path: Path) -> None:
    row = {**GOLD[0].row, "value": 64.10, "evidence": {"start": 3, "end": 9, "sentence": "…"}}
    (tmp_path / "case.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (one,) = score.read_answer(tmp_path / "case.jsonl").figures
    assert (one.start, one.end, one.amount) == (3, 9, (Decimal("64.1"), None))
    assert score.read_answer(tmp_path / "none.jsonl").figures == ()


def test_the_report_is_a_table_and_lists_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not score.cases("briefs"):
        pytest.skip("no briefs")
    assert score.main(["--set", "briefs", "--errors", "--answers", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "| whole fact | 0.0 | 0.0 | 0.0 | 0.0 |" in out
    assert "errors: missed 42" in out
    assert "18.9 million mobile phones" in out
