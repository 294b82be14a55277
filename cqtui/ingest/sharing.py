"""What the numbers of one list share and only one of them writes: scale, unit, noun and rate.

"50 and 30 million units", "4 to 6 percent", "90,000 and 45,000 substrates a month"; and across clauses the unit of
a time or a share: "It took 90 minutes; now 15 are enough".
"""

from __future__ import annotations

import re
from dataclasses import replace

from cqtui.ingest.numerals import numeral
from cqtui.ingest.units import Amount

_LISTED = re.compile(
    r"\s*(?:,|and|or|,\s*and|to|versus|against|but|plus|compared with|after)\s*(?:from\s+)?(?:respectively\s+)?"
)
_IN_ONE_LIST = re.compile(r"\s*(?:,|and|or|,\s*and|to|plus|&)\s*")
_SAME_UNIT = re.compile(
    r"^[^.:]{0,80}\b(?:to|in|takes|took|now|only|just|needs|is|was|within|against|from|at|had|has|"
    r"held|holds|today's)(?: (?:only|just|"
    r"about|under|a mere|some))*\s*$"
)
_CLOSES = re.compile(r"\s*(?:[.;,)]|$|(?:now|today|then|before|by|in|at|last|this|a year)\b)")
_NEXT_CLAUSE = re.compile(r"[^.:;]{0,40};\s*(?:(?:but|and|now|today|nothing|anything)\s+)*")
_SAID_OF_IT = re.compile(r"\s*(?:is|are|was|were|will|would|suffices?)\b")
_SMALL = 1000
"""Numbers below it may lack a scale that a later one of their list writes."""


def shared(text: str, found: list[Amount]) -> list[Amount]:
    """The amounts, each with what it shares with its neighbours."""
    _scaled_and_named(text, found)
    _of_one_rate(text, found)
    _in_one_currency(text, found)
    _across_clauses(text, found)
    return found


def _is_bare(one: Amount) -> bool:
    return one.kind == "count" and not one.noun and not one.unit


def _scaled_and_named(text: str, found: list[Amount]) -> None:
    """Backwards, since the last of a list is the one written out."""
    scale = 1
    for place in range(len(found) - 2, -1, -1):
        one, after = found[place], found[place + 1]
        written = numeral(text, after.number_start) if after.scaled else None
        scale = written.scale if written and written.scale > 1 else scale if after.scaled else 1
        if not _is_bare(one) or one.spelled or not _LISTED.fullmatch(text[one.end : after.lead]):
            continue
        if after.kind in ("percent", "points") and _is_apart(text, found, place):
            continue
        lacks_scale = after.scaled and not one.scaled and one.value < _SMALL
        value = one.value * scale if lacks_scale else one.value
        if after.kind in ("money", "measure", "duration", "percent", "points"):
            if after.kind in ("percent", "points") and one.scaled:
                continue
            found[place] = replace(one, kind=after.kind, unit=after.unit, value=value, scaled=one.scaled or lacks_scale)
        elif after.kind == "count" and lacks_scale:
            found[place] = replace(_named_as(one, after), value=value, scaled=True)
        elif after.kind == "count" and one.scaled == after.scaled and (after.noun or after.unit):
            found[place] = _named_as(one, after)


def _named_as(one: Amount, after: Amount) -> Amount:
    at = after.noun_at or (after.number_end, after.end)
    return replace(one, unit=after.unit, items=after.items, words=after.words, noun=after.noun, noun_at=at)


def _is_apart(text: str, found: list[Amount], place: int) -> bool:
    """Whether a bare number stands beside a percentage only by chance ("made 41,000, 12 percent more")."""
    one, after = found[place], found[place + 1]
    between = text[one.end : after.lead]
    return (
        after.fraction
        or one.value > _SMALL
        or (
            "," in between
            and "and" not in between
            and not any(later.kind == after.kind for later in found[place + 2 :])
        )
    )


def _of_one_rate(text: str, found: list[Amount]) -> None:
    """ "90,000, 45,000 and 120,000 substrates a month": each of the list is monthly."""
    for place in range(len(found) - 2, -1, -1):
        one, after = found[place], found[place + 1]
        if (
            after.per
            and not one.per
            and one.kind == after.kind
            and one.kind in ("count", "measure", "money")
            and _IN_ONE_LIST.fullmatch(text[one.end : after.lead])
        ):
            found[place] = replace(one, per=after.per)


def _in_one_currency(text: str, found: list[Amount]) -> None:
    """ "NT$3.2bn, 1.7bn and 0.8bn": the currency stands at the first."""
    for place in range(1, len(found)):
        one, before = found[place], found[place - 1]
        if (
            before.kind == "money"
            and _is_bare(one)
            and not one.spelled
            and one.scaled == before.scaled
            and re.fullmatch(r"\s*(?:,|and|,\s*and)\s*", text[before.end : one.lead])
        ):
            found[place] = replace(one, kind="money", unit=before.unit)


def _across_clauses(text: str, found: list[Amount]) -> None:
    for place in range(1, len(found)):
        one, before = found[place], found[place - 1]
        if before.kind not in ("duration", "percent") or not _is_bare(one) or one.scaled:
            continue
        between = text[before.end : one.lead]
        if (_SAME_UNIT.search(between) and _CLOSES.match(text, one.end)) or (
            _NEXT_CLAUSE.fullmatch(between) and _SAID_OF_IT.match(text, one.end)
        ):
            found[place] = replace(one, kind=before.kind, unit=before.unit)
