"""The one main article of a page, found by the page's own markup and never by the document that is compared with it.

The elements that may hold it are those that a page marks (`itemprop=articleBody`, `article`, `main`), else its body.
Which of several it is, the headline tells: the heading that repeats the page's title.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.pages.class_words import word_set, words_in
from provgate.evidence.pages.outline import SEAM, Block, Element, Outline, ancestors, read_outline

COMMENTS = word_set("""
    comment comments commentary commentlist kommentar kommentare comentario comentarios commentaire commentaires
    disqus respond reply replies reactions reacties livefyre spotim pinglist trackback
""")
_NAVIGATION = word_set("""
    nav navbar navigation menu menus submenu breadcrumb breadcrumbs sitemap topbar masthead toolbar
""")
_BANNERS = word_set("""
    cookie cookies consent gdpr cmp onetrust didomi usercentrics modal popup overlay lightbox interstitial
""")
_OTHERS = word_set("""
    related recommended recommendation recommendations recirc recirculation outbrain taboola popular
    trending latest sidebar mostread mostpopular readnext upnext
""")
_OFF = COMMENTS | _NAVIGATION | _BANNERS | _OTHERS
_OFF_TAGS = frozenset(("aside", "nav", "footer", "dialog", "form", "select", "menu", "button"))
_LINE_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "span")
"""What holds one line of text only: its class and id say how it looks, or where links lead."""
_OFF_ROLES = ("navigation", "complementary", "contentinfo", "dialog", "alertdialog", "banner", "search", "menu")
_PROSE, _PROSE_UNSPACED = 60, 25
"""Characters from which a text counts as prose; fewer in scripts that write a word in one or two of them."""
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff]")
_PARAGRAPHS = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "tr", "span", "a", "b", "i", "em"))
_ENDED = re.compile(r"[.!?…。！？؟।][\"'\u2019\u201d»›“)\]」』\s\u2060]*$")
_SHARE, _NEARLY_ALL = 0.3, 0.8
_TITLE_LETTERS = 7


class Article(NamedTuple):
    """The main article: `root` is the element that holds its text, `headline` its heading; None where there is none.

    `region` are the element numbers from the one that comes first to the end of the root; `owned` are those in it that
    are the article's: not in another article, comments, navigation or a banner, and not hidden from the eye. `asides`
    are those inside the root that are in `aside` elements or in boxes about other articles.
    """

    outline: Outline
    root: Element | None = None
    headline: Element | None = None
    region: range = range(0)
    owned: frozenset[int] = frozenset()
    asides: frozenset[int] = frozenset()

    def holds(self, node: LexborNode) -> bool:
        """Whether an element of the tree is the article's: its headline, byline, body or what is between them."""
        element = self.outline.by_id.get(node.mem_id)
        return element is not None and element.number in self.owned


def find_article(tree: LexborHTMLParser, outline: Outline | None = None) -> Article:
    """The page's main article; without a `root` where the page has no prose."""
    outline = outline or read_outline(tree)
    elements = outline.elements
    headline = _headline(tree, outline)
    off = _off(outline, headline)
    mass = _mass(outline, inside(elements, off))
    if not mass or not mass[0]:
        mass = _mass(outline, inside(elements, off), is_text)
    if not mass or not mass[0]:
        return Article(outline, None, headline)
    root = _narrowed(elements, _root(elements, headline, mass), mass)
    above = {element.number for start in (root, headline) for element in ancestors(start)}
    others = {element.number for element in elements if _is_article(element)}
    foreign = inside(elements, (off | others) - above)
    region = _region(elements, root, headline)
    owned = frozenset(n for n in region if not foreign[n] and not elements[n].unseen)
    beside = {n for n in off if _is_beside(elements[n])}
    stranger = inside(elements, (off - beside | others) - above)
    within = inside(elements, {root.number})
    asides = frozenset(n for n in region if within[n] and foreign[n] and not stranger[n] and not elements[n].unseen)
    return Article(outline, root, headline, region, owned, asides)


def inside(elements: Sequence[Element], numbers: Set[int]) -> list[bool]:
    """Of each element, whether it is one of these or in one of these."""
    found = [False] * len(elements)
    for element in elements:
        around = element.parent
        found[element.number] = element.number in numbers or (around is not None and found[around.number])
    return found


def _off(outline: Outline, headline: Element | None) -> set[int]:
    """Elements that say that they hold no part of an article, unless they hold the headline or most of the prose.

    Comments often are most of a page's prose: one that names them is spared only where the prose begins in it.
    """
    above = {element.number for element in ancestors(headline)}
    mass = _mass(outline, [False] * len(outline.elements))
    first = {element.number for element in ancestors(_first_prose(outline, headline))}
    return {
        element.number
        for element in outline.elements
        if element.number not in above
        and says_off(element.tag, element.names, element.kind)
        and (2 * mass[element.number] <= mass[0] or (is_comments(element) and element.number not in first))
    }


def _first_prose(outline: Outline, headline: Element | None) -> Element | None:
    """The element of the first prose after the headline."""
    start = headline.number if headline is not None else 0
    return next((b.holder for b in outline.blocks if b.holder.number > start and is_prose(b)), None)


def is_comments(element: Element) -> bool:
    """Whether an element's class words name readers' comments."""
    return not words_in(element.names).isdisjoint(COMMENTS)


@functools.lru_cache(maxsize=16384)
def says_off(tag: str, names: str, kind: str) -> bool:
    """Whether tag, role or class words say that an element holds comments, navigation, banners or other articles."""
    named = tag not in _LINE_TAGS and not words_in(names).isdisjoint(_OFF)
    return named or tag in _OFF_TAGS or any(role in kind for role in _OFF_ROLES)


def _is_beside(element: Element) -> bool:
    """Whether an element is a plain aside, or names other articles: inside an article it is a box beside its text."""
    words = words_in(element.names)
    return words.isdisjoint(_OFF - _OTHERS) and (element.tag == "aside" or not words.isdisjoint(_OTHERS))


def _mass(outline: Outline, off: Sequence[bool], counts: Callable[[Block], bool] | None = None) -> list[int]:
    """Characters of prose, or of the blocks that count, in each element, without what is in the elements `off`."""
    counts = counts or is_sentence
    mass = [0] * len(outline.elements)
    for block in outline.blocks:
        if not off[block.holder.number] and counts(block):
            mass[block.holder.number] += len(block.text)
    for element in reversed(outline.elements):
        if element.parent is not None:
            mass[element.parent.number] += mass[element.number]
    return mass


def is_prose(block: Block) -> bool:
    """Whether a block may be part of an article's running text: seen, long, and mostly no link."""
    size = len(block.text)
    if size < _PROSE_UNSPACED or block.links * 2 > size:
        return False
    return size >= _PROSE or bool(_UNSPACED.search(block.text))


def is_sentence(block: Block) -> bool:
    """Whether a block is prose, or a paragraph that ends a sentence."""
    return is_prose(block) or (
        block.holder.tag in _PARAGRAPHS and block.links * 2 <= len(block.text) and bool(_ENDED.search(block.text))
    )


def is_text(block: Block) -> bool:
    """Whether a block may be text of an article that has no longer ones: no heading, and mostly no link."""
    return block.holder.tag not in _LINE_TAGS[1:] and block.links * 2 <= len(block.text)


def _region(elements: Sequence[Element], root: Element, headline: Element | None) -> range:
    """From the innermost element around headline and root, or the one that comes first, to the end of the root."""
    end = next((e.number for e in elements[root.number + 1 :] if e.depth <= root.depth), len(elements))
    if headline is None or headline.number > end:
        marked = next((element for element in ancestors(root) if _is_article(element) or _is_main(element)), root)
        return range(marked.number, end)
    above = {element.number for element in ancestors(headline)}
    common = next(element for element in ancestors(root) if element.number in above)
    return range(max(common.number, min(root.number, headline.number) if common is elements[0] else 0), end)


def _root(elements: Sequence[Element], headline: Element | None, mass: Sequence[int]) -> Element:
    """The element that the page marks as its article, if that holds a good part of its prose; else its body.

    One around the headline need not hold much: a longer text on the page may be another article.
    """
    above = {element.number for element in ancestors(headline)}
    for marked in (_is_body, _is_article, _is_main):
        found = [e for e in elements if mass[e.number] and marked(e)]
        found = [e for e in found if e.number in above or mass[e.number] > _SHARE * mass[0]]
        nested = inside(elements, {element.number for element in found})
        outermost = [e for e in found if e.parent is None or not nested[e.parent.number]]
        if outermost:
            return _innermost(elements, _chosen(outermost, headline, mass), found, mass)
    return elements[0]


def _is_body(element: Element) -> bool:
    return "articlebody" in element.kind


def _is_article(element: Element) -> bool:
    return element.tag == "article" or element.kind == "article"


def _is_main(element: Element) -> bool:
    return element.tag == "main" or element.kind == "main"


def _chosen(found: Sequence[Element], headline: Element | None, mass: Sequence[int]) -> Element:
    """The one around the headline, else the first after it, else the one with most prose."""
    if headline is not None:
        above = {element.number for element in ancestors(headline)}
        after = [element for element in found if element.number > headline.number]
        nearest = [element for element in found if element.number in above] or after
        if nearest:
            return nearest[0]
    return max(found, key=lambda element: mass[element.number])


def _innermost(elements: Sequence[Element], chosen: Element, found: Sequence[Element], mass: Sequence[int]) -> Element:
    """The marked element inside the chosen one that holds nearly all of its prose; the chosen one where none does."""
    within = inside(elements, {chosen.number})
    return [e for e in found if within[e.number] and mass[e.number] > _NEARLY_ALL * mass[chosen.number]][-1]


def _narrowed(elements: Sequence[Element], root: Element, mass: Sequence[int]) -> Element:
    """The smallest element in the root that still holds all of its prose, and is no paragraph itself."""
    for element in elements[root.number + 1 :]:
        if element.depth <= root.depth:
            break
        if element.parent is root and mass[element.number] == mass[root.number] and element.tag not in _PARAGRAPHS:
            root = element
    return root


def _headline(tree: LexborHTMLParser, outline: Outline) -> Element | None:
    """The heading that repeats most of the page's title (a site's name repeats less); else the first `h1`."""
    titles = list(_titles(tree))
    best, most, first = None, _TITLE_LETTERS, None
    for node in tree.css("h1,h2,h3,[itemprop~=headline]")[:80]:
        element = outline.by_id.get(node.mem_id)
        if element is None or element.unseen:
            continue
        if element.tag == "h1":
            first = first or element
        shared = _shared(fold(node.text()[:500]), titles) + (element.tag == "h1")
        if shared > most:
            best, most = element, shared
    return best or first


def _titles(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css('title,meta[property="og:title"],meta[name="twitter:title"]')[:10]:
        text = node.text() if node.tag == "title" else node.attributes.get("content") or ""
        if len(folded := fold(text[:1000])) > _TITLE_LETTERS:
            yield folded


def fold(text: str) -> str:
    """Letters and figures only, case-folded, so that two spellings of one headline agree."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text.replace(SEAM, "")).casefold()))


def _shared(text: str, titles: Iterable[str]) -> int:
    """How many letters of a title a heading repeats, one being part of the other."""
    return max((min(len(text), len(title)) for title in titles if text and (text in title or title in text)), default=0)
