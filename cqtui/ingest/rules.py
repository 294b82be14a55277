"""The rules extractor: the stages in a row, from a document to its candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cqtui.ingest.dating import Dating
from cqtui.ingest.discourse import Discourse
from cqtui.ingest.discovering import discovered
from cqtui.ingest.document import Block, Candidate, Document
from cqtui.ingest.items import TRADES
from cqtui.ingest.lexicon import Lexicon, tokens
from cqtui.ingest.linking import Linker, dateline_end
from cqtui.ingest.measures import Measures
from cqtui.ingest.memory import EVENT_NAME, Memory, is_zone
from cqtui.ingest.metrics import Metrics
from cqtui.ingest.names import Gazetteer
from cqtui.ingest.periods import times
from cqtui.ingest.sentences import Sentence, sentences
from cqtui.ingest.tables import table_candidates
from cqtui.ingest.timewords import Anchor
from cqtui.ingest.units import Units
from cqtui.vocabulary import Vocabulary

EVENT = re.compile(
    r"\b(?:press conference|conference|forum|meeting|told|said|announced|briefing|expo|fair|ceremony|summit|press)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Words:
    """Everything made of a vocabulary once: the trie and the tables."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer
    measures: Measures
    units: Units
    lexicon: Lexicon


class Rules:
    """Reads figures by rules. One instance may read many documents; what a vocabulary needs is built once."""

    name = "rules"

    def __init__(self) -> None:
        self._words: _Words | None = None

    def extract(self, document: Document, vocabulary: Vocabulary) -> Iterable[Candidate]:
        """Candidates in the order of the text."""
        words = self._ready(vocabulary)
        found = list(sentences(document))
        entities, lexicon = discovered(found, words.lexicon, words.gazetteer)
        gazetteer = words.gazetteer
        memory = Memory(kinds={entity.id: entity.kind for entity in entities})
        discourse = Discourse(memory=memory, now=_event_day(found, document))
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
        _topics(linker, found, document)
        linker.gazetteer = gazetteer.with_new(linker.proposed.values(), memory.topic_place)
        return _in_order(document, found, linker)

    def _ready(self, vocabulary: Vocabulary) -> _Words:
        if self._words is None or self._words.vocabulary is not vocabulary:
            gazetteer = Gazetteer(vocabulary)
            measures = Measures(vocabulary)
            lexicon = Lexicon([*gazetteer.wordings, *measures.entries])
            self._words = _Words(vocabulary, gazetteer, measures, Units(vocabulary), lexicon)
        return self._words


def _in_order(document: Document, found: list[Sentence], linker: Linker) -> Iterator[Candidate]:
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
        if block.heading != section:
            section = block.heading
            _under(linker, section)
        if block.kind != "bullet":
            memory.leadin = None
        elif lead_in is not None and memory.leadin is None:
            memory.leadin = memory.subject
        if block.kind == "table":
            given += table_candidates(document, block, linker)
            continue
        for sentence in inside:
            candidates = list(linker.link(sentence)) if block.kind != "heading" or _says_much(sentence) else []
            (titles if block.kind in ("title", "heading") else given).extend(candidates)
        lead_in = block if block.kind == "paragraph" else lead_in
    told = {(one.fact.value, one.fact.unit) for one in given}
    given += [one for one in titles if (one.fact.value, one.fact.unit) not in told and one.fact.value is not None]
    given.sort(key=lambda one: (one.fact.evidence.start or 0, one.fact.evidence.end or 0))
    yield from given


def _says_much(sentence: Sentence) -> bool:
    return any(sign.isdigit() for sign in sentence.text) and len(sentence.text.split()) > 2


def _under(linker: Linker, heading: str | None) -> None:
    """What a heading sets: an entity named in it, which is then the subject of its section."""
    memory = linker.discourse.memory
    memory.heading = None
    linker.discourse.section_item = linker.discourse.section_period = None
    if not heading:
        return
    anchor = Anchor(linker.document.published, linker.discourse.now, linker.discourse.period)
    when = [
        time.period
        for time in times(heading, anchor)
        if time.role == "at" and not time.loose and time.period.end is not None
    ]
    linker.discourse.section_period = when[-1] if when else None
    words = tokens(heading)
    hits = [*linker.lexicon.find(words), *linker.found_names.find(words)]
    entities = [hit for hit in hits if hit.term.sort == "entity" and hit.term.id not in linker.gazetteer.agencies]
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
        kinds = [memory.kinds.get(hit.term.id) or linker.gazetteer.kind(hit.term.id) for hit in entities]
        chosen = next((hit for hit, kind in zip(entities, kinds, strict=True) if kind == "company"), entities[0])
        short = len(heading.split()) <= 8
        if short:
            memory.heading = chosen.term.id
            memory.subject = chosen.term.id
            memory.subject_block = -1
            if (memory.kinds.get(chosen.term.id) or linker.gazetteer.kind(chosen.term.id)) == "company":
                memory.company = chosen.term.id


def _topics(linker: Linker, found: list[Sentence], document: Document) -> None:
    """Whom the document as a whole is about: named in its title, or most often in its text."""
    memory, gazetteer = linker.discourse.memory, linker.gazetteer
    counts: dict[str, float] = {}
    order: dict[str, int] = {}
    stretch = [(document.source.title or "", 3.0)] + [(sentence.flat, 1.0) for sentence in found[:40]]
    for number, (text, weight) in enumerate(stretch):
        dated = dateline_end(text) if number else 0
        for hit in linker.heard(text)[1]:
            if hit.end <= dated and hit.term.id in gazetteer.hubs:
                continue  # where the press sits
            if hit.term.sort == "entity" and hit.term.id not in gazetteer.agencies:
                counts[hit.term.id] = counts.get(hit.term.id, 0) + weight
                order.setdefault(hit.term.id, number)
    if not counts:  # no name in the text: whose report it is
        for block in document.blocks[:6]:
            if block.kind in ("dateline", "byline"):
                for hit in linker.heard(document.text[block.start : block.end])[1]:
                    if hit.term.sort == "entity" and hit.term.id not in gazetteer.agencies:
                        counts[hit.term.id] = counts.get(hit.term.id, 0) + 3.0
                        order.setdefault(hit.term.id, 0)
    kinds = {id: memory.kinds.get(id) or gazetteer.kind(id) for id in counts}
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
    if re.search(r"\b(?:worldwide|global)\b", title, re.IGNORECASE) and not any(order[id] == 0 for id in ranked):
        memory.topic = "world"
        ranked = []
    if places and counts[memory.topic_place or ""] < 3 and order[memory.topic_place or ""] > 6:
        memory.topic_place = None
    anchor = Anchor(document.published, linker.discourse.now)
    when = [one.period for one in times(title, anchor) if one.role == "at" and not one.loose and one.period.end]
    if when and document.published and when[-1].end and when[-1].start and when[-1].end < document.published:
        linker.discourse.title_period = when[-1]
    named_trades = [hit.term.id for hit in linker.heard(title)[1] if hit.term.sort == "item" and hit.term.id in TRADES]
    linker.discourse.trade = named_trades[0] if named_trades else None
    linker.discourse.topic_item = _topic_item(linker, title, found)
    event = next((id for id in ranked if EVENT_NAME.search(id) and kinds[id] == "agency" and order[id] <= 1), None)
    if event is not None:  # a report on a fair is about the fair
        memory.kinds[event] = "unknown"
        linker.proposed[event] = replace(linker.proposed[event], kind="unknown")
        memory.event = memory.topic = event
        return
    for id in ranked:
        if kinds[id] in ("company", "place", "industry") and id not in ("china", "world"):
            memory.topic = id
            break


def _topic_item(linker: Linker, title: str, found: list[Sentence]) -> str | None:
    """The item a document is about: the one of its title, else the one named far more often than others."""
    counts: dict[str, int] = {}
    for text, weight in ((title, 4), *((sentence.flat, 1) for sentence in found[:40])):
        for hit in linker.heard(text)[1]:
            if (
                hit.term.sort == "item"
                and hit.term.id not in ("industry", "goods", "manufacturing")
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
    """The day on which figures were given, where the opening names a day shortly before publication."""
    published = document.published
    if published is None:
        return None
    opening = [sentence for sentence in found if sentence.block.kind == "paragraph"][:3]
    for sentence in opening:
        for time in times(sentence.text, Anchor(published)):
            day = time.period.end
            if (
                time.role == "mask"
                and day
                and day == time.period.start
                and published - timedelta(days=4) <= day <= published
                and EVENT.search(sentence.text)
            ) and (sentence.text[: time.start].strip(" -–—").lower().endswith(("on", "on the")) or time.start < 24):
                return day
    return None
