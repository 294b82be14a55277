"""A fact's fields as a person types them, `metric=shipments period=2012-H1`: read, written, completed.

Names and aliases are taken as well as ids; `+Name` is one that no list has yet. Nothing behind `=`, or
`none`, takes a field away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from cqtui.correcting import periods
from cqtui.errors import UsageError
from cqtui.model import Bound, Change, ChangeKind, Entity, Fact, Item, Metric, Status, Unit
from cqtui.naming import folded
from cqtui.sanitize import clean_line
from cqtui.vocabulary import Vocabulary

Row = Entity | Metric | Item | Unit
_TABLES = {
    "entity": "entities", "metric": "metrics", "item": "items", "place": "entities", "unit": "units", "per": "units",
}  # fmt: skip
"""Fields that hold an id, and the table of the vocabulary that lists it."""
_CLOSED: dict[str, tuple[str, ...]] = {"bound": get_args(Bound), "status": get_args(Status)}
_CHANGES: dict[ChangeKind, str] = {"percent": "%", "points": "points", "times": "times"}

FIELDS = (
    "entity", "metric", "item", "place", "value", "unit", "per", "bound", "period", "status", "change", "as_written",
)  # fmt: skip
"""What can be corrected, in the order of a fact's row. `value` is the upper end of a range, too."""
_FORMS = {
    "value": "18,900,000, 18.9 million, or 2..3 for a range",
    "period": periods.FORMS,
    "change": "up 58 % on previous year, down 3 points, up 17 times, or down",
    "as_written": "the words around the figure, as they stand in the sentence",
}
"""What values look like that are not of a list."""
_SHOWN_IF_SET = ("per", "change")
_NEVER_SHOWN = "as_written"
_NAMED = re.compile(rf"(?<!\S)({'|'.join(FIELDS)})=")


# Writing


def line(fact: Fact) -> str:
    """The fact as one line to edit; what it rarely has, and its words, can be added by name."""
    listed = [(name, shown(fact, name)) for name in FIELDS if name != _NEVER_SHOWN]
    return " ".join(f"{name}={text}" for name, text in listed if text or name not in _SHOWN_IF_SET)


def shown(fact: Fact, field: str) -> str:
    """A field as `taken` reads it; empty where the fact has none."""
    if field == "value":
        return "..".join(format(end, ",f") for end in (fact.value, fact.upper) if end is not None)
    if field == "period":
        return periods.written(fact.period)
    if field == "change":
        return _written_change(fact.change) if fact.change else ""
    return getattr(fact, field) or ""


def _written_change(change: Change) -> str:
    amount = "" if change.value is None else f" {change.value:,f} {_CHANGES[change.kind]}"
    against = f" {'on' if amount else 'from'} {change.against}" if change.against else ""
    return f"{change.direction}{amount}{against}"


# Reading


def given(text: str) -> dict[str, str]:
    """What a line of `field=value` says, by field. Blanks in values need no quotes.

    Raises:
        UsageError: there is something else in it, or a field stands twice.
    """
    text = clean_line(text)
    found = list(_NAMED.finditer(text))
    loose = text[: found[0].start()] if found else text
    if loose.strip():
        raise UsageError(f"{loose.strip()[:40]!r} is no field=value; fields are {', '.join(FIELDS)}")
    said: dict[str, str] = {}
    for at, until in zip(found, [*(one.start() for one in found[1:]), len(text)], strict=True):
        name, value = at[1], text[at.end() : until].strip()
        if unknown := re.search(r"(?<!\S)([a-z_]+)=", value):
            raise UsageError(f"there is no field {unknown[1]!r}; fields are {', '.join(FIELDS)}")
        if name in said:
            raise UsageError(f"{name}: stands twice; leave one of them")
        said[name] = value
    return said


def taken(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    """The fields of `fact`'s row that `field=text` sets, with their new values.

    Names are looked up in `words`; without them, ids are taken as they stand. An `Entity` in the
    place of an id is a new one.

    Raises:
        UsageError: the text is no such value; says what would be, in one line.
    """
    text = clean_line(text).strip()
    if text.casefold() == "none":
        text = ""
    try:
        return _READERS[field](field, text, fact, words)
    except ValueError as error:
        raise UsageError(f"{field}: {error}") from None


def _id(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    del fact
    if not text:
        if field in ("entity", "metric"):
            raise ValueError(f"a fact needs one; give {_article(field)} {field}")
        return {field: None}
    return {field: text if words is None else named(field, text, words)}


def _closed(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    del fact, words
    name = folded(text)
    begun = [word for word in _CLOSED[field] if folded(word).startswith(name)]
    exact = [word for word in begun if folded(word) == name]
    if len(exact or begun) != 1 or not name:
        raise ValueError(f"{text!r} is none of {', '.join(_CLOSED[field])}")
    return {field: (exact or begun)[0]}


def _value(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    del field, fact, words
    if not text:
        return {"value": None, "upper": None}
    ends = [part.strip() for part in re.split(r"\.\.|–| to |(?<=\d)-(?=\d)", text)]
    if len(ends) > 2:
        raise ValueError(f"{text!r} has more than two ends; write 2..3 for a range")
    scale = re.search(r"[a-z]*$", ends[-1].casefold())
    if len(ends) == 2 and scale and not re.search(r"[a-z]$", ends[0].casefold()):
        ends[0] += scale[0]  # 2–3 million
    low, high = _number(ends[0]), _number(ends[1]) if len(ends) == 2 else None
    return {"value": low, "upper": high}


_SCALES = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9, "tn": 12, "trillion": 12,
}  # fmt: skip


def _number(text: str) -> Decimal:
    found = re.fullmatch(r"([-−]?[\d, ]*\.?\d*) ?([a-z]*)", text.casefold())
    if not found or found[2] not in _SCALES:
        raise ValueError(f"{text!r} is no number; write {_FORMS['value']}")
    try:
        number = Decimal(re.sub(r"[, ]", "", found[1]).replace("−", "-"))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number; write {_FORMS['value']}") from None
    return number.scaleb(_SCALES[found[2]]) if found[2] else number


def _period(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    del field, fact, words
    return {"period": periods.read(text or "unstated")}


_CHANGE = re.compile(
    r"(?P<sign>up|down|[-+−▲▼])(?: ?(?P<amount>[\d,.]+) ?(?P<kind>%|percent|per cent|percentage points?|points?|pp"
    r"|times|x|×|fold))?(?: (?:on|from|against) (?P<against>.+))?",
    re.IGNORECASE,
)


def _change(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    del field, fact, words
    if not text:
        return {"change": None}
    found = _CHANGE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no change; write {_FORMS['change']}")
    kind: ChangeKind = "unstated"
    if said := (found["kind"] or "").casefold():
        kind = "percent" if said in ("%", "percent", "per cent") else "points" if said.startswith("p") else "times"
    return {
        "change": Change(
            kind=kind,
            value=_number(found["amount"]) if found["amount"] else None,
            direction="up" if found["sign"].casefold() in ("up", "+", "▲") else "down",
            against=found["against"],
        )
    }


def _as_written(field: str, text: str, fact: Fact, words: Vocabulary | None) -> dict[str, Any]:
    """More or fewer of the words around the figure: they stand in its sentence, over where it stood."""
    del field, words
    at, sentence = fact.evidence, fact.evidence.sentence
    moves = {
        new - old
        for old in _places(sentence, fact.as_written)
        for new in _places(sentence, text)
        if new < old + len(fact.as_written) and old < new + len(text)
    }
    if not text or not moves:
        raise ValueError(f"{text!r} does not stand in the sentence where {fact.as_written!r} does")
    if at.start is None:
        return {"as_written": text}
    if len(moves) > 1:
        raise ValueError(f"{text!r} stands more than once in the sentence; give more words")
    start = at.start + moves.pop()
    return {"as_written": text, "start": start, "end": start + len(text)}


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


_READERS: dict[str, Callable[[str, str, Fact, Vocabulary | None], dict[str, Any]]] = {
    **dict.fromkeys(_TABLES, _id), **dict.fromkeys(_CLOSED, _closed),
    "value": _value, "period": _period, "change": _change, "as_written": _as_written,
}  # fmt: skip


# Names


_folded = lru_cache(maxsize=1 << 16)(folded)
"""For names of a list, which are compared at every key."""


def named(field: str, text: str, words: Vocabulary) -> str | Entity:
    """The id of what `text` names; of a new one (`+Name`) its id, or the entity that it is to be."""
    table: Mapping[str, Row] = getattr(words, _TABLES[field])
    if text.startswith("+") and text[1:].strip():
        return _new(field, text[1:].strip(), table)
    if text in table:
        return text
    name = folded(text)
    known = _by_name(table)
    ids = known.get(name) or {id for other, ids in known.items() if other.startswith(name) for id in ids}
    if len(ids) == 1:
        return next(iter(ids))
    noun = "company or place" if _TABLES[field] == "entities" else _TABLES[field].removesuffix("s")
    if ids:
        raise ValueError(f"{text!r} begins the names of several: {', '.join(sorted(ids)[:5])}")
    from difflib import get_close_matches

    near = [id for match in get_close_matches(name, known, n=3, cutoff=0.7) for id in sorted(known[match])]
    hint = f"did you mean {' or '.join(dict.fromkeys(near))}? " if near else ""
    raise ValueError(f"no {noun} {text!r} is listed; {hint}+{text} makes a new one")


def _by_name(table: Mapping[str, Row]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for row in table.values():
        for name in names(row):
            known.setdefault(_folded(name), set()).add(row.id)
    return known


def names(row: Row) -> tuple[str, ...]:
    """Everything that a row of the vocabulary is called, its id first."""
    match row:
        case Entity():
            also: tuple[str | None, ...] = (row.name, row.short, *row.aliases)
        case Metric():
            also = (row.label, *row.synonyms)
        case Item():
            also = (row.label, *row.aliases)
        case Unit():
            also = (row.label, row.plural, row.symbol, *row.aliases)
    return (row.id, *(name for name in also if name))


def _new(field: str, name: str, table: Mapping[str, Row]) -> str | Entity:
    if _TABLES[field] != "entities":
        return name
    id = "-".join(re.findall(r"[^\W_]+", folded(name))) or name
    return id if id in table else Entity(id=id, name=name)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


# Completing


class Completions(NamedTuple):
    """What may stand from `start` to `end` of a line in place of what is being typed there."""

    field: str | None
    start: int
    end: int
    offers: list[str]

    @property
    def form(self) -> str:
        """What a value looks like that is not one of a list."""
        return _FORMS.get(self.field or "", "")


def values(text: str) -> list[tuple[int, int]]:
    """Where each value of a line of `field=value` starts and ends."""
    found = list(_NAMED.finditer(text))
    ends = [*(one.start() for one in found[1:]), len(text)]
    return [(at.end(), at.end() + len(text[at.end() : until].rstrip())) for at, until in zip(found, ends, strict=True)]


def completions(text: str, cursor: int, words: Vocabulary) -> Completions:
    """What can be put where the cursor stands: values of its field, else names of fields."""
    before = [one for one in _NAMED.finditer(text) if one.end() <= cursor]
    if before:
        name = before[-1][1]
        start, end = next(one for one in values(text) if one[0] == before[-1].end())
        typed = text[start:cursor]
        offers = offered(name, typed.rstrip(), words)
        if offers or " " not in typed:
            return Completions(name, start, end, offers)
    start = cursor - len(re.search(r"\S*$", text[:cursor])[0])  # type: ignore[index]
    typed, there = text[start:cursor], {one[1] for one in _NAMED.finditer(text)}
    names = [f"{name}=" for name in FIELDS if name.startswith(typed) and name not in there] if typed else []
    return Completions(None, start, cursor, names)


def offered(field: str, typed: str, words: Vocabulary) -> list[str]:
    """Values of a field that `typed` may become: ids whose names begin with it, then those whose names
    hold it. One that is complete is followed by all others."""
    listed: dict[str, tuple[str, ...]] = {word: (word,) for word in _CLOSED.get(field, ())}
    if field in _TABLES:
        table: Mapping[str, Row] = getattr(words, _TABLES[field])
        listed = {id: names(row) for id, row in table.items()}
    if typed in listed:
        ids = list(listed)
        at = ids.index(typed)
        return ids[at:] + ids[:at]
    name = folded(typed)
    spelled = {id: [_folded(one) for one in called] for id, called in listed.items()}
    begun = [id for id, called in spelled.items() if any(one.startswith(name) for one in called)]
    holding = [id for id, called in spelled.items() if any(name in one for one in called) and id not in begun]
    return begun + holding
