"""Expressions of time, anchored to the dateline (22 May 2020) and to the period told of before (2019)."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cqtui.ingest.periods import times
from cqtui.ingest.timerules import RULES, Rule, rules_for
from cqtui.ingest.timewords import Anchor, compiled
from tests.ingest.reading import ANCHOR


def said(text: str, anchor: Anchor = ANCHOR) -> list[tuple[str | None, str | None, str]]:
    return [
        (
            str(one.period.start) if one.period.start else None,
            str(one.period.end) if one.period.end else None,
            one.period.basis,
        )
        for one in times(text, anchor)
        if one.role == "at"
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        ("in 2012", "2012-01-01", "2012-12-31", "year"),
        ("in the first half of 2012", "2012-01-01", "2012-06-30", "half"),
        ("2019's first half", "2019-01-01", "2019-06-30", "half"),
        ("in H1 2019", "2019-01-01", "2019-06-30", "half"),
        ("in the third quarter of 2018", "2018-07-01", "2018-09-30", "quarter"),
        ("in 3Q18", "2018-07-01", "2018-09-30", "quarter"),
        ("in the first three quarters of 2019", "2019-01-01", "2019-09-30", "year-to-date"),
        ("in the first eleven months of 2019", "2019-01-01", "2019-11-30", "year-to-date"),
        ("from January to October", "2019-01-01", "2019-10-31", "year-to-date"),
        ("in January-October 2018", "2018-01-01", "2018-10-31", "year-to-date"),
        ("in March", "2020-03-01", "2020-03-31", "month"),
        ("in May 2019", "2019-05-01", "2019-05-31", "month"),
        ("last month", "2020-04-01", "2020-04-30", "month"),
        ("last quarter", "2020-01-01", "2020-03-31", "quarter"),
        ("last year", "2019-01-01", "2019-12-31", "year"),
        ("this year", "2020-01-01", "2020-12-31", "year"),
        ("In the same year", "2019-01-01", "2019-12-31", "year"),
        ("so far this year", "2020-01-01", "2020-05-21", "year-to-date"),
        ("As of 2019", None, "2019-12-31", "as-of"),
        ("at the end of last year", None, "2019-12-31", "as-of"),
        ("by the end of this year", None, "2020-12-31", "by"),
        ("by 2024", None, "2024-12-31", "by"),
        ("Since 2014", "2014-01-01", "2020-05-21", "since"),
        ("To date", None, "2020-05-21", "cumulative"),
        ("At present", None, "2020-05-21", "as-of"),
        ("In the next three years", "2020-05-22", "2023-05-22", "span"),
        ("over the past five years", "2015-05-22", "2020-05-22", "span"),
        ("from 2012 to 2015", "2012-01-01", "2015-12-31", "span"),
        ("during the 13th Five-Year Plan period", "2016-01-01", "2020-12-31", "span"),
        ("in the year to March 2019", "2018-04-01", "2019-03-31", "span"),
        ("in the three months ended June 30, 2019", "2019-04-01", "2019-06-30", "quarter"),
    ],
)
def test_a_time_is_a_period(text: str, start: str | None, end: str | None, basis: str) -> None:
    assert said(text) == [(start, end, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "up 58% year-on-year",
        "up 5% over the same period of the previous year",
        "12 percent more than in 2018",
        "compared with 2018",
        "2.4 times the figure for 2018",
        "an increase of 7.1% from the same period a year ago",
        "up 9.2% on month",
    ],
)
def test_what_a_change_is_measured_from_is_no_period(text: str) -> None:
    assert said(text) == []
    assert any(one.role == "against" for one in times(text, ANCHOR))


@pytest.mark.parametrize(
    "text", ["on March 6, the operators met", "The lead time may lengthen", "the '2019-2022 plan'"]
)
def test_days_of_events_and_verbs_govern_nothing(text: str) -> None:
    assert [one for one in said(text) if one[2] == "month"] == []


def test_without_a_dateline_relative_times_stay_open() -> None:
    assert said("By now", Anchor()) == [(None, None, "cumulative")]
    assert said("last year", Anchor()) in ([], [(None, None, "unstated")])


def test_nothing_is_ever_anchored_to_today() -> None:
    for text in ("last year", "now", "to date", "over the next three years", "in March", "by the end of this year"):
        assert all(one.period.start is None and one.period.end is None for one in times(text, Anchor()))


def test_times_never_overlap() -> None:
    found = times(
        "In the first half of 2012, from January to June 2012, by the end of 2013 and since 2014, to date.", ANCHOR
    )
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in 1Q FY20", "2020-01-01", "2020-03-31"),
        ("in FY2Q19", "2019-04-01", "2019-06-30"),
        ("in 3QFY19", "2019-07-01", "2019-09-30"),
        ("in 2019Q3", "2019-07-01", "2019-09-30"),
        ("in Q1-Q3 2019", "2019-01-01", "2019-09-30"),
        ("in 9M19", "2019-01-01", "2019-09-30"),
        ("in 11M 2019", "2019-01-01", "2019-11-30"),
        ("in the nine months of 2019", "2019-01-01", "2019-09-30"),
        ("in FY19", "2019-01-01", "2019-12-31"),
        ("in full-year 2018", "2018-01-01", "2018-12-31"),
        ("in the quarter ending in March", "2020-01-01", "2020-03-31"),
        ("in the three months that ended in March", "2020-01-01", "2020-03-31"),
        ("in its most recent quarter", "2020-01-01", "2020-03-31"),
        ("in the quarter we are in", "2020-04-01", "2020-06-30"),
        ("in the April-to-June quarter of 2019", "2019-04-01", "2019-06-30"),
        ("in the second fiscal quarter of 2019", "2019-04-01", "2019-06-30"),
        ("over the opening three months of 2020", "2020-01-01", "2020-03-31"),
        ("last fiscal year", "2019-01-01", "2019-12-31"),
    ],
)
def test_quarters_and_fiscal_times_are_written_in_many_ways(text: str, start: str, end: str) -> None:
    assert [one[:2] for one in said(f"Acer sold 5 million units {text}.")] == [(start, end)]


@pytest.mark.parametrize("text", ["below those of the third quarter", "on a par with 2016", "level with last year"])
def test_a_time_that_is_compared_with_is_no_time_of_its_own(text: str) -> None:
    assert said(f"Shipments will be {text}.") == []


def matching(rule: Rule) -> st.SearchStrategy[tuple[Rule, str]]:
    return st.tuples(st.just(rule), st.from_regex(re.compile(rule.pattern, re.IGNORECASE | re.ASCII)))


@given(st.sampled_from(RULES).flatmap(matching))
def test_a_rule_is_tried_wherever_it_can_match(found: tuple[Rule, str]) -> None:
    rule, text = found
    assume(compiled(rule.pattern).search(text))  # words of other letters than ASCII's end elsewhere
    assert rule in rules_for(text)
