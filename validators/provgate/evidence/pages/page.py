"""What a page is about, and how near to its article an element stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.facts import Rank
from provgate.evidence.pages import class_words as hints
from provgate.evidence.pages.article import Article, find_article

ASIDE = 5
MAX_DEPTH = 200
MAX_NODES = 60_000
BEFORE, AFTER, HEAD, BESIDE = 10, 25, 6, 3
MAX_HINTED = 300
LONG_STRING = 300

_ASIDE_TAGS = frozenset({"aside", "footer", "nav", "select"})
_UNSEEN_TAGS = frozenset({"template", "noscript", "dialog"})
_CAPTION_TAGS = frozenset({"figure", "figcaption", "picture", "caption"})


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says it is: its URLs, its titles, its headline, and its visible strings in order.

    `order` maps an element (by its identity) to the number of visible strings before it; `headline_at`
    is the headline's, or None where the page has none. `above` holds the ancestors of the headline
    and of the running text.
    """

    urls: frozenset[str]
    titles: tuple[str, ...]
    base: str
    texts: tuple[tuple[LexborNode, str], ...] = ()
    order: dict[int, int] = field(default_factory=dict, compare=False)
    headline_at: int | None = None
    above: frozenset[int] = frozenset()
    author_nodes: tuple[LexborNode, ...] = ()
    date_nodes: tuple[LexborNode, ...] = ()
    zones: dict[int, int] = field(default_factory=dict, compare=False)
    headline: str = ""
    tree: LexborHTMLParser | None = field(default=None, compare=False)
    found: list[Article] = field(default_factory=list, compare=False)

    def is_own(self, link: str) -> bool:
        """Whether this link, absolute or relative, leads to this page (scheme, query and fragment aside)."""
        return bool(link.strip()) and _bare(_joined(self.base, link)) in self.urls

    def is_titled(self, text: str) -> bool:
        """Whether this wording is the page's title, up to a suffix such as the outlet's name."""
        folded = fold_title(text)
        return len(folded) > 3 and any(
            folded == title or (len(folded) > 11 and folded in title) or (len(title) > 11 and title in folded)
            for title in self.titles
        )

    def distance(self, node: LexborNode) -> int | None:
        """How many visible strings after the headline (negative: before it) an element begins; None if unknown."""
        at = self.order.get(node.mem_id)
        return None if at is None or self.headline_at is None else at - self.headline_at

    def near(self, node: LexborNode) -> bool:
        """Whether an element stands about the headline, where bylines and dates are."""
        distance = self.distance(node)
        return distance is not None and -BEFORE <= distance <= AFTER

    def penalty(self, node: LexborNode) -> int:
        """0 in the article's own region; ASIDE inside comments, related articles, side bars and the like."""
        zone = self._zone(node)
        if zone == 0:
            return 0 if self.near(node) or self._is_in_article(node) else ASIDE
        distance = self.distance(node)
        if zone == hints.ASIDE and self.near(node) and self.tree is not None:
            if distance is not None and abs(distance) <= HEAD:
                return 0
            article = self._main_article(self.tree)
            return 0 if article.root is None or article.holds(node) else ASIDE
        return 0 if zone == hints.COMMENT and distance is not None and abs(distance) <= BESIDE else ASIDE

    def rank(self, node: LexborNode, rank: Rank) -> Rank:
        """This rank in the article's own region, foreign elsewhere."""
        return Rank.FOREIGN if self.penalty(node) else rank

    def is_caption(self, node: LexborNode) -> bool:
        """Whether an element stands in a picture's frame, where photographers are credited."""
        return self._zone(node) == hints.CAPTION

    def _is_in_article(self, node: LexborNode) -> bool:
        """Whether an element far from the headline is still the main article's: in its `article`, or in its text."""
        if self.headline_at is None or self.tree is None:
            return True
        around = next((above for above in islice(_upwards(node), MAX_DEPTH) if above.tag == "article"), None)
        if around is not None:
            return around.mem_id in self.above
        article = self._main_article(self.tree)
        return article.root is None or article.holds(node)

    def _main_article(self, tree: LexborHTMLParser) -> Article:
        """The page's main article, looked for when an element far away or with an aside's name needs it."""
        if not self.found:
            self.found.append(find_article(tree))
        return self.found[0]

    def is_beside(self, node: LexborNode) -> bool:
        """Whether an element stands in a side bar, in comments or where nobody sees it, however near the headline."""
        return self._zone(node) != 0

    def is_comment(self, node: LexborNode) -> bool:
        """Whether an element stands among the readers' comments."""
        return self._zone(node) == hints.COMMENT

    def _zone(self, node: LexborNode) -> int:
        """0 in the article, 1 in what its names call an aside, 2 in comments, 3 unseen, 4 in captions."""
        trail: list[int] = []
        current: LexborNode | None = node
        found = 0
        while current is not None and len(trail) < MAX_DEPTH:
            key = current.mem_id
            known = self.zones.get(key)
            if known is not None:
                found = max(found, known)
                break
            if key in self.above:
                break
            trail.append(key)
            found = max(found, _zone_of(current))
            current = current.parent
        self.zones.update(dict.fromkeys(trail, found))
        return found


def survey(tree: LexborHTMLParser, url: str, article: Article | None = None) -> Page:
    """The page's own URLs, titles, headline and visible strings."""
    urls = {_bare(url)}
    titles: list[str] = []
    heads: list[str] = []
    for node in tree.css('link[rel~="canonical"],meta[property="og:url"],meta[property="og:title"],title,h1')[:100]:
        attributes = node.attributes
        if node.tag == "h1":
            heads.append(fold_title(node.text()[:1000]))
        elif node.tag == "title":
            titles.append(fold_title(node.text()[:1000]))
        elif attributes.get("property") == "og:title":
            titles.append(fold_title(attributes.get("content") or ""))
        else:
            full = _bare(_joined(url, attributes.get("href") or attributes.get("content") or ""))
            if "/" in full.rstrip("/") or "/" not in _bare(url):
                urls.add(full)
    texts, order = _strings(tree)
    headline = _headline(tree, titles)
    above = _ancestors(headline) | _ancestors(_body_of(tree))
    at = order.get(headline.mem_id) if headline is not None else None
    authors, dates = hints.hinted(tree, MAX_HINTED)
    return Page(
        frozenset(urls),
        tuple(dict.fromkeys(t for t in titles + heads if t)),
        url,
        texts,
        order,
        at,
        above,
        tuple(authors),
        tuple(dates),
        headline=" ".join(headline.text(separator=" ")[:1000].split()) if headline is not None else "",
        tree=tree,
        found=[] if article is None else [article],
    )


def _strings(tree: LexborHTMLParser) -> tuple[tuple[tuple[LexborNode, str], ...], dict[int, int]]:
    """Every string between tags, and how many stand before each element."""
    texts: list[tuple[LexborNode, str]] = []
    order: dict[int, int] = {}
    body = tree.body
    for count, node in enumerate(body.traverse(include_text=True) if body is not None else ()):
        if count > MAX_NODES:
            break
        if not node.is_text_node:
            order[node.mem_id] = len(texts)
            continue
        text = node.text_content
        if text and not text.isspace() and (len(text) < LONG_STRING or not _is_code(node)):
            texts.append((node, text))
    return tuple(texts), order


def _is_code(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("script", "style")


def fold_title(text: str) -> str:
    """Letters and figures only, case-folded, so that two spellings of one headline agree."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return link


def _bare(url: str) -> str:
    """Host and path, which is what two links to one article share; and the query where it names the article."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return url
    query = f"?{parts.query}" if re.search(r"(?:^|&)(?:p|id|nid|story|article|page|aid|sid|t)=", parts.query) else ""
    return f"{host}{unquote(parts.path).rstrip('/').casefold()}{query}"


def _headline(tree: LexborHTMLParser, titles: Iterable[str]) -> LexborNode | None:
    """The heading that repeats most of the title (a site's name repeats less); the first `h1` where none does."""
    wanted = [title for title in titles if len(title) > 7]
    for selector in ("h1,h2,h3", '[itemprop~="headline"],[class*="headline" i],[class*="title" i]'):
        best, most = None, 7
        for node in tree.css(selector)[:60]:
            shared = _shared(fold_title(node.text()[:500]), wanted)
            if shared > most:
                best, most = node, shared
        if best is not None:
            return best
    return tree.css_first("h1")


def _shared(text: str, titles: Iterable[str]) -> int:
    """How many letters of a title a heading repeats, one being part of the other."""
    return max((min(len(text), len(title)) for title in titles if text in title or title in text), default=0)


def _body_of(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds most of the page's running text directly in its paragraphs."""
    weights: dict[int, int] = {}
    holders: dict[int, LexborNode] = {}
    for paragraph in tree.css("p")[:400]:
        parent, length = paragraph.parent, len(paragraph.text())
        if parent is not None and length > 60:
            weights[parent.mem_id] = weights.get(parent.mem_id, 0) + length
            holders[parent.mem_id] = parent
    heaviest = max(weights, key=weights.__getitem__, default=None)
    return holders[heaviest] if heaviest is not None and weights[heaviest] > 600 else None


def _upwards(node: LexborNode) -> Iterator[LexborNode]:
    current: LexborNode | None = node
    while current is not None:
        yield current
        current = current.parent


def _ancestors(node: LexborNode | None) -> frozenset[int]:
    above: set[int] = set()
    current = node
    while current is not None and len(above) < MAX_DEPTH:
        above.add(current.mem_id)
        current = current.parent
    return frozenset(above)


def _zone_of(node: LexborNode) -> int:
    tag = node.tag
    if tag in ("html", "body", "main"):
        return 0
    attributes = node.attributes
    if attributes and hints.is_unseen(attributes):
        return hints.UNSEEN
    if tag in _UNSEEN_TAGS:
        return hints.UNSEEN
    if tag in _CAPTION_TAGS:
        return hints.CAPTION
    stray = hints.strays(hints.names_of(node))
    return stray or hints.ASIDE * (tag in _ASIDE_TAGS and not (tag == "footer" and _is_of_article(node)))


def _is_of_article(footer: LexborNode) -> bool:
    """An article's own footer holds its byline as often as its header does."""
    parent = footer.parent
    return parent is not None and parent.tag in ("article", "main", "section")
