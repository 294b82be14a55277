"""How each item talked of stands to a figure: the features by which one of them is chosen as what is measured.

Candidates are the items named in the sentence, those that earlier figures, sentences, the heading and the
title have brought up, a noun counted that is listed nowhere, and none at all ("", for a whole company's
revenue). Which feature counts for how much is learned (`choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cqtui.ingest.choice import Feature, each_once, template
from cqtui.ingest.discourse import Discourse, Linked, Sense
from cqtui.ingest.guarded import guarded
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.measures import FLOWS_OF_GOODS, Reading
from cqtui.ingest.standing import VERBISH, metric_group, recency, stretch
from cqtui.ingest.stating import singular
from cqtui.ingest.units import Amount
from cqtui.ingest.wording import saying
from cqtui.model import EntityKind

BROAD = frozenset({"industry", "manufacturing", "industry above designated size"})
"""Trades so wide that one named before is rather meant."""
TRADES = BROAD | {"electronics", "automobile industry", "strategic emerging industries", "digital economy"}
"""Items that are whole trades: what "the sector" stands for."""
NONE = ""
"""The candidate that stands for no item at all."""
_PIECES = frozenset({"unit", "piece", "set", "pc", "pair"})
"""Words that count goods and name none."""
_WIDE = frozenset({"industry", "goods"})
_PLACES = frozenset({"production base", "digital workshop or smart factory", "digital workshop", "smart factory",
                     "data centre"})  # fmt: skip
_FIGURATIVE = re.compile(r"\b(?:the|an|main|its|their|growth|another|this|key)(?: [\w-]+)? engines?$")
"""Laptops are the engine of growth: nothing is counted in engines."""
_NO_TRADE = re.compile(r" (?:bureau|chain|leader|authorit|ministry|commission|association|worth)")
_OF = re.compile(r"\s*(?:of|for|in|from)\s+(?:the |its |their |all |such |our |these )?(?:\w+ ){0,2}$", re.IGNORECASE)
_COMPOUND = re.compile(
    r"\s*(?:(?:industry(?:'s|’s)?|sector(?:'s|’s)?|makers?|enterprises?|companies)\s*)?(?:total |gross |annual )?$",
    re.IGNORECASE,
)
_BEING = re.compile(
    r"(?: of (?:them|these|those|which))?(?:,)? (?:was|were|are|is|being|will be|should be|would be) (?:[a-z-]+ )?"
    r"| of (?:them|these|those|which)(?: being)? "
)
_OF_A_STOCK = re.compile(
    r"\b(?:stock|clos(?:ed?|ing)|traded|listed|bourse|target price|per share|a share|rating|upside)\b", re.IGNORECASE
)
_OF_SERVICE = re.compile(r"\b(?:shares?|index|freight|box|per square|stand|rent|ticket|analysts?)\b")
_SECTOR = guarded(
    r"\b(?:the|this|its|whose) (?:whole )?(?:sector|industry|trade|cluster)\b(?!['’]s (?:\w+ )?(?:ministry|"
    r"association|body))",
    "sector|industry|trade|cluster",
    re.NOFLAG,
)
_BEFORE = re.compile(
    r"\b(of|in|for|from|by|with|to|on|as|and|or|the|its|their|an?|all|than)\s+(?:\w+ )?$", re.IGNORECASE
)
_BEHIND = re.compile(
    r"(?:['’]s)? (?:and \w+ )?(makers?|manufactur\w+|compan\w+|enterprises?|firms?|producers?|suppliers?|plants?|"
    r"factor(?:y|ies)|"
    r"lines?|projects?|industry|sector|market|business|output|production|shipments?|sales|exports?|assembl\w+|parts?|"
    r"components?|base|park|division|unit|worth)\b"
)
_HEADS = {"maker": "maker", "manuf": "maker", "compa": "maker", "enter": "maker", "firms": "maker", "firm": "maker",
          "produ": "output", "suppl": "maker", "plant": "site", "facto": "site", "line": "site", "lines": "site",
          "proje": "site", "base": "site", "park": "site", "indus": "trade", "secto": "trade", "marke": "trade",
          "busin": "trade", "divis": "trade", "unit": "trade"}  # fmt: skip
_REMEMBERED, _LONG_REMEMBERED = 12, 99
"""Sentences back to which an item mentioned once, and one mentioned more often, is still a candidate."""


_NO_ITEM = (
    r"(?!(?:an?|the|its|their|our|his|her|this|that|these|those|all|some|any|no|and|or|of|in|for|from|to|by|with|at|on|as|"
    r"total|annual|yearly|monthly|quarterly|weekly|daily|overall|global|world|worldwide|domestic|national|local|foreign|"
    r"overseas|regional|combined|net|gross|industrial|main|own|new|old|record|average|planned|actual|first|second|third|"
    r"fourth|last|next|same|previous|other|more|most|half|full|whole|which|whose|it|they|we|is|was|were|are|had|has|have|"
    r"will|would|could|can|year|month|quarter|while|when|where|but|than|about|over|nearly|company|group|city|province|"
    r"country|municipality|unit|brand|market|business|segment|division|quarter-on-quarter|year-on-year|fourth-quarter|"
    r"third-quarter|second-quarter|first-quarter|full-year|half-year|operating|adjusted|consolidated|said|saw|its|also|"
    r"only|both|each|every|strong|weak|high|low|higher|lower|rising|falling|increased|increasing|cumulative)\b)"
)
_JOINED_BEFORE = re.compile(rf"\b({_NO_ITEM}[a-z][a-z-]{{3,}}(?: {_NO_ITEM}[a-z][a-z-]{{3,}})?) $")
_JOINED_BEHIND = re.compile(
    rf" (?:of|for|from) (?:the |its |their |all |these )?"
    rf"({_NO_ITEM}[a-z][a-z-]{{3,}}(?: {_NO_ITEM}[a-z][a-z-]{{3,}})??s)\b"
)
"""Nouns joined to the word for a metric: "excavator sales", "output of excavators"."""


@dataclass(slots=True)
class Asked:
    """A figure whose item is asked for, and what is known of it."""

    sense: Sense
    amount: Amount
    reading: Reading
    levels: list[Amount]
    last: Linked | None
    entity: str
    kind: EntityKind
    """What kind of entity it is a figure of."""
    dimension: str
    moving: bool
    discourse: Discourse
    group: str = field(init=False)
    """The group of metrics that its metric is in, those of goods parted from those of money."""
    mentions: int = field(init=False)
    """How often items were named so far, at least 1."""
    says_sector: bool = field(init=False)
    """Whether its sentence speaks of "the sector"."""

    def __post_init__(self) -> None:
        metric = self.reading.metric
        self.group = "goods" if metric in FLOWS_OF_GOODS else f"{metric_group(metric)} {self.dimension}"
        self.mentions = sum(map(len, self.discourse.items.values())) or 1
        self.says_sector = _SECTOR.search(self.sense.sentence.flat) is not None


@lru_cache(maxsize=1024)
def sort(item: str) -> str:
    """The sort of an item: companies, the whole of industry, a trade, a place of work, or goods."""
    if item == NONE:
        return "none"
    if item.endswith(("company", "size", "operator", "manufacturer")) and item not in BROAD:
        return "companies"
    if item in _WIDE | BROAD:
        return "wide"
    return "trade" if item in TRADES else "site" if item in _PLACES else "goods"


def candidates(asked: Asked) -> dict[str, list[Feature]]:
    """The items that it may be, each with its features; none comes last, but for nouns that no list knows."""
    named = list(mentioned(asked))
    mentions: dict[str, list[Hit]] = {}
    for hit in named:
        mentions.setdefault(hit.term.id, []).append(hit)
    found: dict[str, list[Feature]] = {}
    for item, hits in mentions.items():
        features = [one for hit in hits for one in _of_mention(asked, hit, named)]
        found[item] = features if len(hits) < 2 else each_once(features)
    for item in (*_talked_of(asked), NONE):
        found.setdefault(item, [])
    noun = singular(asked.amount.noun) if asked.amount.noun else NONE
    for item, how in _unlisted(asked, noun):
        found.setdefault(item, []).append(_new(how, asked.group, asked.reading.metric))
    for item, features in found.items():
        features += _of_item(asked, item, item in mentions, bool(mentions), bool(noun))
    return found


def _unlisted(asked: Asked, noun: str) -> Iterator[tuple[str, str]]:
    """The nouns that no list knows: the one counted, and what the word for the metric is joined to, each with how."""
    if noun and noun not in _PIECES:
        yield noun, "its noun, not listed"
    text, reading = asked.sense.sentence.flat, asked.reading
    if reading.at < 0:
        return
    before = _JOINED_BEFORE.search(text, max(0, reading.at - 40), reading.at)
    if before and _is_unknown(asked, before):
        yield singular(before[1]), "before the cue, not listed"
    behind = of_what(asked)
    if behind:
        yield behind, "behind the cue, not listed"


def of_what(asked: Asked) -> str | None:
    """The goods that no list knows right behind the word for the metric: "output of forklifts"."""
    match = _JOINED_BEHIND.match(asked.sense.sentence.flat, asked.reading.end) if asked.reading.at >= 0 else None
    return singular(match[1]) if match and _is_unknown(asked, match) else None


def _is_unknown(asked: Asked, match: re.Match[str]) -> bool:
    return not any(hit.start < match.end(1) and match.start(1) < hit.end for hit in asked.sense.hits)


def mentioned(asked: Asked) -> Iterator[Hit]:
    """The items named in the sentence, but not "DRAM chips" twice."""
    text = asked.sense.sentence.flat
    hits = [hit for hit in asked.sense.hits if hit.term.sort == "item"]
    for hit in hits:
        figurative = hit.term.id == "engine" and _FIGURATIVE.search(text[max(0, hit.start - 24) : hit.end])
        if not figurative and not any(_is_narrower(one, hit) for one in hits):
            yield hit


def heads_another(text: str, hit: Hit) -> bool:
    """Whether an item only tells what is made, sold or done by the noun behind it: "laptop makers"."""
    return _BEHIND.match(text, hit.end) is not None


def _is_narrower(one: Hit, hit: Hit) -> bool:
    """Whether an item only repeats the head of the narrower one right before it: "DRAM" before "chips"."""
    return (
        one.term.id != hit.term.id
        and 0 <= hit.start - one.end <= 1
        and (hit.term.id in BROAD or one.term.id.endswith(" " + hit.term.id))
    )


def _talked_of(asked: Asked) -> Iterator[str]:
    """The items that were brought up before."""
    told = asked.discourse
    if asked.last is not None and asked.last.candidate.fact.item:
        yield asked.last.candidate.fact.item
    for item in (told.item, told.said_item, told.section_item, told.topic_item, told.trade):
        if item:
            yield item
    for item, mentions in told.items.items():
        if told.count - mentions[-1][0] <= (_LONG_REMEMBERED if len(mentions) > 1 else _REMEMBERED):
            yield item
    text = asked.sense.sentence.flat
    if asked.reading.metric == "price" and _OF_A_STOCK.search(text):
        yield "share"
    if asked.reading.at >= 0 and "industrial" in text[asked.reading.at : asked.reading.end].lower():
        yield "industry"


def _of_mention(asked: Asked, hit: Hit, named: list[Hit]) -> Iterator[Feature]:
    """How an item, one of those named in the sentence, stands to the figure and to the word for its metric."""
    text, amount, clauses, reading = asked.sense.sentence.flat, asked.amount, asked.sense.clauses, asked.reading
    own, group = sort(hit.term.id), asked.group
    behind = hit.start >= amount.end
    inside = not behind and hit.end > amount.start
    low, high, gap, strong, weak, figures = stretch(
        asked.sense, amount, hit.start, hit.end, asked.levels, behind=behind
    )
    side, between = "behind" if behind else "inside" if inside else "before", min(figures, 3)
    length = 0 if len(gap) < 12 else 1 if len(gap) < 35 else 2 if len(gap) < 80 else 3
    nearer = min(len({one.term.id for one in named if low <= one.start < high} - {hit.term.id}), 2)
    lead = _BEFORE.search(text, max(0, hit.start - 24), hit.start)
    opened = lead[1].lower() if lead else "first" if hit.start < 4 else "other"
    head = _BEHIND.match(text, hit.end)
    closed = _HEADS.get(head[1].lower()[:5], "output") if head else "nothing"
    verb, moving = "verb" if VERBISH.search(gap) else "no verb", "moving" if asked.moving else "a level"
    yield _stands(side, own, group, reading.metric)
    yield _parted(side, group, between, strong, weak, nearer)
    yield _away(side, group, length, opened)
    yield _joined(side, own, group, closed)
    yield _moved(side, verb, moving, strong)
    if clauses.apart(hit.start, amount.start):
        yield f"in an aside · {side}"
    if own == "wide" and _NO_TRADE.match(text, hit.end):
        yield "no trade"
    if behind and _BEING.fullmatch(text, amount.end, hit.start):
        yield "what it is said to be"
    if inside and amount.fraction:
        yield "what it is a part of"
    if not behind and between == 0 and any(one.end <= hit.start for one in asked.levels):
        yield f"since the figure before · {length}"
    yield _of_cue(asked, hit, own)


def _of_cue(asked: Asked, hit: Hit, own: str) -> Feature:
    """How an item stands to the word for the metric."""
    text, reading = asked.sense.sentence.flat, asked.reading
    if reading.at < 0:
        return f"no cue · {own}"
    if reading.at <= hit.start and hit.end <= reading.end:
        return _inside_cue(own)
    if hit.start <= reading.at and reading.end <= hit.end:
        return _around_cue(own, asked.group)
    is_behind = hit.start >= reading.end
    low, high = (reading.end, hit.start) if is_behind else (hit.end, reading.at)
    joined = (_OF if is_behind else _COMPOUND).fullmatch(text, low, high)
    where = f"cue {'before' if is_behind else 'behind'} · {'joined' if joined else 'apart'}"
    parted = "border" if asked.sense.clauses.strong(low, high) else "no border"
    return _off_cue(where, own, min((high - low) // 20, 3), parted)


def _of_item(asked: Asked, item: str, is_here: bool, any_here: bool, noun: bool) -> Iterator[Feature]:
    """How an item stands to the metric, to whose figure it is, and in the document so far."""
    where = "none" if item == NONE else "here" if is_here else "not here"
    named = "items here" if any_here else "no item here"
    own = sort(item)
    yield from _of_sort(asked, item, f"{where} {own}", named, noun)
    yield from _of_figures(asked, item, where, named)
    yield saying(asked.sense, f"of {item}" if item else "of nothing")
    if item == NONE:
        yield f"none · topic {'known' if asked.discourse.topic_item else 'unknown'} · {asked.group}"
    else:
        yield from _of_mentions(asked, item, where, own, named)
        yield from _of_topic(asked, item, where)


def _of_sort(asked: Asked, item: str, place: str, named: str, noun: bool) -> Iterator[Feature]:
    """How an item of its sort goes with the metric, and with the kind of the entity."""
    group, metric, text, reading = asked.group, asked.reading.metric, asked.sense.sentence.flat, asked.reading
    yield _goes_with(place, named, metric, group, asked.amount.kind)
    yield _is_of(place, named, metric, group, asked.kind)
    yield _moves(place, group, asked.moving, noun, asked.amount.spelled)
    if metric == "price":
        of = "stock" if _OF_A_STOCK.search(text) else "service" if _OF_SERVICE.search(text) else "goods"
        yield f"{'share' if item == 'share' else place} · price of {of}"
    if item == "industry" and reading.at >= 0 and "industrial" in text[reading.at : reading.end].lower():
        yield "industry · industrial"
    if item in TRADES:
        yield _trades(item, place, group, metric)
    if asked.says_sector:
        yield f"{place} · the sector · {'trade' if item == asked.discourse.trade else 'other'}"


def _of_figures(asked: Asked, item: str, where: str, named: str) -> Iterator[Feature]:
    """Whether the figures before had this item, and how alike they are to this one."""
    told, metric, last = asked.discourse, asked.reading.metric, asked.last
    before = None
    if last is not None:
        fact, age = last.candidate.fact, "last"
        before = (fact.item, fact.metric, fact.entity)
    elif told.itemed:
        before = told.itemed[-1][1:]
        age = "in paragraph" if told.metric_block == asked.sense.sentence.block.paragraph else "before it"
    if before is not None:
        same = "same metric" if before[1] == metric else "other metric"
        whose = "same entity" if before[2] == asked.entity else "other entity"
        as_it = "as" if (before[0] or NONE) == item else "not as"
        yield _is_as_before(where, as_it, age, same, whose, named, asked.group)
    alike = told.items_of.get(metric, [])
    if alike:
        as_it = "as" if (alike[-1] or NONE) == item else "not as"
        yield _is_of_the_metric(where, as_it, 4 * alike.count(item or None) // len(alike))


def _of_mentions(asked: Asked, item: str, where: str, own: str, named: str) -> Iterator[Feature]:
    """How recently and how often an item was named."""
    told = asked.discourse
    mentions = told.items.get(item, [])
    since = recency(told.count - mentions[-1][0] if mentions else None)
    yield _recent(where, own, since, named, min(len(mentions), 4), 4 * len(mentions) // asked.mentions)
    if mentions and mentions[-1][1] == asked.sense.sentence.block.paragraph:
        yield f"{where} · in the paragraph · {asked.group}"


def _of_topic(asked: Asked, item: str, where: str) -> Iterator[Feature]:
    """Whether an item is what the document, the section or the paragraph is about."""
    told, group = asked.discourse, asked.group
    topic = "topic" if item == told.topic_item else "no topic"
    yield _topical(where, topic, group, asked.reading.metric, asked.kind)
    if item == told.said_item:
        here = "here" if told.said_block == asked.sense.sentence.block.paragraph else "before"
        yield f"{where} · said last · {here} · {group}"
    if item == told.section_item:
        yield f"{where} · heading"
    if item == told.trade:
        yield f"{where} · the trade talked of · {group} · {asked.kind}"


# The features that few words make up


@template
def _new(how: str, group: str, metric: str) -> tuple[str, ...]:
    return how, f"{how} · {group}", f"{how} · {metric}"


@template
def _stands(side: str, own: str, group: str, metric: str) -> tuple[str, ...]:
    return f"{side} · {group}", f"{side} {own} · {group}", f"{side} · {metric}", f"{side} {own} · {metric}"


@template
def _parted(side: str, group: str, between: int, strong: int, weak: int, nearer: int) -> tuple[str, ...]:
    return (
        f"{side} · {between} figures between",
        f"{side} · {between} figures between · {group}",
        f"{side} · {strong} borders",
        f"{side} · {strong} borders · {group}",
        f"{side} · {weak} weak borders",
        f"{side} · {nearer} items between",
        f"{side} · {nearer} items between · {between} figures between",
    )


@template
def _away(side: str, group: str, length: int, opened: str) -> tuple[str, ...]:
    return (
        f"{side} · distance {length}",
        f"{side} · distance {length} · {group}",
        f"{side} · behind {opened!r}",
        f"{side} · behind {opened!r} · {length}",
    )


@template
def _joined(side: str, own: str, group: str, closed: str) -> tuple[str, ...]:
    return f"{side} {own} · before {closed}", f"{side} · before {closed} · {group}"


@template
def _moved(side: str, verb: str, moving: str, strong: int) -> tuple[str, ...]:
    return f"{side} · {verb} between", f"{side} · {moving} · {strong} borders"


@template
def _inside_cue(own: str) -> tuple[str, ...]:
    return "inside the cue", f"inside the cue · {own}"


@template
def _around_cue(own: str, group: str) -> tuple[str, ...]:
    return "around the cue", f"around the cue · {own} · {group}"


@template
def _off_cue(where: str, own: str, length: int, parted: str) -> tuple[str, ...]:
    return where, f"{where} · {own}", f"{where} · distance {length} · {parted}"


@template
def _goes_with(place: str, named: str, metric: str, group: str, kind: str) -> tuple[str, ...]:
    return (
        place,
        f"{place} · {named}",
        f"{place} · {metric}",
        f"{place} · {metric} · {named}",
        f"{place} · {group}",
        f"{place} · {group} · {named}",
        f"{place} · {kind}",
    )


@template
def _is_of(place: str, named: str, metric: str, group: str, kind: str) -> tuple[str, ...]:
    return f"{place} · {kind}", f"{place} · {kind} · {metric}", f"{place} · {kind} · {group} · {named}"


@template
def _moves(place: str, group: str, moving: bool, noun: bool, spelled: bool) -> Iterator[str]:
    yield f"{place} · {'moving' if moving else 'a level'} · {group}"
    if noun:
        yield f"{place} · counts a noun · {group}"
    if spelled:
        yield f"{place} · spelled"


@template
def _trades(item: str, place: str, group: str, metric: str) -> tuple[str, ...]:
    return f"{item} · {place} · {group}", f"{item} · {place} · {metric}"


@template
def _is_as_before(where: str, as_it: str, age: str, same: str, whose: str, named: str, group: str) -> tuple[str, ...]:
    place = f"{where} · {as_it} the figure {age}"
    return f"{place} · {same}", f"{place} · {same} · {whose}", f"{place} · {same} · {named}", f"{place} · {group}"


@template
def _is_of_the_metric(where: str, as_it: str, share: int) -> tuple[str, ...]:
    return f"{where} · {as_it} the metric's last", f"{where} · {share} of the metric's"


@template
def _recent(where: str, own: str, since: str, named: str, mentions: int, share: int) -> tuple[str, ...]:
    return (
        f"{where} · {since}",
        f"{where} · {since} · {named}",
        f"{where} {own} · {since}",
        f"{where} · {mentions} mentions",
        f"{where} · share {share} of mentions",
    )


@template
def _topical(where: str, topic: str, group: str, metric: str, kind: str) -> tuple[str, ...]:
    place = f"{where} · {topic}"
    return place, f"{place} · {group}", f"{place} · {metric}", f"{place} · {kind}"
