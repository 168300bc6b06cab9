"""`<meta>` and `<link>` elements, the title and the document's language → statements.

Names of meta elements are a folk standard, so they are read by their words: whatever ends in
"author" names authors, whatever speaks of publishing and of time is a publication date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from provgate.evidence.facts import Rank, Statement

RANK = Rank.PAGE
MAX_META = 2000
_SPLIT = re.compile(r"[^a-z0-9]+")
_AUTHOR_ENDS = frozenset(
    {"author", "authors", "creator", "byl", "byline", "autor", "auteur", "writer", "authorname", "journalist"}
)
_NOT_AUTHORS = frozenset({"twitter", "web", "site", "book", "generator", "id", "url", "fb", "profile"})
_DATE_NAMES = frozenset(
    {
        "date",
        "dcdate",
        "dctermsdate",
        "dcdateissued",
        "dctermsissued",
        "dcdatecreated",
        "dctermscreated",
        "citationdate",
        "citationonlinedate",
        "sailthrudate",
        "parselypubdate",
        "pdate",
        "ptime",
        "displaydate",
        "articledateoriginal",
        "originalpublicationdate",
        "releasedate",
        "pubdate",
        "publicationdate",
        "publishdate",
        "articlepublished",
        "created",
        "datecreated",
        "issued",
        "dateissued",
        "articledate",
        "newsdate",
        "storydate",
        "bttpubdate",
        "btpubdate",
        "dctermsavailable",
        "dcdateavailable",
        "timestamp",
        "articlecreated",
        "articlecreatedtime",
        "ogpubdate",
        "dccreated",
        "lpdate",
        "revisedpublicationdate",
        "firstpublished",
        "displaydatetime",
        "cxensepubdate",
    }
)
_DATE_WORDS = re.compile(
    r"publish(?:ed|ing)?(?:time|date|at|on|utc)|publi(?:cation|sh)date|pubdate|datepublish|"
    r"publishedtime|"
    r"publicationtime|dateofpublication|releasetime|posttime|postdate|upload(?:ed|date)"
)
_MODIFIED_WORDS = re.compile(r"modif|updat|revis|lastmod|changed|edited")
_NEVER_DATES = re.compile(r"expir|valid|event|start|end(?:date|time)|birth|embargo|unpublish|publisher")
_RESERVED = re.compile(
    r"©|\(c\)|\bcopyright\b|(?<!\w)(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?(?!\w)|all rights reserved|"
    r"alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tutti i diritti riservati",
    re.IGNORECASE,
)
_OUTLET_NAMES = frozenset(
    {
        "ogsitename",
        "applicationname",
        "publisher",
        "dcpublisher",
        "dctermspublisher",
        "citationjournaltitle",
        "articlepublisher",
        "citationpublisher",
        "sitename",
        "publication",
        "appletitle",
        "applemobilewebapptitle",
        "copyright",
        "source",
        "dcsource",
        "parselysite",
        "twitterappnameiphone",
        "aliosappname",
        "alandroidappname",
        "newskeywordspublisher",
        "brand",
        "dcrights",
    }
)


def read(tree: LexborHTMLParser) -> Iterator[Statement]:
    """Every statement of the page's meta elements, canonical links, title and language."""
    labels: dict[str, str] = {}
    for node in tree.css("meta[content]")[:MAX_META]:
        attributes = node.attributes
        value = " ".join((attributes.get("content") or "").split())
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name and value:
                if name.lower().startswith("twitter:"):
                    labels[name.lower()] = value
                if key != "itemprop":
                    yield from of_meta(name, value, key)
    yield from _labelled(labels)
    yield from _links(tree)


def of_meta(name: str, value: str, key: str = "name") -> Iterator[Statement]:
    """What one meta element says; nothing for names that speak of other things."""
    lowered = name.lower()
    words = [word for word in _SPLIT.split(lowered) if word]
    joined = "".join(words)
    place = f"meta {name[:60]}"
    if _MODIFIED_WORDS.search(joined) and "original" not in joined and "publicationdate" not in joined:
        yield Statement("modified", value, place, RANK)
    elif (joined in _DATE_NAMES or _DATE_WORDS.search(joined)) and not _NEVER_DATES.search(joined):
        yield Statement(
            "date", value, place, RANK.weaker(joined in ("date", "timestamp", "created") or key == "http-equiv")
        )
    elif words and (words[-1] in _AUTHOR_ENDS or joined.endswith("authorname")) and _NOT_AUTHORS.isdisjoint(words):
        if not _is_link(value):
            yield Statement("author", value, place, RANK)
    elif joined in _OUTLET_NAMES:
        if not _is_link(value):
            yield Statement("outlet", _RESERVED.sub("", value).strip(" .,;:-|") or value, place, RANK)
    elif joined in ("ogtitle", "twittertitle", "dctitle", "citationtitle"):
        yield Statement("title", value, place, RANK)
    elif joined == "ogurl":
        yield Statement("canonical", value, place, RANK)
    elif joined in ("oglocale", "contentlanguage", "dclanguage"):
        yield Statement("language", value, place, RANK)


def _labelled(labels: dict[str, str]) -> Iterator[Statement]:
    """`twitter:label1` = "Written by" with `twitter:data1` = the name."""
    for key, label in labels.items():
        value = labels.get(key.replace("label", "data"))
        if key.startswith("twitter:label") and value and _WRITTEN.search(label):
            yield Statement("author", value, f"meta {key.replace('label', 'data')[:60]}", RANK)


_WRITTEN = re.compile(
    r"written|^by$|author|autor|auteur|verfasst|geschrieben|écrit|escrito|scritto|skrev|"
    r"geschreven|napisa|автор|"
    r"written by|yazan|penulis|szerző|作者|執筆|작성자|كتب",
    re.IGNORECASE,
)


def _links(tree: LexborHTMLParser) -> Iterator[Statement]:
    for node in tree.css('link[rel~="canonical"],link[rel~="author"]')[:20]:
        attributes = node.attributes
        href, title = (attributes.get("href") or "").strip(), (attributes.get("title") or "").strip()
        if "canonical" in (attributes.get("rel") or "").lower() and href:
            yield Statement("canonical", href, "canonical link", RANK)
        elif title:
            yield Statement("author", title, "link rel=author", Rank.ELEMENT)
    for node in tree.css('link[rel~="license" i][href],a[rel~="license" i][href]')[:20]:
        yield Statement("license", (node.attributes.get("href") or "").strip(), "link rel=license", RANK)
    title_node = tree.css_first("title")
    if title_node is not None and title_node.text().strip():
        yield Statement("title", " ".join(title_node.text().split())[:1000], "title", RANK)
    root = tree.css_first("html")
    language = (root.attributes.get("lang") or "").strip() if root is not None else ""
    if language:
        yield Statement("language", language, "html lang", RANK)


def _is_link(value: str) -> bool:
    return value.lower().startswith(("http://", "https://", "//", "www.", "@", "/"))
