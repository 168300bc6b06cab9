"""Who a page's visible parts name as its author: byline elements, `rel=author`, and "By ..." lines."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.microdata import node_text
from provgate.evidence.pages.page import Page
from provgate.values import byline_words

MAX_ELEMENTS = 300
LONGEST = 200
_SELECTOR = (
    '[rel~="author"],a[href*="/autor"],a[href*="/author"],a[href*="/auteur"],a[href*="/profil"],a[href*="/people/"],address,'
    '[data-testid*="author" i],[data-testid*="byline" i],[data-author],[data-author-name]'
)


def read(page: Page, tree: LexborHTMLParser) -> Iterator[Statement]:
    """Author statements of visible elements, each with how near it stands to the article."""
    nodes = {node.mem_id: node for node in (*page.author_nodes, *tree.css(_SELECTOR)[:MAX_ELEMENTS])}
    for node in nodes.values():
        text = node_text(node)
        if 1 < len(text) <= LONGEST:
            yield Statement("author", text, _place(node), page.rank(node, Rank.ELEMENT), offset=page.distance(node))
        named = node.attributes.get("data-author") or node.attributes.get("data-author-name")
        if named and len(named) <= LONGEST:
            yield Statement("author", named, "data-author", page.rank(node, Rank.ELEMENT), offset=page.distance(node))


def of_line(page: Page, node: LexborNode, text: str) -> Iterator[Statement]:
    """The author that one line of visible text names, if it begins as a byline does."""
    start = byline_words.begin(text)
    if start is not None and len(text) <= LONGEST:
        yield Statement(
            "author", text[start:].strip(), "byline", page.rank(node, Rank.LINE), offset=page.distance(node)
        )


def _place(node: LexborNode) -> str:
    rel = node.attributes.get("rel")
    return "rel=author" if rel and "author" in rel.lower().split() else "byline element"
