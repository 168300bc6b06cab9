"""Exchanges come out as WARC files that other tools accept."""

from __future__ import annotations

import gzip
import io

from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from provgate.capture.exchange import RawExchange
from provgate.capture.warc_writer import saved, to_warc

URL = "https://harbourgazette.example/a"
HEAD = b"HTTP/1.1 200 OK\r\nX-Odd:  kept \r\nContent-Length: 2\r\n\r\n"


def exchange(body: bytes = b"hi", head: bytes = HEAD, address: str = "8.8.8.8") -> RawExchange:
    return RawExchange(URL, b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", 200, head, body, {}, address, "2026-03-13T09:14:07Z")


def records(raw: bytes) -> list[tuple[str, dict[str, str], bytes]]:
    for record in ArchiveIterator(io.BytesIO(raw), check_digests="raise"):
        record.raw_stream.read()
    return [
        (record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read())
        for record in ArchiveIterator(io.BytesIO(raw), no_record_parse=True)
    ]


def test_shape_of_the_file() -> None:
    kinds = [kind for kind, _, _ in records(to_warc([exchange(), exchange()]))]
    assert kinds == ["warcinfo", "response", "request", "response", "request"]


def test_responses_are_written_as_received() -> None:
    _, headers, block = records(to_warc([exchange()]))[1]
    assert block == HEAD + b"hi"
    assert headers["WARC-Target-URI"] == URL
    assert headers["WARC-Date"] == "2026-03-13T09:14:07Z"
    assert headers["WARC-IP-Address"] == "8.8.8.8"
    assert headers["WARC-Payload-Digest"].startswith("sha1:")
    assert headers["WARC-Block-Digest"].startswith("sha1:")


def test_requests_point_at_their_response() -> None:
    response, request = records(to_warc([exchange()]))[1:]
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert request[2] == b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"


def test_no_address_behind_a_proxy() -> None:
    assert "WARC-IP-Address" not in records(to_warc([exchange(address="")]))[1][1]


def test_the_note_is_in_the_warcinfo() -> None:
    info = records(to_warc([], "imported from a saved page"))[0][2]
    assert b"description: imported from a saved page\r\n" in info
    assert b"description" not in records(to_warc([]))[0][2]


def test_each_record_is_its_own_gzip_member() -> None:
    raw = to_warc([exchange()])
    assert raw.count(b"\x1f\x8b\x08") >= 3
    assert gzip.decompress(raw).startswith(b"WARC/1.1\r\n")


def test_a_saved_has_no_request() -> None:
    raw = to_warc([saved(URL, b"<p>hi", "text/html", "2026-03-13T09:14:07Z")], "imported")
    assert [kind for kind, _, _ in records(raw)] == ["warcinfo", "response"]
    assert records(raw)[1][2] == b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>hi"


LINES = st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\r", b"").replace(b"\n", b"")))


@given(st.binary(max_size=300), LINES)
def test_any_bytes_survive(body: bytes, lines: list[bytes]) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X: " + line + b"\r\n" for line in lines) + b"\r\n"
    assert records(to_warc([exchange(body, head)]))[1][2] == head + body


def test_another_tool_finds_no_fault(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "page.warc.gz"
    path.write_bytes(to_warc([exchange()]))

    class Given:
        inputs = (str(path),)
        verbose = True

    assert Checker(Given()).process_all() == 0
    assert "fail" not in capsys.readouterr().out
