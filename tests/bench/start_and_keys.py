#!/usr/bin/env python3
"""What the explorer costs, beside a bare Textual app measured in the same run from outside.

    python tests/bench/start_and_keys.py                       the shipped store, 9 rounds
    python tests/bench/start_and_keys.py --facts 100000        a synthetic store of so many facts
    python tests/bench/start_and_keys.py --rounds 3 --json

The two take turns, so that a machine that is busy for a while is so for both: only the ratios count.
Times are from before a program is started, or a key sent, to the arrival of the bytes on its terminal.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests"), str(Path(__file__).parent)]

from generate import generate  # noqa: E402
from terminal import KEYS, Terminal  # noqa: E402

BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Static("Hello")

Bare().run()
"""
QUIET = 0.1
"""Seconds without a byte after which a repaint is over."""

Measures = dict[str, list[float]]


class Program:
    """A program to measure: how it is started, and the text that its first full screen shows."""

    def __init__(self, name: str, command: Sequence[str], ready: str, env: dict[str, str]) -> None:
        self.name, self.command, self.ready, self.env = name, command, ready, env
        self.measures: Measures = {}

    def note(self, name: str, value: float) -> None:
        self.measures.setdefault(name, []).append(value)

    def run(self, keys: Callable[[Program, Terminal], None] | None = None) -> None:
        """Start it, press keys, quit it."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with Terminal(self.command, env=self.env) as terminal:
            shown = ready(terminal, self.ready)
            self.note("start ms", (shown - terminal.started) * 1000)
            self.note("start KB", len(terminal.raw) / 1000)
            self.note("peak MB", peak(terminal.process.pid))
            if keys:
                keys(self, terminal)
            sent = time.perf_counter()
            terminal.send("\x11")
            code = terminal.wait_exit()
            self.note("quit ms", (time.perf_counter() - sent) * 1000)
            assert code == 0, terminal.text
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if not keys:
            self.note("CPU s", after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def ready(terminal: Terminal, text: str) -> float:
    """When the first chunk arrived with which `text` was on the screen."""
    limit = time.perf_counter() + 600
    while time.perf_counter() < limit and terminal.alive:
        terminal.settle(QUIET)
        shown = terminal.first_shown(text)
        if shown is not None:
            return shown
    raise SystemExit(f"{terminal.process.args!r} does not show {text!r}:\n{terminal.text}")


def peak(pid: int) -> float:
    """The most memory a process had, in MB; 0 where the system does not tell."""
    try:
        (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    except OSError:
        return 0.0
    return int(line.split()[1]) / 1024


def press(program: Program, terminal: Terminal, name: str, keys: Sequence[str]) -> None:
    """Press keys one by one, each when the last has been painted."""
    for key in keys:
        arrived = len(terminal.chunks)
        sent = time.perf_counter()
        terminal.send(KEYS.get(key, key))
        while not terminal.read(1.0 if key != "escape" else 2.0) and time.perf_counter() - sent < 1.0:
            pass
        terminal.settle(QUIET)
        new = terminal.chunks[arrived:]
        if new:
            program.note(f"{name} ms", (new[-1][0] - sent) * 1000)
            program.note(f"{name} bytes", sum(len(chunk) for _, chunk in new))


def explore(program: Program, terminal: Terminal) -> None:
    """The keys that the explorer is measured with."""
    press(program, terminal, "company", ["down"] * 4 + ["up"] * 4)
    for at in range(6):
        press(program, terminal, "drill", ["enter"])
        press(program, terminal, "back", ["escape"])
        press(program, terminal, "company", ["down"] if at % 2 else ["up"])
    terminal.press("3")
    terminal.settle(QUIET)
    press(program, terminal, "move", ["down"] * 14)
    press(program, terminal, "page", ["pagedown", "pageup"] * 4)
    press(program, terminal, "layout", ["t"] * 3)


def typed_ahead(program: Program) -> None:
    """A key typed when the program is started: until the screen shows what it does."""
    with Terminal(program.command, env=program.env, typed="t") as terminal:
        program.note("typed at spawn ms", (ready(terminal, "t plot") - terminal.started) * 1000)


def in_turns(programs: Sequence[Program], rounds: int) -> Iterator[Program]:
    for number in range(rounds):
        yield from programs if number % 2 else reversed(programs)


def ratios(one: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios within each round."""
    return statistics.median(mine / theirs for mine, theirs in zip(one, other, strict=True))


def table(bare: Program, own: Program) -> list[tuple[str, str, str, str]]:
    found = [("", "cqtui", "bare Textual", "ratio")]
    for name in ("start ms", "CPU s", "peak MB", "start KB", "quit ms"):
        mine, theirs = own.measures[name], bare.measures[name]
        found.append(
            (name, *(f"{statistics.median(values):.3g}" for values in (mine, theirs)), f"{ratios(mine, theirs):.2f}")
        )
    acted = own.measures["typed at spawn ms"]
    found.append(
        ("typed at spawn ms", f"{statistics.median(acted):.3g}", "", f"{ratios(acted, bare.measures['start ms']):.2f}")
    )
    if "first opening ms" in own.measures:
        (first,) = own.measures["first opening ms"]
        found.append(
            ("first opening ms", f"{first:.4g}", "", f"{first / statistics.median(bare.measures['start ms']):.2f}")
        )
    found.append(("", "median", "95th", "bytes"))
    for key in ("move", "page", "company", "drill", "back", "layout"):
        times, sizes = own.measures.get(f"{key} ms", []), own.measures.get(f"{key} bytes", [])
        if times:
            late = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            found.append(
                (f"{key} ms", f"{statistics.median(times):.3g}", f"{late:.3g}", f"{statistics.median(sizes):,.0f}")
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how often each is started (default: 9)")
    parser.add_argument("--facts", type=int, help="measure with a synthetic store of so many facts")
    parser.add_argument("--store", type=Path, help="measure with this store")
    parser.add_argument("--json", action="store_true", help="print all that was measured as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cqtui-bench-") as folder:
        measured = measure(Path(folder), given)
    print(measured)


def measure(folder: Path, given: argparse.Namespace) -> str:
    env = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    env |= {
        "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data"),
        "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(REPOSITORY),
    }  # fmt: skip
    store = given.store
    if given.facts:
        store = folder / "facts.json"
        generate(store, given.facts)
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    options = ["--store", str(store)] if store else []
    bare = Program("bare Textual", [sys.executable, str(script)], "Hello", env)
    own = Program("cqtui", [sys.executable, "-m", "cqtui", *options], "? keys", env)
    own.run()
    own.measures = {"first opening ms": own.measures["start ms"]}
    for program in (bare, own):  # Once more for bytecode and caches, not counted.
        kept = dict(program.measures)
        program.run()
        program.measures = kept
    for program in in_turns([bare, own], given.rounds):
        program.run()
    for _ in range(given.rounds):
        typed_ahead(own)
    quitting = own.measures["quit ms"].copy(), own.measures["start ms"].copy(), own.measures["start KB"].copy()
    peaks = own.measures["peak MB"].copy()
    for _ in range(max(1, given.rounds // 3)):
        own.run(explore)
    own.measures["quit ms"], own.measures["start ms"], own.measures["start KB"] = quitting
    own.measures["peak MB"] = peaks
    about = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "system": platform.release(), "Python": platform.python_version(), "Textual": version("textual"),
        "store": f"{given.facts:,} facts" if given.facts else str(store or "shipped"), "rounds": given.rounds,
        "load": f"{os.getloadavg()[0]:.1f}",
    }  # fmt: skip
    if given.json:
        return json.dumps({**about, "bare": bare.measures, "cqtui": own.measures}, indent=1)
    lines = [f"{first:<20}{second:>10}{third:>14}{fourth:>10}" for first, second, third, fourth in table(bare, own)]
    return "\n".join([*lines, "", ", ".join(f"{name} {value}" for name, value in about.items())])


if __name__ == "__main__":
    main()
