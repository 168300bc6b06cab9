"""Copies that web archives made: a capture of the page where the archive is a known one and the bytes are raw."""

from __future__ import annotations

import pytest

from provgate.evidence.captures import mementos
from provgate.evidence.captures.capture import Chain
from provgate.findings import Fault

from .capture_builders import PAGE, URL, find, http, packed, page, record, redirect

TIME = "20260313091407"
ARCHIVE = f"https://web.archive.org/web/{TIME}id_/"
COPY = record(
    http(headers={"Memento-Datetime": "Fri, 13 Mar 2026 09:14:07 GMT", "X-Archive-Orig-ETag": "e"}), ARCHIVE + URL
)


def words(raw: bytes, origin: str = URL) -> str:
    found = find(raw, origin)
    assert isinstance(found, Fault)
    return f"{found.kind}: {found.message}; {found.advice}"


def test_a_copy_stands_for_the_page() -> None:
    found = find(packed([COPY]))
    assert isinstance(found, Chain)
    assert (found.final.url, found.final.memento) == (URL, ARCHIVE + URL)
    assert found.final.body == PAGE
    assert found.final.headers == {"content-type": "text/html", "etag": "e"}
    own = find(COPY, ARCHIVE + URL)
    assert isinstance(own, Chain)
    assert (own.final.url, own.final.memento) == (ARCHIVE + URL, "")


@pytest.mark.parametrize(
    "address",
    [
        f"https://arquivo.pt/wayback/{TIME}id_/{URL}",
        f"https://arquivo.pt/noFrame/replay/{TIME}id_/{URL}",
        f"https://webarchive.nationalarchives.gov.uk/ukgwa/{TIME}id_/{URL}",
        f"https://www.webarchive.org.uk/wayback/archive/{TIME}id_/{URL}",
        f"https://webarchive.loc.gov/all/{TIME}id_/{URL}",
        f"HTTPS://Web.Archive.org:443/web/{TIME}id_/{URL}#top",
    ],
)
def test_known_archives(address: str) -> None:
    assert page(record(url=address)) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        f"https://evil.example/web/{TIME}id_/{URL}",
        f"https://web.archive.org.evil.example/web/{TIME}id_/{URL}",
        f"https://evil.web.archive.org/web/{TIME}id_/{URL}",
        f"https://web.archive.org:8443/web/{TIME}id_/{URL}",
        f"https://ines@web.archive.org/web/{TIME}id_/{URL}",
        f"http://web.archive.org/web/{TIME}id_/{URL}",
        f"https://web.archive.org/save/{TIME}id_/{URL}",
        f"https://web.archive.org/x/web/{TIME}id_/{URL}",
        f"https://web.archive.org/web/{TIME[:8]}id_/{URL}",
        f"https://web.archive.org/web/{TIME}9id_/{URL}",
        f"https://web.archive.org/web/*/{URL}",
        f"https://web.archive.org/x?y=/web/{TIME}id_/{URL}",
    ],
)
def test_what_speaks_for_nobody_else(address: str) -> None:
    assert "capture-missing-origin" in words(record(url=address))


@pytest.mark.parametrize("mode", ["", "if_", "js_", "im_", "mp_"])
def test_rewritten_copies(mode: str) -> None:
    told = words(record(url=ARCHIVE.replace("id_", mode) + URL))
    assert "one that web.archive.org has rewritten" in told
    assert f"capture {ARCHIVE + URL} instead" in told


@pytest.mark.parametrize(
    "given", ["harbourgazette.example/dredging.html", "http://harbourgazette.example/dredging.html"]
)
def test_the_scheme_may_be_left_out(given: str) -> None:
    found = mementos.read(ARCHIVE + given)
    assert found is not None
    assert found.url == "http://harbourgazette.example/dredging.html"


@pytest.mark.parametrize("given", ["https:/harbourgazette.example/", "http://", "[x]", ""])
def test_what_is_no_page(given: str) -> None:
    assert mementos.read(ARCHIVE + given) is None


def test_redirects_inside_the_archive() -> None:
    home, near = "https://harbourgazette.example/", ARCHIVE.replace(TIME, "20260313100000")
    moved = [redirect(ARCHIVE + home, near + home), redirect(near + home, ARCHIVE + URL), COPY]
    found = find(packed(moved), home)
    assert isinstance(found, Chain)
    assert [exchange.url for exchange in found.exchanges] == [home, URL]
    assert "capture-redirect" in words(packed(moved[:2]), home)


def test_redirects_out_of_the_archive() -> None:
    """What the site serves today is not where the archive was led."""
    home = "https://harbourgazette.example/"
    for target in (URL, f"https://arquivo.pt/wayback/{TIME}id_/{URL}"):
        copies = packed([redirect(ARCHIVE + home, target), record(), record(url=target)])
        assert "redirects to no URL" in words(copies, home)
    live = packed([redirect(ARCHIVE + home, ARCHIVE + URL), record()])
    assert "which the capture does not hold" in words(live, home)


def test_the_sites_own_response_goes_first() -> None:
    found = find(packed([COPY, record(http(b"live", length=False))]))
    assert isinstance(found, Chain)
    assert found.final.body == b"live"


def test_copies_that_differ() -> None:
    later = record(http(b"changed", length=False), ARCHIVE.replace(TIME, "20260401000000") + URL)
    assert "capture-ambiguous" in words(packed([COPY, later]))
    assert "capture-status" in words(record(http(b"", 404), ARCHIVE + URL))
    assert "capture-record" in words(record(url=ARCHIVE + URL, WARC_Type="resource"), ARCHIVE + URL)
