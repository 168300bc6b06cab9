"""The claimed authors against a page, with the page itself at hand."""

from __future__ import annotations

import json

import pytest

from provgate.compare.claims import judge_page
from provgate.evidence.facts import Exchange, Statement
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.statements import read_page
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Author, Claims
from provgate.formats.registries import Outlet, Registry

URL = "https://www.gazette.example/dredging.html"
GAZETTE = Outlet("gazette", "Harbour Gazette", (), ("gazette.example",))
REGISTRY = Registry({"gazette": GAZETTE}, {"gazette.example": ("gazette",)})
TEXT = (
    "<p>The dredger came back to the inner harbour, said Maud Ferris, who had waited since the autumn storms.</p>" * 8
)
SUPPORTED, CONTRADICTED, UNSUPPORTED = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED


def page(above: str = "", below: str = "", head: str = "") -> str:
    title = "Dredging resumes at last"
    return f"<title>{title}</title>{head}<main><h1>{title}</h1>{above}<div>{TEXT}</div></main>{below}"


def ld(*authors: str, kind: str = "Person") -> str:
    data = {"@type": "NewsArticle", "author": [{"@type": kind, "name": name} for name in authors]}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def judge(html: str, *names: str, organization: bool = False, url: str = URL) -> Judgement:
    tree = parse(html)
    claims = Claims(url, "2026-03-12", tuple(Author(name, organization) for name in names), "gazette")
    exchange = Exchange(url, 200, {}, html.encode(), "")
    found = judge_page(claims, GAZETTE, REGISTRY, (exchange,), read_page(tree, html, url, {}), tree)
    return next(judgement for judgement in found if judgement.claim == "author")


@pytest.mark.parametrize(
    "names", [("Ines Calder", "Tom Reed"), ("Tom Reed", "Ines Calder"), ("REED, Tom", "Inés Calder")]
)
def test_the_whole_set_in_any_order(names: tuple[str, ...]) -> None:
    assert judge(page(head=ld("Ines Calder", "Tom Reed")), *names).verdict is SUPPORTED


@pytest.mark.parametrize(
    "names",
    [
        ("Ines Calder", "Tom Reed", "Ada Quill"),
        ("Ada Quill",),
        ("Inas Calder", "Tom Reed"),
        ("Maud Ferris",),
        ("Ines Calder",),
    ],
)
def test_any_other_set(names: tuple[str, ...]) -> None:
    assert judge(page(head=ld("Ines Calder", "Tom Reed")), *names).verdict is CONTRADICTED


def test_a_left_out_author_is_named() -> None:
    found = judge(page(head=ld("Ines Calder", "AP")), "Ines Calder")
    assert found.detail == "the page also names AP as an author, whom the sidecar leaves out"


@pytest.mark.parametrize(
    ("byline", "names", "verdict"),
    [
        ("By Ines Calder and Tom Reed", ("Ines Calder",), CONTRADICTED),
        ("By Ines Calder, Tom Reed and Ada Quill", ("Ines Calder", "Ada Quill"), CONTRADICTED),
        ("By Ines Calder, Berlin correspondent and Tom Reed", ("Ines Calder", "Tom Reed"), SUPPORTED),
        ("By Ines Calder and Harbour Gazette", ("Ines Calder",), SUPPORTED),
        ("By Ines Calder, Berlin", ("Ines Calder",), SUPPORTED),
        ("By Ines Calder", ("Tom Reed",), UNSUPPORTED),
    ],
)
def test_bylines(byline: str, names: tuple[str, ...], verdict: Verdict) -> None:
    assert judge(page(f"<p class='byline'>{byline}</p>"), *names).verdict is verdict


@pytest.mark.parametrize(
    "html",
    [
        page("<p>12.03.2026 | Ines Calder</p>"),
        page("<p><b>Ines Calder</b></p>"),
        page("<p>Ines Calder/Tom Reed</p>"),
        page("<li><span>Ines Calder</span></li>"),
        page("<p><a href='/users/7'>Ines Calder</a></p>"),
        page("<p>x</p>" * 40 + "<p>Ines Calder</p>"),
        page("<p>x</p>" * 40 + "<p>Ines Calder, Tom Reed</p>"),
        page("<p>x</p>" * 40 + f"<p>{TEXT[3:-4]} (Ines Calder)</p>"),
        page("<p>x</p>" * 40 + "<p>By Ines Calder</p>"),
        page("<p><span>A column by</span> <i>Ines Calder</i></p>"),
        page(f"<div>{'The harbour is full of silt again, said all. ' * 9}<i>By Ines Calder</i></div>"),
        page("<div class='author-box'><h3>Ines Calder</h3><p>" + "She writes about silt. " * 20 + "</p></div>"),
    ],
)
def test_places_where_pages_put_their_authors(html: str) -> None:
    names = ("Ines Calder", "Tom Reed") if "Tom Reed" in html else ("Ines Calder",)
    assert judge(html, *names).verdict is SUPPORTED


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page("<p><a href='/topics/7'>Maud Ferris</a></p>"),
        page("<h2>Maud Ferris</h2>"),
        page("<figure><figcaption>Maud Ferris</figcaption></figure>"),
        page("<p>Photo: Maud Ferris</p>"),
        page("<p class='tags'>Maud Ferris</p>"),
        page(below="<aside><p>x</p>" + "<p>x</p>" * 40 + "<p>By Maud Ferris</p></aside>"),
        page("<p>x</p>" * 40 + "<p>And then Maud Ferris went home, 12 days late</p>"),
        page(f"<p>{'Maud Ferris waited for the dredger, which did not come. ' * 100}</p>"),
        page("<a><b><i><u><p><s>Maud Ferris is late</s></p></u></i></b></a>" * 2 + "<h2>Maud Ferris</h2>").replace(
            "is late", "x" * 130
        ),
    ],
)
def test_places_where_pages_name_other_people(html: str) -> None:
    assert judge(html, "Maud Ferris").verdict is UNSUPPORTED


def test_lists_of_bodies_and_whole_statements() -> None:
    desk = ld("The Silt Group", kind="Organization") + '<meta name="author" content="Ines Calder">'
    assert judge(page(head=desk), "Tom Reed").stated == "The Silt Group"
    assert judge(page(head=ld("Ines Calder", "The Silt Group")), "Ines Calder", "The Silt Group").verdict is SUPPORTED
    desk = '<meta name="author" content="The Silt Desk">'
    assert judge(page(head=ld("Ines Calder") + desk), "Ines Calder").verdict is SUPPORTED
    meta = '<meta name="author" content="Ines Calder, Tom Reed">'
    assert judge(page(head=meta), "Ines Calder").verdict is CONTRADICTED
    assert judge(page(head=meta), "Ines Calder", "Tom Reed").verdict is SUPPORTED
    assert judge(page(head=ld("Ines Calder", "Harbour Gazette")), "Ines Calder").verdict is SUPPORTED


def test_a_name_that_stands_everywhere_is_looked_for_a_bounded_number_of_times() -> None:
    assert judge("<p>" + "<i>Maud Ferris, late</i> " * 5000 + "</p>", "Maud Ferris").verdict is UNSUPPORTED


def test_a_bare_name_does_not_outweigh_metadata() -> None:
    html = page("<p>Tom Reed</p>", head=ld("Ines Calder"))
    found = judge(html, "Tom Reed")
    assert (found.verdict, found.stated, found.place) == (CONTRADICTED, "Ines Calder", "JSON-LD author")
    assert found.detail == "the page names Ines Calder as its author and does not name Tom Reed"


def test_a_byline_far_away_counts_only_where_nobody_is_named_nearer() -> None:
    far = "<p>x</p>" * 60 + "<p class='author'>Tom Reed</p>"
    assert judge(page(far), "Tom Reed").verdict is SUPPORTED
    assert judge(page("<p>By Ines Calder</p>" + far), "Tom Reed").verdict is UNSUPPORTED


@pytest.mark.parametrize(
    ("head", "name", "verdict"),
    [
        ("", "Harbour Gazette", SUPPORTED),
        ("", "Quay Courier", UNSUPPORTED),
        (ld("Ines Calder"), "Harbour Gazette", CONTRADICTED),
        (ld("Harbour Gazette", kind="Organization"), "Harbour Gazette", SUPPORTED),
        ('<meta property="og:site_name" content="Quay Courier">', "Quay Courier", SUPPORTED),
        ("", "gazette", SUPPORTED),
        ('<meta name="author" content="the harbour desk">', "Quay Courier", UNSUPPORTED),
    ],
)
def test_bodies(head: str, name: str, verdict: Verdict) -> None:
    assert judge(page(head=head), name, organization=True).verdict is verdict


def test_initials_are_not_the_full_name() -> None:
    assert judge(page(head=ld("Jane Smith")), "J. Smith").verdict is CONTRADICTED
    assert judge(page(head=ld("J. Smith")), "J. Smith").verdict is SUPPORTED


def test_an_outlet_without_a_page() -> None:
    claims = Claims(URL, "2026-03-12", (Author("Harbour Gazette", True),), "gazette")
    found = {j.claim: j for j in judge_page(claims, GAZETTE, REGISTRY, (Exchange(URL, 200, {}, b"", ""),), (), None)}
    assert found["author"].place == "host, no personal author named"


def test_a_record_without_a_tree() -> None:
    claims = Claims("https://doi.org/10.1/x", "2026", (Author("Ines Calder"),), "gazette")
    stated = (Statement("author", "Tom Reed", "DOI record author", 0, "person"),)
    found = {j.claim: j.verdict for j in judge_page(claims, GAZETTE, REGISTRY, (), stated, None)}
    assert found == {"origin": UNSUPPORTED, "date": UNSUPPORTED, "author": CONTRADICTED, "outlet": CONTRADICTED}
