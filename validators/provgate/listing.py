"""Questions to a listing as git writes it, without making objects of its lines.

A listing is `MODE ID STAGE<tab>PATH<nul>` for each path (`git ls-files -s -z`; `git ls-tree` writes
`MODE TYPE ID`), sorted by path. A search through the bytes answers in less than a millisecond for
ten thousand documents what building a table of them would take a hundred to answer.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator

from provgate.disk import Entry, Kind

_MODES = {b"100644": Kind.FILE, b"100755": Kind.FILE, b"120000": Kind.SYMLINK, b"160000": Kind.SUBMODULE}
_TYPES = frozenset({b"blob", b"commit"})
_STEP = 1 << 16


def records(listing: bytes) -> list[bytes]:
    """The lines of a listing."""
    return listing.split(b"\0")[:-1]


def entries(listing: bytes) -> Iterator[Entry]:
    """Every path of the listing."""
    for record in records(listing):
        head, _, path = record.partition(b"\t")
        yield entry(head, os.fsdecode(path))


def entry(head: bytes, path: str) -> Entry:
    """What a line says of its path; a path that is not merged has lines with a stage of their own."""
    mode, second, third = head.split(b" ")
    if second in _TYPES:
        return Entry(path, _MODES.get(mode, Kind.FILE), third.decode("ascii"))
    kind = _MODES.get(mode, Kind.FILE) if third == b"0" else Kind.UNMERGED
    return Entry(path, kind, second.decode("ascii"))


def record_of(listing: bytes, path: str) -> bytes | None:
    """The head of this path's line (`MODE ID STAGE`); None where the listing does not name it. By halving."""
    wanted = os.fsencode(path)
    low, high = 0, len(listing)
    while low < high:
        start = listing.rfind(b"\0", low, (low + high) // 2) + 1 or low
        end = listing.index(b"\0", start)
        head, _, found = listing[start:end].partition(b"\t")
        if found == wanted:
            return head
        low, high = (end + 1, high) if found < wanted else (low, start)
    return None


def differing(old: bytes, new: bytes) -> frozenset[str]:
    """The paths whose lines differ between two listings."""
    start = old.rfind(b"\0", 0, _common_start(old, new)) + 1
    end = min(_common_end(old, new), len(old) - start, len(new) - start)
    # The common end may begin inside a line: it counts from the first line that lies in it as a whole.
    whole = old.find(b"\0", len(old) - end) + 1 if end else 0
    end = len(old) - whole if whole else 0
    before = set(old[start : len(old) - end].split(b"\0"))
    after = set(new[start : len(new) - end].split(b"\0"))
    return frozenset(os.fsdecode(record.partition(b"\t")[2]) for record in before ^ after if record)


def folded(listing: bytes) -> str:
    """The listing as a file system sees it that ignores case and Unicode form."""
    if listing.isascii():
        return listing.decode("ascii").lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", os.fsdecode(listing)).casefold())


def beginning_with(names: str, start: str) -> Iterator[str]:
    """In a folded listing: the paths that begin so."""
    at = names.find(f"\t{start}")
    while at >= 0:
        end = names.find("\0", at)
        yield names[at + 1 : end]
        at = names.find(f"\t{start}", end)


def of_size(listing: bytes, size: str) -> list[str]:
    """In a listing of stamps (`memory.stamps`): the paths of the files that have so many bytes."""
    pattern = rb"(?:\A|\0)[0-9]{6} %b\.[^ ]* 0\t([^\0]*)(?=\0)" % size.encode("ascii")
    return [os.fsdecode(match[1]) for match in re.finditer(pattern, listing)]


def _common_start(one: bytes, other: bytes) -> int:
    """How many bytes both begin with: whole steps first, since comparing memory is cheaper than a loop over it."""
    at = 0
    while at < len(one) and one[at : at + _STEP] == other[at : at + _STEP]:
        at += _STEP
    low, high = min(at, len(one), len(other)), min(at + _STEP, len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _common_end(one: bytes, other: bytes) -> int:
    """How many bytes both end with."""
    low, most = 0, min(len(one), len(other))
    while low + _STEP <= most and _same_end(one, other, low, low + _STEP):
        low += _STEP
    high = min(low + _STEP, most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _same_end(one, other, low, middle) else (low, middle - 1)
    return low


def _same_end(one: bytes, other: bytes, first: int, last: int) -> bool:
    """Whether both have the same bytes from `last` to `first`, counted from their ends."""
    return one[len(one) - last : len(one) - first] == other[len(other) - last : len(other) - first]
