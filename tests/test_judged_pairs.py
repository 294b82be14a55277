"""Pairs of figures from other sources that were judged by hand: each must come out as judged.

The sources' figures and the judgements lie beside the repository, not in it; without them nothing is
tested here. They go through a store and the index, as imported facts do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import twobriefs

from cqtui import rates, store, wordfiles
from cqtui.bearing import knowledge
from cqtui.compare import Comparison, compare
from cqtui.model import Change, Entity, Evidence, Fact, Period, Source, identified
from cqtui.opening import open_index

REPOSITORY = Path(__file__).parent.parent
FIGURES = REPOSITORY.parent / "shared" / "figures"
PAIRS = json.loads((FIGURES / "pairs.json").read_text()) if FIGURES.exists() else []
pytestmark = pytest.mark.skipif(not PAIRS, reason="the judged pairs are not here")

METRICS = {
    "production volume": "output volume",
    "production capacity": "capacity",
    "share of world production": "share of world output",
    "share of own worldwide shipments": "share of own shipments",
    "share of the city's foreign trade": "share of foreign trade",
    "number of enterprises": "companies",
}
"""The figures' names for metrics that the package calls otherwise."""
ITEMS = {
    "electronic manufacturing cluster": "electronics",
    "electronic information manufacturing cluster": "electronics",
}
"""What a person who enters these figures would see is one thing under two names."""
PARTS = {"Xiyong Comprehensive Bonded Zone": "chongqing", "Liangjiang New Area": "chongqing"}


def name_id(name: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in name.lower()).split())


class World:
    """The judged sources' figures as facts, in a store's index."""

    def __init__(self, folder: Path) -> None:
        words = wordfiles.load()
        shipped = twobriefs.contents()
        self.entities = {one.id: one for one in shipped.entities}
        self._named = {
            name.casefold(): one.id for one in shipped.entities for name in (one.name, one.short or "", *one.aliases)
        }
        joint = Entity(id="sichuan-and-chongqing", name="Sichuan and Chongqing", kind="place", part_of="china")
        self.entities[joint.id] = joint
        self._named[joint.name.casefold()] = joint.id
        self._items = {
            name.casefold(): one.id for one in words.items.values() for name in (one.id, one.label, *one.aliases)
        }
        self._metrics = {
            name.casefold(): one.id for one in words.metrics.values() for name in (one.id, one.label, *one.synonyms)
        }
        self.sources = {one.id: one for one in shipped.sources}
        self.facts: dict[tuple[str, Any], Fact] = {}
        gold = json.loads((REPOSITORY.parent / "shared" / "gold" / "seeds.json").read_text())["facts"]
        for row, fact in zip(gold, shipped.facts, strict=True):
            self.facts["seed", row["id"]] = fact
        for path in sorted(FIGURES.glob("*.json")):
            if path.name != "pairs.json":
                self._add(json.loads(path.read_text(), parse_float=Decimal))
        self.facts = dict(zip(self.facts, identified(list(self.facts.values())), strict=True))
        path = folder / "figures.json"
        store.create(path, title="Judged figures")
        store.append(path, sources=self.sources.values(), entities=self.entities.values(), facts=self.facts.values())
        self.index = open_index(path, cache=folder)

    def _add(self, data: Mapping[str, Any]) -> None:
        about = data["source"]
        printed = _day(about.get("published"))
        source = Source(id=about["id"], title=about["title"], publisher=about["publisher"], published=printed)
        self.sources[source.id] = source
        for number, row in enumerate(data["figures"]):
            self.facts[source.id, number] = self._fact(source.id, number, row)

    def _fact(self, source: str, number: int, row: Mapping[str, Any]) -> Fact:
        unit, _, per = (row["unit"] or "").partition(" per ")
        period, change = row["period"], row["change"]
        metric = METRICS.get(row["metric"], row["metric"])
        sentence = f"{source}, paragraph {row['paragraph']}: {row['as_written']}"
        return Fact(
            entity=self._entity(row["entity"], row.get("entity_kind")),
            metric=self._metrics.get(metric.casefold(), metric),
            item=self._item(row["product"]),
            place=self._entity(row["place"], "place") if row["place"] else None,
            value=Decimal(row["value"]) if row["value"] is not None else None,
            upper=Decimal(row["value_max"]) if row["value_max"] is not None else None,
            unit=unit or None,
            per=per or None,
            bound=row["bound"].replace("_", " "),
            as_written=row["as_written"],
            period=Period(start=_day(period["start"]), end=_day(period["end"]),
                          basis="span" if period["basis"] == "multi-year" else period["basis"]),
            status=row["status"],
            change=change and _change(change),
            evidence=Evidence(source=source, paragraph=row["paragraph"], sentence=sentence),
            note=f"figure {number}",
        )  # fmt: skip

    def _entity(self, name: str, kind: str | None) -> str:
        known = self._named.get(name.casefold())
        if known is None:
            known = self._named[name.casefold()] = name_id(name)
            allowed = kind if kind in ("place", "company", "industry", "agency") else "unknown"
            self.entities[known] = Entity(id=known, name=name, kind=allowed, part_of=PARTS.get(name))
        return known

    def _item(self, name: str | None) -> str | None:
        if name is None or name == "all goods":
            return None
        known = self._items.get(name.casefold()) or self._items.get(name.casefold().removesuffix("s"))
        return known or ITEMS.get(name, name)

    def compared(self, *refs: Mapping[str, Any]) -> Comparison:
        facts = [
            self.facts["seed", ref["id"]] if "seed" in ref else self.facts[ref["source"], ref["index"]] for ref in refs
        ]
        return compare(facts, knowledge(self.index, facts))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and len(text) == 10 else None


def _change(row: Mapping[str, Any]) -> Change | None:
    if row.get("value") is None:
        return None
    kind = "times" if "times" in row["kind"] else "percent"
    against = "previous year" if row["kind"].endswith("yoy") else None
    return Change(kind=kind, value=Decimal(row["value"]), direction=row["direction"], against=against)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("figures"))


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{number}-{pair['kind']}" for number, pair in enumerate(PAIRS)])
def test_a_pair_comes_out_as_judged(pair: Mapping[str, Any], world: World) -> None:
    comparison = world.compared(pair["a"], pair["b"])
    told = "\n".join(f"{reason.kind}: {reason.text}" for reason in comparison.reasons)
    assert comparison.verdict == pair["verdict"].replace("_", " "), f"{pair['reason']}\n{told}"
    swapped = world.compared(pair["b"], pair["a"])
    assert swapped.verdict == comparison.verdict


def test_rates_are_there_for_every_year_of_the_pairs() -> None:
    known = rates.load()
    assert all(known.rate("USD", "CNY", year) for year in range(2009, 2026))
