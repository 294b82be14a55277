"""Who and where: names in the text, known ones by the vocabulary and the gazetteer, new ones by how they are written.

A name that neither lists is proposed as a new entity where its form (Ltd., Bureau, New Area) or what it is said to do
(shipped, invests) makes clear that it is a company, a place or an office. People are left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from cqtui.ingest.cues import gazetteer, slug
from cqtui.ingest.guarded import ended, guarded
from cqtui.ingest.lexicon import Hit, Term, tokens
from cqtui.model import Entity, EntityKind
from cqtui.vocabulary import Vocabulary


class Name(NamedTuple):
    """An entity named, or stood for ("the company", "it"), in a sentence. `standing` is the sort of word that
    stands for it: "" for a name, else company, city, zone, site, any …"""

    start: int
    end: int
    entity: str
    kind: EntityKind
    role: str = ""
    standing: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A railway that the gazetteer lists: where it starts, and the countries it reaches."""

    id: str
    start: str
    reaches: frozenset[str]


class Gazetteer:
    """The names known before a text is read: the vocabulary's first, then the gazetteer's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.entities: dict[str, Entity] = dict(vocabulary.entities)
        self.known = frozenset(vocabulary.entities)
        self._wholes: dict[str, list[str]] = {}
        self.agencies: set[str] = set()
        taken = {
            name.lower(): entity.id
            for entity in vocabulary.entities.values()
            for name in (entity.name, *entity.aliases)
        }
        words = gazetteer()
        rows: list[tuple[str, EntityKind, Iterable[str], str | None]] = [("World", "place", ("the world",), None)]
        rows += [(name, "place", others, "world") for name, others in words["countries"].items()]
        rows += [
            (name, "place", (f"{name}n",) if " " in name and name.endswith("a") else (), "world")
            for name in words["regions"]["names"]
        ]
        rows += [
            (name, "place", (f"{name} Province", f"{name} Municipality"), "china")
            for name in words["chinese_places"]["names"]
        ]
        rows += [
            (name, "place", (f"{name} District",), slug(whole))
            for whole, names in words["districts"].items()
            for name in names
        ]
        rows += [
            (name, "place", others, slug(whole))
            for whole, zones in words["zones"].items()
            for name, others in zones.items()
        ]
        rows += [(name, "place", (), slug(whole)) for whole, names in words["cities_abroad"].items() for name in names]
        rows += [(name, "company", others, None) for name, others in words["companies"].items()]
        rows += [(name, "agency", (), None) for name in words["agencies"]["names"]]
        rows += [(name, "unknown", others, None) for name, others in words["routes"].items()]
        self.wordings: list[tuple[str, Term]] = []
        for entity in vocabulary.entities.values():
            for name in (entity.name, entity.short or "", *entity.aliases):
                if name and len(name) > 1:
                    self.wordings.append((name, Term("entity", entity.id)))
        for name, kind, others, whole in rows:
            id = (
                taken.get(name.lower())
                or next((taken[other.lower()] for other in others if other.lower() in taken), None)
                or slug(name)
            )
            if id not in self.entities:
                self.entities[id] = Entity(
                    id=id,
                    name=name,
                    kind=kind,
                    aliases=tuple(others),
                    part_of=whole if whole in self.entities else None,
                )
            if kind == "agency":
                self.agencies.add(id)
            for wording in (name, *others):
                if taken.get(wording.lower(), id) == id:
                    taken[wording.lower()] = id
                    self.wordings.append((wording, Term("entity", id)))

        self.home = {
            taken.get(name.lower(), slug(name)): slug(country)
            for country, names in words["homes"].items()
            for name in names
        }
        self.nationals = {
            word.lower(): slug(country) for country, found in words["nationals"].items() for word in found
        }
        self.routes = tuple(
            Route(slug(name), slug(start), frozenset(map(slug, reached)))
            for name, (start, *reached) in words["route_ends"].items()
        )
        self.regions = frozenset(map(slug, words["regions"]["names"]))
        self.nations = frozenset(map(slug, words["countries"]))
        self.hubs = frozenset(map(slug, words["press"]["hubs"]))
        self.lines = frozenset(slug(name) for name in words["routes"])
        self.beginning: dict[str, str | None] = {}
        for wording, term in self.wordings:
            parts = [word.norm for word in tokens(wording)]
            for size in range(2, len(parts)):
                start = " ".join(parts[:size])
                self.beginning[start] = term.id if self.beginning.get(start, term.id) == term.id else None

    def with_new(self, entities: Iterable[Entity], home: str | None) -> Gazetteer:
        """The same with the names of one document; a zone of which it is not said where it lies is in `home`."""
        other = copy(self)
        placed = {
            one.id: replace(one, part_of=home) if one.kind == "place" and not one.part_of and one.id != home else one
            for one in entities
        }
        other.entities = {**self.entities, **placed}
        other._wholes = {}
        return other

    def nation_in(self, wording: str) -> str | None:
        """The country that a wording for a company names: "the South Korean chipmaker"."""
        words = wording.lower().split()[1:]
        pair, first = " ".join(words[:2]), words[0] if words else ""
        return self.nationals.get(pair) or self.nationals.get(first)

    def kind(self, id: str) -> EntityKind:
        entity = self.entities.get(id)
        return entity.kind if entity else "unknown"

    def wholes(self, id: str) -> list[str]:
        """The ids of the places that `id` lies in, nearest first."""
        kept = self._wholes.get(id)
        if kept is not None:
            return kept
        found: list[str] = []
        entity = self.entities.get(id)
        if entity is not None:
            self._wholes[id] = found
        while entity and entity.part_of and entity.part_of not in found and len(found) < 9:
            found.append(entity.part_of)
            entity = self.entities.get(entity.part_of)
        return found


_LOCATED = ended(
    r"\b(?:in|at|from|into|within|across|inside|outside|throughout|near|around|on)(?: (?:the|downtown|central|"
    r"southwest China's|Southwest China's|western|southwestern|eastern|its|all of|nearby))*\s*$",
    "in|at|from|into|within|across|inside|outside|throughout|near|around|on|the|downtown|central|china's|western|"
    "southwestern|eastern|its|all of|nearby",
)
_ITSELF = guarded(
    r"(?:(?:the|southwest China's|Southwest China's|inland|southwestern|western|neighbouring|nearby|coastal) )*"
    r"(?:city|municipality|province|town|county|district|port|port city|megacity|village|state|island|region|hub) of "
    r"(?:the )?$",
    "city of|municipality of|province of|town of|county of|district of|port of|megacity of|village of|state of|"
    "island of|region of|hub of",
)
"""What only says of which sort a place is: "the city of Wuxi" is Wuxi."""
_OF = ended(r"\bof(?: all)?(?: (?:the|southwest China's|Southwest China's|its))?\s*$", "of|all|the|china's|its")
_SIDE_OF = re.compile(
    r"\b(?:(?:north|south)?(?:east|west)|north|south|outside|upstream|downstream|miles|km|kilomet\w+)\w* of (?:the )?$"
)
_FIRM_OF = re.compile(r"(?<!Bank)(?<!Ministry)(?<!Bureau)(?<!Republic) ?\b[A-Z][\w’'-]* of (?:the )?$")
"""A company of a place: "Transsion of Shenzhen"."""
_BY = ended(r"\bby(?: the)?\s*$", "by|the")
_WITH = ended(
    r"(?:\b(?:with|to|for|than|against|versus|like|unlike|such as|including|besides|alongside|towards|toward|via|"
    r"through|"
    r"between|for example|for instance),?|\b(?:i\.e|e\.g)\.,?)(?: the)?\s*$",
    "with|to|for|than|against|versus|like|such as|including|besides|alongside|towards|toward|via|through|between|the|"
    "example|instance|.|,",
)
_BETWEEN_TWO = ended(
    r"\b(?:between|both from) (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)* and (?:the )?$", "and|the", re.NOFLAG
)
_ACCORDING = ended(
    r"\b(?:according to|data from|figures from|statistics from|report by|report from|survey by|tracker|told|cited|"
    r"citing|figures by|as reported by|a spokesman for|spokeswoman for|said)(?: the)?\s*$",
    "according to|from|by|tracker|told|cited|citing|for|said|the",
)
_SAYS = re.compile(
    r",? (?:also )?(?:said|says|announced|reported(?! revenue| a )|told|added|explained|noted|stated|disclosed|"
    r"revealed|confirmed|estimates|forecasts|predicts|believes|reckons|data (?:show|indicate)|figures (?:show|"
    r"indicate)|statistics)\b"
)
_SITE = re.compile(
    r" (?:plants?|base|factory|factories|subsidiar(?:y|ies)|works|site|unit|arm|operations?|lines?|exchange|stock "
    r"exchange|bourse|branch|facility|campus|complex|fab|hub|workshops?|staff|workforce|laptop|project)\b"
)
_NO_STAND_IN = re.compile(
    r" (?:bureau|ministry|commission|committee|association|chain|leaders?|park|is|are|was|were|will be|watchdog|"
    r"ministry's|giant|standard|average|body|regulator)\b(?<! the)"
)
_INSIDE_NAME = re.compile(
    r"(?:^|[\s,(])(?!(?:South|North|East|West|Southwest|Southeast|Northwest|Northeast|Central|Western|Eastern|"
    r"Mainland|Greater|In|From|To|For|At|And|The|Of|By|As|With|While|But|Since|If|That|When|Across|Throughout|"
    r"Outside|Beyond|Like|Today|Now)[ ])[A-Z][a-z]{2,} $"
)
_FIRMS = (
    "firm|company|giant|maker|manufacturer|chipmaker|group|brand|supplier|vendor|carmaker|automaker|foundry|assembler|"
    "producer|phonemaker|contractor"
)
_SITES_AND_PLACES = (
    "plant|factory|fab|facility|complex|campus|zone|park|district|county|municipality|metropolis|megacity|city|"
    "province|railway|rail|freight"
)
_THE_KIND = guarded(
    rf"\b(?:[Tt]he|[Tt]his|[Oo]ur) (?:[A-Za-z][\w’'-]* ){{1,2}}?({_FIRMS}|start-up|startup|{_SITES_AND_PLACES})\b"
    r"(?! (?:of|in|which|that|\d|[A-Z][\w’'-]+ (?:[a-z]|[A-Z]))|-|s\b)",
    f"{_FIRMS}|start-up|startup|{_SITES_AND_PLACES}",
    re.NOFLAG,
)
"""A definite wording of three or four words for something named before, by its last word."""
_THE_FIRST = guarded(
    r"(?<!is )(?<!was )(?<!as )(?<!be )(?<!become )(?<!became )(?<!remains )(?<!remained )(?<!, )"
    r"\b(?:[Tt]he (?:world|country|nation|island)|[A-Z][a-z]+)['’]s (?:No\. ?\d+|number (?:one|two|three)|"
    rf"(?:[a-z]+-)?(?:largest|biggest|leading|top)) (?:[a-z-]+ ){{0,3}}?({_FIRMS})\b"
    r"(?!-|s\b|,? (?:by|in|after|behind)\b| [A-Z]|(?: of (?:[a-z-]+ ?){1,3})?, [A-Z])",
    "largest|biggest|leading|top |no.|number ",
    re.NOFLAG,
)
"""What a company is known for, instead of its name: "the world's No. 2 maker of memory chips"."""
_SORT_OF_KIND = {
    **dict.fromkeys(("plant", "factory", "fab", "facility", "complex", "campus"), "site"),
    **dict.fromkeys(("zone", "park", "district", "county"), "zone"),
    **dict.fromkeys(("municipality", "metropolis", "megacity", "city"), "city"),
    "province": "province",
    **dict.fromkeys(("railway", "rail", "freight"), "route"),
}
_CAPITAL_OF = guarded(r"\bcapital(?: city)? of (?:the |[a-z]+ )*(?:[A-Z]\w+ )?(?:China['’]s )?$", "capital", re.NOFLAG)
"""Before what a place is only the capital of."""
_BASED = re.compile(r" ?-based|(?:, [A-Z][\w’'-]*){1,2}-based")
"""Behind where a company has its seat: "Taoyuan, Taiwan-based Quanta"."""
_AFTER_ARTICLE = re.compile(r"\b[Aa]n? $")
_POSSESSED = re.compile(r"(?:'s|’s|'(?= )|’(?= ))")


@lru_cache(maxsize=512)
def role(text: str, start: int, end: int, agency: bool, place: bool = False) -> str:
    """How a name stands in its sentence: possessive, location, of, by, with, attribution or open.

    Kept for the names read last: what a document is about is asked of its names before they are read in order.
    """
    before, after = text[max(0, start - 48) : start], text[end : end + 30]
    if place:
        before = _ITSELF.sub("", before)
    if _ACCORDING.search(before):
        return "attribution"
    if _POSSESSED.match(after):
        return "possessive"
    if _SAYS.match(after):
        return "attribution"
    if agency:
        return "attribution"
    if _BY.search(before):
        return "by"
    if _LOCATED.search(before):
        return "location"
    if place and (_SITE.match(after) or (_AFTER_ARTICLE.search(before) and re.match(r" [a-z]", after))):
        return "location"
    if _OF.search(before):
        return "location" if place and (_SIDE_OF.search(before) or _FIRM_OF.search(before)) else "of"
    if _WITH.search(before) or _BETWEEN_TWO.search(before):
        return "with"
    return "open"


def named(text: str, hits: list[Hit], gazetteer: Gazetteer, kinds: dict[str, EntityKind]) -> list[Name]:
    """The names and stand-ins of a sentence in order; of "Chongqing's Liangjiang New Area" only the narrower."""
    found: list[Name] = []
    for hit in hits:
        sort = hit.term.sort
        if sort == "entity":
            kind = kinds.get(hit.term.id) or gazetteer.kind(hit.term.id)
            if (
                kind == "place"
                and (gazetteer.wholes(hit.term.id)[:1] == ["world"] or hit.term.id == "china")
                and not text.startswith("'s", hit.end)
                and _INSIDE_NAME.search(text, 0, hit.start)
            ):
                continue
            if _BASED.match(text, hit.end) or _CAPITAL_OF.search(text, 0, hit.start):
                continue
            agency = hit.term.id in gazetteer.agencies or kind == "agency"
            found.append(
                Name(hit.start, hit.end, hit.term.id, kind, role(text, hit.start, hit.end, agency, kind == "place"))
            )
        elif sort == "standing":
            last_word = text[hit.start : hit.end].lower()
            if last_word == "us" and not text.startswith("us", hit.start):
                continue  # the country, or its money
            if (
                (
                    last_word in ("there", "here", "the industry", "the sector")
                    or last_word.endswith(("plant", "site", "base"))
                )
                and _NO_STAND_IN.match(text, hit.end)
                and (
                    last_word not in ("the sector", "the industry")
                    or not re.match(r" (?:is|are|was|were|will be)\b", text[hit.end :])
                )
            ):
                continue
            found.append(
                Name(
                    hit.start,
                    hit.end,
                    "",
                    "unknown",
                    _role_of_stand_in(text, hit),
                    hit.term.id,
                    text[hit.start : hit.end].lower(),
                )
            )
    for match in _of_a_kind(text):
        inside = [one for one in found if one.start < match.end() and match.start() < one.end]
        if all(one.kind == "place" and one.end < match.start(1) for one in inside):
            at, until = match.span()
            sort, word = _SORT_OF_KIND.get(match.group(1), "company"), match.group().lower()
            stands = role(text, at, until, False)
            found.append(Name(match.start(1) if inside else at, until, "", "unknown", stands, sort, word))
            found = [one._replace(role="location") if one in inside else one for one in found]
    for match in _of_a_fame(text):
        at, until = match.span()
        found = [one for one in found if one.end <= at or until <= one.start]
        stands = role(text, at, until, False)
        found.append(Name(at, until, "", "unknown", stands, "company", match.group().lower()))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Name] = []
    for name in found:
        if kept and name.start < kept[-1].end:
            if name.entity and not kept[-1].entity and name.end > kept[-1].end:
                kept.pop()
            else:
                continue
        kept.append(name)
    for place in range(1, len(kept)):  # of "in Hefei, Chengdu and Chongqing" each is in it
        first, second = kept[place - 1], kept[place]
        if (
            second.role == "open"
            and first.role in ("location", "with", "by", "of")
            and first.kind == second.kind
            and _LISTED.fullmatch(text[first.end : second.start])
            and (
                text[first.end : second.start] != ", "
                or _GOES_ON.match(text, second.end)
                or (first.role == "location" and first.kind == "place" and text[second.end : second.end + 1] in ",.)")
            )
        ):
            kept[place] = second._replace(role=first.role)
    kept = [
        name for place, name in enumerate(kept) if not place or not _is_whole_of(text, kept[place - 1], name, gazetteer)
    ]
    return [
        name
        for place, name in enumerate(kept)
        if not _is_modifier(text, name, kept[place + 1] if place + 1 < len(kept) else None)
    ]


@lru_cache(maxsize=128)
def _of_a_kind(text: str) -> tuple[re.Match[str], ...]:
    """What a sentence calls by its sort alone ("the handset maker"); kept, as `role` is."""
    return tuple(_THE_KIND.finditer(text))


@lru_cache(maxsize=128)
def _of_a_fame(text: str) -> tuple[re.Match[str], ...]:
    """What a sentence calls by what it is known for; kept, as `role` is."""
    return tuple(_THE_FIRST.finditer(text))


_IN_WHOLE = re.compile(r", (?:in )?(?:(?:[A-Za-z][a-z]+ )?China['’]s )?| in (?:[A-Za-z][a-z]+ )?China['’]s ")


def _is_whole_of(text: str, part: Name, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether a place only says where the one right before it lies: "Wuxi, East China's Jiangsu Province"."""
    if part.kind != "place" or name.kind != "place" or not part.entity or not name.entity:
        return False
    lies_in = name.entity in gazetteer.wholes(part.entity) or re.match(r"(?:,| [Pp]rovince)", text[name.end :])
    return (
        bool(lies_in)
        and _IN_WHOLE.fullmatch(text, part.end, name.start) is not None
        and (name.entity in gazetteer.wholes(part.entity) or text[part.end : name.start] != ", ")
    )


def _role_of_stand_in(text: str, hit: Hit) -> str:
    """How a stand-in stands; in "BOE said its plants" the owner is not who says so."""
    if hit.term.id in ("here", "there"):
        return "location"
    found = role(text, hit.start, hit.end, False)
    return "open" if found == "attribution" and text[hit.start : hit.end].lower() in ("its", "their", "our") else found


_GOES_ON = re.compile(r"(?:, [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)*,? (?:and|or) (?:the )?[A-Z]")
_LISTED = re.compile(r"(?:, | and |, and | or )(?:the )?")


_ITS_RIVAL = re.compile(
    r"(?:'s|’s) (?:[\w-]+ ){0,2}(?:rival|competitor|supplier|partner|customer|client|neighbour|neighbor|parent|"
    r"affiliate|"
    r"subsidiary|compatriot|contractor|brand|unit|arm),? "
)
"""What only leads to another name: "Quanta's rival Compal"."""


_OWNING = re.compile(r"(?:'s|’s)?\s*")
_OF_A_NAME = re.compile(r"(?: [A-Z][a-z][\w’'-]*){1,4} (?:&|Group|Co\b\.?,?) [A-Z][\w’'-]*")
"""Behind a place, the rest of a name that no list knows: "Chongqing Zuhang Iron & Steel"."""


def _is_modifier(text: str, name: Name, following: Name | None) -> bool:
    """Whether a name only qualifies the one right after it ("Chongqing's Liangjiang New Area")."""
    if name.kind == "place" and name.entity and _OF_A_NAME.match(text, name.end):
        return following is None or following.start > name.end + 1
    if following is None or not following.entity or not name.entity:
        return False
    between = text[name.end : following.start]
    if _ITS_RIVAL.fullmatch(between):
        return True
    return name.kind == "place" and _OWNING.fullmatch(between) is not None
