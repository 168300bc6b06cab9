"""Records of DOI registries."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provgate.evidence.pages import doi

CROSSREF = {
    "message": {
        "DOI": "10.1234/silt",
        "title": ["On silt"],
        "container-title": ["Harbour Letters"],
        "publisher": "Quay Press",
        "institution": [{"name": "Harbour Institute"}],
        "published": {"date-parts": [[2026, 3, 12]]},
        "author": [{"given": "Ines", "family": "Calder"}, {"name": "The Silt Group"}, {}],
        "URL": "https://doi.org/10.1234/silt",
    }
}
DATACITE = {
    "data": {
        "attributes": {
            "creators": [
                {"givenName": "Ines", "familyName": "Calder"},
                {"name": "The Silt Group", "nameType": "Organizational"},
                {},
            ],
            "dates": [
                {"dateType": "Issued", "date": "2026-03-12"},
                {"dateType": "Created", "date": "2026-03"},
                {"dateType": "Updated"},
            ],
            "publicationYear": 2026,
            "publisher": {"name": "Quay Data"},
            "titles": [{"title": "Soundings"}, {}],
        }
    }
}


def told(data: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for statement in doi.read(json.dumps(data)):
        found.setdefault(statement.about, []).append(statement.value)
    return found


def test_crossref() -> None:
    assert told(CROSSREF) == {
        "author": ["Ines Calder", "The Silt Group"],
        "date": ["2026-03-12"],
        "title": ["On silt"],
        "outlet": ["Harbour Letters", "Quay Press", "Harbour Institute"],
        "canonical": ["https://doi.org/10.1234/silt"],
        "identifier": ["10.1234/silt"],
    }


def test_datacite() -> None:
    assert told(DATACITE) == {
        "author": ["Ines Calder", "The Silt Group"],
        "date": ["2026-03-12", "2026-03", "2026"],
        "outlet": ["Quay Data"],
        "title": ["Soundings"],
    }


def test_datacite_with_a_plain_publisher() -> None:
    assert told({"creators": [], "publisher": "Quay Data"}) == {"outlet": ["Quay Data"]}
    assert told({"creators": [], "publisher": 7}) == {}
    assert told({"creators": [], "doi": "10.1234/silt"}) == {"identifier": ["10.1234/silt"]}
    assert told({"creators": [], "doi": 7}) == told({"DOI": 7}) == {}


@pytest.mark.parametrize(
    "data",
    [
        [],
        7,
        {},
        {"message": 7},
        {"data": 7},
        {"title": 7},
        {"title": 7, "author": 7, "published": {"date-parts": 7}},
        {"title": 7, "published": {"date-parts": [["2026-03", None]]}},
        {"title": 7, "published": {"date-parts": [[]]}},
    ],
)
def test_other_json_says_nothing(data: Any) -> None:
    assert told(data) == {}
