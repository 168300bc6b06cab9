"""How much is explored. `make test` draws a small share, the same one each time; `make test-deep` draws anew and more."""

from __future__ import annotations

import os

from hypothesis import settings

DEEP = os.environ.get("PROVGATE_DEEP", "") not in ("", "0")
"""The one place where this is read."""

# No test depends on time: a loaded machine is no fault of the program's.
settings.register_profile("fixed", deadline=None, derandomize=True, database=None)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile("deep" if DEEP else "fixed")


def share(quick: int, deep: int) -> int:
    """`quick` of something in `make test`, `deep` in `make test-deep`."""
    return deep if DEEP else quick


def examples(quick: int) -> settings:
    """Other numbers of random examples than the usual hundred, for tests that are cheap, dear or rich in cases."""
    return settings(max_examples=share(quick, quick * 20))
