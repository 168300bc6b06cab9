"""One source: two captures never add up; a landing page or a DOI record may speak for its file, and nobody else."""

from __future__ import annotations

import json

import pytest

from check.test_workers import CLAIMS, REGISTRY
from gating import check
from pages import PARAGRAPHS, URL, document, evidenced, html, sha256, warc
from provgate.check.verify import Asked, Job, Proof, prove
from provgate.findings import Verdict
from provgate.formats.claims import Claims
from repos import Repo

SUPPORTED, CONTRADICTED, UNSUPPORTED = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED
SITE = "https://www.harbourgazette.example"
PDF = f"{SITE}/files/dredging.pdf"
LANDING = f"{SITE}/reports/dredging"
BODY = b"%PDF-1.7 the report"
BARE = b"<title>x</title><h1>Dredging resumes</h1>"


def proof(*captures: bytes, claims: Claims = CLAIMS, text: bytes | None = None) -> Proof:
    named = tuple((f"{number}.warc.gz", raw) for number, raw in enumerate(captures))
    pointers = tuple(f"/evidence/{number}" for number in range(len(captures)))
    body = document() if text is None else text
    [made] = prove(Job(named, (Asked("a", claims, body, pointers),)), REGISTRY)
    return made


def verdicts(made: Proof) -> dict[str, Verdict]:
    return {judgement.claim: judgement.verdict for judgement in made.judgements}


def page_without(*parts: str, paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    data = {"@type": "NewsArticle", "headline": "Dredging resumes", "url": URL}
    if "author" not in parts:
        data["author"] = "Ines Calder"
    if "date" not in parts:
        data["datePublished"] = "2026-03-12"
    body = "" if "text" in parts else "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><title>Dredging resumes</title><script type="application/ld+json">{json.dumps(data)}</script>'
        f"<article><h1>Dredging resumes</h1>{body}</article>"
    ).encode()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (page_without("author"), page_without("text")),
        (page_without("date"), page_without("text")),
        (page_without("author", "date"), page_without("text")),
        (page_without("author"), page_without("date")),
    ],
)
def test_two_captures_of_one_origin_never_add_up(one: bytes, other: bytes, turned: bool) -> None:
    claims = CLAIMS._replace(origin=f"{SITE}/dredging")
    captures = [warc(one, claims.origin), warc(other, claims.origin)]
    found = verdicts(proof(*(captures[::-1] if turned else captures), claims=claims))
    assert list(found) == ["origin", "date", "author", "outlet", "text"]
    assert set(found.values()) != {SUPPORTED}


@pytest.mark.parametrize("turned", [False, True])
def test_a_second_capture_does_no_harm_unless_it_contradicts(turned: bool) -> None:
    silent = [warc(html()), warc(page_without("author", "text"))]
    assert set(verdicts(proof(*(silent[::-1] if turned else silent))).values()) == {SUPPORTED}
    against = [warc(html()), warc(html(author="Omar Veld"))]
    found = verdicts(proof(*(against[::-1] if turned else against)))
    assert found.pop("author") is CONTRADICTED
    assert set(found.values()) == {SUPPORTED}


def landing(head: str = "", body: str = "", author: str = "Ines Calder", date: str = "2026-03-12") -> bytes:
    return (
        f'<!doctype html><title>Dredging report</title><meta name="author" content="{author}">'
        f'<meta name="citation_publication_date" content="{date}">{head}<h1>Dredging report</h1>{body}'
    ).encode()


FILE = CLAIMS._replace(origin=PDF)
NAMING = {
    "citation": f'<meta name="citation_pdf_url" content="{PDF}">',
    "relative": '<meta name="citation_pdf_url" content="/files/dredging.pdf">',
    "based": f'<base href="{SITE}/files/"><meta name="citation_pdf_url" content="dredging.pdf">',
    "alternate": f'<link rel="alternate" type="application/pdf" href="{PDF}">',
    "item": f'<link rel="item" href="{PDF}">',
    "encoding": f'<script type="application/ld+json">{{"@type":"Report","encoding":{{"contentUrl":"{PDF}"}}}}</script>',
    "encodings": f'<script type="application/ld+json">{{"@type":"Report","encoding":[{{"url":["{PDF}"]}}]}}</script>',
    "distribution": f'<script type="application/ld+json">{{"@type":"Dataset","distribution":{{"contentUrl":"{PDF}"}}}}</script>',
    "content": f'<script type="application/ld+json">{{"@type":"MediaObject","contentUrl":"{PDF}"}}</script>',
    "link": f'<a href="/about">About</a> <a href="{PDF}">Download</a>',
}
OTHERS = {
    "nothing": "",
    "another file": f'<meta name="citation_pdf_url" content="{SITE}/files/other.pdf">',
    "another host": '<meta name="citation_pdf_url" content="https://files.example/files/dredging.pdf">',
    "a query": f'<meta name="citation_pdf_url" content="{PDF}?v=2">',
    "two links": f'<a href="{PDF}">One</a><a href="/files/other.pdf">Other</a>',
    "no link": "<a href='https://['>x</a>",
    "only mentioned": f'<script type="application/ld+json">{{"@type":"Report","citation":{{"contentUrl":"{PDF}"}}}}</script>',
    "no text": '<script type="application/ld+json">{"@type":"Report","encoding":[7,{"contentUrl":7}]}</script>',
}


def with_landing(page: bytes, url: str = LANDING, claims: Claims = FILE) -> Proof:
    return proof(warc(BODY, PDF, kind="application/pdf"), warc(page, url), claims=claims, text=BODY)


@pytest.mark.parametrize("naming", NAMING)
def test_a_landing_page_speaks_for_the_file_that_it_names(naming: str) -> None:
    made = with_landing(landing(NAMING[naming]))
    assert (made.faults, set(verdicts(made).values())) == ((), {SUPPORTED})
    assert [pointer for pointer, _ in made.captured] == ["/evidence/0", "/evidence/1"]


@pytest.mark.parametrize("naming", OTHERS)
def test_a_page_that_names_another_file_does_not(naming: str) -> None:
    made = with_landing(landing(OTHERS[naming]))
    assert [(fault.kind, fault.place.pointer) for fault in made.faults] == [("capture-missing-origin", "/evidence/1")]
    found = verdicts(made)
    assert (found["author"], found["date"], found["text"]) == (UNSUPPORTED, UNSUPPORTED, SUPPORTED)


def test_a_landing_page_contradicts_too_and_gives_no_text() -> None:
    naming = NAMING["citation"]
    assert verdicts(with_landing(landing(naming, author="Omar Veld")))["author"] is CONTRADICTED
    assert verdicts(with_landing(landing(naming, date="2026-03-01")))["date"] is CONTRADICTED
    made = proof(
        warc(BODY, PDF, kind="application/pdf"),
        warc(landing(naming, "".join(f"<p>{text}</p>" for text in PARAGRAPHS)), LANDING),
        claims=FILE,
    )
    assert verdicts(made)["text"] is UNSUPPORTED


def test_only_the_outlet_of_the_file_may_name_it() -> None:
    elsewhere = with_landing(landing(NAMING["citation"]), "https://www.quaycourier.example/dredging")
    assert [fault.kind for fault in elsewhere.faults] == ["capture-missing-origin"]
    foreign = with_landing(landing(NAMING["citation"]), claims=FILE._replace(outlet="nobody"))
    assert [fault.kind for fault in foreign.faults] == ["capture-missing-origin"]
    urn = proof(warc(landing(NAMING["citation"]), LANDING), claims=FILE._replace(origin="urn:isbn:9780306406157"))
    assert [fault.kind for fault in urn.faults] == ["capture-missing-origin"]


def test_a_page_has_no_landing_page_and_a_file_not_itself() -> None:
    page = proof(warc(html()), warc(landing(f'<link rel="alternate" href="{URL}">'), LANDING))
    assert [fault.kind for fault in page.faults] == ["capture-missing-origin"]
    twice = proof(*[warc(BODY, PDF, kind="application/pdf")] * 2, claims=FILE, text=BODY)
    assert (twice.faults, verdicts(twice)["author"]) == ((), UNSUPPORTED)
    damaged = proof(warc(BODY, PDF, kind="application/pdf"), b"no capture", claims=FILE, text=BODY)
    assert [(fault.kind, fault.place.pointer) for fault in damaged.faults] == [("capture-unreadable", "/evidence/1")]


def record(doi: str = "10.1000/182", author: str = "Calder") -> bytes:
    data = {
        "DOI": doi,
        "title": ["Dredging resumes"],
        "author": [{"given": "Ines", "family": author}],
        "issued": {"date-parts": [[2026, 3, 12]]},
        "container-title": ["Harbour Gazette"],
    }
    return json.dumps({"message": data}).encode()


@pytest.mark.parametrize("origin", ["doi:10.1000/182", "https://doi.org/10.1000/182"])
@pytest.mark.parametrize("url", ["https://api.crossref.org/works/10.1000/182", "https://doi.org/10.1000%2F182"])
def test_the_registrys_record_speaks_for_a_doi(origin: str, url: str) -> None:
    claims = CLAIMS._replace(origin=origin)
    made = proof(warc(record(), url, kind="application/json"), claims=claims)
    if url.startswith("https://doi.org") and origin.startswith("https"):
        url = "https://doi.org/10.1000/182"
    found = verdicts(made)
    assert {found[claim] for claim in ("date", "author", "outlet")} == {SUPPORTED}, made
    assert found.get("text", UNSUPPORTED) is not SUPPORTED


@pytest.mark.parametrize(
    ("origin", "url", "body", "kind"),
    [
        ("doi:10.1000/182", "https://api.crossref.org/works/10.1000/183", record("10.1000/183"), "application/json"),
        ("doi:10.1000/182", "https://api.crossref.org/works/10.1000/182", record("10.1000/183"), "application/json"),
        ("doi:10.1000/182", "https://api.mallory.example/works/10.1000/182", record(), "application/json"),
        ("doi:10.1000/182", "https://api.crossref.org/works/10.1000/182", BARE, "text/html"),
        ("urn:isbn:9780306406157", "https://api.crossref.org/works/10.1000/182", record(), "application/json"),
        ("no address", "https://api.crossref.org/works/10.1000/182", record(), "application/json"),
        ("doi:", "https://api.crossref.org/works/10.1000/182", record(), "application/json"),
    ],
)
def test_no_other_record_does(origin: str, url: str, body: bytes, kind: str) -> None:
    made = proof(warc(body, url, kind=kind), claims=CLAIMS._replace(origin=origin))
    assert (made.judgements, [fault.kind for fault in made.faults]) == ((), ["capture-missing-origin"])


def test_two_captures_through_the_command_line(repo: Repo) -> None:
    text, told = warc(page_without("author")), warc(page_without("text"))
    entries = "".join(
        f"  - kind: capture\n    path: {name}\n    sha256: {sha256(raw)}\n"
        for name, raw in (("dredging.warc.gz", text), ("told.warc.gz", told))
    )
    repo.write("seeds/told.warc.gz", told)
    evidenced(repo, capture=text, evidence=f"evidence:\n{entries}")
    repo.commit()
    ran = check(repo, "--require", "evidenced")
    assert (ran.code, ran.codes("seeds/dredging.txt.source.yaml")) == (1, ["PG503"])
    evidenced(repo, capture=warc(html()), evidence=f"evidence:\n{entries}".replace(sha256(text), sha256(warc(html()))))
    assert check(repo, "--require", "evidenced").code == 0
