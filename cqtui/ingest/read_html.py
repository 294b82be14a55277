"""What of a web page is its article: the text that a reader of the page sees, and what its head says.

Runs confined (see `confined`). The tree is walked without recursion, because pages nest as deep as
they like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cqtui.ingest.extracted import (
    BlockKind,
    Extracted,
    Unreadable,
    a_date,
    a_language,
    join,
    lowered,
    one_line,
    raised,
    rows,
    shown,
)

_DEEPEST = 2_000
"""Elements inside one another; browsers stop at 512."""
_MOST_ELEMENTS = 500_000
_LD_LIMIT = 500_000

_NEVER_TEXT = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    "map", "button", "select", "textarea", "datalist", "dialog", "nav", "footer",
]  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "legend", "li", "main", "menu", "ol", "optgroup", "option", "p", "pre", "search", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LAID_OUT = frozenset(("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "article", "section", "form"))
"""What a cell holds only where a table serves to lay out the page."""


def extract(data: bytes) -> Extracted:
    """The article in a page, which is given in UTF-8.

    Raises:
        Unreadable: it nests too deep, holds too many elements, or no text.
    """
    source = data.decode("utf-8", "replace")
    _check_depth(source)
    page = LexborHTMLParser(source)
    body = page.body
    if body is None or page.root is None:
        raise Unreadable("no text in it: the page has no body")
    _check_size(page.root)
    head = _Head(page)
    for node in page.css(",".join(_NEVER_TEXT)):
        node.decompose()
    main = _main(page, body)
    blocks = _Blocks(len(body.text()))
    _outside_heading(main, page, blocks)
    blocks.walk(main)
    if not any(text for _, text in blocks.blocks) and main.mem_id != body.mem_id:
        blocks = _Blocks(len(body.text()))
        blocks.walk(body)
    text = join(blocks.blocks)
    if not text:
        raise Unreadable("no text in it: the page may need a browser to show it; give its text instead")
    return Extracted(
        text=text,
        title=head.title or _first_heading(page),
        published=head.published or _time(main),
        publisher=head.publisher,
        url=head.url,
        language=head.language,
        warnings=tuple(blocks.warnings()),
    )


_TAG = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|details|div|dl|fieldset|figure|font|footer|form|header|main|"
    r"menu|nav"
    r"|ol|pre|section|small|span|strong|table|ul|(script))(?=[\s>/])",
    re.IGNORECASE,
)
"""Elements that do not end of themselves; what scripts compare looks like them."""


def _check_depth(source: str) -> None:
    """Refuse what is beyond reason before it is parsed: closing 100,000 elements one in another takes a minute."""
    if source.count("<") > 2 * _MOST_ELEMENTS:
        raise Unreadable(_too_many())
    depth = 0
    in_script = False
    for tag in _TAG.finditer(source):
        if tag[2]:
            in_script = not tag[1]
        elif not in_script:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST:
                raise Unreadable(_too_deep())


def _too_deep() -> str:
    return f"nested more than {_DEEPEST:,} deep, which no article is; give its text instead"


def _too_many() -> str:
    return f"holds more than {_MOST_ELEMENTS:,} elements, which no article does; give its text instead"


def _check_size(root: LexborNode) -> None:
    depth = count = 0
    node: LexborNode | None = root
    while node is not None:
        count += 1
        if depth > _DEEPEST:
            raise Unreadable(_too_deep())
        if count > _MOST_ELEMENTS:
            raise Unreadable(_too_many())
        if child := node.first_child:
            node, depth = child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = (None, 0) if depth == 0 else (node.parent, depth - 1)
        node = node.next if node is not None and depth else None


class _Head:
    """What a page says of itself: `<meta>`, `<link>`, `<title>`, JSON-LD."""

    def __init__(self, page: LexborHTMLParser) -> None:
        self._said: dict[str, str] = {}
        for meta in page.css("meta")[:500]:
            given = meta.attributes
            key = (given.get("property") or given.get("name") or given.get("itemprop") or "").strip().lower()
            content = given.get("content")
            if key and content:
                self._said.setdefault(key, content)
        self._data = _linked_data(page)
        self.publisher = one_line(
            self._meta("og:site_name") or _name(self._data.get("publisher")) or self._meta("publisher", "dc.publisher")
        )
        self.title = self._title(page)
        self.published = next(
            filter(
                None,
                (
                    a_date(text)
                    for text in (
                        self._meta("article:published_time", "og:published_time", "og:article:published_time"),
                        _text(self._data.get("datePublished")),
                        self._meta(
                            "datepublished", "publishdate", "publish_date", "publish-date", "pubdate", "pub_date",
                            "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "parsely-pub-date",
                            "sailthru.date", "date", "weibo: article:create_at",
                        ),
                    )
                ),
            ),
            None,
        )  # fmt: skip
        self.url = self._url(page)
        html = page.css_first("html")
        self.language = a_language(
            (html.attributes.get("lang") if html else None)
            or self._meta("og:locale", "content-language", "dc.language")
        )

    def _meta(self, *keys: str) -> str | None:
        return next((self._said[key] for key in keys if key in self._said), None)

    def _title(self, page: LexborHTMLParser) -> str | None:
        element = page.css_first("head title")
        title = one_line(
            _text(self._data.get("headline"))
            or self._meta("og:title", "twitter:title")
            or (element.text() if element else "")
        )
        for sign in (" - ", " | ", " – ", " — ", " :: ", "-", "_", "|"):
            if title and self.publisher and title.lower().endswith(sign + self.publisher.lower()):
                return title[: -len(sign + self.publisher)].rstrip() or title
        return title

    def _url(self, page: LexborHTMLParser) -> str | None:
        link = page.css_first('link[rel="canonical" i]')
        for url in (link.attributes.get("href") if link else None, self._meta("og:url")):
            url = (url or "").strip()
            if re.fullmatch(r"https?://[^\s<>\"\x00-\x1f]{1,2000}", url, re.I) and shown(url) == url:
                return url
        return None


def _linked_data(page: LexborHTMLParser) -> dict[str, Any]:
    """The first article that the page's JSON-LD describes."""
    for script in page.css('script[type="application/ld+json"]')[:20]:
        source = script.text()
        if len(source) > _LD_LIMIT:
            continue
        try:
            waiting: list[Any] = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(1000):
            if not waiting:
                break
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting = one[:200] + waiting
            elif isinstance(one, dict):
                if "datePublished" in one or ("headline" in one and "publisher" in one):
                    return one
                waiting.extend(one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one)
    return {}


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) else None


def _name(given: Any) -> str | None:
    if isinstance(given, list):
        given = given[0] if given else None
    return _text(given.get("name")) if isinstance(given, dict) else _text(given)


def _time(main: LexborNode) -> Any:
    times = main.css("time[datetime]")[:50]
    times.sort(key=lambda one: not {"pubdate", "itemprop"} & set(one.attributes))
    return next(filter(None, (a_date(one.attributes.get("datetime")) for one in times)), None)


def _first_heading(page: LexborHTMLParser) -> str | None:
    heading = page.css_first("h1")
    return one_line(heading.text()) if heading else None


def _main(page: LexborHTMLParser, body: LexborNode) -> LexborNode:
    """The part of the page that holds its article; `body` where none is plainly that."""
    whole = len(body.text())
    for selector, share in (('[itemprop~="articleBody"]', 0.3), ("article", 0.3), ('main, [role="main"]', 0.3)):
        sizes = [(len(node.text().strip()), node) for node in page.css(selector)[:30]]
        if not sizes:
            continue
        size, node = max(sizes, key=lambda one: one[0])
        if size >= 200 and size >= share * whole:
            return node
    return body


def _outside_heading(main: LexborNode, page: LexborHTMLParser, blocks: _Blocks) -> None:
    """The page's only big heading, where it stands outside its main part."""
    headings = page.css("h1")
    if main.tag == "body" or len(headings) != 1:
        return
    above: LexborNode | None = headings[0]
    while above is not None:
        if above.mem_id == main.mem_id:
            return
        above = above.parent
    blocks.walk(headings[0])


_WORDS = re.compile(r"[a-z]+")
_ASIDE = frozenset((
    "breadcrumb", "breadcrumbs", "comments", "cookie", "cookies", "consent", "gdpr", "disclaimer", "footer",
    "masthead", "menu", "navbar", "navigation", "newsletter", "pagination", "pager", "popup", "promo", "related",
    "sharing", "sharebar", "sidebar", "skip", "social", "sponsored", "subscribe", "subscription", "toolbar",
    "topbar", "copyright", "advert", "advertisement", "ads",
))  # fmt: skip
_ASIDE_ROLES = frozenset(("navigation", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"))
_UNSEEN = frozenset(
    ("sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "skip-link", "skip-to-content")
)
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|(?:^|;)opacity:0?\.?0*(?:;|!|$)|font-size:0?\.?0*(?:px|pt|em|rem|"
    r"%)?(?:;|!|$)"
    r"|(?:left|top|text-indent|margin-left):-\d{4,}|color:transparent"
)


class _Blocks:
    """Walks elements and gathers the blocks that a reader of the page sees. `whole` is the size of the page's text."""

    def __init__(self, whole: int) -> None:
        self.blocks: list[tuple[BlockKind, str]] = []
        self._whole = whole
        self._pieces: list[str] = []
        self._bullet = False
        self._pre = 0
        self._hidden: list[str] = []

    def warnings(self) -> Iterator[str]:
        if self._hidden:
            size, first = sum(map(len, self._hidden)), one_line(self._hidden[0]) or ""
            yield f"left out {size:,} characters of text that the page hides, beginning {first[:40]!r}"

    def walk(self, top: LexborNode) -> None:
        node: LexborNode | None = top
        while node is not None:
            child = node.first_child if self._enter(node) else None
            if child is not None:
                node = child
                continue
            while node is not None:
                self._leave(node)
                if node.mem_id == top.mem_id:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node = node.parent
        self._end("paragraph")

    def _enter(self, node: LexborNode) -> bool:
        """Take in what `node` itself holds; whether its children are to be walked."""
        tag = node.tag or ""
        if tag == "-text":
            self._pieces.append(self._inline(node))
            return False
        if tag == "br":
            self._pieces.append("\n")
        if tag.startswith("-") or tag in ("br", "head", "input", "img"):
            return False
        if self._left_out(node, tag):
            return False
        if tag not in _BLOCKS:
            return True
        self._end("paragraph")
        if tag == "table" and (lines := _table(node)) is not None:
            self.blocks.append(("table", lines))
            return False
        if tag == "li":
            self._bullet = True
        elif tag == "pre":
            self._pre += 1
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._end("heading" if tag in _HEADINGS else "paragraph")
            if tag == "li":
                self._bullet = False
            elif tag == "pre" and self._pre:
                self._pre -= 1

    def _inline(self, node: LexborNode) -> str:
        text = shown(node.text_content or "")
        above = node.parent.tag if node.parent is not None else None
        if above in ("sup", "sub"):
            text = raised(text) if above == "sup" else lowered(text)
        if self._pre:
            return text
        lead = " " if text[:1].isspace() else ""
        trail = " " if text[-1:].isspace() else ""
        return f"{lead}{' '.join(text.split())}{trail}"

    def _end(self, kind: BlockKind) -> None:
        if not self._pieces:
            return
        text, self._pieces = "".join(self._pieces), []
        lines = [line.rstrip() if self._pre else " ".join(line.split()) for line in text.split("\n")]
        for paragraph in "\n".join(lines).strip("\n").split("\n\n"):
            paragraph = paragraph.strip("\n")
            if not paragraph.strip():
                continue
            if self._bullet:
                self._bullet = False
                self.blocks.append(("item", paragraph.lstrip("•·▪● ")))
            else:
                self.blocks.append((kind, paragraph))

    def _left_out(self, node: LexborNode, tag: str) -> bool:
        if tag in ("html", "body", "main", "article", *_HEADINGS):
            return False
        given = node.attributes
        if "hidden" in given or _HIDING.search("".join((given.get("style") or "").lower().split())):
            if text := node.text().strip():
                self._hidden.append(" ".join(text.split()))
            return True
        if (given.get("role") or "").lower() in _ASIDE_ROLES:
            return True
        classes = (given.get("class") or "").lower()
        if _UNSEEN & set(classes.split()):
            return True
        named = f"{classes} {(given.get('id') or '').lower()}"
        if tag in ("div", "section", "aside", "ul", "ol", "p", "span", "form") and _ASIDE & set(_WORDS.findall(named)):
            share = 0.5 if "cookie" in named or "consent" in named else 0.3
            return len(node.text()) <= share * self._whole
        if tag in ("ul", "ol", "aside"):
            return _is_links(node)
        return tag == "header" and node.css_first("h1, p, time") is None


def _is_links(node: LexborNode) -> bool:
    """Whether a list leads elsewhere: three links or more and next to nothing else."""
    links = node.css("a[href]")
    return len(links) >= 3 and sum(len(link.text()) for link in links) > 0.8 * len("".join(node.text().split()))


def _span(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _table(table: LexborNode) -> str | None:
    """A table's rows as lines, its caption first; None where it only lays out the page."""
    if (table.attributes.get("role") or "") in ("presentation", "none"):
        return None
    found: list[list[tuple[str, int, int]]] = []
    caption = ""
    for node in _elements(table):
        if node.tag in _LAID_OUT:
            return None
        if node.tag == "caption":
            caption = _flat(node)
        elif node.tag == "tr":
            found.append([])
        elif node.tag in ("td", "th"):
            if not found:
                return None
            text = _flat(node)
            if len(text) > 600:
                return None
            given = node.attributes
            found[-1].append((text, _span(given.get("colspan")), _span(given.get("rowspan"))))
    if max(map(len, found), default=0) < 2:
        return None
    return "\n".join(filter(None, (caption, rows(found))))


def _elements(top: LexborNode) -> Iterator[LexborNode]:
    node = top.first_child
    while node is not None:
        if not (node.tag or "-").startswith("-"):
            yield node
        if node.first_child is not None:
            node = node.first_child
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is not None and node.mem_id == top.mem_id:
                return
        node = node.next if node is not None else None


def _flat(node: LexborNode) -> str:
    """The text of a cell on one line."""
    inner = _Blocks(1 << 62)
    inner.walk(node)
    return " ".join(" ".join(text for _, text in inner.blocks).split())
