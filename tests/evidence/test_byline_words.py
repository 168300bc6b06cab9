"""The words that introduce an author."""

from __future__ import annotations

import pytest

from provgate.values import byline_words


@pytest.mark.parametrize(
    "line",
    [
        "By Ines Calder",
        "von Ines Calder",
        "Autorin: Ines Calder",
        "Eine Kolumne von Ines Calder",
        "---- by Ines Calder",
        "作者：Ines Calder",
        "記者 Ines Calder",
        "Автор: Ines Calder",
        "Posted on 12 March 2026 by Ines Calder",
        "Por: Ines Calder",
    ],
)
def test_bylines_begin_with_them(line: str) -> None:
    start = byline_words.begin(line)
    assert start is not None
    assert line[start:] == "Ines Calder"
    assert byline_words.without(line) == "Ines Calder"
    assert byline_words.may_begin(line)


@pytest.mark.parametrize(
    "line", ["Ines Calder", "Bylaws of the harbour", "Byron Quay", "", "12 March 2026", "By", "-- --"]
)
def test_other_lines_do_not(line: str) -> None:
    assert byline_words.begin(line) is None
    assert byline_words.without(line) == line


def test_only_letters_may_begin_a_byline() -> None:
    assert not byline_words.may_begin("12 March 2026")
    assert not byline_words.may_begin("Byron Quay")


def test_stacked_words_are_taken_off() -> None:
    assert byline_words.without("Text: by Ines Calder") == "Ines Calder"
    assert byline_words.without("by by by by Ines Calder") == "by Ines Calder"
