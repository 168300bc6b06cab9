"""What a corpus is at one moment, as git (or the file system) knows already: no document is read.

Pays for `nothing changed`: the listing is compared instead of every byte.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from provgate.cache import stamps
from provgate.corpus import listing
from provgate.corpus import worktree as disk
from provgate.corpus.listing import Listing
from provgate.corpus.snapshot import Snapshot
from provgate.corpus.worktree import Entry, Kind
from provgate.findings import CannotCheckError

_MOST_LAID_OVER = 256
_LARGEST_LAID_OVER = 16 * 1024 * 1024
GONE = ""


class State(NamedTuple):
    """The listing, and for each path of the working tree that differs from it: mark and SHA-256, or GONE.

    The mark is `?` for a path that git does not know, `C` for one that it does.
    """

    listing: Listing
    overlay: Mapping[str, str]

    def digest(self) -> str:
        """A name for this state."""
        digest = hashlib.sha256(self.listing.digest.encode("ascii"))
        for path, mark in sorted(self.overlay.items()):
            digest.update(b"\0%b\0%b" % (os.fsencode(path), mark.encode("ascii")))
        return digest.hexdigest()

    def identity(self, path: str) -> str:
        """A name for what stands at this path and its bytes, GONE where nothing is."""
        mark = self.overlay.get(path)
        return mark if mark is not None else self.listing.record_of(path) or GONE

    def differing(self, other: State, most: int) -> frozenset[str] | None:
        """The paths at which something else may stand in the other state; None for more than `most` in the listing."""
        found = self.listing.differing(other.listing, most)
        return None if found is None else found.union(self.overlay, other.overlay)

    def has(self, path: str) -> bool:
        """Whether something stands at this path."""
        return self.identity(path) != GONE

    def entry(self, path: str) -> Entry | None:
        """The entry at this path; bytes of the working tree are not yet as git would store them."""
        mark = self.overlay.get(path)
        if mark is not None:
            return Entry(path, Kind.FILE, None, mark[0] == "C") if mark else None
        head = self.listing.record_of(path)
        if head is None:
            return None
        entry = listing.entry(head, path)
        return Entry(path, entry.kind) if stamps.is_stamp(entry.object_id or "") else entry


def capture(snapshot: Snapshot, roots: Sequence[str]) -> State | None:
    """The state of what these folders hold; None for one that no cached run should speak of."""
    if any(map(snapshot.link_above, roots)):
        return None
    if snapshot.repository is None:
        assert snapshot.root is not None
        stamped = stamps.listing(snapshot.root, roots)
        return None if stamped is None else State(stamped, {})
    held = snapshot.listing()
    if snapshot.only_intended():
        return None
    overlay = _overlay(snapshot, roots) if snapshot.on_disk else {}
    return None if overlay is None else State(held, overlay)


def _overlay(snapshot: Snapshot, roots: Sequence[str]) -> dict[str, str] | None:
    """What `git add` would change; None where ignored files have a say, or where it is too much to be worth it."""
    seen = snapshot.changes(roots, ignored=True)
    if any(record.startswith(b"? ") for record in seen):
        kept = snapshot.changes(roots, ignored=False)
        if any(record.endswith(b".gitattributes") for record in set(seen) - set(kept)):
            return None
        seen = kept
    marks = {os.fsdecode(record[2:]): "?" if record.startswith(b"?") else "C" for record in seen}
    if len(marks) > _MOST_LAID_OVER:
        return None
    assert snapshot.root is not None
    top = snapshot.root
    overlay = {}
    for path, mark in marks.items():
        digest = _digest_of(top, path)
        if digest is None:
            return None
        overlay[path] = mark + digest if digest else GONE
    return overlay


def _digest_of(root: Path, path: str) -> str | None:
    """The SHA-256 of a regular file, GONE where nothing is, None for all else."""
    entry = disk.entry_at(root, path.rstrip("/"))
    if entry is None:
        return None if path.endswith("/") else GONE
    try:
        if entry.kind is not Kind.FILE or disk.size(root, path) > _LARGEST_LAID_OVER:
            return None
        return disk.content(disk.chunks(root, path), 0).sha256
    except CannotCheckError:
        return None
