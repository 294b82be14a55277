"""Figures to candidates: for each quantity of a sentence who, what, when, where and whether it is so, with reasons.

Every choice is made by a stage of its own (`governing`, `subjects`, `measures`, `shares`, `items`, `statuses`); here
they are asked in order, lists with "respectively" are paired, and what the sentence leaves behind is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cqtui.ingest import ellipsis, keeping, owning, whether
from cqtui.ingest.anaphora import meanings
from cqtui.ingest.carrying import goes_on, keep_period
from cqtui.ingest.changes import Figure, classified
from cqtui.ingest.clauses import Clauses
from cqtui.ingest.dating import HABIT, YEARLY_AIM, Dating
from cqtui.ingest.days import MONTH
from cqtui.ingest.discourse import Discourse, Level, Linked, Sense
from cqtui.ingest.document import Candidate, Document
from cqtui.ingest.governing import is_base
from cqtui.ingest.guarded import guarded
from cqtui.ingest.items import item_of
from cqtui.ingest.leaning import leaning
from cqtui.ingest.lexicon import Hit, Lexicon, Term, Token, tokens
from cqtui.ingest.losses import is_lost
from cqtui.ingest.measured import About
from cqtui.ingest.measures import FLOWS_OF_GOODS, Measures, is_verb
from cqtui.ingest.memory import remembered
from cqtui.ingest.metrics import Metrics
from cqtui.ingest.names import Gazetteer, Name, named
from cqtui.ingest.pairing import LISTED, Paired, paired
from cqtui.ingest.periods import times
from cqtui.ingest.quantities import amounts, may_hold_figure
from cqtui.ingest.routes import with_routes
from cqtui.ingest.sentences import Sentence
from cqtui.ingest.stating import alternatives_of, confidence, place_of_rank, plain, unit_of
from cqtui.ingest.statuses import status_of
from cqtui.ingest.subjects import place_of, who
from cqtui.ingest.timewords import months_period
from cqtui.ingest.units import Amount, Units
from cqtui.ingest.whether import Said
from cqtui.ingest.which import BROAD, TRADES, Asked
from cqtui.model import Basis, Change, Entity, Evidence, Fact, Period, Status

_DATED = re.compile(r"'[^']*(?:19|20)\d\d")
"""A reason that quotes a time with its year, to which doubt about the day of publication does not matter."""
_AT_RATE = guarded(
    r"\b(?:based on|at|using|assuming|with)(?: an?| the)?(?: average)? exchange rates? of [^,;.]*(?:\.\d[^,;.]*)*",
    "exchange rate",
)
"""The rate at which a sentence converts what it tells, which is no figure of it."""
_EXCHANGE = guarded(
    r"^\W*(?:Corrections?|Clarification|Erratum|An earlier version)\b|"
    r"\bexchange rates?\b[^.]*\d|\btranslations?\b[^.]*\bat\b|\$1(?:\.00)?\b(?![.,\d]| (?:million|billion|trillion|"
    r"per|for))",
    "correction|clarification|erratum|earlier version|exchange rate|translation|$1",
)


@dataclass(slots=True)
class Linker:
    """Links the figures of one document. Holds what was read of it so far."""

    document: Document
    lexicon: Lexicon
    found_names: Lexicon
    gazetteer: Gazetteer
    measures: Measures
    units: Units
    proposed: dict[str, Entity]
    discourse: Discourse
    metrics: Metrics
    dating: Dating
    cache: dict[str, tuple[list[Token], list[Hit]]] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    standing: dict[str, bool] = field(default_factory=dict)
    """Of the places asked for, whether the text names them."""
    folded: str = ""
    """The text without its capitals, once it was asked for."""

    def heard(self, text: str) -> tuple[list[Token], list[Hit]]:
        """The tokens of a text and the known terms in it, kept for the stages that ask again."""
        known = self.cache.get(text)
        if known is None:
            words = tokens(text)
            hits = self.lexicon.find(words)
            new = self.found_names.find(words)
            if new:
                hits = [hit for hit in hits if not any(_covers(one, hit) for one in new)]
                hits = sorted([*hits, *new], key=lambda hit: (hit.start, -hit.end))
            known = self.cache[text] = (words, hits)
        return known

    def finds(self, wording: str, term: Term) -> None:
        """Has a wording of the document stand for something from now on."""
        self.found_names.add(wording, term)
        self.cache.clear()

    def standing_place(self, place: str | None, entity: str) -> str | None:
        """A place where a figure holds, if the vocabulary or the text knows it; else the entity's own, or none.

        The gazetteer may know in which city a district lies that the text does not name.
        """
        if place is None or place in self.gazetteer.known or self._stands(place):
            return place
        return entity if place in self.gazetteer.wholes(entity) else None

    def _stands(self, id: str) -> bool:
        if id not in self.standing:
            entity = self.proposed.get(id) or self.gazetteer.entities.get(id)
            names = (entity.name, *entity.aliases) if entity else ()
            self.folded = self.folded or f"{self.document.source.title or ''} {self.document.text}".casefold()
            self.standing[id] = any(name.casefold() in self.folded for name in names)
        return self.standing[id]

    def is_teller(self, id: str) -> bool:
        """Whether an entity only reports what others make."""
        return id in self.gazetteer.agencies or self.discourse.memory.kinds.get(id) == "agency"

    def names_of(self, text: str) -> list[Name]:
        """The names and stand-ins of a text, kept where all that it names is listed: of what is new more is learned."""
        found = self.names.get(text)
        if found is None:
            hits = self.heard(text)[1]
            found = named(text, hits, self.gazetteer, self.discourse.memory.kinds)
            if not any(hit.term.sort == "entity" and hit.term.id in self.proposed for hit in hits):
                self.names[text] = found
        return found

    def sense(self, sentence: Sentence) -> Sense:
        """A sentence read by the earlier stages."""
        text = sentence.flat
        words, hits = self.heard(text)
        anchor = self.discourse.anchor(self.document.published)
        found_times = times(text, anchor)
        inside_names = [
            (hit.start, hit.end)
            for hit in hits
            if hit.term.sort == "entity" and any(map(str.isdigit, text[hit.start : hit.end]))
        ]
        rates = [match.span() for match in _AT_RATE.finditer(text)]
        masked = [*((one.start, one.end) for one in found_times), *inside_names, *rates]
        found = (
            amounts(text, hits, words, masked, self.units)
            if may_hold_figure(text) and (rates or not _EXCHANGE.search(text))
            else []
        )
        found = leaning(text, found, self.discourse, self.measures, sentence.block.paragraph)
        spans = [(one.lead, one.end) for one in found] + [(one.start, one.end) for one in found_times]
        clauses = Clauses(text, hits, spans)
        names = with_routes(text, self.names_of(text), self.discourse.memory.topic_place, self.gazetteer)
        for name in names:
            if name.entity in self.gazetteer.lines:
                self._called(name.entity, text[name.start : name.end])
        opening = dateline_end(text) if sentence.start == sentence.block.start else 0
        names = [name for name in names if name.start >= opening]
        entities = [
            (hit.start, hit.end)
            for hit in hits
            if hit.term.sort == "entity" and self.gazetteer.kind(hit.term.id) != "industry"
        ]
        sums = [one for one in found if one.kind == "money"]
        if sums:
            names = [name for name in names if not any(one.start < name.end and name.start < one.end for one in sums)]
            hits = [
                hit
                for hit in hits
                if hit.term.sort != "entity" or not any(one.start < hit.end and hit.start < one.end for one in sums)
            ]
        hits = [
            hit
            for hit in hits
            if hit.term.sort != "item"
            or not any(at <= hit.start and hit.end <= until for at, until in entities)
            or hit.term.id.endswith("company")
        ]
        hits = [hit for hit in hits if hit.term.sort not in ("verb", "metric") or is_verb(text, hit)]
        return Sense(
            sentence,
            words,
            hits,
            found_times,
            found,
            names,
            clauses,
            {word.start: number for number, word in enumerate(words)} if found else {},
        )

    def link(self, sentence: Sentence) -> Iterator[Candidate]:
        """The candidates of one sentence, in order."""
        self.discourse.count += 1
        sense = self.sense(sentence)
        block = sentence.block.paragraph
        text = sentence.flat
        figures = classified(text, sense.amounts, sense.hits, sense.times)
        levels = [figure.amount for figure in figures]
        memory = self.discourse.memory
        first = sense.amounts[0].start if sense.amounts else len(text)
        pairs = paired(text, sense.amounts, sense.hits, sense.names, sense.times)
        last: Linked | None = None
        before: Linked | None = None
        main: Period | None = None
        made: list[Linked] = []
        meant = sense.meant = meanings(text, sense.names, sense.clauses, memory, self.gazetteer, block)
        if figures and not memory.subject:
            opening = [name for name in sense.names if name.start < first]
            remembered(text, opening, meant, memory, self.gazetteer, block, before=first)
        if self._moves_the_level_before(sense, figures):
            figures = figures[1:]
        for figure in figures:
            reference = before if before is not None and before.base and figure.amount.pair == "to" else last
            linked = self._figure(sense, figure, levels, pairs.get(figure.index), reference, main)
            if linked is None:
                continue
            made.append(linked)
            self.discourse.note_figure(linked.candidate.fact, linked.amount)
            before = linked
            if not linked.base:
                last = linked
                if (linked.when.time is not None or linked.when.stated) and goes_on(text, linked, levels):
                    main = linked.period if linked.period.end or linked.period.start else main
            elif last is None:
                last = linked
        remembered(text, sense.names, meant, memory, self.gazetteer, block, before=first)
        self.discourse.note_mentions(sense)
        if text.endswith("?") and not made:
            self.discourse.question, self.discourse.question_at = sense, self.discourse.count
        self._note(sense, made)
        for linked in made:
            yield linked.candidate

    def _moves_the_level_before(self, sense: Sense, figures: list[Figure]) -> bool:
        """Whether the first movement is of the level that the sentence before told: "That was 60% more"; it is kept."""
        told, level, text = self.discourse, self.discourse.level, sense.sentence.flat
        if level is None or not figures or not figures[0].moving or figures[0].change is None:
            return False
        amount = figures[0].amount
        near = told.count - level.sentence == 1 and level.paragraph == sense.sentence.block.paragraph
        named = any(hit.term.sort in ("metric", "verb", "item", "entity") and hit.term.id not in ("~growth", "growth")
                    for hit in sense.hits if hit.start < amount.start)  # fmt: skip
        if not near or named or not _THAT_WAS.match(text, 0, amount.lead):
            return False
        told.moved.setdefault(level.start, figures[0].change)
        return True

    def _called(self, line: str, wording: str) -> None:
        """Keeps how the text itself calls a listed railway, so that what is proposed stands in the text."""
        known = self.proposed.get(line) or self.gazetteer.entities[line]
        wording = _ARTICLE.sub("", wording)
        if wording not in (known.name, *known.aliases):
            self.proposed[line] = replace(known, aliases=(*known.aliases, wording))

    # One figure

    def _figure(
        self,
        sense: Sense,
        figure: Figure,
        levels: list[Amount],
        pair: Paired | None,
        last: Linked | None,
        main: Period | None,
    ) -> Linked | None:
        amount = figure.amount
        text = sense.sentence.flat
        why: dict[str, str] = {}
        base = is_base(text, amount) and not figure.moving
        unit = self.measures.unit(amount, sense.hits)
        if unit is None and not figure.moving and ellipsis.is_bare(amount):
            unit = self._left_out(sense, amount)
            if unit is not None:
                whole = ellipsis.of_unit(amount, unit, self.measures)
                levels = [whole if one is amount else one for one in levels]
                figure, amount = replace(figure, amount=whole), whole
        about = About(sense, figure, levels, unit, last, base, pair)
        reading = self.metrics.metric(about)
        read = reading is not None
        if not read and amount.kind in _MAY_LEAN and not figure.moving:
            reading = self.metrics.left(about)
        if reading is None or not self._is_kept(about, reading.metric, read=read):
            return None
        metric = reading.metric
        why["metric"] = reading.why
        when = self.dating.when(sense, amount, levels, base, main, last, pair, figure)
        status, why["status"] = status_of(
            text,
            amount,
            [one for one in levels if one is not amount],
            sense.hits,
            sense.clauses,
            when.period,
            self.document.published,
            base,
        )
        asked = self.discourse.asked()
        if status == "actual" and asked is not None and not base and not figure.moving:
            wanted = next((hit for hit in asked.hits if hit.term.sort == "status"), None)
            if wanted is not None and (
                when.period is None
                or when.period.end is None
                or not self.document.published
                or when.period.end >= self.document.published
            ):
                status, why["status"] = wanted.term.id, "the question asks for it"  # type: ignore[assignment]
        said = Said(
            sense, amount, metric, when.period, self.document.published, last, base, status,
            why["status"],
        )  # fmt: skip
        status, why["status"] = self._weighed(sense, said)
        told_of = self.dating.told(sense, amount, metric, status, main, figure)
        period, how, stated = self.dating.period(sense, amount, when, told_of, main, base, figure, last)
        if pair is None or pair.time is None:
            by_rule = (period, how, stated)
            meant = self.dating.chosen(sense, amount, levels, when, by_rule, told_of, main, base, figure, last)
            when, period, how, stated = meant.when, meant.period, meant.how, meant.stated
        why["period"] = how
        if self.document.doubt is not None and period.end and not _DATED.search(how):
            why["period"] += f"; {self.document.doubt}"
        owner = who(sense, amount, metric, self.discourse, self.gazetteer)
        own_name = next(
            (
                hit.term.id
                for hit in sense.hits
                if hit.term.sort == "entity" and hit.start <= amount.start and amount.end <= hit.end
            ),
            None,
        )
        if own_name:
            entity, why["entity"], sure = own_name, "the count is part of its name", 95.0
            status, period, stated = "actual", Period(end=self.document.published, basis="as-of"), False
        elif pair and pair.entity:
            entity, why["entity"], sure = pair.entity, "paired by 'respectively'", 90.0
        elif last is not None and _OF_WHICH.fullmatch(text[last.amount.end : amount.lead]):
            entity, why["entity"], sure = last.candidate.fact.entity, "a part of the figure before it", 86.0
        elif base and last is not None and not owning.of_another(sense, amount, last.amount):
            entity, why["entity"], sure = last.candidate.fact.entity, "the figure it is compared with", 80.0
        else:
            entity, why["entity"], sure = owner.entity, owner.why, owner.score
        whats = Asked(
            sense, amount, reading, levels, last, entity, self.discourse.memory.kind(entity, self.gazetteer),
            self.measures.dimension.get(metric, ""), figure.moving, self.discourse,
        )  # fmt: skip
        item: str | None
        listed = last is not None and not amount.items and LISTED.fullmatch(text, last.amount.end, amount.lead)
        if pair and pair.item:
            item, why["item"] = pair.item, "paired by 'respectively'"
        elif pair and pair.entity and last is not None and listed:
            item, why["item"] = last.candidate.fact.item, "listed with the figure before it"
        else:
            item, why["item"] = item_of(whats, base)
        place, why["place"] = place_of(
            text,
            amount,
            sense.names,
            entity,
            self.discourse.memory,
            self.gazetteer,
            sense.clauses,
            sense.sentence.block.paragraph,
            metric,
            sense.meant,
        )
        if metric == "rank":
            place, why["place"] = place_of_rank(text, amount, place)
        place = self.standing_place(place, entity)
        if metric.startswith("share of world") and place == "world" and entity != "world":
            place = None
        currency = self.discourse.currency_in(sense.sentence.block.paragraph)
        fact_unit = unit_of(self.measures, text, amount, unit, metric, last, currency)
        if (
            fact_unit == "CNY"
            and "¥" in text[amount.start : amount.end]
            and "yuan" not in text
            and self.gazetteer.home.get(entity) == "japan"
        ):
            fact_unit = "JPY"
        if figure.moving:
            fact_unit = {"count": "unit", "ratio": "percent"}.get(self.measures.dimension.get(metric, ""))
        value: Decimal | None = plain(amount.value)
        change = figure.change
        if figure.moving:
            value = None
        elif (
            metric == "profit" and fact_unit != "percent" and value is not None and value > 0 and is_lost(text, amount)
        ):
            value = -value
        if (
            not base
            and change is None
            and last is not None
            and last.base
            and amount.pair == "to"
            and last.value is not None
        ):
            direction = "up" if amount.value >= last.value and fact_unit == last.candidate.fact.unit else "down"
            change = Change(
                kind="unstated", direction="up" if direction == "up" else "down", against=last.candidate.fact.as_written
            )
        if (
            change is None
            and amount.pair == "to"
            and not base
            and re.search(
                r"\b(?:reduc|cut|shorten|lower|slash|shrink|down)\w*\b[^.;]{0,40}$",
                text[max(0, amount.lead - 50) : amount.lead],
            )
        ):
            change = Change(kind="unstated", direction="down")
        if (
            change is not None
            and change.against == "previous month"
            and period.basis == "year-to-date"
            and not stated
            and period.end is not None
        ):
            period = months_period(period.end.year, period.end.month, period.end.month, "month")
        per = amount.per
        if per is None and metric in _HABITUAL and not figure.moving and not YEARLY_AIM.search(text, 0, amount.lead):
            dated = when.time is not None and not when.loose
            per = _habit(text, amount, metric, period.basis if dated else None)
        if per == "year" and period.basis in ("year",) and when.time is not None:
            per = per if metric == "capacity" else None
        if per is None and metric == "capacity" and last is not None and last.candidate.fact.metric in _HABITUAL:
            per = last.candidate.fact.per if last.candidate.fact.unit == fact_unit else None
        if per is None and _leans_on(amount, last) and last is not None and last.candidate.fact.metric == metric:
            per = last.candidate.fact.per
        told_rate = last is None and not amount.noun and self.discourse.metric == metric
        if per is None and told_rate and _TO_RAISE_THAT.search(text[: amount.lead]):
            per = self.discourse.per
        if per is None and fact_unit == "person" and _ON_A_LINE.search(text[: amount.lead]):
            per = "production line"
        if per is None and metric == "wages" and not figure.moving and not _PAID_ONCE.search(text):
            per = "month"
        start, end = sense.sentence.start + amount.start, sense.sentence.start + amount.end
        fact = Fact(
            entity=entity,
            metric=metric,
            item=item,
            place=place,
            value=value,
            upper=None if figure.moving else plain(amount.upper),
            unit=fact_unit,
            per=per,
            bound=amount.bound,
            as_written=sense.sentence.text[amount.start : amount.end],
            period=period if period.stated == stated else replace(period, stated=stated),
            status=status,
            change=change,
            evidence=Evidence(
                source=self.document.source.id,
                paragraph=sense.sentence.block.paragraph,
                start=start,
                end=end,
                sentence=sense.sentence.text,
            ),
            confidence=confidence(reading.score, sure - (10 if self.document.doubt else 0), stated, amount),
            extractor="rules",
            alternatives=alternatives_of(amount, change, fact_unit),
        )
        if figure.why:
            why["change"] = figure.why
        proposed = tuple(self.proposed[id] for id in dict.fromkeys((entity, place)) if id and id in self.proposed)
        proposed += tuple(
            self.gazetteer.entities[id]
            for id in dict.fromkeys((entity, place))
            if id and id not in self.gazetteer.known and id in self.gazetteer.entities and id not in self.proposed
        )
        return Linked(
            Candidate(fact=fact, why=why, proposed=proposed), period, when, base, value, amount, figure.moving
        )

    def _left_out(self, sense: Sense, amount: Amount) -> str | None:
        """The unit that a bare number leaves out, or None where it counts pieces, or what its metric counts."""
        units = ellipsis.told(self.discourse, sense.sentence.block.paragraph, self.measures)
        if not units:
            return None
        found = ellipsis.candidates(sense, amount, units, self.discourse, self.measures)
        return self.discourse.choose("unit", sense, amount, found).key or None

    def _is_kept(self, about: About, metric: str, *, read: bool) -> bool:
        """Whether a number is a figure of `metric` to be kept; `read` says that the rules say that it is one."""
        found = keeping.candidates(about, metric, self.discourse, read=read)
        return self.discourse.choose("kept", about.sense, about.figure.amount, found).key == keeping.FIGURE

    def _weighed(self, sense: Sense, said: Said) -> tuple[Status, str]:
        """The status by learned weights, the rules' own among what speaks for one."""
        if whether.is_certain(said):
            return said.rule, said.why
        best = self.discourse.choose("status", sense, said.amount, whether.candidates(said))
        return (said.rule, said.why) if best.key == said.rule else (best.key, best.because)  # type: ignore[return-value]

    def _note(self, sense: Sense, made: list[Linked]) -> None:
        """Keeps what the next sentence may lean on."""
        told = self.discourse
        block = sense.sentence.block.paragraph
        for hit in sense.hits:
            if hit.term.sort != "item":
                continue
            told.items.setdefault(hit.term.id, []).append((told.count, block))
            if hit.term.id in TRADES and not (told.trade and hit.term.id in BROAD):
                told.trade = hit.term.id
            elif not hit.term.id.endswith("company"):
                told.said_item, told.said_block = hit.term.id, block
            if sense.sentence.flat[: hit.start].strip().lower() in ("", "the", "its", "a"):
                told.section_item = told.section_item or None
        keep_period(told, sense, made, block, self.document.published)
        told_here = [linked for linked in made if not linked.base]
        levels = [one.candidate.fact for one in told_here if not one.moving and one.amount.kind not in _NO_LEVELS]
        told.level = None
        if levels and (levels[-1].change is None or levels[-1].change.value is None):
            told.level = Level(told.count, block, levels[-1].evidence.start or 0)
        if told_here:
            fact = told_here[-1].candidate.fact
            told.metric, told.metric_block = fact.metric, block
            told.item = fact.item or (told.item if told.metric == fact.metric else None)
            told.unit, told.per = fact.unit, fact.per
            units = (one.candidate.fact.unit for one in reversed(told_here))
            currency = next((unit for unit in units if self.measures.unit_dimension.get(unit or "") == "money"), None)
            if currency is not None:
                told.currency, told.currency_block = currency, block
            if self.measures.dimension.get(fact.metric) == "money":
                told.money = fact.metric
            if fact.metric in FLOWS_OF_GOODS and fact.metric not in ("inventory", "capacity"):
                told.flow = fact.metric
            if self.measures.dimension.get(fact.metric) == "duration":
                told.duration, told.duration_block = fact.metric, block


def _habit(text: str, amount: Amount, metric: str, basis: Basis | None) -> str | None:
    """For which time a figure holds again and again, by the word before or behind it; `basis` is that of a time
    written of it, whose whole it is if that is as long."""
    reach = _FAR if metric == "capacity" else _NEAR
    before = text[max(0, amount.lead - reach) : amount.lead]
    habit = HABIT.search(before) or _OF_HABIT.match(text, amount.end)
    if habit is None:
        return None
    per = {"monthly": "month", "daily": "day"}.get(habit.group().lower().strip().removeprefix("of "), "year")
    if per == "year":
        whole = basis in ("year", "half", "quarter", "month") or (metric != "capacity" and _WAS_IN_ALL.search(before))
    else:
        whole = per == basis
    return None if whole else per


_NEAR, _FAR = 60, 130
"""Characters before a figure that may hold "monthly", and before a capacity."""


def _leans_on(amount: Amount, last: Linked | None) -> bool:
    """Whether a bare count is measured as the count before it was: "1.3 million a month, up from one million"."""
    return (
        last is not None
        and amount.kind == last.amount.kind
        and amount.kind in ("count", "measure", "money")
        and amount.scaled == last.amount.scaled
        and not amount.noun
        and not last.moving
    )


_TO_RAISE_THAT = re.compile(
    r"\b(?:rais|lift|increas|expand|doubl|bring|extend|cut|reduc|push|tak)\w* (?:this|that|it|the (?:figure|number|"
    r"rate|capacity|output)) (?:up |down )?to $|^(?:It|This|That|The (?:figure|rate|number)) (?:\w+ ){1,4}to $",
    re.IGNORECASE,
)
"""Before a count that replaces the one told of, and so is measured as that was."""
_ON_A_LINE = re.compile(
    r"(?:^|[.;,“\"] ?|\b(?:when|where|and|but) )(?:an?|each|every|one|such an?|the same) (?:\w+ )?line\b[^.,]{0,60}$",
    re.IGNORECASE,
)


_PAID_ONCE = re.compile(
    r"\b(?:bonus(?:es)?|one-off|a head|per head|newcomers?|return(?:s|ing)?|stays?|allowance|subsid(?:y|ies)|"
    r"a year|yearly|annual\w*|per year|an hour|hourly|daily|a day)\b"
)
"""What is paid else than by the month."""
_HABITUAL = ("capacity", "output volume", "shipments", "export volume", "output value")
"""What is so much a year, a month or a day where a word says that it is so again and again."""
_OF_HABIT = re.compile(r"\s*of (annual|yearly|monthly|daily)\b")
_WAS_IN_ALL = re.compile(r"\b(?:was|were|reached|totall?ed|amounted to|came to|stood at|hit) (?:[a-z]+ ){0,2}$")
"""Before what a year's output was, which is that of the year told of and no rate."""
_MAY_LEAN = ("count", "duration", "percent", "measure")
"""What may be a figure where the rules do not say what it measures."""
_NO_LEVELS = ("rank", "duration", "times")
_THAT_WAS = re.compile(
    r"\W*(?:this|that|it|the (?:figure|number|total|sum|amount|value|volume|level))\b(?: [a-zŧ-]+){1,7} $",
    re.IGNORECASE,
)
"""Opens a sentence that goes on about the figure before."""
_ARTICLE = re.compile(r"^(?:the|an?|its|their) ", re.IGNORECASE)

_OF_WHICH = re.compile(
    r"[,;(]? ?(?:of|among) (?:which|them|these|those|whom)(?:,? (?:about|some|nearly|over|more than))? "
)
_DATELINE = re.compile(r"[^a-z–—]{0,3}[A-Z][^–—:;]{2,70}?(?:–|—|--| - |- (?=[A-Z]))")

_WIRE = re.compile(
    rf"[A-Z][\w .,'’/-]{{2,50}}?,? (?i:{MONTH})\.? \d{{1,2}}(?:, \d{{4}})? \([A-Z][^)]{{1,40}}\) ?(?=[A-Z\"“])"
)
"""A dateline that no dash closes: "Taipei, July 20 (CNA) Export orders"."""


def _covers(own: Hit, hit: Hit) -> bool:
    """Whether goods of the document's own are meant rather than a listed item inside their name."""
    return own.term.sort == hit.term.sort == "item" and own.start <= hit.start and hit.end <= own.end


def dateline_end(text: str) -> int:
    """Where the dateline that opens a report ends ("CHONGQING, March 22 (Xinhua) --"), or 0."""
    match = _DATELINE.match(text) if any(map(text.__contains__, "–—-")) else None
    match = match or (_WIRE.match(text) if ")" in text[:80] else None)
    if match is None:
        return 0
    own = match.group()
    first = own.split()[0].strip(",—–-")
    return (
        match.end()
        if (first.isupper() and len(first) > 2) or re.search(r"\d|\(", own) or own.rstrip(" -–—").isalpha()
        else 0
    )
