"""What a candidate must satisfy before it is a fact, whoever proposed it.

The words must stand where they are said to, the amounts must follow from the words, the days from
days that are written or from the dateline (never from today), and whoever it is about must be known
or named in the text. A candidate that fails is set aside with the first reason found.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from cqtui import rows, validate
from cqtui.ingest.amounts import Reading, is_rounded, numbers, readings, special
from cqtui.ingest.document import Block, Candidate, Document, SetAside
from cqtui.ingest.guarded import Guarded
from cqtui.model import Change, Entity, Fact, Period, Unit
from cqtui.sanitize import clean, clean_line
from cqtui.vocabulary import Vocabulary, spelled

_NEGATIVE = re.compile(r"[-−–(]\s*[$¥€£₩₹]?\s*\d|\b(?:minus|negative|loss(?:es)?|lost|deficit|in the red)\b", re.I)
_PERCENT = re.compile(
    r"%|％|‰|\bper\s?cent|\bpct\b|\bpoints?\b|\bhalf\b|\bhalves\b|\b(?:third|quarter|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth)s?\b|\bin (?:every|each|\d|two|three|four|five|six|seven|eight|nine|ten)|\bout of\b|\bfor every\b|"
    r"\bevery\b|\bshare\b|(?<![\d/])\d/\d{1,2}(?![\d/])|"
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine) of (?:the )?(?:\d|two|three|four|five|"
    r"six|seven|eight|nine|ten)|百分|成",
    re.I,
)
_PERCENT_SIGN = re.compile(r"%|％|\bper\s?cent\b|\bpct\b", re.I)
_POINTS = re.compile(r"\d\s?bps?\b|\dpct\b|\bpoints?\b|\d\s?p(?:c)?p(?:t|s|ts)?\b|百分点|\bbps?\b", re.I)
_IN_EVERY = re.compile(r"\b(?:in|out of|of) (?:every |each )?(?:\d|[a-z]+$)", re.I)
"""One yuan in four is a share."""
_BASIS = re.compile(r"\bbasis points?\b|\d ?bps?\b", re.I)
_TIMES = re.compile(
    r"\btimes?\b|\w*fold\b|\bdoubl|\btripl|\btrebl|\bquadrupl|\bquintupl|\btwice\b|\bthrice\b|\d\s?[x×]|倍", re.I
)
_RANK = re.compile(
    r"\bfirst|\bsecond|\bthird|\b\w+th\b|\d(?:st|nd|rd|th)\b|\bno\.? ?\d|\bnumber\b|\brank|\btop\b|"
    r"\b(?:largest|biggest|leading|highest|greatest|best|fastest|only|sole)\b|第|位",
    re.I,
)
_SCALES_IN_HEAD: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern, re.I), scale)
    for pattern, scale in (
        (r"\b10[, ]?000\b|万", 10**4),
        (r"\b100[, ]?000\b", 10**5),
        (r"\b100 million\b|\bhundred millions?\b|亿", 10**8),
        (r"\b100 ?(?:m|mn|mln)\b", 10**8),
        (r"\b10 ?k\b", 10**4),
        (r"\bthousands?\b|['’]000s?\b|\b000s?\b|\bk\b", 10**3),
        (r"\bmillions?\b|\bmn\b|\bmln\b|\bm\b", 10**6),
        (r"\bbillions?\b|\bbn\b", 10**9),
        (r"\btrillions?\b|\btn\b", 10**12),
    )
)
_YEAR = re.compile(r"(?<![\d,.])(?:19|20|21)\d\d(?![\d%]|,\d|\.\d)")
_SHORT_YEAR = re.compile(r"(?:\b(?:19|20)\d\d|FY|['’])\s?[-/–]?\s?(\d\d)\b(?!\d)", re.I)
_YEARS_AWAY = re.compile(r"\b(?:year|decade|fiscal|FY|annual|anniversar|月|年)", re.I)
_DECADE = re.compile(r"\bdecades?\b", re.I)
_DAY = re.compile(r"(?<!\d)(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)")
_RELATIVE_DAYS = re.compile(
    r"\b(?:yesterday|today|tomorrow|\w+day|weeks?|days?|nights?|month|months|ago|hours?)\b", re.I
)
_PARTED = re.compile(r"\n[^\S\n]*\n")
_DIMENSIONS_APART = frozenset({("money", "count"), ("money", "duration"), ("money", "rank"), ("rank", "money")})
"""Dimensions of a metric and a unit that no figure joins. Others are: orders may be in yuan, profit in percent."""
_LONGEST_SENTENCE = 4000
_FEW_ROWS = 3
"""Lines with numbers from which on a block is read as a table."""
_HEAD_BLOCKS = 3
"""Blocks before a table's row that may hold its head."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What passed, and what did not."""

    kept: tuple[Candidate, ...]
    set_aside: tuple[SetAside, ...]


class Checker:
    """Checks the candidates of one document."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self._document = document
        self._vocabulary = vocabulary
        self._text = document.text
        self._proposals: dict[Entity, str | None] = {}
        self._rules: tuple[Callable[[Fact, Collection[str]], Iterator[str]], ...] = (
            self._evidence, self._amount, self._change, self._unit, self._period, self._words,
        )  # fmt: skip

    def reason(self, candidate: Candidate, proposed: Collection[str] = ()) -> str | None:
        """Why the candidate is no fact, in one line; None where it is one.

        `proposed` are ids of entities that other candidates of the document propose.
        """
        fact = candidate.fact
        try:
            validate.value(Fact, rows.row(fact))
        except validate.BadRow as error:
            return str(error)
        for one in candidate.proposed:
            if problem := self.proposal(one):
                return problem
        names = {*proposed, *(one.id for one in candidate.proposed)}
        for rule in self._rules:
            for problem in rule(fact, names):
                return clean_line(problem)
        return None

    # The words

    def _evidence(self, fact: Fact, _: Collection[str]) -> Iterator[str]:
        at = fact.evidence
        if at.start is None or at.end is None:
            yield "evidence.start: the figure's place in the text is not given"
            return
        if at.end > len(self._text) or self._text[at.start : at.end] != fact.as_written:
            there = self._text[at.start : at.end][:40]
            yield f"as_written: {fact.as_written[:40]!r} does not stand at {at.start} to {at.end}, where {there!r} is"
        if not at.sentence.strip() or self._sentence_at(fact) is None:
            yield "evidence.sentence: does not stand in the text around the figure"
        if len(at.sentence) > _LONGEST_SENTENCE or _PARTED.search(at.sentence.strip()):
            yield "evidence.sentence: is more than one paragraph"

    def _sentence_at(self, fact: Fact) -> int | None:
        """Where the sentence stands that the figure is in."""
        at = fact.evidence
        assert at.start is not None and at.end is not None
        found = self._text.find(at.sentence, max(0, at.end - len(at.sentence)), at.start + len(at.sentence))
        return found if found >= 0 else None

    # The amounts

    def _amount(self, fact: Fact, _: Collection[str]) -> Iterator[str]:
        began, at = self._sentence_at(fact) or 0, fact.evidence
        for one in numbers(at.sentence):
            cuts = [edge for edge in ((at.start or 0) - began, (at.end or 0) - began) if one.start < edge < one.end]
            if cuts and not (self._in_table(fact) and all(_at_space(at.sentence, edge) for edge in cuts)):
                yield f"as_written: {fact.as_written[:40]!r} cuts {at.sentence[one.start : one.end][:40]!r} in two"
        if fact.value is None:
            return
        reading = self._reading(fact)
        if fact.upper is not None:
            if not _is_range(reading, fact.value, fact.upper, fact.unit):
                yield f"upper: {fact.value} to {fact.upper} does not follow from {fact.as_written[:60]!r}"
            return
        value = fact.value
        if value < 0:
            if not _NEGATIVE.search(f"{fact.as_written} {fact.evidence.sentence}"):
                yield f"value: nothing says that {value} is below zero"
            value = -value
        if value in reading.values or (
            fact.unit in _SHARE_UNITS and any(is_rounded(value, share) for share in reading.shares)
        ):
            return
        yield f"value: {fact.value} does not follow from {fact.as_written[:60]!r}"

    def _in_table(self, fact: Fact) -> bool:
        block = self._block(fact)
        return block is not None and block.kind == "table"

    def _reading(self, fact: Fact) -> Reading:
        start = self._sentence_at(fact)
        assert start is not None and fact.evidence.start is not None
        return readings(fact.as_written, fact.evidence.sentence, fact.evidence.start - start, self._scales(fact))

    def _scales(self, fact: Fact) -> tuple[int, ...]:
        """The scales that a table's head, or its heading, gives to a bare number in it."""
        block = self._block(fact)
        if block is None or not self._is_tabular(block):
            return ()
        head = self._around(fact)
        return tuple(scale for pattern, scale in _SCALES_IN_HEAD if pattern.search(head))

    def _block(self, fact: Fact) -> Block | None:
        start = fact.evidence.start or 0
        return next((one for one in self._document.blocks if one.start <= start < one.end), None)

    def _is_tabular(self, block: Block) -> bool:
        """Whether a head may say what the numbers in it are: in tables and lists, marked as such or not."""
        lines = self._text[block.start : block.end].splitlines()
        return block.kind in ("table", "bullet") or sum(any(map(str.isdigit, line)) for line in lines) >= _FEW_ROWS

    def _around(self, fact: Fact) -> str:
        """The block that the figure is in, with its heading and, for a table, the blocks before it."""
        block = self._block(fact)
        if block is None:
            return fact.evidence.sentence
        parts = [block.heading or "", self._text[block.start : block.end]]
        if self._is_tabular(block):
            at = self._document.blocks.index(block)
            parts += [self._text[one.start : one.end] for one in self._document.blocks[max(0, at - _HEAD_BLOCKS) : at]]
        return "\n".join(parts)

    def _change(self, fact: Fact, _: Collection[str]) -> Iterator[str]:
        change = fact.change
        if change is None or change.value is None:
            return
        where = f"{fact.evidence.sentence}\n{fact.as_written}"
        if not _states_change(change, where) and not _states_change(change, self._around(fact)):
            yield f"change.value: {change.value} {change.kind} does not follow from the sentence"
        if fact.value is None and not _states_change(change, fact.as_written, bare=True):
            yield f"change.value: {change.value} does not follow from {fact.as_written[:60]!r}"

    # The unit

    def _unit(self, fact: Fact, _: Collection[str]) -> Iterator[str]:
        if fact.value is None:
            return
        words, sentence = fact.as_written, fact.evidence.sentence
        currencies = self._currencies(words)
        unit = self._vocabulary.units.get(fact.unit or "")
        if unit is None:
            if fact.unit is not None and not _stands(fact.unit, f"{words} {sentence}"):
                yield f"unit: {fact.unit[:40]!r} is neither listed nor written"
            return
        if currencies and unit.dimension != "money" and not (unit.id == "percent" and _IN_EVERY.search(words)):
            yield f"unit: {unit.id} does not fit {words[:60]!r}, which is money"
        if unit.dimension == "money":
            if currencies and not any(_may_be(form, unit) for form in currencies):
                yield f"unit: {unit.id} does not fit {words[:60]!r}"
            elif not currencies and not any(_may_be(form, unit) for form in self._all_currencies):
                yield f"unit: nothing in the text says that it is {unit.id}"
        elif unit.id != "times" and not _fits(unit, words, f"{sentence}\n{self._around(fact)}"):
            yield f"unit: nothing in the sentence says that {words[:60]!r} is {unit.plural or unit.label}"
        elif unit.id == "times" and not _TIMES.search(sentence):
            yield f"unit: nothing in the sentence says that {words[:60]!r} is a multiple"
        if unit.dimension == "count" and _PERCENT_SIGN.search(words):
            yield f"unit: {unit.id} does not fit {words[:60]!r}, which is a share"
        metric = self._vocabulary.metrics.get(fact.metric)
        if metric and (metric.dimension, unit.dimension) in _DIMENSIONS_APART:
            yield f"unit: {metric.id} is never counted in {unit.plural or unit.label}"

    def _currencies(self, text: str) -> set[str]:
        """How currencies are written in `text`: "US$", "yuan" … The longest form at a place counts."""
        return {match[0].casefold() for match in self._currency_forms.finditer(text)}

    @cached_property
    def _all_currencies(self) -> set[str]:
        return self._currencies(self._text)

    @cached_property
    def _currency_forms(self) -> Guarded:
        forms = {
            form: None for unit in self._vocabulary.units.values() if unit.dimension == "money" for form in _forms(unit)
        }
        longest_first = sorted(forms, key=len, reverse=True)
        return Guarded("|".join(map(_form_pattern, longest_first)), tuple(map(str.lower, forms)), re.IGNORECASE)

    # The period

    def _period(self, fact: Fact, _: Collection[str]) -> Iterator[str]:
        period = fact.period
        published = self._document.published
        for name, day in (("start", period.start), ("end", period.end)):
            if day is None:
                continue
            if day.year not in self._years:
                yield f"period.{name}: the year {day.year} is neither written nor follows from a day that is"
            elif not self._is_day_known(day, period):
                yield f"period.{name}: {day} is neither written nor the end of a month, nor follows from the dateline"
        if published and period.start and period.start > published and fact.status == "actual":
            yield f"period.start: {period.start} is after the dateline, {published}, of an actual figure"
        if not period.fits_basis:
            yield f"period.basis: {period.basis} does not fit {period.start} to {period.end}"

    @cached_property
    def _years(self) -> frozenset[int]:
        """Years that are written, and those that follow from them or the dateline ("three years ago")."""
        text = f"{self._document.source.title or ''}\n{self._text}"
        years = {int(found) for found in _YEAR.findall(text)}
        years |= {century + int(found) for found in _SHORT_YEAR.findall(text) for century in (1900, 2000)}
        anchors = set(years)
        away = {0, 1}
        if self._document.published:
            anchors.add(self._document.published.year)
            away.add(2)
        elif not _YEARS_AWAY.search(text):
            away = {0}
        for one in numbers(text) if _YEARS_AWAY.search(text) else ():
            if one.value == one.value.to_integral_value() and 1 < one.value <= 200:
                following = text[one.end : one.end + 24]
                if re.match(r"[\s-]*(?:consecutive|straight|\w+)?[\s-]*(?:years?|anniversar)", following, re.I):
                    away.add(int(one.value))
                elif re.match(r"[\s-]*decades?", following, re.I):
                    away.add(int(one.value) * 10)
        if _DECADE.search(text):
            away.add(10)
        found = {year + sign * one for year in anchors for one in away for sign in (1, -1)}
        if self._document.published and _DECADE.search(text):
            first = self._document.published.year // 10 * 10
            found |= set(range(first, first + 11))  # by the middle of the decade
        return frozenset(found)

    def _is_day_known(self, day: date, period: Period) -> bool:
        last = calendar.monthrange(day.year, day.month)[1]
        if day.day in (1, last):
            return True
        published = self._document.published
        if published and (day.day, day.month) == (published.day, published.month):
            return True
        if published and abs(day - published) <= timedelta(days=1):
            return True
        if day.day in self._days:
            return True
        near = published and abs(day - published) <= timedelta(days=45)
        return bool(near and _RELATIVE_DAYS.search(self._text)) and period.basis != "year"

    @cached_property
    def _days(self) -> frozenset[int]:
        return frozenset(int(found) for found in _DAY.findall(self._text))

    # Who and what

    def proposal(self, entity: Entity) -> str | None:
        """Why the entity is no name that the text proposes; None where it is one."""
        if entity not in self._proposals:  # Each of a document's figures may propose the same.
            self._proposals[entity] = self._refused(entity)
        return self._proposals[entity]

    def _refused(self, entity: Entity) -> str | None:
        try:
            validate.value(Entity, rows.row(entity))
        except validate.BadRow as error:
            return f"proposed entity: {error}"
        if not self._is_named(entity):
            return f"entity: {entity.name[:40]!r} is proposed, but stands nowhere in the text"
        return None

    def _words(self, fact: Fact, proposed: Collection[str]) -> Iterator[str]:
        known = self._vocabulary.entities
        for name, id in (("entity", fact.entity), ("place", fact.place)):
            if id is not None and id not in known and id not in proposed:
                yield f"{name}: {id[:40]!r} is neither known nor proposed"
        subject = known.get(fact.entity)
        if subject and subject.kind == "company" and not self._is_named(subject):
            yield f"entity: {subject.name[:40]!r} is named nowhere in the text"
        if fact.metric not in self._vocabulary.metrics and not _stands(fact.metric, fact.evidence.sentence):
            yield f"metric: {fact.metric[:40]!r} is neither listed nor written in the sentence"

    def _is_named(self, entity: Entity) -> bool:
        return any(folded in self._folded for folded in map(_folded, _names(entity)) if folded)

    @cached_property
    def _folded(self) -> str:
        source = self._document.source
        return _folded(f"{source.title or ''} {source.publisher or ''} {self._text}")


_SHARE_UNITS = ("percent", "percentage point", "per mille")


def checked(candidates: list[Candidate], document: Document, vocabulary: Vocabulary) -> Checked:
    """The candidates that pass and those that do not, each in the order given.

    A name that any candidate proposes is known to all of them, if the text has it.
    """
    checker = Checker(document, vocabulary)
    proposed = {one.id for candidate in candidates for one in candidate.proposed if checker.proposal(one) is None}
    kept, aside = [], []
    for candidate in candidates:
        reason = checker.reason(candidate, proposed)
        if reason is None:
            kept.append(candidate)
        else:
            aside.append(SetAside(candidate, reason))
    return Checked(tuple(kept), tuple(aside))


def _at_space(sentence: str, edge: int) -> bool:
    """Whether a figure begins or ends at a space, as a cell of a table does."""
    return " " in sentence[edge - 1 : edge + 1]


def _is_range(reading: Reading, low: Decimal, high: Decimal, unit: str | None) -> bool:
    return (low, high) in reading.ranges or (
        unit in _SHARE_UNITS and all(any(is_rounded(one, share) for share in reading.shares) for one in (low, high))
    )


def _states_change(change: Change, text: str, *, bare: bool = False) -> bool:
    """Whether `text` has the change's amount. `bare` asks for the number alone."""
    assert change.value is not None
    value = change.value
    stated = {one.value for one in numbers(text)} | (special(text) if change.kind == "points" else set())
    if change.kind == "percent":
        if value == 50 and re.search(r"\bhal(?:f|v)", text, re.I):
            return True
        sign = bare or _PERCENT.search(text)
        return bool(sign) and (value in stated or any(is_rounded(value, one) for one in readings(text).shares))
    if change.kind == "points":
        if _BASIS.search(text):
            stated |= {one / 100 for one in stated}
        return value in stated and bool(bare or _POINTS.search(text))
    return value in stated and bool(bare or _TIMES.search(text))


def _fits(unit: Unit, written: str, near: str) -> bool:
    """Whether the words say that it is this unit. Things that are counted have too many names to ask."""
    both = f"{written}\n{near}"
    if unit.id == "percent":
        return bool(_PERCENT.search(both))
    if unit.id == "percentage point":
        return bool(_POINTS.search(both))
    if unit.id == "rank":
        return bool(_RANK.search(both))
    if unit.dimension == "count":
        return True
    if unit.id in ("year", "month") and re.search(r"\b(?:decade|half a year|annual|century)", both, re.I):
        return True
    return any(_stands(form, both) for form in _forms(unit))


def _forms(unit: Unit) -> list[str]:
    forms = (unit.id, unit.label, unit.plural, unit.symbol, *unit.aliases)
    return [form for form in dict.fromkeys(forms) if form]


def _form_pattern(form: str) -> str:
    before = r"(?<![^\W\d_])" if form[:1].isascii() and form[:1].isalpha() else ""
    after = r"(?![^\W\d_])" if form[-1:].isascii() and form[-1:].isalpha() else ""
    return before + re.escape(form) + after


def _may_be(form: str, unit: Unit) -> bool:
    """Whether what is written so may be this currency: "$" may be any dollar, "yuan" only yuan."""
    return any(own.casefold().endswith(form) for own in _forms(unit))


def _stands(name: str, text: str) -> bool:
    """Whether an id or name that no table lists is written in `text`, as words."""
    words, there = _folded(spelled(name)).strip(), _folded(text)
    return bool(words) and words in there


def _folded(text: str) -> str:
    """Words alone, between single blanks, so that names are found however they are set."""
    words = " ".join(re.findall(r"[^\W_]+", clean(text).casefold()))
    return f" {words} "


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(name for name in (entity.name, entity.short, *entity.aliases) if name)


def as_unreviewed(candidate: Candidate, *, extractor: str, source: str) -> Candidate:
    """The candidate as its extractor's word: of that source, unreviewed, with no id of its own."""
    fact = candidate.fact
    evidence = replace(fact.evidence, source=source)
    return replace(candidate, fact=replace(fact, id="", extractor=extractor, review="unreviewed", evidence=evidence))
