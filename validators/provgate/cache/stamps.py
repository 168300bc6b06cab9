"""Outside git: a listing of stamps in place of object ids, by the rules of git's own index.

A stamp is `SIZE.MTIME.CTIME.INODE` (nanoseconds). A file that changed at most as long ago as the
clock of a file system is coarse could change again without its stamp changing; its stamp is
marked and equals no other, so that it is looked at again.

Pays for `nothing changed` in a plain folder: 0.21 s instead of 2.53 s at 10,000 documents.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from provgate.corpus import worktree as disk
from provgate.corpus.listing import Listing, gather
from provgate.findings import CannotCheckError

_COARSE = 2_000_000_000
"""Nanoseconds: FAT keeps even seconds."""


def listing(root: Path, roots: Sequence[str]) -> Listing | None:
    """The stamps of all files below these folders; None where something else than files and folders stands there."""
    begun = time.time_ns()
    # A link in its place, or on the way to it, would lead to files whose stamps are still the same.
    if not all(disk.is_folder(root, folder) for folder in roots):
        return None
    try:
        return gather(_lines(root, disk.separate(roots), begun))
    except (OSError, CannotCheckError):
        return None


def _lines(root: Path, roots: Sequence[str], begun: int) -> Iterator[bytes]:
    for folder in roots:
        yield from _below(os.fsencode(root), b"" if folder == "." else os.fsencode(folder), begun)


def is_stamp(identity: str) -> bool:
    """Whether this stands in place of an object id."""
    return "." in identity


def _below(top: bytes, folder: bytes, begun: int) -> Iterator[bytes]:
    """The lines of a folder, sorted by the bytes of their paths: a folder stands where its paths do."""
    pending = [iter(_listed(top, folder, begun))]
    while pending:
        for path, line in pending[-1]:
            if line:
                yield line
            else:
                pending.append(iter(_listed(top, path[:-1], begun)))
                break
        else:
            pending.pop()


def _listed(top: bytes, folder: bytes, begun: int) -> list[tuple[bytes, bytes]]:
    """Path and line of everything in a folder, as its paths sort; a folder's ends in a slash and has no line."""
    prefix = folder + b"/" if folder else b""
    lines: list[tuple[bytes, bytes]] = []
    with os.scandir(top + b"/" + folder) as found:
        for item in found:
            path = prefix + item.name
            if item.name == b".git":
                raise CannotCheckError("another repository stands here")
            if item.is_dir(follow_symlinks=False):
                lines.append((path + b"/", b""))
            else:
                lines.append((path, _line(item.stat(follow_symlinks=False), begun, path)))
    lines.sort(key=itemgetter(0))
    return lines


def _line(found: os.stat_result, begun: int, path: bytes) -> bytes:
    if not stat.S_ISREG(found.st_mode):
        raise CannotCheckError("not a regular file")
    late = max(found.st_mtime_ns, found.st_ctime_ns) > begun - _COARSE
    end = b"r%d" % begun if late else b"%d" % found.st_ino
    return b"100644 %d.%d.%d.%b 0\t%b\0" % (found.st_size, found.st_mtime_ns, found.st_ctime_ns, end, path)
