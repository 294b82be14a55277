"""From bytes to text: which encoding a text is in, and how sure that is.

The law: `data.decode(encoding, "replace")` is the text, code point for code point; newlines stay as
they are, and only a byte order mark is no part of it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from cqtui.errors import UsageError
from cqtui.ingest.extracted import Unreadable
from cqtui.sanitize import clean_line

_SAMPLE = 65_536
_MARKS = (  # The longer first: UTF-32's begins with UTF-16's.
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254",
    "tis-620": "cp874", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
"""Where a page names the one, browsers take the other, which holds it."""
_NOT_TEXT = frozenset(("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"))
_GUESSES = [
    "gb18030", "big5", "big5hkscs", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "cp1252", "cp1251", "koi8_r",
    "iso8859_5", "cp1250", "iso8859_2", "cp1253", "iso8859_7", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp874", "mac_roman",
]  # fmt: skip
"""What pages and press texts have been written in; from a wider choice the guesses are worse."""
_CUT_OFF = "cut off in the middle of a character: the end of the text is missing"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the Python name of its encoding, and what is doubtful about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """`data` as text: in the named `encoding`, else in that of its byte order mark, else in UTF-8, else in
    the one that it says it is in (`declared`), else in the one that it looks to be in.

    Raises:
        UsageError: there is no encoding of that name, or the library that guesses is not installed.
        Unreadable: it is not text, or not in the named encoding.
    """
    decoded = _found(data, declared) if encoding is None else _named(data, encoding)
    _check_is_text(decoded.text)
    return decoded


def mark(data: bytes) -> str | None:
    """The encoding that the byte order mark of `data` stands for."""
    return next((name for sign, name in _MARKS if data.startswith(sign)), None)


def _named(data: bytes, name: str) -> Decoded:
    codec = _codec(name)
    if codec is None:
        given = clean_line(name)[:40]
        raise UsageError(f"--encoding: there is no encoding {given!r}; name one such as utf-8, cp1252, gb18030 or big5")
    by_mark = mark(data)
    if by_mark and codec in (by_mark.removesuffix("-sig"), f"{by_mark}-le", f"{by_mark}-be"):
        codec = by_mark
    try:
        return Decoded(data.decode(codec), codec)
    except UnicodeDecodeError as error:
        todo = "name another with --encoding, or leave it out to have it guessed"
        raise Unreadable(f"not {codec}: {_where(data, error)}; {todo}") from None


def _codec(name: str) -> str | None:
    """Python's name for an encoding of text; None for what is none."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # unknown; a NUL in the name
        return None
    is_text: bool = getattr(codec, "_is_text_encoding", True)
    return codec.name if is_text and codec.name not in _NOT_TEXT else None


def _where(data: bytes, error: UnicodeDecodeError) -> str:
    return f"byte 0x{data[error.start]:02X} at {error.start:,} has no meaning there"


def _found(data: bytes, declared: str | None) -> Decoded:
    name = mark(data) or _wide(data)
    if name:
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError as error:
            if error.end < len(data):
                raise Unreadable(f"not the {name} it looks like: {_where(data, error)}; save it as UTF-8") from None
            return Decoded(data.decode(name, "replace"), name, (_CUT_OFF,))
    if b"\0" in data:
        at = data.index(0)
        raise Unreadable(f"not text: a NUL byte at {at:,}; if it is, name its encoding with --encoding")
    return _utf8(data) or _declared(data, declared) or _western(data) or _chinese(data) or _guessed(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes of its blanks and digits stand."""
    sample = data[:4096]
    if sample.count(0) < 4:
        return None
    zeros = [sample[at::4].count(0) / len(sample[at::4]) for at in range(4)]
    if zeros[0] < 0.05 and min(zeros[2:]) > 0.9:
        return "utf-32-le"
    if zeros[3] < 0.05 and min(zeros[:2]) > 0.9:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if even < 0.05 and odd > 0.2:
        return "utf-16-le"
    return "utf-16-be" if odd < 0.05 and even > 0.2 else None


def _utf8(data: bytes) -> Decoded | None:
    """As UTF-8, also where a few bytes of it are damaged; None where it is something else."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        good = len(text) - sum(1 for byte in data if byte < 0x80) - text.count("\ufffd")
        if good < 10 * bad:
            return None
        if bad == 1 and error.end == len(data):
            return Decoded(text, "utf-8", (_CUT_OFF,))
        return Decoded(text, "utf-8", (_damaged(bad, "UTF-8"),))


def _damaged(count: int, name: str) -> str:
    return f"{count:,} {'place is' if count == 1 else 'places are'} not {name} and shown as �"


def _declared(data: bytes, name: str | None) -> Decoded | None:
    codec = _codec(name) if name else None
    if codec is None or codec.startswith(("utf", "cp037", "cp500")):  # Whoever could read the name saw ASCII.
        return None
    codec = _WIDER.get(codec, codec)
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd")
    if not bad:
        return Decoded(text, codec)
    good = sum(1 for sign in text if sign > "\x7f") - bad
    return Decoded(text, codec, (_damaged(bad, codec),)) if good >= 10 * bad else None


def _guess(text: str, name: str) -> Decoded:
    return Decoded(text, name, (f"encoding guessed: {name}; if letters or signs look wrong, name it with --encoding",))


_HIGH = re.compile(rb"[\x80-\xff]+")
_ACCENTED = frozenset("éèêëàâäáãåæçñóòôöõøœúùûüíìîïßÉÈÊÀÁÂÄÅÆÖÜÇÑÓÔØŒšžŠŽ")
_TYPOGRAPHIC = frozenset("€‚„…†‡‰‹‘’“”•–—™›\xa0¡£¥§©«\xad®°±²³´¶·»¼½¾¿×÷")


def _western(data: bytes) -> Decoded | None:
    """Windows-1252, where all that is not ASCII are its dashes, quotes and currency signs, or single
    accented letters: what English press texts hold, too little of it for statistics."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    runs = singles = 0
    for run in _HIGH.finditer(data):
        if run.end() - run.start() > 3:
            return None
        runs += 1
        singles += run.end() - run.start() == 1
    if not set(text) - _ACCENTED - _TYPOGRAPHIC <= _ASCII or singles < 0.8 * runs:
        return None
    return None if _INSIDE.search(text) else _guess(text, "cp1252")


_ASCII = frozenset(map(chr, range(128)))
_INSIDE = re.compile("(?<=[a-z])[€‚„†‡‰‹“•›¡£¥§©«®°±²³´¶»¼½¾¿×÷](?=[a-z])")
"""A sign between two letters is a letter in another encoding."""


def _chinese(data: bytes) -> Decoded | None:
    """GB18030, where all that is not ASCII are common Chinese characters and signs between English words."""
    try:
        data.decode("gb2312")
    except UnicodeDecodeError:
        return None
    leads = b"".join(_HIGH.findall(data))[::2]
    letters = sum(map(len, re.findall(rb"[A-Za-z]+", data)))
    if letters <= len(leads) or not all(0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3) for lead in leads):
        return None
    return _guess(data.decode("gb18030"), "gb18030")


def _guessed(data: bytes) -> Decoded:
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        raise UsageError(
            "not UTF-8: name its encoding with --encoding, or have it guessed: pip install 'cqtui[ingest]'"
        ) from None
    for sample in _samples(data):
        for match in from_bytes(sample, cp_isolation=_GUESSES, enable_fallback=False):
            name = codecs.lookup(match.encoding).name
            text = data.decode(name, "replace")
            bad = text.count("\ufffd")
            if _oddities(text[:_SAMPLE]) > 0.05:
                continue
            if not bad:
                return _guess(text, name)
            if bad == 1 and text.endswith("\ufffd"):
                decoded = _guess(text, name)
                return Decoded(text, name, (*decoded.warnings, _CUT_OFF))
            if sum(1 for sign in text if sign > "\x7f") > 50 * bad:
                decoded = _guess(text, name)
                return Decoded(text, name, (*decoded.warnings, _damaged(bad, name)))
    raise Unreadable("not text in an encoding that can be told; if it is text, name its encoding with --encoding")


def _samples(data: bytes) -> list[bytes]:
    """Where the signs stand that are not ASCII, with little of the ASCII between them, cut at a blank."""
    high = _HIGH.search(data)
    start = max(0, high.start() - 100) if high else 0
    start = start and data.find(b" ", start, start + 100) + 1
    sample = data[start : start + 4 * _SAMPLE]
    sample = re.sub(rb"([\x00-\x7f]{2})[\x00-\x7f]{17,}([\x00-\x7f]{2})", rb"\1 \2", sample)[:_SAMPLE]
    at_blank = max(sample.rfind(b" "), sample.rfind(b"\n"))
    cuts = [sample[:at_blank]] if at_blank > len(sample) // 2 else []
    return [*cuts, *(sample[: len(sample) - cut] for cut in range(4))]


def _oddities(sample: str) -> float:
    """The share of characters that no text has: controls, private and unassigned ones."""
    odd = sum(1 for sign in sample if not sign.isprintable() and _is_odd(sign))
    return odd / len(sample) if odd > 16 else 0.0


def _is_odd(sign: str) -> bool:
    return sign not in "\t\n\v\f\r\x1a\x1b\x85" and unicodedata.category(sign) in ("Cc", "Co", "Cn")


def _check_is_text(text: str) -> None:
    if "\0" in text:
        raise Unreadable(f"not text: a NUL at {text.index(chr(0)):,}; give a text, HTML, PDF or DOCX file")
    if _oddities(text[:_SAMPLE]) > 0.05:
        raise Unreadable("not text: full of control characters; give a text, HTML, PDF or DOCX file")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(f"not text: half a character at {error.start:,}; save it as UTF-8") from None
