"""Where the cache is, and how it is written there: whole or not at all, and never an error.

Pays for `nothing changed`: a cached run is read section by section, and most runs need few.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import weakref
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO

from provgate.corpus.listing import Listing
from provgate.corpus.snapshot import Snapshot

_LARGEST_HEAD = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
SUFFIX = ".run"
PROOFS = "captures.proofs"
"""The file of `provgate.cache.store`, beside the cached runs."""

_KEPT = 8
"""Cached runs of one repository that are kept: the index and the working tree of a few linked worktrees."""


class Stored:
    """A cached run as it is on the disk: its head, and sections of bytes that are read when they are asked for.

    The file stays open as long as this lives, so that a run beside this one can put another in its place.
    """

    def __init__(self, file: BinaryIO, head: Mapping[str, Any], start: int) -> None:
        self.file = file
        self.head = head
        self.start = start
        weakref.finalize(self, file.close)

    def intact(self, *names: str) -> bool:
        """Whether these sections are the ones that were written."""
        for name in names:
            offset, size, check = self.head["sections"][name]
            self.file.seek(self.start + offset)
            found = 0
            while size > 0 and (chunk := self.file.read(min(size, _CHUNK))):
                found = zlib.crc32(chunk, found)
                size -= len(chunk)
            if size or found != check:
                return False
        return True

    def listing(self, name: str) -> Listing:
        """This section, which has been found intact, as a listing."""
        offset, size, _check = self.head["sections"][name]
        return Listing(self.file, size, self.start + offset)

    def section(self, name: str) -> bytes:
        """The bytes of this section, which has been found intact."""
        offset, size, _check = self.head["sections"][name]
        self.file.seek(self.start + offset)
        return self.file.read(size)


def folder_of(snapshot: Snapshot) -> Path | None:
    """The folder of this snapshot's cache: under the git directory, else in the user's cache directory."""
    if snapshot.repository is not None:
        common = snapshot.repository.common
        return Path(common) / "provgate" if common else None
    caches = _caches()
    if caches is None or snapshot.root is None:
        return None
    return caches / "provgate" / hashlib.sha256(os.fsencode(os.path.realpath(snapshot.root))).hexdigest()[:32]


def slot_of(snapshot: Snapshot, require: str) -> str:
    """The name of the cached run of this source under this level: what is newer takes its place."""
    own = snapshot.repository.own if snapshot.repository is not None else ""
    return hashlib.sha256(os.fsencode(f"{own}\0{snapshot.source}\0{require}")).hexdigest()[:16]


def load(folder: Path, slot: str) -> Stored | None:
    """The cached run in this slot; None for one that is missing, damaged or of another format."""
    with ExitStack() as held:
        try:
            file = held.enter_context((folder / (slot + SUFFIX)).open("rb"))
            first, line = file.readline(64), file.readline(_LARGEST_HEAD)
            if first != _first(line):
                return None
            head = json.loads(line)
            start = len(first) + len(line)
            if os.fstat(file.fileno()).st_size != start + sum(size for _at, size, _check in head["sections"].values()):
                return None
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None
        held.pop_all()
    return Stored(file, head, start)


def save(folder: Path, slot: str, head: Mapping[str, Any], sections: Mapping[str, bytes | Listing]) -> bool:
    """Write a cached run in one step; False if it is too large or the system refuses: that hurts nothing but speed."""
    table, offset = {}, 0
    for name, held in sections.items():
        size = check = 0
        for data in _pieces(held):
            size += len(data)
            check = zlib.crc32(data, check)
        table[name] = (offset, size, check)
        offset += size
    line = json.dumps({**head, "sections": table}).encode("ascii") + b"\n"
    if len(line) > _LARGEST_HEAD:
        return False
    temporary = folder / f"{slot}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines((_first(line), line))
            for held in sections.values():
                file.writelines(_pieces(held))
        temporary.replace(folder / (slot + SUFFIX))
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        return False
    _sweep(folder)
    return True


def _pieces(section: bytes | Listing) -> Iterable[bytes]:
    return (section,) if isinstance(section, bytes) else section.blocks()


def _first(line: bytes) -> bytes:
    """The first line of a cached run with this head."""
    return b"provgate run 2 %08x\n" % zlib.crc32(line)


def stored(folder: Path) -> list[Path]:
    """The files of this folder, the newest first; what killed runs left is among them."""
    return sorted(_files(folder), key=_age, reverse=True)


def clear(folder: Path) -> int:
    """Delete the files of this folder; the result is how many there were."""
    found = stored(folder)
    for path in found:
        path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
    return len(found)


def _files(folder: Path) -> Sequence[Path]:
    try:
        found = list(folder.iterdir())
    except OSError:
        return []
    return [path for path in found if path.name.endswith((SUFFIX, ".tmp")) or path.name.startswith(PROOFS)]


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _sweep(folder: Path) -> None:
    """Delete the oldest cached runs, and what interrupted runs left more than an hour ago."""
    for path in _superfluous(stored(folder)):
        with suppress(OSError):
            path.unlink()


def _superfluous(found: Sequence[Path]) -> Iterator[Path]:
    import time

    yield from [path for path in found if path.name.endswith(SUFFIX)][_KEPT:]
    yield from (path for path in found if path.name.endswith(".tmp") and time.time() - _age(path) > 3600)


def _caches() -> Path | None:
    """The user's cache directory; None where the system names none."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named)
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return None
