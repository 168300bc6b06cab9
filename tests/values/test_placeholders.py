"""Words that fill a field, folded the way a claim is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.values import placeholder_words as blanks
from provgate.values.placeholders import folded, placeholder

FOR_EVERY_FIELD = blanks.CORE.split("|")


@pytest.mark.parametrize("field", blanks.OWN_NAMES)
def test_words_that_are_never_true_count_in_every_field(field: str) -> None:
    for word in [*FOR_EVERY_FIELD, field]:
        for spelling in (word, word.upper(), f"({word})", f" {word}! "):
            assert placeholder(field, spelling, decided=True), (field, spelling)


@pytest.mark.parametrize("table", [blanks.NOBODY, blanks.ROLES], ids=["nobody", "roles"])
def test_words_for_nobody_count_as_author_in_every_spelling(table: str) -> None:
    for word in table.split("|"):
        for spelling in (word, word.upper(), word.title(), f"[{word}]", f"{word}."):
            assert placeholder("author", spelling, decided=True), spelling


def test_words_that_may_be_true_are_left_to_evidence() -> None:
    for word in blanks.POSSIBLE.split("|"):
        assert placeholder("author", word)
        assert not placeholder("author", word, decided=True)
    assert placeholder("title", "Missing")
    assert not placeholder("title", "Missing", decided=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("N/A", "n a"),
        ("Désconocido!", "desconocido"),
        ("don't  know", "dont know"),
        ("don’t know", "dont know"),
        ("ИЗВЕСТНО", "известно"),
        ("ﾅﾅｼ", "ナナシ"),
        ("straße", "strasse"),
        ("Un\u200bknown", "unknown"),
        ("", ""),
        ("—", ""),
    ],
)
def test_folded(text: str, words: str) -> None:
    assert folded(text) == words


@given(st.sampled_from(list(blanks.OWN_NAMES)), st.text(), st.booleans())
def test_any_text_gets_an_answer(field: str, text: str, decided: bool) -> None:
    answer = placeholder(field, text, decided)
    assert answer or any(character.isalnum() for character in text)


@given(st.text(st.characters(categories=["L"], max_codepoint=0x24F), min_size=4, max_size=12).filter(str.isascii))
def test_case_and_punctuation_make_no_difference(word: str) -> None:
    assert len({placeholder("author", spelling) for spelling in (word, word.lower(), word.upper(), f"{word}?")}) == 1
