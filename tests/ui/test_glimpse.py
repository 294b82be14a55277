"""A large store without an index: its first figures at once, all of them when another process is done."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from cqtui import config
from cqtui.config import Chosen, Settings
from cqtui.errors import UsageError
from cqtui.indexing import Indexing, Reading
from cqtui.tour.script import Scene, Script, Step
from cqtui.ui.app import ExplorerApp
from cqtui.ui.explorer import Explorer
from cqtui.ui.session import Session
from cqtui.ui.touring import set_up
from cqtui.view import View

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.generate import generate


class Halting(Indexing):
    """Is done when it is told so."""

    halts = True

    def goes_on(self) -> bool:
        return super().goes_on() or self.halts


@pytest.fixture
def indexing(tmp_path: Path) -> Halting:
    path = tmp_path / "large.json"
    generate(path, 400)
    return Halting(path, config.cache_folder())


async def all_here(explorer: Explorer, pilot: object) -> None:
    for _ in range(200):
        if explorer.session.indexing is None:
            return
        await pilot.pause(0.05)  # type: ignore[attr-defined]
    raise AssertionError(explorer._message)


@pytest.mark.parametrize("keys", [(), ("3", "down", "down")], ids=["nobody goes anywhere", "somebody reads"])
async def test_the_first_figures_are_there_before_the_index(
    indexing: Halting, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    session = Session(Chosen(tmp_path / "large.json"), Settings(), indexing)
    app = ExplorerApp(session, View())
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        assert explorer.timeline.facts == 300
        assert "the first 300 figures, indexing all" in explorer.header.render_line(0).text
        await pilot.press(*keys)
        figure = explorer.figure
        assert figure is not None
        with pytest.raises(UsageError, match="still being read"):
            session.review(figure, "accepted")
        indexing.halts = False
        await all_here(explorer, pilot)
        assert explorer.timeline.facts == session.index.count() == 400
        assert "400 figures" in explorer.header.render_line(0).text
        assert not keys or explorer.figure == figure, "the reader stays where they were"
        assert explorer.view.pane == ("timeline" if keys else "companies")


async def test_who_may_start_nothing_sees_the_first_figures_and_then_all(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    generate(path, 400)
    session = Session(Chosen(path), Settings(read_only=True), Reading(path))
    assert session.index.count() == 300
    app = ExplorerApp(session, View())
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await all_here(explorer, pilot)
        assert explorer.timeline.facts == session.index.count() == 400
    assert sorted(one.name for one in tmp_path.rglob("*.json*")) == ["large.json"]
    assert not list(config.cache_folder().rglob("*"))


async def test_a_store_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    generate(path, 400)
    reading = Reading(path)
    while reading.goes_on():
        await asyncio.sleep(0.01)
    generate(path, 350)
    assert reading.take() is None
    assert Session(Chosen(path), Settings(read_only=True)).index.count() == 350


async def test_a_tour_begins_when_all_of_the_store_is_here(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    generate(path, 400)
    scene = Scene(title="One", steps=(Step(caption="Here we go."),))
    app = ExplorerApp(Session(Chosen(path), Settings(read_only=True), Reading(path)), View())
    guide = set_up(app, Script(title="A tour", scenes=(scene,)), lambda *_: ("", ()), pace=1000.0)
    counts: list[int] = []
    guide._at_end = lambda: counts.append(app.session.index.count())
    async with app.run_test(size=(120, 40)) as pilot:
        assert "being read" in guide.caption
        for _ in range(200):
            if counts:
                break
            await pilot.pause(0.05)
    assert counts == [400]
