"""Which figures of a large store contradict others: found by a process of its own, and kept beside the index.

The search loads what compares figures and looks at every pair that may contradict each other, which an
explorer would pay for in memory and in processor time whether or not anybody asks. `python -m
cqtui.contesting STORE CACHE FINGERPRINT RATES` is that process; RATES is "" for the package's rates alone.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from cqtui import folders, opening
from cqtui.errors import FOUND, IO_ERROR, CqtuiError
from cqtui.index import keeping
from cqtui.index.questions import Index
from cqtui.view import View

_PACKAGE = Path(__file__).parent
_STALE = 1
"""The exit code of a search in an index that is no longer kept."""


def ids(index: Index, rates: Path | None) -> frozenset[str]:
    """The figures of the store that contradict others.

    Raises:
        NoInput, BadData: the user's file of exchange rates cannot be used.
    """
    from cqtui import bearing  # Which loads what compares figures: who asks what is kept needs none of it.

    return frozenset(fact.id for one in bearing.conflicts_in(index, View(), rates) for fact in one.facts)


def kept(index: Index, store: Path, cache: Path, rates: Path | None) -> frozenset[str] | None:
    """The same as it was found before; None where it has not been."""
    with suppress(OSError, ValueError):
        key, *found = _file(store, cache).read_text("utf-8").splitlines()
        if key == _key(index.meta("fingerprint") or "", rates):
            return frozenset(found)
    return None


def found(index: Index, store: Path, cache: Path, rates: Path | None) -> frozenset[str] | None:
    """The same, found by another process; None where that has failed. Waits for it."""
    import subprocess

    command = [sys.executable, "-m", "cqtui.contesting"]
    about = [str(store.absolute()), str(cache.absolute()), index.meta("fingerprint") or "", str(rates or "")]
    with suppress(OSError, ValueError):
        subprocess.run(
            [*command, *about], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": folders.module_path(os.environ)},
            start_new_session=True,  # It is of use to the next explorer even if this one is left.
            check=False,
        )  # fmt: skip
    return kept(index, store, cache, rates)


def _file(store: Path, cache: Path) -> Path:
    return Path(keeping.place(store, cache)).with_suffix(".contested")


def _key(fingerprint: str, rates: Path | None) -> str:
    """Changes with the store, with the rates and with the rules by which figures are compared."""
    rules = [*(_PACKAGE / "compare").glob("*.py"), _PACKAGE / "bearing.py", _PACKAGE / "rates.toml"]
    stamps = [str(file.stat().st_mtime_ns) for file in [*sorted(rules), *([rates] if rates else [])]]
    return f"{fingerprint}:{keeping.digest(os.fsencode(rates or ''), *(stamp.encode() for stamp in stamps))}"


# The other process


def main(store: Path, cache: Path, fingerprint: str, rates: Path | None) -> int:
    """Find them in the index with this fingerprint, and keep them."""
    with suppress(OSError):
        os.nice(5)
    index = opening.kept_index(store, cache)
    if index is None or index.meta("fingerprint") != fingerprint:
        return _STALE
    try:
        lines = [_key(fingerprint, rates), *sorted(ids(index, rates))]
        keeping.put(_file(store, cache), "\n".join(lines).encode())
    except CqtuiError as error:
        return error.exit_code
    except OSError:
        return IO_ERROR
    return FOUND


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]) if sys.argv[4] else None))
