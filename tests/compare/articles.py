"""An invented page and its text, for the tests of the text claim."""

from __future__ import annotations

from provgate.compare.text.pagetext import PageText
from provgate.compare.text.verdict import judge_text
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.statements import read_page
from provgate.findings import Judgement

URL = "https://www.harbourgazette.example/2026/03/12/dredging.html"

TITLE = "Dredging resumes in the outer harbour"
PARAGRAPHS = (
    "The harbour board has resumed dredging after a pause of 14 months, its director said on Monday.",
    "The channel will be 12.5 metres deep; it is not expected to close before 3 May 2026.",
    "“We didn’t plan for a third winter,” Ines Calder told the Gazette. “Nobody did.”",
    "Fishing crews from the north quay fear that silt will bury the mussel beds they live on.",
    "The work costs €4.2 million, 15% more than was announced in the autumn of last year.",
)
TEXT = "\n\n".join(PARAGRAPHS)
FURNITURE = (
    '<div class="ad">Advertisement</div>',
    '<figure><img alt="A dredger"><figcaption>The dredger Anna at work off the north quay.</figcaption></figure>',
    '<p><a href="/older">Read more: What the board promised fishing crews last year</a></p>',
    '<div class="newsletter"><p>Subscribe to our letter from the harbour. It is free and comes once a week.</p></div>',
)


def page(*body: str, head: str = "", after: str = "") -> str:
    """A page whose article holds these pieces of markup."""
    return (
        f"<html><head><title>{TITLE} - Harbour Gazette</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{TITLE}</h1><div class='text'>{''.join(body)}</div></article>{after}"
        "<footer>All rights reserved by the Harbour Gazette.</footer></body></html>"
    )


def paragraphs(*texts: str) -> list[str]:
    """Each text as a paragraph."""
    return [f"<p>{text}</p>" for text in texts]


ARTICLE = page(*(piece for pair in zip(paragraphs(*PARAGRAPHS), (*FURNITURE, ""), strict=True) for piece in pair))


def judge(document: str | bytes, html: str = ARTICLE, *, excerpt: bool = False, name: str = "a.txt") -> Judgement:
    """The verdict on a document against a page."""
    raw = document.encode() if isinstance(document, str) else document
    return judge_text(raw, html.encode(), "text/html; charset=utf-8", page_text(html), excerpt, name)


def page_text(html: str) -> PageText:
    """A page's text, with the article bodies that its own JSON-LD states."""
    tree = parse(html)
    return PageText(tree, bodies=[said.value for said in read_page(tree, html, URL, {}) if said.about == "body"])
