"""Writing files so that an interruption leaves the old bytes or the new ones, never half of either.

A change can bring links, and a run must not write where a change points. So a link at the target is replaced and
never followed, a folder of a work tree that is a link is not written into, and what was looked at is what is written
to: a folder is opened once, and files are put in place relative to it (`provgate.corpus.folders`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from provgate.corpus.folders import Folder, opened

PREFIX = ".provgate-"
SUFFIX = ".tmp"

Data = bytes | Iterable[bytes]
"""What is to stand in a file, or the pieces of it."""


class ChangedError(Exception):
    """A file is not what it was when the write was decided on; the argument is its path."""


class _Staged(NamedTuple):
    """A file that is safely on the disk under a name of its own, and the name that it gets."""

    folder: Folder
    temporary: str
    name: str


def write_atomically(path: Path, data: Data) -> None:
    """Put `data` at `path`: written beside it, flushed to the disk, then renamed over it.

    A link at `path` is replaced if it is in a work tree, where a change can bring one, and followed elsewhere. An
    existing file keeps its mode. Missing folders are made. OSError when the folder
    cannot be written, or is a link inside a work tree; the old file is then as it was and no temporary file is left.
    """
    write_together([(path, data)])


def write_together(files: Sequence[tuple[Path, Data]], before: Mapping[Path, bytes | None] | None = None) -> None:
    """Put several files in their places, in this order, once all of them are safely on the disk.

    Each is written as by `write_atomically`. What may fail, fails before the first rename; only a
    crash in the instant between two renames leaves some files new and some old.

    `before` names files (None: no file) that must be as they were: ChangedError otherwise, and nothing is written. Two
    runs that both say so cannot overtake each other where their first files lie in one folder.
    """
    staged: list[_Staged] = []
    with contextlib.ExitStack() as stack:
        try:
            for path, data in files:
                folder, name = _place(stack, path)
                staged.append(_Staged(folder, _stage(folder, name, data), name))
            if before:
                stack.enter_context(staged[0].folder.locked())
                _require_unchanged(before)
            while staged:
                _put(staged[0])
                del staged[0]
        finally:
            _discard(staged)


def write_report(path: Path, data: Iterable[bytes]) -> None:
    """Like `write_atomically`, but a device or a pipe is written to: a file in its place would destroy it.

    A link to one, such as /dev/stdout, is followed where no change could have put it.
    """
    with opened(path.absolute().parent) as folder:
        name = folder.name(path.name)
        try:
            kind = os.stat(name, dir_fd=folder.handle, follow_symlinks=not folder.in_work_tree).st_mode
        except FileNotFoundError:
            kind = 0
        if stat.S_ISCHR(kind) or stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind) or stat.S_ISBLK(kind):
            descriptor = os.open(name, os.O_WRONLY, dir_fd=folder.handle)
            with os.fdopen(descriptor, "wb") as device:
                device.writelines(data)
            return
    write_atomically(path, data)


def sweep(folder: Path, older_than: float = 3600.0) -> None:
    """Remove what interrupted writes left in a folder; younger files may belong to a write under way (seconds)."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > older_than:
                path.unlink()


def is_temporary(name: str) -> bool:
    """Whether a file name is one that an interrupted write may leave behind."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def _place(stack: contextlib.ExitStack, path: Path) -> tuple[Folder, str]:
    """The open folder that this path is in, and its name there."""
    folder = stack.enter_context(opened(path.absolute().parent))
    if folder.in_work_tree or not path.is_symlink():
        return folder, path.name
    real = Path(os.path.realpath(path))
    return stack.enter_context(opened(real.parent)), real.name


def _stage(folder: Folder, target: str, data: Data) -> str:
    """The name of a flushed temporary file in the folder, with the mode that the target shall have."""
    mode = _mode(folder, target)
    temporary = f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(folder.name(temporary), flags, 0o600, dir_fd=folder.handle)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines((data,) if isinstance(data, bytes) else data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(folder.name(temporary), mode, dir_fd=folder.handle)
    except BaseException:
        os.unlink(folder.name(temporary), dir_fd=folder.handle)
        raise
    return temporary


def _put(staged: _Staged) -> None:
    folder, temporary, name = staged
    os.replace(folder.name(temporary), folder.name(name), src_dir_fd=folder.handle, dst_dir_fd=folder.handle)
    folder.sync()


def _discard(staged: list[_Staged]) -> None:
    for folder, temporary, _name in staged:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(folder.name(temporary), dir_fd=folder.handle)


def _require_unchanged(before: Mapping[Path, bytes | None]) -> None:
    for path, data in before.items():
        with contextlib.suppress(FileNotFoundError):
            if path.is_symlink() or path.read_bytes() != data:
                raise ChangedError(str(path))
            continue
        if data is not None:
            raise ChangedError(str(path))


def _mode(folder: Folder, name: str) -> int:
    """The mode of the file that stands there; else what a plain open() would give it."""
    try:
        found = os.stat(folder.name(name), dir_fd=folder.handle, follow_symlinks=False).st_mode
    except FileNotFoundError:
        found = 0
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, "a folder of this name is in the way", str(folder.path / name))
    return stat.S_IMODE(found) if stat.S_ISREG(found) else 0o666 & ~_umask()


def _umask() -> int:
    """The process's umask; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
