"""`capture` attacked a second time: cut answers, endless interim ones, lists that end runs, and paths that are none."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from capture.articles import article
from repos import Repo
from serving import Site, page, redirect, serving

from .bounded import run
from .test_g_network import HOST, captured, made, refused, signed

WHOLE = page(article())
HEAD, _, BODY = WHOLE.partition(b"\r\n\r\n")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def unannounced(closing: bool) -> Any:
    """An answer over TLS that ends where the connection does, with TLS's own good-bye or without."""

    def answer(sock: socket.socket, _target: str) -> None:
        assert isinstance(sock, ssl.SSLSocket)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + BODY)
        try:
            if closing:
                sock.settimeout(1)
                sock.unwrap()
        finally:
            sock.close()

    return answer


@pytest.mark.parametrize("closing", [True, False])
def test_K13_an_answer_over_tls_is_whole_only_if_tls_says_so(strict: Repo, tmp_path: Path, *, closing: bool) -> None:
    certificate = signed(tmp_path, -1, 1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    (strict.path / "seeds").mkdir()
    with serving(context) as safe:
        safe.routes["/a"] = unannounced(closing)
        url = f"https://localhost:{safe.port}/a"
        ended = run(strict, "capture", url, "--allow-private", offline=False, SSL_CERT_FILE=str(certificate))
    assert (ended.code, len(made(strict))) == ((1, 3) if closing else (3, 0)), ended.err
    assert closing or "the connection ended without TLS saying so" in ended.err


EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
WAIT = b"HTTP/1.1 100 Continue\r\n\r\n"


def test_K13_interim_answers_are_waited_through(strict: Repo, site: Site) -> None:
    answers = {"early": EARLY, "several": WAIT + EARLY + b"HTTP/1.1 102 Processing\n\n" + EARLY, "mixed": b""}
    for name, interim in answers.items():
        mixed = HEAD + b"\n\r\n" if name == "mixed" else HEAD + b"\r\n\r\n"
        site.routes[f"{HOST}/{name}"] = interim + mixed + BODY
    strict.write("urls.txt", "".join(f"{HOST}/{name}\n" for name in answers))
    ended = captured(strict, site, "--list", "urls.txt", "--delay", "0", wanted=0)
    assert ended.out.count("author  Ines Calder") == len(answers)


def test_K13_interim_answers_end(strict: Repo, site: Site) -> None:
    cases: Any = {
        "two megabytes": (WAIT * 80_000 + WHOLE, "again and again without an answer"),
        "long ones": (EARLY.replace(b"rel", b"x" * 300_000) + WHOLE, "did not give a whole response"),
        "many headers": (b"HTTP/1.1 103 X\r\n" + b"A: b\r\n" * 100_000 + b"\r\n" + WHOLE, "whole response"),
        "large head": (b"HTTP/1.1 200 OK\r\n" + b"A: %s\r\n" % (b"b" * 50_000) * 9 + b"\r\n" + BODY, "more headers"),
        "switching": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + WHOLE, "answers 101"),
        "nothing after": (EARLY, "did not give a whole response"),
    }
    refused(strict, site, cases)


def test_K14_no_line_ends_a_list(strict: Repo, site: Site) -> None:
    hostile = [
        "Mon, 32 Foo 99999 99:99:99 +9999999999",
        "9" * 400,
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "\x00",
        "-1",
        "1e999",
    ]
    lines = []
    for number, retry in enumerate(hostile):
        url = f"http://busy-{number}.example/a"
        site.routes[url] = page("busy", "503 Busy", Retry_After=retry)
        lines.append(url)
    names = ["x" * 300 + ".txt", "a\0b.txt", "seeds/" + "y/" * 3000 + "z.txt", "../outside.txt", "seeds/con.txt"]
    lines += [f"{HOST}/to-{number}\t{name}" for number, name in enumerate(names)]
    lines.append(f"{HOST}/last")
    site.routes |= {f"{HOST}/to-{number}": WHOLE for number in range(len(names))} | {f"{HOST}/last": WHOLE}
    strict.write("urls.txt", "\n".join(lines) + "\n")
    ended = captured(strict, site, "--list", "urls.txt", "--delay", "0", "--timeout", "5", wanted=3)
    assert f"1 of {len(lines)} captured, {len(lines) - 1} failed" in ended.out
    assert made(strict) == ["last.txt", "last.txt.source.yaml", "last.warc.gz"]


PATHS = [
    ".gitattributes",
    "seeds/.gitattributes",
    "seeds/.gitkeep",
    ".git/config",
    ".git/hooks/pre-commit",
    "seeds/.git/config",
    "seeds/.GIT/config",
    "seeds/git~1/config",
    "seeds/.git./config",
    "seeds/.hidden.txt",
    "provgate.yaml",
    "PROVGATE.yaml",
    "outlets.yaml",
    "attesters.yaml",
    "witnesses.yaml",
    "../outside.txt",
    "/tmp/provgate-outside.txt",
    "seeds/../provgate.yaml",
    "seeds/aux.txt",
    "seeds/a:b.txt",
    "seeds/a.txt ",
    "seeds/a.source.yaml",
    "seeds/a.txt.SOURCE.YAML",
    "seeds/a.intoto.jsonl",
    "seeds/a.WARC.gz",
    "seeds/skipped/a.txt",
    "elsewhere/a.txt",
]


@pytest.mark.parametrize("corpus", ["[seeds]", "[.]"])
def test_K15_paths_that_check_would_refuse(strict: Repo, site: Site, corpus: str) -> None:
    strict.write("provgate.yaml", f"schema: 1\ncorpus: {corpus}\nignore: ['seeds/skipped/**']\n")
    strict.document("seeds/there.txt")
    strict.commit()
    site.routes |= {f"{HOST}/{number}": WHOLE for number in range(len(PATHS))}
    paths = [path for path in PATHS if corpus == "[seeds]" or not path.startswith("elsewhere")]
    config = (strict.path / ".git/config").read_bytes()
    for path in paths[:4]:
        captured(strict, site, f"{HOST}/0", "--to", path, "--force", wanted=2)
    paths.remove("seeds/a.txt ")  # The reader of lists takes blanks for layout.
    strict.write("../urls.txt", "".join(f"{HOST}/{number}\t{path}\n" for number, path in enumerate(paths)))
    ended = captured(strict, site, "--list", "../urls.txt", "--delay", "0", "--force", wanted=3)
    assert f"0 of {len(paths)} captured" in ended.out
    assert strict.git("status", "--short") == ""
    assert (strict.path / ".git/config").read_bytes() == config
    assert not Path("/tmp/provgate-outside.txt").exists()


def test_K16_evidence_of_others_is_not_replaced(strict: Repo, site: Site) -> None:
    site.routes[f"{HOST}/a"] = site.routes[f"{HOST}/b"] = WHOLE
    captured(strict, site, f"{HOST}/a", "--to", "seeds/a.txt", wanted=0)
    (strict.path / "seeds/linked.txt.source.yaml").symlink_to("nowhere")
    before = (strict.path / "seeds/a.warc.gz").read_bytes()
    for words in (("--to", "seeds/a.html", "--raw"), ("--to", "seeds/a.md")):
        ended = captured(strict, site, f"{HOST}/b", *words, "--force", wanted=2)
        assert "`seeds/a.warc.gz` is evidence of `a.txt` too" in ended.err
    strict.write("seeds/deep/c.txt", "x\n")
    strict.write("seeds/up.txt", "x\n")
    side = (strict.path / "seeds/a.txt.source.yaml").read_text()
    strict.write("seeds/up.txt.source.yaml", side.replace("path: a.warc.gz", "path: deep/d.warc.gz"))
    strict.write("seeds/deep/d.warc.gz", before)
    captured(strict, site, f"{HOST}/b", "--to", "seeds/deep/d.txt", "--force", wanted=2)
    assert (strict.path / "seeds/a.warc.gz").read_bytes() == before
    assert (strict.path / "seeds/deep/d.warc.gz").read_bytes() == before
    captured(strict, site, f"{HOST}/a", "--to", "seeds/a.txt", "--force", wanted=0)


def test_K16_a_folder_that_is_a_link_is_not_written_into(strict: Repo, site: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (strict.path / "seeds").mkdir()
    (strict.path / "seeds" / "linked").symlink_to(tmp_path / "elsewhere")
    (strict.path / "seeds" / "within").mkdir()
    (strict.path / "seeds" / "alias").symlink_to("within")
    site.routes[f"{HOST}/a"] = WHOLE
    captured(strict, site, f"{HOST}/a", "--to", "seeds/linked/a.txt", wanted=2)
    captured(strict, site, f"{HOST}/a", "--to", "seeds/alias/a.txt", wanted=3)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert list((strict.path / "seeds" / "within").iterdir()) == []


def test_K17_leave_for_private_addresses_ends_at_the_first_public_hop(strict: Repo, site: Site) -> None:
    site.routes[f"{HOST}/a"] = redirect("http://127.0.0.1:9/b")
    site.routes["http://127.0.0.1:9/b"] = WHOLE
    ended = captured(strict, site, f"{HOST}/a", "--allow-private", wanted=3)
    assert "127.0.0.1" in ended.err
    site.routes["http://127.0.0.1:9/c"] = redirect("http://127.0.0.1:9/b")
    captured(strict, site, "http://127.0.0.1:9/c", "--allow-private", wanted=1)
    site.routes["http://127.0.0.1:9/d"] = redirect(f"{HOST}/a")
    captured(strict, site, "http://127.0.0.1:9/d", "--allow-private", "--force", wanted=3)


@pytest.mark.parametrize("scheme", ["https", "socks5", "socks5h", "ftp"])
def test_K17_a_proxy_is_spoken_to_as_it_says(strict: Repo, site: Site, scheme: str) -> None:
    proxy = f"{scheme}://ines:hunter2@127.0.0.1:{site.port}"
    (strict.path / "seeds").mkdir()
    for url, name in ((f"{HOST}/a", "http_proxy"), (f"{HOST}/a".replace("http:", "https:"), "https_proxy")):
        more: dict[str, Any] = {name: proxy, "no_proxy": ""}
        ended = run(strict, "capture", url, "--use-proxy", wanted=3, offline=False, **more)
        assert f"a proxy of the scheme `{scheme}` is not supported" in ended.err
        assert "hunter2" not in ended.err
    assert site.requests == []


@pytest.mark.parametrize("host", ["medium.com", "web.archive.org", "www.gov.uk", "gazette.medium.com"])
def test_K18_no_outlet_is_proposed_that_would_speak_for_everyone(strict: Repo, site: Site, host: str) -> None:
    site.routes[f"http://{host}/a"] = WHOLE
    ended = captured(strict, site, f"http://{host}/a", "--to", "seeds/a.txt", wanted=1)
    own = host in ("www.gov.uk", "gazette.medium.com")
    assert ("provgate outlets add" in ended.out) is own, ended.out
    assert not own or f"--domain {host}" in ended.out
