"""How text is searched and names are compared: one spelling for what is typed and what is stored."""

from __future__ import annotations

import unicodedata

from cqtui.sanitize import clean_line

_CJK = r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
"""Radicals, kana, ideographs, Hangul: scripts without blanks, of which each character is searched."""


def match(text: str) -> tuple[str | None, list[str]]:
    """What to search for: an FTS5 query, and signs ("%", "¥") that can only be looked for as such.

    Every word must occur, the last letters of each may be missing. A word such as "18.9" is a
    phrase of its digits; Chinese, Japanese and Korean are searched character by character.
    """
    words = clean_line(text).replace('"', " ").split()
    spoken = [any(map(str.isalnum, unicodedata.normalize("NFKC", word))) for word in words]
    phrases = [f'"{searchable(word)}" *' for word, is_spoken in zip(words, spoken, strict=True) if is_spoken]
    signs = [word for word, is_spoken in zip(words, spoken, strict=True) if not is_spoken]
    return " AND ".join(phrases) or None, signs


def exactly(query: str) -> str:
    """A query of `match` for its words as they are typed, rather than as beginnings."""
    return query.replace('" *', '"')


def searchable(text: str) -> str:
    """`text` as it goes to the tokenizer: compatibility forms unified, each CJK character a word."""
    if text.isascii():
        return text
    import re

    return re.sub(_CJK, r" \g<0> ", unicodedata.normalize("NFKC", text))
