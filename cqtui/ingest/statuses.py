"""Whether a figure is said to be so, guessed, expected, wanted or decided."""

from __future__ import annotations

import re
from datetime import date

from cqtui.ingest.clauses import Clauses
from cqtui.ingest.guarded import guarded
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.tense import asides, tense_at, verbs
from cqtui.ingest.units import Amount
from cqtui.model import INTENDED, Period, Status

_FUTURE = guarded(
    r"\b(?:will|shall|would|is to|are to|'ll|’ll|is due to|are due to|is going to|set to)\b",
    "will|shall|would|is to|are to|'ll|’ll|due to|going to|set to",
    re.NOFLAG,
)
_FORECASTING = re.compile(
    r"\b(?:reach|exceed|grow|rise|be|account|fall|hit|total|top|surpass|climb|stand|amount|have|need|"
    r"drop|come|approach|"
    r"generate|near|jump|decline|decrease|increase|shrink|slow|improve|weaken|contribute|represent|"
    r"double|triple|make up|cross|break|equal|more than|"
    r"remain|stay|see|shrink)\b"
)
_RELATIVE = re.compile(r",\s(?:which|who|where|whose)\b")
_VERBAL = re.compile(r"(?:ed|forecast|planned|expected)$|^(?:is|are|was|were|will)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:has|have|had|was|were|did|\w+ed|made|sold|built|rose|fell|grew|stood|so far|already)\b")
_SHOULD = re.compile(r"\bshould\b")
_SHOULD_COME = guarded(
    r"\bshould (?:also |even |again |then )?(?:be|see|reach|come|rise|grow|fall|top|exceed|remain|hit|total|"
    r"increase|decline|drop|stand|"
    r"account|improve|recover|slow|climb|amount|surpass|pass|post|range)\b",
    "should ",
    re.NOFLAG,
)
_TO_COME = re.compile(
    r"\W*(?:[A-Z][\w&'’()/-]*(?: [\w&'’()/-]+){0,9}? )(?P<to>to (?:grow|come|be|reach|increase|decline|rise|"
    r"fall|remain|range|exceed|total|stand|"
    r"account|improve|drop|decrease|hit|top|stay|climb|slow)\b)"
)
"""A line without a verb of its own, as outlooks list them: "Revenue to grow 3% to 5%"."""
_COULD_BE = re.compile(r" of [^,.;:]{0,60}?\b(?:could|might|may) (?:be|become|come|go|end)\b")
_GUESSED = re.compile(r"\b(?:forecast|expect|estimat|predict|project(?:ed|s|ion))\w*\b", re.IGNORECASE)


_EXPECTED_BEFORE = re.compile(
    r"\b(?:consensus|estimates?|forecasts?|guidance|expectations?|projections?|targets?|plans?|goals?|budget)\b"
    r"[^,;.]{0,30}$",
    re.IGNORECASE,
)
_EXPECTED_BEHIND = re.compile(
    r"[^,;.\d]{0,40}?\b(?:consensus|average of \d+ estimates|estimated?|estimates|forecast|expected|guided|projected|"
    r"targeted|planned|predicted|pencilled in|hoped|promised|pledged)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(r"target|plan|goal|budget|promis|pledg|hoped", re.IGNORECASE)


_REVISED = re.compile(
    r"\b(?:rais|lift|cut|trim|lower|revis|slash|reduc|increas|upgrad|downgrad|boost|put)\w*\b[^.;]{0,60}?"
    r"\b(targets?|estimates?|forecasts?|guidance|outlook|goals?|plans?|projections?|expectations?|budget)\b"
)
"""A target or a forecast that is set anew: what it was before is one, too."""
_WISHED_BEHIND = re.compile(
    r"(?: or so| or more)? (?:that )?(?:it|he|she|they|we|the [a-z]+|[A-Z]\w+) (?:now |still |had "
    r")?(expects?|expected|forecasts?|"
    r"predicts?|predicted|plans?|planned|targets?|targeted|wants|hopes for|hoped for|aims for|promised|guided)\b"
)
_OF_VERB: dict[str, Status] = {
    "expe": "forecast", "fore": "forecast", "pred": "forecast", "plan": "plan", "targ": "target", "want": "target",
    "hope": "target", "aims": "target", "prom": "plan", "guid": "forecast",
}  # fmt: skip
_GIVEN = frozenset(("approved", "agreed to", "pledged", "promised", "proposed", "committed"))
_COUNTED_DEED = re.compile(r"\b(?:projects?|applications?|companies|firms|plans|permits|patents|licen[cs]es)$")
_BE_DONE = re.compile(
    r" (?:completed|finished|started|expanded|built|raised|increased|invested|added|installed|hired|"
    r"opened|spent|created|converted|lifted)\b"
)
_SET = re.compile(r"\b(?:set|fixed|budgeted|pencilled|booked|ordered|orders|scheduled)\b")
_AFTER = re.compile(r"\b(?:after|following|(?<!more )(?<!less )than|against|compared|versus)\b")
_WITH_INVESTMENT = re.compile(
    r"\b(?:with|involving|at) (?:an? |the |its )?(?:total |planned |combined |designed |annual |"
    r"monthly )*(?:investment|cost|capacity|production capacity) of (?:\w+ ){0,2}$"
)
_YEAR_AHEAD = re.compile(r" (?:in|for)? ?(?:FY)?20\d\d[EF]\b")
_YEAR_AHEAD_BEFORE = guarded(
    r"\b(?:FY)?20\d\d[EF]\b[^;,.]{0,40}$",
    "20",
    re.NOFLAG,
)
"""Years as brokers mark them ("2019E", "FY2020F")."""
_MAY = re.compile(r"\b(?:may|might|could)\b(?! have)")
_LIKELY = re.compile(r"\b(?:set|likely|expect|project|forecast|poised|reach|grow|rise|fall|exceed)")


_APPOSITION = re.compile(r"(?:,|--|—|–|^)\s*(?:[\w-]+ )?(?:the|[\w-]+['’]s)\s$")
_NTH_LARGEST = re.compile(r"\w+[- ](?:largest|biggest|top|leading|most)\b")


def is_attribute(text: str, amount: Amount) -> bool:
    """Whether a rank is an apposition ("Acer, the world's fourth-largest maker, …"): so it is, whatever is told."""
    before = text[max(0, amount.lead - 60) : amount.lead]
    return amount.kind == "rank" and bool(_NTH_LARGEST.match(text, amount.start) and _APPOSITION.search(before))


def is_expected(text: str, amount: Amount) -> str | None:
    """The word by which a level that another is measured against is one expected or wanted ("the consensus of")."""
    before = _EXPECTED_BEFORE.search(text[max(0, amount.lead - 50) : amount.lead])
    behind = None if before else _EXPECTED_BEHIND.match(text, amount.end)
    return before.group() if before else behind.group() if behind else None


def status_of(
    text: str,
    amount: Amount,
    levels: list[Amount],
    hits: list[Hit],
    clauses: Clauses,
    period: Period | None,
    published: date | None,
    base: bool,
) -> tuple[Status, str]:
    """The status of a figure, with the words that decided it."""
    if is_attribute(text, amount):
        return "actual", "an attribute"
    over = (
        period is not None
        and period.end is not None
        and published is not None
        and period.end < published
        and period.basis != "by"
    )
    best = _by_words(text, amount, levels, hits, clauses, base)
    if best is not None:
        score, status, why = best
        if status == "estimate" and _REVISED.search(text):
            return "forecast", why
        if over and status in INTENDED and score < 92:
            return "actual", "the period had ended"
        return status, why
    return (
        _measured_against(text, amount, base)
        or _by_verbs(text, amount, clauses, period, published, over)
        or _by_time(text, amount, clauses, period, published)
        or ("actual", "nothing says otherwise")
    )


def _by_words(
    text: str, amount: Amount, levels: list[Amount], hits: list[Hit], clauses: Clauses, base: bool
) -> tuple[float, Status, str] | None:
    """The word of wanting, planning or guessing that governs a figure best, with how well."""
    apart = [(low, high) for low, high in asides(text) if not low <= amount.start < high]
    best: tuple[float, Status, str] | None = None
    for hit in hits:
        if hit.term.sort != "status" or (text[hit.start].isupper() and hit.start > 1):
            continue  # a capital: part of a name ("the 12th Five-Year Plan")
        score = _word_score(text, amount, levels, hit, clauses, base)
        if score is None or (hit.end <= amount.start and any(low <= hit.start < high for low, high in apart)):
            continue
        word = text[hit.start : hit.end]
        score += len(word) * 0.3
        if score > 48 and (best is None or score > best[0]):
            status = "plan" if word.lower() == "will be" and _BE_DONE.match(text, hit.end) else hit.term.id
            best = (score, status, f"{word!r}")  # type: ignore[assignment]
    return best


def _word_score(
    text: str, amount: Amount, levels: list[Amount], hit: Hit, clauses: Clauses, base: bool
) -> float | None:
    """How well a word governs a figure before or behind it; None where it does not."""
    before = hit.end <= amount.start
    low, high = (hit.end, amount.lead) if before else (amount.end, hit.start)
    word = text[hit.start : hit.end].lower()
    strong = clauses.strong(min(low, high), max(low, high))
    between = sum(1 for other in levels if low <= other.start < high)
    ahead = text[max(0, hit.start - 12) : hit.start]
    if word == "planned" and re.search(r"\b(?:than|as|was|were|had been|originally) *$", ahead):
        return None
    if word == "expected" and re.search(r"\bthan *$", ahead):
        return None
    if word in _GIVEN and _COUNTED_DEED.search(amount.noun):
        return None  # "has approved 47 projects": they are approved
    if before:
        if _RELATIVE.search(text[hit.end : amount.start]):
            return None
        return 100.0 - strong * 26 - between * 5 - (high - low) * 0.12 - 60 * base
    if between or strong or not _VERBAL.search(word):
        return None
    return 64.0 - (high - low) * 0.8 - (20 if clauses.weak(low, high) else 0)


def _measured_against(text: str, amount: Amount, base: bool) -> tuple[Status, str] | None:
    """The status of what another figure is measured against: it was so, or it was expected or wanted."""
    revised = _REVISED.search(text) if base else None
    if revised:
        return ("target" if _WISHED.search(revised[1]) else "forecast"), f"{revised.group()!r}"
    wished = _WISHED_BEHIND.match(text, amount.end)
    if wished:
        return _OF_VERB[wished[1].lower()[:4]], f"{wished[1]!r}"
    expected = is_expected(text, amount) if base else None
    if expected:
        return ("target" if _WISHED.search(expected) else "forecast"), f"{expected.strip()!r}"
    return ("actual", "what another figure is compared with") if base else None


def _by_verbs(
    text: str, amount: Amount, clauses: Clauses, period: Period | None, published: date | None, over: bool
) -> tuple[Status, str] | None:
    """What the verbs of its clause say of a figure: what was is so, what will be is planned or forecast."""
    window = text[max(0, amount.lead - 90) : amount.lead]
    opening = amount.lead - len(window)
    if _YEAR_AHEAD.match(text, amount.end) or _YEAR_AHEAD_BEFORE.search(window):
        return "forecast", "a year marked as a forecast"
    tense = tense_at(text, amount.start, amount.end, *clauses.span(amount.start))
    if over and tense != "future":
        return "actual", "the period had ended"
    future = _FUTURE.search(window)
    if future and not _AFTER.search(window[future.end() :]) and not clauses.strong(opening + future.end(), amount.lead):
        if not _FORECASTING.search(window[future.end() : future.end() + 18]):
            if future.group() == "would" and _GUESSED.search(text):
                return "forecast", "what a forecast would bring"
            return "plan", f"{future.group()!r}"
        return ("target" if future.group() in ("is to", "are to") else "forecast"), f"{future.group()!r}"
    if _SHOULD_COME.search(window):
        return "forecast", "'should'"
    if _SHOULD.search(window):
        return "target", "'should'"
    due = period is not None and period.basis == "by"
    opens = None if due else _TO_COME.match(text[: amount.lead])
    if opens is not None and not any(one.start < opens.start("to") for one in verbs(text)):
        return "forecast", f"{opens['to']!r}, without a verb"
    if amount.kind == "percent" and _COULD_BE.match(text, amount.end):
        return "forecast", "what could be"
    if period is not None and period.start is not None and published is not None and period.start > published:
        return ("plan" if _SET.search(window) else "forecast"), "the period lies ahead"
    if _WITH_INVESTMENT.search(window) and any(one.tense == "future" for one in verbs(text)):
        return "plan", "an investment in what is to come"
    if tense in ("past", "perfect"):
        return "actual", "it was so, or has been done"
    if tense == "future" and not amount.per:
        ahead = next((one for one in verbs(text) if one.start >= amount.end and one.tense == "future"), None)
        fronted = re.match(r"\W*(?:At|With)\s*$", text[: amount.lead])
        if ahead is not None and (fronted or not re.search(r"[,;:]", text[amount.end : ahead.start])):
            words = text[ahead.start : ahead.end + 12]
            return ("forecast" if _LIKELY.search(words) else "plan"), f"{text[ahead.start : ahead.end]!r}"
    maybe = _MAY.search(window)
    if maybe and amount.per is None and not clauses.strong(opening + maybe.end(), amount.lead):
        return "forecast", f"{maybe.group()!r}"
    return None


def _by_time(
    text: str, amount: Amount, clauses: Clauses, period: Period | None, published: date | None
) -> tuple[Status, str] | None:
    """What a time that is not over says of a figure: a deadline is a target, a stretch that goes on a forecast."""
    if period is None or period.end is None or published is None or period.end <= published:
        return None
    if period.basis == "by":
        return "target", "due by a day ahead"
    tense = tense_at(text, amount.start, amount.end, *clauses.span(amount.start))
    if period.basis in ("year", "half", "quarter") and (tense in ("present", "future") or not _DONE.search(text)):
        return "forecast", "the period had not ended"
    return None
