"""Look for steps that grow faster than the corpus: odd shapes at one size and at four times that size.

    .venv/bin/python bench/shapes.py [--size N]

Each shape is made in a temporary folder, outside git unless its name says otherwise, and checked from nothing; the
last column is how many times longer four times as much takes. Near 4 is linear, near 16 quadratic.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from speed import OUTLETS, SIDECAR, found, measure


def pair(path: Path, number: int, text: str = "") -> None:
    """A document with its sidecar."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"text {number}\n")
    pin = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + ".source.yaml").write_text(SIDECAR.format(number=number, sha256=pin))


def wide(seeds: Path, count: int) -> None:
    """All documents in one folder."""
    for number in range(count):
        pair(seeds / f"{number}.txt", number)


def deep(seeds: Path, count: int) -> None:
    """A hundred folders below each other, again and again."""
    for number in range(count):
        pair(seeds / str(number // 100) / "/".join(["d"] * (number % 100)) / "a.txt", number)


def alike(seeds: Path, count: int) -> None:
    """The same bytes in every document."""
    for number in range(count):
        pair(seeds / f"{number}.txt", number, "the same\n")


def alone(seeds: Path, count: int) -> None:
    """Documents without sidecars."""
    for number in range(count):
        (seeds / f"{number}.txt").write_text(f"text {number}\n")


def orphans(seeds: Path, count: int) -> None:
    """Sidecars without documents."""
    for number in range(count):
        (seeds / f"{number}.txt.source.yaml").write_text(SIDECAR.format(number=number, sha256="0" * 64))


def renamed(seeds: Path, count: int) -> None:
    """Documents and sidecars that have lost each other."""
    orphans(seeds, count)
    for number in range(count):
        (seeds / f"new-{number}.txt").write_text(f"text {number}\n")


def colliding(seeds: Path, count: int) -> None:
    """Names that differ in case only."""
    for number in range(count // 2):
        pair(seeds / f"a{number}.txt", number)
        pair(seeds / f"A{number}.txt", number, f"other {number}\n")


def evidence(seeds: Path, count: int) -> None:
    """Evidence files that no sidecar names."""
    for number in range(count):
        (seeds / f"{number}.warc.gz").write_bytes(b"x")


def outlets(seeds: Path, count: int) -> None:
    """One document of an unknown outlet in a registry of five times as many."""
    pair(seeds / "a.txt", 1)
    entries = "".join(
        f"  outlet-{number}:\n    name: Outlet Number {number}\n    domains: [n{number}.example]\n"
        for number in range(5 * count)
    )
    (seeds.parent / "outlets.yaml").write_text("schema: 1\noutlets:\n" + entries)


SHAPES: dict[str, Callable[[Path, int], None]] = {
    shape.__name__: shape for shape in (wide, deep, alike, alone, orphans, renamed, colliding, evidence, outlets)
}
IN_GIT = ("alike", "alone", "orphans", "renamed", "colliding")


def timed(shape: Callable[[Path, int], None], count: int, *, git: bool) -> float:
    """CPU seconds of a check of this shape; what could not be judged at all is an error here."""
    with tempfile.TemporaryDirectory(prefix="provgate-bench-") as scratch:
        root = Path(scratch, "corpus")
        (root / "seeds").mkdir(parents=True)
        (root / "provgate.yaml").write_text("schema: 1\nrequire: declared\n")
        (root / "outlets.yaml").write_text(OUTLETS)
        shape(root / "seeds", count)
        if git:
            subprocess.run(["git", "init", "-q"], cwd=root, check=True)
            subprocess.run(["git", "add", "."], cwd=root, check=True)
        command = [found("provgate"), "check", "--no-cache", *(["--staged"] if git else [])]
        code = subprocess.run(command, cwd=root, capture_output=True, check=False).returncode
        if code not in (0, 1):
            raise SystemExit(f"{shape.__name__}: exit code {code}")
        return measure(command, root, 1)[0]


def main() -> int:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--size", type=int, default=2_500)
    size = ask.parse_args().size
    base = timed(wide, 1, git=False)
    print(f"CPU seconds, without the {base:.2f} of a start\n{'shape':20s} {size:>9,} {4 * size:>9,}  times")
    for name, shape in SHAPES.items():
        for git in (False, True) if name in IN_GIT else (False,):
            small, large = (timed(shape, count, git=git) - base for count in (size, 4 * size))
            print(f"{name + (' in git' if git else ''):20s} {small:9.2f} {large:9.2f} {large / small:6.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
