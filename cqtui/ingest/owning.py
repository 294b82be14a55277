"""Whose figure it is where the words of its sentence leave no choice; what is left open is weighed (`whose`).

Each rule looks at how the sentence ties the figure to a name: its verb, its possessive, its place in a list, a market
that is the whole world's. The first that holds decides, and says why.
"""

from __future__ import annotations

import re

from cqtui.ingest.discourse import Discourse, Sense
from cqtui.ingest.governing import is_base
from cqtui.ingest.guarded import Guarded, ended, guarded
from cqtui.ingest.names import Gazetteer, Name
from cqtui.ingest.standing import PART_AT, VERBISH
from cqtui.ingest.units import Amount

_IT_WAS = guarded(
    r"(?:^|[,;:“\"] ?|\b(?:and|but|while|when|where|then|now|\d{4}|year|month|quarter|ago|earlier|before|later|today) )"
    r"[Ii]t (?:now |still |then )?(?:is|was|will be|would be|has been|had been|should be|could be|stands at|stood at)"
    r"(?: (?:already|still|just|only|even|about|around|nearly|almost|over|under|more than|less than|some|a "
    r"mere|as much as|"
    r"now|as high as|as low as|expected to be|to be))* ?[A-Z$€£¥]{0,4}$",
    "it ",
    re.NOFLAG,
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


def _is_first(sense: Sense, amount: Amount) -> bool:
    """Whether a figure is the first of its sentence."""
    return amount.start <= sense.amounts[0].start


def _tells(name: Name, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a body that only tells of others."""
    return name.entity in gazetteer.agencies or name.kind == "agency"


def _its_rival(sense: Sense, amount: Amount) -> str | None:
    """Whose the first figure of a sentence is that opens with somebody's rival by name: "Its larger rival TSMC"."""
    if not _is_first(sense, amount):
        return None
    before = [name for name in sense.names if name.end <= amount.start and not name.standing]
    opens = bool(before) and _ITS_RIVAL.fullmatch(sense.sentence.flat, 0, before[0].start) is not None
    return before[0].entity if opens and len({name.entity for name in before}) == 1 else None


_THE_WORLDS = guarded(
    r"\b(?:[Gg]lobal|[Ww]orldwide|[Ww]orld) (?:[\w-]+ ){0,4}?(?:shipments|sales|output|production|demand|market|"
    r"deliveries|revenues?|industry|prices)\b(?! (?:share|leader))|"
    r"\b(?:shipments|sales|output|production|deliveries) worldwide\b",
    "global|world",
    re.NOFLAG,
)
_THE_CHINESE = guarded(
    r"\b(?:the Chinese|China['’]s|the domestic) (?:[\w-]+ ){0,3}?market\b(?! (?:share|leader|price))|"
    r"\bthe market for [\w -]{3,40} in China\b",
    "market",
    re.NOFLAG,
)
_LOOKS = re.compile(
    r" (?:now |also |still )?(?:looks? for|expects?|sees?|forecasts?|predicts?|projects?|estimates?|reckons?|puts?)\b"
)
"""Behind the name or the word for a body that only tells what the world is to make."""
_SHARES = re.compile(r"\b(?:shares?|accounts?|accounted|percentage|proportion|part) ?[^.;]{0,40}$")


def _of_all(said_so: Guarded, whole: str, sense: Sense, amount: Amount, gazetteer: Gazetteer) -> bool:
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
    before = (name for name in sense.names if name.end <= amount.start)
    return all(not name.entity or _tells(name, gazetteer) for name in before)


def _is_reckoned(sense: Sense, amount: Amount, discourse: Discourse, gazetteer: Gazetteer) -> bool:
    """Whether a body that only counts tells of a figure, in a sentence that speaks of nobody else, and the document is
    about no place."""
    topic = discourse.memory.topic
    if topic is not None and discourse.memory.kind(topic, gazetteer) != "company":
        return topic == "world"
    tellers = [name for name in sense.names if _tells(name, gazetteer)]
    return bool(tellers) and all(name in tellers or name.start >= amount.end for name in sense.names)


_FOLLOWED = re.compile(r"\b(?:followed by|trailed by|ahead of|then|before|and) (?:the )?(?:[A-Z][\w.]*-based )?$")
_WHOSE = re.compile(
    r",? whose (?:(?:own|total|combined|annual|new|latest) )*(?:[\w&-]+ ){1,6}?(?:(?:by|to|at|of|was|were|is|are) )?"
)
_OF_WHICH = ended(r"\bof (?:which|these|those|them),? (?:the )?$", "which|these|those|them|,|the", re.NOFLAG)
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
_FOR_THE = ended(r"\b(?:for|in|across) (?:the )?$", "for|in|across|the", re.NOFLAG)
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
    if city is not None and _CITYWIDE.match(text) and _is_first(sense, amount):
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
        if gap is not None and _OF_WHICH.search(text[: name.start]) and _TOOK.fullmatch(gap):
            return entity, "whose part of the figure before it is"
        opens = name.start < _OPENING or (gap is not None and len(gap) < 40 and _FOR_THE.search(text[: name.start]))
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
        if (
            gap is not None
            and in_list
            and _FOLLOWED.search(text, max(0, name.start - 24), name.start)
            and _WITH_SO_MANY.fullmatch(gap)
        ):
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
_ENDS_IN_OF = ("of ", "of the ")
_CLAUSE_OPENS = (";", "; ", ":", ": ", "“", "“ ", '"', '" ', ", and ", ", while ", ", but ", ", whereas ")
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
        opens = name.end <= amount.lead and (not name.start or text.endswith(_CLAUSE_OPENS, 0, name.start))
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
        if (
            owns
            and _ITS_OWN_FIGURE.fullmatch(text, name.end, amount.lead)
            and VERBISH.search(text, name.end, amount.lead)
        ):
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
    if not text.endswith(_ENDS_IN_OF, 0, name.start):
        return False
    verb = VERBISH.search(text, name.end, amount.lead) if name.end <= amount.lead else None
    direct = verb is not None and verb.start() <= name.end + 1
    return bool(direct and _WHAT_OF.search(text, 0, name.start) and _ITS_VERB.fullmatch(text, name.end, amount.lead))


def _only_subject(sense: Sense, amount: Amount) -> tuple[str, str] | None:
    """The subject that opens the sentence, where its verb leads straight to the first figure: "Acer has moved 40",
    "Its biggest tenant, Quanta, made 17", "Bac Ninh, where Samsung has a plant, exported 45"."""
    if not _is_first(sense, amount):
        return None
    text, clauses = sense.sentence.flat, sense.clauses
    before = [name for name in sense.names if name.end <= amount.start]
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
_THAT_OF = ended(r"\b(?:[Tt]hat|[Tt]hose) of (?:the )?$", "of|the", re.NOFLAG)
_GAPPED = re.compile(
    r",? (?:(?:next door|there|here|alone|today|now|then) )?"
    r"(?:with |about |some |nearly |over |around |at |another |just |roughly |more than )*"
)
"""What stands between a name and its figure where the verb is left out: "Compal 3.7 million"."""
