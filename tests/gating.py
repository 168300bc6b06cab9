"""The command line run inside the test's own process, and its JSON report taken apart."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from provgate import cli
from repos import Repo, unmeasured


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report."""
        report: dict[str, Any] = json.loads(self.out)
        return report

    @property
    def findings(self) -> list[tuple[str, str]]:
        """(code, path) of every finding, in the report's order."""
        return [(found["code"], found["path"]) for found in self.report["findings"]]

    def codes(self, path: str) -> list[str]:
        """The codes of the findings at this path."""
        return [code for code, where in self.findings if where == path]

    def one(self, code: str) -> dict[str, Any]:
        """The only finding with this code."""
        [found] = [found for found in self.report["findings"] if found["code"] == code]
        return dict(found)

    @property
    def levels(self) -> dict[str, tuple[str, bool]]:
        """Each document's level, and whether it passes."""
        return {document["path"]: (document["level"], document["passed"]) for document in self.report["documents"]}


class UnderWay(subprocess.Popen[bytes]):
    """A program that is to be interrupted or killed; leaving the block ends it, whatever happened.

    Its coverage is not measured.
    """

    def __init__(self, words: Sequence[str | Path], *, env: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(words, env=unmeasured(env), **options)

    def has_begun(self) -> None:
        """Wait until it has started a program of its own, or has ended."""
        while self.poll() is None and not _children(self.pid):
            time.sleep(0.02)

    def __exit__(self, *exception: Any) -> None:
        self.kill()
        super().__exit__(*exception)


def _children(number: int) -> str:
    """The numbers of a process's children; where there is no such file in /proc, pgrep knows them."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/task/{number}/children").read_text()
    return subprocess.run(["pgrep", "-P", str(number)], capture_output=True, text=True, check=False).stdout


def run(where: Repo | Path, *arguments: str, cwd: str = ".", env: Mapping[str, str] | None = None) -> Ran:
    """`provgate ARGUMENTS` in this repository or folder, in this process."""
    path, own = (where.path, where.environment) if isinstance(where, Repo) else (where, {})
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(path / cwd),
        mock.patch.dict(os.environ, {**own, **(env or {})}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = cli.main(arguments)
    return Ran(code, out.getvalue(), err.getvalue())


def check(where: Repo | Path, *arguments: str, cwd: str = ".", env: Mapping[str, str] | None = None) -> Ran:
    """`provgate check --format json ARGUMENTS`; whatever happens, there is no traceback."""
    ran = run(where, "check", "--format", "json", *arguments, cwd=cwd, env=env)
    assert "Traceback" not in ran.err
    assert "internal fault" not in ran.err, ran.err
    return ran
