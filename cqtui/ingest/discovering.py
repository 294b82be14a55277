"""New names in a text: what is written like a name, of the kind that its form or the words beside it show.

A name that neither the vocabulary nor the gazetteer lists is proposed as a new entity where its form (Ltd., Bureau,
New Area), the noun beside it ("the forwarder X", "X, a town west of …") or what it is said to do (shipped, invests)
makes clear that it is a company, a place or an office. People are left aside.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from cqtui.ingest.cues import cues, slug
from cqtui.ingest.days import MONTH
from cqtui.ingest.discourse import Watch
from cqtui.ingest.guarded import guarded
from cqtui.ingest.lexicon import Lexicon, Term, tokens
from cqtui.ingest.names import Gazetteer
from cqtui.ingest.naming import Mention, Run, is_name
from cqtui.ingest.run_in import listed_companies
from cqtui.ingest.sentences import Sentence
from cqtui.model import Entity, EntityKind

_RUN = re.compile(
    r"(?<![\w-])(?:[A-Z]|[a-z](?=[A-Z]))[\w’'-]*(?:\.(?=[A-Z]\.|,? (?:Ltd|Inc)))?(?:(?: (?:of|and|for|&)(?= [A-Z])|"
    r"[/&](?=[A-Z]))? "
    r"?(?:[A-Z](?:[\w’-]|'(?=[a-rt-z]))*|&(?= [A-Z]))(?:\.(?= ?,? (?:Ltd|LTD)))?| \("
    r"(?:Chongqing|Chengdu|Shanghai|Beijing|"
    r"Shenzhen|Suzhou|Kunshan|Xiamen|Wuhan|Hefei|Nanjing|Tianjin|Guangzhou|Dongguan|Wuxi|Hong Kong|China|Taiwan|"
    r"Thailand|Vietnam|Malaysia|India)\)(?= [A-Z])|, (?=(?:Ltd|LTD|Inc|INC|Co|CO)\b)(?:Ltd|LTD|Inc|INC|Co|CO)\.?)*"
)
_POSSESSIVE = re.compile(r"(?:'s|’s|s'|s’)$")
_PARTING = re.compile(r"(?:['’]s) | and ")
_JOINT = re.compile(r"(?:and|of|for|&) ")
_FOLLOWING = re.compile(r"(?:['’]s)? ?(\w+)")
_IS_PERSON = re.compile(
    r",? (?:\d\d,|who |(?:(?:the |a |an |its )|(?:[\w-]+ ){0,2}[\w-]+['’]s (?:[\w-]+ ){0,3}?)?(?:deputy|"
    r"vice|general|chief|director|head|manager|"
    r"president|chairman|mayor|spokes|official|analyst|founder|secretary|engineer|governor|premier)\b)"
)
_SENTENCE_WORDS = frozenset(cues()["words"]["opening"])


_SUFFIXED: tuple[EntityKind, ...] = ("agency", "place", "company")


_ROUTE = re.compile(
    r"[A-Z]\w+(?:-[A-Z]\w+)+(?: (?:International|Freight|Railway|Rail|Express|Route|Line|Train|Block))*$"
)


@cache
def _suffixes() -> dict[str, EntityKind]:
    """The kinds that the last words of names show."""
    lists = cues()["names"]
    return {suffix: sort for sort in reversed(_SUFFIXED) for suffix in lists[sort]}


@cache
def _listed(which: str) -> frozenset[str]:
    return frozenset(cues()["names"][which])


def discovered(
    sentences: Iterable[Sentence],
    headings: Iterable[str],
    known: Lexicon,
    gazetteer: Gazetteer,
    watch: Watch | None = None,
) -> tuple[list[Entity], Lexicon]:
    """New names in the text, as entities to propose, and a lexicon that finds them; `headings` are run in."""
    sentences = list(sentences)
    lists, suffix_kind = cues()["names"], _suffixes()
    not_names, persons, acting = _listed("not_names"), _listed("person_before"), _listed("acting")
    seen: Counter[str] = Counter()
    mentions: dict[str, list[Mention]] = {}
    acts: Counter[str] = Counter()
    says: Counter[str] = Counter()
    people: set[str] = set()
    reports: Counter[str] = Counter()
    reckons: Counter[str] = Counter()
    spelt_out = {match[1] for sentence in sentences for match in _SPELT_OUT.finditer(sentence.text)}
    settings: set[str] = set()
    inside: set[str] = set()
    kinds: dict[str, EntityKind] = {}
    called: dict[str, set[str]] = {}
    lies_in: dict[str, str | None] = {}
    opening: list[str] = []
    for sentence in sentences:
        text = sentence.text
        for run, start in _runs(text, suffix_kind):
            if (
                not run
                or run in not_names
                or _NO_NAME.search(run)
                or _MONTHS.fullmatch(run)
                or _is_slogan(text, start, run)
            ):
                continue
            words = run.split()
            bare = _POSSESSIVE.sub("", run)
            if len(words) == 2 and words[1] in _PLAIN_PLACES and _is_place(words[0], known, gazetteer):
                continue  # "Xi'an City" is Xi'an
            if bare in spelt_out:
                continue
            preceding = text[:start].rstrip().rsplit(" ", 2)
            before = preceding[-1].strip("(,.\"“'")
            teller = " ".join(preceding[-2:]).lower()
            after = text[start + len(run) :]
            if (before in persons and not (before == "by" and _told(before, after))) or _IS_PERSON.match(after):
                people.add(bare)
                people.update(word for word in bare.split() if len(word) > 1)
                continue
            kind = _form(words, suffix_kind)
            if sentence.block.kind == "title" and not (kind == "company" and _LEGAL_FORM.search(run)):
                continue
            if (
                kind is None
                and len(words) == 2
                and (words[0] in _SURNAMES or _GIVEN.fullmatch(_POSSESSIVE.sub("", words[1])))
            ):
                people.add(bare)
                people.update(bare.split())
                continue
            if teller.endswith(_TELLING_FIRMS):
                kind = "agency"
            elif kind is None and len(bare) > 2 and not _DIGIT.search(bare):
                kind = _told(before, after) or _founded(text, start) or _shown(text, bare, start, known, gazetteer)
                if kind is None and start > 0 and _does_business(after, owns=False):
                    kind = "company"
                if kind is None and len(words) == 1 and start == 0 and _does_business(after, owns=run != bare):
                    opening.append(bare)
            route = _ROUTE.match(run)
            if (
                route
                and sum(
                    any(hit.term.sort == "entity" for hit in known.find(tokens(part))) for part in words[0].split("-")
                )
                >= 2
            ):
                kinds.setdefault(bare, "unknown")
                seen[bare] += 1
                continue
            if sentence.block.kind == "heading" and kind is None:
                continue
            seen[bare] += 1
            mentions.setdefault(bare, []).append(Mention(text, sentence.start, start, start + len(bare)))
            reports[bare] += bool(_REPORTED_BY.search(text[:start]) or _REPORTS.match(after))
            reckons[bare] += bool(_RECKONS.match(after))
            other = _CALLED.match(after)
            if other and other.group(1) not in not_names and not _RATED.match(after):
                called.setdefault(bare, set()).add(other.group(1))
            if not bare.isalpha() and gazetteer.beginning.get(" ".join(word.norm for word in tokens(bare))):
                kinds.setdefault(bare, "place")
            if kind:
                kinds.setdefault(bare, kind)
                if kind == "agency":
                    kinds[bare] = kind
                if kind == "place" and (where := _IS_PLACE.match(after)):
                    near = known.find(tokens(after[: where.end() + 40]))
                    around = [hit.term.id for hit in near if gazetteer.kind(hit.term.id) == "place"]
                    lies_in.setdefault(bare, around[0] if around else None)
            elif before in ("in", "near", "outside") and not _AT_TIME.search(text[:start]):
                settings.add(bare)
            following = _FOLLOWING.match(after)
            if following and following.group(1) in _SAYING:
                says[bare] += 1
            acted = (
                (following and following.group(1) in acting and following.group(1) not in _SAYING)
                or run != bare
                or after.startswith(("'s ", "’s "))
            )
            if start > 0 or len(words) > 1:
                inside.add(bare)
            if acted and (start > 0 or len(words) > 1 or words[0].lower() not in _SENTENCE_WORDS):
                acts[bare] += 1
    for name in listed_companies(headings, known, gazetteer):
        kinds[name] = "company"
        seen[name] += 1
    for bare in opening:
        if _is_no_word(bare, sentences):
            kinds.setdefault(bare, "company")
    for bare in [one for one in seen if one not in kinds and one not in people]:
        place, _, own = bare.partition(" ")
        known_alone = seen[own] and own not in settings and own not in people and own not in kinds
        if known_alone and _is_place(place, known, gazetteer) and _is_no_word(own, sentences):
            kinds[bare] = "company"  # "Chongqing Chaoli", where it is Chaoli elsewhere
            called.setdefault(bare, set()).add(own)
    small = frozenset(word for sentence in sentences for word in _SMALL.findall(sentence.text))
    proposed: list[Entity] = []
    entries: list[tuple[str, Term]] = []
    short_for: set[str] = set()
    for name in sorted(seen, key=lambda one: (-len(one.split()), one)):
        if name in people or (any(part in people for part in name.split()) and name not in kinds):
            continue
        kind = kinds.get(name)
        if " " not in name and suffix_kind.get(name):
            continue
        told = tokens(name)
        hits = known.find(told)
        listed = next(
            (hit for hit in hits if hit.term.sort == "entity" and hit.first == 0 and hit.last == len(told)), None
        )
        if kind is None and listed is None:
            if (
                len(name) < 2
                or _DIGIT.search(name)
                or " for " in name
                or (name.isupper() and len(name) < 3)
                or name.lower() in _SENTENCE_WORDS
                or any(word in not_names for word in name.split())
                or any(hit.term.sort in _KNOWN_SORTS and hit.last - hit.first == len(told) for hit in hits)
            ):
                continue
            ruled = (acts[name] or (says[name] and (" " in name or name.isupper()))) and (
                name in inside or seen[name] > 1 or not name[1:].islower()
            )
            if not is_name(Run(name, mentions[name], hits, small, bool(ruled)), watch):
                continue
            kind = "place" if name in settings else "company"
        if kind == "company" and reports[name] and reports[name] + reckons[name] == seen[name]:
            kind = "agency"
        if kind != "unknown" and listed is not None:
            entries += [(other, listed.term) for other in called.get(name, ()) if not known.find(tokens(other))]
            continue
        if name.casefold() in short_for:
            continue  # "Zhengrui", once "Chongqing Zhengrui Industrial" was named
        longer = next(
            (
                one
                for one in proposed
                if one.name.startswith(f"{name} ")
                and (one.kind == kind == "company" or (one.kind == "agency" and name not in kinds))
            ),
            None,
        )
        if longer is not None:
            entries.append((name, Term("entity", longer.id)))  # "Xinyun", once "Xinyun Sensing" was named
            continue
        shorter = _known_short(called.get(name, ()), kind, known, gazetteer)
        if shorter is not None:
            entries.append((name, shorter))
            continue
        starting = gazetteer.beginning.get(" ".join(word.norm for word in told))
        if starting is not None and len(told) > 1:
            entries.append((name, Term("entity", starting)))
            continue
        covering = [hit for hit in hits if hit.term.sort == "entity" and hit.first == 0]
        if (
            kind == "company"
            and covering
            and gazetteer.kind(covering[0].term.id) == "company"
            and not _is_of_its_own(name, told[covering[0].last - 1].end, known, gazetteer)
        ):
            entries.append((name, Term("entity", covering[0].term.id)))
            continue
        if kind is None or (
            kind == "company"
            and any(
                hit.term.sort in ("item", "metric", "counted") and hit.last - hit.first == len(told) for hit in hits
            )
        ):
            continue
        id = slug(name)
        if id in gazetteer.entities:
            continue
        if kind == "unknown":
            name_of_route = name if " " in name else f"{name} railway"
            proposed.append(Entity(id=slug(name_of_route), name=name_of_route, kind="unknown", aliases=(name,)))
            entries.append((name, Term("entity", slug(name_of_route))))
            continue
        whole = next(
            (hit.term.id for hit in hits if hit.term.sort == "entity" and gazetteer.kind(hit.term.id) == "place"),
            lies_in.get(name),
        )
        short = _short(_spelt(name), kind, lists)
        plain = _LEGAL_FORM.sub("", _spelt(name)) if kind == "company" else name
        others = sorted(called.get(name, ()))
        shown = [one for one in (plain, short) if one and one != name and one != name.split()[0]]
        aliases = tuple(dict.fromkeys([*others, *shown]))
        proposed.append(
            Entity(id=id, name=_spelt(name), kind=kind, aliases=aliases, part_of=whole if kind == "place" else None)
        )
        entries.append((name, Term("entity", id)))
        entries += [(other, Term("entity", id)) for other in others]
        short_for.update(other.casefold() for other in others)
        for one in dict.fromkeys(one for one in (plain, short, _without_place(short, known, gazetteer)) if one):
            if one != name and one not in people and not _is_listed(one, known):
                entries.append((one, Term("entity", id)))
                short_for.add(one.casefold())
    return proposed, Lexicon(entries)


def _spelt(name: str) -> str:
    """The name of a letterhead as a text has it: "PINGWEI INDUSTRIAL CO., LTD." is Pingwei Industrial Co., Ltd."""
    if not (name.isupper() and _LEGAL_FORM.search(name)):
        return name
    return re.sub(r"\b(?:[A-Z]{4,}|CO|LTD|INC)\b", lambda word: word.group().title(), name)


def _without_place(short: str | None, known: Lexicon, gazetteer: Gazetteer) -> str | None:
    """How a company is called whose long name begins with its place: "Chongqing Pingwei" is Pingwei."""
    place, _, rest = (short or "").partition(" ")
    if " " in rest or len(rest) < 4 or rest in _listed("not_names") or not _is_place(place, known, gazetteer):
        return None
    return rest if rest.lower() not in _SENTENCE_WORDS and rest not in _suffixes() else None


def _is_listed(name: str, known: Lexicon) -> bool:
    """Whether a name is that of something else."""
    words = tokens(name)
    return any(hit.last - hit.first == len(words) for hit in known.find(words))


def _is_of_its_own(name: str, end: int, known: Lexicon, gazetteer: Gazetteer) -> bool:
    """Whether a company is another than the listed one with whose name its own begins, up to `end`: its full name
    says a trade of its own, as in "Kingboard Laminates Holdings Limited"."""
    full = _LEGAL_FORM.search(name)
    if full is None:
        return False
    rest = [word.title() for word in re.findall(r"[A-Z][\w-]+", name[end : full.start()])]
    spelt_out = name[:end].isupper() and len(rest) > 1 and {word[0] for word in rest} <= set(name[:end])
    return not spelt_out and any(word not in _GENERAL and not _is_place(word, known, gazetteer) for word in rest)


def _known_short(shorts: Iterable[str], kind: EntityKind | None, known: Lexicon, gazetteer: Gazetteer) -> Term | None:
    """The listed name that stands in brackets behind a long one: "Semiconductor Manufacturing International (SMIC)"."""
    for short in shorts:
        words = tokens(short)
        for hit in known.find(words):
            whole = hit.term.sort == "entity" and hit.first == 0 and hit.last == len(words)
            if whole and gazetteer.kind(hit.term.id) == kind:
                return hit.term
    return None


_GENERAL = frozenset(
    {
        "Group", "Holding", "Holdings", "Technology", "Technologies", "Electronics", "Electronic", "International",
        "Industrial", "Industry", "Industries", "Computer", "Company", "Precision", "Limited", "Enterprise", "Co",
        "Manufacturing", "Global", "Information", "Telecom", "Circuit", "Semiconductor", "Optoelectronics",
        "Incorporated", "Trading", "Investment",
    }
)  # fmt: skip
"""Words of full names that make no other company of it."""
_GIVEN = re.compile(r"[A-Z][a-z]+-[a-z]+")
"""A given name of two syllables behind a surname: "Chiu Wen-hsiung", "Kim Min-soo"."""
_OFFICE = re.compile(
    r"(?:(?:Vice|Deputy|Executive|Senior|Assistant|General|Managing|Chief|Acting|Founding|Honorary)[- ]){0,3}"
    r"(?:President|Chairman|Chairwoman|Chair|Director|Head|Manager|CEO|CFO|COO|CTO|Officer|Mayor|Governor|Secretary|"
    r"Founder|Partner|Analyst|Professor|Member|Spokesman|Spokeswoman|Dean|Opening|Launch|Inauguration|Groundbreaking|"
    r"Trade|Shares|Shipments|Sales|Exports|Imports|Output|Production|Revenues?|Profits?|Prices?|Workers|Employees|Customers|"
    r"Orders|Stocks?|Analysts|Executives|Officials|Utili[sz]ation|Capacity|Demand|Supply|Yields?|"
    r"Turnover)(?:,? (?:of|for|at|from|in)(?: the)? )"
)
"""What somebody is, before the name of the body."""
_TWO_TRADES = re.compile(
    r"\b(?:Economic|Economy|Industrial|Industry|Science|Scientific|High-tech|Hi-tech|Research|Trade|Logistics|Export)"
    r" and (?:Tech\w*|Development|Information|Trade|Innovation|Logistics|Processing)\b"
)
"""What joins two words of one name: "Economic and Technological Development Zone"."""
_MEASURES = ("GDP", "FDI", "EPS", "CPI", "PPI", "ASP", "GMV", "R&D", "IPO")
"""Capitals that are measured, not named: "GDP of Liangjiang New Area"."""
_NO_NAME = re.compile(r"^(?:Co|Ltd|Inc|Corp|Limited)\b|\b[A-Z]{2,5}s$")
"""A name begins with no legal form, and no short form of goods in the plural ends one: "Wafer ASPs"."""
_MONTHS = re.compile(rf"(?:{MONTH})(?:[-–/](?:{MONTH}))+", re.IGNORECASE)
"""Months joined by a hyphen are a time: "January-September"."""
_LEGAL_FORM = re.compile(
    r",? *\b(?:Co\.?,? ?Ltd|CO\.?,? ?LTD|Ltd|LTD|Inc|INC|Corp|CORP|Corporation|CORPORATION|Limited|LIMITED|PLC|plc|AG|"
    r"GmbH|S\.A|Co|CO)\.?$"
)
"""What makes a company of a name in a title, where all words are capitalised."""
_AT_TIME = re.compile(r"\b(?:invest\w*|stakes?|shares?|interest|holding|confidence|trust|partner|believes?) in $")


_REPORTED_BY = re.compile(
    r"\b(?:according to|says|(?:data|figures|statistics|numbers|estimates?|research|surveys?|stud(?:y|ies)|"
    r"rankings?|forecasts?)"
    r" (?:from|by|of))"
    r"(?: (?:the|a|an|market|research|industry|firm|company|consultancy|researchers?|analysts?|tracker|South|"
    r"North|[a-z]+-based|"
    r"[A-Z][a-z]+(?:an|ese|n)?(?:-based)?))* $"
)
_REPORTS = re.compile(
    r"(?:['’]s?)? (?:(?:latest|own|most|recent|new|quarterly|monthly|\w+ly) )*(?:data|figures|reports?|surveys?|"
    r"trackers?|analysts?|"
    r"estimates?|statistics|research|researchers?|rankings?|tallied|tallies|counts|counted|reckons|predicts|"
    r"calculates?|polled|"
    r"surveyed|estimated)\b"
)
"""Before and behind the name of a body that only counts what others make."""
_RECKONS = re.compile(
    r" (?:now |also |still )?(?:sees|expects|forecasts|predicts|projects|reckons|believes|sa(?:id|ys)|added|noted)\b"
)
"""What such a body does as well, and others do too."""
_SPELT_OUT = guarded(r"\b[a-z][\w-]+ \(([A-Z][A-Za-z]{1,7}?)s?\)", "(", re.NOFLAG)
"""The short form of a thing that is spelt out before it in small letters: "high bandwidth memory (HBM)"."""
_CALLED = re.compile(
    r"(?:[’']s)? \((?:hereinafter |hereafter |or |the |known as |called |"
    r"[\"“‘'])*([A-Z][\w&.-]{1,14}(?: [A-Z]\w+)?)[\"”’']?\)"
)
"""A second name in brackets: "Xiyong Bonded Zone (XBZ)"."""
_TRADES = frozenset(cues()["words"]["trades"])
_TELLERS = frozenset(cues()["words"]["tellers"])
_TRADES_AND_TELLERS = _TRADES | _TELLERS
_IS_PLACE = re.compile(
    r",? (?:(?:a|an|the|its|another|one of)(?: [\w’'-]+){0,4}? (?:city|town|county|district|suburb|province|"
    r"municipality|"
    r"village|region|prefecture|port|island|neighbourhood|township)"
    r"(?=,| (?:of|in|at|on|near|west|east|north|south|that|which|where|some|about|just|\d))|(?:on|"
    r"at) the [\w -]{0,24}?(?:edge|outskirts|"
    r"side|end|foot|banks?) of|(?:just |some |about )?(?:\w+ )?(?:[\d,]+ (?:km|kilomet\w+|miles)|north|south|east|west|"
    r"northeast|northwest|southeast|southwest|upstream|downstream|up river|down river)\w* (?:\w+ )?(?:of|from)\b)"
)
_SAYING = frozenset(
    (
        "said",
        "says",
        "say",
        "told",
        "added",
        "adds",
        "noted",
        "notes",
        "explained",
        "recalled",
        "joked",
        "warned",
        "argued",
    )
)
"""What people do: a single name that does nothing else is a person's."""
_TELLING_FIRMS = (
    "research firm",
    "research company",
    "research house",
    "consulting firm",
    "market researcher",
    "data provider",
    "research group",
    "research outfit",
    "rating agency",
    "analysis firm",
    "tracking firm",
    "intelligence firm",
    "analytics firm",
    "advisory firm",
    "data firm",
    "survey firm",
    "market watcher",
    "market tracker",
    "market monitor",
    "price tracker",
    "research institute",
    "research body",
)
_TELLING_FIRM = re.compile(rf"\b(?:{'|'.join(_TELLING_FIRMS)})\b")
_SURNAMES = frozenset(cues()["words"]["surnames"])
_FROM = (
    "-placed",
    "-ranked",
    "-largest",
    "-biggest",
    "-based",
    "-born",
    "-listed",
    "-backed",
    "-owned",
    "-headquartered",
    "-funded",
)
_FIRM_VERBS = frozenset(cues()["words"]["firm_verbs"])
_OF_A_FIRM = re.compile(
    r"\b(?:plants?|factory|factories|subsidiary|unit|arm|campus|fab|stake|workforce|revenues?|profits?|shares|"
    r"workshops?) of $|"
    r"\b(?:shares|stake) in $"
)
_ITS_OWN = re.compile(
    r"['’]s (?:\w+ )?(?:plants?|factory|factories|revenues?|sales|shipments|workers|workforce|lines?|profits?|output|"
    r"chief|president|"
    r"headcount|staff|campus|fab|parent|shares|customers|clients|orders|subsidiary)\b"
)
_NO_NAME_ENDS = ("s", "ing", "ly", "ed", "ion", "ment", "ty", "ers", "ness", "ism", "ive", "al")


_FOUNDED = re.compile(
    r"\b(?:[Ff]ounded|co-founded|acquired|took over|invested in|supplies|supplied|bought from|sold to) $"
)


def _founded(text: str, start: int) -> EntityKind | None:
    """A company, where somebody founded what is named, bought it or supplies it."""
    return "company" if _FOUNDED.search(text, max(0, start - 20), start) else None


_PLAIN_PLACES = ("City", "Province", "Municipality")


def _is_place(word: str, known: Lexicon, gazetteer: Gazetteer) -> bool:
    """Whether a word by itself is the name of a known place."""
    told = tokens(word)
    return any(
        hit.term.sort == "entity" and hit.last - hit.first == len(told) and gazetteer.kind(hit.term.id) == "place"
        for hit in known.find(told)
    )


def _shown(text: str, bare: str, start: int, known: Lexicon, gazetteer: Gazetteer) -> EntityKind | None:
    """The kind that what leads up to a name shows: "Sichuan's Yibin" is a place, "a plant of Meilun" a company's."""
    before = text[max(0, start - 40) : start]
    if _OF_A_FIRM.search(before) or _RATED.match(text, start + len(bare)):
        return "company"
    seated = _SEATED.match(text, start + len(bare))
    if seated is not None and seated[1] in _FIRM_VERBS:
        return "company"
    if before.endswith(("'s ", "’s ")) and " " not in bare:
        hits = [hit for hit in known.find(tokens(before)) if hit.term.sort == "entity"]
        if hits and "china" in gazetteer.wholes(hits[-1].term.id) and hits[-1].end >= len(before) - 3:
            return "place"
    return None


_RATED = re.compile(
    r",? \((?:Buy|Sell|Hold|Neutral|Overweight|Underweight|Outperform|Underperform|Accumulate|Reduce|Add|NR|"
    r"Not rated)\b"
)
"""What a bank thinks of its shares, behind the name of a company."""
_SEATED = re.compile(r", (?:of|from|in|near) (?:[A-Z]\w+,? ){1,3}(\w+)")
"""Where a company sits, and what it does: "Thanh Long Tooling, of Bac Ninh, cuts moulds"."""


def _is_slogan(text: str, start: int, run: str) -> bool:
    """Whether a run of capitals opens a motto or a title in quotation marks: "Smart Technology: Empowering Economy"."""
    return text[max(0, start - 1) : start] in ("“", '"', "‘") and text[start + len(run) :][:1] in (
        ":",
        ",",
        "”",
        '"',
        "’",
    )


def _does_business(after: str, *, owns: bool) -> bool:
    """Whether what follows a word that opens a sentence is what companies do or have: "Huaxin employs"."""
    following = re.match(r" (?:also |now |still |already )?(\w+)", after)
    return bool((following and following.group(1) in _FIRM_VERBS) or (owns and _ITS_OWN.match("'s" + after)))


def _is_no_word(bare: str, sentences: list[Sentence]) -> bool:
    """Whether a capitalised word that opens a sentence is hardly a common word: it stands nowhere in lower case."""
    if len(bare) < 4 or bare.lower().endswith(_NO_NAME_ENDS) or not bare.isalpha():
        return False
    plain = re.compile(rf"\b{re.escape(bare.lower())}\b")
    return not any(plain.search(sentence.text) for sentence in sentences)


_DIGIT = re.compile(r"\d")
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_KNOWN_SORTS = ("item", "metric", "counted")
"""What is known as one of these is no name."""
_IS_TRADE = re.compile(r",? (?:a|an|the|its|another|one of)((?: [\w’'-]+){1,6})")


def _told(before: str, after: str) -> EntityKind | None:
    """The kind that the words beside a name tell: "the forwarder X", "X, a maker of hinges", "X, a town west of …"."""
    if before.lower() in _TRADES:
        return "company"
    if before.lower() in _TELLERS:
        return "agency"
    if _IS_PLACE.match(after) and after.startswith(","):
        return "place"
    apposed = _IS_TRADE.match(after) if after.startswith(",") else None
    if apposed:
        what = apposed.group(1).lower()
        words = what.split()
        if _TELLING_FIRM.search(what):
            return "agency"
        if any(word in _TRADES for word in words):
            return "company"
        if any(word in _TELLERS for word in words):
            return "agency"
    return None


def _form(words: list[str], suffix_kind: dict[str, EntityKind]) -> EntityKind | None:
    """The kind that the form of a name shows: its last word, or the first of an office ("Ministry of …")."""
    if len(words) == 1:
        return None
    if suffix_kind.get(words[0]) == "agency":
        return "agency"
    if any(
        suffix_kind.get(one) == "agency" and other in ("of", "for", "on") for one, other in itertools.pairwise(words)
    ):
        return "agency"
    last = _POSSESSIVE.sub("", words[-1]).strip(".,")
    return suffix_kind.get(last) or ("company" if last.isupper() and _LEGAL_FORM.search(last) else None)


def _runs(text: str, suffix_kind: dict[str, EntityKind]) -> Iterable[tuple[str, int]]:
    """The runs of capitalised words in `text`; an owner and what it owns, and two names joined by "and", are two."""
    for match in _RUN.finditer(text):
        run, start = _trimmed(match.group(), match.start())
        while run:
            parting = _PARTING.search(run)
            whole = run.split()
            joined = parting is not None and parting.group() == " and "
            if parting is None or (joined and (_form(whole, suffix_kind) == "agency" or _TWO_TRADES.search(run))):
                yield run, start
                break
            first = run[: parting.start() + (2 if parting.group() != " and " else 0)]
            yield first, start
            start += parting.end()
            run = run[parting.end() :]
            while run and (joint := _JOINT.match(run)) is not None:  # "HP's and Acer's makers"
                start, run = start + joint.end(), run[joint.end() :]


def _trimmed(run: str, start: int) -> tuple[str, int]:
    """A run of capitalised words without what only opens a sentence ("In", "The")."""
    while True:
        first, _, rest = run.partition(" ")
        if rest and start == 0 and first.lower() in _TRADES_AND_TELLERS:  # "Forwarder Dimerco"
            start, run = len(first) + 1, rest
            continue
        whence = next((word for word in rest.split()[:-1] if word.endswith(_FROM)), None) if "-" in rest else None
        if whence is not None:  # "Shanghai Stock Exchange-listed Changhong"
            name = run.index(whence) + len(whence) + 1
            start, run = start + name, run[name:]
            continue
        if (office := _OFFICE.match(run)) is not None:  # "President of Acer"
            start, run = start + office.end(), run[office.end() :]
            continue
        if first in _MEASURES and rest.startswith("of "):
            start, run = start + len(first) + 4, rest[3:]
            continue
        if first.lower().strip("'’") in _SENTENCE_WORDS or first.endswith(_FROM):
            if not rest:
                return "", start
            start += len(first) + 1
            run = rest
            continue
        return run.rstrip(" ,&"), start


def _short(name: str, kind: EntityKind, lists: dict[str, list[str]]) -> str | None:
    """How a company with a long name is called after its first mention: Xinjin Electronic Co., Ltd. is Xinjin."""
    if kind != "company":
        return None
    words = [word.strip(".,") for word in name.split()]
    while len(words) > 1 and words[-1] in lists["company"]:
        words.pop()
    short = " ".join(words)
    return short if short != name and len(short) > 2 and short not in lists["not_names"] else None
