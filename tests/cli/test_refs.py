"""`--rev` and `--policy-from` through the installed command line: a change must not choose its judge by a name."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from repos import POLICY, Repo

LOOSE = "schema: 1\nrequire: declared\nignore: ['seeds/**/x*']\n"
BAD = "seeds/xebec.txt"


@pytest.fixture
def clone(repo: Repo, tmp_path: Path) -> Repo:
    """A clone whose remote has `main`, on a detached head that brings a document without a sidecar, and loose settings."""
    Repo(tmp_path).git("clone", "--quiet", str(repo.path), "clone")
    clone = Repo(tmp_path / "clone")
    clone.git("switch", "--quiet", "--detach")
    clone.git("branch", "--quiet", "--delete", "--force", "main")
    clone.write(BAD, "Nobody knows where this comes from.\n")
    clone.write("provgate.yaml", LOOSE)
    clone.commit()
    return clone


def judged_by(clone: Repo, name: str) -> tuple[int, str]:
    done = clone.provgate("check", "--rev", "HEAD", "--policy-from", name)
    return done.returncode, done.stdout + done.stderr


def test_the_full_name_is_the_remote_branch_whatever_tags_there_are(clone: Repo) -> None:
    clone.git("tag", "refs/remotes/origin/main")
    clone.git("tag", "origin/main")
    code, said = judged_by(clone, "refs/remotes/origin/main")
    assert code == 1
    assert "PG101" in said


@pytest.mark.parametrize("kind", ["tag", "branch"])
@pytest.mark.parametrize("fetched", [True, False])
def test_a_tag_or_branch_that_is_named_like_the_remote_branch(clone: Repo, kind: str, *, fetched: bool) -> None:
    clone.git(kind, "origin/main")
    if not fetched:
        clone.git("update-ref", "-d", "refs/remotes/origin/main")
    code, said = judged_by(clone, "origin/main")
    assert code == 2, said
    assert f"the {kind} refs/{'tags' if kind == 'tag' else 'heads'}/origin/main" in said
    assert "use the full ref name, such as `refs/remotes/origin/main`" in said


@pytest.mark.parametrize("name", ["main", "tags/main", "main~0", "main^{commit}"])
def test_a_tag_named_like_a_branch_that_only_the_remote_has(clone: Repo, name: str) -> None:
    clone.git("tag", "main")
    code, said = judged_by(clone, name)
    assert (code, "is ambiguous" in said) == ((0, False) if name == "tags/main" else (2, True)), said


def test_a_tag_and_a_branch_of_one_name(repo: Repo) -> None:
    repo.git("tag", "main")
    assert judged_by(repo, "main")[0] == 2
    assert judged_by(repo, "refs/heads/main")[0] == 0
    assert repo.provgate("check", "--rev", "main").returncode == 2
    repo.git("tag", "--delete", "main")
    assert judged_by(repo, "main")[0] == 0


def test_a_full_name_that_is_not_there_is_not_looked_for_elsewhere(clone: Repo) -> None:
    clone.git("tag", "refs/heads/protected")
    code, said = judged_by(clone, "refs/heads/protected")
    assert code == 3
    assert "the commit `refs/heads/protected` is not in this repository" in said


def test_the_usual_names(repo: Repo) -> None:
    tip = repo.git("rev-parse", "HEAD").strip()
    repo.git("tag", "--annotate", "--message", "one", "v1")
    repo.git("tag", tip)
    described = f"v1-0-g{tip[:9]}"
    names = ("HEAD", "@", "v1", "refs/tags/v1", "refs/tags/v1^{}", "main", tip, tip.upper(), tip[:12], described)
    for name in (*names, "refs/heads/main~0"):
        assert judged_by(repo, name)[0] == 0, name


@pytest.mark.parametrize("name", [":/start", "HEAD^{/start}", "HEAD:seeds", "-x", "^main", ""])
def test_a_search_is_no_name(repo: Repo, name: str) -> None:
    assert repo.provgate("check", f"--rev={name}").returncode == 2


def test_an_abbreviated_id_that_a_ref_is_called(repo: Repo) -> None:
    short = repo.git("rev-parse", "--short=8", "HEAD").strip()
    repo.git("branch", short)
    code, said = judged_by(repo, short)
    assert code == 2
    assert f"the branch refs/heads/{short}, the object {short}" in said


def test_an_abbreviated_id_of_several_objects(repo: Repo) -> None:
    for number in range(1500):
        repo.write(f"notes/{number}", str(number))
    repo.commit()
    held = sorted(line.split()[0] for line in repo.git("cat-file", "--batch-check", "--batch-all-objects").splitlines())
    [first, *_] = [one for one, other in itertools.pairwise(held) if one[:4] == other[:4]]
    code, said = judged_by(repo, first[:4])
    assert code == 2
    assert "objects)" in said


def test_what_git_keeps_for_itself(clone: Repo) -> None:
    clone.git("fetch", "--quiet", "origin", "main")
    assert judged_by(clone, "FETCH_HEAD")[0] == 1
    clone.git("tag", "FETCH_HEAD")
    code, said = judged_by(clone, "FETCH_HEAD")
    assert code == 2
    assert "git's own FETCH_HEAD" in said


def test_a_remote_of_another_name_has_no_say(clone: Repo, new_repo: Callable[..., Repo]) -> None:
    clone.git("tag", "release/main")
    clone.write("provgate.yaml", POLICY)
    clone.commit()
    assert judged_by(clone, "release/main")[0] == 0
    clone.git("remote", "add", "release", str(new_repo("other").path))
    assert judged_by(clone, "release/main")[0] == 2
