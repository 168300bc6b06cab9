"""THREATS G1 to G11: `capture` before real servers that behave in every way but well, through the installed command line.

G12 is about what is kept between runs, and has its test there.
"""

from __future__ import annotations

import datetime
import gzip
import json
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from capture.articles import PASSAGES, article
from pages import URL, evidenced, html, warc
from repos import Repo
from serving import Answer, Site, dripping, endless, page, redirect, serving

from .bounded import WATCHED, Ended, check, run

HOST = "http://www.harbourgazette.example"


@pytest.fixture
def site() -> Iterator[Site]:
    """A proxy that plays every public host, and a server on loopback."""
    with serving() as running:
        yield running


def made(repo: Repo) -> list[str]:
    return sorted(path.name for path in (repo.path / "seeds").rglob("*") if path.is_file())


def captured(repo: Repo, site: Site | None, *arguments: str, wanted: int, **environment: Any) -> Ended:
    """`provgate capture` as if the site's bytes came from a public host."""
    (repo.path / "seeds").mkdir(exist_ok=True)
    proxy: dict[str, Any] = {"http_proxy": site.url(""), "no_proxy": ""} if site else {}
    more = ["--use-proxy"] if site else []
    return run(repo, "capture", *more, *arguments, wanted=wanted, offline=False, **proxy, **environment)


Cases = dict[str, tuple[bytes | Answer, str]]


def refused(repo: Repo, site: Site, cases: Cases, *arguments: str) -> str:
    """Each answer, given by a host of its own, ends with the words beside it; no file is written, and all are told."""
    urls = {label: f"http://{label.replace(' ', '-')}.example/a" for label in cases}
    site.routes |= {urls[label]: answer for label, (answer, _) in cases.items()}
    repo.write("urls.txt", "".join(f"{url}\n" for url in urls.values()))
    ended = captured(repo, site, "--list", "urls.txt", "--delay", "0", "--max-bytes", "1000000", *arguments, wanted=3)
    lines = [line for line in ended.out.splitlines() if "] failed " in line]
    assert len(lines) == len(cases)
    for line, (label, (_, words)) in zip(lines, cases.items(), strict=True):
        assert urls[label] in line
        assert words in line, line
    assert made(repo) == []
    return ended.out


LOOPBACK = (
    "127.0.0.1",
    "127.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0",
    "localhost",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "[::ffff:127.0.0.1]",
    "[::1]",
    "LOCALHOST.",
    "0x7f.1",
    "[::127.0.0.1]",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
)
INSIDE = (
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::127.0.0.1]",
    "224.0.0.1",
    "192.88.99.1",
    "192.0.0.8",
    "10.0.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "0.0.0.0",
    "255.255.255.255",
    "198.18.0.1",
)


def no_connection(repo: Repo, tmp_path: Path, urls: list[str], *more: str) -> str:
    """All of these fail, and no socket is opened to anybody; what was said of them."""
    told = tmp_path / "sockets"
    repo.write("urls.txt", "".join(f"{url}\n" for url in urls))
    ended = captured(
        repo,
        None,
        "--list",
        "urls.txt",
        "--delay",
        "0",
        "--timeout",
        "3",
        *more,
        wanted=3,
        PYTHONPATH=WATCHED,
        PROVGATE_TEST_SOCKETS=str(told),
    )
    assert f"0 of {len(urls)} captured, {len(urls)} failed" in ended.out
    assert "socket.connect" not in (told.read_text() if told.exists() else "")
    assert made(repo) == []
    return ended.out


def test_G1_no_spelling_of_loopback_is_spoken_to(strict: Repo, site: Site, tmp_path: Path) -> None:
    no_connection(strict, tmp_path, [f"http://{host}:{site.port}/{number}" for number, host in enumerate(LOOPBACK)])
    assert site.requests == []


def test_G1_no_redirect_leads_inside(strict: Repo, site: Site) -> None:
    hosts = ("127.0.0.1", "0x7f000001", "[::ffff:127.0.0.1]", "169.254.169.254", "[::1]", "2130706433")
    refused(
        strict,
        site,
        {
            f"host {number}": (redirect(f"http://{host}:{site.port}/inner"), "no address of the public network")
            for number, host in enumerate(hosts)
        },
    )
    assert len(site.requests) == len(hosts)


def test_G1_what_is_allowed_stays_where_it_was_allowed(strict: Repo, site: Site) -> None:
    """--allow-private speaks of networks of one's own, not of a cloud's metadata."""
    site.routes["/a"] = redirect("http://169.254.169.254/latest/meta-data/")
    (strict.path / "seeds").mkdir()
    ended = run(strict, "capture", site.url("/a"), "--allow-private", wanted=3, offline=False)
    assert "no address of the public network" in ended.err
    assert made(strict) == []


REBINDING = """\
import socket
_real, _asked = socket.getaddrinfo, []
def once(host, *arguments, **named):
    if _asked and host == "rebinding.example":
        raise SystemExit("asked twice")
    _asked.append(host)
    return _real("127.0.0.1" if host == "rebinding.example" else host, *arguments, **named)
socket.getaddrinfo = once
"""


def test_G1_a_name_is_resolved_once(strict: Repo, site: Site) -> None:
    """The address that was checked is the one that is connected to, so a name cannot change in between."""
    site.put("/a", article())
    strict.write("../hook/sitecustomize.py", REBINDING)
    (strict.path / "seeds").mkdir()
    ended = run(
        strict,
        "capture",
        f"http://rebinding.example:{site.port}/a",
        "--allow-private",
        offline=False,
        PYTHONPATH=str(strict.path.parent / "hook"),
    )
    assert (ended.code, site.paths, len(made(strict))) == (1, ["/a"], 3), ended.err


def test_G2_no_address_inside_is_spoken_to(strict: Repo, tmp_path: Path) -> None:
    said = no_connection(strict, tmp_path, [f"http://{host}/{number}" for number, host in enumerate(INSIDE)])
    assert said.count("no address of the public network") == len(INSIDE)


BOMB = gzip.compress(bytes(300 * 1024 * 1024), 1)


@pytest.mark.parametrize(
    ("body", "coding"), [(BOMB, "gzip"), (gzip.compress(BOMB), "gzip, gzip")], ids=["once", "twice"]
)
def test_G3_a_bomb_is_not_inflated(strict: Repo, site: Site, body: bytes, coding: str) -> None:
    site.routes[f"{HOST}/a"] = page(body, Content_Encoding=coding)
    ended = captured(strict, site, f"{HOST}/a", wanted=3)
    assert "holds more than" in ended.err
    assert "Accept-Encoding: identity" in site.requests[0]
    assert made(strict) == []


def test_G4_a_cut_body_of_the_right_length_is_refused(strict: Repo, site: Site) -> None:
    body = gzip.compress(article().encode())
    refused(
        strict,
        site,
        {f"cut {cut}": (page(body[:-cut], Content_Encoding="gzip"), "ends too early") for cut in (1, 8, 9, 400)},
    )


def test_G5_slow_drips_end_at_the_deadline(strict: Repo, site: Site) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
    drips = {
        "body": dripping(b"HTTP/1.1 200 OK\r\n\r\n"),
        "chunks": dripping(chunks, b"1\r\na\r\n"),
        "head": dripping(b"HTTP/1.1 200 OK\r\nX: "),
        "silence": dripping(b"", b""),
    }
    refused(strict, site, {label: (answer, "in time") for label, answer in drips.items()}, "--timeout", "0.6")


def test_G6_what_is_not_whole_is_no_evidence(strict: Repo, site: Site) -> None:
    site.routes |= {f"http://many-redirects.example/{number}": redirect(f"/{number + 1}") for number in range(30)}
    said = refused(
        strict,
        site,
        {
            "body": (endless(b"HTTP/1.1 200 OK\r\n\r\n"), "larger than"),
            "head": (endless(b"HTTP/1.1 200 OK\r\nX: "), "whole response"),
            "circle": (redirect("/a"), "in a circle"),
            "file": (redirect("file:///etc/passwd"), "only http and https"),
            "script": (redirect("javascript:alert(1)"), "only http and https"),
            "secret": (redirect("http://ines:hunter2@www.harbourgazette.example/"), "user name or password"),
            "short": (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut", "before its announced length"),
            "lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "whole response"),
            "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "whole response"),
            "no http": (b"no http at all", "whole response"),
            "nothing": (b"", "whole response"),
            "many redirects": (redirect("/0"), "more than 10 times"),
        },
    )
    assert "hunter2" not in said
    assert sum("many-redirects" in request.split(" ")[1] for request in site.requests) == 11


def test_G7_the_environment_neither_diverts_nor_introduces(strict: Repo, site: Site) -> None:
    """No proxy and no password file is used unasked."""
    site.put("/a", article())
    home = strict.write("../home/.netrc", f"machine {site.host} login ines password hunter2\n").parent
    home.joinpath(".netrc").chmod(0o600)
    nowhere: dict[str, Any] = dict.fromkeys(
        ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"), "http://127.0.0.1:9"
    )
    (strict.path / "seeds").mkdir()
    run(
        strict,
        "capture",
        site.url("/a"),
        "--allow-private",
        wanted=1,
        offline=False,
        HOME=str(home),
        no_proxy="",
        NETRC=str(home / ".netrc"),
        **nowhere,
    )
    assert site.paths == ["/a"]
    assert not re.search(r"(?im)^(authorization|cookie|proxy-)", site.requests[0])


CHARSETS = (
    "rot13",
    "utf-16",
    "utf-7",
    "base64",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "hex",
    "zlib",
    "utf-32",
    "x" * 5000,
    "\xff",
    "utf-8\t;",
    "mbcs",
    "utf-8-sig",
    "cp037",
    "hz",
    "iso-2022-jp",
    "'",
    "",
)


def test_G8_a_charset_is_only_a_word(strict: Repo) -> None:
    """Every label that a header may carry: judged as text, or refused; the honest page is read whatever it is called."""
    for number, charset in enumerate(CHARSETS):
        capture = warc(html(), kind=f"text/html; charset={charset}")
        evidenced(strict, f"seeds/{number}/a.txt", capture=capture, name="a.warc.gz")
    strict.commit()
    ended = check(strict, wanted=0)
    assert all(each["passed"] for each in ended.report["documents"])
    assert len(ended.report["documents"]) == len(CHARSETS)


def test_G8_a_page_with_a_charset_that_is_none_is_taken(strict: Repo, site: Site) -> None:
    labels = ("rot13", "utf-16", "base64", "undefined", "idna", "x" * 5000)
    urls = [f"{HOST}/{number}/a-page" for number in range(len(labels))]
    for url, label in zip(urls, labels, strict=True):
        site.routes[url] = page(article(), Content_Type=f"text/html; charset={label}")
    strict.write("urls.txt", "".join(f"{url}\n" for url in urls))
    out = captured(strict, site, "--list", "urls.txt", "--delay", "0", wanted=0).out
    assert out.count("author  Ines Calder") == len(labels)


def test_G8_real_utf16_is_read_and_a_lie_about_it_is_not_supported(strict: Repo) -> None:
    evidenced(
        strict,
        capture=warc(
            html().decode().replace('<meta charset="utf-8">', "").encode("utf-16"), kind="text/html; charset=utf-16"
        ),
    )
    assert check(strict, wanted=0).passed("seeds/dredging.txt")
    evidenced(strict, capture=warc(html().decode().encode("utf-16-le")[1:], kind="text/html; charset=utf-16"))
    assert not check(strict).passed("seeds/dredging.txt")


ORIGINS = {
    "user": ("https://www.harbourgazette.example:hunter2@evil.example/a", "PG3"),
    "backslash": ("https://www.harbourgazette.example\\@evil.example/a", "PG3"),
    "suffix": ("https://evilharbourgazette.example/a", "PG3"),
    "prefix": ("https://harbourgazette.example.evil.example/a", "PG3"),
    "dotless i": ("https://xn--harbourgaztte-8kb.example/a", "PG3"),
    "Cyrillic": ("https://h\u0430rbourgazette.example/a", "PG3"),
    "credentials": ("https://ines:hunter2@www.harbourgazette.example/2026/03/12/dredging.html", "PG3"),
    "tab": ("https://evil.example\t.harbourgazette.example/a", "PG"),
    "empty host": ("https:///harbourgazette.example/a", "PG3"),
    "port": ("https://evil.example:www.harbourgazette.example/a", "PG3"),
    "fragment": ("https://evil.example#.harbourgazette.example", "PG3"),
    "query": ("https://evil.example?.harbourgazette.example/a", "PG3"),
}


def test_G9_a_host_is_read_as_every_reader_reads_it(strict: Repo) -> None:
    for number, (origin, _) in enumerate(ORIGINS.values()):
        evidenced(strict, f"seeds/{number}/a.txt", changes={"origin": json.dumps(origin)}, name="a.warc.gz")
    for form in ("text", "sarif"):
        assert "hunter2" not in run(strict, "check", "--format", form, wanted=1).out
    assert "hunter2" not in run(strict, "check", "--format", "github", wanted=1, commands=True).out
    ended = check(strict)
    assert "hunter2" not in ended.out
    for number, (_, code) in enumerate(ORIGINS.values()):
        path = f"seeds/{number}/a.txt"
        assert not ended.passed(path)
        assert any(
            found["code"].startswith(code)
            for found in ended.report["findings"]
            if found["path"] == f"{path}.source.yaml"
        ), path


@pytest.mark.parametrize(
    "url", ["http://ines:hunter2@www.harbourgazette.example/a", "https://www.harbourgazette.example\\@hunter2.example/"]
)
def test_G9_credentials_are_not_sent_and_not_repeated(strict: Repo, site: Site, url: str) -> None:
    ended = captured(strict, site, url, wanted=3)
    strict.write("urls.txt", url + "\n")
    listed = captured(strict, site, "--list", "urls.txt", wanted=2 if "\\" in url else 3)
    assert "hunter2" not in ended.out + ended.err + listed.out + listed.err
    assert site.requests == []


def test_G10_a_site_that_gives_no_page(strict: Repo, site: Site) -> None:
    refused(
        strict,
        site,
        {
            "slow": (page("", "429 Slow", Retry_After="999999999"), "asks to wait"),
            "busy": (page("", "503 Busy", Retry_After="9" * 300), "asks to wait"),
            "refusing": (page("no", "403 Forbidden"), "refuses this request"),
            "withheld": (page("", "451 No"), "legal"),
            "login": (page("", "401 Login"), "login"),
            "payment": (page("", "402 Pay"), "payment"),
            "missing": (page("gone", "404 Not Found"), "knows no such page"),
        },
    )


CONSENT = {
    "robots": article(title="Just a moment...", passages=("Checking your browser before you go on.",)),
    "not free": article(passages=PASSAGES[:1]).replace("<main>", '<main><div class="paywall">'),
    "consent": article(title="Cookie consent", passages=("We value your privacy.",)),
}


@pytest.mark.parametrize(("sign", "body"), CONSENT.items(), ids=CONSENT)
def test_G10_a_wall_in_place_of_the_page_is_told_and_proves_nothing(
    strict: Repo, site: Site, sign: str, body: str
) -> None:
    """A document that somebody has is not evidenced by the wall that a program was shown."""
    site.put(f"{HOST}/a", body)
    strict.write("seeds/a.txt", "\n\n".join(PASSAGES) + "\n")
    ended = captured(strict, site, f"{HOST}/a", "--for", "seeds/a.txt", wanted=1)
    assert sign in ended.out
    assert not check(strict).passed("seeds/a.txt")


def test_G10_a_redirect_to_a_login_is_told(strict: Repo, site: Site) -> None:
    site.put(f"{HOST}/user/login?next=/a", article(title="Sign in", passages=("Please sign in.",)))
    site.routes[f"{HOST}/a"] = redirect(f"{HOST}/user/login?next=/a")
    strict.write("seeds/a.txt", "\n\n".join(PASSAGES) + "\n")
    ended = captured(strict, site, f"{HOST}/a", "--for", "seeds/a.txt", wanted=1)
    assert "warning: the site leads to a login" in ended.out
    assert not check(strict).passed("seeds/a.txt")


def signed(folder: Path, begins: int, ends: int, name: str = "localhost") -> Path:
    """A certificate of its own authority, valid from and until so many days from now."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + datetime.timedelta(days=begins))
        .not_valid_after(now + datetime.timedelta(days=ends))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    path.write_bytes(
        built.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.mark.parametrize(
    ("begins", "ends", "name", "trusted", "code"),
    [
        (-1, 1, "localhost", True, 1),
        (-1, 1, "localhost", False, 3),
        (-9, -1, "localhost", True, 3),
        (1, 9, "localhost", True, 3),
        (-1, 1, "elsewhere.example", True, 3),
    ],
    ids=["good", "unknown", "expired", "early", "another name"],
)
def test_G11_only_a_verified_server_is_listened_to(
    strict: Repo,
    tmp_path: Path,
    begins: int,
    ends: int,
    name: str,
    trusted: bool,
    code: int,
) -> None:
    certificate = signed(tmp_path, begins, ends, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    (strict.path / "seeds").mkdir()
    trust: dict[str, Any] = {"SSL_CERT_FILE": str(certificate)} if trusted else {}
    with serving(context) as safe:
        safe.put("/a", article())
        ended = run(
            strict,
            "capture",
            f"https://localhost:{safe.port}/a",
            "--allow-private",
            wanted=code,
            offline=False,
            PYTHONHTTPSVERIFY="0",
            CURL_CA_BUNDLE="",
            **trust,
        )
    assert code == 1 or "could not be verified" in ended.err
    assert (len(made(strict)), len(safe.paths)) == ((3, 1) if code == 1 else (0, 0))


def test_G11_a_redirect_does_not_leave_tls(strict: Repo, site: Site, tmp_path: Path) -> None:
    certificate = signed(tmp_path, -1, 1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    (strict.path / "seeds").mkdir()
    with serving(context) as safe:
        safe.routes["/a"] = redirect(site.url("/b"))
        ended = run(
            strict,
            "capture",
            f"https://localhost:{safe.port}/a",
            "--allow-private",
            wanted=3,
            offline=False,
            SSL_CERT_FILE=str(certificate),
        )
    assert "plain http" in ended.err
    assert site.requests == []


def test_G_check_reaches_for_no_network(strict: Repo) -> None:
    """Whatever a sidecar names, the gate opens no socket; bounded.py watches."""
    evidenced(strict)
    strict.write("seeds/b.txt", "words\n")
    strict.write(
        "seeds/b.txt.source.yaml",
        f"schema: 1\norigin: {URL}\ndate: 2026-03-12\nauthor: Ines Calder\n"
        "outlet: harbour-gazette\nx-also: http://127.0.0.1:9/\n",
    )
    assert check(strict).passed("seeds/dredging.txt")
