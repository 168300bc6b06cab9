"""The parts of one article by what tags, class words and contents say: captions, boxes, teasers, flows of paragraphs.

What an element says counts only where it holds less than half of the article: whatever holds the article says nothing
of what is in it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Set

from provgate.evidence.pages.article import Article, fold, inside, is_prose
from provgate.evidence.pages.class_words import word_set, words_in
from provgate.evidence.pages.outline import Block, Element, Outline

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hgroup"))
LINE_TAGS = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", *HEADINGS))
_WRAPPERS = frozenset(("ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "tr", *LINE_TAGS))
_CAPTION_TAGS = frozenset(("figure", "figcaption", "caption", "picture", "video", "audio"))
_FORM_TAGS = frozenset(("form", "input", "button"))
_BOX_TAGS = frozenset(("div", "aside", "section", "figure"))
_CAPTIONS = word_set("""
    caption captions credit credits image images img photo photos foto fotos media gallery slideshow illustration
""")
_BOXES = word_set("""
    ad ads adv advert advertise advertisement advertising advertorial anzeige werbung sponsor sponsored
    newsletter signup share sharing social subscribe subscription promo promotion donate donation contribute
    carousel slider swiper related readmore crosslinking recent picker toc tag tags topics keywords
    author authors bio byline authorline copyright paywall player embed embedbox
    box alert rating cta callout expandable accordion quiz survey poll banner print
    factbox infobox twitter tweet instagram tiktok facebook youtube disclosure disclaimer feedback contact footer
""")
_LINES = word_set("""
    ad ads advert advertisement byline dateline newsletter share sharing social related readmore
    feedback agencies caption captions credit credits
""")
"""The class words that count on a paragraph's or list item's own element."""
_QUOTES = word_set("quote quotes blockquote pullquote zitat cita citation pull")
_NOTES = word_set("""
    date dates datetime publishdate published pubdate time timestamp updated meta info details author authors
    authorline byline category label tools toolbar tool reading read person channel source
""")
_LEADS = word_set("""
    summary dek deck subtitle subtitles standfirst lead lede intro abstract excerpt teaser description chapeau vorspann
    subheadline subhead headline kicker header head
""")
_CARD, _FORM, _PICTURE, _QUOTATION, _NEAR = 400, 500, 300, 25, 8
_MAIN = 10
"""A flow with a tenth of the prose is a main one."""


def is_note_word(names: str) -> bool:
    """Whether class words name a date, an author or another label: they count on short lines only."""
    return not words_in(names).isdisjoint(_NOTES)


def is_lead_word(names: str) -> bool:
    """Whether class words name a standfirst or a head."""
    return not words_in(names).isdisjoint(_LEADS)


def flow_of(element: Element) -> Element:
    """The element that holds lines of text, seen from one of them: not its list, table or quotation."""
    while element.tag in _WRAPPERS and element.parent is not None:
        element = element.parent
    return element


class Regions:
    """What the elements of one article say about the blocks in them; flags are lists by element number."""

    def __init__(self, article: Article, root: Element) -> None:
        self.article = article
        self.root = root
        elements = article.outline.elements
        self.elements = elements
        self.inside = inside(elements, {root.number})
        self.sizes = _sizes(article.outline)
        self.blocks = self._blocks()
        small = [element for element in elements if self.is_small(element)]
        self.captions = inside(elements, {element.number for element in small if _is_caption(element)})
        self.heads = inside(elements, {element.number for element in small if element.tag == "header"})
        self.pictures = inside(elements, self._pictures())
        self.cards = inside(elements, self._cards())
        self.boxes = inside(elements, {element.number for element in small if _is_box(element)} | self._forms())
        self.headings = Counter(block.text for block in self.blocks if block.holder.tag in HEADINGS)
        self.flows: Counter[int] = Counter()
        for block in self.blocks:
            if self.inside[block.holder.number] and not self._is_apart(block.holder) and is_prose(block):
                self.flows[flow_of(block.holder).number] += len(block.text)

    def _blocks(self) -> list[Block]:
        """The blocks of the article, from its headline on, and those of its asides."""
        article = self.article
        first = article.headline.number if article.headline is not None else 0
        owned = article.owned | article.asides
        return [
            block
            for block in article.outline.blocks
            if block.holder.number in owned and (block.holder.number >= first or self.inside[block.holder.number])
        ]

    def is_small(self, element: Element) -> bool:
        """Whether an element is in the root and does not hold most of it."""
        within = self.inside[element.number] and element is not self.root
        return within and 2 * self.sizes[element.number] <= self.sizes[self.root.number]

    def is_beside(self, element: Element) -> bool:
        """Whether an element is in a box, a card or an aside."""
        number = element.number
        return self.cards[number] or self.boxes[number] or number in self.article.asides

    def is_other(self, block: Block) -> bool:
        """Whether a block is in the teaser of another article."""
        return self.cards[block.holder.number]

    def in_flow(self, element: Element) -> bool:
        """Whether an element is among paragraphs, and in no box."""
        return not self._is_apart(element) and flow_of(element).number in self.flows

    def is_main(self, element: Element) -> bool:
        """Whether an element is in one of the flows that hold the article, or in one that looks like the largest."""
        flow = flow_of(element)
        if flow.number not in self.flows:
            return False
        main = self._main
        return self.flows[flow.number] * _MAIN >= self.flows.total() or (flow.tag, flow.names) == (main.tag, main.names)

    @functools.cached_property
    def _main(self) -> Element:
        return self.elements[max(self.flows, key=self.flows.__getitem__)]

    def follows_image(self, element: Element) -> bool:
        """Whether an image is just before this element."""
        return any(other.tag == "img" for other in self.elements[max(0, element.number - _NEAR) : element.number])

    def repeats(self, block: Block) -> bool:
        """Whether a quotation only says again, set apart, what the article says elsewhere."""
        near = [element for element in (block.holder, block.holder.parent) if element is not None]
        if not any(e.tag in ("blockquote", "q") or not words_in(e.names).isdisjoint(_QUOTES) for e in near):
            return False
        words = fold(block.text)
        return len(words) >= _QUOTATION and self._said.count(words) > 1

    @functools.cached_property
    def _said(self) -> str:
        return "\n".join(fold(block.text) for block in self.blocks)

    def _is_apart(self, element: Element) -> bool:
        return self.captions[element.number] or self.is_beside(element)

    def _pictures(self) -> Set[int]:
        """Boxes of an image and little text."""
        images = {element.parent for element in self.elements if element.tag == "img" and element.parent is not None}
        fitting = [
            e for e in images if self.inside[e.number] and e is not self.root and self.sizes[e.number] <= _PICTURE
        ]
        return {self._widest(element, _PICTURE).number for element in fitting}

    def _cards(self) -> Set[int]:
        """Teasers of other articles: a heading that is a link, with what little is about it."""
        return {
            self._widest(block.holder, self.sizes[block.holder.number] + _CARD).number
            for block in self.blocks
            if block.holder.tag in HEADINGS and self.inside[block.holder.number] and block.links * 10 >= block.size * 9
        }

    def _forms(self) -> Set[int]:
        """Boxes with something to fill in or press, and little text."""
        forms = [element for element in self.elements if element.tag in _FORM_TAGS and self.inside[element.number]]
        return {self._widest(element, _FORM).number for element in forms}

    def _widest(self, element: Element, size: int) -> Element:
        """The widest element around this one that holds no more text than this, and is no line of text."""
        around = element.parent
        while around is not None and self.is_small(around) and self.sizes[around.number] <= size:
            if around.tag in LINE_TAGS:
                break
            element, around = around, around.parent
        return element


def _sizes(outline: Outline) -> list[int]:
    """How many characters each element holds."""
    sizes = [0] * len(outline.elements)
    for block in outline.blocks:
        sizes[block.holder.number] += len(block.text)
    for element in reversed(outline.elements):
        if element.parent is not None:
            sizes[element.parent.number] += sizes[element.number]
    return sizes


def _is_caption(element: Element) -> bool:
    if element.tag in _CAPTION_TAGS:
        return True
    return element.tag not in ("p", "li") and not words_in(element.names).isdisjoint(_CAPTIONS)


def _is_box(element: Element) -> bool:
    words = words_in(element.names)
    if element.tag in _BOX_TAGS and not words.isdisjoint(_QUOTES):
        return True
    return not words.isdisjoint(_LINES if element.tag in ("p", "li") else _BOXES)
