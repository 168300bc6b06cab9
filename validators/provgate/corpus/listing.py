"""Questions to a listing as git writes it, without making objects of its lines.

A listing is `MODE ID STAGE<tab>PATH<nul>` for each path (`git ls-files -s -z`; `git ls-tree` writes
`MODE TYPE ID`), sorted by the bytes of the path. A search through the bytes answers in less than a
millisecond for ten thousand documents what building a table of them would take a hundred to answer.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from provgate.corpus.worktree import EMPTY_BLOB, Entry, Kind
from provgate.findings import CannotCheckError

EMPTY_BLOBS = (
    EMPTY_BLOB.encode("ascii"),
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
ATTRIBUTES = b".gitattributes\0"
_LOOKED_FOR = (*EMPTY_BLOBS, ATTRIBUTES)

_HELD = 32 * 1024 * 1024
"""Bytes of a listing that are held in memory; a longer one lies in a temporary file."""

_BLOCK = 256 * 1024
_NEAR = 16 * 1024
_KINDS = {
    "100644": Kind.FILE,
    "100755": Kind.FILE,
    "120000": Kind.SYMLINK,
    "160000": Kind.SUBMODULE,
    "000000": Kind.SPECIAL,
}
_MODES = {Kind.FILE: "100644", Kind.SYMLINK: "120000", Kind.SUBMODULE: "160000", Kind.SPECIAL: "000000"}
_TYPES = frozenset({"blob", "commit"})
_NO_BLOB = re.compile(rb"(?:\A|\0)(?:160000 [^ ]* 0|[0-9]* [^ ]* [123])\t([^\0]*)(?=\0)")
_ON_DISK = "-"
"""In place of an object id: nobody has hashed what stands there."""


class Listing:
    """The lines of a listing, in a file that is read piece by piece: `size` bytes from `start`.

    `digest` is their SHA-256 in hexadecimal; `seen` tells which of the names looked for in every listing are there.
    """

    def __init__(
        self, file: BinaryIO, size: int, start: int = 0, digest: str = "", seen: frozenset[bytes] = frozenset()
    ) -> None:
        self.file = file
        self.size = size
        self.start = start
        self.digest = digest
        self.seen = seen

    @property
    def whole(self) -> tuple[int, int]:
        """The span of all lines."""
        return 0, self.size

    def piece(self, first: int, last: int) -> bytes:
        """The bytes from `first` to `last`."""
        self.file.seek(self.start + first)
        return self.file.read(max(0, last - first))

    def blocks(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Whole lines, some hundred kilobytes at once; `first` and `last` are where lines begin."""
        at, end = first, self.size if last is None else last
        while at < end:
            size = _BLOCK
            block = self.piece(at, min(at + size, end))
            while not (whole := block[: block.rfind(b"\0") + 1]):
                # A path longer than that is no path of any system, but a listing may say what it likes.
                size *= 2
                block = self.piece(at, min(at + size, end))
            at += len(whole)
            yield whole

    def entries(self, first: int = 0, last: int | None = None) -> Iterator[Entry]:
        """Every path of these lines; one that is not merged has several lines, and stands here once."""
        before: Entry | None = None
        for block in self.blocks(first, last):
            for record in os.fsdecode(block).split("\0")[:-1]:
                head, _, path = record.partition("\t")
                found = entry(head, path)
                if before is not None and before.path != path:
                    yield before
                before = found
        if before is not None:
            yield before

    def record_of(self, path: str) -> str | None:
        """The head of this path's line (`MODE ID STAGE`); None where the listing does not name it."""
        wanted = os.fsencode(path)
        head, found = self._line(self.position(wanted))[1:]
        return os.fsdecode(head) if found == wanted else None

    def without_blob(self) -> frozenset[str]:
        """The paths at which the index holds a submodule, or several versions that are not merged."""
        return frozenset(os.fsdecode(path) for block in self.blocks() for path in _NO_BLOB.findall(block))

    def position(self, path: bytes) -> int:
        """Where the first line begins whose path is not before this one. By halving."""
        low, high = 0, self.size
        while high - low > _NEAR:
            middle = self._start_of_line(low, (low + high) // 2)
            end, _head, found = self._line(middle)
            low, high = (end, high) if found < path else (low, middle)
        for line in self.piece(low, high).split(b"\0")[:-1]:
            if line.partition(b"\t")[2] >= path:
                break
            low += len(line) + 1
        return low

    def spans(self, roots: Sequence[str]) -> list[tuple[int, int]]:
        """Where the lines of the paths at or below these folders are; in order, and no two of them touch."""
        if "." in roots:
            return [self.whole] if self.size else []
        found: list[tuple[int, int]] = []
        for root in map(os.fsencode, roots):
            at = self.position(root)
            _end, _head, path = self._line(at)
            found.append((at, self.position(root + b"\0") if path == root else at))
            found.append((self.position(root + b"/"), self.position(root + b"0")))
        merged: list[tuple[int, int]] = []
        for first, last in sorted(found):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            elif first < last:
                merged.append((first, last))
        return merged

    def others(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where all other lines are."""
        edges = [0, *(edge for span in spans for edge in span), self.size]
        return [(first, last) for first, last in zip(edges[0::2], edges[1::2], strict=True) if first < last]

    def differing(self, other: Listing, most: int) -> frozenset[str] | None:
        """The paths whose lines differ between two listings; None for more than `most`."""
        found: set[bytes] = set()
        here, there = 0, 0
        while here < self.size or there < other.size:
            if len(found) > most:
                return None
            same = self._common(other, here, there)
            here, there = here + same, there + same
            end, head, path = self._line(here)
            other_end, other_head, other_path = other._line(there)
            if (head, path) == (other_head, other_path):
                continue
            first = min(filter(None, (path, other_path)))
            found.add(first)
            here = end if path == first else here
            there = other_end if other_path == first else there
        return frozenset(map(os.fsdecode, found)) if len(found) <= most else None

    def counts(self, wanted: Sequence[bytes]) -> list[int]:
        """How often each of these stands in the listing."""
        found = [0] * len(wanted)
        for block in self.blocks():
            found = [count + block.count(name) for count, name in zip(found, wanted, strict=True)]
        return found

    def _common(self, other: Listing, here: int, there: int) -> int:
        """How many bytes of whole lines are the same from here and from there on."""
        same = 0
        while True:
            one, two = (listing.piece(at + same, at + same + _BLOCK) for listing, at in ((self, here), (other, there)))
            if one == two and one:
                same += len(one)
                continue
            low, high = 0, min(len(one), len(two))
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if one[:middle] == two[:middle] else (low, middle - 1)
            end = one.rfind(b"\0", 0, low) + 1
            return same + end if end or not same else self._start_of_line(here, here + same) - here

    def _line(self, at: int) -> tuple[int, bytes, bytes]:
        """The line that begins there: where it ends, its head and its path; nothing at the end of the listing."""
        line = b""
        while at + len(line) < self.size and b"\0" not in line:
            line += self.piece(at + len(line), min(at + len(line) + 1024, self.size))
        line = line[: line.find(b"\0") + 1]
        head, _, path = line[:-1].partition(b"\t")
        return at + len(line), head, path

    def _start_of_line(self, low: int, at: int) -> int:
        """Where the line begins that holds this byte; `low` is where one begins."""
        step = 512
        while at - step > low:
            end = self.piece(at - step, at).rfind(b"\0")
            if end >= 0:
                return at - step + end + 1
            step *= 2
        return low + self.piece(low, at).rfind(b"\0") + 1


def gather(chunks: Iterable[bytes]) -> Listing:
    """A listing out of its bytes as they come; a long one goes to a temporary file."""
    file: BinaryIO = io.BytesIO()
    told, seen, size = hashlib.sha256(), set[bytes](), 0
    try:
        for lines in _whole_lines(chunks):
            told.update(lines)
            seen.update(wanted for wanted in _LOOKED_FOR if wanted in lines)
            file = _in_a_file(file) if size <= _HELD < size + len(lines) else file
            size += file.write(lines)
        file.flush()
    except OSError as error:
        raise CannotCheckError(
            f"the list of this corpus's files does not fit the folder for temporary files: "
            f"{error.strerror}; name a roomier one in TMPDIR"
        ) from None
    return Listing(file, size, 0, told.hexdigest(), frozenset(seen))


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut where lines end, in pieces that are worth a look at each."""
    held: list[bytes] = []
    weight = 0
    for chunk in chunks:
        held.append(chunk)
        weight += len(chunk)
        if weight >= _NEAR:
            lines, end, rest = b"".join(held).rpartition(b"\0")
            if end:
                yield lines + end
            held, weight = [rest], len(rest)
    last = b"".join(held)
    if last and not last.endswith(b"\0"):
        raise CannotCheckError("git does not list this repository's files as it should; is it git that runs?")
    if last:
        yield last


def _in_a_file(held: BinaryIO) -> BinaryIO:
    """What was written so far, in a file that has no name and is gone with this process."""
    import tempfile
    import weakref

    file = tempfile.TemporaryFile(prefix="provgate-")  # noqa: SIM115 - it is closed when nobody holds it any more
    held.seek(0)
    while chunk := held.read(_BLOCK):
        file.write(chunk)
    weakref.finalize(file, file.close)
    return file


def entry(head: str, path: str) -> Entry:
    """What a line says of its path; a path that is not merged has lines with a stage of their own."""
    if head[:7] == "100644 " and head[-2:] == " 0" and head[7] != _ON_DISK:
        return Entry(path, Kind.FILE, head[7:-2])
    mode, second, third = head.split(" ")
    kind = _KINDS.get(mode, Kind.FILE)
    if second in _TYPES:
        return Entry(path, kind, third)
    if second == _ON_DISK:
        return Entry(path, kind)
    return Entry(path, kind if third == "0" else Kind.UNMERGED, second)


def line_of(entry: Entry) -> bytes:
    """The line for a path that stands on the disk."""
    return os.fsencode(f"{_MODES[entry.kind]} {entry.object_id or _ON_DISK} 0\t{entry.path}\0")


def is_empty(entry: Entry) -> bool:
    """Whether the file is known to have no bytes, by its blob or by its stamp (`provgate.cache.stamps`)."""
    known = entry.object_id or ""
    return known.startswith("0.") or known.encode("ascii") in EMPTY_BLOBS


def folded(listing: bytes) -> str:
    """A block of a listing as a file system sees it that ignores case and Unicode form."""
    if listing.isascii():
        return listing.decode("ascii").lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", os.fsdecode(listing)).casefold())


def beginning_with(names: str, start: str) -> Iterator[str]:
    """In folded lines: how the paths go on that begin so."""
    at = names.find(f"\t{start}")
    while at >= 0:
        end = names.find("\0", at)
        yield names[at + 1 + len(start) : end]
        at = names.find(f"\t{start}", end)


def of_sizes(listing: Listing, sizes: Iterable[int], most: int) -> dict[str, list[str]] | None:
    """In a listing of stamps (`memory.stamps`): the paths of the files that have so many bytes, by size.

    None where more than `most` files have one of these sizes.
    """
    wanted = b"|".join(b"%d" % size for size in sizes)
    pattern = re.compile(rb"(?:\A|\0)[0-9]{6} (%b)\.[^ ]* 0\t([^\0]*)(?=\0)" % wanted)
    found: dict[str, list[str]] = {}
    for block in listing.blocks():
        for size, path in pattern.findall(block):
            found.setdefault(size.decode("ascii"), []).append(os.fsdecode(path))
        if any(len(paths) > most for paths in found.values()):
            return None
    return found
