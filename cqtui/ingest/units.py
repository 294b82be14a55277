"""What stands around a number: currencies, percent, times, units, rates and the noun that is counted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from cqtui.ingest.cues import cues
from cqtui.ingest.currencies import AFTER, CURRENCY_WORDS, HUNDREDTHS, PARTS_OF_CURRENCY
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.numerals import WORDS
from cqtui.model import Bound
from cqtui.vocabulary import Vocabulary

Kind = Literal["count", "money", "percent", "points", "times", "duration", "rank", "measure"]


class Amount(NamedTuple):
    """A quantity as it stands. `start` to `end` is its surface, number with unit or noun; `number_start` and
    `number_end` enclose the digits. `pair` tells the ends of "from A to B" apart ("from", "to")."""

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    kind: Kind
    upper: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    bound: Bound = "exact"
    noun: str = ""
    items: tuple[str, ...] = ()
    pair: str = ""
    spelled: bool = False
    scaled: bool = False
    lead: int = 0
    """Where the words of its bound begin ("more than"); `start` where there are none."""
    verb: str = ""
    """The direction of a change that is written as one word: "doubled" is up, "halved" down."""
    fraction: bool = False
    of: str = ""
    """For "three times the figure": what it multiplies."""
    converted: bool = False
    """Whether it repeats, in parentheses, the amount before it in another currency."""
    words: tuple[str, ...] = ()
    noun_at: tuple[int, int] | None = None
    """Where its noun stands, if that is behind a later number of its list."""

    @property
    def in_words(self) -> bool:
        """Whether it is a small number in words ("two"), which may count what no article tells of; "two million" is
        none."""
        return self.spelled and not self.scaled


PERCENT = re.compile(
    r"[ \u00a0-]?(?:of a )?(?:(?P<points>percentage[ -]points?|per ?cent points?|%-?points?|pct points?|ppts?\b|"
    r"pp\b|p\.p\.|bps?\b|basis points?|(?<=\d )points?\b)|(?P<percent>%|％|per ?cent\b(?!ile)|percent\b|pct\b))",
    re.IGNORECASE,
)


_TIMES = re.compile(
    r"[ \u00a0-]?(?P<times>times\b(?! (?:a|per|each) (?:day|week|year|month))|fold\b|-fold\b|x\b(?! ?\d)|×)(?: "
    r"(?P<of>(?:as|the|that|more|higher|larger|what|those|its|of)\b[^,.;]{0,40}))?",
    re.IGNORECASE,
)


_PER = re.compile(
    r"[ \u00a0]?(?:times )?(?:(?P<how>/|per|an?|each|every|in an?|for every|for each|on each|on every)[ \u00a0]?"
    r"(?P<what>hours?|days?|weeks?|weekdays?|months?|quarters?|years?|minutes?|seconds?|annum|capita|person|head|"
    r"employee|worker|unit|piece|line|mu|shift|share|square (?:kilomet|met)(?:re|er)|hectare|h\b|yr\b|mo\b)\b"
    r"(?! (?:earlier|ago|before|later|old|placement|sale|offering|issue|swap))|"
    r"per (?!cubic|square)(?P<noun>[a-z]{3,}(?:-[a-z]+)?)\b(?! (?:cent|mille))|"
    r"(?P<adverb>annually|yearly|monthly|daily|weekly|hourly)\b)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r" (?:in )?a second [a-z]", re.IGNORECASE)
"""Behind an amount an ordinal, not a time: "1.8 billion yuan in a second factory"."""
_CONVERTED = re.compile(r" \((?:about |around |some |roughly |approximately |or |nearly )?[^()]{2,36}\)|\)")
"""Between an amount and its rate: what it is in other money ("1,300 yuan ($195) a month")."""
_USUAL = re.compile(
    r"\b(?:in|on) (?:an? (?:\w+ )?|"
    r"(?:peak|busy|good|bad|normal|ordinary|average|record|most) )(?P<what>month|day|week|weekday|year|hour|shift)s?\b"
    r"(?! (?:when|in which|marked|of|"
    r"that))[^.;]{0,40}$",
    re.IGNORECASE,
)
_EVERY_BEFORE = re.compile(
    r"\b(?:every|each) (?:1 |one |single |passing )?(?P<what>minute|hour|day|week|month|year)\b[^.;\d]{0,24}$",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r" of (?:[a-z-]+ ){0,3}?[a-z-]+(?= (?:an?|per|each|every) (?:hour|day|week|month|year)\b)")
_AND_WHAT = re.compile(r" (?:and|or) [a-z-]+(?= (?:an?|per|each|every) (?:hour|day|week|month|year)\b)")
"""Between an amount and its rate: more of what is counted ("7 million tablets and laptops per year")."""
_EVERY_AFTER = re.compile(r"[^.;,]{0,40}?\b(?:every|each) (?P<what>day|week|month|year)\b")
_SHARE_EACH = re.compile(r"[^.;,\d]{0,24}? (?:a|per|each|every) (?P<what>day|week|month)\b")
_RATED = re.compile(
    r"[ \u00a0]?(?P<unit>wpm|wspm|uph|pcs/m(?:onth)?|wafers/month|units/(?:month|hour|day|year))\b", re.IGNORECASE
)
_PER_SHARE = re.compile(r"\b(?:EPS|(?:earnings?|profit|loss|dividend) per share)\b[^.;,]{0,30}$")
_PER_GOODS = re.compile(
    r" (?:an?|each|every|(?:on|for|of|from) (?:each|every)) "
    r"(?P<what>laptop|notebook|computer|phone|handset|smartphone|tablet|"
    r"machine|device|printer|server|panel|screen|chip|wafer|board|set|unit|container|box|tonne|ton|kilogram|kilo|litre|"
    r"kilowatt-hour|kWh|project|household|share)\b(?! (?:\w+ly )?(?:maker|plant|line|factory|placement|sale|"
    r"offering|issue|swap|deal|listing|flotation))",
)
_GOODS = frozenset(
    {
        "laptop", "notebook", "computer", "phone", "handset", "smartphone", "tablet", "machine", "device", "printer",
        "server", "panel", "screen", "chip", "wafer", "board", "set", "piece", "product", "pc",
    }
)  # fmt: skip
_PERS = {
    "annum": "year",
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "daily": "day",
    "weekly": "week",
    "hourly": "hour",
    "weekday": "day",
    "capita": "person",
    "head": "person",
    "employee": "person",
    "worker": "person",
    "line": "production line",
    "piece": "unit",
    "h": "hour",
    "yr": "year",
    "mo": "month",
    "square kilometer": "square kilometre",
    "square meter": "square metre",
}


def rate(text: str, amount: Amount, reached: int = 0) -> tuple[Amount, int]:
    """The amount as one per hour, month, person …, where the words say so, and how far they were read."""
    if amount.kind == "percent":
        often = _SHARE_EACH.match(text, amount.end)
        return (amount._replace(per=often["what"].lower()) if often else amount), reached
    if amount.kind not in ("count", "money", "measure", "duration"):
        return amount, reached
    of = None
    if amount.kind in ("count", "measure"):
        of = _OF_WHAT.match(text, amount.end) or _AND_WHAT.match(text, amount.end)
    behind = _PER.match(text, of.end() if of else amount.end)
    if behind and behind["what"] and _ANOTHER.match(text, behind.start()):
        behind = None
    if behind is None and amount.kind == "money" and (beyond := _CONVERTED.match(text, amount.end)):
        often = _PER.match(text, beyond.end())
        if often:
            return amount._replace(per=_per(_often(often))), reached
    if behind:
        what = _often(behind)
        if what in ("day", "week") and amount.kind == "duration":
            return amount, reached
        return amount._replace(per=_per(what)), behind.end()
    goods = _PER_GOODS.match(text, amount.end) if amount.kind == "money" else None
    if goods:
        return amount._replace(per=_per(goods["what"].lower())), goods.end()
    if amount.kind == "money" and _PER_SHARE.search(text[max(0, amount.lead - 50) : amount.lead]):
        return amount._replace(per="share"), reached
    if amount.kind == "count":
        before = text[max(0, amount.lead - 60) : amount.lead]
        often = _EVERY_AFTER.match(text, amount.end) or _USUAL.search(before) or _EVERY_BEFORE.search(before)
        if often:
            return amount._replace(per=_per(often["what"].lower())), reached
    return amount, reached


def _often(match: re.Match[str]) -> str:
    """The word of a match of `_PER` that says for what a rate holds."""
    word: str = match["what"] or match["noun"] or match["adverb"]
    return word.lower()


def _per(what: str) -> str:
    what = {"shift": "day", "box": "container", "ton": "tonne", "kilowatt-hour": "kWh", "kwh": "kWh"}.get(what, what)
    if what.rstrip("s") in _GOODS:
        return "unit"
    return _PERS.get(what) or _PERS.get(what.rstrip("s")) or what.rstrip("s")


_HYPHENED = re.compile(r"-(?=[A-Za-z])")


STOPS = frozenset(cues()["words"]["ending"])


NP_WORD = re.compile(
    r"[ \u00a0](?P<word>(?:Fortune (?:Global )?500|[A-Za-z][\w’']*(?:[-/&][\w’']+)*|"
    r"\d{1,2}[GDK](?:-\w+)?|\d+(?:\.\d+)?-[a-z]+))"
)


_FURTHER = re.compile(r"[ \u00a0](?:more|further|additional|other|such)(?=[ \u00a0][A-Za-z])(?! than)")
_PACKS = frozenset({"pairs", "boxes", "batches", "rolls", "cases", "bags", "loads", "wagonloads", "truckloads"})
_OF_PACKED = re.compile(r"[ \u00a0]of[ \u00a0]")
_MOST_TIMES = 60
"""What grew has not grown by more than so many times."""
_FEW_WON = 100
"""Below it "won" is the verb."""
_OF = re.compile(r"[ \u00a0]of[ \u00a0](?=(?:its |the |their |our |these |those |them\b|such |new |all )?)")


class Units:
    """The units of a vocabulary, ready to be matched after a number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        names: dict[str, str] = {}
        for unit in vocabulary.units.values():
            if unit.dimension in ("money", "rank") or unit.id in ("percent", "percentage point", "times", "per mille"):
                continue
            for name in (unit.label, unit.plural, unit.id, *unit.aliases, f"{unit.label}s"):
                if (
                    name
                    and name.isascii()
                    and len(name) > 1
                    and name.lower()
                    not in ("in", "item", "set", "part", "business", "second", "site", "plant", "minute")
                ):
                    names.setdefault(name.lower(), unit.id)
            if unit.symbol and unit.symbol.isascii() and len(unit.symbol) > 1 and unit.symbol not in ("in", "ms"):
                names.setdefault(unit.symbol.lower(), unit.id)
        names.update(
            {
                "second": "second",
                "minute": "minute",
                "plant": "facility",
                "site": "facility",
                "km²": "square kilometre",
                "m²": "square metre",
                "km2": "square kilometre",
                "m2": "square metre",
                "sq. km": "square kilometre",
                "sq. m": "square metre",
            }
        )
        self.names = names
        self.dimension = {unit.id: unit.dimension for unit in vocabulary.units.values()}
        self.kinds: dict[str, Kind] = {}
        for unit in vocabulary.units.values():
            self.kinds[unit.id] = (
                "duration" if unit.dimension == "duration" else "count" if unit.dimension == "count" else "measure"
            )
        self._measures = frozenset(name.split()[-1] for name, id in names.items() if self.kinds[id] != "count")
        ordered = sorted(names, key=len, reverse=True)
        self.after = re.compile(
            r"(?P<gap>[ \u00a0-]?)(?P<unit>" + "|".join(re.escape(name) for name in ordered) + r")(?![\w²³-])",
            re.IGNORECASE,
        )

    def is_measure(self, word: str) -> bool:
        """Whether a word, in lower case, is the last of a unit in which something is measured: "metre"."""
        return word in self._measures


def with_unit(
    text: str, amount: Amount, currency: str | None, table: dict[int, tuple[int, list[Hit]]], units: Units
) -> Amount | None:
    """The amount with what stands after it: percent, times, a currency, a unit or the noun it counts."""
    end = amount.end
    if currency:
        doubled = AFTER.match(text, end)
        return amount._replace(kind="money", unit=currency, end=doubled.end() if doubled else end)
    if not currency:
        hundredth = HUNDREDTHS.match(text, end)
        if hundredth:
            many, code = PARTS_OF_CURRENCY[hundredth["word"].lower()]
            return amount._replace(kind="money", unit=code, value=amount.value / many, end=hundredth.end())
        money = AFTER.match(text, end)
        if money and (money["word"].lower() != "won" or amount.scaled or amount.value >= _FEW_WON):
            return amount._replace(kind="money", unit=CURRENCY_WORDS[money["word"].lower()], end=money.end())
    rated = _RATED.match(text, end)
    if rated:
        what = "hour" if rated["unit"].lower() in ("uph", "units/hour") else rated["unit"].rpartition("/")[2]
        per = {"m": "month", "hour": "hour", "day": "day", "year": "year"}.get(what, "month")
        return amount._replace(kind="count", unit="unit", per=per, end=rated.end())
    share = PERCENT.match(text, end)
    if share and share["points"] and share["points"].lower() in ("point", "points") and amount.value > _MOST_TIMES:
        return None  # of an index
    if share:
        basis = share["points"] and share["points"].lower().startswith(("basis", "bp"))
        value = amount.value / 100 if basis else amount.value
        return amount._replace(
            value=value,
            kind="points" if share["points"] else "percent",
            unit="percentage point" if share["points"] else "percent",
            end=share.end(),
        )
    times = _TIMES.match(text, end)
    if times and not times["of"] and amount.value > _MOST_TIMES and not amount.scaled:
        return amount._replace(end=times.end("times"), noun="")  # something was done so often
    if times and not (amount.spelled and amount.value < 2):
        return amount._replace(kind="times", unit="times", end=times.end("times"), of=times["of"] or "")
    unit = units.after.match(text, end)
    if unit and (unit["gap"] or unit["unit"].lower() not in ("unit",)):
        name = units.names[unit["unit"].lower()]
        kind = units.kinds[name]
        spaced = unit["gap"] == "-"
        if kind in ("duration", "measure"):
            if spaced and kind == "duration":
                return None
            if (
                kind == "measure"
                and unit["unit"].lower()
                in (
                    "m",
                    "metre",
                    "metres",
                    "meter",
                    "meters",
                    "inch",
                    "inches",
                    "km",
                    "kilometre",
                    "kilometres",
                    "kilometer",
                    "kilometers",
                )
                and spaced
            ):
                return None
            return amount._replace(kind=kind, unit=name, end=unit.end())
        if not spaced:
            stop, items, noun = noun_phrase(text, end, table, allow_unknown=False)
            if stop > unit.end():
                return amount._replace(kind="count", unit=None, end=stop, items=items, noun=noun)
            of = _OF.match(text, unit.end())
            if of:
                beyond, of_items, _noun = noun_phrase(text, of.end() - 1, table, allow_unknown=False)
                if of_items and beyond:
                    return amount._replace(
                        kind="count",
                        unit=name,
                        end=unit.end(),
                        items=of_items,
                        noun=text[end : unit.end()].strip(),
                    )
            return amount._replace(
                kind="count", unit=name, end=unit.end(), noun=text[end : unit.end()].strip(), items=items
            )
    if _HYPHENED.match(text, end) and not text.startswith("-strong", end):
        return None
    stop, items, noun = noun_phrase(text, end, table, allow_unknown=not amount.spelled or amount.scaled)
    further = _FURTHER.match(text, end) if not noun else None
    if further:
        stop, items, noun = noun_phrase(text, further.end(), table, allow_unknown=False)
    packed = _OF_PACKED.match(text, stop) if noun.rsplit(" ", 1)[-1] in _PACKS else None
    if packed:
        beyond, of_items, of_noun = noun_phrase(text, packed.end() - 1, table, allow_unknown=True)
        if of_noun:
            stop, items, noun = beyond, of_items, of_noun
    if not noun:
        loose = re.match(r" or (?:so|more) ", text[end:])
        if loose:
            stop, items, noun = noun_phrase(text, end + loose.end() - 1, table, allow_unknown=False)
            stop = stop if noun else end
    if not noun:
        part = re.match(r" of (?:the|its|their|these|those|our)(?: [a-z-]+['’]s)? (?=[a-z])", text[end:])
        if part:
            beyond, of_items, of_noun = noun_phrase(text, end + part.end() - 1, table, allow_unknown=False)
            if (
                of_noun
                and beyond in {stop for stop, _hits in table.values()}
                and not re.match(r"['’]s?\b|['’] ", text[beyond : beyond + 3])
            ):
                return amount._replace(end=beyond, items=of_items, noun=of_noun)
    if not noun and amount.spelled and not amount.scaled:
        of = re.match(r" of (?:them|these|those|its|their|the)\b", text[end:])
        if not of and amount.value < 13 and amount.bound == "exact":
            return amount._replace(noun="")
    return amount._replace(end=max(stop, end), items=items, noun=noun)


_NO_PART_OF_NOUN = STOPS | frozenset(WORDS)


_JOINT_MAKERS = re.compile(
    r"[ \u00a0](?:[A-Za-z][\w-]*(?<!s) ){1,2}and (?:(?!(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|a|an|some|"
    r"about|over|more|other|the)\b)[A-Za-z][\w-]*(?<!s) ){1,2}(?:makers|suppliers|producers|manufacturers|"
    r"companies|"
    r"firms|brands|vendors|enterprises|projects|workers|engineers)\b"
)
"""Two sorts of what is counted, with one noun: "128 handset and component makers"."""


def noun_phrase(
    text: str, at: int, table: dict[int, tuple[int, list[Hit]]], *, allow_unknown: bool
) -> tuple[int, tuple[str, ...], str]:
    """The noun phrase after a number: its end, the items in it and its words; nothing where there is none."""
    end = at
    last_plural = 0
    known_end = 0
    items: list[str] = []
    counted = ""
    joint = _JOINT_MAKERS.match(text, at)
    if joint:
        return joint.end(), (), text[at : joint.end()].strip()
    for _ in range(7):
        word = NP_WORD.match(text, end)
        if not word or (word["word"].lower() in _NO_PART_OF_NOUN and word["word"] not in ("IT", "US")):
            break
        begin = word.start("word")
        hit = table.get(begin)
        if hit and hit[0] > known_end:
            known_end, there = hit
            best = [one for one in there if one.end == known_end]
            for one in best:
                if one.term.sort == "item":
                    items = [one.term.id]
            end = known_end
            raw = text[begin:known_end]
            if raw[-1:] in "sS" or any(one.term.sort == "counted" for one in best):
                last_plural = end
                counted = raw
            continue
        end = word.end()
        raw = word["word"]
        if (
            (raw.endswith("s") and not raw.endswith(("ss", "us", "'s", "’s", "is")))
            or raw.lower() in ("people", "staff", "personnel")
        ) and raw.islower():
            last_plural = end
            if not text.startswith((" and ",), end):
                after = NP_WORD.match(text, end)
                if not after or after.start("word") not in table:
                    break
    del counted
    if known_end and known_end >= last_plural:
        return known_end, tuple(items), text[at:known_end].strip()
    if last_plural and (allow_unknown or known_end):
        return last_plural, (), text[at:last_plural].strip()  # the head is another noun: glass substrates are no glass
    if known_end:
        return known_end, tuple(items), text[at:known_end].strip()
    return at, (), ""
