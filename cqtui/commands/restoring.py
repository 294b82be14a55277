"""The command that brings back what a store was before its last write: restore."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from cqtui.commands.asking import Asked, NothingFound, named_file
from cqtui.commands.counting import counted
from cqtui.commands.output import Output
from cqtui.commands.writing import target_store
from cqtui.errors import FOUND
from cqtui.restoring import Restoring, look, restore
from cqtui.rows import json_text
from cqtui.sanitize import clean_line

_MOST_LISTED = 10


def bring_back(asked: Asked) -> int:
    named = asked.option("file")
    path = target_store(asked, "restored", None if named is None else named_file(named, "restore"))
    is_trial = asked.option("dry_run", False)
    found = look(path) if is_trial else restore(path)
    if found.is_same:
        raise NothingFound(f"{clean_line(str(path))}: is what it was before its last write; nothing to restore")
    if asked.output.format == "json":
        asked.output.line(json_text(_row(path, found, is_restored=not is_trial), indent=1))
    else:
        _tell(asked.output, path, found, is_trial=is_trial)
    return FOUND


def _tell(output: Output, path: Path, found: Restoring, *, is_trial: bool) -> None:
    has = found.broken if found.now is None else counted(found.now, "fact")
    output.pairs([
        ("now", f"{_minute(found.since)}  {has}"),
        ("before", f"{_minute(found.before)}  {counted(found.facts, 'fact')}"),
    ])  # fmt: skip
    for ids, what in ((found.back, "back"), (found.gone, "gone"), (found.changed, "as before")):
        if ids:
            output.line(f"{counted(len(ids), 'fact')} {what}: {_listed(ids)}")
    if is_trial:
        output.line(f"would restore {path} from {found.file}")
    else:
        kept = f"; what it had is kept in {found.file}" if found.since else ""
        output.line(f"restored {path}{kept}")


def _minute(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M}" if time else ""


def _listed(ids: Iterable[str]) -> str:
    first, *more = [*ids]
    return ", ".join([first, *more[: _MOST_LISTED - 1]]) + (" …" if len(more) >= _MOST_LISTED else "")


def _row(path: Path, found: Restoring, *, is_restored: bool) -> dict[str, Any]:
    return {
        "store": str(path), "restored": is_restored, "previous": str(found.file),
        "before": {"written": _second(found.before), "title": found.title, "facts": found.facts},
        "now": {"written": _second(found.since), "facts": found.now, "broken": found.broken},
        "back": found.back, "gone": found.gone, "changed": found.changed,
    }  # fmt: skip


def _second(time: datetime | None) -> str | None:
    return time.isoformat(timespec="seconds") if time else None
