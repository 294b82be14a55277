#!/usr/bin/env python3
"""How fast cqtui is, beside a bare Textual app, `python -c pass` and other programs, all in one run.

    python tests/bench/speed.py                                the README's table: 42, 100,000 and 1,000,000 facts
    python tests/bench/speed.py --facts 42 --rounds 3          a quick look
    python tests/bench/speed.py --folder ~/bench               keep stores and indexes there for the next run
    python tests/bench/speed.py --path ~/peers/bin             look there for vd, harlequin, lnav and jq as well

Programs take turns, so that a machine that is busy for a while is so for all: only the ratios count.
Times are from before a program is started, or a key sent, to the arrival of the bytes on its terminal
(120 columns, 40 lines), from outside. `--calm 20` waits up to so many seconds before each start for
other programs to rest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests"), str(Path(__file__).parent)]

from generate import generate  # noqa: E402
from terminal import KEYS, Gone, Terminal  # noqa: E402

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
IDLE = 2.0
"""Seconds that a program is watched doing nothing."""
PEERS = {"VisiData": ("vd", "--version"), "harlequin": ("harlequin", "--version"), "lnav": ("lnav", "-V"),
         "jq": ("jq", "--version")}  # fmt: skip
"""Other programs: what they are started by, and what makes them say their version."""


class Program:
    """A program on a terminal: how it is started, the text of its first full screen, what quits it, and
    what was measured, a list for each measure."""

    def __init__(self, name: str, command: Sequence[str], ready: str, env: dict[str, str], quit: str = "\x11") -> None:
        self.name, self.command, self.ready, self.env, self.quit = name, command, ready, env, quit
        self.measures: dict[str, list[float]] = {}

    def note(self, name: str, value: float) -> None:
        self.measures.setdefault(name, []).append(value)

    def start(self, use: Callable[[Program, Terminal], None] | None = None) -> None:
        """Start it, use it, quit it."""
        with Terminal(self.command, env=self.env) as terminal:
            shown = shown_at(terminal, self.ready)
            terminal.settle(QUIET)
            self.note("start ms", (shown - terminal.started) * 1000)
            self.note("start CPU ms", cpu(terminal.process.pid) * 1000)
            self.note("start KB", len(terminal.raw) / 1000)
            if use:
                use(self, terminal)
            self.note("peak MB", peak(terminal.process.pid))
            sent = time.perf_counter()
            terminal.send(self.quit)
            with suppress(Gone):
                terminal.wait_exit(5)
                self.note("quit ms", (time.perf_counter() - sent) * 1000)

    def typed_ahead(self, keys: str, shows: str) -> None:
        """Keys typed when the program is started: until the screen shows what they do."""
        with Terminal(self.command, env=self.env, typed=keys) as terminal:
            self.note("typed at spawn ms", (shown_at(terminal, shows) - terminal.started) * 1000)


def shown_at(terminal: Terminal, text: str) -> float:
    """When the first chunk arrived with which `text` was on the screen."""
    limit = time.perf_counter() + 600
    while time.perf_counter() < limit and terminal.alive:
        terminal.read(0.02)
        shown = terminal.first_shown(text)
        if shown is not None:
            return shown
    raise SystemExit(f"{terminal.process.args!r} does not show {text!r}:\n{terminal.text}")


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> float:
    """The most memory a process had, in MB; 0 where the system does not tell."""
    try:
        (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    except OSError:
        return 0.0
    return int(line.split()[1]) / 1024


def press(program: Program, terminal: Terminal, name: str, keys: Sequence[str], quiet: float = QUIET) -> None:
    """Press keys one by one, each when the last has been painted. `NAME first ms` is when painting began."""
    for key in keys:
        arrived = len(terminal.chunks)
        sent = time.perf_counter()
        terminal.send(KEYS.get(key, key))
        while not terminal.read(0.2) and time.perf_counter() - sent < 2.0:
            pass
        terminal.settle(quiet)
        new = terminal.chunks[arrived:]
        if new:
            program.note(f"{name} first ms", (new[0][0] - sent) * 1000)
            program.note(f"{name} ms", (new[-1][0] - sent) * 1000)
            program.note(f"{name} bytes", sum(len(chunk) for _, chunk in new))


def idle(program: Program, terminal: Terminal) -> None:
    terminal.settle(1.0)
    arrived, used = len(terminal.chunks), cpu(terminal.process.pid)
    terminal.settle(IDLE)
    program.note("idle bytes", sum(len(chunk) for _, chunk in terminal.chunks[arrived:]))
    program.note("idle CPU %", (cpu(terminal.process.pid) - used) / IDLE * 100)


def held(program: Program, terminal: Terminal, key: str) -> None:
    """A key held down for two seconds: how long the program goes on after it was let go."""
    for number in range(60):
        due = time.perf_counter() + 1 / 30
        terminal.send(KEYS[key])
        while (left := due - time.perf_counter()) > 0:
            terminal.read(left)
        if number == 59:
            sent = time.perf_counter()
            arrived = len(terminal.chunks)
            terminal.settle(0.2)
            new = terminal.chunks[arrived:]
            program.note("held ms", (new[-1][0] - sent) * 1000 if new else 0.0)


def explore(program: Program, terminal: Terminal) -> None:
    """The keys that the explorer is measured with."""
    idle(program, terminal)
    press(program, terminal, "move", ["down"] * 16 + ["up"] * 8)
    press(program, terminal, "page", ["pagedown"] * 4 + ["pageup"] * 4)
    for _ in range(4):
        press(program, terminal, "company", ["enter"], 0.3)
        press(program, terminal, "company", ["escape"], 0.3)
        press(program, terminal, "move", ["down"])
    terminal.press("3")
    terminal.settle(QUIET)
    press(program, terminal, "figure", ["down"] * 12)
    press(program, terminal, "page", ["pagedown"] * 4 + ["pageup"] * 4)
    press(program, terminal, "layout", ["t"] * 3, 0.3)
    held(program, terminal, "down")
    terminal.press("/")
    terminal.settle(QUIET)
    press(program, terminal, "find", [*"granite"], 0.5)
    press(program, terminal, "find", ["backspace"] * 6, 0.5)
    terminal.press("escape")
    terminal.settle(0.5)


def move_about(program: Program, terminal: Terminal) -> None:
    """The keys that other programs are measured with."""
    way, page = ("up", "pageup") if program.name == "lnav" else ("down", "pagedown")  # lnav begins at the end.
    press(program, terminal, "move", [way] * 16)
    press(program, terminal, "page", [page] * 4)
    held(program, terminal, way)


class Command(NamedTuple):
    """A command that answers and ends; its seconds and its processor seconds, each time."""

    name: str
    words: Sequence[str]
    seconds: list[float]
    used: list[float]

    def run(self, env: dict[str, str]) -> None:
        began = time.perf_counter()
        pid = os.posix_spawn(
            self.words[0], list(self.words), env,
            file_actions=[(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)],
        )  # fmt: skip
        _, status, usage = os.wait4(pid, 0)
        self.seconds.append(time.perf_counter() - began)
        self.used.append(usage.ru_utime + usage.ru_stime)
        if status:
            raise SystemExit(f"{' '.join(self.words)} ends with {os.waitstatus_to_exitcode(status)}")


def calm(seconds: float) -> None:
    """Wait until other programs use less than a third of a core, at most so long."""

    def busy() -> float:
        numbers = [int(text) for text in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        return (sum(numbers) - numbers[3] - numbers[4]) / os.sysconf("SC_CLK_TCK")

    limit = time.perf_counter() + seconds
    while time.perf_counter() < limit:
        before, then = busy(), time.perf_counter()
        time.sleep(0.4)
        if (busy() - before) / (time.perf_counter() - then) < 0.3:
            return


# What is measured


class Size(NamedTuple):
    """A store of so many facts, the same facts as JSON lines, and who is measured on them."""

    facts: int
    store: Path
    lines: Path
    programs: list[Program]
    commands: list[Command]


def facts_of(folder: Path, count: int) -> tuple[Path, Path]:
    """A synthetic store, and its facts one a line; made where they are not in the folder yet."""
    store, lines = folder / f"facts-{count}.json", folder / f"facts-{count}.jsonl"
    if not store.exists():
        generate(store, count)
    if not lines.exists():
        with store.open(encoding="utf-8") as rows, lines.open("w", encoding="utf-8") as made:
            made.writelines(
                f"{row.partition(': ')[2].rstrip().removesuffix(',')}\n" for row in rows if '"evidence": {' in row
            )
    return store, lines


def command(name: str, path: str) -> str | None:
    """Where a program is, if it is installed."""
    return shutil.which(name, path=path)


def own_command() -> list[str]:
    """cqtui as it is installed beside this Python, or run from the checkout."""
    installed = Path(sys.executable).with_name("cqtui")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "cqtui"]


def prepared(folder: Path, count: int, env: dict[str, str], peers: dict[str, str]) -> Size:
    store, lines = facts_of(folder, count)
    own = [*own_command(), "--store", str(store)]
    began = time.perf_counter()
    listed = subprocess.run([*own, "companies", "--json"], env=env, capture_output=True, check=True).stdout
    indexing = time.perf_counter() - began
    companies = [one for one in json.loads(listed) if one["kind"] == "company"]
    some = min(companies, key=lambda one: abs(one["facts"] - 20))
    facts = json.loads(
        subprocess.run([*own, "facts", "--company", some["name"], "--json"], env=env, capture_output=True, check=True)
        .stdout
    )  # fmt: skip
    ids = [fact["id"] for fact in facts[:2]]
    asked = {
        "facts": ("facts", "--company", some["name"]), "facts --json": ("facts", "--company", some["name"], "--json"),
        "show": ("show", ids[0]), "compare": ("compare", *ids), "find": ("find", *some["name"].split()),
    }  # fmt: skip
    explorer = Program("cqtui", own, "? keys", env)
    explorer.note("indexing s", indexing)
    programs = [explorer, *peer_programs(count, lines, env, peers)]
    commands = [Command(f"cqtui {name}", [*own, *words], [], []) for name, words in asked.items()]
    if "jq" in peers:
        wanted = f'select(.entity == "{some["id"]}") | .id'
        commands.append(Command("jq", [peers["jq"], "-r", wanted, str(lines)], [], []))
    return Size(count, store, lines, programs, commands)


def peer_programs(count: int, lines: Path, env: dict[str, str], peers: dict[str, str]) -> list[Program]:
    first = json.loads(lines.open(encoding="utf-8").readline())["id"]
    commands = {
        "VisiData": ([peers.get("VisiData", ""), "-N", str(lines)], f"{count} rows" if count > 100 else first, "q"),
        "lnav": ([peers.get("lnav", ""), str(lines)], '"entity"', "q"),
        "harlequin": ([peers.get("harlequin", ""), "-a", "duckdb"], "Query Results", "\x11"),
    }
    return [
        Program(name, words, ready, env, quit)
        for name, (words, ready, quit) in commands.items()
        if name in peers and (name != "harlequin" or count == min(SIZES))
    ]


SIZES = (42, 100_000, 1_000_000)


def measure(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    env = environment(folder, given.path)
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    bare = Program("bare Textual", [sys.executable, str(script)], "Hello", env)
    peers = {name: found for name, (start, _) in PEERS.items() if (found := command(start, env["PATH"]))}
    for name in given.without:
        peers.pop(name, None)
    floor = Command("python -c pass", [sys.executable, "-c", "pass"], [], [])
    sizes = [prepared(folder, count, env, peers) for count in given.facts]
    for size in sizes:
        measure_size(size, bare, floor, given, env)
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "system": platform.release(),
        "Python": platform.python_version(), "Textual": version("textual"), "rounds": given.rounds,
        "load": f"{os.getloadavg()[0]:.1f}", "peers": {name: told_version(name, at) for name, at in peers.items()},
        "bare": bare.measures, "pass": floor.seconds,
        "sizes": {
            str(size.facts): {
                "programs": {one.name: one.measures for one in size.programs},
                "commands": {one.name: one.seconds for one in size.commands},
                "ratios": ratios(size, bare, floor),
            }
            for size in sizes
        },
    }  # fmt: skip


def measure_size(size: Size, bare: Program, floor: Command, given: argparse.Namespace, env: dict[str, str]) -> None:
    """Everybody in turns; each round's floors stand beside it, so that its ratios are of one time."""
    for program in (bare, *size.programs):  # Once more for bytecode and what is kept at the end, not counted.
        with Terminal(program.command, env=program.env) as terminal:
            shown_at(terminal, program.ready)
            terminal.send(program.quit)
            with suppress(Gone):
                terminal.wait_exit(5)
    own = size.programs[0]
    for number in range(given.rounds):
        for program in [bare, *size.programs] if number % 2 else [*reversed(size.programs), bare]:
            if given.calm:
                calm(given.calm)
            use = explore if program is own else move_about if program is not bare else None
            if number and program is not bare and program is not own and size.facts > 100_000:
                continue  # Once is enough of what takes so long.
            program.start(use if number < given.uses else None)
        own.typed_ahead("t", "t plot")
    for number in range(given.rounds * 2):
        for one in [floor, *size.commands] if number % 2 else [*reversed(size.commands), floor]:
            if one.name != "jq" or number < 2:
                one.run(env)


def environment(folder: Path, path: str) -> dict[str, str]:
    return {
        "PATH": os.pathsep.join(filter(None, (path, os.environ.get("PATH", os.defpath)))),
        "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data"),
        "LANG": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(REPOSITORY),
    }  # fmt: skip


def told_version(name: str, at: str) -> str:
    done = subprocess.run([at, PEERS[name][1]], capture_output=True, text=True, check=False)
    words = [word.strip("v,") for word in (done.stdout or done.stderr).replace("jq-", "").split()]
    return next((word for word in words if word[:1].isdigit()), "?")


def ratios(size: Size, bare: Program, floor: Command) -> dict[str, float]:
    """What the budgets are about: least to least, for noise only ever adds."""
    own = size.programs[0].measures
    made = {
        f"{name} ÷ bare": min(own[mine]) / min(bare.measures[theirs])
        for name, mine, theirs in (
            ("start", "start ms", "start ms"), ("start CPU", "start CPU ms", "start CPU ms"),
            ("typed at spawn", "typed at spawn ms", "start ms"), ("start KB", "start KB", "start KB"),
            ("quit", "quit ms", "quit ms"),
        )
    }  # fmt: skip
    made["peak ÷ bare"] = min(own["peak MB"]) / min(bare.measures["peak MB"])
    for one in size.commands:
        made[f"{one.name} ÷ pass"] = min(one.seconds) / min(floor.seconds)
        made[f"{one.name} CPU ÷ pass"] = min(one.used) / min(floor.used)
    for peer in size.programs[1:]:
        made[f"start ÷ {peer.name}"] = min(own["start ms"]) / min(peer.measures["start ms"])
    return made


# How it is told


def table(found: dict[str, Any]) -> Iterator[str]:
    """The README's table."""
    heads = (
        "program",
        "facts",
        "start",
        "÷ bare",
        "acts ÷ bare",
        "memory",
        "move",
        "page",
        "bytes a move",
        "quit",
        "look-up ÷ `pass`",
    )
    yield f"| {' | '.join(heads)} |"
    yield "| --- " * len(heads) + "|"
    bare, least = found["bare"], min(found["pass"])
    yield row("bare Textual", "", bare, bare, None)
    for count, size in found["sizes"].items():
        for name, measures in size["programs"].items():
            look_up = size["commands"].get("cqtui facts") if name == "cqtui" else None
            yield row(name, f"{int(count):,}", measures, bare, look_up and min(look_up) / least)
        if "jq" in size["commands"]:
            yield f"| jq | {int(count):,} | | | | | | | | | {min(size['commands']['jq']) / least:,.1f} |"


def row(name: str, facts: str, measures: dict[str, list[float]], bare: dict[str, list[float]], look_up: object) -> str:
    def middle(measure: str, form: str = "{:,.0f}") -> str:
        return form.format(statistics.median(measures[measure])) if measures.get(measure) else ""

    def ratio(measure: str) -> str:
        return f"{min(measures[measure]) / min(bare['start ms']):.2f}" if measures.get(measure) else ""

    cells = (
        name, facts, middle("start ms", "{:,.0f} ms"), ratio("start ms"), ratio("typed at spawn ms"),
        middle("peak MB", "{:,.0f} MB"), middle("move ms", "{:.1f} ms"), middle("page ms", "{:.1f} ms"),
        middle("move bytes"), middle("quit ms", "{:,.0f} ms"), f"{look_up:.1f}" if look_up else "",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def details(found: dict[str, Any]) -> Iterator[str]:
    """Every measure of every program, and the ratios."""
    yield f"{'':<34}{'median':>12}{'95th':>12}{'least':>12}{'most':>12}"
    everybody = {"bare Textual": found["bare"]}
    for count, size in found["sizes"].items():
        everybody |= {f"{name} {int(count):,}": measures for name, measures in size["programs"].items()}
    for name, measures in everybody.items():
        yield name
        for measure, values in measures.items():
            late = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
            numbers = (statistics.median(values), min(late, max(values)), min(values), max(values))
            yield f"  {measure:<32}" + "".join(f"{number:>12,.1f}" for number in numbers)
    for count, size in found["sizes"].items():
        yield f"least ÷ least at {int(count):,} facts"
        yield from (f"  {name:<32}{value:>12.2f}" for name, value in size["ratios"].items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, nargs="+", default=list(SIZES), help="sizes of synthetic stores")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is started (default: 7)")
    parser.add_argument("--uses", type=int, default=2, help="in how many rounds keys are pressed (default: 2)")
    parser.add_argument("--folder", type=Path, help="keep stores and indexes here")
    parser.add_argument("--path", default="", help="folders to look for other programs in, before PATH")
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME", help="programs to leave out")
    parser.add_argument("--calm", type=float, default=0, metavar="S", help="wait so long for other programs to rest")
    parser.add_argument("--details", action="store_true", help="print every measure as well")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured to FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cqtui-bench-") as made:
        folder = (given.folder or Path(made)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        found = measure(given, folder)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")
    if given.details:
        print("\n".join(details(found)), end="\n\n")
    print("\n".join(table(found)))
    peers = ", ".join(f"{name} {number}" for name, number in found["peers"].items())
    about = {name: found[name] for name in ("date", "machine", "system", "Python", "Textual", "rounds", "load")}
    print("\n" + ", ".join([*(f"{name} {value}" for name, value in about.items()), peers]))


if __name__ == "__main__":
    main()
