"""`provgate capture`, from the command line to the gate's verdict, against a real server."""

from __future__ import annotations

import argparse
import errno
import gzip
import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from capture.articles import ORIGIN, PASSAGES, TEXT, TITLE, article
from gating import UnderWay
from provgate import cli
from provgate.capture import many, messages, sources
from provgate.capture.exchange import RawExchange
from provgate.capture.page import Settings, Taken, Task
from provgate.capture.warc_writer import to_warc
from provgate.cli import capture
from provgate.corpus import files
from provgate.evidence.captures.capture import read_capture
from provgate.findings import CannotCheckError
from provgate.formats import yaml_reader
from provgate.formats.policy import Limits
from serving import Answer, Site, dripping, page, redirect, serving

HOST = "http://www.harbourgazette.example"
OUTLETS = """\
schema: 1
outlets:
  harbour-gazette: {name: Harbour Gazette, domains: [harbourgazette.example]}
"""
DOCUMENT = Path("seeds/harbourgazette-example/dredging.txt")
pytestmark = pytest.mark.usefixtures("site", "corpus")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A proxy that plays every host: names of the corpus are public, and the bytes come from loopback."""
    with serving() as running:
        monkeypatch.setenv("http_proxy", running.url(""))
        monkeypatch.setenv("no_proxy", "")
        running.routes[ORIGIN] = page(article())
        yield running


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a registry and an empty corpus, outside git."""
    (tmp_path / "provgate.yaml").write_text("schema: 1\n")
    (tmp_path / "outlets.yaml").write_text(OUTLETS)
    (tmp_path / "seeds").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str | Path) -> int:
    return cli.main(["capture", "--use-proxy", "--delay", "0", *map(str, arguments)])


def made(corpus: Path) -> list[str]:
    """Every file of the corpus."""
    return sorted(path.relative_to(corpus).as_posix() for path in (corpus / "seeds").rglob("*") if path.is_file())


def claims(document: Path = DOCUMENT) -> dict[str, yaml_reader.Value]:
    data = yaml_reader.read(Path(f"{document}.source.yaml").read_bytes()).data
    assert data is not None
    return data


THREE = [f"seeds/harbourgazette-example/dredging{end}" for end in (".txt", ".txt.source.yaml", ".warc.gz")]


def test_from_url_to_verdict(site: Site, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ORIGIN) == 0
    assert made(corpus) == THREE
    assert DOCUMENT.read_text().endswith(TEXT)
    data = claims()
    assert (data["origin"], data["date"], data["author"], data["outlet"], data["title"]) == (
        ORIGIN,
        "2026-03-12",
        "Ines Calder",
        "harbour-gazette",
        TITLE,
    )
    out = capsys.readouterr().out
    assert f"captured {ORIGIN} as {DOCUMENT}" in out
    assert "author  Ines Calder  (from JSON-LD author)" in out
    assert "1 document checked: 1 passed" in out
    assert site.paths == [ORIGIN]


def test_the_sidecar_says_where_each_claim_comes_from() -> None:
    assert run(ORIGIN) == 0
    lines = Path(f"{DOCUMENT}.source.yaml").read_text().splitlines()
    assert [line for line in lines if line.startswith("author:")] == [
        "author: Ines Calder               # from JSON-LD author"
    ]


def test_the_document_can_be_named(corpus: Path) -> None:
    assert run(ORIGIN, "--to", "seeds/mine.txt") == 0
    assert made(corpus) == ["seeds/mine.txt", "seeds/mine.txt.source.yaml", "seeds/mine.warc.gz"]


def test_the_payload_can_be_the_document() -> None:
    assert run(ORIGIN, "--raw") == 0
    assert Path("seeds/harbourgazette-example/dredging.html").read_text() == article()


def test_the_document_can_be_markdown(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    listed = "<h2>What comes next</h2><ul><li>The ferry goes again.</li><li>The pier stays closed.</li></ul>"
    site.routes[ORIGIN] = page(
        article().replace("</article>", f"{listed}<p>{'The council meets again in May. ' * 3}</p></article>")
    )
    assert run(ORIGIN, "--markdown") == 0
    text = DOCUMENT.with_suffix(".md").read_text()
    assert "\n\n## What comes next\n\n- The ferry goes again.\n- The pier stays closed.\n\nThe council" in text
    assert "text    7 of the article's 7 passages\n" in capsys.readouterr().out


def test_what_a_document_leaves_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("seeds/a.txt").write_text("\n\n".join((*PASSAGES[:1], *PASSAGES[2:])))
    assert run(ORIGIN, "--for", "seeds/a.txt") == 1
    out = capsys.readouterr().out
    assert "text    3 of the article's 4 passages\n" in out
    assert "warning: the document leaves out 1 of the article's 4 passages\n" in out


def test_redirects_are_captured(site: Site) -> None:
    site.routes[f"{HOST}/short"] = redirect(ORIGIN)
    assert run(f"{HOST}/short", "--to", "seeds/mine.txt") == 0
    assert claims(Path("seeds/mine.txt"))["origin"] == f"{HOST}/short"


def test_empty_claims_fail_the_gate(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.routes[f"{HOST}/a"] = page(article(authors=()))
    assert run(f"{HOST}/a", "--to", "seeds/a.txt") == 1
    assert claims(Path("seeds/a.txt"))["author"] == ""
    out = capsys.readouterr().out
    assert "author  (empty)  (the page does not say plainly who wrote it" in out
    assert "`author` is empty" in out


def test_an_unknown_outlet_is_proposed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.routes["http://www.pier-post.example/a"] = page(article(site="Pier Post"))
    assert run("http://www.pier-post.example/a") == 1
    out = capsys.readouterr().out
    assert "    pier-post:\n      name: Pier Post\n      domains: [pier-post.example]\n" in out
    assert "provgate outlets add pier-post --name 'Pier Post' --domain pier-post.example" in out


def test_a_page_that_looks_like_a_wall_is_told(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.put(f"{HOST}/a", article(title="Access denied", passages=PASSAGES[:1]))
    run(f"{HOST}/a")
    assert "warning: this looks like a check for robots" in capsys.readouterr().out


def test_nothing_is_overwritten_unasked(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    Path("seeds/mine.txt").write_text("mine")
    assert run(ORIGIN, "--to", "seeds/mine.txt") == 2
    assert "mine.txt` exists already; --force replaces it" in capsys.readouterr().err
    assert site.requests == []
    assert run(ORIGIN, "--to", "seeds/mine.txt", "--force") == 0
    assert Path("seeds/mine.txt").read_text() != "mine"


@pytest.mark.parametrize("name", ["mine.txt", "mine.warc.gz", "mine.txt.source.yaml"])
def test_nothing_is_written_through_links(
    site: Site,
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    (corpus / "seeds" / name).symlink_to(corpus / "outside")
    assert run(ORIGIN, "--to", "seeds/mine.txt", "--force") == 2
    assert "is a symbolic link" in capsys.readouterr().err
    assert not (corpus / "outside").exists()
    assert site.requests == []


def test_pages_of_one_name_do_not_collide(site: Site, corpus: Path) -> None:
    site.routes[f"{HOST}/b/dredging.html"] = page(article(title="Dredging ends in the old harbour"))
    Path("urls.txt").write_text(f"{ORIGIN}\n{HOST}/b/dredging.html\n")
    assert run("--list", "urls.txt") == 0
    assert len(made(corpus)) == 6
    site.requests.clear()
    assert run("--list", "urls.txt") == 0
    assert site.requests == []


def test_the_document_has_to_be_in_the_corpus(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ORIGIN, "--to", "mine.txt") == 2
    assert "not in the corpus" in capsys.readouterr().err
    assert site.requests == []


def endless(sock: socket.socket, _target: str) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        sock.sendall(b"x" * 65536)


BOMB = gzip.compress(bytes(33 * 1024 * 1024 + 1), 1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page("gone", "404 Not Found"), "knows no such page"),
        (page("no", "403 Forbidden"), "refuses this request"),
        (page("", "429 Slow", Retry_After="999999999"), "asks to wait 999,999,999 seconds"),
        (redirect("file:///etc/passwd"), "only http and https"),
        (redirect("http://127.0.0.1/"), "no address of the public network"),
        (redirect("http://0x7f000001/"), "no address of the public network"),
        (redirect("http://ines:hunter2@harbourgazette.example/"), "user name or password"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut", "before its announced length"),
        (page(gzip.compress(article().encode())[:-9], Content_Encoding="gzip"), "ends too early"),
        (page(article(), Content_Encoding="gzip"), "`gzip`"),
        (page(BOMB, Content_Encoding="gzip"), "holds more than"),
        (page(gzip.compress(BOMB), Content_Encoding="gzip, gzip"), "holds more than"),
        (page(article(), Transfer_Encoding="gzip"), "`gzip`"),
        (endless, "larger than"),
    ],
    ids=[
        "404",
        "403",
        "429",
        "file",
        "loopback",
        "hex",
        "credentials",
        "short",
        "cut gzip",
        "no gzip",
        "bomb",
        "bombs",
        "transfer",
        "endless",
    ],
)
def test_awkward_sites_write_nothing(
    site: Site,
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
    answer: bytes | Answer,
    words: str,
) -> None:
    site.routes[f"{HOST}/a"] = answer
    assert run(f"{HOST}/a", "--max-bytes", "1000000") == 3
    said = capsys.readouterr()
    assert words in said.err
    assert "hunter2" not in said.err + said.out
    assert made(corpus) == []


@pytest.mark.parametrize(
    ("answer", "author"),
    [
        (page(gzip.compress(article().encode()), Content_Encoding="gzip"), "Ines Calder"),
        (
            page(article(("Inès Çalder",)).encode("latin-1"), Content_Type="text/html; charset=iso-8859-1"),
            "Inès Çalder",
        ),
        (page(article(("Ines Calder",)), Content_Type="text/html; charset=rot13"), "Ines Calder"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"%x\r\n" % len(article())
            + article().encode()
            + b"\r\n0\r\n\r\n",
            "Ines Calder",
        ),
        (b"HTTP/1.0 200 OK\r\n\r\n" + article().encode(), "Ines Calder"),
    ],
    ids=["gzip", "latin-1", "rot13", "chunked", "old"],
)
def test_odd_but_whole_responses_are_taken(site: Site, answer: bytes, author: str) -> None:
    site.routes[ORIGIN] = answer
    assert run(ORIGIN) == 0
    assert claims()["author"] == author


def test_credentials_are_refused_and_not_repeated(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    Path("urls.txt").write_text("http://ines:hunter2@www.harbourgazette.example/a\n")
    assert run("http://ines:hunter2@www.harbourgazette.example/a") == 3
    assert run("--list", "urls.txt") == 3
    said = capsys.readouterr()
    assert "hunter2" not in said.out + said.err
    assert "failed http://***@www.harbourgazette.example/a: " in said.out
    assert site.requests == []


def test_loopback_needs_leave(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.put("/a", article())
    assert cli.main(["capture", site.url("/a")]) == 3
    assert "--allow-private" in capsys.readouterr().err
    assert cli.main(["capture", site.url("/a"), "--allow-private"]) == 1
    assert site.paths == ["/a"]


# --for


def test_evidence_for_a_document_with_a_sidecar(corpus: Path) -> None:
    Path("seeds/a.txt").write_text(TEXT)
    Path("seeds/a.txt.source.yaml").write_text(
        f"# by hand\nschema: 1\norigin: {ORIGIN}   # found by Bo\ndate: 2026-03-12\nauthor: Ines Calder\n"
        "outlet: harbour-gazette\n"
    )
    assert run("--for", "seeds/a.txt") == 0
    text = Path("seeds/a.txt.source.yaml").read_text()
    assert text.startswith("# by hand\n")
    assert "# found by Bo" in text
    assert Path("seeds/a.txt").read_text() == TEXT
    assert made(corpus) == ["seeds/a.txt", "seeds/a.txt.source.yaml", "seeds/a.warc.gz"]


def test_evidence_for_a_document_without_a_sidecar() -> None:
    Path("seeds/a.txt").write_text(TEXT)
    assert run(ORIGIN, "--for", "seeds/a.txt") == 0
    assert claims(Path("seeds/a.txt"))["author"] == "Ines Calder"


def test_evidence_that_contradicts_the_sidecar(capsys: pytest.CaptureFixture[str]) -> None:
    """Each claim that the page contradicts is told, whatever the policy asks; what agrees or is left open is not."""
    Path("provgate.yaml").write_text("schema: 1\nrequire: declared\n")
    agreeing = f"schema: 1\norigin: {ORIGIN}\noutlet: harbour-gazette\nlanguage: en\n"
    differing = "date: 2026-03-15\nauthor: [Otto Baer, Ines Calder]\ntitle: Another day\n"
    Path("seeds/a.txt").write_text(TEXT)
    Path("seeds/a.txt.source.yaml").write_text(agreeing + differing)
    assert run("--for", "seeds/a.txt") == 1
    out = capsys.readouterr().out
    assert "warning: the sidecar says `date: 2026-03-15`, the page says 2026-03-12 (from JSON-LD datePublished)" in out
    assert "the sidecar says `author: [Otto Baer, Ines Calder]`, the page says Ines Calder (from JSON-LD author)" in out
    assert "the sidecar says `title: Another day`, the page says Dredging resumes in the old harbour (from" in out
    assert out.count("the sidecar says") == 3
    Path("seeds/b.txt").write_text(TEXT)
    Path("seeds/b.txt.source.yaml").write_text(
        f"{agreeing}date: 2026-03\nauthor: ines calder\ntitle: {TITLE.upper()}\n"
    )
    run("--for", "seeds/b.txt")
    assert "the sidecar says" not in capsys.readouterr().out


def test_evidence_that_refutes_the_document() -> None:
    Path("seeds/a.txt").write_text(TEXT.replace("40,000", "60,000"))
    assert run(ORIGIN, "--for", "seeds/a.txt") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--for", "seeds/a.txt"], "names no origin"),
        (["--for", "seeds/none.txt", ORIGIN], "is not a file"),
        (["--for", "outside.txt", ORIGIN], "not in the corpus"),
        ([f"{HOST}/other", "--for", "seeds/b.txt"], "another origin than the URL given"),
    ],
)
def test_documents_that_cannot_be_proven(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    Path("seeds/a.txt").write_text(TEXT)
    Path("seeds/b.txt").write_text(TEXT)
    Path("seeds/b.txt.source.yaml").write_text(f"schema: 1\norigin: {ORIGIN}\n")
    assert run(*arguments) == 2
    assert words in capsys.readouterr().err


# --from


def recorded(date: str = "2026-03-13T09:14:07Z", url: str = ORIGIN, body: str = "") -> bytes:
    data = (body or article()).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(data)}\r\n\r\n".encode()
    return to_warc([RawExchange(url, b"", 200, head, data, {}, "", date)])


def test_a_warc_of_another_tool() -> None:
    Path("other.warc.gz").write_bytes(recorded())
    assert cli.main(["capture", "--from", "other.warc.gz"]) == 0
    assert claims()["retrieved"] == "2026-03-13T09:14:07Z"
    assert DOCUMENT.with_name("dredging.warc.gz").read_bytes() == Path("other.warc.gz").read_bytes()


def test_an_uncompressed_warc_keeps_its_ending(corpus: Path) -> None:
    Path("other.warc").write_bytes(gzip.decompress(recorded()))
    assert cli.main(["capture", "--from", "other.warc", "--to", "seeds/a.txt"]) == 0
    assert made(corpus) == ["seeds/a.txt", "seeds/a.txt.source.yaml", "seeds/a.warc"]


def test_a_wacz_of_a_browser(corpus: Path) -> None:
    warc = recorded()
    index = json.dumps(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "resources": [
                {
                    "name": "data.warc.gz",
                    "path": "archive/data.warc.gz",
                    "bytes": len(warc),
                    "hash": f"sha256:{hashlib.sha256(warc).hexdigest()}",
                }
            ],
        }
    )
    with zipfile.ZipFile("other.wacz", "w") as archive:
        archive.writestr("archive/data.warc.gz", warc)
        archive.writestr("datapackage.json", index)
    assert cli.main(["capture", "--from", "other.wacz", "--url", ORIGIN, "--to", "seeds/a.txt"]) == 0
    assert made(corpus) == ["seeds/a.txt", "seeds/a.txt.source.yaml", "seeds/a.wacz"]


def test_a_date_that_is_not_exact_is_left_out() -> None:
    Path("other.warc.gz").write_bytes(recorded("2026-03-13"))
    cli.main(["capture", "--from", "other.warc.gz"])
    assert "retrieved" not in claims()


def test_a_capture_for_a_document() -> None:
    Path("other.warc.gz").write_bytes(recorded("2026-03"))
    Path("seeds/a.txt").write_text(TEXT)
    Path("seeds/a.txt.source.yaml").write_text(
        f"schema: 1\norigin: {ORIGIN}\ndate: 2026-03-12\nauthor: Ines Calder\noutlet: harbour-gazette\n"
    )
    assert cli.main(["capture", "--from", "other.warc.gz", "--for", "seeds/a.txt"]) == 0


def test_a_page_saved_by_hand() -> None:
    Path("saved.html").write_text(article())
    when = "2026-03-13T10:14:07+01:00"
    assert cli.main(["capture", "--from", "saved.html", "--url", ORIGIN, "--retrieved", when]) == 0
    text = Path(f"{DOCUMENT}.source.yaml").read_text()
    assert "retrieved: 2026-03-13T09:14:07Z   # imported from a page saved by hand\n" in text
    warc = gzip.decompress(DOCUMENT.with_name("dredging.warc.gz").read_bytes()).decode()
    assert f"description: {sources.SAVED_BY_HAND}\r\n" in warc


@pytest.mark.parametrize(
    ("name", "arguments", "code", "words"),
    [
        ("saved.html", [], 2, "give --url and --retrieved"),
        ("saved.html", ["--url", ORIGIN], 2, "give --url and --retrieved"),
        ("saved.html", ["--url", ORIGIN, "--retrieved", "yesterday"], 2, "date-time with an offset"),
        ("saved.html", ["--url", ORIGIN, "--retrieved", "2026-03-13T09:14:07"], 2, "date-time with an offset"),
        ("saved.html", ["--url", ORIGIN, "--retrieved", "2999-03-13T09:14:07Z"], 2, "future"),
        ("saved.mhtml", ["--url", ORIGIN, "--retrieved", "2026-03-13T09:14:07Z"], 3, "the MHTML file is damaged"),
        ("none.warc", [], 2, "cannot be read"),
        ("saved.warc", [], 3, "saved.warc: "),
        ("good.warc.gz", ["--url", f"{HOST}/other"], 3, "holds no response of"),
        ("large.warc.gz", [], 3, "the page alone is larger than the 4,096 bytes"),
    ],
)
def test_files_that_cannot_be_imported(
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    Path("saved.html").write_text(article())
    Path("saved.warc").write_text(article())
    Path("saved.mhtml").write_text("From: <Saved by a browser>\nMIME-Version: 1.0\n")
    Path("good.warc.gz").write_bytes(recorded())
    Path("large.warc.gz").write_bytes(
        gzip.compress(gzip.decompress(recorded(body=article() + os.urandom(5000).hex())), 0)
    )
    if name.startswith("large"):
        Path("provgate.yaml").write_text("schema: 1\nlimits: {capture-bytes: 4096}\n")
    assert cli.main(["capture", "--from", name, *arguments]) == code
    assert words in capsys.readouterr().err
    assert made(corpus) == []


ARCHIVED = f"https://web.archive.org/web/20260313091407id_/{ORIGIN}"


def test_a_copy_of_a_web_archive(capsys: pytest.CaptureFixture[str]) -> None:
    """It is a capture of the page that the archive made, and says so; a rewritten one is refused unfetched."""
    Path("copy.warc.gz").write_bytes(recorded(url=ARCHIVED))
    assert cli.main(["capture", "--from", "copy.warc.gz"]) == 0
    text = Path(f"{DOCUMENT}.source.yaml").read_text()
    assert f"origin: {ORIGIN}  # copy made by web.archive.org, 20260313091407\n" in text
    assert cli.main(["capture", "--from", "copy.warc.gz", "--url", ARCHIVED, "--force"]) == 0
    assert Path(f"{DOCUMENT}.source.yaml").read_text() == text
    rewritten = ARCHIVED.replace("id_", "")
    for arguments in ([rewritten], ["--from", "copy.warc.gz", "--url", rewritten]):
        assert cli.main(["capture", *arguments]) == 2
        assert f"a copy that web.archive.org has rewritten; capture {ARCHIVED} instead" in capsys.readouterr().err


def test_a_page_that_says_another_url(capsys: pytest.CaptureFixture[str]) -> None:
    Path("saved.html").write_text(f"<!-- saved from url=(0036){HOST}/other -->{article()}")
    assert cli.main(["capture", "--from", "saved.html", "--url", ORIGIN, "--retrieved", "2026-03-13T09:14:07Z"]) == 2
    assert f"the browser saved it from {HOST}/other, not from the URL given" in capsys.readouterr().err
    assert not Path("seeds/harbourgazette-example").exists()


def test_a_file_of_several_pages_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    Path("crawl.warc.gz").write_bytes(recorded() + recorded(url=f"{HOST}/other"))
    assert cli.main(["capture", "--from", "crawl.warc.gz"]) == 2
    told = capsys.readouterr().err
    assert "holds 2 pages; say with --url which of them is meant" in told
    assert [line.split("--url ")[1] for line in told.splitlines()[1:]] == [ORIGIN, f"{HOST}/other"]


def test_a_damaged_crawl_for_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.warc.gz").write_bytes(recorded()[:-9])
    Path("seeds/a.txt").write_text(TEXT)
    assert cli.main(["capture", "--from", "other.warc.gz", "--for", "seeds/a.txt", "--url", ORIGIN]) == 3
    assert "cut short" in capsys.readouterr().err


# --list


def test_a_list_out_of_one_crawl(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = article(title="Another day in the old harbour")
    Path("crawl.warc.gz").write_bytes(
        recorded() + recorded(url=f"{HOST}/other", body=other) + recorded(url=f"{HOST}/x")
    )
    Path("urls.txt").write_text(f"{ORIGIN}\n{HOST}/other\tseeds/other.txt\n{HOST}/missing\n")
    assert cli.main(["capture", "--list", "urls.txt", "--from", "crawl.warc.gz"]) == 3
    out = capsys.readouterr().out
    assert f"failed {HOST}/missing: crawl.warc.gz: the capture holds no response of" in out
    assert "2 of 3 captured, 1 failed" in out
    assert len(read_capture(Path("seeds/other.warc.gz").read_bytes(), "a", Limits()).urls) == 1
    before = made(corpus)
    assert cli.main(["capture", "--list", "urls.txt", "--from", "crawl.warc.gz"]) == 3
    assert capsys.readouterr().out.count("done before: ") == 2
    Path("urls.txt").write_text(f"{ORIGIN}\n")
    assert cli.main(["capture", "--list", "urls.txt", "--from", "crawl.warc.gz"]) == 0
    assert made(corpus) == before
    assert cli.main(["capture", "--list", "urls.txt", "--from", "none.warc.gz", "--force"]) == 2


def test_walls_are_failures_of_a_list_and_tried_again(
    site: Site, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.routes[ORIGIN] = page("<title>Just a moment...</title><p>Checking your browser</p>")
    Path("urls.txt").write_text(f"{ORIGIN}\n")
    assert run("--list", "urls.txt") == 3
    assert "failed " in (out := capsys.readouterr().out)
    assert "this looks like a check for robots, not like the page; nothing was written" in out
    assert made(corpus) == []
    site.routes[ORIGIN] = page(article())
    assert run("--list", "urls.txt") == 0


def test_many_pages(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.routes[f"{HOST}/other"] = page(article(title="Another day in the old harbour"))
    site.routes["http://pier-post.example/a"] = page(article(site="Pier Post"))
    Path("urls.txt").write_text(f"# mine\n{ORIGIN}\n{HOST}/other\tseeds/other.txt\nhttp://pier-post.example/a\n")
    assert run("--list", "urls.txt") == 1
    out = capsys.readouterr().out
    assert "[1/3] captured" in out
    assert "3 of 3 captured, 0 failed" in out
    assert out.count("provgate outlets add pier-post") == 1
    assert Path("seeds/other.txt").exists()


def test_a_list_goes_on_where_it_stopped(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    Path("urls.txt").write_text(f"{ORIGIN}\n{HOST}/later\n")
    assert run("--list", "urls.txt") == 3
    assert f"failed {HOST}/later: www.harbourgazette.example answers 404" in capsys.readouterr().out
    site.routes[f"{HOST}/later"] = page(article(title="Later in the old harbour"))
    before = DOCUMENT.with_name("dredging.warc.gz").read_bytes()
    site.requests.clear()
    assert run("--list", "urls.txt") == 0
    assert site.paths == [f"{HOST}/later"]
    assert "done before: " in capsys.readouterr().out
    assert DOCUMENT.with_name("dredging.warc.gz").read_bytes() == before


def test_a_forced_list_starts_again(site: Site) -> None:
    Path("urls.txt").write_text(f"{ORIGIN}\n")
    assert run("--list", "urls.txt") == 0
    assert run("--list", "urls.txt", "--force") == 0
    assert site.paths == [ORIGIN, ORIGIN]


def test_a_tired_host_is_left_alone(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.routes[f"{HOST}/1"] = page("", "429 Slow down")
    Path("urls.txt").write_text(f"{HOST}/1\n{HOST}/2\n")
    assert run("--list", "urls.txt") == 3
    assert site.paths == [f"{HOST}/1"]
    assert "put off" in capsys.readouterr().out


def test_a_list_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("urls.txt").write_text("# nothing yet\n")
    assert run("--list", "urls.txt") == 0
    assert "0 of 0 captured" in capsys.readouterr().out


def test_a_list_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list", "none.txt") == 2
    assert "none.txt: cannot be read" in capsys.readouterr().err


def test_an_interrupted_list_keeps_what_is_finished(
    site: Site,
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.routes[f"{HOST}/later"] = page(article(title="Later in the old harbour"))
    Path("urls.txt").write_text(f"{ORIGIN}\n{HOST}/later\n")
    real = many.take

    def interrupted(task: Task, settings: Settings) -> Taken:
        if task.url.endswith("later"):
            raise KeyboardInterrupt
        return real(task, settings)

    with monkeypatch.context() as patch:
        patch.setattr(many, "take", interrupted)
        assert run("--list", "urls.txt") == 130
    assert "the same command goes on from here" in capsys.readouterr().err
    assert made(corpus) == THREE
    assert run("--list", "urls.txt") == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_killed_run_can_be_taken_up_again(site: Site, corpus: Path, number: signal.Signals, code: int) -> None:
    site.routes[f"{HOST}/later"] = dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", pause=0.1)
    Path("urls.txt").write_text(f"{ORIGIN}\n{HOST}/later\n")
    program = "import sys; from provgate.cli import main; sys.exit(main(sys.argv[1:]))"
    options = ["capture", "--use-proxy", "--delay", "0", "--list", "urls.txt"]
    with UnderWay(
        [sys.executable, "-c", program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        while f"{HOST}/later" not in site.paths and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode == code, said
    assert b"Traceback" not in said
    assert made(corpus) == THREE
    site.routes[f"{HOST}/later"] = page(article(title="Later in the old harbour"))
    site.requests.clear()
    assert run("--list", "urls.txt") == 0
    assert site.paths == [f"{HOST}/later"]


def test_an_interruption_while_writing_leaves_no_file(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def interrupted(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupted)
    assert run(ORIGIN) == 130
    assert made(corpus) == []


def test_a_full_disk_is_told(corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    assert run(ORIGIN) == 3
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert made(corpus) == []


def test_old_temporary_files_are_swept(corpus: Path) -> None:
    DOCUMENT.parent.mkdir()
    old = DOCUMENT.with_name(".provgate-old.tmp")
    old.write_text("x")
    os.utime(old, (0, 0))
    assert run(ORIGIN) == 0
    assert made(corpus) == THREE


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_bar_on_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with messages.progress(2) as (tell, advance):
        tell("[1/2] captured [bold]x[/bold]")
        advance()
    assert "[1/2] captured [bold]x[/bold]" in out.getvalue()
    assert "1/2" in out.getvalue()


# options


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "say what to capture"),
        ([ORIGIN, "--url", f"{HOST}/b"], "given twice"),
        ([ORIGIN, "--list", "urls.txt"], "--list goes with none"),
        (["--list", "urls.txt", "--outlet", "x"], "--list goes with none"),
        (["--list", "urls.txt", "--from", "a.warc", "--retrieved", "2026-03-13T09:14:07Z"], "--list goes with none"),
        ([ORIGIN, "--for", "seeds/a.txt", "--raw"], "--for keeps"),
        ([ORIGIN, "--for", "seeds/a.txt", "--markdown"], "--for keeps"),
        ([ORIGIN, "--raw", "--markdown"], "--raw keeps"),
        ([ORIGIN, "--retrieved", "2026-03-13T09:14:07Z"], "--retrieved goes with --from"),
        ([ORIGIN, "--max-bytes", "0"], "--max-bytes"),
        ([ORIGIN, "--timeout", "inf"], "--timeout"),
        ([ORIGIN, "--delay", "-1"], "--delay"),
        ([ORIGIN, "--delay", "x"], "--delay"),
    ],
)
def test_options_that_make_no_sense(
    site: Site,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    assert run(*arguments) == 2
    assert words in capsys.readouterr().err
    assert site.requests == []


def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    parser = argparse.ArgumentParser()
    capture.configure(parser)
    with pytest.raises(CannotCheckError, match=r'needs urllib3: pip install "provgate\[capture\]"'):
        capture.run(parser.parse_args([ORIGIN]))
