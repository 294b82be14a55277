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
    r"\b(?:built|building|plant|factory|project|phase|facility|line|fab|upgrade|expansion|complex|construction|centre|"
    r"center|workshop|base|campus|park|warehouse|terminal|it)\b[^.;]{0,70}\b(?:at a (?:total )?cost of|(?:will|would|"
    r"to|has|have|is expected to|which) cost|costing|cost)(?: (?:about|some|nearly|an estimated|a total of|around))*"
    r"\s*$",
    re.IGNORECASE,
)
FREIGHT = re.compile(r"\b(?:cargo|freight|goods|shipments?|handled|containers?|carried|transported|mail|parcels)\b")
"""Words beside which a weight is one of goods moved."""


def needed_for(text: str, end: int) -> str | None:
    """The metric of a duration that ends at `end`, by what the words behind it say is done in that time."""
    return next((metric for pattern, metric in _NEEDED_FOR if pattern.match(text, end)), None)


def is_built_at(before: str) -> bool:
    """Whether the cost that `before` leads up to is that of building something: an investment."""
    return bool(_BUILT_AT.search(before))
