"""`cqtui demo` on a terminal, from its start to its end, and what a plain start has nothing to do with."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Answer
from terminal import Terminal

Start = Callable[..., Terminal]
Ask = Callable[..., Answer]


@pytest.fixture
def start(environment: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a command on a terminal, with a home of its own."""
    started: list[Terminal] = []

    def begin(*command: str, size: tuple[int, int] = (120, 40), **variables: str) -> Terminal:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH")}
        home = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
        env = {**kept, **home, "HOME": str(environment), "LANG": "C.UTF-8", "TERM": "xterm-256color", **variables}
        terminal = Terminal(command, size=size, env=env, cwd=tmp_path)
        started.append(terminal)
        return terminal

    yield begin
    for terminal in started:
        terminal.__exit__()


CQTUI = (sys.executable, "-m", "cqtui")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_shipped_tour_runs_to_its_end(start: Start, size: tuple[int, int]) -> None:
    terminal = start(*CQTUI, "demo", "--pace", "20", size=size)
    for scene in ("1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7"):
        terminal.wait_until(
            lambda scene=scene: terminal.first_shown(scene) is not None or scene in terminal.text, scene
        )
    terminal.wait_for("That was the tour", timeout=60)
    terminal.press("\x11")
    assert terminal.wait_exit() == 0
    assert terminal.left_on == []


def test_a_tour_needs_a_terminal(ask: Ask) -> None:
    code, _, err = ask("demo")
    assert code == 2
    assert err.count("\n") == 1
    assert "cqtui demo --check" in err


TOUR = """
title = "Mine"
[[scenes]]
title = "OPPO"
[[scenes.steps]]
do = "find"
[[scenes.steps]]
type = "oppo"
wait = " match"
"""


@pytest.mark.usefixtures("shipped")
class TestCheck:
    def test_a_tour_that_finds_all_is_well(self, ask: Ask, tmp_path: Path) -> None:
        script = tmp_path / "mine.toml"
        script.write_text(TOUR, "utf-8")
        code, out, err = ask("demo", "--check", str(script))
        assert (code, err) == (0, "")
        assert out.startswith("Mine: 1 scenes, 2 steps")

    def test_a_step_that_waits_in_vain_is_named(self, ask: Ask, tmp_path: Path) -> None:
        script = tmp_path / "mine.toml"
        script.write_text(TOUR + "[[scenes.steps]]\nwait = 'Atlantis'\nwithin = 0.2\n", "utf-8")
        code, out, err = ask("demo", "--check", str(script))
        assert (code, out) == (65, "")
        assert [line.split(":")[:3] for line in err.splitlines()] == [
            ["cqtui", f" {script}", " scene 1 “OPPO”, step 3, wait"],
        ] * 2
        assert "“Atlantis” was not on the screen" in err
        assert "at 120x40" in err
        assert "at 80x24" in err

    def test_a_bad_script_is_bad_data(self, ask: Ask, tmp_path: Path) -> None:
        script = tmp_path / "mine.toml"
        script.write_text(TOUR.replace("type", "tpye"), "utf-8")
        code, _, err = ask("demo", str(script))
        assert code == 65
        assert err.count("\n") == 1
        assert "scene 1 “OPPO”, step 2, tpye" in err


PRESENTING = ("cqtui.tour", "cqtui.ui.stage", "cqtui.ui.guide", "cqtui.ui.card", "cqtui.ui.touring",
              "cqtui.ui.settling", "cqtui.commands.touring")  # fmt: skip


def test_a_plain_start_loads_nothing_of_all_this(start: Start, shipped: Path, tmp_path: Path) -> None:
    told = tmp_path / "modules.json"
    code = (
        "import atexit, json, sys\n"
        f"atexit.register(lambda: open({str(told)!r}, 'w').write(json.dumps(sorted(sys.modules))))\n"
        "sys.argv = ['cqtui']\nfrom cqtui.cli import main\nmain()"
    )
    assert shipped.exists()
    terminal = start(sys.executable, "-c", code)
    terminal.wait_for("? keys")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    loaded = json.loads(told.read_text("utf-8"))
    assert "cqtui.ui.explorer" in loaded
    assert not [name for name in loaded if name.startswith(PRESENTING)]
