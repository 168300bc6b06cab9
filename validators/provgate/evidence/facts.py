"""What evidence yields: exchanges out of captures, statements and text blocks out of pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


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
    memento: str = ""


class Statement(NamedTuple):
    """One thing a page says of itself.

    `about` is author, date, modified, outlet, title, canonical, language, license or identifier (a DOI);
    `value` the wording;
    `place` words for a finding ("JSON-LD author", "meta article:published_time", "byline");
    `rank` how strongly the place speaks of the main article: 0 is its own node, higher is weaker;
    `line` is the 1-based line of the page's source where known; `offset` counts the visible strings
    between the headline and the place, negative before it.
    """

    about: str
    value: str
    place: str
    rank: int = 0
    kind: str = ""
    line: int | None = None
    offset: int | None = None
