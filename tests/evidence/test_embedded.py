"""What a page states outside its visible text: titles, and text as one string."""

from __future__ import annotations

import pytest

from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.embedded import plain_blocks, stated_blocks, titles


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("One\nTwo \u00e9", ["One", "Two é"]),
        ("One\r\n\r\n  Two\u2029Three", ["One", "Two", "Three"]),
        ("&lt;p&gt;A &lt;b&gt;b&lt;/b&gt;c&lt;/p&gt;&lt;p&gt;D&lt;/p&gt;", ["A bc", "D"]),
        ("A<br/>B <i class='x'>c</i>", ["A", "B c"]),
        ("1 < 2", ["1 < 2"]),
        ("", []),
    ],
)
def test_stated_text_is_lines(body: str, lines: list[str]) -> None:
    assert [block.text for block in stated_blocks(body)] == lines


def test_plain_text_keeps_what_looks_like_markup() -> None:
    assert [block.text for block in plain_blocks("a <b>\n\n&amp;")] == ["a <b>", "&amp;"]


def test_titles() -> None:
    tree = parse(
        '<title>A</title><meta property="og:title" content="B"><meta name="twitter:title"><h1>C</h1><h1>D</h1>'
    )
    assert list(titles(tree)) == ["A", "B", "", "C"]
