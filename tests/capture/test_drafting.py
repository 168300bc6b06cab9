"""Captures become drafts: what the gate supports is filled in, the rest stays empty."""

from __future__ import annotations

import json

import pytest

from capture.articles import ORIGIN, PASSAGES, TEXT, TITLE, article
from provgate.capture import draft as drafting
from provgate.capture.draft import Draft, Request, draft, slug
from provgate.capture.exchange import RawExchange
from provgate.capture.proposals import AuthorProposal, Proposal
from provgate.capture.text import Held
from provgate.capture.warc_writer import to_warc
from provgate.findings import CannotCheckError
from provgate.formats import registries as registry
from provgate.formats.claims import Author

DATE = "2026-03-13T09:14:07Z"
OUTLETS = registry.parse_outlets(b"""\
schema: 1
outlets:
  harbour-gazette: {name: Harbour Gazette, domains: [harbourgazette.example, shared.example]}
  pier-post: {name: Pier Post, domains: [shared.example]}
""")


def response(
    url: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
) -> RawExchange:
    data = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Content-Length": str(len(data)), **headers}
    head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return RawExchange(url, b"", status, head.encode(), data, {}, "", DATE)


def drafted(*exchanges: RawExchange, origin: str = ORIGIN, **options: object) -> Draft:
    given = {"registry": OUTLETS, **options}
    return draft(Request("page.warc.gz", to_warc(exchanges), origin, **given))  # type: ignore[arg-type]


def values(made: Draft) -> dict[str, object]:
    return {entry.key: entry.value for entry in made.entries}


def comments(made: Draft) -> dict[str, str]:
    return {entry.key: entry.comment for entry in made.entries}


def test_an_article_fills_everything_in() -> None:
    made = drafted(response(ORIGIN, article()))
    assert values(made) == {
        "origin": ORIGIN,
        "date": "2026-03-12",
        "author": "Ines Calder",
        "outlet": "harbour-gazette",
        "title": TITLE,
        "language": "en-GB",
    }
    assert made.document.decode().endswith(TEXT)
    assert (made.suffix, made.retrieved, made.warnings, made.new_outlet) == (".txt", DATE, (), None)
    assert comments(made)["date"].startswith("from JSON-LD")
    assert comments(made)["outlet"] == "from the host www.harbourgazette.example"


@pytest.mark.parametrize("kind", ["application/xhtml+xml", "application/xml", "Text/XML; charset=utf-8"])
def test_what_the_gate_reads_as_a_page_is_drafted_as_one(kind: str) -> None:
    made = drafted(response(ORIGIN, article(), kind))
    assert (made.suffix, values(made)["author"]) == (".txt", "Ines Calder")


def test_several_authors_are_a_list() -> None:
    made = drafted(response(ORIGIN, article(("Ines Calder", "Bo Lindqvist"))))
    assert values(made)["author"] == ["Ines Calder", "Bo Lindqvist"]


def test_what_is_not_stated_stays_empty() -> None:
    made = drafted(
        response("http://www.harbourgazette.example/a", article((), "")), origin="http://www.harbourgazette.example/a"
    )
    assert (values(made)["date"], values(made)["author"]) == ("", "")
    assert "does not say plainly" in comments(made)["date"]
    assert "does not say plainly" in comments(made)["author"]


def test_a_proposal_that_does_not_hold_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, right = Proposal("2019-01-01", "here"), Proposal("2026-03-12", "there")
    people = [AuthorProposal((Author(name),), name) for name in ("Bo Lindqvist", "Ines Calder")]
    monkeypatch.setattr(drafting.proposals, "dates", lambda _statements: [wrong, right])
    monkeypatch.setattr(drafting.proposals, "authors", lambda _statements: people)
    made = drafted(response(ORIGIN, article()))
    assert (values(made)["date"], values(made)["author"]) == ("2026-03-12", "Ines Calder")


def test_a_redirect_is_told() -> None:
    moved = response(ORIGIN, "", status=302, Location="/b")
    made = drafted(moved, response("http://www.harbourgazette.example/b", article()))
    assert values(made)["origin"] == ORIGIN
    assert comments(made)["origin"] == "redirects to http://www.harbourgazette.example/b"


def test_the_payload_as_document() -> None:
    page = article()
    made = drafted(response(ORIGIN, page), raw=True)
    assert (made.document, made.suffix, made.warnings) == (page.encode(), ".html", ())


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("application/pdf", ".pdf"),
        ("text/plain", ".txt"),
        ("application/json", ".json"),
        ("image/jpeg", ".jpg"),
        ("application/x-unheard-of", ".bin"),
        ("", ".bin"),
    ],
)
def test_what_is_no_page_is_kept_as_it_is(kind: str, suffix: str) -> None:
    made = drafted(response(ORIGIN, b"\x00\x01 bytes", kind))
    assert (made.document, made.suffix, made.warnings) == (b"\x00\x01 bytes", suffix, ())


def test_a_page_without_a_type_is_known_by_its_beginning() -> None:
    made = drafted(response(ORIGIN, "\n" + article(), ""))
    assert values(made)["author"] == "Ines Calder"
    assert drafted(response(ORIGIN, article(), "application/octet-stream")).suffix == ".bin"


@pytest.mark.parametrize("kind", ["application/octet-stream", "application/x-download", ""])
def test_files_are_named_after_their_content(kind: str) -> None:
    assert drafted(response(ORIGIN, b"%PDF-1.7 ...", kind)).suffix == ".pdf"
    assert drafted(response(ORIGIN, b"\x89PNG\r\n\x1a\n", kind)).suffix == ".png"


def test_a_record_of_a_doi_registry() -> None:
    url = "https://doi.org/10.1000/182"
    record = {
        "title": "Silt",
        "author": [{"given": "Ines", "family": "Calder"}],
        "issued": {"date-parts": [[2026, 3, 12]]},
    }
    made = drafted(response(url, json.dumps(record), "application/vnd.citationstyles.csl+json"), origin=url)
    assert (values(made)["author"], values(made)["date"], made.suffix) == ("Ines Calder", "2026-03-12", ".json")
    assert made.document == json.dumps(record).encode()


def test_a_document_that_exists_is_kept() -> None:
    made = drafted(response(ORIGIN, article()), document=b"mine")
    assert (made.document, made.suffix) == (b"mine", "")


def test_a_page_without_text_is_told() -> None:
    made = drafted(response(ORIGIN, "<html><title>Harbour</title><body><div id=app></div></body></html>"))
    assert made.document == b""
    assert any("no main text" in warning for warning in made.warnings)


def test_text_that_only_json_ld_has() -> None:
    body = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": "\n".join(PASSAGES)})
    page = f'<html><body><div id=app></div><script type="application/ld+json">{body}</script></body></html>'
    assert drafted(response(ORIGIN, page)).document.decode() == TEXT


def test_text_that_does_not_hold_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "_texts", lambda _request, _page: ["Another story altogether, about a lighthouse.\n"])
    made = drafted(response(ORIGIN, article()))
    assert made.document == b"Another story altogether, about a lighthouse.\n"
    assert any("the draft does not match the page (" in warning for warning in made.warnings)


def test_what_the_gate_lets_be_left_out_is_tried_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a heading or a standfirst does not hold, the body alone does."""
    real = drafting.text.plain
    monkeypatch.setattr(drafting.text, "chosen", lambda *_given: [])
    assert drafted(response(ORIGIN, article())).document.decode() == TEXT
    monkeypatch.setattr(drafting.text, "markdown", lambda blocks: real(blocks).replace("harbour", "port"))
    made = drafted(response(ORIGIN, article()), markdown=True)
    assert (made.document.decode(), made.suffix, made.warnings) == (TEXT, ".md", ())


def test_what_is_held_is_counted() -> None:
    made = drafted(response(ORIGIN, article()))
    assert made.held == Held(4, 4)
    part = drafted(response(ORIGIN, article()), document="\n\n".join(PASSAGES[2:]).encode())
    assert part.held == Held(2, 4)
    assert "the document leaves out 2 of the article's 4 passages" in part.warnings
    assert drafted(response(ORIGIN, article()), raw=True).held is None
    assert drafted(response(ORIGIN, b"%PDF-1.7", "application/pdf"), document=b"x").held is None


def test_an_unknown_host_gets_a_proposal() -> None:
    url = "http://www.pier-news.example/a"
    made = drafted(response(url, article(site="Pier News")), origin=url)
    assert made.new_outlet == drafting.NewOutlet("pier-news", "Pier News", "pier-news.example")
    assert values(made)["outlet"] == "pier-news"
    assert comments(made)["outlet"] == "not in the registry of outlets yet"


def test_an_unknown_host_without_a_name_is_named_after_itself() -> None:
    url = "http://pier-news.example/a"
    made = drafted(response(url, article(site="")), origin=url)
    assert made.new_outlet == drafting.NewOutlet("pier-news-example", "pier-news.example", "pier-news.example")


def test_a_proposal_takes_no_key_that_is_taken() -> None:
    url = "http://harbour-gazette.example/a"
    made = drafted(response(url, article()), origin=url)
    assert made.new_outlet is not None
    assert made.new_outlet.key == "harbour-gazette-example"
    taken = registry.parse_outlets(b"""\
schema: 1
outlets: {harbour-gazette: {name: A, domains: []}, harbour-gazette-example: {name: B, domains: []}}
""")
    again = drafted(response(url, article()), origin=url, registry=taken).new_outlet
    assert again is not None
    assert again.key == "harbour-gazette-example-2"


def test_a_host_of_several_outlets_needs_the_page_to_name_one() -> None:
    url = "http://shared.example/a"
    assert values(drafted(response(url, article(site="Pier Post")), origin=url))["outlet"] == "pier-post"
    made = drafted(response(url, article(site="")), origin=url)
    assert values(made)["outlet"] == ""
    assert comments(made)["outlet"] == "the host shared.example belongs to several outlets: harbour-gazette, pier-post"


def test_a_given_outlet_wins() -> None:
    assert values(drafted(response(ORIGIN, article()), outlet="pier-post"))["outlet"] == "pier-post"
    made = drafted(response(ORIGIN, article()), outlet="gazette-archive")
    assert made.new_outlet is not None
    assert values(made)["outlet"] == made.new_outlet.key == "gazette-archive"


def test_a_copy_of_a_web_archive_is_told() -> None:
    address = f"https://web.archive.org/web/20260313091407id_/{ORIGIN}"
    made = drafted(response(address, article()))
    assert (values(made)["origin"], values(made)["author"]) == (ORIGIN, "Ines Calder")
    assert comments(made)["origin"] == "copy made by web.archive.org, 20260313091407"


def test_a_capture_of_another_page_is_refused() -> None:
    with pytest.raises(CannotCheckError, match=r"page\.warc\.gz: the capture holds no response of .*; it does hold"):
        drafted(response(ORIGIN, article()), origin=ORIGIN + "x")


def test_a_truncated_body_is_refused() -> None:
    cut = RawExchange(ORIGIN, b"", 200, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"cut", {}, "", DATE)
    with pytest.raises(CannotCheckError, match="3 of 9 bytes"):
        drafted(cut)


def test_what_is_no_capture_is_refused() -> None:
    with pytest.raises(CannotCheckError, match=r"^x\.warc: "):
        draft(Request("x.warc", b"not a capture", ORIGIN))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harbour Gazette", "harbour-gazette"),
        ("L'Été à Paris!", "l-ete-a-paris"),
        ("日本", ""),
        ("", ""),
        ("a" * 70, "a" * 60),
        ("ab " * 30, "ab-" * 19 + "ab"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize("host", ["medium.com", "web.archive.org", "blogspot.com"])
def test_a_host_that_speaks_for_everyone_is_no_proposal(host: str) -> None:
    url = f"http://{host}/a"
    made = drafted(response(url, article(site="Pier News")), origin=url)
    assert (made.new_outlet, values(made)["outlet"]) == (None, "")
    assert comments(made)["outlet"].endswith("so it is not an outlet's own")


def test_a_host_below_a_public_suffix_is_proposed_whole() -> None:
    url = "http://www.gov.uk/a"
    made = drafted(response(url, article(site="Harbour Office")), origin=url)
    assert made.new_outlet == drafting.NewOutlet("harbour-office", "Harbour Office", "www.gov.uk")
