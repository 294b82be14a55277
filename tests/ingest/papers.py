"""Files of every kind that ingest meets, made here so that none has to be kept: good, hostile, broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCE = "In 2019, Chongqing produced over 64 million laptops."


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), extra, data)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def page(content: bytes, extra: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """A PDF of one page with this content stream; object 6, the first of `more`, is its /X0."""
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>/XObject<</X0 6 0 R>>>>>>",
            stream(content, extra),
            FONT,
            *more,
        ]
    )


def lines(*texts: str, top: float = 740, size: float = 12, gaps: Sequence[float] = ()) -> bytes:
    """A content stream with these lines one under the other, `gaps` of points below each (14 by default)."""
    out, y = [], top
    for number, text in enumerate(texts):
        said = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        out.append(b"BT /F1 %.1f Tf 1 0 0 1 72 %.1f Tm (%b) Tj ET" % (size, y, said))
        y -= gaps[number] if number < len(gaps) else 14
    return b"\n".join(out)


def pages(contents: Iterable[bytes], catalogue: bytes = b"", information: bytes = b"") -> bytes:
    """A PDF with a page for each content stream."""
    contents = list(contents)
    first = 5
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        b"<</Type/Pages/Kids[%b]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents))), len(contents)),
        FONT,
        b"<<%b>>" % information,
    ]
    for at, content in enumerate(contents):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (first + 2 * at + 1)
        )
        objects.append(stream(content))
    return pdf(objects, b"/Info 4 0 R")


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(body: str, *, head: str = "", more: Iterable[tuple[str, str]] = ()) -> bytes:
    """A Word document with this XML in its body, `head` before the root, and further parts."""
    out = io.BytesIO()
    package = "application/vnd.openxmlformats-package"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, text in more:
            archive.writestr(name, text)
    return out.getvalue()


def entity_bomb(name: str) -> str:
    """A document type whose last entity, l9, stands for a thousand million letters."""
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {name} [<!ENTITY l0 "lol">{steps}]>'
