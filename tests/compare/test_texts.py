"""The text claim on invented pages: what is supported, what is refused, and which place is shown."""

from __future__ import annotations

import json

import pytest

from compare.articles import ARTICLE, PARAGRAPHS, TEXT, TITLE, judge, page, paragraphs
from provgate.compare.text.pagetext import PageText
from provgate.compare.text.verdict import judge_text
from provgate.evidence.pages.decode import parse
from provgate.findings import Verdict

SUPPORTED, CONTRADICTED = Verdict.SUPPORTED, Verdict.CONTRADICTED
UNSUPPORTED, UNCHECKED = Verdict.UNSUPPORTED, Verdict.UNCHECKED


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(TEXT, id="as it stands"),
        pytest.param(f"{TITLE}\n\n{TEXT}\n", id="with the title"),
        pytest.param(" ".join(PARAGRAPHS), id="on one line"),
        pytest.param("\n".join(TEXT.split()), id="a word a line"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param("\ufeff" + TEXT, id="byte order mark"),
        pytest.param(TEXT.replace("“", '"').replace("”", '"').replace("’", "'"), id="straight quotes"),
        pytest.param(TEXT.upper(), id="capitals"),
        pytest.param(TEXT.replace("announced", "an\u00adnoun\u00adced"), id="soft hyphens"),
        pytest.param(TEXT.replace("14 months", "14\u00a0months"), id="no-break space"),
        pytest.param(TEXT.replace("Fishing", "ﬁshing").replace("fishing", "ﬁshing"), id="ligatures"),
        pytest.param(TEXT.replace("12.5", "１２.５"), id="full width"),
        pytest.param(f"# {TITLE}\n\n" + TEXT.replace("Ines Calder", "**Ines Calder**"), id="Markdown emphasis"),
    ],
)
def test_harmless_differences_pass(document: str) -> None:
    assert judge(document).verdict is SUPPORTED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("14 months", "15 months"),
        ("12.5", "125"),
        ("12.5", "12,5"),
        ("15%", "15"),
        ("€4.2", "$4.2"),
        ("is not expected", "is expected"),
        ("didn’t", "did"),
        ("will bury", "will not bury"),
        ("Ines Calder", "Ines Caldor"),
        ("Ines Calder", "Ines"),
        ("on Monday.", "on Monday. The mayor agreed."),
        ("north quay fear", "fear north quay"),
        ("“Nobody did.”", ""),
        ("bury the", "burythe"),
    ],
)
def test_a_changed_word_contradicts(old: str, new: str) -> None:
    assert old in TEXT
    assert judge(TEXT.replace(old, new)).verdict is CONTRADICTED


def test_a_changed_number_is_shown_with_the_pages_words() -> None:
    found = judge(f"{TITLE}\n\n{TEXT.replace('12.5', '13.5')}\n")
    assert (found.line, found.column, found.width) == (5, 21, 4)
    assert (found.claimed, found.stated, found.place) == ("13.5", "12.5", "page text")
    assert "something else" in found.detail


def test_an_added_word_is_shown() -> None:
    found = judge(TEXT.replace("silt will bury", "silt will not bury"))
    assert (found.line, found.column, found.claimed) == (7, 55, "not")
    assert found.stated.startswith("bury the mussel beds")
    assert "does not have" in found.detail


def test_a_missing_word_is_shown() -> None:
    found = judge(TEXT.replace("is not expected", "is expected"))
    assert (found.line, found.claimed, found.stated) == (3, "", "not")
    assert "lacks words" in found.detail


def test_a_missing_end_is_shown_at_the_end() -> None:
    found = judge(TEXT.replace(" of last year.", ""))
    assert (found.verdict, found.line, found.stated) == (CONTRADICTED, 9, "of last year")
    assert found.column == len(PARAGRAPHS[4]) - len(" of last year.") + 1


def test_an_added_line_is_shown_whole_but_cut() -> None:
    added = "Nobody in the town council has ever said a word about this to any of the reporters who asked them for it."
    found = judge(TEXT.replace("\n\nFishing", f"\n\n{added}\n\nFishing"))
    assert (found.verdict, found.line, found.column) == (CONTRADICTED, 7, 1)
    assert added.startswith(found.claimed.removesuffix("…"))


def test_another_article_is_unsupported() -> None:
    found = judge("Snow closed the pass road on Tuesday. Nobody was hurt, the county said in a note to drivers.")
    assert (found.verdict, found.line) == (UNSUPPORTED, 1)
    assert "does not stand on the captured page" in found.detail


@pytest.mark.parametrize("document", ["", "\n\n", "***", "— …"])
def test_a_document_without_words_is_unsupported(document: str) -> None:
    assert judge(document).verdict is UNSUPPORTED


def test_a_page_without_words_supports_nothing() -> None:
    assert judge(TEXT, "").verdict is UNSUPPORTED


def test_lines_that_repeat_the_page_do_not_make_a_document() -> None:
    links = "".join(f"<a href='/{n}'>Story number {n} of the day</a><br>" for n in range(5))
    document = "\n".join(f"Story number {n} of the day" for n in (4, 2, 0, 3, 1))
    assert judge(document, page(links)).verdict is not SUPPORTED


def test_the_payload_itself_is_supported() -> None:
    assert judge(ARTICLE).verdict is SUPPORTED
    assert judge(ARTICLE.encode()).place == "payload"
    assert judge_text(b"%PDF-1.7 \xff", b"%PDF-1.7 \xff", "application/pdf", None, False).verdict is SUPPORTED


def test_the_payload_in_another_encoding_is_supported() -> None:
    body = "<meta charset=windows-1252><p>Café “Anna”</p>"
    found = judge_text(body.encode(), body.encode("cp1252"), "text/html", PageText(parse(body)), False)
    assert (found.verdict, found.place) == (SUPPORTED, "payload")


def test_a_document_that_is_not_utf8_is_unsupported() -> None:
    found = judge("Line one\nCaf\u00e9 ".encode() + b"\xe9t\xe9")
    assert (found.verdict, found.line, found.column) == (UNSUPPORTED, 2, 6)
    assert "UTF-8" in found.detail


def test_a_payload_that_is_no_text_supports_only_itself() -> None:
    found = judge_text(b"Hello", b"%PDF-1.7", "application/pdf; x=y", None, False)
    assert (found.verdict, found.detail.split(":")[0]) == (UNSUPPORTED, "The payload is application/pdf")


@pytest.mark.parametrize("content_type", ["text/plain; charset=utf-8", "text/markdown", ""])
def test_plain_payloads_are_read_as_text(content_type: str) -> None:
    body = f"{PARAGRAPHS[0]}\r\n\r\n{PARAGRAPHS[1]}\r\n".encode()
    whole = f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}".encode()
    assert judge_text(whole, body, content_type, None, False).verdict is SUPPORTED
    assert judge_text(PARAGRAPHS[0].encode(), body, content_type, None, True).verdict is SUPPORTED
    assert judge_text(PARAGRAPHS[0].encode(), body, content_type, None, False).verdict is CONTRADICTED
    lie = PARAGRAPHS[0].replace("14", "41").encode()
    assert judge_text(lie, body, content_type, None, True).verdict is CONTRADICTED


def test_strings_of_a_json_payload_are_no_document() -> None:
    body = json.dumps({"abstract": PARAGRAPHS[0]}).encode()
    assert judge_text(PARAGRAPHS[0].encode(), body, "application/json", None, False).verdict is not SUPPORTED
    assert judge_text(body, body, "application/json", None, False).verdict is SUPPORTED


def test_a_huge_document_is_unchecked() -> None:
    assert judge("word " * 2_100_000).verdict is UNCHECKED


def test_a_page_that_repeats_itself_without_end_is_unchecked() -> None:
    boxes = "<div class='ad'><p>a</p></div>" * 3000
    found = judge("a\n" * 3000 + "c", page(PARAGRAPHS[0], boxes, PARAGRAPHS[1]))
    assert (found.verdict, "repeats itself" in found.detail) == (UNCHECKED, True)


def test_a_page_that_is_nested_too_deeply_is_unchecked() -> None:
    found = judge(TEXT, "<div>" * 3000 + ARTICLE)
    assert (found.verdict, "too deeply" in found.detail) == (UNCHECKED, True)


def ld(body: str, **more: str) -> str:
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "articleBody": body, **more}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize("joint", [" ", "\n\n", "<br/>"])
def test_text_that_only_the_article_body_states_is_supported(joint: str) -> None:
    paywalled = page(f"<p>{PARAGRAPHS[0]}</p>", head=ld(joint.join(PARAGRAPHS)))
    found = judge(TEXT, paywalled)
    assert (found.verdict, found.place) == (SUPPORTED, "JSON-LD articleBody")


def test_nothing_may_be_left_out_of_the_article_body() -> None:
    paywalled = page(f"<p>{PARAGRAPHS[0]}</p>", head=ld(" ".join(PARAGRAPHS)))
    found = judge("\n".join((*PARAGRAPHS[:3], PARAGRAPHS[4])), paywalled)
    assert (found.verdict, found.line, found.stated) == (CONTRADICTED, 4, PARAGRAPHS[3][:79].rstrip() + "…")


def test_broken_json_does_not_hide_the_article_body() -> None:
    broken = ld("\n".join(PARAGRAPHS)).replace("}<", ",}<")
    assert judge(TEXT, page(head=broken)).verdict is SUPPORTED


@pytest.mark.parametrize(
    ("markup", "document"),
    [
        ("<p>A <b>D</b>river and 10<sup>3</sup> boats <a>left</a>, so</p>", "A Driver and 10^3 boats left, so"),
        ("<p>Results (<a>10</a>,<a>11</a>) were <i>good</i> then</p>", "Results (10, 11) were good then"),
        ("<p>In Harbour<br>Ines Calder said so</p>", "In HarbourInes Calder said so"),
        ("<p>Read <a>this<span class='sr-only'> (opens elsewhere)</span></a> slowly</p>", "Read this slowly"),
        ("<p>The <span>har</span>bour is <i>n</i>ot open</p>", "The harbour is not open"),
    ],
)
def test_gaps_at_the_edges_of_elements_do_not_count(markup: str, document: str) -> None:
    assert judge(f"{PARAGRAPHS[0]}\n{document}", page(*paragraphs(PARAGRAPHS[0]), markup)).verdict is SUPPORTED
    assert judge(f"{PARAGRAPHS[0]}\n{document} not", page(*paragraphs(PARAGRAPHS[0]), markup)).verdict is CONTRADICTED


@pytest.mark.parametrize(
    ("text", "lie"),
    [
        ("港湾局は月曜日、14か月ぶりに浚渫を再開した。", "港湾局は月曜日、15か月ぶりに浚渫を再開した。"),
        ("港務局表示，航道不會關閉。", "港務局表示，航道會關閉。"),
        ("ท่าเรือไม่ปิดก่อนวันที่ 3", "ท่าเรือปิดก่อนวันที่ 3"),
        ("항만 당국은 준설을 재개하지 않았다.", "항만 당국은 준설을 재개했다."),
        ("बंदरगाह बंद नहीं होगा।", "बंदरगाह बंद होगा।"),
        ("הנמל לא ייסגר לפני מאי.", "הנמל ייסגר לפני מאי."),
    ],
)
def test_every_script_is_read(text: str, lie: str) -> None:
    html = page(*paragraphs(text, "Second paragraph of the page, in English."))
    document = f"{text}\n\nSecond paragraph of the page, in English."
    assert judge(document, html).verdict is SUPPORTED
    assert judge(document.replace(text, lie), html).verdict is CONTRADICTED


def test_an_article_body_of_another_text_is_no_source() -> None:
    other = " ".join(f"Sentence number {number} is of another article." for number in range(9))
    assert judge(other, page(*paragraphs(*PARAGRAPHS[:1]), head=ld(other))).verdict is not SUPPORTED


def test_an_article_body_that_lacks_a_paragraph_is_no_source() -> None:
    partial = "\n".join(PARAGRAPHS[:4])
    assert judge(partial, page(*paragraphs(*PARAGRAPHS), head=ld(partial))).verdict is CONTRADICTED
