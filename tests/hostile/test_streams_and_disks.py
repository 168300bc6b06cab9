"""THREATS E7, H4, H6, I1, I2, I4: long names, streams that are gone, disks that are full, runs that are killed."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import time

import pytest

from depth import share
from gating import UnderWay
from repos import HANGS, PROVGATE, Repo, unmeasured

from .bounded import check, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and devices of POSIX")


def shell(repo: Repo, script: str) -> subprocess.CompletedProcess[str]:
    return repo.run("bash", "-c", script.replace("provgate", PROVGATE, 1))


def test_E7_a_name_that_leaves_no_room_for_a_sidecar(declared: Repo) -> None:
    declared.write(f"seeds/{'a' * 251}", "x\n")
    assert "PG101" in check(declared).codes


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ("provgate check >&-", 3),
        ("provgate check >/dev/full", 3),
        ("set -o pipefail; provgate check --format json | true", 0),
    ],
)
def test_H6_what_cannot_be_reported_is_no_pass(declared: Repo, script: str, wanted: int) -> None:
    declared.document("seeds/a.txt")
    done = shell(declared, script)
    # A pipe whose reader has gone may still take a short report; a longer one must not pass.
    assert done.returncode == wanted or ("|" in script and done.returncode == 1), done.stderr
    assert "Traceback" not in done.stderr


def test_H4_the_exit_code_is_no_count(declared: Repo) -> None:
    for number in range(256):
        declared.write(f"seeds/{number}.txt", f"{number}\n")
    assert len(check(declared, wanted=1).report["findings"]) == 256


def test_I2_a_full_disk_keeps_the_old_sidecar(declared: Repo) -> None:
    declared.document("seeds/a.txt")
    place = declared.write("seeds/a.txt", "longer than a few bytes\n").with_name("a.txt.source.yaml")
    old = place.read_bytes()
    done = subprocess.run(
        [PROVGATE, "pin", "seeds/a.txt"],
        cwd=declared.path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)),
        ),
        env=unmeasured(),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert place.read_bytes() == old
    assert not list(place.parent.glob(".provgate-*"))


@pytest.mark.parametrize(
    ("command", "path", "part"),
    [
        (("pin", "seeds/a.txt"), "seeds/a.txt.source.yaml", b"notes: end\n"),
        (
            ("outlets", "add", "pier-post", "--name", "Pier Post", "--domain", "pierpost.example"),
            "outlets.yaml",
            b"harbourgazette.example",
        ),
        (("init",), "provgate.yaml", b"require: declared\n"),
    ],
)
def test_I1_killed_at_any_moment(declared: Repo, command: tuple[str, ...], path: str, part: bytes) -> None:
    """The old bytes or the new ones, never half; and the next run goes through."""
    declared.document("seeds/a.txt")
    sidecar = declared.path / "seeds/a.txt.source.yaml"
    sidecar.write_bytes(sidecar.read_bytes() + b"notes: end\n")
    declared.write("seeds/a.txt", "changed\n")
    place, old = declared.path / path, (declared.path / path).read_bytes()
    chance, seen = random.Random(6), set()
    for _ in range(share(6, 100)):
        place.write_bytes(old)
        with UnderWay([PROVGATE, *command], cwd=declared.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            time.sleep(chance.uniform(0.02, 0.4))
        seen.add(place.read_bytes())
    assert all(part in data for data in seen)
    assert len(seen - {old}) <= 1
    place.write_bytes(old)
    run(declared, *command, wanted=0)


def test_I4_an_interruption_is_130(strict: Repo) -> None:
    from pages import evidenced, warc

    evidenced(strict, capture=warc(b"<div>" * 200_000))
    with UnderWay([PROVGATE, "check"], cwd=strict.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.has_begun()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_I4_two_runs_at_once(declared: Repo) -> None:
    declared.document("seeds/a.txt")
    both = [subprocess.Popen([PROVGATE, "check"], cwd=declared.path, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=HANGS) for process in both] == [0, 0]
