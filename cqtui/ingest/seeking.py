"""The quantities of a sentence found so far, and the stretches of it that are taken or hold none."""

from __future__ import annotations

from dataclasses import dataclass, field

from cqtui.ingest.lexicon import Hit
from cqtui.ingest.units import Amount, Units

Nouns = dict[int, tuple[int, list[Hit]]]
"""Where each known noun starts: its end and its hits, the longest first."""


@dataclass(slots=True)
class Seeking:
    """One sentence in which quantities are sought; what is found first keeps its place."""

    text: str
    hits: list[Hit]
    units: Units
    masks: list[tuple[int, int]]
    nouns: Nouns
    found: list[Amount] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing in the stretch is masked or taken."""
        for spans in (self.masks, self.taken):
            for at, until in spans:
                if start < until and end > at:
                    return False
        return True

    def add(self, amount: Amount) -> None:
        """Keeps a quantity and its place."""
        self.found.append(amount)
        self.taken.append((amount.start, amount.end))

    def past(self, start: int, default: int) -> int:
        """Where what holds `start` ends."""
        return max([until for begin, until in (*self.masks, *self.taken) if begin <= start < until], default=default)


def nouns(hits: list[Hit]) -> Nouns:
    """The nouns of a sentence that a number may count."""
    table: Nouns = {}
    for hit in hits:
        if hit.term.sort in ("item", "counted"):
            end, there = table.get(hit.start, (0, []))
            table[hit.start] = (max(end, hit.end), sorted([*there, hit], key=lambda one: -one.end))
    return table
