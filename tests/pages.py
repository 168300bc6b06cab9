"""Invented pages of the Harbour Gazette, captured by warcio as archiving tools do, and documents that rest on them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from repos import Repo

URL = "https://www.harbourgazette.example/2026/03/12/dredging.html"
RETRIEVED = "2026-03-13T09:14:07Z"
PARAGRAPHS = (
    "The dredger came back to the harbour on Thursday morning, three weeks later than planned.",
    "Harbour master Lene Holt said that the channel would be deep enough for the ferry by the end of April.",
    "Fishermen had asked the council to wait until the herring season was over; the council refused.",
)


def html(author: str = "Ines Calder", date: str = "2026-03-12", paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """An article page that says of itself who wrote it, when, and for whom."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Dredging resumes",
        "datePublished": date,
        "author": {"@type": "Person", "name": author},
        "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
        "url": URL,
    }
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Dredging resumes</title>'
        f'<meta property="og:site_name" content="Harbour Gazette">'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
        f"<body><article><h1>Dredging resumes</h1>{body}</article></body></html>"
    ).encode()


def warc(body: bytes, url: str = URL, date: str = RETRIEVED, kind: str = "text/html; charset=utf-8") -> bytes:
    """A gzipped WARC that holds this response, the same bytes every time."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders(
        "200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
    )
    fields = {"WARC-Date": date, "WARC-Record-ID": "<urn:uuid:6f0b8c1e-31ac-4d3a-a2a1-0c5a4a3a3f10>"}
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=fields
    )
    writer.write_record(record)
    record.raw_stream.close()
    return out.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def document(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """The article's text, as somebody would keep it."""
    return ("\n\n".join(paragraphs) + "\n").encode()


def evidenced(
    repo: Repo,
    path: str = "seeds/dredging.txt",
    *,
    capture: bytes | None = None,
    name: str = "dredging.warc.gz",
    text: bytes | None = None,
    changes: Mapping[str, str] | None = None,
    evidence: str | None = None,
) -> None:
    """Write a document, its capture and a sidecar that pins both; `changes` overlays claims ("" takes one away)."""
    text = document() if text is None else text
    capture = warc(html()) if capture is None else capture
    repo.write(path, text)
    repo.write(f"{path.rpartition('/')[0]}/{name}", capture)
    claims = {
        "schema": "1",
        "origin": URL,
        "date": "2026-03-12",
        "author": "Ines Calder",
        "outlet": "harbour-gazette",
        "retrieved": RETRIEVED,
        "sha256": sha256(text),
        **(changes or {}),
    }
    if evidence is None:
        evidence = f"evidence:\n  - kind: capture\n    path: {name}\n    sha256: {sha256(capture)}\n"
    lines = "".join(f"{key}: {value}\n" for key, value in claims.items() if value)
    repo.write(path + ".source.yaml", lines + evidence)
