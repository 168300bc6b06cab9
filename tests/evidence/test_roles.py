"""The role of each block of an article, by the page's markup alone."""

from __future__ import annotations

import pytest

from provgate.evidence.pages.article import find_article
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.roles import passages

TITLE = "Dredging resumes in the outer harbour"
FIRST = "The harbour board has resumed dredging after a pause of fourteen months, its director said on Monday."
LAST = "Fishing crews from the north quay fear that silt will bury the mussel beds that they have lived on."
BODY, HEAD, CAPTION, ASIDE, FOREIGN = "body", "head", "caption", "aside", "foreign"


def roles(markup: str) -> dict[str, str]:
    """The first word of each block with its role."""
    found = passages(find_article(parse(f"<title>{TITLE}</title><article><h1>{TITLE}</h1>{markup}</article>")))
    return {passage.block.text.split()[0].strip("“:.,\u2060"): passage.role.value for passage in found}


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        ("<p>X marks no place.</p>", BODY),
        ("<p>X</p>", BODY),
        ("<p><input> X is a word of it.</p>", BODY),
        ("<li><img> X</li>", BODY),
        ("<div>X said:</div>", BODY),
        ("<li>X</li>", BODY),
        ("<h2>X did what?</h2>", BODY),
        ("<h2>X</h2>", HEAD),
        ("<h2>X</h2><p>One</p><h2>X</h2>", BODY),
        ("<time>X 12</time>", HEAD),
        ("<p class='date'>X 12</p>", HEAD),
        ("<p><span class='author'>X Calder</span></p>", HEAD),
        ("<address>X Calder</address>", HEAD),
        ("<div>X.</div>", HEAD),
        ("<header><p>X is in a header of its own.</p></header>", HEAD),
        ("<figure>X</figure>", CAPTION),
        ("<div class='photo'>X at work.</div>", CAPTION),
        ("<div><img><span>X at work</span></div>", CAPTION),
        ("<img><p><em>X at work</em></p>", CAPTION),
        ("<p><em>X at work</em></p>", BODY),
        ("<p>Photo: X Calder</p>", CAPTION),
        ("<div>Anzeige</div>", ASIDE),
        ("<div><div><div>X</div></div></div>", ASIDE),
        ("<p class='newsletter'>X is our letter. It is free.</p>", ASIDE),
        ("<div class='factbox'><p>X was founded in 1921.</p></div>", ASIDE),
        ("<div class='quote'><p>X is what she said.</p></div>", ASIDE),
        (f"<blockquote>{LAST[8:60]}</blockquote>", ASIDE),
        ("<blockquote>X is what she said, and nobody else.</blockquote>", BODY),
        ("<p><a>X</a></p>", ASIDE),
        ("<p>More: <a>X closes the airport</a></p>", ASIDE),
        ("<p>More than that: read <a>X</a></p>", BODY),
        ("<p><b>X here</b></p><div class='ad'>Buy</div>", ASIDE),
        ("<h3>X did it.</h3><div class='ad'>Buy</div>", ASIDE),
        ("<div>X <input> Sign</div>", ASIDE),
        ("<h3><a>X</a></h3>", ASIDE),
        ("<aside>X is beside it.</aside>", ASIDE),
        ("<div class='related'>X is another one.</div>", ASIDE),
    ],
)
def test_between_paragraphs(markup: str, role: str) -> None:
    found = roles(f"<p>{FIRST}</p>{markup}<p>{LAST}</p>")
    word = next(word for word in ("X", "Photo", "Anzeige", "crews", "More") if word in found)
    assert found[word] == role


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        ("<p class='lead'>X is why crews fear for mussels.</p><p>By</p>", HEAD),
        ("<div>X is why crews fear for mussels, they say.</div>", HEAD),
        ("<p><b>X is why you read this <a>letter</a>.</b></p>", HEAD),
        ("<div class='box'><p>X is our letter. It is free.</p></div>", HEAD),
        ("<p>X is why crews fear for mussels.</p>", BODY),
        ("<p class='lead'>X is why crews fear for mussels.</p>", BODY),
    ],
)
def test_before_the_paragraphs(markup: str, role: str) -> None:
    assert (
        roles(
            f"{markup}<div><p>{FIRST}</p><p>{LAST}</p></div>"
            if role != BODY
            else f"{markup}<p>{FIRST}</p><p>{LAST}</p>"
        )["X"]
        == role
    )


@pytest.mark.parametrize(
    ("markup", "role"),
    [
        ("<p><i>X wrote this with an agency.</i></p>", CAPTION),
        ("<p>X is on <a>the page of the board</a>.</p>", CAPTION),
        ("<p>X, photo: Calder</p>", CAPTION),
        ("<p><a>X</a></p>", CAPTION),
        ("<div class='related'><a>X</a></div>", FOREIGN),
        ("<p>X was the last word of the board.</p>", BODY),
        ("<p>X and the list of all the boats that were in the harbour on the day</p>", BODY),
    ],
)
def test_after_the_paragraphs(markup: str, role: str) -> None:
    assert roles(f"<p>{FIRST}</p><p>{LAST}</p>{markup}")["X"] == role


def test_a_page_of_short_lines_has_a_body() -> None:
    assert roles("<p>One</p><p>Two</p>") == {"Dredging": HEAD, "One": BODY, "Two": BODY}


def test_a_page_without_an_article_has_none() -> None:
    assert passages(find_article(parse("<h1>Menu</h1>"))) == ()
