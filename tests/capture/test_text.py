"""The main text of a page as documents, best guess first."""

from __future__ import annotations

from provgate.capture.text import candidates, document, trafilatura_text
from provgate.evidence.pages.article import find_article
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.embedded import stated_blocks
from provgate.evidence.pages.roles import passages

PARAGRAPHS = (
    "The harbour board has resumed dredging after a pause of 14 months, its director said on Monday.",
    "Fishing crews from the north quay fear that silt will bury the mussel beds they live on.",
)
TITLE = "Dredging resumes in the harbour"
PAGE = (
    "<title>Dredging resumes in the harbour</title><nav><a>Home</a></nav><article><h1>Dredging resumes in the harbour</h1>"
    f"<div class=ad>Advertisement</div><p>{PARAGRAPHS[0]}</p><ul><li>Silt, <b>sand</b></li></ul><p>{PARAGRAPHS[1]}</p></article>"
)


def texts(markup: str = PAGE, stated: str = "", extracted: str = "") -> list[str]:
    found = passages(find_article(parse(markup)))
    return list(candidates(markup, found, [stated_blocks(stated)] if stated else [], lambda _source: extracted))


def test_the_body_of_the_article_comes_first() -> None:
    assert texts(extracted="Another\n\nreading") == [
        f"{TITLE}\n\n{PARAGRAPHS[0]}\n\nSilt, sand\n\n{PARAGRAPHS[1]}\n",
        "Another\n\nreading\n",
    ]


def test_stated_bodies_come_next_and_nothing_comes_twice() -> None:
    body = f"{TITLE}\n\n{PARAGRAPHS[0]}\n\nSilt, sand\n\n{PARAGRAPHS[1]}\n"
    assert texts(stated=body, extracted=body) == [body]
    assert texts("<p>Menu</p>", stated="One.\nTwo.") == ["Menu\n", "One.\n\nTwo.\n"]


def test_a_page_without_text_has_no_candidates() -> None:
    assert texts("<div></div>") == []


def test_a_document_has_a_blank_line_between_paragraphs() -> None:
    assert document([" One  two ", "", "Three"]) == "One two\n\nThree\n"
    assert document([""]) == ""


def test_trafilatura_finds_the_main_text() -> None:
    assert PARAGRAPHS[0] in trafilatura_text(f"<html><body>{PAGE}</body></html>")
    assert trafilatura_text("<html><body></body></html>") == ""
