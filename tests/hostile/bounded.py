"""provgate as a user runs it, on hostile input, held to what issue after issue promises of every run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repos import HANGS, PROVGATE, Repo

MEBIBYTES = 512
SECRET = "the-combination-is-7261"
"""Stands in files outside the repository; whatever quotes it has read what it must not."""

WATCHED = str(Path(__file__).parent / "watched")
CODES = (0, 1, 2, 3, 130)
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"  # terminals
    r"|^\s*::|##\[|##vso\[|section_(?:start|end):|::(?:error|warning|notice|add-mask|set-output|stop-commands)\b",
    re.M,
)


@dataclass(frozen=True)
class Ended:
    """How a run ended: exit code, output, largest resident memory of one of its processes (MiB)."""

    code: int
    out: str
    err: str
    peak: int

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.out)
        return report

    @property
    def codes(self) -> set[str]:
        """The codes of all findings."""
        return {found["code"] for found in self.report["findings"]}

    def passed(self, path: str) -> bool:
        """Whether this document passes."""
        return bool({document["path"]: document["passed"] for document in self.report["documents"]}[path])


def run(
    where: Repo | Path,
    *arguments: str,
    wanted: int | None = None,
    stdin: bytes = b"",
    program: Sequence[str] = (PROVGATE,),
    offline: bool = True,
    commands: bool = False,
    **environment: str,
) -> Ended:
    """Run provgate within bounds; `wanted` is the exit code, `commands` lets a format write commands of its own."""
    path, own = (where.path, where.environment) if isinstance(where, Repo) else (where, {})
    with tempfile.TemporaryDirectory() as scratch:
        sockets = Path(scratch, "sockets")
        watch = {"PYTHONPATH": WATCHED, "PROVGATE_TEST_SOCKETS": str(sockets)} if offline else {}
        code, peak = _start([*program, *arguments], path, {**os.environ, **own, **watch, **environment}, stdin, scratch)
        out, err = (Path(scratch, name).read_bytes().decode("utf-8") for name in ("out", "err"))
        assert not sockets.exists(), f"reached for the network: {sockets.read_text()}"
    ended = Ended(code, out, err, peak)
    _promised(ended, commands)
    assert wanted is None or code == wanted, (code, out[-3000:], err[-3000:])
    return ended


def check(where: Repo | Path, *arguments: str, wanted: int = 1, **more: Any) -> Ended:
    """`provgate check --format json`."""
    return run(where, "check", "--format", "json", *arguments, wanted=wanted, **more)


def _promised(ended: Ended, commands: bool) -> None:
    assert ended.code in CODES, (ended.code, ended.err[-3000:])
    assert "Traceback" not in ended.err and "internal fault" not in ended.err, ended.err[-3000:]
    for text in (ended.err, "" if commands else ended.out):
        found = _OBEYED.search(text)
        assert found is None, text[max(0, found.start() - 100) : found.end() + 100]
    assert SECRET not in ended.out + ended.err
    assert ended.peak <= MEBIBYTES, f"{ended.peak} MiB"


def _start(command: Sequence[str], cwd: Path, env: dict[str, str], stdin: bytes, scratch: str) -> tuple[int, int]:
    """Exit code (negative for a signal) and peak memory; a run that does not end in time is killed and fails."""
    given = Path(scratch, "in")
    given.write_bytes(stdin)
    with given.open("rb") as source, Path(scratch, "out").open("wb") as out, Path(scratch, "err").open("wb") as err:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=source, stdout=out, stderr=err)
        end = time.monotonic() + HANGS
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                return process.returncode, usage.ru_maxrss // (1024 if sys.platform == "linux" else 1024 * 1024)
            if time.monotonic() > end:
                process.kill()
                process.wait()
                raise AssertionError(f"{list(command)} hangs")
            time.sleep(0.005)
