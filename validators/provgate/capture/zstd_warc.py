"""`.warc.zst` (IIPC, Zstandard Compression for WARC Files 1.0) → the plain WARC, written to a file as it is read.

A dictionary, where there is one, is the first frame, itself compressed or not. Other tools read `.warc.gz`, so what is
imported becomes that.
"""

from __future__ import annotations

import struct
from typing import IO

import zstandard

from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.source import Source

FRAME, DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_MAX = 8 * 1024 * 1024
"""The largest window and dictionary that the specification asks readers to support."""
_STEP = 512
"""Bytes given at once: a block of four may hold 128 KiB."""


def unpack(source: Source, out: IO[bytes], most: int) -> None:
    """Write the plain WARC; `DamagedError` for what is no such file, or inflates to more than `most` bytes."""
    try:
        words, position = _dictionary(source)
        reader = zstandard.ZstdDecompressor(dict_data=words, max_window_size=_MAX)
        while position < len(source):
            size = _skipped(source, position)
            if size and source[position : position + 4] == DICTIONARY:
                raise _broken("has a dictionary that is not at its start")
            position = position + size if size else _frame(reader, source, position, out, most)
    except zstandard.ZstdError:
        raise _broken("is damaged, or needs more than 8 MiB to unpack") from None


def _dictionary(source: Source) -> tuple[zstandard.ZstdCompressionDict | None, int]:
    """The dictionary at the start and where the next frame begins."""
    if source[:4] != DICTIONARY:
        return None, 0
    size = _skipped(source, 0)
    if size > _MAX:
        raise _broken("has a dictionary of more than 8 MiB")
    words = source[8:size]
    if words[:4] == FRAME:
        held = zstandard.get_frame_parameters(words).content_size
        if not 0 < held <= _MAX:
            raise _broken("has a dictionary of more than 8 MiB, or of unknown size")
        words = zstandard.ZstdDecompressor(max_window_size=_MAX).decompress(words, max_output_size=_MAX)
    return zstandard.ZstdCompressionDict(words, dict_type=zstandard.DICT_TYPE_FULLDICT), size


def _skipped(source: Source, position: int) -> int:
    """The size of the skippable frame here, its head included; 0 where there is none."""
    head = source[position : position + 8]
    if len(head) < 8:
        raise _broken("is cut short")
    magic, size = struct.unpack("<2I", head)
    if magic not in _SKIPPABLE:
        return 0
    if position + 8 + size > len(source):
        raise _broken("is cut short")
    return int(8 + size)


def _frame(reader: zstandard.ZstdDecompressor, source: Source, position: int, out: IO[bytes], most: int) -> int:
    """Unpack the frame here; where the next one begins."""
    engine = reader.decompressobj()
    while not engine.eof:
        given = source[position : position + _STEP]
        if not given:
            raise _broken("is cut short")
        if out.write(engine.decompress(given)) and out.tell() > most:
            raise DamagedError("capture-too-large", f"the capture inflates to more than {most:,} bytes")
        position += len(given)
    return position - len(engine.unused_data)


def _broken(what: str) -> DamagedError:
    return DamagedError("capture-unreadable", f"the zstd file {what}")
