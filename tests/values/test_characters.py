"""Characters that show nothing or pass for others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.values import characters
from provgate.values.characters import disguise, name_of, poses_as_latin, reads_as, script, unseen


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\x85", "U+0085 (a control character)"),
        ("\ue000", "U+E000 (a private-use character)"),
        ("\u0378", "U+0378 (an unassigned code point)"),
        ("\ud800", "U+D800 (a surrogate)"),
        ("\U000e0041", "U+E0041 (TAG LATIN CAPITAL LETTER A)"),
    ],
)
def test_names(character: str, name: str) -> None:
    assert name_of(character) == name
    assert unseen(f"a{character}b") == (character,)


@given(st.text(st.characters(categories=["L", "Nd", "Zs", "P", "Sm", "Sc"], max_codepoint=0x2FFF)))
def test_letters_digits_and_signs_are_seen(text: str) -> None:
    assert set(unseen(text)) <= characters._UNSEEN


def test_each_character_is_told_once_in_order() -> None:
    assert unseen("a\u2060b\u200bc\u2060") == ("\u2060", "\u200b")


@pytest.mark.parametrize("twins", characters._TWINS, ids=str)
def test_twins_are_letters_of_their_script(twins: str) -> None:
    foreign, latin = characters._TWINS[twins]
    assert {script(letter) for letter in foreign} == {twins}
    assert latin.isascii()
    assert len(set(foreign)) == len(foreign)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("hаrbоur", "harbour"),
        ("nytımes", "nytimes"),
        ("Ωmega", "Ωmega"),
        ("bücher", "bucher"),
        ("plain", "plain"),
        ("ｎｙｔ", "nyt"),
        ("łódź", "lodz"),
        ("Сара", "Capa"),
    ],
)
def test_reads_as(text: str, read: str) -> None:
    assert reads_as(text) == read


@pytest.mark.parametrize(
    ("word", "strict", "flawed"),
    [
        ("Аlice", False, True),
        ("Аlice", True, True),
        ("Яndex", False, False),
        ("Яndex", True, True),
        ("TNFα", False, False),
        ("TNFα", True, True),
        ("КОBА", False, True),
        ("Алиса", True, False),
        ("Alice", True, False),
        ("日本А", False, False),
        ("СΑРА", False, True),
        ("Müller", True, False),
        ("𝐀lice", False, True),
        ("", True, False),
    ],
)
def test_disguise(word: str, strict: bool, flawed: bool) -> None:
    assert bool(disguise(word, strict)) == flawed


@pytest.mark.parametrize(
    ("word", "poses"), [("Сара", True), ("Сара-1", True), ("Анна", False), ("Capa", False), ("1", False), ("…", False)]
)
def test_poses_as_latin(word: str, poses: bool) -> None:
    assert poses_as_latin(word) == poses


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(reads_as(text), str)
    assert isinstance(disguise(text, strict=True), str)
    assert set(unseen(text)) <= set(text)
