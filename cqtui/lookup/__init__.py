"""Look-ups: the questions asked most on a command line, answered before the program would be loaded.

`line` reads the command line, `answers` asks the index and `texts` writes rows, all of them with
nothing that takes long to import. Whatever is out of the ordinary (an option they do not take, a
name that the store does not have, an index that has to be built, a table on a terminal) they leave
to `commands`, which answers everything, and in the same words.
"""

from __future__ import annotations

from cqtui.lookup.line import Declined, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def answered(words: Sequence[str]) -> int | None:
    """The exit code, if the command line `words` is a look-up that has been answered here."""
    try:
        line = read(words)
        from cqtui.lookup.answers import answer

        return answer(line)
    except Declined:
        return None
