"""JSON-LD of a page → statements of its main article.

Blocks are mended where the intent is plain (trailing commas, raw newlines, HTML entities, comments,
CDATA), and every block is walked without recursion, so that depth and size are harmless.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.page import Page

MAX_BLOCK = 4 * 1024 * 1024
MAX_NODES = 5000
MAX_VALUES = 200

_ARTICLES = frozenset(
    {
        "blogposting",
        "report",
        "liveblogposting",
        "review",
        "recipe",
        "scholarlyarticle",
        "techarticle",
        "apireference",
        "discussionforumposting",
        "socialmediaposting",
        "creativework",
        "claimreview",
        "medicalwebpage",
        "analysisnewsarticle",
        "chapter",
        "thesis",
        "legislation",
        "criticreview",
        "statement",
    }
)
_PAGES = frozenset({"webpage", "itempage", "faqpage", "aboutpage", "qapage", "collectionpage", "profilepage"})
_OTHERS = frozenset(
    {
        "videoobject",
        "audioobject",
        "podcastepisode",
        "book",
        "dataset",
        "question",
        "mediaobject",
        "howto",
        "event",
        "product",
        "photograph",
        "imagegallery",
        "course",
        "quotation",
        "episode",
        "radioepisode",
    }
)
_ASIDE_KEYS = frozenset(
    {
        "comment",
        "comments",
        "review",
        "reviews",
        "itemlistelement",
        "citation",
        "mentions",
        "about",
        "haspart",
        "relatedlink",
        "ispartof",
        "liveblogupdate",
        "suggestedanswer",
        "acceptedanswer",
        "isbasedon",
        "workexample",
        "subjectof",
        "image",
        "video",
        "associatedmedia",
        "author",
        "publisher",
        "creator",
        "significantlink",
        "breadcrumb",
        "potentialaction",
    }
)
_TRAILING = re.compile(r",(\s*[}\]])")
_BETWEEN = re.compile(r"[ \t\r\n,;]*")
_DATE_SALVAGE = re.compile(r'"(datePublished|dateModified)"\s{0,9}:\s{0,9}"([^"\n]{4,64})"')
_NAME_SALVAGE = re.compile(
    r'"author"\s{0,9}:\s{0,9}\[?\s{0,9}\{[^{}\[\]]{0,400}?"name"\s{0,9}:\s{0,9}"([^"\n]{1,200})"'
)


class Node(NamedTuple):
    """One JSON-LD object that may speak of an article; `nested` when it hangs on another object as an aside."""

    data: Mapping[str, Any]
    kinds: frozenset[str]
    nested: bool


def read(page: Page, tree: LexborHTMLParser) -> Iterator[Statement]:
    """The statements of every JSON-LD block that speaks of the page's article."""
    scripts = tree.css('script[type*="ld+json" i]')
    blocks = [script.text() for script in scripts if not page.is_comment(script)]
    values: list[Any] = []
    for block in blocks:
        loaded = load(block)
        if loaded is None:
            yield from _salvage(block)
        else:
            values.append(loaded)
    if values:
        yield from _of_values(page, values)


def load(block: str) -> Any:
    """The block's data, repaired where needed; None when it is beyond repair."""
    if len(block) > MAX_BLOCK:
        return None
    for mended in _mended(_unwrapped(block)):
        try:
            return _decode_all(mended)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(block: str) -> str:
    """The block without the comment and CDATA marks that old templates put around it."""
    text, before = block.strip(" \t\r\n;\ufeff"), ""
    while text != before:
        before = text
        for mark in ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "// <![CDATA["):
            text = text.removeprefix(mark).lstrip()
        for mark in ("-->", "//]]>", "/*]]>*/", "]]>", "// ]]>", "//", ";"):
            text = text.removesuffix(mark).rstrip()
    return text


def _mended(text: str) -> Iterator[str]:
    yield text
    plain = _TRAILING.sub(r"\1", _uncommented(text))
    yield plain
    if "&quot;" in plain or "&#34;" in plain:
        yield _TRAILING.sub(r"\1", html.unescape(plain))
    yield re.sub(r"\\(?![\"\\/bfnrtu])", r"\\\\", plain)


def _uncommented(text: str) -> str:
    """The text without `/* */` and whole-line `//` comments; in one pass, whatever the text."""
    kept, at = [], 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        kept.append(text[at:start])
        at = end + 2
    joined = "".join((*kept, text[at:]))
    return "\n".join(line for line in joined.split("\n") if not line.lstrip().startswith("//"))


def _decode_all(text: str) -> Any:
    """One value, or a list when several stand one after the other (a common template fault)."""
    values: list[Any] = []
    at = 0
    while at < len(text) and len(values) < MAX_VALUES:
        value, at = _DECODER.raw_decode(text, at)
        values.append(value)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    return values[0] if len(values) == 1 else values


def _integer(figures: str) -> int | str:
    """Python refuses to convert thousands of figures; nobody needs them as numbers here."""
    return int(figures) if len(figures) < 20 else figures


_DECODER = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=str)


def _salvage(block: str) -> Iterator[Statement]:
    for match in _DATE_SALVAGE.finditer(block[:MAX_BLOCK]):
        about = "date" if match.group(1) == "datePublished" else "modified"
        yield Statement(about, match.group(2), f"JSON-LD {match.group(1)} (broken JSON)", Rank.LINE)
    for match in _NAME_SALVAGE.finditer(block[:MAX_BLOCK]):
        yield Statement("author", _clean(match.group(1)), "JSON-LD author (broken JSON)", Rank.LINE)


def _of_values(page: Page, values: list[Any]) -> Iterator[Statement]:
    found = list(objects(values))
    by_id = _by_id(data for data, _ in found)
    nodes = [Node(data, kinds, nested) for data, nested in found if (kinds := _kinds(data)) and _speaks(kinds)]
    ranks = _ranks(page, nodes)
    for item, (node, rank) in enumerate(zip(nodes, ranks, strict=True)):
        yield from _of_node(node, rank, by_id, item)
    for data, _ in found:
        if "website" in _kinds(data):
            for name in _names(data.get("name"), by_id):
                yield Statement("outlet", name[0], "JSON-LD WebSite name", Rank.PAGE)


def objects(values: list[Any]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Every object in the data with whether it hangs on another as an aside; bounded, without recursion."""
    waiting: list[tuple[Any, bool]] = [(value, False) for value in reversed(values)]
    seen = 0
    while waiting and seen < MAX_NODES:
        value, nested = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend((item, nested) for item in reversed(value) if isinstance(item, dict | list))
        elif isinstance(value, dict):
            yield value, nested
            waiting.extend(
                (inner, nested or str(key).lower() in _ASIDE_KEYS)
                for key, inner in reversed(value.items())
                if isinstance(inner, dict | list)
            )


def _kinds(data: Mapping[str, Any]) -> frozenset[str]:
    kinds = data.get("@type", data.get("type", ()))
    listed = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for kind in listed if isinstance(kind, str))


def _is_article(kinds: frozenset[str]) -> bool:
    return any(kind.endswith("article") or kind in _ARTICLES for kind in kinds)


def _speaks(kinds: frozenset[str]) -> bool:
    return _is_article(kinds) or not kinds.isdisjoint(_PAGES) or not kinds.isdisjoint(_OTHERS)


def _by_id(objects: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {data["@id"]: data for data in objects if isinstance(data.get("@id"), str) and len(data) > 1}


def _ranks(page: Page, nodes: list[Node]) -> list[Rank]:
    """How strongly each node speaks of the page's own article."""
    fits = [_fit(page, node) for node in nodes]
    articles = [at for at, node in enumerate(nodes) if _is_article(node.kinds) and not node.nested]
    best = max((fits[at] for at in articles), default=0)
    return [_rank(node, fit, best, articles) for node, fit in zip(nodes, fits, strict=True)]


def _rank(node: Node, fit: int, best: int, articles: list[int]) -> Rank:
    """Of several articles the one that fits the page best is its own; where none fits, nobody can tell."""
    if _is_article(node.kinds):
        if node.nested or fit < min(best, 1):
            return Rank.FOREIGN
        if fit > 0:
            return Rank.ARTICLE if fit == best else Rank.PAGE
        return (Rank.ARTICLE if fit == 0 else Rank.PAGE) if len(articles) == 1 else Rank.FOREIGN
    if not node.kinds.isdisjoint(_PAGES):
        return Rank.PAGE if fit >= 0 and not node.nested else Rank.FOREIGN
    return Rank.FOREIGN if articles or node.nested or fit < 0 else Rank.ELEMENT


def _fit(page: Page, node: Node) -> int:
    """3 when the node's URL and headline are the page's, 2 for the URL, 1 for the headline, -1 for another one."""
    links = [link for key in ("url", "mainEntityOfPage", "@id") for link in _links(node.data.get(key))]
    names = (node.data.get(key) for key in ("headline", "name", "alternativeHeadline"))
    headline = next((name for name in names if isinstance(name, str) and name.strip()), "")
    is_titled = bool(headline) and page.is_titled(_clean(headline))
    if any(page.is_own(link) for link in links):
        return 3 if is_titled else 2
    if is_titled:
        return 1
    return -1 if headline and page.titles else 0


def _links(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (link for key in ("@id", "url") if isinstance(link := value.get(key), str))
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


_FIELDS = (
    ("datePublished", "date", 0),
    ("dateCreated", "date", 2),
    ("uploadDate", "date", 2),
    ("dateModified", "modified", 0),
    ("headline", "title", 0),
    ("alternativeHeadline", "title", 0),
    ("name", "title", 0),
    ("inLanguage", "language", 0),
    ("license", "license", 0),
)


def _of_node(node: Node, rank: Rank, by_id: Mapping[str, Mapping[str, Any]], item: int) -> Iterator[Statement]:
    for key, about, weaker in _FIELDS:
        for text in _texts(node.data.get(key)):
            yield Statement(about, text, f"JSON-LD {key}", rank.weaker(weaker), item=item)
    authors = list(_names(node.data.get("author"), by_id))
    for name, kind in authors:
        yield Statement("author", name, "JSON-LD author", rank, kind, item)
    for name, kind in _names(node.data.get("creator"), by_id):
        # Who made a page or its file is told, and is its author only where nobody else is.
        yield Statement("author", name, "JSON-LD creator", Rank.FOREIGN if authors else rank.weaker(1), kind, item)
    for key in ("publisher", "sourceOrganization", "isPartOf", "provider", "copyrightHolder"):
        for name, _ in _names(node.data.get(key), by_id):
            yield Statement("outlet", name, f"JSON-LD {key}", rank.weaker(int(key != "publisher")))
    body = node.data.get("articleBody")
    if rank is Rank.ARTICLE and isinstance(body, str) and body.strip():
        yield Statement("body", body, "JSON-LD articleBody", rank, item=item)


def _texts(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield _clean(item)
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield str(item)
        elif isinstance(item, dict) and isinstance(item.get("@value"), str):
            yield _clean(item["@value"])


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Names with their kind (person, organization or empty), references followed once."""
    items = value if isinstance(value, list) else [value]
    for item in items[:200]:
        if isinstance(item, str):
            known = by_id.get(item)
            yield from _named(known) if known is not None else ((_clean(item), ""),) if item.strip() else ()
        elif isinstance(item, dict):
            reference = item.get("@id")
            has_name = "name" in item or "givenName" in item
            known = by_id.get(reference) if isinstance(reference, str) and not has_name else None
            yield from _named(known or item)
        elif isinstance(item, list):
            yield from _names([inner for inner in item if isinstance(inner, str | dict)], by_id)


def _named(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kinds = _kinds(item)
    kind = "person" if "person" in kinds else "organization" if any("organization" in k for k in kinds) else ""
    name = item.get("name")
    listed = list(_texts(name))
    if not listed:
        parts = [part for key in ("givenName", "familyName") for part in _texts(item.get(key))]
        listed = [" ".join(parts)] if parts else []
    yield from ((text, kind) for text in listed)


def _clean(text: str) -> str:
    """Wording as a reader sees it: entities resolved, markup and surplus space gone."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = re.sub(r"<[^<>]{0,300}>", " ", text)
    return " ".join(text.split())
