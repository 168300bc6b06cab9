"""The scripts of templates/ as real pre-push and pre-receive hooks, and the push hook of pre-commit."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from provgate.cli import hookfile
from repos import OUTLETS, PROVGATE, ROOT, Repo

LOOSE = "schema: 1\nrequire: declared\nignore: ['*.txt']\n"


def install(repo: Repo, hook: str, folder: str = ".git/hooks") -> None:
    place = repo.path / folder / hook
    place.parent.mkdir(exist_ok=True)
    shutil.copyfile(ROOT / "templates" / hook, place)
    place.chmod(0o755)


@pytest.fixture
def server(new_repo: Callable[..., Repo]) -> Repo:
    server = new_repo("server.git", "--bare")
    server.git("config", "receive.fsckObjects", "true")
    return server


@pytest.fixture
def work(repo: Repo, server: Repo, programs: dict[str, str]) -> Repo:
    """A repository whose pushes go to the bare one, where main stands."""
    work = Repo(repo.path, programs)
    work.git("remote", "add", "origin", str(server.path))
    work.git("push", "--quiet", "origin", "main")
    return work


def pushed(work: Repo, *refs: str) -> tuple[bool, str]:
    done = work.run("git", "push", "origin", *refs)
    return done.returncode == 0, done.stdout + done.stderr


def add_bad_document(work: Repo) -> None:
    work.write("seeds/new.txt", "High water at noon.\n")
    work.commit()


def fix(work: Repo) -> None:
    work.document("seeds/new.txt", "High water at noon.\n")
    work.git("reset", "--quiet", "--soft", "HEAD^")
    work.commit()


def test_pre_push_judges_the_commit_and_not_the_working_tree(work: Repo) -> None:
    install(work, "pre-push")
    add_bad_document(work)
    work.document("seeds/new.txt", "High water at noon.\n")
    passed, said = pushed(work, "main")
    assert not passed
    assert "PG101" in said
    assert "refs/heads/main was not pushed" in said
    work.commit()
    assert not pushed(work, "main")[0], "the commit before is bad still"
    work.git("reset", "--quiet", "--soft", "origin/main")
    work.commit()
    assert pushed(work, "main")[0]


def test_pre_push_looks_at_every_branch_and_lets_deletions_pass(work: Repo) -> None:
    install(work, "pre-push")
    work.git("branch", "good")
    add_bad_document(work)
    assert not pushed(work, "good", "main")[0]
    assert pushed(work, "good")[0]
    assert pushed(work, "--delete", "good")[0]


def test_pre_push_through_pre_commit(work: Repo, hook_repository: Repo) -> None:
    work.write(hookfile.NAME, hookfile.merged(None, hookfile.entry(str(hook_repository.path), "v0.1.0")))
    work.commit()
    assert work.run("pre-commit", "install", "--hook-type", "pre-push").returncode == 0
    assert pushed(work, "main")[0]
    work.git("switch", "--quiet", "--create", "feature")
    add_bad_document(work)
    work.git("switch", "--quiet", "main")
    passed, said = pushed(work, "feature")
    assert not passed, said
    assert "PG101" in said


def test_pre_receive_refuses_what_a_contributor_pushes_past_their_own_hooks(work: Repo, server: Repo) -> None:
    install(server, "pre-receive", "hooks")
    add_bad_document(work)
    before = server.git("rev-parse", "main")
    passed, said = pushed(work, "--no-verify", "main")
    assert not passed
    assert "PG101" in said
    assert "refs/heads/main was refused" in said
    assert server.git("rev-parse", "main") == before
    fix(work)
    assert pushed(work, "main")[0]


def test_pre_receive_reads_the_policy_from_the_protected_branch(work: Repo, server: Repo) -> None:
    install(server, "pre-receive", "hooks")
    work.git("switch", "--quiet", "--create", "feature")
    work.write("provgate.yaml", LOOSE)
    add_bad_document(work)
    assert not pushed(work, "feature")[0]
    work.write("outlets.yaml", OUTLETS.replace("harbour-gazette", "forged-gazette"))
    fix(work)
    sidecar = work.path / "seeds/new.txt.source.yaml"
    sidecar.write_text(sidecar.read_text().replace("harbour-gazette", "forged-gazette"))
    work.commit()
    passed, said = pushed(work, "feature")
    assert not passed
    assert "forged-gazette" in said


def test_pre_receive_lets_tags_and_deletions_pass(work: Repo, server: Repo) -> None:
    install(server, "pre-receive", "hooks")
    work.git("tag", "v1")
    work.git("branch", "old")
    assert pushed(work, "old", "v1")[0]
    assert pushed(work, "--delete", "old")[0]


def test_pre_receive_guards_a_server_that_is_still_empty(repo: Repo, server: Repo, programs: dict[str, str]) -> None:
    install(server, "pre-receive", "hooks")
    work = Repo(repo.path, programs)
    work.git("remote", "add", "origin", str(server.path))
    add_bad_document(work)
    assert not pushed(work, "main")[0]
    fix(work)
    assert pushed(work, "main")[0]


def test_a_commit_of_named_files_says_what_it_leaves_out(repo: Repo) -> None:
    hook = repo.write(".git/hooks/pre-commit", f'#!/bin/sh\nexec "{PROVGATE}" check --staged\n')
    hook.chmod(0o755)
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds")
    done = repo.run("git", "commit", "--message", "half", "seeds/new.txt")
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert (
        "`seeds/new.txt.source.yaml` is staged, but this commit takes only the files named after `git commit`" in said
    )
    assert "run `git commit` without file names, or name seeds/new.txt.source.yaml too" in said
    assert repo.run("git", "commit", "--message", "all").returncode == 0
