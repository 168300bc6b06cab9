"""Which orphaned sidecar belongs to which lonely document: told by their bytes, or by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from provgate.corpus.documents import Corpus, Document
from provgate.corpus.paths import quoted
from provgate.corpus.snapshot import Entry, Kind, Snapshot
from provgate.findings import Fault
from provgate.formats import yaml_reader
from provgate.formats.claims import SUFFIX


class Moves(NamedTuple):
    """What is to be said about documents and about orphaned sidecars, by path.

    `owners` are the documents to which orphans belong; where these are told of, the orphans need not be.
    """

    of_documents: Mapping[str, Fault]
    of_orphans: Mapping[str, Fault]
    owners: Mapping[str, str]


def recognise(snapshot: Snapshot, corpus: Corpus) -> Moves:
    """Match sidecars without a document to documents without one: by pin, by the last commit's bytes or by name."""
    lonely = [document for document in corpus.lonely if document.readable]
    orphans = {entry.path: entry for entry in corpus.orphans if entry.kind is Kind.FILE}
    moved = dict(_matches(snapshot, lonely, list(orphans.values()))) if lonely and orphans else {}
    known = {document.path for document in moved.values()}
    misplaced = dict(_misplaced((d for d in lonely if d.path not in known), orphans.keys() - moved.keys()))
    return Moves(
        {document.path: _moved(snapshot, orphans[path], document) for path, document in moved.items()}
        | {document.path: _elsewhere(snapshot, orphans[path], document) for path, document in misplaced.items()},
        {entry.path: _orphan(entry.path) for entry in corpus.orphans},
        {path: document.path for path, document in (moved | misplaced).items()},
    )


def moving(snapshot: Snapshot, source: Entry, target: str) -> str:
    """The command that gives a file another name: git's where git has the file."""
    git = "git mv" if snapshot.repository is not None and source.tracked else "mv"
    return f"run `{git} {quoted(source.path)} {quoted(target)}`"


def _matches(snapshot: Snapshot, lonely: list[Document], orphans: list[Entry]) -> Iterator[tuple[str, Document]]:
    entries = [document.entry for document in lonely]
    shas = [content.sha256 for content in snapshot.load_many((entry, 0) for entry in entries)]
    by_sha = dict(zip(shas, lonely, strict=True))
    former: _Former | None = None
    contents = snapshot.load_many((entry, yaml_reader.MAX_BYTES) for entry in orphans)
    for entry, content in zip(orphans, contents, strict=True):
        data = yaml_reader.read(content.data).data or {}
        found = by_sha.get(str(data.get("sha256")))
        if found is None:
            former = former or _former(snapshot, lonely)
            found = former.documents.get(entry.path.removesuffix(SUFFIX)) or former.owner_of(snapshot, entry)
        if found is not None:
            yield entry.path, found


class _Former(NamedTuple):
    """What the commit before tells: documents by every path that their bytes had, and by their sidecar's bytes."""

    documents: Mapping[str, Document]
    sidecars: Mapping[str, Document]
    digits: int

    def owner_of(self, snapshot: Snapshot, orphan: Entry) -> Document | None:
        """The document whose sidecar had these bytes."""
        if not self.sidecars:
            return None
        return self.sidecars.get(orphan.object_id or snapshot.blob_id(orphan.path, self.digits))


def _former(snapshot: Snapshot, lonely: list[Document]) -> _Former:
    before = snapshot.before()
    digits = max(map(len, before.values()), default=0)
    by_id = {d.entry.object_id or snapshot.blob_id(d.path, digits): d for d in lonely if digits}
    return _Former(
        {path: by_id[object_id] for path, object_id in before.items() if object_id in by_id},
        {before[document.path + SUFFIX]: document for document in lonely if document.path + SUFFIX in before},
        digits,
    )


def _misplaced(lonely: Iterable[Document], orphans: Iterable[str]) -> Iterator[tuple[str, Document]]:
    """Orphans that are called like the sidecar of a lonely document in another folder."""
    by_name = {path.rpartition("/")[2]: path for path in sorted(orphans, reverse=True)}
    for document in lonely:
        found = by_name.pop(document.path.rpartition("/")[2] + SUFFIX, None)
        if found is not None:
            yield found, document


def _moved(snapshot: Snapshot, orphan: Entry, document: Document) -> Fault:
    message = f"the sidecar of these bytes is `{orphan.path}`: the document or the sidecar was renamed alone"
    return Fault("moved", message, moving(snapshot, orphan, document.path + SUFFIX))


def _elsewhere(snapshot: Snapshot, orphan: Entry, document: Document) -> Fault:
    message = f"its sidecar may be `{orphan.path}`, which is in another folder"
    return Fault("misplaced-sidecar", message, moving(snapshot, orphan, document.path + SUFFIX))


def _orphan(path: str) -> Fault:
    owner = path.removesuffix(SUFFIX)
    advice = f"restore `{owner}`; if it was deleted on purpose, run `git rm {quoted(path)}`"
    return Fault("orphan-sidecar", f"this sidecar has no document: `{owner}` does not exist", advice)
