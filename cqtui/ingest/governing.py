"""Which time governs a figure: the scope of time expressions over clauses, and what carries over "
"between sentences."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from cqtui.ingest.clauses import Clauses
from cqtui.ingest.days import month_end
from cqtui.ingest.guarded import either, ended, guarded
from cqtui.ingest.periods import Time
from cqtui.ingest.tense import Tense, asides, tense_at, verbs
from cqtui.ingest.timewords import months_period, shifted
from cqtui.ingest.units import Amount
from cqtui.model import Period

TIGHT = re.compile(
    r"\s*(?:,)?\s*(?:(?:here|there|alone|\w+ wide|worldwide|globally|nationwide|abroad|units|laptops|"
    r"yuan)\s*)?(?:in|during|for|over|by|as of|at|since|from|throughout|within|of|on|as at|through|until|"
    r"before)?\s*(?:the\s+)?(?:\w+\s+)?(?:whole\s+|full\s+|year\s+(?:of\s+)?)*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:(?:has|have|had) (?!to\b)\w+|invested|shipped|produced|built|reached|was|were|totall?ed|stood at|"
    r"employed|exported|made)\b[^,;]{0,24}$"
)
RELATIVE = re.compile(r"(?:(?:of|in|at|by|for) )?(?:which|that|who|whose|where|when|whom)\b")
_MOVED = (
    "up", "down", "rising", "falling", "increased?", "improved", "climbed", "dropped", "fell", "rose", "grew",
    "compared", "cut", "raised", "reduced", "shortened", "lifted", "slipped",
)  # fmt: skip
_SET_AGAINST = (
    "against", "compare[ds]? with", "compare[ds]? to", "versus", r"vs\.?", *(f"{moved} from" for moved in _MOVED),
    "from", "than", "after", "instead of", "level with", "beat", "missed", "topped", "short of", "ahead of", "exceeded",
    "above", "below", "surpassed", "following", "as opposed to", "rather than", "beyond", "behind", "exceeding",
    "surpassing", "topping", r"outpac\w+", "where once it was", "where once it took",
)  # fmt: skip
_BASE = guarded(
    rf"\b(?:{either(_SET_AGAINST)})"
    r"(?: both)?(?: (?:every|each))?(?: (?:a|an|"
    r"the|its)? ?(?:peak|high|low|record|total|combined|mere|"
    r"estimated|originally planned|previous|earlier|average|consensus|market estimates?|analysts(?:'|"
    r"’) (?:forecasts?|estimates?)|"
    r"estimates?|forecasts?|guidance|expectations)(?: (?:of|for))?)?(?: (?:about|"
    r"just|only|over|nearly|some|around|the|a|more than))*\s*$",
    "from|than|against|after|compare|versus|vs|instead of|level with|beat|missed|topp|short of|ahead of|exceed|above|"
    "below|surpass|following|opposed to|beyond|behind|outpac|where once",
)


class When(NamedTuple):
    """A period chosen for a figure, and why. `base` says that the figure is what another is measured from."""

    period: Period | None
    why: str
    stated: bool = True
    base: bool = False
    loose: bool = False
    time: Time | None = None


_BASE_OF = ended(
    r"\b(?:from|than|against|versus|compared with|compared to) (?:the )?(?:[\w-]+ ){0,4}(?:year|month|"
    r"quarter|half|period|January|"
    r"February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)['’]s $",
    "'s|’s",
    re.NOFLAG,
)
"""A base by its time ("up from July's 3.3 million")."""
_LISTED = re.compile(
    r"(?:[\s,().\d%A-Z$€£¥]|and|or|million|billion|thousand|trillion|percent|per cent|yuan|units|a share)*"
)
"""Only figures: what stands between the members of a list."""
_ONE = r"[A-Z$€£¥]{0,4}\d[\d.,]{0,14}(?: (?:million|billion|thousand|trillion|percent|per cent|yuan)){0,2}%?"
_FROM = "from|than|against|compared|versus|vs"
_BASES = guarded(
    r"\b(?:against|compared with|compared to|versus|vs\.?|from|than)(?: (?:about|the|some|just|only))? "
    + rf"{_ONE}(?:,? (?:and |or )?{_ONE}){{0,6}},? (?:and |or )?\(?[A-Z$€£¥]{{0,4}}$",
    _FROM,
    re.NOFLAG,
)
_BASE_NOUN = ended(
    r"\b(?:from|against|than|after|versus|compared (?:with|to)) (?:an? |the |its |"
    r"their )?(?:[\w-]+ ){0,3}?(?:profits?|loss(?:es)?|"
    r"revenues?|sales|output|shipments|exports|imports|figure|total|level|share|margin|volume|value|record|low|"
    r"high|rate)"
    r"(?: of)?(?: (?:about|some|nearly|over|just))? $",
    "profit|profits|loss|losses|revenue|revenues|sales|output|shipments|exports|imports|figure|total|level|share|"
    "margin|volume|value|record|low|high|rate|of|about|some|nearly|over|just",
)
"""A base by what it is of: "a turnaround from an operating profit of 529 billion won"."""
_BASES_IN_TIME = ended(
    r"\b(?:against|compared with|compared to|versus|vs\.?|below|above|up from|down from)(?: both)?(?: (?:about|"
    r"the|some|just|only))? " + rf"{_ONE} (?:a (?:year|month|quarter) (?:ago|earlier|before)|(?:in|of|for|at|"
    rf"during) [^,.;:]{{3,24}}?) and (?:the )?$",
    "and|the",
    re.NOFLAG,
)
"""A base with its time, and another: "compared with 17.2% a year ago and 15.8% in 2023"."""
"""A list or a conversion that goes on ("from NT$4.36 billion, or NT$1.13, a year earlier")."""


def is_base(text: str, amount: Amount) -> bool:
    """Whether a level is what another one is compared with ("against 41% at present", "up from 4.5 billion")."""
    return amount.pair == "from" or _leads_to_base(text[max(0, amount.lead - 96) : amount.lead])


@lru_cache(maxsize=64)
def _leads_to_base(before: str) -> bool:
    near = before[-64:]
    return bool(
        _BASE.search(near[-40:])
        or _BASES.search(near)
        or _BASE_OF.search(near)
        or _BASE_NOUN.search(near)
        or _BASES_IN_TIME.search(before)
    )


class _Scene(NamedTuple):
    """A figure in its sentence, with what bears on which time governs it."""

    text: str
    amount: Amount
    levels: list[Amount]
    times: list[Time]
    clauses: Clauses
    turns: list[int]
    published: date | None
    base: bool
    tense: Tense
    apart: list[tuple[int, int]]
    """The asides that the figure does not stand in, and that do not tell of it."""
    own: list[tuple[int, int]]
    """The asides it stands in."""

    def behind(self, time: Time) -> bool:
        return time.start >= self.amount.end

    def parted(self, time: Time) -> bool:
        """Whether another figure stands between it and a time behind it."""
        return self.behind(time) and any(self.amount.end <= other.start < time.start for other in self.levels)


def governing(
    text: str,
    amount: Amount,
    levels: list[Amount],
    times: list[Time],
    clauses: Clauses,
    turns: list[int],
    published: date | None = None,
) -> When | None:
    """The time in its sentence that governs `amount`, or None. `turns` are where words of wanting begin."""
    if not times:
        return None
    spans = asides(text)
    scene = _Scene(
        text,
        amount,
        levels,
        times,
        clauses,
        turns,
        published,
        base=is_base(text, amount),
        tense=tense_at(text, amount.start, amount.end, *clauses.span(amount.start)),
        apart=[
            (low, high)
            for low, high in spans
            if not low <= amount.start < high and not _qualifies(text, amount, levels, low)
        ],
        own=[(low, high) for low, high in spans if low <= amount.start < high],
    )
    best: tuple[float, Time] | None = None
    for time in times:
        if not scene.base and is_of_its_base(text, amount, time):
            continue
        score = _fit(scene, time)
        if score is not None and (best is None or score > best[0]):
            best = (score, time)
    if best is None or best[0] < (62 if scene.base else 30):
        return None
    time = best[1]
    words = text[time.start : time.end]
    if time.role == "against":
        own = time.period if time.period.end is not None and not time.shift else None
        return When(own, f"{words!r} beside it", base=True, time=time)
    return When(time.period, f"{words!r}: {time.why}", base=scene.base, loose=time.loose, time=time)


def _fit(scene: _Scene, time: Time) -> float | None:
    """How well a time fits a figure; None where it cannot be its time."""
    text, amount, base = scene.text, scene.amount, scene.base
    if time.role == "mask" or (time.start < amount.end and time.end > amount.start):
        return None
    if 0 <= amount.lead - time.end <= 3 and POSSESSIVE.fullmatch(text[time.end : amount.lead]):
        score = 130.0  # "July's 3.3 million"
    elif time.role == "against" and not _is_beside(text, amount, time) and not (base and scene.behind(time)):
        return None
    else:
        score = _suited(scene, time, _score(text, amount, scene.levels, time, scene.clauses) - 14 * time.loose)
    return score - _claims(scene, time)


def _claims(scene: _Scene, time: Time) -> float:
    """What other figures, times and words of wanting take from a time's score."""
    text, amount, base = scene.text, scene.amount, scene.base
    less = 0.0
    held = next(
        (
            other
            for other in scene.levels
            if other.end <= time.start < other.end + 22 and not re.search(r"[,;:]", text[other.end : time.start])
        ),
        None,
    )
    if scene.behind(time) and any(
        re.fullmatch(r" ?:? ?\(?", text[time.end : other.lead]) for other in scene.levels if other.lead >= time.end
    ):
        less += 85  # it opens another figure ("2018: 66.3 billion")
    if held is not None and not base and is_base(text, held):
        less += 80
    if time.period.basis == "by" and _PAST.search(text[max(0, amount.lead - 48) : amount.lead]):
        less += 70  # what has been done is not due
    if time.end <= amount.start and any(
        one.role == "at" and time.end <= one.start and one.end <= amount.start and not one.loose for one in scene.times
    ):
        less += 12
    if scene.parted(time) and any(amount.end <= turn < time.start for turn in scene.turns):
        less += 75  # what is wanted of another figure begins between them
    if scene.parted(time) and any(
        one.role == "at" and not one.loose and one.end <= amount.start and one.start > 0 for one in scene.times
    ):
        less += 0 if base else 40  # it is the time of the figure between, and there is another before
    if base and scene.parted(time):
        last = max(other.end for other in scene.levels if other.start < time.start)
        less += 0 if _LISTED.fullmatch(text[amount.end : last]) else 60
    if base and time.role == "at" and time.end <= amount.start and time.period.basis != "span":
        less += 40  # what governs the new value does not govern the old
    return less


def _score(text: str, amount: Amount, levels: list[Amount], time: Time, clauses: Clauses) -> float:
    if time.start >= amount.end:
        gap = text[amount.end : time.start]
        between = sum(1 for other in levels if amount.end <= other.start < time.start)
        if between == 0 and len(gap) < 34 and "," not in gap.strip() and TIGHT.fullmatch(last_words(gap)):
            return 120.0 - len(gap) * 0.3
        strong, weak = clauses.strong(amount.end, time.start), clauses.weak(amount.end, time.start)
        score = 100.0 - between * 12 - strong * 26 - weak * 4
        own = any(
            time.end <= other.start and clauses.clause(other.start) == clauses.clause(time.start) for other in levels
        )
        if strong and own:
            score -= 45
        return score - len(gap) * 0.05
    gap = text[time.end : amount.start]
    between = sum(1 for other in levels if time.end <= other.start < amount.start)
    behind = any(
        other.end <= time.start < other.end + 14 and "," not in text[other.end : time.start] for other in levels
    )
    if between == 0 and len(gap) < 26 and not (behind and gap.lstrip()[:1] in (",", ";")):
        return 99.0
    strong, weak = clauses.strong(time.end, amount.start), clauses.weak(time.end, amount.start)
    leading = time.start < 14
    held = sum(
        1
        for other in levels
        if other.end <= time.start
        and time.start - other.end < 14
        and not re.search(r"[,;:]", text[other.end : time.start])
    )
    score = 96.0 - between * 7 - strong * (7 if leading else 16) - weak * 2
    if held:
        score -= 36  # it stands right behind another figure, and is that figure's
    return score


POSSESSIVE = re.compile(r"(?:['’]s?)? ?|['’]s? (?:\$)?")
_SAID = guarded(
    r"\b(?:said|says|told|announced|unveiled|published|released|disclosed|added|predicted|issued|signed off|put out)"
    r"(?: (?!that\b|its\b|the\b|at\b|up\b|to\b)[a-z]+){0,2}(?: in| on| last| this| late| early) *$",
    "said|says|told|announced|unveiled|published|released|disclosed|added|predicted|issued|signed off|put out",
    re.NOFLAG,
)
OPENS_CLAUSE = re.compile(
    r"(?:,\s(?:and|but|while|so)|;|\s(?:but|while))\s(?:by|in|on|during|from|at|for|before|after)? ?(?:the )?$"
)
_CLAUSE_BREAK = re.compile(r"[,;:—–]|\b(?:(?<!hundred )and|but|that|while|as)\b")
_CONJOINED = re.compile(r",\s(?:and|but|while|as|so|whereas)\s|\sand\s|,\s")


_FROM_BASE = re.compile(
    r",? (?:up |down )?from (?:an? |the |about |nearly |over )?[^,;]{1,26}? (?:(?:in|for|during|at|as of) )?(?:the )?"
)


def is_of_its_base(text: str, amount: Amount, time: Time) -> bool:
    """Whether a time is that of what a figure came from: "narrowed to 22.1% from 25.2% in the same period of 2018"."""
    if time.start <= amount.end or amount.pair != "to":
        return False
    return _FROM_BASE.fullmatch(text, amount.end, time.start) is not None


def said_then(text: str, time: Time) -> bool:
    """Whether a time says when something was said ("told reporters in March"), not when it was so."""
    return _says_when(text[max(0, time.start - 44) : time.start])


@lru_cache(maxsize=64)
def _says_when(before: str) -> bool:
    return _SAID.search(before) is not None


def other_verb(text: str, start: int, end: int, tense: Tense) -> bool:
    """Whether between a figure and a time behind it another clause begins, with a verb that the time goes with."""
    gap = text[start:end]
    if len(gap) < 12:
        return False
    for match in _CONJOINED.finditer(gap):
        comma = match.group()[0] == ","
        begins = start + match.end()
        conjunction = match.group().strip(", ")
        for verb in verbs(text):
            if verb.saying or not start + match.end() <= verb.start < end:
                continue
            if (comma and conjunction and (verb.tense != tense or verb.start > begins)) or (
                conjunction == "and" and verb.tense not in (tense, "past")
            ):
                return True
            if comma and not conjunction and not verb.bare and verb.tense != tense:
                return True
    return False


def _is_beside(text: str, amount: Amount, time: Time) -> bool:
    """Whether "a year earlier" stands right behind a level ("and 4.1 million a year earlier"): it is the level's."""
    if time.role != "against" or not time.against or amount.verb:
        return False
    if amount.kind == "percent" and not re.search(r"(?:\b(?:and|from|against|versus|with)|,) $", text[: amount.lead]):
        return False
    if 0 <= amount.lead - time.end <= 3 and POSSESSIVE.fullmatch(text[time.end : amount.lead]):
        return True  # "the previous quarter's 9.2 million"
    if not re.fullmatch(r" (?:(?!from\b|than\b|over\b|against\b|on\b)\w+ )?(?:in )?", text[amount.end : time.start]):
        return False
    return not re.search(
        r"\b(?:by|up|down|rose|fell|grew|than|more|less) *$", text[max(0, amount.lead - 8) : amount.lead]
    )


def _qualifies(text: str, amount: Amount, levels: list[Amount], aside: int) -> bool:
    """Whether the aside that begins there tells of `amount`: it stands right behind, or behind its noun."""
    gap = text[amount.end : aside]
    if not RELATIVE.match(text, aside):
        return 0 <= aside - amount.end <= 1
    opens = re.match(r"(?:which|that|who) ", text[aside:])
    subject = opens is not None and any(one.start == aside + opens.end() for one in verbs(text))
    return (
        subject
        and 0 < len(gap) < 44
        and not any(amount.end <= other.start < aside for other in levels)
        and not verbs(gap)
        and not re.search(r"\b[A-Z]\w+,? $", gap)
    )


def _suited(scene: _Scene, time: Time, score: float) -> float:
    """The score of a time for a figure, less what speaks against it: asides, other verbs, tenses that disagree."""
    text, amount, tense = scene.text, scene.amount, scene.tense
    if any(low <= time.start < high for low, high in scene.apart):
        return score - 70  # it is the time of an aside
    if any(high <= time.start for _, high in scene.own):
        return score - 80  # the figure is of an aside, which is over
    if any(0 <= low - time.end <= 2 and text.startswith("whe", low) for low, _ in scene.own):
        return 108.0  # "the year before, when …"
    behind = scene.behind(time)
    gap = text[amount.end : time.start] if behind else text[time.end : amount.start]
    if time.loose:
        parted = behind and "," in gap and time.period.basis == "as-of"
        return score - 80 if parted and tense == "past" and not scene.base else score
    if time.role == "at" and said_then(text, time):
        return score - 80
    if behind and OPENS_CLAUSE.search(gap) and any(one.start >= time.end for one in verbs(text)):
        score -= 60
    if behind and other_verb(text, amount.end, time.start, tense):
        score -= 75
    if scene.base:
        return score
    if not behind and _crossed(text, amount, time, tense, scene.own):
        return score - 80  # it goes with the verb before it
    told = tense if tense != "perfect" or not behind or "," in gap else "none"
    close = 95 if "," not in gap else 100
    if score < close and not _agree(told, time, scene.published, bool(scene.turns)):
        score -= 80
    return score


def _crossed(text: str, amount: Amount, time: Time, tense: Tense, own: list[tuple[int, int]]) -> bool:
    """Whether a time before a figure goes with a verb of its own ("opened in September and has 1,900 workers")."""
    low = max((at for at, until in own if at <= time.start < until), default=0)
    told = [one for one in verbs(text) if not one.saying]
    before = [one for one in told if low <= one.start and one.end <= time.start]
    between = any(time.end <= one.start < amount.start for one in told)
    if not before or not between or before[-1].tense == tense:
        return False
    return not _CLAUSE_BREAK.search(text[before[-1].end : time.start])


def _agree(tense: Tense, time: Time, published: date | None, wanted: bool) -> bool:
    """Whether a figure told of in `tense` may hold at `time`: what was is not to come, and what "
    "stands is not over."""
    period = time.period
    if published is None or period.end is None:
        return True
    ahead = period.start is not None and period.start >= published
    if ahead or (period.basis == "by" and period.end > published):
        return wanted or tense not in ("past", "perfect")
    over = period.start is not None and (period.end < published or period.basis == "since")
    gone = over and period.basis != "since"
    return not (time.start > 14 and ((over and tense == "present") or (gone and tense == "perfect")))


def last_words(gap: str) -> str:
    """A gap without a noun or two between number and preposition ("12 million | computers | in")."""
    words = gap.split()
    return gap if len(words) <= 3 else " ".join(words[-2:])


def earlier(main: Period | None, time: Time | None) -> Period:
    """The period of a figure that another is measured from, where it has no dates of its own."""
    if time is not None and main is not None and time.shift and main.end is not None:
        return shifted(main, time.shift)
    counted = re.fullmatch(r"previous (\d+) months", time.why) if time is not None else None
    day = main.end if main is not None and main.basis == "as-of" else None
    if counted and day is not None and day == month_end(day.year, day.month):
        index = day.year * 12 + day.month - 1 - int(counted[1])
        return Period(end=month_end(index // 12, index % 12 + 1), basis="as-of", stated=True)
    if time is not None and main is not None and main.start is not None:
        months = int(counted[1]) if counted else {"previous month": 1, "previous quarter": 3}.get(time.why, 0)
        if counted and main.basis == "month":
            index = main.start.year * 12 + main.start.month - 1 - months
            return months_period(index // 12, index % 12 + 1, index % 12 + 1, "month")
        if months == {"month": 1, "quarter": 3}.get(main.basis, -1):
            index = main.start.year * 12 + main.start.month - 1 - months
            first = index % 12 + 1
            return months_period(index // 12, first, first + months - 1, main.basis)
    return Period(basis="before", stated=True)
