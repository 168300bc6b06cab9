"""Repositories with real hooks: pre-commit's, once from the PATH and once from a hook repository, and plain ones."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from provgate.cli import hookfile
from repos import ROOT, Repo
from shared import once

BIN = str(Path(sys.executable).parent)
SHIPPED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "validators", "schemas", "completions")


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which git finds pre-commit and provgate; hook environments are built once a run."""
    return {
        "PATH": os.pathsep.join((BIN, os.environ["PATH"])),
        "PRE_COMMIT_HOME": str(once(tmp_path_factory, "pre-commit-home", lambda _place: None)),
        "PRE_COMMIT_COLOR": "never",
    }


@pytest.fixture(scope="session")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """This tree, as another repository would name it: a git repository with `.pre-commit-hooks.yaml`."""
    return Repo(once(tmp_path_factory, "hook-repository", release))


def release(place: Path) -> None:
    hooks = Repo(place)
    for name in SHIPPED:
        source, target = ROOT / name, hooks.path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    hooks.git("init", "--quiet")
    hooks.commit("release")
    hooks.git("tag", "v0.1.0")


@pytest.fixture
def gated(request: pytest.FixtureRequest, repo: Repo, programs: dict[str, str]) -> Repo:
    """The repository with the hook as README adds it, installed for commits and merges."""
    if getattr(request, "param", "on the PATH") == "on the PATH":
        entry = hookfile.entry("", "")
    else:
        entry = hookfile.entry(str(request.getfixturevalue("hook_repository").path), "v0.1.0")
    repo.write(hookfile.NAME, hookfile.merged(None, entry))
    repo.commit("add the hook")
    gated = Repo(repo.path, programs)
    return installed(gated, "pre-commit", "install", "--install-hooks")


@pytest.fixture
def gated_by_prek(repo: Repo, programs: dict[str, str], hook_repository: Repo) -> Repo:
    """The same hook repository, run by prek."""
    repo.write(hookfile.NAME, hookfile.merged(None, hookfile.entry(str(hook_repository.path), "v0.1.0")))
    repo.commit("add the hook")
    gated = Repo(repo.path, {**programs, "PREK_HOME": programs["PRE_COMMIT_HOME"] + "-prek"})
    return installed(gated, "prek", "install", "--install-hooks")


def installed(gated: Repo, *command: str) -> Repo:
    """The repository, once this command has installed its hooks."""
    done = gated.run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pre-merge-commit" in done.stdout + done.stderr
    return gated
