"""What is read from a page: metadata, properties, bylines and dates, each from its own invented page."""

from __future__ import annotations

import pytest

from provgate.evidence.facts import Statement
from provgate.evidence.pages.article import find_article
from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.statements import read_page

URL = "https://www.harbourgazette.example/2026/03/12/dredging.html"
PARAGRAPH = "<p>" + "The dredger Maud came back to the inner harbour on Tuesday, three weeks late. " * 3 + "</p>"


def statements(html: str, url: str = URL, **headers: str) -> tuple[Statement, ...]:
    return read_page(parse(html), html, url, {"content-type": "text/html", **headers})


def told(html: str, about: str, weakest: int = 4) -> list[str]:
    return [s.value for s in statements(html) if s.about == about and s.rank <= weakest]


def article(inner: str, head: str = "") -> str:
    return (
        f"<html><head><title>Dredging resumes in the harbour - Harbour Gazette</title>{head}</head><body>"
        f"<main><h1>Dredging resumes in the harbour</h1>{inner}{PARAGRAPH * 3}</main></body></html>"
    )


@pytest.mark.parametrize(
    ("meta", "about", "value"),
    [
        ('<meta name="author" content="Ines Calder">', "author", "Ines Calder"),
        ('<meta property="article:author" content="Ines Calder">', "author", "Ines Calder"),
        ('<meta name="parsely-author" content="Ines Calder">', "author", "Ines Calder"),
        ('<meta name="DC.creator" content="Ines Calder">', "author", "Ines Calder"),
        ('<meta name="byl" content="By Ines Calder">', "author", "By Ines Calder"),
        ('<meta name="article:author_name" content="Ines Calder">', "author", "Ines Calder"),
        (
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ines Calder">',
            "author",
            "Ines Calder",
        ),
        ('<link rel="author" title="Ines Calder" href="/calder">', "author", "Ines Calder"),
        ('<meta property="article:published_time" content="2026-03-12T06:00:00Z">', "date", "2026-03-12T06:00:00Z"),
        ('<meta name="sailthru.date" content="2026-03-12">', "date", "2026-03-12"),
        ('<meta name="date" content="2026-03-12">', "date", "2026-03-12"),
        ('<meta name="dcterms.created" content="2026-03-12">', "date", "2026-03-12"),
        ('<meta property="article:modified_time" content="2026-03-14">', "modified", "2026-03-14"),
        ('<meta property="og:site_name" content="Harbour Gazette">', "outlet", "Harbour Gazette"),
        ('<meta property="og:title" content="Dredging resumes">', "title", "Dredging resumes"),
        ('<meta property="og:url" content="https://x.example/a">', "canonical", "https://x.example/a"),
        ('<meta property="og:locale" content="en_GB">', "language", "en_GB"),
        ('<link rel="canonical" href="https://x.example/a">', "canonical", "https://x.example/a"),
    ],
)
def test_meta_elements_are_read_by_the_words_of_their_names(meta: str, about: str, value: str) -> None:
    assert value in told(article("", meta), about, 2)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="twitter:creator" content="@ines">',
        '<meta property="article:author" content="https://www.harbourgazette.example/authors/ines">',
        '<meta name="web_author" content="Acme Sites">',
        '<meta name="event:start_date" content="2026-04-01">',
        '<meta name="expires" content="2026-04-01">',
        '<meta property="article:publisher" content="https://social.example/gazette">',
        '<meta name="viewport" content="width=1">',
        '<meta itemprop="colour" content="red">',
        '<link rel="author" href="/calder">',
    ],
)
def test_meta_elements_about_other_things_say_nothing(meta: str) -> None:
    assert [s for s in statements(article("", meta)) if s.place.startswith(("meta ", "link"))] == []


def test_title_and_language_of_the_document() -> None:
    page = '<html lang="en"><title>Dredging resumes</title><body></body></html>'
    assert told(page, "title") == ["Dredging resumes"]
    assert told(page, "language") == ["en"]


def test_microdata_of_the_article_outranks_that_of_a_teaser() -> None:
    page = (
        '<body><div itemscope itemtype="https://schema.org/NewsArticle"><h1>Dredging resumes in the harbour</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<span itemprop="name">Ines Calder</span>'
        '</span><time itemprop="datePublished" datetime="2026-03-12">12 March</time>'
        '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
        '<span itemprop="author">Tom Reed</span></div></div>'
        '<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author">Ada Quill</span></div></body>'
    )
    ranks = {s.value: s.rank for s in statements(page) if s.place == "itemprop author"}
    assert ranks == {"Ines Calder": 0, "Tom Reed": 5, "Ada Quill": 3}
    assert ("date", "2026-03-12", 0) in {(s.about, s.value, s.rank) for s in statements(page)}


def test_rdfa_and_microformats() -> None:
    assert "2026-03-12T06:00" in told(
        '<div><span property="dc:date dc:created" content="2026-03-12T06:00"></span></div>', "date"
    )
    entry = (
        '<div class="h-entry"><h1>Dredging resumes</h1><a class="p-author">Ines Calder</a>'
        '<time class="dt-published" datetime="2026-03-12"></time></div>'
    )
    assert "Ines Calder" in told(entry, "author", 2)
    assert "2026-03-12" in told(entry, "date", 2)


def test_properties_without_words_or_with_links_say_nothing() -> None:
    page = (
        '<div itemscope itemtype="https://schema.org/Article"><a itemprop="author" content="https://x.example/a"></a>'
        '<i itemprop="datePublished"></i><i itemprop="colour">red</i></div>'
        '<div class="hentry"><i class="published"></i></div>'
    )
    assert [
        s for s in statements(page) if s.about in ("author", "date") and s.place.startswith(("itemprop", "h-"))
    ] == []


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By Ines Calder</p>',
        '<a rel="author" href="/x">Ines Calder</a>',
        '<div class="article-author">Ines Calder</div>',
        '<a href="/author/ines-calder">Ines Calder</a>',
        '<span data-author="Ines Calder">x</span>',
        "<p>By Ines Calder</p>",
        "<p>Von <b>Ines Calder</b></p>",
        "<p>Posted on 12 March 2026 by Ines Calder</p>",
        "<p>作者：Ines Calder</p>",
        "<p>Par Ines Calder</p>",
        "<p>بقلم: Ines Calder</p>",
    ],
)
def test_bylines_by_the_headline(byline: str) -> None:
    assert any("Ines Calder" in value for value in told(article(byline), "author", 3))


@pytest.mark.parametrize(
    "place",
    [
        '<aside class="related"><p class="byline">By Tom Reed</p></aside>',
        '<div id="comments"><p class="author">Tom Reed</p></div>',
        '<div class="most-read"><p>By Tom Reed</p></div>',
        "<footer><p class='author'>Tom Reed</p></footer>",
        '<div style="position: absolute; left: -9999px"><p class="byline">By Tom Reed</p></div>',
        '<div hidden><p class="byline">By Tom Reed</p></div>',
    ],
)
def test_bylines_of_other_articles_and_comments_are_told_apart(place: str) -> None:
    filler = "".join(f"<p>{n} more words about the harbour</p>" for n in range(40))
    page = article("<p class='byline'>By Ines Calder</p>").replace("</main>", f"{filler}</main>{place}")
    assert {s.rank >= 5 for s in statements(page) if s.about == "author" and "Tom Reed" in s.value} == {True}


def test_an_articles_own_footer_is_the_articles() -> None:
    page = "<article><h1>Dredging resumes</h1><footer><p class='author'>Ines Calder</p></footer></article>"
    assert "Ines Calder" in told(page, "author", 2)


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("<time datetime='2026-03-12T07:00:00+01:00'>today</time>", "date"),
        ("<p class='pub-date'>12 March 2026</p>", "date"),
        ("<p>12. März 2026, 10:30 Uhr</p>", "date"),
        (
            "<p>Published on 12 March 2026 in the section of news that the harbour has had since its founding</p>",
            "date",
        ),
        ("<p>HARBOUR TOWN, 12.03.2026 - " + "The dredger came back to the harbour. " * 4 + "</p>", "date"),
        ("<p class='updated'>12 March 2026</p>", "modified"),
        ("<p>Updated: 12 March 2026</p>", "modified"),
        ("<p>Updated <time datetime='2026-03-12'>12 March 2026</time></p>", "modified"),
    ],
)
def test_visible_dates(line: str, about: str) -> None:
    kinds = {s.about for s in statements(article(line), "https://a.example/x") if "2026" in s.value and s.rank < 5}
    assert kinds == {about}


@pytest.mark.parametrize(
    "line",
    [
        "<p>Valid until 12 March 2026</p>",
        "<p>12 March 2026 - 14 March 2026</p>",
        "<p>© 12 March 2026</p>",
        "<p>The captain said that the dredger, bought by the town on 12 March 2026 from a yard up north, is slow</p>",
        "<p>He sold 1200 boats in 2026</p>",
    ],
)
def test_days_mentioned_in_passing_are_no_dates_of_publication(line: str) -> None:
    assert [s for s in statements(article(line), "https://a.example/x") if s.about == "date"] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/2026/03/12/x", "2026-03-12"),
        ("/2026/mar/12/x", "12 mar 2026"),
        ("/x-12-03-2026", "2026-03-12"),
        ("/20260312/x", "2026-03-12"),
    ],
)
def test_dates_in_urls(path: str, value: str) -> None:
    found = statements("<p>x</p>", "https://a.example" + path)
    assert [s.value for s in found if s.place == "URL"] == [value]


def test_the_url_of_a_month_is_no_day() -> None:
    assert [s for s in statements("<p>x</p>", "https://a.example/2026/03/x") if s.about == "date"] == []


def test_last_modified_is_never_publication() -> None:
    found = statements("<p>x</p>", "https://a.example/", **{"last-modified": "Thu, 12 Mar 2026 06:00:00 GMT"})
    assert [(s.about, s.place) for s in found] == [("modified", "header Last-Modified")]


def test_script_data_counts_only_where_nothing_else_does_and_all_of_it_agrees() -> None:
    script = '<script>var state = {"publishDate":"2026-03-12T06:00:00Z"}</script>'
    one = statements(script, "https://a.example/")
    assert [(s.value, s.place) for s in one] == [("2026-03-12T06:00:00Z", "script data")]
    several = statements(script + script.replace("12T", "19T"), "https://a.example/")
    assert several == ()
    endless = statements("<script>" + '"pubdate":"2026-03-12",' * 300 + "</script>", "https://a.example/")
    assert endless == ()
    beside = article(script + "<time datetime='2026-03-13'></time>")
    assert [s for s in statements(beside, "https://a.example/") if s.place == "script data"] == []


def test_a_known_article_is_not_looked_for_again() -> None:
    far = "<p>x</p>" * 40 + "<p class='author'>Tom Reed</p>"
    html = article(far)
    tree = parse(html)
    known = find_article(tree)
    assert read_page(tree, html, URL, {}, known) == read_page(tree, html, URL, {})
    elsewhere = known._replace(owned=frozenset())
    ranks = {s.rank for s in read_page(tree, html, URL, {}, elsewhere) if s.value == "Tom Reed"}
    assert ranks == {5}


def test_doi_records() -> None:
    record = (
        '{"DOI":"10.1/x","title":["Silt"],"author":[{"given":"Ines","family":"Calder"}],'
        '"issued":{"date-parts":[[2026,3]]}}'
    )
    found = read_page(parse(""), record, "https://doi.org/10.1/x", {"content-type": "application/json"})
    told = {("author", "Ines Calder"), ("date", "2026-03"), ("title", "Silt"), ("identifier", "10.1/x")}
    assert {(s.about, s.value) for s in found} == told


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<body>",
        "\x00",
        "<div>" * 3000,
        "<a href='http://[::1'>x</a><link rel=canonical href='http://[x'>",
        "<h1></h1><p class=author></p>",
        "<p " + " ".join(f"a{n}=1" for n in range(2000)) + ">By Ines Calder</p>",
    ],
)
def test_hostile_pages_are_only_pages(page: str) -> None:
    assert isinstance(statements(page), tuple)


def test_a_canonical_link_to_the_front_page_does_not_make_its_articles_the_pages_own() -> None:
    page = (
        '<link rel="canonical" href="https://www.harbourgazette.example/"><h1>Dredging resumes</h1>'
        '<script type="application/ld+json">{"@type":"Article","headline":"Herring prices fall again",'
        '"url":"https://www.harbourgazette.example/","author":"Tom Reed"}</script>'
    )
    assert [s.rank for s in statements(page) if s.value == "Tom Reed"] == [1]


def test_what_stands_beyond_the_limits_is_not_read() -> None:
    assert told("<i></i>" * 60_001 + "<p>By Ines Calder</p>", "author") == []
    assert told("<p>" + "<b>" * 14 + "By Ines Calder", "author") == ["Ines Calder"]
    assert told("<p>" + "<b>" * 11 + "By Ines Calder", "author") == ["Ines Calder"]


def test_code_is_no_wording() -> None:
    assert (
        told("<body><script>" + "By Ines Calder " * 40 + "</script><style>By Ines Calder {}</style></body>", "author")
        == []
    )


def test_a_property_deep_below_its_scope_is_the_pages() -> None:
    page = (
        '<div itemscope itemtype="https://schema.org/Comment">' + "<div>" * 70 + '<i itemprop="author">Ines Calder</i>'
    )
    assert [s.rank for s in statements(page) if s.place == "itemprop author"] == [1]
    person = '<div itemscope itemtype="https://schema.org/Person"><i itemprop="author">Ines Calder</i></div>'
    assert [s.rank for s in statements(person) if s.place == "itemprop author"] == [1]


def test_one_line_in_several_strings_is_told_once() -> None:
    page = article(
        "<p>By <b>Ines Calder</b>, by <i>profession</i> a pilot, <u>on</u> 12.03.2026 <s>or</s> 12.03.2026</p>"
    )
    assert len([s for s in statements(page) if s.place == "byline"]) == 1


def test_urls_that_cannot_be_split_are_only_wording() -> None:
    assert isinstance(statements("<link rel=canonical href='http://[x'>", "http://[bad"), tuple)
