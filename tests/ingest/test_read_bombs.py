"""Files made to do harm: each is answered in a line, or read, within 10 seconds and 512 MB."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import papers
import pytest
from papers import page, paragraph, pdf, stream

from cqtui.errors import BadData
from cqtui.ingest.confined import Child
from cqtui.ingest.read import read

for library in ("selectolax", "pypdf", "docx", "charset_normalizer"):
    pytest.importorskip(library, reason="cqtui[ingest] is not installed")

SHOW = b"BT /F1 12 Tf (x) Tj ET "
FLATE = b"/Filter/FlateDecode"
TREE = b"<</Type/Catalog/Pages 2 0 R>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</Font<</F1 5 0 R>>/XObject<</X0 %d 0 R>>>>"


def html(body: bytes, head: bytes = b"") -> bytes:
    return b"<!doctype html><html><head>%b</head><body>%b" % (head, body)


def controls(levels: int) -> str:
    return "<w:sdt><w:sdtContent>" * levels + paragraph("64") + "</w:sdtContent></w:sdt>" * levels


def tables(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + paragraph("64") + "</w:tc></w:tr></w:tbl>" * levels


def spans(rows: int) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr>{paragraph("6")}</w:tc>'
    return f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * rows}</w:tbl>"


def forms_in_forms(levels: int) -> bytes:
    inner = [stream(b"/X0 Do /X0 Do", FORM % (7 + level)) for level in range(levels)]
    return page(b"/X0 Do", more=[*inner, stream(SHOW, FORM % 0)])


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    # The file, and what is said of it; nothing where it is read.
    "html nested": (lambda: html(b"<div>" * 100_000 + b"64"), "nested more than 2,000 deep"),
    "html nested and closed": (lambda: html(b"<div>" * 100_000 + b"</div>" * 100_000), "nested more than 2,000 deep"),
    "html nested oddly": (
        lambda: html(b"<x-y>" * 100_000 + b"64" + b"</x-y>" * 100_000),
        "nested more than 2,000 deep",
    ),
    "html nested tables": (lambda: html(b"<table><tr><td>" * 1500 + b"64"), "nested more than 2,000 deep"),
    "html nested lists": (
        lambda: html(b"<dl><dd>" * 60_000 + b"64" + b"</dd></dl>" * 60_000),
        "nested more than 2,000 deep",
    ),
    "html open formats": (lambda: html(b"".join(b"<nobr id=%d>" % n for n in range(1500)) + b"<p>x" * 20_000), ""),
    "html elements": (lambda: html(b"<p>x" * 3_000_000), "holds more than 500,000 elements"),
    "html attributes": (
        lambda: html(b"<p " + b" ".join(b"a%d" % n for n in range(400_000)) + b">64"),
        "took longer than",
    ),
    "html one attribute": (lambda: html(b"<p style='" + b"color:red;" * 2_000_000 + b"'>64 million"), ""),
    "html comment": (lambda: b"<html><!--" + b"-" * 20_000_000 + b"--><p>64 million", ""),
    "html open comment": (lambda: b"<!--" * 1_000_000 + b"<html><p>64 million", ""),
    "html brackets": (lambda: html(b"<" * 900_000), ""),
    "html open tags": (lambda: html(b"<meta " * 500_000), "no text in it"),
    "html entities": (lambda: html(b"&CounterClockwiseContourIntegral;" * 500_000), ""),
    "html declared entities": (lambda: papers.entity_bomb("html").encode() + b"<html><p>&l9;", ""),
    "html text": (lambda: html(b"<p>" + b"64 million " * 2_800_000), "512 MB|5,000,000 characters|broke off"),
    "html large": (lambda: html(b"<p>" + b"a" * (33 << 20)), "larger than 32 MB"),
    "html spans": (
        lambda: html(b"<table>" + b"<tr><td rowspan=9999 colspan=9999>1<td>2" * 50_000),
        "5,000,000 characters",
    ),
    "html blanks": (
        lambda: html(b"<p>a" + b" " * 3_000_000 + b"b" + b"\n" * 3_000_000 + b"<pre>" + b" \n" * 900_000),
        "",
    ),
    "html json": (lambda: html(b"<p>64 million", b"<script type=application/ld+json>" + b"[" * 400_000), "no text"),
    "html dates": (lambda: html(b"<p>64", b"<meta name=date content='" + b"1 may " * 500_000 + b"'>"), ""),
    "docx large": (lambda: papers.docx(paragraph("64 million") * 5_000_000), "unpacks to"),
    "docx tight": (
        lambda: papers.docx(paragraph("64 million") * 300_000),
        "a zip bomb: a part unpacks to more than 200",
    ),
    "docx long": (
        lambda: papers.docx("".join(map(paragraph, hashes(250_000)))),
        "holds more than 5,000,000 characters",
    ),
    "docx many large parts": (
        lambda: papers.docx(paragraph("64"), more=((f"word/{n}.bin", loose(20_000_000)) for n in range(11))),
        "unpacks to 210 MB, where at most 192",
    ),
    "docx one large part": (
        lambda: papers.docx(paragraph("64"), more=[("word/a.xml", loose(30_000_000))]),
        "unpacks to 29 MB, where at most 24",
    ),
    "docx parts": (
        lambda: papers.docx(paragraph("64"), more=((f"word/{n}.xml", "") for n in range(6000))),
        "6,003 parts",
    ),
    "docx entities": (
        lambda: papers.docx(paragraph("&l9;"), head=papers.entity_bomb("d")),
        "its XML declares entities",
    ),
    "docx nested": (lambda: papers.docx(controls(500)), "damaged"),
    "docx nested some": (lambda: papers.docx(controls(100)), ""),
    "docx nested tables": (lambda: papers.docx(tables(70)), "tables more than 20 deep"),
    "docx spans": (lambda: papers.docx(spans(9)), ""),
    "pdf unpacked": (lambda: page(zlib.compress(SHOW * 20_000_000, 9), FLATE), "unpacks to more"),
    "pdf packed twice": (
        lambda: page(zlib.compress(zlib.compress(bytes(500_000_000), 9), 9), b"/Filter[/FlateDecode/FlateDecode]"),
        "unpacks to more",
    ),
    "pdf operations": (lambda: page(zlib.compress(SHOW * 3_000_000, 9), FLATE), "unpacks to more"),
    "pdf pages in a circle": (
        lambda: pdf([TREE, b"<</Type/Pages/Kids[3 0 R]/Count 2>>", b"<</Type/Pages/Kids[2 0 R]/Count 2>>"]),
        "damaged",
    ),
    "pdf pages in themselves": (lambda: pdf([TREE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]), "damaged"),
    "pdf pages uncounted": (lambda: pdf([TREE, b"<</Type/Pages/Kids[]/Count 999999999>>"]), "damaged"),
    "pdf pages many": (
        lambda: pdf([TREE, b"<</Type/Pages/Kids[%b]/Count 1000000>>" % (b"3 0 R " * 1_000_000), b"<</Type/Page>>"]),
        "unpacks to more|damaged",
    ),
    "pdf tables in a circle": (lambda: circle(page(SHOW)), ""),
    "pdf form in itself": (lambda: page(b"/X0 Do " + SHOW, more=[stream(b"/X0 Do /X0 Do", FORM % 6)]), ""),
    "pdf forms in forms": (lambda: forms_in_forms(40), ""),
    "pdf length of itself": (
        lambda: pdf(
            [TREE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Contents 4 0 R>>", b"<</Length 4 0 R>>stream"]
        ),
        "no text in it",
    ),
    "pdf nested": (lambda: pdf([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000]), "damaged"),
    "pdf brackets": (lambda: page(b"BT /F1 12 Tf " + b"(" * 2_000_000), "damaged"),
    "pdf objects": (lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 5_000_000, "took longer than"),
    "pdf zeros": (lambda: b"%PDF-1.4\n" + bytes(40_000_000), "damaged"),
    "pdf large": (lambda: b"%PDF-1.4\n" + bytes(65 << 20), "larger than 64 MB"),
    "text endless line": (lambda: b"a" * 50_000_000, "5,000,000 characters"),
    "text long line": (lambda: b"64 million " * 450_000, ""),
    "text noise": (lambda: hashlib.shake_128(b"noise").digest(10_000_000).replace(b"\0", b"1"), "not text"),
    "text high noise": (
        lambda: bytes(byte | 0x80 for byte in hashlib.shake_128(b"noise").digest(5_000_000)),
        "not text",
    ),
    "text single signs": (lambda: b"caf\xe9 \x80 " * 700_000, ""),
    "text open tags": (lambda: b"<!--" * 2000 + b" " * 4_000_000, ""),
    "text zeros": (lambda: bytes(19_000_000), "a NUL"),
}


def hashes(count: int) -> Iterator[str]:
    for number in range(count):
        yield hashlib.blake2b(number.to_bytes(4), digest_size=12).hexdigest()


def loose(size: int) -> str:
    """Text of this size that packs to a hundredth or so: less tight than a bomb by its ratio."""
    chunk = hashlib.shake_128(b"chunk").hexdigest(200)
    return (chunk * (size // len(chunk) + 1))[:size]


def circle(whole: bytes) -> bytes:
    """A PDF whose table of objects names itself as the one before."""
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % whole.index(b"xref\n0"))


@contextmanager
def watched(child: Child) -> Iterator[list[int]]:
    """The most memory that the child's process was seen to hold, in bytes, as the list's only item (Linux)."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.01):
            try:
                status = Path(f"/proc/{child.pid}/status").read_text()
            except OSError:
                continue
            most[0] = max([most[0], *(int(line.split()[1]) * 1024 for line in status.splitlines() if "VmHWM" in line)])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


LONG = {
    "docx large", "docx long", "docx many large parts", "html attributes", "pdf forms in forms", "pdf objects",
    "pdf operations", "pdf packed twice", "pdf unpacked", "pdf zeros",
}  # fmt: skip
"""Bombs that run for seconds, most of them until a limit ends them; CQTUI_LONG=1 runs these too."""
_not_now = pytest.mark.skipif("CQTUI_LONG" not in os.environ, reason="runs for seconds: set CQTUI_LONG=1")


@pytest.mark.parametrize("name", [pytest.param(name, marks=_not_now) if name in LONG else name for name in BOMBS])
def test_a_bomb_costs_no_more_than_any_file(name: str) -> None:
    make, said = BOMBS[name]
    data = make()
    with Child() as child, watched(child) as memory:
        began = time.monotonic()
        try:
            raw = read(None, data=data, child=child)
        except BadData as error:
            line = str(error)
            assert error.exit_code == 65
            assert line.startswith("standard input: ") and line.isprintable() and len(line) < 200
            # On a machine that is busy with something else the limit on time may be the first that is met
            assert said and re.search(f"{said}|took longer than", line), line
        else:
            assert raw.text.strip()
            assert not said
        taken = time.monotonic() - began
    print(f"{name}: {len(data) / 1e6:.1f} MB, {taken:.1f} s, {memory[0] / 1e6:.0f} MB")
    assert taken < 10
    assert memory[0] <= 512 << 20
