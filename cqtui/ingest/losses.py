"""Which sums of money were lost: a loss is a profit below zero."""

from __future__ import annotations

import re

from cqtui.ingest.guarded import guarded
from cqtui.ingest.units import Amount

_KIND = r"(?:net |operating |gross |pre-?tax |quarterly |annual )*"
_SIGNS = guarded(
    r"(?P<loss>\b(?:loss(?:es)?|deficit|in the red)\b|\b(?:lost|los(?:es?|ing)|bled|bleeding)(?: [a-z]+){0,2} $)|"
    r"\b(?:profits?|profitable|profitability|earnings|income|earn(?:ed|s)|surplus|in the black)\b",
    "loss|lost|los|deficit|in the red|bled|bleed|profit|earn|income|surplus|in the black",
)
_BEHIND = re.compile(
    rf" (?:(?:of|in|as) (?:an? )?)?{_KIND}(?P<sign>loss|deficit|profit|earnings|income|surplus)", re.IGNORECASE
)
_PASSED = re.compile(
    r"\b(?:after|of|despite|following|ended|ending|reversing|overcame)(?: [\w-]+){0,5}? $|\b(?:exchange|job|"
    r"impairment) $"
)
"""Before a loss that is over, or that only bore on a profit: "after three years of losses"."""


def is_lost(text: str, amount: Amount) -> bool:
    """Whether a sum of profit or loss is a loss, by the nearest word that tells: "a loss of 3", "its loss narrowed to
    3", "lost 3", "a 3 billion yuan loss"."""
    behind = _BEHIND.match(text, amount.end)
    if behind is not None:
        return behind["sign"].lower() in ("loss", "deficit")
    signs = list(_SIGNS.finditer(text[: amount.lead]))
    if not signs or not signs[-1]["loss"]:
        return False
    return text[signs[-1].end() : amount.lead] == " of " or not _PASSED.search(text, 0, signs[-1].start())
