"""The commands that take in, check and hand out whole stores: import, check, export, completion."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cqtui import config, durable, formats
from cqtui.commands.asking import Asked, named_file
from cqtui.commands.counting import counted
from cqtui.commands.output import Output
from cqtui.correcting import as_read
from cqtui.errors import BAD_DATA, FOUND, NOTHING_FOUND, CannotCreate, NoInput, complain
from cqtui.model import Fact
from cqtui.rows import json_text
from cqtui.sanitize import clean_line

if TYPE_CHECKING:
    from cqtui.commands import interchange

_MOST_LISTED = 50
"""Bad lines that are named one by one."""


def check(asked: Asked) -> int:
    from cqtui import store

    output, named = asked.output, asked.option("file")
    path = asked.chosen.path if named is None else named_file(named, "check")
    problems = list(store.problems(path))
    facts = None if problems else len(store.read(path).facts)
    if output.format == "json":
        rows = [problem._asdict() for problem in problems]
        output.line(json_text({"file": str(path), "facts": facts, "problems": rows}, indent=1))
    else:
        output.lines(map(str, problems))
        clean = f"no problems in {counted(facts or 0, 'fact')}"
        output.line(counted(len(problems), "problem") if problems else clean)
    return BAD_DATA if problems else FOUND


# In


def import_(asked: Asked) -> int:
    from cqtui.commands.interchange import read as read_files

    path = target_store(asked, "imported")
    read = read_files(asked.option("files"))
    there = _stored(path) if durable.is_there(path) else {}
    read.facts, conflicts = _apart(read.facts, there)
    read.bad += conflicts
    if read.bad:
        _tell_bad(read.bad)
        are = "is" if len(read.bad) == 1 else "are"
        left_out = f"{len(read.bad)} of {counted(read.rows, 'row')} {are} bad"
        if not asked.option("skip_bad"):
            complain(f"{left_out}: nothing imported; --skip-bad imports the rest")
            return BAD_DATA
        complain(f"{left_out} and left out")
    if not read.facts and not read.stores:
        if not read.bad:
            complain(f"{clean_line(', '.join(asked.option('files')))}: no facts to import")
        return BAD_DATA if read.bad else NOTHING_FOUND
    return _add(asked, path, read, there)


def target_store(asked: Asked, done: str, named: Path | None = None) -> Path:
    """The store that is written to: the one that is `named`, else as --store says, else the user's own;
    never the demo.

    `done` is what would have been done, for the refusal: "imported".

    Raises:
        CannotCreate: it is the demo, or nothing may be written.
    """
    settings = asked.settings
    if settings.read_only:
        raise CannotCreate(f"nothing {done}: read_only is set")
    chosen = named or settings.store
    if chosen is None:
        return config.user_store()
    from cqtui.opening import demo_store

    try:
        is_demo = chosen.resolve() == demo_store().resolve()
    except (NoInput, OSError, RuntimeError, ValueError):  # no demo, or a path that cannot be one
        is_demo = False
    if is_demo:
        shown = clean_line(str(chosen))
        raise CannotCreate(f"{shown}: is the demo, which is only read; name another store with --store")
    return chosen


def _stored(path: Path) -> dict[str, Fact]:
    from cqtui import store

    return {fact.id: fact for fact in store.read(path).facts}


def _apart(
    given: list[interchange.Given], there: dict[str, Fact]
) -> tuple[list[interchange.Given], list[interchange.Bad]]:
    """The facts that can be added or are there, and those whose id the store has for something else."""
    from cqtui.commands.interchange import Bad

    fitting, conflicts = [], []
    for one in given:
        known = there.get(one.fact.id)
        if known is None or _says_the_same(known, one.fact):
            fitting.append(one)
        else:
            reason = f"the store has a fact {one.fact.id!r} that says something else"
            conflicts.append(Bad(one.where, reason))
    return fitting, conflicts


def _says_the_same(one: Fact, other: Fact) -> bool:
    """Whether two facts are one, as they were read: what people said of either since is aside."""
    one, other = as_read(one), as_read(other)
    return one == replace(other, review=one.review, note=one.note, confidence=one.confidence)


def _tell_bad(bad: list[interchange.Bad]) -> None:
    if sys.stderr is None:
        return
    for one in bad[:_MOST_LISTED]:
        sys.stderr.write(f"{one}\n")
    if len(bad) > _MOST_LISTED:
        sys.stderr.write(f"… and {len(bad) - _MOST_LISTED} more\n")


def _add(asked: Asked, path: Path, read: interchange.Read, there: dict[str, Fact]) -> int:
    """Add what was read to the store at `path`, in one write, and say what that did."""
    from cqtui import store

    facts = [*(one.fact for one in read.facts), *(fact for whole in read.stores for fact in whole.facts)]
    is_new = not durable.is_there(path)
    if asked.option("dry_run"):
        new = len({fact.id for fact in facts} - there.keys())
        _tell(asked, path, "would add", new, len(facts) - new, is_new=is_new, stubs=())
        return FOUND
    title = read.stores[0].title if len(read.stores) == 1 and not read.facts else ""
    make_folder(path)
    added = store.append(
        path,
        sources=[row for whole in read.stores for row in whole.sources],
        entities=[row for whole in read.stores for row in whole.entities],
        metrics=[row for whole in read.stores for row in whole.metrics],
        items=[row for whole in read.stores for row in whole.items],
        units=[row for whole in read.stores for row in whole.units],
        facts=facts,
        title=title or path.stem,
    )
    present = len(facts) - added.facts
    _tell(asked, path, "added", added.facts, present, is_new=is_new, stubs=added.stubs)
    if added.stubs and asked.output.format != "json":
        listed = ", ".join(added.stubs[:10]) + (" …" if len(added.stubs) > 10 else "")
        complain(f"known by id alone, as no store says more about them: {listed}")
    return FOUND


def make_folder(path: Path) -> None:
    """Makes the folder of the user's own store, if that is what is at `path` or will be.

    Raises:
        CannotCreate: it cannot be made.
    """
    if path != config.user_store():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(f"{clean_line(str(path.parent))}: cannot be made: {error.strerror}") from None


def _tell(
    asked: Asked, path: Path, done: str, facts: int, present: int, *, is_new: bool, stubs: tuple[str, ...]
) -> None:
    if asked.output.format == "json":
        told = {
            "store": str(path), "new": is_new, "added": facts, "present": present,
            "dry_run": asked.option("dry_run", False), "stubs": stubs,
        }  # fmt: skip
        asked.output.line(json_text(told))
        return
    new = " (a new store)" if is_new else ""
    asked.output.line(f"{done} {counted(facts, 'fact')}, {present} already there: {path}{new}")


# Out


def export(asked: Asked) -> int:
    index, target = asked.index, asked.option("output", "-")
    ids = asked.option("ids", ())
    if ids:
        only = tuple(fact.id for fact in asked.facts(ids))
        view = replace(asked.view(), only=only)
    else:
        view = asked.view()
    count = index.count(view)
    if not count:
        raise asked.nothing(view)
    suffix = Path(target).suffix.removeprefix(".")
    named = asked.option("format") or (suffix if suffix in formats.FORMATS else formats.FORMATS[0])
    format = asked.format if asked.option("json") else named
    found = index.facts(view)
    lines = formats.facts(found, format, index.vocabulary, index.source)
    if target == "-":
        Output(format=format).lines(lines)
        return FOUND
    text = "".join(f"{line}\n" for line in lines)
    put_file(named_file(target, "--output"), text, force=asked.option("force", False))
    asked.output.line(f"wrote {counted(count, 'fact')} to {target}")
    return FOUND


def put_file(path: Path, text: str, *, force: bool) -> None:
    """Put `text` at `path`, all of it or nothing.

    Raises:
        CannotCreate: something is there and `force` is not given, or it may not be written.
        CqtuiError: the disk is full or fails.
    """
    if not force and durable.is_there(path):
        raise CannotCreate(f"{clean_line(str(path))}: exists already; --force replaces it")
    durable.replace(path, text.encode())


def completion(asked: Asked) -> int:
    from argcomplete.shell_integration import shellcode

    Output().line(shellcode(["cqtui"], shell=asked.option("shell")).strip("\n"))
    return FOUND
