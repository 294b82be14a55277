"""The rules extractor: the stages in a row, from a document to its candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cqtui.ingest.about import topic
from cqtui.ingest.dating import Dating
from cqtui.ingest.discourse import Discourse, Watch
from cqtui.ingest.discovering import discovered
from cqtui.ingest.document import Block, Candidate, Document
from cqtui.ingest.financial import financial_year
from cqtui.ingest.goods import goods
from cqtui.ingest.guarded import guarded
from cqtui.ingest.lexicon import Lexicon, tokens
from cqtui.ingest.linking import Linker, dateline_end
from cqtui.ingest.measures import Measures
from cqtui.ingest.memory import EVENT_NAME, Memory, is_zone
from cqtui.ingest.metrics import Metrics
from cqtui.ingest.names import Gazetteer
from cqtui.ingest.periods import times
from cqtui.ingest.run_in import run_in_headings
from cqtui.ingest.sentences import Sentence, sentences
from cqtui.ingest.standing import WORLDWIDE
from cqtui.ingest.tables import table_candidates
from cqtui.ingest.timewords import Anchor, months_period
from cqtui.ingest.units import Units
from cqtui.ingest.voice import voice
from cqtui.ingest.which import TRADES
from cqtui.model import Change
from cqtui.vocabulary import Vocabulary

_INTERIM = re.compile(r"\b(?:interim|half[- ]year(?:ly)?|first[- ]half)\b", re.IGNORECASE)
EVENT = guarded(
    r"\b(?:held|holds?|hosted|convened|staged|gave) (?:an? |the |its |his |her )?(?:[\w-]+ ){0,3}"
    r"(?:press|news|conference|forum|meeting|briefing|ceremony|summit)\b|"
    r"\b(?:conference|forum|meeting|briefing|ceremony|summit)\b[^.;]{0,60}\b(?:held|hosted|convened|took place)\b|"
    r"\btold the press\b",
    "held|hold|hosted|convened|staged|gave|took place|told the press",
)


_WIRE_AND_PLACE = re.compile(r"[A-Z][A-Za-z.]*(?: [A-Z][A-Za-z.]*){0,2},? [A-Z][A-Z' -]+")


@dataclass(slots=True)
class _Words:
    """Everything made of a vocabulary once: the trie and the tables."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer
    measures: Measures
    units: Units
    lexicon: Lexicon


class Rules:
    """Reads figures by rules. One instance may read many documents; what a vocabulary needs is built once.

    `watch` is told of each choice that is made by learned weights.
    """

    name = "rules"

    def __init__(self, watch: Watch | None = None) -> None:
        self._words: _Words | None = None
        self._watch = watch

    def extract(self, document: Document, vocabulary: Vocabulary) -> Iterable[Candidate]:
        """Candidates in the order of the text."""
        words = self._ready(vocabulary)
        found = list(sentences(document))
        headings = run_in_headings(document)
        entities, lexicon = discovered(found, headings.values(), words.lexicon, words.gazetteer, self._watch)
        gazetteer = words.gazetteer
        memory = Memory(kinds={entity.id: entity.kind for entity in entities})
        discourse = Discourse(
            memory=memory,
            now=_event_day(found, document),
            financial=financial_year(document.text),
            watch=self._watch,
        )
        metrics = Metrics(words.measures, discourse)
        linker = Linker(
            document=document,
            lexicon=words.lexicon,
            found_names=lexicon,
            gazetteer=gazetteer,
            measures=words.measures,
            units=words.units,
            proposed={entity.id: entity for entity in entities},
            discourse=discourse,
            metrics=metrics,
            dating=Dating(document, words.measures, metrics, discourse),
        )
        for wording, item in goods(linker, found):
            linker.finds(wording, item)
        _topics(linker, found, document)
        linker.gazetteer = gazetteer.with_new(linker.proposed.values(), memory.topic_place)
        memory.voice = voice(document.text, linker.names_of, memory)
        memory.topic = memory.voice or memory.topic
        if memory.voice is None and memory.topic != "world":  # who speaks and a market's report are plain to see
            memory.topic = topic(linker, found, document, memory.topic)
        return _in_order(document, found, headings, linker)

    def _ready(self, vocabulary: Vocabulary) -> _Words:
        if self._words is None or self._words.vocabulary is not vocabulary:
            gazetteer = Gazetteer(vocabulary)
            measures = Measures(vocabulary)
            lexicon = Lexicon([*gazetteer.wordings, *measures.entries])
            self._words = _Words(vocabulary, gazetteer, measures, Units(vocabulary), lexicon)
        return self._words


def _in_order(
    document: Document, found: list[Sentence], headings: Mapping[int, str], linker: Linker
) -> Iterator[Candidate]:
    """Walks the blocks: headings set the scene, sentences and tables give candidates, a title's come last to be
    judged, since what it says is mostly said again."""
    by_block: dict[int, list[Sentence]] = {}
    for sentence in found:
        by_block.setdefault(sentence.block.start, []).append(sentence)
    given: list[Candidate] = []
    titles: list[Candidate] = []
    memory = linker.discourse.memory
    section: str | None = None
    lead_in: Block | None = None
    for block in document.blocks:
        inside = by_block.get(block.start, [])
        own = headings.get(block.start)
        own = own if own and _names_somebody(linker, own) else None
        if (own or block.heading) != section:
            section = own or block.heading
            _under(linker, section)
        memory.run_in = memory.heading if own else None
        if block.kind != "bullet" or memory.run_in:
            memory.leadin = None
        elif lead_in is not None and memory.leadin is None:
            opens = linker.document.text[lead_in.start : lead_in.end].rstrip().endswith(":")
            memory.leadin = memory.subject if opens or memory.topic is None else memory.topic
        if block.kind == "table":
            given += table_candidates(document, block, linker)
            continue
        for sentence in inside:
            candidates = list(linker.link(sentence)) if block.kind != "heading" or _says_much(sentence) else []
            (titles if block.kind in ("title", "heading") else given).extend(candidates)
        lead_in = block if block.kind == "paragraph" else lead_in
    given = [_with_change(one, linker.discourse.moved) for one in given]
    told = {_figure(one) for one in given} | {("moved", one.fact.change and one.fact.change.value) for one in given}
    given += [one for one in titles if _figure(one) not in told and not _is_few(one)]
    given.sort(key=lambda one: (one.fact.evidence.start or 0, one.fact.evidence.end or 0))
    yield from given


def _names_somebody(linker: Linker, heading: str) -> bool:
    """Whether a run-in heading names a company, or begins with the name of a place."""
    hits = [hit for hit in linker.heard(heading)[1] if hit.term.sort == "entity"]
    return any(hit.first == 0 or linker.gazetteer.kind(hit.term.id) == "company" for hit in hits)


def _figure(one: Candidate) -> tuple[object, object]:
    """The figure that a candidate states: its value and unit, or how much it moved."""
    fact = one.fact
    return ("moved", fact.change and fact.change.value) if fact.value is None else (fact.value, fact.unit)


def _is_few(one: Candidate) -> bool:
    """Whether a title only says of how many it tells: "Three chip projects put Chongqing on the map"."""
    fact = one.fact
    return fact.value is not None and fact.value < _FEW and fact.as_written[:1].isalpha() and fact.unit in _TOLD_OF


_FEW = 13
_TOLD_OF = ("company", "project", "facility", "person", "production line", "unit", "city", "institution")


def _with_change(one: Candidate, moved: Mapping[int, Change]) -> Candidate:
    """A candidate with the change that the sentence after its own told of it."""
    change = moved.get(one.fact.evidence.start or 0)
    return replace(one, fact=replace(one.fact, change=change)) if change is not None else one


def _says_much(sentence: Sentence) -> bool:
    return any(sign.isdigit() for sign in sentence.text) and len(sentence.text.split()) > 2


_IN_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_SHORT_HEADING, _LONG_HEADING = 8, 12
"""Words of a heading that is of what it names, anywhere or as its very first word."""
_WHERE = re.compile(r"\b(?:[Ii]n|[Oo]f|[Oo]ver|[Aa]round|[Aa]cross|[Tt]o|[Ii]nto|[Ff]rom|[Tt]op|[Ff]or) (?:the )?$")


def _under(linker: Linker, heading: str | None) -> None:
    """What a heading sets: an entity named in it, which is then the subject of its section."""
    memory = linker.discourse.memory
    memory.heading = memory.speaker = None
    linker.discourse.section_item = linker.discourse.section_period = None
    if not heading or "|" in heading:  # of several things at once
        return
    told = linker.discourse
    anchor = Anchor(linker.document.published, told.now, told.period, financial=told.financial)
    when = [
        time.period
        for time in times(heading, anchor)
        if time.role == "at" and not time.loose and time.period.end is not None
    ]
    linker.discourse.section_period = when[-1] if when else None
    words = tokens(heading)
    hits = [*linker.lexicon.find(words), *linker.found_names.find(words)]
    entities = [hit for hit in hits if hit.term.sort == "entity" and not linker.is_teller(hit.term.id)]
    if any(hit.term.id in linker.gazetteer.agencies for hit in hits) and _WIRE_AND_PLACE.fullmatch(heading):
        return  # where a wire service's report was written
    entities = [
        hit for hit in entities if hit.term.id not in ("china", "world") or not _WHERE.search(heading[: hit.start])
    ]
    items = [hit for hit in hits if hit.term.sort == "item"]
    if items and len(heading.split()) <= 6:
        linker.discourse.section_item = items[-1].term.id
    if not entities and heading.isupper():
        lowered = tokens(heading.title())
        entities = [
            hit
            for hit in linker.lexicon.find(lowered)
            if hit.term.sort == "entity" and hit.term.id not in linker.gazetteer.agencies
        ]
    if entities:
        kinds = [memory.kind(hit.term.id, linker.gazetteer) for hit in entities]
        chosen = next((hit for hit, kind in zip(entities, kinds, strict=True) if kind == "company"), entities[0])
        bare = _IN_BRACKETS.sub("", heading)
        short = len(bare.split()) <= (_LONG_HEADING if chosen.start == 0 else _SHORT_HEADING)
        if short:
            memory.heading = chosen.term.id
            memory.subject = chosen.term.id
            memory.subject_block = -1
            if memory.kind(chosen.term.id, linker.gazetteer) == "company":
                memory.company = chosen.term.id


_SALIENT = {"open": 1.0, "possessive": 1.0, "attribution": 0.9, "of": 0.7, "by": 0.7, "location": 0.35, "with": 0.3}
"""How much a name in each role counts towards what a document is about."""


def _topics(linker: Linker, found: list[Sentence], document: Document) -> None:
    """Whom the document as a whole is about: named in its title, or most often in its text."""
    memory, gazetteer = linker.discourse.memory, linker.gazetteer
    counts: dict[str, float] = {}
    order: dict[str, int] = {}
    salience: dict[str, float] = {}
    stretch = [(document.source.title or "", 3.0)] + [(sentence.flat, 1.0) for sentence in found[:40]]
    titled = linker.heard(document.source.title or "")[1]
    memory.titled = frozenset(hit.term.id for hit in titled if hit.term.sort == "entity")
    for number, (text, weight) in enumerate(stretch):
        dated = dateline_end(text) if number else 0
        for name in linker.names_of(text):
            key = name.entity or name.standing
            if name.end > dated and key:
                salience[key] = salience.get(key, 0) + weight * _SALIENT.get(name.role, 0.3)
        for hit in linker.heard(text)[1]:
            if hit.end <= dated and hit.term.id in gazetteer.hubs:
                continue  # where the press sits
            if hit.term.sort == "entity" and not linker.is_teller(hit.term.id):
                counts[hit.term.id] = counts.get(hit.term.id, 0) + weight
                order.setdefault(hit.term.id, number)
    if not counts:  # no name in the text: whose report it is
        for block in document.blocks[:6]:
            if block.kind in ("dateline", "byline"):
                for hit in linker.heard(document.text[block.start : block.end])[1]:
                    if hit.term.sort == "entity" and hit.term.id not in gazetteer.agencies:
                        counts[hit.term.id] = counts.get(hit.term.id, 0) + 3.0
                        order.setdefault(hit.term.id, 0)
    kinds = {id: memory.kind(id, gazetteer) for id in counts}
    ranked = sorted(counts, key=lambda one: (-counts[one], order[one]))
    places = [
        id for id in ranked if kinds[id] == "place" and id not in ("china", "world") and id not in gazetteer.regions
    ]
    companies = [id for id in ranked if kinds[id] == "company"]
    if places:
        memory.topic_place = next(
            (id for id in places if not is_zone(gazetteer.entities[id].name if id in gazetteer.entities else id)),
            places[0],
        )
    if companies:
        memory.topic_company = companies[0]
    title = document.source.title or ""
    first = next((sentence.flat for sentence in found if sentence.block.kind == "paragraph"), "")
    of_world = re.search(r"\b(?:worldwide|global)\b", title, re.IGNORECASE) or WORLDWIDE.search(first[:90])
    opened_by_a_name = _MARKET_OPENS.match(title) is None and any(order[id] == 0 for id in ranked)
    if (of_world or _is_of_a_market(linker, first)) and not opened_by_a_name:
        memory.topic = "world"
        ranked = []
    if places and counts[memory.topic_place or ""] < 3 and order[memory.topic_place or ""] > 6:
        memory.topic_place = None
    anchor = Anchor(document.published, linker.discourse.now, financial=linker.discourse.financial)
    when = [one.period for one in times(title, anchor) if one.role == "at" and not one.loose and one.period.end]
    if when and when[-1].basis == "year" and when[-1].start and _INTERIM.search(title):
        when[-1] = months_period(when[-1].start.year, 1, 6, "half")
    if when and document.published and when[-1].end and when[-1].end >= document.published:
        linker.discourse.title_due = when[-1]
    if when and document.published and when[-1].end and when[-1].start and when[-1].end < document.published:
        linker.discourse.title_period = when[-1]
    linker.discourse.flow = linker.measures.flow_named(linker.heard(title)[1])
    named_trades = [hit.term.id for hit in linker.heard(title)[1] if hit.term.sort == "item" and hit.term.id in TRADES]
    linker.discourse.trade = named_trades[0] if named_trades else None
    linker.discourse.topic_item = _topic_item(linker, title, found)
    event = next((id for id in ranked if EVENT_NAME.search(id) and kinds[id] == "agency" and order[id] <= 1), None)
    if event is not None:  # a report on a fair is about the fair
        memory.kinds[event] = "unknown"
        linker.proposed[event] = replace(linker.proposed[event], kind="unknown")
        memory.event = memory.topic = event
        return
    for one, sorts in ((memory.topic_company, ("company", "site")), (memory.topic_place, ("city", "province"))):
        if one is not None:  # "the company" and "the city" mostly mean the one talked of most
            salience[one] = salience.get(one, 0) + 0.6 * sum(salience.get(sort, 0) for sort in sorts)
    ranked.sort(key=lambda one: (-salience.get(one, 0), order[one]))
    market = next((id for id in ranked if order[id] == 0 and kinds[id] == "place"), None)
    if market is not None and (market in gazetteer.regions or market == "china") and "market" in title.lower():
        memory.topic = market
        return
    for id in ranked:
        if (kinds[id] in ("company", "place", "industry") or id in gazetteer.lines) and id not in ("china", "world"):
            memory.topic = id
            break
    if memory.topic_place is not None and not any(order[id] == 0 for id in ranked) and _A_CITY.search(title):
        memory.topic = memory.topic_place
        return
    _rather_the_place(memory, companies, salience)


_MARKET = re.compile(
    r"(?:[A-Z][\w-]+ ){1,3}(?:makers|vendors|brands|suppliers|manufacturers|shipments|prices|sales)\b|"
    r"(?:Prices|Quotes|Shipments|Sales|(?:Contract|Spot) prices|The (?:average |contract |spot )?prices?) (?:of|for)\b"
)


_MARKET_OPENS = re.compile(r"(?:[A-Za-z][\w-]* ){1,4}?[Mm]arket\b(?! (?:[Ll]eader|[Ss]hare))[^;,:]{0,40}[;,:]")
"""A title that tells of a market first, and of one of its makers behind: "Car Chip Market Shrinks; Infineon Leads"."""
_A_CITY = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Tt]his)(?: [\w-]+){0,2} (?:[Cc]ity|[Mm]unicipality|[Mm]etropolis|[Mm]egacity|"
    r"[Tt]own)\b(?! of)"
)
"""A title that tells of a place without its name: "Far From the Coast, a City Bets on the Laptop"."""


def _is_of_a_market(linker: Linker, first: str) -> bool:
    """Whether a report opens with all makers or the price of some goods, as a body that counts them has it."""
    opening = first[dateline_end(first) :].lstrip()
    hits = linker.heard(first)[1]
    return _MARKET.match(opening) is not None and any(
        hit.term.sort == "entity" and linker.is_teller(hit.term.id) for hit in hits
    )


def _rather_the_place(memory: Memory, companies: list[str], salience: dict[str, float]) -> None:
    """Where several companies share the text, it is about the place they are all in."""
    if memory.topic not in companies or memory.topic_place is None:
        return
    first = salience.get(memory.topic, 0)
    others = [salience.get(one, 0) for one in companies if one != memory.topic]
    if max(others, default=0) > first / 2 and salience.get(memory.topic_place, 0) * 1.6 > first:
        memory.topic = memory.topic_place


def _topic_item(linker: Linker, title: str, found: list[Sentence]) -> str | None:
    """The item a document is about: the one of its title, else the one named far more often than others."""
    counts: dict[str, int] = {}
    for text, weight in ((title, 4), *((sentence.flat, 1) for sentence in found[:40])):
        for hit in linker.heard(text)[1]:
            if (
                hit.term.sort == "item"
                and hit.term.id not in ("industry", "goods", "manufacturing", "engine")
                and not hit.term.id.endswith("company")
            ):
                counts[hit.term.id] = counts.get(hit.term.id, 0) + weight
    if not counts:
        return None
    first, *rest = sorted(counts, key=lambda one: (-counts[one], one))
    return (
        first
        if counts[first] >= 3 and (not rest or counts[first] >= 2 * counts[rest[0]] or counts[first] >= 5)
        else None
    )


def _event_day(found: list[Sentence], document: Document) -> date | None:
    """The day of the press conference or meeting at which figures were given, where the opening names it: they
    hold as of then, not as of the report of it."""
    published = document.published
    if published is None:
        return None
    opening = [sentence for sentence in found if sentence.block.kind == "paragraph"][:3]
    for sentence in opening:
        if not EVENT.search(sentence.text):
            continue
        for time in times(sentence.text, Anchor(published)):
            day = time.period.end
            if (
                time.role == "mask"
                and day
                and day == time.period.start
                and published - timedelta(days=4) <= day <= published
            ) and (sentence.text[: time.start].strip(" -–—").lower().endswith(("on", "on the")) or time.start < 24):
                return day
    return None
