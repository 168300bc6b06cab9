"""A page → everything it says of itself, each statement with its place and rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages import bylines, doi, jsonld, meta, microdata
from provgate.evidence.pages import published as times
from provgate.evidence.pages import scripts as appstate
from provgate.evidence.pages.article import Article
from provgate.evidence.pages.page import Page, survey
from provgate.values import byline_words

LONGEST_LINE, MAX_LINES, MAX_JSONLD = 400, 4000, 40
_INLINE = frozenset(
    {"a", "b", "strong", "em", "i", "span", "small", "time", "abbr", "font", "u", "sup", "cite", "bdi", "mark"}
)
_SILENT = frozenset({"script", "style", "noscript", "template", "option", "textarea", "title"})
_FIGURE = re.compile(r"\d")
_MAYBE_DATE = re.compile(r"[12]\d{3}|\d[./-]\d|[٠-٩۰-۹०-९]{4}|\d年")


def read_page(
    tree: LexborHTMLParser, source: str, url: str, headers: Mapping[str, str], article: Article | None = None
) -> tuple[Statement, ...]:
    """The statements of one page (or of one DOI record), strongest places first; `article` where it is known."""
    if "json" in headers.get("content-type", "").lower():
        return tuple(doi.read(source))
    page = survey(tree, url, article)
    found = [
        *jsonld.read(page, tree),
        *meta.read(tree),
        *_headings(page, tree),
        *microdata.read(page, tree),
        *bylines.read(page, tree),
        *times.read(page, tree),
        *times.of_url(url),
        *times.of_headers(headers),
        *islice(_lines(page), MAX_LINES),
    ]
    if not any(statement.about == "date" and statement.rank < Rank.LOOSE for statement in found):
        found.extend(appstate.read(_without_jsonld(tree, source)))
    return tuple(sorted(dict.fromkeys(found), key=lambda statement: statement.rank))


def _headings(page: Page, tree: LexborHTMLParser) -> Iterator[Statement]:
    """The headline that readers see, and the page's other main headings."""
    others = (
        " ".join(node.text(separator=" ")[:1000].split()) for node in tree.css("h1")[:5] if not page.penalty(node)
    )
    for text in dict.fromkeys((page.headline, *others)):
        if text:
            yield Statement("title", text, "headline", Rank.ELEMENT)


def _without_jsonld(tree: LexborHTMLParser, source: str) -> str:
    """The source without its JSON-LD, which has been read with more sense: a comment's date is not the page's."""
    for script in tree.css('script[type*="ld+json" i]')[:MAX_JSONLD]:
        if text := script.text():
            source = source.replace(text, "")
    return source


def _lines(page: Page) -> Iterator[Statement]:
    """Visible lines that begin as a byline does, or that hold a date."""
    lines: dict[int, str] = {}
    seen: set[tuple[int, str]] = set()
    for node, text in page.texts:
        is_by = byline_words.may_begin(text)
        is_date = _FIGURE.search(text) is not None and _MAYBE_DATE.search(text[:LONGEST_LINE]) is not None
        block = block_of(node) if is_by or is_date else None
        if block is None or block.tag in _SILENT:
            continue
        key = block.mem_id
        if key not in lines:
            lines[key] = " ".join(block.text(separator=" ").split())
        own = " ".join(text[:LONGEST_LINE].split())
        line = lines[key] if len(lines[key]) <= bylines.LONGEST else own
        if is_by and (key, line) not in seen:
            yield from bylines.of_line(page, block, line)
        if is_date and len(own) > 3:
            yield from _dates(page, block, dict.fromkeys((line, own)))
        seen.add((key, line))


def _dates(page: Page, block: LexborNode, lines: Iterable[str]) -> Iterator[Statement]:
    """The first of these wordings, a whole line and the string in it, that is there to give a date."""
    for line in lines:
        stated = times.of_line(page, block, line)
        if stated is not None:
            yield stated
            return


def block_of(node: LexborNode) -> LexborNode | None:
    """The nearest ancestor that is not a mere span of text."""
    current = node.parent
    for _ in range(12):
        if current is None or current.tag not in _INLINE:
            return current
        current = current.parent
    return current
