"""What earlier sentences leave behind: the last subject, company, city and zone, and whom a stand-in means."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cqtui.ingest.guarded import guarded, holds
from cqtui.ingest.names import Gazetteer, Name
from cqtui.model import EntityKind

EVENT_NAME = re.compile(r"-(?:fair|expo|exhibition|conference|summit|show|forum|exposition)$")
_ZONE = re.compile(r"area|zone|park|port|district|county|town|base|circle", re.IGNORECASE)


@dataclass(slots=True)
class Memory:
    """What earlier sentences leave behind: the last subject, and the last company, city, zone named."""

    subject: str | None = None
    subject_block: int = -1
    company: str | None = None
    company_block: int = -1
    city: str | None = None
    city_block: int = -1
    zone: str | None = None
    place: str | None = None
    place_block: int = -1
    heading: str | None = None
    topic: str | None = None
    titled: frozenset[str] = frozenset()
    """The entities that the title names."""
    topic_place: str | None = None
    topic_company: str | None = None
    leadin: str | None = None
    run_in: str | None = None
    """Whom the first words of the block name, as a heading of its own."""
    zones: dict[str, frozenset[str]] = field(default_factory=dict)
    """The zones named so far, the last one last, by the words of their names: for "the park", "the port area"."""
    route: str | None = None
    """The last railway or freight service named, for "the line", "the trip", "its operator"."""
    event: str | None = None
    """The last fair or conference named, for "the fair", "the organisers"."""
    voice: str | None = None
    """Who says "we" all through the document, where it is a speech, a call or an interview."""
    speaker: str | None = None
    """The body that the last official or manager quoted speaks for."""
    speaker_block: int = -1
    two: tuple[str, str] | None = None
    """The last two named side by side ("A and B"), for "the former" and "the latter"."""
    companies: list[str] = field(default_factory=list)
    """The companies named so far, the last one last, for "the Taiwanese company"."""
    kinds: dict[str, EntityKind] = field(default_factory=dict)

    def kind(self, entity: str, gazetteer: Gazetteer) -> EntityKind:
        """The kind of an entity: what the text shows it to be, else what it is listed as."""
        return self.kinds.get(entity) or gazetteer.kind(entity)


_OF_A_ZONE = ("the committee", "the administration", "the authority")
"""Bodies that zones have as well as cities."""
_MUNICIPALITIES = ("chongqing", "beijing", "shanghai", "tianjin")
SPEAKERS = ("we", "our", "us")
"""Words by which a speaker means the body spoken for."""


def is_zone(name: str) -> bool:
    return bool(_ZONE.search(name))


def resolved(name: Name, memory: Memory, gazetteer: Gazetteer, block: int) -> tuple[str | None, str]:
    """The entity that a name or a stand-in means, with the reason."""
    if not name.standing:
        return name.entity, "named"
    sort = name.standing
    if sort == "route" or name.word in _OF_A_LINE:
        if memory.route:
            return memory.route, "stands for the last line"
        if sort == "route":
            return None, "no line was named"
    if sort == "event":
        return memory.event, "stands for the last event"
    if sort == "company" and (nation := gazetteer.nation_in(name.word)) is not None:
        own = next((one for one in reversed(memory.companies) if gazetteer.home.get(one) == nation), None)
        if own is not None:
            return own, "stands for the last company of that country"
    if sort in ("company", "site"):
        return _company(memory, gazetteer, block), f"stands for the last company ({sort})"
    if sort == "city" and name.word.endswith("municipality") and memory.city not in _MUNICIPALITIES:
        return memory.topic_place or memory.city, "stands for the municipality talked of"
    if sort == "city" and name.word in _OF_A_ZONE and memory.topic is not None and memory.topic == memory.zone:
        return memory.topic, "stands for the zone that all is about"
    if sort == "city" and memory.city_block != block and memory.topic_place is not None:
        return memory.topic_place, "stands for the city talked of"
    if sort == "city":
        return memory.city or memory.topic_place, "stands for the last city"
    if sort == "zone":
        own = _so_called(name.word, memory)
        if own:
            return own, "stands for the last one so called"
        return memory.zone or memory.city, "stands for the last zone"
    if sort in ("former", "latter"):
        return (memory.two[sort == "latter"] if memory.two else None), f"the {sort} of the two named before"
    if sort == "province":
        return memory.city, "stands for the last province"
    if sort == "country":
        if memory.subject and gazetteer.wholes(memory.subject)[:1] == ["world"] and memory.subject in gazetteer.nations:
            return memory.subject, "the country talked of"
        home = _country_of(memory.topic_place, gazetteer) or _country_of(memory.topic, gazetteer)
        if home is None and memory.topic_place is None and memory.topic in gazetteer.home:
            home = gazetteer.home[memory.topic]
        if home is not None:
            return home, "the country talked of"
        return "china" if "china" in gazetteer.entities else None, "the country"
    if sort == "here":
        return memory.city or memory.zone or memory.topic_place, "stands for the place talked of"
    if sort == "there":
        return memory.place or memory.topic_place, "stands for the last place"
    if name.word in SPEAKERS:
        if memory.voice and memory.speaker_block != block:
            return memory.voice, "stands for who speaks"
        told_of = memory.subject == memory.company and memory.subject_block == block
        if memory.speaker and (memory.speaker_block == block or not told_of):
            return memory.speaker, "stands for who speaks"
        here = memory.subject if memory.subject_block == block and memory.subject == memory.topic else None
        if here is None and memory.company_block == block:
            here = memory.company
        recent = memory.company if 0 <= block - memory.company_block <= 2 else None
        return (
            here or memory.heading or recent or memory.topic or memory.company or memory.subject
        ), "stands for who speaks"
    if memory.subject_block != block and memory.heading:
        return memory.heading, "stands for the heading's"
    return memory.subject, "stands for the last subject"


def _country_of(place: str | None, gazetteer: Gazetteer) -> str | None:
    """The country other than China that a place is or lies in."""
    if place is None:
        return None
    chain = [place, *gazetteer.wholes(place)]
    return None if "china" in chain else next((one for one in chain if one in gazetteer.nations), None)


_TITLED = guarded(
    r"\b(?:director|head|heads|chief|manager|president|chairman|chairwoman|chair|deputy|spokes\w+|official|secretary|"
    r"mayor|governor|"
    r"leader|leads|runs|executive|officer|founder|boss|representative|engineer|supervisor|economist|planner|owner|"
    r"manages|run|headed|led|managed|speaks|worker|CEO|CFO|COO|CTO)\b(?:-general|"
    r"-in-chief)?(?: [\w’'-]+){0,5}? ?(?:of|at|for|with|from|in|,) "
    r"(?:the |its |her |his )?(?:[\w-]+ ){0,3}$"
    r"|\b(?:heads|leads|runs|run|manages|managed|headed|led|chairs|represents) (?:the |its |her |"
    r"his )?(?:[\w-]+ ){0,2}$",
    "director|head|chief|manage|president|chair|deputy|spokes|official|secretary|mayor|governor|lead|run|"
    "executive|officer|founder|boss|representative|engineer|supervisor|economist|planner|owner|led|speaks|"
    "worker|ceo|cfo|coo|cto|represents",
    re.NOFLAG,
)
_TITLE_BEHIND = re.compile(
    r"(?:['’]s)? (?:[\w-]+ ){0,3}(?:director|head|chief|manager|president|chairman|chairwoman|chair|spokes\w+|"
    r"official|secretary|"
    r"mayor|governor|leader|executive|officer|founder|boss|representative|engineer|supervisor|planner|worker|"
    r"CEO|CFO|COO|CTO)\b"
)
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys)|told|tells|adds|added|explain\w+|recall\w*|according|note[sd]|put|heads)\b|[“\"]"
)


def spoken_for(text: str, names: list[Name]) -> Name | None:
    """The body that whoever is quoted in a sentence speaks for: "said Xu, deputy director of the port area"."""
    if not holds(text, _TITLED.words):  # which are those of `_TITLE_BEHIND`, too
        return None
    for name in names:
        if name.standing in ("any", "here", "there", "country"):
            continue
        if _TITLED.search(text[max(0, name.start - 70) : name.start]) or _TITLE_BEHIND.match(text, name.end):
            return name
    return None


RECKONS = re.compile(r",? (?:also )?(?:reckons?|estimates?|believes?|predicts?|guess(?:es)?|calculates?|counts?)\b")
"""Who reckons is somebody else than whom a figure is about."""
_OF_A_LINE = ("the line", "the operator", "the service", "the corridor")
"""Wordings for a railway once one was named, else for a plant's line or a company."""


def _company(memory: Memory, gazetteer: Gazetteer, block: int) -> str | None:
    """Whom "the company" means: the last subject if it is one, the one that all is about, or the last one named."""
    subject = memory.subject
    if subject and memory.subject_block == block and memory.kind(subject, gazetteer) == "company":
        return subject
    if memory.company_block != block:
        if memory.heading is None and memory.topic == memory.topic_company:
            return memory.topic or memory.company
        if memory.heading is not None and gazetteer.kind(memory.heading) == "company":
            return memory.heading
    return memory.company or memory.topic_company


def _so_called(word: str, memory: Memory) -> str | None:
    """The last zone whose name holds every word of a stand-in, its article aside: "the port area"."""
    wanted = frozenset(word.lower().split()[1:])
    return next((zone for zone, words in reversed(memory.zones.items()) if wanted <= words), None)


_AND = re.compile(
    r",? (?:and|while|against|or|versus|vs\.?) (?:the )?|[^.;]{0,90}(?:, while|; |, and|, but|, whereas) (?:the |"
    r"that of |those of |at )?"
)
_WEIGHTS = {"open": 3.0, "possessive": 2.5, "of": 2.2, "by": 2.4, "attribution": 1.6, "location": 1.0, "with": 0.6}


def remembered(
    text: str,
    names: list[Name],
    meant: Mapping[Name, tuple[str | None, str]],
    memory: Memory,
    gazetteer: Gazetteer,
    block: int,
    *,
    before: int,
) -> None:
    """Notes what a sentence leaves behind. `before` is where its first figure stands, or its end."""
    subject: str | None = None
    best = 0.0
    spoken = spoken_for(text, names)
    if spoken is not None:
        memory.speaker, memory.speaker_block = meant[spoken][0], block
    for kind in ("place", "company"):
        for one, other in itertools.pairwise([name for name in names if name.entity and name.kind == kind]):
            if one.entity != other.entity and _AND.fullmatch(text[one.end : other.start]):
                memory.two = (one.entity, other.entity)
    alone = _only_named(text, names)
    jointly = several(text, names, before) if memory.subject else set()
    for place, name in enumerate(names):
        entity, _why = meant[name]
        if entity is not None and not name.standing and EVENT_NAME.search(entity):
            memory.event = entity
        if entity is None or entity in gazetteer.agencies:
            continue
        kind = memory.kind(entity, gazetteer)
        if kind == "agency":
            continue
        if kind == "unknown" and name.role in ("open", "possessive") and not EVENT_NAME.search(entity):
            memory.route = entity
        if not name.standing:
            full = gazetteer.entities.get(entity)
            if kind == "company":
                memory.companies.append(entity)
                if name.role not in ("with", "of", "location") or memory.company_block != block:
                    memory.company = entity if name.role != "with" or memory.company is None else memory.company
                    memory.company_block = block
            elif kind == "place" and entity not in ("china", "world"):
                title = full.name if full else entity
                if gazetteer.wholes(entity)[:1] != ["world"]:
                    memory.place_block = block
                memory.place = entity
                city = city_of(entity, gazetteer)
                if is_zone(title) or city != entity:
                    memory.zone = entity
                    memory.zones.pop(entity, None)
                    memory.zones[entity] = frozenset(re.findall(r"\w+", title.lower()))
                if is_aside(entity, memory, gazetteer):
                    pass
                elif (
                    city != entity
                    or (
                        not is_zone(title)
                        and (entity in gazetteer.known or gazetteer.wholes(entity)[:1] not in ([], ["world"]))
                    )
                ) and (
                    name.role in ("open", "possessive", "of")
                    or city == memory.topic_place
                    or memory.city is None
                    or name.start < 16
                ):
                    memory.city, memory.city_block = city, block
        if name.role == "attribution" and kind == "company":
            weight = 0.4 if entity != memory.topic and RECKONS.match(text, name.end) else 2.9
        elif name.standing in ("here", "there"):
            weight = 0.0
        else:
            weight = _WEIGHTS.get(name.role, 0.5)
        if name.start > before:
            weight *= 0.5
        opens = name.start < 4 and name.role == "open" and name.entity not in ("china", "world")
        if not opens and (name.entity in ("china", "world") or is_aside(name.entity, memory, gazetteer)):
            weight *= 0.3
        if name.entity == "world" and memory.topic != "world":
            weight = 0.0
        weight -= place * 0.05
        if name in jointly:
            weight *= 0.3
        if name is alone:
            weight = 3.0
        if name.standing == "country":
            weight = 0
        if weight > best:
            best, subject = weight, entity
    if subject in ("china", "world") and subject != memory.topic and memory.topic:
        return  # where it happens, not whom it is about
    if (
        subject
        and best >= 0.5
        and (best > 1.1 or memory.subject is None or memory.subject_block != block)
        and (
            best >= 1.5
            or memory.subject is None
            or (
                memory.subject_block != block
                and len({entity for entity, _why in meant.values() if entity is not None}) == 1
                and best >= 0.95
            )
        )
    ):
        memory.subject, memory.subject_block = subject, block


def several(text: str, names: list[Name], before: int) -> set[Name]:
    """The names that are subjects together ("HP, Foxconn and Quanta assembled"): for none of them stands "it"."""
    listed: set[Name] = set()
    for one, other in itertools.pairwise(names):
        if (
            other.end <= before
            and one.role == other.role == "open"
            and one.kind == other.kind
            and one.entity != other.entity
            and re.fullmatch(r"(?:, | and |, and )(?:the )?", text[one.end : other.start])
        ):
            listed |= {one, other}
    return listed


def _only_named(text: str, names: list[Name]) -> Name | None:
    """The name in a few words without a figure that only bring it up: "Now Vietnam."."""
    if len(names) == 1 and len(text.split()) <= 6 and not any(map(str.isdigit, text)):
        return names[0]
    return None


def is_aside(place: str, memory: Memory, gazetteer: Gazetteer) -> bool:
    """Whether a place lies in another country than the one that the document is about."""
    chain = [place, *gazetteer.wholes(place)]
    if "world" not in chain or "china" in chain:
        return False
    home = memory.topic_place or memory.city or memory.topic
    if home is None:
        return False
    return chain[-2] not in [home, *gazetteer.wholes(home)]


def city_of(place: str, gazetteer: Gazetteer) -> str:
    """The widest place below its country that `place` lies in: a district's city."""
    chain = [place, *gazetteer.wholes(place)]
    if "china" in chain:
        at = chain.index("china")
        return chain[at - 1] if at > 0 else place
    return place
