"""What a key costs, in counts that no busy machine changes: questions to the index, bytes on the wire and the disk."""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cqtui import store
from cqtui.config import Chosen, Settings
from cqtui.index import windows
from cqtui.ui import explorer as module
from cqtui.ui.app import ExplorerApp
from cqtui.ui.explorer import Explorer
from cqtui.ui.session import Session
from cqtui.view import View

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.generate import generate
from terminal import Terminal


@pytest.fixture(scope="module")
def thousands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "thousands.json"
    generate(path, 2000)
    return path


MOST_QUESTIONS = {
    "a row down, in the companies": (("j", "j"), "j", 4),
    "a figure down": (("3", "j"), "j", 8),
    "a screenful of figures": (("3", "j"), "pagedown", 20),
    "a company chosen": (("j",), "enter", 32),
    "a step back": (("j", "enter"), "escape", 28),
    "another layout": (("3",), "t", 24),
}


@pytest.mark.parametrize(("before", "key", "most"), MOST_QUESTIONS.values(), ids=list(MOST_QUESTIONS))
async def test_a_key_asks_few_questions(thousands: Path, before: tuple[str, ...], key: str, most: int) -> None:
    session = Session(Chosen(thousands), Settings())
    app = ExplorerApp(session, View())
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        while explorer.overview.contested is None:  # It asks questions of its own.
            await pilot.pause(0.05)
        for one in before:
            await pilot.press(one)
        await pilot.pause(0.2)
        asked: list[str] = []
        session.index._connection.set_trace_callback(asked.append)
        await pilot.press(key)
        await pilot.pause(0.2)
        session.index._connection.set_trace_callback(None)
        assert len(asked) <= most, "\n".join(asked)


# What is read of the lists


class Read:
    """Counts the rows of lists that are read, and those of lists that are made in memory."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = 0
        for kind, name in ((windows.KeptOutline, "_read"), (windows.KeptGroups, "_read")):
            monkeypatch.setattr(kind, name, self._counted(getattr(kind, name)))
        for listed in (windows.ListedOutline, windows.ListedGroups):
            monkeypatch.setattr(listed, "__init__", self._listed(listed.__init__))

    def _counted(self, read: Callable[..., Sequence[object]]) -> Callable[..., Sequence[object]]:
        def counted(*given: object) -> Sequence[object]:
            rows = read(*given)
            self.rows += len(rows)
            return rows

        return counted

    def _listed(self, init: Callable[..., None]) -> Callable[..., None]:
        def made(one: object, rows: Sequence[object] = (), *told: int) -> None:
            self.rows += len(rows)
            init(one, rows, *told)

        return made

    def since(self) -> int:
        """How many since this was asked before."""
        rows, self.rows = self.rows, 0
        return rows


async def test_lists_cost_what_is_in_sight_of_them(thousands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(Chosen(thousands), Settings())
    read, app = Read(monkeypatch), ExplorerApp(session, View())
    screenful = 2 * windows.BLOCK  # What is in sight may lie in two blocks.
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        while explorer.overview.contested is None:
            await pilot.pause(0.05)
        assert len(session.index.groups(View())) == len(session.index.measures(View())) > 10 * windows.BLOCK
        assert explorer.metrics.count > 10 * windows.BLOCK
        assert read.since() <= 3 * screenful
        await pilot.press("2", "end")
        assert explorer.metrics.cursor == explorer.metrics.count - 1
        assert read.since() <= screenful
        await pilot.press("3", "end")
        assert explorer.timeline.cursor == explorer.timeline.count - 1
        assert read.since() <= screenful
        await pilot.press("1", "down", "t", "space")
        chosen = explorer.timeline.facts
        assert read.since() <= 2 * chosen + screenful, "whole lists but for what one company leaves of them"
        await pilot.press("escape")
        assert read.since() == 0, "they are remembered"


def test_a_plain_start_makes_no_grammar_and_no_large_pattern(thousands: Path, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    code = (
        "import atexit, json, re._compiler, sys\n"
        "compiled, compile = [], re._compiler.compile\n"
        "re._compiler.compile = lambda p, flags=0: compiled.append(str(p)) or compile(p, flags)\n"
        f"atexit.register(lambda: open({str(told)!r}, 'w').write(json.dumps([sorted(sys.modules), compiled])))\n"
        f"sys.argv = ['cqtui', '--store', {str(thousands)!r}]\nfrom cqtui.cli import main\nmain()"
    )
    with Terminal([sys.executable, "-c", code]) as terminal:
        terminal.wait_for("? keys")
        terminal.press("t")
        terminal.wait_for("plot")
        terminal.press("q", "q")
        assert terminal.wait_exit() == 0
    modules, compiled = json.loads(told.read_text("utf-8"))
    assert not {"argparse", "gettext", "cqtui.commands.grammar", "cqtui.formats"} & {*modules}
    assert compiled
    wide = re.compile("[^\x00-\u02ff]-.")  # What takes long to make: a set of thousands of characters.
    assert not [one for one in compiled if wide.search(one)]


# On the wire


@pytest.fixture
def seat(thousands: Path) -> Iterator[Terminal]:
    with Terminal([sys.executable, "-m", "cqtui", "--store", str(thousands)]) as terminal:
        terminal.wait_for("? keys")
        terminal.settle(1.5)  # Until the search for conflicts, which begins half a second later, is over.
        yield terminal


def bytes_of(terminal: Terminal, *keys: str) -> list[int]:
    """What is written for each of some keys."""
    found = []
    for key in keys:
        before = len(terminal.raw)
        terminal.press(key)
        terminal.wait_until(lambda before=before: len(terminal.raw) > before, f"an answer to {key}")
        terminal.settle(0.3)
        found.append(len(terminal.raw) - before)
    return found


def test_what_nothing_asks_for_is_not_written(seat: Terminal) -> None:
    before = len(seat.raw)
    seat.settle(2.5)
    assert len(seat.raw) == before


def test_keys_are_light_on_the_wire(seat: Terminal) -> None:
    assert statistics.median(bytes_of(seat, *["down"] * 9)) <= 600
    seat.press("3")
    seat.settle(0.3)
    assert statistics.median(bytes_of(seat, *["down"] * 9)) <= 4400  # The evidence is another.
    assert statistics.median(bytes_of(seat, *["pagedown"] * 5)) <= 7500


# On the disk


def test_an_append_writes_the_store_once(thousands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.json"
    path.write_bytes(thousands.read_bytes())
    written = 0
    write = os.write

    def counted(descriptor: int, data: bytes) -> int:
        nonlocal written
        done = write(descriptor, data)
        written += done
        return done

    facts = [replace(fact, id="", as_written=f"{fact.as_written} again") for fact in store.read(thousands).facts[:20]]
    monkeypatch.setattr(os, "write", counted)
    assert store.append(path, facts=facts).facts == 20
    assert path.stat().st_size <= written <= path.stat().st_size + 200


async def test_over_a_slow_line_the_evidence_follows_when_keys_rest(
    two_briefs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(Chosen(two_briefs), Settings())
    app = ExplorerApp(session, View())
    async with app.run_test(size=(120, 40)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        monkeypatch.delenv("SSH_CONNECTION", raising=False)
        app.link_took(0.9)
        assert not session.slow, "a busy machine is no slow line"
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
        app.link_took(0.05)
        assert not session.slow
        app.link_took(0.9)
        assert session.slow

        def told() -> list[str]:
            return [strip.text for strip in explorer.evidence.render_lines(explorer.evidence.region.reset_offset)]

        monkeypatch.setattr(module, "_SLOW_REST", 60.0)
        await pilot.press("3")
        before = told()
        await pilot.press("j")
        assert told() == before
        monkeypatch.setattr(module, "_SLOW_REST", 0.01)
        await pilot.press("j")
        await pilot.pause(0.2)
        assert told() != before
