"""A tour on the explorer: it presses keys as anyone would, and lets go of them when somebody sits down."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from cqtui.commands import kiosk
from cqtui.commands.touring import answered
from cqtui.config import Chosen, Settings
from cqtui.tour import script as scripts
from cqtui.ui import guide as module
from cqtui.ui import keys
from cqtui.ui.app import ExplorerApp
from cqtui.ui.guide import Guide
from cqtui.ui.session import Session
from cqtui.ui.touring import set_up
from cqtui.view import View
from ui.conftest import Open, Seat

TOUR = """
title = "A tour"
[[scenes]]
title = "Drilling"
at = ""
[[scenes.steps]]
caption = "Three keys."
do = ["drill", "drill"]
point = "timeline"
hold = 60
[[scenes.steps]]
do = "drill"
hold = 60
[[scenes]]
title = "Searching"
at = ""
[[scenes.steps]]
do = "find"
hold = 0
[[scenes.steps]]
type = "oppo ph"
wait = "1 match"
hold = 0
[[scenes.steps]]
press = ["enter", "space"]
wait = "18.9 million"
caption = "Found."
hold = 60
[[scenes]]
title = "What is not there"
at = ""
[[scenes.steps]]
wait = "nowhere to be seen"
within = 0.2
otherwise = "There is no such thing."
[[scenes.steps]]
do = "quit-now"
"""


class Booth(Seat):
    """A seat at an explorer that is being toured."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[None], guide: Guide) -> None:
        super().__init__(app, pilot)
        self.guide = guide

    async def until(self, holds: Callable[[], bool], seconds: float = 20.0) -> None:
        for _ in range(round(seconds / 0.02)):
            if self.app.crash is not None:
                raise self.app.crash
            if holds():
                await self.settle()
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"not in {seconds} s; {self.guide.playing.beat}\n{self.text()}")

    async def until_shown(self, text: str) -> None:
        await self.until(lambda: text in self.text())

    async def until_holding(self, scene: int, step: int) -> None:
        """Until a step is being looked at."""

        def holds() -> bool:
            now = self.guide.playing
            before = now.beats[now.at - 1] if now.at else None
            return before is not None and (before.kind, before.scene, before.step) == ("hold", scene, step)

        await self.until(holds)

    def caption(self) -> str:
        """What the strip says."""
        return "\n".join(self.text().split("\n")[-4:-1])


@asynccontextmanager
async def touring(
    tmp_path: Path, store: Path, text: str = TOUR, size: tuple[int, int] = (120, 40), **given: Any
) -> AsyncIterator[Booth]:
    script = tmp_path / "tour.toml"
    script.write_text(text, "utf-8")
    tour = scripts.read(script, keys.BY_ID, kiosk.COMMANDS)
    app = ExplorerApp(Session(Chosen(store, demo=True), Settings(read_only=True)), View())
    guide = set_up(app, tour, answered, **{"pace": 20.0, **given})
    async with app.run_test(size=size) as pilot:
        yield Booth(app, pilot, guide)
    if app.crash is not None:
        raise app.crash


async def test_keys_are_pressed_as_anyone_would_and_shown(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        assert booth.view.pane == "timeline"
        assert booth.view.entities
        assert booth.view.measures
        assert "enter  drill  enter  drill" in booth.caption()
        assert "Three keys." in booth.caption()
        assert "1/3 Drilling" in booth.caption()
        assert booth.explorer.can_go_back, "each key is a step that one can go back"


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_strip_takes_lines_of_its_own(tmp_path: Path, shipped: Path, size: tuple[int, int]) -> None:
    async with touring(tmp_path, shipped, size=size) as booth:
        await booth.until_holding(0, 0)
        strip = booth.guide.height(size[0]) + 1
        bottom = booth.explorer.footer.region.bottom
        assert bottom == size[1] - strip
        assert all(pane.region.bottom <= bottom for pane in booth.explorer._panes.values() if pane.display)
        await booth.press("question_mark")
        assert booth.app.screen.region.size == size
        assert booth.app.screen.query("HelpPane").first().region.bottom == bottom


async def test_the_spotlight_dims_the_others(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        explorer = booth.explorer
        assert [pane.dimmed for pane in explorer._panes.values()] == [True, True, False, True]
        assert "╔ 3 Timeline ═" in booth.text()
        await booth.press("x")
        assert not any(pane.dimmed for pane in explorer._panes.values())


async def test_pausing_stands_still_and_going_on_goes_on(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        await booth.press("f5")
        before = booth.view
        assert "paused" in booth.caption()
        await asyncio.sleep(0.3)
        assert booth.view == before
        await booth.press("P")
        assert booth.guide.playing.mode == "running"
        await booth.press("f6")
        await booth.until(lambda: booth.guide.playing.mode == "paused")
        assert booth.view.pane == "evidence"
        await booth.press("full_stop")
        await booth.until(lambda: booth.guide.playing.mode == "paused")
        assert booth.view.pane == "companies", "the next step is the first of another scene"


async def test_any_other_key_takes_over_and_going_on_begins_the_scene_again(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        await booth.press("j")
        assert "The explorer is yours. f5 goes on with the tour." in booth.caption()
        await booth.press("question_mark", "escape", "slash")
        await booth.type("P.")  # Signs are text while something is typed.
        assert booth.guide.playing.mode == "yours"
        assert "/P." in booth.text()
        await booth.press("f5")
        await booth.until_holding(0, 0)
        assert (booth.view.pane, booth.view.text) == ("timeline", "")
        assert "Three keys." in booth.caption()


async def test_escape_takes_over_and_does_nothing_else(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        before = booth.view
        await booth.press("escape")
        assert (booth.guide.playing.mode, booth.view) == ("yours", before)
        await booth.press("escape")
        assert booth.view != before


async def test_a_skip_leads_to_the_next_scene_as_if_all_had_been_done(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        await booth.press("f7")
        await booth.until_holding(1, 2)
        assert booth.view.marks
        assert "Found." in booth.caption()
        assert "oppo ph" in booth.caption()
        await booth.press("f8")
        await booth.until_holding(0, 0)
        assert booth.view.marks == ()


async def test_help_has_a_line_for_every_key_of_the_tour(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped, size=(160, 66)) as booth:
        await booth.until_holding(0, 0)
        await booth.press("question_mark")
        for action in keys.on("tour"):
            assert any(keys.spelled(action.keys) in line and action.help in line for line in booth.lines()), action.id


async def test_keys_and_a_spotlight_are_there_without_a_tour(tmp_path: Path, sit: Open) -> None:
    del tmp_path
    async with sit() as seat:
        before = seat.lines()
        await seat.press("K", "enter", "c")
        assert seat.lines()[-1].split() == ["enter", "drill", "c", "compare"]
        await seat.press("H", "exclamation_mark", "question_mark", "escape", "escape")
        assert "esc" in seat.lines()[-1]
        assert "╔ 2 Metrics ═" in seat.text()
        await seat.press("tab")
        assert "╔ 3 Timeline ═" in seat.text()
        await seat.press("H", "K", "escape", "escape")
        assert [line[:40] for line in seat.lines()[:-1]] == [line[:40] for line in before[:-1]]


async def test_what_is_not_there_is_said_and_left_out(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        for _ in range(2):
            await booth.press("f7")
            await asyncio.sleep(0.1)
        await booth.until_shown("There is no such thing.")
        assert booth.guide.missing[0].texts == ("nowhere to be seen",)
        await booth.until_shown("That was the tour; the explorer is yours.")
        await booth.press("f5")
        await booth.until_holding(0, 0)


async def test_a_command_is_shown_with_its_answer(tmp_path: Path, shipped: Path) -> None:
    text = """
title = "A tour"
[[scenes]]
title = "In a pipe"
at = ""
[[scenes.steps]]
run = "cqtui find {figure} --json | head -2"
wait = '"facts"'
hold = 60
[[scenes.steps]]
run = "cqtui timeline --svg stolen.svg"
wait = "not offered"
hold = 60
"""
    async with touring(tmp_path, shipped, text.replace('"facts"', "$ cqtui find")) as booth:
        await booth.until_holding(0, 0)
        assert f"$ cqtui find {booth.fact.id} --json | head -2" in booth.text()
        await booth.press("f6")
        await booth.press("f6")
        await booth.until_shown("--svg: not offered here")
        assert not Path("stolen.svg").exists()
        await booth.press("j")
        await booth.press("escape")
        assert booth.app.screen is booth.explorer


WRITING = """
title = "A vandal"
[[scenes]]
title = "Everything"
at = "pane=timeline"
[[scenes.steps]]
do = [{every}]
hold = 0
"""


async def test_a_tour_never_writes(tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "mine.json"
    store.write_bytes(shipped.read_bytes())
    before = store.read_bytes()
    monkeypatch.chdir(tmp_path)
    every = [one.id for one in keys.ACTIONS if one.needs != "nothing"] * 2
    text = WRITING.format(every=", ".join(f'"{id}"' for id in every))
    async with touring(tmp_path, store, text) as booth:
        await booth.until(lambda: booth.guide.playing.mode == "over")
    assert store.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} - {"environment", "home"} <= {"mine.json", "tour.toml"}


ROUND = """
title = "Round and round"
[[scenes]]
title = "Everywhere"
at = ""
[[scenes.steps]]
do = ["drill", "drill", "drill", "mark", "back", "find"]
hold = 0
[[scenes.steps]]
type = "oppo ph"
wait = "match"
hold = 0
[[scenes.steps]]
press = ["enter", "space", "m", "t", "t", "c", "escape", "!"]
hold = 0
[[scenes.steps]]
do = ["back", "targets", "compare-goal"]
point = "timeline"
hold = 0
[[scenes.steps]]
run = "cqtui find oppo --json | head -3"
hold = 0
"""


_LONG = pytest.mark.skipif("CQTUI_BOOTH" not in os.environ, reason="runs for two minutes: set CQTUI_BOOTH=1")


@pytest.mark.parametrize(("few", "many"), [(2, 6), pytest.param(10, 50, marks=_LONG)])
async def test_rounds_leave_nothing_behind(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch, few: int, many: int
) -> None:
    monkeypatch.setattr(module, "_REST", 0.0)
    kept: list[tuple[int, int]] = []
    async with touring(tmp_path, shipped, ROUND, loop=True, idle=1e6, pace=1000.0) as booth:
        for rounds in (few, many):
            await booth.until(lambda rounds=rounds: booth.guide.rounds >= rounds, 240)
            await booth.press("x")
            await asyncio.sleep(2.5)  # Until no timer holds on to what it would have been for.
            gc.collect()
            kept.append((len(booth.app._registry), len(gc.get_objects())))
            assert len(booth.explorer._trail) < 20
            await booth.press("f8")
    (widgets, objects), (widgets_then, objects_then) = kept
    assert widgets_then <= widgets
    assert objects_then - objects < (many - few) * 100, "a round keeps less than a hundredth of what it makes"


async def test_a_loop_goes_on_when_whoever_took_over_has_left(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REST", 0.0)
    async with touring(tmp_path, shipped, loop=True, idle=4.0) as booth:
        await booth.until_holding(0, 0)
        await booth.press("j", "space", "K")
        assert "it goes on by itself after 4 s" in booth.caption()
        theme, booth.app.theme = booth.app.theme, "cqtui-light"
        await booth.until(lambda: booth.guide.playing.moves)
        await booth.until_holding(0, 0)
        assert booth.view.marks == ()
        assert booth.app.theme == theme
        assert "enter  drill  enter  drill" in booth.caption()


async def test_in_a_loop_nobody_leaves_the_program_by_the_way(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped, loop=True, idle=600.0) as booth:
        await booth.until_holding(0, 0)
        await booth.press("q", "q", "q", "q", "q", "q")
        assert not booth.app._exit
        await booth.press("ctrl+q")
        assert booth.app._exit


async def test_a_click_takes_over(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped) as booth:
        await booth.until_holding(0, 0)
        booth.app.post_message(events.MouseDown(None, 5, 5, 0, 0, 1, False, False, False))
        await booth.settle()
        assert booth.guide.playing.mode == "yours"


async def test_a_pace_is_changed_while_it_runs(tmp_path: Path, shipped: Path) -> None:
    async with touring(tmp_path, shipped, pace=1.0) as booth:
        await booth.press("f3", "right_parenthesis")
        assert booth.guide.playing.pace == 2.0
        assert "×2" in booth.caption()
        await booth.press("f2")
        assert booth.guide.playing.pace == 1.5


async def test_a_tour_goes_by_the_keys_that_its_audience_has(tmp_path: Path, shipped: Path) -> None:
    script = tmp_path / "tour.toml"
    script.write_text(TOUR.replace("hold = 60", "hold = 0.1", 1), "utf-8")
    tour = scripts.read(script, keys.BY_ID, kiosk.COMMANDS)
    settings = replace(Settings(read_only=True), keys={"drill": "ctrl+k", "tour-pause": "f12"})
    app = ExplorerApp(Session(Chosen(shipped, demo=True), settings), View())
    guide = set_up(app, tour, answered, pace=20.0)
    async with app.run_test(size=(120, 40)) as pilot:
        booth = Booth(app, pilot, guide)
        await booth.until_holding(0, 1)
        assert "ctrl+k  drill" in booth.caption()
        assert booth.view.pane == "evidence"
        await booth.press("f12")
        assert guide.playing.mode == "paused"
