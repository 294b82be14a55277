"""A plot says what the facts say: nothing outside, values in order, units apart, signs read without colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import facts as make
import pytest
import strategies
from hypothesis import example, given
from hypothesis import strategies as st

from cqtui import tabular
from cqtui.model import Entity, Fact, Item, Source, identified
from cqtui.plot.legend import signs
from cqtui.plot.levels import Lane, joined, lanes, readings
from cqtui.plot.picture import Frame, Picture, picture
from cqtui.plot.scale import value_axis
from cqtui.plot.spark import spark
from cqtui.plot.svg import svg
from cqtui.view import SCALES
from cqtui.vocabulary import Vocabulary

SPAN = (date(2012, 1, 1), date(2020, 12, 31))
NASTY = "\x1b]52;c;eA==\x07\x1b[31m\u202e<script>alert(1)</script>&\"'\u200b\x9b2J手机\ufffe]]>"


def output(written: str, value: object, period: object, **said: object) -> Fact:
    return make.laptops(written, value, period=period, **said)


OUTPUT = (
    output("4.1433 million", 4_143_300, make.half(2012, 1), entity="liangjiang"),
    output("20 million", 20_000_000, make.year(2012), entity="bonded-port", status="target"),
    output("35 million", 35_000_000, make.year(2013)),
    output("60 million", 60_000_000, make.year(2014)),
    output("58 million", 58_000_000, make.year(2014)),
    output("over 64 million", 64_000_000, make.year(2019), bound="over"),
    output("under 10 million", 10_000_000, make.period(None, None, "unstated"), bound="under"),
    output("30 to 40 million", 30_000_000, make.year(2016), upper=40_000_000),
)
RANKS = tuple(
    make.fact(f"{place}th", place, metric="rank", item=None, unit="rank", entity="chongqing", period=make.year(at))
    for place, at in ((9, 2014), (7, 2017), (2, 2019))
)
MONEY = (
    make.money("11.2 billion yuan", 11_200_000_000, period=make.year(2012)),
    make.money("15.2 billion yuan", 15_200_000_000),
    make.money("2 billion dollars", 2_000_000_000, unit="USD"),
)


def lanes_of(*facts: Fact, vocabulary: Vocabulary = make.VOCABULARY) -> list[Lane]:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(vocabulary.measure(fact), []).append(fact)
    return lanes(groups.items(), vocabulary)


def painted(facts: Sequence[Fact], width: int = 78, height: int = 16, **said: object) -> Picture:
    frame = Frame(width=width, height=height, **({"span": SPAN} | said))  # type: ignore[arg-type]
    return picture(lanes_of(*facts), frame, make.VOCABULARY)


def text_of(made: Picture) -> str:
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in made.lines)


# What is drawn


@pytest.mark.parametrize("name", ["plot", "plot-log", "plot-index", "plot-ascii"])
def test_a_plot_looks_like_its_golden(name: str, golden: Callable[[str, str], None]) -> None:
    said: dict[str, object] = {"plot-log": {"scale": "log"}, "plot-index": {"scale": "index"}}.get(name, {})
    contested = {OUTPUT[3].id, OUTPUT[4].id}
    made = painted(
        (*OUTPUT, *RANKS, *MONEY), height=34, at=OUTPUT[2].id, contested=contested, ascii=name.endswith("ascii"), **said
    )
    golden(name, text_of(made))


def test_units_that_do_not_convert_get_lanes_of_their_own_each_named() -> None:
    made = lanes_of(*MONEY)
    assert [lane.label for lane in made] == ["Output value, in CNY", "Output value, in USD"]
    hours = (make.fact("90 minutes", 90, unit="minute"), make.fact("2 hours", 2, unit="hour"))
    (lane,) = lanes_of(*hours)
    assert [level.low for level in lane.levels] == [90, 120], "what converts shares an axis, in one unit"


def test_a_rank_stands_higher_the_nearer_to_the_first_it_is_and_never_on_a_log_scale() -> None:
    for scale in SCALES:
        spots = painted(RANKS, scale=scale).spots
        assert spots[RANKS[2].id][1] < spots[RANKS[1].id][1] < spots[RANKS[0].id][1]
    assert "1 at the top" in text_of(painted(RANKS, scale="log")) and "1st ┤" in text_of(painted(RANKS))


def test_bounds_are_arrows_and_targets_hollow_without_any_colour() -> None:
    said = text_of(painted(OUTPUT))
    assert "↑" in said and "↓" in said and "△" not in said.splitlines()[1][:40]
    target = text_of(painted(OUTPUT[1:2]))
    assert "○" in target and "●" not in target.splitlines()[2]
    assert "o" not in text_of(painted(OUTPUT[:1], ascii=True)).splitlines()[2]
    assert "a" in text_of(painted(OUTPUT[1:2], ascii=True)).splitlines()[2]


def test_conflicts_are_marked_and_said_of_the_fact_under_the_crosshair() -> None:
    said = text_of(painted(OUTPUT, at=OUTPUT[3].id, contested={OUTPUT[3].id}))
    assert "!" in said and "in conflict" in said.splitlines()[-1]
    assert "!" not in text_of(painted(OUTPUT, at=OUTPUT[3].id))


def test_what_has_no_date_stands_at_a_question_mark_before_the_axis() -> None:
    made = painted(OUTPUT)
    x, y = made.spots[OUTPUT[6].id]
    line = "".join(text for text, _ in made.lines[y])
    assert line[x - 1] == "?" and x < min(spot[0] for id, spot in made.spots.items() if id != OUTPUT[6].id)


def test_what_is_beyond_the_zoom_is_an_arrow_at_that_edge() -> None:
    made = painted(OUTPUT, zoom=(date(2013, 1, 1), date(2016, 12, 31)))
    assert "‹" in text_of(made) and "›" in text_of(made) and "‹ › beyond" in text_of(made)


def test_only_levels_of_one_entity_place_and_length_of_period_are_joined() -> None:
    (lane,) = lanes_of(*OUTPUT)
    (run,) = joined(readings(lane, "linear").placed)
    assert [one.level.fact.as_written for one in run] == [
        "35 million", "60 million", "30 to 40 million", "over 64 million",
    ]  # fmt: skip


def test_an_index_has_the_first_exact_level_of_each_line_as_100() -> None:
    (lane,) = lanes_of(*OUTPUT[2:4], output("70 million", 70_000_000, make.year(2020)))
    assert [one.low for one in readings(lane, "index").placed] == [100, Fraction(6000, 35), 200]
    bounded = lanes_of(output("over 5", 5, make.year(2012), bound="over"), output("10", 10, make.year(2013)))[0]
    assert [one.low for one in readings(bounded, "index").placed] == [50, 100]


def test_a_log_scale_leaves_out_what_is_not_above_zero_and_says_so() -> None:
    (lane,) = lanes_of(output("none", 0, make.year(2012)), output("ten", 10, make.year(2013)))
    read = readings(lane, "log")
    assert len(read.placed) == 1 and "1 not above 0: not on a log scale" in read.notes


def test_a_change_without_a_level_is_written_at_its_time() -> None:
    from cqtui.model import Change

    change = output("up 58 %", None, make.year(2015), change=Change(kind="percent", value=Decimal(58)))
    assert "▲ 58 %" in text_of(painted([change]))
    assert "1 without a level" in text_of(painted([*OUTPUT[:3], change], 130))
    assert "states no level" in text_of(painted([*OUTPUT[:3], change], at=change.id)).splitlines()[-1]


# Laws

amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3)
values = st.lists(amounts.map(Fraction), min_size=1, max_size=12)


@given(values, st.integers(2, 12), st.booleans(), st.booleans())
@example([Fraction(10**400), Fraction(1)], 4, True, False)
@example([Fraction(10**400), Fraction(-1)], 4, False, False)
def test_an_axis_keeps_the_order_of_values_and_shows_all(
    found: list[Fraction], most: int, log: bool, rank: bool
) -> None:
    if log or rank:
        found = [abs(value) + 1 for value in found]
    axis = value_axis(found, most, log=log, rank=rank)
    shares = [axis.share(value) for value in sorted(found, reverse=rank)]
    assert shares == sorted(shares) and 0 <= shares[0] <= shares[-1] <= 1
    assert axis.low <= min(found) and axis.high >= max(found)
    assert len(axis.ticks) <= max(most, 3) + rank
    assert all(axis.low <= Fraction(tick) <= axis.high for tick in axis.ticks)


known = st.lists(strategies.facts(), max_size=14).map(
    lambda made: list({one.id: one for one in identified(made)}.values())
)


@given(known, st.integers(20, 130), st.integers(6, 40), st.sampled_from(SCALES), st.booleans(), st.data())
def test_no_sign_is_outside_and_every_line_is_as_wide_as_asked_for(
    facts: list[Fact], width: int, height: int, scale: str, ascii: bool, data: st.DataObject
) -> None:
    at = data.draw(st.sampled_from([fact.id for fact in facts])) if facts else None
    zoom = data.draw(st.none() | st.tuples(st.dates(), st.dates()).map(lambda two: (min(two), max(two))))
    made = painted(facts, width, height, scale=scale, ascii=ascii, at=at, zoom=zoom, contested={at})
    for line in made.lines:
        text = "".join(text for text, _ in line)
        assert tabular.cell_width(text) == width, ascii and text
        assert text.isprintable()
    assert len(made.lines) <= height
    for x, y in made.spots.values():
        assert 0 <= x < width and 1 <= y < len(made.lines)


@given(st.lists(amounts, min_size=2, max_size=8, unique=True))
def test_a_larger_value_never_stands_lower(found: list[Decimal]) -> None:
    facts = [output(str(value), value, make.year(2012 + at)) for at, value in enumerate(found)]
    spots = painted(facts).spots
    rows = [spots[fact.id][1] for fact in sorted(facts, key=lambda fact: fact.value or 0)]
    assert rows == sorted(rows, reverse=True)


# Text from outside

HOSTILE = Vocabulary(
    entities={"x": Entity(id="x", name=NASTY), "手": Entity(id="手", name="手机" * 40)},
    items={"laptop": Item(id="laptop", label=NASTY)},
)
HOSTILE_FACTS = (
    replace(OUTPUT[2], entity="x", unit=NASTY, per=NASTY), replace(OUTPUT[3], id="b", entity="手", metric=NASTY),
)  # fmt: skip


def test_hostile_names_neither_get_out_nor_break_the_lines() -> None:
    made = picture(lanes_of(*HOSTILE_FACTS, vocabulary=HOSTILE), Frame(width=70, height=20, span=SPAN, at="b"), HOSTILE)
    for line in made.lines:
        text = "".join(text for text, _ in line)
        assert text.isprintable() and tabular.cell_width(text) == 70


def test_svg_is_xml_with_all_text_escaped_and_no_script() -> None:
    cited = [Source(id="press", title=NASTY, publisher="A & B <i>")]
    made = lanes_of(*OUTPUT, *RANKS, *MONEY) + lanes_of(*HOSTILE_FACTS, vocabulary=HOSTILE)
    for scale in SCALES:
        text = svg(made, HOSTILE, cited, title=NASTY, span=SPAN, scale=scale, contested={OUTPUT[3].id})
        tree = ElementTree.fromstring(text)
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert tags <= {"svg", "title", "desc", "style", "rect", "path", "polyline", "text", "g"}
        assert not any(name.startswith("on") or "href" in name for one in tree.iter() for name in one.attrib)
        assert "\x1b" not in text and "\u202e" not in text
        said = [element.text or "" for element in tree.iter()]
        assert any("<script>" in each for each in said), "shown as the text that it is"
        assert any(each.startswith("1. ") and "A & B <i>" in each for each in said)


@given(known, st.sampled_from(SCALES))
def test_svg_is_xml_whatever_the_facts(facts: list[Fact], scale: str) -> None:
    text = svg(lanes_of(*facts), make.VOCABULARY, (), title="x", span=SPAN, scale=scale)  # type: ignore[arg-type]
    assert "nan" not in text
    ElementTree.fromstring(text)


def test_series_beyond_the_shapes_are_letters_and_in_ascii_all_are() -> None:
    many = [f"e{at}" for at in range(40)]
    shapes = signs(many, make.VOCABULARY)
    assert [shapes[id].solid for id in many[:7]] == ["●", "■", "◆", "▲", "▼", "★", "A"]
    assert [shapes[id].hollow for id in many[:7]] == ["○", "□", "◇", "△", "▽", "☆", "a"]
    assert all(
        sign.solid.isascii() and sign.hollow.isascii() for sign in signs(many, make.VOCABULARY, ascii=True).values()
    )


# Sparklines


def test_a_sparkline_has_the_shape_of_its_levels_and_needs_three() -> None:
    assert spark((1, 2, 3), 8) == "▁▅█" and spark((1, 2, 3), 8, rank=True) == "█▅▁"
    assert spark((5, 5, 5), 8) == "▅▅▅" and spark((1, 2, 3), 8, ascii=True) == "_-^"
    assert spark((1, 2), 8) == "" and spark((1, 2, 3), 2) == "" and spark((9, 1, 2, 3), 3) == "▁▅█"
