"""Writing files so that an interruption leaves the old bytes or the new ones, never half of either."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

PREFIX = ".provgate-"
SUFFIX = ".tmp"

Data = bytes | Iterable[bytes]
"""What is to stand in a file, or the pieces of it."""


def write_atomically(path: Path, data: Data) -> None:
    """Put `data` at `path`: written beside it, flushed to the disk, then renamed over it.

    A link is followed to the file that it names, so that the link stays one; an existing file
    keeps its mode. Missing folders are made. OSError when the folder cannot be written; the old
    file is then as it was and no temporary file is left.
    """
    write_together([(path, data)])


def write_together(files: Sequence[tuple[Path, Data]]) -> None:
    """Put several files in their places, in this order, once all of them are safely on the disk.

    Each is written as by `write_atomically`. What may fail, fails before the first rename; only a
    crash in the instant between two renames leaves some files new and some old.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, data in files:
            target = Path(os.path.realpath(path))
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder of this name is in the way", str(path))
            staged.append((_stage(target, data), target))
        while staged:
            temporary, target = staged[0]
            temporary.replace(target)
            del staged[0]
            _sync_folder(target.parent)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def sweep(folder: Path, older_than: float = 3600.0) -> None:
    """Remove what interrupted writes left in a folder; younger files may belong to a write under way (seconds)."""
    for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > older_than:
                path.unlink()


def _stage(target: Path, data: Data) -> Path:
    """A flushed temporary file beside the target, with the mode that the target shall have."""
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = _mode(target)
    import tempfile

    descriptor, name = tempfile.mkstemp(suffix=SUFFIX, prefix=PREFIX, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines((data,) if isinstance(data, bytes) else data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def is_temporary(name: str) -> bool:
    """Whether a file name is one that an interrupted write may leave behind."""
    return name.startswith(PREFIX) and name.endswith(SUFFIX)


def _mode(target: Path) -> int:
    """The mode of the file that stands there; else what a plain open() would give it."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return 0o666 & ~_umask()


def _umask() -> int:
    """The process's umask; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; some file systems refuse, and the bytes are safe by then."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
