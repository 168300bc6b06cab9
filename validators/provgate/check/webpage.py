"""A captured page, read once: its tree, what it says of itself, and its text."""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.compare.text.pagetext import PageText
from provgate.evidence.facts import Exchange, Statement
from provgate.evidence.pages import decode, doi
from provgate.evidence.pages.statements import read_page


class WebPage(NamedTuple):
    """A page's tree and text (None when the payload is no HTML), and what it says of itself."""

    tree: LexborHTMLParser | None
    statements: tuple[Statement, ...]
    text: PageText | None


class WebPages:
    """The pages of a job, by the capture's number and the URL: two captures of one URL may differ."""

    def __init__(self) -> None:
        self._pages: dict[tuple[int, str], WebPage] = {}

    def read(self, number: int, exchange: Exchange) -> WebPage:
        """The page that this response of this capture holds."""
        key = (number, exchange.url)
        if key not in self._pages:
            self._pages[key] = _read(exchange)
        return self._pages[key]


def _read(exchange: Exchange) -> WebPage:
    if exchange.is_page:
        source = decode.decode(exchange.body, exchange.headers.get("content-type", ""))
        tree = decode.parse(source)
        statements = read_page(tree, source, exchange.url, exchange.headers)
        bodies = [said.value for said in statements if said.about == "body"]
        return WebPage(tree, statements, PageText(tree, bodies=bodies))
    if exchange.media_type.endswith("json"):
        return WebPage(None, tuple(doi.read(exchange.body.decode("utf-8", "replace"))), None)
    return WebPage(None, (), None)
