"""The content that a store had before its last write: what bringing it back would change, and doing so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cqtui import durable, store
from cqtui.errors import BadData, NoInput, unreadable
from cqtui.model import Fact
from cqtui.storefile import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """A store as it is and as it was before its last write. Of facts, ids are told."""

    file: Path
    """Where it is kept as it was."""
    before: datetime
    """When what is kept was written, in local time."""
    since: datetime | None
    """When the store as it is was written; None where it is missing."""
    title: str
    facts: int
    now: int | None
    """Facts that the store has; None where it is missing or broken, and `broken` says how."""
    broken: str | None
    is_same: bool
    """Whether both files are alike, so that there is nothing to bring back."""
    back: tuple[str, ...]
    """Facts that the store had and has no more."""
    gone: tuple[str, ...]
    """Facts that it did not have."""
    changed: tuple[str, ...]
    """Facts that it had with another content."""


def look(path: Path) -> Restoring:
    """What bringing back the content that the store at `path` had before would change. Changes nothing.

    Raises:
        NoInput: nothing is kept.
        BadData: what is kept is no sound store.
        CqtuiError: the disk fails.
    """
    try:
        return _look(path)
    except OSError as error:
        raise unreadable(str(error.filename or path), error) from None


def _look(path: Path) -> Restoring:
    kept = durable.previous(path)
    if not kept.exists():
        raise NoInput(f"{shown(path)}: no content before is kept ({shown(kept)}); there is nothing to restore")
    before = store.read(kept)
    had = {fact.id: fact for fact in before.facts}
    has, broken = _present(path)
    both = had.keys() & has.keys() if has is not None else set()
    return Restoring(
        file=kept,
        before=datetime.fromtimestamp(kept.stat().st_mtime),
        since=datetime.fromtimestamp(path.stat().st_mtime) if path.exists() else None,
        title=before.title,
        facts=len(had),
        now=None if has is None else len(has),
        broken=broken,
        is_same=has is not None and kept.read_bytes() == path.read_bytes(),
        back=tuple(id for id in had if has is not None and id not in has),
        gone=tuple(id for id in has or () if id not in had),
        changed=tuple(id for id in had if id in both and has is not None and has[id] != had[id]),
    )


def restore(path: Path) -> Restoring:
    """Bring back the content that the store at `path` had before; what it has becomes the content before.

    What is there may be broken or missing. Gives what that changed; where both are alike, nothing.

    Raises:
        NoInput, BadData, CqtuiError: as `look`; nothing is changed then.
        CannotCreate, Locked, CqtuiError: as `durable.write`.
    """
    look(path)  # Before a lock file is put beside what is no store.
    with durable.held(path):
        found = look(path)
        if not found.is_same:
            durable.bring_back(path)
    return found


def _present(path: Path) -> tuple[dict[str, Fact] | None, str | None]:
    """The facts that the store has, or what is wrong with it."""
    if not path.exists():
        return None, "is missing"
    try:
        return {fact.id: fact for fact in store.read(path).facts}, None
    except (BadData, NoInput) as error:
        what = str(error).removeprefix(f"{shown(path)}: ").rpartition("; ")[0]
        return None, what
