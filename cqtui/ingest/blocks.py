"""How an article is laid out: its headings, paragraphs, bullets, tables, bylines and what surrounds it.

Nothing is cut out of the text: a block is a span with a kind, and what is no part of the article
(menus, cookie notes, telephone lines) is a block of boilerplate.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cqtui.ingest import spaced
from cqtui.ingest.days import day_in
from cqtui.ingest.document import Block, BlockKind, Document
from cqtui.ingest.publication import Publication, publication
from cqtui.model import PRESS_YEARS, Source

_PARTING = re.compile(r"\n[ \t\r\f\v\u00a0]*(?:\n[ \t\r\f\v\u00a0]*)+")
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"\s*\[¶ (\d+)\]\s*")
ITEM_MARK = r"[-*•·–—▪●◦■□▶►※]|\(?\d{1,2}[.)]"
"""What an item of a list begins with, but for letters."""
_BULLET = re.compile(rf"\s*(?:{ITEM_MARK}|\(?[a-h][.)])[ \t\u00a0]+(?=\S)")
_HEADER = re.compile(r"(Title|Publisher|Published|Date|Url|URL|Language|Brief|Note|Source|Author)[ \t]*:[ \t]*(.*)")
_SENTENCE_END = re.compile(r"[.!?。！？:;,，”\"’')\]][\s\"”’')\]]*$")
_BYLINE = re.compile(
    r"\s*(?:(?-i:[Bb][Yy]\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3}\b)[^.]{0,60}$|(?:source|editor|author|reporter|"
    r"publisher|"
    r"published|"
    r"updated|posted|last updated|date|web editor|photo|staff writer|from|issued by|release date)\s*[:|].{0,120}$|"
    r"\(?(?:photo|picture|image|file photo)\b.{0,100}\)?$)",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\bcookies?\b|privacy (?:policy|statement|notice)|terms (?:of (?:use|service)|and conditions)|all rights? "
    r"reserved|©|\(c\) ?(?:19|20)\d{2}|"
    r"\bcopyright\b|leave a (?:reply|message|comment)|leaving a message|\bnewsletter\b|\bsubscribe (?:to|now|today|"
    r"here|for)|\bsubscriptions?\s*:|"
    r"follow us (?:on|at)|click here|share this (?:article|story|page|post)|(?:media|press|investor)(?: "
    r"relations)? (?:contacts?|enquir|inquir)|"
    r"for (?:more|further|any|media|press) (?:information|details|inquir|enquir)|"
    r"\b(?:tel|telephone|fax|phone|mobile|hotline|ring|call)(?: us)?\s*[.:]?(?: (?:on|at))?\s*\+?\(?\d[\d()./ -]{5,"
    r"}\d|[\w.+-]+@[\w-]+\.\w|\bICP\b|"
    r"internet illegal|safe harbo|forward-looking statements?|skip to (?:content|main)|\bprint this\b|back to top|"
    r"enable javascript|\bsupport us\b|\bas little as [$£€]\d|\bcancel any ?time\b|\bfree trial\b|"
    r"reproduction .{0,40}prohibited|views expressed|views are (?:his|her|their) own|\bdisclaimer\b|exchange "
    r"rates? used",
    re.IGNORECASE,
)
_MENU_LINE = re.compile(
    r"^\W*(?:i agree|about us|contact us|about uscontact us|home|menu|search|subscribe|log ?in|sign (?:in|up)|"
    r"register|share|print|e-?mail|comments?(?: \(\d+\))?|leave a reply|read (?:more|also|next)\b.*|"
    r"related (?:articles|news|stories|reading|links|topics)\b.*|most read\b.*|more (?:news|stories|from)\b.*|"
    r"advertis\w*|sponsored\b.*|tags?\b.*|topics?:.*|follow us\b.*|back to\b.*|next(?: page)?|previous(?: page)?|"
    r"page \d+ of \d+|\d+ of \d+|top|\d+[- ]min(?:ute)?s? read\b.*|[\d,]+ (?:reads|clicks|followers|hits)\b.*|"
    r"(?:reading time|listen|font size|text size|view\w*|reads|clicks|hits)\b\W.{0,40}|(?:recommended|popular|"
    r"trending|most (?:viewed|popular|shared)|latest (?:news|stories)|in (?:other|related) news|see also|also read|hot "
    r"(?:topics|news))\b.*|"
    r"editor'?s? picks?|you may also like\b.*|accept(?: all)?(?: cookies)?|\d+ "
    r"(?:views|comments|shares|likes)|letters:.*)\W*$",
    re.IGNORECASE,
)
_TOLD_BEFORE = re.compile(r"(?=.*?\d[\d.,]* ?(?:%|percent|million|billion|[a-z]{3,})).{60,}[.;] +$", re.DOTALL)
"""What an item of a list says of its own before the telephone number at its end."""
_MENU = re.compile(r"^(?:(?>\s*[\w&' -]{2,24}\s*[|>»/·])){2,}\s*[\w&' -]{2,24}\s*$")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")
_PHONE = re.compile(r"\+?\d[\d()./ -]{8,}\d\s*$")
_WORDS = re.compile(r"\S+")
_CELL_GAP = re.compile(r"\t+| {2,}|\s*\|\s*")
_GOES_ON = re.compile(
    r"(?<=[a-z,] )(?:the|an?|of|in|for|and|to|at|from|with|by|its|their|than|some|about|over|nearly|was|were|is|are)$"
)
"""A line that ends in the middle of a phrase."""
_MORE_STORIES = re.compile(
    r"\W*(?:related|recommended|popular|trending|most (?:read|viewed|popular|shared)|more (?:news|stories|from|on)|"
    r"latest (?:news|stories)|you (?:may|might) also like|readers? also|people also|top stories|don['’]t miss|"
    r"see also|read (?:also|next|more)|also read|in other news|further reading|"
    r"editor'?s? picks?)\b",
    re.IGNORECASE,
)
"""What stands over links to other articles."""
_RULE = re.compile(r"(?:\s*[*#=~_·•-]){3,}\s*$")
_LABELLED = re.compile(r"[A-Z][A-Za-z&/() '’-]{1,44}:\s+(?=[^\n]*\d)(?!\D*\d{1,2}:\d\d)[^\n]")
"""A line that gives a figure its label ("Employees: 41,000")."""
_ASIDE = re.compile(
    r"\W*(?:notes?(?: to editors)?|footnotes?|disclaimers?|methodology|glossary|definitions|disclosures?|"
    r"explanatory notes?)\W*$",
    re.IGNORECASE,
)
_ISSUE = re.compile(r"\W*(?:Issue|No\.?|Vol(?:ume|\.)?|Number) ?\d", re.IGNORECASE)
"""What a line begins with that says which issue of a bulletin this is, and of which day."""
_AGENCY = re.compile(r"\((Xinhua|Reuters|Bloomberg|AP|AFP|CNS|PRNewswire|Business Wire)\)")
_EMPHASIS = "#*_ \t"
"""What marks a heading in Markdown."""
LONGEST_HEADING = 130
HEAD_BLOCKS = 10
"""How many blocks from the top, and from the end, may name the publisher."""


def document(
    text: str,
    *,
    id: str = "document",
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    url: str | None = None,
    language: str | None = None,
    sha256: str | None = None,
    encoding: str = "utf-8",
) -> Document:
    """`text` as a document. What is given stands; title, publisher and day are sought where they are not."""
    blocks = tuple(_under_headings(_blocks(text), text))
    header = _header(text, blocks)
    brief = header.get("Brief", "").lower() == "yes"
    given = published or _in_header(header)
    given = given if given is not None and given.year in PRESS_YEARS else None
    dated = Publication(given) if given else publication(text)
    unsure = (dated.day, dated.doubt) if dated.day and dated.doubt else None
    source = Source(
        id=id,
        title=title or header.get("Title") or _title(text, blocks),
        publisher=publisher or header.get("Publisher") or (None if brief else _publisher(text, blocks)),
        published=dated.day,
        url=url or header.get("Url") or header.get("URL"),
        language=language or header.get("Language"),
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        brief=brief,
        text=text,
    )
    return Document(source=source, blocks=blocks, encoding=encoding, unsure=unsure)


def _blocks(text: str) -> Iterator[Block]:
    """The blocks in order, without their headings."""
    brief = "\nBrief: yes" in text[:2000]
    cited = 0
    for number, (start, end) in enumerate(_parted(text), start=1):
        lines = [(match.start() + start, match.end() + start) for match in _LINE.finditer(text[start:end])]
        lines = [line for line in lines if text[line[0] : line[1]].strip()]
        if not lines:
            continue
        if number == 1 and all(_HEADER.match(text[at:until].strip()) for at, until in lines):
            yield Block("header", start, end, number)
            continue
        mark = _MARK.match(text, start)
        if mark:
            cited = int(mark.group(1))
            lines[0] = (mark.end(), lines[0][1])
        paragraph = cited if brief else number
        yield from _split(text, lines, paragraph)


def _parted(text: str) -> Iterator[tuple[int, int]]:
    """Spans between blank lines."""
    at = 0
    for gap in _PARTING.finditer(text):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < len(text):
        yield at, len(text)


def _split(text: str, lines: list[tuple[int, int]], paragraph: int) -> Iterator[Block]:
    """The blocks within one run of lines: wrapped lines are one paragraph, other lines are blocks of their own."""
    parts = spaced.parts([text[at:until].strip() for at, until in lines])
    if parts:
        for low, high, is_table in parts:
            if is_table:
                yield Block("table", lines[low][0], lines[high - 1][1], paragraph)
            else:
                yield from _split(text, lines[low:high], paragraph)
        return
    if _is_table(text, lines):
        yield Block("table", lines[0][0], lines[-1][1], paragraph)
        return
    widest = max(until - at for at, until in lines)
    run: list[tuple[int, int]] = []
    for at, until in lines:
        line = text[at:until]
        starts_new = bool(_BULLET.match(line))
        if run and not starts_new and _wraps(text, run[-1], (at, until), widest):
            run.append((at, until))
            continue
        if run:
            yield _block(text, run, paragraph)
        run = [(at, until)]
    if run:
        yield _block(text, run, paragraph)


def _wraps(text: str, before: tuple[int, int], line: tuple[int, int], widest: int) -> bool:
    """Whether `line` goes on with the sentence of the line `before` it."""
    last, this = text[before[0] : before[1]].rstrip(), text[line[0] : line[1]].lstrip()
    if not last or not this:
        return False
    if _LABELLED.match(this) or (last[-1] in "%)" and this[0].isupper()):
        return False  # a line of a list, complete in itself
    if _GOES_ON.search(last) and len(last.split()) > 3:
        return True
    if this[0].islower() and not _SENTENCE_END.search(last[-2:].replace(",", "x")):
        return True
    length = before[1] - before[0]
    if length >= 45 and widest <= 110 and length + len(this.split(" ", 1)[0]) + 12 >= widest:
        return True
    return last.endswith(",") and length > 40


def _block(text: str, run: list[tuple[int, int]], paragraph: int) -> Block:
    start, end = run[0][0], run[-1][1]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Block(_kind(text[start:end]), start, end, paragraph)


def _kind(text: str) -> BlockKind:
    """What a block of text is, from its looks."""
    words = len(text.split(None, 60))
    ended = bool(_SENTENCE_END.search(text[-6:])) and not text.endswith((")", "’", "'"))
    furniture = _BOILERPLATE.search(text) if len(text) < 420 and (words < 45 or not ended) else None
    if (furniture and not _TOLD_BEFORE.match(text[: furniture.start()])) or (len(text) < 420 and _MENU.match(text)):
        return "boilerplate"
    if _RULE.match(text) or (words <= 14 and _MENU_LINE.match(text)):
        return "boilerplate"
    if _ADDRESS.match(text) or (len(text) < 120 and _PHONE.search(text)):
        return "boilerplate"
    bullet = _BULLET.match(text)
    if bullet and not (
        words < 9 and re.match(r"\s*\d", text) and not ended and not re.search(r"\d", text[bullet.end() :])
    ):
        return "bullet"
    if len(text) < 200 and _BYLINE.match(text):
        return "byline"
    if day_in(text) and ((len(text) < 60 and words <= 9) or (len(text) < LONGEST_HEADING and _ISSUE.match(text))):
        return "dateline"
    if _LABELLED.match(text) and words <= 40:
        return "bullet"
    if len(text) <= LONGEST_HEADING and not ended and words <= 20:
        return "heading" if not (text[:1].islower() and words > 8) else "paragraph"
    return "paragraph"


def _is_table(text: str, lines: list[tuple[int, int]]) -> bool:
    """At least two lines, most of which fall into cells, the later ones with figures in them; ruled lines aside."""
    celled = heads = others = 0
    for at, until in lines:
        line = text[at:until].strip()
        if not line.strip("-=_+|: \t"):
            continue
        cells = [cell for cell in _CELL_GAP.split(line) if cell.strip()]
        if len(cells) < 2 or len(line) >= 240:
            others += 1
        elif any(any(map(str.isdigit, cell)) for cell in cells[1:]):
            celled += 1
        else:
            heads += 1
    return celled >= 2 and celled * 3 >= (celled + others + max(heads - 2, 0)) * 2 - 2


def _under_headings(blocks: Iterator[Block], text: str) -> Iterator[Block]:
    """Each block with the heading above it; the first heading of a document is its title."""
    heading: str | None = None
    titled = elsewhere = False
    for block in blocks:
        own = text[block.start : block.end]
        if not titled and _is_labelled_title(block, own):
            block = replace(block, kind="heading")
        if block.kind == "boilerplate" and len(own) < 80 and _MORE_STORIES.match(own):
            elsewhere = True
        elif block.kind == "paragraph" and len(own.split()) > 14:
            elsewhere = False
        if elsewhere and block.kind in ("heading", "bullet", "paragraph"):
            yield replace(block, heading=heading, kind="boilerplate")
        elif block.kind == "header":
            titled = titled or "Title:" in text[block.start : block.end]
            yield block
        elif block.kind == "heading":
            if not titled and len(own.split()) >= 4:
                titled = True
                yield replace(block, kind="title")
            else:
                heading = own.strip(_EMPHASIS)
                yield block
        else:
            titled = titled or block.kind in ("paragraph", "bullet")
            aside = heading is not None and _ASIDE.match(heading) and block.kind in ("paragraph", "bullet")
            yield replace(block, heading=heading, kind="boilerplate" if aside else block.kind)


def _is_labelled_title(block: Block, own: str) -> bool:
    """Whether what looks like a labelled line of a list is a title of two parts ("Smartphones: sales fall by 6%")."""
    return (
        block.kind == "bullet"
        and 5 <= len(own.split()) <= 20
        and len(own) <= LONGEST_HEADING
        and not _BULLET.match(own)
        and not _SENTENCE_END.search(own[-6:])
    )


def _header(text: str, blocks: tuple[Block, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks[:1]:
        if block.kind == "header":
            for line in text[block.start : block.end].splitlines():
                match = _HEADER.match(line.strip())
                if match:
                    found[match.group(1)] = match.group(2).strip()
    return found


def _title(text: str, blocks: tuple[Block, ...]) -> str | None:
    titles = (text[one.start : one.end] for one in blocks if one.kind == "title")
    return next((" ".join(title.strip(_EMPHASIS).split()) for title in titles), None)


def _publisher(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The publisher that a byline ("By A Writer | NEWS SITE | day"), a source line or an agency's mark names."""
    for block in (*blocks[:HEAD_BLOCKS], *blocks[-HEAD_BLOCKS:]):
        own = text[block.start : block.end]
        if block.kind == "byline":
            named = re.match(r"(?:source|publisher|issued by|from)\s*[:|]\s*([^|\n,;]{2,60})", own, re.IGNORECASE)
            if named:
                return named.group(1).strip()
            capitals = re.search(r"[a-z]([A-Z]{4,}|i[A-Z]{4,})\s*\|", own) or re.search(
                r"\|\s*([A-Z][\w ]{2,40})\s*\|", own
            )
            if capitals:
                return capitals.group(1).strip()
        if block.kind in ("paragraph", "dateline"):
            wire = _AGENCY.search(own[:160])
            if wire:
                return wire.group(1)
    return None


def _in_header(header: dict[str, str]) -> date | None:
    """The day that a header of ours gives."""
    for key in ("Published", "Date", *header):
        found = day_in(header[key]) if key in header and key not in ("Title", "Note") else None
        if found:
            return found
    return None
