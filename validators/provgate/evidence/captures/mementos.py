"""Mementos (RFC 7089): a web archive's copy of a page → the page's own URL, and the response that it stands for.

Anyone can run a host that answers `/web/20260313091407id_/https://...`, and would speak for every page of the web. So
only archives that crawl by themselves count, by exact host over https, and only their raw form (`id_`): every other
form is rewritten, and its bytes are the archive's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from provgate.evidence.facts import Exchange
from provgate.values import urls

ARCHIVES = {
    "web.archive.org": "/web/",
    "arquivo.pt": "/(?:wayback|noFrame/replay)/",
    "webarchive.nationalarchives.gov.uk": "/ukgwa/",
    "www.webarchive.org.uk": "/wayback/archive/",
    "webarchive.loc.gov": "/all/",
}
"""Public archives by host, and where each keeps its copies."""

_MODES = r"(?P<time>[0-9]{4,14})(?P<mode>(?:[a-z]{2}_)?)/(?P<url>.+)"
_FORMS = {host: re.compile(re.escape(f"https://{host}") + path + _MODES) for host, path in ARCHIVES.items()}
_ORIGINAL = "x-archive-orig-"
_KEPT = frozenset({"content-type", "content-encoding"})
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_EXACT = 14


class Memento(NamedTuple):
    """An archive's copy of a page: the archive's host, when it was made (YYYYMMDDhhmmss, or less), and of which URL.

    `raw` says that the address is that of the bytes as the archive received them.
    """

    archive: str
    time: str
    raw: bool
    url: str
    address: str

    @property
    def exact(self) -> bool:
        """Whether this is the address of one copy; a shorter time is a search for the nearest one."""
        return len(self.time) == _EXACT

    @property
    def raw_address(self) -> str:
        """The address of the same copy as it was received."""
        return re.sub(rf"/{self.time}[a-z_]*/", f"/{self.time}id_/", self.address, count=1)


def read(url: str) -> Memento | None:
    """The memento at this URL; None for any other URL."""
    return at(urls.normalise(url))


def at(address: str) -> Memento | None:
    """The memento at this URL, which is in normal form; quick for all others: every record of a capture is asked."""
    scheme, _, rest = address.partition("//")
    archive = rest.partition("/")[0]
    form = _FORMS.get(archive) if scheme == "https:" else None
    found = form.fullmatch(address) if form else None
    if not found:
        return None
    original = found["url"] if _SCHEME.match(found["url"]) else f"http://{found['url']}"
    parts = urls.split(original)
    if parts is None or not parts.host:
        return None
    return Memento(archive, found["time"], found["mode"] == "id_", parts.text, address)


def original(exchange: Exchange, memento: Memento) -> Exchange:
    """The archive's response as the page's own: its URL, the headers that are the page's, redirects to other copies.

    A redirect that leaves the archive leads nowhere: what is there now is not what the archive saw.
    """
    headers = dict(_own_headers(exchange.headers))
    if "location" in exchange.headers:
        target = read(urls.join(exchange.url, exchange.headers["location"]))
        headers["location"] = target.url if target and target.archive == memento.archive else ""
    return exchange._replace(url=memento.url, headers=headers, memento=memento.address)


def _own_headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    """What the archive passes on of the page's headers; all others are its own."""
    passed = {name.removeprefix(_ORIGINAL): value for name, value in headers.items() if name.startswith(_ORIGINAL)}
    return passed | {name: value for name, value in headers.items() if name in _KEPT}
