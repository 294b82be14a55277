"""The doors: rows from outside become model values here, validated by pydantic and cleaned.

Whatever enters (store file, import, vocabulary file, configuration) passes through a `TypeAdapter`
over the plain dataclasses of `model`; nothing behind the doors validates again.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from cqtui.model import Alternative, Change, Entity, Evidence, Fact, Item, Metric, Period, Source, Unit
from cqtui.sanitize import clean

T = TypeVar("T")

TABLES: dict[str, type] = {
    "sources": Source,
    "entities": Entity,
    "metrics": Metric,
    "items": Item,
    "units": Unit,
    "facts": Fact,
}
"""The store's tables, in the order in which they are written, and what a row of each is."""

MOST_DIGITS = 60
"""Digits a number may have, written out. No figure in the press needs more; a hostile one does."""


_TOO_LARGE = 10**MOST_DIGITS
_NUMBERS: dict[type, tuple[str, ...]] = {
    **dict.fromkeys(TABLES.values(), ()),
    Fact: ("value", "upper", "change"),
    Change: ("value",),
    Unit: ("factor",),
}
"""The fields that hold numbers, or hold what holds them."""


class BadRow(ValueError):
    """A row that is not valid. `str(error)` says which field and why, in one line."""


_FIELDS = frozenset(
    field.name for kind in (*TABLES.values(), Period, Change, Evidence, Alternative) for field in fields(kind)
)
"""Names that need no cleaning."""
_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    """The validator of `kind`, made when the first row of its sort comes in."""
    adapter = _ADAPTERS.get(kind.__name__)
    if adapter is None:
        for part in _with_parts(kind):
            part.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
        adapter = _ADAPTERS[kind.__name__] = TypeAdapter(kind)
    return adapter


def _with_parts(kind: type) -> list[type]:
    """A dataclass and those that its fields hold."""
    hints = typing.get_type_hints(kind).values()
    parts = (part for hint in hints for part in (hint, *typing.get_args(hint)))
    return [kind, *(part for part in parts if isinstance(part, type) and is_dataclass(part))]


def value(kind: type[T], row: object) -> T:
    """`row` (a mapping, as JSON reads it) as a `kind`.

    Raises:
        BadRow: the row is not a mapping, has a field it should not, lacks one, or has one of the
            wrong sort or outside its bounds.
    """
    if not isinstance(row, Mapping):
        raise BadRow(f"is {_sort(row)}, not an object")
    try:
        made: T = _adapter(kind).validate_python(_cleaned(row))
    except ValidationError as error:
        raise BadRow(_first_line(error)) from None
    made = _with_numbers_bounded(made)
    problem = next(iter(_PROBLEMS.get(kind, _no_problems)(made)), None)
    if problem:
        raise BadRow(problem)
    return made


def _cleaned(value: Any) -> Any:
    """Text cleaned, numbers bounded, spelling variants of closed words ("at_least") made one."""
    kind = type(value)
    if kind is str:
        return clean(value)
    if kind is Decimal:
        return _bounded(value)
    if kind is dict:
        made = {key if key in _FIELDS else clean(str(key)): _cleaned(part) for key, part in value.items()}
        if isinstance(made.get("bound"), str):
            made["bound"] = made["bound"].replace("_", " ").replace("-", " ")
        return made
    if kind is list or kind is tuple:
        return tuple(map(_cleaned, value))
    if kind is float:
        return _bounded(Decimal(repr(value)))
    if kind is int and abs(value) >= _TOO_LARGE:
        raise BadRow(f"a number has more than {MOST_DIGITS} digits")
    return value


def decimal(text: str) -> Decimal:
    """A number as a JSON or TOML reader finds it (pass as `parse_float`), with no digit lost."""
    return Decimal(text)


def _bounded(number: Decimal) -> Decimal:
    """`number` with its exponent written out (2E+7 as 20000000), so that its digits are its value."""
    if not number.is_finite():
        raise BadRow(f"{number} is not a number")
    _sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if len(digits) + max(exponent, 0) > MOST_DIGITS or -exponent > MOST_DIGITS:
        raise BadRow(f"a number has more than {MOST_DIGITS} digits")
    return number if exponent <= 0 else Decimal(format(number, "f"))


def _with_numbers_bounded(value: Any) -> Any:
    """A made value whose numbers are bounded wherever they came from: pydantic also reads them in text."""
    changed = {}
    for name in _NUMBERS[type(value)]:
        part = getattr(value, name)
        if part is None:
            continue
        bounded = _bounded(part) if type(part) is Decimal else _with_numbers_bounded(part)
        if bounded is not part:
            changed[name] = bounded
    return replace(value, **changed) if changed else value


def _first_line(error: ValidationError) -> str:
    """The first complaint, as `field: reason`; how many more there are is said."""
    complaints = error.errors(include_url=False, include_context=False)
    first = complaints[0]
    where = ".".join(str(part) for part in first["loc"])
    given = first["input"]
    shown = "" if isinstance(given, Mapping | tuple) or given is None else f" (it is {str(given)[:40]!r})"
    more = f"; and {len(complaints) - 1} more" if len(complaints) > 1 else ""
    return clean(f"{where}: {first['msg'].lower()}{shown}{more}").replace("\n", " ")


def _sort(value: object) -> str:
    return {list: "a list", str: "text", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def _no_problems(_value: Any) -> Iterable[str]:
    return ()


def _fact_problems(fact: Fact) -> Iterable[str]:
    """What a type cannot say of a fact, each as `field: reason`."""
    for name in ("entity", "metric", "as_written"):
        if not getattr(fact, name).strip():
            yield f"{name}: must not be empty"
    if fact.value is None and fact.change is None:
        yield "value: a fact needs a value or a change"
    if fact.upper is not None and (fact.value is None or fact.upper < fact.value):
        yield "upper: the upper end of a range must not be below its value"
    start, end = fact.period.start, fact.period.end
    if start and end and end < start:
        yield f"period.end: {end} is before the period's start, {start}"
    if fact.period.basis == "since" and start is None:
        yield "period.start: a period on the basis since needs a start"
    change = fact.change
    if change and (change.value is None) != (change.kind == "unstated"):
        yield "change.value: must be given, unless the change's kind is unstated"
    if change and change.value is not None and change.value < 0:
        yield "change.value: must not be negative; direction says which way"
    at, until = fact.evidence.start, fact.evidence.end
    if (at is None) != (until is None) or (at is not None and until is not None and not 0 <= at < until):
        yield "evidence: start and end go together, start before end, neither negative"
    if not 0 <= fact.confidence <= 1:
        yield "confidence: must be from 0 to 1"


def _identified_problems(value: Source | Entity | Metric | Item | Unit) -> Iterable[str]:
    if not value.id.strip():
        yield "id: must not be empty"
    if isinstance(value, Unit) and value.factor <= 0:
        yield "factor: must be above 0"


_PROBLEMS: dict[type, Callable[[Any], Iterable[str]]] = {
    Fact: _fact_problems,
    **{kind: _identified_problems for kind in TABLES.values() if kind is not Fact},
}
