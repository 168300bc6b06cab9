"""What tests of this room share."""

from __future__ import annotations

import pytest

from keys import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """People with real keys; ask for it only under `needs_ssh_keygen`."""
    return Desk(tmp_path_factory.mktemp("keys"))
