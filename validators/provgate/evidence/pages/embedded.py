"""What a page says of its article outside its visible text: titles in its head, and text stated as one string."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from provgate.evidence.pages.outline import Block, Element

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|su[bp]|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_OTHER_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"[\r\n\u2028\u2029]+")
_TITLES = 'title,meta[property="og:title"],meta[name="twitter:title"],h1'


def titles(tree: LexborHTMLParser) -> Iterator[str]:
    """The page's titles, as its head and its first `h1` state them."""
    seen_heading = False
    for node in tree.css(_TITLES)[:50]:
        if node.tag == "meta":
            yield (node.attributes.get("content") or "")[:1000]
        elif node.tag == "title" or not seen_heading:
            seen_heading = seen_heading or node.tag == "h1"
            yield node.text()[:1000]


def stated_blocks(text: str) -> tuple[Block, ...]:
    """A stated text's lines as blocks; markup in it, even escaped, only divides."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _OTHER_TAG.sub("\n", _INLINE_TAG.sub("", text))
    return plain_blocks(text)


def plain_blocks(text: str) -> tuple[Block, ...]:
    """A text's lines as blocks, each a paragraph of its own."""
    lines = (line.strip() for line in _BREAK.split(text))
    return tuple(Block(line, Element(number, "p")) for number, line in enumerate(filter(None, lines)))
