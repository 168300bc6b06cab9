"""Exchanges → WARC 1.1 (ISO 28500:2017), one gzip member a record."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from provgate import __version__
from provgate.capture.exchange import RawExchange

_SOFTWARE = f"provgate/{__version__}"
_FORMAT = "WARC File Format 1.1"
_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class _RawHead(StatusAndHeaders):  # type: ignore[misc]
    """A head that is written as it came, instead of being put together again from its parts."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("as received", [])
        self.headers_buff = raw

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Nothing to compute."""


def to_warc(exchanges: Iterable[RawExchange], note: str = "") -> bytes:
    """A `.warc.gz` file with a warcinfo record, then each exchange as a response and its request.

    `note` goes into the warcinfo's description, for what a reader of the file ought to know.
    """
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    info = {"software": _SOFTWARE, "format": _FORMAT, "conformsTo": _CONFORMS, "description": note}
    writer.write_record(writer.create_warcinfo_record("", info))
    for exchange in exchanges:
        common = {"WARC-Date": exchange.date}
        if exchange.address:
            common["WARC-IP-Address"] = exchange.address
        response = _record(writer, exchange.url, "response", exchange.head, exchange.body, common)
        writer.write_record(response)
        if exchange.request:
            paired = {**common, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")}
            writer.write_record(_record(writer, exchange.url, "request", exchange.request, b"", paired))
    return out.getvalue()


def saved(url: str, body: bytes, media_type: str, date: str) -> RawExchange:
    """A response that was never recorded, put together for a page that somebody saved by hand.

    Its head says no more than is needed to read the bytes. `date` is when the page was saved.
    """
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    headers = {"content-type": media_type, "content-length": str(len(body))}
    return RawExchange(url, b"", 200, head, body, headers, "", date)


def _record(writer: WARCWriter, url: str, kind: str, head: bytes, body: bytes, extra: Mapping[str, str]) -> Any:
    return writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=_RawHead(head),
        warc_headers_dict=dict(extra),
    )
