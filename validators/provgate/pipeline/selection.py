"""PATH arguments → the documents and strays whose findings are shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from provgate.corpus import Corpus
from provgate.findings import UsageError
from provgate.sidecar import SUFFIX
from provgate.snapshot import Snapshot


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
    known = _known(corpus)
    paths: set[str] = set()
    folders: list[str] = []
    for argument in arguments:
        path = _from_root(argument, start, snapshot.root)
        pair = {path, path.removesuffix(SUFFIX), path + SUFFIX}
        folder = "" if path == "." else path + "/"
        if pair & known:
            paths |= pair
        elif any(name.startswith(folder) for name in known):
            folders.append(folder)
        else:
            raise UsageError(f"`{argument}` names no document of the corpus")
    above = {parent for path in corpus.evidence if Selection(frozenset(paths), tuple(folders)).holds(path)
             for parent in _parents(path)}
    return Selection(frozenset(paths), tuple(folders), tuple(above))


def _parents(path: str) -> list[str]:
    """The folders that hold a path: "a/b/c" gives "", "a" and "a/b"."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(len(parts) + 1)]


def _known(corpus: Corpus) -> set[str]:
    return {*(document.path for document in corpus.documents), *corpus.evidence,
            *(orphan.path for orphan in corpus.orphans), *(stray.path for stray in corpus.strays)}


def _from_root(argument: str, start: Path, root: Path | None) -> str:
    """An argument as a POSIX path relative to the root; links are not resolved, since they are findings."""
    if root is None:
        return os.path.normpath(argument).replace(os.sep, "/")
    absolute = os.path.normpath(Path(os.path.realpath(start)) / argument)
    relative = os.path.relpath(absolute, os.path.realpath(root))
    return relative.replace(os.sep, "/")
