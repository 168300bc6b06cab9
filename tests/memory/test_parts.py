"""The parts of the memory one by one: where it lies, what it is keyed by, and what it says of odd corpora."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gating
from provgate import disk, listing
from provgate.disk import Entry, Kind
from provgate.findings import CannotCheckError, DocumentResult, Judgement, Level, Report, Tally, Verdict, Verdicts
from provgate.memory import place, stamps, state, verdicts
from provgate.memory.verdicts import Remembered
from provgate.pipeline import Request, run_check
from provgate.report import FORMATS
from repos import OUTLETS, POLICY, Repo

CALM = {"CI": ""}


def check(where: Repo | Path) -> gating.Ran:
    return gating.run(where, "check", "--format", "json", env=CALM)


def memories(repo: Repo) -> list[Path]:
    return sorted((repo.path / ".git" / "provgate").glob("*.memory"))


# --- listings

def lines(paths: dict[str, str]) -> bytes:
    return b"".join(b"100644 %b 0\t%b\0" % (name.encode(), os.fsencode(path)) for path, name in sorted(paths.items()))


paths = st.text(st.sampled_from("ab/\té"), min_size=1, max_size=4)
listings = st.dictionaries(paths, st.sampled_from(["1", "2", "12"]), max_size=8)


@given(listings, listings, st.sampled_from([1, 7, 64, 1 << 16]))
def test_listings_differ_where_lines_do(one: dict[str, str], other: dict[str, str], step: int) -> None:
    wanted = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    with mock.patch.object(listing, "_STEP", step):
        assert listing.differing(lines(one), lines(other)) == wanted


@given(listings, paths)
def test_a_path_is_found_in_a_listing_by_its_whole_name(held: dict[str, str], path: str) -> None:
    found = listing.record_of(lines(held), path)
    assert found == (f"100644 {held[path]} 0".encode() if path in held else None)


@given(listings, paths)
def test_paths_by_their_beginning(held: dict[str, str], start: str) -> None:
    tabless = {path.replace("\t", "b"): name for path, name in held.items()}
    start = start.replace("\t", "b")
    assert list(listing.beginning_with(os.fsdecode(lines(tabless)), start)) == sorted(
        path for path in tabless if path.startswith(start))


def test_files_of_one_size(tmp_path: Path) -> None:
    for name, text in {"a": "xx", "b": "xxx", "c\n": "yy"}.items():
        (tmp_path / "s").mkdir(exist_ok=True)
        (tmp_path / "s" / name).write_text(text)
    held = stamps.listing(tmp_path, ["s"])
    assert held is not None
    assert listing.of_size(held, "2") == ["s/a", "s/c\n"]


# --- remembered documents

ROWS = (
    DocumentResult("a", "a.source.yaml", Level.DECLARED, True),
    DocumentResult("b\n", "b\n.source.yaml", Level.EVIDENCED, True,
                   (Judgement("date", Verdict.SUPPORTED, "2026", "2026", "JSON-LD", "", 3, 4, 5),)),
    DocumentResult("c\udcff", "c\udcff.source.yaml", Level.DECLARED, True),
)


def remembered(documents: tuple[DocumentResult, ...]) -> Remembered:
    head, sections = verdicts.encode(Verdicts(Report(Level.DECLARED, documents), {"b\n": ("x.warc", "y.warc")}))
    assert verdicts.evidence(sections["evidence"]) == {"b\n": ("x.warc", "y.warc")}
    return verdicts.decode(head, sections.__getitem__)[1]


def test_documents_come_back_as_they_were() -> None:
    found = remembered(ROWS)
    assert tuple(found) == ROWS
    assert (found[1], found[1:], len(found)) == (ROWS[1], ROWS[1:], 3)
    assert found.tally == Tally(3, 3, 2)
    assert found.among(["b\n.source.yaml", "nothing", "c\udcff"]) == ROWS[1:]
    assert found.among([f"p{number}" for number in range(40)] + ["a"]) == ROWS[:1]
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
    monkeypatch.setattr(place, "_files", lambda folder: [folder / "gone.memory"])
    assert place.stored(tmp_path) == [tmp_path / "gone.memory"]


def test_a_memory_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    assert place.save(tmp_path, "slot", {}, {"documents": b"x" * 3_000_000})
    stored = place.load(tmp_path, "slot")
    assert stored is not None
    assert stored.intact("documents")
    os.truncate(tmp_path / "slot.memory", 2_000_000)
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


def test_a_listing_that_is_too_long_is_not_kept(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provgate.pipeline.recall._LARGEST_LISTING", 10)
    before = check(repo)
    assert check(repo) == before
    repo.document("seeds/new.txt", "other words\n")
    assert check(repo).report["summary"]["documents"] == 2


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


def test_a_corpus_that_changes_while_it_is_judged_is_not_remembered(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    now = datetime.datetime.now(datetime.UTC)

    def meanwhile(_done: int, _total: int) -> None:
        repo.document("seeds/late.txt", "other words\n")

    assert not run_check(Request(repo.path, now, cache=True), meanwhile).failed
    assert memories(repo) == []
    assert not run_check(Request(repo.path, now, cache=True)).failed
    assert len(memories(repo)) == 1
