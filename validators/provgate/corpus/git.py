"""The git program as a reader: index, commits and blobs by object id, without side effects.

Every call runs at the top level with lazy fetching, replace refs, file system monitors and
implicit bare repositories switched off, so that reading a repository neither opens a socket
nor runs what a pull request put there. A hook's GIT_DIR and GIT_INDEX_FILE are kept: they
say which index the commit under way will use.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self, cast

from provgate.findings import CannotCheckError, UsageError

if TYPE_CHECKING:
    from io import BufferedReader

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
)
_FRUGAL = ("-c", "core.bigFileThreshold=16m", "-c", "core.packedGitWindowSize=16m", "-c", "core.packedGitLimit=128m")
"""Git streams large blobs instead of holding them, and maps a part of its packs at a time; it is no slower for that."""

_WINDOW = 32
"""Object ids asked for at once. Those of two windows always fit a pipe, so neither side can block the other."""

_PIPED = 3000
"""Bytes of paths asked about at once: what is asked always fits a pipe, whatever waits to be read from the other."""

_UNSET = frozenset({b"unspecified", b"unset"})
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

    def commit(self, rev: str) -> str:
        """The full object id of the commit that `rev` names."""
        if rev.startswith("-") or not rev.strip():
            raise UsageError(f"`{rev}` is not a commit")
        done = _spawn(self.command("rev-parse", "--verify", "--quiet", "--end-of-options", rev + "^{commit}"), self.top)
        if done.returncode != 0:
            raise CannotCheckError(
                f"the commit `{rev}` is not in this repository; in a shallow clone fetch it first "
                "(`git fetch --unshallow`, or `fetch-depth: 0` in the checkout step)"
            )
        return done.stdout.decode("ascii").strip()


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


def environment() -> Mapping[str, str]:
    """The environment of every git call; how the caller's own git reads pathspecs is not passed on."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_PATHSPECS")}
    return {
        **kept,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "",
        "LC_ALL": "C",
        "GIT_TRACE": "0",
    }


class _Answering:
    """A git process that answers questions; it starts with the first. Use it as a context manager."""

    def __init__(self, repository: Repository, *command: str) -> None:
        self.repository = repository
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process is not None:
            with self._process as process:
                process.kill()
                with suppress(BrokenPipeError):
                    cast("IO[bytes]", process.stdin).close()
            self._process = None

    def _pipes(self) -> tuple[IO[bytes], BufferedReader]:
        if self._process is None:
            self._process = subprocess.Popen(
                self.repository.command(*self._command),
                cwd=self.repository.top,
                env=self.repository.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=CHUNK,
            )
        return cast("IO[bytes]", self._process.stdin), cast("BufferedReader", self._process.stdout)


class Attributes(_Answering):
    """Git's attributes of paths, asked of one `check-attr --stdin` process."""

    def __init__(self, repository: Repository, names: Sequence[str], *, cached: bool) -> None:
        super().__init__(repository, "check-attr", *(["--cached"] if cached else []), "-z", "--stdin", *names)
        self.names = names

    def of(self, paths: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """(path, attribute, value) for each of the paths and names where the attribute is set."""
        asked: list[bytes] = []
        for path in map(os.fsencode, paths):
            if asked and sum(map(len, asked)) + len(path) > _PIPED:
                yield from self._ask(asked)
                asked = []
            asked.append(path)
        if asked:
            yield from self._ask(asked)

    def _ask(self, paths: list[bytes]) -> Iterator[tuple[str, str, str]]:
        questions, answers = self._pipes()
        told, wanted = b"", 3 * len(self.names) * len(paths)
        try:
            questions.write(b"".join(b"%b\0" % path for path in paths))
            questions.flush()
            while told.count(b"\0") < wanted and (chunk := answers.read1(CHUNK)):
                told += chunk
        except BrokenPipeError:
            told = b""
        fields = told.split(b"\0")
        if len(fields) != wanted + 1 or fields[0 : -1 : 3 * len(self.names)] != paths:
            raise CannotCheckError("git check-attr ended early; the repository may be damaged (`git fsck`)")
        if _UNSET.issuperset(fields[2::3]):
            return
        for path, name, value in zip(fields[0:-1:3], fields[1::3], fields[2::3], strict=True):
            if value not in _UNSET:
                yield os.fsdecode(path), os.fsdecode(name), os.fsdecode(value)


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


class Objects(_Answering):
    """Blobs by object id, asked of one `cat-file --batch` process."""

    def __init__(self, repository: Repository) -> None:
        super().__init__(repository, *_FRUGAL, "cat-file", "--batch")

    def stream(self, object_ids: Iterable[str]) -> Iterator[tuple[int, Iterator[bytes]]]:
        """For each object id: its size and its bytes in chunks; unread chunks are drained."""
        ids = iter(object_ids)
        window = self._ask(ids)
        while window:
            # Git looks for the next ones while these are worked on.
            following = self._ask(ids)
            for object_id in window:
                size = self._header(object_id)
                chunks = self._chunks(size)
                yield size, chunks
                for _rest in chunks:
                    pass
            window = following

    def _ask(self, ids: Iterator[str]) -> list[str]:
        """Ask for the next of these object ids; the result is what was asked for."""
        window = list(islice(ids, _WINDOW))
        if window:
            questions, _ = self._pipes()
            try:
                questions.write("".join(f"{object_id}\n" for object_id in window).encode("ascii"))
                questions.flush()
            except BrokenPipeError:
                raise CannotCheckError("git cat-file ended early; the repository may be damaged (`git fsck`)") from None
        return window

    def _header(self, object_id: str) -> int:
        _, answers = self._pipes()
        header = answers.readline().split()
        if len(header) != 3 or header[0] != object_id.encode("ascii"):
            raise CannotCheckError(
                f"git has no object {object_id[:12]}; in a partial or shallow clone fetch it first "
                "(`git fetch --refetch`, or `fetch-depth: 0` in the checkout step)"
            )
        return int(header[2])

    def _chunks(self, size: int) -> Iterator[bytes]:
        _, answers = self._pipes()
        left = size + 1
        while left > 1:
            chunk = answers.read(min(left - 1, CHUNK))
            if not chunk:
                raise CannotCheckError("git cat-file ended in the middle of an object; the repository may be damaged")
            left -= len(chunk)
            yield chunk
        answers.read(1)
