"""The program itself on a terminal, from its start to its end: what a user would see, and what is left behind."""

from __future__ import annotations

import base64
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from terminal import EXPLORER, MOUSE_MODES, NARROW, WIDE, Gone, Start, Terminal

SOON = 0.5 if "CI" not in os.environ else 2.0
"""Seconds in which a program that is told to end has ended, on a machine that has nothing else to do."""
BUSY = 4.0
"""What a machine that has may add to it."""


def quit_of(terminal: Terminal) -> int:
    """The exit code after ctrl+q, which quits from wherever one is; the terminal is as it was."""
    terminal.send("\x11")
    code = terminal.wait_exit()
    assert terminal.left_on == []
    return code


def nothing_happens(terminal: Terminal, *keys: str) -> None:
    """Fails if one of the keys changes the screen."""
    for key in keys:
        screen = terminal.screen
        terminal.press(key)
        terminal.settle(0.1)
        assert terminal.screen == screen, key


def after_the_screen(terminal: Terminal) -> bytes:
    """What was written after the alternate screen was left, without what sets modes."""
    said = terminal.raw.rpartition(b"\x1b[?1049l")[2]
    return re.sub(rb"\x1b\[[?<>]?[0-9;]*[a-z]", b"", said)


# The journeys that this is made for


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_three_keys_lead_to_the_figure_in_its_sentence(start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    terminal.press("enter", "enter", "enter")
    terminal.wait_for("[18.9 million", "shipments from Chongqing", "22 May 2020")
    around, figure = terminal.styles("shipments from")[0], terminal.styles("18.9 million")[0]
    assert (figure.fg, figure.bg) != (around.fg, around.bg)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_search_leads_to_the_figure_however_fast_it_is_typed(start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    terminal.press("/", *"oppo ph", "enter")
    terminal.wait_for("[18.9 million", "/oppo ph", "1 of 1")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_company_against_its_city_shows_the_share_and_the_difference_in_scope(
    start: Start, size: tuple[int, int]
) -> None:
    terminal = start(size=size)
    terminal.press("/", *"oppo ph", "enter", "space", "/", *"174 million", "enter", "space", "c")
    terminal.wait_for("18,900,000", "174,000,000", "a part against the whole", "share", "10.9 %")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_half_year_against_a_target_says_all_three_reasons_why_not(start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size)
    terminal.press("/", *"4.1433", "enter", "space", "/", *"laptops target", "enter", "space", "c")
    terminal.wait_for("4,143,300", "20,000,000", "half", "a part against the whole", "an actual against a target")


def test_a_step_back_from_the_comparison_keeps_the_marks(start: Start) -> None:
    terminal = start()
    terminal.press("/", *"oppo ph", "enter", "space", "/", *"174 million", "enter", "space", "c")
    terminal.wait_for("share")
    terminal.press("escape")
    terminal.wait_for("mark 2")


# Starting and ending


@pytest.mark.parametrize(("keys", "code"), [("q", 0), ("\x11", 0), ("\x03", 0)])
def test_quitting_leaves_the_terminal_as_it_was(start: Start, keys: str, code: int) -> None:
    terminal = start()
    assert terminal.modes[1049]
    terminal.send(keys)
    assert terminal.wait_exit() == code
    assert terminal.left_on == []
    assert after_the_screen(terminal) == b""


def test_quitting_does_not_wait(start: Start) -> None:
    terminal = start()
    terminal.settle()
    before = time.monotonic()
    terminal.press("q")
    terminal.wait_exit()
    assert time.monotonic() - before < SOON + BUSY


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("keys", ["/oppo ph\r", "\r\r\r"])
def test_keys_typed_before_it_has_begun_take_effect(start: Start, keys: str, size: tuple[int, int]) -> None:
    start(size=size, typed=keys, ready="[18.9 million")


def test_a_terminal_that_answers_nothing_is_no_reason_to_wait(start: Start) -> None:
    assert quit_of(start(answers=False)) == 0


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=lambda one: str(one)
)
def test_a_signal_ends_it_at_once_and_puts_the_terminal_back(start: Start, number: int, code: int) -> None:
    terminal = start()
    terminal.settle()
    before = time.monotonic()
    terminal.signal(number)
    assert terminal.wait_exit() == code
    assert time.monotonic() - before < SOON + BUSY
    assert terminal.left_on == []


def test_a_signal_during_the_start_does_not_leave_the_terminal_behind(start: Start) -> None:
    for after in (b"", b"\x1b[?1049h", b"\x1b[?2004h"):
        terminal = start(ready="")
        terminal.wait_until(lambda terminal=terminal, after=after: after in terminal.raw, f"{after!r}")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() in (143, -signal.SIGTERM)
        assert terminal.left_on == []


def test_it_goes_with_its_terminal(start: Start) -> None:
    terminal = start()
    terminal.settle()
    before = time.monotonic()
    terminal.hang_up()
    assert terminal.wait_exit() == 129
    assert time.monotonic() - before < SOON + BUSY


@pytest.mark.parametrize("term", ["dumb", ""])
def test_without_a_terminal_worth_the_name_it_says_so(start: Start, term: str) -> None:
    terminal = start(env={"TERM": term}, ready="")
    assert terminal.wait_exit() == 2
    assert terminal.raw.count(b"\n") == 1
    assert b"TERM is" in terminal.raw
    assert b"\x1b" not in terminal.raw


def test_with_its_input_from_elsewhere_it_says_so(start: Start) -> None:
    terminal = start(command=("sh", "-c", 'exec "$0" -m cqtui </dev/null', sys.executable), ready="")
    assert terminal.wait_exit() == 2
    assert terminal.raw.count(b"\n") == 1
    assert b"\x1b" not in terminal.raw


CRASHING = """
import sys
from cqtui import cli
from cqtui.ui.explorer import Explorer

def crash(self, *given):
    confidential = "hunter" + "2"
    raise RuntimeError("it broke")

setattr(Explorer, sys.argv.pop(1), crash)
cli.main()
"""


@pytest.mark.parametrize("where", ["zoom", "compose", "on_mount", "on_resize"])
def test_a_crash_is_one_line_and_a_report_without_values(
    start: Start, tmp_path: Path, environ: dict[str, str], where: str
) -> None:
    script = tmp_path / "crashing.py"
    script.write_text(CRASHING, "utf-8")
    terminal = start(where, command=(sys.executable, str(script)), ready="Companies" if where == "zoom" else "")
    if where == "zoom":
        terminal.press("+")
    assert terminal.wait_exit() == 70
    assert terminal.left_on == []
    said = after_the_screen(terminal).decode().strip()
    assert re.fullmatch(r"cqtui: internal error: RuntimeError: it broke; details in \S+", said)
    (report,) = Path(environ["XDG_STATE_HOME"]).rglob("crash-*.txt")
    assert str(report) in said
    assert [path.stat().st_mode & 0o777 for path in (report.parent, report)] == [0o700, 0o600]
    assert "in crash" in report.read_text("utf-8")
    assert "hunter2" not in report.read_text("utf-8")


# What a terminal may be, and do


def test_it_outlives_every_change_of_size(start: Start) -> None:
    terminal = start()
    for columns, rows in ((60, 20), NARROW, (1, 1), (3, 2), (400, 100), WIDE):
        terminal.resize(columns, rows)
        terminal.settle(0.1)
        assert terminal.alive
    terminal.wait_for("1 Companies", "2 Metrics", "3 Timeline", "4 Evidence")
    assert all(len(line) <= 120 for line in terminal.screen)
    terminal.resize(60, 20)
    terminal.press("3")
    terminal.wait_for("3 Timeline")
    terminal.wait_gone("1 Companies")
    assert quit_of(terminal) == 0


def colors_set(raw: bytes) -> set[bytes]:
    """The parameters of SGR sequences that set a colour, or put one back."""
    given = {one for found in re.findall(rb"\x1b\[([0-9;]*)m", raw) for one in [found] if found}
    return {one for one in given if any(re.fullmatch(rb"[34]\d|9\d|10\d", part) for part in one.split(b";"))}


@pytest.mark.parametrize(("words", "env"), [((), {"NO_COLOR": "1"}), (("--no-color",), {})])
def test_without_colour_none_is_written_and_the_cursor_still_shows(
    start: Start, words: tuple[str, ...], env: dict[str, str]
) -> None:
    terminal = start(*words, env=env)
    terminal.press("enter", "enter", "enter")
    terminal.wait_for("[18.9 million")
    assert terminal.styles("18.9 million")[0].reverse
    terminal.press("1")
    terminal.settle()
    terminal.press("down", "up", "?")
    terminal.wait_for("esc closes")
    assert colors_set(terminal.raw) == set()


def brightness(color: str) -> float:
    """WCAG's relative luminance of RRGGBB."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["cqtui-dark", "cqtui-light", "cqtui-contrast"])
def test_text_stands_out_in_256_colours(start: Start, theme: str) -> None:
    terminal = start("--theme", theme)
    terminal.settle()
    cells = [cell for line in terminal.cells for cell in line if cell.data.isalnum()]
    assert cells
    for text, ground in {(cell.fg, cell.bg) for cell in cells}:
        low, high = sorted((brightness(text), brightness(ground)))
        assert (high + 0.05) / (low + 0.05) >= 3, (text, ground)


@pytest.mark.parametrize("term", ["xterm", "linux", "screen", "vt100"])
def test_sixteen_colours_are_told_apart(start: Start, term: str) -> None:
    terminal = start(env={"TERM": term})
    terminal.settle()
    cells = [cell for line in terminal.cells for cell in line if cell.data.isalnum()]
    assert len({cell.fg for cell in cells}) > 2
    assert all(cell.fg != cell.bg or cell.fg == "default" for cell in cells)
    assert quit_of(terminal) == 0


@pytest.mark.parametrize(
    ("env", "in_ascii"),
    [
        ({"LC_ALL": "C"}, False),  # Python then speaks UTF-8 by itself.
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, True),
        ({"PYTHONIOENCODING": "latin-1"}, True),
    ],
)
def test_a_locale_without_unicode_gets_signs_it_has(start: Start, env: dict[str, str], in_ascii: bool) -> None:
    terminal = start(env=env)
    terminal.press("/", *"手机", "enter")
    terminal.wait_for("of 3")
    assert ("╭" in terminal.text) != in_ascii
    assert quit_of(terminal) == 0


def test_in_ascii_nothing_else_is_written(start: Start) -> None:
    terminal = start("--ascii")
    for key in ("t", "t", "?", "escape", "4"):
        terminal.press(key)
        terminal.settle(0.1)
    assert re.sub(rb"\x1b\]52.*?\x07", b"", terminal.raw).isascii()


def test_the_mouse_is_taken_only_where_it_may_be(start: Start) -> None:
    terminal = start("--no-mouse")
    terminal.settle()
    assert quit_of(terminal) == 0
    assert not set(MOUSE_MODES) & set(terminal.modes)
    terminal = start()
    terminal.settle()
    assert terminal.modes[1000]
    row = next(at for at, line in enumerate(terminal.screen) if "ASUS" in line[:20])
    terminal.send(f"\x1b[<0;10;{row + 1}M\x1b[<0;10;{row + 1}m")
    terminal.settle()
    terminal.press("enter")
    terminal.wait_for("▶  ASUS")


def test_over_a_slow_line_less_is_sent(start: Start) -> None:
    sent = {}
    for words in ((), ("--slow-link",)):
        terminal = start(*words)
        terminal.settle()
        opened = len(terminal.raw)
        for key in ("enter", "3", *["down"] * 8, "enter", "escape"):
            terminal.press(key)
            terminal.settle(0.1)
        terminal.settle(0.5)
        assert "[" in terminal.text.partition("4 Evidence")[2], "the evidence is there when the keys rest"
        assert bool(set(MOUSE_MODES) & set(terminal.modes)) == (not words)
        assert (b"38;5;" in terminal.raw) == (not words)
        sent[words] = opened, len(terminal.raw) - opened
        assert quit_of(terminal) == 0
    (usual_start, usual), (slow_start, slow) = sent.values()
    assert slow_start < 0.9 * usual_start
    assert slow < 0.9 * usual


def test_what_changes_is_painted_as_a_whole_screen_would_be(start: Start) -> None:
    """Only differences are sent, of styles as of cells: they must add up to what is to be seen."""

    def cells(terminal: Terminal) -> list[list[object]]:
        return [
            [cell._replace(fg="", bold=False, italics=False) if cell.data == " " and not cell.reverse else cell
             for cell in row]
            for row in terminal.cells
        ]  # fmt: skip

    terminal = start()
    terminal.settle()
    rows, columns = len(terminal.cells), len(terminal.cells[0])
    keys = [
        "enter",
        "3",
        "down",
        "down",
        "t",
        "c",
        "t",
        "pagedown",
        "1",
        "down",
        "space",
        "2",
        "enter",
        "s",
        "r",
        "escape",
    ]
    for at, key in enumerate([*keys, "/", *"oppo", "enter", "?", "escape", "escape", "L"]):
        terminal.press(key)
        terminal.settle(0.15)
        if at % 4 == 3:
            terminal.settle(1.5)  # A plot that has to be loaded first takes its time.
            changed = cells(terminal)
            terminal.resize(columns - 1, rows)
            terminal.settle(0.2)
            terminal.resize(columns, rows)
            terminal.settle(0.2)
            assert cells(terminal) == changed, key
    assert quit_of(terminal) == 0


@pytest.mark.parametrize(
    "bytes",
    [
        b"\xff\xfe\x80\xc3\x28\xf8\xa1\xa1\xa1\xed\xa0\x80",  # not UTF-8
        b"\x1b[1114112u",  # a key beyond Unicode
        b"\x1b[55296u\x1b[0;;57343u",  # half a character
        b"\x1b[97:65;2u\x1b[:;:u\x1b[1;1:3A",  # forms of a protocol that nobody asked for
        b"\x1b[48;24;80;0;0t\x1b[<0;5;5M",  # a screen without pixels
        b"\x1b[<99999999999;1;1M\x1b[M\xff\xff\xff",
        b"\x1b[200~" + b"x" * 5000 + b"\x1b[201~",  # a long paste
        b"\x1bP+r\x1b\\\x1b]11;rgb:ff/ff/ff\x07\x1b_G\x1b\\",
    ],
    ids=range(8),
)
def test_whatever_a_terminal_sends_the_keys_after_it_count(start: Start, bytes: bytes) -> None:
    terminal = start()
    terminal.send(bytes)
    terminal.settle()
    terminal.press("escape", "escape", "3", "/")
    terminal.send(bytes)
    terminal.settle()
    terminal.press("escape")
    terminal.settle(0.3)
    assert quit_of(terminal) == 0


@pytest.mark.parametrize("query", ["oppo", "theme"])
def test_enter_pressed_too_often_in_the_palette_does_no_harm(start: Start, query: str) -> None:
    terminal = start()
    terminal.press(":")
    terminal.wait_for("🔎")
    terminal.settle()
    terminal.send(query)
    terminal.settle(0.3)
    terminal.press(*["enter"] * 6)
    terminal.settle(0.3)
    assert terminal.alive, terminal.text
    assert quit_of(terminal) == 0


def random_keys(count: int) -> bytes:
    """Mostly keys that do something; none that quits."""
    source = random.Random(2020)
    usual = b"jkhlgG123450rtsnNmMpXc?:/ +-<>[]{}yY\r\t\x1b\x7f"
    some = bytes(set(range(256)) - set(b"q\x03\x11"))
    return bytes(source.choice(usual if source.random() < 0.8 else some) for _ in range(count))


def test_random_keys_do_no_harm(start: Start) -> None:
    terminal = start("--read-only")
    terminal.send(random_keys(600))
    terminal.settle(0.5, timeout=60)
    assert terminal.alive, terminal.text
    assert quit_of(terminal) == 0


def test_a_flood_of_keys_neither_ends_it_nor_keeps_it_from_ending(start: Start) -> None:
    terminal = start("--read-only")
    for at in range(0, len(keys := random_keys(20_000)), 500):
        terminal.send(keys[at : at + 500])
    assert terminal.alive
    before = time.monotonic()
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_exit() == 143
    assert time.monotonic() - before < SOON + BUSY
    assert terminal.left_on == []


# The store


def test_a_store_that_goes_while_it_is_open_is_no_end(start: Start, tmp_path: Path, two_briefs: Path) -> None:
    path = tmp_path / "own.json"
    shutil.copy(two_briefs, path)
    terminal = start("--store", path)
    path.unlink()
    terminal.press("/", *"oppo ph", "enter")
    terminal.wait_for("[18.9 million")
    terminal.press("a")
    terminal.wait_for("own.json")
    assert not path.exists()
    assert quit_of(terminal) == 0


def test_a_store_that_is_torn_while_it_is_open_is_left_as_it_is(start: Start, tmp_path: Path, two_briefs: Path) -> None:
    path = tmp_path / "own.json"
    shutil.copy(two_briefs, path)
    terminal = start("--store", path)
    torn = path.read_bytes()[:1000]
    path.write_bytes(torn)
    terminal.press("/", *"oppo ph", "enter")
    terminal.wait_for("[18.9 million")
    terminal.press("a")
    terminal.wait_for("own.json")
    assert path.read_bytes() == torn
    assert quit_of(terminal) == 0


def a_store_of(folder: Path, kind: str, two_briefs: Path) -> Path:
    """Something at a path that is no store."""
    path = folder / "facts.json"
    made = {
        "empty": lambda: path.write_bytes(b""),
        "truncated": lambda: path.write_bytes(two_briefs.read_bytes()[:5000]),
        "directory": path.mkdir,
        "PNG": lambda: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        "foreign": lambda: path.write_text('{"_default": {"1": {"name": "a"}}}', "utf-8"),
        "list": lambda: path.write_text("[1, 2]", "utf-8"),
        "unreadable": lambda: (shutil.copy(two_briefs, path), path.chmod(0)),
        "missing": lambda: None,
    }
    made[kind]()
    return path


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("missing", 66), ("directory", 66), ("unreadable", 66), ("empty", 65), ("truncated", 65), ("PNG", 65),
        ("foreign", 65), ("list", 65),
    ],
)  # fmt: skip
def test_what_is_no_store_gets_one_line_and_is_left_alone(
    start: Start, tmp_path: Path, two_briefs: Path, kind: str, code: int
) -> None:
    if kind == "unreadable" and os.geteuid() == 0:
        pytest.skip("root reads everything")
    path = a_store_of(tmp_path, kind, two_briefs)
    before = snapshot(tmp_path)
    terminal = start("--store", path, ready="")
    assert terminal.wait_exit() == code
    assert terminal.raw.count(b"\n") == 1
    assert str(path).encode() in terminal.raw
    assert b"\x1b" not in terminal.raw
    assert snapshot(tmp_path) == before


# What leaves the program


def copied(terminal: Terminal) -> str:
    """What was last put on the clipboard (OSC 52)."""
    terminal.wait_until(lambda: b"\x1b]52;c;" in terminal.raw, "waiting for OSC 52")
    (*_, last) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.raw)
    return base64.b64decode(last).decode()


def test_a_figure_is_copied_with_its_sentence_and_source(start: Start) -> None:
    terminal = start()
    terminal.press("enter", "enter", "enter", "y")
    terminal.wait_for("Copied")
    text = copied(terminal)
    assert "OPPO" in text
    assert "18,900,000 mobile phones" in text
    assert "“OPPO's shipments from Chongqing came to 18.9 million mobile phones in 2019" in text
    assert "22 May 2020" in text


def test_a_copied_place_opens_again(start: Start) -> None:
    terminal = start()
    terminal.press("enter", "enter", "enter", "t", "Y")
    terminal.wait_for("Copied")
    command = copied(terminal)
    terminal.press("j")
    terminal.wait_for("Derived")
    terminal.settle()
    there = terminal.screen[1:-1]
    again = start(command=("sh", "-c", command.replace("cqtui", f"{sys.executable} -m cqtui", 1)), ready="Evidence")
    again.wait_for("[18.9 million", "Derived")
    again.settle()
    assert again.screen[1:-1] == there


@pytest.fixture
def tmux(environ: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Runs tmux on a server of its own, with the explorer in a window of 120 × 40."""
    program = shutil.which("tmux")
    if program is None:
        pytest.skip("tmux is not installed")
    socket = f"cqtui-{os.getpid()}-{random.getrandbits(32):x}"
    environ["TMUX_TMPDIR"] = str(tmp_path)

    def run(*words: str) -> str:
        return subprocess.run(
            [program, "-L", socket, "-f", os.devnull, *words], env=environ, check=True, capture_output=True, text=True,
            timeout=60,
        ).stdout  # fmt: skip

    yield run
    with suppress(subprocess.SubprocessError):
        run("kill-server")


def wait_in(tmux: Callable[..., str], text: str) -> None:
    limit = time.monotonic() + 30
    while text not in (screen := tmux("capture-pane", "-p")):
        if time.monotonic() > limit:
            raise Gone(f"{text!r} is not in tmux's pane:\n{screen}")
        time.sleep(0.05)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_in_tmux_a_figure_is_found_and_copied_to_its_buffer(tmux: Callable[..., str], size: tuple[int, int]) -> None:
    tmux("new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), *EXPLORER)
    wait_in(tmux, "Companies")
    tmux("send-keys", "/oppo ph", "Enter", "y")
    wait_in(tmux, "[18.9 million")
    wait_in(tmux, "Copied")
    assert "18.9 million mobile phones in 2019" in tmux("show-buffer")


# Read-only


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """All that is below a folder: kinds, sizes, times and contents."""
    found = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        readable = path.is_file() and os.access(path, os.R_OK)
        content = path.read_bytes() if readable else b""
        found[str(path.relative_to(folder))] = (stat.st_mode, stat.st_size, stat.st_mtime_ns, content)
    return found


def test_read_only_writes_nothing_and_starts_nothing(start: Start, tmp_path: Path, two_briefs: Path) -> None:
    path = tmp_path / "own.json"
    shutil.copy(two_briefs, path)
    cache = tmp_path / "home" / "cache"
    began = tmp_path / "began"
    before = snapshot(tmp_path)
    terminal = start(
        "--read-only", "--store", path,
        env={
            "XDG_CACHE_HOME": str(cache), "BROWSER": f"touch {began}", "PYTHONDONTWRITEBYTECODE": "1",
            "TEXTUAL_LOG": str(tmp_path / "textual.log"), "TEXTUAL_SCREENSHOT": "0", "TEXTUAL_PRESS": "q",
            "TEXTUAL_DRIVER": "none.such:Driver", "TEXTUAL": "debug,devtools",
            "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        },
    )  # fmt: skip
    terminal.press("enter", "enter", "enter")
    terminal.wait_for("[18.9 million")
    terminal.settle()
    nothing_happens(terminal, "e", "a", "d", "w", "b", "o", "\x1a")
    for key in ("?", "escape", ":"):
        terminal.press(key)
        terminal.settle(0.2)
    for word in ("screenshot", "export", "bookmark", "accept", "open the source"):
        terminal.send(word)
        terminal.settle(0.3)
        terminal.press("enter", *["backspace"] * len(word))
        terminal.settle(0.1)
    children = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
    assert not children.exists() or children.read_text() == ""
    terminal.press("escape")
    terminal.settle(0.3)
    assert quit_of(terminal) == 0
    assert snapshot(tmp_path) == before
