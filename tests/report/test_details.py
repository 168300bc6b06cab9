"""`check --format jsonl`: a row a document with all that its judgement rested on, as the schema says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import gating
from pages import document, evidenced, html, sha256, warc
from provgate.check import details as gathering
from provgate.evidence.captures.capture import Chain
from provgate.evidence.facts import Exchange, Statement
from provgate.findings import Response
from repos import ROOT, Repo

SCHEMA = json.loads((ROOT / "schemas" / "details.schema.json").read_text("utf-8"))


def rows(where: Repo | Path, *more: str, code: int) -> list[dict[str, Any]]:
    """The rows, each of which the schema accepts; the JSON report says the same of every document."""
    ran = gating.run(where, "check", "--format", "jsonl", *more)
    assert ran.code == code, ran.err
    found = [json.loads(line) for line in ran.out.splitlines()]
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for row in found:
        validator.validate(row)
    report = gating.check(where, *more).report
    told = report["documents"]
    assert [[row[key] for key in ("path", "sidecar", "level", "passed")] for row in found] == [
        [one[key] for key in ("path", "sidecar", "level", "passed")] for one in told
    ]
    for row, one in zip(found, told, strict=True):
        assert {name: claim["verdict"] for name, claim in row["claims"].items()} == one["claims"]
    of_documents = [finding for row in found for finding in row["findings"]]
    assert all(finding in report["findings"] for finding in of_documents)
    note = f"{len(report['findings']) - len(of_documents)} finding"
    assert (note in ran.err) == (len(of_documents) != len(report["findings"]))
    return found


@pytest.fixture
def mixed(repo: Repo) -> Repo:
    repo.write("provgate.yaml", "schema: 1\n")
    repo.git("rm", "-q", "seeds/dredging.txt", "seeds/dredging.txt.source.yaml")
    evidenced(repo, "seeds/a.txt", changes={"title": "Dredging resumes", "x-tags": "[a, {b: c}]"})
    evidenced(repo, "seeds/b.txt", changes={"author": "Omar Veld"}, text=document() + b"Two more words.\n")
    repo.write("seeds/c.txt", "no sidecar\n")
    repo.write("seeds/d.txt", "a broken one\n")
    repo.write("seeds/d.txt.source.yaml", "schema: 1\norigin: [\n")
    repo.write("seeds/left.warc.gz", warc(b"left"))
    repo.commit()
    return repo


def test_what_a_judgement_rests_on(mixed: Repo) -> None:
    good, bad, lonely, broken = rows(mixed, code=1)
    assert (good["sha256"], good["retrieved"]) == (sha256(document()), "2026-03-13T09:14:07Z")
    assert good["written"] == {
        "origin": "https://www.harbourgazette.example/2026/03/12/dredging.html",
        "date": "2026-03-12",
        "author": "Ines Calder",
        "outlet": "harbour-gazette",
        "title": "Dredging resumes",
        "x-tags": ["a", {"b": "c"}],
    }
    [capture] = good["evidence"]
    assert (capture["path"], capture["kind"], capture["sha256"]) == (
        "dredging.warc.gz",
        "capture",
        sha256(warc(html())),
    )
    [response] = capture["chain"]
    assert (response["status"], response["date"]) == (200, "2026-03-13T09:14:07Z")
    assert response["recordId"].startswith("<urn:uuid:")
    author = good["claims"]["author"]
    assert (author["claimed"], author["stated"], author["verdict"]) == ("Ines Calder", "Ines Calder", "supported")
    strongest = author["statements"][0]
    assert (strongest["value"], strongest["evidence"], strongest["about"]) == ("Ines Calder", "/evidence/0", "author")
    assert [one["rank"] for one in author["statements"]] == sorted(one["rank"] for one in author["statements"])
    assert any(one["value"] == "Dredging resumes" for one in good["stated"]["title"])
    assert bad["claims"]["author"]["verdict"] == "contradicted"
    assert (bad["claims"]["text"]["line"], bad["claims"]["text"]["width"]) != (None, None)
    assert [finding["code"] for finding in lonely["findings"]] == ["PG101"]
    assert (lonely["sidecar"], lonely["written"], lonely["retrieved"], lonely["evidence"]) == (None, {}, None, [])
    assert (broken["written"], broken["level"]) == ({}, "none")


def test_signers_are_named(tmp_path: Path) -> None:
    """The example corpus rests on signed statements."""
    found = rows(ROOT, code=0)
    signed = [piece for row in found for piece in row["evidence"] if piece["kind"] == "attestation"]
    assert signed
    for piece in signed:
        assert piece["chain"] == []
        assert all(signer["fingerprint"].startswith("SHA256:") and signer["name"] for signer in piece["signers"])
    assert any(piece["signers"] for piece in signed)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("seeds", "provgate.yaml", "outlets.yaml", "attesters.yaml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, copy / name)
    (copy / "attesters.yaml").unlink()
    refused = [piece for row in rows(copy, code=1) for piece in row["evidence"]]
    assert all(piece["signers"] == [] for piece in refused)


def test_rows_go_to_a_file_whole(mixed: Repo) -> None:
    told = gating.run(mixed, "check", "--format", "jsonl", "--staged").out
    ran = gating.run(mixed, "check", "--format", "jsonl", "--staged", "--output", "rows.jsonl")
    assert (ran.code, ran.out) == (1, "")
    assert (mixed.path / "rows.jsonl").read_text("ascii") == told
    # Neither reads from the cache, which knows no details, nor fills it.
    assert not (mixed.path / ".git" / "provgate").exists()


@pytest.mark.parametrize("option", ["--fix", "--statistics"])
def test_rows_are_no_sums_and_no_fixes(repo: Repo, option: str) -> None:
    ran = gating.run(repo, "check", "--format", "jsonl", option)
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err


def test_one_finding_of_no_document(repo: Repo) -> None:
    ran = gating.run(repo, "check", "--format", "jsonl")
    assert (ran.code, ran.err) == (0, "note: 1 finding is not about a document; `provgate check` shows them\n")


def test_a_page_may_state_any_number_of_things() -> None:
    response = Exchange("https://harbourgazette.example/", 200, {}, b"", "2026-03-13T09:14:07Z", "<urn:uuid:1>")
    statements = [Statement("author", "x" * 5000, "byline")] * 1003 + [Statement("keywords", "x", "meta keywords")]
    seen = gathering.seen("/evidence/0", Chain((response,)), statements)
    assert (len(seen.weighed), len(seen.weighed[0].value), seen.omitted) == (1000, 4000, 3)
    assert seen.chain == (Response("https://harbourgazette.example/", 200, "2026-03-13T09:14:07Z", "<urn:uuid:1>"),)
    assert gathering.seen("/evidence/0", Chain((response,)), statements[-1:]).weighed == ()


def test_nothing_is_gathered_where_nobody_asks(mixed: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(gathering, "details", none)
    assert gating.check(mixed, "--no-cache").code == 1
