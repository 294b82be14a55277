"""Conflicts and targets of a whole store: their signs in the panes, and the screens that list them."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import monotonic

import pytest
from facts import fact, half, laptops, written, year

from cqtui import config, store
from cqtui.cli import run
from cqtui.compare.figures import Derived
from cqtui.model import Change
from cqtui.ui import keys, wholestore
from cqtui.ui.conflicts import ConflictsScreen
from cqtui.ui.over import Over
from cqtui.ui.targets import TargetsScreen, attained_bar
from cqtui.ui.wholestore import Pace
from cqtui.view import View
from ui.conftest import Open, Seat

CITY = laptops("64 million laptops", 64_000_000, sentence="The city's plants made 64 million laptops in 2019.")
RIVAL = laptops(
    "70 million", 70_000_000, source="agency", paragraph=4,
    sentence="Of laptops 70 million came off the lines in 2019, more than ever before, as the bureau of statistics "
    "said on the first day of June when it presented its yearbook to the press.",
)  # fmt: skip
AIM = laptops("80 million laptops", 80_000_000, status="target")
AREA_HALF = laptops("4.1433 million", 4_143_300, entity="liangjiang", period=half(2019, 1))
PORT_AIM = laptops("20 million", 20_000_000, entity="bonded-port", status="target")
FAR_AIM = laptops("9 million", 9_000_000, place=None, entity="asus", status="plan", period=year(2025))
CHENGDU = laptops("30 million", 30_000_000, place=None, entity="chengdu")
CHENGDU_AIM = laptops("25 million", 25_000_000, place=None, entity="chengdu", status="target")
FACTS = (CITY, RIVAL, AIM, AREA_HALF, PORT_AIM, FAR_AIM, CHENGDU, CHENGDU_AIM, fact())
SIZES = {"120x40": (120, 40), "80x24": (80, 24)}
each_size = pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "laptops.json", *FACTS)


async def searched(seat: Seat) -> None:
    """Until the store has been looked through, and the panes show what was found."""
    found = asyncio.Event()
    seat.explorer.overview.seek_conflicts(found.set)
    await asyncio.wait_for(found.wait(), 20)
    await seat.settle()


async def listed(seat: Seat) -> None:
    """Until the list on the screen is there."""
    for _ in range(400):
        screen = seat.app.screen
        assert isinstance(screen, ConflictsScreen | TargetsScreen)
        if "Looking" not in screen.pane.reason:
            break
        await seat.pilot.pause(0.05)
    await seat.settle()


# Signs


@each_size
async def test_figures_in_conflict_carry_a_sign(
    sit: Open, path: Path, golden: Callable[[str, str], None], size: tuple[int, int]
) -> None:
    async with sit(path, at=f"pane=timeline&fact={CITY.id}&mark={RIVAL.id}", size=size) as seat:
        before = seat.text()
        assert "≠" not in before
        await searched(seat)
        golden(f"contested-{size[0]}x{size[1]}", seat.text())
        assert "v what contradicts it" in seat.footer()
        await seat.press("g")
        assert seat.fact.id == AREA_HALF.id
        assert "v what" not in seat.footer()


async def test_of_a_large_store_another_process_finds_them_and_their_reasons_are_found_when_asked_for(
    sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wholestore, "_MANY", 0)
    monkeypatch.setattr(wholestore, "find_conflicts", None)
    async with sit(path, at=f"pane=evidence&fact={CITY.id}") as seat:
        while not seat.explorer.overview.contested:
            await seat.pilot.pause(0.05)
        await seat.settle()
        assert seat.explorer.overview.contested == {CITY.id, RIVAL.id}
        assert "contradicts 70 M" in " ".join(seat.text().split())
        await seat.press("v")
        assert "THEY CONTRADICT EACH OTHER" in seat.text()
    assert len(list(config.cache_folder().glob("*.contested"))) == 1


async def test_a_read_only_explorer_starts_no_process_to_find_them(
    sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wholestore, "_MANY", 0)
    monkeypatch.setattr(subprocess, "Popen", None)
    async with sit(path, read_only=True) as seat:
        while not seat.explorer.overview.contested:
            await seat.pilot.pause(0.05)
    assert list(config.cache_folder().glob("*.contested")) == []


async def test_a_chain_is_listed_signed_and_compared_as_a_whole(sit: Open, path: Path) -> None:
    up = Change(kind="percent", value=Decimal(20), against="previous year")
    early, late = (laptops(f"{n} million", n * 10**6, period=year(y), place=None) for n, y in ((30, 2010), (70, 2012)))
    steps = [laptops("20 %", None, unit=None, period=year(y), place=None, change=up) for y in (2011, 2012)]
    store.append(path, facts=(early, *steps, late))
    async with sit(path, at=f"pane=evidence&fact={steps[0].id}") as seat:
        await searched(seat)
        assert "≠ the chain does not fit: 30,000,000 laptops in 2010" in " ".join(seat.text().split())
        await seat.press("v")
        assert "THEY CONTRADICT EACH OTHER" in seat.text() and "4 figures" in seat.text()
        await seat.press("escape", "exclamation_mark")
        await listed(seat)
        await seat.press("G")
        text = seat.text()
        assert all(f"{letter}  " in text for letter in "ABCD") and "which of these is wrong cannot be told" in text
        await seat.press("enter")
        assert "4 figures" in seat.text()


async def test_a_plot_marks_them_once_they_are_known(sit: Open, path: Path) -> None:
    async with sit(path, at=f"pane=timeline&fact={CITY.id}&layout=plot") as seat:
        assert "in conflict" not in seat.text()
        await searched(seat)
        assert "in conflict" in seat.text()


async def test_the_signs_count_what_the_rest_of_the_selection_leaves(sit: Open, path: Path) -> None:
    async with sit(path) as seat:
        await searched(seat)
        assert "≠2 3" in " ".join(seat.line("Chongqing  ").split())
        await seat.press("2")
        await seat.press("g", "space")
        assert "≠2" in seat.line("Chongqing  ")
        assert seat.explorer.metrics.contested == {("output volume", "laptop"): 2}
        await seat.press("X", "/")
        await seat.put("OPPO")
        assert seat.explorer.companies.contested == {}


async def test_the_signs_are_ascii_where_all_is(sit: Open, path: Path, golden: Callable[[str, str], None]) -> None:
    async with sit(path, at=f"pane=timeline&fact={CITY.id}", ascii=True) as seat:
        await searched(seat)
        text = seat.text()
        assert text.isascii() and "! contradicts 70 M" in text and "!2" in text
        for key in ("exclamation_mark", "T"):
            await seat.press(key)
            await listed(seat)
            golden(f"{seat.explorer.view.listing}-ascii-120x40", seat.text())
            assert seat.text().isascii()
            await seat.press("escape")


async def test_the_evidence_leads_to_the_comparison_with_what_contradicts_it(sit: Open, path: Path) -> None:
    async with sit(path, at=f"pane=evidence&fact={RIVAL.id}&mark={AIM.id}") as seat:
        await searched(seat)
        assert "≠ contradicts 64 M, 2019 (iChongqing, 22 May 2020, ¶ 1): 8.6 % apart" in seat.text()
        assert "v compares" in seat.text()
        await seat.press("v")
        assert seat.is_comparing
        assert "THEY CONTRADICT EACH OTHER   8.6 % apart" in seat.text()
        assert (seat.view.compared, seat.view.marks) == ((RIVAL.id, CITY.id), (AIM.id,))
        await seat.press("escape")
        assert (seat.view.pane, seat.view.fact, seat.view.compared) == ("evidence", RIVAL.id, ())


async def test_a_review_and_its_undoing_change_the_signs(sit: Open, path: Path) -> None:
    async with sit(path, at=f"pane=timeline&fact={RIVAL.id}") as seat:
        await searched(seat)
        await seat.press("d")
        await searched(seat)
        assert "≠" not in seat.text()
        await seat.press("u")
        await searched(seat)
        assert "≠ contradicts" in seat.text()


# Conflicts


@each_size
async def test_conflicts_are_listed_with_both_sentences(
    sit: Open, path: Path, golden: Callable[[str, str], None], size: tuple[int, int]
) -> None:
    async with sit(path, size=size) as seat:
        await seat.press("exclamation_mark")
        await listed(seat)
        golden(f"conflicts-{size[0]}x{size[1]}", seat.text())


async def test_a_conflict_leads_to_its_comparison_and_to_the_evidence_of_either(sit: Open, path: Path) -> None:
    async with sit(path) as seat:
        await seat.press("exclamation_mark")
        await listed(seat)
        screen = seat.app.screen
        assert isinstance(screen, ConflictsScreen)
        pair = screen.pane.entries[0].a.id, screen.pane.entries[0].b.id
        await seat.press("enter")
        assert seat.is_comparing and seat.view.compared == pair
        await seat.press("escape")
        assert isinstance(seat.app.screen, ConflictsScreen)
        for key, id in zip("ab", pair, strict=True):
            await seat.press(key)
            assert (seat.app.screen, seat.view.pane, seat.view.fact) == (seat.explorer, "evidence", id)
            await seat.press("escape")
            assert isinstance(seat.app.screen, ConflictsScreen), "back leads to the list again"
            await listed(seat)
        await seat.press("escape")
        assert seat.app.screen is seat.explorer
        assert seat.view.listing == ""


async def test_conflicts_of_the_present_view_alone(sit: Open, path: Path) -> None:
    async with sit(path, at="entity=oppo&pane=timeline") as seat:
        await seat.press("exclamation_mark")
        await listed(seat)
        assert "64 million" in seat.text()
        await seat.press("v")
        assert "No two figures contradict each other in view." in seat.text()
        await seat.press("v")
        assert "64 million" in seat.text()
        await seat.press("escape", "X", "exclamation_mark")
        await listed(seat)
        await seat.press("v")
        assert "Nothing is filtered" in seat.footer()


async def test_a_store_without_conflicts_or_targets_says_so(sit: Open, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    store.create(path, title="One")
    store.append(path, facts=[fact()])
    async with sit(path) as seat:
        await seat.press("exclamation_mark")
        await listed(seat)
        assert "No two figures contradict each other." in seat.text()
        for key in ("enter", "a", "b", "y", "j", "G", "pagedown", "v"):
            await seat.press(key)
        await seat.press("escape", "T")
        await listed(seat)
        assert "No targets, plans or forecasts." in seat.text()
        for key in ("enter", "c", "a", "b", "y", "k", "pageup"):
            await seat.press(key)
        assert seat.app.crash is None


# Targets


@each_size
async def test_targets_are_listed_with_what_became_of_them(
    sit: Open, path: Path, golden: Callable[[str, str], None], size: tuple[int, int]
) -> None:
    async with sit(path, size=size) as seat:
        await seat.press("T")
        await listed(seat)
        golden(f"targets-{size[0]}x{size[1]}", seat.text())


async def test_a_goal_leads_to_its_figures_and_their_comparison(sit: Open, path: Path) -> None:
    async with sit(path, at=f"mark={RIVAL.id}") as seat:
        await seat.press("T")
        await listed(seat)
        screen = seat.app.screen
        assert isinstance(screen, TargetsScreen)
        entry = screen.pane.entries[0]
        assert entry.actual is not None
        await seat.press("enter")
        assert seat.app.screen is seat.explorer
        assert seat.view.only == (entry.goal.id, entry.actual.id)
        assert (seat.view.pane, seat.view.fact, seat.view.marks) == ("timeline", entry.goal.id, (RIVAL.id,))
        await seat.press("escape")
        await listed(seat)
        await seat.press("c")
        assert seat.is_comparing and seat.view.compared == (entry.goal.id, entry.actual.id)
        await seat.press("escape", "end", "c")
        assert "There is nothing to compare it with." in seat.footer()
        await seat.press("b")
        assert isinstance(seat.app.screen, TargetsScreen)


# Comparisons


@pytest.mark.parametrize("list_", ["conflicts", "targets"])
async def test_a_link_reopens_a_list_and_the_comparison_over_it(sit: Open, path: Path, list_: str) -> None:
    at = f"list={list_}&compare=yes&compared={CITY.id}&compared={RIVAL.id}"
    async with sit(path, at=at) as seat:
        assert seat.is_comparing
        assert View.parse(seat.view.query()).side_by_side == (CITY.id, RIVAL.id)
        await seat.press("escape")
        assert seat.view.listing == list_
        await seat.press("escape")
        assert seat.app.screen is seat.explorer


async def test_a_link_and_a_step_back_lead_to_the_column_one_stood_on(sit: Open, path: Path) -> None:
    async with sit(path, at=f"compare=yes&compared={CITY.id}&compared={RIVAL.id}&compared={AIM.id}") as seat:
        assert "column" not in seat.view.query()
        await seat.press("right")
        link = seat.view.query()
        assert View.parse(link).column == RIVAL.id
        await seat.press("enter")
        assert seat.view.fact == RIVAL.id and not seat.is_comparing
        await seat.press("escape")
        assert seat.is_comparing and seat.view.query() == link
    async with sit(path, at=link) as seat:
        await seat.press("right", "enter")
        assert seat.view.fact == AIM.id


async def test_what_would_be_like_for_like_is_taken_with_a_key(
    sit: Open, path: Path, golden: Callable[[str, str], None]
) -> None:
    async with sit(path, at=f"mark={CITY.id}&mark={CHENGDU_AIM.id}&compare=yes") as seat:
        golden("fixit-120x40", seat.text())
        await seat.press("f")
        assert seat.view.marks == (CITY.id, CHENGDU.id)
        assert "LIKE FOR LIKE" in seat.lines()[2] and "NOT" not in seat.lines()[2]
        await seat.press("u")
        assert seat.view.marks == (CITY.id, CHENGDU_AIM.id)
        await seat.press("x", "f")
        assert seat.app.screen is seat.explorer


async def test_a_comparison_is_kept_under_a_name_reopened_and_let_go(
    sit: Open, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with sit(path, at=f"mark={CITY.id}&mark={AIM.id}&compare=yes") as seat:
        await seat.press("s")
        await seat.put("city's aim, 手机 [b]")
        assert "Kept as “city's aim, 手机 [b]”" in seat.footer()
        assert "› city's aim" in seat.lines()[0]
    capsys.readouterr()
    assert run(["compare", "city's aim, 手机 [b]", "--store", str(path), "--format", "md"]) == 0
    kept = capsys.readouterr().out
    assert run(["compare", CITY.id, AIM.id, "--store", str(path), "--format", "md"]) == 0
    assert kept == capsys.readouterr().out
    async with sit(path, at=f"entity=oppo&pane=timeline&mark={RIVAL.id}") as seat:
        await seat.press("colon")
        await seat.type("comparison aim")
        await seat.pilot.pause(0.3)
        await seat.press("enter")
        await seat.rest()
        assert seat.is_comparing and seat.view.compared == (CITY.id, AIM.id)
        await seat.press("S")
        assert "no longer kept" in seat.footer()
        await seat.press("S")
        assert "is not kept" in seat.footer()
        await seat.press("escape")
        assert (seat.view.entities, seat.view.marks) == (("oppo",), (RIVAL.id,))


async def test_a_comparison_is_copied_as_markdown_or_text(
    sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    for module in ("comparison", "listing"):
        monkeypatch.setattr(f"cqtui.ui.{module}.copy", lambda _, text, **__: copied.append(text))
    async with sit(path, at=f"mark={CITY.id}&mark={RIVAL.id}&compare=yes") as seat:
        await seat.press("y", "t", "escape", "exclamation_mark")
        await listed(seat)
        await seat.press("y")
    markdown, text, listed_too = copied
    assert markdown.startswith("**They contradict each other**") and "> A (" in markdown
    assert text.startswith("They contradict each other\n") and "8.6 % apart" in text
    assert set(listed_too.split("\n")[0]) == set(markdown.split("\n")[0])


async def test_read_only_neither_keeps_nor_offers_it(sit: Open, path: Path, environment: Path) -> None:
    async with sit(path, at=f"mark={CITY.id}&mark={RIVAL.id}&compare=yes", read_only=True) as seat:
        files = sorted(environment.rglob("*"))
        screen = seat.text()
        assert "s save" not in screen
        await seat.press("s", "S")
        assert seat.text() == screen
        assert sorted(environment.rglob("*")) == files


async def test_what_is_done_over_the_panes_is_in_the_palette_and_can_be_remapped(sit: Open, path: Path) -> None:
    async with sit(path, keys={"conflicts": "f3", "first-evidence": "f4", "down": "z"}) as seat:
        await seat.press("f3")
        await listed(seat)
        assert "f4 evidence of A" in seat.footer()
        await seat.press("colon")
        await seat.type("second figure")
        await seat.pilot.pause(0.3)
        await seat.press("enter")
        await seat.rest()
        assert (seat.app.screen, seat.view.pane) == (seat.explorer, "evidence")
        assert seat.view.fact in (CITY.id, RIVAL.id)


async def test_over_the_panes_all_is_done_that_is_an_action_there_and_nothing_else(sit: Open, path: Path) -> None:
    async with sit(path, at=f"mark={CITY.id}&mark={RIVAL.id}&pane=timeline") as seat:
        for key in ("c", "exclamation_mark", "T"):
            await seat.press(key)
            screen = seat.app.screen
            assert isinstance(screen, Over)
            assert {*screen.shared, *screen.deeds} == {action.id for action in keys.on(screen.PLACE)}
            await seat.press("escape")


@pytest.mark.parametrize("size", [(120, 40), (60, 12)], ids=str)
async def test_every_key_can_be_pressed_over_the_panes(sit: Open, path: Path, size: tuple[int, int]) -> None:
    for at in (f"mark={CITY.id}&mark={CHENGDU_AIM.id}&mark={AIM.id}&compare=yes", "list=conflicts", "list=targets"):
        async with sit(path, at=at, size=size) as seat:
            screen = seat.app.screen
            assert isinstance(screen, Over)
            for action in keys.on(screen.PLACE):
                if action.id in ("quit", "quit-now", "back", "palette"):
                    continue
                await seat.press(action.keys.split(",")[0])
                seat.lines()
                if action.id == "save" or seat.app.screen is not screen:
                    await seat.press("escape")
                if seat.app.screen is seat.explorer:  # What leads back to the panes is tried above.
                    break


# What is behind them


async def test_what_keeps_the_store_from_being_looked_through_is_said(sit: Open, path: Path, tmp_path: Path) -> None:
    async with sit(path, rates=tmp_path / "none.toml") as seat:
        for key in ("exclamation_mark", "T"):
            await seat.press(key)
            await listed(seat)
            assert "cannot read the exchange rates" in seat.text()
            await seat.press("escape")


def test_the_search_stands_back_while_keys_are_pressed() -> None:
    pace = Pace()
    assert list(pace.each("ab")) == ["a", "b"]
    pace.key()
    began = monotonic()
    assert list(pace.each("a")) == ["a"]
    assert monotonic() - began > 0.02


@pytest.mark.parametrize(
    ("percent", "bar"),
    [("0", "░░░░░░░░"), ("20.7", "█▌░░░░░░"), ("50", "████░░░░"), ("100", "████████"), ("240", "████████"),
     ("-5", "░░░░░░░░")],
)  # fmt: skip
def test_a_bar_is_as_long_as_what_was_reached(percent: str, bar: str) -> None:
    derived = Derived("attainment", Decimal(percent), "percent", "exact", "", (), None, "")
    assert attained_bar(derived, 8) == bar
    assert attained_bar(None, 8) == " " * 8


@pytest.mark.parametrize("name", ["conflicts", "targets"])
async def test_a_link_leads_to_the_same_entry_of_a_list(sit: Open, path: Path, name: str) -> None:
    async with sit(path, at=f"list={name}") as seat:
        await listed(seat)
        await seat.press("end")
        place, entry = seat.view.query(), seat.app.screen.pane.at_cursor
        assert seat.view.entry
    async with sit(path, at=place) as seat:
        await listed(seat)
        assert seat.app.screen.pane.at_cursor == entry
        assert seat.view.query() == place
        await seat.press("escape")
        assert seat.view.entry == ()
        await seat.press("T" if name == "targets" else "!")
        await listed(seat)
        assert seat.app.screen.pane.at_cursor == entry, "it is left where it was"


async def test_a_link_leads_to_a_list_of_the_present_view(sit: Open, path: Path) -> None:
    async with sit(path, at="entity=chengdu") as seat:
        await seat.press("T")
        await listed(seat)
        await seat.press("v")
        place, entries = seat.view.query(), list(seat.app.screen.pane.entries)
    async with sit(path, at=place) as seat:
        await listed(seat)
        assert list(seat.app.screen.pane.entries) == entries
        assert len(entries) == 1
