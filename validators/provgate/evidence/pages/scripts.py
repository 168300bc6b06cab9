"""Publication dates in a page's scripts: data layers and the state that an application draws the page from.

They are weaker than metadata, for scripts speak of many things: they count only where nothing else
gives a date, and only where every one of them gives the same day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.days import Day, days_of

MAX_SOURCE = 4_000_000
MAX_FOUND = 200
_NAMES = (
    "date_?published|published_?(?:date|at|on|time)?|publish_?(?:date|time|ed_?date)|publication_?date|pub_?date|"
    "first_?published(?:_?(?:date|at))?|date_?posted|post_?date|release_?date|article_?date|content_?publi[a-z_]{0,14}date"
)
_VALUES = (
    r"[12]\d{3}[-/.]?\d{1,2}[-/.]?\d{1,2}[T ]?[\d:.]{0,12}(?:Z|[+-]\d{2}:?\d{2})?|\d{1,2}[./]\d{1,2}[./]\d{4}|"
    r"\d{10}(?:\d{3})?\b|[A-Za-z]{3,9}\.? \d{1,2}, \d{4}"
)
_QUOTE = r"""\\?["']?"""
_KEY = re.compile(rf"""["']?\b(?:{_NAMES}){_QUOTE}\s{{0,8}}[:=]\s{{0,8}}{_QUOTE}({_VALUES})""", re.IGNORECASE)


def read(source: str) -> Iterator[Statement]:
    """The one day that the page's scripts call its publication; nothing where they name several."""
    found: dict[str, frozenset[Day]] = {}
    for count, match in enumerate(_KEY.finditer(source[:MAX_SOURCE])):
        if count >= MAX_FOUND:
            return
        found[match.group(1)] = days_of(match.group(1))
    days = [known for known in found.values() if known]
    if days and frozenset.intersection(*days):
        yield Statement("date", next(value for value, known in found.items() if known), "script data", Rank.LOOSE)
