"""What an element's class and id say about it: author, date, an aside, a comment.

Names of classes are a folk language; these are its common words in several tongues. One page uses
few different names, and each is looked at once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

AUTHOR, DATE = 1, 2
ASIDE, COMMENT, UNSEEN, CAPTION = 1, 2, 3, 4
MAX_NAMES = 400

_AUTHOR = (
    "author",
    "autor",
    "byline",
    "by-line",
    "auteur",
    "verfasser",
    "redakteur",
    "redacteur",
    "writer",
    "firma",
    "signature",
    "reporter",
    "journalist",
    "contrib",
    "skribent",
    "penulis",
    "yazar",
    "creator",
    "post-by",
    "posted-by",
    "postby",
    "submitted",
    "vcard",
    "kuerzel",
    "schreiber",
    "szerzo",
)
_DATE = (
    "date",
    "time",
    "publi",
    "datum",
    "fecha",
    "pubdat",
    "posted",
    "meta",
    "data-",
    "veroeff",
    "created",
    "zeit",
    "byline",
    "heure",
    "submitted",
)
_ASIDE = re.compile(
    r"related|relacionad|verwandt|recommend|empfehl|teaser|sidebar|side-bar|"
    r"(?<!post-)(?<!entry-)(?<!article-)(?<!article__)(?<!node-)(?<!content-)(?<!story-)\bfooter|most-?(?:read|"
    r"popular|view)|"
    r"popular|trending|widget|promo|newsletter|carousel|slider|outbrain|taboola|"
    r"more-?(?:news|stories|articles|from|on)|read-?(?:more|also|next)|latest|recent|see-?also|siehe-auch|"
    r"navigation|breadcrumb|\bmenu\b|sponsor|advert|\bads?\b|swiper|ticker|archive|also-like|next-|prev-|"
    r"\bnext\b|\bprev|"
    r"playlist|up-?next|weitere|mehr-zum|aside|author-?posts|other-?(?:posts|articles)"
)
_COMMENT = re.compile(
    r"comments?(?:\b|_|-(?!count|link|s-link|form))|kommentare?\b|comentarios?\b|commentaires?\b|disqus|"
    r"pinglist|trackback|"
    r"\breply|\breplies|respond\b"
)
_CAPTION = re.compile(
    r"caption|bildunter|bildtext|bildnachweis|(?:photo|image|img|picture|bild|foto)[-_]{0,2}(?:credit|author|by|copyright|source|legend|meta|info|text)"
    r"|(?:photo|foto)graph?(?:er|e|o)|photocredit|wp-block-image|media-credit|legende\b|bild-?quelle"
)


UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0*)?%?\s*(?:[;!]|$)|"
    r"(?:left|right|top|bottom|text-indent)\s*:\s*-\s*(?:\d{4}|\d{2,3}(?:r?em|v[wh]|%))|"
    r"(?<![\w-])clip\s*:\s*rect|clip-path\s*:\s*inset\(\s*(?:50|100)%|scale\(\s*0\s*\)|"
    r"font-size\s*:\s*0(?:\.0+)?(?!\.?\d)|(?<![\w-])color\s*:\s*transparent",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_UNSEEN_NAME = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|screen-?reader(?:-?text|-?only)?|sr-?only|vh|offscreen|assistive-?text)(?:$|[\s_-])",
    re.IGNORECASE,
)
_REMARK = re.compile(r"/\*.{0,200}?\*/", re.DOTALL)


def is_unseen(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element's own `hidden` or `style` keeps it from the eye: not shown, off the screen, cut away."""
    style = attributes.get("style") or ""
    if "/*" in style:
        style = _REMARK.sub("", style)
    return "hidden" in attributes or bool(style and UNSEEN_STYLE.search(style))


@functools.lru_cache(maxsize=16384)
def is_unseen_name(names: str) -> bool:
    """Whether a class or id is one of those that sites hide from the eye but not from screen readers."""
    return bool(_UNSEEN_NAME.search(names))


def word_set(text: str) -> frozenset[str]:
    """The words between the white space of a text."""
    return frozenset(text.split())


@functools.lru_cache(maxsize=16384)
def words_in(names: str) -> frozenset[str]:
    """The words that class names and an id are made of, in lower case: `relatedPosts` holds `related` and `posts`."""
    return frozenset(word.lower() for word in _NAME_WORD.findall(names[:MAX_NAMES]))


@functools.lru_cache(maxsize=16384)
def tells(names: str) -> int:
    """AUTHOR, DATE, both or neither, as a class and id tell."""
    lowered = names.lower()
    return AUTHOR * any(word in lowered for word in _AUTHOR) + DATE * any(word in lowered for word in _DATE)


@functools.lru_cache(maxsize=16384)
def strays(names: str) -> int:
    """CAPTION, COMMENT or ASIDE where a class and id say that an element is not the article's; 0 otherwise."""
    lowered = names.lower()
    if _CAPTION.search(lowered):
        return CAPTION
    return COMMENT if _COMMENT.search(lowered) else ASIDE if _ASIDE.search(lowered) else 0


def names_of(node: LexborNode) -> str:
    """An element's class and id, in one string of bounded length."""
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:MAX_NAMES]


def hinted(tree: LexborHTMLParser, limit: int) -> tuple[list[LexborNode], list[LexborNode]]:
    """The elements whose names speak of authors, and those whose names speak of dates, in page order."""
    authors: list[LexborNode] = []
    dates: list[LexborNode] = []
    for node in tree.css("[class],[id]"):
        flags = tells(names_of(node))
        if flags & AUTHOR and len(authors) < limit:
            authors.append(node)
        if flags & DATE and len(dates) < limit:
            dates.append(node)
    return authors, dates
