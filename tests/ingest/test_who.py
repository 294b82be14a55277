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
    assert told(text)[-1][0] == "xiyong"


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
