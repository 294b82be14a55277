"""Which quantities are movements: "up 58%", "an increase of", "12 per cent more than", "doubled", and of what.

A movement belongs to the level beside it ("18.9 million, up 58%"); where there is none it is a figure of its own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from cqtui.ingest.directions import (
    AFTER,
    BY_OR_OF,
    MORE_THAN,
    SHARE_OF_GROWTH,
    THAN_ANOTHER,
    THAN_MEANT,
    TIMES_THE,
    TO_LEVEL,
    YEAR_ON_YEAR,
    differing,
    is_yearly_rate,
    led,
)
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.parts import ANOTHER_LEVEL
from cqtui.ingest.periods import Time
from cqtui.ingest.units import Amount
from cqtui.model import Change, ChangeKind, Direction


@dataclass(slots=True)
class Figure:
    """A quantity with what it is: a level, or a movement on its own. `index` is its place among the amounts, and
    while they are classified that among the figures."""

    amount: Amount
    index: int
    change: Change | None = None
    moving: bool = False
    why: str = ""
    ahead: bool = False
    """Whether it says by how many points something grew faster or more slowly than another did."""


_SAME = re.compile(r"(?:,|and|or|respectively|as well as|\s)+(?:by\s+)?(?:(?:about|nearly|over|more than)\s*)?$")


_PASSING = re.compile(r"(?:past|above|beyond|below)\b")
_CUE_NEAR = 120
_REST = re.compile(
    r"^(?:[,(–—-]|and|which|or|while|with|was|is|were|that|a|an|representing|marking|\s|also|itself|now|by then|"
    r"then|have|has|had|all)*$"
)


def classified(text: str, amounts: list[Amount], hits: list[Hit], times: list[Time]) -> list[Figure]:
    """The amounts as figures: movements set beside their levels, or standing on their own."""
    if not amounts:
        return []
    blanked = _blanked(text, times)
    figures = [Figure(amount, index) for index, amount in enumerate(amounts)]
    directions: dict[int, tuple[Direction, str]] = {}
    for figure in figures:
        figure.ahead = _is_ahead(blanked, figure, figures)
        found = None if figure.ahead else _movement(blanked, figure, figures, directions)
        if found is None and figure.amount.kind == "percent" and YEAR_ON_YEAR.match(text, figure.amount.end):
            found = _led_on(figure, directions), "year on year"
        if found:
            directions[figure.index] = found
            figure.moving = True
    _take_up_lists(blanked, figures, directions)
    _take_differences(blanked, figures)
    directions = _closed_up(figures, directions)
    paired = _listed_changes(blanked, figures)
    hosts: list[Figure] = []
    for figure in figures:
        if not figure.moving:
            hosts.append(figure)
            continue
        direction, why = directions[figure.index]
        a_year = is_yearly_rate(blanked, figure.amount)
        change = Change(
            kind=_kind(figure.amount),
            value=plain(figure.amount),
            direction=direction,
            against="per year" if a_year else _against(text, figure.amount, times),
        )
        host = None if a_year else paired.get(figure.index) or _host(blanked, figure, figures, hits)
        if host is not None and (host.change is None or _says_exactly(text, figure, figures)):
            host.change = _in_points(text, change, figure.amount, host.amount)
            host.why = why
        elif host is None and _of_a_rate(figure, figures):
            continue
        else:
            figure.change = change
            figure.why = why
            if host is None:
                hosts.append(figure)
    places = {amount.start: place for place, amount in enumerate(amounts)}
    for host in hosts:
        host.index = places[host.amount.start]
    return hosts


def _closed_up(
    figures: list[Figure], directions: Mapping[int, tuple[Direction, str]]
) -> dict[int, tuple[Direction, str]]:
    """The directions by the new places of the figures, which close up where some were taken out."""
    found = {}
    for place, figure in enumerate(figures):
        if figure.index in directions:
            found[place] = directions[figure.index]
        figure.index = place
    return found


def _in_points(text: str, change: Change, amount: Amount, level: Amount) -> Change:
    """A change with "7.86pct", as brokers write points, of a percentage that is a level."""
    glued = text[amount.number_end : amount.end].lower() == "pct"
    return replace(change, kind="points") if glued and level.kind == "percent" else change


def _says_exactly(text: str, figure: Figure, figures: list[Figure]) -> bool:
    """Whether a percentage in parentheses tells exactly what a verb told roughly: "doubled (+101%)"."""
    before = figures[figure.index - 1].amount if figure.index else None
    return bool(before and before.verb and re.fullmatch(r" \([+-]?", text[before.end : figure.amount.lead]))


_AHEAD = re.compile(
    r" (?:higher|faster|above|better|more|lower|slower|below|behind|ahead)(?: than| of)? "
    r"(?:(?:that|those) (?:of|in)|(?:the |its |China['’]s )*(?:national|provincial|country|nation|city|global|"
    r"average|industry|"
    r"overall|municipal|figure for|growth of|pace of|economy|whole))\b"
)
_OUTPACED = re.compile(r"\b(?:outpac|outstripp|exceed|ahead of|beat)[a-z]*\b[^.;\d]{3,60} by $")
_OF_GROWING = re.compile(r"\b(?:growth|pace|rate of increase)\b[^.;\d]{0,40}$")


def _is_ahead(text: str, figure: Figure, figures: list[Figure]) -> bool:
    """Whether points compare two growths: "rose 7.9%, 2.1 percentage points above that of the country"."""
    amount = figure.amount
    if amount.kind != "points":
        return False
    before = text[max(0, amount.lead - 90) : amount.lead]
    grew = any(one.moving and one.amount.kind == "percent" for one in figures[max(0, figure.index - 2) : figure.index])
    compares = _AHEAD.match(text, amount.end) or _OUTPACED.search(before)
    return bool(compares and (grew or _OF_GROWING.search(before)))


def _of_a_rate(figure: Figure, figures: list[Figure]) -> bool:
    """Whether points compare one rate of growth with another ("up 14.2%, 1.6 points more than the year before")."""
    before = figures[figure.index - 1] if figure.index else None
    while before is not None and before.amount.kind == "points" and before.moving and before.index:
        before = figures[before.index - 1]
    return figure.amount.kind == "points" and before is not None and before.moving and before.amount.kind == "percent"


def plain(amount: Amount) -> Decimal:
    return Decimal(50) if amount.verb == "down" else amount.value


def _kind(amount: Amount) -> ChangeKind:
    if amount.verb == "down":
        return "percent"  # halved
    return "points" if amount.kind == "points" else "times" if amount.kind == "times" else "percent"


def _blanked(text: str, times: list[Time]) -> str:
    """`text` with its times blotted out, so that a pattern can step over them."""
    for time in times:
        text = text[: time.start] + "ŧ" * (time.end - time.start) + text[time.end :]
    return text


def _movement(
    text: str, figure: Figure, figures: list[Figure], directions: dict[int, tuple[Direction, str]]
) -> tuple[Direction, str] | None:
    """The direction of a quantity that is a movement, with the word that says so; None for a level."""
    amount = figure.amount
    if amount.kind not in ("percent", "points", "times"):
        return None
    if amount.kind == "points" and SHARE_OF_GROWTH.search(text[: amount.lead]):
        return None
    if amount.verb:
        return ("down" if amount.verb == "down" else "up"), "a verb that is a multiple"
    before = text[max(0, amount.lead - 70) : amount.lead]
    after = text[amount.end : amount.end + 40]
    sign = text[amount.start - 1 : amount.start]
    if sign in ("+", "-", "−", "–") and (amount.start < 2 or text[amount.start - 2] in " (（,:|\t") and sign:
        return ("up" if sign == "+" else "down"), "a sign"
    if amount.kind == "times":
        found = led(before)
        if found:
            return ("down" if found["down"] else "up"), f"after {_word(found)!r}"
        previous = figures[figure.index - 1] if figure.index else None
        if previous and previous.index in directions and _SAME.fullmatch(text[previous.amount.end : amount.lead]):
            return directions[previous.index][0], "listed with the movement before it"
        if (amount.of and TIMES_THE.match(amount.of)) or AFTER.match(after):
            return "up", "so many times another level"
        return (
            ("up", "a multiple")
            if amount.spelled and amount.unit == "times" and "fold" in text[amount.start : amount.end]
            else None
        )
    if _PASSING.match(text, amount.lead, amount.start):
        return None
    found = led(before)
    if found and not (amount.fraction and amount.of == "every"):
        if re.match(
            r"\s*(?:of (?:the|its|all|global|world|total|china)|share\b)", after, re.IGNORECASE
        ) and not re.search(r"\bby\s*$", before):
            return None
        return ("down" if found["down"] else "up"), f"after {_word(found)!r}"
    later = (AFTER.match(after) or _OF_GROWTH.match(after)) if not amount.noun else None
    if later:
        return ("down" if later["down"] else "up"), f"before {(later['up'] or later['down'])!r}"
    if YEAR_ON_YEAR.match(text[amount.end :][:30]) or (after.lstrip(" )").startswith("ŧ") and amount.kind == "points"):
        return "up", "year on year"
    gapped = _verb_left_out(text, figure, figures, directions)
    if gapped is not None:
        return gapped, "the verb of the movement before it"
    previous = figures[figure.index - 1] if figure.index else None
    if previous and previous.index in directions and previous.amount.kind == amount.kind:
        between = text[previous.amount.end : amount.lead]
        if (
            _SAME.fullmatch(between)
            or (
                re.search(r"\bby(?: (?:just|only|about|some|another|a further|as much as))?\s*$", between)
                and ("and" in between or "," in between)
            )
            or (
                re.fullmatch(r"[^.;]{0,60}\band (?:by )?", between)
                and not re.search(r"\b(?:accounted?|share|of which|reach|stood|was|to)\b", between)
            )
        ):
            return directions[previous.index][0], "listed with the movement before it"
        if re.search(
            r"(?:[,;]|and)\s*(?:against|compared with|after|versus|following)"
            r"(?: (?:an?|the|its|their) [a-z ]{0,24}(?:forecast|estimate|projection|expectation|plan|guess) of)?\s*$",
            between,
        ) and not any(not one.moving for one in figures[: figure.index]):
            return directions[previous.index][0], "compared with the movement before it"
    return ("up", "percentage points") if amount.kind == "points" else None


_OF_GROWTH = re.compile(
    r" of (?:\w+ )?(?:(?P<up>growth|increase|expansion|gains?)|(?P<down>decline|decrease|contraction|"
    r"losses))\b(?! (?:in|of|for))",
    re.IGNORECASE,
)
_AND_SHIPPED = re.compile(
    r"(?: (?:on the year|year[- ]on[- ]year|from a year earlier|ŧ+))? (?:and|to) (?:ship|shipped|shipping|"
    r"sold|sell|delivered|deliver)"
    r" (?:about |some |just |only |nearly |over |around )?"
)
"""Between how far a maker fell and what it still sold: "lost 16.8% and shipped 23.7 million"."""
_TO_NEXT = re.compile(
    r"(?: (?:year[- ]on[- ]year|from a year earlier|ŧ+))*,? to (?:about |some |over |nearly |only |just )?"
)


def _verb_left_out(
    text: str, figure: Figure, figures: list[Figure], directions: dict[int, tuple[Direction, str]]
) -> Direction | None:
    """Which way "and its imports 23.5% to 232 billion" went, whose verb stands with the movement before it."""
    behind = figures[figure.index + 1 : figure.index + 2]
    if not behind or figure.amount.kind != "percent" or behind[0].amount.kind == "percent":
        return None
    if not _TO_NEXT.fullmatch(text, figure.amount.end, behind[0].amount.lead):
        return None
    earlier = next((one for one in reversed(figures[: figure.index]) if one.index in directions), None)
    if earlier is None or "." in re.sub(r"\d\.\d|\b[A-Z]\.", "", text[earlier.amount.end : figure.amount.lead]):
        return None
    return directions[earlier.index][0]


def _led_on(figure: Figure, directions: dict[int, tuple[Direction, str]]) -> Direction:
    """Which way a percentage went that only "year on year" behind it makes a movement: as the one before it."""
    return directions.get(figure.index - 1, directions.get(figure.index - 2, ("up", "")))[0]


def _word(found: re.Match[str]) -> str:
    return (found["up"] or found["down"] or "").lower()


def _host(text: str, figure: Figure, figures: list[Figure], hits: list[Hit]) -> Figure | None:
    """The level that a movement belongs to: before it in its clause, or after "to" behind it."""
    amount = figure.amount
    beside = _level_beside(text, amount, figures[: figure.index]) or _level_multiplied(text, figure, figures)
    if beside is not None:
        return beside
    following = figures[figure.index + 1] if figure.index + 1 < len(figures) else None
    if (
        following
        and not following.moving
        and following.amount.kind != "rank"
        and not _OUT_OF_BRACKETS.match(text, amount.end, following.amount.lead)
        and not any(
            hit.term.sort == "metric"
            and hit.term.id != "growth"
            and amount.end <= hit.start < following.amount.lead
            and _NEXT_CLAUSE.search(text, amount.end, hit.start)
            for hit in hits
        )
    ):
        between = re.sub(r" (?:from|on|over)(?: the| a)? ŧ+", "", text[amount.end : following.amount.lead])
        if re.fullmatch(
            r"[^.;,]{0,50}\b(?:to|at|reaching|hitting|to reach|to stand at|to a total of|and (?:[a-z]+ ){0,2}"
            r"(?:reach(?:ed)?|hit|totall?ed|topp?(?:ed)?|pass(?:ed)?|exceed(?:ed)?|amounted to|came to|stood at))\s+"
            r"(?:a |an |the |some )?(?:record |total of |total )?(?:of )?",
            between + "",
        ) and not re.search(r"\bfrom\b", between):
            return following
        if (
            re.fullmatch(
                r"[^.;]{0,60},? (?:to|reaching|to reach|totalling|totaling|hitting|at) (?:a |about |the )?", between
            )
            and " from " not in between
            and not re.search(r"\band (?!reach|hit|stood|came)|\bor\b|\bwith\b|,[^,]*\b(?!reach|hit)\w+ing\b", between)
        ):
            return following
        if amount.verb and re.fullmatch(r"[^.;]{0,50}\b(?:to|reaching) (?:a |about )?", between):
            return following
        if following.amount.kind in ("money", "count") and (
            _THAN_THEN.fullmatch(between) or (amount.kind == "percent" and _AND_SHIPPED.fullmatch(between))
        ):
            return following
    for candidate in reversed(figures[: figure.index]):
        other = candidate.amount
        if candidate.moving or (other.kind in ("rank", "duration") and other.end < amount.lead - 3) or other.converted:
            continue
        between = _ABBREVIATED.sub("", text[other.end : amount.lead])
        if (
            len(between) > _CUE_NEAR
            or ";" in between
            or ". " in between
            or re.search(r",? (?:while|whereas)\b|, but\b", between)
        ):
            return None
        if amount.kind == "points" and other.kind != "percent":
            return None
        if _IS_TO_MOVE.search(between) and not _IS_TO_MOVE.search(text, max(0, other.lead - 60), other.lead):
            return None  # "now 80 percent, will be raised by 3 points": a plan of its own
        if other.kind == "percent" and amount.kind == "percent" and _AND_ROSE.search(between):
            return _last_level(figures[: candidate.index])  # "came to 118 billion, 63% of the total, and rose by 12%"
        if _COMPARED_GROWS.fullmatch(between):
            return candidate  # as translated: "the output is 27 million, compared with August increases 11%"
        if _AT_SO_MUCH.search(text, 0, other.lead) and _THEN_GREW.fullmatch(between):
            return candidate  # "phones, at 10.7 billion yuan, lost 38.1%"
        which = max(between.rfind("which"), between.rfind("that"))
        metrics = [
            hit
            for hit in hits
            if hit.term.sort in ("metric", "verb")
            and hit.term.id not in ("~growth", "growth")
            and other.end + max(which, 0) <= hit.start < amount.lead
        ]
        if metrics and (which < 0 or any(hit.term.sort == "metric" for hit in metrics)):
            return None
        names = [hit for hit in hits if hit.term.sort == "entity" and other.end <= hit.start < amount.lead]
        if (
            names
            and re.search(r",|\band\b", between)
            and not re.search(r",\s*(?:up|down|an? |or|\d|which|where)", between)
        ):
            return None
        if _LOOKS_AHEAD.search(between) or (
            re.search(r"\b(?:and|with)\b[^,]{12,}$", between) and not _MOVES.search(between)
        ):
            return None
        if other.pair == "from" or (_AGAINST.search(text, 0, other.lead) and _has_level(figures, candidate)):
            continue
        return candidate
    return None


_SO_MANY_TIMES = re.compile(
    r", (?:or |still |(?:which|that) (?:is|was|would be) )?(?:(?:more than|over|nearly|almost|about|roughly|"
    r"some|around) )?$"
)
_GREW = (
    r"(?:[a-z]+ly )?(?:grows?|grew|grown|gain(?:s|ed)|increas(?:es?|ed)|r(?:ises?|ose)|climb(?:s|ed)|enhanced?|"
    r"lost|drop(?:s|ped)|fell|falls|shr[aiu]nk|decreas(?:es?|ed)|declin(?:es?|ed)|reduc(?:es?|ed)|(?:were |was )?"
    r"(?:up|down))(?: faster)?(?: by)?(?: about)? ?"
)
_COMPARED_GROWS = re.compile(
    rf"[^.;,\d]{{0,24}}, (?:as )?compared (?:with|to) (?:the )?(?:[a-zŧ' -]{{2,40}}?)? ?{_GREW}", re.IGNORECASE
)
_AT_SO_MUCH = re.compile(r", at (?:about |some |nearly |over |around )?$")
_THEN_GREW = re.compile(rf",? {_GREW}[(]?")
_OF_ANOTHER = re.compile(rf" {ANOTHER_LEVEL}\b")


def _level_multiplied(text: str, figure: Figure, figures: list[Figure]) -> Figure | None:
    """The level that is so many times another: "made 26 million, more than double the figure a year earlier"."""
    amount = figure.amount
    if not (amount.verb and _SO_MANY_TIMES.search(text, 0, amount.lead) and _OF_ANOTHER.match(text, amount.end)):
        return None
    level = _last_level(figures[: figure.index])
    return level if level is not None and "." not in text[level.amount.end : amount.lead] else None


def _last_level(before: list[Figure]) -> Figure | None:
    """The last of the figures that is an amount, if no change of it was told yet."""
    levels = [one for one in before if not one.moving and one.amount.kind in ("count", "money", "measure")]
    return levels[-1] if levels and levels[-1].change is None else None


_IS_TO_MOVE = re.compile(
    r"(?<!which )(?<!that )\b(?:shall|will|would|should|is to|are to|(?:is|are) (?:set|due|expected|likely|"
    r"planned|scheduled) to)\b"
)
_AND_ROSE = re.compile(
    r"^(?: of (?:the|its|their) [^,;.]{2,40})?,? and (?:[a-z]+ly )?(?:rose|grew|climbed|increased|fell|"
    r"dropped|declined|decreased)"
    r"(?: by)?(?: (?:about|nearly|some|over))? $"
)
_NEXT_CLAUSE = re.compile(r"[,;]|\b(?:and|but|while|as)\b")
_OUT_OF_BRACKETS = re.compile(r"[^()]{0,24}\)")
_THAN_THEN = re.compile(
    r" (?:more|less|fewer|higher|lower)(?: than)? (?:[a-z]+ ){0,3}ŧ+(?: [a-z]+){0,2}, (?:or |at |with )?"
)
"""Between a movement and its level: "1.4% less than three months earlier, $3.26 billion"."""
_NOUNS = (
    "increase|rise|fall|drop|gain|decline|decrease|jump|reduction|growth|improvement|slump|surge|dip|climb|advance|leap|"
    "hike|expansion|slide|plunge|contraction|uptick"
)
_LOOKS_AHEAD = re.compile(
    r"\b(?:and (?:it )?|it |they |of which (?:\w+ )?)(?:expects?|forecasts?|predicts?|projects?|plans?|aims?|"
    r"sees|hopes|wants)\b"
)
_MOVES = re.compile(rf"(?:which|up|down|more|less|{_NOUNS})\b")
_AGAINST = re.compile(r"\b(?:against|compared (?:with|to)|versus|vs\.?)(?: (?:about|only|just|some))* $")


def _has_level(figures: list[Figure], other: Figure) -> bool:
    """Whether a level of the same kind stands before another, which may so be only what it is compared with."""
    return any(not one.moving and one.amount.kind == other.amount.kind for one in figures[: other.index])


def _level_beside(text: str, amount: Amount, before: list[Figure], *, held: bool = False) -> Figure | None:
    """The level that a movement is an apposition to: "5 million, a tenth fewer than", "30% of sales, 2 points more"."""
    for candidate in reversed(before):
        other = candidate.amount
        if candidate.moving or other.converted or other.kind in ("rank", "duration"):
            continue
        if other.end > amount.lead:
            continue
        if amount.kind == "points" and other.kind != "percent":
            continue
        between = _ABBREVIATED.sub("", text[other.end : amount.lead])
        if len(between) > _APPOSED_NEAR or re.search(r"[;.]\s|\b(?:while|whereas|but)\b(?! *$)", between):
            return None
        apposed = _APPOSED.search(between)
        if apposed is None or (not _MOVES.search(apposed["cue"] or "") and not _tells_which_way(text, amount, apposed)):
            return None
        if (candidate.change is not None and not held) or re.search(_OWN_CLAUSE, between[: apposed.start()]):
            return None
        return candidate
    return None


def _tells_which_way(text: str, amount: Amount, apposed: re.Match[str]) -> bool:
    """Whether a movement in apposition says itself that it is one: "84 percent more", ", adding 52.1%"."""
    return bool(AFTER.match(text, amount.end)) or (apposed["cue"] or "").split(" ")[0].endswith("ing")


_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.)+(?= [a-zA-Z])")
"""Points that end no sentence: "(about 74.8 billion U.S. dollars)"."""
_APPOSED_NEAR = 200
_APPOSED = re.compile(
    r"(?:(?:[,(–—]|\s-)\s*|(?= with ))(?:or |that is,? |still |also |already )?(?P<cue>(?:up|down)(?: by)?|(?: ?with )?"
    rf"(?:an?|the) (?:[A-Za-zŧ-]+ ){{0,3}}?(?:{_NOUNS}) of|an? (?:share|rate|figure|level|margin|total|number|value|"
    r"volume|amount|proportion|ratio|count)(?: (?:that|which) (?:is|was))?|(?:adding|gaining|growing|rising|climbing|"
    r"increasing|jumping|soaring|surging|dropping|falling|declining|decreasing|shrinking|losing|slipping|sliding)"
    r"(?: by)?|an?)?(?: (?:about|nearly|some|over|almost|around|more than))?\s*$"
)
_OWN_CLAUSE = (
    r", and (?:its?|the|their|[A-Z])|\b(?:which|that)\b|\band\b[^,]*\b(?:was|were|is|are|rose|grew|fell|had|has)\b|"
    r"\band (?:its?|the|their|[A-Z][\w-]*)(?: [a-z-]+){0,3} (?!of\b)[a-z]+ed\b"
)


def _take_up_lists(text: str, figures: list[Figure], directions: dict[int, tuple[Direction, str]]) -> None:
    """Makes movements of a list whose last member only says that it is one: "24.5%, 33.6% and 32.3% more"."""
    for one, other in reversed([*itertools.pairwise(figures)]):
        alike = one.amount.kind == other.amount.kind == "percent"
        if alike and other.moving and not one.moving and _LIST.fullmatch(text, one.amount.end, other.amount.lead):
            one.moving = True
            directions[one.index] = directions[other.index][0], "listed with the movement behind it"


_LIST = re.compile(r", | and |, and ")


def _take_differences(text: str, figures: list[Figure]) -> None:
    """Takes out the amounts by which a level beside them differs: "41,000 people, 2,000 more than a year ago"."""
    for figure in [one for one in figures if one.amount.kind in ("percent", "points")]:
        if figure.index and not figure.ahead and THAN_ANOTHER.match(text, figure.amount.end):
            figures.remove(figure)
    for figure in [one for one in figures if not one.moving and one.amount.kind in ("count", "money", "measure")]:
        amount = figure.amount
        later = MORE_THAN.match(text, amount.end)
        before = text[max(0, amount.lead - 60) : amount.lead]
        earlier = None if later or not BY_OR_OF.search(before) else differing().search(before)
        if not later and not earlier:
            continue
        following = next((one for one in figures if one.index == figure.index + 1), None)
        if earlier and following and TO_LEVEL.fullmatch(text[amount.end : following.amount.lead]):
            host: Figure | None = following
        else:
            host = _level_beside(text, amount, [one for one in figures if one.index < figure.index], held=True)
        if later and host is None:
            host = _level_before(text, figure, figures)
        if host is None or host.amount.kind != amount.kind:
            continue
        if host.change is None and not (later and THAN_MEANT.match(text, later.end())):
            down = later["down"] if later else earlier and earlier["down"]
            host.change = Change(kind="unstated", direction="down" if down else "up")
            host.why = "differs by so many"
        figures.remove(figure)


def _level_before(text: str, figure: Figure, figures: list[Figure]) -> Figure | None:
    """The nearest level before a difference in its sentence."""
    return next(
        (
            one
            for one in reversed(figures)
            if one.index < figure.index
            and not one.moving
            and one.amount.kind == figure.amount.kind
            and not re.search(r"[;.]\s", text[one.amount.end : figure.amount.lead])
        ),
        None,
    )


def _listed_changes(text: str, figures: list[Figure]) -> dict[int, Figure]:
    """For "A and B, up 37% and 5%" and "rose 4 and 11% to 29 and 3 million": which level each movement belongs to."""
    pairs: dict[int, Figure] = {}
    respective = "respective" in text
    for run in _runs(text, [one for one in figures if one.moving]):
        behind = [one for one in figures[run[-1].index + 1 :] if _is_level(one)]
        ahead = [one for one in figures[: run[0].index] if _is_level(one)]
        to = behind and _TO_LIST.fullmatch(text[run[-1].amount.end : behind[0].amount.lead])
        if to and (respective or len(next(_runs(text, behind), [])) == len(run)):
            levels = behind[: len(run)]
        else:
            levels = ahead[-len(run) :] if respective else []
        if len(levels) == len(run):
            pairs.update({moving.index: level for moving, level in zip(run, levels, strict=True)})
    return pairs


_TO_LIST = re.compile(r"[^.;()\d]{0,60}?,? (?:respectively,? )?(?:to|reaching|hitting) (?:about |some |over |nearly )?")


def _is_level(figure: Figure) -> bool:
    return not figure.moving and figure.amount.kind != "rank" and not figure.amount.converted


def _runs(text: str, figures: list[Figure]) -> Iterator[list[Figure]]:
    """The figures that stand in one list, of two or more."""
    run: list[Figure] = []
    for figure in figures:
        if run and (figure.index != run[-1].index + 1 or not _same_list(text, run[-1], figure)):
            if len(run) > 1:
                yield run
            run = []
        run.append(figure)
    if len(run) > 1:
        yield run


def _same_list(text: str, one: Figure, other: Figure) -> bool:
    return bool(re.fullmatch(r"[^.;\d]{0,24}?(?:,|and|or)[^.;\d]{0,24}", text[one.amount.end : other.amount.lead]))


def _against(text: str, amount: Amount, times: list[Time]) -> str | None:
    """What a movement is measured from, as it is named."""
    best: tuple[int, str] | None = None
    for time in times:
        if time.role != "against" or not time.against:
            continue
        gap = time.start - amount.end if time.start >= amount.end else amount.start - time.end + 12
        between = text[amount.end : time.start] if time.start >= amount.end else text[time.end : amount.start]
        if 0 <= gap <= 70 and ";" not in between and (best is None or gap < best[0]):
            best = (gap, time.against)
    if best is None:
        return None
    return "previous year" if best[1].startswith("same period") else best[1]
