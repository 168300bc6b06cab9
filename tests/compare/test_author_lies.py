"""Lies about authors that were made on purpose, class by class, each beside its honest neighbours.

Every page names Ines Calder, and most name somebody else with another part in the article.
"""

from __future__ import annotations

import json

import pytest

from compare.test_authors import TEXT, judge, page
from gating import check
from pages import evidenced, warc
from provgate.findings import Verdict
from repos import Repo

INES, TOM = "Ines Calder", "Tom Reed"


def node(**fields: object) -> str:
    data = {"@type": "NewsArticle", "headline": "Dredging resumes at last", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content="{value}">'


def by(text: str, name: str = "byline") -> str:
    return f'<p class="{name}">{text}</p>'


HEAD = node(author=INES)
PHOTOS = {
    "in a class that says byline": page(by("Photo: Tom Reed")),
    "beside the author": page(by("By Ines Calder") + by("Photos by Tom Reed")),
    "behind the name": page(by("Tom Reed (photos)")),
    "a photographer": page(by("Tom Reed, photographer")),
    "in German": page(by("Fotos: Tom Reed")),
    "in French": page(by("Photographies : Tom Reed")),
    "in Spanish": page(by("Fotografías de Tom Reed")),
    "in Polish": page(by("Zdjęcia: Tom Reed")),
    "in Russian": page(by("Фото: Tom Reed")),
    "in Finnish": page(by("Kuvat: Tom Reed")),
    "in a figure": page("<figure><img><div class='byline'>Tom Reed</div></figure>"),
    "in a figure's caption": page("<figure><figcaption><span class='author'>Tom Reed</span></figcaption></figure>"),
    "in a caption of a div": page("<div class='wp-caption'><p class='author'>Tom Reed</p></div>"),
    "as a photo credit": page("<div class='photo-credit'><a rel='author'>Tom Reed</a></div>"),
    "as microdata of a figure": page("<figure itemprop='image'><span itemprop='author'>Tom Reed</span></figure>"),
    "without a colon": page(by("Fotos Tom Reed")),
    "with a sign": page(by("© Tom Reed")),
    "as an illustration": page(by("Illustration: Tom Reed")),
    "as video": page(by("Video by Tom Reed")),
    "with the author in metadata": page(by("Photo: Tom Reed"), head=HEAD),
}
OTHERS = {
    "interviewee": page(by("Interview with Tom Reed")),
    "interviewee in German": page(by("Interview mit Tom Reed")),
    "interviewee in French": page(by("Entretien avec Tom Reed")),
    "interviewed": page(by("Ines Calder interviews Tom Reed")),
    "in conversation": page(by("Tom Reed in conversation with Ines Calder")),
    "in conversation, turned": page(by("Ines Calder im Gespräch mit Tom Reed")),
    "client": page(by("By Ines Calder for Tom Reed")),
    "client in German": page(by("Von Ines Calder für Tom Reed")),
    "client in French": page(by("Par Ines Calder pour Tom Reed")),
    "translator": page(by("Translated by Tom Reed")),
    "translator beside": page(by("By Ines Calder | Translated by Tom Reed")),
    "translator in German": page(by("Aus dem Englischen übersetzt von Tom Reed")),
    "translator in Spanish": page(by("Traducción: Tom Reed")),
    "translator in Czech": page(by("Překlad: Tom Reed")),
    "editor": page(by("Edited by Tom Reed")),
    "checker": page(by("Fact checked by Tom Reed")),
    "reviewer": page(by("Medically reviewed by Tom Reed")),
    "helper": page(by("By Ines Calder. Additional reporting by Tom Reed")),
    "research": page(by("Von Ines Calder, Mitarbeit: Tom Reed")),
    "source": page(by("Source: Tom Reed")),
    "host": page(by("Hosted by Tom Reed")),
    "commenter": page(below="<div class='comments'><p class='author'>Tom Reed</p></div>"),
    "commenter near": page("<div class='comment'><span class='author'>Tom Reed</span></div>", head=HEAD),
    "another article": page(below="<article><h2>Herring</h2><p class='byline'>By Tom Reed</p></article>", head=HEAD),
    "another article, nobody else": page(
        "<p>x</p>" * 40, below=f"<article><h2>Herring</h2>{by('By Tom Reed')}</article>"
    ),
    "a teaser": page(below="<div class='related'><p class='byline'>By Tom Reed</p></div>"),
    "several others": page("<p>x</p>" * 40 + by("By Tom Reed") + "<p>x</p>" * 9 + by("By Ada Quill")),
    "quoted": page("<blockquote>Tom Reed</blockquote>"),
    "unseen": page("<p class='byline' hidden>By Tom Reed</p>"),
    "in noscript": page("<noscript><p class='byline'>By Tom Reed</p></noscript>"),
}
AGAINST = {
    "creator against author": page(head=node(author=INES, creator=TOM)),
    "creator of another node": page(head=HEAD + node(creator=TOM, headline="Dredging resumes at last")),
    "a meta against the node": page(head=HEAD + meta("author", TOM)),
    "two metas against the node": page(head=HEAD + meta("author", TOM) + meta("parsely-author", TOM)),
    "a meta against the byline": page(by("By Ines Calder"), head=meta("author", TOM)),
    "a meta against another": page(head=meta("author", TOM) + meta("parsely-author", INES)),
    "a byline against the node": page(by("By Tom Reed"), head=HEAD),
    "two nodes": page(head=HEAD + node(author=TOM)),
    "a node of another headline": page(head=HEAD + node(author=TOM, headline="The price of herring falls again")),
    "a list of items": page(
        head=HEAD + node(**{"@type": "ItemList"}, itemListElement=[{"@type": "Article", "author": TOM}])
    ),
    "microdata against the node": page("<span itemprop='author'>Tom Reed</span>", head=HEAD),
    "a byline farther down": page(by("By Ines Calder") + "<p>x</p>" * 9 + by("By Tom Reed")),
    "a byline above": page(by("By Ines Calder")).replace("<main>", f"<main>{by('By Tom Reed')}"),
}
LEFT_OUT = {
    "and": page(by("By Ines Calder and Tom Reed")),
    "comma": page(by("By Ines Calder, Tom Reed")),
    "slash": page(by("Ines Calder/Tom Reed")),
    "und": page(by("Von Ines Calder und Tom Reed, Berlin")),
    "et": page(by("Par Ines Calder et Tom Reed")),
    "two links": page("<p class='byline'><a rel='author'>Ines Calder</a> <a rel='author'>Tom Reed</a></p>"),
    "two elements": page("<div><a rel='author'>Ines Calder</a> <a rel='author'>Tom Reed</a></div>"),
    "a node": page(head=node(author=[INES, TOM])),
    "persons": page(head=node(author=[{"@type": "Person", "name": INES}, {"@type": "Person", "name": TOM}])),
    "one string": page(head=node(author="Ines Calder and Tom Reed")),
    "a meta": page(head=meta("author", "Ines Calder, Tom Reed")),
    "two metas": page(head=meta("author", INES) + meta("author", TOM)),
    "only the byline": page(by("By Ines Calder and Tom Reed"), head=HEAD),
    "without a word": page("<p>Ines Calder/Tom Reed</p>"),
    "far down": page("<p>x</p>" * 40 + by("By Ines Calder and Tom Reed")),
    "in brackets": page(f"<p>{TEXT[3:-4]} (Ines Calder, Tom Reed)</p>"),
    "in Chinese": page(by("記者王小明、李四")).replace("王小明", INES).replace("李四", TOM),
}
NEIGHBOURS = {
    "title before the name": (page(by("By Dr. Ines Calder")), (INES,)),
    "accents apart": (page(by("By Inés Calder")), ("Ine\u0301s Calder",)),
    "any order": (page(by("By Ines Calder and Tom Reed")), (TOM, INES)),
    "family name first": (page(head=node(author="Calder, Ines")), (INES,)),
    "a place": (page(by("By Ines Calder in Berlin")), (INES,)),
    "a place of two words": (page(by("By Ines Calder, New York")), (INES,)),
    "a second credit": (page(by("By Ines Calder | Photos: Tom Reed")), (INES,)),
    "an edit time": (page(by("By Ines Calder Updated 14:05")), (INES,)),
    "minutes to read": (page(by("By Ines Calder 3 min read")), (INES,)),
    "a role": (page(by("By Ines Calder, Berlin correspondent")), (INES,)),
    "a role that others have": (page(by("Ines Calder, editor")), (INES,)),
    "a date before": (page(by("12 March 2026 Ines Calder")), (INES,)),
    "a date and by": (page(by("12.03.2026 by Ines Calder")), (INES,)),
    "text and pictures": (page(by("Text and photos by Ines Calder")), (INES,)),
    "text and pictures in German": (page(by("Text und Fotos: Ines Calder")), (INES,)),
    "text by one": (page(by("Text: Ines Calder, Fotos: Tom Reed")), (INES,)),
    "an agency beside": (page(by("By Ines Calder and Reuters")), (INES,)),
    "a list cut short": (page(by("By Ines Calder and Tom Reed"), head=HEAD), (INES, TOM)),
    "an account": (page(by("By Ines Calder"), head=node(author="icalder")), (INES,)),
    "a given name": (page(by("By Ines Calder"), head=node(author="Ines")), (INES,)),
    "a house": (page(by("By Ines Calder"), head=node(author={"@type": "Organization", "name": "Silt Group"})), (INES,)),
    "two nodes, settled": (page(by("By Ines Calder"), head=HEAD + node(author=TOM)), (INES,)),
    "a weak microdata": (page("<span itemprop='author'>Tom Reed</span>", head=HEAD), (INES,)),
    "a name with an and": (page(by("By José Ortega y Gasset, Tom Reed")), ("José Ortega y Gasset", TOM)),
    "an aside's class in the article": (page("<div class='sidebar-meta'><p class='byline'>By Ines Calder</p></div>"), (INES,)),
    "a Chinese reporter": (page(by("記者王小明／台北報導")), ("王小明",)),
    "a Chinese text and pictures": (page(by("文/王小明 图/李四")), ("王小明",)),
    "a Korean reporter": (page(by("홍길동 기자")), ("홍길동",)),
    "a Japanese reporter": (page(by("山田太郎記者")), ("山田太郎",)),
    "a desk in brackets": (page(f"<p>{TEXT[3:-4]} (Reuters/Ines Calder)</p>"), (INES,)),
    "italics at the end": (page(f"<p>{TEXT[3:-4]} <em>Ines Calder</em></p>"), (INES,)),
    "a dash at the end": (page(f"<p>{TEXT[3:-4]} — Ines Calder</p>"), (INES,)),
    "a post": (page().replace("<title>", "<title>Ines Calder on SoundCloud: "), (INES,)),
    "a handle": (page().replace("<title>", "<title>Ines Calder (@ines) · "), (INES,)),
    "a video": (page().replace("<title>", "<title>Video by Ines Calder: "), (INES,)),
    "an author's box": (page("<p>x</p>" * 40 + "<div class='author-box'><a rel='author'>Ines Calder</a></div>"), (INES,)),
}  # fmt: skip


@pytest.mark.parametrize("case", PHOTOS)
def test_photographers(case: str) -> None:
    assert judge(PHOTOS[case], TOM).verdict is not Verdict.SUPPORTED
    assert judge(PHOTOS[case], INES, TOM).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize("case", OTHERS)
def test_people_with_another_part(case: str) -> None:
    assert judge(OTHERS[case], TOM).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize("case", AGAINST)
def test_a_weaker_place_against_a_stronger(case: str) -> None:
    assert judge(AGAINST[case], TOM).verdict is not Verdict.SUPPORTED
    assert judge(AGAINST[case], INES, TOM).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize("case", LEFT_OUT)
def test_authors_left_out_and_added(case: str) -> None:
    assert judge(LEFT_OUT[case], INES).verdict is not Verdict.SUPPORTED
    assert judge(LEFT_OUT[case], TOM).verdict is not Verdict.SUPPORTED
    assert judge(LEFT_OUT[case], INES, TOM, "Ada Quill").verdict is not Verdict.SUPPORTED
    assert judge(LEFT_OUT[case], INES, TOM).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("case", NEIGHBOURS)
def test_honest_neighbours(case: str) -> None:
    html, names = NEIGHBOURS[case]
    assert judge(html, *names).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "names", [(INES, "INES CALDER"), (INES, "Calder Ines"), (INES, "Ines M. Calder"), ("Inés Calder", INES)]
)
def test_one_person_twice(names: tuple[str, ...]) -> None:
    found = judge(page(by("By Ines Calder")), *names)
    assert (found.verdict, found.detail) == (Verdict.UNSUPPORTED, f"`author` lists {names[0]} twice")


@pytest.mark.parametrize(
    "html",
    [
        page(head=HEAD),
        page(by("By Ines Calder")),
        page("<p>Ines Calder</p>"),
        page("<p>Ines Calder/Tom Reed</p>"),
        page("<p>Ines Calder</p>", head=node(author={"@type": "Organization", "name": "Harbour Gazette"})),
        page(head=node(author={"@type": "Organization", "name": "Associated Press"})),
        page(head=meta("author", INES)),
    ],
)  # fmt: skip
def test_the_outlet_instead_of_the_person(html: str) -> None:
    assert judge(html, "Harbour Gazette", organization=True).verdict is not Verdict.SUPPORTED
    assert judge(html, "Harbour Gazette").verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(head=node(author={"@type": "Organization", "name": "Harbour Gazette"})),
        page(head=node(author="Harbour Gazette Newsroom")),
        page(head=node(author="Staff")),
        page(by("By Harbour Gazette Staff")),
        page(head=node(author="gazbot")),
        page("<p>Ines Calder <b>went home late</b></p>"),
        page("<h2>Maud Ferris</h2><p><a href='/topics/x'>Maud Ferris</a></p><p>x</p><figure><p>Tom Reed</p></figure>"),
    ],
)
def test_the_outlet_where_nobody_is_named(html: str) -> None:
    assert judge(html, "Harbour Gazette", organization=True).verdict is Verdict.SUPPORTED


def test_places_that_disagree_are_settled_or_support_nobody() -> None:
    metas = meta("author", TOM) + meta("parsely-author", INES)
    signed = page("<p>x</p>" * 40 + f"<p>{TEXT[3:-4]} (Ines Calder)</p>", head=metas)
    assert (judge(signed, INES).verdict, judge(signed, TOM).verdict) == (Verdict.SUPPORTED, Verdict.CONTRADICTED)
    far = page("<p>x</p>" * 40 + "".join(by(f"By {name}") + "<p>x</p>" * 9 for name in (INES, INES, TOM)))
    assert (judge(far, INES).verdict, judge(far, TOM).verdict) == (Verdict.SUPPORTED, Verdict.UNSUPPORTED)
    box = page(by("By Ines Calder") + "<p>x</p>" * 40 + by("By Tom Reed"), head=meta("author", TOM))
    assert (judge(box, INES).verdict, judge(box, TOM).verdict) == (Verdict.SUPPORTED, Verdict.UNSUPPORTED)


def test_a_contact_is_no_author() -> None:
    assert judge(page("<p>Kontakt: Tom Reed</p>"), TOM).verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Source: kathpress", "kathpress"),
        ("Quelle: kathpress", "kathpress"),
        ("© 2012 APA/AP", "APA/AP"),
        ("(dpa)", "dpa"),
    ],
)
def test_agencies_in_a_source_line(line: str, name: str) -> None:
    html = page("<p>x</p>" * 40 + f"<p>{line}</p>")
    assert judge(html, name, organization=True).verdict is Verdict.SUPPORTED
    assert judge(html, "Silt Press", organization=True).verdict is not Verdict.SUPPORTED
    assert judge(html.replace(name, TOM), TOM).verdict is not Verdict.SUPPORTED or line.startswith("(")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (page(by("Photo: Tom Reed"), head=HEAD), TOM),
        (page(by("By Ines Calder and Tom Reed")), INES),
        (page(head=HEAD + meta("author", TOM)), TOM),
    ],
)
def test_through_the_command_line(repo: Repo, body: str, name: str) -> None:
    evidenced(repo, capture=warc(body.encode()), text=b"x\n", changes={"author": name})
    repo.commit()
    assert "PG503" in check(repo, "--require", "evidenced").codes("seeds/dredging.txt.source.yaml")
