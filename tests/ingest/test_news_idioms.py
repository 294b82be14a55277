"""Idioms of the press of the field, one sentence each, and what must be read out of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ingest.reading import candidates, facts

DAY = date(2020, 5, 22)


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("HP left the quarter with a backlog worth close to $4 billion.", "orders", 4 * 10**9),
        (
            "In the domestic market for chips, which was worth 18 billion yuan, Acer was small.",
            "market size",
            18 * 10**9,
        ),
        ("BOE will use 15 billion yuan of the money for a plant in Chongqing.", "investment", 15 * 10**9),
        ("The 32-inch panel is at $88, down 4 percent from April.", "price", 88),
        ("A notebook costs around 3,000 yuan.", "price", 3000),
        ("Acer pays well. A graduate engineer starts at 9,500 yuan a month.", "wages", 9500),
        ("Its contribution rate to the growth of the city's industry was 36.8%.", "contribution to growth", 36.8),
        ("At Acer's plant 7 percent of newcomers quit in their first month.", "staff turnover", 7),
        ("The Chongqing-Europe railway's trip to Germany takes 12 days.", "transit time", 12),
        (
            "By 2024 Chongqing had been the world's largest laptop base for 11 consecutive years.",
            "years in first place",
            11,
        ),
        ("The two plants of Acer were 64 percent utilised in April.", "capacity utilisation", 64),
    ],
)
def test_what_is_measured(text: str, metric: str, value: float) -> None:
    found = facts(text, published=DAY)
    assert [(one.metric, float(one.value or 0)) for one in found if one.metric == metric] == [(metric, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Acer has a manager, Gerhard Hofer, 52, who was born in Graz.",
        "Most Windows 8 models are assembled in Chongqing.",
        "Acer grew for four consecutive quarters.",
        "(Quantity in 10,000 units; value in 100 million yuan)",
        "Acer uses a rate of 107 yen to the dollar.",
        "The report of BOE (86 pages, $4,995) is available.",
        "Acer's manager saw his parents once every 12 months.",
        "HP and Acer are the two biggest customers.",
        "Fifteen of the thirty largest suppliers lost ground.",
        "“Acer was back,” says its chief Andreas Gerstenmayer, 55.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert facts(text, published=DAY) == []


def test_two_sums_with_their_currency_are_a_range() -> None:
    (found,) = facts("BOE expects first-half profit of 850 million yuan to 870 million yuan.", published=DAY)
    assert (found.value, found.upper, found.unit) == (850 * 10**6, 870 * 10**6, "CNY")


def test_what_a_sum_rose_from_is_no_range() -> None:
    found = facts("BOE's profit rose from 850 million yuan to 870 million yuan last year.", published=DAY)
    assert [one.upper for one in found] == [None, None]


def test_a_rate_of_exchange_hides_no_figure() -> None:
    (found,) = facts("Based on an exchange rate of $1 to NT$31.0, TSMC sees a gross margin of 44%.", published=DAY)
    assert (found.metric, found.value) == ("gross margin", 44)


def test_the_scales_and_signs_of_southeast_asia() -> None:
    found = facts("Acer's revenue dropped to RM1.35bil and its profit to RM324mil last year.", published=DAY)
    assert [one.value for one in found] == [1_350_000_000, 324_000_000]
    (pay,) = facts("The average monthly salary at Acer has risen to VNĐ9.6 million.", published=DAY)
    assert (pay.value, pay.unit) == (9_600_000, "VND")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Intel and Foxconn have plants here. The Taiwanese company made 26 million tablets in 2019.", "foxconn"),
        ("BOE will open a plant in Wuxi, East China's Jiangsu Province. Wuxi made 5 million panels in 2019.", "wuxi"),
        ("In Chengdu, capital of Sichuan Province, industry made 31 million tablets in 2019.", "chengdu"),
        (
            "Asia remained the largest region with 8.6 million printers in 2019, of which China took 4.4 million.",
            "china",
        ),
        ("In Wuxi as a whole, GDP grew by 5 percent to 165 billion yuan in 2019.", "wuxi"),
        ("Bigger rival Samsung made 40 million chips, BOE believes.", "samsung"),
        ("Chongqing, long the world's largest laptop base, made 71 million laptops in 2020.", "chongqing"),
        ("It is built by Blue Sky Display, a Shenzhen company, which will pour 6 billion yuan in.", "blue-sky-display"),
        ("Orders came from HP's and Acer's makers. Acer shipped 3 million laptops.", "acer"),
        ("Workers of Yu'an Innovation Technology are proud. It employs 300 people.", "yu-an-innovation-technology"),
    ],
)
def test_whose_it_is(text: str, entity: str) -> None:
    assert facts(text, published=DAY)[-1].entity == entity


def test_the_time_of_what_it_came_from_is_not_its_own() -> None:
    text = "Acer's gross margin fell in the first quarter, to 22.1% from 25.2% in the fourth quarter of 2018."
    now, then = facts(text, published=date(2019, 5, 22))
    assert then.period.start == date(2018, 10, 1)
    assert now.period.start != date(2018, 10, 1)


def test_what_is_planned_for_a_quarter_long_over_is_of_the_one_to_come() -> None:
    (found,) = facts(
        "Monthly capacity at Acer's plant is scheduled to hit 110,000 laptops in the fourth quarter.", published=DAY
    )
    assert found.period.end == date(2020, 12, 31)


def test_a_district_whose_city_the_text_does_not_name_keeps_its_figures() -> None:
    (found,) = facts("Yibin made 31 million phones in 2019.", published=DAY)
    assert found.entity == "yibin"


@pytest.mark.parametrize(
    ("text", "per"),
    [
        (
            "Monthly capacity at the 12-inch plant of BOE in Wuxi, which opened last year, has risen to 48,000 panels.",
            "month",
        ),
        ("The second phase of the plant brought BOE's monthly output to 265,000 panels last year.", "month"),
        ("BOE's capacity stands at 300,000 panels a month, but will be raised to 1 million panels by 2022.", "month"),
        ("The annual output of laptops in Chongqing was 60.95 million in 2019.", None),
        ("BOE's monthly output reached 265,000 panels in April.", None),
    ],
)
def test_how_often_it_is_so_much(text: str, per: str | None) -> None:
    assert facts(text, published=DAY)[-1].per == per


@pytest.mark.parametrize(
    ("text", "written", "start", "end"),
    [
        ("Acer made 9 million in the third quarter of 2019. A year earlier it was 8 million.", "8 million",
         "2018-07-01", "2018-09-30"),
        ("Acer lost 3 billion yuan in 2019. A year earlier Acer lost 4 billion yuan.", "4 billion yuan",
         "2018-01-01", "2018-12-31"),
        ("In 2015 it was 38 million laptops.", "38 million laptops",
         "2015-01-01", "2015-12-31"),
        ("The annual goal of 45 billion yuan of output value must be reached.", "45 billion yuan",
         "2020-01-01", "2020-12-31"),
        ("Ensure that the annual output value of the zone reaches 12 billion yuan.", "12 billion yuan",
         "2020-01-01", "2020-12-31"),
        ("The railway made 480 trips until the end of April.", "480 trips",
         "2020-01-01", "2020-04-30"),
    ],
)  # fmt: skip
def test_when_a_figure_holds(text: str, written: str, start: str, end: str) -> None:
    found = {one.as_written: one.period for one in facts(text, published=DAY)}
    assert (found[written].start, found[written].end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The Acer complex employed 116,000 people on 30 April.", date(2020, 4, 30)),
        ("On February 10 Acer had 1,900 workers.", date(2020, 2, 10)),
    ],
)
def test_a_state_holds_on_the_day_it_is_told_of(text: str, end: date) -> None:
    assert [(one.period.start, one.period.end) for one in facts(text, published=DAY)] == [(None, end)]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Orders from Lenovo account for about 25% of Compal's total.", ["compal"]),
        ("City-wide, output of chips came to 1 billion pieces.", ["chongqing"]),
        ("Acer made 3 million laptops, while for the country as a whole the drop was 10 percent.", ["acer", "china"]),
        ("Global server shipments will grow 24 percent to 2 million units, IDC said.", ["world"]),
        ("Its bigger rival, Samsung Electronics Co., made 45 million phones.", ["samsung"]),
        ("Among the brands, HP and Lenovo took 23.9% and 22.6% of the market, ranking first and second.",
         ["hp", "lenovo", "hp", "lenovo"]),
        ("According to China Railway, Zhengzhou and Wuhan sent 87 and 31 trains to Europe, respectively.",
         ["zhengzhou", "wuhan"]),
        ("HP and Dell shipped 16 million and 10 million units, respectively, for shares of 17 percent and 11 percent.",
         ["hp", "dell", "hp", "dell"]),
        ("Electronics made up 66 percent of Chongqing's exports and 83 percent of Zhengzhou's.",
         ["chongqing", "zhengzhou"]),
        ("The city's plants made 54 million laptops; the nation's output in the same period was 152 million.",
         ["chongqing", "china"]),
    ],
)  # fmt: skip
def test_whose_it_is_among_several(text: str, owners: list[str]) -> None:
    opening = "Chongqing's electronics\n\nIn 2019 Acer had 3,000 workers in Chongqing.\n\n"
    assert [one.entity for one in facts(opening + text, published=DAY)][1:] == owners


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Chongqing made two and a half million of them last year, and some seven million this year.", [2.5e6, 7e6]),
        ("The plant of Acer earned 38 million yuan before tax in 2019, having lost 12 million yuan in 2018.",
         [38e6, -12e6]),
        ("Chongqing's exports came to 6.4 billion yuan, and imports, which came to 4.5 billion, fell.", [6.4e9, 4.5e9]),
        ("Acer's notebooks: 9.3 m pieces shipped, of which 5.1 m were sold in China.", [9.3e6, 5.1e6]),
        ("The zone has gathered electronics enterprises 186, of which world top 500 enterprises 14.", [186, 14]),
    ],
)  # fmt: skip
def test_how_much_it_is(text: str, values: list[float]) -> None:
    assert [float(one.value or 0) for one in facts(f"Chongqing's laptops\n\n{text}", published=DAY)] == values


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("In July a single month the output of phones is 27.3 million, compared with June increases 11%.", 11),
        ("Exports of Chongqing's mobile phones, at 10.7 billion yuan, lost 38.1%.", 38.1),
        ("Trade of Chongqing rose 24.5% in the four months to 21.3 billion yuan.", 24.5),
        ("Chongqing's exports, at 285.7 billion yuan, grew faster (36.5%) than imports.", 36.5),
    ],
)
def test_a_level_has_the_change_told_behind_it(text: str, change: float) -> None:
    opening = "Chongqing's exports\n\nChongqing's exports came to 9 billion yuan from January to April 2020."
    _, found = facts(f"{opening} {text}", published=DAY)
    assert found.change is not None and float(found.change.value or 0) == pytest.approx(change)


@pytest.mark.parametrize(
    "text",
    [
        "Some of Chongqing's 33 million inhabitants work elsewhere.",
        "The association said so after a survey of 86 plants in Chongqing.",
    ],
)
def test_what_is_only_told_beside_is_no_figure(text: str) -> None:
    assert not facts(text, published=DAY)


def test_goods_of_a_list_are_dealt_out_whatever_kind_their_growth_is_of() -> None:
    text = "The exports of flat panel displays and wireless earphones have grown by 88% and 1.3 times respectively."
    assert [one.item for one in facts(f"Chongqing's exports\n\n{text}", published=DAY)] == [
        "display panel",
        "headphones",
    ]


def test_a_new_company_is_known_by_its_short_name() -> None:
    text = 'Xincore Microelectronics (Chongqing) Co., Ltd. ("Xincore") had sales of 187 million yuan in 2019.'
    (found,) = candidates(f"News\n\n{text}", published=DAY)
    assert {alias for one in found.proposed for alias in one.aliases} >= {"Xincore"}
