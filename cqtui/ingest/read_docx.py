"""The text of a Word document as it reads with every tracked change accepted, and its properties.

Runs confined (see `confined`), and the archive is measured before anything of it is unpacked.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from cqtui.ingest.extracted import (
    BlockKind,
    Extracted,
    Unreadable,
    a_language,
    join,
    lowered,
    one_line,
    raised,
    rows,
    shown,
)

_MOST_PARTS = 5_000
_MOST_UNPACKED = 192 << 20
_MOST_XML = 24 << 20
"""Bytes of one XML part: parsing takes ten times as much memory."""
_MOST_RATIO = 200
_SMALL = 1 << 20
"""A part below this may be packed as tightly as it likes."""
_DEEPEST_TABLE = 20

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DAMAGED = "damaged or cut off: not a whole DOCX file; open it in a word processor and save it anew"


def extract(data: bytes) -> Extracted:
    """The document's text, and its core properties.

    Raises:
        Unreadable: it is damaged, holds no text, or unpacks to more than a document does.
    """
    _check_archive(data)
    try:
        document = Document(BytesIO(data))
        body = document.element.body
    except (KeyError, ValueError, PackageNotFoundError, zipfile.BadZipFile, SyntaxError, EOFError, AttributeError):
        raise Unreadable(_DAMAGED) from None
    if body is None:
        raise Unreadable(_DAMAGED)
    reading = _Reading(_styles(document))
    text = join(reading.blocks(body, 0))
    if not text.strip():
        raise Unreadable("no text in it; if it holds pictures of text, read them with OCR")
    warnings = [f"left out {size:,} characters of hidden text" for size in (reading.hidden,) if size]
    if reading.tracked:
        warnings.append("has tracked changes, read as if all were accepted")
    said = document.core_properties
    published = _day(said, "created")
    if published is not None:
        warnings.append(f"published on {published}: the day the file says it was made; --date overrides")
    return Extracted(
        text=text,
        title=one_line(_property(said, "title")),
        published=published,
        publisher=one_line(_author(said)),
        language=a_language(_property(said, "language")),
        warnings=tuple(warnings),
    )


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            strict = _is_strict(archive)
            entities = any(_declares(archive, part) for part in parts[:_MOST_PARTS])
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
        raise Unreadable(_DAMAGED) from None
    if strict:
        raise Unreadable('saved as "Strict Open XML"; save it as an ordinary Word document (.docx)')
    if len(parts) > _MOST_PARTS:
        raise Unreadable(f"a zip bomb: {len(parts):,} parts, where a document has at most {_MOST_PARTS:,}")
    whole = sum(part.file_size for part in parts)
    if whole > _MOST_UNPACKED:
        raise Unreadable(_bomb(whole, _MOST_UNPACKED))
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable("protected by a password; save a copy without it")
        if part.filename.lower().endswith((".xml", ".rels")) and part.file_size > _MOST_XML:
            raise Unreadable(_bomb(part.file_size, _MOST_XML))
        if part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(1, part.compress_size):
            raise Unreadable(f"a zip bomb: a part unpacks to more than {_MOST_RATIO} times its size")
    if entities:
        raise Unreadable("its XML declares entities, as no word processor's does; open it in one and save it anew")


def _is_strict(archive: zipfile.ZipFile) -> bool:
    try:
        with archive.open("_rels/.rels") as part:
            return b"//purl.oclc.org/ooxml/" in part.read(_SMALL)
    except (KeyError, RuntimeError, OSError, zlib.error):  # missing, encrypted, torn: said where it is read
        return False


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    if not part.filename.lower().endswith((".xml", ".rels")):
        return False
    try:
        with archive.open(part) as opened:
            return b"<!DOCTYPE" in opened.read(4096).replace(b"\0", b"")  # UTF-16, too
    except (RuntimeError, OSError, zlib.error, NotImplementedError, zipfile.BadZipFile):
        return False


def _bomb(size: int, most: int) -> str:
    return f"unpacks to {size / _SMALL:,.0f} MB, where at most {most / _SMALL:,.0f} are read; split it or give its text"


def _property(said: Any, name: str) -> str | None:
    try:
        value = getattr(said, name)
    except (ValueError, AttributeError, TypeError):  # as malformed as the file likes
        return None
    return value if isinstance(value, str) else None


def _author(said: Any) -> str | None:
    author = _property(said, "author")
    return None if author and author.lower() in ("python-docx", "user", "admin", "administrator", "author") else author


_TEMPLATE = date(2013, 12, 23)
"""The date of python-docx's own template, which its users seldom change."""


def _day(said: Any, name: str) -> date | None:
    try:
        value = getattr(said, name)
    except (ValueError, AttributeError, TypeError):
        return None
    day = value.date() if isinstance(value, datetime) else None
    return None if day == _TEMPLATE else day


def _styles(document: Any) -> dict[str, BlockKind]:
    """The styles whose paragraphs are headings or list items, by id; one based on another is like it."""
    kinds: dict[str, BlockKind] = {}
    based: dict[str, str] = {}
    try:
        elements = document.styles.element
    except (KeyError, AttributeError, ValueError):
        return {}
    for style in elements.iter(_W + "style"):
        identity = style.get(_W + "styleId") or ""
        name = style.find(_W + "name")
        called = (name.get(_W + "val") or "").lower() if name is not None else ""
        parent = style.find(_W + "basedOn")
        if parent is not None:
            based[identity] = parent.get(_W + "val") or ""
        if called.startswith(("heading", "title", "subtitle")):
            kinds[identity] = "heading"
        elif called.startswith("list ") and called != "list paragraph":
            kinds[identity] = "item"
        elif (properties := style.find(_W + "pPr")) is not None and (kind := _stated(properties)):
            kinds[identity] = kind
    for identity, parent_id in based.items():
        for _ in range(20):
            if identity in kinds or not parent_id:
                break
            if parent_id in kinds:
                kinds[identity] = kinds[parent_id]
            parent_id = based.get(parent_id, "")
    return kinds


def _stated(properties: Any) -> BlockKind | None:
    level = properties.find(_W + "outlineLvl")
    if level is not None and level.get(_W + "val") in list("012345678"):
        return "heading"
    number = properties.find(f"{_W}numPr/{_W}numId")
    return "item" if number is not None and number.get(_W + "val") != "0" else None


class _Reading:
    """One pass over a document, which counts what it leaves out."""

    def __init__(self, styles: dict[str, BlockKind]) -> None:
        self.hidden = 0
        self.tracked = False
        self._styles = styles

    def blocks(self, parent: Any, depth: int) -> Iterator[tuple[BlockKind, str]]:
        """The blocks below `parent`: paragraphs and tables, also those in content controls and text boxes."""
        for element in parent:
            tag = element.tag
            if tag == _W + "p":
                yield from self._paragraph(element, depth)
            elif tag == _W + "tbl":
                if depth >= _DEEPEST_TABLE:
                    raise Unreadable(f"tables more than {_DEEPEST_TABLE} deep in one another; give its text instead")
                yield "table", self._table(element, depth + 1)
            elif tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "customXml"):
                yield from self.blocks(element, depth)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[tuple[BlockKind, str]]:
        boxes: list[Any] = []
        lines = "".join(self._runs(paragraph, boxes)).split("\n")
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        properties = paragraph.find(_W + "pPr")
        kind: BlockKind | None = None
        if properties is not None:
            style = properties.find(_W + "pStyle")
            kind = _stated(properties) or (self._styles.get(style.get(_W + "val") or "") if style is not None else None)
            off = properties.find(f"{_W}numPr/{_W}numId")
            if kind == "item" and off is not None and off.get(_W + "val") == "0":
                kind = None
        yield kind or "paragraph", text.lstrip("•·▪● ") if kind == "item" else text
        if depth < _DEEPEST_TABLE:
            for box in boxes:
                yield from self.blocks(box, depth + 1)

    def _runs(self, parent: Any, boxes: list[Any]) -> Iterator[str]:
        for element in parent:
            tag = element.tag
            if tag == _W + "r":
                yield from self._run(element, boxes)
            elif tag in (_W + "del", _W + "moveFrom"):
                self.tracked = True
            elif tag in (_W + "ins", _W + "moveTo"):
                self.tracked = True
                yield from self._runs(element, boxes)
            elif tag in (
                _W + "hyperlink", _W + "smartTag", _W + "fldSimple", _W + "sdt", _W + "sdtContent", _W + "customXml",
                _W + "dir", _W + "bdo",
            ):  # fmt: skip
                yield from self._runs(element, boxes)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                yield shown("".join(element.itertext(_MATH + "t")))

    def _run(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        text = "".join(self._marks(run, boxes))
        properties = run.find(_W + "rPr")
        if properties is not None:
            if _is_on(properties.find(_W + "vanish")):
                self.hidden += len(text.strip())
                return
            place = properties.find(_W + "vertAlign")
            where = place.get(_W + "val") if place is not None else None
            text = raised(text) if where == "superscript" else lowered(text) if where == "subscript" else text
        yield text

    def _marks(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        for element in run:
            tag = element.tag
            if tag == _W + "t":
                yield shown(element.text or "").replace("\n", " ")
            elif tag in (_W + "br", _W + "cr"):
                yield "\n"
            elif tag in (_W + "tab", _W + "ptab"):
                yield " "
            elif tag == _W + "noBreakHyphen":
                yield "-"
            elif tag == _MC + "AlternateContent":
                choice = element.find(_MC + "Choice")  # The fallback says the same once more.
                boxes.extend(() if choice is None else choice.iter(_W + "txbxContent"))
            elif tag in (_W + "drawing", _W + "pict"):
                boxes.extend(element.iter(_W + "txbxContent"))

    def _table(self, table: Any, depth: int) -> str:
        return rows(self._cells(row, depth) for row in _within(table, "tr"))

    def _cells(self, row: Any, depth: int) -> list[tuple[str, int, int]]:
        cells = []
        for cell in _within(row, "tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            wide = (span.get(_W + "val") or "1") if span is not None else "1"
            text = " ".join(" ".join(text for _, text in self.blocks(cell, depth)).split())
            cells.append((text, int(wide) if wide.isascii() and wide.isdigit() and len(wide) < 4 else 1, 1))
        return cells


def _within(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for element in parent:
        if element.tag == _W + name:
            yield element
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _within(element, name)


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(_W + "val") not in ("0", "false", "off")
