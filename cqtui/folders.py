"""Where the program's files are, as paths in text: what a look-up needs of the configuration.

`config` hands them out as `Path`, which takes longer to load than a look-up.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"), "data": ("XDG_DATA_HOME", ".local/share"),
    "cache": ("XDG_CACHE_HOME", ".cache"), "state": ("XDG_STATE_HOME", ".local/state"),
}  # fmt: skip
_HERE = os.path.dirname(os.path.abspath(__file__))


def folder(kind: str) -> str:
    """Where this user's files of a kind live on this system: "config", "data", "cache", "state"."""
    if sys.platform.startswith("linux"):  # As platformdirs says, which takes longer to load than a look-up.
        variable, usual = _XDG[kind]
        return os.path.join(os.path.expanduser(os.environ.get(variable, "").strip() or f"~/{usual}"), "cqtui")
    from platformdirs import PlatformDirs

    return str(getattr(PlatformDirs("cqtui", appauthor=False), f"user_{kind}_dir"))


def config_file() -> str:
    """The configuration file: `CQTUI_CONFIG`, or `config.toml` in the user's configuration folder."""
    return os.environ.get("CQTUI_CONFIG") or os.path.join(folder("config"), "config.toml")


def user_store() -> str:
    """The store a user writes to where no other is named."""
    return os.path.join(folder("data"), "facts.json")


def index_folder() -> str:
    """Where index files are kept; safe to delete."""
    return os.path.join(folder("cache"), "index")


def demo_store() -> str | None:
    """The store that ships with the program, in the wheel or in the checkout it runs from, if it is there."""
    for path in (os.path.join(_HERE, "demo", "facts.json"), os.path.join(_HERE, "..", "store", "facts.json")):
        if os.path.isfile(path):
            return os.path.normpath(path)
    return None


def module_path(environ: Mapping[str, str]) -> str:
    """The `PYTHONPATH` by which another process, started in `environ`, finds this very package."""
    return os.pathsep.join(filter(None, (os.path.dirname(_HERE), environ.get("PYTHONPATH"))))
