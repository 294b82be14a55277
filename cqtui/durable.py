"""How a file is replaced so that no crash, full disk or second writer ever leaves half of one.

A reader that opens by path sees the old bytes or the new, never a mixture, and needs no lock.
"""

from __future__ import annotations

import errno
import glob
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cqtui.errors import REFUSED, CannotCreate, CqtuiError, Locked, unreadable
from cqtui.sanitize import clean_line

PATIENCE = 10.0
"""Seconds that a writer waits for another before it gives up."""

PREVIOUS = ".previous"
"""Behind a file's name, what the content before its last write is kept under."""

WRITTEN_BUT = "written, but the disk may not hold it yet"
"""How the message of a failure begins that came after the file had its new content."""


def write(path: Path, data: bytes) -> None:
    """Make `data` the content of the file at `path`, alone among the writers that use this module.

    For a file that is read, changed and written back, take `held` around all three instead.

    Raises:
        CannotCreate: the directory is missing or may not be written, or the file may not.
        Locked: another process kept writing for `PATIENCE` seconds.
        CqtuiError: the disk is full or fails; the old content stands.
    """
    with held(path):
        replace(path, data)


@contextmanager
def held(path: Path, *, patience: float | None = None) -> Iterator[None]:
    """The exclusive right to write the file at `path`, for as long as the block runs.

    The lock is a file beside it, `.NAME.lock`, which stays: taking it away would let two writers
    lock two different files of that name. Temporary files that a killed writer left are removed.

    Raises:
        CannotCreate, Locked, CqtuiError: as `write`.
    """
    from filelock import FileLock, Timeout  # Which whoever only asks whether a file may be written need not load.

    patience = PATIENCE if patience is None else patience
    with _one_line(path):
        target = _target(path)
        # Asked before the lock is, because filelock creates directories that are missing.
        if not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, f"there is no directory {target.parent}")
        lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=patience)
        try:
            lock.acquire()
        except Timeout:
            raise Locked(f"{_shown(path)}: another process is writing to it; try again") from None
        except NotImplementedError as error:
            raise OSError(errno.ENOSYS, str(error)) from None  # no locks on this file system
    try:
        _clear(target)
        _finish_bringing_back(target)
        yield
    finally:
        lock.release()


def replace(path: Path, data: bytes | Iterable[bytes], *, keep: tuple[str, ...] = ()) -> None:
    """Make `data`, which may come in pieces, the content of the file at `path`; whoever calls it holds
    the lock if it matters.

    Mode and, as far as the process may, owner are those of the file replaced; a symbolic link is
    followed. The old content is kept beside it, under its name with each suffix of `keep`; such a
    file holds, at any moment, either what it held or all of the old content.

    Raises:
        CannotCreate, CqtuiError: as `write`; the file at `path` is as it was.
    """
    with _one_line(path):
        target = _target(path)
        old = _replaceable(path, target)
        _clear(target, older=_ABANDONED)
        fresh = _temporary(target)
        try:
            _write_through(fresh, data, old)
            if old is not None:
                for suffix in keep:
                    _keep(target, suffix, old)
            fresh.replace(target)
        finally:
            # Gone already where all went well.
            with suppress(OSError):
                fresh.unlink()
    with _one_line(path, WRITTEN_BUT):
        _sync_directory(target.parent)


def previous(path: Path) -> Path:
    """Where the content is kept that the file at `path` had before: beside the file itself, not a link to it.

    Raises:
        CannotCreate: no file can have this name.
    """
    with _one_line(path):
        target = _target(path)
    return target.with_name(target.name + PREVIOUS)


def bring_back(path: Path) -> None:
    """Exchange the file at `path` with its previous content; whoever calls it holds the lock.

    Nothing is copied, so that it can be done on a full disk. The file has its own mode and owner still.
    Where there is none at `path`, there is no previous content afterwards.

    Raises:
        CannotCreate, CqtuiError: as `write`.
    """
    with _one_line(path):
        target = _target(path)
        kept, aside = target.with_name(target.name + PREVIOUS), _aside(target)
        old = _replaceable(path, target)
    try:
        with _one_line(path):
            if old is not None:
                _assume(kept, old)
                _link_or_copy(target, aside, old)
            kept.replace(target)
        with _one_line(path, WRITTEN_BUT):
            if old is not None:
                aside.replace(kept)
            _sync_directory(target.parent)
    finally:
        _finish_bringing_back(target)


def _aside(target: Path) -> Path:
    """Under which name a file waits while its previous content takes its place."""
    return target.with_name(f".{target.name}.aside")


def _finish_bringing_back(target: Path) -> None:
    """End what a killed `bring_back` began, so that nothing is lost: what waits becomes the previous
    content, unless it never left its place."""
    kept, aside = target.with_name(target.name + PREVIOUS), _aside(target)
    with suppress(OSError):
        if kept.exists():
            aside.unlink()
        else:
            aside.replace(kept)


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`, be it a link to nowhere. (`os.path.lexists` says no, too, where the
    disk cannot tell, and what is there would be taken for missing and written over.)

    Raises:
        CqtuiError: it cannot be told.
    """
    try:
        path.lstat()
    except ValueError:  # a NUL in the name
        return False
    except OSError as error:
        if error.errno in REFUSED:  # Then nothing can be written there either.
            return False
        raise unreadable(str(path), error) from None
    return True


def may_write(path: Path) -> bool:
    """Whether `write` could replace the existing regular file at `path`, as far as can be told."""
    try:
        target = path.resolve(strict=True)
        return target.is_file() and os.access(target, os.W_OK) and os.access(target.parent, os.W_OK | os.X_OK)
    except (OSError, ValueError, RuntimeError):
        return False


def _target(path: Path) -> Path:
    """The file that is meant: at the end of symbolic links, so that the links stay."""
    try:
        return path.resolve()
    except (RuntimeError, ValueError) as error:  # a circle of links (Python 3.11, 3.12), a NUL in the name
        raise OSError(errno.ENOENT, str(error)) from None


def _replaceable(path: Path, target: Path) -> os.stat_result | None:
    """What the file is that would be replaced; None where there is none.

    Raises:
        CannotCreate, PermissionError: it must not be.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(old.st_mode):
        raise CannotCreate(f"{_shown(path)}: not written: it is not a regular file; choose another name")
    # A rename would not ask the file itself, and so would get past a chmod that says: leave it.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return old


_ABANDONED = 3600.0
"""Seconds after which a temporary file is nobody's, where no lock says so."""


def _clear(target: Path, *, older: float | None = None) -> None:
    """Remove temporary files that killed writers left: all, or those that are so many seconds old."""
    with suppress(OSError):  # They are in nobody's way.
        for left in target.parent.glob(f".{glob.escape(target.name)}.{'[0-9a-f]' * 12}.tmp"):
            with suppress(OSError):
                if older is None or left.stat().st_mtime < time.time() - older:
                    left.unlink()


def _temporary(target: Path) -> Path:
    import secrets  # Which loads OpenSSL, and only who writes pays for it.

    return target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")


def _write_through(path: Path, data: bytes | Iterable[bytes], like: os.stat_result | None) -> None:
    """A new file at `path` that is on the disk with all of `data` when this returns."""
    mode = 0o666 if like is None else stat.S_IMODE(like.st_mode)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        if like is not None:
            _own(descriptor, like)
        for block in (data,) if isinstance(data, bytes) else _blocks(data):
            left = memoryview(block)
            while left:
                left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_BLOCK = 1 << 20
"""Bytes that are written at a time, at least."""


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in few, large blocks."""
    block = bytearray()
    for piece in pieces:
        block += piece
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _own(descriptor: int, like: os.stat_result) -> None:
    """Owner, group and mode as they were; a process that is not root may at most set the group."""
    if not hasattr(os, "fchown"):
        return
    now = os.fstat(descriptor)
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        with suppress(PermissionError):
            os.fchown(descriptor, like.st_uid if os.geteuid() == 0 else -1, like.st_gid)
    # After the owner: a change of owner clears bits, and the umask has cleared others.
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _assume(path: Path, like: os.stat_result) -> None:
    """Owner, group and mode of the file at `path` become those of another."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _own(descriptor, like)
    finally:
        os.close(descriptor)


def _keep(target: Path, suffix: str, old: os.stat_result) -> None:
    second = _temporary(target)
    try:
        _link_or_copy(target, second, old)
        second.replace(target.with_name(target.name + suffix))
    finally:
        # Still there also where both names were one file already: rename does nothing then.
        with suppress(OSError):
            second.unlink()


def _link_or_copy(target: Path, second: Path, old: os.stat_result) -> None:
    """A second name for the file, or a copy of it."""
    try:
        os.link(target, second)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT):
            raise
        # A file system without hard links, or a file of somebody else's that may not be linked.
        _write_through(second, target.read_bytes(), old)


def _sync_directory(directory: Path) -> None:
    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except OSError:
        return  # one that may be written but not read, or a system that opens no directories
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


@contextmanager
def _one_line(path: Path, outcome: str = "not written") -> Iterator[None]:
    """What the system refuses, as one line that says what to do."""
    try:
        yield
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        if error.errno in REFUSED:
            raise CannotCreate(
                f"{_shown(path)}: {outcome}: {reason}; check the directory and its permissions"
            ) from None
        todo = "free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "check the disk"
        raise CqtuiError(f"{_shown(path)}: {outcome}: {reason}; {todo} and try again") from None


def _shown(path: Path) -> str:
    return clean_line(str(path))
