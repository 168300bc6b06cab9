"""A page's tree → its text as blocks in page order, each with the facts that tell an article from its furniture.

Facts only: which words stand where, in which element, beside what. What they mean for a claim is decided in `compare`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.evidence.pages.class_words import is_unseen

SEAM = "\u2060"
"""Stands in a block's text where an inline element begins or ends (WORD JOINER, invisible)."""
RULE = "* * *"
"""The text of the block that stands for a line drawn across the page (`<hr>`)."""

_BLOCK_TAGS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "iframe",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "picture",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
        "audio",
    )
)
"""Elements whose text begins on a line of its own (HTML Living Standard, 15.3), and some that stand between lines."""
_UNREAD = frozenset(
    (
        "script",
        "style",
        "template",
        "svg",
        "math",
        "head",
        "title",
        "iframe",
        "canvas",
        "object",
        "textarea",
    )
)
_ASIDE_TAGS = frozenset(
    (
        "aside",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "label",
        "menu",
        "dialog",
        "option",
        "fieldset",
    )
)
_CAPTION_TAGS = frozenset(
    (
        "figure",
        "figcaption",
        "caption",
        "picture",
        "video",
        "audio",
    )
)
_HEADING_TAGS = frozenset(
    (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hgroup",
        "legend",
        "summary",
    )
)
_TABLE_TAGS = frozenset(("table", "dl"))
_WHOLE_TAGS = frozenset(("body", "main", "article"))
_BOXED = re.compile(r"background|border|font-style\s*:\s*italic", re.IGNORECASE)
_NAMES = re.compile(r"[a-z]+")
_FURNITURE = frozenset(
    (
        "ad",
        "ads",
        "adv",
        "advert",
        "advertise",
        "advertisement",
        "advertising",
        "advertorial",
        "anzeige",
        "author",
        "authors",
        "banner",
        "bio",
        "breadcrumb",
        "breadcrumbs",
        "byline",
        "caption",
        "captions",
        "carousel",
        "comment",
        "comments",
        "consent",
        "contribute",
        "cookie",
        "copyright",
        "credit",
        "credits",
        "dateline",
        "disclaimer",
        "disqus",
        "donate",
        "donation",
        "embed",
        "embedded",
        "factbox",
        "follow",
        "footnote",
        "footnotes",
        "gallery",
        "infobox",
        "instagram",
        "keywords",
        "menu",
        "meta",
        "nav",
        "navigation",
        "newsletter",
        "note",
        "outbrain",
        "pager",
        "pagination",
        "paywall",
        "player",
        "poll",
        "popular",
        "print",
        "promo",
        "promotion",
        "pullquote",
        "rating",
        "readmore",
        "recommend",
        "recommendation",
        "recommendations",
        "recommended",
        "related",
        "seealso",
        "share",
        "sharing",
        "sidebar",
        "signup",
        "slideshow",
        "social",
        "sponsor",
        "sponsored",
        "subscribe",
        "subscription",
        "survey",
        "taboola",
        "tag",
        "tags",
        "teaser",
        "timestamp",
        "toc",
        "toolbar",
        "tooltip",
        "topic",
        "topics",
        "trending",
        "tweet",
        "twitter",
        "widget",
    )
)
"""Class and id words that furniture carries; an article's ancestors may carry them too: only a difference tells."""
_UNSEEN = frozenset(
    (
        "visually",
        "visuallyhidden",
        "screen",
        "screenreader",
        "sr",
        "sronly",
        "vh",
        "offscreen",
        "assistive",
    )
)
_UNSEEN_NAME = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|screen-?reader(?:-?text|-?only)?|sr-?only|vh|offscreen|assistive-?text)(?:$|[\s_-])",
    re.IGNORECASE,
)


_Labels = dict[str, tuple[str, bool]]
"""Class names and id → the furniture word among them, and whether they hide the element: computed once a page."""


class Holder(NamedTuple):
    """A block element as the text inside it sees it.

    `number` is its place among the page's elements, `look` its tag and class names, `container` the block
    element around it. `aside`, `caption`, `heading`, `table`, `item` and `hidden` are inherited; so is `hint`, the
    outermost class word of the kind that furniture carries.
    """

    number: int
    tag: str
    look: str
    container: Holder | None = None
    aside: bool = False
    caption: bool = False
    heading: bool = False
    table: bool = False
    item: bool = False
    hint: str = ""


class Block(NamedTuple):
    """One run of text that no line break of the layout divides; `links`, `strong` and `italic` count characters.

    `continued` is set where only `<br>` parts it from the block before.
    """

    text: str
    holder: Holder
    links: int = 0
    strong: int = 0
    italic: int = 0
    hidden: bool = False
    continued: bool = False


class _Scope(NamedTuple):
    """What an open element, inline or block, hands down to the text inside it; `alone`: on lines of its own."""

    element: int
    holder: Holder
    alone: bool = False
    line: bool = False
    unread: bool = False
    link: bool = False
    strong: bool = False
    italic: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Writer:
    """Collects text until a line ends, then keeps it as a block."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    links: int = 0
    strong: int = 0
    italic: int = 0
    scope: _Scope | None = None
    broken: bool = False

    def write(self, text: str, scope: _Scope) -> None:
        if self.scope is None:
            if text.isspace():
                return
            self.scope = scope
        self.parts.append(text)
        if scope.link:
            self.links += len(text)
        if scope.strong:
            self.strong += len(text)
        if scope.italic:
            self.italic += len(text)

    def cross(self, scope: _Scope) -> None:
        """An element begins or ends: a line ends with it, or its edge shows as a seam."""
        if self.scope is not None:
            if not scope.alone:
                self.parts.append(SEAM)
                return
            self._keep(self.scope)
            self.broken = scope.line
        elif scope.alone and not scope.line:
            self.broken = False

    def _keep(self, scope: _Scope) -> None:
        text = " ".join("".join(self.parts).split()).strip(SEAM)
        self.blocks.append(Block(text, scope.holder, self.links, self.strong, self.italic, scope.hidden, self.broken))
        self.parts.clear()
        self.links = self.strong = self.italic = 0
        self.scope = None


def read_blocks(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """The page's blocks in page order; nothing of scripts, styles, templates and graphics."""
    if tree.body is None:
        return ()
    writer = _Writer()
    outermost = _Scope(0, Holder(0, "html", "html"), alone=True)
    scopes = [outermost]
    labels: _Labels = {}
    for number, node in enumerate(tree.body.traverse(include_text=True)):
        around = node.parent
        parent = around.mem_id if number and around else 0
        while scopes[-1].element != parent:
            writer.cross(scopes.pop())
        scope = scopes[-1]
        tag = node.tag or ""
        if tag == "-text":
            if not scope.unread:
                writer.write(node.text_content or "", scope)
        elif scope.unread:
            scopes.append(_Scope(node.mem_id, scope.holder, unread=True))
        elif tag != "-comment":
            scopes.append(_open(tag, node.attributes, node.mem_id, number, scope, labels))
            writer.cross(scopes[-1])
            if tag == "hr":
                writer.blocks.append(Block(RULE, scopes[-1].holder))
    writer.cross(outermost)
    return tuple(writer.blocks)


def _open(
    tag: str, attributes: Mapping[str, str | None], element: int, number: int, parent: _Scope, labels: _Labels
) -> _Scope:
    """The scope of an element: what it is itself, and what the elements around it hand down."""
    block = tag in _BLOCK_TAGS or "-" in tag
    names = style = ""
    hint, hidden = "", parent.hidden
    if attributes:
        names, style = attributes.get("class") or "", attributes.get("style") or ""
        hint, unseen = _labelled(f"{names} {attributes.get('id') or ''}", labels)
        hidden = hidden or unseen or is_unseen(attributes)
    return _Scope(
        element,
        _holder(tag, names, style, hint, parent.holder, number) if block else parent.holder,
        block or tag == "br" or hidden != parent.hidden,
        not block,
        tag in _UNREAD,
        parent.link or tag == "a",
        parent.strong or tag == "strong" or tag == "b",
        parent.italic or tag == "em" or tag == "i",
        hidden,
    )


def _labelled(label: str, known: _Labels) -> tuple[str, bool]:
    """The first furniture word among class names and id, and whether they hide the element from the eye."""
    if label not in known:
        words = _NAMES.findall(label.lower())
        unseen = not _UNSEEN.isdisjoint(words) and bool(_UNSEEN_NAME.search(label))
        known[label] = (next((word for word in words if word in _FURNITURE), ""), unseen)
    return known[label]


def _holder(tag: str, names: str, style: str, hint: str, around: Holder, number: int) -> Holder:
    return Holder(
        number,
        tag,
        f"{tag}.{names} [boxed]" if style and _BOXED.search(style) else f"{tag}.{names}",
        around,
        around.aside or tag in _ASIDE_TAGS,
        around.caption or tag in _CAPTION_TAGS,
        around.heading or tag in _HEADING_TAGS,
        around.table or tag in _TABLE_TAGS,
        around.item or tag == "li",
        around.hint or ("" if tag in _WHOLE_TAGS else hint),
    )
