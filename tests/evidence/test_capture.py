"""Captures: what `find` answers for a whole capture, and which fault names what is missing."""

from __future__ import annotations

import gzip

import pytest

from provgate.evidence.captures.capture import Chain
from provgate.findings import Fault
from provgate.formats.policy import Limits

from .capture_builders import DATE, PAGE, URL, find, http, kind, packed, page, read, record, redirect

HOST = "https://harbourgazette.example"


def fault(raw: bytes, origin: str = URL) -> Fault:
    found = find(raw, origin)
    assert isinstance(found, Fault)
    return found


def test_a_page() -> None:
    found = find(record())
    assert isinstance(found, Chain)
    (exchange,) = found.exchanges
    assert (exchange.url, exchange.status, exchange.body, exchange.date, exchange.offset) == (URL, 200, PAGE, DATE, 0)
    assert exchange.headers == {"content-type": "text/html", "content-length": str(len(PAGE))}
    assert exchange.record_id == "<urn:uuid:6f0b8c1e-31ac-4d3a-a2a1-0c5a4a3a3f10>"


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(b"".join, id="plain"),
        pytest.param(packed, id="gzip by record"),
        pytest.param(lambda records: gzip.compress(b"".join(records)), id="one gzip member"),
        pytest.param(lambda records: records[0] + packed(records[1:]), id="plain then gzip"),
        pytest.param(lambda records: packed(records[:1]) + b"".join(records[1:]), id="gzip then plain"),
    ],
)
def test_forms_of_a_file(build) -> None:  # type: ignore[no-untyped-def]
    info = record(
        b"software: test\r\n", WARC_Type="warcinfo", WARC_Target_URI=None, Content_Type="application/warc-fields"
    )
    raw = build([info, redirect(URL, "/b"), record(url=f"{HOST}/b")])
    found = find(raw)
    assert isinstance(found, Chain)
    assert [exchange.url for exchange in found.exchanges] == [URL, f"{HOST}/b"]
    assert found.final.body == PAGE
    assert read(raw).urls == (URL, f"{HOST}/b")


def test_warc_1_0_with_angle_brackets() -> None:
    assert page(record(url=f"<{URL}>").replace(b"WARC/1.1", b"WARC/1.0")) == PAGE


def test_spellings_of_the_origin() -> None:
    raw = record(url=f"{HOST}/a%c3%a9?x=1")
    assert page(raw, "HTTPS://HarbourGazette.example:443/aé?x=1#top") == PAGE
    assert kind(raw, f"{HOST}/aé?x=2") == "capture-missing-origin"


def test_large_records_are_read_again() -> None:
    large, medium = (b"<p>" + bytes(range(256)) * times for times in (20_000, 10_000))
    raw = packed([record(http(large), f"{HOST}/large"), record(), record(http(medium), f"{HOST}/medium")])
    assert page(raw, f"{HOST}/large") == large
    assert page(raw, f"{HOST}/medium") == medium
    assert page(raw) == PAGE


def test_the_offset_counts_from_the_warc() -> None:
    first = packed([record(url=f"{HOST}/b")])
    found = find(first + packed([record()]))
    assert isinstance(found, Chain)
    assert found.final.offset == len(first)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects(status: int) -> None:
    raw = (
        redirect(URL, "next?é", status)
        + redirect(f"{HOST}/next?%C3%A9", "//other.example")
        + record(url="https://other.example/")
    )
    found = find(raw)
    assert isinstance(found, Chain)
    assert [exchange.status for exchange in found.exchanges] == [status, 302, 200]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(redirect(URL, "/gone"), id="target not held"),
        pytest.param(redirect(URL, URL), id="to itself"),
        pytest.param(redirect(URL, "/b") + redirect(f"{HOST}/b", URL), id="loop"),
        pytest.param(record(http(b"", 302)), id="no location"),
        pytest.param(redirect(URL, "http://["), id="no URL"),
        pytest.param(redirect(URL, "https://harbourgazette.example\\@other.example/"), id="ambiguous URL"),
        pytest.param(
            redirect(URL, "/0")
            + b"".join(redirect(f"{HOST}/{n}", f"/{n + 1}") for n in range(21))
            + record(url=f"{HOST}/21"),
            id="too many",
        ),
    ],
)
def test_redirects_that_lead_nowhere(raw: bytes) -> None:
    assert kind(raw) == "capture-redirect"


def test_twenty_redirects() -> None:
    raw = (
        redirect(URL, "/1")
        + b"".join(redirect(f"{HOST}/{n}", f"/{n + 1}") for n in range(1, 20))
        + record(url=f"{HOST}/20")
    )
    found = find(raw)
    assert isinstance(found, Chain)
    assert len(found.exchanges) == 21


@pytest.mark.parametrize("status", [100, 206, 300, 304, 401, 403, 404, 429, 500, 503])
def test_statuses_without_a_page(status: int) -> None:
    assert kind(record(http(status=status, length=False))) == "capture-status"


def test_the_nearest_urls_are_told() -> None:
    raw = b"".join(
        record(url=url) for url in (f"{HOST}/dredging", f"{HOST}/a", "https://other.example/", f"{HOST}/dredging.htm")
    )
    found = fault(raw)
    assert found.kind == "capture-missing-origin"
    assert found.advice == f"it does hold {HOST}/dredging.htm, {HOST}/dredging, {HOST}/a"


def test_messages_hold_no_credentials_and_no_controls() -> None:
    assert "ines:secret" not in fault(record(), "https://ines:secret@harbourgazette.example/").message
    assert "\x1b" not in fault(record(), f"{URL}\x1b[31m").message
    assert len(fault(record(), f"{HOST}/{'a' * 5000}").message) < 300


@pytest.mark.parametrize("name", ["revisit", "resource", "metadata", "conversion", "request", "continuation"])
def test_only_another_record(name: str) -> None:
    other = record(WARC_Type=name)
    assert kind(other) == "capture-record"
    assert name in fault(other).message
    assert page(other + record()) == PAGE


def test_a_response_of_nobody() -> None:
    assert kind(record(WARC_Target_URI=None), "") == "capture-record"


def test_two_equal_responses() -> None:
    assert page(record() + record(WARC_Date="2026-03-14T09:14:07Z")) == PAGE
    assert page(redirect(URL, "/b", body=b"1") + redirect(URL, "/b", body=b"2") + record(url=f"{HOST}/b")) == PAGE


def test_one_usable_response() -> None:
    failed, bounce = record(http(b"later", 503)), redirect(URL, URL)
    assert page(failed + record()) == PAGE
    assert page(bounce + failed + record() + failed) == PAGE
    assert kind(failed + failed) == "capture-status"


@pytest.mark.parametrize(
    "other",
    [record(http(b"another page")), record(http(status=203)), redirect(URL, "/b")],
    ids=["body", "status", "redirect"],
)
def test_different_responses(other: bytes) -> None:
    assert kind(record() + other) == kind(other + record()) == "capture-ambiguous"


def test_too_many_responses() -> None:
    assert page(record() * 200) == PAGE
    assert kind(record() * 201) == "capture-too-large"
    limits = Limits(page_bytes=len(PAGE))
    assert isinstance(find(record() * 2, limits=limits), Chain)
    assert kind(record() * 5, limits=limits) == "capture-too-large"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"WARC_Record_ID": None}, "capture-record"),
        ({"WARC_Record_ID": "6f0b8c1e"}, "capture-record"),
        ({"WARC_Type": None}, "capture-record"),
        ({"WARC_Type": "reply"}, "capture-record"),
        ({"Content_Type": None}, "capture-record"),
        ({"Content_Type": "text/dns"}, "capture-record"),
        ({"WARC_Segment_Number": "1"}, "capture-record"),
        ({"WARC_Type\r\nWARC-Type": "response"}, "capture-record"),
        ({"X\r\nWARC-Target-URI": "https://other.example/"}, "capture-record"),
        ({"X": "a\r\n folded"}, "capture-record"),
        ({"X": "a\x00"}, "capture-record"),
        ({"X Y": "a"}, "capture-record"),
        ({"X": "a\nWARC-Target-URI: b"}, "capture-record"),
        ({"WARC_Truncated": "length"}, "capture-truncated"),
        ({"WARC_Date": None}, "capture-date"),
        ({"WARC_Date": "yesterday"}, "capture-date"),
        ({"WARC_Date": "2026-02-30T09:14:07Z"}, "capture-date"),
        ({"WARC_Date": "2026-03-13T24:00:00Z"}, "capture-date"),
        ({"WARC_Date": "2026-03-13T09:14:07"}, "capture-date"),
        ({"WARC_Date": "1980-03-13T09:14:07Z"}, "capture-date"),
        ({"WARC_Date": "٢٠٢٦-03-13T09:14:07Z"}, "capture-date"),
    ],
)
def test_headers_of_the_origins_record(changes: dict[str, str | None], expected: str) -> None:
    bad = record(**changes)
    assert kind(bad) == kind(packed([bad])) == expected
    assert page(bad.replace(b"dredging", b"elsewhere") + record()) == PAGE


def test_a_header_that_is_not_utf8() -> None:
    assert kind(record(X="é").replace("é".encode(), b"\xe9")) == "capture-record"


@pytest.mark.parametrize(
    "date", ["2026", "2026-03", "2026-03-13", "2026-03-13T09:14Z", "2026-03-13T09:14:07.123456789Z"]
)
def test_forms_of_dates(date: str) -> None:
    found = find(record(WARC_Date=date))
    assert isinstance(found, Chain)
    assert found.final.date == date


def test_repeatable_headers() -> None:
    one = {"WARC_Concurrent_To": "<urn:a:b>\r\nWARC-Concurrent-To: <urn:a:c>"}
    assert page(record(**one)) == PAGE


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"", "capture-record"),
        (PAGE, "capture-record"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "capture-record"),
        (b"HTTP/1.1\r\n\r\n", "capture-record"),
        (b"HTTP/1.1 200 OK\r\nServer: a\r\n", "capture-truncated"),
        (http() + b"more", "capture-encoding"),
        (http()[:-1], "capture-truncated"),
        (http(headers={"content-length": "5"}), "capture-encoding"),
        (http(headers={"Content-Length": "-1"}, length=False), "capture-encoding"),
    ],
)
def test_blocks_that_are_no_response(block: bytes, expected: str) -> None:
    assert kind(record(block)) == expected


def test_heads_as_servers_send_them() -> None:
    head = b"HTTP/2 200\nserver : a\nX: 1\n  2\ngarbage\nx: 3\nY: \xe9\n\n"
    found = find(record(head + PAGE))
    assert isinstance(found, Chain)
    assert found.final.headers == {"server": "a", "x": "1 2", "y": "é"}
    assert page(record(http(b"", 204, {"Content-Length": "12"}, length=False))) == b""
    assert page(record(http(headers={"content-length": f"{len(PAGE)}, {len(PAGE)}"}))) == PAGE


def test_a_browser_archivers_record() -> None:
    head = (
        "HTTP/1.1 200 \r\ncontent-type: text/html; charset=utf-8\r\nlocation-note: a, b\r\n"
        f"content-length: {len(PAGE)}\r\nx-orig-content-encoding: br\r\nx-orig-transfer-encoding: chunked\r\n\r\n"
    )
    raw = record(
        head.encode() + PAGE,
        WARC_JSON_Metadata='{"ipType": "Public"}',
        WARC_Page_ID="a1",
        WARC_Resource_Type="document",
    )
    assert (
        page(packed([raw, record(b"", f"urn:pageinfo:{URL}", WARC_Type="resource", Content_Type="application/json")]))
        == PAGE
    )
