"""Facts and a vocabulary for tests, small and like the real ones: Chongqing, its parts, its firms."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from cqtui import store
from cqtui.model import Basis, Entity, Evidence, Fact, Item, Metric, Period, Source, Unit, identified
from cqtui.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    entities={
        one.id: one
        for one in (
            Entity(id="china", name="China", kind="place"),
            Entity(id="chongqing", name="Chongqing", kind="place", part_of="china"),
            Entity(id="chengdu", name="Chengdu", kind="place", part_of="china"),
            Entity(id="liangjiang", name="Liangjiang New Area", kind="place", part_of="chongqing"),
            Entity(
                id="bonded-port",
                name="Lianglu/Cuntan Bonded Port Area",
                short="Bonded Port Area",
                kind="place",
                part_of="liangjiang",
            ),
            Entity(id="oppo", name="OPPO", kind="company"),
            Entity(id="asus", name="ASUS", kind="company"),
            Entity(id="wistron", name="Wistron", kind="company"),
        )
    },
    metrics={
        one.id: one
        for one in (
            Metric(id="output volume", label="Output volume", dimension="count"),
            Metric(id="shipments", label="Shipments", dimension="count"),
            Metric(id="output value", label="Output value", dimension="money"),
            Metric(id="export value", label="Export value", dimension="money"),
            Metric(id="investment", label="Investment", dimension="money"),
            Metric(id="R&D spending", label="R&D spending", dimension="money"),
            Metric(id="employees", label="Employees", dimension="count", nature="stock"),
            Metric(id="companies", label="Companies", dimension="count", nature="stock"),
            Metric(id="world share", label="Share of world output", dimension="ratio", nature="stock"),
            Metric(id="changeover", label="Changeover time", dimension="duration", nature="stock"),
            Metric(id="rank", label="Rank", dimension="rank", nature="stock"),
        )
    },
    items={
        one.id: one
        for one in (
            Item(id="computer", label="computer"),
            Item(id="laptop", label="laptop", part_of="computer"),
            Item(id="mobile phone", label="mobile phone"),
            Item(id="smartphone", label="smartphone", part_of="mobile phone"),
            Item(id="electronics", label="electronics"),
        )
    },
    units={
        one.id: one
        for one in (
            Unit(id="unit", label="unit", dimension="count"),
            Unit(id="person", label="person", plural="people", dimension="count"),
            Unit(id="company", label="company", dimension="count"),
            Unit(id="CNY", label="yuan", plural="yuan", symbol="¥", dimension="money"),
            Unit(id="USD", label="US dollar", symbol="US$", dimension="money"),
            Unit(id="percent", label="percent", plural="percent", symbol="%", dimension="ratio"),
            Unit(id="rank", label="rank", dimension="rank"),
            Unit(id="second", label="second", symbol="s", dimension="duration"),
            Unit(id="minute", label="minute", symbol="min", dimension="duration", base="second", factor=Decimal(60)),
            Unit(id="hour", label="hour", symbol="h", dimension="duration", base="second", factor=Decimal(3600)),
            Unit(id="day", label="day", symbol="d", dimension="duration", base="second", factor=Decimal(86400)),
            Unit(id="year", label="year", dimension="duration"),
        )
    },
)  # fmt: skip

SOURCES = {
    "press": Source(id="press", title="A Press Report", publisher="iChongqing", published=date(2020, 5, 22)),
    "agency": Source(id="agency", title="An Agency Report", publisher="Xinhua", published=date(2020, 6, 1)),
}


def period(start: str | None = None, end: str | None = None, basis: Basis = "span") -> Period:
    """A period from ISO days."""
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Period(start=days[0], end=days[1], basis=basis)


def year(number: int) -> Period:
    return period(f"{number}-01-01", f"{number}-12-31", "year")


def half(number: int, which: int) -> Period:
    days = ("01-01", "06-30") if which == 1 else ("07-01", "12-31")
    return period(f"{number}-{days[0]}", f"{number}-{days[1]}", "half")


def last_of(start: date, months: int) -> date:
    """The last day of so many months from `start`, the first of one."""
    after = start.month + months - 1
    return date(start.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def as_of(day: str) -> Period:
    return period(None, day, "as-of")


def fact(written: str = "18.9 million mobile phones", value: Any = 18_900_000, **said: Any) -> Fact:
    """A fact: what OPPO shipped from Chongqing in 2019, but for what is said otherwise.

    `value`, `upper` may be anything that makes a decimal; `source`, `sentence` and `paragraph` go to
    its evidence.
    """
    evidence = Evidence(
        source=said.pop("source", "press"),
        sentence=said.pop("sentence", f"The report says {written}."),
        paragraph=said.pop("paragraph", 1),
    )
    if said.get("upper") is not None:
        said["upper"] = Decimal(said["upper"])
    fields: dict[str, Any] = {
        "entity": "oppo",
        "metric": "shipments",
        "item": "mobile phone",
        "place": "chongqing",
        "unit": "unit",
        "period": year(2019),
    }
    fields |= said
    made = Fact(as_written=written, value=None if value is None else Decimal(value), evidence=evidence, **fields)
    return identified([made])[0]


def laptops(written: str, value: Any, **said: Any) -> Fact:
    """A city's laptop output, Chongqing's in 2019 but for what is said otherwise."""
    fields = {"entity": "chongqing", "metric": "output volume", "item": "laptop"}
    return fact(written, value, **(fields | said))


def money(written: str, value: Any, **said: Any) -> Fact:
    """A value of output in yuan, OPPO's of 2019 but for what is said otherwise."""
    return fact(written, value, **({"metric": "output value", "item": None, "unit": "CNY"} | said))


def written(path: Path, *facts: Fact) -> Path:
    """The path of a new store that holds these facts, with our vocabulary and sources."""
    words: dict[str, Any] = {
        name: tuple(getattr(VOCABULARY, name).values()) for name in ("entities", "metrics", "items", "units")
    }
    store.create(path, title="Figures")
    store.append(path, sources=SOURCES.values(), **words, facts=facts)
    return path
