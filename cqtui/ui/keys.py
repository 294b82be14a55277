"""Every action of the explorer, once: its keys, its words in footer, help and palette, its limits.

Bindings, footer, help screen, command palette and the README's table of keys are made from `ACTIONS`.
An action's id is what a configuration remaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from cqtui.view import PANES, Pane

Section = Literal["Moving", "Choosing", "Timeline", "Figures", "Comparison", "Conflicts and targets",
                  "Presenting", "Tour", "Program"]  # fmt: skip
Place = Literal["panes", "comparison", "conflicts", "targets", "tour"]
"""A screen: the explorer's own with its panes, or one that lies over it; or a tour, on whichever screen."""
Need = Literal["nothing", "writable store", "own files", "leaving", "clipboard"]
"""What an action needs: a store it may write, files of the user's own, to leave the program, or the clipboard of
whoever sees the screen."""

FACETS: tuple[Pane, ...] = ("companies", "metrics")
LISTS: tuple[Pane, ...] = ("companies", "metrics", "timeline")
FIGURES: tuple[Pane, ...] = ("timeline", "evidence")

PANES_ALONE: tuple[Place, ...] = ("panes",)
COMPARISON: tuple[Place, ...] = ("comparison",)
LISTINGS: tuple[Place, ...] = ("conflicts", "targets")
TOUR: tuple[Place, ...] = ("tour",)
EVERYWHERE: tuple[Place, ...] = tuple(place for place in get_args(Place) if place not in TOUR)


class Action(NamedTuple):
    """Something a key does. `footer` ranks it for the footer (lowest first), 0 keeps it out.

    `panes` says in which panes it can be done, where it can be done in the panes (`on`) at all.
    """

    id: str
    keys: str
    label: str
    help: str
    section: Section
    panes: tuple[Pane, ...] = PANES
    needs: Need = "nothing"
    footer: int = 0
    on: tuple[Place, ...] = PANES_ALONE


ACTIONS: tuple[Action, ...] = (
    Action("down", "down,j", "down", "Next row, or next line of the evidence", "Moving", on=EVERYWHERE),
    Action("up", "up,k", "up", "Row before", "Moving", on=EVERYWHERE),
    Action("page-down", "pagedown,ctrl+f", "page down", "A screenful on", "Moving", on=EVERYWHERE),
    Action("page-up", "pageup,ctrl+b", "page up", "A screenful back", "Moving", on=EVERYWHERE),
    Action("first", "home,g", "first", "First row", "Moving", on=EVERYWHERE),
    Action("last", "end,G", "last", "Last row", "Moving", on=EVERYWHERE),
    Action("next-group", "right_square_bracket,}", "next group", "Next group or section", "Moving", LISTS),
    Action("previous-group", "left_square_bracket,{", "group before", "Group or section before", "Moving", LISTS),
    Action("next-pane", "tab", "next pane", "Go to the next pane", "Moving", on=("panes", *COMPARISON)),
    Action("previous-pane", "shift+tab", "pane before", "Go to the pane before", "Moving", on=("panes", *COMPARISON)),
    Action("companies", "1", "companies", "Go to the companies", "Moving"),
    Action("metrics", "2", "metrics", "Go to the metrics", "Moving"),
    Action("timeline", "3", "timeline", "Go to the timeline", "Moving"),
    Action("evidence", "4", "evidence", "Go to the evidence", "Moving"),
    Action("right", "right,l", "right", "Unfold, later in a plot or zoomed timeline, or one pane right", "Moving",
           on=("panes", *COMPARISON)),
    Action("left", "left,h", "left", "Fold, earlier in a plot or zoomed timeline, or one pane left", "Moving",
           on=("panes", *COMPARISON)),
    Action("drill", "enter", "drill", "Choose this row alone and go one pane right", "Choosing", footer=2),
    Action("back", "escape", "back", "Step back, exactly", "Choosing", footer=3, on=EVERYWHERE),
    Action("choose", "space", "add", "Choose this row as well, or no more", "Choosing", FACETS, footer=4),
    Action("mark", "space", "mark", "Mark this figure, or unmark it", "Figures", FIGURES, footer=4),
    Action("remove-choice", "backspace", "take back", "Take the last choice away", "Choosing"),
    Action("clear", "X,delete", "clear", "Clear every filter", "Choosing", footer=9),
    Action("parts", "p", "parts", "Count the parts of a chosen place or company with it", "Choosing"),
    Action("find", "slash,ctrl+s", "find", "Find as you type: names, aliases, figures, words", "Choosing", footer=1),
    Action("next-match", "n", "next", "Next figure", "Choosing", footer=10),
    Action("previous-match", "N", "before", "Figure before", "Choosing"),
    Action("layout", "t", "layout", "Bars, columns or plot", "Timeline", footer=6),
    Action("scale", "L", "scale", "Plot values as they are, on a log scale, or as an index (first = 100)", "Timeline",
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
    Action("copy", "y", "copy", "Copy the figure with its sentence and citation", "Figures", FIGURES,
           needs="clipboard", footer=13),
    Action("copy-link", "Y", "copy link", "Copy a command line that reopens this place", "Figures",
           needs="clipboard", on=EVERYWHERE),
    Action("export", "e", "export", "Export the marked figures, or all that are listed, to a file", "Figures",
           needs="own files", footer=14),
    Action("open", "o", "open", "Open the source's address", "Figures", FIGURES, needs="leaving"),
    Action("bookmark", "b", "bookmark", "Keep this place, or let it go", "Figures", needs="own files"),
    Action("accept", "a", "accept", "Accept this figure as read, or undo", "Figures", FIGURES,
           needs="writable store", footer=16),
    Action("correct", "C", "correct", "Correct this figure, and accept it", "Figures", FIGURES,
           needs="writable store", footer=17),
    Action("reject", "d", "reject", "Reject this figure, or undo", "Figures", FIGURES,
           needs="writable store", footer=18),
    Action("undo", "u", "undo", "Undo the last review, correction or note", "Figures", needs="writable store",
           footer=19),
    Action("redo", "ctrl+r", "redo", "Record again what was undone", "Figures", needs="writable store"),
    Action("unreviewed", "U", "unreviewed", "Walk through what nobody has reviewed, or show all again", "Figures"),
    Action("note", "w", "note", "Write a note to this figure", "Figures", FIGURES, needs="writable store"),
    Action("contradiction", "v", "what contradicts it", "Compare this figure with the one that contradicts it",
           "Figures", FIGURES, footer=-1),
    Action("conflicts", "exclamation_mark", "conflicts", "Figures that contradict each other, of the whole store",
           "Conflicts and targets"),
    Action("targets", "T", "targets", "Targets, plans and forecasts, with what became of them",
           "Conflicts and targets"),
    Action("compare-conflict", "enter,c", "compare", "Compare the two figures of a conflict",
           "Conflicts and targets", footer=1, on=("conflicts",)),
    Action("goal-figures", "enter", "figures", "Show a goal and what was reached in the timeline",
           "Conflicts and targets", footer=1, on=("targets",)),
    Action("compare-goal", "c", "compare", "Compare a goal with what was reached",
           "Conflicts and targets", footer=2, on=("targets",)),
    Action("first-evidence", "a", "evidence of A", "Evidence of the first figure of a conflict, or of a goal",
           "Conflicts and targets", footer=4, on=LISTINGS),
    Action("second-evidence", "b", "of B", "Evidence of the second figure, or of what was reached",
           "Conflicts and targets", footer=5, on=LISTINGS),
    Action("in-view", "v", "in view", "Only what the panes list now, or the whole store",
           "Conflicts and targets", footer=6, on=LISTINGS),
    Action("figure-evidence", "enter", "evidence", "Evidence of the figure of this column", "Comparison",
           footer=1, on=COMPARISON),
    Action("swap", "f", "take it instead", "Take the figure that would make them like for like", "Comparison",
           footer=2, on=COMPARISON),
    Action("drop", "x,delete,backspace", "drop", "Take the figure of this column out", "Comparison",
           footer=4, on=COMPARISON),
    Action("take-back", "u", "take back", "Undo what was last taken or dropped", "Comparison",
           footer=5, on=COMPARISON),
    Action("copy-markdown", "y", "copy", "Copy the comparison as Markdown", "Comparison",
           needs="clipboard", footer=7, on=("comparison", *LISTINGS)),
    Action("copy-text", "t", "as text", "Copy the comparison as text", "Comparison",
           needs="clipboard", footer=9, on=COMPARISON),
    Action("save", "s", "save", "Keep the comparison under a name", "Comparison",
           needs="own files", footer=6, on=COMPARISON),
    Action("forget", "S", "forget", "Let the kept comparison go", "Comparison",
           needs="own files", footer=10, on=COMPARISON),
    Action("show-keys", "K", "show keys", "Show the keys that are pressed, or no longer", "Presenting", on=EVERYWHERE),
    Action("big", "B", "big text", "Big text for a projector: one pane at a time, below a large headline; or as before",
           "Presenting", on=EVERYWHERE),
    Action("spotlight", "H", "spotlight", "Dim every pane but the active one, or none", "Presenting", on=EVERYWHERE),
    # Keys that mean nothing else, so that any other key takes over.
    Action("tour-pause", "f5,P", "pause", "Pause the tour, or go on with it; also after taking over", "Tour",
           footer=1, on=TOUR),
    Action("tour-step", "f6,full_stop", "step", "One step of the tour, then pause", "Tour", footer=2, on=TOUR),
    Action("tour-next", "f7,semicolon", "next scene", "On to the next scene of the tour", "Tour", footer=3, on=TOUR),
    Action("tour-restart", "f8,circumflex_accent", "restart", "The tour from its beginning", "Tour", footer=6, on=TOUR),
    Action("tour-slower", "f2,left_parenthesis", "slower", "A slower tour", "Tour", footer=4, on=TOUR),
    Action("tour-faster", "f3,right_parenthesis", "faster", "A faster tour", "Tour", footer=5, on=TOUR),
    Action("palette", "colon,ctrl+p", "go to", "Go to a company, metric, figure or bookmark; every command",
           "Program", footer=15, on=EVERYWHERE),
    Action("help", "question_mark,f1", "keys", "This help", "Program", footer=8, on=EVERYWHERE),
    Action("quit", "q", "quit", "Back, and at the start quit", "Program", on=EVERYWHERE),
    Action("quit-now", "ctrl+q,ctrl+c", "quit now", "Quit at once", "Program", on=EVERYWHERE),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}

_NAMES = {
    "slash": "/", "question_mark": "?", "exclamation_mark": "!", "colon": ":", "plus": "+", "minus": "-",
    "equals_sign": "=",
    "less_than_sign": "<", "greater_than_sign": ">", "right_square_bracket": "]",
    "left_square_bracket": "[", "escape": "esc", "pagedown": "PgDn", "pageup": "PgUp", "up": "↑",
    "down": "↓", "left": "←", "right": "→", "delete": "del",
    "full_stop": ".", "semicolon": ";", "circumflex_accent": "^", "left_parenthesis": "(", "right_parenthesis": ")",
}  # fmt: skip


def on(place: Place) -> list[Action]:
    """What can be done on a screen."""
    return [action for action in ACTIONS if place in action.on]


def allowed(action: Action, *, read_only: bool, writable: bool, page: Mapping[Need, bool]) -> bool:
    """Whether the session may offer an action at all. `page` says it of what a page in a browser would have to do."""
    if action.needs in page:
        return page[action.needs]
    if action.needs == "writable store":
        return writable and not read_only
    return action.needs in ("nothing", "clipboard") or not read_only


def may_act(action: str, parameters: Sequence[object], offers: Callable[[Action], bool], *, typing: bool) -> bool:
    """Whether a screen lets one of Textual's actions happen: of ours what it offers, and none while keys are
    what is typed into a prompt."""
    if action != "perform":
        return True
    found = None if typing else BY_ID.get(str(parameters[0]))
    return found is not None and offers(found)


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
