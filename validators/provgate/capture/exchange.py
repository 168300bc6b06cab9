"""What a fetch yields: exchanges as they went over the wire, and the bounds within which they may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from provgate import __version__
from provgate.findings import CannotCheckError

USER_AGENT = f"provgate/{__version__} (+captures single pages as evidence of provenance)"


class FetchError(CannotCheckError):
    """The page could not be fetched whole; `status` is the HTTP status where the site gave one.

    `chain` are the exchanges that there were.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.chain: tuple[RawExchange, ...] = ()


class Options(NamedTuple):
    """Bounds of one fetch: seconds for all of it, bytes for each response, redirects to follow.

    `allow_private` lets it reach loopback and private networks, `use_proxy` lets the
    environment's proxies carry it. `allowed` says which hosts may be asked (None: any), `headers` are sent besides.
    """

    timeout: float = 60.0
    max_bytes: int = 32 * 1024 * 1024
    redirects: int = 10
    allow_private: bool = False
    use_proxy: bool = False
    user_agent: str = USER_AGENT
    allowed: Callable[[str], bool] | None = None
    headers: tuple[tuple[str, str], ...] = ()


class RawExchange(NamedTuple):
    """One request and its response, byte for byte.

    `request` is the request as sent (without credentials for a proxy), `head` the status line and headers up to and
    with the blank line, `body` what followed, still chunked and compressed where the server chose so.
    `headers` are lower-case names to values (the first of duplicates), `address` the IP address that
    was spoken to (empty behind a proxy), `date` the moment of the request (RFC 3339, UTC, seconds), `certificate`
    the server's (DER; empty without TLS).
    """

    url: str
    request: bytes
    status: int
    head: bytes
    body: bytes
    headers: Mapping[str, str]
    address: str
    date: str
    certificate: bytes = b""
