"""What a key makes of a view. Pure: a view and what the cursor stands on go in, a view comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from cqtui import axis
from cqtui.sanitize import clean_line
from cqtui.view import GROUPS, LAYOUTS, PANES, SCALES, SORTS, Pane, View

Choice = TypeVar("Choice")


def following(choices: tuple[Choice, ...], current: Choice) -> Choice:
    """The choice after `current`, the first after the last."""
    return choices[(choices.index(current) + 1) % len(choices)]


def neighbour(pane: Pane, by: int, *, around: bool = False) -> Pane:
    """The pane `by` places to the right; the outermost stays, or comes `around`."""
    at = PANES.index(pane) + by
    return PANES[at % len(PANES) if around else max(0, min(len(PANES) - 1, at))]


def drilled(view: View) -> View:
    """Enter: what the cursor stands on is chosen alone, and one goes a pane to the right."""
    onward = neighbour(view.pane, 1)
    if view.pane == "companies" and view.at_entity:
        return replace(view, entities=(view.at_entity,), pane=onward)
    if view.pane == "metrics" and view.at_measure:
        return replace(view, measures=(view.at_measure,), pane=onward)
    if view.pane == "timeline" and view.fact:
        return replace(view, pane=onward, scroll=0)
    return view


def chosen(view: View) -> View:
    """Space in a facet: the row is added to what is chosen, or taken out."""
    if view.pane == "companies" and view.at_entity:
        return view.toggled("entities", view.at_entity)
    if view.pane == "metrics" and view.at_measure:
        return view.toggled("measures", view.at_measure)
    return view


def folded(view: View, node: str, fold: bool) -> View:
    """A node of a tree folded, or unfolded."""
    return view if (node in view.folded) == fold else view.toggled("folded", node)


def marked(view: View) -> View:
    """Space on a figure: marked, or unmarked."""
    return view.toggled("marks", view.fact) if view.fact else view


def only_marked(view: View) -> View:
    """The marked figures alone, every other filter aside; again for all."""
    if view.only:
        return replace(view, only=())
    return replace(view.cleared(), only=view.marks, pane="timeline") if view.marks else view


def unreviewed(view: View) -> View:
    """The figures nobody has reviewed, one by one with the words behind them; again for all."""
    if view.reviews == ("unreviewed",):
        return replace(view, reviews=())
    return replace(view, reviews=("unreviewed",), pane="evidence", scroll=0)


def laid_out(view: View) -> View:
    return replace(view, layout=following(LAYOUTS, view.layout))


def rescaled(view: View) -> View:
    """The plot on its next scale; from another layout, the plot."""
    if view.layout != "plot":
        return replace(view, layout="plot")
    return replace(view, scale=following(SCALES, view.scale))


def regrouped(view: View) -> View:
    return replace(view, group=following(GROUPS, view.group))


def sorted_next(view: View) -> View:
    return replace(view, sort=following(SORTS, view.sort))


def zoomed(view: View, shown: axis.Axis, factor: float, around: date | None) -> View:
    """The time axis zoomed from what is `shown` now."""
    return replace(view, zoom=axis.zoomed(shown.start, shown.end, factor, around))


def panned(view: View, shown: axis.Axis, share: float) -> View:
    """The time axis moved by a share of what is `shown` now."""
    return replace(view, zoom=axis.panned(shown.start, shown.end, share))


def searched(view: View, text: str) -> View:
    """The view while something is being typed into the search: any fact may be shown."""
    return replace(view, text=clean_line(text), pane="timeline")


Step = Callable[[View], View]

SIMPLE: dict[str, Step] = {
    "drill": drilled,
    "choose": chosen,
    "remove-choice": View.without_last_choice,
    "clear": View.cleared,
    "parts": lambda view: replace(view, parts=not view.parts),
    "only-marked": only_marked,
    "unreviewed": unreviewed,
    "layout": laid_out,
    "scale": rescaled,
    "regroup": regrouped,
    "sort": sorted_next,
    "fit": lambda view: replace(view, zoom=None),
    "next-pane": lambda view: replace(view, pane=neighbour(view.pane, 1, around=True)),
    "previous-pane": lambda view: replace(view, pane=neighbour(view.pane, -1, around=True)),
    **{name: (lambda view, name=name: replace(view, pane=name)) for name in PANES},  # type: ignore[misc]
}
"""The actions that need nothing but the view."""
