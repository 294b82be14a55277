"""`cqtui demo` on a terminal, from its start to its end, and what a plain start has nothing to do with."""

from __future__ import annotations

import json
import os
import signal
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


PRESENTING = (
    "cqtui.tour", "cqtui.ui.stage", "cqtui.ui.guide", "cqtui.ui.card", "cqtui.ui.touring", "cqtui.ui.settling",
    "cqtui.ui.headline", "cqtui.ui.large", "cqtui.commands.touring", "cqtui.cast", "cqtui.drawing",
)  # fmt: skip


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


# Recordings


def test_a_session_is_recorded_and_replayed(start: Start, tmp_path: Path) -> None:
    terminal = start(*CQTUI, "--record", "mine.cast", TERM="xterm-256color")
    terminal.wait_for("? keys")
    terminal.press("/", *"oppo ph", "enter")
    terminal.wait_for("[18.9 million")
    terminal.press("y")
    terminal.wait_for("Copied")
    terminal.resize(100, 30)
    terminal.wait_for("Copied")
    terminal.settle()
    terminal.press("\x11")
    assert terminal.wait_exit() == 0
    header, *events = map(json.loads, (tmp_path / "mine.cast").read_text("utf-8").splitlines())
    assert (header["version"], header["term"]["cols"], header["term"]["rows"]) == (3, 120, 40)
    assert {event[1] for event in events} == {"o", "r", "x"}
    assert [event[2] for event in events if event[1] in "rx"] == ["100x30", "0"]
    assert all(event[0] >= 0 for event in events)
    assert "\x1b]" not in "".join(event[2] for event in events)

    replayed = start(*CQTUI, "replay", "mine.cast", "--pace", "20")
    replayed.wait_for("Copied", timeout=60)
    assert "18.9 million" in replayed.text
    replayed.press("q")
    assert replayed.wait_exit() == 0
    assert replayed.left_on == []
    assert b"\x1b]52" not in replayed.raw

    small = start(*CQTUI, "replay", "mine.cast", size=(80, 24))
    assert small.wait_exit() == 2
    assert "120x40" in small.text

    again = start(*CQTUI, "--record", "mine.cast")
    assert again.wait_exit() == 73
    assert "exists already" in again.text


def test_a_killed_session_leaves_whole_lines(start: Start, tmp_path: Path) -> None:
    terminal = start(*CQTUI, "demo", "--record", "mine.cast", "--record-input", "--pace", "20")
    terminal.wait_for("2/7")
    terminal.press("j")
    terminal.wait_for("is yours")
    terminal.process.kill()
    terminal.wait_exit()
    text = (tmp_path / "mine.cast").read_text("utf-8")
    assert text.endswith("\n")
    events = [json.loads(line) for line in text.splitlines()[1:]]
    assert "is yours" in "".join(event[2] for event in events if event[1] == "o")
    assert [event[2] for event in events if event[1] == "m"][:2] == ["The whole", "Three keys to the sentence"]
    assert "j" in [event[2] for event in events if event[1] == "i"]


def test_a_hostile_recording_draws_and_nothing_else(start: Start, tmp_path: Path) -> None:
    hostile = "safe \x1b]52;c;aGFja2Vk\x07\x1b]0;title\x07\x1b[?1000h\x1b[6n\x1b[21t\x9b6n\x1bP+q544e\x1b\\end"
    rows = [{"version": 2, "width": 80, "height": 24}, *([0.1, "o", character] for character in hostile)]
    (tmp_path / "bad.cast").write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    terminal = start(*CQTUI, "replay", "bad.cast", "--idle-limit", "0.01")
    terminal.wait_for("safe end")
    before = terminal.raw
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.left_on == []
    assert not any(one in before for one in (b"\x1b]", b"?1000", b"6n", b"21t", b"\x1bP", b"\xc2\x9b"))


def test_a_replay_is_ended_by_a_signal_and_leaves_the_terminal_as_it_was(start: Start, tmp_path: Path) -> None:
    (tmp_path / "long.cast").write_text(
        '{"version": 2, "width": 80, "height": 24}\n[0, "o", "here"]\n[999, "o", "x"]\n'
    )
    for end, code in (("\x03", 0), (signal.SIGTERM, 143)):
        terminal = start(*CQTUI, "replay", "long.cast")
        terminal.wait_for("here")
        terminal.send(end) if isinstance(end, str) else terminal.signal(end)
        assert terminal.wait_exit() == code
        assert terminal.left_on == []


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (("--read-only", "--record", "a.cast"), 64, "nothing is written"),
        (("--record-input",), 64, "--record FILE"),
        (("replay", "none.cast"), 66, "cannot read the recording"),
        (("demo", "none.toml"), 66, "cannot read the tour"),
        (("demo", "--pace", "0"), 64, "is not a pace"),
    ],
    ids=str,
)
def test_what_cannot_be_recorded_or_played_is_refused_in_one_line(
    start: Start, tmp_path: Path, command: tuple[str, ...], code: int, told: str
) -> None:
    terminal = start(*CQTUI, *command)
    assert terminal.wait_exit() == code
    assert told in terminal.text
    assert not (tmp_path / "a.cast").exists()
