"""Where nothing is modified, working tree, index and commit are one corpus, and get one report."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depth import examples
from gating import check
from repos import OUTLETS, POLICY, SIDECAR, Repo

NAMES = ("a.txt", "b.txt", "A.txt", "sub/a.txt", "sub/c.md", "é.txt", "a.txt.source.yml", "con.txt", "line\nbreak")
TEXTS = ("", "one\n", "two\r\n", "version https://git-lfs.github.com/spec/v1\n")
SIDECARS = (
    "",
    "schema: 1\n",
    SIDECAR.partition("sha256")[0],
    SIDECAR.format(sha256="0" * 64),
    "not: [yaml",
    "x\n" * 40_000,
)
ATTRIBUTES = ("", "*.txt ident\n", "*.txt text eol=crlf\n", "*.md -text\n", "sub/* working-tree-encoding=UTF-8\n")

pairs = st.tuples(st.sampled_from(TEXTS), st.sampled_from(SIDECARS))
files = st.dictionaries(st.sampled_from(NAMES), pairs, max_size=6)
orphans = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(SIDECARS[1:]), max_size=2)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    repo = Repo(tmp_path_factory.mktemp("scratch"))
    repo.git("init", "--quiet")
    repo.write("outlets.yaml", OUTLETS)
    return repo


def clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@settings(examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(files, orphans, st.sampled_from(ATTRIBUTES), st.sampled_from(["declared", "evidenced"]))
def test_unmodified_sources_get_one_report(
    scratch: Repo,
    files: dict[str, tuple[str, str]],
    orphans: dict[str, str],
    attributes: str,
    require: str,
) -> None:
    clear(scratch.path / "seeds")
    scratch.write("seeds/.gitkeep", "")
    scratch.write("seeds/.gitattributes", attributes)
    scratch.write("provgate.yaml", POLICY.replace("declared", require))
    for name, (text, sidecar) in files.items():
        scratch.write(f"seeds/{name}", text)
        if sidecar:
            scratch.write(f"seeds/{name}.source.yaml", sidecar)
    for name, sidecar in orphans.items():
        scratch.write(f"seeds/{name}.source.yaml", sidecar)
    scratch.commit()
    # A commit's renames are told from its parent, the index's from HEAD: with an empty commit on top both are this tree.
    scratch.commit()
    worktree, index, commit = (check(scratch, *source) for source in ((), ("--staged",), ("--rev", "HEAD")))
    assert worktree.code in (0, 1)
    assert (worktree.code, worktree.out) == (index.code, index.out) == (commit.code, commit.out)
    passed = [document["passed"] for document in worktree.report["documents"]]
    wrong = any(found["severity"] == "error" for found in worktree.report["findings"])
    assert worktree.code == int(wrong or not all(passed))
    assert {document["path"] for document in worktree.report["documents"]} <= {f"seeds/{name}" for name in files}
