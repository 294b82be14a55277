"""Railways and freight services that a text calls by where they run: "the freight train to Duisburg".

Such a wording stands for a line that the gazetteer lists with its ends, or else names one: the railway from A to B.
The places it runs between are then part of its name, not whom a figure is about.
"""

from __future__ import annotations

import re

from cqtui.ingest.guarded import guarded
from cqtui.ingest.names import Gazetteer, Name

GUARD = guarded(
    r"[Rr]ail|[Tt]rain|[Ff]reight|[Ee]xpress|[Rr]oute|[Cc]orridor|[Ll]inks?\b|box",
    "rail|train|freight|express|route|corridor|link|box",
    re.NOFLAG,
)
_CALLED = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Nn]ew|[Dd]irect|[Ff]irst|[Ee]ach|[Oo]ne|[Aa]nother)(?: [\w’'-]+){0,5}? "
    r"(?:railways?|railroad|rail (?:link|line|service|route|connection|corridor)|(?:freight|train|rail freight|"
    r"block-train|"
    r"cargo-train) (?:link|line|service|route|connection|corridor)|(?:freight |cargo |block |container |"
    r"goods )?trains?)\b"
    r"|(?:^|(?<=-- )|(?<=[–—] ))(?:\w+ )?(?:[Ff]reight |[Cc]argo |[Bb]lock |[Cc]ontainer )?"
    r"(?:[Tt]rains|[Rr]ail services?)\b"
)
_RUNS = re.compile(
    r"[^.;:]{0,70}?\b(?:between|from|to|for|linking|link(?:s|ed)?|connect\w*|ties|tying|joins|joining|reach(?:es|"
    r"ing)?)\b"
)
_REACH = 110
"""How far behind its noun, in characters, the ends of a line may be named."""


def with_routes(text: str, names: list[Name], home: str | None, gazetteer: Gazetteer) -> list[Name]:
    """The names of a sentence with the lines that are called by their ends; the ends are dropped."""
    if not GUARD.search(text):
        return names
    for called in _CALLED.finditer(text):
        runs = _RUNS.match(text, called.end())
        over = [one for one in names if one.start < called.end() and called.start() < one.end]
        if runs is None or any(one.entity for one in over):
            continue
        ends = [
            one
            for one in names
            if one.kind == "place"
            and one.entity
            and called.end() <= one.start < called.end() + _REACH
            and not re.search(r"[.;]|, (?!in )", text[called.end() : one.start])
        ]
        route = _between([one.entity for one in ends], home, gazetteer)
        if route is None:
            continue
        line = Name(called.start(), max(one.end for one in ends), route, "unknown", "open")
        names = sorted([line, *(one for one in names if one not in ends)], key=lambda one: one.start)
    return names


def _between(ends: list[str], home: str | None, gazetteer: Gazetteer) -> str | None:
    """The listed line that runs between two of the places, or from home to one of them."""
    chains = [{end, *gazetteer.wholes(end)} for end in ends]
    for route in gazetteer.routes:
        reached = any(chain & route.reaches for chain in chains)
        starts = any(route.start in chain for chain in chains) or (
            home is not None and route.start in (home, *gazetteer.wholes(home))
        )
        if reached and starts:
            return route.id
    return None
