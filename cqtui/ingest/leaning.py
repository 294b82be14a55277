"""Numbers that lean on what was told before: "It took three days. Now it takes one"; what they are counted in."""

from __future__ import annotations

import re

from cqtui.ingest.discourse import Discourse
from cqtui.ingest.ellipsis import is_bare
from cqtui.ingest.measures import Measures
from cqtui.ingest.units import Amount

_SAID_OF_IT = re.compile(
    r"\b(?:it|that|this|he|she|we|they|one|today|now|here|there|the (?:figure|number|rate|time|share|trip|journey|"
    r"process|same|job|record|average|target|ratio|proportion|others?|latter))\b[^.;]{0,44}\b(?:was|is|be|takes?|took|"
    r"been|were|are|"
    r"stood at|needs?|needed|spen[dt]s?|lasts?|lasted|plans? with|to|at|with)(?: (?:only|just|under|still|now))*\s*$",
    re.IGNORECASE,
)
_EARNED = re.compile(
    r"\b(?:earn(?:s|ed)?|gets?|got|pa(?:ys?|id)|costs?|charges?|charged|makes?|starts? on|offers?)\s*$"
)
_CLOSES = re.compile(
    r"\s*(?:[.,;)”\"]|$|(?:in|by|at|of them|now|today|then|before|when|if|after|last|this|a year|for|ago)\b)"
)
_FOR_ONE = ("wages", "price", "cost")
"""What is told of one worker or one piece: "A worker earns 3,100 yuan. In Kunshan it is 3,800"."""
_BILLION = 10**9
_MUCH = 100
"""What is earned or paid is more, what is taken or shared out is not."""


def leaning(text: str, amounts: list[Amount], told: Discourse, measures: Measures, block: int) -> list[Amount]:
    """`amounts`, where the first is a bare number and the paragraph told of times, shares or money: one of those."""
    if not amounts or told.unit is None or told.metric_block != block:
        return amounts
    first = amounts[0]
    if not is_bare(first):
        return amounts
    dimension = measures.unit_dimension.get(told.unit)
    before = text[: first.lead]
    if dimension == "money":
        again = bool(_EARNED.search(before)) or (told.metric in _FOR_ONE and bool(_SAID_OF_IT.search(before)))
        much = first.value >= _BILLION if first.scaled else first.value >= _MUCH and again
        kind = "money" if much and _CLOSES.match(text, first.end) else None
    elif dimension == "duration" or told.unit == "percent":
        fits = (
            not first.scaled and first.value <= _MUCH and _SAID_OF_IT.search(before) and _CLOSES.match(text, first.end)
        )
        kind = ("duration" if dimension == "duration" else "percent") if fits else None
    else:
        kind = None
    return [first._replace(kind=kind, unit=told.unit), *amounts[1:]] if kind else amounts  # type: ignore[arg-type]
