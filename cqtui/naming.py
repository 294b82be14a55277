"""Names as they are compared."""

from __future__ import annotations

import unicodedata

from cqtui.sanitize import clean_line


def folded(text: str) -> str:
    """A name as it is compared: no case, no accents, hyphens and underscores as spaces."""
    decomposed = unicodedata.normalize("NFKD", clean_line(text).casefold())
    kept = "".join(" " if one in "-_" else one for one in decomposed if not unicodedata.combining(one))
    return " ".join(kept.split())
