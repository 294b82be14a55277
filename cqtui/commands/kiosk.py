"""A kiosk: what a stranger may ask over ssh, answered read-only, and nothing else.

sshd runs `cqtui --store FILE kiosk` whatever the visitor asks for (ForceCommand), with the visitor's own
words in SSH_ORIGINAL_COMMAND. They are split as a shell would split them, but no shell ever sees them, and
parsed by the same grammar as any command line. What may be asked is listed here, option by option:
an option that is not listed is refused, so that a new one lets nothing in by itself.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import MutableMapping

from cqtui.commands.asking import Asked
from cqtui.commands.grammar import parse
from cqtui.errors import UsageError

COMMANDS = (
    "find", "show", "compare", "conflicts", "targets", "facts", "companies", "metrics", "sources", "timeline", "export",
)  # fmt: skip
"""The commands that are offered: they read the store, and nothing else."""
OPTIONS = frozenset(
    {"company", "parts", "metric", "item", "place", "source", "status", "review", "since", "until", "find", "words",
     "ids", "limit", "sort", "group", "json", "format", "width", "plot", "log", "index", "at", "ascii", "no_color",
     "no_mouse", "slow_link", "theme", "big", "read_only"}
)  # fmt: skip
"""The options that are offered, by the names of their fields: they name no file."""
VARIABLES = frozenset({"TERM", "COLORTERM", "NO_COLOR", "LANG", "LANGUAGE", "TZ", "HOME", "USER", "LOGNAME", "PATH"})
"""What is kept of the environment, with what begins with LC_."""
LONGEST = 4096
"""Characters that a visitor may ask with."""
_OF_THE_OWNER = ("store", "ascii", "no_color", "no_mouse", "slow_link", "theme", "big")


def visitor(owner: Asked, environ: MutableMapping[str, str]) -> Asked:
    """What the visitor asks for, to be answered from the owner's store and with the owner's settings.

    Leaves in `environ` nothing by which a client could change what is done.

    Raises:
        UsageError: it asks for what is not offered.
    """
    words = _words(environ.get("SSH_ORIGINAL_COMMAND", ""))
    for name in [name for name in environ if name not in VARIABLES and not name.startswith("LC_")]:
        del environ[name]
    given = parse(words)
    check(given)
    for name in _OF_THE_OWNER:
        if not hasattr(given, name) and (value := owner.option(name)) is not None:
            setattr(given, name, value)
    given.read_only = True
    return Asked(given)


def _words(command: str) -> list[str]:
    if len(command) > LONGEST:
        raise UsageError(f"more than {LONGEST:,} characters were asked with")
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"the command cannot be read: {str(error).lower()}") from None
    return words[1:] if words[:1] == ["cqtui"] else words


def check(given: argparse.Namespace) -> None:
    """Refuses all that is not listed above."""
    asked = vars(given).copy()
    command = asked.pop("command")
    if command is not None and command not in COMMANDS:
        raise UsageError(f"{command}: not offered here; there are {', '.join(COMMANDS)}")
    for name, value in asked.items():
        if name not in OPTIONS and (name, value) != ("svg", "-"):
            raise UsageError(f"--{name.replace('_', '-')}: not offered here")
