"""What a verdict on a text rested on: passages with their places in document and page."""

from __future__ import annotations

import pytest

from compare.articles import PARAGRAPHS, TEXT, TITLE, page, page_text, paragraphs
from provgate.compare.text import verdict
from provgate.compare.text.details import Span, TextDetails, explain_text

HTML = page(*paragraphs(*PARAGRAPHS[:2]), "<div class='ad'>Buy <b>boats</b></div>", *paragraphs(*PARAGRAPHS[2:]))
ARTICLE_TEXT = "\n".join((TITLE, *PARAGRAPHS[:2], "Buy boats", *PARAGRAPHS[2:]))


def test_aligned_and_skipped_passages() -> None:
    found = explain_text(TEXT, page_text(HTML), excerpt=False)
    assert found.place == "page text"
    assert [(passage.kind, passage.role) for passage in found.passages] == [
        ("skipped", "head"), ("aligned", "body"), ("aligned", "body"), ("skipped", "aside"), *[("aligned", "body")] * 3,
    ]  # fmt: skip
    for passage in found.passages:
        assert ARTICLE_TEXT[slice(*passage.page)] == passage.text
        shown = TEXT[slice(*passage.document)]
        assert shown == "" if passage.kind == "skipped" else shown.strip("“”.") == passage.text.strip("“”.")


def test_what_is_left_out_and_what_is_unmatched() -> None:
    shorter = "\n\n".join(PARAGRAPHS[1:])
    assert explain_text(shorter, page_text(HTML), excerpt=False).passages[1].kind == "skipped"
    lie = f"{TEXT}\n\nThe mayor agreed"
    last = explain_text(lie, page_text(HTML), excerpt=False).passages[-1]
    assert (last.kind, last.text, lie[slice(*last.document)]) == ("unmatched", "The mayor agreed", "The mayor agreed")
    cut = explain_text(TEXT.removesuffix("last year."), page_text(HTML), excerpt=False).passages[-1]
    assert (cut.kind, cut.text) == ("unmatched", "")


def test_a_document_without_words_has_none() -> None:
    assert explain_text("***", page_text(HTML), excerpt=False) == TextDetails()
    assert Span() == (0, 0)


def test_a_verdict_makes_no_details(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = verdict.outcome_of
    monkeypatch.setattr(verdict, "outcome_of", lambda *given: asked.append("once") or real(*given))
    body = HTML.encode()
    verdict.judge_text(TEXT.encode(), body, "text/html", page_text(HTML), False)
    assert asked == ["once"]


def test_words_glued_where_blocks_meet_are_parted() -> None:
    glued = TEXT.replace("on Monday.\n\nThe channel", "on MondayThe channel")
    assert all(passage.kind != "unmatched" for passage in explain_text(glued, page_text(HTML), excerpt=False).passages)
    twice = glued.replace("the Gazette. “Nobody did.”\n\nFishing", "the Gazette. “Nobody didFishing")
    assert all(passage.kind != "unmatched" for passage in explain_text(twice, page_text(HTML), excerpt=False).passages)


def test_a_title_of_the_head_may_begin_a_document() -> None:
    longer = f"{TITLE} - Harbour Gazette"
    assert explain_text(f"{longer}\n\n{TEXT}", page_text(HTML), excerpt=False).passages[-1].kind == "aligned"
    assert (
        explain_text(f"{longer}\n\n{TITLE}\n\n{TEXT}", page_text(HTML), excerpt=False).passages[-1].kind == "unmatched"
    )
