"""How answers are printed: with Rich on a terminal, as plain aligned text in a pipe, or for programs.

Everything a command prints goes through here, and nothing that a terminal would obey gets out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cqtui import formats, tabular
from cqtui.sanitize import clean, clean_line

if TYPE_CHECKING:
    from rich.console import Console

MACHINE = ("json", "jsonl", "csv")
"""Formats that programs read: always in UTF-8, and never shortened."""

_KEPT = 12
"""Cells of a column on a terminal that are only given up where there is no room at all."""

_MOST_STYLED = 2000
"""Rows from which on Rich would take too long to lay out a table."""


class Piece(NamedTuple):
    """A stretch of running text. What is set off stands out: by its style, or in guillemets."""

    text: str
    set_off: bool = False


class Output:
    """Prints answers to the standard output in one format."""

    def __init__(self, *, format: str = "table", ascii: bool = False, color: bool = True) -> None:
        self.format = format
        self.is_machine = format in MACHINE
        self._color = color
        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            # What a narrow character set lacks is lost to a reader, and must not be to a program.
            reconfigure(**({"encoding": "utf-8"} if self.is_machine else {"errors": "replace"}))
        self._ascii = not self.is_machine and (ascii or not encoding.startswith(("utf", "gb")))

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees it on a terminal that can set text off."""
        return sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb")

    @property
    def is_plain(self) -> bool:
        """Whether it goes out as plain text, without a style."""
        return self.format != "table" or not self.is_terminal

    @property
    def width(self) -> int:
        """Cells in a line of the terminal; 80 where there is none."""
        import shutil  # 10 ms that a pipe does not pay for

        return shutil.get_terminal_size((80, 24)).columns

    @property
    def is_ascii(self) -> bool:
        return self._ascii

    def line(self, text: str = "") -> None:
        """One line; line breaks in it stay."""
        sys.stdout.write(clean(self._signs(text)) + "\n")

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.line(line)

    def rows(self, rows: Iterable[formats.Row]) -> None:
        """Rows for programs, in this output's format."""
        self.lines(formats.lines(rows, self.format))

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[int] = ()) -> None:
        """A table for people: Markdown if that is the format, else fitted to where it goes."""
        cells = [[self.spelled(cell) for cell in row] for row in rows]
        if self.format == "md":
            self.line(tabular.markdown_table(headers, cells))
        elif self.is_plain or len(cells) > _MOST_STYLED:
            self.line(tabular.plain_table(cells, headers, right=right))
        else:
            self._rich_table(headers, cells, right)

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Labels with their texts below one another."""
        cells = [(label, self.spelled(text)) for label, text in pairs]
        if self.is_plain:
            self.line(tabular.plain_table(cells))
            return
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2))
        for label, text in cells:
            grid.add_row(Text(label, "dim"), Text(text))
        self._console().print(grid)

    def heading(self, text: str) -> None:
        if self.is_plain:
            self.line(text)
        else:
            self._print(lambda: [Piece(text, True)], "bold")

    def paragraph(self, pieces: Sequence[Piece]) -> None:
        """Running text, wrapped on a terminal, one line in a pipe."""
        if not self.is_plain:
            self._print(lambda: pieces, "bold reverse")
            return
        before, after = "[]" if self._ascii else "«»"
        self.line("".join(f"{before}{text}{after}" if off else text for text, off in pieces))

    def spelled(self, text: str) -> str:
        """`text` on one line, in the signs that go out, so that its width is what it will be."""
        return clean_line(self._signs(text))

    # Inside

    def _signs(self, text: str) -> str:
        return tabular.in_ascii(text) if self._ascii else text

    def _print(self, pieces: Callable[[], Iterable[Piece]], style: str) -> None:
        from rich.text import Text

        text = Text()
        for piece in pieces():
            text.append(clean(self._signs(piece.text)), style if piece.set_off else None)
        self._console().print(text)

    def _rich_table(self, headers: Sequence[str], rows: list[list[str]], right: Collection[int]) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        widest = [max(map(tabular.cell_width, column), default=0) for column in zip(*rows, strict=True)]
        # Figures, periods and ids keep their width, names and sentences give way; where even those
        # do not fit, all give way alike, so that nothing is cut off.
        kept = [min(width, _KEPT) for width in widest]
        fits = sum(kept) + 2 * len(kept) <= self.width
        for at, header in enumerate(headers):
            table.add_column(
                Text(header),
                justify="right" if at in right else "left",
                overflow="fold",
                min_width=kept[at] if fits and kept else None,
            )
        for row in rows:
            table.add_row(*map(Text, row))
        self._console().print(table)

    def _console(self) -> Console:
        from rich.console import Console

        return Console(
            file=sys.stdout, no_color=True if not self._color else None,
            markup=False, highlight=False, emoji=False,
        )  # fmt: skip
