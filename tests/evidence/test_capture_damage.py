"""Damage to the file: every cut, wrong length, wrong digest and stray byte is told; nothing raises."""

from __future__ import annotations

import base64
import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.evidence.captures.capture import Capture, Chain
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.warc import Budget, records
from provgate.findings import Fault
from provgate.formats.policy import Limits

from .capture_builders import PAGE, URL, find, http, kind, packed, page, read, record, redirect, sha1, sha256

HOME = "https://harbourgazette.example/"
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
RECORDS = [
    redirect(HOME, URL),
    record(WARC_Block_Digest=sha1(http()), WARC_Payload_Digest=sha256(PAGE)),
    record(WARC_Type="request"),
]
PLAIN, PACKED = b"".join(RECORDS), packed(RECORDS)
BOUNDARIES = {
    PLAIN: {len(b"".join(RECORDS[:count])) for count in range(1, 4)},
    PACKED: {len(packed(RECORDS[:count])) for count in range(1, 4)},
}


@pytest.mark.parametrize("raw", [PLAIN, PACKED, gzip.compress(PLAIN)], ids=["plain", "packed", "one member"])
def test_cut_at_any_byte(raw: bytes) -> None:
    """A cut between two records leaves a smaller whole file: the origin is there in full, or not at all."""
    whole = find(raw, HOME)
    assert isinstance(whole, Chain)
    for size in range(len(raw)):
        capture = read(raw[:size])
        if size in BOUNDARIES.get(raw, ()):
            assert size == min(BOUNDARIES[raw]) or capture.find(HOME) == whole
            assert not capture.faults
        else:
            assert capture.faults[0].kind in ("capture-truncated", "capture-unreadable"), size


def test_cut_between_redirect_and_page() -> None:
    for raw, ends in BOUNDARIES.items():
        assert kind(raw[: min(ends)], HOME) == "capture-redirect"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "capture-unreadable"),
        (b"garbage", "capture-unreadable"),
        (PAGE, "capture-unreadable"),
        (b"filedesc://a.arc 0.0.0.0 20260313 text/plain 76\n", "capture-unreadable"),
        (gzip.compress(b"filedesc://a.arc 0.0.0.0 20260313 text/plain 76\n", mtime=0), "capture-unreadable"),
        (b"\x28\xb5\x2f\xfd" + PLAIN, "capture-unreadable"),
        (PLAIN.replace(b"WARC/1.1", b"WARC/0.18"), "capture-unreadable"),
        (PLAIN.replace(b"WARC/1.1", b"WARC/1.10"), "capture-unreadable"),
        (b"\r\n" + PLAIN, "capture-unreadable"),
        (PLAIN + b"garbage behind", "capture-unreadable"),
        (PACKED + b"garbage behind", "capture-unreadable"),
        (PACKED + b"\r\n", "capture-unreadable"),
        (PACKED + bytes(512), "capture-unreadable"),
        (gzip.compress(PLAIN + b"garbage behind", mtime=0), "capture-unreadable"),
        (gzip.compress(gzip.compress(PLAIN, mtime=0), mtime=0), "capture-unreadable"),
        (gzip.compress(b"", mtime=0), "capture-truncated"),
        (PACKED + gzip.compress(b"", mtime=0), "capture-truncated"),
        (PACKED[:-8] + bytes(4) + PACKED[-4:], "capture-truncated"),
        (packed([record()[:-4]]), "capture-truncated"),
        (packed([record()[:-4] + b"\r\n\n\n"]), "capture-truncated"),
        (record()[:-4] + b"\n\n", "capture-truncated"),
        (record(Content_Length="10"), "capture-truncated"),
        (record(Content_Length="9" * 15), "capture-truncated"),
        (record(Content_Length="1" + "0" * 30), "capture-record"),
        (record(Content_Length="-1"), "capture-record"),
        (record(Content_Length="+98"), "capture-record"),
        (record(Content_Length="1_0"), "capture-record"),
        (record(Content_Length="abc"), "capture-record"),
        (record(Content_Length="٩"), "capture-record"),
        (record(Content_Length=None), "capture-record"),
        (record(X="1\r\nContent-Length: 5"), "capture-record"),
        (record(X="a" * 70_000), "capture-record"),
        (record(X="a" + "\r\nWARC-Concurrent-To: <urn:a:b>" * 200), "capture-record"),
        (packed([record(X="a" * 70_000)]), "capture-record"),
        (record(b"software: a\r\n", WARC_Type="warcinfo", WARC_Target_URI=None), "capture-unreadable"),
    ],
)
def test_files_that_are_not_whole_captures(raw: bytes, expected: str) -> None:
    capture = read(raw)
    assert [fault.kind for fault in capture.faults] == [expected]
    assert capture.find(URL) == capture.faults[0]
    assert capture.urls == ()


def test_damage_to_another_record_counts() -> None:
    other = record(url=HOME)[:-1]
    assert kind(record() + other) == kind(packed([record(), other])) == "capture-truncated"


def hexed(data: bytes) -> str:
    return "sha1:" + hashlib.sha1(data).hexdigest()


def base64ed(data: bytes) -> str:
    return "SHA-256:" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode()


@pytest.mark.parametrize("spell", [sha1, sha256, hexed, base64ed])
def test_digests(spell) -> None:  # type: ignore[no-untyped-def]
    right, wrong = spell(http()), spell(http() + b" ")
    assert page(record(WARC_Block_Digest=right)) == PAGE
    assert kind(record(WARC_Block_Digest=wrong)) == "capture-digest"
    assert page(record(WARC_Payload_Digest=spell(PAGE))) == PAGE
    assert kind(record(WARC_Payload_Digest=spell(b""))) == "capture-digest"


@pytest.mark.parametrize("digest", ["md5:0cc175b9c0f1b6a831c399e269772661", "crc32:0", "", "sha3", "none"])
def test_digests_that_prove_nothing(digest: str) -> None:
    assert page(record(WARC_Block_Digest=digest, WARC_Payload_Digest=digest)) == PAGE


@pytest.mark.parametrize(
    "digest", ["sha1:", "sha1:x", sha1(http())[:-1], "sha256:" + sha1(http())[5:], sha1(http()) + " x"]
)
def test_digests_that_cannot_be_right(digest: str) -> None:
    assert kind(record(WARC_Block_Digest=digest)) == "capture-digest"


@pytest.mark.parametrize("reading", [0, 1, 2], ids=["as sent", "without chunks", "without encodings"])
def test_readings_of_a_payload(reading: int) -> None:
    zipped = gzip.compress(PAGE)
    sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(zipped), zipped)
    block = http(sent, headers={"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"})
    assert page(record(block, WARC_Payload_Digest=sha1((sent, zipped, PAGE)[reading]))) == PAGE
    assert kind(record(block, WARC_Payload_Digest=sha1(PAGE[1:]))) == "capture-digest"


def test_a_digest_is_held_against_the_origins_records_only() -> None:
    assert page(record(url=HOME, WARC_Block_Digest=sha1(b"")) + record()) == PAGE


def test_capture_bytes() -> None:
    assert page(PLAIN) == PAGE
    assert kind(PLAIN, limits=Limits(capture_bytes=len(PLAIN) - 1)) == "capture-too-large"
    assert isinstance(find(PLAIN, limits=Limits(capture_bytes=len(PLAIN))), Chain)


def test_bombs() -> None:
    bomb = packed([record(http(bytes(5_000_000)), url=HOME), record()])
    assert kind(bomb, limits=Limits(capture_bytes=200_000)) == "capture-too-large"
    assert isinstance(find(bomb, limits=Limits(capture_bytes=400_000)), Chain)
    endless = packed([b"WARC/1.1\r\nX: " + bytes(9_000_000)])
    assert kind(endless, limits=Limits(capture_bytes=1_000_000)) == "capture-record"


def test_a_file_compressed_as_a_whole_is_held_within_bounds() -> None:
    many = record(http(bytes(1_000_000)), url=HOME) * 70
    assert kind(gzip.compress(many, 1)) == "capture-too-large"
    assert kind(gzip.compress(many[: len(many) // 7], 1)) == "capture-missing-origin"


@pytest.mark.parametrize("budget", [Budget(inflated=0, records=2), Budget(inflated=0, text=2 * len(URL))])
def test_number_of_records(budget: Budget) -> None:
    raw = record() * 3
    found = records(raw, 0, len(raw), budget)
    assert [next(found).offset, next(found).offset] == [0, len(record())]
    with pytest.raises(DamagedError) as caught:
        next(found)
    assert caught.value.fault.kind == "capture-too-large"


SENT = http(CHUNKED, headers={"Transfer-Encoding": "chunked"}, length=False)
SAMPLES = [PLAIN, PACKED, gzip.compress(PLAIN), record(SENT)]


def judged(raw: bytes, origin: str = HOME) -> Capture:
    capture = read(raw, Limits(capture_bytes=1_000_000, page_bytes=100_000))
    assert isinstance(capture.find(origin), Chain | Fault)
    return capture


@given(st.sampled_from([b"", b"WARC/1.1\r\n", b"\x1f\x8b\x08\0"]), st.binary(max_size=400))
def test_any_bytes(start: bytes, rest: bytes) -> None:
    judged(start + rest)


@given(st.sampled_from(SAMPLES), st.data())
def test_mutated_captures(raw: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    changed = raw[:start] + data.draw(st.binary(max_size=20)) + raw[end:]
    judged(changed)
    judged(changed, URL)


@given(st.data())
def test_a_changed_body_with_digests_is_never_accepted(data: st.DataObject) -> None:
    place = data.draw(st.integers(PLAIN.index(PAGE), PLAIN.index(PAGE) + len(PAGE) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != PLAIN[place]))
    assert kind(PLAIN[:place] + bytes([other]) + PLAIN[place + 1 :], HOME) == "capture-digest"


@given(st.text(max_size=60))
def test_any_origin(origin: str) -> None:
    found = find(PLAIN, origin)
    assert isinstance(found, Fault)
    assert found.message.isprintable()
