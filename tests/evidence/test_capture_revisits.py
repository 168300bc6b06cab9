"""Revisit records: one response with what they refer to in the same file, nothing without it."""

from __future__ import annotations

import gc
import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from provgate.evidence.captures.capture import Chain
from provgate.findings import Fault

from .capture_builders import DATE, PAGE, URL, find, http, packed, page, record, sha1, zipped

OTHER = "https://harbourgazette.example/earlier.html"
ID = "<urn:uuid:11111111-31ac-4d3a-a2a1-0c5a4a3a3f10>"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REFERRED = record(url=OTHER, WARC_Record_ID=ID)
LATER = "2026-03-14T10:00:00Z"


def revisit(block: bytes | None = None, **changes: str | None) -> bytes:
    fields: dict[str, str | None] = {
        "WARC_Type": "revisit",
        "WARC_Date": LATER,
        "WARC_Profile": PROFILE,
        "WARC_Payload_Digest": sha1(PAGE),
        "WARC_Refers_To_Target_URI": OTHER,
        "WARC_Refers_To_Date": DATE,
        "WARC_Truncated": "length",
    }
    head = http(b"", headers={"X-Head": "of the revisit"}, length=False)
    return record(head if block is None else block, **{**fields, **changes})


def test_a_revisit_with_what_it_refers_to() -> None:
    found = find(packed([REFERRED, revisit()]))
    assert isinstance(found, Chain)
    assert found.final.body == PAGE
    assert (found.final.url, found.final.date) == (URL, LATER)
    assert found.final.headers["x-head"] == "of the revisit"


@pytest.mark.parametrize(
    "changes",
    [
        {"WARC_Refers_To": ID},
        {"WARC_Refers_To": ID, "WARC_Refers_To_Target_URI": None, "WARC_Refers_To_Date": None},
        {"WARC_Refers_To_Date": None},
        {"WARC_Profile": PROFILE.replace("1.1", "1.0")},
        {"WARC_Profile": NOT_MODIFIED},
    ],
)
def test_ways_of_referring(changes: dict[str, str | None]) -> None:
    assert page(revisit(**changes) + REFERRED) == PAGE
    assert page(zipped({"archive/a.warc": REFERRED, "archive/b.warc": revisit(**changes)})) == PAGE


def test_a_revisit_without_a_head_has_that_of_the_response() -> None:
    found = find(REFERRED + revisit(b"", Content_Type=None))
    assert isinstance(found, Chain)
    assert found.final.headers["content-type"] == "text/html"


def test_a_server_that_says_that_nothing_changed() -> None:
    answer = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    same = record(WARC_Type="metadata") + record(url=URL.replace("html", "htm"))
    changes = {"WARC_Profile": NOT_MODIFIED, "WARC_Payload_Digest": None}
    assert page(REFERRED.replace(OTHER.encode(), URL.encode()) + revisit(answer, **changes)) == PAGE
    for others, target in ((REFERRED, OTHER), (same, URL)):
        found = find(others + revisit(answer, **changes, WARC_Refers_To_Target_URI=target))
        assert isinstance(found, Fault)
        assert found.kind == "capture-record"
    copy = URL.replace("dredging", "./dredging")  # the same URL, so that nothing but the revisit answers for it
    assert page(revisit(answer, **changes, WARC_Refers_To_Target_URI=copy) + record(url=copy)) == PAGE


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"WARC_Payload_Digest": sha1(PAGE + b" ")}, "does not have the payload"),
        ({"WARC_Payload_Digest": None}, "does not have the payload"),
        ({"WARC_Payload_Digest": "md5:1B2M2Y8AsgTpgAmY7PhCfg=="}, "does not have the payload"),
        ({"WARC_Refers_To_Date": LATER}, "does not hold"),
        ({"WARC_Refers_To": "<urn:uuid:22222222-31ac-4d3a-a2a1-0c5a4a3a3f10>"}, "does not hold"),
        ({"WARC_Refers_To_Target_URI": URL}, "does not hold"),
        ({"WARC_Refers_To_Target_URI": None}, "does not say which"),
        ({"WARC_Profile": "urn:x"}, "profile"),
        ({"WARC_Profile": None}, "profile"),
        ({"WARC_Segment_Number": "1"}, "segment"),
        ({"WARC_Date": "yesterday"}, "WARC-Date"),
        ({"WARC_Record_ID": None}, "WARC-Record-ID"),
        ({"WARC_Block_Digest": sha1(b"")}, "block digest of the revisit"),
        ({"Content_Type": "text/html"}, "HTTP response"),
        ({"X": "\x01"}, "header line"),
    ],
)
def test_revisits_that_prove_nothing(changes: dict[str, str | None], words: str) -> None:
    found = find(REFERRED + revisit(**changes))
    assert isinstance(found, Fault)
    assert words in found.message


def test_a_revisit_with_a_body_or_other_encodings() -> None:
    zipped_head = http(b"", headers={"Content-Encoding": "gzip"}, length=False)
    for block, words in ((http(PAGE), "a body of its own"), (zipped_head, "other encodings")):
        found = find(REFERRED + revisit(block))
        assert isinstance(found, Fault)
        assert words in found.message


def test_a_damaged_response_is_not_referred_to() -> None:
    damaged = record(url=OTHER, WARC_Payload_Digest=sha1(b"other"))
    found = find(damaged + revisit())
    assert isinstance(found, Fault)
    assert found.kind == "capture-digest"


def test_two_responses_of_one_moment() -> None:
    found = find(REFERRED + REFERRED + revisit())
    assert isinstance(found, Fault)
    assert "does not hold" in found.message


def test_a_response_goes_before_a_revisit() -> None:
    found = find(record(http(b"own", length=False)) + REFERRED + revisit())
    assert isinstance(found, Chain)
    assert found.final.body == b"own"


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_revisits_that_warcio_writes() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    head = StatusAndHeaders(
        "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    payload = gzip.compress(PAGE, mtime=0)
    response = writer.create_warc_record(OTHER, "response", payload=io.BytesIO(payload), http_headers=head)
    writer.write_record(response)
    named = response.rec_headers
    again = writer.create_revisit_record(
        URL, named.get_header("WARC-Payload-Digest"), OTHER, named.get_header("WARC-Date"), http_headers=head
    )
    writer.write_record(again)
    assert page(out.getvalue()) == PAGE
    del response, again
    gc.collect()
