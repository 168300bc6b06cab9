"""The claimed origin against the exchanges of a capture."""

from __future__ import annotations

import pytest

from provgate.compare.claims import judge_page
from provgate.compare.origin import judge_origin
from provgate.evidence.facts import Exchange, Statement
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Author, Claims
from provgate.formats.registries import Outlet, Registry

URL = "https://www.gazette.example/dredging.html"
OUTLETS = {"g": Outlet("g", "Harbour Gazette", (), ("gazette.example", "gazette-archive.example"))}
REGISTRY = Registry(OUTLETS, {"gazette.example": ("g",), "gazette-archive.example": ("g",)})


def judge(claim: str, *urls: str, canonical: str = "") -> Judgement:
    exchanges = [Exchange(url, 200, {}, b"", "") for url in urls]
    statements = (
        [Statement("canonical", canonical, "canonical link", 1)] if canonical else [Statement("title", "x", "title")]
    )
    return judge_origin(claim, exchanges, REGISTRY, statements)


@pytest.mark.parametrize(
    "claim",
    [
        URL,
        "HTTPS://WWW.Gazette.example:443/dredging.html",
        URL + "#silt",
        "https://www.gazette.example/%64redging.html",
    ],
)
def test_the_same_url_in_other_spellings(claim: str) -> None:
    assert judge(claim, URL).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        URL + "?page=2",
        "http://www.gazette.example/dredging.html",
        "https://www.gazette.example/",
        "https://gazette.example/dredging.html",
    ],
)
def test_another_url(claim: str) -> None:
    found = judge(claim, URL)
    assert (found.verdict, found.detail) == (Verdict.CONTRADICTED, f"the capture holds {URL}, not {claim}")


def test_nothing_held() -> None:
    assert judge(URL).verdict is Verdict.UNSUPPORTED


def test_a_redirect_ends_elsewhere() -> None:
    found = judge("https://short.example/x", "https://short.example/x", URL)
    assert (found.verdict, found.stated) == (Verdict.SUPPORTED, URL)


@pytest.mark.parametrize(
    ("canonical", "told"),
    [
        ("/other.html", False),
        ("https://gazette.example/x", False),
        ("https://m.www.gazette.example/x", False),
        ("https://gazette-archive.example/x", False),
        ("https://courier.example/x", True),
    ],
)
def test_a_canonical_link_to_another_owner_is_told(canonical: str, told: bool) -> None:
    found = judge(URL, URL, canonical=canonical)
    assert found.verdict is Verdict.SUPPORTED
    assert found.detail == (f"the page names {canonical} as its canonical place" if told else "")


@pytest.mark.parametrize(
    ("captured", "retrieved", "contradicted"),
    [
        ("2026-03-11T09:59:59Z", "", True),
        ("2026-03-11T09:59Z", "", True),
        ("2026-03-11T10:00Z", "", False),
        ("2026-03-11T09:59:59Z", "2026-03-11T09:59:59Z", False),
        ("2026", "", False),
    ],
)
def test_a_capture_older_than_the_date(captured: str, retrieved: str, contradicted: bool) -> None:
    url = "https://www.harbourgazette.example/dredging.html"
    claims = Claims(url, "2026-03-12", (Author("Ines Calder"),), "harbour-gazette", retrieved=retrieved)
    exchange = Exchange(url, 200, {}, b"", captured)
    stated = (Statement("date", "2026-03-12", "meta date", 1),)
    judged = {one.claim: one.verdict for one in judge_page(claims, None, Registry(), (exchange,), stated, None)}
    assert judged["date"] is (Verdict.CONTRADICTED if contradicted else Verdict.SUPPORTED)
