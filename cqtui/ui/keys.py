"""Every action of the explorer, once: its keys, its words in footer, help and palette, its limits.

Bindings, footer, help screen, command palette and the README's table of keys are made from `ACTIONS`.
An action's id is what a configuration remaps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from cqtui.view import PANES, Pane

Section = Literal["Moving", "Choosing", "Timeline", "Figures", "Program"]
Need = Literal["nothing", "writable store", "own files", "leaving"]
"""What an action needs: a store it may write, files of the user's own, or to leave the program."""

FACETS: tuple[Pane, ...] = ("companies", "metrics")
LISTS: tuple[Pane, ...] = ("companies", "metrics", "timeline")
FIGURES: tuple[Pane, ...] = ("timeline", "evidence")


class Action(NamedTuple):
    """Something a key does. `footer` ranks it for the footer (lowest first), 0 keeps it out."""

    id: str
    keys: str
    label: str
    help: str
    section: Section
    panes: tuple[Pane, ...] = PANES
    needs: Need = "nothing"
    footer: int = 0


ACTIONS: tuple[Action, ...] = (
    Action("down", "down,j", "down", "Next row, or next line of the evidence", "Moving"),
    Action("up", "up,k", "up", "Row before", "Moving"),
    Action("page-down", "pagedown,ctrl+f", "page down", "A screenful on", "Moving"),
    Action("page-up", "pageup,ctrl+b", "page up", "A screenful back", "Moving"),
    Action("first", "home,g", "first", "First row", "Moving"),
    Action("last", "end,G", "last", "Last row", "Moving"),
    Action("next-group", "right_square_bracket,}", "next group", "Next group or section", "Moving", LISTS),
    Action("previous-group", "left_square_bracket,{", "group before", "Group or section before", "Moving", LISTS),
    Action("next-pane", "tab", "next pane", "Go to the next pane", "Moving"),
    Action("previous-pane", "shift+tab", "pane before", "Go to the pane before", "Moving"),
    Action("companies", "1", "companies", "Go to the companies", "Moving"),
    Action("metrics", "2", "metrics", "Go to the metrics", "Moving"),
    Action("timeline", "3", "timeline", "Go to the timeline", "Moving"),
    Action("evidence", "4", "evidence", "Go to the evidence", "Moving"),
    Action("right", "right,l", "right", "Unfold, later in a plot or zoomed timeline, or one pane right", "Moving"),
    Action("left", "left,h", "left", "Fold, earlier in a plot or zoomed timeline, or one pane left", "Moving"),
    Action("drill", "enter", "drill", "Choose this row alone and go one pane right", "Choosing", footer=2),
    Action("back", "escape", "back", "Step back, exactly", "Choosing", footer=3),
    Action("choose", "space", "add", "Choose this row as well, or no more", "Choosing", FACETS, footer=4),
    Action("mark", "space", "mark", "Mark this figure, or unmark it", "Figures", FIGURES, footer=4),
    Action("remove-choice", "backspace", "take back", "Take the last choice away", "Choosing"),
    Action("clear", "X,delete", "clear", "Clear every filter", "Choosing", footer=9),
    Action("parts", "p", "parts", "Count the parts of a chosen place or company with it", "Choosing"),
    Action("find", "slash,ctrl+s", "find", "Find as you type: names, aliases, figures, words", "Choosing", footer=1),
    Action("next-match", "n", "next", "Next figure", "Choosing", footer=10),
    Action("previous-match", "N", "before", "Figure before", "Choosing"),
    Action("layout", "t", "layout", "Bars, columns or plot", "Timeline", footer=6),
    Action("scale", "v", "scale", "Plot values as they are, on a log scale, or as an index (first = 100)", "Timeline",
           footer=7),
    Action("regroup", "r", "regroup", "Group by measure, by company or by source", "Timeline", footer=11),
    Action("sort", "s", "sort", "Sort by time, value or name", "Timeline", footer=12),
    Action("zoom-in", "plus,equals_sign", "zoom in", "Half as much time, around this figure", "Timeline"),
    Action("zoom-out", "minus", "zoom out", "Twice as much time", "Timeline"),
    Action("fit", "0", "fit", "Fit the time axis to the figures", "Timeline"),
    Action("pan-left", "less_than_sign,shift+left", "earlier", "Earlier", "Timeline"),
    Action("pan-right", "greater_than_sign,shift+right", "later", "Later", "Timeline"),
    Action("compare", "c", "compare", "Compare the marked figures: like for like, or why not", "Figures", footer=5),
    Action("only-marked", "m", "marked", "Show the marked figures alone, or all again", "Figures"),
    Action("unmark-all", "M", "unmark", "Unmark all", "Figures"),
    Action("copy", "y", "copy", "Copy the figure with its sentence and citation", "Figures", FIGURES, footer=13),
    Action("copy-link", "Y", "copy link", "Copy a command line that reopens this place", "Figures"),
    Action("export", "e", "export", "Export the marked figures, or all that are listed, to a file", "Figures",
           needs="own files", footer=14),
    Action("open", "o", "open", "Open the source's address", "Figures", FIGURES, needs="leaving"),
    Action("bookmark", "b", "bookmark", "Keep this place, or let it go", "Figures", needs="own files"),
    Action("accept", "a", "accept", "Accept this figure as read, or undo", "Figures", FIGURES, needs="writable store"),
    Action("reject", "d", "reject", "Reject this figure, or undo", "Figures", FIGURES, needs="writable store"),
    Action("undo", "u", "undo", "Undo the last review", "Figures", needs="writable store"),
    Action("unreviewed", "U", "unreviewed", "Walk through what nobody has reviewed, or show all again", "Figures"),
    Action("note", "w", "note", "Write a note to this figure", "Figures", FIGURES, needs="writable store"),
    Action("palette", "colon,ctrl+p", "go to", "Go to a company, metric, figure or bookmark; every command",
           "Program", footer=15),
    Action("help", "question_mark,f1", "keys", "This help", "Program", footer=8),
    Action("quit", "q", "quit", "Back, and at the start quit", "Program"),
    Action("quit-now", "ctrl+q,ctrl+c", "quit now", "Quit at once", "Program"),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}

_NAMES = {
    "slash": "/", "question_mark": "?", "colon": ":", "plus": "+", "minus": "-", "equals_sign": "=",
    "less_than_sign": "<", "greater_than_sign": ">", "right_square_bracket": "]",
    "left_square_bracket": "[", "escape": "esc", "pagedown": "PgDn", "pageup": "PgUp", "up": "↑",
    "down": "↓", "left": "←", "right": "→", "delete": "del",
}  # fmt: skip


def allowed(action: Action, *, read_only: bool, writable: bool) -> bool:
    """Whether the session may offer an action at all."""
    if action.needs == "writable store":
        return writable and not read_only
    return action.needs == "nothing" or not read_only


def spelled(keys: str) -> str:
    """Keys as a person reads them: "slash,ctrl+s" is "/ ctrl+s"."""
    return " ".join("+".join(_NAMES.get(part, part) for part in key.split("+")) for key in keys.split(","))


def first_key(keys: str) -> str:
    return spelled(keys.split(",")[0])


def sections(actions: Iterable[Action]) -> dict[Section, list[Action]]:
    """Actions under their sections, in the order of `ACTIONS`."""
    made: dict[Section, list[Action]] = {}
    for action in actions:
        made.setdefault(action.section, []).append(action)
    return made
