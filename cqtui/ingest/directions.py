"""The words of movement around a quantity: "rose", "an increase of", "more than", "a year", "2,000 fewer than"."""

from __future__ import annotations

import re
from functools import cache

from cqtui.ingest.cues import cues
from cqtui.ingest.guarded import either, ended
from cqtui.ingest.units import Amount

_ONLY_AFTER = frozenset(
    {
        "more",
        "less",
        "fewer",
        "above",
        "below",
        "greater",
        "higher",
        "lower",
        "cheaper",
        "shorter",
        "ahead",
        "raised",
        "cut",
        "cuts",
    }
)
_FILL = (
    r"(?:\s+(?:by|of|at|a|an|the|rate|rates|was|is|were|be|hit|reached|stood|came|its|further|another|some|about|"
    r"only|just|nearly|over|target|averaged|averaging|average|averag|annual|yearly|compound|whopping|respectable|"
    r"modest|mere|full|total|around|as|much|to be|year|on|ŧ+|[a-z]+ly|roughly|quarterly|monthly|sharp|strong|"
    r"no more than|no less than|not more than|not less than|faster|healthy|between|respective|combined|cumulative|"
    r"\([^)]{0,20}\)))*"
)


@cache
def _words(side: str) -> str:
    """The words of a direction that may stand before how much it was."""
    words = (word for word in cues()["change"][side] if word not in _ONLY_AFTER)
    return either(sorted(words, key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    """ "rose", "an increase of", "was up by" right before how much."""
    not_up = "".join(
        f"(?<!{word} )"
        for word in ("made", "make", "makes", "making", "set", "taken", "taking", "takes", "took", "take", "sum")
    )
    return re.compile(
        rf"\b(?=[a-z])(?:{not_up}(?P<up>{_words('up')})|(?P<down>{_words('down')}))\b{_FILL}\s*[(]?\s*$",
        re.IGNORECASE,
    )


@cache
def _by() -> re.Pattern[str]:
    """ "raised its output by"."""
    return re.compile(
        rf"\b(?:(?P<up>{_words('up')}|rais(?:es?|ed|ing)|lift(?:s|ed|ing)?|"
        rf"beats?|beating|outpac(?:es?|ed|ing)|outstripp?(?:s|ed|ing)?|"
        rf"(?:exceed|surpass)(?:s|es|ed|ing)?(?= (?:the )?ŧ))|(?P<down>{_words('down')}|cuts?|cutting))\b"
        rf"[^.;\d%]{{1,60}}\bby\s*[(]?\s*$",
        re.IGNORECASE,
    )


_BY = re.compile(r"\bby\s*[(]?\s*$")


_GROWTH_WAS = re.compile(
    r"\b(?:(?P<up>growth|increase|expansion|rise|gain|improvement)|(?P<down>decline|decrease|fall|drop|"
    r"contraction|slump))"
    r"(?: rate)?(?: (?:in|of|for)(?: [A-Za-z-]+){1,5})? (?:was|is|were|reached|hit|stood at|"
    r"came to|came in at|"
    r"slowed to|quickened to|accelerated to|eased to|narrowed to|widened to|averaged) (?:only |just |about |"
    r"nearly |some )?$"
)
"""What a movement was, of what stands between: "growth in output value was 7.8%"."""


CONTRIBUTION = re.compile(
    r"\bcontribution(?: rate)?\b[^.;,]{0,50} to\b[^.;,]{0,50}\b(?:growth|increase|expansion)\b[^.;,]{0,50}$"
)

"""What leads to a part of growth, which is no movement: "its contribution rate to industrial growth was 36.8%"."""


def led(before: str) -> re.Match[str] | None:
    """The word before an amount that makes it a movement; none where it is what something adds to one."""
    if CONTRIBUTION.search(before):
        return None
    return (
        _before().search(before) or (_by().search(before) if _BY.search(before) else None) or _GROWTH_WAS.search(before)
    )


AFTER = re.compile(
    r"[)]?\s*-?(?:(?:year|month|quarter|y|m|q)[- /]?(?:on|over|o)[- /]?(?:year|month|quarter|y|m|q)|yoy|qoq|mom|"
    r"annual(?:ly|ised|ized)?|ŧ+|year-to-year)?\s*"
    r"(?:(?P<up>increase|rise|growth|jump|gain|surge|hike|improvement|leap|expansion|higher|more|above(?! "
    r"*(?:[.;,]|$))|greater|"
    r"up(?= (?:on|from|over|year|compared|at|ŧ)|[.;,]|$)|bigger|faster|larger|ahead)|"
    r"(?P<down>decrease|drop|decline|fall|reduction|cut|lower|less|fewer|below|"
    r"down(?= (?:on|from|over|year|compared|at|ŧ)|[.;,]|$)|cheaper|"
    r"slump|dip|shorter|smaller|short of))\b",
    re.IGNORECASE,
)
YEAR_ON_YEAR = re.compile(
    r"[)]?\s*-?(?:year[- ]on[- ]year|y[-/]?o[-/]?y|month[- ]on[- ]month|quarter[- ]on[- ]quarter|qoq|mom|sequentially|"
    r"on[- ](?:year|quarter|month)\b|over the previous|from a year)",
    re.IGNORECASE,
)
SHARE_OF_GROWTH = re.compile(
    r"\b(?:contribut\w+|pull(?:s|ed|ing)?|driv(?:es?|ing)|drove|add(?:s|ed|ing)?)\b[^.;]{0,30}\bgrowth\b"
    r"[^.;]{0,40}\bby $|\bcontribut\w+ $"
)
"""Before points that are a part of growth, not a movement."""
TIMES_THE = re.compile(r"(?:times|fold|twice)?\s*(?:as|the|that|what|those|its|of)\b", re.IGNORECASE)
_YEARLY_BEFORE = re.compile(
    r"\b(?:CAGR|compound(?:ed)?|(?:average|mean)[ -](?:annual|yearly)|(?:annual|yearly) average|averag(?:e|ed|ing)"
    r"(?: (?:rate|growth|increase|rise|gain))* of|annual(?:ised|ized)? (?:growth )?rate)\b[^.;,\d]{0,30}$",
    re.IGNORECASE,
)
_YEARLY_AFTER = re.compile(
    r"[)]?,? (?:(?:a|per|each|every) (?:year|annum)\b(?! (?:earlier|ago|before))|"
    r"annually\b|CAGR\b|compound\b)",
    re.IGNORECASE,
)


THAN_ANOTHER = re.compile(
    r"(?: (?:higher|lower|more|less|above|below|better|worse|faster|slower|ahead|shy|short|over|under)){1,2}"
    r"(?: than| of)? (?:(?:the|its|their|our) )?"
    r"(?:(?:national|provincial|world|global|industry|regional|domestic|overall|city|country)(?:['’]s)? |"
    r"[A-Z][\w-]+['’]s )?"
    r"(?:average|mean|target|plan|goal|budget|forecast|expectations?|(?:that of|those of|the figure for)"
    r"(?! (?:the |a )?(?:ŧ|previous|same period)))\b"
)
"""Behind an amount by which a level differs from another's or from a plan, which is no change of its own."""


THAN_MEANT = re.compile(r"(?:planned|expected|forecast|hoped|budgeted|promised|needed|required|allowed|usual)\b")
MORE_THAN = re.compile(
    r" (?:(?!(?:with|of|for|by|in|at|and|to|has|have|on|from|is|are|or) )[a-z]+ )?"
    r"(?:(?P<up>more|higher)|(?P<down>less|fewer|lower)) than (?!in all\b)"
)
TO_LEVEL = re.compile(r"[^.;,\d]{0,40}\b(?:to|reaching) (?:about |some |over |nearly )?")


BY_OR_OF = ended(
    r"\b(?:by|of)(?: about| some| a further| another)?\s*$",
    "by|of|about|some|further|another",
    re.NOFLAG,
)


@cache
def differing() -> re.Pattern[str]:
    """ "rose by", "an increase of", before a count by which a level differs."""
    return re.compile(
        rf"\b(?:(?P<up>{_words('up')})|(?P<down>{_words('down')}))(?: by| of)(?: about| some| a further| another)?\s*$",
        re.IGNORECASE,
    )


def is_yearly_rate(text: str, amount: Amount) -> bool:
    """Whether a movement is a rate that holds for each year ("9.7% a year on average"), not one level's change."""
    if amount.kind != "percent":
        return False
    return bool(
        _YEARLY_BEFORE.search(text[max(0, amount.lead - 60) : amount.lead]) or _YEARLY_AFTER.match(text, amount.end)
    )
