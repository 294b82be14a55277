"""How a linked figure is put down as a fact: its unit, the place of a rank, other readings, and how sure it is."""

from __future__ import annotations

import re
from decimal import Decimal

from cqtui.ingest.discourse import Linked
from cqtui.ingest.measures import Measures
from cqtui.ingest.metrics import LABEL_MONEY
from cqtui.ingest.units import Amount
from cqtui.model import Alternative, Change, canonical


def place_of_rank(text: str, amount: Amount, place: str | None) -> tuple[str | None, str]:
    """Within which country or the world a rank is, where its words say so."""
    near = text[max(0, amount.start - 60) : amount.end + 60]
    if re.search(
        r"\b(?:nationwide|nationally|in the country|in the nation|in china|china(?:'s|’s)|country(?:'s|’s)|"
        r"nation(?:'s|’s)|of china)\b",
        near,
        re.IGNORECASE,
    ):
        return "china", "ranked within the country"
    if re.search(r"\b(?:worldwide|globally|in the world|world(?:'s|’s)|global)\b", near, re.IGNORECASE):
        return "world", "ranked within the world"
    return place, "the place beside it"


def unit_of(
    measures: Measures,
    text: str,
    amount: Amount,
    unit: str | None,
    metric: str,
    last: Linked | None,
    currency: str | None,
) -> str | None:
    """The unit of a figure: of its noun, of its metric, of the figure beside it, or the `currency` told before; None
    where it is not stated."""
    if unit:
        return measures.unit_of_counted.get(unit, unit)
    beside = last is not None and last.amount.kind in ("duration", "percent", "measure")
    if amount.kind == "count" and beside and last and last.candidate.fact.metric == metric and not amount.noun:
        return last.candidate.fact.unit
    if amount.kind == "count":
        named_unit = {metric_id: unit_id for unit_id, metric_id in measures.metric_of_unit.items()}.get(metric)
        if metric == "patent applications":
            named_unit = "patent"
        if metric in ("enterprises introduced", "enterprises settled", "cooperation intentions"):
            named_unit = "company"
        if metric == "projects introduced":
            named_unit = "project"
        if metric == "jobs created" and not amount.noun:
            return "person"
        if named_unit and not (amount.items and metric == "facilities built"):
            return measures.unit_of_counted.get(named_unit, named_unit)
        if last is not None and last.candidate.fact.metric == metric and last.amount.kind == "count":
            return last.candidate.fact.unit
        dimension = measures.dimension.get(metric)
        label = LABEL_MONEY.match(text) if dimension == "money" else None
        if label:
            return next(
                (
                    code
                    for sign, code in (
                        ("US$", "USD"),
                        ("NT$", "TWD"),
                        ("RMB", "CNY"),
                        ("yuan", "CNY"),
                        ("CNY", "CNY"),
                        ("¥", "CNY"),
                        ("€", "EUR"),
                        ("$", "USD"),
                        ("USD", "USD"),
                    )
                    if sign in label.group()
                ),
                None,
            )
        if dimension == "money" and last is not None and last.amount.kind == "money":
            return last.candidate.fact.unit
        return currency if dimension == "money" else "unit"
    return amount.unit


def alternatives_of(amount: Amount, change: Change | None, unit: str | None) -> tuple[Alternative, ...]:
    """Other readings that the words allow."""
    found: list[Alternative] = []
    if change is not None and change.kind == "times" and change.value is not None and change.direction == "up":
        found += [
            Alternative(field="change.factor", value=factor, why="'times' may count the old level in or not")
            for factor in change.factors()
        ]
    if amount.kind == "count" and unit is None:
        found.append(Alternative(field="unit", value="CNY", why="no currency is written"))
    return tuple(found)


def singular(noun: str) -> str:
    """The last words of a noun phrase for one: "glass substrates" is a glass substrate."""
    words = " ".join(noun.split()[-2:])
    for ending, instead in (
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("lenses", "lens"),
    ):
        if words.endswith(ending):
            return words.removesuffix(ending) + instead
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words


def plain(value: Decimal | None) -> Decimal | None:
    """A number without an exponent or zeros that say nothing."""
    return None if value is None else Decimal(canonical(value))


def confidence(metric: float, entity: float, stated: bool, amount: Amount) -> float:
    """How far a candidate is to be trusted, from how clear its cues were."""
    sure = 0.95
    if metric < 70:
        sure -= 0.15 if metric > 40 else 0.35
    if entity < 60:
        sure -= 0.15
    if not stated:
        sure -= 0.1
    if amount.spelled and amount.kind == "count":
        sure -= 0.05
    return round(max(sure, 0.1), 2)
