"""HAR 1.2, what a browser's network panel exports → its exchanges, as far as it holds their bodies.

A HAR holds bodies as the browser decoded them, and often the user's cookies. So heads are put together again without
framing, encodings and cookies, and requests are left out.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from provgate.capture.exchange import RawExchange
from provgate.evidence.captures.codings import DamagedError
from provgate.values import urls

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DROPPED = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection", "keep-alive", "trailer"}
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHARSET = re.compile(r";\s*charset\s*=\s*[^;]*", re.IGNORECASE)
_MARK = 3
"""Bytes of a byte order mark, which browsers count and leave out."""


class Held(NamedTuple):
    """What a HAR holds: exchanges with their bodies, and the URLs of those without."""

    exchanges: tuple[RawExchange, ...]
    bodiless: tuple[str, ...]


def is_har(start: bytes) -> bool:
    """Whether a file that begins like this may be one."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(raw: bytes) -> Held:
    """The exchanges; `DamagedError` for what is no HAR."""
    try:
        log = json.loads(raw.decode("utf-8-sig"))["log"]
        entries = [(entry["request"], entry["response"], entry["startedDateTime"]) for entry in log["entries"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _broken("is not a HAR file") from None
    found, bodiless = list[RawExchange](), list[str]()
    for number, (request, response, started) in enumerate(entries):
        try:
            exchange = _exchange(request, response, str(started))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _broken(f"has an entry that cannot be read: entry {number + 1}") from None
        if exchange is not None:
            found.append(exchange)
        elif request["method"] == "GET":
            bodiless.append(str(request["url"]))
    return Held(tuple(found), tuple(bodiless))


def _exchange(request: Mapping[str, Any], response: Mapping[str, Any], started: str) -> RawExchange | None:
    """The exchange of one entry; None where its body is not held, or it is not a GET over the web."""
    url, status = urls.normalise(request["url"]), int(response["status"])
    if request["method"] != "GET" or not url.startswith(("http://", "https://")) or not 200 <= status <= 599:
        return None
    body = _body(response, status)
    if body is None:
        return None
    moment = datetime.datetime.fromisoformat(started)
    if moment.tzinfo is None:
        raise ValueError(started)
    date = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    fields = [*_fields(response, body.charset), ("Content-Length", str(len(body.content)))]
    head = "\r\n".join([f"HTTP/1.1 {status} Recorded", *(f"{name}: {value}" for name, value in fields)])
    headers = {name.lower(): value for name, value in fields}
    return RawExchange(url, b"", status, f"{head}\r\n\r\n".encode(), body.content, headers, "", date)


class _Body(NamedTuple):
    content: bytes
    charset: str


def _body(response: Mapping[str, Any], status: int) -> _Body | None:
    """The body; None where the HAR does not hold it, or not all of it."""
    content = response.get("content") or {}
    text, size = content.get("text"), int(content.get("size") or 0)
    if text is None:
        return _Body(b"", "") if status in _REDIRECTS else None
    if content.get("encoding") == "base64":
        try:
            body = base64.b64decode(text, validate=True)
        except binascii.Error:
            return None
        return _Body(body, "") if size in (0, len(body)) else None
    if content.get("encoding"):
        return None
    body = text.encode()
    whole = size <= 0 or abs(size - len(body)) <= _MARK or "utf-8" not in _type(response).lower()
    return _Body(body, "utf-8") if whole else None


def _type(response: Mapping[str, Any]) -> str:
    """The media type with its parameters: the header's, else what the browser took it for."""
    said = [str(field["value"]) for field in response["headers"] if str(field["name"]).lower() == "content-type"]
    return said[0] if said else str((response.get("content") or {}).get("mimeType") or "")


def _fields(response: Mapping[str, Any], charset: str) -> Iterator[tuple[str, str]]:
    """The response's headers without framing, encodings and cookies; text is UTF-8 by now, and the type says so."""
    names = set[str]()
    for field in response["headers"]:
        name = str(field["name"])
        if name.startswith(":") or name.lower() in (*_DROPPED, "content-type"):
            continue
        for value in str(field["value"]).split("\n"):
            if not _NAME.fullmatch(name) or _CONTROL.search(value):
                raise ValueError(name)
            names.add(name.lower())
            yield name, value
    kind = _type(response).split("\n")[0]
    if kind and not _CONTROL.search(kind):
        yield "Content-Type", f"{_CHARSET.sub('', kind)}; charset={charset}" if charset else kind
    if response.get("redirectURL") and "location" not in names and not _CONTROL.search(str(response["redirectURL"])):
        yield "Location", str(response["redirectURL"])


def _broken(what: str) -> DamagedError:
    return DamagedError("capture-unreadable", f"the file {what}")
