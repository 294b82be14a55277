"""Which numbers are no quantities: parts of names, specifications, ages, hours, years, sections, exchange rates."""

from __future__ import annotations

import re

from cqtui.ingest.cues import cues
from cqtui.ingest.currencies import AFTER
from cqtui.ingest.guarded import ended, guarded
from cqtui.ingest.numerals import Numeral
from cqtui.ingest.units import NP_WORD, PERCENT, STOPS, Amount

_NAMED_BEFORE = ended(
    r"(?:\b(?:No|Nos|Number|Section|Article|Chapter|Table|Figure|Fig|Page|Part|Hall|Phase|Stage|Level|Grade|Class|"
    r"Tier|Building|Block|Room|Floor|Gate|Route|Highway|"
    r"Line|Version|Model|Series|Type|Fab|Plant|Factory|Base|Gen|Generation|Industry|Windows|Vision|Agenda|Horizon|"
    r"G|Group of|Top|Fortune|Global|Forbes|China|Issue|Volume|"
    r"Snapdragon|Core|iPhone|Galaxy|Mate|Kirin|Euro|Android|USB|Wi-?Fi|Bluetooth|aged?|age of|Apt|Suite|Unit|"
    r"P\.?O\.? Box|Day|Week|Lot|Zone|District|Exit|Terminal|Flight|Act|Notice|Decree|Document|Circular|"
    r"Team|Round|Station|Lane|Rule|Regulation|Law|Directive|Form|Schedule|Standard|"
    r"(?<=['’]s )top|(?<=the )top|(?<=its )top|(?<=global )top|(?<=world )top|generation|gen|phase|page|"
    r"chapter|section|paragraph|clause)\.?[ "
    r"\u00a0]?#?|#|§|\b(?:I am|turned|is now) )$",
    "no|nos|number|section|article|chapter|table|figure|fig|page|part|hall|phase|stage|level|grade|class|tier|"
    "building|block|room|floor|gate|route|highway|line|version|model|series|type|fab|plant|factory|base|gen|"
    "generation|industry|windows|vision|agenda|horizon|g|of|top|fortune|global|forbes|china|issue|volume|"
    "snapdragon|core|iphone|galaxy|mate|kirin|euro|android|usb|wifi|wi-fi|bluetooth|age|aged|apt|suite|unit|"
    "box|day|week|lot|zone|district|exit|terminal|flight|act|notice|decree|document|circular|team|round|"
    "station|lane|rule|regulation|law|directive|form|schedule|standard|paragraph|clause|.|#|§|am|turned|now",
    re.NOFLAG,
)

_SOFTWARE = re.compile(r"\b(?:Windows|Android|HarmonyOS|iOS|MIUI|ColorOS|Office) $")
"""Before the number of a version, whatever is named behind it: "Windows 8 models"."""
_AFTER_NAME = re.compile(
    r"[-‐]?(?:year|yr|month|day|week|hour)s?[-‐ ]olds?\b|[ -]?(?:years?|months?) of age|\s?°|\s?(?:a\.m|p\.m|am\b|"
    r"pm\b|o'clock)|(?:st|nd|rd|th)\b|:\d|-degree|[ -]degrees?\b",
    re.IGNORECASE,
)


_SPEC = re.compile(
    r"[ \u00a0-]?(?:inch(?:es)?|in\.|\"|″|”(?=[ ][a-z])|nm|nanomet(?:er|re)s?|micromet(?:er|re)s?|microns?|μm|mm|"
    r"millimet(?:er|re)s?|cm|bits?|cores?|GB|TB|MB|GHz|MHz|Hz|kHz|mAh|megapixels?|pixels?|MP|K(?= (?:ultra|video|"
    r"display|HD))|"
    r"volts?|V|watts?|W|ohms?|dB|Mbps|Gbps|generation|gen|layers?|way|story|storey|lane|star|axis|D|G|ppi|°C|℃|"
    r"degrees?)\b",
)  # fmt: skip


YEAR = re.compile(r"(?:19|20)\d\d$")
_CLOCK = re.compile(r"\d:$")
_EQUALS = re.compile(r"\s*=")
_EQUALLED = re.compile(r"=\s*$")
_GOES_ON = re.compile(r"/\d|-\d{4}\b")
"""Behind the first number of a day or a telephone number."""
_PRODUCT = re.compile(r"(?:^|[\s(])([A-Z][A-Za-z]*[a-z][A-Z]?\w*|[A-Z]{2,}[a-z]\w+) $")


def is_label(
    text: str, start: int, number: Numeral, before: str, currency: str | None, *, after_name: bool = False
) -> bool:
    """Whether the number is part of a name, a day, a specification or a label rather than a quantity.

    `after_name` says that it stands right behind a known name, in a sentence with figures: "and Acer 85".
    """
    after = text[number.end : number.end + 14]
    if number.scale == 1 and _CLOCK.search(before):
        return True
    if currency:
        opening = text[max(0, start - 14) : start]
        return bool(
            _EQUALS.match(after)
            or re.search(r"=\s*(?:[A-Z]{0,3}[$¥€£₩₹]|[A-Z]{2,3})?\s*$", opening)
            or re.search(r"/[A-Z]{3}\s?$", opening)
        )
    if len(digits := text[start : number.end]) > 1 and digits[0] == "0" and digits[1].isdigit():
        return True
    if (
        start
        and text[start - 1] in "\"“‘'"
        and text[number.end : number.end + 1] in ('"', "”", "’", "'")
        and number.scale == 1
    ):
        return True
    if (
        not number.spelled
        and number.value == 1
        and number.scale == 1
        and not PERCENT.match(text, number.end)
        and not AFTER.match(text, number.end)
        and not currency
    ):
        return True
    if text[start : start + 2] in ("4K", "8K", "2K") and not text[start + 2 : start + 3].isalnum():
        return True
    if number.spelled and number.value == 1 and PERCENT.match(text, number.end):
        return False
    if _EQUALS.match(after) or _EQUALLED.search(before):
        return True
    if number.spelled:
        return bool(re.match(r"[-‐](?!strong|dozen)", after)) or (number.value == 1 and not number.scale > 1)
    digits = text[start : number.end]
    if start and (text[start - 1] in "-‐/" and start > 1 and (text[start - 2].isalpha() or text[start - 2].isdigit())):
        return not (text[start - 2].isdigit())
    if (
        after[:1].isalpha()
        and not PERCENT.match(text, number.end)
        and not re.match(
            r"(?:km|kg|kW|MW|GW|kWh|MWh|GWh|TWh|ha|m²|x\b|pp\b|ppt|pct|mu\b|t\b|yuan|RMB|-?fold|tons?\b|sqm|hrs?\b|"
            r"min\b|s\b|m\b|billion|million|TEU)",
            after,
        )
    ):
        return True
    if _AFTER_NAME.match(text, number.end) or _GOES_ON.match(after):
        return True
    spec = _SPEC.match(text, number.end)
    if (
        spec
        and not number.scale > 1
        and not (spec.group().strip() in ("way", "story", "star", "V", "W", "D", "G", "gen") and spec.group()[0] == " ")
    ):
        return True
    if _SOFTWARE.search(before) and number.scale == 1:
        return True
    if (
        _NAMED_BEFORE.search(before)
        and number.scale == 1
        and not PERCENT.match(text, number.end)
        and not AFTER.match(text, number.end)
        and "," not in digits
    ):
        label = re.search(r"(?:No|Nos|Number|#|§|Part|Hall|Phase|Gen|Generation)\.?[ \u00a0]?#?$", before)
        follow = NP_WORD.match(text, number.end)
        if (
            label
            or not follow
            or follow["word"].lower() in STOPS
            or follow["word"][0].isupper()
            or not follow["word"].endswith(("s", "people", "staff"))
            or before.rstrip()[-4:] in ("tune", "obal", " top")
        ):
            return True
    if (
        YEAR.match(digits)
        and number.scale == 1
        and not PERCENT.match(text, number.end)
        and not AFTER.match(text, number.end)
    ):
        follow = NP_WORD.match(text, number.end)
        if not follow or follow["word"].lower() in STOPS:
            return True
    if _BY_SO_MUCH.match(text, number.end):
        return True
    product = _PRODUCT.search(text[max(0, start - 24) : start])
    if (
        product
        and not after_name
        and number.scale == 1
        and "," not in digits
        and "." not in digits
        and start - len(product.group(1)) > 3
        and not PERCENT.match(text, number.end)
        and not AFTER.match(text, number.end)
    ):
        follow = NP_WORD.match(text, number.end)
        opens = re.search(r"[.:!?”\"]\s*$|^\s*$", text[: start - len(product.group(1)) - 1])
        if not opens and (not follow or not follow["word"].endswith("s") or follow["word"].lower() in STOPS):
            return True
    return after.startswith(")") and 0 < start < 3 and text[start - 1] == "("


_NEVER_FIGURES = frozenset(cues()["words"]["never_figures"])
_BY_SO_MUCH = re.compile(r" (?:by|x|×) [\d,.]+[ -]?(?:mm|cm|m|metres?|meters?|pixels?|inch(?:es)?)\b")
_HYPOTHETICAL = re.compile(
    r"\W*(?:If|Suppose|Imagine|Assuming)\b(?:(?!\b(?:will|is expected|are expected|is projected|is forecast)\b)[^.])*"
    r"\bwould\b|\W*(?:Suppose|Imagine)\b"
)
_DENIED = guarded(
    r"\bden(?:y|ied|ies|ying) (?:reports?|rumou?rs?|claims?|that|having|it|any)\b|"
    r"\b(?:[Rr]eports?|[Rr]umou?rs?|[Cc]laims?|[Tt]alk|[Ss]peculation)\b[^.;]*"
    r"\b(?:untrue|wrong|baseless|unfounded|false|denied|no truth)\b",
    "deny|denie|untrue|wrong|baseless|unfounded|false|no truth",
    re.NOFLAG,
)
_DEFINED = re.compile(
    r"\b(?:enterprises|companies|firms|businesses|makers|manufacturers|orders|projects|suppliers|batches|entities)"
    r"(?: \w+)? (?:with|whose|of|for|employing|having|above|worth|valued at|bigger than|larger than|"
    r"that (?:have|has|had|employ|earn)|which (?:have|employ))\b"
    r"[^.;,\d]{0,60}$|\b(?:of them|orders) for $|\bthreshold\b[^.;,\d]{0,30}$|"
    r"(?<!carried )(?<!carries )(?<!carry )(?<!sent )(?<!shipped )(?<!exported )(?<!imported )(?<!handled )(?<!moved )"
    r"\b(?:devices|phones|smartphones|models|tablets|laptops|notebooks|goods|products|cars|machines)"
    r"(?: that are)? (?:priced|selling|sold|costing|retailing|worth)(?: at| for)? $",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:who['’]s|he['’]s|she['’]s|I['’]m|(?:average|mean|median) age(?: of [a-z ]+)?(?: is| was| of)) $|"
    r"\b(?:he|she|who|I|worker|recruit|engineer|manager|founder|woman|man|mother|father|foreman|operator|apprentice|"
    r"(?:Mr|Ms|Mrs|Dr)\.? [A-Z]\w+)(?: [^.;\d]{0,34})? (?:is|was|am|turned|turns)(?: (?:now|just|only|already))? $"
)
_AGE_ENDS = re.compile(r", |[.;][”\"]?(?: |$)")
_PERSON_AGED = re.compile(r"\b(?:[A-Z][\w’'-]+ [A-Z][\w’'-]+), $")
_IN_A_ROW = re.compile(
    r"[ -](?:consecutive|straight|successive) (?:\w+ )?(?:year|quarter|month|week|day|time|session)s?\b"
)
_ONE_OF = re.compile(
    r"\b(?:first|second|third|fourth|last|latest|one|another|both|each|either) of (?:the |its |their )?$", re.IGNORECASE
)
_SPAN_OF_TIME = re.compile(r" (?:previous|preceding|past|last|next|coming|following|earlier|successive|full) ")
_AGES = re.compile(
    r"\b(?:workers|employees|people|staff|them|women|men|recruits|graduates|engineers) (?:are|is|were|was) $"
)
_INHABITED = ended(
    r"\b(?:city|town|metropolis|megacity|municipality|province|country|nation|region|county|district|village) "
    r"(?:of|with) $|\bpopulation(?: of| is| was| at| reached)? $",
    "of|with|population|is|was|at|reached",
)
_INHABIT = re.compile(r" (?:inhabitants|residents)\b|(?: people)? (?:who |that )?live(?:s|d)? (?:in|there)\b")
_AGO = re.compile(r" (?:(?:before|earlier)(?=[.,;)]|$)|previously\b|ago\b|old\b)")
_FROM = re.compile(r"\b(?:from|against|with|than)(?: (?:about|some|nearly|over|around|up to))? $")
"""Before a level that another is measured from, which "before" does not make a time ago."""
_RECORD = re.compile(
    r"\b(?:\w{3,}(?:est)|worst|best|first|most|least)\b(?! (?:of|in the))[^.;,]{0,30} (?:in|for|since|after)(?: the)? $"
)
"""Before a time over which something is a record: "the smallest in more than two years"."""
_LONG = re.compile(r" (?:long|high|tall|deep|wide|thick|old)\b")
_WHO_SAID = re.compile(
    r" (?:people|persons|sources|executives|officials|analysts)\b[^.;,]{0,60}(?:,[^.;,]{0,40},)? (?:said|say|"
    r"told|told of|familiar)\b"
)
"""Behind how many people told of something: "two people familiar with the matter said"."""
_SURVEYED = re.compile(
    r"\b(?:survey|poll|interviews|questionnaires|sample) (?:of|among|with|from)(?: (?:some|about|over))? $"
)
"""Before how many were asked."""
_EVERY = re.compile(r"\b(?:once |again )?every $")
"""Before how often something is so, which is no time that it takes: "once every 12 months"."""
_RATE_BEHIND = re.compile(
    r",? (?:to|per|for|against) (?:the|a|one|each|every|1) (?:(?:U\.?S\.?|American|Chinese|Hong Kong) )?"
    r"(?:dollar|euro|yuan|renminbi|yen|won|greenback|pound)\b",
    re.IGNORECASE,
)
"""Behind a rate of exchange: "107 yen to the dollar"."""
_OF_A_PAPER = re.compile(r"\b\d+ pages\b|\b[Ss]ubscri(?:be|ption)s?\b[^.]{0,30}\bfrom\b|\b[Dd]ay tickets?\b")
"""What a report, a subscription or a ticket costs is nothing that an article is about."""
_OF_THRESHOLDS = frozenset({"over", "at least", "under", "up to"})
_OLDEST, _YOUNGEST = 99, 14


def is_unreal(text: str) -> bool:
    """Whether a sentence supposes or denies what it tells of."""
    return bool(_HYPOTHETICAL.match(text) or _DENIED.search(text))


def is_aside(text: str, amount: Amount) -> bool:
    """Whether a quantity says nothing of what the article is about: a document's pages, an age, a threshold."""
    if (
        amount.kind == "money"
        and not amount.scaled
        and (_RATE_BEHIND.match(text, amount.end) or _OF_A_PAPER.search(text))
    ):
        return True
    if amount.kind == "money" and amount.bound == "exact":
        return False
    before = text[max(0, amount.lead - 90) : amount.lead]
    if amount.kind == "count" and amount.spelled and _WHO_SAID.match(text, amount.number_end):
        return True
    if amount.bound in _OF_THRESHOLDS and amount.kind in ("money", "count") and _DEFINED.search(before):
        return True
    if amount.kind == "count" and (
        _SURVEYED.search(before) or _INHABITED.search(before) or _INHABIT.match(text, amount.number_end)
    ):
        return True
    if amount.kind == "duration":
        if _EVERY.search(before) and amount.unit in ("month", "year", "week"):
            return True
        is_ago = _AGO.match(text, amount.end) and amount.pair != "from" and not _FROM.search(before)
        return bool(_RECORD.search(before) or is_ago)
    if amount.kind != "count":
        return False
    noun = amount.noun.rsplit(" ", 1)[-1].lower()
    if _IN_A_ROW.match(text, amount.number_end):
        return True
    if noun in _NEVER_FIGURES or (noun and _LONG.match(text, amount.end)):
        return True
    if amount.spelled and amount.value < 13 and (_ONE_OF.search(before) or _SPAN_OF_TIME.match(text, amount.end)):
        return True
    if amount.bound in ("under", "over") and not noun and _AGES.search(before) and amount.value <= _OLDEST:
        return True
    return (
        not noun
        and not amount.scaled
        and _YOUNGEST <= amount.value <= _OLDEST
        and bool(_AGED.search(before) or (_PERSON_AGED.search(before) and _AGE_ENDS.match(text, amount.end)))
        and bool(re.match(r"(?: and\b| years\b)?[.,;]|$| and\b", text[amount.end : amount.end + 6]))
    )
