#!/usr/bin/env python3
"""What many visitors of a kiosk cost: sessions over a real sshd, all at once, each with the explorer open.

    python tests/bench/sessions.py                     50 sessions on the shipped store
    python tests/bench/sessions.py 20 --facts 100000   20 on a synthetic store of so many facts

One session alone is the floor. Then all begin at the same moment, and when all have their screens, one key is
pressed in each, one session after the other. Memory is the proportional set size (what is shared counts once).
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests"), str(Path(__file__).parent)]

from generate import generate  # noqa: E402
from sshd import SSHD, Server, running  # noqa: E402
from terminal import Terminal  # noqa: E402

SIZE = (120, 40)
READY = "Evidence"


def started(server: Server, count: int, opened: ExitStack) -> tuple[list[Terminal], list[float]]:
    """Sessions that begin at one moment, and the seconds after which each showed its first screen."""
    terminals = [opened.enter_context(server.terminal(size=SIZE)) for _ in range(count)]
    began = terminals[0].started
    shown: dict[int, float] = {}
    while len(shown) < count:
        for at, terminal in enumerate(terminals):
            terminal.read(0.001)
            if at not in shown and (moment := terminal.first_shown(READY)) is not None:
                shown[at] = moment - began
        if time.perf_counter() - began > 300:
            raise SystemExit(f"only {len(shown)} of {count} sessions showed a screen in 300 s")
    for terminal in terminals:
        terminal.settle()
    return terminals, list(shown.values())


def pressed(terminals: Sequence[Terminal], times: int) -> list[float]:
    """Seconds from a key to the last byte of its repaint, in one session after the other."""
    took = []
    for at in range(times):
        for terminal in terminals:
            before = len(terminal.chunks)
            sent = time.perf_counter()
            terminal.press("down" if at % 2 == 0 else "up")
            terminal.wait_until(lambda: len(terminal.chunks) > before, "a repaint")  # noqa: B023
            terminal.settle(0.05)
            took.append(terminal.chunks[-1][0] - sent)
    return took


def memory(words: str) -> list[float]:
    """The proportional set size, in MB, of each process that has `words` in its command line and runs Python."""
    sizes = []
    for process in running(words):
        with suppress(OSError):  # It may have ended meanwhile.
            rollup = (process / "smaps_rollup").read_text()
            sizes.append(int(rollup.partition("\nPss:")[2].split()[0]) / 1024)
    return sizes


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure many sessions of a kiosk at once.")
    parser.add_argument("sessions", nargs="?", type=int, default=50)
    parser.add_argument("--facts", type=int, help="a synthetic store of so many facts")
    options = parser.parse_args()
    if not SSHD:
        raise SystemExit("OpenSSH is not installed")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "home"
        home.mkdir()
        store = home / "press.json"
        if options.facts:
            generate(store, options.facts)
        else:
            shutil.copy(REPOSITORY / "store" / "facts.json", store)
        cqtui = f"{shlex.quote(sys.executable)} -m cqtui --store {store}"
        subprocess.run(  # The account's own index, as its owner builds it.
            f"{cqtui} sources", shell=True, check=True, stdout=subprocess.DEVNULL, cwd=REPOSITORY,
            env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip
        with Server(Path(temporary) / "sshd", home, f"{cqtui} kiosk") as server:
            print(f"{options.facts or 42:,} facts, {os.cpu_count()} cores\n")
            print("| sessions | first screen, median · last | key, median · 95th | memory each |")
            print("| ---: | ---: | ---: | ---: |")
            for count in sorted({1, options.sessions}):
                with ExitStack() as opened:
                    terminals, shown = started(server, count, opened)
                    took = sorted(pressed(terminals, 40 if count == 1 else 4))
                    sizes = memory(str(store))
                    print(
                        f"| {count} | {statistics.median(shown):.2f} s · {max(shown):.2f} s "
                        f"| {1000 * statistics.median(took):.0f} ms · {1000 * took[int(len(took) * 0.95)]:.0f} ms "
                        f"| {statistics.median(sizes):.0f} MB |"
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
