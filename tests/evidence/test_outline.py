"""A page's tree as elements and blocks of text."""

from __future__ import annotations

import pytest

from provgate.evidence.pages import outline as outlines
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.outline import SEAM, Block, read_outline


def blocks(body: str) -> tuple[Block, ...]:
    return read_outline(parse(body)).blocks


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        pytest.param("<p>One <p>two", "One|two", id="paragraphs"),
        pytest.param("<div>One<div>two</div>three</div>", "One|two|three", id="text around an element"),
        pytest.param("<p>One<br>two", "One|two", id="line break"),
        pytest.param("<p>No<b>table</b> sum", f"No{SEAM}table{SEAM} sum", id="seams"),
        pytest.param("<p>a<script>b</script><noscript>c</noscript><style>d</style>e", f"a{SEAM * 6}e", id="unread"),
        pytest.param("<p>10<sup>6</sup> m<sup>2</sup>, 10<sup>-3</sup>", f"10{SEAM}^6{SEAM} m{SEAM}2{SEAM}, 10{SEAM}^-3", id="exponents"),
        pytest.param("<p>CO<sub>2</sub> in 2020<sup>th</sup>", f"CO{SEAM}2{SEAM} in 2020{SEAM}th", id="no exponents"),
        pytest.param("<p>a<span hidden>b</span>c", f"a{SEAM}{SEAM}c", id="hidden words"),
        pytest.param("<p>a<!-- b -->c", "ac", id="comments of the source"),
        pytest.param("<my-box>a</my-box>b", "a|b", id="custom elements"),
        pytest.param("<p> &nbsp; <b> </b>", "", id="white space"),
        pytest.param("<p>a<template><p>b</p></template>", "a", id="template"),
        pytest.param("<p>\u2060</p>b", "b", id="invisible"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_blocks(body: str, texts: str) -> None:
    assert "|".join(block.text for block in blocks(body)) == texts.removesuffix(SEAM)


def test_what_a_block_counts() -> None:
    (block,) = blocks("<p>a <a>link</a> <b>bold</b> <i>slanted</i></p>")
    assert (block.links, block.strong, block.italic, block.holder.tag) == (4, 4, 7, "p")


def test_what_continues_a_block() -> None:
    assert [block.continued for block in blocks("<p>a<br>b</p><p>c</p>")] == [False, True, False]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p hidden>a", False),
        ("<p aria-hidden=true>a", False),
        ("<div style='display:none'><p>a", False),
        ("<div class='sr-only'><p>a", False),
        ("<dialog>a", False),
        ("<dialog open>a", True),
        ("<details>a", False),
        ("<details><p>a", False),
        ("<details open>a", True),
        ("<details class=x open>a", True),
        ("<details><summary>a", True),
        ("<p><span hidden>a</span>", False),
        ("<p>a", True),
    ],
)
def test_hidden_blocks(body: str, shown: bool) -> None:
    assert [block.text for block in blocks(body)] == ["a"] * shown


def test_a_page_with_too_many_nodes_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "MAX_NODES", 10)
    assert not read_outline(parse("<p>a</p>" * 20)).whole


def test_a_page_without_a_body_has_nothing() -> None:
    assert read_outline(parse("<frameset></frameset>")).blocks == ()


def test_remarks_in_styles_do_not_hide_what_they_say() -> None:
    assert blocks("<p style='dis/* x */play:none'>a") == ()
    assert [block.text for block in blocks("<p style='/* display:none */'>a")] == ["a"]
