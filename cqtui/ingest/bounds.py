"""Bounds: "over", "nearly", "at least", before a number or behind it, and the ends of "from A to B"."""

from __future__ import annotations

import re

from cqtui.ingest.guarded import ended
from cqtui.model import Bound

_BOUNDS: tuple[tuple[str, Bound], ...] = (
    (r"no (?:less|fewer) than|not (?:less|fewer) than|at least|a minimum of|minimum|or more than|≥", "at least"),
    (
        r"no more than|not more than|at most|up to|a maximum of|maximum|as (?:many|much|high) as|not exceeding|≤",
        "up to",
    ),
    (
        r"(?:slightly |a little |well |far |just )?(?:more than|over|above|greater than|higher than|upwards? of|in "
        r"excess of|to top|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|past|beyond|broke(?: "
        r"through)?|break(?:s|ing)? through|crossed|passed|(?:(?<=to )|(?<=ll )|(?<=ld ))(?:pass|top|cross|break|"
        r"beat)|crossing|passing|topping|north of)(?: the)?|>|≥",
        "over",
    ),
    (
        r"nearly|almost|close to|just (?:under|below|shy of|short of)|a little (?:under|below|less than)|slightly "
        r"(?:under|below|less than)|approaching|nearing|hardly|barely|not quite|near|getting on "
        r"for|shy of|the best part of|verging on",
        "nearly",
    ),
    (r"(?:somewhat |slightly |just )?(?:less than|fewer than|under|below|lower than|south of)|<", "under"),
    (
        r"about|around|perhaps|maybe|possibly|something like|(?:in|of|on) the order of|approximately|"
        r"approx\.?|roughly|some|circa|ca\.?|~|≈|an estimated|estimated|or so|in the "
        r"region of|somewhere around|more or less",
        "about",
    ),
)


_BOUND = ended(
    r"(?:(?<=[\s(,:—–])|^)(?:"
    + "|".join(f"(?P<b{number}>{pattern})" for number, (pattern, _bound) in enumerate(_BOUNDS))
    + r")"
    r"(?:[ \u00a0](?:a total of|a|an|the|some|to|its|another|than))*[ \u00a0]?$",
    "than|least|minimum|≥|to|most|maximum|many|much|high|exceeding|≤|over|above|of|top|exceed|exceeds|exceeded|"
    "surpass|surpasses|surpassed|surpassing|topped|topping|tops|past|beyond|broke|through|crossed|passed|pass|cross|"
    "break|beat|crossing|passing|the|>|nearly|almost|under|below|approaching|nearing|hardly|barely|quite|near|for|on|"
    "<|about|around|perhaps|maybe|possibly|like|approximately|approx|approx.|roughly|some|circa|ca|ca.|~|≈|estimated|"
    "so|less|a|an|its|another|as",
)


LATER_BOUND: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (
        re.compile(
            r"[ \u00a0]?(?:or more|or above|and above|and more|or higher|-plus|plus|\+)(?![\w%])", re.IGNORECASE
        ),
        "at least",
    ),
    (re.compile(r"[ \u00a0-]?(?:or so\b|,? give or take|-odd\b|odd\b|or thereabouts)", re.IGNORECASE), "about"),
    (re.compile(r"[ \u00a0]above(?= *(?:[.;,]|$))", re.IGNORECASE), "over"),
    (re.compile(r"[ \u00a0]?(?:or less|or fewer|or below|at most)\b", re.IGNORECASE), "up to"),
)


_DENIED = re.compile(
    r"(?:\b(?:nothing|no one|nobody|none|never|neither|not|without|hardly ever|rarely|seldom|cannot)|n['’]t)\b(?! only)"
    r"(?: (?!but\b)[a-z]+){0,3} $",
    re.IGNORECASE,
)
"""Words that turn a bound round: "never fell below 56 million" is at least as much."""


def bound_before(text: str, start: int) -> tuple[Bound, int]:
    """The bound that the words before `start` set, and where they begin."""
    low = max(0, start - 44)
    match = _BOUND.search(text[low:start])
    if not match:
        return "exact", start
    for number, (_pattern, bound) in enumerate(_BOUNDS):
        if match[f"b{number}"]:
            begin = low + match.start()
            word = match[f"b{number}"].lower()
            denied = _DENIED.search(text[max(0, begin - 34) : begin]) if bound in ("under", "over") else None
            if denied:
                return ("at least" if bound == "under" else "up to"), begin
            if bound == "up to" and word in ("up to", "as many as", "as much as", "as high as"):
                reached = re.search(
                    r"(?:amount(?:s|ed|ing)?|add(?:s|ed|ing)?|reach(?:es|ed|ing)?|is|was|were|are|went|been|being|"
                    r"of [a-z ]{3,30}|"
                    r"volume|value|output|rate|proportion|share|ratio|total(?:led|ed|ing)?) $",
                    text[:begin],
                )
                if reached or (word != "up to"):
                    return "exact" if word == "up to" else "up to" if word in (
                        "as many as",
                        "as much as",
                    ) and re.search(
                        r"\b(?:can|could|will|would|may|might|plan\w*|aim\w*|intend\w*|seek\w*|want\w*|"
                        r"hop(?:es?|ing))\b"
                        r"[^.;]{0,40}$",
                        text[:begin],
                    ) else "exact", begin
            if (
                word == "some"
                and not re.search(r"[\d$¥€]", text[start : start + 4])
                and not text[start : start + 3].isalpha()
            ):
                return "exact", start
            if word == "over" and re.search(r"\bturn(?:s|ed|ing)? $", text[:begin]):
                return "exact", start
            if word in ("past", "near", "passed", "crossed") and re.search(r"\b(?:the|in) $", text[:begin]):
                return "exact", start
            return bound, begin
    return "exact", start


_FROM = ended(r"\bfrom\s+(?:the\s+|a\s+|only\s+|just\s+)?$", "from|the|a|only|just")
_TO = ended(r"\b(?:to|into)\s+(?:a\s+|the\s+|its\s+)?$", "to|a|the|its")


def pair_of(text: str, lead: int) -> str:
    """Which end of "from A to B" the amount whose words begin at `lead` is, if either."""
    before = text[max(0, lead - 14) : lead]
    if _FROM.search(before):
        return "from"
    if _TO.search(before):
        return "to"
    return ""
