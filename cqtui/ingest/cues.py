"""The word lists of the rules, `cues.toml` and `gazetteer.toml`, read once, and how their shorthand is spelled out."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_VOWEL = re.compile(r"[aeiou]")


@cache
def cues() -> dict[str, Any]:
    """The lists by which the rules tell what a figure is."""
    return tomllib.loads((_HERE / "cues.toml").read_text("utf-8"))


@cache
def gazetteer() -> dict[str, Any]:
    """Names that the press of the field takes as known."""
    return tomllib.loads((_HERE / "gazetteer.toml").read_text("utf-8"))


def forms(wording: str) -> Iterator[str]:
    """The wordings that one entry stands for: "turn* out" is turn out, turns out, turned out, turning out."""
    if "*" not in wording:
        yield wording
        return
    stem, _, rest = wording.partition("*")
    yield from (form + rest for form in inflected(stem))


def inflected(verb: str) -> Iterator[str]:
    """The regular forms of an English verb."""
    yield verb
    if verb.endswith("e"):
        yield verb + "s"
        yield verb + "d"
        yield verb[:-1] + "ing"
    elif verb.endswith("y") and not _VOWEL.match(verb[-2]):
        yield verb[:-1] + "ies"
        yield verb[:-1] + "ied"
        yield verb + "ing"
    else:
        yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
        yield verb + "ed"
        yield verb + "ing"
        if len(verb) == 4 and verb[-1] not in "wxyrdtklhs" and _VOWEL.match(verb[-2]):
            yield verb + verb[-1] + "ed"
            yield verb + verb[-1] + "ing"


def slug(name: str) -> str:
    """The id that a newly found name gets: "Quanta Computer" is "quanta-computer"."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("'s", "").replace("’s", ""))
    words = re.sub(r"[^\w]+", "-", re.sub(r"[\u0300-\u036f]", "", plain), flags=re.ASCII).strip("-")
    return words or "unnamed"
