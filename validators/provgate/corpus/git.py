"""The git program as a reader: index, commits and blobs by object id, without side effects.

Every call runs at the top level with lazy fetching, replace refs, file system monitors and
implicit bare repositories switched off, so that reading a repository neither opens a socket
nor runs what a pull request put there. A hook's GIT_DIR and GIT_INDEX_FILE are kept: they
say which index the commit under way will use.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from provgate.findings import CannotCheckError, UsageError

if TYPE_CHECKING:
    pass

_SAFE = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.hooksPath=/dev/null",
    # A file that says which tree a commit has is not what the commit's id stands for.
    "-c",
    "core.commitGraph=false",
)
CHUNK = 1 << 20


class Repository(NamedTuple):
    """A git repository: its work tree (None when bare) and the explicit git directory, if one is needed.

    `scratch` is an object store outside the repository that takes new blobs, `alternates` the real one behind it;
    `index_file` is an index to be used instead of the repository's. `common` is the directory that all work trees
    share and `own` the one of this work tree; empty where git does not say.
    """

    top: Path | None
    git_dir: str | None = None
    scratch: str = ""
    alternates: str = ""
    index_file: str = ""
    common: str = ""
    own: str = ""

    def environment(self) -> Mapping[str, str]:
        """The environment of every call."""
        own = {
            "GIT_INDEX_FILE": self.index_file,
            "GIT_OBJECT_DIRECTORY": self.scratch,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": self.alternates,
        }
        return {**environment(), **{name: value for name, value in own.items() if value}}

    def command(self, *arguments: str) -> list[str]:
        """The argument vector of a git call."""
        where = ["--git-dir", self.git_dir] if self.git_dir else []
        return ["git", *_SAFE, *where, *arguments]

    def run(self, *arguments: str, stdin: bytes = b"", nothing: int = 0) -> bytes:
        """Standard output of a git call; CannotCheckError with git's own words when it fails.

        `nothing` is the exit code by which this command says that there is nothing to say.
        """
        done = _spawn(self.command(*arguments), self.top, stdin, self.environment())
        return _answer(arguments[0], done, nothing)

    def run_beside(self, *calls: Sequence[str]) -> list[bytes]:
        """Standard outputs of git calls that run at the same time; CannotCheckError as for `run`."""
        with ExitStack() as stack:
            running = [
                stack.enter_context(
                    subprocess.Popen(
                        self.command(*call),
                        cwd=self.top,
                        env=self.environment(),
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE,
                    )
                )
                for call in calls
            ]
            told = [process.communicate() for process in running]
        return [
            _answer(call[0], subprocess.CompletedProcess(call, process.returncode, *said), 0)
            for call, process, said in zip(calls, running, told, strict=True)
        ]

    def chunks(self, *arguments: str) -> Iterator[bytes]:
        """Like `run`, for answers of many megabytes: as they come."""
        with subprocess.Popen(
            self.command(*arguments),
            cwd=self.top,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        ) as process:
            answer = cast("IO[bytes]", process.stdout)
            while chunk := answer.read(CHUNK):
                yield chunk
        if process.returncode:
            # Only a call whose words are collected can say why it failed.
            self.run(*arguments)
            raise CannotCheckError(f"git {arguments[0]} failed: exit code {process.returncode}")

    def with_scratch(self, folder: str) -> Repository:
        """The repository with an object store in front of its own, so that nothing is written into the real one."""
        where = self.run("rev-parse", "--path-format=absolute", "--git-path", "objects")
        quoted = os.fsdecode(where.removesuffix(b"\n")).replace("\\", "\\\\").replace('"', '\\"')
        others = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
        alternates = os.pathsep.join([f'"{quoted}"', *([others] if others else [])])
        return self._replace(scratch=folder, alternates=alternates)


def discover(start: Path, *, bare_allowed: bool = False) -> Repository | None:
    """The repository that holds `start`; None outside git. A bare one only where a commit is asked for."""
    asked = ("--git-common-dir", "--absolute-git-dir", "--show-toplevel")
    done = _spawn(["git", *_SAFE, "rev-parse", "--path-format=absolute", *asked], start)
    if done.returncode == 0:
        return _told(done.stdout, start)
    named = os.environ.get("GIT_DIR")
    explicit = named or (str(start) if _looks_bare(start) else None)
    if explicit and bare_allowed:
        bare = str((start / explicit).resolve())
        return Repository(None, bare, common=bare, own=bare)
    message = _words(done.stderr)
    if "must be run in a work tree" in message or "bare repository" in message:
        raise UsageError("a bare repository has no working tree and no index to check; name a commit with `--rev`")
    # A GIT_DIR that leads nowhere is a fault: judging the folder as if it were outside git would be another question.
    if "not a git repository" in message and not named:
        _refuse_damaged(start)
        return None
    raise CannotCheckError(f"git cannot read this repository: {message}")


def _refuse_damaged(start: Path) -> None:
    """Where a repository stands that git does not know as one, the folder is not to be judged as if there were none."""
    named = os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
    ceilings = {os.path.realpath(path) for path in named if path}
    here = Path(os.path.realpath(start))
    for folder in (here, *here.parents):
        if (folder != here and str(folder) in ceilings) or folder.stat().st_dev != here.stat().st_dev:
            return
        if os.path.lexists(folder / ".git"):
            raise CannotCheckError(f"git does not recognise `{folder / '.git'}` as a repository; it may be damaged")


def _told(answer: bytes, start: Path) -> Repository:
    """The repository that `rev-parse` told of; a path with a line feed in it is asked for once more, alone."""
    lines = os.fsdecode(answer).split("\n")
    if len(lines) == 4:
        common, own, top, _end = lines
        if not all(Path(path).is_absolute() and "\0" not in path for path in (common, own, top)):
            raise CannotCheckError(f"git tells of a repository at `{top}`, which is no place")
        return Repository(Path(top), common=common, own=own)
    done = _spawn(["git", *_SAFE, "rev-parse", "--show-toplevel"], start)
    return Repository(Path(os.fsdecode(done.stdout.removesuffix(b"\n"))))


def _looks_bare(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


_KEPT = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CEILING_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_SYSTEM",
        "GIT_DIR",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_QUARANTINE_PATH",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
"""Git's variables that say which repository, index and settings are meant: hooks and CI systems set them."""

_SETTING = re.compile(r"GIT_CONFIG_(?:KEY|VALUE)_[0-9]+")


def environment() -> Mapping[str, str]:
    """The environment of every git call: of git's own variables only those that say where the repository is.

    The others change how git reads paths, writes answers or flushes them, and thereby what is read here.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT or _SETTING.fullmatch(name)
    }
    return {
        **kept,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _spawn(
    command: list[str], cwd: Path | None, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    env = env or environment()
    try:
        return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, env=env, check=False)
    except FileNotFoundError:
        raise CannotCheckError("the git program is not on the PATH; install git") from None


def _answer(command: str, done: subprocess.CompletedProcess[bytes], nothing: int) -> bytes:
    if b"could not open directory" in done.stderr:
        # Git only warns and goes on: what stands in such a folder would go unseen.
        raise CannotCheckError(f"git cannot look everywhere: {_words(done.stderr)}")
    if done.returncode not in (0, nothing):
        words = _words(done.stderr) or f"exit code {done.returncode}"
        raise CannotCheckError(f"git {command} failed: {words}")
    return done.stdout if done.returncode == 0 else b""


def _words(stderr: bytes) -> str:
    text = stderr.decode("utf-8", "replace").strip()
    return " ".join(text.removeprefix("fatal: ").split())[:400]
