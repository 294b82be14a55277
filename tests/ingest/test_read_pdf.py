"""A PDF is read as a person would type it off, and one that holds no text says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import papers
import pytest

from cqtui.errors import BadData
from cqtui.ingest.confined import Child
from cqtui.ingest.read import Raw, read

pypdf = pytest.importorskip("pypdf", reason="cqtui[ingest] is not installed")


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child() as one:
        yield one


def of(child: Child, *contents: bytes, **parts: bytes) -> Raw:
    return read(None, data=papers.pages(contents, **parts), child=child)


def refused(child: Child, data: bytes) -> str:
    with pytest.raises(BadData) as caught:
        read(None, data=data, child=child)
    return str(caught.value).removeprefix("standard input: ")


def test_lines_and_paragraphs(child: Child) -> None:
    raw = of(
        child,
        papers.lines(
            "In 2019, Chongqing produced over 64 million laptops and",
            "174 million mobile phones.",
            "OPPO (“the maker”) shipped 18.9 million phones, which is",
            "up 58% on the year before.",
            gaps=[14, 28],
        ),
    )
    assert raw.text == (
        "In 2019, Chongqing produced over 64 million laptops and\n174 million mobile phones.\n\n"
        "OPPO (“the maker”) shipped 18.9 million phones, which is\nup 58% on the year before."
    )
    assert (raw.kind, raw.encoding, raw.warnings) == ("pdf", "utf-8", ())


def test_a_heading_is_told_by_its_size(child: Child) -> None:
    raw = of(child, papers.lines("Output rises", top=740, size=20) + papers.lines("It made 64 million.", top=722))
    assert raw.text == "Output rises\n\nIt made 64 million."


def test_bullets_are_items(child: Child) -> None:
    raw = of(child, papers.lines("It made:", "• 64 million laptops", "•174 million phones"))
    assert raw.text == "It made:\n• 64 million laptops\n• 174 million phones"


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("The manu-", "facturing base made", "The manufacturing base made"),
        ("A state-", "owned maker. The state has owned it", "A state-owned maker. The state has owned it"),
        ("Year-on-year. Up 58% year-on-", "year in 2019", "Year-on-year. Up 58% year-on-year in 2019"),
        ("It took 3-", "30 minutes", "It took 3-30 minutes"),
        ("The COVID-", "19 epidemic", "The COVID-\n19 epidemic"),
        ("Made by Hewlett-", "Packard there", "Made by Hewlett-\nPackard there"),
        ("It fell -", "and rose", "It fell -\nand rose"),
        ("A re-entry, re-", "entry into", "A re-entry, re-entry into"),
    ],
)
def test_words_parted_at_a_lines_end_are_mended_with_care(child: Child, above: str, below: str, joined: str) -> None:
    assert of(child, papers.lines(above, below)).text == joined


def test_a_word_may_be_parted_twice(child: Child) -> None:
    assert of(child, papers.lines("The inter-", "na-", "tional maker")).text == "The international maker"


def test_running_heads_and_page_numbers_are_left_out(child: Child) -> None:
    contents = [
        papers.lines(
            "Annual Report 2019", f"Makers: part {n} of the year", "It grew.", f"It made {n * 7}.",
            "So it was.", "The end.",
            f"Page {n} of 4", gaps=[30, 14, 14, 14, 30],
        )
        for n in range(1, 5)
    ]  # fmt: skip
    text = of(child, *contents).text
    assert text.count("It grew.") == text.count("So it was.") == 4
    assert "Annual" not in text and "Page" not in text and "part" not in text


def test_figures_at_the_edge_of_pages_are_not_taken_for_page_numbers(child: Child) -> None:
    contents = [papers.lines(f"OPPO made {n * 7} million", "phones.") for n in range(1, 5)]
    text = of(child, *contents).text
    assert [f"OPPO made {n * 7} million" in text for n in range(1, 5)] == [True] * 4
    assert of(child, papers.lines("The rank was", "7"), papers.lines("and then it was", "3")).text.split() == (
        ["The", "rank", "was", "7", "and", "then", "it", "was", "3"]
    )


def test_a_sentence_goes_on_over_the_page(child: Child) -> None:
    raw = of(
        child,
        papers.lines("It made 64 million", "- 1 -"),
        papers.lines("laptops.", "- 2 -"),
        papers.lines("New.", "- 3 -"),
    )
    assert raw.text == "It made 64 million\nlaptops.\n\nNew."


def test_the_file_says_its_title_and_day(child: Child) -> None:
    raw = of(
        child,
        papers.lines("64 million"),
        information=b"/Title(Output rises)/CreationDate(D:20120305233000-05'00')",
        catalogue=b"/Lang(en-GB)",
    )
    assert (raw.title, raw.published, raw.language) == ("Output rises", date(2012, 3, 5), "en-GB")
    assert raw.warnings == ("published on 2012-03-05: the day the file says it was made; --date overrides",)
    assert of(child, papers.lines("64"), information=b"/Title(Microsoft Word - a.doc)").title is None
    assert (
        of(child, papers.lines("64"), information=b"/Title<FEFF001B005B0032000A0078>/CreationDate[1]").title == "[2 x"
    )


def test_no_text_is_said(child: Child) -> None:
    assert refused(child, papers.page(b"q 9 0 0 9 0 0 cm Q")) == (
        "no text in it: 1 page of pictures, it seems; read it with OCR first"
    )
    raw = of(child, papers.lines("64 million"), b"", papers.lines("laptops"), b"")
    assert raw.warnings == ("no text on pages 2, 4: pictures, blank or damaged",)


@pytest.mark.parametrize(("user", "readable"), [("secret", False), ("", True)])
def test_a_password_is_said_and_none_is_none(child: Child, user: str, readable: bool) -> None:
    writer = pypdf.PdfWriter()
    writer.append(BytesIO(papers.pages([papers.lines("64 million")])))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    if readable:
        assert read(None, data=out.getvalue(), child=child).text == "64 million"
    else:
        assert refused(child, out.getvalue()) == "protected by a password; save a copy without it"


def test_a_file_cut_off_is_refused_or_said(child: Child) -> None:
    whole = papers.pages([papers.lines("It made 64 million."), papers.lines("End.")])
    for size in range(9, len(whole), 37):
        try:
            raw = read(None, data=whole[:size], child=child)
        except BadData as error:
            assert "\n" not in str(error)
        else:
            assert (
                any("cut off" in warning or "no text on" in warning for warning in raw.warnings)
                or size > len(whole) - 9
            )
    with pytest.raises(BadData, match="damaged or cut off: not a whole PDF"):
        read(None, data=whole[:200], child=child)


def test_too_many_pages_are_refused(child: Child) -> None:
    assert refused(child, papers.pages([b"q Q"] * 1001)) == "has 1,001 pages, where at most 1,000 are read; split it"
