"""What the shipped store tells: pairs that were judged by hand, conflicts, agreements, what became of targets.

A figure is named by its source and its words; `tests/oracle` says what each is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import twobriefs

from cqtui import store
from cqtui.bearing import conflicts_in, knowledge, store_wide
from cqtui.compare import Comparison, compare
from cqtui.compare.targets import Attainment, attainments
from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.opening import demo_store, open_index
from cqtui.view import View

Words = tuple[str, ...]
"""A source, the words of a figure in it, and, where two figures stand in the same words, its item."""

SEED = "ichongqing-2020-05-22"
LAPTOPS_2019, PHONES_2019 = (SEED, "64 million laptops"), (SEED, "174 million mobile phones")
THIRD_2023 = ("laptops-cgtn-2023", "one-third")
PLANNED_BASE, HP_LAPTOPS = ("hp-foxconn-evertiq-2009", "20 million laptops"), ("hp-nyt-2013", "20 million laptops")
TRADE_2014, CUSTOMS = ("liangjiang-trade-2014", "147.9 billion yuan"), ("liangjiang-trade-2014", "$24.13 billion")

AGREE: tuple[tuple[Words, Words], ...] = (
    # Two editions of one report
    (("acer-xinhua-2012", "5 million notebooks"), ("acer-chinadaily-2012", "5 million notebooks")),
    (("acer-xinhua-2012", "35 percent"), ("acer-chinadaily-2012", "Thirty-five percent")),
    # Conversions, one at the rate of the time and one at that of three years later
    (("laptops-bjreview-2012", "25.54 billion yuan"), ("laptops-bjreview-2012", "$4.06 billion")),
    (("xiyong-ichongqing-2024", "236.1 billion yuan"), ("xiyong-ichongqing-2024", "$32.46 billion")),
    # By arithmetic with a third figure: 147.9 of 267.49, five weeks less three
    (TRADE_2014, ("liangjiang-trade-2014", "55.3 percent")),
    (("rail-laptops-chinadaily-2014", "two weeks"), ("hp-nyt-2013", "three weeks")),
)
CONFLICT: tuple[tuple[Words, Words], ...] = (
    # A contradiction, one within a source, a restatement, a contradiction, a translation
    (THIRD_2023, ("industry-cns-2024-zh", "half")),
    (("liangjiang-trade-2014", "$23.68 billion"), CUSTOMS),
    (("liangjiang-trade-prnewswire-2013", "13 billion US dollars"), CUSTOMS),
    (("hp-nyt-2013", "five weeks"), ("rail-laptops-chinadaily-2014", "25 days")),
    (("clusters-ichongqing-2023", "2 trillion yuan", "electronics"), ("five-years-cns-2023-zh", "trillion-yuan class")),
)
NOT_COMPARABLE: tuple[tuple[Words, Words], ...] = (
    (THIRD_2023, (SEED, "One in every three laptops")),  # another year, made and sold
    (PLANNED_BASE, HP_LAPTOPS),  # a plan and its outcome
    (PLANNED_BASE, ("liangjiang-electronics-2012", "20 million laptops")),  # other entities
    (HP_LAPTOPS, (SEED, "210 million computers")),  # a rate and a running total
    (("laptops-bjreview-2012", "11 million laptops"), ("liangjiang-electronics-2012", "4.1433 million laptops")),
    (("electronics-cqcb-2020-zh", "42.6%"), (SEED, "430%")),  # of value and of units
    (("electronics-cqcb-2020-zh", "0.1%"), (SEED, "36.3%")),
    (("electronics-cqcb-2020-zh", "28%"), ("clusters-ichongqing-2023", "28%")),  # one number, two things
    (("bonded-zones-liangjiang-2021", "40 million laptops"), LAPTOPS_2019),  # a part and its whole
    (("twin-cities-yicai-2025", "80 million laptops"), LAPTOPS_2019),
    (("twin-cities-yicai-2025", "100 million smartphones"), PHONES_2019),
    (("phones-nov-2015-zh", "17 million phones"), PHONES_2019),  # a month and a year
    (("laptops-cgtn-2023", "55 million units"), ("odm-shipments-digitimes-2017", "11.5 million units")),
    (("pillars-chinadaily-2019", "800 other enterprises"), (SEED, "639 regulated electronic information companies")),
)
VERDICTS = {"agree": AGREE, "conflict": CONFLICT, "not comparable": NOT_COMPARABLE}
JUDGED = [(verdict, *pair) for verdict, pairs in VERDICTS.items() for pair in pairs]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    opened = open_index(demo_store())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def facts() -> tuple[Fact, ...]:
    return store.read(demo_store()).facts


@pytest.fixture(scope="module")
def the(facts: tuple[Fact, ...]) -> Callable[[Words], Fact]:
    def found(words: Words) -> Fact:
        source, written, *item = words
        (fact,) = (
            fact
            for fact in facts
            if (fact.evidence.source, fact.as_written) == (source, written) and (not item or [fact.item] == item)
        )
        return fact

    return found


def compared(index: Index, *facts: Fact) -> Comparison:
    return compare(facts, knowledge(index, facts))


# Pairs


@pytest.mark.parametrize(("verdict", "a", "b"), JUDGED, ids=[f"{a[0]}: {a[1]}" for _, a, _ in JUDGED])
def test_a_pair_comes_out_as_judged(
    index: Index, the: Callable[[Words], Fact], verdict: str, a: Words, b: Words
) -> None:
    made = compared(index, the(a), the(b))
    told = "\n".join(f"{reason.kind}: {reason.text}" for reason in made.reasons)
    assert made.verdict == verdict, told
    assert compared(index, the(b), the(a)).verdict == verdict


# The whole store


def named(fact: Fact) -> Words:
    return fact.evidence.source, fact.as_written


def test_its_conflicts_are_the_judged_ones_and_no_others(index: Index) -> None:
    found = {frozenset(map(named, one.facts)) for one in conflicts_in(index, View())}
    assert found == {frozenset((a[:2], b[:2])) for a, b in CONFLICT}


def test_a_restated_level_is_told_as_one(index: Index, the: Callable[[Words], Fact]) -> None:
    made = compared(index, the(("liangjiang-trade-prnewswire-2013", "13 billion US dollars")), the(CUSTOMS))
    (implied,) = (reason for reason in made.reasons if reason.kind == "implied base")
    assert implied.text.endswith("1.01 % off, as restated levels are")


def test_two_editions_of_one_report_are_one_witness(index: Index, the: Callable[[Words], Fact]) -> None:
    made = compared(index, *map(the, AGREE[0]))
    assert "same source" in {reason.kind for reason in made.reasons}


@pytest.fixture(scope="module")
def goals(index: Index) -> dict[Words, Attainment]:
    found = attainments(index.goals(View()), store_wide(index))
    return {(*named(one.goal), one.goal.item or ""): one for one in found}


@pytest.mark.parametrize(
    ("goal", "outcome", "actual"),
    [
        # A base planned for 2012 that made as many a year in 2013
        ((*PLANNED_BASE, "laptop"), "met", HP_LAPTOPS),
        # A share wanted for 2015 that was still lower in 2020
        (("mayor-miit-2011-zh", "30 percent", "electronics"), "missed", ("electronics-cqcb-2020-zh", "28%")),
        # The months so far: the longest stretch, not the last month alone
        (("phones-nov-2015-zh", "2 trillion yuan", "industry above designated size"), "so far",
         ("phones-nov-2015-zh", "1.9321 trillion yuan")),
        # A growth by a growth
        (("electronics-cqcb-2020-zh", "5.8%", "electronics"), "so far", ("electronics-cqcb-2020-zh", "4.7%")),
        # A size without a date
        (("five-years-cns-2023-zh", "trillion-yuan class", "electronics"), "so far",
         ("five-years-cns-2023-zh", "700 billion yuan")),
        # What is made in fewer numbers says nothing of a capacity
        (("mayor-miit-2011-zh", "100 million laptops", "laptop"), "not told", LAPTOPS_2019),
        # The growth of another year is none of this one's
        (("industry-cns-2024-zh", "8%", "industry above designated size"), "not told",
         ("industry-cns-2024-zh", "6.6%")),
    ],
    ids=lambda value: value if isinstance(value, str) else ": ".join(value[:2]),
)  # fmt: skip
def test_what_became_of_a_goal(goals: dict[Words, Attainment], goal: Words, outcome: str, actual: Words) -> None:
    told = goals[goal]
    assert told.actual is not None
    assert (told.outcome, named(told.actual)) == (outcome, actual), told.why


# Against the sheets of figures, which lie beside the repository, not in it

SHEETS = twobriefs.SHIPPED.parents[2] / "shared" / "figures"
THREE_YEARS = ("2010-01-01", "2012-12-31", "span")
OURS = {
    ("laptops-bjreview-2012", "14 percent"): {"status": "estimate"},  # a sheet knows no estimates
    ("rail-laptops-chinadaily-2014", "two weeks"): {"bound": "up to"},
    # Counts at the end of the month, in our terms
    ("phones-nov-2015-zh", "34家"): {"period": (None, "2015-11-30", "as-of")},
    ("phones-nov-2015-zh", "6280家"): {"period": (None, "2015-11-30", "as-of")},
    # Three years told by their end
    ("liangjiang-trade-prnewswire-2013", "20%"): {"period": THREE_YEARS, "against": "per year"},
    ("liangjiang-trade-prnewswire-2013", "80%"): {"period": THREE_YEARS, "against": "per year"},
}
"""Where we read an article otherwise than its sheet."""
CHANGES = {
    "pct_yoy": ("percent", "previous year"), "pct_mom": ("percent", "previous month"),
    "pct_per_year": ("percent", "per year"), "times_yoy": ("times", "previous year"),
}  # fmt: skip


def sheet_row(source: str, row: dict[str, Any]) -> dict[str, Any]:
    """What a figure of a sheet says, as `store_row` does of a fact."""
    period, change = row["period"], row["change"]
    unit, _, per = row["unit"].partition(" per ") if row["value"] is not None else ("", "", "")
    kind, against = CHANGES[change["kind"]] if change else (None, None)
    basis = {"multi-year": "span", "cumulative": "span"}.get(period["basis"], period["basis"])
    said = {
        "paragraph": row["paragraph"], "value": rounded(row["value"]), "upper": rounded(row["value_max"]),
        "unit": unit or None, "per": per or None, "bound": row["bound"].replace("_", " "), "status": row["status"],
        "period": (period["start"], period["end"], basis), "change": change and (kind, rounded(change["value"])),
        "against": against,
    }  # fmt: skip
    return said | OURS.get((source, row["as_written"]), {})


def store_row(fact: Fact) -> dict[str, Any]:
    change, start, end = fact.change, fact.period.start, fact.period.end
    return {
        "paragraph": fact.evidence.paragraph, "value": rounded(fact.value), "upper": rounded(fact.upper),
        "unit": fact.unit, "per": fact.per, "bound": fact.bound, "status": fact.status,
        "period": (start and start.isoformat(), end and end.isoformat(), fact.period.basis),
        "change": change and (change.kind, rounded(change.value)), "against": change and change.against,
    }  # fmt: skip


def rounded(number: Any) -> float | None:
    """Rounded, because one in three has no end."""
    return None if number is None else round(float(number), 1)


def told(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


@pytest.mark.skipif(not SHEETS.exists(), reason="the sheets of figures are not beside the repository")
@pytest.mark.parametrize("path", sorted(SHEETS.glob("*-*.json")), ids=lambda path: path.stem)
def test_a_brief_carries_every_figure_of_its_article(facts: tuple[Fact, ...], path: Path) -> None:
    listed = [told(sheet_row(path.stem, row)) for row in json.loads(path.read_text("utf-8"))["figures"]]
    carried = [told(store_row(fact)) for fact in facts if fact.evidence.source == path.stem]
    assert sorted(carried) == sorted(listed)
