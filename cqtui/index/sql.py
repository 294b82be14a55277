"""The questions to an index as SQL, for `Index` and for look-ups, which load nothing else of this room.

What is asked about is a `View`, or anything that has its filters, group and sort.
"""

from __future__ import annotations

from cqtui.index.words import exactly, match

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from cqtui.view import Group, Sort, View

LAYOUT = 7
"""Version of the tables (`schema`). A cache file of another version is built anew."""

NEVER = "9999-99-99"
"""The day that a fact sorts by whose period has none."""
SEPARATOR = "\x1f"
"""Parts what one column lists: cleaning removes it from every text."""
ROW_SEPARATOR = "\x1e"

FACT_COLUMNS = """
    fact.id, entity.id, measure.metric, measure.item, place.id,
    value, upper, unit, per, bound, as_written,
    start, end, basis, stated, status,
    change_kind, change_value, change_direction, change_against,
    source.id, paragraph, at, until, sentence,
    confidence, extractor, review, note, alternatives
"""
CELLS = "entity.name, measure.label, amount, change, period, status, fact.id"
"""A fact as a row of a table: who, what, value, change, period, status, id."""
FACTS = """
    FROM fact JOIN entity ON entity.code = fact.entity JOIN measure ON measure.code = fact.measure
    JOIN source ON source.code = fact.source LEFT JOIN entity AS place ON place.code = fact.place
"""
_ORDERS: dict[Sort, tuple[str, ...]] = {
    "oldest": ("first", "last"),
    "newest": (f"first = '{NEVER}'", "last DESC", "first DESC"),
    "largest": ("magnitude IS NULL", "ifnull(magnitude, 0) DESC"),
    "smallest": ("magnitude IS NULL", "ifnull(magnitude, 0)"),
    "name": ("entity.name COLLATE NOCASE", "first", "last"),
}
"""What facts are sorted by, none of it ever NULL."""
_DESCENDING = " DESC"
GROUPS: dict[Group, str] = {"measure": "fact.measure", "entity": "fact.entity", "source": "fact.source"}
_LISTED: dict[Group, tuple[str, str]] = {
    "measure": ("label", "rank"),
    "entity": ("name", "n DESC, name COLLATE NOCASE, code"),
    "source": ("coalesce(title, id)", "published, code"),
}
"""What a group's heading says, and what groups are sorted by."""
ANY = "1"
"""The condition that every fact meets: what is asked of all of them has been counted while building."""
_RANK = "bm25(found, 12, 8, 8, 4, 1)"
_MOST_TO_RANK = 5000
"""Matches that are ranked. Beyond it the order of the list serves: nobody reads so many by rank."""


def condition(view: View, without: Sequence[str] = ()) -> tuple[str, list[object]]:
    """The condition that `view` puts on a row of `fact`, and its values."""
    terms: list[str] = []
    values: list[object] = []

    def add(term: str, *given: object) -> None:
        terms.append(term)
        values.extend(given)

    if view.entities and "entities" not in without:
        codes = f"SELECT code FROM entity WHERE id IN ({marks(view.entities)})"
        if view.parts:
            add(f"fact.entity IN (SELECT part FROM part WHERE whole IN ({codes}))", *view.entities)
        else:
            add(f"fact.entity IN ({codes})", *view.entities)
    if view.measures and "measures" not in without:
        whole = [metric for metric, item in view.measures if item is None]
        parts = [(metric, item) for metric, item in view.measures if item is not None]
        pairs = ", ".join(["(?, ?)"] * len(parts)) or "(NULL, NULL)"
        add(
            f"fact.measure IN (SELECT code FROM measure WHERE metric IN ({marks(whole)})"
            f" OR (metric, item) IN (VALUES {pairs}))",
            *whole,
            *(text for pair in parts for text in pair),
        )
    for column, table, chosen in (
        ("fact.place", "entity", view.places),
        ("fact.source", "source", view.sources),
    ):
        if chosen:
            add(f"{column} IN (SELECT code FROM {table} WHERE id IN ({marks(chosen)}))", *chosen)
    for column, chosen in (("status", view.statuses), ("review", view.reviews), ("fact.id", view.only)):
        if chosen:
            add(f"{column} IN ({marks(chosen)})", *chosen)
    if view.since:
        add("hi >= ?", str(view.since))
    if view.until:
        add("lo <= ?", str(view.until))
    if view.text and "text" not in without:
        query, signs = match(view.text)
        if query:
            add("fact.code IN (SELECT rowid FROM found WHERE found MATCH ?)", query)
        for sign in signs:
            add("instr(as_written, ?)", sign)
    return " AND ".join(terms) or ANY, values


def found(view: View, matches: int, limit: int, offset: int = 0) -> tuple[str, list[object]]:
    """What follows `FACTS` to ask for the facts that match `view`, best first, and its values.

    `matches` is how many there are. Those with the words as they are typed come before those with words
    that only begin so.
    """
    query, signs = match(view.text)
    if query is None or matches > _MOST_TO_RANK:
        where, values = condition(view)
        return f"WHERE {where} ORDER BY {order(view)} LIMIT ? OFFSET ?", [*values, limit, offset]
    where, values = condition(view, without=("text",))
    return (
        f"JOIN found ON found.rowid = fact.code WHERE found MATCH ?{' AND instr(as_written, ?)' * len(signs)}"
        f" AND {where} ORDER BY fact.code NOT IN (SELECT rowid FROM found WHERE found MATCH ?), {_RANK},"
        f" {order(view)} LIMIT ? OFFSET ?"
    ), [query, *signs, *values, exactly(query), limit, offset]


def groups(view: View) -> tuple[str, list[object]]:
    """The question for the timeline's groups under `view`, in order: key, label, facts; and its values."""
    where, values = condition(view)
    label, by = _LISTED[view.group]
    return f"SELECT code, {label}, n FROM {counted(view.group, where)} ORDER BY {by}", values


def headings(group: Group) -> str:
    """What writes the groups of all facts into `heading`."""
    label, by = _LISTED[group]
    return (
        f"INSERT INTO heading SELECT '{group}', number - 1, before + number - 1, code, label, n FROM"
        f" (SELECT row_number() OVER listed AS number, sum(n) OVER listed - n AS before, code, {label} AS label, n"
        f" FROM {counted(group, ANY)} WINDOW listed AS (ORDER BY {by} ROWS UNBOUNDED PRECEDING))"
    )


def window(view: View, group: int, offset: int, limit: int) -> tuple[str, list[object]]:
    """What follows `FACTS` to ask for `limit` facts of a group from its `offset`th on, and its values."""
    where, values = condition(view)
    rest = f"WHERE {GROUPS[view.group]} = ? AND {where} ORDER BY {order(view, in_group=True)} LIMIT ? OFFSET ?"
    return rest, [group, *values, limit, offset]


def named(connection: Connection, kind: str, folded: str) -> list[str]:
    """Ids of what has this folded name, or, where nothing has, of what has one that begins so."""
    asked = connection.execute("SELECT id FROM word WHERE folded = ? AND kind = ?", (folded, kind))
    found = asked.fetchall()
    if folded and not found:
        found = connection.execute(
            "SELECT id FROM word WHERE folded >= ? AND folded < ? AND kind = ?", (folded, f"{folded}\U0010ffff", kind)
        ).fetchall()
    return list(dict.fromkeys(id for (id,) in found))


def order(view: View, *, in_group: bool = False) -> str:
    return ", ".join(_keys(view, in_group=in_group))


def _keys(view: View, *, in_group: bool) -> tuple[str, ...]:
    # Facts of one group and time keep the metrics' order, then the store's.
    measure = () if in_group and view.group == "measure" else ("measure.rank",)
    return *_ORDERS[view.sort], *measure, "fact.code"


def sorting(view: View) -> tuple[tuple[str, ...], str]:
    """What facts of one group are sorted by, and the tables that have it."""
    keys = _keys(view, in_group=True)
    tables = "fact JOIN entity ON entity.code = fact.entity" if view.sort == "name" else "fact"
    if "measure.rank" in keys:
        tables += " JOIN measure ON measure.code = fact.measure"
    return tuple(key.removesuffix(_DESCENDING) for key in keys), tables


def before(view: View, its: Sequence[object]) -> tuple[str, list[object]]:
    """The condition that a fact of one group comes before the one that `sorting` found to be `its`; and its values."""
    left, right, on_left, on_right = [], [], [], []
    for key, value in zip(_keys(view, in_group=True), its, strict=True):
        if key.endswith(_DESCENDING):  # The greater comes before: they change sides.
            left.append("?")
            right.append(key.removesuffix(_DESCENDING))
            on_left.append(value)
        else:
            left.append(key)
            right.append("?")
            on_right.append(value)
    return f"({', '.join(left)}) < ({', '.join(right)})", [*on_left, *on_right]


_WALKED = 16
"""Facts on either side of a day among which the nearest are looked for."""


def nearest(whose: str) -> str:
    """The question for facts of the measure of one, nearest in time, of its entity ("=") or of others ("<>"): their
    codes. Its values: the fact's id, and how many."""

    def its(column: str) -> str:
        return f"(SELECT {column} FROM it)"

    def days(column: str) -> str:
        return f"ifnull(abs(julianday(nullif({column}, '{NEVER}')) - julianday({its(column)})), 1e9)"

    index = "fact_entity" if whose == "=" else "fact_measure"
    # Two walks along an index, away from the day: a measure may have very many facts.
    walks = [
        f"SELECT * FROM (SELECT code, first, last FROM fact INDEXED BY {index}"
        f" WHERE measure = {its('measure')} AND entity {whose} {its('entity')}"
        f" AND first {side} {its('first')} AND code <> {its('code')}"
        f" ORDER BY first {way}, last {way}, code {way} LIMIT {_WALKED})"
        for side, way in ((">=", "ASC"), ("<", "DESC"))
    ]
    return (
        f"WITH it AS (SELECT * FROM fact WHERE id = ?) SELECT code FROM ({' UNION ALL '.join(walks)})"
        f" ORDER BY {days('first')}, {days('last')}, code LIMIT ?"
    )


def counted(group: Group, where: str) -> str:
    """A table of the groups that have facts under a condition: its columns, and their number as `n`."""
    if where == ANY and group != "source":
        return f"(SELECT *, facts AS n FROM {group} WHERE facts)"
    by = GROUPS[group]
    return f"(SELECT {by} AS of, count(*) AS n FROM fact WHERE {where} GROUP BY {by}) JOIN {group} ON {group}.code = of"


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
