"""Transfer and content encodings: decoded when they are what they say, a fault when they are cut or lie."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from provgate.evidence.captures.codings import DamagedError, decode
from provgate.findings import Fault
from provgate.formats.policy import Limits

from .capture_builders import PAGE, find, http, kind, packed, page, record, sha1

CAP = 1_000_000
LONG = PAGE * 20


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def chunked(data: bytes, size: int = 30) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CODERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd),
    "chunked": ("chunked", chunked),
}
every_coder = pytest.mark.parametrize(("name", "coder"), CODERS.values(), ids=CODERS)


def answer(body: bytes, coding: str, *, transfer: bool = False) -> bytes:
    name = "Transfer-Encoding" if transfer else "Content-Encoding"
    return record(http(body, headers={name: coding}, length=not transfer))


def plain(body: bytes, *codings: str) -> bytes:
    return bytes(decode(memoryview(body), list(codings), CAP))


@every_coder
def test_one_encoding(name: str, coder: Callable[[bytes], bytes]) -> None:
    assert page(answer(coder(PAGE), name)) == PAGE
    assert page(answer(coder(PAGE), name, transfer=True)) == PAGE


@every_coder
def test_cut_at_any_byte(name: str, coder: Callable[[bytes], bytes]) -> None:
    body = coder(PAGE)
    for size in range(len(body)):
        with pytest.raises(DamagedError) as caught:
            plain(body[:size], name)
        assert caught.value.fault.kind == "capture-encoding"


@every_coder
def test_bytes_behind_the_stream(name: str, coder: Callable[[bytes], bytes]) -> None:
    assert kind(answer(coder(PAGE) + b"more", name)) == "capture-encoding"


@every_coder
def test_lies(name: str, coder: Callable[[bytes], bytes]) -> None:
    assert kind(answer(PAGE, name)) == "capture-encoding"
    assert kind(answer(coder(PAGE), f"{name}, {name}")) == "capture-encoding"


@every_coder
def test_bombs_stop_at_the_cap(name: str, coder: Callable[[bytes], bytes]) -> None:
    body = coder(bytes(3_000_000))
    with pytest.raises(DamagedError) as caught:
        plain(body, name)
    assert caught.value.fault.kind == "capture-too-large"


@every_coder
@given(st.binary(max_size=300))
def test_any_bytes(name: str, coder: Callable[[bytes], bytes], data: bytes) -> None:
    assert plain(coder(data), name) == data
    try:
        found = plain(data, name)
    except DamagedError:
        return
    assert len(found) <= CAP


@every_coder
def test_bodies_of_several_pieces(name: str, coder: Callable[[bytes], bytes]) -> None:
    data = PAGE * 40_000
    assert bytes(decode(memoryview(coder(data)), [name], len(data))) == data


def test_several_encodings() -> None:
    assert page(answer(gzip.compress(brotli.compress(PAGE)), "br, GZIP")) == PAGE
    headers = {"Content-Encoding": "identity,zstd", "Transfer-Encoding": "gzip, chunked"}
    both = record(http(chunked(gzip.compress(zstd(PAGE))), headers=headers))
    assert page(both) == PAGE
    assert kind(answer(PAGE, ", ".join(["gzip"] * 6))) == "capture-encoding"


def test_several_members_and_frames() -> None:
    assert plain(gzip.compress(b"a") + gzip.compress(b"b"), "gzip") == b"ab"
    assert plain(zstd(b"a") + b"\x50\x2a\x4d\x18\x02\0\0\0xy" + zstd(b"b"), "zstd") == b"ab"


@pytest.mark.parametrize("word", ["none", "UTF-8", "identity", "utf-8, none", "iso-8859-1", "binary"])
def test_words_that_name_no_encoding(word: str) -> None:
    assert page(answer(PAGE, word)) == PAGE
    assert page(answer(gzip.compress(PAGE), f"{word}, gzip")) == PAGE
    chunks = http(chunked(PAGE), headers={"Transfer-Encoding": "utf-8, chunked"}, length=False)
    assert kind(record(chunks)) == "capture-encoding"


PYWB = {"Transfer-Encoding": "chunked"}
"""A head as pywb keeps it of a body that it has freed of its chunks."""


@pytest.mark.parametrize("headers", [PYWB, {**PYWB, "Content-Encoding": "gzip"}])
def test_bodies_that_were_freed_of_their_chunks(headers: dict[str, str]) -> None:
    body = gzip.compress(LONG, mtime=0) if "Content-Encoding" in headers else LONG
    block = http(body, headers=headers, length=False)
    assert page(record(block, WARC_Payload_Digest=sha1(body))) == LONG
    assert kind(record(block)) == "capture-encoding"
    assert kind(record(block, WARC_Payload_Digest="md5:1B2M2Y8AsgTpgAmY7PhCfg==")) == "capture-encoding"
    assert kind(record(block, WARC_Payload_Digest=sha1(body + b" "))) == "capture-encoding"


def test_broken_chunks_are_never_taken_as_they_are() -> None:
    """What begins with a chunk is chunked: a tool that lost the end of it may still have taken a digest of the rest."""
    cut = chunked(PAGE)[:-9]
    assert kind(record(http(cut, headers=PYWB, length=False), WARC_Payload_Digest=sha1(cut))) == "capture-encoding"
    two = {"Transfer-Encoding": "gzip, chunked"}
    assert kind(record(http(LONG, headers=two, length=False), WARC_Payload_Digest=sha1(LONG))) == "capture-encoding"


@pytest.mark.parametrize("coding", ["rot13", "compress", "utf-7", "text/html", "gzip;q=1"])
def test_unknown_encodings(coding: str) -> None:
    assert kind(answer(PAGE, coding)) == "capture-encoding"


@pytest.mark.parametrize(
    "body",
    [
        b"5\r\nhello\r\n0\r\n\r\n",
        b"5 ;a=b\r\nhello\r\n00\r\nA: b\r\nC:\r\n\r\n",
        b"0005\t\r\nhello\r\n0\r\n\r\n",
        b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    ],
)
def test_chunks(body: bytes) -> None:
    assert plain(body, "chunked") == b"hello"


@pytest.mark.parametrize(
    "body",
    [
        b"hello",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"5\nhello\n0\n\n",
        b"5\r\nhelloXX0\r\n\r\n",
        b"ffffffff\r\nhello\r\n0\r\n\r\n",
        b"fffffffff\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\r\n0\r\nnot a trailer\r\n\r\n",
        b"5\r\nhello\r\n0\r\n\r\nmore",
        b"4\r\nhello\r\n0\r\n\r\n",
        b"5;" + b"a" * 9000 + b"\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_wrong_chunks(body: bytes) -> None:
    with pytest.raises(DamagedError) as caught:
        plain(body, "chunked")
    assert caught.value.fault.kind == "capture-encoding"


def test_a_redirect_may_lack_its_body() -> None:
    home = "https://harbourgazette.example/"
    headers = {"Location": "/dredging.html", "Content-Encoding": "gzip", "Content-Length": "154"}
    assert page(record(http(b"", 302, headers, length=False), home) + record(), home) == PAGE
    assert kind(record(http(b"a", 302, headers, length=False), home) + record(), home) == "capture-truncated"
    assert kind(answer(b"", "gzip")) == "capture-encoding"


def test_page_bytes() -> None:
    limits = Limits(page_bytes=1000)
    exact, more = http(b"a" * 1000), http(b"a" * 1001)
    assert not isinstance(find(record(exact), limits=limits), Fault)
    assert kind(record(more), limits=limits) == "capture-too-large"
    assert kind(packed([record(http(bytes(400_000)))]), limits=limits) == "capture-too-large"
    assert kind(answer(gzip.compress(bytes(1001)), "gzip"), limits=limits) == "capture-too-large"
