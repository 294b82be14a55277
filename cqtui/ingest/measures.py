"""What is measured: the metric that a figure states, and the item it counts, from the words around it.

A noun or verb belongs to a family (output, shipments, exports …); the dimension of the figure says which metric of the
family it is, so that "output" is a volume of laptops and a value of yuan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cqtui import notation
from cqtui.ingest.clauses import Clauses
from cqtui.ingest.cues import cues, forms
from cqtui.ingest.lexicon import Hit, Term
from cqtui.ingest.units import Amount
from cqtui.vocabulary import Vocabulary

FLOWS_OF_GOODS = frozenset(
    {"output volume", "shipments", "sales volume", "export volume", "import volume", "orders", "capacity", "inventory"}
)


COUNTED_METRICS = frozenset(
    {
        "production lines",
        "employees",
        "companies",
        "projects",
        "patents",
        "patent applications",
        "awards",
        "stores",
        "train journeys",
        "jobs created",
        "customers",
        "cooperation intentions",
        "institutions served",
        "base stations installed",
    }
)
PART_OF = {
    "output value": "share of industrial output value",
    "foreign trade value": "share of foreign trade",
    "export value": "share of exports",
    "value added": "share of industrial value added",
    "gross domestic product": "share of GDP",
    "output volume": "share of national output",
    "shipments": "share of own shipments",
    "import value": "share of foreign trade",
    "export volume": "share of exports",
    "sales volume": "share of own shipments",
    "orders": "share of own orders",
    "revenue": "share of own revenue",
    "employees": "share of own employees",
}


class Reading(NamedTuple):
    """A metric read for a figure, with how sure and why. `at` is where its cue stands, or -1."""

    metric: str
    score: float
    why: str
    at: int = -1
    end: int = -1
    family: str = ""


@dataclass(slots=True)
class Families:
    """Which metric a family's word means of a figure of some dimension."""

    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    of_metric: dict[str, str] = field(default_factory=dict)

    def metric(self, cue: str, dimension: str, own: dict[str, str]) -> str | None:
        """The metric that cue means in `dimension`; `own` gives the dimension of each known metric."""
        if cue.startswith("~"):
            return self.tables[cue[1:]].get(dimension)
        if own.get(cue) == dimension:
            return cue
        family = self.of_metric.get(cue)
        return self.tables[family].get(dimension) if family else None

    def family(self, cue: str) -> str:
        return cue[1:] if cue.startswith("~") else self.of_metric.get(cue, "")


_DETERMINED = re.compile(
    r"\b(?:the|a|an|by|its|their|this|that|each|per|sea|river|cargo|container|no|any|same|our)\s+$", re.IGNORECASE
)
_PROGRESSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|starts?|started|begins?|began|begun|stop\w*|resum\w*|for|by|now|still|from|"
    r"keeps?)\s+$",
    re.IGNORECASE,
)


_OF_OPINION = re.compile(
    r" (?:estimates?|expectations?|forecasts?|consensus|watchers?|research\w*|observers?|analysts?|sources|tracker|"
    r"entit(?:y|ies)|players?|participants?|confidence|leader(?:s|ship)?|regulat\w+|rules|order|economy|conditions|"
    r"forces|reports?|data|intelligence|leading|launch|entry|debut|rally|supervision|environment)\b"
)
_IN_A_COMPOUND = re.compile(r"-(?!(?:year|quarter|month|to|week)\b)[a-z]")
"""A noun that only qualifies the next: "trade-in", "price-sensitive", "export-oriented"."""


_AS_A_NOUN = re.compile(
    r"\b(?:the|a|an|by|freight|cargo|block|container|each|per|every|first|direct|express|one|this)\s+$", re.IGNORECASE
)
_COMPARABLE = re.compile(r"\b(?:comparable|constant|current|fixed)\s+$")


def is_verb(text: str, hit: Hit) -> bool:
    """Whether a verb's form is one where it stands: not "by ship", "the make", "electronics manufacturing"."""
    word = text[hit.start : hit.end].lower()
    before = text[max(0, hit.start - 14) : hit.start]
    if word == "prices" and _COMPARABLE.search(before):
        return False
    if word == "train":
        return _AS_A_NOUN.search(before) is not None
    if word == "market" and _OF_OPINION.match(text, hit.end):
        return False
    if word == "manufacturing":
        return _PROGRESSIVE.search(before) is not None
    if _IN_A_COMPOUND.match(text, hit.end) or (hit.term.sort == "verb" and text[max(0, hit.start - 1)] == "-"):
        return False
    if hit.term.sort == "metric" or " " in word or word.endswith(("ed", "ing")):
        return True
    return _DETERMINED.search(before) is None


class Measures:
    """The measuring words of a vocabulary: entries for the lexicon, and how their hits are read."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = cues()
        self.dimension = {metric.id: _dimension(metric.id, metric.dimension) for metric in vocabulary.metrics.values()}
        self.nature = {metric.id: metric.nature for metric in vocabulary.metrics.values()}
        self.unit_dimension = {unit.id: unit.dimension for unit in vocabulary.units.values()}
        self.unit_base = {unit.id: unit.base for unit in vocabulary.units.values()}
        self.families = Families()
        self.entries: list[tuple[str, Term]] = []
        known = set(vocabulary.metrics)
        for family in words["families"]:
            name = family["name"]
            table = {
                key: family[key]
                for key in ("count", "money", "ratio", "world", "national", "own", "duration", "measure")
                if key in family
            }
            self.families.tables[name] = table
            for key in ("count", "money", "duration", "measure", "ratio"):
                if key in table:
                    self.families.of_metric.setdefault(table[key], name)
            for noun in family.get("nouns", ()):
                self.entries.append((noun, Term("metric", "~" + name)))
            for verb in family.get("verbs", ()):
                self.entries += [(form, Term("verb", "~" + name)) for form in forms(verb)]
        self.entries += [(wording, Term("nothing", "")) for wording in words["nothing"]["wordings"]]
        unclear = frozenset(words["ambiguous"]["metrics"])
        listed = {noun for family in words["families"] for noun in family.get("nouns", ())}
        for metric in vocabulary.metrics.values():
            for wording in {metric.label.lower() if metric.label != "GDP" else "GDP", *metric.synonyms}:
                if wording.isascii() and wording not in unclear and wording not in listed:
                    self.entries.append((wording, Term("metric", metric.id)))
        for number, doing in enumerate(words["doing"]):
            self.entries += [(form, Term("doing", str(number))) for verb in doing["verbs"] for form in forms(verb)]
        for sort in ("status", "change"):
            for id, wordings in words[sort].items():
                self.entries += [(wording, Term(sort, id)) for wording in wordings]
        for id, wordings in words["standing_for"].items():
            for wording in wordings:
                self.entries.append((wording, Term("standing", id)))
        for unit, wordings in words["counted"].items():
            self.entries += [(wording, Term("counted", unit)) for wording in wordings]
        for unit_row in vocabulary.units.values():
            if unit_row.dimension == "count" and unit_row.id != "unit":
                for wording in {unit_row.plural or unit_row.label, unit_row.label}:
                    self.entries.append((wording, Term("counted", unit_row.id)))
        for item in vocabulary.items.values():
            for wording in {item.label, notation.plural(item.label), *item.aliases}:
                if wording.isascii():
                    self.entries.append((wording, Term("item", item.id)))
                    if wording == wording.lower() and not wording.endswith("s"):
                        self.entries.append((notation.plural(wording), Term("item", item.id)))
        self.doing = words["doing"]
        self.metric_of_unit: dict[str, str] = words["metric_of_unit"]
        self.unit_of_counted: dict[str, str] = words["unit_of_counted"]
        del known

    def of(self, amount: Amount, unit: str | None) -> str:
        """The dimension in which metrics are sought for an amount."""
        if amount.kind in ("percent", "points", "times"):
            return "ratio"
        if amount.kind == "measure":
            return "measure" if unit and self.unit_base.get(unit) == "square metre" else "count"
        return amount.kind

    def readings(
        self,
        text_tokens: dict[int, int],
        amount: Amount,
        dimension: str,
        hits: list[Hit],
        others: list[Amount],
        clauses: Clauses,
    ) -> list[Reading]:
        """The metrics that the words of the sentence allow for `amount`, best first."""
        found: list[Reading] = []
        for hit in hits:
            sort = hit.term.sort
            if sort not in ("metric", "verb"):
                continue
            metric = self.families.metric(hit.term.id, dimension, self.dimension)
            if metric is None:
                continue
            inside = amount.number_end <= hit.start and hit.end <= amount.end
            before = hit.end <= amount.lead or hit.start < amount.start
            low, high = (hit.end, amount.lead) if before else (amount.end, hit.start)
            between = sum(1 for other in others if low <= other.start < high and other is not amount)
            gap = abs(text_tokens.get(hit.start, 0) - text_tokens.get(amount.start, 0))
            score = (100.0 if sort == "metric" else 94.0) if before else (84.0 if sort == "metric" else 88.0)
            if sort == "verb" and hit.term.id == "~revenue":
                score -= 10  # exports earn, too
            if inside:
                score = 99.0 if sort == "metric" else 70.0
            score += min(hit.last - hit.first, 4) * 2
            score -= gap * (1.0 if before else 1.6)
            score -= clauses.strong(low, high) * 18 + clauses.weak(low, high) * (4 if before else 9)
            score -= between * (7 if before else 26)
            found.append(
                Reading(
                    metric,
                    score,
                    f"{'noun' if sort == 'metric' else 'verb'} {hit.term.id.lstrip('~')!r}",
                    hit.start,
                    hit.end,
                    self.families.family(hit.term.id),
                )
            )
        found.sort(key=lambda one: -one.score)
        return found

    def flow_named(self, hits: list[Hit]) -> str | None:
        """The flow of goods that a title names: what its bare counts are counts of."""
        for hit in hits:
            if hit.term.sort in ("metric", "verb"):
                metric = self.families.metric(hit.term.id, "count", self.dimension)
                if metric in ("shipments", "sales volume", "export volume", "output volume"):
                    return metric
        return None

    def unit(self, amount: Amount, hits: list[Hit]) -> str | None:
        """The unit of what an amount counts, from the last noun of its phrase."""
        if amount.unit or amount.kind != "count":
            return amount.unit
        best: Hit | None = None
        low, high = amount.noun_at or (amount.number_end, amount.end)
        for hit in hits:
            if (
                hit.term.sort == "counted"
                and hit.start >= low
                and hit.end == high
                and (best is None or hit.start < best.start)
            ):
                best = hit
        if best is None and (amount.items or amount.noun):
            inside = [hit for hit in hits if hit.term.sort == "counted" and low <= hit.start and hit.end <= high]
            return inside[-1].term.id if inside else None
        return best.term.id if best else None


def _dimension(id: str, dimension: str) -> str:
    return "measure" if id == "area" else dimension
