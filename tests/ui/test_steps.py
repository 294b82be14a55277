"""What a key makes of a view, without a screen."""

from __future__ import annotations

from datetime import date

import pytest

from cqtui.axis import Axis
from cqtui.ui import keys, steps
from cqtui.view import GROUPS, LAYOUTS, PANES, SORTS, Measure, View

PHONES = Measure("shipments", "mobile phone")


def test_enter_drills_from_company_to_metric_to_figure_to_evidence() -> None:
    view = View(at_entity="oppo", at_measure=PHONES, fact="x", scroll=3)
    view = steps.drilled(view)
    assert (view.entities, view.pane) == (("oppo",), "metrics")
    view = steps.drilled(view)
    assert (view.measures, view.pane) == ((PHONES,), "timeline")
    view = steps.drilled(view)
    assert (view.pane, view.scroll) == ("evidence", 0)
    assert steps.drilled(view) == view


def test_enter_chooses_alone_and_space_adds() -> None:
    view = View(entities=("asus",), at_entity="oppo")
    assert steps.drilled(view).entities == ("oppo",)
    assert steps.chosen(view).entities == ("asus", "oppo")
    assert steps.chosen(steps.chosen(view)).entities == ("asus",)
    assert steps.chosen(View(pane="metrics", at_measure=PHONES)).measures == (PHONES,)


@pytest.mark.parametrize("pane", PANES)
def test_nothing_under_the_cursor_changes_nothing(pane: str) -> None:
    view = View(pane=pane)  # type: ignore[arg-type]
    assert steps.drilled(view) == steps.chosen(view) == steps.marked(view) == steps.only_marked(view) == view


def test_marks_lie_outside_the_filters() -> None:
    view = steps.marked(View(fact="x", entities=("oppo",)))
    assert view.marks == ("x",)
    assert view.cleared().marks == ("x",)
    alone = steps.only_marked(view)
    assert (alone.only, alone.entities, alone.pane) == (("x",), (), "timeline")
    assert steps.only_marked(alone).only == ()


@pytest.mark.parametrize(
    ("step", "field", "choices"),
    [
        ("layout", "layout", LAYOUTS),
        ("regroup", "group", GROUPS),
        ("sort", "sort", SORTS),
        ("next-pane", "pane", PANES),
    ],
)
def test_a_key_that_cycles_goes_through_every_choice_and_comes_back(
    step: str, field: str, choices: tuple[str, ...]
) -> None:
    view, seen = View(), []
    for _ in choices:
        seen.append(getattr(view, field))
        view = steps.SIMPLE[step](view)
    assert seen == list(choices)
    assert view == View()


def test_panes_have_an_outermost() -> None:
    assert steps.neighbour("companies", -1) == "companies"
    assert steps.neighbour("evidence", 1) == "evidence"
    assert steps.neighbour("evidence", 1, around=True) == "companies"
    assert steps.SIMPLE["previous-pane"](View()).pane == "evidence"


def test_folding_is_told_what_is_wanted() -> None:
    view = steps.folded(View(), "china", True)
    assert view.folded == ("china",)
    assert steps.folded(view, "china", True) == view
    assert steps.folded(view, "china", False) == View()


def test_zoom_starts_from_what_is_shown() -> None:
    shown = Axis(date(2012, 1, 1), date(2019, 12, 31), 40)
    near = steps.zoomed(View(), shown, 0.5, date(2012, 1, 1))
    assert near.zoom == (date(2012, 1, 1), date(2015, 12, 31))
    later = steps.panned(near, Axis(*near.zoom, 40), 0.25)
    assert later.zoom is not None
    assert later.zoom[0] > near.zoom[0]
    assert steps.SIMPLE["fit"](later).zoom is None


def test_what_is_typed_is_cleaned_before_it_becomes_a_view() -> None:
    assert steps.searched(View(), "a\x00b\x1b\ud800").text == "a␀b␛�"
    assert steps.searched(View(), "手机").pane == "timeline"


# The table of actions


def test_every_action_says_what_it_does() -> None:
    assert len(keys.BY_ID) == len(keys.ACTIONS)
    for action in keys.ACTIONS:
        assert action.keys, action.id
        assert all(action.keys.split(",")), action.id
        assert action.label and action.label == action.label.strip()
        assert action.help and not action.help.endswith(".")
        assert action.panes


def choices() -> list[tuple[str, list[keys.Action]]]:
    """What can be done in each pane, and on each screen that lies over the panes."""
    panes: list[tuple[str, list[keys.Action]]] = [
        (pane, [action for action in keys.on("panes") if pane in action.panes]) for pane in PANES
    ]
    return panes + [(place, keys.on(place)) for place in keys.EVERYWHERE if place != "panes"]


def test_no_key_means_two_things_in_one_place() -> None:
    for place, actions in choices():
        given: dict[str, str] = {}
        for action in actions:
            for key in action.keys.split(","):
                assert given.setdefault(key, action.id) == action.id, (place, key)


def test_ranks_in_the_footer_are_unambiguous_in_each_place() -> None:
    for place, actions in choices():
        ranks = [action.footer for action in actions if action.footer]
        assert len(ranks) == len(set(ranks)), place


def test_every_action_is_done_by_someone_and_nothing_is_done_that_is_no_action() -> None:
    from cqtui.ui import explorer
    from cqtui.ui.deeds import DEEDS

    rooms = (steps.SIMPLE, explorer._MOVES, explorer._ACTIONS, DEEDS.actions)
    done = [id for room in rooms for id in room]
    assert sorted(done) == sorted(action.id for action in keys.on("panes"))


def test_keys_are_spelled_as_on_a_keyboard() -> None:
    assert keys.spelled("slash,ctrl+s") == "/ ctrl+s"
    assert keys.spelled("question_mark,f1") == "? f1"
    assert keys.first_key("pageup,ctrl+b") == "PgUp"
    for action in keys.ACTIONS:
        assert "_" not in keys.spelled(action.keys), action.id


def test_what_writes_or_leaves_is_marked_so() -> None:
    offered = {action.id for action in keys.ACTIONS if keys.allowed(action, read_only=True, writable=True, page={})}
    assert {action.id for action in keys.ACTIONS} - offered == {
        "export", "open", "bookmark", "accept", "correct", "reject", "undo", "redo", "note", "save", "forget",
    }  # fmt: skip
    demo = {action.id for action in keys.ACTIONS if keys.allowed(action, read_only=False, writable=False, page={})}
    assert {action.id for action in keys.ACTIONS} - demo == {
        "accept", "correct", "reject", "undo", "redo", "note",
    }  # fmt: skip
