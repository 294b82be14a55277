"""The verbs of a sentence with their tense, and the asides whose time is their own.

No parser: a verb is known by its form and the words around it. That is enough to tell what stood, what stands
and what is to come, which decides what a figure without a time of its own may take from elsewhere.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from cqtui.ingest.cues import cues, inflected
from cqtui.ingest.guarded import guarded

Tense = Literal["past", "present", "perfect", "future", "none"]

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|['’](?:s|re|ve|ll|m|d)\b|\d[\d.,]*|[$€£¥]|[^\sA-Za-z\d]")
_ADVERB = frozenset(
    [
        "also",
        "already",
        "now",
        "been",
        "so",
        "far",
        "since",
        "long",
        "recently",
        "just",
        "not",
        "never",
        "only",
        "all",
        "still",
        "then",
        "again",
        "once",
        "thus",
        "ever",
        "even",
        "therefore",
        "today",
        "currently",
        "probably",
        "perhaps",
        "likely",
        "more",
        "than",
        "almost",
        "nearly",
        "about",
        "roughly",
        "over",
    ]
)
_FUTURE = frozenset(("will", "shall", "would", "should", "could", "may", "might", "’ll", "'ll"))
_AUXILIARY = frozenset(
    ("can", "must", "cannot", "has", "have", "had", "'ve", "’ve", "is", "are", "'re", "’re", "am", "was", "were")
)
_BOUND_TO = frozenset(
    [
        "expected",
        "due",
        "set",
        "likely",
        "scheduled",
        "slated",
        "planned",
        "projected",
        "forecast",
        "going",
        "poised",
        "supposed",
        "meant",
        "designed",
        "intended",
        "estimated",
    ]
)
_MEANING_TO = re.compile(
    r"(?:plan|aim|hop|want|expect|intend|pledg|agree|vow|striv|seek|promis|decid|propos|tend)(?:s|es|"
    r"ed|d|e|ing|n?ned|ning)?$"
)
_ONE_DOER = frozenset(
    [
        "it",
        "he",
        "she",
        "which",
        "that",
        "plant",
        "company",
        "firm",
        "line",
        "factory",
        "zone",
        "city",
        "park",
        "group",
        "fab",
    ]
)
_TOLD = frozenset(("said", "announced", "reported", "revealed", "disclosed", "told"))
_LOOKING = frozenset(
    ["expects", "expect", "anticipates", "anticipate", "foresees", "foresee", "predicts", "predict", "envisages"]
)
_NO_SUBJECT = frozenset(
    [
        "a",
        "an",
        "the",
        "its",
        "their",
        "his",
        "her",
        "our",
        "this",
        "these",
        "of",
        "by",
        "with",
        "in",
        "at",
        "for",
        "as",
        "per",
        "each",
        "every",
        "no",
        "any",
        "some",
        "most",
        "more",
        "than",
        "very",
        "so",
        "newly",
    ]
)
_DOERS = frozenset(
    [
        "we",
        "they",
        "who",
        "which",
        "that",
        "you",
        "i",
        "workers",
        "employees",
        "people",
        "lines",
        "companies",
        "firms",
        "plants",
        "factories",
        "hands",
        "makers",
        "engineers",
        "staff",
        "trains",
        "machines",
        "robots",
        "phones",
        "analysts",
        "manufacturers",
        "enterprises",
        "suppliers",
        "zones",
        "parks",
        "exporters",
        "units",
        "all",
        "both",
        "most",
        "products",
        "goods",
        "sales",
        "shipments",
        "exports",
        "officials",
        "women",
        "men",
        "migrants",
        "operators",
        "tenants",
    ]
)
_FIGURELIKE = re.compile(
    r"\d|[$€£¥]|(?:an?|the|its|their|about|some|over|more|less|nearly|up|only|just|around|roughly|"
    r"almost|at|on|in|for|it|"
    r"him|them|me|us|one|two|three|four|five|six|seven|eight|nine|ten|rmb|us|between|from|yuan|half|out|off)$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r",(?=\s)|;|\s[–—-]\s|—|$")
_GOES_ON = re.compile(
    r",\s(?:or\b|up\b|down\b|an? (?:increase|decrease|rise|drop|gain|fall|growth)|compared|against|"
    r"from|with|including|"
    r"\d|over \d|more than|nearly|about)"
)
_RELATIVE = guarded(
    r",\s(?:(?:of|in|at|by|for) (?:which|whom)|which|who|whose|where|when|whom)\s|\s(?:which|that|who)\s",
    "which|that|who|where|when",
    re.NOFLAG,
)
_FRAME = re.compile(r"\W*(?:when|after|since|as|before|if|once|until|by the time|while)\b", re.IGNORECASE)
_OPENS_ASIDE = re.compile(
    r"(?:^|,\s)(?:(?:first|originally|newly|jointly|officially|initially|formally|only|just|once)\s)?$"
)
"""Before a participle with which an aside begins ("Opened in 2010, …")."""
_BEFORE_ASIDE = len(", originally ")
_LETTERS = re.compile(r"[A-Za-z]+\b")
_NO_ASIDE = ("compared", "based", "included", "followed", "led")
_EXPLAINS = re.compile(r"\b(?:quarter|half|period|year|months|season|FY ?\d+) $")
"""Before a bracket that says which time is meant ("the second fiscal quarter (July-September)")."""
_LOOSE_ASIDE = re.compile(
    r", (?:(?:due|scheduled|slated|expected|planned|set|ready) (?:to|for|in|by)|(?:equal|equivalent|up|down) "
    r"(?:to|from)) "
)
"""An adjective behind a comma that brings a time of its own ("a workshop, due to open in October,")."""
_PUT_AT = guarded(
    r"\bputs? (?!into\b|in\b|up\b|on\b|out\b)[^;,.]{2,80} at (?:\w+ ){0,3}(?:[\d,.]+ \w+ \()?$",
    " at ",
    re.NOFLAG,
)
"""Whoever puts a number at so much says what it is."""
_BRACKET = re.compile(r"\([^()]{4,80}\)")


class Verb(NamedTuple):
    """A verb group ("has been put"). `bare` is a form that may be a participle as well ("opened")."""

    start: int
    end: int
    tense: Tense
    bare: bool = False
    saying: bool = False


@cache
def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    lists = cues()["tense"]
    third = frozenset(next(form for form in inflected(verb) if form.endswith("s")) for verb in lists["present"])
    nouns = frozenset(next(form for form in inflected(verb) if form.endswith("s")) for verb in lists["also_nouns"])
    return (
        third,
        nouns,
        frozenset(lists["present"]),
        frozenset(lists["past"]),
        frozenset(lists["participle"]),
        frozenset(lists["no_verbs"]),
    )


@cache
def _saying() -> frozenset[str]:
    return frozenset(cues()["tense"]["saying"])


@lru_cache(maxsize=64)
def verbs(text: str) -> tuple[Verb, ...]:
    """The verb groups of `text` that have a tense, in order."""
    words = list(_WORD.finditer(text))
    lowered = [word[0].lower() for word in words]
    verbal, sayings = _verbal(), _saying()
    found: list[Verb] = []
    reached = 0
    for at, (word, after) in enumerate(itertools.zip_longest(lowered, lowered[1:], fillvalue="")):
        may_be_verb = (
            word in verbal
            or word.endswith("ed")
            or after in ("to", "for")
            or (word.endswith("s") and after[:1].isdigit())
        )
        if at < reached or not may_be_verb or words[at][0] == "May":
            continue
        made = _verb(lowered, at)
        if made is not None:
            tense, reached, bare = made
            saying = word in sayings or lowered[reached - 1] in _TOLD
            found.append(Verb(words[at].start(), words[reached - 1].end(), tense, bare, saying))
    return tuple(found)


_SUMS = frozenset(("come", "amount", "add", "stand", "run"))
"""Plain forms that a figure behind them makes verbs: "stocks come to 300,000"."""


@cache
def _verbal() -> frozenset[str]:
    """The words that open a verb group, whatever stands beside them."""
    third, _nouns, plain, past, _participles, _none = _forms()
    return _AUXILIARY | _FUTURE | _LOOKING | _SUMS | third | plain | past | _saying()


def _verb(words: list[str], at: int) -> tuple[Tense, int, bool] | None:
    """The verb group that begins at word `at`: tense, where it ends, whether it may be a participle."""
    word = words[at]
    before = words[at - 1] if at else ""
    third, nouns, plain, past, participles, none = _forms()
    if not word[0].isalpha() and word[0] not in "'’":
        return None
    if before == "to" and word not in ("be",):
        return None
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in ("can", "must", "cannot"):
        return "present", _group_end(words, at + 1, participles), False
    if word in _FUTURE:
        return "future", _group_end(words, at + 1, participles), False
    if word in ("has", "have") and after == "since":
        return "perfect", at + 1, False
    if word in ("has", "have", "had", "'ve", "’ve"):
        end = _group_end(words, at + 1, participles)
        compound = end > at + 1 and (words[end - 1].endswith("ed") or words[end - 1] in participles)
        if word == "had":
            return "past", end if compound else at + 1, False
        return ("perfect", end, False) if compound and after != "to" else ("present", at + 1, False)
    if word in ("is", "are", "'re", "’re", "am"):
        step = at + 1
        while step < len(words) and words[step] in _ADVERB:
            step += 1
        ahead = words[step] if step < len(words) else ""
        then = words[step + 1] if step + 1 < len(words) else ""
        if ahead == "to" or (ahead in _BOUND_TO and then == "to" and ahead not in ("designed",)):
            return "future", step + 1, False
        return "present", _group_end(words, at + 1, participles), False
    if word in ("was", "were"):
        return "past", _group_end(words, at + 1, participles), False
    if word in _LOOKING:
        return "future", at + 1, False
    if after in ("to", "for") and _MEANING_TO.fullmatch(word):
        return "future", at + 1, False
    if word in third and (word not in nouns or _FIGURELIKE.match(after)):
        return "present", at + 1, False
    which = before in _ONE_DOER and (at < 2 or words[at - 2] != "of")
    if which and word.endswith("s") and after[:1].isdigit():
        return "present", at + 1, False
    if word == "last" and not after[:1].isdigit() and after != "for":
        return None
    if word in _SUMS and after in ("to", "at") and at + 2 < len(words) and words[at + 2][0].isdigit():
        return "present", at + 1, False
    if word in plain and word not in past and (_has_doer(words, at) or _is_plain_verb(before, word, after)):
        return "present", at + 1, False
    if word in past:
        return None if before in _NO_SUBJECT else ("past", at + 1, True)
    if word.endswith("ed") and len(word) > 4 and word not in none and before not in _NO_SUBJECT:
        return "past", at + 1, True
    if word in _saying():
        return "past", at + 1, False
    return None


def _group_end(words: list[str], at: int, participles: frozenset[str]) -> int:
    """Where a group that an auxiliary opens ends: behind its adverbs and its participle or plain verb."""
    step = at
    while step < len(words) and (words[step] in _ADVERB or words[step].endswith("ly")) and step - at < 4:
        step += 1
    if step < len(words) and (words[step].endswith(("ed", "ing")) or words[step] in participles or words[step] == "be"):
        return step + 1
    return at


def _is_plain_verb(before: str, word: str, after: str) -> bool:
    """ "Forwarders quote $7,500": a plural before it and a figure behind it make a plain form a verb."""
    plural = before.endswith("s") and len(before) > 3 and not before.endswith(("ss", "us", "is"))
    return bool(_FIGURELIKE.match(after)) and (plural or word in ("employ", "carry", "quote", "boast", "earn"))


def _has_doer(words: list[str], at: int) -> bool:
    step = at - 1
    while step >= 0 and (words[step] in _ADVERB or words[step].endswith("ly")) and at - step < 3:
        step -= 1
    if step >= 0 and words[step] in _DOERS:
        return True
    behind = words[max(0, at - 6) : at]  # "which in the peak season employ"
    return "," not in behind and any(word in ("which", "who", "they", "we") for word in behind)


@lru_cache(maxsize=64)
def asides(text: str) -> tuple[tuple[int, int], ...]:
    """The spans whose times are their own: relative clauses, participles ("Opened in 2010, …"), brackets."""
    found = [match.span() for match in _BRACKET.finditer(text) if not _EXPLAINS.search(text, 0, match.start())]
    found += [(match.start() + 2, _closed(text, match.end(), comma=True)) for match in _LOOSE_ASIDE.finditer(text)]
    told = verbs(text)
    for match in _RELATIVE.finditer(text):
        comma = text[match.start()] == ","
        if comma or any(match.end() <= one.start <= match.end() + 12 for one in told):
            found.append((match.start() + (2 if comma else 1), _relative_end(text, match.end(), comma, told)))
    for verb in told:
        if not verb.bare or verb.tense != "past" or verb.saying:
            continue
        opening = _OPENS_ASIDE.search(text, max(0, verb.start - _BEFORE_ASIDE), verb.start)
        word = _LETTERS.match(text, verb.start) if opening else None
        if opening is None or word is None or word[0].lower() in _NO_ASIDE:
            continue
        opened = _sentence_start(text, opening.start())
        if any(opened <= one.start < verb.start for one in told):
            continue  # it goes on with what its subject did
        end = _closed(text, word.end(), comma=True)
        until = _sentence_end(text, end)
        if text[end : end + 1] == "," and any(end <= one.start < until for one in told):
            found.append((verb.start, end))
    found += _reduced(text, told)
    return tuple(sorted(found))


def _relative_end(text: str, at: int, comma: bool, told: tuple[Verb, ...]) -> int:
    """Where a relative clause ends; one without a comma at the latest before the verb of the clause around it."""
    end = _closed(text, at, comma)
    inside = [one for one in told if at <= one.start < end]
    if comma or len(inside) < 2:
        return end
    after = next((one for one in inside[1:] if not one.bare and one.tense != "none"), None)
    if after is None or re.search(r"\b(?:and|or|but|to|that|which|who)\b", text[inside[0].end : after.start]):
        return end
    return after.start


def _closed(text: str, at: int, comma: bool) -> int:
    """Where an aside that began before `at` ends."""
    for match in _CLOSING.finditer(text, at):
        if match.group() == "," and _GOES_ON.match(text, match.start()):
            continue
        if match.group() == "," and not comma:
            return match.start()
        return match.start()
    return len(text)


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(";", 0, at), text.rfind("—", 0, at), text.rfind(": ", 0, at)) + 1


def _sentence_end(text: str, at: int) -> int:
    """Where what is told without a stop after `at` ends."""
    stops = (text.find(";", at), text.find("—", at))
    return min((stop for stop in stops if stop >= 0), default=len(text))


def _reduced(text: str, told: tuple[Verb, ...]) -> list[tuple[int, int]]:
    """ "The plant opened in 2011 has …": from a participle to the verb of the clause, with nothing to join them."""
    found = []
    for verb, after in itertools.pairwise(told):
        if not verb.bare or verb.saying or after.saying or verb.tense != "past" or verb.start == 0:
            continue
        between = text[verb.end : after.start]
        if len(between) > 60 or re.search(r"[,;:—–]|\b(?:and|but|or|while|when|which|that|who|to|as|where)\b", between):
            continue
        opened = _sentence_start(text, verb.start)
        framed = _FRAME.match(text, opened)
        if not framed and not any(opened <= one.start < verb.start for one in told):
            found.append((verb.start, after.start))
    return found


@lru_cache(maxsize=64)
def tense_at(text: str, start: int, end: int, opening: int, closing: int) -> Tense:
    """The tense in which the figure from `start` to `end` is told of, in its clause from `opening` to `closing`.

    Kept, as several stages ask for that of each figure.
    """
    apart: list[tuple[int, int]] = []
    for low, high in asides(text):
        if low <= start < high:
            opening, closing = max(opening, low), min(closing, high)
        else:
            apart.append((low, high))
    told = [
        one
        for one in verbs(text)
        if opening <= one.start < closing and not one.saying and not any(low <= one.start < high for low, high in apart)
    ]
    if _PUT_AT.search(text, opening, start):
        return "present"
    before = [one for one in told if one.end <= start]
    if before:
        return before[-1].tense
    return next((one.tense for one in told if one.start >= end), "none")
