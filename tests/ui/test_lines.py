"""Text laid out in cells: fitted, wrapped, framed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from cqtui.sanitize import clean_line
from cqtui.ui.evidence import wrap
from cqtui.ui.lines import ascii_cells, fit, fit_right

texts = st.one_of(
    st.text("ab c重庆手机é…—¥≥ \u0301", max_size=40),
    st.text(max_size=40).map(clean_line),
)
pieces = st.lists(st.tuples(texts, st.sampled_from(("", "dim", "figure"))), max_size=5)


@given(texts, st.integers(0, 60))
@example("重庆", 3)
@example("重庆", 1)
@example("abc", 0)
def test_fitted_text_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit_right(text, width)) == width
    if width and cell_len(text) <= width:
        assert fit(text, width).rstrip() == text.rstrip()
        assert fit_right(text, width).endswith(text)
    elif width > 1:
        assert "…" in fit(text, width)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("OPPO", 6, "OPPO  "),
        ("Chongqing", 6, "Chong…"),
        ("重庆市", 6, "重庆市"),
        ("重庆市产", 6, "重庆 …"),
        ("重庆", 1, "…"),
    ],
)
def test_text_is_cut_with_an_ellipsis(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


@given(texts)
def test_aligned_text_stays_aligned_in_ascii(text: str) -> None:
    assert cell_len(ascii_cells(text)) == cell_len(text)


def text_of(line: object) -> str:
    return "".join(text for text, _ in line)  # type: ignore[attr-defined]


@given(pieces, st.integers(2, 40))
@example([("重" * 30, "")], 3)
@example([("a" * 100, "figure"), ("b", "")], 7)
@example([("The ", ""), ("[figure", "figure"), ("],", ""), (" and", "")], 8)
def test_no_wrapped_line_is_too_wide_and_nothing_but_blanks_is_lost(
    given_pieces: list[tuple[str, str]], width: int
) -> None:
    lines = wrap(given_pieces, width)
    for line in lines:
        assert cell_len(text_of(line)) <= width
    kept = "".join(text_of(line) for line in lines)
    assert "".join(kept.split()) == "".join("".join(text for text, _ in given_pieces).split())


@given(pieces, st.integers(2, 40))
def test_every_character_keeps_its_style(given_pieces: list[tuple[str, str]], width: int) -> None:
    def styled(parts: object) -> list[tuple[str, str]]:
        return [(one, style) for text, style in parts for one in text if not one.isspace()]  # type: ignore[attr-defined]

    assert styled([piece for line in wrap(given_pieces, width) for piece in line]) == styled(given_pieces)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("over 64 million laptops", 12, ["over 64 ", "million ", "laptops"]),
        ("over 64 million laptops", 16, ["over 64 million ", "laptops"]),
        ("2019年重庆市笔记本电脑产量", 10, ["2019年重庆", "市笔记本电", "脑产量"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("one\ntwo", 10, ["one", "two"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_between_words_or_characters_of_chinese(text: str, width: int, expected: list[str]) -> None:
    assert [text_of(line) for line in wrap([(text, "")], width)] == expected


def test_a_figure_in_brackets_is_not_torn_from_what_follows_it() -> None:
    lines = wrap([("It made ", ""), ("[20 million]", "figure"), (", it said.", "")], 20)
    assert [text_of(line).rstrip() for line in lines] == ["It made [20", "million], it said."]
