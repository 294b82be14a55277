"""The words around the panes: what is filtered, where one stands, which keys do something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from cqtui import store
from cqtui.config import Chosen, Settings
from cqtui.ui import keys, wording
from cqtui.ui.session import Session
from cqtui.ui.wording import Scene
from cqtui.view import PANES, Measure, View

PHONES = Measure("shipments", "mobile phone")


def keys_of(action: str) -> str:
    return keys.BY_ID[action].keys


@pytest.fixture
def scene(two_briefs: Path) -> Scene:
    session = Session(Chosen(two_briefs, demo=True), Settings())
    return Scene(session, View(), 42, 1, False, keys_of)


def said(pieces: object) -> str:
    return "".join(text for text, _ in pieces)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (View(), []),
        (View(entities=("oppo",)), ["OPPO"]),
        (View(entities=("oppo", "asus")), ["OPPO + ASUS"]),
        (View(entities=("liangjiang-new-area",), parts=True), ["Liangjiang and parts"]),
        (View(entities=("nobody-known",)), ["Nobody known"]),
        (View(measures=(PHONES, Measure("employees"))), ["Shipments · mobile phone + Employees"]),
        (View(entities=("oppo",), measures=(PHONES,), text="18.9"), ["OPPO", "Shipments · mobile phone", "/18.9"]),
        (View(places=("chongqing", "china")), ["in Chongqing or China"]),
        (View(sources=("a", "b")), ["source a or b"]),
        (View(statuses=("target", "plan"), reviews=("accepted",)), ["target or plan", "accepted"]),
        (View(since=date(2012, 1, 1)), ["2012-01-01 – …"]),
        (View(since=date(2012, 1, 1), until=date(2019, 12, 31)), ["2012-01-01 – 2019-12-31"]),
        (View(only=("x", "y")), ["2 marked"]),
    ],
)
def test_filters_in_words(scene: Scene, view: View, words: list[str]) -> None:
    assert wording.filters(view, scene.session.index.vocabulary) == words


def test_every_filter_is_told(scene: Scene) -> None:
    """What is filtered is always visible: no filter is left without words."""
    from test_view import CHOSEN

    from cqtui.view import FILTERS

    words = " ".join(wording.filters(CHOSEN, scene.session.index.vocabulary))
    for name in FILTERS:
        less = replace(CHOSEN, **{name: getattr(View(), name)})
        assert " ".join(wording.filters(less, scene.session.index.vocabulary)) != words, name


def test_the_header_says_what_is_open_what_is_chosen_and_where_one_is(scene: Scene) -> None:
    left, right = wording.header(scene, panes_as_path=False)
    assert said(left).strip() == "cqtui   Chongqing electronics   42 figures · 2 sources"
    assert said(right).strip() == "1 of 42"
    one = replace(scene, view=View(entities=("oppo",), measures=(PHONES,)), listed=1)
    assert said(wording.header(one, panes_as_path=False)[1]) == "OPPO › Shipments · mobile phone  1 of 1 / 42 "
    none = replace(scene, view=View(text="zzz"), listed=0, at=0)
    assert said(wording.header(none, panes_as_path=False)[1]) == "/zzz  none / 42 "


def test_a_small_screen_shows_the_way_through_the_panes(scene: Scene) -> None:
    timeline = replace(scene, view=View(pane="timeline"))
    assert said(wording.header(timeline, panes_as_path=True)[0]) == " Companies › Metrics › [Timeline] › Evidence"
    chosen = replace(scene, view=View(pane="metrics", entities=("oppo",)), listed=4)
    assert said(wording.header(chosen, panes_as_path=True)[0]) == " [Metrics]  OPPO"


def hints(scene: Scene, width: int = 300) -> str:
    return said(wording.key_hints(scene, width))


def test_hints_name_only_keys_that_do_something_now(scene: Scene) -> None:
    assert "esc back" not in hints(scene)
    assert "esc back" in hints(replace(scene, can_go_back=True))
    assert "X clear" not in hints(scene)
    assert "X clear" in hints(replace(scene, view=View(text="oppo")))
    figures = replace(scene, view=View(pane="timeline"))
    assert "space mark " in hints(figures) and "space add" not in hints(figures)
    assert "space add" in hints(scene) and "space mark" not in hints(scene)
    assert "c compare" not in hints(replace(scene, view=View(marks=("x",))))
    assert "c compare 2" in hints(replace(scene, view=View(marks=("x", "y"))))
    assert "enter evidence" in hints(figures)
    assert "enter" not in hints(replace(scene, view=View(pane="evidence")))
    assert "t columns" in hints(scene) and "t bars" in hints(replace(scene, view=View(layout="plot")))


def test_an_empty_list_offers_nothing_that_needs_a_figure(scene: Scene) -> None:
    for pane in PANES:
        empty = hints(replace(scene, view=View(text="zzz", pane=pane), listed=0, at=0))
        for needless in ("mark", "copy", "export", "columns", "enter"):
            assert needless not in empty, (pane, empty)
        assert "X clear" in empty


@pytest.mark.parametrize("width", range(0, 200, 7))
def test_hints_fit_and_none_is_cut(scene: Scene, width: int) -> None:
    text = hints(replace(scene, view=View(pane="timeline", text="oppo"), can_go_back=True), width)
    assert cell_len(text) <= width
    whole = hints(replace(scene, view=View(pane="timeline", text="oppo"), can_go_back=True), 1000)
    assert [one for one in text.split("   ") if one.strip() not in whole] == []


def test_an_empty_result_says_why_and_what_to_press(scene: Scene) -> None:
    view = View(entities=("oppo",), measures=(Measure("output volume", "laptop"),), text="zzz")
    why, what = wording.why_empty(replace(scene, view=view, listed=0))
    assert why == "No figure matches all of: OPPO › Output volume · laptop › /zzz"
    assert what == "backspace takes the last choice away, X clears all, esc goes back."


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    store.create(path, title="New")
    scene = Scene(Session(Chosen(path), Settings()), View(), 0, 0, False, keys_of)
    why, what = wording.why_empty(scene)
    assert why == "This store holds no figures yet."
    assert "cqtui import" in what
    assert "new.json" in what


def test_remapped_keys_are_the_ones_that_are_told(scene: Scene) -> None:
    remapped = replace(scene, keys_of=lambda action: {"find": "ctrl+k", "clear": "f9"}.get(action, keys_of(action)))
    assert hints(remapped).startswith(" ctrl+k find")
    assert "f9 clears all" in wording.why_empty(replace(remapped, view=View(text="zzz"), listed=0))[1]


def test_what_a_session_may_not_do_is_not_offered(two_briefs: Path, store_path: Path) -> None:
    def offered(session: Session, pane: str = "timeline") -> set[str]:
        scene = Scene(session, View(pane=pane), 4, 1, True, keys_of)  # type: ignore[arg-type]
        return {action.id for action in keys.ACTIONS if wording.offers(scene, action)}

    own = offered(Session(Chosen(store_path), Settings()))
    demo = offered(Session(Chosen(two_briefs, demo=True), Settings()))
    kiosk = offered(Session(Chosen(store_path), Settings(read_only=True)))
    reviewing = {"accept", "correct", "reject", "undo", "redo", "note"}
    assert own - demo == reviewing
    assert own - kiosk == reviewing | {"export", "open", "bookmark"}
    assert "choose" not in own and "choose" in offered(Session(Chosen(store_path), Settings()), "companies")
