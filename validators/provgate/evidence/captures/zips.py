"""A strict reader of zip files (APPNOTE.TXT 6.3.10, zip64 included), for WACZ.

The standard library's reader searches for a directory that fits, believes sizes and opens members that
overlap. Here the directory must stand exactly where the end record says, with nothing behind it, the
members must not overlap, names must be plain relative paths, and what a member inflates to is checked
against its size and CRC while it streams.
"""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from provgate.evidence.captures.codings import RAW_DEFLATE, DamagedError, Inflater
from provgate.evidence.captures.source import Source, view

MAGIC = b"PK\x03\x04"
MAX_MEMBERS = 10_000
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR = 0x2041, 0x8
_FULL = 0xFFFFFFFF
_STEP = 1024 * 1024


class Member(NamedTuple):
    """One file in the zip: its data is `raw[start:end]`, deflated or stored; `size` and `crc` are of its content."""

    name: str
    start: int
    end: int
    size: int
    crc: int
    deflated: bool


def members(raw: Source) -> dict[str, Member]:
    """The files that this zip holds, by name; `DamagedError` where anything about it is odd."""
    try:
        start, size, count = _directory(raw)
        found = tuple(_entries(raw, start, start + size))
    except struct.error:
        raise _broken("is cut short", "capture-truncated") from None
    if len(found) != count:
        raise _broken("holds another number of files than it says")
    for one, other in itertools.pairwise(sorted(found, key=lambda member: (member.start, member.end))):
        if one.end > other.start:
            raise _broken("has files that overlap")
    named = {member.name: member for member in found if not member.name.endswith("/")}
    if len(named) != sum(not member.name.endswith("/") for member in found):
        raise _broken("holds two files of one name")
    return named


def pieces(raw: Source, member: Member) -> Iterator[bytes | memoryview]:
    """The member's content; `DamagedError`, at the latest at its end, when size or CRC are not as the zip says."""
    crc = size = 0
    try:
        for piece in _unpacked(raw, member):
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            if size > member.size:
                break
            yield piece
    except (zlib.error, EOFError):
        size = -1
    if (size, crc) != (member.size, member.crc):
        raise _broken(f"is damaged: {member.name[:100]} is not as the zip says", "capture-truncated")


def content(raw: Source, member: Member) -> tuple[Source, int, int]:
    """The member's checked content as a buffer and the range in it; stored members are not copied."""
    if member.deflated:
        whole = b"".join(pieces(raw, member))
        return whole, 0, len(whole)
    for _ in pieces(raw, member):
        pass
    return raw, member.start, member.end


def _unpacked(raw: Source, member: Member) -> Iterator[bytes | memoryview]:
    if not member.deflated:
        for start in range(member.start, member.end, _STEP):
            yield view(raw, start, min(member.end, start + _STEP))
        return
    stream = Inflater(raw, member.start, RAW_DEFLATE, member.end)
    while piece := stream.read():
        yield piece
    if stream.position != member.end:
        raise EOFError


def _directory(raw: Source) -> tuple[int, int, int]:
    """Start, size and number of entries of the central directory, from the record that ends the file."""
    tail = max(0, len(raw) - _END.size - 0xFFFF)
    found = raw[tail:].rfind(b"PK\x05\x06")
    if found < 0:
        raise _broken("is cut short", "capture-truncated")
    place = tail + found
    _, disk, first_disk, here, count, size, start, comment = _fields(_END, raw, place)
    if place + _END.size + comment != len(raw):
        raise _broken("is cut short", "capture-truncated")
    end = place
    if _at(raw, max(0, place - _LOCATOR.size), b"PK\x06\x07"):
        end = _fields(_LOCATOR, raw, place - _LOCATOR.size)[2]
        if end + _END64.size + _LOCATOR.size != place or not _at(raw, end, b"PK\x06\x06"):
            raise _broken("has a wrong directory")
        _, _, _, _, disk, first_disk, here, count, size, start = _fields(_END64, raw, end)
    if disk or first_disk or here != count or start + size != end or count > MAX_MEMBERS:
        raise _broken("has a wrong directory")
    return start, size, count


def _fields(form: struct.Struct, raw: Source, place: int) -> tuple[Any, ...]:
    """The fields that are packed here; struct.error where the source ends before."""
    return form.unpack(raw[place : place + form.size])


def _at(raw: Source, place: int, mark: bytes) -> bool:
    return raw[place : place + len(mark)] == mark


def _entries(raw: Source, position: int, end: int) -> Iterator[Member]:
    limit = position
    while position < end:
        entry = _fields(_CENTRAL, raw, position)
        signature, flags, method, crc, packed, size = entry[0], *entry[3:5], *entry[7:10]
        name_size, extra_size, comment, offset = *entry[10:13], entry[16]
        start = position + _CENTRAL.size
        position = start + name_size + extra_size + comment
        if signature != b"PK\x01\x02" or position > end:
            raise _broken("has a wrong directory")
        name, extra = raw[start : start + name_size], raw[start + name_size : start + name_size + extra_size]
        if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
            raise _broken("holds a file that is encrypted, or compressed in another way than deflate")
        size, packed, offset = _wide(extra, size, packed, offset)
        data = _data_start(raw, offset, name, method, (crc, packed, size))
        if data + packed > limit or (method == _STORED and packed != size):
            raise _broken("has a file of impossible size")
        yield Member(_name(name), data, data + packed, size, crc, method == _DEFLATED)


def _wide(extra: bytes, *values: int) -> list[int]:
    """The values, those that are full replaced from the zip64 field of the extra data, in order."""
    position, wide = 0, b""
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            wide = extra[position + 4 : position + 4 + size]
        position += 4 + size
    numbers = iter(struct.unpack_from(f"<{sum(value == _FULL for value in values)}Q", wide))
    return [next(numbers) if value == _FULL else value for value in values]


def _data_start(raw: Source, offset: int, name: bytes, method: int, sums: tuple[int, int, int]) -> int:
    """Where the member's data begins, its local header checked against the directory's entry."""
    if offset > len(raw):
        raise _broken("has a wrong directory")
    signature, _, flags, coding, _, _, crc, packed, size, name_size, extra = _fields(_LOCAL, raw, offset)
    start: int = offset + _LOCAL.size + name_size + extra
    same = name_size == len(name) and _at(raw, offset + _LOCAL.size, name)
    known = flags & _DESCRIPTOR or (crc, packed, size) == sums or _FULL in (packed, size)
    if signature != MAGIC or not same or coding != method or not known:
        raise _broken("has a wrong directory")
    return start


def _name(raw: bytes) -> str:
    """The name, if it is a plain relative path."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = "/"
    parts = name.removesuffix("/").split("/")
    if not name.isprintable() or "\\" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        raise _broken("holds a file whose name is no plain relative path")
    return name


def _broken(what: str, kind: str = "capture-unreadable") -> DamagedError:
    return DamagedError(kind, f"the capture's zip {what}", "export the archive again, or use its WARC")
