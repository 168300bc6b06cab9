"""WACZ: archives as browser archivers export them are read; odd zips and wrong hashes are faults."""

from __future__ import annotations

import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.captures.source import FileSource
from provgate.findings import Fault
from provgate.formats.policy import Limits

from .capture_builders import (
    PAGE,
    URL,
    find,
    http,
    kind,
    packed,
    page,
    read,
    record,
    redirect,
    sha256,
    wacz_files,
    zipped,
)

HOME = "https://harbourgazette.example/"
WARC = packed([redirect(HOME, URL), record()])
FILES = wacz_files(WARC)
WACZ = zipped(FILES)


def without(*names: str) -> dict[str, bytes]:
    return {name: data for name, data in FILES.items() if name not in names}


def unsigned(**extra: bytes) -> dict[str, bytes]:
    return {**without("datapackage.json", "datapackage-digest.json"), **extra}


def described(resources: object) -> bytes:
    package = {"profile": "data-package", "resources": resources}
    return zipped(unsigned() | {"datapackage.json": json.dumps(package).encode()})


def test_a_browsers_archive() -> None:
    found = find(WACZ, HOME)
    assert isinstance(found, Chain)
    assert [exchange.status for exchange in found.exchanges] == [302, 200]
    assert found.final.body == PAGE


def test_offsets_count_from_the_warc() -> None:
    found = find(WACZ, HOME)
    assert isinstance(found, Chain)
    assert found.exchanges[0].offset == 0
    assert found.final.offset == len(packed([redirect(HOME, URL)]))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(unsigned(), id="no datapackage"),
        pytest.param(without("datapackage-digest.json"), id="no digest"),
        pytest.param({"archive/data.warc": record()}, id="plain WARC, deflated"),
        pytest.param(
            {"archive/": b"", "archive/a.warc.gz": packed([redirect(HOME, URL)]), "archive/b.warc": record()}, id="two"
        ),
    ],
)
def test_other_shapes(files: dict[str, bytes]) -> None:
    assert page(zipped(files)) == PAGE


def test_streamed_with_zip64() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Pipe()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in FILES.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(data)
    assert page(out.getvalue(), HOME) == PAGE
    assert page(as_zip64(WACZ), HOME) == PAGE
    locator = len(as_zip64(WACZ)) - 22 - 20 + 8
    assert kind(as_zip64(WACZ)[:locator] + b"\0" + as_zip64(WACZ)[locator + 1 :]) == "capture-unreadable"
    for size in range(len(WACZ), len(as_zip64(WACZ))):
        assert read(as_zip64(WACZ)[:size]).faults[0].kind == "capture-truncated"


def as_zip64(raw: bytes) -> bytes:
    """The zip with its end record's numbers moved into a zip64 end record."""
    end = raw.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<H2I", raw, end + 10)
    wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    return (
        raw[:end]
        + wide
        + locator
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


def test_zip64_fields_of_an_entry() -> None:
    raw = bytearray(zipped({"archive/data.warc.gz": WARC}))
    place = raw.rfind(b"PK\x01\x02")
    size, end = struct.unpack_from("<I", raw, place + 24)[0], raw.rfind(b"PK\x05\x06")
    extra = struct.pack("<2H3s2H3Q", 99, 3, b"abc", 1, 24, size, size, 0)
    struct.pack_into("<2I", raw, place + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", raw, place + 30, len(extra))
    struct.pack_into("<I", raw, place + 42, 0xFFFFFFFF)
    struct.pack_into("<I", raw, end + 12, end - place + len(extra))
    assert page(bytes(raw[:end] + extra + raw[end:])) == PAGE
    struct.pack_into("<H", raw, place + 30, 4)
    struct.pack_into("<I", raw, end + 12, end - place + 4)
    assert kind(bytes(raw[:end] + extra[:4] + raw[end:])) == "capture-truncated"


def test_cut_at_any_byte() -> None:
    for size in range(len(WACZ)):
        assert read(WACZ[:size]).faults[0].kind in ("capture-truncated", "capture-unreadable"), size


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(zipped(FILES | {"pages/pages.jsonl": b"{}"}), id="changed file"),
        pytest.param(zipped(FILES | {"archive/data.warc.gz": packed([record()])}), id="changed WARC"),
        pytest.param(zipped(without("indexes/index.cdx")), id="missing file"),
        pytest.param(zipped(FILES | {"archive/more.warc.gz": WARC}), id="WARC not listed"),
        pytest.param(zipped(without("datapackage.json")), id="digest without datapackage"),
        pytest.param(zipped(FILES | {"datapackage.json": FILES["datapackage.json"] + b" "}), id="changed datapackage"),
        pytest.param(described([]), id="nothing listed"),
        pytest.param(described("none"), id="no list"),
        pytest.param(described([{"path": 1}, 2]), id="odd list"),
        pytest.param(described([{"path": "archive/data.warc.gz", "hash": sha256(WARC)}] * 2), id="listed twice"),
    ],
)
def test_packages_that_do_not_agree(raw: bytes) -> None:
    assert [fault.kind for fault in read(raw).faults] == ["capture-digest"]


def test_other_algorithms_prove_nothing() -> None:
    assert page(described([{"path": "archive/data.warc.gz", "hash": "md5:0"}])) == PAGE
    assert page(described([{"path": "archive/data.warc.gz"}])) == PAGE


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
def test_packages_that_are_no_json(text: bytes) -> None:
    assert kind(zipped(unsigned() | {"datapackage.json": text})) == "capture-unreadable"


def test_sizes() -> None:
    assert kind(zipped(unsigned() | {"datapackage.json": bytes(5_000_000)})) == "capture-too-large"
    bomb = zipped(unsigned() | {"pages/extra.jsonl": bytes(5_000_000)})
    assert kind(bomb, limits=Limits(capture_bytes=200_000)) == "capture-too-large"
    assert page(bomb) == PAGE
    large = {f"archive/{name}.warc": record(http(bytes(40_000_000)), HOME) for name in "ab"}
    assert kind(zipped(large)) == "capture-too-large"


@pytest.mark.parametrize(
    "name",
    ["../a", "/a", "a/../b", "a//b", "./a", "a\\b", "C:a", "C:/a", "a\x1b", "..", "a/..", "//", "\u202ea", "a\nb"],
)
def test_names_that_are_no_plain_paths(name: str) -> None:
    assert kind(zipped(FILES | {name: b"x"})) == "capture-unreadable"


def test_a_name_that_is_not_utf8() -> None:
    assert kind(zipped(FILES | {"abcd": b"x"}).replace(b"abcd", b"ab\xff\xff")) == "capture-unreadable"


def test_a_zip_without_warcs() -> None:
    assert kind(zipped({"data.warc.gz": WARC})) == kind(zipped({"archive/a.txt": WARC})) == "capture-unreadable"


def changed(place: Callable[[bytes], int], form: str, *values: int) -> bytes:
    raw = bytearray(zipped(unsigned()))
    struct.pack_into(form, raw, place(bytes(raw)), *values)
    return bytes(raw)


def end(offset: int) -> Callable[[bytes], int]:
    return lambda raw: raw.rfind(b"PK\x05\x06") + offset


def central(offset: int) -> Callable[[bytes], int]:
    return lambda raw: raw.find(b"PK\x01\x02") + offset


def local(offset: int) -> Callable[[bytes], int]:
    return lambda _: offset


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(changed(end(4), "<H", 1), "unreadable", id="other disk"),
        pytest.param(changed(end(10), "<H", 2), "unreadable", id="counts differ"),
        pytest.param(changed(end(8), "<2H", 2, 2), "unreadable", id="count too low"),
        pytest.param(changed(end(8), "<2H", 10_001, 10_001), "unreadable", id="too many"),
        pytest.param(changed(end(16), "<I", 1), "unreadable", id="directory elsewhere"),
        pytest.param(changed(end(20), "<H", 1), "truncated", id="comment cut"),
        pytest.param(changed(central(0), "<I", 0), "unreadable", id="no entry"),
        pytest.param(changed(central(8), "<H", 1), "unreadable", id="encrypted"),
        pytest.param(changed(central(8), "<H", 0x2000), "unreadable", id="encrypted directory"),
        pytest.param(changed(central(10), "<H", 14), "unreadable", id="LZMA"),
        pytest.param(changed(central(16), "<I", 1), "unreadable", id="CRCs differ"),
        pytest.param(changed(central(20), "<2I", 99, 99), "unreadable", id="sizes differ"),
        pytest.param(changed(central(28), "<H", 9999), "unreadable", id="name too long"),
        pytest.param(changed(central(42), "<I", 10_000), "unreadable", id="offset behind the end"),
        pytest.param(changed(central(42), "<I", 1), "unreadable", id="offset at no header"),
        pytest.param(changed(local(0), "<I", 0), "unreadable", id="no local header"),
        pytest.param(changed(local(8), "<H", 8), "unreadable", id="methods differ"),
        pytest.param(changed(local(30), "<B", 98), "unreadable", id="names differ"),
        pytest.param(changed(local(26), "<H", 5), "unreadable", id="name lengths differ"),
        pytest.param(changed(local(60), "<B", 0), "truncated", id="changed data"),
        pytest.param(WACZ + b"x", "truncated", id="bytes behind"),
        pytest.param(b"PK\x03\x04" + WACZ, "unreadable", id="bytes before"),
    ],
)
def test_odd_zips(raw: bytes, expected: str) -> None:
    assert kind(raw) == f"capture-{expected}"


def test_sizes_that_lie() -> None:
    raw = zipped({"archive/data.warc": record(http(PAGE * 50))})
    place, right = raw.rfind(b"PK\x01\x02"), len(record(http(PAGE * 50)))
    for size in (right - 1, right + 1):
        lie = bytearray(raw)
        struct.pack_into("<I", lie, place + 24, size)
        struct.pack_into("<I", lie, 22, size)
        assert kind(bytes(lie)) == "capture-truncated"
    packed_size = struct.unpack_from("<I", raw, place + 20)[0]
    for lie_by in (-1, 1):
        lie = bytearray(raw if lie_by < 0 else raw[: 30 + 17 + packed_size] + b"x" + raw[30 + 17 + packed_size :])
        at = bytes(lie).rfind(b"PK\x01\x02")
        struct.pack_into("<I", lie, at + 20, packed_size + lie_by)
        struct.pack_into("<I", lie, 18, packed_size + lie_by)
        struct.pack_into("<I", lie, bytes(lie).rfind(b"PK\x05\x06") + 16, at)
        assert kind(bytes(lie)) == "capture-truncated"
    stored = bytearray(zipped({"archive/data.warc.gz": WARC}))
    for offset in (22, stored.rfind(b"PK\x01\x02") + 24):
        struct.pack_into("<I", stored, offset, len(WARC) + 1)
    assert kind(bytes(stored)) == "capture-unreadable"


def test_overlap_and_twins() -> None:
    raw = zipped({"archive/a.warc.gz": WARC, "archive/b.warc.gz": WARC})
    second = raw.rfind(b"PK\x01\x02")
    overlap = bytearray(raw)
    struct.pack_into("<I", overlap, second + 42, 0)
    overlap[second + 46 + 8] = ord("a")
    assert kind(bytes(overlap)) == "capture-unreadable"
    assert kind(raw.replace(b"archive/b", b"archive/a")) == "capture-unreadable"


@given(st.data())
def test_mutated(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WACZ)))
    stop = data.draw(st.integers(start, min(len(WACZ), start + 40)))
    capture = read(WACZ[:start] + data.draw(st.binary(max_size=20)) + WACZ[stop:], Limits(capture_bytes=1_000_000))
    assert isinstance(capture.find(HOME), Chain | Fault)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert read(b"PK\x03\x04" + data).faults


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 200_000])
def test_digests_of_js_wacz(size: int) -> None:
    """js-wacz reads files in steps of 64 KiB and hashes each step twice."""
    warc = record(http(bytes(size)))
    steps = [warc[at : at + 65_536] for at in range(0, len(warc), 65_536)]
    resource = {"path": "archive/data.warc", "hash": sha256(b"".join(step * 2 for step in steps))}
    package = json.dumps({"resources": [resource]}).encode()
    assert page(zipped({"archive/data.warc": warc, "datapackage.json": package})) == bytes(size)
    other = warc.replace(b"2026", b"2025")
    assert kind(zipped({"archive/data.warc": other, "datapackage.json": package})) == "capture-digest"


@pytest.mark.parametrize(
    "raw", [WARC, record(), WACZ, zipped({"archive/a.warc": record()}), b"", b"PK\x03\x04", WACZ[:-9]]
)
def test_files_are_read_like_bytes(raw: bytes) -> None:
    """A crawl that is larger than memory is read from its file."""
    with tempfile.TemporaryFile() as file:
        file.write(raw)
        file.flush()
        source = FileSource(file)
        assert len(source) == len(raw)
        one, other = read_capture(source, "a", Limits()), read_capture(raw, "a", Limits())
        assert one.faults == other.faults
        assert one.find(URL) == other.find(URL)
