"""Files of other tools: one page's records out of a crawl, and which page is meant."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from evidence.capture_builders import DATE, PAGE, URL, http, packed, record, redirect, sha1, wacz_files, zipped
from provgate.capture import which_page
from provgate.capture.crawl import Crop, Refused, Wanted, crops
from provgate.capture.zstd_warc import unpack
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.captures.codings import DamagedError
from provgate.formats.policy import Limits

HOME = "https://harbourgazette.example/"
INFO = record(b"software: test\r\n", WARC_Type="warcinfo", WARC_Target_URI=None, Content_Type="application/warc-fields")
ASKED = "<urn:uuid:00000000-31ac-4d3a-a2a1-0c5a4a3a3f10>"
PICTURE = record(http(b"\x89PNG" + os.urandom(5000)).replace(b"text/html", b"image/png"), HOME + "a.png")


def request(url: str = URL, **changes: str | None) -> bytes:
    return record(b"GET / HTTP/1.1\r\n\r\n", url, WARC_Type="request", WARC_Record_ID=ASKED, **changes)


def imported(
    folder: Path,
    raw: bytes,
    *origins: str,
    name: str = "crawl.warc.gz",
    retrieved: str = "",
    limits: Limits | None = None,
) -> tuple[Crop | Refused, ...]:
    source, out = folder / name, folder / "out"
    source.write_bytes(raw)
    out.mkdir(exist_ok=True)
    return crops(Wanted(source, origins, out, retrieved, limits or Limits()))


def crop(folder: Path, raw: bytes, *origins: str, **options: str) -> Crop:
    (found,) = imported(folder, raw, *origins, **options)  # type: ignore[arg-type]
    assert isinstance(found, Crop), found
    return found


def refusal(folder: Path, raw: bytes, *origins: str, **options: str) -> Refused:
    (found,) = imported(folder, raw, *origins, **options)  # type: ignore[arg-type]
    assert isinstance(found, Refused), found
    return found


def body(found: Crop, url: str = URL) -> bytes:
    chain = read_capture(found.path.read_bytes(), "a", Limits()).find(url)
    assert isinstance(chain, Chain), chain
    return chain.final.body


@pytest.mark.parametrize("packing", [packed, b"".join, lambda records: gzip.compress(b"".join(records))])
def test_only_what_the_page_needs(tmp_path: Path, packing: Callable[[list[bytes]], bytes]) -> None:
    moved = redirect(HOME, URL)
    ours = [INFO, moved, record(), request(HOME), request()]
    others = [PICTURE, record(url=HOME + "b"), request(HOME + "b"), record(WARC_Type="metadata")]
    found = crop(tmp_path, packing([INFO, *others, INFO, *ours[1:], *others]), HOME)
    assert found.ending == ".warc.gz"
    assert body(found, HOME) == PAGE
    assert gzip.decompress(found.path.read_bytes()) == INFO + moved + request(HOME) + record() + request()


def test_requests_of_other_moments_and_responses(tmp_path: Path) -> None:
    other = "<urn:uuid:99999999-31ac-4d3a-a2a1-0c5a4a3a3f10>"
    own = "<urn:uuid:6f0b8c1e-31ac-4d3a-a2a1-0c5a4a3a3f10>"
    asked = [
        request(WARC_Concurrent_To=own, WARC_Date="2026-03-13T09:14:06Z"),
        request(WARC_Concurrent_To=other),
        request(WARC_Date="2026-03-14T09:14:07Z"),
    ]
    found = crop(tmp_path, packed([*asked, record(), PICTURE]), URL)
    assert gzip.decompress(found.path.read_bytes()) == record() + asked[0]
    named = record(WARC_Concurrent_To=ASKED)
    found = crop(tmp_path, packed([request(WARC_Date="2026"), named, PICTURE]), URL)
    assert gzip.decompress(found.path.read_bytes()) == named + request(WARC_Date="2026")


def test_what_a_revisit_refers_to_comes_along(tmp_path: Path) -> None:
    profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    again = record(
        b"",
        HOME,
        WARC_Type="revisit",
        WARC_Profile=profile,
        WARC_Payload_Digest=sha1(PAGE),
        WARC_Refers_To_Target_URI=URL,
    )
    found = crop(tmp_path, packed([record(), PICTURE, again]), HOME)
    assert body(found, HOME) == PAGE


def test_a_file_of_one_page_is_kept_as_it_is(tmp_path: Path) -> None:
    for raw, ending in (
        (packed([record()]), ".warc.gz"),
        (record(), ".warc"),
        (zipped({"archive/a.warc": record()}), ".wacz"),
    ):
        found = crop(tmp_path, raw, name="named.wrongly")
        assert (found.path.read_bytes(), found.ending, found.origin) == (raw, ending, URL)


def test_a_crawl_may_be_larger_than_a_capture(tmp_path: Path) -> None:
    pictures = [PICTURE.replace(b"a.png", b"%d.png" % number) for number in range(40)]
    raw = packed([*pictures, record()])
    small = Limits(capture_bytes=20_000)
    assert len(raw) > small.capture_bytes
    (found,) = imported(tmp_path, raw, URL, limits=small)
    assert isinstance(found, Crop)
    assert body(found) == PAGE
    (found,) = imported(tmp_path, raw, URL, limits=Limits(capture_bytes=100))
    assert isinstance(found, Refused)
    assert "the page alone is larger than the 100 bytes" in found.message
    wide = record(b"x" * (1 << 20) + b"\r\n", WARC_Type="request")
    assert "more than" in refusal(tmp_path, packed([record(), PICTURE, wide]), URL).message


def test_several_pages_of_one_file(tmp_path: Path) -> None:
    raw = packed([record(), record(http(b"<p>b"), HOME + "b"), PICTURE])
    found = imported(tmp_path, raw, URL, HOME + "b", HOME + "c")
    assert [type(each) for each in found] == [Crop, Crop, Refused]
    assert [each.origin for each in found] == [URL, HOME + "b", HOME + "c"]
    assert isinstance(found[2], Refused)
    assert "holds no response of" in found[2].message
    assert "it does hold" in found[2].message


def test_which_page_is_meant(tmp_path: Path) -> None:
    style = record(http(b"p {}").replace(b"text/html", b"text/css"), HOME + "style.css")
    assert crop(tmp_path, packed([redirect(HOME, URL), record(), PICTURE])).origin == HOME
    bare = record(b"HTTP/1.1 200 OK\r\n\r\n <p>bare", HOME + "bare")
    assert crop(tmp_path, packed([bare, PICTURE])).origin == HOME + "bare"
    several = refusal(tmp_path, packed([record(), PICTURE, *(record(url=f"{HOME}{number}") for number in range(12))]))
    assert several.usage
    assert f"holds 13 pages; say with --url which of them is meant\n  --url {URL}\n  --url {HOME}0\n" in several.message
    assert several.message.endswith("and 3 more")
    plain = http(b"p {}").replace(b"text/html", b"text/css")
    assert "holds 0 pages" in refusal(tmp_path, packed([record(plain, HOME), PICTURE.replace(b"200", b"404")])).message
    damaged = record(b"no response", HOME + "x")
    assert crop(tmp_path, packed([damaged, record(), style])).origin in (URL, HOME + "style.css")


def test_one_page_among_more_than_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(which_page, "_MOST_READ", 1)
    assert "holds 1 pages and more" in refusal(tmp_path, packed([record(), PICTURE])).message
    assert crop(tmp_path, packed([record()])).origin == URL


def test_a_list_of_pages_is_believed_before_all_others(tmp_path: Path) -> None:
    records = packed([record(), record(http(b"<p>an advertisement"), "https://ads.example/"), PICTURE])
    lines = [{"format": "json-pages-1.0"}, {"url": URL + "#top"}, {"url": HOME + "not-held"}, ["url"], {"url": 1}]
    listed = b"\n".join([*(json.dumps(line).encode() for line in lines), b"{", b"[" * 100_000])
    files = {"archive/data.warc.gz": records, "pages/pages.jsonl": listed}
    assert crop(tmp_path, zipped(files)).origin == URL
    both = {
        **files,
        "pages/pages.jsonl": listed + json.dumps({"url": "https://ads.example/"}).encode().join([b"\n", b""]),
    }
    assert "holds 2 pages" in refusal(tmp_path, zipped(both)).message
    assert "holds 2 pages" in refusal(tmp_path, zipped(wacz_files(records))).message
    large = {**files, "pages/pages.jsonl": b" " * (5 << 20)}
    assert "holds 2 pages" in refusal(tmp_path, zipped(large)).message


def test_copies_of_web_archives(tmp_path: Path) -> None:
    address = f"https://web.archive.org/web/20260313091407id_/{URL}"
    assert crop(tmp_path, packed([record(url=address), PICTURE])).origin == URL
    rewritten = refusal(tmp_path, packed([record(url=address.replace("id_", "")), PICTURE]))
    assert f"is a copy that web.archive.org has rewritten: capture {address} instead" in rewritten.message


@pytest.mark.parametrize("raw", [b"nothing", packed([record()])[:-9], b"", b"PK\x03\x04"])
def test_what_is_no_capture(tmp_path: Path, raw: bytes) -> None:
    found = refusal(tmp_path, raw, URL)
    assert not found.usage
    assert found.message.startswith(f"{tmp_path / 'crawl.warc.gz'}: ")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (found,) = crops(Wanted(tmp_path / "none", (URL,), tmp_path))
    assert isinstance(found, Refused)
    assert found.usage


# .warc.zst


def frames(records: list[bytes], words: zstandard.ZstdCompressionDict | None = None) -> bytes:
    writer = zstandard.ZstdCompressor(write_checksum=True, dict_data=words)
    return b"".join(writer.compress(one) for one in records)


def skippable(data: bytes, number: int = 0x184D2A5D) -> bytes:
    return number.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data


RECORDS = [INFO, record(), request(), PICTURE]
WORDS = zstandard.train_dictionary(
    2000, [record(url=f"{HOME}{number}") + bytes([number]) * 50 for number in range(250)]
)


@pytest.mark.parametrize(
    "raw",
    [
        frames(RECORDS),
        frames([record()[:100], record()[100:], PICTURE]),
        frames([b"", record()]) + skippable(b"seek table", 0x184D2A5E) + frames([PICTURE]),
        skippable(WORDS.as_bytes()) + frames(RECORDS, WORDS),
        skippable(zstandard.ZstdCompressor(write_checksum=True).compress(WORDS.as_bytes())) + frames(RECORDS, WORDS),
    ],
)
def test_zstd(tmp_path: Path, raw: bytes) -> None:
    found = crop(tmp_path, raw, URL, name="crawl.warc.zst")
    assert found.ending == ".warc.gz"
    assert body(found) == PAGE
    assert gzip.decompress(crop(tmp_path, frames([record()]), name="a.warc.zst").path.read_bytes()) == record()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (frames(RECORDS)[:-9], "cut short"),
        (frames(RECORDS)[:-3] + b"xyz", "damaged"),
        (frames(RECORDS) + b"\x01", "cut short"),
        (frames(RECORDS) + b"not a frame", "damaged"),
        (frames(RECORDS) + skippable(WORDS.as_bytes()), "not at its start"),
        (frames(RECORDS, WORDS), "damaged"),
        (skippable(b"\x37\xa4\x30\xecxxxx") + frames(RECORDS), "damaged"),
        (skippable(zstandard.ZstdCompressor(write_content_size=False).compress(WORDS.as_bytes())), "unknown size"),
        (skippable(bytes(9 << 20)), "more than 8 MiB"),
        (skippable(b"x")[:-1], "cut short"),
        (
            zstandard.ZstdCompressor(write_content_size=False).compressobj().compress(b"")
            + b"\x28\xb5\x2f\xfd\x00\x98",
            "cut",
        ),
    ],
)
def test_zstd_that_is_damaged(tmp_path: Path, raw: bytes, words: str) -> None:
    assert words in refusal(tmp_path, raw, URL, name="crawl.warc.zst").message


def test_zstd_bombs() -> None:
    with pytest.raises(DamagedError, match="more than 1,000,000 bytes"):
        unpack(frames([bytes(64 << 20)]), io.BytesIO(), 1_000_000)


def test_the_moment_is_that_of_the_record(tmp_path: Path) -> None:
    found = crop(tmp_path, packed([record(), PICTURE]), URL)
    chain = read_capture(found.path.read_bytes(), "a", Limits()).find(URL)
    assert isinstance(chain, Chain)
    assert chain.final.date == DATE
    assert found.comment == ""
