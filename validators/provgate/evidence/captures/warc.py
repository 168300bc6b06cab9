"""WARC 1.0/1.1 bytes → an index of records (ISO 28500), each shown to be whole.

Plain records and gzip members may alternate, as concatenated captures do. warcio is the field's library
but reads on over cut records, odd lengths and garbage, and raises many types of exception; deciding
whether evidence is whole is what the gate is for, so the reader is its own: every record must have
exactly the length it says and its closing CRLFCRLF, every gzip member its end and checksum, and nothing
may stand between or behind them. (A file cut exactly between two records is a smaller whole file: the
pin in the sidecar is what notices that.)

Bodies are not kept, except small ones within a budget; others are read again when they are asked for.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from provgate.evidence.captures.codings import DamagedError, Inflater, too_large
from provgate.evidence.captures.source import Source, view
from provgate.formats.policy import Limits

MAX_RECORDS = 100_000
MAX_HEAD, _USUAL_HEAD = 64 * 1024, 2 * 1024
GZIP_MAGIC = b"\x1f\x8b"
_KEEP_ONE, _KEEP_ALL, _HOLD_ALL = 4 << 20, 16 << 20, 64 << 20
_TEXT_ALL = 32 << 20
_MAX_LINES, _LONGEST_ID = 128, 256
_INFLATED_FACTOR = 16
_CLOSE = b"\r\n\r\n"
_VERSION = re.compile(rb"WARC/1\.[01]\r\n")
_LENGTH = re.compile(r"[0-9]{1,15}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REPEATABLE = frozenset({"warc-concurrent-to", "warc-protocol", "warc-cipher-suite"})
_ADVICE = "capture the page again; a capture must be kept byte for byte"


class Head(NamedTuple):
    """A record's own header: lower-case field names, and what is wrong with it, if anything."""

    size: int
    length: int
    fields: dict[str, str]
    flaw: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Where one record is, and as much of it as an index needs.

    It begins at `position` in `raw`, which is a gzip member when `packed`; `offset` is the place for
    people, counted from the WARC's own start. `identity` is its WARC-Record-ID, `flaw` says what is wrong
    with its header.
    """

    kind: str
    targets: tuple[str, ...]
    flaw: str
    offset: int
    raw: Source = field(repr=False)
    position: int
    head: int
    length: int
    identity: str = ""
    packed: bool = False
    kept: bytes | None = field(default=None, repr=False)

    def read(self, cap: int) -> tuple[Mapping[str, str], memoryview]:
        """The record's header fields and its content; a fault when that is larger than `cap` bytes."""
        held = self.whole(cap)
        return read_head(bytes(held[: self.head])).fields, held[self.head : -len(_CLOSE)]

    def whole(self, cap: int) -> memoryview:
        """The record as it is in an uncompressed file, from its version to its closing CRLFCRLF."""
        if self.length > cap:
            raise too_large(cap)
        size = self.head + self.length + len(_CLOSE)
        if self.packed:
            return memoryview(self.kept or _inflated(self.raw, self.position, size))[:size]
        return view(self.raw, self.position, self.position + size)


@dataclass(slots=True)
class Budget:
    """What reading one capture may still use: bytes to keep and to inflate, records, URLs."""

    inflated: int
    kept: int = _KEEP_ALL
    held: int = _HOLD_ALL
    records: int = MAX_RECORDS
    text: int = _TEXT_ALL

    @classmethod
    def of(cls, limits: Limits, most: int = MAX_RECORDS) -> Budget:
        """The budget that the policy's limits allow, for at most so many records."""
        text = _TEXT_ALL * max(1, most // MAX_RECORDS)
        return cls(inflated=limits.capture_bytes * _INFLATED_FACTOR, records=most, text=text)

    def inflate(self, size: int) -> None:
        """Take from the bytes that may be inflated."""
        self.inflated -= size
        if self.inflated < 0:
            raise DamagedError("capture-too-large", "the capture inflates to more than the policy's limits allow")

    def hold(self, size: int) -> None:
        """Take from the bytes that may be held inflated, in files that are not compressed record by record."""
        self.held -= size
        if self.held < 0:
            advice = "compress it record by record, for instance with `warcio recompress`"
            raise DamagedError("capture-too-large", "the capture is compressed as a whole, not by record", advice)

    def count(self, record: Record) -> None:
        """Take one from the records that may be indexed, and its URLs from their text."""
        self.records -= 1
        self.text -= sum(len(target.encode()) for target in record.targets)
        if self.records < 0 or self.text < 0:
            advice = "keep only the pages that are needed"
            raise DamagedError("capture-too-large", "the capture holds too many records to go through", advice)


def records(raw: Source, start: int, end: int, budget: Budget) -> Iterator[Record]:
    """Every record in `raw[start:end]`, in order; `DamagedError` where the file stops being whole."""
    position = start
    while position < end:
        if raw[position : position + len(GZIP_MAGIC)] == GZIP_MAGIC:
            found, position = _member(raw, position, end, position - start, budget)
        else:
            record, position = _plain(raw, position, end, position - start)
            found = iter((record,))
        for record in found:
            budget.count(record)
            yield record


def _plain(raw: Source, position: int, end: int, offset: int) -> tuple[Record, int]:
    """The uncompressed record here, and where the next one begins."""
    for size in (_USUAL_HEAD, MAX_HEAD):
        start = raw[position : min(end, position + size)]
        if (close := start.find(_CLOSE)) >= 0:
            break
    head = read_head(start[: close + len(_CLOSE)] if close >= 0 else start, offset)
    stop = position + head.size + head.length
    if stop + len(_CLOSE) > end or raw[stop : stop + len(_CLOSE)] != _CLOSE:
        raise _cut(offset)
    return _record(head, offset, raw, position, packed=False, kept=None), stop + len(_CLOSE)


def _member(raw: Source, position: int, end: int, offset: int, budget: Budget) -> tuple[Iterator[Record], int]:
    """The records of the gzip member here (one, by the standard's advice), and where the next member begins."""
    stream = Inflater(raw, position, end=end)
    try:
        first = _first(stream, budget)
        head = read_head(first[:MAX_HEAD], offset)
        whole = head.size + head.length + len(_CLOSE)
        held, size, tail = _rest(stream, first, whole, budget)
        if size > whole:
            return _many(raw, position, end, offset, budget)
    except (EOFError, zlib.error):
        raise _cut(offset) from None
    if size < whole or tail != _CLOSE:
        raise _cut(offset)
    return iter((_record(head, offset, raw, position, packed=True, kept=held),)), stream.position


def _first(stream: Inflater, budget: Budget) -> bytes:
    """Enough of a member to hold its first record's header."""
    first = b""
    while _CLOSE not in first and len(first) < MAX_HEAD and (piece := stream.read()):
        budget.inflate(len(piece))
        first += piece
    return first


def _rest(stream: Inflater, first: bytes, whole: int, budget: Budget) -> tuple[bytes | None, int, bytes]:
    """The member read to its end or past `whole`: its bytes if they may be kept, their number, the last four."""
    keep = whole <= min(_KEEP_ONE, budget.kept)
    pieces, size, tail = [first], len(first), first[-4:]
    while size <= whole and (piece := stream.read()):
        budget.inflate(len(piece))
        size += len(piece)
        tail = (tail + piece[-4:])[-4:]
        if keep:
            pieces.append(piece)
    if not keep:
        return None, size, tail
    budget.kept -= size
    return b"".join(pieces), size, tail


def _many(raw: Source, position: int, end: int, offset: int, budget: Budget) -> tuple[Iterator[Record], int]:
    """The records of a member that holds several, as a plain file compressed afterwards does."""
    stream = Inflater(raw, position, end=end)
    whole = bytearray()
    while piece := stream.read():
        budget.inflate(len(piece))
        budget.hold(len(piece))
        whole += piece
    return _plain_records(bytes(whole), offset), stream.position


def _plain_records(raw: Source, offset: int) -> Iterator[Record]:
    position = 0
    while position < len(raw):
        record, position = _plain(raw, position, len(raw), offset)
        yield record


def _inflated(raw: Source, position: int, size: int) -> bytes:
    """The first `size` bytes of the member here, which has been read to its end before."""
    stream = Inflater(raw, position)
    held = bytearray()
    while len(held) < size:
        held += stream.read()
    return bytes(held)


def _record(head: Head, offset: int, raw: Source, position: int, packed: bool, kept: bytes | None) -> Record:
    targets = head.fields.get("warc-target-uri", "").split("\n")
    bare = tuple(target.removeprefix("<").removesuffix(">") for target in targets)
    kind = sys.intern(head.fields.get("warc-type", "").lower())
    identity = head.fields.get("warc-record-id", "")[:_LONGEST_ID]
    return Record(kind, bare, head.flaw, offset, raw, position, head.size, head.length, identity, packed, kept)


def read_head(data: bytes, offset: int = 0) -> Head:
    """The record header at the start of `data`; `DamagedError` when no length can be read from it.

    A second value for a field stands behind a line break in the first one's, and is a flaw.
    """
    end = data.find(_CLOSE)
    if not _VERSION.match(data) or end < 0:
        raise _no_record(data, offset)
    text, flaw = _text(data[:end])
    fields: dict[str, str] = {}
    lines = text.split("\r\n")[1:]
    if len(lines) > _MAX_LINES:
        raise _endless(offset)
    for line in lines:
        name, colon, value = line.partition(":")
        name, value = name.lower(), value.strip(" \t")
        if not colon or not _NAME.fullmatch(name) or _CONTROL.search(value):
            flaw = flaw or "has a header line that cannot be read"
        elif name in fields and name not in _REPEATABLE:
            flaw, fields[name] = flaw or f"says {name} twice", f"{fields[name]}\n{value}"
        else:
            fields[name] = value
    length = fields.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        raise DamagedError("capture-record", f"the record at byte {offset} has no usable Content-Length", _ADVICE)
    return Head(end + len(_CLOSE), int(length), fields, flaw)


def _text(raw: bytes) -> tuple[str, str]:
    try:
        return raw.decode(), ""
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1"), "has a header that is not UTF-8"


def _no_record(data: bytes, offset: int) -> DamagedError:
    """Why no header can be read here."""
    start = data[:10]
    if _VERSION.match(data) or b"WARC/1.0\r\n".startswith(start) or b"WARC/1.1\r\n".startswith(start):
        if len(data) < MAX_HEAD:
            return _cut(offset)
        return _endless(offset)
    if start.startswith(b"WARC/"):
        return DamagedError("capture-unreadable", "the capture's WARC version is unknown; 1.0 and 1.1 are read")
    if offset:
        return DamagedError("capture-unreadable", f"what stands at byte {offset} of the capture is no record", _ADVICE)
    return DamagedError("capture-unreadable", _what(data), "evidence of kind capture is a WARC or a WACZ")


def _what(data: bytes) -> str:
    """The message for a file that is no WARC."""
    if data.startswith(b"filedesc:"):
        return "the capture is an ARC file, the format before WARC; convert it, for instance with `warcio recompress`"
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return "the capture is compressed with zstd; only gzip is read"
    return "the capture is neither a WARC nor a WACZ"


def _endless(offset: int) -> DamagedError:
    return DamagedError("capture-record", f"the record at byte {offset} has an endless header", _ADVICE)


def _cut(offset: int) -> DamagedError:
    message = f"the record at byte {offset} of the capture is cut short or longer than it says"
    return DamagedError("capture-truncated", message, _ADVICE)
