"""A Word document is read as its reader sees it, with every tracked change accepted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import papers
import pytest
from papers import paragraph

from cqtui.errors import BadData
from cqtui.ingest.confined import Child
from cqtui.ingest.read import Raw, read

docx = pytest.importorskip("docx", reason="cqtui[ingest] is not installed")


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child() as one:
        yield one


def of(child: Child, document: Any) -> Raw:
    out = BytesIO()
    document.save(out)
    return read(None, data=out.getvalue(), child=child)


def body(child: Child, xml: str) -> Raw:
    return read(None, data=papers.docx(xml), child=child)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


def test_text_comes_in_blocks(child: Child) -> None:
    document = docx.Document()
    document.add_heading("Output rises", 0)
    document.add_heading("Laptops", 2)
    document.add_paragraph("It made 64\xa0million.\nIt grew.")
    document.add_paragraph("58%", style="List Bullet")
    document.add_paragraph("4,376", style="List Number 2")
    document.add_paragraph("")
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ["Item", "2018", "2019", "Laptops", "57", " 64\nmillion "], strict=True):
        cell.text = text
    document.add_paragraph("End.")
    raw = of(child, document)
    assert raw.text == (
        "Output rises\n\nLaptops\n\nIt made 64 million.\nIt grew.\n\n• 58%\n• 4,376\n\n"
        "Item | 2018 | 2019\nLaptops | 57 | 64 million\n\nEnd."
    )
    assert (raw.kind, raw.encoding, raw.published, raw.publisher, raw.warnings) == ("docx", "utf-8", None, None, ())


def test_spanned_columns_keep_the_others_in_place(child: Child) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ["Item", "2019", "", "a", "b", "c"], strict=True):
        cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    assert of(child, document).text == "Item | 2019\na | b | c"


def test_the_properties_say_title_day_and_author(child: Child) -> None:
    document = docx.Document()
    document.add_paragraph("64 million")
    document.core_properties.title = "Output rises"
    document.core_properties.author = "Xinhua"
    document.core_properties.language = "en-GB"
    document.core_properties.created = datetime(2012, 3, 5, 23)
    raw = of(child, document)
    assert (raw.title, raw.publisher, raw.language, raw.published) == (
        "Output rises",
        "Xinhua",
        "en-GB",
        date(2012, 3, 5),
    )
    assert raw.warnings == ("published on 2012-03-05: the day the file says it was made; --date overrides",)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:p>{run('A ')}<w:hyperlink>{run('64')}</w:hyperlink>{run(' million')}</w:p>", "A 64 million"),
        (f"<w:sdt><w:sdtContent>{paragraph('64 million')}</w:sdtContent></w:sdt>", "64 million"),
        (f"<w:p><w:smartTag>{run('64')}</w:smartTag><w:fldSimple>{run(' million')}</w:fldSimple></w:p>", "64 million"),
        (
            "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>",
            "a b\nc-d",
        ),
        ("<w:p><w:r><w:instrText>PAGE 7</w:instrText><w:t>64</w:t></w:r></w:p>", "64"),
        (f"<w:p>{run('64 million')}{run('1', RAISED)}</w:p>", "64 million¹"),
        (f"<w:p>{run('&#x202E;64&#x200B; million&#xAD;')}</w:p>", "64 million"),
        (
            f"<w:p>{run('64')}<w:r><w:drawing><w:txbxContent>{paragraph('box')}</w:txbxContent></w:drawing></w:r></w:p>",
            "64\n\nbox",
        ),
        (f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph('64')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>", "64"),
    ],
)
def test_what_a_reader_sees_is_read(child: Child, xml: str, text: str) -> None:
    assert body(child, xml).text == text


def test_tracked_changes_are_accepted_and_said(child: Child) -> None:
    raw = body(child, f"<w:p><w:del>{run('57')}</w:del><w:ins>{run('64')}</w:ins>{run(' million')}</w:p>")
    assert raw.text == "64 million"
    assert raw.warnings == ("has tracked changes, read as if all were accepted",)


def test_hidden_text_is_left_out_and_said(child: Child) -> None:
    raw = body(child, f"<w:p>{run('64 million')}{run('99 million', '<w:vanish/>')}</w:p>")
    assert raw.text == "64 million"
    assert raw.warnings == ("left out 10 characters of hidden text",)


def test_what_is_no_whole_document_is_refused(child: Child) -> None:
    whole = papers.docx(paragraph("64 million"))
    for size in range(30, len(whole), 61):
        with pytest.raises(BadData) as caught:
            read(None, data=whole[:size], child=child)
        assert "\n" not in str(caught.value)
    with pytest.raises(BadData, match="no text in it"):
        body(child, "<w:p/>")
    with pytest.raises(BadData, match="damaged or cut off"):
        body(child, "<w:p>")
    with pytest.raises(BadData, match="damaged or cut off"):
        read(None, data=whole.replace(b"word/document.xml", b"word/documents.xm"), child=child)


def test_strict_open_xml_is_named(child: Child) -> None:
    strict = papers.docx(paragraph("64"))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml")
            )
    with pytest.raises(BadData, match="Strict Open XML"):
        read(None, data=out.getvalue(), child=child)


def test_an_outside_file_is_not_drawn_in(child: Child, tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    head = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(BadData, match="its XML declares entities"):
        read(None, data=papers.docx(paragraph("a&x;b"), head=head), child=child)
