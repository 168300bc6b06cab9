"""A page's blocks: where text is divided, and the facts that each block carries."""

from __future__ import annotations

import pytest

from provgate.evidence.pages.blocks import RULE, SEAM, Block, read_blocks
from provgate.evidence.pages.decode import parse


def blocks(markup: str) -> tuple[Block, ...]:
    return read_blocks(parse(markup))


def texts(markup: str) -> list[str]:
    return [block.text.replace(SEAM, "") for block in blocks(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>two</b>\n three</p><p>four</p>", ["One two three", "four"]),
        ("One<br>two<br><br>three<div>four</div>five", ["One", "two", "three", "four", "five"]),
        ("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", ["a", "b", "c", "d"]),
        ("<p>a<script>no()</script><style>p{}</style><template>no</template>b</p>", ["ab"]),
        ("<svg><text>no</text></svg><noscript><p>yes</p></noscript>", ["yes"]),
        ("<my-card>a</my-card>b", ["a", "b"]),
        ("a<hr>b", ["a", RULE, "b"]),
        ("<p>a <!-- not -->b</p>", ["a b"]),
        ("<p> </p>", []),
        ("", []),
    ],
)
def test_text_is_divided_as_the_layout_divides_it(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_edges_of_inline_elements_show_as_seams() -> None:
    (block,) = blocks("<p>D<b>er</b> x</p>")
    assert block.text == f"D{SEAM}er{SEAM} x"


@pytest.mark.parametrize(
    ("markup", "fact"),
    [
        ("<aside><p>x</p></aside>", "aside"),
        ("<nav>x</nav>", "aside"),
        ("<figure><figcaption>x</figcaption></figure>", "caption"),
        ("<h2><span>x</span></h2>", "heading"),
        ("<table><tr><td>x</td></tr></table>", "table"),
        ("<ul><li><p>x</p></li></ul>", "item"),
    ],
)
def test_holders_inherit_what_surrounds_them(markup: str, fact: str) -> None:
    (block,) = blocks(markup)
    (other,) = blocks("<p>x</p>")
    assert getattr(block.holder, fact) is True
    assert getattr(other.holder, fact) is False


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>x</p>",
        "<div style='DISPLAY : none'><p>x</p></div>",
        "<span class='visually-hidden'>x</span>",
        "<span class='sr-only'>x</span>",
        "<span class='c-vh'>x</span>",
        "<p class='screen-reader-text'>x</p>",
        "<p style='position:absolute; left: -9999px'>x</p>",
        "<p style='text-indent:-100em'>x</p>",
        "<p style='opacity: 0'>x</p>",
        "<p style='opacity:.0;color:red'>x</p>",
        "<p style='font-size:0px'>x</p>",
        "<p style='clip: rect(0 0 0 0)'>x</p>",
        "<p style='display:/* really */none !important'>x</p>",
    ],
)
def test_what_the_eye_does_not_see_is_marked(markup: str) -> None:
    assert [block.hidden for block in blocks(markup)] == [True]


@pytest.mark.parametrize("name", ["h-[100vh]", "screen", "full-screen", "srcset", "hidden-gem"])
def test_other_names_hide_nothing(name: str) -> None:
    assert [block.hidden for block in blocks(f"<p class='{name}'>x</p>")] == [False]


@pytest.mark.parametrize(
    "style",
    [
        "opacity: 0.5",
        "opacity: 1",
        "margin-left:-9px",
        "top: -10px",
        "font-size: 0.9em",
        "font-size:01px",
        "background-color: transparent",
        "left: 9999px",
        "transform: scale(0.9)",
        "clip-path: inset(5%)",
    ],
)
def test_other_styles_hide_nothing(style: str) -> None:
    assert [block.hidden for block in blocks(f"<p style='{style}'>x</p>")] == [False]


def test_hidden_text_inside_a_line_is_a_block_of_its_own() -> None:
    found = blocks("<p>Read <a>this <span class='sr-only'>(opens elsewhere)</span></a>slowly</p>")
    assert [(block.text.replace(SEAM, ""), block.hidden) for block in found] == [
        ("Read this", False),
        ("(opens elsewhere)", True),
        ("slowly", False),
    ]


def test_links_bold_and_italics_are_counted() -> None:
    (block,) = blocks("<p>ab <a>cde</a> <strong>fg <em>hij</em></strong></p>")
    assert (block.links, block.strong, block.italic) == (3, 6, 3)


def test_the_outermost_furniture_word_is_the_hint() -> None:
    article = "<article class='share'><div class='box'><p id='related-1'>a</p></div></article>"
    found = blocks(f"{article}<div class='Promo tags'><p>b</p></div>")
    assert [block.holder.hint for block in found] == ["related", "promo"]


def test_siblings_share_a_container_and_a_look() -> None:
    one, two, other = blocks("<div><p class='t'>a</p><p class='t' style='border: 0'>b</p></div><div><p>c</p></div>")
    assert one.holder.container is not None
    assert one.holder.container == two.holder.container
    assert one.holder.container != other.holder.container
    assert (one.holder.look, two.holder.look, other.holder.look) == ("p.t", "p.t [boxed]", "p.")
    assert len({one.holder.number, two.holder.number, other.holder.number}) == 3


def test_only_a_line_break_continues_a_block() -> None:
    found = blocks("<p>a<br>b</p><p>c<br></p><p>d</p>e<br><br>f")
    assert [(block.text, block.continued) for block in found] == [
        ("a", False),
        ("b", True),
        ("c", False),
        ("d", False),
        ("e", False),
        ("f", True),
    ]


def test_depth_ends_no_run() -> None:
    assert texts("<div>" * 3000 + "deep" + "</div>" * 3000 + "<p>after</p>") == ["deep", "after"]


def test_a_page_without_a_body_has_no_blocks() -> None:
    tree = parse("<p>x</p>")
    assert tree.body is not None
    tree.body.decompose()
    assert read_blocks(tree) == ()
