"""What was proven of captures is proven once, said again word for word, and never believed when it may be wrong."""

from __future__ import annotations

import contextlib
import datetime
import json
import resource
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import gating
from pages import PARAGRAPHS, document, evidenced, html, warc
from provgate.cache import folder as place
from provgate.cache import store as facts
from provgate.cache.store import Facts
from provgate.check import pool as workers
from provgate.check.verify import Proof
from repos import OUTLETS, Repo, unmeasured

CALM = {"CI": ""}
POLICY = "schema: 1\nrequire: evidenced\n"


@pytest.fixture
def mixed(repo: Repo) -> Repo:
    """True claims and false ones, captures that are shared, damaged and without the page."""
    repo.write("provgate.yaml", POLICY)
    repo.git("rm", "-q", "seeds/dredging.txt", "seeds/dredging.txt.source.yaml")
    evidenced(repo, "seeds/true.txt")
    evidenced(repo, "seeds/name.txt", changes={"author": "Omar Veld"}, text=document() + b"\n")
    evidenced(repo, "seeds/day.txt", changes={"date": "2026-03-11"}, text=document() + b"\n\n")
    evidenced(repo, "seeds/cut.txt", text=document(PARAGRAPHS[:1]), capture=warc(html())[:-20], name="cut.warc.gz")
    evidenced(
        repo,
        "seeds/other.txt",
        text=document(PARAGRAPHS[1:]),
        changes={"origin": "https://www.harbourgazette.example/other"},
    )
    return repo


def check(where: Repo, *more: str) -> gating.Ran:
    return gating.run(where, "check", "--format", "json", *more, env=CALM)


def base(where: Repo) -> Path:
    return where.path / ".git" / "provgate" / place.PROOFS


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on no worker may be given anything to do."""

    def run(_self: object, jobs: list[object], _told: object = None) -> Iterator[Proof]:
        assert not jobs, "something is proven again"
        return iter(())

    return lambda: monkeypatch.setattr(workers.Pool, "run", run)


def test_proofs_of_a_failing_corpus_are_said_again_without_a_worker(mixed: Repo, idle: Callable[[], None]) -> None:
    full = check(mixed, "--no-cache")
    assert full.code == 1
    assert not base(mixed).exists()
    assert check(mixed) == full
    idle()
    assert check(mixed) == full
    assert check(mixed, "--staged").code != 0


def test_only_what_changed_is_proven(mixed: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    check(mixed)
    evidenced(mixed, "seeds/name.txt", changes={"author": "Ines Calder"}, text=document() + b"\n")
    asked: list[str] = []
    real = workers.Pool.run

    def run(self: workers.Pool, jobs: list[workers.Job]) -> Iterator[Proof]:
        asked.extend(each.path for job in jobs for each in job.asked)
        return real(self, jobs)

    monkeypatch.setattr(workers.Pool, "run", run)
    quick = check(mixed)
    assert asked == ["seeds/name.txt"]
    assert check(mixed, "--no-cache") == quick
    mixed.write("outlets.yaml", OUTLETS.replace("Harbour Gazette", "The Harbour Gazette"))
    asked.clear()
    check(mixed)
    assert len(asked) == 5


def test_an_interrupted_run_keeps_what_it_has_proven(mixed: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    full = check(mixed, "--no-cache")
    real = workers.Pool.run

    def interrupted(self: workers.Pool, jobs: list[workers.Job]) -> Iterator[Proof]:
        proofs = real(self, jobs)
        yield next(proofs)
        yield next(proofs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(workers.Pool, "run", interrupted)
        assert check(mixed).code == 130
    with contextlib.closing(sqlite3.connect(base(mixed))) as kept:
        assert kept.execute("SELECT count(*) FROM facts").fetchone() == (2,)
    assert check(mixed) == full


def test_a_worker_that_failed_is_not_remembered(repo: Repo) -> None:
    repo.write("provgate.yaml", POLICY + "limits: {worker-memory: 64}\n")
    page = b"<!doctype html>" + b"".join(b"<font color=%d><p>" % number for number in range(3_000))
    evidenced(repo, "seeds/large.txt", capture=warc(page))
    assert "PG440" in check(repo).codes("seeds/large.txt.source.yaml")
    assert not base(repo).exists()


def rewrite(path: Path, change: Callable[[str], str], *, summed: bool) -> None:
    """Change every value, with the sum that belongs to it or with the old one."""
    with contextlib.closing(sqlite3.connect(path)) as opened, opened:
        for key, value, total in opened.execute("SELECT key, value, sum FROM facts").fetchall():
            new = change(value)
            right = zlib.crc32(f"{key} {new}".encode()) if summed else total
            opened.execute("UPDATE facts SET value = ?, sum = ? WHERE key = ?", (new, right, key))


def without_table(path: Path) -> None:
    path.unlink()
    sqlite3.connect(path).close()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"\xff" * 9000),
    "half": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "no table": without_table,
    "a folder": folder_instead,
    "another verdict": lambda path: rewrite(path, lambda v: v.replace("contradicted", "supported"), summed=False),
    "no JSON": lambda path: rewrite(path, lambda _: "{", summed=True),
    "other JSON": lambda path: rewrite(path, lambda _: "[[], [], [[1]]]", summed=True),
    "a number": lambda path: rewrite(path, lambda _: "1", summed=True),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_changes_nothing(mixed: Repo, damage: Callable[[Path], object]) -> None:
    full = check(mixed)
    assert full.code == 1
    damage(base(mixed))
    assert check(mixed) == full
    assert check(mixed) == full


def test_a_file_that_is_no_database_is_made_anew(mixed: Repo, idle: Callable[[], None]) -> None:
    check(mixed)
    base(mixed).write_bytes(b"\xff" * 9000)
    full = check(mixed)
    assert not base(mixed).exists()
    check(mixed)
    idle()
    assert check(mixed) == full


def test_a_python_without_sqlite_proves_everything_anew(mixed: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    full = check(mixed, "--no-cache")
    monkeypatch.setitem(sys.modules, "provgate.cache.store", None)
    assert check(mixed) == full
    assert not base(mixed).exists()


def test_a_locked_file_is_passed_over(mixed: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    full = check(mixed)
    monkeypatch.setattr(facts, "_WAIT", 0.01)
    with contextlib.closing(sqlite3.connect(base(mixed), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert check(mixed) == full


def test_a_full_disk(mixed: Repo) -> None:
    full = check(mixed, "--no-cache")
    # The report goes to a pipe, which the limit on files does not touch.
    done = subprocess.run(
        [sys.executable, "-m", "provgate", "check", "--format", "json"],
        cwd=mixed.path,
        capture_output=True,
        check=False,
        env=unmeasured() | {"CI": ""},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert (done.returncode, done.stdout.decode()) == (full.code, full.out)
    assert check(mixed) == full


def test_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Facts(tmp_path / "new")
    assert kept.get(["a"]) == {}
    kept.put({"a": [1, "é\ud800"], "b": None})
    kept.put({"a": [2]})
    assert kept.get(["a", "b", "c"]) == {"a": [2], "b": None}
    kept.put({str(number): number for number in range(1200)})
    assert len(kept.get([str(number) for number in range(1200)])) == 1200
    monkeypatch.setattr(facts, "_MOST", 3)
    kept.put({"last": json.loads("{}")})
    assert kept.get(["last", "1199", "1198", "1197", "a"]) == {"last": {}, "1199": 1199, "1198": 1198}


def test_a_capture_from_the_future_is_remembered_without_its_fault(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proven holds at any time; whether the capture lies ahead of the clock is asked at each run."""
    repo.write("provgate.yaml", POLICY)
    repo.git("rm", "-q", "seeds/dredging.txt", "seeds/dredging.txt.source.yaml")
    evidenced(repo, capture=warc(html(), date="2027-01-01T00:00:00Z"), changes={"retrieved": ""})

    class Clock(datetime.datetime):
        year_now = 2026

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return datetime.datetime(cls.year_now, 11, 1, tzinfo=tz)

    monkeypatch.setattr("provgate.cli.check.datetime.datetime", Clock)
    for year, code in ((2026, 1), (2027, 0), (2026, 1), (2027, 0)):
        Clock.year_now = year
        quick = check(repo)
        assert quick.code == code
        assert quick == check(repo, "--no-cache")
