"""The question which figures may contradict each other: pairs that ask one thing and give unlike answers, and
levels of one measure that changes link.

Each part of the question joins the facts of one entity and measure over an index, so that it costs
what there is to compare. Whether a pair is a conflict is not decided here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

_ONE_QUESTION = """
    FROM fact AS a JOIN fact AS b ON b.entity = a.entity AND b.measure = a.measure AND b.code <> a.code
    AND a.review <> 'rejected' AND b.review <> 'rejected'
"""
_UNLIKE = """
    (a.magnitude IS NOT b.magnitude OR a.unit IS NOT b.unit OR a.upper IS NOT b.upper
     OR (a.change_kind = b.change_kind AND a.change_value <> b.change_value))
"""
_OF_DIMENSION = (
    "a.measure IN (SELECT measure.code FROM measure JOIN metric ON metric.id = measure.metric"
    " WHERE metric.dimension = ?)"
)
_QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # The same time.
    (f"{_ONE_QUESTION} AND b.first = a.first AND b.last = a.last AND b.code > a.code AND {_UNLIKE}", ()),
    # Moments that may be one state; of durations, which stand longer, up to two years apart.
    (f"{_ONE_QUESTION} AND a.basis = 'as-of' AND b.basis = 'as-of' AND b.first > a.first"
     f" AND b.first <= date(a.first, '+31 days') AND {_UNLIKE}", ()),
    (f"{_ONE_QUESTION} AND a.basis = 'as-of' AND b.basis = 'as-of' AND b.first > date(a.first, '+31 days')"
     f" AND b.first <= date(a.first, '+731 days') AND {_UNLIKE} AND {_OF_DIMENSION}", ("duration",)),
    # A share told of a day within the time of another.
    (f"{_ONE_QUESTION} AND b.basis = 'as-of' AND a.start IS NOT NULL AND b.first BETWEEN a.first AND a.last"
     f" AND {_UNLIKE} AND {_OF_DIMENSION}", ("ratio",)),
)  # fmt: skip
# A change, and a level of the time that it may be measured from.
_FIRST_LINK = f"""
    {_ONE_QUESTION} AND a.change_value IS NOT NULL AND b.value IS NOT NULL
    AND a.status IN ('actual', 'estimate') AND b.status IN ('actual', 'estimate')
"""
_BASES = (
    "b.first = date(a.first, '-1 year')",
    "a.change_against IS NOT NULL AND b.last = date(a.first, '-1 day')",
    "b.last BETWEEN a.change_against || '-01-01' AND a.change_against || '-12-31'",
)
# From the part to its few wholes, not from the whole to its many parts.
_SHARES = """
    SELECT share.code, part.code, whole.code FROM kin
    JOIN measure AS of_share ON of_share.metric = kin.share
    JOIN measure AS of_level ON of_level.metric = kin.level AND of_share.item = of_level.item
    JOIN fact AS share ON share.measure = of_share.code
    JOIN fact AS part ON part.entity = share.entity AND part.measure = of_level.code
        AND part.first = share.first AND part.last = share.last
    CROSS JOIN part AS nested ON nested.part = part.entity AND nested.whole <> part.entity
    CROSS JOIN fact AS whole ON whole.entity = nested.whole AND whole.measure = part.measure
        AND whole.first = part.first AND whole.last = part.last
    WHERE 'rejected' NOT IN (share.review, part.review, whole.review) AND share.value IS NOT NULL
"""


def rival_codes(
    connection: sqlite3.Connection, matching: str, values: Sequence[object], shares: Sequence[tuple[str, str]]
) -> Iterator[tuple[int, ...]]:
    """Codes of two facts that may contradict each other, or of three: a share, its part and its whole.

    `matching` is a question for codes of facts, with its `values`, one of which must be in the pair;
    "" for any. `shares` are metrics that are shares, each with one that it is a share of.
    """
    chosen = f" AND (a.code IN ({matching}) OR b.code IN ({matching}))" if matching else ""
    given = [*values, *values] if matching else []
    for question, dimension in _QUESTIONS:
        yield from connection.execute(f"SELECT a.code, b.code {question}{chosen}", (*dimension, *given))
    if shares:
        rows = ", ".join(["(?, ?)"] * len(shares))
        wanted = f" AND share.code IN ({matching})" if matching else ""
        ids = [id for pair in shares for id in pair]
        yield from connection.execute(f"WITH kin(share, level) AS (VALUES {rows}) {_SHARES}{wanted}", (*ids, *values))


def linked_codes(connection: sqlite3.Connection, matching: str, values: Sequence[object]) -> Iterator[tuple[int, ...]]:
    """Codes of the levels and changes of one entity and measure, where a change follows on a level.

    `matching` and `values` are as for `rival_codes`: a fact of that entity and measure must be among them.
    """
    wanted = f" AND (a.entity, a.measure) IN (SELECT entity, measure FROM fact WHERE code IN ({matching}))"
    first_links = " UNION ".join(
        f"SELECT a.entity, a.measure {_FIRST_LINK} AND {base}{wanted if matching else ''}" for base in _BASES
    )
    rows = connection.execute(
        "SELECT entity, measure, code FROM fact WHERE (entity, measure) IN"
        f" ({first_links}) AND review <> 'rejected' AND status IN ('actual', 'estimate')"
        " AND (value IS NOT NULL OR change_value IS NOT NULL) ORDER BY entity, measure, code",
        list(values) * len(_BASES),
    )
    for _, group in groupby(rows.fetchall(), key=itemgetter(0, 1)):
        yield tuple(code for *_, code in group)
