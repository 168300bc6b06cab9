"""THREATS C5, D1, D2, D3, D7: pages and captures that blow up cost their own document within the default bounds."""

from __future__ import annotations

import pytest

from pages import PARAGRAPHS, document, evidenced, html, warc
from repos import Repo

from .bounded import check

LD = b'<script type="application/ld+json">%b</script>'
PAGES = {
    "D1_nested": b"<div>" * 200_000,
    "D1_fonts": b"".join(b"<font color=%d><p>" % number for number in range(3_000)),
    "D2_attributes": b"<p " + b" ".join(b"a%d=1" % number for number in range(40_000)) + b">",
    "D3_empty": b"",
    "D3_huge_text": b"<p>" + b"word " * 6_000_000,
    "D3_huge_attribute": b"<p a='" + b"x" * 12_000_000 + b"'>",
    "D7_deep_json": LD % (b"[" * 200_000),
    "D7_deep_objects": LD % (b'{"author":' * 50_000),
    "D7_long_number": LD % (b'{"datePublished":' + b"9" * 100_000 + b"}"),
    "D7_trailing_comma": LD % b'{"author": "Ines Calder",}',
    "D7_wrong_types": LD % b'{"@type": {"a": 1}, "author": [[1, null]], "datePublished": {"x": []}}',
    "C5_bomb": b" " * 40_000_000,
}


@pytest.mark.parametrize("page", [pytest.param(page, id=name) for name, page in PAGES.items()])
def test_a_blow_up_costs_its_own_document_alone(strict: Repo, page: bytes) -> None:
    evidenced(strict)
    evidenced(strict, "seeds/hostile.txt", capture=warc(page), name="hostile.warc.gz", text=document(PARAGRAPHS[:1]))
    ended = check(strict)
    assert ended.passed("seeds/dredging.txt")
    assert not ended.passed("seeds/hostile.txt")


@pytest.mark.parametrize("page", [
    html().replace(b"<article>", b'<aside><script type="application/ld+json">{"@type":"NewsArticle","author":'
                   b'{"name":"Omar Veld"},"datePublished":"2020-01-01"}</script></aside><article>'),
    html(author="Omar Veld"),
], ids=["D4_two_nodes", "D4_another_author"])
def test_D4_page_metadata_is_never_adopted(strict: Repo, page: bytes) -> None:
    """What a page says is held against the claim; a claim of somebody it does not name is refused."""
    evidenced(strict, capture=warc(page), changes={"author": "Lene Holt"})
    assert "PG503" in check(strict).codes
