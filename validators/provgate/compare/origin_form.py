"""What an origin looks like on its face: malformed, a home page, a page of results, a link that leads elsewhere."""

from __future__ import annotations

import functools
import re

from provgate.compare import short_links
from provgate.values import urls
from provgate.values.languages import is_known
from provgate.values.urls import Url

_LOCAL = "javascript data file blob about vbscript view-source chrome chrome-extension moz-extension filesystem jar"
LOCAL_SCHEMES = frozenset(_LOCAL.split())
"""Schemes whose URLs mean something on one machine only, or nothing at all."""

_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*):"
_PLAIN = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9\-._~/!$&'()*+,;=:@?]*")
_SHAPES = {
    "doi": (r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", "doi:10.1000/182"),
    "urn": (r"[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:\S+", "urn:isbn:9780306406157"),
    "tag": (r"[A-Za-z0-9._@-]+,[0-9]{4}(?:-[0-9]{2}){0,2}:\S*", "tag:calder.example,2026-03-12:interview"),
}
_BAD = r"[\s\x00-\x20\x7f-\x9f\\<>\"{}`^]|%(?![0-9A-Fa-f]{2})|[\u2028\u2029\ud800-\udfff]"
_HOME_PAGE = (
    r"(?i)/*(?:(?:index|default|home|homepage|main|startseite|start|welcome)"
    r"(?:\.(?:html?|php[0-9]?|aspx?|jsp|jsf|do|cfm|shtml))?/?)?"
)
_TRACKING = (
    r"(?i)(?:utm_[a-z_]+|[a-z]{0,9}clid|ref|referrer|source|src|cmp|wt_mc|_ga|mc_[ce]id|amp|lang|hl|locale)(?:=[^&]*)?"
)
_HOST_LABELS = r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*"


@functools.lru_cache(maxsize=1024)
def split(origin: str) -> Url | None:
    """The origin's parts; the rules ask one after the other, so the last answers are kept."""
    return urls.split(origin)


def is_web(url: Url) -> bool:
    """Whether a capture can prove this origin."""
    return url.scheme in ("http", "https")


def fault(origin: str) -> str:
    """What makes this text no absolute URI that a document can come from; empty for one that is."""
    if _PLAIN.fullmatch(origin):
        url = split(origin)
        if url is not None and "-" not in url.host:
            return ""
    scheme = re.match(_SCHEME, origin)
    if not scheme or _is_place(origin, scheme[1]):
        return _without_scheme(origin)
    name = scheme[1].lower()
    if name in LOCAL_SCHEMES:
        return f"a `{name}:` URL names nothing that others can look up"
    bad = re.search(_BAD, origin)
    if bad:
        return _bad_character(bad[0])
    rest = origin[scheme.end() :]
    return _web_fault(origin, rest) if name in ("http", "https") else _other_fault(origin, name, rest)


def _is_place(origin: str, name: str) -> bool:
    """`localhost:8000/x` and `www.harbour.example:443` have a port where a scheme would end, `C:` is a drive."""
    if len(name) == 1:
        return True
    port = re.match(r"[0-9]{1,5}(?:[/?#]|$)", origin[len(name) + 1 :])
    return port is not None and ("." in name or name == "localhost")


def _without_scheme(origin: str) -> str:
    if re.match(r"[A-Za-z]:[\\/]", origin):
        return "it is a path on one machine"
    if origin.startswith("//"):
        return "it has no scheme before the `//`"
    if origin.startswith(("/", "./", "../", "#", "?")):
        return "it is relative: it does not say on which host"
    return "it has no scheme (`https:` and the like)"


def _bad_character(character: str) -> str:
    if character == "\\":
        return r"it holds a backslash, which browsers read as `/` and other programs do not"
    if character == "%":
        return "it holds a `%` that two hex digits do not follow"
    if character.isspace():
        return "it holds a blank or a line break"
    if character.isprintable():
        return f"it holds {character!r}, which a URL cannot hold"
    return f"it holds the control character U+{ord(character):04X}"


def _web_fault(origin: str, rest: str) -> str:
    if not rest.startswith("//"):
        return "`//` must follow the scheme"
    authority = re.split(r"[/?#]", rest[2:], maxsplit=1)[0]
    place = authority.rpartition("@")[2]
    if not place or place.startswith(":"):
        return "it has no host"
    if "%" in place:
        return "its host is percent-encoded, which hides its name"
    port = re.search(r":([^:\]]+)$", place)
    if port and not (re.fullmatch("[0-9]{1,5}", port[1]) and 0 < int(port[1]) < 65536):
        return "its port is no number from 1 to 65535"
    url = split(origin)
    if url is None or not (url.host.startswith("[") or re.fullmatch(_HOST_LABELS, url.host)):
        return "its host is no valid name or address"
    return ""


def _other_fault(origin: str, name: str, rest: str) -> str:
    if not rest.strip("/"):
        return f"nothing follows `{name}:`"
    shape = _SHAPES.get(name)
    if shape and not re.fullmatch(shape[0], rest):
        return f"it is no `{name}:` name, which looks like `{shape[1]}`"
    if rest.startswith("//") and _is_meant_as_web(name):
        return f"`{name}:` is no scheme; `https:` was probably meant"
    return "" if split(origin) is not None else "its host is no valid name or address"


def _is_meant_as_web(name: str) -> bool:
    """Whether a scheme is a slip or a defanged form of http(s), under which the host would go unchecked."""
    from provgate.compare.nearest_outlet import keystrokes

    return name in ("hxxp", "hxxps") or min(keystrokes(name, "http", 1), keystrokes(name, "https", 1)) == 1


def is_home_page(url: Url) -> bool:
    """Whether the path names no document: empty, an index page, or only a language's folder."""
    path = url.path
    if len(path) > 40 or path.count("/") > 3 or not re.fullmatch(_HOME_PAGE, _without_language(path)):
        return False
    return not url.query or all(re.fullmatch(_TRACKING, part) for part in url.query.split("&"))


def _without_language(path: str) -> str:
    folder, slash, rest = path.lstrip("/").partition("/")
    language = re.split("[-_]", folder, maxsplit=1)[0]
    return slash + rest if len(folder) in (2, 5) and is_known(language) else path


def detour(url: Url, own: bool = False) -> str:
    """What the URL leads through instead of naming the document itself; empty when it does not.

    `own` says that the host is the claimed outlet's, which may well be a company that shortens links.
    """
    return short_links.find(url.host, url.path, url.query or "", own)
