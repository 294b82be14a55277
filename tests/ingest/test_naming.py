"""Whether a run of capitals is a company's name, where its form does not say so."""

from __future__ import annotations

import pytest
from reading import candidates, choices

from cqtui.ingest import naming


def asked(text: str) -> set[str]:
    return {key for name, told in choices(text) if name == naming.CHOICE for key in told if key}


def test_what_is_listed_what_is_counted_and_what_has_digits_is_not_asked_about() -> None:
    text = "In Chongqing, Creality and HP shipped 3 million Laptops in 2019. Nobody but Creality has the K2."
    assert asked(text) == {"Creality"}


def test_a_run_is_a_name_or_nothing() -> None:
    for name, told in choices("Creality shipped 300,000 printers in 2019, and Bambu Lab 120,000."):
        if name == naming.CHOICE:
            assert next(iter(told)) == naming.NONE
            assert told[naming.NONE] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Creality shipped 300,000 printers in the quarter. Creality has 2,100 employees in Shenzhen.", {"Creality"}),
        ("Shipments of Elegoo, whose plant is in Shenzhen, rose by 20 percent in 2019 to 90,000 printers.", {"Elegoo"}),
        ("Seasonally, Notebooks did well. Exports of Chongqing rose by 12 percent in 2019.", set()),
    ],
)
def test_names_are_known_by_the_words_around_them(text: str, names: set[str]) -> None:
    proposed = {entity.name for one in candidates(text) for entity in one.proposed if entity.kind == "company"}
    assert proposed == names
