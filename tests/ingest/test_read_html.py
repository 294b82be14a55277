"""Of a web page, its article is read: what its reader sees, in order, and what its head says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from cqtui.errors import BadData
from cqtui.ingest.confined import Child
from cqtui.ingest.read import Raw, read

pytest.importorskip("selectolax", reason="cqtui[ingest] is not installed")

Page = Callable[..., Raw]
LONG = (
    "The city made 64 million laptops in 2019, which is more than any other city of the world, the committee said. " * 3
)


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child() as one:
        yield one


@pytest.fixture
def page(child: Child) -> Page:
    def read_page(body: str, head: str = "", attributes: str = "") -> Raw:
        source = f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"
        return read(None, data=source.encode(), child=child)

    return read_page


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>A</h1><p>One\n  two.</p><p>Three.</p>", "A\n\nOne two.\n\nThree."),
        ("<p>One.<p>Two.<div>Three <b>bo</b>ld<i>,</i> four</div>five", "One.\n\nTwo.\n\nThree bold, four\n\nfive"),
        ("<p>Up:</p><ul><li>64 million<li><p>58%</p></ul><p>End", "Up:\n\n• 64 million\n• 58%\n\nEnd"),
        ("<ol><li>One<ul><li>Two</ul><li>• Three</ol>", "• One\n• Two\n• Three"),
        ("One<br>two<br><br>three<br/><br/><br/>four", "One\ntwo\n\nthree\n\nfour"),
        ("<p>18.9&nbsp;million 4,&#8203;376 pro&shy;duct &lt;b&gt; &amp;amp;", "18.9 million 4,376 product <b> &amp;"),
        ("<p>64 million<sup>1</sup> m<sup>2</sup> CO<sub>2</sub>", "64 million¹ m² CO₂"),
        ("<pre>Item    2019\nLaptops   64\n\nPhones</pre>", "Item    2019\nLaptops   64\n\nPhones"),
        (
            "<blockquote>Said.</blockquote><figure><img alt=x><figcaption>A line</figcaption></figure>",
            "Said.\n\nA line",
        ),
        ("<details><summary>More</summary>Text</details><dl><dt>Staff<dd>4,376</dl>", "More\n\nText\n\nStaff\n\n4,376"),
        (
            "<p>one</p><!-- no --><script>no</script><style>no</style><noscript>no</noscript><template>no</template>",
            "one",
        ),
        (
            "<p>one</p><svg><text>no</text></svg><iframe>no</iframe><button>no</button><select><option>no</select>",
            "one",
        ),
        ("<p>\u202e64\u202c \x1b[2J\u2066million&#x9b;&#0;&#xd800;", "64 [2Jmillion›��"),
    ],
)
def test_text_comes_in_blocks(page: Page, body: str, text: str) -> None:
    raw = page(body)
    assert raw.text == text
    assert (raw.kind, raw.encoding) == ("html", "utf-8")


def test_a_table_is_rows_of_cells_in_their_columns(page: Page) -> None:
    raw = page(
        "<p>A</p><table><caption>Output (10,000 units)</caption><thead><tr><th rowspan=2>Item<th colspan=2>2019</tr>"
        "<tr><th>output<th>change</tr></thead><tr><td><b>Lap</b>tops<td> 6,400 <td>+12%</tr><tr><td>Phones<td><td>-3%"
        "<tr></table><p>B"
    )
    assert raw.text == (
        "A\n\nOutput (10,000 units)\nItem | 2019\n | output | change\nLaptops | 6,400 | +12%\nPhones |  | -3%\n\nB"
    )


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><table><tr><td>One</table><td><p>Two</table>",
        "<table><tr><td>One</tr><tr><td>Two</table>",
        "<table role=presentation><tr><td>One<td>Two</table>",
        "<table><tr><td><h2>One</h2><td>Two</table>",
    ],
)
def test_a_table_that_lays_out_the_page_is_none(page: Page, table: str) -> None:
    assert page(table).text == "One\n\nTwo"


def test_what_stands_around_the_article_is_left_out(page: Page) -> None:
    raw = page(
        "<header><a href=/>Home</a></header><nav><a href=/>News</a></nav><div id=cookie-banner>We use 3 cookies</div>"
        "<div class='top breadcrumb'>Home > 2019</div>"
        "<ul><li><a href=1>A 1</a><li><a href=2>B 2</a><li><a href=3>C</a></ul>"
        f"<h1>Title</h1><p>{LONG}</p><div role=dialog>Subscribe for $5</div><span class=sr-only>opens 1 window</span>"
        "<aside><a href=1>Other 1</a><a href=1>Other 2</a><a href=1>Other 3</a></aside>"
        "<div class=newsletter>Get 10</div>"
        "<footer>Phone 86-23-555</footer>"
    )
    assert raw.text == f"Title\n\n{LONG.strip()}"


def test_a_class_that_names_the_whole_page_leaves_nothing_out(page: Page) -> None:
    raw = page(f"<div class='page has-sidebar cookies-off related'><p>{LONG}</p></div><div class=sidebar>No 5</div>")
    assert raw.text == LONG.strip()


def test_the_main_part_is_read_with_the_heading_above_it(page: Page) -> None:
    raw = page(f"<div><h1>Title</h1><p>By A</p></div><article><p>{LONG}</p></article><div><p>Also: 5 more</div>")
    assert raw.text == f"Title\n\n{LONG.strip()}"
    raw = page(f"<main><h1>Title</h1><p>{LONG}</p></main><div>Also: 5 more</div>")
    assert raw.text == f"Title\n\n{LONG.strip()}"


def test_a_small_main_part_does_not_hide_the_page(page: Page) -> None:
    raw = page(f"<article>Teaser</article><div><p>{LONG}</p></div>")
    assert raw.text == f"Teaser\n\n{LONG.strip()}"


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        "style='display:none'",
        "style='DISPLAY : none !important'",
        "style='visibility: hidden'",
        "style='font-size:0'",
        "style='font-size: 0px;'",
        "style='opacity:0'",
        "style='position:absolute;left:-9999px'",
        "style='text-indent:-99999px'",
        "style='color: transparent'",
    ],
)
def test_hidden_text_is_left_out_and_said(page: Page, hiding: str) -> None:
    raw = page(f"<p>It made 64 million.</p><div {hiding}>It made <b>99</b> million.</div><p>End")
    assert raw.text == "It made 64 million.\n\nEnd"
    assert raw.warnings == ("left out 19 characters of text that the page hides, beginning 'It made 99 million.'",)


@pytest.mark.parametrize("shown", ["style='opacity:0.9'", "style='font-size:0.9em'", "style='margin:0;display:block'"])
def test_text_that_is_shown_is_not_taken_for_hidden(page: Page, shown: str) -> None:
    raw = page(f"<p {shown}>It made 64 million.")
    assert (raw.text, raw.warnings) == ("It made 64 million.", ())


def test_the_head_says_what_it_is(page: Page) -> None:
    raw = page(
        f"<p>{LONG}",
        "<title>Output rises - China Daily</title>"
        "<meta property='article:published_time' content='2012-03-05T23:30:00Z'>"
        "<meta property=og:site_name content='China\n Daily'><link rel=canonical href='https://example.org/a?b=1'>",
        "lang=en_GB",
    )
    assert (raw.title, raw.publisher, raw.published) == ("Output rises", "China Daily", date(2012, 3, 5))
    assert (raw.url, raw.language) == ("https://example.org/a?b=1", "en-GB")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name=pubdate content="2012-03-05 10:00">'
        '<meta name=publisher content=Xinhua><meta property=og:title content="A T">',
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"A T",'
        '"datePublished":"2012-03-05","publisher":{"name":"Xinhua"}}]}</script>',
        '<script type="application/ld+json">[{"headline":"A T","datePublished":"5 March 2012",'
        '"publisher":[{"name":"Xinhua"}]}]</script>',
    ],
    ids=["meta", "graph", "list"],
)
def test_other_ways_to_say_it(page: Page, head: str) -> None:
    raw = page(f"<p>{LONG}", head)
    assert (raw.title, raw.publisher, raw.published) == ("A T", "Xinhua", date(2012, 3, 5))


def test_a_time_in_the_text_and_a_heading_serve_where_the_head_is_silent(page: Page) -> None:
    raw = page(
        "<h1>A title</h1><time datetime=2011-01-01>then</time><time pubdate datetime='2012-03-05T08:00'>now</time>"
    )
    assert (raw.title, raw.published) == ("A title", date(2012, 3, 5))


@pytest.mark.parametrize(
    "head",
    [
        "<link rel=canonical href='javascript:alert(1)'><meta property=og:url content='file:///etc/passwd'>",
        "<link rel=canonical href='https://a/\u202eb'><html lang='\x1b[2J'>"
        "<meta property='article:published_time' content=99>",
        "<link rel=canonical href='/relative'><script type='application/ld+json'>{\"datePublished\": [1], </script>",
        '<script type=\'application/ld+json\'>{"datePublished": {"a": 1}, "headline": 7}</script>',
        f"<script type='application/ld+json'>{'[' * 100_000}"
        f"</script><script type='application/ld+json'>{'9' * 10_000}</script>",
    ],
)
def test_what_the_head_says_is_checked(page: Page, head: str) -> None:
    raw = page("<p>64 million", head)
    assert (raw.title, raw.publisher, raw.published, raw.url, raw.language) == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("charset", "encoding", "found"),
    [("gb2312", "gb18030", "gb18030"), ("ISO-8859-1", "cp1252", "cp1252"), ("big5", "big5", "big5hkscs")],
)
@pytest.mark.parametrize(
    "form", ['<meta charset="{}">', "<meta http-equiv=Content-Type content='text/html; charset={}'>"]
)
def test_a_page_may_say_its_encoding(child: Child, form: str, charset: str, encoding: str, found: str) -> None:
    said = "“64” – €5" if encoding == "cp1252" else "重慶 64"
    source = f"<html><head>{form.format(charset)}</head><body><p>{said}".encode(encoding)
    raw = read(None, data=source, child=child)
    assert (raw.text, raw.encoding, raw.warnings) == (said, found, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_may_be_wrong_about_its_encoding(child: Child, encoding: str) -> None:
    source = "<html><head><meta charset=gb2312></head><body><p>重庆: “64 million”".encode(encoding)
    assert read(None, data=source, child=child).text == "重庆: “64 million”"


@pytest.mark.parametrize(
    ("source", "suffix", "kind"),
    [
        ("<!DOCTYPE html><p>a", "", "html"),
        ("\ufeff <!-- x --> <HTML><p>a", ".txt", "html"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html><p>a', "", "html"),
        ("<p class=x>a</p>", "", "html"),
        ("<p class=x>a</p>", ".txt", "text"),
        ("a <p> b", "", "text"),
        ("<3 million", "", "text"),
        ("plain", ".html", "html"),
        ("<Chongqing> said", "", "text"),
        ("%PDF is a format", "", "text"),
        ("PK is short", "", "text"),
        ("BM rose", "", "text"),
    ],
)
def test_a_page_is_told_by_its_content_then_by_its_name(source: str, suffix: str, kind: str) -> None:
    from cqtui.ingest.read import kind_of

    assert kind_of(source.encode(), suffix) == kind


@pytest.mark.parametrize("body", ["", "<script>x</script>", "<nav>x</nav><p> </p>", "<div hidden>64 million</div>"])
def test_a_page_without_text_is_refused(page: Page, body: str) -> None:
    with pytest.raises(BadData, match="no text in it: the page may need a browser"):
        page(body)


def test_a_page_nested_as_deep_as_pages_are_is_read(page: Page) -> None:
    assert page("<div>" * 900 + "64 million").text == "64 million"
    assert page(f"<script>{'for(;i<table.length&&i<span ;)' * 5000}</script><p>64 million").text == "64 million"
