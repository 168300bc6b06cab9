"""JSON-LD: forms, faults that are mended, and which node speaks of the page's article."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provgate.evidence.facts import Statement
from provgate.evidence.pages import jsonld
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.statements import read_page

URL = "https://www.harbourgazette.example/dredging.html"
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Dredging resumes in the harbour",
    "datePublished": "2026-03-12",
    "author": {"@type": "Person", "name": "Ines Calder"},
}


def statements(*blocks: str) -> tuple[Statement, ...]:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    title = "Dredging resumes in the harbour"
    page = f"<title>{title} | Harbour Gazette</title>{scripts}<h1>{title}</h1>"
    return read_page(parse(page), page, URL, {})


def told(data: Any, about: str = "author", weakest: int = 1) -> list[str]:
    block = data if isinstance(data, str) else json.dumps(data)
    return [
        s.value for s in statements(block) if s.about == about and s.rank <= weakest and s.place.startswith("JSON-LD")
    ]


@pytest.mark.parametrize(
    "author",
    [
        "Ines Calder",
        ["Ines Calder"],
        {"name": "Ines Calder"},
        [{"@type": "Person", "name": "Ines Calder"}],
        {"name": ["Ines Calder"]},
        {"@type": "Person", "givenName": "Ines", "familyName": "Calder"},
        [["Ines Calder"]],
        {"name": "Ines &amp;amp; <b>Calder</b>"},
    ],
)
def test_forms_of_author(author: Any) -> None:
    assert [value.replace("& ", "") for value in told({**ARTICLE, "author": author})] == ["Ines Calder"]


@pytest.mark.parametrize("author", [None, 7, "", {}, [None], {"@id": "#nobody"}])
def test_authors_without_a_name_are_none(author: Any) -> None:
    assert told({**ARTICLE, "author": author}) == []


def test_graphs_lists_and_references() -> None:
    graph = {
        "@graph": [
            {**ARTICLE, "author": {"@id": "#ines"}},
            {"@id": "#ines", "@type": "Person", "name": "Ines Calder"},
            {"@type": "WebSite", "name": "Harbour Gazette"},
        ]
    }
    assert told(graph) == ["Ines Calder"]
    assert told(graph, "outlet") == ["Harbour Gazette"]
    assert told([[{**ARTICLE, "author": "#ines"}, {"@id": "#ines", "name": "Ines Calder"}]]) == ["Ines Calder"]


def test_blocks_that_hold_no_object_say_nothing() -> None:
    assert told("7") == told('"x"') == told("[7]") == []


def test_dates_of_other_shapes() -> None:
    assert told({**ARTICLE, "datePublished": {"@value": "2026-03-12"}}, "date") == ["2026-03-12"]
    assert told({**ARTICLE, "datePublished": 1773300000}, "date") == ["1773300000"]
    assert told({**ARTICLE, "datePublished": [True, "2026-03-12"]}, "date") == ["2026-03-12"]
    assert told({**ARTICLE, "dateModified": "2026-03-14"}, "modified") == ["2026-03-14"]


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","author":"Ines Calder",}',
        '{"@type":"NewsArticle","description":"a\nb","author":"Ines Calder"}',
        '<!-- {"@type":"NewsArticle","author":"Ines Calder"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","author":"Ines Calder"}\n//]]>',
        '{"@type":"NewsArticle",/* who */"author":"Ines Calder"};',
        '{"@type":"NewsArticle",\n// who\n"author":"Ines Calder"}',
        '{"@type":"NewsArticle","author":"Ines Calder"} {"@type":"Thing"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;author&quot;:&quot;Ines Calder&quot;}",
        r'{"@type":"NewsArticle","description":"\x","author":"Ines Calder"}',
        '{"@type":["Thing","https://schema.org/OpinionNewsArticle"],"author":"Ines Calder","n":' + "9" * 5000 + "}",
    ],
)
def test_mendable_blocks_are_mended(block: str) -> None:
    assert told(block) == ["Ines Calder"]


def test_what_a_broken_block_still_says_is_weak() -> None:
    broken = (
        '{"@type":"NewsArticle","headline":"the "silt"","datePublished":"2026-03-12","dateModified":"2026-03-14",'
        '"author":{"@type":"Person","name":"Ines Calder"}'
    )
    found = {(s.about, s.value, s.rank) for s in statements(broken) if "broken" in s.place}
    assert found == {("date", "2026-03-12", 3), ("modified", "2026-03-14", 3), ("author", "Ines Calder", 3)}


@pytest.mark.parametrize(
    "block", ["[" * 100_000, '{"a":' * 50_000, "[1 " * 9, "", "1 " * 500, ";" * 300_000, "/*" * 100_000]
)
def test_hostile_blocks_say_nothing_and_end(block: str) -> None:
    assert [s for s in statements(block) if s.about == "author"] == []


def test_blocks_beyond_the_limit_are_not_read() -> None:
    assert jsonld.load(" " * (jsonld.MAX_BLOCK + 1)) is None


def test_the_node_that_is_the_pages_own_outranks_the_others() -> None:
    other = {**ARTICLE, "headline": "The price of herring falls again", "author": "Tom Reed"}
    ranks = {s.value: s.rank for s in statements(json.dumps([other, ARTICLE])) if s.place == "JSON-LD author"}
    assert ranks == {"Tom Reed": 5, "Ines Calder": 0}


@pytest.mark.parametrize(
    "own",
    [
        {"url": URL},
        {"mainEntityOfPage": {"@id": URL + "#x"}},
        {"mainEntityOfPage": [URL]},
        {"@id": "/dredging.html"},
    ],
)
def test_a_node_with_the_pages_url_is_its_own(own: dict[str, Any]) -> None:
    assert told({**ARTICLE, "headline": "Quite another headline than that", **own}, weakest=0) == ["Ines Calder"]


@pytest.mark.parametrize(
    ("data", "rank"),
    [
        ({**ARTICLE, "headline": "Quite another headline than that"}, 1),
        ({"@type": "NewsArticle", "author": "Ines Calder"}, 0),
        ([{"@type": "NewsArticle", "author": "Ines Calder"}, {"@type": "Article", "author": "Ines Calder"}], 5),
        ({"@type": "WebPage", "author": "Ines Calder"}, 1),
        ({"@type": "WebPage", "name": "Quite another headline than that", "author": "Ines Calder"}, 5),
        ({"@type": "VideoObject", "author": "Ines Calder"}, 2),
        ({**ARTICLE, "author": [], "video": {"@type": "VideoObject", "author": "Ines Calder"}}, 5),
        ({"@type": "ItemList", "itemListElement": [{"@type": "Article", "author": "Ines Calder"}]}, 5),
    ],
)
def test_ranks(data: Any, rank: int) -> None:
    assert {s.rank for s in statements(json.dumps(data)) if s.value == "Ines Calder"} == {rank}


def test_publishers_are_outlets() -> None:
    assert told({**ARTICLE, "publisher": {"@type": "Organization", "name": "Harbour Gazette"}}, "outlet") == [
        "Harbour Gazette"
    ]
    assert told({**ARTICLE, "isPartOf": {"name": "Harbour Gazette"}, "inLanguage": "en"}, "language") == ["en"]
