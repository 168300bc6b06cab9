"""THREATS D: pages that blow up, hide, contradict themselves or are spelled oddly; each beside a good one."""

from __future__ import annotations

import json

import pytest

from pages import PARAGRAPHS, document, evidenced, html, warc
from repos import OUTLETS, Repo

from .bounded import check, run
from .corpora import Resting, hold, page

LD = b'<script type="application/ld+json">%b</script>'
PAGES = {
    "D1_nested": b"<div>" * 200_000,
    "D1_fonts": b"".join(b"<font color=%d><p>" % number for number in range(3_000)),
    "D1_formatting": b"<!doctype html>" + b"".join(b"<font a%d><p>" % number for number in range(3_000)),
    "D1_table": b"<table><tr><td>" * 60_000,
    "D2_attributes": b"<p " + b" ".join(b"a%d=1" % number for number in range(40_000)) + b">",
    "D2_many_elements": b"<p a=1 b=2>" * 200_000,
    "D3_empty": b"",
    "D3_huge_text": b"<p>" + b"word " * 6_000_000,
    "D3_huge_attribute": b"<p a='" + b"x" * 12_000_000 + b"'>",
    "D7_deep_json": LD % (b"[" * 200_000),
    "D7_deep_objects": LD % (b'{"author":' * 50_000),
    "D7_long_number": LD % (b'{"datePublished":' + b"9" * 100_000 + b"}"),
    "D7_trailing_comma": LD % b'{"author": "Ines Calder",}',
    "D7_wrong_types": LD % b'{"@type": {"a": 1}, "author": [[1, null]], "datePublished": {"x": []}}',
}


def of_entry(entry: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "body", [pytest.param(body, id=name) for name, body in PAGES.items() if name.startswith(entry)]
    )


def alone(repo: Repo, body: bytes) -> None:
    """The hostile page costs its own document, and the one beside it passes."""
    evidenced(repo)
    evidenced(repo, "seeds/hostile.txt", capture=warc(body), name="hostile.warc.gz", text=document(PARAGRAPHS[:1]))
    ended = check(repo)
    assert ended.passed("seeds/dredging.txt")
    assert not ended.passed("seeds/hostile.txt")


@of_entry("D1")
def test_D1_trees_that_grow(strict: Repo, body: bytes) -> None:
    alone(strict, body)


@of_entry("D2")
def test_D2_attributes_by_the_thousand(strict: Repo, body: bytes) -> None:
    alone(strict, body)


@of_entry("D3")
def test_D3_pages_that_are_all_or_nothing(strict: Repo, body: bytes) -> None:
    alone(strict, body)


def test_D3_nothing_is_dropped_behind_what_is_large_or_deep(strict: Repo) -> None:
    """An article behind ten megabytes, or below a thousand elements, is read; what is said there counts."""
    large = b"<!--" + b"x" * 11_000_000 + b"-->"
    true, false = html().partition(b"<article>"), html(author="Omar Veld").partition(b"<article>")
    deep = html().replace(b"<article>", b"<div>" * 1000 + b"<article>")
    hold(
        strict,
        {
            "behind": page(true[0] + large + true[1] + true[2]),
            "deep": page(deep),
            "lie_behind": page(false[0] + large + false[1] + false[2], "PG503"),
            "changed": page(deep.replace(b"April", b"May"), "PG505"),
        },
    )


@of_entry("D7")
def test_D7_data_that_is_deep_or_broken(strict: Repo, body: bytes) -> None:
    alone(strict, body)


@pytest.mark.parametrize(
    "body",
    [
        html().replace(
            b"<article>",
            b'<aside><script type="application/ld+json">{"@type":"NewsArticle","author":'
            b'{"name":"Omar Veld"},"datePublished":"2020-01-01"}</script></aside><article>',
        ),
        html(author="Omar Veld"),
    ],
    ids=["D4_two_nodes", "D4_another_author"],
)
def test_D4_page_metadata_is_never_adopted(strict: Repo, body: bytes) -> None:
    """What a page says is held against the claim; a claim of somebody it does not name is refused."""
    evidenced(strict, capture=warc(body), changes={"author": "Lene Holt"})
    assert "PG503" in check(strict).codes


P = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
SITE = '<meta property="og:site_name" content="Harbour Gazette">'
OWN_DATE = '<meta property="article:published_time" content="2026-03-12">'
MALLORY, OLD = {"author": "Mallory Fake"}, {"date": "2020-01-01"}


def ld(author: str, date: str = "2026-03-12", kind: str = "NewsArticle") -> str:
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": "Dredging resumes",
        "datePublished": date,
        "author": {"@type": "Person", "name": author},
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def article(head: str = "", top: str = "", after: str = "", text: str = P) -> bytes:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>Dredging resumes</title>{SITE}{head}</head><body><article>"
        f"<h1>Dredging resumes</h1>{top}{text}</article>{after}</body></html>"
    ).encode()


def test_D4_two_articles_state_two_authors(strict: Repo) -> None:
    """Neither author is right alone, and two names or dates are never joined into one."""
    both = article(ld("Alice Real") + ld("Mallory Fake", "2020-01-01"))
    hold(
        strict,
        {
            "first": page(both, "PG503", author="Alice Real"),
            "second": page(both, "PG503", **MALLORY),
            "joined": page(both, "PG503", author="Alice Real; Mallory Fake"),
            "both_on_another_day": page(both, "PG502", author="[Alice Real, Mallory Fake]", date="2023-01-01"),
        },
    )


@pytest.mark.parametrize(
    "hidden",
    [
        'style="display:none"',
        "hidden",
        'style="position:absolute;left:-9999px"',
        'style="visibility:hidden"',
        'style="opacity:0"',
        'style="text-indent:-200em"',
        'style="clip-path:inset(50%)"',
        'style="font-size:0"',
        'style="display:/**/none !important"',
    ],
)
def test_D4_D5_what_nobody_sees_proves_nothing(strict: Repo, hidden: str) -> None:
    """A byline, a paragraph, a "not" that the page hides; whoever leaves them out keeps the page's text."""
    lie = "The harbour master took bribes from the ferry company for years, three clerks said."
    byline = f'<p class="byline" {hidden}>By Mallory Fake</p>'
    para = article(
        ld("Ines Calder"),
        text=f"<p>{PARAGRAPHS[0]}</p><p {hidden}>{lie}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>",
    )
    turned = article(
        ld("Ines Calder"), text=P.replace("the council refused", f"the council <span {hidden}>never </span>refused")
    )
    hold(
        strict,
        {
            "byline": page(article(ld("Ines Calder"), byline), "PG503", **MALLORY),
            "byline_alone": page(article(OWN_DATE, byline), "PG503", **MALLORY),
            "byline_passed_over": page(article(ld("Ines Calder"), byline)),
            "paragraph": page(para, "PG505", text=document((PARAGRAPHS[0], lie, *PARAGRAPHS[1:]))),
            "paragraph_passed_over": page(para),
            "word": page(
                turned, "PG505", text=document().replace(b"the council refused", b"the council never refused")
            ),
            "word_passed_over": page(turned),
        },
    )


def test_D4_what_stands_beside_the_article(strict: Repo) -> None:
    """An aside's microdata, a comment's JSON-LD, author and time, an attribute: none of them speaks for the article."""
    aside = (
        '<aside itemscope itemtype="https://schema.org/NewsArticle"><span itemprop=headline>Other</span><span itemprop=author>Mallory Fake'
        '</span><time itemprop=datePublished datetime="2020-01-01">then</time></aside>'
    )
    told = '<p class=author>Mallory Fake</p><time datetime="2020-01-01">1 January 2020</time></div>'
    pages = {
        "aside": article(ld("Ines Calder"), after=aside),
        "script": article(ld("Ines Calder"), after='<script>var by = "By Mallory Fake"</script>'),
        "comment": article(
            ld("Ines Calder"), after="<div id=comments>" + ld("Mallory Fake", "2020-01-01", "Comment") + told
        ),
        "posing": article(ld("Ines Calder"), after="<div id=comments>" + ld("Mallory Fake", "2020-01-01") + told),
    }
    alone = "<div id=comments>" + ld("Mallory Fake", "2020-01-01") + told
    hold(
        strict,
        {f"{name}_true": page(body) for name, body in pages.items()}
        | {f"{name}_author": page(body, "PG503", **MALLORY) for name, body in pages.items()}
        | {f"{name}_date": page(body, "PG502", **OLD) for name, body in pages.items() if name != "script"}
        | {
            "only_a_comment_has_an_author": page(article(OWN_DATE, after=alone), "PG503", **MALLORY),
            "only_a_comment_has_a_date": page(
                article('<meta name=author content="Ines Calder">', after=alone), "PG502", **OLD
            ),
        },
    )


def test_D4_a_page_cannot_say_whose_it_is(strict: Repo) -> None:
    strict.write(
        "outlets.yaml", OUTLETS + "  city-times:\n    name: The City Times\n    domains: [citytimes.example]\n"
    )
    posing = (
        html()
        .replace(b'content="Harbour Gazette"', b'content="The City Times"')
        .replace(
            b"</head>",
            b'<meta property="og:url" content="https://www.citytimes.example/a"><link rel=canonical href="https://www.citytimes.example/a"></head>',
        )
    )
    told = hold(
        strict,
        {
            "posing": page(posing, "PG504", outlet="city-times"),
            "origin_too": page(posing, "PG414", outlet="city-times", origin="https://www.citytimes.example/a"),
        },
    )
    assert "PG314" in told["seeds/posing.txt"][1]


def test_D6_names_that_only_look_alike(strict: Repo) -> None:
    """Twins in another script, and characters that print and show nothing, in the sidecar and on the page."""
    names = {
        "cyrillic": "Ines C\u0430lder",
        "zero_width": "Ines\u200b Calder",
        "filler": "Ines\u3164Calder",
        "braille": "Ines\u2800Calder",
        "joiner": "Ines\u034f Calder",
        "jamo": "Ines\u115f Calder",
        "soft_hyphen": "Ines Cal\u00adder",
        "math": "\U0001d408nes Calder",
        "bidi": "\u202eredlaC senI",
    }
    hold(
        strict,
        {
            f"claimed_{name}": page(html(), "PG316" if name in ("cyrillic", "math") else "PG315", author=f'"{text}"')
            for name, text in names.items()
        }
        | {
            "all_cyrillic": page(html(author="Capa"), "PG503", author="\u0421\u0430\u0440\u0430"),
            "accents": page(html(author="José Ñandú"), author="José Ñandú"),
            "decomposed": page(html(author="Jose\u0301 Ñandú"), author="José Ñandú"),
            "page_cyrillic": page(html(author="Ines C\u0430lder"), "PG503"),
        },
    )


def test_D7_broken_jsonld_hides_and_adds_nothing(strict: Repo) -> None:
    """Whatever stands in a broken block, the claim needs its support, and a stated author keeps his say."""

    def with_block(block: str) -> bytes:
        return article(ld("Ines Calder") + f'<script type="application/ld+json">{block}</script>')

    blocks = {
        "comma": '{"@type": "WebPage",}',
        "deep": "[" * 100_000,
        "number": '{"datePublished": ' + "9" * 100_000 + "}",
        "nan": '{"a": NaN}',
        "types": '{"@type": {"a": 1}, "author": [[1, null]], "datePublished": {"x": []}}',
        "cut": '{"@type": "NewsArticle", "author": {"na',
        "surrogate": '{"@type": "WebPage", "name": "\\ud800"}',
        "nothing": "",
        "null": "null",
        "cycle": '{"@id": "a", "author": {"@id": "a"}}',
    }
    hold(
        strict,
        {name: page(with_block(block)) for name, block in blocks.items()}
        | {f"{name}_false": page(with_block(block), "PG503", **MALLORY) for name, block in blocks.items()},
    )


def test_D8_a_missing_part_is_no_pass(strict: Repo) -> None:
    """What reads evidence not being installed is exit code 3, and never "no findings"."""
    evidenced(strict)
    for part in ("selectolax", "brotli"):
        lacking = strict.path.parent / part
        lacking.mkdir()
        (lacking / f"{part}.py").write_text(f"raise ImportError('no {part}', name='{part}')\n")
        ended = run(strict, "check", wanted=3, offline=False, PYTHONPATH=str(lacking))
        assert part in ended.err


def test_D9_one_reading_of_odd_encodings(strict: Repo) -> None:
    """UTF-16 by its mark or its header, UTF-7 never, Windows quotation marks in UTF-8 as a browser shows them."""
    words = "Le café “du port” rouvre jeudi, après trois semaines de travaux."
    source = html(paragraphs=(words, *PARAGRAPHS)).decode()
    text, plain = document((words, *PARAGRAPHS)), document()
    utf7 = source.replace('charset="utf-8"', 'charset="utf-7"').encode("utf-7")
    header = "text/html; charset="

    def wide(encoding: str, mark: bytes, kind: str, code: str = "") -> Resting:
        return page(mark + source.replace('<meta charset="utf-8">', "").encode(encoding), code, kind, text)

    hold(
        strict,
        {
            "marked_le": wide("utf-16-le", b"\xff\xfe", "text/html"),
            "marked_be": wide("utf-16-be", b"\xfe\xff", header + "utf-8"),
            "header_le": wide("utf-16-le", b"", header + "utf-16le"),
            "header_be": wide("utf-16-be", b"", header + "UTF-16BE"),
            "header_plain": wide("utf-16-le", b"", header + "utf-16"),
            "unmarked": wide("utf-16-le", b"", "text/html", "PG505"),
            "wrong_way_round": wide("utf-16-be", b"", header + "utf-16le", "PG505"),
            "utf_32": wide("utf-32", b"", "text/html", "PG505"),
            "utf_7_meta": page(utf7, "PG505", "text/html", text),
            "utf_7_header": page(utf7, "PG505", header + "utf-7", text),
            "label_that_lies": page(source.encode(), "", header + "utf-16", text),
            "cut_letter": page(source.encode() + b"\xc3", "", header + "utf-8", text),
            "windows_quotes": page(
                source.encode().replace("“".encode(), b"\x93").replace("”".encode(), b"\x94"),
                "",
                header + "utf-8",
                text,
            ),
            "other_words": page(source.encode("utf-16"), "PG505", "text/html", plain.replace(b"April", b"May")),
            "odd_length": page(b"\xff\xfe" + source.encode("utf-16-le") + b"\x00", "", "text/html", text),
        },
    )


def test_D5_a_page_that_hides_its_whole_article(strict: Repo) -> None:
    """What no reader sees supports nothing, even where there is nothing else."""
    closed = article(ld("Ines Calder"), text=f'<div style="display:none">{P}</div><p>Subscribe to read on.</p>')
    hold(strict, {"closed": page(closed, "PG505")})
