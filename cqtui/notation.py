"""How figures are written: numbers, units, bounds, periods, changes and citations.

Every screen and every command spells a figure through this module, so that it looks the same
wherever it stands. Nothing here measures the terminal or colours anything.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from cqtui.model import Bound, Change, Fact, Period, Source, Status, Unit, canonical
from cqtui.vocabulary import Vocabulary

BOUND_SIGNS: dict[Bound, str] = {
    "exact": "",
    "over": ">",
    "at least": "≥",
    "nearly": "≲",  # below, but not by much
    "about": "~",
    "up to": "≤",
    "under": "<",
}
"""The sign before a short amount. In full amounts the word itself stands there."""

PLAIN_UNIT = "unit"
"""The unit that says only "how many": the item names what is counted."""

_SCALES = ((Decimal(10) ** 12, " tn"), (Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " M"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EXACT = Context(prec=120)
"""Wider than any number that the doors let in, so that scaling never rounds."""


# Numbers


def number(value: Decimal) -> str:
    """`value` in plain grouped digits, exactly: 18,900,000, 4,376, 36.3. Never an exponent."""
    digits = canonical(value)
    sign = "-" if digits.startswith("-") and value != 0 else ""
    whole, point, fraction = digits.lstrip("-").partition(".")
    return f"{sign}{int(whole):,}{point}{fraction}"


def rounded(value: Decimal, significant: int) -> Decimal:
    """`value` to `significant` digits, halves to even: 0.1087 to 2 is 0.11, 804.23 to 2 is 800."""
    return Context(prec=significant, rounding=ROUND_HALF_EVEN).plus(value)


def compact(value: Decimal, significant: int = 3) -> str:
    """`value` short: 18.9 M, 210 M, 11.2 bn, 1.93 tn, 600,000, 4,376, 36.3, 0.5.

    From a million up it is rounded to `significant` digits; below, whole numbers stand in full and
    only fractions are rounded. Zeros that say nothing are left off (4 M, not 4.00 M).
    """
    return "".join(_compact(value, significant))


def _compact(value: Decimal, significant: int) -> tuple[str, str]:
    """The digits and the scale word of a short number."""
    short = rounded(value, significant)
    for scale, word in _SCALES:
        if abs(short) >= scale:
            return number(_EXACT.divide(short, scale)), word
    if value == value.to_integral_value(context=_EXACT) or abs(short) >= 10**significant:
        return number(value.to_integral_value(ROUND_HALF_EVEN, context=_EXACT)), ""
    return number(short), ""


def ordinal(value: Decimal) -> str:
    """A rank: 1st, 2nd, 3rd, 11th, 112th. What is not a whole number stays as it is."""
    if value != value.to_integral_value(context=_EXACT):
        return number(value)
    last = int(abs(value)) % 100
    ending = "th" if 11 <= last <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")
    return number(value) + ending


# Amounts


def amount(fact: Fact, vocabulary: Vocabulary) -> str:
    """The short cell of the lists: >64 M, ¥11.2 bn, 85 %, 4,376, 2–3 d, 7th, 60 /h.

    A fact without a value shows its change instead: ▲ 430 %.
    """
    if fact.value is None:
        return change(fact.change) if fact.change else ""
    sign = BOUND_SIGNS[fact.bound]
    if is_rank(fact, vocabulary):
        ends = [ordinal(end) for end in (fact.value, fact.upper) if end is not None]
        return sign + "–".join(ends)
    digits, scale = _compact(fact.value, 3)
    if fact.upper is not None:
        digits_to, scale_to = _compact(fact.upper, 3)
        digits = f"{digits}–{digits_to}" if scale == scale_to else f"{digits}{scale}–{digits_to}"
        scale = scale_to
    per = f" /{_per_sign(fact.per, vocabulary)}" if fact.per else ""
    if fact.unit is None:
        return f"{sign}{digits}{scale}{per}"
    unit = vocabulary.unit(fact.unit)
    if unit.dimension == "money":
        minus = "-" if digits.startswith("-") else ""
        money = unit.symbol or code(fact.unit) + " "
        return f"{sign}{minus}{money}{digits.removeprefix('-')}{scale}{per}"
    mark = unit.symbol if fact.unit != PLAIN_UNIT else None
    if not mark and unit.dimension != "count" and fact.unit != PLAIN_UNIT:
        mark = unit.label if digits == "1" and not scale else units(unit)
    return f"{sign}{digits}{scale}{' ' + mark if mark else ''}{per}"


def full_amount(fact: Fact, vocabulary: Vocabulary) -> str:
    """The amount in full and in words, exactly.

    "18,900,000 mobile phones", "over 64,000,000 laptops", "CNY 15,200,000,000", "2 to 3 days",
    "4,376 people", "about 33.3 %", "7th". A fact without a value gives its change in words.
    """
    if fact.value is None:
        return change_in_words(fact.change) if fact.change else ""
    bounded = "" if fact.bound == "exact" else f"{fact.bound} "
    ends = [end for end in (fact.value, fact.upper) if end is not None]
    if is_rank(fact, vocabulary):
        return bounded + " to ".join(map(ordinal, ends))
    return bounded + with_unit(
        " to ".join(map(number, ends)),
        fact.unit,
        vocabulary,
        item=fact.item,
        per=fact.per,
        one=ends == [1],
        money=vocabulary.metric(fact.metric).dimension == "money",
    )


def with_unit(
    digits: str,
    unit: str | None,
    vocabulary: Vocabulary,
    *,
    item: str | None = None,
    per: str | None = None,
    one: bool = False,
    money: bool = False,
) -> str:
    """`digits` with unit `unit` in words: "CNY 804", "4,319 mobile phones", "20.7 %".

    `item` names what plain units count, `one` asks for the singular, and `money` says that a
    missing unit is a currency which the source does not name.
    """
    tail = f" per {vocabulary.unit(per).label}" if per else ""
    if unit is None:
        return f"{digits}{tail}{' (currency not stated)' if money else ''}"
    known = vocabulary.unit(unit)
    if known.dimension == "money":
        return f"{code(unit)} {digits}{tail}"
    if unit == PLAIN_UNIT and item:
        label = vocabulary.item(item).label
        return f"{digits} {label if one else plural(label)}{tail}"
    if known.dimension == "ratio" and known.symbol:
        return f"{digits} {known.symbol}{tail}"
    return f"{digits} {known.label if one else units(known)}{tail}"


def is_rank(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether the fact's value is a place in an order (7th) rather than an amount."""
    unit = vocabulary.unit(fact.unit).dimension if fact.unit else "unknown"
    return unit == "rank" or (unit == "unknown" and vocabulary.metric(fact.metric).dimension == "rank")


def code(unit: str) -> str:
    """A currency's code as it is written: "cny" is CNY."""
    return unit.upper() if len(unit) == 3 and unit.isascii() else unit


def plural(label: str) -> str:
    """`label` for many: "laptops", "facilities", "firms above size", "units of storage".

    Plain English only: what ends in s, or is not in Latin script, stays.
    """
    at = re.search(r" (?:of|above|below|in|for|with|from) ", label)
    head, rest = (label[: at.start()], label[at.start() :]) if at else (label, "")
    last = head[-1:]
    if not (last.isascii() and last.isalpha()) or last in "sS":
        return label
    if re.search(r"[^aeiou]y$", head):
        head = head[:-1] + "ies"
    else:
        head += "es" if re.search(r"(ch|sh|x)$", head) else "s"
    return head + rest


def units(unit: Unit) -> str:
    """A unit's name for many: "people", "days". One that no vocabulary explains (GWh) stays."""
    return unit.plural or (unit.label if unit.dimension == "unknown" else plural(unit.label))


def article(word: str) -> str:
    """The article before a word: "a phone", "an employee", "a unit"."""
    return "an" if re.match(r"(?!uni|use|one|eu)[aeiou]", word.lower()) else "a"


def _per_sign(id: str, vocabulary: Vocabulary) -> str:
    unit = vocabulary.unit(id)
    return unit.symbol or unit.label


def bound(bound: Bound) -> str:
    """A bound in words with its sign: "exact", "over (>)", "nearly (≲)"."""
    sign = BOUND_SIGNS[bound]
    return f"{bound} ({sign})" if sign else bound


def status(status: Status) -> str:
    """A status as it stands beside a figure: "actual", "target" …"""
    return status


# Changes


def change(change: Change) -> str:
    """A change, short: ▲ 58 %, ▼ 3 pp, ▲ 17.2 times, and ▼ alone where no amount is stated."""
    arrow = "▲" if change.direction == "up" else "▼"
    return f"{arrow} {_change_size(change)}".rstrip()


def change_in_words(change: Change) -> str:
    """A change in words, both readings of "times" with it.

    "up 58 % on the previous year", "up 17.2 times (×17.2 or ×18.2)", "down from 2–3 days", "down,
    amount not stated".
    """
    size = _change_size(change)
    if change.kind == "points" and change.value is not None:
        size = f"{number(change.value)} percentage point{'' if change.value == 1 else 's'}"
    if not size:
        return (
            f"{change.direction} from {change.against}" if change.against else f"{change.direction}, amount not stated"
        )
    said = f"{change.direction} {size}"
    if change.against:
        bare = not re.match(r"\d|the |a |an |its |[A-Z]", change.against)
        said += f" on {'the ' if bare else ''}{change.against}"
    factors = change.factors() if change.kind == "times" else ()
    return said + (f" ({' or '.join('×' + compact(one) for one in factors)})" if factors else "")


def _change_size(change: Change) -> str:
    if change.value is None:
        return ""
    unit = {"percent": "%", "points": "pp", "times": "times", "unstated": ""}[change.kind]
    return f"{number(change.value)} {unit}".rstrip()


# Periods


def day(day: date) -> str:
    """A day: 22 May 2020."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period(period: Period) -> str:
    """A period, short.

    2019 · H1 2012 · Q1 2017 · Jun 2014 · Jan–May 2020 · 2014–May 2020 · 21 May 2020 · end 2019 ·
    by end 2020 · since 2014 · before · to date, 21 May 2020 · ? where nothing is stated.
    """
    start, end, basis = period.start, period.end, period.basis
    if basis == "before":
        return f"before {_moment(end)}" if end else "before"
    if basis == "cumulative":
        if start and end:
            return f"{_span(start, end)} in all"
        return f"to date, {_moment(end)}" if end else f"since {_since(start)}" if start else "to date"
    if basis == "since" and start:
        return f"since {_since(start)}"
    if basis in ("as-of", "by"):
        at = end or start
        return (f"by {_moment(at)}" if basis == "by" else _moment(at)) if at else "?"
    if start and end:
        return _span(start, end)
    if start:
        return f"since {_since(start)}"
    return f"to {_moment(end)}" if end else "?"


def period_in_words(period: Period) -> str:
    """A period day by day, and whether the source states it: "1 Jan – 30 Jun 2012, stated"."""
    start, end, basis = period.start, period.end, period.basis
    if start is None and end is None:
        said = {"cumulative": "to date", "before": "before"}.get(basis)
        return f"{said}, no day stated" if said else "not stated"
    at = end or start
    if at and basis in ("as-of", "by", "before"):
        said = f"{'on' if basis == 'as-of' else basis} {day(at)}"
    elif start and end:
        first = f"{start.day} {_MONTHS[start.month - 1]}" if start.year == end.year else day(start)
        said = day(start) if start == end else f"{first} – {day(end)}"
        if basis == "since":
            said = f"since {day(start)}, up to {day(end)}"
    elif start:
        said = f"since {day(start)}"
    else:
        said = f"up to {day(at)}" if at else ""
    in_all = ", in all" if basis == "cumulative" else ""
    return f"{said}{in_all}, {'stated' if period.stated else 'inferred'}"


def _span(start: date, end: date) -> str:
    """Two inclusive days in the shortest words that are exact: 2019, H1 2012, Jan–May 2020."""
    if not (_starts_month(start) and _ends_month(end)):
        if start == end:
            return day(start)
        first = f"{start.day} {_MONTHS[start.month - 1]}" if start.year == end.year else day(start)
        return f"{first}–{day(end)}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.month == 1 and end.month == 12:
        return str(start.year) if months == 12 else f"{start.year}–{end.year}"
    if months == 1:
        return f"{_MONTHS[end.month - 1]} {end.year}"
    if months == 3 and end.month % 3 == 0:
        return f"Q{end.month // 3} {end.year}"
    if months == 6 and end.month % 6 == 0:
        return f"H{end.month // 6} {end.year}"
    if start.year == end.year:
        return f"{_MONTHS[start.month - 1]}–{_MONTHS[end.month - 1]} {end.year}"
    last = str(end.year) if end.month == 12 else f"{_MONTHS[end.month - 1]} {end.year}"
    return f"{_since(start)}–{last}"


def _moment(day_: date) -> str:
    return f"end {day_.year}" if (day_.month, day_.day) == (12, 31) else day(day_)


def _since(start: date) -> str:
    if not _starts_month(start):
        return day(start)
    return str(start.year) if start.month == 1 else f"{_MONTHS[start.month - 1]} {start.year}"


def _starts_month(start: date) -> bool:
    return start.day == 1


def _ends_month(end: date) -> bool:
    return end == date.max or (end + timedelta(days=1)).day == 1


# A fact, and where it comes from


def reading(fact: Fact, vocabulary: Vocabulary, source: Source | None = None) -> list[tuple[str, str]]:
    """What was understood, as (label, value) rows; rows that would be empty are left out.

    With `source` the last of them cites it, otherwise it is named by its id.
    """
    entity = vocabulary.entity(fact.entity)
    whole = next(iter(vocabulary.wholes(fact.entity)), None)
    where = vocabulary.entity(fact.place).name if fact.place else ""
    paragraph = f", ¶ {fact.evidence.paragraph}" if fact.evidence.paragraph is not None else ""
    rows = [
        ("who", f"{entity.name} (part of {whole.name})" if whole else entity.name),
        ("what", vocabulary.measure(fact)),
        ("where", where if fact.place != fact.entity else ""),
        ("value", full_amount(fact, vocabulary) if fact.value is not None else "not stated"),
        ("as written", fact.as_written),
        ("period", period_in_words(fact.period)),
        ("status", status(fact.status)),
        ("change", change_in_words(fact.change) if fact.change else ""),
        ("confidence", f"{fact.confidence * 100:.0f} %, {fact.extractor}"),
        ("review", fact.review),
        ("source", (citation(source) if source else fact.evidence.source) + paragraph),
        ("note", fact.note or ""),
    ]
    for other in fact.alternatives:
        other_value = number(other.value) if isinstance(other.value, Decimal) else other.value or "none"
        label = "corrected from" if other.is_replaced else "also read as"
        rows.append((label, f"{other.field.replace('.', ' ').replace('_', ' ')} {other_value}: {other.why}"))
    return [(label, text) for label, text in rows if text]


def replaced(fact: Fact) -> list[str]:
    """What was read before somebody corrected it: "metric was output volume", "item was none"."""
    return [f"{one.field.replace('_', ' ')} was {one.value or 'none'}" for one in fact.alternatives if one.is_replaced]


def citation(source: Source) -> str:
    """Where a source is from: "Brief of: Title, iChongqing, 22 May 2020".

    What is not known is left out; without a title the id stands for it.
    """
    published = day(source.published) if source.published else None
    parts = [part for part in (source.title or source.id, source.publisher, published) if part]
    return ("Brief of: " if source.brief else "") + ", ".join(parts)
