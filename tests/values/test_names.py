"""When two names are the same, and which names a byline holds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provgate.values.credits import credits_author, credits_of
from provgate.values.names import fold, inverted, joined_pieces, same_name
from provgate.values.people import is_person

SAME = [
    ("Ines Calder", "INES CALDER"),
    ("Inés Cálder", "Ines Calder"),
    ("Calder Ines", "Ines Calder"),
    ("Dr. Ines Calder", "Ines Calder"),
    ("Ines M. Calder", "Ines Calder"),
    ("Ines M. Calder", "Ines Maria Calder"),
    ("Jean-Pierre Quai", "Jean Pierre Quai"),
    ("Müller", "Mueller"),
    ("Müller", "Muller"),
    ("Łukasz Nowak", "Lukasz Nowak"),
    ("Søren Ås", "Soeren Aas"),
    ("Rory O’Neill", "Rory O'Neill"),
    ("Rory O'Neill", "Rory ONeill"),
    ("山田 太郎", "山田太郎"),
    ("太郎 山田", "山田太郎"),
    ("Straße", "Strasse"),
    ("ines_calder", "Ines Calder"),
    ("Dr.", "dr"),
    ("Семён Ёлкин", "Семен Елкин"),
]
OTHER = [
    ("Ines Calder", "Inas Calder"),
    ("Ines Calder", "Ines Caldera"),
    ("Ines Calder", "Calder"),
    ("J. Smith", "Jane Smith"),
    ("Ines K. Calder", "Ines M. Calder"),
    ("Ines Maria Calder", "Ines Calder"),
    ("Don Reed", "Phil Reed"),
    ("", ""),
    ("", "x"),
    ("Ines Calder", "Inеs Calder"),
    ("Сергей", "Сергеи"),
    ("Ines Calder", "Ines\u200b Calder"),
    ("Ines Calder", "Ines\u3164Calder"),
    ("Ines Calder", "Ines\u2800Calder"),
    ("Ines Calder", "Ine\u034fs Calder"),
    ("I M Calder", "I Calder"),
    ("Mueller", "Muller"),
    ("山田太郎", "山田次郎"),
    ("Tom Ann Reed", "Tom Bea Reed"),
    ("a" * 301, "a" * 302),
    (" ", " "),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize(
    "byline",
    [
        "By Ines Calder",
        "Von Ines Calder, Berlin",
        "Ines Calder and Tom Reed",
        "Tom Reed und Ines Calder",
        "Tom Reed, Ines Calder",
        "Ines Calder | Reuters",
        "Ines Calder (AP)",
        "(Ines Calder)",
        "Interview: Ines Calder",
        "Ines Calder on 12 March 2026",
        "Ines Calder 12.03.2026",
        "Calder, Ines",
        "Ines Calder, Staff Writer",
        "Ines Calder ines@x.example",
        "作者：Ines Calder",
        "By Ines Calder for the Gazette",
        "Ines Calder / Tom Reed",
        "Ines Calder・Tom Reed",
        "Posted on 12 March 2026 by Ines Calder",
        "Ines Calder Follow",
        "Par Tom Reed et Ines Calder",
    ],
)
def test_bylines_that_hold_a_name(byline: str) -> None:
    assert credits_author(byline, "Ines Calder")


@pytest.mark.parametrize("byline", ["Ines Caldera", "By Ines and Calder", "Ines Calderón, Tom Reed", "", "Inge Calder"])
def test_bylines_that_do_not(byline: str) -> None:
    assert not credits_author(byline, "Ines Calder")


def test_pieces_and_what_parts_them() -> None:
    assert joined_pieces("Ines Calder and Tom Reed") == ("Ines Calder", " and ", "Tom Reed")
    assert joined_pieces("Ines Calder") == ("Ines Calder",)
    assert inverted("Calder, Ines") == "Ines Calder"
    assert inverted("A, B, C") == "A, B, C"


@pytest.mark.parametrize(
    "name", ["Ines Calder", "Ines van der Calder", "山田太郎", "홍길동", "山田 太郎", "Ines M. Calder"]
)
def test_people(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Calder",
        "Harbour Gazette Team",
        "Redaktion Hafen",
        "x y",
        "Ines Calder 7",
        "ines calder",
        "A B C D E F",
        "Ab " * 30,
        "www.x.example",
        "de la",
        "",
        "Quay Press GmbH",
    ],
)
def test_what_is_no_persons_full_name(name: str) -> None:
    assert not is_person(name)


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo"], exclude_characters="\u3164"), min_size=2, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(NAMES)
def test_a_name_is_itself_in_any_case_and_spacing(name: str) -> None:
    assert same_name(name, name)
    assert same_name(name, f"  {name}  ")
    assert same_name(name, name.casefold())


@given(NAMES, NAMES)
def test_sameness_is_symmetric(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)


@given(st.lists(WORDS, min_size=2, max_size=4).flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_order_does_not_count(pair: tuple[list[str], list[str]]) -> None:
    words, shuffled = pair
    assert same_name(" ".join(words), " ".join(shuffled))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9), st.data())
def test_a_changed_letter_is_never_the_same(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    changed = word[:at] + letter + word[at + 1 :]
    assume(changed != word)
    assert not same_name(f"Ines {word}", f"Ines {changed}")


LATIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
LATIN_NAMES = st.lists(LATIN, min_size=2, max_size=4).map(" ".join)


@given(LATIN_NAMES, st.data())
def test_a_gap_that_is_moved_is_never_the_same(name: str, data: st.DataObject) -> None:
    """ "Ann Emiller" is not "Anne Miller", wherever a gap moves by a letter."""
    words = name.split(" ")
    at = data.draw(st.integers(0, len(words) - 2))
    moved = [*words[:at], words[at] + words[at + 1][0], words[at + 1][1:], *words[at + 2 :]]
    assume(len(words[at + 1]) > 1 and sorted(fold(" ".join(moved))) != sorted(fold(name)))
    assert not same_name(name, " ".join(moved))


@given(NAMES, st.data())
def test_one_letter_more_or_less_is_never_the_same(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    letter = data.draw(st.sampled_from("bcdfghjklmnpqrstvwxz"))
    assume(at < len(name))
    assert not same_name(name, name[:at] + letter + name[at:]) or len(name.replace(" ", "")) < 4


@given(NAMES, st.sampled_from("\u200b\u200d\u2060\u3164\u2800\u034f\u115f\u00ad"), st.data())
def test_an_invisible_character_is_never_overlooked(name: str, invisible: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 1))
    assert not same_name(name, name[:at] + invisible + name[at:])


@given(st.text(max_size=400))
def test_any_text_is_only_text(text: str) -> None:
    assert "".join(joined_pieces(text)) == text
    assert isinstance(credits_of(text), tuple)
    assert isinstance(fold(text), tuple)
    assert isinstance(is_person(text), bool)
