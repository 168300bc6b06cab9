"""The gate on real corpora: this repository's own, and documents that were collected elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from provgate.formats.claims import SUFFIX
from repos import OUTLETS, POLICY, ROOT, Repo

COLLECTED = sorted(path for path in (ROOT.parent / "shared" / "seeds").glob("*") if path.is_file())

MADE_UP = {
    "a bare template": "",
    "plausible": "origin: https://www.harbourgazette.example/2026/03/12/dredging.html\ndate: 2026-03-12\n"
    "author: Ines Calder\noutlet: harbour-gazette\n",
    "a placeholder": "origin: https://www.harbourgazette.example/a.html\ndate: 2026\nauthor: unknown\n"
    "outlet: harbour-gazette\n",
    "a body that nobody knows": "origin: urn:uuid:6f2f4a35-3f0c-4f7f-9d0b-0d6a5c6e2a11\ndate: 2026-03-12\n"
    "author: {organization: Somebody}\noutlet: somebody\n",
}
EVIDENCE = "evidence:\n  - {kind: capture, path: made-up.warc.gz, sha256: %s}\n" % ("0" * 64)


def test_this_repositorys_own_corpus_passes() -> None:
    here = Repo(ROOT)
    done = here.provgate("check")
    assert done.returncode == 0, done.stdout + done.stderr
    documents = list((ROOT / "seeds").glob("*.md"))
    assert len(documents) >= 3
    assert f"{len(documents)} documents checked: {len(documents)} passed" in done.stdout


def test_its_sidecars_are_true_to_what_they_say() -> None:
    sidecars = [yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "seeds").glob("*" + SUFFIX)]
    assert len({sidecar["origin"] for sidecar in sidecars}) == len(sidecars), "an identifier is never used twice"
    for path in (ROOT / "seeds").glob("*.md"):
        title = yaml.safe_load((path.parent / (path.name + SUFFIX)).read_text("utf-8"))["title"]
        assert path.read_text("utf-8").startswith(f"# {title}\n")


@pytest.fixture
def scratch(repo: Repo) -> Repo:
    repo.write("outlets.yaml", OUTLETS)
    repo.write("provgate.yaml", "schema: 1\n")
    for path in (repo.path / "seeds").iterdir():
        path.unlink()
    return repo


@pytest.mark.skipif(not COLLECTED, reason="nothing was collected beside this repository")
@pytest.mark.parametrize("document", COLLECTED, ids=lambda path: path.name)
def test_a_collected_document_needs_more_than_something_made_up(document: Path, scratch: Repo) -> None:
    place = scratch.write(f"seeds/{document.name}", document.read_bytes())
    name = f"seeds/{document.name}"
    done = scratch.provgate("check")
    assert done.returncode == 1
    assert "source.yaml` not found" in done.stdout
    for what, claims in MADE_UP.items():
        for evidence in ("", EVIDENCE):
            scratch.write(name + SUFFIX, "schema: 1\n" + claims + evidence)
            scratch.provgate("pin", name)
            done = scratch.provgate("check")
            assert (done.returncode, done.stderr) == (1, ""), f"{what}: {done.stdout}"
    assert place.read_bytes() == document.read_bytes()


@pytest.mark.skipif(not COLLECTED, reason="nothing was collected beside this repository")
def test_level_declared_says_how_little_it_is(scratch: Repo) -> None:
    scratch.write("provgate.yaml", POLICY)
    name = f"seeds/{COLLECTED[0].name}"
    scratch.write(name, COLLECTED[0].read_bytes())
    scratch.write(name + SUFFIX, "schema: 1\n" + MADE_UP["plausible"])
    done = scratch.provgate("check")
    assert done.returncode == 0
    assert "nothing was held against evidence" in done.stdout
