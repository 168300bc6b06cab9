"""What evidence yields: exchanges out of captures, statements and text blocks out of pages."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple

_PAGES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})


class Exchange(NamedTuple):
    """One response that a capture holds, fully checked and decoded.

    `url` is the record's target, `status` the HTTP status, `headers` lower-case names to values
    (the first of duplicates), `body` the payload after transfer and content decoding, `date` the
    WARC-Date as it stands, `record_id` and `offset` (bytes into the WARC) where the record is.
    `memento` is the address of a web archive's copy, where that stands for the response of `url`.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    date: str
    record_id: str = ""
    offset: int = 0

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in small letters; empty where the server gave none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether the payload is a web page: read as one, and no document as it stands."""
        kind = self.media_type
        return kind in _PAGES or (not kind and self.body.lstrip()[:1] == b"<")

    memento: str = ""


class Rank(enum.IntEnum):
    """How strongly a place speaks of the page's main article; a higher number is weaker."""

    ARTICLE = 0
    """The article's own node: JSON-LD or microdata that names this page or its headline, a registry's record."""
    PAGE = 1
    """Metadata of the page as a whole."""
    ELEMENT = 2
    """An element made for the purpose: a byline, a `time`, a link with rel=author."""
    LINE = 3
    """A line of visible text that reads as a byline or as a date of publication."""
    LOOSE = 4
    """A place that says it in passing: the URL, the page's scripts, a date or a name far from the headline."""
    FOREIGN = 5
    """Another article, a comment, an aside, a caption, or what nobody sees: it supports nothing."""

    def weaker(self, steps: int) -> Rank:
        """The rank so many steps below this one, at most foreign."""
        return Rank(min(self + steps, Rank.FOREIGN))


class Statement(NamedTuple):
    """One thing a page says of itself.

    `about` is author, body (the whole text), date, modified, outlet, title, canonical, language, license or identifier
    (a DOI); `value` the wording;
    `place` words for a finding ("JSON-LD author", "meta article:published_time", "byline");
    `rank` how strongly the place speaks of the main article; `kind` person, organization or empty;
    `item` tells apart the nodes and items of a page that say several things of one kind; `offset` counts
    the visible strings between the headline and the place, negative before it, None for what has no such place.
    """

    about: str
    value: str
    place: str
    rank: Rank = Rank.ARTICLE
    kind: str = ""
    item: int = 0
    offset: int | None = None
