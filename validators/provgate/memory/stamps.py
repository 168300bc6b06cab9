"""Outside git: a listing of stamps in place of object ids, by the rules of git's own index.

A stamp is `SIZE.MTIME.CTIME.INODE` (nanoseconds). A file that changed at most as long ago as the
clock of a file system is coarse could change again without its stamp changing; its stamp is
marked and equals no other, so that it is looked at again.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from provgate import disk
from provgate.findings import CannotCheckError

_COARSE = 2_000_000_000
"""Nanoseconds: FAT keeps even seconds."""


def listing(root: Path, roots: Sequence[str]) -> bytes | None:
    """The stamps of all files below these folders; None where something else than files and folders stands there."""
    begun = time.time_ns()
    lines: list[bytes] = []
    try:
        for folder in dict.fromkeys(roots):
            if not disk.is_folder(root, folder):
                # A link in its place, or on the way to it, would lead to files whose stamps are still the same.
                return None
            lines += _below(root, folder, begun)
    except (OSError, CannotCheckError):
        return None
    lines.sort(key=lambda line: line.partition(b"\t")[2])
    return b"\0".join([*lines, b""])


def is_stamp(identity: str) -> bool:
    """Whether this stands in place of an object id."""
    return "." in identity


def _below(root: Path, folder: str, begun: int) -> Iterator[bytes]:
    pending = [b"" if folder == "." else os.fsencode(folder)]
    top = os.fsencode(root)
    while pending:
        path = pending.pop()
        prefix = path + b"/" if path else b""
        with os.scandir(top + b"/" + path) as found:
            for item in found:
                if item.name == b".git":
                    raise CannotCheckError("another repository stands here")
                if item.is_dir(follow_symlinks=False):
                    pending.append(prefix + item.name)
                else:
                    yield _line(item.stat(follow_symlinks=False), begun) + prefix + item.name


def _line(found: os.stat_result, begun: int) -> bytes:
    if not stat.S_ISREG(found.st_mode):
        raise CannotCheckError("not a regular file")
    late = max(found.st_mtime_ns, found.st_ctime_ns) > begun - _COARSE
    end = f"r{begun}" if late else str(found.st_ino)
    return b"100644 %d.%d.%d.%b 0\t" % (found.st_size, found.st_mtime_ns, found.st_ctime_ns, end.encode("ascii"))
