"""Run-in headings: what the first words of an item or a paragraph name is told of to the item's end."""

from __future__ import annotations

from datetime import date

from tests.ingest.reading import facts

DAY = date(2017, 10, 18)
BULLETIN = """Chongqing Zone Bulletin

By the end of September the zone had 126 electronics companies. The situation of some is as follows:

1. {first}. Output value in the third quarter was 1.36 billion yuan; 5,240 employees at the end of it.

2. {second}. In August production was halted for 23 days, and sales fell to 74 million yuan.

3. {third}. 210,000 bracelets were exported to Russia in the third quarter. The company holds 37 patents.
"""


def owners(text: str) -> dict[str, str]:
    """Whose each figure is, by how it is written."""
    return {one.as_written: one.entity for one in facts(text, published=DAY)}


def test_an_item_is_of_whom_its_first_words_name() -> None:
    found = owners(BULLETIN.format(first="Quanta", second="Acer", third="HP, here since May"))
    assert found["1.36 billion yuan"] == found["5,240 employees"] == "quanta-computer"
    assert found["74 million yuan"] == "acer"
    assert found["210,000 bracelets"] == found["37 patents"] == "hp"


def test_among_companies_a_name_that_nobody_knows_is_a_company() -> None:
    found = owners(BULLETIN.format(first="Quanta", second="Chaoying Circuit Board", third="HP"))
    assert found["74 million yuan"] == "chaoying-circuit-board"
    assert found["37 patents"] == "hp"


def test_where_no_company_is_known_first_words_are_no_names_of_companies() -> None:
    found = owners(BULLETIN.format(first="Steady Growth", second="Weak Links", third="Bright Spots"))
    assert set(found.values()) == {"chongqing"}


def test_who_else_is_named_in_an_item_keeps_what_is_its_own() -> None:
    text = "1. Quanta. The plant has 4,000 workers. Its neighbour Inventec made 17 million laptops in 2016."
    assert owners(f"Chongqing's plants\n\n{text}")["17 million laptops"] == "inventec"


def test_behind_its_block_a_run_in_heading_holds_no_more() -> None:
    text = "1. Quanta. The plant has 4,000 workers.\n\nThe city exported laptops worth 3 billion yuan in August."
    assert owners(f"Chongqing's plants\n\n{text}")["3 billion yuan"] == "chongqing"


def test_an_item_that_ends_in_a_telephone_number_is_read_and_a_contact_is_not() -> None:
    told = "1. Acer. Produced 12.4 million battery packs in nine months, and hires 350 people. Tel. 4142 9918."
    assert "12.4 million battery packs" in owners(f"Chongqing's plants\n\n{told}")
    assert owners("Chongqing's plants\n\nFor more information call the press office. Tel. 4142 9918.") == {}


def test_the_name_of_a_company_may_stand_in_the_title_alone() -> None:
    text = "# Hanlight Display Co., Ltd. – results for 2016\n\n- **Revenue:** RMB 6.48 billion\n\n- Gross margin: 11.6%"
    assert set(owners(text).values()) == {"hanlight-display-co-ltd"}
