"""Files taken one after the other: a bar, an interruption that waits for the file at hand, and files
that cannot be read, each told in one line.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from cqtui.commands.articles import Article, failure
from cqtui.errors import BAD_DATA, FOUND, CqtuiError, complain
from cqtui.sanitize import clean_line


class Bad:
    """Files that could not be read, each told in one line as it is met."""

    def __init__(self) -> None:
        self._codes: set[int] = set()

    def take(self, name: str, error: CqtuiError) -> str:
        """Tell of it.

        Raises:
            Unusable: as given, for it would be so for every file.
        """
        from cqtui.ingest.openai import Unusable

        if isinstance(error, Unusable):
            raise error
        reason = failure(name, error)
        complain(reason)
        self._codes.add(error.exit_code)
        return reason

    @property
    def code(self) -> int:
        """The exit code that says so: their own where they are of one sort, else that of bad data."""
        if not self._codes:
            return FOUND
        return next(iter(self._codes)) if len(self._codes) == 1 else BAD_DATA


def tell(name: str, article: Article) -> None:
    """What a person should know of a document before its facts."""
    for warning in article.warnings:
        complain(f"{clean_line(name)}: {warning}")
    if article.document.published is None:
        complain(
            f'{clean_line(name)}: no day of publication in it: "last year" and the like stay open; --date gives one'
        )


@contextmanager
def bar(count: int) -> Iterator[Callable[[], object]]:
    """A bar on the standard error where a person waits for several files."""
    if count < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        yield lambda: progress.advance(task)


class Interrupt:
    """Lets the file at hand be finished on Ctrl-C. The second Ctrl-C ends it there."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> Interrupt:
        try:
            self._before = signal.signal(signal.SIGINT, self._note)
        except ValueError:  # not in the main thread
            self._before = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        complain("finishing the file at hand; Ctrl-C again ends now")
