"""Whom a figure is about: the subject of its clause, what stands for it, and what carries over from before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cqtui.ingest.anaphora import Meant
from cqtui.ingest.clauses import Clauses
from cqtui.ingest.memory import RECKONS, Memory, city_of
from cqtui.ingest.names import Gazetteer, Name
from cqtui.ingest.units import Amount
from cqtui.model import EntityKind

_PLACE_METRICS = frozenset(
    {
        "enterprises introduced",
        "enterprises settled",
        "projects introduced",
        "companies",
        "zones",
        "clusters",
        "foreign trade value",
        "gross domestic product",
        "value added",
        "processing trade value",
        "foreign investment",
        "export value",
        "import value",
        "share of GDP",
    }
)
_FIRM_METRICS = frozenset(
    {
        "revenue",
        "profit",
        "R&D spending",
        "market capitalisation",
        "price",
        "capacity utilisation",
        "capacity",
        "yield",
        "fixed-asset investment",
        "funding",
        "production lines",
        "cycle time",
        "changeover time",
        "lead time",
        "years of operation",
    }
)
_WHOLE_FIRM = frozenset(
    {
        "revenue",
        "profit",
        "market capitalisation",
        "price",
        "R&D spending",
        "fixed-asset investment",
        "market share",
        "shipments",
    }
)
_MAKERS_METRICS = frozenset(
    {"cycle time", "changeover time", "lead time", "inventory", "yield", "production lines", "construction time"}
)
_WORLD_METRICS = frozenset(
    {
        "shipments",
        "sales volume",
        "output volume",
        "revenue",
        "market size",
        "output value",
        "inventory",
        "price",
        "growth",
    }
)
_COMPANY_COUNTS = frozenset(
    {
        "companies",
        "enterprises settled",
        "enterprises introduced",
        "projects introduced",
        "cooperation intentions",
        "zones",
        "clusters",
    }
)
_TOWN_METRICS = _COMPANY_COUNTS | {"transit time", "local supply rate", "train journeys", "foreign trade value"}
_WORLDWIDE = re.compile(
    r"^\W*(?:worldwide|globally)\b|\b(?:worldwide|global|world) (?:\w+ )?(?:shipments|sales|output|production|"
    r"demand|market|deliveries|revenue)\b(?! share)",
    re.IGNORECASE,
)
_SITE_BEFORE = re.compile(
    r"\b(?:lines?|plants?|factory|factories|fab|base|facility|site|works|campus|subsidiar\w+|workshops?)\b[^,.;]{0,14}$"
)
_ADVERBIAL = re.compile(r"(?:For|With|After|In|At|Of|Over|To|From|By|On|Despite|Within|During|Besides|Thanks)\b")
_PART_AT = re.compile(
    r" of (?:them|these|those|which|whom|it|that)(?:,? (?:were|was|are|is|being|alone))?(?: (?:made|assembled|"
    r"produced|built|turned out|"
    r"shipped|sold|earned|generated|located|based))? (?:in|at|from|by|within) (?:the |its )?"
)
"""What leads from a part to where it is, of which it then is: "8 million of them in Liangjiang"."""
_EXPLETIVE = re.compile(
    r" (?:took|takes|would take|will take|used to take|now takes|once took|is|was) (?:(?:about|only|just|some|"
    r"over|nearly|"
    r"more than) )*(?:\d+|[a-z]+|an?) (?:\w+ )?(?:days?|hours?|weeks?|months?|minutes?|years?|seconds?)\b"
)
_OVERALL = re.compile(
    r"\W*(?:for the (?:whole|full)|overall|in total|total\b|altogether|looking ahead|over the same period|all told|"
    r"combined)|[^.;]*\b(?:the \w+ market|the market|industry-wide|all vendors|market-wide)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:^|[,;:]|\band|\bthe|\bsince \w+,)\s*(?:\w+ ){0,2}(?:makers|companies|manufacturers|suppliers|factories|"
    r"brands|firms|enterprises|producers|plants|exporters|assemblers)\b(?! (?:of|in the))",
    re.IGNORECASE,
)
_VERBISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|should|[a-z]+ed|produces?|makes?|ships?|employs?|"
    r"exports?|sells?|holds?|runs?|says|plans?|expects?|aims?|wants?|made|sold|built|took|rose|grew|fell|saw|set|"
    r"stands?|"
    r"put|spent|won|stood|numbers|came|comes|shrank|sank|hit|ran)\b"
)


@dataclass(frozen=True, slots=True)
class Who:
    entity: str
    score: float
    why: str


def who(
    text: str,
    amount: Amount,
    names: list[Name],
    others: list[Amount],
    clauses: Clauses,
    memory: Memory,
    gazetteer: Gazetteer,
    metric: str,
    block: int,
    meant: Meant,
) -> list[Who]:
    """The entities a figure may be about, best first."""
    found: list[Who] = []
    owned = any(
        one.end <= amount.start
        and one.role in ("open", "possessive")
        and (one.kind == "company" or one.standing == "company")
        for one in names
    )
    for name in names:
        if name.word == "it" and _EXPLETIVE.match(text, name.end):
            continue
        entity, why = meant[name]
        if (
            entity is None
            or entity in gazetteer.agencies
            or (name.word in ("the industry", "the sector") and name.role in ("location", "of"))
        ):
            continue
        kind = memory.kinds.get(entity) or gazetteer.kind(entity)
        if kind == "agency":
            continue
        foreign = (
            kind == "place"
            and entity != memory.topic
            and gazetteer.wholes(entity)[:1] == ["world"]
            and entity != "china"
        )
        score, how = _score(
            text, amount, name, kind, others, clauses, metric, foreign, memory.topic, bool(memory.company), owned
        )
        found.append(
            Who(entity, score, f"{how} {text[name.start : name.end]!r}" + (f" {why}" if name.standing else ""))
        )
    same_block = memory.subject_block == block
    lead = text[: amount.start]
    if _WORLDWIDE.search(lead) and metric in _WORLD_METRICS:
        found.append(
            Who("world", 84 if re.match(r"\W*(?:worldwide|globally)", lead, re.IGNORECASE) else 79, "worldwide")
        )
    elif metric in _WORLD_METRICS and re.match(
        r"[^.;,]{0,40}\b(?:worldwide|globally|around the world|in the world)\b", text[amount.end :]
    ):
        found.append(Who("world", 58, "worldwide, behind"))
    if (
        memory.topic == "world"
        and metric in _WORLD_METRICS
        and not any(one.kind == "company" and one.role != "attribution" for one in names)
        and _OVERALL.match(lead)
    ):
        found.append(Who("world", 56, "the whole market"))
    generic = _GENERIC.search(lead) is not None and not re.search(r"\b(?:these|those|such|its|their|whose)\b", lead)
    if memory.topic_place and (
        generic or metric.startswith("share of world") or metric in (_PLACE_METRICS | _TOWN_METRICS)
    ):
        found.append(Who(memory.city or memory.topic_place, 53 if generic else 45, "the place talked of"))
    if memory.subject:
        company = (memory.kinds.get(memory.subject) or gazetteer.kind(memory.subject)) == "company"
        found.append(
            Who(
                memory.subject,
                (52 if same_block else 48 if metric in _PLACE_METRICS and not company else 38)
                - (
                    14
                    if company
                    and (generic or (metric in _TOWN_METRICS and memory.topic_place and memory.topic != memory.subject))
                    else 0
                ),
                "carried over from the subject before",
            )
        )
    if memory.topic == memory.topic_company and memory.topic and metric in _FIRM_METRICS and not same_block:
        found.append(Who(memory.topic, 47, "the company the document is about"))
    if memory.route and metric in ("transit time", "train journeys"):
        found.append(Who(memory.route, 54, "the line talked of"))
    if memory.leadin:
        found.append(Who(memory.leadin, 51, "the line above the list"))
    if memory.heading:
        found.append(Who(memory.heading, 50, "the heading above"))
    if memory.topic:
        found.append(Who(memory.topic, 46 if memory.topic == "world" else 36, "the document's topic"))
    found.sort(key=lambda one: -one.score)
    return found


def _score(
    text: str,
    amount: Amount,
    name: Name,
    kind: EntityKind,
    others: list[Amount],
    clauses: Clauses,
    metric: str,
    foreign: bool,
    topic: str | None,
    maker: bool,
    owned: bool,
) -> tuple[float, str]:
    """How likely a name in the sentence is what the figure is about. `maker`: a company is talked of."""
    before = name.end <= amount.start
    opening = name.start < 16 and re.match(r"\W*(?:In|At|Across|From|On|Within|Throughout|Here|There)\b", text)
    low, high = (name.end, amount.lead) if before else (amount.end, name.start)
    gap = text[low:high] if low < high else ""
    strong, weak = clauses.strong(low, high), clauses.weak(low, high)
    between = sum(1 for other in others if low <= other.start < high and other is not amount)
    distance = len(gap) * 0.04 + strong * 6 + weak * 1.5
    if before:
        if (
            len(gap) < 14
            and not re.search(r"[.;]", gap)
            and not _VERBISH.search(gap)
            and name.role == "open"
            and not name.standing
            and not (kind == "company" and metric in _COMPANY_COUNTS)
        ):
            return 100 - distance, "right before the figure:"
        if name.role == "possessive":
            score, how = 88.0, "owner:"
        elif name.role == "of":
            score, how = (82.0 if kind in ("place", "industry", "company") else 60.0), "of:"
            if re.search(
                r"\b(?:director|head|manager|president|mayor|representative|deputy|chief|official|committee|"
                r"commission|bureau|side|edge|part|outskirts|east|west|north|south|centre|center|city|heart) of "
                r"(?:the )?$",
                text[: name.start],
            ):
                score = 30.0
        elif name.role == "by":
            score, how = 84.0, "by:"
        elif name.role == "location":
            score, how = (48.0 if opening else 44.0), "where:"
            if kind == "company":
                score = 62.0
            verb = _VERBISH.search(text[name.end : amount.start])
            if (
                kind == "place"
                and not opening
                and name.standing != "there"
                and verb
                and not _VERBISH.search(text[: name.start])
            ):
                score = 64.0
        elif name.role == "attribution":
            guesses = RECKONS.match(text, name.end) and name.entity != topic
            score, how = (57.0 if kind == "company" and not guesses else 20.0), "who says so:"
        elif name.role == "with":
            score, how = 34.0, "beside:"
        else:
            score, how = 80.0, "subject:"
            if not _VERBISH.search(gap) and len(gap) > 20:
                score -= 12
        if name.standing == "any":
            score -= 4
        score -= between * 2.5
    else:
        if _PART_AT.fullmatch(text, amount.end, name.start) and not owned:
            score, how = 92.0, "a part at:"
        elif name.role == "by" and re.search(
            r"\b(?:followed|trailed|joined|led|driven|helped|beaten|overtaken)\s+by(?: the)?\s*$", text[: name.start]
        ):
            score, how = 28.0, "followed by:"
        elif name.role == "by":
            score, how = 83.0, "by:"
        elif name.role == "location":
            score, how = 45.0, "where:"
            if metric in ("enterprises settled", "enterprises introduced", "projects introduced") and kind == "place":
                score = 74.0
            elif re.match(r"\s*(?:\w+\s){0,4}(?:is|are|was|were|have been|has been) ", text[amount.end : name.start]):
                score = 47.0
            if kind == "company":
                score = 50.0
        elif name.role == "possessive":
            score, how = 34.0, "owner, behind:"
        elif name.role == "of":
            score, how = 40.0, "of, behind:"
        elif name.role == "attribution":
            guesses = RECKONS.match(text, name.end) and name.entity != topic
            score, how = (46.0 if kind == "company" and not guesses else 15.0), "who says so:"
        elif (
            amount.start < 44
            and _ADVERBIAL.match(text)
            and not _VERBISH.search(text[: name.start])
            and name.role in ("open", "possessive")
        ):
            score, how = 82.0, "subject:"
        else:
            score, how = 30.0, "behind:"
        score -= between * 8 + strong * 8
    if (
        kind == "place"
        and name.role == "location"
        and metric not in _PLACE_METRICS
        and _SITE_BEFORE.search(text[: name.start])
    ):
        score -= 24  # a company's plant, named by its town
    if (
        kind == "company"
        and not before
        and name.role == "open"
        and re.search(r"\b(?:that|which|where) $", text[: name.start])
    ):
        score += 24
    if metric.startswith("years of") and kind == "company":
        score += 25
    if metric in _PLACE_METRICS and kind == "place":
        score += 10 if name.role in ("location", "of", "with") else 2
    if kind == "company" and metric in _COMPANY_COUNTS and name.role not in ("possessive", "by"):
        score -= 34
    if kind == "place" and name.role == "location" and not opening and metric in _MAKERS_METRICS and maker:
        score -= 16  # where the maker talked of does it
    if kind == "place" and metric == "transit time" and name.role != "possessive":
        score -= 34  # an end or a stop of the way
    if metric in _PLACE_METRICS and foreign and not (before and _leads(name, text)):
        score -= 45
    if (
        name.entity in ("china", "world")
        and name.role in ("location", "of", "possessive")
        and metric.startswith("share of")
        and not before
    ):
        score -= 40
    if metric == "rank" and name.entity in ("china", "world") and name.role in ("location", "of", "possessive"):
        score -= 40
    inner = clauses.relative(amount.start)
    if inner is not None and name.end == inner:
        return 90.0, "told in its relative clause: "
    if clauses.apart(name.start, amount.start):
        score -= 30
        how = "in an aside, " + how
    return score - distance, how


def _leads(name: Name, text: str) -> bool:
    """Whether a place is whose figure it is, not whom it trades with ("Vietnam's exports", "In Malaysia, …")."""
    return (name.role == "possessive" or (name.role == "open" and name.start < 4)) or (
        name.role == "location" and name.start < 16 and text.startswith(",", name.end)
    )


def place_of(
    text: str,
    amount: Amount,
    names: list[Name],
    entity: str,
    memory: Memory,
    gazetteer: Gazetteer,
    clauses: Clauses,
    block: int,
    metric: str,
    meant: Meant,
) -> tuple[str | None, str]:
    """Where a figure holds: the place named in its clause, the entity's own, or the one talked of."""
    kind = memory.kinds.get(entity) or gazetteer.kind(entity)
    if kind == "industry" and gazetteer.wholes(entity):
        return gazetteer.wholes(entity)[0], "the entity's own place"
    if kind == "place":
        return city_of(entity, gazetteer), "the entity is a place"
    best: tuple[float, str] | None = None
    for name in names:
        found, _why = meant[name]
        if found is None or (memory.kinds.get(found) or gazetteer.kind(found)) != "place":
            continue
        gap = name.start - amount.end if name.start >= amount.end else amount.start - name.end
        score = (
            (60 if name.role == "location" else 36)
            - gap * 0.05
            - clauses.strong(*sorted((name.start, amount.start))) * 14
        )
        if found in ("china", "world") and name.role == "possessive":
            score -= 20
        if best is None or score > best[0]:
            best = (score, found)
    if best and best[0] > 10:
        return city_of(best[1], gazetteer), "the place named beside it"
    wholes = gazetteer.wholes(entity)
    if wholes:
        return wholes[0], "the entity's own place"
    if re.search(r"\b(?:worldwide|globally|global|around the world)\b", text):
        return "world", "worldwide"
    if memory.topic == "world":
        return "world", "the document's topic"
    if kind == "company" and metric in _WHOLE_FIRM:
        return None, "of the whole company"
    place = memory.place if memory.place_block == block and memory.place else memory.topic_place
    return (city_of(place, gazetteer), "the place talked of") if place else (None, "no place")
