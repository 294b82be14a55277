#!/usr/bin/env python3
"""Makes a store of any number of facts, as a press archive might hold: the same bytes each time.

    python tests/bench/generate.py FILE COUNT

Many companies and places (nested, some with Chinese or accented names), the metrics, items and units
that the program knows, every basis and status. One fact in sixteen answers what another source was
asked: the same or rounded, restated, contradicting, or as the level a year before. `cqtui check FILE`
finds nothing wrong in it. Written row by row, so that a million facts need little memory.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from cqtui import model, rows, wordfiles
from cqtui.model import Entity, Period, Source
from cqtui.vocabulary import Vocabulary

Row = dict[str, Any]

_FIRST = (
    "Acme", "Borealis", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper", "Kestrel",
    "Lumen", "Meridian", "Nimbus", "Orchid", "Pinnacle", "Quartz", "Rowan", "Sable", "Tundra", "Umbra", "Vertex",
    "Willow", "Xenon", "Yarrow", "Société", "Ångström", "Über", "Łódź", "Škoda", "東芝", "华为", "联想", "삼성",
)  # fmt: skip
_SECOND = (
    "Airways", "Biotech", "Capital", "Display", "Energy", "Foods", "Group", "Industries", "Logistics", "Materials",
    "Micro", "Optics", "电子", "科技",
)  # fmt: skip
_SUFFIX = (
    "AG", "Corp", "GmbH", "Inc", "KK", "Ltd", "NV", "Oyj", "PLC", "SA", "集团",
)  # fmt: skip
_REGIONS = (
    "Chongqing", "Sichuan", "Guangdong", "Jiangsu", "Zhejiang", "Fujian", "Île-de-France", "Bavaria", "São-Paulo",
    "大阪府", "경기도", "Łódzkie",
)  # fmt: skip
_OPENERS = (
    "According to its annual report,", "The bureau of statistics said that", "At a press conference it was said that",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_STATUSES: tuple[tuple[model.Status, int], ...] = (
    ("actual", 80), ("estimate", 5), ("forecast", 5), ("target", 6), ("plan", 4),
)  # fmt: skip
_BOUNDS: tuple[tuple[model.Bound, int], ...] = (
    ("exact", 80), ("over", 8), ("at least", 2), ("nearly", 3), ("about", 4), ("up to", 2), ("under", 1),
)  # fmt: skip
_BASES: tuple[tuple[model.Basis, int], ...] = (
    ("year", 40), ("half", 8), ("quarter", 12), ("month", 10), ("year-to-date", 6), ("span", 3), ("as-of", 8),
    ("by", 3), ("before", 1), ("since", 3), ("cumulative", 4), ("unstated", 2),
)  # fmt: skip
_SCALES = (("", 1), ("", 1), (" million", 10**6), (" million", 10**6), (" billion", 10**9))
_FACTS_OF_A_SOURCE = 25
_HAVE_RIVALS = 15
"""Every which fact another source answers as well."""
_RIVALS: tuple[tuple[str, int], ...] = (
    ("same", 25), ("rounded", 25), ("restated", 20), ("contradicting", 15), ("a year before", 15),
)  # fmt: skip


def generate(path: Path, count: int) -> None:
    """Write a store of `count` facts to `path`."""
    made = _Archive(count)
    with path.open("w", encoding="utf-8") as file:
        file.write('{\n "meta": {\n')
        file.write(f'  "1": {{"schema": {model.SCHEMA}, "title": "{count:,} synthetic figures"}}\n }},\n')
        _write_table(file, "sources", (source for source, _ in made.documents()))
        _write_table(file, "entities", map(rows.row, made.entities))
        file.write(' "metrics": {},\n "items": {},\n "units": {},\n')
        _write_table(file, "facts", (fact for _, facts in made.documents() for fact in facts), last=True)


def _write_table(file: Any, name: str, table: Iterable[Row], *, last: bool = False) -> None:
    file.write(f' "{name}": {{\n')
    for number, row in enumerate(table, start=1):
        file.write(f'{"," * (number > 1)}{chr(10) * (number > 1)}  "{number}": {json.dumps(row, ensure_ascii=False)}')
    file.write("\n }\n}\n" if last else "\n },\n")


class _Archive:
    def __init__(self, count: int) -> None:
        self._rivals = count // (_HAVE_RIVALS + 1)
        self._count = count - self._rivals
        self._words = wordfiles.load()
        self._units = {
            kind: [
                unit.id for unit in self._words.units.values() if unit.dimension == kind and unit.id in _COMMON_UNITS
            ]
            for kind in ("money", "ratio", "duration")
        }
        source = random.Random(20261121)
        self._places = list(_places(source, min(300, 5 + count // 50)))
        self._companies = list(_companies(source, max(8, min(5000, count // 100))))
        self.entities = [*self._places, *self._companies]

    def documents(self) -> Iterator[tuple[Row, list[Row]]]:
        """Sources, each with its facts; the same however often it is asked."""
        source = random.Random(20191231)
        facts = self._facts(source)
        number = told = 0
        chance, rivals = random.Random(19890612), list[Row]()
        while batch := list(islice(facts, _FACTS_OF_A_SOURCE)):
            number += 1
            answered = batch[(-number * _FACTS_OF_A_SOURCE) % _HAVE_RIVALS :: _HAVE_RIVALS]
            rivals += (_rival(fact, chance) for fact in answered)
            yield self._document(f"report-{number:06}", number, batch, source)
            if len(rivals) >= _FACTS_OF_A_SOURCE or number * _FACTS_OF_A_SOURCE >= self._count:
                rivals = rivals[: self._rivals - told]
                for at, fact in enumerate(rivals, start=told):
                    fact["id"] = _id(self._count + at)
                told += len(rivals)
                if rivals:
                    yield self._document(f"bulletin-{number:06}", number + 7, rivals, chance)
                rivals = []

    def _document(self, id: str, number: int, facts: list[Row], source: random.Random) -> tuple[Row, list[Row]]:
        text = ""
        for paragraph, fact in enumerate(facts, start=1):
            text += f"[¶ {paragraph}] "
            sentence = fact["evidence"]["sentence"]
            start = len(text) + sentence.index(fact["as_written"])
            fact["evidence"] |= {
                "source": id, "paragraph": paragraph, "start": start, "end": start + len(fact["as_written"]),
            }  # fmt: skip
            text += f"{sentence}\n\n"
        published = date(2005, 1, 1) + timedelta(days=source.randrange(7300))
        return rows.row(
            Source(
                id=id, title=f"Report {number} on industry and trade", publisher=f"Press agency {number % 40}",
                published=published, url=f"https://press.example/{number}", language="en",
                sha256=hashlib.sha256(text.encode()).hexdigest(), text=text,
            )
        ), facts  # fmt: skip

    def _facts(self, source: random.Random) -> Iterator[Row]:
        metrics = [metric for metric in self._words.metrics.values() if metric.dimension in _ITEMS_MAKE_SENSE]
        items = [item.id for item in self._words.items.values()]
        for number in range(self._count):
            # A few have most of the facts, as in any archive.
            about = self._companies if source.random() < 0.8 else self._places
            entity = about[int(len(about) * source.random() ** 1.7)]
            metric = metrics[int(len(metrics) * source.random() ** 1.5)]
            item = items[int(len(items) * source.random() ** 2)] if _ITEMS_MAKE_SENSE[metric.dimension] else None
            yield self._fact(number, entity, metric, item, source)

    def _fact(self, number: int, entity: Entity, metric: model.Metric, item: str | None, source: random.Random) -> Row:
        unit = {"count": "unit"}.get(metric.dimension) or source.choice(self._units[metric.dimension])
        scale, factor = source.choice(_SCALES) if metric.dimension in ("count", "money") else ("", 1)
        tenths = source.randrange(1, 9999)
        value: int | float = (
            tenths * (factor // 10) if factor > 1 else tenths if metric.dimension == "count" else tenths / 10
        )
        figure = f"{tenths / 10:g}{scale}" if factor > 1 else f"{value:,}"
        period, when = _period(source)
        place = source.choice(self._places)
        sentence = (
            f"{source.choice(_OPENERS)} {entity.name} had {_words(self._words, metric, item)} of {figure}"
            f" {self._words.unit(unit).plural or unit} in {place.name} {when}."
        )
        said: Row = {
            "id": _id(number), "entity": entity.id, "metric": metric.id, "item": item, "place": place.id,
            "value": value, "upper": None, "unit": unit, "per": None, "bound": _weighed(source, _BOUNDS),
            "as_written": figure, "period": rows.row(period), "status": _weighed(source, _STATUSES), "change": None,
            "evidence": {"source": "", "paragraph": None, "start": None, "end": None, "sentence": sentence},
            "confidence": round(0.5 + source.random() / 2, 2), "extractor": "synthetic", "review": "unreviewed",
            "note": None, "alternatives": [],
        }  # fmt: skip
        if source.random() < 0.2:
            percent = source.randrange(1, 400) / 10
            said["change"] = {"kind": "percent", "value": percent, "direction": "up", "against": "previous year"}
        return said


def _rival(fact: Row, chance: random.Random) -> Row:
    """What another source says where one says `fact`."""
    how = _weighed(chance, _RIVALS)
    change, period = fact["change"], fact["period"]
    before = how == "a year before" and change and period["basis"] in ("year", "half", "quarter", "as-of")
    times = {"restated": chance.uniform(0.98, 1.02), "contradicting": chance.uniform(1.1, 2.5)}.get(how, 1.0)
    if before:
        times = 1 / (1 + change["value"] / 100)
    number, _, scale = fact["as_written"].partition(" ")
    said = float(f"{float(number.replace(',', '')) * times:.{2 if how == 'rounded' else 4}g}")
    decimals = 1 if "." in number else 0
    figure = f"{said:g} {scale}" if scale else f"{said:,.{decimals}f}"
    opening, _, rest = fact["evidence"]["sentence"].rpartition(f" of {fact['as_written']} ")
    value = round(said * 1000) * (_FACTORS[scale] // 1000) if scale else round(said, decimals or None)
    made = {**fact, "value": value, "as_written": figure}
    if before:
        year = int((period["end"] or period["start"])[:4])
        rest = rest.replace(f"{year}.", f"{year - 1}.")
        days = {
            end: period[end] and f"{year - 1}{period[end][4:]}".replace("02-29", "02-28") for end in ("start", "end")
        }
        made |= {"change": None, "period": {**period, **days}}
    sentence = f"{opening} of {figure} {rest}"
    evidence = {"source": "", "paragraph": None, "start": None, "end": None, "sentence": sentence}
    return {**made, "evidence": evidence}


_FACTORS = {"million": 10**6, "billion": 10**9}
_COMMON_UNITS = {"CNY", "USD", "EUR", "JPY", "percent", "day", "month", "year"}
_ITEMS_MAKE_SENSE = {"count": True, "money": True, "ratio": False, "duration": False}
"""Dimensions of the metrics that are used, and whether such a metric is of an item."""


def _words(words: Vocabulary, metric: model.Metric, item: str | None) -> str:
    return f"{metric.label.lower()} of {words.item(item).label}" if item else metric.label.lower()


def _places(source: random.Random, count: int) -> Iterator[Entity]:
    """A country, its regions, their cities and the zones in those."""
    made = [Entity(id="country", name="China", kind="place", aliases=("中国",))]
    for number in range(1, count):
        whole = made[(number - 1) // 6]
        name = f"{_REGIONS[number % len(_REGIONS)]} {source.choice(('District', 'New Area', 'Port', '新区'))} {number}"
        made.append(Entity(id=f"place-{number:05}", name=name, kind="place", part_of=whole.id))
    yield from made


def _companies(source: random.Random, count: int) -> Iterator[Entity]:
    for number in range(count):
        name = f"{source.choice(_FIRST)} {source.choice(_SECOND)} {source.choice(_SUFFIX)} {number}"
        aliases = (f"公司{number}",) if number % 3 == 0 else ()
        kind: model.EntityKind = "industry" if number % 41 == 40 else "agency" if number % 37 == 36 else "company"
        whole = f"company-{number - number % 10:05}" if number % 10 and number % 4 == 0 else None
        yield Entity(id=f"company-{number:05}", name=name, kind=kind, aliases=aliases, part_of=whole)


def _period(source: random.Random) -> tuple[Period, str]:
    """A period, and how a sentence says it."""
    basis, year = _weighed(source, _BASES), source.randint(2005, 2025)
    month = source.randint(1, 12)
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    whole = date(year, 1, 1), date(year, 12, 31)
    quarter = (month - 1) // 3
    made: dict[str, tuple[date | None, date | None, str]] = {
        "year": (*whole, f"in {year}"),
        "half": (date(year, 1, 1), date(year, 6, 30), f"in the first half of {year}"),
        "quarter": (
            date(year, 3 * quarter + 1, 1), date(year, 3 * quarter + 3, (31, 30, 30, 31)[quarter]),
            f"in quarter {quarter + 1} of {year}",
        ),
        "month": (first, last, f"in {_MONTHS[month - 1]} {year}"),
        "year-to-date": (whole[0], last, f"from January to {_MONTHS[month - 1]} {year}"),
        "span": (date(year - 2, 1, 1), whole[1], f"from {year - 2} to {year}"),
        "as-of": (None, last, f"at the end of {_MONTHS[month - 1]} {year}"),
        "by": (None, whole[1], f"by the end of {year}"),
        "before": (None, whole[0], f"before {year}"),
        "since": (whole[0], None, f"since {year}"),
        "cumulative": (None, last, f"up to {_MONTHS[month - 1]} {year}"),
        "unstated": (None, None, "of late"),
    }  # fmt: skip
    start, end, words = made[basis]
    return Period(start=start, end=end, basis=basis, stated=basis != "unstated"), words


def _weighed(source: random.Random, weights: tuple[tuple[Any, int], ...]) -> Any:
    at = source.randrange(100)
    for value, weight in weights:
        at -= weight
        if at < 0:
            return value
    raise AssertionError("the weights make less than 100")


def _id(number: int) -> str:
    bits = int.from_bytes(hashlib.blake2b(number.to_bytes(8), digest_size=8).digest())
    return "".join(model._ID_ALPHABET[bits >> 5 * place & 31] for place in range(model.ID_LENGTH))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    generate(Path(sys.argv[1]), int(sys.argv[2]))
