"""How an article is laid out: headings, bullets, tables, bylines, and the day it was published."""

from __future__ import annotations

from datetime import date

import pytest

from cqtui.ingest.blocks import document

BODY = (
    "\n\nThe plant made 5 million laptops in the first quarter, officials said, and shipped most of them by rail to"
    " Europe.\n\nIt employs 300 people, more than ever before, and it plans to hire further ones.\n"
)


def kinds(text: str) -> list[str]:
    return [block.kind for block in document(text).blocks]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By James AlexanderICHONGQING|May 22,2020", date(2020, 5, 22)),
        ("2012-03-22 09:15:33  Xinhua", date(2012, 3, 22)),
        ("(Xinhua) 08:10, March 23, 2012", date(2012, 3, 23)),
        ("Thursday, 22 March 2012", date(2012, 3, 22)),
        ("22.03.2012", date(2012, 3, 22)),
        ("Updated: 2012/03/22", date(2012, 3, 22)),
        ("Posted by admin on March 22nd, 2012 | 3 comments", date(2012, 3, 22)),
        ("2012年3月22日", date(2012, 3, 22)),
        ("HARBOUR LANE | Hardware | 15 Nov 2023", date(2023, 11, 15)),
    ],
)
def test_the_day_of_publication_is_found_above_and_below_the_text(line: str, day: date) -> None:
    assert document("Laptop output climbs to a new record" + "\n\n" + line + BODY).published == day
    assert document("Laptop output climbs to a new record" + BODY + "\n" + line + "\n").published == day


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("CHONGQING, Sept 12, 2013 /PRNewswire/ -- The city", date(2013, 9, 12)),
        ("Chongqing, 12th September 2013 (News Agency) -- The city", date(2013, 9, 12)),
        ("CHONGQING, Oct. 25 (Xinhua) -- In 2021, the city", date(2021, 10, 25)),
    ],
)
def test_a_dateline_dates_the_document(dateline: str, day: date) -> None:
    assert document("Laptop output climbs\n\n" + dateline + " made 5 million laptops, it said." + BODY).published == day


def test_without_a_date_the_document_has_none() -> None:
    assert document("Laptop output climbs to a new record" + BODY).published is None


def test_what_is_given_stands() -> None:
    made = document(
        "A title of five words here\n\nMay 22, 2020" + BODY, title="T", publisher="P", published=date(2001, 2, 3)
    )
    assert (made.source.title, made.source.publisher, made.published) == ("T", "P", date(2001, 2, 3))


def test_the_first_heading_is_the_title_and_later_ones_head_their_sections() -> None:
    made = document("Laptop output climbs again\n\nThe plant is big.\n\nASUS China\n\nIt made 12 million computers.")
    assert made.source.title == "Laptop output climbs again"
    assert [(block.kind, block.heading) for block in made.blocks] == [
        ("title", None), ("paragraph", None), ("heading", None), ("paragraph", "ASUS China"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies. Read our privacy policy.",
        "Report illegal content online, or call the hotline: +86-21-55501234",
        "© The Inland Review 2016. Call us: 020 7946 0812.",
        "About Us",
        "Leave a Reply",
        "Media contact: Ms Li Qian, +86 10 6431 8800, press@boe.example",
    ],
)
def test_what_surrounds_an_article_is_boilerplate(line: str) -> None:
    assert kinds("Laptop output climbs again" + BODY + "\n" + line)[-1] == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "• Total investment in the line: RMB 46.5 billion (about US$7.35 billion)",
        "- Mobile phone: 12.4 million sets",
        "Employees: 41,000",
    ],
)
def test_figures_in_lists_and_data_sheets_are_bullets(line: str) -> None:
    assert kinds("Laptop output climbs again\n\n" + line)[-1] == "bullet"


def test_lines_that_go_on_are_one_paragraph() -> None:
    text = (
        "The plant made five million laptops in the first quarter of\nthe year, and it shipped most of them by rail "
        "to Europe and\nto Asia."
    )
    assert kinds(text) == ["paragraph"]


def test_rows_of_cells_are_a_table() -> None:
    assert kinds("Product      June    July\nLaptops     612.4   580.1\nPhones      100.0   120.0") == ["table"]


def test_a_brief_is_read_by_its_header_and_its_marks() -> None:
    made = document(
        "Title: A title\nPublished: 2020-05-22\nLanguage: en\nBrief: yes\n\nA part\n\n[¶ 7] It made 5 laptops.\n"
    )
    assert (made.source.brief, made.source.title, made.published) == (True, "A title", date(2020, 5, 22))
    last = made.blocks[-1]
    assert (last.paragraph, made.text[last.start : last.end]) == (7, "It made 5 laptops.")


def test_every_block_is_a_span_of_the_text_in_order() -> None:
    made = document(
        "iChongqing Title\n\nA heading of some words\n\n By line\nAs of 2019, the city has 639 firms.\n\nHome | "
        "News | About\n"
    )
    spans = [(block.start, block.end) for block in made.blocks]
    assert spans == sorted(spans) and all(start < end for start, end in spans)
