"""The real pre-commit in real repositories: what a commit would hold is what is judged."""

from __future__ import annotations

import os

import pytest

from repos import OUTLETS, SIDECAR, Repo

DOCUMENT = "seeds/dredging.txt"
SIDE = DOCUMENT + ".source.yaml"

both_ways = pytest.mark.parametrize("gated", ["on the PATH", "hook repository"], indirect=True)


def refused(repo: Repo, *commit: str) -> str:
    """Run a git command that the hook must refuse; returns what the contributor reads."""
    before = repo.git("rev-parse", "HEAD")
    done = repo.run("git", *(commit or ("commit", "-m", "change")))
    assert done.returncode != 0, done.stdout + done.stderr
    assert repo.git("rev-parse", "HEAD") == before
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def accepted(repo: Repo, *commit: str) -> None:
    """Run a git command that the hook must let through."""
    before = repo.git("rev-parse", "HEAD")
    done = repo.run("git", *(commit or ("commit", "-m", "change")))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "provgate" in done.stdout + done.stderr, "the hook did not run"
    assert repo.git("rev-parse", "HEAD") != before


@both_ways
def test_a_document_is_added(gated: Repo) -> None:
    gated.document("seeds/tide tables.txt", "High water at noon.\n")
    gated.git("add", "seeds/tide tables.txt")
    assert "tide tables.txt" in refused(gated)
    gated.git("add", "seeds")
    accepted(gated)


def test_prek_runs_the_same_hooks(gated_by_prek: Repo) -> None:
    gated_by_prek.document("seeds/tide tables.txt", "High water at noon.\n")
    gated_by_prek.git("add", "seeds/tide tables.txt")
    assert "tide tables.txt" in refused(gated_by_prek)
    gated_by_prek.git("add", "seeds")
    accepted(gated_by_prek)


def test_a_new_document_without_any_sidecar(gated: Repo) -> None:
    gated.write("seeds/new.txt", "High water at noon.\n")
    gated.git("add", "seeds")
    said = refused(gated)
    assert "PG101" in said
    assert "provgate new seeds/new.txt" in said


def test_a_document_is_edited(gated: Repo) -> None:
    gated.write(DOCUMENT, "The dredger did not come back.\n")
    gated.git("add", "seeds")
    assert "provgate pin" in refused(gated)
    assert gated.provgate("pin", DOCUMENT).returncode == 0
    gated.git("add", "seeds")
    accepted(gated)


@both_ways
def test_a_document_is_renamed(gated: Repo) -> None:
    gated.git("mv", DOCUMENT, "seeds/harbour.txt")
    assert f"git mv {SIDE} seeds/harbour.txt.source.yaml" in refused(gated)
    gated.git("mv", SIDE, "seeds/harbour.txt.source.yaml")
    accepted(gated)


@both_ways
@pytest.mark.parametrize("first, second", [(DOCUMENT, SIDE), (SIDE, DOCUMENT)])
def test_a_document_is_deleted(gated: Repo, first: str, second: str) -> None:
    gated.document("seeds/other.txt", "So that the corpus stays.\n")
    gated.commit()
    gated.git("rm", "--quiet", first)
    assert DOCUMENT in refused(gated)
    gated.git("rm", "--quiet", second)
    accepted(gated)


@both_ways
def test_a_bad_file_staged_under_a_good_one(gated: Repo) -> None:
    good = (gated.path / SIDE).read_text()
    gated.write(SIDE, good.replace("Ines Calder", "unknown"))
    gated.git("add", SIDE)
    gated.write(SIDE, good)
    assert "unknown" in refused(gated)


def test_a_good_file_staged_under_a_bad_one(gated: Repo) -> None:
    gated.document("seeds/new.txt", "High water at noon.\n")
    gated.git("add", "seeds")
    gated.write("seeds/new.txt", "Something else.\n")
    gated.write(SIDE, "author: [\n")
    accepted(gated)
    assert (gated.path / "seeds/new.txt").read_text() == "Something else.\n"


def test_a_sidecar_that_git_ignores(gated: Repo) -> None:
    gated.write(".gitignore", "*.source.yaml\n")
    gated.document("seeds/new.txt", "High water at noon.\n")
    gated.git("add", ".gitignore", "seeds/new.txt")
    assert "seeds/new.txt" in refused(gated)


@both_ways
def test_commit_all_and_partial_commits(gated: Repo) -> None:
    gated.write(DOCUMENT, "The dredger did not come back.\n")
    refused(gated, "commit", "-a", "-m", "all")
    refused(gated, "commit", "-m", "only one", "--", DOCUMENT)
    gated.provgate("pin", DOCUMENT)
    refused(gated, "commit", "-m", "only one", "--", DOCUMENT)
    accepted(gated, "commit", "-a", "-m", "all")


@both_ways
def test_a_linked_worktree(gated: Repo) -> None:
    gated.git("worktree", "add", "--quiet", "../linked", "-b", "linked")
    linked = Repo(gated.path.parent / "linked", gated.environment)
    linked.write("seeds/new.txt", "High water at noon.\n")
    linked.git("add", "seeds")
    assert "seeds/new.txt" in refused(linked)
    linked.document("seeds/new.txt", "High water at noon.\n")
    linked.git("add", "seeds")
    accepted(linked)


@both_ways
def test_a_merge_that_git_finds_clean_but_that_leaves_a_document_without_its_outlet(gated: Repo) -> None:
    gated.git("switch", "--quiet", "--create", "feature")
    gated.document("seeds/new.txt", "High water at noon.\n")
    gated.commit()
    gated.git("switch", "--quiet", "main")
    gated.git("rm", "--quiet", DOCUMENT, SIDE)
    gated.document("seeds/tide.txt", "Low water at six.\n")
    moved = (gated.path / "seeds/tide.txt.source.yaml").read_text().replace("harbour-gazette", "gazette")
    gated.write("seeds/tide.txt.source.yaml", moved)
    gated.write("outlets.yaml", OUTLETS.replace("harbour-gazette:", "gazette:"))
    gated.commit()
    assert "seeds/new.txt.source.yaml" in refused(gated, "merge", "--no-edit", "feature")


@both_ways
def test_an_honest_merge(gated: Repo) -> None:
    gated.git("switch", "--quiet", "--create", "feature")
    gated.document("seeds/new.txt", "High water at noon.\n")
    gated.commit()
    gated.git("switch", "--quiet", "main")
    gated.document("seeds/tide.txt", "Low water at six.\n")
    gated.commit()
    accepted(gated, "merge", "--no-edit", "feature")


def test_a_merge_conflict_that_was_committed_as_it_is(gated: Repo) -> None:
    for branch, author in (("feature", "Ines Calder and Tom Reed"), ("main", "Tom Reed")):
        gated.git("switch", "--quiet", *(["--create"] if branch == "feature" else []), branch)
        gated.write(SIDE, (gated.path / SIDE).read_text().replace("Ines Calder", author))
        gated.commit()
    assert gated.run("git", "merge", "feature").returncode == 1
    gated.git("add", "seeds")
    assert "conflict" in refused(gated, "commit", "--no-edit")


@pytest.mark.skipif(os.name == "nt", reason="needs links and names that Windows does not have")
@pytest.mark.parametrize("name", ["li\nne.txt", "-dash.txt", "::error::x.txt", "[ab].txt", " space.txt"])
def test_names_that_pre_commit_would_not_pass_on(gated: Repo, name: str) -> None:
    gated.write(f"seeds/{name}", "High water at noon.\n")
    gated.git("add", "seeds")
    said = refused(gated)
    assert "::error" not in [line[:7] for line in said.splitlines()]


@pytest.mark.skipif(os.name == "nt", reason="needs links and names that Windows does not have")
def test_a_link_is_no_document(gated: Repo) -> None:
    (gated.path / "seeds/link.txt").symlink_to("dredging.txt")
    gated.write("seeds/link.txt.source.yaml", SIDECAR.format(sha256="0" * 64))
    gated.git("add", "seeds")
    assert "seeds/link.txt" in refused(gated)


def test_skip_passes_the_hook_and_the_commit_is_still_refused_by_its_revision(gated: Repo) -> None:
    gated.write("seeds/new.txt", "High water at noon.\n")
    gated.git("add", "seeds")
    refused(gated)
    assert (
        Repo(gated.path, {**gated.environment, "SKIP": "provgate"}).run("git", "commit", "-m", "past it").returncode
        == 0
    )
    assert gated.provgate("check", "--rev", "HEAD").returncode == 1
