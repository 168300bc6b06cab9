"""Pages saved by hand and HARs: put together as responses, and told so; what they say of themselves counts."""

from __future__ import annotations

import base64
import email.mime.multipart
import email.mime.text
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from capture.test_crawls import body, crop, refusal
from evidence.capture_builders import URL
from provgate.capture import har, mhtml, saved_page
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.captures.codings import DamagedError
from provgate.formats.policy import Limits

PAGE = "<html><head><title>Dredging</title></head><body><p>Silt from Málaga’s pier.</p></body></html>"
WHEN = "2026-03-13T09:14:07Z"
SINGLE_FILE = f"""<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile
 url: {URL}
 saved date: Fri Mar 13 2026 10:14:07 GMT+0100 (Central European Standard Time)
--><head>"""
BROWSER = f"<!DOCTYPE html>\n<!-- saved from url=(0047){URL} -->\n<html>"
HTTRACK = f"<html>\n<!-- Mirrored from {URL.partition('://')[2]} by HTTrack Website Copier/3.x [XR&CO'2014], Fri, 13 Mar 2026 09:14:07 GMT -->"


def date_of(raw: bytes, url: str = URL) -> str:
    chain = read_capture(raw, "a", Limits()).find(url)
    assert isinstance(chain, Chain)
    return chain.final.date


@pytest.mark.parametrize(
    ("start", "given", "retrieved"),
    [
        (SINGLE_FILE, "", ""),
        (SINGLE_FILE, URL, WHEN),
        (SINGLE_FILE, URL + "#top", "2026-03-13T10:14:30+01:00"),
        (BROWSER, "", WHEN),
        (BROWSER, URL, WHEN),
        (BROWSER.replace(URL, "about:internet"), URL, WHEN),
        (HTTRACK, URL, ""),
        ("<!-- about SingleFile: --><html>", URL, WHEN),
        ("\ufeff\n <p>", URL, WHEN),
        (f"<body>{SINGLE_FILE.replace(URL, 'https://other.example/')}", URL, WHEN),
    ],
)
def test_pages_that_say_where_they_are_from(tmp_path: Path, start: str, given: str, retrieved: str) -> None:
    raw = (start + PAGE).encode()
    found = crop(tmp_path, raw, *[given] * bool(given), name="saved.page", retrieved=retrieved)
    assert body(found) == raw
    assert date_of(found.path.read_bytes()) == WHEN
    assert found.comment == "imported from a page saved by hand"


@pytest.mark.parametrize(
    ("start", "given", "retrieved", "words"),
    [
        (SINGLE_FILE, URL + "x", "", f"SingleFile saved it from {URL}, not from the URL given"),
        (SINGLE_FILE, URL, "2026-03-13T09:18:07Z", "says that it was saved at 2026-03-13T10:14:07+01:00"),
        (SINGLE_FILE.replace("2026", "2999"), "", "", "in the future"),
        (SINGLE_FILE.replace("Mar 13", "Foo 13"), "", "", "give --url and --retrieved"),
        (SINGLE_FILE.replace(URL, "file:///home/a.html"), "", WHEN, "give --url"),
        (SINGLE_FILE.replace(URL, "file:///home/a.html"), URL, WHEN, "saved it from file:"),
        (BROWSER, URL.replace("www.", "m.").replace("harbour", "other"), WHEN, "the browser saved it from"),
        (BROWSER, URL, "", "give --url and --retrieved"),
        (HTTRACK, "", "", "give --url"),
        (HTTRACK, "https://other.example/", "", "HTTrack saved it from"),
        (HTTRACK.replace("GMT", "yesterday").replace("13 Mar", "x"), URL, "", "give --url and --retrieved"),
        ("<p>", URL, "", "give --url and --retrieved"),
        ("<p>", "", WHEN, "give --url and --retrieved"),
        ("<p>", URL, "2026-03-13", "date-time with an offset"),
        ("<p>", URL, "yesterday", "date-time with an offset"),
        ("<p>", URL, "2999-03-13T09:14:07Z", "in the future"),
    ],
)
def test_pages_that_say_something_else(tmp_path: Path, start: str, given: str, retrieved: str, words: str) -> None:
    raw = (start + PAGE).encode()
    found = refusal(tmp_path, raw, *[given] * bool(given), name="saved.html", retrieved=retrieved)
    assert words in found.message
    assert found.usage


def test_a_date_without_a_zone_is_utc() -> None:
    said = saved_page.said(HTTRACK.replace(" GMT", " -0000").encode())
    assert said is not None
    assert said.time is not None
    assert said.time.isoformat() == "2026-03-13T09:14:07+00:00"


def test_a_page_of_too_many_bytes(tmp_path: Path) -> None:
    source = tmp_path / "saved.html"
    source.write_bytes(b"<p>" + bytes(5000))
    found = refusal(
        tmp_path, source.read_bytes(), URL, name="a.html", retrieved=WHEN, limits=Limits(capture_bytes=4096)
    )  # type: ignore[arg-type]
    assert "larger than the 4,096 bytes" in found.message
    assert not found.usage


# MHTML


def saved_by_chrome(
    part: Callable[[], email.mime.text.MIMEText] = lambda: email.mime.text.MIMEText(PAGE, "html", "utf-8"),
    head: Mapping[str, str] | None = None,
    location: str = URL,
) -> bytes:
    """As Chrome writes it: the page first, then what it shows."""
    message = email.mime.multipart.MIMEMultipart("related", type="text/html", boundary="----MultipartBoundary--x----")
    given = {"From": "<Saved by Blink>", "Snapshot-Content-Location": URL, "Date": "Fri, 13 Mar 2026 09:14:07 -0000"}
    for name, value in {**given, **(head or {})}.items():
        if value:
            message[name] = value
    page = part()
    page["Content-Location"] = location
    message.attach(page)
    style = email.mime.text.MIMEText("p {}", "css")
    style["Content-Location"] = "https://harbourgazette.example/style.css"
    message.attach(style)
    return message.as_bytes()


def test_mhtml(tmp_path: Path) -> None:
    found = crop(tmp_path, saved_by_chrome(), name="saved.mhtml")
    assert found.origin == URL
    assert body(found).decode() == PAGE
    assert date_of(found.path.read_bytes()) == WHEN
    assert found.comment == "imported from a page saved by hand"
    later = saved_by_chrome(head={"Date": ""})
    assert body(crop(tmp_path, later, name="saved.mht", retrieved=WHEN)).decode() == PAGE
    assert "give --retrieved" in refusal(tmp_path, later, name="saved.mht").message
    assert "holds no response of" in refusal(tmp_path, later, URL + "x", name="saved.mht", retrieved=WHEN).message


def test_mhtml_of_one_part(tmp_path: Path) -> None:
    raw = f"MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Location: {URL}\r\nDate: Fri, 13 Mar 2026 09:14:07 GMT\r\n\r\n{PAGE}"
    assert body(crop(tmp_path, raw.encode(), name="saved")).decode() == PAGE


def test_mhtml_whose_page_is_not_the_first_part() -> None:
    message = email.mime.multipart.MIMEMultipart("related", start="<b@x>")
    for name, text in (("<a@x>", "<p>a frame"), ("<b@x>", PAGE)):
        part = email.mime.text.MIMEText(text, "html", "utf-8")
        part["Content-ID"] = name
        part["Content-Location"] = URL
        message.attach(part)
    assert mhtml.read(message.as_bytes()).body.decode() == PAGE


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (saved_by_chrome()[:-40], "cut short"),
        (saved_by_chrome().replace(b"text/html", b"text/plain"), "holds no page"),
        (saved_by_chrome(lambda: email.mime.text.MIMEText(PAGE, "plain")), "holds no page"),
        (saved_by_chrome().replace(b"Transfer-Encoding: base64", b"Transfer-Encoding: x-uuencode"), "unknown encoding"),
        (saved_by_chrome().replace(b"PGh0bWw", b"PGh0bW"), "not encoded as it says"),
        (saved_by_chrome(location="https://other.example/"), "not in one way"),
        (saved_by_chrome(head={"Snapshot-Content-Location": "cid:x"}, location="cid:x"), "does not say"),
        (b"MIME-Version: 1.0\n\n", "holds no page"),
        (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n--a--\n', "holds no page"),
        (
            b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n--a\nContent-Type: multipart/related; '
            b'boundary="b"\n\n--b\n\nx\n--b--\n--a--\n',
            "no page as its first part",
        ),
        (
            b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n'
            + b"\n--a\n\nx" * 10_001
            + b"\n--a--\n",
            "10,000",
        ),
    ],
)
def test_mhtml_that_is_damaged(raw: bytes, words: str) -> None:
    with pytest.raises(DamagedError, match=words):
        mhtml.read(raw)


def test_what_begins_like_mhtml() -> None:
    assert mhtml.is_mhtml(saved_by_chrome()[:500])
    assert not mhtml.is_mhtml(b"From: the harbour\n\nMIME")
    assert not mhtml.is_mhtml(b"<p>MIME-Version: 1.0")


# HAR


def entry(url: str = URL, status: int = 200, method: str = "GET", **content: Any) -> dict[str, Any]:
    headers = [{"name": "Content-Type", "value": "text/html; charset=iso-8859-1; x=y"}]
    held = content or {"text": PAGE, "size": len(PAGE.encode()), "mimeType": "text/html"}
    response = {"status": status, "headers": headers, "content": held, "redirectURL": ""}
    return {
        "request": {"method": method, "url": url},
        "response": response,
        "startedDateTime": "2026-03-13T10:14:07.25+01:00",
    }


def exported(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def with_headers(*headers: tuple[str, str], **response: Any) -> dict[str, Any]:
    made = entry()
    made["response"]["headers"] = [{"name": name, "value": value} for name, value in headers]
    made["response"] |= response
    return made


def test_har(tmp_path: Path) -> None:
    moved = entry("https://harbourgazette.example/", 302, size=0)
    moved["response"]["redirectURL"] = URL
    style = entry("https://harbourgazette.example/a.css", text="p {}", mimeType="text/css")
    style["response"]["headers"] = []
    raw = b"\xef\xbb\xbf" + exported(
        moved, entry(), style, entry(method="POST"), entry(status=0), entry("data:text/html,x")
    )
    found = crop(tmp_path, raw, name="page.har")
    assert found.origin == "https://harbourgazette.example/"
    assert body(found, found.origin).decode() == PAGE
    assert date_of(found.path.read_bytes()) == WHEN
    assert found.comment == "imported from a HAR file"


def test_heads_of_a_har() -> None:
    (one,) = har.read(
        exported(
            with_headers(
                (":status", "200"),
                ("Content-Encoding", "br"),
                ("content-length", "7"),
                ("Set-Cookie", "session=secret"),
                ("Link", "<a>; rel=canonical\n<b>; rel=next"),
                ("Content-Type", "text/html"),
                ("Location", "/x"),
                redirectURL="/y",
            )
        )
    ).exchanges
    size = len(PAGE.encode())
    expected = [
        "Link: <a>; rel=canonical",
        "Link: <b>; rel=next",
        "Location: /x",
        "Content-Type: text/html; charset=utf-8",
    ]
    assert one.head.decode().split("\r\n") == ["HTTP/1.1 200 Recorded", *expected, f"Content-Length: {size}", "", ""]
    (bare,) = har.read(exported(with_headers())).exchanges
    assert b"Content-Type: text/html; charset=utf-8\r\n" in bare.head
    (none,) = har.read(exported(with_headers(content={"text": "x"}, redirectURL="/\n"))).exchanges
    assert none.head == b"HTTP/1.1 200 Recorded\r\nContent-Length: 1\r\n\r\n"


def test_bodies_of_a_har(tmp_path: Path) -> None:
    raw = PAGE.encode("utf-16")
    whole = entry(text=base64.b64encode(raw).decode(), encoding="base64", size=len(raw))
    assert har.read(exported(whole)).exchanges[0].body == raw
    utf8 = [{"name": "content-type", "value": "text/html; charset=UTF-8"}]
    cut = entry(text=PAGE[:50], size=len(PAGE))
    cut["response"]["headers"] = utf8
    without = [
        entry(size=5),
        entry(text="x", encoding="base64"),
        entry(text="eHg=", encoding="base64", size=9),
        entry(text="x", encoding="gzip"),
        cut,
    ]
    for held in without:
        assert har.read(exported(held)).bodiless == (URL,)
    told = refusal(tmp_path, exported(entry(size=5), entry(URL + "x")), URL, name="page.har")
    assert f"leaves out the body of {URL}" in told.message


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{", "not a HAR"),
        (b"[]", "not a HAR"),
        (b"\xff{", "not a HAR"),
        (b"{" + b'"a":[' * 100_000, "not a HAR"),
        (exported({"request": {}}), "not a HAR"),
        (b'{"log": {"entries": 3}}', "not a HAR"),
        (exported(entry(), {**entry(), "response": []}), "entry 2"),
        (exported(entry(text=1)), "entry 1"),
        (exported(entry(text="\ud800")), "entry 1"),
        (exported({**entry(), "startedDateTime": "yesterday"}), "entry 1"),
        (exported({**entry(), "startedDateTime": "2026-03-13T10:14:07"}), "entry 1"),
        (exported(entry(URL, 200, text="x", size="many")), "entry 1"),
        (exported(with_headers(("X Y", "1"))), "entry 1"),
        (exported(with_headers(("X", "1\r2"))), "entry 1"),
    ],
)
def test_har_that_is_damaged(raw: bytes, words: str) -> None:
    with pytest.raises(DamagedError, match=words):
        har.read(raw)


def test_a_har_without_exchanges(tmp_path: Path) -> None:
    assert "holds no response" in refusal(tmp_path, exported(), URL, name="page.har").message
