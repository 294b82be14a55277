"""Which metric a movement without a level is of: "shipments fell by 9 percent"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.measures import PART_OF, Measures, Reading
from cqtui.ingest.units import Amount


@dataclass(slots=True)
class Movements:
    """Chooses the metrics of movements in the light of what the document has told so far."""

    measures: Measures
    discourse: Discourse

    def moving(self, sense: Sense, amount: Amount, levels: list[Amount], last: Linked | None) -> Reading | None:
        """The metric of a movement that has no level."""
        found: list[Reading] = []
        for dimension in ("count", "money", "ratio", "duration"):
            some = self.measures.readings(sense.places, amount, dimension, sense.hits, levels, sense.clauses)
            found += [
                one
                for one in some
                if dimension != "duration"
                or (one.why.startswith("noun") and not sense.sentence.flat.startswith("every", one.at))
            ]
        own = [one for one in found if one.family != "growth" and self._is_own(sense, one)]
        own.sort(key=lambda one: -one.score)
        if own and own[0].score > 40:
            if own[0].metric == "investment" and sense.sentence.flat.startswith("cost", own[0].at):
                return own[0]._replace(metric="cost", family="cost")
            return own[0]
        if last is not None and last.moving and last.candidate.fact.metric:
            return Reading(last.candidate.fact.metric, 50, "the movement before it")
        told = self.discourse
        if (
            told.metric
            and told.metric_block == sense.sentence.block.paragraph
            and re.match(
                r"(?:this|that|it|the figure|the total|up|down|the increase|compared|in \w+ alone|the growth|which|"
                r"an? (?:increase|rise))\b",
                sense.sentence.flat,
                re.IGNORECASE,
            )
        ):
            return Reading(told.metric, 46, "the sentence before")
        if own:
            return own[0]
        if told.metric and told.metric_block == sense.sentence.block.paragraph and told.metric in PART_OF:
            return Reading(told.metric, 42, "what the paragraph tells of")
        if re.search(r"\b(?:sector|industry)\b", sense.sentence.flat[: amount.start]):
            return Reading("output value", 34, "an industry grew")
        if re.search(r"\beconom(?:y|ic)\b", sense.sentence.flat):
            return Reading("growth", 30, "the economy grew")
        growth = next((one for one in found if one.family == "growth"), None)
        return growth or (Reading(told.metric, 24, "the sentence before") if told.metric else None)

    def _is_own(self, sense: Sense, reading: Reading) -> bool:
        """Whether a reading is what its cue means by itself: "output" a volume, "output value" a value."""
        for hit in sense.hits:
            if hit.start == reading.at and hit.end == reading.end and hit.term.sort in ("metric", "verb"):
                id = hit.term.id
                if not id.startswith("~"):
                    return id == reading.metric
                family = self.measures.families.tables[id[1:]]
                first = (
                    "money"
                    if id in ("~exports", "~imports", "~trade", "~output value", "~market") and "money" in family
                    else next(iter(family))
                )
                return family.get(first) == reading.metric
        return True
