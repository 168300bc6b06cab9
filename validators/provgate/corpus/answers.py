"""Git processes that answer one question after the other: attributes of paths, and objects by their ids."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING, Self, cast

from provgate.corpus.git import CHUNK, Repository
from provgate.findings import CannotCheckError

if TYPE_CHECKING:
    from io import BufferedReader

_FRUGAL = ("-c", "core.bigFileThreshold=16m", "-c", "core.packedGitWindowSize=16m", "-c", "core.packedGitLimit=128m")
"""Git streams large blobs instead of holding them, and maps a part of its packs at a time; it is no slower for that."""

_WINDOW = 32
"""Object ids asked for at once. Those of two windows always fit a pipe, so neither side can block the other."""

_PIPED = 3000
"""Bytes of paths asked about at once: what is asked always fits a pipe, whatever waits to be read from the other."""

_UNSET = frozenset({b"unspecified", b"unset"})


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
                kind, size = self._header(object_id)
                chunks = self._chunks(object_id, kind, size)
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

    def _header(self, object_id: str) -> tuple[bytes, int]:
        _, answers = self._pipes()
        header = answers.readline().split()
        if len(header) != 3 or header[0] != object_id.encode("ascii"):
            raise CannotCheckError(
                f"git has no object {object_id[:12]}; in a partial or shallow clone fetch it first "
                "(`git fetch --refetch`, or `fetch-depth: 0` in the checkout step)"
            )
        return header[1], int(header[2])

    def _chunks(self, object_id: str, kind: bytes, size: int) -> Iterator[bytes]:
        """The bytes of an object, held to its id: git itself reads a file of its store without doing so."""
        _, answers = self._pipes()
        told = hashlib.sha256() if len(object_id) == 64 else hashlib.sha1(usedforsecurity=False)
        told.update(b"%b %d\0" % (kind, size))
        left = size + 1
        while left > 1:
            chunk = answers.read(min(left - 1, CHUNK))
            if not chunk:
                raise CannotCheckError("git cat-file ended in the middle of an object; the repository may be damaged")
            left -= len(chunk)
            told.update(chunk)
            yield chunk
        answers.read(1)
        if told.hexdigest() != object_id:
            raise CannotCheckError(f"the object {object_id[:12]} is not what its id says; run `git fsck`")
