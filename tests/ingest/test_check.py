"""The checker: what is no fact, whoever says it is, and what is one however it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import twobriefs
from hypothesis import assume, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cqtui.ingest import blocks
from cqtui.ingest.amounts import numbers, readings
from cqtui.ingest.check import Checker, checked
from cqtui.ingest.document import Candidate, Document
from cqtui.model import Change, Entity, Evidence, Fact, Period
from cqtui.vocabulary import Vocabulary

WORDS = twobriefs.words()
PUBLISHED = date(2020, 5, 22)
YEAR = Period(start=date(2019, 1, 1), end=date(2019, 12, 31), basis="year")
SENTENCE = "OPPO sent 18.9 million mobile phones out of Chongqing in 2019, up 58%."


def a_document(text: str, published: date | None = PUBLISHED) -> Document:
    return blocks.document(text, id="press", published=published)


def a_fact(sentence: str, written: str, value: Any, **said: Any) -> Fact:
    """A fact that `sentence`, which is the whole text, states."""
    start = sentence.index(written)
    evidence = Evidence(source="press", start=start, end=start + len(written), sentence=sentence)
    fields: dict[str, Any] = {
        "entity": "chongqing", "metric": "output volume", "unit": "unit", "period": Period(),
        "value": None if value is None else Decimal(str(value)), "as_written": written, "evidence": evidence,
    }  # fmt: skip
    return Fact(**(fields | said))


def reason(fact: Fact, text: str | None = None, *, published: date | None = PUBLISHED, **said: Any) -> str | None:
    document = a_document(text if text is not None else fact.evidence.sentence, published)
    return Checker(document, WORDS).reason(Candidate(fact, **said))


PHONES = a_fact(
    SENTENCE, "18.9 million mobile phones", 18_900_000, entity="oppo", metric="shipments", item="mobile phone",
    place="chongqing", period=YEAR, change=Change(kind="percent", value=Decimal(58)),
)  # fmt: skip


def test_what_the_text_says_passes() -> None:
    assert reason(PHONES) is None


class TestEvidence:
    @pytest.mark.parametrize(
        ("field", "changed"),
        [
            ("start", {"start": 0, "end": 26}),
            ("start", {"start": None, "end": None}),
            ("start", {"start": 9000, "end": 9026}),
            ("sentence", {"sentence": "OPPO shipped 18.9 million mobile phones."}),
            ("sentence", {"sentence": ""}),
        ],
    )
    def test_words_that_do_not_stand_there(self, field: str, changed: dict[str, Any]) -> None:
        wrong = replace(PHONES, evidence=replace(PHONES.evidence, **changed))
        assert field in str(reason(wrong)) or "as_written" in str(reason(wrong))

    def test_a_figure_outside_its_sentence(self) -> None:
        text = f"{SENTENCE} It made 18.9 million mobile phones."
        at = text.rindex("18.9")
        moved = replace(PHONES, evidence=replace(PHONES.evidence, start=at, end=at + 26))
        assert "evidence.sentence" in str(reason(moved, text))

    def test_a_sentence_that_stands_twice_is_that_of_the_figure(self) -> None:
        text = f"{SENTENCE} {SENTENCE}"
        at = text.rindex("18.9")
        assert reason(replace(PHONES, evidence=replace(PHONES.evidence, start=at, end=at + 26)), text) is None

    def test_two_paragraphs_are_no_sentence(self) -> None:
        text = f"Phones.\n\n{SENTENCE}"
        shifted = replace(PHONES.evidence, sentence=text, start=PHONES.evidence.start + 9, end=PHONES.evidence.end + 9)
        assert "paragraph" in str(reason(replace(PHONES, evidence=shifted), text))


class TestAmounts:
    @pytest.mark.parametrize(
        ("sentence", "written", "value", "unit"),
        [
            ("It made 64 million laptops.", "64 million laptops", 64_000_000, "unit"),
            ("It made 4.1433 million laptops.", "4.1433 million", 4_143_300, "unit"),
            ("It has 4,376 employees.", "4,376", 4376, "person"),
            ("It ranks seventh in China.", "seventh", 7, "rank"),
            ("It is the largest in China.", "largest", 1, "rank"),
            ("Six suppliers came.", "Six suppliers", 6, "company"),
            ("One in every three laptops is made here.", "One in every three laptops", "33.3", "percent"),
            ("For every three laptops sold, one is made here.", "three laptops", "33.33", "percent"),
            ("Two thirds of all laptops are made here.", "Two thirds", "66.7", "percent"),
            ("Nearly half of them are made here.", "half", 50, "percent"),
            ("2 of 3 laptops are made here.", "2 of 3", "66.7", "percent"),
            ("Half a million people work here.", "Half a million people", 500_000, "person"),
            ("One and a half million laptops were made.", "One and a half million laptops", 1_500_000, "unit"),
            ("A dozen firms came.", "A dozen firms", 12, "company"),
            ("Two hundred and thirty-five firms came.", "Two hundred and thirty-five firms", 235, "company"),
            ("It rose to US$1.2bn.", "US$1.2bn", 1_200_000_000, "USD"),
            ("It rose to RMB50 million.", "RMB50 million", 50_000_000, "CNY"),
            ("It was NT$2.05bn.", "NT$2.05bn", 2_050_000_000, "TWD"),
            ("它生产了3.5亿台手机。", "3.5亿台", 350_000_000, "unit"),
            ("A and B made 50 and 30 million phones.", "50", 50_000_000, "unit"),
            ("A line needs 13 seconds.", "13 seconds", 13, "second"),
            ("It made its 150 millionth laptop.", "150 millionth laptop", 150_000_000, "unit"),
            ("Five ten thousand, or 5 ten thousand, units.", "5 ten thousand", 50_000, "unit"),
            ("It lost 3 million yuan, a net loss.", "3 million yuan", -3_000_000, "CNY"),
            ("It took two decades.", "two decades", 20, "year"),
        ],
    )
    def test_what_follows_from_the_words(self, sentence: str, written: str, value: Any, unit: str) -> None:
        assert reason(a_fact(sentence, written, value, unit=unit)) is None

    @pytest.mark.parametrize(
        ("sentence", "written", "value", "unit"),
        [
            ("It made 64 million laptops.", "64 million laptops", 64, "unit"),
            ("It made 64 million laptops.", "64", 64, "unit"),
            ("It made 64 million laptops.", "64 million laptops", 64_000_001, "unit"),
            ("It took 2-3 days.", "2-3 days", 2, "day"),
            ("Despite COVID-19 it grew.", "COVID-19", 19, "unit"),
            ("It made 5G phones.", "5G phones", 5, "unit"),
            ("It made many phones.", "many phones", 1000, "unit"),
            ("It earned 3 million yuan.", "3 million yuan", -3_000_000, "CNY"),
            ("Three of them make laptops in one city.", "Three", "33.3", "percent"),
        ],
    )
    def test_what_does_not(self, sentence: str, written: str, value: Any, unit: str) -> None:
        found = str(reason(a_fact(sentence, written, value, unit=unit), published=None))
        assert ("cuts" if written == "64" else "value") in found

    @pytest.mark.parametrize(
        ("sentence", "written", "low", "high", "passes"),
        [
            ("It took 2-3 days.", "2-3 days", 2, 3, True),
            ("It took between two and three days.", "between two and three days", 2, 3, True),
            ("It made 2 to 3 million laptops.", "2 to 3 million laptops", 2_000_000, 3_000_000, True),
            ("It made 4.8m-5.0m laptops.", "4.8m-5.0m laptops", 4_800_000, 5_000_000, True),
            ("It made 2 to 3 million laptops.", "2 to 3 million laptops", 3, 4, False),
            ("It made 2 laptops.", "2 laptops", 2, 3, False),
        ],
    )
    def test_ranges(self, sentence: str, written: str, low: int, high: int, passes: bool) -> None:
        unit = "day" if "days" in sentence else "unit"
        found = reason(a_fact(sentence, written, low, upper=Decimal(high), unit=unit))
        assert (found is None) is passes

    def test_the_head_of_a_table_gives_the_scale(self) -> None:
        text = "Output (10,000 units)\n\nLaptops  2,886.4  up\nPhones  1,120.7  up\nTablets  310.2  down"
        row = "Laptops  2,886.4  up"
        start = text.index("2,886.4")
        evidence = Evidence(source="press", start=start, end=start + 7, sentence=row)
        fact = replace(a_fact(row, "2,886.4", 28_864_000), evidence=evidence)
        assert reason(fact, text) is None
        assert "value" in str(reason(fact, text.replace("10,000 units", "sundry units")))

    @hypothesis_settings(deadline=None)
    @given(st.integers(1, 10**15), st.sampled_from([("", 1), (" thousand", 10**3), (" million", 10**6), ("bn", 10**9)]))
    def test_a_written_number_is_read_as_it_is_meant(self, number: int, scale: tuple[str, int]) -> None:
        word, factor = scale
        for written in (f"{number}{word}", f"{number:,}{word}"):
            assert Decimal(number * factor) in readings(f"{written} laptops").values

    @hypothesis_settings(deadline=None)
    @given(st.text(max_size=200))
    @example("a a half and and - 5m-5m hundred hundred million and a half twenty-")
    def test_any_text_is_read(self, text: str) -> None:
        for one in numbers(text):
            assert 0 <= one.start < one.end <= len(text)
        readings(text, text, 0)

    def test_reading_takes_time_in_proportion(self) -> None:
        import time

        for piece in ("1,", "twenty-", "and a half ", "1 million-", "9 ", "a ", "1.", "$"):
            began = time.perf_counter()
            numbers(piece * 10_000)
            assert time.perf_counter() - began < 2, piece


class TestChanges:
    def test_a_change_must_stand_in_the_sentence(self) -> None:
        assert "change" in str(reason(replace(PHONES, change=Change(kind="percent", value=Decimal(57)))))
        assert reason(replace(PHONES, change=Change(kind="unstated", value=None, direction="down"))) is None

    @pytest.mark.parametrize(
        ("sentence", "written", "kind", "value", "passes"),
        [
            ("Output rose by 430%.", "430%", "percent", 430, True),
            ("Output rose by 430%.", "430%", "percent", 43, False),
            ("Output doubled.", "doubled", "times", 2, True),
            ("Output halved.", "halved", "percent", 50, True),
            ("Output rose 17.2 times.", "17.2 times", "times", "17.2", True),
            ("Output rose tenfold.", "tenfold", "times", 10, True),
            ("The share rose by 0.4 percentage points.", "0.4 percentage points", "points", "0.4", True),
            ("The share rose by 0.4 kg.", "0.4 kg", "points", "0.4", False),
        ],
    )
    def test_changes_without_a_level(self, sentence: str, written: str, kind: Any, value: Any, passes: bool) -> None:
        change = Change(kind=kind, value=Decimal(str(value)))
        found = reason(a_fact(sentence, written, None, change=change))
        if passes:
            assert found is None
        elif kind != "points":
            assert "change" in str(found)


class TestUnits:
    @pytest.mark.parametrize(
        ("sentence", "written", "unit", "metric"),
        [
            ("It earned 3 million yuan.", "3 million yuan", "USD", "revenue"),
            ("It earned NT$3 million.", "NT$3 million", "USD", "revenue"),
            ("It earned 3 million.", "3 million", "CNY", "revenue"),
            ("It earned 3 million yuan.", "3 million yuan", "unit", "output volume"),
            ("It made 3 million laptops.", "3 million laptops", "percent", "market share"),
            ("It made 3 million laptops.", "3 million laptops", "hour", "cycle time"),
            ("It made 3 million laptops.", "3 million laptops", "times", "output volume"),
            ("It made 3 million laptops.", "3 million laptops", "furlong", "output volume"),
            ("It has a share of 3%.", "3%", "unit", "output volume"),
            ("It earned 3 million yuan.", "3 million yuan", "CNY", "rank"),
        ],
    )
    def test_units_that_the_words_do_not_bear(self, sentence: str, written: str, unit: str, metric: str) -> None:
        (number, *_) = numbers(written)
        assert "unit" in str(reason(a_fact(sentence, written, number.value, unit=unit, metric=metric)))

    @pytest.mark.parametrize(("sentence", "unit"), [
        ("It earned $3 million.", "USD"), ("It earned $3 million.", "SGD"), ("It earned ¥3 million.", "CNY"),
        ("It earned ¥3 million.", "JPY"), ("It earned 3 million (in yuan).", "CNY"),
    ])  # fmt: skip
    def test_a_sign_that_several_currencies_share_may_be_any(self, sentence: str, unit: str) -> None:
        written = sentence.removeprefix("It earned ").partition(" million")[0] + " million"
        assert reason(a_fact(sentence, written, 3_000_000, unit=unit, metric="revenue")) is None

    def test_no_currency_is_given_where_none_is_written(self) -> None:
        assert reason(a_fact("It earned 3 million.", "3 million", 3_000_000, unit=None, metric="revenue")) is None


class TestPeriods:
    def of(self, period: Period, text: str, published: date | None = PUBLISHED, **said: Any) -> str | None:
        return reason(a_fact(f"It made 3 laptops{text}.", "3 laptops", 3, period=period, **said), published=published)

    def test_a_year_that_nothing_anchors(self) -> None:
        assert "period.start" in str(self.of(replace(YEAR, start=date(2005, 1, 1), end=date(2005, 12, 31)), ""))

    def test_last_year_is_that_before_the_dateline(self) -> None:
        assert self.of(YEAR, " last year") is None
        assert "period" in str(self.of(YEAR, " last year", published=None))

    def test_today_anchors_nothing(self) -> None:
        this = date.today().year  # what a careless extractor would take
        period = Period(start=date(this - 1, 1, 1), end=date(this - 1, 12, 31), basis="year")
        assert "period" in str(self.of(period, " last year", published=date(2012, 8, 3)))
        assert "period" in str(self.of(period, " last year", published=None))

    @pytest.mark.parametrize(("text", "start", "end"), [
        (" over the next three years", date(2020, 5, 22), date(2023, 5, 22)),
        (" in the past two decades", date(2000, 5, 22), date(2020, 5, 22)),
        (" on May 7, 2018", date(2018, 5, 7), date(2018, 5, 7)),
        (" in the first half of 2012", date(2012, 1, 1), date(2012, 6, 30)),
        (" in FY2021/22", date(2021, 4, 1), date(2022, 3, 31)),
    ])  # fmt: skip
    def test_what_is_written_or_follows(self, text: str, start: date, end: date) -> None:
        assert self.of(Period(start=start, end=end, basis="span"), text, status="plan") is None

    def test_a_day_that_is_written_nowhere(self) -> None:
        assert "period.end" in str(self.of(Period(end=date(2019, 3, 14), basis="as-of"), " in 2019"))

    def test_an_actual_figure_of_the_future(self) -> None:
        later = Period(start=date(2021, 1, 1), end=date(2021, 12, 31), basis="year")
        assert "period.start" in str(self.of(later, " in 2021"))
        assert self.of(later, " in 2021", status="forecast") is None

    def test_a_half_year_of_a_year(self) -> None:
        assert "basis" in str(self.of(replace(YEAR, basis="half"), " in 2019"))

    @hypothesis_settings(deadline=None)
    @given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
    def test_a_year_far_from_all_that_is_written_is_refused(self, day: date, published: date) -> None:
        assume(abs(day.year - published.year) > 3)
        assert "period" in str(self.of(Period(end=day, basis="as-of"), "", published=published))


class TestWhoAndWhat:
    def test_an_entity_that_nobody_knows(self) -> None:
        assert "entity" in str(reason(replace(PHONES, entity="vivo")))
        assert "place" in str(reason(replace(PHONES, place="atlantis")))

    def test_one_that_is_proposed_must_stand_in_the_text(self) -> None:
        vivo = Entity(id="vivo", name="vivo", kind="company")
        text = SENTENCE.replace("OPPO", "Vivo")
        fact = replace(PHONES, entity="vivo", evidence=replace(PHONES.evidence, sentence=text))
        assert reason(fact, text, proposed=(vivo,)) is None
        assert "nowhere" in str(reason(PHONES, proposed=(vivo,)))

    def test_a_known_company_must_be_named(self) -> None:
        assert "ASUS" in str(reason(replace(PHONES, entity="asus")))

    def test_a_metric_is_listed_or_written(self) -> None:
        assert reason(replace(PHONES, metric="mobile phones")) is None
        assert "metric" in str(reason(replace(PHONES, metric="happiness")))

    @pytest.mark.parametrize(
        "said",
        [
            {"status": "maybe"}, {"bound": "roundabout"}, {"confidence": 2.0}, {"value": "many"},
            {"value": Decimal("NaN")}, {"value": Decimal("1E+400")}, {"metric": " "},
            {"period": Period(start="someday", basis="year")},  # type: ignore[arg-type]
            {"period": Period(start=date(2019, 12, 31), end=date(2019, 1, 1))}, {"upper": Decimal(1)},
            {"change": Change(kind="sideways", value=Decimal(1))}, {"value": None, "change": None},  # type: ignore[arg-type]
        ],
    )  # fmt: skip
    def test_closed_words_and_shapes(self, said: dict[str, Any]) -> None:
        assert reason(replace(PHONES, **said))

    def test_reasons_are_one_clean_line(self) -> None:
        nasty = "\x1b]52;c;x\x07\n‮[/]"
        found = [
            reason(replace(PHONES, entity=nasty)),
            reason(replace(PHONES, as_written=nasty)),
            reason(replace(PHONES, metric=nasty)),
            reason(replace(PHONES, unit=nasty)),
            reason(PHONES, proposed=(Entity(id="x", name=nasty),)),
        ]
        for one in found:
            assert one is not None
            assert one.isprintable()


def test_what_passes_is_kept_and_the_rest_set_aside_in_order() -> None:
    candidates = [
        Candidate(PHONES),
        Candidate(replace(PHONES, entity="vivo")),
        Candidate(replace(PHONES, metric="happiness")),
    ]
    found = checked(candidates, a_document(SENTENCE), WORDS)
    assert [one.fact for one in found.kept] == [PHONES]
    assert [one.candidate for one in found.set_aside] == candidates[1:]
    assert [one.reason.partition(":")[0] for one in found.set_aside] == ["entity", "metric"]


@hypothesis_settings(deadline=None)
@given(st.data())
def test_nothing_passes_whose_words_do_not_stand_in_the_text(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SENTENCE)))
    end = data.draw(st.integers(start, len(SENTENCE)))
    written = data.draw(st.sampled_from(["18.9 million mobile phones", "18.9 million", "58%", SENTENCE[start:end]]))
    fact = replace(PHONES, as_written=written, evidence=replace(PHONES.evidence, start=start, end=max(end, start + 1)))
    if reason(fact) is None:
        assert SENTENCE[start:end] == written
        assert "18.9 million" in written


def test_hostile_text_is_checked_like_any_other() -> None:
    for text in ("\x00" * 10, "​" * 100, "1" * 10_000, "a" * 50_000, "\n" * 1000, "¼½Ⅷ٣٤"):
        document = a_document(text or " ")
        Checker(document, Vocabulary()).reason(Candidate(PHONES))
