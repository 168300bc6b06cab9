"""Properties of the text claim: identity passes, form does not count, and no changed word passes anywhere."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from compare.articles import judge, page
from depth import examples
from provgate.compare.text.words import words_of
from provgate.findings import Verdict

WORDS = "the harbour board did not say that 12 of 300 boats were never in when Ines Calder wrote 4.5 pages über Hafen"
WORD = st.sampled_from(WORDS.split())
SENTENCE = st.lists(WORD, min_size=6, max_size=14).map(lambda words: " ".join(words).capitalize() + ".")
ARTICLE = st.lists(SENTENCE, min_size=2, max_size=6, unique=True)
GAP = st.sampled_from([" ", "\n", "\r\n", "\t", "\u00a0"])
FEW = examples(60)


def html(sentences: list[str]) -> str:
    return page(*(f"<p>{sentence}</p><div class='ad'>Advertisement</div>" for sentence in sentences))


@FEW
@given(ARTICLE)
def test_the_text_itself_is_supported(article: list[str]) -> None:
    assert judge("\n\n".join(article), html(article)).verdict is Verdict.SUPPORTED


@FEW
@given(ARTICLE, st.sampled_from(["NFC", "NFD", "NFKC"]), GAP, st.booleans())
def test_form_does_not_count(article: list[str], form: str, gap: str, quoted: bool) -> None:
    text = gap.join(unicodedata.normalize(form, f"“{sentence}”" if quoted else sentence) for sentence in article)
    assert judge(text.replace(" ", gap), html(article)).verdict is Verdict.SUPPORTED


@FEW
@given(ARTICLE, st.data())
def test_markup_does_not_count(article: list[str], data: st.DataObject) -> None:
    marked = []
    for sentence in article:
        words = sentence.split()
        at = data.draw(st.integers(0, len(words) - 1))
        marked.append(" ".join((*words[:at], f"<b>{words[at][:1]}</b><i>{words[at][1:]}</i>", *words[at + 1 :])))
    assert judge("\n".join(article), html(marked)).verdict is Verdict.SUPPORTED


@FEW
@given(ARTICLE, st.sampled_from(["not", "never", "301", "4.6", "Calder", "zeppelin"]), st.data())
def test_a_changed_added_or_missing_word_is_refused(article: list[str], other: str, data: st.DataObject) -> None:
    words = "\n".join(article).split(" ")
    at = data.draw(st.integers(0, len(words) - 1))
    put = data.draw(st.sampled_from([[], [other], [other, words[at]], [words[at], other]]))
    lie = " ".join((*words[:at], *put, *words[at + 1 :]))
    if words_of(lie) != words_of("\n".join(article)):
        assert judge(lie, html(article)).verdict is not Verdict.SUPPORTED


@FEW
@given(st.text(max_size=300), st.text(max_size=300), st.booleans())
def test_any_input_ends_in_a_verdict(document: str, markup: str, excerpt: bool) -> None:
    raw = document.encode("utf-8", "surrogatepass")
    found = judge(raw, markup.encode("utf-8", "replace").decode(), excerpt=excerpt)
    assert found.verdict in Verdict
    assert found.claim == "text"
