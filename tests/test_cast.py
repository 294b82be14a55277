"""Recordings: what is written is an asciicast, whole whenever it ends; what is read can draw and nothing else."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqtui import cast
from cqtui.cast import Event, Header, Recorder
from cqtui.commands.replaying import Player
from cqtui.drawing import END, Drawing
from cqtui.errors import BadData, CannotCreate, NoInput

# What may pass


def passed(*pieces: str, owns_screen: bool = False) -> str:
    drawing = Drawing(owns_screen=owns_screen)
    return "".join(drawing.drawn(piece) for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "plain text, 重庆 and ─│",
        "a\r\nb\tc\b",
        "\x1b[31mred\x1b[0m",
        "\x1b[38;2;1;2;3;48:5:7mx",
        "\x1b[2;3H\x1b[K\x1b[2J",
        "\x1b[?25l\x1b[?25h",
        "\x1b7\x1b8\x1bM",
        "\x1b[1;20r\x1b[3S\x1b[s\x1b[u",
        "\x1b(0lqk\x1b(B",
        "\x1b[?2026h\x1b[?2026l",
    ],
)
def test_what_draws_passes(text: str) -> None:
    assert passed(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\x1b]52;c;aGFja2Vk\x07b", "ab"),
        ("a\x1b]0;title\x1b\\b", "ab"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("a\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\b", "ab"),
        ("a\x1b_Gq=1;AAAA\x1b\\b", "ab"),
        ("a\x1b^x\x1b\\b\x1bXy\x1b\\c", "abc"),
        ("\x1b[c\x1b[>c\x1b[6n\x1b[?1;2c\x1b[>q\x1b[?2026$p", ""),
        ("\x1b[21t\x1b[8;1;1t", ""),
        ("\x1b[?1000h\x1b[?1006h", ""),
        ("\x1b[>4;2m\x1b[>1u\x1b[=1u\x1b[?u", ""),
        ("\x1b[?2004h\x1b[?1004h\x1b[4h", ""),
        ("\x1b[5i\x1b[4i", ""),
        ("\x07\x05\x0e\x0f", ""),
        ("\x9d52;c;aGFja2Vk\x9cb", "b"),
        ("\x9b21tb", "b"),
        ("\x90x\x9cb", "b"),
        ("\x1b#8\x1b=\x1b>\x1b%G", ""),
        ("\x1b[999999b", ""),
        ("\x1b[3\x1b[31mx", "3\x1b[31mx"),
        ("\x1b[?25;1000h", ""),
        ('\x1b[!p\x1b[ q\x1b[1"q', ""),
        ("a\u202eb", "a\ufffdb"),
        ("\x1b]52;c;never ends \x1b[31m", ""),
    ],
)
def test_what_does_more_than_draw_does_not(text: str, left: str) -> None:
    assert passed(text) == left
    assert passed(*text) == left, "in pieces of one character"


def test_another_screen_is_shown_on_this_one() -> None:
    assert passed("\x1b[?1049h", owns_screen=True) == "\x1b[?1049h"
    for text in ("\x1b[?1049h", "\x1b[?1049l", "\x1b[?47h", "\x1bc"):
        assert "\x1b[2J" in passed(text)
        assert "1049" not in passed(text)


_PIECES = st.sampled_from(
    [
        "\x1b",
        "[",
        "]",
        "52;c;",
        "\x07",
        "\x1b\\",
        "\\",
        "\x9b",
        "\x9d",
        "\x9c",
        "?",
        "1049",
        "25",
        "h",
        "l",
        "m",
        "31",
        ";",
        "P",
        "_",
        "^",
        "X",
        "tmux;",
        "c",
        "n",
        "t",
        "\x18",
        "\x1a",
        "\x7f",
        "\n",
        "a",
        "重",
        "!",
        "p",
        "$",
        " ",
        "q",
        ">",
        "u",
    ]
)
ALLOWED = re.compile(
    r"(?:\x1b\[[0-9:;]*[ABCDEFGHfdJKLMPX@STmr]|\x1b\[[su]|\x1b\[\?(?:25|7|2026|1049)(?:;(?:25|7|2026|1049))*[hl]"
    r"|\x1b[78DEM]|\x1b[()][B0]|[^\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f])*"
)


@given(st.lists(_PIECES, max_size=30), st.booleans())
def test_whatever_comes_in_whatever_pieces_only_what_draws_goes_out(pieces: list[str], owns: bool) -> None:
    made = passed(*pieces, owns_screen=owns)
    assert ALLOWED.fullmatch(made), repr(made)
    assert made == passed("".join(pieces), owns_screen=owns)
    assert passed(made, owns_screen=owns) == made


# Writing


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def recorder(path: Path, clock: Clock | None = None, **given: Any) -> Recorder:
    return Recorder(path, 80, 24, title="cqtui", clock=clock or Clock(), now=lambda: 1_700_000_000.5, **given)


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_recording_is_an_asciicast_of_version_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    path, clock = tmp_path / "a.cast", Clock()
    made = recorder(path, clock)
    clock.now += 0.25
    made.output("\x1b[31m重\x1b]52;c;eA==\x07")
    made.typed("secret")
    clock.now += 1
    made.marked("Search\n")
    made.resized(80, 24)
    made.resized(120, 40)
    clock.now += 0.0004
    made.output("x")
    made.end(0)
    assert lines(path) == [
        {
            "version": 3,
            "term": {"cols": 80, "rows": 24, "type": "xterm-256color"},
            "timestamp": 1_700_000_000,
            "title": "cqtui",
        },
        [0.25, "o", "\x1b[31m重"],
        [1.0, "m", "Search "],
        [0.0, "r", "120x40"],
        [0.0, "o", "x"],
        [0.0, "x", "0"],
    ]
    assert "secret" not in path.read_text("utf-8")


def test_rounding_does_not_add_up(tmp_path: Path) -> None:
    path, clock = tmp_path / "a.cast", Clock()
    made = recorder(path, clock)
    for _ in range(1000):
        clock.now += 0.0014
        made.output("x")
    made.end(0)
    assert sum(line[0] for line in lines(path)[1:]) == pytest.approx(1.4, abs=0.002)


def test_input_is_recorded_where_it_is_asked_for(tmp_path: Path) -> None:
    made = recorder(tmp_path / "a.cast", with_input=True)
    made.typed("j\x1b[A")
    assert lines(tmp_path / "a.cast")[1] == [0.0, "i", "j\x1b[A"]


def test_every_line_is_there_as_soon_as_it_is_made(tmp_path: Path) -> None:
    made = recorder(tmp_path / "a.cast")
    for number in range(20):
        made.output(str(number))
        assert len(lines(tmp_path / "a.cast")) == number + 2


def test_no_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    path.write_text("mine")
    with pytest.raises(CannotCreate, match="exists already"):
        recorder(path)
    (tmp_path / "b.cast").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotCreate, match="exists already"):
        recorder(tmp_path / "b.cast")
    with pytest.raises(CannotCreate, match="cannot be recorded to"):
        recorder(tmp_path / "none" / "a.cast")
    assert path.read_text() == "mine"


def test_a_full_disk_ends_the_recording_with_a_whole_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.cast"
    made = recorder(path)
    made.output("one")
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    made.output("two")
    made.output("three")
    made.end(0)
    assert "ended early" in made.error
    assert [line[2] for line in lines(path)[1:]] == ["one"]


# Reading


def read(path: Path) -> tuple[Header, list[Event]]:
    with cast.opened(path) as (header, events):
        first = list(events())
        assert list(events()) == first
        return header, first


HEAD = '{"version": 3, "term": {"cols": 80, "rows": 24}}\n'


def test_both_versions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    path.write_text(HEAD + '# a comment\n[0.5, "o", "a"]\n[1, "m", ""]\n[0, "x", "0"]\n')
    assert read(path) == (Header(3, 80, 24), [Event(0.5, "o", "a"), Event(1.0, "m", ""), Event(0.0, "x", "0")])
    path.write_text(
        '{"version": 2, "width": 9, "height": 5, "idle_time_limit": 2, "title": "T"}\n[1, "o", "a"]\n[1.5, "o", "b"]\n'
    )
    assert read(path) == (Header(2, 9, 5, "T", 2.0), [Event(1.0, "o", "a"), Event(0.5, "o", "b")])


def test_what_a_killed_session_leaves_is_read_to_its_last_line(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    path.write_text(HEAD + '[0.5, "o", "a"]\n[0.1, "o", "b')
    assert [event.data for event in read(path)[1]] == ["a"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not an asciicast"),
        ("hello\n", "not an asciicast"),
        ("[]\n", "version 2 or 3"),
        ('{"version": 1}\n', "version 2 or 3"),
        ('{"version": 3, "term": {"cols": 0, "rows": 24}}\n', "line 1"),
        ('{"version": 3, "term": 7}\n', "line 1"),
        ('{"version": 2, "width": 1e99, "height": true}\n', "line 1"),
        (HEAD + "x\n", "line 2"),
        (HEAD + "[1]\n", "line 2"),
        (HEAD + '[NaN, "o", "a"]\n', "line 2"),
        (HEAD + '[Infinity, "o", "a"]\n', "line 2"),
        (HEAD + '[1e300, "o", "a"]\n', "line 2"),
        (HEAD + '["1", "o", "a"]\n', "line 2"),
        (HEAD + '[1, "o", 5]\n', "line 2"),
        (HEAD + "[" * 100_000 + "\n", "line 2"),
        (HEAD + '[1, "o", "a"]\n{}\n', "line 3"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.cast"
    path.write_text(text)
    with pytest.raises(BadData) as refused:
        read(path)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_recording_that_is_not_there_is_no_input(tmp_path: Path) -> None:
    for path in (tmp_path / "none.cast", tmp_path):
        with pytest.raises(NoInput):
            read(path)


# Playing


class Stall:
    """A terminal with a fake clock: keys are pressed at their times, and what is drawn is noted with the time."""

    def __init__(self, keys: dict[float, str]) -> None:
        self.clock = Clock()
        self.clock.now = 0.0
        self._keys = sorted(keys.items())
        self.drawn: list[tuple[float, str]] = []

    def key(self, seconds: float | None) -> str | None:
        until = float("inf") if seconds is None else self.clock.now + seconds
        if self._keys and self._keys[0][0] <= until:
            at, key = self._keys.pop(0)
            self.clock.now = max(self.clock.now, at)
            return key
        if seconds is None:
            return "q"
        self.clock.now = until
        return None

    def write(self, text: str) -> None:
        if text and END not in text:
            self.drawn.append((round(self.clock.now, 2), text))


EVENTS = [
    Event(1.0, "o", "a"), Event(0.005, "o", "b"), Event(4.0, "o", "c"), Event(1.0, "m", "two"), Event(1.0, "o", "d"),
    Event(1.0, "i", "typed"), Event(1.0, "o", "\x1b]0;x\x07e"),
]  # fmt: skip


def play(keys: dict[float, str] | None = None, **given: Any) -> list[tuple[float, str]]:
    stall = Stall(keys or {})
    player = Player(stall.key, stall.write, clock=stall.clock, **given)

    def events() -> Iterator[Event]:
        return iter(EVENTS)

    rounds = 0
    while player.play(events()):
        rounds += 1
        assert rounds < 3
    return stall.drawn


@pytest.mark.parametrize(
    ("keys", "given", "drawn"),
    [
        ({}, {}, [(1.0, "a"), (1.0, "b"), (5.0, "c"), (7.0, "d"), (9.01, "e")]),
        ({}, {"pace": 2.0}, [(0.5, "a"), (0.5, "b"), (2.5, "c"), (3.5, "d"), (4.5, "e")]),
        ({}, {"limit": 0.5}, [(0.5, "a"), (0.51, "b"), (1.0, "c"), (2.0, "d"), (3.0, "e")]),
        ({0.5: " ", 10.0: " "}, {}, [(10.5, "a"), (10.51, "b"), (14.51, "c"), (16.5, "d"), (18.51, "e")]),
        ({0.5: ".", 3.0: ".", 4.0: "q"}, {}, [(0.5, "a"), (0.5, "b"), (3.0, "c")]),
        ({0.5: "n"}, {}, [(0.5, "a"), (0.5, "b"), (0.5, "c"), (1.5, "d"), (3.5, "e")]),
        ({2.0: "^", 2.5: "q"}, {}, [(1.0, "a"), (1.0, "b")]),
        ({0.0: ")"}, {}, [(0.67, "a"), (0.67, "b"), (3.34, "c"), (4.67, "d"), (6.0, "e")]),
        ({1.5: "\x03"}, {}, [(1.0, "a"), (1.0, "b")]),
        ({1.5: "unknown", 2.0: "q"}, {}, [(1.0, "a"), (1.0, "b")]),
    ],
    ids=[
        "as it was",
        "twice as fast",
        "no long waits",
        "paused",
        "by steps",
        "to the marker",
        "again",
        "faster",
        "left",
        "unknown",
    ],
)
def test_what_is_recorded_is_drawn_when_it_is_due(
    keys: dict[float, str], given: dict[str, Any], drawn: list[tuple[float, str]]
) -> None:
    found = play(keys, **given)
    assert [text for _, text in found] == [text for _, text in drawn]
    assert [at for at, _ in found] == pytest.approx([at for at, _ in drawn], abs=0.02)


def test_a_recording_replayed_looks_as_it_did(tmp_path: Path) -> None:
    path, stall = tmp_path / "a.cast", Stall({})
    written = "\x1b[?1049h\x1b[2J\x1b[3;5H\x1b[1;31mBold\x1b[0m 重庆\x1b[5;1H\x1b[7mback\x1b[0m"
    made = recorder(path)
    made.output(written)
    made.end(0)
    player = Player(stall.key, stall.write, clock=stall.clock)
    with cast.opened(path) as (_, events):
        player.play(events())
    assert screen("".join(text for _, text in stall.drawn)) == screen(written)


def screen(text: str) -> list[object]:
    made = pyte.Screen(20, 6)
    pyte.Stream(made).feed(text)
    return [[made.buffer[row][column] for column in range(20)] for row in range(6)]
