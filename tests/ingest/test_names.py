"""Names: those that are listed, those that are found, and whom a stand-in means."""

from __future__ import annotations

import pytest

from cqtui.ingest.cues import slug
from cqtui.ingest.names import role
from tests.ingest.reading import candidates, facts

YEAR = "In 2019, "


def who(text: str) -> str:
    return facts(text)[-1].entity


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("In 2019, Asustek manufactured 12 million computers.", "asus"),
        ("In 2019, Hewlett-Packard shipped 12 million computers.", "hp"),
        ("In 2019, Lenovo shipped 12 million computers.", "lenovo"),
        ("The output value of Chongqing's Liangjiang New Area reached 5 billion yuan in 2019.", "liangjiang-new-area"),
        (
            "By 2030, China's power semiconductor market will be worth 30 billion US dollars.",
            "china-power-semiconductor-market",
        ),
        ("In 2019, 12 million computers were made by Quanta.", "quanta-computer"),
    ],
)
def test_a_listed_name_is_found_under_any_of_its_names(text: str, entity: str) -> None:
    assert who(text) == entity


@pytest.mark.parametrize(
    ("text", "entity", "kind"),
    [
        (
            "In 2019, Eastlake Optoelectronics Co., Ltd. made 12 million panels.",
            "eastlake-optoelectronics-co-ltd",
            "company",
        ),
        ("Output of the Xiantao Valley Zone came to 5 billion yuan in 2019.", "xiantao-valley-zone", "place"),
        ("In 2019, Zhixin shipped 12 million phones.", "zhixin", "company"),
    ],
)
def test_a_new_name_is_proposed_with_its_kind(text: str, entity: str, kind: str) -> None:
    found = candidates(text)[-1]
    assert found.fact.entity == entity
    assert [(one.id, one.kind) for one in found.proposed][:1] == [(entity, kind)]


@pytest.mark.parametrize(
    ("text", "entity", "other"),
    [
        (
            "TCL Laminates Holdings Limited made 12 million panels in 2019.",
            "tcl-laminates-holdings-limited",
            "TCL Laminates",
        ),
        (
            "Liao came to Chongqing Laochao as a tool fitter in 1998. In 2019 Laochao made 12 million panels.",
            "chongqing-laochao",
            "Laochao",
        ),
        ("We cut our estimates for Lumaro (Neutral). In 2019 Lumaro made 12 million panels.", "lumaro", ""),
        ("Red Kite Tooling, of Bac Ninh, makes panels. In 2019 it made 12 million of them.", "red-kite-tooling", ""),
    ],
)
def test_a_company_is_known_by_its_trade_its_place_its_rating_or_its_seat(text: str, entity: str, other: str) -> None:
    found = candidates(text)[-1]
    assert found.fact.entity == entity
    aliases = found.proposed[0].aliases
    assert other in aliases if other else not aliases


@pytest.mark.parametrize(
    "name", ["TCL Technology Group Co., Ltd.", "Foxconn Precision Electronics (Chongqing) Co., Ltd."]
)
def test_a_full_name_without_a_trade_of_its_own_is_the_listed_company(name: str) -> None:
    assert who(f"{name} made 12 million panels in 2019.") in ("tcl", "foxconn")


def test_an_id_spells_accents_plainly() -> None:
    assert slug("Société Télémécanique's Bureau") == "societe-telemecanique-bureau"


@pytest.mark.parametrize(
    "text",
    [
        "OPPO shipped 5 million phones in 2018. The company employs 4,000 people.",
        "OPPO shipped 5 million phones in 2018. It employs 4,000 people.",
        "OPPO shipped 5 million phones in 2018, said Liu Zhong, its manager. Employees number 4,000.",
        "A visit to the plants in town\n\nOPPO Southwest China\n\nTo date, more than 5 million phones have been "
        "shipped.",
        "According to IDC, OPPO shipped 5 million phones in 2018.",
    ],
)
def test_the_last_subject_and_the_heading_carry_over(text: str) -> None:
    assert who(text) == "oppo"


def test_the_city_and_the_zone_stand_for_what_was_named() -> None:
    text = "Chongqing is big. The Lianglu/Cuntan Bonded Port Area is its port. In 2019 the city made 5 million laptops."
    assert who(text) == "chongqing"
    text = "Acer entered the Lianglu/Cuntan Bonded Port Area. Six supporting enterprises settled in the area."
    assert who(text) == "lianglu-cuntan-bonded-port-area"


def test_who_only_reports_is_not_whom_a_figure_is_about() -> None:
    assert who("Chongqing's exports rose. Xinhua said exports came to 5 billion yuan in 2019.") == "chongqing"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("OPPO's sales rose", "OPPO", "possessive"),
        ("made by OPPO in 2019", "OPPO", "by"),
        ("the sales of OPPO", "OPPO", "of"),
        ("laptops made in OPPO", "OPPO", "location"),
        ("according to OPPO", "OPPO", "attribution"),
        ("OPPO said", "OPPO", "attribution"),
        ("OPPO shipped", "OPPO", "open"),
    ],
)
def test_a_name_has_a_role(text: str, name: str, expected: str) -> None:
    at = text.index(name)
    assert role(text, at, at + len(name), False) == expected
