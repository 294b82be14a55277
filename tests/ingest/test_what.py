"""What figures measure: times by what is done in them, exports, capacity, prices, parts; and which items they have."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ingest.reading import facts

DAY = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("At Quanta it used to take two days to prepare a line for another model.", "changeover time"),
        ("At Quanta, switching the line to a new model now takes 40 minutes.", "changeover time"),
        ("At Quanta an urgent order is out of the gate in four days.", "lead time"),
        ("Quanta's customs paperwork is done within 90 minutes.", "lead time"),
        ("By sea, Quanta's laptops still need 40 days to Hamburg.", "transit time"),
        ("Foundations were laid in May and Quanta's plant went up in 11 months.", "construction time"),
        ("At Quanta, parts used to sit in stock for 21 days.", "inventory"),
        ("Quanta's robots need 12 seconds for a screw.", "cycle time"),
    ],
)
def test_a_time_is_told_by_what_is_done_in_it(text: str, metric: str) -> None:
    assert [one.metric for one in facts(text, published=DAY)] == [metric]


@pytest.mark.parametrize(
    "text",
    ["Quanta signed a three-year plan.", "Quanta opened two years ago.", "Quanta's workers are on 12-hour shifts."],
)
def test_a_time_that_nothing_takes_is_no_figure(text: str) -> None:
    assert facts(text, published=DAY) == []


def test_a_time_without_a_word_for_it_is_the_one_told_of() -> None:
    text = "At Quanta, switching a line to a new model once took two days. It now takes 30 minutes."
    assert [one.metric for one in facts(text, published=DAY)] == ["changeover time"] * 2


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Chongqing sent 3.8 million notebooks abroad in May.", "export volume"),
        ("Chongqing shipped 3.8 million notebooks overseas in May.", "export volume"),
        ("Laptops worth $9.8 billion left Chongqing for foreign markets in 2021.", "export value"),
        ("Quanta's plant can turn out 3 million notebooks a month.", "capacity"),
        ("Quanta's plant is designed to make 3 million notebooks a month.", "capacity"),
        ("Quanta is able to produce 3 million notebooks a month.", "capacity"),
        ("Quanta asks €210 per square metre.", "price"),
        ("Quanta is building a 300-million-yuan complex.", "investment"),
        ("Electronics manufacturing in Chongqing earned 300 million yuan in revenue in 2021.", "revenue"),
        ("Total imports and exports of Chongqing stood at 413 billion yuan in 2021.", "foreign trade value"),
        ("Quanta's research budget is to equal 3.5 percent of revenue in 2023.", "R&D spending"),
        ("Staff turnover at Quanta reached 11 percent in May.", "staff turnover"),
    ],
)
def test_what_is_done_with_goods_and_money_tells_the_metric(text: str, metric: str) -> None:
    assert facts(text, published=DAY)[-1].metric == metric


def test_a_part_of_the_amount_before_is_of_its_kind() -> None:
    text = "Goods exported from Chongqing in 2021 were worth $5.7 billion, and computers made up 44 percent of that."
    assert facts(text, published=DAY)[-1].metric == "share of exports"


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Quanta makes laptops in Chongqing. Its revenue rose to 9 billion yuan in 2021.", None),
        ("Quanta made 3 million laptops in 2021. Revenue from servers came to 9 billion yuan.", "server"),
        (
            "Chongqing bets on the electronics industry. Laptops came first. By 2025 the sector is meant to top 1 "
            "trillion yuan in output value.",
            "electronics",
        ),
        ("Laptops were the engine of Chongqing's growth: 24 million were made in 2021.", "laptop"),
        ("Chongqing made 9 million laptops in 2021, while printers reached 5 million.", "printer"),
        ("Nobody in Chongqing expects laptops to grow. Planners forecast 55 million for 2023.", "laptop"),
        ("Quanta, which also runs an LCD line, posted revenue of 3 billion yuan in 2021.", None),
    ],
)
def test_an_item_is_what_the_figure_is_of(text: str, item: str | None) -> None:
    assert facts(text, published=DAY)[-1].item == item


_SAID = """
output volume|Quanta's plant cranked out 5 million laptops in 2021.
output volume|Quanta saw 5 million laptops roll off its lines in 2021.
output volume|In 2021, 5 million laptops left Quanta's factory gates.
output volume|Some 5 million laptops came out of Quanta's plant in 2021.
output volume|Quanta pieced together 5 million laptops in 2021.
output volume|Quanta fabricated 5 million chips in 2021.
output volume|Quanta completed 5 million laptops in 2021.
output volume|Quanta put out 5 million laptops in 2021.
output volume|Quanta built 5 million laptops in 2021.
output volume|In 2021 the number of laptops made at Quanta reached 5 million.
output volume|Quanta's 2021 tally was 5 million laptops.
output volume|Chongqing accounted for 5 million laptops in 2021.
output volume|Chongqing's laptop count stood at 5 million in 2021.
shipments|Quanta moved 5 million laptops in 2021.
shipments|Quanta sent out 5 million laptops in 2021.
shipments|Quanta handed over 5 million laptops to its clients in 2021.
shipments|Quanta's deliveries came to 5 million laptops in 2021.
sales volume|Lenovo found buyers for 5 million laptops in 2021.
sales volume|Some 5 million Lenovo laptops were bought in 2021.
sales volume|Lenovo's unit sales hit 5 million in 2021.
export volume|Chongqing's overseas sales of laptops came to 5 million in 2021.
export volume|Chongqing sold 5 million laptops abroad in 2021.
export value|Chongqing's overseas shipments were worth $5 billion in 2021.
export value|Chongqing sold $5 billion worth of laptops abroad in 2021.
import value|Chongqing's purchases from abroad came to $5 billion in 2021.
revenue|Quanta booked sales of 5 billion yuan in 2021.
revenue|Quanta rang up 5 billion yuan in sales in 2021.
revenue|Quanta notched up a turnover of 5 billion yuan in 2021.
revenue|Quanta's top line grew to 5 billion yuan in 2021.
revenue|Quanta's takings were 5 billion yuan in 2021.
profit|Quanta's bottom line came to 5 billion yuan in 2021.
profit|Quanta made a loss of 5 billion yuan in 2021.
profit|Quanta was 5 billion yuan in the red in 2021.
profit|Quanta's net earnings came to 5 billion yuan in 2021.
employees|Quanta gives work to 5,000 people.
employees|Quanta has 5,000 people on its books.
employees|Quanta's staff numbers 5,000.
employees|5,000 people work at Quanta's plant.
employees|Quanta's headcount is 5,000.
employees|Quanta keeps 5,000 workers busy.
jobs created|Quanta's plant will provide 5,000 jobs.
jobs created|Quanta took on 5,000 workers in 2021.
jobs created|Quanta hired 5,000 people in 2021.
jobs created|Quanta's new plant brought 5,000 jobs to Chongqing.
investment|Quanta sank 5 billion yuan into its plant.
investment|Quanta is pouring 5 billion yuan into Chongqing.
investment|Quanta laid out 5 billion yuan on its plant in 2021.
investment|Quanta splashed out 5 billion yuan on a factory.
investment|Quanta's outlay on the plant was 5 billion yuan.
investment|The 5-billion-yuan plant of Quanta opened in 2021.
investment|Quanta will build a plant at a cost of 5 billion yuan.
investment|Quanta earmarked 5 billion yuan for a new factory.
capacity|Quanta's plant can churn out 5 million laptops a year.
capacity|Quanta's plant has room for 5 million laptops a year.
capacity|Quanta's annual capacity is 5 million laptops.
capacity|Quanta's lines are geared to assemble 5 million laptops a year.
price|Quanta's laptop sells at 3,000 yuan.
price|Quanta's laptop costs 3,000 yuan apiece.
price|Quanta's laptops fetch 3,000 yuan each.
price|Quanta charges 3,000 yuan per laptop.
area|Quanta's plant sprawls over 5,000 square metres.
area|Quanta's plant occupies 5,000 square metres.
area|Quanta's plant measures 5,000 square metres.
companies|Chongqing is home to 500 electronics firms.
companies|Chongqing counts 500 electronics firms.
companies|Chongqing has 500 electronics firms.
enterprises settled|500 electronics firms have moved into Chongqing.
enterprises introduced|Chongqing lured 500 electronics firms in 2021.
projects introduced|Chongqing landed 50 projects in 2021.
patents|Quanta holds 500 patents.
patent applications|Quanta filed 500 patent applications in 2021.
production lines|Quanta runs 50 lines.
train journeys|Chongqing ran 500 freight trains in 2021.
orders|Quanta won orders for 5 million laptops in 2021.
yield|Quanta's share of flawless panels is 92 percent.
yield|92 percent of Quanta's panels pass inspection.
capacity utilisation|Quanta's lines ran at 92 percent of capacity.
local supply rate|Quanta sources 92 percent of its parts locally.
local supply rate|Quanta buys 92 percent of its components in Chongqing.
local supply rate|Some 92 percent of parts come from within an hour's drive of Quanta.
market share|Lenovo has 25 percent of the Chinese laptop market.
market share|Lenovo commands 25 percent of China's laptop market.
share of world market|Lenovo holds 25 percent of the global laptop market.
share of world output|Chongqing makes one in four of the world's laptops.
share of world output|A quarter of the world's laptops are made in Chongqing.
share of world output|Chongqing accounts for a quarter of global laptop production.
share of national output|Chongqing makes a quarter of China's laptops.
share of own orders|Asus places 40 percent of its orders in Chongqing.
share of own output|Asus makes 40 percent of its laptops in Chongqing.
share of own output|40 percent of Acer's laptops are made in Chongqing.
share of exports|Laptops make up 40 percent of Chongqing's exports.
share of exports|Laptops account for 40 percent of Chongqing's overseas sales.
share of foreign trade|The zone handles 40 percent of Chongqing's foreign trade.
share of industrial output value|Electronics make up 40 percent of Chongqing's industrial output.
share of GDP|Electronics contribute 40 percent of Chongqing's GDP.
contribution to growth|Electronics contributed 40 percent of Chongqing's industrial growth in 2021.
gross domestic product|Chongqing's economy was worth 2.5 trillion yuan in 2021.
funding|Quanta received 5 billion yuan in subsidies in 2021.
funding|Quanta raised 5 billion yuan in a share sale in 2021.
funding|Chongqing set up a fund of 5 billion yuan in 2021.
R&D spending|Quanta spent 5 billion yuan on research and development in 2021.
R&D spending|Quanta ploughed 5 billion yuan into R&D in 2021.
fixed-asset investment|Quanta's capital budget is 5 billion yuan.
tax paid|Quanta paid 5 billion yuan in taxes in 2021.
market size|The Chinese laptop market was worth 5 billion yuan in 2021.
inventory|Quanta had 5 million laptops in stock at the end of 2021.
customers|Quanta serves 500 customers.
stores|Lenovo runs 500 shops in Chongqing.
foreign investment|Chongqing drew $5 billion in foreign direct investment in 2021.
foreign trade value|Chongqing traded goods worth $5 billion in 2021.
transit time|The train from Chongqing to Duisburg needs 13 days.
transit time|It takes 13 days by rail from Chongqing to Duisburg.
transit time|Goods from Chongqing spend 13 days on the rails to Duisburg.
lead time|Quanta ships an order within 72 hours.
cycle time|A laptop leaves Quanta's line every 12 seconds.
cycle time|Quanta assembles a laptop in 45 minutes.
construction time|Quanta's plant was finished in 11 months.
years of operation|Quanta has been in Chongqing for ten years.
"""


@pytest.mark.parametrize("line", _SAID.strip().splitlines())
def test_the_trade_press_has_many_words_for_one_metric(line: str) -> None:
    metric, _, text = line.partition("|")
    assert facts(text, published=DAY)[0].metric == metric


_TOLD = """
shipments + shipments + shipments|Chongqing shipped 3 million laptops in May. In June it was 3.4 million. The \
total for the half-year came to 19 million.
export value + export value + export value|Chongqing's exports came to $3 billion in May. June brought another \
$3.4 billion. That makes $19 billion for the half-year.
revenue + revenue + revenue|Quanta's revenue was NT$80 billion in May, against NT$70 billion in April. For June \
the company guides for NT$90 billion.
employees + employees + employees|Quanta employs 12,000 people in Chongqing. Two years ago it was 9,000. By \
Christmas there should be 15,000.
facilities built + facilities built|Chongqing wants 60 smart factories by 2025; it has 35.
yield + yield|In 2020 the yield of BOE's line was 80 percent. Today it is 92 percent.
local supply rate + local supply rate|In 2012, 50 percent of the parts of a Chongqing laptop were bought locally. Ten \
years later the share was 83 percent.
output volume + share of own output|Acer made 3 million laptops in Chongqing in 2021, or a third of its total.
output volume + share of world output|Chongqing made 100 million laptops in 2021, or 40 percent of the world's total.
export value + share of exports|Laptops earned Chongqing 200 billion yuan abroad in 2021, 40 percent of its exports.
output value + share of industrial output value|Electronics output in Chongqing was worth 600 billion yuan in \
2021, a quarter of the city's industrial output.
capacity + output volume|Quanta can make 20 million laptops a year in Chongqing but turned out only 12 million in \
2021.
investment + capacity|The second phase of Quanta's plant will cost 3 billion yuan and add 6 million laptops of \
annual capacity.
orders|HP ordered 9 million laptops from Quanta in 2021.
orders|Quanta has orders for 9 million laptops.
import value|Chongqing's imports of chips rose to 40 billion yuan in 2021.
foreign trade value + foreign trade value|Chongqing's trade with the EU came to 90 billion yuan in 2021; that \
with the US was 110 billion yuan.
processing trade value|Processing trade in Chongqing came to 90 billion yuan in 2021.
foreign investment|Actually used foreign capital in Chongqing came to $3 billion in 2021.
gross domestic product + share of GDP|Chongqing's GDP was 2.8 trillion yuan in 2021, of which industry \
contributed 28 percent.
wages|Quanta pays its workers 5,000 yuan a month.
price|Quanta's share price rose 3 percent to NT$80.
market capitalisation|Quanta is valued at NT$300 billion on the stock exchange.
market size|The global laptop market is worth $120 billion a year.
funding|Chongqing granted Quanta 300 million yuan in subsidies in 2021.
capacity utilisation|Quanta's plant was running at 80 percent of its capacity in May.
output volume|Chongqing overtook Chengdu with 60 million tablets in 2021.
shipments|Chongqing's airport handled 400,000 tonnes of cargo in 2021.
patent applications|Quanta filed for 300 patents in 2021.
patents|Quanta was granted 120 patents in 2021.
awards|Inventec won 3 awards in 2021.
customers|Lenovo's customers number 3 million.
construction time|Work on Quanta's plant took 14 months.
years of cooperation|Foxconn and Chongqing have worked together for 12 years.
"""


@pytest.mark.parametrize("line", _TOLD.strip().splitlines())
def test_what_was_told_of_goes_on_through_a_paragraph(line: str) -> None:
    metrics, _, text = line.partition("|")
    assert [one.metric for one in facts(text, published=date(2022, 7, 15))] == metrics.split(" + ")


_LISTED = """
gross margin|Gross margin of SMIC was 25 percent in 2021.
operating margin|Lenovo's operating margin came to 4.5 percent in 2021.
profit margin|Acer's net margin stood at 3 percent in 2021.
wages|The minimum wage in Chongqing was 2,100 yuan a month in 2021.
registered capital|Quanta's Chongqing subsidiary has a registered capital of $60 million.
dividend|Quanta paid a dividend of NT$20 billion in 2021.
debt|BOE's debt came to 200 billion yuan at the end of 2021.
share of own revenue|Servers made up 38 percent of Quanta's revenue in 2021.
shipments|CATL's installations stood at 20.5 GWh in May 2021.
investment|A plant for laptops worth $3 billion will be built in Chongqing by HP.
"""


@pytest.mark.parametrize("line", _LISTED.strip().splitlines())
def test_what_a_press_reader_expects_is_listed(line: str) -> None:
    metric, _, text = line.partition("|")
    assert facts(text, published=DAY)[0].metric == metric


def test_a_part_of_what_was_counted_is_counted_alike() -> None:
    found = facts("In Yubei 500 companies reopened in 2021, or 69 percent of the total.", published=DAY)
    assert [one.metric for one in found] == ["companies", "companies"]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Sany's excavator sales in Chongqing fell 20 percent in 2021.", "excavator"),
        ("Inventec made 300,000 AI servers in Chongqing in 2021.", "AI server"),
        ("Chongqing's exports of mechanical and electrical products reached 300 billion yuan in 2021.",
         "mechanical and electrical product"),
    ],
)  # fmt: skip
def test_an_item_may_be_listed_or_only_joined_to_the_metric(text: str, item: str) -> None:
    assert facts(text, published=DAY)[0].item == item


def test_the_two_projects_told_of_are_no_figure() -> None:
    assert facts("No fewer than 50,000 jobs will come with the two projects.", published=DAY)[0].unit == "person"
    assert len(facts("No fewer than 50,000 jobs will come with the two projects.", published=DAY)) == 1
