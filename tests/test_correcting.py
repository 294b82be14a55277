"""Correcting a fact: the notation, what may be corrected, and that no correction is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import facts as make
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from cqtui import notation, store
from cqtui.absorbing import Read
from cqtui.correcting import (
    FIELDS,
    as_read,
    completions,
    corrected,
    given,
    is_corrected,
    line,
    periods,
    with_fields,
)
from cqtui.errors import UsageError
from cqtui.model import Alternative, Basis, Change, Entity, Evidence, Fact, Period, Source, identified
from cqtui.sanitize import clean_line

WORDS = make.VOCABULARY

# --- Periods ------------------------------------------------------------------------------------


def days(start: str | None, end: str | None, basis: str) -> tuple[object, ...]:
    return tuple(day and date.fromisoformat(day) for day in (start, end)), basis


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2012-H1", "2012-01-01", "2012-06-30", "half"),
        ("h2 2012", "2012-07-01", "2012-12-31", "half"),
        ("2019q3", "2019-07-01", "2019-09-30", "quarter"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("June 2014", "2014-06-01", "2014-06-30", "month"),
        ("21 May 2020", None, "2020-05-21", "as-of"),
        ("2014..2018", "2014-01-01", "2018-12-31", "span"),
        ("2014-2018", "2014-01-01", "2018-12-31", "span"),
        ("2019-01..2019-06", "2019-01-01", "2019-06-30", "half"),
        ("Jan–May 2020", "2020-01-01", "2020-05-31", "year-to-date"),
        ("3 May–21 May 2020", "2020-05-03", "2020-05-21", "span"),
        ("year 2019-04-01..2020-03-31", "2019-04-01", "2020-03-31", "year"),
        ("ytd 2020-05-22", "2020-01-01", "2020-05-22", "year-to-date"),
        ("as of 2019-12", None, "2019-12-31", "as-of"),
        ("end 2019", None, "2019-12-31", "as-of"),
        ("by end 2020", None, "2020-12-31", "by"),
        ("by 2020-01-01..2020-12-31", "2020-01-01", "2020-12-31", "by"),
        ("before 2012", None, "2012-12-31", "before"),
        ("since 2014", "2014-01-01", None, "since"),
        ("2014..", "2014-01-01", None, "since"),
        ("to date, 21 May 2020", None, "2020-05-21", "cumulative"),
        ("2014–2018 in all", "2014-01-01", "2018-12-31", "cumulative"),
        ("2012-01-01..2012-06-30 half", "2012-01-01", "2012-06-30", "half"),
        (".. unstated", None, None, "unstated"),
        ("?", None, None, "unstated"),
        ("as-of", None, None, "as-of"),
    ],
)
def test_periods_are_read_as_they_are_written_anywhere(
    text: str, start: str | None, end: str | None, basis: str
) -> None:
    read = periods.read(text)
    assert ((read.start, read.end), read.basis) == days(start, end, basis)
    assert read.stated == (basis != "unstated")
    assert periods.read(f"{text} inferred").stated is False


@pytest.mark.parametrize(
    "text", ["", "20x", "2019-13", "2019-02-30", "Octember 2019", "half 2019", "..2019", "2018..2012"]
)
def test_what_is_no_period_is_refused_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(ValueError, match=r"2012-H1|does not fit") as refused:
        periods.read(text)
    assert "\n" not in str(refused.value)


some_day = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@st.composite
def some_period(draw: st.DrawFn) -> Period:
    start, end = sorted((draw(some_day), draw(some_day)))
    basis: Basis = draw(st.sampled_from(get_args(Basis)))
    made = Period(
        start=start if draw(st.booleans()) or basis == "since" else None,
        end=end if draw(st.booleans()) else None,
        basis=basis,
        stated=draw(st.booleans()),
    )
    if made.start is None and made.end is None and basis not in ("as-of", "by", "before", "cumulative"):
        return replace(made, basis="unstated")
    return made if made.fits_basis else replace(made, basis="span")


@for_all(period=some_period())
def test_a_written_period_is_read_as_the_same(period: Period) -> None:
    assert periods.read(periods.written(period)) == period


@for_all(year=st.integers(1990, 2030), month=st.integers(0, 11), length=st.sampled_from([1, 3, 6, 12]))
def test_what_the_product_shows_of_a_span_can_be_typed(year: int, month: int, length: int) -> None:
    start = date(year, month // length * length + 1, 1)
    period = periods.read(f"{start}..{make.last_of(start, length)}")
    assert periods.read(notation.period(period)) == period


# --- Fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("metric=output volume", "metric", "output volume"),
        ("metric=Output  Vol", "metric", "output volume"),
        ("entity=Bonded Port Area", "entity", "bonded-port"),
        ("item=", "item", None),
        ("item=none", "item", None),
        ("place=+Foo Town", "place", "foo-town"),
        ("item=+flexible display", "item", "flexible display"),
        ("unit=people metric=employees", "unit", "person"),
        ("value=18.9 million", "value", Decimal(18_900_000)),
        ("value=18,900,000", "value", Decimal(18_900_000)),
        ("value=1.5bn", "value", Decimal(1_500_000_000)),
        ("value=2..3", "upper", Decimal(3)),
        ("value=2–3 million", "value", Decimal(2_000_000)),
        ("value=-5", "value", Decimal(-5)),
        ("bound=at", "bound", "at least"),
        ("status=TARGET", "status", "target"),
        ("per=hour", "per", "hour"),
        ("change=up 58 % on last year", "change", Change(kind="percent", value=Decimal(58), against="last year")),
        ("change=▼ 3 pp", "change", Change(kind="points", value=Decimal(3), direction="down")),
        ("change=up 17.2 times", "change", Change(kind="times", value=Decimal("17.2"))),
        ("change=down from 2-3 days", "change", Change(kind="unstated", direction="down", against="2-3 days")),
        ("period=2012-H1", "period", make.half(2012, 1)),
        ("as_written=18.9 million", "as_written", "18.9 million"),
    ],
)  # fmt: skip
def test_a_field_is_given_as_a_person_would_write_it(said: str, field: str, value: object) -> None:
    assert getattr(corrected(make.fact(), given(said), WORDS).fact, field) == value


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("metric=shipmnts", "no metric 'shipmnts' is listed; did you mean shipments? +shipmnts makes a new one"),
        ("metric=", "metric: a fact needs one"),
        ("metric=out", "begins the names of several: output value, output volume"),
        ("entity=nobody", "entity: no company or place 'nobody' is listed; +nobody makes a new one"),
        ("value=many", "value: 'many' is no number; write 18,900,000"),
        ("value=1..2..3", "value: '1..2..3' has more than two ends"),
        ("value=3..2", "upper: the upper end of a range must not be below its value"),
        ("value= change=", "value: a fact needs a value or a change"),
        ("value=" + "9" * 70, "more than 60 digits"),
        ("period=20x", "period: '20x' is no period; write 2019, 2012-H1"),
        ("status=rumoured", "status: 'rumoured' is none of actual, estimate"),
        ("change=sideways", "change: 'sideways' is no change; write up 58 %"),
        ("as_written=The report", "as_written: 'The report' does not stand in the sentence where"),
        ("metric=output value", "unit: 'unit' is of count, and output value of money; give metric and unit"),
        ("colour=red", "'colour=red' is no field=value; fields are entity, metric"),
        ("metric=shipments colour=red", "there is no field 'colour'; fields are entity"),
        ("item=laptop item=tablet", "item: stands twice; leave one of them"),
        ("laptop", "'laptop' is no field=value"),
    ],
)  # fmt: skip
def test_a_bad_value_gives_one_line_that_says_what_to_do(said: str, complaint: str) -> None:
    with pytest.raises(UsageError) as refused:
        corrected(make.fact(), given(said), WORDS)
    assert complaint in str(refused.value)
    assert str(refused.value).isprintable()


FACTS = [
    make.fact(),
    make.fact(change=Change(kind="percent", value=Decimal("58.0"), against="previous year")),
    make.fact("2-3 days", 2, upper=3, metric="changeover", unit="day", item=None, place=None, period=Period()),
    make.fact("430%", None, change=Change(kind="percent", value=Decimal(430)), status="target", bound="about"),
    make.money("over 50 billion yuan", 50_000_000_000, bound="over", per="year"),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.as_written)
def test_the_line_to_edit_says_what_the_fact_says(fact: Fact) -> None:
    assert with_fields(fact, given(line(fact)), WORDS).fact == fact


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.as_written)
def test_a_correction_keeps_what_was_read_and_can_be_taken_back(fact: Fact) -> None:
    said = "entity=asus item= place=china value=7..8 bound=under period=2011-Q2 status=plan change=down as_written=" + (
        fact.as_written[:3].strip()
    )
    now = corrected(fact, given(said), WORDS).fact
    assert (now.id, now.review, now.entity, now.upper) == (fact.id, "accepted", "asus", Decimal(8))
    assert is_corrected(now) and not is_corrected(fact)
    assert as_read(now) == replace(fact, review="accepted")
    again = corrected(now, given("entity=wistron"), WORDS).fact
    assert as_read(again) == replace(fact, review="accepted"), "what was read is what the extractor read"
    as_before = {"change": "", **given(line(fact)), "as_written": fact.as_written}
    back = corrected(again, as_before, WORDS).fact
    assert back == replace(fact, review="accepted"), "corrected back, it is as read"


def test_other_readings_stay_beside_it() -> None:
    other = Alternative(field="period", value="2018", why="the sentence before says so")
    now = corrected(make.fact(alternatives=(other,)), given("status=plan"), WORDS).fact
    assert [(one.field, one.value, one.why) for one in now.alternatives] == [
        ("period", "2018", "the sentence before says so"),
        ("status", "actual", "as it was read by curated"),
    ]


def test_a_reading_that_somebody_broke_in_the_file_is_left_aside() -> None:
    broken = make.fact(alternatives=(Alternative(field="period", value="soon", why="as it was read by rules"),))
    assert as_read(broken) == broken


def test_a_name_no_list_has_comes_with_the_correction() -> None:
    made = corrected(make.fact(), given("entity=+Foo Corp place=+Foo Corp"), WORDS)
    assert made.new == (Entity(id="foo-corp", name="Foo Corp"),)
    assert corrected(make.fact(), given("entity=+ASUS"), WORDS).new == ()


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("metric=ship", ["shipments"]),
        ("metric=value", ["output value", "export value"]),
        ("status=", ["actual", "estimate", "forecast", "target", "plan"]),
        ("status=forecast", ["forecast", "target", "plan", "actual", "estimate"]),
        ("entity=bonded", ["bonded-port"]),
        ("item=laptop p", ["place=", "per=", "period="]),
        ("sta", ["status="]),
        ("period=2", []),
        ("", []),
    ],
)
def test_what_is_begun_is_completed(text: str, offers: list[str]) -> None:
    found = completions(text, len(text), WORDS)
    assert found.offers == offers
    assert 0 <= found.start <= found.end <= len(text)


def test_a_value_in_the_middle_is_completed_where_it_stands() -> None:
    text = "entity=oppo metric=sh item=laptop"
    found = completions(text, len("entity=oppo metric=sh"), WORDS)
    assert text[: found.start] + found.offers[0] + text[found.end :] == "entity=oppo metric=shipments item=laptop"


@for_all(st.text(max_size=60), st.integers(0, 60))
def test_nothing_that_is_typed_breaks_it(text: str, cursor: int) -> None:
    completions(text, min(cursor, len(text)), WORDS)
    for name in FIELDS:
        try:
            corrected(make.fact(), {name: text}, WORDS)
        except UsageError as error:
            assert clean_line(str(error)) == str(error)


# --- In a store ---------------------------------------------------------------------------------

TEXT = "Vivo made 3 million phones in 2019. Vivo made 20,000 tablets in 2019."


def reading(text: str, **said: Any) -> Read:
    """What the rules read of a text: each `NUMBER THINGS` of it, of Vivo in 2019, but for what is said."""
    facts = []
    for found in re.finditer(r"[^.]*?([\d,]+(?: million)? (\w+))[^.]*\.", text):
        start, end = found.span(1)
        evidence = Evidence(source="press", start=start, end=end, sentence=found[0].strip())
        fields: dict[str, Any] = {
            "entity": "vivo",
            "metric": "output volume",
            "item": found[2].rstrip("s"),
            "unit": "unit",
        } | said
        number = Decimal(found[1].split()[0].replace(",", ""))
        facts.append(
            Fact(
                as_written=found[1],
                value=number,
                period=make.year(2019),
                evidence=evidence,
                extractor="rules",
                **fields,
            )
        )
    return Read(
        source=Source(id="press", text=text),
        entities=(Entity(id="vivo", name="Vivo", kind="company"),),
        facts=tuple(identified(facts)),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "press.json"
    store.create(path, title="Press")
    store.absorb(path, [reading(TEXT)])
    return path


def facts_of(path: Path) -> dict[str, Fact]:
    assert list(store.problems(path)) == []
    return {fact.as_written: fact for fact in store.read(path).facts}


def correct(path: Path, figure: str, said: str) -> Fact:
    words = replace(WORDS, entities={**WORDS.entities, "vivo": Entity(id="vivo", name="Vivo")})
    fact = facts_of(path)[figure]
    made = corrected(fact, given(said), words)
    return store.revise(path, {fact.id: lambda now: corrected(now, given(said), words).fact}, entities=made.new)[
        fact.id
    ]


def test_a_correction_is_one_write_of_one_row(path: Path) -> None:
    before = path.read_text().splitlines()
    fact = facts_of(path)["20,000 tablets"]
    now = correct(path, "20,000 tablets", "metric=shipments period=2019-H2")
    assert store.read(path).facts[1] == now
    assert now.id == fact.id
    after = path.read_text().splitlines()
    assert [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [
        at for at, row in enumerate(before) if "20,000 tablets" in row and '"facts"' not in row and fact.id in row
    ]
    assert path.with_name("press.json.previous").read_text().splitlines() == before


def test_the_same_article_again_changes_no_byte(path: Path) -> None:
    correct(path, "20,000 tablets", "metric=shipments value=20,001 as_written=20,000")
    before = path.read_bytes()
    (done,) = store.absorb(path, [reading(TEXT)])
    assert (done.kept, done.changed) == (2, False)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        f"It was a good year. {TEXT}",
        TEXT.replace("Vivo made 20,000 tablets in 2019", "It is said that Vivo made 20,000 tablets in 2019"),
        TEXT.replace("20,000 tablets", "20000 tablets"),
    ],
    ids=["shifted", "in other words", "written otherwise"],
)
@pytest.mark.parametrize(
    "said", ["metric=shipments", "period=2018", "value=7", "as_written=20,000", "entity=+Vivo Town"]
)
def test_a_changed_article_keeps_the_correction(path: Path, text: str, said: str) -> None:
    now = correct(path, "20,000 tablets", f"{said} status=plan")
    (done,) = store.absorb(path, [reading(text)])
    assert (done.added, done.removed, done.stranded) == (0, 0, ())
    kept = next(fact for fact in facts_of(path).values() if fact.id == now.id)
    assert replace(kept, evidence=now.evidence, as_written=now.as_written, alternatives=now.alternatives) == now
    assert text[kept.evidence.start : kept.evidence.end] == kept.as_written
    before = path.read_bytes()
    assert not store.absorb(path, [reading(text)])[0].changed
    assert path.read_bytes() == before


A_READING = st.tuples(
    st.sampled_from(["", "Well. ", "Said again: "]),
    st.sampled_from(["output volume", "shipments", "export value"]),
    st.sampled_from(["actual", "plan"]),
)


@for_all(
    said=st.sampled_from(["metric=shipments", "status=estimate value=7", "as_written=20,000", "item= place=china"]),
    readings=st.lists(A_READING, max_size=4),
)
def test_whatever_is_read_later_a_correction_stands_and_nothing_comes_twice(
    tmp_path_factory: pytest.TempPathFactory, said: str, readings: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("later") / "press.json"
    store.create(path, title="Press")
    store.absorb(path, [reading(TEXT)])
    now = correct(path, "20,000 tablets", said)
    for before, metric, status in readings:
        read = reading(before + TEXT, metric=metric, status=status)
        (done,) = store.absorb(path, [read])
        assert done.stranded == ()
        kept = {fact.id: fact for fact in facts_of(path).values()}
        assert len(kept) == 2
        assert replace(kept[now.id], evidence=now.evidence) == now
        assert not store.absorb(path, [read])[0].changed


def test_rules_that_read_it_right_now_or_wrong_in_another_way_change_nothing(path: Path) -> None:
    now = correct(path, "20,000 tablets", "metric=shipments")
    for metric in ("shipments", "export value", "output volume"):
        store.absorb(path, [reading(TEXT, metric=metric)])
        assert facts_of(path)["20,000 tablets"] == now
        assert len(facts_of(path)) == 2


def test_a_correction_outlives_a_review_that_is_taken_back(path: Path) -> None:
    now = correct(path, "20,000 tablets", "metric=shipments")
    store.review(path, now.id, review="unreviewed")
    store.absorb(path, [reading(f"Well. {TEXT}")])
    assert facts_of(path)["20,000 tablets"].metric == "shipments"


def test_a_corrected_figure_that_the_article_drops_is_kept_and_named(path: Path) -> None:
    now = correct(path, "20,000 tablets", "metric=shipments")
    (done,) = store.absorb(path, [reading(TEXT.partition(". ")[0] + ".")])
    assert done.stranded == (now.id,)
    assert facts_of(path)["20,000 tablets"].metric == "shipments"


def test_two_facts_that_would_say_the_same_are_refused(path: Path) -> None:
    first = facts_of(path)["20,000 tablets"]
    store.append(path, facts=[replace(first, id="", metric="shipments")])
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"fact \w+ says that of these words already; reject this one instead"):
        correct_id(path, first.id, "metric=shipments")
    assert path.read_bytes() == before


def correct_id(path: Path, id: str, said: str) -> Fact:
    return store.revise(path, {id: lambda now: corrected(now, given(said), WORDS).fact})[id]


def test_what_it_names_anew_is_listed(path: Path) -> None:
    correct(path, "20,000 tablets", "entity=+Foo Corp item=+flexible display")
    contents = store.read(path)
    assert [one.name for one in contents.entities if one.id == "foo-corp"] == ["Foo Corp"]
    assert [one.id for one in contents.items] == ["phone", "flexible display"]
    assert list(store.problems(path)) == []


def test_all_revisions_or_none(path: Path) -> None:
    ids = [fact.id for fact in store.read(path).facts]
    before = path.read_bytes()
    for bad in (lambda _: replace(_, metric=" "), lambda _: corrected(_, given("value=x"), WORDS).fact):
        with pytest.raises(Exception, match=r"metric|value"):
            store.revise(path, {ids[0]: lambda now: replace(now, note="seen"), ids[1]: bad})
    with pytest.raises(UsageError, match="there is no fact 'ghost'"):
        store.revise(path, {ids[0]: lambda now: replace(now, note="seen"), "ghost": lambda now: now})
    assert path.read_bytes() == before


def test_each_fact_is_revised_as_it_stands_in_the_file(path: Path) -> None:
    shown = facts_of(path)["20,000 tablets"]
    store.review(path, shown.id, note="from elsewhere")
    assert correct_id(path, shown.id, "status=plan").note == "from elsewhere"


@pytest.mark.parametrize("corrected_first", [True, False])
def test_what_was_exported_before_and_after_is_one_fact(
    path: Path, tmp_path: Path, corrected_first: bool, ask: Callable[..., Any]
) -> None:
    other = tmp_path / "other.json"
    if corrected_first:
        correct(path, "20,000 tablets", "metric=shipments")
    other.write_bytes(path.read_bytes())
    if not corrected_first:
        correct(path, "20,000 tablets", "metric=shipments")
    lines = tmp_path / "facts.jsonl"
    lines.write_text(ask("--store", other, "export").out)
    before = path.read_bytes()
    assert ask("--store", path, "import", lines).code == 0
    assert store.append(path, facts=store.read(other).facts).facts == 0
    assert path.read_bytes() == before
