"""PATH arguments → the documents and strays whose findings are shown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from provgate.corpus.documents import RECEIPTS_SUFFIX, Corpus
from provgate.corpus.snapshot import Snapshot
from provgate.findings import UsageError
from provgate.formats.claims import SUFFIX


class Selection(NamedTuple):
    """Paths that were asked for, relative to the root; None means everything."""

    paths: frozenset[str] | None = None
    folders: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    def needs(self, path: str) -> bool:
        """Whether this document must be read: it is shown, or its sidecar may name evidence that is."""
        return self.holds(path) or path.rpartition("/")[0] in self.above

    def holds(self, path: str) -> bool:
        """Whether findings about this path are shown."""
        if self.paths is None or path in self.paths:
            return True
        return any(path.startswith(folder) for folder in self.folders)


def select(corpus: Corpus, snapshot: Snapshot, start: Path, arguments: Sequence[str]) -> Selection:
    """Resolve the arguments; UsageError for one that names nothing in the corpus."""
    if not arguments:
        return Selection()
    asked = {argument: _from_root(argument, start, snapshot.root) for argument in arguments}
    found = _found(corpus, asked.values())
    paths: set[str] = set()
    folders: list[str] = []
    for argument, path in asked.items():
        if path in found.paths:
            paths |= _pair(path)
        elif path in found.folders:
            folders.append("" if path == "." else path + "/")
        else:
            raise UsageError(f"`{argument}` names no document of the corpus")
    above = {
        parent
        for path in corpus.evidence
        if Selection(frozenset(paths), tuple(folders)).holds(path)
        for parent in _parents(path)
    }
    return Selection(frozenset(paths), tuple(folders), tuple(above))


class _Found(NamedTuple):
    """Which of the paths asked for stand for paths of the corpus themselves, and which are folders of it."""

    paths: frozenset[str]
    folders: frozenset[str]


def _found(corpus: Corpus, asked: Iterable[str]) -> _Found:
    wanted = frozenset(asked)
    named = {one for path in wanted for one in _pair(path)}
    met: set[str] = set()
    folders: set[str] = set()
    for path in _known(corpus):
        if path in named:
            met.add(path)
        folders.update(wanted.intersection((".", *_parents(path))))
    return _Found(frozenset(path for path in wanted if not met.isdisjoint(_pair(path))), frozenset(folders))


def _pair(path: str) -> set[str]:
    """A path with those of its document, its sidecar and its receipts."""
    document = path.removesuffix(SUFFIX).removesuffix(RECEIPTS_SUFFIX)
    return {path, document, path + SUFFIX, document + RECEIPTS_SUFFIX}


def _parents(path: str) -> list[str]:
    """The folders that hold a path: "a/b/c" gives "", "a" and "a/b"."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(len(parts) + 1)]


def _known(corpus: Corpus) -> Iterator[str]:
    yield from (document.path for document in corpus.documents)
    yield from corpus.evidence
    yield from (orphan.path for orphan in corpus.orphans)
    yield from (stray.path for stray in corpus.strays)


def _from_root(argument: str, start: Path, root: Path | None) -> str:
    """An argument as a POSIX path relative to the root; links are not resolved, since they are findings."""
    if root is None:
        return os.path.normpath(argument).replace(os.sep, "/")
    absolute = os.path.normpath(Path(os.path.realpath(start)) / argument)
    relative = os.path.relpath(absolute, os.path.realpath(root))
    return relative.replace(os.sep, "/")
