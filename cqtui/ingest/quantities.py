"""How much: the quantities of a sentence, exact, with unit, noun, range, bound and rate, and what is no quantity.

A quantity is read where a number stands; what a number belongs to (a change, a share, a level) is the business of
`linking`. Years, days, telephone numbers, product names, plans and sections are told apart here.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cqtui.ingest.bounds import LATER_BOUND, bound_before, pair_of
from cqtui.ingest.currencies import CODES, currency_before
from cqtui.ingest.directions import YEAR_ON_YEAR, led
from cqtui.ingest.guarded import either, guarded, holds
from cqtui.ingest.labels import YEAR, is_aside, is_label, is_unreal
from cqtui.ingest.lexicon import Hit, Token
from cqtui.ingest.numerals import DIGITS, ORDINAL, Numeral, numeral
from cqtui.ingest.parts import holds_parts, parts
from cqtui.ingest.ranks import NUMBER_ONE, rank
from cqtui.ingest.seeking import Seeking, nouns
from cqtui.ingest.sharing import shared
from cqtui.ingest.units import (
    PERCENT,
    Amount,
    Units,
    rate,
    with_unit,
)

_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"[ \u00a0]?(?:-|–|—|~|〜|to(?= ))[ \u00a0]?|[ \u00a0]or[ \u00a0]")
_BETWEEN = guarded(
    r"\bbetween (?:about |some )?(?:(?:US|NT|HK|S|A)?\$|RMB ?|CNY ?|USD ?|EUR ?|KRW ?|¥|€ ?|£ ?)?$", "between"
)
_AND = re.compile(r"(?: (?:yuan|percent|per cent|%|laptops|units|people))? and ")
_PHONE = re.compile(
    r"\+\d[\d ()-]{6,}\d|\b\d{2,4}(?:[-  ]\d{3,5}){2,}\b|\(\d{3,4}\) ?\d{6,8}|\b\d{3,4}-\d{7,8}\b|\b(?:ext|"
    r"extension)\.? ?\d+|\b\d{2,6}(?:\.\d+){2,}\b"
)
_JOINED = re.compile(r"\d[- ]\d|[+(]\d|\.\d+\.\d")
_EXTENSION = guarded(r"\bext(?:ension)?\.? ?\d", "ext")
"""What telephone numbers hold, and what is dialled behind them."""
_CODE = re.compile(
    r"\b(?:SH|SZ|HK|SSE|SZSE|Shenzhen|Shanghai|Hong Kong|NASDAQ|NYSE|TSE|stock code|code|ticker|ISIN|HKEX|TWSE|TPE|"
    r"KRX)\s?[:：]\s?[A-Z]{0,4}\d+|\(\d{6}(?:\.[A-Z]{2})?\)|\b\d{4,6}[. ](?:SH|SZ|HK|TW|TT|CH|JP|KS)\b|https?://\S+|"
    r"www\.\S+|"
    r"[\w.+-]+@[\w-]+\.\w[\w.]*|\b1 ?[A-Z]{3} ?= ?[\d.]+(?: ?[A-Z]{3})?|"
    r"\bage[ds] \d+(?:(?:, | and |, and | to |-)\d+)*",
    re.IGNORECASE,
)
_IN_WHAT = re.compile(r"\b(?:[Qq]uantit(?:y|ies)|[Vv]olumes?|[Vv]alues?|[Aa]mounts?|[Nn]umbers?)(?: (?:is|are))? in $")
"""Before the scale of a table's columns: "Quantity in 10,000 units; value in 100 million yuan"."""
_TABLE_SCALES = (1000, 10000, 100000, 10**6, 10**8)
"""Amounts that in brackets of their own are the scale of a table."""
_LETTERED = re.compile(r"\d\d\d\d(?:[. ][A-Za-z]{2}|\d\d)|[:：]\s?[A-Za-z]{0,4}\d")
_OF_CODES = ("://", "@", "=", "www.", "aged ", "ages ")
"""What codes, addresses and ages hold."""


def amounts(
    text: str, hits: list[Hit], words: list[Token], masked: list[tuple[int, int]], units: Units
) -> list[Amount]:
    """The quantities of a sentence in order. `masked` are spans that hold no figure: times, and what else is known."""
    del words
    if is_unreal(text):
        return []
    masks = [*masked]
    if any(map(str.isdigit, text)):
        if _JOINED.search(text) or _EXTENSION.search(text):
            masks += [match.span() for match in _PHONE.finditer(text)]
        if _LETTERED.search(text) or holds(text, _OF_CODES):
            masks += [match.span() for match in _CODE.finditer(text)]
    seeking = Seeking(text, hits, units, masks, nouns(hits))
    if holds_parts(text):
        parts(seeking)
    _ranks(seeking)
    names = frozenset(hit.end for hit in hits if hit.term.sort == "entity")
    at = 0
    begins = _START if _NUMBER_WORD.search(text) else _START_IN_DIGITS
    while step := begins.search(text, at):
        start, at = step.start(), step.end()
        if not seeking.free(start, start + 1):
            at = seeking.past(start, at)
            continue
        amount, reached = _amount(seeking, start, names)
        if amount is not None and seeking.free(amount.start, amount.number_end) and not is_aside(text, amount):
            seeking.add(amount)
        at = max(at, reached)
    seeking.found.sort(key=lambda one: (one.start, one.end))
    return shared(text, seeking.found)


def _ranks(seeking: Seeking) -> None:
    """Places in an order; other ordinals hold no figure."""
    text = seeking.text
    ordinals = ORDINAL.finditer(text) if holds(text, _ORDINALS) or _NTH.search(text) else ()
    for match in (*NUMBER_ONE.finditer(text), *ordinals):
        value = rank(text, match) if seeking.free(*match.span()) else None
        if value is None:
            seeking.masks.append(match.span())
            continue
        start, end = match.span()
        spelled = match.re is ORDINAL and bool(match["word"])
        seeking.add(Amount(start, end, start, end, Decimal(value), "rank", unit="rank", lead=start, spelled=spelled))


_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "teenth", "twentieth",
)  # fmt: skip
_NTH = re.compile(r"\d(?:st|nd|rd|th)", re.IGNORECASE)
"""What a sentence with an ordinal holds."""


_GLUED = "|".join(
    rf"(?<=\b{code})\d" for code in ("RMB", "USD", "CNY", "EUR", *CODES, "VNĐ", "NTD", "CAD", "RM", "Rs", "Rp")
)
"""A digit right behind the code of its currency: "RM45.6 billion"."""
_IN_DIGITS = rf"(?=\d)(?:(?<![\w.])(?<!\d,)(?:{DIGITS})|(?<=[$¥￥€£₩₹₫])\d|{_GLUED})"
_IN_WORDS = (
    r"\b(?=[aefhnost])(?:half[ -]an?[ -](?:million|billion|trillion|dozen|hundred|thousand)|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|an? (?=hundred|thousand|million|billion|trillion|dozen))"
)
_START_IN_DIGITS = re.compile(_IN_DIGITS, re.IGNORECASE)
_NUMBER_WORD = re.compile(_IN_WORDS, re.IGNORECASE)
_START = re.compile(f"{_IN_DIGITS}|{_IN_WORDS}", re.IGNORECASE)
"""Where a number begins; few sentences have one in words."""


_NUMBERS_IN_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "trillion", "dozen",
    "half", "thirds?", "quarters?", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "first",
    "second", "twice", "fortnight",
    *(f"{stem}(?:e|ed|es|ing)" for stem in ("doubl", "tripl", "trebl", "quadrupl", "quintupl", "halv")),
    "percentage point",
)  # fmt: skip
_SPELLED = re.compile(
    r"\b(?:" + either(_NUMBERS_IN_WORDS) + r")\b|(?<=\w)fold\b",
    re.IGNORECASE,
)


def may_hold_figure(text: str) -> bool:
    """Whether a sentence holds what a quantity must be written with."""
    return bool(_DIGIT.search(text) or _SPELLED.search(text))


def _amount(seeking: Seeking, start: int, names: frozenset[int]) -> tuple[Amount | None, int]:
    """The quantity whose number starts at `start`, and how far it was read. `names` are where known names end."""
    text, found = seeking.text, seeking.found
    currency, opening = currency_before(text, start)
    number = numeral(text, start, metre=currency is None)
    if number is None:
        return None, start + 1
    if number.spelled and start and text[start - 1] == "-":
        return None, number.end
    reached = number.end
    before = text[max(0, start - 24) : start]
    if is_label(text, start, number, before, currency, after_name=bool(found) and start - 1 in names):
        return None, reached
    upper: Numeral | None = None
    pair = ""
    ranged = _ranged(text, number, before)
    if ranged:
        upper = _upper(text, ranged, number, before)
    second = upper.end if upper else number.end
    low, high = number.value, upper.value if upper else None
    if upper and number.scale == 1 and upper.scale > 1 and number.bare < upper.bare * 10 and number.bare < 10000:
        low = number.bare * upper.scale
    if high is not None and high <= low:
        return None, second
    bound, lead = bound_before(text, opening)
    common = Amount(
        opening,
        second,
        start,
        second,
        low,
        "count",
        upper=high,
        bound=bound,
        lead=lead,
        spelled=number.spelled,
        scaled=number.scale > 1 or bool(upper and upper.scale > 1),
    )
    made = with_unit(text, common, currency, seeking.nouns, seeking.units)
    if made is None:
        return None, reached
    pair = pair_of(text, made.lead)
    for pattern, later in LATER_BOUND:
        tail = pattern.match(text, made.end if made.kind != "count" or made.unit else made.number_end)
        if tail and made.bound == "exact":
            made = made._replace(bound=later)
            break
    if (
        made.kind == "money"
        and found
        and made.unit != found[-1].unit
        and found[-1].kind == "money"
        and found[-1].end <= opening
        and re.fullmatch(
            r"\s*(?:worth\s*)?[(（,]?\s*(?:or|about|around|approximately|roughly|some|nearly|equivalent to|"
            r"equal to|i\.e\.|~|≈|,|"
            r"over|more than)?\s*",
            text[found[-1].end : opening],
        )
    ):
        made = made._replace(converted=True)
    if (
        made.value in _TABLE_SCALES
        and made.kind in ("count", "money")
        and (
            (re.search(r"\((?:[Uu]nits?:? ?|in )?$", text[:opening]) and re.match(r"[^()\d]{0,24}\)", text[made.end :]))
            or _IN_WHAT.search(text[:opening])
        )
    ):
        return None, made.end
    made, reached = rate(text, made, reached)
    return made._replace(pair=pair), max(reached, made.end if made.kind != "count" else made.number_end)


def _ranged(text: str, number: Numeral, before: str) -> re.Match[str] | None:
    """What leads from a number to the upper end of its range; of percentages both may have their sign."""
    percent = PERCENT.match(text, number.end)
    between = _BETWEEN.search(before)
    if percent is None and (joint := _money_range(text, number)) is not None:
        return joint
    if percent is None:
        return _RANGE.match(text, number.end) or (_AND.match(text, number.end) if between else None)
    joint = (_AND if between else _RANGE).match(text, percent.end())
    upper = numeral(text, joint.end()) if joint else None
    second = PERCENT.match(text, upper.end) if upper else None
    if joint is None or second is None or bool(second["points"]) != bool(percent["points"]):
        return None
    moved = not between and joint.group().strip() == "to" and led(text[max(0, number.start - 70) : number.start])
    return joint if not moved or YEAR_ON_YEAR.match(text, second.end()) else None


def _money_range(text: str, number: Numeral) -> re.Match[str] | None:
    """What leads from one amount of money to the upper end of its range, where both have their currency behind them
    ("850 million yuan to 870 million yuan") and the first is not what the second came from."""
    joint = _MONEY_TO.match(text, number.end)
    upper = numeral(text, joint.end()) if joint else None
    if joint is None or upper is None or _RAISES.search(text[max(0, number.start - 70) : number.start]):
        return None
    return joint if text.startswith(f" {joint['currency']}", upper.end) else None


_MONEY_TO = re.compile(r" (?P<currency>yuan|(?:U\.?S\.? |US )?dollars|won|yen|euros|rupees|baht|ringgit) to ")
_RAISES = re.compile(
    r"\bfrom\b[^.;,]{0,30}$|\b(?:rais|lift|cut|lower|reduc|revis|increas|rose|rise|grew|grow|fell|fall|climb|jump|"
    r"drop|declin|boost|bring|brought)\w*\b[^.;]{0,50}$"
)


def _upper(text: str, ranged: re.Match[str], number: Numeral, before: str) -> Numeral | None:
    """The upper end of a range, where what follows is one and not the new value of a change."""
    at = ranged.end()
    _currency, _opening = None, at
    sign = re.match(r"(?:US\$|HK\$|NT\$|S\$|\$|¥|€|£|RMB|USD|EUR|KRW|NT|CNY)[ \u00a0]?", text[at:])
    upper = numeral(text, at + (sign.end() if sign else 0))
    if upper is None:
        return None
    word = ranged.group().split()[-1] if ranged.group().split() else ""
    if word == "and":
        return upper if upper.value > number.value or upper.scale > number.scale else None
    if word == "or":
        return upper if number.spelled and upper.spelled and upper.value == number.value + 1 else None
    if (
        word == "to"
        and re.search(
            r"\bfrom(?: (?:about|over|nearly|around|just|some|only|the))*\s*(?:[A-Z]{0,2}\$|(?:[A-Z]{2,3}|Rs) "
            r"?|[€£¥₩₹] ?)?$",
            before,
        )
        and not re.search(r"\brang(?:ing|es?|ed) from\s*(?:US\$|\$|RMB ?|¥|€)?$", before)
    ):
        return None
    if upper.value <= number.value and not (number.scale == 1 and upper.scale > 1):
        return None
    if YEAR.match(text[number.start : number.end]) and YEAR.match(text[upper.start : upper.end]):
        return None
    return upper
