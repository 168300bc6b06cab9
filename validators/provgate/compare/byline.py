"""Whether a claimed name stands on the page as a byline: asked of the page with the name in hand.

A verifier need not find the byline. It looks at each place where the name stands and asks whether
that place is one where pages put their authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.class_words import names_of
from provgate.evidence.pages.page import Page
from provgate.evidence.pages.statements import block_of
from provgate.values import byline_words
from provgate.values.credits import Role, credits_author, credits_of
from provgate.values.names import same_name
from provgate.values.people import is_full_name, is_person

LONGEST, LONGEST_BARE, LONGEST_STRING, MAX_PLACES = 220, 100, 4000, 200
NAMED, BARE = Rank.LINE, Rank.LOOSE
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
_SOURCE = re.compile(
    r"[(\s]*(?:(?:quelle|source|fuente|fonte|bron|källa|kilde|źródło|zdroj|lähde|kaynak|forrás|sursa|allikas|vir|izvor|источник|джерело|"
    r"来源|來源|出典|출처|المصدر|منبع|מקור|sumber|nguồn|agentur|agency|agencia)\s*[:：]\s*|(?:©|\(c\)|copyright)\s*(?:\d{4})?\s*)",
    re.IGNORECASE,
)
"""The beginning of a line that names an agency or a house; a person in it is a photographer more often than not."""
_PLATFORMS = (
    "twitter|x|instagram|facebook|linkedin|tiktok|threads|mastodon|bluesky|soundcloud|vimeo|flickr|pinterest|tumblr|medium|"
    "youtube|reddit|spotify|substack|vk|weibo|bandcamp|mixcloud"
)
_AT_HEADLINE = 8
_CLOSING = re.compile(r"[(（\[【]([^()（）\[\]【】]{2,90})[)）\]】][\s.。*]*$|\s[–—-]{1,2}\s?([^–—]{2,60})$")
_CLOSE_BY = re.compile(r"(?:[【（(\[][^】）)\]]{0,14})?(?:本报|本報|本刊)?(?:记者|記者|通讯员|기자)[\s:：]*")
_LONGEST_CLOSING = 120
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
            own = " ".join(text.split())
            line = " ".join(block.text(separator=" ").split())
            value = _closing(own, name) or _closing(line, name) or own[:200]
            yield Statement("author", value, "visible byline", rank, offset=page.distance(block))


def posted_by(tree: LexborHTMLParser, name: str) -> Iterator[Statement]:
    """The title of a post or a recording that states its poster: "Ines Calder on SoundCloud", "Ines Calder (@ines)"."""
    bare = re.escape(name)
    poster = re.compile(
        rf"{bare}\s(?:(?:on|auf|sur|en|su|op|på|no|na)\s(?:{_PLATFORMS})\b|\(@\w)|.{{3,200}}\s(?:by|von|par|por|de|di)\s{bare}\s(?:"
        rf"(?:on|auf|sur|en|su|op|på|no|na)\s|[|·–-]\s)(?:{_PLATFORMS})\b|(?:video|post|beitrag|track|podcast)\s(?:by|von|par|por|de|di)\s{bare}(?!\w)",
        re.IGNORECASE,
    )
    for node in tree.css('title,meta[property="og:title"]')[:4]:
        title = " ".join((node.attributes.get("content") or node.text())[:500].split())
        if poster.match(title):
            yield Statement("author", title[:200], "title of a post", Rank.LINE)


def people_at_headline(page: Page) -> Iterator[Statement]:
    """Lines below the headline that hold people's names and nothing else: a signature without a word."""
    for node, text in page.texts:
        own = " ".join(text.split())
        offset = page.distance(node.parent) if len(own) <= LONGEST_BARE and node.parent is not None else None
        if offset is None or not 0 < offset <= _AT_HEADLINE or not (is_full_name(own) or _only_people(own)):
            continue
        block = block_of(node)
        if block is None or block.tag in _CAPTIONS | _HEADINGS or page.penalty(block) or _leads_elsewhere(node):
            continue
        if own == " ".join(block.text(separator=" ").split()) and not _has_name(block, _TAGGED):
            yield Statement("author", own, "line at the headline", Rank.LOOSE, offset=offset)


def _rank(page: Page, node: LexborNode, block: LexborNode, name: str) -> Rank | None:
    """How firmly this place names the author; None where it speaks of something else."""
    line = " ".join(block.text(separator=" ").split())
    own = " ".join((node.text_content or "").split())
    if block.tag in _CAPTIONS or page.penalty(block):
        return None
    if _closing(line, name) or _closing(own, name) or _closes_apart(line, own, name):
        return BARE
    source = _SOURCE.match(line) if len(line) <= LONGEST_BARE else None
    if source and same_name(line[source.end() :].strip(" .)"), name) and not is_person(name):
        return BARE
    text = line if len(line) <= LONGEST else own
    if len(text) > LONGEST or _has_name(block, _TAGGED):
        return None
    if not _credits(text, own, name):
        return None
    before = text[: max(0, text.casefold().find(name.casefold()))]
    if _PICTURE.search(before[-40:]):
        return None
    bare = byline_words.without(own)
    if byline_words.begin(text) is not None or (own != bare and same_name(bare, name)) or _has_name(block, _AUTHORED):
        return NAMED
    if block.tag in _HEADINGS or len(text) > LONGEST_BARE or _leads_elsewhere(node):
        return None
    return BARE if page.near(block) or same_name(line, name) or _only_people(line) else None


def _closing(text: str, name: str) -> str:
    """The signature with this name at a text's end, or at its beginning in East Asia; empty where there is none.

    "... (Ines Calder)", "... (dpa/Ines Calder)", "... — Ines Calder", "【記者王小明／台北報導】...".
    """
    end = _CLOSING.search(text[-_LONGEST_CLOSING:])
    if end is not None and credits_author(end[1] or end[2], name):
        return end[1] or end[2]
    opened = _CLOSE_BY.match(text)
    return name if opened and text[opened.end() :].startswith(name) else ""


def _closes_apart(line: str, own: str, name: str) -> bool:
    """Whether a string of its own, as in italics, signs behind a finished sentence."""
    before = line.removesuffix(own).rstrip()
    return line != before and before.endswith(tuple('.!?…。！？"»“”’)')) and same_name(own.strip(" .-–—()/"), name)


def _credits(line: str, own: str, name: str) -> bool:
    """Whether a line, or the string in it, credits the name as an author's, and neither with something else."""
    others = (credit for text in {line, own} for credit in credits_of(text, (name,)) if credit.role is not Role.AUTHOR)
    if any(same_name(credit.name, name) for credit in others):
        return False
    return credits_author(own, name) or credits_author(line, name)


def _leads_elsewhere(node: LexborNode) -> bool:
    """Whether the string is the text of a link that does not lead to a person: a section, a tag, a teaser."""
    links = (around for around in _around(node, 4) if around.tag == "a")
    return any(_TO_PERSON.search(link.attributes.get("href") or "author") is None for link in links)


def _only_people(line: str) -> bool:
    """Whether a line holds nothing but people's names, as a signature of several authors does."""
    pieces = credits_of(line)
    return len(pieces) > 1 and all(credit.role is Role.AUTHOR and is_person(credit.name) for credit in pieces)


def _has_name(node: LexborNode, pattern: re.Pattern[str]) -> bool:
    """Whether the class or id of the element or of its parent matches."""
    return any(pattern.search(names_of(around)) for around in _around(node, 2))


def _around(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """A node and its next ancestors, so many in all."""
    current: LexborNode | None = node
    while current is not None and levels:
        yield current
        current, levels = current.parent, levels - 1
