"""Which rows are new to a store that has some already, and what stands for an id that nobody lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cqtui import model, soundness, validate
from cqtui.correcting import as_read
from cqtui.model import Fact, Source
from cqtui.storefile import Row, bad
from cqtui.vocabulary import Vocabulary


@dataclass(slots=True)
class Merge:
    """Which of the rows given to `append` are new. `stored` grows with them."""

    stored: dict[str, dict[str, Any]]
    fresh: dict[str, list[Any]] = field(default_factory=lambda: {table: [] for table in validate.TABLES})
    filled: dict[str, dict[str, Any]] = field(default_factory=lambda: {table: {} for table in STUBS})
    """Rows for which the store has only a stub, by table and id."""
    present: int = 0
    kept: int = 0

    def add(self, path: Path, table: str, row: Row) -> None:
        """Take in a row of a table of the store at `path`.

        Raises:
            BadData: it is a fact, and its id is that of one which says something else.
        """
        there = self.stored[table].get(row.id)
        if there is None:
            self.fresh[table].append(row)
        elif there == row or (isinstance(row, Fact) and _says_the_same(there, row)):
            self.present += 1
            return
        elif isinstance(row, Fact):
            what = f"nothing added: the fact {row.id!r} is there and says something else"
            raise bad(path, what, "give the other one another id, or none")
        elif is_stub(table, there):
            self.filled[table][row.id] = row
        else:
            self.kept += 1
            return
        self.stored[table][row.id] = row

    def add_stubs(self) -> tuple[str, ...]:
        """Rows for what the new facts refer to and nobody lists."""
        listed = {table: {*self.stored[table], *own} for table, own in soundness.own_words().items()}
        names: list[str] = []
        for table, id in dict.fromkeys(
            (table, id) for fact in self.fresh["facts"] for _, table, id in soundness.references(fact)
        ):
            if id in listed[table]:
                continue
            listed[table].add(id)
            self.fresh[table].append(STUBS[table](_NO_WORDS, id))
            names.append(f"{soundness.NOUNS[table]} {id}")
        return tuple(names)


STUBS: dict[str, Callable[[Vocabulary, str], Row]] = {
    "sources": lambda _, name: Source(id=name),
    "entities": Vocabulary.entity,
    "metrics": Vocabulary.metric,
    "items": Vocabulary.item,
    "units": Vocabulary.unit,
}
"""What an id stands for that no table lists."""
_NO_WORDS = Vocabulary()


def is_stub(table: str, row: Row) -> bool:
    """Whether a row says no more than its id."""
    return row == STUBS[table](_NO_WORDS, row.id)


def _says_the_same(one: Fact, other: Fact) -> bool:
    """Whether two facts state one thing, as their ids would: offsets, doubts, reviews and corrections aside."""
    return model.fact_id(one) == model.fact_id(other) or model.fact_id(as_read(one)) == model.fact_id(as_read(other))
