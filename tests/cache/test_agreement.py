"""A run that recalls says exactly what a run that judges everything says, whatever happened in between."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import gating
from depth import share
from pages import URL, document, evidenced, html, warc
from provgate.cache import stamps
from repos import OUTLETS, POLICY, PROVGATE, SIDECAR, Repo

FOLDERS = ("seeds", "seeds/deep", "seeds/deep/er")
NAMES = ("a.txt", "b.txt", "A.txt", "b.txt.yaml", "c", "é.txt", "con.txt", ".gitkeep", "d.warc.gz", "b.txt.warc.gz")
AUTHORS = ("Ines Calder", "Björn Øst", "unknown", "[Ines Calder, Jo Marsh]")


class Mutator:
    """Random changes of a corpus; the same seed makes the same changes."""

    def __init__(self, top: Path, seed: int, git: Callable[..., object]) -> None:
        self.top = top
        self.random = random.Random(seed)
        self.git = git
        self.serial = 1000
        self.steps = [
            self.add,
            self.add,
            self.add,
            self.edit,
            self.edit,
            self.edit,
            self.repair,
            self.repair,
            self.repair,
            self.delete,
            self.rename,
            self.stray,
            self.settings,
            self.evidence,
            self.ignored,
            self.stage,
            self.stage,
            self.commit,
            self.odd,
        ]

    def files(self) -> list[Path]:
        return sorted(path for path in (self.top / "seeds").rglob("*") if path.is_file() and not path.is_symlink())

    def some(self) -> Path | None:
        found = self.files()
        return self.random.choice(found) if found else None

    def put(self, path: Path, text: str) -> None:
        if not path.is_dir() and not path.parent.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def describe(self, path: Path, extra: str = "") -> None:
        text = SIDECAR.format(sha256=hashlib.sha256(path.read_bytes()).hexdigest()) + extra
        self.put(path.with_name(path.name + ".source.yaml"), text)

    def add(self) -> None:
        path = self.top / self.random.choice(FOLDERS) / f"n{self.random.randrange(40)}.txt"
        self.put(path, f"words {self.random.randrange(50)}\n")
        self.describe(path)

    def edit(self) -> None:
        path = self.some()
        if path is not None and not path.name.endswith(".source.yaml"):
            self.put(path, f"other words {self.random.randrange(1000)}\n")
            self.describe(path)
        elif path is not None:
            self.put(path, path.read_text("utf-8").replace("Ines Calder", self.random.choice(AUTHORS)))

    def fresh(self) -> None:
        """A document that is like no other."""
        self.serial += 1
        path = self.top / self.random.choice(FOLDERS) / f"f{self.serial}.txt"
        self.put(path, f"fresh words {self.serial}\n" * self.random.randrange(1, 4))
        self.describe(path)

    def retitle(self) -> None:
        path = self.document()
        if path is not None:
            self.serial += 1
            self.describe(path, f"title: Title {self.serial}\n")

    def rewrite(self) -> None:
        path = self.document()
        if path is not None:
            self.serial += 1
            self.put(path, f"rewritten {self.serial}\n")
            self.describe(path)

    def remove(self) -> None:
        path = self.document()
        if path is not None:
            path.unlink()
            path.with_name(path.name + ".source.yaml").unlink(missing_ok=True)

    def move(self) -> None:
        path = self.document()
        beside = path.with_name(path.name + ".source.yaml") if path is not None else None
        if path is not None and beside is not None and beside.is_file():
            self.serial += 1
            target = path.with_name(f"m{self.serial}.txt")
            path.rename(target)
            beside.rename(target.with_name(target.name + ".source.yaml"))

    def document(self) -> Path | None:
        found = [path for path in self.files() if path.name.endswith(".txt")]
        return self.random.choice(found) if found else None

    def repair(self) -> None:
        """Make the corpus pass again, more or less."""
        for path in self.files():
            owner = path.with_name(path.name.removesuffix(".source.yaml"))
            if path.name.endswith(".source.yaml"):
                if not owner.is_file():
                    path.unlink()
            elif path.name.endswith((".gz", ".gitattributes", ".gitignore")) or path.name in NAMES:
                path.unlink()
            else:
                self.describe(path)

    def delete(self) -> None:
        path = self.some()
        if path is not None:
            path.unlink()
            beside = path.with_name(path.name + ".source.yaml")
            if self.random.random() < 0.6 and beside.is_file():
                beside.unlink()

    def rename(self) -> None:
        path = self.some()
        if path is not None and not path.name.endswith(".source.yaml"):
            target = self.top / self.random.choice(FOLDERS) / f"r{self.random.randrange(20)}.txt"
            beside = path.with_name(path.name + ".source.yaml")
            if target.parent.is_dir() and not target.exists():
                path.rename(target)
                if self.random.random() < 0.8 and beside.is_file():
                    beside.rename(target.with_name(target.name + ".source.yaml"))

    def stray(self) -> None:
        self.put(self.top / self.random.choice(FOLDERS) / self.random.choice(NAMES), self.random.choice(["", "x\n"]))

    def settings(self) -> None:
        policy = POLICY + self.random.choice(["", "", 'ignore: ["*.tmp"]\n', "corpus: [seeds/deep]\n"])
        self.put(self.top / "provgate.yaml", policy)
        self.put(self.top / "outlets.yaml", OUTLETS + self.random.choice(["", "    from: 1921\n", "    from: 2030\n"]))

    def evidence(self) -> None:
        path = self.some()
        if path is not None and not path.name.endswith((".yaml", ".gz")):
            capture = path.with_name(path.name.removesuffix(".txt") + ".warc.gz")
            self.put(capture, self.random.choice(["", "no capture"]))
            pin = hashlib.sha256(capture.read_bytes()).hexdigest() if capture.is_file() else "0" * 64
            self.describe(path, f"evidence:\n  - kind: capture\n    path: {capture.name}\n    sha256: {pin}\n")

    def ignored(self) -> None:
        name = self.random.choice([".gitignore", ".gitattributes", "seeds/.gitattributes"])
        text = self.random.choice(["n1*\n", "*.source.yaml\n", "n2*.txt text eol=crlf\n", "n*.txt ident\n", ""])
        self.put(self.top / name, text)

    def stage(self) -> None:
        self.git("add", "--all")

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", "change")

    def odd(self) -> None:
        path = self.top / "seeds" / f"o{self.random.randrange(3)}.txt"
        if self.random.random() < 0.3 and not path.is_symlink() and not path.exists():
            path.symlink_to("a.txt")
        elif path.is_symlink():
            path.unlink()


def compare(where: Repo | Path, *arguments: str) -> int:
    """Two runs that may recall and one that may not: the same output and exit code; the exit code."""
    env = {"CI": "", "XDG_CACHE_HOME": str((where.path if isinstance(where, Repo) else where).parent / "cache")}
    full = gating.run(where, "check", *arguments, "--format", "json", "--no-cache", env=env)
    for _ in range(2):
        quick = gating.run(where, "check", *arguments, "--format", "json", env=env)
        assert quick.out.splitlines() == full.out.splitlines()
        assert (quick.code, quick.err) == (full.code, full.err)
    return full.code


def compare_sources(repo: Repo) -> int:
    """The same over work tree, index and commit; the exit code of the work tree's."""
    code = compare(repo)
    compare(repo, "--staged")
    compare(repo, "--rev", "HEAD")
    return code


SEEDS = range(share(3, 60))


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_repository(repo: Repo, seed: int) -> None:
    mutator = Mutator(repo.path, seed, repo.git)
    mutator.settings()
    for _ in range(4):
        mutator.add()
    mutator.commit()
    for _ in range(12):
        compare_sources(repo)
        for _ in range(mutator.random.randrange(1, 4)):
            mutator.random.choice(mutator.steps)()


@pytest.mark.parametrize("seed", SEEDS)
def test_where_most_changes_are_good_ones(repo: Repo, seed: int) -> None:
    mutator = Mutator(repo.path, seed, repo.git)
    good = [mutator.fresh, mutator.retitle, mutator.rewrite, mutator.remove, mutator.move]
    bad = [mutator.edit, mutator.delete, mutator.stray, mutator.rename, mutator.evidence]
    for _ in range(5):
        mutator.fresh()
    mutator.commit()
    for _ in range(12):
        compare_sources(repo)
        for _ in range(mutator.random.randrange(1, 3)):
            mutator.random.choice(good)()
        if mutator.random.random() < 0.25:
            mutator.random.choice(bad)()
        mutator.random.choice([mutator.stage, mutator.commit, mutator.commit, lambda: None])()


class Archivist:
    """Random changes of a corpus that rests on captures; most keep it passing."""

    def __init__(self, repo: Repo, seed: int) -> None:
        self.repo = repo
        self.random = random.Random(seed)
        self.serial = 0

    def named(self) -> list[str]:
        return sorted(path.name for path in (self.repo.path / "seeds").glob("*.txt"))

    def add(self) -> None:
        """A document on a capture of its own."""
        self.serial += 1
        evidenced(
            self.repo,
            f"seeds/d{self.serial}.txt",
            text=document() + b"\n" * self.serial,
            capture=warc(html()) + warc(html(), url=f"{URL}?{self.serial}"),
            name=f"d{self.serial}.warc.gz",
        )

    def share(self) -> None:
        """A document on a capture that others may rest on, too."""
        self.serial += 1
        evidenced(self.repo, f"seeds/d{self.serial}.txt", text=document() + b"\n" * self.serial, name="shared.warc.gz")

    def lie(self) -> None:
        self.put(self.sidecars(), lambda text: text.replace("Ines Calder", self.random.choice(AUTHORS)))

    def tell_the_truth(self) -> None:
        for path in self.sidecars():
            self.put([path], lambda text: re.sub("author: .*", "author: Ines Calder", text))

    def retitle(self) -> None:
        self.serial += 1
        self.put(self.sidecars(), lambda text: f"{text.partition('# ')[0]}# seen {self.serial}\n")

    def remove(self) -> None:
        """A document with its sidecar, and mostly with its capture."""
        for name in self.named()[-1:]:
            (self.repo.path / "seeds" / name).unlink()
            (self.repo.path / "seeds" / f"{name}.source.yaml").unlink()
            if self.random.random() < 0.7:
                (self.repo.path / "seeds" / name.replace(".txt", ".warc.gz")).unlink(missing_ok=True)

    def lose(self) -> None:
        """A capture alone."""
        for path in sorted((self.repo.path / "seeds").glob("*.warc.gz"))[-1:]:
            path.unlink()

    def clear(self) -> None:
        """Captures that nobody names."""
        told = "".join(path.read_text() for path in self.sidecars())
        for path in (self.repo.path / "seeds").glob("*.warc.gz"):
            if path.name not in told:
                path.unlink()

    def sidecars(self) -> list[Path]:
        return sorted((self.repo.path / "seeds").glob("*.source.yaml"))

    def put(self, paths: list[Path], change: Callable[[str], str]) -> None:
        for path in paths[:1] if len(paths) < 2 else [self.random.choice(paths)]:
            path.write_text(change(path.read_text()))


@pytest.mark.parametrize("seed", SEEDS)
def test_where_documents_rest_on_captures(repo: Repo, seed: int) -> None:
    repo.git("rm", "-q", "seeds/dredging.txt", "seeds/dredging.txt.source.yaml")
    repo.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    archivist = Archivist(repo, seed)
    steps = [
        archivist.add,
        archivist.share,
        archivist.retitle,
        archivist.remove,
        archivist.clear,
        archivist.lie,
        archivist.tell_the_truth,
        archivist.tell_the_truth,
        archivist.lose,
    ]
    archivist.add()
    archivist.share()
    repo.commit()
    codes = set()
    for _ in range(10):
        codes |= {compare(repo), compare(repo, "--staged"), compare(repo, "--require", "declared")}
        archivist.random.choice(steps)()
        archivist.random.choice([repo.commit, lambda: repo.git("add", "--all"), lambda: None])()
    assert 0 in codes


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_folder_where_most_changes_are_good_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    top = tmp_path / "corpus"
    mutator = Mutator(top, seed, lambda *_arguments: None)
    mutator.put(top / "provgate.yaml", POLICY)
    mutator.put(top / "outlets.yaml", OUTLETS)
    for _ in range(5):
        mutator.fresh()
    for _ in range(12):
        settle(monkeypatch)
        compare(top)
        mutator.random.choice([mutator.fresh, mutator.retitle, mutator.rewrite, mutator.remove, mutator.move])()
        if mutator.random.random() < 0.25:
            mutator.random.choice([mutator.edit, mutator.delete, mutator.stray, mutator.evidence])()


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    top = tmp_path / "corpus"
    mutator = Mutator(top, seed, lambda *_arguments: None)
    mutator.settings()
    for _ in range(4):
        mutator.add()
    for _ in range(12):
        settle(monkeypatch)
        compare(top)
        for _ in range(mutator.random.randrange(1, 4)):
            mutator.random.choice(mutator.steps)()


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait until what has just been written counts as old: two seconds would be long for a test."""
    monkeypatch.setattr(stamps, "_COARSE", 30_000_000)
    time.sleep(0.05)


SCORE = Path(os.environ.get("PROVGATE_GOLD", Path(__file__).parents[3] / "shared" / "gold")) / "score.py"


@pytest.mark.skipif(not SCORE.is_file(), reason="the labelled pages are not part of this repository")
def test_over_real_pages(tmp_path: Path) -> None:
    """True and false claims about real pages: from the memory, the evidence's verdicts are the same word for word."""
    made = subprocess.run(
        [sys.executable, SCORE, "--provgate", PROVGATE, "--pages", str(share(6, 100_000)), "--keep", tmp_path / "kept"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CI": "true"},
    )
    assert made.returncode == 0, made.stderr
    tops = [policy.parent for policy in sorted((tmp_path / "kept").rglob("provgate.yaml"))]
    assert len(tops) == 2
    codes = []
    for top in tops:
        codes.append(compare(top))
        repo = Repo(top)
        repo.git("init", "--quiet")
        repo.git("add", "--all")
        compare(repo, "--staged")
        repo.commit()
        compare_sources(repo)
    assert 1 in codes
