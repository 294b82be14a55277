"""How text is searched and names are compared: one spelling for what is typed and what is stored."""

from __future__ import annotations

import unicodedata

from cqtui.sanitize import clean_line


def match(text: str) -> tuple[str | None, list[str]]:
    """What to search for: an FTS5 query, and signs ("%", "¥") that can only be looked for as such.

    Every word must occur, the last letters of each may be missing. A word such as "18.9" is a
    phrase of its digits; Chinese, Japanese and Korean are searched character by character.
    """
    words = unicodedata.normalize("NFKC", clean_line(text)).replace('"', " ").split()
    phrases = [f'"{searchable(word)}" *' for word in words if any(map(str.isalnum, word))]
    signs = [word for word in words if not any(map(str.isalnum, word))]
    return " AND ".join(phrases) or None, signs


def searchable(text: str) -> str:
    """`text` as it goes to the tokenizer: compatibility forms unified, each CJK character a word."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    if not any(map(_is_cjk, text)):
        return text
    return "".join(f" {character} " if _is_cjk(character) else character for character in text)


def _is_cjk(character: str) -> bool:
    return (
        "⺀" <= character <= "鿿" or "가" <= character <= "힣" or "豈" <= character <= "﫿" or character >= "\U00020000"
    )


def folded(text: str) -> str:
    """A name as it is compared: no case, no accents, hyphens and underscores as spaces."""
    decomposed = unicodedata.normalize("NFKD", clean_line(text).casefold())
    kept = "".join(" " if one in "-_" else one for one in decomposed if not unicodedata.combining(one))
    return " ".join(kept.split())
