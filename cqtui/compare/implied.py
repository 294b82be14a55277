"""What one figure implies by itself, or with others about the same entity, place and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cqtui import notation
from cqtui.compare import interval, periods, scope
from cqtui.compare.figures import Derived, figure, own_unit, quotient, said
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import key, lowered
from cqtui.model import Fact
from cqtui.vocabulary import Vocabulary


def implied(fact: Fact, others: Sequence[Fact], vocabulary: Vocabulary) -> list[Derived]:
    """What `fact` implies: the base of its change, and with `others` a value per unit or employee."""
    made = bases(fact, vocabulary)
    peers = [other for other in others if key(other) != key(fact) and _same_subject(fact, other, vocabulary)]
    for other in peers:
        made += _ratios(fact, other, [fact, *peers], vocabulary)
    return made


def implied_by_both(a: Fact, b: Fact, known: Knowledge) -> list[Derived]:
    """Value per unit and output per employee, where two facts are about one entity, place and time."""
    if key(a) == key(b) or not _same_subject(a, b, known.vocabulary):
        return []
    return _ratios(a, b, [a, b, *known.others], known.vocabulary)


def _ratios(a: Fact, b: Fact, about: Sequence[Fact], vocabulary: Vocabulary) -> list[Derived]:
    """What one makes with the other; `about` are the facts of the same subject, which tell what is counted."""
    made: list[Derived | None] = []
    peers = [fact for fact in about if fact in (a, b) or _same_subject(a, fact, vocabulary)]
    for top, bottom in ((a, b), (b, a)):
        if _is_headcount(bottom, vocabulary) and _is_output(top, vocabulary):
            made.append(_per_employee(top, bottom, vocabulary))
        elif _values_what_counts(top, bottom, vocabulary) and _counts_one_item(peers, vocabulary):
            made.append(_per_unit(top, bottom, vocabulary))
    return [one for one in made if one]


def bases(fact: Fact, vocabulary: Vocabulary) -> list[Derived]:
    """The level before the fact's change: one for each reading that the wording allows."""
    return [one for one in _bases(fact, vocabulary) if one]


def _bases(fact: Fact, vocabulary: Vocabulary) -> list[Derived | None]:
    value, change = interval.stated(fact, vocabulary), fact.change
    if value is None or change is None or change.value is None or fact.unit is None:
        return []
    if interval.dimension(fact, vocabulary) == "rank":
        return []
    unit, scale = own_unit((fact,), vocabulary)
    value, now = value.scaled(scale), interval.nominal(fact, vocabulary) * scale
    when = _before(fact)
    if change.kind == "points":
        if interval.dimension(fact, vocabulary) != "ratio":
            return []
        moved = Fraction(change.value) * (-1 if change.direction == "up" else 1)
        formula = f"{said(fact, fact, vocabulary)} {'+' if moved > 0 else '−'} {notation.number(change.value)}"
        text = f"{{}} {when}"
        return [
            figure(
                "base",
                (fact,),
                value.plus(moved),
                now + moved,
                vocabulary,
                unit=unit,
                formula=formula,
                text=text,
            )
        ]
    readings = [(_exactly(fact, factor), notation.compact(factor, 6)) for factor in change.factors() if factor]
    return [
        figure(
            "base",
            (fact,),
            value.scaled(1 / factor),
            now / factor,
            vocabulary,
            unit=unit,
            formula=f"{said(fact, fact, vocabulary)} ÷ {spelled}",
            digits=max(interval.LEAST_DIGITS, sum(map(str.isdigit, spelled))),
            caution=f"if “{notation.change(change)}” means ×{spelled}" if len(readings) > 1 else "",
            text=f"{{}} {when}",
        )
        for factor, spelled in readings
    ]


def _exactly(fact: Fact, factor: Decimal) -> Fraction:
    """The exact factor; "down 3 times" is a third, which no decimal is."""
    assert fact.change is not None and fact.change.value is not None
    if fact.change.kind == "times" and fact.change.direction == "down":
        return 1 / Fraction(fact.change.value)
    return Fraction(factor)


def _before(fact: Fact) -> str:
    """When the base was: "in 2018" for a year up on the previous one, else "before"."""
    start, end = fact.period.start, fact.period.end
    against = fact.change.against if fact.change else None
    if against not in ("previous year", "the previous year", "year before", "a year earlier"):
        return f"on the {against.removeprefix('the ')}" if against else "before"
    if periods.sort_of_time(fact.period) == "span" and start and end and start.year > 1:
        return f"in {notation.period(replace(fact.period, start=_year_earlier(start), end=_year_earlier(end)))}"
    return "a year earlier"


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


_VALUE_WORDS = frozenset({"value", "revenue", "revenues", "sales", "turnover", "income"})
_HEADCOUNT_WORDS = frozenset({"employees", "employee", "workers", "staff", "workforce", "headcount"})
"""Words of a metric's label that tell what it can be divided by or into; an investment per phone,
say, would be nonsense that dimensions alone allow."""

_QUALIFIERS = frozenset({"added", "export", "exports", "import", "imports", "trade"})
"""Words that narrow a value: what was exported is worth the export value, not the output value."""


def _label_words(fact: Fact, vocabulary: Vocabulary) -> set[str]:
    return set(vocabulary.metric(fact.metric).label.lower().split())


def _is_headcount(fact: Fact, vocabulary: Vocabulary) -> bool:
    return bool(_label_words(fact, vocabulary) & _HEADCOUNT_WORDS) and not fact.per


def _is_output(fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether the fact is what employees make or earn over a time: pieces, or their value."""
    if vocabulary.metric(fact.metric).nature != "flow" or fact.per or _is_headcount(fact, vocabulary):
        return False
    if interval.dimension(fact, vocabulary) == "money":
        return bool(_label_words(fact, vocabulary) & _VALUE_WORDS)
    return fact.item is not None and fact.unit == notation.PLAIN_UNIT


def _values_what_counts(money: Fact, count: Fact, vocabulary: Vocabulary) -> bool:
    """Whether `money` can be the value of what `count` counts, over the same time."""
    return (
        _is_output(money, vocabulary)
        and interval.dimension(money, vocabulary) == "money"
        and _is_output(count, vocabulary)
        and count.unit == notation.PLAIN_UNIT
        and money.item in (None, count.item)
        and len({frozenset(_label_words(fact, vocabulary) & _QUALIFIERS) for fact in (money, count)}) == 1
    )


def _counts_one_item(facts: Sequence[Fact], vocabulary: Vocabulary) -> bool:
    """Whether one item alone is counted; else a value without an item might be of several."""
    pieces = [fact for fact in facts if fact.unit == notation.PLAIN_UNIT and _is_output(fact, vocabulary)]
    return len({fact.item for fact in pieces}) == 1


def _same_subject(a: Fact, b: Fact, vocabulary: Vocabulary) -> bool:
    """Whether two facts are about one entity in one place at one time, as seen or counted then."""
    if a.entity != b.entity or a.status != b.status or a.value is None or b.value is None:
        return False
    if scope.place(a, vocabulary) != scope.place(b, vocabulary):
        return False
    if (a.period.start, a.period.end) == (b.period.start, b.period.end):
        return periods.sort_of_time(a.period) == "span"
    sorts = {periods.sort_of_time(a.period), periods.sort_of_time(b.period)}
    return sorts == {"moment", "span"} and periods.moment_within(a.period, b.period)


def _per_unit(money: Fact, count: Fact, vocabulary: Vocabulary) -> Derived | None:
    assert count.item is not None
    piece = vocabulary.item(count.item).label
    what = lowered(vocabulary.metric(money.metric).label)
    return quotient(
        "per unit",
        money,
        count,
        vocabulary,
        scale=own_unit((money,), vocabulary)[1],
        unit=f"{money.unit} per {_base(count, vocabulary)}",
        formula=_working(money, count, vocabulary),
        caution=f"if the {what} is that of these {notation.plural(piece)}",
        text=f"{{}} {notation.article(piece)} {piece}",
    )


def _per_employee(output: Fact, staff: Fact, vocabulary: Vocabulary) -> Derived | None:
    at_a_moment = periods.sort_of_time(staff.period) == "moment"
    when = f"those employed on {notation.day(staff.period.end)}" if staff.period.end else "those employed"
    return quotient(
        "per employee",
        output,
        staff,
        vocabulary,
        scale=own_unit((output,), vocabulary)[1],
        unit=f"{output.unit} per {_base(staff, vocabulary)}",
        formula=_working(output, staff, vocabulary),
        caution=f"{when} against the output of {periods.in_kind(output.period)}" if at_a_moment else "",
        text="{} an employee",
    )


def _base(fact: Fact, vocabulary: Vocabulary) -> str:
    return interval.unit_base(fact.unit, vocabulary)[0] or ""


def _working(top: Fact, bottom: Fact, vocabulary: Vocabulary) -> str:
    return f"{notation.full_amount(top, vocabulary)} ÷ {notation.full_amount(bottom, vocabulary)}"
