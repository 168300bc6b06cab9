"""The parts of the memory one by one: where it lies, what it is keyed by, and what it says of odd corpora."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gating
from provgate.cache import changed, serialized, stamps, state
from provgate.cache import folder as place
from provgate.cache.runs import run_check
from provgate.cache.serialized import Remembered
from provgate.check.run import Request
from provgate.check.run import run_check as check_all
from provgate.corpus import listing
from provgate.corpus import worktree as disk
from provgate.corpus.listing import Listing
from provgate.corpus.snapshot import within
from provgate.corpus.worktree import Entry, Kind
from provgate.findings import CannotCheckError, DocumentResult, Judgement, Level, Report, Tally, Verdict, Verdicts
from provgate.report import FORMATS
from repos import OUTLETS, POLICY, Repo

CALM = {"CI": ""}


def check(where: Repo | Path) -> gating.Ran:
    return gating.run(where, "check", "--format", "json", env=CALM)


def memories(repo: Repo) -> list[Path]:
    return sorted((repo.path / ".git" / "provgate").glob("*.run"))


# --- listings


def lines(paths: dict[str, str]) -> bytes:
    return b"".join(
        b"100644 %b 0\t%b\0" % (name.encode(), os.fsencode(path))
        for path, name in sorted(paths.items(), key=lambda item: os.fsencode(item[0]))
    )


@contextlib.contextmanager
def held(paths: dict[str, str], size: int) -> Iterator[Listing]:
    """A listing that is read in pieces of this size, and lies in a file if it is longer."""
    raw = lines(paths)
    with (
        mock.patch.object(listing, "_BLOCK", size),
        mock.patch.object(listing, "_NEAR", size),
        mock.patch.object(listing, "_HELD", size),
    ):
        found = listing.gather(raw[at : at + size] for at in range(0, len(raw), size))
        assert found.digest == hashlib.sha256(raw).hexdigest()
        yield found


paths = st.text(st.sampled_from("ab/-.\té\udcff"), min_size=1, max_size=4).map(
    lambda path: path.replace("a/", "a" * 700 + "/")
)
listings = st.dictionaries(paths, st.sampled_from(["1", "2", "12"]), max_size=8)
sizes = st.sampled_from([1, 7, 64, 1 << 16])


@given(listings, listings, sizes)
def test_listings_differ_where_lines_do(one: dict[str, str], other: dict[str, str], size: int) -> None:
    wanted = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    with held(one, size) as first, held(other, size) as second:
        assert first.differing(second, 16) == wanted
        assert first.differing(second, 2) == (wanted if len(wanted) <= 2 else None)


@given(listings, paths, sizes)
def test_a_path_is_found_in_a_listing_by_its_whole_name(paths: dict[str, str], path: str, size: int) -> None:
    with held(paths, size) as found:
        assert found.record_of(path) == (f"100644 {paths[path]} 0" if path in paths else None)


@given(listings, sizes)
def test_a_listing_gives_its_entries_in_order(paths: dict[str, str], size: int) -> None:
    with held(paths, size) as found:
        assert list(found.entries()) == [Entry(path, Kind.FILE, paths[path]) for path in sorted(paths, key=os.fsencode)]


@given(listings, st.lists(st.sampled_from(["a", "b", "a/b", "a-", "é", "."]), min_size=1, max_size=3), sizes)
def test_the_paths_below_folders_and_all_others(paths: dict[str, str], roots: list[str], size: int) -> None:
    with held(paths, size) as found:
        spans = found.spans(roots)
        inside = [entry.path for span in spans for entry in found.entries(*span)]
        outside = [entry.path for span in found.others(spans) for entry in found.entries(*span)]
    in_order = sorted(paths, key=os.fsencode)
    assert inside == [path for path in in_order if within(path, roots)]
    assert outside == [path for path in in_order if not within(path, roots)]


@given(listings, sizes)
def test_how_often_a_name_stands_in_a_listing(paths: dict[str, str], size: int) -> None:
    with held(paths, size) as found:
        assert found.counts([b"a", b"12 "]) == [lines(paths).count(b"a"), lines(paths).count(b"12 ")]


def test_a_path_in_several_stages_is_one_entry() -> None:
    raw = b"100644 1 1\ta\x00100644 2 2\ta\x00100644 3 3\ta\x00120000 4 0\tb\0"
    raw += b"160000 5 0\tc\x00100644 160000 0\td\0"
    found = listing.gather([raw])
    assert list(found.entries()) == [
        Entry("a", Kind.UNMERGED, "3"),
        Entry("b", Kind.SYMLINK, "4"),
        Entry("c", Kind.SUBMODULE, "5"),
        Entry("d", Kind.FILE, "160000"),
    ]
    assert found.without_blob() == {"a", "c"}


def test_what_ends_in_the_middle_of_a_line_is_no_listing() -> None:
    with pytest.raises(CannotCheckError, match="is it git that runs"):
        listing.gather([b"100644 1 0\ta\x00100644 2 0\tb"])


def test_no_room_for_a_long_listing() -> None:
    with (
        mock.patch.object(listing, "_HELD", 5),
        mock.patch("tempfile.TemporaryFile", side_effect=OSError(28, "full")),
        pytest.raises(CannotCheckError, match="does not fit the folder for temporary files: full; name a roomier"),
    ):
        listing.gather([b"100644 1 0\ta\0"])


@given(listings, paths)
def test_paths_by_their_beginning(held: dict[str, str], start: str) -> None:
    tabless = {path.replace("\t", "b"): name for path, name in held.items()}
    start = start.replace("\t", "b")
    assert sorted(listing.beginning_with(os.fsdecode(lines(tabless)), start)) == sorted(
        path.removeprefix(start) for path in tabless if path.startswith(start)
    )


@pytest.mark.parametrize(("path", "same"), [("seeds/A.txt", "seeds/a.txt"), ("É", "e\u0301"), ("ﬁ\udcff", "FI\udcff")])
def test_lines_are_folded_as_file_systems_do(path: str, same: str) -> None:
    assert listing.folded(lines({path: "1"})) == listing.folded(lines({same: "1"}))


def test_many_new_names_in_a_long_listing_are_judged_with_all(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    request = Request(repo.path, datetime.datetime.now(datetime.UTC))
    run_check(request)
    repo.document("seeds/new.txt", "other words\n")
    monkeypatch.setattr(changed, "_MOST_SEARCHED", 0)
    with mock.patch.object(changed, "_scope") as scope:
        assert run_check(request).tally.documents == 2
    scope.assert_not_called()


def test_files_of_one_size(tmp_path: Path) -> None:
    for name, text in {"a": "xx", "b": "xxx", "c\n": "yy"}.items():
        (tmp_path / "s").mkdir(exist_ok=True)
        (tmp_path / "s" / name).write_text(text)
    held = stamps.listing(tmp_path, ["s"])
    assert held is not None
    assert listing.of_sizes(held, [2, 5], 2) == {"2": ["s/a", "s/c\n"]}
    assert listing.of_sizes(held, [2, 5], 1) is None


def tree(folder: Path, names: set[str]) -> None:
    (folder / "s").mkdir()
    for name in names:
        target = folder / "s" / name.strip("/").replace("..", "-")
        with contextlib.suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(name)


@given(st.sets(st.text(st.sampled_from("aB-.é /"), min_size=1, max_size=5), max_size=9))
def test_a_folder_is_walked_in_the_order_of_its_paths(names: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree(Path(folder), names)
        walked = [os.fsencode(entry.path) for entry in disk.walk(Path(folder), ["s"])]
        held = stamps.listing(Path(folder), ["s", "s"])
        there = [os.fsencode(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file()]
    assert walked == sorted(there)
    assert held is not None
    assert [os.fsencode(entry.path) for entry in held.entries()] == walked


def test_nested_roots_are_walked_once(tmp_path: Path) -> None:
    for name in ("a/b/x", "a/b-/y", "c", "a/z"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    for roots in (["a/b", "a/b-", "a", "c"], ["c", "a", "a/b", "a"], [".", "a"]):
        assert [entry.path for entry in disk.walk(tmp_path, roots)] == ["a/b-/y", "a/b/x", "a/z", "c"]


# --- remembered documents

ROWS = (
    DocumentResult("a", "a.source.yaml", Level.DECLARED, True),
    DocumentResult(
        "b\n",
        "b\n.source.yaml",
        Level.EVIDENCED,
        True,
        (Judgement("date", Verdict.SUPPORTED, "2026", "2026", "JSON-LD", "", 3, 4, 5),),
    ),
    DocumentResult("c\udcff", "c\udcff.source.yaml", Level.DECLARED, True),
)


def remembered(documents: tuple[DocumentResult, ...]) -> Remembered:
    head, sections = serialized.encode(Verdicts(Report(Level.DECLARED, documents), {"b\n": ("x.warc", "y.warc")}))
    assert serialized.evidence(sections["evidence"]) == {"b\n": ("x.warc", "y.warc")}
    return serialized.decode(head, sections.__getitem__)[1]


def test_documents_come_back_as_they_were() -> None:
    found = remembered(ROWS)
    assert tuple(found) == ROWS
    assert (found[1], found[1:], len(found)) == (ROWS[1], ROWS[1:], 3)
    assert found.tally == Tally(3, 3, 2)
    assert found.worth_telling(["b\n.source.yaml", "nothing", "c\udcff"]) == ROWS[1:]
    assert found.worth_telling([f"p{number}" for number in range(40)] + ["a"]) == ROWS[:1]
    assert tuple(remembered(())) == ()


def test_a_revision_is_laid_over_them() -> None:
    new = DocumentResult("aa", "aa.source.yaml", Level.DECLARED, True)
    other = ROWS[0]._replace(level=Level.EVIDENCED)
    found = remembered(ROWS).revised(["c\udcff"], [new, other])
    assert tuple(found) == (other, new, ROWS[1])
    assert found.tally == Tally(3, 3, 1)


# --- where it lies, and what it is keyed by


def test_a_repository_whose_place_git_cannot_tell(new_repo: Callable[..., Repo]) -> None:
    repo = new_repo("new\nline")
    assert "no place" in gating.run(repo, "cache", env=CALM).out
    assert gating.run(repo, "check", env=CALM).code == 2


def test_a_user_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("LOCALAPPDATA", "")
    (tmp_path / "provgate.yaml").write_text(POLICY)
    assert "no place" in gating.run(tmp_path, "cache", env=CALM).out


def test_a_head_that_is_too_large_is_not_kept(tmp_path: Path) -> None:
    assert not place.save(tmp_path, "slot", {"overlay": "x" * 5_000_000}, {})
    assert place.stored(tmp_path) == []


def test_a_memory_that_goes_while_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_files", lambda folder: [folder / "gone.run"])
    assert place.stored(tmp_path) == [tmp_path / "gone.run"]


def test_a_memory_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    assert place.save(tmp_path, "slot", {}, {"documents": b"x" * 3_000_000})
    stored = place.load(tmp_path, "slot")
    assert stored is not None
    assert stored.intact("documents")
    os.truncate(tmp_path / "slot.run", 2_000_000)
    assert not stored.intact("documents")


def test_attributes_of_the_user_are_a_circumstance(repo: Repo, tmp_path: Path) -> None:
    attributes = tmp_path / "attributes"
    attributes.write_text("")
    repo.git("config", "core.attributesFile", str(attributes))
    assert check(repo).code == 0
    attributes.write_text("*.txt text eol=crlf\n")
    ran = check(repo)
    assert (ran.code, ran.findings) == (0, gating.run(repo, "check", "--format", "json", "--no-cache").findings)
    assert "PG" in "".join(code for code, _path in ran.findings)


@pytest.mark.parametrize("where", [".git/info/attributes", ".gitattributes", "seeds/.gitattributes"])
def test_attributes_wherever_they_stand_are_a_circumstance(repo: Repo, where: str) -> None:
    before = check(repo)
    repo.write(".gitignore", ".gitattributes\n")
    assert check(repo) == before
    repo.write(where, "*.txt text eol=crlf\n")
    ran = check(repo)
    assert ran == gating.run(repo, "check", "--format", "json", "--no-cache")
    assert ran != before


# --- corpora that no memory should speak of


def test_what_is_only_intended_to_be_added(repo: Repo) -> None:
    repo.write("seeds/.gitkeep", "")
    repo.git("add", "--intent-to-add", "seeds/.gitkeep")
    assert check(repo).code == 0
    assert memories(repo) == []


def test_more_changes_than_are_worth_it(repo: Repo) -> None:
    for number in range(200):
        repo.document(f"seeds/n{number}.txt", f"words {number}\n")
    assert check(repo).code == 0
    assert memories(repo) == []
    repo.commit()
    assert check(repo).code == 0
    assert len(memories(repo)) == 1
    for number in range(100):
        repo.document(f"seeds/m{number}.txt", f"other words {number}\n")
    repo.commit()
    assert check(repo).report["summary"]["documents"] == 301


def test_a_long_listing_is_compared_and_kept_in_pieces(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    for name in ("_HELD", "_BLOCK", "_NEAR"):
        monkeypatch.setattr(listing, name, 10)
    for number in range(3):
        repo.document(f"seeds/{number}.txt", f"{number} words\n")
        repo.git("add", "-A")
        request = Request(repo.path, datetime.datetime.now(datetime.UTC), staged=True)
        assert run_check(request).tally.documents == number + 2
        judged = check_all(request)
        assert run_check(request)._replace(documents=()) == judged._replace(documents=())
        assert len(memories(repo)) == 1


def test_a_large_file_that_git_does_not_hold(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_LARGEST_LAID_OVER", 10)
    repo.document("seeds/new.txt", "more than ten bytes\n")
    assert check(repo).code == 0
    assert memories(repo) == []


def test_a_file_that_cannot_be_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_root: Path, path: str) -> int:
        raise CannotCheckError(path)

    repo.document("seeds/new.txt", "other words\n")
    with monkeypatch.context() as patch:
        patch.setattr(disk, "size", refused)
        assert state._digest_of(repo.path, "seeds/new.txt") is None
    assert state._digest_of(repo.path, "seeds/gone.txt") == state.GONE
    assert state._digest_of(repo.path, "gone/") is None


def test_another_repository_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "deep" / ".git").mkdir(parents=True)
    assert stamps.listing(tmp_path, ["seeds"]) is None
    assert stamps.listing(tmp_path, ["gone"]) is None


def test_a_state_of_stamps_names_no_objects(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    held = stamps.listing(tmp_path, ["."])
    assert held is not None
    assert state.State(held, {}).entry("a") == Entry("a", Kind.FILE)


def test_the_last_document_of_a_root_goes(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "corpus: [seeds, more]\n")
    repo.document("more/only.txt", "other words\n")
    repo.commit()
    assert check(repo).code == 0
    repo.git("rm", "-q", "-r", "more")
    assert check(repo).code == 2


@pytest.mark.parametrize("kept", ["outlets.yaml", "attesters.yaml"])
def test_settings_are_a_circumstance(repo: Repo, kept: str) -> None:
    assert check(repo).code == 0
    repo.write(kept, "schema: 1\noutlets: {}\n" if kept == "outlets.yaml" else "schema: 2\n")
    assert check(repo).code != 0
    repo.write("outlets.yaml", OUTLETS)


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_says_the_same_from_the_memory(repo: Repo, form: str) -> None:
    full = gating.run(repo, "check", "--format", form, "--no-cache", env=CALM)
    assert full.code == 0
    for _ in range(2):
        assert gating.run(repo, "check", "--format", form, env=CALM) == full
    assert len(memories(repo)) == 1


def test_a_link_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("nowhere")
    assert stamps.listing(tmp_path, ["."]) is None


def test_a_corpus_that_changes_while_it_is_judged_is_not_remembered(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "")
    now = datetime.datetime.now(datetime.UTC)

    def meanwhile(_done: int, _total: int) -> None:
        repo.document("seeds/late.txt", "other words\n")

    assert not run_check(Request(repo.path, now), meanwhile).failed
    assert memories(repo) == []
    assert not run_check(Request(repo.path, now)).failed
    assert len(memories(repo)) == 1
