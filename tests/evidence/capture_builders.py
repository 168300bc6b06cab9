"""Builders of captures for tests: records, HTTP responses, WARCs and WACZs, byte for byte."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping

from provgate.evidence.captures.capture import Capture, Chain, read_capture
from provgate.findings import Fault
from provgate.formats.policy import Limits

URL = "https://harbourgazette.example/dredging.html"
PAGE = b"<html><title>Dredging resumes</title><p>Ines Calder reports.</p></html>"
DATE = "2026-03-13T09:14:07Z"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def http(
    body: bytes = PAGE, status: int = 200, headers: Mapping[str, str] | None = None, *, length: bool = True
) -> bytes:
    """An HTTP response; Content-Length is right unless `length` is off."""
    fields = dict(headers or {})
    if length:
        fields["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} Whatever", "Content-Type: text/html", *(f"{k}: {v}" for k, v in fields.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(block: bytes | None = None, url: str = URL, **changes: str | None) -> bytes:
    """A response record; keyword arguments change header fields (`_` for `-`), None leaves one out."""
    block = http() if block is None else block
    fields: dict[str, str | None] = {
        "WARC-Type": "response",
        "WARC-Target-URI": url,
        "WARC-Date": DATE,
        "WARC-Record-ID": "<urn:uuid:6f0b8c1e-31ac-4d3a-a2a1-0c5a4a3a3f10>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    fields.update({name.replace("_", "-"): value for name, value in changes.items()})
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields.items() if value is not None)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def redirect(url: str, target: str, status: int = 302, body: bytes = b"") -> bytes:
    return record(http(body, status, {"Location": target}), url)


def packed(records: Iterable[bytes]) -> bytes:
    """The records as gzip members."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def read(raw: bytes, limits: Limits | None = None) -> Capture:
    return read_capture(raw, "dredging.warc.gz", limits or Limits())


def find(raw: bytes, origin: str = URL, limits: Limits | None = None) -> Chain | Fault:
    return read(raw, limits).find(origin)


def page(raw: bytes, origin: str = URL) -> bytes:
    """The final body that the capture gives for the origin."""
    found = find(raw, origin)
    assert isinstance(found, Chain), found
    return found.final.body


def kind(raw: bytes, origin: str = URL, limits: Limits | None = None) -> str:
    """The kind of fault that the capture gives for the origin."""
    found = find(raw, origin, limits)
    assert isinstance(found, Fault), found
    assert found.message and "\n" not in found.message
    return found.kind


def wacz_files(warc: bytes) -> dict[str, bytes]:
    """The files of a WACZ as browser archivers make it."""
    files = {
        "archive/data.warc.gz": warc,
        "indexes/index.cdx": b"example,harbourgazette)/dredging.html 20260313091407 {}\n",
        "pages/pages.jsonl": b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n',
    }
    resources = [
        {"name": path.split("/")[-1], "path": path, "hash": sha256(data), "bytes": len(data)}
        for path, data in files.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", "software": "test", "resources": resources}
    files["datapackage.json"] = json.dumps(package, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": sha256(files["datapackage.json"])}
    files["datapackage-digest.json"] = json.dumps(digest).encode()
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip as WACZ wants it: WARCs stored, the rest deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files.items():
            method = zipfile.ZIP_STORED if path.endswith(".gz") else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(path), data, method)
    return out.getvalue()
