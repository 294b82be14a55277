"""Whether a figure is said to be so, guessed, expected, wanted or decided."""

from __future__ import annotations

import re
from datetime import date

from cqtui.ingest.clauses import Clauses
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.units import Amount
from cqtui.model import Period, Status

_FUTURE = re.compile(r"\b(?:will|shall|would|is to|are to|'ll|’ll|is due to|are due to|is going to|set to)\b")
_FORECASTING = re.compile(
    r"\b(?:reach|exceed|grow|rise|be|account|fall|hit|total|top|surpass|climb|stand|amount|have|need|drop|come)\b"
)
_RELATIVE = re.compile(r",\s(?:which|who|where|whose)\b")
_VERBAL = re.compile(r"(?:ed|forecast|planned|expected)$|^(?:is|are|was|were|will)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:has|have|had|was|were|did|\w+ed|made|sold|built|rose|fell|grew|stood|so far|already)\b")
_SHOULD = re.compile(r"\bshould\b")
_PAST_USE = re.compile(
    r"\b(?:than|as|had been|was|were|originally|previously|beat|above|over|below|missed|short of|had)\s*(?:\w+\s)?$"
)
_ORDER = {"target": 4, "plan": 3, "forecast": 2, "estimate": 1}


_EXPECTED_BEFORE = re.compile(
    r"\b(?:consensus|estimates?|forecasts?|guidance|expectations?|projections?|targets?|plans?|goals?|budget)\b"
    r"[^,;.]{0,30}$",
    re.IGNORECASE,
)
_EXPECTED_BEHIND = re.compile(
    r"[^,;.]{0,40}?\b(?:consensus|average of \d+ estimates|estimated?|estimates|forecast|expected|guided|projected|"
    r"targeted|planned|predicted|pencilled in|hoped|promised|pledged)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(r"target|plan|goal|budget|promis|pledg|hoped", re.IGNORECASE)


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
    best: tuple[float, Status, str] | None = None
    for hit in hits:
        if hit.term.sort != "status":
            continue
        before = hit.end <= amount.start
        low, high = (hit.end, amount.lead) if before else (amount.end, hit.start)
        word = text[hit.start : hit.end]
        strong = clauses.strong(min(low, high), max(low, high))
        between = sum(1 for other in levels if low <= other.start < high)
        if before:
            if _RELATIVE.search(text[hit.end : amount.start]):
                continue
            score = 100.0 - strong * 26 - between * 5 - (high - low) * 0.12
            if base:
                score -= 60
        else:
            if between or strong:
                continue
            score = 64.0 - (high - low) * 0.8
            if not _VERBAL.search(word):
                continue
            if clauses.weak(low, high):
                score -= 20
        if word.lower() == "planned" and re.search(
            r"\b(?:than|as|was|were|had been|originally) *$", text[max(0, hit.start - 12) : hit.start]
        ):
            continue
        if word.lower() == "expected" and re.search(r"\bthan *$", text[max(0, hit.start - 6) : hit.start]):
            continue
        score += len(word) * 0.3
        if score > 48 and (best is None or score > best[0]):
            best = (score, hit.term.id, f"{word!r}")  # type: ignore[assignment]
    if best:
        ended = (
            period is not None
            and period.end is not None
            and published is not None
            and period.end < published
            and period.basis not in ("by",)
        )
        if ended and best[1] in ("target", "plan", "forecast") and best[0] < 92:
            return "actual", "the period had ended"
        return best[1], best[2]
    expected = is_expected(text, amount) if base else None
    if expected:
        return ("target" if _WISHED.search(expected) else "forecast"), f"{expected.strip()!r}"
    if base:
        return "actual", "what another figure is compared with"
    window = text[max(0, amount.lead - 90) : amount.lead]
    future = _FUTURE.search(window)
    if future and not clauses.strong(amount.lead - len(window) + future.end(), amount.lead):
        if _FORECASTING.search(window[future.end() : future.end() + 18]):
            return "forecast", f"{future.group()!r}"
        return "plan", f"{future.group()!r}"
    if _SHOULD.search(window):
        return "target", "'should'"
    if period is not None and period.start is not None and published is not None and period.start > published:
        return "forecast", "the period lies ahead"
    if (
        period is not None
        and period.basis == "by"
        and period.end is not None
        and published is not None
        and period.end > published
    ):
        return "target", "due by a day ahead"
    if (
        period is not None
        and period.end is not None
        and period.basis in ("year", "half", "quarter")
        and published is not None
        and period.end > published
        and not _DONE.search(text)
    ):
        return "forecast", "the period had not ended"
    return "actual", "nothing says otherwise"
