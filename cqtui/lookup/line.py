"""A plain command line as a look-up: the command, its options, and the store that it is about."""

from __future__ import annotations

import os

from cqtui import folders, plainfiles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_COMMON = {"--store": "store", "--no-color": "no_color"}
_PRINTED = {"--json": "json", "--format": "format"}
_FILTERS = {
    "--company": "company", "--entity": "company", "--parts": "parts", "--metric": "metric", "--item": "item",
    "--place": "place", "--status": "status", "--review": "review", "--since": "since", "--until": "until",
}  # fmt: skip
OPTIONS = {
    "find": {**_COMMON, **_PRINTED, **_FILTERS, "--limit": "limit"},
    "facts": {
        **_COMMON, **_PRINTED, **_FILTERS, "--find": "find", "--sort": "sort", "--group": "group", "--limit": "limit",
    },
    "show": {**_COMMON, **_PRINTED},
    "companies": {**_COMMON, **_PRINTED},
    "metrics": {**_COMMON, **_PRINTED},
    "sources": {**_COMMON, **_PRINTED},
}  # fmt: skip
"""The look-ups, and by their flags the names of the options they take here."""
GROUPS = {"metric": "measure", "company": "entity", "source": "source"}
"""What facts can be grouped by, in the words of the panes, as `view.GROUP_WORDS` has it."""
SWITCHES = ("no_color", "json", "parts")
REPEATED = ("company", "metric", "item", "place", "status", "review")
CHOICES = {
    "format": ("table", "json", "jsonl"),
    "sort": ("oldest", "newest", "largest", "smallest", "name"),
    "group": tuple(GROUPS),
    "status": ("actual", "estimate", "forecast", "target", "plan"),
    "review": ("unreviewed", "accepted", "rejected"),
}
_WITH_OPERANDS = ("find", "show")

_SETTINGS = (
    "CQTUI_ASCII",
    "CQTUI_BIG",
    "CQTUI_MOUSE",
    "CQTUI_RATES",
    "CQTUI_READ_ONLY",
    "CQTUI_SLOW_LINK",
    "CQTUI_THEME",
)
_KNOWN = {"big": bool, "mouse": bool, "read_only": bool, "slow_link": bool, "theme": str, "rates": str, "store": str}
"""The settings of a configuration file that change nothing here but which store is meant."""


_LONGEST = 1 << 20
"""Bytes of a configuration file that is plain enough to be read here."""


class Declined(Exception):
    """This look-up is one for the whole program."""


class Line:
    """A command line that was read."""

    def __init__(self, command: str, operands: list[str], options: dict[str, Any]) -> None:
        self.command = command
        self.operands = operands
        self.options = options
        """What was given, by the names of the options: text, a list of texts, or True."""

    @property
    def format(self) -> str:
        return "json" if "json" in self.options else str(self.options.get("format", "table"))

    @property
    def store(self) -> str:
        return store_of(self.options.get("store"))


def store_of(option: str | None) -> str:
    """The store that is named, by an option or otherwise, else the user's own where there is one, else the demo.

    Raises:
        Declined: only the whole program can tell.
    """
    named = option or os.environ.get("CQTUI_STORE") or _configured_store()
    if named:
        return os.path.expanduser(named)
    own = folders.user_store()
    store = own if os.path.exists(own) else folders.demo_store()
    if store is None:
        raise Declined
    return store


def read(words: Sequence[str]) -> Line:
    """The command line `words`.

    Raises:
        Declined: it is no look-up, or has something that is not taken here.
    """
    if any(map(os.environ.get, _SETTINGS)) or "_ARGCOMPLETE" in os.environ:
        raise Declined
    command = ""
    operands: list[str] = []
    options: dict[str, Any] = {}
    left = iter(words)
    for word in left:
        if not word or not word.isprintable():
            raise Declined
        if word.startswith("-"):
            _take(word, left, OPTIONS.get(command, _COMMON), options)
        elif command:
            operands.append(word)
        elif word in OPTIONS:
            command = word
        else:
            raise Declined
    if not command or bool(operands) != (command in _WITH_OPERANDS):
        raise Declined
    line = Line(command, operands, options)
    if line.format != options.get("format", line.format) or options.keys() - OPTIONS[command].values():
        raise Declined
    return line


def _take(word: str, left: Iterator[str], flags: dict[str, str], options: dict[str, Any]) -> None:
    """Put the option that `word` begins into `options`."""
    flag, given, value = word.partition("=")
    name = flags.get(flag)
    if name is None or (name in SWITCHES and given):
        raise Declined
    if name in SWITCHES:
        options[name] = True
        return
    value = value if given else next(left, "")
    if not value.isprintable() or value.startswith("-") or not value.strip():
        raise Declined
    if name in CHOICES and value not in CHOICES[name]:
        raise Declined
    if name in REPEATED:
        options.setdefault(name, []).append(value)
    else:
        options[name] = value


def _configured_store() -> str | None:
    """The store that the configuration file names, where it is so plain that it needs no TOML to be read."""
    try:
        lines = plainfiles.read(folders.config_file(), _LONGEST).decode().split("\n")
    except FileNotFoundError:
        if os.environ.get("CQTUI_CONFIG"):
            raise Declined from None
        return None
    except (OSError, ValueError):
        raise Declined from None
    settings: dict[str, Any] = {}
    for line in lines:
        if not line.isprintable():
            raise Declined
        if line.strip() and not line.startswith("#"):
            name, equals, value = map(str.strip, line.partition("="))
            if not equals or name in settings:
                raise Declined
            settings[name] = _plain(value)
            if type(settings[name]) is not _KNOWN.get(name):
                raise Declined
    return settings.get("store")


def _plain(value: str) -> str | bool:
    """What a value of TOML means that is a plain string or a switch."""
    if value in ("true", "false"):
        return value == "true"
    inside = value[1:-1]
    if len(value) < 3 or value[0] + value[-1] != '""' or '"' in inside or "\\" in inside or not inside.isprintable():
        raise Declined
    return inside
