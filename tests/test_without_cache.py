"""The gate works with the folder `cache` deleted: what remembers between runs wraps the check, and is no part of it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from gating import run
from repos import PROVGATE, ROOT, Repo, unmeasured

OWN_TESTS = ("tests/check/test_proof.py", "tests/hooks/test_plain_hooks.py", "tests/test_levels.py")


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which Python finds a copy of the package, as a wheel installs it, that has no cache."""
    place = tmp_path_factory.mktemp("without-cache")
    shutil.copytree(
        ROOT / "validators" / "provgate", place / "provgate", ignore=shutil.ignore_patterns("__pycache__", "cache")
    )
    shutil.copytree(ROOT / "schemas", place / "provgate" / "schemas")
    return unmeasured() | {"PYTHONPATH": str(place), "CI": ""}


def test_the_tests_of_the_gate_pass(without: dict[str, str]) -> None:
    where = "import provgate, pathlib; print(pathlib.Path(provgate.__file__).parents[1])"
    found = subprocess.run([sys.executable, "-c", where], env=without, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == without["PYTHONPATH"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *OWN_TESTS],
        cwd=ROOT,
        env=without,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout


def test_a_check_leaves_nothing_behind_and_the_command_says_why(repo: Repo, without: dict[str, str]) -> None:
    def provgate(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROVGATE, *words], cwd=repo.path, env=without, capture_output=True, text=True, check=False
        )

    assert provgate("check", "--staged").returncode == 0
    assert not (repo.path / ".git" / "provgate").exists()
    done = provgate("cache")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "provgate: the cache is not part of this installation; every check starts from scratch\n"


def test_without_the_cache_the_check_itself_is_called(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    monkeypatch.setitem(sys.modules, "provgate.cache", None)
    assert run(repo, "check").code == 0
    assert not (repo.path / ".git" / "provgate").exists()
    assert run(repo, "cache").code == 3


def test_a_cache_that_lacks_a_part_is_a_fault(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "provgate.cache", raising=False)
    monkeypatch.setitem(sys.modules, "provgate.cache.runs", None)
    ran = run(repo, "check")
    assert (ran.code, ran.out) == (3, "")
    assert "provgate.cache.runs" in ran.err
