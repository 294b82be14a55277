"""The explorer on a store in which every text wants to do harm: nothing gets out, nothing is lost, the frames stand."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import get_args

import hostile
import pytest
from terminal import KEYS, NARROW, WIDE, Start, Terminal, is_drawn

from cqtui.sanitize import clean_line
from cqtui.ui import keys

TITLE = "A store \x1b]0;x\x07[@click=app.exit()]\u202e"
_NAMED = {
    "slash": "/", "question_mark": "?", "exclamation_mark": "!", "colon": ":", "plus": "+", "minus": "-",
    "equals_sign": "=", "less_than_sign": "<", "greater_than_sign": ">", "right_square_bracket": "]",
    "left_square_bracket": "[",
}  # fmt: skip
LEAVING = ("quit", "quit-now")
HERE = {"panes": "3", "comparison": "c", "conflicts": "!", "targets": "T", "tour": ""}
"""The key that leads from the panes to each place."""
IS_LONG = "CQTUI_EVERY_PAYLOAD" in os.environ
SIZES = [WIDE, NARROW] if IS_LONG else [WIDE]
AT_ONCE = 1 if IS_LONG else 10
"""Payloads in one paste."""


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.store(tmp_path_factory.mktemp("hostile") / "facts.json", title=TITLE)


def frames(terminal: Terminal) -> list[tuple[slice, slice]]:
    """The insides of the frames on the screen, in rows and columns; fails where one is broken."""
    rows = [[cell.data for cell in row] for row in terminal.cells]
    found: list[tuple[slice, slice]] = []
    if any("▔" in row for row in rows):  # The palette lies over them.
        return found
    for top, row in enumerate(rows):
        for left in (at for at, sign in enumerate(row) if sign == "╭"):
            right = row.index("╮", left)
            bottom = next(at for at in range(top + 1, len(rows)) if rows[at][left] != "│")
            is_covered = bottom == len(rows) - 2 and "".join(rows[-1]).startswith(" Correct:")
            assert is_covered or (rows[bottom][left], rows[bottom][right]) == ("╰", "╯"), terminal.text
            assert all(rows[at][right] == "│" for at in range(top + 1, bottom)), terminal.text
            found.append((slice(top + 1, bottom), slice(left + 1, right)))
    return found


def inside(terminal: Terminal, title: str) -> str:
    """What stands in the frame of this title, without blanks."""
    rows = [[cell.data for cell in row] for row in terminal.cells]
    for lines, columns in frames(terminal):
        if title in "".join(rows[lines.start - 1][columns]):
            return _packed("".join(sign for row in rows[lines] for sign in row[columns]))
    raise AssertionError(terminal.text)


def _packed(text: str) -> str:
    """`text` without blanks, and without what terminals join to the sign before it, each in its own way."""
    drawn = unicodedata.normalize("NFC", "".join(filter(is_drawn, text)))
    return re.sub("[\\s\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]", "", drawn)


def unharmed(terminal: Terminal) -> None:
    """It runs, and nothing has got out that a terminal would obey."""
    assert terminal.alive, terminal.text
    assert hostile.harm_on_the_wire(terminal.raw) is None


def first_key(action: keys.Action) -> str:
    key = next(key for key in action.keys.split(",") if not re.fullmatch(r"f\d+", key))
    if key.startswith("ctrl+"):
        return chr(ord(key[5]) & 31)
    return KEYS[key] if key in KEYS else "\x1b[1;2D" if key == "shift+left" else _NAMED.get(key, key)


# Every screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", get_args(keys.Place))
def test_whatever_is_done_on_a_screen_nothing_gets_out(
    start: Start, hostile_store: Path, place: keys.Place, size: tuple[int, int]
) -> None:
    terminal = start(*(["demo"] if place == "tour" else []), "--store", hostile_store, size=size)
    terminal.press("3", "down", "space", "down", "space")
    for action in keys.on(place):
        if action.id in LEAVING:
            continue
        terminal.send(HERE[place] + first_key(action))
        terminal.settle(0.06)
        frames(terminal)
        terminal.press("escape", "escape")
    unharmed(terminal)


def test_of_every_payload_all_that_may_be_shown_is_shown(start: Start, hostile_store: Path) -> None:
    """The sentence, the title and the address of its evidence; what would steer is seen instead."""
    terminal = start("--store", hostile_store, "--status", "target", size=(160, 50))
    terminal.press("3")
    for number, payload in enumerate(hostile.STORABLE.values()):
        text = _packed(clean_line(hostile.marked(number, payload)))
        wanted = (f"{text}made[5{text}]ofit.", f"{text},{text},22May2020", f"https://{text}")
        terminal.wait_until(lambda wanted=wanted: _holds(terminal, wanted), ascii(wanted))
        terminal.press("n")
    unharmed(terminal)


def _holds(terminal: Terminal, wanted: tuple[str, ...]) -> bool:
    """Whether the evidence, once it has come whole, says all of this."""
    terminal.settle(0.03)
    evidence = inside(terminal, "4 Evidence")
    return all(one in evidence for one in wanted)


@pytest.mark.parametrize("prompt", ["/", "w", "C", "e", ":"])
def test_what_is_pasted_into_a_prompt_is_text(start: Start, tmp_path: Path, prompt: str) -> None:
    """A paste ends where it says it ends, and an escape in it is no key."""
    terminal = start("--store", hostile.store(tmp_path / "facts.json", {"plain": "plain"}, title="A store"))
    terminal.press("3", "down")
    payloads = list(hostile.PAYLOADS.values())
    for at in range(0, len(payloads), AT_ONCE):
        terminal.press(prompt)
        terminal.send(b"\x1b[200~%b\x1b[201~" % "x".join(payloads[at : at + AT_ONCE]).encode("utf-8", "surrogatepass"))
        terminal.settle(0.1)
        frames(terminal)
        terminal.press("escape", "escape", "escape")
    unharmed(terminal)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["facts.json"]
