"""What is counted or valued: the item of a figure, from its noun, its metric's complement, or nearby."""

from __future__ import annotations

import re

from cqtui.ingest.clauses import Clauses
from cqtui.ingest.lexicon import Hit
from cqtui.ingest.measures import FLOWS_OF_GOODS, Reading
from cqtui.ingest.units import Amount

_NO_ITEM = frozenset(
    {
        "employees",
        "jobs created",
        "companies",
        "enterprises introduced",
        "enterprises settled",
        "projects introduced",
        "projects",
        "area",
        "production lines",
        "zones",
        "clusters",
        "customers",
        "stores",
        "patents",
        "countries",
        "cities",
        "gross domestic product",
        "tax paid",
        "market capitalisation",
    }
)
_CARRIES = frozenset({"value added", "output value", "export value", "import value", "foreign trade value", "revenue"})
_TOO_WIDE = frozenset({"industry", "goods"})
_NAMES_TRADE = re.compile(r"(?! (?:bureau|chain|leader|authorit|ministry|commission|association|worth))[ ]above|\Z")
_FIGURATIVE = re.compile(r"\b(?:the|an|main|its|their|growth|another|this|key)(?: [\w-]+)? engines?$")
"""Laptops are the engine of growth: nothing is counted in engines."""
_OF = re.compile(r"\s*(?:of|for|in|from)\s+(?:the |its |their |all |such |our |these )?(?:\w+ ){0,2}$", re.IGNORECASE)
_COMPOUND = re.compile(
    r"\s*(?:industry(?:'s|’s)?|sector(?:'s|’s)?|makers?|enterprises?|companies)?\s*(?:total |gross |annual )?$",
    re.IGNORECASE,
)


def _since_the_figure_before(amount: Amount, reading: Reading, items: list[Hit], others: list[Amount]) -> Hit | None:
    """The item that opens a new clause of a list: "…, printers 14.39 million, displays 5.3 million"."""
    start = max((other.end for other in others if other.end <= amount.lead), default=-1)
    if reading.at < 0 or start < 0 or reading.at > start:
        return None
    return next((hit for hit in items if start <= hit.start and hit.end <= amount.lead), None)


def item_of(
    text: str,
    amount: Amount,
    reading: Reading,
    hits: list[Hit],
    others: list[Amount],
    clauses: Clauses,
    carried: str | None,
    topic: str | None = None,
) -> tuple[str | None, str]:
    """The item of a figure, with the reason; None where it has none."""
    if amount.items:
        return amount.items[-1], "the noun it counts"
    if amount.unit == "TEU":
        return "container", "the unit it is counted in"
    if reading.metric in _NO_ITEM:
        return None, "the metric has no item"
    items = [
        hit
        for hit in hits
        if hit.term.sort == "item"
        and not (hit.term.id == "engine" and _FIGURATIVE.search(text[max(0, hit.start - 24) : hit.end]))
        and not clauses.apart(hit.start, amount.start)
        and (hit.term.id not in _TOO_WIDE or _NAMES_TRADE.match(text, hit.end))
    ]
    fresh = _since_the_figure_before(amount, reading, items, others)
    if fresh is not None:
        return fresh.term.id, "named since the figure before it"
    if reading.at >= 0:
        for hit in items:
            if hit.start >= reading.end and _OF.fullmatch(text[reading.end : hit.start] + ""):
                return hit.term.id, "what the metric is of"
            if hit.end <= reading.at and _COMPOUND.fullmatch(text[hit.end : reading.at]):
                return hit.term.id, "the word before the metric"
            if reading.at <= hit.start and hit.end <= reading.end:
                return hit.term.id, "inside the metric's own words"
    best: tuple[float, Hit] | None = None
    goods = (
        reading.metric in FLOWS_OF_GOODS
        or reading.metric.startswith("share of")
        or reading.metric
        in (
            "rank",
            "yield",
            "cycle time",
            "changeover time",
            "market share",
            "market size",
            "train journeys",
            "awards",
            "base stations installed",
            "capacity utilisation",
        )
    )
    for hit in items:
        if hit.end <= amount.start:
            gap = amount.start - hit.end
            between = sum(1 for other in others if hit.end <= other.start < amount.start)
            score = 80.0 - gap * 0.15 - clauses.strong(hit.end, amount.start) * 10 - between * 5
        elif hit.start >= amount.end:
            gap = hit.start - amount.end
            between = sum(1 for other in others if amount.end <= other.start < hit.start)
            score = (
                70.0
                - gap * 0.6
                - clauses.strong(amount.end, hit.start) * 30
                - clauses.weak(amount.end, hit.start) * 6
                - between * 40
            )
            if not goods:
                score -= 20
        else:
            continue
        if best is None or score > best[0]:
            best = (score, hit)
    if best and best[0] > (30 if goods else 45):
        return best[1].term.id, "named near it"
    if carried and (goods or reading.metric in _CARRIES):
        return carried, "carried over from the sentence before"
    if (
        topic
        and goods
        and reading.metric
        not in (
            "share of foreign trade",
            "share of own foreign trade",
            "share of GDP",
            "share of exports",
            "share of industrial output value",
            "share of industrial value added",
            "awards",
            "train journeys",
            "changeover time",
            "inventory" if amount.kind == "duration" else "",
        )
    ):
        return topic, "the document's topic"
    if topic and re.search(r"\bthe (?:sector|industry)\b", text) and not amount.spelled:
        return topic, "the industry the document is about"
    return None, "none named"


TRADES = frozenset(
    {
        "electronics",
        "industry",
        "industry above designated size",
        "manufacturing",
        "automobile industry",
        "strategic emerging industries",
        "digital economy",
    }
)
"""Items that are whole trades: what "the sector" stands for."""
BROAD = frozenset({"industry", "manufacturing", "industry above designated size"})
"""Trades so wide that one named before is rather meant."""
_OF_A_TRADE = frozenset({"output value", "value added", "industry size", "share of industrial output value"})
_OF_A_SECTOR = _OF_A_TRADE | {
    "revenue",
    "profit",
    "R&D spending",
    "investment",
    "employees",
    "export value",
    "share of GDP",
}
_OF_A_WHOLE_FIRM = frozenset(
    {"revenue", "profit", "market capitalisation", "R&D spending", "fixed-asset investment", "capacity utilisation"}
)
_SECTOR = re.compile(
    r"\b(?:the|this|its|whose) (?:whole )?(?:sector|industry|trade|cluster)\b(?!['’]s (?:\w+ )?(?:ministry|"
    r"association|body))"
)
_LOOSE = ("carried over from the sentence before", "named near it", "the document's topic", "none named")
"""Reasons for an item that a better one may overrule."""


def settled(
    item: str | None, why: str, metric: str, text: str, trade: str | None, is_company: bool, counted: bool
) -> tuple[str | None, str]:
    """The item once it is known whose figure it is: none of a whole company, the trade of a place's sector."""
    if counted or not (why in _LOOSE or why.startswith("the industry the document")):
        return item, why
    if is_company and metric in _OF_A_WHOLE_FIRM:
        return None, "of the whole company"
    if not is_company and trade and why != "named near it":
        if metric in _OF_A_SECTOR and _SECTOR.search(text):
            return trade, "the sector talked of"
        if item is None and metric in _OF_A_TRADE:
            return trade, "the sector talked of"
    return item, why
