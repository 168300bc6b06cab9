"""THREATS F1 to F20: what git, its settings and its attributes make of a corpus, through the installed command line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pages import PARAGRAPHS, document, evidenced, sha256
from repos import OUTLETS, POLICY, PROVGATE, ROOT, SIDECAR, Repo

from .bounded import Ended, check, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell hooks and names that Windows does not have")

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
TEXT = b"The dredger came back to the harbour.\n"
BAD = "schema: 1\n"
SOURCES = ((), ("--staged",), ("--rev", "HEAD"))


def codes_at(ended: Ended, path: str) -> set[str]:
    return {found["code"] for found in ended.report["findings"] if found["path"] == path}


def good(data: bytes = TEXT) -> str:
    return SIDECAR.format(sha256=sha256(data))


def passes(repo: Repo | Path, *arguments: str, **environment: Any) -> None:
    """Every document passes."""
    ended = check(repo, *arguments, wanted=0, **environment)
    assert ended.report["documents"]


@pytest.mark.parametrize("place", [".gitignore", "seeds/.gitignore", ".git/info/exclude", "global"])
def test_F1_a_sidecar_that_git_ignores_is_missing(repo: Repo, place: str) -> None:
    if place == "global":
        repo.git("config", "core.excludesFile", str(repo.write(".git/everywhere", "*.source.yaml\n")))
    else:
        repo.write(place, "*.source.yaml\n")
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds/new.txt")
    for source in SOURCES[:2]:
        ended = check(repo, *source)
        assert codes_at(ended, "seeds/new.txt") == {"PG103"}
        assert ended.passed(DOC)
    repo.git("commit", "--quiet", "--no-verify", "--message", "alone")
    assert codes_at(check(repo, "--rev", "HEAD"), "seeds/new.txt") == {"PG101"}


def test_F1_an_untracked_sidecar_is_missing(repo: Repo) -> None:
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds/new.txt")
    assert codes_at(check(repo, "--staged"), "seeds/new.txt") == {"PG103"}
    assert codes_at(check(repo), "seeds/new.txt") == {"PG103"}


@pytest.mark.parametrize(("path", "bad", "better"), [(SIDE, BAD, good()), (DOC, "Other words.\n", TEXT.decode())])
def test_F2_the_staged_bytes_are_judged(repo: Repo, path: str, bad: str, better: str) -> None:
    repo.write(path, bad)
    repo.git("add", path)
    repo.write(path, better)
    assert not check(repo, "--staged").passed(DOC)
    passes(repo)
    repo.git("add", path)
    repo.write(path, bad)
    passes(repo, "--staged")
    assert not check(repo).passed(DOC)


@pytest.mark.parametrize(
    ("command", "code", "path"),
    [
        (("mv", DOC, "seeds/new.txt"), "PG107", "seeds/new.txt"),
        (("rm", "--quiet", DOC), "PG102", SIDE),
        (("rm", "--quiet", SIDE), "PG101", DOC),
        (("mv", SIDE, "seeds/new.txt.source.yaml"), "PG107", DOC),
    ],
)
def test_F4_half_a_rename_and_half_a_deletion(repo: Repo, command: tuple[str, ...], code: str, path: str) -> None:
    repo.git(*command)
    repo.commit()
    for source in SOURCES:
        assert code in codes_at(check(repo, *source), path)


def test_F5_the_hook_takes_no_names_and_always_runs() -> None:
    """What pre-commit does not pass on: links, submodules, deletions, odd names; and no two processes at once."""
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        assert (hook["always_run"], hook["pass_filenames"], hook["require_serial"]) == (True, False, True)
        assert not {"files", "types", "types_or", "exclude"} & set(hook)


@pytest.mark.parametrize(
    ("attribute", "place"),
    [
        ("ident", ".gitattributes"),
        ("text eol=crlf", "seeds/.gitattributes"),
        ("working-tree-encoding=UTF-16", ".gitattributes"),
    ],
)
def test_F6_bytes_are_those_that_git_holds(repo: Repo, attribute: str, place: str) -> None:
    text = b"$Id$\nwords\n"
    repo.document(DOC, text)
    repo.commit()
    repo.write(place, f"*.txt {attribute}\n")
    repo.git("add", place)
    repo.git("commit", "--quiet", "--no-verify", "--message", "attributes")
    (repo.path / DOC).unlink()
    repo.git("checkout", "--", DOC)
    assert (repo.path / DOC).read_bytes() != text
    assert repo.git("status", "--porcelain") == ""
    for source in SOURCES:
        ended = check(repo, *source, wanted=0)
        assert codes_at(ended, DOC) == {"PG118"}
    repo.write(DOC, (repo.path / DOC).read_bytes() + "x\n".encode("utf-16-le" if "UTF" in attribute else "ascii"))
    assert not check(repo).passed(DOC)


def test_F6_line_ends_of_the_settings(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    (repo.path / DOC).write_bytes(TEXT.replace(b"\n", b"\r\n"))
    passes(repo)
    (repo.path / DOC).write_bytes(b"other\r\nwords\r\n")
    assert not check(repo).passed(DOC)


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d" * 32 + "\nsize 12345\n"


@pytest.mark.parametrize(
    ("path", "attributes"),
    [(DOC, "*.txt filter=lfs diff=lfs merge=lfs -text\n"), (SIDE, ""), ("seeds/dredging.warc.gz", "")],
)
def test_F7_a_pointer_is_no_content(declared: Repo, path: str, attributes: str) -> None:
    evidenced(declared)
    declared.write(".gitattributes", attributes)
    if path == DOC:
        evidenced(declared, text=POINTER.encode())
    declared.write(path, POINTER)
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        assert not ended.passed(DOC)
        assert path.endswith(".gz") or "PG113" in codes_at(ended, DOC)


def test_F8_a_submodule_is_not_judged_as_if_empty(repo: Repo, new_repo: Callable[..., Repo]) -> None:
    other = new_repo("other")
    other.document("inner.txt")
    other.commit()
    repo.git("submodule", "--quiet", "add", str(other.path), "seeds/sub")
    repo.commit()
    for source in SOURCES:
        assert codes_at(check(repo, *source), "seeds/sub") == {"PG112"}
    repo.git("submodule", "--quiet", "deinit", "--force", "--all")
    assert codes_at(check(repo), "seeds/sub") == {"PG112"}


def test_F8_sparse_checkouts_are_judged_whole(repo: Repo) -> None:
    repo.document("seeds/deep/bad.txt", "bad\n")
    repo.write("seeds/deep/bad.txt.source.yaml", BAD)
    repo.commit()
    repo.git("sparse-checkout", "set", "--no-cone", "/*", "!/seeds/deep/")
    assert not (repo.path / "seeds/deep").exists()
    for source in SOURCES:
        ended = check(repo, *source)
        assert (ended.passed("seeds/deep/bad.txt"), ended.passed(DOC)) == (False, True)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_F8_edits_that_git_hides(repo: Repo, flag: str) -> None:
    """Git holds the old bytes and will commit them; the hidden edit is in no commit."""
    repo.git("update-index", flag, SIDE)
    repo.write(SIDE, BAD)
    assert repo.git("status", "--porcelain") == ""
    for source in SOURCES:
        passes(repo, *source)
    repo.git("update-index", flag.replace("--", "--no-"), SIDE)
    assert not check(repo).passed(DOC)


def test_F9_a_base_that_a_shallow_clone_lacks(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD").strip()
    repo.document("seeds/new.txt", "new\n")
    repo.commit()
    repo.git("clone", "--quiet", "--depth", "1", f"file://{repo.path}", "../shallow")
    shallow = Repo(repo.path.parent / "shallow")
    for source in SOURCES:
        passes(shallow, *source)
    for source in (("--rev", base), ("--policy-from", base), ("--policy-from", "HEAD~1"), ("--rev", "HEAD~1")):
        assert "fetch-depth: 0" in run(shallow, "check", *source, wanted=3).err


@pytest.mark.parametrize("bare", [True, False])
def test_F10_a_partial_clone_is_not_filled(repo: Repo, bare: bool) -> None:
    """The remote runs a program when git asks it for objects; it is never asked."""
    repo.git("config", "uploadpack.allowFilter", "true")
    more = ["--bare"] if bare else ["--no-checkout"]
    repo.git("clone", "--quiet", *more, "--filter=blob:none", f"file://{repo.path}", "../partial")
    partial = Repo(repo.path.parent / "partial")
    trap = partial.path.parent / "sprung"
    partial.git("config", "protocol.ext.allow", "always")
    partial.git("config", "remote.origin.url", f"ext::sh -c touch% {trap}")
    assert "git fetch --refetch" in run(partial, "check", "--rev", "main", wanted=3).err
    if not bare:
        partial.git("read-tree", "HEAD")
        assert "git fetch --refetch" in run(partial, "check", "--staged", wanted=3).err
    assert not trap.exists()
    assert partial.run("git", "cat-file", "blob", f"main:{SIDE}").returncode != 0
    assert trap.exists(), "the trap itself is out of order"


def test_F11_replaced_objects_are_not_believed(repo: Repo) -> None:
    repo.write("seeds/bad.txt", "bad\n")
    repo.write("seeds/bad.txt.source.yaml", BAD)
    repo.commit()
    for path, lie in ((SIDE, BAD.encode()), ("seeds/bad.txt.source.yaml", good(b"bad\n").encode())):
        evil = repo.run("git", "hash-object", "-w", "--stdin", stdin=lie).stdout.strip()
        repo.git("replace", repo.git("rev-parse", f"HEAD:{path}").strip(), evil)
    tree = repo.git("rev-parse", "HEAD~1^{tree}").strip()
    commit = repo.git("commit-tree", tree, "-m", "lie").strip()
    repo.git("replace", "HEAD", commit)
    assert "bad" not in repo.git("ls-tree", "-r", "HEAD", "--name-only")
    for source in SOURCES:
        ended = check(repo, *source)
        assert (ended.passed(DOC), ended.passed("seeds/bad.txt")) == (True, False)


def test_F12_answers_stay_with_their_questions(declared: Repo) -> None:
    """A name with a line feed asks two questions where names are asked by line; every verdict stays with its own bytes."""
    contents = {
        "seeds/a.txt": "a\n",
        f"seeds/b\n:{DOC}": "b\n",
        "seeds/c\nd.txt": "c\n",
        "seeds/\n": "n\n",
        DOC: "last\n",
    }
    for path, content in contents.items():
        declared.document(path, content)
    declared.write("seeds/z.txt", "z\n")
    declared.write("seeds/z.txt.source.yaml", good(b"not z\n"))
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        levels = {each["path"]: each["level"] for each in ended.report["documents"]}
        assert len(levels) == len(contents) + 1
        assert [levels["seeds/a.txt"], levels[DOC]] == ["declared", "declared"]
        assert [each["path"] for each in ended.report["documents"] if each["passed"]] == ["seeds/a.txt", DOC]
        told = [found["path"] for found in ended.report["findings"] if found["code"] == "PG401"]
        assert told == ["seeds/z.txt.source.yaml"]


def test_F12_other_line_ends_in_names_of_changed_files(repo: Repo) -> None:
    """Changed files go through `hash-object --stdin-paths`, which reads names by line."""
    repo.git("config", "core.autocrlf", "true")
    for name in ("a\nb.txt", '"quoted".txt', "cr\r", "c.txt"):
        repo.document(f"seeds/{name}", f"{len(name)}\n")
    ended = check(repo)
    assert not any(found["code"] == "PG401" for found in ended.report["findings"])
    assert ended.passed("seeds/c.txt")


MAGIC = ("[ab].txt", "*.txt", ":(top)x.txt", ":!x.txt", ":", "a.txt")


def test_F13_names_are_no_patterns(declared: Repo) -> None:
    for number, name in enumerate(MAGIC):
        declared.document(f"seeds/{name}", f"{number}\n")
    declared.commit()
    for number, name in enumerate(MAGIC):
        ended = run(declared, "check", "--format", "json", *SOURCES[number % 2], "--", f"seeds/{name}")
        assert [each["path"] for each in ended.report["documents"]] == [f"seeds/{name}"]
    declared.write("seeds/[ab].txt", "changed\n")
    assert "pinned" in run(declared, "pin", "seeds/[ab].txt", wanted=0).out
    assert declared.git("status", "--porcelain").count("\n") == 2


def test_F13_roots_are_no_patterns(repo: Repo) -> None:
    roots = ["se[e]ds", ":(top)seeds", ":!seeds", "seed?", "*"]
    repo.write("provgate.yaml", POLICY + f"corpus: {roots}\n")
    for root in roots:
        repo.document(f"{root}/a.txt", f"{root}\n")
    repo.commit()
    for source in SOURCES:
        ended = check(repo, *source)
        assert sorted(each["path"] for each in ended.report["documents"]) == sorted(f"{root}/a.txt" for root in roots)


def test_F13_how_the_caller_reads_patterns_is_not_passed_on(repo: Repo) -> None:
    for names in (("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS"), ("GIT_ICASE_PATHSPECS", "GIT_LITERAL_PATHSPECS")):
        passes(repo, **dict.fromkeys(names, "1"))


def test_F14_a_hook_judges_the_index_of_its_commit(repo: Repo) -> None:
    repo.write(
        ".git/hooks/pre-commit", f'#!/bin/sh\nenv | grep ^GIT_ >../env\nexec "{PROVGATE}" check --staged\n'
    ).chmod(0o755)
    repo.write(SIDE, BAD)
    assert repo.run("git", "commit", "--all", "--message", "all").returncode == 1
    assert "index.lock" in (repo.path.parent / "env").read_text()
    repo.write(SIDE, good())
    repo.document("seeds/new.txt", "new\n")
    repo.git("add", "seeds")
    half = repo.run("git", "commit", "--message", "half", "seeds/new.txt")
    assert (half.returncode, "PG103" in half.stdout + half.stderr) == (1, True)
    assert "next-index" in (repo.path.parent / "env").read_text()
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.path.parent / "linked")
    linked.write(SIDE, BAD)
    assert linked.run("git", "commit", "--all", "--message", "bad").returncode == 1
    assert "GIT_DIR" in (repo.path.parent / "env").read_text()


def test_F14_an_index_and_a_repository_named_by_the_environment(repo: Repo, new_repo: Callable[..., Repo]) -> None:
    index = str(repo.path.parent / "other-index")
    repo.write(SIDE, BAD)
    assert Repo(repo.path, {"GIT_INDEX_FILE": index}).git("add", "--all") == ""
    assert not check(repo, "--staged", GIT_INDEX_FILE=index).passed(DOC)
    passes(repo, "--staged")
    elsewhere = new_repo("elsewhere")
    named: dict[str, Any] = {"GIT_DIR": str(repo.path / ".git"), "GIT_WORK_TREE": str(repo.path)}
    passes(elsewhere, "--staged", **named)
    assert not check(elsewhere, **named).passed(DOC)


def test_F15_an_embedded_repository_runs_nothing(repo: Repo) -> None:
    trap = repo.path.parent / "sprung"
    settings = "".join(
        f'{name} = "touch {trap}; false"\n'
        for name in ("fsmonitor", "sshCommand", "gitProxy", "editor", "pager", "askPass", "alternateRefsCommand")
    )
    settings += f"hooksPath = {repo.write('.git/traps/post-index-change', f'#!/bin/sh{chr(10)}touch {trap}').parent}\n"
    repo.run("chmod", "+x", ".git/traps/post-index-change")
    Repo(repo.path / "seeds").git("init", "--quiet", "--bare", "trap")
    repo.write("seeds/trap/config", f"[core]\nrepositoryformatversion = 0\nbare = true\nworktree = ..\n{settings}")
    repo.git("add", "--all")
    for where in (repo.path, repo.path / "seeds/trap"):
        for source in SOURCES:
            assert run(where, "check", *source).code in (0, 1, 2, 3)
            assert not trap.exists(), (where, source)
    repo.git("config", "core.fsmonitor", f"touch {trap}; false")
    check(repo)
    assert not trap.exists()


def test_F16_unmerged_paths(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.document(DOC, "theirs\n")
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.document(DOC, "ours\n")
    repo.document("seeds/good.txt", "good\n")
    repo.commit()
    assert repo.run("git", "merge", "side").returncode != 0
    for source in SOURCES[:2]:
        ended = check(repo, *source)
        assert "PG114" in codes_at(ended, DOC) & codes_at(ended, SIDE)
        assert (ended.passed(DOC), ended.passed("seeds/good.txt")) == (False, True)


@pytest.mark.parametrize("folder", [".", "seeds"])
def test_F17_modules_of_the_corpus_are_not_imported(repo: Repo, folder: str) -> None:
    for name in (
        "yaml",
        "jsonschema",
        "provgate",
        "argparse",
        "pathspec",
        "sitecustomize",
        "usercustomize",
        "typing",
        "re",
    ):
        repo.write(f"{folder}/{name}.py", "import os\nos._exit(77)\n")
    for source in SOURCES:
        assert run(repo.path / folder, "check", *source, offline=False).code in (0, 1)


def test_F18_a_commit_past_the_hook_is_refused_by_its_revision(repo: Repo) -> None:
    repo.write(".git/hooks/pre-commit", f'#!/bin/sh\nexec "{PROVGATE}" check --staged\n').chmod(0o755)
    repo.write("seeds/new.txt", "alone\n")
    repo.git("add", "--all")
    assert repo.run("git", "commit", "--message", "x").returncode == 1
    assert repo.run("git", "commit", "--no-verify", "--message", "x").returncode == 0
    assert codes_at(check(repo, "--rev", "HEAD"), "seeds/new.txt") == {"PG101"}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("provgate.yaml", POLICY),
        ("provgate.yaml", "schema: 1\nignore: ['**']\n"),
        ("provgate.yaml", "schema: 1\ncorpus: [other]\n"),
        ("outlets.yaml", OUTLETS + "  pier-post: {name: Pier Post, domains: [pierpost.example]}\n"),
        ("attesters.yaml", "schema: 1\nattesters: {}\n"),
    ],
)
def test_F19_a_change_does_not_choose_its_judge(strict: Repo, path: str, content: str) -> None:
    evidenced(strict)
    strict.write("other/.gitkeep", "")
    strict.commit()
    strict.git("checkout", "--quiet", "-b", "change")
    strict.write(path, content)
    strict.write("seeds/lie.txt", document(PARAGRAPHS[:1]))
    strict.write("seeds/lie.txt.source.yaml", good(document(PARAGRAPHS[:1])))
    strict.commit()
    ended = check(strict, "--rev", "HEAD", "--policy-from", "main")
    assert not ended.passed("seeds/lie.txt")
    assert codes_at(ended, path), ended.out


def test_F20_nothing_is_cloned_with_its_submodules() -> None:
    """Neither templates nor product; the CI steps check out what is judged, and nothing that it names."""
    places = [ROOT / "action.yml", *(ROOT / "templates").iterdir(), *(ROOT / "validators").rglob("*.py")]
    texts = {place: place.read_text(encoding="utf-8") for place in places}
    assert all(
        re.search(r"recurse-submodules|submodules:|git clone|submodule update|GIT_SUBMODULE_STRATEGY: (?!none)", text)
        is None
        for text in texts.values()
    )
    assert any("check" in text for text in texts.values())


def test_sha256_repositories(new_repo: Callable[..., Repo]) -> None:
    repo = new_repo("longer", "--object-format=sha256")
    repo.write("provgate.yaml", "schema: 1\n")
    repo.write("outlets.yaml", OUTLETS)
    evidenced(repo)
    assert len(repo.commit()) == 64
    repo.git("config", "core.autocrlf", "true")
    repo.write(DOC, document().replace(b"\n", b"\r\n"))
    for source in SOURCES:
        passes(repo, *source)
    repo.git("mv", DOC, "seeds/moved.txt")
    assert "PG107" in codes_at(check(repo, "--staged"), "seeds/moved.txt")
