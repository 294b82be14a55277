"""What a number is of that stands alone: "The line needs 1,650", "exports were 88 billion yuan, imports 30".

Its unit is left out because it was told before (ellipsis). Candidates are the units of the figures told
last, and that nothing is left out but the goods, as in "shipments were 3 million". Which words and which
figures before it count for how much is learned (`choice`).
"""

from __future__ import annotations

from collections.abc import Iterator

from cqtui.ingest.choice import Feature, template
from cqtui.ingest.discourse import Discourse, Sense, Valued
from cqtui.ingest.measures import Measures
from cqtui.ingest.units import Amount, Kind
from cqtui.ingest.wording import beside

PIECES = ""
"""The candidate that stands for pieces, or what else the metric is counted in."""
_REMEMBERED = 12
"""Among how many figures told last the units are sought."""
_SIZES = ((10, "under 10"), (100, "tens"), (1000, "hundreds"), (10**5, "thousands"), (10**7, "under 10 million"))
"""Below how much a number is called what."""
_KINDS: dict[str, Kind] = {"money": "money", "duration": "duration", "ratio": "percent", "unknown": "measure"}
"""What kind of amount a unit makes of a number, by its dimension."""
_NO_UNITS = frozenset({"unit", "rank", "times", "percentage point"})


def told(discourse: Discourse, paragraph: int, measures: Measures) -> dict[str, Valued]:
    """The units of the figures told last, each with the last of its figures; the last first.

    A currency is sought in the number's own `paragraph` alone: from farther off it would be a guess.
    """
    found: dict[str, Valued] = {}
    for one in reversed(discourse.valued[-_REMEMBERED:]):
        is_near = one.paragraph == paragraph or measures.unit_dimension.get(one.unit) != "money"
        if is_near and one.unit not in _NO_UNITS:
            found.setdefault(one.unit, one)
    return found


def is_bare(amount: Amount) -> bool:
    """Whether a number is told without what it counts or is measured in."""
    return amount.kind == "count" and not (amount.noun or amount.unit or amount.items)


def candidates(
    sense: Sense, amount: Amount, units: dict[str, Valued], discourse: Discourse, measures: Measures
) -> dict[str, list[Feature]]:
    """What the number may be of, each with its features."""
    text, block = sense.sentence.flat, sense.sentence.block.paragraph
    size = next((name for most, name in _SIZES if amount.value < most), "many")
    written = "scaled" if amount.scaled else "spelled" if amount.spelled else "digits"
    exact = "whole" if amount.value == int(amount.value) else "decimal"
    words = [*beside(text, amount), *_cues(sense, amount)]
    found: dict[str, list[Feature]] = {}
    found[PIECES] = [_stands("pieces", "pieces", size, written, exact), *(f"pieces · {word}" for word in words)]
    for order, (unit, last) in enumerate(units.items()):
        own = _sort(unit, measures)
        ago = min(discourse.count - last.sentence, 4)
        where = "in the paragraph" if last.paragraph == block else "before"
        found[unit] = [
            _stands(own, unit, size, written, exact),
            _was_told(own, min(order, 3), ago, where),
            _is_like(own, _likeness(amount, last), last.metric),
            *(f"{own} · {word}" for word in words),
        ]
    return found


def of_unit(amount: Amount, unit: str, measures: Measures) -> Amount:
    """The amount as one of so many of a unit."""
    kind = _KINDS.get(measures.unit_dimension.get(unit, ""))
    return amount._replace(kind=kind, unit=unit) if kind is not None else amount


def _sort(unit: str, measures: Measures) -> str:
    """Money or time, or else the unit itself."""
    dimension = measures.unit_dimension.get(unit, "")
    return dimension if dimension in ("money", "duration") else unit


def _cues(sense: Sense, amount: Amount) -> Iterator[str]:
    """The words for metrics in the sentence, the last before the number apart."""
    hits = [hit for hit in sense.hits if hit.term.sort in ("metric", "verb")]
    yield from dict.fromkeys(f"cue {hit.term.id}" for hit in hits)
    before = [hit for hit in hits if hit.end <= amount.start]
    if before:
        yield f"last cue {before[-1].term.id}"


def _likeness(amount: Amount, last: Valued) -> str:
    """How large the number is beside the figure that was told in the unit."""
    if not last.value:
        return "beside nothing"
    ratio = abs(amount.value / last.value)
    near = "alike" if 0.2 < ratio < 5 else "not far" if 0.02 < ratio < 50 else "smaller" if ratio < 1 else "larger"
    return f"{near} {'scaled alike' if amount.scaled == last.scaled else 'scaled otherwise'}"


@template
def _stands(own: str, unit: str, size: str, written: str, exact: str) -> tuple[str, ...]:
    return own, unit, f"{own} · {size}", f"{own} · {written}", f"{own} · {written} {size}", f"{own} · {exact} {written}"


@template
def _was_told(own: str, order: int, ago: int, where: str) -> tuple[str, ...]:
    return (
        f"told {order} before",
        f"told {ago} sentences ago · {where}",
        f"told {order} before · {ago} sentences ago",
        f"{own} · told {order} before",
        f"{own} · told {ago} sentences ago · {where}",
    )


@template
def _is_like(own: str, likeness: str, metric: str) -> tuple[str, ...]:
    return likeness, f"{own} · {likeness}", f"{metric} · {likeness}", f"of {metric}"
