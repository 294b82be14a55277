"""Whom a document as a whole is about: the features by which one of the entities it names is chosen.

Its title, how it opens, who is named most and in which role, and what stands for a name ("the company", "the city")
each tell something. What counts for how much is learned (`choice`) from articles many of whose figures are one
entity's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cqtui.ingest.choice import Feature, first, flat, weights
from cqtui.ingest.document import Document
from cqtui.ingest.lexicon import tokens
from cqtui.ingest.linking import Linker, dateline_end
from cqtui.ingest.memory import city_of, is_zone
from cqtui.ingest.names import Name
from cqtui.ingest.sentences import Sentence
from cqtui.ingest.voice import speech

CHOICE = "about"
_READ = 60
"""So many sentences are read: what all is about is named early and often."""
_STAND_INS = ("company", "site", "city", "zone", "province", "route", "country")
_AS_SUBJECT = ("open", "possessive", "attribution", "by")
_SHARES = (0.05, 0.12, 0.2, 0.3, 0.45, 0.6, 0.8)
_OPENING = ("title", "dateline", "byline", "header", "heading")
_WIDE = re.compile(r"\b(?:worldwide|global|globally|world['’]s|market)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Named:
    """Where an entity is named in a document."""

    sentences: list[int] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)
    in_title: list[str] = field(default_factory=list)
    above: bool = False
    """Whether in what stands above the text: a letterhead, a dateline."""


def topic(linker: Linker, found: list[Sentence], document: Document, ruled: str | None) -> str | None:
    """The entity that the document is most probably about, or None where it names nobody; shown to whoever learns.

    `ruled` is whom the rules have it to be about: they know the forms of some reports.
    """
    told = candidates(linker, found, document, ruled)
    if not told:
        return None
    if linker.discourse.watch is not None:
        linker.discourse.watch(CHOICE, 0, {entity: list(flat(features)) for entity, features in told.items()})
    return first(told, weights(CHOICE)).key


def candidates(
    linker: Linker, found: list[Sentence], document: Document, ruled: str | None
) -> dict[str, list[Feature]]:
    """Whom it may be about, each with its features."""
    read = _Read(linker, found, document, ruled)
    return {entity: list(read.features(entity)) for entity in read.entities()}


class _Read:
    """A document as its names have it."""

    def __init__(self, linker: Linker, found: list[Sentence], document: Document, ruled: str | None) -> None:
        self.ruled = ruled
        self.linker, self.memory, self.gazetteer = linker, linker.discourse.memory, linker.gazetteer
        self.named: dict[str, _Named] = {}
        self.stand_ins: Counter[str] = Counter()
        self.tellers = 0
        self.title = document.source.title or ""
        self.form = speech(document.text) or "text"
        read = [sentence for sentence in found if sentence.block.kind != "title"][:_READ]
        self.length = len(read) or 1
        self.opens = next((sentence.flat for sentence in read if sentence.block.kind == "paragraph"), "")
        self.wide = (
            "wide" if _WIDE.search(self.title) else "opens wide" if _WIDE.search(self.opens[:90]) else "not wide"
        )
        self.offices = tuple(dict.fromkeys(self._places_of_offices()))
        self._hear(read, document)
        self.mentions = sum(len(one.sentences) for one in self.named.values()) or 1
        self._rank()

    def _hear(self, read: list[Sentence], document: Document) -> None:
        """Notes who is named, where and how."""
        for place, name in enumerate(self.linker.names_of(self.title)):
            if name.entity:
                self._of(name.entity).in_title.append(f"{'first' if not place else 'later'} {name.role or 'no role'}")
        for number, sentence in enumerate(read):
            start = dateline_end(sentence.flat) if number < 2 else 0
            for name in self.linker.names_of(sentence.flat):
                if name.end > start:
                    self._note(name, number)
        for block in document.blocks[:8]:
            if block.kind in _OPENING:
                for hit in self.linker.heard(document.text[block.start : block.end])[1]:
                    if hit.term.sort == "entity":
                        self._of(hit.term.id).above = True
        for whole in self.offices:
            self._of(whole)

    def _rank(self) -> None:
        """Who is named most: of all, and of its sort."""
        ranked = sorted(self.named, key=lambda one: -self._weight(one))
        self.rank = {entity: place for place, entity in enumerate(ranked)}
        self.sorts = {entity: self._sort(entity) for entity in (*self.named, "china", "world")}
        of_sort: Counter[str] = Counter()
        self.rank_of_sort: dict[str, int] = {}
        for entity in ranked:
            self.rank_of_sort[entity] = of_sort[self.sorts[entity]]
            of_sort[self.sorts[entity]] += 1
        firms = [self._weight(one) for one in ranked if self.sorts[one] == "company"]
        self.firms = min(sum(one >= firms[0] / 2 for one in firms), 4) if firms else 0
        self.titled_sorts = sorted({self.sorts[entity] for entity, one in self.named.items() if one.in_title})

    def _places_of_offices(self) -> Iterator[str]:
        """The places whose government or customs are named: "the General Office of Guizhou Province"."""
        for office in self.linker.proposed.values():
            if office.kind == "agency":
                for hit in self.linker.lexicon.find(tokens(office.name)):
                    if hit.term.sort == "entity" and self.gazetteer.kind(hit.term.id) == "place":
                        yield hit.term.id

    def _of(self, entity: str) -> _Named:
        return self.named.setdefault(entity, _Named())

    def _note(self, name: Name, number: int) -> None:
        if name.entity:
            if self.linker.is_teller(name.entity):
                self.tellers += 1
            one = self._of(name.entity)
            one.sentences.append(number)
            one.roles[name.role or "no role"] += 1
        elif name.standing:
            self.stand_ins["we" if name.word in ("we", "our", "us") else name.standing] += 1

    def _weight(self, entity: str) -> float:
        one = self.named[entity]
        in_text = sum(count if role in _AS_SUBJECT else count / 2 for role, count in one.roles.items())
        return in_text + 2 * len(one.in_title)

    def _sort(self, entity: str) -> str:
        gazetteer = self.gazetteer
        if entity in ("china", "world"):
            return entity
        kind = self.memory.kind(entity, gazetteer)
        if kind != "place":
            return "line" if entity in gazetteer.lines else kind
        if entity in gazetteer.regions:
            return "region"
        if entity in gazetteer.nations:
            return "nation"
        full = gazetteer.entities.get(entity)
        if is_zone(full.name if full else entity):
            return "zone"
        return "part" if city_of(entity, gazetteer) != entity else "place"

    def entities(self) -> Iterator[str]:
        """Those named that do more than report, the nation where "the country" is, and the world that has a market."""
        unnamed = [self.ruled] if self.ruled else []
        if self.stand_ins["country"] and "china" in self.gazetteer.entities:
            unnamed.append("china")
        if self.tellers or _WIDE.search(self.title) or _WIDE.search(self.opens):
            unnamed.append("world")
        for entity in dict.fromkeys((*self.named, *unnamed)):
            if entity == self.ruled or not self.linker.is_teller(entity):
                yield entity

    def features(self, entity: str) -> Iterator[Feature]:
        """How an entity stands in the document."""
        one, sort = self.named.get(entity, _Named()), self.sorts.get(entity) or self._sort(entity)
        yield sort
        if entity == self.ruled:
            yield "the rules"
            yield f"the rules · {sort}"
        if entity in self.offices:
            yield f"an office of it · {sort}"
            yield f"an office of it · {sort} · {'rank 0' if self.rank.get(entity) == 0 else 'less named'}"
        if one.in_title:
            for how in dict.fromkeys(one.in_title):
                yield f"title {how}"
                yield f"title {how} · {sort}"
        else:
            yield f"not in title · {sort}"
            yield f"not in title · {'named' if self.titled_sorts else 'nobody'}"
            for other in self.titled_sorts:
                yield f"not in title · {sort} · {other} is"
        if one.above:
            yield "above"
            yield f"above · {sort}"
        first = one.sentences[0] if one.sentences else -1
        yield f"first named {min(first, 4)} · {sort}"
        rank, rank_of_sort = min(self.rank.get(entity, 9), 4), min(self.rank_of_sort.get(entity, 9), 3)
        yield f"rank {rank}"
        yield f"rank {rank} · {sort}"
        yield f"rank of its sort {rank_of_sort} · {sort}"
        yield f"rank of its sort {rank_of_sort} · {sort} · {self.firms} firms"
        share = _bucket(len(one.sentences) / self.mentions)
        yield f"share {share}"
        yield f"share {share} · {sort}"
        spread = _bucket(len(set(one.sentences)) / self.length)
        yield f"spread {spread}"
        yield f"spread {spread} · {sort}"
        subject = _bucket(sum(one.roles[role] for role in _AS_SUBJECT) / (sum(one.roles.values()) or 1))
        yield f"subject {subject} · {sort}"
        late = sum(number > self.length * 2 / 3 for number in one.sentences)
        yield f"late {min(late, 2)} · {sort}"
        for stand_in in (*_STAND_INS, "we"):
            yield f"{stand_in} {min(self.stand_ins[stand_in], 3)} · {sort}"
        if holds := self._holds(entity):
            yield f"holds {_bucket(holds)} · {sort}"
        if self._inside_another(entity):
            yield f"inside the first · {sort}"
        yield f"{self.firms} firms · {sort}"
        yield f"{self.form} · {sort}"
        yield f"{self.wide} · {sort}"
        yield f"{self.wide} · {sort} · {'a' if 'company' in self.titled_sorts else 'no'} company in title"
        yield f"tellers {min(self.tellers, 2)} · {sort}"

    def _holds(self, entity: str) -> float:
        """The share of mentions that are of places inside it."""
        inside = (len(one.sentences) for other, one in self.named.items() if entity in self.gazetteer.wholes(other))
        return sum(inside) / self.mentions

    def _inside_another(self, entity: str) -> bool:
        return any(self.rank.get(whole) == 0 for whole in self.gazetteer.wholes(entity))


def _bucket(share: float) -> int:
    return sum(share > limit for limit in _SHARES)
