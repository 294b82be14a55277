"""Parts and multiples in words: "a third", "one in ten", "doubled", "a quarter of a million"."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cqtui.ingest.bounds import bound_before, pair_of
from cqtui.ingest.guarded import Guarded, either, guarded
from cqtui.ingest.numerals import ORDINALS, WORDS, numeral
from cqtui.ingest.seeking import Seeking
from cqtui.ingest.units import STOPS, Amount, Kind, noun_phrase, rate, with_unit

_NO_NOUNS = (
    "more", "less", "fewer", "higher", "lower", "larger", "bigger", "smaller", "shorter", "cheaper", "faster", "came",
    "come", "comes", "go", "goes", "went", "leave", "share", "above", "below", "sold", "bought", "back",
    "again", "here", "there", "today", "then",
)  # fmt: skip
"""Words behind a fraction, beside those that end a noun phrase: "a third more"; "a third plant" is an ordinal."""
FRACTION = guarded(
    r"\b(?:(?:(?P<num>an?|one|two|three|four|five|six|seven|eight|nine|\d)[ -])(?P<den>half|halves|thirds?|"
    r"quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b(?= (?:"
    + "|".join(sorted((*_NO_NOUNS, *STOPS), key=len, reverse=True))
    + r")\b|[,.;:)—–-]|\s*$)(?! (?:of (?:19|20)\d\d|quarter|generation|year\b|largest|"
    r"time|place|party|phase|anniversary|to last|"
    r"of (?!the |its )(?:\w+ )?(?:growth|loss(?:es)?|declines?|falls?|gains?|contraction|decreases?|"
    r"increases?|expansion)))|"
    r"(?P<half>half)(?= (?:of|the|its|their|that|all|what|a(?=ll))\b)|(?P<endhalf>half)(?=[.,;](?:\s|$)|$))",
    "half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth",
)


SCALE_OF = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}


PART_OF_SCALE = guarded(
    r"\b(?P<num>an?|one|two|three|four)[ -](?P<den>half|thirds?|quarters?|fifths?|tenths?) of an? "
    r"(?P<scale>hundred|thousand|million|billion|trillion|dozen)\b",
    "half|third|quarter|fifth|tenth",
)


PART_OF_POINT = guarded(
    r"(?<!\d of )(?<!and a )\b(?:(?:(?P<half>half (?:an?|of an?|of one))|(?P<num>an?|one|two|three|four)[ -]"
    r"(?P<den>thirds?|quarters?|fifths?|tenths?)(?: of an?| of one)?|a (?:full|whole|single)) "
    r"(?P<what>percentage[ -]point|per ?cent(?:age)? point|point|per ?cent)|a (?:percentage|per ?cent) point)\b",
    "point|per cent|percent",
)
"""Half a percentage point, a quarter of a point, a full point."""

SLASHED = guarded(r"(?<![\d/.,-])(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?![\d/.-])", "/", re.NOFLAG)

PART_OF_TIME = guarded(
    r"\b(?:half an? (?P<unit>hour|day|week|month|year)|(?P<fortnight>a fortnight|one fortnight))\b(?!['’-])",
    "half|fortnight",
)

_NUMBER = r"\d{1,3}|" + "|".join(sorted(WORDS, key=len, reverse=True))
OUT_OF_EVERY = guarded(
    rf"\bof every (?P<n>hundred|thousand|{_NUMBER}) (?P<noun>[a-z][\w ]{{2,60}}?),?(?: (?:\w+ ){{0,5}}?)?"
    rf"(?<= )(?P<m>{_NUMBER})\b(?! (?:million|per ?cent|of every|[a-z]+ of every))",
    "of every ",
)


NTH_OF_MANY = guarded(r"\b\d[\d,.]*[ -](?P<scale>thousand|million|billion)th\b", "thousandth|millionth|billionth")


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
    r"\b(?P<a>one|two|three|four|five|six|seven|eight|nine|\d{1,3})"
    r"(?:(?: [a-z]+)? (?P<of>in|out of)| of| from)(?: an?)?(?: "
    r"every| each)?(?: (?:about|nearly|roughly|around))? (?P<b>two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"twenty|hundred|a hundred|\d{1,4})\b(?![,.]\d| (?:million|billion|percent|per cent|years|months|weeks|days|hours|"
    r"minutes|hundred|"
    r"thousand)|%)",
    re.IGNORECASE,
)


EVERY = guarded(
    r"\b(?:for|of|in|out of|among|from)? ?every (?P<n>[a-z]+|\d{1,4}) (?P<noun>[a-z][a-z -]{2,40}?)(?: and "
    r"(?P<n2>[a-z]+|\d{1,4}) (?P<noun2>[a-z][a-z -]{2,40}?))?"
    r"(?: (?:sold|made|produced|shipped|manufactured|exported|bought|assembled|built|used)\b[^,.;]{0,40})?,? "
    r"(?:one|1)(?: of them)? (?:is|was|are|were|comes?|came|has|had|will|bears?|carries)\b",
    "every ",
)


ANOTHER_LEVEL = (
    r"(?:the (?:figure|number|level|total|amount|volume|sum|output|value)|that|what|of (?:last|that|what|the)|"
    r"last year)"
)
"""Behind so many times: what a level is so many times of ("double the figure a year earlier")."""
MULTIPLE = guarded(
    r"\b(?P<word>(?:more than |nearly |almost |over |roughly )?(?:doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|"
    r"ing)|(?:(?<=to )|(?<=will )|(?<=ould )|(?<=may )|(?<=might )|(?<=can )|"
    r"(?<=than )|(?<=nearly )|(?<=almost )|(?<=about ))"
    r"(?:double|triple|treble|quadruple|quintuple|halve))\b(?!-digit)|"
    rf"\b(?P<level>double|triple|treble|quadruple)(?= {ANOTHER_LEVEL})|"
    r"\b(?P<fold>two|three|four|five|six|seven|eight|nine|ten)fold\b|"
    r"\b(?P<twice>twice)(?= (?:the|as (?!an? |the |part)|that|its|what|those))",
    "doubl|tripl|trebl|quadrupl|quintupl|halv|fold|twice",
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
            and not re.match(
                r"\s+(?:of (?!(?:19|20)\d\d|an? (?:hour|century|mile))|more|less|fewer|higher|"
                r"lower|share)",
                text[match.end() :],
            )
            and not re.search(
                r"\b(?:by|to|from|than) (?:about |nearly |over |almost |some |more than |a good )?$",
                text[: match.start()],
            )
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
        pair=pair_of(text, lead),
    )


def multiple_amount(text: str, match: re.Match[str]) -> Amount:
    word = match["word"] or match["level"]
    if word:
        stem = next(stem for stem in _MULTIPLES if stem in word.lower())
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


def parts(seeking: Seeking) -> None:
    """Adds to `seeking` what its text states as a part or a multiple in words."""
    text = seeking.text
    for match in EVERY.finditer(text):
        _one_of_every(seeking, match)
    for match in OUT_OF_EVERY.finditer(text):
        _so_many_of_every(seeking, match)
    for pattern, reader in _READERS:
        if pattern is ONE_IN and not _IN_OF_FROM.search(text):
            continue
        for match in pattern.finditer(text):
            if seeking.free(*match.span()) and (amount := reader(seeking, match)) is not None:
                seeking.add(amount)


def _whole_match(match: re.Match[str], value: Decimal, kind: Kind, **more: Any) -> Amount:
    """An amount whose number is all of a match, with the words that bound it."""
    start, end = match.span()
    bound, lead = bound_before(match.string, start)
    given: dict[str, Any] = {"bound": bound, "lead": lead, "spelled": True, "pair": pair_of(match.string, lead), **more}
    return Amount(start, end, start, end, value, kind, **given)


def _one_of_every(seeking: Seeking, match: re.Match[str]) -> None:
    """ "For every three tablets and eight phones sold, one is made here": two shares."""
    text = seeking.text
    for n, noun in (("n", "noun"), ("n2", "noun2")):
        number = numeral(text, match.start(n)) if match[n] and match[noun] else None
        if number is None or number.value <= 1 or not seeking.free(match.start(n), match.end(noun)):
            continue
        end = match.end(noun)
        if not match["n2"]:
            last = max(text.lower().rfind(one, end, match.end()) + len(one) for one in (" one ", " 1 ", " one's "))
            end = last - 1 if last > end else end
        seeking.found.append(
            Amount(
                match.start(n),
                end,
                match.start(n),
                number.end,
                as_percent(Decimal(1), number.value),
                "percent",
                unit="percent",
                bound="about",
                noun=match[noun],
                items=_items(seeking, match.start(noun), match.end(noun)),
                fraction=True,
                spelled=True,
                lead=match.start(n),
                of="every",
            )
        )
    seeking.taken.append(match.span())


def _items(seeking: Seeking, start: int, end: int) -> tuple[str, ...]:
    inside = (hit.term.id for hit in seeking.hits if hit.term.sort == "item" and start <= hit.start and hit.end <= end)
    return tuple(inside)[:1]


def _so_many_of_every(seeking: Seeking, match: re.Match[str]) -> None:
    """ "Of every five people hired, two had gone": the share stands at the second number."""
    many = {"hundred": 100, "thousand": 1000}.get(match["n"].lower())
    bottom = Decimal(many) if many else _value(match, "n")
    top = _value(match, "m")
    if top is None or bottom is None or not 1 < top < bottom or not seeking.free(*match.span("m")):
        return
    items = _items(seeking, match.start("noun"), match.end("noun"))
    start, end = match.span("m")
    seeking.found.append(
        Amount(
            start,
            end,
            start,
            end,
            as_percent(top, bottom),
            "percent",
            unit="percent",
            noun=match["noun"],
            items=items,
            fraction=True,
            spelled=True,
            lead=start,
            of="every",
        )
    )
    seeking.taken.append(match.span())


def _value(match: re.Match[str], group: str) -> Decimal | None:
    number = numeral(match.string, match.start(group))
    return number.value if number else None


def _one_in(seeking: Seeking, match: re.Match[str]) -> Amount | None:
    top, bottom = _value(match, "a"), _value(match, "b")
    if top and not bottom and match["b"].lower().endswith("hundred"):
        bottom = Decimal(100)
    text = seeking.text
    if (
        not top
        or not bottom
        or not top < bottom
        or re.search(r"\b(?:[Pp]art|[Pp]age|[Ss]tep|[Pp]hase|[Ii]ssue) $", text[: match.start()])
        or (match["of"] is None and _PLACES.match(text, match.end()))
    ):
        return None
    end, items, noun = noun_phrase(text, match.end(), seeking.nouns, allow_unknown=True)
    amount = _whole_match(match, as_percent(top, bottom), "percent", unit="percent", fraction=True)
    return amount._replace(end=end, items=items, noun=noun)


def _part_of_scale(seeking: Seeking, match: re.Match[str]) -> Amount | None:
    share = fraction_value(seeking.text, match["num"], match.start("num"), match["den"])
    low = share * SCALE_OF[match["scale"].lower()] / 100
    common = _whole_match(match, low.to_integral_value(), "count", scaled=True, pair="")
    made = with_unit(seeking.text, common, None, seeking.nouns, seeking.units)
    return rate(seeking.text, made)[0] if made is not None else None


def _part_of_point(seeking: Seeking, match: re.Match[str]) -> Amount:
    if match["num"]:
        value = fraction_value(seeking.text, match["num"], match.start("num"), match["den"]) / 100
    else:
        value = Decimal("0.5") if match["half"] else Decimal(1)
    points = match["what"] is None or "point" in match["what"].lower()
    kind: Kind = "points" if points else "percent"
    return _whole_match(match, value, kind, unit="percentage point" if points else "percent")


def _part_of_time(_: Seeking, match: re.Match[str]) -> Amount:
    if match["fortnight"]:
        return _whole_match(match, Decimal(14), "duration", unit="day")
    return _whole_match(match, Decimal("0.5"), "duration", unit=match["unit"].lower())


def _years_running(_: Seeking, match: re.Match[str]) -> Amount | None:
    """ "The largest for 11 consecutive years", "for the third straight year": for so long somebody has been first."""
    if not _FOREMOST.search(match.string):
        return None
    number = next(one for one in ("nth", "n", "n2") if match[one])
    value = Decimal(_NTH[match["nth"].lower()]) if number == "nth" else _value(match, number)
    if value is None:
        return None
    start, end = match.start(number), match.end()
    return Amount(start, end, start, match.end(number), value, "duration", unit="year", of="running", lead=start)


_NTH = {word: value for word, value in ORDINALS.items() if 1 < value <= 12} | {
    f"{value}{end}": value for value in range(2, 60) for end in ("st", "nd", "rd", "th")
}
_FOREMOST = re.compile(
    r"\b(?:first place|first in|ranks?|ranked|ranking|largest|biggest|[Nn]o\. ?1|number one|top|leader|leading|"
    r"champion|"
    r"world['’]s (?:most|main))\b"
)
YEARS_RUNNING = guarded(
    rf"\bfor (?:the |a |its )?(?:(?P<nth>{'|'.join(sorted(_NTH, key=len, reverse=True))})[ -]"
    rf"(?:consecutive |straight |successive )year(?! of)|"
    rf"(?:(?P<n>{_NUMBER}) (?:consecutive|straight|successive) years|"
    rf"(?P<n2>{_NUMBER}) years (?:in a row|running|in succession|on end))(?! of))",
    "consecutive|straight|successive|in a row|running|in succession|on end",
)


def _slashed(_: Seeking, match: re.Match[str]) -> Amount | None:
    top, bottom = Decimal(match["top"]), Decimal(match["bottom"])
    return (
        _whole_match(match, as_percent(top, bottom), "percent", unit="percent", fraction=True) if top < bottom else None
    )


def _nth_of_many(seeking: Seeking, match: re.Match[str]) -> Amount | None:
    """ "The 150 millionth computer": so many have been made."""
    whole = numeral(seeking.text, match.start())
    if whole is None:
        return None
    value = whole.value * SCALE_OF[match["scale"].lower()] if whole.scale == 1 else whole.value
    end, items, noun = noun_phrase(seeking.text, match.end(), seeking.nouns, allow_unknown=False)
    made = _whole_match(
        match, value, "count", bound="exact", lead=match.start(), spelled=False, scaled=True, of="th", pair=""
    )
    return made._replace(end=end, items=items, noun=noun) if items else made


def _fraction(seeking: Seeking, match: re.Match[str]) -> Amount | None:
    made = fraction_amount(seeking.text, match)
    return made if made is None or made.value <= _WHOLE else None  # "five quarters of growth" are a time


_WHOLE = 100
"""Percent, beyond which there is no part of anything."""


def _multiple(seeking: Seeking, match: re.Match[str]) -> Amount:
    return multiple_amount(seeking.text, match)


_PLACES = re.compile(
    r" (?:\w+ )?(?:plants?|factories|buildings|sites|phases|companies|firms|bases|cities|makers|parks|zones|lines|"
    r"workshops|projects)\b"
)
"""Nouns of which "one of three" is one, and no share."""
_READERS: tuple[tuple[re.Pattern[str] | Guarded, Callable[[Seeking, re.Match[str]], Amount | None]], ...] = (
    (ONE_IN, _one_in),
    (PART_OF_POINT, _part_of_point),
    (PART_OF_SCALE, _part_of_scale),
    (PART_OF_TIME, _part_of_time),
    (YEARS_RUNNING, _years_running),
    (NTH_OF_MANY, _nth_of_many),
    (SLASHED, _slashed),
    (FRACTION, _fraction),
    (MULTIPLE, _multiple),
)
_PARTS_IN_WORDS = (
    "half", "halves", "thirds?", "quarters?", "fourths?", "fifths?", "sixths?", "sevenths?", "eighths?", "ninths?",
    "tenths?", "every", "point", "percent", "fortnight", "twice", r"doubl\w+", r"tripl\w+", r"trebl\w+",
    r"quadrupl\w+", r"quintupl\w+", r"halv\w+", "per cent",
)  # fmt: skip
_IN_WORDS = guarded(
    r"\b(?:" + either(_PARTS_IN_WORDS) + r")\b|(?<=[a-z])(?:fold|illionth|thousandth)\b| thousandth\b",
    "half|halv|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|every|point|percent|per cent|fortnight|"
    "twice|doubl|tripl|trebl|quadrupl|quintupl|fold|illionth|thousandth",
)
_IN_SO_MANY = re.compile(
    r"\b(?:in|of|from) (?:an? |every |each |about |nearly )*(?:\d|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|twenty|hundred)|\d/\d",
    re.IGNORECASE,
)


_IN_OF_FROM = re.compile(
    r" (?:in|of|from)(?: an?)?(?: every| each)?(?: (?:about|nearly|roughly|around))? (?:two|three|four|five|six|seven|"
    r"eight|nine|ten|twelve|twenty|hundred|a hundred|\d)",
    re.IGNORECASE,
)
"""What stands in "one in ten" behind the one, so that it is sought where it may be."""


def holds_parts(text: str) -> bool:
    """Whether a sentence holds what parts are told with, so that they are sought in it."""
    return bool(_IN_WORDS.search(text) or _IN_SO_MANY.search(text) or YEARS_RUNNING.search(text))
