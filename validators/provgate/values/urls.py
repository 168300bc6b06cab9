"""When two URLs are the same (RFC 3986 section 6, RFC 3987), and whose host one names.

Claims, captures and registries all compare URLs, so there is one reading of them. Nothing here raises:
text that is no URL, or that browsers and libraries read differently (backslashes, control characters),
has no host and is its own normal form, so that it can equal nothing but itself.
"""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urljoin

DEFAULT_PORTS = {"http": "80", "https": "443"}
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
_PARTS = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*):(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?"
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?|[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_PORT = re.compile(r":([0-9]{0,9})")


class Url(NamedTuple):
    """The normalised parts of an absolute URL.

    `host` is a lower-case A-label name or an address ("" without one), `port` is "" when it is the
    scheme's default; `authority` and `query` are None where the URL has none.
    """

    scheme: str
    userinfo: str
    host: str
    port: str
    authority: str | None
    path: str
    query: str | None

    @property
    def text(self) -> str:
        """The URL put together again, without a fragment."""
        start = f"{self.scheme}:" if self.authority is None else f"{self.scheme}://{self.authority}"
        return start + self.path + ("" if self.query is None else f"?{self.query}")


def split(url: str) -> Url | None:
    """The parts of an absolute URL, each in normal form; None for text that is none or is ambiguous."""
    found = None if _FORBIDDEN.search(url) else _PARTS.fullmatch(url)
    if not found:
        return None
    scheme, authority, path, query = found[1].lower(), found["authority"], _escaped(found["path"]), found["query"]
    web = scheme in DEFAULT_PORTS
    query = None if query is None else _escaped(query)
    if authority is None:
        return None if web else Url(scheme, "", "", "", None, path, query)
    userinfo, at, place = authority.rpartition("@")
    server = _server(place, scheme)
    if server is None or (web and not server[0]):
        return None
    host, port = server
    userinfo = _escaped(userinfo)
    authority = userinfo + at + host + (port and f":{port}")
    return Url(scheme, userinfo, host, port, authority, _without_dots(path) or ("/" if web else ""), query)


def normalise(url: str) -> str:
    """The URL's normal form: equal for two spellings of one resource; `url` itself where it cannot be split.

    Case of scheme and host, IDNA, default port, percent-encoding, empty path, dot segments; the fragment
    is dropped and the query kept, in its order.
    """
    parts = split(url)
    return url if parts is None else parts.text


def host_of(url: str) -> str:
    """The host as a lower-case A-label name or an address; "" where there is none."""
    parts = split(url)
    return "" if parts is None else parts.host


def join(base: str, reference: str) -> str:
    """The normal form of a reference (a Location header) seen from `base`; "" where it makes no URL."""
    try:
        parts = None if _FORBIDDEN.search(reference) else split(urljoin(base, reference))
    except ValueError:
        return ""
    return "" if parts is None else parts.text


def _server(place: str, scheme: str) -> tuple[str, str] | None:
    """`host[:port]` as a normalised pair; None where either is malformed."""
    end = place.find("]") + 1 if place.startswith("[") else (place + ":").index(":")
    name, rest = place[:end], place[end:]
    port = _PORT.fullmatch(rest) if rest else None
    if rest and not port:
        return None
    number = str(int(port[1])) if port and port[1] else ""
    host = _address(name) if name.startswith("[") else _name(name)
    if host is None or (not host and name) or int(number or 0) > 65535:
        return None
    return host, "" if number == DEFAULT_PORTS.get(scheme) else number


def _address(name: str) -> str | None:
    try:
        return f"[{ipaddress.IPv6Address(name[1:-1]).compressed}]" if "%" not in name else None
    except ValueError:
        return None


def _name(name: str) -> str | None:
    """A host name in A-labels (UTS 46, then IDNA 2008), without the root's dot; None when it cannot be one."""
    if not name:
        return ""
    lowered = _decoded(name).lower().removesuffix(".")
    if not lowered.isascii() and len(lowered) < 254:
        import idna

        try:
            lowered = idna.encode(lowered, uts46=True).decode("ascii").removesuffix(".")
        except UnicodeError:
            return None
    return lowered if len(lowered) < 254 and _NAME.fullmatch(lowered) else None


def _decoded(name: str) -> str:
    """The name with its percent-encoding undone, where that is UTF-8."""
    if "%" not in name:
        return name
    try:
        raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name.encode())
        return raw.decode()
    except UnicodeDecodeError:
        return name


def _escaped(text: str) -> str:
    return _ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    """Unreserved characters plain, everything else that may not stand in a URL as upper-case UTF-8 escapes."""
    if found[1]:
        character = chr(int(found[1], 16))
        return character if _UNRESERVED.fullmatch(character) else found[0].upper()
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _without_dots(path: str) -> str:
    """The path without `.` and `..` segments (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if kept and segments[-1] in (".", "..") else "")
