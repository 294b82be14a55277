"""TOML files that people write: read as a whole, or refused in one line that says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cqtui import plainfiles
from cqtui.errors import REFUSED, BadData, CqtuiError, NoInput

_MOST = 16 << 20
"""Bytes that such a file may have."""


def read(path: Path, what: str, number: Callable[[str], Any] = float) -> dict[str, Any]:
    """The content of the file at `path`. `what` it is, is told where it cannot be read; `number` makes a
    number of the digits of one that is not whole.

    Raises:
        NoInput, CqtuiError: the file, or the disk, cannot be read.
        BadData: it is not TOML, or holds what no machine should have to read.
    """
    import tomllib  # Which most command lines do without.

    try:
        return tomllib.loads(plainfiles.read(path, _MOST).decode(), parse_float=number)
    except OSError as error:
        failure = NoInput if error.errno in REFUSED else CqtuiError
        raise failure(f"{path}: cannot read the {what}: {error.strerror}") from None
    except RecursionError:
        raise BadData(f"{path}: is nested too deep") from None
    except ValueError as error:  # Not UTF-8, not TOML, an endless number.
        raise BadData(f"{path}: not a TOML file: {error}") from None
