"""Over a real sshd on this machine: the explorer as people use it from elsewhere, and the kiosk."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sshd import PATIENCE, SSHD, NotHere, Server, running
from terminal import NARROW, WIDE, Terminal
from test_terminal import copied, nothing_happens, quit_of, random_keys, snapshot

pytestmark = pytest.mark.skipif(not SSHD, reason="OpenSSH is not installed")
CQTUI = f"{shlex.quote(sys.executable)} -m cqtui"


def served(folder: Path, forced: str = "") -> Iterator[Server]:
    home = folder / "served" / "home"
    home.mkdir(parents=True, exist_ok=True)
    try:
        with Server(folder / "sshd", home, forced) as server:
            yield server
    except NotHere as error:
        pytest.skip(f"sshd does not run here: {error}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, two_briefs: Path) -> Iterator[Server]:
    """A server that gives a shell to someone whose own store is that of the two briefs."""
    folder = tmp_path_factory.mktemp("shell")
    own = folder / "served" / "home" / ".local" / "share" / "cqtui" / "facts.json"
    own.parent.mkdir(parents=True)
    shutil.copy(two_briefs, own)
    yield from served(folder)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory, two_briefs: Path) -> Iterator[Server]:
    """A server that gives the kiosk of a store and nothing else."""
    folder = tmp_path_factory.mktemp("kiosk")
    store = folder / "served" / "press.json"
    store.parent.mkdir()
    shutil.copy(two_briefs, store)
    yield from served(folder, f"{CQTUI} --store {shlex.quote(str(store))} kiosk")


Session = Callable[..., Terminal]


@pytest.fixture
def session() -> Iterator[Session]:
    """Opens a session with a terminal and waits for what it shows."""
    with ExitStack() as opened:

        def begin(
            server: Server, *words: str, size: tuple[int, int] = WIDE, ready: str = "Companies", **given: str
        ) -> Terminal:
            terminal = opened.enter_context(server.terminal(*words, size=size, **given))
            terminal.wait_for(ready)
            return terminal

        yield begin


def wait_until(holds: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit, what
        time.sleep(0.05)


# A shell's user


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_three_keys_lead_to_the_figure_over_ssh(server: Server, session: Session, size: tuple[int, int]) -> None:
    terminal = session(server, CQTUI, size=size)
    terminal.press("enter", "enter", "enter")
    terminal.wait_for("[18.9 million", "shipments from Chongqing")
    terminal.press("y")
    terminal.wait_for("Copied")
    assert "18.9 million mobile phones in 2019" in copied(terminal)
    assert quit_of(terminal) == 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_tour_runs_over_ssh(server: Server, session: Session, size: tuple[int, int]) -> None:
    terminal = session(server, f"{CQTUI} demo --pace 20", size=size, ready="1/7")
    terminal.wait_for("That was the tour", timeout=90)
    terminal.press("3")
    terminal.wait_for("f5")
    assert quit_of(terminal) == 0


def test_a_window_that_changes_its_size_is_filled(server: Server, session: Session) -> None:
    terminal = session(server, CQTUI)
    for size in (NARROW, WIDE):
        terminal.resize(*size)
        terminal.wait_until(lambda: " / find" in terminal.screen[-1] and "╭" in terminal.screen[1], f"filling {size}")
    terminal.wait_for("1 Companies", "2 Metrics", "3 Timeline", "4 Evidence")
    assert quit_of(terminal) == 0


@pytest.mark.parametrize(
    ("term", "refused"),
    [("xterm-256color", rb"[34]8;2;"), ("xterm", rb"[34]8;[25];"), ("vt100", rb"[34]8;[25];")],
)
def test_no_more_colours_are_sent_than_the_terminal_says_it_has(
    server: Server, session: Session, term: str, refused: bytes
) -> None:
    """ssh carries TERM, and no COLORTERM that could promise more."""
    terminal = session(server, CQTUI, term=term)
    terminal.settle()
    assert re.search(rb"\x1b\[[0-9;]*m", terminal.raw)
    assert not re.search(refused, terminal.raw)
    assert quit_of(terminal) == 0


def test_a_language_without_unicode_gets_ascii_signs(server: Server, session: Session) -> None:
    terminal = session(server, f"LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {CQTUI}", lang="C")
    terminal.settle()
    assert "─" not in terminal.text
    assert quit_of(terminal) == 0


def test_without_a_terminal_it_prints_an_overview(server: Server) -> None:
    told = server.run(CQTUI)
    assert told.returncode == 0
    assert re.search(rb"\d+ facts from \d+ sources", told.stdout)
    assert b"\x1b" not in told.stdout


def test_a_dumb_terminal_is_told_what_to_do_instead(server: Server, session: Session) -> None:
    terminal = session(server, CQTUI, term="dumb", ready="TERM is dumb")
    assert terminal.wait_exit() == 2


def test_it_ends_with_the_connection(server: Server, session: Session) -> None:
    marker = server.home / "pid"
    terminal = session(server, f"echo $$ > {marker}; exec {CQTUI}")
    pid = int(marker.read_text())
    terminal.signal(signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), "it outlives its connection")


@pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
def test_in_tmux_it_is_left_and_found_again(server: Server, session: Session) -> None:
    sockets = server.home / "tmux"
    sockets.mkdir(exist_ok=True, mode=0o700)
    tmux = f"TMUX_TMPDIR={sockets} tmux -u -f {os.devnull} new-session -A -s press {shlex.quote(CQTUI)}"
    first = session(server, tmux)
    first.press("enter", "enter", "enter", "space")
    first.wait_for("[18.9 million", "mark 1")
    first.signal(signal.SIGKILL)  # The line drops.
    again = session(server, tmux, size=NARROW, ready="[18.9 million")
    again.send("\x11")
    assert again.wait_exit() == 0


# A kiosk's visitor


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_visitor_gets_the_explorer_read_only(kiosk: Server, session: Session, size: tuple[int, int]) -> None:
    before = snapshot(kiosk.home.parent)
    terminal = session(kiosk, size=size)
    terminal.press("enter", "enter", "enter")
    terminal.wait_for("[18.9 million")
    terminal.wait_for("Derived:")  # worked out while the evidence already stands
    terminal.settle()
    nothing_happens(terminal, "e", "a", "w", "b", "o", "C", "\x1a")
    assert quit_of(terminal) == 0
    assert snapshot(kiosk.home.parent) == before


def test_a_visitor_asks_one_thing_and_goes(kiosk: Server) -> None:
    told = kiosk.run("find", "oppo", "phones", "--json")
    assert told.returncode == 0
    assert [row["value"] for row in json.loads(told.stdout)] == [18_900_000]
    assert kiosk.run("cqtui find nosuchthing").returncode == 1
    assert re.search(rb"\d+ facts from \d+ sources", kiosk.run().stdout)


@pytest.mark.parametrize(
    "words",
    ["touch {here}", "sh -c 'touch {here}'", "find oppo; touch {here}", "find oppo && touch {here}",
     "find $(touch {here})", "export -o {here}", "timeline laptops --svg {here}", "import {here}",
     "facts --store {here}", "find '", "exit\ntouch {here}"],
)  # fmt: skip
def test_nothing_else_is_possible(kiosk: Server, words: str) -> None:
    here = kiosk.home / "written"
    told = kiosk.run(words.format(here=here))
    assert told.returncode in (1, 64)
    assert told.stdout == b""
    assert told.stderr.startswith(b"cqtui: ") and told.stderr.count(b"\n") == 1
    assert not here.exists()


@pytest.mark.parametrize("name", ["CQTUI_STORE", "CQTUI_CONFIG", "CQTUI_THEME", "TEXTUAL_LOG", "TEXTUAL_DRIVER"])
def test_a_clients_environment_is_passed_over(kiosk: Server, name: str) -> None:
    here = kiosk.home / "environ"
    told = kiosk.run("sources", options=("-o", f"SendEnv={name}"), env={name: str(here)})
    assert told.returncode == 0
    assert not here.exists()


def test_no_channel_leads_elsewhere(kiosk: Server, tmp_path: Path) -> None:
    assert kiosk.run("sftp", options=("-s",)).returncode == 64
    assert kiosk.run(options=("-W", f"127.0.0.1:{kiosk.port}")).returncode == 255, "the server must not connect onwards"
    told = kiosk.run("sources", options=("-R", f"{tmp_path / 'socket'}:127.0.0.1:1", "-o", "ExitOnForwardFailure=yes"))
    assert told.returncode == 255


def test_whatever_a_visitor_types_nothing_is_written_or_started(kiosk: Server, session: Session) -> None:
    before = snapshot(kiosk.home.parent)
    terminal = session(kiosk)
    terminal.send(random_keys(1000))
    terminal.settle(0.5, timeout=60)
    assert terminal.alive
    (explorer,) = running(f"{kiosk.home.parent}")
    assert children(explorer) == ""
    terminal.send("\x11")
    terminal.wait_exit()
    assert snapshot(kiosk.home.parent) == before


def children(process: Path) -> str:
    return (process / "task" / process.name / "children").read_text()
