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
    r"following|as opposed to|rather than|where once it (?:was|took))(?: (?:every|each))?(?: (?:about|"
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


_LISTED = re.compile(
    r"(?:[\s,(]|and|or|[A-Z$€£¥]+\$?|\d[\d.,]*|million|billion|thousand|percent|per cent|yuan|units|a|share|%|\))*"
)
_BASES = re.compile(
    r"\b(?:against|compared with|compared to|versus|vs\.?|from|than)(?: (?:about|the|some|just|only))*"
    r"(?: ?[A-Z$€£¥]*\$?\d[\d.,]*(?: (?:million|billion|thousand|percent|per cent|yuan))*%?,?(?: and| "
    r"or)?)+ ?\(?[A-Z$€£¥]*$"
)
"""A list or a conversion that goes on ("from NT$4.36 billion, or NT$1.13, a year earlier")."""


def is_base(text: str, amount: Amount) -> bool:
    """Whether a level is what another one is compared with ("against 41% at present", "up from 4.5 billion")."""
    if amount.pair == "from":
        return True
    before = text[max(0, amount.lead - 64) : amount.lead]
    return bool(_BASE.search(before[-40:]) or _BASES.search(before))


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
        if time.role == "against" and not beside and not (base and time.start >= amount.end):
            continue
        if time.start < amount.end and time.end > amount.start:
            continue
        score = _score(text, amount, levels, time, clauses)
        if time.loose:
            score -= 14
        if any(low <= time.start < high for low, high in apart):
            score -= 70  # it is the time of an aside
        elif any(low <= amount.start < high <= time.start for low, high in own):
            score -= 75  # the figure is of an aside, which is over
        elif any(low <= amount.start < high and 0 <= low - time.end <= 2 for low, high in own):
            score = 108.0  # "the year before, when …"
        elif (
            not base
            and score < (95 if "," not in text[amount.end : time.start] else 100)
            and not _agree(tense, time, published, bool(turns))
        ):
            score -= 55
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
        if held is not None and is_base(text, held):
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
        if base and time.role == "at" and time.end <= amount.start:
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
            score -= 20
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


def _is_beside(text: str, amount: Amount, time: Time) -> bool:
    """Whether "a year earlier" stands right behind a level ("and 4.1 million a year earlier"): it is the level's."""
    if time.role != "against" or amount.kind == "percent" or not time.against or amount.verb:
        return False
    if not re.fullmatch(r" (?:\w+ )?(?:in )?", text[amount.end : time.start]):
        return False
    return not re.search(
        r"\b(?:by|up|down|rose|fell|grew|than|more|less) *$", text[max(0, amount.lead - 8) : amount.lead]
    )


def _qualifies(text: str, amount: Amount, levels: list[Amount], aside: int) -> bool:
    """Whether the aside that begins there tells of `amount`: it stands right behind, or behind its noun."""
    gap = text[amount.end : aside]
    if not RELATIVE.match(text, aside):
        return 0 <= aside - amount.end <= 2
    subject = re.match(r"(?:which|that|who) (?:have |has |had )?\w+(?:ed|n|t|ve|s|d) ", text[aside:])
    return (
        bool(subject)
        and 0 < len(gap) < 44
        and not any(amount.end <= other.start < aside for other in levels)
        and not verbs(gap)
        and not re.search(r"\b[A-Z]\w+,? $", gap)
    )


def _agree(tense: Tense, time: Time, published: date | None, wanted: bool) -> bool:
    """Whether a figure told of in `tense` may hold at `time`: what was is not to come, and what "
    "stands is not over."""
    period = time.period
    if published is None or time.loose or period.end is None:
        return True
    ahead = period.start is not None and period.start >= published
    if ahead or (period.basis == "by" and period.end > published):
        return wanted or tense not in ("past", "perfect")
    over = period.start is not None and (period.end < published or period.basis == "since")
    return not (over and tense == "present" and time.start > 14)


def _last_words(gap: str) -> str:
    """A gap without a noun or two between number and preposition ("12 million | computers | in")."""
    words = gap.split()
    return gap if len(words) <= 3 else " ".join(words[-2:])


def earlier(main: Period | None, time: Time | None, anchor: Anchor) -> Period:
    """The period of a figure that another is measured from, where it has no dates of its own."""
    if time is not None and main is not None and time.shift and main.end is not None:
        return shifted(main, time.shift)
    if time is not None and main is not None and main.start is not None:
        months = {"previous month": 1, "previous quarter": 3}.get(time.why, 0)
        if months == {"month": 1, "quarter": 3}.get(main.basis, -1):
            index = main.start.year * 12 + main.start.month - 1 - months
            first = index % 12 + 1
            return months_period(index // 12, first, first + months - 1, main.basis)
    del anchor
    return Period(basis="before", stated=True)
