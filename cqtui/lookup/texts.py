"""Rows as JSON: what `rows` and `formats` write, byte for byte once it is cleaned, from the index's columns."""

from __future__ import annotations

try:
    from _json import encode_basestring as _quoted  # What json is made of, without its reader.
except ImportError:
    from json.encoder import py_encode_basestring as _quoted

from cqtui.index.sql import ROW_SEPARATOR, SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


class Digits(str):
    """A number, as it was written."""


def fact(row: tuple[Any, ...]) -> dict[str, Any]:
    """The row for programs of a fact, from `sql.FACT_COLUMNS`."""
    (
        id, entity, metric, item, place, value, upper, unit, per, bound, as_written,
        start, end, basis, stated, status,
        change_kind, change_value, change_direction, change_against,
        source, paragraph, at, until, sentence, confidence, extractor, review, note, alternatives,
    ) = row  # fmt: skip
    return {
        "id": id, "entity": entity, "metric": metric, "item": item or None, "place": place,
        "value": _number(value), "upper": _number(upper), "unit": unit, "per": per, "bound": bound,
        "as_written": as_written,
        "period": {"start": start, "end": end, "basis": basis, "stated": bool(stated)},
        "status": status,
        "change": change_kind and {
            "kind": change_kind, "value": _number(change_value), "direction": change_direction,
            "against": change_against,
        },
        "evidence": {"source": source, "paragraph": paragraph, "start": at, "end": until, "sentence": sentence},
        "confidence": confidence, "extractor": extractor, "review": review, "note": note,
        "alternatives": [_alternative(one) for one in alternatives.split(ROW_SEPARATOR)] if alternatives else [],
    }  # fmt: skip


def _alternative(text: str) -> dict[str, Any]:
    field, kind, value, why = text.split(SEPARATOR)
    read = None if kind == "NoneType" else Digits(value) if kind == "Decimal" else value
    return {"field": field, "value": read, "why": why}


def _number(digits: str | None) -> Digits | None:
    return None if digits is None else Digits(digits)


def lines(rows: Iterable[dict[str, Any]], format: str) -> Iterator[str]:
    """`rows` as JSON lines, or as one JSON array with a row a line; an empty array is for others to write."""
    if format == "jsonl":
        yield from map(text, rows)
        return
    before = "["
    for one in rows:
        yield before if before == "[" else f"{before},"
        before = f" {text(one)}"
    yield before
    yield "]"


def text(row: dict[str, Any], *, indented: bool = False) -> str:
    """A row as JSON, every number with exactly its digits."""
    return _written(row, "\n" if indented else "")


def _written(value: Any, line_break: str) -> str:
    """`value` as JSON. `line_break` is what parts the members of what it stands in; "" if all is on one line."""
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is dict or kind is list:
        inside = line_break and f"{line_break} "
        members = (
            [f"{_quoted(name)}: {_written(one, inside)}" for name, one in value.items()]
            if kind is dict
            else [_written(one, inside) for one in value]
        )
        opening, closing = "{}" if kind is dict else "[]"
        joined = (f",{inside}" if inside else ", ").join(members)
        return f"{opening}{inside}{joined}{line_break}{closing}" if members else opening + closing
    return repr(value) if kind is float else str(value)
