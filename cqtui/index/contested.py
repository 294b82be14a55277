"""The figures that were found to contradict others, as far as the index knows: in which rows of the panes they are.

Which these are is told to it (`note`), and kept for as long as the index is open, in memory alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cqtui.view import Measure

Condition = tuple[str, Sequence[object]]
"""A condition on a row of `fact`, and its values."""


class Contested(NamedTuple):
    """How many figures in conflict each row of a pane holds; a row without any is not in it."""

    entities: dict[str, int]
    measures: dict[Measure, int]


def note(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Take the facts with these ids for those in conflict, and no others."""
    connection.execute("PRAGMA temp_store = MEMORY")  # An explorer that may only read leaves no file behind.
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS contested (of INTEGER PRIMARY KEY)")
    with connection:
        connection.execute("DELETE FROM contested")
        connection.executemany(
            "INSERT OR IGNORE INTO contested SELECT code FROM fact WHERE id = ?", ((id,) for id in ids)
        )


def counts(connection: sqlite3.Connection, of_entities: Condition, of_measures: Condition) -> Contested:
    """The facts in conflict by entity and by measure, under the condition of each."""
    entities = connection.execute(
        "SELECT entity.id, count(*) FROM contested JOIN fact ON fact.code = contested.of"
        f" JOIN entity ON entity.code = fact.entity WHERE {of_entities[0]} GROUP BY entity.id",
        of_entities[1],
    )
    measures = connection.execute(
        "SELECT measure.metric, measure.item, count(*) FROM contested JOIN fact ON fact.code = contested.of"
        f" JOIN measure ON measure.code = fact.measure WHERE {of_measures[0]} GROUP BY measure.code",
        of_measures[1],
    )
    return Contested(dict(entities), {Measure(metric, item): count for metric, item, count in measures})


def ids(connection: sqlite3.Connection, where: Condition) -> set[str]:
    """The ids of the facts in conflict that meet a condition."""
    rows = connection.execute(
        f"SELECT fact.id FROM contested JOIN fact ON fact.code = contested.of WHERE {where[0]}", where[1]
    )
    return {id for (id,) in rows}
