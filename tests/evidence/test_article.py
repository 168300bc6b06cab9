"""Which part of a page is its one main article: found by markup alone."""

from __future__ import annotations

import pytest

from provgate.evidence.pages.article import Article, find_article
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.outline import MAX_DEPTH, read_outline

TITLE = "Dredging resumes in the outer harbour"
PROSE = "The harbour board has resumed dredging after a pause of fourteen months, its director said on Monday."
OTHER = "Fishing crews from the north quay fear that silt will bury the mussel beds that they have lived on."
HEAD = f"<title>{TITLE} - Harbour Gazette</title>"


def article(body: str, head: str = HEAD) -> tuple[Article, set[str]]:
    """The article, and the `id`s of the elements with one that it holds."""
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    found = find_article(tree)
    return found, {str(node.attributes["id"]) for node in tree.css("[id]") if found.holds(node)}


@pytest.mark.parametrize(
    ("body", "held"),
    [
        pytest.param(f"<h1 id=h>{TITLE}</h1><p id=by>By Ines Calder</p><p id=a>{PROSE}</p>", "h by a", id="bare page"),
        pytest.param(
            f"<header><h1 id=h>{TITLE}</h1></header><main><p id=a>{PROSE}</p></main><footer id=f>{OTHER}</footer>",
            "h a",
            id="main after a header",
        ),
        pytest.param(
            f"<article><p id=o>{OTHER * 3}</p></article><article><h1 id=h>{TITLE}</h1><p id=a>{PROSE * 3}</p></article>",
            "h a",
            id="the article with the headline, not the first",
        ),
        pytest.param(
            f"<article><h1 id=h>{TITLE}</h1><p id=a>{PROSE}</p></article>"
            f"<article><h2 id=g>Another article</h2><p id=o>{OTHER * 9}</p></article>",
            "h a",
            id="the article with the headline, not the longest",
        ),
        pytest.param(
            f"<h1 id=h>{TITLE}</h1><div itemprop=articleBody><p id=a>{PROSE}</p></div><div><p id=o>{OTHER}</p></div>",
            "h a",
            id="articleBody",
        ),
        pytest.param(
            f"<article><div><article><h1 id=h>{TITLE}</h1><p id=a>{PROSE * 5}</p></article></div>"
            f"<p id=o>{OTHER}</p></article>",
            "h a",
            id="an article that holds nearly all of another",
        ),
        pytest.param(
            f"<article><h1 id=h>{TITLE}</h1><p id=a>{PROSE * 5}</p><article id=n><p id=o>{OTHER}</p></article></article>",
            "h a",
            id="an article inside is another one",
        ),
        pytest.param(
            f"<h1 id=h>{TITLE}</h1><p id=a>{PROSE}</p><div class='comments'><p id=c>{OTHER * 20}</p></div>",
            "h a",
            id="comments that are longer than the article",
        ),
        pytest.param(
            f"<div class='sidebar-layout'><h1 id=h>{TITLE}</h1><div class='entry has-comments'><p id=a>{PROSE}</p>"
            f"</div><div class='sidebar'><p id=o>{OTHER}</p></div></div>",
            "h a",
            id="class words on what holds the article",
        ),
        pytest.param(
            f"<h1 id=h>{TITLE}</h1><p id=a>{PROSE * 2}</p><div role=dialog><p id=o>{OTHER}</p></div>"
            f"<div class=CookieConsent><p id=c>{OTHER}</p></div><nav><p id=n>{OTHER}</p></nav>"
            f"<div class=relatedPosts><p id=r>{OTHER}</p></div>",
            "h a",
            id="dialog, banner, navigation, related",
        ),
        pytest.param(
            f"<h1 id=h>{TITLE}</h1><p id=a>{PROSE}</p><p id=u hidden>{OTHER}</p><dialog><p id=d>{OTHER}</p></dialog>"
            f"<details><summary id=s>More</summary><p id=o>{OTHER}</p></details>"
            f"<details open><p id=p>{PROSE}</p></details>",
            "h a s p",
            id="hidden elements",
        ),
        pytest.param("<h1 id=h>Menu</h1>", "", id="no prose"),
        pytest.param(f"<p id=a>{PROSE}</p>", "a", id="no headline"),
        pytest.param(
            f"<article><p id=a>{PROSE}</p></article><article><p id=o>{PROSE * 2}</p></article>", "o", id="the longest"
        ),
        pytest.param(
            f"<h2 id=g>Harbour</h2><div><h2 id=h>{TITLE}</h2><p id=a>{PROSE}</p></div>", "h a", id="headline without h1"
        ),
        pytest.param(
            f"<h1 id=g>Gazette</h1><div><h2 id=h>{TITLE}</h2><p id=a>{PROSE}</p></div>", "h a", id="a site's name"
        ),
        pytest.param(f"<h1 id=g hidden>{TITLE}</h1><h1 id=h>News</h1><p id=a>{PROSE}</p>", "h a", id="hidden headline"),
        pytest.param(f"<p id=a>{'港' * 30}</p>", "a", id="a script without spaces"),
    ],
)
def test_the_article(body: str, held: str) -> None:
    assert article(body)[1] == set(held.split())


def test_the_root_is_the_smallest_element_with_all_the_prose() -> None:
    found, _ = article(f"<h1>{TITLE}</h1><div><section id=r><p>{PROSE}</p><p>{OTHER}</p></section><p>Short</p></div>")
    assert found.root is not None
    assert found.root.tag == "section"
    assert found.headline is not None
    assert found.headline.tag == "h1"


def test_a_page_without_a_title_has_its_first_h1_as_headline() -> None:
    found, held = article(f"<h1 id=h>One</h1><p id=a>{PROSE}</p>", head='<meta property="og:title">')
    assert held == {"h", "a"}
    assert found.headline is not None


def test_a_headline_that_comes_after_the_prose_is_not_the_articles() -> None:
    _, held = article(f"<article><p id=a>{PROSE}</p></article><section><h1 id=h>{TITLE}</h1></section>")
    assert held == {"a"}


def test_the_root_is_not_sought_behind_the_marked_element() -> None:
    found, _ = article(f"<main><p>{PROSE}</p><p>{OTHER}</p></main><div><p>{OTHER}</p></div>")
    assert found.root is not None
    assert found.root.tag == "main"


def test_an_element_of_another_tree_is_not_held() -> None:
    found, _ = article(f"<p>{PROSE}</p>")
    stranger = parse("<p>Elsewhere</p>").css_first("p")
    assert stranger is not None
    assert not found.holds(stranger)


def test_a_page_that_is_nested_too_deeply_is_not_read_whole() -> None:
    outline = read_outline(parse("<div>" * (MAX_DEPTH + 5) + PROSE))
    assert not outline.whole
    assert find_article(parse(""), outline).root is None
