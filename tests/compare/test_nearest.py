"""The registered outlet that a slip of the pen meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.compare.nearest_outlet import keystrokes, nearest
from provgate.formats.registries import Outlet, Registry

OUTLETS = (
    Outlet("harbour-gazette", "Harbour Gazette", ("The Gazette", "HG News")),
    Outlet("harbour-gazette-sunday", "Harbour Gazette on Sunday"),
    Outlet("ferry-tales", "Ferry Tales"),
    Outlet("lotse", "Der Lotse"),
    Outlet("hafen", "Гавань"),
    Outlet("no-name", "!"),
)
REGISTRY = Registry({outlet.key: outlet for outlet in OUTLETS})


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("harbour_gazette", ("harbour-gazette",)),
        ("The Harbour Gazette", ("harbour-gazette",)),
        ("gazette", ("harbour-gazette",)),
        ("harbor-gazete", ("harbour-gazette",)),
        ("hrabour-gazette", ("harbour-gazette",)),
        ("barbour-gazette", ("harbour-gazette",)),
        ("harb", ("harbour-gazette", "harbour-gazette-sunday")),
        ("ferytales", ("ferry-tales",)),
        ("lotze", ("lotse",)),
        ("ГАВАНЬ", ("hafen",)),
        ("qwertz", ()),
        ("feyrratels", ()),
        ("", ()),
        ("?", ()),
        ("a" * 10_000, ()),
    ],
)
def test_nearest(text: str, keys: tuple[str, ...]) -> None:
    assert nearest(text, REGISTRY) == keys


def test_only_so_many_are_named() -> None:
    many = Registry({f"harbour-{number:04}": Outlet(f"harbour-{number:04}", "Harbour") for number in range(2000)})
    assert len(nearest("harbour-00000", many)) == 3
    assert len(nearest("harbour", many, limit=1)) == 1


def test_another_registry_gets_its_own_answer() -> None:
    assert nearest("lotze", Registry({})) == ()
    assert nearest("lotze", REGISTRY) == ("lotse",)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "acb", 1),
        ("abc", "ab", 1),
        ("abc", "abcd", 1),
        ("abcd", "badc", 2),
        ("abc", "xyz", 3),
        ("ab", "abcdefgh", 4),
        ("abcdef", "uvwxyz", 4),
    ],
)
def test_keystrokes(one: str, other: str, distance: int) -> None:
    assert keystrokes(one, other, 3) == distance


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 4))
def test_keystrokes_are_symmetric_and_capped(one: str, other: str, most: int) -> None:
    distance = keystrokes(one, other, most)
    assert distance == keystrokes(other, one, most) <= most + 1
    assert (distance == 0) == (one == other)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert set(nearest(text, REGISTRY)) <= REGISTRY.outlets.keys()
