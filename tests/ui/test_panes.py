"""What each pane says, line by line, without an application around it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import facts as make
import pytest
from rich.cells import cell_len
from rich.style import Style

from cqtui.index.build import build
from cqtui.index.questions import Index
from cqtui.model import Alternative, Change, Entity, Evidence, Fact, Period, Source
from cqtui.ui.evidence import Shown, lay_out
from cqtui.ui.facets import Companies, Metrics
from cqtui.ui.lines import Line, LinePane
from cqtui.ui.timeline import Timeline
from cqtui.view import Measure, View
from cqtui.vocabulary import Vocabulary

Set = Callable[[int, int], None]


@pytest.fixture
def at_size(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Gives panes an inside of so many cells and lines."""

    def resize(width: int, height: int) -> None:
        monkeypatch.setattr(LinePane, "inner_width", property(lambda _: width))
        monkeypatch.setattr(LinePane, "inner_height", property(lambda _: height))

    return resize


def index_of(facts: Iterable[Fact], *entities: Entity) -> Index:
    vocabulary = Vocabulary(
        entities={**make.VOCABULARY.entities, **{one.id: one for one in entities}},
        metrics=make.VOCABULARY.metrics,
        items=make.VOCABULARY.items,
        units=make.VOCABULARY.units,
    )
    connection = sqlite3.connect(":memory:")
    build(
        connection, title="", fingerprint="", rows=((row, None) for row in (*make.SOURCES.values(), *facts)),
        words=vocabulary,
    )  # fmt: skip
    return Index(connection)


def text(line: Line) -> str:
    return "".join(piece for piece, _ in line).rstrip()


def said(pane: LinePane, width: int) -> list[str]:
    """The lines inside a pane's frame, as many as are not blank."""
    lines = [text(pane.line(y, width)) for y in range(pane.inner_height)]
    while lines and not lines[-1]:
        lines.pop()
    for line in lines:
        assert cell_len(line) <= width, line
    return lines


# The timeline

UP_58 = Change(kind="percent", value=Decimal("58.0"), against="previous year")
FACTS = (
    make.fact("18.9 million", 18_900_000, period=make.year(2018), change=UP_58),
    make.laptops("4.1433 million", "4143300", entity="liangjiang", period=make.half(2017, 1)),
    make.laptops("20 million", 20_000_000, entity="bonded-port", period=make.year(2017), status="target"),
    make.laptops("over 64 million", 64_000_000, period=make.year(2018), bound="over"),
    make.fact("4,376", 4376, metric="employees", item=None, unit="person", period=make.as_of("2018-12-31")),
    make.fact("at least 3", 3, metric="companies", item=None, unit="company", bound="at least", period=Period(),
              review="rejected"),
    make.fact("210 million", 210_000_000, entity="wistron", item="computer",
              period=make.period(None, "2017-12-31", "cumulative")),
    make.money("15.2 billion yuan", 15_200_000_000, period=make.period("2017-01-01", None, "since")),
)  # fmt: skip


def timeline(view: View, facts: Iterable[Fact] = FACTS) -> Timeline:
    index = index_of(facts)
    pane = Timeline()
    pane.view, pane.vocabulary = view, index.vocabulary
    pane.show(
        index.groups(view),
        lambda key, offset, limit: index.window(view, key, offset, limit),
        index.span(view),
    )
    return pane


def shown(view: View, width: int = 76, facts: Iterable[Fact] = FACTS) -> list[str]:
    return said(timeline(view, facts), width)


def test_bars_stand_on_a_shared_axis_grouped_by_what_is_measured(at_size: Set) -> None:
    at_size(76, 24)
    assert shown(View(group="entity")) == [
        "                                                       2017      2018",
        " OPPO",
        "  Output value              since 2017       ¥15.2 bn  ▐┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄",
        "  Shipments · mobile phone  ▲ 58 %             18.9 M            ▐██████████",
        "  Employees                                     4,376                      │",
        "  Companies                 rejected               ≥3  ?",
        " Chongqing",
        "  Output volume · laptop                        >64 M            ▐██████████",
        " Liangjiang New Area",
        "  Output volume · laptop                       4.14 M  █████",
        " Lianglu/Cuntan Bonded Port Area",
        "  Output volume · laptop    target               20 M  ░░░░░░░░░░░",
        " Wistron",
        "  Shipments · computer      to date             210 M  ┄┄┄┄┄┄┄┄┄▌",
    ]


def test_little_room_puts_the_note_beside_the_name(at_size: Set) -> None:
    at_size(44, 5)
    assert shown(View(), 44) == [
        "                                      17 18",
        " Output volume · laptop",
        "  Liangjiang New Area         4.14 M  █▌",
        "  Bonded Port Area target       20 M  ░░░",
        "  Chongqing                    >64 M     ███",
    ]
    at_size(38, 4)
    assert shown(View(), 38) == [
        "",
        " Output volume · laptop",
        "  Liangjiang New Area         4.14 M",
        "  Bonded Port Area target       20 M",
    ]


def test_a_zoomed_axis_shows_months_and_points_to_what_is_outside(at_size: Set) -> None:
    at_size(76, 6)
    assert shown(View(zoom=(date(2018, 1, 1), date(2018, 12, 31)))) == [
        "                                          2018    Apr      Jul     Oct",
        " Output volume · laptop",
        "  Liangjiang New Area             4.14 M  ‹",
        "  Bonded Port Area target           20 M  ‹",
        "  Chongqing                        >64 M  ██████████████████████████████████",
        " Shipments · computer",
    ]


def test_columns_stand_where_the_bars_were_and_nothing_else_moves(at_size: Set) -> None:
    at_size(76, 5)
    assert shown(View(layout="columns")) == [
        "                                          period  status bound source  sure",
        " Output volume · laptop",
        "  Liangjiang New Area             4.14 M  H1 2017 actual exact press   100%",
        "  Bonded Port Area target           20 M  2017    target exact press   100%",
        "  Chongqing                        >64 M  2018    actual over  press   100%",
    ]
    layouts = [shown(View(layout=layout))[1:] for layout in ("bars", "columns")]
    assert len({tuple(line[:40] for line in lines) for lines in layouts}) == 1


def test_marks_are_shown(at_size: Set) -> None:
    at_size(76, 5)
    marked = shown(View(marks=(FACTS[3].id,)))
    assert [line[:11] for line in marked if "●" in line] == ["● Chongqing"]


def test_in_ascii_every_sign_is_a_keyboard_character_and_columns_stay(at_size: Set) -> None:
    at_size(76, 24)
    for layout in ("bars", "columns", "plot"):
        pane = timeline(View(layout=layout, marks=(FACTS[3].id,)))
        pane.ascii_only = True
        lines = ["".join(pane._segment(text, Style()).text for text, _ in pane.line(y, 76)) for y in range(16)]
        assert all(line.isascii() for line in lines), lines
        assert {len(line) for line in lines if "OPPO" in line} <= {76}
        assert layout == "plot" or any(">=3" in line for line in lines)


@pytest.mark.parametrize("width", [*range(15, 130, 4), 200, 300])
def test_no_line_is_wider_than_the_pane(at_size: Set, width: int) -> None:
    at_size(width, 24)
    for view in (View(), View(layout="columns", group="source"), View(layout="plot", group="entity")):
        said(timeline(view), width)


def test_only_rows_in_sight_are_fetched(at_size: Set) -> None:
    at_size(76, 24)
    facts = [make.fact(f"number {n}", n, period=make.year(1000 + n)) for n in range(1000)]
    index, asked = index_of(facts), list[tuple[int, int]]()
    view = View()

    def window(key: int, offset: int, limit: int) -> list[Fact]:
        asked.append((offset, limit))
        return index.window(view, key, offset, limit)

    pane = timeline(view, facts)
    pane.show(index.groups(view), window, index.span(view))
    said(pane, 76)
    assert asked == [(0, 64)]
    pane.go(900)
    assert pane.fact is not None
    assert pane.fact.as_written == "number 899"
    assert pane.ordinal() == 900
    said(pane, 76)
    assert len(asked) <= 3
    assert pane.line(0, 76)[0][0].strip() == "Shipments · mobile phone"  # whose figures these are


def test_the_cursor_rests_on_figures_only(at_size: Set) -> None:
    at_size(76, 8)
    pane = timeline(View())
    seen = []
    pane.go(0)
    while True:
        assert pane.fact is not None
        seen.append(pane.fact.id)
        assert pane.top <= pane.cursor < pane.top + pane.room
        if not pane.move(1):
            break
    assert sorted(seen) == sorted(fact.id for fact in FACTS)
    assert pane.ordinal() == len(FACTS)
    back = [pane.fact.id for _ in FACTS if pane.fact and (pane.move(-1) or True)]
    assert back == seen[-2::-1] + seen[:1]


def test_a_groups_heading_stays_in_sight_above_its_first_figure(at_size: Set) -> None:
    at_size(76, 8)
    pane = timeline(View())
    pane.go(pane.count - 1, towards=-1)
    while pane.move(-1):
        if not pane.is_row(pane.cursor - 1):
            assert pane.top < pane.cursor, pane.cursor


def test_a_list_that_shrinks_while_out_of_sight_can_be_painted_when_it_comes_back(at_size: Set) -> None:
    at_size(76, 8)
    pane = timeline(View())
    pane.go(pane.count - 1, towards=-1)
    assert pane.top > 4
    at_size(0, 0)
    index, view = index_of(FACTS[:1]), View()
    pane.show(index.groups(view), lambda *asked: index.window(view, *asked), index.span(view))
    pane.go(0)
    at_size(76, 8)
    assert any("OPPO" in line for line in said(pane, 76))


def test_groups_can_be_walked(at_size: Set) -> None:
    at_size(76, 24)
    pane = timeline(View())
    pane.go(0)
    firsts = []
    while True:
        assert pane.fact is not None
        firsts.append(pane.fact.as_written)
        if not pane.next_group(1):
            break
    assert firsts == ["4.1433 million", "210 million", "18.9 million", "15.2 billion yuan", "4,376", "at least 3"]
    pane.go(4)
    assert pane.next_group(-1)  # to the first of this group, then to the one before
    assert pane.fact is not None and pane.fact.as_written == "4.1433 million"
    assert not pane.next_group(-1)


def test_an_empty_timeline_says_what_it_is_told(at_size: Set) -> None:
    at_size(40, 6)
    pane = timeline(View(), ())
    pane.reasons = ("Nothing here.", "Press X.")
    assert said(pane, 40) == ["", " Nothing here.", " Press X."]
    assert (pane.fact, pane.ordinal(), pane.move(1), pane.next_group(1), pane.page(1)) == (None, 0, False, False, False)


# Companies and metrics

PLACED = (
    make.laptops("a", 1), make.laptops("b", 2, entity="liangjiang"), make.laptops("c", 3, entity="bonded-port"),
    make.fact("d", 4), make.fact("e", 5, item="computer"), make.fact("f", 6, entity="asus", item=None),
    make.laptops("g", 7, entity="china"),
)  # fmt: skip


def companies(view: View) -> Companies:
    index, pane = index_of(PLACED, Entity(id="重庆", name="重庆市")), Companies()
    pane.show(index.companies(view), view, index.vocabulary)
    return pane


def metrics(view: View) -> Metrics:
    index, pane = index_of(PLACED), Metrics()
    pane.show(index.metrics(view), view, index.vocabulary)
    return pane


def test_companies_are_a_tree_and_counts_stand_flush_right(at_size: Set) -> None:
    at_size(32, 12)
    assert said(companies(View(entities=("asus",))), 32) == [
        " ▾ China                      1",
        "   ▾ Chongqing                1",
        "     ▾ Liangjiang New Area    1",
        "       · Bonded Port Area     1",
        " ─ companies ──────────────────",
        "   OPPO                       2",
        "▶  ASUS                       1",
    ]


def test_a_folded_place_hides_what_is_in_it(at_size: Set) -> None:
    at_size(32, 12)
    assert said(companies(View(folded=("chongqing",))), 32)[:3] == [
        " ▾ China                      1",
        "   ▸ Chongqing                1",
        " ─ companies ──────────────────",
    ]


def test_a_long_name_gives_way_to_its_short_one(at_size: Set) -> None:
    at_size(60, 12)
    assert any("Lianglu/Cuntan Bonded Port Area" in line for line in said(companies(View()), 60))
    at_size(24, 12)
    assert [line for line in said(companies(View()), 24) if "·" in line] == ["       · Bonded Port… 1"]


def test_metrics_list_their_items(at_size: Set) -> None:
    at_size(32, 12)
    assert said(metrics(View()), 32) == [
        "   Output volume · laptop     4",
        " ▾ Shipments                  3",
        "     (no item)                1",
        "     computer                 1",
        "     mobile phone             1",
    ]
    assert said(metrics(View(folded=("shipments",))), 32)[1:] == [" ▸ Shipments                  3"]


def test_what_is_chosen_is_marked_even_where_nothing_of_it_is_left(at_size: Set) -> None:
    at_size(32, 12)
    view = View(entities=("china",), measures=(Measure("shipments"), Measure("output volume", "laptop")))
    assert said(metrics(view), 32) == ["▶  Output volume · laptop     1", "▶  Shipments"]
    assert said(metrics(View(measures=(Measure("shipments", "computer"),))), 32)[3] == "▶    computer                 1"


@pytest.mark.parametrize("width", [*range(15, 60), 120])
def test_facets_fill_their_width(at_size: Set, width: int) -> None:
    at_size(width, 12)
    for pane in (companies(View()), metrics(View())):
        for line in said(pane, width):
            assert cell_len(line) == width - 1, line


def test_seeking_finds_the_row_of_a_choice(at_size: Set) -> None:
    at_size(32, 12)
    pane = companies(View())
    pane.seek(None, pane.first_company)
    assert pane.key == "oppo"
    pane.seek("liangjiang")
    assert pane.key == "liangjiang"
    assert pane.next_group(1)
    assert pane.key == "oppo"
    assert pane.next_group(-1)
    assert pane.key == "china"
    pane.seek("nobody", pane.first_company)
    assert pane.key == "oppo"
    found = metrics(View())
    found.seek(str(Measure("shipments", "computer")))
    assert found.at_cursor == Measure("shipments", "computer")


# Evidence

TEXT = """\
The makers

[¶ 2] OPPO ties handsets and parts together. In 2019 it shipped 18.9 million phones, up 58%. It employs 4,376.

[¶ 3] Another paragraph."""
SOURCE = Source(
    id="press", title="A Report", publisher="iChongqing", published=date(2020, 5, 22), text=TEXT, brief=True
)


def evidence_of(figure: str, sentence: str, **said: Any) -> Fact:
    at = TEXT.index(figure)
    found = make.fact(figure, 18_900_000, **said)
    proof = Evidence(source="press", paragraph=2, start=at, end=at + len(figure), sentence=sentence)
    return replace(found, id="k3f9a1c2", evidence=proof)


SENTENCE = "In 2019 it shipped 18.9 million phones, up 58%."


def laid_out(fact: Fact, source: Source | None = SOURCE, width: int = 60, **more: Any) -> list[str]:
    shown = Shown(fact, source, make.VOCABULARY, more.pop("derived", ()), more.pop("neighbours", ()))
    lines = [text(line) for line in lay_out(shown, width, **more)]
    assert all(cell_len(line) <= width for line in lines)
    return lines


def test_evidence_sets_the_figure_off_in_its_paragraph_and_cites_it() -> None:
    fact = evidence_of("18.9 million", SENTENCE, change=UP_58, confidence=0.95, note="Seen.")
    assert laid_out(fact, derived=["11.96 M in 2018"], neighbours=[FACTS[6]]) == [
        "18,900,000 mobile phones   2019, stated   actual   up 58 %",
        "on the previous year",
        "",
        "The makers  ¶ 2",
        "OPPO ties handsets and parts together. In 2019 it shipped",
        "[18.9 million] phones, up 58%. It employs 4,376.",
        "",
        "Brief of: A Report, iChongqing, 22 May 2020",
        "Read as: in Chongqing · 95% sure",
        "Derived: 11.96 M in 2018",
        "Others like this: 210 M Wistron to date, end 2017",
        "Note: Seen.",
        "unreviewed   id k3f9a1c2   curated",
    ]


def test_the_other_readings_of_the_words_are_told() -> None:
    other = Alternative(field="change.value", value=Decimal("18.2"), why="up 17.2 times may mean 18.2 times as much")
    lines = laid_out(replace(evidence_of("18.9 million", SENTENCE), alternatives=(other,)), width=90)
    assert "Or: change.value 18.2: up 17.2 times may mean 18.2 times as much" in lines


@pytest.mark.parametrize("figure", ["18.9 million", "4,376"])
def test_without_the_text_the_sentence_serves(figure: str) -> None:
    fact = evidence_of(figure, SENTENCE)
    lines = laid_out(fact, None)
    assert lines[2].startswith("In 2019 it shipped")
    assert ("[18.9 million]" in "\n".join(lines)) == (figure in SENTENCE)
    assert "press" in lines


def test_offsets_beyond_the_text_fall_back_to_the_sentence() -> None:
    fact = evidence_of("18.9 million", SENTENCE)
    beyond = replace(fact, evidence=replace(fact.evidence, start=10_000, end=10_012))
    assert "In 2019 it shipped [18.9 million] phones, up 58%.  ¶ 2" in laid_out(beyond)


def test_a_sentence_that_is_not_in_the_text_shows_the_paragraph() -> None:
    fact = evidence_of("18.9 million", "Quite another sentence.")
    assert "[18.9 million] phones, up 58%. It employs 4,376." in laid_out(fact)


def test_a_megabyte_of_one_paragraph_is_cut_around_the_figure() -> None:
    long = "重" * 500_000 + "SENTENCE 42 END." + "庆" * 500_000
    at = long.index("42")
    proof = Evidence(source="press", paragraph=1, start=at, end=at + 2, sentence="SENTENCE 42 END.")
    lines = laid_out(replace(FACTS[0], evidence=proof), replace(SOURCE, text=long))
    assert len(lines) < 120
    assert "SENTENCE [42] END." in "".join(lines)
    assert "… " in "".join(lines)


def test_in_ascii_nothing_of_the_evidence_is_lost() -> None:
    from cqtui.tabular import in_ascii

    fact = evidence_of("18.9 million", SENTENCE, bound="at least", change=UP_58, note="a “note”, ≥ 5 € and → more " * 9)
    for width in (20, 33, 60):
        plain = "".join("".join(laid_out(fact, width=width, spelled=in_ascii)).split())
        assert plain == in_ascii("".join("".join(laid_out(fact, width=width)).split())).replace(" ", "")
