"""Lies about dates that were made on purpose, class by class, each beside its honest neighbours."""

from __future__ import annotations

import json

import pytest

from compare.test_authors import GAZETTE, REGISTRY, TEXT
from gating import check
from pages import RETRIEVED, evidenced, warc
from provgate.compare.claims import judge_page
from provgate.evidence.facts import Exchange
from provgate.evidence.pages.clocks import Clock, clock_of
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.statements import read_page
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Author, Claims
from repos import Repo

URL = "https://www.gazette.example/dredging.html"
TITLE = "Dredging resumes at last"
TRUE, FALSE = "2026-03-12", "2026-03-03"


def page(above: str = "", below: str = "", head: str = "") -> str:
    return f"<title>{TITLE}</title>{head}<main><h1>{TITLE}</h1>{above}<div>{TEXT}</div></main>{below}"


def node(date: str = TRUE, **fields: object) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "datePublished": date, **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def meta(name: str, date: str) -> str:
    return f'<meta property="{name}" content="{date}">'


def judge(html: str, claim: str) -> Judgement:
    tree = parse(html)
    claims = Claims(URL, claim, (Author("Ines Calder"),), "gazette", retrieved=RETRIEVED)
    exchange = Exchange(URL, 200, {}, html.encode(), "")
    found = judge_page(claims, GAZETTE, REGISTRY, (exchange,), read_page(tree, html, URL, {}), tree)
    return next(judgement for judgement in found if judgement.claim == "date")


PUBLISHED = "<p class='meta'>Published 12 March 2026</p>"
ELSEWHERE = {
    "a caption": page(PUBLISHED + "<figure><figcaption>The Maud on 3 March 2026</figcaption></figure>"),
    "a caption's time": page("<figure><time datetime='2026-03-03'>3 March 2026</time></figure>" + PUBLISHED),
    "a caption alone": page("<figure><figcaption><time datetime='2026-03-03'>3 March</time></figcaption></figure>"),
    "a teaser": page(PUBLISHED, "<article><h2>Herring</h2><time datetime='2026-03-03'>3 March 2026</time></article>"),
    "a teaser alone": page("<p>x</p>" * 30, "<article><h2>Herring</h2><time datetime='2026-03-03'></time></article>"),
    "a related teaser": page(PUBLISHED, "<div class='related'><span class='date'>3 March 2026</span></div>"),
    "a member": page(PUBLISHED + "<p>x</p>" * 3 + "<p class='profile'>Member since 3 March 2026</p>", head=node()),
    "a comment": page(PUBLISHED, "<div class='comments'><time datetime='2026-03-03'>3 March 2026</time></div>"),
    "a comment alone": page("<p>x</p>" * 30, "<div class='comments'><time datetime='2026-03-03'></time></div>"),
    "a modification": page(head=node(dateModified="2026-03-03")),
    "a modification alone": page("<p>Updated 3 March 2026</p>"),
    "a modification as a meta": page(head=meta("article:modified_time", FALSE)),
    "prose": page(PUBLISHED + "<p>On 3 March 2026, the harbour board had met.</p>"),
    "a date farther down": page(PUBLISHED + "<p>x</p>" * 20 + "<p>3 March 2026</p>"),
    "an unlabelled one nearer": page("<p>3 March 2026</p><p>x</p>" + PUBLISHED),
    "another node": page(head=node() + node(FALSE, headline="The price of herring falls again")),
    "a nested node": page(head=node(hasPart={"@type": "NewsArticle", "headline": TITLE, "datePublished": FALSE})),
    "a list": page(head=node() + node(**{"@type": "ItemList"}, itemListElement=[{"@type": "Article", "datePublished": FALSE}])),
    "a meta against node and byline": page(PUBLISHED, head=node() + meta("article:published_time", FALSE)),
    "a meta against the node": page(head=node() + meta("article:published_time", FALSE)),
    "a change called publication": page(head=node("2026-03-20", dateModified="2026-03-20") + meta("article:published_time", TRUE)),
    "readers see another": page("<p>3 March 2026</p>", head=node() + meta("article:published_time", TRUE)),
}  # fmt: skip


@pytest.mark.parametrize("case", ELSEWHERE)
def test_dates_of_something_else(case: str) -> None:
    assert judge(ELSEWHERE[case], FALSE).verdict is not Verdict.SUPPORTED
    assert judge(ELSEWHERE[case], "2026-03-20").verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize("case", [case for case in ELSEWHERE if not case.endswith(("alone", "as a meta"))])
def test_the_true_date_beside_them(case: str) -> None:
    assert judge(ELSEWHERE[case], TRUE).verdict is Verdict.SUPPORTED


def test_dates_that_disagree_in_one_place_support_neither() -> None:
    html = page(head=node() + node(FALSE))
    assert judge(html, TRUE).verdict is judge(html, FALSE).verdict is Verdict.UNSUPPORTED
    assert "several dates of publication" in judge(html, TRUE).detail
    settled = page(PUBLISHED, head=node() + node(FALSE))
    assert (judge(settled, TRUE).verdict, judge(settled, FALSE).verdict) == (Verdict.SUPPORTED, Verdict.UNSUPPORTED)
    posts = page("<p>x</p>" * 30 + "<p>3 March 2026</p>" + "<p>x</p>" * 9 + "<p>12 March 2026</p>")
    assert judge(posts, TRUE).verdict is judge(posts, FALSE).verdict is Verdict.UNSUPPORTED


def test_a_day_that_reads_two_ways_is_told_by_another_place() -> None:
    html = page("<p><time datetime='03-12-2026'>12 March 2026</time></p>")
    assert judge(html, TRUE).verdict is Verdict.SUPPORTED
    assert judge(html, "2026-12-03").verdict is not Verdict.SUPPORTED


TIMES = {
    "2026-03-12T06:00:00Z": ("2026-03-12T06:00:00Z", "2026-03-12T07:00:00+01:00"),
    "2026-03-12T06:00:00+01:00": ("2026-03-12T05:00:00Z", "2026-03-12T06:00:00+01:00"),
    "2026-03-12T06:00+01:00": ("2026-03-12T05:00:00Z", "2026-03-12T06:00:00+01:00"),
    "2026-03-12 06:00:00": ("2026-03-12T06:00:00+02:00", "2026-03-12T06:00:00Z"),
    "12 March 2026, 06:00": ("2026-03-12T06:00:00+02:00",),
    "12. März 2026, 6.00 Uhr": ("2026-03-12T06:00:00+01:00",),
    "March 12, 2026 6:00 a.m.": ("2026-03-12T06:00:00-05:00",),
    "1773295200": ("2026-03-12T06:00:00Z",),
    "20260312T060000Z": ("2026-03-12T06:00:00Z",),
}
WRONG = (
    "2026-03-12T06:01:00Z",
    "2026-03-12T06:00:30Z",
    "2026-03-12T18:00:00Z",
    "2026-03-12T17:00:00+01:00",
    "2026-03-12T09:14:00Z",
)


@pytest.mark.parametrize("stated", TIMES)
def test_a_time_of_day_is_true_or_false_too(stated: str) -> None:
    for html in (page(head=node(stated)), page(f"<p class='date'>{stated}</p>")):
        if html == page(head=node(stated)) or not stated[:8].isdigit():
            assert {judge(html, claim).verdict for claim in TIMES[stated]} == {Verdict.SUPPORTED}
            assert judge(html, TRUE).verdict is Verdict.SUPPORTED
        assert all(judge(html, claim).verdict is not Verdict.SUPPORTED for claim in WRONG)


def test_a_time_that_the_page_does_not_give() -> None:
    found = judge(page(head=node()), "2026-03-12T06:00:00Z")
    assert (found.verdict, found.detail) == (
        Verdict.UNSUPPORTED,
        "the page gives the day but not the time of 2026-03-12T06:00:00Z",
    )
    assert judge(page(head=node()), "2026-03-12T00:00:00").verdict is Verdict.SUPPORTED
    assert judge(page("<p>12 March 2026 07:00</p>"), "2026-03-12T06:00:00Z").verdict is Verdict.UNSUPPORTED
    assert judge(page("<p>06:00</p>", head=node()), "2026-03-12T06:00:00Z").verdict is Verdict.UNSUPPORTED
    assert judge(page("<p>12 March 2026, 06:00</p>", head=node()), "2026-03-12T06:00:00Z").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("12 March 2026", None),
        ("25:00", None),
        ("12:60", None),
        ("9:15 p.m.", Clock(21, 15)),
        ("12:05 AM", Clock(0, 5)),
        ("14h05", Clock(14, 5)),
        ("2026年3月12日 14時05分", Clock(14, 5)),
        ("12.03.2026 14.05 Uhr", Clock(14, 5)),
        ("12.03.2026", None),
        ("2026-03-12T14:05:09.123-0330", Clock(14, 5, 9, -210)),
        ("2026-03-12T14:05+01", Clock(14, 5, None, 60)),
        ("2026-03-12T14:05 GMT", Clock(14, 5, None, 0)),
        ("20260312T1405", Clock(14, 5)),
        ("1773295209847", Clock(6, 0, 9, 0)),
    ],
)
def test_clocks(text: str, clock: Clock | None) -> None:
    assert clock_of(text) == clock


@pytest.mark.parametrize("date", ["2026-03-12T18:00:00Z", FALSE])
def test_through_the_command_line(repo: Repo, date: str) -> None:
    body = page(PUBLISHED, head=node("2026-03-12T06:00:00Z") + meta("article:published_time", FALSE))
    evidenced(repo, capture=warc(body.encode()), text=b"x\n", changes={"date": date})
    repo.commit()
    assert "PG502" in check(repo, "--require", "evidenced").codes("seeds/dredging.txt.source.yaml")
