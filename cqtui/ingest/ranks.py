"""Ranks: which ordinals are a place in an order ("ranking seventh nationwide"); "the third plant" is none."""

from __future__ import annotations

import re
import string

from cqtui.ingest.guarded import guarded
from cqtui.ingest.numerals import ORDINAL, WORDS, ordinal

RANK_BEFORE = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|stood|stands|standing|came|comes|coming|listed|list(?:s|ing)|"
    r"retain(?:s|ed)?|kept|keeps|holds?|held|tak(?:es|ing)|took|secur(?:es|ed)|re?claim(?:s|ed)|regain(?:s|ed)|"
    r"occup(?:ies|ied)|"
    r"finish(?:ed|es)|sit(?:s|ting)|sat|rose to|climb(?:ed|s|ing) to|rising to|moved up to|jumped to|from|to|fell "
    r"to|dropped to|is|was|remained|as)(?: (?:at|in|as|up|to|the|joint|a|respectively|and|nation's|country's|"
    r"world's|now|still|already|also|only))*(?: \w+ and)? *$",
    re.IGNORECASE,
)


RANK_AFTER = re.compile(
    r"(?:[ -]|, )?(?:(?:(?:\w+ )?(?:maker|supplier|producer|vendor|manufacturer|exporter|brand|player|"
    r"chipmaker|foundry|"
    r"phonemaker|carmaker|seller|shipper|provider)s?\b|in (?:the |all of )?(?:world|country|nation|china|asia|"
    r"europe|province|city|region|"
    r"industry|sector)|nationwide|nationally|worldwide|globally|in the world|in terms of|"
    r"of (?:the|its) market|among|place\b|position|"
    r"spot|rank\b|overall|by (?:number|output|revenue|value|sales|shipments|volume))|(?:[ -](?:most|least))?[ "
    r"-]?(?:largest|biggest|highest|busiest|fastest|strongest|leading|best[- ]selling))",
    re.IGNORECASE,
)


FIRST_TO = re.compile(
    r"(?: [\w-]+){0,3} (?:company|brand|maker|manufacturer|firm|enterprise|city|province|zone|supplier|producer|"
    r"country|municipality)(?: company)? to [a-z]+"
)


_CONSECUTIVE = re.compile(
    r"[ -](?:consecutive|straight|successive|time|year|month|quarter|anniversary|generation|phase|half|batch|day|"
    r"week|edition|session|person|floor|hand|party|industrial revolution|plenary|floor|tier|part|line|century|"
    r"birthday|piece|plant|base|factory|company|plan)",
    re.IGNORECASE,
)


_OTHERS_TOO = re.compile(
    r" and [A-Z][\w’'&.-]*(?: [A-Z][\w’'&.-]*)? (?:in )?(?:second|third|fourth|fifth|sixth|\d+th)\b"
)
_OPENS = re.compile(
    r" (?:was|came|is|were|are|went to|followed|stood|ranked)(?: (?:the|its|again|still|now|once|more))* [A-Z]|"
    r",? (?:with \S+ )?(?:was|came|is) [A-Z]"
)
_PLACED = re.compile(r"-(?:placed|ranked|ranking)\b")
_AMONG_NAMES = re.compile(r"[A-Z][\w.&)-]*\)?, (?:in |now |still )?$")

NUMBER_ONE = guarded(
    r"\b(?:No\.?|(?<!s )number(?=[ \u00a0]?\d\d?\b)|ranked|#)"
    r"[ \u00a0]?(?P<digits>\d{1,3})\b(?![.,]\d|%| percent| million| units)|\bnumber "
    r"(?P<word>one|two|three|four|five)\b",
    "number|ranked|#|no.|no |no\u00a0|" + "|".join(f"no{digit}" for digit in string.digits),
)


_BARE_BEFORE = re.compile(
    r"\b(?:(?:it|he|she|city|province|zone|company|country|municipality|region|district|park|[A-Z]\w+) "
    r"(?:is|was|were|are|came|ranked|lay|sits)(?: (?:still|now|only|already))?|"
    r"[^,;]{3,60}, (?:is|was|came|ranked|finished)|put(?:s|ting)? (?:it|us|them|the [a-z]+|[A-Z]\w+)|"
    r"aim(?:s|ing)? (?:for|at)|in|"
    r"(?:up|down|rising|climbing|moving|slipping|falling|rose|climbed|slipped|moved|fell|dropped|jumped)"
    r"(?: from| to)?) $"
)
_BARE_AFTER = re.compile(
    r"(?: place)?(?:[.,;)]|$| (?:although|though|with|and|but|while|in|among|by|behind|after|nationwide|"
    r"worldwide|globally|from|to|overall|a year|last "
    r"year)\b)"
)


_STAYED = re.compile(
    r"\b(?:remain(?:s|ed)|stay(?:s|ed)|kept|held|was|came|rank(?:s|ed)|finish(?:ed|es)|is)(?: (?:in|its|still|"
    r"again))* $"
)
_APPOSED = re.compile(r"[A-Z][\w.&-]*(?: \([^)]*\))?, the $")


def rank(text: str, match: re.Match[str]) -> int | None:
    """The place that a match of `NUMBER_ONE` or `ORDINAL` gives, or None where it is none."""
    if match.re is ORDINAL:
        return ordinal(match) if is_rank(text, match) else None
    if RANK_AFTER.match(text, match.end()) or RANK_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
        return int(match["digits"]) if match["digits"] else WORDS[match["word"].lower()]
    return None


def is_rank(text: str, match: re.Match[str]) -> bool:
    end = match.end()
    if (
        ordinal(match) == 1
        and FIRST_TO.match(text, end)
        and re.search(r"\b(?:the|its|China's|world's|city's) $", text[max(0, match.start() - 10) : match.start()])
    ):
        return True
    if _CONSECUTIVE.match(text, end):
        return False
    if _PLACED.match(text, end):
        return True
    if ordinal(match) > 1 and (
        (match.start() == 0 and _OPENS.match(text, end))
        or _OTHERS_TOO.match(text, end)
        or (match["digits"] and text.startswith(",", end) and _AMONG_NAMES.search(text[: match.start()]))
    ):
        return True
    if ordinal(match) == 1 and _STAYED.search(text[: match.start()]) and _BARE_AFTER.match(text, end):
        return True
    if (
        ordinal(match) > 1
        and _BARE_AFTER.match(text, end)
        and _BARE_BEFORE.search(text[max(0, match.start() - 44) : match.start()])
    ):
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    first = ordinal(match) == 1
    if _APPOSED.search(before) and text.startswith(",", end):
        return True
    if re.search(r"\b(?:for|at) (?:the )?$", before) and first:
        return False
    after = RANK_AFTER.match(text, end)
    before = re.sub(
        r"(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))(?:,? and|,)? )+$",
        "",
        before,
    )
    ranked = re.search(
        r"\b(?:rank(?:s|ed|ing)?|plac(?:ed|ing)|stood|stands|standing|listed|finish(?:ed|es)|came|comes|"
        r"retain(?:s|ed)?|"
        r"position(?:ed)?)(?: (?:at|in|as|up|to|the|joint|respectively|it|them))*(?: \w+ and)? *$",
        before,
    )
    if ranked:
        return not first or not re.search(r"\b(?:came|comes|coming|stood)\b[^.]*$", ranked.group()) or bool(after)
    if after and (
        not first
        or re.match(
            r"[ ](?:place|in (?:the )?(?:world|country|nation|china|asia)|nationwide|nationally|worldwide|globally|"
            r"in terms)",
            text[end:],
            re.IGNORECASE,
        )
    ):
        largest = re.match(r"[ -](?:most |least )?(?:largest|biggest|highest|busiest|leading)", text[end:])
        return (
            bool(RANK_BEFORE.search(before))
            or bool(largest)
            or bool(
                re.match(
                    r" (?:place|nation|world|global|in (?:the )?(?:world|country|nation|china))",
                    text[end:],
                    re.IGNORECASE,
                )
            )
        )
    return False
