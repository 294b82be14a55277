"""What a count of companies, people, projects or trains is a figure of: by its noun and the verb beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.governing import is_base
from cqtui.ingest.measures import COUNTED_METRICS, Measures, Reading
from cqtui.ingest.units import Amount

_FEW = 10
"""A bare number below it, in digits and with no other before it, is mostly a score or a label."""
_CLOSES_BARE = re.compile(
    r"\s*(?:[.,;:)”\"]|$|(?:in|by|at|from|of|last|this|now|today|then|before|an?|per|had|have|were|are|was|is|will|"
    r"came|"
    r"and|or|more|after|when|while|there|here)\b)"
)
_IN_LIST = re.compile(r"(?:[A-Z][\w.’'-]*|,|,? and) $")
_SAID_OF_BARE = re.compile(
    r"\s+(?:had|have|has|were|are|came|come|will|went|signed|joined|opened|of (?:them|these|those))\b"
)
_BARE_HEADS = re.compile(
    r"\b(?:of (?:them|these|those|which|whom)|of the total|were|are|is|was|people|alone)\b", re.IGNORECASE
)


OF_THEM = re.compile(r" of (?:them|these|those)\b")
_COMPLEMENT = re.compile(r"\b(?:of|by|at|in|for|from|with)(?: (?:the|its|their|all))?(?: \w+)? $")
_THAT_OF = re.compile(
    r"\bth(?:at|ose) of (?!the (?:year|month|day|week|previous|same|last))"
    r"(?=[a-z-]+ (?:from|to|at|by|rose|fell|grew|was))"
)
_CLOSED_OFF = re.compile(r"[,;.)]|$| (?:and|of which|among)\b")
_REACH = re.compile(
    r"\b(?:reach(?:es|ed)?|total(?:led|ed|s)?|number(?:ed|s)?|amount(?:ed|s)? to|c[ao]mes? to|exceed(?:ed|s)?|"
    r"topp?(?:ed|s)|stood at|stands at|(?:rose|rise|grew|grow|climb|climbed|fell|increased?|expand|expanded) to)\s*$"
)
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber\b", re.IGNORECASE)


_THE = re.compile(r"\b(?:the|these|those|both)(?: (?:top|big|other|leading))? $", re.IGNORECASE)


_TOP = frozenset({"biggest", "largest", "top", "leading", "main", "fastest", "best", "most", "major", "key"})
_OF_THE_TOP = re.compile(r" of the (?:\w+ )?(?:biggest|largest|top|leading|main)\b")
"""What only picks some out of many: how many they are is no figure."""


def takes_up(text: str, amount: Amount, unit: str | None) -> bool:
    """Whether a small number only takes up things told of before: "the two projects"."""
    definite = _THE.search(text[max(0, amount.lead - 16) : amount.lead]) is not None
    best = definite and amount.noun.split(" ", 1)[0].lower() in _TOP
    if amount.kind == "count" and amount.spelled and (best or _OF_THE_TOP.match(text, amount.number_end)):
        return True  # "the two biggest customers", "fifteen of the thirty largest suppliers"
    return unit in ("project", "facility", "company", "city") and amount.spelled and amount.value < _FEW and definite


@dataclass(slots=True)
class Counts:
    """Chooses the metric of counts in the light of what the document has told so far."""

    measures: Measures
    discourse: Discourse

    def counted(
        self, sense: Sense, amount: Amount, unit: str | None, readings: list[Reading], last: Linked | None
    ) -> Reading | None:
        """The metric of a count of companies, people, projects …, told by its noun and the verb beside it."""
        text, measures = sense.sentence.flat, self.measures
        if amount.kind != "count":
            return None
        if unit == "TEU":
            return Reading("shipments", 60, "standard containers handled")
        if unit in measures.metric_of_unit:
            families = {one.family: one for one in readings if one.score > 30}
            if unit == "person" and amount.value % 1 and not amount.scaled:
                return None  # on average
            if unit == "person":
                if re.match(r" (?:already |now |currently |still )*(?:work|works|worked)\b", text[amount.end :]):
                    return Reading("employees", 84, "people who work")
                for family in ("jobs", "customers"):
                    if family in families and families[family].score > 88:
                        return _by_verb(families[family], text, amount)
                return Reading("employees", 80, "people are counted")
            if (
                unit == "company"
                and "cooperation intentions" in families
                and families["cooperation intentions"].score > 60
            ):
                return families["cooperation intentions"]
            if unit == "patent" and "patent applications" in families and families["patent applications"].score > 66:
                return _by_verb(families["patent applications"], text, amount)
            verb = doing(sense, amount)
            if verb is not None:
                row = measures.doing[verb[0]]
                if unit in row:
                    return Reading(row[unit], 84 + verb[1] * 0.1, f"the verb with the {unit} counted")
            if (
                unit
                in ("facility", "production line", "zone", "cluster", "institution", "country", "city", "household")
                and amount.spelled
                and amount.value < 3
                and unit != "production line"
                and not last
            ):
                return None
            if unit in ("country", "city", "household") or (unit == "institution" and amount.spelled):
                return None
            return Reading(measures.metric_of_unit[unit], 76, f"a count of {unit}")
        if amount.items or amount.noun:
            return None
        if (
            last is not None
            and last.candidate.fact.metric == "patent applications"
            and _GRANTED.search(text[last.amount.end : amount.lead])
        ):
            return Reading("patents", 80, "granted of those applied for")
        named_here = any(hit.term.sort in ("item", "counted") and hit.end <= amount.lead for hit in sense.hits)
        if last is None and OF_THEM.match(text, amount.end) and not named_here:
            metric = self.discourse.metric
            if metric is not None and measures.dimension.get(metric) == "count":
                return Reading(metric, 78, "some of what was counted before")
        asked = self.discourse.asked()
        if (
            asked is not None
            and _HOW_MANY.search(asked.sentence.flat)
            and not amount.scaled
            and not (readings and readings[0].score > 70)
        ):
            counted = next(
                (hit for hit in asked.hits if hit.term.sort == "counted" and hit.term.id in measures.metric_of_unit),
                None,
            )
            if counted is not None:
                return Reading(measures.metric_of_unit[counted.term.id], 60, "what the question asks for")
        stated = self._said_to_reach(sense, amount) or self._behind_noun(sense, amount)
        if stated is not None:
            return stated
        told = self.discourse
        if (
            re.match(r" of (?:them|these|those)\b", text[amount.end :])
            and last is None
            and told.metric in COUNTED_METRICS
            and told.metric_block == sense.sentence.block.paragraph
        ):
            return Reading(told.metric, 72, "of those told of before")
        numbered = self._number_of(sense, amount)
        if numbered is not None:
            return numbered
        if amount.kind == "count" and not amount.scaled and readings:
            heads = [
                one
                for one in readings
                if one.family
                in (
                    "employees",
                    "companies",
                    "jobs",
                    "patents",
                    "production lines",
                    "patent applications",
                    "projects",
                    "base stations",
                    "train journeys",
                )
            ]
            if heads and heads[0].score > 70 and heads[0] is readings[0]:
                return heads[0]
        if last is not None and last.amount.kind == "count" and not amount.scaled:
            tail = text[amount.end : amount.end + 22]
            between = text[last.amount.end : amount.start]
            if (
                re.match(
                    r"\s*(?:of (?:them|these|those|which|whom)|were|are|is|was|in|from|for|do|have|by|;|,|\.|$)", tail
                )
                and not re.search(r"[.]\s", between)
                and (
                    re.search(r"of (?:which|them|whom)|includ|wants?|;|now", between)
                    or _BARE_HEADS.match(tail.strip())
                    or len(between) < 50
                )
            ):
                best = readings[0] if readings and readings[0].score > 84 else None
                if best is None:
                    return Reading(last.candidate.fact.metric, 70, "the figure before it")
        return None

    def bare(self, sense: Sense, amount: Amount, unit: str | None, last: Linked | None) -> Reading | None:
        """A bare count in the wake of another: "It now has some 11,000", "Japan sent 38, Germany 31"."""
        text, told = sense.sentence.flat, self.discourse
        if amount.kind != "count" or amount.noun or amount.items or unit or amount.pair == "from":
            return None
        if last is None and amount.value < _FEW and not amount.spelled:
            return None
        listed = last is not None and last.amount.kind == "count" and _IN_LIST.search(text[: amount.lead])
        few = amount.spelled and amount.value <= 12 and not listed
        if not (_SAID_OF_BARE if few else _CLOSES_BARE).match(text, amount.end):
            return None
        metric = last.candidate.fact.metric if last is not None and last.amount.kind == "count" else None
        if metric is None and told.metric_block == sense.sentence.block.paragraph:
            metric = told.metric
        if metric is None or self.measures.dimension.get(metric) != "count":
            return None
        return Reading(metric, 32, "what was counted before it")

    def _said_to_reach(self, sense: Sense, amount: Amount) -> Reading | None:
        """What "the city's supporting enterprises reach 862" counts: the noun before the verb."""
        before = sense.sentence.flat[max(0, amount.lead - 24) : amount.lead]
        verb = _REACH.search(before)
        if verb is None:
            return None
        at = amount.lead - len(before) + verb.start()
        for hit in reversed(sense.hits):
            near = (
                hit.end <= at
                and re.fullmatch(r"(?: [A-Za-z]+){0,3} ?", sense.sentence.flat[hit.end : at])
                and not any(hit.end <= one.start < at for one in sense.amounts)
            )
            head = not _COMPLEMENT.search(sense.sentence.flat[: hit.start])
            if near and head and hit.term.sort == "counted" and hit.term.id in self.measures.metric_of_unit:
                return Reading(
                    self.measures.metric_of_unit[hit.term.id], 84, "what is said to reach it", hit.start, hit.end
                )
        return None

    def _behind_noun(self, sense: Sense, amount: Amount) -> Reading | None:
        """What a number counts that stands right behind its noun, as translated: "has gathered enterprises 186"."""
        text = sense.sentence.flat
        named = amount.noun or amount.items or amount.unit
        if named or amount.scaled or amount.spelled or not _CLOSED_OFF.match(text, amount.end):
            return None
        hit = next((one for one in sense.hits if one.end == amount.lead - 1 and one.term.sort == "counted"), None)
        verb = doing(sense, amount)
        row = self.measures.doing[verb[0]] if verb is not None else {}
        metric = (row.get(hit.term.id) or self.measures.metric_of_unit.get(hit.term.id)) if hit is not None else None
        return Reading(metric, 84, "the noun right before it", hit.start, hit.end) if hit and metric else None

    def _number_of(self, sense: Sense, amount: Amount) -> Reading | None:
        """What "the number of smart factories to reach 60" counts."""
        text = sense.sentence.flat
        label = re.match(r"[A-Z][^:]{1,44}:\s*$", text[: amount.lead])
        if label:
            named_in = next(
                (
                    hit
                    for hit in sense.hits
                    if hit.term.sort == "counted"
                    and hit.end <= amount.lead
                    and hit.term.id in self.measures.metric_of_unit
                ),
                None,
            )
            if named_in is not None:
                return Reading(
                    self.measures.metric_of_unit[named_in.term.id], 88, "the label's noun", named_in.start, named_in.end
                )
        named = self._said_to_reach(sense, amount)
        if named is not None:
            return named
        start = text.rfind("number of ", 0, amount.start)
        other = list(_THAT_OF.finditer(text, max(start, 0), amount.start))
        start = other[-1].start() if other else start
        if start < 0 or amount.start - start > 130:
            return None
        if any(start < other.start < amount.start and not is_base(text, amount) for other in sense.amounts):
            return None
        for hit in sense.hits:
            if (
                hit.term.sort == "counted"
                and start < hit.start < start + 45
                and hit.term.id in self.measures.metric_of_unit
            ):
                return Reading(
                    self.measures.metric_of_unit[hit.term.id], 86, "the number of what is named", hit.start, hit.end
                )
        return None


def _by_verb(reading: Reading, text: str, amount: Amount) -> Reading:
    """What a verb right before the number makes of it leaves no choice: "hired 5,000 workers" tells of jobs, "filed for
    300 patents" of applications."""
    between = text[reading.end : amount.lead].strip() if 0 <= reading.at < reading.end <= amount.lead else None
    beside = reading.why.startswith("verb") and between in ("", "for")
    return reading._replace(why="what is done with them") if beside else reading


_GRANTED = re.compile(r"\b(?:granted|awarded|received|approved|obtained)(?: (?:about|some|over|only|just))? $")


def doing(sense: Sense, amount: Amount) -> tuple[int, float] | None:
    """What is done with the companies or projects counted: its number in the list of cues, and how sure."""
    best: tuple[int, float] | None = None
    for hit in sense.hits:
        if hit.term.sort != "doing":
            continue
        before = hit.end <= amount.start
        low, high = (hit.end, amount.lead) if before else (amount.end, hit.start)
        if low > high:
            continue
        between = sum(1 for other in sense.amounts if low <= other.start < high)
        score = 60.0 - (high - low) * 0.25 - sense.clauses.strong(low, high) * 30 - between * (8 if before else 25)
        if not before and hit.start - amount.end > (130 if between or amount.start > 20 else 280):
            continue
        if not before and hit.start - amount.end > 130:
            score = 30.0
        if not before:
            score += 6 + min((high - low) * 0.12, 14)
        if score > 10 and (best is None or score > best[1]):
            best = (int(hit.term.id), score)
    return best
