"""Numbers in digits and in words, read exactly: "4.1433 million", "half a million", "two and a half", "3.2 lakh"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from cqtui.ingest.guarded import either

DIGITS = r"\d{1,3}(?:[,\u2009\u202f]\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"

SCALES = {
    "hundred": 100, "thousand": 10**3, "k": 10**3, "ten thousand": 10**4, "lakh": 10**5, "lakhs": 10**5,
    "hundred thousand": 10**5, "million": 10**6, "millions": 10**6, "mn": 10**6, "mln": 10**6, "mil": 10**6,
    "m": 10**6, "ten million": 10**7, "crore": 10**7, "crores": 10**7, "hundred million": 10**8,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9, "b": 10**9, "hundred billion": 10**11,
    "trillion": 10**12, "tn": 10**12, "trn": 10**12, "tln": 10**12, "dozen": 12,
}  # fmt: skip
_LONG_SCALES = sorted((name for name in SCALES if len(name) > 1), key=len, reverse=True)
_WHOLE = r"(?!-(?!\d|[$€¥£]|yuan|dollar|euro|yen|won|rupee|unit|pound|square|people|tonne|ton|RMB|US))"
_SCALE = re.compile(
    rf"[ \u00a0-]?(?P<word>{'|'.join(_LONG_SCALES)})(?:\b|(?=(?:yuan|RMB|dollars?|won|yen|units?)\b)){_WHOLE}|"
    rf"[ \u00a0]?(?P<sign>[KkMmBb])\b(?![²³/])",
    re.IGNORECASE,
)

_SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: ten * 10
    for ten, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
WORDS = {**_SMALL, **_TENS}
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|trillion|dozen"
_IN_WORDS = re.compile(
    rf"\b(?:(?P<halfa>half[ -]an?[ -](?P<halfof>million|billion|trillion|dozen|hundred|thousand))|"
    rf"(?P<run>(?:(?:{_WORD})|an?(?=[ -](?:{_BIG})\b))(?:[ -](?:and[ -])?(?:{_WORD}|{_BIG}))*)"
    rf"(?P<half> and a half(?: (?P<halfscale>{_BIG}))?)?)\b",
    re.IGNORECASE,
)
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
}
ORDINAL = re.compile(rf"\b(?:(?P<word>{either(ORDINALS)})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th))\b", re.IGNORECASE)
_FIRST_LETTERS = re.compile(r"[\dotfsenhazOTFSENHAZ]")


class Numeral(NamedTuple):
    """A number read: `bare` without its scale, so that "50 and 30 million" can share it."""

    value: Decimal
    start: int
    end: int
    bare: Decimal
    scale: int
    spelled: bool


_NUMBER = re.compile(rf"(?:{DIGITS})")
_PARTING = re.compile(r"[,\u2009\u202f]")


def numeral(text: str, at: int, *, metre: bool = True) -> Numeral | None:
    """The number that starts at `at`, or None. With `metre`, "5m" is a length, else five million."""
    if at >= len(text) or not _FIRST_LETTERS.match(text[at]):
        return None
    match = _NUMBER.match(text, at)
    if match:
        bare = grouped(match.group())
        if bare is None:
            return None
        scale, end = _scale(text, match.end(), metre)
        return Numeral(bare * scale, at, end, bare, scale, False)
    return _in_words(text, at)


def grouped(digits: str) -> Decimal | None:
    """Digits with separators as an exact number; None where the groups make no number (1,23)."""
    whole, point, fraction = digits.partition(".")
    groups = _PARTING.split(whole)
    if len(groups) > 1 and (len(groups[-1]) != 3 or any(len(group) not in (2, 3) for group in groups[1:])):
        return None
    return Decimal("".join(groups) + point + fraction)


def ordinal(match: re.Match[str]) -> int:
    """The number of a match of `ORDINAL`."""
    return ORDINALS[match["word"].lower()] if match["word"] else int(match["digits"])


def _scale(text: str, at: int, metre: bool) -> tuple[int, int]:
    scale, end = 1, at
    for _ in range(2):  # "2 thousand million"
        match = _SCALE.match(text, end)
        if not match:
            break
        word = (match["word"] or match["sign"]).lower()
        if match["sign"] and (
            scale != 1
            or (
                word == "m"
                and match["sign"] == "m"
                and metre
                and (
                    (match.group()[0] in " \u00a0" and not _OF_GOODS.match(text, match.end()))
                    or re.match(r" (?:wide|long|high|tall|deep|by)\b", text[match.end() :])
                )
            )
            or match.group()[0] == "\u00a0"
        ):
            break
        if match["sign"] and word in "kb" and match.group()[0] == " ":
            break
        scale *= SCALES[word]
        end = match.end()
    return scale, end


_OF_GOODS = re.compile(
    r" (?:(?:[a-z-]+ ){0,2}?(?:pieces|units|sets|modules|panels|phones|handsets|smartphones|laptops|notebooks|tablets|"
    r"computers|PCs|monitors|printers|chips|wafers|devices|machines|cars|vehicles|people|workers|employees|jobs|tonnes|"
    r"tons|users|subscribers|parcels|TEUs?)|(?:were|was) (?:made|sold|shipped|delivered|produced|exported|assembled))\b"
)
"""Behind "5 m" that stands for five million."""


def _in_words(text: str, at: int) -> Numeral | None:
    match = _IN_WORDS.match(text, at)
    if not match:
        return None
    if match["halfa"]:
        scale = SCALES[match["halfof"].lower()]
        return Numeral(Decimal(scale) / 2, at, match.end(), Decimal("0.5"), scale, True)
    total = part = Decimal(0)
    last_scale = 1
    for word in re.split(r"[ -]", match["run"].lower()):
        if word in ("a", "an"):
            part = Decimal(1)
        elif word in WORDS:
            part += WORDS[word]
            last_scale = 1
        elif word == "hundred":
            part = (part or Decimal(1)) * 100
            last_scale = 100
        elif word in SCALES:
            total += (part or Decimal(1)) * SCALES[word]
            part = Decimal(0)
            last_scale = SCALES[word]
    value = total + part
    if match["half"]:
        half = Decimal("0.5")
        if match["halfscale"]:
            last_scale = SCALES[match["halfscale"].lower()]
            value = (value + half) * last_scale
        else:
            value += half * (last_scale if last_scale > 1 else 1)
    bare = value / last_scale
    return Numeral(value, at, match.end(), bare, last_scale, True)
