"""The queue of figures that nobody has reviewed: accepted, corrected, rejected, undone, by keys alone."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from cqtui import opening, store
from cqtui.model import Fact
from ui.conftest import Open, Seat

SIZES = [(120, 40), (80, 24)]


@pytest.fixture
def queue(tmp_path: Path, two_briefs: Path) -> Path:
    """Ten figures that nobody has reviewed, as the rules would have read them."""
    contents = store.read(two_briefs)
    path = tmp_path / "queue.json"
    store.create(path, title="Queue")
    plain = [replace(fact, review="unreviewed", note=None, extractor="rules") for fact in contents.facts[:10]]
    store.append(path, sources=contents.sources, entities=contents.entities, facts=plain)
    return path


def kept(path: Path, id: str) -> Fact:
    return next(fact for fact in store.read(path).facts if fact.id == id)


def typed(seat: Seat) -> str:
    return seat.app.screen.query_one(Input).value


def hint(seat: Seat) -> str:
    return seat.lines()[-2]


@pytest.mark.parametrize("size", SIZES)
async def test_ten_figures_by_keys_alone(sit: Open, queue: Path, size: tuple[int, int]) -> None:
    before = {fact.id: fact for fact in store.read(queue).facts}
    async with sit(queue, size=size) as seat:
        await seat.press("U", "a", "a")
        third = seat.fact
        await seat.press("C")
        await seat.put("status=estimate period=2018-H2")
        assert seat.fact.id != third.id, "the next one comes up by itself"
        assert "accepted, corrected in period, status" in seat.footer()
        await seat.press("d", "a", "a", "d", "a", "a", "a")
        assert seat.explorer.timeline.facts == 0
        now = kept(queue, third.id)
        assert (now.status, now.period.basis, now.review) == ("estimate", "half", "accepted")
        await seat.press(*"uuuuuuu")
        assert kept(queue, third.id) == now, "seven later ones are taken back"
        await seat.press("u")
        assert kept(queue, third.id) == third
        assert seat.fact == third, "undo shows what it was about"
        await seat.press("ctrl+r")
        assert kept(queue, third.id) == now
        await seat.press(*"uuu")
        assert {fact.id: fact for fact in store.read(queue).facts} == before
        await seat.press("u")
        assert "Nothing was reviewed here yet" in seat.footer()


async def test_the_line_opens_with_what_the_fact_says_and_the_first_value_selected(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence") as seat:
        await seat.press("C")
        assert typed(seat) == (
            "entity=chongqing metric=companies item=electronics company above designated size place=chongqing"
            " value=639 unit=company bound=exact period=as-of 2019-12-31 status=actual"
        )
        await seat.type("asu")
        assert typed(seat).startswith("entity=asu metric=")
        assert "entity: asus" in hint(seat)
        await seat.press("tab", "down")
        assert typed(seat).startswith("entity=asus metric=companies")
        assert "metric: companies · " in hint(seat)
        await seat.press("escape")
        assert kept(queue, seat.fact.id).entity == "chongqing"
        assert not seat.app.screen.query(Input)


@pytest.mark.parametrize("size", SIZES)
async def test_a_bad_value_is_told_and_what_was_typed_stays(sit: Open, queue: Path, size: tuple[int, int]) -> None:
    before = queue.read_bytes()
    async with sit(queue, at="find=639&pane=evidence", size=size) as seat:
        fact = seat.fact
        await seat.press("C")
        await seat.put("value=640 period=20x status=actual")
        assert hint(seat).startswith(" period: '20x' is no period; write 2019, 2012-H1")
        assert typed(seat) == "value=640 period=20x status=actual"
        assert queue.read_bytes() == before
        await seat.type("2019")
        assert typed(seat) == "value=640 period=2019 status=actual", "the value at fault is typed over"
        assert "period: 2019, 2012-H1" in hint(seat)
        await seat.press("enter")
        assert kept(queue, fact.id).value == 640
        assert not seat.app.screen.query(Input)


async def test_tab_goes_round_what_may_stand_there(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence") as seat:
        await seat.press("C")
        seat.app.screen.query_one(Input).value = "status="
        await seat.settle()
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await seat.press(key)
            seen.append(typed(seat))
        assert seen == ["status=actual", "status=estimate", "status=forecast", "status=estimate"]
        await seat.type(" pl")
        await seat.press("tab")
        assert typed(seat) == "status=estimate place="
        await seat.press("tab", "escape")


async def test_in_ascii_the_line_has_no_other_sign(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence", ascii=True) as seat:
        await seat.press("C")
        assert hint(seat).isascii()
        assert "tab completes  v ^ other field" in hint(seat)


async def test_enter_on_what_was_read_accepts_it(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence") as seat:
        before = seat.fact
        await seat.press("C", "enter")
        assert kept(queue, before.id) == replace(before, review="accepted")
        assert "accepted, as read" in seat.footer()


async def test_the_evidence_says_what_was_read_before(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence") as seat:
        await seat.press("C")
        await seat.put("metric=employees unit=person")
        text = " ".join(seat.text().replace("│", " ").split())
        assert "Corrected: metric was companies · unit was company, as it was read by rules" in text


async def test_a_new_company_is_made_by_its_name(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence") as seat:
        id = seat.fact.id
        await seat.press("C")
        await seat.put("entity=+Foo Corp")
        assert kept(queue, id).entity == "foo-corp"
        assert "Foo Corp" in seat.text()


async def test_undo_takes_back_what_it_recorded_and_nothing_else(sit: Open, queue: Path) -> None:
    async with sit(queue, at="find=639&pane=evidence") as seat:
        id = seat.fact.id
        await seat.press("C")
        await seat.put("status=plan")
        store.review(queue, id, note="from elsewhere")
        await seat.press("u")
        now = kept(queue, id)
        assert (now.status, now.review, now.note, now.alternatives) == ("actual", "unreviewed", "from elsewhere", ())
        await seat.press("w")
        await seat.put("mine")
        await seat.press("u")
        assert kept(queue, id).note == "from elsewhere", "a note is taken back, too"


async def test_what_is_typed_is_about_the_figure_it_was_begun_at(sit: Open, queue: Path) -> None:
    async with sit(queue, at="pane=timeline") as seat:
        first = seat.fact
        for key, text in (("w", "seen"), ("C", "status=plan")):
            await seat.press(key, "down", "down")
            await seat.put(text)
        now = kept(queue, first.id)
        assert (now.note, now.status) == ("seen", "plan")


async def test_the_footer_of_the_queue_begins_with_what_is_done_in_it(sit: Open, queue: Path) -> None:
    async with sit(queue, at="pane=timeline") as seat:
        assert "correct" not in seat.footer()
        await seat.press("U")
        assert seat.footer().startswith(" a accept   C correct   d reject   u undo")


# A large store is written beside the interface


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every store is large, and none is written until this is set."""
    may_go_on = threading.Event()
    revise = store.revise

    def waiting(*given: Any, **named: Any) -> Any:
        assert may_go_on.wait(30)
        return revise(*given, **named)

    monkeypatch.setattr(store, "revise", waiting)
    monkeypatch.setattr(opening, "LARGE", 1)
    return may_go_on


async def until(seat: Seat, text: str) -> None:
    for _ in range(400):
        if text in seat.footer():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(seat.footer())


async def test_a_large_store_is_written_while_one_reads_on(sit: Open, queue: Path, slowly: threading.Event) -> None:
    async with sit(queue) as seat:
        await seat.press("3")
        first = seat.fact
        await seat.press("a")
        assert "Writing" in seat.footer()
        await seat.press("down")
        second = seat.fact
        assert second.id != first.id
        await seat.press("a")
        assert "nothing was recorded" in seat.footer()
        slowly.set()
        await until(seat, "accepted")
        assert (kept(queue, first.id).review, kept(queue, second.id).review) == ("accepted", "unreviewed")
        assert seat.fact == second, "one stays where one has gone"
        await seat.press("a")
        await until(seat, "accepted")
        await seat.press("u")
        await until(seat, "unreviewed again")
        assert kept(queue, second.id) == second
        assert kept(queue, first.id).review == "accepted"


async def test_what_cannot_be_written_to_a_large_store_is_said(sit: Open, queue: Path, slowly: threading.Event) -> None:
    async with sit(queue) as seat:
        await seat.press("3", "a")
        text = queue.read_text("utf-8")
        queue.write_text(text[: len(text) // 2], "utf-8")
        slowly.set()
        await until(seat, "ends too soon")
        queue.write_text(text, "utf-8")
        await seat.press("a")
        await until(seat, "accepted")


async def test_who_quits_while_it_is_written_has_it_written(sit: Open, queue: Path, slowly: threading.Event) -> None:
    async with sit(queue) as seat:
        await seat.press("3")
        first = seat.fact
        await seat.press("a", "ctrl+q")
        slowly.set()
    for _ in range(200):
        if kept(queue, first.id).review == "accepted":
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it was lost")
