"""Patterns match as pathspec's do, and in bounded time."""

from __future__ import annotations

import pathspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provgate.formats import patterns

PIECES = st.sampled_from(["a", "b", "*", "?", "/", "**", "**/", "/**/", "[ab]", ".", "\\*", "a*", "*b"])
PATHS = st.lists(st.text("ab.*", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)


@given(st.lists(PIECES, min_size=1, max_size=9).map("".join), st.booleans(), st.lists(PATHS, max_size=9))
def test_they_match_what_pathspec_matches(pattern: str, negated: bool, paths: list[str]) -> None:
    lines = ["a*", "!" + pattern] if negated else [pattern]
    try:
        plain = pathspec.GitIgnoreSpec.from_lines(lines)
    except ValueError:
        assume(False)
    found = patterns.compiled(lines)
    assert [found.match_file(path) for path in paths] == [plain.match_file(path) for path in paths]


@pytest.mark.parametrize(
    ("pattern", "path", "matched"),
    [
        ("[!a]b", "cb", True),
        ("[!a]b", "ab", False),
        ("x[!a]b", "x/b", False),
        ("[!]a]b", "cb", True),
        ("[!]a]b", "]b", False),
    ],
)
def test_sets_of_what_may_not_stand_there(pattern: str, path: str, matched: bool) -> None:
    assert patterns.compiled([pattern]).match_file(path) is matched


def test_blank_lines_and_comments_match_nothing() -> None:
    spec = patterns.compiled(["", "# a", "a"])
    assert [spec.match_file(path) for path in ("a", "# a")] == [True, False]


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(ValueError, match="pattern"):
        patterns.compiled(["!"])


@pytest.mark.parametrize(
    "pattern", ["*a" * 40 + "b", "**/a/" * 40 + "b", "*/**/" * 20 + "b", "**a" * 30 + "b", "*?" * 40 + "b"]
)
def test_stars_are_not_shared_out_anew(pattern: str) -> None:
    assert not patterns.compiled([pattern]).match_file("a/" * 100 + "a" * 250)


WORDS = st.lists(st.sampled_from(["a", "b", "a b", "b.c", "c!d"]), min_size=1, max_size=4).map("/".join)
LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "/", "!"]),
    WORDS,
    st.sampled_from(["", "", "/", "/**", "/*", " ", "//", "?"]),
)
FILES = st.lists(st.sampled_from(["a", "b", "a b", "b.c", "c!d", "e"]), min_size=1, max_size=5).map("/".join)


@given(st.lists(LINES, max_size=6), st.lists(FILES, min_size=1, max_size=9))
def test_lists_are_looked_up_as_pathspec_would_match_them(lines: list[str], paths: list[str]) -> None:
    plain, found = pathspec.GitIgnoreSpec.from_lines(lines), patterns.Patterns(lines)
    assert [found.match_file(path) for path in paths] == [bool(plain.match_file(path)) for path in paths]


def test_a_long_list_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "atomic", lambda _regex: pytest.fail("compiled"))
    lines = [*(f"seeds/{number}.txt" for number in range(100_000)), *(f"old/{number}/**" for number in range(9))]
    found = patterns.Patterns(lines)
    asked = ("seeds/7.txt", "seeds/7.txt/below", "seeds/x.txt", "old/3/x", "old/3", "7.txt")
    assert [found.match_file(path) for path in asked] == [True, True, False, True, False, False]
