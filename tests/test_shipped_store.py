"""What ships: the words, the briefs, the store built from them, and that they say what the articles do."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import twobriefs
from rich.cells import cell_len

from cqtui import rows, store, validate, wordfiles
from cqtui.errors import BadData
from cqtui.model import Fact, Period, Source, fact_id
from cqtui.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "store"
ORACLE = ROOT / "tests" / "oracle"
SEEDS = CQ, LIANGJIANG = twobriefs.SOURCES
"""The first two briefs: those of the articles that the project started from."""

CONTENTS = store.read(SHIPPED / "facts.json")
TEXTS = {source.id: source.text or "" for source in CONTENTS.sources}
WORDS = Vocabulary(
    entities={entity.id: entity for entity in CONTENTS.entities},
    metrics={metric.id: metric for metric in CONTENTS.metrics},
    items={item.id: item for item in CONTENTS.items},
    units={unit.id: unit for unit in CONTENTS.units},
)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_store", SHIPPED / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def each_fact(test: Callable[[Fact], None]) -> Callable[[], None]:
    """One test of all facts, which names the first that fails."""

    def tested() -> None:
        for fact in CONTENTS.facts:
            try:
                test(fact)
            except (AssertionError, ValueError) as error:
                raise AssertionError(f"{fact.id}: {fact.as_written}") from error

    tested.__name__ = test.__name__
    return tested


# --- The build ----------------------------------------------------------------------------------


def test_a_rebuild_gives_the_shipped_file_byte_for_byte(build: ModuleType) -> None:
    assert build.built() == (SHIPPED / "facts.json").read_bytes()


def test_the_command_checks_the_file_from_any_directory(tmp_path: Path) -> None:
    command = [sys.executable, str(SHIPPED / "build.py"), "--check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_check_says_in_one_line_that_the_file_differs(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "facts.json"
    older.write_bytes((SHIPPED / "facts.json").read_bytes() + b"\n")
    monkeypatch.setattr(build, "STORE", older)
    assert build.main(["--check"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


Row = dict[str, Any]


def rebuilt(build: ModuleType, tmp_path: Path, change: Callable[[list[Row]], object]) -> bytes:
    """The store of the first two briefs, with a change made to their reviews."""
    rows = tomllib.loads((SHIPPED / "reviews.toml").read_text("utf-8"), parse_float=Decimal)["reviews"]
    rows = [row for row in rows if row["source"] in SEEDS]
    change(rows)
    path, briefs = tmp_path / "reviews.toml", tmp_path / "briefs"
    path.write_text("\n".join(f"[[reviews]]\n{fields}" for fields in map(toml, rows)), "utf-8")
    briefs.mkdir()
    for name in SEEDS:
        shutil.copy(SHIPPED / "sources" / f"{name}.txt", briefs)
    made = build.built(sources=briefs, reviewed=path)
    assert isinstance(made, bytes)
    return made


def toml(row: Row) -> str:
    return "\n".join(f"{name} = {inline(value)}" for name, value in row.items())


def inline(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {inline(part)}" for name, part in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def correct(field: str, to: str) -> Callable[[list[Row]], None]:
    return lambda rows: rows[0].update(correct=[{"field": field, "to": to, "why": "a test"}])


def add(**fields: Any) -> Callable[[list[Row]], None]:
    row = {"source": CQ, "at": 1026, "figure": "639", "sentence": FIRST, "why": "a test"}
    said = {"entity": "chongqing", "metric": "companies", "unit": "company", "value": "639"}
    return lambda rows: rows.append({**row, "add": said, **fields})


FIRST = "As of 2019, Chongqing counted 639 regulated electronic information companies, and it ranked seventh in China."


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda rows: rows.pop(3), "'174 million mobile phones' at 1228 of ichongqing-2020-05-22: is read by the"),
        (lambda rows: rows.insert(1, rows[0]), "review 2: '639 regulated electronic information companies' at 1026"),
        (lambda rows: rows[0].update(at=1027), "at 1026 of ichongqing-2020-05-22: is read by the rules, and has no"),
        (lambda rows: rows.append({"source": CQ, "at": 9, "figure": "none"}), "'none' at 9 of .*: is not read by"),
        (correct("value", "639"), "value is read as 639, which is right; take the correction out"),
        (correct("metric", "happiness"), "metric: no metric 'happiness' is listed"),
        (correct("entity", "+Nobody"), "entity: 'nobody' is not listed"),
        (correct("period", "soon"), "period: 'soon' is no period; write 2019"),
        (correct("colour", "red"), "a correction gives field, to and why; fields are entity"),
        (lambda rows: rows[0].update(colour="red"), "review 1: 'colour' is no field of a review"),
        (lambda rows: rows[0].pop("figure"), "review 1: has no figure"),
        (lambda rows: rows[0].update(reject="a test", correct=[]), "says more than one of correct, reject and add"),
        (lambda rows: rows[0].update(confidence=Decimal("1.5")), "confidence: must be from 0 to 1"),
        (lambda rows: rows[0].update(also=[{"field": "item"}]), "alternatives.0.why: field required"),
        (add(figure="640"), "'640' does not stand at 1026 to 1029"),
        (add(sentence="Nobody wrote this."), "evidence.sentence: does not stand in"),
        (add(at=1205), "'639' does not stand at 1205 to 1208; it stands at 1026 to 1029"),
        (add(add={"entity": "chongqing"}), "metric: a fact needs one"),
    ],
)  # fmt: skip
def test_a_review_that_does_not_fit_is_refused_in_one_line(
    build: ModuleType, tmp_path: Path, change: Callable[[list[Row]], object], complaint: str
) -> None:
    with pytest.raises(BadData, match=complaint) as refused:
        rebuilt(build, tmp_path, change)
    assert (refused.value.exit_code, str(refused.value).count("\n")) == (65, 0)


def test_what_is_rejected_does_not_ship_and_what_is_added_does(build: ModuleType, tmp_path: Path) -> None:
    def change(rows: list[Row]) -> None:
        rows[0] = {**{name: rows[0][name] for name in ("source", "at", "figure")}, "reject": "a test"}
        add(note="by hand")(rows)

    path = tmp_path / "facts.json"
    path.write_bytes(rebuilt(build, tmp_path, change))
    (added,) = (fact for fact in store.read(path).facts if fact.extractor == "curated")
    assert (added.as_written, added.evidence.paragraph, added.review, added.note) == ("639", 10, "accepted", "by hand")
    assert len(store.read(path).facts) == 42  # one less, one more
    assert not list(store.problems(path))


def test_the_reviews_that_are_proposed_are_those_that_are_recorded(build: ModuleType) -> None:
    assert build.proposed() == (SHIPPED / "reviews.toml").read_text("utf-8")


@pytest.mark.usefixtures("build")
def test_a_proposal_makes_the_same_facts_of_whatever_was_read(tmp_path: Path) -> None:
    """Spoilt readings: a figure not found, one too many, one in other words, fields wrong in all."""
    build_reviews = sys.modules["reviews"]
    words = wordfiles.load([*wordfiles.OWN_FILES, SHIPPED / "entities.toml"])
    right = oracle()
    spoilt = [replace(fact, status="plan", bound="about") for fact in right[1:]]
    spoilt[5] = build_reviews.with_fields(spoilt[5], {"as_written": spoilt[5].as_written[:3]}, None).fact
    spoilt.append(replace(spoilt[0], evidence=replace(spoilt[0].evidence, start=7, end=7 + len(spoilt[0].as_written))))
    path = tmp_path / "reviews.toml"
    path.write_text(build_reviews.proposed(spoilt, right, []), "utf-8")
    reviews = build_reviews.read(path)
    assert build_reviews.proposed(spoilt, right, reviews) == path.read_text("utf-8")
    made = build_reviews.applied(reviews, spoilt, words)
    assert [said(fact) for fact in made] == [said(fact) for fact in sorted(right, key=build_reviews.place_of)]


# --- The oracle ---------------------------------------------------------------------------------
# What the briefs say, read by people before the rules could: tests/oracle, a file of facts each.


def oracle() -> list[Fact]:
    lines = [line for path in sorted(ORACLE.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [validate.value(Fact, json.loads(line, parse_float=Decimal)) for line in lines]


def said(fact: Fact) -> Row:
    """All that matters of a fact: what it says, and of which words; not who found it, and how sure."""
    row = rows.row(fact)
    row["evidence"].pop("paragraph")
    return {name: value for name, value in row.items() if name not in NOT_SAID}


NOT_SAID = ("id", "confidence", "extractor", "review", "note", "alternatives")


def test_the_shipped_store_says_what_people_read_in_the_briefs(record_property: Callable[[str, object], None]) -> None:
    assert [said(fact) for fact in CONTENTS.facts] == [said(fact) for fact in oracle()]
    assert [(fact.note, fact.alternatives) for fact in CONTENTS.facts] == [
        (fact.note, fact.alternatives) for fact in oracle()
    ]
    reviews = tomllib.loads((SHIPPED / "reviews.toml").read_text("utf-8"))["reviews"]
    record_property("corrections", sum(len(one.get("correct", ())) for one in reviews))


# --- The store ----------------------------------------------------------------------------------


def test_the_store_holds_191_facts_of_23_briefs() -> None:
    assert CONTENTS.title == "Chongqing electronics"
    assert len(CONTENTS.facts) == 191
    counts = Counter(fact.evidence.source for fact in CONTENTS.facts)
    assert (counts[CQ], counts[LIANGJIANG]) == (30, 12)
    assert list(counts) == [source.id for source in CONTENTS.sources] and len(counts) == 23


def test_the_store_tells_of_one_industry_from_2009_to_2025() -> None:
    printed = {source.published.year for source in CONTENTS.sources if source.published}
    assert {min(printed), max(printed)} == {2011, 2025}  # one of 2009 names no day
    years = {fact.period.end.year for fact in CONTENTS.facts if fact.period.end}
    assert set(range(2010, 2026)) <= years


def test_a_source_says_what_is_known_of_its_article_and_no_more() -> None:
    known = {one.id: (one.publisher, str(one.published)) for one in CONTENTS.sources if one.id in SEEDS}
    assert known == {CQ: ("iChongqing", "2020-05-22"), LIANGJIANG: (None, "None")}
    for source in CONTENTS.sources:
        assert source.brief and source.title and source.language in ("en", "zh")
        assert source.id in SEEDS or (source.publisher and source.url), source.id
        assert (source.language == "zh") == source.id.endswith("-zh"), source.id


def test_ids_are_unique_and_follow_from_what_the_facts_say() -> None:
    assert len({fact.id for fact in CONTENTS.facts}) == len(CONTENTS.facts)
    assert [fact.id for fact in CONTENTS.facts] == [fact_id(fact) for fact in CONTENTS.facts]


@each_fact
def test_a_figure_stands_verbatim_at_its_offsets_once_in_its_sentence(fact: Fact) -> None:
    text, evidence = TEXTS[fact.evidence.source], fact.evidence
    assert text[evidence.start : evidence.end] == fact.as_written
    at = text.index(evidence.sentence)
    assert evidence.start is not None and evidence.end is not None
    assert at <= evidence.start and evidence.end <= at + len(evidence.sentence)
    assert text.count(evidence.sentence) == evidence.sentence.count(fact.as_written) == 1
    assert text.rindex("[¶ ", 0, at) == text.index(f"[¶ {evidence.paragraph}] ")


@each_fact
def test_a_sentence_is_whole(fact: Fact) -> None:
    text, sentence = TEXTS[fact.evidence.source], fact.evidence.sentence
    at = text.index(sentence)
    assert re.search(r"(\[¶ \d+\]|\.) $", text[:at])
    assert sentence.endswith(".") and re.match(r" [A-Z]|\n", text[at + len(sentence) :])


@each_fact
def test_every_reference_is_known(fact: Fact) -> None:
    assert fact.entity in WORDS.entities and fact.metric in WORDS.metrics
    assert fact.place is None or fact.place in WORDS.entities
    assert fact.item is None or fact.item in WORDS.items
    assert fact.unit is None or fact.unit in WORDS.units
    assert fact.evidence.source in TEXTS


@each_fact
def test_a_unit_fits_what_is_measured(fact: Fact) -> None:
    if fact.unit is not None:
        assert WORDS.unit(fact.unit).dimension == WORDS.metric(fact.metric).dimension


@each_fact
def test_a_fact_is_read_by_the_rules_or_added_by_a_person_and_accepted(fact: Fact) -> None:
    assert fact.extractor in ("rules", "curated")
    assert fact.review == "accepted"


def test_every_row_of_the_vocabulary_is_used_or_needed_by_one_that_is() -> None:
    metrics = {fact.metric for fact in CONTENTS.facts}
    items = {fact.item for fact in CONTENTS.facts if fact.item}
    units = {fact.unit for fact in CONTENTS.facts if fact.unit}
    assert set(WORDS.metrics) == metrics
    assert {id for id in WORDS.items if id not in items} == {
        id for id in WORDS.items if id not in items and any(WORDS.is_item_part(item, id) for item in items)
    }
    units |= {fact.per for fact in CONTENTS.facts if fact.per}
    assert set(WORDS.units) == units | {base for id in units if (base := WORDS.unit(id).base)}
    named = {id for fact in CONTENTS.facts for id in (fact.entity, fact.place) if id}
    named |= {
        str(one.value) for fact in CONTENTS.facts for one in fact.alternatives if one.field in ("entity", "place")
    }
    assert set(WORDS.entities) == named | {whole.id for id in named for whole in WORDS.wholes(id)}


def test_places_nest() -> None:
    assert [whole.id for whole in WORDS.wholes("lianglu-cuntan-bonded-port-area")] == [
        "liangjiang-new-area", "chongqing", "china", "world",
    ]  # fmt: skip
    assert WORDS.is_part("liangjiang-industry-development-zone", "liangjiang-new-area")


def test_names_fit_narrow_columns() -> None:
    assert [e.id for e in CONTENTS.entities if cell_len(e.short or e.name) > 18] == []


# --- Readings that are easily got wrong ------------------------------------------------------------


def the(entity: str, metric: str, item: str | None = None) -> Fact:
    (fact,) = (f for f in CONTENTS.facts if (f.entity, f.metric, f.item) == (entity, metric, item))
    return fact


def readings(fact: Fact, field: str) -> list[object]:
    return [other.value for other in fact.alternatives if other.field == field]


def test_oppo_shipped_18_9_million_phones_in_2019() -> None:
    fact = the("oppo", "shipments", "mobile phone")
    assert (fact.value, fact.unit, fact.bound, fact.as_written) == (
        18_900_000, "unit", "exact", "18.9 million mobile phones",
    )  # fmt: skip
    assert (str(fact.period.start), str(fact.period.end), fact.period.basis, fact.period.stated) == (
        "2019-01-01", "2019-12-31", "year", True,
    )  # fmt: skip
    assert fact.change is not None
    assert (fact.change.kind, fact.change.value, fact.change.direction, fact.change.against) == (
        "percent", 58, "up", "previous year",
    )  # fmt: skip
    assert {f.metric for f in CONTENTS.facts if f.entity == "oppo"} == {
        "shipments", "output value", "employees", "R&D spending",
    }  # fmt: skip


def test_up_17_2_times_keeps_both_readings() -> None:
    fact = the("liangjiang-new-area", "output value", "electronics")
    assert "up 17.2 times" in fact.evidence.sentence
    assert set(readings(fact, "change.factor")) == {Decimal("17.2"), Decimal("18.2")}


def test_an_amount_without_a_currency_has_none() -> None:
    fact = the("oppo", "R&D spending")
    assert (fact.value, fact.unit, readings(fact, "unit")) == (50_000_000_000, None, ["CNY"])
    assert not re.search(r"yuan|dollar|¥|\$", fact.evidence.sentence)


def test_by_now_has_no_date() -> None:
    fact = the("liangjiang-industry-development-zone", "projects introduced", "electronics")
    assert fact.period == Period(basis="cumulative", stated=True)
    assert fact.evidence.sentence.startswith("By now, ")


def test_a_before_and_an_after_are_two_ranges() -> None:
    before, after = sorted(
        (f for f in CONTENTS.facts if f.metric == "changeover time"), key=lambda f: f.period.basis == "as-of"
    )
    assert (before.as_written, before.value, before.upper, before.unit) == ("2-3 days", 2, 3, "day")
    assert (after.as_written, after.value, after.upper, after.unit) == ("3-30 minutes", 3, 30, "minute")
    assert before.period.basis == "before" and before.change is None
    assert after.change is not None and (after.change.kind, after.change.direction) == ("unstated", "down")


# --- The words of the package ------------------------------------------------------------------------


def named(words: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """(table, spelling, id) for every spelling of every row, letter case aside."""
    for metric in words.metrics.values():
        yield from (("metrics", name.casefold(), metric.id) for name in (metric.label, *metric.synonyms))
    for item in words.items.values():
        yield from (("items", name.casefold(), item.id) for name in (item.label, *item.aliases))
    for unit in words.units.values():
        names = (unit.label, unit.plural or unit.label, unit.symbol or unit.label, *unit.aliases)
        yield from (("units", name.casefold(), unit.id) for name in names)
    for entity in words.entities.values():
        yield from (("entities", name.casefold(), entity.id) for name in (entity.name, *entity.aliases))


def test_no_spelling_stands_for_two_things() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for table, name, id in named(wordfiles.load([*wordfiles.OWN_FILES, SHIPPED / "entities.toml"])):
        owners.setdefault((table, name), set()).add(id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_wholes_and_bases_are_listed() -> None:
    words = wordfiles.load([*wordfiles.OWN_FILES, SHIPPED / "entities.toml"])
    assert {item.part_of for item in words.items.values()} - {None} <= set(words.items)
    assert {entity.part_of for entity in words.entities.values()} - {None} <= set(words.entities)
    assert {unit.base for unit in words.units.values()} - {None} <= set(words.units)
    assert [unit.id for unit in words.units.values() if unit.base == unit.id and unit.factor != 1] == []


def test_metrics_come_in_the_order_in_which_they_are_shown() -> None:
    order = list(wordfiles.load().metrics)
    shown = [
        "output volume", "shipments", "sales volume", "output value", "employees", "investment",
        "R&D spending", "share of world output", "companies", "cycle time", "rank",
    ]  # fmt: skip
    assert sorted(shown, key=order.index) == shown


# --- Against the articles -----------------------------------------------------------------------------
# The articles and the list of their facts are no part of the repository; where they lie beside it,
# the briefs are held against them.

SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "seeds.json"
ARTICLES = {"000_8aedafc40b7818d4.txt": CQ, "004_120554e2a3615b49.txt": LIANGJIANG}
beside_the_articles = pytest.mark.skipif(not GOLD.exists(), reason="the articles are not beside the repository")

PLACES = {
    "Chongqing": "chongqing",
    "China": "china",
    "Liangjiang New Area": "liangjiang-new-area",
    "Lianglu/Cuntan Bonded Port Area": "lianglu-cuntan-bonded-port-area",
    "Liangjiang Industry Development Zone": "liangjiang-industry-development-zone",
    "China power semiconductor market": "china-power-semiconductor-market",
    "China telecommunications operators": "china-telecom-operators",
    "China Resources Microelectronics": "china-resources-microelectronics",
    "Hewlett Packard": "hp",
}
"""Names of the list whose id is not the name in small letters."""

METRICS = {
    "production": "output volume",
    "production_step_time": "cycle time",
    "line_changeover_time": "changeover time",
    "r_and_d_investment": "R&D spending",
    "operators": "companies",
    "enterprises_with_cooperation_intention": "cooperation intentions",
}
"""Measures of the list that the store calls otherwise. BOE's years are of cooperation, not operation."""


@dataclass(frozen=True)
class Pair:
    """A fact of the list and the fact of the store that is the same figure."""

    listed: dict[str, Any]
    fact: Fact

    def __str__(self) -> str:
        return f"{self.fact.id} {self.fact.as_written!r}"


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """The list against the store, one to one by source, value, upper end and unit."""
    listed = json.loads(GOLD.read_text(encoding="utf-8"))["facts"]
    facts = [fact for fact in CONTENTS.facts if fact.evidence.source in SEEDS]
    assert len(listed) == len(facts)
    made = []
    for one in listed:
        same = [fact for fact in facts if figure(fact) == listed_figure(one)]
        assert len(same) == 1, one
        made.append(Pair(one, same[0]))
    assert len({pair.fact.id for pair in made}) == len(made)
    return made


def figure(fact: Fact) -> tuple[object, ...]:
    level = fact.value if fact.value is not None else fact.change and fact.change.value
    return fact.evidence.source, number(level), number(fact.upper), fact.unit


def listed_figure(one: dict[str, Any]) -> tuple[object, ...]:
    level = one["value"] if one["value"] is not None else one["change"]["value"]
    return ARTICLES[one["doc"]], number(level), number(one["value_max"]), one["unit"]


def number(value: float | Decimal | None) -> float | None:
    """Rounded, because one in three has no end."""
    return None if value is None else round(float(value), 1)


def period(row: dict[str, Any]) -> tuple[str | None, str | None, str]:
    return row["start"], row["end"], {"multi-year": "span"}.get(row["basis"], row["basis"])


def fact_period(fact: Fact) -> tuple[str | None, str | None, str]:
    start, end = (day and day.isoformat() for day in (fact.period.start, fact.period.end))
    return start or None, end or None, fact.period.basis


def written(start: str | None, end: str | None, basis: str) -> str:
    """A period as an alternative reading spells it."""
    return f"{start or ''}..{end or ''} {basis}"


@beside_the_articles
def test_a_figure_is_of_its_dimension(pairs: list[Pair]) -> None:
    dimensions = {"percent": "ratio", "CNY": "money", "USD": "money", "rank": "rank", None: "money"}
    dimensions |= dict.fromkeys(("second", "minute", "day", "year"), "duration")
    for pair in pairs:
        expected = dimensions.get(pair.listed["unit"], "count")
        assert WORDS.metric(pair.fact.metric).dimension == expected, pair


@beside_the_articles
def test_who_what_and_where_are_as_listed(pairs: list[Pair]) -> None:
    for pair in pairs:
        entity, place, metric = (pair.listed[name] for name in ("entity", "place", "metric"))
        assert pair.fact.entity == PLACES.get(entity, entity.lower()), pair
        assert pair.fact.place == (place and PLACES[place]), pair
        expected = METRICS.get(metric, metric.replace("_", " "))
        assert pair.fact.metric == ("years of cooperation" if pair.fact.entity == "boe" else expected), pair


@beside_the_articles
def test_bounds_are_as_listed(pairs: list[Pair]) -> None:
    assert [str(pair) for pair in pairs if pair.fact.bound != pair.listed["bound"].replace("_", " ")] == []


@beside_the_articles
def test_periods_are_as_listed_and_running_totals_are_cumulative(pairs: list[Pair]) -> None:
    for pair in pairs:
        start, end, basis = period(pair.listed["period"])
        if pair.listed["status"] == "cumulative":
            basis = "cumulative"
        assert fact_period(pair.fact) == (start, end, basis), pair


@beside_the_articles
def test_statuses_are_as_listed(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert pair.fact.status == {"cumulative": "actual"}.get(pair.listed["status"], pair.listed["status"]), pair


@beside_the_articles
def test_changes_are_as_listed(pairs: list[Pair]) -> None:
    for pair in pairs:
        listed, change = pair.listed["change"], pair.fact.change
        if listed is None or listed["kind"] == "from":  # a level that was left: the change is the later one's
            assert change is None, pair
            continue
        assert change is not None, pair
        kinds = {
            "pct_yoy": "percent",
            "pct": "percent",
            "times": "times",
            "to": "unstated",
            "from_to": "unstated",
        }
        assert (change.kind, change.direction) == (kinds[listed["kind"]], listed["direction"]), pair
        assert number(change.value) == number(listed["value"]), pair
        assert (change.against == "previous year") == (listed["kind"] == "pct_yoy"), pair


@beside_the_articles
def test_other_readings_the_list_accepts_are_kept_beside_the_fact(pairs: list[Pair]) -> None:
    missing = []
    for pair in pairs:
        accepted = pair.listed["accept"]
        periods = [period(one) for one in accepted.get("period", ())]
        wanted: list[tuple[str, object]] = [
            *(("period", written(*one)) for one in periods if one != fact_period(pair.fact)),
            *(("bound", one) for one in accepted.get("bound", ()) if one != "under"),  # "nearly" says that
            *(("status", one) for one in accepted.get("status", ()) if one in ("target", "plan")),
            *(("unit", one) for one in accepted.get("unit", ())),
            *(("place", PLACES[one]) for one in accepted.get("place", ())),
            *(("metric", one.replace("_", " ")) for one in accepted.get("metric", ())),
            *(("change.against", "previous year") for one in accepted if one.startswith("change.")),
        ]
        missing += [(str(pair), *one) for one in wanted if one[1] not in readings(pair.fact, one[0])]
    assert missing == []


@beside_the_articles
def test_paragraphs_are_those_of_the_article(pairs: list[Pair]) -> None:
    for pair in pairs:
        text = (SHARED / "seeds" / pair.listed["doc"]).read_text(encoding="utf-8")
        before = text[: pair.listed["quantity_start"]]
        blocks = [block for block in re.split(r"\n\s*\n", before) if block.strip()]
        assert pair.fact.evidence.paragraph == len(blocks), pair


@beside_the_articles
@pytest.mark.parametrize("article", ARTICLES)
def test_a_brief_shares_no_run_of_eight_words_with_its_article(article: str) -> None:
    original = runs(words_of((SHARED / "seeds" / article).read_text(encoding="utf-8")))
    header, _, body = TEXTS[ARTICLES[article]].partition("\n\n")  # the header cites the article's title
    assert header.startswith("Title: ")
    assert runs(words_of(re.sub(r"\[¶ \d+\]", "", body))) & original == set()


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(words: list[str], length: int = 8) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_a_brief_has_paragraphs_in_the_order_of_its_article() -> None:
    for source in CONTENTS.sources:
        numbers = paragraphs(source)
        assert numbers == sorted(set(numbers)) and len(numbers) >= (8 if source.id in SEEDS else 1), source.id


def paragraphs(source: Source) -> list[int]:
    return [int(number) for number in re.findall(r"^\[¶ (\d+)\] ", source.text or "", re.MULTILINE)]
