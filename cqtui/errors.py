"""How the program fails: one clear line and an exit code of sysexits.h, never a traceback."""

from __future__ import annotations

import errno
import sys

from cqtui.sanitize import clean_line

FOUND = 0
NOTHING_FOUND = 1
NO_TERMINAL = 2
USAGE = 64
BAD_DATA = 65
NO_INPUT = 66
CANNOT_CREATE = 73
IO_ERROR = 74
LOCKED = 75
INTERRUPTED = 130


class CqtuiError(Exception):
    """A failure a person can act on. `str(error)` is one line: what, where, what to do."""

    exit_code = IO_ERROR


class UsageError(CqtuiError):
    """The command line or a link asks for something that does not exist or does not fit."""

    exit_code = USAGE


class BadData(CqtuiError):
    """Input was read but is not what it should be: torn, foreign, newer, or not valid."""

    exit_code = BAD_DATA


class NoInput(CqtuiError):
    """A file to read is missing, unreadable, or not a regular file."""

    exit_code = NO_INPUT


class CannotCreate(CqtuiError):
    """A file to write cannot be created, or must not be written."""

    exit_code = CANNOT_CREATE


class NoTerminal(CqtuiError):
    """What wants a terminal has none."""

    exit_code = NO_TERMINAL


class Locked(CqtuiError):
    """Another process holds the write lock; trying again later will work."""

    exit_code = LOCKED


REFUSED = frozenset(
    (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG,
     errno.EISDIR, errno.ELOOP, errno.EEXIST, errno.ENXIO, errno.EINVAL, errno.EFBIG)
)  # fmt: skip
"""Errors that lie in what a file is and where, not in the disk beneath it."""


def unreadable(name: str, error: OSError, todo: str = "check its permissions") -> CqtuiError:
    """What keeps the file `name` from being read; `todo` is what to do where the disk is not to blame."""
    is_disk = error.errno not in REFUSED
    what = f"{clean_line(name)}: cannot be read: {clean_line(error.strerror or str(error))}"
    return CqtuiError(f"{what}; check the disk and try again") if is_disk else NoInput(f"{what}; {todo}")


def complain(text: str) -> None:
    """One line to the standard error, under the program's name."""
    if sys.stderr is not None:
        sys.stderr.write(f"cqtui: {clean_line(text)}\n")
