"""The main article's blocks, each with the role that the page's markup gives it: never the document's choice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from provgate.evidence.pages.article import Article, is_prose
from provgate.evidence.pages.outline import Block
from provgate.evidence.pages.regions import HEADINGS, LINE_TAGS, Regions, flow_of, is_lead_word, is_note_word


class Role(Enum):
    """What a block is to its article.

    BODY is the running text. HEAD (headline, standfirst, byline, date), CAPTION (also photo credits and closing notes)
    and ASIDE (advertisements, teasers, newsletter, share and fact boxes) may be left out. FOREIGN is not the article's.
    """

    BODY = "body"
    HEAD = "head"
    CAPTION = "caption"
    ASIDE = "aside"
    FOREIGN = "foreign"


class Passage(NamedTuple):
    """A block and its role."""

    block: Block
    role: Role


_CLOSING = r"[\"'\u2019\u201d»›“)\]」』\s\u2060]*$"
_SENTENCE = re.compile(rf"[.!?…。！？؟।]{_CLOSING}")
_STOP = re.compile(rf"[.…。।:;,]{_CLOSING}")
_CREDIT = re.compile(
    r"(?:©|\(c\)|(?:foto|fotos|photo|photos|bild|bilder|image|images|picture|photograph)\b.{0,12}?[:©/])", re.IGNORECASE
)
_LABELS = frozenset(
    ("advertisement", "anzeige", "werbung", "publicité", "publicidad", "reklama", "annonse", "reklame", "pubblicità")
)
_SHORT, _LABEL, _LINE, _LONG = 20, 40, 120, 150


def passages(article: Article) -> tuple[Passage, ...]:
    """The article's blocks in page order, each with its role; none where the page has no article."""
    if article.root is None:
        return ()
    regions = Regions(article, article.root)
    found = [Passage(block, _role(block, regions)) for block in regions.blocks]
    return tuple(_without_bare_headings(_ended(found, regions)))


def _role(block: Block, regions: Regions) -> Role:
    """The role of one block, wherever it is in the article."""
    number, headline = block.holder.number, regions.article.headline
    if not regions.inside[number] or (headline is not None and number <= headline.number) or regions.heads[number]:
        return Role.HEAD
    if regions.captions[number]:
        return Role.CAPTION
    if regions.is_beside(block.holder) or is_teaser(block) or regions.repeats(block):
        return Role.ASIDE
    if regions.pictures[number] and block.holder.tag not in LINE_TAGS:
        return Role.CAPTION
    return _role_of_line(block, regions)


def _role_of_line(block: Block, regions: Regions) -> Role:
    size, holder, text = block.size, block.holder, block.text
    if holder.tag not in LINE_TAGS and size < _LABEL and text.endswith(".") and len(text.split()) < 3:
        return Role.HEAD  # A dateline: the name of a place.
    if is_prose(block) or (size > _SHORT and _SENTENCE.search(text)):
        return Role.BODY
    near = [element for element in (holder, holder.parent, block.inner) if element is not None]
    if any(regions.is_small(e) and (e.tag in ("time", "address") or is_note_word(e.names)) for e in near):
        return Role.HEAD
    if _is_plain_heading(block) and regions.headings[text] < 2:
        return Role.HEAD
    slanted = block.italic * 10 >= size * 9 and holder.tag == "p" and regions.follows_image(holder)
    if slanted or (size < _LINE and _CREDIT.match(text)):
        return Role.CAPTION
    if text.lower() in _LABELS:
        return Role.ASIDE
    flows = (flow_of(holder), flow_of(holder.parent or holder))
    in_flow = any(flow.number in regions.flows for flow in flows)
    return Role.BODY if in_flow or holder.tag in LINE_TAGS or text.endswith(":") else Role.ASIDE


def _is_plain_heading(block: Block) -> bool:
    """A heading that says no sentence and asks no question; one that recurs may be a speaker's name."""
    return block.holder.tag in HEADINGS and not _STOP.search(block.text) and not _SENTENCE.search(block.text)


def is_teaser(block: Block) -> bool:
    """A line that is a link, or a short label and a link, and no sentence."""
    if block.links * 2 <= block.size or _STOP.search(block.text):
        return False
    return ":" in block.text[:_LABEL] or block.size - block.links <= 25


def _ended(found: Sequence[Passage], regions: Regions) -> list[Passage]:
    """From the first paragraph to the last one is body; before it is head, after it nothing but notes and captions."""
    bodies = [number for number, passage in enumerate(found) if _is_paragraph(passage)]
    bodies = bodies or [n for n, p in enumerate(found) if p.role is Role.BODY and p.block.holder.tag not in HEADINGS]
    firsts = [number for number in bodies if _is_first(found, number, bodies, regions)] or bodies
    lines = [number for number, passage in enumerate(found) if _is_line(passage) or number in set(bodies)]
    lasts = [n for n in lines if regions.is_main(found[n].block.holder) and not _is_note(found[n].block)] or bodies
    first, last = (firsts[0], lasts[-1]) if bodies else (len(found), len(found))
    return [_placed(passage, number < first, number > last, regions) for number, passage in enumerate(found)]


def _placed(passage: Passage, before: bool, after: bool, regions: Regions) -> Passage:
    block, role = passage
    if before and (role is Role.BODY or (role is Role.ASIDE and not regions.is_other(block) and not is_teaser(block))):
        return Passage(block, Role.HEAD)
    if after and role is Role.BODY:
        return Passage(block, Role.CAPTION)
    if after and role is Role.ASIDE:
        return Passage(block, Role.CAPTION if regions.in_flow(block.holder) else Role.FOREIGN)
    return passage


def _is_paragraph(passage: Passage) -> bool:
    block = passage.block
    if passage.role is not Role.BODY or block.holder.tag in HEADINGS:
        return False
    ends = bool(_SENTENCE.search(block.text))
    if is_prose(block):
        return ends or len(block.text) > _LONG
    return ends and block.size > _SHORT and block.holder.tag == "p"


def _is_line(passage: Passage) -> bool:
    """Whether a block at the end belongs to the running text, even if it ends no sentence."""
    block = passage.block
    return passage.role is Role.BODY and block.holder.tag not in HEADINGS and is_prose(block)


def _is_first(found: Sequence[Passage], number: int, bodies: Sequence[int], regions: Regions) -> bool:
    """Whether the article may begin with this paragraph: one of the running text, no standfirst and no notice."""
    block = found[number].block
    if not regions.is_main(block.holder) or (block.links and _is_note(block)):
        return False
    holder = block.holder
    after = next((found[n].block.holder for n in bodies if n > number), None)
    if after is None or (after.parent is holder.parent and after.tag == holder.tag):
        return True
    if holder.tag not in LINE_TAGS and after.tag == "p":
        return False
    near = [element for element in (holder, holder.parent) if element is not None]
    return not any(element.tag == "header" or is_lead_word(element.names) for element in near)


def _is_note(block: Block) -> bool:
    """Whether a paragraph is set apart by its look (in italics or bold, mostly links), or is a short credit."""
    size = block.size
    marked = block.italic + block.strong + block.links
    looks = block.italic * 5 >= size * 4 or block.strong * 5 >= size * 4 or (block.links > 0 and marked * 2 > size)
    return looks or (size < _LINE and (block.links * 4 > size or bool(_CREDIT.search(block.text))))


def _without_bare_headings(found: Sequence[Passage]) -> list[Passage]:
    """A heading or label that is above nothing but asides is their heading."""
    kept = list(found)
    blocks = Counter(passage.block.holder.number for passage in found)
    for number in range(len(kept) - 1, -1, -1):
        passage = kept[number]
        after = kept[number + 1].role if number + 1 < len(kept) else Role.FOREIGN
        if passage.role is Role.BODY and after is not Role.BODY and _is_label(passage.block, blocks):
            kept[number] = passage._replace(role=Role.ASIDE)
    return kept


def _is_label(block: Block, blocks: Counter[int]) -> bool:
    holder, size = block.holder, block.size
    if holder.tag in HEADINGS:
        return True
    if blocks[holder.number] > 1 or _SENTENCE.search(block.text):
        return False
    return (holder.tag == "p" and block.strong * 10 > size * 9 and size < 80) or (
        holder.tag not in LINE_TAGS and size < _LABEL
    )
