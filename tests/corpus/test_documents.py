"""What stands beside what: pairs, halves, doubles, odd names and things that are no files, through the command line."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gating import check, run
from pages import evidenced, sha256, warc
from provgate.corpus import paths as pathnames
from provgate.corpus.documents import assemble
from provgate.corpus.duplicates import duplicates
from provgate.corpus.worktree import Entry, Kind
from provgate.findings import CannotCheckError
from provgate.formats.claims import SUFFIX
from provgate.formats.policy import Policy
from repos import OUTLETS, POLICY, SIDECAR, Repo

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
UNPINNED = SIDECAR.partition("sha256")[0]
SOURCES = ((), ("--staged",))


def both(repo: Repo, path: str) -> list[str]:
    """The codes at this path, which working tree and index must agree on."""
    repo.git("add", "--all")
    on_disk, staged = (check(repo, *source).codes(path) for source in SOURCES)
    assert on_disk == staged
    return staged


# --- pairs and halves


def test_a_lonely_document(repo: Repo) -> None:
    repo.write("seeds/alone.txt", "alone\n")
    assert both(repo, "seeds/alone.txt") == ["PG101"]
    found = check(repo).one("PG101")
    assert found["message"] == "sidecar `alone.txt.source.yaml` not found"
    assert found["help"] == "run `provgate new seeds/alone.txt`, fill in the sidecar, and add both to the commit"
    assert (found["line"], found["column"]) == (1, 1)


def test_a_lonely_sidecar(repo: Repo) -> None:
    repo.write("seeds/gone.txt.source.yaml", UNPINNED)
    assert both(repo, "seeds/gone.txt.source.yaml") == ["PG102"]
    found = check(repo).one("PG102")
    assert found["message"] == "this sidecar has no document: `seeds/gone.txt` does not exist"
    assert (
        found["help"]
        == "restore `seeds/gone.txt`; if it was deleted on purpose, run `git rm seeds/gone.txt.source.yaml`"
    )


def test_a_sidecar_in_another_folder(repo: Repo) -> None:
    repo.write("seeds/2026/new.txt", "new\n")
    repo.write("seeds/new.txt.source.yaml", UNPINNED)
    assert both(repo, "seeds/2026/new.txt") == ["PG104"]
    assert both(repo, "seeds/new.txt.source.yaml") == []
    assert check(repo, "seeds/new.txt.source.yaml").codes("seeds/new.txt.source.yaml") == ["PG102"]
    assert check(repo).one("PG104")["help"] == ("run `git mv seeds/new.txt.source.yaml seeds/2026/new.txt.source.yaml`")


@pytest.mark.parametrize(
    "suffix", [".source.yml", ".SOURCE.YAML", ".source.json", ".sources.yaml", ".meta.yml", ".yaml"]
)
def test_a_sidecar_by_another_suffix(repo: Repo, suffix: str) -> None:
    repo.git("mv", SIDE, DOC + suffix)
    assert both(repo, DOC + suffix) == ["PG105"]
    assert both(repo, DOC) == ["PG101"]
    assert check(repo).one("PG105")["help"] == f"run `git mv {DOC}{suffix} {SIDE}`"


def test_a_second_sidecar(repo: Repo) -> None:
    repo.write(DOC + ".source.yml", UNPINNED)
    assert both(repo, DOC + ".source.yml") == ["PG106"]
    assert check(repo).one("PG106")["help"] == f"keep one of the two: delete `{DOC}.source.yml` or `{SIDE}`"


def test_a_document_that_looks_like_a_sidecar_is_one_by_its_own_sidecar(repo: Repo) -> None:
    repo.document(DOC + ".yaml", "data: about dredging\n")
    repo.git("add", "--all")
    for source in SOURCES:
        ran = check(repo, *source)
        assert (ran.code, ran.levels.keys()) == (0, {DOC, DOC + ".yaml"})


def test_a_document_may_look_like_a_sidecar_of_nothing(repo: Repo) -> None:
    repo.document("seeds/readme.source.yml", "not a sidecar\n")
    assert both(repo, "seeds/readme.source.yml") == []


def test_a_file_that_is_only_the_suffix_is_a_document(repo: Repo) -> None:
    repo.write("seeds/.source.yaml", UNPINNED)
    assert both(repo, "seeds/.source.yaml") == ["PG101"]


def test_a_sidecar_of_a_sidecar_is_an_orphan(repo: Repo) -> None:
    repo.write(SIDE + ".source.yaml", UNPINNED)
    assert both(repo, SIDE + ".source.yaml") == ["PG102"]


def test_findings_in_a_sidecar_point_at_their_place(repo: Repo) -> None:
    repo.write(SIDE, UNPINNED + "colour: blue\n")
    found = check(repo).one("PG209")
    assert (found["path"], found["line"], found["column"], found["pointer"]) == (SIDE, 6, 1, "/colour")


# --- renames and deletions


@pytest.mark.parametrize("pinned", [True, False])
@pytest.mark.parametrize("staged", [True, False])
def test_renaming_only_the_document(repo: Repo, pinned: bool, staged: bool) -> None:
    if not pinned:
        repo.write(SIDE, UNPINNED)
        repo.commit()
    if staged:
        repo.git("mv", DOC, "seeds/new.txt")
    else:
        (repo.path / DOC).rename(repo.path / "seeds/new.txt")
    ran = check(repo, *(["--staged"] if staged else []))
    assert ran.code == 1
    assert ran.codes("seeds/new.txt") == ["PG107"]
    move = f"run `git mv {SIDE} seeds/new.txt.source.yaml`"
    assert ran.one("PG107")["help"] == move
    assert ran.one("PG107")["message"] == (
        f"the sidecar of these bytes is `{SIDE}`: the document or the sidecar was renamed alone"
    )
    assert ran.codes(SIDE) == []


def test_the_advised_move_mends_it(repo: Repo) -> None:
    repo.git("mv", DOC, "seeds/it's new.txt")
    advice = check(repo, "--staged").one("PG107")["help"]
    assert repo.run("sh", "-c", advice.removeprefix("run `").removesuffix("`")).returncode == 0
    assert check(repo, "--staged").code == 0


@pytest.mark.parametrize("pinned", [True, False])
def test_renaming_only_the_sidecar(repo: Repo, pinned: bool) -> None:
    if not pinned:
        repo.write(SIDE, UNPINNED)
        repo.commit()
    repo.git("mv", SIDE, "seeds/new.txt.source.yaml")
    ran = check(repo, "--staged")
    assert ran.code == 1
    assert ran.codes(DOC) == ["PG107"]
    assert ran.codes("seeds/new.txt.source.yaml") == []
    assert ran.one("PG107")["help"] == f"run `git mv seeds/new.txt.source.yaml {SIDE}`"


def test_renaming_both_passes(repo: Repo) -> None:
    repo.git("mv", DOC, "seeds/new.txt")
    repo.git("mv", SIDE, "seeds/new.txt.source.yaml")
    assert check(repo, "--staged").code == 0


def test_a_rename_in_an_old_commit_is_recognised(repo: Repo) -> None:
    repo.write(SIDE, UNPINNED)
    repo.commit()
    repo.git("mv", DOC, "seeds/new.txt")
    repo.commit()
    assert check(repo, "--rev", "HEAD").codes("seeds/new.txt") == ["PG107"]


def test_a_lonely_document_beside_an_unrelated_orphan(repo: Repo) -> None:
    repo.write("seeds/new.txt", "other words\n")
    (repo.path / DOC).unlink()
    assert check(repo).codes("seeds/new.txt") == ["PG101"]
    assert check(repo).codes(SIDE) == ["PG102"]


def test_two_renames_at_once(repo: Repo) -> None:
    for name in ("one", "two"):
        repo.write(f"seeds/{name}.txt", f"{name}\n")
        repo.write(f"seeds/{name}.txt.source.yaml", UNPINNED)
    repo.commit()
    for name in ("one", "two"):
        repo.git("mv", f"seeds/{name}.txt", f"seeds/new-{name}.txt")
    ran = check(repo, "--staged")
    for name in ("one", "two"):
        assert ran.codes(f"seeds/new-{name}.txt") == ["PG107"]


def test_orphans_outside_git_are_matched_by_pin_only(tmp_path: Path) -> None:
    folder = Repo(tmp_path)
    folder.write("provgate.yaml", POLICY)
    folder.write("outlets.yaml", OUTLETS)
    folder.write("seeds/a.txt", "a\n")
    folder.write("seeds/b.txt.source.yaml", UNPINNED)
    assert check(folder).codes("seeds/a.txt") == ["PG101"]
    folder.write("seeds/b.txt.source.yaml", SIDECAR.format(sha256=sha256(b"a\n")))
    assert check(folder).codes("seeds/a.txt") == ["PG107"]


def test_deleting_only_the_document(repo: Repo) -> None:
    repo.git("rm", "--quiet", DOC)
    assert check(repo, "--staged").findings == [("PG102", SIDE)]


def test_deleting_only_the_sidecar(repo: Repo) -> None:
    repo.git("rm", "--quiet", SIDE)
    assert check(repo, "--staged").findings == [("PG101", DOC)]


def test_deleting_both_leaves_nothing_to_find(repo: Repo) -> None:
    repo.document("seeds/other.txt", "other\n")
    repo.commit()
    repo.git("rm", "--quiet", DOC, SIDE)
    assert check(repo, "--staged").code == 0


# --- things that are no files


def test_a_link_as_document(repo: Repo) -> None:
    repo.write("seeds/link.txt.source.yaml", UNPINNED)
    (repo.path / "seeds/link.txt").symlink_to("/etc/passwd")
    assert both(repo, "seeds/link.txt") == ["PG111"]
    ran = check(repo)
    assert ran.levels["seeds/link.txt"] == ("none", False)
    assert "root:" not in ran.out


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "/proc/self/environ", "/dev/zero", "dredging.txt.source.yaml", "gone"]
)
def test_a_link_as_sidecar(repo: Repo, target: str) -> None:
    (repo.path / SIDE).unlink()
    (repo.path / SIDE).symlink_to(target)
    assert both(repo, SIDE) == ["PG111"]
    assert both(repo, DOC) == []
    ran = check(repo)
    assert (ran.code, ran.levels[DOC]) == (1, ("none", False))
    assert "root:" not in ran.out


def test_a_link_as_evidence(repo: Repo) -> None:
    evidenced(repo)
    (repo.path / "seeds/dredging.warc.gz").rename(repo.path / "outside.warc.gz")
    (repo.path / "seeds/dredging.warc.gz").symlink_to("../outside.warc.gz")
    assert both(repo, "seeds/dredging.warc.gz") == ["PG111"]
    assert both(repo, SIDE) == ["PG404"]
    assert "is a symlink, not a regular file" in check(repo).one("PG404")["message"]


def test_a_link_as_corpus_root(repo: Repo) -> None:
    (repo.path / "seeds").rename(repo.path / "elsewhere")
    (repo.path / "seeds").symlink_to("elsewhere")
    assert both(repo, "seeds") == ["PG111"]
    assert check(repo).levels == {"seeds": ("none", False)}


def test_a_link_above_a_corpus_root(repo: Repo) -> None:
    """Git does not see it: to its index the files are where they were."""
    repo.document("deep/seeds/new.txt", "other words\n")
    repo.write("provgate.yaml", POLICY + "corpus: [deep/seeds]\n")
    repo.commit()
    for _ in range(2):
        assert run(repo, "check", env={"CI": ""}).code == 0
    (repo.path / "deep").rename(repo.path / "elsewhere")
    (repo.path / "deep").symlink_to("elsewhere")
    ran = run(repo, "check", env={"CI": ""})
    assert (ran.code, ran.out) == (2, "")
    assert "`deep/seeds` does not exist: `deep` is a link" in ran.err
    assert run(repo, "check", "--staged").code == 0


def test_a_link_as_folder(repo: Repo) -> None:
    (repo.path / "seeds/more").symlink_to("../seeds")
    assert both(repo, "seeds/more") == ["PG111"]


def test_a_passed_over_name_is_passed_over_only_as_a_file(repo: Repo) -> None:
    (repo.path / "seeds/.gitkeep").symlink_to("/etc/passwd")
    assert both(repo, "seeds/.gitkeep") == ["PG111"]


def test_pipes_and_sockets_do_not_hang(repo: Repo) -> None:
    (repo.path / DOC).unlink()
    os.mkfifo(repo.path / DOC)
    ran = check(repo)
    assert (ran.code, ran.codes(DOC)) == (1, ["PG117"])
    os.mkfifo(repo.path / "seeds/untracked")
    assert check(repo).codes("seeds/untracked") == []


def test_pipes_and_sockets_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Repo(tmp_path)
    folder.write("provgate.yaml", POLICY)
    folder.write("seeds/pipe.txt.source.yaml", UNPINNED)
    os.mkfifo(tmp_path / "seeds/pipe.txt")
    monkeypatch.chdir(tmp_path / "seeds")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
    assert check(folder).codes("seeds/pipe.txt") == ["PG117"]
    assert check(folder).codes("seeds/socket") == ["PG117"]


def test_a_pipe_as_sidecar(repo: Repo) -> None:
    (repo.path / SIDE).unlink()
    os.mkfifo(repo.path / SIDE)
    assert check(repo).codes(SIDE) == ["PG117"]


def test_a_submodule(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    other.path.mkdir()
    other.git("init", "--quiet")
    other.commit()
    repo.git("submodule", "--quiet", "add", str(other.path), "seeds/sub")
    assert both(repo, "seeds/sub") == ["PG112"]
    repo.commit()
    (repo.path / "seeds/sub/file").write_text("changed inside")
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        assert check(repo, *source).codes("seeds/sub") == ["PG112"]


def test_a_nested_repository(repo: Repo) -> None:
    nested = Repo(repo.path / "seeds/nested")
    nested.path.mkdir()
    nested.git("init", "--quiet")
    nested.write("inner.txt", "inner\n")
    assert check(repo).codes("seeds/nested") == ["PG112"]


def test_unmerged_paths(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "side")
    repo.document(DOC, "theirs\n")
    repo.commit()
    repo.git("checkout", "--quiet", "main")
    repo.document(DOC, "ours\n")
    repo.commit()
    assert repo.run("git", "merge", "side").returncode != 0
    for source in SOURCES:
        ran = check(repo, *source)
        assert ran.codes(DOC) == ["PG114"]
        assert ran.codes(SIDE) == ["PG114"]


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d" * 32 + "\nsize 12345\n"


def test_lfs_pointers(repo: Repo) -> None:
    repo.document(DOC, POINTER)
    assert both(repo, DOC) == ["PG113"]
    assert check(repo).one("PG113")["message"].endswith("not the content of the document")
    repo.document(DOC)
    repo.write(SIDE, POINTER)
    assert both(repo, DOC) == ["PG113"]
    assert check(repo).one("PG113")["message"].endswith("not the content of the sidecar")


def test_a_folder_named_like_a_sidecar(repo: Repo) -> None:
    (repo.path / SIDE).unlink()
    repo.write(SIDE + "/inside.txt", "inside\n")
    assert both(repo, SIDE + "/inside.txt") == ["PG101"]
    assert both(repo, DOC) == ["PG101"]
    assert run(repo, "new", DOC, "--force").code == 3


# --- names


def test_names_that_collide(repo: Repo) -> None:
    repo.document("seeds/Dredging.txt", "case\n")
    assert both(repo, DOC) == ["PG109"]
    assert both(repo, SIDE) == ["PG109"]
    message = check(repo, DOC).report["findings"][0]["message"]
    assert message == "differs from `seeds/Dredging.txt` only in case or Unicode form"


@pytest.mark.parametrize(
    ("path", "inside"),
    [("Seeds/dredging.txt", DOC), ("SEEDS/deep/new.txt", "seeds/deep/new.txt"), ("Seeds", "seeds"), ("seedS", "seeds")],
)
def test_names_outside_that_land_in_the_corpus_elsewhere(repo: Repo, path: str, inside: str) -> None:
    repo.write(path, "other words\n")
    repo.git("add", path)
    for source in ((), ("--staged",)):
        [found] = [found for found in check(repo, *source).report["findings"] if found["path"] == path]
        assert (found["code"], found["message"]) == ("PG109", f"differs from `{inside}` only in case or Unicode form")
    repo.write("seedless/a.txt", "no document\n")
    repo.git("rm", "-q", "-f", path)
    repo.git("add", ".")
    assert check(repo).code == 0


def test_names_that_differ_in_unicode_form_only(repo: Repo) -> None:
    composed, apart = (unicodedata.normalize(form, "seeds/café.txt") for form in ("NFC", "NFD"))
    repo.document(composed, "one\n")
    repo.document(apart, "two\n")
    assert sorted(both(repo, composed) + both(repo, apart)) == ["PG109"]


ODD_NAMES = {
    "line\nbreak.txt": "PG110",
    "esc\x1b[31m.txt": "PG110",
    'quote".txt': "PG110",
    "bidi\u202etxt.exe": "PG110",
    "zero\u200bwidth.txt": "PG110",
    "back\\slash.txt": "PG110",
    "con.txt": "PG108",
    "dot.": "PG108",
    "space ": "PG108",
    "n" * 251: "PG108",
    "::error::x.txt": "PG110",
    "COM¹.txt": "PG108",
    "tab\t.txt": "PG110",
    "cr\r.txt": "PG110",
}


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_odd_names(repo: Repo, name: str) -> None:
    repo.write(f"seeds/{name}", "odd\n")
    repo.git("add", "--all")
    assert both(repo, f"seeds/{name}") == ["PG101", ODD_NAMES[name]]
    text = run(repo, "check").out
    assert not set(text) & set("\x1b\u202e\u200b\t\r")
    assert "::error::" not in text
    assert check(repo, f"seeds/{name}").code == 1


def test_names_that_are_not_utf8(repo: Repo) -> None:
    name = os.fsdecode(b"seeds/\xff\xfe.txt")
    repo.write(name, "odd\n")
    repo.git("add", "--all")
    for source in SOURCES:
        ran = check(repo, *source)
        assert [found["code"] for found in ran.report["findings"] if "xff" in found["path"]] == ["PG101", "PG110"]
        assert "the byte 0xFF, which is not UTF-8" in ran.one("PG110")["message"]
    assert check(repo, name).code == 1
    assert repo.provgate("check").returncode == 1


@pytest.mark.parametrize("name", ["José's notes.txt", "王小明.txt", "-leading.txt", "a.b.c", "Ünïcode – dash.txt", "x"])
def test_names_that_are_fine(repo: Repo, name: str) -> None:
    repo.document(f"seeds/{name}", "fine\n")
    assert both(repo, f"seeds/{name}") == []
    assert check(repo).code == 0


def test_a_leading_dash_in_the_root_corpus_can_be_pasted(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [.]\n")
    repo.write("-n.txt", "dash\n")
    advice = check(repo).one("PG101")["help"]
    assert advice.startswith("run `provgate new ./-n.txt`")
    assert run(repo, "new", "./-n.txt").code == 0
    assert check(repo).codes("-n.txt") == []


# --- what is passed over


@pytest.mark.parametrize("name", [".gitkeep", ".gitignore", ".gitattributes", "deep/.gitkeep"])
def test_files_of_git_are_passed_over(repo: Repo, name: str) -> None:
    repo.write(f"seeds/{name}", "")
    assert both(repo, f"seeds/{name}") == []


def test_ignored_documents_are_passed_over_with_their_sidecars(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "ignore: [seeds/drafts/**, '*.md', '!seeds/keep.md']\n")
    repo.document("seeds/drafts/a.txt", "a\n")
    for path in ("seeds/readme.md", "seeds/keep.md", "seeds/drafts/b.txt"):
        repo.write(path, "words\n")
    repo.git("add", "--all")
    for source in SOURCES:
        ran = check(repo, *source)
        assert ran.levels.keys() == {DOC, "seeds/keep.md"}
        assert ran.findings == [("PG508", "provgate.yaml"), ("PG101", "seeds/keep.md")]


def test_no_pattern_hides_a_sidecar_alone(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "ignore: ['*.source.yaml']\n")
    assert check(repo).code == 0
    repo.write(SIDE, "schema: 1\n")
    assert check(repo).code == 1


def test_what_an_interrupted_write_left_is_passed_over_until_it_is_added(repo: Repo) -> None:
    repo.write("seeds/.provgate-x1.tmp", "half")
    assert check(repo).code == 0
    repo.git("add", "--all")
    assert check(repo, "--staged").codes("seeds/.provgate-x1.tmp") == ["PG101"]


def test_settings_are_no_documents(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [.]\noutlets: seeds/outlets.yaml\n")
    (repo.path / "outlets.yaml").unlink()
    repo.write("seeds/outlets.yaml", OUTLETS)
    ran = check(repo)
    assert (ran.code, ran.levels.keys()) == (0, {DOC})


# --- pairs

ENDS = ("", "", ".source.yaml", ".source.yaml", ".yaml", ".SOURCE.yaml", ".warc")
names = st.builds(
    str.__add__,
    st.text(st.sampled_from("aAb.-/é"), min_size=1, max_size=4).filter(
        lambda name: not {"", "."} & set(name.split("/"))
    ),
    st.sampled_from(ENDS),
)


def folders_of(path: str) -> list[str]:
    return [path[:at] for at, letter in enumerate(path) if letter == "/"]


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


@given(st.sets(names, max_size=14))
def test_every_path_is_paired_orphaned_or_told_of(found: set[str]) -> None:
    there = {path for path in found if found.isdisjoint(folders_of(path))}
    entries = [Entry(path, Kind.FILE, path) for path in sorted(there, key=os.fsencode)]
    corpus = assemble(entries, Policy())
    documents = list(corpus.documents)
    assert documents == list(corpus.documents)
    assert len(documents) == len(corpus.documents)
    strays = {stray.path: {fault.kind for fault in stray.faults} for stray in corpus.strays}
    misnamed = {path for path, kinds in strays.items() if kinds & {"wrong-sidecar-suffix", "duplicate-sidecar"}}
    sidecars = {path for path in there if path.endswith(SUFFIX) and path.rpartition("/")[2] != SUFFIX}
    others = [entry for entry in entries if entry.path not in sidecars | misnamed and not entry.path.endswith(".warc")]
    assert [document.entry for document in documents] == others
    for document in documents:
        assert document.sidecar == next((e for e in entries if e.path == document.path + SUFFIX), None)
        assert (document in corpus.lonely) == (document.sidecar is None)
    owners = {document.path for document in documents}
    assert [entry.path for entry in corpus.orphans] == sorted(
        path for path in sidecars if path.removesuffix(SUFFIX) not in owners
    )
    for path in misnamed:
        owner = pathnames.meant_document(path)
        assert owner in owners | misnamed
        assert ("duplicate-sidecar" in strays[path]) == (owner + SUFFIX in there)


@given(st.sets(names, max_size=14))
def test_of_names_that_are_the_same_to_some_system_all_but_one_are_told(found: set[str]) -> None:
    there = {path for path in found if found.isdisjoint(folders_of(path))}
    corpus = assemble([Entry(path, Kind.FILE, path) for path in sorted(there, key=os.fsencode)], Policy())
    told = {
        each.path: fault.message.split("`")[1]
        for each in (*corpus.strays, *corpus.documents)
        for fault in each.faults
        if fault.kind == "path-collision"
    }
    folders = {folder for path in there for folder in folders_of(path)}
    for path in there:
        alike = {other for other in there if folded(other) == folded(path)}
        standing = {folder for folder in folders if folded(folder) == folded(path)}
        if path in told:
            assert told[path] in (standing or alike) - {path}
        assert len(alike & told.keys()) == (len(alike) if standing else len(alike) - 1)


def test_no_document_goes_missing_with_its_sidecar() -> None:
    entries = [Entry("a", Kind.FILE, "1"), Entry("a.source.yaml", Kind.FILE, "2")]
    documents = assemble(entries, Policy()).documents
    assert [document.path for document in documents] == ["a"]
    entries.pop()
    with pytest.raises(CannotCheckError, match="a: its sidecar was there a moment ago"):
        list(documents)


# --- duplicates and evidence nobody names


def test_documents_with_the_same_bytes_are_a_warning(repo: Repo) -> None:
    repo.document("seeds/again.txt")
    for step in range(2):
        for source in SOURCES[: 1 + step]:
            ran = check(repo, *source)
            assert (ran.code, ran.codes(DOC)) == (0, ["PG115"])
            assert "`seeds/again.txt`" in ran.one("PG115")["message"]
        repo.git("add", "--all")


def test_git_tells_which_bytes_are_the_same_whatever_the_disk_holds(repo: Repo) -> None:
    repo.document("seeds/again.txt")
    repo.commit()
    repo.write(".gitattributes", "again.txt text eol=crlf\n")
    repo.write("seeds/again.txt", (repo.path / DOC).read_bytes().replace(b"\n", b"\r\n"))
    for name in (DOC, "seeds/again.txt"):
        repo.write(f"{name}.yaml", "meant to be a sidecar")
    for source in SOURCES:
        assert "PG115" in check(repo, *source).codes(DOC)


def test_documents_with_the_same_bytes_outside_git(tmp_path: Path) -> None:
    folder = Repo(tmp_path)
    folder.write("provgate.yaml", POLICY)
    folder.write("outlets.yaml", OUTLETS)
    for name, text in (("a", "1\n"), ("b", "1\n"), ("c", "2\n"), ("d", "longer\n")):
        folder.document(f"seeds/{name}.txt", text)
    assert [path for code, path in check(folder).findings if code == "PG115"] == ["seeds/b.txt"]


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from("abc")), unique_by=lambda pair: pair[0]))
def test_every_duplicate_names_the_first(pairs: list[tuple[str, str]]) -> None:
    found = duplicates(pairs)
    for path, sha in pairs:
        first = next(other for other, its in pairs if its == sha)
        assert found.get(path, path) == first


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz", "a.dsse.json"])
def test_evidence_that_nobody_names(repo: Repo, name: str) -> None:
    repo.write(f"seeds/{name}", warc(b"page"))
    assert both(repo, f"seeds/{name}") == ["PG116"]


# --- roots


def test_a_missing_root_is_a_usage_error(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [seeds, more]\n")
    ran = check(repo)
    assert ran.code == 2
    assert "the corpus root `more` does not exist" in ran.err
    (repo.path / "more").mkdir()
    assert check(repo).code == 0
    assert check(repo, "--staged").code == 0


def test_a_staged_policy_with_a_missing_root(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [seeds, more]\n")
    (repo.path / "more").mkdir()
    repo.git("add", "--all")
    assert check(repo, "--staged").code == 2
    repo.write("more/.gitkeep", "")
    repo.git("add", "--all")
    assert check(repo, "--staged").code == 0


def test_a_root_that_is_a_file(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + f"corpus: [{DOC}]\n")
    assert check(repo).codes(DOC) == ["PG101"]


def test_several_roots(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [seeds, more/deep, seeds/x]\n")
    repo.document("more/deep/a.txt", "a\n")
    repo.document("seeds/x/b.txt", "b\n")
    repo.document("more/outside.txt", "outside\n")
    repo.write("more/alone.txt", "alone\n")
    repo.git("add", "--all")
    for source in SOURCES:
        ran = check(repo, *source)
        assert (ran.code, ran.levels.keys()) == (0, {DOC, "more/deep/a.txt", "seeds/x/b.txt"})


@pytest.mark.parametrize("root", [".", "./"])
def test_the_whole_repository_as_corpus(repo: Repo, root: str) -> None:
    repo.write("provgate.yaml", POLICY + f"corpus: ['{root}']\n")
    repo.document("top.txt", "top\n")
    repo.write("alone.txt", "alone\n")
    repo.git("add", "--all")
    for source in SOURCES:
        ran = check(repo, *source)
        assert ran.levels.keys() == {DOC, "top.txt", "alone.txt"}
        assert ran.codes("alone.txt") == ["PG101"]
    assert check(repo, "top.txt").code == 0


def test_odd_letters_in_a_root_are_no_pattern(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: ['se[e]ds', ':(x)']\n")
    repo.document("se[e]ds/a.txt", "a\n")
    repo.document(":(x)/b.txt", "b\n")
    assert check(repo).levels.keys() == {"se[e]ds/a.txt", ":(x)/b.txt"}


def test_an_empty_corpus_passes(repo: Repo) -> None:
    repo.git("rm", "--quiet", DOC, SIDE)
    repo.write("seeds/.gitkeep", "")
    ran = check(repo)
    assert (ran.code, ran.findings) == (0, [])


# --- PATH arguments


@pytest.fixture
def wide(repo: Repo) -> Repo:
    """Good and bad documents in two folders."""
    repo.write("seeds/a/bad.txt", "bad\n")
    repo.write("seeds/b/bad.txt", "worse\n")
    repo.document("seeds/a/good.txt", "good\n")
    repo.write("seeds/b/orphan.txt.source.yaml", UNPINNED)
    repo.commit()
    return repo


@pytest.mark.parametrize(
    ("arguments", "documents", "found"),
    [
        ((DOC,), {DOC}, {"PG508"}),
        ((SIDE,), {DOC}, {"PG508"}),
        (("seeds/a/bad.txt",), {"seeds/a/bad.txt"}, {"PG101"}),
        (("seeds/a",), {"seeds/a/bad.txt", "seeds/a/good.txt"}, {"PG101", "PG508"}),
        (("seeds/a/",), {"seeds/a/bad.txt", "seeds/a/good.txt"}, {"PG101", "PG508"}),
        (("seeds/b/orphan.txt.source.yaml",), set(), {"PG102"}),
        (("seeds/b/orphan.txt",), set(), {"PG102"}),
        (("./seeds/../seeds/a/good.txt", DOC), {"seeds/a/good.txt", DOC}, {"PG508"}),
    ],
)
def test_paths_choose_what_is_shown(
    wide: Repo,
    arguments: tuple[str, ...],
    documents: set[str],
    found: set[str],
) -> None:
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        ran = check(wide, *source, *arguments)
        assert ran.levels.keys() == documents
        assert {code for code, _ in ran.findings} == found


def test_paths_count_from_the_folder_that_provgate_runs_in(wide: Repo) -> None:
    assert check(wide, "good.txt", cwd="seeds/a").levels.keys() == {"seeds/a/good.txt"}
    assert check(wide, ".", cwd="seeds/a").levels.keys() == {"seeds/a/bad.txt", "seeds/a/good.txt"}
    assert check(wide, "../../" + DOC, cwd="seeds/a").levels.keys() == {DOC}
    assert check(wide, str(wide.path / DOC)).levels.keys() == {DOC}
    assert len(check(wide, ".").levels) == 4
    assert len(check(wide, cwd="seeds/a").levels) == 4


@pytest.mark.parametrize("argument", ["seeds/gone.txt", "provgate.yaml", "..", "/etc/passwd", "seeds/a/g", ""])
def test_a_path_that_names_no_document_is_a_usage_error(wide: Repo, argument: str) -> None:
    ran = check(wide, argument) if argument else check(wide, "seeds/a/good.tx")
    assert ran.code == 2
    assert "names no document of the corpus" in ran.err


def test_rules_across_files_see_the_whole_corpus(wide: Repo) -> None:
    wide.document("seeds/b/zz.txt", "good\n")
    ran = check(wide, "seeds/b/zz.txt")
    assert ran.codes("seeds/b/zz.txt") == ["PG115"]


@pytest.mark.parametrize("folder", ["seeds", "seeds/deep", "."])
def test_a_path_may_be_evidence(repo: Repo, folder: str) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [.]\n")
    evidenced(repo, f"{folder}/page.txt", name="page.warc.gz")
    repo.write(f"{folder}/other.warc.gz", warc(b"other"))
    prefix = "" if folder == "." else folder + "/"
    ran = check(repo, f"{prefix}page.warc.gz")
    assert (ran.code, ran.findings) == (0, [])
    assert check(repo, f"{prefix}other.warc.gz").findings == [("PG116", f"{prefix}other.warc.gz")]


# --- faults


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file whatever its mode")
@pytest.mark.parametrize("path", [DOC, SIDE, "provgate.yaml"])
def test_unreadable_files_cannot_be_checked(repo: Repo, path: str) -> None:
    repo.write(path, (repo.path / path).read_bytes() + b"# changed\n")
    (repo.path / path).chmod(0)
    assert check(repo).code == 3


def test_files_on_a_read_only_disk_can_be_checked(repo: Repo) -> None:
    for path in sorted(repo.path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert check(repo).code == 0
    finally:
        for path in sorted(repo.path.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
