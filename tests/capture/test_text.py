"""Candidates for a page's main text."""

from __future__ import annotations

from provgate.capture.text import candidates, document, trafilatura_text
from provgate.evidence.pages.blocks import read_blocks
from provgate.evidence.pages.decode import parse

FIRST = "The dredger returned to the old harbour on Thursday after four months of repairs."
SECOND = "About 40,000 cubic metres of silt have to be moved before the ferry season begins."
THIRD = "Fishing boats may use the eastern basin in the meantime, the port office said."
PAGE = f"<body><nav><a href='/'>Home</a></nav><article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body>"


def found(source: str, extracted: str) -> list[str]:
    return list(candidates(source, read_blocks(parse(source)), lambda _source: extracted))


def test_what_was_extracted_comes_first() -> None:
    texts = found(PAGE, f"{FIRST}\n{SECOND}\n{THIRD}")
    assert texts == [f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"]


def test_a_passage_that_was_left_out_is_put_back() -> None:
    texts = found(PAGE, f"{FIRST}\n{THIRD}")
    assert texts[1] == f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def test_without_an_extractor_the_longest_prose_is_taken() -> None:
    assert found(PAGE, "") == [f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"]


def test_asides_headings_captions_and_hidden_text_are_no_main_text() -> None:
    source = (
        f"<body><h1>{FIRST}</h1><figure><figcaption>{FIRST}</figcaption></figure><aside><p>{SECOND}</p></aside>"
        f"<p hidden>{SECOND}</p><p>{THIRD}</p></body>"
    )
    assert found(source, "") == [f"{THIRD}\n"]


def test_a_page_without_prose_gives_nothing() -> None:
    assert found("<body><a href='/'>Home</a></body>", "") == []
    assert found("", "") == []


def test_documents_have_a_blank_line_between_paragraphs() -> None:
    assert document(["  a\u2060b ", "", "c  d"]) == "ab\n\nc d\n"
    assert document([" ", ""]) == ""


def test_trafilatura_finds_the_article() -> None:
    text = trafilatura_text(f"<html>{PAGE}</html>")
    assert FIRST in text
    assert "Home" not in text
    assert trafilatura_text("") == ""
