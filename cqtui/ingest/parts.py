"""Parts and multiples in words: "a third", "one in ten", "doubled", "a quarter of a million"."""

from __future__ import annotations

import re
from decimal import Decimal

from cqtui.ingest.bounds import bound_before, pair_of
from cqtui.ingest.numerals import numeral
from cqtui.ingest.units import STOPS, Amount

_NO_NOUNS = (
    "more", "less", "fewer", "higher", "lower", "larger", "bigger", "smaller", "shorter", "cheaper", "faster", "came",
    "comes", "goes", "share", "above", "below", "sold", "bought", "back", "again", "here", "there", "today", "then",
)  # fmt: skip
"""Words behind a fraction, beside those that end a noun phrase: "a third more"; "a third plant" is an ordinal."""
FRACTION = re.compile(
    r"\b(?:(?:(?P<num>an?|one|two|three|four|five|six|seven|eight|nine|\d)[ -])(?P<den>half|halves|thirds?|"
    r"quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b(?= (?:"
    + "|".join(sorted((*_NO_NOUNS, *STOPS), key=len, reverse=True))
    + r")\b|[,.;:)—–-]|\s*$)(?! (?:of (?:19|20)\d\d|quarter|generation|year\b|largest|"
    r"time|place|party|phase|anniversary|to last))|"
    r"(?P<half>half)(?= (?:of|the|its|their|that|all|what|a(?=ll))\b)|(?P<endhalf>half)(?=[.,;](?:\s|$)|$))",
    re.IGNORECASE,
)


SCALE_OF = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}


PART_OF_SCALE = re.compile(
    r"\b(?P<num>an?|one|two|three|four)[ -](?P<den>half|thirds?|quarters?|fifths?|tenths?) of an? "
    r"(?P<scale>hundred|thousand|million|billion|trillion|dozen)\b",
    re.IGNORECASE,
)


NTH_OF_MANY = re.compile(r"\b\d[\d,.]*[ -](?P<scale>thousand|million|billion)th\b", re.IGNORECASE)


_DENOMINATORS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}


ONE_IN = re.compile(
    r"\b(?P<a>one|two|three|four|five|six|seven|eight|nine|\d{1,3})(?: [a-z]+)? (?:in|out of|of|from)(?: an?)?(?: "
    r"every| each)?(?: (?:about|nearly|roughly|around))? (?P<b>two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"twenty|hundred|a hundred|\d{1,4})\b(?![,.]\d| (?:million|billion|percent|per cent|years|months|hundred|"
    r"thousand)|%)",
    re.IGNORECASE,
)


EVERY = re.compile(
    r"\b(?:for|of|in|out of|among|from)? ?every (?P<n>[a-z]+|\d{1,4}) (?P<noun>[a-z][a-z -]{2,40}?)(?: and "
    r"(?P<n2>[a-z]+|\d{1,4}) (?P<noun2>[a-z][a-z -]{2,40}?))?"
    r"(?: (?:sold|made|produced|shipped|manufactured|exported|bought|assembled|built|used)\b[^,.;]{0,40})?,? "
    r"(?:one|1)(?: of them)? (?:is|was|are|were|comes?|came|has|had|will|bears?|carries)\b",
    re.IGNORECASE,
)


MULTIPLE = re.compile(
    r"\b(?P<word>(?:more than |nearly |almost |over |roughly )?(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|"
    r"ing)|(?<=to )(?:double|triple|treble|quadruple|quintuple|halve))\b|"
    r"\b(?P<fold>two|three|four|five|six|seven|eight|nine|ten)fold\b|"
    r"\b(?P<twice>twice)(?= (?:the|as (?!an? |the |part)|that|its|what|those))",
    re.IGNORECASE,
)


_MULTIPLES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "halv": 2}


def as_percent(top: Decimal, bottom: Decimal) -> Decimal:
    value = top * 100 / bottom
    return value if value == value.to_integral_value() else value.quantize(Decimal("0.1"))


def fraction_value(text: str, num: str, at: int, den: str) -> Decimal:
    number = numeral(text, at)
    top = Decimal(1) if num.lower() in ("a", "an") or number is None else number.value
    return top * 100 / _DENOMINATORS[den.lower().rstrip("s")]


def fraction_amount(text: str, match: re.Match[str]) -> Amount | None:
    if match["half"] or match["endhalf"]:
        before = text[max(0, match.start() - 12) : match.start()].lower()
        if re.search(r"\b(?:first|second|last|latter|other|and a|a|one|year's|next|years? and a) $", before) or (
            match["endhalf"]
            and not re.search(r"\b(?:be|is|was|to|by|nearly|almost|about|over|than|reach|in) $", before)
        ):
            return None
        value = Decimal(50)
    else:
        den = _DENOMINATORS[match["den"].lower().rstrip("s") if match["den"].lower() != "halves" else "halve"]
        word = match["num"].lower()
        number = numeral(text, match.start("num"))
        top = Decimal(1) if word in ("a", "an") else number.value if number else Decimal(1)
        if (
            den == 4
            and match["den"].lower().startswith("quarter")
            and not re.match(r"\s+(?:of (?!(?:19|20)\d\d)|more|less|higher|lower|share)", text[match.end() :])
        ):
            return None
        if den == 2 and word in ("a", "an") and text[max(0, match.start() - 4) : match.start()].lower() == "and ":
            return None
        if (
            word in ("a", "an", "one")
            and den != 2
            and match["den"].lower() == "third"
            and re.match(
                r" (?:line|plant|factory|phase|base|company|of (?:19|20)\d\d|time|year|generation|place|party)",
                text[match.end() :],
            )
        ):
            return None
        value = as_percent(top, Decimal(den))
    bound, lead = bound_before(text, match.start())
    return Amount(
        match.start(),
        match.end(),
        match.start(),
        match.end(),
        value,
        "percent",
        unit="percent",
        bound=bound,
        lead=lead,
        fraction=True,
        spelled=True,
        pair=pair_of(
            text, Amount(match.start(), match.end(), match.start(), match.end(), value, "percent", lead=lead), []
        ),
    )


def multiple_amount(text: str, match: re.Match[str]) -> Amount:
    if match["word"]:
        stem = next(stem for stem in _MULTIPLES if stem in match["word"].lower())
        value, verb = Decimal(_MULTIPLES[stem]), "down" if stem == "halv" else "up"
    elif match["fold"]:
        number = numeral(match["fold"], 0)
        value, verb = (number.value if number else Decimal(2)), ""
    else:
        value, verb = Decimal(2), ""
    first = match.start()
    skipped = re.match(r"(?:more than|nearly|almost|over|roughly) ", text[first : match.end()], re.IGNORECASE)
    start = first + (skipped.end() if skipped else 0)
    bound, lead = bound_before(text, start)
    return Amount(
        start,
        match.end(),
        start,
        match.end(),
        value,
        "times",
        unit="times",
        bound=bound,
        lead=lead,
        verb=verb,
        spelled=True,
        of=text[match.end() : match.end() + 30].strip() if match["twice"] else "",
    )
