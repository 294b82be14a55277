"""How each entity talked of stands to a figure: the features by which one of them is chosen as whose figure it is.

Candidates are the names in the sentence, what stands for them ("it", "the company"), and the entities
that earlier sentences, the title or a heading have brought up. Features tell where and in which role
a candidate is mentioned here, how recently and how often before, and whether entities of its kind have
figures of this metric. Which of them count for how much is learned (`choice`), not written down here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from cqtui.ingest.choice import Feature, each_once, template
from cqtui.ingest.discourse import Discourse, Sense
from cqtui.ingest.memory import RECKONS, several
from cqtui.ingest.names import Gazetteer, Name
from cqtui.ingest.standing import (
    EXPLETIVE,
    GENERIC,
    OF_OFFICE,
    OF_THE_WORLD,
    OVERALL,
    PART_AT,
    SITE_BEFORE,
    SITE_BEHIND,
    TOGETHER,
    VERBISH,
    WORLDWIDE,
    metric_group,
    recency,
    stretch,
)
from cqtui.ingest.units import Amount
from cqtui.ingest.wording import saying
from cqtui.model import EntityKind

_SCOPE_OF_RANK = re.compile(
    r"['’]s (?:No\.|number |top\b|leading\b|(?:[a-z]+-)?(?:largest|biggest|most|busiest|best|fastest)|first\b|"
    r"second\b|third\b)"
)
_OPENERS = frozenset({"it", "its", "they", "their", "the", "this", "that", "these", "in", "of", "for", "at", "we",
                      "our", "but", "and", "by"})  # fmt: skip
_SPEAKERS = frozenset({"we", "our", "us", "i", "my"})
_REMEMBERED, _LONG_REMEMBERED = 40, 99
"""Sentences back to which an entity mentioned once, and one mentioned more often, is still a candidate."""


def candidates(
    sense: Sense, amount: Amount, metric: str, discourse: Discourse, gazetteer: Gazetteer
) -> dict[str, list[Feature]]:
    """The entities whose figure it may be, in the order of their mention, each with its features."""
    asked = _Asked(sense, amount, metric, discourse, gazetteer)
    mentions: dict[str, list[Name]] = {}
    text, before = sense.sentence.flat, amount.start
    jointly = several(text, sense.names, before) if TOGETHER.search(text, 0, before) else set()
    for name in sense.names:
        entity = sense.meant[name][0]
        if (
            name in jointly
            or entity is None
            or asked.is_agency(entity)
            or (name.word in ("it", "they") and EXPLETIVE.match(asked.text, name.end))
        ):
            continue
        mentions.setdefault(entity, []).append(name)
    found: dict[str, list[Feature]] = {}
    for entity in (*mentions, *asked.talked_of()):
        if entity not in found:
            found[entity] = [*asked.of_mentions(entity, mentions.get(entity, [])), *asked.of_entity(entity, mentions)]
    return found


class _Asked:
    """What is the same for all candidates of a figure."""

    def __init__(self, sense: Sense, amount: Amount, metric: str, discourse: Discourse, gazetteer: Gazetteer) -> None:
        self.text = sense.sentence.flat
        self.sense, self.amount, self.metric = sense, amount, metric
        self.told, self.memory, self.gazetteer = discourse, discourse.memory, gazetteer
        self.group = metric_group(metric)
        self.block = sense.sentence.block.paragraph
        self.lead = lead = self.text[: amount.start]
        before = [name for name in sense.names if name.end <= amount.start]
        self.stand_ins = sorted({name.word or name.standing for name in before if name.standing})
        has_subject = any(name.role == "open" and not name.standing for name in before)
        self.beside = "beside a subject" if has_subject else "without a subject"
        self.speaks = any(name.word in _SPEAKERS for name in sense.names)
        self.world = "worldwide" if WORLDWIDE.search(lead) else "overall" if OVERALL.match(lead) else "no"
        if self.world == "no" and OF_THE_WORLD.search(self.text):
            self.world = "beside"
        self.label = "label" if ":" in lead and re.match(r"[^:]{2,50}: ", lead) else "none"
        opener = (self.text.split(None, 1) or [""])[0].strip("\"“'‘").lower()
        self.opener = opener if opener in _OPENERS else "number" if opener[:1].isdigit() else "other"
        self.mentions = sum(map(len, self.told.mentions.values())) or 1
        self.figures = len(self.told.linked) or 1
        self.named_first = next(iter(self.told.mentions), None)
        self.last = self.told.last_linked
        self.goes_on = (
            self.last is not None
            and self.last[0] == self.told.count
            and not any(name.start > self.last[3] for name in before)
        )
        self.told_by = self._told_by()
        self.topic_kind = self.kind(self.memory.topic) if self.memory.topic else "none"

    def _told_by(self) -> str:
        """Whether a body that only reports is named in the sentence, and nobody else is: "TrendForce put it at 12"."""
        if not any(name.entity and self.is_agency(name.entity) for name in self.sense.names):
            return ""
        others = any((name.entity and not self.is_agency(name.entity)) or name.standing for name in self.sense.names)
        return "told by another of somebody" if others else "told by another of nobody"

    def kind(self, entity: str) -> EntityKind:
        return self.memory.kind(entity, self.gazetteer)

    @staticmethod
    def sort(name: Name) -> str:
        """The sort of a mention: a name, or what stands for one; "the latter" is as good as a name."""
        return name.standing if name.standing not in ("", "former", "latter") else "a name"

    def is_agency(self, entity: str) -> bool:
        return entity in self.gazetteer.agencies or self.kind(entity) == "agency"

    def talked_of(self) -> Iterator[str]:
        """The entities that were brought up before."""
        memory = self.memory
        for entity, mentions in self.told.mentions.items():
            reach = _LONG_REMEMBERED if len(mentions) > 1 else _REMEMBERED
            if self.told.count - mentions[-1][0] <= reach and not self.is_agency(entity):
                yield entity
        for named in (
            memory.topic, memory.heading, memory.leadin, memory.topic_place, memory.topic_company, memory.speaker,
            memory.route, memory.event, memory.voice,
        ):  # fmt: skip
            if named and not self.is_agency(named):
                yield named
        yield "world"

    def of_mentions(self, entity: str, names: list[Name]) -> Iterable[Feature]:
        """How the mentions of an entity in the sentence stand to the figure."""
        kind = self.kind(entity)
        features = [one for name in names for one in self._of_mention(name, kind)]
        return features if len(names) < 2 else each_once(features)

    def _of_mention(self, name: Name, kind: EntityKind) -> Iterator[Feature]:
        text, amount, clauses, group = self.text, self.amount, self.sense.clauses, self.group
        is_before = name.end <= amount.start
        low, high, gap, strong, weak, figures = stretch(
            self.sense, amount, name.start, name.end, self.sense.amounts, behind=not is_before
        )
        side, role = "before" if is_before else "behind", name.role or "no role"
        length = 0 if len(gap) < 14 else 1 if len(gap) < 40 else 2 if len(gap) < 90 else 3
        verb = "verb" if VERBISH.search(gap) else "no verb"
        earlier = "after verb" if is_before and VERBISH.search(text, 0, name.start) else "first"
        others = {one.entity for one in self.sense.names if low <= one.start < high and one.entity != name.entity}
        nearer = min(len(others - {""}), 2)
        if is_before and length == 0 and verb == "no verb" and not name.standing and not re.search(r"[.;]", gap):
            yield _right_before(role, kind, group)
        yield _stands(side, role, kind, group, self.sort(name))
        yield _parted(side, role, kind, nearer, strong, min(figures, 3))
        yield _away(side, role, length, weak, verb, earlier)
        if name.start < 4:
            yield f"opens the sentence · {role} {kind}"
        if clauses.apart(name.start, amount.start):
            yield f"in an aside · {role}"
        if SITE_BEFORE.search(text[: name.start]) or SITE_BEHIND.match(text, name.end):
            yield f"a site's place · {side} {kind} · {group}"
        if OF_OFFICE.search(text[: name.start]):
            yield f"of an office · {side} {kind}"
        if not is_before and PART_AT.fullmatch(text, amount.end, name.start):
            yield f"a part there · {kind}"
        if _SCOPE_OF_RANK.match(text, name.end):
            yield f"where somebody is the first · {side} {kind}"
        if RECKONS.match(text, name.end):
            yield f"reckons · {kind} · {'topic' if name.entity == self.memory.topic else 'other'}"

    def of_entity(self, entity: str, here: Collection[str]) -> Iterator[Feature]:
        """How an entity stands in the document so far, and to the metric; `here` are those in the sentence."""
        memory, told, group = self.memory, self.told, self.group
        kind, where = self.kind(entity), "here" if entity in here else "not here"
        mentions = told.mentions.get(entity, [])
        since = recency(told.count - mentions[-1][0] if mentions else None)
        role = mentions[-1][1] if mentions else "never"
        share = 4 * len(mentions) // self.mentions
        figures = 4 * told.figures.get(entity, 0) // self.figures
        is_topic, is_subject = entity == memory.topic, entity == memory.subject
        topic, titled = "topic" if is_topic else "no topic", "in title" if entity in memory.titled else "not in title"
        yield _recent(where, since, role, kind, self.beside)
        yield _frequent(where, kind, min(len(mentions), 4), share, figures, titled)
        yield _topical(where, kind, group, topic, self.topic_kind)
        yield _opened(where, self.opener, since, topic)
        yield saying(self.sense, entity if entity == "world" else kind)
        if mentions and mentions[-1][2] == self.block:
            yield f"{where} · in the paragraph {kind}"
        if entity == memory.topic_company:
            yield f"{where} · company most talked of · {group}"
        if entity == memory.topic_place:
            yield f"{where} · place most talked of · {group}"
            if GENERIC.search(self.lead):
                yield f"{where} · place most talked of · companies in general"
        if is_subject:
            yield _last_subject(where, kind, group, memory.subject_block == self.block)
        if entity == memory.heading:
            yield f"{where} · heading"
        if entity == memory.leadin:
            yield f"{where} · line above the list"
        if entity == memory.route:
            yield f"{where} · route · {group}"
        if self.last is not None and self.last[1] == entity:
            yield _as_before(where, told.count - self.last[0] <= 1, self.last[2] == self.metric, self.goes_on)
        if entity == self.named_first:
            yield f"{where} · named first"
        if entity in ("china", "world"):
            yield _worldly(where, entity, self.world, group)
        if entity == memory.voice:
            yield _voiced(where, self.speaks, self.beside)
        if entity == memory.speaker:
            yield f"{where} · spoken for {'we' if self.speaks else ''}"
        if self.told_by:
            yield _reported(where, self.told_by, f"{kind} world" if entity == "world" else kind, topic, group)
        if self.label != "none":
            yield f"{where} · a label · {'topic' if is_topic else kind}"
        for word in self.stand_ins:
            yield f"{where} · beside {word!r} {kind}"
            if is_subject:
                yield f"{where} · beside {word!r} · last subject"
            if is_topic:
                yield f"{where} · beside {word!r} · topic"


# The features that few words make up


@template
def _right_before(role: str, kind: str, group: str) -> tuple[str, ...]:
    return f"right before · {role} {kind}", f"right before · {role} · {group}"


@template
def _stands(side: str, role: str, kind: str, group: str, sort: str) -> tuple[str, ...]:
    place = f"{side} {role}"
    return (
        f"{place} {kind}",
        f"{place} · {group}",
        f"{place} {kind} · {group}",
        f"{place} · {sort}",
    )


@template
def _parted(side: str, role: str, kind: str, nearer: int, strong: int, between: int) -> tuple[str, ...]:
    place = f"{side} {role}"
    return (
        f"{place} · {nearer} names between",
        f"{side} · {nearer} names between · {kind}",
        f"{side} · {strong} borders",
        f"{place} · {strong} borders",
        f"{side} · {between} figures between",
        f"{place} · {between} figures between",
    )


@template
def _away(side: str, role: str, length: int, weak: int, verb: str, earlier: str) -> tuple[str, ...]:
    place = f"{side} {role}"
    return (
        f"{side} · distance {length}",
        f"{place} · distance {length}",
        f"{side} · {weak} weak borders",
        f"{place} · {verb} {earlier}",
    )


@template
def _recent(where: str, since: str, role: str, kind: str, beside: str) -> tuple[str, ...]:
    return (
        where,
        f"{where} · {since}",
        f"{where} · {since} {role}",
        f"{where} · {since} {role} {kind}",
        f"{where} · {beside} · {kind}",
    )


@template
def _frequent(where: str, kind: str, mentions: int, share: int, figures: int, titled: str) -> tuple[str, ...]:
    return (
        f"{where} · {mentions} mentions",
        f"{where} · share {share} of mentions",
        f"{where} · share {share} of mentions {kind}",
        f"{where} · {titled} {kind}",
        f"{where} · share {figures} of figures",
        f"{where} · share {figures} of figures {kind}",
    )


@template
def _topical(where: str, kind: str, group: str, topic: str, about: str) -> tuple[str, ...]:
    return (
        f"{where} · {kind} · {group}",
        f"{where} · {topic}",
        f"{where} · {topic} · {group}",
        f"{where} · topic is {about} · {kind}",
        f"{where} · topic is {about} · {kind} · {group}",
    )


@template
def _opened(where: str, opener: str, since: str, topic: str) -> tuple[str, ...]:
    return f"{where} · opens with {opener} · {since}", f"{where} · opens with {opener} · {topic}"


@template
def _last_subject(where: str, kind: str, group: str, same_block: bool) -> tuple[str, ...]:
    place = f"{where} · last subject"
    return f"{place} {'in the paragraph' if same_block else 'before'}", f"{place} {kind} · {group}"


@template
def _as_before(where: str, near: bool, same_metric: bool, goes_on: bool) -> Iterator[str]:
    yield f"{where} · last figure's {'near' if near else 'far'}"
    if same_metric:
        yield f"{where} · last figure's, same metric"
    if goes_on:
        yield f"{where} · list goes on · {'same' if same_metric else 'other'} metric"


@template
def _worldly(where: str, entity: str, world: str, group: str) -> tuple[str, ...]:
    return f"{where} · {entity} · {group}", f"{entity} · {world} · {group}"


@template
def _voiced(where: str, speaks: bool, beside: str) -> tuple[str, ...]:
    voice = f"{where} · the document's voice"
    return f"{voice} {'we' if speaks else ''}", f"{voice} · {beside}"


@template
def _reported(where: str, told_by: str, kind: str, topic: str, group: str) -> tuple[str, ...]:
    return f"{where} · {told_by} · {kind}", f"{where} · {told_by} · {topic} · {group}"
