"""Which amounts a stretch of words can mean: digits and number words, scales, ranges, fractions, ranks.

The checker reads the words anew with this, and so knows nothing of how an extractor read them. It
takes text apart in one pass, so its time grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_WORDS: dict[str, int] = {
    name: value
    for value, names in enumerate(
        (
            "zero nil", "one single sole", "two both pair couple", "three", "four", "five", "six", "seven", "eight",
            "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
            "eighteen", "nineteen",
        )
    )
    for name in names.split()
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS: dict[str, int] = {
    name: value
    for value, name in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
        ),
        start=1,
    )
} | {f"{name[:-1]}ieth": value for name, value in _TENS.items()}  # fmt: skip
_MULTIPLES: dict[str, int | Decimal] = {
    "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "triple": 3, "tripled": 3,
    "triples": 3, "tripling": 3, "treble": 3, "trebled": 3, "quadruple": 4, "quadrupled": 4, "quadrupling": 4,
    "quintuple": 5, "quintupled": 5, "halve": Decimal("0.5"), "halved": Decimal("0.5"), "halves": Decimal("0.5"),
    "halving": Decimal("0.5"),
}  # fmt: skip
_SCALES: dict[str, int] = {
    "hundred": 10**2, "hundreds": 10**2, "thousand": 10**3, "thousands": 10**3, "k": 10**3,
    "million": 10**6, "millions": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mil": 10**6, "m": 10**6,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9, "b": 10**9,
    "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12, "tln": 10**12, "t": 10**12,
    "dozen": 12, "dozens": 12, "score": 20, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
    "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "wan": 10**4, "yi": 10**8,
}  # fmt: skip
_LETTERS = frozenset(("k", "m", "b", "t"))
"""Scales that may as well be something else: 5 m is five metres or five million."""
_SUPERLATIVES = re.compile(
    r"\b(?:first|top|largest|biggest|leading|highest|greatest|best|foremost|number one|no\. ?1)\b", re.I
)
_FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    **{f"{name}{end}": value for name, value in _ORDINALS.items() if 5 <= value <= 10 for end in ("", "s")},
}  # fmt: skip

_PART_OF_SCALE = re.compile(
    rf"\b(?:([a-z]+)[\s-]+)?({'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})\s+(?:of\s+)?(?:an?\s+|one\s+)?"
    r"(hundred|thousand|million|billion|trillion|dozen|percentage[\s-]point|point|per\s?cent)\b",
    re.I,
)
"""Three quarters of a million, half a percentage point."""

_TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<word>[^\W\d_\u3400-\u9fff]+)|(?P<sign>[百千万亿])|(?P<other>\S)"
)
_PIECE = re.compile(r"\d|[A-Za-z]+")
_BEGINNINGS = frozenset((*_WORDS, *_TENS, *_ORDINALS, *_MULTIPLES, "half"))
"""Words that a number begins with, alone or with "fold" behind; all others are passed over."""
_ARTICLE = re.compile(r"\ban?[\s-]+$", re.I)
_AFTER_ARTICLE = frozenset((*_SCALES, "half")) - _LETTERS
_GLUED = re.compile(r"[^\W\d_]")
_NO_NUMBER_AFTER = re.compile(r"(?:[^\W\d_\u3400-\u9fff]|[A-Za-z]-)\Z")
_SCALE_BEFORE = re.compile(rf"(?:\b|\d)(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})-\Z", re.I)
_CURRENCY_CODE = re.compile(
    r"(?:\b(?:RMB|CNY|CN|USD|US|EUR|GBP|JPY|KRW|HKD|TWD|NTD|NT|HK|SGD|INR|Rs|Rp|RM|AUD|CAD|CHF|VND|VNĐ|MYR|THB|IDR|"
    r"PHP|BRL|PLN|MXN|RUB|No|Nos))\.?$",
    re.I,
)
_JOINED = re.compile(
    r"^\s*(?:(?:%|per ?cent|yuan|(?:U\.?S\.? )?dollars?|won|yen|euros?|rupees|baht|ringgit)\s*)?(?:-|–|—|~|～|‐|"
    r"‑|to|and|or|至|到|或)\s*(?:[$¥€£₩₹￥]|US\$|RMB\s?|NT\$)?\s*$",
    re.I,
)
_HYPHENED = re.compile(r"^\s*(?:-|–|—|~|～|‐|‑|至)\s*$")
_OF_EACH = re.compile(
    r"\b(?:in|out of|of|per|for)\s+(?:every|each|the)\b|\bout of\b|\b(?:one|1|two|three)\s+in\b|\bevery\b|/|\d+ in \d+",
    re.I,
)
_OF = re.compile(r"\b(?:in|of|out of|per)\b|/", re.I)
LONGEST = 400
"""Characters that are read: no figure's words are longer."""
_MOST_APART = 30
"""Characters between two numbers that share one scale: "50 and 30 million"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text. `bare` has no scale word; `letter` one of a single letter."""

    start: int
    end: int
    value: Decimal
    scale: int = 1
    letter: bool = False
    ordinal: bool = False

    @property
    def bare(self) -> bool:
        return self.scale == 1


@lru_cache(maxsize=64)
def numbers(text: str) -> tuple[Number, ...]:
    """Every number in `text`, from left to right, each with its scale. "64 million" is one: 64,000,000.

    Kept for the texts read last: several figures stand in one sentence, and each is asked about several times.
    """
    found: list[Number] = []
    at = 0
    for piece in _PIECE.finditer(text):
        start = piece.start()
        if start < at:
            continue
        word = piece[0].lower()
        if not word.isdigit() and word not in _BEGINNINGS and word.removesuffix("fold") not in _BEGINNINGS:
            article = _ARTICLE.search(text, max(at, start - 5), start) if word in _AFTER_ARTICLE else None
            if article is None:
                continue
            start = article.start()
        elif word == "half" and (article := _ARTICLE.search(text, max(at, start - 5), start)):
            start = article.start()
        at, run = max(at, start - (text[start - 1 : start] == ".")), _Run(text)
        while (match := _TOKEN.search(text, at)) and run.take(match) and run.is_begun:
            at = match.end()
        found += run.numbers()
        at = max(at, run.end, piece.end())
    return tuple(found)


class _Run:
    """Words that make one number, taken one by one until one does not fit."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = -1
        self._total, self._current = Decimal(0), Decimal(0)
        self._any = self._in_digits = False
        self._last = ""  # the sort of the last word: digits, word, tens, scale, article, and, half, ordinal
        self._scale, self._letter, self._ordinal = 1, False, False
        self._kept: tuple[int, Decimal, Decimal, bool] | None = None

    @property
    def is_begun(self) -> bool:
        return self._any

    @property
    def end(self) -> int:
        return self._end

    def take(self, match: re.Match[str]) -> bool:
        """Whether the token goes on with this number (or, where there is none yet, begins or skips)."""
        if match["digits"]:
            return self._digits(match)
        if match["sign"]:
            return self._scaled(match, _SCALES[match["sign"]])
        if match["word"]:
            return self._word(match, match["word"].lower())
        if match["other"] in "-‐‑" and self._last == "tens":
            return True  # twenty-five
        if match["other"] in "-‐‑" and self._any and not self._text[match.end() : match.end() + 1].isspace():
            # 13-second, 30-million: the scale may follow, a second number may not.
            self._last = "hyphen"
            return True
        return not self._any

    def _begin(self, match: re.Match[str]) -> None:
        if self._start < 0:
            self._start = match.start()

    def _digits(self, match: re.Match[str]) -> bool:
        if self._any:
            return False
        before = self._text[max(0, match.start() - 12) : match.start()]
        if _NO_NUMBER_AFTER.search(before) and not _CURRENCY_CODE.search(before) and not _SCALE_BEFORE.search(before):
            return not self._any  # COVID-19, A4
        after = self._text[match.end() : match.end() + 1]
        if after in ("G", "D", "K") and not self._text[match.end() + 1 : match.end() + 2].isalpha() and after != "K":
            return not self._any  # 5G, 3D
        self._start, self._end = match.start(), match.end()
        self._current = Decimal(re.sub(r"[,\s]", "", match["digits"]))
        self._any, self._last, self._in_digits = True, "digits", True
        return True

    def _word(self, match: re.Match[str], word: str) -> bool:
        if self._last == "digits" and word in ("st", "nd", "rd", "th") and match.start() == self._end:
            self._end, self._ordinal, self._last = match.end(), True, "ordinal"
            return True
        scale = _SCALES.get(word.removesuffix("th"))
        if scale is not None and word.endswith("th") and len(word) > 5:
            taken = self._scaled(match, scale)  # the 150 millionth
            self._ordinal = self._ordinal or taken
            return taken
        if scale is not None and (word not in _LETTERS or self._last == "digits"):
            return self._scaled(match, scale, letter=word in _LETTERS)
        if (
            word == "ten"
            and self._last == "digits"
            and re.match(r"\s+thousand\b", self._text[match.end() :][:12], re.I)
        ):
            return self._scaled(match, 10)  # 5 ten thousand, as translations from Chinese have it
        if word.endswith("fold") and word != "fold":
            word = word.removesuffix("fold")
        if word in _WORDS or word in _TENS or word in _ORDINALS or word in _MULTIPLES:
            return self._number_word(match, word)
        if word in ("a", "an") and not self._any:
            self._start, self._end, self._last = match.start(), match.end(), "article"
            self._current, self._any = Decimal(1), True
            return True
        if word == "half" and self._last in ("", "article"):
            if self._last != "article":
                self._begin(match)
            self._end, self._current, self._any, self._last = match.end(), Decimal("0.5"), True, "half"
            return True
        if word in ("a", "an") and self._last == "half":
            return True  # half a million
        if word == "half" and self._last == "and":
            self._end, self._current, self._last = match.end(), self._current + Decimal("0.5"), "half"
            return True
        if word in ("a", "an") and self._last == "and":
            return True  # one and a half
        if word == "and" and self._any and self._last in ("word", "tens", "scale", "digits", "article"):
            self._kept = (self._end, self._total, self._current, self._letter)
            self._last = "and"
            return self._goes_on_after_and(match)
        return not self._any

    def _goes_on_after_and(self, match: re.Match[str]) -> bool:
        """Whether the number runs over an "and": one and a half, two hundred and five."""
        following = re.match(r"\s+(an?\s+half|half|[a-z]+)\b", self._text[match.end() : match.end() + 24], re.I)
        word = following[1].lower() if following else ""
        if word == "half" or re.fullmatch(r"an?\s+half", word):
            return True
        return (word in _WORDS or word in _TENS) and self._scale >= 100 and self._total + self._current >= 100

    def _number_word(self, match: re.Match[str], word: str) -> bool:
        if word in _MULTIPLES:
            if self._any:
                return False
            self._start, self._end, self._current = match.start(), match.end(), Decimal(_MULTIPLES[word])
            self._any, self._last = True, "multiple"
            return True
        ordinal = word in _ORDINALS
        if ordinal and self._text[max(0, match.start() - 2) : match.start() - 1].isdigit():
            return not self._any  # 13-second
        value = _ORDINALS[word] if ordinal else _TENS[word] if word in _TENS else _WORDS[word]
        if self._any and (self._last not in ("tens", "and", "scale") or self._in_digits):
            return False
        if self._last == "tens" and value >= 10:
            return False
        self._begin(match)
        self._current += value
        self._end, self._any, self._ordinal = match.end(), True, ordinal
        self._last = "ordinal" if ordinal else "tens" if word in _TENS else "word"
        return True

    def _scaled(self, match: re.Match[str], scale: int, *, letter: bool = False) -> bool:
        if not self._any:
            return True  # "millions of phones" states no number
        if self._last in ("ordinal", "multiple") or self._ordinal:
            return False
        if letter:
            # 5 m, 5m: only where nothing follows that the letter would begin.
            if self._text[self._end : match.start()].strip() or _GLUED.match(self._text, match.end()):
                return False
            self._letter = True
        if scale < 1000:
            self._current = (self._current or Decimal(1)) * scale
        elif self._current:
            self._total += self._current * scale
            self._current = Decimal(0)
        else:
            self._total *= scale  # hundred million, 万亿
        self._end, self._scale, self._last = match.end(), max(self._scale, scale), "scale"
        return True

    def numbers(self) -> Iterator[Number]:
        if not self._any or self._last == "article":
            return
        if self._last == "and" and self._kept:
            self._end, self._total, self._current, self._letter = self._kept
        value = self._total + self._current
        yield Number(self._start, self._end, value, self._scale, self._letter, self._ordinal)
        if self._letter:  # 5 m may be metres
            yield Number(self._start, self._end, value / self._scale, 1, False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What words can mean: single values, ranges, and shares in percent, which may be rounded."""

    values: frozenset[Decimal]
    ranges: frozenset[tuple[Decimal, Decimal]]
    shares: frozenset[Decimal]


def readings(written: str, sentence: str = "", at: int = 0, scales: Sequence[int] = ()) -> Reading:
    """The amounts that `written`, which stands at `at` in `sentence`, can state.

    `scales` are those that a table's head gives to its cells. A number without a scale may share one
    that comes after it ("50 and 30 million").
    """
    written = written[:LONGEST]
    found = numbers(written)
    after = sentence[at + len(written) : at + len(written) + LONGEST] if sentence else ""
    later = _shared_scale(found, written, after)
    values: set[Decimal] = set()
    ranges: set[tuple[Decimal, Decimal]] = set()
    hyphened: set[Number] = set()
    for one, other in _neighbours(found):
        between = written[one.end : other.start]
        if not _JOINED.match(between):
            continue
        for scale in {1, *((other.scale,) if one.bare else ()), *(scales if one.bare and other.bare else later)}:
            low, high = one.value * scale, other.value * (scale if other.bare else 1)
            if low <= high:
                ranges.add((low, high))
        if _HYPHENED.match(between):
            hyphened |= {one, other}
    for one in found:
        if one in hyphened:
            continue
        values.add(one.value)
        if one.bare:
            values |= {one.value * scale for scale in (*scales, *later)}
    if re.match(r"an?\b", written, re.I):
        values.add(Decimal(1))
    values |= special(written)
    return Reading(frozenset(values), frozenset(ranges), frozenset(_shares(written, found, sentence)))


def _neighbours(found: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Numbers that follow one another. Of two readings of one place, each goes with its like."""
    for at, one in enumerate(found):
        following = next((other.start for other in found[at + 1 :] if other.start > one.start), None)
        for other in found[at + 1 :]:
            if other.start == following and (one.bare or one.letter == other.letter):
                yield one, other


def _shared_scale(found: Sequence[Number], written: str, after: str) -> tuple[int, ...]:
    """The scale of a later number of the same list, for a number that has none."""
    if not found or not found[-1].bare:
        return ()
    end = len(written) - found[-1].end
    gap = 0
    for one in numbers(after):
        if one.start - gap > _MOST_APART or (gap == 0 and one.start + end > _MOST_APART):
            return ()
        if not one.bare:
            return (one.scale,)
        gap = one.end
    return ()


def special(written: str) -> set[Decimal]:
    """Values of words that are no plain numbers: largest (1), a year and a half, two decades."""
    values: set[Decimal] = set()
    if _SUPERLATIVES.search(written):
        values.add(Decimal(1))
    place = re.fullmatch(r"(?:No|Nos|Number)\.?(\d{1,3})", written, re.I)
    if place:
        values.add(Decimal(place[1]))
    if re.search(r"\band a half\b", written, re.I):
        values |= {one.value + Decimal("0.5") for one in numbers(written) if one.value == one.value.to_integral_value()}
    for count, part, scale in _PART_OF_SCALE.findall(written):
        values.add(Decimal(_WORDS.get(count.lower(), 1)) * _SCALES.get(scale.lower(), 1) / _FRACTIONS[part.lower()])
    if re.search(r"\ban?\s+(?:full\s+|whole\s+|single\s+)?(?:percentage[\s-])?point\b", written, re.I):
        values.add(Decimal(1))
    if re.search(r"\bfortnight", written, re.I):
        values |= {one.value * 14 for one in numbers(written)} | {Decimal(14)}  # days
    coins = re.search(r"\b(?:cents?|fen|pence|(jiao))\b", written, re.I)
    if coins:
        values |= {one.value / (10 if coins[1] else 100) for one in numbers(written)}
    ten = re.search(r"\b(decade|century|centuries)", written, re.I)
    if ten:
        many = 10 if ten[1].lower() == "decade" else 100
        values |= {one.value * many for one in numbers(written)} | {Decimal(many)}
    return values


def _shares(written: str, found: Sequence[Number], sentence: str) -> Iterator[Decimal]:
    """Shares in percent: two thirds, half, one in three, and "for every three laptops … one"."""
    words = re.findall(r"[a-z]+|\d+", written.lower())
    for at, word in enumerate(words):
        part = _FRACTIONS.get(word)
        if part is None:
            continue
        before = words[at - 1] if at else ""
        counted = Decimal(_WORDS.get(before, 1)) if not before.isdigit() else Decimal(before)
        yield 100 * counted / part
    pairs = [(one, other) for one, other in _neighbours(found) if _OF.search(written[one.end : other.start])]
    if not pairs and _OF_EACH.search(sentence):
        pairs = [(one, other) for one in found for other in numbers(sentence[:4000])]
    for one, other in pairs:
        low, high = sorted((one.value, other.value))
        if 0 < low < high:
            yield 100 * low / high


def is_rounded(value: Decimal, exact: Decimal) -> bool:
    """Whether `value` is `exact` as rounded, or cut, to the digits that `value` has."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(value - exact) < max(Decimal(1).scaleb(min(exponent, 0)), Decimal("1e-9"))
