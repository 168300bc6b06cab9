"""Changes that a remembered run cannot speak for: the answer is that of a full run, word for word."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import gating
from pages import document, evidenced, sha256
from provgate.cache import changed, stamps
from repos import OUTLETS, POLICY, SIDECAR, Repo

CALM = {"CI": ""}


def both(where: Repo | Path, *more: str) -> gating.Ran:
    """A run that may recall and one that may not; they say the same."""
    quick = gating.run(where, "check", "--format", "json", *more, env=CALM)
    assert quick == gating.run(where, "check", "--format", "json", "--no-cache", *more, env=CALM)
    return quick


def document_at(path: str) -> Callable[[Repo], None]:
    """A new document that is good in itself."""
    return lambda repo: repo.document(path, "other words\n")


def untracked_sidecar(repo: Repo) -> None:
    repo.document("seeds/new.txt", "other words\n")
    repo.git("add", "seeds/new.txt")


def same_bytes_twice(repo: Repo) -> None:
    repo.document("seeds/one.txt", "other words\n")
    repo.document("seeds/two.txt", "other words\n")


def outside_that_lands_inside(repo: Repo) -> None:
    repo.write("Seeds/dredging.txt", "other words\n")
    repo.git("add", "Seeds")


def many(repo: Repo) -> None:
    for number in range(101):
        repo.document(f"seeds/n{number}.txt", f"words {number}\n")


CHANGES: dict[str, Callable[[Repo], object]] = {
    "untracked sidecar": untracked_sidecar,
    "rewritten": document_at("seeds/new.crlf.txt"),
    "a folder of that name": document_at("seeds/Deep"),
    "a folder in a file": document_at("seeds/DREDGING.txt/new.txt"),
    "a sidecar by another name": lambda repo: repo.write("seeds/dredging.txt.yaml", "x: 1\n"),
    "another is named as its sidecar": document_at("seeds/odd.txt"),
    "other case": document_at("seeds/Dredging.txt"),
    "same bytes": lambda repo: repo.document("seeds/again.txt"),
    "same bytes twice": same_bytes_twice,
    "outside, and lands inside": outside_that_lands_inside,
    "ignored": document_at("seeds/new.tmp"),
    "many": many,
}


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_what_the_memory_cannot_tell(repo: Repo, change: str, staged: bool) -> None:
    more = ["--staged"] if staged else []
    repo.write("provgate.yaml", POLICY + 'ignore: ["*.tmp"]\n')
    repo.write(".gitattributes", "*.crlf.txt text eol=crlf\n")
    repo.document("seeds/deep/a.txt", "words\n")
    repo.document("seeds/odd.txt.yaml", "more words\n")
    repo.commit()
    assert both(repo, *more).code == 0
    CHANGES[change](repo)
    if staged:
        repo.git("add", "--all")
    both(repo, *more)


def test_what_evidence_says_is_kept_with_the_run(repo: Repo) -> None:
    """Reading evidence costs more than remembering: a changed document that rests on some is judged once."""
    [kept] = [path for _ in [both(repo)] for path in (repo.path / ".git" / "provgate").glob("*.run")]
    before = kept.read_bytes()
    repo.document("seeds/new.txt", "other words\n")
    assert both(repo).code == 0
    assert kept.read_bytes() == before
    evidenced(repo, "seeds/paged.txt", text=document() + b"\n")
    assert both(repo).code == 0
    after = kept.read_bytes()
    assert b"seeds/paged.txt" in after
    assert both(repo).code == 0
    assert kept.read_bytes() == after


def test_evidence_that_nobody_names_any_more(repo: Repo) -> None:
    evidenced(repo, "seeds/paged.txt", text=document() + b"\n")
    repo.commit()
    assert both(repo).code == 0
    evidenced(repo, "seeds/paged.txt", text=document() + b"\n", evidence="")
    assert ("PG", "dredging.warc.gz") in {(code[:2], Path(path).name) for code, path in both(repo).findings}


def test_evidence_by_its_name_alone(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a document needs is looked up; the rest of the corpus is not listed for it."""
    seen: list[changed._Evidence] = []
    real = changed._Evidence.__init__

    def told(self: changed._Evidence, change: changed.Change) -> None:
        real(self, change)
        seen.append(self)

    monkeypatch.setattr(changed._Evidence, "__init__", told)
    repo.commit()
    assert both(repo).code == 0
    evidenced(repo, "seeds/paged.txt", text=document() + b"\n")
    assert both(repo).code == 0
    assert "seeds/dredging.warc.gz" in seen[0]
    assert "seeds/paged.txt" not in seen[0]
    assert (list(seen[0]), len(seen[0])) == ([], 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "_COARSE", 30_000_000)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    top = tmp_path / "corpus"
    (top / "seeds").mkdir(parents=True)
    (top / "provgate.yaml").write_text(POLICY)
    (top / "outlets.yaml").write_text(OUTLETS)
    put(top, "a.txt", "words\n")
    return top


def put(top: Path, name: str, text: str) -> None:
    (top / "seeds" / name).write_text(text)
    (top / "seeds" / f"{name}.source.yaml").write_text(SIDECAR.format(sha256=sha256(text.encode())))


def test_a_folder(folder: Path) -> None:
    """Outside git: what is new is judged, and the same bytes twice are told."""
    time.sleep(0.05)
    assert both(folder).code == 0
    put(folder, "b.txt", "stuff\n")
    time.sleep(0.05)
    assert both(folder).report["summary"]["documents"] == 2
    put(folder, "c.txt", "words\n")
    time.sleep(0.05)
    assert "PG1" in {code[:3] for code, _path in both(folder).findings}


@pytest.mark.parametrize("linked", ["deep", "deep/seeds"])
def test_a_folder_whose_root_becomes_a_link(folder: Path, linked: str) -> None:
    """Every stamp of what the link leads to is still the same; a full run refuses it."""
    (folder / "deep").mkdir()
    (folder / "seeds").rename(folder / "deep" / "seeds")
    (folder / "provgate.yaml").write_text(POLICY + "corpus: [deep/seeds]\n")
    time.sleep(0.05)
    assert [both(folder).code, both(folder).code] == [0, 0]
    (folder / linked).rename(folder / "elsewhere")
    (folder / linked).symlink_to(folder / "elsewhere")
    assert both(folder).code in (1, 2)


def test_a_folder_of_files_of_one_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed, "_MOST_ALIKE", 1)
    time.sleep(0.05)
    assert both(folder).code == 0
    put(folder, "b.txt", "stuff\n")
    time.sleep(0.05)
    assert both(folder).report["summary"]["documents"] == 2
