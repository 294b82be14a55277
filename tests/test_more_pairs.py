"""Pairs of figures as press reports give them, each with the verdict of a careful reader, in both orders."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from facts import SOURCES, VOCABULARY, as_of, fact, half, laptops, money, period, year

from cqtui import rates
from cqtui.compare import Knowledge, compare
from cqtui.model import Basis, Change, Fact, Period, Status, identified

KNOWN = Knowledge(VOCABULARY, rates=rates.load(), sources=SOURCES)
AGENCY = {"source": "agency"}


def change(kind: Any, value: str, against: str | None = "previous year", direction: Any = "up") -> Change:
    return Change(kind=kind, value=Decimal(value), direction=direction, against=against)


def rise(percent: str, against: str | None = "previous year", **said: Any) -> Fact:
    """A growth of laptops told without a level."""
    return laptops(f"{percent} %", None, unit=None, change=change("percent", percent, against), **said)


def moved(one: Fact, by: Change) -> Fact:
    return identified([replace(one, change=by, id="")])[0]


def share(percent: str, **said: Any) -> Fact:
    return fact(f"{percent} %", percent, **({"metric": "world share", "unit": "percent", "item": "laptop"} | said))


def staff(number: int, when: Period, **said: Any) -> Fact:
    return fact(
        f"{number:,} people", number, **({"metric": "employees", "unit": "person", "item": None, "period": when} | said)
    )


def rank(number: int, **said: Any) -> Fact:
    return fact(f"no. {number}", number, **({"metric": "rank", "unit": "rank", "item": None} | said))


def span(start: str, end: str, basis: Basis = "span") -> Period:
    return period(start, end, basis)


CITY = laptops("over 64 million laptops", 64_000_000, bound="over")
Q1 = span("2019-01-01", "2019-03-31", "quarter")
Q2 = span("2019-04-01", "2019-06-30", "quarter")
MAY = span("2019-05-01", "2019-05-31", "month")
JAN_TO_MAY = span("2019-01-01", "2019-05-31", "year-to-date")
TO_DATE = period(None, "2019-12-31", "cumulative")
TARGET: Status = "target"

PAIRS: dict[str, tuple[Fact, Fact, str, set[str]]] = {
    # Wording and rounding
    "over, and the number itself": (CITY, laptops("64.22 million", 64_220_000, **AGENCY), "agree", {"bound"}),
    "over, and a number below": (CITY, laptops("63.9 million", 63_900_000, **AGENCY), "conflict", {"gap"}),
    "over, and the same words": (
        CITY,
        laptops("more than 64 million", 64_000_000, bound="over", **AGENCY),
        "agree",
        set(),
    ),
    "over, and the number exactly": (CITY, laptops("64 million", 64_000_000, **AGENCY), "agree", set()),
    "over, and far above": (CITY, laptops("95 million", 95_000_000, **AGENCY), "comparable", {"bound"}),
    "nearly, and the number": (
        laptops("nearly 65 million", 65_000_000, bound="nearly"),
        laptops("64.22 million", 64_220_000, **AGENCY),
        "agree",
        set(),
    ),
    "nearly, and above": (
        laptops("nearly 60 million", 60_000_000, bound="nearly"),
        laptops("64.22 million", 64_220_000, **AGENCY),
        "conflict",
        {"gap"},
    ),
    "over and nearly of neighbouring numbers": (
        CITY,
        laptops("nearly 70 million", 70_000_000, bound="nearly", **AGENCY),
        "agree",
        set(),
    ),
    "over the higher, under the lower": (
        laptops("over 70 million", 70_000_000, bound="over"),
        laptops("under 65 million", 65_000_000, bound="under", **AGENCY),
        "conflict",
        set(),
    ),
    "a range and a number in it": (
        laptops("60 to 65 million", 60_000_000, upper=65_000_000),
        laptops("64.22 million", 64_220_000, **AGENCY),
        "agree",
        set(),
    ),
    "a range and a number out of it": (
        laptops("50 to 60 million", 50_000_000, upper=60_000_000),
        laptops("64.22 million", 64_220_000, **AGENCY),
        "conflict",
        set(),
    ),
    "digits and a round number": (
        laptops("64,224,117", 64_224_117),
        laptops("64.2 million", 64_200_000, **AGENCY),
        "agree",
        set(),
    ),
    "headcounts written in full": (staff(4376, year(2019)), staff(4367, year(2019), **AGENCY), "conflict", {"gap"}),
    # The same number for something else
    "same number of another item": (
        laptops("20 million", 20_000_000),
        laptops("20 million", 20_000_000, item="mobile phone", **AGENCY),
        "not comparable",
        {"different item"},
    ),
    "same number, made and shipped": (
        laptops("20 million", 20_000_000),
        laptops("20 million", 20_000_000, metric="shipments", **AGENCY),
        "not comparable",
        {"different measure"},
    ),
    "same number, value made and value exported": (
        money("50 billion", 50_000_000_000),
        money("50 billion", 50_000_000_000, metric="export value", **AGENCY),
        "not comparable",
        {"different measure"},
    ),
    "same share of another year": (
        share("33", period=year(2019)),
        share("33", period=year(2023), **AGENCY),
        "comparable",
        {"period offset"},
    ),
    "laptops among computers": (
        laptops("20 million", 20_000_000),
        laptops("20 million", 20_000_000, item="computer", **AGENCY),
        "not comparable",
        {"nested item"},
    ),
    "same number of another maker": (fact(), fact(entity="asus", **AGENCY), "comparable", {"different entity"}),
    # Scope
    "a district and its city": (
        laptops("64 million", 64_000_000, entity="liangjiang"),
        laptops("64 million", 64_000_000, **AGENCY),
        "not comparable",
        {"nested scope"},
    ),
    "a port area and the country": (
        laptops("1 million", 1_000_000, entity="bonded-port", place=None),
        laptops("320 million", 320_000_000, entity="china", place=None),
        "not comparable",
        {"nested scope"},
    ),
    "a maker here and everywhere": (
        fact("12 million", 12_000_000),
        fact("120 million", 120_000_000, place=None, **AGENCY),
        "not comparable",
        {"different scope"},
    ),
    "a maker here, and where is left out": (
        fact("12 million", 12_000_000),
        fact("about 12 million", 12_000_000, bound="about", place=None, **AGENCY),
        "comparable",
        {"different scope"},
    ),
    "a maker and the city": (
        fact("12 million", 12_000_000, metric="output volume"),
        fact("174 million", 174_000_000, metric="output volume", entity="chongqing"),
        "not comparable",
        {"nested scope"},
    ),
    # Time
    "half and year": (
        laptops("30 million", 30_000_000, period=half(2019, 1)),
        CITY,
        "not comparable",
        {"period length"},
    ),
    "first and second half": (
        laptops("30 million", 30_000_000, period=half(2019, 1)),
        laptops("34 million", 34_000_000, period=half(2019, 2)),
        "comparable",
        {"period offset"},
    ),
    "quarter on quarter": (
        laptops("14 million", 14_000_000, period=Q1),
        laptops("16 million", 16_000_000, period=Q2),
        "comparable",
        {"period offset"},
    ),
    "a month and the months to it": (
        laptops("5 million", 5_000_000, period=MAY),
        laptops("22 million", 22_000_000, period=JAN_TO_MAY),
        "not comparable",
        {"period length"},
    ),
    "to date and a year": (laptops("210 million", 210_000_000, period=TO_DATE), CITY, "not comparable", {"basis"}),
    "to date, of two sources": (
        laptops("210 million", 210_000_000, period=TO_DATE),
        laptops("180 million", 180_000_000, period=TO_DATE, **AGENCY),
        "conflict",
        {"gap"},
    ),
    "first half, and January to June": (
        laptops("30 million", 30_000_000, period=half(2019, 1)),
        laptops("30.2 million", 30_200_000, period=span("2019-01-01", "2019-06-30", "year-to-date"), **AGENCY),
        "agree",
        set(),
    ),
    "headcounts at different ends of years": (
        staff(4000, as_of("2018-12-31")),
        staff(5000, as_of("2019-12-31"), **AGENCY),
        "comparable",
        {"period offset"},
    ),
    "headcounts of days that lie close": (
        staff(4000, as_of("2019-12-20")),
        staff(4000, as_of("2019-12-31"), **AGENCY),
        "agree",
        {"period offset"},
    ),
    "a headcount in a year and at its end": (
        staff(4000, year(2019)),
        staff(5200, as_of("2019-12-31"), **AGENCY),
        "comparable",
        {"basis"},
    ),
    "no time told, in two sources": (
        laptops("20 million", 20_000_000, period=Period(), source="undated"),
        laptops("20 million", 20_000_000, period=Period(), **AGENCY),
        "not comparable",
        {"period unstated"},
    ),
    "fiscal and calendar year": (
        money("50 billion", 50_000_000_000, period=span("2019-04-01", "2020-03-31")),
        money("50 billion", 50_000_000_000, **AGENCY),
        "comparable",
        {"period offset"},
    ),
    # Intended and achieved
    "target and actual": (laptops("80 million", 80_000_000, status=TARGET), CITY, "not comparable", {"status"}),
    "two targets for one year": (
        laptops("80 million", 80_000_000, status=TARGET),
        laptops("100 million", 100_000_000, status=TARGET, **AGENCY),
        "conflict",
        {"gap"},
    ),
    "forecast and target": (
        laptops("80 million", 80_000_000, status="forecast"),
        laptops("80 million", 80_000_000, status=TARGET, **AGENCY),
        "not comparable",
        {"status"},
    ),
    "estimate and actual": (
        laptops("60 million", 60_000_000, status="estimate"),
        laptops("64.22 million", 64_220_000, **AGENCY),
        "comparable",
        {"status"},
    ),
    # Money
    "yuan and dollars of one year at its rate": (
        money("69 billion yuan", 69_000_000_000),
        money("$10 billion", 10_000_000_000, unit="USD", **AGENCY),
        "agree",
        {"currency"},
    ),
    "yuan and dollars far apart": (
        money("69 billion yuan", 69_000_000_000),
        money("$15 billion", 15_000_000_000, unit="USD", **AGENCY),
        "conflict",
        {"currency"},
    ),
    "one currency not told": (
        money("69 billion", 69_000_000_000, unit=None),
        money("69 billion yuan", 69_000_000_000, **AGENCY),
        "not comparable",
        {"currency"},
    ),
    # Rates, ranks, shares
    "an hour and a day": (
        fact("60 an hour", 60, per="hour"),
        fact("1,440 a day", 1440, per="day", **AGENCY),
        "agree",
        set(),
    ),
    "a rate and a total": (fact("60 an hour", 60, per="hour"), fact(), "not comparable", {"basis"}),
    "ranks": (rank(4), rank(5, **AGENCY), "conflict", set()),
    "ranks of two years": (rank(4, period=year(2018)), rank(5, **AGENCY), "comparable", {"period offset"}),
    "a share and a number": (
        share("33"),
        fact(metric="world share", item="laptop"),
        "not comparable",
        {"different unit"},
    ),
    "one in three and a third": (share("33.3", bound="about"), share("33.3", **AGENCY), "agree", set()),
    # Changes
    "growth on the year and on the month": (
        rise("12", "previous year", period=MAY),
        rise("12", "previous month", period=MAY, **AGENCY),
        "not comparable",
        {"basis"},
    ),
    "growth by two sources": (rise("12.1"), rise("12", **AGENCY), "agree", set()),
    "growth up and down": (
        rise("12"),
        moved(rise("12", **AGENCY), change("percent", "12", direction="down")),
        "conflict",
        {"different change"},
    ),
    "growth in percent and in points": (
        rise("3"),
        moved(rise("3", **AGENCY), change("points", "3")),
        "not comparable",
        {"no value"},
    ),
    "one level with two growths": (
        moved(laptops("64.2 million", 64_200_000), change("percent", "12.1")),
        moved(laptops("64.2 million", 64_200_000, **AGENCY), change("percent", "21.1")),
        "conflict",
        {"different change"},
    ),
    "restated by the same publisher a year on": (
        laptops("60 million", 60_000_000, period=year(2018)),
        moved(laptops("64.22 million", 64_220_000, **AGENCY), change("percent", "5.9")),
        "conflict",
        {"implied base"},
    ),
    "a month's growth on the month before and the level a year before": (
        laptops("4 million", 4_000_000, period=span("2018-05-01", "2018-05-31", "month")),
        moved(laptops("5 million", 5_000_000, period=MAY, **AGENCY), change("percent", "1", "previous month")),
        "comparable",
        {"period offset"},
    ),
    "growth on the previous year, in other words": (
        rise("12"),
        rise("12.4", "a year earlier", **AGENCY),
        "agree",
        set(),
    ),
    "growth of a year, on what is not told": (rise("12"), rise("12", None, **AGENCY), "agree", set()),
    "growth of a month, on what is not told": (
        rise("12", period=MAY),
        rise("12", None, period=MAY, **AGENCY),
        "comparable",
        {"basis"},
    ),
    "growth of a year on the year by its number": (rise("12"), rise("21", "2018", **AGENCY), "conflict", set()),
    "growth with its level and alone": (
        moved(laptops("64.2 million", 64_200_000), change("percent", "12.1")),
        rise("12.1", **AGENCY),
        "agree",
        {"no value"},
    ),
    "growth with its level and another alone": (
        moved(laptops("64.2 million", 64_200_000), change("percent", "12.1")),
        rise("36", **AGENCY),
        "conflict",
        {"different change"},
    ),
    "growth of a part with its level and alone": (
        moved(laptops("64.2 million", 64_200_000), change("percent", "12.1")),
        rise("12.1", entity="liangjiang", **AGENCY),
        "not comparable",
        {"nested scope"},
    ),
    "targets by a year and in it": (
        laptops("80 million", 80_000_000, status=TARGET),
        laptops("100 million", 100_000_000, status=TARGET, period=period(None, "2019-12-31", "by"), **AGENCY),
        "conflict",
        {"basis", "gap"},
    ),
    "a target by a year and a plan of another": (
        laptops("80 million", 80_000_000, status=TARGET, period=year(2018)),
        laptops("80 million", 80_000_000, status=TARGET, period=period(None, "2019-12-31", "by"), **AGENCY),
        "not comparable",
        {"basis"},
    ),
    "growth a year over years": (
        laptops("40 million", 40_000_000, period=year(2018)),
        moved(laptops("64 million", 64_000_000, **AGENCY), change("percent", "12", "per year")),
        "comparable",
        {"period offset"},
    ),
}


@pytest.mark.parametrize(("a", "b", "verdict", "kinds"), PAIRS.values(), ids=list(PAIRS))
def test_a_pair_is_judged_as_a_careful_reader_would(a: Fact, b: Fact, verdict: str, kinds: set[str]) -> None:
    for pair in ((a, b), (b, a)):
        comparison = compare(pair, KNOWN)
        told = "\n".join(f"{reason.kind}: {reason.text}" for reason in comparison.reasons)
        assert comparison.verdict == verdict, told
        assert kinds <= {reason.kind for reason in comparison.reasons}, told
