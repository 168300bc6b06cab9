"""`provgate pin`: the pins are brought up to date, and every other byte of the sidecar stays."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depth import examples
from gating import check, run
from pages import evidenced, html, sha256, warc
from repos import Repo

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
OLD = "0" * 64
NEW = sha256(b"The dredger came back to the harbour.\n")
HEAD = (
    "# taped in the harbour office\nschema: 1\n"
    "origin: https://www.harbourgazette.example/2026/03/12/dredging.html   # page\n"
    "date:    2026-03-12\nauthor: 'Ines Calder'\noutlet: \"harbour-gazette\"\n"
)


@pytest.mark.parametrize(
    "pin",
    [
        f"sha256: {OLD}\n",
        f"sha256: '{OLD}'   # of the tape\n",
        f'"sha256":\t"{OLD}"\n',
        f"sha256:\n  {OLD}\n",
        f"sha256: {OLD}",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_pin_changes(repo: Repo, pin: str, end: str) -> None:
    text = (HEAD + pin).replace("\n", end)
    repo.write(SIDE, text)
    ran = run(repo, "pin", DOC)
    assert (ran.code, ran.out) == (0, f"pinned {DOC} in {SIDE}\n")
    plain = text.replace(f"'{OLD}'", OLD).replace(f'"{OLD}"', OLD)
    assert (repo.path / SIDE).read_bytes() == plain.replace(OLD, NEW).encode()
    assert check(repo).code == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_missing_pin_is_added(repo: Repo, end: str) -> None:
    text = (HEAD + "notes: |\n  two voices\n").replace("\n", end)
    repo.write(SIDE, text)
    assert run(repo, "pin", DOC).code == 0
    line = f"sha256: {NEW}{end}".encode()
    pinned = (repo.path / SIDE).read_bytes()
    assert pinned.count(line) == 1
    assert pinned.replace(line, b"") == text.encode()


@settings(examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["# comment", "", "notes: 'a: b'", "title: Dredging resumes  # x", "x-desk: [1, {a: b}]"]),
        unique=True,
    )
)
def test_whatever_else_stands_there_stays(repo: Repo, extras: list[str]) -> None:
    text = HEAD + "".join(f"{line}\n" for line in extras) + f"sha256: {OLD}\n"
    repo.write(SIDE, text)
    assert run(repo, "pin", DOC).code == 0
    assert (repo.path / SIDE).read_text() == text.replace(OLD, NEW)


def test_a_pin_that_is_right_is_left_alone(repo: Repo) -> None:
    before = (repo.path / SIDE).stat()
    assert run(repo, "pin", DOC, SIDE).out == f"{SIDE} is up to date\n" * 2
    assert (repo.path / SIDE).stat() == before


def test_evidence_is_pinned_too(repo: Repo) -> None:
    evidenced(
        repo,
        evidence=f"evidence:\n  - kind: capture\n    path: dredging.warc.gz\n    sha256: {OLD}\n",
        changes={"sha256": OLD},
    )
    assert run(repo, "pin", DOC).code == 0
    assert sha256(warc(html())) in (repo.path / SIDE).read_text()
    repo.git("add", "--all")
    assert check(repo, "--require", "evidenced").code == 0


def test_what_git_stores_is_pinned(repo: Repo) -> None:
    repo.write(".gitattributes", "seeds/*.txt text eol=crlf\n")
    repo.write(DOC, "one\r\ntwo\r\n")
    assert run(repo, "pin", DOC).code == 0
    assert sha256(b"one\ntwo\n") in (repo.path / SIDE).read_text()


def test_several_files_that_git_converts(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    for name in ("one", "two"):
        repo.write(f"seeds/{name}.txt", f"{name}\r\n")
        repo.write(f"seeds/{name}.txt.source.yaml", HEAD)
    assert run(repo, "pin", "seeds/one.txt", "seeds/two.txt").code == 0
    for name in ("one", "two"):
        assert sha256(f"{name}\n".encode()) in (repo.path / f"seeds/{name}.txt.source.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not: [yaml", "cannot be read as a sidecar"),
        ("- a list\n", "cannot be read as a sidecar"),
        (HEAD + "evidence: [a.warc]\n", "/evidence/0: names no evidence file"),
        (HEAD + "evidence: text\n", "/evidence/0: names no evidence file"),
        (HEAD + "evidence:\n  - path: ../../etc/passwd\n", "names no evidence file beside the sidecar"),
        (HEAD + "evidence:\n  - path: gone.warc\n", "/evidence/0: "),
        (HEAD + "sha256: [a]\n", "is not a plain value"),
    ],
)
def test_what_cannot_be_pinned_is_refused_and_stays(repo: Repo, text: str, words: str) -> None:
    repo.write(SIDE, text)
    ran = run(repo, "pin", DOC)
    assert ran.code == 2
    assert words in ran.err
    assert (repo.path / SIDE).read_text() == text


def test_one_that_cannot_be_pinned_stops_all(repo: Repo) -> None:
    repo.write(SIDE, HEAD)
    repo.write("seeds/alone.txt", "alone\n")
    ran = run(repo, "pin", DOC, "seeds/alone.txt")
    assert ran.code == 2
    assert "`provgate new seeds/alone.txt` writes it" in ran.err
    assert (repo.path / SIDE).read_text() == HEAD


def test_evidence_is_no_document(repo: Repo) -> None:
    assert run(repo, "pin", "seeds/a.warc").code == 2


def test_the_mode_of_the_sidecar_stays(repo: Repo) -> None:
    repo.write(SIDE, HEAD).chmod(0o640)
    run(repo, "pin", DOC)
    assert (repo.path / SIDE).stat().st_mode & 0o777 == 0o640
