"""Captures made by the tools that people use, of a real HTTP server on loopback."""

from __future__ import annotations

import gc
import gzip
import http.client
import io
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest
from warcio.capture_http import capture_http
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from provgate.evidence.captures.capture import Chain

from .capture_builders import PAGE, find, kind, page, read, wacz_files, zipped

LARGE = b"<p>Ines Calder reports from the harbour.</p>\n" * 6000
BODIES = {
    "/plain": (PAGE, {}),
    "/large": (LARGE, {}),
    "/gzip": (gzip.compress(LARGE), {"Content-Encoding": "gzip"}),
    "/br": (brotli.compress(LARGE), {"Content-Encoding": "br"}),
    "/moved": (b"", {"Location": "/large"}),
}


pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """warcio leaves its temporary files to the collector; have them collected where that is known."""
    yield
    gc.collect()


class Gazette(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/cut":
            return self.cut()
        chunked = self.path.endswith("?chunked")
        body, headers = BODIES.get(self.path.partition("?")[0], (b"gone", {}))
        self.send_response(302 if "Location" in headers else 404 if body == b"gone" else 200)
        for name, value in (*headers.items(), ("Content-Type", "text/html")):
            self.send_header(name, value)
        self.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))))
        self.end_headers()
        pieces = [body[at : at + 5000] for at in range(0, len(body), 5000)] if chunked else []
        self.wfile.write(b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n" if chunked else body)
        return None

    def cut(self) -> None:
        """Promise more than is sent."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n" + PAGE)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep the test run quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gazette)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


PATHS = ["/plain", "/large", "/gzip", "/large?chunked", "/gzip?chunked", "/br?chunked", "/moved"]


def wget(folder: Path, *arguments: str) -> bytes:
    """The WARC that wget writes."""
    command = ["wget", "--no-config", "--no-proxy", "--quiet", "--tries=1", "--timeout=5", "--warc-file=capture"]
    subprocess.run(
        [*command, *arguments, "-O", "page"], cwd=folder, check=False, timeout=60, env={"PATH": "/usr/bin:/bin"}
    )
    (written,) = folder.glob("capture.warc*")
    return written.read_bytes()


needs_wget = pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")


@needs_wget
@pytest.mark.parametrize("form", ["--compression=auto", "--no-warc-compression", "--warc-dedup=/dev/null"])
def test_wget(tmp_path: Path, site: str, form: str) -> None:
    raw = wget(tmp_path, form, *(site + path for path in PATHS))
    assert not read(raw).faults
    assert page(raw, f"{site}/plain") == PAGE
    for path in PATHS[1:]:
        assert page(raw, site + path) == LARGE, path
    moved = find(raw, f"{site}/moved#top")
    assert isinstance(moved, Chain)
    assert [exchange.status for exchange in moved.exchanges] == [302, 200]


@needs_wget
def test_wget_of_what_is_not_there(tmp_path: Path, site: str) -> None:
    raw = wget(tmp_path, f"{site}/none")
    assert kind(raw, f"{site}/none") == "capture-status"
    assert kind(raw, f"{site}/plain") == "capture-missing-origin"


@needs_wget
def test_wget_of_a_cut_connection(tmp_path: Path, site: str) -> None:
    assert kind(wget(tmp_path, f"{site}/cut"), f"{site}/cut") in ("capture-truncated", "capture-missing-origin")


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_warcio_capturing(site: str, compress: bool, version: str) -> None:
    writer_output = io.BytesIO()
    with capture_http(WARCWriter(writer_output, gzip=compress, warc_version=version)):
        for path in PATHS:
            connection = http.client.HTTPConnection(site.removeprefix("http://"))
            connection.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
            connection.getresponse().read()
            connection.close()
    raw = writer_output.getvalue()
    assert page(raw, f"{site}/plain") == PAGE
    for path in PATHS[1:]:
        assert page(raw, site + path) == LARGE, path
    assert page(zipped(wacz_files(raw)), f"{site}/moved") == LARGE


def test_warcio_writing() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("capture.warc.gz", {"software": "test"}))
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    url = "https://harbourgazette.example/"
    response = writer.create_warc_record(url, "response", payload=io.BytesIO(LARGE), http_headers=answer)
    asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "harbourgazette.example")], is_http_request=True)
    request = writer.create_warc_record(url, "request", payload=io.BytesIO(b""), http_headers=asked)
    writer.write_request_response_pair(request, response)
    again = f"{url}again"
    writer.write_record(writer.create_revisit_record(again, "sha1:" + "A" * 32, url, "2026-03-13T00:00:00Z"))
    assert page(out.getvalue(), url) == LARGE
    assert kind(out.getvalue(), again) == "capture-record"
