"""A file becomes text by its content; its encoding is told or guessed, and said; nothing else gets in."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import socket
import sqlite3
import subprocess
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import papers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cqtui.errors import BadData, CqtuiError, NoInput, UsageError
from cqtui.ingest import decoding
from cqtui.ingest.extracted import TEXT_LIMIT, Extracted, a_date, a_language, one_line, rows, shown
from cqtui.ingest.read import Raw, read

ENGLISH = "OPPO’s shipments came to “18.9 million” phones in 2019 – up 58% on the year. The café cost €5.\n"
CHINESE = "重庆市电子信息产业2019年实现产值6400亿元,同比增长14.3%。其中笔记本电脑产量超过6400万台,手机1.74亿部。\n"
MIXED = "The city of Chongqing (重庆) made 64 million laptops in 2019, and its Liangjiang area (两江新区) grew.\n"
RUSSIAN = "Производство ноутбуков в Чунцине выросло на 58 процентов и достигло 64 миллионов штук.\n"
JAPANESE = "重慶のパソコン生産台数は2019年に六千四百万台でした。\n"


def refused(data: bytes, path: Path | None = None, encoding: str | None = None) -> str:
    """The line with which `data` is refused."""
    with pytest.raises(BadData) as caught:
        read(path, data=data, encoding=encoding)
    line = str(caught.value)
    assert line.isprintable() and len(line) < 300
    return line


# Text.


def test_text_is_the_file_decoded() -> None:
    text = "Title\r\n\r\nOne\rline\n\ttwo\x0b\x0c 64\xa0million\u2028end \n\n"
    raw = read(None, data=text.encode())
    assert raw == Raw(text=text, encoding="utf-8", kind="text", sha256=hashlib.sha256(text.encode()).hexdigest())


def test_offsets_are_those_of_the_file_as_given(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(("\r\n" + MIXED * 3).encode())
    raw = read(path)
    start = raw.text.index("64 million")
    assert path.read_bytes().decode()[start : start + 10] == "64 million" == raw.text[start : start + 10]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("utf-32-le", "utf-32-le"), ("utf-32-be", "utf-32-be"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", [ENGLISH, MIXED, CHINESE * 3], ids=["english", "mixed", "chinese"])
def test_unicode_is_told_without_a_guess(encoding: str, written: str, text: str) -> None:
    raw = read(None, data=text.encode(encoding))
    assert (raw.text, raw.encoding, raw.warnings) == (text, written, ())


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"), codecs.BOM_UTF32_BE + ENGLISH.encode("utf-32-be")]
)
def test_a_mark_says_the_order_of_bytes(data: bytes) -> None:
    assert read(None, data=data).text == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        (ENGLISH, "cp1252", "cp1252"),
        ("Its output rose 58% – again.", "cp1252", "cp1252"),
        ("A caf\xe9", "cp1252", "cp1252"),
        ("La société a livré 18,9 millions de téléphones, soit une hausse à l’été.\n", "cp1252", "cp1252"),
        (MIXED, "gb18030", "gb18030"),
        (MIXED * 50, "gbk", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE * 40, "gb2312", "gb18030"),
        ("重慶市電子資訊產業二零一九年實現產值六千四百億元,同比增長。\n" * 3, "big5", "big5"),
        (RUSSIAN * 3, "cp1251", "cp1251"),
        (RUSSIAN * 3, "koi8-r", "koi8-r"),
        (JAPANESE * 3, "shift_jis", "cp932"),
        (JAPANESE * 3, "euc-jp", "euc_jp"),
    ],
)
def test_other_encodings_are_guessed_and_the_guess_is_said(text: str, encoding: str, guess: str) -> None:
    pytest.importorskip("charset_normalizer", reason="cqtui[ingest] is not installed")
    raw = read(None, data=text.encode(encoding))
    assert (raw.text, raw.encoding) == (text, guess)
    assert raw.warnings == (f"encoding guessed: {guess}; if letters or signs look wrong, name it with --encoding",)


def test_what_is_named_overrides_what_is_guessed() -> None:
    data = CHINESE.encode("gb18030")
    raw = read(None, data=data, encoding="GBK")
    assert (raw.text, raw.encoding, raw.warnings) == (CHINESE, "gbk", ())
    assert read(None, data=data, encoding="latin-1").text == data.decode("latin-1")


def test_a_named_encoding_does_not_keep_its_mark() -> None:
    assert read(None, data=ENGLISH.encode("utf-8-sig"), encoding="utf-8").text == ENGLISH
    assert read(None, data=ENGLISH.encode("utf-16"), encoding="utf-16-le").text == ENGLISH


def test_a_named_encoding_that_it_is_not_is_refused_with_the_place() -> None:
    line = refused(b"A caf\xe9.", encoding="utf-8")
    assert line.startswith("standard input: not utf-8: byte 0xE9 at 5 has no meaning there; name another")


@pytest.mark.parametrize(
    "name", ["nonsense", "rot13", "base64", "zip", "idna", "punycode", "undefined", "", "a\0b", "\x1b[2J"]
)
def test_a_named_encoding_that_is_none_is_a_matter_of_usage(name: str) -> None:
    with pytest.raises(UsageError, match="there is no encoding") as caught:
        read(None, data=b"64 million", encoding=name)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("encoding", "cut"), [("utf-8", 1), ("utf-8", 2), ("utf-16", 1), ("utf-32", 3), ("gb18030", 1)]
)
def test_a_text_cut_off_inside_a_character_is_read_and_said(encoding: str, cut: int) -> None:
    if encoding == "gb18030":
        pytest.importorskip("charset_normalizer", reason="cqtui[ingest] is not installed")
    text = CHINESE * 3 + "重庆"
    raw = read(None, data=text.encode(encoding)[:-cut])
    assert raw.text == text[:-1] + "�"
    assert any("cut off" in warning for warning in raw.warnings)


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    raw = read(None, data=(CHINESE * 3).encode().replace("手".encode(), b"\xff", 1))
    assert (raw.encoding, raw.text.count("�")) == ("utf-8", 1)
    assert raw.warnings == ("1 place is not UTF-8 and shown as �",)


def test_text_that_is_hostile_to_terminals_is_still_text() -> None:
    text = "\x1b]52;c;cm0gLXJmIH4=\x07 64 million \x1b[2J\u202e\x9b31m"
    assert read(None, data=text.encode()).text == text


def test_a_guess_without_the_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    assert read(None, data=ENGLISH.encode("cp1252")).text == ENGLISH  # needs no statistics
    with pytest.raises(UsageError, match=r"name its encoding with --encoding.*pip install 'cqtui\[ingest\]'"):
        read(None, data=RUSSIAN.encode("koi8-r"))


# What is no text.


def database(path: Path) -> bytes:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    return path.read_bytes()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "64 million")
    return out.getvalue()


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty: there is nothing in it"),
        (b" \r\n\t\n", "nothing but blanks"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a picture (PNG); read it with OCR"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)"),
        (b"GIF89a\x01\0\x01\0", "a picture (GIF)"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a picture (WebP)"),
        (b"\0\0\0\x20ftypisom", "sound or film (MP4)"),
        (gzip.compress(b"64 million"), "an archive (gzip); unpack it"),
        (archive("a.txt"), "an archive (zip); unpack it"),
        (archive(), "an archive (zip); unpack it"),
        (tar(), "an archive (tar)"),
        (archive("xl/workbook.xml"), "a spreadsheet"),
        (archive("ppt/presentation.xml"), "a presentation"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old or a protected Office file; save it as .docx"),
        (b"{\\rtf1\\ansi 64 million}", "rich text (RTF)"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (b"MZ\x90\0\x03\0", "a program"),
        (b"64 million\0 units", "a NUL byte at 10"),
        (bytes(range(1, 32)) * 40, "full of control characters"),
        (b'<?xml version="1.0"?><rss><item>64 million</item></rss>', "XML, but not a page"),
        (papers.entity_bomb("lolz").encode() + b"<lolz>&l9;</lolz>", "XML, but not a page"),
    ],
    ids=lambda value: "data" if isinstance(value, bytes) else None,
)
def test_everything_else_is_refused_in_one_line(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"  # The name does not help it.
    path.write_bytes(data)
    assert refused(data, path).startswith(f"{path}: ")
    with pytest.raises(BadData, match=r".") as caught:
        read(path)
    assert said in str(caught.value)


def test_a_database_is_refused(tmp_path: Path) -> None:
    assert "a database (SQLite)" in refused(database(tmp_path / "a.db"))


def test_noise_is_refused() -> None:
    pytest.importorskip("charset_normalizer", reason="cqtui[ingest] is not installed")
    noise = hashlib.shake_128(b"noise").digest(200_000)
    assert "not text" in refused(noise)
    assert "not text" in refused(noise.replace(b"\0", b"\x01"))


def test_more_text_than_an_article_has_is_refused() -> None:
    assert read(None, data=b"a" * TEXT_LIMIT).text == "a" * TEXT_LIMIT
    for size in (TEXT_LIMIT + 1, 50_000_000):
        assert "5,000,000 characters" in refused(b"a" * size)


# Where from.


def not_read(path: Path) -> str:
    with pytest.raises(NoInput) as caught:
        read(path)
    assert caught.value.exit_code == 66
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe, missing, loop = tmp_path / "pipe", tmp_path / "missing", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    assert "is a directory; name the files in it" in not_read(tmp_path)
    assert "is a pipe, not a file" in not_read(pipe)
    assert "there is no such file" in not_read(missing)
    assert "there is no such file" in not_read(missing / "below")
    assert "there is no such file" in not_read(Path("a\0b"))
    assert "cannot be read" in not_read(loop)
    for device in ("/dev/zero", "/dev/null", "/dev/tty"):
        if Path(device).exists():
            assert "is a device, not a file" in not_read(Path(device))


def test_a_socket_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # The name of a socket must be short.
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
        assert "is a socket, not a file" in not_read(Path("s"))


def test_a_pipe_that_takes_a_files_place_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, pipe = tmp_path / "a.txt", tmp_path / "pipe"
    path.write_text("64 million")
    os.mkfifo(pipe)
    seen = path.stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: seen)
    assert "is a pipe, not a file" in not_read(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_one_may_not_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("64 million")
    path.chmod(0)
    assert "cannot be read: Permission denied" in not_read(path)


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # sparse
    with pytest.raises(BadData, match="larger than 64 MB"):
        read(path)


def test_a_hostile_name_is_shown_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;x\x07\nb\u202e.txt"
    path.write_bytes(b"")
    assert "␛]0;x␇ b�.txt: empty" in refused(b"", path)
    assert not_read(tmp_path / os.fsdecode(b"\xff\x1b"))


def test_neither_path_nor_data_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="a path or data"):
        read(None)


def test_plain_text_costs_no_import() -> None:
    code = (
        "import sys; from cqtui.ingest.read import read; read(None, data=b'64 million');"
        "print({'selectolax', 'pypdf', 'docx', 'lxml', 'charset_normalizer', 'textual'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# Laws.

TEXT_ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "gb18030",
    "big5",
    "cp1252",
    "cp1251",
    "shift_jis",
]


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.sampled_from(TEXT_ENCODINGS))
@example("\ufeff\ufeffa", "utf-16")
@example("\ufeff", "utf-8")
@example("¥", "shift_jis")
def test_named_encodings_lose_nothing(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
        decoded = decoding.decode(data, encoding=encoding)
    except (UnicodeEncodeError, CqtuiError, decoding.Unreadable):
        return
    assert decoded.text == data.decode(decoded.encoding)
    if data.decode(encoding) != text:  # Shift JIS writes a yen sign and a backslash alike.
        return
    assert decoded.text.removeprefix("\ufeff") == text.removeprefix("\ufeff")


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b"\xff\xfe\0\0")
@example(b"\xff\xfe\0\xd8")
@example("Chongqing: €5 ".encode("cp1252") * 9)
def test_any_bytes_are_text_by_the_law_or_refused_in_a_line(data: bytes) -> None:
    try:
        raw = read(None, data=data)
    except (BadData, UsageError) as error:
        assert str(error).isprintable()
        return
    if raw.kind == "text":
        assert raw.text == data.decode(raw.encoding, "replace")
        for start in range(len(raw.text)):
            assert raw.text[start : start + 3] == data.decode(raw.encoding, "replace")[start : start + 3]
    assert raw.sha256 == hashlib.sha256(raw.text.encode()).hexdigest()
    assert raw == read(None, data=data)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=200))
def test_utf8_is_never_guessed_to_be_something_else(text: str) -> None:
    decoded = decoding.decode(text.encode())
    assert (decoded.text, decoded.warnings) == (text.removeprefix("\ufeff"), ())


# What readers share.


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2012-03-05T23:30:00-05:00", "2012-03-05"), ("2012/3/5 10:20", "2012-03-05"), ("20120305", "2012-03-05"),
        ("20120305102000", None), ("2012年3月5日", "2012-03-05"), ("Mon, 05 Mar 2012 10:00:00 GMT", "2012-03-05"),
        ("March 5, 2012", "2012-03-05"), ("5 March 2012", "2012-03-05"), ("5th Mar. 2012", "2012-03-05"),
        ("03/05/2012", None), ("2012-13-05", None), ("2012-02-30", None), ("yesterday", None), ("", None), (None, None),
        ("9" * 10_000, None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written_and_not_where_it_may_be_two(written: str | None, day: str | None) -> None:
    found = a_date(written)
    assert (found and found.isoformat()) == day


def test_fields_are_one_bounded_line() -> None:
    assert one_line(" A\n title\u202e \x1b[2J ") == "A title [2J"
    assert one_line(" \n") is None and one_line(None) is None
    assert len(one_line("ab " * 10_000) or "") <= 500
    assert a_language(" zh_CN ") == "zh-CN"
    assert a_language("en; drop") is None and a_language(None) is None


def test_columns_keep_their_places_under_spans() -> None:
    table = [
        [("Item", 1, 2), ("2019", 2, 1), ("Note", 1, 1)],
        [("units", 1, 1), ("change", 1, 1)],
        [("Laptops", 1, 1), ("64 million", 1, 1), ("12%", 1, 1), ("est.", 1, 1)],
        [("", 1, 1)],
    ]
    assert rows(table) == "Item | 2019 |  | Note\n | units | change\nLaptops | 64 million | 12% | est."


@given(st.text(max_size=300))
def test_extracted_text_hides_nothing(text: str) -> None:
    seen = shown(text)
    assert shown(seen) == seen
    assert not any(unicodedata.category(sign) == "Cc" for sign in seen if sign not in "\t\n")
    assert not set("\u200b\u202e\u2066\xad\ufeff") & set(seen)
    seen.encode()


@pytest.mark.parametrize(
    "given_back",
    [
        {}, {"text": 1, "warnings": []}, {"text": "a", "warnings": "b"}, {"text": "a", "warnings": [1]},
        {"text": "a", "warnings": [], "title": 1}, {"text": "a", "warnings": [], "published": "soon"},
        {"text": "a" * (TEXT_LIMIT + 1), "warnings": []},
    ],
    ids=str,
)  # fmt: skip
def test_what_a_child_gives_back_is_not_trusted(given_back: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Extracted.from_json(given_back)
