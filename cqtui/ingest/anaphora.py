"""Whom each name and stand-in of a sentence means, in the light of the names before it and of earlier sentences."""

from __future__ import annotations

import re

from cqtui.ingest.clauses import Clauses
from cqtui.ingest.memory import SPEAKERS, Memory, city_of, resolved, spoken_for
from cqtui.ingest.names import Gazetteer, Name

Meant = dict[Name, tuple[str | None, str]]
"""For each name of a sentence the entity it means and why."""

_COUNTRIES = ("china", "world")
_SAID = re.compile(r"\bsa(?:id|ys)\b|\btold\b")
_ACCORDING = re.compile(r"\b(?:according to|data from|figures from|by) (?:the )?$")
_SUBJECT_SORTS = ("city", "zone", "company", "route", "site")


def meanings(text: str, names: list[Name], clauses: Clauses, memory: Memory, gazetteer: Gazetteer, block: int) -> Meant:
    """What the names of a sentence mean, in order: a pronoun may lean on what stands before it."""
    meant: Meant = {}
    for name in names:
        meaning = resolved(name, memory, gazetteer, block)
        if name.word in SPEAKERS:
            meaning = _speaker(text, name, names, memory, gazetteer, block) or meaning
        elif name.standing == "zone" or name.standing == "city":
            meaning = _place_before(text, name, names, gazetteer, meaning)
        elif name.standing == "company" and not name.entity:
            nation = gazetteer.nation_in(name.word)
            firms = [
                one
                for one in names
                if one.end <= name.start
                and one.entity
                and one.kind == "company"
                and (nation is None or gazetteer.home.get(one.entity, nation) == nation)
            ]
            if firms:
                meaning = firms[-1].entity, "stands for the company named before it"
        elif name.word in ("it", "its", "they", "their"):
            meaning = _subject_before(text, name, meant, clauses) or meaning
        meant[name] = meaning
    return meant


def _speaker(
    text: str, name: Name, names: list[Name], memory: Memory, gazetteer: Gazetteer, block: int
) -> tuple[str | None, str] | None:
    """For whom who says "we" speaks: the body whose official is quoted, or the company that says so behind."""
    spoken = spoken_for(text, names)
    if spoken is not None:
        return resolved(spoken, memory, gazetteer, block)[0], "stands for who speaks"
    for one in names:
        if one.start > name.end and one.kind == "company" and _SAID.search(text[name.end : one.start]):
            return one.entity, "stands for who speaks"
    return None


def _place_before(
    text: str, name: Name, names: list[Name], gazetteer: Gazetteer, meaning: tuple[str | None, str]
) -> tuple[str | None, str]:
    """A city or zone that the line opens with ("Chengdu: …"), or the last zone named before "the zone"."""
    for one in names:
        if one.start < 3 and one.kind == "place" and text.startswith(":", one.end):
            return one.entity, "stands for the place that the line is about"
    if name.standing == "zone" and meaning[1] != "stands for the last one so called":
        for one in reversed(names):
            if one.end <= name.start and one.kind == "place" and one.entity != city_of(one.entity, gazetteer):
                return one.entity, "stands for the zone named before it"
    return meaning


def _subject_before(text: str, name: Name, meant: Meant, clauses: Clauses) -> tuple[str | None, str] | None:
    """The subject of its own sentence that a pronoun stands for: a company before a place, an owner last."""
    told = [
        (entity, one)
        for one, (entity, _why) in meant.items()
        if one.end <= name.start
        and entity is not None
        and one.role in ("open", "attribution", "possessive")
        and not _ACCORDING.search(text[: one.start])
        and (
            (one.kind in ("company", "place", "industry", "unknown") and (one.kind != "unknown" or one.entity))
            or one.standing in _SUBJECT_SORTS
            or (one.word in ("it", "they") and one.start < 4)
        )
    ]
    told = [pair for pair in told if not clauses.apart(pair[1].start, name.start)] or told
    told.sort(key=lambda pair: (pair[0] in _COUNTRIES, pair[1].role == "possessive", not _is_firm(pair[1])))
    if not told:
        firms = {entity for one, (entity, _why) in meant.items() if one.kind == "company" and one.end <= name.start}
        if len(firms) == 1 and not any(one.end <= name.start and _ACCORDING.search(text[: one.start]) for one in meant):
            return next(iter(firms)), "stands for the only company of its sentence"
    if not told or told[0][0] in _COUNTRIES:
        return None
    first = told[0][1]
    best = [pair for pair in told if (pair[1].role, _is_firm(pair[1])) == (first.role, _is_firm(first))]
    return best[-1][0], "stands for the subject of its sentence"


def _is_firm(name: Name) -> bool:
    return name.kind == "company" or name.standing == "company"
