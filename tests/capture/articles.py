"""An invented article as pages state it, for tests that capture it."""

from __future__ import annotations

import json

ORIGIN = "http://www.harbourgazette.example/2026/03/12/dredging.html"
TITLE = "Dredging resumes in the old harbour"
PASSAGES = (
    "The dredger returned to the old harbour on Thursday after four months of repairs, the port office said.",
    "About 40,000 cubic metres of silt have to be moved before the ferry season begins, twice as much as last year.",
    "The harbour master, who has held the post since 2011, did not expect so much sand at the pier.",
    "Fishing boats may use the eastern basin in the meantime, and the council meets again on Tuesday.",
)
TEXT = "\n\n".join(PASSAGES) + "\n"


def article(
    authors: tuple[str, ...] = ("Ines Calder",),
    date: str = "2026-03-12T08:00:00+01:00",
    site: str = "Harbour Gazette",
    passages: tuple[str, ...] = PASSAGES,
    title: str = TITLE,
) -> str:
    """The page; what is empty is not stated."""
    node: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
    if date:
        node["datePublished"] = date
    if authors:
        node["author"] = [{"@type": "Person", "name": name} for name in authors]
    name = f'<meta property="og:site_name" content="{site}">' if site else ""
    paragraphs = "".join(f"<p>{passage}</p>\n" for passage in passages)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>{name}'
        f'<script type="application/ld+json">{json.dumps(node)}</script></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>{title}</h1>\n{paragraphs}</article></main><footer>Imprint</footer></body></html>"
    )
