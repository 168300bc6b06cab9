"""Real git repositories for the tests, and provgate run as a user runs it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROVGATE = shutil.which("provgate", path=str(Path(sys.executable).parent)) or "provgate"

SIDECAR = """\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
sha256: {sha256}
"""

OUTLETS = """\
schema: 1
outlets:
  harbour-gazette:
    name: Harbour Gazette
    domains: [harbourgazette.example]
"""

POLICY = "schema: 1\nrequire: declared\n"


HANGS = 180
"""Seconds after which a program counts as hanging. It ends tests that would never end, and measures nothing."""


def unmeasured(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment, by default this one, in which no coverage is measured.

    For programs that are killed, interrupted or find a full disk: those would leave damaged files of measurements, or
    wait for ever for a lock of theirs.
    """
    kept = os.environ if environment is None else environment
    return {name: value for name, value in kept.items() if not name.startswith("COV")}


@dataclass(frozen=True)
class Repo:
    """A real git repository; `environment` is added to that of every program run in it."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *command: str, stdin: bytes = b"", cwd: str = ".") -> subprocess.CompletedProcess[str]:
        """Run a program; output as text, standard error apart."""
        done = subprocess.run(
            command,
            cwd=self.path / cwd,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **self.environment},
        )
        out, err = (stream.decode("utf-8", "surrogateescape") for stream in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, out, err)

    def git(self, *arguments: str) -> str:
        """Standard output of a git command that must succeed."""
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def provgate(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Run the installed command line."""
        return self.run(PROVGATE, *arguments, stdin=stdin)

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file, its folders included."""
        place = self.path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return place

    def document(self, path: str, content: str | bytes = "The dredger came back to the harbour.\n") -> None:
        """Write a document with a sidecar that is true of it at level declared."""
        place = self.write(path, content)
        self.write(path + ".source.yaml", SIDECAR.format(sha256=hashlib.sha256(place.read_bytes()).hexdigest()))

    def commit(self, message: str = "change") -> str:
        """Commit everything in the working tree past all hooks; returns the commit's object id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").strip()
