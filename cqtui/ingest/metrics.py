"""Which metric a figure states: from its unit, its noun, the nouns and verbs around it, and what was told before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cqtui.ingest import purposes, shares
from cqtui.ingest.choice import Chosen
from cqtui.ingest.counts import OF_THEM, Counts, doing, takes_up
from cqtui.ingest.directions import CONTRIBUTION
from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.guarded import guarded
from cqtui.ingest.measured import About, Measured, candidates, of_its_unit
from cqtui.ingest.measures import COUNTED_METRICS, FLOWS_OF_GOODS, PART_OF, Measures, Reading
from cqtui.ingest.movements import Movements
from cqtui.ingest.pairing import LISTED
from cqtui.ingest.units import Amount

LABEL_MONEY = re.compile(
    r"\W*[A-Za-z][\w &-]{2,40}\((?:in )?(?:[\w ]{0,12})(?:US\$|RMB|yuan|USD|CNY|NT\$|€|\$|¥)[\w ]{0,12}\)\s*:",
    re.IGNORECASE,
)
_INTO = re.compile(
    r"\s*(?:more |between them |together |jointly |\([^)]{0,40}\) )?(?:into\b|(?:new |second |third |chip |panel |"
    r"wafer |laptop )?(?:plant|factory|project|fab|facility|investment|campus|hub|expansion)\b|"
    r"(?:of (?:the|this|that|its) (?:money|funds?|proceeds|sum|total) )?(?:for|on) (?:an?|its|the|another) "
    r"(?:new |second |third |[\w-]+ ){0,2}(?:plant|factory|fab|campus|hub)\b)"
)
_THE_SHARE = re.compile(
    r"\b[Tt]h(?:e|at|is) (?:share|figure|rate|proportion|ratio|percentage|number|level)(?! of)\b[^.;]*$"
)
_OR_SO_MUCH = re.compile(
    r",? (?:or|accounting for|making up|which (?:is|was)|which makes|representing|taking up|occupying|equal to|"
    r"equivalent to|"
    r"and (?:accounted for|made up|makes up))(?: (?:about|nearly|over|more than|less than|almost|roughly|some|just|"
    r"under|"
    r"only|around|a little|slightly|well))*\s*$"
)
"""What leads from an amount to the part of the whole that it is."""
ABOUT = re.compile(r",? about (?:nearly |over )?")
_OF_THAT = re.compile(r" of (?:that|this|it|the total|the sum)\b")
_TIMES = ("year", "month", "day", "week", "hour", "quarter", "minute", "second")
_IT_AGAIN = re.compile(
    r"\W*(?:in |for |by )?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"it\b|that|this|the "
    r"(?:figure|total|sum|amount|value|first|second|third|fourth|same|previous|whole|full)|last|a year|two years|by |"
    r"from)",
    re.IGNORECASE,
)
_APIECE = re.compile(
    r",? (?:apiece|each\b(?! (?:year|month|week|day|quarter))|a piece\b|per (?:piece|unit|set|laptop|phone|panel|"
    r"chip)\b)"
)
_RAISED = re.compile(
    r"\b(?:raised?|raises|raising)(?: (?:another|a further|about|around|some|up to|as much as|nearly|almost|over|"
    r"more than|at "
    r"least|an additional|roughly))*\s*$"
)
_OF_WHICH = re.compile(
    r"\bof (?:which|them|these|those),?(?: (?:about|some|nearly|over|more than|less than|almost|roughly|only|"
    r"just))*\s*$"
)
_RUNS_AT = re.compile(
    r"\b(?:lines?|plants?|fabs?|factory|factories|machines|they|it|we|[A-Z]\w+) (?:\w+ ){0,3}?(?:run|runs|ran|running|"
    r"operat(?:es?|ed|ing)|work(?:s|ed|ing)?) "
    r"(?:(?:plant|line|fab|hall|factory) (?:\w+|[\w-]+ \w+) )?at (?:about |around |only |just |some |nearly |"
    r"over |below |less than |more than )*$"
)
_EXPANDS = re.compile(
    r"\b(?:expand|enlarg|rais|lift|doubl|increas|bring|plant|base|factory|gigafactory)\w*\b[^.;]{0,50}\b(?:to|"
    r"of|for|with) $"
)
_STOCKS = re.compile(r"\b(?:[Ss]tocks|[Ii]nventor(?:y|ies))\b(?! (?:market|exchange))[^.;]{0,80}$")
_IN_STOCK = guarded(
    r"\b(?:[Ss]tocks|[Ii]nventor(?:y|ies)) (?:in|at|of|held|with)\b[^.;]*\b(?:comes?|came|stands?|stood|"
    r"amount(?:s|ed)?) (?:to|at)"
    r"(?: (?:about|around|some|nearly|over|more than))? $",
    "stocks|inventor",
    re.NOFLAG,
)
_OF_TOTAL = re.compile(
    r" of (?:the |its |their )?(?:[\w’'-]+ )?(?:total|overall total|whole)\b(?! \w+ (?:output|sales))"
)
_CLOSED = re.compile(
    r"\b(?:clos(?:e|ed|ing)|finish(?:ed)?|end(?:ed)?|traded|settled|opened|stood)\b(?:[^.;]|\.\d){0,44}\b(?:at|on) $"
)
_QUOTED_AT = re.compile(
    r"\b(?:panels?|chips?|modules?|phones?|handsets?|laptops?|notebooks?|tablets?|models?|wafers?|screens?|"
    r"displays?|cells?|"
    r"boards?|drives?|printers?|units?)\b[^.;,\d]{0,20} (?:is|are|was|were|stands?|stood|sells?|sold|goes|"
    r"retails?|starts?)"
    r"(?: now| still| currently)? (?:at|for) (?:about |around |just |only |some )?$"
)
"""What leads to a price: "the 32-inch panel is at $88"."""
_COSTS = re.compile(
    r"\b[Aa]n? (?:[\w-]+ ){0,3}(?:panel|chip|module|phone|handset|laptop|notebook|tablet|model|wafer|screen|"
    r"drive|printer|"
    r"server|television|TV|set|computer|PC|car) (?:now |still )?costs? (?:about |around |just |only |some |over )?$"
)
_SHARES_TO = re.compile(r"\b[Ss]hares?\b(?! of (?:the|its|their))[^;]{0,80}\b(?:to|at) $")
_DEAREST_SHARE = 10**6
_MARKET_WORTH = re.compile(
    r"\bmarket(?: for [\w -]{2,40})?,? (?:which |that )?(?:is|was|will be|would be|to be|being)?(?: then| now)? ?"
    r"(?:worth|valued at)(?: (?:about|some|nearly|over|more than|around|only))* $"
)
_AFFAIR = re.compile(
    r"[- ](?:\w+ )?(?:affair|complex|upgrade|extension|scheme|programme|program|centre|center|park|terminal|warehouse|"
    r"phase|"
    r"venture|revamp|site|works|base)\b"
)
_PLANNED = re.compile(r"\b(?:plan(?:s|ned|ners)?|promise[ds]?|target(?:s|ed)?|goal|pledge[ds]?|blueprint|forecasts?)\b")

_AND_SO_MUCH = re.compile(r"[^.;\d]{3,70}(?:,|,? and)(?: (?:another|a further|about|some|nearly))? ")
"""Between two percentages of a list, behind each of which stands what it is of."""
_EXPORTED = {
    "shipments": "export volume",
    "sales volume": "export volume",
    "output volume": "export volume",
    "output value": "export value",
    "revenue": "export value",
}
"""What goods that leave the country are, by what they would be else."""

_FLOW = re.compile(
    r"\b(exported|exporting|exports?|imported|importing|imports?) (?:[a-z-]+ ){0,3}(?:worth|valued at) [^.;]{0,24}$"
)
_FLOWS = {"ex": "export value", "im": "import value"}
_ON_BOARD = re.compile(
    r"\b(?:carr(?:y|ied|ies|ying)|on board|aboard|haul(?:s|ed|ing)?|loaded|transport(?:s|ed|ing)|ferried)\b"
)
_EQUIPMENT = {"robot", "industrial robot", "machine tool"}
"""Goods that are rather used than made where no verb says what is done with them."""
_TRADED = ("foreign trade value", "export value", "import value")
_WORTH = {
    "export volume": "export value",
    "import volume": "import value",
    "sales volume": "revenue",
    "orders": "orders",
}


_SURE = 70
_NO_RULE = Reading("", 0, "no rule")
_BY_CUES = ("noun", "verb", "a share:")
"""How a rule's reading begins to say why where it only took the nearest word, which is left to the weights."""


@dataclass(slots=True)
class Metrics:
    """Chooses metrics in the light of what the document has told so far."""

    measures: Measures
    discourse: Discourse

    def metric(self, about: About) -> Reading | None:
        """The metric of a figure, or None where it is no figure worth keeping."""
        rule = self._by_rule(about)
        if rule is None or (rule.score >= _SURE and not rule.why.startswith(_BY_CUES)):
            return rule
        asked = Measured(about, rule, self.measures, self.discourse)
        found = candidates(asked)
        best = self.discourse.choose("metric", about.sense, about.figure.amount, found)
        return rule if best.key == rule.metric else self._named(asked, best)

    def left(self, about: About) -> Reading | None:
        """The most probable metric of a figure that the rules leave aside, or None where no word speaks for any."""
        asked = Measured(about, _NO_RULE, self.measures, self.discourse)
        found = {metric: features for metric, features in candidates(asked).items() if metric != _NO_RULE.metric}
        if not found:
            return None
        return self._named(asked, self.discourse.choose("metric", about.sense, about.figure.amount, found))

    def _named(self, asked: Measured, best: Chosen) -> Reading:
        """The reading of a metric chosen against the rules, with the cue that names it where one does."""
        amount, score = asked.amount, 100 * best.probability
        places, hits, clauses = asked.about.sense.places, asked.about.sense.hits, asked.about.sense.clauses
        dimension = self.measures.dimension.get(best.key, "")
        named = self.measures.readings(places, amount, dimension, hits, asked.about.levels, clauses)
        cue = next((one for one in named if one.metric == best.key), None)
        if cue is None:
            return Reading(best.key, score, best.because)
        return cue._replace(score=score, why=f"{cue.why}: {best.because}")

    def _by_rule(self, about: About) -> Reading | None:
        """The metric that the rules read, which is one of the candidates."""
        reading = self._told(about)
        if reading is None or about.base:
            return reading
        text, amount = about.sense.sentence.flat, about.figure.amount
        if (
            reading.metric == "output volume"
            and 0 <= reading.at < amount.start
            and purposes.is_ability(text[max(0, reading.at - 40) : reading.at])
        ) or (
            reading.metric in ("output volume", "shipments")
            and purposes.can_do(text[: amount.lead], rate=amount.per is not None)
        ):
            return reading._replace(metric="capacity", why="what can be made")
        if reading.metric == "price" and amount.kind == "money" and amount.value >= 10**9:
            return reading._replace(metric="market capitalisation", why="too much for a price")
        if reading.family == "goods value" and (flow := _FLOW.search(text, 0, amount.start)):
            return reading._replace(metric=_FLOWS[flow.group(1)[:2]], why="goods sent abroad or brought in")
        if reading.family == "goods value" and _ON_BOARD.search(text, 0, amount.start):
            return reading._replace(metric="value of goods carried", why="goods carried")
        if reading.family == "goods value" and re.search(r"\btrad(?:ed|ing|es)\b", text[: amount.start]):
            return reading._replace(metric="foreign trade value", why="goods traded")
        if reading.family == "goods value" and self.discourse.money in _TRADED:
            return reading._replace(metric=self.discourse.money or "", why="goods traded")
        if (
            (reading.metric in _EXPORTED or (reading.metric == "profit" and text.startswith("earned", reading.at)))
            and not amount.fraction
            and purposes.is_sent_abroad(text, amount.start, amount.end)
        ):
            return reading._replace(metric=_EXPORTED.get(reading.metric, "export value"), why="sent abroad")
        return reading

    def _told(self, about: About) -> Reading | None:
        """The metric that the words about a figure tell."""
        sense, figure, levels, unit, last, base, pair = about
        amount = figure.amount
        text = sense.sentence.flat
        measures = self.measures
        if pair and pair.cue:
            meant = measures.families.metric(pair.cue, measures.of(amount, unit), measures.dimension)
            if meant:
                return Reading(meant, 95, "paired by 'respectively'")
        if amount.kind == "rank":
            return Reading("rank", 100, "a rank")
        if figure.ahead:
            return Reading("growth", 100, "how far one growth was ahead of another")
        if (
            (base or _compares(text, amount))
            and last is not None
            and not figure.moving
            and (last.amount.kind == amount.kind or (amount.kind == "count" and not amount.noun and unit is None))
            and (not amount.noun or unit == last.candidate.fact.unit)
        ):
            fresh = measures.readings(
                sense.places, amount, measures.of(amount, unit), sense.hits, levels, sense.clauses
            )
            if not any(
                last.amount.end <= one.at < amount.start and one.score > 80 and one.metric != last.candidate.fact.metric
                for one in fresh[:2]
            ):
                return Reading(last.candidate.fact.metric, 80, "the figure it is compared with")
        if figure.moving:
            return Movements(self.measures, self.discourse).moving(sense, amount, levels, last)
        if amount.kind == "times":
            return None
        dimension = measures.of(amount, unit)
        readings = measures.readings(sense.places, amount, dimension, sense.hits, levels, sense.clauses)
        if amount.kind in ("percent", "points"):
            if purposes.is_no_share(text, amount.lead, amount.end):
                return None
            if purposes.is_turnover(text, amount.end):
                return Reading("staff turnover", 88, "so many leave")
            if CONTRIBUTION.search(text[: amount.lead]):
                return Reading("contribution to growth", 90, "what it adds to growth")
            if _RUNS_AT.search(text[: amount.lead]) and not text.startswith(" of", amount.end):
                return Reading("capacity utilisation", 84, "how far it runs")
            if purposes.is_for_research(text, amount.lead, amount.end):
                return Reading("R&D spending", 86, "a share of revenue for research")
            low = max((other.end for other in sense.amounts if other.end <= amount.lead), default=0)
            high = shares.reach(text, amount, sense.amounts)
            reading = shares.share(text, amount, low, high, readings, sense.hits, measures)
            if (
                last is not None
                and last.amount.fraction
                and re.search(r"\band so (?:is|are|was|were|do|does|did|has|have)\b[^.;]*$", text[: amount.start])
            ):
                return Reading(last.candidate.fact.metric, 80, "and so is")
            if (
                pair
                and last is not None
                and last.amount.kind == amount.kind
                and LISTED.fullmatch(text[last.amount.end : amount.lead])
            ):
                return (reading or Reading("", 60, ""))._replace(
                    metric=last.candidate.fact.metric, why="listed with it"
                )
            told = self.discourse
            if _THE_SHARE.search(text[: amount.lead]) and last is None and self._ratio_before(sense):
                return Reading(told.metric or "", 62, "the share told of before")
            generic = reading is None or (
                reading.score < 60
                and re.match(
                    r"[^.;]{0,60}\b(?:the (?:share|figure|rate|proportion|ratio|number)|it|that|this)\b",
                    text[: amount.start],
                    re.IGNORECASE,
                )
                is not None
            )
            if (
                generic
                and (last is None or last.amount.kind == "rank")
                and told.metric
                and self.measures.dimension.get(told.metric) == "ratio"
                and told.metric_block == sense.sentence.block.paragraph
            ):
                return Reading(told.metric, 60, "the sentence before")
            if (
                not text.startswith(" of", amount.end)
                and last is not None
                and last.value is not None
                and (
                    _OR_SO_MUCH.search(text[last.amount.end : amount.start])
                    or ABOUT.fullmatch(text[last.amount.end : amount.start])
                )
                and last.candidate.fact.metric in PART_OF
            ):
                reading = Reading(
                    PART_OF[last.candidate.fact.metric], 62, "a part of the whole that the figure before it is part of"
                )
            goes_on = (
                reading is None
                and last is not None
                and last.amount.kind == amount.kind
                and _AND_SO_MUCH.fullmatch(text, last.amount.end, amount.lead)
            )
            if last is not None and last.value is not None and goes_on:
                return Reading(last.candidate.fact.metric, 56, "listed with the percentage before it")
            if (
                reading is not None
                and last is not None
                and last.amount.kind == amount.kind
                and last.value is not None
                and not text.startswith(" of", amount.end)
                and not any(last.amount.end <= one.at < amount.start and one.score > 80 for one in readings[:2])
                and reading.score < 84
            ):
                return Reading(last.candidate.fact.metric, 58, "the percentage before it")
            if last is not None and last.value is not None and _OF_WHICH.search(text[: amount.lead]):
                counted = last.candidate.fact.metric
                if counted in PART_OF and not (reading and reading.score > 84):
                    part = "share of own output" if counted == "output volume" else PART_OF[counted]
                    return Reading(part, 62, "a part of the figure before it")
            if _OF_TOTAL.match(text, amount.end) and not (reading and reading.score > 84):
                whole = told.money if last is None or last.amount.kind != "money" else last.candidate.fact.metric
                if whole in PART_OF:
                    return Reading(PART_OF[whole], 64, "a part of the total")
                before = last.candidate.fact.metric if last is not None else told.metric
                if before in COUNTED_METRICS:
                    return Reading(before, 74, "a part of what was counted")
            if (
                _OF_THAT.match(text, amount.end)
                or _of_them(text, amount, last)
                or (last is not None and re.search(r"\beach \w+ing $", text[: amount.lead]))
            ):
                whole = last.candidate.fact.metric if last is not None else told.metric
                if whole in PART_OF:
                    return Reading(PART_OF[whole], 64, "a part of the figure before it")
            asked = self.discourse.asked()
            if reading is None and asked is not None:
                reading = shares.asked(asked.sentence.flat)
            if reading is None and last is not None and last.amount.kind == "percent" and last.value is not None:
                return Reading(last.candidate.fact.metric, 40, "the percentage before it")
            if reading is None and self._ratio_before(sense):
                return Reading(told.metric or "", 40, "the share told of before")
            return reading
        if amount.kind == "duration":
            if amount.of == "running":
                return Reading("years in first place", 95, "first for so many years")
            if amount.unit in ("day", "week", "month") and _STOCKS.search(text, 0, amount.lead):
                return Reading("inventory", 84, "how long stocks last")
            needed = purposes.needed_for(text, amount.end)
            if needed:
                return Reading(needed, 90, "what the time is needed for")
            readings = [one for one in readings if of_its_unit(amount, one.metric)]
            best = next((one for one in readings if one.score > 36), None)
            if best is not None and best.metric == "transit time" and best.why.startswith("verb"):
                if last is not None and last.amount.kind == "duration":
                    return Reading(last.candidate.fact.metric, 60, "the time before it")
                best = next(
                    (one for one in readings if one.why.startswith("noun") and one.score > 36),
                    best if purposes.TRANSPORT.search(text) else None,
                )
            if amount.unit == "second" and (best is None or best.metric not in ("changeover time",)):
                return Reading("cycle time", 50, "seconds")
            return best or self._taken(sense, amount, last)
        if amount.kind == "measure":
            if dimension == "measure":
                goods = [
                    one
                    for one in measures.readings(sense.places, amount, "count", sense.hits, levels, sense.clauses)
                    if one.metric in FLOWS_OF_GOODS
                ]
                if goods and goods[0].score > 84 and (not readings or readings[0].score < goods[0].score + 8):
                    return goods[0]
                return readings[0] if readings and readings[0].score > 30 else Reading("area", 50, "a measure of area")
            if measures.unit_base.get(amount.unit or "") == "tonne":
                return next((one for one in readings if one.metric in FLOWS_OF_GOODS and one.score > 40), None) or (
                    Reading("shipments", 45, "a weight of goods") if purposes.FREIGHT.search(text) else _handled(amount)
                )
            if measures.unit_base.get(amount.unit or "") == "kWh" and purposes.INSTALLED.search(text):
                return Reading("shipments", 72, "batteries installed")
            if measures.unit_base.get(amount.unit or "") == "kWh" and _EXPANDS.search(text, 0, amount.lead):
                return Reading("capacity", 60, "how much a plant is to make")
            if (
                measures.unit_base.get(amount.unit or "") in ("metre", "cubic metre")
                or measures.unit_base.get(amount.unit or "") is None
            ):
                return None
        if amount.kind == "count" and amount.scaled and not amount.items and not amount.noun and unit is None:
            money = measures.readings(sense.places, amount, "money", sense.hits, levels, sense.clauses)
            money = [
                one
                for one in money
                if one.family
                in (
                    "investment",
                    "R&D",
                    "revenue",
                    "profit",
                    "funding",
                    "cost",
                    "output value",
                    "fixed-asset investment",
                )
            ]
            if money and money[0].score > 60 and money[0].score - (readings[0].score if readings else 0) > 12:
                return self._research(sense, amount, money)
        if amount.kind == "count" and amount.scaled and unit is None and not amount.items and LABEL_MONEY.match(text):
            money = measures.readings(sense.places, amount, "money", sense.hits, levels, sense.clauses)
            if money:
                return money[0]
        if amount.converted and last is not None and last.amount.kind == "money" and not last.moving:
            return Reading(last.candidate.fact.metric, 96, "the amount it repeats")
        if amount.kind == "count" and _IN_STOCK.search(text, 0, amount.lead):
            return Reading("inventory", 84, "what is in stock")
        if amount.kind == "money" and _APIECE.match(text, amount.end):
            return Reading("price", 90, "money for each")
        if (
            amount.kind == "money"
            and _RAISED.search(text[: amount.lead])
            and not re.match(r" to\b", text[amount.end :])
        ):
            return Reading("funding", 86, "money raised")
        if amount.kind == "money" and purposes.is_pay(text, amount.per == "month"):
            return Reading("wages", 84, "pay by the month")
        if (
            amount.kind == "money"
            and last is None
            and _CLOSED.search(text[: amount.lead])
            and "percent" in {one.kind for one in sense.amounts if one.start < amount.start}
            and not self._names_money(sense, amount)
        ):
            return Reading("price", 80, "what a share closed at")
        if (
            amount.kind == "money"
            and not amount.scaled
            and amount.value < _DEAREST_SHARE
            and _SHARES_TO.search(text[: amount.lead])
        ):
            return Reading("price", 84, "what a share came to")
        if amount.kind == "money" and not amount.scaled and _COSTS.search(text[: amount.lead]):
            return Reading("price", 80, "what one of them costs")
        if amount.kind == "money" and not amount.scaled and _QUOTED_AT.search(text[: amount.lead]):
            return Reading("price", 80, "what it is quoted at")
        if amount.kind == "money" and _MARKET_WORTH.search(text[: amount.lead]):
            return Reading("market size", 90, "what a market is worth")
        if amount.kind == "money" and _OF_THAT.match(text, amount.end):
            of_it = (
                last.candidate.fact.metric if last is not None and last.amount.kind == "money" else self.discourse.money
            )
            own_noun = (
                readings[0]
                if readings and readings[0].why.startswith("noun") and readings[0].at < amount.start
                else None
            )
            if of_it and own_noun is None:
                return Reading(of_it, 80, "a part of the amount before it")
        if amount.kind == "money" and purposes.is_worth_of_a_site(text[: amount.lead]):
            return Reading("investment", 90, "what a site is worth", family="investment")
        if amount.kind == "money" and (_INTO.match(text, amount.end) or _AFFAIR.match(text, amount.end)):
            put = Reading("investment", 97, "money put into something", family="investment")
            return self._research(sense, amount, [put])
        if (
            amount.kind == "count"
            and amount.scaled
            and last is not None
            and last.amount.kind == "money"
            and not amount.items
            and not amount.noun
            and unit is None
        ):
            fresh = [one for one in readings if one.at > last.amount.end and one.score > 88]
            if not fresh:
                return Reading(last.candidate.fact.metric, 66, "the amount before it")
            money = measures.readings(sense.places, amount, "money", sense.hits, levels, sense.clauses)
            if money and money[0].at > last.amount.end and fresh[0].metric == "import volume":
                return money[0]
        if takes_up(text, amount, unit):
            return None
        own = self._counts().counted(sense, amount, unit, readings, last)
        if own:
            return own
        known = bool(amount.items) or bool(unit) or amount.scaled or amount.kind in ("money", "measure")
        floor = 20.0 if known else 62.0
        if (
            amount.in_words
            and amount.kind == "count"
            and not amount.items
            and not unit
            and not re.match(r"\s+(?:were|was|are|is|of)\b", text[amount.end :])
        ):
            return self._counts().bare(sense, amount, unit, last) or _handled(amount)
        if amount.kind == "measure" or (
            amount.kind == "count" and (amount.value >= 10**6 or amount.items or unit == "unit")
        ):
            readings = [
                one
                for one in readings
                if one.metric not in COUNTED_METRICS or (one.metric == "base stations installed" and amount.items)
            ]
        if amount.kind == "count" and amount.noun and not amount.items and unit is None:
            readings = [
                one
                for one in readings
                if one.metric not in COUNTED_METRICS
                or (one.why.startswith("verb") and one.at < amount.start)
                or amount.number_end <= one.at <= amount.end
            ]
        after = text[amount.end : amount.end + 40]
        worth = re.match(r"\s*(?:of|in|worth of)\s+(?:\w+\s)?", after)
        if worth:
            direct = [one for one in readings if amount.end <= one.at <= amount.end + worth.end()]
            if direct:
                return direct[0]._replace(score=98.0)
        best = next((one for one in readings if one.score > floor), None)
        if best is None and readings and amount.kind in ("money",):
            best = readings[0]
        if best is None:
            if amount.kind == "money":
                return self._money(sense, amount, last)
            if amount.kind == "count" and (amount.items or amount.scaled or unit == "unit") and not amount.in_words:
                if last is not None and last.amount.kind == "count" and last.candidate.fact.metric in FLOWS_OF_GOODS:
                    return Reading(last.candidate.fact.metric, 40, "the figure before it")
                told = self.discourse
                if told.metric in FLOWS_OF_GOODS and told.metric_block == sense.sentence.block.paragraph:
                    return Reading(told.metric, 34, "the sentence before")
                if told.flow and (amount.items or amount.scaled) and not _PLANNED.search(text):
                    return Reading(told.flow, 26, "the goods metric used last")
                if set(amount.items) & _EQUIPMENT:
                    return Reading("facilities built", 30, "equipment in use")
                if (amount.scaled or amount.items) and purposes.is_moved(text[: amount.start]):
                    return Reading("shipments", 30, "goods moved")
                if amount.scaled or ((amount.items or unit == "unit") and amount.value >= 1000):
                    return Reading("output volume", 20, "nothing says what is counted of it")
            if (
                amount.kind == "count"
                and last is not None
                and not amount.noun
                and not amount.in_words
                and last.amount.kind == "count"
                and re.match(r"\s*(?:in|for|were|are|of|and|;|,|\)|\.|$)", text[amount.end :])
            ):
                return Reading(last.candidate.fact.metric, 30, "the figure before it")
            return self._counts().bare(sense, amount, unit, last) or _handled(amount)
        return self._research(sense, amount, [best]) if amount.kind == "money" else best

    def _names_money(self, sense: Sense, amount: Amount) -> bool:
        """Whether a noun before it names a sum of money other than a price: "net profit ended 15% lower at"."""
        own = self.measures
        named = (
            own.families.metric(hit.term.id, "money", own.dimension)
            for hit in sense.hits
            if hit.term.sort == "metric" and hit.end <= amount.start
        )
        return any(metric not in (None, "price", "market capitalisation") for metric in named)

    def _ratio_before(self, sense: Sense) -> bool:
        """Whether the paragraph told of a share just before."""
        told = self.discourse
        return (
            told.metric is not None
            and self.measures.dimension.get(told.metric) == "ratio"
            and told.metric_block == sense.sentence.block.paragraph
        )

    def _taken(self, sense: Sense, amount: Amount, last: Linked | None) -> Reading | None:
        """The metric of a duration that no noun names: by what is done in it, or what the paragraph talks of."""
        done = purposes.time_taken(sense.sentence.flat, amount.lead, amount.end)
        if done:
            return Reading(done, 55, "what is done in that time")
        if last is not None and last.amount.kind == "duration":
            return Reading(last.candidate.fact.metric, 50, "the time before it")
        told = self.discourse
        if done == "" and told.duration and told.duration_block == sense.sentence.block.paragraph:
            return Reading(told.duration, 45, "the time told of before")
        return None

    def _research(self, sense: Sense, amount: Amount, readings: list[Reading]) -> Reading:
        """Money invested in research is R&D spending."""
        best = readings[0]
        if best.metric == "cost" and purposes.is_built_at(sense.sentence.flat[: amount.lead]):
            return Reading("investment", best.score, "what building it costs", best.at, best.end, "investment")
        if best.family == "investment":
            after = sense.sentence.flat[amount.end : amount.end + 45]
            if re.match(r"\s*(?:\w+ )?(?:in|into|on|for|to|towards)\s+(?:\w+ ){0,2}(?:R&D|research|RD\b)", after):
                return Reading("R&D spending", best.score, best.why + " in research", best.at, best.end, "R&D")
        return best

    def doing(self, sense: Sense, amount: Amount) -> tuple[int, float] | None:
        """What is done with companies or projects beside a count, as its number in the list, and how sure."""
        return doing(sense, amount)

    def _counts(self) -> Counts:
        return Counts(self.measures, self.discourse)

    def _money(self, sense: Sense, amount: Amount, last: Linked | None) -> Reading | None:
        """The metric of an amount of money that no word names."""
        if last is not None and last.amount.kind == "money":
            return Reading(last.candidate.fact.metric, 50, "the amount before it")
        told = self.discourse
        if amount.per and amount.per not in _TIMES:
            return Reading("price", 60, "money for one")
        same = told.metric_block == sense.sentence.block.paragraph
        if told.money and same and _IT_AGAIN.match(sense.sentence.flat):
            return Reading(told.money, 52, "the sentence before")
        doing = self.doing(sense, amount)
        if doing is not None and "money" in self.measures.doing[doing[0]]:
            return Reading("investment", 48, "money attracted")
        if told.money and (
            told.metric_block == sense.sentence.block.paragraph
            or re.search(
                r"\b(?:the (?:volume|figure|value|amount|total|sum)|that|it)\b", sense.sentence.flat[: amount.start]
            )
        ):
            return Reading(told.money, 36, "the sentence before")
        if re.search(r"\b(?:worth|valued)\b", sense.sentence.flat):
            goods = last.candidate.fact.metric if last is not None else None
            if goods in _WORTH:
                return Reading(_WORTH[goods], 60, "what the goods before it are worth")
            return Reading("output value", 26, "goods worth so much")
        return Reading(told.money or "investment", 18, "nothing says what the money is")


def _of_them(text: str, amount: Amount, last: Linked | None) -> bool:
    return last is not None and last.amount.kind == "money" and OF_THEM.match(text, amount.end) is not None


def _compares(text: str, amount: Amount) -> bool:
    return amount.pair == "to" and bool(re.search(r"\bfrom\b", text[: amount.start]))


def _handled(amount: Amount) -> Reading | None:
    """What is said to be so much a month and no more: what something can do."""
    return Reading("capacity", 20, "so much in a time") if amount.per in _TIMES and not amount.in_words else None
