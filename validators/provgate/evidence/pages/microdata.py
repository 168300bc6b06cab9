"""Microdata, RDFa and microformats in a page's elements → statements.

The owner of a property is the nearest ancestor that opens a scope; a property of a comment, a
review or a teaser is not the article's.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.page import Page

MAX_ITEMS = 400
_SELECTOR = (
    "[itemprop],[property]:not(meta),.h-entry .p-author,.hentry .p-author,.dt-published,.hentry .entry-date,"
    ".hentry .published,.hentry .vcard .fn,time[pubdate]"
)
_NAMES = '[itemprop~="name"],[property~="name"],[property="schema:name"],[property="foaf:name"]'
_ABOUT = {
    "author": "author",
    "creator": "author",
    "datepublished": "date",
    "datecreated": "date",
    "dateposted": "date",
    "uploaddate": "date",
    "datemodified": "modified",
    "publisher": "outlet",
    "copyrightholder": "outlet",
    "sourceorganization": "outlet",
    "published_time": "date",
    "created": "date",
    "issued": "date",
    "modified": "modified",
    "pubdate": "date",
    "published": "date",
    "dt-published": "date",
    "p-author": "author",
}
_WEAKER = frozenset({"datecreated", "copyrightholder", "sourceorganization", "created", "uploaddate"})
_COMMENTISH = (
    "comment",
    "review",
    "rating",
    "answer",
    "product",
    "offer",
    "event",
    "imageobject",
    "videoobject",
    "breadcrumb",
    "listitem",
    "itemlist",
)


def read(page: Page, tree: LexborHTMLParser) -> Iterator[Statement]:
    """The statements of elements that carry machine-readable properties."""
    for node in tree.css(_SELECTOR)[:MAX_ITEMS]:
        attributes = node.attributes
        names = attributes.get("itemprop") or attributes.get("property")
        if names is None:
            yield from _microformat(page, node, attributes)
            continue
        for name in names.lower().split()[:4]:
            bare = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
            about = _ABOUT.get(bare)
            if about:
                rank, item = _rank(page, node)
                rank = rank.weaker(2 * (bare in _WEAKER))
                place = f"{'itemprop' if 'itemprop' in attributes else 'property'} {bare}"
                for text, kind in _values(node, attributes, about):
                    yield Statement(about, text, place, rank, kind, item)


def _microformat(page: Page, node: LexborNode, attributes: dict[str, str | None]) -> Iterator[Statement]:
    classes = attributes.get("class") or ""
    is_author = "author" in classes or "fn" in classes.split()
    text = node_text(node) if is_author else attributes.get("datetime") or attributes.get("title") or node_text(node)
    if text:
        yield Statement(
            "author" if is_author else "date",
            text,
            "h-entry author" if is_author else "h-entry published",
            page.rank(node, Rank.ELEMENT),
            offset=page.distance(node),
        )


def _rank(page: Page, node: LexborNode) -> tuple[Rank, int]:
    """How strongly the item that owns a property speaks of the article, and which item that is."""
    if page.is_caption(node):
        return Rank.FOREIGN, 0
    current = node.parent
    for _ in range(60):
        if current is None:
            break
        attributes = current.attributes
        if "itemscope" in attributes or "typeof" in attributes:
            kind = (attributes.get("itemtype") or attributes.get("typeof") or "").lower()
            if any(word in kind for word in _COMMENTISH):
                return Rank.FOREIGN, current.mem_id
            if "person" not in kind and "organization" not in kind:
                if current.mem_id in page.above:
                    return Rank.ARTICLE, current.mem_id
                return (Rank.FOREIGN if page.is_beside(current) else Rank.LINE), current.mem_id
        current = current.parent
    return page.rank(node, Rank.PAGE), 0


def _values(node: LexborNode, attributes: dict[str, str | None], about: str) -> Iterator[tuple[str, str]]:
    if about in ("date", "modified"):
        text = attributes.get("content") or attributes.get("datetime") or node_text(node)
        if text:
            yield text, ""
        return
    kind = (attributes.get("itemtype") or attributes.get("typeof") or "").lower()
    label = "person" if "person" in kind else "organization" if "organization" in kind else ""
    inner = [
        text
        for item in node.css(_NAMES)[:20]
        if item.mem_id != node.mem_id and (text := item.attributes.get("content") or node_text(item))
    ]
    text = attributes.get("content") or ("" if inner else node_text(node))
    yield from ((name, label) for name in inner)
    if text and not text.startswith(("http://", "https://", "//")):
        yield text, label


def node_text(node: LexborNode) -> str:
    """The element's words with single spaces, where they are few enough to be a name or a date."""
    text = " ".join(node.text(separator=" ").split())
    return text if len(text) <= 300 else ""
