"""The text of a PDF as a person would type it off: lines in paragraphs, words whole that a line's end had
parted, without the page numbers and running heads.

Runs confined (see `confined`).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, EmptyFileError, FileNotDecryptedError, LimitReachedError, PyPdfError

from cqtui.ingest.extracted import TEXT_LIMIT, Extracted, Unreadable, a_date, a_language, one_line, shown, too_long

_MOST_PAGES = 1_000
_EDGE = 2
"""Lines at the head and at the foot of a page among which running heads are looked for."""
_PROTECTED = "protected by a password; save a copy without it"
_BEYOND = "unpacks to more than a document does; split it or give its text"
_DAMAGED = "damaged or cut off: not a whole PDF; save it anew or give its text"


@dataclass(frozen=True, slots=True)
class _Line:
    """`y` and `size` are in points; None where the page does not say."""

    text: str
    y: float | None = None
    size: float | None = None


def extract(data: bytes) -> Extracted:
    """The text of all pages, and the document's title and day.

    Raises:
        Unreadable: it is encrypted, damaged, too long, or holds no text.
    """
    logging.disable(logging.CRITICAL)  # Its complaints go nowhere and cost time.
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(_PROTECTED)
        count = len(reader.pages)
    except (DependencyError, FileNotDecryptedError):
        raise Unreadable(_PROTECTED) from None
    except LimitReachedError:
        raise Unreadable(_BEYOND) from None
    except (PyPdfError, EmptyFileError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        raise Unreadable(_DAMAGED) from None
    if not count:
        raise Unreadable(_DAMAGED)
    if count > _MOST_PAGES:
        raise Unreadable(f"has {count:,} pages, where at most {_MOST_PAGES:,} are read; split it")
    pages, broken = _pages(reader, count)
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if len(empty) == len(pages):
        if broken:
            raise Unreadable(_DAMAGED)
        raise Unreadable(f"no text in it: {_counted(len(pages))} of pictures, it seems; read it with OCR first")
    warnings = []
    if empty:
        warnings.append(f"no text on {_numbers(empty)}: pictures, blank or damaged")
    if b"%%EOF" not in data[-4096:]:
        warnings.append("the file is cut off: text may be missing at its end")
    text = _joined(_without_running(pages))
    if not text.strip():
        raise Unreadable("no text in it but page numbers; read it with OCR first")
    title, made, language = _said(reader)
    published = a_date(made)
    if published is not None:
        warnings.append(f"published on {published}: the day the file says it was made; --date overrides")
    return Extracted(text=text, title=title, published=published, language=language, warnings=tuple(warnings))


def _counted(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages:,} pages"


def _numbers(pages: Sequence[int]) -> str:
    shown_pages = ", ".join(map(str, pages[:5])) + (f" and {len(pages) - 5} more" if len(pages) > 5 else "")
    return f"page {shown_pages}" if len(pages) == 1 else f"pages {shown_pages}"


def _said(reader: PdfReader) -> tuple[str | None, str | None, str | None]:
    """Title, day of making and language; what is malformed counts as unsaid."""
    title = made = language = None
    try:
        information: Any = reader.metadata or {}
        title = one_line(_word(information.get("/Title")))
        made = _word(information.get("/CreationDate"))
        language = a_language(_word(reader.root_object.get("/Lang")))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        pass
    if title and (
        title.lower() in ("untitled", "title") or re.match(r"microsoft word|.*\.(?:docx?|indd|qxd)$", title, re.I)
    ):
        title = None
    return title, made and made.removeprefix("D:")[:8], language


def _word(value: Any) -> str | None:
    value = value.get_object() if hasattr(value, "get_object") else value
    return str(value) if isinstance(value, str) else None


def _pages(reader: PdfReader, count: int) -> tuple[list[list[_Line]], bool]:
    """The lines of each page, and whether any page could not be read."""
    pages: list[list[_Line]] = []
    broken = False
    size = 0
    for number in range(count):
        try:
            lines = _lines(reader.pages[number])
        except LimitReachedError:
            raise Unreadable(_BEYOND) from None
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, OverflowError):
            lines, broken = [], True
        size += sum(len(line.text) for line in lines)
        if size > TEXT_LIMIT:
            raise Unreadable(too_long())
        pages.append(lines)
    return pages, broken


def _lines(page: Any) -> list[_Line]:
    lines: list[_Line] = []
    pieces: list[str] = []
    place: list[tuple[float, float]] = []

    def end() -> None:
        text = " ".join(shown("".join(pieces)).split())
        if text:
            y, size = place[0] if place else (None, None)
            lines.append(_Line(text, y, size))
        pieces.clear()
        place.clear()

    def visit(text: str, outer: Any, inner: Any, _font: Any, size: Any) -> None:
        first, *others = text.split("\n")
        pieces.append(first)
        if first.strip():
            place.append(_place(outer, inner, size))
        for other in others:
            end()
            pieces.append(other)
            if other.strip():
                place.append(_place(outer, inner, size))

    page.extract_text(visitor_text=visit)
    end()
    return lines


def _place(outer: Any, inner: Any, size: Any) -> tuple[float, float]:
    y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    return float(y), abs(float(size) * inner[3] * outer[3]) or abs(float(size))


_NUMBER = re.compile(r"(?:page\s*)?[-–—|]?\s*(\d{1,4})\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]?", re.I)


def _without_running(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without lines that stand at the edge of most of them, and without their numbers."""
    edges = [_edge_places(page) for page in pages]
    keys = [{place: _keys(page[place].text, at) for place in edges[at]} for at, page in enumerate(pages)]
    seen = Counter(key for page in keys for key in {key for some in page.values() for key in some})
    often = max(3, (len(pages) + 1) // 2)
    numbers = Counter(
        offset
        for at, page in enumerate(pages)
        for offset in {found - at for found in (_page_number(page[place]) for place in edges[at]) if found}
    )
    offset, times = numbers.most_common(1)[0] if numbers else (0, 0)
    numbered = times >= max(2, len(pages) // 2)

    def running(at: int, place: int) -> bool:
        if numbered and _page_number(pages[at][place]) == at + offset:
            return True
        return any(seen[key] >= often for key in keys[at][place])

    return [
        [line for place, line in enumerate(page) if place not in keys[at] or not running(at, place)]
        for at, page in enumerate(pages)
    ]


def _edge_places(page: Sequence[_Line]) -> set[int]:
    deep = max(1, min(_EDGE, len(page) // 3))
    return {*range(min(deep, len(page))), *range(max(0, len(page) - deep), len(page))}


def _keys(text: str, at: int) -> set[str]:
    """What is the same on every page if `text`, on page `at`, is a running head: all of it, or all but a
    number that grows with the pages."""
    if len(text) > 150:
        return {text}
    text = text.lower()
    numbers = list(re.finditer(r"\d{1,4}", text))
    keys = {text}
    for number in {0, len(numbers) - 1} if numbers else ():
        found = numbers[number]
        keys.add(f"{text[: found.start()]}\0{int(found[0]) - at}\0{text[found.end() :]}")
    return keys


def _page_number(line: _Line) -> int:
    found = _NUMBER.fullmatch(line.text.strip()) if len(line.text) < 30 else None
    return int(found[1]) if found else 0


_BULLET = re.compile(r"^[•●▪■◦‣·∙➢✓]\s*")
_ENDS = tuple(".!?:;。!?:;”\"')")


def _joined(pages: list[list[_Line]]) -> str:
    """The lines, a blank line where one paragraph ends and the next begins."""
    words = _Words(line.text for page in pages for line in page)
    out: list[str] = []
    before: _Line | None = None
    for page in pages:
        usual, widest = _usual_gap(page), max((len(line.text) for line in page), default=0)
        turned = True
        for line in page:
            text = _BULLET.sub("• ", line.text, count=1)
            item = text.startswith("• ")
            if before is None or _BULLET.fullmatch(before.text):
                out.append(text)
            elif not item and (word := words.parted(before.text, text)):
                last, *rest = before.text.rsplit(None, 1)[-1], *text.split(None, 1)[1:]
                out[-1] = " ".join((out[-1].removesuffix(last) + word, *rest))
            else:
                new = _new_page(before, text) if turned else _new_paragraph(before, line, usual, widest)
                out += ["\n\n" if new and not (item and turned) else "\n", text]
            before, turned = line, False
    return "".join(out)


def _usual_gap(page: Sequence[_Line]) -> float | None:
    gaps = [a.y - b.y for a, b in pairwise(page) if a.y is not None and b.y is not None and 0 < a.y - b.y < 100]
    return median(gaps) if len(gaps) > 2 else None


def _new_page(before: _Line, text: str) -> bool:
    return before.text.endswith(_ENDS) or not text[:1].islower()


def _new_paragraph(before: _Line, line: _Line, usual: float | None, widest: int) -> bool:
    if before.size and line.size and not 0.87 < before.size / line.size < 1.15:
        return True
    size = line.size or before.size
    if before.y is not None and line.y is not None and (usual or size):
        gap = before.y - line.y
        tight = min(usual or 1e9, 1.5 * size if size else 1e9)
        if gap < -0.5 * (size or 10) or gap > 1.3 * tight:  # another column, or space between
            return True
    return before.text.endswith((".", "!", "?", "。")) and len(before.text) < 0.6 * widest


_WORD = r"[^\W\d_]+"
_COMPOUND = re.compile(rf"{_WORD}(?:-{_WORD})*")
_HEAD = re.compile(rf"({_WORD}(?:-{_WORD})*)-$")


class _Words:
    """The words of a document, by which one parted at a line's end is known to be one or two."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._whole: set[str] = set()
        parted = False
        for line in lines:
            words = _COMPOUND.findall(line.lower())
            half = parted
            parted = line.endswith("-")
            self._whole.update(words[half : len(words) - parted])

    def parted(self, above: str, below: str) -> str | None:
        """The last word of `above` with the first of `below`, where a hyphen parts them; None where none does.

        The hyphen stays between figures, in a compound of three, in one that the document writes
        elsewhere, and where both halves are words of it; else it goes.
        """
        if not above.endswith("-") or not below:
            return None
        head, tail = above.rsplit(None, 1)[-1], below.split(None, 1)[0]
        if head[-2:-1].isdigit() and tail[0].isdigit():
            return head + tail
        first, second = _HEAD.search(head), re.match(_WORD, tail)
        if not first or not second or not second[0][0].islower():
            return None
        left, right = first[1].lower(), second[0].lower()
        whole = self._whole
        keep = "-" in left or f"{left}-{right}" in whole or (left in whole and right in whole)
        return (head if keep and left + right not in whole else head[:-1]) + tail
