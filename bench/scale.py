"""Measure how checks grow with the corpus, beside their peers, as git repository and as plain folder.

    .venv/bin/python bench/scale.py [--sizes 1000 10000 100000] [--kinds git folder] [--data FILE] [--write]

Makes every corpus in a temporary folder (documents of 3 KB with sidecars, level declared, a hundred a folder) and
prints tables: wall seconds with the ratio to `sha256sum` of every byte, CPU seconds, and peak memory. `--write` puts
them into docs/performance.md and draws docs/performance.svg, which needs matplotlib.

`--data FILE` keeps the figures after every corpus. What FILE has is not measured again, so that an interrupted run
goes on where it was; with `--sizes` and no number everything in FILE is shown and nothing is measured. A million
documents need 15 GB of disk. Peers (check-jsonschema, reuse, bagit.py) are run where they are on the PATH or in this
environment, and up to 10,000 documents. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import platform
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, NoReturn

from growth import KINDS, LONG, SLOW, Cost, Figures, load, save, tables, write
from speed import OUTLETS, SCHEMA, SIDECAR, found

SETTLED = 2.2
"""Seconds: no check trusts the times of files that changed within two seconds before it."""
STARTER = """
import os, select, sys, time
begun = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
ended = select.poll()
ended.register(os.pidfd_open(child), select.POLLIN)
own = 0
while not ended.poll(20):
    with open(f"/proc/{child}/status") as lines:
        own = max([own, *(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))])
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - begun
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, wall, used.ru_maxrss, own)
"""
"""A process counts the memory of the one that started it as its own: a small one starts what is measured.

It looks at the memory of the program itself as well, which that of a process it starts may hide.
"""


class Bench(NamedTuple):
    """One corpus, and the environment in which commands are run on it."""

    root: Path
    documents: int
    environment: Mapping[str, str]


def corpus(documents: int) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file; the same for the same number, and no two documents alike."""
    yield "outlets.yaml", OUTLETS.encode()
    yield "provgate.yaml", b"schema: 1\nrequire: declared\n"
    for number in range(documents):
        yield from document(number)


def document(number: int) -> Iterator[tuple[str, bytes]]:
    """A document of 3 KB and its sidecar."""
    start = number * 977 % (len(words()) - 3000)
    text = (b"Dredging resumes %d\n" % number + words()[start : start + 3000])[:2999] + b"\n"
    path = f"seeds/{number // 100:05d}/{number:07d}.txt"
    yield path, text
    yield f"{path}.source.yaml", SIDECAR.format(number=number, sha256=hashlib.sha256(text).hexdigest()).encode()


@cache
def words() -> bytes:
    """A megabyte of text, of which every document has a piece."""
    chance = random.Random(1)
    return " ".join(f"word{chance.randrange(2000)}" for _ in range(120_000)).encode()


def write_files(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put files on the disk."""
    for path, raw in files:
        target = root / path
        try:
            target.write_bytes(raw)
        except FileNotFoundError:
            target.parent.mkdir(parents=True)
            target.write_bytes(raw)


def write_repository(bench: Bench) -> None:
    """A committed repository: `git add` of two million files takes far longer than a stream into one pack."""
    git(bench, "init", "-q", "-b", "main")
    for key in ("gc.auto", "fastimport.unpackLimit"):
        git(bench, "config", key, "0")
    git(bench, "config", "maintenance.auto", "false")
    command = ["git", "fast-import", "--quiet", "--depth=0"]
    with subprocess.Popen(command, cwd=bench.root, env=bench.environment, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(
            b"commit refs/heads/main\ncommitter bench <bench@provgate.example> 1773273600 +0000\ndata 6\ncorpus\n"
        )
        for path, raw in corpus(bench.documents):
            process.stdin.write(b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(raw), raw))
    if process.returncode:
        sys.exit("git fast-import failed")
    git(bench, "reset", "-q", "--hard")
    # Git compares the bytes of files that are as young as its index, until it has looked at them once.
    time.sleep(SETTLED)
    git(bench, "status", "--porcelain")


def git(bench: Bench, *arguments: str) -> None:
    """Run git, which must succeed."""
    subprocess.run(["git", *arguments], cwd=bench.root, env=bench.environment, check=True)


def run(bench: Bench, command: list[str], passes: tuple[int, ...] = (0,)) -> Cost:
    """Run once; another exit code than those that pass ends everything, as its figures would mean nothing."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", STARTER, *command],
            cwd=bench.root,
            env=bench.environment,
            stdout=subprocess.PIPE,
            stderr=output,
            process_group=0,
        )
        try:
            told = process.communicate()[0].split()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        if not told or int(told[0]) not in passes:
            output.seek(0)
            sys.exit(f"{shlex.join(command)[:200]} failed: {told}\n{output.read(2000).decode(errors='replace')}")
    _, cpu, wall, kib, own = map(float, told)
    return Cost(cpu, wall, kib / 1024, own / 1024)


def best(once: Callable[[], Cost]) -> Cost:
    """The least of three runs, or of fewer where they are long."""
    several = [once()]
    while len(several) < 3 and several[-1].wall < LONG:
        several.append(once())
    return Cost(*map(min, zip(*several, strict=True)))


def add_one(bench: Bench, number: int) -> Cost:
    """The hook's check with one new document staged, which is taken out again."""
    paths = [path for path, _ in document(number)]
    write_files(bench.root, document(number))
    git(bench, "add", "--", *paths)
    cost = run(bench, [found("provgate"), "check", "--staged"])
    git(bench, "rm", "-q", "-f", "--", *paths)
    return cost


def measure_checks(bench: Bench) -> Iterator[tuple[str, Cost]]:
    """Cold, then the run that fills the memory, then what the memory is good for."""
    check = [found("provgate"), "check"]
    yield "cold", best(lambda: run(bench, [*check, "--no-cache"]))
    time.sleep(SETTLED)
    yield "fill", run(bench, check)
    yield "warm", best(lambda: run(bench, check))
    if (bench.root / ".git").exists():
        run(bench, [*check, "--staged"])
        yield "staged", best(lambda: run(bench, [*check, "--staged"]))
        numbers = itertools.count(bench.documents)
        yield "hook", best(lambda: add_one(bench, next(numbers)))
        yield "status", best(lambda: run(bench, ["git", "status", "--porcelain"]))


def measure_peers(bench: Bench) -> Iterator[tuple[str, Cost]]:
    """Programs that read each sidecar, each licence, or each byte against a manifest; bagit's bag is a copy."""
    checker, reuse, bagit = found("check-jsonschema"), found("reuse"), found("bagit.py")
    if checker:
        listed = "find seeds -name '*.source.yaml' -print0 | xargs -0 "
        yield "check-jsonschema", run(bench, ["sh", "-c", listed + shlex.join([checker, "--schemafile", str(SCHEMA)])])
    if reuse:
        yield "reuse", best(lambda: run(bench, [reuse, "lint", "--quiet"], passes=(0, 1)))
    if bagit:
        bag = bench.root.parent / "bag"
        shutil.copytree(bench.root / "seeds", bag)
        run(bench, [bagit, "--quiet", "--sha256", str(bag)])
        yield "bagit.py", best(lambda: run(bench, [bagit, "--quiet", "--validate", str(bag)]))


def measure_corpus(kind: str, documents: int) -> Figures:
    """Make one corpus, measure everything on it, and take it away again."""
    with tempfile.TemporaryDirectory(prefix="provgate-scale-") as scratch:
        kept = {
            key: value
            for key, value in os.environ.items()
            if key not in ("CI", "PYTHONDONTWRITEBYTECODE") and not key.startswith("GIT_")
        }
        bench = Bench(
            Path(scratch) / "corpus",
            documents,
            kept | {"XDG_CACHE_HOME": f"{scratch}/cache", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        )
        bench.root.mkdir()
        tell(f"{kind}, {documents:,} documents: writing")
        if kind == "git":
            write_repository(bench)
        else:
            write_files(bench.root, corpus(documents))
        os.sync()
        figures = {}
        for name, cost in measure_all(bench):
            figures[name] = cost
            tell(f"  {name:18s} {cost.cpu:8.2f} s CPU {cost.wall:8.2f} s wall {cost.mib:6.0f} MiB {cost.own:6.0f} own")
    return figures


def measure_all(bench: Bench) -> Iterator[tuple[str, Cost]]:
    """The measure of all others first: it also brings the files into the page cache, as far as they fit."""
    run(bench, [found("provgate"), "--version"])
    every = ["sh", "-c", "find seeds -type f -print0 | xargs -0 sha256sum >/dev/null"]
    yield "sha256sum", best(lambda: run(bench, every))
    yield from measure_checks(bench)
    if bench.documents <= SLOW:
        yield from measure_peers(bench)


def tell(line: str) -> None:
    """Progress."""
    print(line, file=sys.stderr, flush=True)


def machine() -> str:
    """What the figures were measured on, without names that tell more."""
    with Path("/proc/cpuinfo").open() as lines:
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    version = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return (
        f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, "
        f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Python {platform.python_version()}, git {version}"
    )


def arguments() -> argparse.Namespace:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000], metavar="N")
    ask.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    ask.add_argument("--data", type=Path, metavar="FILE", help="keep figures there, and go on from what it has")
    ask.add_argument("--write", action="store_true", help="write docs/performance.md and docs/performance.svg")
    return ask.parse_args()


def stop(number: int, _: object) -> NoReturn:
    """A signal ends the script the way that removes the temporary folder."""
    sys.exit(128 + number)


def main() -> int:
    """Measure what is missing, and show everything."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
    asked = arguments()
    where, data = load(asked.data)
    missing = [(kind, size) for size in sorted(asked.sizes) for kind in asked.kinds if size not in data.get(kind, {})]
    if missing and data and where != machine():
        sys.exit(f"{asked.data} was measured elsewhere: {where}")
    for kind, size in missing:
        where = machine()
        data.setdefault(kind, {})[size] = measure_corpus(kind, size)
        if asked.data:
            save(asked.data, where, data)
    print(f"{where}\n\n{tables(data)}", end="")
    if asked.write:
        write(where, data)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
