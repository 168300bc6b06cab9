"""The oldest version that pyproject.toml allows of each dependency, those of all extras included, for pip's `-r`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

BOUND = re.compile(r"\s*>=\s*(?=[\w.]+$)")


def lowest(needed: list[str]) -> list[str]:
    """Pinned to their lower bounds; a dependency without one, or with more than one bound, is an error."""
    unclear = [each for each in needed if not BOUND.search(each)]
    if unclear:
        raise SystemExit(f"pyproject.toml: not a single lower bound: {', '.join(unclear)}")
    return [BOUND.sub("==", each) for each in needed]


if __name__ == "__main__":
    project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    print("\n".join(lowest([*project["dependencies"], *extras])))
