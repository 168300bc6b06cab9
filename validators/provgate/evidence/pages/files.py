"""Which files a landing page names as its own: the PDF of a paper, the data of a data set, another form of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.evidence.pages import jsonld
from provgate.values import urls

MAX_LINKS = 5000
_META = 'meta[name="citation_pdf_url" i],meta[name="citation_fulltext_html_url" i],meta[name="citation_xml_url" i]'
_RELATED = 'link[rel~="alternate" i][href],link[rel~="item" i][href]'
_KEYS = ("encoding", "distribution", "associatedMedia", "encodings")


class Files(NamedTuple):
    """Normalised URLs: `own` are those that the page's markup calls its file, `linked` what its plain links lead to."""

    own: frozenset[str]
    linked: frozenset[str]

    def only_link(self, url: str) -> bool:
        """Whether this file is linked, and no other of its kind: of several nobody could say whose the page speaks."""
        kind = _kind(url)
        return bool(kind) and [other for other in self.linked if _kind(other) == kind] == [url]


def files_of(tree: LexborHTMLParser, url: str) -> Files:
    """The files that this page names."""
    base = next((href for node in tree.css("base[href]")[:1] if (href := node.attributes.get("href"))), "")
    here = urls.join(url, base) or url if base else url
    stated = [node.attributes.get("content") or "" for node in tree.css(_META)]
    stated += [node.attributes.get("href") or "" for node in tree.css(_RELATED)[:MAX_LINKS]]
    stated += [link for script in tree.css('script[type*="ld+json" i]') for link in _in_block(script.text())]
    links = [node.attributes.get("href") or "" for node in tree.css("a[href]")[:MAX_LINKS]]
    return Files(_absolute(stated, here), _absolute(links, here))


def _absolute(links: list[str], base: str) -> frozenset[str]:
    joined = (urls.join(base, link.strip()) for link in links if link.strip())
    return frozenset(urls.normalise(link) for link in joined if link)


def _kind(url: str) -> str:
    """The ending of a URL's last segment ("pdf"); empty where there is none, as in most pages' URLs."""
    parts = urls.split(url)
    name = parts.path.rpartition("/")[2] if parts else ""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _in_block(block: str) -> Iterator[str]:
    """The files of the things that one JSON-LD block describes; not those of what it only mentions."""
    for data, nested in jsonld.objects([jsonld.load(block)]):
        if not nested:
            yield from _texts(data.get("contentUrl"))
            for key in _KEYS:
                yield from _of_media(data.get(key))


def _of_media(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield from _texts(item.get("contentUrl"))
            yield from _texts(item.get("url"))


def _texts(value: Any) -> Iterator[str]:
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))
