"""What a page states, lined up as proposals."""

from __future__ import annotations

import pytest

from provgate.capture import proposals
from provgate.capture.proposals import Proposal
from provgate.evidence.facts import Statement
from provgate.formats.claims import Author


def date(value: str, rank: int = 0, place: str = "JSON-LD datePublished") -> Statement:
    return Statement("date", value, place, rank)


def author(value: str, rank: int = 0, kind: str = "", place: str = "JSON-LD author") -> Statement:
    return Statement("author", value, place, rank, kind)


def names(*statements: Statement) -> list[list[str]]:
    return [[a.name for a in proposal.authors] for proposal in proposals.authors(statements)]


@pytest.mark.parametrize(
    ("statements", "days"),
    [
        ([date("2026-03-12")], ["2026-03-12"]),
        ([date("2026-03-12T23:30:00-05:00")], ["2026-03-12"]),
        ([date("12 March 2026", 3, "visible date")], ["2026-03-12"]),
        ([date("2026-03-13", 1), date("2026-03-12")], ["2026-03-12", "2026-03-13"]),
        ([date("03/04/2026", 1)], []),
        ([date("soon")], []),
        ([date("2026-03-12", 4, "URL")], []),
        ([date("12 March 2026", 3, "a"), date("13 March 2026", 3, "b")], []),
        ([date("2026-03-12", 5)], []),
        ([Statement("modified", "2026-03-12", "x")], []),
        ([], []),
    ],
)
def test_dates(statements: list[Statement], days: list[str]) -> None:
    assert [proposal.value for proposal in proposals.dates(statements)] == days


def test_a_date_keeps_its_place() -> None:
    assert list(proposals.dates([date("2026-03-12")])) == [Proposal("2026-03-12", "JSON-LD datePublished")]


@pytest.mark.parametrize(
    ("statements", "sets"),
    [
        ([author("Ines Calder")], [["Ines Calder"]]),
        ([author("By Ines Calder")], [["Ines Calder"]]),
        ([author("Di Stefano Marco")], [["Di Stefano Marco"]]),
        ([author("Scritto da Ines Calder", 3)], [["Ines Calder"]]),
        ([author("Ines Calder and Bo Lindqvist")], [["Ines Calder", "Bo Lindqvist"]]),
        ([author("Ines Calder, Bo Lindqvist & Ana Roe")], [["Ines Calder", "Bo Lindqvist", "Ana Roe"]]),
        ([author("Ines Calder"), author("INES CALDER")], [["Ines Calder"]]),
        ([author("Ines Calder"), author("Bo Lindqvist")], [["Ines Calder", "Bo Lindqvist"]]),
        ([author("About Ines Calder »", 2), author("Ines Calder", 2)], [["Ines Calder"]]),
        ([author("Ines Calder", 2), author("Bo Lindqvist", 2)], []),
        ([author("Ines Calder, Bo Lindqvist", 2)], [["Ines Calder", "Bo Lindqvist"]]),
        ([author("by", 2), author("Ines Calder", 2)], [["Ines Calder"]]),
        ([author("https://harbourgazette.example/ines")], []),
        ([author("12 March 2026")], []),
        ([author("Follow", 2)], []),
        ([author("by the pandemic", 3)], []),
        ([author("Redaktion", 1)], [["Redaktion"]]),
        ([author("渡辺洋介", 2)], [["渡辺洋介"]]),
        ([author("one two three four five six seven")], []),
        ([author("x" * 61)], []),
        ([author("Ines Calder", 5)], []),
        ([author("Ines Calder", 1), author("Bo Lindqvist", 0)], [["Bo Lindqvist"], ["Ines Calder"]]),
        ([author(" , ")], []),
        ([author(f"Ines {chr(65 + n)}alder") for n in range(21)], []),
        ([author("渡辺洋介")], [["渡辺洋介"]]),
        ([author("Ine\u200bs")], [["Ines"]]),
    ],
)
def test_authors(statements: list[Statement], sets: list[list[str]]) -> None:
    assert names(*statements) == sets


def test_organizations_are_told_from_people() -> None:
    (proposal,) = proposals.authors([author("Port Press", kind="organization")])
    assert proposal.authors == (Author("Port Press", organization=True),)


def test_the_outlet_itself_comes_last() -> None:
    outlet = Statement("outlet", "Harbour Gazette", "meta og:site_name")
    found = list(proposals.authors([author("Harbour Gazette"), author("Ines Calder", 2), outlet]))
    assert [proposal.authors for proposal in found] == [
        (Author("Ines Calder"),),
        (Author("Harbour Gazette", organization=True),),
    ]


def test_title_language_and_outlet_come_from_the_strongest_place() -> None:
    statements = [
        Statement("title", "  Dredging\n resumes ", "title", 1),
        Statement("title", "x" * 2000, "JSON-LD headline", 0),
        Statement("language", "en_GB", "meta og:locale", 1),
        Statement("outlet", "Harbour Gazette", "publisher", 0),
    ]
    assert proposals.title(statements) == Proposal("Dredging resumes", "title")
    assert proposals.language(statements) == Proposal("en-GB", "meta og:locale")
    assert proposals.outlet_name(statements) == Proposal("Harbour Gazette", "publisher")


def test_nothing_stated_is_nothing_proposed() -> None:
    assert (proposals.title([]), proposals.language([]), proposals.outlet_name([])) == (None, None, None)
