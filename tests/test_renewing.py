"""An index brought up to date with its store is the index that would be built anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import strategies
from facts import fact, half, laptops, written, year
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqtui import opening, store
from cqtui.errors import CqtuiError
from cqtui.index import keeping
from cqtui.model import Entity, Fact, Item, Metric, Source, identified
from cqtui.store import Contents
from cqtui.view import View


class Builds:
    """Counts how often an index was built anew."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        filled = opening._filled

        def counted(*given: Any) -> sqlite3.Connection:
            self.times += 1
            return filled(*given)

        monkeypatch.setattr(opening, "_filled", counted)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    return Builds(monkeypatch)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    facts = [fact(), laptops("64 million laptops", 64_000_000), laptops("70 million", 7 * 10**7, source="agency")]
    return written(tmp_path / "store.json", *facts)


QUESTIONS = {
    "fact": "SELECT fact.*, entity.id, metric, item, place.id FROM fact JOIN entity ON entity.code = fact.entity"
    " JOIN measure ON measure.code = fact.measure LEFT JOIN entity AS place ON place.code = fact.place",
    "entity": "SELECT * FROM entity",
    "outline": "SELECT * FROM outline",
    "heading": "SELECT * FROM heading",
    "part": "SELECT one.id, other.id FROM part JOIN entity AS one ON one.code = part"
    " JOIN entity AS other ON other.code = whole",
    "measure": "SELECT * FROM measure",
    **{table: f"SELECT * FROM {table}" for table in ("meta", "source", "metric", "item", "unit", "word", "seen")},
    "listed": "SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY number), digest FROM listed",
    "found": "SELECT term, doc, col, offset FROM temp.terms",
}
"""All that an index says. The codes of entities and measures are its own affair."""
CODES = {"fact": ("entity", "measure", "place"), "entity": ("code",), "heading": ("code",), "measure": ("code",)}


def contents_of(path: Path, cache: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the index kept for a store says, and every word by which a fact is found."""
    connection = sqlite3.connect(keeping.place(path, cache))
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, 'found', 'instance')")
    made = {}
    for name, question in QUESTIONS.items():
        asked = connection.execute(question)
        columns = [column[0] for column in asked.description]
        kept = [at for at, column in enumerate(columns) if column not in CODES.get(name, ())]
        made[name] = sorted((tuple(row[at] for at in kept) for row in asked), key=repr)
    connection.close()
    return made


def opened(path: Path, cache: Path) -> None:
    opening.open_index(path, cache=cache).close()


def same_as_anew(path: Path, cache: Path, tmp_path: Path) -> None:
    """Fails if the index that is kept is not that of the store as it is now."""
    anew = tmp_path / "anew"
    for file in anew.glob("*"):
        file.unlink()
    opened(path, anew)
    found, expected = contents_of(path, cache), contents_of(path, anew)
    for name in QUESTIONS:
        assert found[name] == expected[name], name


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.touch(),
    "a review": lambda path: store.review(path, fact().id, review="accepted"),
    "a note": lambda path: store.review(path, fact().id, note="seen with the bureau's own figures"),
    "a correction": lambda path: store.revise(
        path, {fact().id: lambda one: replace(one, period=half(2012, 1), metric="output volume", status="estimate")}
    ),
    "a fact more": lambda path: store.append(path, facts=[fact("20 million", 20_000_000, period=year(2031))]),
    "a new company": lambda path: store.append(
        path,
        sources=[Source(id="new", title="News", publisher="A Paper")],
        entities=[Entity(id="nova", name="Nova Works", kind="company", aliases=("諾瓦",), part_of="oppo")],
        facts=[
            fact("3 million", 3_000_000, entity="nova", source="new"),
            fact("5 %", 5, entity="nova", unit="percent"),
        ],
    ),
    "a new metric and item": lambda path: store.append(
        path,
        metrics=[Metric(id="scrap", label="Scrap", dimension="count")],
        items=[Item(id="tin", label="tin")],
        facts=[fact("9", 9, metric="scrap", item="tin")],
    ),
    "a source alone": lambda path: store.append(path, sources=[Source(id="idle", title="Idle")]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_was_added_or_reviewed_is_taken_in_without_building_anew(
    path: Path, cache: Path, tmp_path: Path, builds: Builds, change: Callable[[Path], object]
) -> None:
    opened(path, cache)
    assert builds.times == 1
    change(path)
    opened(path, cache)
    assert builds.times == 1
    same_as_anew(path, cache, tmp_path)


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def without_the_first_fact(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if '"evidence": {' in line)
    path.write_text("\n".join(lines[:at] + lines[at + 1 :]), "utf-8")


OTHERS: dict[str, Callable[[Path], object]] = {
    "a name": lambda path: edited(path, '"name": "OPPO"', '"name": "Oppo Ltd"'),
    "a source's title": lambda path: edited(path, "A Press Report", "Another Report"),
    "a fact less": without_the_first_fact,
    "another layout": lambda path: path.write_text(path.read_text("utf-8") + "\n", "utf-8"),
    "an id": lambda path: edited(path, fact().id, "abcdefghjk"),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=list(OTHERS))
def test_whatever_else_has_changed_is_built_anew(
    path: Path, cache: Path, tmp_path: Path, builds: Builds, change: Callable[[Path], object]
) -> None:
    opened(path, cache)
    change(path)
    opened(path, cache)
    assert builds.times == 2
    same_as_anew(path, cache, tmp_path)


def test_a_store_that_names_what_it_does_not_list_is_built_anew(tmp_path: Path, cache: Path, builds: Builds) -> None:
    path = tmp_path / "bare.json"
    stub = fact("1", 1, entity="nobody", metric="nothing", item="none", unit="nix", source="nowhere")
    path.write_bytes(store.serialize(Contents(title="Bare", facts=(stub,))))
    opened(path, cache)
    store.review(path, stub.id, review="accepted")
    opened(path, cache)
    same_as_anew(path, cache, tmp_path)
    assert builds.times == 3


@pytest.mark.parametrize("share", [0.2, 0.7])
def test_an_index_that_is_torn_is_built_anew(
    path: Path, cache: Path, tmp_path: Path, builds: Builds, share: float
) -> None:
    opened(path, cache)
    kept = Path(keeping.place(path, cache))
    kept.write_bytes(kept.read_bytes()[: int(kept.stat().st_size * share)])
    store.review(path, fact().id, review="accepted")
    opened(path, cache)
    assert builds.times == 2
    same_as_anew(path, cache, tmp_path)


def test_whoever_has_the_index_open_keeps_it(path: Path, cache: Path) -> None:
    before = opening.open_index(path, cache=cache)
    store.review(path, fact().id, review="accepted")
    after = opening.open_index(path, cache=cache)
    assert [index.some([fact().id])[0].review for index in (before, after)] == ["unreviewed", "accepted"]
    assert before.count(View(text="oppo")) == after.count(View(text="oppo")) == 1


reviews = st.tuples(st.just("review"), st.integers(0, 20), st.sampled_from(["accepted", "rejected", "unreviewed"]))
notes = st.tuples(st.just("note"), st.integers(0, 20), strategies.words)
corrections = st.tuples(st.just("correct"), st.integers(0, 20), strategies.facts())
additions = st.tuples(st.just("add"), st.just(0), strategies.contents(most=2))


@given(first=strategies.contents(most=4), steps=st.lists(reviews | notes | corrections | additions, max_size=4))
@settings(max_examples=80, suppress_health_check=list(HealthCheck))
def test_whatever_happens_to_a_store_its_index_is_the_one_built_anew(
    tmp_path_factory: pytest.TempPathFactory, first: Contents, steps: list[tuple[str, int, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path, cache = folder / "store.json", folder / "cache"
    store.create(path, title="Any")
    add(path, first)
    opened(path, cache)
    for kind, number, what in steps:
        ids = [one.id for one in store.read(path).facts]
        try:
            if kind == "add":
                add(path, what)
            elif ids and kind == "correct":
                store.revise(path, {ids[number % len(ids)]: lambda one, what=what: like(what, one)})  # type: ignore[misc]
            elif ids:
                store.review(path, ids[number % len(ids)], **{kind: what})
        except CqtuiError:
            continue  # It contradicts what is there.
        opened(path, cache)
        same_as_anew(path, cache, folder)


def like(what: Fact, one: Fact) -> Fact:
    """What a correction makes of a fact: all but its id and its evidence may change."""
    return replace(what, id=one.id, evidence=one.evidence)


def add(path: Path, what: Contents) -> None:
    store.append(
        path, sources=what.sources, entities=what.entities, metrics=what.metrics, items=what.items, units=what.units,
        facts=identified(what.facts),
    )  # fmt: skip
