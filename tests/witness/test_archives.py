"""Copies in web archives: the nearest one, whose it really is, and what an archive's own answers do not say."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import keys
from evidence import capture_builders
from gating import Ran, check
from provgate.evidence.captures.capture import read_capture
from provgate.formats.policy import Limits
from receipts import DOC, RECEIPTS, Parties
from repos import Repo
from serving import Site, page, serving
from witness.mementos import ARCHIVES, BASE, Copy, archived, put
from witness.test_verify import HOST, ORIGIN, add, asked, html, parties, signing, site, verify

__all__ = ["asked", "parties", "site"]
pytestmark = keys.needs_ssh_keygen
ASKED = "20260313091407"
STAMP = "20260313100000"
STORY = f"{HOST}/stories/dredging"


@pytest.fixture
def archive(asked: Repo, parties: Parties, site: Site) -> Repo:
    """An origin that is gone, and an archive that knows its page."""
    asked.write("witnesses.yaml", parties.register(head="schemes: [https, http]\n" + ARCHIVES))
    asked.commit()
    site.routes[ORIGIN] = page("gone", "410 Gone")
    return asked


def looks(ran: Ran) -> list[dict[str, Any]]:
    [entry] = json.loads(ran.out)["documents"]
    return list(entry["looks"])


@pytest.mark.parametrize("gate", ["redirect", "frame", "link"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_copy_stands_in_for_a_page_that_is_gone(
    archive: Repo, parties: Parties, site: Site, gate: str, coding: str
) -> None:
    body, headers = (gzip.compress(html()), {"Content-Encoding": "gzip"}) if coding == "gzip" else (html(), {})
    put(site, archived(ORIGIN, STAMP, body, **headers), ASKED, gate)
    ran = verify(archive, "--format", "json", *signing(parties))
    assert ran.code == 0, ran.err
    assert [look["outcome"] for look in looks(ran)] == ["gone", "agreed"]
    assert looks(ran)[1]["mementoTime"] == "2026-03-13T10:00:00Z"
    archive.commit()
    gate_says = check(archive)
    assert (gate_says.code, gate_says.findings) == (0, [("PG610", RECEIPTS)])
    [seen] = gate_says.report["documents"][0]["witnesses"]
    assert (seen["kind"], seen["archive"], seen["mementoTime"]) == ("archive", "web", "2026-03-13T10:00:00Z")


def test_only_archives(archive: Repo, parties: Parties, site: Site) -> None:
    put(site, archived(ORIGIN, STAMP, html()), ASKED)
    ran = verify(archive, "--no-live", *signing(parties))
    assert ran.code == 0
    assert "agreed       seeds/dredging.txt (copy of 2026-03-13T10:00:00Z in web)" in ran.out
    assert ORIGIN not in site.paths
    site.requests.clear()
    site.routes[ORIGIN] = page(html())
    assert verify(archive).code == 0
    assert site.paths == [ORIGIN]
    assert verify(archive, "--archive", "web").code == 0


def test_an_archived_redirect_stays_in_the_archive(archive: Repo, parties: Parties, site: Site) -> None:
    put(site, archived(STORY, "20260313100500", html()), STAMP)
    for location in ("/stories/dredging", f"{BASE}20260313100500id_/{STORY}", f"{BASE}20260313100500/{STORY}"):
        put(site, archived(ORIGIN, STAMP, "", "302 Found", Location=location), ASKED)
        ran = verify(archive, "--no-live", *signing(parties))
        assert ran.code == 0, ran.out
    assert not any(target.startswith(HOST) for target in site.paths)
    archive.commit()
    assert check(archive).levels == {DOC: ("witnessed", True)}


def served(stamp: str, answer: bytes) -> Copy:
    return Copy(ORIGIN, stamp, answer)


OTHERS: dict[str, tuple[Copy, str, str]] = {
    "another page": (archived(ORIGIN, STAMP, html(author="Omar Veld")), "changed", "author: "),
    "archived as not found": (archived(ORIGIN, STAMP, "none", "404 Not Found"), "gone", "says 404"),
    "archived as forbidden": (archived(ORIGIN, STAMP, "none", "403 Forbidden"), "unreachable", "says 403"),
    "the archive's own": (served(STAMP, page("none", "404 Not Found")), "unreachable", "an answer of its own"),
    "its own redirect": (
        served(STAMP, page("", "302 Found", Location="http://archive.example/login")),
        "unreachable",
        "an answer of its own",
    ),
    "a redirect to no time": (
        served(STAMP, page("", "302 Found", Location=f"{BASE}99999999999999id_/{ORIGIN}")),
        "unreachable",
        "an answer of its own",
    ),
    "of another page": (
        archived(ORIGIN, STAMP, html(), Link=f'<{HOST}/other>; rel="original"'),
        "unreachable",
        f"a copy of {HOST}/other, not of",
    ),
    "in a circle": (archived(ORIGIN, STAMP, "", "302 Found", Location=ORIGIN), "unreachable", "in a circle"),
    "to no address": (archived(ORIGIN, STAMP, "", "302 Found", Location="http://[x"), "unreachable", "that is no URL"),
    "to a page it lacks": (archived(ORIGIN, STAMP, "", "302 Found", Location=STORY), "unreachable", "has no copy of"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_copies_that_do_not_agree(archive: Repo, parties: Parties, site: Site, name: str) -> None:
    copy, outcome, reason = OTHERS[name]
    put(site, copy, ASKED)
    ran = verify(archive, "--no-live", "--format", "json", *signing(parties))
    [look] = looks(ran)
    assert look["outcome"] == outcome, ran.err
    assert reason in " ".join(look["reasons"])
    assert ran.code == (1 if outcome == "changed" else 3)
    assert not (archive.path / RECEIPTS).exists()


def test_a_copy_that_is_elsewhere(archive: Repo, site: Site) -> None:
    copy = archived(ORIGIN, STAMP, html())
    put(site, copy, "20260313095959")
    site.routes[f"{BASE}{ASKED}/{ORIGIN}"] = page("frame", Memento_Datetime=Copy(ORIGIN, ASKED, b"").date)
    site.routes[f"{BASE}{ASKED}id_/{ORIGIN}"] = page("", "302 Found", Location=f"{BASE}{STAMP}id_/{ORIGIN}")
    assert verify(archive, "--no-live").code == 0


def test_an_archive_that_never_names_one_time(archive: Repo, site: Site) -> None:
    first, second = archived(ORIGIN, STAMP, html()), archived(ORIGIN, "20260313110000", html())
    put(site, first, ASKED)
    site.routes[f"{BASE}{first.stamp}id_/{ORIGIN}"] = second.answer
    site.routes[f"{BASE}{second.stamp}id_/{ORIGIN}"] = first.answer
    ran = verify(archive, "--no-live")
    assert ran.code == 3
    assert "another time for a copy each time" in ran.out


def test_an_archive_without_a_copy(archive: Repo, site: Site) -> None:
    ran = verify(archive, "--format", "json")
    assert [look["outcome"] for look in looks(ran)] == ["gone", "unreachable"]
    assert "has no copy" in looks(ran)[1]["reasons"][0]
    assert ran.code == 3
    for number in range(12):
        site.routes[f"{BASE}{ASKED}/{ORIGIN}" if not number else f"{BASE}{number}"] = page(
            "", "302 Found", Location=f"{BASE}{number + 1}"
        )
    assert verify(archive, "--no-live").code == 3
    site.routes[f"{BASE}{ASKED}/{ORIGIN}"] = page("frame", Link=f'<{ORIGIN}>; rel="memento"; datetime="soon"')
    assert verify(archive, "--no-live").code == 3


def test_copies_that_lead_on_and_on(archive: Repo, site: Site) -> None:
    for number in range(12):
        url = ORIGIN if not number else f"{HOST}/{number}"
        copy = archived(url, STAMP, "", "302 Found", Location=f"{HOST}/{number + 1}")
        put(site, copy, ASKED if not number else STAMP, "frame")
    ran = verify(archive, "--no-live")
    assert ran.code == 3
    assert "redirect more than 10 times" in ran.out


def test_what_an_archive_gave_is_kept_as_it_came(archive: Repo, site: Site, tmp_path: Path) -> None:
    put(site, archived(ORIGIN, STAMP, html()), ASKED)
    assert verify(archive, "--no-live", "--keep", tmp_path).code == 0
    kept = read_capture((tmp_path / f"{DOC}.web.warc.gz").read_bytes(), "a.warc.gz", Limits())
    assert len(kept.urls) == 1
    assert kept.urls[0].startswith(f"{BASE}{STAMP}id_/")


def test_a_document_without_a_date_of_retrieval(archive: Repo, site: Site) -> None:
    add(archive, DOC, retrieved="")
    archive.commit()
    ran = verify(archive, "--no-live")
    assert ran.code == 3
    assert site.paths[0].startswith(BASE)


# --- a real one

WAYBACK = os.environ.get("PROVGATE_WAYBACK") or shutil.which("wayback") or ""


@pytest.fixture
def pywb(tmp_path: Path) -> Iterator[str]:
    """pywb with copies of the page (plain and compressed), of a redirect to it, and of a page that was not found."""
    folder = tmp_path / "pywb"
    folder.mkdir()
    at = {"WARC_Date": "2026-03-13T10:00:00Z"}
    http, record = capture_builders.http, capture_builders.record
    answers = {
        ORIGIN: http(html()),
        f"{HOST}/compressed": http(gzip.compress(html()), 200, {"Content-Encoding": "gzip"}),
        f"{HOST}/short": http(b"", 302, {"Location": "/2026/03/12/dredging.html"}),
        f"{HOST}/missing": http(b"none", 404),
    }
    raw = [
        record(block, url, WARC_Record_ID=f"<urn:uuid:6f0b8c1e-31ac-4d3a-a2a1-0c5a4a3a3f{number:02}>", **at)
        for number, (url, block) in enumerate(answers.items(), 10)
    ]
    (folder / "a.warc.gz").write_bytes(capture_builders.packed(raw))
    manager = str(Path(WAYBACK).with_name("wb-manager"))
    for words in (("init", "coll"), ("add", "coll", "a.warc.gz")):
        subprocess.run([manager, *words], cwd=folder, check=True, capture_output=True, timeout=120)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [WAYBACK, "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stderr=subprocess.DEVNULL
    ) as server:
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/coll/"
        finally:
            server.kill()


@pytest.mark.skipif(not WAYBACK, reason="pywb is not installed (`wayback` on the PATH, or PROVGATE_WAYBACK)")
def test_pywb(repo: Repo, parties: Parties, pywb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    archives = f"archives:\n  - name: pywb\n    timegate: {pywb}GATE{{url}}\n    raw: {pywb}{{timestamp}}id_/{{url}}\n"
    repo.write("provgate.yaml", "schema: 1\nrequire: witnessed\n")
    for number, url in enumerate((ORIGIN, f"{HOST}/compressed", f"{HOST}/short", f"{HOST}/missing")):
        add(repo, f"seeds/{number}.txt", url)
    repo.git("rm", "--quiet", DOC, f"{DOC}.source.yaml")
    with serving() as closed:
        monkeypatch.setenv("http_proxy", closed.url(""))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        for gate in ("", "{timestamp}/"):
            head = "schemes: [https, http]\n" + archives.replace("GATE", gate)
            repo.write("witnesses.yaml", parties.register(head=head))
            repo.commit()
            ran = verify(repo, "--no-live", "--allow-private", "--format", "json", *signing(parties))
            found = {entry["path"]: entry["looks"][0] for entry in json.loads(ran.out)["documents"]}
            assert {path: look["outcome"] for path, look in found.items()} == {
                "seeds/0.txt": "agreed",
                "seeds/1.txt": "agreed",
                "seeds/2.txt": "agreed",
                "seeds/3.txt": "gone",
            }, ran.err
            assert {look["mementoTime"] for look in found.values()} == {"2026-03-13T10:00:00Z"}
        assert closed.requests == []
    repo.commit()
    levels = check(repo).levels
    assert {path: level for path, (level, _passed) in levels.items()} == {
        "seeds/0.txt": "witnessed",
        "seeds/1.txt": "witnessed",
        "seeds/2.txt": "witnessed",
        "seeds/3.txt": "evidenced",
    }
