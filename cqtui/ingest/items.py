"""What is counted or valued: the item of a figure, where its words leave no choice or by learned weights."""

from __future__ import annotations

import re

from cqtui.ingest import which
from cqtui.ingest.lexicon import Hit

_WORTH = re.compile(r"^[^.;]{0,50}\b(?:worth|valued at|with a value of|together worth)\b[^.;]{0,24}$")
_OF = re.compile(r" (?:of|from) (?:the |its |their |all )?")


def item_of(asked: which.Asked, base: bool) -> tuple[str | None, str]:
    """The item of a figure, with the reason; None where it has none."""
    sure = certain(asked, base)
    if sure is not None:
        return sure
    best = asked.discourse.choose("what", asked.sense, asked.amount, which.candidates(asked))
    return best.key or None, best.because


def certain(asked: which.Asked, base: bool) -> tuple[str | None, str] | None:
    """The item where the words leave no choice, and why."""
    amount, last = asked.amount, asked.last
    if amount.items:
        return amount.items[-1], "the noun it counts"
    if last is not None and _WORTH.search(asked.sense.sentence.flat[last.amount.end : amount.lead]):
        return last.candidate.fact.item, "what is worth so much"
    if base and last is not None:
        return last.candidate.fact.item, "the figure it is compared with"
    if amount.unit == "TEU":
        return "container", "the unit it is counted in"
    part = _what_it_is_a_part_of(asked)
    if part is not None:
        return part.term.id, "what it is a part of"
    of = _what_the_metric_is_of(asked)
    return (of.term.id, "what the metric is of") if of is not None else None


_OF_THE = re.compile(r" of (?:all )?(?:the |its |their |our |these |those )?(?:[\w-]+(?:['’]s?)? )?")


def _what_it_is_a_part_of(asked: which.Asked) -> Hit | None:
    """The goods that a percentage is of: "10% of the smartphones", not "of the smartphone market"."""
    text, amount = asked.sense.sentence.flat, asked.amount
    if amount.kind != "percent":
        return None
    return next(
        (
            hit
            for hit in which.mentioned(asked)
            if hit.start >= amount.end
            and which.sort(hit.term.id) == "goods"
            and text[hit.end - 1 : hit.end] == "s"
            and _OF_THE.fullmatch(text, amount.end, hit.start)
            and not which.heads_another(text, hit)
        ),
        None,
    )


def _what_the_metric_is_of(asked: which.Asked) -> Hit | None:
    """The goods right behind the word for the metric, with no other figure between: "revenue from servers"."""
    text, reading, amount = asked.sense.sentence.flat, asked.reading, asked.amount
    if reading.at < 0:
        return None
    return next(
        (
            hit
            for hit in which.mentioned(asked)
            if which.sort(hit.term.id) == "goods"
            and hit.start >= reading.end
            and hit.end <= amount.start
            and _OF.fullmatch(text, reading.end, hit.start)
            and not which.heads_another(text, hit)
            and not any(hit.end <= one.start < amount.start for one in asked.levels)
        ),
        None,
    )
