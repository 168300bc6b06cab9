"""What hostile tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from repos import OUTLETS, Repo

from .bounded import SECRET


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the repository that nothing may read."""
    place = tmp_path / "outside" / "secret.txt"
    place.parent.mkdir()
    place.write_text(f"password: {SECRET}\n")
    return place


@pytest.fixture
def strict(new_repo: Callable[..., Repo]) -> Repo:
    """An empty repository that is gated at level evidenced."""
    repo = new_repo()
    repo.write("provgate.yaml", "schema: 1\n")
    repo.write("outlets.yaml", OUTLETS)
    return repo


@pytest.fixture
def declared(new_repo: Callable[..., Repo]) -> Repo:
    """The same at level declared, where a sidecar alone decides."""
    repo = new_repo()
    repo.write("provgate.yaml", "schema: 1\nrequire: declared\n")
    repo.write("outlets.yaml", OUTLETS)
    return repo
