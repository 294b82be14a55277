"""Which time governs a figure: the scope of time expressions over clauses, and what carries over "
"between sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cqtui.ingest.clauses import Clauses
from cqtui.ingest.periods import Time
from cqtui.ingest.tense import Tense, asides, tense_at, verbs
from cqtui.ingest.timewords import Anchor, months_period, shifted
from cqtui.ingest.units import Amount
from cqtui.model import Period

_TIGHT = re.compile(
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
_BASE = re.compile(
    r"\b(?:against|compared (?:with|to)|versus|vs\.?|(?:up|down|rising|falling|increased?|improved|climbed|dropped|"
    r"fell|rose|grew|compared|cut|raised|reduced|shortened|lifted|slipped) from|from|than|after|"
    r"instead of|level with|beat|missed|topped|short of|ahead of|exceeded|above|below|surpassed|"
    r"following|as opposed to|rather than|where once it (?:was|took))(?: (?:every|each))?(?: (?:a|an|"
    r"the|its)? ?(?:peak|high|low|record|total|combined|mere|"
    r"estimated|originally planned|previous|earlier|average|consensus|market estimates?|analysts(?:'|"
    r"’) (?:forecasts?|estimates?)|"
    r"estimates?|forecasts?|guidance|expectations)(?: (?:of|for))?)?(?: (?:about|"
    r"just|only|over|nearly|some|around|the|a|more than))*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A period chosen for a figure, and why. `base` says that the figure is what another is measured from."""

    period: Period | None
    why: str
    stated: bool = True
    base: bool = False
    loose: bool = False
    time: Time | None = None


_BASE_OF = re.compile(
    r"\b(?:from|than|against|versus|compared with|compared to) (?:the )?(?:[\w-]+ ){0,4}(?:year|month|"
    r"quarter|half|period|January|"
    r"February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)['’]s $"
)
"""A base by its time ("up from July's 3.3 million")."""
_LISTED = re.compile(
    r"(?:[\s,().\d%A-Z$€£¥]|and|or|million|billion|thousand|trillion|percent|per cent|yuan|units|a share)*"
)
"""Only figures: what stands between the members of a list."""
_ONE = r"[A-Z$€£¥]{0,4}\d[\d.,]{0,14}(?: (?:million|billion|thousand|trillion|percent|per cent|yuan)){0,2}%?"
_BASES = re.compile(
    r"\b(?:against|compared with|compared to|versus|vs\.?|from|than)(?: (?:about|the|some|just|only))? "
    + rf"{_ONE}(?:,? (?:and |or )?{_ONE}){{0,6}},? (?:and |or )?\(?[A-Z$€£¥]{{0,4}}$"
)
"""A list or a conversion that goes on ("from NT$4.36 billion, or NT$1.13, a year earlier")."""


def is_base(text: str, amount: Amount) -> bool:
    """Whether a level is what another one is compared with ("against 41% at present", "up from 4.5 billion")."""
    if amount.pair == "from":
        return True
    before = text[max(0, amount.lead - 64) : amount.lead]
    return bool(_BASE.search(before[-40:]) or _BASES.search(before) or _BASE_OF.search(before))


def governing(
    text: str,
    amount: Amount,
    levels: list[Amount],
    times: list[Time],
    clauses: Clauses,
    turns: list[int],
    published: date | None = None,
) -> When | None:
    """The time in its sentence that governs `amount`, or None."""
    if not times:
        return None
    base = is_base(text, amount)
    apart = [
        (low, high)
        for low, high in asides(text)
        if not low <= amount.start < high
        and not (amount.end <= low <= amount.end + 2 and not RELATIVE.match(text, low))
    ]
    own = [span for span in asides(text) if span[0] <= amount.start < span[1]]
    tense = tense_at(text, amount.start, amount.end, *clauses.span(amount.start))
    best: tuple[float, Time] | None = None
    for time in times:
        if time.role == "mask":
            continue
        beside = _is_beside(text, amount, time)
        possessive = 0 <= amount.lead - time.end <= 3 and bool(_POSSESSIVE.fullmatch(text[time.end : amount.lead]))
        if time.role == "against" and not beside and not possessive and not (base and time.start >= amount.end):
            continue
        if time.start < amount.end and time.end > amount.start:
            continue
        score = 130.0 if possessive else _score(text, amount, levels, time, clauses)
        if time.loose:
            score -= 14
        score = (
            score if possessive else _suited(text, amount, time, score, base, tense, apart, own, published, bool(turns))
        )
        held = next(
            (
                other
                for other in levels
                if other.end <= time.start < other.end + 22 and not re.search(r"[,;:]", text[other.end : time.start])
            ),
            None,
        )
        if time.start >= amount.end and any(
            re.fullmatch(r" ?:? ?\(?", text[time.end : other.lead]) for other in levels if other.lead >= time.end
        ):
            score -= 85  # it opens another figure ("2018: 66.3 billion")
        if held is not None and not base and is_base(text, held):
            score -= 80
        if time.period.basis == "by" and _PAST.search(text[max(0, amount.lead - 48) : amount.lead]):
            score -= 70  # what has been done is not due
        if time.end <= amount.start and any(
            one.role == "at" and time.end <= one.start and one.end <= amount.start and not one.loose for one in times
        ):
            score -= 12
        if (
            time.start >= amount.end
            and any(amount.end <= turn < time.start for turn in turns)
            and any(amount.end <= other.start < time.start for other in levels)
        ):
            score -= 75  # what is wanted of another figure begins between them
        if (
            base
            and time.start >= amount.end
            and any(amount.end <= other.start < time.start for other in levels)
            and not _LISTED.fullmatch(text[amount.end : max(o.end for o in levels if o.start < time.start)])
        ):
            score -= 60
        if base and time.role == "at" and time.end <= amount.start and time.period.basis != "span":
            score -= 40  # what governs the new value does not govern the old
        if best is None or score > best[0]:
            best = (score, time)
    if best is None or best[0] < (30 if not base else 62):
        return None
    time = best[1]
    if time.role == "against":
        if time.period.end is not None and not time.shift:
            return When(time.period, f"{text[time.start : time.end]!r} beside it", base=True, time=time)
        return When(None, f"{text[time.start : time.end]!r} beside it", base=True, time=time)
    return When(time.period, f"{text[time.start : time.end]!r}: {time.why}", base=base, loose=time.loose, time=time)


def _score(text: str, amount: Amount, levels: list[Amount], time: Time, clauses: Clauses) -> float:
    if time.start >= amount.end:
        gap = text[amount.end : time.start]
        between = sum(1 for other in levels if amount.end <= other.start < time.start)
        if between == 0 and len(gap) < 34 and "," not in gap.strip() and _TIGHT.fullmatch(_last_words(gap)):
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


_POSSESSIVE = re.compile(r"(?:['’]s?)? ?|['’]s? (?:\$)?")
_SAID = re.compile(
    r"\b(?:said|says|told|announced|unveiled|published|released|disclosed|added|predicted|issued|signed off|put out)"
    r"(?: (?!that\b|its\b|the\b|at\b|up\b|to\b)[a-z]+){0,2}(?: in| on| last| this| late| early) *$"
)
_OPENS_CLAUSE = re.compile(
    r"(?:,\s(?:and|but|while|so)|;|\s(?:but|while))\s(?:by|in|on|during|from|at|for|before|after)? ?(?:the )?$"
)
_CLAUSE_BREAK = re.compile(r"[,;:—–]|\b(?:(?<!hundred )and|but|that|while|as)\b")
_CONJOINED = re.compile(r",\s(?:and|but|while|as|so|whereas)\s|\sand\s|,\s")


def _said_then(text: str, time: Time) -> bool:
    """Whether a time says when something was said ("told reporters in March"), not when it was so."""
    return bool(_SAID.search(text[max(0, time.start - 44) : time.start]))


def _other_verb(text: str, start: int, end: int, tense: Tense) -> bool:
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
    if 0 <= amount.lead - time.end <= 3 and _POSSESSIVE.fullmatch(text[time.end : amount.lead]):
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
    subject = re.match(r"(?:which|that|who) (?:have |has |had )?\w+(?:ed|n|t|ve|s|d) ", text[aside:])
    return (
        bool(subject)
        and 0 < len(gap) < 44
        and not any(amount.end <= other.start < aside for other in levels)
        and not verbs(gap)
        and not re.search(r"\b[A-Z]\w+,? $", gap)
    )


def _suited(
    text: str,
    amount: Amount,
    time: Time,
    score: float,
    base: bool,
    tense: Tense,
    apart: list[tuple[int, int]],
    own: list[tuple[int, int]],
    published: date | None,
    wanted: bool,
) -> float:
    """The score of a time for a figure, less what speaks against it: asides, other verbs, tenses that disagree."""
    if any(low <= time.start < high for low, high in apart):
        return score - 70  # it is the time of an aside
    if any(low <= amount.start < high <= time.start for low, high in own):
        return score - 80  # the figure is of an aside, which is over
    if any(
        low <= amount.start < high and 0 <= low - time.end <= 2 and text.startswith("whe", low) for low, high in own
    ):
        return 108.0  # "the year before, when …"
    gap = text[amount.end : time.start] if time.start >= amount.end else text[time.end : amount.start]
    behind = time.start >= amount.end
    if time.loose:
        parted = behind and "," in gap and time.period.basis == "as-of"
        return score - 80 if parted and tense == "past" and not base else score
    if time.role == "at" and _said_then(text, time):
        return score - 80
    if (
        behind
        and _OPENS_CLAUSE.search(text[amount.end : time.start])
        and any(one.start >= time.end for one in verbs(text))
    ):
        score -= 60
    if behind and _other_verb(text, amount.end, time.start, tense):
        score -= 75
    close = 95 if "," not in gap else 100
    if not behind and not base and _crossed(text, amount, time, tense, own):
        return score - 80  # it goes with the verb before it
    told = tense if tense != "perfect" or not behind or "," in gap else "none"
    if not base and score < close and not _agree(told, time, published, wanted):
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


def _last_words(gap: str) -> str:
    """A gap without a noun or two between number and preposition ("12 million | computers | in")."""
    words = gap.split()
    return gap if len(words) <= 3 else " ".join(words[-2:])


def earlier(main: Period | None, time: Time | None, anchor: Anchor) -> Period:
    """The period of a figure that another is measured from, where it has no dates of its own."""
    if time is not None and main is not None and time.shift and main.end is not None:
        return shifted(main, time.shift)
    if time is not None and main is not None and main.start is not None:
        counted = re.fullmatch(r"previous (\d+) months", time.why)
        months = int(counted[1]) if counted else {"previous month": 1, "previous quarter": 3}.get(time.why, 0)
        if counted and main.basis == "month":
            index = main.start.year * 12 + main.start.month - 1 - months
            return months_period(index // 12, index % 12 + 1, index % 12 + 1, "month")
        if months == {"month": 1, "quarter": 3}.get(main.basis, -1):
            index = main.start.year * 12 + main.start.month - 1 - months
            first = index % 12 + 1
            return months_period(index // 12, first, first + months - 1, main.basis)
    del anchor
    return Period(basis="before", stated=True)
