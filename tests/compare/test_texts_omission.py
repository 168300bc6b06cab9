"""Passages left out: what counts as the article, and what is furniture that a document may leave out."""

from __future__ import annotations

import pytest

from compare.articles import ARTICLE, PARAGRAPHS, TEXT, TITLE, judge, page, paragraphs
from provgate.findings import Verdict

KEPT = paragraphs(*PARAGRAPHS)
SENTENCE = "The ministry has approved the plan and will pay for half of it."


@pytest.mark.parametrize("gone", range(5))
def test_a_paragraph_left_out_contradicts(gone: int) -> None:
    found = judge("\n\n".join(text for number, text in enumerate(PARAGRAPHS) if number != gone))
    assert found.verdict is Verdict.CONTRADICTED
    assert PARAGRAPHS[gone].startswith(found.stated.removesuffix("…"))
    assert (found.claimed, "excerpt: true" in found.detail) == ("", True)
    assert found.line == min(2 * gone + 1, 7)


@pytest.mark.parametrize("gone", range(3))
def test_short_paragraphs_count_where_paragraphs_are_short(gone: int) -> None:
    short = ("The dredger came back on Tuesday.", "It will not finish before October 14.", "The council voted 7 to 2.")
    found = judge("\n\n".join(text for number, text in enumerate(short) if number != gone), page(*paragraphs(*short)))
    assert found.verdict is Verdict.CONTRADICTED
    assert short[gone].startswith(found.stated.removesuffix("…"))


def test_a_short_line_below_long_paragraphs_may_be_left_out() -> None:
    assert judge(TEXT, page(*KEPT, "<p>Follow the harbour on air.</p>")).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("gone", range(5))
def test_an_excerpt_may_leave_paragraphs_out(gone: int) -> None:
    document = "\n\n".join(text for number, text in enumerate(PARAGRAPHS) if number != gone)
    assert judge(document, excerpt=True).verdict is Verdict.SUPPORTED


def test_an_excerpt_may_leave_sentences_out_but_no_words() -> None:
    quote = "“We didn’t plan for a third winter,” Ines Calder told the Gazette."
    assert judge(f"{PARAGRAPHS[0]} [...]\n{quote}\n{PARAGRAPHS[4]}", excerpt=True).verdict is Verdict.SUPPORTED
    assert judge(quote.replace("didn’t", "did"), excerpt=True).verdict is not Verdict.SUPPORTED
    assert judge(TEXT.replace("not expected", "expected"), excerpt=True).verdict is Verdict.CONTRADICTED
    assert judge("\n".join(reversed(PARAGRAPHS)), excerpt=True).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "furniture",
    [
        f"<h2>{SENTENCE}</h2>",
        f"<aside><p>{SENTENCE}</p></aside>",
        f"<figure><p>{SENTENCE}</p></figure>",
        f"<p class='caption'>{SENTENCE}</p>",
        f"<div class='related'><p>{SENTENCE}</p></div>",
        f"<p><a href='/x'>{SENTENCE}</a></p>",
        f"<p><em>{SENTENCE}</em></p>",
        f"<p hidden>{SENTENCE}</p>",
        f"<p style='display: none'>{SENTENCE}</p>",
        f"<p style='background: #eee; padding: 1em'>{SENTENCE}</p>",
        f"<p class='box'>{SENTENCE}</p>",
        f"<div><p>{SENTENCE}</p></div>",
        f"<blockquote><p>{PARAGRAPHS[3]}</p></blockquote>",
        "<p>Harbour board</p>",
        "<p><b>In this article</b></p>",
        "<table><tr><td>Depth</td><td>12.5 metres</td></tr></table>",
        "<ul><li>Anna</li><li>Berta</li></ul>",
        "<p>***</p>",
        "<hr>",
    ],
)
def test_furniture_may_be_left_out(furniture: str) -> None:
    assert judge(TEXT, page(*KEPT[:2], furniture, *KEPT[2:])).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "passage",
    [
        f"<p>{SENTENCE}</p>",
        "<p>“No.”</p>",
        "<p>A long line without an end that says a good deal about the plan and its costs</p>",
        f"<p><b>{SENTENCE}</b></p>",
        "<p><i>“The ministry has approved the plan and will pay for half of it.”</i></p>",
        f"<p>{SENTENCE} <a href='/x'>More</a></p>",
        f"<blockquote><p>{SENTENCE}</p></blockquote>",
    ],
)
def test_a_passage_built_like_the_others_may_not(passage: str) -> None:
    found = judge(TEXT, page(*KEPT[:2], passage, *KEPT[2:]))
    assert (found.verdict, found.line) == (Verdict.CONTRADICTED, 5)


def test_paragraphs_in_containers_of_their_own_are_told_by_their_look() -> None:
    texts = (*PARAGRAPHS[:3], SENTENCE, *PARAGRAPHS[3:], SENTENCE)
    boxed = [f"<div class='block'><p>{text}</p></div>" for text in texts]
    assert judge(TEXT, page(*boxed[:3], *boxed[4:6])).verdict is Verdict.SUPPORTED
    assert judge(TEXT, page(*boxed[:-1])).verdict is Verdict.CONTRADICTED
    assert judge(TEXT, page(*boxed[:3], *boxed[4:])).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("heading", "kept", "verdict"),
    [
        ("What happens next?", True, Verdict.SUPPORTED),
        (SENTENCE, False, Verdict.SUPPORTED),
        (SENTENCE, True, Verdict.CONTRADICTED),
    ],
)
def test_a_long_heading_counts_where_others_are_kept(heading: str, kept: bool, verdict: Verdict) -> None:
    html = page("<h2>The plan</h2>", *KEPT[:2], f"<h2>{heading}</h2>", *KEPT[2:])
    assert judge(f"The plan\n{TEXT}" if kept else TEXT, html).verdict is verdict


def test_italics_are_a_note_only_where_the_text_is_upright() -> None:
    slanted = [f"<p><i>{text}</i></p>" for text in (*PARAGRAPHS[:3], SENTENCE, *PARAGRAPHS[3:])]
    assert judge(TEXT, page(*slanted)).verdict is Verdict.CONTRADICTED


def test_hidden_paragraphs_count_where_the_document_keeps_hidden_ones() -> None:
    folded = [f"<p>{text}</p>" for text in (*PARAGRAPHS[:3], SENTENCE, *PARAGRAPHS[3:])]
    assert judge(TEXT, page("<div hidden>", *folded, "</div>")).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "after",
    [
        "<hr><p>Ines Calder has reported on the harbour for the Gazette since 2011 and lives there.</p>",
        "<p>__</p><p>Ines Calder has reported on the harbour for the Gazette since 2011 and lives there.</p>",
        "<p>Follow the Gazette <a href='/a'>here, there and everywhere</a> and <a href='/b'>in the app</a> today.</p>",
        "<p><b>Ines Calder has reported on the harbour for the Gazette since 2011 and lives there.</b></p>",
        "<p>Agency copy.</p>",
    ],
)
def test_what_follows_an_article_may_be_left_out(after: str) -> None:
    assert judge(TEXT, page(*KEPT, after)).verdict is Verdict.SUPPORTED


def test_the_lines_of_a_paragraph_and_the_cells_of_a_row_hold_together() -> None:
    lines = "<p>She did<br>not<br>go to the harbour</p>"
    assert judge(f"{TEXT}\nShe did not go to the harbour", page(*KEPT, lines)).verdict is Verdict.SUPPORTED
    for excerpt in (False, True):
        found = judge(f"{TEXT}\nShe did go to the harbour", page(*KEPT, lines), excerpt=excerpt)
        assert (found.verdict, found.line, found.stated) == (Verdict.CONTRADICTED, 10, "not")
        assert ("breaks off" in found.detail) is excerpt
    row = "<table><tr><td>Anna</td><td>3 trips</td><td>Berta</td><td>5 trips</td></tr></table>"
    assert judge(f"{TEXT}\nAnna 3 trips Berta 5 trips", page(*KEPT, row)).verdict is Verdict.SUPPORTED
    for excerpt in (False, True):
        assert judge(f"{TEXT}\nAnna 5 trips", page(*KEPT, row), excerpt=excerpt).verdict is Verdict.CONTRADICTED


def test_of_two_copies_the_one_that_leaves_nothing_out_is_taken() -> None:
    teaser = f"<div class='text'><p>{PARAGRAPHS[0]}</p><p>{SENTENCE}</p></div>"
    assert judge(TEXT, page(*KEPT, after="").replace("<article>", f"{teaser}<article>")).verdict is Verdict.SUPPORTED


def test_a_title_alone_is_of_the_page() -> None:
    assert judge(TITLE, ARTICLE).verdict is Verdict.SUPPORTED


def test_mending_ends() -> None:
    captions = [f"Picture number {number} of many" for number in range(70)]
    html = page(*KEPT, *(f"<figure>{caption}</figure>" for caption in captions))
    few, many = (TEXT + "\n" + "\n".join(reversed(captions[:count])) for count in (9, 70))
    assert judge(few, html).verdict is Verdict.SUPPORTED
    assert judge(many, html).verdict is Verdict.CONTRADICTED


def test_a_label_of_one_word_cannot_be_put_anywhere() -> None:
    html = page(*KEPT, "<div>No</div>")
    assert judge(f"{PARAGRAPHS[0]}\n\nNo\n\n" + "\n".join(PARAGRAPHS[1:]), html).verdict is Verdict.CONTRADICTED
