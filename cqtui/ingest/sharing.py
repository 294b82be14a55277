"""What the numbers of one list share and only one of them writes: scale, unit, noun and rate.

"50 and 30 million units", "4 to 6 percent", "90,000 and 45,000 substrates a month"; and across clauses the unit of
a time or a share: "It took 90 minutes; now 15 are enough".
"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from cqtui.ingest.numerals import numeral
from cqtui.ingest.units import Amount

_LISTED = re.compile(
    r"\s*(?:,|and|or|,\s*and|to|versus|against|but|plus|compared with|after)\s*(?:from\s+)?(?:respectively\s+)?"
)
_IN_ONE_LIST = re.compile(r"\s*(?:,|and|or|,\s*and|to|plus|&)\s*")
_SAME_UNIT = re.compile(
    r"^[^.:]{0,80}\b(?:to|in|takes|took|now|only|just|needs|is|was|within|against|from|at|with|had|has|be|"
    r"should|will|would|could|reach|hit|exceed|held|holds|today's)(?: (?:only|just|"
    r"about|under|a mere|some))*\s*$"
)
_CLOSES = re.compile(r"\s*(?:[.;,)]|$|(?:now|today|then|before|by|in|at|with|last|this|a year)\b)")
_NEXT_NAME = re.compile(
    r"[^.;]{0,60}?\s*(?:,|;|\band|,\s*and|,\s*but)\s+(?:at |for |in )?(?:[A-Z][\w.’'-]*(?: |$)){1,3}"
    r"(?:at |with |by |a )?"
)
_OR_SO = re.compile(r",? or (?:even |only |just )?")
_NEXT_KIND = re.compile(r"\s*(?:,|;)\s+(?:and |but )?(?:in|for|at|of|among) [a-z][\w -]{2,24},? ")
_NEXT_CLAUSE = re.compile(r"[^.:;]{0,40};\s*(?:(?:but|and|now|today|nothing|anything)\s+)*")
_SAID_OF_IT = re.compile(r"\s*(?:is|are|was|were|will|would|suffices?)\b")
_SMALL = 1000
"""Numbers below it may lack a scale that a later one of their list writes."""


def shared(text: str, found: list[Amount]) -> list[Amount]:
    """The amounts, each with what it shares with its neighbours."""
    _scaled_and_named(text, found)
    _of_one_rate(text, found)
    _in_one_currency(text, found)
    _in_parentheses(text, found)
    _in_money_again(text, found)
    _of_a_whole(text, found)
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
        if not _is_bare(one) or one.in_words or not _LISTED.fullmatch(text[one.end : after.lead]):
            continue
        if after.kind in ("percent", "points") and _is_apart(text, found, place):
            continue
        lacks_scale = after.scaled and not one.scaled and one.value < _SMALL
        value = one.value * scale if lacks_scale else one.value
        if after.kind in ("money", "measure", "duration", "percent", "points"):
            if after.kind in ("percent", "points") and one.scaled:
                continue
            found[place] = one._replace(kind=after.kind, unit=after.unit, value=value, scaled=one.scaled or lacks_scale)
        elif after.kind == "count" and lacks_scale:
            found[place] = _named_as(one, after)._replace(value=value, scaled=True)
        elif after.kind == "count" and one.scaled == after.scaled and (after.noun or after.unit):
            found[place] = _named_as(one, after)


def _named_as(one: Amount, after: Amount) -> Amount:
    at = after.noun_at or (after.number_end, after.end)
    return one._replace(unit=after.unit, items=after.items, words=after.words, noun=after.noun, noun_at=at)


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
            found[place] = one._replace(per=after.per)


def _in_one_currency(text: str, found: list[Amount]) -> None:
    """ "NT$3.2bn, 1.7bn and 0.8bn": the currency stands at the first."""
    for place in range(1, len(found)):
        one, before = found[place], found[place - 1]
        if (
            before.kind == "money"
            and _is_bare(one)
            and not one.in_words
            and one.scaled == before.scaled
            and re.fullmatch(r"\s*(?:,|and|,\s*and)\s*", text[before.end : one.lead])
        ):
            found[place] = one._replace(kind="money", unit=before.unit)


def _in_money_again(text: str, found: list[Amount]) -> None:
    """ "Exports came to 6.4 billion dollars and imports to 4.5 billion", "1,500 yuan, whereas there it is 1,800"."""
    for place in range(1, len(found)):
        one = found[place]
        before = next((other for other in reversed(found[:place]) if other.kind == "money"), None)
        if before is None or not _is_bare(one) or one.in_words or one.scaled != before.scaled or one.per:
            continue
        between = text[before.end : one.lead]
        if not _MONEY_AGAIN.fullmatch(between) or not _ALIKE < one.value / before.value < 1 / _ALIKE:
            continue
        if not one.scaled and not _CLOSES.match(text, one.end):
            continue
        per = before.per if _WHEREAS.search(between) else None
        found[place] = one._replace(kind="money", unit=before.unit, per=per)


_MONEY_AGAIN = re.compile(
    r"(?:[^.]|\.(?=\d)){0,90}\b(?:or|to|at|from|against|with|versus|than|gets?|got|earns?|pays?|paid|costs?|was|were|is|are|and|of|"
    r"totall?ed|reached|another|a further|instead of|came to|by)\s*(?:only |just )?"
)
_WHEREAS = re.compile(r"\b(?:whereas|while|against|compared|versus|from|than|instead)\b")
_ALIKE = Decimal("0.05")
"""How unlike an amount may be that shares a currency written elsewhere."""


def _in_parentheses(text: str, found: list[Amount]) -> None:
    """ "411,000 tonnes (2018: 382,000)", "4,100 people (4,350)": what stood for the same before."""
    for place in range(1, len(found)):
        one, before = found[place], found[place - 1]
        if (
            _is_bare(one)
            and not one.in_words
            and text.startswith(")", one.end)
            and _OPENS.fullmatch(text[before.end : one.lead])
            and (one.scaled == before.scaled or before.kind == "money")
            and before.kind != "rank"
        ):
            found[place] = _named_as(one, before)._replace(kind=before.kind, unit=before.unit)


_OPENS = re.compile(
    r"[^.;()]{0,36}?\s?\((?:(?:in |the )?(?:[A-Za-z]{1,10}\.? ?)?(?:\d{4}|\d[HQ]\d\d|[HQ]\d(?: \d{4})?)?:? ?)?"
    r"(?:against |from |vs\.? |versus |up from |down from |compared with |after )?"
)


def _of_a_whole(text: str, found: list[Amount]) -> None:
    """ "Four of the 14 production lines": what the whole is counted in."""
    for one, after in itertools.pairwise(list(found)):
        if _is_bare(one) and (after.noun or after.items) and _OF_THE.fullmatch(text[one.end : after.lead]):
            found[found.index(one)] = _named_as(one, after)


_OF_THE = re.compile(r" of (?:the|its|their|our|these|those|all)(?: (?:more than|some|about|nearly|over))? ?")


def _across_clauses(text: str, found: list[Amount]) -> None:
    for place in range(1, len(found)):
        one, before = found[place], found[place - 1]
        if before.kind not in ("duration", "percent") or not _is_bare(one) or one.scaled:
            continue
        between = text[before.end : one.lead]
        goes_on = (
            _OR_SO.fullmatch(between)
            or _NEXT_NAME.fullmatch(between)
            or _NEXT_KIND.fullmatch(between)
            or _SAME_UNIT.search(between)
        )
        said_of_it = _NEXT_CLAUSE.fullmatch(between) and _SAID_OF_IT.match(text, one.end)
        if said_of_it or (goes_on and _CLOSES.match(text, one.end)):
            found[place] = one._replace(kind=before.kind, unit=before.unit)
