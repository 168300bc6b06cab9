"""The block of a WARC response record → an HTTP response (RFC 9110, 9112) with its body in plain bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from provgate.evidence.captures.codings import DamagedError, decode

_STATUS = re.compile(r"HTTP/[0-9](?:\.[0-9])?[ \t]+([1-9][0-9]{2})(?:[ \t].*)?")
_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(r"\r?\n(?![ \t])")
_FOLD = re.compile(r"\r?\n[ \t]+")
_LENGTH = re.compile(r"[0-9]{1,15}")
MAX_HEAD = 64 * 1024
_BODILESS = (204, 304)  # RFC 9110, 6.4.1
_NO_CODINGS = frozenset(
    {"none", "binary", "7bit", "8bit", "us-ascii", "utf-8", "utf8", "iso-8859-1", "iso-8859-15", "windows-1252"}
)
"""What servers write into Content-Encoding although it encodes nothing: character sets, mail's transfer encodings."""


class Response(NamedTuple):
    """An HTTP response as it was sent: `payload` is what follows the head, framing and encodings still on.

    `fields` holds every header in order, names in lower case.
    """

    status: int
    fields: tuple[tuple[str, str], ...]
    payload: memoryview

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers by lower-case name; the first of duplicates."""
        return dict(reversed(self.fields))

    def listed(self, name: str) -> list[str]:
        """The comma-separated items of all headers of this name, in lower case, `identity` left out."""
        items = ",".join(value for field, value in self.fields if field == name).lower().split(",")
        return [item.strip() for item in items if item.strip() not in ("", "identity")]

    @property
    def encodings(self) -> tuple[str, ...]:
        """The content encodings in the order in which they were applied, without words that name none."""
        return tuple(coding for coding in self.listed("content-encoding") if coding not in _NO_CODINGS)


def parse(block: memoryview) -> Response:
    """The response that this record block holds; `DamagedError` where it holds none, or only a part of its head."""
    start = bytes(block[:MAX_HEAD])
    if not start.startswith(b"HTTP/"):
        raise DamagedError("capture-record", "the response record holds no HTTP response")
    end = _END.search(start)
    if not end:
        raise DamagedError("capture-truncated", "the response's headers have no end")
    status, *lines = _LINE.split(_text(start[: end.start()]))
    found = _STATUS.fullmatch(status)
    if not found:
        raise DamagedError("capture-record", "the response record's HTTP status line cannot be read")
    pairs = (_FOLD.sub(" ", line).partition(":") for line in lines)
    fields = tuple((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)
    return Response(int(found[1]), fields, block[end.end() :])


def unframed(response: Response, cap: int) -> memoryview:
    """The body without its transfer encodings, its declared length checked; content encodings are still on.

    Browsers give no body of a redirect to the tools that record them, so a missing one is not held against it.
    """
    codings = response.listed("transfer-encoding")
    body = response.payload
    if codings:
        return memoryview(decode(body, codings, cap))
    if response.status not in _BODILESS and (body or 200 <= response.status < 300):
        _require_length(response, len(body))
    return body


def decoded(response: Response, body: memoryview, cap: int) -> bytes:
    """The body without its content encodings; a missing body of a redirect (see `unframed`) needs none."""
    codings = list(response.encodings)
    if not body and not 200 <= response.status < 300:
        return b""
    return bytes(decode(body, codings, cap))


def _require_length(response: Response, held: int) -> None:
    """That the body is as long as Content-Length says, where it is said."""
    said = set(response.listed("content-length"))
    if len(said) > 1 or not all(_LENGTH.fullmatch(text) for text in said):
        raise DamagedError("capture-encoding", "the response's Content-Length is not one number")
    for text in said:
        if held < int(text):
            raise DamagedError("capture-truncated", f"the response's body has {held} of {text} bytes", _AGAIN)
        if held > int(text):
            raise DamagedError("capture-encoding", f"the response's body has {held} bytes instead of {text}")


def _text(raw: bytes) -> str:
    """Header text as browsers read it: UTF-8 where it is that, else ISO 8859-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")


_AGAIN = "the connection was cut while the page was fetched; capture it again"
