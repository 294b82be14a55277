"""Which share a percentage is: of the world's output, of a country's market, of a company's own orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from cqtui.ingest.guarded import guarded
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.measures import Measures, Reading
from cqtui.ingest.units import Amount

_OWN_RATIOS = frozenset({"employees", "yield", "local supply", "utilisation", "contribution", "gross margin",
                         "operating margin", "margin", "staff turnover"})  # fmt: skip
_ACCOUNTS = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|ma(?:de|kes?|king) up|represent(?:s|ed|ing)?|contribut(?:es|ed|ing)|share of|"
    r"took|takes|taking|held|holds|holding|captur\w+|control\w*|occup\w+|comprised|constitut\w+|provid\w+|supply|"
    r"supplies|"
    r"market share|proportion|percentage|ratio)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*(?:share |stake |slice |portion )?(?:of|in|from) ", re.IGNORECASE)
_WORLD = guarded(
    r"\b(?:world(?:'s|’s)?|global(?:ly)?|worldwide|world-wide|anywhere|on earth|planet|internationally|the globe)\b",
    "world|global|anywhere|earth|planet|internation|globe",
)
_NATIONAL = guarded(
    r"\b(?:china(?:'s|’s)|chinese|country(?:'s|’s)?|nation(?:'s|’s)?|national|nationwide|domestic|in china|of "
    r"china|country-wide)\b",
    "china|chinese|country|nation|domestic",
)
_REGION = guarded(
    r"\b(?:(?:city|province|municipality|region|area|zone|district|county)(?:'s|’s)|(?:the|whole|entire) (?:city|"
    r"province|municipality)|[A-Z]\w+(?:'s|’s) (?:total|overall|foreign|industr|export|GDP|output|gross))",
    "city|province|municipality|region|area|zone|district|county|total|overall|foreign|industr|export|gdp|output|gross",
    re.NOFLAG,
)
_OWN = guarded(
    r"\b(?:its|their|our|his|the company(?:'s|’s))\b",
    "its|their|our|his|the company",
    re.NOFLAG,
)
_SCOPES = (("world", _WORLD), ("nation", _NATIONAL), ("region", _REGION), ("own", _OWN))
_GROWTH = re.compile(r"[^.;,]{0,50}\b(?:industrial|economic|output|GDP|overall|total|city['’]s|the) growth\b")
_MEASURES = tuple(
    (name, guarded(pattern, words))
    for name, pattern, words in (
        (
            "GDP",
            r"\b(?:GDP|gross domestic product|gross regional product|economy|economic output)\b",
            "gdp|gross|econom",
        ),
        ("value added", r"\b(?:value added|added value|value-added)\b", "value added|added value|value-added"),
        ("orders", r"\borders?\b", "order"),
        (
            "trade",
            r"\b(?:foreign trade|imports? and exports?|trade (?:value|volume|total)|total trade|"
            r"external trade|import-export)\b",
            "trade|import",
        ),
        (
            "output value",
            r"\b(?:industrial output(?: value)?|output value|gross (?:industrial )?output|"
            r"industrial (?:production|total)|value of (?:the )?industr\w+|industrial economy|"
            r"total industrial|(?:county|city|zone|district|province|area)(?:'s|’s) industry)\b",
            "output|industr",
        ),
        (
            "exports",
            r"\b(?:exports?|exported|export value|shipped abroad|went abroad|sold abroad|shipped overseas|"
            r"overseas (?:sales|shipments)|foreign sales|sales abroad)\b",
            "export|abroad|overseas|foreign sales",
        ),
        ("revenue", r"\b(?:revenues?|turnover|net sales|income)\b", "revenue|turnover|net sales|income"),
        ("sales", r"\b(?:sold|sales|bought|purchases)\b", "sold|sales|bought|purchases"),
        (
            "shipments",
            r"\b(?:shipments?|shipped|deliver\w+|leaves this|leave|carr(?:y|ies|ied)|take the train|"
            r"by (?:rail|sea|air|truck|train)|transported)\b",
            "ship|deliver|leave|carr|take the train|by |transported",
        ),
        (
            "output",
            r"\b(?:output|produc\w+|made|makes?|manufactur\w+|assembl\w+|put together|turned out|built|"
            r"come off)\b",
            "output|produc|ma|assembl|put together|turned out|built|come off",
        ),
        ("market", r"\bmarkets?\b", "market"),
    )
)
"""What is measured, by the words for it; of several the first named in a text is meant."""
_RESULT = {
    ("GDP", "any"): "share of GDP",
    ("value added", "any"): "share of industrial value added",
    ("orders", "any"): "share of own orders",
    ("trade", "own"): "share of own foreign trade",
    ("trade", "any"): "share of foreign trade",
    ("output value", "any"): "share of industrial output value",
    ("exports", "any"): "share of exports",
    ("sales", "world"): "share of world sales",
    ("sales", "national"): "market share",
    ("revenue", "any"): "share of own revenue",
    ("sales", "any"): "share of own revenue",
    ("shipments", "world"): "share of world shipments",
    ("shipments", "national"): "market share",
    ("shipments", "any"): "share of own shipments",
    ("output", "world"): "share of world output",
    ("output", "national"): "share of national output",
    ("output", "any"): "share of own output",
    ("market", "world"): "share of world market",
    ("market", "any"): "market share",
    ("", "world"): "share of world output",
    ("", "national"): "share of national output",
}


_OF_SO_MUCH = re.compile(r" of (?:the |its |their |all |all the )?[^.;,\d]{2,40}?(?:,|,? and) ")


def reach(text: str, amount: Amount, amounts: Sequence[Amount]) -> int:
    """How far the words behind a percentage may tell of it: to the next figure, unless what follows the last of a
    list is said of all ("66% of the iPads, 50% of the laptops and 10% of the phones in the world")."""
    behind = [other for other in amounts if other.start >= amount.end]
    here = amount
    for other in behind:
        listed = other.kind == here.kind and _OF_SO_MUCH.fullmatch(text, here.end, other.lead)
        if not listed or not text.startswith(" of ", other.end):
            return behind[0].lead if here is amount else other.lead
        here = other
    return len(text)


_OF_ALL = re.compile(r" of (?:the (?:[\w-]+['’]s )?|its |their )?(?:total |overall |whole )*")
_A_SHARE = re.compile(r"\s*(?:market )?share\b(?! (?:of|in))")


_PARTS = r"(?:parts|components|materials|inputs|accessories)"
_NEARBY = (
    r"(?:local(?:ly)?|home-grown|nearby|domestic(?:ally)?|in the (?:city|region)|within the (?:city|region|province))"
)
_PARTS_FROM_NEARBY = guarded(
    rf"\b(?:share|proportion|percentage|ratio) of (?:the |its |all )?(?:{_NEARBY} {_PARTS}|"
    rf"{_PARTS}[^.;,\d]{{0,40}} {_NEARBY})\b|"
    rf"\b[Oo]f (?:the |all the |all |its )?{_PARTS}\b[^.;]{{0,50}}, $",
    "parts|components|materials|inputs|accessories",
)
"""Before how much of what goes into a product is made where it is put together."""
_SENT_ABROAD = re.compile(
    r" (?:of (?:them|these|those|which),? )?(?:by (?:value|volume|number|weight) )?"
    r"(?:(?:went|goes?|go|headed|travelled) |(?:is|are|was|were|being) (?:destined|bound|shipped|exported|sent|sold) )"
    r"(?:to |for |in )?(?:the )?(?:abroad|overseas|foreign|EU\b|Europe|"
    r"United States|U\.?S\b|America|North America|Latin America|Russia|Japan|Germany|Netherlands|India|ASEAN|"
    r"Southeast Asia|South-east Asia|Asia|Africa|Middle East|Brazil|Britain|Hong Kong)"
)
"""Behind how much of something was sent out of the country: "31.5% were destined for the United States"."""
_CONTRIBUTED = re.compile(r"\bcontribut\w+ (?:about |nearly |some |almost |over |more than )?$")
_TO_GROWTH = re.compile(r"\s*(?:to|of) (?:[\w’'-]+ ){0,5}?(?:growth|increase|expansion|rise)\b")


def share(
    text: str, amount: Amount, start: int, end: int, readings: list[Reading], hits: list[Hit], measures: Measures
) -> Reading | None:
    """The share metric of a percentage that is a level. `start` to `end` is the stretch of text it may draw on."""
    before, after = text[start : amount.lead], text[amount.end : end if amount.of != "every" else len(text)]
    if _CONTRIBUTED.search(before) and _TO_GROWTH.match(after):
        return Reading("contribution to growth", 86, "a share of the growth", -1, -1, "contribution")
    own = next((one for one in readings if one.family in _OWN_RATIOS and one.score > 40), None)
    if own:
        return own
    if _SENT_ABROAD.match(after):
        return Reading("share of exports", 84, "a share that went abroad", -1, -1, "share")
    told_behind = re.search(
        r"\b(?:parts|components|materials|inputs|suppliers|procurement)\b", after[:60]
    ) and re.search(
        r"\b(?:local\w*|within|nearby|bought|buys?|sourc\w+|procur\w+|suppliers|in the city|here|c[ao]mes? from)\b",
        text,
    )
    if told_behind or (_PARTS_FROM_NEARBY.search(text, 0, amount.lead) and not _OF.match(after)):
        return Reading("local supply rate", 78, "a share of parts from nearby", -1, -1, "local supply")
    if re.match(r"\s*of (?:its |their |full |total |the )?(?:\w+ )?capacity\b", after):
        return Reading("capacity utilisation", 84, "of capacity", -1, -1, "utilisation")
    opening = _OF.match(after) or (
        amount.fraction and re.match(r"\s*(?:went|goes|go|came|comes?|left|leaves?|were|was|is|are|sold|made)\b", after)
    )
    complement = after if opening else ""
    if amount.fraction and amount.noun:
        complement = amount.noun + " " + after
    if complement and _GROWTH.match(complement):
        return Reading("contribution to growth", 80, "a share of the growth", -1, -1, "contribution")
    accounts = _ACCOUNTS.search(before)
    stretch = complement or after
    measure = ""
    if complement:
        measure = _measure(complement[:110])
    told = measure if _OF_ALL.match(after) else ""
    scope = _scope(complement[:90], amount)
    phrase = before[max(accounts.start() - 14, 0) :] if accounts else before[-60:]
    if not measure:
        measure = _measure(phrase) or _measure(after[:60]) or _measure(before)
    if scope == "any":
        scope = _scope(phrase, amount) if (accounts or not complement) else scope
        if scope == "own":
            scope = "any"
    if scope == "any" and amount.fraction:
        scope = _scope(stretch[:120], amount)
    if re.search(r"\bmarket share\b|\bshare of (?:the )?\w* ?market\b", phrase, re.IGNORECASE) and measure not in (
        "exports",
    ):
        world = bool(_WORLD.search(phrase) or _WORLD.search(after[:40]))
        return Reading(
            "share of world market" if world else "market share",
            90,
            "market share in the words before",
            -1,
            -1,
            "market share",
        )
    if _A_SHARE.match(after):
        return Reading("market share", 84, "a share, and none of anything named", -1, -1, "market share")
    metric = _RESULT.get((measure, scope)) or _RESULT.get((measure, "any"))
    if (
        not complement
        and re.search(r"\b(?:took|takes|taking|held|holds|holding|captured|had|with|controls?)\b[^.;,]{0,25}$", before)
        and measure in ("", "shipments", "sales", "output", "market")
    ):
        return Reading("market share", 55, "held so much", -1, -1, "market share")
    if metric is None:
        best = next((one for one in readings if one.score > 30), None)
        if best:
            return best
        return (
            Reading("share of own output", 20, "a percentage of something not named")
            if (complement or accounts)
            else None
        )
    del hits, measures
    if told == "trade":
        return Reading(metric, 90, f"of all the {told}", -1, -1, "share")
    return Reading(
        metric, 80 if complement or accounts else 50, f"a share: {measure or 'number'} of {scope}", -1, -1, "share"
    )


def asked(words: str) -> Reading | None:
    """The share that a question asks for: "How much of the world's tablets come from here?" """
    probe = Amount(0, 0, 0, 0, Decimal(0), "percent")
    measure, scope = _measure(words), _scope(words, probe)
    metric = _RESULT.get((measure, scope)) or _RESULT.get((measure, "any"))
    return Reading(metric, 50, "what the question asks for", -1, -1, "share") if metric else None


def scopes(text: str, amount: Amount) -> tuple[str, ...]:
    """Of what wholes the words right before and behind an amount speak: "world behind"."""
    before, after = text[max(0, amount.lead - 60) : amount.lead], text[amount.end : amount.end + 90]
    return _scopes_of(before, "before") + _scopes_of(after, "behind")


@lru_cache(maxsize=64)
def _scopes_of(words: str, side: str) -> tuple[str, ...]:
    """Kept, as it is asked for each metric that a figure may be of."""
    return tuple(f"{name} {side}" for name, pattern in _SCOPES if pattern.search(words))


def _measure(words: str) -> str:
    """What the words measure: the first named in them, in their first clause if it names any."""
    for stretch in dict.fromkeys((words.partition(",")[0], words)):
        found = [
            (match.start(), order, name)
            for order, (name, pattern) in enumerate(_MEASURES)
            if (match := pattern.search(stretch))
        ]
        if found:
            return min(found)[2]
    return ""


def _scope(words: str, amount: Amount) -> str:
    del amount
    own = re.match(r"\s*(?:share )?(?:of|in|from) (?:all )?(?:its|their|our|his|the company|the group|own)\b", words)
    if own:
        return "own"
    if _WORLD.search(words):
        return "world"
    if _REGION.search(words):
        return "region"
    if _NATIONAL.search(words):
        return "national"
    if _OWN.search(words):
        return "own"
    return "any"
