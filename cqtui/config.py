"""Settings: what the configuration file, the environment and the command line say, in that order.

The file is TOML; an unknown setting in it is an error, so that a misspelt one is not lost. Every
field of `Settings` is documented where it stands; the README's table is made from here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cqtui import folders, tomlfiles
from cqtui.errors import BadData


def _setting(doc: str, variable: str | None = None) -> dict[str, str | None]:
    return {"doc": doc, "variable": variable}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set, with its default."""

    store: Path | None = field(default=None, metadata=_setting("The store to open.", "CQTUI_STORE"))
    theme: str = field(
        default="cqtui-dark", metadata=_setting("A theme, by its name in the command palette.", "CQTUI_THEME")
    )
    ascii: bool = field(default=False, metadata=_setting("Draw with ASCII characters only.", "CQTUI_ASCII"))
    mouse: bool = field(default=True, metadata=_setting("Take clicks and the wheel.", "CQTUI_MOUSE"))
    slow_link: bool = field(
        default=False,
        metadata=_setting("Send less to the terminal: the terminal's colours, no mouse.", "CQTUI_SLOW_LINK"),
    )
    read_only: bool = field(
        default=False, metadata=_setting("Offer nothing that writes or leaves the program.", "CQTUI_READ_ONLY")
    )
    big: bool = field(
        default=False,
        metadata=_setting("Big text: one pane at a time, below a large headline.", "CQTUI_BIG"),
    )
    rates: Path | None = field(
        default=None, metadata=_setting("A TOML file of exchange rates, laid over the package's own.", "CQTUI_RATES")
    )
    keys: Mapping[str, str] = field(
        default_factory=dict, metadata=_setting('Other keys for actions: `compare = "c,ctrl+k"`.')
    )


def config_file() -> Path:
    """The configuration file: `CQTUI_CONFIG`, or `config.toml` in the user's configuration folder."""
    return Path(folders.config_file())


def user_store() -> Path:
    """The store a user writes to where no other is named."""
    return Path(folders.user_store())


def cache_folder() -> Path:
    """Where index files are kept; safe to delete."""
    return Path(folders.index_folder())


def state_folder() -> Path:
    """Where bookmarks and crash reports are kept."""
    return Path(folders.folder("state"))


def load() -> Settings:
    """The settings of the configuration file, overlaid by those of the environment.

    Raises:
        BadData: the file is not TOML, or a setting is unknown or of the wrong sort; says which.
        NoInput: `CQTUI_CONFIG` names a file that cannot be read.
    """
    path = config_file()
    given = _file_settings(path) if path.exists() or os.environ.get("CQTUI_CONFIG") else {}
    settings = replace(Settings(), **{name: _read(name, value, str(path)) for name, value in given.items()})
    for one in fields(Settings):
        variable = one.metadata["variable"]
        value = os.environ.get(variable) if variable else None
        if value:
            settings = replace(settings, **{one.name: _read(one.name, value, variable)})
    return settings


def _file_settings(path: Path) -> dict[str, Any]:
    given = tomlfiles.read(path, "configuration")
    known = [one.name for one in fields(Settings)]
    for name in given:
        if name not in known:
            raise BadData(f"{path}: unknown setting {name!r}; there are {', '.join(known)}")
    return given


_FILES = ("store", "rates")
_SWITCHES = {
    "1": True,
    "yes": True,
    "true": True,
    "on": True,
    "0": False,
    "no": False,
    "false": False,
    "off": False,
}


def _read(name: str, value: Any, where: str) -> Any:
    """`value` as setting `name` takes it; variables of the environment come as text."""
    default = getattr(Settings(), name)
    if name in _FILES and isinstance(value, str):
        try:
            return Path(value).expanduser()
        except RuntimeError as error:  # ~nobody, who is no user here
            raise BadData(f"{where}: {name} cannot be {value!r}: {error}") from None
    if isinstance(default, bool):
        switch = _SWITCHES.get(value.lower()) if isinstance(value, str) else value
        if isinstance(switch, bool):
            return switch
        raise BadData(f"{where}: {name} is yes or no, not {value!r}")
    if isinstance(default, str) and isinstance(value, str):
        return value
    if isinstance(default, dict) and isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
        return value
    raise BadData(f"{where}: {name} cannot be {value!r}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The store to open: `demo` where it is the shipped one, which is only ever read."""

    path: Path
    demo: bool = False


def choose_store(settings: Settings) -> Chosen:
    """The named store, else the user's own where there is one, else the demo."""
    if settings.store is not None:
        return Chosen(settings.store)
    own = user_store()
    if own.exists():
        return Chosen(own)
    from cqtui.opening import demo_store

    return Chosen(demo_store(), demo=True)
