"""A memory that is damaged, unwritable, foreign or switched off changes neither what a run says nor its exit code."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import gating
from depth import share
from provgate.cache import folder as place
from repos import Repo, unmeasured

CALM = {"CI": ""}


@pytest.fixture
def told(repo: Repo) -> gating.Ran:
    """What the run that made the memory said."""
    return gating.run(repo, "check", "--format", "json", env=CALM)


def memory(repo: Repo) -> Path:
    [path] = (repo.path / ".git" / "provgate").iterdir()
    return path


def again(repo: Repo, **env: str) -> gating.Ran:
    return gating.run(repo, "check", "--format", "json", env={**CALM, **env})


def head_of(data: bytes) -> tuple[bytes, dict[str, object], bytes]:
    magic, line, rest = data.split(b"\n", 2)
    return magic, json.loads(line), rest


def with_head(data: bytes, line: bytes) -> bytes:
    """A memory that has this line as its head, and says so."""
    return b"provgate run 2 %08x\n" % zlib.crc32(line) + line + data.split(b"\n", 2)[2]


def changed_head(data: bytes, **changes: object) -> bytes:
    return with_head(data, json.dumps({**head_of(data)[1], **changes}).encode() + b"\n")


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: data[:0],
    "half": lambda data: data[: len(data) // 2],
    "garbage": lambda data: b"\xff" * len(data),
    "longer": lambda data: data + b"x",
    "other format": lambda data: data.replace(b"run 2", b"run 9"),
    "head of another checksum": lambda data: data.replace(b"{", b"[", 1),
    "head is no JSON": lambda data: with_head(data, b"[\n"),
    "head is a list": lambda data: with_head(data, b"[]\n"),
    "deep head": lambda data: with_head(data, b"[" * 60000 + b"\n"),
    "no inputs": lambda data: changed_head(data, inputs=None),
    "flipped byte in the last section": lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
    "unknown level": lambda data: changed_head(data, level="proven"),
    "no level": lambda data: changed_head(data, level=1),
    "no tally": lambda data: changed_head(data, tally="many"),
    "no findings": lambda data: changed_head(data, findings=[["PG508"]]),
    "no time": lambda data: changed_head(data, now=None),
    "from tomorrow": lambda data: changed_head(data, now="9999-01-01T00:00:00+00:00"),
    "other inputs": lambda data: changed_head(data, inputs="0"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_memory_is_ignored_and_made_anew(
    repo: Repo, told: gating.Ran, damage: Callable[[bytes], bytes]
) -> None:
    path = memory(repo)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert again(repo) == told
    assert len(path.read_bytes()) == len(whole)
    repo.write("seeds/bad.txt", "alone\n")
    path.write_bytes(damage(whole))
    assert again(repo).code == 1


@pytest.mark.parametrize("name", ["documents", "rows", "evidence", "listing"])
def test_a_section_with_another_checksum_is_ignored(repo: Repo, told: gating.Ran, name: str) -> None:
    path = memory(repo)
    _magic, head, _rest = head_of(path.read_bytes())
    sections = head["sections"]
    assert isinstance(sections, dict)
    offset, size, _check = sections[name]
    path.write_bytes(changed_head(path.read_bytes(), sections={**sections, name: [offset, size, 1]}))
    assert again(repo) == told
    repo.document("seeds/other.txt", "other words\n")
    path.write_bytes(changed_head(path.read_bytes(), sections={**sections, name: [offset, size, 1]}))
    assert again(repo).code == 0


def test_ci_neither_trusts_nor_makes_a_memory(repo: Repo) -> None:
    assert again(repo, CI="true").code == 0
    assert not (repo.path / ".git" / "provgate").exists()


def test_no_cache_makes_none(repo: Repo) -> None:
    assert gating.run(repo, "check", "--no-cache", env=CALM).code == 0
    assert not (repo.path / ".git" / "provgate").exists()


def test_a_failing_run_is_not_remembered(repo: Repo) -> None:
    repo.write("seeds/bad.txt", "alone\n")
    assert again(repo).code == 1
    assert not (repo.path / ".git" / "provgate").exists()


def test_a_folder_that_is_a_file(repo: Repo, told: gating.Ran) -> None:
    place.clear(repo.path / ".git" / "provgate")
    (repo.path / ".git" / "provgate").write_text("in the way")
    assert again(repo) == told


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(repo: Repo, told: gating.Ran) -> None:
    folder = repo.path / ".git" / "provgate"
    memory(repo).unlink()
    folder.chmod(0o500)
    assert again(repo) == told
    folder.chmod(0o700)


def run_in_process(repo: Repo, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "provgate", "check", "--format", "json"],
        cwd=repo.path,
        env=unmeasured() | {"CI": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,
    )


def test_a_full_disk(repo: Repo, told: gating.Ran) -> None:
    memory(repo).unlink()
    process = run_in_process(repo, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
    out, _err = process.communicate()
    assert (process.returncode, out.decode()) == (0, told.out)
    assert not list((repo.path / ".git" / "provgate").iterdir())


@pytest.mark.parametrize("wait", [0.0, 0.1, 0.2, *(number / 100 for number in range(share(0, 50)))])
def test_killed_and_two_at_once(repo: Repo, told: gating.Ran, wait: float) -> None:
    memory(repo).unlink()
    killed, beside = run_in_process(repo), run_in_process(repo)
    with contextlib.suppress(subprocess.TimeoutExpired):
        killed.wait(wait)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    out, _err = beside.communicate()
    assert (beside.returncode, out.decode()) == (0, told.out)
    assert again(repo) == told


@pytest.mark.usefixtures("told")
def test_only_a_few_memories_are_kept(repo: Repo) -> None:
    folder = repo.path / ".git" / "provgate"
    for number in range(12):
        (folder / f"{number}.run").write_bytes(b"old")
        os.utime(folder / f"{number}.run", (number, number))
    (folder / "left.tmp").write_bytes(b"half")
    os.utime(folder / "left.tmp", (1, 1))
    (folder / "young.tmp").write_bytes(b"half")
    repo.write("provgate.yaml", (repo.path / "provgate.yaml").read_text() + "# other bytes\n")
    assert again(repo).code == 0
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 9
    assert "left.tmp" not in names
    assert "young.tmp" in names


@pytest.mark.usefixtures("told")
def test_cache_shows_and_clears(repo: Repo) -> None:
    folder = repo.path / ".git" / "provgate"
    (folder / "0.1.tmp").write_bytes(b"half")
    (folder / "bad.run").write_bytes(b"bad")
    (folder / place.PROOFS).write_bytes(b"")
    shown = gating.run(repo, "cache").out.splitlines()
    assert shown[0].endswith("provgate:")
    told = {line.split()[0]: line for line in shown[1:]}
    assert len(told) == 4
    [kept] = [line for line in told.values() if "a run that passed: 1 document (require: declared), 20" in line]
    assert kept.endswith(" UTC")
    assert "killed" in told["0.1.tmp"]
    assert "not believed" in told["bad.run"]
    assert "captures" in told[place.PROOFS]
    assert gating.run(repo, "cache", "--clear").out.startswith("4 files deleted from ")
    assert gating.run(repo, "cache").out.startswith("nothing is cached in ")


def test_cache_of_a_bare_repository(repo: Repo, new_repo: Callable[..., Repo]) -> None:
    bare = new_repo("bare.git", "--bare")
    repo.git("push", "--quiet", str(bare.path), "HEAD:refs/heads/main")
    assert gating.run(bare, "check", "--rev", "main", env=CALM).code == 0
    assert "a run that passed" in gating.run(bare, "cache").out
    assert gating.run(bare, "cache", "--clear").out.startswith("1 file deleted from ")


def test_cache_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert str(tmp_path / "caches") in gating.run(tmp_path, "cache").out
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert ".cache" in gating.run(tmp_path, "cache").out
