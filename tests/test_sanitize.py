"""Hostile text loses its teeth and keeps its length."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqtui.sanitize import clean, clean_line

PAYLOADS = {
    "a colour": ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
    "a screen cleared": ("\x1b[2J\x1b[H", "␛[2J␛[H"),
    "the clipboard written (OSC 52)": ("\x1b]52;c;cm0gLXJmIH4=\x07", "␛]52;c;cm0gLXJmIH4=␇"),
    "a title set": ("\x1b]0;title\x1b\\", "␛]0;title␛\\"),
    "a link (OSC 8)": ("\x1b]8;;http://x\x1b\\y", "␛]8;;http://x␛\\y"),
    "CSI as one C1 control": ("\x9b31m", "�31m"),
    "OSC and ST as C1": ("\x9d52;c;eA==\x9c", "�52;c;eA==�"),
    "DCS as C1": ("\x90q\x9c", "�q�"),
    "NUL, bell, backspace, delete": ("a\x00b\x07c\x08d\x7fe", "a␀b␇c␈d␡e"),
    "shift out": ("\x0eabc\x0f", "␎abc␏"),
    "a carriage return that overwrites": ("good\rbad", "good bad"),
    "vertical tab, form feed, next line": ("a\x0bb\x0cc\x85d", "a b c d"),
    "letters turned round": ("abc\u202efdp.exe", "abc�fdp.exe"),
    "bidi isolates": ("\u2066x\u2069\u2067y\u2068", "�x��y�"),
    "direction marks": ("\u200ea\u200fb\u061c", "�a�b�"),
    "zero width": ("pay\u200bpal\u200c\u200d\ufeff\u2060", "pay�pal����"),
    "a soft hyphen": ("co\u00adop", "co�op"),
    "line and paragraph separators": ("a\u2028b\u2029c", "a�b�c"),
    "joiners, fillers and selectors": ("a\u034fb\u115f\u1160c\u3164\uffa0d\u17b4\u17b5\u180b", "a�b��c��d���"),
    "tags": ("a\U000e0041\U000e007f", "a��"),
    "lone surrogates": ("a\ud800b\udfff", "a�b�"),
    "interlinear annotation": ("\ufff9a\ufffab\ufffb", "�a�b�"),
    "music and shorthand controls": ("\U0001d173a\U0001bca0", "�a�"),
    "marks with nothing to stand on": ("\u0301" * 5, "\u0301" * 4 + "�"),
    "a heap of the first mark there is": ("e" + "\u0300" * 6, "e" + "\u0300" * 4 + "��"),
    "a heap of marks": ("e" + "\u0301" * 8 + "x", "e" + "\u0301" * 4 + "����x"),
}
HARMLESS = (
    "",
    "18.9 million mobile phones, up 58 %",
    "line one\nline two\tand a tab",
    "société – “quoted” … ¥50 bn, ≥ 3 €",
    "重庆市笔记本电脑产量 6400 万台",
    "Việt Nam",
    "e\u0301\u0323",
    "שלום עולם",
    "промышленность",
    "📱 phones",
    "[b]not markup to us[/b] [@click=app.exit()]",
)
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.mark.parametrize(("payload", "shown"), PAYLOADS.values(), ids=list(PAYLOADS))
def test_what_a_terminal_would_obey_is_shown_instead(payload: str, shown: str) -> None:
    assert clean(payload) == shown
    assert len(shown) == len(payload)


@pytest.mark.parametrize("text", HARMLESS)
def test_plain_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(any_text)
def test_cleaning_keeps_the_length_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    line = clean_line(text)
    assert len(line) == len(text)
    assert clean_line(line) == clean(line) == line


@given(any_text)
def test_nothing_clean_steers_a_terminal(text: str) -> None:
    for character in clean(text):
        category = unicodedata.category(character)
        assert character in "\n\t" or category not in ("Cc", "Cs", "Zl", "Zp"), hex(ord(character))
        assert unicodedata.bidirectional(character) not in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"
        ), hex(ord(character))  # fmt: skip
    assert "\n" not in clean_line(text)
    assert "\t" not in clean_line(text)
    clean(text).encode()  # no lone surrogate is left


@given(st.text(st.sampled_from("ae\u0301\u0323\u20dd\u0488 中"), max_size=40))
def test_no_character_carries_more_than_four_marks(text: str) -> None:
    run = 0
    for character in clean(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= 4


def test_every_control_there_is_becomes_one_visible_character() -> None:
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        shown = clean_line(chr(code))
        assert len(shown) == 1
        assert shown == " " or shown.isprintable(), hex(code)


def test_figures_of_plain_letters_are_cleaned_without_loading_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re", None)
    assert clean("Société: 18.9 million – up 58 %\x1b") == "Société: 18.9 million – up 58 %␛"
