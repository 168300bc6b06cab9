"""The main article as text: which blocks a draft takes, and how lists, tables and headings are kept."""

from __future__ import annotations

import pytest

from provgate.capture.text import Held, chosen, held, markdown, plain, said, shown
from provgate.compare.text.pagetext import PageText
from provgate.evidence.pages import decode
from provgate.evidence.pages.outline import Block

FIRST = "The dredger returned to the old harbour on Thursday after four months of repairs, the port office said."
SECOND = (
    "About 40,000 cubic metres of silt have to be moved before the ferry season begins, twice as much as last year."
)
LAST = "Fishing boats may use the eastern basin in the meantime, and the council meets again on Tuesday evening."
STANDFIRST = "Four months of repairs are over, and the harbour master expects the first grain carrier on the same tide."
TITLE = "Dredging resumes in the old harbour"


def page(body: str, head: str = "") -> PageText:
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><nav>Home</nav><main><article>{body}</article></main></body></html>"
    return PageText(decode.parse(html))


def blocks(body: str, head: str = "") -> list[Block]:
    found = page(body, head)
    tree = decode.parse(f"<head>{head}</head>")
    return chosen(found.passages, found.article, said(tree, TITLE))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


BODY = paragraphs(FIRST, SECOND, LAST)
HEAD = f"<h1>{TITLE}</h1>"


def lines(body: str, head: str = "") -> list[str]:
    return plain(blocks(body, head)).split("\n\n")


def test_the_body_is_always_in() -> None:
    assert plain(blocks(HEAD + BODY)) == f"{FIRST}\n\n{SECOND}\n\n{LAST}\n"


def test_headings_between_paragraphs() -> None:
    body = HEAD + paragraphs(FIRST) + "<h2>What comes next</h2>" + paragraphs(SECOND, LAST)
    assert lines(body) == [FIRST, "What comes next", SECOND, f"{LAST}\n"]
    assert markdown(blocks(body)).split("\n\n")[1] == "## What comes next"


@pytest.mark.parametrize(
    ("standfirst", "head", "kept"),
    [
        (f"<h2>{STANDFIRST}</h2>", "", True),
        (f"<h2>{STANDFIRST[:-1]}</h2>", "", False),
        (f"<h2>{STANDFIRST[:-1]}</h2>", f'<meta name="description" content="{STANDFIRST[:80]} ...">', True),
        (f"<h2>{STANDFIRST[:-1]}</h2>", f'<meta property="og:description" content="{STANDFIRST}">', True),
        (f"<h2>{STANDFIRST[:-1]}</h2>", '<meta name="description">', False),
        (f'<h2 class="standfirst">{STANDFIRST[:-1]}</h2>', "", True),
        (f"<h2>{TITLE}, and the old harbour has dredging, which resumes in the harbour.</h2>", "", False),
        (f"<figcaption>{STANDFIRST}</figcaption>", "", False),
        ("<h2>Harbour</h2>", "", False),
        ("<div>" + "".join(f"<b>{word}</b> " for word in STANDFIRST.split()) + "</div>", "", False),
    ],
)
def test_standfirsts(standfirst: str, head: str, kept: bool) -> None:
    assert len(lines(HEAD + standfirst + BODY, head)) == (4 if kept else 3)


def test_what_is_before_the_headline_is_none() -> None:
    assert len(lines(f"<h2>{STANDFIRST}</h2>{HEAD}{BODY}")) == 3


def test_a_page_without_an_article() -> None:
    found = page("")
    assert chosen(found.passages, found.article, said(None, "")) == []
    assert plain([]) == markdown([]) == ""
    assert held((), "words") == Held(0, 0)


ITEMS = "<li>The ferry goes again from Monday morning.</li><li>Two piers stay closed until May &amp; June.</li>"
TABLE = (
    "<table><tr><th>Month of the work</th><th>Silt in tonnes</th></tr>"
    "<tr><td>In March alone</td><td>12,000 | 13,000</td></tr></table>"
)


def test_lists_and_tables_are_lines_of_plain_text() -> None:
    """No markers: all that is in a text file is words, and a dash before a number is a minus."""
    text = plain(blocks(HEAD + paragraphs(FIRST) + f"<ul>{ITEMS}</ul>{TABLE}" + paragraphs(SECOND, LAST)))
    assert (
        text.split(f"{FIRST}\n\n")[1]
        == "The ferry goes again from Monday morning.\nTwo piers stay closed until May & June.\n\n"
        f"Month of the work\tSilt in tonnes\nIn March alone\t12,000 | 13,000\n\n{SECOND}\n\n{LAST}\n"
    )


def test_lists_and_tables_in_markdown() -> None:
    quoted = f"<blockquote><p>{SECOND}</p></blockquote>"
    text = markdown(
        blocks(HEAD + paragraphs(FIRST) + f"<ul>{ITEMS}</ul><ol>{ITEMS}</ol>{TABLE}{quoted}" + paragraphs(LAST))
    )
    assert (
        "- The ferry goes again from Monday morning.\n- Two piers stay closed until May &amp; June.\n\n1. The ferry"
        in text
    )
    assert "morning.\n2. Two piers stay" in text
    assert (
        "| Month of the work | Silt in tonnes |\n| --- | --- |\n| In March alone | 12,000 \\| 13,000 |\n\n> About"
        in text
    )


def test_what_a_page_shows() -> None:
    article, visible = shown(page(HEAD + BODY))
    assert FIRST in article
    assert "Home" not in article
    assert " home " in visible
    assert shown(None) == ("", "")


def test_how_much_is_held() -> None:
    passages = page(HEAD + BODY).passages
    assert held(passages, f"{FIRST}\n{SECOND}\n{LAST}") == Held(3, 3)
    assert held(passages, f"{FIRST}\n{LAST}") == Held(2, 3)
    assert held(passages, f"{LAST}\n{FIRST}") == Held(1, 3)
