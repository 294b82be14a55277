"""Files that people name, read whole: one that never ends, or that nobody writes to, is refused before it is opened."""

from __future__ import annotations

import errno
import os
import stat


def read(path: str | os.PathLike[str], most: int) -> bytes:
    """The bytes of the file at `path`, if there are at most so many.

    Raises:
        OSError: it cannot be read, is a pipe, a device or the like, or is larger; `strerror` says which.
        ValueError: a NUL in the name.
    """
    # Should a pipe take its place at this moment, opening it must not wait for a writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", path)
        data = file.read(most + 1) if status.st_size <= most else b""
    if status.st_size > most or len(data) > most:
        raise OSError(errno.EFBIG, f"Larger than {most:,} bytes", path)
    return data
