"""What a run decided about its documents, held in little room: most of them differ in nothing but their path."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from typing import Any

from provgate.findings import Agreement, DocumentResult, Judgement, Level, Results, Tally, Verdict
from provgate.formats.claims import SUFFIX

_BLOCK = 4096


class Paths(Iterable[str]):
    """Paths in order, as bytes with a NUL before and after each."""

    def __init__(self, held: bytes = b"") -> None:
        self._blocks = [held] if held else []
        self._latest: list[str] = []
        self.count = held.count(b"\0") - 1 if held else 0

    def append(self, path: str) -> None:
        """Take in the next path."""
        self._latest.append(path)
        self.count += 1
        if len(self._latest) == _BLOCK:
            self._store()

    def joined(self) -> Iterator[bytes]:
        """All of it as bytes, in pieces; nothing where there are no paths."""
        self._store()
        for number, block in enumerate(self._blocks):
            yield block[1:] if number else block

    def __contains__(self, path: object) -> bool:
        self._store()
        wanted = b"\0%b\0" % os.fsencode(str(path))
        return any(wanted in block for block in self._blocks)

    def __iter__(self) -> Iterator[str]:
        self._store()
        for block in self._blocks:
            yield from os.fsdecode(block[1:-1]).split("\0")

    def __len__(self) -> int:
        return self.count

    def _store(self) -> None:
        if self._latest:
            self._blocks.append(b"\0%b\0" % os.fsencode("\0".join(self._latest)))
            self._latest = []


class Gathered(Results):
    """The results of a run as they come in.

    The usual one, which passes, is only a path in a list, and another that passes a row; only those that fail are held
    as they are.
    """

    def __init__(self) -> None:
        self._level: Level | None = None
        self._usual = Paths()
        self._last = ""
        self._rows: dict[str, bytes] = {}
        self._failing: dict[str, DocumentResult] = {}
        self._tally = Tally(0, 0, 0)

    def add(self, result: DocumentResult) -> None:
        """Take in one result; each path comes once."""
        total, passed, declared = self._tally
        self._tally = Tally(
            total + 1, passed + result.passed, declared + (result.passed and result.level is Level.DECLARED)
        )
        if not result.passed:
            self._failing[result.path] = result
        elif not self._is_usual(result):
            self._rows[result.path] = row_of(result)
        else:
            self._usual.append(result.path)
            self._last = result.path

    @property
    def tally(self) -> Tally:
        """How many there are, pass, and pass at level declared."""
        return self._tally

    def worth_telling(self, paths: Collection[str]) -> tuple[DocumentResult, ...]:
        """Those that fail, and those whose document or sidecar is at one of these paths."""
        wanted = {path.removesuffix(SUFFIX) for path in paths} | set(paths)
        usual = (self._result(path) for path in self._usual if path in wanted) if wanted else ()
        rows = (of_row(path, self._rows[path]) for path in wanted if path in self._rows)
        return tuple(sorted((*usual, *rows, *self._failing.values()), key=_path))

    def __len__(self) -> int:
        return self._tally.documents

    def __iter__(self) -> Iterator[DocumentResult]:
        rows = (of_row(path, self._rows[path]) for path in sorted(self._rows))
        return merge(map(self._result, self._usual), rows, sorted(self._failing.values(), key=_path), key=_path)

    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]

    def _is_usual(self, result: DocumentResult) -> bool:
        if result.judgements or result.sidecar != result.path + SUFFIX or result.path < self._last:
            return False
        if self._level is None:
            self._level = result.level
        return self._level is result.level

    def _result(self, path: str) -> DocumentResult:
        assert self._level is not None
        return DocumentResult(path, path + SUFFIX, self._level, True)


def row_of(result: DocumentResult) -> bytes:
    """All but the path of a result that passes, as JSON."""
    import json

    judgements = list(map(from_judgement, result.judgements))
    return json.dumps([result.level.label, result.sidecar, judgements, result.witnesses]).encode("ascii")


def of_row(path: str, row: bytes) -> DocumentResult:
    """The result that passes of this row; ValueError, LookupError or TypeError for a row of another form."""
    import json

    level, sidecar, judgements, witnesses = json.loads(row)
    agreements = tuple(Agreement(*each) for each in witnesses)
    return DocumentResult(path, sidecar, Level.of(level), True, tuple(map(to_judgement, judgements)), agreements)


def from_judgement(judgement: Judgement) -> list[Any]:
    """A judgement as JSON has it."""
    return [value.value if isinstance(value, Verdict) else value for value in judgement]


def to_judgement(row: list[Any]) -> Judgement:
    """The judgement out of JSON; ValueError, LookupError or TypeError for another form."""
    return Judgement(row[0], Verdict(row[1]), *row[2:])


def _path(result: DocumentResult) -> str:
    return result.path
