"""Workers that die, hang or eat memory lose their own document and no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gating import Ran, UnderWay
from pages import PARAGRAPHS, URL, document, evidenced, html, warc
from provgate.check import sandbox as workers
from provgate.check.sandbox import Pool
from provgate.check.verify import Asked, Job, Proof, prove
from provgate.findings import CannotCheckError, Verdict
from provgate.formats.claims import Author, Claims
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry, parse_outlets
from repos import OUTLETS, Repo

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
        (NESTED, "worker-seconds: 1"),
        (FONTS, "worker-memory: 300"),
        (ATTRIBUTES, "worker-seconds: 1"),
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


@pytest.fixture
def unruly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers that do what the document's name tells them; forked ones inherit it."""
    if multiprocessing.get_start_method(allow_none=True) != "fork" and sys.platform != "linux":
        pytest.skip("the workers of this system import their code anew")

    def misbehave(given: Job, registry: Registry) -> tuple[Proof, ...]:
        for one in given.asked:
            match one.path:
                case "dies":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "hangs":
                    signal.pause()
                case "eats":
                    raise MemoryError
                case "deep":
                    raise RecursionError
                case "fault":
                    raise ValueError("some bug")
                case "lacks":
                    raise ImportError("no module", name="selectolax")
        return prove(given, registry)

    monkeypatch.setattr(workers, "prove", misbehave)
    yield


def run(*jobs: Job, seconds: int = 5, size: int = 2) -> list[Proof]:
    with Pool(REGISTRY, Limits(worker_seconds=seconds), size) as pool:
        return list(pool.run(jobs))


def test_good_jobs_come_back_in_order() -> None:
    told: list[int] = []
    with Pool(REGISTRY, Limits(), 2) as pool:
        proofs = list(pool.run([job("a"), job("b", "c"), job("d")], told.append))
        assert [proof.path for proof in pool.run([job("e")])] == ["e"]
    assert [proof.path for proof in proofs] == ["a", "b", "c", "d"]
    assert all(map(supported, proofs))
    assert sum(told) == 4


def test_no_jobs_start_no_process() -> None:
    with Pool(REGISTRY, Limits()) as pool:
        assert list(pool.run([])) == []
        assert pool._workers == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("dies", "the process that read it died"),
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


SERVE = """
import multiprocessing, sys
from provgate.check import sandbox as workers
from provgate.formats.policy import Limits
from provgate.formats.registries import parse_outlets
sys.path.insert(0, {tests!r})
from check.test_workers import REGISTRY, job
ours, theirs = multiprocessing.Pipe()
for one in (job("a"), job("b", page=b"")):
    ours.send(one)
if {closed}:
    ours.close()
else:
    import threading
    threading.Timer(0.2, lambda: [ours.recv(), ours.recv(), ours.close()]).start()
workers._serve(theirs, multiprocessing.Pipe()[0] if {closed} else None, REGISTRY, Limits())
import resource
assert resource.getrlimit(resource.RLIMIT_AS)[0] == (256 + 256) * 2**20
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no address-space limit")
@pytest.mark.parametrize("closed", [True, False])
def test_a_worker_lives_until_its_pipe_closes(closed: bool) -> None:
    tests = str(__import__("repos").ROOT / "tests")
    script = SERVE.format(tests=tests, closed=closed)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_system_without_limits_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    monkeypatch.setattr(sys, "platform", "win32")
    workers._bound(Limits())
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only forked workers have their parent's end of the pipe")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    program = """
import os, sys, time
from provgate.check.sandbox import Pool
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry
pool = Pool(Registry(), Limits(), 3)
pool._workers += [pool._start() for _ in range(3)]
print(*(worker.process.pid for worker in pool._workers), flush=True)
time.sleep(60)
"""
    with UnderWay([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        numbers = list(map(int, parent.stdout.readline().split()))
        parent.kill()
    left = time.monotonic() + 20
    while any(map(running, numbers)) and time.monotonic() < left:
        time.sleep(0.02)
    assert (len(numbers), list(filter(running, numbers))) == (3, [])


def running(number: int) -> bool:
    """Whether a process of this number is there and is no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
