"""`provgate verify` against a real server on loopback: what counts as agreement, change, loss and doubt."""

from __future__ import annotations

import base64
import itertools
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import keys
from evidence import capture_builders
from gating import Ran, UnderWay, check, run
from pages import PARAGRAPHS, RETRIEVED, document, evidenced, sha256
from pages import html as page_html
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.formats.policy import Limits
from provgate.witness import run as witness_run
from receipts import DOC, RECEIPTS, Parties
from repos import Repo
from serving import Answer, Site, page, redirect, serving

HOST = "http://www.harbourgazette.example"
ORIGIN = f"{HOST}/2026/03/12/dredging.html"
SIDE = DOC + ".source.yaml"
pytestmark = [keys.needs_ssh_keygen, pytest.mark.usefixtures("site")]


def html(**changes: Any) -> bytes:
    return page_html(**changes).replace(b"https://www.harbour", b"http://www.harbour")


def warc(body: bytes, url: str = ORIGIN) -> bytes:
    return capture_builders.packed([capture_builders.record(capture_builders.http(body), url, WARC_Date=RETRIEVED)])


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    return Parties(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A proxy that plays every host."""
    with serving() as running:
        monkeypatch.setenv("http_proxy", running.url(""))
        monkeypatch.setenv("no_proxy", "")
        running.routes[ORIGIN] = page(html())
        yield running


@pytest.fixture
def asked(repo: Repo, parties: Parties) -> Repo:
    """A corpus that must be witnessed, over plain http, which the register allows here."""
    repo.write("provgate.yaml", "schema: 1\nrequire: witnessed\n")
    repo.write("witnesses.yaml", parties.register(head="schemes: [https, http]"))
    add(repo, DOC)
    repo.commit()
    return repo


def add(repo: Repo, path: str, origin: str = ORIGIN, **changes: str) -> None:
    name = path.rpartition("/")[2] + ".warc.gz"
    capture = warc(html(), origin)
    evidenced(repo, path, capture=capture, name=name, changes={"origin": origin, **changes})


def verify(repo: Repo, *arguments: str | Path, delay: str = "0") -> Ran:
    return run(repo, "verify", "--use-proxy", "--delay", delay, "--timeout", "10", *map(str, arguments))


def told(ran: Ran) -> dict[str, Any]:
    """The only document of a JSON report."""
    [entry] = json.loads(ran.out)["documents"]
    return dict(entry)


def article(before: str = "", after: str = "", **changes: Any) -> bytes:
    return (
        html(**changes).replace(b"<body>", f"<body>{before}".encode()).replace(b"</body>", f"{after}</body>".encode())
    )


STORY = "http://www.harbourgazette.example/stories/dredging"
WAYS: dict[str, tuple[bytes, str, str]] = {
    "the same": (page(html()), "agreed", ""),
    "advertisements": (page(article('<div class="ad">Buy two nets, get one</div>')), "agreed", ""),
    "a note below": (page(article("", "<footer><p>This site has moved its archive.</p></footer>")), "agreed", ""),
    "a new date of change": (
        page(html().replace(b'"datePublished"', b'"dateModified": "2026-05-01", "datePublished"')),
        "agreed",
        "",
    ),
    "another author": (page(html(author="Omar Veld")), "changed", "author: "),
    "another day": (page(html(date="2026-03-14")), "changed", "date: "),
    "another number": (
        page(html(paragraphs=(PARAGRAPHS[0].replace("three", "four"), *PARAGRAPHS[1:]))),
        "changed",
        "text: ",
    ),
    "a passage more": (
        page(html(paragraphs=(PARAGRAPHS[0], "The council has since apologised to every crew.", *PARAGRAPHS[1:]))),
        "changed",
        "text: ",
    ),
    "not found": (page("no such page", "404 Not Found"), "gone", "404"),
    "gone": (page("gone", "410 Gone"), "gone", "410"),
    "withheld": (page("no", "451 Unavailable For Legal Reasons"), "gone", "451"),
    "forbidden": (page("no", "403 Forbidden"), "unreachable", "403"),
    "payment": (page("no", "402 Payment Required"), "unreachable", "402"),
    "too many": (page("no", "429 Too Many Requests"), "unreachable", "429"),
    "broken": (page("oops", "503 Service Unavailable"), "unreachable", "503"),
    "cut": (page(html(), Content_Length="99999"), "unreachable", "whole response"),
    "called missing": (
        page("<html><title>Page not found</title><article><p>Try our search.</p></article></html>"),
        "unreachable",
        "calls itself missing",
    ),
    "robots are asked": (
        page("<html><title>Just a moment...</title><p>Verify you are human</p></html>"),
        "unreachable",
        "check for robots",
    ),
    "consent": (
        page("<html><title>Consent</title><p>We and our 800 partners</p></html>"),
        "unreachable",
        "asks for consent",
    ),
    "the front page": (redirect(f"{HOST}/"), "unreachable", "front page"),
    "moved": (redirect(STORY), "agreed", ""),
    "an empty page": (page("<html><title>Dredging resumes</title></html>"), "unreachable", "no main text"),
    "a circle": (redirect(ORIGIN), "unreachable", "circle"),
    "another host": (redirect("http://elsewhere.example/x"), "unreachable", "elsewhere.example is not one that may be"),
}


@pytest.mark.parametrize("name", WAYS)
def test_an_origin_that_changes(asked: Repo, site: Site, name: str) -> None:
    answer, outcome, reason = WAYS[name]
    site.routes |= {STORY: page(html()), f"{HOST}/": page("<title>Harbour Gazette</title><p>News.</p>"), ORIGIN: answer}
    ran = verify(asked, "--format", "json")
    entry = told(ran)
    assert entry["outcome"] == outcome, ran.err
    assert reason in " ".join(entry["looks"][0]["reasons"])
    assert ran.code == {"agreed": 0, "changed": 1}.get(outcome, 3)
    assert json.loads(ran.out)["summary"][outcome] == 1
    assert outcome in ran.err


def test_a_wall_that_once_stood_is_no_change(asked: Repo, site: Site) -> None:
    """A signature over `unreachable` grants nothing, and is told."""
    site.routes[ORIGIN] = page("<html><title>Just a moment...</title></html>")
    assert verify(asked).code == 3
    assert "unreachable  seeds/dredging.txt" in verify(asked).out


# --- signing


def signing(parties: Parties, name: str = "archive-bot") -> tuple[str | Path, ...]:
    return ("--key", parties.folder / name, "--as", name)


def test_two_witnesses(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register(head="schemes: [https, http]\nthreshold: 2"))
    asked.commit()
    for name in ("archive-bot", "library"):
        ran = verify(asked, *signing(parties, name))
        assert (ran.code, ran.err) == (0, "")
        assert f"signed in {RECEIPTS}" in ran.out
        assert "1 documents: 1 agreed, 0 changed, 0 gone, 0 unreachable\n" in ran.out
        asked.commit()
    ran = check(asked, "--rev", "HEAD")
    assert (ran.code, ran.findings, ran.levels) == (0, [], {DOC: ("witnessed", True)})
    assert [seen["witness"] for seen in ran.report["documents"][0]["witnesses"]] == ["archive-bot", "library"]


def test_forged_evidence_is_found_out(asked: Repo, parties: Parties) -> None:
    lie = ("The council never met.", "Nobody asked the fishermen.")
    evidenced(
        asked,
        DOC,
        text=document(lie),
        capture=warc(html(author="Omar Veld", paragraphs=lie)),
        name="dredging.txt.warc.gz",
        changes={"origin": ORIGIN, "author": "Omar Veld"},
    )
    asked.commit()
    assert check(asked, "--require", "evidenced").code == 0
    ran = verify(asked, *signing(parties))
    assert ran.code == 1
    assert "changed      seeds/dredging.txt" in ran.out
    asked.commit()
    ran = check(asked)
    assert (ran.code, [code for code, _path in ran.findings]) == (1, ["PG609", "PG601"])


def test_outcomes_are_appended(asked: Repo, parties: Parties, site: Site) -> None:
    verify(asked, *signing(parties))
    (asked.path / RECEIPTS).write_bytes((asked.path / RECEIPTS).read_bytes().rstrip(b"\n"))
    site.routes[ORIGIN] = page("gone", "410 Gone")
    assert verify(asked, *signing(parties)).code == 3
    site.routes[ORIGIN] = page("no", "403 Forbidden")
    verify(asked, *signing(parties))
    lines = (asked.path / RECEIPTS).read_bytes().splitlines()
    assert len(lines) == 3
    asked.commit()
    ran = check(asked)
    assert (ran.code, ran.findings, ran.levels) == (0, [("PG610", RECEIPTS)], {DOC: ("witnessed", True)})


def test_a_receipt_names_the_policy_in_force(asked: Repo, parties: Parties) -> None:
    base = asked.git("rev-parse", "HEAD").strip()
    pinned = sha256((asked.path / "provgate.yaml").read_bytes())
    asked.write("provgate.yaml", "schema: 1\nrequire: declared\n")
    asked.commit()
    assert verify(asked, "--policy-from", base, *signing(parties)).code == 0
    [line] = (asked.path / RECEIPTS).read_bytes().splitlines()
    predicate = json.loads(base64.b64decode(json.loads(line)["payload"]))["predicate"]
    assert predicate["policy"] == {"uri": "provgate.yaml", "digest": {"sha256": pinned}}
    assert predicate["inputAttestations"][0]["uri"] == "seeds/dredging.txt.warc.gz"


def test_what_the_gate_will_not_count_is_told(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register())
    ran = verify(asked, *signing(parties))
    assert ran.code == 0
    assert "the gate will not count it: the chain leads over `http`" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--key", "KEYS/library", "--as", "archive-bot"), "is not one of `archive-bot` in witnesses.yaml"),
        (("--key", "KEYS/stranger", "--as", "nobody"), "is not one of `nobody`"),
        (("--key", "KEYS/library"), "--key and --as go together"),
        (("--as", "library"), "--key and --as go together"),
        (("--archive", "mine"), "`mine` is not an archive in witnesses.yaml"),
        (("--no-live",), "--no-live needs `archives`"),
        (("--stale", "0"), "--stale"),
        (("seeds/none.txt",), "names no document"),
    ],
)
def test_wrong_usage(asked: Repo, parties: Parties, site: Site, arguments: tuple[str, ...], says: str) -> None:
    ran = verify(asked, *(word.replace("KEYS", str(parties.folder)) for word in arguments))
    assert ran.code == 2
    assert says in ran.err
    assert site.requests == []


def test_a_bare_repository_has_no_place_for_receipts(
    asked: Repo, parties: Parties, new_repo: Callable[..., Repo]
) -> None:
    bare = new_repo("bare", "--bare")
    asked.git("push", "--quiet", str(bare.path), "HEAD:refs/heads/main")
    ran = verify(bare, "--rev", "refs/heads/main", *signing(parties))
    assert ran.code == 2
    assert "no working tree" in ran.err
    assert verify(bare, "--rev", "refs/heads/main").code == 0


def test_nothing_is_written_through_a_link(asked: Repo, parties: Parties) -> None:
    (asked.path / "elsewhere").write_text("mine\n")
    (asked.path / RECEIPTS).symlink_to("../elsewhere")
    ran = verify(asked, *signing(parties))
    assert ran.code == 3
    assert "is not a regular file" in ran.err
    assert (asked.path / "elsewhere").read_text() == "mine\n"


def test_a_folder_that_cannot_be_written(asked: Repo) -> None:
    (asked.path / "file").write_text("")
    ran = verify(asked, "--keep", "file")
    assert ran.code == 3
    assert "cannot be written" in ran.err


# --- what is looked at


def test_only_registered_hosts_are_asked(asked: Repo, site: Site) -> None:
    add(asked, DOC, "http://elsewhere.example/x")
    ran = verify(asked, "--format", "json")
    assert ran.code == 3
    assert "not a host of a registered outlet" in told(ran)["reason"]
    assert site.requests == []


def test_documents_that_cannot_be_looked_at(asked: Repo) -> None:
    add(asked, DOC, author="")
    ran = verify(asked)
    assert ran.code == 3
    assert "it has no valid sidecar" in ran.out
    add(asked, DOC, "urn:isbn:9780000000002")
    ran = verify(asked, "--format", "json")
    assert (ran.code, told(ran)["outcome"]) == (0, "skipped")
    assert "1 skipped" in ran.err


def test_paths_and_revisions(asked: Repo) -> None:
    first = asked.git("rev-parse", "HEAD").strip()
    add(asked, "seeds/b.txt")
    asked.commit()
    assert "2 documents: 2 agreed" in verify(asked).out
    assert "1 documents: 1 agreed" in verify(asked, "seeds/b.txt").out
    assert "1 documents: 1 agreed" in verify(asked, "--rev", first).out


def test_confirmed_documents_are_left_out(asked: Repo, parties: Parties, site: Site) -> None:
    add(asked, "seeds/b.txt", f"{HOST}/b.html")
    site.routes[f"{HOST}/b.html"] = page("no", "403 Forbidden")
    asked.commit()
    assert verify(asked, *signing(parties)).code == 3
    site.requests.clear()
    site.routes[f"{HOST}/b.html"] = page(html())
    ran = verify(asked, "--stale", "90d", *signing(parties))
    assert ran.code == 0
    assert "1 documents: 1 agreed" in ran.out
    assert "1 skipped" in ran.out
    assert site.paths == [f"{HOST}/b.html"]
    assert "confirmed lately" in verify(asked, "--stale", "90").out
    assert "2 documents: 2 agreed" in verify(asked, "--stale", "90", *signing(parties, "library")).out


def test_what_was_fetched_is_kept(asked: Repo, site: Site, tmp_path: Path) -> None:
    site.routes |= {ORIGIN: redirect(STORY), STORY: page(html())}
    ran = verify(asked, "--keep", tmp_path / "kept")
    raw = (tmp_path / "kept" / f"{DOC}.live.warc.gz").read_bytes()
    found = read_capture(raw, "a.warc.gz", Limits()).find(ORIGIN)
    assert isinstance(found, Chain)
    assert sha256(found.final.body) == sha256(html())
    assert "kept " in ran.out


# --- politeness


def test_robots_are_asked_in_scheduled_runs(asked: Repo, site: Site) -> None:
    robots = f"{HOST}/robots.txt"
    for answer, code in (
        (page("User-agent: *\nDisallow: /2026/\n", Content_Type="text/plain"), 3),
        (page("User-agent: provgate\nAllow: /\nCrawl-delay: 0.1\nUser-agent: *\nDisallow: /\n"), 0),
        (page("none", "404 Not Found"), 0),
        (page("oops", "500 Internal Server Error"), 3),
        (page("cut", Content_Length="99"), 3),
    ):
        site.routes[robots] = answer
        site.requests.clear()
        assert verify(asked, "--robots").code == code
        assert site.paths[0] == robots
        assert (ORIGIN in site.paths) == (code == 0)
    site.requests.clear()
    assert verify(asked).code == 0
    assert site.paths == [ORIGIN]


def test_robots_are_read_once_a_host(asked: Repo, site: Site) -> None:
    add(asked, "seeds/b.txt", f"{HOST}/b.html")
    asked.commit()
    verify(asked, "--robots")
    assert site.paths == [f"{HOST}/robots.txt", f"{HOST}/b.html", ORIGIN]


def test_a_tired_host_is_left_alone(asked: Repo, site: Site) -> None:
    for number in range(5):
        add(asked, f"seeds/{number}.txt", f"{HOST}/{number}.html")
        site.routes[f"{HOST}/{number}.html"] = page("no", "429 Too Many Requests")
    asked.commit()
    site.routes[ORIGIN] = page("no", "429 Too Many Requests")
    ran = verify(asked)
    assert ran.code == 3
    assert len(site.requests) == 1
    assert "asked for fewer requests" in ran.out


def test_one_request_at_a_time_a_host(asked: Repo, site: Site) -> None:
    times: list[tuple[float, float]] = []

    def slow(sock: socket.socket, _target: str) -> None:
        begun = time.monotonic()
        time.sleep(0.05)
        sock.sendall(page(html()))
        times.append((begun, time.monotonic()))

    answer: Answer = slow
    for number in range(3):
        add(asked, f"seeds/{number}.txt", f"{HOST}/{number}.html")
        site.routes[f"{HOST}/{number}.html"] = answer
    asked.commit()
    ran = verify(asked, "seeds/0.txt", "seeds/1.txt", "seeds/2.txt", delay="0.2")
    assert ran.code == 0
    assert all(later[0] - earlier[1] >= 0.1 for earlier, later in itertools.pairwise(times))


def test_many_documents_pass_through_a_small_window(asked: Repo, site: Site) -> None:
    for number in range(70):
        asked.write(f"seeds/{number}.txt", document())
        text = (asked.path / SIDE).read_text().replace("dredging.txt.warc.gz", "../dredging.txt.warc.gz")
        asked.write(f"seeds/{number}.txt.source.yaml", text)
    site.routes[ORIGIN] = page("gone", "410 Gone")
    ran = verify(asked, "--format", "markdown")
    assert ran.code == 3
    assert "| `harbour-gazette` | 71 | 0 | 0 | 71 | 0 |\n| all | 71 | 0 | 0 | 71 | 0 |\n" in ran.out


def test_an_interrupted_run_goes_on(asked: Repo, parties: Parties, site: Site) -> None:
    hanging = f"{HOST}/b.html"

    def hang(sock: socket.socket, _target: str) -> None:
        sock.recv(1)

    site.routes[hanging] = hang
    add(asked, "seeds/zz.txt", hanging)
    asked.commit()
    words = [sys.executable, "-m", "provgate", "verify", "--use-proxy", "--delay", "0", *map(str, signing(parties))]
    with UnderWay(words, cwd=asked.path, env={**os.environ}) as process:
        deadline = time.monotonic() + 60
        while not any(hanging in request for request in site.requests) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert (asked.path / RECEIPTS).exists()
    site.routes[hanging] = page(html())
    ran = verify(asked, "--stale", "1", *signing(parties))
    assert "1 documents: 1 agreed" in ran.out


# --- reports


def test_link_rot_by_outlet(asked: Repo) -> None:
    add(asked, "seeds/b.txt", f"{HOST}/b.html")
    asked.commit()
    ran = verify(asked, "--format", "markdown")
    assert ran.out == (
        "| outlet | documents | agreed | changed | gone | unreachable |\n|---|---:|---:|---:|---:|---:|\n"
        "| `harbour-gazette` | 2 | 1 | 0 | 1 | 0 |\n| all | 2 | 1 | 0 | 1 | 0 |\n"
    )
    report = json.loads(verify(asked, "--format", "json").out)
    assert report["outlets"] == {
        "harbour-gazette": {"documents": 2, "agreed": 1, "changed": 0, "gone": 1, "unreachable": 0}
    }
    assert [entry["path"] for entry in report["documents"]] == ["seeds/b.txt", DOC]


def test_an_empty_corpus(repo: Repo) -> None:
    repo.git("rm", "--quiet", "-r", "seeds")
    repo.write("seeds/.gitkeep", "")
    repo.commit()
    report = json.loads(verify(repo, "--format", "json").out)
    assert report["documents"] == []


@pytest.mark.parametrize("words", [(), ("--key", "KEYS/archive-bot", "--as", "archive-bot")])
def test_an_interruption_is_told(asked: Repo, parties: Parties, words: tuple[str, ...]) -> None:
    with mock.patch("provgate.witness.run.look_live", side_effect=KeyboardInterrupt):
        ran = verify(asked, *(word.replace("KEYS", str(parties.folder)) for word in words))
    assert ran.code == 130
    assert ("what is signed is kept" in ran.err) == bool(words)


def test_receipts_that_cannot_be_written(asked: Repo, parties: Parties) -> None:
    with mock.patch("provgate.witness.receipts.write_atomically", side_effect=OSError(28, "No space left on device")):
        ran = verify(asked, *signing(parties))
    assert ran.code == 3
    assert f"{RECEIPTS}: cannot be written: No space left on device" in ran.err


@pytest.mark.parametrize("text", ["2026-03-13", "soon", "0001-01-01T00:00:00+14:00"])
def test_moments_of_retrieval(text: str) -> None:
    found = witness_run.retrieved(text)
    assert (found is not None) == (text == "2026-03-13")


def test_a_part_that_is_not_installed(asked: Repo) -> None:
    with mock.patch.dict(sys.modules, {"protego": None}):
        ran = verify(asked, "--robots")
    assert ran.code == 3
    assert '`provgate verify` needs protego: pip install "provgate[capture]"' in ran.err
