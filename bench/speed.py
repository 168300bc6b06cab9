"""Time a cold check of a generated corpus beside its peers, and the check of one document.

    .venv/bin/python bench/speed.py [--documents N]

Makes a git repository with N documents of 3 KB and their sidecars (level declared) in a temporary
folder and prints CPU and wall seconds (best of the runs) with ratios to `sha256sum` of every byte.
Peers (check-jsonschema, reuse) are run where they are on the PATH or in this environment.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[1] / "schemas" / "sidecar.schema.json"
SIDECAR = """\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging-{number}.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
title: Dredging resumes {number}
sha256: {sha256}
"""
OUTLETS = "schema: 1\noutlets:\n  harbour-gazette:\n    name: Harbour Gazette\n    domains: [harbourgazette.example]\n"


def generate(root: Path, documents: int) -> None:
    """A committed repository with this many documents, a hundred a folder."""
    chance = random.Random(1)
    words = [f"word{number}" for number in range(2000)]
    root.mkdir(parents=True)
    (root / "provgate.yaml").write_text("schema: 1\nrequire: declared\n")
    (root / "outlets.yaml").write_text(OUTLETS)
    for number in range(documents):
        folder = root / "seeds" / f"{number // 100:05d}"
        folder.mkdir(parents=True, exist_ok=True)
        text = " ".join(chance.choices(words, k=430)).encode()[:3000] + b"\n"
        (folder / f"{number:07d}.txt").write_bytes(text)
        pin = hashlib.sha256(text).hexdigest()
        (folder / f"{number:07d}.txt.source.yaml").write_text(SIDECAR.format(number=number, sha256=pin))
    identity = ["-c", "gc.auto=0", "-c", "user.name=bench", "-c", "user.email=bench@provgate.example"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "corpus"], ["gc", "-q"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def measure(command: list[str], root: Path, runs: int) -> tuple[float, float]:
    """Best CPU and wall seconds of a whole process, its children included."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    timings = []
    for _ in range(runs):
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        timings.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall))
    return min(cpu for cpu, _ in timings), min(wall for _, wall in timings)


def commands(root: Path) -> Iterator[tuple[str, list[str], int]]:
    """What is measured, with how many runs it is worth."""
    yield "sha256sum of every byte", ["sh", "-c", "find seeds -type f -print0 | xargs -0 sha256sum"], 3
    provgate = found("provgate")
    yield "provgate check --no-cache", [provgate, "check", "--no-cache"], 3
    yield "provgate check --no-cache --staged", [provgate, "check", "--no-cache", "--staged"], 3
    checker, reuse = found("check-jsonschema"), found("reuse")
    if checker:
        sidecars = [str(path) for path in sorted((root / "seeds").rglob("*.source.yaml"))]
        yield "check-jsonschema", [checker, "--schemafile", str(SCHEMA), *sidecars], 1
    if reuse:
        yield "reuse lint", [reuse, "lint", "--quiet"], 1


def found(program: str) -> str:
    """The program in this environment, else on the PATH; empty where it is not installed."""
    here = str(Path(sys.executable).parent)
    return shutil.which(program, path=here) or shutil.which(program) or ""


def main() -> int:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--documents", type=int, default=10_000)
    arguments = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="provgate-bench-") as scratch:
        many, one = Path(scratch) / "many", Path(scratch) / "one"
        generate(many, arguments.documents)
        generate(one, 1)
        print(f"{arguments.documents:,} documents{'':26s} CPU s   wall s   wall ratio")
        base = 0.0
        for name, command, runs in commands(many):
            cpu, wall = measure(command, many, runs)
            base = base or wall
            print(f"  {name:36s} {cpu:8.2f} {wall:8.2f} {wall / base:10.1f}")
        cpu, wall = measure([found("provgate"), "check", "--no-cache", "--staged"], one, 7)
        print(f"1 document\n  {'provgate check --no-cache --staged':36s} {cpu:8.3f} {wall:8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
