"""Values as the store and the interchange format write them: plain rows, and JSON made of them.

Reading a row back is `validate`'s part; writing one needs none of it.
"""

from __future__ import annotations

from typing import Any

from cqtui.sanitize import clean


def row(value: Any) -> dict[str, Any]:
    """A value of `model` as a mapping, its fields in their order, dates as text.

    Decimals stay `Decimal`; `json_text` writes their digits.
    """
    plain = _plain(value)
    assert isinstance(plain, dict)
    return plain


def _plain(value: Any) -> Any:
    names = getattr(value, "__dataclass_fields__", None)
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def json_text(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON, every decimal with exactly its digits, and nothing a terminal would obey."""
    import simplejson

    return clean(simplejson.dumps(value, use_decimal=True, ensure_ascii=False, allow_nan=False, indent=indent))
