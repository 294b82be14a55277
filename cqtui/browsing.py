"""One session of `cqtui serve`: the explorer, written to and read from its server over pipes.

`python -m cqtui.browsing MAY WORDS…` is that process. MAY names what the page may be asked to do ("clipboard",
"links", both with a comma between, or ""); WORDS are the explorer's command line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cqtui.cli import guarded, prepare_environment
from cqtui.errors import FOUND

if TYPE_CHECKING:
    from cqtui.ui.keys import Need


def main(may: str, words: Sequence[str]) -> int:
    """Open the explorer; the exit code."""
    from cqtui.commands.asking import Asked
    from cqtui.commands.grammar import parse
    from cqtui.ui.app import run
    from cqtui.ui.browser import on_page
    from cqtui.view import View

    asked = Asked(parse(words))
    prepare_environment(asked)
    view = asked.view(View.parse(asked.option("at", "")))
    offered = may.split(",")
    page: dict[Need, bool] = {"clipboard": "clipboard" in offered, "leaving": "links" in offered}
    return run(asked.chosen, asked.settings, view, asked.indexing, prepare=on_page(page))


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1], sys.argv[2:])) or FOUND)
