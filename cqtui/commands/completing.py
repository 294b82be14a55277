"""What a shell offers for ids and names, from the store that the command line is about."""

from __future__ import annotations

import argparse

from cqtui import notation
from cqtui.commands.asking import Asked, names_of
from cqtui.correcting import FIELDS
from cqtui.correcting.fields import offered as values_of
from cqtui.sanitize import clean_line
from cqtui.vocabulary import Vocabulary

_MOST = 100


def offered(kind: str, prefix: str, given: argparse.Namespace) -> dict[str, str]:
    """What can stand where `prefix` is being typed, each with what it is.

    `kind` is "fact" for ids, "correction" for FIELD=VALUE, or what names are of: "entity", "metric",
    "item" or "source". A store that cannot be read offers nothing: a prompt is no place for complaints.
    """
    try:
        return {clean_line(name): clean_line(about) for name, about in _offered(kind, prefix, Asked(given))}
    except Exception:
        return {}


def _offered(kind: str, prefix: str, asked: Asked) -> list[tuple[str, str]]:
    index, words = asked.index, asked.index.vocabulary
    if kind == "correction":
        return _corrections(prefix, index.listed())
    if kind == "fact":
        facts = index.some(index.ids(prefix, _MOST))
        return [(fact.id, f"{words.entity(fact.entity).name}: {words.measure(fact)}") for fact in facts]
    if kind == "source":
        known = [(row.source.id, notation.citation(row.source)) for row in index.sources()]
    else:
        known = [(name, "") for name in names_of(index, kind)]
    begun = prefix.casefold()
    return [one for one in known if one[0].casefold().startswith(begun)][:_MOST]


def _corrections(prefix: str, words: Vocabulary) -> list[tuple[str, str]]:
    name, equals, typed = prefix.partition("=")
    if not equals:
        return [(f"{field}=", "") for field in FIELDS if field.startswith(name)]
    return [(f"{name}={value}", "") for value in values_of(name, typed, words)][:_MOST]
