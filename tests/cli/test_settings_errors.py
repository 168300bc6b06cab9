"""Policies that cannot mean what they say, and repositories without one, through the installed command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repos import POLICY, Repo


@pytest.mark.parametrize("ignore", ["['*']", "['**']", "['seeds/**']", "[seeds]", "['*.txt']"])
@pytest.mark.parametrize("source", [(), ("--staged",), ("--rev", "HEAD")])
def test_a_policy_that_leaves_nothing_to_check(repo: Repo, ignore: str, source: tuple[str, ...]) -> None:
    repo.write("provgate.yaml", POLICY + f"ignore: {ignore}\n")
    repo.commit()
    done = repo.provgate("check", *source)
    assert done.returncode == 2, done.stdout
    assert "`ignore` in provgate.yaml leaves no document to check, and hides 2 files" in done.stderr


def test_a_policy_that_hides_some_files(repo: Repo) -> None:
    repo.write("seeds/notes.md", "no document\n")
    repo.write("provgate.yaml", POLICY + "ignore: ['*.md']\n")
    assert repo.provgate("check").returncode == 0


def test_an_empty_corpus_is_no_error(new_repo: Callable[..., Repo]) -> None:
    repo = new_repo("fresh")
    assert repo.provgate("init").returncode == 0
    repo.write("provgate.yaml", POLICY + "ignore: ['*']\n")
    assert repo.provgate("check").returncode == 0


@pytest.mark.parametrize("pattern", ["!", "/", "a\\"])
def test_a_pattern_that_is_none(repo: Repo, pattern: str) -> None:
    repo.write("provgate.yaml", POLICY + f"ignore: ['{pattern}']\n")
    done = repo.provgate("check")
    assert done.returncode in (0, 2)
    assert "internal" not in done.stderr


def test_a_list_of_a_hundred_thousand_files(repo: Repo) -> None:
    lines = "".join(f"  - seeds/legacy/{number}.txt\n" for number in range(100_000))
    repo.write("provgate.yaml", POLICY + "ignore:\n" + lines)
    repo.write("seeds/legacy/99999.txt", "older than the gate\n")
    repo.commit()
    done = repo.provgate("check", "--rev", "HEAD", "--policy-from", "HEAD")
    assert (done.returncode, "1 document" in done.stdout) == (0, True), done.stdout + done.stderr
    repo.write("seeds/legacy/100000.txt", "not listed\n")
    assert repo.provgate("check").returncode == 1


@pytest.mark.parametrize("source", [(), ("--staged",), ("--rev", "HEAD")])
def test_a_repository_that_is_not_set_up_yet(new_repo: Callable[..., Repo], source: tuple[str, ...]) -> None:
    repo = new_repo("fresh")
    repo.commit()
    done = repo.provgate("check", *source)
    assert done.returncode == 2
    assert "run `provgate init`" in done.stderr
    assert repo.provgate("init").returncode == 0
    assert repo.provgate("check").returncode == 0


@pytest.mark.parametrize("source", [(), ("--staged",), ("--rev", "HEAD")])
def test_a_gitkeep_with_content_is_a_document(repo: Repo, source: tuple[str, ...]) -> None:
    repo.write("seeds/empty/.gitkeep", "")
    repo.commit()
    assert repo.provgate("check", *source).returncode == 0
    repo.write("seeds/empty/.gitkeep", "Nobody knows where this comes from.\n")
    repo.commit()
    done = repo.provgate("check", *source)
    assert done.returncode == 1
    assert "`.gitkeep` is not empty" in done.stdout
    assert "run `: > seeds/empty/.gitkeep`" in done.stdout
    repo.run("sh", "-c", ": > seeds/empty/.gitkeep")
    repo.commit()
    assert repo.provgate("check", *source).returncode == 0


def test_a_gitkeep_with_content_outside_git(repo: Repo) -> None:
    repo.run("rm", "-rf", ".git")
    repo.write("seeds/empty/.gitkeep", "")
    for _ in range(3):
        assert repo.provgate("check").returncode == 0
    repo.write("seeds/empty/.gitkeep", "text\n")
    assert repo.provgate("check").returncode == 1
