"""URLs: two spellings of one resource are equal, two resources are not, and no text makes trouble."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.values.urls import host_of, join, normalise, split

SAME = {
    "case of scheme and host": ("HTTPS://WWW.Gazette.Example/A", "https://www.gazette.example/A"),
    "default port https": ("https://gazette.example:443/a", "https://gazette.example/a"),
    "default port http": ("http://gazette.example:080/a", "http://gazette.example/a"),
    "empty port": ("http://gazette.example:/a", "http://gazette.example/a"),
    "empty path": ("http://gazette.example", "http://gazette.example/"),
    "empty path before a query": ("http://gazette.example?id=1", "http://gazette.example/?id=1"),
    "fragment": ("http://gazette.example/a#top", "http://gazette.example/a"),
    "unreserved escapes": ("http://gazette.example/%7Eines/%61", "http://gazette.example/~ines/a"),
    "case of escapes": ("http://gazette.example/a%c3%a9", "http://gazette.example/a%C3%A9"),
    "letters outside ASCII": ("http://gazette.example/é?q=ö", "http://gazette.example/%C3%A9?q=%C3%B6"),
    "space": ("http://gazette.example/a b", "http://gazette.example/a%20b"),
    "stray percent": ("http://gazette.example/100%", "http://gazette.example/100%25"),
    "dot segments": ("http://gazette.example/x/../a/./b/..", "http://gazette.example/a/"),
    "dots above the root": ("http://gazette.example/../..", "http://gazette.example/"),
    "escaped dots": ("http://gazette.example/x/%2e%2E/a", "http://gazette.example/a"),
    "IDNA": ("https://Müller.example/", "https://xn--mller-kva.example/"),
    "ideographic dot": ("https://müller。example/", "https://xn--mller-kva.example/"),
    "escaped host": ("https://g%61zette.example/", "https://gazette.example/"),
    "root dot": ("https://gazette.example./a", "https://gazette.example/a"),
    "IPv6": ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"),
    "scheme without authority": ("DOI:10.1000/ABC#x", "doi:10.1000/ABC"),
    "file": ("FILE:///a/../b", "file:///b"),
}
DIFFERENT = {
    "query": ("http://gazette.example/a?x=1", "http://gazette.example/a?x=2"),
    "order of the query": ("http://gazette.example/a?x=1&y=2", "http://gazette.example/a?y=2&x=1"),
    "empty query": ("http://gazette.example/a?", "http://gazette.example/a"),
    "path case": ("http://gazette.example/a", "http://gazette.example/A"),
    "closing slash": ("http://gazette.example/a", "http://gazette.example/a/"),
    "scheme": ("http://gazette.example/a", "https://gazette.example/a"),
    "port": ("http://gazette.example:443/a", "http://gazette.example/a"),
    "reserved escapes": ("http://gazette.example/a%2Fb", "http://gazette.example/a/b"),
    "user": ("http://ines@gazette.example/a", "http://gazette.example/a"),
}
NO_HOST = [
    "", "gazette.example/a", "//gazette.example/a", "/a", "http:", "http://", "http:///a", "http:gazette.example",
    "https://gazette.example\\@other.example", "http://gazette.example/\n", "http://gazette.example\x00", "doi:10.1/a",
    "http://[::1", "http://[::1%25eth0]/", "http://[zz]/", "http://[::1]x/", "http://gazette.example:99999/",
    "http://gazette.example:8o/", "http://gazette..example/", "http://-é-.example/", "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 130 + "example/", "http://" + "é." * 300, "http://a%ff.example/", "http://a%2fb.example/", "http://./",
    "http://\ud800.example/", "mailto:ines@gazette.example", "file:///a",
]  # fmt: skip
TEXT = st.text() | st.text(alphabet="htps:/.@[]?#%2eé\\ a1", max_size=60).map("http://".__add__)


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_two_spellings_of_one_resource(one: str, other: str) -> None:
    assert normalise(one) == other == normalise(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_two_resources(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("url", NO_HOST)
def test_no_host(url: str) -> None:
    assert host_of(url) == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Gazette.Example:8443/a", "www.gazette.example"),
        ("https://gazette.example@other.example/", "other.example"),
        ("https://a@b:c@other.example/", "other.example"),
        ("ftp://files.example/a", "files.example"),
        ("https://news_desk.example/", "news_desk.example"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::FFFF:1]/", "[::ffff:1]"),
    ],
)
def test_host(url: str, host: str) -> None:
    assert host_of(url) == host


def test_parts() -> None:
    parts = split("HTTPS://Ines:pw@Gazette.example:8443/%7ea?b#c")
    assert parts is not None
    assert (parts.scheme, parts.userinfo, parts.host, parts.port) == ("https", "Ines:pw", "gazette.example", "8443")
    assert (parts.path, parts.query) == ("/~a", "b")


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("/b", "https://gazette.example/b"),
        ("b?c#d", "https://gazette.example/x/b?c"),
        ("../é", "https://gazette.example/%C3%A9"),
        ("//other.example", "https://other.example/"),
        ("HTTP://Other.example:80", "http://other.example/"),
        ("", "https://gazette.example/x/a"),
        ("http://[", ""),
        ("http://[x]/", ""),
        ("/b\n", ""),
        ("https://gazette.example\\@other.example", ""),
    ],
)
def test_join(reference: str, target: str) -> None:
    assert join("https://gazette.example/x/a", reference) == target


@given(TEXT)
def test_any_text(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert host_of(once) == host_of(text)
    assert (split(text) is None) == (split(once) is None)
    assert split(text) is None or once.isascii()


@given(TEXT, TEXT)
def test_any_join(base: str, reference: str) -> None:
    target = join(base, reference)
    assert target == "" or normalise(target) == target
