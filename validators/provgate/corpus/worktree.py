"""The working tree itself: what stands at a path and what it holds, no link ever followed."""

from __future__ import annotations

import enum
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from provgate.corpus.git import CHUNK
from provgate.findings import CannotCheckError

KEPT_NAME = ".gitkeep"
"""A file that keeps an empty folder in git, as long as it is empty itself."""

EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
"""Git's id of a file without bytes."""

_LEAST = 4096
"""Bytes read at once, however small the file system says a file is."""


class Kind(enum.Enum):
    """What a path is; only files hold bytes that are judged."""

    FILE = "file"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    UNMERGED = "unmerged"
    SPECIAL = "special"


class Entry(NamedTuple):
    """One path of the snapshot: POSIX, relative to the root, undecodable bytes as surrogate escapes (PEP 383).

    `object_id` is the git blob, None for bytes on disk; `tracked` is False for what git does not know yet.
    """

    path: str
    kind: Kind
    object_id: str | None = None
    tracked: bool = True


class Content(NamedTuple):
    """A file's bytes up to the limit asked for, its whole size and the SHA-256 of all of it."""

    data: bytes
    size: int
    sha256: str

    @property
    def whole(self) -> bool:
        """Whether `data` is all of the file."""
        return len(self.data) == self.size


def entry_at(root: Path, path: str) -> Entry | None:
    """What stands at this path; None for nothing, for a plain folder and for what only a link leads to."""
    mode = _mode(root, path)
    if mode is None:
        return None
    if stat.S_ISDIR(mode):
        return Entry(path, Kind.SUBMODULE) if path != "." and _nested(root / path) else None
    return _entry(root, path, mode)


def _entry(root: Path, path: str, mode: int) -> Entry:
    """A file or whatever else is no folder. Whether a `.gitkeep` is empty decides what it is, so that is told."""
    kept = path.rpartition("/")[2] == KEPT_NAME and stat.S_ISREG(mode) and size(root, path) == 0
    return Entry(path, _kind(mode), EMPTY_BLOB if kept else None)


def is_folder(root: Path, path: str) -> bool:
    """Whether a plain folder of this tree stands here, empty though it may be."""
    mode = _mode(root, path)
    return mode is not None and stat.S_ISDIR(mode) and entry_at(root, path) is None


def link_above(root: Path, path: str) -> str:
    """The first folder on the way to this path that is a link; empty where none is."""
    parents = [str(parent) for parent in PurePosixPath(path).parents if parent != PurePosixPath()]
    return next((parent for parent in reversed(parents) if (root / parent).is_symlink()), "")


def walk(top: Path, roots: Sequence[str]) -> Iterator[Entry]:
    """Every path at or below these folders, sorted by the bytes of the paths.

    One that cannot be listed is an error, one that is not there is empty.
    """
    for root in separate(roots):
        start = entry_at(top, root)
        if start is not None:
            yield start
        elif is_folder(top, root):
            yield from _below(top, "" if root == "." else root)


def separate(roots: Sequence[str]) -> list[str]:
    """These folders without those that lie in others of them, in the order of what they hold."""
    if "." in roots:
        return ["."]
    apart = [root for root in dict.fromkeys(roots) if not any(root.startswith(other + "/") for other in roots)]
    return sorted(apart, key=lambda root: os.fsencode(root + "/"))


def _below(top: Path, folder: str) -> Iterator[Entry]:
    """Every path below a folder. A folder stands where its paths do: after what sorts before `NAME/`."""
    pending = [iter(_listed(top, folder))]
    while pending:
        for path, mode in pending[-1]:
            if not stat.S_ISDIR(mode):
                yield _entry(top, path, mode)
            elif _nested(top / path):
                yield Entry(path, Kind.SUBMODULE)
            else:
                pending.append(iter(_listed(top, path)))
                break
        else:
            pending.pop()


def chunks(root: Path, path: str) -> Iterator[bytes]:
    """A regular file's bytes; anything else is not opened for reading."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(f"{root}/{path}", flags)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise CannotCheckError(f"{path}: changed into something else while it was read")
            room = min(max(found.st_size + 1, _LEAST), CHUNK)
            while chunk := os.read(handle, room):
                yield chunk
        finally:
            os.close(handle)
    except OSError as error:
        raise CannotCheckError(f"{path}: cannot be read: {error.strerror}") from None


def size(root: Path, path: str) -> int:
    """The size of a file in bytes."""
    try:
        return os.lstat(f"{root}/{path}").st_size
    except OSError as error:
        raise CannotCheckError(f"{path}: cannot be read: {error.strerror}") from None


def content(found: Iterator[bytes], limit: int) -> Content:
    """What these chunks make together, with no more than `limit` bytes of it kept."""
    digest, size, kept = hashlib.sha256(), 0, []
    room = limit
    for chunk in found:
        digest.update(chunk)
        size += len(chunk)
        if room > 0:
            kept.append(chunk[:room])
            room -= len(chunk)
    return Content(b"".join(kept), size, digest.hexdigest())


def _listed(top: Path, folder: str) -> list[tuple[str, int]]:
    """Path and mode of everything in a folder, as its paths sort; what vanishes meanwhile is not there."""
    found: list[tuple[str, int]] = []
    try:
        with os.scandir(top / folder) as items:
            for item in items:
                path = f"{folder}/{item.name}" if folder else item.name
                with suppress(FileNotFoundError):
                    folderly = item.is_dir(follow_symlinks=False)
                    found.append((path, stat.S_IFDIR if folderly else item.stat(follow_symlinks=False).st_mode))
    except OSError as error:
        raise CannotCheckError(f"{folder or '.'}: cannot be listed: {error.strerror}") from None
    return sorted(found, key=_as_sorted)


def _as_sorted(found: tuple[str, int]) -> bytes:
    path, mode = found
    return os.fsencode(path + "/" if stat.S_ISDIR(mode) else path)


def _mode(root: Path, path: str) -> int | None:
    """The mode of what stands at a path; None where there is nothing or where only a link leads."""
    mode = stat.S_IFDIR
    here = str(root)
    for part in path.split("/"):
        if part in ("", "."):
            continue
        here = f"{here}/{part}"
        try:
            mode = os.lstat(here).st_mode if stat.S_ISDIR(mode) else 0
        except OSError:
            return None
    return mode or None


def _nested(folder: Path) -> bool:
    """Whether another git repository begins here."""
    return (folder / ".git").exists()


def _kind(mode: int) -> Kind:
    return Kind.FILE if stat.S_ISREG(mode) else Kind.SYMLINK if stat.S_ISLNK(mode) else Kind.SPECIAL
