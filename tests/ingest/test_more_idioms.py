"""More idioms of the press: losses, impersonal "it", capacity in other words, lists that are numbered, glances back."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ingest.reading import candidates, facts

DAY = date(2021, 10, 10)


@pytest.mark.parametrize(
    ("text", "profits"),
    [
        (
            "A year ago Acer lost 1.67 billion yuan, and in the second quarter its loss was 58 million yuan.",
            [-1670, -58],
        ),
        ("Its loss narrowed to 74 million yuan from 128 million yuan, said BOE.", [-74, -128]),
        ("BOE swung from a loss of RMB410 million in 2019 to a profit of RMB690 million last year.", [-410, 690]),
        ("After two years of losses, BOE posted a profit of 40 million yuan.", [40]),
        ("BOE returned to a profit of 40 million yuan, after a loss of 30 million yuan a year ago.", [40, -30]),
        ("BOE made a 40 million yuan loss in 2020.", [-40]),
    ],
)
def test_a_loss_is_a_profit_below_zero(text: str, profits: list[int]) -> None:
    found = [one.value for one in facts(text, published=DAY) if one.metric == "profit" and one.value is not None]
    assert [value / 10**6 for value in found] == profits


def test_it_that_was_so_much_is_the_figure_before() -> None:
    text = "In Chongqing 70 percent of laptop parts are made locally, HP says; in 2010 it was 38 percent."
    now, then = facts(text, published=DAY)
    assert (then.entity, then.metric) == (now.entity, now.metric)
    assert then.period.end == date(2010, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "BOE's two halls are laid out for 12 million panels a year.",
        "The line of BOE was built to process 90,000 glass substrates a month.",
        "Gionee opened a plant for 10 million phones a year in 2014.",
    ],
)
def test_what_is_built_for_so_much_has_the_capacity(text: str) -> None:
    (found,) = facts(text, published=DAY)
    assert found.metric == "capacity"
    assert found.per in ("year", "month")


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("The share of local parts at Acer is 70 percent.", "local supply rate"),
        ("Of the parts that go into a vivo phone, 65% can now be bought within the city.", "local supply rate"),
        ("Turnover among operators of Acer was 6.5 percent a month in 2018.", "staff turnover"),
        ("Foxconn lost 14 percent of its operators every month.", "staff turnover"),
        ("Electronics contributed one-third of the growth of Chongqing's output.", "contribution to growth"),
        ("At BOE 99.2 percent pass the first time.", "yield"),
        ("BOE runs plant one at 95 percent.", "capacity utilisation"),
    ],
)
def test_what_a_percentage_is_of(text: str, metric: str) -> None:
    assert [one.metric for one in facts(text, published=DAY)] == [metric]


def test_the_numbers_of_a_list_are_no_figures() -> None:
    text = (
        "Trade of Chongqing in 2020\n\nExports rose last year, the customs office of Chongqing said on Friday.\n\n"
        "9. Exports were worth 225.8 billion yuan.\n10. Chip companies employed 9,600 people.\n"
    )
    assert [one.value for one in facts(text, published=DAY)] == [225_800_000_000, 9600]


def test_what_is_compared_with_last_year_is_not_of_last_year() -> None:
    text = "In the first half Acer made 31 million phones, as many as last year, and 6.9 million watches."
    assert {one.period.end for one in facts(text, published=DAY)} == {date(2021, 6, 30)}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "In the financial year which ended in March, AT&S had revenue of 288 million euros.",
            (2020, 4, 1),
            (2021, 3, 31),
        ),
        ("The yield of BOE was 93 percent in winter.", (2020, 12, 1), (2021, 2, 28)),
        ("Sales of Acer averaged 3 billion yuan in the fourth quarter.", (2020, 10, 1), (2020, 12, 31)),
    ],
)
def test_when_it_was(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    (found,) = facts(text, published=DAY)
    assert (found.period.start, found.period.end) == (date(*start), date(*end))


def test_months_before_a_day_are_a_day() -> None:
    text = "Debt of Acer fell to 6.9 billion yuan at the end of September from 7.3 billion yuan three months before."
    assert [one.period.end for one in facts(text, published=DAY)] == [date(2021, 9, 30), date(2021, 6, 30)]


@pytest.mark.parametrize(
    ("text", "percent", "direction"),
    [
        ("SK Hynix raised its exports by 27.3% to 18.1 billion yuan last year.", 27.3, "up"),
        ("Transsion lost 16.8% and shipped 23.7 million phones last year.", 16.8, "down"),
        ("In 2020 26.3 million laptops left Acer's lines, more than double the figure a year earlier.", 2, "up"),
        ("Foxconn will make 4.5 million notebooks this year, triple the number of 2020.", 3, "up"),
        ("TSMC's capacity will reach 75,000 wafers a month, which is double of last year.", 2, "up"),
        ("Exports of Chongqing, at 497.1 billion yuan, were 4 percent up.", 4, "up"),
        ("Revenue of AT&S was 239.3 million euros, exceeding the previous year's figure by 9.2%.", 9.2, "up"),
        ("Air freight of Chongqing, at 108,700 tonnes, put on 16.8%.", 16.8, "up"),
    ],
)
def test_a_change_belongs_to_the_level_it_led_to(text: str, percent: float, direction: str) -> None:
    (found,) = facts(text, published=DAY)
    assert found.change is not None
    assert (float(found.change.value or 0), found.change.direction) == (percent, direction)


def test_a_given_name_of_two_syllables_is_a_person_s() -> None:
    text = "Chiu Wen-hsiung was sent to Chongqing. Chiu Wen-hsiung has 300 workers there."
    assert not any("chiu" in entity.id for one in candidates(text, published=DAY) for entity in one.proposed)


def test_pay_is_by_the_month_unless_it_is_paid_once() -> None:
    (pay,) = facts("An ordinary assembler of Acer takes home 5,200 yuan.", published=DAY)
    assert (pay.metric, pay.per) == ("wages", "month")


def test_the_place_of_a_maker_may_be_written_without_a_space() -> None:
    (found,) = facts("Hynix is the world's No.2 maker of memory chips.", published=DAY)
    assert (found.metric, found.value) == ("rank", 2)


def test_a_range_between_two_sums_with_their_signs() -> None:
    (found,) = facts("TSMC expects revenue of between NT$63 billion and NT$65 billion.", published=DAY)
    assert (found.value, found.upper) == (63 * 10**9, 65 * 10**9)


def test_a_column_of_what_is_expected_is_a_forecast() -> None:
    text = (
        "Notebooks\n\nShipments of the makers fell in the quarter, a broker says.\n\n"
        "Notebook shipments (million units)\n\n"
        "Maker      2Q21    4Q21E\nQuanta      9.7     10.4\nCompal      8.7      9.6\n"
    )
    found = {one.as_written: (one.status, one.period.end) for one in facts(text, published=DAY)}
    assert found["9.7"] == ("actual", date(2021, 6, 30))
    assert found["10.4"] == ("forecast", date(2021, 12, 31))


def test_a_change_behind_a_share_is_of_the_amount_before_it() -> None:
    text = "Output of Acer was worth 118 billion yuan, making up 63 percent of the total, and climbed by 12 percent."
    amount, share = facts(text, published=DAY)
    assert amount.change is not None
    assert (amount.change.value, share.change) == (12, None)


@pytest.mark.parametrize(
    ("text", "is_its_change"),
    [
        ("The local supply rate of Chongqing, now 80 percent, will be raised by a further 3 percentage points.", False),
        ("Spending of Samsung on equipment, at 19.2 trillion won last year, is to be cut by 50 percent.", False),
        ("Acer expects sales of 3 billion yuan, which would be up 5 percent.", True),
    ],
)
def test_a_change_to_come_is_not_of_the_level_there_is(text: str, is_its_change: bool) -> None:
    level = facts(text, published=DAY)[0]
    assert (level.change is not None) == is_its_change


def test_a_caption_may_give_a_row_its_own_scale() -> None:
    text = (
        "Output\n\nOutput of Chongqing rose from January to September 2021.\n\n"
        "Output of main products, Jan.-Sept. 2021 (10,000 units; chips: 100 million pieces)\n\n"
        "Product        Output    Growth %   Sept. only\n"
        "Mobile phones  6,248.8   14.7       801.0\nChips          51.3      52.6       6.4\n"
    )
    found = {one.as_written: (one.value, one.period.start) for one in facts(text, published=DAY)}
    assert found["6,248.8"] == (62_488_000, date(2021, 1, 1))
    assert found["801.0"] == (8_010_000, date(2021, 9, 1))
    assert found["51.3"] == (5_130_000_000, date(2021, 1, 1))


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("Stocks of Acer have swollen to 5.2 weeks.", "inventory", 5.2),
        ("Stocks at Acer came to 300,000 units.", "inventory", 300_000),
        ("BYD plans to expand the base to 35 GWh.", "capacity", 35),
    ],
)
def test_what_stocks_and_plants_are_measured_in(text: str, metric: str, value: float) -> None:
    (found,) = facts(text, published=DAY)
    assert (found.metric, float(found.value or 0)) == (metric, value)


@pytest.mark.parametrize(
    "text",
    [
        "Profit of AT&S improved from EUR 39 million to EUR 67 million.",
        "Revenue of TSMC rose from NT$39 billion to NT$67 billion.",
    ],
)
def test_what_money_rose_from_is_no_range(text: str) -> None:
    assert [one.upper for one in facts(text, published=DAY)] == [None, None]


def test_what_is_earned_elsewhere_is_in_the_same_money() -> None:
    text = "A worker of Foxconn in Xiyong earns about 3,100 yuan a month. In Kunshan it is 3,800."
    assert [(one.value, one.unit) for one in facts(text, published=DAY)] == [(3100, "CNY"), (3800, "CNY")]


def test_how_many_told_of_it_is_no_figure() -> None:
    (found,) = facts("Two people familiar with the matter said Acer has 300 workers.", published=DAY)
    assert found.value == 300


def test_a_government_s_report_speaks_of_its_city() -> None:
    text = (
        "Government Work Report of Chongqing (excerpt)\n\nIndustry\n\nSeres sold 427,000 cars in Chongqing in 2020. "
        "We introduced 1,180 projects in Chongqing last year.\n"
    )
    assert facts(text, published=DAY)[-1].entity == "chongqing"
