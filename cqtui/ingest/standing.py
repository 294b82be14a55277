"""Words that tell how a name stands to a figure, and the groups of metrics that owners of a kind share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cqtui.ingest.discourse import Sense
from cqtui.ingest.guarded import guarded
from cqtui.ingest.units import Amount

PLACES = frozenset(
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
FIRMS = frozenset(
    {
        "revenue",
        "profit",
        "gross margin",
        "operating margin",
        "profit margin",
        "dividend",
        "registered capital",
        "assets",
        "debt",
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
WORLDS = frozenset(
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
COUNTS = frozenset(
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
WORLDWIDE = guarded(
    r"^\W*(?:worldwide|globally)\b|\b(?:worldwide|global|world) (?:[\w-]+ ){0,3}?(?:shipments|sales|output|production|"
    r"demand|market|deliveries|revenue|industry)\b(?! share)",
    "world|global",
)
OF_THE_WORLD = guarded(
    r"\b(?:worldwide|global|globally|world|(?:around|across) the globe|in the world|on the planet)\b(?! leader)",
    "world|glob|planet",
    re.NOFLAG,
)
SITE_BEFORE = guarded(
    r"\b(?:lines?|plants?|factory|factories|fab|base|facility|site|works|campus|subsidiar\w+|"
    r"workshops?)\b[^,.;]{0,14}$",
    "line|plant|factory|factories|fab|base|facility|site|works|campus|subsidiar",
    re.NOFLAG,
)
SITE_BEHIND = re.compile(
    r" (?:plants?|factory|factories|fab|base|facility|site|works|campus|subsidiar\w+|workshops?|unit|arm)\b"
)
PART_AT = re.compile(
    r" of (?:them|these|those|which|whom|it|that)(?:,? (?:were|was|are|is|being|alone))?(?: (?:made|assembled|"
    r"produced|built|turned out|"
    r"shipped|sold|earned|generated|located|based))? (?:in|at|from|by|within) (?:the |its )?"
)
EXPLETIVE = re.compile(
    r" (?:is|was|will be|would be|became|becomes) (?:necessary|important|possible|impossible|clear|true|hard|"
    r"easy|difficult|"
    r"estimated|expected|reported|said|known|hoped|planned|understood|the turn of|thanks to|because|not until|"
    r"only in|in)\b|"
    r" (?:do|does|are|is|did|stand|stands)\b(?=[,.;]| now\b| today\b)| (?:took|takes|would take|will take|"
    r"used to take|now takes|once took|is|was) (?:(?:about|only|just|some|"
    r"over|nearly|"
    r"more than) )*(?:\d+|[a-z]+|an?) (?:\w+ )?(?:days?|hours?|weeks?|months?|minutes?|years?|seconds?)\b"
)
OVERALL = guarded(
    r"\W*(?:for the (?:whole|full)|overall|in total|total\b|altogether|worldwide|devices\b|vendors\b|prices\b|"
    r"the channel|looking ahead|over the same period|all told|"
    r"combined)|[^.;]*\b(?:the \w+ market|the market|industry-wide|all vendors|market-wide)\b",
    "whole|full|overall|total|altogether|worldwide|devices|vendors|prices|channel|looking ahead|period|all told|"
    "combined|market|industry-wide",
)
GENERIC = guarded(
    r"(?:^|[,;:]|\band|\bthe|\bsince \w+,)\s*(?:\w+ ){0,2}(?:makers|companies|manufacturers|suppliers|factories|"
    r"brands|firms|enterprises|producers|plants|exporters|assemblers)\b(?! (?:of|in the))",
    "makers|companies|manufacturers|suppliers|factories|brands|firms|enterprises|producers|plants|exporters|assemblers",
)
VERBISH = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|should|[a-z]+ed|produces?|makes?|ships?|employs?|"
    r"exports?|sells?|holds?|runs?|says|plans?|expects?|aims?|wants?|made|sold|built|took|rose|grew|fell|saw|set|"
    r"stands?|"
    r"put|spent|won|stood|numbers|came|comes|shrank|sank|hit|ran|takes?|needs?|earns?|gets?|got|carr(?:y|ies)|costs?|"
    r"brings?|brought|pays?|paid|reach(?:es)?|remains?|accounts|contributes?|forecasts?|hopes?|intends?|turns?|goes|went|"
    r"begins?|began|lost|keeps?|kept)\b"
)
OF_OFFICE = guarded(
    r"\b(?:director|head|manager|president|mayor|representative|deputy|chief|official|committee|"
    r"commission|bureau|side|edge|part|outskirts|east|west|north|south|centre|center|city|heart) of (?:the )?$",
    " of ",
    re.NOFLAG,
)
TOGETHER = guarded(
    r"\b(?:together|between them|combined|jointly|taken together|in all)\b",
    "together|between them|combined|jointly|in all",
    re.NOFLAG,
)
"""What several do together is told of none of them."""
_ALONE = ("employees", "rank", "jobs created", "transit time", "investment")
_GROUPS = (("of places", PLACES), ("of companies", FIRMS), ("counts of companies", COUNTS), ("of goods", WORLDS))


def metric_group(metric: str) -> str:
    """The group of metrics, by whom they are told of, that `metric` is in."""
    if metric.startswith("share"):
        return "shares"
    if metric in _ALONE:
        return metric
    return next((name for name, metrics in _GROUPS if metric in metrics), "other")


class Stretch(NamedTuple):
    """What stands between a figure and the words that may bear on it: the text, the borders of clauses in it
    (2 for more), and the figures."""

    low: int
    high: int
    text: str
    strong: int
    weak: int
    figures: int


def stretch(sense: Sense, amount: Amount, start: int, end: int, among: Iterable[Amount], *, behind: bool) -> Stretch:
    """What stands between a figure and the words from `start` to `end`, `behind` it or before; of figures,
    those `among` which are counted."""
    low, high = (amount.end, start) if behind else (end, amount.lead)
    between = sense.sentence.flat[low:high] if low < high else ""
    strong, weak, figures = sense.clauses.strong(low, high), sense.clauses.weak(low, high), 0
    for one in among:
        if low <= one.start < high and one is not amount:
            figures += 1
    return Stretch(low, high, between, strong if strong < 2 else 2, weak if weak < 2 else 2, figures)


def recency(since: int | None) -> str:
    """How long ago something was mentioned: so many sentences, or None where it never was."""
    if since is None:
        return "never"
    return next((word for most, word in _RECENCIES if since <= most), "long before")


_RECENCIES = ((0, "now"), (1, "1 before"), (2, "2 before"), (4, "some before"))
