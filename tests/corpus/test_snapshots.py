"""Where the judged bytes come from: working tree, index and commit, in every kind of repository that git can make."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from gating import check, run
from pages import sha256
from provgate.corpus.answers import Attributes, Objects
from provgate.corpus.git import Repository, discover
from provgate.corpus.snapshot import open_snapshot
from provgate.corpus.worktree import Kind, chunks, entry_at, walk
from provgate.findings import CannotCheckError
from repos import OUTLETS, POLICY, PROVGATE, SIDECAR, Repo

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
TEXT = b"The dredger came back to the harbour.\n"
BAD = "schema: 1\n"


def seeded(repo: Repo, *documents: str) -> Repo:
    """Policy, registry and documents in a repository that has none yet, not committed."""
    repo.write("provgate.yaml", POLICY)
    repo.write("outlets.yaml", OUTLETS)
    for number, path in enumerate(documents or (DOC,)):
        repo.document(path, TEXT + b"." * number)
    return repo


def good(data: bytes = TEXT) -> str:
    return SIDECAR.format(sha256=sha256(data))


# --- working tree, index, commit


def test_a_clean_repository_passes_from_every_source(repo: Repo) -> None:
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        ran = check(repo, *source)
        assert (ran.code, ran.levels) == (0, {DOC: ("declared", True)})
        assert [code for code, _ in ran.findings] == ["PG508"]


def test_bad_staged_under_good_on_disk_fails(repo: Repo) -> None:
    repo.write(SIDE, BAD)
    repo.git("add", SIDE)
    repo.write(SIDE, good())
    assert check(repo, "--staged").code == 1
    assert check(repo).code == 0


def test_good_staged_under_bad_on_disk_passes(repo: Repo) -> None:
    repo.write(SIDE, BAD)
    assert check(repo, "--staged").code == 0
    assert check(repo, "--rev", "HEAD").code == 0
    assert check(repo).code == 1


def test_document_bytes_are_the_staged_ones(repo: Repo) -> None:
    repo.write(DOC, "other words\n")
    assert check(repo, "--staged").code == 0
    repo.git("add", DOC)
    repo.write(DOC, TEXT)
    ran = check(repo, "--staged")
    assert (ran.code, ran.codes(SIDE)) == (1, ["PG401"])
    assert check(repo).code == 0


def test_policy_and_registry_are_the_staged_ones(repo: Repo) -> None:
    repo.write("outlets.yaml", "schema: 1\noutlets: {}\n")
    assert check(repo, "--staged").code == 0
    assert check(repo).codes(SIDE) == ["PG313"]
    repo.git("add", "outlets.yaml")
    assert check(repo, "--staged").codes(SIDE) == ["PG313"]


def test_a_name_that_holds_another_does_not_stand_for_it(repo: Repo) -> None:
    repo.write("a\tprovgate.yaml", "schema: 1\nrequire: witnessed\n")
    repo.write("a\toutlets.yaml", "schema: 1\noutlets: {}\n")
    repo.commit()
    for source in (("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).code == 0
    repo.git("rm", "--quiet", "outlets.yaml")
    assert check(repo, "--staged").codes(SIDE) == ["PG313"]


def test_old_commits_can_be_judged(repo: Repo) -> None:
    first = repo.git("rev-parse", "HEAD").strip()
    repo.write(SIDE, BAD)
    repo.commit()
    assert check(repo, "--rev", "HEAD").code == 1
    assert check(repo, "--rev", first).code == 0


def test_staged_and_rev_exclude_each_other(repo: Repo) -> None:
    assert check(repo, "--staged", "--rev", "HEAD").code == 2


@pytest.mark.parametrize("rev", ["nowhere", "refs/heads/nowhere", "0" * 40, "HEAD~9"])
def test_a_missing_commit_cannot_be_checked(repo: Repo, rev: str) -> None:
    ran = check(repo, "--rev", rev)
    assert ran.code == 3
    assert "fetch-depth" in ran.err


@pytest.mark.parametrize("rev", ["", " ", "--all"])
def test_a_word_that_is_no_commit_is_a_usage_error(repo: Repo, rev: str) -> None:
    assert check(repo, f"--rev={rev}").code == 2


# --- outside git


def test_outside_git_the_folder_is_judged(tmp_path: Path) -> None:
    folder = seeded(Repo(tmp_path))
    assert check(folder).code == 0
    assert check(folder, cwd="seeds").code == 0
    folder.write(SIDE, BAD)
    assert check(folder).code == 1


@pytest.mark.parametrize("source", [("--staged",), ("--rev", "HEAD"), ("--policy-from", "HEAD")])
def test_outside_git_there_is_no_index_and_no_commit(tmp_path: Path, source: tuple[str, ...]) -> None:
    ran = check(seeded(Repo(tmp_path)), *source)
    assert ran.code == 2
    assert "not a git repository" in ran.err


def test_outside_git_the_root_corpus_is_walked(tmp_path: Path) -> None:
    folder = seeded(Repo(tmp_path))
    folder.write("provgate.yaml", POLICY + "corpus: [., seeds]\n")
    ran = check(folder)
    assert (ran.code, list(ran.levels)) == (0, [DOC])
    (tmp_path / "seeds" / "dredging.txt").unlink()
    (tmp_path / "seeds" / "dredging.txt.source.yaml").unlink()
    assert check(folder).code == 0


def test_outside_git_nested_repositories_are_not_entered(tmp_path: Path) -> None:
    folder = seeded(Repo(tmp_path))
    (tmp_path / "seeds" / "nested").mkdir()
    Repo(tmp_path / "seeds" / "nested").git("init", "--quiet")
    assert check(folder).codes("seeds/nested") == ["PG112"]


def test_outside_git_links_are_not_followed(tmp_path: Path) -> None:
    seeded(Repo(tmp_path / "elsewhere"))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "seeds").symlink_to(tmp_path / "elsewhere" / "seeds")
    here = Repo(tmp_path / "here")
    assert check(here).findings == [("PG111", "seeds")]
    (tmp_path / "here" / "through").symlink_to(tmp_path / "elsewhere")
    here.write("provgate.yaml", POLICY + "corpus: [through/seeds]\n")
    assert check(here).code == 2


# --- what git does not hold


def test_an_untracked_sidecar_counts_as_missing(repo: Repo) -> None:
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds/new.txt")
    ran = check(repo, "--staged")
    assert ran.codes("seeds/new.txt") == ["PG103"]
    assert ran.one("PG103")["help"] == "run `git add seeds/new.txt.source.yaml`"
    assert "untracked" in ran.one("PG103")["message"]
    assert check(repo).codes("seeds/new.txt") == ["PG103"]


def test_a_pair_that_is_not_added_yet_is_judged_in_the_working_tree(repo: Repo) -> None:
    repo.document("seeds/new.txt", "new\n")
    assert check(repo).code == 0
    assert check(repo, "--staged").levels.keys() == {DOC}


@pytest.mark.parametrize("ignore_file", [".gitignore", ".git/info/exclude"])
def test_an_ignored_sidecar_counts_as_missing(repo: Repo, ignore_file: str) -> None:
    repo.write(ignore_file, "*.source.yaml\n")
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds/new.txt")
    for source in ((), ("--staged",)):
        ran = check(repo, *source)
        assert ran.codes("seeds/new.txt") == ["PG103"]
        assert ran.one("PG103")["help"] == "run `git add -f seeds/new.txt.source.yaml`"
        assert "ignored" in ran.one("PG103")["message"]


def test_a_committed_document_says_nothing_of_what_is_on_disk(repo: Repo) -> None:
    repo.git("rm", "--cached", "--quiet", SIDE)
    repo.git("commit", "--quiet", "--message", "alone")
    assert check(repo, "--rev", "HEAD").codes(DOC) == ["PG101"]


def test_intent_to_add_is_not_in_the_commit(repo: Repo) -> None:
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "--intent-to-add", "seeds/new.txt", "seeds/new.txt.source.yaml")
    staged = check(repo, "--staged")
    assert (staged.code, staged.levels.keys()) == (0, {DOC})
    assert check(repo).levels.keys() == {DOC, "seeds/new.txt"}
    repo.git("add", "seeds/new.txt")
    assert check(repo, "--staged").codes("seeds/new.txt") == ["PG103"]


def test_a_real_empty_document_is_in_the_commit(repo: Repo) -> None:
    repo.document("seeds/empty.txt", "")
    repo.git("add", "--all")
    for source in ((), ("--staged",)):
        assert check(repo, *source).codes("seeds/empty.txt") == ["PG119"]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_hidden_changes_do_not_count(repo: Repo, flag: str) -> None:
    repo.git("update-index", flag, SIDE)
    repo.write(SIDE, BAD)
    assert repo.git("status", "--porcelain") == ""
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).code == 0


def test_sparse_checkouts_are_judged_whole(repo: Repo) -> None:
    repo.document("seeds/deep/bad.txt", "bad\n")
    repo.write("seeds/deep/bad.txt.source.yaml", BAD)
    repo.commit()
    repo.git("sparse-checkout", "set", "--no-cone", "/*", "!/seeds/deep/")
    assert not (repo.path / "seeds/deep").exists()
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).code == 1


def test_deletions_in_the_working_tree_count(repo: Repo) -> None:
    (repo.path / SIDE).unlink()
    assert check(repo).codes(DOC) == ["PG101"]
    assert check(repo, "--staged").code == 0


# --- rewritten bytes


def test_autocrlf_hashes_what_git_stores(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    (repo.path / DOC).write_bytes(TEXT.replace(b"\n", b"\r\n"))
    assert check(repo).code == 0
    (repo.path / DOC).write_bytes(b"other\r\nwords\r\n")
    assert check(repo).one("PG401")["message"].endswith(sha256(b"other\nwords\n"))


def test_autocrlf_pins_and_new_sidecars_are_of_what_git_stores(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    (repo.path / DOC).write_bytes(b"other\r\nwords\r\n")
    assert run(repo, "pin", DOC).code == 0
    repo.commit()
    assert check(repo, "--rev", "HEAD").code == 0
    repo.write("seeds/new.txt", b"new\r\nwords\r\n")
    assert run(repo, "new", "seeds/new.txt").code == 0
    assert sha256(b"new\nwords\n") in (repo.path / "seeds/new.txt.source.yaml").read_text()


@pytest.mark.parametrize(("attribute", "named"), [("text eol=crlf", "eol=crlf"), ("ident", "ident=set")])
def test_attributes_that_rewrite_are_told(repo: Repo, attribute: str, named: str) -> None:
    repo.write(".gitattributes", f"seeds/*.txt {attribute}\n")
    repo.commit()
    (repo.path / DOC).unlink()
    repo.git("checkout", "--", DOC)
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        ran = check(repo, *source)
        assert (ran.code, ran.codes(DOC)) == (0, ["PG118"])
        assert ran.one("PG118")["message"].endswith(named)


def test_a_commit_is_read_with_its_own_attributes(repo: Repo) -> None:
    repo.write(".gitattributes", "seeds/*.txt ident\n")
    repo.commit()
    repo.git("rm", "--quiet", ".gitattributes")
    repo.commit()
    assert check(repo, "--rev", "HEAD").codes(DOC) == []
    assert check(repo, "--rev", "HEAD^").codes(DOC) == ["PG118"]


@pytest.mark.parametrize("attribute", ["text eol=lf", "text=auto", "-text", "diff", "filter=lfs"])
def test_other_attributes_are_not(repo: Repo, attribute: str) -> None:
    repo.write(".gitattributes", f"seeds/*.txt {attribute}\n")
    assert check(repo).codes(DOC) == []


def test_ident_is_expanded_on_disk_only(repo: Repo) -> None:
    repo.write(".gitattributes", "seeds/*.txt ident\n")
    repo.document(DOC, "$Id$\n")
    repo.commit()
    (repo.path / DOC).unlink()
    repo.git("checkout", "--", DOC)
    expanded = (repo.path / DOC).read_bytes()
    assert expanded.startswith(b"$Id: ")
    (repo.path / DOC).write_bytes(expanded + b"more\n")
    assert check(repo).one("PG401")["message"].endswith(sha256(b"$Id$\nmore\n"))


def test_working_tree_encoding_is_undone(repo: Repo) -> None:
    repo.write(".gitattributes", "seeds/*.txt working-tree-encoding=UTF-16\n")
    (repo.path / DOC).write_bytes(TEXT.decode().encode("utf-16"))
    ran = check(repo)
    assert (ran.code, ran.codes(DOC)) == (0, ["PG118"])
    (repo.path / DOC).write_bytes(b"no mark\n")
    failed = check(repo)
    assert failed.code == 3
    assert "hash-object" in failed.err


def test_the_repository_is_not_written_to(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    (repo.path / DOC).write_bytes(b"other\r\nwords\r\n")
    before = sorted(str(path) for path in (repo.path / ".git").rglob("*"))
    index = (repo.path / ".git" / "index").read_bytes()
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        check(repo, *source, "--no-cache")
    assert sorted(str(path) for path in (repo.path / ".git").rglob("*")) == before
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        check(repo, *source, env={"CI": ""})
    after = {str(path) for path in (repo.path / ".git").rglob("*")}
    assert {path for path in after if "provgate" not in path.rpartition(".git")[2]} == set(before)
    assert (repo.path / ".git" / "index").read_bytes() == index


def test_odd_places_of_the_object_store(new_repo: Callable[..., Repo]) -> None:
    repo = seeded(new_repo('odd:"place\\of'))
    repo.commit()
    repo.git("config", "core.autocrlf", "true")
    (repo.path / DOC).write_bytes(b"other\r\nwords\r\n")
    elsewhere = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": str(repo.path / "nowhere")}
    for env in ({}, elsewhere):
        assert check(repo, env=env).codes(SIDE) == ["PG401"]


# --- worktrees, hooks, bare repositories


def test_linked_worktrees_have_their_own_index(repo: Repo) -> None:
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.path.parent / "linked")
    linked.write(SIDE, BAD)
    linked.git("add", SIDE)
    assert check(linked, "--staged").code == 1
    assert check(repo, "--staged").code == 0


def hooked(repo: Repo, command: str = '"$PROVGATE" check --staged --format json >"$OUT"') -> Path:
    """Install provgate as a plain pre-commit hook; returns where its report goes."""
    hook = repo.write(".git/hooks/pre-commit", f'#!/bin/sh\nenv | grep ^GIT_ >"$OUT.env"\n{command}\n')
    hook.chmod(0o755)
    return repo.path.parent / "hook-report"


def test_commit_all_is_judged_by_the_index_that_it_makes(repo: Repo) -> None:
    out = hooked(repo)
    gated = Repo(repo.path, {"PROVGATE": PROVGATE, "OUT": str(out)})
    repo.write(SIDE, BAD)
    done = gated.run("git", "commit", "--all", "--message", "all")
    assert done.returncode != 0
    assert "index.lock" in out.with_name(out.name + ".env").read_text()
    assert "PG208" in out.read_text(), done.stderr
    repo.write(SIDE, good() + "notes: mended\n")
    assert gated.run("git", "commit", "--all", "--message", "all").returncode == 0


def test_a_partial_commit_is_judged_by_its_own_index(repo: Repo) -> None:
    out = hooked(repo)
    gated = Repo(repo.path, {"PROVGATE": PROVGATE, "OUT": str(out)})
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds")
    assert gated.run("git", "commit", "--message", "half", "seeds/new.txt").returncode != 0
    assert '"PG103"' in out.read_text()
    assert gated.run("git", "commit", "--message", "whole", "seeds").returncode == 0


def test_a_hook_in_a_linked_worktree_sees_it(repo: Repo) -> None:
    out = hooked(repo)
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.path.parent / "linked", {"PROVGATE": PROVGATE, "OUT": str(out)})
    linked.write(SIDE, BAD)
    assert linked.run("git", "commit", "--all", "--message", "bad").returncode != 0
    assert "GIT_DIR" in out.with_name(out.name + ".env").read_text()
    linked.write(SIDE, good() + "notes: mended\n")
    assert linked.run("git", "commit", "--all", "--message", "mended").returncode == 0


def test_pathspec_settings_of_the_caller_do_not_reach_git(repo: Repo) -> None:
    for name in ("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"):
        assert check(repo, env={name: "1"}).code == 0


def test_bare_repositories_are_judged_by_commit(repo: Repo) -> None:
    repo.write(".gitattributes", "seeds/*.txt ident\n")
    repo.commit()
    repo.git("clone", "--quiet", "--bare", ".", "../bare.git")
    bare = repo.path.parent / "bare.git"
    assert check(bare, "--rev", "main").codes(DOC) == ["PG118"]
    assert check(bare, "--rev", "main", DOC).code == 0
    assert check(bare, "--rev", "main", "--policy-from", "main").code == 0
    assert check(bare, "--rev", "nowhere").code == 3
    elsewhere = repo.path.parent / "elsewhere"
    elsewhere.mkdir()
    assert check(elsewhere, "--rev", "main", env={"GIT_DIR": str(bare)}).code == 0
    assert check(bare, "--rev", "main", env={"GIT_DIR": "."}).code == 0
    assert check(bare / "objects", "--rev", "main").code == 2
    for source in ((), ("--staged",)):
        ran = check(bare, *source)
        assert ran.code == 2
        assert "--rev" in ran.err


def test_a_git_dir_that_leads_nowhere_is_not_outside_git(repo: Repo) -> None:
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source, env={"GIT_DIR": "nowhere"}).code == 3


# --- objects that are not what they seem, or are not there


def test_replaced_objects_are_not_believed(repo: Repo) -> None:
    blob = repo.git("rev-parse", f"HEAD:{SIDE}").strip()
    evil = repo.run("git", "hash-object", "-w", "--stdin", stdin=BAD.encode()).stdout.strip()
    repo.git("replace", blob, evil)
    assert repo.git("cat-file", "blob", blob) == BAD
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).code == 0


def test_a_shallow_clone_lacks_the_base(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD").strip()
    repo.document("seeds/new.txt", "new\n")
    repo.commit()
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.path}", "../shallow")
    shallow = Repo(repo.path.parent / "shallow")
    assert check(shallow).code == 0
    for source in (("--rev", base), ("--policy-from", base), ("--policy-from", "HEAD~1")):
        ran = check(shallow, *source)
        assert ran.code == 3
        assert "fetch-depth: 0" in ran.err


def test_a_partial_clone_is_not_filled_from_the_network(repo: Repo) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{repo.path}", "../partial.git")
    partial = Repo(repo.path.parent / "partial.git")
    packs = sorted((partial.path / "objects").rglob("*"))
    ran = check(partial, "--rev", "main")
    assert ran.code == 3
    assert "git fetch --refetch" in ran.err
    assert sorted((partial.path / "objects").rglob("*")) == packs


def test_sha256_repositories(new_repo: Callable[..., Repo]) -> None:
    repo = seeded(new_repo("sha256", "--object-format=sha256"))
    assert len(repo.commit()) == 64
    repo.document("seeds/again.txt", TEXT)
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).code == 0
    assert check(repo).one("PG115")["path"] == DOC
    repo.git("mv", DOC, "seeds/moved.txt")
    assert "PG107" in check(repo, "--staged").codes("seeds/moved.txt")


def test_an_unborn_head(new_repo: Callable[..., Repo]) -> None:
    repo = seeded(new_repo("unborn"))
    assert check(repo).code == 0
    assert check(repo, "--staged").code == 2
    repo.git("add", "--all")
    assert check(repo, "--staged").code == 0
    assert check(repo, "--rev", "HEAD").code == 3
    repo.git("mv", DOC, "seeds/moved.txt")
    repo.write(SIDE, good().partition("sha256")[0])
    repo.git("add", SIDE)
    assert check(repo, "--staged").codes("seeds/moved.txt") == ["PG101"]


def test_an_embedded_bare_repository_runs_nothing(repo: Repo) -> None:
    trap = repo.path.parent / "sprung"
    Repo(repo.path / "seeds").git("init", "--quiet", "--bare", "trap")
    repo.write("seeds/trap/config", f'[core]\n\tbare = true\n\tfsmonitor = "touch {trap}; false"\n')
    assert check(repo).code == 1
    assert check(repo, cwd="seeds/trap").code == 2
    check(repo, "--rev", "HEAD", cwd="seeds/trap")
    assert not trap.exists()


def test_a_monitor_in_the_settings_does_not_run(repo: Repo) -> None:
    trap = repo.path.parent / "sprung"
    repo.git("config", "core.fsmonitor", f"touch {trap}; false")
    assert check(repo).code == 0
    assert not trap.exists()


def test_without_git_nothing_can_be_checked(repo: Repo) -> None:
    ran = check(repo, env={"PATH": "/nowhere"})
    assert ran.code == 3
    assert "install git" in ran.err


def test_a_git_that_cannot_run_is_told(repo: Repo) -> None:
    program = repo.write("bin/git", "not a program")
    program.chmod(0o755)
    assert check(repo, env={"PATH": str(program.parent)}).code == 3


def test_a_repository_that_git_refuses_cannot_be_checked(repo: Repo) -> None:
    repo.write(".git/config", "[core\n")
    ran = check(repo)
    assert ran.code == 3
    assert "config" in ran.err


def loose(repo: Repo, path: str) -> Path:
    blob = repo.git("rev-parse", f"HEAD:{path}").strip()
    file = repo.path / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    return file


@pytest.mark.parametrize("damage", [b"", b"not zlib", None])
@pytest.mark.parametrize("path", [DOC, SIDE, "provgate.yaml"])
def test_damaged_objects_cannot_be_checked(repo: Repo, damage: bytes | None, path: str) -> None:
    file = loose(repo, path)
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    for source in (("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).code == 3


@pytest.mark.parametrize("size", [3_000_000, 17_000_000])
def test_a_truncated_object_cannot_be_checked(repo: Repo, size: int) -> None:
    repo.document(DOC, os.urandom(size))
    repo.commit()
    file = loose(repo, DOC)
    file.write_bytes(file.read_bytes()[:2_000_000])
    assert check(repo, "--staged").code == 3


def test_git_dying_under_the_questions_is_told(repo: Repo) -> None:
    with Objects(Repository(repo.path)) as objects:
        first = next(objects.stream([repo.git("rev-parse", f"HEAD:{DOC}").strip()]))
        assert b"".join(first[1]) == TEXT
        assert objects._process is not None
        objects._process.kill()
        objects._process.wait()
        with pytest.raises(CannotCheckError, match="ended early"):
            list(objects.stream(["0" * 40] * 64))


def test_a_git_that_fails_once_has_failed(repo: Repo) -> None:
    real = shutil.which("git")
    fake = repo.write(
        "../once/git",
        f'#!/bin/sh\ncase "$*" in *ls-files*) test -e ../once/was || {{ touch ../once/was; '
        f'exit 9; }};; esac\nexec {real} "$@"\n',
    )
    fake.chmod(0o755)
    ran = check(repo, "--staged", env={"PATH": f"{fake.parent}{os.pathsep}{os.environ['PATH']}"})
    assert (ran.code, "git ls-files failed: exit code 9" in ran.err) == (3, True)


def test_attributes_are_asked_for_in_pieces(repo: Repo) -> None:
    repo.write(".gitattributes", "*9 ident\n")
    paths = [f"seeds/{'é' * 99}{number}" for number in range(100)]
    with Attributes(Repository(repo.path), ("eol", "ident"), cached=False) as attributes:
        assert list(attributes.of([])) == []
        assert attributes._process is None
        assert list(attributes.of(paths)) == [(path, "ident", "set") for path in paths if path.endswith("9")]


def test_git_dying_before_attributes_are_asked_for_is_told(repo: Repo) -> None:
    with Attributes(Repository(repo.path), ("eol",), cached=False) as attributes:
        assert list(attributes.of([DOC])) == []
        assert attributes._process is not None
        attributes._process.kill()
        attributes._process.wait()
        with pytest.raises(CannotCheckError, match="check-attr ended early"):
            list(attributes.of([DOC]))


def test_unread_objects_are_passed_over(repo: Repo) -> None:
    ids = [repo.git("rev-parse", f"HEAD:{path}").strip() for path in (DOC, SIDE, DOC)]
    with Objects(Repository(repo.path)) as objects:
        assert [size for size, _chunks in objects.stream(ids)] == [len(TEXT), len(good()), len(TEXT)]


def test_a_path_is_found_before_and_after_the_rest(repo: Repo) -> None:
    for source in ({"staged": True}, {"rev": "HEAD"}):
        with open_snapshot(repo.path, **source) as snapshot:  # type: ignore[arg-type]
            before = snapshot.find(DOC), snapshot.find("seeds/gone")
            assert DOC in [entry.path for entry in snapshot.entries(["seeds"])]
            assert (snapshot.find(DOC), snapshot.find("seeds/gone")) == before
            assert before[0] is not None
            assert before[1] is None


def test_every_batch_of_many_objects_is_read(repo: Repo) -> None:
    for number in range(150):
        repo.document(f"seeds/{number}.txt", f"document {number}\n")
    repo.commit()
    for source in ((), ("--staged",)):
        ran = check(repo, *source)
        assert (ran.code, len(ran.levels)) == (0, 151)


# --- a tree that changes while it is read


def test_a_changing_tree_never_ends_in_a_traceback(repo: Repo) -> None:
    stop = threading.Event()

    def churn() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            repo.document(f"seeds/{number % 7}/churn.txt", f"{number}\n")
            (repo.path / f"seeds/{(number + 3) % 7}/churn.txt").unlink(missing_ok=True)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        codes = {check(repo).code for _ in range(10)}
    finally:
        stop.set()
        thread.join()
    assert codes <= {0, 1, 3}


def test_what_vanishes_or_turns_while_it_is_read_cannot_be_checked(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("gone", "No such file"), ("folder", "something else"), ("pipe", "something else")):
        with pytest.raises(CannotCheckError, match=words):
            list(chunks(tmp_path, name))
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(CannotCheckError):
        list(chunks(tmp_path, "link"))


def test_a_folder_that_vanishes_cannot_be_checked(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "later").mkdir(parents=True)
    (tmp_path / "seeds" / "a.txt").write_text("a")
    walking = walk(tmp_path, ["seeds"])
    assert next(walking).path == "seeds/a.txt"
    (tmp_path / "seeds" / "later").rmdir()
    with pytest.raises(CannotCheckError, match="cannot be listed"):
        list(walking)


def test_entries_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "link").symlink_to(".")
    (tmp_path / ".git").mkdir()
    kinds = {
        path: entry.kind if (entry := entry_at(tmp_path, path)) else None
        for path in ("a", "link", "link/a", "a/b", "gone/b", "x" * 300, ".")
    }
    assert kinds == {
        "a": Kind.FILE,
        "link": Kind.SYMLINK,
        "link/a": None,
        "a/b": None,
        "gone/b": None,
        "x" * 300: None,
        ".": None,
    }


def test_single_files_of_a_snapshot(repo: Repo) -> None:
    with open_snapshot(repo.path) as snapshot:
        assert snapshot.sha256(DOC) == sha256(TEXT)
        assert snapshot.relative(repo.path / "seeds" / ".." / DOC) == DOC
        with pytest.raises(CannotCheckError):
            snapshot.sha256("seeds")
        with pytest.raises(CannotCheckError):
            snapshot.size_on_disk("seeds/gone")
        [entry] = [entry for entry in snapshot.entries(["."]) if entry.path == DOC]
        for _ in range(2):
            assert snapshot.load_apart(entry, 3).data == TEXT[:3]
    repo.write(".git/info/exclude", "seeds/hidden.txt\n")
    repo.write("seeds/hidden.txt", "hidden\n")
    with open_snapshot(repo.path) as snapshot:
        assert snapshot.sha256("seeds/hidden.txt") == sha256(b"hidden\n")


@pytest.mark.parametrize("name", ["provgate.yaml", "outlets.yaml", "attesters.yaml"])
def test_settings_must_be_regular_and_small(repo: Repo, name: str) -> None:
    file = repo.path / name
    file.unlink(missing_ok=True)
    file.symlink_to("/etc/passwd")
    ran = check(repo)
    assert ran.code == 2
    assert "symlink" in ran.err
    assert "root:" not in ran.err
    repo.commit()
    assert check(repo, "--rev", "HEAD").code == 2


def test_a_policy_that_is_too_large_is_a_usage_error(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "#" * 70_000)
    assert check(repo).code == 0
    repo.write("provgate.yaml", POLICY + "#" * 64 * 1024 * 1024)
    ran = check(repo)
    assert ran.code == 2
    assert "at most 67,108,864" in ran.err


def test_a_folder_name_may_end_in_a_newline(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "odd\n")
    repo.path.mkdir()
    repo.git("init", "--quiet")
    seeded(repo)
    assert check(repo).code == 0
    found = discover(repo.path)
    assert found is not None
    assert found.top == repo.path


def test_exit_codes_of_the_installed_program(repo: Repo) -> None:
    assert repo.provgate("check").returncode == 0
    repo.write(SIDE, BAD)
    assert repo.provgate("check").returncode == 1
    assert repo.provgate("check", "--rev", "nowhere").returncode == 3
    done = subprocess.run([PROVGATE, "check"], cwd=repo.path / ".git", capture_output=True, check=False)
    assert done.returncode == 2
