"""Whom figures are about: lines called by their ends, asides, speakers, stand-ins, lists, places that only locate."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ingest.reading import candidates, facts

DAY = date(2022, 6, 15)


def told(text: str) -> list[tuple[str, str]]:
    return [(one.entity, one.metric) for one in facts(text, published=DAY)]


@pytest.mark.parametrize(
    "text",
    [
        "The freight train from Chongqing to Duisburg takes 14 days.",
        "A direct rail link between Chongqing and Hamburg has cut transit time to 14 days.",
        "The Yuxinou railway, which ties Chongqing to the inland port of Duisburg, ran 1,900 trains in 2021.",
        "A train left Chongqing for Germany on Monday. The trip takes 14 days.",
        "The Yuxinou railway starts in Chongqing. In 2021 the line carried 3 million laptops.",
        "The Yuxinou railway starts in Chongqing. The operator plans 2,500 trips this year.",
    ],
)
def test_a_railway_is_known_by_its_ends_and_stood_for_by_the_line_and_the_trip(text: str) -> None:
    assert {one for one, _ in told(text)} == {"chongqing-europe-railway"}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Konka, which builds next to a plant of BYD, made 3 million phones in 2021.", "konka"),
        ("Wistron, by one count of Dell's the best of all, turned out 9 million notebooks in 2021.", "wistron"),
        ("HP (like Acer before it) shipped 9 million notebooks in 2021.", "hp"),
        ("In Hefei, which sends half of its laptops to Lenovo, 41 million phones were made in 2021.", "hefei"),
    ],
)
def test_what_an_aside_names_is_no_subject_outside_it(text: str, entity: str) -> None:
    assert told(text)[-1][0] == entity


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("“We now have 58 firms,” said Zhang Wei, deputy director of the Xiantao Valley Zone.", "xiantao-valley-zone"),
        ('"We shipped 4 million tablets in May," said Liu Fang, general manager of Inventec.', "inventec"),
        ('Tan Li, who heads the sales office of Acer, said: "We sold 4 million laptops in 2021."', "acer"),
        ("Foxconn made 5 million phones in 2021, the forwarder Nordkontor reckons.", "foxconn"),
        ("According to IDC, Lenovo shipped 20 million computers in 2021.", "lenovo"),
    ],
)
def test_who_speaks_speaks_for_a_body_and_who_reckons_for_nobody(text: str, entity: str) -> None:
    assert told(text)[-1][0] == entity


@pytest.mark.parametrize(
    ("text", "entity", "kind"),
    [
        ("Nanchuan, a county of Chongqing, made 3 million phones in 2021.", "nanchuan", "place"),
        ("Luohe, on the northern edge of Chengdu, expects its output to hit 3 billion yuan in 2023.", "luohe", "place"),
        ("The component maker Yisheng shipped 3 million hinges in 2021.", "yisheng", "company"),
        ("Yisheng, a supplier of hinges, shipped 3 million phones in 2021.", "yisheng", "company"),
    ],
)
def test_the_noun_beside_a_new_name_tells_its_kind(text: str, entity: str, kind: str) -> None:
    found = candidates(text, published=DAY)[-1]
    assert found.fact.entity == entity
    assert (entity, kind) in [(one.id, one.kind) for one in found.proposed]


@pytest.mark.parametrize(
    "text",
    [
        "Huida Display (HDD) opened in 2015. In 2021 HDD shipped 3 million panels.",
        "Nanchuan, a county of Chongqing, is green. In 2021 the county made 3 million phones.",
        "Xiantao Valley Zone opened in 2015. In 2021 the valley zone made 3 million phones.",
    ],
)
def test_a_name_in_brackets_and_a_kind_of_place_stand_for_what_was_named(text: str) -> None:
    assert told(text)[-1][0] in ("huida-display", "nanchuan", "xiantao-valley-zone")


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Exports from Chongqing earned $28 billion in 2018, $38 billion in 2020 and $33 billion in 2021.", 3),
        ("In 2021 Chongqing made 30 million laptops, 20 million phones and 3 million printers.", 3),
    ],
)
def test_a_list_goes_on_with_its_subject(text: str, entities: int) -> None:
    assert [one for one, _ in told(text)] == ["chongqing"] * entities


def test_a_part_of_a_place_s_figure_is_that_of_where_it_is() -> None:
    assert told("Chongqing made 24 million laptops in 2021, 8 million of them in Hechuan.") == [
        ("chongqing", "output volume"),
        ("hechuan", "output volume"),
    ]
    assert told("Foxconn had 24,000 workers in 2021, 8,000 of them in Hechuan.")[-1][0] == "foxconn"


def test_several_subjects_do_not_stand_for_it() -> None:
    text = "Xiyong is a zone. HP and Quanta made 9 million laptops there in 2021. Its exports rose to $7 billion."
    assert told(text)[-1][0] == "xiyong-comprehensive-bonded-zone"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("TAIPEI, June 1 - Quanta's revenue was NT$80 billion in May.", None),
        ("Quanta made 3 million laptops in Chongqing in May.", "chongqing"),
        ("Xiantao Valley Zone lies in Chongqing. In 2021 the zone made 3 million phones.", "chongqing"),
    ],
)
def test_where_a_figure_holds_is_not_where_the_press_sits(text: str, place: str | None) -> None:
    assert facts(text, published=DAY)[-1].place == place


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        (
            "Quanta posts record quarter\n\nQuanta Computer made 12 million laptops in the second quarter. Nvidia "
            "and AMD "
            "supplied the chips. Revenue was NT$280 billion.\n\nThe board approved spending of $85 million on a "
            "plant. It "
            "will assemble 1,200 racks a month.\n\nWistron, its rival, made 5 million laptops. The company expects 6 "
            "million in the third quarter.",
            ["quanta-computer"] * 4 + ["wistron"] * 2,
        ),
        (
            "A day in Hechuan\n\nHechuan, a district of Chongqing, lived off coal. Now 140 electronics firms have "
            "moved in. "
            "Foxconn is the largest: its plant employs 12,000 people. The district's output value was 32 billion "
            "yuan in "
            "2021. It wants 50 billion by 2025.",
            ["hechuan", "foxconn", "hechuan", "hechuan"],
        ),
        (
            "Market note\n\nWorldwide tablet shipments fell 5 percent to 38 million units in the first quarter, "
            "IDC said. "
            "Apple shipped 14 million, followed by Samsung with 8 million. For the full year the firm forecasts "
            "150 million "
            "units.",
            ["world", "apple", "samsung", "world"],
        ),
        (
            "Dell said its Xiamen plant made 3 million PCs in 2021, while that of HP in Chongqing turned out 20 "
            "million. "
            "The former employs 2,000 people; the latter, 9,000.",
            ["dell", "hp", "dell", "hp"],
        ),
        (
            "By contrast, Vietnam shipped only 11 million laptops in 2021. Its factories, most of them owned by "
            "Taiwanese "
            "groups, employ 90,000 people. The country's exports of electronics came to $108 billion.",
            ["vietnam"] * 3,
        ),
        (
            "Contract makers in May\n\n- Quanta: shipped 4.6 million notebooks, down 5% on month.\n- Compal: 3.4 "
            "million; "
            "the company sees 3.6 million in June.\n- Inventec shipped 1.5 million.",
            ["quanta-computer", "compal", "compal", "inventec"],
        ),
        (
            "Work report of the Yubei district government\n\nIn 2021, the district's output value of terminals "
            "reached 92 "
            "billion yuan. Transsion, vivo and OPPO together produced 71 million phones. In 2022 we will strive "
            "to create "
            "12,000 jobs.",
            ["yubei"] * 3,
        ),
        (
            "2010: Inventec breaks ground in Xiyong.\n\n2013: Headcount passes 10,000; output reaches 9 "
            "million.\n\n2015: A "
            "second plant opens, at a cost of 600 million yuan. It has 14 lines.",
            ["inventec"] * 4,
        ),
    ],
)
def test_the_subject_goes_through_a_text_as_a_reader_follows_it(text: str, entities: list[str]) -> None:
    assert [one for one, _ in told(text)] == entities


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Demand is high. Kangda employs 3,000 people in Chongqing.", "kangda"),
        ("Huaxin posted revenue of 3 billion yuan in 2021.", "huaxin"),
        ("Meilun's plant made 4 million screens in 2021.", "meilun"),
        ("The plant of Meilun in Dazu made 4 million screens in 2021.", "meilun"),
        ("Sichuan's Yibin has 30 phone makers.", "yibin"),
        ("Japan's Ibiden spent 40 billion yen on its Philippine plant in 2021.", "ibiden"),
        ("Hangzhou-based Hikstorage shipped 3 million drives in 2021.", "hikstorage"),
        ("Logistics company Yuxin ran 300 trains in 2021.", "yuxin"),
        ("iFlytek employs 900 people in Chongqing.", "iflytek"),
        ("Acer's rival Dell shipped 9 million laptops in 2021.", "dell"),
        ("Unlike Quanta, Compal stayed in Kunshan. It made 40 million laptops in 2021.", "compal"),
        ("Exporters earned 3 billion yuan in 2021 in Chongqing.", "chongqing"),
        ("Laptops earned Chongqing 3 billion yuan in 2021.", "chongqing"),
        ("In 2021 laptops below US$400 made up 40 percent of Acer's sales.", "acer"),
    ],
)
def test_a_name_nobody_lists_is_known_by_what_stands_around_it(text: str, entity: str) -> None:
    assert told(text)[-1][0] == entity


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Asus moved 60 percent of its orders to Chongqing. Acer has moved 40 percent.", "acer"),
        ("Nvidia's sales to China fell to $3 billion in 2021. Those of AMD rose to $1 billion.", "amd"),
        (
            "Xiyong is a zone of Chongqing. Its biggest tenant, Quanta, made 17 million laptops in 2021.",
            "quanta-computer",
        ),
        ("Dell, which has a plant next to that of Lenovo, made 3 million computers in 2021.", "dell"),
    ],
)
def test_a_company_whose_verb_leads_to_the_figure_is_its_subject(text: str, entity: str) -> None:
    assert told(text)[-1][0] == entity


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Acer lost ground: 9.1 million units were sold by HP and 4.2 million were sold by Acer.", ["hp", "acer"]),
        ("In Hefei, where they fight for workers, Quanta's shipments rose to 5 million units last year.", ["quanta"]),
        ("Acer had 3.6 percent of the market last year; Lenovo had 28.7 percent.", ["acer", "lenovo"]),
        ("HP held 24 percent of the market in 2021, compared with 8.6 percent for Nokia.", ["hp", "nokia"]),
        ("In 2021 Wistron shipped 1.6 million notebooks, 190,000 servers and 500,000 monitors.", ["wistron"] * 3),
        ("Trade with its main partners, ASEAN, the European Union and Japan, brought Chongqing 30 billion yuan, "
         "28 billion yuan and 26 billion yuan, respectively, in 2021.", ["chongqing"] * 3),
        ("First place went to HP, as it shipped 5 million laptops last year.", ["hp", "hp"]),
    ],
)  # fmt: skip
def test_a_clause_tells_its_own_doer_and_owner(text: str, entities: list[str]) -> None:
    assert [one.entity.removesuffix("-computer") for one in facts(text, published=DAY)] == entities


@pytest.mark.parametrize(
    "text",
    [
        "HP shipped 5 million laptops in 2021, according to figures from Norbury Data Corp.",
        "Norbury Data Corp's latest figures give HP 5 million laptops for 2021.",
    ],
)
def test_who_only_counts_is_not_whom_a_figure_is_about(text: str) -> None:
    assert {one.entity for one in facts(text, published=DAY, title="Laptops in 2021")} == {"hp"}


def test_what_is_spelt_out_in_small_letters_is_no_company() -> None:
    text = (
        "Samsung sold more high bandwidth memory (HBX) last year. Prices of HBX rose, and Samsung earned 3 billion won."
    )
    assert {one.entity for one in facts(text, published=DAY)} == {"samsung"}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The foreign trade of Liangjiang was worth 200 billion yuan in 2021, a third of the city's.", "liangjiang"),
        (
            "Exports rose in Chongqing; the exports of Chengdu reached 300 billion yuan, half the city's total.",
            "chengdu",
        ),
        ("The revenue of Lenovo was 60 billion yuan, more than the city had expected of Acer.", "lenovo"),
    ],
)
def test_what_a_subject_is_of_has_the_figure(text: str, entity: str) -> None:
    found = facts(f"The foreign trade of Chongqing was worth 650 billion yuan in 2021. {text}", published=DAY)
    assert entity in found[1].entity


def test_an_office_is_no_part_of_a_name() -> None:
    found = facts(
        "Li Hong, President of Xinjin Semiconductor, spoke. Xinjin Semiconductor made 18,500 wafers in April."
    )
    assert [fact.entity for fact in found] == ["xinjin-semiconductor"]


def test_the_place_of_a_dateline_without_a_dash_is_no_subject() -> None:
    text = "Taipei, May 20 (CNA) Export orders received by Acer rose to US$40.9 billion in April."
    assert [fact.entity for fact in facts(text)] == ["acer"]


def test_a_dateline_hides_no_railway() -> None:
    text = "CHONGQING, May 21 (Xinhua) -- Freight trains made 118 trips between Chongqing and Europe in April."
    assert [fact.entity for fact in facts(text)] == ["chongqing-europe-railway"]


def test_a_branch_in_brackets_is_a_part_of_its_name() -> None:
    (found,) = facts("Yuxinou (Chongqing) Logistics Co., Ltd. employs 300 people.")
    assert found.entity == "yuxinou-chongqing-logistics-co-ltd"
    (found,) = facts("In March (Monday) Foxconn had 30 workers.")
    assert found.entity == "foxconn"
