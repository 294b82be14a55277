"""What the explorer shows, as one frozen value: all that back, a link or a bookmark restores.

A key makes a new `View`; panes are functions of it. A view is written as a query string, such as
`entity=oppo&measure=shipments/mobile+phone&pane=timeline`, which `cqtui --at` reads back.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import parse_qsl, quote

from cqtui.errors import UsageError
from cqtui.sanitize import clean_line

Pane = Literal["companies", "metrics", "timeline", "evidence"]
Group = Literal["measure", "entity", "source"]
Sort = Literal["oldest", "newest", "largest", "smallest", "name"]
Layout = Literal["bars", "columns", "plot"]
Listing = Literal["", "conflicts", "targets"]
Scale = Literal["linear", "log", "index"]

GROUP_WORDS: dict[str, Group] = {"metric": "measure", "company": "entity", "source": "source"}
"""What facts can be grouped by, in the words of the panes."""
PANES: tuple[Pane, ...] = get_args(Pane)
GROUPS: tuple[Group, ...] = get_args(Group)
SORTS: tuple[Sort, ...] = get_args(Sort)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
LISTINGS: tuple[Listing, ...] = get_args(Listing)
SCALES: tuple[Scale, ...] = get_args(Scale)


class Measure(NamedTuple):
    """A row of the metrics pane: a metric with one item, with none (""), or with any (None)."""

    metric: str
    item: str | None = None

    def __str__(self) -> str:
        # "/" separates the two, so one inside a metric's id is written as %2F.
        metric = self.metric.replace("%", "%25").replace("/", "%2F")
        return metric if self.item is None else f"{metric}/{self.item}"

    @classmethod
    def parse(cls, text: str) -> Measure:
        metric, slash, item = text.partition("/")
        return cls(metric.replace("%2F", "/").replace("%25", "%"), item if slash else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The explorer's state.

    The first group of fields filters: facts must match one value of each field that is not empty.
    The second arranges, the third says where the reader stands.
    """

    entities: tuple[str, ...] = ()
    parts: bool = False
    """Whether the parts of a chosen entity are chosen with it."""
    measures: tuple[Measure, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""
    only: tuple[str, ...] = ()
    """Ids: show these facts alone (what is marked, say)."""

    group: Group = "measure"
    sort: Sort = "oldest"
    layout: Layout = "bars"
    scale: Scale = "linear"
    """How a plot draws values: as they are, by their logarithms, or with each first one as 100."""
    zoom: tuple[date, date] | None = None
    """The days at the ends of the time axis, or None to fit it to the facts."""
    folded: tuple[str, ...] = ()
    """Nodes of the companies and metrics panes whose children are hidden."""

    pane: Pane = "companies"
    at_entity: str | None = None
    at_measure: Measure | None = None
    fact: str | None = None
    scroll: int = 0
    """First line of the evidence that is shown."""
    marks: tuple[str, ...] = ()
    comparing: bool = False
    """Whether facts stand side by side: those in `compared`, else the marked."""
    compared: tuple[str, ...] = ()
    column: str = ""
    """The id of the figure among them that the reader has gone to."""
    listing: Listing = ""
    """What lies over the panes, a comparison on top of it: a list over the whole store."""
    entry: tuple[str, ...] = ()
    """The ids of the figures of the list's entry that the reader stands on."""
    in_view: bool = False
    """Whether the list leaves only what the panes list."""

    @property
    def side_by_side(self) -> tuple[str, ...]:
        """The ids of the facts that a comparison is about."""
        return self.compared or self.marks

    @property
    def uncovered(self) -> View:
        """The same place with nothing lying over the panes."""
        return replace(self, comparing=False, compared=(), column="", listing="", entry=(), in_view=False)

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    def cleared(self) -> View:
        """The same place without any filter."""
        return replace(self, **{name: _DEFAULTS[name] for name in FILTERS})

    def without_last_choice(self) -> View:
        """One choice taken away: the text first, then what was chosen last in the last pane."""
        for name in reversed(FILTERS):
            chosen = getattr(self, name)
            if isinstance(chosen, tuple) and chosen:
                chosen_before: dict[str, Any] = {name: chosen[:-1]}
                return replace(self, **chosen_before)
            if chosen and name != "parts":
                return replace(self, **{name: _DEFAULTS[name]})
        return replace(self, parts=False)

    def toggled(self, name: str, value: Any) -> View:
        """The view with `value` added to the choices in field `name`, or taken out of them."""
        chosen: tuple[Any, ...] = getattr(self, name)
        kept = tuple(one for one in chosen if one != value)
        changed: dict[str, Any] = {name: kept if value in chosen else (*chosen, value)}
        return replace(self, **changed)

    def query(self) -> str:
        """The view as a query string; what has its default is left out."""
        parts = []
        for name, key in _KEYS.items():
            value = getattr(self, name)
            if value == _DEFAULTS[name]:
                continue
            if name == "zoom":
                texts = [f"{value[0]}..{value[1]}"]
            elif isinstance(value, tuple) and not isinstance(value, Measure):
                texts = [str(one) for one in value]
            else:
                texts = ["yes" if value is True else str(value)]
            parts += [f"{key}={quote(text, safe=':,/.~-_ ').replace(' ', '+')}" for text in texts]
        return "&".join(parts)

    @classmethod
    def parse(cls, query: str) -> View:
        """The view that `query` describes.

        Raises:
            UsageError: a key that no view has, or a value that its key does not take.
        """
        given: dict[str, list[str]] = {}
        for key, text in parse_qsl(query.strip().lstrip("?"), keep_blank_values=True):
            name = _NAMES.get(key)
            if name is None:
                raise UsageError(f"--at: no place has {clean_line(key)!r}; it knows {', '.join(_NAMES)}")
            given.setdefault(name, []).append(clean_line(text))
        made = {}
        for name, texts in given.items():
            try:
                made[name] = _read(name, texts)
            except ValueError:
                raise UsageError(f"--at: {_KEYS[name]} does not take {texts[-1]!r}") from None
        return cls(**made)


FILTERS = (
    "entities", "parts", "measures", "places", "sources", "statuses", "reviews",
    "since", "until", "only", "text",
)  # fmt: skip
"""The fields of a view that choose facts."""

_KEYS = {
    "entities": "entity", "parts": "parts", "measures": "measure", "places": "place",
    "sources": "source", "statuses": "status", "reviews": "review", "since": "since",
    "until": "until", "text": "find", "only": "only", "group": "group", "sort": "sort",
    "layout": "layout", "scale": "scale", "zoom": "zoom", "folded": "folded", "pane": "pane",
    "at_entity": "at-entity", "at_measure": "at-measure", "fact": "fact", "scroll": "scroll",
    "marks": "mark", "comparing": "compare", "compared": "compared", "column": "column",
    "listing": "list", "entry": "entry", "in_view": "in-view",
}  # fmt: skip
_NAMES = {key: name for name, key in _KEYS.items()}
_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(View)}
_CHOICES: dict[str, tuple[str, ...]] = {
    "group": GROUPS, "sort": SORTS, "layout": LAYOUTS, "scale": SCALES, "pane": PANES, "listing": LISTINGS,
}  # fmt: skip


def _read(name: str, texts: list[str]) -> Any:
    """The value of field `name`; ValueError where the texts are not of its sort."""
    last = texts[-1]
    if name == "zoom":
        start, end = (date.fromisoformat(part) for part in last.split(".."))
        if end < start:
            raise ValueError(last)
        return (start, end)
    if name in ("since", "until"):
        return date.fromisoformat(last)
    if name == "measures":
        return tuple(dict.fromkeys(map(Measure.parse, texts)))
    if name == "at_measure":
        return Measure.parse(last)
    if isinstance(_DEFAULTS[name], tuple):
        return tuple(dict.fromkeys(texts))
    if name in ("parts", "comparing", "in_view"):
        return {"yes": True, "no": False}.get(last) if last in ("yes", "no") else _refuse(last)
    if name == "scroll":
        return max(0, int(last))
    if name in _CHOICES and last not in _CHOICES[name]:
        raise ValueError(last)
    return last


def _refuse(text: str) -> Any:
    raise ValueError(text)
