"""What look-ups answer, straight from the index that is kept for the store."""

from __future__ import annotations

import os
import sys
from itertools import chain, islice

from cqtui import folders
from cqtui.errors import FOUND, complain
from cqtui.index import keeping, sql
from cqtui.lookup import texts
from cqtui.lookup.line import GROUPS, Declined, Line
from cqtui.naming import folded
from cqtui.sanitize import clean, clean_line
from cqtui.tabular import plain_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from sqlite3 import Connection
    from typing import Any

FIRST_FOUND = 50
"""Facts that `find` shows in a table."""
FACT_HEADERS = ("who", "what", "value", "change", "period", "status", "id")
"""The columns of a table of facts, as `sql.CELLS` has them."""


def answer(line: Line) -> int:
    """Print the answer and give the exit code. Raises Declined, with nothing printed, where others have to."""
    _check_output(line.format)
    index = _index(line.store)
    {"find": _find, "facts": _facts, "show": _show, "companies": _companies, "metrics": _metrics, "sources": _sources}[
        line.command
    ](line, index)
    return FOUND


def _index(store: str) -> Connection:
    seen = keeping.fingerprint(store)
    if seen is None:
        raise Declined
    try:
        index = keeping.opened(keeping.place(store, folders.index_folder()))
        noted = index.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    except Exception:  # None, torn, foreign, of an older layout.
        raise Declined from None
    if noted != (seen,):
        raise Declined
    return index


# What is asked


class _Filters:
    """The part of a view that look-ups fill in."""

    only = sources = ()

    def __init__(self, line: Line, index: Connection) -> None:
        given = line.options
        self.entities = _named(index, "entity", given.get("company", ()))
        self.places = _named(index, "entity", given.get("place", ()))
        self.measures = _measures(index, given)
        self.parts = "parts" in given
        self.statuses = tuple(given.get("status", ()))
        self.reviews = tuple(given.get("review", ()))
        self.since = _day(given.get("since"), "01-01")
        self.until = _day(given.get("until"), "12-31")
        self.text = clean_line(given.get("find", "") or " ".join(line.operands)).strip()
        self.sort = given.get("sort", "oldest")
        self.group = GROUPS[given.get("group", "metric")]
        if self.since and self.until and self.since > self.until:
            raise Declined


def _named(index: Connection, kind: str, texts: Sequence[str]) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for text in texts:
        found = sql.named(index, kind, folded(clean_line(text)))
        if not found:
            raise Declined
        ids.update(dict.fromkeys(found))
    return tuple(ids)


def _measures(index: Connection, given: dict[str, Any]) -> tuple[tuple[str, str | None], ...]:
    metrics, items = _named(index, "metric", given.get("metric", ())), _named(index, "item", given.get("item", ()))
    if not items:
        return tuple((metric, None) for metric in metrics)
    used = index.execute("SELECT metric, item FROM measure WHERE facts ORDER BY rank").fetchall()
    chosen = tuple((metric, item) for metric, item in used if item in items and (not metrics or metric in metrics))
    if not chosen:
        raise Declined
    return chosen


def _day(text: str | None, of_year: str) -> str | None:
    """The day of a year that is written as such; None where nothing is asked for."""
    if text is None:
        return None
    if len(text) != 4 or not (text.isascii() and text.isdigit()) or text == "0000":
        raise Declined
    return f"{text}-{of_year}"


def _limit(line: Line, otherwise: int) -> int:
    text = line.options.get("limit", str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Declined
    return int(text)


# Facts


def _find(line: Line, index: Connection) -> None:
    view: Any = _Filters(line, index)
    is_table = line.format == "table"
    limit = _limit(line, FIRST_FOUND if is_table else 0)
    where, values = sql.condition(view)
    (matches,) = index.execute(f"SELECT count(*) FROM fact WHERE {where}", values).fetchone()
    rest, values = sql.found(view, matches, limit or -1)
    _print_facts(line, _asked(index, is_table, rest, values))
    if 0 < limit < matches:
        complain(f"{matches - limit} more match; --limit 0 shows all {matches}")


def _facts(line: Line, index: Connection) -> None:
    view: Any = _Filters(line, index)
    limit = _limit(line, 0)
    question, values = sql.groups(view)
    rows = chain.from_iterable(
        _asked(index, line.format == "table", *sql.window(view, group, 0, facts))
        for group, _, facts in index.execute(question, values).fetchall()
    )
    _print_facts(line, islice(rows, limit) if limit else rows)


def _asked(index: Connection, is_table: bool, rest: str, values: Sequence[Any]) -> Iterator[Any]:
    columns = sql.CELLS if is_table else sql.FACT_COLUMNS
    return index.execute(f"SELECT {columns} {sql.FACTS} {rest}", values)


def _print_facts(line: Line, rows: Iterator[Any]) -> None:
    if line.format == "table":
        _print_table(FACT_HEADERS, list(rows), right=(2,))
    else:
        _print_rows(line, map(texts.fact, rows))


def _show(line: Line, index: Connection) -> None:
    if line.format == "table":
        raise Declined
    ids = [_id(index, clean_line(text).strip()) for text in line.operands]
    rows = [_shown(index, id) for id in dict.fromkeys(ids)]
    if line.format == "json" and len(line.operands) == 1:
        _print([texts.text(rows[0], indented=True)])
    else:
        _print_rows(line, iter(rows))


def _id(index: Connection, text: str) -> str:
    """The only id that is, or begins with, what was given."""
    question = "SELECT id FROM fact WHERE id >= ? AND id < ? ORDER BY id LIMIT 2"
    begun = index.execute(question, (text, f"{text}\U0010ffff")).fetchall() if text else []
    if not begun or (len(begun) > 1 and begun[0] != (text,)):
        raise Declined
    return str(begun[0][0])


def _shown(index: Connection, id: str) -> dict[str, Any]:
    (row,) = _asked(index, False, "WHERE fact.id = ?", (id,))
    fact = texts.fact(row)
    (source,) = _cited(index, "FROM source WHERE id = ?", fact["evidence"]["source"])
    citation = source.pop("citation")
    return {**fact, "citation": citation, "source": source}


# What there is


def _companies(line: Line, index: Connection) -> None:
    rows = index.execute(
        "SELECT id, name, kind, part_of, entity.facts, depth FROM outline JOIN entity ON entity.id = outline.key"
        " WHERE pane = 'companies' ORDER BY place"
    ).fetchall()
    if line.format == "table":
        top = min((row[5] for row in rows), default=0)
        cells = [("  " * (depth - top) + name, kind, str(n), id) for id, name, kind, _, n, depth in rows]
        _print_table(("name", "kind", "facts", "id"), cells, right=(2,))
    else:
        names = ("id", "name", "kind", "part_of", "facts")
        _print_rows(line, (dict(zip(names, row, strict=False)) for row in rows))


def _metrics(line: Line, index: Connection) -> None:
    if line.format == "table":
        raise Declined
    rows = index.execute(
        "SELECT measure.metric, metric.label, nullif(measure.item, ''), facts FROM measure"
        " JOIN metric ON metric.id = measure.metric WHERE facts ORDER BY rank"
    ).fetchall()
    if len(rows) != index.execute("SELECT count(*) FROM measure WHERE facts").fetchone()[0]:
        raise Declined  # A metric that no table explains.
    names = ("metric", "label", "item", "facts")
    _print_rows(line, (dict(zip(names, row, strict=True)) for row in rows))


def _sources(line: Line, index: Connection) -> None:
    question = (
        ", n FROM (SELECT source AS of, count(*) AS n FROM fact GROUP BY source) JOIN source ON source.code = of"
        " ORDER BY n DESC, source.code"
    )
    rows = list(_cited(index, question))
    if line.format == "table":
        cells = [(row["citation"], str(row["facts"]), row["id"]) for row in rows]
        _print_table(("source", "facts", "id"), cells, right=(1,))
    else:
        _print_rows(line, iter(rows))


def _cited(index: Connection, rest: str, *values: str) -> Iterator[dict[str, Any]]:
    """Sources, without their texts, with their citations and what else is asked for: their facts."""
    names = ("id", "title", "publisher", "published", "url", "language", "sha256", "brief", "citation", "facts")
    for row in index.execute(f"SELECT {', '.join(names[:-1])} {rest}", values):
        source = dict(zip(names, row, strict=False))
        source["brief"] = bool(source["brief"])
        yield source


# Printing


def _check_output(format: str) -> None:
    """Refuse a table that a person sees on a terminal, or in another character set."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    if format == "table" and (
        encoding != "utf8" or (sys.stdout.isatty() and os.environ.get("TERM") not in ("", "dumb", None))
    ):
        raise Declined


def _print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: tuple[int, ...]) -> None:
    if not rows:
        raise Declined
    table = plain_table([[clean_line(cell) for cell in row] for row in rows], headers, right=right)
    _print(table.split("\n"), "replace")


def _print_rows(line: Line, rows: Iterator[dict[str, Any]]) -> None:
    first = list(islice(rows, 1))
    if not first:
        raise Declined
    _print(texts.lines(chain(first, rows), line.format))


def _print(lines: Iterable[str], errors: str = "strict") -> None:
    """Print lines, with nothing in them that a terminal would obey."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors=errors)
    for line in lines:
        sys.stdout.write(clean(line) + "\n")
