"""Search as one types in a store so large that it would hold up who types: beside the interface."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cqtui.index.questions import Index
from cqtui.ui import finding as module
from cqtui.ui import seeking
from cqtui.view import View
from ui.conftest import Open, Seat


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every store is one of many figures."""
    monkeypatch.setattr(module, "_MANY", 10)


class Halted:
    """Counting stands still until it is told to go on; the first matches come at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.goes_on = threading.Event()
        self.begun: list[str] = []
        answered = seeking.answered

        def halting(index: Index, sought: seeking.Sought) -> Iterator[object]:
            self.begun.append(sought.view.text)
            assert self.goes_on.wait(30)
            yield from answered(index, sought)

        monkeypatch.setattr(seeking, "answered", halting)


@pytest.fixture
def halted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Halted]:
    halted = Halted(monkeypatch)
    yield halted
    halted.goes_on.set()


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError


def shown(seat: Seat) -> str:
    return "\n".join(seat.lines())


async def test_the_first_matches_stand_there_before_all_are_told(sit: Open, two_briefs: Path, halted: Halted) -> None:
    async with sit(two_briefs) as seat:
        await seat.press("slash", "o", "p")
        await until(lambda: "counting" in shown(seat))
        text = shown(seat)
        assert "First matches" in text
        assert "639" in text
        assert "42 matches" not in text
        await seat.press("p")
        halted.goes_on.set()
        await until(lambda: "matches" in shown(seat).splitlines()[-1])
        assert "First matches" not in shown(seat)
        assert seat.explorer.timeline.facts == seat.explorer.session.index.count(View(text="opp"))


async def test_what_is_shown_is_what_a_search_at_leisure_shows(sit: Open, two_briefs: Path, monkeypatch: Any) -> None:
    async with sit(two_briefs) as seat:
        await seat.press("slash", *"laptop")
        found = seat.explorer.session.index.count(View(text="laptop"))
        await until(lambda: seat.explorer.timeline.facts == found and "First matches" not in shown(seat))
        await seat.settle()
        beside, view = seat.lines(), seat.explorer.view
    monkeypatch.setattr(module, "_MANY", 10**6)
    async with sit(two_briefs) as seat:
        await seat.press("slash", *"laptop")
        assert seat.lines() == beside
        assert seat.explorer.view == view


@pytest.mark.parametrize("last", ["enter", "escape", "down"])
async def test_a_key_that_needs_what_is_sought_has_it(sit: Open, two_briefs: Path, halted: Halted, last: str) -> None:
    async with sit(two_briefs) as seat:
        before = seat.explorer.view
        await seat.press("slash", *"oppo")
        await seat.press(last)
        view = seat.explorer.view
        if last == "escape":
            assert view == before
            assert seat.explorer.timeline.facts == 42
        else:
            assert view.text == "oppo"
            assert 0 < seat.explorer.timeline.facts < 42
        assert "First matches" not in shown(seat)
        halted.goes_on.set()
        await asyncio.sleep(0.1)
        assert seat.explorer.view == view, "what comes late changes nothing"


async def test_only_the_newest_is_sought(sit: Open, two_briefs: Path, halted: Halted) -> None:
    async with sit(two_briefs) as seat:
        await seat.press("slash", "o")
        await until(lambda: bool(halted.begun))
        await seat.press("p", "p", "o")
        halted.goes_on.set()
        await until(lambda: seat.explorer.view.text == "oppo")
        assert set(halted.begun) <= {"o", "oppo"}


async def test_what_was_typed_and_taken_back_is_shown_as_before(sit: Open, two_briefs: Path) -> None:
    async with sit(two_briefs) as seat:
        await seat.press("slash", *"opp")
        await until(lambda: seat.explorer.view.text == "opp")
        await seat.settle()
        before = seat.lines()
        await seat.press("o", "backspace")
        await until(lambda: seat.explorer.view.text == "opp" and "First" not in shown(seat))
        await seat.settle()
        assert seat.lines() == before


async def test_nothing_found_says_so(sit: Open, two_briefs: Path) -> None:
    async with sit(two_briefs) as seat:
        await seat.press("slash", *"zzz")
        await until(lambda: "0 matches" in shown(seat))


def test_all_that_the_panes_ask_is_asked_beforehand(two_briefs: Path) -> None:
    from cqtui.opening import open_index

    for text in ("laptop", "2019", "o"):
        index, other = open_index(two_briefs), open_index(two_briefs)
        sought = seeking.Sought(View(text=text), index, 40)
        assert len(list(seeking.answered(index, sought))) >= 6
        other.learn(index)
        other.close()  # Whatever it does not remember it can answer no more.
        (best,) = other.search(sought.view, 1)
        assert list(other.groups(sought.view)) == list(index.groups(sought.view))
        assert other.place_of(sought.view, best.id) is not None
        for ask in (other.companies, other.metrics, other.span):
            assert ask(sought.view)
        with pytest.raises(sqlite3.ProgrammingError):
            other.groups(View(text="another"))
