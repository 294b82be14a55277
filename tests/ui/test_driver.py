"""What a terminal sends, whole or in pieces: pasted text stays text, whatever is in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from cqtui.ui.driver import Input, Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"
pieces = st.lists(st.sampled_from([BEGIN, END, "\x1b", "[", "2", "0", "1", "~", "x", "\r"]), max_size=24)


@given(pieces, st.lists(st.integers(1, 5)))
def test_a_paste_is_found_however_it_arrives(sent: list[str], sizes: list[int]) -> None:
    text = "".join(sent)
    whole, parted, made, at = Pastes(), Pastes(), "", 0
    for size in sizes:
        made += parted.disarmed(text[at : at + size])
        at += size
    assert made + parted.disarmed(text[at:]) == whole.disarmed(text)


@given(pieces)
def test_only_a_paste_is_changed_and_only_its_escapes(sent: list[str]) -> None:
    text = "".join(sent)
    made = Pastes().disarmed(text + BEGIN + END)
    outside, _, rest = made.partition(BEGIN)
    assert text.startswith(outside)
    while rest:
        inside, _, rest = rest.partition(END)
        assert "\x1b" not in inside
        _, _, rest = rest.partition(BEGIN)
    assert made.replace("␛", "\x1b") == text + BEGIN + END


@given(st.text(st.sampled_from("\x1b[]Oq1A;u~\x11\x03x"), max_size=20))
def test_no_key_is_pressed_by_what_is_pasted(text: str) -> None:
    read = Input()
    (paste,) = read.feed(f"{BEGIN}{text}{END}".encode())
    assert isinstance(paste, events.Paste)
    assert paste.text == text.replace("\x1b", "␛")
    assert [event.key for event in read.feed(b"x")] == ["x"]
