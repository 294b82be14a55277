"""Tours of the explorer: on the terminal, or unseen, to learn whether a script finds what it waits for."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from math import inf

from cqtui.cast import Recorder
from cqtui.config import Chosen, Settings
from cqtui.errors import BAD_DATA, FOUND, complain
from cqtui.index.questions import Index
from cqtui.indexing import Building
from cqtui.tour import playing
from cqtui.tour.playing import Missing
from cqtui.tour.script import Script, place
from cqtui.ui import app as explorer_app
from cqtui.ui.app import ExplorerApp
from cqtui.ui.explorer import Explorer
from cqtui.ui.guide import Guide
from cqtui.ui.session import Session
from cqtui.ui.stage import Stage
from cqtui.view import View

SIZES = ((120, 40), (80, 24))
"""Columns and rows at which a tour is tried."""

Answered = Callable[[Index, Settings, str, Mapping[str, Sequence[str]]], tuple[str, Sequence[str]]]
"""What a command line prints, asked of an index under settings, with these ids put in."""


def set_up(
    app: ExplorerApp, tour: Script, answered: Answered, *, pace: float | None = None, loop: bool = False,
    idle: float = 60.0, show_keys: bool = True, at_end: Callable[[], None] | None = None,
) -> Guide:  # fmt: skip
    """Give an app that does not run yet a stage and a guide, which begins when the app does."""

    def answer(explorer: Explorer, line: str) -> tuple[str, Sequence[str]]:
        view, session = explorer.view, explorer.session
        ids = {"marked": view.side_by_side, "figure": (view.fact,) if view.fact else ()}
        return answered(session.index, session.settings, line, ids)

    stage = app.stage = app.stage or Stage(app)
    stage.shows_keys = show_keys
    stage.guide = Guide(stage, tour, answer, pace=pace, loop=loop, idle=idle, at_end=at_end)
    return stage.guide


def play(
    chosen: Chosen, settings: Settings, tour: Script, answered: Answered, *, pace: float | None, loop: bool,
    idle: float, show_keys: bool, indexing: Building | None = None, recorder: Recorder | None = None,
) -> int:  # fmt: skip
    """Play a tour on the terminal; the exit code."""

    def prepare(app: ExplorerApp) -> None:
        set_up(app, tour, answered, pace=pace, loop=loop, idle=idle, show_keys=show_keys)

    return explorer_app.run(chosen, settings, View(), indexing, recorder=recorder, prepare=prepare)


def rehearse(chosen: Chosen, settings: Settings, tour: Script, answered: Answered, name: str) -> int:
    """Play a tour unseen, as fast as it goes, and tell each step that waited in vain, under the tour's `name`."""
    code = FOUND
    for size in SIZES:
        for one in _rehearsed(chosen, settings, tour, answered, size):
            texts = " or ".join(f"“{text}”" for text in one.texts)
            where = place(tour.scenes, one.scene, one.step, "wait")
            complain(f"{name}: {where}: {texts} was not on the screen within {one.waited:.1f} s at {size[0]}x{size[1]}")
            code = BAD_DATA
    if code == FOUND:
        beats = playing.beats(tour)
        steps = sum(len(scene.steps) for scene in tour.scenes)
        minutes, seconds = divmod(round(playing.length(beats) / tour.pace), 60)
        sys.stdout.write(f"{tour.title}: {len(tour.scenes)} scenes, {steps} steps, {minutes}:{seconds:02}; all found\n")
    return code


def _rehearsed(
    chosen: Chosen, settings: Settings, tour: Script, answered: Answered, size: tuple[int, int]
) -> list[Missing]:
    """What a tour waits for in vain on a screen of this size. Raises a crash as it is."""
    app = ExplorerApp(Session(chosen, settings), View())
    guide = set_up(app, tour, answered, pace=inf, at_end=lambda: app.exit(return_code=0))
    asyncio.run(app.run_async(headless=True, size=size))
    if app.crash is not None:
        raise app.crash
    return guide.missing
