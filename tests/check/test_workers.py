"""Workers that die, hang or eat memory lose their own document and no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gating import Ran, UnderWay
from pages import PARAGRAPHS, URL, document, evidenced, html, warc
from provgate.check import pool as pools
from provgate.check import sandbox
from provgate.check.pool import Pool
from provgate.check.verify import Asked, Job, Proof, prove
from provgate.findings import CannotCheckError, Verdict
from provgate.formats.claims import Author, Claims
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry, parse_outlets
from repos import HANGS, OUTLETS, PROVGATE, Repo

REGISTRY = parse_outlets(OUTLETS.encode())
CLAIMS = Claims(URL, "2026-03-12", (Author("Ines Calder"),), "harbour-gazette")
GOOD = "seeds/dredging.txt"

NESTED = b"<!doctype html><title>x</title>" + b"<div>" * 60_000
"""THREATS D1: depth that costs the parser's time with the square of it."""

FONTS = b"<!doctype html>" + b"".join(b"<font color=%d><p>" % number for number in range(3_000))
"""THREATS D1: 50 kB that make millions of nodes."""

ATTRIBUTES = b"<!doctype html><p " + b" ".join(b"a%d=1" % number for number in range(40_000)) + b">"
"""THREATS D2: attributes that cost the parser's time with the square of their number."""


def asked(path: str) -> Asked:
    return Asked(path, CLAIMS, document(), ("/evidence/0",))


def job(*paths: str, page: bytes | None = None) -> Job:
    return Job((("dredging.warc.gz", warc(html() if page is None else page)),), tuple(map(asked, paths)))


def supported(proof: Proof) -> bool:
    return not proof.faults and all(judgement.verdict is Verdict.SUPPORTED for judgement in proof.judgements)


def reasons(proofs: list[Proof]) -> list[tuple[str, str]]:
    return [(proof.path, proof.faults[0].message) for proof in proofs if proof.faults]


# --- through the command line, with real hostile pages


def judged(repo: Repo, page: bytes, limits: str) -> Ran:
    """One good document, and one whose capture holds this page."""
    repo.write("provgate.yaml", f"schema: 1\nrequire: evidenced\nlimits: {{{limits}}}\n")
    evidenced(repo)
    evidenced(repo, "seeds/hostile.txt", capture=warc(page), name="hostile.warc.gz", text=document(PARAGRAPHS[:1]))
    repo.commit()
    done = repo.provgate("check", "--format", "json")
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("page", "limits"),
    [
        (NESTED, "worker-seconds: 2"),
        (FONTS, "worker-memory: 300"),
        (ATTRIBUTES, "worker-seconds: 2"),
    ],
)
def test_a_hostile_page_loses_only_its_own_document(repo: Repo, page: bytes, limits: str) -> None:
    ran = judged(repo, page, limits)
    assert (ran.code, ran.err) == (1, "")
    assert ran.levels == {GOOD: ("evidenced", True), "seeds/hostile.txt": ("declared", False)}
    assert {path for _, path in ran.findings} <= {"seeds/hostile.txt", "seeds/hostile.txt.source.yaml"}


def test_the_finding_names_the_bound(repo: Repo) -> None:
    ran = judged(repo, NESTED, "worker-seconds: 0")
    found = [one for one in ran.report["findings"] if one["path"] == "seeds/hostile.txt.source.yaml"]
    assert (found[0]["code"], found[0]["pointer"]) == ("PG440", "/evidence/0")
    assert found[0]["message"] == "reading it took more than 0 s"


# --- the pool itself


def ends(signal_number: int) -> None:
    os.kill(os.getpid(), signal_number)


def hangs() -> None:
    while True:
        pass


def fails(error: Exception) -> None:
    raise error


MISBEHAVIOUR: dict[str, Callable[[], object]] = {
    "dies": lambda: ends(signal.SIGSEGV),
    "killed": lambda: ends(signal.SIGKILL),
    "exits": lambda: os._exit(7),
    "hangs": hangs,
    "waits": signal.pause,
    "eats": lambda: fails(MemoryError()),
    "deep": lambda: fails(RecursionError()),
    "fault": lambda: fails(ValueError("some bug")),
    "disk": lambda: fails(OSError(28, "No space left on device")),
    "lacks": lambda: fails(ImportError("no module", name="selectolax")),
}
ONCE = {"once": "killed", "large": "eats"}


@pytest.fixture
def unruly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Workers that do what the document's name tells them; forked ones inherit it."""
    if sys.platform != "linux":
        pytest.skip("the workers of this system import their code anew")
    monkeypatch.setattr(sandbox, "_small", lambda: True)
    seen = tmp_path / "seen"

    def misbehave(given: Job, registry: Registry) -> tuple[Proof, ...]:
        for one in given.asked:
            if one.path in ONCE and not seen.exists():
                seen.touch()
                MISBEHAVIOUR[ONCE[one.path]]()
            elif one.path in MISBEHAVIOUR:
                MISBEHAVIOUR[one.path]()
        return prove(given, registry)

    monkeypatch.setattr(pools, "prove", misbehave)


def run(*jobs: Job, seconds: int = 5, size: int = 2) -> list[Proof]:
    with Pool(REGISTRY, Limits(worker_seconds=seconds), size) as pool:
        return list(pool.run(jobs))


def test_good_jobs_come_back_in_order() -> None:
    with Pool(REGISTRY, Limits(), 2) as pool:
        proofs = list(pool.run([job("a"), job("b", "c"), job("d")]))
        assert [proof.path for proof in pool.run([job("e")])] == ["e"]
    assert [proof.path for proof in proofs] == ["a", "b", "c", "d"]
    assert all(map(supported, proofs))


def test_no_jobs_start_no_process() -> None:
    with Pool(REGISTRY, Limits()) as pool:
        assert list(pool.run([])) == []
        assert pool._idle == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("dies", "the process that read it crashed"),
        ("eats", "reading it took more than 256 MiB"),
        ("deep", "it is nested too deeply"),
        ("fault", "it could not be read (ValueError)"),
    ],
)
@pytest.mark.usefixtures("unruly")
def test_a_lost_worker_costs_its_document_alone(name: str, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    proofs = run(job("a"), job(name), job("b"), job("c"), job("d", name, "e"))
    assert [proof.path for proof in proofs] == ["a", name, "b", "c", "d", name, "e"]
    assert reasons(proofs) == [(name, reason)] * 2
    assert sum(map(supported, proofs)) == 5
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.usefixtures("unruly")
def test_a_hanging_worker_costs_its_document_alone() -> None:
    proofs = run(job("a"), job("hangs"), job("b"), seconds=1)
    assert reasons(proofs) == [("hangs", "reading it took more than 1 s")]
    assert [proof.path for proof in proofs] == ["a", "hangs", "b"]


@pytest.mark.usefixtures("unruly")
def test_neighbours_of_a_hanging_document_are_judged_while_there_is_time() -> None:
    assert [path for path, _ in reasons(run(job("hangs", "a"), seconds=1))] == ["hangs"]
    found = reasons(run(job("hangs", "hangs", "hangs", "a"), seconds=1))
    assert [path for path, _ in found] == ["hangs", "hangs", "hangs", "a"]
    assert found[-1][1] == "other documents that rest on the same capture took all the time there is"


@pytest.mark.usefixtures("unruly")
def test_a_missing_part_cannot_be_checked() -> None:
    with pytest.raises(CannotCheckError, match="not installed: selectolax"):
        run(job("a"), job("lacks"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("killed", "was killed .signal 9.; the machine may lack memory"),
        ("exits", "ended early .exit code 7."),
        ("waits", "did not get the 1 s of CPU time"),
        ("disk", "failed: No space left on device"),
    ],
)
@pytest.mark.usefixtures("unruly")
def test_a_machine_that_fails_twice_is_no_finding(name: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_PATIENCE", 1 if name == "waits" else 10)
    with Pool(REGISTRY, Limits(worker_seconds=1), 2) as pool:
        with pytest.raises(CannotCheckError, match=words):
            list(pool.run([job("a"), job(name), job("b")]))
        assert pool._busy == {}
        assert [proof.path for proof in pool.run([job("c")])] == ["c"]


@pytest.mark.usefixtures("unruly")
@pytest.mark.parametrize("name", ["once", "large"])
def test_what_fails_once_is_tried_again_in_a_fresh_process(name: str) -> None:
    proofs = run(job("a"), job(name), job("b", "c"))
    assert [proof.path for proof in proofs] == ["a", name, "b", "c"]
    assert all(map(supported, proofs))


@pytest.mark.usefixtures("unruly")
def test_no_more_processes_are_kept_than_asked_for() -> None:
    with Pool(REGISTRY, Limits(), 1) as pool:
        assert len(list(pool.run([job("large"), job("a"), job("b")]))) == 3
        assert len(pool._idle) == 1


def test_processes_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries, refused = pools.Box, list[int](), set[int]()

    def scarce(*given: object) -> sandbox.Box:
        tries.append(1)
        if len(tries) in refused:
            raise OSError(11, "Resource temporarily unavailable")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pools, "Box", scarce)
    monkeypatch.setattr(pools, "_BREATH", 0)
    for numbers, started in (({1}, 3), ({2, 3, 4}, 2)):
        refused.clear()
        refused.update(numbers)
        tries.clear()
        proofs = run(job("a"), job("b"), job("c"))
        assert [proof.path for proof in proofs] == ["a", "b", "c"]
        assert len(tries) >= started
    refused.clear()
    refused.update({1, 2})
    tries.clear()
    with pytest.raises(CannotCheckError, match="cannot be started: Resource temporarily unavailable"):
        run(job("a"))


# --- the same through the command line, on real machines that fail


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are Unix's")
@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("ulimit -v 400000", "this system gives a process less than the 512 MiB"),
        ("ulimit -d 400000", "this system gives a process less than the 512 MiB"),
    ],
)
def test_a_machine_without_memory_refuses_no_document(repo: Repo, limit: str, words: str) -> None:
    repo.write("provgate.yaml", "schema: 1\n")
    evidenced(repo)
    repo.commit()
    assert repo.provgate("check", "--no-cache").returncode == 0
    done = repo.run("bash", "-c", f"{limit}; exec {PROVGATE} check --no-cache")
    assert (done.returncode, done.stdout) == (3, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only forked workers have their parent's end of the pipe")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    program = """
import os, sys, time
from provgate.check.sandbox import Box
from provgate.formats.policy import Limits
boxes = [Box(len, Limits()) for _ in range(3)]
print(*(box.pid for box in boxes), flush=True)
time.sleep(60)
"""
    with UnderWay([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        numbers = list(map(int, parent.stdout.readline().split()))
        parent.kill()
    left = time.monotonic() + HANGS
    while any(map(running, numbers)) and time.monotonic() < left:
        time.sleep(0.02)
    assert (len(numbers), list(filter(running, numbers))) == (3, [])


def running(number: int) -> bool:
    """Whether a process of this number is there and is no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
