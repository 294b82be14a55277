"""A view as a value: written as a link and read back, cleared, taken back one choice at a time."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cqtui.errors import UsageError
from cqtui.sanitize import clean_line
from cqtui.view import FILTERS, GROUPS, LAYOUTS, LISTINGS, PANES, SCALES, SORTS, Measure, View

HOSTILE = ("a+b", "a&b=c", "a/b", "a%2Fb", "%", "%25", "100 %", "手机", "société", "a;b", "#", " x ", "?", "[b]x[/]")
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12).map(clean_line))
measures = st.builds(Measure, texts, st.none() | texts)


def distinct(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3, unique=True).map(tuple)


views = st.builds(
    View,
    entities=distinct(texts),
    parts=st.booleans(),
    measures=distinct(measures),
    places=distinct(texts),
    sources=distinct(texts),
    statuses=distinct(texts),
    reviews=distinct(texts),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    text=texts,
    only=distinct(texts),
    group=st.sampled_from(GROUPS),
    sort=st.sampled_from(SORTS),
    layout=st.sampled_from(LAYOUTS),
    scale=st.sampled_from(SCALES),
    zoom=st.none() | st.tuples(st.dates(), st.dates()).map(lambda two: (min(two), max(two))),
    folded=distinct(texts),
    pane=st.sampled_from(PANES),
    at_entity=st.none() | texts,
    at_measure=st.none() | measures,
    fact=st.none() | texts,
    scroll=st.integers(0, 10_000),
    marks=distinct(texts),
    comparing=st.booleans(),
    compared=distinct(texts),
    column=texts,
    listing=st.sampled_from(LISTINGS),
    entry=distinct(texts),
    in_view=st.booleans(),
)
CHOSEN = View(
    entities=("oppo", "asus"),
    parts=True,
    measures=(Measure("shipments", "mobile phone"),),
    places=("chongqing",),
    sources=("press",),
    statuses=("actual",),
    reviews=("accepted",),
    since=date(2012, 1, 1),
    until=date(2019, 12, 31),
    only=("k3f9a1c2",),
    text="18.9",
)


# Written and read back


def test_the_strategy_leaves_no_field_out() -> None:
    """A field that is added to `View` must be added here, or the round trip below proves less."""
    varied: dict[str, set[Any]] = {field.name: set() for field in fields(View)}

    @given(views)
    def look(view: View) -> None:
        for name, seen in varied.items():
            seen.add(getattr(view, name))

    look()
    assert [name for name, seen in varied.items() if len(seen) < 2] == []


@given(views)
@example(View(measures=(Measure("a/b"), Measure("a", "b"), Measure("a", ""), Measure("a%2Fb", "c/d"))))
@example(View(entities=("",), text=" ", fact="", at_measure=Measure("", "")))
def test_a_view_comes_back_from_its_query(view: View) -> None:
    assert View.parse(view.query()) == view


@given(views)
def test_a_query_is_one_ascii_word_that_any_reader_of_links_understands(view: View) -> None:
    query = view.query()
    assert query.isascii()
    assert not set(query) & set("\"'<> \\\n\t`$!")
    keys = [key for key, _ in parse_qsl(query, keep_blank_values=True)]
    assert len(keys) == query.count("&") + 1 if query else not keys


def test_a_query_reads_like_what_it_means() -> None:
    view = View(entities=("oppo",), measures=(Measure("shipments", "mobile phone"),), pane="timeline")
    assert view.query() == "entity=oppo&measure=shipments/mobile+phone&pane=timeline"
    assert View().query() == ""
    assert View(zoom=(date(2019, 1, 1), date(2020, 6, 30))).query() == "zoom=2019-01-01..2020-06-30"
    assert View(marks=("a1", "b2"), comparing=True).query() == "mark=a1&mark=b2&compare=yes"
    assert View(text="手机").query() == "find=%E6%89%8B%E6%9C%BA"


def test_a_measure_tells_no_item_from_any_item() -> None:
    assert Measure.parse("shipments") == Measure("shipments", None)
    assert Measure.parse("shipments/") == Measure("shipments", "")
    assert View.parse("measure=shipments").measures != View.parse("measure=shipments/").measures


def test_a_link_may_be_written_by_hand() -> None:
    assert View.parse("  ?entity=oppo&sort=newest ") == View(entities=("oppo",), sort="newest")
    assert View.parse("entity=oppo&entity=oppo&entity=asus").entities == ("oppo", "asus")
    assert View.parse("pane=metrics&pane=timeline").pane == "timeline"
    assert View.parse("parts=no&scroll=-3") == View()


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x1b]52;c;eA==\x07", "\u202etxet", "\x9b31m", "a\nb", "\udc80"])
def test_what_a_link_brings_in_is_clean(hostile: str) -> None:
    from urllib.parse import quote

    view = View.parse("find=" + quote(hostile.encode("utf-8", "surrogateescape")) + f"&entity={hostile}")
    assert view.text == clean_line(view.text)
    assert view.entities == (clean_line(view.entities[0]),)


@given(st.text(max_size=30))
def test_typed_text_never_breaks_the_query(text: str) -> None:
    """What is typed into the search is kept as typed; a link to it holds what can be shown of it."""
    assert View.parse(View(text=text).query()).text == clean_line(text)


# Refused


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("company=oppo", "--at: no place has 'company'"),
        ("nonsense", "--at: no place has 'nonsense'"),
        ("sort=random", "--at: sort does not take 'random'"),
        ("group=metric", "--at: group does not take 'metric'"),
        ("layout=table", "--at: layout does not take 'table'"),
        ("pane=5", "--at: pane does not take '5'"),
        ("since=2019", "--at: since does not take '2019'"),
        ("until=2019-02-30", "--at: until does not take '2019-02-30'"),
        ("zoom=2019-01-01", "--at: zoom does not take '2019-01-01'"),
        ("zoom=2020-01-01..2019-01-01", "--at: zoom does not take"),
        ("zoom=2019-01-01..2019-02-01..2019-03-01", "--at: zoom does not take"),
        ("scroll=down", "--at: scroll does not take 'down'"),
        ("scroll=" + "9" * 5000, "--at: scroll does not take"),
        ("parts=maybe", "--at: parts does not take 'maybe'"),
        ("compare=", "--at: compare does not take ''"),
    ],
)
def test_what_no_view_has_is_refused_in_one_line(query: str, complaint: str) -> None:
    with pytest.raises(UsageError) as refused:
        View.parse(query)
    assert str(refused.value).startswith(complaint)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=60))
def test_no_text_at_all_does_worse_than_be_refused(query: str) -> None:
    try:
        view = View.parse(query)
    except UsageError as error:
        assert str(error) == clean_line(str(error))
    else:
        assert View.parse(view.query()) == view


# Changed


def test_the_filters_are_the_fields_that_choose() -> None:
    assert CHOSEN.is_filtered
    assert not View(group="entity", sort="newest", fact="x", marks=("x",), pane="timeline", at_entity="y").is_filtered
    for name in FILTERS:
        assert replace(View(), **{name: getattr(CHOSEN, name)}).is_filtered, name


@given(views)
def test_clearing_takes_every_filter_and_nothing_else(view: View) -> None:
    cleared = view.cleared()
    assert not cleared.is_filtered
    assert replace(cleared, **{name: getattr(view, name) for name in FILTERS}) == view


def test_choices_are_taken_back_one_at_a_time_the_narrowest_first() -> None:
    view, told = CHOSEN, []
    while view.is_filtered:
        before, view = view, view.without_last_choice()
        told += [name for name in FILTERS if getattr(before, name) != getattr(view, name)]
    assert told == [
        "text", "only", "until", "since", "reviews", "statuses", "sources", "places", "measures",
        "entities", "entities", "parts",
    ]  # fmt: skip
    assert replace(CHOSEN, text="").without_last_choice().only == ()
    assert View(entities=("oppo", "asus")).without_last_choice().entities == ("oppo",)


@given(views)
def test_taking_back_always_ends(view: View) -> None:
    changes = sum(len(value) if isinstance(value := getattr(view, name), tuple) else 1 for name in FILTERS)
    for _ in range(changes):
        view = view.without_last_choice()
    assert not view.is_filtered
    assert view.without_last_choice() == view


def test_toggling_adds_at_the_end_and_takes_out_in_place() -> None:
    view = View(entities=("oppo", "asus"))
    assert view.toggled("entities", "hp").entities == ("oppo", "asus", "hp")
    assert view.toggled("entities", "oppo").entities == ("asus",)
    assert view.toggled("marks", "x") == View(entities=("oppo", "asus"), marks=("x",))


@given(views, texts)
def test_toggling_twice_changes_no_choice(view: View, value: str) -> None:
    twice = view.toggled("entities", value).toggled("entities", value)
    assert set(twice.entities) == set(view.entities)
    assert replace(twice, entities=()) == replace(view, entities=())
