"""Candidates that failed the check, kept in a file beside the store: NAME.set-aside.jsonl.

They are no facts, and a store holds nothing else: its file is checked, edited and kept in git. Each
line is what an extractor proposed, the rule that decided each field, and the reason it failed. A
source that is read again replaces its lines.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from cqtui import durable, validate
from cqtui.errors import BadData, unreadable
from cqtui.rows import json_text
from cqtui.sanitize import clean, clean_line

Row = Mapping[str, Any]
"""source, extractor, reason, why (field → rule), proposed (names) and fact, a row as proposed."""


def beside(store: Path) -> Path:
    """Where what was set aside is kept for the store at `store`."""
    return store.with_name(f"{store.name.removesuffix('.json')}.set-aside.jsonl")


def read(store: Path) -> list[Row]:
    """What was set aside, in the order of the file. No file is none.

    Raises:
        NoInput, CqtuiError: the file cannot be read.
        BadData: a line is not what it should be; says which.
    """
    path = beside(store)
    try:
        lines = path.read_text("utf-8").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(str(path), error) from None
    except UnicodeDecodeError:
        raise BadData(f"{clean_line(str(path))}: is not UTF-8 text; delete it, and ingest again") from None
    found: list[Row] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=validate.decimal)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not {"source", "extractor", "reason", "fact"} <= row.keys():
            raise BadData(f"{clean_line(str(path))}:{number}: is no candidate; delete the file, and ingest again")
        found.append(row)
    return found


def replace(store: Path, sources: Collection[tuple[str, str]], rows: Iterable[Row]) -> None:
    """Put `rows` in the place of those of `sources`, (source, extractor) each, in one durable write.

    Raises:
        NoInput, BadData: as `read`; CannotCreate, Locked, CqtuiError: as `durable.write`.
    """
    path = beside(store)
    fresh = list(rows)
    if not fresh and not durable.is_there(path):
        return
    with durable.held(path):
        there = read(store)
        kept = [row for row in there if (row["source"], row["extractor"]) not in sources]
        lines = [clean(json_text(row)) for row in (*kept, *fresh)]
        if len(kept) == len(there) and not fresh:
            return
        durable.replace(path, "".join(f"{line}\n" for line in lines).encode())
