"""What time and money are for, where the words behind or before them say it: to deliver, to build, at a cost of."""

from __future__ import annotations

import re

_NEEDED_FOR = tuple(
    (re.compile(rf"(?: or (?:less|more))? (?:in order )?(?:to|for|of) (?:\w+ )?(?:{words})\b"), metric)
    for words, metric in (
        ("deliver|fulfil|fulfill|fill|complete an order|clear customs|ship an order", "lead time"),
        ("build(?:ing)?|construct|erect|put up|construction", "construction time"),
        ("change|switch|retool|reset|reconfigure", "changeover time"),
        ("make|assemble|produce|turn out", "cycle time"),
        ("reach|arrive|get to|travel|cross", "transit time"),
    )
)
_BUILT_AT = re.compile(
    r"\b(?:built|building|plants?|factory|projects?|phase|facility|lines?|fabs?|upgrade|expansion|complex|construction|centre|"
    r"center|workshop|base|campus|park|warehouse|terminal|it)\b[^.;]{0,70}\b(?:at a (?:total )?cost of|(?:will|would|"
    r"to|has|have|is expected to|which) cost|costing|cost)(?: (?:about|some|nearly|an estimated|a total of|around|a "
    r"further|another|an additional|over|more than))*"
    r"\s*$",
    re.IGNORECASE,
)
FREIGHT = re.compile(r"\b(?:cargo|freight|goods|shipments?|handled|containers?|carried|transported|mail|parcels)\b")
"""Words beside which a weight is one of goods moved."""


_STAKE_BEFORE = re.compile(
    r"\b(?:owns?|owned|owning|bought|buys?|acquired?|acquires|acquiring|sold|selling|stake of|shareholding of|"
    r"interest of|sells?)(?: (?:a|an|about|some|just|only|nearly|over|up to|the|its|another|further|remaining))*\s*$"
)
_STAKE = re.compile(
    r"\s*(?:of (?:the )?(?:venture|shares?|equity|joint|company|firm|stock|group)|stake|shareholding|interest\b)"
)
_OF_A_RIVAL = re.compile(r" of (?:the|its|their|what it) (?:time|cost|price|fare|distance|speed|charge|usual)\b")


def is_no_share(text: str, start: int, end: int) -> bool:
    """Whether a percentage is a holding in a company, or a fraction of what something else takes or costs."""
    if _OF_A_RIVAL.match(text, end):
        return True
    stake = _STAKE.match(text, end)
    return bool(stake and ("stake" in stake.group() or _STAKE_BEFORE.search(text[max(0, start - 50) : start])))


TRANSPORT = re.compile(
    r"\b(?:trains?|rail\w*|ships?|shipping|sea|ocean|river|boats?|barges?|routes?|journeys?|containers?|trucks?|lorr\w+|"
    r"freight|cargo|ports?|airport|flights?|by air|by road|trip|voyage|transit|(?:to|from|reach) (?:the )?[A-Z]\w+)\b"
)
"""Words of a journey, beside which "takes 12 days" is a time in transit."""


def needed_for(text: str, end: int) -> str | None:
    """The metric of a duration that ends at `end`, by what the words behind it say is done in that time."""
    return next((metric for pattern, metric in _NEEDED_FOR if pattern.match(text, end)), None)


def is_built_at(before: str) -> bool:
    """Whether the cost that `before` leads up to is that of building something: an investment."""
    return bool(_BUILT_AT.search(before))
