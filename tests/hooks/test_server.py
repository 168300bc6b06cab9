"""templates/pre-receive on a real server: every commit, settings only by those who may, and never a locked branch."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Callable

import pytest

from repos import OUTLETS, POLICY, ROOT, Repo

ALL = "schema: 1\nrequire: declared\nignore: ['*']\n"
OPTION = "--push-option=allow-settings"
FERRY = "  ferry-times:\n    name: Ferry Times\n    domains: [ferrytimes.example]\n"


@pytest.fixture
def server(new_repo: Callable[..., Repo]) -> Repo:
    """A bare repository with the hook, set up as its first lines say; nobody may change settings."""
    server = new_repo("server.git", "--bare")
    shutil.copyfile(ROOT / "templates" / "pre-receive", server.path / "hooks" / "pre-receive")
    (server.path / "hooks" / "pre-receive").chmod(0o755)
    server.git("config", "receive.fsckObjects", "true")
    server.git("config", "receive.advertisePushOptions", "true")
    return server


@pytest.fixture
def work(repo: Repo, server: Repo, programs: dict[str, str]) -> Repo:
    work = Repo(repo.path, programs)
    work.git("remote", "add", "origin", str(server.path))
    work.git("push", "--quiet", "origin", "main")
    return work


def pushed(work: Repo, *words: str, **environment: str) -> tuple[bool, str]:
    done = Repo(work.path, {**work.environment, **environment}).run("git", "push", "origin", *words)
    return done.returncode == 0, done.stdout + done.stderr


def trusted(server: Repo) -> None:
    server.git("config", "--add", "provgate.settingsUser", getpass.getuser())


def test_settings_of_the_protected_branch_stay(work: Repo) -> None:
    work.write("provgate.yaml", ALL)
    work.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    work.commit()
    for words in (("main",), (OPTION, "main"), ("main:refs/heads/other",)):
        passed, said = pushed(work, *words)
        assert not passed, said
    work.git("rm", "--quiet", "seeds/bad.txt")
    work.write("provgate.yaml", POLICY + "limits: {worker-seconds: 9}\n")
    work.commit()
    work.git("reset", "--quiet", "--soft", "origin/main")
    work.commit()
    passed, said = pushed(work, OPTION, "main")
    assert not passed
    assert "PG902" in said
    assert pushed(work, "main:refs/heads/feature")[0]
    passed, said = pushed(work, "origin/feature:refs/heads/main")
    assert not passed, said


def test_named_users_change_settings_when_they_say_so(work: Repo, server: Repo) -> None:
    trusted(server)
    work.write("outlets.yaml", OUTLETS + FERRY)
    work.commit()
    passed, said = pushed(work, "main")
    assert not passed
    assert "PG902" in said
    assert pushed(work, OPTION, "main")[0]
    work.document("seeds/ferry.txt", "The ferry is late.\n")
    sidecar = work.path / "seeds/ferry.txt.source.yaml"
    text = sidecar.read_text().replace("harbourgazette", "ferrytimes").replace("harbour-gazette", "ferry-times")
    sidecar.write_text(text)
    work.commit()
    assert pushed(work, "main")[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("provgate.yaml", ALL),
        ("provgate.yaml", "schema: 1\n"),
        ("provgate.yaml", "schema: 1\nrequire: everything\n"),
        ("provgate.yaml", POLICY + "corpus: [elsewhere]\n"),
        ("outlets.yaml", "schema: 1\noutlets: {}\n"),
    ],
)
def test_nobody_brings_settings_under_which_the_corpus_fails(work: Repo, server: Repo, name: str, text: str) -> None:
    trusted(server)
    work.write(name, text)
    work.commit()
    passed, said = pushed(work, OPTION, "main")
    assert not passed, said
    work.git("reset", "--quiet", "--hard", "origin/main")
    work.document("seeds/next.txt", "High water at noon.\n")
    work.commit()
    assert pushed(work, "main")[0]


def test_the_server_says_who_pushes(work: Repo, server: Repo) -> None:
    server.git("config", "provgate.userVariable", "GL_USERNAME")
    server.git("config", "--add", "provgate.settingsUser", "ines")
    work.write("outlets.yaml", OUTLETS + FERRY)
    work.commit()
    assert not pushed(work, OPTION, "main")[0]
    server.git("config", "--add", "provgate.settingsUser", getpass.getuser())
    assert not pushed(work, OPTION, "main")[0], "nobody was named by the server"
    for name in ("ine.", "", "ines\nx", "x\nines", "-e ines"):
        assert not pushed(work, OPTION, "main", GL_USERNAME=name)[0], name
    assert not pushed(work, "--push-option=allow", "main", GL_USERNAME="ines")[0]
    assert pushed(work, "--push-option=other", OPTION, "main", GL_USERNAME="ines")[0]


def test_every_commit_counts(work: Repo) -> None:
    work.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    bad = work.commit()
    work.git("rm", "--quiet", "seeds/bad.txt")
    work.commit()
    for words in (("main",), ("main:refs/heads/other",), ("main:refs/tags/v1",), (f"{bad}:refs/tags/v1",)):
        passed, said = pushed(work, *words)
        assert not passed, said
        assert f"because of commit {bad}" in said


def test_tags(work: Repo) -> None:
    work.git("tag", "v1")
    work.git("tag", "--annotate", "--message", "one", "v2")
    assert pushed(work, "v1", "v2")[0]
    work.git("tag", "tree", "HEAD^{tree}")
    passed, said = pushed(work, "tree")
    assert not passed
    assert "does not lead to a commit" in said


def test_the_protected_branch_is_neither_deleted_nor_moved_back(work: Repo, server: Repo) -> None:
    trusted(server)
    first = work.git("rev-parse", "HEAD").strip()
    work.write("outlets.yaml", OUTLETS + FERRY)
    work.commit()
    assert pushed(work, OPTION, "main")[0]
    assert not pushed(work, "--delete", "main")[0]
    passed, said = pushed(work, "--force", f"{first}:refs/heads/main")
    assert not passed, said
    assert pushed(work, f"{first}:refs/heads/old")[0]
    assert pushed(work, "--delete", "old")[0]


def test_replaced_objects_are_refused_and_notes_are_not(work: Repo) -> None:
    tip = work.git("rev-parse", "HEAD").strip()
    assert not pushed(work, f"HEAD:refs/replace/{tip}")[0]
    work.git("notes", "add", "--message", "checked by hand")
    assert pushed(work, "refs/notes/commits")[0]


def test_commits_that_other_refs_bring_are_still_checked(work: Repo, server: Repo) -> None:
    work.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    bad = work.commit()
    assert pushed(work, f"{bad}:refs/notes/carried")[0]
    work.git("rm", "--quiet", "seeds/bad.txt")
    work.commit()
    for words in (("main",), ("main:refs/heads/other",)):
        passed, said = pushed(work, *words)
        assert not passed
        assert f"because of commit {bad}" in said
    assert pushed(work, f"{bad}^:refs/changes/1")[0]
    assert not pushed(work, f"{bad}:refs/changes/2")[0]
    assert server.git("for-each-ref", "refs/heads").count("\n") == 1


def test_a_tag_that_is_called_like_the_protected_branch(work: Repo, server: Repo) -> None:
    server.git("config", "provgate.protected", "refs/heads/stable")
    work.write("provgate.yaml", "schema: 1\nrequire: declared\nignore: ['*.txt']\n")
    work.write("seeds/table.csv", "a,b\n")
    work.document("seeds/table.csv", "a,b\n")
    work.commit()
    work.git("tag", "refs/heads/stable")
    assert pushed(work, "refs/tags/refs/heads/stable")[0]
    work.git("reset", "--quiet", "--hard", "origin/main")
    work.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    work.commit()
    assert not pushed(work, "main:refs/heads/stable")[0]


@pytest.mark.parametrize("name", ["main", "refs/tags/main", "refs/heads/", ""])
def test_a_protected_branch_is_named_in_full(work: Repo, server: Repo, name: str) -> None:
    server.git("config", "provgate.protected", name)
    work.document("seeds/next.txt", "High water at noon.\n")
    work.commit()
    passed, said = pushed(work, "main")
    assert not passed
    assert "not a full name such as refs/heads/main" in said


def test_history_from_before_the_gate(work: Repo, server: Repo) -> None:
    work.git("switch", "--quiet", "--orphan", "older")
    work.write("seeds/legacy.txt", "older than the gate\n")
    old = work.commit()
    work.git("merge", "--quiet", "--allow-unrelated-histories", "--no-commit", "main")
    work.git("rm", "--quiet", "--force", "seeds/legacy.txt")
    work.commit()
    assert not pushed(work, "older:refs/heads/main")[0]
    server.git("config", "provgate.since", old)
    assert pushed(work, "older:refs/heads/main")[0]


def test_a_server_that_takes_broken_trees_is_not_ready(work: Repo, server: Repo) -> None:
    server.git("config", "--unset", "receive.fsckObjects")
    work.document("seeds/next.txt", "High water at noon.\n")
    work.commit()
    passed, said = pushed(work, "main")
    assert not passed
    assert "set receive.fsckObjects to true" in said
    server.git("config", "transfer.fsckObjects", "true")
    assert pushed(work, "main")[0]


def test_an_empty_server(repo: Repo, programs: dict[str, str], server: Repo) -> None:
    work = Repo(repo.path, programs)
    work.git("remote", "add", "origin", str(server.path))
    work.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    work.commit()
    assert not pushed(work, "main")[0]
    work.git("reset", "--quiet", "--hard", "HEAD^")
    assert pushed(work, "main")[0]
    assert [path.name for path in (server.path / "refs" / "heads").iterdir()] == ["main"]


def test_the_push_hook_checks_what_no_commit_hook_saw(work: Repo) -> None:
    assert work.provgate("init").returncode == 0
    work.commit()
    done = work.run("pre-commit", "install")
    assert done.returncode == 0, done.stderr
    work.git("switch", "--quiet", "--create", "bad")
    work.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    work.commit()
    work.git("switch", "--quiet", "main")
    work.git("cherry-pick", "bad")
    passed, said = pushed(work, "main")
    assert not passed
    assert "PG101" in said
