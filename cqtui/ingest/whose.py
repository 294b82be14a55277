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
from cqtui.ingest.governing import is_base
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


_IT_WAS = re.compile(
    r"(?:^|[,;:“\"] ?|\b(?:and|but|while|when|where|then|now|\d{4}|year|month|quarter|ago|earlier|before|later|today) )"
    r"[Ii]t (?:now |still |then )?(?:is|was|will be|would be|has been|had been|should be|could be|stands at|stood at)"
    r"(?: (?:already|still|just|only|even|about|around|nearly|almost|over|under|more than|less than|some|a "
    r"mere|as much as|"
    r"now|as high as|as low as|expected to be|to be))* ?[A-Z$€£¥]{0,4}$"
)
"""Before what the figure told just before was at another time: "in 2010 it was 38 percent"."""
_FOR_A_YEAR = re.compile(
    r"(?:For|In) (?:the (?:full|whole|entire|current|coming|next) year|\d{4}|all of \d{4}|this year|next year)\b"
    r"[^.;]*?\b(?:forecasts?|expects?|predicts?|projects?|sees|estimates?|believes?|outlook)\b"
)
"""Opens what a body that counts a market says of its year to come."""


_CITYWIDE = re.compile(r"\W*(?:City-?wide|Across the (?:whole )?city|In the city as a whole|Municipality-wide)\b")
_ITS_RIVAL = re.compile(
    r"(?:Its|Their) (?:[a-z-]+ ){0,3}(?:rival|competitor|peer|neighbou?r|compatriot|counterpart|parent|sister company|"
    r"subsidiary|affiliate|customer|client|supplier|partner|landlord|tenant),? "
)


def _its_rival(sense: Sense, amount: Amount) -> str | None:
    """Whose the first figure of a sentence is that opens with somebody's rival by name: "Its larger rival TSMC"."""
    if any(one.start < amount.start for one in sense.amounts):
        return None
    before = [name for name in sense.names if name.end <= amount.start and not name.standing]
    opens = bool(before) and _ITS_RIVAL.fullmatch(sense.sentence.flat, 0, before[0].start) is not None
    return before[0].entity if opens and len({name.entity for name in before}) == 1 else None


_THE_WORLDS = re.compile(
    r"\b(?:[Gg]lobal|[Ww]orldwide|[Ww]orld) (?:[\w-]+ ){0,4}?(?:shipments|sales|output|production|demand|market|"
    r"deliveries|revenues?|industry|prices)\b(?! (?:share|leader))|"
    r"\b(?:shipments|sales|output|production|deliveries) worldwide\b"
)
_THE_CHINESE = re.compile(
    r"\b(?:the Chinese|China['’]s|the domestic) (?:[\w-]+ ){0,3}?market\b(?! (?:share|leader|price))|"
    r"\bthe market for [\w -]{3,40} in China\b"
)
_LOOKS = re.compile(
    r" (?:now |also |still )?(?:looks? for|expects?|sees?|forecasts?|predicts?|projects?|estimates?|reckons?|puts?)\b"
)
"""Behind the name or the word for a body that only tells what the world is to make."""
_SHARES = re.compile(r"\b(?:shares?|accounts?|accounted|percentage|proportion|part) ?[^.;]{0,40}$")


def _of_all(said_so: re.Pattern[str], whole: str, sense: Sense, amount: Amount, gazetteer: Gazetteer) -> bool:
    """Whether a figure is what a whole market is said to make, sell or buy, in a clause that names nobody else."""
    text, clauses = sense.sentence.flat, sense.clauses
    said = list(said_so.finditer(text, 0, amount.lead))
    if not said or amount.kind == "rank" or clauses.apart(said[-1].start(), amount.start):
        return False
    low = said[-1].start()
    if (
        clauses.strong(low, amount.start)
        or _SHARES.search(text, 0, low)
        or any(one.end <= low and not clauses.strong(one.end, low) for one in sense.amounts)
    ):
        return False
    return all(
        sense.meant[name][0] in (None, whole)
        or (name.end <= low and _LOOKS.match(text, name.end))
        or sense.meant[name][0] in gazetteer.agencies
        or name.kind == "agency"
        or name.start >= amount.end
        for name in sense.names
    )


def _is_only_told(sense: Sense, amount: Amount, gazetteer: Gazetteer) -> bool:
    """Whether nobody is named before a figure but who tells of it."""
    return not any(
        name.entity and name.entity not in gazetteer.agencies and name.end <= amount.start and name.kind != "agency"
        for name in sense.names
    )


def _is_reckoned(sense: Sense, amount: Amount, discourse: Discourse, gazetteer: Gazetteer) -> bool:
    """Whether a body that only counts tells of a figure, in a sentence that speaks of nobody else, and the document is
    about no place."""
    topic = discourse.memory.topic
    if topic is not None and (discourse.memory.kinds.get(topic) or gazetteer.kind(topic)) != "company":
        return topic == "world"
    tellers = [name for name in sense.names if name.entity in gazetteer.agencies or name.kind == "agency"]
    return bool(tellers) and all(name in tellers or name.start >= amount.end for name in sense.names)


_FOLLOWED = re.compile(r"\b(?:followed by|trailed by|ahead of|then|before|and) (?:the )?(?:[A-Z][\w.]*-based )?$")
_WHOSE = re.compile(
    r",? whose (?:(?:own|total|combined|annual|new|latest) )*(?:[\w&-]+ ){1,6}?(?:(?:by|to|at|of|was|were|is|are) )?"
)
_OF_WHICH = re.compile(r"\bof (?:which|these|those|them),? (?:the )?$")
_WHO_HAS = re.compile(
    r", (?:which|who) (?!(?:cost|costs|covers?|covered|will|is to|was to|in turn)\b)"
    r"(?:(?:on|in|at) [A-Z]\w+ )?(?:[a-z][\w-]* ){1,5}(?:[A-Z]{0,4}[$€£¥])?"
)
"""Between a company and what is told of it in an aside: "Samsung, which is put at 23%"."""
_TOOK = re.compile(
    r"(?: alone)? (?:took|takes|accounted for|bought|buys|made|makes|contributed|absorbed|received|supplied|produced|"
    r"shipped|had|has)(?: (?:about|some|nearly|over|more than|only|just))* ?"
)
_BEHIND_SPEAKER = re.compile(r"[,”\"] (?:said|says|added|adds|according to) ")
"""Behind what is quoted, before who said it."""
_AS_A_WHOLE = re.compile(r" as a whole\b")
_FOR_THE = re.compile(r"\b(?:for|in|across) (?:the )?$")
_OF_THE = re.compile(r" of (?:the )?")
_ITS_TOTAL = re.compile(r"['’]s? (?:total|overall|entire|own|whole)\b")
_ENDS_OWNING = re.compile(r"['’]s(?=[.,;)]|$)")
_WHOLE_OF = re.compile(r"(?:For|In|Across) the (?:whole|entirety) of (?:the )?")
_OPENING = 24
_WITH_SO_MANY = re.compile(r",? (?:\([^)]*\) )?(?:with|at|on)(?: (?:about|some|nearly|over|just|only))? ?")


def certain(sense: Sense, amount: Amount, discourse: Discourse, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Whose figure it is where the words leave no choice, and why."""
    text = sense.sentence.flat
    last = discourse.last_linked
    if last is not None and discourse.count - last[0] <= 1 and not amount.noun and _IT_WAS.search(text, 0, amount.lead):
        return last[1], "'it' is the figure before"
    if _of_all(_THE_WORLDS, "world", sense, amount, gazetteer):
        return "world", "what the world makes, sells or buys"
    if "china" in gazetteer.entities and _of_all(_THE_CHINESE, "china", sense, amount, gazetteer):
        return "china", "what China sells or buys"
    city = discourse.memory.topic_place
    if city is not None and _CITYWIDE.match(text) and not any(one.end < amount.start for one in sense.amounts):
        return city, "city-wide"
    rival = _its_rival(sense, amount)
    if rival is not None:
        return rival, "the rival named"
    if (
        _FOR_A_YEAR.match(text)
        and _is_only_told(sense, amount, gazetteer)
        and _is_reckoned(sense, amount, discourse, gazetteer)
    ):
        return "world", "what a market is to be"
    owned = any(
        name.end <= amount.start and name.role in ("open", "possessive") and "company" in (name.kind, name.standing)
        for name in sense.names
    )
    for name in sense.names:
        entity = sense.meant[name][0]
        if entity is None or entity in gazetteer.agencies:
            continue
        gap = text[name.end : amount.lead] if name.end <= amount.lead else None
        in_list = any(one.end <= name.start for one in sense.amounts)
        aside = sense.clauses.apart(name.start, amount.start)
        if gap is not None and not aside and _THAT_OF.search(text[: name.start]) and not re.search(r"\d|[;:]", gap):
            return entity, "that of"
        there = name.kind == "place" and name.role == "location"
        if (
            gap is not None
            and not there
            and not name.word.startswith("it")
            and _WHOSE.fullmatch(gap)
            and VERBISH.search(gap)
        ):
            return entity, "whose it is"
        if gap is not None and (_OF_WHICH.search(text, 0, name.start) and _TOOK.fullmatch(gap)):
            return entity, "whose part of the figure before it is"
        opens = name.start < _OPENING or (gap is not None and _FOR_THE.search(text, 0, name.start) and len(gap) < 40)
        if (
            gap is not None
            and opens
            and (_AS_A_WHOLE.match(text, name.end) or _WHOLE_OF.fullmatch(text, 0, name.start))
        ):
            return entity, "as a whole"
        if amount.kind == "percent" and name.start >= amount.end and _OF_THE.fullmatch(text, amount.end, name.start):
            if name.kind == "company" and _ITS_TOTAL.match(text, name.end):
                return entity, "so much of its total"
            if in_list and name.kind == "place" and _ENDS_OWNING.match(text, name.end):
                return entity, "and so much of another's"
        if (
            gap is not None
            and name.word == "we"
            and not aside
            and _ITS_VERB.fullmatch(gap)
            and _speaks(text, entity, discourse)
        ):
            return entity, "who speaks"
        follows = _FOLLOWED.search(text, max(0, name.start - 24), name.start)
        if gap is not None and in_list and follows and _WITH_SO_MANY.fullmatch(gap):
            return entity, "who follows, with so many"
        if gap is not None and in_list and name.role == "open" and _GAPPED.fullmatch(gap):
            return entity, "right before the figure"
        if gap is not None and name.kind == "company" and not name.standing and _WHO_HAS.fullmatch(gap):
            return entity, "told of it in an aside"
        is_there = name.start >= amount.end and PART_AT.fullmatch(text, amount.end, name.start)
        if is_there and name.kind == "place" and not owned:
            return entity, "a part of it, there"
    return _tied(sense, amount, discourse, gazetteer) or _only_subject(sense, amount) or _run_in(sense, discourse)


def _run_in(sense: Sense, discourse: Discourse) -> tuple[str, str] | None:
    """Whom the first words of the block name, where the sentence names nobody else who has or does something."""
    entity = discourse.memory.run_in
    others = (
        name
        for name in sense.names
        if (name.role in _HAVING or name.kind != "place") and sense.meant[name][0] not in (None, entity)
    )
    return (entity, "named in the first words of the paragraph") if entity and not any(others) else None


_HAVING = ("open", "possessive", "by", "attribution")
"""Roles in which a place may have a figure as its own."""


def _speaks(text: str, entity: str, discourse: Discourse) -> bool:
    """Whether "we" of a sentence is whom the document speaks for, or whoever is quoted."""
    return entity == discourse.memory.voice or _BEHIND_SPEAKER.search(text) is not None


_OF_IT = re.compile(r" (?:for|at|by|of|from) (?:the )?")
_FOR_IT = re.compile(r" (?:for|at|by) (?:the )?")
_IN_IT = re.compile(r" in (?:the )?")
_CLAUSE_OPENS = re.compile(r"(?:^|[;:“\"] ?|, (?:and|while|but|whereas) )$")
_WHAT_OF = re.compile(r"(?:^|[;:“\"] ?|, (?:and|while|but|whereas) )(?:[A-Za-z][a-z&-]* ){1,4}of (?:the )?$")
_ITS_VERB = re.compile(r" (?:[a-z][\w-]* ){1,5}(?:(?:US|NT|HK)?[$€£¥]|RMB ?)?")
_DONE_BY = re.compile(
    r" (?:[\w-]+ ){0,3}(?:is|are|was|were|has been|have been|had been|being) (?:\w+ly )?"
    r"\w+(?:ed|en|wn|ld|de|st|ought|ade|ut) by (?:the )?"
)
_ITS_OWN_FIGURE = re.compile(
    r"(?:'s|’s|s'|s’) (?:[a-z][\w&-]* ){1,4}(?:(?:about|some|nearly|over|around|by|to|of|just|only) )*"
)
_A_PLACE_HAS = re.compile(
    r"(?:'s|’s|s'|s’) (?:[a-z][\w&-]* ){1,3}(?:(?:in|over|for|during) [^,;:.\d]{2,30} )?"
    r"(?:was|were|is|are|came to|stood at|reached|totall?ed|amounted to|rose to|fell to|grew to)"
    r" (?:(?:about|some|nearly|over|around|just|only|more than) )*"
)
_NEXT_IN_LIST = re.compile(
    r"(?: [a-z][\w-]*| [A-Z]{2,4}s?){0,3}(?:, and |, | and )(?:(?:about|some|nearly|over|around) )?"
)


def of_another(sense: Sense, amount: Amount, last: Amount) -> bool:
    """Whether what a figure is compared with is of somebody named beside it: "against 8.6% for Nokia", "Acer's 4%"."""
    text = sense.sentence.flat
    for name in sense.names:
        behind = name.start >= amount.end
        if name.kind == "place" and behind and _IN_IT.fullmatch(text, amount.end, name.start):
            return True
        if name.kind == "company" and name.entity:
            owns = name.role == "possessive" and last.end <= name.start and name.end <= amount.lead
            if owns or (behind and _OF_IT.fullmatch(text, amount.end, name.start)):
                return True
    return False


def _tied(sense: Sense, amount: Amount, discourse: Discourse, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Who is tied to the figure by its own clause: its doer, its owner, or whose the list is that it goes on with."""
    text = sense.sentence.flat
    for name in sense.names:
        entity = sense.meant[name][0]
        if entity is None or entity in gazetteer.agencies:
            continue
        if _says_of(text, name, amount) and not sense.clauses.apart(name.start, amount.start):
            return entity, "what the subject is of"
        opens = name.end <= amount.lead and _CLAUSE_OPENS.search(text[: name.start]) is not None
        is_place = name.kind == "place" if not name.standing else name.standing in ("city", "country", "province")
        if opens and is_place and _A_PLACE_HAS.fullmatch(text, name.end, amount.lead):
            return entity, "the place's own, before the verb"
        if name.kind != "company":
            continue
        if name.start >= amount.end and name.role == "by" and _DONE_BY.fullmatch(text, amount.end, name.start):
            return entity, "done by it"
        if name.start >= amount.end and _FOR_IT.fullmatch(text, amount.end, name.start) and is_base(text, amount):
            return entity, "what its is, to compare"
        if (
            opens
            and name.role == "open"
            and _ITS_VERB.fullmatch(text, name.end, amount.lead)
            and VERBISH.search(text, name.end, amount.lead)
        ):
            return entity, "the subject of its clause"
        owns = name.role == "possessive" and name.end <= amount.lead
        acts = VERBISH.search(text, name.end, amount.lead)
        if owns and acts and _ITS_OWN_FIGURE.fullmatch(text, name.end, amount.lead):
            return entity, "its own, before the verb"
    last = discourse.last_linked
    if last is None or "respectively" in text or last[0] != discourse.count or not amount.noun or last[3] > amount.lead:
        return None
    if _NEXT_IN_LIST.fullmatch(text, last[3], amount.lead) and not any(
        last[3] <= name.start < amount.start or name.start - amount.end in range(6) for name in sense.names
    ):
        return last[1], "the list goes on"
    return None


def _says_of(text: str, name: Name, amount: Amount) -> bool:
    """Whether a clause says a figure of what belongs to a name: "The trade of Chengdu was worth 200"."""
    verb = VERBISH.search(text, name.end, amount.lead) if name.end <= amount.lead else None
    direct = verb is not None and verb.start() <= name.end + 1
    return bool(direct and _WHAT_OF.search(text, 0, name.start) and _ITS_VERB.fullmatch(text, name.end, amount.lead))


def _only_subject(sense: Sense, amount: Amount) -> tuple[str, str] | None:
    """The subject that opens the sentence, where its verb leads straight to the first figure: "Acer has moved 40",
    "Its biggest tenant, Quanta, made 17", "Bac Ninh, where Samsung has a plant, exported 45"."""
    text, clauses = sense.sentence.flat, sense.clauses
    before = [name for name in sense.names if name.end <= amount.start]
    if any(one.start < amount.start for one in sense.amounts):
        return None
    for name in before:
        last = all(one is name or one.end <= name.start for one in before)
        if (
            last
            and name.kind == "company"
            and _APPOSED.fullmatch(text, 0, name.start)
            and _THEN_VERB.match(text, name.end)
        ):
            return name.entity, "in apposition to the subject"
    before = [name for name in before if not clauses.apart(name.start, amount.start)]
    before = [name for name in before if not any(_holds(other, name) for other in before)]
    if len(before) == 2 and before[0].word in ("its", "their") and before[0].start < 2:
        before = before[1:]  # "Its neighbour Inventec came to 8 million"
    if len(before) != 1 or before[0].standing or before[0].role != "open":
        return None
    if before[0].start > 4 and not _CALLED_FIRST.fullmatch(text, 0, before[0].start):
        return None
    name = before[0]
    gap = clauses.without_asides(name.end, amount.lead)
    whose_own = name.kind in ("company", "unknown") or (name.kind == "place" and amount.kind != "percent")
    if whose_own and len(gap) < 60 and VERBISH.search(gap) and not re.search(r"[,;:“”\"]", gap):
        return name.entity, "the only subject"
    return None


def _holds(one: Name, other: Name) -> bool:
    """Whether a name has another inside: "the train from Chongqing to Duisburg"."""
    return one is not other and one.start <= other.start and other.end <= one.end and bool(one.entity)


_CALLED_FIRST = re.compile(
    r"(?:In|From|During|By|Between|Since|Over|For|At|Last|This|Through|Within|As of|Until|Up to|On|"
    r"After)\b[^,;:]{2,60}, (?:the )?|"
    r"(?:[A-Z][\w-]* )?(?:[a-z][\w-]* ){0,3}(?:rival|neighbou?r|maker|giant|peer|competitor|partner|champion|"
    r"manufacturer|"
    r"supplier|compatriot|newcomer|operator|forwarder|chipmaker|brand|company|firm|group|producer|vendor|foundry) "
)
"""What a subject is called before its name: "Bigger rival Samsung"."""
_APPOSED = re.compile(r"(?:Its|Their|The|One|Among|His|Her|Our)\b[^,.;:]{3,70}, ")
_THEN_VERB = re.compile(r", (?!(?:and|or|the|a|an)\b)(?=[^,]{2,60}\d)")
_THAT_OF = re.compile(r"\b(?:[Tt]hat|[Tt]hose) of (?:the )?$")
_GAPPED = re.compile(
    r",? (?:(?:next door|there|here|alone|today|now|then) )?"
    r"(?:with |about |some |nearly |over |around |at |another |just |roughly |more than )*"
)
"""What stands between a name and its figure where the verb is left out: "Compal 3.7 million"."""


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
        return self.memory.kinds.get(entity) or self.gazetteer.kind(entity)

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
