"""Whether a number is a figure to be kept: the features by which the rules are followed in it, or not.

The rules keep a number of which they can say what it measures. That keeps some that no reader would look
up ("the two companies", "a flat of 58 square metres"), and leaves some that only lean on what was told
before ("In 2017 it was 8"). Which of its words, and of those around it, count for how much is learned
(`choice`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from cqtui.ingest.choice import Feature, template
from cqtui.ingest.discourse import Discourse
from cqtui.ingest.measured import About
from cqtui.ingest.wording import saying

FIGURE, NOTHING = "a figure", "nothing"

_REACH = 30
"""Characters around a number in which its neighbouring words are sought."""
_WORD = re.compile(r"[\w’']+|[^\w\s]")
_OPENS, _CLOSES = "^", "$"
_QUOTES = ("“", '"')
_LIMITS = (1, 3, 13, 100, 1000)
_SIZES = ("half", "one or two", "few", "tens", "hundreds", "many")
"""What a number is called that is below each of the limits, and above them all."""


def candidates(about: About, metric: str, told: Discourse, *, read: bool) -> dict[str, list[Feature]]:
    """Whether it is a figure, of `metric`, or not, each with features; `read` says that the rules say it is."""
    signs = [*_signs(about, metric, told, "kept" if read else "left")]
    return {FIGURE: signs, NOTHING: []} if read else {NOTHING: [], FIGURE: signs}


def _signs(about: About, metric: str, told: Discourse, rule: str) -> Iterator[Feature]:
    """What speaks for a number, or against it."""
    amount, sense, last = about.figure.amount, about.sense, about.last
    text, kind = sense.sentence.flat, amount.kind
    written = "spelled" if amount.spelled else "digits"
    size = "moving" if about.figure.moving else _SIZES[bisect_right(_LIMITS, amount.value)]
    yield _sort(rule, kind, about.unit or amount.unit or "no unit", written, size)
    yield _measuring(rule, metric, kind, written)
    same = told.metric_block == sense.sentence.block.paragraph
    yield _setting(rule, kind, sense.sentence.block.kind, told.metric if same else None)
    yield _after(kind, written, last.amount.kind if last is not None else None)
    first = bool(about.levels) and about.levels[0] is amount
    yield _among(kind, written, min(len(about.levels), 4), first, bool(sense.times))
    named = any(hit.term.sort == "metric" for hit in sense.hits)
    yield _worded(kind, written, amount.bound, amount.per, named, any(map(text.__contains__, _QUOTES)))
    yield saying(sense, kind)
    yield from _words(about, rule, written)


def _words(about: About, rule: str, written: str) -> tuple[str, ...]:
    """The words right before and behind it, and the last of its own."""
    amount, text = about.figure.amount, about.sense.sentence.flat
    before = [_OPENS, _OPENS, *_WORD.findall(text[max(0, amount.lead - _REACH) : amount.lead].lower())]
    after = _WORD.search(text[amount.end : amount.end + _REACH].lower())
    last = _WORD.findall(text[amount.start : amount.end].lower())[-1]
    two, one = repr(before[-2]), repr(before[-1])
    behind, own, kind = repr(after[0] if after else _CLOSES), repr(last), amount.kind
    return (
        f"behind {one}",
        f"behind {one} · {rule}",
        f"behind {one} · {kind}",
        f"behind {two} {one}",
        f"before {behind}",
        f"before {behind} · {rule}",
        f"before {behind} · {kind}",
        f"between {one} and {behind} · {kind}",
        f"own {own}",
        f"own {own} · {rule}",
        f"own {own} · {written}",
        f"own {own} · behind {one}",
    )


@template
def _sort(rule: str, kind: str, unit: str, written: str, size: str) -> tuple[str, ...]:
    return (
        rule,
        f"{rule} · {kind}",
        f"{rule} · {unit}",
        kind,
        f"{kind} · {written}",
        f"{kind} · {size}",
        unit,
        f"{unit} · {written}",
        f"{unit} · {size}",
        f"{unit} · {written} · {size}",
    )


@template
def _measuring(rule: str, metric: str, kind: str, written: str) -> tuple[str, ...]:
    return f"{metric} · {kind}", f"{metric} · {rule}", f"{metric} · {kind} · {written}"


@template
def _setting(rule: str, kind: str, block: str, metric: str | None) -> tuple[str, ...]:
    return f"in {block} · {kind}", f"in {block} · {rule}", f"told {metric} · {kind}", f"told {metric} · {rule}"


@template
def _after(kind: str, written: str, last: str | None) -> tuple[str, ...]:
    return f"after {last} · {kind}", f"after {last} · {kind} · {written}"


@template
def _among(kind: str, written: str, figures: int, first: bool, timed: bool) -> tuple[str, ...]:
    time, place = "a time" if timed else "no time", "first" if first else "not first"
    return f"{place} · {kind}", f"{figures} figures · {kind}", f"{time} · {kind} · {written}"


@template
def _worded(kind: str, written: str, bound: str, per: str | None, named: bool, said: bool) -> tuple[str, ...]:
    noun = "a noun named" if named else "none named"
    quoted = "in a quote" if said else "no quote"
    return f"{bound} · {kind} · {written}", f"per {per} · {kind}", f"{noun} · {kind} · {written}", f"{quoted} · {kind}"
