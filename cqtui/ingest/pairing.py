"""Lists that run in parallel: "A, B and C … 1, 2 and 3, respectively"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cqtui.ingest.guarded import guarded
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.names import Name
from cqtui.ingest.periods import Time
from cqtui.ingest.units import Amount

_BETWEEN = re.compile(
    r"\s*(?:,|and|or|&|,\s*and|as well as|,\s*as well as|in|for|the|its|of|'s|’s|those of|that of|by|from|with|to|"
    r"about|nearly|over|more than|around|almost|up|down|\s)*\s*",
    re.IGNORECASE,
)


LISTED = _BETWEEN
_BETWEEN_GOODS = re.compile(rf"(?:{_BETWEEN.pattern})(?:[a-z-]+ )?", re.IGNORECASE)
"""Between goods of a list, of which the next may have a word of its own: "displays and wireless earphones"."""
_RESPECTIVELY = guarded(
    r"\brespectively\b",
    "respectively",
    re.NOFLAG,
)


@dataclass(frozen=True, slots=True)
class Paired:
    """What a quantity's place in its list gives it."""

    entity: str | None = None
    item: str | None = None
    cue: str | None = None
    """The term of the metric it stands for ("revenue and profit were …")."""
    time: Time | None = None


def paired(
    text: str, amounts: list[Amount], hits: list[Hit], names: list[Name], times: list[Time]
) -> dict[int, Paired]:
    """For each amount in a list that "respectively" closes: its partner in the list before."""
    if len(amounts) < 2:
        return {}
    found: dict[int, Paired] = _ranked(text, amounts, names)
    for match in _RESPECTIVELY.finditer(text):
        run = _run(text, amounts, match.start())
        if len(run) < 2:
            run = _run_after(text, amounts, match.end())
        if len(run) < 2:
            continue
        before = _run(text, amounts, amounts[run[0]].lead)
        behind = _run_after(text, amounts, match.end())
        if not behind or not _COMPARED.search(text[match.end() : amounts[behind[0]].lead]):
            behind = []
        partners: dict[int, Paired] = {}
        for one in (run, before if len(before) == len(run) else [], behind if len(behind) == len(run) else []):
            partners = _partners(text, amounts, one, hits, names, times)
            found.update(partners)
    if "each" not in text:
        for run in _even_runs(text, amounts):
            if not any(index in found for index in run):
                dealt = _as_dealt_before(found, run, amounts, names)
                found.update(dealt or _partners(text, amounts, run, hits, names, [], near=True))
    return found


def _as_dealt_before(
    found: Mapping[int, Paired], run: list[int], amounts: list[Amount], names: list[Name]
) -> dict[int, Paired]:
    """What a list of as many figures gets behind one that was dealt out: "10 million, 8 million and 6 million,
    respectively, for shares of 20, 16 and 12 percent"."""
    before = range(run[0] - len(run), run[0])
    if before.start < 0 or not all(index in found and found[index].entity for index in before):
        return {}
    if any(amounts[run[0] - 1].end <= name.start < amounts[run[0]].start for name in names if not name.standing):
        return {}
    return {index: Paired(entity=found[other].entity) for index, other in zip(run, before, strict=True)}


_COMPARED = re.compile(r"\b(?:compared (?:with|to)|against|versus|(?:up|down) from|instead of|after)\s*$")


def _may_share(name: Name) -> bool:
    """Whether a name may be one of those that figures are dealt out to: no place where all of it was, but a company
    at which it was ("at AT&S and BOE it rose by 86% and 42%")."""
    if not name.entity or name.role in ("with", "attribution"):
        return False
    return name.role != "location" or name.kind == "company"


def _even_runs(text: str, amounts: list[Amount]) -> Iterator[list[int]]:
    """Lists of levels of one thing, which names before them may share out though no "respectively" says so."""
    at = 0
    while at < len(amounts):
        run = [at]
        while run[-1] + 1 < len(amounts):
            one, after = amounts[run[-1]], amounts[run[-1] + 1]
            same = (one.kind, one.unit, one.items) == (after.kind, after.unit, after.items) and not after.pair
            if not same or one.pair or not _ENUMERATED.fullmatch(text[one.end : after.lead]):
                break
            run.append(run[-1] + 1)
        if len(run) > 1 and amounts[at].kind in ("count", "money", "percent") and not amounts[at].converted:
            yield run
        at = run[-1] + 1


_PARTNERS = re.compile(
    r"\b(?:partners?|markets?|destinations?|buyers?|customers?|clients?|origins?|sources?)\b[^.;\d]{0,30}$|"
    r"\b(?:[Tt]rade|[Ee]xports?|[Ii]mports?|[Ss]hipments?|[Ss]ales|[Dd]eliver(?:y|ies)) (?:with|to|from) (?:the )?$"
)
_ENUMERATED = re.compile(r"\s*(?:,|and|,\s*and)\s*")
_SHARED_OUT = 70
"""Characters between a list of names and the list of figures it is paired with, where nothing says that it is."""


def _partners(
    text: str,
    amounts: list[Amount],
    run: list[int],
    hits: list[Hit],
    names: list[Name],
    times: list[Time],
    *,
    near: bool = False,
) -> dict[int, Paired]:
    """For each amount of a list: what stands in its place in the list of names, items, times or metrics before.

    With `near` the names must stand right before the list. The two ends of "from A to B" share one place.
    """
    found: dict[int, Paired] = {}
    if not run:
        return found
    if [amounts[index].pair for index in run] == ["from", "to"] * (len(run) // 2) and len(run) > 2:
        firsts = _partners(text, amounts, run[::2], hits, names, times, near=near)
        return firsts | {other: firsts[one] for one, other in zip(run[::2], run[1::2], strict=True) if one in firsts}
    size = len(run)
    first = amounts[run[0]].lead
    entities = _list(
        [(name.start, name.end, name.entity) for name in names if _may_share(name)],
        text,
        size,
        first,
    )
    if entities and _PARTNERS.search(text[: entities[0][0]]):
        entities = []  # with whom it trades, not whose trade it is
    if near and entities and not 0 <= first - entities[-1][1] <= _SHARED_OUT:
        entities = []
    if near and not entities:
        return found
    inside = {hit.start for index in run for hit in hits if amounts[index].number_end <= hit.start < amounts[index].end}
    items = _list(
        [(hit.start, hit.end, hit.term.id) for hit in _outer(hits) if hit.start not in inside],
        text,
        size,
        first,
        _BETWEEN_GOODS,
    )
    when = _list([(time.start, time.end, time) for time in times if time.role == "at"], text, size, first)
    if near:
        items = []
    if entities and items and abs(entities[-1][1] - first) > abs(items[-1][1] - first):
        entities = [] if not any(amounts[index].items for index in run) else entities
    cues = (
        []
        if near
        else _list([(hit.start, hit.end, hit.term.id) for hit in hits if hit.term.sort == "metric"], text, size, first)
    )
    for place, index in enumerate(run):
        found[index] = Paired(
            entity=str(entities[place][2]) if entities else None,
            item=str(items[place][2]) if items and not amounts[index].items else None,
            cue=str(cues[place][2]) if cues and not items else None,
            time=when[place][2] if when and not entities and not items else None,  # type: ignore[arg-type]
        )
    return found


def _ranked(text: str, amounts: list[Amount], names: list[Name]) -> dict[int, Paired]:
    """ "A, B and C ranked second, third and fourth": each its rank, whether "respectively" stands there or not."""
    run: list[int] = []
    found: dict[int, Paired] = {}
    for index, amount in enumerate([*amounts, None]):
        if (
            amount is not None
            and amount.kind == "rank"
            and (not run or _BETWEEN.fullmatch(text[amounts[run[-1]].end : amount.lead]))
        ):
            run.append(index)
            continue
        if len(run) > 1:
            entities = _list(
                [(name.start, name.end, name.entity) for name in names if _may_share(name)],
                text,
                len(run),
                amounts[run[0]].lead,
            )
            found.update({at: Paired(entity=str(entity[2])) for at, entity in zip(run, entities, strict=False)})
        run = [index] if amount is not None and amount.kind == "rank" else []
    return found


def _run(text: str, amounts: list[Amount], end: int) -> list[int]:
    """The amounts that stand in one list right before `end`."""
    run: list[int] = []
    stop = end
    for index in range(len(amounts) - 1, -1, -1):
        amount = amounts[index]
        if amount.start >= end:
            continue
        gap = text[amount.end : stop]
        if run:
            if not _alike(amount, amounts[run[-1]]) or not _BETWEEN.fullmatch(gap):
                break
        elif len(gap) > 60 or "." in gap.strip():
            break
        run.append(index)
        stop = amount.lead
    return run[::-1]


def _alike(one: Amount, other: Amount) -> bool:
    """Whether two amounts may be members of one list: "grew by 88% and 1.3 times respectively"."""
    return one.kind == other.kind or {one.kind, other.kind} == {"percent", "times"}


def _run_after(text: str, amounts: list[Amount], start: int) -> list[int]:
    run: list[int] = []
    at = start
    for index, amount in enumerate(amounts):
        if amount.start < start:
            continue
        gap = text[at : amount.lead]
        if run and (not _alike(amount, amounts[run[-1]]) or not _BETWEEN.fullmatch(gap)):
            break
        if not run and len(gap) > 40:
            break
        run.append(index)
        at = amount.end
    return run


def _outer(hits: list[Hit]) -> list[Hit]:
    items = [hit for hit in hits if hit.term.sort == "item"]
    return [
        hit
        for hit in items
        if not any(
            other is not hit
            and other.start <= hit.start
            and hit.end <= other.end
            and other.end - other.start > hit.end - hit.start
            for other in items
        )
    ]


def _list(
    entries: list[tuple[int, int, object]],
    text: str,
    size: int,
    before: int,
    joint: re.Pattern[str] = _BETWEEN,
) -> list[tuple[int, int, object]]:
    """The last list of exactly `size` entries, with `joint` between them, that ends before `before`; else one that
    stands behind."""
    groups: list[list[tuple[int, int, object]]] = []
    for entry in sorted(entries, key=lambda one: one[0]):
        if groups and joint.fullmatch(text[groups[-1][-1][1] : entry[0]]) and groups[-1][-1][1] <= entry[0]:
            groups[-1].append(entry)
        elif groups and entry[0] < groups[-1][-1][1]:
            continue
        else:
            groups.append([entry])
    ahead = [group for group in groups if len(group) == size and group[-1][1] <= before]
    if ahead:
        return ahead[-1]
    behind = [group for group in groups if len(group) == size and group[0][0] > before]
    return behind[0] if behind else []
