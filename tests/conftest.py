"""What tests of all rooms share: real git repositories that no setting of whoever runs the tests reaches."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import depth
from repos import OUTLETS, POLICY, Repo


def pytest_report_header() -> str:
    return (
        "exploration: new examples, more of them"
        if depth.DEEP
        else "exploration: a fixed share (make test-deep for more)"
    )


@pytest.fixture(scope="session", autouse=True)
def _isolation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither settings of this machine nor the repository whose hook may be running the tests are seen."""
    home = tmp_path_factory.mktemp("home")
    settings = home / ".gitconfig"
    settings.write_text(
        "[user]\n\tname = Ines Calder\n\temail = ines@harbourgazette.example\n"
        '[init]\n\tdefaultBranch = main\n[core]\n\tautocrlf = false\n[protocol "file"]\n\tallow = always\n',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT")) or name == "SKIP"]:
            patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        patch.setenv("GIT_CONFIG_GLOBAL", str(settings))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """A shell starts what runs in its background with interrupts ignored, and children would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def new_repo(tmp_path: Path) -> Callable[..., Repo]:
    """Makes empty repositories by name; further words are options of `git init`, keywords its environment."""

    def make(name: str = "repo", *options: str, **environment: str) -> Repo:
        path = tmp_path / name
        path.mkdir()
        repo = Repo(path, environment)
        repo.git("init", "--quiet", *options)
        return repo

    return make


@pytest.fixture
def repo(new_repo: Callable[..., Repo]) -> Repo:
    """A repository that is gated at level declared, with one good document, all committed."""
    repo = new_repo()
    repo.write("provgate.yaml", POLICY)
    repo.write("outlets.yaml", OUTLETS)
    repo.document("seeds/dredging.txt")
    repo.commit("start")
    return repo
