"""The claimed outlet against the page's host, and the names where hosts are shared."""

from __future__ import annotations

import pytest

from provgate.compare.outlet import judge_outlet, names_host, names_outlet
from provgate.evidence.facts import Statement
from provgate.findings import Judgement, Verdict
from provgate.formats.registries import Outlet, Registry

GAZETTE = Outlet("gazette", "Harbour Gazette", ("The Gazette",), ("gazette.example",))
COURIER = Outlet("courier", "Quay Courier", (), ("courier.example",))
PILOT = Outlet("pilot", "The Pilot", (), ("gazette.example",))
SECTION = Outlet("section", "Silt Weekly", (), ("silt.gazette.example",))
LETTERS = Outlet("letters", "Harbour Letters", (), ())


def registry(*outlets: Outlet) -> Registry:
    by_domain: dict[str, tuple[str, ...]] = {}
    for outlet in outlets:
        for domain in outlet.domains:
            by_domain[domain] = (*by_domain.get(domain, ()), outlet.key)
    return Registry({outlet.key: outlet for outlet in outlets}, by_domain)


def judge(outlet: Outlet | None, url: str, *names: str, known: Registry | None = None) -> Judgement:
    statements = [Statement("outlet", name, "meta og:site_name", 1) for name in names]
    return judge_outlet("claimed", outlet, known or registry(GAZETTE, COURIER), url, url, statements)


def test_the_host_decides() -> None:
    assert judge(GAZETTE, "https://www.gazette.example/a").verdict is Verdict.SUPPORTED
    assert judge(GAZETTE, "https://www.gazette.example/a", "harbour gazette").place == "meta og:site_name"
    assert judge(GAZETTE, "https://gazette.example/a", "Quay Courier").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("url", "detail"),
    [
        (
            "https://courier.example/a",
            "the page came from courier.example, which belongs to Quay Courier, not to Harbour Gazette",
        ),
        (
            "https://evilgazette.example/a",
            "the page came from evilgazette.example, which is not a domain of Harbour Gazette",
        ),
        ("", "the page came from no host, which is not a domain of Harbour Gazette"),
    ],
)
def test_a_page_can_call_itself_anything(url: str, detail: str) -> None:
    found = judge(GAZETTE, url, "Harbour Gazette")
    assert (found.verdict, found.detail) == (Verdict.CONTRADICTED, detail)


def test_an_unknown_outlet() -> None:
    assert judge(None, "https://gazette.example/a").verdict is Verdict.UNSUPPORTED


def test_a_shared_host_is_settled_by_the_name() -> None:
    known = registry(GAZETTE, PILOT)
    assert judge(PILOT, "https://gazette.example/a", "Pilot", known=known).verdict is Verdict.SUPPORTED
    assert judge(PILOT, "https://gazette.example/a", "The Gazette", known=known).verdict is Verdict.CONTRADICTED
    assert judge(PILOT, "https://gazette.example/a", known=known).verdict is Verdict.SUPPORTED


def test_the_nearest_domain_comes_first() -> None:
    known = registry(GAZETTE, SECTION)
    url = "https://silt.gazette.example/a"
    assert judge(SECTION, url, known=known).verdict is Verdict.SUPPORTED
    assert judge(SECTION, url, "Harbour Gazette", known=known).verdict is Verdict.SUPPORTED
    assert judge(SECTION, "https://www.gazette.example/a", known=known).verdict is Verdict.CONTRADICTED
    assert judge(GAZETTE, url, known=known).verdict is Verdict.UNSUPPORTED
    assert judge(GAZETTE, url, "Harbour Gazette", known=known).verdict is Verdict.SUPPORTED
    assert judge(GAZETTE, url, "Silt Weekly", known=known).verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        (["Harbour Letters"], Verdict.SUPPORTED),
        (["Quay Press"], Verdict.CONTRADICTED),
        ([], Verdict.UNSUPPORTED),
    ],
)
def test_doi_records_name_the_outlet(named: list[str], verdict: Verdict) -> None:
    statements = [Statement("outlet", name, "DOI record publisher", 1) for name in named]
    found = judge_outlet(
        "letters", LETTERS, registry(LETTERS), "https://doi.org/10.1/x", "https://api.crossref.org/x", statements
    )
    assert found.verdict is verdict
    elsewhere = judge_outlet(
        "letters", LETTERS, registry(LETTERS), "https://doi.org/10.1/x", "https://evil.example/x", statements
    )
    assert elsewhere.verdict is Verdict.CONTRADICTED


def test_names() -> None:
    assert names_outlet("WWW.Gazette.example", GAZETTE)
    assert names_outlet("The Harbour Gazette", GAZETTE)
    assert not names_outlet("Harbour Gazettes", GAZETTE)


@pytest.mark.parametrize(
    ("text", "host", "same"),
    [
        ("Harbour Gazette", "www.harbour-gazette.example", True),
        ("Inés Calder", "inescalder.blog.example", True),
        ("gazette.example", "www.gazette.example", True),
        ("Gazette", "gazettes.example", False),
        ("example", "gazette.example", False),
        ("", "", False),
    ],
)
def test_names_of_hosts(text: str, host: str, same: bool) -> None:
    assert names_host(text, host) is same
