"""Whether a claimed name stands on the page as a byline: asked of the page with the name in hand.

A verifier need not find the byline. It looks at each place where the name stands and asks whether
that place is one where pages put their authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from provgate.evidence.facts import Statement
from provgate.evidence.pages.class_words import names_of
from provgate.evidence.pages.page import Page
from provgate.evidence.pages.statements import block_of
from provgate.values import byline_words as bywords
from provgate.values.names import holds, parts_of, same_name
from provgate.values.people import is_person

LONGEST, LONGEST_BARE, LONGEST_STRING, MAX_PLACES = 220, 100, 4000, 200
NAMED, BARE = 3, 4
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CAPTIONS = frozenset(
    {"figcaption", "caption", "script", "style", "option", "title", "button", "label", "blockquote", "noscript"}
)
_PICTURE = re.compile(
    r"foto|photo|bild\b|image|©|getty|quelle|source|credit|picture|illustration|grafik|"
    r"kontakt|contact|tel\b|telefon",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"\btags?\b|keyword|topic|schlagw|categor|kategor|caption|credit|copyright|bildunter|quote|"
    r"zitat",
    re.IGNORECASE,
)
_AUTHORED = re.compile(r"author|autor|byline|writer|verfasser|redakteur", re.IGNORECASE)
_TO_PERSON = re.compile(
    r"auth?or|auteur|user|profil|people|person|member|mitglied|redakt|staff|journalist|"
    r"contribut|writer|/by/|@|"
    r"mailto|team|verfasser",
    re.IGNORECASE,
)


def naming(page: Page, name: str) -> Iterator[Statement]:
    """The places on the page that name this person as its author."""
    wanted = max(re.split(r"[\s.\-]+", name.casefold()), key=len)
    standing = ((node, text) for node, text in page.texts if len(text) <= LONGEST_STRING and wanted in text.casefold())
    for node, text in islice(standing, MAX_PLACES):
        block = block_of(node)
        rank = _rank(page, node, block, name) if block is not None else None
        if block is not None and rank is not None:
            yield Statement("author", " ".join(text.split())[:200], "visible byline", rank, offset=page.distance(block))


def _rank(page: Page, node: LexborNode, block: LexborNode, name: str) -> int | None:
    """How firmly this place names the author; None where it speaks of something else."""
    line = " ".join(block.text(separator=" ").split())
    own = " ".join((node.text_content or "").split())
    if block.tag in _CAPTIONS or page.penalty(block):
        return None
    if line.rstrip(" .*").endswith(f"({name})") or own.rstrip(" .*").endswith(f"({name})"):
        return BARE
    text = line if len(line) <= LONGEST else own
    if len(text) > LONGEST or _has_name(block, _TAGGED) or not (holds(text, name) or holds(own, name)):
        return None
    before = text[: max(0, text.casefold().find(name.casefold()))]
    if _PICTURE.search(before[-40:]):
        return None
    bare = bywords.without(own)
    if bywords.begin(text) is not None or (own != bare and same_name(bare, name)) or _has_name(block, _AUTHORED):
        return NAMED
    if block.tag in _HEADINGS or len(text) > LONGEST_BARE or _leads_elsewhere(node):
        return None
    return BARE if page.near(block) or same_name(line, name) or _only_people(line) else None


def _leads_elsewhere(node: LexborNode) -> bool:
    """Whether the string is the text of a link that does not lead to a person: a section, a tag, a teaser."""
    links = (around for around in _around(node, 4) if around.tag == "a")
    return any(_TO_PERSON.search(link.attributes.get("href") or "author") is None for link in links)


def _only_people(line: str) -> bool:
    """Whether a line holds nothing but people's names, as a signature of several authors does."""
    pieces = [part for part in parts_of(line) if part != line]
    return len(pieces) > 1 and all(map(is_person, pieces))


def _has_name(node: LexborNode, pattern: re.Pattern[str]) -> bool:
    """Whether the class or id of the element or of its parent matches."""
    return any(pattern.search(names_of(around)) for around in _around(node, 2))


def _around(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """A node and its next ancestors, so many in all."""
    current: LexborNode | None = node
    while current is not None and levels:
        yield current
        current, levels = current.parent, levels - 1
