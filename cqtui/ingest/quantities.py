"""How much: the quantities of a sentence, exact, with unit, noun, range, bound and rate, and what is no quantity.

A quantity is read where a number stands; what a number belongs to (a change, a share, a level) is the business of
`linking`. Years, days, telephone numbers, product names, plans and sections are told apart here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from cqtui.ingest.bounds import LATER_BOUND, bound_before, pair_of
from cqtui.ingest.labels import YEAR, is_label
from cqtui.ingest.lexicon import Hit, Token
from cqtui.ingest.numerals import DIGITS, ORDINAL, Numeral, numeral, ordinal
from cqtui.ingest.parts import (
    EVERY,
    FRACTION,
    MULTIPLE,
    NTH_OF_MANY,
    ONE_IN,
    PART_OF_SCALE,
    SCALE_OF,
    as_percent,
    fraction_amount,
    fraction_value,
    multiple_amount,
)
from cqtui.ingest.ranks import NUMBER_ONE, RANK_AFTER, RANK_BEFORE, is_rank
from cqtui.ingest.sharing import shared
from cqtui.ingest.units import (
    PERCENT,
    Amount,
    Units,
    currency_before,
    noun_phrase,
    rate,
    with_unit,
)

_RANGE = re.compile(r"[ \u00a0]?(?:-|–|—|~|〜|to(?= ))[ \u00a0]?|[ \u00a0]or[ \u00a0]")
_PHONE = re.compile(
    r"\+\d[\d ()-]{6,}\d|\b\d{2,4}(?:[-  ]\d{3,5}){2,}\b|\(\d{3,4}\) ?\d{6,8}|\b\d{3,4}-\d{7,8}\b|\b(?:ext|"
    r"extension)\.? ?\d+|\b\d{2,6}(?:\.\d+){2,}\b"
)
_CODE = re.compile(
    r"\b(?:SH|SZ|HK|SSE|SZSE|Shenzhen|Shanghai|Hong Kong|NASDAQ|NYSE|TSE|stock code|code|ticker|ISIN|HKEX|TWSE|TPE|"
    r"KRX)\s?[:：]\s?[A-Z]{0,4}\d+|\(\d{6}(?:\.[A-Z]{2})?\)|\b\d{4,6}[. ](?:SH|SZ|HK|TW|TT|CH|JP|KS)\b|https?://\S+|www\.\S+|"
    r"[\w.+-]+@[\w-]+\.\w[\w.]*",
    re.IGNORECASE,
)


def nouns(words: list[Token], hits: list[Hit]) -> dict[int, tuple[int, list[Hit]]]:
    """Where each known noun starts: its end and its hits, the longest first."""
    table: dict[int, tuple[int, list[Hit]]] = {}
    for hit in hits:
        if hit.term.sort in ("item", "counted"):
            end, there = table.get(hit.start, (0, []))
            table[hit.start] = (max(end, hit.end), sorted([*there, hit], key=lambda one: -one.end))
    del words
    return table


def amounts(
    text: str, hits: list[Hit], words: list[Token], masked: list[tuple[int, int]], units: Units
) -> list[Amount]:
    """The quantities of a sentence in order. `masked` are spans that hold no figure: times, and what else is known."""
    masks = [*masked]
    if any(sign.isdigit() for sign in text):
        masks += [match.span() for match in _PHONE.finditer(text)]
        masks += [match.span() for match in _CODE.finditer(text)]
    found: list[Amount] = []
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return not any(start < until and end > at for at, until in masks) and not any(
            start < until and end > at for at, until in taken
        )

    def add(amount: Amount, until: int | None = None) -> None:
        found.append(amount)
        taken.append((amount.start, max(amount.end, until or 0)))

    table = nouns(words, hits)
    for match in EVERY.finditer(text):
        for n, noun in (("n", "noun"), ("n2", "noun2")):
            if match[n] and match[noun]:
                number = numeral(text, match.start(n))
                if number and number.value > 1 and free(match.start(n), match.end(noun)):
                    items = tuple(
                        hit.term.id
                        for hit in hits
                        if hit.term.sort == "item" and match.start(noun) <= hit.start and hit.end <= match.end(noun)
                    )
                    share = as_percent(Decimal(1), number.value)
                    taken.append((match.end() - 8, match.end()))
                    found.append(
                        Amount(
                            match.start(n),
                            match.end(noun)
                            if match["n2"]
                            else re.compile(r".*\b(?:one|1)\b", re.IGNORECASE)
                            .match(text, match.end(noun), match.end())
                            .end(),  # type: ignore[union-attr]
                            match.start(n),
                            number.end,
                            share,
                            "percent",
                            unit="percent",
                            bound="about",
                            noun=match[noun],
                            items=items[:1],
                            fraction=True,
                            spelled=True,
                            lead=match.start(n),
                            of="every",
                        )
                    )
        taken.append(match.span())
    for match in ONE_IN.finditer(text):
        top, bottom = numeral(text, match.start("a")), numeral(text, match.start("b"))
        if top and not bottom and match["b"].lower().endswith("hundred"):
            bottom = replace(top, value=Decimal(100))
        if (
            top
            and bottom
            and 0 < top.value < bottom.value
            and free(*match.span())
            and not re.search(r"\b(?:[Pp]art|[Pp]age|[Ss]tep|[Pp]hase|[Ii]ssue) $", text[: match.start()])
        ):
            end, items, noun = noun_phrase(text, match.end(), table, allow_unknown=True)
            add(
                Amount(
                    match.start(),
                    end,
                    match.start(),
                    match.end(),
                    as_percent(top.value, bottom.value),
                    "percent",
                    unit="percent",
                    bound=bound_before(text, match.start())[0]
                    if bound_before(text, match.start())[0] != "exact"
                    else "exact",
                    noun=noun,
                    items=items,
                    fraction=True,
                    spelled=True,
                    lead=bound_before(text, match.start())[1],
                )
            )
    for match in PART_OF_SCALE.finditer(text):
        if free(*match.span()):
            share = fraction_value(text, match["num"], match.start("num"), match["den"])
            low = share * SCALE_OF[match["scale"].lower()] / 100
            bound, lead = bound_before(text, match.start())
            common = Amount(
                match.start(),
                match.end(),
                match.start(),
                match.end(),
                low.to_integral_value(),
                "count",
                bound=bound,
                lead=lead,
                spelled=True,
                scaled=True,
            )
            made = with_unit(text, common, None, table, units)
            if made is not None:
                add(rate(text, made)[0])
    for match in NTH_OF_MANY.finditer(text):
        whole = numeral(text, match.start())
        if whole and free(*match.span()):
            value = whole.value * SCALE_OF[match["scale"].lower()] if whole.scale == 1 else whole.value
            end, items, noun = _noun_phrase_single(text, match.end(), table)
            add(
                Amount(
                    match.start(),
                    end,
                    match.start(),
                    match.end(),
                    value,
                    "count",
                    lead=match.start(),
                    scaled=True,
                    items=items,
                    noun=noun,
                    of="th",
                )
            )
    for match in FRACTION.finditer(text):
        if not free(*match.span()):
            continue
        amount = fraction_amount(text, match)
        if amount:
            add(amount)
    for match in MULTIPLE.finditer(text):
        if free(*match.span()):
            add(multiple_amount(text, match))
    for match in NUMBER_ONE.finditer(text):
        if free(*match.span()) and (
            RANK_AFTER.match(text, match.end()) or RANK_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
        ):
            value = (
                Decimal(match["digits"])
                if match["digits"]
                else (numeral(text, match.start("word")) or Numeral(Decimal(1), 0, 0, Decimal(1), 1, True)).value
            )
            add(
                Amount(
                    match.start(),
                    match.end(),
                    match.start(),
                    match.end(),
                    value,
                    "rank",
                    unit="rank",
                    lead=match.start(),
                )
            )
        else:
            masks.append(match.span())
    for match in ORDINAL.finditer(text):
        if free(*match.span()) and is_rank(text, match):
            add(
                Amount(
                    match.start(),
                    match.end(),
                    match.start(),
                    match.end(),
                    Decimal(ordinal(match)),
                    "rank",
                    unit="rank",
                    lead=match.start(),
                    spelled=bool(match["word"]),
                )
            )
        else:
            masks.append(match.span())
    at = 0
    size = len(text)
    while at < size:
        step = _START.search(text, at)
        if not step:
            break
        start = step.start()
        at = step.end()
        if not free(start, start + 1):
            at = max([until for begin, until in (*masks, *taken) if begin <= start < until], default=at)
            continue
        amount, reached = _amount(text, start, table, units, found)
        if amount is not None and free(amount.start, amount.number_end):
            add(amount)
        at = max(at, reached)
    found.sort(key=lambda one: (one.start, one.end))
    return shared(text, found)


_START = re.compile(
    rf"(?<![\w.])(?<!\d,)(?:{DIGITS})|(?<=[$¥￥€£₩₹₫])\d|(?<=RMB)\d|(?<=USD)\d|(?<=CNY)\d|"
    r"\b(?:half[ -]an?[ -](?:million|billion|trillion|dozen|hundred|thousand)|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|an? (?=hundred|thousand|million|billion|trillion|dozen))",
    re.IGNORECASE,
)


MAYBE_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
    r"nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen|"
    r"half|thirds?|quarters?|fourth|fifth|sixth|seventh|eighth|ninth|tenth|first|second|twice|\w+fold|(?:doubl|"
    r"tripl|trebl|quadrupl|quintupl|halv)(?:ed|ing))\b",
    re.IGNORECASE,
)
"""What a sentence must hold for a quantity to be sought in it at all."""


def _amount(
    text: str, start: int, table: dict[int, tuple[int, list[Hit]]], units: Units, found: list[Amount]
) -> tuple[Amount | None, int]:
    """The quantity whose number starts at `start`, and how far it was read."""
    currency, opening = currency_before(text, start)
    number = numeral(text, start, metre=currency is None)
    if number is None:
        return None, start + 1
    if number.spelled and start and text[start - 1] == "-":
        return None, number.end
    reached = number.end
    before = text[max(0, start - 24) : start]
    if is_label(text, start, number, before, currency):
        return None, reached
    upper: Numeral | None = None
    pair = ""
    ranged = _RANGE.match(text, number.end) if not PERCENT.match(text, number.end) else None
    if ranged is None and re.search(r"\bbetween (?:about |some )?(?:US\$|\$|RMB ?|¥|€)?$", before):
        ranged = re.compile(r"(?: (?:yuan|percent|per cent|%|laptops|units|people))? and ").match(text, number.end)
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
    made = with_unit(text, common, currency, table, units)
    if made is None:
        return None, reached
    pair = pair_of(text, made, found)
    for pattern, later in LATER_BOUND:
        tail = pattern.match(text, made.end if made.kind != "count" or made.unit else made.number_end)
        if tail and made.bound == "exact":
            made = replace(made, bound=later)
            break
    if (
        made.kind == "money"
        and found
        and made.unit != found[-1].unit
        and found[-1].kind == "money"
        and found[-1].end <= opening
        and re.fullmatch(
            r"\s*[(（,]?\s*(?:or|about|around|approximately|roughly|some|nearly|equivalent to|equal to|i\.e\.|~|≈|,|"
            r"over|more than)?\s*",
            text[found[-1].end : opening],
        )
    ):
        made = replace(made, converted=True)
    if (
        start
        and text[opening - 1 : opening] == "("
        and re.match(r"\s*\)", text[made.end :])
        and made.kind == "count"
        and made.value in (1000, 10000, 100000, 10**6, 10**8)
    ):
        return None, made.end  # the scale of a table
    made, reached = rate(text, made, reached)
    return replace(made, pair=pair), max(reached, made.end if made.kind != "count" else made.number_end)


def _upper(text: str, ranged: re.Match[str], number: Numeral, before: str) -> Numeral | None:
    """The upper end of a range, where what follows is one and not the new value of a change."""
    at = ranged.end()
    _currency, _opening = None, at
    sign = re.match(r"(?:US\$|HK\$|\$|¥|€|RMB ?|USD ?)", text[at:])
    upper = numeral(text, at + (sign.end() if sign else 0))
    if upper is None:
        return None
    word = ranged.group().strip()
    if word == "and":
        return upper if upper.value > number.value or upper.scale > number.scale else None
    if word == "or":
        return upper if number.spelled and upper.spelled and upper.value == number.value + 1 else None
    if (
        word == "to"
        and re.search(r"\bfrom(?: (?:about|over|nearly|around|just|some|only|the))*\s*(?:US\$|\$|RMB ?)?$", before)
        and not re.search(r"\brang(?:ing|es?|ed) from\s*$", before)
    ):
        return None
    if upper.value <= number.value and not (number.scale == 1 and upper.scale > 1):
        return None
    if YEAR.match(text[number.start : number.end]) and YEAR.match(text[upper.start : upper.end]):
        return None
    return upper


def _noun_phrase_single(
    text: str, at: int, table: dict[int, tuple[int, list[Hit]]]
) -> tuple[int, tuple[str, ...], str]:
    """The noun after an ordinal: "150 millionth computer"."""
    end, items, noun = noun_phrase(text, at, table, allow_unknown=False)
    return (end, items, noun) if items else (at, (), "")
