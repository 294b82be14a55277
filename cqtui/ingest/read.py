"""From a file to its text: what it is by its content, in which encoding, and what it says of itself.

    file → bytes → kind → text (here) or the confined reader of its format → Raw

The one place of ingest that opens files. Whatever is wrong with one ends in a line that names it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from cqtui.errors import BadData, NoInput, UsageError, unreadable
from cqtui.ingest.confined import Child, Format, Missing
from cqtui.ingest.decoding import decode, mark
from cqtui.ingest.extracted import TEXT_LIMIT, Extracted, Unreadable, too_long
from cqtui.sanitize import clean_line

Kind = Literal["text", "html", "pdf", "docx"]

_MIB = 1 << 20
LARGEST = {"text": 4 * TEXT_LIMIT, "html": 32 * _MIB, "pdf": 64 * _MIB, "docx": 64 * _MIB}
"""Bytes that a file of a kind may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A file as text. Offsets into it are code points of `text`, which nothing later changes.

    For plain text, `text` is the file decoded: `data.decode(encoding, "replace")`, newlines as they
    are. For the others it is what a reader of the document sees, in blocks parted by blank lines.
    `encoding` is Python's name (UTF-8 for PDF and DOCX). `sha256` is the hex digest of `text` in
    UTF-8, as `Source` has it. The other fields are what the file says itself; `warnings` are one
    line each, without the file's name.
    """

    text: str
    encoding: str
    kind: Kind
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    sha256: str
    warnings: tuple[str, ...] = ()


def read(
    path: Path | None, *, encoding: str | None = None, data: bytes | None = None, child: Child | None = None
) -> Raw:
    """The text of the file at `path`, or of `data`, which then is what was read from there.

    `path` is None for standard input. `encoding` overrides what text or HTML seems to be in; for
    other kinds it has no meaning. `child` is the process in which HTML, PDF and DOCX are taken
    apart; whoever reads many files saves time by handing on one. Without it, one is started.

    Raises:
        BadData: it is of another kind, empty, damaged, too large, or would take too much to read.
        NoInput: there is no such file, or it cannot be read, or it is no regular file.
        UsageError: there is no encoding of that name, or a library is not installed.
    """
    name = "standard input" if path is None else clean_line(str(path))
    if data is None:
        if path is None:
            raise ValueError("a path or data")
        data = _bytes(path, name)
    try:
        return _read(data, Path(name).suffix.lower(), encoding, child)
    except Unreadable as error:
        raise BadData(f"{name}: {clean_line(str(error))}") from None
    except Missing as error:
        raise UsageError(
            f"{name}: cannot be read without the library {clean_line(str(error))}: pip install 'cqtui[ingest]'"
        ) from None
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None


def _bytes(path: Path, name: str) -> bytes:
    most = max(LARGEST.values())
    try:
        _check_regular(path.stat(), name)
        # Should a pipe take its place at this moment, opening it must not wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 – a descriptor
            status = os.fstat(descriptor)
            _check_regular(status, name)
            too_large = status.st_size > most
            data = b"" if too_large else file.read(most + 1)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise NoInput(f"{name}: there is no such file; check the name") from None
        raise unreadable(name, error, "check the name and its permissions") from None
    except ValueError:  # a NUL in the name
        raise NoInput(f"{name}: there is no such file; check the name") from None
    if too_large or len(data) > most:
        raise BadData(f"{name}: larger than {most // _MIB} MB, which no article is; split it or give its text")
    return data


def _check_regular(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise NoInput(f"{name}: is a directory; name the files in it")
    if not stat.S_ISREG(status.st_mode):
        sort = (
            "a pipe" if stat.S_ISFIFO(status.st_mode) else "a socket" if stat.S_ISSOCK(status.st_mode) else "a device"
        )
        raise NoInput(f"{name}: is {sort}, not a file; to read from another program, pipe it to standard input with -")


def _read(data: bytes, suffix: str, encoding: str | None, child: Child | None) -> Raw:
    kind = kind_of(data, suffix)
    if len(data) > LARGEST[kind]:
        if kind == "text":
            raise Unreadable(too_long())
        raise Unreadable(f"larger than {LARGEST[kind] // _MIB} MB, which no article is; split it or give its text")
    if kind == "text":
        decoded = decode(data, encoding=encoding)
        if len(decoded.text) > TEXT_LIMIT:
            raise Unreadable(too_long())
        if not decoded.text.strip():
            raise Unreadable("nothing but blanks in it; give a text, HTML, PDF or DOCX file")
        return _raw(Extracted(text=decoded.text), decoded.encoding, kind, decoded.warnings)
    if kind == "html":
        page = decode(data, encoding=encoding, declared=_declared(data))
        return _raw(_confined(kind, page.text.encode(), child), page.encoding, kind, page.warnings)
    return _raw(_confined(kind, data, child), "utf-8", kind)


def _confined(kind: Format, data: bytes, child: Child | None) -> Extracted:
    if child is not None:
        return child.extract(kind, data)
    with Child() as own:
        return own.extract(kind, data)


def _raw(found: Extracted, encoding: str, kind: Kind, warnings: tuple[str, ...] = ()) -> Raw:
    return Raw(
        text=found.text,
        encoding=encoding,
        kind=kind,
        title=found.title,
        published=found.published,
        publisher=found.publisher,
        url=found.url,
        language=found.language,
        sha256=hashlib.sha256(found.text.encode()).hexdigest(),
        warnings=tuple(clean_line(warning) for warning in (*warnings, *found.warnings)),
    )


_PICTURE = "a picture ({}); read it with OCR and give the text"
_PACKED = "an archive ({}); unpack it and name the files in it"
_OTHER = "{}; give a text, HTML, PDF or DOCX file"
_PROGRAM = _OTHER.format("a program, not an article")
_SOUND = "sound or film ({}); give a transcript"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", _PICTURE.format("PNG")),
    (0, b"\xff\xd8\xff", _PICTURE.format("JPEG")),
    (0, b"GIF87a", _PICTURE.format("GIF")),
    (0, b"GIF89a", _PICTURE.format("GIF")),
    (0, b"II*\0", _PICTURE.format("TIFF")),
    (0, b"MM\0*", _PICTURE.format("TIFF")),
    (8, b"WEBP", _PICTURE.format("WebP")),
    (4, b"ftypheic", _PICTURE.format("HEIC")),
    (4, b"ftypavif", _PICTURE.format("AVIF")),
    (4, b"ftyp", _SOUND.format("MP4")),
    (0, b"ID3", _SOUND.format("MP3")),
    (0, b"OggS", _SOUND.format("Ogg")),
    (0, b"fLaC", _SOUND.format("FLAC")),
    (8, b"WAVE", _SOUND.format("WAV")),
    (8, b"AVI ", _SOUND.format("AVI")),
    (0, b"\x1aE\xdf\xa3", _SOUND.format("Matroska")),
    (0, b"\x1f\x8b", _PACKED.format("gzip")),
    (0, b"BZh", _PACKED.format("bzip2")),
    (0, b"\xfd7zXZ\0", _PACKED.format("xz")),
    (0, b"(\xb5/\xfd", _PACKED.format("zstd")),
    (0, b"7z\xbc\xaf'\x1c", _PACKED.format("7z")),
    (0, b"Rar!\x1a\x07", _PACKED.format("rar")),
    (257, b"ustar", _PACKED.format("tar")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a protected Office file; save it as .docx without a password"),
    (0, b"{\\rtf", "rich text (RTF); save it as .docx"),
    (0, b"%!PS", _OTHER.format("PostScript; convert it to PDF")),
    (0, b"SQLite format 3\0", _OTHER.format("a database (SQLite)")),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", _PROGRAM),
    (0, b"\xfe\xed\xfa\xce", _PROGRAM),
    (0, b"\xfe\xed\xfa\xcf", _PROGRAM),
    (0, b"\0asm", _PROGRAM),
)


def kind_of(data: bytes, suffix: str = "") -> Kind:
    """What `data` is, by its content; `suffix` (".html") decides where that leaves it open.

    Raises:
        Unreadable: it is nothing that can be read. Says what it is.
    """
    if not data:
        raise Unreadable("empty: there is nothing in it; check where it came from")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    for place, sign, refusal in _SIGNATURES:
        if data.startswith(sign, place) and (place != 8 or data.startswith(b"RIFF")):
            raise Unreadable(refusal)
    if data.startswith(b"MZ") and b"\0" in data[:64]:
        raise Unreadable(_PROGRAM)
    if data.startswith(b"BM") and b"\0" in data[:16]:
        raise Unreadable(_PICTURE.format("BMP"))
    return "html" if _is_html(data, suffix) else "text"


def _zipped(data: bytes) -> Kind:
    """Told by the names in the archive, which stand in it unpacked; its reader checks the rest."""
    for name, refusal in (
        (b"xl/workbook", "a spreadsheet; save the table as text or in a .docx"),
        (b"ppt/presentation", "a presentation; save it as PDF"),
        (b"mimetypeapplication/vnd.oasis", "an OpenDocument file; save it as .docx"),
        (b"mimetypeapplication/epub", "a book (EPUB); save the chapter as text or HTML"),
    ):
        if name in data:
            raise Unreadable(refusal)
    if b"word/" not in data:
        raise Unreadable(_PACKED.format("zip"))
    return "docx"


_PAGE = re.compile(r"(?:\s|\ufeff|<\?xml[^>]{0,200}>|<!--[^>]{0,2000}-->)*<(?:!doctype\s+html|html|head|body)\b", re.I)
_PART = re.compile(
    r"(?:\s|\ufeff|<!--[^>]{0,2000}-->)*"
    r"<(?:article|main|section|div|p|h[1-6]|table|ul|ol|meta|title|link|center|font|span|a|b|style|"
    r"script)\b[^<>]{0,2000}>",
    re.I,
)


def _is_html(data: bytes, suffix: str) -> bool:
    start = data[:8192].decode(mark(data) or "latin-1", "replace")
    if _PAGE.match(start):
        return True
    if suffix in (".html", ".htm", ".xhtml", ".shtml"):
        return "\0" not in start or mark(data) is not None
    if start.lstrip("\ufeff \t\r\n").lower().startswith(("<?xml", "<svg", "<rss")):
        raise Unreadable(_OTHER.format("XML, but not a page"))
    return suffix not in (".txt", ".text", ".md", ".rst") and _PART.match(start) is not None


_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"\s*<\?xml\b[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.-]{2,40})", re.I)


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    found = _CHARSET.search(data, 0, 16_384) or _XML_ENCODING.match(data)
    return found[1].decode("ascii") if found else None
