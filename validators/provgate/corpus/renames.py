"""Which orphaned sidecar belongs to which lonely document: renames told by their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from provgate.corpus.documents import Corpus, Document
from provgate.corpus.paths import quoted
from provgate.corpus.snapshot import Entry, Kind, Snapshot
from provgate.findings import Fault
from provgate.formats import sidecar
from provgate.formats.sidecar import SUFFIX


class Moves(NamedTuple):
    """What is to be said about documents and about orphaned sidecars, by path."""

    of_documents: Mapping[str, Fault]
    of_orphans: Mapping[str, Fault]


def recognise(snapshot: Snapshot, corpus: Corpus) -> Moves:
    """Match sidecars without a document to documents without a sidecar, by pin or by the last commit's bytes."""
    lonely = [document for document in corpus.lonely if document.readable]
    orphans = [entry for entry in corpus.orphans if entry.kind is Kind.FILE]
    matches = dict(_matches(snapshot, lonely, orphans)) if lonely and orphans else {}
    return Moves(
        {document.path: _moved(document.path, orphan) for orphan, document in matches.items()},
        {entry.path: _orphan(entry.path, matches.get(entry.path)) for entry in corpus.orphans},
    )


def _matches(snapshot: Snapshot, lonely: list[Document], orphans: list[Entry]) -> Iterator[tuple[str, Document]]:
    entries = [document.entry for document in lonely]
    shas = [content.sha256 for content in snapshot.load_many((entry, 0) for entry in entries)]
    by_sha = dict(zip(shas, lonely, strict=True))
    by_former_path: Mapping[str, Document] | None = None
    contents = snapshot.load_many((entry, sidecar.MAX_BYTES) for entry in orphans)
    for entry, content in zip(orphans, contents, strict=True):
        data = sidecar.read(content.data).data or {}
        found = by_sha.get(str(data.get("sha256")))
        if found is None:
            if by_former_path is None:
                by_former_path = _by_former_path(snapshot, lonely)
            found = by_former_path.get(entry.path.removesuffix(SUFFIX))
        if found is not None:
            yield entry.path, found


def _by_former_path(snapshot: Snapshot, lonely: list[Document]) -> Mapping[str, Document]:
    """The documents by every path that their bytes had in the commit before."""
    before = snapshot.before()
    digits = max(map(len, before.values()), default=0)
    by_id = {d.entry.object_id or snapshot.blob_id(d.path, digits): d for d in lonely if digits}
    return {path: by_id[object_id] for path, object_id in before.items() if object_id in by_id}


def _moved(document: str, orphan: str) -> Fault:
    move = f"run `git mv {quoted(orphan)} {quoted(document + SUFFIX)}`"
    return Fault("moved", f"the sidecar `{orphan}` speaks of these very bytes under another name", move)


def _orphan(path: str, document: Document | None) -> Fault:
    owner = path.removesuffix(SUFFIX)
    if document is not None:
        move = f"run `git mv {quoted(path)} {quoted(document.path + SUFFIX)}`"
        gone = f"`{owner}` is gone, and `{document.path}` has its bytes"
        return Fault("orphan-sidecar", f"this sidecar has no document: {gone}", move)
    advice = f"restore `{owner}`, or run `git rm {quoted(path)}`"
    return Fault("orphan-sidecar", f"this sidecar has no document: `{owner}` does not exist", advice)
