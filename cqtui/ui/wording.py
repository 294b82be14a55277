"""The words around the panes: where one stands, what is filtered, which keys do something here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from cqtui import notation
from cqtui.index.questions import Index
from cqtui.model import Fact, Source
from cqtui.ui import keys, steps
from cqtui.ui.lines import Piece, fit
from cqtui.ui.session import Session
from cqtui.view import GROUP_WORDS, LAYOUTS, PANES, SCALES, View
from cqtui.vocabulary import Vocabulary

if TYPE_CHECKING:
    from cqtui.compare.conflicts import Conflict

_GROUP_NAMES = {group: word for word, group in GROUP_WORDS.items()}
_SCALE_WORDS = {"linear": "as it is", "log": "log", "index": "index"}
KeysOf = Callable[[str], str]
"""The keys bound to an action, separated by commas."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the words are about: the view, how many figures it lists, and the `at`th of them."""

    session: Session
    view: View
    listed: int
    at: int
    can_go_back: bool
    keys_of: KeysOf
    contested: bool = False
    """Whether the figure under the cursor contradicts another."""

    def key(self, action: str) -> str:
        return keys.first_key(self.keys_of(action))


def filters(view: View, vocabulary: Vocabulary) -> list[str]:
    """What is filtered, in words, in the order in which it narrows."""

    def name(entity: str) -> str:
        found = vocabulary.entity(entity)
        return found.short or found.name

    parts = []
    if view.only:
        parts.append(f"{len(view.only)} marked")
    if view.entities:
        parts.append(" + ".join(map(name, view.entities)) + (" and parts" if view.parts else ""))
    if view.measures:
        parts.append(" + ".join(vocabulary.measure_label(one.metric, one.item or None) for one in view.measures))
    parts += [f"in {' or '.join(map(name, view.places))}"] if view.places else []
    parts += [f"source {' or '.join(view.sources)}"] if view.sources else []
    parts += [" or ".join(view.statuses)] if view.statuses else []
    parts += [" or ".join(view.reviews)] if view.reviews else []
    if view.since or view.until:
        parts.append(f"{view.since or '…'} – {view.until or '…'}")
    if view.text:
        parts.append(f"/{view.text}")
    return parts


def header(scene: Scene, *, panes_as_path: bool) -> tuple[list[Piece], list[Piece]]:
    """What the line above the panes says: left, and flush right.

    With one pane at a time (`panes_as_path`) it is the way through the panes, until a filter needs
    the room.
    """
    view, index = scene.view, scene.session.index
    total = index.count()
    chosen = " › ".join(filters(view, index.vocabulary))
    position = f"{scene.at:,} of {scene.listed:,} " if scene.listed else "none "
    if scene.listed < total:
        position += f"/ {total:,} "
    if not panes_as_path:
        indexing = scene.session.indexing
        facts = f"{total:,} figures · {index.meta('sources')} sources   "
        if indexing:
            facts = f"the first {total:,} figures, indexing all: {indexing.percent} %   "
        left: list[Piece] = [(" cqtui ", "strong"), (f"  {index.title}   ", ""), (facts, "dim")]
        return left, [(chosen, "path"), (f"  {position}", "dim")]
    here = f"[{view.pane.capitalize()}]"
    if chosen:
        return [(" ", ""), (here, "strong"), ("  ", ""), (chosen, "path")], [(" " + position, "dim")]
    way: list[Piece] = [(" ", "")]
    for pane in PANES:
        way += [(here, "strong")] if pane == view.pane else [(pane.capitalize(), "dim")]
        way.append((" › ", "dim"))
    return way[:-1], [(" " + position, "dim")]


_REVIEWING = ("accept", "correct", "reject", "undo")
"""What is done in the queue of figures that nobody has reviewed; there it comes first."""


def key_hints(scene: Scene, width: int) -> list[Piece]:
    """The keys that do something here and now, the most useful first, as many as fit."""
    offered = (one for one in keys.ACTIONS if one.footer and offers(scene, one))
    actions = sorted(offered, key=lambda one: (one.id not in _REVIEWING, one.footer))
    labels = ((scene.key(action.id), _label(scene, action)) for action in actions)
    return fitting(((key, label) for key, label in labels if label), width)


def fitting(hints: Iterable[tuple[str, str]], width: int) -> list[Piece]:
    """Keys with what they do as pieces of a footer, as many as fit in `width` cells."""
    pieces: list[Piece] = []
    room = width
    for key, label in hints:
        before = "   " if pieces else " "
        room -= cell_len(f"{before}{key} {label}")
        if room < 0:
            break
        pieces += [(before, ""), (key, "key"), (f" {label}", "dim")]
    return pieces


def offers(scene: Scene, action: keys.Action) -> bool:
    """Whether an action may be done in this session and pane."""
    return "panes" in action.on and scene.view.pane in action.panes and scene.session.allows(action)


def _label(scene: Scene, action: keys.Action) -> str:
    """An action's word in the footer as things stand; empty where it would do nothing."""
    view, marks = scene.view, len(scene.view.marks)
    onward = steps.neighbour(view.pane, 1)
    in_queue = view.reviews == ("unreviewed",)
    said = {
        **dict.fromkeys(_REVIEWING, action.label if in_queue and scene.listed else ""),
        "undo": action.label if in_queue else "",
        "drill": onward if onward != view.pane and scene.listed else "",
        "back": action.label if scene.can_go_back else "",
        "clear": action.label if view.is_filtered else "",
        "choose": action.label if scene.listed or view.is_filtered else "",
        "mark": (f"mark {marks}" if marks else "mark") if scene.listed else "",
        "compare": f"compare {marks}" if marks > 1 else "",
        "contradiction": action.label if scene.contested else "",
        "copy": action.label if scene.listed else "",
        "export": action.label if scene.listed or marks else "",
        "layout": steps.following(LAYOUTS, view.layout) if scene.listed else "",
        "scale": _SCALE_WORDS[steps.following(SCALES, view.scale)] if scene.listed and view.layout == "plot" else "",
        "regroup": f"by {_GROUP_NAMES[view.group]}",
        "sort": f"{view.sort} first" if view.sort != "name" else "by name",
        "next-match": action.label if view.text else "",
    }
    return said.get(action.id, action.label)


def about(fact: Fact, vocabulary: Vocabulary, room: int, *more: str) -> str:
    """Whose figure it is and what it measures, and `more`; the short name where the whole does not fit."""
    entity = vocabulary.entity(fact.entity)
    texts = [" · ".join((name, vocabulary.measure(fact), *more)) for name in (entity.name, entity.short or entity.name)]
    return texts[0] if cell_len(texts[0]) <= room else texts[1]


def printed(fact: Fact, source: Source | None) -> str:
    """Where and when a figure was printed, in few words."""
    where = (source.publisher or source.title if source else None) or fact.evidence.source
    if cell_len(where) > _LONGEST_NAME:
        where = fit(where, _LONGEST_NAME).rstrip()
    day = notation.day(source.published) if source and source.published else ""
    paragraph = f"¶ {fact.evidence.paragraph}" if fact.evidence.paragraph else ""
    return ", ".join(filter(None, (where, day, paragraph)))


def contradictions(found: Sequence[Conflict], fact: Fact, index: Index, key: str) -> list[str]:
    """What a figure contradicts, one other figure in a line, and the key that compares it with the first."""
    lines = []
    for number, one in enumerate(found[:_MOST_TOLD]):
        asked = f"   {key} compares them" if number == 0 else ""
        if one.links:
            lines.append(f"{one.text}{asked}")
            continue
        other = one.b if one.a.id == fact.id else one.a
        source = index.source(other.evidence.source)
        when = notation.period(other.period)
        amount = notation.amount(other, index.vocabulary)
        lines.append(f"contradicts {amount}, {when} ({printed(other, source)}): {one.text}{asked}")
    if len(found) > _MOST_TOLD:
        lines.append(f"and {len(found) - _MOST_TOLD} more")
    return lines


def pair(facts: Sequence[Fact], vocabulary: Vocabulary) -> str:
    """Figures that are compared, in few words: what a comparison may be called."""

    def said(fact: Fact) -> str:
        entity = vocabulary.entity(fact.entity)
        return f"{notation.amount(fact, vocabulary)} {entity.short or entity.name} {notation.period(fact.period)}"

    return " / ".join(map(said, facts))


_LONGEST_NAME = 36
"""Cells that a source's name takes at most."""
_MOST_TOLD = 3
"""Contradictions of one figure that its evidence names."""


def why_empty(scene: Scene) -> list[str]:
    """What a timeline without figures says: why it is empty and what to press."""
    if not scene.view.is_filtered:
        name = scene.session.path.name
        return ["This store holds no figures yet.", f"Add some with: cqtui import FILE.jsonl --store {name}"]
    return [
        "No figure matches all of: " + " › ".join(filters(scene.view, scene.session.index.vocabulary)),
        f"{scene.key('remove-choice')} takes the last choice away, {scene.key('clear')} clears all,"
        f" {scene.key('back')} goes back.",
    ]
