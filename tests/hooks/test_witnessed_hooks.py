"""`require: witnessed` where commits are made and where they arrive: pre-commit, and a server's pre-receive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import keys
from pages import evidenced
from receipts import RECEIPTS, Parties, signed, statement
from repos import ROOT, Repo

pytestmark = keys.needs_ssh_keygen


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    return Parties(tmp_path_factory.mktemp("keys"))


def ask_for_witnesses(repo: Repo, parties: Parties) -> None:
    """One document, witnessed, as the protected branch has it."""
    repo.write("provgate.yaml", "schema: 1\nrequire: witnessed\n")
    repo.write("witnesses.yaml", parties.register())
    evidenced(repo)
    repo.write(RECEIPTS, signed(parties.archive, statement()))
    repo.commit("ask for witnesses")


def test_pre_commit_rejects_what_nobody_has_witnessed(gated: Repo, parties: Parties) -> None:
    ask_for_witnesses(gated, parties)
    (gated.path / RECEIPTS).unlink()
    gated.git("add", "--all")
    done = gated.run("git", "commit", "--quiet", "--message", "drop the receipts")
    assert done.returncode == 1
    assert "PG601" in done.stdout + done.stderr
    gated.write(RECEIPTS, signed(parties.library, statement("library")))
    gated.git("add", "--all")
    done = gated.run("git", "commit", "--quiet", "--message", "another witness")
    assert done.returncode == 0, done.stdout + done.stderr


def test_pre_receive_takes_only_receipts_of_witnesses_that_the_server_lists(
    repo: Repo, parties: Parties, tmp_path: Path, programs: dict[str, str]
) -> None:
    ask_for_witnesses(repo, parties)
    server = Repo(tmp_path / "server.git")
    repo.git("clone", "--quiet", "--bare", str(repo.path), str(server.path))
    server.git("config", "receive.fsckObjects", "true")
    hook = server.path / "hooks" / "pre-receive"
    shutil.copyfile(ROOT / "templates" / "pre-receive", hook)
    hook.chmod(0o755)
    work = Repo(repo.path, programs)
    work.git("remote", "add", "origin", str(server.path))
    work.git("switch", "--quiet", "--create", "change")
    text = parties.register().replace(parties.archive.line, parties.stranger.line)
    work.write("witnesses.yaml", text)
    work.write(RECEIPTS, signed(parties.stranger, statement()))
    work.commit("a key of my own")
    done = work.run("git", "push", "origin", "change")
    assert done.returncode != 0
    assert "PG603" in done.stdout + done.stderr
    work.git("checkout", "--quiet", "main", "--", "witnesses.yaml")
    work.write(RECEIPTS, signed(parties.library, statement("library")))
    work.git("reset", "--quiet", "--soft", "main")
    work.commit("a listed witness")
    done = work.run("git", "push", "origin", "change")
    assert done.returncode == 0, done.stdout + done.stderr
