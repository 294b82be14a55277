"""The index answers as a plain reading of the store would, whatever the store holds."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import facts as make
import pytest
import strategies
import twobriefs
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cqtui import opening, wordfiles
from cqtui.index.build import build
from cqtui.index.questions import Index, Name
from cqtui.index.trends import Trend
from cqtui.model import Change, Entity, Fact, Item, Metric, Period, Source
from cqtui.naming import folded
from cqtui.sanitize import clean_line
from cqtui.store import Contents
from cqtui.view import GROUPS, SORTS, Measure, View
from cqtui.vocabulary import Vocabulary

CONTENTS = twobriefs.contents()
WORDS = wordfiles.load()


def vocabulary_of(contents: Contents) -> Vocabulary:
    words = WORDS
    return Vocabulary(
        entities={one.id: one for one in contents.entities},
        metrics={**words.metrics, **{one.id: one for one in contents.metrics}},
        items={**words.items, **{one.id: one for one in contents.items}},
        units={**words.units, **{one.id: one for one in contents.units}},
    )


def indexed(contents: Contents) -> Index:
    connection = sqlite3.connect(":memory:")
    build(
        connection, title=contents.title, fingerprint="x", words=vocabulary_of(contents),
        rows=((row, None) for row in (*contents.sources, *contents.facts)),
    )  # fmt: skip
    return Index(connection)


def of_facts(*facts: Fact, entities: tuple[Entity, ...] = ()) -> Index:
    return indexed(replace(CONTENTS, title="", sources=(), facts=facts, entities=entities))


@pytest.fixture(scope="module")
def small_index() -> Index:
    return indexed(CONTENTS)


# A plain reading: what `View` says, done with a loop.


def covers(period: Period, view: View) -> bool:
    """Whether a period reaches into the span that a view asks for."""
    start, end = period.start, period.end
    if start is None and end is None:
        return not (view.since or view.until)
    if start is None:
        start = date.min if period.basis in ("cumulative", "before") else end
    if end is None:
        end = date.max if period.basis == "since" else start
    assert start is not None and end is not None
    return (view.since is None or end >= view.since) and (view.until is None or start <= view.until)


def matches(fact: Fact, view: View, vocabulary: Vocabulary) -> bool:
    """Whether a fact is chosen by every filter of a view but its text."""
    wholes = {fact.entity, *(one.id for one in vocabulary.wholes(fact.entity))} if view.parts else {fact.entity}
    measures = {Measure(fact.metric), Measure(fact.metric, fact.item or "")}
    return (
        (not view.entities or bool(wholes & set(view.entities)))
        and (not view.measures or bool(measures & set(view.measures)))
        and (not view.places or fact.place in view.places)
        and (not view.sources or fact.evidence.source in view.sources)
        and (not view.statuses or fact.status in view.statuses)
        and (not view.reviews or fact.review in view.reviews)
        and (not view.only or fact.id in view.only)
        and covers(fact.period, view)
    )


PLACES = ("city", "area", "port", "nowhere")
"""A port in an area in a city (as far as a store says so), and what no store lists."""
SPANS = (
    Period(), make.year(2012), make.half(2012, 1), make.as_of("2012-06-30"), make.year(2019),
    make.period("2014-01-01", None, "since"), make.period(None, "2013-01-01", "cumulative"),
    make.period(None, "2015-05-05", "before"), make.period("2018-03-01", None, "as-of"),
)  # fmt: skip


@st.composite
def stores_and_views(draw: st.DrawFn) -> tuple[Contents, View]:
    """A store of few words much used, and a view that asks for one thing or a few in it."""

    def one(*choices: object) -> Any:
        return draw(st.sampled_from(choices))

    facts = {}
    for number in range(draw(st.integers(0, 9))):
        fact = make.fact(
            f"figure {number}", one(1, 2, 3, 10), entity=one(*PLACES, "oppo", "OPPO"), place=one(None, *PLACES),
            metric=one("shipments", "employees", "odd/one"), item=one(None, "laptop", "mobile phone"),
            unit=one("unit", "CNY", None), source=one("press", "agency"), period=one(*SPANS),
            status=one("actual", "target"), review=one("unreviewed", "accepted", "rejected"),
        )  # fmt: skip
        facts[fact.id] = fact
    kinds = dict(zip(PLACES, (one("place", "company"), "place", one("place", "industry")), strict=False))
    wholes = {"city": one(None, "port"), "area": one(None, "city"), "port": one("area", "city")}
    entities = tuple(Entity(id=id, name=id, kind=kind, part_of=wholes[id]) for id, kind in kinds.items())
    contents = replace(CONTENTS, facts=tuple(facts.values()), sources=(), entities=entities)

    def some(*values: Any) -> tuple[Any, ...]:
        return tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)))

    filters: dict[str, Any] = {
        "entities": some(*PLACES, "oppo", "nobody"),
        "measures": some(Measure("shipments"), Measure("shipments", ""), Measure("employees", "laptop"),
                         Measure("odd/one"), Measure("no", "such")),
        "places": some(*PLACES), "sources": some("press", "agency", "none"), "statuses": some("actual", "target"),
        "reviews": some("accepted", "rejected"), "only": some(*facts, "nobody"),
        "since": one(date(2012, 6, 30), date(2020, 1, 1)), "until": one(date(2012, 12, 31), date(2018, 3, 1)),
    }  # fmt: skip
    kept = draw(st.sets(st.sampled_from(sorted(filters)), max_size=3))
    view = View(parts=draw(st.booleans()), group=one(*GROUPS), sort=one(*SORTS))
    return contents, replace(view, **{name: filters[name] for name in kept})


@given(strategies.contents(most=6))
@settings(max_examples=30, deadline=None)
def test_every_fact_source_and_word_comes_back_equal(contents: Contents) -> None:
    index = indexed(contents)
    for fact in contents.facts:
        found = index.fact(fact.id)
        assert found == fact
        assert found is not None
        assert (str(found.value), str(found.upper)) == (str(fact.value), str(fact.upper))  # 58.0 stays 58.0
    for source in contents.sources:
        assert index.source(source.id) == source
    words = index.vocabulary
    for entity in contents.entities:
        assert words.entity(entity.id) == entity
    for metric in contents.metrics:
        assert words.metric(metric.id) == metric
    for item in contents.items:
        assert words.item(item.id) == item
    for unit in contents.units:
        assert words.unit(unit.id) == unit
    assert index.count() == len(contents.facts) == int(index.meta("facts") or -1)
    assert sorted(fact.id for fact in index.facts(View())) == sorted(fact.id for fact in contents.facts)


@given(stores_and_views())
@settings(max_examples=150, deadline=None)
def test_every_answer_agrees_with_a_plain_reading_of_the_store(store_and_view: tuple[Contents, View]) -> None:
    contents, view = store_and_view
    vocabulary, index = vocabulary_of(contents), indexed(contents)

    def chosen(by: View) -> list[Fact]:
        return [fact for fact in contents.facts if matches(fact, by, vocabulary)]

    expected = {fact.id: fact for fact in chosen(view)}
    assert index.count(view) == len(expected)

    groups = index.groups(view)
    assert sum(group.facts for group in groups) == len(expected)
    listed = list(index.facts(view))
    assert {fact.id: fact for fact in listed} == expected
    assert len(listed) == len(expected)

    keys_by: dict[str, Callable[[Fact], object]] = {
        "measure": lambda fact: (fact.metric, fact.item),
        "entity": lambda fact: fact.entity,
        "source": lambda fact: fact.evidence.source,
    }
    key_of = keys_by[view.group]
    for group in groups:
        window = index.window(view, group.key, 0, 100)
        assert len({key_of(fact) for fact in window}) == 1
        assert len(window) == group.facts > 0
        for offset, fact in enumerate(window):
            assert index.place_of(view, fact.id) == (group.key, offset)
            assert index.window(view, group.key, offset, 1) == [fact]
    for fact in contents.facts:
        assert (index.place_of(view, fact.id) is None) == (fact.id not in expected)

    others = chosen(replace(view, entities=()))
    counts = {row.entity.id: row.facts for row in index.entities(view)}
    assert {id: n for id, n in counts.items() if n} == Counter(fact.entity for fact in others)
    assert set(view.entities) <= set(counts)
    others = chosen(replace(view, measures=()))
    measured = {row.measure: row.facts for row in index.measures(view)}
    assert {one: n for one, n in measured.items() if n} == Counter(Measure(f.metric, f.item or "") for f in others)
    assert {row.source.id: row.facts for row in index.sources(view)} == Counter(
        fact.evidence.source for fact in expected.values()
    )

    days = [day for fact in expected.values() for day in (fact.period.start, fact.period.end) if day]
    assert index.span(view) == ((min(days), max(days)) if days else None)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (make.year(2012), "2012-12-31", None),
        (make.year(2012), None, "2012-01-01"),
        (make.as_of("2012-06-30"), "2012-06-30", "2012-06-30"),
        (make.period("2014-01-01", None, "since"), "2020-01-01", None),
        (make.period("2014-01-01", None, "since"), None, "2014-01-01"),
        (make.period(None, "2013-01-01", "cumulative"), None, "1990-01-01"),
        (make.period(None, "2013-01-01", "before"), "2013-01-01", None),
        (make.period("2018-03-01", None, "as-of"), "2018-03-01", "2018-03-01"),
    ],
)
def test_a_span_takes_what_reaches_into_it_by_a_day(period: Period, since: str | None, until: str | None) -> None:
    day = timedelta(days=1)
    first, last = (date.fromisoformat(text) if text else None for text in (since, until))
    index = of_facts(make.fact("one", 1, period=period))
    assert index.count(View(since=first, until=last)) == 1
    if first and period.end:
        assert index.count(View(since=first + day)) == 0
    if last and period.start:
        assert index.count(View(until=last - day)) == 0
    assert index.count(View(since=date.min)) == 1
    assert of_facts(make.fact("undated", 1, period=Period())).count(View(since=date.min)) == 0


# Order


def test_groups_and_figures_come_in_the_order_that_is_asked_for() -> None:
    facts = [
        make.fact("late", 3, period=make.year(2020)),
        make.fact("never", 9, period=Period()),
        make.fact("early", 1, period=make.half(2012, 1), entity="asus"),
        make.fact("longer", 2, period=make.year(2012), entity="wistron"),
        make.fact("change", None, change=Change(kind="percent", value=Decimal(5)), period=make.year(2015)),
    ]
    index = of_facts(*facts)

    def order(**asked: object) -> list[str]:
        return [fact.as_written for fact in index.facts(replace(View(), **asked))]  # type: ignore[arg-type]

    assert order(sort="oldest") == ["early", "longer", "change", "late", "never"]
    assert order(sort="newest") == ["late", "change", "longer", "early", "never"]
    assert order(sort="largest") == ["never", "late", "longer", "early", "change"]
    assert order(sort="smallest") == ["early", "longer", "late", "never", "change"]
    assert order(sort="name") == ["early", "change", "late", "never", "longer"]
    assert [group.label for group in index.groups(View(group="entity"))] == ["Oppo", "Asus", "Wistron"]


def test_values_in_units_of_one_base_are_ordered_by_what_they_are_worth() -> None:
    times = [
        make.fact("90 minutes", 90, unit="minute", metric="changeover"),
        make.fact("2 days", 2, unit="day", metric="changeover"),
        make.fact("3 hours", 3, unit="hour", metric="changeover"),
    ]
    index = of_facts(*times)
    ordered = [fact.as_written for fact in index.facts(View(sort="largest"))]
    assert ordered == ["2 days", "3 hours", "90 minutes"]


def test_a_row_moves_where_its_levels_make_one_series() -> None:
    def output(value: int, year: int, **of: Any) -> Fact:
        return make.laptops(f"{value} in {year}", value, period=make.year(year), **of)

    laptops = Measure("output volume", "laptop")
    rising = [output(3, 2018), output(9, 2020), output(5, 2019), output(40, 2020, status="target")]
    index = of_facts(*rising)
    trend = Trend((3.0, 5.0, 9.0), False)
    assert index.measure_trends(View(), [laptops]) == {laptops: trend}
    assert index.entity_trends(View(), ["chongqing", "oppo"]) == {"chongqing": trend}
    assert index.entity_trends(View(since=date(2019, 1, 1)), ["chongqing"]) == {}, "two levels are no trend"
    others = of_facts(*rising, output(7, 2018, entity="oppo"))
    assert others.measure_trends(View(), [laptops]) == {}, "of whom would it be?"
    assert others.measure_trends(View(entities=("chongqing",)), [laptops]) == {laptops: trend}
    mixed = of_facts(*rising[:2], output(5, 2019, unit="CNY"), output(6, 2017, place="oppo"))
    assert mixed.measure_trends(View(), [laptops]) == {}, "other units and places are no level of the series"


def test_a_rank_is_a_trend_of_its_own_sort() -> None:
    ranks = [make.fact(str(n), n, metric="rank", item=None, unit="rank", period=make.year(2010 + n)) for n in (7, 6, 5)]
    index = of_facts(*ranks)
    assert index.measure_trends(View(), [Measure("rank", "")]) == {Measure("rank", ""): Trend((5.0, 6.0, 7.0), True)}


# Search


def found(index: Index, text: str) -> set[str]:
    return {fact.as_written for fact in index.search(View(text=text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asustek", "12 million computers"),
        ("ASUSTeK", "12 million computers"),
        ("18.9", "18.9 million mobile phones"),
        ("18.9 million", "18.9 million mobile phones"),
        ("18900000", "18.9 million mobile phones"),
        ("18,900,000", "18.9 million mobile phones"),
        ("4376", "4,376"),
        ("4,376", "4,376"),
        ("手机", "18.9 million mobile phones"),
        ("重庆 手机", "174 million mobile phones"),
        ("phones", "18.9 million mobile phones"),
        ("phone", "18.9 million mobile phones"),
        ("OPPO PH", "18.9 million mobile phones"),
        ("oppo shipments 2019", "18.9 million mobile phones"),
        ("hewlett", "210 million"),
        ("liangjiang h1 laptops", "4.1433 million laptops"),
    ],
)
def test_a_search_finds_names_aliases_figures_and_words(small_index: Index, text: str, expected: str) -> None:
    assert any(expected in written for written in found(small_index, text)), found(small_index, text)


def test_the_best_match_comes_first(small_index: Index) -> None:
    assert small_index.search(View(text="oppo ph"))[0].as_written == "18.9 million mobile phones"
    assert {fact.entity for fact in small_index.search(View(text="asustek"))} == {"asus"}
    assert len(small_index.search(View(text="asustek"), 2)) == 2


def test_accents_and_case_do_not_matter() -> None:
    index = of_facts(
        make.fact("one", 1, entity="sg"), entities=(Entity(id="sg", name="Société Générale", kind="company"),)
    )
    for text in ("société", "societe", "SOCIETE gen", "Société Générale", "socie\u0301te\u0301"):
        assert found(index, text) == {"one"}, text


def test_signs_are_looked_for_as_written() -> None:
    index = of_facts(make.fact("up 58 %", 58), make.fact("¥50 billion", 50), make.fact("50 * 3", 150))
    assert found(index, "%") == {"up 58 %"}
    assert found(index, "¥") == {"¥50 billion"}
    assert found(index, "58 %") == {"up 58 %"}
    assert found(index, "50 ¥") == {"¥50 billion"}
    assert found(index, "*") == {"50 * 3"}
    assert found(index, "% ¥") == set()


def test_a_search_for_nothing_finds_everything(small_index: Index) -> None:
    for text in ("", " ", "\t", '"', '" "'):
        assert len(small_index.search(View(text=text))) == len(CONTENTS.facts), repr(text)


HOSTILE = (
    'a"b', '"', '""', "a'b", "%", "_", "¥", "*", "NEAR(", "NEAR(a b)", "a AND", "OR", "NOT", "a NOT b", "who:oppo",
    "{who what}: oppo", "(", ")", "a^b", "^a", "a + b", "-a", "a*", "--", ";", "x'); DROP TABLE fact; --", "\\", "?",
    "\x00", "a\x00b", "\x1b[2J", "\u202eabc", "\ufeff", "\ud800", "½", "①", "²", "Ⅻ", "٣", "𝟛", "e" + "\u0301" * 50,
    "\u0301", "ﬀ", "İ", "ß", "ǆ", "\U0001f600", "\U00020000", "가각", "x" * 3000, "a " * 300, "9" * 400, "1e400",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_question_that_is_typed_is_an_error(small_index: Index, text: str) -> None:
    small_index.search(View(text=text))
    small_index.names(text)
    small_index.named("entity", text)
    small_index.ids(clean_line(text))


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
@example("NEAR(")
@settings(max_examples=300, deadline=None)
def test_no_text_is_an_error(text: str) -> None:
    id = clean_line(text)  # Only what is typed into the search comes as it is.
    index = FOUR
    for one in (View(text=text), View(entities=(id,), places=(id,), sources=(id,), measures=(Measure(id, id),))):
        assert index.count(one) == sum(group.facts for group in index.groups(one)) == len(index.search(one))
        index.entities(one)
        index.measures(one)
        index.place_of(one, id)
    index.names(text)
    index.named("item", text)
    index.ids(id)


FOUR = of_facts(*CONTENTS.facts[:4])


@given(strategies.contents(most=4))
@settings(max_examples=40, deadline=None)
def test_what_a_fact_says_finds_it(contents: Contents) -> None:
    index = indexed(contents)
    for fact in contents.facts:
        assert fact in index.search(View(text=fact.id))
        assert fact in index.search(View(text=f"{fact.as_written} {fact.status}"))


def test_many_choices_are_no_error(small_index: Index) -> None:
    many = tuple(str(number) for number in range(3000))
    view = View(entities=many, only=many, places=many, measures=tuple(Measure(one, one) for one in many))
    assert small_index.count(view) == 0
    whole = tuple(Measure(one) for one in many)
    assert small_index.count(View(measures=(*whole, Measure("shipments")))) == 2


# Parts of wholes


def test_a_circle_of_parts_lists_everyone_once() -> None:
    entities = (
        Entity(id="a", name="A", kind="place", part_of="b"),
        Entity(id="b", name="B", kind="place", part_of="c"),
        Entity(id="c", name="C", kind="place", part_of="a"),
        Entity(id="d", name="D", kind="place", part_of="a"),
        Entity(id="e", name="E", kind="place", part_of="e"),
    )
    index = of_facts(*(make.fact(one.id, 1, entity=one.id) for one in entities), entities=entities)
    rows = index.entities(View())
    assert sorted(row.entity.id for row in rows) == ["a", "b", "c", "d", "e"]
    assert index.count(View(entities=("a",), parts=True)) == 4  # a, b, c in the circle, and d
    assert index.count(View(entities=("e",), parts=True)) == 1


def test_a_chain_of_hundreds_of_parts_is_walked_to_its_end() -> None:
    entities = tuple(
        Entity(id=str(n), name=f"Place {n}", kind="place", part_of=str(n + 1) if n < 400 else None) for n in range(401)
    )
    index = of_facts(make.fact("deep", 1, entity="0"), make.fact("top", 1, entity="400"), entities=entities)
    assert index.count(View(entities=("400",), parts=True)) == 2
    assert [(row.entity.id, row.depth) for row in index.entities(View())] == [("400", 0), ("0", 1)]


def test_the_companies_pane_nests_places_first_then_companies(small_index: Index) -> None:
    rows = [
        f"{'  ' * row.depth}{row.entity.short or row.entity.name} {row.facts}" for row in small_index.entities(View())
    ]
    assert rows == [
        "China 0",
        "  Chongqing 10",
        "    Liangjiang 2",
        "      Bonded Port Area 5",
        "      Industry Dev. Zone 5",
        "  Power semi market 2",
        "  Telecom operators 2",
        "OPPO 4",
        "ASUS 4",
        "Wistron 3",
        "CR Micro 2",
        "HP 2",
        "BOE 1",
    ]  # fmt: skip


def test_what_is_chosen_stays_listed_with_no_figures_left(small_index: Index) -> None:
    view = View(entities=("boe",), measures=(Measure("shipments"), Measure("output volume", "laptop")))
    assert {row.entity.id: row.facts for row in small_index.entities(view)}["boe"] == 0
    rows = dict(small_index.measures(view))
    assert rows[Measure("output volume", "laptop")] == 0
    assert rows[Measure("shipments")] == 0
    some = dict(small_index.measures(replace(view, entities=("oppo",))))
    assert Measure("shipments") not in some  # its item is listed, and the pane makes the whole of its items
    assert some[Measure("shipments", "mobile phone")] == 1


# By name, and near


def test_what_can_be_chosen_from_is_all_that_is_listed(small_index: Index) -> None:
    words = small_index.listed()
    own = wordfiles.load()
    assert words.metrics.keys() >= own.metrics.keys() and words.units.keys() >= own.units.keys()
    assert words.items["mobile phone"] == own.items["mobile phone"]
    assert words.entities["asus"].name == "ASUS"


def test_names_lead_to_what_they_name(small_index: Index) -> None:
    assert small_index.named("entity", "asustek") == ["asus"]
    assert small_index.named("entity", "Asus") == ["asus"]
    assert small_index.named("entity", "hewlett") == ["hp"]  # begun, since no name is just that
    assert small_index.named("item", "手机") == ["mobile phone"]
    assert small_index.named("entity", "nobody") == []
    assert small_index.named("entity", "") == []
    assert small_index.named("metric", "oppo") == []


def test_names_to_go_to_have_figures(small_index: Index) -> None:
    names = small_index.names("phone")
    assert Name("measure", "shipments/mobile phone", "Shipments · mobile phone") in names
    for name in small_index.names("", 200):
        view = View(entities=(name.id,)) if name.kind == "entity" else View(measures=(Measure.parse(name.id),))
        assert small_index.count(view) > 0, name


def test_names_are_compared_without_case_accents_or_hyphens() -> None:
    assert folded("  Société-Générale_X ") == folded("societe generale x") == "societe generale x"
    assert folded("ＯＰＰＯ") == "oppo"


def test_unknown_ids_find_nothing(small_index: Index) -> None:
    assert small_index.fact("nobody") is None
    assert small_index.source("nobody") is None
    assert small_index.some(["nobody", CONTENTS.facts[3].id, "nor this", CONTENTS.facts[0].id]) == [
        CONTENTS.facts[3],
        CONTENTS.facts[0],
    ]
    assert small_index.place_of(View(), "nobody") is None
    assert small_index.window(View(), 999, 0, 10) == []
    assert small_index.ids("zzzz") == []
    assert small_index.ids("%") == small_index.ids("_") == []
    assert small_index.ids(CONTENTS.facts[0].id[:6]) == [CONTENTS.facts[0].id]


def test_what_no_table_lists_has_rows_of_its_own() -> None:
    index = of_facts(make.fact("one", 1, entity="new-firm", metric="odd_metric", place="nowhere", source="lost"))
    (row,) = index.entities(View())
    assert row.entity == Entity(id="new-firm", name="New firm")
    assert [group.label for group in index.groups(View())] == ["Odd metric · mobile phone"]
    assert [row.source for row in index.sources()] == [Source(id="lost")]


def test_neighbours_share_the_measure_the_nearest_first(small_index: Index) -> None:
    half_year = next(f for f in CONTENTS.facts if f.as_written.startswith("4.1433 million"))
    near = small_index.neighbours(half_year)
    assert [(fact.entity, fact.metric, fact.item) for fact in near] == [
        ("lianglu-cuntan-bonded-port-area", "output volume", "laptop"),
        ("chongqing", "output volume", "laptop"),
    ]
    undated = make.fact("undated", 5, period=Period())
    index = of_facts(undated, *(make.fact(str(n), n, period=make.year(n)) for n in range(2001, 2009)))
    assert len(index.neighbours(undated)) == 3
    assert undated not in index.neighbours(undated)


def test_companions_are_the_same_entitys_figures_of_the_same_day(small_index: Index) -> None:
    phones = next(f for f in CONTENTS.facts if f.as_written.startswith("18.9 million"))
    companions = small_index.companions(phones)
    assert companions
    for fact in companions:
        assert (fact.entity, fact.period.end) == (phones.entity, phones.period.end)
        assert fact.id != phones.id


def test_an_empty_store_has_empty_answers() -> None:
    index = of_facts()
    assert index.count() == 0
    answers = (index.entities(View()), index.measures(View()), index.groups(View()), index.search(View()))
    assert [list(answer) for answer in answers] == [[], [], [], []]
    assert index.span(View()) is None
    assert list(index.facts(View())) == []
    assert index.names("") == []


def test_labels_in_a_store_replace_the_programs_own(tmp_path: Path) -> None:
    from cqtui import store

    path = tmp_path / "s.json"
    store.create(path, title="T")
    store.append(
        path,
        facts=[make.fact("one", 1)],
        sources=[make.SOURCES["press"]],
        metrics=[Metric(id="shipments", label="Goods sent")],
        items=[Item(id="mobile phone", label="handset")],
    )
    index = opening.open_index(path)
    assert [group.label for group in index.groups(View())] == ["Goods sent · handset"]
    assert index.title == "T"


def test_words_as_typed_come_before_words_that_only_begin_so() -> None:
    near = make.fact("12 million computers in 2018", 12_000_000, entity="asus")
    meant = make.fact("20 million phones, far more than before or after", 20_000_000, entity="oppo")
    for order in ((near, meant), (meant, near)):
        index = indexed(Contents(title="", facts=order))
        assert index.search(View(text="20 million"))[0].entity == "oppo"
        assert len(index.search(View(text="20 mil"))) == 2, "the beginning of a word still finds"
