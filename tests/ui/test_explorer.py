"""The explorer as someone uses it: keys in, screens out."""

# mypy: disable-error-code="comparison-overlap"
from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import twobriefs
from rich.cells import cell_len
from textual.widgets import Input

from cqtui import store
from cqtui.config import Chosen, Settings, state_folder
from cqtui.errors import BadData, UsageError
from cqtui.formats import FORMATS
from cqtui.model import Change, Entity, Evidence, Fact, Item, Metric, Period, Source, Unit, identified
from cqtui.tabular import in_ascii
from cqtui.ui import clipboard, keys
from cqtui.ui.app import ExplorerApp
from cqtui.ui.explorer import Explorer
from cqtui.ui.session import Session
from cqtui.view import PANES, Measure, View
from ui.conftest import Open, Seat

OPPO_PHONES, CITY_PHONES = "csxhsf0vj7", "hq5pzvmvsa"
H1_LAPTOPS, LAPTOP_TARGET = "e28ezchrpp", "vdv0bmd5hh"
SIZES = [(120, 40), (104, 30), (80, 24), (60, 20)]
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


# To the sentence behind a figure


@each_size
async def test_three_keys_lead_from_the_start_to_the_highlighted_figure(sit: Open, size: tuple[int, int]) -> None:
    async with sit(size=size) as seat:
        await seat.press("enter", "enter", "enter")
        assert seat.view.pane == "evidence"
        assert "[18.9 million mobile phones]" in " ".join(line.strip("│ ") for line in seat.text().splitlines())
        assert "OPPO › Shipments · mobile phone" in seat.lines()[0]


async def test_the_figure_in_the_evidence_is_set_off_by_style_too(sit: Open) -> None:
    async with sit() as seat:
        await seat.press("enter", "enter", "enter")
        style = seat.explorer.evidence.style_of("figure")
        assert any(
            segment.text.startswith("[18.9 million") and segment.style == style
            for strip in seat.strips()
            for segment in strip
        )


@each_size
async def test_a_search_and_enter_lead_there_too(sit: Open, size: tuple[int, int]) -> None:
    async with sit(size=size) as seat:
        await seat.press("slash")
        await seat.type("oppo ph")
        assert seat.view.pane == "timeline"
        assert "match" in seat.footer()
        await seat.press("enter")
        assert "[18.9 million mobile phones]" in " ".join(line.strip("│ ") for line in seat.text().splitlines())
        assert seat.fact.id == OPPO_PHONES
        await seat.press("escape")
        assert (seat.view.pane, seat.view.text) == ("timeline", "oppo ph")
        await seat.press("escape")
        assert (seat.view.pane, seat.view.text) == ("companies", "")


async def test_a_search_narrows_as_one_types_and_escape_undoes_it(sit: Open) -> None:
    async with sit(at="entity=asus&pane=metrics") as seat:
        before = seat.view
        await seat.press("slash")
        await seat.type("cloud")
        assert seat.explorer.timeline.facts == 1
        assert "1 match " in seat.footer()
        await seat.press("escape")
        assert seat.view == before
        assert seat.explorer.timeline.facts == 4


async def test_n_walks_the_matches_round_and_round(sit: Open) -> None:
    async with sit(at="find=oppo&pane=evidence") as seat:
        count, first, seen = seat.explorer.timeline.facts, seat.fact.id, []
        for _ in range(count):
            seen.append(seat.fact.id)
            await seat.press("n")
        assert seat.fact.id == first
        assert len(set(seen)) == count > 2
        await seat.press("N")
        assert seat.fact.id == seen[-1]


async def test_a_pasted_search_cannot_break_the_screen(sit: Open) -> None:
    async with sit() as seat:
        for text in ('NEAR( "', "a\x00b", "\x1b]52;c;eA==\x07", "%", "[b]", "手机", "\u202eabc"):
            await seat.press("slash")
            await seat.put(text)
            assert seat.text().replace("\n", "").isprintable()
            await seat.press("X")


# Back


async def test_back_retraces_every_step_exactly(sit: Open) -> None:
    async with sit() as seat:
        views, screens = [], []
        for key in ("enter", "space", "3", "t", "r", "s", "enter", "slash"):
            await seat.rest()
            views.append(seat.view)
            screens.append(seat.lines()[1:-1])
            await seat.press(key)
        await seat.type("18.9")
        await seat.press("enter")
        await seat.press("escape")  # from the figure to what was found
        for view, screen in zip(reversed(views), reversed(screens), strict=True):
            await seat.press("escape")
            await seat.rest()
            assert seat.view == view
            assert seat.lines()[1:-1] == screen
        await seat.press("escape")
        assert "This is where you started" in seat.footer()


WALK = [
    action.keys.split(",")[0] for action in keys.on("panes")
    if action.needs == "nothing" and action.id not in ("back", "quit", "quit-now", "palette", "help", "find", "compare",
                                                       "mark", "unmark-all", "copy", "copy-link", "conflicts",
                                                       "targets", "contradiction", "show-keys")
]  # fmt: skip


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 40)), (2, (80, 24)), (3, (60, 20)), (4, (104, 30))])
async def test_after_any_walk_back_leads_to_the_start(sit: Open, seed: int, size: tuple[int, int]) -> None:
    chance = random.Random(seed)
    async with sit(size=size) as seat:
        steps: list[View] = []
        for _ in range(40):
            before, length = seat.view, len(seat.explorer._trail)
            await seat.press(chance.choice(WALK))
            if len(seat.explorer._trail) > length:
                steps.append(before)
        assert len(steps) > 5
        for view in reversed(steps):
            await seat.press("escape")
            assert seat.view == replace(view, marks=seat.view.marks)
            seat.lines()
        await seat.press("escape")
        assert "This is where you started" in seat.footer()


async def test_back_shows_the_same_rows_at_the_same_height(sit: Open) -> None:
    async with sit(size=(80, 24), at="pane=timeline") as seat:
        await seat.press("pagedown", "up", "up", "up")
        before = seat.lines()[1:-1]
        await seat.press("r", "g", "escape")
        assert seat.lines()[1:-1] == before


async def test_q_steps_back_and_leaves_at_the_start(sit: Open) -> None:
    async with sit() as seat:
        await seat.press("enter", "q")
        assert seat.view.pane == "companies"
        assert seat.app.return_code is None
        await seat.press("q")
        assert seat.app.return_code == 0


async def test_clear_takes_every_filter_and_back_brings_them_again(sit: Open) -> None:
    async with sit(
        at="entity=oppo&measure=shipments/mobile+phone&status=actual&since=2012-01-01&pane=timeline"
    ) as seat:
        await seat.press("X")
        assert not seat.view.is_filtered
        assert seat.explorer.timeline.facts == 42
        await seat.press("escape")
        assert seat.view.entities == ("oppo",)
        await seat.press("backspace")
        assert (seat.view.since, seat.view.statuses) == (None, ("actual",))


async def test_an_empty_result_says_why_and_what_to_press(sit: Open) -> None:
    async with sit(at="entity=oppo&measure=output+volume/laptop&pane=timeline", size=(80, 24)) as seat:
        assert "No figure matches all of: OPPO › Output volume · laptop" in seat.text()
        assert "X clears all" in seat.text()
        for key in ("enter", "space", "c", "y", "e", "n", "N", "t", "plus", "minus", "G", "pagedown", "}", "4", "down"):
            await seat.press(key)  # Nothing here to do any of it with.
            seat.lines()
        await seat.press("X")
        assert seat.explorer.timeline.facts == 42


# Panes filter each other


async def test_a_choice_changes_the_counts_of_the_other_panes(sit: Open) -> None:
    async with sit() as seat:
        await seat.press("space")
        assert seat.view.entities == ("oppo",)
        assert "│▶  OPPO " in seat.text()
        assert "4 of" not in seat.lines()[0] and "1 of 4 / 42" in seat.lines()[0]
        assert [row.measure.metric for row in seat.explorer.session.index.measures(seat.view)] == [
            "shipments", "output value", "employees", "R&D spending",
        ]  # fmt: skip
        await seat.press("down", "space")
        assert seat.view.entities == ("oppo", "asus")
        assert "of 8 / 42" in seat.lines()[0]
        await seat.press("space")
        assert seat.view.entities == ("oppo",)


async def test_parts_are_counted_with_their_whole_when_asked(sit: Open) -> None:
    async with sit(at="entity=chongqing&pane=timeline") as seat:
        assert seat.explorer.timeline.facts == 10
        await seat.press("p")
        assert seat.explorer.timeline.facts == 22
        assert "Chongqing and parts" in seat.lines()[0]


async def test_left_folds_and_right_unfolds(sit: Open) -> None:
    async with sit(at="at-entity=chongqing") as seat:
        await seat.press("left")
        assert seat.view.folded == ("chongqing",)
        assert "▸ Chongqing" in seat.text()
        assert "Bonded Port Area " not in "\n".join(line[:34] for line in seat.lines())
        await seat.press("right")
        assert seat.view.folded == ()
        await seat.press("right")
        assert seat.view.pane == "metrics"


# Marks and comparison


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_figures_are_marked_across_filters_and_compared(sit: Open, size: tuple[int, int]) -> None:
    async with sit(size=size) as seat:
        for search in ("oppo ph", "chongqing mobile phone volume"):
            await seat.press("slash")
            await seat.put(search)
            await seat.press("space")
        assert seat.view.marks == (OPPO_PHONES, CITY_PHONES)
        await seat.press("c")
        assert seat.is_comparing
        text = seat.text()
        assert "NOT LIKE FOR LIKE" in text
        assert "A is under 10.9 % of B" in text  # the share
        assert "OPPO's, in Chongqing, against the whole of" in text  # the scope note
        await seat.press("escape")
        assert not seat.is_comparing
        assert seat.view.marks == (OPPO_PHONES, CITY_PHONES)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_half_a_year_against_a_parts_target_gives_all_three_reasons(sit: Open, size: tuple[int, int]) -> None:
    async with sit(at=f"mark={H1_LAPTOPS}&mark={LAPTOP_TARGET}&compare=yes", size=size) as seat:
        assert seat.is_comparing
        verdict = " ".join(line.strip("│ ") for line in seat.lines()[2:5])
        assert "NOT LIKE FOR LIKE" in verdict
        for reason in ("a half year against a year", "a part against the whole", "an actual against a target"):
            assert reason in verdict, verdict


async def test_a_column_can_be_dropped_and_its_evidence_opened(sit: Open) -> None:
    async with sit(at=f"mark={OPPO_PHONES}&mark={CITY_PHONES}&mark={H1_LAPTOPS}&compare=yes") as seat:
        await seat.press("right", "x")
        assert seat.view.marks == (OPPO_PHONES, H1_LAPTOPS)
        assert seat.is_comparing
        await seat.press("enter")
        assert not seat.is_comparing
        assert (seat.view.pane, seat.view.fact) == ("evidence", H1_LAPTOPS)
        await seat.press("escape")
        assert seat.is_comparing, "back leads to the comparison again"
        await seat.press("x")
        assert not seat.is_comparing
        assert len(seat.view.marks) == 1
        await seat.press("c")
        assert "Mark two figures or more with space" in seat.footer()


async def test_only_the_marked_can_be_shown(sit: Open) -> None:
    async with sit(at=f"mark={OPPO_PHONES}&mark={H1_LAPTOPS}&entity=asus&pane=timeline") as seat:
        await seat.press("m")
        assert seat.explorer.timeline.facts == 2
        assert "2 marked" in seat.lines()[0]
        await seat.press("M")
        assert seat.view.marks == ()
        await seat.press("m")
        assert seat.explorer.timeline.facts == 42


# Places


async def test_a_link_reopens_the_same_place(sit: Open) -> None:
    async with sit() as seat:
        await seat.press("enter", "3", "t", "r", "s", "down", "space", "plus", "greater_than_sign", "4", "down")
        await seat.rest()
        view, text = seat.view, seat.text()
    async with sit(at=view.query()) as seat:
        await seat.rest()
        assert seat.view == view
        assert seat.lines()[1:-1] == [line.ljust(120) for line in text.splitlines()][1:-1]


async def test_a_link_to_what_is_not_there_opens_all_the_same(sit: Open) -> None:
    async with sit(at="entity=nobody&measure=no/such&fact=zzz&mark=zzz&at-entity=x&scroll=9999&pane=evidence") as seat:
        seat.lines()
        await seat.press("X")
        assert seat.explorer.timeline.facts == 42
    async with sit(at=f"fact={OPPO_PHONES}&scroll=9999&pane=evidence") as seat:
        assert seat.fact.id == OPPO_PHONES
        assert "id csxhsf0vj7" in seat.text()


async def test_the_link_that_is_copied_is_a_command(sit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    copied: list[str] = []
    monkeypatch.setattr("cqtui.ui.deeds.copy", lambda _, text, **__: copied.append(text))
    async with sit(at="entity=oppo&find=R%26D%20%27x") as seat:
        await seat.press("Y")
        assert "Copied a command line" in seat.footer()
        program, flag, place = shlex.split(copied[0])
        assert (program, flag, View.parse(place)) == ("cqtui", "--at", seat.view)


@each_size
async def test_resizing_keeps_the_place(sit: Open, size: tuple[int, int]) -> None:
    async with sit(at=f"pane=timeline&fact={OPPO_PHONES}&sort=newest", size=size) as seat:
        view = seat.view
        for width, height in ((60, 20), (200, 60), (20, 5), (1, 1), (120, 10), size):
            await seat.resize(width, height)
            assert seat.view == view
            if width >= 60:
                assert any("18.9 M" in line for line in seat.lines()), (width, height)


async def test_the_cursor_is_always_in_sight(sit: Open) -> None:
    async with sit(size=(80, 24), at="pane=timeline") as seat:
        for key in ("G", "pageup", "g", "pagedown", "pagedown", "}", "{", "k", "j", "end", "home"):
            await seat.press(key)
            pane = seat.explorer.timeline
            assert pane.top <= pane.cursor < pane.top + pane.room, key
            assert pane.is_row(pane.cursor)


# The time axis


async def test_zoom_pan_and_fit(sit: Open) -> None:
    async with sit(at=f"pane=timeline&fact={OPPO_PHONES}") as seat:
        fitted = seat.lines()[1:-1]
        await seat.press("plus")
        assert seat.view.zoom is not None
        before = seat.view.zoom
        await seat.press("greater_than_sign")
        assert seat.view.zoom > before
        await seat.press("left")
        assert seat.view.zoom == before
        await seat.press("0")
        assert seat.lines()[1:-1] == fitted


# Copying, exporting, keeping


async def test_a_figure_is_copied_with_its_sentence_and_citation(sit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("cqtui.ui.deeds.copy", lambda _, text, **__: copied.append(text))
    async with sit(at=f"pane=evidence&fact={OPPO_PHONES}") as seat:
        await seat.press("y")
        assert "Copied: 18,900,000 mobile phones" in seat.footer()
    (text,) = copied
    assert "18,900,000 mobile phones" in text and "OPPO's shipments" in text and "iChongqing" in text and "¶ 43" in text


async def test_copying_uses_the_terminals_own_clipboard(sit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.delenv("TMUX", raising=False)
    async with sit() as seat:
        driver = seat.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        clipboard.copy(seat.app, "手机", may_start=False)  # type: ignore[arg-type]
        monkeypatch.setenv("TMUX", "x")
        clipboard.copy(seat.app, "手机", may_start=False)  # type: ignore[arg-type]
    assert "\x1b]52;c;5omL5py6\x07" in written
    assert "\x1bPtmux;\x1b\x1b]52;c;5omL5py6\x07\x1b\\" in written


async def test_the_marked_or_the_listed_are_exported(sit: Open, tmp_path: Path) -> None:
    async with sit(at=f"mark={OPPO_PHONES}&mark={H1_LAPTOPS}&entity=asus&pane=timeline", size=(200, 40)) as seat:

        async def export(name: str) -> str:
            await seat.press("e")
            await seat.put(str(tmp_path / name))
            return seat.footer()

        for format in FORMATS:
            assert "Wrote 2 figures" in await export(f"marked.{format}")
        assert "exists already" in await export("marked.csv")
        assert "the name must end with" in await export("x.png")
        assert "no such folder" in (await export("none/x.csv")).lower() or not (tmp_path / "none").exists()
        await seat.press("M")
        for format in FORMATS:
            assert "Wrote 4 figures" in await export(f"listed.{format}")
    for format in FORMATS:
        marked, listed = ((tmp_path / f"{name}.{format}").read_text("utf-8") for name in ("marked", "listed"))
        assert OPPO_PHONES in marked and H1_LAPTOPS in marked and "asus" not in marked.lower()
        assert OPPO_PHONES not in listed and "asus" in listed.lower()
    rows = json.loads((tmp_path / "marked.json").read_text("utf-8"))
    lines = (tmp_path / "marked.jsonl").read_text("utf-8").splitlines()
    assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in lines] == [OPPO_PHONES, H1_LAPTOPS]
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        f"{name}.{format}" for name in ("marked", "listed") for format in FORMATS
    }


async def test_bookmarks_survive_a_restart_and_are_gone_to_by_name(sit: Open) -> None:
    async with sit(at=f"entity=oppo&pane=timeline&fact={OPPO_PHONES}") as seat:
        view = seat.view
        await seat.press("b")
        assert "Bookmarked" in seat.footer()
    async with sit() as seat:
        await seat.press("colon")
        await seat.type("18.9 oppo")
        await seat.pilot.pause(0.3)
        await seat.press("enter")
        await seat.rest()
        assert replace(seat.view, pane="timeline") == view
        await seat.press("b")
        assert "taken away" in seat.footer()


async def test_a_broken_bookmarks_file_is_told_and_left_alone(sit: Open) -> None:
    file = state_folder() / "bookmarks.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    async with sit() as seat:
        await seat.press("b")
        assert "not a file of bookmarks" in seat.footer() or "…" in seat.footer()
        await seat.press("colon")
        await seat.pilot.pause(0.2)
        await seat.press("escape")
    assert file.read_text() == "{"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("hewlett", View(entities=("hp",))), ("r&d", View(measures=(Measure("R&D spending", ""),)))],
)
async def test_the_palette_goes_to_companies_and_metrics(sit: Open, typed: str, expected: View) -> None:
    async with sit() as seat:
        await seat.press("ctrl+p")
        await seat.type(typed)
        await seat.pilot.pause(0.3)
        await seat.press("enter")
        await seat.rest()
        assert (seat.view.entities, seat.view.measures) == (expected.entities, expected.measures)
        assert seat.view.pane == "timeline"
        await seat.press("escape")
        assert not seat.view.is_filtered


async def test_the_palette_does_what_keys_do(sit: Open) -> None:
    async with sit() as seat:
        await seat.press("colon")
        await seat.type("bars, columns")
        await seat.pilot.pause(0.3)
        await seat.press("enter")
        await seat.rest()
        assert seat.view.layout == "columns"


# Writing


async def test_a_verdict_and_a_note_reach_the_file_and_survive(sit: Open, store_path: Path) -> None:
    def kept(id: str) -> Fact:
        return next(fact for fact in store.read(store_path).facts if fact.id == id)

    async with sit(store_path, at="find=18.9&pane=evidence") as seat:
        id = seat.fact.id
        await seat.press("a")
        assert "accepted" in seat.footer()
        assert kept(id).review == "accepted"
        await seat.press("d")
        assert kept(id).review == "rejected"
        assert "rejected" in seat.text()
        await seat.press("d")
        assert kept(id).review == "unreviewed"
        await seat.press("w")
        await seat.put("seen, 手机 [b]")
        assert kept(id).note == "seen, 手机 [b]"
        await seat.press("d")
    async with sit(store_path, at="find=18.9&pane=evidence") as seat:
        assert "Note: seen, 手机 [b]" in seat.text()
        assert "rejected" in seat.text()
        await seat.press("w")
        await seat.put("")
        assert kept(id).note is None


async def test_a_store_that_cannot_be_written_is_told_in_one_line(sit: Open, store_path: Path) -> None:
    async with sit(store_path, at="pane=evidence") as seat:
        assert seat.explorer.session.writable
        store_path.write_text("torn")
        await seat.press("a")
        assert seat.app.crash is None
        assert "small.json" in seat.footer() or "…" in seat.footer()
        assert store_path.read_text() == "torn"


# What a session may not do


async def test_read_only_has_no_key_that_writes_or_leaves(
    sit: Open, store_path: Path, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    before, files = store_path.read_bytes(), sorted(environment.rglob("*"))
    async with sit(store_path, at="pane=evidence", read_only=True) as seat:
        monkeypatch.setattr(seat.app, "open_url", lambda url, **_: opened.append(url))
        screen = seat.text()
        for key in ("a", "d", "w", "e", "b", "o"):
            await seat.press(key, "x", "enter")
            assert seat.app.screen is seat.explorer
            assert not seat.app.screen.query(Input)
            assert seat.text() == screen
    assert store_path.read_bytes() == before
    assert sorted(environment.rglob("*")) == files
    assert opened == []


async def test_read_only_hides_what_writes_or_leaves_from_help_and_palette(sit: Open, store_path: Path) -> None:
    async with sit(store_path, read_only=True, size=(160, 60)) as seat:
        await seat.press("question_mark")
        text = seat.text()
        await seat.press("escape", "colon")
        await seat.pilot.pause(0.3)
        text += seat.text()
        for action in keys.ACTIONS:
            if not keys.allowed(action, read_only=True, writable=False, page={}):
                assert action.help not in text, action.id
            else:
                assert action.help[:30] in text or action.section != "Moving"
        for needless in ("creenshot", "uspend", "aximize"):
            assert needless not in text


def test_a_session_writes_only_what_it_may(two_briefs: Path, store_path: Path, tmp_path: Path) -> None:
    kiosk = Session(Chosen(store_path), Settings(read_only=True))
    demo = Session(Chosen(two_briefs, demo=True), Settings())
    before = store_path.read_bytes(), two_briefs.read_bytes()
    for session in (kiosk, demo):
        fact = next(session.index.facts(View()))
        for write in (session.review, session.note):
            with pytest.raises(UsageError, match="read-only"):
                write(fact, "rejected")
    with pytest.raises(UsageError, match="read-only"):
        kiosk.export(tmp_path / "out.csv", [])
    assert (store_path.read_bytes(), two_briefs.read_bytes()) == before
    assert not (tmp_path / "out.csv").exists()


async def test_a_demo_says_that_it_is_not_written(sit: Open) -> None:
    async with sit(at="pane=evidence") as seat:
        await seat.press("a")
        assert seat.app.crash is None
        assert seat.fact.review == "accepted"  # as it was


async def test_addresses_are_opened_only_where_they_are_web_addresses(
    sit: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    for number, url in enumerate(("https://example.org/a", "file:///etc/passwd", "javascript:alert(1)", None)):
        path = tmp_path / f"{number}.json"
        store.create(path, title="T")
        proof = Evidence(source="s", sentence="One 1.")
        fact = Fact(entity="e", metric="m", value=Decimal(1), as_written="1", evidence=proof)
        store.append(path, facts=[fact], sources=[Source(id="s", url=url)])
        async with sit(path, at="pane=evidence") as seat:
            monkeypatch.setattr(seat.app, "open_url", lambda url, **_: opened.append(url))
            await seat.press("o")
    assert opened == ["https://example.org/a"]


# Keys and help


async def test_every_action_has_its_line_in_help(sit: Open, store_path: Path) -> None:
    async with sit(store_path, size=(160, 60)) as seat:
        await seat.press("question_mark")
        lines = seat.lines()
        for action in (one for one in keys.ACTIONS if one not in keys.on("tour")):  # Of those: test_guide.py
            assert any(keys.first_key(action.keys) in line and action.help[:50] in line for line in lines), action.id
        await seat.press("q")
        assert seat.app.screen is seat.explorer


async def test_help_scrolls_to_its_end_on_a_small_screen(sit: Open) -> None:
    async with sit(size=(60, 20)) as seat:
        await seat.press("question_mark")
        seen = set(seat.lines())
        for _ in range(10):
            await seat.press("pagedown")
            seen |= set(seat.lines())
        assert any("Quit at once" in line for line in seen)
        assert any("agency" in line for line in seen)


async def test_remapped_keys_work_and_are_the_ones_shown(sit: Open) -> None:
    async with sit(keys={"find": "f", "layout": "ctrl+t,T", "companies": "f2"}, size=(160, 60)) as seat:
        assert seat.footer().startswith(" f find")
        assert "ctrl+t columns" in seat.footer()
        await seat.press("slash")
        assert not seat.app.screen.query(Input)
        await seat.press("t")
        assert seat.view.layout == "bars"
        await seat.press("T")
        assert seat.view.layout == "columns"
        await seat.press("ctrl+t")
        assert seat.view.layout == "plot"
        await seat.press("question_mark")
        assert re.search(r"f +Find as you type", seat.text())
        assert re.search(r"ctrl\+t T +Bars", seat.text())
        await seat.press("escape", "f")
        assert seat.app.screen.query(Input)


def test_keys_for_no_action_are_refused() -> None:
    from cqtui.ui.app import checked_keys

    with pytest.raises(BadData, match="no action 'fly'"):
        checked_keys(Settings(keys={"fly": "f"}))
    assert checked_keys(Settings(keys={"find": "f"})) == {"find": "f"}


@pytest.mark.parametrize(("pane", "size"), list(zip(PANES, SIZES, strict=True)))
async def test_every_key_can_be_pressed_anywhere(sit: Open, store_path: Path, pane: str, size: tuple[int, int]) -> None:
    async with sit(store_path, at=f"pane={pane}", size=size) as seat:
        for action in keys.ACTIONS:
            if action.section != "Program":
                await seat.press(action.keys.split(",")[0])
            if seat.app.screen is not seat.explorer or seat.app.screen.query(Input):
                await seat.press("escape")
            seat.lines()
        assert seat.app.screen is seat.explorer
        assert seat.app.return_code is None


# What any screen must be

WIDE = "重庆市笔记本电脑产量（万台）Société"


def hostile_store(path: Path) -> Path:
    """A store with a payload in every field there is, written past every door."""
    payload = "\x1b[31mX\x1b]52;c;eA==\x07\x9b2J\u202eY\u200b[@click=app.exit]Z[/] [b]"

    def bad(text: str) -> str:
        return f"{text}{payload}"

    contents = twobriefs.contents()
    fact, source = contents.facts[3], contents.sources[0]
    rows: dict[str, dict[str, Any]] = json.loads(store.serialize(replace(contents, facts=(fact,), sources=(source,))))
    (row,) = rows["facts"].values()
    for name in ("as_written", "extractor", "note", "entity", "metric", "item", "place", "unit", "per", "id"):
        row[name] = bad(name)
    row["evidence"] |= {"sentence": bad("sentence"), "source": bad("source"), "start": None, "end": None}
    row["change"] = {"kind": "percent", "value": 5, "direction": "up", "against": bad("against")}
    row["alternatives"] = [{"field": bad("field"), "value": bad("value"), "why": bad("why")}]
    row["period"] = {"start": "2019-01-01", "end": "2019-12-31", "basis": "year", "stated": True}
    rows["sources"] = {"1": {"id": bad("source"), "title": bad("title"), "publisher": bad("publisher"),
                             "published": None, "url": bad("https://u"), "language": bad("en"), "sha256": None,
                             "brief": True, "text": None}}  # fmt: skip
    rows["entities"] = {
        "1": {"id": bad("entity"), "name": bad("name"), "short": bad("short"), "kind": "company",
              "aliases": [bad("al")], "part_of": bad("place")},
        "2": {"id": bad("place"), "name": bad("place"), "short": None, "kind": "place", "aliases": [], "part_of": None},
    }  # fmt: skip
    rows["metrics"] = {"1": {"id": bad("metric"), "label": bad("label"), "dimension": "count", "nature": "flow",
                             "synonyms": [bad("syn")]}}  # fmt: skip
    rows["items"] = {"1": {"id": bad("item"), "label": bad("item"), "aliases": [bad("al")], "part_of": None}}
    rows["units"] = {"1": {"id": bad("unit"), "label": bad("unit"), "plural": bad("pl"), "symbol": bad("sy"),
                           "dimension": "count", "base": None, "factor": 1, "aliases": []}}  # fmt: skip
    rows["meta"]["1"]["title"] = bad("title")
    second = {**row, "id": bad("id2"), "as_written": bad("other"), "value": 7}
    rows["facts"] = {"1": row, "2": second}
    path.write_text(json.dumps(rows), "utf-8")
    return path


EVERYWHERE = (
    "3", "t", "t", "r", "4", "G", "1", "2", "b", "3", "space", "space", "c", "escape", "w", "escape", "colon", "escape",
    "question_mark", "escape", "slash", "escape", "a", "e", "escape", "exclamation_mark", "escape", "T", "down",
    "c", "escape", "escape",
)  # fmt: skip
"""Keys that lead to every kind of screen."""


async def looked_at(seat: Seat, key: str) -> list[str]:
    """The screen after a key; nothing on it can be clicked to do something."""
    await seat.press(key)
    if key == "colon":
        await seat.pilot.pause(0.2)
    for strip in seat.strips():
        for segment in strip:
            assert not segment.style or "@click" not in segment.style.meta, segment
    return seat.lines()


async def test_hostile_text_in_any_field_neither_gets_out_nor_becomes_a_link(sit: Open, tmp_path: Path) -> None:
    path = hostile_store(tmp_path / "hostile.json")
    async with sit(path) as seat:
        seen = seat.lines()
        for key in EVERYWHERE:
            seen += await looked_at(seat, key)
        for word in ("name", "label", "entity"):  # in the palette
            await seat.press("colon")
            seat.app.screen.query_one(Input).value = word
            await seat.rest()
            seen += await looked_at(seat, "f12")
            await seat.press("escape")
        assert seat.app.return_code is None
    text = "\n".join(seen)
    for line in seen:
        assert line.isprintable(), ascii(line)
    assert "␛" in text and "[@click=app.exit]Z[/]" in text  # shown, as the text that it is
    for name in ("title", "short", "name", "label", "sentence", "as_written", "note", "against", "why", "extractor"):
        assert f"{name}␛" in text, name


async def test_wide_text_stays_aligned_everywhere(sit: Open, tmp_path: Path) -> None:
    path = tmp_path / "wide.json"
    store.create(path, title=WIDE)
    facts = identified(
        Fact(entity="a" * n, metric=WIDE, item=WIDE, value=None, as_written=WIDE, note=WIDE * 5, unit=WIDE,
             change=Change(kind="unstated", against=WIDE), period=Period(),
             evidence=Evidence(source="s", sentence=WIDE * n))
        for n in (1, 2)
    )  # fmt: skip
    store.append(
        path, facts=facts, sources=[Source(id="s", title=WIDE, publisher=WIDE)],
        entities=[Entity(id="a", name=WIDE, kind="place"), Entity(id="aa", name="重" * 50, part_of="a")],
        metrics=[Metric(id=WIDE, label=WIDE)], items=[Item(id=WIDE, label=WIDE)], units=[Unit(id=WIDE, label=WIDE)],
    )  # fmt: skip
    for size in ((120, 40), (60, 20)):
        async with sit(path, size=size) as seat:
            for key in EVERYWHERE:
                for line in await looked_at(seat, key):
                    assert cell_len(line) == size[0]


@each_size
async def test_ascii_mode_puts_no_other_sign_of_ours_on_the_screen(sit: Open, size: tuple[int, int]) -> None:
    async with sit(ascii=True, size=size, at=f"mark={OPPO_PHONES}&mark={CITY_PHONES}") as seat:
        for key in ("3", "t", "t", "r", "plus", "4", "2", "1", "left", "c", "down", "escape", "question_mark",
                    "pagedown", "escape", "slash", "z", "z", "z", "enter"):  # fmt: skip
            await seat.press(key)
            for line in seat.lines():
                assert line.isascii(), (key, line)


def test_every_sign_of_ours_has_an_ascii_look_alike() -> None:
    """Whatever sign is written into the interface's code, `in_ascii` knows."""
    import cqtui.axis
    import cqtui.ui

    signs = set("".join(cqtui.axis.UNICODE))
    for file in Path(cqtui.ui.__file__).parent.glob("*.py"):
        code = "\n".join(line.split("#")[0] for line in file.read_text("utf-8").splitlines())
        signs |= {one for text in re.findall(r'"([^"\n]*)"', code) for one in text if not one.isascii()}
    allowed = set("⺀鿿가힣豈﫿＀￯“”")  # Ranges of a pattern, and quotation marks of what is copied.
    assert {sign for sign in signs - allowed if not in_ascii(sign).isascii()} == set()


async def test_without_colour_the_cursor_and_the_figure_still_stand_out(
    sit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sit(at=f"pane=evidence&fact={OPPO_PHONES}") as seat:
        segments = [segment for strip in seat.strips() for segment in strip if segment.style]
        for segment in segments:
            assert segment.style is not None
            assert segment.style.color is None or segment.style.color.is_default, segment
            assert segment.style.bgcolor is None or segment.style.bgcolor.is_default, segment
        assert any("[18.9 million" in segment.text and segment.style and segment.style.reverse for segment in segments)
        assert "▶" not in seat.line("OPPO   ")


# The mouse


async def test_the_mouse_chooses_what_it_clicks(sit: Open) -> None:
    async with sit() as seat:
        at = next(y for y, line in enumerate(seat.lines()) if "ASUS" in line[:34])
        await seat.pilot.click(offset=(10, at))
        await seat.pilot.pause()
        assert seat.view.at_entity == "asus"
        await seat.pilot.double_click(offset=(10, at))
        await seat.pilot.pause()
        assert (seat.view.entities, seat.view.pane) == (("asus",), "metrics")


async def test_the_wheel_scrolls_what_is_under_it(sit: Open) -> None:
    async with sit(at="pane=timeline") as seat:
        from textual import events

        pane = seat.explorer.timeline
        event = events.MouseScrollDown(pane, 5, 5, 0, 1, 0, False, False, False)
        pane.post_message(event)
        await seat.pilot.pause()
        assert pane.top == 3
        assert pane.top <= pane.cursor


async def test_the_store_on_disk_is_never_written_by_looking(sit: Open, two_briefs: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(two_briefs, copy)
    before = copy.stat().st_mtime_ns, copy.read_bytes()
    async with sit(copy) as seat:
        await seat.press("enter", "enter", "enter", "space", "t", "r", "escape", "question_mark", "escape")
    assert (copy.stat().st_mtime_ns, copy.read_bytes()) == before


async def test_a_store_that_something_else_writes_shows_up_in_its_place(tmp_path: Path, two_briefs: Path) -> None:
    contents = store.read(two_briefs)
    path = tmp_path / "growing.json"
    store.create(path, title="Growing")
    oppo = [fact for fact in contents.facts if fact.entity == "oppo"]
    store.append(path, facts=oppo)
    app = ExplorerApp(Session(Chosen(path), Settings()), View())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("3", "down")
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        figure = explorer.figure
        store.append(path, facts=[fact for fact in contents.facts if fact.entity == "asus"])
        for _ in range(100):
            if explorer.timeline.facts > len(oppo):
                break
            await pilot.pause(0.1)
        assert explorer.timeline.facts == len(oppo) + 4
        assert explorer.figure == figure, "the reader stays where they were"
        await pilot.press("1")
        await pilot.pause()
        assert explorer.companies.info == "2"
        painted = "".join(explorer.companies.render_line(y).text for y in range(explorer.companies.size.height))
        assert "Asus" in painted, "a pane that was out of sight is painted anew"


async def test_a_store_that_breaks_is_shown_as_it_was(tmp_path: Path, two_briefs: Path) -> None:
    path = tmp_path / "breaking.json"
    path.write_bytes(two_briefs.read_bytes())
    app = ExplorerApp(Session(Chosen(path), Settings()), View())
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        path.write_text('{"a": 1}', "utf-8")
        for _ in range(100):
            if "not a cqtui store" in explorer._message:
                break
            await pilot.pause(0.1)
        assert "not a cqtui store" in explorer._message
        assert explorer.timeline.facts == 42


async def test_a_reviewed_figure_that_leaves_the_list_makes_room_for_the_next(tmp_path: Path, two_briefs: Path) -> None:
    path = tmp_path / "reviewing.json"
    path.write_bytes(two_briefs.read_bytes())
    app = ExplorerApp(Session(Chosen(path), Settings()), View(reviews=("accepted",), pane="timeline"))
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await pilot.press("down", "down")
        await pilot.press("down")
        following = explorer.figure
        await pilot.press("up", "d")
        assert explorer.timeline.facts == 41
        assert explorer.figure == following


async def test_unreviewed_figures_are_walked_through_one_by_one_and_a_review_can_be_undone(
    tmp_path: Path, two_briefs: Path
) -> None:
    contents = store.read(two_briefs)
    path = tmp_path / "queue.json"
    store.create(path, title="Queue")
    store.append(path, facts=[replace(fact, review="unreviewed") for fact in contents.facts[:5]])
    app = ExplorerApp(Session(Chosen(path), Settings()), View())
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await pilot.press("U")
        first = explorer.figure
        assert first is not None
        assert explorer.view.pane == "evidence"
        await pilot.press("a")
        second = explorer.figure
        assert second is not None
        assert second.id != first.id, "the next one comes up by itself"
        await pilot.press("d")
        assert explorer.timeline.facts == 3
        await pilot.press("u")
        assert explorer.figure is not None
        assert explorer.figure.id == second.id, "undo shows what it was about"
        await pilot.press("u", "u")
        assert [fact.review for fact in store.read(path).facts] == ["unreviewed"] * 5
        await pilot.press("U")
        assert explorer.view.reviews == ()


async def test_keys_lead_along_the_plot_and_the_evidence_follows(sit: Open) -> None:
    async with sit(at="pane=timeline&layout=plot&measure=output+volume/laptop") as seat:
        assert seat.fact.entity == "liangjiang-new-area"
        await seat.press("right")
        assert seat.fact.entity == "lianglu-cuntan-bonded-port-area" and "20 million" in seat.text()
        await seat.press("right")
        assert seat.fact.entity == "chongqing"
        await seat.press("down")
        assert seat.fact.entity == "lianglu-cuntan-bonded-port-area", "the next lower level"
        await seat.press("end", "up")
        assert seat.fact.entity == "chongqing"
        await seat.press("right")
        assert seat.view.pane == "evidence", "beyond the last level"


async def test_the_scale_of_a_plot_is_a_part_of_the_place(sit: Open) -> None:
    async with sit(at="pane=timeline") as seat:
        await seat.press("L")
        assert (seat.view.layout, seat.view.scale) == ("plot", "linear")
        await seat.press("L")
        assert "scale=log" in seat.view.query() and "plot, log" in seat.text()
        await seat.press("L", "escape")
        assert seat.view.scale == "log"


async def test_a_zoomed_plot_follows_the_crosshair(sit: Open) -> None:
    async with sit(at="pane=timeline&layout=plot&measure=output+volume/laptop") as seat:
        await seat.press("+", "+", "+", "+")
        assert seat.view.zoom and seat.view.zoom[1].year < 2019
        await seat.press("right", "right")
        start, end = seat.view.zoom
        assert start.year <= 2019 <= end.year and seat.fact.entity == "chongqing"


async def test_the_mouse_and_every_size_work_in_the_plot(sit: Open) -> None:
    async with sit(at="pane=timeline&layout=plot") as seat:
        spots = seat.explorer.timeline.plot.picture(84, seat.explorer.timeline.inner_height).spots
        id, (x, y) = next((id, spot) for id, spot in spots.items() if id != seat.fact.id)
        await seat.pilot.click("#timeline", offset=(x + 1, y + 1))
        await seat.settle()
        assert seat.fact.id == id
        for key in ("pagedown", "pageup", "G", "g", "]", "[", "n", "N", "end", "down", "home", "up"):
            await seat.press(key)
        for size in ((40, 10), (20, 5), (1, 1), (200, 60)):
            await seat.resize(*size)
            await seat.press("right", "down")
