"""Compressed and chunked bytes → plain bytes: whole, or a named fault, and never more than a cap.

Libraries hand back what they have when a stream is cut, or the input itself when it is not what its
header says. Evidence that is not whole is no evidence, so every decoder here insists on the stream's
own end, on nothing behind it, and stops at the cap while the data is still streaming.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from provgate.evidence.captures.source import Source
from provgate.findings import Fault

GZIP, ZLIB, RAW_DEFLATE = 31, 15, -15
MAX_CODINGS = 5
_STEP_IN, _STEP_OUT = 64 * 1024, 1024 * 1024
_ZSTD_STEP, _ZSTD_WINDOW = 512, 8 * 1024 * 1024  # a block of 4 bytes may hold 128 KiB; RFC 9659 allows 8 MiB windows
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_TRAILER = re.compile(rb"[^\r\n:]+:[^\r\n]*\r\n")
_MAX_LINE = 8 * 1024


class DamagedError(Exception):
    """Bytes that are not what they claim to be; carries the fault that says so."""

    def __init__(self, kind: str, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.fault = Fault(kind, message, advice)


class Inflater:
    """One DEFLATE stream that begins at `position`: read pieces of at most 1 MiB until it has ended.

    Afterwards `position` is the first byte behind the stream.
    """

    def __init__(self, raw: Source | memoryview, position: int, wbits: int = GZIP, end: int | None = None) -> None:
        self._raw = memoryview(raw) if isinstance(raw, bytes) else raw
        self.position, self._end = position, len(raw) if end is None else end
        self._engine = zlib.decompressobj(wbits)

    def read(self) -> bytes:
        """The next piece; may be empty only when the stream has ended. zlib.error or EOFError on damage."""
        while not self._engine.eof:
            fresh = not self._engine.unconsumed_tail
            given = self._next() if fresh else self._engine.unconsumed_tail
            piece = self._engine.decompress(given, _STEP_OUT)
            self.position += (len(given) if fresh else 0) - len(self._engine.unused_data)
            if piece:
                return piece
            if not given:
                raise EOFError
        return b""

    def _next(self) -> bytes | memoryview:
        return self._raw[self.position : min(self._end, self.position + _STEP_IN)]


def decode(body: memoryview, codings: list[str], cap: int) -> bytes | memoryview:
    """The body with these codings, listed in the order they were applied, undone (RFC 9110, 8.4)."""
    if len(codings) > MAX_CODINGS:
        raise DamagedError("capture-encoding", f"the response names {len(codings)} encodings, one upon another")
    for coding in reversed(codings):
        body = memoryview(_undo(body, coding, cap))
    return body


def _undo(body: memoryview, coding: str, cap: int) -> bytes | bytearray:
    decoder = _DECODERS.get(coding)
    if decoder is None:
        known = "gzip, deflate, br, zstd and chunked"
        raise DamagedError("capture-encoding", f"the response's encoding `{coding[:40]}` is unknown; {known} are read")
    out = bytearray()
    try:
        for piece in decoder(body):
            out += piece
            if len(out) > cap:
                raise too_large(cap)
    except EOFError:
        raise _lie(coding, "ends too early for that") from None
    except (zlib.error, brotli.error, zstandard.ZstdError, ValueError):
        raise _lie(coding, "is something else") from None
    return out


def _lie(coding: str, truth: str) -> DamagedError:
    return DamagedError("capture-encoding", f"the response says that its body is `{coding}`, but the body {truth}")


def too_large(cap: int) -> DamagedError:
    """The fault for a body that outgrows the policy's bound."""
    advice = "raise `limits: page-bytes` in the policy if the page is really that large"
    return DamagedError("capture-too-large", f"the response holds more than {cap} bytes", advice)


def _gunzip(body: memoryview) -> Iterator[bytes]:
    """Every member (RFC 1952 allows several), to the last byte."""
    position = 0
    while position < len(body) or not position:
        stream = Inflater(body, position)
        while piece := stream.read():
            yield piece
        position = stream.position


def _inflate(body: memoryview) -> Iterator[bytes]:
    """zlib data as RFC 9110 says, or raw DEFLATE as some servers send and all browsers take."""
    try:
        stream = Inflater(body, 0, ZLIB)
        first = stream.read()
    except zlib.error:
        stream = Inflater(body, 0, RAW_DEFLATE)
        first = stream.read()
    yield first
    while piece := stream.read():
        yield piece
    if stream.position != len(body):
        raise ValueError("bytes behind the stream")


def _unbrotli(body: memoryview) -> Iterator[bytes]:
    engine = brotli.Decompressor()
    position = 0
    while not engine.is_finished() or position < len(body):
        hungry = engine.can_accept_more_data()
        given = body[position : position + _STEP_IN] if hungry else b""
        position += len(given)
        yield (piece := engine.process(given, output_buffer_limit=_STEP_OUT))
        if hungry and not given and not piece and not engine.is_finished():
            raise EOFError


def _unzstd(body: memoryview) -> Iterator[bytes]:
    """Every frame (RFC 8878 allows several, skippable ones among them), to the last byte."""
    reader = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    position = 0
    while position < len(body) or not position:
        engine = reader.decompressobj()
        while not engine.eof:
            given = body[position : position + _ZSTD_STEP]
            if not given:
                raise EOFError
            yield engine.decompress(given)
            position += len(given)
        position -= len(engine.unused_data)


def _unchunk(body: memoryview) -> Iterator[bytes]:
    """The chunks of RFC 9112, 7.1, with their trailer section, to the last byte."""
    raw = bytes(body)
    position, size = 0, -1
    while size:
        head = _CHUNK.match(raw, position, position + _MAX_LINE)
        if not head:
            raise _cut_or_wrong(raw, position)
        size, start = int(head[1], 16), head.end()
        position = start + size
        yield raw[start:position]
        if size:
            if raw[position : position + 2] != b"\r\n":
                raise _cut_or_wrong(raw, position)
            position += 2
    while trailer := _TRAILER.match(raw, position, position + _MAX_LINE):
        position = trailer.end()
    if raw[position:] != b"\r\n":
        raise _cut_or_wrong(raw, position)


def begins_with_chunk(body: memoryview) -> bool:
    """Whether these bytes may be chunked: they begin with the head of a chunk."""
    return _CHUNK.match(bytes(body[:_MAX_LINE])) is not None


def _cut_or_wrong(raw: bytes, position: int) -> Exception:
    """The end of the data, or data that should not be here."""
    return EOFError() if len(raw) - position < 2 else ValueError("not chunked")


_DECODERS: dict[str, Callable[[memoryview], Iterator[bytes]]] = {
    "gzip": _gunzip, "x-gzip": _gunzip, "deflate": _inflate, "br": _unbrotli, "zstd": _unzstd, "chunked": _unchunk,
}  # fmt: skip
