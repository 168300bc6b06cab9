"""`provgate new`: a sidecar to fill in, which fails until it is filled in, and nothing overwritten unasked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from gating import check, run
from pages import sha256
from provgate.cli import new
from provgate.findings import CannotCheckError
from repos import Repo

DOC = "seeds/new.txt"
SIDE = DOC + ".source.yaml"
CLAIMS = {
    "origin": "https://www.harbourgazette.example/2026/04/01/ferry.html",
    "date": "2026-04-01",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}


@pytest.fixture
def lonely(repo: Repo) -> Repo:
    """A repository with one document that has no sidecar."""
    repo.write(DOC, "The ferry is late.\n")
    return repo


def fill_in(repo: Repo, *fields: str) -> None:
    """Write the claims where the sidecar asks for them, as somebody with an editor would."""
    lines = (repo.path / SIDE).read_text().split("\n")
    for field in fields or CLAIMS:
        [number] = [number for number, line in enumerate(lines) if line.startswith(f"{field}:")]
        lines[number] = lines[number].replace(f"{field}: ", f"{field}: {CLAIMS[field]}", 1)
    repo.write(SIDE, "\n".join(lines))


def test_a_new_sidecar_fails_until_it_is_filled_in(lonely: Repo) -> None:
    ran = run(lonely, "new", DOC)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"wrote {SIDE}: fill in origin, date, author and outlet, then run `provgate check {DOC}`\n"
    assert check(lonely, DOC).codes(SIDE) == ["PG208"] * 4
    fill_in(lonely, "origin", "date", "outlet")
    assert check(lonely, DOC).one("PG208")["message"] == "`author` is empty"
    fill_in(lonely, "author")
    assert check(lonely, DOC).code == 0


def test_it_pins_the_document(lonely: Repo) -> None:
    run(lonely, "new", DOC)
    fill_in(lonely)
    lonely.write(DOC, "other words\n")
    assert check(lonely, DOC).codes(SIDE) == ["PG401"]


def test_the_sidecar_s_own_name_may_be_given(lonely: Repo) -> None:
    assert run(lonely, "new", SIDE).code == 0
    assert (lonely.path / SIDE).is_file()


def test_paths_count_from_the_folder(lonely: Repo) -> None:
    assert run(lonely, "new", "new.txt", cwd="seeds").out.startswith("wrote new.txt.source.yaml: ")
    assert run(lonely, "new", str(lonely.path / DOC), "--force").out.startswith(f"wrote {SIDE}: ")


def test_nothing_is_overwritten_unless_forced(lonely: Repo) -> None:
    lonely.write(SIDE, "mine\n")
    lonely.write("seeds/other.txt", "other\n")
    ran = run(lonely, "new", "seeds/other.txt", DOC)
    assert ran.code == 2
    assert f"`{SIDE}` exists already" in ran.err
    assert (lonely.path / SIDE).read_text() == "mine\n"
    assert not (lonely.path / "seeds/other.txt.source.yaml").exists()
    assert run(lonely, "new", "--force", DOC).code == 0
    assert sha256(b"The ferry is late.\n") in (lonely.path / SIDE).read_text()


def test_several_documents(lonely: Repo) -> None:
    lonely.write("seeds/other.txt", "other\n")
    assert len(run(lonely, "new", DOC, "seeds/other.txt").out.splitlines()) == 2
    assert (lonely.path / "seeds/other.txt.source.yaml").is_file()


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("seeds/gone.txt", "is not a file"),
        ("seeds/a.warc.gz", "is evidence"),
        ("seeds/link.txt", "is a symbolic link"),
        ("../outside.txt", "is not inside"),
    ],
)
def test_what_is_no_document_is_refused(lonely: Repo, argument: str, words: str) -> None:
    (lonely.path / "seeds/link.txt").symlink_to("new.txt")
    (lonely.path.parent / "outside.txt").write_text("outside")
    ran = run(lonely, "new", argument)
    assert ran.code == 2
    assert words in ran.err


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("command", [("new",), ("new", "--force"), ("pin",)])
def test_nothing_is_written_through_a_link(
    lonely: Repo,
    tmp_path: Path,
    exists: bool,
    command: tuple[str, ...],
) -> None:
    target = tmp_path / "precious"
    if exists:
        target.write_text("schema: 1\n")
    (lonely.path / SIDE).symlink_to(target)
    ran = run(lonely, *command, DOC)
    assert ran.code == 2
    assert "is a symbolic link" in ran.err
    assert target.exists() is exists
    assert not exists or target.read_text() == "schema: 1\n"


def test_names_are_inert_on_the_terminal_and_in_the_file(lonely: Repo) -> None:
    name = "seeds/esc\x1b[31m\n::error::.txt"
    lonely.write(name, "odd\n")
    ran = run(lonely, "new", name)
    assert ran.code == 0
    assert "\x1b" not in ran.out + (lonely.path / f"{name}.source.yaml").read_text()
    assert ran.out.count("\n") == 1
    assert run(lonely, "pin", name).out.count("\n") == 1


def test_outside_git(tmp_path: Path) -> None:
    folder = Repo(tmp_path)
    folder.write("a.txt", "a\n")
    assert run(folder, "new", "a.txt").code == 0
    assert sha256(b"a\n") in (tmp_path / "a.txt.source.yaml").read_text()


def test_a_folder_stands_for_its_documents_without_a_sidecar(lonely: Repo) -> None:
    lonely.write("seeds/deep/er.txt", "Another text.\n")
    lonely.write("seeds/other.txt", "And another.\n")
    (lonely.path / "seeds/deep/link.txt").symlink_to("er.txt")
    assert run(lonely, "new", "seeds/deep").code == 0
    assert (lonely.path / "seeds/deep/er.txt.source.yaml").is_file()
    assert not (lonely.path / "seeds/other.txt.source.yaml").exists()
    assert run(lonely, "new", ".").code == 0
    assert (lonely.path / "seeds/other.txt.source.yaml").is_file()
    ran = run(lonely, "new", "seeds")
    assert (ran.code, ran.out) == (0, "nothing to write: every document there has a sidecar\n")


def test_a_folder_without_a_policy(new_repo: Any) -> None:
    repo = new_repo("plain")
    repo.write("seeds/a.txt", "A text.\n")
    assert run(repo, "new", "seeds").code == 0
    assert (repo.path / "seeds/a.txt.source.yaml").is_file()


def test_what_a_document_states_is_filled_in_and_marked(lonely: Repo) -> None:
    lonely.write("seeds/letter.eml", "From: Ines Calder <ines@a.example>\nSubject: Dredging\n\nText.\n")
    assert run(lonely, "new", "seeds/letter.eml").code == 0
    lines = (lonely.path / "seeds/letter.eml.source.yaml").read_text().splitlines()
    assert "author: Ines Calder               # stated by the document (From header); confirm it" in lines
    assert "title: Dredging                   # stated by the document (Subject header); confirm it" in lines
    assert any(line.startswith("date:") and "<day of publication" in line for line in lines)


def test_a_missing_library_is_told_and_stops_nothing(lonely: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    lonely.write("seeds/a.pdf", b"%PDF-1.4\n")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    monkeypatch.setattr("provgate.check.sandbox._small", lambda: True)
    ran = run(lonely, "new", "seeds/a.pdf")
    assert ran.code == 0
    assert "`pypdf` is not installed (pip install 'provgate[metadata]')" in ran.err
    assert (lonely.path / "seeds/a.pdf.source.yaml").is_file()


def test_what_the_bounded_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    [author] = new._read(("a.eml", b"From: Ines Calder <ines@a.example>\n\n"))
    assert (author.key, author.place) == ("author", "From header")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(CannotCheckError, match="is not installed"):
        new._read(("a.pdf", b"%PDF-1.4\n"))


def test_a_document_too_large_to_look_into_states_nothing(lonely: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provgate.cli.new.MAX_BYTES", 10)
    lonely.write("seeds/letter.eml", "From: Ines Calder <ines@a.example>\n\n")
    assert run(lonely, "new", "seeds/letter.eml").code == 0
    assert "Ines" not in (lonely.path / "seeds/letter.eml.source.yaml").read_text()
