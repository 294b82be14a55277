"""The first screen on the terminal before the program is loaded: true to the store, and gone without a trace."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from cqtui import config

COMMAND = (sys.executable, "-m", "cqtui", "--store")
Start = Callable[..., Terminal]


@pytest.fixture
def start(environment: Path, store_path: Path) -> Iterator[Start]:
    """Starts the explorer on the small store; `textual` is the source of what it loads in Textual's place."""
    started: list[Terminal] = []

    def begin(
        *words: str, textual: str = "", size: tuple[int, int] = (100, 30), typed: str = "", **env: str
    ) -> Terminal:
        path = os.environ["PYTHONPATH"]
        if textual:
            module = environment / "instead" / "textual.py"
            module.parent.mkdir(exist_ok=True)
            module.write_text(textual)
            path = f"{module.parent}{os.pathsep}{path}"
        command = [*COMMAND, str(store_path), *words]
        started.append(Terminal(command, size=size, env={**os.environ, **env, "PYTHONPATH": path}, typed=typed))
        return started[-1]

    yield begin
    for terminal in started:
        terminal.__exit__()


@pytest.fixture
def kept(start: Start) -> list[str]:
    """The first screen of an explorer that has been opened and left."""
    with start() as terminal:
        terminal.wait_for("OPPO", "? keys")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_exit() == 0
        return first_screen(terminal)


def first_screen(terminal: Terminal) -> list[str]:
    """The screen as it was before anything was added to it, which needs the whole program."""
    return [line for line in terminal.screen if line]


def screens() -> list[Path]:
    return sorted(config.cache_folder().glob("*.screen"))


NEVER = "import time; time.sleep(600)"
BROKEN = "raise ImportError('no Textual here')"


@pytest.mark.usefixtures("kept")
def test_the_screen_stands_before_textual_is_loaded(start: Start) -> None:
    terminal = start(textual=NEVER)
    terminal.wait_for("OPPO", "Companies", "? keys", "18.9")
    assert terminal.modes[1049]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_what_is_painted_over_it_is_the_same(start: Start, size: tuple[int, int]) -> None:
    cells = []
    written = []
    for _ in range(2):
        terminal = start(size=size)
        terminal.wait_for("? keys")
        terminal.settle(0.5)
        cells.append(terminal.cells)
        written.append(len(terminal.raw))
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.left_on == []
    assert cells[0] == cells[1]
    assert written[1] < 1.1 * written[0]  # Rows that are there already are not sent again.


@pytest.mark.usefixtures("kept")
def test_keys_typed_meanwhile_act_and_are_not_echoed(start: Start) -> None:
    terminal = start()
    terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw, "the first screen")
    terminal.press("/", *"phones", "enter")
    terminal.wait_for("/phones", "[18.9 million")
    terminal.press("\x11")
    assert terminal.wait_exit() == 0


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_meanwhile_puts_the_terminal_back(start: Start, number: int) -> None:
    terminal = start(textual=NEVER)
    terminal.wait_for("? keys")
    terminal.signal(number)
    assert terminal.wait_exit() == 128 + number
    assert terminal.left_on == []


@pytest.mark.usefixtures("kept")
def test_a_failure_meanwhile_is_told_in_one_line_on_the_terminal_as_it_was(start: Start) -> None:
    terminal = start(textual=BROKEN)
    assert terminal.wait_exit() == 70
    assert terminal.left_on == []
    assert b"no Textual here" in terminal.raw.rpartition(b"\x1b[?1049l")[2]


@pytest.mark.usefixtures("kept")
def test_a_store_that_has_changed_is_not_shown_as_it_was(start: Start, store_path: Path) -> None:
    store_path.write_text(store_path.read_text("utf-8").replace("OPPO", "VIVO"), "utf-8")
    terminal = start(textual=BROKEN)
    assert terminal.wait_exit() == 70
    assert b"\x1b[?1049h" not in terminal.raw


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("words", "size", "env"),
    [
        (("--ascii",), (100, 30), {}),
        ((), (90, 30), {}),
        ((), (100, 30), {"TERM": "xterm"}),
        ((), (100, 30), {"NO_COLOR": "1"}),
        ((), (100, 30), {"CQTUI_THEME": "cqtui-light"}),
        (("show",), (100, 30), {}),
        ((), (100, 30), {"TERM": "dumb"}),
    ],
)
def test_it_is_shown_only_where_it_would_look_the_same(
    start: Start, words: tuple[str, ...], size: tuple[int, int], env: dict[str, str]
) -> None:
    terminal = start(*words, size=size, textual=BROKEN, **env)
    assert terminal.wait_exit() != 0
    assert b"\x1b[?1049h" not in terminal.raw


@pytest.mark.usefixtures("kept")
def test_a_changed_configuration_shows_nothing_of_before(start: Start) -> None:
    config.config_file().parent.mkdir(parents=True, exist_ok=True)
    config.config_file().write_text('theme = "cqtui-light"\n')
    terminal = start(textual=BROKEN)
    assert terminal.wait_exit() == 70
    assert b"\x1b[?1049h" not in terminal.raw


def test_a_kept_screen_may_be_torn_or_foreign(start: Start, kept: list[str]) -> None:
    (screen,) = screens()
    whole = screen.read_bytes()
    for broken in (b"", b"\xff\xfe", whole[: len(whole) // 3], b"x\n" * 1000):
        screen.write_bytes(broken)
        terminal = start()
        terminal.wait_for("? keys")
        terminal.settle()
        assert first_screen(terminal) == kept
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_what_a_key_made_of_the_first_screen_is_not_kept(start: Start) -> None:
    with start(typed="t") as terminal:
        terminal.wait_for("t plot")
        terminal.press("q", "q")
        assert terminal.wait_exit() == 0
    assert not [one for one in screens() if b"status" in one.read_bytes()], "a heading of the columns that it made"


def test_read_only_keeps_nothing(start: Start) -> None:
    with start("--read-only") as terminal:
        terminal.wait_for("? keys")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert screens() == []


def test_without_a_folder_for_it_nothing_is_kept_and_nothing_said(start: Start) -> None:
    shutil.rmtree(config.cache_folder(), ignore_errors=True)
    config.cache_folder().parent.mkdir(parents=True, exist_ok=True)
    config.cache_folder().write_text("in the way")
    terminal = start()
    terminal.wait_for("? keys")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.raw.rpartition(b"\x1b[?1049l")[2].count(b"cqtui:") == 0


def test_of_each_store_a_few_are_kept(start: Start) -> None:
    for columns in range(100, 106):
        terminal = start(size=(columns, 30))
        terminal.wait_for("? keys")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert len(screens()) == 4


@pytest.mark.usefixtures("kept")
def test_a_terminal_resized_meanwhile_gets_a_screen_of_its_size(start: Start) -> None:
    terminal = start()
    terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw, "the first screen")
    terminal.resize(80, 24)
    terminal.wait_for("[Companies]")
    terminal.settle()
    assert len(terminal.screen) == 24
    with start(size=(80, 24)) as other:
        other.wait_for("? keys")
        other.settle()
        assert terminal.screen == other.screen
