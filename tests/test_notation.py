"""How figures are written: every spelling that a screen or a command relies on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from facts import SOURCES, VOCABULARY, as_of, fact, half, laptops, money, period, year
from hypothesis import given
from hypothesis import strategies as st

from cqtui import notation, tabular, wordfiles
from cqtui.model import Alternative, Change, Fact, Period, Source

ANY_NUMBER = st.decimals(-(10**20), 10**20, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("18900000", "18,900,000"),
        ("2E+7", "20,000,000"),
        ("4376", "4,376"),
        ("36.30", "36.3"),
        ("-0", "0"),
        ("-1234.5", "-1,234.5"),
        ("123456789012345678901234567890.123", "123,456,789,012,345,678,901,234,567,890.123"),
    ],
)
def test_a_number_is_written_exactly(value: str, written: str) -> None:
    assert notation.number(Decimal(value)) == written


@given(ANY_NUMBER)
def test_a_written_number_reads_back_as_itself(value: Decimal) -> None:
    assert Decimal(notation.number(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("18900000", "18.9 M"),
        ("4143300", "4.14 M"),
        ("210000000", "210 M"),
        ("11183000000", "11.2 bn"),
        ("1932100000000", "1.93 tn"),
        ("3999999", "4 M"),
        ("999999999", "1 bn"),
        ("4376", "4,376"),
        ("600000", "600,000"),
        ("123456", "123,456"),
        ("36.3", "36.3"),
        ("0.5", "0.5"),
        ("33.33333", "33.3"),
        ("12345.67", "12,346"),
        ("-15200000000", "-15.2 bn"),
        ("0", "0"),
        ("2.5E-4", "0.00025"),
    ],
)
def test_a_compact_number_keeps_three_digits(value: str, written: str) -> None:
    assert notation.compact(Decimal(value)) == written


def test_halves_are_rounded_to_even() -> None:
    assert [notation.compact(Decimal(value)) for value in ("1125000", "1135000")] == ["1.12 M", "1.14 M"]


@given(ANY_NUMBER)
def test_a_compact_number_is_within_its_precision(value: Decimal) -> None:
    digits, _, scale = notation.compact(value).replace(",", "").partition(" ")
    read = Decimal(digits).scaleb({"": 0, "M": 6, "bn": 9, "tn": 12}[scale])
    assert abs(read - value) <= abs(value) * Decimal("0.005")


@pytest.mark.parametrize(
    ("figure", "short", "full"),
    [
        (fact(), "18.9 M", "18,900,000 mobile phones"),
        (laptops("64 million", 64_000_000, bound="over"), ">64 M", "over 64,000,000 laptops"),
        (laptops("a laptop", 1), "1", "1 laptop"),
        (money("11.183 billion yuan", 11_183_000_000), "¥11.2 bn", "CNY 11,183,000,000"),
        (money("$20.7 bn", 20_700_000_000, unit="USD", bound="about"), "~US$20.7 bn", "about USD 20,700,000,000"),
        (money("50 billion", 50_000_000_000, unit=None), "50 bn", "50,000,000,000 (currency not stated)"),
        (money("30 million lost", -30_000_000), "-¥30 M", "CNY -30,000,000"),
        (fact("85%", 85, metric="world share", unit="percent"), "85 %", "85 %"),
        (fact("a third", "33.3", metric="world share", unit="percent", bound="about"), "~33.3 %", "about 33.3 %"),
        (fact("4,376", 4376, metric="employees", item=None, unit="person"), "4,376", "4,376 people"),
        (fact("three", 3, metric="companies", item=None, unit="company"), "3", "3 companies"),
        (fact("13 seconds", 13, metric="changeover", unit="second"), "13 s", "13 seconds"),
        (fact("2-3 days", 2, upper=3, metric="changeover", unit="day"), "2–3 d", "2 to 3 days"),
        (fact("8 to 12 million", 8_000_000, upper=12_000_000), "8–12 M", "8,000,000 to 12,000,000 mobile phones"),
        (fact("900,000 to 1.2 million", 900_000, upper=1_200_000), "900,000–1.2 M",
         "900,000 to 1,200,000 mobile phones"),
        (fact("ten years", 10, metric="operation", item=None, unit="year", bound="nearly"), "≲10 years",
         "nearly 10 years"),
        (fact("60 an hour", 60, per="hour"), "60 /h", "60 mobile phones per hour"),
        (fact("seventh", 7, metric="rank", unit="rank"), "7th", "7th"),
        (fact("5 GWh", 5, metric="capacity", item=None, unit="GWh"), "5 GWh", "5 GWh"),
        (fact("430%", None, change=Change(kind="percent", value=Decimal(430))), "▲ 430 %", "up 430 %"),
    ],
)  # fmt: skip
def test_an_amount_short_and_in_full(figure: Fact, short: str, full: str) -> None:
    assert notation.amount(figure, VOCABULARY) == short
    assert notation.full_amount(figure, VOCABULARY) == full


@pytest.mark.parametrize(
    ("place", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (21, "21st"), (112, "112th")],
)
def test_ranks_are_ordinals(place: int, written: str) -> None:
    assert notation.ordinal(Decimal(place)) == written


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("laptop", "laptops"),
        ("LCD screen", "LCD screens"),
        ("facility", "facilities"),
        ("smartwatch", "smartwatches"),
        ("electronics", "electronics"),
        ("electronics firm above size", "electronics firms above size"),
        ("手机", "手机"),
        ("", ""),
    ],
)
def test_plurals_are_plain_english(one: str, many: str) -> None:
    assert notation.plural(one) == many


def test_every_bound_has_a_sign_of_its_own() -> None:
    signs = list(notation.BOUND_SIGNS.values())
    assert len(set(signs)) == len(signs)
    assert notation.bound("over") == "over (>)"
    assert notation.bound("exact") == "exact"


@pytest.mark.parametrize(
    ("change", "short", "words"),
    [
        (
            Change(kind="percent", value=Decimal(58), against="previous year"),
            "▲ 58 %",
            "up 58 % on the previous year",
        ),
        (Change(kind="percent", value=Decimal("36.3"), against="2018"), "▲ 36.3 %", "up 36.3 % on 2018"),
        (Change(kind="points", value=Decimal(3), direction="down"), "▼ 3 pp", "down 3 percentage points"),
        (
            Change(kind="times", value=Decimal("17.2")),
            "▲ 17.2 times",
            "up 17.2 times (×17.2 or ×18.2)",
        ),
        (Change(kind="unstated", direction="down"), "▼", "down, amount not stated"),
        (Change(kind="unstated", direction="down", against="2-3 days"), "▼", "down from 2-3 days"),
    ],
)
def test_a_change_short_and_in_words(change: Change, short: str, words: str) -> None:
    assert notation.change(change) == short
    assert notation.change_in_words(change) == words


@pytest.mark.parametrize(
    ("when", "short", "words"),
    [
        (year(2019), "2019", "1 Jan – 31 Dec 2019, stated"),
        (half(2012, 1), "H1 2012", "1 Jan – 30 Jun 2012, stated"),
        (period("2017-01-01", "2017-03-31", "quarter"), "Q1 2017", "1 Jan – 31 Mar 2017, stated"),
        (period("2014-06-01", "2014-06-30", "month"), "Jun 2014", "1 Jun – 30 Jun 2014, stated"),
        (period("2020-01-01", "2020-05-31", "year-to-date"), "Jan–May 2020", "1 Jan – 31 May 2020, stated"),
        (period("2020-01-01", "2020-05-21", "year-to-date"), "1 Jan–21 May 2020", "1 Jan – 21 May 2020, stated"),
        (period("2020-02-01", "2020-02-29", "month"), "Feb 2020", "1 Feb – 29 Feb 2020, stated"),
        (period("2020-01-01", "2023-12-31"), "2020–2023", "1 Jan 2020 – 31 Dec 2023, stated"),
        (period("2014-01-01", "2020-05-31"), "2014–May 2020", "1 Jan 2014 – 31 May 2020, stated"),
        (period("2020-05-22", "2023-05-22"), "22 May 2020–22 May 2023", "22 May 2020 – 22 May 2023, stated"),
        (as_of("2020-05-21"), "21 May 2020", "on 21 May 2020, stated"),
        (as_of("2019-12-31"), "end 2019", "on 31 Dec 2019, stated"),
        (period(None, "2020-12-31", "by"), "by end 2020", "by 31 Dec 2020, stated"),
        (period("2014-01-01", "2020-05-21", "since"), "since 2014", "since 1 Jan 2014, up to 21 May 2020, stated"),
        (period("2014-01-01", None, "since"), "since 2014", "since 1 Jan 2014, stated"),
        (Period(basis="before"), "before", "before, no day stated"),
        (period(None, "2020-05-21", "cumulative"), "to date, 21 May 2020", "up to 21 May 2020, in all, stated"),
        (Period(basis="cumulative"), "to date", "to date, no day stated"),
        (Period(), "?", "not stated"),
        (period(None, "2020-05-21", "unstated"), "to 21 May 2020", "up to 21 May 2020, stated"),
    ],
)  # fmt: skip
def test_a_period_short_and_in_words(when: Period, short: str, words: str) -> None:
    assert notation.period(when) == short
    assert notation.period_in_words(when) == words


def test_an_inferred_period_says_so() -> None:
    inferred = Period(end=date(2019, 12, 31), basis="as-of", stated=False)
    assert notation.period_in_words(inferred) == "on 31 Dec 2019, inferred"


@given(st.dates(), st.dates(), st.sampled_from(["span", "year", "since", "cumulative", "as-of", "unstated"]))
def test_any_period_can_be_written(one: date, other: date, basis: str) -> None:
    when = Period(start=min(one, other), end=max(one, other), basis=basis)  # type: ignore[arg-type]
    assert notation.period(when).strip()
    assert str(max(one, other).year) in notation.period_in_words(when)


def test_ascii_replaces_our_signs_only() -> None:
    ours = "▲ 58 % · ≥¥64 M – ×17.2 …"
    assert tabular.in_ascii(ours) == "^ 58 % - >=Y64 M - x17.2 ..."
    assert tabular.in_ascii("Łódź 重庆") == "Łódź 重庆"


def test_what_stands_for_a_unit_has_an_ascii_look_alike() -> None:
    signs = (sign for unit in wordfiles.load().units.values() for sign in (unit.label, unit.plural, unit.symbol))
    assert [sign for sign in signs if sign and sign != "zł" and not tabular.in_ascii(sign).isascii()] == []


def test_a_reading_has_what_was_understood_and_nothing_empty() -> None:
    figure = fact(
        change=Change(kind="percent", value=Decimal(58), against="previous year"),
        alternatives=(Alternative(field="period.basis", value="unstated", why="no year in the sentence"),),
    )
    rows = dict(notation.reading(figure, VOCABULARY))
    assert rows["who"] == "OPPO"
    assert rows["what"] == "Shipments · mobile phone"
    assert rows["where"] == "Chongqing"
    assert rows["value"] == "18,900,000 mobile phones"
    assert rows["change"] == "up 58 % on the previous year"
    assert rows["source"] == "press, ¶ 1"
    assert rows["also read as"] == "period basis unstated: no year in the sentence"
    assert "note" not in rows
    assert ("source", "A Press Report, iChongqing, 22 May 2020, ¶ 1") in notation.reading(
        figure, VOCABULARY, SOURCES["press"]
    )


def test_a_part_is_read_with_its_whole() -> None:
    rows = dict(notation.reading(laptops("20 million", 20_000_000, entity="bonded-port"), VOCABULARY))
    assert rows["who"] == "Lianglu/Cuntan Bonded Port Area (part of Liangjiang New Area)"


def test_citations_leave_out_what_is_not_known() -> None:
    brief = Source(id="b", title="Title", publisher="iChongqing", published=date(2020, 5, 22), brief=True)
    assert notation.citation(brief) == "Brief of: Title, iChongqing, 22 May 2020"
    assert notation.citation(Source(id="letter-7", publisher="Xinhua")) == "letter-7, Xinhua"


def test_a_plain_table_is_aligned_by_cells_not_characters() -> None:
    table = tabular.plain_table([["重庆", "64"], ["OPPO", "1,890"]], ["who", "value"], right={1})
    assert table.splitlines() == ["who   value", "重庆     64", "OPPO  1,890"]
    assert tabular.cell_width("重庆e\u0301") == 5


def test_a_table_of_nothing_is_nothing() -> None:
    assert tabular.plain_table([]) == ""


def test_a_cell_cannot_break_a_table() -> None:
    assert tabular.plain_table([["a\nb\tc", "d"]]) == "a b c  d"
    table = tabular.markdown_table(["a|b"], [["<script>x|y\n`"], [">64 M, < 5"]])
    assert table.splitlines() == ["| a\\|b |", "| --- |", "| \\<script>x\\|y \\` |", "| >64 M, < 5 |"]
