"""`cqtui demo`: which tour is played, and what the commands answer that it shows."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from cqtui.commands import kiosk
from cqtui.commands.asking import Asked, named_file
from cqtui.commands.grammar import BY_NAME, parse
from cqtui.config import Settings
from cqtui.errors import UsageError
from cqtui.index.questions import Index
from cqtui.tour import script as scripts
from cqtui.tour.script import Script

_WIDEST = 500
"""Characters of a line that are shown; the rest is cut anyway."""


def script(asked: Asked, actions: Collection[str]) -> Script:
    """The tour that the command line names, or the shipped one; it may name these actions.

    Raises:
        NoInput, BadData: it cannot be read, or is none.
    """
    name = asked.option("script")
    path: Path = scripts.SHIPPED if name is None else named_file(name, "demo")
    return scripts.read(path, actions, kiosk.COMMANDS)


def answered(index: Index, settings: Settings, line: str, ids: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    """A tour's command line with ids put in, and what it prints in a pipe, line by line.

    It is parsed by the kiosk's rules: what it may ask for reads the store, names no file and starts nothing.

    Raises:
        CqtuiError: it fails, as it would at a prompt.
    """
    shown = line
    for name, found in ids.items():
        shown = shown.replace(f"{{{name}}}", " ".join(found))
    try:
        words, lines = scripts.command(shown)
    except ValueError as error:
        raise UsageError(str(error)) from None
    given = parse(words)
    kiosk.check(given)
    asked = Asked(given)
    asked.__dict__["settings"] = settings
    asked.__dict__["index"] = index
    module, function = BY_NAME[given.command].run.split(":")
    with redirect_stdout(io.StringIO()) as output:
        getattr(import_module(f"cqtui.commands.{module}"), function)(asked)
    return shown, [text[:_WIDEST] for text in output.getvalue().split("\n")[:lines]]
