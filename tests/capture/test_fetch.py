"""Fetching from a real server on loopback that behaves in every way but well."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from provgate.capture.addresses import RefusedAddressError
from provgate.capture.exchange import FetchError, Options
from provgate.capture.fetch import fetch
from provgate.findings import CannotCheckError
from repos import HANGS
from serving import Site, dripping, endless, page, redirect, serving

LOCAL = Options(timeout=HANGS, allow_private=True)
QUICK = Options(timeout=0.4, allow_private=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def test_a_page_is_kept_byte_for_byte(site: Site) -> None:
    site.routes["/a"] = b"HTTP/1.1 200 Fine \r\nX-Odd:  two  \r\nx-odd: 2\r\nContent-Length: 2\r\n\r\nhi"
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert exchange.head + exchange.body == site.routes["/a"]
    assert (exchange.status, exchange.url, exchange.address) == (200, site.url("/a"), "127.0.0.1")
    assert exchange.headers["x-odd"] == "two"
    assert exchange.request.decode() == site.requests[0]


def test_the_request_is_honest_and_asks_for_plain_bytes(site: Site) -> None:
    site.put("/a", "hi")
    fetch(site.url("/a"), LOCAL)
    assert "User-Agent: provgate/" in site.requests[0]
    assert "Accept-Encoding: identity" in site.requests[0]


def test_the_date_is_utc_seconds(site: Site) -> None:
    site.put("/a", "hi")
    (exchange,) = fetch(site.url("/a"), LOCAL)
    moment = datetime.datetime.strptime(exchange.date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)
    assert abs(datetime.datetime.now(datetime.UTC) - moment) < datetime.timedelta(minutes=5)


def test_private_addresses_need_leave(site: Site) -> None:
    with pytest.raises(RefusedAddressError, match="--allow-private"):
        fetch(site.url("/a"), Options(timeout=HANGS))
    assert site.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://harbourgazette.example/a",
        "file:///etc/passwd",
        "harbourgazette.example",
        "",
        "http://",
        "javascript:1",
        "https://harbourgazette.example\\@evil.example/",
        "https://harbour gazette.example:x/",
    ],
)
def test_urls_that_are_none_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, LOCAL)


def test_credentials_are_refused_and_never_repeated() -> None:
    with pytest.raises(FetchError, match="user name or password") as refused:
        fetch("http://ines:hunter2@harbourgazette.example/", LOCAL)
    assert "hunter2" not in str(refused.value)
    assert "ines" not in str(refused.value)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Again", "308 Forever"])
def test_redirects_are_followed_and_kept(site: Site, status: str) -> None:
    site.routes["/old"] = redirect("new?x=1#part", status)
    site.put("/new?x=1", "hi")
    first, last = fetch(site.url("/old"), LOCAL)
    assert (first.status, last.status) == (int(status[:3]), 200)
    assert (first.url, last.url) == (site.url("/old"), site.url("/new?x=1"))
    assert last.body == b"hi"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("http://169.254.169.254/latest/meta-data/", "no address of the public network"),
        ("http://ines:hunter2@127.0.0.1/", "user name or password"),
        ("http://[::1", "no URL"),
        ("https://harbourgazette.example\\@evil.example/", "no URL"),
    ],
)
def test_redirects_out_of_bounds_are_refused(site: Site, place: str, words: str) -> None:
    site.routes["/old"] = redirect(place)
    with pytest.raises(CannotCheckError, match=words) as refused:
        fetch(site.url("/old"), LOCAL)
    assert "hunter2" not in str(refused.value)


def test_redirect_without_place_is_told(site: Site) -> None:
    site.put("/old", "", "302 Found")
    with pytest.raises(FetchError, match="without saying where"):
        fetch(site.url("/old"), LOCAL)


def test_redirect_circles_are_told(site: Site) -> None:
    site.routes |= {"/a": redirect("/b"), "/b": redirect("/a")}
    with pytest.raises(FetchError, match=r"in a circle$"):
        fetch(site.url("/a"), LOCAL)
    assert site.paths == ["/a", "/b"]


def test_a_site_that_wants_cookies_is_told(site: Site) -> None:
    site.routes["/a"] = redirect("/a", Set_Cookie="seen=1")
    with pytest.raises(FetchError, match="cookies"):
        fetch(site.url("/a"), LOCAL)


def test_endless_redirects_are_told(site: Site) -> None:
    for number in range(20):
        site.routes[f"/{number}"] = redirect(f"/{number + 1}")
    with pytest.raises(FetchError, match="more than 10 times"):
        fetch(site.url("/0"), LOCAL)
    assert len(site.requests) == 11


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("401 Unauthorized", "login"),
        ("402 Payment Required", "payment"),
        ("403 Forbidden", "refuses"),
        ("404 Not Found", "no such page"),
        ("410 Gone", "gone"),
        ("429 Too Many Requests", "fewer requests"),
        ("451 Unavailable", "legal"),
        ("500 Oops", "server failed"),
        ("503 Busy", "busy"),
        ("418 Teapot", "no page"),
        ("204 No Content", "no page"),
    ],
)
def test_statuses_are_explained(site: Site, status: str, words: str) -> None:
    site.put("/a", "", status)
    with pytest.raises(FetchError, match=words) as told:
        fetch(site.url("/a"), LOCAL)
    assert told.value.status == int(status[:3])


@pytest.mark.parametrize("status", ["429 Slow down", "503 Busy"])
def test_retry_after_is_obeyed_once(site: Site, status: str) -> None:
    def answer(sock: socket.socket, _target: str) -> None:
        again = len(site.requests) > 1
        sock.sendall(page("hi") if again else page("", status, Retry_After="0"))

    site.routes["/a"] = answer
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert exchange.body == b"hi"
    assert exchange.request.count(b"GET /a") == 1


@pytest.mark.parametrize("wait", ["999999999", "9" * 400, "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_retry_after_beyond_the_time_allowed_is_told(site: Site, wait: str) -> None:
    site.put("/a", "", "429 Slow down", Retry_After=wait)
    with pytest.raises(FetchError, match="asks to wait"):
        fetch(site.url("/a"), LOCAL)
    assert len(site.requests) == 1


@pytest.mark.parametrize("wait", ["soon", "-1", "Fri, 31 Dec 1999 23:59:59 -0000", "٣", ""])
def test_retry_after_that_says_nothing(site: Site, wait: str) -> None:
    site.routes["/a"] = page("", "429 Slow").replace(b"\r\n\r\n", f"\r\nRetry-After: {wait}\r\n\r\n".encode())
    with pytest.raises(FetchError, match="fewer requests"):
        fetch(site.url("/a"), LOCAL)


def test_retry_after_as_a_date(site: Site) -> None:
    past = email.utils.format_datetime(datetime.datetime(1999, 1, 1, tzinfo=datetime.UTC), usegmt=True)
    site.put("/a", "", "503 Busy", Retry_After=past)
    with pytest.raises(FetchError, match="busy"):
        fetch(site.url("/a"), LOCAL)
    assert len(site.requests) == 2


def test_chunks_are_kept_as_received(site: Site) -> None:
    site.routes["/a"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nTrail: er\r\n\r\n"
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert exchange.body == b"3;x=y\r\nabc\r\n0\r\nTrail: er\r\n\r\n"


def test_gzip_is_kept_as_received(site: Site) -> None:
    site.put("/a", gzip.compress(b"hi"), Content_Encoding="gzip")
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert gzip.decompress(exchange.body) == b"hi"


def test_what_follows_the_response_is_not_part_of_it(site: Site) -> None:
    site.routes["/a"] = page("hi") + b"HTTP/1.1 200 OK\r\n\r\nsmuggled"
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert exchange.body == b"hi"


def test_a_body_up_to_the_end_of_the_connection(site: Site) -> None:
    site.routes["/a"] = b"HTTP/1.0 200 OK\r\n\r\nall of it"
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert exchange.body == b"all of it"


def test_bare_line_feeds_end_a_head_too(site: Site) -> None:
    site.routes["/a"] = b"HTTP/1.1 200 OK\nContent-Length: 2\n\nhi"
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert (exchange.head, exchange.body) == (b"HTTP/1.1 200 OK\nContent-Length: 2\n\n", b"hi")


def test_interim_responses_are_dropped(site: Site) -> None:
    site.routes["/a"] = b"HTTP/1.1 100 Continue\r\n\r\n" + page("hi")
    (exchange,) = fetch(site.url("/a"), LOCAL)
    assert exchange.head.startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        b"no http at all",
        b"",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n",
    ],
    ids=["short", "two lengths", "cut chunk", "no last chunk", "bad chunk", "no http", "nothing", "long", "many"],
)
def test_broken_responses_are_refused(site: Site, response: bytes) -> None:
    site.routes["/a"] = response
    with pytest.raises(FetchError, match="did not give a whole response"):
        fetch(site.url("/a"), LOCAL)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        b"HTTP/1.1 200 OK\r\nX: ",
    ],
    ids=["body", "chunks", "head"],
)
def test_slow_drips_end_at_the_deadline(site: Site, head: bytes) -> None:
    site.routes["/a"] = dripping(head, b"1\r\na\r\n" if b"chunked" in head else b"x")
    with pytest.raises(FetchError, match="in time"):
        fetch(site.url("/a"), QUICK)


def test_silence_ends_at_the_deadline(site: Site) -> None:
    site.routes["/a"] = dripping(b"", b"", 0.1)
    with pytest.raises(FetchError, match="in time"):
        fetch(site.url("/a"), QUICK)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["body", "chunk size line"],
)
def test_endless_bodies_are_refused(site: Site, head: bytes) -> None:
    site.routes["/a"] = endless(head)
    with pytest.raises(FetchError, match=r"larger than|whole response"):
        fetch(site.url("/a"), Options(timeout=HANGS, allow_private=True, max_bytes=1_000_000))


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)])
def test_the_size_limit_is_exact(site: Site, size: int, fits: bool) -> None:
    site.put("/a", b"x" * size)
    with contextlib.nullcontext() if fits else pytest.raises(FetchError, match="larger than 1,000 bytes"):
        assert len(fetch(site.url("/a"), Options(timeout=HANGS, allow_private=True, max_bytes=1000))[0].body) == size


def test_nothing_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="nothing answers"):
        fetch(f"http://127.0.0.1:{port}/", LOCAL)


def test_environment_proxies_are_passed_over(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/a", "hi")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert fetch(site.url("/a"), LOCAL)[0].body == b"hi"


def test_a_proxy_is_used_when_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("http://harbourgazette.example/a", "hi")
    monkeypatch.setenv("http_proxy", f"http://ines:hunter2@127.0.0.1:{site.port}")
    monkeypatch.setenv("no_proxy", "")
    (exchange,) = fetch("http://harbourgazette.example/a", Options(timeout=HANGS, use_proxy=True))
    assert exchange.body == b"hi"
    assert "roxy-" in site.requests[0]
    assert b"roxy-" not in exchange.request


def test_a_host_that_goes_past_the_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/a", "hi")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert fetch(site.url("/a"), Options(timeout=HANGS, use_proxy=True, allow_private=True))[0].body == b"hi"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for localhost with its key, in one PEM file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    path.write_bytes(
        built.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def safe_site(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as running:
        yield running


def test_unknown_certificates_are_refused(safe_site: Site) -> None:
    with pytest.raises(FetchError, match="certificate of localhost could not be verified: self"):
        fetch(f"https://localhost:{safe_site.port}/", LOCAL)


def test_trusted_certificates_are_accepted(
    safe_site: Site,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    safe_site.put("/a", "hi")
    assert fetch(f"https://localhost:{safe_site.port}/a", LOCAL)[0].body == b"hi"


def test_a_certificate_for_another_name_is_refused(
    safe_site: Site,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(FetchError, match="could not be verified"):
        fetch(f"https://127.0.0.1:{safe_site.port}/a", LOCAL)


def test_redirects_may_not_leave_tls(
    safe_site: Site,
    site: Site,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    safe_site.routes["/a"] = redirect(site.url("/b"))
    with pytest.raises(FetchError, match="plain http"):
        fetch(f"https://localhost:{safe_site.port}/a", LOCAL)
    assert site.requests == []


def test_plain_http_where_tls_is_expected(site: Site) -> None:
    with pytest.raises(FetchError, match="TLS could not be agreed on"):
        fetch(site.url("/a").replace("http:", "https:"), LOCAL)


def test_tls_through_a_proxy(
    safe_site: Site,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    safe_site.put("/a", "hi")
    with serving() as proxy:
        proxy.routes["localhost:8443"] = _tunnel(safe_site.port)
        monkeypatch.setenv("https_proxy", f"http://ines:hunter2@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        (exchange,) = fetch("https://localhost:8443/a", Options(timeout=HANGS, use_proxy=True))
    assert exchange.body == b"hi"
    assert exchange.request.startswith(b"GET /a ")
    assert "Basic" in proxy.requests[0]


def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy:
        monkeypatch.setenv("https_proxy", f"http://ines:hunter2@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(FetchError, match="did not give a whole response") as refused:
            fetch("https://harbourgazette.example/a", Options(timeout=HANGS, use_proxy=True))
    assert "hunter2" not in str(refused.value)


def _tunnel(port: int):  # type: ignore[no-untyped-def]
    def answer(sock: socket.socket, _target: str) -> None:
        import threading

        def pour(source: socket.socket, drain: socket.socket) -> None:
            with contextlib.suppress(OSError):
                while data := source.recv(65536):
                    drain.sendall(data)
                drain.shutdown(socket.SHUT_WR)

        with socket.create_connection(("127.0.0.1", port)) as inner:
            sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=pour, args=(inner, sock))
            back.start()
            pour(sock, inner)
            back.join()

    return answer


def test_no_time_at_all(site: Site) -> None:
    with pytest.raises(FetchError, match="in time"):
        fetch(site.url("/a"), Options(timeout=0, allow_private=True))
    assert site.requests == []


def test_a_handshake_that_never_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(FetchError, match="did not answer in time"):
        fetch(f"https://127.0.0.1:{mute.getsockname()[1]}/", QUICK)


SETTINGS = b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)
NO_PROTOCOL = b"\x15\x03\x03\x00\x02\x02\x78"
"""A TLS alert: no application protocol in common (RFC 7301, 3.2)."""


@pytest.mark.parametrize(("scheme", "answer"), [("http", SETTINGS), ("https", NO_PROTOCOL)])
def test_servers_that_speak_http_2_only(scheme: str, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            with server.accept()[0] as sock:
                sock.recv(65536)
                sock.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with pytest.raises(FetchError, match="speaks HTTP/2 only"):
                fetch(f"{scheme}://127.0.0.1:{port}/", LOCAL)
        finally:
            thread.join()
