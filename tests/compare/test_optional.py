"""Optional claims that a page contradicts: a false title, another language, another license."""

from __future__ import annotations

import pytest

from compare.test_authors import GAZETTE, REGISTRY
from gating import check
from pages import evidenced
from provgate.compare.claims import judge_page
from provgate.evidence.facts import Exchange
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.statements import read_page
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Author, Claims
from repos import Repo

URL = "https://www.gazette.example/dredging.html"
TITLE = "Dredging resumes in the harbour"
HEAD = (
    '<html lang="en"><title>Harbour news: Dredging resumes in the harbour - Harbour Gazette</title>'
    '<meta property="og:title" content="Silt again">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Dredging resumes in the harbour",'
    ' "alternativeHeadline": "What the board says", "inLanguage": "en-GB",'
    ' "license": "https://creativecommons.org/licenses/by-nc/4.0/"}</script>'
)
PAGE = f"{HEAD}<main><h1>Dredging resumes in the <i>harbour</i></h1><h2>What it costs</h2><p>The dredger is back.</p></main>"


def judge(html: str = PAGE, **claims: str) -> list[Judgement]:
    tree = parse(html)
    held = Claims(URL, "2026-03-12", (Author("Ines Calder"),), "gazette", **claims)
    exchange = Exchange(URL, 200, {}, html.encode(), "")
    found = judge_page(held, GAZETTE, REGISTRY, (exchange,), read_page(tree, html, URL, {}), tree)
    return [judgement for judgement in found if judgement.claim in ("title", "language", "license")]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"title": TITLE},
        {"title": "DREDGING RESUMES IN THE HARBOUR!"},
        {"title": "Silt again"},
        {"title": "What the board says"},
        {"title": "Harbour news: Dredging resumes in the harbour"},
        {"title": "Dredging resumes in the harbour - Harbour Gazette"},
        {"language": "en"},
        {"language": "en-US"},
        {"language": "EN"},
        {"license": "CC-BY-NC-4.0"},
        {"license": "CC-BY-NC-4.0 OR LicenseRef-house"},
    ],
)
def test_what_the_page_states_is_not_contradicted(claims: dict[str, str]) -> None:
    assert judge(**claims) == []


@pytest.mark.parametrize(
    ("claims", "stated", "place"),
    [
        ({"title": "Harbour master steals dredger"}, TITLE, "JSON-LD headline"),
        ({"title": "Dredging resumes"}, TITLE, "JSON-LD headline"),
        ({"title": "Dredging never resumes in the harbour"}, TITLE, "JSON-LD headline"),
        ({"title": "Harbour Gazette"}, TITLE, "JSON-LD headline"),
        ({"title": "Harbour news"}, TITLE, "JSON-LD headline"),
        ({"title": "What it costs"}, TITLE, "JSON-LD headline"),
        ({"language": "de"}, "en-GB", "JSON-LD inLanguage"),
        ({"license": "CC-BY-4.0"}, "https://creativecommons.org/licenses/by-nc/4.0/", "JSON-LD license"),
        ({"license": "CC-BY-NC-3.0"}, "https://creativecommons.org/licenses/by-nc/4.0/", "JSON-LD license"),
        ({"license": "MIT"}, "https://creativecommons.org/licenses/by-nc/4.0/", "JSON-LD license"),
    ],
)
def test_what_the_page_contradicts(claims: dict[str, str], stated: str, place: str) -> None:
    [found] = judge(**claims)
    [(claim, value)] = claims.items()
    assert (found.claim, found.verdict, found.stated, found.place) == (claim, Verdict.CONTRADICTED, stated, place)
    assert found.detail == f"the page states the {claim} `{stated}`, not `{value}`"


@pytest.mark.parametrize(
    ("head", "claims"),
    [
        ("", {"title": "Anything"}),
        ("", {"language": "de"}),
        ('<html lang="German">', {"language": "de"}),
        ('<html lang="no">', {"language": "nb"}),
        ('<html lang="en"><meta property="og:locale" content="de_DE">', {"language": "de"}),
        ("", {"license": "CC-BY-4.0"}),
        ('<link rel="license" href="https://www.gazette.example/terms">', {"license": "CC-BY-4.0"}),
        ('<link rel="license" href="http://[">', {"license": "CC-BY-4.0"}),
        ('<link rel="license" href="https://creativecommons.org/about">', {"license": "CC-BY-4.0"}),
        ('<a rel="license" href="http://creativecommons.org/publicdomain/zero/1.0/">x</a>', {"license": "CC0-1.0"}),
        ('<a rel="license" href="https://creativecommons.org/licenses/by/">x</a>', {"license": "CC-BY-3.0"}),
    ],
)
def test_what_the_page_leaves_open(head: str, claims: dict[str, str]) -> None:
    assert judge(f"{head}<p>The dredger is back.</p>", **claims) == []


def test_titles_of_other_articles_are_not_the_pages() -> None:
    other = "<article class='related'><h1>Herring is dear</h1></article>"
    assert [found.claim for found in judge(PAGE + "<p>x</p>" * 40 + other, title="Herring is dear")] == ["title"]


def test_through_the_command_line(repo: Repo) -> None:
    evidenced(repo, changes={"title": "Harbour master steals dredger", "language": "fr"})
    repo.commit()
    ran = check(repo, "--require", "evidenced")
    told = {finding["code"]: finding["severity"] for finding in ran.report["findings"]}
    assert (ran.code, told) == (1, {"PG509": "error", "PG510": "warning"})
    evidenced(repo, changes={"title": "Dredging resumes", "language": "en"})
    repo.commit()
    assert check(repo, "--require", "evidenced").code == 0
