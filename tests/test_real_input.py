"""A document that was collected elsewhere stays refused for everything that only makes something up about it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gating import check, run
from pages import html, sha256, warc
from repos import OUTLETS, POLICY, ROOT, Repo

COLLECTED = sorted(path for path in (ROOT.parent / "shared" / "seeds").glob("*") if path.is_file())
PLAUSIBLE = {
    "origin": "https://www.harbourgazette.example/2026/03/12/dredging.html",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}
LIES = {
    "an outlet that nobody knows": ({"outlet": "evening-lantern"}, "PG313"),
    "a private origin": ({"origin": "http://192.168.0.7/dredging.html"}, "PG309"),
    "a host of somebody else": ({"origin": "https://evilharbourgazette.example/a.html"}, "PG314"),
    "a placeholder": ({"author": "unknown"}, "PG301"),
    "nothing": ({"author": ""}, "PG208"),
    "a plausible lie": ({}, "PG403"),
}

pytestmark = pytest.mark.skipif(not COLLECTED, reason="no collected documents lie beside this repository")


@pytest.fixture(params=COLLECTED, ids=lambda path: path.name)
def collected(request: pytest.FixtureRequest, repo: Repo) -> Repo:
    """A scratch corpus of this one document, at the default level."""
    for path in (repo.path / "seeds").iterdir():
        path.unlink()
    repo.write("provgate.yaml", "schema: 1\n")
    repo.write("outlets.yaml", OUTLETS)
    source: Path = request.param
    repo.write("seeds/collected.txt", source.read_bytes())
    repo.git("add", "--all")
    return repo


def claim(repo: Repo, changes: dict[str, str], evidence: str = "") -> None:
    digest = hashlib.sha256((repo.path / "seeds/collected.txt").read_bytes()).hexdigest()
    lines = "".join(f"{key}: {value}\n" for key, value in {**PLAUSIBLE, **changes, "sha256": digest}.items())
    repo.write("seeds/collected.txt.source.yaml", "schema: 1\n" + lines + evidence)
    repo.git("add", "--all")


def test_alone_it_is_refused(collected: Repo) -> None:
    for source in ((), ("--staged",)):
        ran = check(collected, *source)
        assert (ran.code, ran.findings) == (1, [("PG101", "seeds/collected.txt")])
    assert "source.yaml` not found" in run(collected, "check").out


@pytest.mark.parametrize("lie", LIES)
def test_something_made_up_is_refused(collected: Repo, lie: str) -> None:
    changes, code = LIES[lie]
    claim(collected, changes)
    for source in ((), ("--staged",)):
        ran = check(collected, *source)
        assert ran.code == 1
        assert code in ran.codes("seeds/collected.txt.source.yaml")


@pytest.mark.parametrize("origin", [PLAUSIBLE["origin"], "https://www.harbourgazette.example/another.html"])
def test_evidence_of_another_page_is_refused(collected: Repo, origin: str) -> None:
    capture = warc(html(), url=origin)
    collected.write("seeds/forged.warc.gz", capture)
    claim(collected, {}, f"evidence:\n  - kind: capture\n    path: forged.warc.gz\n    sha256: {sha256(capture)}\n")
    ran = check(collected)
    assert ran.code == 1
    assert {code for code, _ in ran.findings} & {"PG505", "PG414"}
    assert ran.levels == {"seeds/collected.txt": ("declared", False)}
    told = check(collected, "--require", "declared")
    assert {code for code, _ in told.findings} & {"PG505", "PG414"}


def test_what_is_only_declared_passes_where_no_more_is_asked_and_says_so(collected: Repo) -> None:
    collected.write("provgate.yaml", POLICY)
    claim(collected, {})
    ran = check(collected)
    assert (ran.code, ran.findings) == (0, [("PG508", "provgate.yaml")])
    assert "nothing was held against evidence" in ran.one("PG508")["message"]
    claim(collected, {"outlet": "evening-lantern"})
    assert check(collected).code == 1
