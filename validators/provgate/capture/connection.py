"""urllib3's connections, held to a deadline and a size, bound to a checked address, and recorded."""

from __future__ import annotations

import functools
import http
import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from provgate.capture import addresses
from provgate.capture.exchange import FetchError

HEAD_BYTES = 256 * 1024
_INTERIM = 16
"""Interim answers that are waited through; servers send one or two."""
_LINE = 64 * 1024
_PROXY_SECRET = re.compile(rb"^proxy-authorization:[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Hop:
    """What one request may do, and what it did: `deadline` is on the monotonic clock, in seconds.

    `direct` is False behind a proxy, which resolves names itself; `head` is how many of the bytes heard are
    the answer's status line and headers.
    """

    deadline: float
    max_bytes: int
    allow_private: bool
    direct: bool = True
    sent: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)
    head: int = 0
    address: str = ""
    private: bool = False
    certificate: bytes = b""

    def remaining(self) -> float:
        """Seconds left; FetchError when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise FetchError("the site did not finish in time; a longer --timeout may help")
        return left


class Tape(io.BufferedReader):
    """A reader that keeps every byte which was asked of it, and refuses to hold more than the hop allows."""

    def __init__(self, raw: io.RawIOBase, hop: Hop) -> None:
        super().__init__(raw)
        self._hop = hop

    def read(self, size: int | None = -1, /) -> bytes:
        return self._kept(super().read(self._bounded(size)))

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._kept(super().readline(self._bounded(size)))

    def _bounded(self, size: int | None) -> int:
        room = self._hop.max_bytes + HEAD_BYTES + 1 - len(self._hop.heard)
        return room if size is None or size < 0 else min(size, room)

    def _kept(self, data: bytes) -> bytes:
        self._hop.heard += data
        if len(self._hop.heard) > self._hop.max_bytes + HEAD_BYTES:
            raise too_large(self._hop.max_bytes)
        return data


def too_large(limit: int) -> FetchError:
    """The refusal of a response that exceeds `limit` bytes."""
    return FetchError(f"the response is larger than {limit:,} bytes; --max-bytes sets the limit")


class _Watched(io.RawIOBase):
    """A socket that gets only what is left of the hop's time: a server that drips never trips a plain timeout."""

    def __init__(self, sock: Any, hop: Hop) -> None:
        self._sock = sock
        self._file = sock.makefile("rb", buffering=0)
        self._hop = hop

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._sock.settimeout(self._hop.remaining())
        try:
            count: int | None = self._file.readinto(buffer)
        except TimeoutError:
            raise FetchError("the site did not finish in time; a longer --timeout may help") from None
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """http.client's response, reading through the tape."""

    def __init__(self, sock: Any, *args: Any, hop: Hop, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        self.fp.close()
        hop.heard.clear()
        self.fp = Tape(_Watched(sock, hop), hop)
        self._hop = hop
        # An answer that ends where the connection does is whole only if TLS says that this is the end.
        if isinstance(sock, ssl.SSLSocket):
            sock.suppress_ragged_eofs = False  # type: ignore[attr-defined]

    def begin(self) -> None:
        super().begin()
        self._hop.head = len(self._hop.heard)
        if self._hop.head > HEAD_BYTES:
            raise FetchError("the site's answer has more headers than any page needs")

    def _read_status(self) -> tuple[str, int, str]:
        """The status line of the final answer; http.client knows no interim one (RFC 9110, 15.2) but 100."""
        for _ in range(_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status == http.HTTPStatus.SWITCHING_PROTOCOLS or not 100 <= status < 200:
                return version, status, reason
            while self.fp.readline(_LINE).strip():
                if len(self._hop.heard) > HEAD_BYTES:
                    break
            self._hop.heard.clear()
            self._hop.remaining()
        raise FetchError("the site answers again and again without an answer")


class _Recorded(HTTPConnection):
    """Connects to a checked address and keeps what is sent."""

    def __init__(self, *args: Any, hop: Hop, **named: Any) -> None:
        super().__init__(*args, timeout=hop.remaining(), **named)
        self.hop = hop
        self.response_class: Any = functools.partial(_Response, hop=hop)

    def _new_conn(self) -> socket.socket:
        if not self.hop.direct:
            return super()._new_conn()
        host = self.host.strip("[]")
        found = addresses.resolve(host, self.port, self.hop.remaining(), self.hop.allow_private)
        return _connected(host, found, self.hop)

    def send(self, data: Any) -> None:
        super().send(data)
        if bytes(data[:8]) != b"CONNECT ":
            self.hop.sent += _PROXY_SECRET.sub(b"", bytes(data))


class RecordedHTTP(_Recorded):
    """An http connection."""


class RecordedHTTPS(_Recorded, HTTPSConnection):
    """An https connection; the certificate is always verified against the name, whatever address was chosen."""

    def connect(self) -> None:
        super().connect()
        shown: Any = self.sock
        self.hop.certificate = shown.getpeercert(binary_form=True) or b""


def _connected(host: str, endpoints: Iterable[addresses.Endpoint], hop: Hop) -> socket.socket:
    """A socket to the first endpoint that answers."""
    for endpoint in endpoints:
        sock = socket.socket(endpoint.family, socket.SOCK_STREAM)
        sock.settimeout(hop.remaining())
        try:
            sock.connect(endpoint.sockaddr)
        except OSError:
            sock.close()
            continue
        hop.address, hop.private = str(endpoint.sockaddr[0]), endpoint.private
        return sock
    raise FetchError(f"no connection to {host}: nothing answers there")
