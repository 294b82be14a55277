"""What is sent instead of Textual's output looks the same on any terminal, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqtui.ui.thrift import Thrift

numbers = st.sampled_from(
    ["", "0", "1", "2", "3", "4", "7", "9", "31", "39", "49", "42", "97", "104", "38;5;73", "48;5;235", "38;2;1;2;3",
     "48;2;9;8;7", "1;38;5;245;48;5;235", "0;1", "22", "24", "27", "1;22;31", "38;5;73;1", "53"]
)  # fmt: skip
styles = numbers.map("\x1b[{}m".format)
moves = st.sampled_from(["\x1b[1;1H", "\x1b[3;5H", "\x1b[2C", "\x1b[B", "\r\n"])
others = st.sampled_from(["\x1b[K", "\x1b[2J", "\x1b[?25l", "\x1b[?2026h", "\x1b[?2026l", "\x1b7", "\x1b8", "\x1bc"])
pieces = st.lists(
    st.lists(styles | moves | others | st.text("ab 重─", max_size=4), max_size=8).map("".join), max_size=6
)


def screen(written: list[str]) -> list[object]:
    made = pyte.Screen(20, 6)
    stream = pyte.Stream(made)
    for text in written:
        stream.feed(text)
    return [[seen(made.buffer[row][column]) for column in range(20)] for row in range(6)]


def seen(cell: pyte.screens.Char) -> object:
    """What is to be seen of a cell: of a blank, its paper and the lines through it."""
    if cell.data == " " and not cell.reverse:
        return cell._replace(fg="", bold=False, italics=False, blink=False)
    return cell


@given(pieces)
def test_it_looks_the_same(texts: list[str]) -> None:
    thrift = Thrift()
    assert screen([thrift.rewritten(text) for text in texts]) == screen(texts)


@given(st.lists(st.lists(styles | moves | st.text("ab", min_size=1, max_size=4), max_size=8).map("".join), max_size=6))
def test_the_text_and_the_movements_are_left_as_they_are(texts: list[str]) -> None:
    import re

    thrift = Thrift()
    bare = re.compile(r"\x1b\[[0-9;]*m")
    assert [bare.sub("", thrift.rewritten(text)) for text in texts] == [bare.sub("", text) for text in texts]


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (["\x1b[0;31ma\x1b[0m", "\x1b[31mb"], ["\x1b[0;31ma", "b"]),
        (
            ["\x1b[0;38;5;73;48;5;235ma\x1b[0m\x1b[38;5;9;48;5;235mb"],
            ["\x1b[0;38;5;73;48;5;235ma\x1b[38;5;9mb"],
        ),
        (["\x1b[0;1;38;5;73ma\x1b[0;38;5;73mb"], ["\x1b[0;1;38;5;73ma\x1b[22mb"]),
        (["\x1b[0;1ma\x1b[0m\x1b[1;31mb"], ["\x1b[0;1ma\x1b[31mb"]),
        (["\x1b[0;31ma\x1b[0m\x1b[2;2H"], ["\x1b[0;31ma\x1b[2;2H"]),
        (["\x1b[0;31ma\x1b[0m\x1b[?1049l"], ["\x1b[0;31ma\x1b[0m\x1b[?1049l"]),
        (["\x1b[0;31ma\x1b[?1049l\x1b[31mb"], ["\x1b[0;31ma\x1b[?1049l\x1b[31mb"]),
        (["\x1b[0m\x1b[53ma\x1b[0mb"], ["\x1b[0m\x1b[53ma\x1b[0mb"]),
        (["\x1b[31ma"], ["\x1b[31ma"]),
        (["\x1b[0;31ma\x1b[0;32m  \x1b[0;31mb"], ["\x1b[0;31ma  b"]),
        (["\x1b[0;31ma\x1b[0;4m  \x1b[0;31mb"], ["\x1b[0;31ma\x1b[0;4m  \x1b[0;31mb"]),
        (["\x1b[0;31ma\x1b[0;41m  \x1b[0;31mb"], ["\x1b[0;31ma\x1b[0;41m  \x1b[0;31mb"]),
    ],
)
def test_a_style_is_sent_as_what_it_changes(given: list[str], sent: list[str]) -> None:
    thrift = Thrift()
    assert [thrift.rewritten(text) for text in given] == sent
