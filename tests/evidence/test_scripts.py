"""Publication dates in scripts: every key and every way of writing a day that the pattern names really matches."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

import provgate
from provgate.evidence.pages import scripts

KEYS = [
    "datePublished",
    "date_published",
    "published",
    "publishedDate",
    "published_at",
    "published_on",
    "publishedTime",
    "publishDate",
    "publish_time",
    "publicationDate",
    "publication_date",
    "pubDate",
    "pub_date",
    "firstPublished",
    "first_published_at",
    "firstPublishedDate",
    "datePosted",
    "date_posted",
    "postDate",
    "post_date",
    "releaseDate",
    "release_date",
    "articleDate",
    "article_date",
    "contentPublishDate",
    "content_publication_date",
]
VALUES = ["2026-03-12", "20260312", "2026/03/12", "2026-03-12T06:00:00Z", "2026-03-12 06:00:00+01:00", "12.03.2026"]
VALUES += ["12/03/2026", "1773295200", "1773295200000", "March 12, 2026", "Mar. 12, 2026"]


def stated(source: str) -> list[str]:
    return [statement.value for statement in scripts.read(source)]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("form", ['"{}": "{}"', "{} = '{}'", r"\"{}\":\"{}\"", "{}:{}"])
def test_every_key_in_every_way_of_quoting(key: str, form: str) -> None:
    assert stated("<script>var x = {" + form.format(key, "2026-03-12") + "}</script>") == ["2026-03-12"]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", ["datePublished", "publication_date", "content_publication_date"])
def test_every_way_of_writing_the_day(key: str, value: str) -> None:
    assert stated(f'{{"{key}": "{value}"}}') == [value]


@pytest.mark.parametrize(
    "source",
    [
        '{"datePublished": "2026-03-12", "publication_date": "13.03.2026"}',
        '{"modified": "2026-03-12"}',
        '{"unpublished": "2026-03-12"}',
        '{"published": true}',
        "published: soon",
        ",".join(f'"published": "2026-03-{day % 28 + 1}"' for day in range(scripts.MAX_FOUND + 1)),
    ],
)
def test_no_date_where_several_are_named_or_none(source: str) -> None:
    assert stated(source) == []


def test_no_pattern_holds_the_quotes_of_its_own_source() -> None:
    """A string that a formatter broke inside triple quotes would ask for a quote and a line break in the page."""
    broken = re.compile("""["']\n\\s*[rRbBfF]{0,2}["']""")
    patterns = [
        f"{path.name}:{token.start[0]}"
        for path in sorted(Path(provgate.__file__).parent.rglob("*.py"))
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.STRING and re.match("[rRbBfF]*[rR]", token.string) and broken.search(token.string)
    ]
    assert patterns == []
