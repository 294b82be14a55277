"""Big text: what the last row of a room can read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cqtui.ui.large import _GLYPHS, HEIGHT, large
from ui.conftest import Open


def test_letters_are_drawn_in_blocks() -> None:
    assert large("4.1", 40) == [
        "██  ██        ██  ",
        "██  ██      ████  ",
        "██████        ██  ",
        "    ██        ██  ",
        "    ██  ██  ██████",
    ]
    assert large("4.1", 12) == ["█ █   ▄█ ", "▀▀█    █ ", "  ▀ ▀ ▀▀▀"]
    assert large("4.1", 5) == ["4.1"]
    assert large("4.1", 40, 3) == large("4.1", 12)
    assert large("4.1", 12, ascii_only=True) == ["4.1"]
    assert large("1", 12, ascii_only=True)[0] == "  ##  "
    assert large("重庆", 80) == ["重庆"]


@pytest.mark.parametrize("character", _GLYPHS)
def test_every_glyph_has_its_dots(character: str) -> None:
    rows = _GLYPHS[character].split(" ")
    assert len(rows) == HEIGHT
    assert len({len(row) for row in rows}) == 1
    assert set("".join(rows)) <= {"#", "."}


def test_no_two_glyphs_look_alike() -> None:
    alike = {"-", "–"}, {"C", "("}
    seen: dict[str, str] = {}
    for character, dots in _GLYPHS.items():
        assert dots not in seen or {character, seen[dots]} in alike, (character, seen.get(dots))
        seen[dots] = character


@given(st.text("0123456789.,M bn¥>重é\n", min_size=1, max_size=20), st.integers(1, 120), st.integers(1, 6))
def test_letters_stay_within_their_bounds(text: str, width: int, most: int) -> None:
    lines = large(text, width, most)
    assert lines == [text] or (len(lines) <= most and {cell_len(line) for line in lines} <= set(range(width + 1)))


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24)])
async def test_the_figure_one_stands_on_is_the_headline(sit: Open, size: tuple[int, int]) -> None:
    async with sit(at="find=oppo+ph&pane=timeline", size=size, big=True) as seat:
        assert seat.lines()[:5] == [f"  {row}".ljust(size[0]) for row in large("18.9 M", size[0])]
        assert any("Shipments · mobile phone · 2019" in line for line in seat.lines()[:12])
        assert [pane.display for pane in seat.explorer._panes.values()] == [False, False, True, False]
        assert seat.explorer.footer.region.bottom == size[1]
        await seat.press("4")
        assert "[18.9 million" in seat.text()
        await seat.press("B")
        assert "18.9 M" not in seat.lines()[0] and "██" not in seat.lines()[0]
        await seat.press("B")
        assert "██" in seat.lines()[0]


async def test_rows_have_lines_between_them(sit: Open) -> None:
    async with sit(at="pane=timeline", big=True) as seat:
        timeline = seat.explorer.timeline
        inner = [
            line[1:-1] for line in seat.lines()[timeline.region.y + 1 + timeline.head : timeline.region.bottom - 1]
        ]
        assert all(not line.strip() for line in inner[1::2])
        assert all(line.strip() for line in inner[::2])
        for _ in range(30):
            await seat.press("down")
        cursor = (timeline.cursor - timeline.top) * 2
        assert 0 <= cursor < timeline.inner_height - timeline.head
        seen = timeline.cursor
        await seat.press("pagedown")
        assert timeline.top <= timeline.cursor < timeline.top + timeline.room
        assert timeline.cursor > seen
        assert timeline.row_at(timeline.head + 1, 5) is None


async def test_every_screen_has_its_headline(sit: Open) -> None:
    async with sit(big=True) as seat:
        assert "██" in seat.lines()[0]
        await seat.press("T")
        for _ in range(100):
            if seat.app.screen.pane.entries:
                break
            await seat.pilot.pause(0.05)
        assert any(block in "".join(seat.lines()[:5]) for block in "█▀▄")
        await seat.press("c")
        assert seat.is_comparing
        assert any(block in "".join(seat.lines()[:5]) for block in "█▀▄")


async def test_too_small_a_screen_keeps_its_panes(sit: Open) -> None:
    async with sit(size=(60, 14), big=True) as seat:
        assert "Companies" in seat.lines()[0]
        await seat.resize(60, 30)
        assert "██" in "".join(seat.lines()[:5])
        await seat.resize(20, 8)
        seat.lines()


async def test_a_link_says_that_text_is_big(sit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from cqtui.ui import deeds

    copied: list[str] = []

    def copy(app: object, text: str, *, may_start: bool) -> None:
        del app, may_start
        copied.append(text)

    monkeypatch.setattr(deeds, "copy", copy)
    async with sit(big=True) as seat:
        await seat.press("Y")
    assert copied[0].startswith("cqtui --big --at ")
