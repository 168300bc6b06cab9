"""The words that introduce an author."""

from __future__ import annotations

import pytest

from provgate.values import byline_words as bywords


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
    start = bywords.begin(line)
    assert start is not None
    assert line[start:] == "Ines Calder"
    assert bywords.without(line) == "Ines Calder"
    assert bywords.may_begin(line)


@pytest.mark.parametrize(
    "line", ["Ines Calder", "Bylaws of the harbour", "Byron Quay", "", "12 March 2026", "By", "-- --"]
)
def test_other_lines_do_not(line: str) -> None:
    assert bywords.begin(line) is None
    assert bywords.without(line) == line


def test_only_letters_may_begin_a_byline() -> None:
    assert not bywords.may_begin("12 March 2026")
    assert not bywords.may_begin("Byron Quay")


def test_stacked_words_are_taken_off() -> None:
    assert bywords.without("Text: by Ines Calder") == "Ines Calder"
    assert bywords.without("by by by by Ines Calder") == "by Ines Calder"
