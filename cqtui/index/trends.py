"""The question how the levels of some rows of a list move: what a sparkline beside each is made of.

A row has a trend only where its levels are of one entity and measure, and three of them or more make
one series: of one unit and place, in periods of one length. Else a line could not be told what it is of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

LEAST = 3
MOST = 300
"""Facts of a row beyond which its trend is not asked for, so that a screenful costs milliseconds."""

_LEVELS = """
    SELECT {by}, metric.dimension = 'rank', last, magnitude, fact.entity, fact.measure, unit, per, place,
        CASE WHEN basis IN ('as-of', 'by') THEN -1
        ELSE CAST((julianday(end) - julianday(start)) / 30.44 + 0.5 AS INTEGER) END
    FROM fact JOIN measure ON measure.code = fact.measure LEFT JOIN metric ON metric.id = measure.metric
    WHERE {by} IN ({marks}) AND {where} AND magnitude IS NOT NULL AND status IN ('actual', 'estimate')
    AND review <> 'rejected' AND basis NOT IN ('cumulative', 'since', 'before', 'unstated') AND end IS NOT NULL
    ORDER BY last, fact.code
"""


class Trend(NamedTuple):
    """Levels in order of time; of a rank, 1 is the highest."""

    levels: tuple[float, ...]
    is_rank: bool


def trends(
    connection: sqlite3.Connection,
    by: Literal["entity", "measure"],
    codes: Sequence[int],
    where: str,
    values: Sequence[object],
) -> Mapping[int, Trend]:
    """The trend of each row that has one, by its code."""
    series: dict[int, dict[tuple[object, ...], dict[str, float]]] = {}
    ranks: dict[int, bool] = {}
    question = _LEVELS.format(by=f"fact.{by}", marks=", ".join("?" * len(codes)), where=where)
    for code, is_rank, last, level, *key in connection.execute(question, (*codes, *values)):
        series.setdefault(code, {}).setdefault(tuple(key), {}).setdefault(last, level)
        ranks[code] = bool(is_rank)
    made = {}
    for code, kinds in series.items():
        long = [levels for levels in kinds.values() if len(levels) >= LEAST]
        if len(long) == 1 and len({key[:2] for key in kinds}) == 1:
            made[code] = Trend(tuple(long[0].values()), ranks[code])
    return made
